/* list.c - the list widget: a window of pages over a question, and a cursor that belongs to a record */
#include "config.h"

#include "widget/list.h"

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
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "report/render.h"
#include "store/pg.h"
#include "store/store.h"
#include "widget/columns.h"

enum {
	PAGES_MAX = 8,
	PAGE_ROWS_LEAST = 50,
	PAGE_ROWS_MOST = 200,
	WHERE_MAX = QUERY_FILTERS_MAX,
	CELL_MOST = 4096,
	SIGNS = 2, /* columns at the left: the cursor's sign and the row's */
};

enum fetch_what { FETCH_NEXT, FETCH_PREVIOUS, FETCH_FIRST, FETCH_LAST, FETCH_AGAIN };

enum { SLOT_NEXT, SLOT_PREVIOUS, SLOT_WHOLE };

struct page {
	struct arena arena;
	struct rows rows;
};

struct list {
	struct arena arena; /* the list itself and nothing that changes */
	struct arena words_arena;
	struct query_words words;
	struct screen *screen;
	const struct list_class *class;
	const struct entity *listed;
	struct column_wish shown[ENTITY_FIELDS_MAX]; /* measured by the first page of a question */
	size_t nshown;
	struct words *spell;
	struct page pages[PAGES_MAX];
	size_t npages, nrows;
	bool at_top, at_bottom; /* the window reaches that end of the list */
	bool fetching[2], asked; /* next and previous; the whole */
	unsigned question;      /* answers to an older one do not count */
	size_t top, selected;   /* rows of the window */
	long long id;           /* of the selected record; 0: none */
	int height;             /* rows that fit, as last painted */
	size_t scrolled;        /* columns scrolled out at the left */
	bool stale;
};

struct fetch {
	struct list *list;
	enum fetch_what what;
	unsigned question;
	struct query query;
};

static struct ui *ui_of(const struct list *l)
{
	return l->screen->ui;
}

static struct list *list_of(struct screen *s)
{
	return s->widget;
}

/* Rows of the window. */

static const struct rows *rows_at(const struct list *l, size_t row, size_t *ret_index)
{
	for (size_t p = 0; p < l->npages; p++) {
		if (row < l->pages[p].rows.n) {
			*ret_index = row;
			return &l->pages[p].rows;
		}
		row -= l->pages[p].rows.n;
	}
	return NULL;
}

size_t list_rows(const struct list *l)
{
	return l->nrows;
}

size_t list_selected(const struct list *l)
{
	return l->nrows ? l->selected : (size_t)-1;
}

static const struct page_key *key_at(const struct list *l, size_t row)
{
	size_t i;
	const struct rows *rows = rows_at(l, row, &i);
	return rows ? &rows->keys[i] : NULL;
}

long long list_id(const struct list *l, size_t row)
{
	const struct page_key *key = key_at(l, row);
	return key ? strtoll(key->id, NULL, 10) : 0;
}

static const char *cell_of(const struct list *l, size_t row, const struct field *f)
{
	size_t i;
	const struct rows *rows = rows_at(l, row, &i);
	for (size_t c = 0; rows && c < rows->ncols; c++)
		if (rows->cols[c] == f)
			return rows->cells[i * rows->ncols + c];
	return NULL;
}

struct screen *list_screen(const struct list *l)
{
	return l->screen;
}

const char *list_cell(const struct list *l, size_t row, const char *field)
{
	return cell_of(l, row, entity_field(l->listed, field));
}

static void drop_page(struct list *l, size_t p)
{
	l->nrows -= l->pages[p].rows.n;
	arena_done(&l->pages[p].arena);
	memmove(&l->pages[p], &l->pages[p + 1], (l->npages - p - 1) * sizeof(l->pages[0]));
	l->npages--;
}

static void drop_pages(struct list *l)
{
	while (l->npages)
		drop_page(l, l->npages - 1);
	l->fetching[0] = l->fetching[1] = false;
}

/* The cursor. */

static size_t visible(const struct list *l)
{
	return l->height > 0 ? (size_t)l->height : 1;
}

static void fetch(struct list *l, enum fetch_what what);

