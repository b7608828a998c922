/* customers.c - the list of customers */
#include "config.h"

#include "screen/screens.h"

#include "base/i18n.h"
#include "domain/customer.h"
#include "screen/browse.h"

static const struct list_class customers_list = {
	.entity = &customer_entity, .frozen = 1, .opens = &customer_screen,
};

// clang-format off
static const struct action customer_actions[] = {
	BROWSE_ACTIONS,
	{ NULL },
};
// clang-format on

const struct screen_class customers_screen = {
	.name = "customers", .title = N_("Customers"), .help = N_("Everybody the workshop works for."),
	.entity = &customer_entity, .right = "customer:view", .actions = customer_actions, .with = &customers_list, BROWSE_CLASS,
};
