/* timer.c - the clocks of who is signed in: the line at the top and the keys that work them */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ui/demo.h"

static void leave(struct vt *t)
{
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	vt_close(t);
}

static void scan(struct vt *t, const char *code)
{
	vt_focus(t, true);
	vt_send(t, code, strlen(code));
	vt_send(t, "\r", 1);
}

/* One key and one digit for each step of the day; the line at the top says what runs, wherever one is. */
Test(timer, a_day_by_keys)
{
	demo_own();
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_keys(t, "K");
	cr_expect(vt_wait(t, "Come. Today"));
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Order A-2026-0019") && vt_wait(t, "Status history"));
	vt_keys(t, "W");
	cr_assert(vt_wait(t, "Start the timer: A-2026-0019") && vt_wait(t, "1 Sägen"));
	vt_keys(t, "3");
	cr_expect(vt_wait(t, "Start the timer: A-2026-0019") && vt_wait(t, ", Löten."));
	cr_expect(vt_wait(t, "> A-2026-0019 0:0"));
	vt_keys(t, "P");
	cr_assert(vt_wait(t, "Pause: why?") && vt_wait(t, "2 telephone"));
	vt_keys(t, "2");
	cr_expect(vt_wait(t, "= telephone 0:00:0"));
	vt_keys(t, "P");
	cr_expect(vt_wait(t, "Go on: A-2026-0019") && vt_wait(t, "> A-2026-0019"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "Orders") && vt_wait(t, "> A-2026-0019"), "on every screen");
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Your orders"));
	vt_keys(t, "f7");
	cr_assert(vt_wait(t, "Switch the timer: A-2026-00"), "the order under the cursor");
	vt_keys(t, "esc");
	cr_assert(vt_wait_gone(t, "Switch the timer"));
	vt_keys(t, "f6");
	cr_assert(vt_wait(t, "K-00001"));
	vt_keys(t, "f7");
	cr_assert(vt_wait(t, "Switch the timer: for the house"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Switch the timer: Kundenberatung.") && vt_wait(t, "> Kundenberatung 0:00:0"));
	vt_keys(t, "alt-u");
	cr_expect(vt_wait(t, "Undo the last step: A-2026-0019") && vt_wait(t, "> A-2026-0019"));
	vt_keys(t, "X");
	cr_expect(vt_wait(t, "Stop the timer. Today") && vt_wait_gone(t, "> A-2026-0019"));
	vt_keys(t, "X");
	cr_expect(vt_wait(t, "No timer runs."));
	vt_keys(t, "K");
	cr_expect(vt_wait(t, "Go. Today"));
	leave(t);
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.time_entry WHERE stopped_at IS NULL AND voided_at IS NULL"), "0");
	cr_expect_str_eq(demo_asked("SELECT string_agg(DISTINCT origin || coalesce(stop_origin, ''), ' ') FROM karat.time_entry WHERE voided_at IS NULL"), "keykey");
}

/* Others end it, and it is seen; who comes next sees nothing of it. */
Test(timer, of_one_person)
{
	demo_own();
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	cr_expect_eq(demo_run(VT_ARGV("-w", "demo:lena", "timer", "start", "A-2026-0019")), 0);
	cr_expect(vt_wait(t, "> A-2026-0019"), "started elsewhere");
	cr_expect_eq(demo_run(VT_ARGV("-w", "demo:marta", "do", "order.cancel", "A-2026-0019", "reason=x")), 0);
	cr_expect(vt_wait_gone(t, "> A-2026-0019"), "its order is no more");
	cr_expect_eq(demo_run(VT_ARGV("-w", "demo:lena", "timer", "start")), 0);
	cr_expect(vt_wait(t, "> Kundenberatung"));
	leave(t);
	t = demo_open("jonas", NULL);
	cr_assert(vt_wait(t, "Your orders") && !strstr(vt_screen(t), "> Kundenberatung"));
	leave(t);
	t = demo_open("lena", NULL);
	cr_expect(vt_wait(t, "> Kundenberatung"), "known from the start");
	leave(t);
}

/* A scanner's digits over the menu are no choice. */
Test(timer, scan_over_the_menu)
{
	demo_own();
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_keys(t, "W");
	cr_assert(vt_wait(t, "Start the timer: A-2026-00"));
	scan(t, "30000285");
	cr_expect(vt_wait(t, "A question is open."));
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "Start the timer"));
	leave(t);
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.time_entry"), "0");
}

