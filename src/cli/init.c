/* init.c - karat init: a new workshop, in a private cluster or in a database that is given
 *
 * It is one when it has an admin. Until then every step can be done again: what was broken off, however
 * that came, is finished by the next init and never taken back.
 */
#include "config.h"

#include "cli/init.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/db.h"
#include "domain/right.h"
#include "domain/workshop.h"
#include "service/verbs.h"
#include "store/cluster.h"
#include "store/migrate.h"
#include "store/pg.h"
#include "store/store.h"

struct init_opts {
	const char *name, *admin, *person;
};

enum { NAME_MOST = 120 };

/* Beside the lock of the migrations (migrate.c), which is taken within it. */
#define LOCK_KEY "461196386677"

static const char embedded[] = "embedded:";

static bool is_private(const struct cli *c)
{
	return str_starts(c->url, embedded);
}

bool init_admit(struct cli *c, const char *login, struct err *e)
{
	struct cluster *cluster;
	const char *dir = c->url + strlen(embedded);
	if (!is_private(c))
		return true;
	if (!cluster_join(&cluster, *dir ? dir : cluster_default_dir(&c->arena), 0, e))
		return false;
	bool ok = cluster_admit(cluster, login, e);
	cluster_leave(cluster);
	return ok;
}

static bool taken(struct err *e)
{
	return err_set(e, ERR_CONFLICT, _("There is a workshop already. “karat doctor” tells how it is; “karat db migrate” brings it up to date."));
}

/* Who may not look has found the workshop of somebody else. */
static bool has_no_admin(struct pg *pg, struct arena *a, struct err *e)
{
	struct answer got;
	struct err why = ERR_INIT;
	if (!pg_ask(pg, "SELECT to_regclass('karat.person') IS NOT NULL", NULL, 0, a, &got, &why))
		return why.code == ERR_DENIED ? taken(e) : (*e = why, false);
	if (!str_eq(got.cells[0], "t"))
		return true;
	if (!pg_ask(pg, "SELECT FROM karat.person WHERE role = 'admin' AND active LIMIT 1", NULL, 0, a, &got, &why))
		return why.code == ERR_DENIED ? taken(e) : (*e = why, false);
	return !got.n || taken(e);
}

static const char *first_admin(struct cli *c, const struct init_opts *o)
{
	return o->admin ? o->admin : store_os_login(&c->arena);
}

/* By the rules of “user add”, before anything is made. */
static bool check_person(struct cli *c, const char *login, const char *name, struct err *e)
{
	const struct entity *args = verb_find("person.add")->args;
	void *rec = cli_blank(c, args);
	return field_from_wire(entity_field(args, "login"), login, &c->arena, rec, e) &&
		field_from_wire(entity_field(args, "display_name"), name, &c->arena, rec, e) &&
		field_from_wire(entity_field(args, "role"), role_name(ROLE_ADMIN), &c->arena, rec, e) && entity_check(args, rec, e);
}

/* The first admin, unless said: on a private cluster who runs this, on a server who signed in. */
static bool find_admin(struct cli *c, struct pg *pg, const struct init_opts *o, const char **ret, struct err *e)
{
	static const char me[] = "SELECT session_user, (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)";
	struct answer got;
	if (o->admin || is_private(c))
		return *ret = first_admin(c, o), true;
	if (!pg_ask(pg, me, NULL, 0, &c->arena, &got, e))
		return false;
	if (str_eq(got.cells[1], "t"))
		return err_set(e, ERR_INVALID, _("You signed in as “%s”, a superuser, for whom no rule of the workshop holds. Say who its first admin is: --admin LOGIN."), got.cells[0]);
	*ret = got.cells[0];
	return true;
}

static bool adopt(struct cli *c, struct pg *pg, const struct init_opts *o, const char *login, struct err *e)
{
	const struct passwd *pw = getpwuid(geteuid());
	bool me = str_eq(login, store_os_login(&c->arena));
	const char *real = me && pw && pw->pw_gecos ? arena_strndup(&c->arena, pw->pw_gecos, strcspn(pw->pw_gecos, ",")) : "";
	const char *name = o->person ? o->person : *real ? real : login;
	const char *params[] = { login, name, c->fmt.lang };
	return pg_ask(pg, "SELECT karat.person_add($1, $2, 'admin', $3)", params, ARRAY_LEN(params), &c->arena, NULL, e);
}

