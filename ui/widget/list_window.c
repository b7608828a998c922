/* list_window.c - the rows a list has at hand: pages fetched by key at both ends, and the cursor among them */
#include "config.h"

#include "widget/list_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "core/loop.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "report/render.h"
#include "store/pg.h"
#include "store/store.h"

enum {
	PAGE_ROWS_LEAST = 50,
	PAGE_ROWS_MOST = 200,
	CHANGES_MS = 1000, /* between two times that a list is read anew because of others */
};

struct fetch {
	struct list *list;
	enum list_fetch what;
	unsigned question;
	size_t around;  /* FETCH_AT: rows before the one that is aimed at */
	bool by_others; /* somebody else changed something */
	struct query query;
};

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

size_t list_selected(const struct list *l)
{
	return l->nrows ? l->selected : (size_t)-1;
}

const struct page_key *list_key(const struct list *l, size_t row)
{
	size_t i;
	const struct rows *rows = rows_at(l, row, &i);
	return rows ? &rows->keys[i] : NULL;
}

long long list_id(const struct list *l, size_t row)
{
	const struct page_key *key = list_key(l, row);
	return key ? strtoll(key->id, NULL, 10) : 0;
}

const char *list_cell_of(const struct list *l, size_t row, const struct field *f)
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
	return list_cell_of(l, row, entity_field(l->listed, field));
}

struct page_key list_copy_key(const struct page_key *key, struct arena *a)
{
	return (struct page_key) { .set = key->set, .value = arena_strdup(a, key->value), .id = arena_strdup(a, key->id) };
}

static void drop_page(struct list *l, size_t p)
{
	l->nrows -= l->pages[p].rows.n;
	arena_done(&l->pages[p].arena);
	memmove(&l->pages[p], &l->pages[p + 1], (l->npages - p - 1) * sizeof(l->pages[0]));
	l->npages--;
}

const char *list_name(const struct list *l, size_t row)
{
	const struct field *key = entity_flagged(l->listed, F_KEY), *title = entity_flagged(l->listed, F_TITLE);
	const struct page_key *at = list_key(l, row);
	const char *words = key ? list_cell_of(l, row, key) : title && title->type == &ft_line ? list_cell_of(l, row, title) : NULL;
	return !str_empty(words) ? words : at ? at->id : ""; /* as a last resort what nobody sees */
}

static void drop_pages(struct list *l)
{
	while (l->npages)
		drop_page(l, l->npages - 1);
	l->fetching[0] = l->fetching[1] = false;
}

/* The cursor. */

size_t list_visible(const struct list *l)
{
	return l->height > 0 ? (size_t)l->height : 1;
}

/* More rows are asked for before the cursor gets there. */
void list_look_ahead(struct list *l)
{
	size_t ahead = list_visible(l) * 2;
	if (!l->asked && !l->at_bottom && l->nrows && l->top + list_visible(l) + ahead > l->nrows)
		list_fetch(l, FETCH_NEXT);
	if (!l->asked && !l->at_top && l->nrows && l->top < ahead)
		list_fetch(l, FETCH_PREVIOUS);
}

void list_keep_in_view(struct list *l)
{
	if (l->nrows && l->selected >= l->nrows)
		l->selected = l->nrows - 1;
	if (l->selected < l->top)
		l->top = l->selected;
	if (l->selected >= l->top + list_visible(l))
		l->top = l->selected - list_visible(l) + 1;
	if (l->at_bottom && l->top + list_visible(l) > l->nrows)
		l->top = l->nrows > list_visible(l) ? l->nrows - list_visible(l) : 0;
}

void list_select(struct list *l, size_t row)
{
	l->selected = row;
	list_keep_in_view(l);
	l->id = l->nrows ? list_id(l, l->selected) : 0;
	list_look_ahead(l);
	ui_touch(list_ui(l));
}

/* Where the record of the cursor has gone, its line belongs to nobody: the row that stands there now is one step away. */
void list_move(struct list *l, long delta)
{
	if (!l->nrows)
		return;
	list_find_stop(l);
	if (!l->id && delta > 0)
		delta--;
	long to = (long)l->selected + delta, last = (long)l->nrows - 1;
	list_select(l, (size_t)(to < 0 ? 0 : to > last ? last : to));
}

struct list_at list_here(const struct list *l)
{
	struct list_at at = { .id = l->id };
	const struct page_key *key = list_key(l, l->selected);
	if (key)
		at.key = list_copy_key(key, &at.arena);
	return at;
}

