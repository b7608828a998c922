/* list.h - a list of records that scrolls through a million rows as through a hundred
 *
 * Pages are fetched by key, both ways, by the worker; what was seen stays in a window of a few pages. Rows are
 * named by id across every reload: new rows never move the cursor to another record.
 */
#ifndef KT_WIDGET_LIST_H
#define KT_WIDGET_LIST_H

#include <stdbool.h>
#include "core/paint.h"
#include "core/screen.h"
#include "store/query.h"

struct arena;
struct buf;
struct event;
struct list;

struct list_mark { /* what a row is marked with at its left: a sign, so that colour is never alone */
	char sign;     /* ' ': nothing */
	enum style style;
};

struct list_class {
	const struct entity *entity;
	const char *columns;   /* "number,status,…"; NULL: those with a width */
	int frozen;            /* columns that stay when the others are scrolled */
	/* The mark of a row, given the words of a cell by wire name; NULL: none. */
	struct list_mark (*mark)(const struct list *l, size_t row);
	/* What a cell says, where that is not its own words, until the next call; NULL: as usual. May itself be NULL. */
	const char *(*words)(const struct list *l, size_t row, const struct field *f);
	const struct screen_class *opens;  /* Enter; it is given "#17", the number by which the store knows the record */
};

struct list *list_new(struct screen *s, const struct list_class *class);
void list_free(struct list *l); /* NULL: nothing */

/* A new question; words are copied. The cursor goes to the top; in another order of the same records it stays on its
 * record if that is on the first page. */
bool list_ask(struct list *l, const struct query_words *words, struct err *e) KT_CHECK;
/* Other columns of the same rows, "number,status,…": nothing is read anew. */
bool list_columns(struct list *l, const char *columns, struct err *e) KT_CHECK;
const char *list_shown(const struct list *l, struct arena *a); /* their names, with commas between */
const struct query_words *list_question(const struct list *l);
/* Others changed something: read anew, at most once a second. Nothing moves under the cursor, and where its record
 * changed or is gone that is said; what is gone leaves the cursor on its line with nothing selected. */
void list_changed(struct list *l);
void list_reload(struct list *l);       /* the same anew: the cursor stays on its record, on its line */

size_t list_selected(const struct list *l);  /* a row of the window; (size_t)-1: none */

struct screen *list_screen(const struct list *l);
const char *list_cell(const struct list *l, size_t row, const char *field); /* wire; NULL: empty or not read */
long long list_id(const struct list *l, size_t row);
/* For screen_class.selected, where `widget` is a list. */
bool list_record(const struct screen *s, long long *ret_id, const char **ret_words);

/* For screen_class.status. */
void list_status(const struct screen *s, struct buf *out);

/* Rows chosen for an action, in the order in which they were; they stay so until somebody says otherwise. */
enum { LIST_CHOSEN_MAX = 1000 };
struct list_chosen {
	long long id;
	const char *name;  /* what people call it */
	const char *words; /* its columns as they were shown, tabs between */
};
size_t list_chosen(const struct screen *s, const struct list_chosen **ret); /* for screen_class.chosen */
void list_unchoose(struct list *l, long long id);

void list_paint(struct list *l, struct area a);
bool list_event(struct list *l, const struct event *ev); /* mouse */

extern const struct action_table list_actions; /* context "list"; the screen's `widget` is its list */

#endif
