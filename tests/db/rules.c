/* rules.c - what is found on working days by the law: each boundary to the second, and who may know */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lib/testdb.h"
#include "store/pg.h"

static struct arena a;
static const char *const people[] = { "karat", "gero", "ofra", "vito" };
static struct pg *conns[ARRAY_LEN(people)];

static struct pg *as(const char *login)
{
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		if (str_eq(people[i], login))
			return conns[i] ? conns[i] : (conns[i] = testdb_open(login));
	cr_assert_fail("nobody is called %s", login);
	return NULL;
}

/* The first value that a statement answers, or "!" and the code of the refusal. */
static const char *said(const char *login, const char *sql)
{
	struct err e = ERR_INIT;
	struct answer got;
	if (!pg_ask(as(login), sql, NULL, 0, &a, &got, &e))
		return arena_printf(&a, "!%s", e.state);
	return got.n && got.cells[0] ? got.cells[0] : "";
}

static void set_up(void)
{
	testdb_renew();
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		said(people[i], "SELECT set_config('karat.now', '2026-06-01 12:00+02', false)");
}

static void done(void)
{
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		if (conns[i])
			pg_close(conns[i]), conns[i] = NULL;
	arena_done(&a);
}

TestSuite(rules, .init = set_up, .fini = done, .timeout = 600);

#define GERO "(SELECT id FROM karat.person WHERE login = 'gero')"
#define FOUND "coalesce(string_agg(concat_ws(' ', finding, \"is\" || '/' || ought, to_char(from_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI') || '-' " \
	"|| to_char(to_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI')), ', ' ORDER BY day, array_position('{break,stretch,normal,most,rest,week}', finding)), '')"

/* Spans of gero on one line, "08:00-12:00 13:00-17:00:01" on a day or with days of their own. */
static void lay(const char *line, const char *cause, const char *day, const char *spans)
{
	char *rest = arena_strdup(&a, spans), *span;
	while ((span = strsep(&rest, " "))) {
		char *end = strchr(span, '-');
		if (!end)
			continue;
		*end++ = '\0';
		const char *got = said("karat", arena_printf(&a, "INSERT INTO karat.%s (uuid, person, %s started_at, stopped_at, origin, arrived_at) "
				"SELECT gen_random_uuid(), " GERO ", %s (DATE '%s' + TIME '%s') AT TIME ZONE 'Europe/Berlin', "
				"(DATE '%s' + TIME '%s' + CASE WHEN TIME '%s' < TIME '%s' THEN interval '1 day' ELSE '0' END) AT TIME ZONE 'Europe/Berlin', "
				"'key', now() RETURNING 1", line, str_eq(line, "pause") ? "cause," : str_eq(line, "time_entry") ? "activity," : "",
				str_eq(line, "pause") ? arena_printf(&a, "'%s',", cause) : str_eq(line, "time_entry") ? "1," : "", day, span, day, end, end, span));
		cr_assert_str_eq(got, "1", "%s %s: %s", line, spans, got);
	}
}

static void wipe(void)
{
	static const char *const lines[] = { "pause", "time_entry", "shift" };
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		cr_assert_str_neq(said("karat", arena_printf(&a, "WITH x AS (UPDATE karat.%s SET voided_at = now(), void_reason = 'x' WHERE voided_at IS NULL RETURNING 1) "
				"SELECT count(*) FROM x", lines[i])), "!");
}

static const char *found(const char *who, const char *day)
{
	return said(who, arena_printf(&a, "SELECT " FOUND " FROM karat.day_findings(" "(SELECT id FROM karat.person_list WHERE login = 'gero')"
			", '%s', '%s')", day, day));
}

struct working_day {
	const char *shifts, *meals, *want;
};

static void look_at(const char *day, const struct working_day *days, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		lay("shift", NULL, day, days[i].shifts);
		lay("pause", "meal", day, days[i].meals);
		const char *got = found("gero", day);
		cr_expect_str_eq(got, days[i].want, "%zu: %s, breaks %s: %s, not %s", i, days[i].shifts, days[i].meals, got, days[i].want);
		wipe();
	}
}

