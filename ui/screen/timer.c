/* timer.c - the clocks of who is signed in: a line at the top of every screen, and the keys that work them */
#include "config.h"

#include "screen/timer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/loop.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/activity.h"
#include "domain/order.h"
#include "domain/scan_code.h"
#include "domain/time.h"
#include "screen/detail.h"
#include "screen/screens.h"
#include "service/verbs.h"
#include "store/pg.h"
#include "store/store.h"
#include "widget/ask.h"

enum { SLOT_READ, SLOT_MENU, TICK_MS = 1000, WORDS_MOST = 300, KINDS_MOST = 50 };

struct clocks { /* as they were when they were read */
	struct clock now; /* texts: those below alone */
	struct instant at;
	char name[WORDS_MOST]; /* of the work: its order, else its activity */
	struct ref told;       /* the entry that was said to be forgotten, perhaps: once */
	unsigned tick; /* while something runs */
};

static bool runs(const struct clocks *c)
{
	return c && c->now.since.us != INSTANT_NONE.us;
}

static bool paused(const struct clocks *c)
{
	return c && c->now.cause != CHOICE_NONE;
}

static void tick(void *ctx)
{
	ui_touch(ctx);
}

/* Once a second while a second changes something that is to be seen. */
static void wind(struct ui *ui)
{
	struct clocks *c = ui->clocks;
	bool ticks = runs(c) || paused(c);
	if (ticks && !c->tick)
		c->tick = loop_every(ui->loop, TICK_MS, tick, ui);
	if (!ticks && c->tick) {
		loop_stop_timer(ui->loop, c->tick);
		c->tick = 0;
	}
}

/* It runs since another day, and nobody has said that this is right. */
static bool forgotten(const struct clocks *c)
{
	return runs(c) && c->now.flag != TIME_LONG && instant_day(c->now.since).n < today().n;
}

static void tell_forgotten(struct ui *ui)
{
	struct clocks *c = ui->clocks;
	struct buf since = BUF_INIT(64), key = BUF_INIT(64);
	uint32_t code = keymap_key(&ui->keys, "everywhere", "clock.forgotten", 0);
	if (!forgotten(c) || c->told.id == c->now.entry.id)
		return;
	c->told = c->now.entry;
	fmt_instant(&ui->fmt, &since, c->now.since);
	if (code)
		key_spell(code, &key);
	ui_say(ui, MESSAGE_WARN, _("The timer runs since %s (%s). When did you stop? %s answers."), since.data, c->name, key.len ? key.data : ":clock.forgotten");
	buf_done(&since);
	buf_done(&key);
}

/* What the clocks show from now on. */
void timer_take(struct ui *ui, const struct clock *k)
{
	if (!ui->clocks)
		ui->clocks = arena_alloc(&ui->arena, sizeof(*ui->clocks));
	struct clocks *c = ui->clocks;
	const char *name = k->order_number ? k->order_number : k->activity_name;
	c->now = *k;
	c->now.person_name = c->now.order_number = c->now.order_title = c->now.activity_name = NULL;
	c->at = now();
	snprintf(c->name, sizeof(c->name), "%s", name ? name : "");
	wind(ui);
	tell_forgotten(ui);
	ui_touch(ui);
}

void timer_forget(struct ui *ui)
{
	if (!ui->clocks)
		return;
	entity_blank(&clock_entity, &ui->clocks->now);
	wind(ui);
}

/* Reading. */

static bool run_read(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct clock *c = arena_alloc(a, sizeof(*c));
	(void)args;
	*ret = c;
	return store_get(s, &clock_entity, arena_printf(a, "%lld", (long long)store_session(s)->person.id), a, c, e);
}

static void have_read(struct job *j)
{
	if (j->ok)
		timer_take(j->owner, j->result);
}

static void read_clocks(struct ui *ui)
{
	const struct session *who = ui_session(ui);
	if (who && who->person.id && ui_may(ui, "time:track"))
		worker_post(ui->worker, run_read, NULL, 0, NULL, have_read, ui, SLOT_READ);
}

void timer_changed(struct ui *ui, const char *table)
{
	static const struct entity *const lines[] = { &time_entry_entity, &shift_entity, &pause_entity };
	bool ours = !table;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		ours = ours || str_eq(table, lines[i]->table);
	if (ours)
		read_clocks(ui);
}

/* The line at the top. */

/* Who listens to the screen is told of minutes only. */
static void add_time(struct buf *out, int64_t s)
{
	buf_addf(out, "%lld:%02d", (long long)(s / 3600), (int)(s / 60 % 60));
	if (!term_plain())
		buf_addf(out, ":%02d", (int)(s % 60));
}

