/* loop.c - the one poll: timers, descriptors, signals, and how seldom it wakes up */
#include "config.h"

#include "core/loop.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"

static struct loop *l;
static char seen[256]; /* what happened, a letter each */
static char letters[128];

#define LETTER(c) (&letters[c])

static int ends[8];

static void begin(void)
{
	l = loop_new();
	seen[0] = '\0';
	memset(ends, -1, sizeof(ends));
	for (size_t i = 0; i < sizeof(letters); i++)
		letters[i] = (char)i;
}

static void end(void)
{
	loop_free(l);
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (ends[i] >= 0)
			close(ends[i]);
}

TestSuite(loop, .init = begin, .fini = end, .timeout = 30);

static void note(char c)
{
	size_t n = strlen(seen);
	cr_assert(n + 1 < sizeof(seen), "called again and again: %s", seen);
	seen[n] = c;
	seen[n + 1] = '\0';
}

static void letter(void *ctx)
{
	note(*(const char *)ctx);
}

static void quit(void *ctx)
{
	(void)ctx;
	loop_quit(l);
}

/* Two ends of a pipe at ends[at]; with a byte in it. */
static void make_pipe(int at)
{
	cr_assert(pipe2(ends + at, O_CLOEXEC | O_NONBLOCK) == 0);
	cr_assert(write(ends[at + 1], "x", 1) == 1);
}

static void letter_fd(void *ctx, short revents)
{
	(void)revents;
	note(*(const char *)ctx);
}

/* Timers. */

Test(loop, timers_by_time_then_by_age)
{
	static const struct {
		int ms;
		char name;
	} timers[] = { { 30, 'e' }, { 10, 'b' }, { 20, 'd' }, { 10, 'c' }, { 0, 'a' }, { -5, 'A' }, { 40, 'x' } };
	unsigned numbers[ARRAY_LEN(timers)];
	for (size_t i = 0; i < ARRAY_LEN(timers); i++)
		numbers[i] = loop_after(l, timers[i].ms, letter, LETTER((size_t)timers[i].name));
	loop_after(l, 50, quit, NULL);
	loop_stop_timer(l, numbers[6]);
	loop_stop_timer(l, 0);
	int64_t begun = loop_now_us();
	loop_run(l, NULL, NULL);
	cr_expect_geq(loop_now_us() - begun, 50000);
	cr_expect_str_eq(seen, "aAbcde");
	loop_stop_timer(l, numbers[0]); /* has fired: nothing */
}

static unsigned repeated, victim;

static void third_time(void *ctx)
{
	(void)ctx;
	note('r');
	if (str_eq(seen, "rrr")) {
		loop_stop_timer(l, repeated); /* itself */
		loop_after(l, 20, quit, NULL);
	}
}

Test(loop, every_until_it_stops_itself)
{
	repeated = loop_every(l, 3, third_time, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "rrr");
}

static void kill_victim(void *ctx)
{
	(void)ctx;
	note('k');
	loop_stop_timer(l, victim);
}

Test(loop, a_timer_stops_one_that_is_due_with_it)
{
	loop_after(l, 5, kill_victim, NULL);
	victim = loop_after(l, 5, letter, LETTER('v'));
	loop_after(l, 15, quit, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "k");
}

static void again_at_once(void *ctx)
{
	note('t');
	loop_after(l, 0, again_at_once, ctx);
}

static void read_and_quit(void *ctx, short revents)
{
	letter_fd(ctx, revents);
	loop_quit(l);
}

static void watch_pipe(void *ctx)
{
	(void)ctx;
	loop_watch(l, ends[0], POLLIN, read_and_quit, LETTER('f'));
}

Test(loop, timers_due_at_once_starve_nobody)
{
	make_pipe(0);
	loop_after(l, 0, again_at_once, NULL);
	loop_after(l, 0, watch_pipe, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "tf");
}

static int spin(void *ctx)
{
	int64_t *until = ctx;
	while (loop_now_us() < *until)
		;
	return -1;
}

Test(loop, late_timers_fire_once)
{
	int64_t until = loop_now_us() + 40000;
	loop_every(l, 5, letter, LETTER('e'));
	loop_after(l, 42, quit, NULL);
	loop_run(l, spin, &until);
	cr_expect_str_eq(seen, "e", "eight times late is once: %s", seen);
}

Test(loop, as_many_as_promised)
{
	for (int i = 0; i < LOOP_TIMERS_MAX - 1; i++)
		loop_after(l, 1, letter, LETTER('t'));
	loop_after(l, 2, quit, NULL);
	make_pipe(0);
	make_pipe(2);
	for (int i = 0; i < LOOP_FDS_MAX; i++) {
		int fd = dup(ends[i % 2 ? 0 : 2]);
		loop_watch(l, fd, POLLIN, letter_fd, LETTER('f'));
		loop_unwatch(l, fd);
		loop_watch(l, fd, 0, letter_fd, LETTER('f'));
	}
	loop_run(l, NULL, NULL);
	cr_expect_eq(strlen(seen), LOOP_TIMERS_MAX - 1, "%s", seen);
	for (int i = 0; i < LOOP_TIMERS_MAX; i++)
		loop_stop_timer(l, loop_after(l, 1, letter, LETTER('t'))); /* there is room again */
}

