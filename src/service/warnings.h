/* warnings.h - what a person should be told before it is too late
 *
 * Questions to the store that block, for the worker's thread and the command line; nothing is changed.
 */
#ifndef KT_SERVICE_WARNINGS_H
#define KT_SERVICE_WARNINGS_H

#include "domain/entity.h"

struct arena;
struct conflict;
struct customer;
struct store;

enum { WARNINGS_MAX = 10 };

/* An alloy that holds what the customer must not have, in a sentence: “Allergy to nickel: 585-w 585 Weißgold holds it.” */
const char *conflict_words(const struct conflict *c, struct arena *a);
/* The same from wire spellings, as lists have them; each may be NULL. */
const char *conflict_words_of(const char *category, const char *substance, const char *code, const char *name, const char *note, struct arena *a);

/* What would be wrong with this alloy for this customer: sentences, allergies first; *ret_n is 0 when all is well, or one of
 * the two is not known yet. */
bool conflicts_find(struct store *s, struct ref customer, struct ref alloy, struct arena *a, const char ***ret, size_t *ret_n,
		struct err *e) KT_CHECK;

struct duplicate { /* somebody who is in the file already and may be the same */
	struct ref id;
	const char *number, *name, *city; /* city may be NULL */
};
/* By name, telephone and e-mail, the likest first; none without the right to see those. */
bool duplicates_find(struct store *s, const struct customer *c, struct arena *a, struct duplicate **ret, size_t *ret_n,
		struct err *e) KT_CHECK;

#endif
