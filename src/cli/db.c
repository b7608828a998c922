/* db.c - karat db: the database of the workshop, looked after */
#include "config.h"

#include "cli/db.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "cli/spawn.h"
#include "report/out.h"
#include "store/migrate.h"
#include "store/pg.h"
#include "store/store.h"

struct migrate_opts {
	bool plan, yes;
	const char *to, *down;
};

/* A store of this kind has a database of its own that can be looked after. */
bool db_open(struct cli *c, unsigned flags, struct store **ret, struct pg **ret_pg, struct err *e)
{
	struct store *s;
	if (!cli_maintenance(c, flags, &s, e))
		return false;
	if (!store_pg(s)) {
		store_close(s);
		return err_set(e, ERR_USAGE, _("This workshop is reached through a server, which looks after its database itself."));
	}
	*ret = s;
	*ret_pg = store_pg(s);
	return true;
}

static bool read_steps(const char *said, int *ret, struct err *e)
{
	int64_t n;
	if (!num_parse(said, 0, &n) || n < 0 || n > 9999)
		return err_set(e, ERR_INVALID, _("“%s” is no number of a step."), said);
	*ret = (int)n;
	return true;
}

static void say_step(void *ctx, const struct migration *m, bool up)
{
	(void)ctx;
	cli_say(up ? _("up   %04d %s") : _("down %04d %s"), m->version, m->name);
}

/* What goes down is deleted, so it is asked as a restore is; a script says --yes. */
static bool may_go_down(const struct migrate_opts *o, int from, int to, struct err *e)
{
	if (o->plan || o->yes || to < 0 || to >= from)
		return true;
	if (!isatty(STDIN_FILENO))
		return err_set(e, ERR_CANCELLED, _("Going down deletes the data of those steps for good. Say --yes if that is meant."));
	return cli_confirm(_("Go down and delete the data of those steps for good?"), e);
}

static bool migrate(struct pg *pg, const struct migrate_opts *o, struct arena *a, struct err *e)
{
	struct migration_state state;
	int to = -1, down = 0;
	if (!migrate_state(pg, a, &state, e))
		return false;
	if (o->to && o->down)
		return err_set(e, ERR_USAGE, _("Say --to or --down, not both."));
	if ((o->to && !read_steps(o->to, &to, e)) || (o->down && !read_steps(o->down, &down, e)))
		return false;
	if (o->down)
		to = state.current > down ? state.current - down : 0;
	if (!may_go_down(o, state.current, to, e))
		return false;
	if (!migrate_to(pg, to, o->plan, say_step, NULL, e) || !migrate_state(pg, a, &state, e))
		return false;
	if (o->plan)
		cli_say(_("Nothing has been changed: this was the plan."));
	else
		cli_say(_("The tables are at step %d of %d."), state.current, state.latest);
	return true;
}

static bool run_migrate(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct store *s;
	struct pg *pg;
	(void)words;
	const struct migrate_opts *o = opts;
	if (!db_open(c, o->plan ? OPEN_READONLY : 0, &s, &pg, e))
		return false;
	bool ok = migrate(pg, opts, &c->arena, e);
	store_close(s);
	return ok;
}

static const char size_sql[] =
	"SELECT current_database(), pg_size_pretty(pg_database_size(current_database())),"
	" (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())";

/* "label: value" lines on stdout. */
static void put_line(struct out *o, const char *label, const char *value)
{
	out_adds(o, label);
	out_addc(o, ' ');
	out_adds(o, value ? value : "–");
	out_addc(o, '\n');
}

static bool put_status(struct cli *c, struct store *s, struct pg *pg, struct err *e)
{
	struct migration_state state;
	struct answer got;
	if (!migrate_state(pg, &c->arena, &state, e) || !pg_ask(pg, size_sql, NULL, 0, &c->arena, &got, e))
		return false;
	struct out *o = out_fd(1, &c->arena);
	put_line(o, _("Server:"), store_session(s)->server);
	put_line(o, _("Database:"), got.cells[0]);
	put_line(o, _("Size:"), got.cells[1]);
	put_line(o, _("Connections:"), got.cells[2]);
	put_line(o, _("Step of the tables:"), arena_printf(&c->arena, "%d / %d", state.current, state.latest));
	if (!out_end(o, e))
		return false;
	return !state.sentence || err_set(e, ERR_CONFLICT, "%s", state.sentence);
}

static bool run_status(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct store *s;
	struct pg *pg;
	(void)opts, (void)words;
	if (!db_open(c, OPEN_READONLY, &s, &pg, e))
		return false;
	bool ok = put_status(c, s, pg, e);
	store_close(s);
	return ok;
}

