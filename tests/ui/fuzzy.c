/* fuzzy.c - letters that stand for a text: found or not, and which fits better */
#include "config.h"

#include "widget/fuzzy.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/str.h"

static int score(const char *typed, const char *text)
{
	struct arena a = ARENA_INIT;
	int got = fuzzy_score(str_fold(&a, typed), str_fold(&a, text));
	arena_done(&a);
	return got;
}

Test(fuzzy, found)
{
	static const struct { const char *typed, *text; bool found; } cases[] = {
		{ "", "anything", true }, { "  ", "anything", true }, { "con", "Confirm", true }, { "irm", "Confirm", true },
		{ "cfm", "Confirm", true }, { "ofm", "Confirm", false }, { "confirmed", "Confirm", false },
		{ "order confirm", "order.confirm", true }, { "confirm order", "order.confirm", true }, { "ordcom", "order.comment", true },
		{ "confirm customer", "order.confirm", false }, { "x", "Confirm", false }, { "c", "Confirm", true },
		{ "grun", "Grünwald, Theresa", true }, { "gruen", "Grünwald, Theresa", true }, { "GRÜN", "grünwald", true },
		{ "strasse", "Große Straße", true }, { "17", "A-2026-0017 Ring", true }, { "zz", "", false }, { "", "", true },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_eq(score(cases[i].typed, cases[i].text) > 0, cases[i].found, "'%s' in '%s'", cases[i].typed, cases[i].text);
}

Test(fuzzy, the_better_of_two)
{
	static const struct { const char *typed, *better, *worse; } cases[] = {
		{ "con", "Confirm", "Second" },            /* a beginning */
		{ "con", "To confirm", "Second" },         /* of a word */
		{ "con", "Second", "change of name" },     /* a piece before letters that are spread */
		{ "ord", "Orders", "All orders" },         /* the first word */
		{ "ab", "a b", "a xxxxxxxx b xxx" },
		{ "oc", "order comment", "open the cxx" }, /* letters that begin words */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect(score(cases[i].typed, cases[i].better) >= score(cases[i].typed, cases[i].worse) && score(cases[i].typed, cases[i].better) > 0,
				"'%s': '%s' %d, '%s' %d", cases[i].typed, cases[i].better, score(cases[i].typed, cases[i].better),
				cases[i].worse, score(cases[i].typed, cases[i].worse));
}
