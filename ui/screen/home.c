/* home.c - what the person at the terminal has to do today */
#include "config.h"

#include "screen/screens.h"

#include "base/err.h"
#include "base/i18n.h"
#include "domain/order.h"
#include "domain/person.h"
#include "screen/detail.h"
#include "service/verbs.h"
#include "store/store.h"
#include "widget/sheet.h"

#define OPEN "status!=delivered", "status!=cancelled"

// clang-format off
static const struct detail_part home_parts[] = {
	{ &mention_entity, "person", N_("Waits for your answer"), "created_at,order,comment", "id", { "seen_at=" },
		.none = N_("Nobody waits for an answer of yours."), .screen = &order_screen, .leads = "order" },
	{ &order_entity, "assignee", N_("Your orders, the most urgent first"), "due,number,status,title", "due", { OPEN },
		.none = N_("Nothing is assigned to you."), .screen = &order_screen },
	{ NULL },
};
// clang-format on

static const struct detail_class home_detail = { .entity = &person_entity, .parts = home_parts, .parts_only = true };

static bool home_open(struct screen *s, const char *words, struct err *e)
{
	const struct session *who = ui_session(s->ui);
	(void)words;
	return detail_open(s, who ? who->login : "", e);
}

/* A question that was answered, or needs no answer. */
static void home_seen(struct screen *s, const char *words)
{
	size_t part;
	long long id;
	char name[64];
	(void)words;
	if (detail_line(s, &part, name, sizeof(name), &id) && part == 0)
		verb_start_on(s->ui, verb_find("mention.seen"), id, name);
	else
		ui_say(s->ui, MESSAGE_INFO, _("Only a question that waits for your answer can be ticked off."));
}

// clang-format off
static const struct action home_actions[] = {
	DETAIL_ACTIONS,
	{ "home.seen", N_("Tick off"), N_("Takes a question off the list that needs no answer of yours any more."), .right = "comment:view",
		.flags = ACTION_BAR, .run = home_seen },
	{ NULL },
};
// clang-format on

const struct screen_class home_screen = {
	.name = "home", .title = N_("My day"), .help = N_("What waits for you: questions of others, and your orders by deadline."),
	.actions = home_actions, .with = &home_detail, DETAIL_CLASS_BUT_OPEN, .open = home_open,
};