/* More rows are asked for before the cursor gets there. */
static void look_ahead(struct list *l)
{
	size_t ahead = visible(l) * 2;
	if (!l->asked && !l->at_bottom && l->nrows && l->top + visible(l) + ahead > l->nrows)
		fetch(l, FETCH_NEXT);
	if (!l->asked && !l->at_top && l->nrows && l->top < ahead)
		fetch(l, FETCH_PREVIOUS);
}

static void keep_in_view(struct list *l)
{
	if (l->nrows && l->selected >= l->nrows)
		l->selected = l->nrows - 1;
	if (l->selected < l->top)
		l->top = l->selected;
	if (l->selected >= l->top + visible(l))
		l->top = l->selected - visible(l) + 1;
	if (l->at_bottom && l->top + visible(l) > l->nrows)
		l->top = l->nrows > visible(l) ? l->nrows - visible(l) : 0;
}

static void select_row(struct list *l, size_t row)
{
	l->selected = row;
	keep_in_view(l);
	long long id = l->nrows ? list_id(l, l->selected) : 0;
	bool other = id != l->id;
	l->id = id;
	look_ahead(l);
	if (other && l->class->moved)
		l->class->moved(l->screen);
	ui_touch(ui_of(l));
}

static void move(struct list *l, long delta)
{
	if (!l->nrows)
		return;
	long to = (long)l->selected + delta, last = (long)l->nrows - 1;
	select_row(l, (size_t)(to < 0 ? 0 : to > last ? last : to));
}

/* Answers. */

static void reverse(struct rows *rows, struct arena *a)
{
	size_t n = rows->n, width = rows->ncols * sizeof(rows->cells[0]);
	const char **cells = arena_array(a, n * rows->ncols + 1, sizeof(*cells));
	struct page_key *keys = arena_array(a, n + 1, sizeof(*keys));
	for (size_t i = 0; i < n; i++) {
		memcpy(cells + i * rows->ncols, rows->cells + (n - 1 - i) * rows->ncols, width);
		keys[i] = rows->keys[n - 1 - i];
	}
	rows->cells = cells;
	rows->keys = keys;
}

static bool run_fetch(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct fetch *f = args;
	struct rows *rows = arena_alloc(a, sizeof(*rows));
	if (!store_list(s, &f->query, a, rows, e))
		return false;
	if (f->query.back)
		reverse(rows, a);
	*ret = rows;
	return true;
}

static void put_page(struct list *l, size_t at, struct job *j)
{
	const struct rows *rows = j->result;
	kt_assert(l->npages < PAGES_MAX);
	memmove(&l->pages[at + 1], &l->pages[at], (l->npages - at) * sizeof(l->pages[0]));
	l->pages[at] = (struct page) { .rows = *rows };
	l->pages[at].arena = job_keep(j);
	l->npages++;
	l->nrows += rows->n;
}

static void take_next(struct list *l, struct job *j, const struct rows *rows)
{
	l->at_bottom = !rows->next.set;
	if (!rows->n)
		return;
	if (l->npages == PAGES_MAX) {
		size_t gone = l->pages[0].rows.n;
		if (gone > l->top) /* the cursor went back meanwhile */
			return;
		drop_page(l, 0);
		l->top -= gone;
		l->selected -= gone;
		l->at_top = false;
	}
	put_page(l, l->npages, j);
}

static void take_previous(struct list *l, struct job *j, const struct rows *rows)
{
	l->at_top = !rows->next.set;
	if (!rows->n)
		return;
	if (l->npages == PAGES_MAX) {
		size_t left = l->nrows - l->pages[l->npages - 1].rows.n;
		if (l->top + visible(l) > left || l->selected >= left)
			return;
		drop_page(l, l->npages - 1);
		l->at_bottom = false;
	}
	size_t n = rows->n;
	put_page(l, 0, j);
	l->top += n;
	l->selected += n;
}

static size_t find_id(const struct list *l, long long id)
{
	for (size_t i = 0; id && i < l->nrows; i++)
		if (list_id(l, i) == id)
			return i;
	return (size_t)-1;
}

static const char *words_in(struct list *l, size_t row, const struct field *f)
{
	const char *wire = cell_of(l, row, f);
	struct cell cell = { wire, wire ? strlen(wire) : 0 };
	const char *told = l->class->words ? l->class->words(l, row, f) : NULL;
	return told ? told : wire ? words_for(l->spell, f, &cell) : "";
}

