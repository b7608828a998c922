/* term.c - what is sent to a terminal when karat comes and when it goes, in whatever way it goes
 *
 * Each case is a child on a pseudo-terminal of its own. It says through a pipe what it has done, and waits; then a
 * mark is written behind it into the same terminal, so that nobody waits for time to pass.
 */
#include "config.h"

#include "core/term.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/input.h"
#include "core/paint.h"

enum { PATIENCE_MS = 20000 };

struct run {
	const char *type;   /* TERM */
	struct term_wish wish;
	int lines, columns; /* 24 × 80 */
	const char *env;    /* NAME=value, or NULL */
	int arg;            /* of the child's own */
	void (*child)(struct run *r); /* its return is exit(0) without anything */

	int master, slave, says, go;
	pid_t pid;
	struct termios before;
	struct buf bytes; /* all it sent since the last mark */
	char said[256];
};

/* The child's side. */

static void say(const struct run *r, const char *fmt, ...) KT_PRINTF(2, 3);
static void say(const struct run *r, const char *fmt, ...)
{
	char line[256], c;
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(line, sizeof line - 1, fmt, ap);
	va_end(ap);
	line[n] = '\n';
	if (write(r->says, line, (size_t)n + 1) != n + 1 || read(r->go, &c, 1) != 1)
		_exit(98);
}

static void open_or_die(struct run *r)
{
	struct err e = ERR_INIT;
	if (!term_open(&r->wish, &e)) {
		say(r, "refused: %.200s", e.text);
		_exit(96);
	}
}

static void set_environment(const struct run *r)
{
	static const char *const gone[] = { "LINES", "COLUMNS", "COLORTERM", "NO_COLOR", "TMUX", "STY", "ESCDELAY" };
	for (size_t i = 0; i < ARRAY_LEN(gone); i++)
		unsetenv(gone[i]);
	char name[64];
	const char *equals = r->env ? strchr(r->env, '=') : NULL;
	if (equals) {
		snprintf(name, sizeof name, "%.*s", (int)(equals - r->env), r->env);
		setenv(name, equals + 1, 1);
	}
	setenv("TERM", r->type, 1);
}

/* Asked by the leak checker: what a child that calls exit() holds is no leak. */
static int in_child;
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return in_child;
}

static void be_child(struct run *r)
{
	in_child = 1;
	static const int fatal[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTERM, SIGHUP, SIGINT, SIGQUIT };
	struct rlimit no_core = { 0 };
	setrlimit(RLIMIT_CORE, &no_core);
	close(r->master);
	setsid();
	ioctl(r->slave, TIOCSCTTY, 0);
	dup2(r->slave, STDIN_FILENO);
	dup2(r->slave, STDOUT_FILENO);
	int null = open("/dev/null", O_WRONLY);
	dup2(null, STDERR_FILENO);
	/* Neither the test's framework nor a sanitizer is to see these deaths. */
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
		signal(fatal[i], SIG_DFL);
	set_environment(r);
	r->child(r);
	_exit(0);
}

/* The parent's. */

static void start(struct run *r)
{
	struct winsize size = { .ws_row = (unsigned short)(r->lines ? r->lines : 24),
		.ws_col = (unsigned short)(r->columns ? r->columns : 80) };
	if (r->lines < 0)
		size = (struct winsize){ 0 };
	int says[2], go[2];
	r->bytes = (struct buf)BUF_INIT(1 << 20);
	setlocale(LC_ALL, "");
	cr_assert(openpty(&r->master, &r->slave, NULL, NULL, &size) == 0 && pipe(says) == 0 && pipe(go) == 0);
	cr_assert(tcgetattr(r->slave, &r->before) == 0);
	r->pid = fork();
	cr_assert(r->pid >= 0);
	if (!r->pid) {
		close(says[0]);
		close(go[1]);
		r->says = says[1];
		r->go = go[0];
		be_child(r);
	}
	close(says[1]);
	close(go[0]);
	r->says = says[0];
	r->go = go[1];
}

/* Takes what has come until one more byte of the pipe is there; false: the pipe is closed. */
static bool take(struct run *r, char *ret)
{
	for (;;) {
		struct pollfd p[] = { { .fd = r->says, .events = POLLIN }, { .fd = r->master, .events = POLLIN } };
		cr_assert(poll(p, 2, PATIENCE_MS) > 0, "%s: nothing comes any more", r->type);
		char some[4096];
		ssize_t n = p[1].revents & POLLIN ? read(r->master, some, sizeof some) : 0;
		if (n > 0)
			buf_add(&r->bytes, some, (size_t)n);
		else if (p[0].revents)
			return read(r->says, ret, 1) == 1;
	}
}

