/* testdb.c - a database of its own for each test, on one scratch cluster */
#include "config.h"

#include "testdb.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"
#include "base/str.h"
#include "store/cluster.h"
#include "store/migrate.h"
#include "store/pg.h"

enum { SETUP_BROKE = 99 };

/* One for each role, as testdb.h says. */
static const struct { const char *login, *name, *role; } people[] = {
	{ "olga", "Olga Ohm", "admin" }, { "ofra", "Ofra Ost", "office" }, { "gero", "Gero Gold", "goldsmith" },
	{ "vito", "Vito Vogt", "viewer" }, { "thea", "Thea Treu", "auditor" }, { "kira", "Kira Kern", "kiosk" },
};

static struct arena mem;
static struct cluster *cluster;
static const char *database;
static int made_here;
static struct pg *alone; /* holds the lock */

static void check(bool good, const struct err *e, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "testdb: %s: %s (%s)\n", what, e->text, e->detail);
	_exit(SETUP_BROKE);
}

const char *testdb_tmp(void)
{
	static const char memory[] = "/dev/shm";
	static const uint64_t enough = UINT64_C(8) << 30; /* of all of it, so that the answer is always the same */
	const char *said = getenv("TMPDIR");
	struct statvfs fs;
	if (said && *said == '/')
		return said;
	bool good = statvfs(memory, &fs) == 0 && (uint64_t)fs.f_blocks * fs.f_frsize >= enough && !(fs.f_flag & ST_NOEXEC)
			&& access(memory, W_OK) == 0;
	return good ? memory : "/tmp";
}

const char *testdb_cluster_dir(void)
{
	static char dir[PATH_MAX];
	char cwd[4096], hex[SHA256_HEX];
	const char *said = getenv("KARAT_TEST_CLUSTER");
	if (*dir || said)
		return said ? said : dir;
	struct sha256 s;
	sha256_init(&s);
	const char *build = getcwd(cwd, sizeof cwd); /* automake runs tests in the build folder */
	sha256_add(&s, build ? build : "", build ? strlen(build) : 0);
	sha256_hex(&s, hex);
	/* Not below the build folder, which an account that the server runs under may not enter. */
	snprintf(dir, sizeof dir, "%s/karat-tests-%lu-%.12s", testdb_tmp(), (unsigned long)geteuid(), hex);
	return dir;
}

static void join(void)
{
	struct err e = ERR_INIT;
	if (!cluster)
		check(cluster_join(&cluster, testdb_cluster_dir(), CLUSTER_CREATE | CLUSTER_SCRATCH | CLUSTER_QUIET, &e),
			&e, "the scratch cluster");
}

const char *testdb_socket_dir(void)
{
	join();
	return cluster_socket_dir(cluster);
}

static struct pg *open_as(const char *role, const char *dbname)
{
	struct err e = ERR_INIT;
	struct pg *pg = NULL;
	join();
	check(pg_open(&pg, cluster_conninfo(cluster, role, dbname, &mem), &e), &e, dbname);
	return pg;
}

static void run(struct pg *pg, const char *sql)
{
	struct err e = ERR_INIT;
	check(pg_script(pg, sql, &e), &e, sql);
}

static void take_turn(struct pg *pg)
{
	struct err e = ERR_INIT;
	check(pg_wait_turn(pg, "1", &e), &e, "the lock");
}

static const char *ask(struct pg *pg, const char *sql)
{
	struct err e = ERR_INIT;
	struct answer answer;
	check(pg_ask(pg, sql, NULL, 0, &mem, &answer, &e), &e, sql);
	return answer.n ? answer.cells[0] : NULL;
}

/* ---- the template ---- */

/* Its name changes with the migrations, so that an old one is never used. */
static const char *template_name(void)
{
	struct sha256 s;
	char hex[SHA256_HEX];
	size_t n;
	const struct migration *all = migrations(&mem, &n);
	sha256_init(&s);
	for (size_t i = 0; i < n; i++)
		sha256_add(&s, all[i].checksum, strlen(all[i].checksum));
	sha256_hex(&s, hex);
	return arena_printf(&mem, "template_%.16s", hex);
}

/* Migrated, with one person per role and a clock that tests may set. */
static void fill(struct pg *pg)
{
	struct err e = ERR_INIT;
	check(migrate_to(pg, -1, false, NULL, NULL, &e), &e, "migrations");
	if (!ask(pg, "SELECT 1 FROM pg_proc WHERE proname = 'person_add'"))
		return; /* the migrations of a test, not karat's */
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		run(pg, arena_printf(&mem, "SELECT karat.person_add('%s', '%s', '%s', 'de')", people[i].login,
			people[i].name, people[i].role));
	run(pg, "UPDATE karat.meta SET value = 'settable' WHERE key = 'clock'");
}