/* A second costs one cell: by the hour on a slow line this is what counts. */
Test(timer, ticks_for_few_bytes)
{
	demo_own();
	struct vt *t = demo_open("lena", &(struct vt_look) { .env = VT_ARGV("KARAT_NOW") });
	cr_assert(vt_wait(t, "Your orders"));
	vt_keys(t, "W");
	cr_assert(vt_wait(t, "Start the timer: A-2026-00"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "0:00:01") && vt_wait(t, "0:00:02"));
	vt_mark(t);
	cr_assert(vt_wait(t, "0:00:03") && vt_wait(t, "0:00:04") && vt_wait(t, "0:00:05"));
	cr_expect_leq(vt_bytes(t), 60, "three seconds: %d bytes", (int)vt_bytes(t));
	leave(t);
}

static void sql_day(void)
{
	demo_sql("SET karat.now = '2026-03-02 06:45Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	demo_sql("SET karat.now = '2026-03-02 07:00Z'; SET ROLE lena; SELECT karat.timer_start(gen_random_uuid(), (SELECT id FROM karat.orders WHERE number = 'A-2026-0012'), 1)");
	demo_sql("SET karat.now = '2026-03-02 07:50Z'; SET ROLE lena; SELECT karat.timer_pause(gen_random_uuid(), 'phone')");
	demo_sql("SET karat.now = '2026-03-02 08:00Z'; SET ROLE lena; SELECT karat.timer_resume()");
	demo_sql("SET karat.now = '2026-03-02 08:30Z'; SET ROLE lena; SELECT karat.timer_stop()");
	demo_sql("SET karat.now = '2026-03-02 08:45Z'; SET ROLE lena; SELECT karat.timer_start(gen_random_uuid(), NULL, 11)");
}

/* A day by the hour: presence, work, pauses and gaps; an entry is split from there, and the office books a gap. */
Test(timer, day_by_the_hour)
{
	demo_own();
	sql_day();
	struct vt *t = demo_open("lena", &(struct vt_look) { .lines = 24 });
	cr_assert(vt_wait(t, "Here since 07:45. Today") && vt_wait(t, "> Kundenberatung"));
	vt_keys(t, "T");
	cr_assert(vt_wait(t, "Lena Hofstetter, Monday 2026-03-02") && vt_wait(t, "Here: 07:45-"));
	cr_expect(vt_wait(t, "Worked 2:15, booked 1:35, not booked 0:30, breaks 0:00"), "the sums");
	cr_expect(vt_wait(t, "# work") && vt_wait(t, "###=====###") && vt_wait(t, "07") && vt_wait(t, "09"));
	cr_expect(vt_wait(t, "08:00-09:30   1:30  A-2026-0012") && vt_wait(t, "08:50-09:00   0:10  Pause: telephone"));
	cr_expect(vt_wait(t, ". 07:45-08:00   0:15  not booked") && vt_wait(t, "* 09:45-10:00   0:15  Kundenberatung"));
	vt_keys(t, "down c");
	cr_assert(vt_wait(t, "Split: 08:00 A-2026-0012"));
	vt_type(t, "2026-03-02 08:30");
	vt_keys(t, "tab tab tab");
	vt_type(t, "zwei Arbeiten");
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Split: do it?") && vt_wait(t, "2026-03-02 08:00-09:30 A-2026-0012") && vt_wait(t, "-> 08:00-08:30") && vt_wait(t, "-> 08:30-09:30"));
	vt_keys(t, "n");
	cr_assert(vt_wait_gone(t, "do it?") && vt_wait(t, "zwei Arbeiten"), "everything that was typed stays");
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.time_entry"), "2", "and nothing has happened");
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Split: do it?"));
	vt_keys(t, "y");
	cr_expect(vt_wait(t, "08:00-08:30   0:30") && vt_wait(t, "08:30-09:30   1:00"));
	vt_keys(t, "left");
	cr_expect(vt_wait(t, "Sunday 2026-03-01") && vt_wait(t, "Nothing was noted on this day."));
	vt_keys(t, "right right");
	cr_expect(vt_wait(t, "Tomorrow has not come yet."));
	leave(t);
	t = demo_open("ute", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":open.day lena");
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Lena Hofstetter, Monday"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Add time") && vt_wait(t, "2026-03-02 07:45"));
	vt_keys(t, "end shift-tab ctrl-c");
	cr_assert(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	cr_assert(vt_wait_gone(t, "Add time"));
	vt_type(t, ":clocks");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Who does what") && vt_wait(t, "*Lena Hofste") && vt_wait(t, "Kundenber"));
	leave(t);
}

