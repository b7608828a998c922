/* tui.c - what full-screen programs take, one line for each; those of a call are started turn by turn
 *
 *   tui [-n STARTS] [-k KEYS] [-i SECONDS] [-s LINESxCOLUMNS] [-b KEY=TEXT] \
 *       NAME TEXT KEY QUIT COMMAND [ARG…] [::: NAME TEXT KEY QUIT COMMAND [ARG…]]…
 *
 * TEXT is what shows that the first screen is there; KEY is pressed KEYS times (several names with
 * blanks between them take turns) and must change something each time; QUIT are the keys that end it. With -b
 * a KEY is pressed first that leads to another screen, which TEXT shows.
 *
 *   start    ms from the fork before exec until TEXT can be seen: median, p95
 *   screen   bytes until that screen is complete
 *   a key    bytes: mean, max; ms until something that can be seen has changed: median, p99
 *   KiB      resident memory at its largest, without that of processes it has started
 *   idle     of SECONDS in which nothing is typed (1): ticks of CPU time (1/100 s), times it woke up by
 *            itself (of all its threads), bytes it sent
 *
 * A program has finished answering when it sleeps and has nothing left to be read: the end of a wait is
 * never guessed from time that went by.
 */
#include "config.h"

#include "lib/vt.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

enum { TIMES_MAX = 1000, PROGRAMS_MAX = 16, KEYS_MAX = 16, ANSWER_MS = 5000, REST_TURNS = 5000 };

struct program {
	const char *name, *text, *quit;
	const char *keys[KEYS_MAX];
	size_t nkeys;
	const char *const *argv;
	int64_t started[TIMES_MAX], answered[TIMES_MAX]; /* µs */
	uint64_t screen, bytes, bytes_max;
	long long kib, ticks, wakes, idle_bytes;
};

static struct arena mem;
static const char *before_key, *before_text;
static struct vt_look look;
static long starts = 20, presses = 100, idle_s = 1;

static void KT_NORETURN fail(const struct program *p, const char *what)
{
	fprintf(stderr, "tui: %s: %s\n", p->name, what);
	exit(1);
}

static int64_t micros(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- what the system says of a process ---- */

/* A file of /proc as text; "" if it is not there. */
static const char *proc(pid_t pid, const char *file)
{
	static char text[8192];
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static long long number_after(const char *text, const char *label)
{
	const char *at = strstr(text, label);
	return at ? strtoll(at + strlen(label), NULL, 10) : 0;
}

/* A word of /proc/PID/stat; they count from 1, and the second may hold blanks. */
static const char *stat_word(pid_t pid, int which)
{
	const char *at = strrchr(proc(pid, "stat"), ')');
	for (int i = 2; at && i < which; i++) {
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return at ? at : "";
}

static bool asleep(pid_t pid)
{
	return *stat_word(pid, 3) == 'S';
}

static long long cpu_ticks(pid_t pid)
{
	return strtoll(stat_word(pid, 14), NULL, 10) + strtoll(stat_word(pid, 15), NULL, 10);
}

static long long wakes(pid_t pid)
{
	char path[64];
	long long sum = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));)
		if (e->d_name[0] != '.') {
			snprintf(path, sizeof(path), "task/%.20s/status", e->d_name);
			sum += number_after(proc(pid, path), "\nvoluntary_ctxt_switches:");
		}
	if (d)
		closedir(d);
	return sum;
}

/* ---- measuring ---- */

/* Sleeping is nothing one can be told of: looked at after each piece, and each millisecond. */
static void rest(const struct program *p, struct vt *t)
{
	for (int i = 0; i < REST_TURNS; i++) {
		poll(&(struct pollfd) { .fd = vt_fd(t), .events = POLLIN }, 1, 1);
		if (!vt_take(t) && asleep(vt_pid(t)) && !vt_take(t))
			return;
	}
	fail(p, "never rests");
}

static struct vt *open_first(struct program *p, int64_t *ret_took)
{
	int64_t start = micros();
	struct vt *t = vt_open(p->argv, &look);
	if (!vt_wait(t, p->text))
		fail(p, "does not start");
	*ret_took = micros() - start;
	rest(p, t);
	return t;
}

static void quit(struct program *p, struct vt *t)
{
	vt_keys(t, p->quit);
	int status = vt_wait_exit(t);
	if (status != 0)
		fail(p, "does not end well");
	vt_close(t);
}

static void start_once(struct program *p, int64_t *ret_took)
{
	struct vt *t = open_first(p, ret_took);
	p->screen = vt_bytes(t);
	quit(p, t);
}

static int64_t press(const struct program *p, struct vt *t, const char *key)
{
	uint64_t before = vt_fingerprint(t);
	int64_t start = micros(), now;
	vt_keys(t, key);
	do {
		int ready = poll(&(struct pollfd) { .fd = vt_fd(t), .events = POLLIN }, 1, ANSWER_MS);
		if (ready <= 0 || vt_fd(t) < 0)
			fail(p, arena_printf(&mem, "the key '%s' changes nothing", key));
		vt_take(t);
		now = micros();
	} while (vt_fingerprint(t) == before);
	return now - start;
}

static void press_keys(struct program *p, struct vt *t)
{
	for (long i = 0; i < presses; i++) {
		vt_mark(t);
		p->answered[i] = press(p, t, p->keys[(size_t)i % p->nkeys]);
		rest(p, t);
		p->bytes += vt_bytes(t);
		if (vt_bytes(t) > p->bytes_max)
			p->bytes_max = vt_bytes(t);
	}
}

