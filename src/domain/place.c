/* place.c - the table of places */
#include "config.h"

#include "domain/place.h"

#include "base/i18n.h"

// clang-format off
static const struct choice place_kinds[] = {
	{ "bench",    N_("bench") },
	{ "safe",     N_("safe") },
	{ "storage",  N_("storage") },
	{ "showcase", N_("showcase") },
	{ "outside",  N_("outside the house") },
	{ NULL, NULL },
};

#define P(m, kind, ...) FIELD(place, m, kind, __VA_ARGS__)
static const struct field place_fields[] = {
	P(id,       ref,    .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	P(code,     line,   .label = N_("Code"), .flags = F_KEY | F_REQUIRED | F_SORT, .width = 12, .max = 16,
		.hint = N_("Short and unique, such as safe-1; it is typed or scanned to find the place.")),
	P(name,     line,   .label = N_("Name"), .flags = F_TITLE | F_REQUIRED | F_SORT, .width = 24, .max = 80,
		.hint = N_("As people call it, such as Bench at the window.")),
	P(kind,     choice, .label = N_("Kind"), .flags = F_REQUIRED, .width = 10, .choices = place_kinds),
	P(position, count,  .label = N_("Position"), .flags = F_SORT, .most = 9999,
		.hint = N_("Its place in lists: small numbers come first.")),
	P(active,   flag,   .label = N_("In use"), .width = 6),
	P(version,  count,  .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef P
// clang-format on

const struct entity place_entity = {
	.name = "place", .plural = "places", .table = "place",
	.label = N_("Place"), .label_plural = N_("Places"), .right = "place",
	.size = sizeof(struct place), .fields = place_fields, .nfields = ARRAY_LEN(place_fields),
	.sort = "position",
};
