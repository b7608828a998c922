/* migrate.c - up, down, plan; what was changed or is newer; two programs at once. On steps of its own. */
#include "config.h"

#include "store/migrate.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lib/testdb.h"
#include "store/builtin.h"
#include "store/pg.h"

/* In place of karat's own. */
#define FILE(name, text) { name, text, sizeof text - 1 }
const struct builtin builtins[] = {
	FILE("demo/seed.sql", "SELECT 1"),
	FILE("sql/0001_rings.down.sql", "DROP TABLE public.rings;"),
	FILE("sql/0001_rings.up.sql", "CREATE TABLE public.rings (id int); INSERT INTO public.rings VALUES (1), (2);"),
	FILE("sql/0002_stones.down.sql", "DROP TABLE public.stones;"),
	FILE("sql/0002_stones.up.sql", "CREATE TABLE public.stones (id int); SELECT pg_sleep(0.05);"),
	FILE("sql/0003_breaks.down.sql", "ALTER TABLE public.rings DROP COLUMN size;"),
	FILE("sql/0003_breaks.up.sql", "ALTER TABLE public.rings ADD COLUMN size int; INSERT INTO public.rings VALUES (3, 54 / (SELECT count(*) FROM public.stones));"),
	{ NULL, NULL, 0 },
};

static struct arena a;
static struct pg *pg;
static struct err e;
static char steps[256];

static void open_empty(void)
{
	testdb_renew_empty();
	pg = testdb_open("karat");
}

static void done(void)
{
	pg_close(pg);
	arena_done(&a);
}

TestSuite(migrate, .init = open_empty, .fini = done, .timeout = 60);

static void note(void *ctx, const struct migration *m, bool up)
{
	(void)ctx;
	size_t len = strlen(steps);
	snprintf(steps + len, sizeof steps - len, "%s%s ", up ? "+" : "-", m->name);
}

static const char *one(const char *sql)
{
	struct answer answer;
	cr_assert(pg_ask(pg, sql, NULL, 0, &a, &answer, &e), "%s: %s (%s)", sql, e.text, e.detail);
	return answer.n ? answer.cells[0] : NULL;
}

static struct migration_state state(void)
{
	struct migration_state s;
	cr_assert(migrate_state(pg, &a, &s, &e), "%s", e.text);
	return s;
}

#define TO(version) cr_assert(migrate_to(pg, version, false, note, NULL, &e), "%s (%s)", e.text, e.detail)

Test(migrate, those_built_in_are_read_in_order)
{
	size_t n;
	const struct migration *m = migrations(&a, &n);
	cr_assert_eq(n, 3);
	cr_expect_str_eq(m[0].name, "rings");
	cr_expect_str_eq(m[1].name, "stones");
	cr_expect_eq(m[2].version, 3);
	cr_expect_str_eq(m[1].down, "DROP TABLE public.stones;");
	cr_expect_eq(strlen(m[0].checksum), 64);
	cr_expect_str_neq(m[0].checksum, m[1].checksum);
}

Test(migrate, nothing_there_is_version_0)
{
	struct migration_state s = state();
	cr_expect_eq(s.current, 0);
	cr_expect_eq(s.latest, 3);
	cr_expect_not(s.changed || s.newer);
	cr_expect(s.sentence && strstr(s.sentence, "karat db migrate"), "%s", s.sentence);
	cr_expect_null(one("SELECT to_regclass('public.karat_migration')"), "asking makes nothing");
}

Test(migrate, up_down_and_up_again)
{
	TO(2);
	cr_expect_str_eq(steps, "+rings +stones ");
	cr_expect_eq(state().current, 2);
	cr_expect_str_eq(one("SELECT string_agg(version || name || length(checksum) || applied_by, ' ' ORDER BY version) FROM public.karat_migration"),
		"1rings64karat 2stones64karat");
	TO(0);
	cr_expect_str_eq(steps, "+rings +stones -stones -rings ");
	cr_expect_eq(state().current, 0);
	cr_expect_str_eq(one("SELECT count(*) FROM public.karat_migration"), "0");
	cr_expect_null(one("SELECT to_regclass('public.rings')"));
	TO(1);
	cr_expect_eq(state().current, 1);
	cr_expect_str_eq(one("SELECT count(*) FROM public.rings"), "2");
	TO(1);
	cr_expect_str_eq(steps, "+rings +stones -stones -rings +rings ", "nothing to do is nothing done");
}

