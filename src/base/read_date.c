/* read_date.c - days and durations as people type them, in German and English */
#include "config.h"

#include "base/date.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum {
	TEXT_MOST = 64,   /* bytes that anybody types for a day or a duration */
	PAST_MOST = 90,   /* days: 20.12. is last month when typed in January, and to come in May */
	YEARS_AHEAD = 20, /* two-digit years reach so far into the future, the others lie behind */
	HOURS_MOST = 10000,
	FRACTION_DIGITS = 4,
};

/* clang-format off */
static const struct { const char *name; int days; } near_days[] = {
	{ "heute", 0 }, { "today", 0 },
	{ "morgen", 1 }, { "tomorrow", 1 },
	{ "übermorgen", 2 },
	{ "gestern", -1 }, { "yesterday", -1 },
	{ "vorgestern", -2 },
};

/* Two letters suffice; of two that begin alike the first is meant ("so": Sonntag). */
static const struct { const char *name; int weekday; } weekdays[] = {
	{ "montag", 1 }, { "dienstag", 2 }, { "mittwoch", 3 }, { "donnerstag", 4 },
	{ "freitag", 5 }, { "samstag", 6 }, { "sonntag", 7 }, { "sonnabend", 6 },
	{ "monday", 1 }, { "tuesday", 2 }, { "wednesday", 3 }, { "thursday", 4 },
	{ "friday", 5 }, { "saturday", 6 }, { "sunday", 7 },
};

static const struct { const char *name; int seconds; } units[] = {
	{ "h", 3600 }, { "std", 3600 }, { "stunde", 3600 }, { "stunden", 3600 },
	{ "hr", 3600 }, { "hrs", 3600 }, { "hour", 3600 }, { "hours", 3600 },
	{ "m", 60 }, { "min", 60 }, { "mins", 60 }, { "minute", 60 }, { "minuten", 60 }, { "minutes", 60 },
	{ "s", 1 }, { "sek", 1 }, { "sec", 1 }, { "secs", 1 }, { "sekunde", 1 }, { "sekunden", 1 },
	{ "second", 1 }, { "seconds", 1 },
};
/* clang-format on */

/* What was typed, folded, so that Übermorgen and UEBERMORGEN are one; NULL if unreadable. */
static char *clean(struct arena *a, const char *s)
{
	if (strnlen(s, TEXT_MOST + 1) > TEXT_MOST)
		return NULL;
	char *text = str_nfc(a, s);
	return text && *text ? str_fold(a, text) : NULL;
}

static void skip_blanks(const char **s)
{
	while (**s == ' ')
		++*s;
}

/* One to `most` digits; returns how many, 0 if there are none or more. */
static int take_number(const char **s, int most, int *ret)
{
	int n = 0, v = 0;
	skip_blanks(s);
	for (; (*s)[n] >= '0' && (*s)[n] <= '9'; n++) {
		if (n == most)
			return 0;
		v = v * 10 + ((*s)[n] - '0');
	}
	*s += n;
	*ret = v;
	return n;
}

static bool take(const char **s, char c)
{
	skip_blanks(s);
	if (**s != c)
		return false;
	++*s;
	return true;
}

static bool at_end(const char **s)
{
	skip_blanks(s);
	return !**s;
}

/* False if it would leave the years 1 to 9999. */
static bool day_at(int64_t n, struct day *ret)
{
	struct day first, last;
	if (!day_from_civil(1, 1, 1, &first) || !day_from_civil(9999, 12, 31, &last) ||
		n < first.n || n > last.n)
		return false;
	ret->n = (int32_t)n;
	return true;
}

static bool read_iso(const char *s, struct day *ret)
{
	int y, m, d;
	return take_number(&s, 4, &y) == 4 && take(&s, '-') && take_number(&s, 2, &m) &&
	       take(&s, '-') && take_number(&s, 2, &d) && at_end(&s) &&
	       day_from_civil(y, m, d, ret);
}

/* 29 February may have to wait eight years. */
static bool coming(int month, int day, struct day from, struct day *ret)
{
	int year = day_civil(from).year;
	struct day d;
	for (int y = year - 1; y <= year + 8; y++)
		if (day_from_civil(y, month, day, &d) && d.n >= (int64_t)from.n - PAST_MOST) {
			*ret = d;
			return true;
		}
	return false;
}

static int full_year(int two_digits, struct day from)
{
	int last = day_civil(from).year + YEARS_AHEAD - 1, year = last / 100 * 100 + two_digits;
	return year > last ? year - 100 : year;
}

static bool read_dotted(const char *s, struct day from, struct day *ret)
{
	int d, m, y;
	if (!take_number(&s, 2, &d) || !take(&s, '.') || !take_number(&s, 2, &m))
		return false;
	bool dot = take(&s, '.');
	if (at_end(&s))
		return coming(m, d, from, ret);
	if (!dot)
		return false;
	int digits = take_number(&s, 4, &y);
	if ((digits != 2 && digits != 4) || !at_end(&s))
		return false;
	return day_from_civil(digits == 2 ? full_year(y, from) : y, m, d, ret);
}

