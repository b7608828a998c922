/* chart.c - the geometry of bars and sparklines: nothing wider than it may be, nothing there that looks like nothing */
#include "config.h"

#include "widget/chart.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

static struct buf text = BUF_INIT(1 << 16);

static const char *spark(const int64_t *values, size_t n, int columns, bool blocks)
{
	buf_clear(&text);
	chart_spark(values, n, columns, blocks, &text);
	return text.data;
}

static const char *drawn(const struct chart *c, int64_t value)
{
	buf_clear(&text);
	chart_draw(c, value, &text);
	return text.data;
}

static const char *words(const struct chart *c, const struct chart_bar *bar)
{
	buf_clear(&text);
	chart_words(c, bar, &text);
	return text.data;
}

Test(chart, eighths)
{
	static const struct { int64_t value, most; int columns; int64_t eighths; } cases[] = {
		{ 0, 10, 10, 0 },
		{ -5, 10, 10, 0 },
		{ 10, 10, 10, 80 },
		{ 5, 10, 10, 40 },
		{ 1, 1000000, 10, 1 },           /* little is not nothing */
		{ 999999, 1000000, 10, 80 },
		{ 11, 10, 10, 80 },              /* more than the most */
		{ 1, 0, 10, 0 },
		{ 1, 2, 1, 4 },
		{ 1, 2, 0, 0 },
		{ 1, 2, -3, 0 },
		{ INT64_MAX, INT64_MAX, 1000, 8000 },
		{ INT64_MAX / 2, INT64_MAX, 1000, 4000 },
		{ INT64_MIN, INT64_MAX, 1000, 0 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t got = chart_eighths(cases[i].value, cases[i].most, cases[i].columns);
		cr_expect(got == cases[i].eighths, "%zu: %" PRId64 " of %" PRId64 ": %" PRId64, i, cases[i].value, cases[i].most, got);
	}
}

Test(chart, sum_of_widths)
{
	static const struct chart_bar bars[] = { { "draft", 3 }, { "wartet auf Anprobe und noch auf vieles andere", 1234567 }, { "", 0 },
		{ "宝石", INT64_MAX } };
	for (size_t n = 0; n <= ARRAY_LEN(bars); n++)
		for (int width = -1; width <= 200; width++) {
			struct chart c;
			chart_fit(&c, bars, n, width, true);
			int gaps = (c.label ? CHART_GAP : 0) + (c.bar ? CHART_GAP : 0), sum = c.label + c.value + c.bar + gaps;
			cr_assert(c.label >= 0 && c.value >= 0 && c.bar >= 0 && c.bar <= CHART_BAR_MOST && c.label <= CHART_LABEL_MOST);
			cr_assert(sum <= (width > 0 ? width : 0), "%zu bars in %d columns take %d", n, width, sum);
			for (size_t i = 0; i < n; i++) {
				int front = str_width(words(&c, &bars[i])), bar = str_width(drawn(&c, bars[i].value));
				cr_assert(front == c.value + (c.label ? c.label + CHART_GAP : 0), "%zu in %d: %d", i, width, front);
				cr_assert(bar <= c.bar, "%zu in %d: a bar of %d", i, width, bar);
				cr_assert(!c.bar || (bar > 0) == (bars[i].value > 0), "%zu in %d: a bar of %d", i, width, bar);
			}
		}
}

Test(chart, bars)
{
	static const struct chart_bar bars[] = { { "open", 16 }, { "late", 5 }, { "none", 0 } };
	struct chart c;
	chart_fit(&c, bars, ARRAY_LEN(bars), 12, true);
	cr_expect(c.label == 4 && c.value == 2 && c.bar == 2 && c.most == 16);
	cr_expect_str_eq(words(&c, &bars[1]), "late   5");
	cr_expect_str_eq(drawn(&c, 16), "██");
	cr_expect_str_eq(drawn(&c, 5), "▋");
	cr_expect_str_eq(drawn(&c, 9), "█▏");
	cr_expect_str_eq(drawn(&c, 0), "");
	c.blocks = false;
	cr_expect_str_eq(drawn(&c, 16), "##");
	cr_expect_str_eq(drawn(&c, 9), "##");
	cr_expect_str_eq(drawn(&c, 1), "#");
	cr_expect_str_eq(drawn(&c, 0), "");
}

Test(chart, narrow)
{
	static const struct chart_bar bars[] = { { "open", 16 } };
	struct chart c;
	chart_fit(&c, bars, 1, 1, true);
	cr_expect(c.value == 1 && !c.label && !c.bar);
	chart_fit(&c, bars, 1, 2, true);
	cr_expect_str_eq(words(&c, &bars[0]), "16", "the digits go last");
	chart_fit(&c, bars, 1, 6, true);
	cr_expect(c.label == 2 && !c.bar);
}

Test(chart, sparks)
{
	static const int64_t some[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 }, huge[] = { 1, INT64_MAX }, none[] = { 0, 0 }, below[] = { -3, 3 };
	cr_expect_str_eq(spark(some, 9, 9, true), " ▁▂▃▄▅▆▇█");
	cr_expect_str_eq(spark(some, 9, 9, false), "_.::::|||", "%s", text.data);
	cr_expect_str_eq(spark(some, 9, 2, true), "▇█", "the newest");
	cr_expect_str_eq(spark(some, 9, 1, true), "█");
	cr_expect_str_eq(spark(some, 9, 0, true), "");
	cr_expect_str_eq(spark(huge, 2, 80, true), "▁█");
	cr_expect_str_eq(spark(none, 2, 80, true), "  ");
	cr_expect_str_eq(spark(none, 2, 80, false), "__");
	cr_expect_str_eq(spark(below, 2, 80, true), " █");
	cr_expect_str_eq(spark(NULL, 0, 80, true), "");
}