bool db_verify(struct pg *pg, struct arena *a, bool loud, size_t *ret_problems, struct err *e)
{
	struct answer got;
	if (!pg_ask(pg, "SELECT problem, audit_id, detail FROM karat.audit_verify() LIMIT 1000", NULL, 0, a, &got, e))
		return false;
	for (size_t i = 0; loud && i < got.n; i++) {
		const char **row = &got.cells[i * got.cols];
		cli_say(_("%s (entry %s): %s"), row[0], row[1] ? row[1] : "–", row[2] ? row[2] : "");
	}
	*ret_problems = got.n;
	return true;
}

static bool run_verify(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct store *s;
	struct pg *pg;
	size_t problems;
	(void)opts, (void)words;
	if (!db_open(c, OPEN_READONLY, &s, &pg, e))
		return false;
	bool ok = db_verify(pg, &c->arena, true, &problems, e);
	store_close(s);
	if (!ok)
		return false;
	if (problems)
		return err_set(e, ERR_INVALID, _("The audit trail is not sound: somebody changed data past karat, or the disk did. Keep the last good backup."));
	cli_say(_("The audit trail is sound: every change is there, none was altered."));
	return true;
}

static const char only_read[] = "-c default_transaction_read_only=on";

/* What a URL says as options= wins over PGOPTIONS, so there it is said too. pg_words escapes the quotes
 * within a value. */
static const char *read_only_words(const char *words, struct arena *a)
{
	static const char options[] = "options='";
	const char *at = str_starts(words, options) ? words : strstr(words, " options='");
	const char *value = at ? at + (at != words) + strlen(options) : NULL, *end = value;
	while (end && *end && *end != '\'')
		end += 1 + (*end == '\\' && end[1]);
	return value ? arena_printf(a, "%.*s %s%s", (int)(end - words), words, only_read, end) : words;
}

static const char *read_only_options(struct arena *a)
{
	const char *said = getenv("PGOPTIONS");
	return said && *said ? arena_printf(a, "%s %s", said, only_read) : only_read;
}

/* As the person, with the person's rights: the database knows what they may. */
static bool run_psql(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct store *s;
	(void)opts;
	if (!cli_store(c, &s, e))
		return false;
	const struct pg *pg = store_pg(s);
	if (!pg)
		return err_set(e, ERR_USAGE, _("This workshop is reached through a server, which looks after its database itself."));
	const char **argv = arena_array(&c->arena, words->n + 3, sizeof *argv);
	argv[0] = "psql";
	argv[1] = pg_words(pg, NULL, &c->arena);
	for (size_t i = 0; i < words->n; i++)
		argv[2 + i] = words->items[i];
	struct spawn spawn = { .argv = argv, .password = pg_secret(pg) };
	if (c->globals.readonly) {
		argv[1] = read_only_words(argv[1], &c->arena);
		spawn.pgoptions = read_only_options(&c->arena);
	}
	if (!spawn_run(&spawn, &c->arena, e))
		return false;
	if (spawn.status)
		c->status = EXIT_REFUSED;
	return true;
}

// clang-format off
#define M(m) offsetof(struct migrate_opts, m)
static const struct opt migrate_opts[] = {
	{ "plan", 0, OPT_FLAG, M(plan), NULL,    N_("only say what would be done"), NULL },
	{ "to",   0, OPT_TEXT, M(to),   N_("N"), N_("up or down to this step"), NULL },
	{ "down", 0, OPT_TEXT, M(down), N_("N"), N_("so many steps back; data of those steps is lost"), NULL },
	{ "yes", 'y', OPT_FLAG, M(yes), NULL,    N_("do not ask"), NULL },
};

static const struct command migrate_command = {
	.name = "migrate", .usage = "[--plan] [--to N | --down N]", .help = N_("brings the tables to the version of this karat"),
	.opts = migrate_opts, .nopts = ARRAY_LEN(migrate_opts), .size = sizeof(struct migrate_opts), .run = run_migrate,
};
static const struct command status_command = {
	.name = "status", .usage = "", .help = N_("server, size and version of the tables"), .run = run_status,
};
static const struct command verify_command = {
	.name = "verify", .usage = "", .help = N_("checks the chain of the audit trail and the records against it"), .run = run_verify,
};
static const struct command psql_command = {
	.name = "psql", .usage = N_("[-- ARGUMENTS …]"), .help = N_("PostgreSQL's own prompt, with your rights"),
	.words = { WORD_ANY }, .most = 100, .run = run_psql,
};
static const struct command *const db_commands[] = {
	&migrate_command, &status_command, &verify_command, &backup_command, &restore_command, &psql_command, NULL,
};
// clang-format on

const struct command db_command = {
	.name = "db", .usage = "migrate|status|verify|backup|restore|psql …", .help = N_("looks after the database: versions, backups, checks"),
	.subs = db_commands,
};
