/* punch.c - the tables of badges and punches */
#include "config.h"

#include "domain/punch.h"

#include <string.h>

#include "base/i18n.h"
#include "base/sha256.h"
#include "domain/order.h"
#include "domain/person.h"

// clang-format off
const struct choice punch_deeds[] = {
	{ "come",   NP_("punch", "come") },
	{ "go",     NP_("punch", "go") },
	{ "work",   N_("work") },
	{ "stop",   NP_("punch", "stop") },
	{ "pause",  NP_("punch", "pause") },
	{ "resume", NP_("punch", "go on") },
	{ "undo",   NP_("punch", "undo") },
	{ "forgot", N_("forgotten end") },
	{ "keep",   N_("worked long") },
	{ NULL, NULL },
};

const struct choice punch_statuses[] = {
	{ "done",    N_("done") },
	{ "refused", N_("refused at once") },
	{ "review",  N_("to be looked at") },
	{ "settled", N_("settled") },
	{ NULL, NULL },
};

/* Why it was not done, or not without a look: numbers as in store/pg_error.c, and what only terminals know. */
static const struct choice problems[] = {
	{ "badge",     N_("nobody's badge, or one that was taken back") },
	{ "unchecked", N_("without the PIN, as there was no connection") },
	{ "late",      N_("more than a week old when it arrived") },
	{ "KT012",     N_("no such order") },
	{ "KT013",     N_("a kind of work that is not done any more") },
	{ "KT015",     N_("the days are handed in or closed") },
	{ "KT016",     N_("lies in the future: the terminal's clock is wrong") },
	{ "KT017",     N_("the order is handed over or cancelled") },
	{ "KT018",     N_("a timer ran already") },
	{ "KT019",     N_("no timer ran") },
	{ "KT020",     N_("was in a pause already") },
	{ "KT021",     N_("was in no pause") },
	{ "KT022",     N_("was here already") },
	{ "KT023",     N_("was not here") },
	{ "KT024",     N_("nothing to undo") },
	{ "23P01",     N_("something else lies there already") },
	{ "23514",     N_("ends before it begins") },
	{ NULL, NULL },
};

/* What was in the way, where it has a word of its own: the status of an order or of a period. */
static const struct choice details[] = {
	{ "delivered", N_("delivered") },
	{ "cancelled", N_("cancelled") },
	{ "submitted", N_("handed in") },
	{ "approved",  N_("approved") },
	{ "locked",    N_("locked") },
	{ NULL, NULL },
};

#define B(m, kind, ...) FIELD(badge, m, kind, __VA_ARGS__)
static const struct field badge_fields[] = {
	B(id,          ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	B(person,      ref,     .label = N_("Person no."), .ref = &person_entity),
	B(person_name, line,    .label = N_("Who"), .flags = F_TITLE, .width = 20, .max = 80),
	B(ends,        line,    .label = N_("Ends in"), .width = 7, .max = 4),
	B(issued_at,   instant, .label = N_("Given out"), .width = 16),
	B(revoked_at,  instant, .label = N_("Blocked"), .flags = F_DELETED, .width = 16),
	B(has_pin,     flag,    .label = N_("With a PIN"), .width = 10),
	B(version,     count,   .label = N_("Version"), .flags = F_VERSION),
};
#undef B

#define C(m, kind, ...) FIELD(badge_code, m, kind, __VA_ARGS__)
static const struct field badge_code_fields[] = {
	C(id,     ref,  .label = N_("Id"), .flags = F_ID),
	C(code,   line, .label = N_("Badge"), .flags = F_KEY | F_TITLE, .max = 60),
	C(digits, line, .label = N_("In digits"), .max = 24),
};
#undef C

#define P(m, kind, ...) FIELD(punch, m, kind, __VA_ARGS__)
static const struct field punch_fields[] = {
	P(id,            ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	P(at,            instant, .label = N_("When"), .width = 16),
	P(person,        ref,     .label = N_("Person no."), .ref = &person_entity),
	P(person_name,   line,    .label = N_("Who"), .flags = F_TITLE, .width = 12, .max = 80),
	P(deed,          choice,  .label = N_("What"), .width = 7, .choices = punch_deeds),
	P(order,         ref,     .label = N_("Order no."), .ref = &order_entity),
	P(order_number,  line,    .label = N_("Order"), .width = 12, .max = 128),
	P(activity_name, line,    .label = N_("Activity"), .max = 80),
	P(status,        choice,  .label = N_("Status"), .width = 9, .choices = punch_statuses),
	P(problem,       line,    .label = N_("Why"), .width = 14, .max = 40, .choices = problems),
	P(detail,        line,    .label = N_("What was in the way"), .max = 200, .choices = details),
	P(terminal,      ref,     .label = N_("Terminal no."), .ref = &person_entity),
	P(terminal_name, line,    .label = N_("Terminal"), .max = 80),
	P(counter,       count,   .label = N_("Counter of the terminal")),
	P(client_at,     instant, .label = N_("Clock of the device")),
	P(synced,        flag,    .label = N_("Clock was set")),
	P(arrived_at,    instant, .label = N_("Arrived")),
	P(reason,        line,    .label = N_("Reason"), .max = 200),
	P(settled_at,    instant, .label = N_("Settled")),
	P(version,       count,   .label = N_("Version"), .flags = F_VERSION),
};
#undef P

const struct entity badge_entity = {
	.name = "badge", .plural = "badges", .table = "badge_list", .told = "badge", .label = N_("Badge"), .label_plural = N_("Badges"),
	.right = "badge", .size = sizeof(struct badge), .fields = badge_fields, .nfields = ARRAY_LEN(badge_fields),
	.sort = "-id", .readonly = true,
};

const struct entity badge_code_entity = {
	.name = "badge_code", .plural = "badge_codes", .label = N_("Badge"), .label_plural = N_("Badges"), .right = "badge",
	.size = sizeof(struct badge_code), .fields = badge_code_fields, .nfields = ARRAY_LEN(badge_code_fields), .readonly = true,
};

const struct entity punch_entity = {
	.name = "punch", .plural = "punches", .table = "punch_list", .told = "punch", .label = N_("Punch"), .label_plural = N_("Punches"),
	.right = "punch", .size = sizeof(struct punch), .fields = punch_fields, .nfields = ARRAY_LEN(punch_fields),
	.sort = "-id", .readonly = true,
};
// clang-format on

static void hex_of(const char *text, char ret[static BADGE_KEY_LEN + 1])
{
	struct sha256 s;
	sha256_init(&s);
	sha256_add(&s, text, strlen(text));
	sha256_hex(&s, ret);
}

void badge_key(const char *code, char ret[static BADGE_KEY_LEN + 1])
{
	hex_of(code, ret);
}

void badge_hash(const char *key, char ret[static BADGE_KEY_LEN + 1])
{
	hex_of(key, ret);
}