/* A break is missing: it is told and proposed, one key enters it, and nothing was deducted before. */
Test(timer, missing_break)
{
	demo_own();
	demo_sql("SET karat.now = '2026-02-27 07:00Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	demo_sql("SET karat.now = '2026-02-27 14:00Z'; SET ROLE lena; SELECT karat.shift_go()");
	struct vt *t = demo_open("lena", &(struct vt_look) { .lines = 24 });
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":open.day 27.2.");
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Friday 2026-02-27") && vt_wait(t, "Worked 7:00"));
	cr_expect(vt_wait(t, "! 0:30 of break is missing (0:00 of 0:30 noted). Proposal: 11:15-11:45; b"));
	cr_expect(vt_wait(t, "! 7:00 without a break (08:00-15:00): after 6:00 there must be one."));
	vt_keys(t, "b");
	cr_assert(vt_wait(t, "Add a pause") && vt_wait(t, "2026-02-27 11:15") && vt_wait(t, "noted afterwards"));
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "Worked 6:30") && vt_wait_gone(t, "is missing") && vt_wait(t, "11:15-11:45   0:30  Pause: break"));
	vt_keys(t, "b");
	cr_expect(vt_wait(t, "No break is missing on this day."));
	leave(t);
	/* Too long a day, and too little rest before it, are about no hour of it. */
	demo_sql("INSERT INTO karat.shift (uuid, person, started_at, stopped_at, origin, arrived_at) SELECT gen_random_uuid(), id, d, d + interval '12 hours', 'key', d "
		"FROM karat.person, unnest('{2026-02-23 08:00+01,2026-02-24 06:00+01}'::timestamptz[]) d WHERE login = 'lena'");
	t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":open.day 24.2.\r");
	cr_expect(vt_wait(t, "! 12:00 of work: no day may be longer than 10:00."));
	cr_expect(vt_wait(t, "! 10:00 of rest before this day: it ought to be 11:00."));
	leave(t);
	/* Who looks after the others sees that there is something to look at. */
	demo_sql("SET karat.now = '2026-03-02 02:00Z'; SET ROLE jonas; SELECT karat.shift_come(gen_random_uuid())");
	t = demo_open("ute", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":clocks\r");
	cr_expect(vt_wait(t, "Who does what") && vt_wait(t, "!Jonas"));
	leave(t);
}