/* Descriptors. */

static void unwatch_second(void *ctx, short revents)
{
	letter_fd(ctx, revents);
	loop_unwatch(l, ends[0]);
	loop_unwatch(l, ends[2]);
	loop_after(l, 5, quit, NULL);
}

Test(loop, unwatched_by_another)
{
	make_pipe(0);
	make_pipe(2);
	loop_watch(l, ends[0], POLLIN, unwatch_second, LETTER('a'));
	loop_watch(l, ends[2], POLLIN, letter_fd, LETTER('b'));
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "a");
}

/* The number of a descriptor is given to another file, which has nothing to read. */
static void swap_second(void *ctx, short revents)
{
	int empty[2];
	letter_fd(ctx, revents);
	cr_assert(pipe2(empty, O_CLOEXEC) == 0);
	loop_unwatch(l, ends[0]);
	loop_unwatch(l, ends[2]);
	cr_assert(dup3(empty[0], ends[2], O_CLOEXEC) == ends[2]);
	close(empty[0]);
	ends[4] = empty[1];
	loop_watch(l, ends[2], POLLIN, letter_fd, LETTER('c'));
	loop_after(l, 5, quit, NULL);
}

Test(loop, news_of_a_closed_descriptor_are_not_told_to_the_next_one)
{
	make_pipe(0);
	make_pipe(2);
	loop_watch(l, ends[0], POLLIN, swap_second, LETTER('a'));
	loop_watch(l, ends[2], POLLIN, letter_fd, LETTER('b'));
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "a");
}

static void replace_itself(void *ctx, short revents)
{
	letter_fd(ctx, revents);
	loop_watch(l, ends[0], POLLIN, read_and_quit, LETTER('b'));
}

Test(loop, watched_again_is_replaced)
{
	make_pipe(0);
	loop_watch(l, ends[0], POLLIN, letter_fd, LETTER('x'));
	loop_watch(l, ends[0], POLLIN, replace_itself, LETTER('a'));
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "ab");
}

static short told;
static int broken;

static void tell_and_unwatch(void *ctx, short revents)
{
	letter_fd(ctx, revents);
	told = revents;
	loop_unwatch(l, broken);
}

static void tell_twice(void *ctx, short revents)
{
	letter_fd(ctx, revents);
	if (strlen(seen) == 2)
		loop_unwatch(l, broken);
}

/* What nobody asked for is told, again and again, and no longer once it is unwatched. */
Test(loop, what_broke_is_told_until_it_is_unwatched)
{
	static const struct {
		int watched, closed;
		short what;
	} cases[] = { { 0, 1, POLLHUP }, { 1, 0, POLLERR }, { 0, 0, POLLNVAL } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (int twice = 0; twice < 2; twice++) {
			cr_assert(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
			seen[0] = '\0';
			told = cases[i].what;
			broken = ends[cases[i].watched];
			loop_watch(l, broken, 0, twice ? tell_twice : tell_and_unwatch, LETTER('h'));
			close(ends[cases[i].closed]);
			ends[cases[i].closed] = -1;
			unsigned before = loop_wakeups(l);
			loop_after(l, 20, quit, NULL);
			loop_run(l, NULL, NULL);
			cr_expect_str_eq(seen, twice ? "hh" : "h", "case %zu", i);
			cr_expect(told & cases[i].what, "case %zu: %#x", i, (unsigned)told);
			cr_expect_leq(loop_wakeups(l) - before, 3, "case %zu", i);
			for (int k = 0; k < 2; k++)
				if (ends[k] >= 0)
					close(ends[k]);
			ends[0] = ends[1] = -1;
		}
	}
}

/* Signals. */

static char context[] = "ctx";

static void on_signal(void *ctx, int sig)
{
	cr_expect_str_eq(ctx, "ctx");
	note(sig == SIGUSR1 ? '1' : sig == SIGUSR2 ? '2' : sig == SIGALRM ? 'a' : sig == SIGHUP ? 'h' : '?');
	if (sig == SIGALRM)
		loop_quit(l);
}

static void foreign(int sig)
{
	(void)sig;
	note('f');
}

static void alarm_in(int ms)
{
	const struct itimerval once = { .it_value = { .tv_usec = ms * 1000 } };
	cr_assert(setitimer(ITIMER_REAL, &once, NULL) == 0);
}

Test(loop, signals_end_a_wait_without_end)
{
	struct err e = ERR_INIT;
	static const int some[] = { SIGUSR1, SIGUSR2, 0 }, more[] = { SIGALRM, SIGUSR1, 0 };
	cr_assert(loop_signals(l, some, on_signal, context, &e) && loop_signals(l, more, on_signal, context, &e));
	raise(SIGUSR2);
	raise(SIGUSR1);
	raise(SIGUSR1);
	cr_expect_str_eq(seen, "", "not in the handler");
	alarm_in(20);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "12a");
}

