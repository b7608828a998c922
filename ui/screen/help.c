/* help.c - the keys of the screen below, from the live key map; and the messages that went by */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/keymap.h"
#include "core/term.h"
#include "widget/ask.h"
#include "widget/sheet.h"

enum { KEYS_LEAST = 18, KEYS_MOST = 30, NAMES_WIDTH = 20, BOTH_LEAST = 70, LINE_MOST = 1024, FIND_MAX = 60 };

/* The keys of the screen below. */

struct help {
	struct screen screen;
	struct sheet *sheet;
	char find[4 * FIND_MAX + 1]; /* only lines with these words; "": all */
	char before[4 * FIND_MAX + 1];
};

static struct help *help_of(struct screen *s)
{
	return (struct help *)s;
}

struct teller {
	struct screen *s; /* the one below */
	struct help *help;
	const char *context;
	const char *find; /* folded */
	int keys_width;
	bool plain;       /* one thing after the other, as there is little room or nobody looks */
	size_t n;
};

static const struct {
	const char *context, *words;
} contexts[] = {
	{ "find", N_("While searching") },
	{ "record", N_("The record") },
	{ "browse", N_("Filters and columns") },
	{ "list", N_("In the list") },
	{ "sheet", N_("To read") },
	{ "editor", N_("The form") },
	{ "form", N_("In the form") },
	{ "field", N_("While typing") },
	{ "everywhere", N_("Everywhere") },
};

static void head(struct teller *t, const char *context)
{
	if (t->context && str_eq(t->context, context))
		return;
	t->context = context;
	const char *words = i18n_label(t->s->class->title);
	for (size_t i = 0; i < ARRAY_LEN(contexts); i++)
		if (str_eq(contexts[i].context, context))
			words = i18n_label(contexts[i].words);
	sheet_heading(t->help->sheet, words);
}

/* What ":" calls it: screens by their own name, all others by the action's. */
static const char *name_of(const struct action *a)
{
	return str_starts(a->name, "open.") ? a->name + strlen("open.") : a->name;
}

static bool is_wanted(const struct teller *t, const char *keys, const char *name, const char *words)
{
	struct arena a = ARENA_INIT;
	bool found = !*t->find || strstr(str_fold(&a, arena_printf(&a, "%s %s %s", keys, name, words)), t->find);
	arena_done(&a);
	return found;
}

/* Keys of a context that a nearer one has are not shown as its own. While a text is typed letters are text, and what
 * they mean otherwise is told. */
static bool means(struct screen *s, uint32_t key, const char *action)
{
	const char *name = screen_meaning(s, key);
	return !name || str_eq(name, action);
}

static size_t add_keys(const struct teller *t, const char *context, const struct action *a, struct buf *out)
{
	size_t n = 0;
	for (uint32_t key; (key = keymap_key(&t->s->ui->keys, context, a->name, n)); n++)
		if (means(t->s, key, a->name)) {
			buf_adds(out, out->len ? " " : "");
			key_say(key, out);
		}
	return n;
}

/* Keys are longer in some languages than in others. */
static bool measure(void *ctx, const char *context, const struct action *a)
{
	struct teller *t = ctx;
	struct buf keys = BUF_INIT(LINE_MOST);
	add_keys(t, context, a, &keys);
	int w = str_width(keys.data ? keys.data : "");
	if (w > t->keys_width)
		t->keys_width = w < KEYS_MOST ? w : KEYS_MOST;
	buf_done(&keys);
	return true;
}

static bool tell(void *ctx, const char *context, const struct action *a)
{
	struct teller *t = ctx;
	struct ui *ui = t->s->ui;
	struct buf keys = BUF_INIT(LINE_MOST), front = BUF_INIT(LINE_MOST), line = BUF_INIT(LINE_MOST);
	bool gone = add_keys(t, context, a, &keys) && !keys.len && !a->label; /* it is nothing but its keys, and they do something else here */
	buf_adds(&line, a->help ? i18n_label(a->help) : i18n_label(a->label));
	if (!ui_may(ui, a->right))
		buf_addf(&line, " (%s)", _("you lack the right"));
	if (!gone && is_wanted(t, keys.data, name_of(a), line.data)) {
		head(t, context);
		if (t->plain) {
			buf_addf(&front, "%s", keys.len ? keys.data : "");
			buf_addf(&line, "  :%s", name_of(a));
		} else {
			str_pad(&front, keys.data, t->keys_width, false);
			buf_addf(&front, "  :%s", name_of(a));
		}
		sheet_pair(t->help->sheet, front.data, t->plain ? KEYS_LEAST : t->keys_width + NAMES_WIDTH + 2, STYLE_NORMAL, line.data);
		t->n++;
	}
	buf_done(&keys);
	buf_done(&front);
	buf_done(&line);
	return true;
}

