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
#include "domain/working_rule.h"
#include "domain/workshop.h"
#include "screen/browse.h"
#include "screen/detail.h"
#include "screen/history.h"
#include "screen/light.h"
#include "screen/editor.h"
#include "widget/sheet.h"

static const struct action list_own[] = { BROWSE_ACTIONS, { NULL } };
static const struct action record_own[] = { DETAIL_ACTIONS, { NULL } };

/* People: a new one is a role in PostgreSQL, which its own verb makes, as others change role and access. */

static const char *const person_fields[] = { "login", "display_name", "role", "active", "language", "color", "hourly_cost", "weekly_target", "minor_until", NULL };
static const struct editor_class person_editor = { .entity = &person_entity, .fields = person_fields, .adder = "person.add" };
const struct screen_class person_form = {
	.name = "person-form", .title = N_("Person"), .right = "person:view", .with = &person_editor, EDITOR_CLASS,
};
static const struct detail_part person_parts[] = {
	{ &order_entity, "assignee", N_("Open orders"), LIGHT_COLUMNS, "due",
		{ "status!=delivered", "status!=cancelled" }, .screen = &order_screen, .line = light_line },
	{ NULL },
};
static const struct detail_class person_detail = { .entity = &person_entity, .parts = person_parts };
const struct screen_class person_screen = {
	.name = "person", .title = N_("Person"), .help = N_("One of the people of the workshop, and what they have to do."),
	.entity = &person_entity, .right = "person:view", .actions = record_own, .with = &person_detail, DETAIL_CLASS,
};
static const struct list_class people_list = { .entity = &person_entity, .frozen = 1, .opens = &person_screen };
const struct screen_class people_screen = {
	.name = "people", .title = N_("People"), .help = N_("Everybody who works here."),
	.entity = &person_entity, .right = "person:view", .actions = list_own, .with = &people_list, BROWSE_CLASS,
};

/* Alloys */

static const char *const alloy_fields[] = { "code", "name", "metal", "color", "fineness", "density", "stamp", "contains", "position", "active", NULL };
static const char *const alloy_presets[] = { "color", "none", "active", "true", NULL };
static const struct editor_class alloy_editor = { .entity = &alloy_entity, .fields = alloy_fields, .presets = alloy_presets };
const struct screen_class alloy_form = {
	.name = "alloy-form", .title = N_("Alloy"), .right = "alloy:view", .with = &alloy_editor, EDITOR_CLASS,
};
static const struct detail_class alloy_detail = { .entity = &alloy_entity };
const struct screen_class alloy_screen = {
	.name = "alloy", .title = N_("Alloy"), .help = N_("One alloy of the catalogue."),
	.entity = &alloy_entity, .right = "alloy:view", .actions = record_own, .with = &alloy_detail, DETAIL_CLASS,
};
static const struct list_class alloys_list = { .entity = &alloy_entity, .frozen = 1, .opens = &alloy_screen };
const struct screen_class alloys_screen = {
	.name = "alloys", .title = N_("Alloys"), .help = N_("The metals the workshop works in."),
	.entity = &alloy_entity, .right = "alloy:view", .actions = list_own, .with = &alloys_list, BROWSE_CLASS,
};

/* Activities */

static const char *const activity_fields[] = { "code", "name", "category", "billable", "rate", "position", "active", NULL };
static const char *const activity_presets[] = { "category", "fabrication", "billable", "true", "active", "true", NULL };
static const struct editor_class activity_editor = { .entity = &activity_entity, .fields = activity_fields, .presets = activity_presets };
const struct screen_class activity_form = {
	.name = "activity-form", .title = N_("Activity"), .right = "activity:view", .with = &activity_editor, EDITOR_CLASS,
};
static const struct detail_class activity_detail = { .entity = &activity_entity };
const struct screen_class activity_screen = {
	.name = "activity", .title = N_("Activity"), .help = N_("One kind of work at the bench."),
	.entity = &activity_entity, .right = "activity:view", .actions = record_own, .with = &activity_detail, DETAIL_CLASS,
};
static const struct list_class activities_list = { .entity = &activity_entity, .frozen = 1, .opens = &activity_screen };
const struct screen_class activities_screen = {
	.name = "activities", .title = N_("Activities"), .help = N_("The kinds of work that time is booked on."),
	.entity = &activity_entity, .right = "activity:view", .actions = list_own, .with = &activities_list, BROWSE_CLASS,
};

