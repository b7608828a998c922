/* fmt.h - how this person spells numbers, dates and times
 *
 * Read once from the environment, before LC_NUMERIC goes back to "C" for the whole process.
 */
#ifndef KT_BASE_FMT_H
#define KT_BASE_FMT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"
#include "base/date.h"

struct buf;

struct fmt {
	char lang[8];    /* "de", "en": the language in use */
	char decimal[8]; /* "," */
	char group[8];   /* "." or a narrow blank; "" for none */
	bool iso_dates;  /* 2026-03-01 instead of 01.03.2026 */
};

/* Sets locale and language of the process: lang is "de", "en" or NULL (the environment decides).
 * An unusable locale becomes C.UTF-8. Leaves LC_NUMERIC at "C". False if lang is unknown. */
bool fmt_init(struct fmt *ret, const char *lang) KT_CHECK;
const struct fmt *fmt_for(const char *lang); /* built-in spelling of "de" or "en"; others are "en" */

/* What is empty (NUM_EMPTY, DAY_NONE …) adds nothing. For an input field write ungrouped: where the
 * scale is 3 or more, a lone 1.234 is read as a decimal. */
void fmt_decimal(const struct fmt *f, struct buf *out, int64_t v, int scale, int least, bool grouped);
/* Generous: 12,5 and 12.5; 1.234,50 and 1,234.50; blanks and ' as groups. One separator alone is the
 * decimal one; only the other one of '.' and ',' stands between groups, if the scale is below 3 and exactly
 * three digits follow: 12.555 is thousands in German, 12,555 has more decimals than a price. */
enum fmt_read { FMT_OK, FMT_NOT_A_NUMBER, FMT_TOO_PRECISE, FMT_TOO_LARGE };
enum fmt_read fmt_read_decimal(const struct fmt *f, const char *s, int scale, int64_t *ret) KT_CHECK;

void fmt_day(const struct fmt *f, struct buf *out, struct day d);            /* 01.03.2026 */
void fmt_instant(const struct fmt *f, struct buf *out, struct instant t);    /* 01.03.2026 09:05 in the zone in use */
void fmt_duration(const struct fmt *f, struct buf *out, struct duration d);  /* 1:30 (hours:minutes, rounded down) */

#endif
