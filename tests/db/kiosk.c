/* kiosk.c - terminals on the wall in the database: badges and PINs, punches now and late, what waits for the office */
#include "config.h"

#include <criterion/criterion.h>

#include "base/str.h"
#include "db/day.h"

#define KEY(code) "encode(sha256('" code "'), 'hex')"
#define PUNCH_ID(id, code, deed, ...) "SELECT concat_ws(' ', verdict, problem) FROM karat.kiosk_punch(" id ", " KEY(code) ", '" deed "', current_setting('karat.now')::timestamptz, " __VA_ARGS__ ")"
#define LIVE(code, deed, ...) PUNCH_ID(ID, code, deed, "live => true, age => 0" __VA_ARGS__)
#define LATE(code, deed, hour, ...) "SELECT concat_ws(' ', verdict, problem) FROM karat.kiosk_punch(" ID ", " KEY(code) ", '" deed "', '2026-03-02 " hour "+01'" __VA_ARGS__ ")"
#define WHO(code, pin) "SELECT concat_ws(' ', verdict, (state).name) FROM karat.kiosk_identify(" KEY(code) ", " pin ", " TRY(code, pin) ")"
#define TRY(code, pin) "md5(" KEY(code) " || " pin ")::uuid"
#define LEAVE(pin) "SELECT karat.kiosk_leave('" pin "', " TRY("way out", "'" pin "'") ")"
/* A PIN is noted, and its answer told when it is asked for again. */
#define TOLD(sql, answer) { "kira", NULL, sql, "again" }, { "kira", NULL, sql, answer }
#define PERSON(login) "(SELECT id FROM karat.person_list WHERE login = '" login "')"
#define ISSUE(login, code) "SELECT karat.badge_issue(" PERSON(login) ", '" code "')"
#define WAITING "SELECT string_agg(concat_ws(' ', person_name, deed, problem), ', ' ORDER BY id) FROM karat.punch_list WHERE status = 'review'"

TestSuite(kiosk, .init = day_begin, .fini = day_end, .timeout = 120);

Test(kiosk, a_day_at_the_wall)
{
	static const struct step day[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "ofra", NULL, ISSUE("vito", "1234567890"), "!23505" },
		{ "ofra", NULL, "SELECT length(karat.badge_issue(" PERSON("vito") "))", "10" },
		{ "kira", "08:00:00", WHO("1234567890", "NULL"), "ok Gero Gold" },
		{ "kira", NULL, WHO("0000000000", "NULL"), "no" },
		{ "kira", NULL, LIVE("1234567890", "come"), "done" },
		{ "kira", NULL, LIVE("1234567890", "come"), "refused KT022" },
		{ "kira", "08:10:00", LIVE("1234567890", "work", ", said => '#1', activity => 3"), "done" },
		{ "kira", "09:00:00", LIVE("1234567890", "work", ", said => '0002'"), "done" },
		{ "kira", NULL, LIVE("1234567890", "work", ", said => 'a-2026-0009'"), "refused KT012" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:10:00-09:00:00 09:00:00-" },
		{ "gero", NULL, "SELECT concat_ws(' ', origin, device, stop_origin, stop_device) FROM karat.time_entry WHERE id = 1", "kiosk kira kiosk kira" },
		{ "kira", "09:30:00", LIVE("1234567890", "pause", ", cause => 'meal'"), "done" },
		{ "kira", "09:40:00", LIVE("1234567890", "resume"), "done" },
		{ "kira", "09:40:30", LIVE("1234567890", "undo"), "done" },
		{ "gero", NULL, SPANS("pause", "gero"), "09:30:00-" },
		{ "kira", "10:00:00", LIVE("1234567890", "stop"), "done" },
		{ "kira", "10:30:00", "SELECT concat_ws(' ', (state).worked, (state).since, (state).here_since) FROM karat.kiosk_identify(" KEY("1234567890") ")", "7200 1772434800" },
		{ "kira", "12:00:00", LIVE("1234567890", "go"), "done" },
		{ "gero", NULL, SPANS("shift", "gero"), "08:00:00-12:00:00" },
		/* Who begins work at the wall is here. */
		{ "kira", "13:00:00", LIVE("1234567890", "work", ", said => '#1'"), "done" },
		{ "gero", NULL, SPANS("shift", "gero"), "08:00:00-12:00:00 13:00:00-" },
		{ "ofra", NULL, "SELECT karat.badge_revoke(1)", "1" },
		{ "kira", NULL, WHO("1234567890", "NULL"), "no" },
		{ "kira", NULL, LIVE("1234567890", "go"), "refused badge" },
		{ "ofra", NULL, "SELECT count(*) FROM karat.punch_list WHERE terminal_name IS NOT NULL", "12" },
	};
	play(day, ARRAY_LEN(day));
}

