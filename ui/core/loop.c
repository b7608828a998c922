/* loop.c - one poll for descriptors, signals and timers
 *
 * A callback may watch, unwatch, start and stop whatever it likes: each watch and each timer has a number, and
 * what was found out about an older one is not told to the one that took its place.
 */
#include "config.h"

#include "core/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"

enum { US_PER_MS = 1000, US_PER_S = 1000000 };

struct watch {
	unsigned number; /* 0: free */
	int fd;
	short events;
	loop_fd_fn *fn;
	void *ctx;
};

struct timer {
	unsigned number;  /* 0: free */
	int64_t due;      /* loop_now_us */
	int64_t every;    /* µs; 0: once */
	loop_fn *fn;
	void *ctx;
};

struct loop {
	struct arena arena; /* holds this very struct */
	struct watch watches[LOOP_FDS_MAX];
	struct timer timers[LOOP_TIMERS_MAX];
	unsigned last_watch, last_timer; /* numbers given */
	loop_signal_fn *on_signal;       /* NULL: nobody asked for signals */
	void *signal_ctx;
	unsigned wakeups;
	bool quit;
};

/* A handler is given no context, so this is the process's: of the one loop that takes signals. The flag says
 * which came, the pipe ends the wait; a full pipe loses nothing, as it ends the wait all the same. */
static struct loop *taker;
static volatile sig_atomic_t came[NSIG];
static int pipe_out = -1, pipe_in = -1;
static struct {
	bool ours;
	struct sigaction before;
} kept[NSIG];

/* Signals. */

static void on_signal(int sig)
{
	int was = errno;
	came[sig] = 1;
	ssize_t n = write(pipe_in, "", 1);
	(void)n;
	errno = was;
}

/* What whoever started us wants ignored (nohup, a shell without jobs) stays ignored. */
static bool take_signal(int sig, struct err *e)
{
	struct sigaction act = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	kt_assert(sig > 0 && sig < NSIG);
	if (kept[sig].ours)
		return true;
	if (sigaction(sig, NULL, &kept[sig].before) == 0 && kept[sig].before.sa_handler == SIG_IGN)
		return true;
	came[sig] = 0;
	sigemptyset(&act.sa_mask);
	if (sigaction(sig, &act, NULL) != 0)
		return err_set(e, ERR_USAGE, _("The signal %d cannot be taken: %s."), sig, strerror(errno));
	kept[sig].ours = true;
	return true;
}

static bool open_pipe(struct err *e)
{
	int ends[2];
	if (pipe_in >= 0)
		return true;
	if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
		return err_set(e, ERR_OUTPUT, _("The program cannot have a pipe of its own: %s."), strerror(errno));
	pipe_out = ends[0];
	pipe_in = ends[1];
	return true;
}

bool loop_signals(struct loop *l, const int *signals, loop_signal_fn *fn, void *ctx, struct err *e)
{
	kt_assert(!taker || taker == l);
	if (!open_pipe(e))
		return false;
	taker = l;
	l->on_signal = fn;
	l->signal_ctx = ctx;
	for (; *signals; signals++)
		if (!take_signal(*signals, e))
			return false;
	return true;
}

/* First the handlers go, then the pipe they write to. */
static void give_signals_back(void)
{
	for (int sig = 1; sig < NSIG; sig++) {
		if (kept[sig].ours)
			sigaction(sig, &kept[sig].before, NULL);
		kept[sig].ours = false;
	}
	if (pipe_in >= 0) {
		close(pipe_in);
		close(pipe_out);
	}
	pipe_in = pipe_out = -1;
	taker = NULL;
}

static void tell_signals(struct loop *l)
{
	char none[64];
	if (taker != l)
		return;
	while (read(pipe_out, none, sizeof(none)) > 0)
		; /* before the flags are looked at: what comes after that wakes us again */
	for (int sig = 1; sig < NSIG && !l->quit; sig++) {
		if (!came[sig])
			continue;
		came[sig] = 0;
		l->on_signal(l->signal_ctx, sig);
	}
}

/* Descriptors. */

static struct watch *watch_of(struct loop *l, int fd)
{
	for (struct watch *w = l->watches; w < l->watches + LOOP_FDS_MAX; w++)
		if (w->number && w->fd == fd)
			return w;
	return NULL;
}

static struct watch *free_watch(struct loop *l)
{
	for (struct watch *w = l->watches; w < l->watches + LOOP_FDS_MAX; w++)
		if (!w->number)
			return w;
	return NULL;
}

static unsigned next_number(unsigned *last)
{
	return *last += *last == UINT_MAX ? 2 : 1; /* 0 is nobody */
}

void loop_watch(struct loop *l, int fd, short events, loop_fd_fn *fn, void *ctx)
{
	struct watch *w = watch_of(l, fd);
	if (!w)
		w = free_watch(l);
	kt_assert(fd >= 0 && fn && w);
	*w = (struct watch) { .number = next_number(&l->last_watch), .fd = fd, .events = events, .fn = fn, .ctx = ctx };
}

