/* screens.c - the list of screens, and what works everywhere */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/language.h"
#include "core/paint.h"
#include "core/term.h"
#include "core/worker.h"
#include "kiosk/kiosk.h"
#include "screen/command.h"
#include "screen/jump.h"
#include "screen/scan.h"
#include "screen/signin.h"
#include "screen/timer.h"
#include "service/verbs.h"
#include "store/store.h"
#include "widget/ask.h"
#include "widget/calendar.h"
#include "widget/palette.h"
#include "widget/prompt.h"

enum {
	LETTERS_LEAST = 2,  /* fewer are not looked for among the records */
	RECORDS_SHOWN = 10, /* of each kind */
};

/* False: it has something to lose, asks, and goes on with `then` by itself. */
static bool leave(struct screen *s, void (*then)(struct ui *ui))
{
	if (s->class->leave && !s->class->leave(s, then))
		return false;
	screen_close(s);
	return true;
}

/* The screen that the running action is called like: "open.orders". */
static void open_named(struct screen *s, const char *words)
{
	struct ui *ui = s->ui; /* s may be gone when the other one is open */
	const char *name = strchr(ui->running->name, '.') + 1;
	for (const struct screen_class *const *c = ui->parts->classes; *c; c++)
		if (str_eq((*c)->name, name))
			command_open(ui, *c, words);
}

static void go_back(struct screen *s, const char *words)
{
	(void)words;
	if (worker_busy(s->ui->worker))
		worker_cancel(s->ui->worker, s);
	if (s->below)
		(void)leave(s, NULL);
	else
		ui_say(s->ui, MESSAGE_INFO, _("This is the first screen. q leaves karat."));
}

static void really_quit(struct ui *ui, void *ctx)
{
	(void)ctx;
	ui_quit(ui, 0);
}

static void quit(struct screen *s, const char *words)
{
	(void)words;
	if (s->below)
		(void)leave(s, NULL);
	else
		ask_yes(s->ui, _("Leave karat?"), really_quit, NULL, NULL);
}

static void quit_at_once(struct screen *s, const char *words)
{
	(void)words;
	ui_quit(s->ui, 0);
}

static void repaint(struct screen *s, const char *words)
{
	(void)words;
	paint_again();
	ui_touch(s->ui);
}

static void suspend(struct screen *s, const char *words)
{
	(void)words;
	if (!term_suspend())
		ui_say(s->ui, MESSAGE_INFO, _("There is no shell here to go back to."));
	ui_touch(s->ui);
}

static void mouse(struct screen *s, const char *words)
{
	static bool on;
	(void)words;
	on = !on;
	term_mouse(on);
	if (on)
		ui_say(s->ui, MESSAGE_INFO, _("The mouse works now. Hold Shift to select text as usual."));
	else
		ui_say(s->ui, MESSAGE_INFO, _("The mouse belongs to the terminal again."));
}

static void prompt(struct screen *s, const char *words)
{
	(void)words;
	prompt_open(s->ui, &(struct prompt_wish) { .history = "screen-history", .done = command_run, .complete = command_complete });
}

/* In the person's record, for the next time. Whose role writes nothing says it anew each time. */
static bool run_keep(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct verb *v = verb_find("person.language");
	void *said = arena_alloc(a, v->args->size);
	(void)ret;
	entity_blank(v->args, said);
	*(const char **)field_at(entity_field(v->args, "language"), said) = args;
	return !store_may(s, v->right) || store_act(s, v, said, NULL, a, NULL, e);
}

static void kept(struct job *j)
{
	if (!j->ok)
		ui_say_err(j->owner, &j->err);
}

static void speak(struct screen *s, const char *words)
{
	struct ui *ui = s->ui;
	struct err e = ERR_INIT;
	const char *lang = *words ? words : str_eq(ui->fmt.lang, "de") ? "en" : "de";
	if (!language_wish(ui, lang, &e))
		ui_say_err(ui, &e);
	else if (ui->online && !ui->wish.readonly)
		worker_post(ui->worker, run_keep, lang, strlen(lang) + 1, NULL, kept, ui, SLOT_NONE);
}

/* The palette: everything that can be done here, by its words, and the records that are called so. */

struct doing {
	struct screen *s;
	struct arena arena;
	struct palette_item items[PALETTE_ITEMS_MAX];
	size_t n;
};

/* What moves the cursor needs no palette, nor does the palette itself. */
static bool is_done(const struct screen *s, const char *context, const struct action *a)
{
	bool own = str_eq(context, s->class->name) || str_eq(context, "everywhere");
	return (a->label || (own && a->help)) && !str_eq(a->name, "palette");
}

