/* working_rule.c - the table of what the law says about working time: a new law is a new record */
#include "config.h"

#include "domain/working_rule.h"

#include "base/i18n.h"

// clang-format off
static const struct choice working_profiles[] = {
	{ "adult", N_("adults") },
	{ "minor", N_("minors") },
	{ NULL, NULL },
};

#define R(m, kind, ...) FIELD(working_rule, m, kind, __VA_ARGS__)
static const struct field working_rule_fields[] = {
	R(id,              ref,      .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	R(profile,         choice,   .label = N_("For whom"), .flags = F_REQUIRED | F_TITLE, .width = 12, .choices = working_profiles),
	R(valid_from,      day,      .label = N_("Valid from"), .flags = F_REQUIRED | F_SORT, .width = 10,
		.hint = N_("Today or later; what held before stays as it is.")),
	R(first_after,     duration, .label = N_("First break over"), .flags = F_REQUIRED, .most = 86400,
		.hint = N_("Who works longer than this owes the first break: 6:00, minors 4:30.")),
	R(first_break,     duration, .label = N_("First break"), .flags = F_REQUIRED, .width = 7, .most = 86400),
	R(second_after,    duration, .label = N_("More breaks over"), .flags = F_REQUIRED, .most = 86400,
		.hint = N_("Who works longer than this owes more: 9:00, minors 6:00.")),
	R(second_break,    duration, .label = N_("Breaks then"), .flags = F_REQUIRED, .width = 7, .most = 86400,
		.hint = N_("All breaks together: 0:45, minors 1:00.")),
	R(least_piece,     duration, .label = N_("Shortest break"), .flags = F_REQUIRED, .most = 7200,
		.hint = N_("What is shorter is no break: 0:15.")),
	R(edge,            duration, .label = N_("No break within"), .flags = F_REQUIRED, .most = 14400,
		.hint = N_("So near to the beginning and the end no break counts: minors 1:00.")),
	R(longest_stretch, duration, .label = N_("Longest without a break"), .flags = F_REQUIRED, .least = 3600, .most = 86400),
	R(daily_normal,    duration, .label = N_("Normal day"), .flags = F_REQUIRED, .least = 3600, .most = 86400),
	R(daily_most,      duration, .label = N_("Longest day"), .flags = F_REQUIRED, .width = 7, .least = 3600, .most = 86400),
	R(rest,            duration, .label = N_("Rest"), .flags = F_REQUIRED, .width = 7, .most = 86400,
		.hint = N_("Between the end of one day and the beginning of the next: 11:00, minors 12:00.")),
	R(weekly_most,     duration, .label = N_("Longest week"), .least = 3600, .most = 604800,
		.hint = N_("From Monday to Sunday: minors 40:00; empty: only the days count.")),
	R(source,          line,     .label = N_("Source"), .max = 80, .hint = N_("The law, such as ArbZG § 4.")),
	R(version,         count,    .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef R
// clang-format on

const struct entity working_rule_entity = {
	.name = "working_rule", .plural = "working_rules", .table = "working_rule",
	.label = N_("Working time rule"), .label_plural = N_("Working time rules"), .right = "rule",
	.size = sizeof(struct working_rule), .fields = working_rule_fields, .nfields = ARRAY_LEN(working_rule_fields),
	.sort = "-valid_from",
};
