/* customers.c - the list of customers */
#include "config.h"

#include "screen/screens.h"

#include "base/i18n.h"
#include "domain/customer.h"
#include "screen/browse.h"

static const struct list_class customers_list = {
	.entity = &customer_entity, .frozen = 1, .opens = &customer_screen,
};

static void customer_new(struct screen *s, const char *words)
{
	(void)words;
	edit_new(s, &customer_form);
}

static void customer_edit(struct screen *s, const char *words)
{
	(void)words;
	edit_selected(s, &customer_form);
}

// clang-format off
static const struct action customer_actions[] = {
	BROWSE_ACTIONS,
	{ "customer.new",  N_("New"),  N_("A new customer."), .right = "customer:create", .flags = ACTION_BAR, .run = customer_new },
	{ "customer.edit", N_("Edit"), N_("Changes the customer."), .right = "customer:edit", .flags = ACTION_BAR | ACTION_RECORD, .run = customer_edit },
	{ NULL },
};
// clang-format on

const struct screen_class customers_screen = {
	.name = "customers", .title = N_("Customers"), .help = N_("Everybody the workshop works for."),
	.entity = &customer_entity, .right = "customer:view", .actions = customer_actions, .with = &customers_list, BROWSE_CLASS,
};
