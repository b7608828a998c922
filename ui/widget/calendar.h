/* calendar.h - a day chosen from a month: weeks begin on Monday, with their numbers
 *
 *        March 2026               [ ] the cursor, ( ) as it was, * today: never by colour alone
 *   Wk  Mo  Tu  We  Th  Fr  Sa  Su
 *    9                          1
 *   10   2*  3   4  (5) [6]  7   8
 *   Friday, 6 March 2026, week 10
 *
 * In plain mode it is a list of days, each a line with the whole date in words.
 */
#ifndef KT_WIDGET_CALENDAR_H
#define KT_WIDGET_CALENDAR_H

#include "base/date.h"

struct arena;
struct fmt;
struct screen_class;
struct ui;

struct calendar_wish {
	const char *title;
	const struct fmt *fmt;
	struct day day; /* as it was; DAY_NONE: the cursor begins on today */
	void (*done)(struct ui *ui, void *ctx, struct day d); /* the one that was taken; Esc tells nothing */
	void *ctx;
};
void calendar_open(struct ui *ui, const struct calendar_wish *wish); /* the title is copied */

const char *calendar_weekday(struct day d); /* “Friday” */
/* “Friday, 6 March 2026, week 10”, into the arena. */
const char *calendar_words(struct day d, struct arena *a);

extern const struct screen_class calendar_dialog;

#endif