/* The one wait of the tests that is by the clock, as what happens while nothing happens can be had no other way. */
static void idle(struct program *p, struct vt *t)
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	struct pollfd fds[2] = { { .fd = timer, .events = POLLIN }, { .fd = vt_fd(t), .events = POLLIN } };
	if (timer < 0 || timerfd_settime(timer, 0, &(struct itimerspec) { .it_value.tv_sec = idle_s }, NULL) < 0)
		fail(p, "there is no timer");
	vt_mark(t);
	p->ticks = -cpu_ticks(vt_pid(t));
	p->wakes = -wakes(vt_pid(t));
	while (poll(fds, 2, -1) > 0 && !fds[0].revents) {
		vt_take(t);
		fds[1].fd = vt_fd(t);
	}
	p->ticks += cpu_ticks(vt_pid(t));
	p->wakes += wakes(vt_pid(t));
	p->idle_bytes = (long long)vt_bytes(t);
	close(timer);
}

static void stay(struct program *p)
{
	int64_t took;
	struct vt *t = open_first(p, &took);
	if (before_key) {
		vt_keys(t, before_key);
		if (!vt_wait(t, before_text))
			fail(p, "does not get to the other screen");
		rest(p, t);
	}
	press_keys(p, t);
	idle(p, t);
	p->kib = number_after(proc(vt_pid(t), "status"), "VmHWM:");
	quit(p, t);
}

/* ---- what is printed ---- */

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static const char *ms(int64_t us)
{
	return arena_printf(&mem, "%lld.%03d", (long long)us / 1000, (int)(us % 1000));
}

static void print(struct program *p)
{
	qsort(p->started, (size_t)starts, sizeof(p->started[0]), by_size);
	qsort(p->answered, (size_t)presses, sizeof(p->answered[0]), by_size);
	printf("%-12s %9s %9s %8llu %8llu %8llu %9s %9s %8lld %6lld %6lld %6lld\n", p->name,
			ms(p->started[starts / 2]), ms(p->started[starts * 95 / 100]), (unsigned long long)p->screen,
			(unsigned long long)p->bytes / (unsigned long long)presses, (unsigned long long)p->bytes_max,
			ms(p->answered[presses / 2]), ms(p->answered[presses * 99 / 100]), p->kib, p->ticks, p->wakes,
			p->idle_bytes);
	fflush(stdout);
}

/* ---- the command line ---- */

static bool read_program(struct program *p, int argc, char **argv)
{
	if (argc < 5)
		return false;
	p->name = argv[0];
	p->text = argv[1];
	p->quit = argv[3];
	const char **copy = arena_array(&mem, (size_t)argc - 3, sizeof(*copy));
	for (int i = 4; i < argc; i++)
		copy[i - 4] = argv[i];
	p->argv = copy;
	for (const char *at = argv[2] + strspn(argv[2], " "); *at && p->nkeys < KEYS_MAX; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		p->keys[p->nkeys++] = arena_strndup(&mem, at, len);
		at += len;
	}
	return p->nkeys > 0;
}

static bool read_options(int argc, char **argv)
{
	for (int c; (c = getopt(argc, argv, "+n:k:i:s:b:")) != -1;)
		switch (c) {
		case 'n':
			starts = strtol(optarg, NULL, 10);
			break;
		case 'k':
			presses = strtol(optarg, NULL, 10);
			break;
		case 'i':
			idle_s = strtol(optarg, NULL, 10);
			break;
		case 'b':
			if (!strchr(optarg, '='))
				return false;
			before_key = arena_strndup(&mem, optarg, strcspn(optarg, "="));
			before_text = strchr(optarg, '=') + 1;
			break;
		case 's':
			if (sscanf(optarg, "%4dx%4d", &look.lines, &look.columns) != 2)
				return false;
			break;
		default:
			return false;
		}
	return starts >= 1 && starts <= TIMES_MAX && presses >= 1 && presses <= TIMES_MAX && idle_s >= 1 && idle_s <= TIMES_MAX;
}

int main(int argc, char **argv)
{
	static struct program programs[PROGRAMS_MAX];
	size_t n = 0;
	bool good = read_options(argc, argv);
	for (int from = optind, to; good && from < argc; from = to + 1) {
		for (to = from; to < argc && strcmp(argv[to], ":::") != 0;)
			to++;
		good = n < PROGRAMS_MAX && read_program(&programs[n++], to - from, argv + from);
	}
	if (!good || !n) {
		fputs("usage: tui [-n STARTS] [-k KEYS] [-i SECONDS] [-s LINESxCOLUMNS] "
		      "NAME TEXT KEY QUIT COMMAND [ARG…] [::: NAME …]…\n", stderr);
		return 2;
	}
	for (long i = -1; i < starts; i++) /* the first does not count: it fetches from disk */
		for (size_t k = 0; k < n; k++)
			start_once(&programs[k], &programs[k].started[i < 0 ? 0 : i]);
	printf("%-12s %9s %9s %8s %8s %8s %9s %9s %8s %6s %6s %6s\n",
			"program", "start p50", "p95 ms", "screen B", "a key B", "max", "key p50", "p99 ms", "KiB",
			"ticks", "wakes", "bytes");
	for (size_t k = 0; k < n; k++) {
		stay(&programs[k]);
		print(&programs[k]);
	}
	arena_done(&mem);
	return 0;
}
