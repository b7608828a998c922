/* backup.c - karat db backup and restore: a file that is proved readable, a database that is proved whole
 *
 * A restore goes into a new database. Only when it is verified does it take the place of the old one,
 * which stays under another name until somebody drops it: nothing can be lost by restoring.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/checks.h"
#include "cli/db.h"
#include "cli/init.h"
#include "cli/spawn.h"
#include "store/migrate.h"
#include "store/pg.h"
#include "store/store.h"

struct restore_opts {
	const char *into;
	bool yes;
};

enum { NAME_MOST = 63 }; /* of a database */

/* Reads the whole file, not just its table of contents: a file cut in half has a good beginning. */
static bool check_file(struct cli *c, const char *path, struct err *e)
{
	const char *argv[] = { "pg_restore", "--file=/dev/null", path, NULL };
	struct spawn s = { .argv = argv, .quiet = true };
	if (!spawn_run(&s, &c->arena, e))
		return false;
	if (s.status == 0)
		return true;
	if (file_stopped(e))
		return false;
	err_set(e, ERR_INVALID, _("The backup “%s” cannot be read to its end: it is damaged, cut off, or no backup of karat. Nothing has been changed."), path);
	return err_detail(e, "%s", s.complaint);
}

static bool dump(struct cli *c, const struct pg *pg, const char *path, struct err *e)
{
	const char *argv[] = { "pg_dump", "--format=custom", arena_printf(&c->arena, "--file=%s", path),
		arena_printf(&c->arena, "--dbname=%s", pg_words(pg, NULL, &c->arena)), NULL };
	struct spawn s = { .argv = argv, .password = pg_secret(pg), .quiet = true };
	if (!spawn_run(&s, &c->arena, e))
		return false;
	if (s.status == 0)
		return true;
	err_set(e, ERR_OUTPUT, _("The backup could not be written to “%s”: %s"), path, s.complaint);
	return err_detail(e, "pg_dump: exit %d", s.status);
}

static bool backup(struct cli *c, const struct pg *pg, const char *path, struct err *e)
{
	struct file_draft d;
	int why = file_begin(&d, path, 0600); /* it holds every customer */
	if (why)
		return err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), path, strerror(why));
	bool ok = !d.direct || err_set(e, ERR_OUTPUT,
		_("“%s” is a device or a pipe. A backup is read back when it is written, so it needs a file."), path);
	if (!ok || !dump(c, pg, d.temp, e) || !check_file(c, d.temp, e) || file_stopped(e)) {
		file_drop(&d);
		return file_stopped(e), false;
	}
	why = file_commit(&d);
	return !why || err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), path, strerror(why));
}

static bool run_backup(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct store *s;
	struct pg *pg;
	struct stat st;
	const char *path = words->items[0];
	(void)opts;
	if (!db_open(c, OPEN_READONLY, &s, &pg, e))
		return false;
	spawn_hold(NULL);
	bool ok = backup(c, pg, path, e);
	spawn_release();
	store_close(s);
	struct err unnoted = ERR_INIT;
	if (ok && !checks_note_backup(c->url, &c->arena, &unnoted))
		log_err("backup", &unnoted); /* the backup is none the worse for it */
	if (ok && stat(path, &st) == 0)
		cli_say(_("The backup “%s” has been written and read back: %lld bytes."), path, (long long)st.st_size);
	return ok;
}

/* Restoring. */

/* Groups belong to the cluster, not to the backup; a new cluster has none yet. */
static const char roles_sql[] =
	"DO $$ DECLARE grp text; BEGIN"
	" FOREACH grp IN ARRAY '{karat_owner,karat_viewer,karat_goldsmith,karat_office,karat_admin,karat_kiosk,karat_auditor}'::text[] LOOP"
	"  IF to_regrole(grp) IS NULL THEN EXECUTE format('CREATE ROLE %I NOLOGIN', grp); END IF;"
	" END LOOP;"
	" ALTER ROLE karat_owner CREATEROLE;"
	" GRANT pg_signal_backend TO karat_owner;" /* who is shut out is cut off at once */
	"END $$";

/* Nor does it hold logins: the people of the workshop get theirs back, in their roles, and set a password
 * again where they had none. */
static const char people_sql[] =
	"DO $$ DECLARE p record; BEGIN"
	" FOR p IN SELECT login, role FROM karat.person WHERE active LOOP"
	"  PERFORM karat.person_make_login(p.login);"
	"  PERFORM karat.person_set_group(p.login, p.role);"
	" END LOOP;"
	"END $$";