/* Columns keep their width while one scrolls: what comes later is cut rather than moving everything. */
static void measure(struct list *l)
{
	for (size_t i = 0; i < l->nshown; i++)
		for (size_t r = 0; r < l->nrows; r++) {
			int w = str_width(words_in(l, r, l->shown[i].field));
			if (w > l->shown[i].words)
				l->shown[i].words = w;
		}
}

/* A whole window anew. The cursor finds its record again and stays on its line, else it stays on the line. */
static void take_whole(struct list *l, struct job *j, const struct fetch *f, const struct rows *rows)
{
	size_t line = l->selected - l->top;
	bool forward = f->what != FETCH_LAST;
	drop_pages(l);
	l->at_top = forward ? !f->query.after.set : !rows->next.set;
	l->at_bottom = forward ? !rows->next.set : true;
	put_page(l, 0, j);
	l->stale = false;
	measure(l);
	if (!l->nrows && f->query.after.set) { /* everything from there on is gone */
		fetch(l, FETCH_FIRST);
		return;
	}
	size_t found = f->what == FETCH_LAST ? (size_t)-1 : find_id(l, l->id);
	size_t row = found != (size_t)-1 ? found : f->what == FETCH_AGAIN ? line : f->what == FETCH_LAST && l->nrows ? l->nrows - 1 : 0;
	l->top = found != (size_t)-1 && f->what == FETCH_AGAIN && row > line ? row - line : f->what == FETCH_LAST ? row : 0;
	if (row >= l->nrows)
		row = l->nrows ? l->nrows - 1 : 0;
	l->id = 0; /* its words may be others now: the screen looks again */
	select_row(l, row);
}

static void fetched(struct job *j)
{
	const struct fetch *f = j->args;
	struct list *l = f->list;
	if (f->question != l->question)
		return;
	if (f->what <= FETCH_PREVIOUS)
		l->fetching[f->what] = false;
	else
		l->asked = false;
	if (!j->ok) {
		if (j->err.code != ERR_CANCELLED)
			ui_say_err(ui_of(l), &j->err);
		return;
	}
	const struct rows *rows = j->result;
	if (f->what == FETCH_NEXT)
		take_next(l, j, rows);
	else if (f->what == FETCH_PREVIOUS)
		take_previous(l, j, rows);
	else
		take_whole(l, j, f, rows);
	look_ahead(l);
	ui_touch(ui_of(l));
}

/* Questions. */

static struct page_key copy_key(const struct page_key *key, struct arena *a)
{
	return (struct page_key) { .set = true, .value = arena_strdup(a, key->value), .id = arena_strdup(a, key->id) };
}

/* Where a fetch goes on from; unset: from the end of the list it begins at. */
static struct page_key key_for(const struct list *l, enum fetch_what what, struct arena *a)
{
	const struct page_key *key = NULL;
	if (what == FETCH_NEXT)
		key = key_at(l, l->nrows - 1);
	else if (what == FETCH_PREVIOUS)
		key = key_at(l, 0);
	else if (what == FETCH_AGAIN && (l->top > 0 || !l->at_top))
		key = key_at(l, l->top > 0 ? l->top - 1 : 0);
	return key ? copy_key(key, a) : (struct page_key) { 0 };
}

static size_t page_rows(const struct list *l)
{
	size_t n = visible(l) * 3;
	return n < PAGE_ROWS_LEAST ? PAGE_ROWS_LEAST : n > PAGE_ROWS_MOST ? PAGE_ROWS_MOST : n;
}

static bool make_query(const struct list *l, enum fetch_what what, struct arena *a, struct query *ret, struct err *e)
{
	struct query_words all = l->words;
	all.columns = "*";
	if (!ui_query(ui_of(l), l->class->entity, &all, a, ret, e))
		return false;
	ret->back = what == FETCH_PREVIOUS || what == FETCH_LAST;
	ret->after = key_for(l, what, a);
	ret->limit = page_rows(l);
	return true;
}