void timer_beside(const struct ui *ui, struct buf *out)
{
	const struct clocks *c = ui->clocks;
	int64_t later = c ? (now().us - c->at.us) / 1000000 : 0;
	if (!runs(c) && !paused(c))
		return;
	if (paused(c)) {
		buf_addf(out, " = %s ", i18n_label(pause_causes[c->now.cause].label));
		add_time(out, (now().us - c->now.paused_since.us) / 1000000);
	} else {
		buf_addf(out, " > %s ", c->name);
		add_time(out, c->now.running.s + later);
	}
	buf_addc(out, ' ');
}

/* Deeds. */

struct deed {
	const struct verb *verb;
	struct ref order, activity, entry;
	struct instant stopped_at;
	const char *kind; /* the activity by what people call it; NULL: by its number */
	int cause;
	bool scanned;
};

/* An argument of the verb, if it has it. */
static void *arg(const struct verb *v, const char *field, void *args)
{
	const struct field *f = entity_field(v->args, field);
	return f ? field_at(f, args) : NULL;
}

static void set_ref(const struct verb *v, const char *field, struct ref id, void *args)
{
	struct ref *at = arg(v, field, args);
	if (at)
		*at = id;
}

static bool run_deed(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct deed *d = args;
	if (d->kind && !store_find(s, &activity_entity, d->kind, &d->activity, e))
		return false;
	void *said = arena_alloc(a, d->verb->args->size);
	*ret = arena_alloc(a, d->verb->result->size);
	entity_blank(d->verb->args, said);
	set_ref(d->verb, "order", d->order, said);
	set_ref(d->verb, "activity", d->activity, said);
	set_ref(d->verb, "entry", d->entry, said);
	int *cause = arg(d->verb, "cause", said), *how = arg(d->verb, "how", said);
	if (cause)
		*cause = d->cause;
	if (how)
		*how = d->scanned;
	struct instant *stopped_at = arg(d->verb, "stopped_at", said);
	const char **reason = arg(d->verb, "reason", said);
	if (stopped_at && reason) {
		*stopped_at = d->stopped_at;
		*reason = _("forgotten to stop");
	}
	return store_act(s, d->verb, said, NULL, a, *ret, e);
}

/* What it is that runs, or how the day stands. */
static void tell(struct ui *ui, const struct verb *v, const struct clock *k)
{
	const char *verb = i18n_label(v->label);
	struct buf worked = BUF_INIT(64), booked = BUF_INIT(64);
	fmt_duration(&ui->fmt, &worked, k->worked);
	fmt_duration(&ui->fmt, &booked, k->booked);
	if (k->order_number)
		ui_say(ui, MESSAGE_GOOD, _("%s: %s %s, %s."), verb, k->order_number, k->order_title, k->activity_name);
	else if (k->activity_name)
		ui_say(ui, MESSAGE_GOOD, _("%s: %s."), verb, k->activity_name);
	else
		ui_say(ui, MESSAGE_GOOD, _("%s. Today %s worked, %s booked."), verb, worked.data, booked.data);
	buf_done(&worked);
	buf_done(&booked);
}

static void done(struct job *j)
{
	struct ui *ui = j->owner;
	const struct deed *d = j->args;
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		return;
	}
	if (d->verb->result == &clock_entity) {
		timer_take(ui, j->result);
		tell(ui, d->verb, j->result);
	} else {
		ui_say(ui, MESSAGE_GOOD, _("The entry is mended, and marked as forgotten."));
		read_clocks(ui);
	}
	if (ui->top && ui->top->class->shown)
		ui->top->class->shown(ui->top);
}

static void act(struct ui *ui, const char *verb, struct deed d)
{
	struct arena a = ARENA_INIT;
	d.verb = verb_find(verb);
	if (ui->wish.readonly)
		ui_say(ui, MESSAGE_WARN, _("karat was started with --readonly. Nothing has been changed."));
	else if (!ui_may(ui, d.verb->right))
		ui_say(ui, MESSAGE_WARN, _("You do not have the right to do this."));
	else {
		d.kind = arena_strdup(&a, d.kind);
		worker_post(ui->worker, run_deed, &d, sizeof(d), &a, done, ui, SLOT_NONE);
	}
	arena_done(&a);
}

/* Work: which activity is asked in a menu, the usual one first. */

struct kinds { /* of work, to choose from */
	struct ref order;
	const char *number;
	size_t n;
	struct ref ids[KINDS_MOST];
	const char *names[KINDS_MOST];
};