void loop_unwatch(struct loop *l, int fd)
{
	struct watch *w = watch_of(l, fd);
	if (w)
		w->number = 0;
}

/* Whoever was replaced meanwhile is asked about anew: poll says it again. */
static void tell_watches(struct loop *l, const struct pollfd *fds, const unsigned *numbers, size_t n)
{
	for (size_t i = 0; i < n && !l->quit; i++) {
		const struct watch *w = fds[i].revents ? watch_of(l, fds[i].fd) : NULL;
		if (w && w->number == numbers[i])
			w->fn(w->ctx, fds[i].revents);
	}
}

/* Timers. */

static unsigned start_timer(struct loop *l, int ms, bool again, loop_fn *fn, void *ctx)
{
	struct timer *t = l->timers;
	int64_t us = (int64_t)(ms > 0 ? ms : 0) * US_PER_MS;
	kt_assert(fn && (!again || us));
	while (t < l->timers + LOOP_TIMERS_MAX && t->number)
		t++;
	kt_assert(t < l->timers + LOOP_TIMERS_MAX);
	*t = (struct timer) { .number = next_number(&l->last_timer), .due = loop_now_us() + us,
		.every = again ? us : 0, .fn = fn, .ctx = ctx };
	return t->number;
}

unsigned loop_after(struct loop *l, int ms, loop_fn *fn, void *ctx)
{
	return start_timer(l, ms, false, fn, ctx);
}

unsigned loop_every(struct loop *l, int ms, loop_fn *fn, void *ctx)
{
	return start_timer(l, ms, true, fn, ctx);
}

void loop_stop_timer(struct loop *l, unsigned timer)
{
	for (struct timer *t = l->timers; timer && t < l->timers + LOOP_TIMERS_MAX; t++)
		if (t->number == timer)
			t->number = 0;
}

/* The one that is due first. */
static struct timer *first_timer(struct loop *l)
{
	struct timer *first = NULL;
	for (struct timer *t = l->timers; t < l->timers + LOOP_TIMERS_MAX; t++)
		if (t->number && (!first || t->due < first->due))
			first = t;
	return first;
}

/* What callbacks start is not due before `now`: it waits for the next turn, and descriptors come in between. */
static void tell_timers(struct loop *l)
{
	int64_t now = loop_now_us();
	struct timer *t;
	while (!l->quit && (t = first_timer(l)) && t->due < now) {
		struct timer due = *t;
		t->due += t->every;
		if (!t->every)
			t->number = 0;
		else if (t->due <= now)
			t->due = now + t->every; /* late: once is enough */
		due.fn(due.ctx);
	}
}

/* Rounded up: a millisecond too early would be one more wakeup for nothing. */
static int wait_ms(struct loop *l, int at_most)
{
	const struct timer *t = first_timer(l);
	if (!t)
		return at_most;
	int64_t us = t->due - loop_now_us() + 1, ms = us > 0 ? (us + US_PER_MS - 1) / US_PER_MS : 0;
	if (at_most >= 0 && at_most < ms)
		return at_most;
	return ms < INT_MAX ? (int)ms : INT_MAX;
}

/* Turns. */

static void turn(struct loop *l, int at_most)
{
	struct pollfd fds[LOOP_FDS_MAX + 1] = { { .fd = taker == l ? pipe_out : -1, .events = POLLIN } };
	unsigned numbers[LOOP_FDS_MAX];
	size_t n = 0;
	for (const struct watch *w = l->watches; w < l->watches + LOOP_FDS_MAX; w++) {
		if (!w->number)
			continue;
		fds[n + 1] = (struct pollfd) { .fd = w->fd, .events = w->events };
		numbers[n++] = w->number;
	}
	int ready = poll(fds, n + 1, wait_ms(l, at_most));
	kt_assert(ready >= 0 || errno == EINTR || errno == EAGAIN);
	l->wakeups++;
	tell_signals(l);
	if (ready > 0)
		tell_watches(l, fds + 1, numbers, n);
	tell_timers(l); /* after the bytes: a time that waits for a byte must not run out while it lies there */
}

void loop_run(struct loop *l, loop_idle_fn *before_wait, void *ctx)
{
	while (!l->quit) {
		int at_most = before_wait ? before_wait(ctx) : -1;
		if (!l->quit)
			turn(l, at_most);
	}
	l->quit = false;
}

void loop_quit(struct loop *l)
{
	l->quit = true;
}

int64_t loop_now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * US_PER_S + ts.tv_nsec / 1000;
}

unsigned loop_wakeups(const struct loop *l)
{
	return l->wakeups;
}

struct loop *loop_new(void)
{
	struct arena arena = ARENA_INIT;
	struct loop *l = arena_alloc(&arena, sizeof(*l));
	l->arena = arena;
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	if (taker == l)
		give_signals_back();
	struct arena arena = l->arena;
	arena_done(&arena);
}
