/* mirrors.c - what C and the database both know is the same in both: rights, flow, folding, blanks, phonetics */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/cologne.h"
#include "domain/entities.h"
#include "domain/flow.h"
#include "domain/order.h"
#include "domain/right.h"
#include "lib/testdb.h"
#include "store/pg.h"

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

TestSuite(mirrors, .init = set_up, .fini = done);

static struct answer ask(const char *sql, const char *one)
{
	struct err e = ERR_INIT;
	struct answer got;
	cr_assert(pg_ask(pg, sql, &one, one ? 1 : 0, &a, &got, &e), "%s %s", e.text, e.detail);
	return got;
}

Test(mirrors, map_of_rights)
{
	struct answer got = ask("SELECT right_name, grp FROM karat.right_map ORDER BY 1, 2", NULL);
	size_t ours = 0;
	for (const struct right *r = rights; r->name; r++)
		for (int role = 0; role < ROLE_COUNT; role++)
			ours += r->roles >> role & 1;
	for (size_t i = 0; i < got.n; i++) {
		const struct right *r = right_find(got.cells[i * 2]);
		enum role role;
		cr_assert(r, "C does not know the right %s", got.cells[i * 2]);
		cr_assert(role_find(got.cells[i * 2 + 1], &role));
		cr_expect(r->roles >> role & 1, "%s of %s", r->name, role_name(role));
	}
	cr_expect_eq(got.n, ours, "%zu rows in the database, %zu in C", got.n, ours);
}

/* What a session is told of its rights, as a word each; "" for none. */
static const char *rights_of(const char *login)
{
	struct err e = ERR_INIT;
	struct answer got;
	struct pg *own = testdb_open(login);
	cr_assert(pg_ask(own, "SELECT ' ' || rights || ' ' FROM karat.session()", NULL, 0, &a, &got, &e), "%s %s", e.text, e.detail);
	pg_close(own);
	return got.cells[0] ? got.cells[0] : "";
}

Test(mirrors, rights_of_a_session)
{
	struct answer people = ask("SELECT login, role FROM karat.person WHERE active", NULL);
	cr_assert_geq(people.n, ROLE_COUNT);
	for (size_t i = 0; i < people.n; i++) {
		enum role role;
		const char *told = rights_of(people.cells[i * 2]);
		cr_assert(role_find(people.cells[i * 2 + 1], &role));
		for (const struct right *r = rights; r->name; r++)
			cr_expect_eq(strstr(told, arena_printf(&a, " %s ", r->name)) != NULL, (bool)(r->roles >> role & 1), "%s: %s", people.cells[i * 2], r->name);
	}
	ask("UPDATE karat.person SET active = false WHERE login = 'vito'", NULL);
	cr_expect_str_eq(rights_of("vito"), "", "who has left");
	ask("UPDATE karat.person SET active = true WHERE login = 'vito'", NULL);
	const char *all = rights_of("karat");
	for (const struct right *r = rights; r->name; r++)
		cr_expect(strstr(all, arena_printf(&a, " %s ", r->name)), "maintenance: %s", r->name);
}

Test(mirrors, flow)
{
	struct answer got = ask("SELECT from_status, verb, to_status, right_name, needs_fields, needs_reason FROM karat.order_flow", NULL);
	size_t n = 0;
	while (order_flow[n].verb)
		n++;
	cr_expect_eq(got.n, n);
	for (size_t i = 0; i < got.n; i++) {
		const char *const *c = got.cells + i * got.cols;
		const struct choice *from = choice_find(order_statuses, c[0]);
		cr_assert(from, "%s", c[0]);
		const struct flow_step *step = flow_find((int)(from - order_statuses), c[1]);
		cr_assert(step, "%s from %s", c[1], c[0]);
		cr_expect_str_eq(order_statuses[step->to].wire, c[2]);
		cr_expect_str_eq(step->right, c[3]);
		cr_expect_eq((step->guard & GUARD_COMPLETE) != 0, *c[4] == 't', "%s from %s", c[1], c[0]);
		cr_expect_eq((step->guard & GUARD_REASON) != 0, *c[5] == 't', "%s from %s", c[1], c[0]);
	}
}

static const char *const names[] = {
	"Müller", "Mueller", "MUELLER", "Größe Straße", "Æneas Œuvre", "Łukasz Đorđe", "Søren Ångström", "Jose\xcc\x81", "José",
	"neue Treue", "Wikipedia", "Müller-Lüdenscheidt", "Breschnew", "Xaver Schmidt", "Phillip Pfeiffer", "Czech", "Haecker",
	"  12 ct  ", "日本語", "", "ß", "ae oe ue", "Šárka Čížková",
};

Test(mirrors, folding)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		cr_expect_str_eq(ask("SELECT karat.fold($1)", names[i]).cells[0], str_fold(&a, names[i]), "'%s'", names[i]);
}

/* White space that fills no mandatory field: every code point of it, and no other. */
Test(mirrors, blanks)
{
	const char *there = ask("SELECT string_agg(to_hex(c), ' ' ORDER BY c) FROM generate_series(1, 65535) c "
			"WHERE c NOT BETWEEN 55296 AND 57343 AND karat.strip(chr(c)) = ''", NULL).cells[0];
	struct buf ours = BUF_INIT(1000), one = BUF_INIT(8);
	for (uint32_t cp = 1; cp < 0x10000; cp++) {
		buf_clear(&one);
		utf8_add(&one, cp);
		if ((cp < 0xD800 || cp > 0xDFFF) && str_empty(one.data))
			buf_addf(&ours, "%s%x", ours.len ? " " : "", (unsigned)cp);
	}
	cr_expect_str_eq(there, ours.data);
	cr_expect_str_eq(ask("SELECT karat.strip(E'\\u00a0\\t zwei  Wörter \\n\\ufeff')", NULL).cells[0], "zwei  Wörter");
	buf_done(&ours);
	buf_done(&one);
}

Test(mirrors, phonetics)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct buf out = BUF_INIT(200);
		const char *there = ask("SELECT coalesce(karat.cologne($1), '')", names[i]).cells[0];
		cologne_code(names[i], &out);
		cr_expect_str_eq(there, out.data, "'%s'", names[i]);
		buf_done(&out);
	}
}

/* What an audited record refers to is told by name: every reference of the tables is one that karat.audit_names knows. */
Test(mirrors, names_of_the_trail)
{
	for (const struct entity *const *ent = entities; *ent; ent++)
		for (size_t i = 0; i < (*ent)->nfields && !(*ent)->readonly; i++) {
			const struct field *f = &(*ent)->fields[i];
			if (!f->ref || (f->flags & F_ID))
				continue;
			struct answer got = ask("SELECT karat.audit_names(jsonb_build_object($1::text, jsonb_build_array(1, NULL))) ? $1", f->name);
			cr_expect(got.cells[0] && *got.cells[0] == 't', "%s.%s has no name in karat.audit_names", (*ent)->name, f->name);
		}
}