/* Places */

static const char *const place_fields[] = { "code", "name", "kind", "position", "active", NULL };
static const char *const place_presets[] = { "kind", "bench", "active", "true", NULL };
static const struct editor_class place_editor = { .entity = &place_entity, .fields = place_fields, .presets = place_presets };
const struct screen_class place_form = {
	.name = "place-form", .title = N_("Place"), .right = "place:view", .with = &place_editor, EDITOR_CLASS,
};
static const struct detail_part place_parts[] = {
	{ &order_move_entity, "to_place", N_("What was put here lately"), "at,order,person", "-id", .screen = &order_screen, .leads = "order" },
	{ NULL },
};
static const struct detail_class place_detail = { .entity = &place_entity, .parts = place_parts };
const struct screen_class place_screen = {
	.name = "place", .title = N_("Place"), .help = N_("One place where pieces lie."),
	.entity = &place_entity, .right = "place:view", .actions = record_own, .with = &place_detail, DETAIL_CLASS,
};
static const struct list_class places_list = { .entity = &place_entity, .frozen = 1, .opens = &place_screen };
const struct screen_class places_screen = {
	.name = "places", .title = N_("Places"), .help = N_("Where pieces lie: benches, safe, partners."),
	.entity = &place_entity, .right = "place:view", .actions = list_own, .with = &places_list, BROWSE_CLASS,
};

/* Settings of the workshop */

static const char *const workshop_who[] = { "name", "owner", "street", "postcode", "city", "country", "phone", "email", "tax_number", "vat_id", NULL };
static const char *const workshop_habits[] = { "currency", "time_zone", "language", "hourly_rate", "margin", "scrap", "rounding", NULL };
static const struct form_section workshop_sections[] = {
	{ N_("Who we are"), workshop_who },
	{ N_("How we work"), workshop_habits },
	{ NULL },
};
static const struct editor_class workshop_editor = { .entity = &workshop_entity, .sections = workshop_sections, .adder = "" };
const struct screen_class workshop_form = {
	.name = "workshop-form", .title = N_("Workshop"), .right = "workshop:view", .with = &workshop_editor, EDITOR_CLASS,
};
static const struct detail_class workshop_detail = { .entity = &workshop_entity };
const struct screen_class workshop_screen = {
	.name = "workshop", .title = N_("Workshop"), .help = N_("Name, address and habits of the workshop."),
	.entity = &workshop_entity, .right = "workshop:view", .actions = record_own, .with = &workshop_detail, DETAIL_CLASS,
};
static const struct list_class settings_list = { .entity = &workshop_entity, .opens = &workshop_screen };
const struct screen_class settings_screen = {
	.name = "settings", .title = N_("Settings"), .help = N_("Name, address and habits of the workshop."),
	.entity = &workshop_entity, .right = "workshop:view", .actions = list_own, .with = &settings_list, BROWSE_CLASS,
};

/* VAT rates: a new rate is a new record with the day from which it holds. */

static const char *const vat_rate_fields[] = { "kind", "rate", "valid_from", NULL };
static const char *const vat_rate_presets[] = { "kind", "standard", NULL };
static const struct editor_class vat_rate_editor = { .entity = &vat_rate_entity, .fields = vat_rate_fields, .presets = vat_rate_presets };
const struct screen_class vat_rate_form = {
	.name = "vat-rate-form", .title = N_("VAT rate"), .right = "workshop:view", .with = &vat_rate_editor, EDITOR_CLASS,
};
static const struct detail_class vat_rate_detail = { .entity = &vat_rate_entity };
const struct screen_class vat_rate_screen = {
	.name = "vat-rate", .title = N_("VAT rate"), .help = N_("One rate and the day from which it holds."),
	.entity = &vat_rate_entity, .right = "workshop:view", .actions = record_own, .with = &vat_rate_detail, DETAIL_CLASS,
};
static const struct list_class vat_list = { .entity = &vat_rate_entity, .opens = &vat_rate_screen };
const struct screen_class vat_screen = {
	.name = "vat", .title = N_("VAT rates"), .help = N_("Each rate with the day from which it holds."),
	.entity = &vat_rate_entity, .right = "workshop:view", .actions = list_own, .with = &vat_list, BROWSE_CLASS,
};

