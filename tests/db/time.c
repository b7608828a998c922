/* time.c - the two clocks in the database: who may do what when, what is refused, and that nothing ever overlaps */
#include "config.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/day.h"
#include "lib/testdb.h"
#include "store/pg.h"

TestSuite(clocks, .init = day_begin, .fini = day_end, .timeout = 3600);

Test(clocks, a_day)
{
	static const struct step day[] = {
		{ "gero", "08:00:00", "SELECT karat.shift_come(" ID ")", "1" },
		{ "gero", "08:00:01", "SELECT karat.shift_come(" ID ")", "!KT022" },
		{ "gero", "08:05:30", START("1", "2"), "1" },
		{ "gero", NULL, START("2", "2"), "!KT018" },
		{ "gero", "09:00:00", SWITCH("2", "NULL"), "2" },
		{ "gero", NULL, "SELECT activity FROM karat.time_entry WHERE id = 2", "2" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:05:30-09:00:00 09:00:00-" },
		{ "gero", "09:30:00", "SELECT karat.timer_pause(" ID ", 'phone')", "1" },
		{ "gero", NULL, "SELECT karat.timer_pause(" ID ", 'meal')", "!KT020" },
		{ "gero", "09:40:00", "SELECT karat.timer_resume()", "1" },
		{ "gero", NULL, "SELECT karat.timer_resume()", "!KT021" },
		{ "gero", "10:00:00", "SELECT karat.timer_stop(quality => 4, note => 'sauber')", "2" },
		{ "gero", NULL, "SELECT karat.timer_stop()", "!KT019" },
		{ "gero", "12:00:00", "SELECT karat.timer_pause(" ID ", 'meal')", "2" },
		{ "gero", "12:45:00", START("NULL", "11"), "3" },
		{ "gero", NULL, SPANS("pause", "gero"), "09:30:00-09:40:00 12:00:00-12:45:00" },
		{ "gero", "13:00:00", SUMS("gero"), "here 18000 worked 15300 booked 7170 unbooked 7530 outside 0" },
		{ "gero", "16:30:00", "SELECT karat.shift_go()", "1" },
		{ "gero", NULL, "SELECT karat.shift_go()", "!KT023" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:05:30-09:00:00 09:00:00-10:00:00 12:45:00-16:30:00" },
		{ "gero", NULL, "SELECT quality || note FROM karat.time_entry WHERE id = 2", "4sauber" },
		{ "gero", NULL, "SELECT worked || ' ' || paused FROM karat.time_list WHERE id = 2", "3000 600" },
		{ "vito", NULL, "SELECT count(*) FROM karat.time_list", "0" },
		{ "vito", NULL, SUMS("gero"), "here worked booked unbooked outside" },
		{ "ofra", NULL, "SELECT count(*) FROM karat.time_list", "3" },
	};
	play(day, ARRAY_LEN(day));
}

Test(clocks, second_thoughts)
{
	static const struct step minute[] = {
		{ "gero", "08:00:00", START("1", "1"), "1" },
		{ "gero", "08:01:00", "SELECT karat.timer_undo()", "timer.start" },
		{ "gero", NULL, "SELECT count(*) FROM karat.time_entry WHERE voided_at IS NULL", "0" },
		{ "gero", NULL, "SELECT karat.timer_undo()", "!KT024" },
		{ "gero", "08:02:00", START("1", "1"), "2" },
		{ "gero", "08:03:01", "SELECT karat.timer_undo()", "!KT024" },
		{ "gero", "08:10:00", SWITCH("2", "1"), "3" },
		{ "gero", "08:10:20", "SELECT karat.timer_undo()", "timer.switch" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:02:00-" },
		{ "gero", NULL, "SELECT replaces || ' ' || reason FROM karat.time_entry WHERE voided_at IS NULL", "2 timer.undo" },
		{ "gero", "08:20:00", "SELECT karat.timer_pause(" ID ", 'phone')", "1" },
		{ "gero", "08:21:00", "SELECT karat.timer_stop()", "4" },
		{ "gero", "08:21:30", "SELECT karat.timer_undo()", "timer.stop" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:02:00-" },
		{ "gero", NULL, SPANS("pause", "gero"), "08:20:00-" },
		{ "gero", "08:22:00", "SELECT karat.timer_cancel()", "5" },
		{ "gero", NULL, "SELECT karat.timer_undo()", "!KT024" },
		{ "gero", NULL, "SELECT karat.timer_resume()", "2" },
		/* What it would bring back has been mended since. */
		{ "gero", "09:00:00", START("1", "1"), "6" },
		{ "gero", "09:30:00", "SELECT karat.timer_stop()", "6" },
		{ "gero", "09:30:10", "SELECT karat.time_split(6, '2026-03-02 09:10+01', 2, NULL, 'zwei Stücke')", "8" },
		{ "gero", NULL, "SELECT karat.timer_undo()", "!KT024" },
	};
	play(minute, ARRAY_LEN(minute));
}

Test(clocks, over_is_over)
{
	static const struct step steps[] = {
		{ "gero", "08:00:00", START("1", "1"), "1" },
		{ "vito", NULL, START("1", "1"), "2" },
		{ "karat", "08:30:00", "SELECT set_config('karat.reason', 'doch nicht', false)", "doch nicht" },
		{ "karat", NULL, "UPDATE karat.orders SET status = 'cancelled' WHERE id = 1 RETURNING id", "1" },
		{ "gero", NULL, "SELECT to_char(stopped_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI') || stop_origin || flag FROM karat.time_entry", "08:30orderended" },
		{ "vito", NULL, "SELECT count(*) FROM karat.time_entry WHERE stopped_at IS NULL", "0" },
		{ "gero", NULL, START("1", "1"), "!KT017" },
		{ "gero", NULL, START("99", "1"), "!KT012" },
		{ "gero", NULL, START("2", "99"), "!KT013" },
		{ "gero", "08:40:00", START("2", "1"), "3" },
		{ "gero", NULL, "SELECT karat.timer_stop()", "3" },
		{ "karat", NULL, "UPDATE karat.orders SET status = 'cancelled' WHERE id = 2 RETURNING id", "2" },
		{ "gero", NULL, "SELECT karat.timer_undo()", "!KT017" },
		{ "vito", NULL, "SELECT karat.shift_come(" ID ")", "1" },
		{ "vito", NULL, START("NULL", "11"), "4" },
		{ "karat", "09:00:00", "UPDATE karat.person SET active = false WHERE login = 'vito' RETURNING active", "f" },
		{ "ofra", NULL, "SELECT count(*) FROM karat.clock_list WHERE here_since IS NOT NULL OR since IS NOT NULL", "0" },
	};
	play(steps, ARRAY_LEN(steps));
}

#define FIX(id, changes, room) "SELECT karat.time_fix(" id ", " changes ", make_room => " room ", reason => 'vertan')"

Test(clocks, mended_afterwards)
{
	static const struct step steps[] = {
		{ "gero", "08:00:00", START("1", "1"), "1" },
		{ "gero", "10:00:00", SWITCH("2", "1"), "2" },
		{ "gero", "12:00:00", "SELECT karat.timer_stop()", "2" },
		{ "gero", "17:00:00", FIX("1", "stopped_at => '2026-03-02 10:30+01'", "false"), "!KT025" },
		{ "gero", NULL, FIX("1", "stopped_at => '2026-03-02 10:30+01'", "true"), "4" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:00:00-10:30:00 10:30:00-12:00:00" },
		{ "gero", NULL, FIX("1", "internal => true", "true"), "!KT012" },
		{ "gero", NULL, FIX("4", "stopped_at => '2026-03-02 07:30+01'", "true"), "!KT026" },
		{ "gero", NULL, FIX("4", "stopped_at => '2026-03-02 17:30+01'", "true"), "!KT016" },
		{ "gero", NULL, "SELECT karat.time_fix(4, internal => true, reason => ' ')", "!KT003" },
		{ "gero", NULL, "SELECT karat.time_void(4, 'nie gewesen')", "4" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "10:30:00-12:00:00" },
		{ "gero", NULL, "SELECT karat.time_add(" ID ", NULL, 1, 1, '2026-03-02 13:00+01', '2026-03-02 14:00+01', NULL, false, 'vergessen')", "!42501" },
		{ "ofra", NULL, "SELECT karat.time_add(" ID ", 3, 1, 1, '2026-03-02 11:00+01', '2026-03-02 11:15+01', NULL, false, 'vergessen')", "!KT025" },
		{ "ofra", NULL, "SELECT karat.time_add(" ID ", 3, 1, 1, '2026-03-02 11:00+01', '2026-03-02 11:15+01', NULL, true, 'vergessen') > 0", "t" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "10:30:00-11:00:00 11:00:00-11:15:00 11:15:00-12:00:00" },
		{ "vito", NULL, "SELECT karat.time_void((SELECT max(id) FROM karat.time_entry), 'x')", "!KT012" },
		{ "vito", NULL, "SELECT karat.time_void(4, 'x')", "!KT012" },
		{ "gero", NULL, "SELECT karat.pause_add(" ID ", NULL, 'phone', '2026-03-02 10:40+01', '2026-03-02 10:45+01', false, 'Anruf')", "1" },
		{ "gero", NULL, "SELECT karat.pause_add(" ID ", NULL, 'phone', '2026-03-02 07:40+01', '2026-03-02 07:45+01', false, 'Anruf')", "!KT026" },
		{ "gero", NULL, "SELECT sum(worked) FROM karat.time_list WHERE voided_at IS NULL", "5100" },
		/* A clock that was forgotten: it gets an end and a mark. */
		{ "gero", NULL, START("1", "1"), "9" },
		{ "gero", "19:00:00", FIX("9", "stopped_at => '2026-03-02 17:20+01'", "false"), "10" },
		{ "gero", NULL, "SELECT flag || stop_origin || reason FROM karat.time_entry WHERE flag IS NOT NULL", "forgottencorrectionvertan" },
		{ "gero", NULL, "SELECT karat.time_join(10, (SELECT id FROM karat.time_entry WHERE stopped_at = '2026-03-02 11:15+01' AND voided_at IS NULL), 'eins')", "!KT025" },
		{ "ofra", NULL, "SELECT karat.time_void((SELECT id FROM karat.time_entry WHERE started_at = '2026-03-02 11:15+01' AND voided_at IS NULL), 'zu viel') > 0", "t" },
		{ "gero", NULL, "SELECT karat.time_join(10, (SELECT id FROM karat.time_entry WHERE stopped_at = '2026-03-02 11:15+01' AND voided_at IS NULL), 'eins')", "11" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "10:30:00-11:00:00 11:00:00-17:20:00" },
		{ "karat", NULL, "SELECT count(*) FROM karat.audit_verify()", "0" },
	};
	play(steps, ARRAY_LEN(steps));
}

Test(clocks, periods)
{
	static const struct step steps[] = {
		{ "gero", "08:00:00", START("1", "1"), "1" },
		{ "gero", NULL, "SELECT karat.period_submit(NULL, '2026-03-02', '2026-03-08')", "!KT028" },
		{ "gero", NULL, "SELECT karat.period_submit(NULL, '2026-02-23', '2026-03-01')", "1" },
		{ "gero", NULL, FIX("1", "started_at => '2026-03-01 23:00+01'", "false"), "!KT015" },
		{ "gero", NULL, "SELECT karat.period_submit(NULL, '2026-02-23', '2026-03-01')", "!23P01" },
		{ "gero", NULL, "SELECT karat.period_submit(NULL, '2026-02-01', '2026-02-28')", "!23P01" },
		{ "gero", NULL, "SELECT karat.period_approve(1)", "!42501" },
		{ "ofra", NULL, FIX("1", "started_at => '2026-03-01 23:00+01'", "false"), "3" },
		{ "ofra", NULL, "SELECT karat.period_reject(1)", "!KT003" },
		{ "ofra", NULL, "SELECT karat.period_reject(1, 'Freitag fehlt')", "1" },
		{ "gero", "09:00:00", "SELECT karat.period_submit(NULL, '2026-02-23', '2026-03-01')", "!KT029" },
		{ "gero", NULL, "SELECT karat.timer_stop()", "3" },
		{ "gero", NULL, "SELECT karat.period_submit(NULL, '2026-02-23', '2026-03-01')", "1" },
		{ "olga", NULL, "SELECT karat.period_lock(1)", "!KT027" },
		{ "ofra", NULL, "SELECT karat.period_approve(1)", "1" },
		{ "ofra", NULL, "SELECT karat.period_lock(1)", "!42501" },
		{ "olga", NULL, "SELECT karat.period_lock(1)", "1" },
		{ "olga", NULL, "SELECT karat.time_void(3, 'x')", "!KT015" },
		{ "karat", NULL, "UPDATE karat.time_entry SET note = 'x' WHERE id = 3", "!KT015" },
		{ "olga", NULL, "SELECT karat.period_unlock(1, '')", "!KT003" },
		{ "olga", NULL, "SELECT karat.period_unlock(1, 'Lohnbüro fragt')", "1" },
		{ "olga", NULL, "SELECT karat.time_void(3, 'x')", "3" },
		{ "karat", NULL, "UPDATE karat.period SET status = 'locked' WHERE id = 1", "!KT027" },
		{ "karat", NULL, "DELETE FROM karat.period", "!KT008" },
		{ "karat", NULL, "DELETE FROM karat.time_entry", "!KT008" },
		{ "vito", NULL, "SELECT count(*) FROM karat.period_list", "0" },
	};
	play(steps, ARRAY_LEN(steps));
}

/* Nights in which the clock on the wall is changed have 7 and 9 hours; sums count hours that have passed. */
Test(clocks, long_nights)
{
	static const struct { const char *start, *stop, *worked, *day; } nights[] = {
		{ "2016-12-31 23:59:59Z", "2017-01-01 00:00:01Z", "2", "2016-12-31 24" },
		{ "2026-03-28 22:00+01", "2026-03-29 06:00+02", "25200", "2026-03-29 23" },
		{ "2026-10-24 22:00+02", "2026-10-25 06:00+01", "32400", "2026-10-25 25" },
		{ "2026-12-31 22:00+01", "2027-01-01 06:00+01", "28800", "2027-01-01 24" },
	};
	for (size_t i = 0; i < ARRAY_LEN(nights); i++) {
		at("vito", nights[i].start);
		const char *begun = said("vito", START("1", "1"));
		cr_expect_neq(*begun, '!', "%s: %s", nights[i].start, begun);
		at("vito", nights[i].stop);
		const char *id = said("vito", "SELECT karat.timer_stop()");
		cr_expect_str_eq(said("vito", arena_printf(&day_arena, "SELECT worked FROM karat.time_list WHERE id = %s", id)), nights[i].worked, "%s", nights[i].start);
		char *day = arena_strndup(&day_arena, nights[i].day, 10);
		cr_expect_str_eq(said("vito", arena_printf(&day_arena, "SELECT extract(hour FROM karat.day_begins('%s'::date + 1) - karat.day_begins('%s')) + 24 * extract(day FROM karat.day_begins('%s'::date + 1) - karat.day_begins('%s'))", day, day, day, day)),
				nights[i].day + 11, "%s", nights[i].start);
	}
}

/* The workshop moves, in the middle of a shift, and the clock of whoever asks is another one yet: what was worked is the
 * same, and belongs to other days.
 */
Test(clocks, another_time_zone)
{
	static const struct { const char *zone, *days; } zones[] = {
		{ "Europe/Berlin", "14400 7200" }, { "America/New_York", "21600 0" }, { "Pacific/Auckland", "0 21600" },
		{ "Asia/Kathmandu", "0 21600" }, { "UTC", "18000 3600" },
	};
	at("gero", "2026-03-02 20:00+01");
	cr_expect_str_eq(said("gero", "SELECT karat.shift_come(" ID ")"), "1");
	said("gero", "SELECT set_config('timezone', 'Asia/Tokyo', false)");
	said("karat", "UPDATE karat.workshop SET time_zone = 'America/New_York'");
	at("gero", "2026-03-03 02:00+01");
	cr_expect_str_eq(said("gero", "SELECT karat.shift_go()"), "1");
	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		said("karat", arena_printf(&day_arena, "UPDATE karat.workshop SET time_zone = '%s'", zones[i].zone));
		cr_expect_str_eq(said("gero", "SELECT string_agg(worked::text, ' ' ORDER BY day) FROM karat.day_sheet(karat.me(), '2026-03-02', '2026-03-03')"),
				zones[i].days, "%s", zones[i].zone);
		cr_expect_str_eq(said("gero", "SELECT worked FROM karat.shift_list"), "21600", "%s", zones[i].zone);
	}
}

static void *stop_work(void *other)
{
	struct err e = ERR_INIT;
	bool ok = pg_ask(other, "SELECT karat.timer_stop()", NULL, 0, NULL, NULL, &e);
	return arena_strdup(&day_arena, ok ? "stopped" : e.state);
}

/* An order ends its clocks without waiting for the people: who stops just then has nothing to stop, and is told so. */
Test(clocks, stopped_while_the_order_ends)
{
	struct pg *other = testdb_open("gero");
	pthread_t thread;
	void *told;
	cr_expect_str_eq(said("gero", START("1", "1")), "1");
	said("karat", "BEGIN");
	said("karat", "SELECT set_config('karat.reason', 'doch nicht', true)");
	cr_expect_str_eq(said("karat", "UPDATE karat.orders SET status = 'cancelled' WHERE id = 1 RETURNING id"), "1");
	cr_assert_eq(pthread_create(&thread, NULL, stop_work, other), 0);
	while (str_eq(said("karat", "SELECT count(*) FROM pg_locks l WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))"), "0"))
		;
	said("karat", "COMMIT");
	cr_assert_eq(pthread_join(thread, &told), 0);
	cr_expect_str_eq(told, "KT019");
	pg_close(other);
}

/* Two that start at the same moment: one waits, and then is told. */
Test(clocks, two_starts_at_once)
{
	struct pg *other = testdb_open("gero");
	struct err e = ERR_INIT;
	struct answer got;
	said("gero", "BEGIN");
	cr_expect_str_eq(said("gero", START("1", "1")), "1");
	cr_assert(pg_script(other, "SET lock_timeout = '200ms'", &e));
	cr_expect_not(pg_ask(other, START("2", "1"), NULL, 0, &day_arena, &got, &e));
	cr_expect_str_eq(e.state, "55P03", "%s", e.state);
	said("gero", "COMMIT");
	e = (struct err) ERR_INIT;
	cr_expect_not(pg_ask(other, START("2", "1"), NULL, 0, &day_arena, &got, &e));
	cr_expect_str_eq(e.state, "KT018");
	/* And behind the back of the functions the table itself refuses it. */
	cr_expect_str_eq(said("karat", "INSERT INTO karat.time_entry (uuid, person, activity, started_at, origin, arrived_at) "
			"SELECT " ID ", id, 1, '2026-01-01', 'key', now() FROM karat.person WHERE login = 'gero'"), "!23P01");
	pg_close(other);
}

/* Chance: several people do whatever comes to their mind. A model in a few lines says what must be accepted. */

static uint64_t dice;

static unsigned pick(unsigned n)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice >> 33) % n;
}

struct model {
	bool here, works, paused;
};

enum deed { D_COME, D_GO, D_START, D_STOP, D_SWITCH, D_PAUSE, D_RESUME, D_CANCEL, D_UNDO, D_FIX, D_SPLIT, D_VOID, D_PAUSE_ADD, D_JOIN, D_MOST };

#define SOME "(SELECT id FROM karat.time_entry WHERE person = karat.me() AND voided_at IS NULL AND stopped_at IS NOT NULL ORDER BY id DESC OFFSET %u LIMIT 1)"

static const char *spell(enum deed d)
{
	unsigned x = pick(4), order = 1 + pick(2), activity = 1 + pick(3);
	switch (d) {
	case D_COME:   return "SELECT karat.shift_come(" ID ")";
	case D_GO:     return "SELECT karat.shift_go()";
	case D_START:  return arena_printf(&day_arena, "SELECT karat.timer_start(" ID ", %u, %u)", order, activity);
	case D_STOP:   return "SELECT karat.timer_stop()";
	case D_SWITCH: return arena_printf(&day_arena, "SELECT karat.timer_switch(" ID ", %u, %u)", order, activity);
	case D_PAUSE:  return "SELECT karat.timer_pause(" ID ", 'phone')";
	case D_RESUME: return "SELECT karat.timer_resume()";
	case D_CANCEL: return "SELECT karat.timer_cancel()";
	case D_UNDO:   return "SELECT karat.timer_undo()";
	case D_FIX:
		return arena_printf(&day_arena, "SELECT karat.time_fix(id, %s => %s + %d * interval '1 second', make_room => %s, reason => 'x') FROM karat.time_entry WHERE id = " SOME,
				x & 1 ? "started_at" : "stopped_at", x & 1 ? "started_at" : "stopped_at", (int)pick(3600) - 1800, x & 2 ? "true" : "false", pick(5));
	case D_SPLIT:
		return arena_printf(&day_arena, "SELECT karat.time_split(id, started_at + (stopped_at - started_at) / 2, %u, NULL, 'x') FROM karat.time_entry WHERE id = " SOME, order, pick(5));
	case D_VOID:
		return arena_printf(&day_arena, "SELECT karat.time_void(" SOME ", 'x')", pick(5));
	case D_PAUSE_ADD:
		return arena_printf(&day_arena, "SELECT karat.pause_add(" ID ", NULL, 'tool', started_at + interval '1 second', started_at + %u * interval '1 second', %s, 'x') "
				"FROM karat.time_entry WHERE id = " SOME, 2 + pick(600), x & 1 ? "true" : "false", pick(5));
	case D_JOIN:
		return arena_printf(&day_arena, "SELECT karat.time_join(" SOME ", " SOME ", 'x')", pick(4), pick(4));
	default:
		return NULL;
	}
}

/* What the deed must answer from here, and what holds afterwards; NULL: either, nothing that runs has changed. */
static const char *expect(enum deed d, struct model *m)
{
	switch (d) {
	case D_COME:   return m->here ? "!KT022" : (m->here = true, "");
	case D_GO:     return !m->here ? "!KT023" : (*m = (struct model) { false, false, false }, "");
	case D_START:  return m->works ? "!KT018" : (m->works = true, m->paused = false, "");
	case D_STOP:   return !m->works ? "!KT019" : (m->works = m->paused = false, "");
	case D_SWITCH: return !m->works ? "!KT019" : (m->paused = false, "");
	case D_PAUSE:  return m->paused ? "!KT020" : !m->works && !m->here ? "!KT019" : (m->paused = true, "");
	case D_RESUME: return !m->paused ? "!KT021" : (m->paused = false, "");
	case D_CANCEL: return !m->works ? "!KT019" : (m->works = false, "");
	default:       return NULL;
	}
}

static const char state_sql[] = "SELECT (here_since IS NOT NULL)::integer || ' ' || (since IS NOT NULL)::integer || ' ' || (cause IS NOT NULL)::integer "
	"FROM karat.clock_list WHERE id = karat.me()";

static struct model state_of(const char *who)
{
	const char *got = said(who, state_sql);
	cr_assert_eq(strlen(got), 5, "%s", got);
	return (struct model) { got[0] == '1', got[2] == '1', got[4] == '1' };
}

/* Each of these counts what must not be. */
static const char *const wrong[] = {
	"SELECT count(*) FROM (SELECT stopped_at, lead(started_at) OVER (PARTITION BY person ORDER BY started_at, stopped_at) AS next FROM karat.time_entry "
		"WHERE voided_at IS NULL) x WHERE coalesce(stopped_at, 'infinity') > next",
	"SELECT count(*) FROM (SELECT stopped_at, lead(started_at) OVER (PARTITION BY person ORDER BY started_at, stopped_at) AS next FROM karat.pause "
		"WHERE voided_at IS NULL) x WHERE coalesce(stopped_at, 'infinity') > next",
	"SELECT count(*) FROM (SELECT stopped_at, lead(started_at) OVER (PARTITION BY person ORDER BY started_at, stopped_at) AS next FROM karat.shift "
		"WHERE voided_at IS NULL) x WHERE coalesce(stopped_at, 'infinity') > next",
	"SELECT count(*) FROM (SELECT FROM karat.time_entry WHERE voided_at IS NULL AND stopped_at IS NULL GROUP BY person HAVING count(*) > 1) x",
	/* Booked by the spans as a whole is booked entry by entry. */
	"SELECT count(*) FROM karat.person p, karat.time_sums(p.id, '2020-01-01', karat.clock()) s WHERE s.booked <> "
		"coalesce((SELECT sum(t.worked) FROM karat.time_list t WHERE t.person = p.id AND t.voided_at IS NULL), 0)",
	"SELECT count(*) FROM karat.person p, karat.time_sums(p.id, '2020-01-01', karat.clock()) s WHERE s.booked - s.outside + s.unbooked > s.present",
	/* What goes is there to be seen, and the trail knows every row. */
	"SELECT count(*) FROM karat.time_entry t WHERE NOT EXISTS (SELECT FROM karat.audit x WHERE x.entity = 'time_entry' AND x.record = t.id AND x.action = 'insert')",
	"SELECT count(*) FROM karat.audit_verify()",
};

static void look_for_wrong(size_t step)
{
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		const char *got = said("karat", wrong[i]);
		cr_assert_str_eq(got, "0", "after step %zu: %s gives %s", step, wrong[i], got);
	}
}

Test(clocks, whatever_comes_to_mind)
{
	const char *steps_said = getenv("STEPS"), *seed = getenv("SEED");
	size_t steps = steps_said ? strtoul(steps_said, NULL, 10) : 400, accepted = 0;
	static const char *const refusals[] = { "!KT012", "!KT013", "!KT016", "!KT024", "!KT025", "!KT026" };
	long long second = 1772434800; /* 2026-03-02 08:00 in Hanau */
	dice = seed ? strtoull(seed, NULL, 10) : 20260302;
	struct model m[3] = { { false, false, false } };
	for (size_t i = 0; i < steps; i++) {
		size_t p = pick(3);
		enum deed d = (enum deed)pick(D_MOST);
		const char *sql = spell(d);
		said(day_people[p], arena_printf(&day_arena, "SELECT set_config('karat.now', to_timestamp(%lld)::text, false)", second += pick(90)));
		const char *want = expect(d, &m[p]), *got = said(day_people[p], sql);
		bool refused = *got == '!';
		accepted += !refused;
		if (want)
			cr_assert(*want ? str_eq(got, want) : !refused, "step %zu of %s: %s gives %s, not %s", i, day_people[p], sql, got, want);
		for (size_t r = 0; !want && refused; r++) {
			cr_assert_lt(r, ARRAY_LEN(refusals), "step %zu of %s: %s gives %s", i, day_people[p], sql, got);
			refused = !str_eq(got, refusals[r]);
		}
		struct model is = state_of(day_people[p]);
		if (!want && !(d == D_UNDO || d == D_FIX || d == D_PAUSE_ADD)) /* these may change what runs */
			cr_assert(is.here == m[p].here && is.works == m[p].works && is.paused == m[p].paused, "step %zu: %s", i, sql);
		else if (want)
			cr_assert(is.here == m[p].here && is.works == m[p].works && is.paused == m[p].paused, "step %zu of %s: %s", i, day_people[p], sql);
		m[p] = is;
		if (i % 1000 == 999) {
			said("karat", arena_printf(&day_arena, "SELECT set_config('karat.now', to_timestamp(%lld)::text, false)", second));
			look_for_wrong(i);
			arena_clear(&day_arena);
		}
	}
	said("karat", arena_printf(&day_arena, "SELECT set_config('karat.now', to_timestamp(%lld)::text, false)", second));
	look_for_wrong(steps);
	cr_expect_gt(accepted, steps / 4, "%zu of %zu were accepted", accepted, steps);
}