Test(loop, a_full_pipe_loses_no_signal)
{
	static const int some[] = { SIGUSR1, SIGUSR2, SIGALRM, 0 };
	struct err e = ERR_INIT;
	cr_assert(loop_signals(l, some, on_signal, context, &e));
	errno = ENOSPC;
	for (int i = 0; i < 66000; i++) /* a pipe takes 65536 */
		raise(SIGUSR1);
	cr_expect_eq(errno, ENOSPC, "a handler leaves no trace: %d", errno);
	raise(SIGUSR2);
	raise(SIGALRM);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "12a");
	unsigned before = loop_wakeups(l);
	loop_after(l, 5, quit, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_leq(loop_wakeups(l) - before, 1, "the pipe is empty");
}

static void raise_more(void *ctx, int sig)
{
	on_signal(ctx, sig);
	if (sig == SIGUSR2 && strlen(seen) == 1) {
		raise(SIGUSR1); /* its turn is over already */
		raise(SIGUSR2);
		alarm_in(20);
	}
}

Test(loop, signals_that_come_while_one_is_told)
{
	static const int some[] = { SIGUSR1, SIGUSR2, SIGALRM, 0 };
	struct err e = ERR_INIT;
	cr_assert(loop_signals(l, some, raise_more, context, &e));
	raise(SIGUSR2);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "212a");
}

Test(loop, signals_are_as_before_when_it_goes)
{
	static const int some[] = { SIGUSR1, SIGUSR2, SIGHUP, 0 };
	struct sigaction act;
	struct err e = ERR_INIT;
	signal(SIGUSR1, foreign);
	signal(SIGUSR2, SIG_DFL);
	signal(SIGHUP, SIG_IGN);
	cr_assert(loop_signals(l, some, on_signal, context, &e));
	raise(SIGHUP); /* nohup: still ignored */
	raise(SIGUSR1);
	loop_after(l, 1, quit, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "1");
	loop_free(l);
	raise(SIGUSR1);
	cr_expect_str_eq(seen, "1f");
	cr_expect(sigaction(SIGUSR2, NULL, &act) == 0 && act.sa_handler == SIG_DFL);
	cr_expect(sigaction(SIGHUP, NULL, &act) == 0 && act.sa_handler == SIG_IGN);
	l = loop_new(); /* and another loop may have them */
	cr_assert(loop_signals(l, some, on_signal, context, &e));
	raise(SIGUSR1);
	loop_after(l, 1, quit, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "1f1");
}

Test(loop, somebody_elses_signal_changes_nothing)
{
	struct sigaction act = { .sa_handler = foreign };
	sigaction(SIGALRM, &act, NULL);
	alarm_in(5);
	loop_after(l, 25, quit, NULL);
	int64_t begun = loop_now_us();
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "f");
	cr_expect_geq(loop_now_us() - begun, 25000);
}

/* Turns. */

static int count_turns(void *ctx)
{
	int *n = ctx;
	if (++*n == 3)
		loop_quit(l);
	return *n == 1 ? 0 : 10;
}

Test(loop, the_wait_is_as_short_as_wished)
{
	int turns = 0;
	loop_after(l, 20000, letter, LETTER('t'));
	int64_t begun = loop_now_us();
	loop_run(l, count_turns, &turns);
	int64_t us = loop_now_us() - begun;
	cr_expect_eq(turns, 3);
	cr_expect(us >= 10000 && us < 5000000, "%lld", (long long)us);
	cr_expect_eq(loop_wakeups(l), 2, "asked to quit before a wait it does not wait");
}

Test(loop, quit_is_at_once)
{
	make_pipe(0);
	make_pipe(2);
	loop_quit(l);
	loop_run(l, NULL, NULL); /* said before */
	cr_expect_eq(loop_wakeups(l), 0);
	loop_watch(l, ends[0], POLLIN, read_and_quit, LETTER('a'));
	loop_watch(l, ends[2], POLLIN, letter_fd, LETTER('b'));
	loop_after(l, 0, letter, LETTER('t'));
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "a", "what was behind it waits for the next run");
}

Test(loop, an_idle_program_sleeps)
{
	loop_every(l, 200, letter, LETTER('s'));
	loop_after(l, 380, quit, NULL);
	loop_run(l, NULL, NULL);
	cr_expect_str_eq(seen, "s");
	cr_expect_leq(loop_wakeups(l), 2, "%u", loop_wakeups(l));
}
