/* activity.c - the table of activities */
#include "config.h"

#include "domain/activity.h"

#include "base/i18n.h"

// clang-format off
static const struct choice activity_categories[] = {
	{ "fabrication",    N_("fabrication") },
	{ "administration", N_("administration") },
	{ "waiting",        N_("waiting") },
	{ NULL, NULL },
};

#define A(m, kind, ...) FIELD(activity, m, kind, __VA_ARGS__)
static const struct field activity_fields[] = {
	A(id,       ref,    .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	A(code,     line,   .label = N_("Code"), .flags = F_KEY | F_REQUIRED | F_SORT, .width = 10, .max = 16,
		.hint = N_("Short and unique, such as solder; it is typed to find the activity.")),
	A(name,     line,   .label = N_("Name"), .flags = F_TITLE | F_REQUIRED | F_SORT, .width = 24, .max = 80,
		.hint = N_("What is done, such as soldering or polishing.")),
	A(category, choice, .label = N_("Category"), .flags = F_REQUIRED, .width = 14, .choices = activity_categories),
	A(billable, flag,   .label = N_("Billable"), .width = 8,
		.hint = N_("Is the customer charged for this time?")),
	A(rate,     money,  .label = N_("Hourly rate"), .width = 10, .most = 10000000, .right = "activity:rate",
		.hint = N_("Empty: the hourly rate of the workshop.")),
	A(position, count,  .label = N_("Position"), .flags = F_SORT, .most = 9999,
		.hint = N_("Its place in lists: small numbers come first.")),
	A(active,   flag,   .label = N_("In use"), .width = 6),
	A(version,  count,  .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef A
// clang-format on

const struct entity activity_entity = {
	.name = "activity", .plural = "activities", .table = "activity",
	.label = N_("Activity"), .label_plural = N_("Activities"), .right = "activity",
	.size = sizeof(struct activity), .fields = activity_fields, .nfields = ARRAY_LEN(activity_fields),
	.sort = "position",
};