/* All that was sent up to now is in bytes afterwards, and begins anew with the next one. */
static void mark(struct run *r)
{
	static const char sign[] = "<mark>";
	cr_assert(write(r->slave, sign, strlen(sign)) == (ssize_t)strlen(sign));
	char *at;
	while (!(at = memmem(r->bytes.data, r->bytes.len, sign, strlen(sign)))) {
		struct pollfd p = { .fd = r->master, .events = POLLIN };
		char some[4096];
		cr_assert(poll(&p, 1, PATIENCE_MS) > 0);
		ssize_t n = read(r->master, some, sizeof some);
		cr_assert(n > 0);
		buf_add(&r->bytes, some, (size_t)n);
	}
	buf_cut(&r->bytes, (size_t)(at - r->bytes.data));
}

/* The next line it says; "" when it has gone. What it says next it does when it is asked for. */
static const char *hear(struct run *r)
{
	size_t n = 0;
	char c;
	if (r->said[0] && write(r->go, "", 1) != 1)
		cr_assert_fail("%s: it does not listen", r->type);
	buf_clear(&r->bytes);
	while (n < sizeof r->said - 1 && take(r, &c) && c != '\n')
		r->said[n++] = c;
	r->said[n] = '\0';
	mark(r);
	return r->said;
}