/* ArbZG §§ 3 and 4. */
Test(rules, adults)
{
	static const struct working_day days[] = {
		{ "08:00-14:00", "", "" },
		{ "08:00-14:00:01", "", "break 0/1800 10:45-11:15, stretch 21601/21600 08:00-14:00" },
		{ "08:00-14:30", "12:00-12:30", "" },
		{ "08:00-14:30:01", "12:00-12:30", "" },
		{ "08:00-15:00", "10:00-10:15 12:00-12:15", "" },
		{ "08:00-15:00", "10:00-10:15 12:00-12:14", "break 900/1800 13:25-13:40" },
		{ "08:00-15:00", "10:00-10:15 12:00-12:14:59", "break 900/1800 13:25-13:40" },
		{ "08:00-15:00", "10:00-10:20", "break 1200/1800 12:30-12:45" }, /* ten are missing, but ten are no break */
		{ "08:00-17:30", "12:00-12:30", "normal 32400/28800" },
		{ "08:00-17:30:01", "12:00-12:30", "break 1800/2700 14:50-15:05, normal 32401/28800" },
		{ "08:00-18:00", "10:00-10:15 12:00-12:30", "normal 33300/28800" },
		{ "08:00-16:30", "12:00-12:30", "" },
		{ "08:00-16:30:01", "12:00-12:30", "normal 28801/28800" },
		{ "08:00-18:45", "12:00-12:45", "normal 36000/28800" },
		{ "08:00-18:45:01", "12:00-12:45", "stretch 21601/21600 12:45-18:45, most 36001/36000" },
		/* Six hours without a break, and a second more. */
		{ "08:00-15:00", "14:00-14:30", "" },
		{ "08:00-15:00", "14:00:01-14:30:01", "stretch 21601/21600 08:00-14:00" },
		/* Who is away has a break, if it is long enough; neither a meal before the work nor one after it is one. */
		{ "08:00-12:00 12:30-15:30", "", "" },
		{ "08:00-12:00 12:14-14:30", "", "break 0/1800 09:45-10:15, stretch 22560/21600 08:00-14:30" },
		{ "08:00-15:00", "14:30-15:00", "break 0/1800 11:00-11:30, stretch 23400/21600 08:00-14:30" },
		{ "08:00-15:00", "08:00-08:30", "break 0/1800 11:30-12:00, stretch 23400/21600 08:30-15:00" },
		{ "08:00-12:20 12:30-15:00", "12:10-12:20", "break 1200/1800 09:55-10:10" },
	};
	look_at("2026-03-02", days, ARRAY_LEN(days));
}

/* JArbSchG §§ 8 and 11, up to the day before the birthday. */
Test(rules, minors)
{
	static const struct working_day days[] = {
		{ "08:00-12:30", "", "" },
		{ "08:00-12:30:01", "", "break 0/1800 10:00-10:30, stretch 16201/16200 08:00-12:30" },
		{ "08:00-14:30", "12:00-12:30", "" },
		{ "08:00-14:30:01", "12:00-12:30", "break 1800/3600 10:15-10:45" },
		{ "08:00-17:00", "12:00-13:00", "" },
		{ "08:00-17:00:01", "12:00-13:00", "normal 28801/28800" },
		{ "08:00-17:30:01", "12:00-13:00", "stretch 16201/16200 13:00-17:30, most 30601/30600" },
		/* None in the first or last hour. */
		{ "08:00-13:30", "08:59-09:29", "break 0/1800 10:40-11:10, stretch 19800/16200 08:00-13:30" },
		{ "08:00-13:30", "09:00-09:30", "" },
		{ "08:00-13:30", "12:00-12:30", "" },
		{ "08:00-13:30", "12:01-12:31", "break 0/1800 10:15-10:45, stretch 19800/16200 08:00-13:30" },
	};
	said("karat", "UPDATE karat.person SET minor_until = '2026-03-03' WHERE login = 'gero'");
	look_at("2026-03-02", days, ARRAY_LEN(days));
	static const struct working_day of_age[] = { { "08:00-14:00", "", "" }, { "08:00-14:30", "08:30-09:00", "" } };
	look_at("2026-03-03", of_age, ARRAY_LEN(of_age));
}

