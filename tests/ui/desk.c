/* desk.c - a terminal on the wall without a terminal: in whatever order things are shown, and whoever walks away */
#include "config.h"

#include "kiosk/desk.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "core/key.h"

static struct desk d;
static int64_t clock_ms;
static struct wish last; /* the last that was not a sound or a language */
static int rings[5], wishes;

static void take_wishes(void)
{
	struct wish w;
	while (desk_wish(&d, &w)) {
		if (w.kind == WISH_RING)
			rings[w.tone]++;
		else if (w.kind != WISH_LANGUAGE)
			last = w, wishes++;
	}
}

static void begin(void)
{
	desk_init(&d, 6000);
	clock_ms = 1000000;
	(void)desk_clock(&d, clock_ms, 1772436000);
}

static void after(int ms)
{
	clock_ms += ms;
	(void)desk_clock(&d, clock_ms, 1772436000 + (clock_ms - 1000000) / 1000);
	take_wishes();
}

static void scan(const char *code)
{
	after(2500);
	desk_scan(&d, code, strlen(code), clock_ms);
	take_wishes();
}

static void keys(const char *digits)
{
	for (; *digits; digits++)
		desk_key(&d, *digits == '\n' ? (uint32_t)KT_KEY_ENTER : (unsigned char)*digits, clock_ms);
	take_wishes();
	after(200);
}

static struct kiosk_state state_of(const char *name, bool here)
{
	struct kiosk_state s = { .online = true, .cause = -1, .last_deed = -1, .language = "de", .here_since = here ? 1772430000 : 0 };
	snprintf(s.name, sizeof s.name, "%s", name);
	return s;
}

/* What the workshop answers. */
static void is(const char *name, bool here)
{
	struct kiosk_answer a = { .verdict = "ok", .state = state_of(name, here) };
	cr_assert_eq(last.kind, WISH_IDENTIFY);
	desk_identified(&d, last.turn, &a, clock_ms);
	take_wishes();
}

static void says(const char *verdict)
{
	struct kiosk_answer a = { .verdict = "" };
	snprintf(a.verdict, sizeof a.verdict, "%s", verdict);
	desk_identified(&d, last.turn, &a, clock_ms);
	take_wishes();
}

static void menu(const char *problem)
{
	struct kiosk_menu m = { .number = "A-2026-0042", .title = "Ring", .n = 3, .activities = { { 3, "Löten" }, { 1, "Sägen" }, { 2, "Feilen" } } };
	cr_assert_eq(last.kind, WISH_MENU);
	snprintf(m.problem, sizeof m.problem, "%s", problem);
	desk_menu(&d, last.turn, &m, clock_ms);
	take_wishes();
}

static void done(const char *verdict, const char *problem, struct kiosk_state now)
{
	struct kiosk_answer a = { .state = now };
	cr_assert_eq(last.kind, WISH_PUNCH);
	snprintf(a.verdict, sizeof a.verdict, "%s", verdict);
	snprintf(a.problem, sizeof a.problem, "%s", problem);
	desk_punched(&d, last.turn, last.punch.deed, &a, clock_ms);
	take_wishes();
}

static void expect_work(const char *said, int64_t activity)
{
	cr_assert_eq(last.kind, WISH_PUNCH);
	cr_expect_eq(last.punch.deed, PUNCH_WORK);
	cr_expect_str_eq(last.punch.said, said);
	cr_expect_eq(last.punch.activity, activity);
	cr_expect_eq(strlen(last.punch.key), BADGE_KEY_LEN);
}

TestSuite(desk, .init = begin);

Test(desk, a_badge_alone_comes)
{
	scan("BADGE:1234567890");
	is("Lena", false);
	cr_assert_eq(last.punch.deed, PUNCH_COME);
	done("done", "", state_of("Lena", true));
	cr_expect(strstr(d.note, "Lena"), "%s", d.note);
	cr_expect_eq(rings[DESK_GOOD], 1);
	after(6000);
	cr_expect_eq(d.view, DESK_IDLE);
	cr_expect_str_empty(d.who.name, "nothing of who stood there is left");
	cr_expect_str_empty(d.note);
	cr_expect_str_empty(d.key);
}

