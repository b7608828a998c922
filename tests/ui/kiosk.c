/* kiosk.c - the terminal on the wall on an emulated one: a day of three people, no connection, kills, and who wants to leave it */
#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"
#include "lib/pool.h"
#include "lib/proxy.h"
#include "lib/tapper.h"
#include "ui/demo.h"

static void scan(struct vt *t, const char *code)
{
	vt_send(t, code, strlen(code));
	vt_send(t, "\r", 1);
}

static bool shows_either(struct vt *t, const void *ctx)
{
	const char *const *texts = ctx;
	const char *screen = vt_screen(t);
	return strstr(screen, texts[0]) || strstr(screen, texts[1]);
}

static bool wait_either(struct vt *t, const char *one, const char *other)
{
	return vt_wait_for(t, shows_either, (const char *[]) { one, other }, one);
}

#define IDLE "Show your badge or scan an order"

/* The clock again: what is shown does not last. */
static void back(struct vt *t)
{
	scan(t, "DO:BACK");
	cr_assert(vt_wait(t, IDLE));
}

static const char *punches(void)
{
	return demo_asked("SELECT string_agg(concat_ws(' ', p.login, x.deed, x.status), ', ' ORDER BY x.id) FROM karat.punch x LEFT JOIN karat.person p ON p.id = x.person");
}

Test(kiosk, a_day_of_three_people)
{
	demo_own();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait(t, "Werkbank 1") && vt_wait_line(t, -1, "connected"));
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "Willkommen, Lena Hofstetter. Gekommen um"), "German for Lena");
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Welche Arbeit?") && vt_wait(t, "1  S"));
	vt_keys(t, "3");
	cr_assert(vt_wait(t, "OK  A-2026-0019") && vt_wait(t, "Löten seit"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas Wiedemann. You came at"), "and English for Jonas, who need not wait");
	cr_expect_null(strstr(vt_screen(t), "Lena"));
	scan(t, "ACTIVITY:11");
	cr_assert(vt_wait(t, "OK  Kundenberatung since"));
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "Löten seit") && vt_wait(t, "3  Pause"));
	vt_keys(t, "3");
	cr_assert(vt_wait(t, "Welche Pause?"));
	vt_keys(t, "2");
	cr_assert(vt_wait(t, "Pause seit") && vt_wait(t, "Pause (Telefon) seit"));
	vt_keys(t, "4");
	cr_assert(vt_wait(t, "Eben war es noch umgekehrt"), "the opposite within a minute is asked about");
	vt_keys(t, "1");
	cr_assert(vt_wait(t, "Pause zu Ende um"));
	scan(t, "DO:PAUSE");
	cr_assert(vt_wait(t, "Eben war es noch umgekehrt"));
	vt_keys(t, "0");
	/* In any order: the order first, then whose it is. */
	cr_assert(vt_wait(t, IDLE));
	static const char other[] = "FROM karat.orders WHERE status = 'confirmed' ORDER BY id LIMIT 1";
	char sql[200], number[40];
	snprintf(sql, sizeof sql, "SELECT number %s", other);
	snprintf(number, sizeof number, "%s", demo_asked(sql));
	snprintf(sql, sizeof sql, "SELECT right(number, 4) %s", other);
	vt_type(t, demo_asked(sql));
	cr_assert(vt_wait_gone(t, IDLE));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Now show your badge") && vt_wait(t, number));
	scan(t, "BADGE:5555555555");
	cr_assert(vt_wait(t, "Welche Arbeit?"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "OK  A-"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "5  Stop the work"));
	vt_keys(t, "5");
	cr_assert(vt_wait(t, "You have just done the opposite"));
	vt_keys(t, "2");
	cr_assert(vt_wait(t, "OK  Undone."));
	vt_keys(t, "2");
	cr_assert(vt_wait(t, "Goodbye, Jonas Wiedemann. You went at") && vt_wait(t, IDLE));
	cr_assert(vt_wait_gone(t, "Jonas"), "and after three seconds nobody was there");
	cr_expect_str_eq(punches(), "lena come done, lena work done, jonas come done, jonas work done, lena pause done, lena resume done, tim work done, jonas undo done, jonas go done");
	vt_signal(t, SIGTERM);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGTERM);
	cr_expect_null(vt_given_back(t));
	vt_close(t);
}

