/* order.c - one order: what is to be made, who said what, how it went through the workshop */
#include "config.h"

#include "screen/screens.h"

#include "base/i18n.h"
#include "domain/order.h"
#include "screen/detail.h"
#include "screen/editor.h"
#include "widget/form.h"
#include "widget/sheet.h"

// clang-format off
static const struct detail_part order_parts[] = {
	{ &order_comment_entity, "order", N_("Comments"),       "created_at,author,body", "id" },
	{ &order_event_entity,   "order", N_("Status history"), "at,to_status,person,reason", "id" },
	{ &order_move_entity,    "order", N_("Place history"),  "at,to_place,person", "id" },
	{ NULL },
};
// clang-format on

static const struct detail_class order_detail = { .entity = &order_entity, .parts = order_parts };

static void order_menu(struct screen *s, const char *words)
{
	const struct order *o = ((struct detail *)s)->rec;
	(void)words;
	if (o)
		steps_menu(s, o->status, o->held_reason != NULL, o);
}

static void order_edit(struct screen *s, const char *words)
{
	(void)words;
	edit_selected(s, &order_form);
}

// clang-format off
static const struct action order_actions[] = {
	DETAIL_ACTIONS,
	{ "order.edit", N_("Edit"), N_("Changes the order."), .right = "order:edit", .flags = ACTION_BAR | ACTION_RECORD, .run = order_edit },
	{ "order.steps", N_("Status"), N_("The next steps of the order, and why others are not possible."), .right = "order:edit",
		.flags = ACTION_BAR | ACTION_RECORD, .run = order_menu },
	{ NULL },
};
// clang-format on

const struct screen_class order_screen = {
	.name = "order", .title = N_("Order"), .help = N_("One order with its comments and its way through the workshop."),
	.entity = &order_entity, .right = "order:view", .actions = order_actions, .with = &order_detail, DETAIL_CLASS,
};

/* The form, in the order in which one asks the customer. */

// clang-format off
static const char *const what_fields[] = { "kind", "title", "customer", "due", "fitting_on", "priority", "price", "scrap_gold", "description", NULL };
static const char *const how_fields[] = { "alloy", "finish", "ring_size", "stones", "engraving", "estimated_weight", "actual_weight",
	"estimated_time", "instructions", NULL };
static const struct form_section order_sections[] = {
	{ N_("What is wanted"), what_fields },
	{ N_("How it is made"), how_fields },
	{ NULL },
};
// clang-format on

static uint64_t order_wants(const void *rec)
{
	const struct order *o = rec;
	return o->kind == CHOICE_NONE ? 0 : order_needs((enum order_kind)o->kind);
}

static const struct editor_class order_editor = {
	.entity = &order_entity, .sections = order_sections, .needs = order_wants, .detail = &order_screen,
};

const struct screen_class order_form = {
	.name = "order-form", .title = N_("Order"), .help = N_("Signs: * must be filled in, + is needed before the order is confirmed, ~ is changed, ! is wrong."),
	.right = "order:view", .with = &order_editor, EDITOR_CLASS,
};
