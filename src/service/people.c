/* people.c - the verbs of people: they are roles in PostgreSQL, which its own functions change */
#include "config.h"

#include "service/verbs.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/person.h"
#include "store/tx.h"

struct add_args {
	const char *login, *display_name;
	int role;
	const char *language, *color;
	struct money hourly_cost;
};

struct role_args {
	struct ref person;
	int role;
};

struct language_args {
	const char *language;
};

struct person_args {
	struct ref person;
	const char *reason;
};

// clang-format off
#define PERSON(S) FIELD(S, person, ref, .label = N_("Person"), .flags = F_REQUIRED, .ref = &person_entity)
#define ROLE(S) FIELD(S, role, choice, .label = N_("Role"), .flags = F_REQUIRED, .choices = person_roles)

static const struct field add_fields[] = {
	FIELD(add_args, login, line, .label = N_("Login"), .flags = F_REQUIRED, .max = 40,
		.hint = N_("Small letters and digits, such as lena; the name to sign in with.")),
	FIELD(add_args, display_name, line, .label = N_("Name"), .flags = F_REQUIRED, .max = 80),
	ROLE(add_args),
	FIELD(add_args, language, line, .label = N_("Language"), .max = 8, .hint = N_("de, en, …")),
	FIELD(add_args, color, line, .label = N_("Colour"), .max = 16, .choices = person_colors),
	FIELD(add_args, hourly_cost, money, .label = N_("Hourly cost"), .most = 10000000),
};

static const struct field role_fields[] = { PERSON(role_args), ROLE(role_args) };

static const struct field language_fields[] = {
	FIELD(language_args, language, line, .label = N_("Language"), .max = 8, .hint = N_("de or en; empty: what the environment says.")),
};

static const struct field person_fields[] = {
	PERSON(person_args),
	FIELD(person_args, reason, line, .label = N_("Reason"), .max = 200),
};

/* The same rule as karat.person_make_login: what may be a role without quoting, and is nobody else's. */
static bool check_add(const void *rec, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_", more[] = "abcdefghijklmnopqrstuvwxyz_0123456789.-";
	static const char *const kept[] = { "pg_", "karat_" };
	const char *login = ((const struct add_args *)rec)->login;
	if (!strchr(letters, *login) || strspn(login, more) < strlen(login))
		return err_field(e, "login", _("“%s” cannot be a login. It has 1 to 40 small letters (a to z), digits, _, . and -, and begins with a letter or _."), login);
	bool ours = str_eq(login, "public") || str_eq(login, "none");
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		ours |= str_starts(login, kept[i]);
	return !ours || err_field(e, "login", _("“%s” cannot be a login: PostgreSQL and karat keep this name for themselves. Choose another one."), login);
}

static bool check_language(const void *rec, struct err *e)
{
	const char *lang = ((const struct language_args *)rec)->language;
	return str_empty(lang) || str_eq(fmt_for(lang)->lang, lang) ||
			err_field(e, "language", _("There is no language “%s”. There are de and en."), lang);
}

static const struct entity add_args_entity = {
	.name = "add_args", .plural = "add_args", .label = N_("Details"), .label_plural = N_("Details"),
	.size = sizeof(struct add_args), .fields = add_fields, .nfields = ARRAY_LEN(add_fields), .check = check_add,
};
VERB_ARGS(role, role_args);
static const struct entity language_args_entity = {
	.name = "language_args", .plural = "language_args", .label = N_("Details"), .label_plural = N_("Details"),
	.size = sizeof(struct language_args), .fields = language_fields, .nfields = ARRAY_LEN(language_fields), .check = check_language,
};
VERB_ARGS(person, person_args);
// clang-format on

static bool person_add(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const char *params[ARRAY_LEN(add_fields)];
	struct answer got;
	int64_t id;
	for (size_t i = 0; i < ARRAY_LEN(add_fields); i++)
		params[i] = field_wire(&add_fields[i], args, a);
	if (!tx_ask(tx, "SELECT karat.person_add($1, $2, $3, $4, $5, $6::numeric)", params, ARRAY_LEN(params), a, &got, e))
		return false;
	kt_assert(got.n == 1 && num_parse(got.cells[0], 0, &id));
	return tx_get(tx, &person_entity, (struct ref) { id }, a, ret, e);
}

/* A function of the database that takes a login, then the person as it is now. */
static bool by_login(struct tx *tx, const char *sql, struct ref id, const char *more, struct arena *a, void *ret,
		struct err *e)
{
	struct person p;
	if (!tx_get(tx, &person_entity, id, a, &p, e))
		return false;
	const char *params[] = { p.login, more };
	return tx_ask(tx, sql, params, more ? 2 : 1, a, NULL, e) && tx_get(tx, &person_entity, id, a, ret, e);
}

static bool person_role(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const struct role_args *in = args;
	return by_login(tx, "SELECT karat.person_role($1, $2)", in->person, person_roles[in->role].wire, a, ret, e);
}

/* The database knows who asks. */
static bool person_language(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const char *lang = ((const struct language_args *)args)->language;
	(void)ret;
	return tx_ask(tx, "SELECT karat.person_language($1)", &lang, 1, a, NULL, e);
}

static bool person_disable(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return by_login(tx, "SELECT karat.person_disable($1)", ((const struct person_args *)args)->person, NULL, a, ret, e);
}

static bool person_enable(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return by_login(tx, "SELECT karat.person_enable($1)", ((const struct person_args *)args)->person, NULL, a, ret, e);
}

// clang-format off
const struct verb person_verbs[] = {
	{ .name = "person.add", .label = N_("Add a person"), .right = "person:create", .args = &add_args_entity,
	  .result = &person_entity, .run = person_add, .help = N_("A new colleague who can sign in; set a password afterwards.") },
	{ .name = "person.role", .label = N_("Change the role"), .right = "person:edit", .subject = &person_entity,
	  .args = &role_args_entity, .result = &person_entity, .run = person_role, .help = N_("Says what somebody may see and do.") },
	{ .name = "person.language", .label = N_("Keep a language"), .right = "person:self", .args = &language_args_entity,
	  .run = person_language, .help = N_("The language that your screens have from the next time on.") },
	{ .name = "person.disable", .label = N_("Disable"), .right = "person:edit", .subject = &person_entity, .asks = true,
	  .args = &person_args_entity, .result = &person_entity, .run = person_disable,
	  .help = N_("The person cannot sign in any more; everything they did stays.") },
	{ .name = "person.enable", .label = N_("Enable"), .right = "person:edit", .subject = &person_entity,
	  .args = &person_args_entity, .result = &person_entity, .run = person_enable, .help = N_("The person may sign in again, in the role of before.") },
	{ .name = NULL },
};
// clang-format on
