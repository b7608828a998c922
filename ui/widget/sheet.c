/* sheet.c - lines to read */
#include "config.h"

#include "widget/sheet.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/ui.h"
#include "widget/edit.h"

enum { GAP = 2, SIGN = 2, WORDS_LEAST = 10 };

struct line { /* as it was added */
	enum style style;
	const char *label;
	int width; /* of the label's column */
	const char *words;
	const char *target;
	bool plain; /* the label is part of the line */
	char sign;  /* 0: no column for it */
	enum style sign_style;
	int lit;    /* columns of the label that look like it */
};

struct row { /* as it is painted: a line is one or more */
	size_t line;
	size_t from, to; /* of its words */
	bool first;
	bool below; /* where a label leaves no room beside it, its words stand below */
};

struct sheet {
	struct arena arena, texts, layout;
	struct screen *screen;
	struct line *lines;
	size_t nlines;
	struct row *rows;
	size_t nrows, laid_lines;
	int laid_width;
	size_t top, cursor; /* rows */
	int height;
	bool to_link;       /* when it is laid out */
};

static struct sheet *sheet_of(struct screen *s)
{
	return s->widget;
}

struct sheet *sheet_new(struct screen *s)
{
	struct arena arena = ARENA_INIT;
	struct sheet *sh = arena_alloc(&arena, sizeof(*sh));
	*sh = (struct sheet) { .screen = s };
	sh->lines = arena_array(&arena, SHEET_LINES_MAX, sizeof(*sh->lines));
	sh->arena = arena;
	s->widget = sh;
	return sh;
}

void sheet_free(struct sheet *sh)
{
	if (!sh)
		return;
	arena_done(&sh->texts);
	arena_done(&sh->layout);
	struct arena arena = sh->arena;
	arena_done(&arena);
}

void sheet_clear(struct sheet *sh)
{
	arena_clear(&sh->texts);
	sh->nlines = 0;
	sh->laid_width = 0;
}

static void add(struct sheet *sh, struct line line)
{
	if (sh->nlines == SHEET_LINES_MAX)
		return;
	line.label = arena_strdup(&sh->texts, line.label);
	line.words = arena_strdup(&sh->texts, line.words ? line.words : "");
	sh->lines[sh->nlines++] = line;
	sh->laid_width = 0;
	ui_touch(sh->screen->ui);
}

void sheet_heading(struct sheet *sh, const char *text)
{
	if (sh->nlines)
		sheet_line(sh, STYLE_NORMAL, "");
	sheet_line(sh, STYLE_HEAD, text);
}

void sheet_pair(struct sheet *sh, const char *label, int width, enum style st, const char *words)
{
	add(sh, (struct line) { .style = st, .label = label, .width = width, .words = words });
}

void sheet_line(struct sheet *sh, enum style st, const char *text)
{
	add(sh, (struct line) { .style = st, .words = text });
}

void sheet_sign(struct sheet *sh, char sign, enum style st, int columns)
{
	struct line *line = sh->nlines ? &sh->lines[sh->nlines - 1] : NULL;
	if (!line)
		return;
	line->sign = sign;
	line->sign_style = st;
	line->lit = columns;
	sh->laid_width = 0;
}

void sheet_link(struct sheet *sh, const char *target)
{
	if (sh->nlines)
		sh->lines[sh->nlines - 1].target = arena_strdup(&sh->texts, target);
}

const char *sheet_target(const struct sheet *sh)
{
	return sh->cursor < sh->nrows ? sh->lines[sh->rows[sh->cursor].line].target : NULL;
}

void sheet_row(struct sheet *sh, const char *front, const char *last)
{
	size_t len = strlen(front);
	if (str_ends(front, "  ")) /* the gap comes by itself */
		len -= GAP;
	const char *label = arena_strndup(&sh->texts, front, len);
	add(sh, (struct line) { .label = label, .width = str_width(label), .plain = true, .words = last });
}

bool sheet_empty(const struct sheet *sh)
{
	return sh->nlines == 0;
}

static int words_at(const struct line *line)
{
	return (line->sign ? SIGN : 0) + (line->width ? line->width + GAP : 0);
}

static int below_at(const struct line *line)
{
	return (line->sign ? SIGN : 0) + GAP;
}

/* Lines fall into rows when the width is known, and again when it changes. */
static void lay_out(struct sheet *sh, int width)
{
	if (sh->laid_width == width && sh->laid_lines == sh->nlines)
		return;
	arena_clear(&sh->layout);
	size_t n = 0, cap = 0;
	struct row *rows = NULL;
	for (size_t i = 0; i < sh->nlines; i++) {
		const struct line *line = &sh->lines[i];
		bool below = line->width && width - words_at(line) < WORDS_LEAST;
		int w = width - (below ? below_at(line) : words_at(line));
		struct edit_line *parts;
		size_t nparts = edit_wrap(line->words, w > WORDS_LEAST ? w : WORDS_LEAST, &sh->layout, &parts);
		if (n + nparts + 1 > cap) {
			cap = (n + nparts + 1) * 2;
			struct row *more = arena_array(&sh->layout, cap, sizeof(*more));
			if (n)
				memcpy(more, rows, n * sizeof(*more));
			rows = more;
		}
		if (below)
			rows[n++] = (struct row) { .line = i, .first = true };
		for (size_t p = 0; p < nparts && (!below || *line->words); p++)
			rows[n++] = (struct row) { .line = i, .from = parts[p].from, .to = parts[p].to, .first = p == 0 && !below, .below = below };
	}
	sh->rows = rows;
	sh->nrows = n;
	sh->laid_width = width;
	sh->laid_lines = sh->nlines;
}