Test(desk, in_any_order)
{
	scan("BADGE:1234567890"), is("Lena", true);
	scan("ORDER:42"), menu("");
	cr_expect_eq(d.view, DESK_ACTIVITY);
	scan("ACTIVITY:3");
	expect_work("#42", 3);

	begin();
	scan("ORDER:42"), menu("");
	cr_expect_eq(d.view, DESK_BADGE);
	scan("ACTIVITY:3");
	scan("BADGE:1234567890"), is("Lena", true);
	expect_work("#42", 3);

	begin();
	scan("ACTIVITY:1");
	scan("BADGE:1234567890"), is("Lena", true);
	expect_work("", 1);

	begin();
	scan("ACTIVITY:1");
	scan("ORDER:42"), menu("");
	scan("BADGE:1234567890"), is("Lena", true);
	expect_work("#42", 1);
}

Test(desk, the_usual_work_by_itself)
{
	scan("BADGE:1234567890"), is("Lena", true);
	scan("ORDER:42"), menu("");
	after(8000);
	expect_work("#42", 3);
	begin();
	scan("BADGE:1234567890"), is("Lena", true);
	scan("ORDER:42"), menu("");
	keys("2");
	expect_work("#42", 1);
	begin();
	scan("BADGE:1234567890"), is("Lena", true);
	keys("*77\n");
	menu("");
	keys("\n");
	expect_work("77", 3);
}

Test(desk, the_same_scan_twice_is_one)
{
	scan("BADGE:1234567890");
	int was = wishes;
	desk_scan(&d, "BADGE:1234567890", 16, clock_ms + 100);
	is("Lena", true);
	cr_expect_eq(wishes, was);
	cr_expect_eq(d.view, DESK_PERSON);
}

/* A scanner on a line so slow that its keys come one by one: its digits choose nothing. */
Test(desk, a_scan_key_by_key)
{
	static const char code[] = "ORDER:42\n";
	scan("BADGE:1234567890"), is("Lena", true);
	for (size_t i = 0; code[i]; i++) {
		after(300);
		desk_key(&d, code[i] == '\n' ? (uint32_t)KT_KEY_ENTER : (unsigned char)code[i], clock_ms);
		take_wishes();
	}
	menu("");
	cr_expect_str_eq(d.said, "#42");
	begin();
	scan("BADGE:1234567890"), is("Lena", true);
	int was = wishes;
	desk_key(&d, '2', clock_ms);
	after(100);
	desk_key(&d, '1', clock_ms);
	after(5000);
	cr_expect_eq(wishes, was, "two digits are no choice");
	begin();
	for (size_t i = 0; code[i]; i++)
		desk_key(&d, code[i] == '\n' ? (uint32_t)KT_KEY_ENTER : (unsigned char)code[i], clock_ms += 100);
	take_wishes();
	menu("");
	cr_expect(d.view == DESK_BADGE && str_eq(d.said, "#42"), "before the clock, too");
}

Test(desk, the_reverse_is_asked)
{
	struct kiosk_state came = state_of("Lena", true);
	scan("BADGE:1234567890");
	came.last_deed = PUNCH_COME, came.last_at = 1772436000;
	is("Lena", false);
	done("done", "", came);
	keys("2");
	cr_expect_eq(d.view, DESK_SURE);
	int was = wishes;
	keys("0");
	cr_expect(wishes == was && d.view == DESK_IDLE);

	begin();
	scan("BADGE:1234567890"), is("Lena", false), done("done", "", came);
	scan("BADGE:1234567890");
	cr_expect_eq(d.view, DESK_SURE, "the badge once more");
	keys("1");
	cr_expect_eq(last.punch.deed, PUNCH_GO);

	begin();
	scan("BADGE:1234567890"), is("Lena", false), done("done", "", came);
	keys("2");
	keys("2");
	cr_expect_eq(last.punch.deed, PUNCH_UNDO);

	begin();
	scan("BADGE:1234567890"), is("Lena", false), done("done", "", came);
	clock_ms += 61000;
	(void)desk_clock(&d, clock_ms - 60000, 1772436000 + 61);
	keys("2");
	cr_expect_eq(last.punch.deed, PUNCH_GO, "a minute later nobody asks");
}

Test(desk, what_was_forgotten)
{
	struct kiosk_answer a = { .verdict = "ok", .state = state_of("Lena", true) };
	a.state.proposal = 1772380000;
	scan("ORDER:42"), menu("");
	scan("BADGE:1234567890");
	desk_identified(&d, last.turn, &a, clock_ms);
	cr_expect_eq(d.view, DESK_FORGOT);
	keys("1");
	cr_assert(last.kind == WISH_PUNCH && last.punch.deed == PUNCH_FORGOT);
	cr_expect_eq(last.punch.until, 1772380000);
	done("done", "", state_of("Lena", false));
	menu("");
	keys("1");
	expect_work("#42", 3);
}