Test(kiosk, nobody_leaves_it)
{
	demo_own();
	demo_sql("SELECT karat.person_pin('marta', '918273')");
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	static const char *const tries[] = { "ctrl-c", "ctrl-z", "ctrl-\\", "ctrl-d", "ctrl-s", ":", "q", "!", "f1", "f10 esc", "ctrl-q esc", "?", "alt-x", "tab" };
	for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
		vt_keys(t, tries[i]);
		vt_keys(t, "7 backspace");
	}
	static const int signals[] = { SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE };
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		vt_signal(t, signals[i]);
	vt_mouse(t, 0, 5, 5, true);
	vt_paste(t, "BADGE:1234567890\n:q!\n");
	static const char junk[] = "\xff\xfe\033[999;999R\033]0;x\007\033P1$r\033\\";
	vt_send(t, junk, sizeof junk - 1);
	vt_keys(t, "esc");
	cr_assert(vt_wait(t, IDLE));
	scan(t, "ACTIVITZ>");
	back(t);
	vt_keys(t, "f10");
	cr_assert(vt_wait(t, "the PIN of an admin"));
	vt_keys(t, "1 2 3 4 enter");
	cr_assert(vt_wait(t, "!  That was not right."));
	vt_keys(t, "ctrl-q");
	cr_assert(vt_wait(t, "the PIN of an admin"));
	vt_keys(t, "9 1 8 2 7 3");
	cr_assert(vt_wait(t, "******"));
	cr_expect_null(strstr(vt_screen(t), "918273"));
	vt_keys(t, "enter");
	cr_expect_eq(vt_wait_exit(t), 0);
	cr_expect_null(vt_given_back(t));
	vt_close(t);
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.punch"), "0");
}

Test(kiosk, a_pin_beside_the_badge)
{
	demo_own();
	demo_sql("SELECT karat.person_pin('lena', '4711')");
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "Your PIN"));
	vt_keys(t, "1 2 3 5 enter");
	cr_assert(vt_wait(t, "That was not right. Badge and PIN do not fit, or are not known here."));
	scan(t, "BADGE:7777777777");
	cr_assert(vt_wait(t, "Your PIN"), "a badge that nobody has is asked for one, too");
	vt_keys(t, "4 7 1 1 enter");
	cr_assert(vt_wait_gone(t, "Your PIN") && vt_wait(t, "That was not right."));
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "Your PIN"));
	vt_keys(t, "4 7 1 1 enter");
	cr_assert(vt_wait(t, "Willkommen, Lena"));
	back(t);
	cr_expect_str_eq(punches(), "lena come done");
	vt_close(t);
}

/* It is held by the terminal, whatever is typed meanwhile; it is pulled out, and put in again. */
Test(kiosk, a_scanner_of_its_own)
{
	demo_own();
	char path[200];
	snprintf(path, sizeof path, "%s/scanner", demo_state());
	struct vt *t = demo_kiosk_with(path, "en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait(t, "A scanner cannot be read."));
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_assert(vt_wait_gone(t, "cannot be read") && vt_wait_line(t, -1, "connected"));
	struct tapper device = { .fd = open(path, O_RDWR | O_CLOEXEC) }; /* readable, too: nobody has to be there when it is written */
	cr_assert_geq(device.fd, 0);
	tap(&device, "BADGE>1234567890\n");
	cr_assert(vt_wait(t, "Willkommen, Lena Hofstetter"), "a scanner set to German");
	tap(&device, "DO:PAUSE\n");
	cr_assert(vt_wait(t, "Pause seit"));
	cr_assert_eq(unlink(path), 0);
	close(device.fd);
	cr_assert(vt_wait(t, "cannot be read") && mkfifo(path, 0600) == 0 && vt_wait_gone(t, "cannot be read"));
	device.fd = open(path, O_RDWR | O_CLOEXEC);
	cr_assert_geq(device.fd, 0);
	tap(&device, "BADGE:9876543210\n");
	cr_assert(vt_wait(t, "Welcome, Jonas Wiedemann"));
	close(device.fd);
	back(t);
	cr_expect_str_eq(punches(), "lena come done, lena pause done, jonas come done");
	vt_signal(t, SIGTERM);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGTERM);
	vt_close(t);
}

