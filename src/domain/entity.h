/* entity.h - an entity is a C struct and one const table of its fields
 *
 * SQL, JSON, CSV, list, form, command line, completion, description and tests all come from that table.
 * There is no logic in it: no formulas, no conditions, no callbacks per field. Joins are SQL views with
 * a read-only entity of their own (order_row).
 */
#ifndef KT_DOMAIN_ENTITY_H
#define KT_DOMAIN_ENTITY_H

#include "domain/ftype.h"

struct choice {
	const char *wire;  /* "in_progress" */
	const char *label; /* N_("in progress") */
};

enum field_flag {
	F_ID = 1 << 0,       /* the surrogate key */
	F_KEY = 1 << 1,      /* what people call the record: number, login, code */
	F_TITLE = 1 << 2,    /* what a person reads when a field refers to the record */
	F_REQUIRED = 1 << 3,
	F_READONLY = 1 << 4, /* the database fills it */
	F_ONCE = 1 << 5,     /* may be said when adding, not changed afterwards */
	F_PRIVATE = 1 << 6,  /* personal data: masked in logs, withheld from viewers */
	F_SORT = 1 << 7,     /* a list may be sorted by it (an index exists) */
	F_VERSION = 1 << 8,
	F_NEGATIVE = 1 << 9, /* quantities below zero make sense */
	F_DELETED = 1 << 10, /* soft delete: not empty means gone */
};

struct entity;

struct field {
	const char *name, *label;     /* wire name; N_() label */
	const struct ftype *type;
	size_t off;
	unsigned flags;               /* enum field_flag */
	int width;                    /* wish of its list column; 0: listed only when asked for */
	int max;                      /* text: characters, as varchar(max) */
	int64_t least, most;          /* quantities: bounds in the unit of the C type, when most > least */
	const struct choice *choices; /* ends with a NULL wire; of a line: words that people read as their labels */
	const struct entity *ref;     /* a reference's target */
	const char *right;            /* needed to see and set it, e.g. "order:price"; NULL: the entity's own */
	const char *hint;             /* N_(): what to type, with an example */
};

/* Designated initialiser for member m of struct S; a member of another type does not compile. */
#define FIELD(S, m, kind, ...) \
	{ .name = #m, .type = &ft_##kind, \
	  .off = _Generic(&((struct S *)0)->m, ct_##kind *: offsetof(struct S, m)), __VA_ARGS__ }

struct entity {
	const char *name, *plural;            /* "order", "orders" */
	const char *table;                    /* in schema karat; of a row entity: its view */
	const char *told;                     /* of a view: the table that tells of its changes; NULL: `table` does */
	const char *label, *label_plural;     /* NP_ or N_ */
	const char *right;                    /* prefix: "order" gives order:view, order:create, order:edit */
	size_t size, nfields;
	const struct field *fields;
	const struct entity *row;             /* what its list shows; NULL: itself */
	const char *sort;                     /* of its list when nobody says: "-id" */
	const char *search;                   /* function karat.X(text, most) that finds ids; NULL: key and title */
	const char *find;                     /* function karat.X(words): ids of those called so; NULL: key and title */
	const char *own;                      /* without this right only rows whose person one is are seen; NULL: all are */
	bool readonly;                        /* a view, or written by the database alone */
	bool (*check)(const void *rec, struct err *e); /* rules across fields stay plain C; may be NULL */
};

#define ENTITY_FIELDS_MAX 64 /* a set of fields fits in a uint64_t */

const struct field *entity_field(const struct entity *ent, const char *name); /* NULL: no such */
/* The field with this label, in the person's language or in English, whatever the case; NULL: no such, or several. */
const struct field *entity_field_called(const struct entity *ent, const char *words);
/* ERR_USAGE: the nearest that exists, else where they are listed: "karat describe WHERE". Always false. */
bool entity_no_field(const struct entity *ent, const char *typed, const char *where, struct err *e) KT_COLD;
const struct field *entity_flagged(const struct entity *ent, enum field_flag flag); /* the first, or NULL */
const char *entity_told(const struct entity *ent); /* the table whose changes are its changes */
const struct choice *choice_find(const struct choice *choices, const char *wire);
int choice_index(const struct choice *choices, const char *wire); /* CHOICE_NONE: no such, and of NULL */
size_t field_index(const struct entity *ent, const struct field *f);

static inline void *field_at(const struct field *f, void *rec)
{
	return (char *)rec + f->off;
}

static inline const void *field_in(const struct field *f, const void *rec)
{
	return (const char *)rec + f->off;
}

void entity_blank(const struct entity *ent, void *rec); /* every field empty */
bool field_empty(const struct field *f, const void *rec);
/* The fields in which two records differ, as a set of bits by index. */
uint64_t entity_changes(const struct entity *ent, const void *was, const void *is);

/* One value in either spelling, with the checks every field has: length, control characters, bounds.
 * Required is checked by entity_check, when the record is whole. */
bool field_from_wire(const struct field *f, const char *s, struct arena *a, void *rec, struct err *e) KT_CHECK;
bool field_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *rec, struct err *e) KT_CHECK;
void field_to_wire(const struct field *f, const void *rec, struct buf *out); /* empty adds nothing */
const char *field_wire(const struct field *f, const void *rec, struct arena *a); /* the same in the arena; NULL: empty */
void field_to_user(const struct field *f, const struct fmt *fmt, const void *rec, struct buf *out);
/* As people read it where nobody types: with its unit, "4,235 g". */
void field_words(const struct field *f, const struct fmt *fmt, const void *rec, struct buf *out);

/* Required fields, then the entity's own rules. The error names the first field that is wrong. */
bool entity_check(const struct entity *ent, const void *rec, struct err *e) KT_CHECK;

/* NULL when sound, else a sentence for the programmer: offsets, names, labels, choices, one id, … */
const char *entity_selftest(const struct entity *ent, struct arena *a);

#endif