Test(migrate, a_plan_does_nothing)
{
	cr_assert(migrate_to(pg, 2, true, note, NULL, &e), "%s", e.text);
	cr_expect_str_eq(steps, "+rings +stones ");
	cr_expect_null(one("SELECT to_regclass('public.karat_migration')"));
	cr_expect_null(one("SELECT to_regclass('public.rings')"));
	TO(2);
	steps[0] = '\0';
	cr_assert(migrate_to(pg, 0, true, note, NULL, &e), "%s", e.text);
	cr_expect_str_eq(steps, "-stones -rings ");
	cr_expect_eq(state().current, 2);
}

Test(migrate, a_step_that_fails_leaves_no_trace)
{
	cr_expect_not(migrate_to(pg, -1, false, note, NULL, &e));
	cr_expect(str_starts(e.text, "0003_breaks: "), "%s", e.text);
	cr_expect_eq(state().current, 2, "what came before it stays");
	cr_expect_str_eq(one("SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.rings'::regclass AND attname = 'size'"), "0");
	cr_expect_str_eq(one("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"), "0");
	one("INSERT INTO public.stones VALUES (1)"); /* and can be taken again when its cause is gone */
	TO(-1);
	struct migration_state s = state();
	cr_expect_eq(s.current, 3);
	cr_expect_null(s.sentence, "%s", s.sentence);
}

Test(migrate, one_that_was_changed_is_refused)
{
	TO(2);
	one("UPDATE public.karat_migration SET checksum = repeat('0', 64) WHERE version = 1");
	struct migration_state s = state();
	cr_expect(s.changed && !s.newer);
	cr_expect(s.sentence && strstr(s.sentence, "step 1"), "%s", s.sentence);
	static const int ways[] = { -1, 0, 2 };
	for (size_t i = 0; i < 3; i++) {
		err_clear(&e);
		cr_expect_not(migrate_to(pg, ways[i], false, note, NULL, &e));
		cr_expect_eq(e.code, ERR_CONFLICT);
		cr_expect_str_eq(e.text, s.sentence);
	}
	cr_expect_str_eq(steps, "+rings +stones ");
}

Test(migrate, a_gap_is_a_change)
{
	TO(2);
	one("DELETE FROM public.karat_migration WHERE version = 1");
	cr_expect(state().changed);
	cr_expect_not(migrate_to(pg, 0, false, NULL, NULL, &e));
}

Test(migrate, a_newer_database_is_refused)
{
	TO(2);
	one("INSERT INTO public.karat_migration (version, name, checksum) VALUES (3, 'x', 'x'), (4, 'later', 'x')");
	struct migration_state s = state();
	cr_expect(s.newer);
	cr_expect_eq(s.current, 4);
	cr_expect_not(migrate_to(pg, -1, false, NULL, NULL, &e));
	cr_expect_eq(e.code, ERR_CONFLICT);
	cr_expect(strstr(e.text, "made by a newer karat"), "%s", e.text);
}

Test(migrate, versions_that_nobody_knows_are_refused)
{
	static const int none[] = { 4, 1000, -2 };
	for (size_t i = 0; i < 3; i++) {
		err_clear(&e);
		cr_expect_not(migrate_to(pg, none[i], false, NULL, NULL, &e), "%d", none[i]);
		cr_expect_eq(e.code, ERR_INVALID, "%d", none[i]);
	}
}

/* Eight programs; each finds the work done or does it, and it is done once. */
Test(migrate, all_at_once_agree)
{
	enum { ALL = 8 };
	pid_t pids[ALL];
	const char *words = testdb_conninfo("karat", &a);
	for (int i = 0; i < ALL; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			struct pg *mine;
			bool good = pg_open(&mine, words, &e) && migrate_to(mine, 2, false, NULL, NULL, &e);
			if (!good)
				fprintf(stderr, "%s (%s)\n", e.text, e.detail);
			_exit(!good);
		}
	}
	for (int i = 0; i < ALL; i++) {
		int status = -1;
		cr_expect(waitpid(pids[i], &status, 0) == pids[i] && status == 0, "%d", status);
	}
	cr_expect_eq(state().current, 2);
	cr_expect_str_eq(one("SELECT count(*) FROM public.rings"), "2");
}

/* Who signs in must see whether the program fits, whatever role that is. */
Test(migrate, anybody_may_ask_for_the_state)
{
	TO(1);
	one("SELECT set_config('role', 'pg_monitor', false)");
	cr_expect_eq(state().current, 1);
	cr_expect_not(pg_script(pg, "DELETE FROM public.karat_migration", &e));
	cr_expect_eq(e.code, ERR_DENIED, "%s", e.text);
}