/* A week day by day, its sums and the balance of the weeks before; Enter opens the day, and the way back leads to the week. */
Test(timer, week)
{
	demo_own();
	demo_sql("UPDATE karat.person SET weekly_target = 57600 WHERE login = 'lena'");
	demo_sql("SET karat.now = '2026-02-17 07:00Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	demo_sql("SET karat.now = '2026-02-17 12:45Z'; SET ROLE lena; SELECT karat.shift_go()");
	demo_sql("SET karat.now = '2026-02-26 07:00Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	demo_sql("SET karat.now = '2026-02-26 11:00Z'; SET ROLE lena; SELECT karat.timer_pause(gen_random_uuid(), 'meal')");
	demo_sql("SET karat.now = '2026-02-26 11:30Z'; SET ROLE lena; SELECT karat.timer_resume()");
	demo_sql("SET karat.now = '2026-02-26 16:30Z'; SET ROLE lena; SELECT karat.shift_go()");
	demo_sql("SET karat.now = '2026-02-27 07:00Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	demo_sql("SET karat.now = '2026-02-27 07:30Z'; SET ROLE lena; SELECT karat.timer_start(gen_random_uuid(), NULL, 11)");
	demo_sql("SET karat.now = '2026-02-27 15:00Z'; SET ROLE lena; SELECT karat.shift_go()");
	demo_sql("SET karat.now = '2026-03-02 07:00Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":week\r");
	cr_assert(vt_wait(t, "Lena Hofstetter, week 10 of 2026"));
	cr_expect(vt_wait(t, "Monday     2026-03-02  08:00-                 2:00    2:00            2:00"));
	cr_expect(vt_wait(t, "So far 2:00 of 16:00 hours a week."));
	cr_expect(vt_wait(t, "Balance of 2 closed weeks since 2026-02-16: -9:15, too little."));
	vt_keys(t, "right");
	cr_expect(vt_wait(t, "Next week has not come yet."));
	vt_keys(t, "left");
	cr_assert(vt_wait(t, "week 9 of 2026"));
	cr_expect(vt_wait(t, "+ Thursday   2026-02-26  08:00-17:30    0:30    9:30    9:00            9:00"));
	cr_expect(vt_wait(t, "! Friday     2026-02-27  08:00-16:00            8:00    8:00    7:30    0:30"));
	cr_expect(vt_wait(t, "Together                              0:30   17:30   17:00    7:30    9:30"));
	cr_expect(vt_wait(t, "17:00 of 16:00 hours a week: +1:00.") && vt_wait(t, "Balance of 2 closed weeks"));
	vt_keys(t, "left");
	cr_expect(vt_wait(t, "5:45 of 16:00 hours a week: -10:15, too little.") && vt_wait(t, "Balance of 1 closed week since 2026-02-16: -10:15"));
	vt_keys(t, "pgdn");
	cr_assert(vt_wait(t, "week 9 of 2026"));
	vt_keys(t, "down down down enter");
	cr_assert(vt_wait(t, "Lena Hofstetter, Thursday 2026-02-26"));
	cr_expect(vt_wait(t, "  9:00 of work: more than 8:00, to be balanced by shorter days."));
	vt_keys(t, "right");
	cr_assert(vt_wait(t, "Lena Hofstetter, Friday 2026-02-27") && vt_wait(t, "is missing"));
	vt_keys(t, "w");
	cr_assert(vt_wait(t, "week 9 of 2026"));
	vt_keys(t, "esc esc");
	cr_assert(vt_wait(t, "week 9 of 2026"));
	leave(t);
	t = demo_open("ute", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":week lena 27.2.\r");
	cr_expect(vt_wait(t, "Lena Hofstetter, week 9 of 2026") && vt_wait(t, "17:00 of 16:00"));
	vt_keys(t, "esc");
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":week\r");
	cr_expect(vt_wait(t, "No hours a week are agreed"));
	leave(t);
	t = demo_open("jonas", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":week lena\r");
	cr_expect(vt_wait(t, "There is no such record, or it is not for you."), "a colleague's");
	leave(t);
}

/* A correction says what becomes what before it is done, and that a neighbour is in its way and would be cut. */
Test(timer, neighbour_in_the_way)
{
	demo_own();
	sql_day();
	struct vt *t = demo_open("lena", &(struct vt_look) { .lines = 24 });
	cr_assert(vt_wait(t, "Your orders"));
	vt_keys(t, "T");
	cr_assert(vt_wait(t, "Lena Hofstetter, Monday 2026-03-02"));
	vt_keys(t, "down");
	vt_type(t, ":time.fix\r"); /* what is to be mended stands there */
	cr_expect(vt_wait(t, "Mend: 08:00 A-2026-0012") && vt_wait(t, "Began            2026-03-02 08:00") && vt_wait(t, "Ended            2026-03-02 09:30"));
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "Mend: 08:00"), "nothing is lost");
	vt_type(t, ":time.resize stopped_at=2026-03-02T09:50 reason=x\r");
	cr_assert(vt_wait(t, "Change the hours: 08:00 A-2026-0012"));
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Change the hours: do it? What lies there would be cut."));
	cr_expect(vt_wait(t, "2026-03-02 08:00-09:30 A-2026-0012") && vt_wait(t, "-> 08:00-09:50"));
	cr_expect(vt_wait(t, "2026-03-02 09:45- Kundenberatung -> 09:50-"));
	vt_keys(t, "y");
	cr_expect(vt_wait(t, "08:00-09:50   1:50  A-2026-0012") && vt_wait(t, "* 09:50-10:00   0:10  Kundenberatung"));
	leave(t);
}

/* It ran all night: whoever comes is asked, with proposals; or it was work. */
Test(timer, forgotten)
{
	demo_own();
	demo_sql("SET karat.now = '2026-02-26 07:00Z'; SET ROLE lena; SELECT karat.shift_come(gen_random_uuid())");
	demo_sql("SET karat.now = '2026-02-26 16:15Z'; SET ROLE lena; SELECT karat.shift_go()");
	demo_sql("SET karat.now = '2026-02-27 08:00Z'; SET ROLE lena; SELECT karat.timer_start(gen_random_uuid(), NULL, 11)");
	demo_sql("SET karat.now = '2026-02-27 15:00Z'; SET ROLE lena; SELECT karat.timer_pause(gen_random_uuid(), 'phone')");
	demo_sql("SET karat.now = '2026-02-27 15:10Z'; SET ROLE lena; SELECT karat.timer_resume()");
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "The timer runs since 2026-02-27 09:00 (Kundenberatung). When did you stop?"));
	vt_keys(t, "alt-w");
	cr_assert(vt_wait(t, "1 It was work; the timer runs on") && vt_wait(t, "2 2026-02-27 16:10, after the last pause"));
	cr_assert(vt_wait(t, "3 2026-02-27 17:15, when you usually go home") && vt_wait(t, "5 At another hour"));
	vt_keys(t, "3");
	cr_expect(vt_wait(t, "The entry is mended, and marked as forgotten.") && vt_wait_gone(t, "> Kundenberatung"));
	leave(t);
	cr_expect_str_eq(demo_asked("SELECT (stopped_at AT TIME ZONE 'Europe/Berlin')::text || ' ' || flag FROM karat.time_entry WHERE voided_at IS NULL"),
			"2026-02-27 17:15:00 forgotten");
	demo_sql("SET karat.now = '2026-03-01 08:00Z'; SET ROLE lena; SELECT karat.timer_start(gen_random_uuid(), NULL, 11)");
	t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "When did you stop?"));
	vt_keys(t, "alt-w");
	cr_assert(vt_wait(t, "1 It was work"));
	vt_keys(t, "1");
	cr_expect(vt_wait(t, "It was work: Kundenberatung.") && vt_wait(t, "> Kundenberatung"));
	leave(t);
	t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "> Kundenberatung") && !strstr(vt_screen(t), "When did you stop"));
	leave(t);
}

