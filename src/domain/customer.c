/* customer.c - the tables of the customer's file */
#include "config.h"

#include "domain/customer.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/alloy.h"

// clang-format off
const struct choice customer_kinds[] = {
	{ "private",  N_("private") },
	{ "business", N_("business") },
	{ NULL, NULL },
};

static const struct choice customer_sources[] = {
	{ "walk_in",        N_("walked in") },
	{ "recommendation", N_("recommendation") },
	{ "web",            N_("web site") },
	{ "fair",           N_("fair") },
	{ "trade",          N_("the trade") },
	{ "other",          N_("other") },
	{ NULL, NULL },
};

static const struct choice address_kinds[] = {
	{ "billing",  N_("billing address") },
	{ "delivery", N_("delivery address") },
	{ "other",    N_("other") },
	{ NULL, NULL },
};

const struct choice nogo_categories[] = {
	{ "allergy",        N_("allergy") },
	{ "metal",          N_("metal") },
	{ "stone",          N_("stone") },
	{ "finish",         N_("finish") },
	{ "design_element", N_("design") },
	{ "other",          N_("other") },
	{ NULL, NULL },
};

const struct choice nogo_substances[] = { /* what an alloy may contain; alloy.contains uses these words */
	{ "nickel",    N_("nickel") },
	{ "copper",    N_("copper") },
	{ "silver",    N_("silver") },
	{ "palladium", N_("palladium") },
	{ "cobalt",    N_("cobalt") },
	{ "zinc",      N_("zinc") },
	{ "gold",      N_("gold") },
	{ "platinum",  N_("platinum") },
	{ NULL, NULL },
};

static const struct choice deletions[] = { /* what karat itself writes; people write what they like */
	{ "merged", N_("merged with a double") },
	{ NULL, NULL },
};

