/* search.c - the search over everything against a real database: who finds what, in which order, whatever is typed */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "lib/testdb.h"
#include "service/search.h"
#include "store/pg.h"
#include "store/store.h"

static struct arena a;

/* Two customers with what hangs on them, a comment, a deleted order, a deleted customer. */
static const char filled[] =
	"INSERT INTO karat.customer (kind, first_name, last_name, street, postcode, city, notes) VALUES "
	"  ('private', 'Anna', 'Weber', 'Mühlgasse 9', '63450', 'Hanau', 'mag Perlmutt'), ('private', 'Otto', 'Müller', NULL, NULL, NULL, NULL), "
	"  ('private', 'Weg', 'Gegangen', NULL, NULL, NULL, NULL);"
	"INSERT INTO karat.measurement (customer, kind, hand, finger, size, note) VALUES "
	"  (1, 'ring', 'left', 'index', 54.5, 'Gelenk dick'), (3, 'wrist', NULL, NULL, 172, 'auch weg');"
	"INSERT INTO karat.nogo (customer, category, substance, note) VALUES (1, 'allergy', 'copper', 'seit 2019');"
	"INSERT INTO karat.address (customer, kind, name, street, city) VALUES (2, 'delivery', 'Pforte', 'Hafenweg 3', 'Bremen');"
	"INSERT INTO karat.orders (kind, title, customer, description) VALUES "
	"  ('ring', 'Trauringe Weber', 1, 'innen „Für immer“ graviert'), ('chain', 'Erbskette', 1, 'für die Tochter'), "
	"  ('ring', 'Zauberstein', 2, NULL), ('ring', 'Bandring', 2, NULL), ('custom', 'Geheimnis', NULL, NULL);"
	"INSERT INTO karat.order_comment (\"order\", body) VALUES (2, 'Verschluss klemmt, bitte Karabiner'), (5, 'Geheimnis im Tresor');";

static struct pg *as(const char *login)
{
	return testdb_open(login);
}

static void run(struct pg *pg, const char *sql)
{
	struct err e = ERR_INIT;
	cr_assert(pg_script(pg, sql, &e), "%s (%s)", e.text, e.detail);
}

static void set_up(void)
{
	struct pg *gero = as("gero"), *olga = as("olga");
	run(gero, filled);
	run(olga, "SET karat.reason = 'test'; UPDATE karat.orders SET deleted_at = now() WHERE title = 'Geheimnis';"
		"UPDATE karat.customer SET deleted_at = now() WHERE last_name = 'Gegangen'");
	run(gero, "SET karat.reason = 'test'; UPDATE karat.orders SET status = 'cancelled' WHERE title = 'Bandring'");
	pg_close(gero);
	pg_close(olga);
}

/* One for each person: to open one costs more than most searches. */
static struct { const char *login; struct store *s; } opened[6];

static struct store *store_of(const char *login)
{
	struct err e = ERR_INIT;
	size_t i = 0;
	while (i < ARRAY_LEN(opened) && opened[i].s && !str_eq(opened[i].login, login))
		i++;
	cr_assert_lt(i, ARRAY_LEN(opened));
	if (!opened[i].s)
		cr_assert(store_open(&opened[i].s, testdb_conninfo(login, &a), 0, &e), "%s (%s)", e.text, e.detail);
	opened[i].login = login;
	return opened[i].s;
}

static void done(void)
{
	for (size_t i = 0; i < ARRAY_LEN(opened); i++)
		store_close(opened[i].s);
	arena_done(&a);
}

TestSuite(everything, .init = set_up, .fini = done, .timeout = 60);

/* "order A-2026-0001 comment A-2026-0002": the hits in their order; of numbers their end alone. */
static const char *found_by(const char *login, const char *text, enum search_state state)
{
	struct err e = ERR_INIT;
	struct search_found found;
	struct buf out = BUF_INIT(1 << 16);
	cr_assert(search_run(store_of(login), &(struct search) { .text = text, .also = search_also(text, &a), .state = state }, &a, &found, &e),
		"%s finds '%.100s': %s (%s)", login, text, e.text, e.detail);
	for (size_t i = 0; i < found.n; i++) {
		const char *key = found.hits[i].row->key, *tail = strrchr(key, '-');
		buf_addf(&out, "%s%s %s", i ? ", " : "", found.hits[i].kind->name, tail && tail[1] == '0' ? tail + 1 + strspn(tail + 1, "0") : key);
	}
	const char *kept = arena_strdup(&a, out.len ? out.data : "");
	buf_done(&out);
	return kept;
}