/* JArbSchG § 8: forty hours from Monday on, and what is more is told on each day that adds to it. */
Test(rules, a_week_of_minors)
{
	static const char *const days[] = { "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06" };
	lay("shift", NULL, "2026-03-01", "08:00-12:00"); /* a Sunday: of the week before */
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		lay("shift", NULL, days[i], "08:00-12:00 13:00-17:00");
	lay("shift", NULL, "2026-03-07", "08:00-08:00:01");
	lay("shift", NULL, "2026-03-09", "08:00-12:00");
	cr_expect_str_eq(found("gero", "2026-03-07"), "", "adults owe none");
	said("karat", "UPDATE karat.person SET minor_until = '2027-03-03' WHERE login = 'gero'");
	cr_expect_str_eq(found("gero", "2026-03-06"), "", "forty hours are allowed");
	cr_expect_str_eq(found("gero", "2026-03-07"), "week 144001/144000");
	lay("shift", NULL, "2026-03-08", "10:00-11:00");
	cr_expect_str_eq(found("gero", "2026-03-08"), "week 147601/144000");
	cr_expect_str_eq(found("gero", "2026-03-09"), "");
	cr_expect_str_eq(said("gero", "SELECT warnings FROM karat.day_sheet(karat.me(), '2026-03-08', '2026-03-08')"), "1");
}

/* Eleven hours, twelve for minors; a night in which the clock is changed counts what has passed. */
Test(rules, rest_and_nights)
{
	static const struct { const char *day, *shift, *next, *second, *want; } nights[] = {
		{ "2026-03-02", "14:00-20:00", "2026-03-03", "07:00-12:00", "" },
		{ "2026-03-02", "14:00-20:00:01", "2026-03-03", "07:00-12:00", "rest 39599/39600" },
		{ "2026-03-28", "16:00-21:00", "2026-03-29", "08:00-12:00", "rest 36000/39600" }, /* one hour is not there */
		{ "2026-10-24", "16:00-22:00", "2026-10-25", "08:00-12:00", "" },                  /* and one is there twice */
		{ "2026-03-02", "16:00-19:00", "2026-03-02", "22:00-01:00", "" },                  /* within one day */
		{ "2026-03-02", "22:00-03:00", "2026-03-03", "13:59-16:00", "rest 39540/39600" },
	};
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		said(people[i], "SELECT set_config('karat.now', '2026-12-01 12:00+02', false)");
	for (size_t i = 0; i < ARRAY_LEN(nights); i++) {
		lay("shift", NULL, nights[i].day, nights[i].shift);
		lay("shift", NULL, nights[i].next, nights[i].second);
		const char *got = found("gero", nights[i].next);
		cr_expect_str_eq(got, nights[i].want, "%zu: %s, not %s", i, got, nights[i].want);
		wipe();
	}
	/* From ten to six is eight hours by the wall: seven in spring, nine in autumn, all on the day on which it began. */
	static const struct { const char *day, *want; } long_nights[] = {
		{ "2026-03-28", "break 0/1800 01:15-01:45, stretch 25200/21600 22:00-06:00" },
		{ "2026-10-24", "break 0/1800 02:15-02:45, stretch 32400/21600 22:00-06:00, normal 32400/28800" },
	};
	for (size_t i = 0; i < ARRAY_LEN(long_nights); i++) {
		lay("shift", NULL, long_nights[i].day, "22:00-06:00");
		cr_expect_str_eq(found("gero", long_nights[i].day), long_nights[i].want, "%s: %s", long_nights[i].day, found("gero", long_nights[i].day));
		wipe();
	}
}

/* What is proposed lies in time that is not booked, beside every pause there is, and is taken by the verb. */
Test(rules, proposals)
{
	lay("shift", NULL, "2026-03-02", "08:00-16:30");
	lay("time_entry", NULL, "2026-03-02", "08:30-12:10 12:50-15:00 15:35-16:30");
	cr_expect_str_eq(found("gero", "2026-03-02"), "break 0/1800 12:10-12:40, stretch 30600/21600 08:00-16:30, normal 30600/28800");
	cr_expect_str_eq(said("gero", "SELECT karat.pause_add(gen_random_uuid(), NULL, 'meal', f.from_at, f.to_at, false, 'nachgetragen') > 0 "
			"FROM karat.day_findings(karat.me(), '2026-03-02', '2026-03-02') f WHERE f.finding = 'break'"), "t");
	cr_expect_str_eq(found("gero", "2026-03-02"), "");
	cr_expect_str_eq(said("gero", "SELECT worked FROM karat.day_sheet(karat.me(), '2026-03-02', '2026-03-02')"), "28800");
	wipe();
	/* Without a shift, by the entries alone, and around a telephone call. */
	lay("time_entry", NULL, "2026-03-02", "08:00-14:00 14:00-15:00");
	lay("pause", "phone", "2026-03-02", "10:50-11:20");
	cr_expect_str_eq(found("gero", "2026-03-02"), "break 0/1800 09:10-09:40, stretch 25200/21600 08:00-15:00");
	wipe();
	/* Calls all day leave no room for a break. */
	lay("shift", NULL, "2026-03-02", "08:00-14:30");
	lay("pause", "phone", "2026-03-02", "08:20-09:00 09:20-10:00 10:20-11:00 11:20-12:00 12:20-13:00 13:20-14:20");
	cr_expect_str_eq(found("gero", "2026-03-02"), "break 0/1800, stretch 23400/21600 08:00-14:30");
}