static bool command(struct pg *pg, const char *sql, const char *name, const char *more, struct arena *a, struct err *e)
{
	struct answer got;
	const char *params[] = { name, more };
	return pg_ask(pg, sql, params, more ? 2 : 1, a, &got, e) && pg_script(pg, got.cells[0], e);
}

static bool load(struct cli *c, const struct pg *pg, const char *path, struct err *e)
{
	const char *argv[] = { "pg_restore", "--exit-on-error", "--single-transaction",
		arena_printf(&c->arena, "--dbname=%s", pg_words(pg, NULL, &c->arena)), path, NULL };
	struct spawn s = { .argv = argv, .password = pg_secret(pg), .quiet = true };
	if (!spawn_run(&s, &c->arena, e))
		return false;
	if (s.status == 0)
		return true;
	err_set(e, ERR_INVALID, _("The backup could not be restored: %s"), s.complaint);
	return err_detail(e, "pg_restore: exit %d", s.status);
}

/* Is it a workshop, of a version we know, and is its trail whole? */
static bool verify(struct pg *pg, struct arena *a, struct err *e)
{
	struct migration_state state;
	size_t problems;
	if (!migrate_state(pg, a, &state, e))
		return false;
	if (!state.current)
		return err_set(e, ERR_INVALID, _("The backup holds no workshop of karat."));
	if (state.newer || state.changed)
		return err_set(e, ERR_CONFLICT, "%s", state.sentence);
	if (!db_verify(pg, a, true, &problems, e))
		return false;
	return !problems || err_set(e, ERR_INVALID, _("The audit trail in the backup is not sound. It was restored nowhere."));
}

static const char drop_sql[] = "SELECT format('DROP DATABASE IF EXISTS %I WITH (FORCE)', $1::text)";
static const char create_sql[] = "SELECT format('CREATE DATABASE %I TEMPLATE template0', $1::text)";
static const char rename_sql[] = "SELECT format('ALTER DATABASE %I RENAME TO %I', $1::text, $2::text)";
static const char guard_sql[] = "SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', $1::text)";
static const char admit_sql[] =
	"SELECT format('GRANT CONNECT ON DATABASE %I TO karat_viewer, karat_goldsmith, karat_office, karat_admin, "
	"karat_kiosk, karat_auditor', $1::text)";
static const char leave_sql[] =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()";

struct restore {
	struct cli *cli;
	struct pg *pg; /* of the database "postgres": nothing can be renamed from within */
	const char *name, *fresh, *path;
};

/* ^C while the database is being filled: what it does there is not worth waiting for. */
static struct pg *volatile filling;

static void stop_filling(void)
{
	if (filling)
		(void)pg_cancel(filling);
}

static bool fill(const struct restore *r, struct err *e)
{
	struct pg *pg;
	if (!pg_open_beside(&pg, r->pg, r->fresh, e))
		return false;
	filling = pg;
	bool ok = load(r->cli, pg, r->path, e) && !file_stopped(e) && pg_script(pg, people_sql, e) &&
			!file_stopped(e) && verify(pg, &r->cli->arena, e) && !file_stopped(e);
	filling = NULL;
	pg_close(pg);
	return ok || (file_stopped(e), false);
}

static bool is_free(const struct restore *r, struct err *e)
{
	struct answer got;
	if (!pg_ask(r->pg, "SELECT FROM pg_database WHERE datname = $1", &r->fresh, 1, &r->cli->arena, &got, e))
		return false;
	return !got.n || err_set(e, ERR_CONFLICT, _("There is a database “%s” already. Choose another name."), r->fresh);
}

static void discard(const struct restore *r)
{
	struct err drop = ERR_INIT;
	if (!command(r->pg, drop_sql, r->fresh, NULL, &r->cli->arena, &drop))
		cli_say(_("The unfinished database “%s” is left behind."), r->fresh);
}

static bool build(const struct restore *r, struct err *e)
{
	struct arena *a = &r->cli->arena;
	if (!is_free(r, e) || !pg_script(r->pg, roles_sql, e) || !command(r->pg, create_sql, r->fresh, NULL, a, e))
		return false;
	if (command(r->pg, guard_sql, r->fresh, NULL, a, e) && command(r->pg, admit_sql, r->fresh, NULL, a, e) &&
			fill(r, e))
		return true;
	discard(r);
	return false;
}

/* Two renames in one transaction: at no moment is there no workshop, whatever happens to us. */
static bool swap(const struct restore *r, const char *old, struct err *e)
{
	struct arena *a = &r->cli->arena;
	if (!pg_ask(r->pg, leave_sql, &r->name, 1, a, NULL, e) || !pg_begin(r->pg, e))
		return false;
	if (command(r->pg, rename_sql, r->name, old, a, e) && command(r->pg, rename_sql, r->fresh, r->name, a, e) &&
			pg_commit(r->pg, e))
		return true;
	pg_rollback(r->pg);
	return false;
}