Test(kiosk, said_twice_is_done_once)
{
	static const struct step steps[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "kira", "08:00:00", PUNCH_ID("'11111111-1111-4111-8111-111111111111'", "1234567890", "come", "live => true"), "done" },
		{ "kira", "08:05:00", PUNCH_ID("'11111111-1111-4111-8111-111111111111'", "1234567890", "come", "age => 300000"), "done" },
		{ "gero", NULL, SPANS("shift", "gero"), "08:00:00-" },
		{ "ofra", NULL, "SELECT count(*) FROM karat.punch_list", "1" },
	};
	play(steps, ARRAY_LEN(steps));
}

Test(kiosk, what_comes_late_keeps_its_own_hour)
{
	static const struct step steps[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "ofra", NULL, ISSUE("vito", "9876543210"), "9876543210" },
		{ "kira", "12:00:00", LATE("1234567890", "come", "08:00:10"), "done" },
		{ "kira", NULL, LATE("1234567890", "work", "08:10:00", ", said => '#1'"), "done" },
		/* The age counts more than a clock that was wrong. */
		{ "kira", NULL, LATE("9876543210", "come", "03:00:00", ", age => 3600000"), "done" },
		{ "gero", NULL, SPANS("time_entry", "gero"), "08:10:00-" },
		{ "vito", NULL, SPANS("shift", "vito"), "11:00:00-" },
		{ "gero", NULL, "SELECT to_char(arrived_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI') FROM karat.time_entry", "12:00" },
		/* What does not fit waits for the office, and holds nobody else up. */
		{ "kira", NULL, LATE("1234567890", "stop", "08:05:00"), "review 23514" },
		{ "kira", NULL, LATE("1234567890", "come", "09:00:00"), "review KT022" },
		{ "kira", NULL, LATE("9876543210", "go", "11:30:00"), "done" },
		{ "kira", NULL, LATE("9876543210", "come", "12:30:00"), "review KT016" },
		{ "kira", NULL, "SELECT concat_ws(' ', verdict, problem) FROM karat.kiosk_punch(" ID ", " KEY("9876543210") ", 'come', '2026-02-20 08:00+01')", "review late" },
		{ "kira", NULL, LATE("5555555555", "come", "09:00:00"), "review badge" },
		{ "ofra", NULL, WAITING, "Gero Gold stop 23514, Gero Gold come KT022, Vito Vogt come KT016, Vito Vogt come late, come badge" },
		{ "gero", NULL, "SELECT count(*) FROM karat.punch_list", "!42501" },
		/* A clock that is some seconds ahead is no trouble. */
		{ "kira", NULL, LATE("9876543210", "come", "12:00:20"), "done" },
		{ "vito", NULL, SPANS("shift", "vito"), "11:00:00-11:30:00 12:00:00-" },
	};
	play(steps, ARRAY_LEN(steps));
}

Test(kiosk, the_office_settles)
{
	static const struct step steps[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "gero", "08:00:00", START("1", "1"), "1" },
		{ "karat", NULL, "SELECT set_config('karat.reason', 'doch nicht', false)", "doch nicht" },
		{ "karat", NULL, "UPDATE karat.orders SET status = 'cancelled' WHERE id = 2 RETURNING id", "2" },
		{ "kira", "09:00:00", LATE("1234567890", "work", "08:30:00", ", said => '#2'"), "review KT017" },
		{ "gero", NULL, "SELECT karat.punch_retry(1)", "!42501" },
		{ "ofra", NULL, "SELECT karat.punch_retry(1)", "!KT017" },
		{ "ofra", NULL, "SELECT karat.punch_settle(1)", "!KT003" },
		{ "ofra", NULL, "SELECT karat.punch_settle(1, 'war Auftrag 1')", "1" },
		{ "ofra", NULL, "SELECT karat.punch_settle(1, 'noch einmal')", "!KT032" },
		{ "kira", NULL, LATE("1234567890", "pause", "07:00:00", ", cause => 'meal'"), "review KT019" },
		{ "kira", NULL, LATE("1234567890", "come", "08:59:00"), "done" },
		{ "kira", NULL, LATE("1234567890", "come", "08:59:30"), "review KT022" },
		{ "gero", NULL, "SELECT count(karat.shift_void(id, 'versehentlich')) FROM karat.shift WHERE voided_at IS NULL", "1" },
		{ "ofra", NULL, "SELECT karat.punch_retry(4)", "4" },
		{ "gero", NULL, SPANS("shift", "gero"), "08:59:30-" },
	};
	play(steps, ARRAY_LEN(steps));
}

