/* fuzz_date.c - days, instants and durations: on the wire and as people type them */
#include "config.h"

#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

static void check_day(struct day d)
{
	struct day again;
	struct buf text = BUF_INIT(64);
	day_format(&text, d);
	kt_assert(day_parse(text.data, &again) && again.n == d.n);
	struct civil c = day_civil(d);
	kt_assert(day_from_civil(c.year, c.month, c.day, &again) && again.n == d.n);
	int year, week = day_iso_week(d, &year);
	kt_assert(week >= 1 && week <= 53 && year >= c.year - 1 && year <= c.year + 1);
	buf_done(&text);
}

/* The wire is exact; through a zone it is, too, but for the hour that autumn has twice. */
static void check_instant(struct instant t)
{
	struct instant again;
	struct buf text = BUF_INIT(64);
	instant_format(&text, t);
	kt_assert(instant_parse(text.data, &again) && again.us == t.us);
	struct civil c = instant_civil(t);
	again = instant_from_civil(&c);
	struct civil shown = instant_civil(again);
	kt_assert(again.us <= t.us);
	kt_assert(c.year == shown.year && c.month == shown.month && c.day == shown.day &&
		c.hour == shown.hour && c.min == shown.min && c.sec == shown.sec && c.us == shown.us);
	buf_done(&text);
}

static void check_text(const char *s)
{
	static const int32_t froms[] = { 0, 20513, -719162, 2932896 }; /* the first and last day, too */
	struct day d;
	struct instant t;
	struct duration dur;
	if (day_parse(s, &d))
		check_day(d);
	if (instant_parse(s, &t))
		check_instant(t);
	for (size_t i = 0; i < ARRAY_LEN(froms); i++)
		if (day_read(s, (struct day) { froms[i] }, &d))
			check_day(d);
	if (duration_read(s, &dur))
		kt_assert(dur.s >= 0 && dur.s <= 36000000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	if (!ready)
		ready = zone_use("Europe/Berlin") || zone_use("UTC");
	struct arena a = ARENA_INIT;
	check_text(arena_strndup(&a, (const char *)data, size));
	arena_done(&a);
	return 0;
}
