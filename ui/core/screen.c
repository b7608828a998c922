/* screen.c - the stack of screens: which of them paints, which action a key means, what may run */
#include "config.h"

#include "core/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "core/input.h"
#include "core/key.h"
#include "core/keymap.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "service/verbs.h"
#include "store/store.h"

enum { MESSAGE_LINES = 4, VERB_ACTIONS_MAX = 64, TITLE_MOST = 1024 };

static const char everywhere[] = "everywhere";

/* Opening and closing. Each screen has an arena of its own, in which its struct lives. */

struct home { /* what stands before every screen's struct */
	struct arena arena;
};

static struct home *home_of(struct screen *s)
{
	return (struct home *)((char *)s - sizeof(struct home));
}

bool screen_open(struct ui *ui, const struct screen_class *class, const char *words, struct err *e)
{
	if (class->right && !ui_may(ui, class->right))
		return err_set(e, ERR_DENIED, _("You do not have the right to see “%s”."), i18n_label(class->title));
	struct arena arena = ARENA_INIT;
	struct home *home = arena_alloc(&arena, sizeof(*home) + class->size);
	struct screen *s = (struct screen *)(home + 1);
	home->arena = arena;
	*s = (struct screen) { .class = class, .ui = ui, .below = ui->top, .area = area_part(paint_all(), 1, 0, term_lines() - 2, term_columns()) };
	if (class->open && !class->open(s, words ? words : "", e)) {
		worker_forget(ui->worker, s);
		arena = home->arena;
		arena_done(&arena);
		return false;
	}
	ui->top = s;
	if (class->shown)
		class->shown(s);
	ui_touch(ui);
	return true;
}

struct arena *screen_arena(struct screen *s)
{
	return &home_of(s)->arena;
}

static void close_top(struct ui *ui)
{
	struct screen *s = ui->top;
	worker_forget(ui->worker, s);
	if (s->class->close)
		s->class->close(s);
	ui->top = s->below;
	struct arena arena = home_of(s)->arena;
	arena_done(&arena);
}

bool screen_open_id(struct ui *ui, const struct screen_class *class, long long id, struct err *e)
{
	char words[24];
	snprintf(words, sizeof(words), "#%lld", id);
	return screen_open(ui, class, words, e);
}

bool screen_words_id(const char *words, int64_t *ret)
{
	return *words == '#' && num_parse(words + 1, 0, ret) && *ret >= 0;
}

void screen_close(struct screen *s)
{
	struct ui *ui = s->ui;
	const struct screen *below = s->below;
	while (ui->top && ui->top != below)
		close_top(ui);
	bool stays = !ui->ending && (!ui->leaving || (ui->top && ui->top->class->leave));
	if (ui->top && ui->top->class->shown && stays) /* who goes at once need not be read */
		ui->top->class->shown(ui->top);
	ui_touch(ui);
}

struct screen *screen_find(const struct ui *ui, const struct screen_class *class)
{
	struct screen *s = ui->top;
	while (s && s->class != class)
		s = s->below;
	return s;
}

/* Actions. */

static void run_verb(struct screen *s, const char *words)
{
	s->ui->parts->run_verb(s, verb_find(s->ui->running->name), words);
}

/* The verbs of an entity as actions, made when first asked for. */
static const struct action *verb_actions(const struct entity *ent)
{
	static struct {
		const struct entity *ent;
		struct action actions[VERB_ACTIONS_MAX + 1];
	} known[32];
	size_t k = 0, n = 0;
	while (k < ARRAY_LEN(known) && known[k].ent && known[k].ent != ent)
		k++;
	kt_assert(k < ARRAY_LEN(known));
	if (known[k].ent)
		return known[k].actions;
	known[k].ent = ent;
	for (size_t i = 0; verb_at(i); i++) {
		const struct verb *v = verb_at(i);
		if (v->subject == ent && n < VERB_ACTIONS_MAX)
			known[k].actions[n++] = (struct action) { .name = v->name, .label = v->label, .help = v->help,
				.right = v->right, .flags = ACTION_RECORD | ACTION_WORDS, .run = run_verb };
	}
	return known[k].actions;
}

static bool each_of(const char *context, const struct action *a, screen_action_fn *fn, void *ctx)
{
	for (; a && a->name; a++)
		if (!fn(ctx, context, a))
			return false;
	return true;
}

/* Tables that hold now and then come before the screen's own, the others behind. Without a screen all of them hold. */
static bool each_table(const struct screen_class *c, const struct screen *s, bool now_and_then, screen_action_fn *fn, void *ctx)
{
	for (const struct action_table *t = c->widget; t; t = t->more)
		if ((t->on != NULL) == now_and_then && (!t->on || !s || t->on(s)) && !each_of(t->context, t->actions, fn, ctx))
			return false;
	return true;
}

