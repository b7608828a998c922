/* range.h - spans of days as people and cron jobs say them: last-month, 2026-W09 */
#ifndef KT_REPORT_RANGE_H
#define KT_REPORT_RANGE_H

#include <stdbool.h>
#include "base/attr.h"
#include "base/date.h"

struct err;

struct range {
	struct day from, to; /* both days are in it */
};

extern const char *const range_words[]; /* "today", "yesterday" … NULL: for help and completion */

/* A word of range_words, a year (2026), a month (2026-03), a quarter (2026-Q1) or an ISO week
 * (2026-W09), seen from `from`. A week runs from Monday to Sunday. ERR_USAGE with the nearest word. */
bool range_read(const char *words, struct day from, struct range *ret, struct err *e) KT_CHECK;

/* The span between two days as people type them; either may be NULL: open, years 1 to 9999. */
bool range_between(const char *first, const char *last, struct day from, struct range *ret, struct err *e) KT_CHECK;

#endif
