/* torture.c - random keys, characters, bytes, pastes, sizes and broken lines: the program goes on, or ends as it should
 *
 *	ROUNDS=200000 SEED=7 tests/ui/ui --filter torture/random_keys (or at_the_wall)
 *
 * A build with --enable-sanitizers says more; what it says stands in what is shown of the program's last words.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/str.h"
#include "ui/demo.h"

enum {
	ROUNDS = 2000,     /* make check-long does a hundred times as many */
	BREATH = 16,       /* rounds at most until it must have taken all of them */
	CUT_EVERY = 1500,  /* rounds from one broken line to the next */
	ANEW_EVERY = 400,  /* from one hang-up to the next */
	PATIENCE = 2000,   /* times LOOK_MS */
	LOOK_MS = 10,
	SILENT_MS = 5,     /* then it has answered, most likely: what comes next finds other screens than what comes at once */
	TOLD = 60,         /* of the last rounds */
	LAST_WORDS = 6000, /* bytes */
};

struct torture {
	struct vt *t;
	uint64_t random;
	char told[TOLD][32];
	size_t ntold, starts;
	bool wall;    /* it is the terminal on the wall, which must not end, whatever comes */
	bool hung_up; /* we sent it a SIGHUP */
	bool struck;  /* since it last had taken everything, a key was typed that is a signal to a shell's terminal */
};

static unsigned any(struct torture *to, unsigned below)
{
	to->random ^= to->random << 13;
	to->random ^= to->random >> 7;
	to->random ^= to->random << 17;
	return (unsigned)(to->random >> 33) % below;
}

static void note(struct torture *to, const char *kind, const char *what)
{
	char *at = to->told[to->ntold++ % TOLD];
	snprintf(at, sizeof(to->told[0]), "%s %.20s", kind, what);
}

/* What is done. */

static void strike(struct torture *to, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] == '\003' || bytes[i] == '\032' || bytes[i] == '\034')
			to->struck = true;
}

static void press(struct torture *to)
{
	static const char *const keys[] = {
		"up", "down", "left", "right", "pgup", "pgdn", "home", "end", "enter", "enter", "enter", "tab", "tab", "shift-tab", "esc",
		"backspace", "delete", "insert", "f1", "f2", "f3", "f4", "f5", "f5", "f6", "f6", "f8", "f9", "f9", "f10", "f12",
		"ctrl-s", "ctrl-r", "ctrl-l", "ctrl-z", "ctrl-t", "ctrl-p", "ctrl-u", "ctrl-w", "ctrl-k", "ctrl-a", "ctrl-e", "ctrl-c",
		"ctrl-d", "ctrl-left", "ctrl-right", "ctrl-home", "ctrl-end", "ctrl-_", "alt-r", "alt-z", "alt-b", "alt-f", "alt-d",
		"alt-1", "alt-5", "alt-9", "ctrl-q", "space", "e", "e", "n", "o", "a", "t", "f", "/", ":", "y", "j", "c", "m", "h", "s", "S", "0", "1", "2",
	};
	const char *key = keys[any(to, ARRAY_LEN(keys))];
	note(to, "key", key);
	to->struck |= str_eq(key, "ctrl-c") || str_eq(key, "ctrl-z");
	vt_keys(to->t, key);
}

static void type(struct torture *to)
{
	static const char *const texts[] = { "a", "ring", "Ä", "ß", "€", "日本", "e\u0301", "\u200d", "\u202e", "12,50", "1.4.", "+3", "585",
		"A-2026-0001", "K-00002", "open.people", "open.audit", "open.settings", " ", "\u00a0", "💍", "\\", "%s%n", "'; DROP" };
	const char *text = texts[any(to, ARRAY_LEN(texts))];
	note(to, "text", text);
	vt_type(to->t, text);
}

