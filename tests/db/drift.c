/* drift.c - every entity table against the database that the migrations make */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/audit.h"
#include "domain/entities.h"
#include "domain/order.h"
#include "lib/testdb.h"
#include "store/pg.h"
#include "store/query.h"

static struct arena a;
static struct pg *pg;

static void set_up(void)
{
	testdb_share();
	pg = testdb_open("karat");
}

static void done(void)
{
	pg_close(pg);
	arena_done(&a);
}

TestSuite(drift, .init = set_up, .fini = done);

static struct answer ask(const char *sql, const char *one, const char *two)
{
	struct err e = ERR_INIT;
	struct answer got;
	const char *params[] = { one, two };
	cr_assert(pg_ask(pg, sql, params, two ? 2 : one ? 1 : 0, &a, &got, &e), "%s %s", e.text, e.detail);
	return got;
}

/* Columns that serve the database alone: search, phonetics. They end so, or are named here. */
static bool internal(const char *column)
{
	return str_starts(column, "search_") || str_starts(column, "phonetic") || str_eq(column, "fts") ||
		str_eq(column, "name") /* a customer's, made of the others, for the list to sort by */;
}

static const char *expected_type(const struct field *f)
{
	if (f->type == &ft_line || f->type == &ft_note)
		return arena_printf(&a, "character varying(%d)", f->max);
	if (f->type == &ft_choice)
		return "character varying(24)";
	if (f->type == &ft_instant)
		return "timestamp with time zone";
	return f->type->sql;
}

/* In a view only the kind is known: expressions have no length. */
static const char *kind_of_type(const char *type)
{
	char *kind = arena_strndup(&a, type, strcspn(type, "("));
	return str_eq(kind, "character varying") || str_eq(kind, "jsonb") ? "text" : str_eq(kind, "bigint") ? "integer" : kind;
}

static void compare(const struct entity *ent, const struct field *f, const char *const *column, bool view)
{
	const char *type = column[1], *not_null = column[2];
	if (view)
		cr_expect_str_eq(kind_of_type(type), kind_of_type(expected_type(f)), "%s.%s", ent->name, f->name);
	else if (f->type != &ft_count)
		cr_expect_str_eq(type, expected_type(f), "%s.%s", ent->name, f->name);
	if (!view && (f->flags & (F_REQUIRED | F_ID | F_VERSION)))
		cr_expect_str_eq(not_null, "t", "%s.%s is required, the column may be empty", ent->name, f->name);
}

static const char sql_columns[] =
	"SELECT attname, format_type(atttypid, atttypmod), attnotnull, "
	"(SELECT relkind = 'v' FROM pg_class WHERE oid = attrelid) FROM pg_attribute "
	"WHERE attrelid = to_regclass('karat.' || quote_ident($1)) AND attnum > 0 AND NOT attisdropped";

static void compare_entity(const struct entity *ent)
{
	struct answer cols = ask(sql_columns, ent->table, NULL);
	uint64_t seen = 0;
	cr_assert_gt(cols.n, 0, "there is no table karat.%s", ent->table);
	bool view = *cols.cells[3] == 't';
	for (size_t c = 0; c < cols.n; c++) {
		const char *const *column = cols.cells + c * cols.cols;
		const struct field *f = entity_field(ent, column[0]);
		if (f)
			seen |= UINT64_C(1) << field_index(ent, f), compare(ent, f, column, view);
		else
			cr_expect(internal(column[0]), "column %s.%s is no field of %s", ent->table, column[0], ent->name);
	}
	for (size_t i = 0; i < ent->nfields; i++)
		cr_expect(seen >> i & 1, "field %s.%s has no column", ent->name, ent->fields[i].name);
}

Test(drift, columns)
{
	for (const struct entity *const *e = entities; *e; e++) {
		compare_entity(*e);
		if (query_listed(*e) != *e)
			compare_entity(query_listed(*e));
	}
}

