/* entities.c - the list of everything karat keeps */
#include "config.h"

#include "domain/entities.h"

#include "base/str.h"
#include "domain/activity.h"
#include "domain/alloy.h"
#include "domain/audit.h"
#include "domain/customer.h"
#include "domain/measurement.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/place.h"
#include "domain/punch.h"
#include "domain/time.h"
#include "domain/working_rule.h"
#include "domain/workshop.h"

const struct entity *entity_find(const char *name)
{
	for (const struct entity *const *e = entities; *e; e++)
		if (str_eq((*e)->name, name) || str_eq((*e)->plural, name))
			return *e;
	return NULL;
}

const char *entity_nearest(const char *typed)
{
	const char *words[128];
	size_t n = 0;
	for (const struct entity *const *e = entities; *e && n + 3 < ARRAY_LEN(words); e++) {
		words[n++] = (*e)->name;
		words[n++] = (*e)->plural;
	}
	words[n] = NULL;
	return str_nearest(typed, words);
}

const struct entity *const entities[] = {
	&order_entity,
	&order_comment_entity,
	&order_event_entity,
	&order_move_entity,
	&mention_entity,
	&conflict_entity,
	&tally_entity,
	&customer_entity,
	&address_entity,
	&measurement_entity,
	&nogo_entity,
	&clock_entity,
	&time_entry_entity,
	&shift_entity,
	&pause_entity,
	&period_entity,
	&effort_entity,
	&punch_entity,
	&badge_entity,
	&person_entity,
	&place_entity,
	&activity_entity,
	&alloy_entity,
	&workshop_entity,
	&vat_rate_entity,
	&working_rule_entity,
	&number_series_entity,
	&audit_entity,
	NULL,
};
