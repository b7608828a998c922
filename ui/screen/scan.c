/* scan.c - a scan on a screen that does not want it, and the screen that puts orders to a place one after the other */
#include "config.h"

#include "screen/scan.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "core/input.h"
#include "core/key.h"
#include "core/keymap.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/order.h"
#include "domain/place.h"
#include "domain/scan_code.h"
#include "screen/screens.h"
#include "screen/timer.h"
#include "service/verbs.h"
#include "store/store.h"
#include "store/verb.h"
#include "widget/ask.h"
#include "widget/palette.h"
#include "widget/sheet.h"

enum { MOVES_KEPT = 100, NAME_MOST = 128 };

/* Finding, on the worker's thread. */

static bool look(struct store *s, const struct entity *ent, struct arena *a, struct scanned *ret, struct err *e)
{
	struct look_at at = { .entity = ent, .id = ret->id };
	const struct field *key = entity_flagged(ent, F_KEY), *title = entity_flagged(ent, F_TITLE);
	struct buf name = BUF_INIT(4096);
	ret->rec = arena_alloc(a, ent->size);
	ret->labels = arena_array(a, ent->nfields, sizeof(char *));
	if (!store_look(s, &at, a, ret->rec, ret->labels, NULL, e))
		return false;
	if (key)
		field_to_wire(key, ret->rec, &name);
	ret->key = arena_strdup(a, name.data);
	if (title && title != key && !field_empty(title, ret->rec)) {
		buf_adds(&name, name.len ? " " : "");
		field_to_wire(title, ret->rec, &name);
	}
	ret->name = arena_strdup(a, name.data);
	buf_done(&name);
	return true;
}

bool scan_find(struct store *s, const struct entity *ent, int64_t number, const char *words, struct arena *a,
		struct scanned *ret, struct err *e)
{
	struct err miss = ERR_INIT;
	ret->id = (struct ref) { number };
	if (number && look(s, ent, a, ret, &miss))
		return true;
	if (number && miss.code != ERR_NOT_FOUND)
		return *e = miss, false;
	return store_find(s, ent, words, &ret->id, e) && look(s, ent, a, ret, e);
}

/* Moving, on the worker's thread. */

struct spot { /* a record as it was scanned */
	int64_t number;
	const char *words;
};

struct move_job {
	struct ui *ui;
	struct spot order, place;
	struct ref back_from;  /* taken back: only if it still lies there; 0: a move */
	struct ref back_to;
};

struct moved {
	struct scanned order, place;
	struct ref from;
	const char *from_name; /* "" if nobody knew */
};

static const char *place_of(const struct scanned *order, struct ref *ret)
{
	const struct order *o = order->rec;
	const char *name = order->labels[entity_field(&order_entity, "place") - order_entity.fields];
	*ret = o->place;
	return name ? name : "";
}

static bool act(struct store *s, struct ref order, struct ref place, struct arena *a, struct err *e)
{
	const struct verb *v = verb_find("order.move");
	void *args = arena_alloc(a, v->args->size), *done = arena_alloc(a, v->result->size);
	entity_blank(v->args, args);
	*(struct ref *)field_at(entity_field(v->args, "order"), args) = order;
	*(struct ref *)field_at(entity_field(v->args, "place"), args) = place;
	return store_act(s, v, args, NULL, a, done, e);
}

static bool run_move(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct move_job *j = args;
	struct moved *m = *ret = arena_alloc(a, sizeof(*m));
	if (!scan_find(s, &place_entity, j->place.number, j->place.words, a, &m->place, e) ||
			!scan_find(s, &order_entity, j->order.number, j->order.words, a, &m->order, e))
		return false;
	m->from_name = place_of(&m->order, &m->from);
	return m->from.id == m->place.id.id || act(s, m->order.id, m->place.id, a, e);
}

static bool run_back(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct move_job *j = args;
	struct moved *m = *ret = arena_alloc(a, sizeof(*m));
	m->order.id = (struct ref) { j->order.number };
	if (!look(s, &order_entity, a, &m->order, e))
		return false;
	m->from_name = place_of(&m->order, &m->from);
	if (m->from.id != j->back_from.id)
		return err_set(e, ERR_CONFLICT, _("%s has been moved again since. Nothing was taken back."), m->order.name);
	return act(s, m->order.id, j->back_to, a, e);
}

/* What was moved by scan, to be taken back. */

