/* customers.c - the list of customers, and one customer's file */
#include "config.h"

#include "screen/screens.h"

#include "base/i18n.h"
#include "domain/customer.h"
#include "domain/measurement.h"
#include "domain/order.h"
#include "screen/browse.h"
#include "screen/detail.h"
#include "screen/editor.h"
#include "widget/form.h"
#include "widget/sheet.h"

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

// clang-format off
static const struct detail_part customer_parts[] = {
	{ &nogo_entity,        "customer", N_("No-gos and allergies"), "category,substance,alloy,note", "id" },
	{ &measurement_entity, "customer", N_("Sizes"),  "measured_on,kind,hand,finger,size,note", "-id" },
	{ &order_entity,       "customer", N_("Orders"), "number,status,due,title", "-id", .screen = &order_screen },
	{ NULL },
};
// clang-format on

static const struct detail_class customer_detail = { .entity = &customer_entity, .parts = customer_parts };

// clang-format off
static const struct action file_actions[] = {
	DETAIL_ACTIONS,
	{ "customer.edit", N_("Edit"), N_("Changes the customer."), .right = "customer:edit", .flags = ACTION_BAR | ACTION_RECORD, .run = customer_edit },
	{ NULL },
};
// clang-format on

const struct screen_class customer_screen = {
	.name = "customer", .title = N_("Customer"), .help = N_("One customer with sizes, no-gos and orders."),
	.entity = &customer_entity, .right = "customer:view", .actions = file_actions, .with = &customer_detail, DETAIL_CLASS,
};

static const char *const customer_presets[] = { "kind", "private", NULL };

static const struct editor_class customer_editor = {
	.entity = &customer_entity, .presets = customer_presets, .detail = &customer_screen,
};

const struct screen_class customer_form = {
	.name = "customer-form", .title = N_("Customer"), .help = N_("Signs: * must be filled in, ~ is changed, ! is wrong."),
	.right = "customer:view", .with = &customer_editor, EDITOR_CLASS,
};
