/* file_parts.c - sizes, no-gos and addresses of a customer: their records and forms */
#include "config.h"

#include "screen/file_parts.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"
#include "core/ui.h"
#include "domain/customer.h"
#include "domain/measurement.h"
#include "domain/order.h"
#include "screen/detail.h"
#include "screen/editor.h"
#include "screen/screens.h"
#include "widget/sheet.h"

// clang-format off
static const struct {
	const char *action;
	const struct entity *entity;
} parts[] = {
	{ "customer.order",   &order_entity },
	{ "customer.measure", &measurement_entity },
	{ "customer.nogo",    &nogo_entity },
	{ "customer.address", &address_entity },
};

static const struct action record_own[] = { DETAIL_ACTIONS, { NULL } };
// clang-format on

void file_part_new(struct screen *s, const char *words)
{
	long long id;
	char customer[32];
	if (!s->class->selected(s, &id, &words))
		return;
	snprintf(customer, sizeof(customer), "%lld", id);
	const char *const presets[] = { "customer", customer, NULL };
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (str_eq(parts[i].action, s->ui->running->name)) {
			edit_new(s->ui, parts[i].entity, presets);
			return;
		}
}

/* Sizes: a new one is a new record, the newest counts; changing one mends what was typed wrongly. */

static const char *const measurement_fields[] = { "customer", "kind", "hand", "finger", "size", "measured_on", "measured_by", "note", NULL };
static const char *const measurement_presets[] = { "kind", "ring", NULL };
static const struct editor_class measurement_editor = {
	.entity = &measurement_entity, .fields = measurement_fields, .presets = measurement_presets,
};
const struct screen_class measurement_form = {
	.name = "measurement-form", .title = N_("Size"), .right = "measurement:view", .with = &measurement_editor, EDITOR_CLASS,
};
static const struct detail_class measurement_detail = { .entity = &measurement_entity };
const struct screen_class measurement_screen = {
	.name = "measurement", .title = N_("Size"), .help = N_("One size of a customer, and who took it."),
	.entity = &measurement_entity, .right = "measurement:view", .actions = record_own, .with = &measurement_detail, DETAIL_CLASS,
};

/* No-gos and allergies */

static const char *const nogo_fields[] = { "customer", "category", "substance", "alloy", "note", NULL };
static const char *const nogo_presets[] = { "category", "allergy", NULL };
static const struct editor_class nogo_editor = { .entity = &nogo_entity, .fields = nogo_fields, .presets = nogo_presets };
const struct screen_class nogo_form = {
	.name = "nogo-form", .title = N_("No-go"), .right = "nogo:view", .with = &nogo_editor, EDITOR_CLASS,
};
static const struct detail_class nogo_detail = { .entity = &nogo_entity };
const struct screen_class nogo_screen = {
	.name = "nogo", .title = N_("No-go"), .help = N_("What a customer must not or will not have."),
	.entity = &nogo_entity, .right = "nogo:view", .actions = record_own, .with = &nogo_detail, DETAIL_CLASS,
};

/* Addresses */

static const char *const address_fields[] = { "customer", "kind", "name", "street", "postcode", "city", "country", NULL };
static const char *const address_presets[] = { "kind", "billing", NULL };
static const struct editor_class address_editor = { .entity = &address_entity, .fields = address_fields, .presets = address_presets };
const struct screen_class address_form = {
	.name = "address-form", .title = N_("Address"), .right = "address:view", .with = &address_editor, EDITOR_CLASS,
};
static const struct detail_class address_detail = { .entity = &address_entity };
const struct screen_class address_screen = {
	.name = "address", .title = N_("Address"), .help = N_("A further address of a customer."),
	.entity = &address_entity, .right = "address:view", .actions = record_own, .with = &address_detail, DETAIL_CLASS,
};