/* systemd is told that it is up, that it still turns, and that it ends. */
Test(kiosk, watched_over)
{
	demo_own();
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	char env[200], said[64] = "";
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(at.sun_path, sizeof at.sun_path, "%s/notify", demo_state());
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	snprintf(env, sizeof env, "NOTIFY_SOCKET=%s", at.sun_path);
	struct vt *t = demo_kiosk("en", &(struct vt_look) { .env = (const char *const[]) { env, "WATCHDOG_USEC=2000000", NULL } });
	static const char *const words[] = { "READY=1", "WATCHDOG=1", "WATCHDOG=1" };
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		ssize_t n = recv(fd, said, sizeof said - 1, 0);
		said[n > 0 ? n : 0] = '\0';
		cr_expect_str_eq(said, words[i]);
	}
	cr_assert(vt_wait(t, IDLE));
	vt_signal(t, SIGTERM);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGTERM);
	do {
		ssize_t n = recv(fd, said, sizeof said - 1, MSG_DONTWAIT);
		said[n > 0 ? n : 0] = '\0';
	} while (str_eq(said, "WATCHDOG=1"));
	cr_expect_str_eq(said, "STOPPING=1");
	vt_close(t);
	close(fd);
}

/* The servers of demos answer before their disk has it, which is not what a workshop's does. */
#define SURE "ALTER DATABASE karat SET synchronous_commit = on"

/* Without a server everything is kept, said to be kept, and sent when it is there again: once, with its own hour. */
Test(kiosk, no_connection)
{
	demo_own();
	demo_sql(SURE);
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "Willkommen, Lena"));
	back(t);
	demo_hide(true);
	cr_assert(vt_wait(t, "no connection"));
	scan(t, "BADGE:1234567890");
	cr_assert(wait_either(t, "1  Kommen", "1  Come") && vt_wait(t, "Lena"), "who that is was kept here");
	scan(t, "ORDER:30");
	cr_assert(wait_either(t, "...  Hier aufbewahrt, noch nicht gesendet (1).", "...  Kept here, not yet sent (1).") && vt_wait(t, "Lena"));
	scan(t, "BADGE:3333333333");
	cr_assert(vt_wait(t, "Your badge is not known here yet"));
	vt_keys(t, "1");
	cr_assert(vt_wait(t, "(2)"));
	back(t);
	cr_assert(vt_wait(t, "2 punches are kept here, not yet sent.") && vt_wait(t, "no connection"));
	cr_expect_eq(demo_run(VT_ARGV("kiosk", "--status")), 0);
	demo_hide(false);
	vt_signal(t, SIGKILL); /* the power goes, too */
	cr_expect_eq(vt_wait_exit(t), 128 + SIGKILL);
	vt_close(t);
	t = demo_kiosk("en", NULL); /* which starts the server of a demo again */
	cr_assert(vt_wait_line(t, -1, "connected") && vt_wait_gone(t, "not yet sent"), "all has been sent");
	cr_expect_str_eq(punches(), "lena come done, lena work done, come review");
	cr_expect_str_eq(demo_asked("SELECT a.started_at - p.client_at < interval '1 second' FROM karat.time_entry a JOIN karat.punch p ON p.uuid = a.uuid"), "t");
	vt_close(t);
}

/* Badges are made, and kept at the terminal, beside the line that comes next. */
static void keep_badges(void)
{
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait_line(t, -1, "connected"));
	vt_signal(t, SIGKILL);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGKILL);
	vt_close(t);
}