static const char *stamp(struct arena *a)
{
	struct civil t = instant_civil(now());
	return arena_printf(a, "%04d%02d%02d_%02d%02d%02d", t.year, t.month, t.day, t.hour, t.min, t.sec);
}

/* Of two restores within one second each keeps what it found. */
static bool spare_name(const struct restore *r, const char *begin, const char **ret, struct err *e)
{
	struct arena *a = &r->cli->arena;
	struct answer got;
	const char *at = stamp(a), *name = arena_printf(a, "%s_%s", begin, at);
	for (int n = 2; pg_ask(r->pg, "SELECT FROM pg_database WHERE datname = $1", &name, 1, a, &got, e); n++) {
		if (!got.n)
			return *ret = name, true;
		name = arena_printf(a, "%s_%s_%d", begin, at, n);
	}
	return false;
}

static bool restore(struct restore *r, const char *into, struct err *e)
{
	struct arena *a = &r->cli->arena;
	r->fresh = into ? into : arena_printf(a, "karat_new_%s", stamp(a));
	if (!build(r, e))
		return false;
	if (into) {
		cli_say(_("The backup has been restored into the new database “%s” and verified."), into);
		return true;
	}
	const char *old;
	if (!spare_name(r, "karat_before", &old, e) || !swap(r, old, e)) {
		discard(r);
		return false;
	}
	cli_say(_("The backup has been restored and verified. What was there before is kept as the database “%s”."), old);
	return true;
}

static bool find_name(struct restore *r, struct pg *pg, struct err *e)
{
	struct answer got;
	if (!pg_ask(pg, "SELECT current_database()", NULL, 0, &r->cli->arena, &got, e))
		return false;
	r->name = got.cells[0];
	return true;
}

static bool check_name(const char *name, struct err *e)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	if (*name && strlen(name) <= NAME_MOST && strspn(name, good) == strlen(name))
		return true;
	return err_set(e, ERR_INVALID, _("“%s” is no name for a database. It has small letters, digits and _, at most %d."), name, NAME_MOST);
}

static bool run_restore(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct restore_opts *o = opts;
	struct restore r = { .cli = c, .path = words->items[0] };
	struct store *s;
	struct pg *pg;
	if (!cli_writable(c, e))
		return false;
	if (access(r.path, R_OK) != 0)
		return err_set(e, ERR_INVALID, _("The file “%s” cannot be read: %s."), r.path, strerror(errno));
	if (o->into && !check_name(o->into, e))
		return false;
	spawn_hold(NULL);
	bool ok = check_file(c, r.path, e);
	spawn_release();
	if (!ok)
		return false;
	if (!o->into && !o->yes && isatty(STDIN_FILENO) &&
			!cli_confirm(_("Put the backup in the place of the workshop as it is now?"), e))
		return false;
	if (!db_open(c, OPEN_CREATE, &s, &pg, e))
		return false;
	ok = find_name(&r, pg, e) && pg_open_beside(&r.pg, pg, "postgres", e);
	if (ok) {
		spawn_hold(stop_filling);
		ok = restore(&r, o->into, e) && (o->into || init_admit(c, store_os_login(&c->arena), e));
		spawn_release();
		pg_close(r.pg);
	}
	store_close(s);
	if (ok && !o->into) /* the prompt was in the database that has gone aside */
		cli_go_to(c, c->url);
	return ok;
}

// clang-format off
static const struct opt restore_opts[] = {
	{ "into", 0,   OPT_TEXT, offsetof(struct restore_opts, into), N_("NAME"), N_("into a new database of this name; the workshop stays as it is"), NULL },
	{ "yes",  'y', OPT_FLAG, offsetof(struct restore_opts, yes),  NULL,       N_("do not ask"), NULL },
};
// clang-format on

const struct command backup_command = {
	.name = "backup", .usage = N_("FILE"), .help = N_("writes all of the workshop into one file and reads it back"),
	.words = { WORD_FILE }, .least = 1, .most = 1, .run = run_backup,
};

const struct command restore_command = {
	.name = "restore", .usage = N_("FILE [--into NAME]"), .help = N_("restores a backup; what is there now is kept under another name"),
	.opts = restore_opts, .nopts = ARRAY_LEN(restore_opts), .size = sizeof(struct restore_opts),
	.words = { WORD_FILE }, .least = 1, .most = 1, .run = run_restore,
};