/* As a shell has it. */
static int end(struct run *r)
{
	int status;
	cr_expect_str_eq(hear(r), "", "%s", r->said);
	cr_assert(waitpid(r->pid, &status, 0) == r->pid);
	close(r->says);
	close(r->go);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void done(struct run *r)
{
	close(r->master);
	close(r->slave);
	buf_done(&r->bytes);
}

static bool sent(const struct run *r, const char *bytes)
{
	return memmem(r->bytes.data, r->bytes.len, bytes, strlen(bytes));
}

static bool same_settings(const struct run *r)
{
	struct termios now;
	cr_assert(tcgetattr(r->slave, &now) == 0);
	return now.c_iflag == r->before.c_iflag && now.c_oflag == r->before.c_oflag && now.c_cflag == r->before.c_cflag &&
		now.c_lflag == r->before.c_lflag && memcmp(now.c_cc, r->before.c_cc, sizeof now.c_cc) == 0;
}

#define PASTE "\033[?2004"
#define FOCUS "\033[?1004"
#define MOUSE "\033[?1000"
#define SECOND "\033[?1049"

TestSuite(term, .timeout = 60);

/* Types of terminals. */

static void comes_and_goes(struct run *r)
{
	open_or_die(r);
	say(r, "%s", term_type());
	paint_text(paint_all(), 2, 3, STYLE_NORMAL, "Größe");
	paint_cursor(paint_all(), 2, 3, false);
	paint_show();
	say(r, "painted");
	term_close();
}

Test(term, types)
{
	static const struct { const char *term, *used; bool rich, second, hides; } cases[] = {
		{ "vt100", "vt100", false, false, false },
		{ "vt220", "vt220", false, false, true },
		{ "linux", "linux", false, false, true },
		{ "ansi", "ansi", false, false, false },
		{ "xterm", "xterm", true, true, true },
		{ "xterm-256color", "xterm-256color", true, true, true },
		{ "screen", "screen", true, true, true },
		{ "tmux-256color", "tmux-256color", true, true, true },
		{ "rxvt-unicode-256color", "rxvt-unicode-256color", true, true, true },
		{ "no-such-terminal", "xterm-256color", true, true, true },
		{ "", "xterm-256color", true, true, true },
		{ "../../etc/passwd", "xterm-256color", true, true, true },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct run r = { .type = cases[i].term, .child = comes_and_goes };
		struct termios now;
		start(&r);
		cr_expect_str_eq(hear(&r), cases[i].used, "%s: %s", r.type, r.said);
		cr_expect_eq(sent(&r, PASTE "h"), cases[i].rich, "%s", r.type);
		cr_expect_eq(sent(&r, FOCUS "h"), cases[i].rich, "%s", r.type);
		cr_expect(!sent(&r, MOUSE "h"), "%s: nobody wished a mouse", r.type);
		cr_assert(tcgetattr(r.slave, &now) == 0);
		cr_expect(!(now.c_lflag & (ICANON | ISIG | ECHO | IEXTEN)) && !(now.c_iflag & (IXON | ICRNL)), "%s", r.type);
			cr_expect_str_eq(hear(&r), "painted");
		cr_expect(sent(&r, "Größe"), "%s", r.type);
		bool second = !cases[i].second || sent(&r, SECOND "h") || sent(&r, "\033[?47h");
		cr_expect(second, "%s", r.type);
		cr_expect_eq(sent(&r, "\033[?25l"), cases[i].hides, "%s", r.type);
		cr_expect(!sent(&r, "\033]"), "%s: palette and title stay", r.type);
			cr_expect_eq(end(&r), 0, "%s", r.type);
		cr_expect_eq(sent(&r, PASTE "l"), cases[i].rich, "%s", r.type);
		cr_expect_eq(sent(&r, FOCUS "l"), cases[i].rich, "%s", r.type);
		cr_expect(!cases[i].second || sent(&r, SECOND "l") || sent(&r, "\033[?47l"), "%s", r.type);
		cr_expect(cases[i].second || str_ends(r.bytes.data, "\r\n"), "%s: the shell goes on below", r.type);
		cr_expect(!cases[i].hides || sent(&r, "\033[?25h"), "%s", r.type);
		cr_expect(!sent(&r, "\033]"), "%s: palette and title stay", r.type);
		cr_expect(same_settings(&r), "%s", r.type);
		done(&r);
	}
}

Test(term, refused)
{
	struct run r = { .type = "dumb", .child = comes_and_goes };
	start(&r);
	cr_expect(str_starts(hear(&r), "refused: ") && strstr(r.said, "karat list") && strstr(r.said, "“dumb”"), "%s", r.said);
	cr_expect_eq(end(&r), 96);
	cr_expect_eq(r.bytes.len, 0, "not a byte is written to it");
	cr_expect(same_settings(&r));
	done(&r);
}

static void no_terminal(struct run *r)
{
	struct err e = ERR_INIT;
	int null = open("/dev/null", O_RDWR);
	dup2(null, r->arg);
	bool opened = term_open(&r->wish, &e);
	say(r, "%d %.200s", opened, e.text);
}

Test(term, not_a_terminal)
{
	for (int fd = 0; fd < 2; fd++) {
		struct run r = { .type = "xterm", .arg = fd, .child = no_terminal };
		start(&r);
		cr_expect(str_starts(hear(&r), "0 ") && strstr(r.said, "karat list"), "%s", r.said);
		cr_expect_eq(end(&r), 0);
		cr_expect(same_settings(&r));
		done(&r);
	}
}

Test(term, plain_stays_on_the_first_screen)
{
	struct run r = { .type = "xterm-256color", .wish.plain = true, .child = comes_and_goes };
	start(&r);
	hear(&r);
	cr_expect(sent(&r, PASTE "h"));
	cr_expect(!sent(&r, SECOND));
	hear(&r);
	cr_expect(sent(&r, "Größe") && !sent(&r, SECOND));
	cr_expect_eq(end(&r), 0);
	cr_expect(!sent(&r, SECOND) && sent(&r, PASTE "l") && sent(&r, "\033[?25h") && str_ends(r.bytes.data, "\r\n"));
	cr_expect(same_settings(&r));
	done(&r);
}

/* Ways to die. */

enum death { DEATH_ABORT, DEATH_FAULT, DEATH_STACK, DEATH_ASSERT, DEATH_EXIT, DEATH_TERM, DEATH_HUP, DEATH_FPE };

static volatile int depth;

static int overflow(int n) /* NOLINT: that it never ends is its purpose */
{
	volatile char much[64 * 1024];
	much[0] = (char)n;
	depth++;
	return n < 0 ? much[0] : overflow(n + 1) + much[0];
}

static void dies(struct run *r)
{
	open_or_die(r);
	term_title("Werkbank");
	paint_text(paint_all(), 2, 3, STYLE_NORMAL, "Größe");
	paint_cursor(paint_all(), 2, 3, false);
	paint_show();
	say(r, "open");
	switch ((enum death)r->arg) {
	case DEATH_ABORT: abort();
	case DEATH_FAULT: raise(SIGSEGV); break;
	case DEATH_STACK: overflow(0); break;
	case DEATH_ASSERT:
		dup2(r->slave, STDERR_FILENO);
		kt_assert(!"this test");
		break;
	case DEATH_EXIT: exit(7);
	case DEATH_TERM: kill(getpid(), SIGTERM); break;
	case DEATH_HUP: kill(getpid(), SIGHUP); break;
	case DEATH_FPE: raise(SIGFPE); break;
	}
}

Test(term, deaths)
{
	static const struct { enum death death; int status; } cases[] = { { DEATH_ABORT, 128 + SIGABRT },
		{ DEATH_FAULT, 128 + SIGSEGV }, { DEATH_STACK, 128 + SIGSEGV }, { DEATH_ASSERT, 128 + SIGABRT }, { DEATH_EXIT, 7 },
		{ DEATH_TERM, 128 + SIGTERM }, { DEATH_HUP, 128 + SIGHUP }, { DEATH_FPE, 128 + SIGFPE } };
	static const char *const types[] = { "xterm-256color", "linux", "vt100" };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (size_t t = 0; t < ARRAY_LEN(types); t++) {
			struct run r = { .type = types[t], .wish.mouse = true, .arg = cases[i].death, .child = dies };
			start(&r);
			cr_assert_str_eq(hear(&r), "open", "%s", r.said);
			cr_expect_eq(sent(&r, MOUSE "h\033[?1006h"), t == 0);
			cr_expect_eq(sent(&r, "\033[22;2t\033]2;Werkbank\033\\"), t == 0);
					int status = end(&r);
			cr_expect_eq(status, cases[i].status, "%zu: %d", i, status);
			static const char *const back[] = { MOUSE "l", "\033[?1006l", PASTE "l", FOCUS "l", "\033[23;2t", SECOND "l", };
			for (size_t b = 0; b < ARRAY_LEN(back); b++)
				cr_expect_eq(sent(&r, back[b]), t == 0, "%zu %s: %s", i, r.type, back[b] + 1);
			cr_expect(t == 2 || sent(&r, "\033[?25h"), "%zu %s: the cursor", i, r.type);
			if (cases[i].death == DEATH_ASSERT) { /* what it says can be read: it comes last */
				char *words = strstr(r.bytes.data, "karat has to stop");
				cr_assert(words, "%s", r.type);
				cr_expect(!strchr(words, '\033'), "%s: %s", r.type, words);
				*words = '\0';
			}
			cr_expect(t == 0 || (sent(&r, "\033[24;1H") && str_ends(r.bytes.data, "\r\n")), "%zu %s: below", i, r.type);
			cr_expect(!sent(&r, "$<"), "no padding");
			cr_expect(same_settings(&r), "%zu %s: stty", i, r.type);
			done(&r);
		}
	}
}

