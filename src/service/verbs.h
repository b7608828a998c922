/* verbs.h - the list of every use case */
#ifndef KT_SERVICE_VERBS_H
#define KT_SERVICE_VERBS_H

#include "store/verb.h"

/* Each subject's file brings its own table, ending with a NULL name; the list is verbs.c's. */
extern const struct verb order_verbs[], order_steps[], customer_verbs[], person_verbs[], timer_verbs[],
		time_verbs[], punch_verbs[];

/* Walks all of them: verb_at(0), verb_at(1) … NULL. */
const struct verb *verb_at(size_t i);
const struct verb *verb_find(const char *name); /* "order.confirm"; NULL: no such */
const char *verb_nearest(const char *typed);
/* NULL when sound, else a sentence for the programmer. */
const char *verb_selftest(const struct verb *v, struct arena *a);

#endif