void list_go(struct list *l, const struct list_at *at)
{
	size_t row = list_find_id(l, at->id);
	if (row != (size_t)-1) {
		list_select(l, row);
		return;
	}
	struct arena old = l->aim.arena;
	l->aim = (struct list_at) { .id = at->id };
	l->aim.key = list_copy_key(&at->key, &l->aim.arena);
	arena_done(&old);
	list_fetch(l, FETCH_AT);
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

/* So many rows before a row, then those from there on: where the page begins is found first. */
static bool begin_before(struct store *s, struct fetch *f, struct arena *a, struct err *e)
{
	struct query back = f->query;
	struct rows rows;
	back.back = true;
	back.limit = f->around + 1;
	back.ncols = 0;
	if (!store_list(s, &back, a, &rows, e))
		return false;
	f->query.after = rows.n > f->around ? rows.keys[f->around] : (struct page_key) { 0 };
	return true;
}

static bool run_fetch(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct fetch *f = args;
	struct rows *rows = arena_alloc(a, sizeof(*rows));
	if ((f->what == FETCH_AT && !begin_before(s, f, a, e)) || !store_list(s, &f->query, a, rows, e))
		return false;
	if (f->query.back)
		reverse(rows, a);
	*ret = rows;
	return true;
}

static void put_page(struct list *l, size_t at, struct job *j)
{
	const struct rows *rows = j->result;
	kt_assert(l->npages < LIST_PAGES_MAX);
	memmove(&l->pages[at + 1], &l->pages[at], (l->npages - at) * sizeof(l->pages[0]));
	l->pages[at] = (struct list_page) { .rows = *rows };
	l->pages[at].arena = job_keep(j);
	l->npages++;
	l->nrows += rows->n;
}

static void take_next(struct list *l, struct job *j, const struct rows *rows)
{
	l->at_bottom = !rows->next.set;
	if (!rows->n)
		return;
	if (l->npages == LIST_PAGES_MAX) {
		size_t gone = l->pages[0].rows.n;
		if (gone > l->top) /* the cursor went back meanwhile */
			return;
		drop_page(l, 0);
		l->before += l->before >= 0 ? (long long)gone : 0;
		l->top -= gone;
		l->selected -= gone;
		l->at_top = false;
	}
	put_page(l, l->npages, j);
}

static void take_previous(struct list *l, struct job *j, const struct rows *rows)
{
	l->at_top = !rows->next.set;
	if (l->at_top && !rows->n)
		l->before = 0;
	if (!rows->n)
		return;
	if (l->npages == LIST_PAGES_MAX) {
		size_t left = l->nrows - l->pages[l->npages - 1].rows.n;
		if (l->top + list_visible(l) > left || l->selected >= left)
			return;
		drop_page(l, l->npages - 1);
		l->at_bottom = false;
	}
	size_t n = rows->n;
	put_page(l, 0, j);
	l->before = l->at_top ? 0 : l->before > (long long)n ? l->before - (long long)n : -1;
	l->top += n;
	l->selected += n;
}

size_t list_find_id(const struct list *l, long long id)
{
	for (size_t i = 0; id && i < l->nrows; i++)
		if (list_id(l, i) == id)
			return i;
	return (size_t)-1;
}

const char *list_words(struct list *l, size_t row, const struct field *f)
{
	const char *wire = list_cell_of(l, row, f);
	struct cell cell = { wire, wire ? strlen(wire) : 0 };
	const char *told = l->class->words ? l->class->words(l, row, f) : NULL;
	return told ? told : wire ? words_for(l->spell, f, &cell) : "";
}

/* Columns keep their width while one scrolls: what comes later is cut rather than moving everything. */
static void measure(struct list *l)
{
	for (size_t i = 0; i < l->nshown; i++)
		for (size_t r = 0; r < l->nrows; r++) {
			int w = str_width(list_words(l, r, l->shown[i].field));
			if (w > l->shown[i].words)
				l->shown[i].words = w;
		}
}

/* A whole window anew. The cursor finds its record again and stays on its line, else it stays on the line. */

static size_t row_after(const struct list *l, const struct fetch *f, size_t found, size_t line)
{
	if (found != (size_t)-1)
		return found;
	if (f->what == FETCH_LAST)
		return l->nrows ? l->nrows - 1 : 0;
	size_t row = f->what == FETCH_AGAIN ? line : f->what == FETCH_AT ? f->around : 0;
	return row < l->nrows ? row : l->nrows ? l->nrows - 1 : 0;
}

static size_t top_after(const struct fetch *f, bool found, size_t row, size_t line)
{
	if (f->what == FETCH_LAST)
		return row;
	if (f->what == FETCH_AT)
		line = f->around;
	return found && f->what != FETCH_FIRST && row > line ? row - line : 0;
}

/* Others changed something: whoever looks at a row sees that it was that one. */
static void tell_change(struct list *l, bool found, const char *name, const char *was)
{
	struct arena a = ARENA_INIT;
	if (!found)
		ui_say(list_ui(l), MESSAGE_WARN, _("“%s” is not in this list any more: it was changed elsewhere."), name);
	else if (!str_eq(was, list_row_words(l, l->selected, &a)))
		ui_say(list_ui(l), MESSAGE_INFO, _("“%s” was changed elsewhere, just now."), name);
	arena_done(&a);
}

static void put_window(struct list *l, struct job *j, const struct fetch *f, const struct rows *rows)
{
	bool forward = f->what != FETCH_LAST;
	drop_pages(l);
	l->at_top = forward ? !f->query.after.set : !rows->next.set;
	l->at_bottom = forward ? !rows->next.set : true;
	l->before = l->at_top ? 0 : -1;
	put_page(l, 0, j);
	l->read_us = loop_now_us();
	measure(l);
}

static void take_whole(struct list *l, struct job *j, const struct fetch *f, const struct rows *rows)
{
	struct arena a = ARENA_INIT;
	size_t line = l->selected - l->top;
	bool others = f->by_others && l->id;
	long long wanted = f->what == FETCH_AT ? l->aim.id : f->what == FETCH_LAST ? 0 : l->id;
	const char *name = others ? arena_strdup(&a, list_name(l, l->selected)) : NULL;
	const char *was = others ? list_row_words(l, l->selected, &a) : NULL;
	put_window(l, j, f, rows);
	if (!l->nrows && f->query.after.set) { /* everything from there on is gone */
		arena_done(&a);
		list_fetch(l, FETCH_FIRST);
		return;
	}
	size_t found = list_find_id(l, wanted), row = row_after(l, f, found, line);
	l->top = top_after(f, found != (size_t)-1, row, line);
	list_select(l, row);
	if (others) {
		tell_change(l, found != (size_t)-1, name, was);
		if (found == (size_t)-1)
			l->id = 0; /* what is pressed next must not hit another record */
	}
	arena_done(&a);
	list_count(l);
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
			ui_say_err(list_ui(l), &j->err);
		return;
	}
	const struct rows *rows = j->result;
	if (f->what == FETCH_NEXT)
		take_next(l, j, rows);
	else if (f->what == FETCH_PREVIOUS)
		take_previous(l, j, rows);
	else
		take_whole(l, j, f, rows);
	list_look_ahead(l);
	ui_touch(list_ui(l));
}

