/* list.c - the list widget as it is seen and moved through */
#include "config.h"

#include "widget/list_in.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/ui.h"

enum { CELL_MOST = 4096 };

static struct list *list_of(struct screen *s)
{
	return s->widget;
}

/* Painting. */

static void paint_heads(const struct list *l, struct area a, const struct columns *c)
{
	const char *sort = l->words.sort ? l->words.sort : l->listed->sort;
	bool desc = sort && *sort == '-';
	paint_clear(area_part(a, 0, 0, 1, a.w), STYLE_HEAD);
	for (size_t i = 0; i < c->n; i++) {
		const struct field *f = c->fields[i];
		struct buf label = BUF_INIT(CELL_MOST);
		buf_adds(&label, i18n_label(f->label));
		if (sort && str_eq(f->name, sort + desc))
			buf_adds(&label, desc ? " ▼" : " ▲");
		paint_cell(a, 0, LIST_SIGNS + c->x[i], c->w[i], STYLE_HEAD, label.data, f->type->right);
		buf_done(&label);
	}
	if (c->more_left)
		paint_text(a, 0, 0, STYLE_HEAD, "<");
	if (c->more_right)
		paint_text(a, 0, a.w - 1, STYLE_HEAD, ">");
}

static char row_sign(const struct list *l, size_t row)
{
	bool chosen = list_is_marked(l, list_id(l, row));
	if (row == l->selected && l->id)
		return chosen ? '#' : '>';
	return chosen ? '*' : ' ';
}

/* Why this row was found: the words in one of its cells. */
static void paint_match(struct list *l, struct area a, int y, size_t row, const struct columns *c, size_t i)
{
	const struct needle *nd = &l->find.needle;
	const struct field *f = c->fields[i];
	size_t n = 0, at, len;
	while (n < nd->n && nd->fields[n] != f)
		n++;
	if (n == nd->n || !needle_hits(nd, n, list_cell_of(l, row, f)))
		return;
	struct arena scratch = ARENA_INIT;
	const char *words = arena_strdup(&scratch, list_words(l, row, f));
	if (needle_find(nd, n, words, &at, &len)) {
		int all = str_width(words), x = str_width(arena_strndup(&scratch, words, at));
		int w = str_width(arena_strndup(&scratch, words + at, len)), pad = f->type->right && all < c->w[i] ? c->w[i] - all : 0;
		x += pad;
		if (x < c->w[i])
			paint_look(a, y, LIST_SIGNS + c->x[i] + x, w < c->w[i] - x ? w : c->w[i] - x, STYLE_MATCH);
	}
	arena_done(&scratch);
}

static void paint_row(struct list *l, struct area a, int y, size_t row, const struct columns *c)
{
	bool selected = row == l->selected && l->id, chosen = list_is_marked(l, list_id(l, row));
	struct list_mark mark = { ' ', STYLE_NORMAL };
	if (l->class->mark)
		mark = l->class->mark(l, row);
	char signs[] = { row_sign(l, row), mark.sign, '\0' };
	paint_clear(area_part(a, y, 0, 1, a.w), STYLE_NORMAL);
	/* Few changes of the look: each is sent, with each step. */
	paint_text(a, y, 0, selected ? STYLE_SELECTED : STYLE_NORMAL, signs);
	for (size_t i = 0; i < c->n; i++) {
		const struct field *f = c->fields[i];
		/* Only the first column shows the cursor: a whole line would be sent twice at each step. */
		enum style cell_style = i > 0 ? STYLE_NORMAL : selected ? STYLE_SELECTED : chosen ? STYLE_MARKED : mark.style;
		paint_cell(a, y, LIST_SIGNS + c->x[i], c->w[i], cell_style, list_words(l, row, f), f->type->right);
		if (l->find.on)
			paint_match(l, a, y, row, c, i);
	}
}

static void paint_empty(const struct list *l, struct area a)
{
	const char *text = l->asked ? _("Reading …")
		: l->words.text || l->words.nwhere ? _("Nothing matches. Backspace shows everything again.") : _("There is nothing here yet.");
	paint_wrapped(a, 2, LIST_SIGNS, a.w - LIST_SIGNS, 0, STYLE_DIM, text);
	paint_cursor(a, 2, 0, true);
}

void list_paint(struct list *l, struct area a)
{
	struct columns c;
	l->height = a.h - 1;
	list_keep_in_view(l);
	list_look_ahead(l);
	columns_fit(&c, l->shown, l->nshown, (size_t)l->class->frozen, l->scrolled, a.w - LIST_SIGNS);
	paint_heads(l, a, &c);
	for (size_t i = 0; i < list_visible(l); i++) {
		if (l->top + i < l->nrows)
			paint_row(l, a, (int)i + 1, l->top + i, &c);
		else
			paint_clear(area_part(a, (int)i + 1, 0, 1, a.w), STYLE_NORMAL);
	}
	if (l->nrows)
		paint_cursor(a, (int)(l->selected - l->top) + 1, 0, true);
	else
		paint_empty(l, a);
}

bool list_record(const struct screen *s, long long *ret_id, const char **ret_words)
{
	const struct list *l = s->widget;
	*ret_id = l->id;
	*ret_words = l->id ? list_name(l, l->selected) : "";
	return l->id != 0;
}

