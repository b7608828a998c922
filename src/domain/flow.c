/* flow.c - the status machine of orders */
#include "config.h"

#include "domain/flow.h"

#include <stddef.h>

#include "base/str.h"
#include "domain/order.h"

const struct flow_step *flow_find(int from, const char *verb)
{
	for (const struct flow_step *s = order_flow; s->verb; s++)
		if (s->from == from && str_eq(s->verb, verb))
			return s;
	return NULL;
}

bool flow_is_open(int status)
{
	return status != ORDER_DELIVERED && status != ORDER_CANCELLED;
}

// clang-format off
const struct flow_step order_flow[] = {
	{ ORDER_DRAFT,               ORDER_CONFIRMED,           "order.confirm",      "order:edit",    GUARD_COMPLETE },
	{ ORDER_CONFIRMED,           ORDER_IN_PROGRESS,         "order.start",        "order:edit",    GUARD_NONE },
	{ ORDER_IN_PROGRESS,         ORDER_WAITING_FOR_FITTING, "order.to_fitting",   "order:edit",    GUARD_NONE },
	{ ORDER_WAITING_FOR_FITTING, ORDER_FITTING_DONE,        "order.fitting_done", "order:edit",    GUARD_NONE },
	{ ORDER_FITTING_DONE,        ORDER_IN_PROGRESS,         "order.start",        "order:edit",    GUARD_NONE },
	{ ORDER_IN_PROGRESS,         ORDER_READY_FOR_SETTING,   "order.to_setting",   "order:edit",    GUARD_NONE },
	{ ORDER_FITTING_DONE,        ORDER_READY_FOR_SETTING,   "order.to_setting",   "order:edit",    GUARD_NONE },
	{ ORDER_READY_FOR_SETTING,   ORDER_IN_PROGRESS,         "order.start",        "order:edit",    GUARD_NONE },
	{ ORDER_IN_PROGRESS,         ORDER_QUALITY_CHECK,       "order.to_check",     "order:edit",    GUARD_NONE },
	{ ORDER_FITTING_DONE,        ORDER_QUALITY_CHECK,       "order.to_check",     "order:edit",    GUARD_NONE },
	{ ORDER_READY_FOR_SETTING,   ORDER_QUALITY_CHECK,       "order.to_check",     "order:edit",    GUARD_NONE },
	{ ORDER_QUALITY_CHECK,       ORDER_IN_PROGRESS,         "order.rework",       "order:edit",    GUARD_REASON },
	{ ORDER_COMPLETED,           ORDER_IN_PROGRESS,         "order.rework",       "order:edit",    GUARD_REASON },
	{ ORDER_QUALITY_CHECK,       ORDER_COMPLETED,           "order.complete",     "order:edit",    GUARD_NONE },
	{ ORDER_COMPLETED,           ORDER_DELIVERED,           "order.deliver",      "order:deliver", GUARD_NONE },
	{ ORDER_DRAFT,               ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_CONFIRMED,           ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_IN_PROGRESS,         ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_WAITING_FOR_FITTING, ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_FITTING_DONE,        ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_READY_FOR_SETTING,   ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_QUALITY_CHECK,       ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ ORDER_COMPLETED,           ORDER_CANCELLED,           "order.cancel",       "order:deliver", GUARD_REASON },
	{ 0, 0, NULL, NULL, 0 },
};
// clang-format on