/* A day that still runs is found out as it goes; a break that somebody has just now is one. */
Test(rules, a_day_that_runs)
{
	static const struct { const char *now, *want; } hours[] = {
		{ "14:00:00", "" },
		{ "14:00:01", "break 0/1800 10:45-11:15, stretch 21601/21600 08:00-14:00" },
	};
	said("karat", "INSERT INTO karat.shift (uuid, person, started_at, origin, arrived_at) SELECT gen_random_uuid(), " GERO ", '2026-06-01 08:00+02', 'key', now()");
	for (size_t i = 0; i < ARRAY_LEN(hours); i++) {
		said("gero", arena_printf(&a, "SELECT set_config('karat.now', '2026-06-01 %s+02', false)", hours[i].now));
		cr_expect_str_eq(found("gero", "2026-06-01"), hours[i].want, "%s: %s", hours[i].now, found("gero", "2026-06-01"));
	}
	said("karat", "INSERT INTO karat.pause (uuid, person, cause, started_at, origin, arrived_at) SELECT gen_random_uuid(), " GERO ", 'meal', '2026-06-01 12:00+02', 'key', now()");
	said("gero", "SELECT set_config('karat.now', '2026-06-01 15:00+02', false)");
	cr_expect_str_eq(found("gero", "2026-06-01"), "");
}

/* A new law is a new row; what has held stays, and so does what was found by it. */
Test(rules, new_law)
{
	static const char add[] = "INSERT INTO karat.working_rule (profile, valid_from, first_after, first_break, second_after, second_break, least_piece, "
		"edge, longest_stretch, daily_normal, daily_most, rest) VALUES ('adult', '%s', 18000, 1800, 32400, 2700, 900, 0, 21600, 28800, 36000, 39600) RETURNING 1";
	cr_expect_str_eq(said("gero", arena_printf(&a, add, "2026-06-01")), "!42501");
	cr_expect_str_eq(said("ofra", arena_printf(&a, add, "2026-05-31")), "!KT013");
	cr_expect_str_eq(said("karat", arena_printf(&a, add, "2026-05-31")), "!KT013");
	cr_expect_str_eq(said("ofra", arena_printf(&a, add, "2026-06-01")), "1");
	cr_expect_str_eq(said("ofra", arena_printf(&a, add, "2026-06-01")), "!23505");
	cr_expect_str_eq(said("ofra", arena_printf(&a, add, "2027-01-01")), "1");
	cr_expect_str_eq(said("ofra", "UPDATE karat.working_rule SET first_break = 2400 WHERE valid_from = '2027-01-01' RETURNING first_break"), "2400");
	cr_expect_str_eq(said("ofra", "UPDATE karat.working_rule SET valid_from = '2026-01-01' WHERE valid_from = '2027-01-01'"), "!KT013");
	cr_expect_str_eq(said("ofra", "UPDATE karat.working_rule SET first_break = 2400 WHERE valid_from = '2026-06-01'"), "!KT008");
	cr_expect_str_eq(said("karat", "UPDATE karat.working_rule SET rest = 0 WHERE profile = 'adult' AND valid_from = '1994-07-01'"), "!KT008");
	cr_expect_str_eq(said("karat", "DELETE FROM karat.working_rule WHERE valid_from = '1994-07-01'"), "!KT008");
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		said(people[i], "SELECT set_config('karat.now', '2026-06-02 12:00+02', false)");
	lay("shift", NULL, "2026-05-31", "08:00-13:30");
	cr_expect_str_eq(found("gero", "2026-05-31"), "");
	lay("shift", NULL, "2026-06-01", "08:00-13:30");
	cr_expect_str_eq(found("gero", "2026-06-01"), "break 0/1800 10:30-11:00");
}

