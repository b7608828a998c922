/* ftype_time.c - days, instants, durations */
#include "config.h"

#include "domain/ftype.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/entity.h"
#include "domain/ftype_in.h"

enum { TIME_SIZE = sizeof "23:59:59" };

/* Days. */

static bool day_empty(const void *v)
{
	return ((const struct day *)v)->n == DAY_NONE.n;
}

static void day_set_empty(void *v)
{
	*(struct day *)v = DAY_NONE;
}

static bool day_equal(const void *a, const void *b)
{
	return ((const struct day *)a)->n == ((const struct day *)b)->n;
}

static void day_to_wire(const struct field *f, const void *v, struct buf *out)
{
	(void)f;
	day_format(out, *(const struct day *)v);
}

static void day_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)f;
	fmt_day(fmt, out, *(const struct day *)v);
}

static bool day_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	(void)a;
	if (!s || !*s)
		return day_set_empty(ret), true;
	return day_parse(s, ret) ||
		ftype_refuse(f, _("%s: “%s” is not a day. Write it like %s."), s, "2026-03-01", e);
}

static bool day_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)a, (void)fmt;
	struct day d;
	if (str_empty(s))
		return day_set_empty(ret), true;
	if (!day_read(s, today(), &d))
		return ftype_refuse(f,
			_("%s: “%s” is not a day. Type one such as 1.4., 2026-04-01, tomorrow, fri or +14."),
			s, "", e);
	*(struct day *)ret = d;
	return true;
}

/* Instants. */

static void instant_set_empty(void *v)
{
	*(struct instant *)v = INSTANT_NONE;
}

static void instant_to_wire(const struct field *f, const void *v, struct buf *out)
{
	(void)f;
	instant_format(out, *(const struct instant *)v);
}

static void instant_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)f;
	fmt_instant(fmt, out, *(const struct instant *)v);
}

static bool instant_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	(void)a;
	if (!s || !*s)
		return instant_set_empty(ret), true;
	return instant_parse(s, ret) ||
		ftype_refuse(f, _("%s: “%s” is not a date with time. Write it like %s."), s,
			"2026-03-01T09:00:00Z", e);
}

static int two_digits(const char *s)
{
	bool digits = s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9';
	return digits ? (s[0] - '0') * 10 + s[1] - '0' : -1;
}

/* 9:05, 09:05, 09:05:30 */
static bool read_clock(const char *s, struct civil *ret)
{
	char text[TIME_SIZE] = "0";
	size_t len = strlen(s), pad = len > 1 && s[1] == ':';
	if (len + pad != 5 && len + pad != 8)
		return false;
	memcpy(text + pad, s, len + 1);
	ret->hour = two_digits(text);
	ret->min = two_digits(text + 3);
	ret->sec = len + pad == 8 ? two_digits(text + 6) : 0;
	if (text[2] != ':' || (len + pad == 8 && text[5] != ':'))
		return false;
	return ret->hour >= 0 && ret->hour < 24 && ret->min >= 0 && ret->min < 60 && ret->sec >= 0 &&
		ret->sec < 60;
}

/* A day, a blank or T, and a time of the zone in use; the time alone is today's. `text` is cut up. */
static bool read_local(char *text, struct instant *ret)
{
	char *cut = strrchr(text, ' '), *clock = text;
	if (!cut && strlen(text) > 10 && text[10] == 'T')
		cut = text + 10;
	struct day d = today();
	struct civil time;
	if (cut) {
		*cut = '\0';
		clock = cut + 1;
	}
	if (!read_clock(clock, &time) || (cut && !day_read(text, d, &d)))
		return false;
	struct civil c = day_civil(d);
	if (c.year < 2 || c.year > 9998)
		return false; /* a zone may carry it out of the years that can be written */
	c.hour = time.hour;
	c.min = time.min;
	c.sec = time.sec;
	*ret = instant_from_civil(&c);
	return true;
}

static bool instant_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)fmt;
	if (str_empty(s))
		return instant_set_empty(ret), true;
	struct arena_mark mark = arena_mark(a);
	struct instant t;
	char *text = str_nfc(a, s);
	bool good = text && (instant_parse(text, &t) || read_local(text, &t));
	arena_rewind(a, mark);
	if (!good)
		return ftype_refuse(f,
			_("%s: “%s” is not a date with time. Type 1.4. 14:30, or 14:30 alone for today."), s,
			"", e);
	*(struct instant *)ret = t;
	return true;
}

/* Durations. */

static void duration_to_wire(const struct field *f, const void *v, struct buf *out)
{
	(void)f;
	num_format(out, ((const struct duration *)v)->s, 0, 0);
}

/* With seconds if there are any, so that opening and saving a form changes nothing. */
static void duration_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)f;
	struct duration d = *(const struct duration *)v;
	fmt_duration(fmt, out, d);
	if (d.s % 60)
		buf_addf(out, ":%02" PRId64, d.s < 0 ? -(d.s % 60) : d.s % 60);
}

static bool duration_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	(void)a;
	int64_t seconds;
	if (!s || !*s)
		return number_set_empty(ret), true;
	if (!num_parse(s, 0, &seconds) || seconds > INT32_MAX || seconds < -INT32_MAX)
		return ftype_refuse(f, _("%s: “%s” is not a duration. Write whole seconds, such as %s."), s,
			"5400", e);
	((struct duration *)ret)->s = seconds;
	return true;
}

static bool duration_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)a, (void)fmt;
	struct duration d;
	if (str_empty(s))
		return number_set_empty(ret), true;
	if (!duration_read(s, &d))
		return ftype_refuse(f,
			_("%s: “%s” is not a duration of at most 10,000 hours. Type one such as 1:30, 1h30 or 90m."),
			s, "", e);
	*(struct duration *)ret = d;
	return true;
}

const struct ftype ft_day = {
	.name = "day", .sql = "date", .size = sizeof(ct_day), .json = JSON_STRING,
	.from_wire = day_from_wire, .from_user = day_from_user,
	.to_wire = day_to_wire, .to_user = day_to_user,
	.is_empty = day_empty, .set_empty = day_set_empty, .equal = day_equal,
};

const struct ftype ft_instant = {
	.name = "instant", .sql = "timestamptz", .size = sizeof(ct_instant), .json = JSON_STRING,
	.from_wire = instant_from_wire, .from_user = instant_from_user,
	.to_wire = instant_to_wire, .to_user = instant_to_user,
	.is_empty = number_empty, .set_empty = instant_set_empty, .equal = number_equal,
};

const struct ftype ft_duration = {
	.name = "duration", .sql = "integer", .size = sizeof(ct_duration), .json = JSON_NUMBER, .right = true,
	.unit = "h",
	.from_wire = duration_from_wire, .from_user = duration_from_user,
	.to_wire = duration_to_wire, .to_user = duration_to_user,
	.is_empty = number_empty, .set_empty = number_set_empty, .equal = number_equal,
};