/* Once it has been given back, a death writes nothing more. */
static void dies_later(struct run *r)
{
	open_or_die(r);
	term_close();
	term_close();
	say(r, "closed");
	abort();
}

Test(term, death_after_the_end)
{
	struct run r = { .type = "xterm-256color", .child = dies_later };
	start(&r);
	cr_expect_str_eq(hear(&r), "closed");
	cr_expect_eq(end(&r), 128 + SIGABRT);
	cr_expect_eq(r.bytes.len, 0);
	done(&r);
}

static int handler_of(int sig)
{
	struct sigaction now;
	sigaction(sig, NULL, &now);
	return now.sa_flags & SA_SIGINFO ? 3 : now.sa_handler == SIG_DFL ? 0 : now.sa_handler == SIG_IGN ? 1 : 2;
}

/* 0 default, 1 ignored, 2 somebody's, 3 given back first. */
static void say_signals(const struct run *r)
{
	say(r, "%d%d%d%d%d%d", handler_of(SIGTSTP), handler_of(SIGWINCH), handler_of(SIGTERM), handler_of(SIGHUP),
		handler_of(SIGSEGV), handler_of(SIGCONT));
}

static void mine(int sig)
{
	(void)sig;
}

static void has_signals(struct run *r)
{
	if (r->arg) {
		signal(SIGTERM, mine);
		signal(SIGTSTP, mine);
		signal(SIGWINCH, mine);
		signal(SIGHUP, SIG_IGN);
	}
	open_or_die(r);
	paint_show();
	paint_again();
	paint_show();
	say_signals(r);
	term_close();
	say_signals(r);
}

/* Curses takes none of them: they are the loop's. */
Test(term, signals)
{
	static const char *const expected[][2] = { { "003330", "000000" }, { "222130", "222100" } };
	for (int taken = 0; taken < 2; taken++) {
		struct run r = { .type = "xterm-256color", .arg = taken, .child = has_signals };
		start(&r);
		cr_expect_str_eq(hear(&r), expected[taken][0], "%s", r.said);
		cr_expect_str_eq(hear(&r), expected[taken][1], "%s", r.said);
		cr_expect_eq(end(&r), 0);
		done(&r);
	}
}

/* Size. */

static void says_size(struct run *r)
{
	open_or_die(r);
	say(r, "%d %d", term_lines(), term_columns());
	for (int i = 0; i < r->arg; i++) {
			term_resize(0, 0);
		struct area all = paint_all();
		paint_clear(all, STYLE_NORMAL);
		paint_text(all, all.h - 1, all.w - 1, STYLE_KEY, "x");
		paint_show();
		say(r, "%d %d", term_lines(), term_columns());
	}
	term_close();
}

