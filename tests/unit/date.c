/* date.c - the calendar, instants and zones, the clock, and what people type */
#include "config.h"

#include "base/date.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"

static struct day day(int year, int month, int d)
{
	struct day ret;
	cr_assert(day_from_civil(year, month, d, &ret), "%d-%d-%d", year, month, d);
	return ret;
}

static struct instant instant(const char *s)
{
	struct instant ret;
	cr_assert(instant_parse(s, &ret), "'%s'", s);
	return ret;
}

static void expect_instant(struct instant t, const char *s)
{
	struct buf out = BUF_INIT(100);
	instant_format(&out, t);
	cr_expect_str_eq(out.data, s);
	buf_done(&out);
}

Test(date, every_day_of_the_calendar)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct day first = day(1, 1, 1);
	cr_expect(first.n == -719162);
	cr_expect(day(1970, 1, 1).n == 0 && day(2000, 3, 1).n == 11017 && day(2026, 3, 1).n == 20513);
	int32_t n = first.n;
	int weekday = 1; /* 1 January 1 was a Monday */
	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++) {
			bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
			int length = lengths[m - 1] + (m == 2 && leap);
			struct day none;
			cr_assert(!day_from_civil(y, m, length + 1, &none));
			for (int d = 1; d <= length; d++, n++, weekday = weekday % 7 + 1) {
				struct civil c = day_civil((struct day) { n });
				cr_assert(day(y, m, d).n == n && c.year == y && c.month == m &&
					c.day == d, "%d-%d-%d", y,
					m, d);
				cr_assert(day_weekday((struct day) { n }) == weekday);
			}
		}
}

Test(date, from_civil_refuses)
{
	static const int cases[][3] = { { 0, 1, 1 }, { 10000, 1, 1 }, { 2026, 0, 1 }, { 2026, 13, 1 },
		{ 2026, 1, 0 }, { 2026, 1, 32 }, { 2026, 2, 29 }, { 1900, 2, 29 }, { 2026, 4, 31 } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day d = { 4711 };
		cr_expect(!day_from_civil(cases[i][0], cases[i][1], cases[i][2], &d) && d.n == 4711,
			"%zu", i);
	}
}