static void send_bytes(struct torture *to)
{
	char bytes[9];
	size_t n = 1 + any(to, sizeof(bytes) - 1);
	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)any(to, 256);
	bytes[n] = '\0';
	char safe[32] = "";
	for (size_t i = 0; i < n; i++)
		snprintf(safe + strlen(safe), sizeof(safe) - strlen(safe), "%02x", (unsigned char)bytes[i]);
	note(to, "bytes", safe);
	strike(to, bytes, n);
	vt_send(to->t, bytes, n);
}

static void sequence(struct torture *to)
{
	static const char *const intros[] = { "\033[", "\033O", "\033[<", "\033]", "\033P", "\033[200~", "\033\033", "\033[M" };
	char text[48];
	snprintf(text, sizeof(text), "%s%u;%u%c", intros[any(to, ARRAY_LEN(intros))], any(to, 300), any(to, 10), (char)(0x40 + any(to, 63)));
	note(to, "sequence", text + 1);
	vt_type(to->t, text);
	if (any(to, 16)) /* else it is deaf until it has been left in peace for a moment */
		vt_type(to->t, "\033\\\033[201~");
}

static void paste(struct torture *to)
{
	static char text[4096];
	size_t n = any(to, any(to, 10) ? 40 : sizeof(text) - 1);
	for (size_t i = 0; i < n; i++)
		text[i] = "abc \n\t0,;-"[any(to, 10)];
	text[n] = '\0';
	note(to, "paste", text);
	vt_paste(to->t, text);
}

static void resize(struct torture *to)
{
	bool usual = any(to, 2);
	int lines = usual ? 24 : 1 + (int)any(to, 50), columns = usual ? 80 : 1 + (int)any(to, 160);
	char text[32];
	snprintf(text, sizeof(text), "%dx%d", lines, columns);
	note(to, "size", text);
	vt_resize(to->t, lines, columns);
}

static void point(struct torture *to)
{
	static const int buttons[] = { 0, 0, 0, 1, 2, 64, 65 };
	int button = buttons[any(to, ARRAY_LEN(buttons))], row = (int)any(to, 50), column = (int)any(to, 160);
	note(to, "mouse", "");
	vt_mouse(to->t, button, row, column, any(to, 3));
	vt_focus(to->t, any(to, 2));
}

/* Ways that chance would not find, or would not find out of again. */
static void walk(struct torture *to)
{
	static const char *const ways[] = {
		"f5 e tab x f2", "f5 down enter e tab y f2", "f6 e tab tab tab z f2", "esc down down enter", "esc down enter", "f5 t down enter",
		"f5 m a b enter", "f5 n r tab r i n g f2", "f9 h down enter enter", "f6 enter f9 down down enter", "y", "n", "f2", "f5 / r i n g enter",
		"f5 s s S space space G g", "f5 1 2 3 4 5 0", "f8 end", "f1 pgdn end", "f5 end pgup w m a r enter", "f5 enter h", "f2 x", "f5 p B enter",
		"f5 c y", "f5 a", "f5 enter tab down enter", "f6 enter m tab f4 down enter tab U S 5 f2", "f6 enter o f4 down enter f2", "f6 enter a n f2",
		"f5 e tab tab tab f4 pgdn > end enter", "f5 w f4 down enter", "f5 m a enter b f2", "f5 c f4 enter f2 y", "esc down enter",
	};
	const char *way = ways[any(to, ARRAY_LEN(ways))];
	note(to, "way", way);
	vt_keys(to->t, way);
}

/* At the wall. */
static void scan(struct torture *to)
{
	static const char *const codes[] = {
		"BADGE:1234567890", "BADGE:9876543210", "BADGE:5555555555", "BADGE:1", "ORDER:30", "ORDER:29", "ORDER:999999", "ACTIVITY:1", "ACTIVITY:11",
		"ACTIVITZ>3", "DO:PAUSE", "DO:STOP", "DO:UNDO", "DO:LEAVE", "DO:BACK", "DO:START", "DO:DANCE", "PLACE:safe-1", "0004711234", "30", "x\xc3\xb6x", "",
	};
	const char *code = codes[any(to, ARRAY_LEN(codes))];
	note(to, "scan", code);
	vt_send(to->t, code, strlen(code));
	vt_send(to->t, "\r", 1);
}