Test(everything, who_finds_what)
{
	static const struct { const char *login, *text, *found; } cases[] = {
		{ "gero", "weber", "customer 1, order 1, order 2, measurement 1, nogo 1" },
		{ "gero", "Weber, anna", "customer 1, order 2, order 1, measurement 1, nogo 1" }, { "gero", "weber,anna", "customer 1, order 2, order 1, measurement 1, nogo 1" }, { "gero", "mueller", "customer 2, order 4, order 3, address 2" },
		{ "gero", "Karabiner", "comment 2" }, { "gero", "perlmutt", "customer 1" }, { "gero", "Mühlgasse", "customer 1" },
		{ "gero", "hafenweg", "address 2" }, { "gero", "54,5", "measurement 1" }, { "gero", "54.5", "measurement 1" },
		{ "gero", "allergy copper", "nogo 1" }, { "gero", "gelenk", "measurement 1" }, { "gero", "gero", "person gero" },
		{ "gero", "585-y", "alloy 585-y" }, { "gero", "safe-1", "place safe-1" }, { "gero", "geheimnis", "" },
		{ "gero", "gegangen", "" }, { "gero", "auch weg", "" },
		/* a viewer: names and orders, nothing private */
		{ "vito", "weber", "customer 1, order 1, order 2" }, { "vito", "perlmutt", "" }, { "vito", "Hanau", "" }, { "vito", "Mühlgasse", "" },
		{ "vito", "hafenweg", "" }, { "vito", "54,5", "" }, { "vito", "allergy", "" }, { "vito", "karabiner", "comment 2" },
		/* who may restore or check the books finds no more than in lists */
		{ "olga", "geheimnis", "" }, { "thea", "geheimnis", "" }, { "olga", "gegangen", "" }, { "thea", "gelenk", "measurement 1" },
		{ "ofra", "hafenweg", "address 2" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *found = found_by(cases[i].login, cases[i].text, SEARCH_ALL);
		cr_expect_str_eq(found, cases[i].found, "%s: %s finds %s", cases[i].login, cases[i].text, found);
	}
}

Test(everything, the_kiosk_finds_nothing_at_all)
{
	struct pg *kira = as("kira");
	struct err e = ERR_INIT;
	cr_expect_not(pg_script(kira, "SELECT * FROM karat.search_everything('ring', '', 'all', NULL, NULL, 10)", &e));
	cr_expect_str_eq(e.state, "42501", "%s", e.detail);
	pg_close(kira);
}

Test(everything, numbers_first)
{
	cr_expect_str_eq(found_by("gero", "2", SEARCH_ALL), "order 2, customer 2, place bench-2, nogo 1", "%s", found_by("gero", "2", SEARCH_ALL));
	cr_expect_str_eq(found_by("gero", "0003", SEARCH_ALL), "order 3");
	cr_expect_str_eq(found_by("gero", "k-00002", SEARCH_ALL), "customer 2");
	const char *all = found_by("gero", "A-2", SEARCH_ALL);
	cr_expect_str_eq(all, "order 4, order 3, order 2, order 1", "%s", all);
}

Test(everything, open_and_closed)
{
	cr_expect_str_eq(found_by("gero", "ring", SEARCH_OPEN), "order 1, measurement 1", "%s", found_by("gero", "ring", SEARCH_OPEN));
	cr_expect_str_eq(found_by("gero", "ring", SEARCH_CLOSED), "order 4, measurement 1", "%s", found_by("gero", "ring", SEARCH_CLOSED));
	cr_expect_str_eq(found_by("gero", "karabiner", SEARCH_OPEN), "comment 2");
	cr_expect_str_eq(found_by("gero", "karabiner", SEARCH_CLOSED), "");
	cr_expect_str_eq(found_by("gero", "4", SEARCH_OPEN), "", "%s", found_by("gero", "4", SEARCH_OPEN));
}

/* "draft 2026 2, …" and the orders that are left when one status and year is asked for. */
static const char *narrowed(const char *login, const char *text, enum search_state state, const char *status, int year)
{
	struct store *s;
	struct err e = ERR_INIT;
	struct search_found found;
	struct buf out = BUF_INIT(1 << 16);
	cr_assert(store_open(&s, testdb_conninfo(login, &a), 0, &e), "%s (%s)", e.text, e.detail);
	cr_assert(search_run(s, &(struct search) { .text = text, .also = "", .state = state, .status = status, .year = year }, &a, &found, &e),
		"%s: %s (%s)", text, e.text, e.detail);
	for (size_t i = 0; i < found.norders; i++)
		buf_addf(&out, "%s %d %zu, ", found.orders[i].status, found.orders[i].year, found.orders[i].n);
	buf_adds(&out, found.more_orders ? "and more:" : "all:");
	for (size_t i = 0; i < found.n && i < 5; i++)
		if (found.hits[i].kind->facet == FACET_ORDERS)
			buf_addf(&out, " %s", found.hits[i].row->title);
	store_close(s);
	const char *kept = arena_strdup(&a, out.data);
	buf_done(&out);
	return kept;
}

Test(everything, orders_by_status_and_year)
{
	static const struct { const char *login, *text; enum search_state state; const char *status; int year; const char *found; } cases[] = {
		{ "gero", "ring", SEARCH_ALL, NULL, 0, "cancelled 2026 1, draft 2025 1, all: Bandring Trauringe Weber" },
		{ "gero", "ring", SEARCH_ALL, "draft", 0, "cancelled 2026 1, draft 2025 1, all: Trauringe Weber" },
		{ "gero", "ring", SEARCH_ALL, NULL, 2026, "cancelled 2026 1, draft 2025 1, all: Bandring" },
		{ "gero", "ring", SEARCH_ALL, "draft", 2026, "cancelled 2026 1, draft 2025 1, all:" },
		{ "gero", "ring", SEARCH_OPEN, NULL, 0, "draft 2025 1, all: Trauringe Weber" },
		{ "vito", "ring", SEARCH_ALL, "cancelled", 2026, "cancelled 2026 1, draft 2025 1, all: Bandring" },
		{ "thea", "ring", SEARCH_ALL, "cancelled", 0, "cancelled 2026 1, draft 2025 1, all: Bandring" },
		{ "olga", "geheimnis", SEARCH_ALL, NULL, 0, "all:" }, /* what is deleted is not counted, either */
		{ "gero", "ring", SEARCH_ALL, "' OR true --", -1, "cancelled 2026 1, draft 2025 1, all:" },
	};
	struct pg *pg = as("karat");
	run(pg, "SET session_replication_role = replica; UPDATE karat.orders SET created_at = '2025-12-31 22:59Z' WHERE title = 'Trauringe Weber';"
		"UPDATE karat.orders SET created_at = '2025-12-31 23:30Z' WHERE title = 'Bandring'"); /* in Berlin the new year has begun */
	pg_close(pg);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *found = narrowed(cases[i].login, cases[i].text, cases[i].state, cases[i].status, cases[i].year);
		cr_expect_str_eq(found, cases[i].found, "%zu: %s", i, found);
	}
}