Test(date, iso_weeks)
{
	static const struct { int y, m, d, year, week; } cases[] = {
		{ 2026, 1, 1, 2026, 1 }, { 2025, 12, 29, 2026, 1 }, { 2025, 12, 28, 2025, 52 },
		{ 2026, 12, 31, 2026, 53 },
		{ 2027, 1, 3, 2026, 53 }, { 2027, 1, 4, 2027, 1 }, { 2021, 1, 3, 2020, 53 },
		{ 2023, 1, 1, 2022, 52 },
		{ 2026, 3, 1, 2026, 9 }, { 2024, 12, 30, 2025, 1 }, { 1969, 12, 31, 1970, 1 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int year, week = day_iso_week(day(cases[i].y, cases[i].m, cases[i].d), &year);
		cr_expect(week == cases[i].week && year == cases[i].year, "%zu: %d of %d", i, week, year);
	}
}

Test(date, add_months)
{
	static const struct { int y, m, d, months, ry, rm, rd; } cases[] = {
		{ 2026, 1, 31, 1, 2026, 2, 28 }, { 2024, 1, 31, 1, 2024, 2, 29 },
		{ 2026, 3, 31, -1, 2026, 2, 28 },
		{ 2026, 12, 15, 1, 2027, 1, 15 }, { 2026, 1, 15, -1, 2025, 12, 15 },
		{ 2024, 2, 29, 12, 2025, 2, 28 },
		{ 2026, 5, 31, 0, 2026, 5, 31 }, { 2026, 5, 31, -25, 2024, 4, 30 },
		{ 9999, 12, 1, 1, 9999, 12, 31 },
		{ 1, 1, 31, -1, 1, 1, 1 }, { 2026, 1, 1, INT32_MAX, 9999, 12, 31 },
		{ 2026, 1, 1, INT32_MIN, 1, 1, 1 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day d = day_add_months(day(cases[i].y, cases[i].m, cases[i].d), cases[i].months);
		cr_expect(d.n == day(cases[i].ry, cases[i].rm, cases[i].rd).n, "%zu", i);
	}
}

Test(date, day_on_the_wire)
{
	static const char *const good[] = { "2026-03-01", "0001-01-01", "9999-12-31", "2024-02-29",
		"1969-12-31" };
	static const char *const bad[] = { "", "2026", "2026-03", "2026-3-1", "26-03-01", "2026-02-31",
		"2026-03-01 ",
		" 2026-03-01", "2026-03-01T", "2026/03/01", "01.03.2026", "0000-01-01", "2026-00-01",
			"-026-01-01" };
	struct buf out = BUF_INIT(100);
	struct day d = { 4711 };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect(!day_parse(bad[i], &d) && d.n == 4711, "'%s'", bad[i]);
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		buf_clear(&out);
		cr_expect(day_parse(good[i], &d));
		day_format(&out, d);
		cr_expect_str_eq(out.data, good[i]);
	}
	buf_clear(&out);
	day_format(&out, DAY_NONE);
	cr_expect_str_eq(out.data, "");
	buf_done(&out);
}

Test(date, no_day_has_no_month, .signal = SIGABRT)
{
	day_civil(DAY_NONE);
}

Test(date, instant_on_the_wire)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z" },
		{ "2026-03-01t09:00:00.25z", "2026-03-01T09:00:00.25Z" },
		{ "2026-03-01 09:00:00.000001+00", "2026-03-01T09:00:00.000001Z" },
		{ "2026-03-01T09:00:00.123456789+01:00", "2026-03-01T08:00:00.123456Z" },
		{ "2026-03-01T23:30:00-0130", "2026-03-02T01:00:00Z" },
		{ "1890-01-01 00:53:28+00:53:28", "1890-01-01T00:00:00Z" },
		{ "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z" },
		{ "1970-01-01T00:00:00.000000Z", "1970-01-01T00:00:00Z" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
		{ "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z" },
		{ "2026-03-01T09:00:00-15:59", "2026-03-02T00:59:00Z" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		expect_instant(instant(cases[i].in), cases[i].out);
	expect_instant(INSTANT_NONE, "");
	cr_expect(instant("1970-01-01T00:00:01.5Z").us == 1500000);
	cr_expect(instant("1969-12-31T23:59:59.5Z").us == -500000);
}

Test(date, instant_refuses)
{
	static const char *const bad[] = { "", "2026-03-01", "2026-03-01T09:00:00", "2026-03-01T09:00Z",
		"2026-03-01T9:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T09:60:00Z",
			"2026-03-01T09:00:60Z",
		"2026-03-01T09:00:00.Z", "2026-03-01T09:00:00.1234567890Z", "2026-03-01T09:00:00Zx",
		"2026-03-01T09:00:00+", "2026-03-01T09:00:00+1", "2026-03-01T09:00:00+16",
			"2026-03-01T09:00:00+01:60",
		"2026-03-01T09:00:00+01:", "2026-03-01T09:00:00+01:00:", "2026-03-01T09:00:00+01:00:60",
		"2026-03-01T09:00:00+01:00x", "2026-03-01T09:00:00+01x", "2026-03-01_09:00:00Z",
			"2026-02-30T09:00:00Z",
		"2026-03-01T09-00-00Z", "2026-03-01T09:00-00Z", "infinity", "0001-01-01T00:00:00+01",
		"9999-12-31T23:59:59-01", "0044-03-15 00:00:00+00 BC", "2026-03-01T09:00:00.5" };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct instant t = { 4711 };
		cr_expect(!instant_parse(bad[i], &t) && t.us == 4711, "'%s'", bad[i]);
	}
}

Test(date, zones)
{
	static const char *const bad[] = { "", "Europe/Entenhausen", "/etc/passwd",
		"../../../etc/passwd", "Europe", "CET-1CEST,M3.5.0,M10.5.0/3",
		"a/zone/whose/name/is/longer/than/any/that/the/system/has/for/us/to/use" };
	cr_assert(zone_use("Europe/Berlin"));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect(!zone_use(bad[i]), "'%s'", bad[i]);
	cr_expect_str_eq(zone_name(), "Europe/Berlin");
	struct civil c = instant_civil(instant("2026-03-01T23:30:15.25Z"));
	cr_expect(c.year == 2026 && c.month == 3 && c.day == 2 && c.hour == 0 && c.min == 30 &&
		c.sec == 15 &&
		c.us == 250000);
	cr_expect(instant_day(instant("2026-03-01T23:30:00Z")).n == day(2026, 3, 2).n);
	cr_expect(instant_day(instant("2026-03-01T22:59:59.999999Z")).n == day(2026, 3, 1).n);
	c = instant_civil(instant("9999-12-31T23:30:00Z"));
	cr_expect(c.year == 10000 && c.month == 1 && c.hour == 0);
	cr_expect(zone_use("America/New_York"));
	cr_expect(instant_civil(instant("2026-07-01T12:00:00Z")).hour == 8);
	cr_expect(zone_use("UTC"));
	cr_expect(instant_civil(instant("2026-07-01T12:00:00Z")).hour == 12);
}

Test(date, civil_to_instant)
{
	static const struct { const char *zone; struct civil c; const char *t; } cases[] = {
		{ "Europe/Berlin", { 2026, 1, 15, 12, 0, 0, 5 }, "2026-01-15T11:00:00.000005Z" },
		{ "Europe/Berlin", { 2026, 7, 15, 12, 0, 0, 0 }, "2026-07-15T10:00:00Z" },
		/* spring: 2:30 does not exist and moves to 3:30; the hour around it stays */
		{ "Europe/Berlin", { 2026, 3, 29, 1, 59, 59, 0 }, "2026-03-29T00:59:59Z" },
		{ "Europe/Berlin", { 2026, 3, 29, 2, 30, 0, 0 }, "2026-03-29T01:30:00Z" },
		{ "Europe/Berlin", { 2026, 3, 29, 3, 0, 0, 0 }, "2026-03-29T01:00:00Z" },
		/* autumn: 2:30 comes twice, the first is summer time */
		{ "Europe/Berlin", { 2026, 10, 25, 1, 59, 59, 0 }, "2026-10-24T23:59:59Z" },
		{ "Europe/Berlin", { 2026, 10, 25, 2, 30, 0, 0 }, "2026-10-25T00:30:00Z" },
		{ "Europe/Berlin", { 2026, 10, 25, 3, 0, 0, 0 }, "2026-10-25T02:00:00Z" },
		{ "Europe/Berlin", { 2026, 10, 25, 23, 0, 0, 0 }, "2026-10-25T22:00:00Z" },
		{ "America/New_York", { 2026, 11, 1, 1, 30, 0, 0 }, "2026-11-01T05:30:00Z" },
		{ "America/New_York", { 2026, 3, 8, 2, 30, 0, 0 }, "2026-03-08T07:30:00Z" },
		{ "Australia/Lord_Howe", { 2026, 10, 4, 2, 15, 0, 0 },
			"2026-10-03T15:45:00Z" }, /* half an hour */
		{ "Asia/Kolkata", { 2026, 3, 1, 0, 0, 0, 0 }, "2026-02-28T18:30:00Z" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr_assert(zone_use(cases[i].zone));
		expect_instant(instant_from_civil(&cases[i].c), cases[i].t);
	}
}

Test(date, zone_of_the_machine)
{
	setenv("TZ", ":Europe/Vienna", 1);
	cr_expect_str_eq(zone_name(), "Europe/Vienna");
}

Test(date, zone_of_the_machine_that_is_none)
{
	setenv("TZ", "Nowhere/Land", 1);
	cr_expect_str_eq(zone_name(), "UTC");
}

Test(date, zone_of_the_machine_by_its_link)
{
	unsetenv("TZ");
	char path[256] = "";
	ssize_t n = readlink("/etc/localtime", path, sizeof path - 1);
	const char *found = n > 0 ? strstr(path, "/zoneinfo/") : NULL;
	const char *wanted = found ? found + strlen("/zoneinfo/") : "UTC";
	if (str_starts(wanted, "Etc/") || zone_use(wanted))
		cr_expect_str_eq(zone_name(), wanted);
}

Test(date, zones_need_files_but_utc_does_not)
{
	char dir[5000];
	setenv("TZDIR", "/nonexistent", 1);
	cr_expect(!zone_use("Europe/Berlin"));
	cr_expect(zone_use("UTC"));
	memset(dir, 'x', sizeof dir);
	dir[0] = '/';
	dir[sizeof dir - 1] = '\0';
	setenv("TZDIR", dir, 1);
	cr_expect(!zone_use("Europe/Berlin"));
	setenv("TZDIR", "", 1);
	cr_expect(zone_use("Europe/Berlin"));
}

Test(date, clock)
{
	cr_assert(zone_use("Europe/Berlin"));
	setenv("KARAT_NOW", "2026-03-01T23:30:00Z", 1);
	expect_instant(now(), "2026-03-01T23:30:00Z");
	cr_expect(today().n == day(2026, 3, 2).n);
	unsetenv("KARAT_NOW");
	struct instant a = now(), b = now();
	cr_expect(a.us > instant("2026-01-01T00:00:00Z").us && b.us >= a.us);
	setenv("KARAT_NOW", "soon", 1);
	cr_expect(now().us >= b.us);
}

/* All read on Sunday, 1 March 2026. */
Test(date, day_read)
{
	static const struct { const char *s, *day; } cases[] = {
		{ "1.4.", "2026-04-01" }, { "1.4", "2026-04-01" }, { "1.4.26", "2026-04-01" },
		{ "01.04.2026", "2026-04-01" }, { " 1. 4. 2026 ", "2026-04-01" },
		{ "2026-04-01", "2026-04-01" },
		{ "2026-4-1", "2026-04-01" }, { "1.3.", "2026-03-01" }, { "28.2.", "2026-02-28" },
		{ "1.12.", "2025-12-01" }, { "30.11.", "2026-11-30" }, { "29.2.", "2028-02-29" },
		{ "31.12.", "2025-12-31" },
		{ "1.4.45", "2045-04-01" }, { "1.4.46", "1946-04-01" }, { "1.4.99", "1999-04-01" },
		{ "1.4.1899", "1899-04-01" },
		{ "today", "2026-03-01" }, { "HEUTE", "2026-03-01" }, { "tomorrow", "2026-03-02" },
		{ "Morgen", "2026-03-02" },
		{ "übermorgen", "2026-03-03" }, { "ÜBERMORGEN", "2026-03-03" },
		{ "uebermorgen", "2026-03-03" },
		{ "gestern", "2026-02-28" }, { "Yesterday", "2026-02-28" }, { "vorgestern", "2026-02-27" },
		{ "+3", "2026-03-04" }, { "-1", "2026-02-28" }, { "+0", "2026-03-01" },
		{ "+2w", "2026-03-15" },
		{ "+ 2 W", "2026-03-15" }, { "+1m", "2026-04-01" }, { "-1m", "2026-02-01" },
		{ "+1y", "2027-03-01" },
		{ "+1j", "2027-03-01" }, { "+3d", "2026-03-04" }, { "+3t", "2026-03-04" },
		{ "mo", "2026-03-02" }, { "Montag", "2026-03-02" }, { "mon.", "2026-03-02" },
		{ "di", "2026-03-03" },
		{ "Tue", "2026-03-03" }, { "tuesday", "2026-03-03" }, { "mi", "2026-03-04" },
		{ "wed", "2026-03-04" },
		{ "do", "2026-03-05" }, { "thu", "2026-03-05" }, { "fri", "2026-03-06" },
		{ "Fr.", "2026-03-06" },
		{ "sa", "2026-03-07" }, { "Sonnabend", "2026-03-07" }, { "so", "2026-03-08" },
		{ "Sunday", "2026-03-08" },
		{ "Samstag", "2026-03-07" }, { "+99999", "2299-12-14" },
	};
	struct day from = day(2026, 3, 1), d;
	struct buf out = BUF_INIT(20);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_clear(&out);
		cr_expect(day_read(cases[i].s, from, &d), "'%s'", cases[i].s);
		day_format(&out, d);
		cr_expect(str_eq(out.data, cases[i].day), "'%s' gave %s", cases[i].s, out.data);
	}
	cr_expect(day_read("20.12.", day(2026, 5, 1), &d) && d.n == day(2026, 12, 20).n);
	cr_expect(day_read("20.12.", day(2026, 1, 10), &d) && d.n == day(2025, 12, 20).n);
	cr_expect(day_read("29.2.", day(2096, 12, 1), &d) && d.n == day(2104, 2, 29).n);
	cr_expect(day_read("mo", day(2026, 3, 2), &d) && d.n == day(2026, 3, 9).n, "not the day itself");
	buf_done(&out);
}

Test(date, day_read_refuses)
{
	static const char *const bad[] = { "", " ", "x", "m", "m.", "31.2.", "32.1.", "1.13.", "0.1.",
		"1.4.126", "1.4.20266",
		"1.4.2026x", "1.4x", "1..4", "1/4", "2026-02-30", "2026-04", "26-04-01", "2026-04-01x",
			"+", "-", "+x", "+3x",
		"+2ww", "+123456", "3", "+2 weeks", "montags", "mox", "heutex", "morgens", "M\xFCller",
			"30.2.2026",
		"1.4. 26 x", "MONDAY MONDAY MONDAY MONDAY MONDAY MONDAY MONDAY MONDAY MONDAY MONDAY", "1 4", "111.4." };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct day d = { 4711 };
		cr_expect(!day_read(bad[i], day(2026, 3, 1), &d) && d.n == 4711, "'%s'", bad[i]);
	}
	struct day d;
	cr_expect(!day_read("+1", day(9999, 12, 31), &d) && !day_read("-1", day(1, 1, 1), &d));
	cr_expect(!day_read("+1m", day(9999, 12, 31), &d) && !day_read("-1m", day(1, 1, 31), &d));
	cr_expect(!day_read("+1y", day(9999, 12, 1), &d) && !day_read("mo", day(9999, 12, 31), &d));
	cr_expect(!day_read("29.2.", day(9999, 12, 1), &d), "there is none to come");
}

