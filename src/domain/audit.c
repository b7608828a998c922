/* audit.c - the table of the audit trail */
#include "config.h"

#include "domain/audit.h"

#include "base/i18n.h"

// clang-format off
static const struct choice audit_actions[] = {
	{ "insert", N_("added") },
	{ "update", N_("changed") },
	{ "delete", N_("removed") },
	{ NULL, NULL },
};

static const struct choice audit_entities[] = { /* the tables that are followed, as their entities are called */
	{ "orders",        N_("Order") },
	{ "order_comment", N_("Comment") },
	{ "customer",      N_("Customer") },
	{ "address",       N_("Address") },
	{ "measurement",   N_("Size") },
	{ "nogo",          N_("No-go") },
	{ "person",        N_("Person") },
	{ "place",         N_("Place") },
	{ "activity",      N_("Activity") },
	{ "alloy",         N_("Alloy") },
	{ "workshop",      N_("Workshop") },
	{ "vat_rate",      N_("VAT rate") },
	{ "number_series", N_("Number series") },
	{ "working_rule",  N_("Working time rule") },
	{ NULL, NULL },
};

#define A(m, kind, ...) FIELD(audit, m, kind, __VA_ARGS__)
static const struct field audit_fields[] = {
	A(id,      ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	A(at,      instant, .label = N_("When"), .width = 16),
	A(who,     line,    .label = N_("Who"), .width = 10, .max = 63),
	A(session, line,    .label = N_("Signed in as"), .max = 63),
	A(program, line,    .label = N_("Program"), .max = 63),
	A(device,  line,    .label = N_("Device"), .max = 63),
	A(entity,  line,    .label = N_("Table"), .width = 12, .max = 63, .choices = audit_entities),
	A(record,  ref,     .label = N_("Record"), .width = 8),
	A(action,  choice,  .label = N_("Action"), .width = 8, .choices = audit_actions),
	A(changes, note,    .label = N_("Changes"), .flags = F_PRIVATE | F_TITLE, .width = 30, .max = 100000),
	A(reason,  line,    .label = N_("Reason"), .max = 200),
	A(names,   note,    .label = N_("Names"), .flags = F_PRIVATE, .max = 100000),
	A(about,   line,    .label = N_("About"), .flags = F_PRIVATE, .max = 320),
};
#undef A
// clang-format on

const struct entity audit_entity = {
	.name = "audit", .plural = "audits", .table = "audit_list",
	.label = N_("Change"), .label_plural = N_("Audit trail"), .right = "audit",
	.size = sizeof(struct audit), .fields = audit_fields, .nfields = ARRAY_LEN(audit_fields),
	.sort = "-id", .readonly = true,
};