static void fill(struct help *h)
{
	struct screen *below = h->screen.below;
	struct arena a = ARENA_INIT;
	struct teller t = { .s = below, .help = h, .find = str_fold(&a, h->find), .keys_width = KEYS_LEAST,
		.plain = term_plain() || term_columns() < BOTH_LEAST };
	sheet_clear(h->sheet);
	snprintf(h->screen.subject, sizeof(h->screen.subject), *h->find ? _("“%s”") : "%s", h->find);
	if (below) {
		if (below->class->help && !*h->find)
			sheet_line(h->sheet, STYLE_NORMAL, i18n_label(below->class->help));
		screen_each_action(below, measure, &t);
		screen_each_action(below, tell, &t);
	}
	if (!t.n)
		sheet_line(h->sheet, STYLE_DIM, _("Nothing matches. Backspace shows everything again."));
	ui_touch(h->screen.ui);
	arena_done(&a);
}

static void sheet_screen_paint(struct screen *s)
{
	sheet_paint(help_of(s)->sheet, s->area);
}

static void sheet_screen_close(struct screen *s)
{
	sheet_free(help_of(s)->sheet);
}

static bool sheet_screen_event(struct screen *s, const struct event *ev)
{
	return sheet_event(help_of(s)->sheet, ev);
}

static void look_for(struct help *h, const char *text)
{
	snprintf(h->find, sizeof(h->find), "%s", text);
	fill(h);
}

static bool help_open(struct screen *s, const char *words, struct err *e)
{
	struct help *h = help_of(s);
	(void)e;
	h->sheet = sheet_new(s);
	snprintf(h->find, sizeof(h->find), "%s", words);
	fill(h);
	return true;
}

static void help_spoken(struct screen *s, const struct fmt *was)
{
	(void)was;
	fill(help_of(s));
}

static void typed(struct ui *ui, void *ctx, const char *text)
{
	struct help *h = ctx;
	(void)ui;
	if (!str_eq(h->find, text))
		look_for(h, text);
}

static void dropped(struct ui *ui, void *ctx)
{
	struct help *h = ctx;
	(void)ui;
	look_for(h, h->before);
}

static void help_find(struct screen *s, const char *words)
{
	struct help *h = help_of(s);
	if (*words) {
		look_for(h, words);
		return;
	}
	memcpy(h->before, h->find, sizeof(h->before));
	ask_line(s->ui, &(struct ask_line) { .label = _("Find:"), .text = h->find, .max = FIND_MAX,
		.changed = typed, .done = typed, .dropped = dropped, .ctx = h });
}

static void help_all(struct screen *s, const char *words)
{
	(void)words;
	look_for(help_of(s), "");
}

// clang-format off
static const struct action help_actions[] = {
	{ "help.find", N_("Find"), N_("Shows only the keys in whose line words occur."), .flags = ACTION_BAR | ACTION_WORDS, .run = help_find },
	{ "help.all", NULL, N_("Shows all keys again."), .run = help_all },
	{ NULL },
};
// clang-format on

const struct screen_class help_screen = {
	.name = "help", .title = N_("Keys"), .help = N_("The keys of the screen you came from, and what “:” calls them."),
	.size = sizeof(struct help), .actions = help_actions, .widget = &sheet_actions, .open = help_open, .close = sheet_screen_close,
	.paint = sheet_screen_paint, .event = sheet_screen_event, .spoken = help_spoken,
};

/* The messages that went by. */

/* As they were said, in the language of then. */
static void tell_messages(struct help *h)
{
	struct ui *ui = h->screen.ui;
	static const char *const signs[] = { [MESSAGE_INFO] = "", [MESSAGE_GOOD] = "", [MESSAGE_WARN] = "!", [MESSAGE_ERROR] = "!!" };
	sheet_clear(h->sheet);
	unsigned first = ui->nmessages > MESSAGES_KEPT ? ui->nmessages - MESSAGES_KEPT : 0;
	for (unsigned i = ui->nmessages; i > first; i--) {
		const struct message *m = &ui->messages[(i - 1) % MESSAGES_KEPT];
		struct buf at = BUF_INIT(LINE_MOST);
		fmt_instant(&ui->fmt, &at, m->at);
		buf_addf(&at, " %s", signs[m->kind]);
		sheet_pair(h->sheet, at.data, KEYS_LEAST + 2, STYLE_NORMAL, m->text.data);
		buf_done(&at);
	}
	if (sheet_empty(h->sheet))
		sheet_line(h->sheet, STYLE_DIM, _("No messages yet."));
}

static bool messages_open(struct screen *s, const char *words, struct err *e)
{
	(void)words;
	(void)e;
	help_of(s)->sheet = sheet_new(s);
	tell_messages(help_of(s));
	return true;
}

static void messages_spoken(struct screen *s, const struct fmt *was)
{
	(void)was;
	tell_messages(help_of(s));
}

const struct screen_class messages_screen = {
	.name = "messages", .title = N_("Messages"), .help = N_("What was said at the bottom of the screen, the newest first."),
	.size = sizeof(struct help), .widget = &sheet_actions, .open = messages_open, .close = sheet_screen_close,
	.paint = sheet_screen_paint, .event = sheet_screen_event, .spoken = messages_spoken,
};