Test(kiosk, a_pin_beside_the_badge)
{
	static const struct step steps[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234"), "!KT030" },
		{ "gero", NULL, "SELECT karat.person_pin('gero', '1111')", "!KT031" },
		{ "gero", NULL, "SELECT karat.person_pin('gero', '2345')", "!KT031" },
		{ "gero", NULL, "SELECT karat.person_pin('vito', '4711')", "!KT006" },
		{ "gero", NULL, "SELECT karat.person_pin('gero', '4711')", "" },
		{ "ofra", NULL, ISSUE("gero", "1234"), "1234" },
		{ "ofra", NULL, ISSUE("vito", "9876543210"), "9876543210" },
		{ "gero", NULL, "SELECT karat.person_pin('gero', NULL)", "!KT030" },
		{ "kira", "08:00:00", WHO("1234", "NULL"), "pin" },
		{ "kira", NULL, WHO("4321", "NULL"), "pin" }, /* nothing tells that it is nobody's */
		TOLD(WHO("4321", "'0000'"), "no"),
		TOLD(WHO("1234", "'0000'"), "no"),
		TOLD(WHO("1234", "'4711'"), "ok Gero Gold"),
		{ "kira", NULL, LIVE("1234", "come"), "refused unchecked" },
		{ "kira", NULL, "SELECT concat_ws(' ', verdict, problem) FROM karat.kiosk_punch(" ID ", " KEY("1234") ", 'come', current_setting('karat.now')::timestamptz, live => true, "
			"pass => (SELECT pass FROM karat.kiosk_identify(" KEY("1234") ", '4711', " TRY("1234", "'4711'") ")))", "done" },
		/* Without a connection nobody could ask: done, and looked at. */
		{ "kira", "12:00:00", LATE("1234", "go", "11:30:00"), "review unchecked" },
		{ "gero", NULL, SPANS("shift", "gero"), "08:00:00-11:30:00" },
		{ "ofra", NULL, "SELECT karat.punch_retry(3)", "!KT033" },
		/* Five wrong ones, and the right one does not help for a quarter of an hour; others come and go. */
		{ "kira", "13:00:00", "SELECT 1", "1" }, TOLD(WHO("1234", "'0001'"), "no"), TOLD(WHO("1234", "'0002'"), "no"),
		TOLD(WHO("1234", "'0003'"), "no"), TOLD(WHO("1234", "'0004'"), "no"),
		TOLD(WHO("1234", "'0005'"), "no"), { "kira", NULL, WHO("1234", "'4711'"), "locked" },
		{ "kira", NULL, WHO("9876543210", "NULL"), "ok Vito Vogt" },
		{ "kira", "13:15:01", "SELECT 1", "1" }, TOLD(WHO("1234", "'4711'"), "ok Gero Gold"),
		/* The way out is an admin's. */
		{ "olga", NULL, "SELECT karat.person_pin('olga', '918273')", "" },
		TOLD(LEAVE("4711"), "no"),
		TOLD(LEAVE("918273"), "ok"),
		TOLD(LEAVE(""), "no"),
		{ "karat", NULL, "SELECT count(*) FROM karat.audit WHERE changes::text ~ '[$]2[axy]|4711|918273'", "0" },
	};
	play(steps, ARRAY_LEN(steps));
}

