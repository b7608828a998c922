/* query.c - what people write behind "karat list" */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/order.h"
#include "store/query.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(query, .fini = done);

static bool make(struct query *q, struct query_words words, const char *lang, struct err *e)
{
	return query_make(q, &order_entity, &words, NULL, NULL, fmt_for(lang), &a, e);
}

static bool only_view(void *ctx, const char *right)
{
	(void)ctx;
	return str_ends(right, ":view");
}

Test(query, columns_nobody_named_follow_the_rights)
{
	struct query all, few;
	struct err e = ERR_INIT;
	struct query_words words = { .columns = "*" };
	cr_assert(query_make(&all, &order_entity, &words, NULL, NULL, fmt_for("de"), &a, &e));
	cr_assert(query_make(&few, &order_entity, &words, only_view, NULL, fmt_for("de"), &a, &e));
	cr_expect_eq(all.ncols, order_row_entity.nfields);
	cr_expect_eq(few.ncols, order_row_entity.nfields - 1, "the price is left out");
}

/* Who says a column that is not for them hears which, and which right it takes. */
Test(query, columns_that_take_a_right)
{
	struct query q;
	const char *where = "price>=80";
	const struct query_words cases[] = { { .columns = "number,price" }, { .where = &where, .nwhere = 1 } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err e = ERR_INIT;
		cr_assert_not(query_make(&q, &order_entity, &cases[i], only_view, NULL, fmt_for("en"), &a, &e));
		cr_expect_eq(e.code, ERR_DENIED);
		cr_expect(strstr(e.text, "“price”") && strstr(e.text, "order:price"), "%s", e.text);
	}
}

Test(query, wrong_words_are_usage_errors_with_the_nearest)
{
	static const struct {
		const char *columns, *sort, *where, *says;
	} cases[] = {
		{ "numbr", NULL, NULL, "number" },
		{ "number,,title", NULL, NULL, "no field" },
		{ "xyzzy", NULL, NULL, "describe lists order" },
		{ NULL, "-duee", NULL, "due" },
		{ NULL, "status", NULL, "cannot be sorted" },
		{ NULL, NULL, "titel=x", "title" },
		{ NULL, NULL, "due", "no condition" },
		{ NULL, NULL, "due=31.2.2026", "" },
		{ NULL, NULL, "due<", "compared" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct query q;
		struct err e = ERR_INIT;
		struct query_words words = { .columns = cases[i].columns, .sort = cases[i].sort,
			.where = &cases[i].where, .nwhere = cases[i].where != NULL };
		cr_expect_not(make(&q, words, "en", &e), "case %zu", i);
		cr_expect(strstr(e.text, cases[i].says), "case %zu: %s", i, e.text);
		cr_expect(e.code == ERR_USAGE || e.code == ERR_INVALID);
	}
}

Test(query, values_in_either_spelling)
{
	struct query q;
	struct err e = ERR_INIT;
	const char *where[] = { "price>=1.234,50", "due=01.03.2026", "status=draft" };
	cr_assert(make(&q, (struct query_words) { .where = where, .nwhere = 3 }, "de", &e), "%s", e.text);
	cr_expect_str_eq(q.filters[0].value, "1234.50");
	cr_expect_str_eq(q.filters[1].value, "2026-03-01");
	cr_expect_eq(q.filters[0].op, OP_GE);
	cr_expect_eq(q.limit, PAGE_DEFAULT);
	cr_expect(q.desc, "newest first when nobody says");
}

static bool weber_is_17(void *ctx, const struct entity *ent, const char *words, struct ref *ret, struct err *e)
{
	(void)ctx;
	if (str_eq(words, "Weber"))
		return *ret = (struct ref) { 17 }, true;
	return err_set(e, str_eq(words, "Müller") ? ERR_INVALID : ERR_NOT_FOUND, "%s %s", ent->name, words);
}

Test(query, a_name_is_looked_up_or_refused)
{
	struct query q;
	struct err e = ERR_INIT;
	const char *good[] = { "customer=Weber", "customer!=Weber", "customer=", "customer~Web" };
	cr_assert(make(&q, (struct query_words) { .where = good, .nwhere = 4, .find = weber_is_17 }, "en", &e), "%s", e.text);
	cr_expect_str_eq(q.filters[0].value, "17");
	cr_expect_str_eq(q.filters[1].value, "17");
	cr_expect(q.filters[1].op == OP_NE && !q.filters[0].by_key && !q.filters[1].by_key);
	cr_expect_eq(q.filters[2].op, OP_EMPTY);
	cr_expect_str_eq(q.filters[3].value, "Web");
	static const struct { const char *where; enum err_code code; const char *field; } bad[] = {
		{ "customer=Quatsch", ERR_INVALID, "customer" }, { "assignee!=Quatsch", ERR_INVALID, "assignee" },
		{ "customer=Müller", ERR_INVALID, "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct query_words words = { .where = &bad[i].where, .nwhere = 1, .find = weber_is_17 };
		err_clear(&e);
		cr_expect_not(make(&q, words, "en", &e), "%s", bad[i].where);
		cr_expect_eq(e.code, bad[i].code);
		cr_expect_str_eq(e.field, bad[i].field);
	}
	const char *key[] = { "customer=k-00042" };
	err_clear(&e);
	cr_assert(make(&q, (struct query_words) { .where = key, .nwhere = 1 }, "en", &e));
	cr_expect(q.filters[0].by_key, "who cannot look has the list do it");
}

Test(query, everything_has_a_maximum)
{
	struct query q;
	struct err e = ERR_INIT;
	const char *where[QUERY_FILTERS_MAX + 1];
	char text[QUERY_TEXT_MAX + 2];
	for (size_t i = 0; i < ARRAY_LEN(where); i++)
		where[i] = "status=draft";
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	cr_expect_not(make(&q, (struct query_words) { .where = where, .nwhere = ARRAY_LEN(where) }, "en", &e));
	cr_expect_not(make(&q, (struct query_words) { .text = text }, "en", &e));
	cr_expect_not(make(&q, (struct query_words) { .text = "\xff" }, "en", &e));
}
