/* chart.h - bars and sparklines made of characters
 *
 * Pure: they make text, and the sheet or screen that shows it paints. Blocks are eighths of a column where the
 * terminal has them, else # and . : |. What a chart says stands beside it in digits, as nobody hears a bar.
 */
#ifndef KT_WIDGET_CHART_H
#define KT_WIDGET_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

struct chart_bar {
	const char *label;
	int64_t value; /* below zero counts as none: what is counted cannot be less */
};

struct chart { /* how a row is shared: label, gap, value, gap, bar; together never more than the width */
	int label, value, bar;
	int64_t most;
	bool blocks;
};

enum { CHART_GAP = 2, CHART_LABEL_MOST = 32, CHART_BAR_MOST = 60, CHART_SPARK_LEVELS = 8 };

/* Whether the terminal can be trusted to show blocks. */
bool chart_blocks(void);
/* Labels and digits get what they need, the bar what is left; too narrow: labels are cut first, then there is no bar. */
void chart_fit(struct chart *ret, const struct chart_bar *bars, size_t n, int width, bool blocks);
/* Label and digits, in ret->label + CHART_GAP + ret->value columns. */
void chart_words(const struct chart *c, const struct chart_bar *bar, struct buf *out);
/* The bar itself: nothing for zero, never nothing for more. */
void chart_draw(const struct chart *c, int64_t value, struct buf *out);
/* How many eighths of `columns` a value of `most` fills: 0 … 8 × columns. */
int64_t chart_eighths(int64_t value, int64_t most, int columns);

/* One character a value, the newest of them if there are more than columns. */
void chart_spark(const int64_t *values, size_t n, int columns, bool blocks, struct buf *out);

#endif
