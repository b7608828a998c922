/* user.c - karat user: the people of the workshop; words for the verbs of people, and passwords */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/change.h"
#include "cli/cli.h"
#include "cli/init.h"
#include "cli/secret.h"
#include "domain/person.h"
#include "service/verbs.h"
#include "store/pg.h"

enum { PASSWORD_LEAST = 8 };

struct pin_opts {
	bool remove;
};

static bool run_list(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	(void)words;
	return cli_list(c, &person_entity, NULL, opts, e);
}

static bool act(struct cli *c, const char *name, const char *const *names, size_t n, const struct change_opts *o,
		const struct opt_list *words, struct err *e)
{
	const struct verb *verb = verb_find(name);
	struct store *s;
	void *result;
	return change_verb(c, verb, names, n, o, words, &s, &result, e) && change_told(c, s, o, verb->result, result, e);
}

static bool run_add(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	static const char *const names[] = { "login", "role", "display_name" };
	return act(c, "person.add", names, ARRAY_LEN(names), opts, words, e);
}

static bool run_role(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	static const char *const names[] = { "person", "role" };
	return act(c, "person.role", names, ARRAY_LEN(names), opts, words, e);
}

static bool run_disable(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	static const char *const names[] = { "person" };
	return act(c, "person.disable", names, ARRAY_LEN(names), opts, words, e);
}

static bool run_enable(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	static const char *const names[] = { "person" };
	return act(c, "person.enable", names, ARRAY_LEN(names), opts, words, e);
}

static bool run_badge(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	static const char *const names[] = { "person", "code" };
	return act(c, "badge.issue", names, words->n < ARRAY_LEN(names) ? words->n : ARRAY_LEN(names), opts, words, e);
}

static bool set_password(struct cli *c, struct pg *pg, const char *login, struct err *e)
{
	char secret[512], *verifier;
	bool made = secret_new(arena_printf(&c->arena, _("New password of %s: "), login), PASSWORD_LEAST, secret, sizeof secret, e) &&
			pg_verifier(pg, login, secret, &c->arena, &verifier, e);
	explicit_bzero(secret, sizeof secret);
	if (!made)
		return false;
	const char *params[] = { login, verifier };
	return pg_ask(pg, "SELECT karat.person_password($1, $2)", params, 2, &c->arena, NULL, e);
}

static bool set_pin(struct cli *c, struct pg *pg, const char *login, struct err *e)
{
	char secret[64];
	bool made = secret_new(arena_printf(&c->arena, _("New PIN of %s: "), login), 1, secret, sizeof secret, e);
	const char *params[] = { login, made ? secret : "" };
	made = made && pg_ask(pg, "SELECT karat.person_pin($1, $2)", params, 2, &c->arena, NULL, e);
	explicit_bzero(secret, sizeof secret);
	return made;
}

static bool remove_pin(struct cli *c, struct pg *pg, const char *login, struct err *e)
{
	return pg_ask(pg, "SELECT karat.person_pin($1, NULL)", &login, 1, &c->arena, NULL, e);
}

/* Whose secret it is: who was named, else who is signed in. */
static bool set_secret(struct cli *c, const struct opt_list *words, bool (*set)(struct cli *, struct pg *, const char *, struct err *),
		const char *said, struct err *e)
{
	struct store *s;
	struct person p;
	if (!cli_store(c, &s, e))
		return false;
	if (!store_pg(s))
		return err_set(e, ERR_USAGE, _("This workshop is reached through a server, which looks after its database itself."));
	if (!cli_writable(c, e))
		return false;
	const char *who = words->n ? words->items[0] : store_session(s)->login;
	entity_blank(&person_entity, &p);
	if (!store_get(s, &person_entity, who, &c->arena, &p, e) || !set(c, store_pg(s), p.login, e))
		return false;
	cli_say(said, p.login);
	return true;
}

static bool run_passwd(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	(void)opts;
	return set_secret(c, words, set_password, _("The password of %s has been changed."), e);
}

