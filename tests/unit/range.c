/* range.c - spans of days: words, calendars, what is no span */
#include "config.h"

#include "report/range.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

static struct day day(const char *s)
{
	struct day d;
	cr_assert(day_parse(s, &d), "%s", s);
	return d;
}

static bool same(struct day d, const char *s)
{
	return d.n == day(s).n;
}

Test(range, words)
{
	static const struct {
		const char *from, *words, *first, *last;
	} cases[] = {
		{ "2026-03-01", "today", "2026-03-01", "2026-03-01" },
		{ "2026-03-01", "yesterday", "2026-02-28", "2026-02-28" },
		{ "2024-03-01", "yesterday", "2024-02-29", "2024-02-29" },
		{ "2026-03-01", "this-week", "2026-02-23", "2026-03-01" }, /* a Sunday ends its week */
		{ "2026-03-02", "this-week", "2026-03-02", "2026-03-08" },
		{ "2026-03-02", "last-week", "2026-02-23", "2026-03-01" },
		{ "2026-03-31", "this-month", "2026-03-01", "2026-03-31" },
		{ "2026-03-31", "last-month", "2026-02-01", "2026-02-28" },
		{ "2026-01-15", "last-month", "2025-12-01", "2025-12-31" },
		{ "2026-05-15", "this-quarter", "2026-04-01", "2026-06-30" },
		{ "2026-12-31", "this-quarter", "2026-10-01", "2026-12-31" },
		{ "2026-02-15", "last-quarter", "2025-10-01", "2025-12-31" },
		{ "2026-02-15", "this-year", "2026-01-01", "2026-12-31" },
		{ "2026-02-15", "last-year", "2025-01-01", "2025-12-31" },
		{ "2026-02-15", "Last-Year", "2025-01-01", "2025-12-31" },
		{ "2026-02-15", "2024", "2024-01-01", "2024-12-31" },
		{ "2026-02-15", "2024-02", "2024-02-01", "2024-02-29" },
		{ "2026-02-15", "2026-Q1", "2026-01-01", "2026-03-31" },
		{ "2026-02-15", "2026-q4", "2026-10-01", "2026-12-31" },
		{ "2026-02-15", "2026-W01", "2025-12-29", "2026-01-04" },
		{ "2026-02-15", "2026-W53", "2026-12-28", "2027-01-03" },
		{ "2026-02-15", "2020-w53", "2020-12-28", "2021-01-03" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct range r;
		struct err e = ERR_INIT;
		cr_expect(range_read(cases[i].words, day(cases[i].from), &r, &e), "'%s': %s", cases[i].words, e.text);
		cr_expect(same(r.from, cases[i].first) && same(r.to, cases[i].last), "'%s' on %s", cases[i].words, cases[i].from);
	}
}

Test(range, no_words)
{
	static const char *const cases[] = {
		"", "last-mont", "2026-13", "2026-00", "2026-W54", "2025-W53", "2026-W00", "2026-Q0", "2026-Q5", "26",
		"2026-3", "2026-03-01", "0000", "2026-W1", "last month", "2026-W09x", "\xFF",
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct range r = { { 1 }, { 2 } };
		struct err e = ERR_INIT;
		cr_expect_not(range_read(cases[i], day("2026-02-15"), &r, &e), "'%s'", cases[i]);
		cr_expect_eq(e.code, ERR_USAGE, "'%s'", cases[i]);
		cr_expect(r.from.n == 1 && r.to.n == 2, "'%s' left something", cases[i]);
	}
	struct range r;
	struct err e = ERR_INIT;
	cr_assert_not(range_read("last-mont", day("2026-02-15"), &r, &e));
	cr_assert(strstr(e.text, "last-month"), "%s", e.text);
	cr_assert_not(range_read("last-year", day("0001-02-15"), &r, &e));
	cr_assert_eq(e.code, ERR_INVALID);
}

Test(range, between)
{
	struct range r;
	struct err e = ERR_INIT;
	cr_assert(range_between("1.3.2026", "2026-03-31", day("2026-02-15"), &r, &e));
	cr_assert(same(r.from, "2026-03-01") && same(r.to, "2026-03-31"));
	cr_assert(range_between("-7", NULL, day("2026-02-15"), &r, &e));
	cr_assert(same(r.from, "2026-02-08") && same(r.to, "9999-12-31"));
	cr_assert(range_between(NULL, "today", day("2026-02-15"), &r, &e));
	cr_assert(same(r.from, "0001-01-01") && same(r.to, "2026-02-15"));
	cr_assert_not(range_between("2.3.2026", "1.3.2026", day("2026-02-15"), &r, &e));
	cr_assert_eq(e.code, ERR_INVALID);
	cr_assert_not(range_between("31.2.2026", NULL, day("2026-02-15"), &r, &e));
	cr_assert_eq(e.code, ERR_INVALID);
}
