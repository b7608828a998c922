/* orders.c - the list of orders */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/ui.h"
#include "domain/order.h"
#include "screen/browse.h"
#include "screen/light.h"
#include "store/store.h"

static struct list_mark order_mark(const struct list *l, size_t row)
{
	struct light light = light_of(list_cell(l, row, "status"), list_cell(l, row, "held_reason"), list_cell(l, row, "due"));
	/* Most orders are in time: only what somebody has to do something about is coloured, as each colour is sent with each page. */
	return (struct list_mark) { light.sign, light.style == STYLE_INTIME ? STYLE_NORMAL : light.style };
}

/* Views under the keys 1–9. */
static const struct view {
	const char *name;      /* of the action */
	const char *label;
	const char *where[3];
	size_t n;
	const char *sort;
	bool mine;             /* the last condition is the person at the terminal */
} views[] = {
	{ "orders.all",     N_("All orders"), { NULL }, 0, NULL, false },
	{ "orders.open",    N_("Open orders by deadline"), { "status!=delivered", "status!=cancelled" }, 2, "due", false },
	{ "orders.mine",    N_("My open orders"), { "status!=delivered", "status!=cancelled" }, 2, "due", true },
	{ "orders.drafts",  N_("Drafts"), { "status=draft" }, 1, "-id", false },
	{ "orders.waiting", N_("Waiting for a fitting"), { "status=waiting_for_fitting" }, 1, "due", false },
	{ "orders.ready",   N_("Ready to be handed over"), { "status=completed" }, 1, "due", false },
};

static void show_view(struct screen *s, const char *words)
{
	const struct session *who = ui_session(s->ui);
	char mine[160];
	(void)words;
	for (size_t i = 0; i < ARRAY_LEN(views); i++) {
		const struct view *v = &views[i];
		const char *where[4] = { v->where[0], v->where[1], v->where[2] };
		size_t n = v->n;
		if (!str_eq(v->name, s->ui->running->name))
			continue;
		if (v->mine && who) {
			snprintf(mine, sizeof(mine), "assignee=%s", who->login);
			where[n++] = mine;
		}
		browse_where(s, i18n_label(v->label), where, n, v->sort);
	}
}

static void order_menu(struct screen *s, const char *words)
{
	const struct list *l = s->widget;
	const char *status = list_cell(l, list_selected(l), "status");
	const struct choice *c = status ? choice_find(order_statuses, status) : NULL;
	const struct list_chosen *chosen;
	(void)words;
	if (list_chosen(s, &chosen))
		steps_menu_many(s);
	else if (c)
		steps_menu(s, (int)(c - order_statuses), list_cell(l, list_selected(l), "held_reason") != NULL, NULL);
}

// clang-format off
static const struct action order_actions[] = {
	BROWSE_ACTIONS,
	{ "order.steps", N_("Status"), N_("The next steps of the order, and why others are not possible."), .right = "order:edit",
		.flags = ACTION_BAR | ACTION_RECORD, .run = order_menu },
	{ "orders.open",    NULL, N_("Open orders by deadline."), .run = show_view },
	{ "orders.mine",    NULL, N_("My open orders."), .run = show_view },
	{ "orders.drafts",  NULL, N_("Drafts."), .run = show_view },
	{ "orders.waiting", NULL, N_("Orders that wait for a fitting."), .run = show_view },
	{ "orders.ready",   NULL, N_("Orders that are ready to be handed over."), .run = show_view },
	{ "orders.all",     NULL, N_("All orders."), .run = show_view },
	{ NULL },
};
// clang-format on

static const struct list_class orders_list = {
	.entity = &order_entity, .columns = "number,due,status,title,customer_name,assignee_name,alloy_code", .frozen = 1, .mark = order_mark, .opens = &order_screen,
};

const struct screen_class orders_screen = {
	.name = "orders", .title = N_("Orders"), .help = N_("Every order of the workshop. ! is overdue, + is due in the next three days, = is in time, - is on hold."),
	.entity = &order_entity, .right = "order:view", .actions = order_actions, .with = &orders_list, BROWSE_CLASS,
};
