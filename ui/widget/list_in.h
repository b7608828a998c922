/* list_in.h - what the files of the list share; nobody else includes it */
#ifndef KT_WIDGET_LIST_IN_H
#define KT_WIDGET_LIST_IN_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/entity.h"
#include "widget/columns.h"
#include "widget/list.h"
#include "widget/needle.h"

struct words;

enum {
	LIST_PAGES_MAX = 8,
	LIST_SIGNS = 2, /* columns at the left: the cursor's sign and the row's */
	LIST_COUNT_MOST = 1000,
};

enum list_fetch {
	FETCH_NEXT,
	FETCH_PREVIOUS,
	FETCH_FIRST,
	FETCH_LAST,
	FETCH_AGAIN, /* what is on the screen */
	FETCH_AT,    /* around a row that list_go names */
};

enum { SLOT_NEXT, SLOT_PREVIOUS, SLOT_WHOLE, SLOT_COUNT, SLOT_FIND }; /* of the worker */

struct list_page {
	struct arena arena;
	struct rows rows;
};

struct list_at { /* a row, whether it is in the window or not */
	struct arena arena;
	struct page_key key;
	long long id; /* 0: none */
};

struct list_find { /* what is looked for, while it is */
	struct arena arena;
	struct needle needle;
	bool on;
	bool asking;         /* the store looks */
	unsigned question;   /* answers to an older one do not count */
	struct list_at from; /* where the cursor was when the line was opened */
};

struct list_marks { /* rows chosen for an action */
	struct arena arena;
	struct list_chosen *rows;
	size_t n;
	long long last; /* chosen last: where a range begins; 0: none */
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
	bool by_others;         /* what is fetched next is because somebody else changed something */
	unsigned question;      /* answers to an older one do not count */
	size_t top, selected;   /* rows of the window */
	long long id;           /* of the selected record; 0: none, or it is gone and the cursor stands where it was */
	struct list_at aim;     /* FETCH_AT */
	int height;             /* rows that fit, as last painted */
	size_t scrolled;        /* columns scrolled out at the left */
	long long before;       /* rows before the window; -1: not known */
	long long total;        /* of the question; LIST_COUNT_MOST + 1: more than that; -1: not known */
	int64_t read_us;        /* when it was read last */
	unsigned timer;         /* until it may be read again; 0: nobody waits */
	struct list_find find;
	struct list_marks marks;
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
size_t list_find_id(const struct list *l, long long id); /* (size_t)-1: not in the window */
struct list_at list_here(const struct list *l); /* the selected row; its arena is the caller's */
void list_go(struct list *l, const struct list_at *at);

struct page_key list_copy_key(const struct page_key *key, struct arena *a);
const char *list_row_words(struct list *l, size_t row, struct arena *a); /* its columns as they are shown, tabs between */

/* Where the cursor is, and among how many: list_count.c. */
void list_count(struct list *l);

/* What is looked for: list_find.c. */
extern const struct action_table list_find_actions; /* context "find", while something is looked for */
void list_find_open(struct screen *s, const char *words);
void list_find_stop(struct list *l); /* the cursor moved on */
void list_find_columns(struct list *l); /* others are shown */
void list_find_done(struct list *l);

/* Rows chosen for an action: list_marks.c. */
extern const struct action_table list_marks_actions; /* context "list" */
bool list_is_marked(const struct list *l, long long id);

/* What a row is called: its key, else its id. */
const char *list_name(const struct list *l, size_t row);

#endif