/* Of very many not all are looked for, and that is told; few are all counted. */
Test(everything, counting_ends)
{
	struct pg *gero = as("gero");
	run(gero, "INSERT INTO karat.orders (kind, title) SELECT 'ring', 'Siegelring ' || i FROM generate_series(1, 510) i;"
		"INSERT INTO karat.orders (kind, title) SELECT 'ring', 'Vorsteckring ' || i FROM generate_series(1, 300) i");
	pg_close(gero);
	const char *many = narrowed("gero", "siegelring", SEARCH_ALL, NULL, 0), *some = narrowed("gero", "vorsteckring", SEARCH_ALL, NULL, 0);
	cr_expect(strstr(many, " 500, and more:"), "%s", many);
	cr_expect(strstr(some, " 300, all:"), "%s", some);
	cr_expect(strstr(narrowed("gero", "siegelring", SEARCH_OPEN, NULL, 0), " 500, and more:"));
}

/* Whatever is typed is looked for, never obeyed, and costs no more than a search. */
Test(everything, what_attackers_type)
{
	static const char *const texts[] = { "", " ", "%", "_", "\\", "'", "\"", "%%%", "\\%", "ring%' OR true --", "'; DROP TABLE karat.orders; --",
		"$1", "{}", "{\"a\"}", "NULL", "\\x00", "ring\\", "%ring", "r_ng", "💍", "💍💍 💍", "\u202e\u200b", "a a a a a a a a a a a a", "(ring", "ring)",
		"[[:alnum:]]", "^.*$", "karat.orders", "9999999999999999999999999", "-1", "+49", "0x10", "1e9", "00000000000000000000", "\xcc\x88" };
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *found = found_by("gero", texts[i], SEARCH_ALL);
		cr_expect(strlen(found) < 400, "'%s' finds %s", texts[i], found);
	}
	cr_expect_str_eq(found_by("gero", "zauberstein", SEARCH_ALL), "order 3", "all is there still");
	struct store *s;
	struct err e = ERR_INIT;
	struct search_found found;
	char *book = arena_alloc(&a, 10001);
	memset(book, 'x', 10000);
	cr_assert(store_open(&s, testdb_conninfo("gero", &a), 0, &e), "%s", e.text);
	cr_expect_not(search_run(s, &(struct search) { .text = book, .also = "" }, &a, &found, &e));
	cr_expect_eq(e.code, ERR_INVALID, "%s", e.text);
	cr_expect_not(search_run(s, &(struct search) { .text = "ring \xff", .also = "" }, &a, &found, &e));
	store_close(s);
	struct pg *gero = as("gero");
	struct answer got;
	const char *params[] = { book };
	cr_expect(pg_ask(gero, "SELECT count(*) FROM karat.search_everything($1, $1, 'all', $1, 2000000000, 2000000000)", params, 1, &a, &got, &e), "%s (%s)", e.text, e.detail);
	cr_expect(pg_ask(gero, "SELECT karat.search_part_ids('orders; DROP TABLE karat.orders', 'ring', '', 'all', 10)", NULL, 0, &a, &got, &e), "%s", e.detail);
	cr_expect_str_eq(got.cells[0], "{}");
	pg_close(gero);
}

