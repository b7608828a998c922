/* date.h - days without a zone, instants in UTC, durations in seconds
 *
 * A day is for deadlines, an instant for what happened; between them stands a zone. The zone of the
 * workshop is set once per process (zone_use), as the C library knows only one.
 */
#ifndef KT_BASE_DATE_H
#define KT_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"

struct buf;

struct day { int32_t n; };        /* days since 1970-01-01; DAY_NONE.n: none */
struct instant { int64_t us; };   /* microseconds since 1970-01-01T00:00:00Z */
struct duration { int64_t s; };   /* seconds */

#define DAY_NONE ((struct day) { INT32_MIN })
#define INSTANT_NONE ((struct instant) { INT64_MIN })
#define DURATION_NONE ((struct duration) { INT64_MIN })

struct civil { int year, month, day, hour, min, sec, us; }; /* month 1–12, day 1–31 */

/* Years 1 to 9999. False for 31 February. */
bool day_from_civil(int year, int month, int day, struct day *ret) KT_CHECK;
struct civil day_civil(struct day d);
int day_weekday(struct day d);                    /* 1 Monday … 7 Sunday (ISO) */
int day_iso_week(struct day d, int *ret_year);    /* 1 … 53 */
struct day day_add_months(struct day d, int months); /* 31 January + 1 month = 28 or 29 February */

bool day_parse(const char *s, struct day *ret) KT_CHECK;     /* strict ISO: 2026-03-01 */
void day_format(struct buf *out, struct day d);

/* Instants on the wire: 2026-03-01T09:00:00.25Z, also with an offset, a blank for the T, and PostgreSQL's +00. */
bool instant_parse(const char *s, struct instant *ret) KT_CHECK;
void instant_format(struct buf *out, struct instant t);      /* …Z, fraction only if there is one */

bool zone_use(const char *name) KT_CHECK;         /* "Europe/Berlin"; false if the system lacks it */
const char *zone_name(void);
struct civil instant_civil(struct instant t);     /* in the zone in use */
struct day instant_day(struct instant t);
void hour_format(struct buf *out, struct instant t);         /* 09:05, in the zone in use */
/* Twice in autumn: the first. In the spring gap: moved forward by the gap. */
struct instant instant_from_civil(const struct civil *c);

/* The clock, fixed by KARAT_NOW for tests and demos. */
struct instant now(void);
struct day today(void);

/* What people type, in German and English, relative to `from`:
 *   1.4.  1.4.26  01.04.2026  2026-04-01  today heute tomorrow morgen gestern  +3 -1 +2w +1m  mo Montag fri …
 * A day and month without a year is the next such day that is not more than 90 days past. A year of two
 * digits lies less than 20 years ahead, else behind.
 * A weekday is the next one after `from`. */
bool day_read(const char *s, struct day from, struct day *ret) KT_CHECK;

/* 1h30  1:30  90m  90min  1,5h  1.5 h  45s  2 h 15 min; a bare number is hours if it has a decimal
 * separator, else minutes. Up to 10,000 hours. */
bool duration_read(const char *s, struct duration *ret) KT_CHECK;

#endif