/* Digits that a person says are a number and never an id, which nobody sees. */
Test(kiosk, a_number_is_no_id)
{
	static const struct step steps[] = {
		{ "karat", "07:50:00", "SELECT setval(pg_get_serial_sequence('karat.orders', 'id'), 40)", "40" },
		{ "ofra", NULL, "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'Dritter') RETURNING id", "41" },
		{ "ofra", NULL, ISSUE("gero", "1234567890"), "1234567890" },
		{ "gero", NULL, "SELECT string_agg(f::text, ' ') FROM karat.find_orders('3') f", "41" },
		{ "gero", NULL, "SELECT string_agg(f::text, ' ') FROM karat.find_orders('0003') f", "41" },
		{ "gero", NULL, "SELECT count(*) FROM karat.find_orders('41') f", "0" },
		{ "kira", NULL, "SELECT DISTINCT concat_ws(' ', number, problem) FROM karat.kiosk_menu(NULL, '3')", "A-2026-0003" },
		{ "kira", NULL, "SELECT DISTINCT concat_ws(' ', number, problem) FROM karat.kiosk_menu(NULL, '41')", "KT012" },
		{ "kira", NULL, "SELECT DISTINCT concat_ws(' ', number, problem) FROM karat.kiosk_menu(NULL, '#41')", "A-2026-0003" },
		{ "kira", NULL, LIVE("1234567890", "work", ", said => '3'"), "done" },
		{ "gero", NULL, "SELECT \"order\" FROM karat.time_entry WHERE stopped_at IS NULL", "41" },
	};
	play(steps, ARRAY_LEN(steps));
}

/* Whoever takes a try back has not heard what came of it, and in one transaction nobody hears anything. */
Test(kiosk, no_pin_is_guessed_for_nothing)
{
	static const struct step steps[] = {
		{ "olga", "08:00:00", "SELECT karat.person_pin('olga', '918273')", "" },
		{ "kira", NULL, "DO $$ BEGIN FOR i IN 0..9 LOOP BEGIN IF karat.kiosk_leave('918273', gen_random_uuid()) <> 'again' THEN RAISE EXCEPTION 'told'; END IF; RAISE EXCEPTION 'back' USING ERRCODE = 'ZZ001'; "
			"EXCEPTION WHEN SQLSTATE 'ZZ001' THEN NULL; END; END LOOP; END $$", "" },
		{ "kira", NULL, "BEGIN", "" }, { "kira", NULL, LEAVE("918273"), "again" }, { "kira", NULL, "ROLLBACK", "" },
		{ "kira", NULL, LEAVE("918273"), "again" },
		{ "kira", NULL, "DO $$ DECLARE said text; BEGIN FOR i IN 0..1 LOOP said := karat.kiosk_leave('000' || i, " TRY("v", "'v'") "); END LOOP; END $$", "!23505" },
		/* A PIN that an admin does not know of is no admin's. */
		{ "ofra", NULL, "SELECT karat.person_pin('olga', '7391')", "!KT006" },
		{ "ofra", NULL, "SELECT karat.person_pin('gero', '7391')", "" },
		{ "gero", NULL, "SELECT karat.person_pin('gero', '7392')", "" },
	};
	play(steps, ARRAY_LEN(steps));
}

