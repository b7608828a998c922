/* needle.c - what "/" finds, and where in a cell */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/order.h"
#include "widget/needle.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(needle, .fini = done);

static const struct field *field_of(const char *name)
{
	return entity_field(&order_row_entity, name);
}

Test(needle, hits)
{
	static const struct {
		const char *field, *typed, *wire;
		bool hits;
	} cases[] = {
		{ "title", "kette", "Kette löten", true },
		{ "title", "KETTE", "Kette löten", false },   /* who types capitals means them */
		{ "title", "Kette", "Kette löten", true },
		{ "title", "loeten", "Kette löten", true },
		{ "title", "löten", "Kette loeten", true },
		{ "title", "loten", "Kette löten", true },
		{ "customer_name", "Müh", "Muehlenbrock", true },
		{ "customer_name", "Mueh", "Mühlenbrock", true },
		{ "customer_name", "müh", "MÜHLENBROCK", true },
		{ "customer_name", "Ütz", "Uetz", true },
		{ "customer_name", "Ütz", "uetz", false },
		{ "title", "ß", "Strasse", true },
		{ "title", "x", "Kette", false },
		{ "title", "kette", NULL, false },
		{ "status", "prog", "in_progress", true },    /* in the words that are shown */
		{ "status", "in_prog", "in_progress", false },
		{ "due", "05.03.2026", "2026-03-05", true },
		{ "due", "2026-03-05", "2026-03-05", true },
		{ "due", "5", "2026-03-05", false },          /* a part of a number, not the 5th */
		{ "due", "mo", "2026-03-02", false },         /* a part of a name, not Monday */
		{ "price", "129,90", "129.90", true },
		{ "price", "12", "129.90", false },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct needle nd;
		const struct field *f = field_of(cases[i].field);
		cr_assert(needle_make(&nd, cases[i].typed, &f, 1, fmt_for("de"), &a), "%s", cases[i].typed);
		cr_expect(needle_hits(&nd, 0, cases[i].wire) == cases[i].hits, "%s in %s", cases[i].typed, cases[i].wire);
	}
}

Test(needle, place_in_the_words)
{
	static const struct { const char *typed, *words, *piece; } cases[] = {
		{ "kette", "Eine Kette löten", "Kette" },
		{ "loeten", "Eine Kette löten", "löten" },
		{ "lo", "Kette löten", "lö" },
		{ "Mü", "Ilse Muehlenbrock", "Mue" },
		{ "ss", "Große", "ß" },
		{ "e", "Ä Perle", "e" },
	};
	const struct field *f = field_of("title");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct needle nd;
		size_t at = 0, len = 0;
		cr_assert(needle_make(&nd, cases[i].typed, &f, 1, fmt_for("de"), &a));
		cr_expect(needle_find(&nd, 0, cases[i].words, &at, &len), "%s", cases[i].typed);
		cr_expect_str_eq(arena_strndup(&a, cases[i].words + at, len), cases[i].piece, "%s in %s", cases[i].typed, cases[i].words);
	}
}

/* What the store looks for lets through whatever the screen would show as found. */
Test(needle, what_the_store_is_asked)
{
	const struct field *fields[] = { field_of("number"), field_of("status"), field_of("due"), field_of("title") };
	struct needle nd;
	struct seek seek;
	cr_assert(needle_make(&nd, "fitting", fields, ARRAY_LEN(fields), fmt_for("en"), &a));
	needle_seek(&nd, &a, &seek);
	cr_expect_str_eq(seek.text, "fitting");
	cr_expect_eq(seek.ntexts, 2, "number and title");
	cr_expect_eq(seek.nsame, 2, "waiting for fitting, fitting done: %zu", seek.nsame);
	for (size_t i = 0; i < seek.nsame; i++)
		cr_expect(seek.same[i].field == fields[1] && strstr(seek.same[i].value, "fitting"));
	cr_assert(needle_make(&nd, "2026-03-05", fields, ARRAY_LEN(fields), fmt_for("en"), &a));
	needle_seek(&nd, &a, &seek);
	cr_assert_eq(seek.nsame, 1);
	cr_expect_str_eq(seek.same[0].value, "2026-03-05");
}

Test(needle, bounds)
{
	struct needle nd;
	const struct field *f = field_of("title");
	char *much = arena_alloc(&a, QUERY_TEXT_MAX + 2);
	memset(much, 'x', QUERY_TEXT_MAX + 1);
	cr_expect_not(needle_make(&nd, much, &f, 1, fmt_for("en"), &a));
	much[QUERY_TEXT_MAX] = '\0';
	cr_expect(needle_make(&nd, much, &f, 1, fmt_for("en"), &a));
	cr_expect_not(needle_make(&nd, "\xff", &f, 1, fmt_for("en"), &a));
}