static void signal_it(struct torture *to)
{
	static const int signals[] = { SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGWINCH, SIGCONT };
	int sig = signals[any(to, ARRAY_LEN(signals))];
	note(to, "signal", strsignal(sig));
	vt_signal(to->t, sig);
}

struct kind {
	unsigned upto;
	void (*fn)(struct torture *to);
};

static void do_one(struct torture *to)
{
	static const struct kind screens[] = {
		{ 60, press }, { 74, type }, { 77, send_bytes }, { 79, sequence }, { 82, paste }, { 85, resize }, { 88, point }, { 100, walk },
	};
	static const struct kind wall[] = {
		{ 30, press }, { 34, type }, { 40, send_bytes }, { 43, sequence }, { 45, paste }, { 48, resize }, { 50, point }, { 54, signal_it }, { 100, scan },
	};
	const struct kind *kind = to->wall ? wall : screens;
	for (unsigned dice = any(to, 100); dice >= kind->upto;)
		kind++;
	kind->fn(to);
}

/* Whether it still lives. */

/* A program that has ended and was not asked for its status yet. */
static bool has_ended(const struct vt *t)
{
	char path[32], text[512] = "";
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)vt_pid(t));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	const char *state = n > 0 ? strrchr(text, ')') : NULL;
	return !state || state[2] == 'Z';
}

/* What was typed and nobody has read. */
static int unread(const struct vt *t)
{
	int n = 0, fd = vt_fd(t) < 0 ? -1 : open(ptsname(vt_fd(t)), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0) {
		if (ioctl(fd, FIONREAD, &n) != 0)
			n = 0;
		close(fd);
	}
	return n;
}

/* The terminal is the shell's again: the program has been left and is on its way out. */
static bool is_leaving(const struct vt *t)
{
	struct termios now;
	return vt_fd(t) < 0 || (tcgetattr(vt_fd(t), &now) == 0 && (now.c_lflag & ISIG));
}

static void tell(struct torture *to, const char *what)
{
	size_t len;
	const char *raw = vt_raw(to->t, &len), *from = len > LAST_WORDS ? raw + len - LAST_WORDS : raw;
	fprintf(stderr, "torture: %s\ntorture: the last rounds:", what);
	for (size_t i = to->ntold > TOLD ? to->ntold - TOLD : 0; i < to->ntold; i++)
		fprintf(stderr, " [%s]", to->told[i % TOLD]);
	fprintf(stderr, "\ntorture: its last words:\n%.*s\n", (int)(raw + len - from), from);
}

static bool was_killed_by_key(int status)
{
	return status == 128 + SIGINT || status == 128 + SIGQUIT;
}

/* Behind the key that left it, the terminal is the shell's again: there ^C, ^Z and ^\ are signals, and throw away what the
 * terminal has not shown yet, such as that it was given back. And whoever is on the way out already, which takes a while
 * under sanitizers, is killed by our SIGHUP; with the terminal given back that is as good. */
static void end(struct torture *to)
{
	int status = vt_wait_exit(to->t);
	const char *left = to->struck ? NULL : vt_given_back(to->t);
	bool good = status == 0 || (to->struck && was_killed_by_key(status)) || (to->hung_up && status == 128 + SIGHUP);
	if (!good || left)
		tell(to, "it ended as it should not");
	cr_expect(good, "exit code %d", status);
	cr_expect(!left, "left behind: %s", left ? left : "");
	vt_close(to->t);
	to->t = NULL;
}

static void begin(struct torture *to)
{
	to->t = to->wall ? demo_kiosk("en", NULL) : demo_open("marta", NULL);
	to->struck = to->hung_up = false;
	to->starts++;
	cr_assert(vt_wait(to->t, to->wall ? "connected" : "My day"));
}