Test(term, sizes)
{
	static const struct { int lines, columns; const char *env, *type, *says; } cases[] = {
		{ 24, 80, NULL, "xterm", "24 80" }, { 50, 132, NULL, "vt100", "50 132" }, { 1, 1, NULL, "xterm", "1 1" },
		{ 5000, 5000, NULL, "xterm", "1000 1000" }, { 65535, 3, NULL, "xterm", "1000 3" },
		{ 24, 80, "COLUMNS=200", "xterm", "24 80" }, { -1, 0, NULL, "vt100", "24 80" }, { -1, 0, "LINES=30", "vt100", "30 80" },
		{ -1, 0, "COLUMNS=132", "xterm", "24 132" }, { -1, 0, "LINES=99999999999999999999", "xterm", "24 80" },
		{ -1, 0, "LINES=30x", "xterm", "24 80" }, { -1, 0, "COLUMNS=-5", "xterm", "24 80" },
		{ -1, 0, "COLUMNS=", "xterm", "24 80" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct run r = { .type = cases[i].type, .lines = cases[i].lines, .columns = cases[i].columns, .env = cases[i].env,
			.child = says_size };
		start(&r);
		cr_expect_str_eq(hear(&r), cases[i].says, "%zu: %s", i, r.said);
		cr_expect_eq(end(&r), 0);
		done(&r);
	}
}

Test(term, resizes)
{
	static const struct { unsigned short lines, columns; const char *says; } cases[] = { { 43, 132, "43 132" },
		{ 1, 1, "1 1" }, { 0, 0, "24 80" }, { 9000, 9000, "1000 1000" }, { 2, 40, "2 40" } };
	struct run r = { .type = "xterm-256color", .arg = ARRAY_LEN(cases), .child = says_size };
	start(&r);
	cr_expect_str_eq(hear(&r), "24 80");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct winsize size = { .ws_row = cases[i].lines, .ws_col = cases[i].columns };
		cr_assert(ioctl(r.master, TIOCSWINSZ, &size) == 0);
			cr_expect_str_eq(hear(&r), cases[i].says, "%zu: %s", i, r.said);
	}
	cr_expect_eq(end(&r), 0);
	done(&r);
}

/* Input. */

static void says_events(struct run *r)
{
	if (r->arg)
		signal(SIGHUP, SIG_IGN);
	open_or_die(r);
	say(r, "open");
	for (bool more = true; more;) {
		struct pollfd p = { .fd = term_fd(), .events = POLLIN };
		poll(&p, 1, term_due_ms());
		more = term_read();
		struct event ev;
		while (term_next(&ev)) {
			if (ev.kind == EVENT_PASTE)
				say(r, "paste %.*s", (int)ev.len, ev.text);
			else if (ev.kind == EVENT_FOCUS)
				say(r, "focus %d", ev.focused);
			else if (ev.kind == EVENT_MOUSE)
				say(r, "mouse %d %d %d", (int)ev.mouse, ev.y, ev.x);
			else if (ev.kind == EVENT_KEY && ev.key == (KT_KEY_CTRL | 'q'))
				more = false;
			else if (ev.kind == EVENT_KEY)
				say(r, "key %x", (unsigned)ev.key);
		}
	}
	say(r, "end");
	term_close();
}

