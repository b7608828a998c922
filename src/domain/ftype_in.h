/* ftype_in.h - what the files of the field types share; nobody else includes it */
#ifndef KT_DOMAIN_FTYPE_IN_H
#define KT_DOMAIN_FTYPE_IN_H

#include "domain/ftype.h"

/* Refuses a value. `sentence`, translated, says it with up to three %s: the label of the field, what
 * was typed (made fit to be shown), an example or the list of what is possible. Always false. */
bool ftype_refuse(const struct field *f, const char *sentence, const char *typed, const char *example,
		struct err *e) KT_COLD;

/* The numbers: one int64_t each, NUM_EMPTY when empty. */
bool number_empty(const void *v);
void number_set_empty(void *v);
bool number_equal(const void *a, const void *b);

#endif