/* What is found follows what is written. */
Test(everything, the_index_follows)
{
	struct pg *gero = as("gero");
	run(gero, "UPDATE karat.order_comment SET body = 'Karabiner ist da' WHERE \"order\" = 2; UPDATE karat.customer SET last_name = 'Umgetauft', notes = NULL WHERE id = 1;"
		"UPDATE karat.nogo SET substance = 'zinc' WHERE id = 1");
	pg_close(gero);
	cr_expect_str_eq(found_by("gero", "verschluss klemmt", SEARCH_ALL), "");
	cr_expect_str_eq(found_by("gero", "karabiner da", SEARCH_ALL), "comment 2");
	cr_expect_str_eq(found_by("gero", "perlmutt", SEARCH_ALL), "");
	cr_expect_str_eq(found_by("gero", "umgetauft", SEARCH_ALL), "customer 1, order 2, order 1, measurement 1, nogo 1", "%s",
		found_by("gero", "umgetauft", SEARCH_ALL));
	cr_expect_str_eq(found_by("gero", "umgetauft zinc", SEARCH_ALL), "nogo 1");
	cr_expect_str_eq(found_by("gero", "weber copper", SEARCH_ALL), "");
	gero = as("gero");
	run(gero, "SELECT karat.nogo_remove(1)");
	pg_close(gero);
	cr_expect_str_eq(found_by("gero", "zinc umgetauft", SEARCH_ALL), "");
}

Test(everything, words)
{
	static const struct { const char *text, *words; } cases[] = {
		{ "Weber, Anna", "{%weber%,%anna%}" }, { "weber,anna", "{%weber%,%anna%}" }, { "„Müller“ (Otto)!", "{%muller%,%otto%}" },
		{ "4,5 mm", "{\"% 4,5%\",\"% mm%\"}" }, { "A-2026-0017", "{%a-2026-0017%}" }, { ", ; .", "{}" }, { "100%_\\", "{\"%100\\\\%\\\\_\\\\\\\\%\"}" },
		{ "anna.berger@secret.example", "{%anna.berger@secret.example%}" },
	};
	struct pg *pg = as("karat");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err e = ERR_INIT;
		struct answer got;
		cr_assert(pg_ask(pg, "SELECT karat.search_patterns($1, false)", &cases[i].text, 1, &a, &got, &e), "%s", e.text);
		cr_expect_str_eq(got.cells[0], cases[i].words, "'%s': %s", cases[i].text, got.cells[0]);
	}
	pg_close(pg);
}

/* The comma of the lists is no part of the name: people type what they read. */
/* Names are looked up for the rows that are shown, not for the whole trail. */
Test(everything, the_trail_by_the_page)
{
	struct pg *pg = as("karat");
	struct err e = ERR_INIT;
	struct answer got;
	cr_assert(pg_script(pg, "BEGIN; SET LOCAL track_functions = 'all'; SELECT * FROM karat.audit_list ORDER BY id DESC LIMIT 2", &e), "%s", e.detail);
	cr_assert(pg_ask(pg, "SELECT calls FROM pg_stat_xact_user_functions WHERE funcname = 'audit_record'", NULL, 0, &a, &got, &e), "%s", e.detail);
	cr_expect_str_eq(got.cells[0], "2");
	pg_close(pg);
}

Test(everything, a_customer_as_the_list_prints_it)
{
	static const char *const words[] = { "Weber, Anna", "weber, anna", "WEBER,ANNA", "anna weber" };
	struct store *s;
	struct err e = ERR_INIT;
	cr_assert(store_open(&s, testdb_conninfo("gero", &a), 0, &e), "%s", e.text);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct ref ref = { 0 };
		struct rows rows;
		struct query q;
		cr_assert(query_make(&q, &customer_entity, &(struct query_words) { .text = words[i] }, NULL, NULL, fmt_for("en"), &a, &e));
		cr_expect(store_list(s, &q, &a, &rows, &e) && rows.n == 1, "%s", words[i]);
		cr_expect(i == 2 || (store_find(s, &customer_entity, words[i], &ref, &e) && ref.id == 1), "%s: %s", words[i], e.text);
	}
	store_close(s);
}