Test(term, input)
{
	static const struct { const char *type, *bytes; const char *says; uint32_t key; } cases[] = {
		{ "xterm-256color", "\033[A", NULL, KT_KEY_UP }, { "xterm-256color", "\033OP", NULL, KT_KEY_F1 },
		{ "xterm-256color", "\033[15~", NULL, KT_KEY_F1 + 4 }, { "xterm-256color", "ü", NULL, 0xFC },
		{ "xterm-256color", "\r", NULL, KT_KEY_ENTER }, { "xterm-256color", "\x03", NULL, KT_KEY_CTRL | 'c' },
		{ "xterm-256color", "\x1a", NULL, KT_KEY_CTRL | 'z' }, { "xterm-256color", "\x13", NULL, KT_KEY_CTRL | 's' },
		{ "xterm-256color", "\033", NULL, KT_KEY_ESC }, { "xterm-256color", "\033[1;5C", NULL, KT_KEY_CTRL | KT_KEY_RIGHT },
		{ "linux", "\033[[A", NULL, KT_KEY_F1 }, { "vt100", "\033OA", NULL, KT_KEY_UP }, { "vt100", "\033OP", NULL, KT_KEY_F1 },
		{ "vt220", "\033[6~", NULL, KT_KEY_PGDN }, { "vt220", "\x08", NULL, KT_KEY_BACKSPACE },
		{ "linux", "\x7f", NULL, KT_KEY_BACKSPACE },
		{ "xterm-256color", "\033[200~a b\033[201~", "paste a b", 0 }, { "xterm-256color", "\033[I", "focus 1", 0 },
		{ "xterm-256color", "\033[<0;3;2M", "mouse 0 1 2", 0 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct run r = { .type = cases[i].type, .wish.mouse = true, .child = says_events };
		char key[32];
		start(&r);
		cr_assert_str_eq(hear(&r), "open");
		size_t len = strlen(cases[i].bytes);
		cr_assert(write(r.master, cases[i].bytes, len) == (ssize_t)len);
		snprintf(key, sizeof key, "key %x", (unsigned)cases[i].key);
		cr_expect_str_eq(hear(&r), cases[i].says ? cases[i].says : key, "%s %zu: %s", r.type, i, r.said);
		cr_assert(write(r.master, "\x11", 1) == 1);
		cr_expect_str_eq(hear(&r), "end");
		cr_expect_eq(end(&r), 0);
		done(&r);
	}
}

/* A line that is cut is the end of input, also for who ignores SIGHUP; what had come before counts. */
Test(term, hang_up)
{
	struct run r = { .type = "xterm-256color", .arg = 1, .child = says_events };
	char line[64];
	int status;
	start(&r);
	cr_assert_str_eq(hear(&r), "open");
	close(r.slave);
	cr_assert(write(r.master, "x", 1) == 1 && write(r.go, "", 1) == 1);
	ssize_t n = read(r.says, line, sizeof line);
	cr_assert(n > 0 && strncmp(line, "key 78\n", (size_t)n) == 0);
	close(r.master);
	cr_assert(write(r.go, "", 1) == 1);
	n = read(r.says, line, sizeof line);
	cr_expect(n > 0 && strncmp(line, "end\n", (size_t)n) == 0);
	cr_assert(write(r.go, "", 1) == 1);
	cr_assert(waitpid(r.pid, &status, 0) == r.pid);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	buf_done(&r.bytes);
}

/* What a script types comes like keys of a person, not of a scanner. */
Test(term, typed_in)
{
	struct term_wish wish = { .nowhere = true, .lines = 5, .columns = 20 };
	struct err e = ERR_INIT;
	struct event ev;
	setlocale(LC_ALL, "");
	cr_assert(term_open(&wish, &e), "%s", e.text);
	cr_expect(term_fd() == -1 && term_lines() == 5 && term_columns() == 20 && term_read() && term_due_ms() == -1);
	cr_expect(!term_copy("x", 1), "to nowhere");
	static const char *const typed[] = { "O", "1", "2", "3", "4", "\033", "\033[B", "\r" };
	static const uint32_t keys[] = { 'O', '1', '2', '3', '4', KT_KEY_ESC, KT_KEY_DOWN, KT_KEY_ENTER };
	size_t n = 0;
	for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
		term_type_in(typed[i], strlen(typed[i]));
		while (term_next(&ev)) {
			cr_expect(ev.kind == EVENT_KEY && n < ARRAY_LEN(keys) && ev.key == keys[n], "%zu: %d %x", n, (int)ev.kind, ev.key);
			n++;
		}
	}
	cr_expect_eq(n, ARRAY_LEN(keys), "%zu", n);
	term_suspend();
	term_title("nirgends");
	term_bell();
	term_mouse(true);
	term_resize(0, 0);
	cr_expect(term_lines() == 5 && term_columns() == 20);
	term_close();
}

/* What it can. */

static void shows_off(struct run *r)
{
	static char much[80000];
	memset(much, 'x', sizeof much);
	open_or_die(r);
	paint_show();
	say(r, "open");
	term_title("Größe\033]0;x\a\n€");
	say(r, "title");
	term_title("Größe\033]0;x\a\n€");
	term_title("");
	say(r, "again");
	say(r, "copy %d", term_copy("Müller", 7));
	say(r, "much %d", term_copy(much, sizeof much));
	say(r, "most %d", term_copy(much, 74994));
	say(r, "more %d", term_copy(much, 74995));
	term_mouse(true);
	term_mouse(true);
	say(r, "mouse");
	term_mouse(false);
	say(r, "no mouse");
	term_bell();
	say(r, "bell");
	term_close();
}

Test(term, title_clipboard_mouse_and_bell)
{
	static const char title[] = "\033[22;2t\033]2;Größe?]0;x??€\033\\";
	struct run r = { .type = "xterm-256color", .child = shows_off };
	start(&r);
	hear(&r);
	hear(&r);
	cr_expect_str_eq(r.bytes.data, title);
	cr_expect_str_eq(hear(&r), "again");
	cr_expect_eq(r.bytes.len, 0, "%s", r.bytes.data);
	cr_expect_str_eq(hear(&r), "copy 1");
	cr_expect_str_eq(r.bytes.data, "\033]52;c;TcO8bGxlcg==\a");
	cr_expect_str_eq(hear(&r), "much 0");
	cr_expect_eq(r.bytes.len, 0);
	cr_expect_str_eq(hear(&r), "most 1");
	cr_expect_eq(r.bytes.len, 100000, "%zu", r.bytes.len);
	cr_expect_str_eq(hear(&r), "more 0");
	hear(&r);
	cr_expect_str_eq(r.bytes.data, "\033[?1000h\033[?1006h");
	hear(&r);
	cr_expect_str_eq(r.bytes.data, "\033[?1006l\033[?1000l");
	hear(&r);
	cr_expect_str_eq(r.bytes.data, "\a");
	cr_expect_eq(end(&r), 0);
	cr_expect(sent(&r, "\033[23;2t"));
	done(&r);
}

