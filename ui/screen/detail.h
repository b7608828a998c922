/* detail.h - a screen that shows one record with everything that belongs to it, read in one round trip */
#ifndef KT_SCREEN_DETAIL_H
#define KT_SCREEN_DETAIL_H

#include "base/arena.h"
#include "core/screen.h"
#include "domain/entity.h"

struct buf;
struct detail;
struct fmt;
struct rows;
struct sheet;
struct words;

enum { DETAIL_PARTS_MAX = 8 };

struct detail_part { /* records that refer to it, a line each */
	const struct entity *entity;
	const char *field;   /* of theirs, that refers to this */
	const char *title;   /* N_(); NULL: the lines stand by themselves */
	const char *columns; /* "created_at,author,body"; the last one may go on below */
	const char *sort;
	const char *where[3]; /* further conditions */
	const char *none;    /* N_(): said when there is no such record; NULL: nothing, not even the title */
	const struct screen_class *screen; /* that Enter opens; NULL: none */
	const char *leads;   /* reference to the record to open; NULL: the line's own record */
	bool numbers;        /* references are wanted as the store's numbers, not as what people call them */
	bool above;          /* before the record's own fields: what must not be overlooked */
	/* How a row is told, on the sheet; NULL: its columns with two blanks between. */
	void (*line)(struct detail *d, const struct rows *rows, size_t row, struct words *spell);
};

struct detail_class {
	const struct entity *entity;
	const struct detail_part *parts; /* NULL entity at the end */
	const char *title;               /* field that names it at the top; NULL: the entity's own */
	bool parts_only;                 /* the record itself is known to whoever looks */
	void (*above)(struct detail *d); /* lines of its own, behind the parts that stand above; NULL: none */
	/* A field that is told in another way than its label and its words; false: as usual. NULL: all as usual. */
	bool (*field)(struct detail *d, const struct field *f, int label_width);
};

struct detail {
	struct screen screen;
	struct sheet *sheet;
	struct arena arena;   /* of what is shown */
	struct ref id;
	const char *words;    /* what was asked for, until it is found */
	void *rec;            /* NULL: not read yet */
	const char **labels;  /* by field */
	char name[64];
	const struct detail_part *parts[DETAIL_PARTS_MAX]; /* that this person may see */
};

/* What the line under the cursor is about: its part, what the record it leads to is called, and its own id. */
const struct detail_part *detail_line(const struct screen *s, char *ret_words, size_t size, long long *ret_id); /* NULL: nothing */

/* For functions that tell a row: its cells, wire and in words, and columns of a line one after the other. */
const char *detail_cell(const struct rows *rows, size_t row, size_t col);
const char *detail_words(const struct rows *rows, size_t row, size_t col, struct words *spell);
void detail_add(struct buf *line, const struct rows *rows, size_t row, size_t col, struct words *spell);
/* The last line on the sheet: Enter opens the form at this field of the record. */
void detail_link_field(struct detail *d, const struct field *f);

void detail_choose(struct screen *s, const char *words);
void detail_history(struct screen *s, const char *words);
#define DETAIL_ACTIONS \
	{ "detail.choose", N_("Open"), N_("Opens what the line is about."), .flags = ACTION_BAR, .run = detail_choose }, \
	{ "detail.history", N_("History"), N_("Every change of this record: who, when, what, why."), .right = "audit:view", \
		.flags = ACTION_BAR | ACTION_RECORD, .run = detail_history }

/* Functions of a screen_class whose `with` is its struct detail_class and whose struct begins with struct detail. words:
 * what people call the record, or "#17", the number by which the store knows it: then it is read in one round trip. */
bool detail_open(struct screen *s, const char *words, struct err *e);
void detail_close(struct screen *s);
void detail_paint(struct screen *s);
bool detail_event(struct screen *s, const struct event *ev);
void detail_shown(struct screen *s);
void detail_changed(struct screen *s, const char *table, const char *ids);
bool detail_selected(const struct screen *s, long long *ret_id, const char **ret_words);

extern const struct action_table detail_actions; /* new and edit, then the sheet's */

#define DETAIL_CLASS DETAIL_CLASS_WITH(detail_open, &detail_actions)
#define DETAIL_CLASS_WITH(opens, table) \
	.size = sizeof(struct detail), .widget = table, .open = opens, .close = detail_close, \
	.paint = detail_paint, .event = detail_event, .shown = detail_shown, .changed = detail_changed, .selected = detail_selected

#endif
