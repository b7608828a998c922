/* schema.c - karat's own migrations: each goes up, down and up again, and comes out the same */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "lib/testdb.h"
#include "store/migrate.h"
#include "store/pg.h"

static struct arena a;

/* All that a migration can leave in a database, in words, one thing per line. */
static const char snapshot[] =
	"SELECT coalesce(string_agg(line, E'\\n' ORDER BY line COLLATE \"C\"), '') FROM ("
	" SELECT 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') AS line FROM pg_namespace"
	"  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
	" UNION ALL SELECT 'relation ' || c.oid::regclass || ' ' || relkind::text || ' ' || relrowsecurity::text || relforcerowsecurity::text"
	"  || ' ' || coalesce(array_to_string(ARRAY(SELECT unnest(relacl)::text ORDER BY 1), ','), '') || ' '"
	"  || coalesce(array_to_string(reloptions, ','), '') || ' ' || coalesce(CASE WHEN relkind = 'v' THEN pg_get_viewdef(c.oid) WHEN relkind = 'i' THEN pg_get_indexdef(c.oid) END, '') || ' ' || relowner::regrole"
	"  FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
	"  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND relname !~ '^karat_migration'"
	" UNION ALL SELECT 'column ' || attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' '"
	"  || attnotnull::text || ' ' || attidentity::text || ' ' || coalesce(array_to_string(ARRAY(SELECT unnest(attacl)::text ORDER BY 1), ','), '')"
	"  || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')"
	"  FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace"
	"  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
	"  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND attnum > 0 AND NOT attisdropped AND relkind <> 'i'"
	"  AND relname <> 'karat_migration'"
	" UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(c.oid)"
	"  FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace"
	"  WHERE conrelid <> 0 AND nspname !~ '^pg_' AND nspname <> 'information_schema' AND conname !~ '^karat_migration'"
	" UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || md5(pg_get_functiondef(p.oid)) || ' '"
	"  || coalesce(array_to_string(ARRAY(SELECT unnest(proacl)::text ORDER BY 1), ','), '')"
	"  FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
	"  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND prokind <> 'a'"
	"  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
	" UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
	" UNION ALL SELECT 'policy ' || polrelid::regclass || ' ' || polname || ' ' || polcmd::text || ' '"
	"  || coalesce(pg_get_expr(polqual, polrelid), '') || ' ' || coalesce(pg_get_expr(polwithcheck, polrelid), '') FROM pg_policy"
	" UNION ALL SELECT 'extension ' || extname FROM pg_extension"
	" UNION ALL SELECT 'collation ' || collname FROM pg_collation c JOIN pg_namespace n ON n.oid = collnamespace"
	"  WHERE nspname !~ '^pg_'"
	" UNION ALL SELECT 'database ' || array_to_string(ARRAY(SELECT unnest(coalesce(datacl, acldefault('d', datdba)))::text ORDER BY 1), ',')"
	"  FROM pg_database WHERE datname = current_database()"
	" UNION ALL SELECT 'defaults ' || defaclrole::regrole || ' ' || defaclobjtype::text || ' ' || defaclacl::text FROM pg_default_acl"
	") all_of_it";

static const char *look(struct pg *pg)
{
	struct err e = ERR_INIT;
	struct answer answer;
	cr_assert(pg_ask(pg, snapshot, NULL, 0, &a, &answer, &e), "%s (%s)", e.text, e.detail);
	return answer.cells[0];
}

static void go(struct pg *pg, int version)
{
	struct err e = ERR_INIT;
	cr_assert(migrate_to(pg, version, false, NULL, NULL, &e), "to %d: %s (%s)", version, e.text, e.detail);
}

/* The first line in which two snapshots differ. */
static const char *difference(const char *was, const char *is)
{
	while (*was && *is) {
		size_t n = strcspn(was, "\n"), m = strcspn(is, "\n");
		if (n != m || memcmp(was, is, n) != 0)
			return arena_printf(&a, "was: %.*s, is: %.*s", (int)n, was, (int)m, is);
		was += n + (was[n] == '\n');
		is += m + (is[m] == '\n');
	}
	return *was || *is ? arena_printf(&a, "was: %.200s, is: %.200s", was, is) : NULL;
}

static void expect_same(const char *was, const char *is, const char *what, int version)
{
	const char *other = difference(was, is);
	cr_expect_null(other, "%s %d: %s", what, version, other);
}

TestSuite(schema, .init = testdb_alone, .timeout = 120);

Test(schema, each_step_up_down_and_up_again)
{
	size_t n;
	migrations(&a, &n);
	cr_assert_gt(n, 0);
	testdb_renew_empty();
	struct pg *pg = testdb_open("karat");
	for (int version = 1; version <= (int)n; version++) {
		const char *before = look(pg);
		go(pg, version);
		const char *after = look(pg);
		cr_expect_str_neq(before, after, "%d does something", version);
		go(pg, version - 1);
		expect_same(before, look(pg), "down from", version);
		go(pg, version);
		expect_same(after, look(pg), "up again to", version);
	}
	pg_close(pg);
	arena_done(&a);
}

Test(schema, all_down_leaves_nothing)
{
	testdb_renew_empty();
	struct pg *pg = testdb_open("karat");
	const char *empty = look(pg);
	go(pg, -1);
	const char *full = look(pg);
	go(pg, 0);
	expect_same(empty, look(pg), "all down to", 0);
	go(pg, -1);
	expect_same(full, look(pg), "all up to", -1);
	pg_close(pg);
	arena_done(&a);
}

/* Two workshops in one cluster share its roles; one going away must not take them from the other. */
Test(schema, another_database_of_the_cluster_stays)
{
	testdb_renew();
	struct pg *stays = testdb_open("karat");
	const char *was = look(stays);
	testdb_renew_empty();
	struct pg *goes = testdb_open("karat");
	go(goes, -1);
	go(goes, 0);
	expect_same(was, look(stays), "beside", 0);
	struct pg *gero;
	struct err e = ERR_INIT;
	pg_close(goes);
	testdb_renew();
	cr_expect(pg_open(&gero, testdb_conninfo("gero", &a), &e), "%s (%s)", e.text, e.detail);
	cr_expect(pg_ask(gero, "SELECT id FROM karat.order_list LIMIT 1", NULL, 0, &a, NULL, &e), "%s (%s)", e.text, e.detail);
	pg_close(gero);
	pg_close(stays);
	arena_done(&a);
}