static struct move {
	struct ref person; /* who did it: nobody takes back what another did before them at this terminal */
	struct ref order, from, to;
	char from_name[NAME_MOST], line[2 * NAME_MOST]; /* "safe-1: A-2026-0017 Wedding rings" */
} moves[MOVES_KEPT];
static size_t nmoves;

static void remember(const struct ui *ui, const struct moved *m)
{
	const struct session *who = ui_session(ui);
	if (nmoves == MOVES_KEPT)
		memmove(moves, moves + 1, --nmoves * sizeof(*moves));
	moves[nmoves] = (struct move) { .order = m->order.id, .from = m->from, .to = m->place.id };
	moves[nmoves].person = who ? who->person : (struct ref) { 0 };
	snprintf(moves[nmoves].from_name, sizeof(moves->from_name), "%s", m->from_name);
	snprintf(moves[nmoves].line, sizeof(moves->line), "%s: %s", m->place.key, m->order.name);
	nmoves++;
}

static void list_moves(struct ui *ui);

static void show_again(struct ui *ui)
{
	list_moves(ui);
	if (ui->top && ui->top->class->shown)
		ui->top->class->shown(ui->top);
}

static void went_back(struct job *j)
{
	const struct move_job *args = j->args;
	struct ui *ui = args->ui;
	if (j->ok || j->err.code == ERR_CONFLICT || j->err.code == ERR_NOT_FOUND)
		nmoves -= nmoves > 0;
	if (!j->ok) {
		list_moves(ui);
		ui_say_err(ui, &j->err);
		return;
	}
	const struct moved *m = j->result;
	if (*args->place.words)
		ui_say(ui, MESSAGE_GOOD, _("%s: taken back, it lies in “%s” again."), m->order.name, args->place.words);
	else
		ui_say(ui, MESSAGE_GOOD, _("%s: taken back; where it lay before is not known."), m->order.name);
	show_again(ui);
}

void scan_undo(struct screen *s, const char *words)
{
	const struct session *who = ui_session(s->ui);
	const struct move *m = nmoves ? &moves[nmoves - 1] : NULL;
	(void)words;
	if (!m || !who || m->person.id != who->person.id) {
		nmoves = 0;
		ui_say(s->ui, MESSAGE_INFO, _("Nothing was moved by scan that could be taken back."));
		return;
	}
	struct arena a = ARENA_INIT;
	struct move_job j = { .ui = s->ui, .order = { .number = m->order.id }, .back_from = m->to, .back_to = m->from,
		.place = { .words = arena_strdup(&a, m->from_name) } };
	worker_post(s->ui->worker, run_back, &j, sizeof(j), &a, went_back, s->ui, SLOT_NONE);
}

/* Failure sounds, and says what was read. */

static void refuse(struct ui *ui)
{
	term_bell();
	ui_touch(ui);
}

static void refuse_err(struct ui *ui, const struct err *e)
{
	refuse(ui);
	ui_say_err(ui, e);
}

static void say_moved(struct ui *ui, const struct moved *m)
{
	struct buf key = BUF_INIT(64);
	key_say(keymap_key(&ui->keys, "everywhere", "scan.undo", 0), &key);
	if (m->from.id == m->place.id.id)
		ui_say(ui, MESSAGE_INFO, _("%s lies in “%s” already."), m->order.name, m->place.name);
	else if (*m->from_name)
		ui_say(ui, MESSAGE_GOOD, _("%s: now in “%s”, before in “%s”. %s takes it back."), m->order.name, m->place.name, m->from_name, key.data);
	else
		ui_say(ui, MESSAGE_GOOD, _("%s: now in “%s”. %s takes it back."), m->order.name, m->place.name, key.data);
	buf_done(&key);
}

static void was_moved(struct job *j)
{
	const struct move_job *args = j->args;
	struct ui *ui = args->ui;
	const struct moved *m = j->result;
	if (!j->ok) {
		refuse_err(ui, &j->err);
		return;
	}
	say_moved(ui, m);
	if (m->from.id != m->place.id.id)
		remember(ui, m);
	show_again(ui);
}

static bool may_move(struct ui *ui)
{
	bool right = ui_may(ui, verb_find("order.move")->right);
	if (right && !ui->wish.readonly)
		return true;
	refuse(ui);
	if (right)
		ui_say(ui, MESSAGE_WARN, _("karat was started with --readonly. Nothing has been changed."));
	else
		ui_say(ui, MESSAGE_WARN, _("You do not have the right to do this."));
	return false;
}