Test(desk, commands)
{
	static const struct { const char *code; int deed; } codes[] = {
		{ "DO:PAUSE", PUNCH_PAUSE }, { "DO:STOP", PUNCH_STOP }, { "DO:LEAVE", PUNCH_GO }, { "DO:UNDO", PUNCH_UNDO },
	};
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		begin();
		scan("BADGE:1234567890"), is("Lena", true);
		scan(codes[i].code);
		cr_expect_eq(last.punch.deed, codes[i].deed, "%s", codes[i].code);
		begin();
		scan(codes[i].code);
		cr_expect_eq(d.view, DESK_BADGE);
		scan("BADGE:1234567890"), is("Lena", true);
		cr_expect_eq(last.punch.deed, codes[i].deed, "%s, and then the badge", codes[i].code);
	}
	begin();
	scan("BADGE:1234567890"), is("Lena", true);
	scan("DO:BACK");
	cr_expect_eq(d.view, DESK_IDLE);
}

Test(desk, a_pin)
{
	scan("BADGE:1234567890"), says("pin");
	cr_expect_eq(d.view, DESK_PIN);
	keys("4711");
	cr_expect_str_eq(d.typed, "4711");
	keys("\n");
	cr_expect(last.kind == WISH_IDENTIFY && str_eq(last.pin, "4711"));
	cr_expect_str_empty(d.typed);
	says("no");
	cr_expect_eq(d.view, DESK_IDLE);
	cr_expect(strstr(d.note, "not right"), "%s", d.note);
	scan("BADGE:1234567890"), says("pin");
	after(20000);
	cr_expect_eq(d.view, DESK_IDLE, "who walks away is forgotten");
}

Test(desk, somebody_else_comes)
{
	scan("BADGE:1234567890"), is("Lena", true);
	scan("ORDER:42"), menu("");
	scan("BADGE:9876543210");
	is("Jonas", true);
	cr_expect_eq(d.view, DESK_PERSON);
	cr_expect_str_empty(d.said, "what Lena has shown is hers");
}

/* An answer that comes late is not for who stands there now. */
Test(desk, an_answer_for_nobody)
{
	struct kiosk_answer a = { .verdict = "ok", .state = state_of("Lena", true) };
	scan("BADGE:1234567890");
	unsigned turn = last.turn;
	desk_key(&d, KT_KEY_ESC, clock_ms);
	scan("BADGE:9876543210");
	desk_identified(&d, turn, &a, clock_ms);
	cr_expect_str_empty(d.who.name);
	is("Jonas", true);
	cr_expect_str_eq(d.who.name, "Jonas");
}

/* What was typed while an answer was awaited goes with who left, and is not played to who comes next. */
Test(desk, nothing_is_left_for_the_next)
{
	scan("BADGE:1234567890");
	desk_key(&d, '2', clock_ms);
	desk_scan(&d, "DO:LEAVE", 8, clock_ms);
	desk_key(&d, KT_KEY_ESC, clock_ms);
	scan("BADGE:9876543210");
	is("Jonas", true);
	cr_expect(d.view == DESK_PERSON && last.kind == WISH_IDENTIFY, "nobody sends Jonas home");
}

/* … but the badge of the next one, shown while the first was still awaited, is not lost. */
Test(desk, the_next_is_quick)
{
	scan("BADGE:1234567890");
	desk_key(&d, '2', clock_ms);
	desk_scan(&d, "BADGE:9876543210", 16, clock_ms);
	desk_scan(&d, "DO:PAUSE", 8, clock_ms);
	says("no");
	is("Jonas", true);
	cr_expect(str_eq(d.who.name, "Jonas") && last.punch.deed == PUNCH_PAUSE);
}

Test(desk, codes_that_mean_nothing_here_are_answered)
{
	static const char *const codes[] = { "ACTIVITY:abc", "PLACE:safe-1" };
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		begin();
		scan("BADGE:1234567890"), is("Lena", true);
		scan(codes[i]);
		cr_expect(d.tone == DESK_BAD && d.view == DESK_PERSON, "%s", codes[i]);
	}
}

/* Who is quick need not wait for the line. */
Test(desk, all_scans_at_once)
{
	scan("BADGE:1234567890");
	desk_scan(&d, "ORDER:42", 8, clock_ms + 200);
	desk_scan(&d, "ACTIVITY:3", 10, clock_ms + 400);
	is("Lena", true);
	menu("");
	expect_work("#42", 3);
}

