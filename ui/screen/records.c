/* records.c - lists and records that need nothing but their tables: people, alloys, places, settings, the audit trail */
#include "config.h"

#include "screen/screens.h"

#include "base/i18n.h"
#include "domain/activity.h"
#include "domain/alloy.h"
#include "domain/audit.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/place.h"
#include "domain/workshop.h"
#include "screen/browse.h"
#include "screen/detail.h"
#include "screen/history.h"
#include "screen/light.h"
#include "widget/sheet.h"

static const struct action list_own[] = { BROWSE_ACTIONS, { NULL } };
static const struct action record_own[] = { DETAIL_ACTIONS, { NULL } };

/* People */

static const struct detail_part person_parts[] = {
	{ &order_entity, "assignee", N_("Open orders"), LIGHT_COLUMNS, "due",
		{ "status!=delivered", "status!=cancelled" }, .screen = &order_screen, .line = light_line },
	{ NULL },
};
static const struct detail_class person_detail = { .entity = &person_entity, .parts = person_parts };
static const struct screen_class person_screen = {
	.name = "person", .title = N_("Person"), .help = N_("One of the people of the workshop, and what they have to do."),
	.entity = &person_entity, .right = "person:view", .actions = record_own, .with = &person_detail, DETAIL_CLASS,
};
static const struct list_class people_list = { .entity = &person_entity, .frozen = 1, .opens = &person_screen };
const struct screen_class people_screen = {
	.name = "people", .title = N_("People"), .help = N_("Everybody who works here."),
	.entity = &person_entity, .right = "person:view", .actions = list_own, .with = &people_list, BROWSE_CLASS,
};

/* Alloys */

static const struct detail_class alloy_detail = { .entity = &alloy_entity };
static const struct screen_class alloy_screen = {
	.name = "alloy", .title = N_("Alloy"), .help = N_("One alloy of the catalogue."),
	.entity = &alloy_entity, .right = "alloy:view", .actions = record_own, .with = &alloy_detail, DETAIL_CLASS,
};
static const struct list_class alloys_list = { .entity = &alloy_entity, .frozen = 1, .opens = &alloy_screen };
const struct screen_class alloys_screen = {
	.name = "alloys", .title = N_("Alloys"), .help = N_("The metals the workshop works in."),
	.entity = &alloy_entity, .right = "alloy:view", .actions = list_own, .with = &alloys_list, BROWSE_CLASS,
};

/* Activities */

static const struct detail_class activity_detail = { .entity = &activity_entity };
static const struct screen_class activity_screen = {
	.name = "activity", .title = N_("Activity"), .help = N_("One kind of work at the bench."),
	.entity = &activity_entity, .right = "activity:view", .actions = record_own, .with = &activity_detail, DETAIL_CLASS,
};
static const struct list_class activities_list = { .entity = &activity_entity, .frozen = 1, .opens = &activity_screen };
const struct screen_class activities_screen = {
	.name = "activities", .title = N_("Activities"), .help = N_("The kinds of work that time is booked on."),
	.entity = &activity_entity, .right = "activity:view", .actions = list_own, .with = &activities_list, BROWSE_CLASS,
};

/* Places */

static const struct detail_part place_parts[] = {
	{ &order_move_entity, "to_place", N_("What was put here lately"), "at,order,person", "-id", .screen = &order_screen, .leads = "order" },
	{ NULL },
};
static const struct detail_class place_detail = { .entity = &place_entity, .parts = place_parts };
static const struct screen_class place_screen = {
	.name = "place", .title = N_("Place"), .help = N_("One place where pieces lie."),
	.entity = &place_entity, .right = "place:view", .actions = record_own, .with = &place_detail, DETAIL_CLASS,
};
static const struct list_class places_list = { .entity = &place_entity, .frozen = 1, .opens = &place_screen };
const struct screen_class places_screen = {
	.name = "places", .title = N_("Places"), .help = N_("Where pieces lie: benches, safe, partners."),
	.entity = &place_entity, .right = "place:view", .actions = list_own, .with = &places_list, BROWSE_CLASS,
};

/* Settings of the workshop */

static const struct detail_class workshop_detail = { .entity = &workshop_entity };
static const struct screen_class workshop_screen = {
	.name = "workshop", .title = N_("Workshop"), .help = N_("Name, address and habits of the workshop."),
	.entity = &workshop_entity, .right = "workshop:view", .actions = record_own, .with = &workshop_detail, DETAIL_CLASS,
};
static const struct list_class settings_list = { .entity = &workshop_entity, .opens = &workshop_screen };
const struct screen_class settings_screen = {
	.name = "settings", .title = N_("Settings"), .help = N_("Name, address and habits of the workshop."),
	.entity = &workshop_entity, .right = "workshop:view", .actions = list_own, .with = &settings_list, BROWSE_CLASS,
};
static const struct list_class vat_list = { .entity = &vat_rate_entity, .opens = NULL };
const struct screen_class vat_screen = {
	.name = "vat", .title = N_("VAT rates"), .help = N_("Each rate with the day from which it holds."),
	.entity = &vat_rate_entity, .right = "workshop:view", .actions = list_own, .with = &vat_list, BROWSE_CLASS,
};
static const struct list_class numbers_list = { .entity = &number_series_entity, .opens = NULL };
const struct screen_class numbers_screen = {
	.name = "numbers", .title = N_("Document numbers"), .help = N_("How the numbers of documents are made."),
	.entity = &number_series_entity, .right = "workshop:view", .actions = list_own, .with = &numbers_list, BROWSE_CLASS,
};

/* The audit trail */

static const struct detail_class change_detail = { .entity = &audit_entity, .title = "about", .field = history_field };
static const struct screen_class change_screen = {
	.name = "change", .title = N_("Change"), .help = N_("One entry of the audit trail."),
	.entity = &audit_entity, .right = "audit:view", .actions = record_own, .with = &change_detail, DETAIL_CLASS,
};
static const struct list_class audit_list = { .entity = &audit_entity, .columns = "at,who,about,action,changes", .frozen = 1, .words = history_cell, .opens = &change_screen };
const struct screen_class audit_screen = {
	.name = "audit", .title = N_("Audit trail"), .help = N_("Every change: who, when, what, why. Nothing can be removed from it."),
	.entity = &audit_entity, .right = "audit:view", .actions = list_own, .with = &audit_list, BROWSE_CLASS,
};
