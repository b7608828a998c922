/* right.c - the map of rights; data/sql carries the same and a test compares them, by trying */
#include "config.h"

#include "domain/right.h"

#include <stddef.h>

#include "base/i18n.h"
#include "base/str.h"

#define V (1u << ROLE_VIEWER)
#define G (1u << ROLE_GOLDSMITH)
#define O (1u << ROLE_OFFICE)
#define A (1u << ROLE_ADMIN)
#define T (1u << ROLE_AUDITOR)
#define K (1u << ROLE_KIOSK)

static const struct {
	const char *name, *group, *label;
} roles[] = {
	[ROLE_VIEWER] = { "viewer", "karat_viewer", N_("viewer") },
	[ROLE_GOLDSMITH] = { "goldsmith", "karat_goldsmith", N_("goldsmith") },
	[ROLE_OFFICE] = { "office", "karat_office", N_("office") },
	[ROLE_ADMIN] = { "admin", "karat_admin", N_("admin") },
	[ROLE_KIOSK] = { "kiosk", "karat_kiosk", N_("kiosk") },
	[ROLE_AUDITOR] = { "auditor", "karat_auditor", N_("auditor") },
};

const struct right *right_find(const char *name)
{
	for (const struct right *r = rights; r->name; r++)
		if (str_eq(r->name, name))
			return r;
	return NULL;
}

const char *role_name(enum role role)
{
	return roles[role].name;
}

const char *role_group(enum role role)
{
	return roles[role].group;
}

const char *role_label(enum role role)
{
	return i18n_label(roles[role].label);
}

bool role_find(const char *name, enum role *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (str_eq(roles[i].name, name) || str_eq(roles[i].group, name))
			return *ret = (enum role)i, true;
	return false;
}

// clang-format off
const struct right rights[] = {
	{ "order:view",       N_("see orders"),                               V | G | O | A | T },
	{ "order:create",     N_("take orders"),                                  G | O | A },
	{ "order:edit",       N_("change orders and their status"),               G | O | A },
	{ "order:deliver",    N_("hand orders over and cancel them"),             G | O | A },
	{ "order:delete",     N_("delete and restore orders"),                            A },
	{ "order:price",      N_("see and set prices"),                           G | O | A | T },
	{ "comment:view",     N_("read comments"),                            V | G | O | A | T },
	{ "comment:create",   N_("write comments"),                           V | G | O | A },
	{ "comment:edit",     N_("change one's own comments"),                V | G | O | A },
	{ "customer:view",    N_("see names of customers"),                   V | G | O | A | T },
	{ "customer:private", N_("see contact data and notes of customers"),      G | O | A | T },
	{ "customer:create",  N_("add customers"),                                G | O | A },
	{ "customer:edit",    N_("change customers"),                             G | O | A },
	{ "customer:merge",   N_("merge customers"),                                  O | A },
	{ "customer:delete",  N_("delete and restore customers"),                         A },
	{ "address:view",     N_("see further addresses"),                        G | O | A | T },
	{ "address:create",   N_("add addresses"),                                G | O | A },
	{ "address:edit",     N_("change addresses"),                             G | O | A },
	{ "measurement:view", N_("see sizes of customers"),                       G | O | A | T },
	{ "measurement:create", N_("take sizes"),                                 G | O | A },
	{ "measurement:edit", N_("mend a size that was typed wrongly"),               O | A },
	{ "nogo:view",        N_("see no-gos and allergies"),                     G | O | A | T },
	{ "nogo:create",      N_("note no-gos and allergies"),                    G | O | A },
	{ "nogo:edit",        N_("change no-gos and allergies"),                  G | O | A },
	{ "time:view",        N_("see one's own time"),                       V | G | O | A | T },
	{ "time:view_all",    N_("see everybody's time"),                             O | A | T },
	{ "time:track",       N_("come and go, start and stop timers"),       V | G | O | A },
	{ "time:fix",         N_("mend one's own time, with a reason"),       V | G | O | A },
	{ "time:add",         N_("add time afterwards"),                              O | A },
	{ "time:edit_all",    N_("mend everybody's time"),                            O | A },
	{ "time:approve",     N_("approve time that was handed in"),                  O | A },
	{ "time:lock",        N_("lock and unlock time"),                                 A },
	{ "punch:view",       N_("see what terminals reported"),                      O | A | T },
	{ "punch:edit",       N_("settle what terminals could not book"),             O | A },
	{ "punch:kiosk",      N_("punch for whoever shows a badge"),                              K },
	{ "badge:view",       N_("see badges"),                                       O | A | T },
	{ "badge:edit",       N_("give out and block badges, set PINs"),              O | A },
	{ "rule:view",        N_("see the rules of working time"),            V | G | O | A | T },
	{ "rule:create",      N_("add rules of working time"),                        O | A },
	{ "rule:edit",        N_("change rules that do not hold yet"),                O | A },
	{ "person:view",      N_("see the people of the workshop"),           V | G | O | A | T },
	{ "person:cost",      N_("see and set hourly costs"),                             A | T },
	{ "person:create",    N_("add people"),                                           A },
	{ "person:self",      N_("keep a language of one's own"),             V | G | O | A },
	{ "person:edit",      N_("change people, roles and access"),                      A },
	{ "place:view",       N_("see places"),                               V | G | O | A | T },
	{ "place:create",     N_("add places"),                                       O | A },
	{ "place:edit",       N_("change places"),                                    O | A },
	{ "activity:view",    N_("see activities"),                           V | G | O | A | T },
	{ "activity:rate",    N_("see and set rates of activities"),                  O | A | T },
	{ "activity:create",  N_("add activities"),                               G | O | A },
	{ "activity:edit",    N_("change activities"),                                    A },
	{ "alloy:view",       N_("see alloys"),                               V | G | O | A | T },
	{ "alloy:create",     N_("add alloys"),                                           A },
	{ "alloy:edit",       N_("change alloys"),                                        A },
	{ "workshop:view",    N_("see the settings of the workshop"),         V | G | O | A | T },
	{ "workshop:rates",   N_("see and set rates and margins"),                    O | A | T },
	{ "workshop:create",  N_("add settings such as VAT rates"),                       A },
	{ "workshop:edit",    N_("change the settings of the workshop"),                  A },
	{ "audit:view",       N_("read the audit trail"),                                 A | T },
	{ NULL, NULL, 0 },
};
// clang-format on
