/* init.c - karat init: a new workshop, in a private cluster or in a database that is given */
#include "config.h"

#include "cli/init.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/db.h"
#include "domain/workshop.h"
#include "store/cluster.h"
#include "store/migrate.h"
#include "store/pg.h"
#include "store/store.h"

struct init_opts {
	const char *name, *admin, *person;
};

enum { NAME_MOST = 120 };

static const char embedded[] = "embedded:";

const char *init_login(struct cli *c)
{
	const char *said = getenv("PGUSER");
	const struct passwd *pw = said && *said ? NULL : getpwuid(geteuid());
	return arena_strdup(&c->arena, said && *said ? said : pw ? pw->pw_name : "nobody");
}

static bool is_private(const struct cli *c)
{
	return str_starts(c->url, embedded);
}

bool init_admit(struct cli *c, struct err *e)
{
	struct cluster *cluster;
	const char *dir = c->url + strlen(embedded);
	if (!is_private(c))
		return true;
	if (!cluster_join(&cluster, *dir ? dir : cluster_default_dir(&c->arena), 0, e))
		return false;
	bool ok = cluster_admit(cluster, init_login(c), e);
	cluster_leave(cluster);
	return ok;
}

static void say_step(void *ctx, const struct migration *m, bool up)
{
	(void)ctx, (void)m, (void)up; /* a new workshop: what is made is no news */
}

static bool is_fresh(struct pg *pg, struct arena *a, struct err *e)
{
	struct migration_state state;
	if (!migrate_state(pg, a, &state, e))
		return false;
	return !state.current || err_set(e, ERR_CONFLICT, _("There is a workshop already. “karat doctor” tells how it is; “karat db migrate” brings it up to date."));
}

/* The first admin: on a private cluster who runs this, on a server who signed in, unless said. */
static bool adopt(struct cli *c, struct pg *pg, const struct init_opts *o, struct err *e)
{
	const struct passwd *pw = getpwuid(geteuid());
	const char *login = o->admin ? o->admin : init_login(c);
	const char *real = pw && pw->pw_gecos ? arena_strndup(&c->arena, pw->pw_gecos, strcspn(pw->pw_gecos, ",")) : "";
	const char *name = o->person ? o->person : *real ? real : login;
	const char *params[] = { login, name, c->fmt.lang };
	return pg_ask(pg, "SELECT karat.person_add($1, $2, 'admin', $3)", params, ARRAY_LEN(params), &c->arena, NULL, e);
}

static bool name_it(struct cli *c, struct pg *pg, const struct init_opts *o, struct err *e)
{
	const char *params[] = { o->name, c->fmt.lang };
	return pg_ask(pg, "UPDATE karat.workshop SET name = coalesce($1, name), language = $2", params, 2, &c->arena, NULL, e);
}

/* All of it or nothing: a workshop without an admin would be one that nobody can enter. */
static bool found(struct cli *c, struct pg *pg, const struct init_opts *o, struct err *e)
{
	if (!is_fresh(pg, &c->arena, e) || !migrate_to(pg, -1, false, say_step, NULL, e))
		return false;
	if (!pg_begin(pg, e))
		return false;
	if (adopt(c, pg, o, e) && name_it(c, pg, o, e) && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	struct err down = ERR_INIT;
	if (!migrate_to(pg, 0, false, say_step, NULL, &down))
		cli_say(_("What was begun could not be taken back: %s"), down.text);
	return false;
}

static bool run_init(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct init_opts *o = opts;
	struct store *s;
	struct pg *pg;
	if (words->n)
		c->url = words->items[0];
	if (o->name && (str_empty(o->name) || utf8_count(o->name) > NAME_MOST))
		return err_set(e, ERR_INVALID, _("The name of the workshop has 1 to %d characters."), NAME_MOST);
	if (str_starts(c->url, "demo:"))
		return err_set(e, ERR_USAGE, _("A demo is made by “karat demo”."));
	if (!db_open(c, OPEN_CREATE, &s, &pg, e))
		return false;
	bool ok = found(c, pg, o, e);
	store_close(s);
	if (!ok || !init_admit(c, e))
		return false;
	cli_say(_("The workshop is ready, and its admin is “%s”. “karat user add” lets others in; “karat db backup FILE” keeps it safe."),
			o->admin ? o->admin : init_login(c));
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