static bool run_menu(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct kinds *wanted = args;
	struct kinds *k = arena_copy(a, wanted, sizeof(*k));
	const char *order = k->order.id ? arena_printf(a, "%lld", (long long)k->order.id) : NULL;
	struct answer got;
	if (!store_ask(s, "SELECT u.id, u.name, (SELECT o.number FROM karat.orders o WHERE o.id = $1) FROM karat.usual_activities($1) u",
			&order, 1, a, &got, e))
		return false;
	for (k->n = 0; k->n < got.n && k->n < KINDS_MOST; k->n++) {
		const char *const *row = got.cells + k->n * got.cols;
		k->ids[k->n].id = strtoll(row[0], NULL, 10);
		k->names[k->n] = row[1];
		k->number = row[2];
	}
	*ret = k;
	return true;
}

/* What waits for a choice does so in an arena of its own, which comes first in it. */
static void drop_waiting(struct ui *ui, void *ctx)
{
	struct arena arena = *(struct arena *)ctx;
	(void)ui;
	arena_done(&arena);
}

struct menu {
	struct arena arena;
	struct kinds kinds;
};

static void chosen(struct ui *ui, void *ctx, size_t i)
{
	struct menu *m = ctx;
	act(ui, runs(ui->clocks) ? "timer.switch" : "timer.start", (struct deed) { .order = m->kinds.order, .activity = m->kinds.ids[i], .cause = CHOICE_NONE });
	drop_waiting(ui, m);
}

static void have_menu(struct job *j)
{
	struct ui *ui = j->owner;
	struct ask_choice choices[KINDS_MOST];
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		return;
	}
	struct menu *m = arena_alloc(j->arena, sizeof(*m));
	m->kinds = *(const struct kinds *)j->result;
	for (size_t i = 0; i < m->kinds.n; i++)
		choices[i] = (struct ask_choice) { .words = m->kinds.names[i] };
	const char *verb = i18n_label(verb_find(runs(ui->clocks) ? "timer.switch" : "timer.start")->label);
	const char *what = m->kinds.number ? m->kinds.number : _("for the house");
	const char *title = arena_printf(j->arena, _("%s: %s"), verb, what);
	m->arena = job_keep(j);
	ask_one(ui, &(struct ask_one) { .title = title, .choices = choices, .n = m->kinds.n, .numbered = true, .done = chosen,
		.dropped = drop_waiting, .ctx = m });
}

/* The order that is selected; its id is 0 where none is. */
static struct ref order_shown(const struct screen *s)
{
	long long id = 0;
	const char *name;
	bool any = s->class->entity == &order_entity && s->class->selected && s->class->selected(s, &id, &name);
	return (struct ref) { any ? id : 0 };
}

/* The same, or the order that a line of my day is about. A scan does not mean that: nobody puts the cursor there for it. */
static struct ref order_here(const struct screen *s)
{
	long long id = 0;
	char name[WORDS_MOST];
	const struct detail_part *part = s->class == &home_screen ? detail_line(s, name, sizeof(name), &id) : NULL;
	return part && part->entity == &order_entity ? (struct ref) { id } : order_shown(s);
}

void timer_work(struct screen *s, const char *words)
{
	struct kinds k = { .order = order_here(s) };
	(void)words;
	worker_post(s->ui->worker, run_menu, &k, sizeof(k), NULL, have_menu, s->ui, SLOT_MENU);
}

static void paused_for(struct ui *ui, void *ctx, size_t i)
{
	(void)ctx;
	act(ui, "timer.pause", (struct deed) { .cause = (int)i });
}

void timer_pause(struct screen *s, const char *words)
{
	struct ask_choice choices[PAUSE_OTHER + 1];
	(void)words;
	if (paused(s->ui->clocks)) {
		act(s->ui, "timer.resume", (struct deed) { .cause = CHOICE_NONE });
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(choices); i++)
		choices[i] = (struct ask_choice) { .words = i18n_label(pause_causes[i].label) };
	ask_one(s->ui, &(struct ask_one) { .title = _("Pause: why?"), .choices = choices, .n = ARRAY_LEN(choices), .selected = PAUSE_MEAL,
		.numbered = true, .done = paused_for });
}

void timer_stop(struct screen *s, const char *words)
{
	(void)words;
	act(s->ui, "timer.stop", (struct deed) { .cause = CHOICE_NONE });
}

void timer_here(struct screen *s, const char *words)
{
	const struct clocks *c = s->ui->clocks;
	(void)words;
	act(s->ui, c && c->now.here_since.us != INSTANT_NONE.us ? "shift.go" : "shift.come", (struct deed) { .cause = CHOICE_NONE });
}

void timer_undo(struct screen *s, const char *words)
{
	(void)words;
	act(s->ui, "timer.undo", (struct deed) { .cause = CHOICE_NONE });
}

/* Scans. An activity begins on the order that is on the screen, else it goes on with the order of the running timer. */