Test(term, clipboards)
{
	static const struct { const char *type, *env; bool can, twice; } cases[] = { { "xterm", NULL, true, false },
		{ "linux", NULL, false, false }, { "vt220", NULL, false, false }, { "tmux-256color", "TMUX=/tmp/x,1,0", true, true },
		{ "screen", "STY=1.x", false, false } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct run r = { .type = cases[i].type, .env = cases[i].env, .child = shows_off };
		start(&r);
		while (!str_starts(hear(&r), "copy"))
			cr_expect(cases[i].can || i == 4 || !sent(&r, "\033]"), "%s: no title", r.type);
		cr_expect_eq(r.said[5], cases[i].can ? '1' : '0', "%s: %s", r.type, r.said);
		cr_expect_eq(sent(&r, "\033]52;c;TcO8bGxlcg==\a"), cases[i].can, "%s", r.type);
		cr_expect_eq(sent(&r, "\033Ptmux;\033\033]52;c;TcO8bGxlcg==\a\033\\"), cases[i].twice, "%s", r.type);
		while (str_starts(hear(&r), "m") || str_eq(r.said, "no mouse"))
			cr_expect(cases[i].can || i == 4 || !sent(&r, MOUSE), "%s: no mouse", r.type);
		cr_expect_eq(end(&r), 0);
		cr_expect(same_settings(&r));
		done(&r);
	}
}

/* Few bytes: what does not change is not sent, a list that scrolls sends one line. */
static void scrolls(struct run *r)
{
	open_or_die(r);
	say(r, "open");
	static const int tops[] = { 0, 0, 1, 1, 500 };
	for (size_t i = 0; i < ARRAY_LEN(tops); i++) {
		struct area all = paint_all();
		paint_clear(all, STYLE_NORMAL);
		paint_text(all, 0, 0, STYLE_TITLE, "Aufträge");
		paint_text(all, all.h - 1, 0, STYLE_STATUS, "F1 Hilfe");
		for (int y = 1; y < all.h - 1; y++) { /* between two lines that stay */
			char row[64];
			snprintf(row, sizeof row, "%d Auftrag %d", y + tops[i], (y + tops[i]) * 7919);
			paint_text(all, y, 0, STYLE_NORMAL, row);
		}
		paint_cursor(all, 5, 0, true);
		paint_show();
		say(r, "painted");
	}
	term_close();
}

Test(term, few_bytes)
{
	struct run r = { .type = "xterm-256color", .child = scrolls };
	start(&r);
	hear(&r);
	hear(&r);
	cr_expect(r.bytes.len > 300 && r.bytes.len < 1500, "%zu", r.bytes.len);
	hear(&r);
	cr_expect_eq(r.bytes.len, 0, "%zu", r.bytes.len);
	hear(&r);
	cr_expect(r.bytes.len > 10 && r.bytes.len < 100, "%zu", r.bytes.len);
	hear(&r);
	cr_expect_eq(r.bytes.len, 0, "%zu", r.bytes.len);
	/* A key that nobody has read yet does not make it stop in the middle of a page. */
	struct pollfd typed = { .fd = r.slave, .events = POLLIN };
	cr_assert(write(r.master, "x", 1) == 1 && poll(&typed, 1, PATIENCE_MS) == 1);
	hear(&r);
	cr_expect(sent(&r, "501") && sent(&r, "522") && r.bytes.len < 1000, "%zu %s", r.bytes.len, r.bytes.data);
	cr_expect_eq(end(&r), 0);
	done(&r);
}