#define C(m, kind, ...) FIELD(customer, m, kind, __VA_ARGS__)
static const struct field customer_fields[] = {
	C(id,             ref,     .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	C(number,         line,    .label = N_("Number"), .flags = F_KEY | F_READONLY | F_SORT, .max = 24),
	C(kind,           choice,  .label = N_("Kind"), .flags = F_REQUIRED, .choices = customer_kinds),
	C(salutation,     line,    .label = N_("Salutation"), .max = 40),
	C(title,          line,    .label = NP_("person", "Title"), .max = 40, .hint = N_("Such as Dr.")),
	C(first_name,     line,    .label = N_("First name"), .max = 80),
	C(last_name,      line,    .label = N_("Last name"), .flags = F_TITLE | F_SORT, .max = 80),
	C(company,        line,    .label = N_("Company"), .flags = F_SORT, .max = 120),
	C(phone,          line,    .label = N_("Phone"), .flags = F_PRIVATE, .max = 40, .right = "customer:private"),
	C(mobile,         line,    .label = N_("Mobile phone"), .flags = F_PRIVATE, .max = 40, .right = "customer:private"),
	C(email,          line,    .label = N_("E-mail"), .flags = F_PRIVATE, .max = 120, .right = "customer:private"),
	C(street,         line,    .label = N_("Street"), .flags = F_PRIVATE, .max = 120, .right = "customer:private"),
	C(postcode,       line,    .label = N_("Postcode"), .flags = F_PRIVATE, .max = 16, .right = "customer:private"),
	C(city,           line,    .label = N_("City"), .flags = F_PRIVATE, .max = 80, .right = "customer:private"),
	C(country,        line,    .label = N_("Country"), .flags = F_PRIVATE, .max = 60, .right = "customer:private"),
	C(birthday,       day,     .label = N_("Birthday"), .flags = F_PRIVATE, .right = "customer:private"),
	C(language,       line,    .label = N_("Language"), .max = 8, .hint = N_("de, en, …")),
	C(tags,           line,    .label = N_("Tags"), .flags = F_PRIVATE, .max = 200, .right = "customer:private",
		.hint = N_("Words with commas between: regular, wedding 2026.")),
	C(notes,          note,    .label = N_("Notes"), .flags = F_PRIVATE, .max = 4000, .right = "customer:private"),
	C(consent,        flag,    .label = N_("Consent"), .flags = F_PRIVATE, .right = "customer:private",
		.hint = N_("May the workshop write about more than the order? yes or no.")),
	C(consent_on,     day,     .label = N_("Consent given on"), .flags = F_PRIVATE, .right = "customer:private"),
	C(source,         choice,  .label = N_("Source"), .choices = customer_sources,
		.hint = N_("How the customer found the workshop.")),
	C(merged_into,    ref,     .label = N_("Merged into"), .flags = F_READONLY, .ref = &customer_entity),
	C(created_at,     instant, .label = N_("Created"), .flags = F_READONLY),
	C(updated_at,     instant, .label = N_("Changed"), .flags = F_READONLY | F_SORT),
	C(deleted_at,     instant, .label = N_("Deleted"), .flags = F_READONLY | F_DELETED),
	C(deleted_reason, line,    .label = N_("Reason for deletion"), .flags = F_READONLY, .max = 200, .choices = deletions),
	C(version,        count,   .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef C

#define R(m, kind, ...) FIELD(customer_row, m, kind, __VA_ARGS__)
static const struct field customer_row_fields[] = {
	R(id,          ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	R(number,      line,    .label = N_("Number"), .flags = F_KEY | F_SORT, .width = 8, .max = 24),
	R(name,        line,    .label = N_("Name"), .flags = F_TITLE | F_SORT, .width = 24, .max = 204),
	R(kind,        choice,  .label = N_("Kind"), .choices = customer_kinds),
	R(city,        line,    .label = N_("City"), .flags = F_PRIVATE, .width = 14, .max = 80, .right = "customer:private"),
	R(phone,       line,    .label = N_("Phone"), .flags = F_PRIVATE, .width = 16, .max = 40, .right = "customer:private"),
	R(email,       line,    .label = N_("E-mail"), .flags = F_PRIVATE, .max = 120, .right = "customer:private"),
	R(tags,        line,    .label = N_("Tags"), .flags = F_PRIVATE, .max = 200, .right = "customer:private"),
	R(open_orders, count,   .label = N_("Open orders"), .width = 6),
	R(updated_at,  instant, .label = N_("Changed"), .flags = F_SORT),
	R(deleted_at,  instant, .label = N_("Deleted"), .flags = F_DELETED),
	R(version,     count,   .label = N_("Version"), .flags = F_VERSION),
};
#undef R

#define A(m, kind, ...) FIELD(address, m, kind, __VA_ARGS__)
static const struct field address_fields[] = {
	A(id,       ref,    .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	A(customer, ref,    .label = N_("Customer"), .flags = F_REQUIRED | F_ONCE, .width = 8, .ref = &customer_entity),
	A(kind,     choice, .label = N_("Kind"), .flags = F_REQUIRED, .width = 10, .choices = address_kinds),
	A(name,     line,   .label = N_("Name"), .flags = F_PRIVATE | F_TITLE, .width = 20, .max = 120),
	A(street,   line,   .label = N_("Street"), .flags = F_PRIVATE | F_REQUIRED, .width = 20, .max = 120),
	A(postcode, line,   .label = N_("Postcode"), .flags = F_PRIVATE, .width = 8, .max = 16),
	A(city,     line,   .label = N_("City"), .flags = F_PRIVATE, .width = 14, .max = 80),
	A(country,  line,   .label = N_("Country"), .flags = F_PRIVATE, .max = 60),
	A(version,  count,  .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef A

#define N(m, kind, ...) FIELD(nogo, m, kind, __VA_ARGS__)
static const struct field nogo_fields[] = {
	N(id,        ref,    .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	N(customer,  ref,    .label = N_("Customer"), .flags = F_REQUIRED | F_ONCE, .width = 8, .ref = &customer_entity),
	N(category,  choice, .label = N_("Category"), .flags = F_REQUIRED, .width = 10, .choices = nogo_categories),
	N(substance, choice, .label = N_("Substance"), .width = 10, .choices = nogo_substances,
		.hint = N_("For an allergy: nickel, copper … An alloy says what it contains.")),
	N(alloy,     ref,    .label = N_("Alloy"), .width = 8, .ref = &alloy_entity),
	N(note,      line,   .label = N_("Note"), .flags = F_TITLE, .width = 30, .max = 200,
		.hint = N_("What happens or what is not wanted, such as rash from white gold.")),
	N(version,   count,  .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef N
// clang-format on

static bool customer_check(const void *rec, struct err *e)
{
	const struct customer *c = rec;
	if (c->kind == CUSTOMER_BUSINESS && str_empty(c->company))
		return err_field(e, "company", _("A business customer needs the name of the company."));
	if (c->kind == CUSTOMER_PRIVATE && str_empty(c->last_name))
		return err_field(e, "last_name", _("A private customer needs a last name."));
	const char *at = c->email ? strchr(c->email, '@') : NULL;
	if (c->email && (!at || at == c->email || !at[1] || strchr(at + 1, '@') || strchr(c->email, ' ')))
		return err_field(e, "email", _("“%s” is no e-mail address. It looks like name@example.com."), c->email);
	return true;
}

static bool nogo_check(const void *rec, struct err *e)
{
	const struct nogo *n = rec;
	if (n->substance == CHOICE_NONE && !n->alloy.id && str_empty(n->note))
		return err_field(e, "note", _("Say what it is: a substance, an alloy or a note."));
	return true;
}

const struct entity customer_row_entity = {
	.name = "customer_row", .plural = "customer_rows", .table = "customer_list", .told = "customer",
	.label = N_("Customer"), .label_plural = N_("Customers"), .right = "customer",
	.size = sizeof(struct customer_row), .fields = customer_row_fields,
	.nfields = ARRAY_LEN(customer_row_fields), .sort = "name", .readonly = true,
};

const struct entity customer_entity = {
	.name = "customer", .plural = "customers", .table = "customer",
	.label = N_("Customer"), .label_plural = N_("Customers"), .right = "customer",
	.size = sizeof(struct customer), .fields = customer_fields, .nfields = ARRAY_LEN(customer_fields),
	.row = &customer_row_entity, .sort = "name", .search = "search_customers", .find = "find_customers",
	.check = customer_check,
};

const struct entity address_entity = {
	.name = "address", .plural = "addresses", .table = "address",
	.label = N_("Address"), .label_plural = N_("Addresses"), .right = "address",
	.size = sizeof(struct address), .fields = address_fields, .nfields = ARRAY_LEN(address_fields),
	.sort = "id",
};

const struct entity nogo_entity = {
	.name = "nogo", .plural = "nogos", .table = "nogo",
	.label = N_("No-go"), .label_plural = N_("No-gos and allergies"), .right = "nogo",
	.size = sizeof(struct nogo), .fields = nogo_fields, .nfields = ARRAY_LEN(nogo_fields),
	.sort = "id", .check = nogo_check,
};