/* Two references said at once on the ":" line are both found; what makes no record with a name says that it is done. */
Test(timer, two_references_at_once)
{
	demo_own();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_type(t, ":time.add order=A-2026-0017 activity=solder started_at=2026-03-02T08:00 stopped_at=2026-03-02T09:00 reason=x\r");
	cr_assert(vt_wait(t, "Add time") && vt_wait(t, "solder") && vt_wait(t, "A-2026-0017"));
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "Add time: done."));
	leave(t);
	cr_expect_str_eq(demo_asked("SELECT o.number || ' ' || a.code FROM karat.time_entry t JOIN karat.orders o ON o.id = t.\"order\" "
			"JOIN karat.activity a ON a.id = t.activity"), "A-2026-0017 solder");
}

/* The bag, then the work: two scans and the timer runs; codes on a sheet do the rest. */
Test(timer, by_scans)
{
	demo_own();
	struct vt *t = demo_open("lena", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Order A-2026-0019") && vt_wait(t, "Status history"));
	scan(t, "ACTIVITY:solder");
	cr_expect(vt_wait(t, "Start the timer: A-2026-0019") && vt_wait(t, "> A-2026-0019"));
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Your orders"));
	scan(t, "ACTIVITZÖ4");
	cr_expect(vt_wait(t, "Switch the timer: A-2026-0019") && vt_wait(t, "Polieren."), "on the same order");
	scan(t, "DO:UNDO");
	cr_expect(vt_wait(t, "Undo the last step: A-2026-0019") && vt_wait(t, ", Löten."));
	scan(t, "ACTIVITY:4711");
	cr_expect(vt_wait(t, "This value is not allowed here."));
	scan(t, "DOÖSTOP");
	cr_expect(vt_wait(t, "Stop the timer. Today"));
	scan(t, "DO:PAUSE");
	cr_assert(vt_wait(t, "Pause: why?"));
	vt_keys(t, "esc");
	cr_assert(vt_wait_gone(t, "Pause: why?"));
	leave(t);
	cr_expect_str_eq(demo_asked("SELECT string_agg(origin || ' ' || stop_origin, ',') FROM karat.time_entry WHERE voided_at IS NULL"), "scan scan");
}