/* It is tried again later, and whoever comes next is booked at once and told so. */
Test(kiosk, one_that_the_database_does_not_take)
{
	demo_own();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	demo_sql("CREATE FUNCTION public.breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = 'XX001'; END $$;"
		"CREATE TRIGGER breaks BEFORE INSERT ON karat.shift FOR EACH ROW WHEN (NEW.person = 2) EXECUTE FUNCTION public.breaks()");
	cr_assert_str_eq(demo_asked("SELECT id FROM karat.person WHERE login = 'lena'"), "2");
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "noch nicht gesendet (1)"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas Wiedemann. You came at"), "and not: kept here");
	back(t);
	cr_assert(vt_wait(t, "1 punch is kept here, not yet sent."));
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "noch nicht gesendet (2)"), "but Lena's next is, as it rests on the first");
	back(t);
	cr_expect_str_eq(punches(), "jonas come done");
	demo_sql("DROP TRIGGER breaks ON karat.shift");
	vt_signal(t, SIGTERM);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGTERM);
	vt_close(t);
	t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected") && vt_wait_gone(t, "kept here"));
	cr_expect_str_eq(punches(), "jonas come done, lena come done, lena come review");
	vt_close(t);
}

/* The answer is lost on its way, again and again: nothing is done twice. */
/* Somebody holds what Lena's punch has to change: hers waits, and nobody behind it. */
Test(kiosk, one_that_somebody_holds)
{
	demo_own();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	demo_hold("SELECT FROM karat.person WHERE login = 'lena' FOR UPDATE");
	scan(t, "BADGE:1234567890");
	cr_assert(vt_wait(t, "noch nicht gesendet (1)"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas Wiedemann. You came at"), "and not: kept here");
	demo_hold(NULL);
	vt_signal(t, SIGTERM);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGTERM);
	vt_close(t);
	t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected") && vt_wait_gone(t, "kept here"));
	cr_expect_str_eq(punches(), "jonas come done, lena come done");
	vt_close(t);
}

/* A chip's digits could be an order's: whoever has it is meant, also while somebody else stands there. */
Test(kiosk, a_chip_of_digits)
{
	demo_own();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	scan(t, "1234567890");
	cr_assert(vt_wait(t, "Willkommen, Lena Hofstetter. Gekommen um"));
	scan(t, "9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas Wiedemann. You came at"));
	vt_close(t);
}

Test(kiosk, a_bad_line)
{
	demo_own();
	keep_badges();
	struct proxy *p = demo_proxy();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas"));
	proxy_fail(p, PROXY_CUT_ANSWER, 2); /* of the menu: here; of the punch: lost */
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Which work?"));
	vt_keys(t, "1");
	cr_assert(vt_wait(t, "Kept here, not yet sent (1)"));
	scan(t, "DO:BACK");
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected") && vt_wait_gone(t, "not yet sent"));
	cr_expect_str_eq(punches(), "jonas come done, jonas work done");
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.time_entry"), "1");
	vt_close(t);
}