static bool add_doing(void *ctx, const char *context, const struct action *a)
{
	struct doing *d = ctx;
	struct err why = ERR_INIT;
	struct buf key = BUF_INIT(64);
	uint32_t code = keymap_key(&d->s->ui->keys, context, a->name, 0);
	if (!is_done(d->s, context, a) || d->n == PALETTE_ITEMS_MAX)
		return true;
	bool may = screen_may(d->s, a, &why);
	if (code)
		key_say(code, &key);
	d->items[d->n++] = (struct palette_item) {
		.words = i18n_label(a->label ? a->label : a->help), .detail = a->label ? i18n_label(a->help) : NULL,
		.name = a->name, .beside = key.len ? arena_strdup(&d->arena, key.data) : NULL,
		.why = may ? NULL : arena_strdup(&d->arena, why.text), .what = a };
	buf_done(&key);
	return true;
}

/* What was chosen is an action of the screen below, or with a key the screen of a record. */
static void chosen(struct ui *ui, const void *what, const char *key)
{
	if (key)
		command_open(ui, what, key);
	else
		screen_run(ui->top, what, NULL);
}

static void records_found(struct screen *s, const struct jump_hit *hits, size_t n)
{
	struct palette_item items[JUMP_HITS_MAX];
	for (size_t i = 0; i < n; i++)
		items[i] = (struct palette_item) { .words = hits[i].words, .detail = hits[i].detail, .what = hits[i].class, .key = hits[i].key };
	palette_found(s, items, n);
}

static void look_for_records(struct screen *s, const char *text)
{
	struct arena a = ARENA_INIT;
	const char *plain = str_trim(arena_strdup(&a, text));
	if (utf8_count(plain) < LETTERS_LEAST)
		palette_found(s, NULL, 0);
	else
		jump_search(s, plain, RECORDS_SHOWN, records_found);
	arena_done(&a);
}

static void palette(struct screen *s, const char *words)
{
	struct arena mem = ARENA_INIT;
	struct doing *d = arena_alloc(&mem, sizeof(*d));
	(void)words;
	d->s = s;
	screen_each_action(s, add_doing, d);
	palette_open(s->ui, &(struct palette_wish) { .title = _("What is to be done?"), .items = d->items, .n = d->n,
		.typed = look_for_records, .chosen = chosen });
	arena_done(&d->arena);
	arena_done(&mem);
}