/* The words between quotes in the check of a choice column are exactly the wire words. */
static void compare_choices(const struct entity *ent, const struct field *f)
{
	struct answer got = ask("SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint "
			"WHERE conrelid = to_regclass('karat.' || quote_ident($1)) AND contype = 'c' AND conname LIKE '%\\_' || $2 || '\\_check'",
			ent->table, f->name);
	cr_assert(got.cells[0], "%s.%s has no check named …_%s_check", ent->table, f->name, f->name);
	size_t words = 0;
	for (const char *s = got.cells[0]; (s = strchr(s, '\'')); words++) {
		const char *end = strchr(s + 1, '\'');
		cr_expect(choice_find(f->choices, arena_strndup(&a, s + 1, (size_t)(end - s - 1))),
				"%s.%s: %.*s is not among the choices", ent->name, f->name, (int)(end - s - 1), s + 1);
		s = end + 1;
	}
	size_t n = 0;
	while (f->choices[n].wire)
		n++;
	cr_expect_eq(words, n, "%s.%s: %zu words in the database, %zu in the table", ent->name, f->name, words, n);
}

Test(drift, choices)
{
	for (const struct entity *const *e = entities; *e; e++)
		for (size_t i = 0; i < (*e)->nfields; i++)
			if ((*e)->fields[i].type == &ft_choice && !str_ends((*e)->table, "_list") && !(*e)->readonly)
				compare_choices(*e, &(*e)->fields[i]);
}

/* A reference is a foreign key to the table of the entity it names. */
Test(drift, references)
{
	for (const struct entity *const *e = entities; *e; e++) {
		for (size_t i = 0; i < (*e)->nfields; i++) {
			const struct field *f = &(*e)->fields[i];
			if (!f->ref || str_ends((*e)->table, "_list"))
				continue;
			struct answer got = ask("SELECT confrelid::regclass FROM pg_constraint WHERE contype = 'f' AND "
					"conrelid = to_regclass('karat.' || quote_ident($1)) AND conkey = ARRAY[(SELECT attnum FROM pg_attribute "
					"WHERE attrelid = conrelid AND attname = $2)]", (*e)->table, f->name);
			cr_assert_eq(got.n, 1, "%s.%s is no foreign key", (*e)->table, f->name);
			const char *target = str_eq(f->ref->table, "person_list") ? "person" : f->ref->table;
			cr_expect(str_ends(got.cells[0], target), "%s.%s refers to %s", (*e)->table, f->name, got.cells[0]);
		}
	}
}

/* A list that offers a sort has an index that begins with the column, or sorts few rows. */
/* Who shows records listens for the table that tells of them; these are written with a change of another, which does. */
static bool untold(const struct entity *ent)
{
	return ent == &audit_entity || ent == &order_event_entity || ent == &order_move_entity;
}

Test(drift, changes_are_told)
{
	for (const struct entity *const *ent = entities; *ent; ent++) {
		if (untold(*ent))
			continue;
		struct answer got = ask("SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass('karat.' || $1) AND tgname = 'notify_insert'",
				entity_told(*ent), NULL);
		cr_expect_eq((int)got.n, 1, "%s: nothing tells of changes in %s", (*ent)->name, entity_told(*ent));
	}
}

Test(drift, sorts_have_indexes)
{
	const char *big[] = { "orders", "order_comment" };
	for (size_t b = 0; b < ARRAY_LEN(big); b++) {
		for (const struct entity *const *e = entities; *e; e++) {
			for (size_t i = 0; str_eq((*e)->table, big[b]) && i < (*e)->nfields; i++) {
				const struct field *f = &(*e)->fields[i];
				if (!(f->flags & F_SORT))
					continue;
				struct answer got = ask("SELECT 1 FROM pg_index WHERE indrelid = to_regclass('karat.' || quote_ident($1)) "
						"AND indkey[0] = (SELECT attnum FROM pg_attribute WHERE attrelid = indrelid AND attname = $2)",
						(*e)->table, f->name);
				cr_expect_gt(got.n, 0, "%s.%s is sorted by and has no index", (*e)->table, f->name);
			}
		}
	}
}
