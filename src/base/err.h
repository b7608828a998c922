/* err.h - errors travel as values
 *
 * A function that can fail returns bool and takes a struct err last. On success the error is
 * untouched, on failure the outputs are. Lower layers neither print nor log what they return.
 */
#ifndef KT_BASE_ERR_H
#define KT_BASE_ERR_H

#include <stdbool.h>
#include "base/attr.h"

enum err_code {
	ERR_NONE,
	ERR_USAGE,     /* a word that does not exist: command, entity, field, column */
	ERR_INVALID,   /* a value or a rule; `field` says which, when there is one */
	ERR_NOT_FOUND, /* no such record, or not for these eyes */
	ERR_CONFLICT,  /* somebody else was faster; read again */
	ERR_DENIED,    /* a right is missing */
	ERR_OFFLINE,   /* no connection, or it broke; try again later */
	ERR_CANCELLED, /* the person stopped it */
	ERR_OUTPUT,    /* the file, pipe or disk that takes the result failed */
	ERR_PROTOCOL,  /* the other side said what it must not: a bug, here or there */
};

struct err {
	enum err_code code;
	char field[48];   /* wire name of the field, or empty */
	char state[6];    /* SQLSTATE, when a database said it; or empty */
	char text[480];   /* one translated sentence for the person */
	char detail[480]; /* untranslated, for the log */
};

#define ERR_INIT { .code = ERR_NONE }

/* Sets code and sentence, clears field and detail; always false: `return err_set(e, …)`. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) KT_PRINTF(3, 4) KT_COLD;

/* The same for one field: ERR_INVALID. `field` is the wire name. */
bool err_field(struct err *e, const char *field, const char *fmt, ...) KT_PRINTF(3, 4) KT_COLD;

/* Adds what only the log should see to an error already set; always false. */
bool err_detail(struct err *e, const char *fmt, ...) KT_PRINTF(2, 3) KT_COLD;

/* Puts words before the sentence: "order 17" makes "order 17: …", the colon comes by
 * itself. Always false. */
bool err_prefix(struct err *e, const char *fmt, ...) KT_PRINTF(2, 3) KT_COLD;

void err_clear(struct err *e);

/* The stable name that scripts and HTTP see: "invalid", "not_found" … */
const char *err_code_name(enum err_code code);

/* What cannot happen: says where on stderr and aborts, so that a core dump tells the rest. A program
 * that owns the terminal registers a function that gives it back first. */
void kt_on_panic(void (*restore)(void));
void kt_panic(const char *file, int line, const char *what) KT_NORETURN KT_COLD;
#define kt_assert(cond) ((cond) ? (void)0 : kt_panic(__FILE__, __LINE__, #cond))

#endif