static void choose(struct screen *s)
{
	const struct list *l = list_of(s);
	long long id;
	const char *words;
	struct err e = ERR_INIT;
	if (!l->class->opens || !list_record(s, &id, &words))
		return;
	if (!screen_open_id(s->ui, l->class->opens, id, &e))
		ui_say_err(s->ui, &e);
}

bool list_event(struct list *l, const struct event *ev)
{
	struct area a = l->screen->area;
	if (ev->kind != EVENT_MOUSE)
		return false;
	if (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN) {
		list_move(l, ev->mouse == MOUSE_WHEEL_UP ? -3 : 3);
		return true;
	}
	size_t line = (size_t)(ev->y - a.y - 1);
	if (ev->mouse != MOUSE_PRESS || ev->y <= a.y || l->top + line >= l->nrows)
		return false;
	bool again = l->top + line == l->selected;
	list_find_stop(l);
	list_select(l, l->top + line);
	if (again)
		choose(l->screen);
	return true;
}

/* Actions. */

static void list_up(struct screen *s, const char *words)
{
	(void)words;
	list_move(list_of(s), -1);
}

static void list_down(struct screen *s, const char *words)
{
	(void)words;
	list_move(list_of(s), 1);
}

static void list_page_up(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	l->top -= l->top < list_visible(l) ? l->top : list_visible(l);
	list_move(l, -(long)list_visible(l));
}

static void list_page_down(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	l->top += list_visible(l);
	list_move(l, (long)list_visible(l));
}

static void list_first(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	list_find_stop(l);
	if (l->at_top && l->nrows) {
		list_select(l, 0);
		return;
	}
	l->id = 0;
	list_fetch(l, FETCH_FIRST);
}

static void list_last(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	list_find_stop(l);
	if (l->at_bottom && l->nrows)
		list_select(l, l->nrows - 1);
	else
		list_fetch(l, FETCH_LAST);
}

static void list_left(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	l->scrolled -= l->scrolled > 0;
}

static void list_right(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	l->scrolled += l->scrolled + (size_t)l->class->frozen + 1 < l->nshown;
}

static void list_choose(struct screen *s, const char *words)
{
	(void)words;
	choose(s);
}

static void list_again(struct screen *s, const char *words)
{
	(void)words;
	list_reload(list_of(s));
}

/* The columns that may be sorted by, one after the other; once round it is the list's own order again. */
static void list_sort(struct screen *s, const char *words)
{
	struct list *l = list_of(s);
	struct err e = ERR_INIT;
	struct query_words q = l->words;
	const char *was = q.sort ? q.sort : l->listed->sort;
	bool desc = *was == '-';
	q.sort = *words ? words : NULL;
	size_t from = 0;
	for (size_t i = 0; i < l->nshown; i++)
		if (str_eq(l->shown[i].field->name, was + desc))
			from = i + 1;
	for (size_t i = from; !q.sort && i < l->nshown; i++)
		if (l->shown[i].field->flags & F_SORT)
			q.sort = l->shown[i].field->name;
	if (!list_ask(l, &q, &e))
		ui_say_err(s->ui, &e);
}

static void list_turn(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	struct err e = ERR_INIT;
	struct query_words q = l->words;
	const char *was = q.sort ? q.sort : l->listed->sort;
	char turned[64];
	snprintf(turned, sizeof(turned), "-%s", was);
	q.sort = *was == '-' ? was + 1 : turned;
	if (!list_ask(l, &q, &e))
		ui_say_err(s->ui, &e);
}

// clang-format off
static const struct action actions[] = {
	{ "list.choose",    N_("Open"),    N_("Opens the selected record."), .flags = ACTION_BAR | ACTION_RECORD, .run = list_choose },
	{ "list.down",      NULL,          N_("One row down."), .run = list_down },
	{ "list.up",        NULL,          N_("One row up."), .run = list_up },
	{ "list.page_down", NULL,          N_("One screen down."), .run = list_page_down },
	{ "list.page_up",   NULL,          N_("One screen up."), .run = list_page_up },
	{ "list.first",     NULL,          N_("To the first row."), .run = list_first },
	{ "list.last",      NULL,          N_("To the last row."), .run = list_last },
	{ "list.left",      NULL,          N_("Columns to the left."), .run = list_left },
	{ "list.right",     NULL,          N_("Columns to the right."), .run = list_right },
	{ "list.find",      N_("Find"),    N_("Goes to the next row that has some words; n and N go on, Esc ends it."), .flags = ACTION_BAR | ACTION_WORDS, .run = list_find_open },
	{ "list.sort",      N_("Sort"),    N_("Sorts by the next column that can be sorted by, or by the one that is said."), .flags = ACTION_BAR | ACTION_WORDS, .run = list_sort },
	{ "list.turn",      NULL,          N_("Turns the order round."), .run = list_turn },
	{ "list.again",     NULL,          N_("Reads the list anew."), .run = list_again },
	{ NULL },
};
// clang-format on

const struct action_table list_actions = { .context = "list", .actions = actions, .more = &list_marks_actions };
