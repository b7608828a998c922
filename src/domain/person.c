/* person.c - the table of people
 *
 * login, role and active change through verbs alone (person.add, person.role, person.disable), as they
 * are roles and grants in PostgreSQL, not columns.
 */
#include "config.h"

#include "domain/person.h"

#include "base/err.h"
#include "base/i18n.h"

// clang-format off
const struct choice person_roles[] = { /* in the order of enum role */
	{ "viewer",    N_("viewer") },
	{ "goldsmith", N_("goldsmith") },
	{ "office",    N_("office") },
	{ "admin",     N_("admin") },
	{ "kiosk",     N_("kiosk") },
	{ "auditor",   N_("auditor") },
	{ NULL, NULL },
};

const struct choice person_colors[] = { /* those of a terminal; any other word may stand there too */
	{ "red",     N_("red") },
	{ "green",   N_("green") },
	{ "yellow",  N_("yellow") },
	{ "blue",    N_("blue") },
	{ "magenta", N_("magenta") },
	{ "cyan",    N_("cyan") },
	{ "white",   N_("white") },
	{ NULL, NULL },
};

#define P(m, kind, ...) FIELD(person, m, kind, __VA_ARGS__)
static const struct field person_fields[] = {
	P(id,           ref,    .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	P(login,        line,   .label = N_("Login"), .flags = F_KEY | F_READONLY | F_SORT, .width = 12, .max = 40),
	P(display_name, line,   .label = N_("Name"), .flags = F_TITLE | F_REQUIRED | F_SORT, .width = 24, .max = 80,
		.hint = N_("As colleagues call them, such as Lena Hofstetter.")),
	P(role,         choice, .label = N_("Role"), .flags = F_READONLY, .width = 10, .choices = person_roles),
	P(color,        line,   .label = N_("Colour"), .max = 16, .choices = person_colors,
		.hint = N_("A colour to tell people apart by, such as red or blue.")),
	P(language,     line,   .label = N_("Language"), .width = 8, .max = 8, .hint = N_("de, en, …")),
	P(hourly_cost,  money,  .label = N_("Hourly cost"), .most = 10000000, .right = "person:cost"),
	P(minor_until,  day,    .label = N_("Minor until"),
		.hint = N_("The 18th birthday of who is not yet of age; up to the day before other rules of working time hold.")),
	P(weekly_target, duration, .label = N_("Hours a week"), .most = 604800,
		.hint = N_("As the contract says, such as 38:30; empty: no balance.")),
	P(active,       flag,   .label = N_("Active"), .flags = F_READONLY, .width = 6),
	P(version,      count,  .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef P
// clang-format on

const struct entity person_entity = { /* a view: its INSTEAD OF trigger takes the changes */
	.name = "person", .plural = "people", .table = "person_list", .told = "person",
	.label = N_("Person"), .label_plural = N_("People"), .right = "person",
	.size = sizeof(struct person), .fields = person_fields, .nfields = ARRAY_LEN(person_fields),
	.sort = "display_name",
};