/* Age and hours are one's own and of who sees everybody's time; of who may not be seen nothing is found. */
Test(rules, whose)
{
	static const char personal[] = "SELECT concat_ws(' ', minor_until, weekly_target) FROM karat.person_list WHERE login = 'gero'";
	said("karat", "UPDATE karat.person SET minor_until = '2026-08-01', weekly_target = 138600 WHERE login = 'gero'");
	lay("shift", NULL, "2026-03-02", "08:00-15:00");
	cr_expect_str_eq(said("gero", personal), "2026-08-01 138600");
	cr_expect_str_eq(said("ofra", personal), "2026-08-01 138600");
	cr_expect_str_eq(said("vito", personal), "");
	cr_expect_str_neq(found("gero", "2026-03-02"), "");
	cr_expect_str_eq(found("ofra", "2026-03-02"), found("gero", "2026-03-02"));
	cr_expect_str_eq(found("vito", "2026-03-02"), "");
	cr_expect_str_eq(said("vito", "SELECT count(*) FROM karat.person_list p, karat.day_sheet(p.id, '2026-03-02', '2026-03-02') d WHERE p.login = 'gero'"), "0");
	cr_expect_str_eq(said("vito", "SELECT b FROM karat.person_list p, karat.work_balance(p.id, '2026-03-09') b WHERE p.login = 'gero'"), "(,,,)");
	cr_expect_str_eq(said("gero", "SELECT count(*) FROM karat.day_sheet(karat.me(), '-infinity', 'infinity')"), "0");
}

/* The balance of closed weeks: from the first shift or the first week of the year on, this week not yet. */
Test(rules, balance)
{
	static const char of[] = "SELECT concat_ws(' ', since, weeks, worked, target) FROM karat.work_balance(karat.me(), '%s')";
	said("karat", "UPDATE karat.person SET weekly_target = 36000 WHERE login = 'gero'");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2026-03-09")), "");
	lay("shift", NULL, "2026-02-25", "08:00-12:00 13:00-18:00"); /* a Wednesday: nine hours of ten */
	lay("shift", NULL, "2026-03-03", "08:00-20:00");
	lay("pause", "meal", "2026-03-03", "12:00-13:00");
	lay("pause", "phone", "2026-03-03", "14:00-15:00");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2026-02-23")), "2026-02-23 0 0 0");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2026-03-02")), "2026-02-23 1 32400 36000");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2026-03-09")), "2026-02-23 2 72000 72000");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2026-06-08")), "2026-02-23 14 72000 504000", "the week of today is not over");
	said("karat", "SELECT set_config('karat.now', '2027-03-01 12:00+01', false)");
	said("gero", "SELECT set_config('karat.now', '2027-03-01 12:00+01', false)");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2027-01-04")), "2026-02-23 45 72000 1620000", "the last week of 2026 is its 53rd");
	cr_expect_str_eq(said("gero", arena_printf(&a, of, "2027-01-18")), "2027-01-04 2 0 72000", "and 2027 begins on 4 January");
}

/* What is rounded rounds to itself, lies less than a step away, and on the side that was said. */
Test(rules, rounding)
{
	cr_expect_str_eq(said("gero", "SELECT count(*) FROM generate_series(0, 90000, 7) s, unnest('{0,5,6,10,15}'::integer[]) m, "
			"unnest('{nearest,up,down}'::text[]) h, LATERAL karat.rounded(s, m, h) r WHERE karat.rounded(r, m, h) <> r OR r % greatest(m * 60, 1) <> 0 "
			"OR abs(r - s) > CASE h WHEN 'nearest' THEN m * 30 ELSE greatest(m * 60 - 1, 0) END OR h = 'up' AND r < s OR h = 'down' AND r > s"), "0");
	cr_expect_str_eq(said("gero", "SELECT concat_ws(' ', karat.rounded(449, 15, 'nearest'), karat.rounded(450, 15, 'nearest'), "
			"karat.rounded(1, 15, 'up'), karat.rounded(899, 15, 'down'), karat.rounded(899, 0, 'up'))"), "0 900 900 0 899");
}
