/* alloy.c - the table of alloys; the German catalogue itself is data/sql's */
#include "config.h"

#include "domain/alloy.h"

#include "base/err.h"
#include "base/i18n.h"
#include "domain/customer.h"

// clang-format off
const struct choice metals[] = {
	{ "gold",      N_("gold") },
	{ "silver",    N_("silver") },
	{ "platinum",  N_("platinum") },
	{ "palladium", N_("palladium") },
	{ "other",     N_("other") },
	{ NULL, NULL },
};

static const struct choice colors[] = {
	{ "yellow", N_("yellow") },
	{ "white",  N_("white") },
	{ "rose",   N_("rose") },
	{ "red",    N_("red") },
	{ "green",  N_("green") },
	{ "none",   N_("natural colour") },
	{ NULL, NULL },
};

#define A(m, kind, ...) FIELD(alloy, m, kind, __VA_ARGS__)
static const struct field alloy_fields[] = {
	A(id,       ref,      .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	A(code,     line,     .label = N_("Code"), .flags = F_KEY | F_REQUIRED | F_SORT, .width = 8, .max = 16,
		.hint = N_("Short and unique, such as 585-y; it is typed to find the alloy.")),
	A(name,     line,     .label = N_("Name"), .flags = F_TITLE | F_REQUIRED | F_SORT, .width = 24, .max = 80,
		.hint = N_("As it is said and printed, such as 585 yellow gold.")),
	A(metal,    choice,   .label = N_("Metal"), .flags = F_REQUIRED, .choices = metals),
	A(color,    choice,   .label = N_("Colour"), .flags = F_REQUIRED, .choices = colors),
	A(fineness, fineness, .label = N_("Fineness"), .flags = F_REQUIRED, .width = 8, .least = 1, .most = 10000,
		.hint = N_("Parts of pure metal in a thousand, such as 585.")),
	A(density,  density,  .label = N_("Density"), .least = 1000, .most = 25000,
		.hint = N_("In g/cm³, such as 13.10.")),
	A(stamp,    line,     .label = N_("Stamp"), .max = 16,
		.hint = N_("What is struck into the piece, such as 585 or 925.")),
	A(contains, line,     .label = N_("Contains"), .width = 20, .max = 120, .choices = nogo_substances,
		.hint = N_("Substances that matter to allergies, with commas between: nickel, copper.")),
	A(active,   flag,     .label = N_("In use"), .width = 6),
	A(position, count,    .label = N_("Position"), .flags = F_SORT, .most = 9999,
		.hint = N_("Its place in lists: small numbers come first.")),
	A(version,  count,    .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef A
// clang-format on

const struct entity alloy_entity = {
	.name = "alloy", .plural = "alloys", .table = "alloy",
	.label = N_("Alloy"), .label_plural = N_("Alloys"), .right = "alloy",
	.size = sizeof(struct alloy), .fields = alloy_fields, .nfields = ARRAY_LEN(alloy_fields),
	.sort = "position",
};