/* Questions. */

/* Where a fetch goes on from; unset: from the end of the list it begins at. */
static struct page_key key_for(const struct list *l, enum list_fetch what, struct arena *a)
{
	const struct page_key *key = NULL;
	if (what == FETCH_NEXT)
		key = list_key(l, l->nrows - 1);
	else if (what == FETCH_PREVIOUS)
		key = list_key(l, 0);
	else if (what == FETCH_AT)
		key = &l->aim.key;
	else if (what == FETCH_AGAIN && (l->top > 0 || !l->at_top))
		key = list_key(l, l->top > 0 ? l->top - 1 : 0);
	return key ? list_copy_key(key, a) : (struct page_key) { 0 };
}

static size_t page_rows(const struct list *l)
{
	size_t n = list_visible(l) * 3;
	return n < PAGE_ROWS_LEAST ? PAGE_ROWS_LEAST : n > PAGE_ROWS_MOST ? PAGE_ROWS_MOST : n;
}

static bool make_query(const struct list *l, enum list_fetch what, struct arena *a, struct query *ret, struct err *e)
{
	struct query_words all = l->words;
	all.columns = "*";
	if (!ui_query(list_ui(l), l->class->entity, &all, a, ret, e))
		return false;
	ret->back = what == FETCH_PREVIOUS || what == FETCH_LAST;
	ret->after = key_for(l, what, a);
	ret->limit = page_rows(l);
	return true;
}