static void move(struct ui *ui, struct spot order, struct spot place)
{
	struct arena a = ARENA_INIT;
	struct move_job j = { .ui = ui, .order = order, .place = place };
	if (!may_move(ui))
		return;
	j.order.words = arena_strdup(&a, order.words);
	j.place.words = arena_strdup(&a, place.words);
	worker_post(ui->worker, run_move, &j, sizeof(j), &a, was_moved, ui, SLOT_NONE);
}

/* Opening an order. */

struct open_job {
	struct ui *ui;
	struct spot order;
	bool misread;
};

static bool run_open(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct open_job *j = args;
	struct scanned *got = *ret = arena_alloc(a, sizeof(*got));
	return scan_find(s, &order_entity, j->order.number, j->order.words, a, got, e);
}

/* The file of one order takes the place of another's: who scans fifty of them does not want to close fifty. */
static void show_order(struct ui *ui, const struct scanned *order)
{
	struct err e = ERR_INIT;
	long long id;
	const char *words;
	bool file = ui->top->class == &order_screen;
	if (file && ui->top->class->selected(ui->top, &id, &words) && id == order->id.id) {
		ui_say(ui, MESSAGE_INFO, _("%s is open already."), order->name);
		return;
	}
	if (file)
		screen_close(ui->top);
	if (!screen_open(ui, &order_screen, order->key, &e))
		refuse_err(ui, &e);
}

static void say_misread(struct ui *ui, const char *digits)
{
	refuse(ui);
	ui_say(ui, MESSAGE_WARN, _("%s is no order. If it stands on a label, it was misread: scan it once more."), digits);
}

static void was_found(struct job *j)
{
	const struct open_job *args = j->args;
	struct ui *ui = args->ui;
	if (!j->ok && args->misread && j->err.code == ERR_NOT_FOUND) {
		say_misread(ui, args->order.words);
	} else if (!j->ok) {
		refuse_err(ui, &j->err);
	} else if (ui->top->class->flags & SCREEN_MODAL) { /* it was opened meanwhile */
		refuse(ui);
		ui_say(ui, MESSAGE_WARN, _("A question is open. Answer it, then scan again."));
	} else {
		show_order(ui, j->result);
	}
}

enum { SLOT_OPEN = 900 }; /* of ui itself: the newest scan counts */

static void open_order(struct ui *ui, const struct scan_code *c)
{
	struct arena a = ARENA_INIT;
	struct open_job j = { .ui = ui, .order = { c->number, arena_strdup(&a, c->words) }, .misread = c->misread };
	worker_post(ui->worker, run_open, &j, sizeof(j), &a, was_found, ui, SLOT_OPEN);
}

/* A place, with an order at hand or without. */

static void go_to_place(struct screen *s, struct spot place);

static void open_moves(struct ui *ui, struct spot place)
{
	struct err e = ERR_INIT;
	if (screen_open(ui, &moves_screen, NULL, &e))
		go_to_place(ui->top, place);
	else
		refuse_err(ui, &e);
}

static struct { /* while it is asked what is meant */
	long long order;
	char order_words[NAME_MOST], place_words[4 * SCAN_CODE_MAX + 1];
	int64_t place;
} asked;

static void answered(struct ui *ui, void *ctx, size_t chosen)
{
	(void)ctx;
	const struct spot place = { asked.place, asked.place_words };
	if (chosen == 0)
		move(ui, (struct spot) { asked.order, asked.order_words }, place);
	else
		open_moves(ui, place);
}

/* In a list the cursor is always somewhere: that is not yet a wish. */
static void ask_which(struct ui *ui, long long id, const char *name, const struct scan_code *c)
{
	struct arena a = ARENA_INIT;
	struct ask_choice choices[] = {
		{ .words = arena_printf(&a, _("Put the order %s there"), name) },
		{ .words = _("Put the orders there that I scan now") },
	};
	asked.order = id;
	asked.place = c->number;
	snprintf(asked.order_words, sizeof(asked.order_words), "%s", name);
	snprintf(asked.place_words, sizeof(asked.place_words), "%s", c->words);
	ask_one(ui, &(struct ask_one) { .title = arena_printf(&a, _("The place %s was scanned."), c->words), .choices = choices,
		.n = ARRAY_LEN(choices), .done = answered });
	arena_done(&a);
}