void sheet_to_link(struct sheet *sh)
{
	sh->to_link = true;
}

static void find_link(struct sheet *sh)
{
	sh->to_link = false;
	if (sheet_target(sh))
		return;
	for (size_t i = 0; i < sh->nrows; i++)
		if (sh->lines[sh->rows[i].line].target) {
			sh->cursor = i;
			return;
		}
}

static void keep_in_view(struct sheet *sh)
{
	size_t height = sh->height > 0 ? (size_t)sh->height : 1;
	if (sh->cursor >= sh->nrows)
		sh->cursor = sh->nrows ? sh->nrows - 1 : 0;
	if (sh->cursor < sh->top)
		sh->top = sh->cursor;
	if (sh->cursor >= sh->top + height)
		sh->top = sh->cursor - height + 1;
}

static void paint_row(struct sheet *sh, struct area a, int y, const struct row *row)
{
	const struct line *line = &sh->lines[row->line];
	int x = row->below ? below_at(line) : words_at(line), label = line->sign ? SIGN : 0;
	if (row->first && line->label)
		paint_cell(a, y, label, line->width, line->plain ? STYLE_NORMAL : STYLE_LABEL, line->label, false);
	if (row->first && line->sign > ' ') {
		paint_text(a, y, 0, line->sign_style, (const char[]) { line->sign, '\0' });
		paint_look(a, y, label, line->lit, line->sign_style);
	}
	paint_text(a, y, x, line->style, arena_strndup(&sh->layout, line->words + row->from, row->to - row->from));
}

void sheet_paint(struct sheet *sh, struct area whole)
{
	struct area a = area_part(whole, 0, 1, whole.h, whole.w - 2);
	lay_out(sh, a.w);
	sh->height = a.h;
	if (sh->to_link)
		find_link(sh);
	keep_in_view(sh);
	struct arena_mark mark = arena_mark(&sh->layout);
	paint_clear(whole, STYLE_NORMAL);
	for (int y = 0; y < a.h && sh->top + (size_t)y < sh->nrows; y++)
		paint_row(sh, a, y, &sh->rows[sh->top + (size_t)y]);
	arena_rewind(&sh->layout, mark);
	if (sheet_target(sh) && sh->rows[sh->cursor].first) /* left of the lines: the sign that Enter leads somewhere */
		paint_text(whole, (int)(sh->cursor - sh->top), 0, STYLE_SELECTED, ">");
	if (sh->top > 0)
		paint_text(whole, 0, whole.w - 1, STYLE_DIM, "^");
	if (sh->top + (size_t)a.h < sh->nrows)
		paint_text(whole, whole.h - 1, whole.w - 1, STYLE_DIM, "v");
	paint_cursor(whole, (int)(sh->cursor - sh->top), 0, true);
}

static void go(struct sheet *sh, long delta)
{
	long to = (long)sh->cursor + delta, last = (long)sh->nrows - 1;
	sh->cursor = to < 0 || last < 0 ? 0 : to > last ? (size_t)last : (size_t)to;
	ui_touch(sh->screen->ui);
}

bool sheet_event(struct sheet *sh, const struct event *ev)
{
	if (ev->kind != EVENT_MOUSE || (ev->mouse != MOUSE_WHEEL_UP && ev->mouse != MOUSE_WHEEL_DOWN))
		return false;
	go(sh, ev->mouse == MOUSE_WHEEL_UP ? -3 : 3);
	return true;
}

static void sheet_down(struct screen *s, const char *words)
{
	(void)words;
	go(sheet_of(s), 1);
}

static void sheet_up(struct screen *s, const char *words)
{
	(void)words;
	go(sheet_of(s), -1);
}

static void sheet_page_down(struct screen *s, const char *words)
{
	(void)words;
	struct sheet *sh = sheet_of(s);
	sh->top += (size_t)sh->height < sh->nrows - sh->top ? (size_t)sh->height : 0;
	go(sh, sh->height);
}

static void sheet_page_up(struct screen *s, const char *words)
{
	(void)words;
	struct sheet *sh = sheet_of(s);
	sh->top -= sh->top < (size_t)sh->height ? sh->top : (size_t)sh->height;
	go(sh, -sh->height);
}

static void sheet_first(struct screen *s, const char *words)
{
	(void)words;
	go(sheet_of(s), -(long)SHEET_LINES_MAX * 1000);
}

static void sheet_last(struct screen *s, const char *words)
{
	(void)words;
	go(sheet_of(s), (long)SHEET_LINES_MAX * 1000);
}

// clang-format off
static const struct action actions[] = {
	{ "sheet.down",      NULL, N_("One line down."),   .run = sheet_down },
	{ "sheet.up",        NULL, N_("One line up."),     .run = sheet_up },
	{ "sheet.page_down", NULL, N_("One screen down."), .run = sheet_page_down },
	{ "sheet.page_up",   NULL, N_("One screen up."),   .run = sheet_page_up },
	{ "sheet.first",     NULL, N_("To the beginning."), .run = sheet_first },
	{ "sheet.last",      NULL, N_("To the end."),      .run = sheet_last },
	{ NULL },
};
// clang-format on

const struct action_table sheet_actions = { .context = "sheet", .actions = actions };