/* Whoever comes first makes it; the others wait at the lock. */
static const char *template(struct pg *super)
{
	const char *name = template_name();
	const char *ready = arena_printf(&mem, "SELECT 1 FROM pg_database WHERE datname = '%s' AND datistemplate", name);
	if (ask(super, ready))
		return name;
	if (!alone)
		take_turn(super);
	if (!ask(super, ready)) {
		run(super, TESTDB_STEADY);
		run(super, "SELECT pg_reload_conf()");
		run(super, arena_printf(&mem, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name));
		run(super, arena_printf(&mem, "CREATE DATABASE %s", name));
		struct pg *pg = open_as(CLUSTER_SUPERUSER, name);
		fill(pg);
		run(pg, "VACUUM (FREEZE, ANALYZE)"); /* so that no copy does it again at each first look */
		pg_close(pg);
		run(super, arena_printf(&mem, "ALTER DATABASE %s WITH IS_TEMPLATE true", name));
	}
	if (!alone)
		run(super, "SELECT pg_advisory_unlock(1)");
	return name;
}

void testdb_alone(void)
{
	if (alone)
		return;
	alone = open_as(CLUSTER_SUPERUSER, "postgres");
	take_turn(alone);
}

/* ---- databases ---- */

/* "t_4711_1": made for process 4711. */
static void drop_orphans(struct pg *super)
{
	struct err e = ERR_INIT;
	struct answer dbs;
	check(pg_ask(super, "SELECT datname FROM pg_database WHERE datname ~ '^t_[0-9]+_'", NULL, 0, &mem, &dbs, &e),
		&e, "databases");
	for (size_t i = 0; i < dbs.n; i++) {
		long pid = strtol(dbs.cells[i] + strlen("t_"), NULL, 10);
		if (pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH
			&& !pg_script(super, arena_printf(&mem, "DROP DATABASE IF EXISTS %s WITH (FORCE)", dbs.cells[i]), &e))
			err_clear(&e); /* somebody else is dropping it */
	}
}

/* A copy has not its template's list of who may connect. */
static void copy_access(struct pg *super, const char *from, const char *to)
{
	run(super, arena_printf(&mem,
		"DO $$ DECLARE g text; BEGIN"
		" IF (SELECT datacl FROM pg_database WHERE datname = '%s') IS NULL THEN RETURN; END IF;"
		" REVOKE ALL ON DATABASE \"%s\" FROM PUBLIC;"
		" FOR g IN SELECT format('GRANT %%s ON DATABASE %%I TO %%s', privilege_type, '%s',"
		"  CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)"
		"  FROM pg_database, aclexplode(datacl) WHERE datname = '%s'"
		" LOOP EXECUTE g; END LOOP; END $$", from, to, to, from));
}

static const char *make(pid_t owner, const char *name, bool migrated)
{
	struct pg *super = open_as(CLUSTER_SUPERUSER, "postgres");
	const char *made = arena_printf(&mem, "t_%ld_%s", (long)owner, name);
	const char *from = migrated ? template(super) : "template0";
	drop_orphans(super);
	run(super, arena_printf(&mem, "DROP DATABASE IF EXISTS \"%s\" WITH (FORCE)", made));
	run(super, arena_printf(&mem, "CREATE DATABASE \"%s\" TEMPLATE %s STRATEGY file_copy", made, from));
	if (migrated)
		copy_access(super, from, made);
	pg_close(super);
	return made;
}

const char *testdb_make_for(pid_t owner, const char *name)
{
	return make(owner, name, true);
}

static void renew(bool migrated)
{
	made_here++;
	database = make(getpid(), arena_printf(&mem, "%d", made_here), migrated);
}

void testdb_renew(void)
{
	renew(true);
}

/* Made by whoever comes first; the lock keeps the others waiting until it is there. */
void testdb_share(void)
{
	struct pg *super = open_as(CLUSTER_SUPERUSER, "postgres");
	const char *name = arena_printf(&mem, "t_%ld_shared", (long)getppid());
	template(super); /* takes the same lock */
	if (!alone)
		take_turn(super);
	database = ask(super, arena_printf(&mem, "SELECT 1 FROM pg_database WHERE datname = '%s'", name)) ? name
			: make(getppid(), "shared", true);
	pg_close(super); /* and the lock goes with it */
}

void testdb_renew_empty(void)
{
	renew(false);
}

const char *testdb_conninfo(const char *role, struct arena *a)
{
	if (!database)
		testdb_renew();
	return cluster_conninfo(cluster, role, database, a);
}

struct pg *testdb_open(const char *role)
{
	if (!database)
		testdb_renew();
	return open_as(role, database);
}
