/* range.c - spans of days */
#include "config.h"

#include "report/range.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"

enum unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR };

/* In the order of range_words. */
static const struct {
	enum unit unit;
	int step; /* 0: the one that runs, -1: the one before */
} named[] = {
	{ UNIT_DAY, 0 }, { UNIT_DAY, -1 }, { UNIT_WEEK, 0 }, { UNIT_WEEK, -1 }, { UNIT_MONTH, 0 },
	{ UNIT_MONTH, -1 }, { UNIT_QUARTER, 0 }, { UNIT_QUARTER, -1 }, { UNIT_YEAR, 0 }, { UNIT_YEAR, -1 },
};

/* `count` months from the first of one. */
static bool months(int year, int month, int count, struct range *ret)
{
	struct day from;
	if (!day_from_civil(year, month, 1, &from))
		return false;
	ret->from = from;
	ret->to = (struct day) { day_add_months(from, count).n - 1 };
	return true;
}

static bool span(enum unit unit, int step, struct day d, struct range *ret)
{
	struct civil c = day_civil(d);
	int month = c.year * 12 + c.month - 1; /* counted from year 0, so that steps cross the year */
	switch (unit) {
	case UNIT_DAY:
		ret->from = ret->to = (struct day) { d.n + step };
		return true;
	case UNIT_WEEK:
		ret->from = (struct day) { d.n - day_weekday(d) + 1 + step * 7 };
		ret->to = (struct day) { ret->from.n + 6 };
		return true;
	case UNIT_MONTH:
		month += step;
		return months(month / 12, month % 12 + 1, 1, ret);
	case UNIT_QUARTER:
		month += step * 3 - month % 3;
		return months(month / 12, month % 12 + 1, 3, ret);
	case UNIT_YEAR:
		return months(c.year + step, 1, 12, ret);
	}
	return false;
}

/* Week 1 is the one with 4 January in it (ISO 8601). */
static bool iso_week(int year, int week, struct range *ret)
{
	struct day fourth;
	if (week < 1 || !day_from_civil(year, 1, 4, &fourth))
		return false;
	struct day monday = { fourth.n - day_weekday(fourth) + 1 + (week - 1) * 7 };
	int of;
	if (day_iso_week(monday, &of) != week || of != year)
		return false; /* week 53 of a year that has 52 */
	*ret = (struct range) { monday, { monday.n + 6 } };
	return true;
}

static bool digits(const char *s, size_t n, int *ret)
{
	int v = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + s[i] - '0';
	}
	*ret = v;
	return true;
}

/* 2026, 2026-03, 2026-Q1, 2026-W09 */
static bool calendar(const char *s, struct range *ret)
{
	size_t len = strlen(s);
	int year, n;
	if (len < 4 || !digits(s, 4, &year))
		return false;
	if (len == 4)
		return months(year, 1, 12, ret);
	if (s[4] != '-')
		return false;
	if (len == 7 && digits(s + 5, 2, &n))
		return months(year, n, 1, ret);
	if (len == 7 && (s[5] == 'Q' || s[5] == 'q') && digits(s + 6, 1, &n))
		return n >= 1 && n <= 4 && months(year, n * 3 - 2, 3, ret);
	if (len == 8 && (s[5] == 'W' || s[5] == 'w') && digits(s + 6, 2, &n))
		return iso_week(year, n, ret);
	return false;
}

bool range_read(const char *words, struct day from, struct range *ret, struct err *e)
{
	for (size_t i = 0; range_words[i]; i++)
		if (str_ieq(range_words[i], words))
			return span(named[i].unit, named[i].step, from, ret) ||
					err_set(e, ERR_INVALID, _("The range “%s” reaches beyond the years 1 to 9999."), words);
	if (calendar(words, ret))
		return true;
	const char *near = str_nearest(words, range_words);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no range “%s”. Did you mean “%s”?"), words, near);
	return err_set(e, ERR_USAGE,
			_("There is no range “%s”. It is a word such as last-month, a year (2026), a month (2026-03), "
			  "a quarter (2026-Q1) or a week (2026-W09)."), words);
}

static bool read_day(const char *words, struct day from, struct day *ret, struct err *e)
{
	if (day_read(words, from, ret))
		return true;
	return err_set(e, ERR_INVALID, _("“%s” is no day. It looks like 1.4., 2026-04-01, +14 or fri."), words);
}

bool range_between(const char *first, const char *last, struct day from, struct range *ret, struct err *e)
{
	struct range r;
	bool whole = day_from_civil(1, 1, 1, &r.from) && day_from_civil(9999, 12, 31, &r.to);
	kt_assert(whole);
	if (first && !read_day(first, from, &r.from, e))
		return false;
	if (last && !read_day(last, from, &r.to, e))
		return false;
	if (r.from.n > r.to.n)
		return err_set(e, ERR_INVALID, _("The range ends before it begins. Swap the two days."));
	*ret = r;
	return true;
}

const char *const range_words[] = {
	"today", "yesterday", "this-week", "last-week", "this-month", "last-month",
	"this-quarter", "last-quarter", "this-year", "last-year", NULL,
};
static_assert(ARRAY_LEN(range_words) == ARRAY_LEN(named) + 1, "a span for each word");