// clang-format off
static const struct action everywhere[] = {
	{ "open.help",      N_("Keys"),      N_("Shows the keys of this screen."), .flags = ACTION_KEPT | ACTION_WORDS, .run = open_named },
	{ "back",           N_("Back"),      N_("One screen back."), .flags = ACTION_KEPT, .run = go_back },
	{ "open.home",      NULL,            N_("What waits for you."), .flags = ACTION_WORDS, .run = open_named },
	{ "open.search",    N_("Search"),    N_("Search over everything: orders, customers, comments, sizes …"), .right = "order:view", .flags = ACTION_BAR | ACTION_WORDS, .run = open_named },
	{ "open.orders",    N_("Orders"),    N_("The list of orders."), .right = "order:view", .flags = ACTION_BAR | ACTION_WORDS, .run = open_named },
	{ "open.customers", N_("Customers"), N_("The list of customers."), .right = "customer:view", .flags = ACTION_BAR | ACTION_WORDS, .run = open_named },
	{ "open.week",      N_("Week"),      N_("One's own week and balance; “:week lena” shows somebody else's."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.day",       N_("Day"),       N_("One's own day by the hour; “:open.day lena” shows somebody else's."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.times",     N_("Time"),      N_("What was worked on, and when."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.shifts",    N_("Shifts"),    N_("Who was here when, and what of it is not booked."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.pauses",    N_("Pauses"),    N_("Who paused when, and why."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.periods",   N_("Periods"),   N_("Days that were handed in, to be approved and locked."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.clocks",    N_("Clocks"),    N_("Who does what now."), .right = "time:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.punches",   N_("Punches"),   N_("What terminals on the wall reported, and what of it waits for a look."), .right = "punch:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.badges",    N_("Badges"),    N_("Who has a badge for terminals."), .right = "badge:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.people",    N_("People"),    N_("Everybody who works here."), .right = "person:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.alloys",    N_("Alloys"),    N_("The metals the workshop works in."), .right = "alloy:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.activities", N_("Activities"), N_("The kinds of work that time is booked on."), .right = "activity:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.places",    N_("Places"),    N_("Where pieces lie: benches, safe, partners."), .right = "place:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.settings",  N_("Settings"),  N_("Name, address and habits of the workshop."), .right = "workshop:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.vat",       N_("VAT rates"), N_("Each rate with the day from which it holds."), .right = "workshop:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.rules",     N_("Working time rules"), N_("What the law says about breaks, the length of a day and rest."), .right = "rule:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.numbers",   N_("Numbers"),   N_("How the numbers of documents are made."), .right = "workshop:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.audit",     N_("Audit"),     N_("Every change: who, when, what, why. Nothing can be removed from it."), .right = "audit:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.messages",  NULL,            N_("The messages that went by."), .flags = ACTION_WORDS, .run = open_named },
	{ "open.overview",  N_("Overview"),  N_("Orders by status, day, person and week, as bars."), .right = "order:view", .flags = ACTION_WORDS, .run = open_named },
	{ "open.about",     N_("About karat"), N_("What this karat is made of, and whether everything is as it should be."), .flags = ACTION_WORDS, .run = open_named },
	{ "clock.work",     N_("Work"),      N_("Starts the timer on the selected order, or for the house, or switches to it."), .right = "time:track", .run = timer_work },
	{ "clock.pause",    N_("Pause"),     N_("Begins a pause, or ends it."), .right = "time:track", .run = timer_pause },
	{ "clock.stop",     N_("Stop"),      N_("Stops the timer; “:timer.stop” also takes a note and marks."), .right = "time:track", .run = timer_stop },
	{ "clock.here",     N_("Come/Go"),   N_("The working day begins or ends, and every timer with it."), .right = "time:track", .run = timer_here },
	{ "clock.forgotten", N_("Forgotten"), N_("The timer was forgotten: asks when work really ended, with proposals, or says that it was work."), .right = "time:fix", .run = timer_forgotten },
	{ "clock.undo",     N_("Undo"),      N_("Takes back the last step with the timer, for a minute."), .right = "time:track", .run = timer_undo },
	{ "open.moves",     N_("Put away"),  N_("Puts orders to a place, one scan after the other."), .right = "order:edit", .flags = ACTION_WORDS, .run = open_named },
	{ "scan.undo",      N_("Move back"), N_("Takes the last move by scan back."), .right = "order:edit", .run = scan_undo },
	{ "signout",        N_("Sign out"),  N_("Somebody else signs in; drafts are kept."), .run = sign_out },
	{ "palette",        N_("Do"),        N_("Everything that can be done here, by its words; orders and customers, too."), .flags = ACTION_BAR, .run = palette },
	{ "prompt",         NULL,            N_("A line: a screen, a record, an action or a verb by its name. Tab lists them."), .run = prompt },
	{ "lang",           N_("Language"),  N_("The other of German and English; “:lang de” and “:lang en” say which."), .flags = ACTION_WORDS, .run = speak },
	{ "mouse",          NULL,            N_("Turns the mouse on or off."), .run = mouse },
	{ "repaint",        NULL,            N_("Paints the screen anew."), .run = repaint },
	{ "suspend",        NULL,            N_("Back to the shell for a while; fg returns."), .run = suspend },
	{ "quit",           N_("Quit"),      N_("Leaves this screen; on the first one, karat."), .flags = ACTION_BAR, .run = quit },
	{ "quit_at_once",   NULL,            N_("Leaves karat."), .run = quit_at_once },
	{ NULL },
};

static const struct screen_class *const classes[] = {
	&home_screen, &orders_screen, &order_screen, &customers_screen, &customer_screen, &order_form, &customer_form, &people_screen,
	&person_screen, &person_form, &alloys_screen, &alloy_screen, &alloy_form, &activities_screen, &activity_screen, &activity_form,
	&places_screen, &place_screen, &place_form, &settings_screen, &workshop_screen, &workshop_form, &vat_screen, &vat_rate_screen,
	&vat_rate_form, &rules_screen, &working_rule_screen, &working_rule_form, &numbers_screen, &number_screen, &number_form, &measurement_screen, &measurement_form, &nogo_screen, &nogo_form,
	&address_screen, &address_form, &times_screen, &time_entry_screen, &shifts_screen, &shift_screen, &periods_screen, &period_screen, &clocks_screen,
	&pauses_screen, &pause_screen, &day_screen, &week_screen, &punches_screen, &punch_screen, &badges_screen, &badge_screen, &audit_screen, &change_screen,
	&help_screen, &messages_screen, &moves_screen, &search_screen, &overview_screen, &about_screen, NULL,
};
static const struct screen_class *const dialogs[] = {
	&ask_dialog, &line_dialog, &choose_dialog, &palette_dialog, &prompt_dialog, &calendar_dialog, &box_dialog, &history_screen, &merge_screen,
	&signin_screen, &arrange_screen, &many_screen, NULL,
};
// clang-format on

static void sign_in(struct ui *ui, const char *login)
{
	timer_forget(ui);
	signin_begin(ui, login);
}

const struct ui_parts workbench_parts = {
	.classes = classes, .dialogs = dialogs, .first = &home_screen, .everywhere = everywhere, .run_verb = verb_start, .scanned = scan_taken,
	.refused = signin_refused, .let_in = signin_let_in, .sign_in = sign_in, .changed = timer_changed, .beside = timer_beside,
};

static bool workbench_run(const struct workbench_wish *wish, int *ret_status, struct err *e)
{
	return ui_run(wish, &workbench_parts, ret_status, e);
}

const struct workbench workbench = { .run = workbench_run, .kiosk = kiosk_run, .screens = describe_screens, .keys = describe_keys };