/* Behind a pool, which lends a connection for one punch: the terminal is still itself to the books. The pool goes and comes. */
Test(kiosk, a_pool)
{
	demo_own();
	keep_badges();
	struct pool *p = demo_pool();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait(t, "Werkbank 1") && vt_wait_line(t, -1, "connected"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas"));
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Which work?"));
	vt_keys(t, "1");
	cr_assert(vt_wait(t, "OK  A-"));
	back(t);
	pool_close(p);
	cr_assert(vt_wait(t, "no connection"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "5  Stop the work"));
	vt_keys(t, "5");
	cr_assert(vt_wait(t, "Kept here, not yet sent (1)"));
	back(t);
	p = demo_pool();
	cr_assert(vt_wait_line(t, -1, "connected") && vt_wait_gone(t, "not yet sent"));
	cr_expect_str_eq(punches(), "jonas come done, jonas work done, jonas stop done");
	cr_expect_str_eq(demo_asked("SELECT string_agg(DISTINCT concat_ws(' ', a.who, a.session, a.device), ', ') FROM karat.audit a WHERE a.entity = 'time_entry'"),
			"wall walls wall");
	vt_close(t);
	t = demo_open("marta", NULL);
	cr_expect(vt_wait(t, "does not let this login act as “marta”"), "nobody but a terminal comes in by it");
	cr_expect_eq(vt_wait_exit(t), 2);
	vt_close(t);
	pool_close(p);
}

/* An answer that takes longer than anybody waits at a wall: it is kept, the screen is free, and it is done once. */
Test(kiosk, a_slow_line)
{
	demo_own();
	keep_badges();
	struct proxy *p = demo_proxy();
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "Welcome, Jonas"));
	proxy_delay(p, 1500);
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Kept here, not yet sent (1)") && vt_wait(t, "Jonas"));
	proxy_delay(p, 0);
	cr_assert(vt_wait_gone(t, "is kept here"));
	scan(t, "BADGE:9876543210");
	cr_assert(vt_wait(t, "5  Stop the work"), "and what came of it is known");
	cr_expect_str_eq(punches(), "jonas come done, jonas work done");
	vt_close(t);
}

/* Kills of the terminal and of the server at moments of chance: what somebody was told is there, once. Each round is work
 * on an order of its own, so that they can be told apart. */
enum { ROUNDS_MOST = 1000 };

static void kill_round(int order, unsigned chance, bool *ret_told)
{
	char code[40];
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE));
	if (chance & 1)
		cr_assert(vt_wait_line(t, -1, "connected"));
	snprintf(code, sizeof code, "ORDER:%d", order);
	scan(t, "ACTIVITY:1");
	cr_assert(vt_wait(t, "Now show your badge"));
	if (chance & 2)
		(void)demo_kill();
	scan(t, code);
	cr_assert(wait_either(t, "Probe", "Order "));
	scan(t, "BADGE:9876543210");
	*ret_told = chance & 4;
	if (*ret_told)
		cr_assert(wait_either(t, "OK  ", "...  Kept here"));
	if (chance & 8)
		(void)demo_kill();
	vt_signal(t, SIGKILL);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGKILL);
	vt_close(t);
}

static long counted(const char *what, int order)
{
	char sql[200];
	snprintf(sql, sizeof sql, what, order);
	return strtol(demo_asked(sql), NULL, 10);
}

Test(kiosk, kills, .timeout = 3600)
{
	static bool told[ROUNDS_MOST];
	const char *said = getenv("KILLS");
	int rounds = said ? (int)strtol(said, NULL, 10) : 6;
	unsigned chance = 11;
	cr_assert(rounds > 0 && rounds <= ROUNDS_MOST);
	demo_own();
	demo_sql(SURE);
	demo_sql("INSERT INTO karat.orders (kind, title) SELECT 'ring', 'Probe ' || g FROM generate_series(1, 1000) g");
	int first = (int)strtol(demo_asked("SELECT min(id) FROM karat.orders WHERE title LIKE 'Probe %'"), NULL, 10);
	for (int r = 0; r < rounds; r++)
		kill_round(first + r, (chance = chance * 1103515245 + 12345) >> 16, &told[r]);
	struct vt *t = demo_kiosk("en", NULL);
	cr_assert(vt_wait(t, IDLE) && vt_wait_line(t, -1, "connected"));
	cr_assert(vt_wait_gone(t, "not yet sent"));
	vt_close(t);
	for (int r = 0; r < rounds; r++) {
		long there = counted("SELECT count(*) FROM karat.punch WHERE said = '#%d' AND status = 'done'", first + r);
		cr_expect(there == 1 || (there == 0 && !told[r]), "round %d: %ld punches, %s", r, there, told[r] ? "told" : "not told");
		cr_expect_eq(counted("SELECT count(*) FROM karat.time_entry WHERE \"order\" = %d", first + r), there, "round %d", r);
	}
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.punch WHERE status <> 'done'"), "0");
	cr_expect_str_eq(demo_asked("SELECT count(*) - count(DISTINCT counter) FROM karat.punch"), "0");
}
