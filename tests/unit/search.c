/* search.c - what is looked for, and which hit comes first */
#include "config.h"

#include "service/search.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(search, .fini = done);

Test(search, kinds)
{
	bool seen[FACET_COUNT] = { [FACET_ALL] = true };
	for (const struct search_kind *k = search_kinds; k->name; k++) {
		cr_expect(search_kind(k->name) == k, "%s", k->name);
		seen[k->facet] = true;
		for (size_t i = 0; i < SEARCH_MORE; i++)
			cr_expect(!k->more[i] || search_field(k, i), "%s has no field %s", k->name, k->more[i] ? k->more[i] : "");
	}
	cr_expect(!search_kind("invoice"));
	for (enum search_facet f = FACET_ALL; f < FACET_COUNT; f++) {
		cr_expect(seen[f], "%d", (int)f);
		cr_expect(!str_empty(search_facet_label(f)), "%d", (int)f);
	}
}

Test(search, sense)
{
	static const struct { const char *text; enum search_sense sense; } cases[] = {
		{ "", SEARCH_EMPTY }, { "   ", SEARCH_EMPTY }, { "\t\n\u00a0", SEARCH_EMPTY }, { "r", SEARCH_TOO_SHORT }, { " ä ", SEARCH_TOO_SHORT },
		{ "a b c", SEARCH_TOO_SHORT }, { "ue", SEARCH_TOO_SHORT }, { "%", SEARCH_NO_LETTER }, { "_ \\ ' \" --", SEARCH_NO_LETTER },
		{ "7", SEARCH_SENSE }, { "ri", SEARCH_SENSE }, { "a ri", SEARCH_SENSE }, { "ß", SEARCH_SENSE }, { "%7", SEARCH_SENSE },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_eq(search_sense(cases[i].text), cases[i].sense, "'%s': %d", cases[i].text, (int)search_sense(cases[i].text));
}

Test(search, words_of_the_database)
{
	cr_expect_str_eq(search_also("Left hand", &a), "left hand");
	cr_expect_str_eq(search_also("index ring", &a), "index ring");
	cr_expect_str_eq(search_also("gibtesnicht", &a), "gibtesnicht");
	cr_expect_str_eq(search_also("bus", &a), "bus", "customers are not found by their kind");
	cr_expect_str_eq(search_also("", &a), "");
	cr_expect_str_eq(search_also("design, Weber", &a), "design_element weber");
}

static struct search_row row(const char *kind, long long id, const char *key, const char *title, const char *at, const char *words)
{
	return (struct search_row) { .kind = kind, .id = id, .opens = key, .key = key, .title = title, .at = at, .words = words };
}

static enum search_rank rank(const char *kind, const char *key, const char *title, const char *text)
{
	struct search_row r = row(kind, 1, key, title, NULL, "");
	struct match_words w;
	match_make(&w, str_fold(&a, text), NULL, &a);
	return search_rank(search_kind(kind), &r, text, &w);
}

Test(search, ranks)
{
	static const struct { const char *kind, *key, *title, *text; enum search_rank rank; } cases[] = {
		{ "order", "A-2026-0017", "Ring", "A-2026-0017", RANK_NUMBER }, { "order", "A-2026-0017", "Ring", " a-2026-0017 ", RANK_NUMBER },
		{ "order", "A-2026-0017", "Ring", "17", RANK_DIGITS }, { "order", "A-2026-0017", "Ring", "0017", RANK_DIGITS },
		{ "order", "A-2026-0017", "Ring", "7", RANK_TEXT }, { "order", "A-2026-0017", "Ring", "0", RANK_TEXT },
		{ "order", "A-2026-0017", "Ring", "A-2026-00", RANK_BEGINS }, { "order", "A-2026-0017", "Trauringe", "ring", RANK_TITLE },
		{ "order", "A-2026-0017", "Ring matt", "ring gold", RANK_TEXT }, { "order", "A-2026-0017", "Ring", "weber", RANK_TEXT },
		{ "customer", "K-00017", "Weber, Anna", "anna weber", RANK_NAME },
		{ "customer", "K-00017", "Müller, Uwe", "mueller", RANK_NAME }, { "person", "lena", "Lena Hofstetter", "lena", RANK_NUMBER },
		{ "measurement", "K-00017", "Weber, Anna", "17", RANK_TEXT }, { "measurement", "K-00017", "Weber, Anna", "weber", RANK_TEXT },
		{ "comment", "A-2026-0017", NULL, "17", RANK_TEXT }, { "alloy", "585-y", "585 Gelbgold", "585", RANK_BEGINS },
		{ "alloy", "585-y", "585 Gelbgold", "gelbgold", RANK_TITLE },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum search_rank got = rank(cases[i].kind, cases[i].key, cases[i].title, cases[i].text);
		cr_expect_eq(got, cases[i].rank, "'%s' in %s %s: %d", cases[i].text, cases[i].kind, cases[i].key, (int)got);
	}
}

static const char *order_of(const char *text, const struct search_row *rows, size_t n)
{
	struct search_found found;
	struct search_rows all = { .words = str_fold(&a, text), .stems = str_fold(&a, text), .rows = rows, .n = n };
	struct buf out = BUF_INIT(4096);
	search_order(text, &all, &a, &found);
	for (size_t i = 0; i < found.n; i++)
		buf_addf(&out, "%s%lld", i ? " " : "", found.hits[i].row->id);
	const char *kept = arena_strdup(&a, out.data ? out.data : "");
	buf_done(&out);
	return kept;
}

Test(search, the_best_first)
{
	const struct search_row rows[] = {
		row("comment", 1, "A-2026-0001", NULL, "2026-03-01", "17 Steine"),
		row("customer", 2, "K-00017", "Weber", "2026-03-02", ""),
		row("order", 3, "A-2025-0017", "Ring", "2025-03-01", ""),
		row("order", 4, "A-2026-0017", "Kette", "2026-03-01", ""),
		row("order", 5, "A-2026-0005", "Kette mit 17 Gliedern", "2026-01-01", ""),
		row("order", 6, "A-2026-0006", "17 Ringe", "2026-02-01", ""),
		row("place", 7, "17", "Fach", NULL, ""),
		row("unheard-of", 8, "17", "17", NULL, ""),
	};
	cr_expect_str_eq(order_of("17", rows, ARRAY_LEN(rows)), "7 4 3 2 6 5 1", "%s", order_of("17", rows, ARRAY_LEN(rows)));
	const struct search_row same[] = {
		row("order", 1, "A-1", "Ring", "2026-01-01", ""), row("order", 2, "A-2", "Ring", "2026-01-01", ""),
		row("comment", 3, "A-1", NULL, "2026-05-01", "Ring"), row("customer", 4, "K-1", "Ringer", "2020-01-01", ""),
		row("alloy", 5, "x", "Ringgold", NULL, ""),
	};
	cr_expect_str_eq(order_of("ring", same, ARRAY_LEN(same)), "4 2 1 5 3", "%s", order_of("ring", same, ARRAY_LEN(same)));
	cr_expect_str_eq(order_of("ring", same, 0), "");
}

Test(search, counts_end_at_a_hundred)
{
	struct search_row *rows = arena_array(&a, SEARCH_MOST + 1, sizeof(*rows));
	struct search_found found;
	for (int i = 0; i <= SEARCH_MOST; i++)
		rows[i] = row("order", i + 1, "A-1", "Ring", "2026-01-01", "");
	struct search_rows all = { .words = "ring", .stems = "ring", .rows = rows, .n = SEARCH_MOST + 1 };
	search_order("ring", &all, &a, &found);
	cr_expect_eq(found.n, SEARCH_MOST);
	cr_expect_eq(found.counts[FACET_ORDERS], SEARCH_MOST);
	cr_expect(found.more[FACET_ORDERS] && found.more[FACET_ALL] && !found.more[FACET_CUSTOMERS]);
	cr_expect_eq(found.hits[0].row->id, SEARCH_MOST + 1, "the newest is kept");
	all.n = SEARCH_MOST;
	search_order("ring", &all, &a, &found);
	cr_expect(!found.more[FACET_ORDERS]);
}

/* Counts of a status under a year and the other way round come from the same. */
Test(search, orders_by_status_and_year)
{
	struct search_row rows[] = { row("order", 1, "A-1", "Ring", "2026-01-01", "") };
	struct search_orders orders[] = { { "delivered", 2025, 3 }, { "draft", 2026, 2 }, { "delivered", 2026, 1 } };
	struct search_rows all = { .words = "ring", .stems = "ring", .rows = rows, .n = ARRAY_LEN(rows), .orders = orders,
		.norders = ARRAY_LEN(orders), .more_orders = true };
	struct search_found found;
	search_order("ring", &all, &a, &found);
	cr_expect_eq(found.n, 1);
	cr_assert_eq(found.norders, 3);
	cr_expect_eq(found.orders[0].year, 2026);
	cr_expect_eq(found.orders[2].year, 2025, "the newest year first");
	cr_expect_eq(search_count(&found, NULL, 0), 6);
	cr_expect_eq(search_count(&found, "delivered", 0), 4);
	cr_expect_eq(search_count(&found, "delivered", 2026), 1);
	cr_expect_eq(search_count(&found, NULL, 2025), 3);
	cr_expect_eq(search_count(&found, "draft", 2025), 0);
	cr_expect(found.more_orders);
	all.more_orders = false;
	search_order("ring", &all, &a, &found);
	cr_expect_not(found.more_orders);
}