/* Suspended: under something that knows jobs, as a shell does. */
static void suspends(struct run *r)
{
	pid_t job = fork();
	if (!job) {
		signal(SIGTTOU, SIG_IGN);
		setpgid(0, 0);
		tcsetpgrp(STDIN_FILENO, getpid());
		signal(SIGTTOU, SIG_DFL);
		r->wish.mouse = true;
			open_or_die(r);
		term_title("Werkbank");
		paint_text(paint_all(), 0, 0, STYLE_NORMAL, "vorher");
		paint_show();
		say(r, "open");
			term_suspend();
		say(r, "back %d %d", term_lines(), handler_of(SIGTSTP));
			term_close();
		_exit(0);
	}
	int status;
	signal(SIGTTOU, SIG_IGN);
	waitpid(job, &status, WUNTRACED);
	tcsetpgrp(STDIN_FILENO, getpgrp());
	say(r, "stopped %d", WIFSTOPPED(status) ? WSTOPSIG(status) : -1);
	tcsetpgrp(STDIN_FILENO, job);
	kill(job, SIGCONT);
	waitpid(job, &status, 0);
}

Test(term, suspends_and_comes_back)
{
	struct run r = { .type = "xterm-256color", .child = suspends };
	struct winsize size = { .ws_row = 30, .ws_col = 100 };
	char said[64];
	start(&r);
	cr_assert_str_eq(hear(&r), "open");
	snprintf(said, sizeof said, "stopped %d", SIGTSTP);
	cr_expect_str_eq(hear(&r), said, "%s", r.said);
	cr_expect(sent(&r, PASTE "l") && sent(&r, FOCUS "l") && sent(&r, MOUSE "l") && sent(&r, SECOND "l") && sent(&r, "\033[23;2t"));
	cr_expect(same_settings(&r));
	/* Meanwhile: another size, and other settings, which are to stay. */
	cr_assert(ioctl(r.master, TIOCSWINSZ, &size) == 0);
	r.before.c_cc[VERASE] = '\b';
	cr_assert(tcsetattr(r.slave, TCSANOW, &r.before) == 0);
	cr_expect_str_eq(hear(&r), "back 30 0", "%s", r.said);
	cr_expect(sent(&r, PASTE "h") && sent(&r, FOCUS "h") && sent(&r, MOUSE "h") && sent(&r, SECOND "h"));
	cr_expect(!sent(&r, "\033]104") && !sent(&r, "\033]R"), "the palette stays");
	cr_expect(sent(&r, "vorher") && sent(&r, "\033[22;2t\033]2;Werkbank"));
	cr_expect(!same_settings(&r));
	cr_expect_eq(end(&r), 0);
	cr_expect(sent(&r, PASTE "l") && sent(&r, MOUSE "l") && sent(&r, SECOND "l"));
	cr_expect(same_settings(&r));
	done(&r);
}

/* Colours: what the environment and the wish say of what the terminal has. */
static void says_colors(struct run *r)
{
	open_or_die(r);
	say(r, "%d", term_colors());
	struct theme t;
	struct err e = ERR_INIT;
	memset(&t, 0, sizeof t);
	bool ok = theme_add(&t, theme_text("dark"), "dark", &e) && theme_add(&t, "late = #ff0000 bold underline\n", "x", &e);
	term_theme(&t);
	paint_text(paint_all(), 0, 0, STYLE_LATE, "zu spät");
	paint_show();
	say(r, "%d", ok);
	term_close();
}

Test(term, colors)
{
	static const struct { const char *type, *color, *env, *says, *sends; } cases[] = {
		{ "xterm-256color", NULL, NULL, "256", "\033[38;5;196m" }, { "xterm-256color", "auto", "NO_COLOR=1", "0", "\033[0;1;4m" },
		{ "xterm-256color", "auto", "NO_COLOR=", "256", "\033[38;5;196m" }, { "xterm-256color", "always", "NO_COLOR=1", "256", NULL },
		{ "xterm-256color", "never", NULL, "0", "\033[0;1;4m" }, { "xterm", NULL, NULL, "8", "\033[31m" },
		{ "linux", NULL, NULL, "8", "\033[31m" }, { "vt220", "always", NULL, "0", "\033[0;1;4m" }, { "vt100", NULL, NULL, "0", "" },
		{ "xterm-256color", NULL, "COLORTERM=truecolor", "256", "\033[38;5;196m" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct run r = { .type = cases[i].type, .wish.color = cases[i].color, .env = cases[i].env, .child = says_colors };
		start(&r);
		cr_expect_str_eq(hear(&r), cases[i].says, "%zu %s: %s", i, r.type, r.said);
		cr_expect_str_eq(hear(&r), "1");
		cr_expect(!cases[i].sends || sent(&r, cases[i].sends), "%zu %s: %s", i, r.type, r.bytes.data);
		cr_expect_eq(sent(&r, "[38;") || sent(&r, "[31m"), !str_eq(cases[i].says, "0"), "%zu %s", i, r.type);
		cr_expect(!sent(&r, "\033]4;") && !sent(&r, "\033]P") && !sent(&r, "\033]R"), "the palette stays");
		cr_expect_eq(end(&r), 0);
		done(&r);
	}
}