/* Nobody holds up the wall, and nothing is told of somebody whose PIN was not said. */
Test(kiosk, what_others_hold_is_not_waited_for)
{
	static const struct step steps[] = {
		{ "ofra", "08:00:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "ofra", NULL, ISSUE("vito", "9876543210"), "9876543210" },
		{ "vito", NULL, "SELECT karat.person_pin('vito', '7391')", "" },
		{ "kira", NULL, "SELECT concat_ws(' ', verdict, problem, (state).name) FROM karat.kiosk_punch(" ID ", " KEY("9876543210") ", 'come', current_setting('karat.now')::timestamptz, live => true)",
			"refused unchecked" },
		{ "kira", NULL, "SELECT verdict FROM karat.kiosk_punch(" ID ", " KEY("1234567890") ", 'come', '-infinity')", "!23514" },
		{ "kira", NULL, "SELECT verdict FROM karat.kiosk_punch(" ID ", " KEY("1234567890") ", 'come', '4000-01-01 BC')", "!23514" },
	};
	play(steps, ARRAY_LEN(steps));
	said("gero", "BEGIN");
	cr_assert_str_eq(said("gero", START("NULL", "3")), "1");
	cr_expect_str_eq(said("kira", LIVE("1234567890", "come")), "!55P03");
	said("gero", "ROLLBACK");
	cr_expect_str_eq(said("kira", LIVE("1234567890", "come")), "done");
}

Test(kiosk, what_was_forgotten_is_asked)
{
	static const struct step steps[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "kira", "08:00:00", LIVE("1234567890", "come"), "done" },
		{ "kira", NULL, LIVE("1234567890", "work", ", said => '#1'"), "done" },
	};
	static const char *const next[][2] = {
		{ "SELECT to_char(to_timestamp((state).proposal) AT TIME ZONE 'Europe/Berlin', 'DD HH24:MI') FROM karat.kiosk_identify(" KEY("1234567890") ")", "02 16:00" },
		{ LIVE("1234567890", "forgot", ", until => '2026-03-02 06:00+01'"), "refused 23514" },
		{ LIVE("1234567890", "forgot", ", until => '2026-03-02 16:40+01'"), "done" },
		{ LIVE("1234567890", "come"), "done" },
	};
	play(steps, ARRAY_LEN(steps));
	at("kira", "2026-03-03 08:00+01");
	for (size_t i = 0; i < ARRAY_LEN(next); i++)
		cr_expect_str_eq(said("kira", next[i][0]), next[i][1], "%s: %s", next[i][0], said("kira", next[i][0]));
	cr_expect_str_eq(said("gero", SPANS("shift", "gero")), "08:00:00-16:40:00 08:00:00-");
	cr_expect_str_eq(said("gero", "SELECT string_agg(flag, ' ') FROM (SELECT flag FROM karat.shift UNION ALL SELECT flag FROM karat.time_entry) x"), "forgotten forgotten");
	cr_expect_str_eq(said("kira", "SELECT (state).proposal FROM karat.kiosk_identify(" KEY("1234567890") ")"), "");
}

/* Nothing but punching: what a terminal may call, and what it sees. */
Test(kiosk, a_terminal_sees_no_more_than_it_needs)
{
	static const struct step steps[] = {
		{ "ofra", "07:50:00", ISSUE("gero", "1234567890"), "1234567890" },
		{ "kira", "08:00:00", "SELECT string_agg(p.proname, ' ' ORDER BY p.proname) FROM pg_proc p WHERE p.pronamespace = 'karat'::regnamespace "
			"AND has_function_privilege(p.oid, 'EXECUTE') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')",
			"kiosk_badges kiosk_hello kiosk_identify kiosk_leave kiosk_menu kiosk_punch session" },
		{ "kira", NULL, "SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'karat'::regnamespace AND c.relkind IN ('r', 'v', 'S', 'm') "
			"AND has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')", "0" },
		{ "kira", NULL, "SELECT karat.crypt('x', karat.gen_salt('bf', 12))", "!42501" },
		{ "kira", NULL, "SELECT concat_ws(' ', number, title, problem) FROM karat.kiosk_menu(NULL, '#1') LIMIT 1", "A-2026-0001 Erster" },
		{ "kira", NULL, "SELECT concat_ws(' ', number, title, problem) FROM karat.kiosk_menu(NULL, '77') LIMIT 1", "KT012" },
		{ "kira", NULL, "SELECT concat_ws(' ', name, language, has_pin) FROM karat.kiosk_badges()", "Gero Gold de f" },
		/* What it is told of badges punches nothing. */
		{ "kira", NULL, "SELECT verdict FROM karat.kiosk_punch(" ID ", (SELECT hash FROM karat.kiosk_badges()), 'come', current_setting('karat.now')::timestamptz)", "review" },
		{ "gero", NULL, "SELECT karat.kiosk_badges()", "!42501" },
		{ "gero", NULL, "SELECT karat.kiosk_punch(" ID ", 'x', 'come', current_setting('karat.now')::timestamptz)", "!42501" },
		{ "karat", NULL, "SELECT karat.kiosk_punch(" ID ", 'x', 'come', current_setting('karat.now')::timestamptz)", "!KT005" },
		{ "karat", NULL, "DELETE FROM karat.punch", "!KT008" },
		{ "karat", NULL, "UPDATE karat.punch SET at = now()", "!KT008" },
		{ "ofra", NULL, "SELECT hash FROM karat.badge", "!42501" },
	};
	play(steps, ARRAY_LEN(steps));
}
