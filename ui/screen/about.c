/* about.c - what this karat is made of, and whether everything is as it should be: the checks of karat doctor */
#include "config.h"

#include "screen/screens.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/checks.h"
#include "core/term.h"
#include "core/worker.h"
#include "widget/sheet.h"

enum { LABEL_WIDTH = 18, CHECKS_MOST = 64, SLOT_LOOK = 0 };

struct about {
	struct screen screen;
	struct sheet *sheet;
};

struct looked {
	struct checked checks[CHECKS_MOST];
	size_t n;
};

static void keep(void *ctx, const struct checked *c)
{
	struct looked *l = ctx;
	if (l->n < CHECKS_MOST)
		l->checks[l->n++] = *c;
}

static struct checks_in what_is_known(const struct ui *ui)
{
	int colors = term_colors();
	return (struct checks_in) {
		.fmt = &ui->fmt, .url = ui->wish.url, .terminal = getenv("TERM"), .used_as = term_type(), .library = term_library(),
		.charset = term_utf8() ? "UTF-8" : NULL, .keys = ui->wish.keys, .nkeys = ui->wish.keys ? ui->keys.named : 0,
		.columns = term_columns(), .lines = term_lines(), .colors = colors ? colors : -1, .piped = ui->script != NULL,
	};
}

static void show(struct about *ab, const struct looked *l)
{
	static const struct { const char *sign; enum style style; } looks[] = {
		[CHECK_GOOD] = { "ok", STYLE_NORMAL }, [CHECK_WARN] = { "!", STYLE_WARN }, [CHECK_BAD] = { "!!", STYLE_ERROR },
	};
	struct arena a = ARENA_INIT;
	sheet_clear(ab->sheet);
	sheet_line(ab->sheet, STYLE_NORMAL, _("karat, the goldsmith's workbench. Free software under the GNU General Public License, version 3 or later."));
	sheet_line(ab->sheet, STYLE_NORMAL, "");
	for (size_t i = 0; i < l->n; i++) {
		const struct checked *c = &l->checks[i];
		const char *label = arena_printf(&a, "%-2s  %s", looks[c->sign].sign, c->what);
		sheet_pair(ab->sheet, label, LABEL_WIDTH, looks[c->sign].style, c->found);
		if (c->todo)
			sheet_pair(ab->sheet, "", LABEL_WIDTH, STYLE_NORMAL, c->todo);
	}
	arena_done(&a);
}

static bool run_look(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct checks_in *in = args;
	struct looked *l = arena_alloc(a, sizeof(*l));
	(void)e;
	in->store = s;
	checks_run(in, a, keep, l);
	*ret = l;
	return true;
}

/* Without a connection there is still much to look at. */
static void looked(struct job *j)
{
	struct about *ab = j->owner;
	if (j->ok) {
		show(ab, j->result);
		return;
	}
	struct arena a = ARENA_INIT;
	struct checks_in in = what_is_known(ab->screen.ui);
	struct looked *l = arena_alloc(&a, sizeof(*l));
	in.why = &j->err;
	checks_run(&in, &a, keep, l);
	show(ab, l);
	arena_done(&a);
}

static void look(struct screen *s)
{
	struct checks_in in = what_is_known(s->ui);
	worker_post(s->ui->worker, run_look, &in, sizeof(in), NULL, looked, s, SLOT_LOOK);
}

static void look_again(struct screen *s, const char *words)
{
	(void)words;
	look(s);
}

/* Another connection, or another language. */
static void about_changed(struct screen *s, const char *table, const char *ids)
{
	(void)ids;
	if (!table)
		look(s);
}

static bool about_open(struct screen *s, const char *words, struct err *e)
{
	(void)words, (void)e;
	((struct about *)s)->sheet = sheet_new(s);
	return true;
}

static void about_close(struct screen *s)
{
	sheet_free(((struct about *)s)->sheet);
}

static void about_paint(struct screen *s)
{
	struct about *ab = (struct about *)s;
	if (!sheet_empty(ab->sheet)) {
		sheet_paint(ab->sheet, s->area);
		return;
	}
	paint_text(s->area, 0, 1, STYLE_DIM, _("Looking …"));
	paint_cursor(s->area, 0, 0, true);
}

static bool about_event(struct screen *s, const struct event *ev)
{
	return sheet_event(((struct about *)s)->sheet, ev);
}

// clang-format off
static const struct action about_actions[] = {
	{ "about.again", N_("Look again"), N_("Looks at everything once more."), .flags = ACTION_BAR, .run = look_again },
	{ NULL },
};
// clang-format on

const struct screen_class about_screen = {
	.name = "about", .title = N_("About karat"),
	.help = N_("What this karat is made of, and whether everything is as it should be: ok; ! is worth a look; !! is to be mended."),
	.size = sizeof(struct about), .actions = about_actions, .widget = &sheet_actions, .open = about_open, .close = about_close,
	.paint = about_paint, .event = about_event, .shown = look, .changed = about_changed,
};