void list_fetch(struct list *l, enum list_fetch what)
{
	if (what <= FETCH_PREVIOUS && l->fetching[what])
		return;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct fetch f = { .list = l, .what = what, .around = list_visible(l) / 2, .by_others = l->by_others };
	l->by_others = false;
	if (!make_query(l, what, &a, &f.query, &e)) {
		arena_done(&a);
		ui_say_err(list_ui(l), &e);
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
	worker_post(list_ui(l)->worker, run_fetch, &f, sizeof(f), &a, fetched, l->screen,
			what == FETCH_NEXT ? SLOT_NEXT : what == FETCH_PREVIOUS ? SLOT_PREVIOUS : SLOT_WHOLE);
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

static void show_columns(struct list *l, const struct query *q)
{
	l->nshown = 0;
	for (size_t i = 0; i < q->ncols; i++)
		l->shown[l->nshown++] = (struct column_wish) { .field = q->cols[i] };
	l->scrolled = 0;
	list_find_columns(l);
}

/* Asked for what would be in a query, to refuse unknown words before the screen changes. */
bool list_ask(struct list *l, const struct query_words *words, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct query q;
	if (!ui_query(list_ui(l), l->class->entity, words, &a, &q, e)) {
		arena_done(&a);
		return false;
	}
	const char **where = arena_array(&a, words->nwhere + 1, sizeof(*where));
	for (size_t i = 0; i < words->nwhere; i++)
		where[i] = arena_strdup(&a, words->where[i]);
	struct query_words copy = { .columns = arena_strdup(&a, words->columns), .sort = arena_strdup(&a, words->sort),
		.text = arena_strdup(&a, words->text), .where = where, .nwhere = words->nwhere };
	if (!same_rows(&l->words, &copy)) { /* another list: one begins at its top */
		l->id = 0;
		l->total = -1;
	}
	struct arena old = l->words_arena;
	l->words = copy;
	l->words_arena = a;
	arena_done(&old);
	show_columns(l, &q);
	list_fetch(l, FETCH_FIRST);
	return true;
}

bool list_columns(struct list *l, const char *columns, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct query q;
	struct query_words words = l->words;
	words.columns = columns;
	bool ok = ui_query(list_ui(l), l->class->entity, &words, &a, &q, e);
	if (ok) {
		l->words.columns = arena_strdup(&l->words_arena, columns);
		show_columns(l, &q);
		measure(l);
	}
	arena_done(&a);
	return ok;
}

const char *list_shown(const struct list *l, struct arena *a)
{
	const char *all = "";
	for (size_t i = 0; i < l->nshown; i++)
		all = arena_printf(a, "%s%s%s", all, i ? "," : "", l->shown[i].field->name);
	return all;
}

const struct query_words *list_question(const struct list *l)
{
	return &l->words;
}

void list_reload(struct list *l)
{
	list_fetch(l, l->nrows ? FETCH_AGAIN : FETCH_FIRST);
}

static void changed(void *ctx)
{
	struct list *l = ctx;
	l->timer = 0;
	if (!list_ui(l)->online) /* all is read anew when the connection is back */
		return;
	l->by_others = true;
	list_reload(l);
}

void list_changed(struct list *l)
{
	int64_t wait_ms = (l->read_us - loop_now_us()) / 1000 + CHANGES_MS;
	if (l->timer)
		return;
	if (l->asked || wait_ms > 0) /* what is on its way may be older; and nobody reads ten lists a second */
		l->timer = loop_after(list_ui(l)->loop, l->asked ? CHANGES_MS : (int)wait_ms, changed, l);
	else
		changed(l);
}

struct list *list_new(struct screen *s, const struct list_class *class)
{
	struct arena arena = ARENA_INIT;
	struct list *l = arena_alloc(&arena, sizeof(*l));
	*l = (struct list) { .screen = s, .class = class, .listed = query_listed(class->entity), .height = term_lines() - 3,
		.before = -1, .total = -1 };
	l->spell = words_new(&s->ui->fmt, &arena);
	l->arena = arena;
	s->widget = l;
	return l;
}

void list_free(struct list *l)
{
	if (!l)
		return;
	loop_stop_timer(list_ui(l)->loop, l->timer);
	drop_pages(l);
	list_find_done(l);
	arena_done(&l->marks.arena);
	arena_done(&l->aim.arena);
	words_done(l->spell);
	arena_done(&l->words_arena);
	struct arena arena = l->arena;
	arena_done(&arena);
}