static void each_action(const struct screen_class *c, const struct screen *s, const struct action *of_everywhere,
		screen_action_fn *fn, void *ctx)
{
	if (each_table(c, s, true, fn, ctx) && each_of(c->name, c->actions, fn, ctx) &&
			(!c->entity || each_of(c->name, verb_actions(c->entity), fn, ctx)) &&
			each_table(c, s, false, fn, ctx) &&
			!(c->flags & SCREEN_MODAL))
		each_of(everywhere, of_everywhere, fn, ctx);
}

void screen_class_each_action(const struct screen_class *c, const struct action *of_everywhere, screen_action_fn *fn, void *ctx)
{
	each_action(c, NULL, of_everywhere, fn, ctx);
}

void screen_each_action(struct screen *s, screen_action_fn *fn, void *ctx)
{
	each_action(s->class, s, s->ui->parts->everywhere, fn, ctx);
}

struct wanted {
	const char *name, *context;
	const struct action *action;
};

static bool is_wanted(void *ctx, const char *context, const struct action *a)
{
	struct wanted *w = ctx;
	if (!str_eq(a->name, w->name))
		return true;
	w->action = a;
	w->context = context;
	return false;
}

const struct action *screen_action(struct screen *s, const char *name, const char **ret_context)
{
	struct wanted w = { .name = name };
	screen_each_action(s, is_wanted, &w);
	if (w.action && ret_context)
		*ret_context = w.context;
	return w.action;
}

bool screen_may(struct screen *s, const struct action *a, struct err *why)
{
	long long id;
	const char *words;
	if (!ui_may(s->ui, a->right))
		return err_set(why, ERR_DENIED, _("You do not have the right to do this."));
	if ((a->flags & ACTION_RECORD) && (!s->class->selected || !s->class->selected(s, &id, &words)))
		return err_set(why, ERR_NOT_FOUND, _("Nothing is selected."));
	return !a->may || a->may(s, why);
}

void screen_run(struct screen *s, const struct action *a, const char *words)
{
	struct ui *ui = s->ui;
	struct err why = ERR_INIT;
	if (!screen_may(s, a, &why)) {
		ui_say_err(ui, &why);
		return;
	}
	const struct action *was = ui->running;
	ui->running = a;
	a->run(s, words ? words : "");
	ui->running = was;
	ui_touch(ui);
}

/* Events. */

static bool in_field(struct screen *s)
{
	return (s->class->flags & SCREEN_TYPED) || (s->class->edited && s->class->edited(s));
}

enum { CONTEXTS_MAX = 8 };

/* Where a key may mean something, the nearest first. While a text is typed, characters mean themselves. */
const char *screen_meaning(struct screen *s, uint32_t key)
{
	const struct screen_class *c = s->class;
	const char *contexts[CONTEXTS_MAX + 1] = { NULL };
	size_t n = 0;
	bool field = in_field(s);
	if (field && key_is_text(key))
		return NULL;
	if (field && !(c->flags & SCREEN_TYPED))
		contexts[n++] = "field";
	for (const struct action_table *t = c->widget; t && n < CONTEXTS_MAX - 2; t = t->more)
		if (t->on && t->on(s))
			contexts[n++] = t->context;
	contexts[n++] = c->name;
	for (const struct action_table *t = c->widget; t && n < CONTEXTS_MAX - 1; t = t->more)
		if (!t->on && (field || !str_eq(t->context, "field")))
			contexts[n++] = t->context;
	if (!(c->flags & SCREEN_MODAL))
		contexts[n++] = everywhere;
	return keymap_action(&s->ui->keys, contexts, key);
}

static bool run_key(struct screen *s, uint32_t key)
{
	const char *name = screen_meaning(s, key);
	const struct action *a = name ? screen_action(s, name, NULL) : NULL;
	if (a)
		screen_run(s, a, NULL);
	return a != NULL;
}

static void no_such_key(struct ui *ui, uint32_t key)
{
	struct buf name = BUF_INIT(64);
	key_say(key, &name);
	ui_say(ui, MESSAGE_INFO, _("The key %s does nothing here. F1 shows the keys."), name.data);
	buf_done(&name);
}

/* A workshop that does not answer must not keep anybody: there is nothing to lose yet. */
static void while_opening(struct ui *ui, const struct event *ev)
{
	const char *const contexts[] = { everywhere, NULL };
	const char *name = ev->kind == EVENT_KEY ? keymap_action(&ui->keys, contexts, ev->key) : NULL;
	if (name && (str_eq(name, "quit") || str_eq(name, "quit_at_once") || str_eq(name, "back")))
		ui_quit(ui, 0);
}

