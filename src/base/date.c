/* date.c - days, instants, the zone of the workshop, the clock */
#include "config.h"

#include "base/date.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum {
	YEAR_MOST = 9999,
	MARCH_0 = 719468, /* days from 1 March of the year 0 to 1970-01-01 */
	DAY_SECONDS = 24 * 60 * 60,
	SECOND_US = 1000000,
	ERA_DAYS = 146097, /* 400 years: the calendar repeats, weekdays too */
	ZONE_SIZE = 64,
};

static char zone[ZONE_SIZE]; /* empty: nobody asked yet */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Proleptic Gregorian, for years counted from 1 March, so that the leap day comes last. */
static int64_t days_of(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = floor_div(year, 400), y = year - era * 400;
	int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return era * ERA_DAYS + y * 365 + y / 4 - y / 100 + in_year - MARCH_0;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return days[month - 1] + (month == 2 && is_leap(year));
}

bool day_from_civil(int year, int month, int day, struct day *ret)
{
	if (year < 1 || year > YEAR_MOST || month < 1 || month > 12 || day < 1 ||
		day > month_days(year, month))
		return false;
	ret->n = (int32_t)days_of(year, month, day);
	return true;
}

struct civil day_civil(struct day d)
{
	kt_assert(d.n != DAY_NONE.n);
	int64_t n = (int64_t)d.n + MARCH_0, era = floor_div(n, ERA_DAYS);
	int rest = (int)(n - era * ERA_DAYS);
	int y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int in_year = rest - (365 * y + y / 4 - y / 100), m = (5 * in_year + 2) / 153;
	int month = m < 10 ? m + 3 : m - 9;
	return (struct civil) {
		.year = (int)(era * 400) + y + (month <= 2),
		.month = month,
		.day = in_year - (153 * m + 2) / 5 + 1,
	};
}

int day_weekday(struct day d)
{
	kt_assert(d.n != DAY_NONE.n);
	int64_t n = (int64_t)d.n + 3; /* 1970-01-01 was a Thursday */
	return (int)(n - floor_div(n, 7) * 7) + 1;
}

int day_iso_week(struct day d, int *ret_year)
{
	/* A week belongs to the year of its Thursday. */
	struct day thursday = { d.n + 4 - day_weekday(d) };
	int year = day_civil(thursday).year;
	*ret_year = year;
	return (int)((thursday.n - days_of(year, 1, 1)) / 7) + 1;
}

struct day day_add_months(struct day d, int months)
{
	struct civil c = day_civil(d);
	int64_t all = (int64_t)c.year * 12 + c.month - 1 + months;
	int64_t year = floor_div(all, 12);
	int month = (int)(all - year * 12) + 1;
	if (year < 1)
		return (struct day) { (int32_t)days_of(1, 1, 1) };
	if (year > YEAR_MOST)
		return (struct day) { (int32_t)days_of(YEAR_MOST, 12, 31) };
	int most = month_days((int)year, month);
	return (struct day) { (int32_t)days_of(year, month, c.day < most ? c.day : most) };
}

/* Exactly `count` digits. */
static bool take_digits(const char **s, int count, int *ret)
{
	int v = 0;
	for (int i = 0; i < count; i++) {
		char c = (*s)[i];
		if (c < '0' || c > '9')
			return false;
		v = v * 10 + (c - '0');
	}
	*s += count;
	*ret = v;
	return true;
}

static bool take(const char **s, char c)
{
	if (**s != c)
		return false;
	++*s;
	return true;
}

static bool take_day(const char **s, struct day *ret)
{
	int y, m, d;
	return take_digits(s, 4, &y) && take(s, '-') && take_digits(s, 2, &m) && take(s, '-') &&
	       take_digits(s, 2, &d) && day_from_civil(y, m, d, ret);
}

bool day_parse(const char *s, struct day *ret)
{
	struct day d;
	if (!take_day(&s, &d) || *s)
		return false;
	*ret = d;
	return true;
}