/* Rules of working time: a new law is a new record as well. */

static const char *const working_rule_fields[] = { "profile", "valid_from", "first_after", "first_break", "second_after", "second_break", "least_piece",
	"edge", "longest_stretch", "daily_normal", "daily_most", "rest", "weekly_most", "source", NULL };
static const char *const working_rule_presets[] = { "profile", "adult", "first_after", "21600", "first_break", "1800", "second_after", "32400",
	"second_break", "2700", "least_piece", "900", "edge", "0", "longest_stretch", "21600", "daily_normal", "28800", "daily_most", "36000", "rest", "39600", NULL };
static const struct editor_class working_rule_editor = { .entity = &working_rule_entity, .fields = working_rule_fields, .presets = working_rule_presets };
const struct screen_class working_rule_form = {
	.name = "rule-form", .title = N_("Working time rule"), .right = "rule:view", .with = &working_rule_editor, EDITOR_CLASS,
};
static const struct detail_class working_rule_detail = { .entity = &working_rule_entity };
const struct screen_class working_rule_screen = {
	.name = "rule", .title = N_("Working time rule"), .help = N_("What holds for breaks, the length of a day and rest, and from which day on."),
	.entity = &working_rule_entity, .right = "rule:view", .actions = record_own, .with = &working_rule_detail, DETAIL_CLASS,
};
static const struct list_class rules_list = { .entity = &working_rule_entity, .opens = &working_rule_screen };
const struct screen_class rules_screen = {
	.name = "rules", .title = N_("Working time rules"), .help = N_("What the law says about breaks, the length of a day and rest. A new law is a new rule with its first day."),
	.entity = &working_rule_entity, .right = "rule:view", .actions = list_own, .with = &rules_list, BROWSE_CLASS,
};

/* Number series */

static const char *const number_fields[] = { "kind", "pattern", NULL };
static const struct editor_class number_editor = { .entity = &number_series_entity, .fields = number_fields };
const struct screen_class number_form = {
	.name = "number-form", .title = N_("Number series"), .right = "workshop:view", .with = &number_editor, EDITOR_CLASS,
};
static const struct detail_class number_detail = { .entity = &number_series_entity };
const struct screen_class number_screen = {
	.name = "number", .title = N_("Number series"), .help = N_("How the numbers of one kind of document are made."),
	.entity = &number_series_entity, .right = "workshop:view", .actions = record_own, .with = &number_detail, DETAIL_CLASS,
};
static const struct list_class numbers_list = { .entity = &number_series_entity, .opens = &number_screen };
const struct screen_class numbers_screen = {
	.name = "numbers", .title = N_("Document numbers"), .help = N_("How the numbers of documents are made."),
	.entity = &number_series_entity, .right = "workshop:view", .actions = list_own, .with = &numbers_list, BROWSE_CLASS,
};

/* The audit trail */

static const struct detail_class change_detail = { .entity = &audit_entity, .title = "about", .field = history_field };
const struct screen_class change_screen = {
	.name = "change", .title = N_("Change"), .help = N_("One entry of the audit trail."),
	.entity = &audit_entity, .right = "audit:view", .actions = record_own, .with = &change_detail,
	DETAIL_CLASS_WITH(detail_open, &sheet_actions),
};
static const struct list_class audit_list = { .entity = &audit_entity, .columns = "at,who,about,action,changes", .frozen = 1, .words = history_cell, .opens = &change_screen };
const struct screen_class audit_screen = {
	.name = "audit", .title = N_("Audit trail"), .help = N_("Every change: who, when, what, why. Nothing can be removed from it."),
	.entity = &audit_entity, .right = "audit:view", .actions = list_own, .with = &audit_list,
	BROWSE_CLASS_WITH(&browse_read_actions),
};
