/* list_in.h - what the files of the list share; nobody else includes it */
#ifndef KT_WIDGET_LIST_IN_H
#define KT_WIDGET_LIST_IN_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/entity.h"
#include "widget/columns.h"
#include "widget/list.h"

struct words;

enum {
	LIST_PAGES_MAX = 8,
	LIST_SIGNS = 2, /* columns at the left: the cursor's sign and the row's */
};

enum list_fetch { FETCH_NEXT, FETCH_PREVIOUS, FETCH_FIRST, FETCH_LAST, FETCH_AGAIN };

struct list_page {
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
	struct list_page pages[LIST_PAGES_MAX];
	size_t npages, nrows;
	bool at_top, at_bottom; /* the window reaches that end of the list */
	bool fetching[2], asked; /* next and previous; the whole */
	unsigned question;      /* answers to an older one do not count */
	size_t top, selected;   /* rows of the window */
	long long id;           /* of the selected record; 0: none */
	int height;             /* rows that fit, as last painted */
	size_t scrolled;        /* columns scrolled out at the left */
};

static inline struct ui *list_ui(const struct list *l)
{
	return l->screen->ui;
}

/* The window: rows, and pages that are fetched as they are needed. */
const struct page_key *list_key(const struct list *l, size_t row); /* NULL: no such row */
const char *list_cell_of(const struct list *l, size_t row, const struct field *f);
const char *list_words(struct list *l, size_t row, const struct field *f); /* in the person's spelling; "": empty */
void list_fetch(struct list *l, enum list_fetch what);
size_t list_visible(const struct list *l);
void list_keep_in_view(struct list *l);
void list_look_ahead(struct list *l); /* asks for more rows before the cursor gets there */
void list_select(struct list *l, size_t row);
void list_move(struct list *l, long delta);

#endif