static void add_date(struct buf *out, struct civil c)
{
	buf_addf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void day_format(struct buf *out, struct day d)
{
	if (d.n != DAY_NONE.n)
		add_date(out, day_civil(d));
}

/* Nanoseconds of other systems are cut to microseconds. */
static bool take_fraction(const char **s, int *ret_us)
{
	*ret_us = 0;
	if (!take(s, '.'))
		return true;
	int digit, worth = SECOND_US / 10, n = 0;
	for (; n < 9 && take_digits(s, 1, &digit); n++, worth /= 10)
		*ret_us += digit * worth;
	return n > 0;
}

/* Z, +01, +0100, +01:00, and PostgreSQL's +00:53:28 for times before the railway. */
static bool take_offset(const char **s, int *ret_seconds)
{
	*ret_seconds = 0;
	if (take(s, 'Z') || take(s, 'z'))
		return true;
	int sign = **s == '-' ? -1 : 1, h, m = 0, sec = 0;
	if (!take(s, '+') && !take(s, '-'))
		return false;
	if (!take_digits(s, 2, &h))
		return false;
	bool colon = take(s, ':');
	if ((colon || **s) && !take_digits(s, 2, &m))
		return false;
	if (take(s, ':') && !take_digits(s, 2, &sec))
		return false;
	*ret_seconds = sign * (h * 3600 + m * 60 + sec);
	return h < 16 && m < 60 && sec < 60;
}

bool instant_parse(const char *s, struct instant *ret)
{
	struct day d;
	int h, m, sec, us, offset;
	if (!take_day(&s, &d) || !(take(&s, 'T') || take(&s, 't') || take(&s, ' ')))
		return false;
	if (!take_digits(&s, 2, &h) || !take(&s, ':') || !take_digits(&s, 2, &m) ||
		!take(&s, ':') || !take_digits(&s, 2, &sec) || !take_fraction(&s, &us) ||
		!take_offset(&s, &offset) || *s)
		return false;
	if (h > 23 || m > 59 || sec > 59)
		return false;
	int64_t at = (int64_t)d.n * DAY_SECONDS + h * 3600 + m * 60 + sec - offset;
	if (at < days_of(1, 1, 1) * DAY_SECONDS || at >= days_of(YEAR_MOST + 1, 1, 1) * DAY_SECONDS)
		return false; /* the offset carried it out of the years that can be written */
	ret->us = at * SECOND_US + us;
	return true;
}

/* Without a zone: what a clock shows `seconds` after midnight of 1970-01-01. */
static struct civil clock_civil(int64_t seconds)
{
	int64_t days = floor_div(seconds, DAY_SECONDS);
	int rest = (int)(seconds - days * DAY_SECONDS);
	struct civil c = day_civil((struct day) { (int32_t)days });
	c.hour = rest / 3600;
	c.min = rest / 60 % 60;
	c.sec = rest % 60;
	return c;
}

void hour_format(struct buf *out, struct instant t)
{
	struct civil c = instant_civil(t);
	buf_addf(out, "%02d:%02d", c.hour, c.min);
}

void instant_format(struct buf *out, struct instant t)
{
	if (t.us == INSTANT_NONE.us)
		return;
	int64_t seconds = floor_div(t.us, SECOND_US);
	int us = (int)(t.us - seconds * SECOND_US), digits = 6;
	struct civil c = clock_civil(seconds);
	add_date(out, c);
	buf_addf(out, "T%02d:%02d:%02d", c.hour, c.min, c.sec);
	if (us) {
		for (; us % 10 == 0; us /= 10)
			digits--;
		buf_addf(out, ".%0*d", digits, us);
	}
	buf_addc(out, 'Z');
}

/* The C library takes an unknown zone for UTC without a word, so we look for its file. */
static bool zone_exists(const char *name)
{
	if (!*name || *name == '/' || strstr(name, "..") || strlen(name) >= ZONE_SIZE)
		return false;
	const char *dir = getenv("TZDIR");
	char path[PATH_MAX], magic[4];
	int n = snprintf(
		path, sizeof path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", name);
	if (n < 0 || (size_t)n >= sizeof path)
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return str_eq(name, "UTC"); /* needs no file */
	bool good = read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
	close(fd);
	return good;
}

bool zone_use(const char *name)
{
	if (!zone_exists(name) || setenv("TZ", name, 1) != 0)
		return false;
	tzset();
	snprintf(zone, sizeof zone, "%s", name);
	return true;
}

/* What the machine lives in: TZ, else where /etc/localtime points to, else UTC. */
static void zone_guess(void)
{
	char path[PATH_MAX];
	const char *name = getenv("TZ"), *found;
	if (name && *name == ':')
		name++;
	if (!name) {
		ssize_t n = readlink("/etc/localtime", path, sizeof path - 1);
		path[n < 0 ? 0 : n] = '\0';
		found = strstr(path, "/zoneinfo/");
		name = found ? found + strlen("/zoneinfo/") : "";
	}
	snprintf(zone, sizeof zone, "%s", zone_exists(name) ? name : "UTC");
}

const char *zone_name(void)
{
	if (!zone[0])
		zone_guess();
	return zone;
}

/* Seconds east of Greenwich in the zone in use. */
static int64_t zone_offset(int64_t seconds)
{
	time_t at = (time_t)seconds;
	struct tm tm;
	return localtime_r(&at, &tm) ? tm.tm_gmtoff : 0;
}

struct civil instant_civil(struct instant t)
{
	kt_assert(t.us != INSTANT_NONE.us);
	int64_t seconds = floor_div(t.us, SECOND_US);
	struct civil c = clock_civil(seconds + zone_offset(seconds));
	c.us = (int)(t.us - seconds * SECOND_US);
	return c;
}

struct day instant_day(struct instant t)
{
	struct civil c = instant_civil(t);
	return (struct day) { (int32_t)days_of(c.year, c.month, c.day) };
}

/* Not mktime, which leaves open what it does in both hours of the year that matter. */
struct instant instant_from_civil(const struct civil *c)
{
	kt_assert(c->month >= 1 && c->month <= 12);
	int64_t shown = days_of(c->year, c->month, c->day) * DAY_SECONDS + c->hour * 3600 +
			c->min * 60 + c->sec;
	int64_t before = zone_offset(shown - DAY_SECONDS), after = zone_offset(shown + DAY_SECONDS);
	int64_t at = shown - before;
	/* In the gap neither is right: then the old offset moves it forward. */
	if (zone_offset(at) != before && zone_offset(shown - after) == after)
		at = shown - after;
	return (struct instant) { at * SECOND_US + c->us };
}

struct instant now(void)
{
	struct instant fixed;
	const char *said = getenv("KARAT_NOW");
	if (said && instant_parse(said, &fixed))
		return fixed;
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (struct instant) { (int64_t)ts.tv_sec * SECOND_US + ts.tv_nsec / 1000 };
}

struct day today(void)
{
	return instant_day(now());
}