static bool name_it(struct cli *c, struct pg *pg, const struct init_opts *o, struct err *e)
{
	const char *params[] = { o->name, c->fmt.lang };
	return pg_ask(pg, "UPDATE karat.workshop SET name = coalesce($1, name), language = $2", params, 2, &c->arena, NULL, e);
}

/* The admin comes last, when everything else is there, and in one transaction with the name. */
static bool found(struct cli *c, struct pg *pg, const struct init_opts *o, const char **ret_admin, struct err *e)
{
	const char *login = NULL;
	if (!has_no_admin(pg, &c->arena, e) || !find_admin(c, pg, o, &login, e) ||
			!migrate_to(pg, -1, false, NULL, NULL, e) || !init_admit(c, login, e) || !pg_begin(pg, e))
		return false;
	if (!adopt(c, pg, o, login, e) || !name_it(c, pg, o, e) || !pg_commit(pg, e)) {
		pg_rollback(pg);
		return false;
	}
	*ret_admin = login;
	return true;
}

/* Two at the same time: the second finds what the first has made. The lock goes with the connection. */
static bool found_alone(struct cli *c, const struct init_opts *o, const char **ret_admin, struct err *e)
{
	struct store *s;
	struct pg *pg;
	if (!db_open(c, OPEN_CREATE, &s, &pg, e))
		return false;
	bool ok = pg_wait_turn(pg, LOCK_KEY, e) && found(c, pg, o, ret_admin, e);
	store_close(s);
	return ok;
}

static bool check_admin(struct cli *c, const struct init_opts *o, struct err *e)
{
	const char *login = o->admin || is_private(c) ? first_admin(c, o) : "admin"; /* else who will have signed in */
	if (check_person(c, login, o->person ? o->person : login, e))
		return true;
	return o->admin || !str_eq(e->field, "login") ? false : err_set(e, ERR_INVALID,
		_("Your name here, “%s”, cannot be a login of the workshop. Say who its first admin is: --admin LOGIN."), login);
}

static void say_ready(struct cli *c, const struct init_opts *o, const char *admin)
{
	const char *me = store_os_login(&c->arena);
	cli_say(_("The workshop is ready, and its admin is “%s”. “karat user add” lets others in; “karat db backup FILE” keeps it safe."), admin);
	if (is_private(c) && !str_eq(admin, me))
		cli_say(_("You are “%s” here: with PGUSER=%s in the environment karat signs you in as the admin."), me, admin);
	else if (!is_private(c) && o->admin)
		cli_say(_("The admin signs in with user=%s in the address of the workshop."), admin);
}

static bool run_init(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct init_opts *o = opts;
	const char *was = c->url, *url = words->n ? words->items[0] : was, *admin;
	if (o->name && (str_empty(o->name) || utf8_count(o->name) > NAME_MOST))
		return err_set(e, ERR_INVALID, _("The name of the workshop has 1 to %d characters."), NAME_MOST);
	if (str_starts(url, "demo:"))
		return err_set(e, ERR_USAGE, _("A demo is made by “karat demo”."));
	cli_go_to(c, url);
	if (!check_admin(c, o, e) || !found_alone(c, o, &admin, e)) {
		cli_go_to(c, was);
		return false;
	}
	say_ready(c, o, admin);
	return true;
}

// clang-format off
static const struct opt init_opts[] = {
	{ "name",   0, OPT_TEXT, offsetof(struct init_opts, name),   N_("NAME"),  N_("name of the workshop"), NULL },
	{ "admin",  0, OPT_TEXT, offsetof(struct init_opts, admin),  N_("LOGIN"), N_("who is its first admin; you, if not said"), NULL },
	{ "person", 0, OPT_TEXT, offsetof(struct init_opts, person), N_("NAME"),  N_("the name of that person"), NULL },
};
// clang-format on

const struct command init_command = {
	.name = "init", .usage = N_("[WORKSHOP]"), .help = N_("makes a new workshop: private (embedded:), or in an empty database"),
	.opts = init_opts, .nopts = ARRAY_LEN(init_opts), .size = sizeof(struct init_opts),
	.words = { WORD_ANY }, .most = 1, .run = run_init,
};