static void fetch(struct list *l, enum fetch_what what)
{
	static const int slots[] = { SLOT_NEXT, SLOT_PREVIOUS, SLOT_WHOLE, SLOT_WHOLE, SLOT_WHOLE };
	if (what <= FETCH_PREVIOUS && l->fetching[what])
		return;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct fetch f = { .list = l, .what = what };
	if (!make_query(l, what, &a, &f.query, &e)) {
		arena_done(&a);
		ui_say_err(ui_of(l), &e);
		return;
	}
	if (what <= FETCH_PREVIOUS) {
		l->fetching[what] = true;
	} else {
		l->asked = true;
		l->question++;
		l->fetching[0] = l->fetching[1] = false;
	}
	f.question = l->question;
	worker_post(ui_of(l)->worker, run_fetch, &f, sizeof(f), &a, fetched, l->screen, slots[what]);
}

/* The same records, in whatever order? */
static bool same_rows(const struct query_words *a, const struct query_words *b)
{
	if (!str_eq(a->text, b->text) || a->nwhere != b->nwhere)
		return false;
	for (size_t i = 0; i < a->nwhere; i++)
		if (!str_eq(a->where[i], b->where[i]))
			return false;
	return true;
}

/* Asked for what would be in a query, to refuse unknown words before the screen changes. */
bool list_ask(struct list *l, const struct query_words *words, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct query q;
	if (!ui_query(ui_of(l), l->class->entity, words, &a, &q, e)) {
		arena_done(&a);
		return false;
	}
	const char **where = arena_array(&a, words->nwhere + 1, sizeof(*where));
	for (size_t i = 0; i < words->nwhere; i++)
		where[i] = arena_strdup(&a, words->where[i]);
	struct query_words copy = { .columns = arena_strdup(&a, words->columns), .sort = arena_strdup(&a, words->sort),
		.text = arena_strdup(&a, words->text), .where = where, .nwhere = words->nwhere };
	l->nshown = 0;
	for (size_t i = 0; i < q.ncols; i++)
		l->shown[l->nshown++] = (struct column_wish) { .field = q.cols[i] };
	if (!same_rows(&l->words, &copy)) /* another list: one begins at its top */
		l->id = 0;
	struct arena old = l->words_arena;
	l->words = copy;
	l->words_arena = a;
	arena_done(&old);
	l->scrolled = 0;
	fetch(l, FETCH_FIRST);
	return true;
}

const struct query_words *list_question(const struct list *l)
{
	return &l->words;
}

void list_reload(struct list *l)
{
	fetch(l, l->nrows ? FETCH_AGAIN : FETCH_FIRST);
}

void list_stale(struct list *l)
{
	l->stale = true;
	ui_touch(ui_of(l));
}

struct list *list_new(struct screen *s, const struct list_class *class)
{
	struct arena arena = ARENA_INIT;
	struct list *l = arena_alloc(&arena, sizeof(*l));
	*l = (struct list) { .screen = s, .class = class, .listed = query_listed(class->entity), .height = term_lines() - 3 };
	l->spell = words_new(&s->ui->fmt, &arena);
	l->arena = arena;
	s->widget = l;
	return l;
}

void list_free(struct list *l)
{
	if (!l)
		return;
	drop_pages(l);
	words_done(l->spell);
	arena_done(&l->words_arena);
	struct arena arena = l->arena;
	arena_done(&arena);
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
		paint_cell(a, 0, SIGNS + c->x[i], c->w[i], STYLE_HEAD, label.data, f->type->right);
		buf_done(&label);
	}
	if (c->more_left)
		paint_text(a, 0, 0, STYLE_HEAD, "<");
	if (c->more_right)
		paint_text(a, 0, a.w - 1, STYLE_HEAD, ">");
}

static void paint_row(struct list *l, struct area a, int y, size_t row, const struct columns *c)
{
	bool selected = row == l->selected;
	struct list_mark mark = { ' ', STYLE_NORMAL };
	if (l->class->mark)
		mark = l->class->mark(l, row);
	char signs[] = { selected ? '>' : ' ', mark.sign, '\0' };
	paint_clear(area_part(a, y, 0, 1, a.w), STYLE_NORMAL);
	paint_text(a, y, 0, mark.style, signs);
	for (size_t i = 0; i < c->n; i++) {
		const struct field *f = c->fields[i];
		/* Only the first column shows the cursor: a whole line would be sent twice at each step. */
		enum style cell_style = i > 0 ? STYLE_NORMAL : selected ? STYLE_SELECTED : mark.style;
		paint_cell(a, y, SIGNS + c->x[i], c->w[i], cell_style, words_in(l, row, f), f->type->right);
	}
}

