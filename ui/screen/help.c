/* help.c - the keys of the screen below, from the live key map; and the messages that went by */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/keymap.h"
#include "widget/sheet.h"

enum { KEYS_WIDTH = 18, LINE_MOST = 1024 };

struct teller {
	struct screen *s;
	struct sheet *sheet;
	const char *context;
};

static const struct {
	const char *context, *words;
} contexts[] = {
	{ "list", N_("In the list") },
	{ "sheet", N_("To read") },
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
	sheet_heading(t->sheet, words);
}

static bool tell(void *ctx, const char *context, const struct action *a)
{
	struct teller *t = ctx;
	struct ui *ui = t->s->ui;
	struct buf keys = BUF_INIT(LINE_MOST), line = BUF_INIT(LINE_MOST);
	for (size_t i = 0; keymap_key(&ui->keys, context, a->name, i); i++) {
		buf_adds(&keys, i ? " " : "");
		key_spell(keymap_key(&ui->keys, context, a->name, i), &keys);
	}
	if (!keys.len)
		buf_addf(&keys, ":%s", a->name);
	buf_adds(&line, a->help ? i18n_label(a->help) : i18n_label(a->label));
	if (!ui_may(ui, a->right))
		buf_addf(&line, " (%s)", _("you lack the right"));
	head(t, context);
	sheet_pair(t->sheet, keys.data, KEYS_WIDTH, STYLE_NORMAL, line.data);
	buf_done(&keys);
	buf_done(&line);
	return true;
}

struct help {
	struct screen screen;
	struct sheet *sheet;
};

static void sheet_screen_paint(struct screen *s)
{
	sheet_paint(((struct help *)s)->sheet, s->area);
}

static void sheet_screen_close(struct screen *s)
{
	sheet_free(((struct help *)s)->sheet);
}

static bool sheet_screen_event(struct screen *s, const struct event *ev)
{
	return sheet_event(((struct help *)s)->sheet, ev);
}

static bool help_open(struct screen *s, const char *words, struct err *e)
{
	struct help *h = (struct help *)s;
	struct teller t = { .s = s->below, .sheet = sheet_new(s) };
	(void)words;
	(void)e;
	h->sheet = t.sheet;
	if (!s->below)
		return true;
	if (s->below->class->help)
		sheet_line(t.sheet, STYLE_NORMAL, i18n_label(s->below->class->help));
	screen_each_action(s->below, tell, &t);
	return true;
}

const struct screen_class help_screen = {
	.name = "help", .title = N_("Keys"), .help = N_("The keys of the screen you came from."),
	.size = sizeof(struct help), .widget = &sheet_actions, .open = help_open, .close = sheet_screen_close,
	.paint = sheet_screen_paint, .event = sheet_screen_event,
};

static bool messages_open(struct screen *s, const char *words, struct err *e)
{
	struct help *h = (struct help *)s;
	struct ui *ui = s->ui;
	static const char *const signs[] = { [MESSAGE_INFO] = "", [MESSAGE_GOOD] = "", [MESSAGE_WARN] = "!", [MESSAGE_ERROR] = "!!" };
	(void)words;
	(void)e;
	h->sheet = sheet_new(s);
	unsigned first = ui->nmessages > MESSAGES_KEPT ? ui->nmessages - MESSAGES_KEPT : 0;
	for (unsigned i = ui->nmessages; i > first; i--) {
		const struct message *m = &ui->messages[(i - 1) % MESSAGES_KEPT];
		struct buf at = BUF_INIT(LINE_MOST);
		fmt_instant(&ui->fmt, &at, m->at);
		buf_addf(&at, " %s", signs[m->kind]);
		sheet_pair(h->sheet, at.data, KEYS_WIDTH + 2, STYLE_NORMAL, m->text.data);
		buf_done(&at);
	}
	if (sheet_empty(h->sheet))
		sheet_line(h->sheet, STYLE_DIM, _("No messages yet."));
	return true;
}

const struct screen_class messages_screen = {
	.name = "messages", .title = N_("Messages"), .help = N_("What was said at the bottom of the screen, the newest first."),
	.size = sizeof(struct help), .widget = &sheet_actions, .open = messages_open, .close = sheet_screen_close,
	.paint = sheet_screen_paint, .event = sheet_screen_event,
};
