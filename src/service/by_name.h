/* by_name.h - verbs that are functions of the same name in the database */
#ifndef KT_SERVICE_BY_NAME_H
#define KT_SERVICE_BY_NAME_H

#include <stdbool.h>

struct arena;
struct err;
struct tx;

/* timer.start is karat.timer_start(id => …, "order" => …): the arguments that were said, by their names. There they are
 * one transaction with the rules that hold for everybody, the terminals included. Whatever it answers names the record
 * that is left; where that is a clock, it is one's own. */
bool verb_by_name(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e);

#endif