static void paint_empty(const struct list *l, struct area a)
{
	const char *text = l->asked ? _("Reading …")
		: l->words.text || l->words.nwhere ? _("Nothing matches. Backspace shows everything again.") : _("There is nothing here yet.");
	paint_wrapped(a, 2, SIGNS, a.w - SIGNS, 0, STYLE_DIM, text);
	paint_cursor(a, 2, 0, true);
}

void list_paint(struct list *l, struct area a)
{
	struct columns c;
	l->height = a.h - 1;
	keep_in_view(l);
	look_ahead(l);
	columns_fit(&c, l->shown, l->nshown, (size_t)l->class->frozen, l->scrolled, a.w - SIGNS);
	paint_heads(l, a, &c);
	for (size_t i = 0; i < visible(l); i++) {
		if (l->top + i < l->nrows)
			paint_row(l, a, (int)i + 1, l->top + i, &c);
		else
			paint_clear(area_part(a, (int)i + 1, 0, 1, a.w), STYLE_NORMAL);
	}
	if (l->nrows)
		paint_cursor(a, (int)(l->selected - l->top) + 1, 0, true);
	else
		paint_empty(l, a);
	if (l->stale)
		paint_text(a, 0, a.w - str_width(_("changed: ^R")) - 2, STYLE_WARN, _("changed: ^R"));
}

bool list_record(const struct screen *s, long long *ret_id, const char **ret_words)
{
	const struct list *l = s->widget;
	const struct field *key = entity_flagged(l->listed, F_KEY);
	const struct page_key *row = key_at(l, l->selected);
	const char *words = l->id && key ? cell_of(l, l->selected, key) : NULL;
	*ret_id = l->id;
	*ret_words = words ? words : row ? row->id : "";
	return l->id != 0;
}

static void choose(struct screen *s)
{
	const struct list *l = list_of(s);
	long long id;
	const char *words;
	struct err e = ERR_INIT;
	char record[24];
	if (!l->class->opens || !list_record(s, &id, &words))
		return;
	snprintf(record, sizeof(record), "#%lld", id); /* what it is called would have to be looked up first */
	if (!screen_open(s->ui, l->class->opens, record, &e))
		ui_say_err(s->ui, &e);
}

bool list_event(struct list *l, const struct event *ev)
{
	struct area a = l->screen->area;
	if (ev->kind != EVENT_MOUSE)
		return false;
	if (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN) {
		move(l, ev->mouse == MOUSE_WHEEL_UP ? -3 : 3);
		return true;
	}
	size_t line = (size_t)(ev->y - a.y - 1);
	if (ev->mouse != MOUSE_PRESS || ev->y <= a.y || l->top + line >= l->nrows)
		return false;
	bool again = l->top + line == l->selected;
	select_row(l, l->top + line);
	if (again)
		choose(l->screen);
	return true;
}

/* Actions. */

static void list_up(struct screen *s, const char *words)
{
	(void)words;
	move(list_of(s), -1);
}

static void list_down(struct screen *s, const char *words)
{
	(void)words;
	move(list_of(s), 1);
}

static void list_page_up(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	l->top -= l->top < visible(l) ? l->top : visible(l);
	move(l, -(long)visible(l));
}

static void list_page_down(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	l->top += visible(l);
	move(l, (long)visible(l));
}

static void list_first(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	if (l->at_top && l->nrows) {
		select_row(l, 0);
		return;
	}
	l->id = 0;
	fetch(l, FETCH_FIRST);
}

static void list_last(struct screen *s, const char *words)
{
	(void)words;
	struct list *l = list_of(s);
	if (l->at_bottom && l->nrows)
		select_row(l, l->nrows - 1);
	else
		fetch(l, FETCH_LAST);
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
	{ "list.sort",      N_("Sort"),    N_("Sorts by the next column that can be sorted by, or by the one that is said."), .flags = ACTION_BAR | ACTION_WORDS, .run = list_sort },
	{ "list.turn",      NULL,          N_("Turns the order round."), .run = list_turn },
	{ "list.again",     NULL,          N_("Reads the list anew."), .run = list_again },
	{ NULL },
};
// clang-format on

const struct action_table list_actions = { .context = "list", .actions = actions };