Test(desk, without_a_connection)
{
	struct kept_badge b = { .name = "Lena", .language = "de" };
	scan("BADGE:1234567890");
	desk_offline(&d, last.turn, &b, clock_ms);
	struct desk_choice c[DESK_DEEDS];
	cr_expect_geq(desk_choices(&d, c), 6, "nobody knows what is so: everything can be said");
	keys("1");
	cr_assert_eq(last.punch.deed, PUNCH_COME);
	desk_kept(&d, last.turn, 3, clock_ms);
	cr_expect(strstr(d.note, "not yet sent (3)"), "%s", d.note);
	cr_expect_str_eq(d.who.name, "Lena");
	scan("ORDER:42");
	desk_menu(&d, last.turn, NULL, clock_ms);
	take_wishes();
	expect_work("#42", 0);
}

/* Digits that are no order's may be a badge's. */
Test(desk, a_chip_that_says_digits)
{
	scan("0004711234");
	menu("KT012");
	cr_expect_eq(last.kind, WISH_IDENTIFY);
	is("Lena", false);
	cr_expect_eq(last.punch.deed, PUNCH_COME);
	begin();
	scan("ORDER:42"), menu("KT012");
	cr_expect_eq(d.view, DESK_IDLE);
	cr_expect_eq(d.tone, DESK_BAD);
}

Test(desk, the_way_out)
{
	struct kiosk_answer a = { .verdict = "no" };
	desk_key(&d, KT_KEY_F1 + 9, clock_ms);
	cr_expect_eq(d.view, DESK_LEAVE);
	keys("1234\n");
	cr_assert_eq(last.kind, WISH_LEAVE);
	desk_left(&d, last.turn, &a, clock_ms);
	cr_expect_not(d.left);
	desk_key(&d, KT_KEY_F1 + 9, clock_ms);
	keys("918273\n");
	snprintf(a.verdict, sizeof a.verdict, "ok");
	desk_left(&d, last.turn, &a, clock_ms);
	cr_expect(d.left);
}

/* Whatever is typed, scanned and answered, in whatever order: nothing of anybody stays when nobody is there. */
Test(desk, chance)
{
	static const char *const codes[] = { "BADGE:1234567890", "BADGE:99", "ORDER:42", "ACTIVITY:3", "DO:PAUSE", "DO:BACK", "DO:LEAVE", "0004711234", "x\xc3\xb6", "" };
	static const char *const verdicts[] = { "ok", "no", "pin", "locked", "done", "refused" };
	uint64_t seed = 7;
	for (int i = 0; i < 200000; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
		unsigned r = (unsigned)(seed >> 33), turn = r & 1 ? d.turn : d.turn - 1;
		struct kiosk_answer a = { .state = state_of(r & 2 ? "Lena" : "", r & 4) };
		struct kiosk_menu m = { .n = r % 10 < 9 ? r % 10 : 9 };
		a.state.proposal = r % 50 == 0;
		snprintf(a.verdict, sizeof a.verdict, "%s", verdicts[r / 8 % ARRAY_LEN(verdicts)]);
		clock_ms += r % 3000;
		(void)desk_clock(&d, clock_ms, clock_ms / 1000);
		switch (r / 64 % 10) {
		case 0: case 1: case 2: desk_scan(&d, codes[r % ARRAY_LEN(codes)], strlen(codes[r % ARRAY_LEN(codes)]), clock_ms); break;
		case 3: case 4: desk_key(&d, r % 13 ? '0' + r % 10 : r % 2 ? KT_KEY_ENTER : KT_KEY_ESC, clock_ms); break;
		case 5: desk_identified(&d, turn, &a, clock_ms); break;
		case 6: desk_menu(&d, turn, r % 3 ? &m : NULL, clock_ms); break;
		case 7: desk_punched(&d, turn, (int)(r % PUNCH_DEEDS), &a, clock_ms); break;
		case 8: desk_kept(&d, turn, r % 9, clock_ms); break;
		default: desk_offline(&d, turn, NULL, clock_ms);
		}
		take_wishes();
		if (d.view == DESK_IDLE)
			cr_assert(!*d.who.name && !*d.key && !d.known && !*d.said, "step %d", i);
		struct desk_choice c[DESK_DEEDS];
		cr_assert_leq(desk_choices(&d, c), DESK_DEEDS);
	}
	cr_expect_gt(wishes, 1000);
}