Test(date, duration_read)
{
	static const struct { const char *s; int64_t seconds; } cases[] = {
		{ "1h30", 5400 }, { "1:30", 5400 }, { "90m", 5400 }, { "90min", 5400 },
		{ "1,5h", 5400 }, { "1.5 h", 5400 },
		{ "45s", 45 }, { "2 h 15 min", 8100 }, { "90", 5400 }, { "1,5", 5400 }, { "1.5", 5400 },
		{ "0", 0 },
		{ "0:00", 0 }, { "1:30:15", 5415 }, { "1:30 h", 5400 }, { "1 : 30", 5400 },
		{ "2 Std. 5 Min.", 7500 },
		{ "1 Stunde", 3600 }, { "2 hours 1 minute 3 seconds", 7263 }, { "1h30m20", 5420 },
		{ "1h 30 s", 3630 },
		{ "1.5min", 90 }, { "0,25", 900 }, { "1,3333h", 4800 }, { "0.0001h", 0 },
		{ "0.0002h", 1 }, { "5m30", 330 },
		{ "10000h", 36000000 }, { "10000:00", 36000000 }, { "600000", 36000000 },
		{ " 5 ", 300 }, { "2 h 75 min", 11700 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct duration d = { 4711 };
		cr_expect(duration_read(cases[i].s, &d), "'%s'", cases[i].s);
		cr_expect(d.s == cases[i].seconds, "'%s' gave %" PRId64, cases[i].s, d.s);
	}
}

Test(date, duration_read_refuses)
{
	static const char *const bad[] = { "", " ", "h", "-1", "1:60", "1:5", "1:30:60", "1:30:5",
		":30", "1:", "1:30 m",
		"1:30x", "1h90", "1h1,5", "1h1h", "5m1h", "5s3", "1 30", "1x", "1,", "1, 5", "1,h",
			"1.23456h", "10000h1s",
		"10001h", "99999999999", "1h 30 15", "1d", "1 hourz", "M\xFC", "123456:00", "1,5:30",
			"1h,5", "99999999h",
		"                                                                1h" };
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct duration d = { 4711 };
		cr_expect(!duration_read(bad[i], &d) && d.s == 4711, "'%s' gave %" PRId64, bad[i], d.s);
	}
}
