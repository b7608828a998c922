/* orders.h - what screens ask about several orders at once
 *
 * Questions to the store that block, for the worker's thread; nothing is changed.
 */
#ifndef KT_SERVICE_ORDERS_H
#define KT_SERVICE_ORDERS_H

#include <stddef.h>
#include "domain/entity.h"

struct arena;
struct err;
struct store;

struct order_stand { /* where an order stands */
	struct ref id;
	int status; /* enum order_status */
	bool held;
};

/* Of those that are still there, in any order; *ret lies in the arena. */
bool orders_stand(struct store *s, const struct ref *ids, size_t n, struct arena *a, const struct order_stand **ret,
		size_t *ret_n, struct err *e) KT_CHECK;

#endif