static void take_place(struct ui *ui, const struct scan_code *c)
{
	const struct screen *s = ui->top;
	long long id;
	const char *name;
	bool order = s->class->entity == &order_entity && s->class->selected && s->class->selected(s, &id, &name);
	if (!order)
		open_moves(ui, (struct spot) { c->number, c->words });
	else if (s->class == &order_screen)
		move(ui, (struct spot) { id, name }, (struct spot) { c->number, c->words });
	else if (may_move(ui))
		ask_which(ui, id, name, c);
}

/* Each code with a sentence of its own. A badge opens doors: what stands on it is not shown. */
static void nothing_here(struct ui *ui, const struct scan_code *c)
{
	refuse(ui);
	switch (c->kind) {
	case SCAN_REPAIR:
		ui_say(ui, MESSAGE_WARN, _("This is the code of repair %s. There is nothing to do with it on this screen."), c->words);
		break;
	case SCAN_LOT:
		ui_say(ui, MESSAGE_WARN, _("This is the code of metal lot %s. There is nothing to do with it on this screen."), c->words);
		break;
	case SCAN_MATERIAL:
		ui_say(ui, MESSAGE_WARN, _("This is the code of material %s. There is nothing to do with it on this screen."), c->words);
		break;
	case SCAN_BADGE:
		ui_say(ui, MESSAGE_WARN, _("This is somebody's badge. There is nothing to do with it on this screen."));
		break;
	case SCAN_DO:
		ui_say(ui, MESSAGE_WARN, _("This code is the command %s. There is nothing to do with it on this screen."), c->words);
		break;
	default:
		ui_say(ui, MESSAGE_WARN, _("The code “%s” is not known. Codes of karat begin like ORDER: or PLACE:, or are a number."), c->words);
		break;
	}
}

static void note_keyboard(const struct scan_code *c)
{
	if (c->mangled)
		log_msg(LOG_WARN, "scan", "the scanner is set to another keyboard than this terminal");
}

void scan_taken(struct ui *ui, const struct event *ev)
{
	struct scan_code c;
	scan_code_read(ev->text, ev->len, &c);
	note_keyboard(&c);
	if (ui->top->class == &palette_dialog) /* which asks nothing */
		screen_close(ui->top);
	if (ui->top->class->flags & SCREEN_MODAL) {
		refuse(ui);
		ui_say(ui, MESSAGE_WARN, _("A question is open. Answer it, then scan again."));
	} else if (c.kind == SCAN_ORDER) {
		open_order(ui, &c);
	} else if (c.kind == SCAN_PLACE) {
		take_place(ui, &c);
	} else if (!timer_scanned(ui, &c)) {
		nothing_here(ui, &c);
	}
}

/* The screen of moves: a place, and one order after the other. */

struct moves_view {
	struct screen screen;
	struct sheet *sheet;
	struct spot place; /* words NULL: none yet */
};

enum { SLOT_PLACE };

static struct moves_view *view_of(struct screen *s)
{
	return (struct moves_view *)s;
}

static void show_moves(struct moves_view *v)
{
	sheet_clear(v->sheet);
	if (v->place.words)
		sheet_line(v->sheet, STYLE_NORMAL, _("Scan the orders that lie here now, one after the other. Another place may be scanned at any time."));
	else
		sheet_line(v->sheet, STYLE_NORMAL, _("Scan a place, then the orders that lie there now, one after the other."));
	const struct session *who = ui_session(v->screen.ui);
	if (nmoves)
		sheet_heading(v->sheet, _("Moved by scan, the last one first"));
	for (size_t i = nmoves; i > 0 && who && moves[i - 1].person.id == who->person.id; i--)
		sheet_line(v->sheet, STYLE_NORMAL, moves[i - 1].line);
	ui_touch(v->screen.ui);
}

static void list_moves(struct ui *ui)
{
	struct screen *s = screen_find(ui, &moves_screen);
	if (s)
		show_moves(view_of(s));
}

struct place_job {
	struct moves_view *view;
	struct spot place;
};

static bool run_place(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct place_job *j = args;
	struct scanned *got = *ret = arena_alloc(a, sizeof(*got));
	return scan_find(s, &place_entity, j->place.number, j->place.words, a, got, e);
}

static void place_found(struct job *j)
{
	struct moves_view *v = ((struct place_job *)j->args)->view;
	const struct scanned *got = j->result;
	if (!j->ok) {
		refuse_err(v->screen.ui, &j->err);
		return;
	}
	v->place = (struct spot) { got->id.id, arena_strdup(screen_arena(&v->screen), got->key) };
	snprintf(v->screen.subject, sizeof(v->screen.subject), "%s", got->name);
	show_moves(v);
}

