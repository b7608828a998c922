/* verb.h - a use case: a name, a right, what it takes and gives, and one function
 *
 * The screen, the command line, the prompt and HTTP all call the same record. `args` and `result` are
 * entities without a table: their fields are read from forms, words and JSON like any other's.
 */
#ifndef KT_STORE_VERB_H
#define KT_STORE_VERB_H

#include "domain/entity.h"

struct tx;

struct verb {
	const char *name, *label;      /* "order.confirm", N_("Confirm") */
	const char *right;
	const struct entity *subject;  /* the record it acts on: args then begin with its reference; NULL: none */
	const struct entity *args;
	const struct entity *result;   /* the record it leaves; NULL: nothing */
	const char *help;              /* N_(): one sentence */
	/* SQL that tells what it changes, asked in the same transaction before that is taken back: for who wants to see it first.
	 * NULL: it is seen anyway. */
	const char *tells;
	bool mends;                    /* its questions begin with what the record has under the same names */
	bool asks;                     /* destructive or final: name the object and ask first */
	/* Runs beside the database, in one transaction that the store opens and ends. */
	bool (*run)(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e);
};

/* The entity of a verb's arguments: struct S, whose fields stand in the array WHAT_fields. */
#define VERB_ARGS(what, S) \
	static const struct entity what##_args_entity = { \
		.name = #what "_args", .plural = #what "_args", .label = N_("Details"), .label_plural = N_("Details"), \
		.size = sizeof(struct S), .fields = what##_fields, .nfields = ARRAY_LEN(what##_fields) }
#endif