/* All that was typed has been taken; who has left is started again. */
static void breathe(struct torture *to)
{
	int looks = 0;
	for (vt_take(to->t); unread(to->t) && !has_ended(to->t); vt_take(to->t)) {
		struct pollfd p = { .fd = vt_fd(to->t), .events = POLLIN };
		poll(&p, 1, LOOK_MS);
		if (++looks == PATIENCE) {
			tell(to, "it does not take what is typed");
			cr_assert(false);
		}
	}
	struct pollfd p = { .fd = vt_fd(to->t), .events = POLLIN };
	for (bool patient = any(to, 3); patient && poll(&p, 1, SILENT_MS) > 0 && vt_take(to->t);)
		;
	if (!has_ended(to->t)) {
		to->struck = to->struck && is_leaving(to->t);
		vt_mark(to->t);
		return;
	}
	if (to->wall)
		tell(to, "the terminal on the wall has ended");
	cr_assert(!to->wall);
	end(to);
	begin(to);
}

static unsigned long number(const char *name, unsigned long usual)
{
	const char *said = getenv(name);
	return said && *said ? strtoul(said, NULL, 10) : usual;
}

Test(torture, random_keys)
{
	static struct torture to;
	unsigned long rounds = number("ROUNDS", ROUNDS), seed = number("SEED", 1);
	to.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	demo_own();
	demo_sql("CHECKPOINT");
	begin(&to);
	for (unsigned long i = 1; i <= rounds; i++) {
		do_one(&to);
		if (any(&to, BREATH / 2) == 0)
			breathe(&to);
		if (i % CUT_EVERY == 0)
			demo_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'marta'");
		if (i % ANEW_EVERY == 0 || i == rounds) {
			breathe(&to);
			to.hung_up = true;
			vt_signal(to.t, SIGHUP);
			end(&to);
			begin(&to);
		}
	}
	vt_keys(to.t, "ctrl-q");
	end(&to);
	fprintf(stderr, "torture: %lu rounds with seed %lu, %zu starts\n", rounds, seed, to.starts);
}

/* Whoever is let loose on the terminal on the wall can punch, and nothing else. */
Test(torture, at_the_wall)
{
	static struct torture to = { .wall = true };
	unsigned long rounds = number("ROUNDS", ROUNDS / 4), seed = number("SEED", 1);
	to.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	demo_own();
	begin(&to);
	for (unsigned long i = 1; i <= rounds; i++) {
		do_one(&to);
		if (any(&to, BREATH / 2) == 0)
			breathe(&to);
		if (i % CUT_EVERY == 0)
			demo_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wall'");
	}
	breathe(&to);
	vt_resize(to.t, 24, 80);
	vt_type(to.t, "\033\\\033[201~"); /* what was begun last is over */
	breathe(&to);
	vt_keys(to.t, "esc");
	breathe(&to);
	cr_assert(vt_wait(to.t, "Show your badge") && vt_wait_line(to.t, -1, "connected") && vt_wait_gone(to.t, "not yet sent"));
	demo_sql("SELECT karat.badge_issue(id, '4444444444') FROM karat.person WHERE login = 'ute'");
	vt_send(to.t, "BADGE:4444444444\r", 17);
	cr_assert(vt_wait(to.t, "Willkommen, Ute Kessler. Gekommen um"), "who comes then can punch");
	vt_signal(to.t, SIGTERM);
	cr_expect_eq(vt_wait_exit(to.t), 128 + SIGTERM);
	vt_close(to.t);
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.audit WHERE who = 'wall' AND entity NOT IN ('punch', 'shift', 'time_entry', 'pause')"), "0");
	cr_expect_str_eq(demo_asked("SELECT count(*) FROM karat.punch x JOIN karat.person p ON p.id = x.person WHERE p.login = 'ute'"), "1");
	fprintf(stderr, "torture: %lu rounds at the wall with seed %lu\n", rounds, seed);
}