static void go_to_place(struct screen *s, struct spot place)
{
	struct arena a = ARENA_INIT;
	struct place_job j = { .view = view_of(s), .place = { place.number, arena_strdup(&a, place.words) } };
	worker_post(s->ui->worker, run_place, &j, sizeof(j), &a, place_found, s, SLOT_PLACE);
}

static bool moves_open(struct screen *s, const char *words, struct err *e)
{
	struct moves_view *v = view_of(s);
	if (s->ui->wish.readonly)
		return err_set(e, ERR_DENIED, _("karat was started with --readonly. Nothing has been changed."));
	v->sheet = sheet_new(s);
	show_moves(v);
	if (*words)
		go_to_place(s, (struct spot) { 0, words });
	return true;
}

static void moves_close(struct screen *s)
{
	sheet_free(view_of(s)->sheet);
}

static void moves_paint(struct screen *s)
{
	sheet_paint(view_of(s)->sheet, s->area);
}

static void take_order(struct moves_view *v, struct spot order)
{
	if (v->place.words) {
		move(v->screen.ui, order, v->place);
		return;
	}
	refuse(v->screen.ui);
	ui_say(v->screen.ui, MESSAGE_WARN, _("First scan the place, then the orders that lie there."));
}

static bool moves_event(struct screen *s, const struct event *ev)
{
	struct moves_view *v = view_of(s);
	struct scan_code c;
	if (ev->kind != EVENT_SCAN)
		return sheet_event(v->sheet, ev);
	scan_code_read(ev->text, ev->len, &c);
	if (c.kind == SCAN_ORDER && !c.misread)
		take_order(v, (struct spot) { c.number, c.words });
	else if (c.kind == SCAN_ORDER)
		say_misread(s->ui, c.words);
	else if (c.kind == SCAN_PLACE)
		go_to_place(s, (struct spot) { c.number, c.words });
	else
		return false;
	note_keyboard(&c);
	return true;
}

/* By hand, when a label cannot be read: a code, or what people call it. */
static struct moves_view *typed_for(struct ui *ui, const char *text, enum scan_kind kind, struct scan_code *ret)
{
	struct moves_view *v = (struct moves_view *)screen_find(ui, &moves_screen);
	scan_code_read(text, strlen(text), ret);
	if (ret->kind == kind)
		return v;
	*ret = (struct scan_code) { .kind = kind };
	snprintf(ret->words, sizeof(ret->words), "%s", text);
	return str_empty(text) ? NULL : v;
}

static void order_typed(struct ui *ui, void *ctx, const char *text)
{
	struct scan_code c;
	struct moves_view *v = typed_for(ui, text, SCAN_ORDER, &c);
	(void)ctx;
	if (v)
		take_order(v, (struct spot) { c.number, c.words });
}

static void place_typed(struct ui *ui, void *ctx, const char *text)
{
	struct scan_code c;
	struct moves_view *v = typed_for(ui, text, SCAN_PLACE, &c);
	(void)ctx;
	if (v)
		go_to_place(&v->screen, (struct spot) { c.number, c.words });
}

static void ask_order(struct screen *s, const char *words)
{
	(void)words;
	ask_line(s->ui, &(struct ask_line) { .label = _("Order"), .hint = _("Its number, or what stands on its label."), .max = SCAN_CODE_MAX,
		.done = order_typed });
}

static void ask_place(struct screen *s, const char *words)
{
	(void)words;
	ask_line(s->ui, &(struct ask_line) { .label = _("Place"), .hint = _("Its code, such as safe-1."), .max = SCAN_CODE_MAX,
		.done = place_typed });
}

// clang-format off
static const struct action moves_actions[] = {
	{ "moves.order", N_("Order"), N_("Puts an order here whose label cannot be scanned."), .flags = ACTION_BAR, .run = ask_order },
	{ "moves.place", N_("Place"), N_("Another place, by its code."), .flags = ACTION_BAR, .run = ask_place },
	{ NULL },
};
// clang-format on

const struct screen_class moves_screen = {
	.name = "moves", .title = N_("Put away"), .help = N_("A place, and one order after the other that is scanned: each lies there from then on. Esc ends it."),
	.size = sizeof(struct moves_view), .right = "order:edit", .actions = moves_actions, .widget = &sheet_actions,
	.open = moves_open, .close = moves_close, .paint = moves_paint, .event = moves_event,
};