void screen_event(struct ui *ui, const struct event *ev)
{
	struct screen *s = ui->top;
	if (!s) {
		while_opening(ui, ev);
		return;
	}
	if (ev->kind == EVENT_KEY || ev->kind == EVENT_SCAN)
		ui_messages_read(ui);
	ui_touch(ui);
	bool field = in_field(s);
	bool taken = (ev->kind == EVENT_KEY && run_key(s, ev->key)) || (s->class->event && s->class->event(s, ev));
	if (!taken && ev->kind == EVENT_KEY)
		no_such_key(ui, ev->key);
	else if (!taken && ev->kind == EVENT_SCAN)
		ui->parts->scanned(ui, ev);
	if (field && ui->top == s && s->class->edited_changed)
		s->class->edited_changed(s);
	if (ui->top) /* what is typed next may go elsewhere */
		term_in_field(in_field(ui->top));
}

/* Painting: title, the screen, and the bar of keys that is a line of messages when there is something to say. */

static const char crumb_sign[] = " › ";

static void add_crumb(const struct screen *s, struct buf *out)
{
	if (!s)
		return;
	add_crumb(s->below, out);
	if (s->class->flags & SCREEN_OVERLAY)
		return;
	if (out->len)
		buf_adds(out, crumb_sign);
	buf_adds(out, i18n_label(s->class->title));
	if (*s->subject)
		buf_addf(out, " %s", s->subject);
}

/* Who is signed in, and where, if there is room for that beside the crumbs. */
static void add_session(const struct session *who, int room, struct buf *out)
{
	const char *name = who->display_name ? who->display_name : who->login;
	buf_addf(out, "%s%s", out->len ? "  " : "", name);
	if (who->workshop && str_width(out->data) + 2 + str_width(who->workshop) <= room)
		buf_addf(out, ", %s", who->workshop);
}

static void paint_title(struct ui *ui, struct area line)
{
	struct buf left = BUF_INIT(TITLE_MOST), right = BUF_INIT(TITLE_MOST), beside = BUF_INIT(TITLE_MOST);
	const struct session *who = ui_session(ui);
	add_crumb(ui->top, &left);
	ui_state_words(ui, &right);
	ui->parts->beside(ui, &beside);
	const struct screen *full = ui->top;
	while (full && (full->class->flags & SCREEN_OVERLAY))
		full = full->below;
	if (full && full->class->status)
		full->class->status(full, &right);
	if (who)
		add_session(who, line.w - str_width(left.data) - str_width(beside.data) - 4, &right);
	int w = str_width(right.data) + str_width(beside.data);
	const char *crumbs = left.data;
	while (str_width(crumbs) > line.w - w - 4 && strstr(crumbs, crumb_sign)) /* where one is matters more than where from */
		crumbs = strstr(crumbs, crumb_sign) + strlen(crumb_sign);
	paint_clear(line, STYLE_TITLE);
	paint_cell(line, 0, 1, line.w - w - 4, STYLE_TITLE, crumbs, false);
	/* In plain style: what changes each second costs no colour to be begun and ended. */
	paint_text(line, 0, line.w - w - 1, STYLE_NORMAL, beside.data);
	paint_text(line, 0, line.w - str_width(right.data) - 1, STYLE_TITLE, right.data);
	term_title(left.data);
	buf_done(&left);
	buf_done(&right);
	buf_done(&beside);
}

enum { BAR_KEEPS = 60 }; /* columns; a narrower one has hardly room for what the screen itself is for */

struct bar {
	struct screen *s;
	struct area line;
	int x;
	int kept;  /* columns for those that are kept and still to come */
	bool full; /* one had no room, and those behind it matter less */
};

/* 0: it has no place in the bar; else the key is in `name`. */
static int bar_width(const struct bar *b, const char *context, const struct action *a, struct buf *name)
{
	struct ui *ui = b->s->ui;
	struct err why = ERR_INIT;
	uint32_t key = keymap_key(&ui->keys, context, a->name, 0);
	if (!(a->flags & (ACTION_BAR | ACTION_KEPT)) || !a->label || !key || !str_eq(screen_meaning(b->s, key), a->name) ||
			!screen_may(b->s, a, &why))
		return 0;
	key_short(key, name);
	return str_width(name->data) + 1 + str_width(i18n_label(a->label)) + 2;
}

static bool keep_room(void *ctx, const char *context, const struct action *a)
{
	struct bar *b = ctx;
	struct buf name = BUF_INIT(64);
	if (a->flags & ACTION_KEPT)
		b->kept += bar_width(b, context, a, &name);
	buf_done(&name);
	return true;
}

static bool add_to_bar(void *ctx, const char *context, const struct action *a)
{
	struct bar *b = ctx;
	struct buf name = BUF_INIT(64);
	bool kept = a->flags & ACTION_KEPT;
	int w = b->full && !kept ? 0 : bar_width(b, context, a, &name);
	b->kept -= kept && b->kept ? w : 0;
	if (w && b->x + w <= b->line.w - b->kept) {
		b->x += paint_text(b->line, 0, b->x, STYLE_KEY, name.data) + 1;
		b->x += paint_text(b->line, 0, b->x, STYLE_STATUS, i18n_label(a->label)) + 2;
	} else if (w) {
		b->full = true;
	}
	buf_done(&name);
	return !b->full || b->kept;
}

