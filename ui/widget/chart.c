/* chart.c - bars and sparklines made of characters */
#include "config.h"

#include "widget/chart.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"
#include "core/term.h"

enum { EIGHTHS = 8, FULL_BLOCK = 0x2588, LOWEST_SPARK = 0x2581, DIGITS_MOST = 24 };

/* The console's fonts have 256 or 512 signs, and no eighths among them. */
bool chart_blocks(void)
{
	return term_utf8() && !str_eq(term_type(), "linux");
}

static int digits(int64_t value)
{
	int n = 1;
	for (; value >= 10; value /= 10)
		n++;
	return n;
}

static int lesser(int a, int b)
{
	return a < b ? a : b;
}

static int at_least(int n, int least)
{
	return n > least ? n : least;
}

static int64_t counted(int64_t value)
{
	return value > 0 ? value : 0;
}

void chart_fit(struct chart *ret, const struct chart_bar *bars, size_t n, int width, bool blocks)
{
	struct chart c = { .value = 1, .blocks = blocks };
	for (size_t i = 0; i < n; i++) {
		c.label = at_least(str_width(bars[i].label), c.label);
		c.value = at_least(digits(counted(bars[i].value)), c.value);
		c.most = bars[i].value > c.most ? bars[i].value : c.most;
	}
	width = at_least(width, 0);
	c.value = lesser(c.value, width);
	c.label = lesser(lesser(c.label, CHART_LABEL_MOST), at_least(width - CHART_GAP - c.value, 0));
	c.bar = lesser(at_least(width - c.label - c.value - 2 * CHART_GAP, 0), CHART_BAR_MOST);
	*ret = c;
}

void chart_words(const struct chart *c, const struct chart_bar *bar, struct buf *out)
{
	struct buf value = BUF_INIT(DIGITS_MOST);
	buf_addf(&value, "%" PRId64, counted(bar->value));
	if (c->label) {
		str_pad(out, bar->label, c->label, false);
		buf_pad(out, ' ', CHART_GAP);
	}
	str_pad(out, value.data, c->value, true);
	buf_done(&value);
}

int64_t chart_eighths(int64_t value, int64_t most, int columns)
{
	int64_t all = (int64_t)at_least(columns, 0) * EIGHTHS, part;
	if (value <= 0 || most <= 0 || !all)
		return 0;
	if (value >= most || !num_muldiv(all, value, most, NUM_HALF_AWAY, &part))
		return all;
	return part ? part : 1;
}

void chart_draw(const struct chart *c, int64_t value, struct buf *out)
{
	int64_t part = chart_eighths(value, c->most, c->bar);
	if (!c->blocks) {
		buf_pad(out, '#', (size_t)((part + EIGHTHS - 1) / EIGHTHS));
		return;
	}
	for (; part >= EIGHTHS; part -= EIGHTHS)
		utf8_add(out, FULL_BLOCK);
	if (part)
		utf8_add(out, (uint32_t)(FULL_BLOCK + EIGHTHS - part)); /* seven eighths follow the full block, then six … */
}

void chart_spark(const int64_t *values, size_t n, int columns, bool blocks, struct buf *out)
{
	static const char ascii[] = ".::||"; /* a step each quarter: from a dot to a line */
	int64_t most = 0;
	size_t from = n > (size_t)at_least(columns, 0) ? n - (size_t)at_least(columns, 0) : 0;
	for (size_t i = from; i < n; i++)
		most = values[i] > most ? values[i] : most;
	for (size_t i = from; i < n; i++) {
		int64_t level = chart_eighths(values[i], most, 1); /* 0 … 8 */
		if (!level)
			buf_addc(out, blocks ? ' ' : '_');
		else if (blocks)
			utf8_add(out, (uint32_t)(LOWEST_SPARK + level - 1));
		else
			buf_addc(out, ascii[level / 2]);
	}
}