static bool add_months(struct day from, int months, struct day *ret)
{
	struct day d = day_add_months(from, months);
	/* It stops at the ends of the calendar; then it is not as far as was asked. */
	struct civil a = day_civil(from), b = day_civil(d);
	if ((b.year - a.year) * 12 + b.month - a.month != months)
		return false;
	*ret = d;
	return true;
}

static bool read_relative(const char *s, struct day from, struct day *ret)
{
	int sign = *s == '-' ? -1 : 1, n;
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (!take_number(&s, 5, &n))
		return false;
	n *= sign;
	skip_blanks(&s);
	char unit = *s;
	if (unit && (s++, !at_end(&s)))
		return false;
	switch (unit) {
	case '\0':
	case 'd':
	case 't':
		return day_at((int64_t)from.n + n, ret);
	case 'w':
		return day_at((int64_t)from.n + 7 * (int64_t)n, ret);
	case 'm':
		return add_months(from, n, ret);
	case 'y':
	case 'j':
		return add_months(from, 12 * n, ret);
	default:
		return false;
	}
}

static bool read_word(struct arena *a, char *s, struct day from, struct day *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(near_days); i++)
		if (str_eq(s, str_fold(a, near_days[i].name)))
			return day_at((int64_t)from.n + near_days[i].days, ret);
	size_t len = strlen(s);
	if (len && s[len - 1] == '.')
		s[--len] = '\0';
	if (len < 2)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(weekdays); i++)
		if (str_starts(str_fold(a, weekdays[i].name), s)) {
			int ahead = (weekdays[i].weekday - day_weekday(from) + 6) % 7 + 1;
			return day_at((int64_t)from.n + ahead, ret);
		}
	return false;
}

static bool read_any(struct arena *a, char *s, struct day from, struct day *ret)
{
	return read_iso(s, ret) || read_dotted(s, from, ret) || read_relative(s, from, ret) ||
	       read_word(a, s, from, ret);
}

bool day_read(const char *s, struct day from, struct day *ret)
{
	struct arena a = ARENA_INIT;
	char *text = clean(&a, s);
	bool good = text && read_any(&a, text, from, ret);
	arena_done(&a);
	return good;
}

/* A number with up to four decimals, as whole and ten-thousandths together. */
struct amount {
	int64_t value;
	bool decimal;
};

enum { ONE = 10000 };

static bool take_amount(const char **s, struct amount *ret)
{
	int whole, fraction = 0;
	if (!take_number(s, 8, &whole))
		return false;
	ret->decimal = **s == ',' || **s == '.';
	if (ret->decimal) {
		++*s;
		int n = *(*s) == ' ' ? 0 : take_number(s, FRACTION_DIGITS, &fraction);
		if (!n)
			return false;
		for (; n < FRACTION_DIGITS; n++)
			fraction *= 10;
	}
	ret->value = (int64_t)whole * ONE + fraction;
	return true;
}

/* The seconds of the unit that follows; 0 if it is none, -1 at the end. */
static int take_unit(const char **s)
{
	skip_blanks(s);
	size_t len = 0;
	while ((*s)[len] >= 'a' && (*s)[len] <= 'z')
		len++;
	if (!len)
		return **s ? 0 : -1;
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (strlen(units[i].name) == len && memcmp(units[i].name, *s, len) == 0) {
			*s += len;
			take(s, '.'); /* Std. */
			return units[i].seconds;
		}
	return 0;
}

/* 1:30 and 1:30:15, with or without an h behind. */
static bool read_colons(const char *s, int64_t *ret)
{
	int h, m, sec = 0;
	if (!take_number(&s, 5, &h) || !take(&s, ':') || take_number(&s, 2, &m) != 2 || m > 59)
		return false;
	if (take(&s, ':') && (take_number(&s, 2, &sec) != 2 || sec > 59))
		return false;
	if (!at_end(&s) && (take_unit(&s) != 3600 || !at_end(&s)))
		return false;
	*ret = (int64_t)h * 3600 + m * 60 + sec;
	return true;
}

/* 1h30, 2 h 15 min, 1,5h, 90: units go down, and what has none is of the next smaller one. */
static bool read_units(const char *s, int64_t *ret)
{
	int64_t sum = 0;
	int last = 0;
	while (!at_end(&s)) {
		struct amount n;
		if (!take_amount(&s, &n))
			return false;
		int unit = take_unit(&s);
		if (unit < 0) {
			unit = last ? last / 60 : n.decimal ? 3600 : 60;
			if (last && (n.decimal || n.value > 59 * ONE))
				return false; /* 1h90 is a slip of the finger */
		}
		if (unit <= 0 || (last && unit >= last))
			return false;
		/* Eight digits of hours are far from too much for 64 bits. */
		sum += (n.value * unit + ONE / 2) / ONE;
		last = unit;
	}
	*ret = sum;
	return last != 0;
}

bool duration_read(const char *s, struct duration *ret)
{
	struct arena a = ARENA_INIT;
	int64_t seconds;
	char *text = clean(&a, s);
	bool good = text && (read_colons(text, &seconds) || read_units(text, &seconds)) &&
		    seconds <= (int64_t)HOURS_MOST * 3600;
	if (good)
		ret->s = seconds;
	arena_done(&a);
	return good;
}