static bool run_pin(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct pin_opts *o = opts;
	if (o->remove)
		return set_secret(c, words, remove_pin, _("%s has no PIN any more."), e);
	return set_secret(c, words, set_pin, _("The PIN of %s has been changed."), e);
}

// clang-format off
static const struct opt list_opts[] = {
	{ "format", 'f', OPT_TEXT, offsetof(struct view, format), N_("FORMAT"), N_("table, csv, csv:excel-de, tsv, json, ndjson or html"), NULL },
	{ "output", 'o', OPT_TEXT, offsetof(struct view, output), N_("FILE"),   N_("into this file; its ending may say the format"), NULL },
};
static const struct opt pin_opts[] = {
	{ "remove", 0, OPT_FLAG, offsetof(struct pin_opts, remove), NULL, N_("takes the PIN away"), NULL },
};
static const struct opt change_opts[] = { CHANGE_OPTS }, final_opts[] = { CHANGE_YES, CHANGE_OPTS };

#define ACT .opts = change_opts, .nopts = ARRAY_LEN(change_opts), .size = sizeof(struct change_opts)
static const struct command user_list = {
	.name = "list", .usage = "", .help = N_("everybody, with their roles"),
	.opts = list_opts, .nopts = ARRAY_LEN(list_opts), .size = sizeof(struct view), .run = run_list,
};
static const struct command user_add = {
	.name = "add", .usage = N_("LOGIN ROLE NAME [FIELD=VALUE …]"), .help = N_("a new colleague; “karat user passwd LOGIN” sets the password"),
	ACT, .least = 3, .most = 20, .run = run_add,
};
static const struct command user_role = {
	.name = "role", .usage = N_("LOGIN ROLE"), .help = N_("changes the role: viewer, goldsmith, office, admin, kiosk or auditor"),
	ACT, .words = { WORD_PERSON, WORD_ANY }, .least = 2, .most = 2, .run = run_role,
};
static const struct command user_disable = {
	.name = "disable", .usage = N_("LOGIN"), .help = N_("shuts somebody out; what they did stays"),
	.opts = final_opts, .nopts = ARRAY_LEN(final_opts), .size = sizeof(struct change_opts),
	.words = { WORD_PERSON }, .least = 1, .most = 2, .run = run_disable,
};
static const struct command user_enable = {
	.name = "enable", .usage = N_("LOGIN"), .help = N_("lets somebody in again"),
	ACT, .words = { WORD_PERSON }, .least = 1, .most = 2, .run = run_enable,
};
static const struct command user_passwd = {
	.name = "passwd", .usage = N_("[LOGIN]"), .help = N_("sets a password, asked for on the terminal or by KARAT_PASSWORD_COMMAND"),
	.words = { WORD_PERSON }, .most = 1, .run = run_passwd,
};
static const struct command user_badge = {
	.name = "badge", .usage = N_("LOGIN [CODE]"), .help = N_("gives out a badge for terminals, and says what is to be printed on it"),
	ACT, .words = { WORD_PERSON, WORD_ANY }, .least = 1, .most = 2, .run = run_badge,
};
static const struct command user_pin = {
	.name = "pin", .usage = N_("[LOGIN]"), .help = N_("sets the PIN that terminals ask for, asked for on the terminal"),
	.opts = pin_opts, .nopts = ARRAY_LEN(pin_opts), .size = sizeof(struct pin_opts), .words = { WORD_PERSON }, .most = 1, .run = run_pin,
};
static const struct command *const user_commands[] = {
	&user_list, &user_add, &user_role, &user_disable, &user_enable, &user_passwd, &user_badge, &user_pin, NULL,
};
// clang-format on

const struct command user_command = {
	.name = "user", .usage = "list|add|role|disable|enable|passwd|badge|pin …", .help = N_("the people of the workshop and what they may do"),
	.subs = user_commands,
};
