/* ftype.h - the kinds of value a field can have, each with two spellings
 *
 * The wire spelling (SQL, JSON, CSV: 129.90, 2026-03-01, in_progress) is the same everywhere and for
 * ever; the user's (form, list, paper: 129,90, 01.03.2026, in Arbeit) follows the person. A type knows
 * these two, what empty is, and nothing else.
 */
#ifndef KT_DOMAIN_FTYPE_H
#define KT_DOMAIN_FTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"
#include "domain/quantity.h"

struct arena;
struct buf;
struct err;
struct field;
struct fmt;

struct ref { int64_t id; }; /* 0: none */

/* The C type of each kind: FIELD() refuses a member that differs. */
typedef const char *ct_line;  /* one line of text */
typedef const char *ct_note;  /* text with line breaks */
typedef const char *ct_uuid;
typedef int ct_choice;        /* index into the field's choices; CHOICE_NONE */
typedef signed char ct_flag;  /* 0, 1; FLAG_NONE */
typedef int64_t ct_count;     /* a whole number; NUM_EMPTY */
typedef struct money ct_money;
typedef struct mass ct_mass;           /* grams */
typedef struct fineness ct_fineness;   /* per mille */
typedef struct percent ct_percent;
typedef struct length ct_length;       /* millimetres */
typedef struct density ct_density;     /* g/cm³ */
typedef struct day ct_day;
typedef struct instant ct_instant;
typedef struct duration ct_duration;   /* wire: seconds */
typedef struct ref ct_ref;

#define CHOICE_NONE (-1)
#define FLAG_NONE ((signed char)-1)

enum json_kind { JSON_STRING, JSON_NUMBER, JSON_BOOL }; /* money and mass are strings: exact */

struct ftype {
	const char *name;  /* "money" */
	const char *sql;   /* type for casts and the drift test: "numeric(14,2)"; varchar takes the field's max */
	size_t size;
	enum json_kind json;
	bool right;        /* aligned right in lists */
	const char *unit;  /* "g": what stands behind a value that people read; NULL: nothing */
	/* From the wire, from the person: false sets INVALID with the field and a sentence. NULL and ""
	 * give empty. Text is copied into the arena. */
	bool (*from_wire)(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e);
	bool (*from_user)(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
			void *ret, struct err *e);
	void (*to_wire)(const struct field *f, const void *v, struct buf *out); /* never called when empty */
	void (*to_user)(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out);
	bool (*is_empty)(const void *v);
	void (*set_empty)(void *v);
	bool (*equal)(const void *a, const void *b);
};

extern const struct ftype ft_line, ft_note, ft_uuid, ft_choice, ft_flag, ft_count, ft_money, ft_mass,
		ft_fineness, ft_percent, ft_length, ft_density, ft_day, ft_instant, ft_duration, ft_ref;
extern const struct ftype *const ftypes[]; /* all, NULL at the end */

#endif