static void work_scanned(struct ui *ui, const struct scan_code *c)
{
	struct deed d = { .order = order_shown(ui->top), .activity = { c->number }, .kind = c->number ? NULL : c->words,
		.cause = CHOICE_NONE, .scanned = true };
	if (!d.order.id && runs(ui->clocks))
		d.order = ui->clocks->now.order;
	act(ui, runs(ui->clocks) ? "timer.switch" : "timer.start", d);
}

/* What a control code does at once, and what it asks first. */
static const struct {
	enum scan_do what;
	const char *verb;
	void (*asks)(struct screen *s, const char *words);
} codes[] = {
	{ SCAN_START,  NULL,         timer_work },
	{ SCAN_SWITCH, NULL,         timer_work },
	{ SCAN_PAUSE,  NULL,         timer_pause },
	{ SCAN_STOP,   "timer.stop", NULL },
	{ SCAN_UNDO,   "timer.undo", NULL },
	{ SCAN_LEAVE,  "shift.go",   NULL },
};

bool timer_scanned(struct ui *ui, const struct scan_code *c)
{
	if (c->kind == SCAN_ACTIVITY)
		return work_scanned(ui, c), true;
	for (size_t i = 0; c->kind == SCAN_DO && i < ARRAY_LEN(codes); i++) {
		if (codes[i].what != (enum scan_do)c->number)
			continue;
		if (codes[i].asks)
			codes[i].asks(ui->top, "");
		else
			act(ui, codes[i].verb, (struct deed) { .cause = CHOICE_NONE, .scanned = true });
		return true;
	}
	return false;
}

/* When did you stop? */

enum { PROPOSALS_MOST = 4 };

struct proposals {
	struct arena arena;
	size_t n;
	struct instant at[PROPOSALS_MOST];
	const char *words[PROPOSALS_MOST];
};

static const char *proposed(const char *why)
{
	return str_eq(why, "pause") ? _("after the last pause") : str_eq(why, "shift") ? _("when you usually go home") : _("just now");
}

static bool run_proposals(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct proposals *p = arena_alloc(a, sizeof(*p));
	struct answer got;
	(void)args;
	if (!store_ask(s, "SELECT at, why FROM karat.timer_proposals()", NULL, 0, a, &got, e))
		return false;
	for (p->n = 0; p->n < got.n && p->n < PROPOSALS_MOST; p->n++) {
		if (!instant_parse(got.cells[p->n * 2], &p->at[p->n]))
			p->at[p->n] = now();
		p->words[p->n] = proposed(got.cells[p->n * 2 + 1]);
	}
	*ret = p;
	return true;
}

enum { IT_WAS_WORK, FIRST_PROPOSAL }; /* of the answers; the last is another hour */

static void answered(struct ui *ui, void *ctx, size_t i)
{
	struct proposals *p = ctx;
	if (i == IT_WAS_WORK)
		act(ui, "timer.keep", (struct deed) { .cause = CHOICE_NONE });
	else if (i - FIRST_PROPOSAL < p->n)
		act(ui, "time.fix", (struct deed) { .entry = ui->clocks->now.entry, .stopped_at = p->at[i - FIRST_PROPOSAL], .cause = CHOICE_NONE });
	else
		verb_start_on(ui, verb_find("time.fix"), ui->clocks->now.entry.id, ui->clocks->name);
	drop_waiting(ui, p);
}

static void have_proposals(struct job *j)
{
	struct ui *ui = j->owner;
	struct ask_choice choices[PROPOSALS_MOST + 2];
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		return;
	}
	struct proposals *p = j->result;
	size_t n = 0;
	choices[n++] = (struct ask_choice) { .words = _("It was work; the timer runs on") };
	for (size_t i = 0; i < p->n; i++) {
		struct buf at = BUF_INIT(64);
		fmt_instant(&ui->fmt, &at, p->at[i]);
		choices[n++] = (struct ask_choice) { .words = arena_printf(j->arena, "%s, %s", at.data, p->words[i]) };
		buf_done(&at);
	}
	choices[n++] = (struct ask_choice) { .words = _("At another hour …") };
	p->arena = job_keep(j);
	ask_one(ui, &(struct ask_one) { .title = _("When did you stop?"), .choices = choices, .n = n, .numbered = true, .done = answered,
		.dropped = drop_waiting, .ctx = p });
}

void timer_forgotten(struct screen *s, const char *words)
{
	(void)words;
	if (!runs(s->ui->clocks))
		ui_say(s->ui, MESSAGE_INFO, _("No timer runs."));
	else
		worker_post(s->ui->worker, run_proposals, NULL, 0, NULL, have_proposals, s->ui, SLOT_MENU);
}