static const struct {
	enum style style;
	const char *sign;
} message_looks[] = {
	[MESSAGE_INFO] = { STYLE_STATUS, "" },
	[MESSAGE_GOOD] = { STYLE_GOOD, "" },
	[MESSAGE_WARN] = { STYLE_WARN, "! " },
	[MESSAGE_ERROR] = { STYLE_ERROR, "!! " },
};

/* " (+2, F8 shows them)" */
static void add_more(const struct ui *ui, unsigned more, struct buf *out)
{
	uint32_t key = keymap_key(&ui->keys, everywhere, "open.messages", 0);
	struct buf name = BUF_INIT(64);
	if (!more)
		return;
	key_short(key, &name);
	buf_addc(out, ' ');
	if (key)
		buf_addf(out, ngettext("(+%u, %s shows it)", "(+%u, %s shows them)", more), more, name.data);
	else
		buf_addf(out, "(+%u)", more);
	buf_done(&name);
}

/* The message that is to be shown, as it is shown; NULL: none. */
static const struct message *message_words(const struct ui *ui, struct buf *out)
{
	unsigned more;
	const struct message *m = ui_message(ui, &more);
	if (!m)
		return NULL;
	buf_addf(out, "%s%s", message_looks[m->kind].sign, m->text.data);
	add_more(ui, more, out);
	return m;
}

static int message_height(const char *text, int w)
{
	struct area nowhere = { 0, 0, 0, 0 };
	int lines = paint_wrapped(nowhere, 0, 0, w - 2, 0, STYLE_STATUS, text);
	return lines < MESSAGE_LINES ? lines : MESSAGE_LINES;
}

static void paint_bar(struct ui *ui, struct area line)
{
	struct buf text = BUF_INIT(TITLE_MOST);
	const struct message *m = message_words(ui, &text);
	struct bar bar = { .s = ui->top, .line = line, .x = 1 };
	paint_clear(line, STYLE_STATUS);
	if (!m) {
		if (!ui->top)
			return;
		if (line.w >= BAR_KEEPS)
			screen_each_action(ui->top, keep_room, &bar);
		screen_each_action(ui->top, add_to_bar, &bar);
		return;
	}
	int h = message_height(text.data, line.w);
	struct area a = area_part(paint_all(), line.y - h + 1, 0, h, line.w); /* what is long goes on above the bar */
	paint_clear(a, STYLE_STATUS);
	paint_wrapped(a, 0, 1, line.w - 2, 0, message_looks[m->kind].style, text.data);
	buf_done(&text);
}

static void paint_stack(struct screen *s)
{
	if (s->class->flags & SCREEN_OVERLAY && s->below)
		paint_stack(s->below);
	else
		paint_clear(s->area, STYLE_NORMAL);
	s->class->paint(s);
}

/* What is typed at the bottom stands above a message that is long. */
static void give_room(struct ui *ui)
{
	struct buf text = BUF_INIT(TITLE_MOST);
	struct screen *s = ui->top;
	int h = message_words(ui, &text) && s && (s->class->flags & SCREEN_OVERLAY) ? message_height(text.data, s->area.w) : 1;
	if (h > 1)
		s->area = area_part(s->area, 0, 0, s->area.h - h + 1, s->area.w);
	buf_done(&text);
}

enum { LINES_LEAST = 6, COLUMNS_LEAST = 24 };

void screen_paint(struct ui *ui)
{
	struct area all = paint_all();
	if (all.h < LINES_LEAST || all.w < COLUMNS_LEAST) {
		paint_clear(all, STYLE_NORMAL);
		paint_wrapped(all, 0, 0, all.w, 0, STYLE_NORMAL, _("This window is too small for karat. Make it larger."));
		paint_cursor(all, 0, 0, true);
		return;
	}
	for (struct screen *s = ui->top; s; s = s->below)
		s->area = area_part(all, 1, 0, all.h - 2, all.w);
	give_room(ui);
	paint_title(ui, area_part(all, 0, 0, 1, all.w));
	if (ui->top) {
		paint_stack(ui->top);
	} else {
		paint_clear(area_part(all, 1, 0, all.h - 2, all.w), STYLE_NORMAL);
		paint_text(all, 2, 1, STYLE_DIM, _("Opening the workshop …"));
		paint_cursor(all, 2, 0, true);
	}
	paint_bar(ui, area_part(all, all.h - 1, 0, 1, all.w)); /* last: a long message covers lines of the screen */
}
