/* screens.c - the list of screens, and what works everywhere */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/paint.h"
#include "core/term.h"
#include "core/worker.h"
#include "widget/ask.h"

/* False: it has something to lose, asks, and goes on with `then` by itself. */
static bool leave(struct screen *s, void (*then)(struct ui *ui))
{
	if (s->class->leave && !s->class->leave(s, then))
		return false;
	screen_close(s);
	return true;
}

static const struct screen_class *wanted; /* the one that is on the way to */

static void go_down(struct ui *ui)
{
	while (ui->top && ui->top->class != wanted)
		if (!leave(ui->top, go_down))
			return;
}

static void open_screen(struct ui *ui, const struct screen_class *class, const char *words)
{
	struct err e = ERR_INIT;
	if (!*words && screen_find(ui, class)) { /* with words it is another record, or another search */
		wanted = class;
		go_down(ui);
	} else if (!screen_open(ui, class, words, &e)) {
		ui_say_err(ui, &e);
	}
}

/* The screen that the running action is called like: "open.orders". */
static void open_named(struct screen *s, const char *words)
{
	struct ui *ui = s->ui; /* s may be gone when the other one is open */
	const char *name = strchr(ui->running->name, '.') + 1;
	for (const struct screen_class *const *c = ui->parts->classes; *c; c++)
		if (str_eq((*c)->name, name))
			open_screen(ui, *c, words);
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

/* The ":" line: the name of an action or a screen, then its words. */
static void run_line(struct ui *ui, void *ctx, const char *text)
{
	char name[64];
	const char *s = text + strspn(text, " :");
	size_t len = strcspn(s, " ");
	(void)ctx;
	if (!len)
		return;
	if (len >= sizeof(name)) {
		ui_say(ui, MESSAGE_WARN, _("There is no action “%s”. F1 shows them all."), s);
		return;
	}
	memcpy(name, s, len);
	name[len] = '\0';
	const char *words = s + len + strspn(s + len, " ");
	for (const struct screen_class *const *c = ui->parts->classes; *c; c++)
		if (str_eq((*c)->name, name)) {
			open_screen(ui, *c, words);
			return;
		}
	const struct action *a = screen_action(ui->top, name, NULL);
	if (a)
		screen_run(ui->top, a, words);
	else
		ui_say(ui, MESSAGE_WARN, _("There is no action “%s”. F1 shows them all."), name);
}

static void prompt(struct screen *s, const char *words)
{
	(void)words;
	ask_line(s->ui, &(struct ask_line) { .label = ":", .max = 500, .done = run_line });
}

/* Everything that can be done here, by its words. */
struct palette {
	const struct action *actions[ASK_CHOICES_MAX];
	struct ask_choice choices[ASK_CHOICES_MAX];
	size_t n;
	struct screen *s;
	struct arena arena;
};

static bool add_choice(void *ctx, const char *context, const struct action *a)
{
	struct palette *p = ctx;
	struct err why = ERR_INIT;
	struct buf key = BUF_INIT(64);
	uint32_t code = keymap_key(&p->s->ui->keys, context, a->name, 0);
	if (p->n == ASK_CHOICES_MAX || !a->label) { /* moving the cursor needs no palette */
		buf_done(&key);
		return true;
	}
	bool may = screen_may(p->s, a, &why);
	if (code)
		key_spell(code, &key);
	p->actions[p->n] = a;
	p->choices[p->n++] = (struct ask_choice) { .off = !may,
		.words = a->help ? arena_printf(&p->arena, "%s: %s", i18n_label(a->label), i18n_label(a->help)) : i18n_label(a->label),
		.beside = arena_strdup(&p->arena, may ? key.data : why.text) };
	buf_done(&key);
	return true;
}

static struct palette palette_now;

static void chosen(struct ui *ui, void *ctx, size_t i)
{
	struct palette *p = ctx;
	screen_run(ui->top, p->actions[i], NULL);
}

static void palette(struct screen *s, const char *words)
{
	struct palette *p = &palette_now;
	(void)words;
	arena_done(&p->arena);
	*p = (struct palette) { .s = s };
	screen_each_action(s, add_choice, p);
	ask_one(s->ui, &(struct ask_one) { .title = _("What is to be done?"), .choices = p->choices, .n = p->n, .done = chosen, .ctx = p });
	arena_done(&p->arena);
}

// clang-format off
static const struct action everywhere[] = {
	{ "open.help",      N_("Keys"),      N_("Shows the keys of this screen."), .flags = ACTION_BAR, .run = open_named },
	{ "back",           N_("Back"),      N_("One screen back."), .flags = ACTION_BAR, .run = go_back },
	{ "open.home",      NULL,            N_("What waits for you."), .run = open_named },
	{ "open.orders",    N_("Orders"),    N_("The list of orders."), .right = "order:view", .flags = ACTION_BAR, .run = open_named },
	{ "open.customers", N_("Customers"), N_("The list of customers."), .right = "customer:view", .flags = ACTION_BAR, .run = open_named },
	{ "open.people",    N_("People"),    N_("Everybody who works here."), .right = "person:view", .run = open_named },
	{ "open.alloys",    N_("Alloys"),    N_("The metals the workshop works in."), .right = "alloy:view", .run = open_named },
	{ "open.activities", N_("Activities"), N_("The kinds of work that time is booked on."), .right = "activity:view", .run = open_named },
	{ "open.places",    N_("Places"),    N_("Where pieces lie: benches, safe, partners."), .right = "place:view", .run = open_named },
	{ "open.settings",  N_("Settings"),  N_("Name, address and habits of the workshop."), .right = "workshop:view", .run = open_named },
	{ "open.vat",       N_("VAT rates"), N_("Each rate with the day from which it holds."), .right = "workshop:view", .run = open_named },
	{ "open.numbers",   N_("Numbers"),   N_("How the numbers of documents are made."), .right = "workshop:view", .run = open_named },
	{ "open.audit",     N_("Audit"),     N_("Every change: who, when, what, why. Nothing can be removed from it."), .right = "audit:view", .run = open_named },
	{ "open.messages",  NULL,            N_("The messages that went by."), .run = open_named },
	{ "palette",        N_("Do"),        N_("Everything that can be done here, by its words."), .flags = ACTION_BAR, .run = palette },
	{ "prompt",         NULL,            N_("An action or a screen by its name."), .run = prompt },
	{ "mouse",          NULL,            N_("Turns the mouse on or off."), .run = mouse },
	{ "repaint",        NULL,            N_("Paints the screen anew."), .run = repaint },
	{ "suspend",        NULL,            N_("Back to the shell for a while; fg returns."), .run = suspend },
	{ "quit",           N_("Quit"),      N_("Leaves this screen; on the first one, karat."), .flags = ACTION_BAR, .run = quit },
	{ "quit_at_once",   NULL,            N_("Leaves karat."), .run = quit_at_once },
	{ NULL },
};

static const struct screen_class *const classes[] = {
	&home_screen, &orders_screen, &order_screen, &customers_screen, &customer_screen, &order_form, &customer_form, &people_screen,
	&alloys_screen, &activities_screen, &places_screen, &settings_screen, &vat_screen, &numbers_screen, &audit_screen,
	&help_screen, &messages_screen, NULL,
};
// clang-format on

static const struct ui_parts parts = {
	.classes = classes, .first = &home_screen, .everywhere = everywhere, .run_verb = verb_start,
};

bool workbench_run(const struct workbench_wish *wish, int *ret_status, struct err *e)
{
	return ui_run(wish, &parts, ret_status, e);
}
