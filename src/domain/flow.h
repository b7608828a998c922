/* flow.h - which verb leads an order from which status to which; the database has the same table */
#ifndef KT_DOMAIN_FLOW_H
#define KT_DOMAIN_FLOW_H

#include <stdbool.h>

enum flow_guard {
	GUARD_NONE = 0,
	GUARD_COMPLETE = 1, /* the mandatory fields are there */
	GUARD_REASON = 2,   /* a reason must be given */
};

struct flow_step {
	int from, to; /* enum order_status */
	const char *verb, *right;
	unsigned guard; /* enum flow_guard */
};

extern const struct flow_step order_flow[]; /* ends with a NULL verb */

/* The step a verb makes from a status, or NULL: then order_flow tells what would be possible. */
const struct flow_step *flow_find(int from, const char *verb);
bool flow_is_open(int status); /* neither delivered nor cancelled */

#endif
