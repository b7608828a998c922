/* workshop.c - the tables of the workshop's settings */
#include "config.h"

#include "domain/workshop.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

// clang-format off
const struct choice price_roundings[] = { /* in the order of enum price_rounding */
	{ "none",    N_("no rounding") },
	{ "cent_99", N_("up to the next .99") },
	{ "full_up", N_("up to the full unit") },
	{ NULL, NULL },
};

static const struct choice vat_kinds[] = {
	{ "standard", N_("standard rate") },
	{ "reduced",  N_("reduced rate") },
	{ "zero",     N_("no VAT") },
	{ NULL, NULL },
};

#define W(m, kind, ...) FIELD(workshop, m, kind, __VA_ARGS__)
static const struct field workshop_fields[] = {
	W(id,          ref,     .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	W(name,        line,    .label = N_("Name"), .flags = F_KEY | F_TITLE | F_REQUIRED, .width = 24, .max = 120,
		.hint = N_("As it stands on documents.")),
	W(owner,       line,    .label = N_("Owner"), .width = 20, .max = 120,
		.hint = N_("Who answers for the workshop, as it stands on documents.")),
	W(street,      line,    .label = N_("Street"), .max = 120),
	W(postcode,    line,    .label = N_("Postcode"), .max = 16),
	W(city,        line,    .label = N_("City"), .width = 14, .max = 80),
	W(country,     line,    .label = N_("Country"), .max = 60),
	W(phone,       line,    .label = N_("Phone"), .max = 40),
	W(email,       line,    .label = N_("E-mail"), .max = 120),
	W(tax_number,  line,    .label = N_("Tax number"), .max = 40,
		.hint = N_("As the tax office writes it, such as 19 815 08150.")),
	W(vat_id,      line,    .label = N_("VAT id"), .max = 20,
		.hint = N_("Such as DE123456789.")),
	W(currency,    line,    .label = N_("Currency"), .flags = F_REQUIRED, .width = 8, .max = 3,
		.hint = N_("Three capital letters, such as EUR.")),
	W(time_zone,   line,    .label = N_("Time zone"), .flags = F_REQUIRED, .width = 16, .max = 40,
		.hint = N_("Such as Europe/Berlin.")),
	W(language,    line,    .label = N_("Language"), .max = 8, .hint = N_("de, en, …")),
	W(hourly_rate, money,   .label = N_("Hourly rate"), .most = 10000000, .right = "workshop:rates"),
	W(margin,      percent, .label = N_("Margin"), .most = 100000, .right = "workshop:rates"),
	W(scrap,       percent, .label = N_("Metal loss"), .most = 5000, .right = "workshop:rates",
		.hint = N_("Filings and loss added to the weight of a piece, in per cent.")),
	W(rounding,    choice,  .label = N_("Rounding of prices"), .choices = price_roundings, .right = "workshop:rates"),
	W(version,     count,   .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef W

#define V(m, kind, ...) FIELD(vat_rate, m, kind, __VA_ARGS__)
static const struct field vat_rate_fields[] = {
	V(id,         ref,     .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	V(kind,       choice,  .label = N_("Kind"), .flags = F_REQUIRED, .width = 14, .choices = vat_kinds),
	V(rate,       percent, .label = N_("Rate"), .flags = F_REQUIRED, .width = 8, .most = 10000,
		.hint = N_("Per cent, such as 19 or 7.")),
	V(valid_from, day,     .label = N_("Valid from"), .flags = F_REQUIRED | F_SORT, .width = 10,
		.hint = N_("The first day on which the rate holds; rates of before stay as they are.")),
	V(version,    count,   .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef V

#define S(m, kind, ...) FIELD(number_series, m, kind, __VA_ARGS__)
static const struct field number_series_fields[] = {
	S(id,      ref,   .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	S(kind,    line,  .label = N_("Kind"), .flags = F_KEY | F_REQUIRED | F_ONCE | F_SORT, .width = 12, .max = 24,
		.hint = N_("What is numbered, such as order or customer.")),
	S(pattern, line,  .label = N_("Pattern"), .flags = F_REQUIRED, .width = 24, .max = 40,
		.hint = N_("{YYYY} is the year, {NNNN} the number with at least so many digits: A-{YYYY}-{NNNN}.")),
	S(version, count, .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef S
// clang-format on

static bool number_series_check(const void *rec, struct err *e)
{
	const struct number_series *s = rec;
	if (!strstr(s->pattern, "{N"))
		return err_field(e, "pattern", _("The pattern has no place for the number. Write {NNNN} where it stands."));
	return true;
}

const struct entity workshop_entity = {
	.name = "workshop", .plural = "workshops", .table = "workshop",
	.label = N_("Workshop"), .label_plural = N_("Workshop"), .right = "workshop",
	.size = sizeof(struct workshop), .fields = workshop_fields, .nfields = ARRAY_LEN(workshop_fields),
	.sort = "id",
};

const struct entity vat_rate_entity = {
	.name = "vat_rate", .plural = "vat_rates", .table = "vat_rate",
	.label = N_("VAT rate"), .label_plural = N_("VAT rates"), .right = "workshop",
	.size = sizeof(struct vat_rate), .fields = vat_rate_fields, .nfields = ARRAY_LEN(vat_rate_fields),
	.sort = "-valid_from",
};

const struct entity number_series_entity = {
	.name = "number_series", .plural = "number_series", .table = "number_series",
	.label = N_("Number series"), .label_plural = N_("Number series"), .right = "workshop",
	.size = sizeof(struct number_series), .fields = number_series_fields,
	.nfields = ARRAY_LEN(number_series_fields), .sort = "kind", .check = number_series_check,
};
