/* needle.c - what "/" finds, and where in a cell; and the file in which columns and filters of one's own are kept */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/order.h"
#include "widget/kept.h"
#include "widget/needle.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(needle, .fini = done);
TestSuite(kept, .fini = done);

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

/* Columns and filters. */

Test(kept, there_and_back)
{
	const char *text = "karat list 1\ncolumns number,due\nfilter Eilig\nsort -due\ntext müller\nwhere status=draft\nwhere due<2026-03-01\n"
		"filter Alles andere\n";
	struct kept k;
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);
	cr_assert(kept_parse(&k, text, &a, &e), "%s", e.text);
	cr_expect_str_eq(k.columns, "number,due");
	cr_assert_eq(k.nviews, 2);
	cr_expect_str_eq(k.views[0].name, "Eilig");
	cr_expect_str_eq(k.views[0].text, "müller");
	cr_expect_null(k.views[0].columns);
	cr_expect_eq(k.views[0].nwhere, 2);
	cr_expect_str_eq(k.views[0].where[1], "due<2026-03-01");
	kept_format(&k, &out);
	cr_expect_str_eq(out.data, text);
	cr_expect_eq(kept_find(&k, "Alles andere"), 1);
	kept_remove(&k, 0);
	cr_expect_eq(kept_find(&k, "Eilig"), k.nviews);
	cr_expect_eq(kept_find(&k, "Alles andere"), 0);
	buf_done(&out);
}

Test(kept, what_is_broken_is_told_with_its_line)
{
	static const struct { const char *text, *says; } cases[] = {
		{ "", "It does not begin with" },
		{ "karat list 2\n", "It does not begin with" },
		{ "karat list 1\ncolumns\n", "line 2: “columns” is nothing" },
		{ "karat list 1\nsort due\n", "line 2: “sort due” is nothing" }, /* of no filter */
		{ "karat list 1\n\nfilter a\nfilter a\n", "line 4: There are two filters" },
		{ "karat list 1\nfilter 1234567890123456789012345678901\n", "line 2: The name of a filter" },
		{ "karat list 1\ncolumns a\tb\x01\n", "line 2: The line is too long, or holds a control" },
		{ "karat list 1\ncolumns \xff\n", "not UTF-8" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct kept k = { .nviews = 7 };
		struct err e = ERR_INIT;
		cr_assert_not(kept_parse(&k, cases[i].text, &a, &e), "%s", cases[i].text);
		cr_expect(strstr(e.text, cases[i].says), "'%s' says: %s", cases[i].text, e.text);
		cr_expect_eq(k.nviews, 7, "what was there is untouched");
	}
}

Test(kept, not_too_many)
{
	struct kept k;
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(10000);
	buf_adds(&text, "karat list 1\n");
	for (int i = 0; i < KEPT_VIEWS_MAX; i++)
		buf_addf(&text, "filter %d\n", i);
	cr_expect(kept_parse(&k, text.data, &a, &e), "%s", e.text);
	buf_adds(&text, "filter more\n");
	cr_expect_not(kept_parse(&k, text.data, &a, &e));
	cr_expect(strstr(e.text, "At most 20 filters"), "%s", e.text);
	buf_done(&text);
}

Test(kept, on_the_disk)
{
	char dir[] = "/tmp/karat-kept-XXXXXX";
	struct kept k, again;
	struct err e = ERR_INIT;
	struct stat st;
	cr_assert(mkdtemp(dir));
	const char *path = arena_printf(&a, "%s/lists/orders-1", dir);
	cr_expect(kept_load(&k, path, &a, &e) && !k.nviews && !k.columns, "none is an empty one: %s", e.text);
	k.columns = "number";
	k.views[k.nviews++] = (struct kept_view) { .name = "Mein Ring", .text = "ring" };
	cr_assert(kept_save(&k, path, &e), "%s", e.text);
	cr_assert(stat(path, &st) == 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_assert(kept_load(&again, path, &a, &e), "%s", e.text);
	cr_expect_str_eq(again.views[0].name, "Mein Ring");
	cr_assert(file_write(path, 0600, "karat list 1\nrubbish\n", 21, &e));
	cr_expect_not(kept_load(&again, path, &a, &e));
	cr_expect(strstr(e.text, path) && strstr(e.text, "line 2"), "%s", e.text);
	cr_expect_eq(again.nviews, 0, "of a broken one nothing is taken");
	unlink(path);
	rmdir(arena_printf(&a, "%s/lists", dir));
	rmdir(dir);
}
