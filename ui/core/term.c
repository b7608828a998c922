/* term.c - the terminal: up, down, after a crash, after a pause; and what it can */
#include "config.h"

#include "core/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/charset.h"
#include "core/giveback.h"
#include "core/input.h"
#include "core/look.h"
#include "core/loop.h"
#include "core/terminfo.h"

enum {
	ESC_MS = 25,
	ESC_MS_MOST = 5000,
	SIDE_MOST = 1000,       /* lines, columns: more is a lie */
	READ_MOST = 64 * 1024,  /* bytes a turn of the loop: a paste must not keep it */
	TITLE_MOST = 200,       /* bytes */
	COPY_MOST = 100 * 1000, /* bytes of an OSC 52, of which terminals take no longer ones */
	TYPING_US = 150 * 1000, /* between two key presses of a script: no scanner is so slow */
};

#define ESC "\033"
#define TITLE_SAVE ESC "[22;2t"
#define TITLE_BACK ESC "[23;2t"

static const char modes_on[] = ESC "[?2004h" ESC "[?1004h";  /* paste marks, focus */
static const char modes_off[] = ESC "[?1004l" ESC "[?2004l";
static const char mouse_on[] = ESC "[?1000h" ESC "[?1006h";
static const char mouse_off[] = ESC "[?1006l" ESC "[?1000l";

static struct {
	bool open, nowhere, plain;
	bool rich; /* like xterm: see terminfo.h */
	bool mouse, ended;
	int in_fd, out_fd;
	FILE *in_file, *out_file; /* for curses alone, which asks for nothing but their descriptors */
	SCREEN *screen;
	struct termios before;
	const char *type;
	struct input *input;
	int64_t typed_us; /* what scripts are ahead of the clock */
	uint16_t high[128];
	char title[TITLE_MOST + 1]; /* "" until the first */
	struct arena arena;
} term;

/* Sending without curses. */

static void send_bytes(const char *bytes, size_t len)
{
	while (len && !term.nowhere) {
		ssize_t n = write(term.out_fd, bytes, len);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = term.out_fd, .events = POLLOUT };
			poll(&p, 1, -1);
		} else if (n == 0 || errno != EINTR) {
			return; /* nobody is there any more: term_read will find out */
		}
	}
}

static void send_text(const char *s)
{
	send_bytes(s, strlen(s));
}

/* What a crash would have to send now. */
static void prepare_ending(void)
{
	if (term.nowhere)
		return;
	struct buf out = BUF_INIT(GIVEBACK_MAX);
	if (term.rich) {
		buf_adds(&out, mouse_off);
		buf_adds(&out, modes_off);
	}
	if (term.title[0])
		buf_adds(&out, TITLE_BACK);
	terminfo_ending(&out, term_lines(), !term.plain);
	giveback_bytes(out.data, out.len);
	buf_done(&out);
}

static void send_title(void)
{
	send_text(ESC "]2;");
	send_text(term.title);
	send_text(ESC "\\");
}

static void modes_begin(void)
{
	if (!term.rich)
		return;
	send_text(modes_on);
	if (term.mouse)
		send_text(mouse_on);
}

/* Size. */

static int number_in_environment(const char *name)
{
	const char *s = getenv(name);
	char *end;
	if (!s || !*s)
		return 0;
	long n = strtol(s, &end, 10);
	return *end || n < 0 || n > SIDE_MOST ? 0 : (int)n;
}

/* A serial line knows no size: then who set it up may have said it, or the database has the usual one. */
static int side_of(int told, const char *variable, int usual)
{
	if (told <= 0)
		told = number_in_environment(variable);
	if (told <= 0)
		told = usual;
	return told < SIDE_MOST ? told : SIDE_MOST;
}

static struct winsize system_size(void)
{
	struct winsize size = { 0 };
	if (term.nowhere || ioctl(term.out_fd, TIOCGWINSZ, &size) != 0)
		size = (struct winsize){ 0 };
	return size;
}

void term_resize(int lines, int columns)
{
	bool ask = lines <= 0 || columns <= 0;
	if (!term.open || (ask && term.nowhere))
		return;
	struct winsize size = { 0 };
	if (ask)
		size = system_size();
	lines = side_of(ask ? size.ws_row : lines, "LINES", terminfo_lines());
	columns = side_of(ask ? size.ws_col : columns, "COLUMNS", terminfo_columns());
	if (is_term_resized(lines, columns))
		resizeterm(lines, columns);
	clearok(curscr, TRUE); /* even if it is as large as before: it may have been smaller for a moment, and lost a part */
	prepare_ending();
}

int term_lines(void)
{
	return term.open ? getmaxy(stdscr) : 0;
}

int term_columns(void)
{
	return term.open ? getmaxx(stdscr) : 0;
}

/* Up. */

static void ignore_signal(int sig)
{
	(void)sig;
}

/* newterm takes signals that are free, and later takes and gives back SIGTSTP with each paint. All of them are the
 * loop's: they must not look free. */
static void keep_signals(struct sigaction *kept, bool before)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction action = { .sa_handler = ignore_signal, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		if (before)
			sigaction(signals[i], &action, &kept[i]);
		else
			sigaction(signals[i], &kept[i], NULL);
}

static bool open_files(struct err *e)
{
	if (term.nowhere) {
		term.in_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
		term.out_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	} else {
		term.in_fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		term.out_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	}
	term.in_file = term.in_fd < 0 ? NULL : fdopen(term.in_fd, "r");
	term.out_file = term.out_fd < 0 ? NULL : fdopen(term.out_fd, "w");
	if (!term.in_file || !term.out_file) {
		err_set(e, ERR_OUTPUT, _("The terminal cannot be opened: too many files are open."));
		return err_detail(e, "%s", strerror(errno));
	}
	return true;
}

static void close_file(FILE **file, int *fd)
{
	if (*file)
		fclose(*file);
	else if (*fd >= 0)
		close(*fd);
	*file = NULL;
	*fd = -1;
}

static void close_files(void)
{
	close_file(&term.in_file, &term.in_fd);
	close_file(&term.out_file, &term.out_fd);
}

/* Curses does something without a byte reaching the terminal. */
static void silently(int (*fn)(void))
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC), kept = fcntl(term.out_fd, F_DUPFD_CLOEXEC, 0);
	if (nowhere >= 0 && kept >= 0 && dup3(nowhere, term.out_fd, O_CLOEXEC) >= 0) {
		fn();
		dup3(kept, term.out_fd, O_CLOEXEC);
	}
	if (nowhere >= 0)
		close(nowhere);
	if (kept >= 0)
		close(kept);
}

static bool start_curses(struct err *e)
{
	struct sigaction kept[4];
	fflush(stdout);
	/* Types without a usual size, as linux, need to be told one; what is a lie must not be made room for. */
	struct winsize size = system_size();
	use_env(FALSE);
	use_tioctl(size.ws_row <= SIDE_MOST && size.ws_col <= SIDE_MOST);
	keep_signals(kept, true);
	term.screen = newterm(term.type, term.out_file, term.in_file);
	keep_signals(kept, false);
	if (!term.screen)
		return err_set(e, ERR_OUTPUT, _("The terminal “%s” cannot be set up. Use commands such as "
			"“karat list orders”."), term.type);
	if (term.plain)
		silently(beep); /* empties its buffer, where the switch to the second screen is */
	raw(); /* ^C, ^Z, ^S and ^Q are keys */
	noecho();
	nonl();
	typeahead(-1); /* else a key that changes nothing would leave half a screen */
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	idlok(stdscr, TRUE); /* a list that scrolls by one line sends one line */
	return true;
}

static void start_input(int esc_ms)
{
	int ms = esc_ms <= 0 ? ESC_MS : esc_ms < ESC_MS_MOST ? esc_ms : ESC_MS_MOST;
	set_escdelay(ms);
	charset_high(term.high);
	struct input_look look = {
		.seqs = terminfo_keys(&term.arena),
		.utf8 = charset_utf8(),
		.high = term.high,
		.esc_us = ms * 1000,
	};
	term.input = input_new(&look);
}

static bool find_terminal(struct err *e)
{
	if (term.nowhere)
		return terminfo_choose("xterm-256color", term.out_fd, &term.type, e);
	if (!isatty(term.in_fd) || !isatty(term.out_fd) || tcgetattr(term.out_fd, &term.before) != 0)
		return err_set(e, ERR_USAGE, _("The screens need a terminal, and this is none. Use commands such as "
			"“karat list orders”."));
	if (!terminfo_choose(getenv("TERM"), term.out_fd, &term.type, e))
		return false;
	term.type = arena_strdup(&term.arena, term.type);
	term.rich = terminfo_like_xterm(term.type);
	return true;
}

bool term_open(const struct term_wish *wish, struct err *e)
{
	kt_assert(!term.open);
	memset(&term, 0, sizeof term);
	term.in_fd = term.out_fd = -1;
	term.nowhere = wish->nowhere;
	term.plain = wish->plain;
	charset_begin();
	bool found = open_files(e) && find_terminal(e);
	if (found && wish->found)
		wish->found(wish->ctx);
	if (!found || !start_curses(e)) {
		close_files();
		arena_done(&term.arena);
		return false;
	}
	term.open = true;
	look_begin(wish->color);
	start_input(wish->esc_ms);
	if (!term.nowhere)
		giveback_begin(term.out_fd, &term.before);
	term_resize(wish->nowhere ? wish->lines : 0, wish->nowhere ? wish->columns : 0);
	modes_begin();
	term_mouse(wish->mouse);
	return true;
}

/* Down. */

/* There is one way back, for good, for a pause, and for a crash: giveback_now. */
void term_close(void)
{
	if (!term.open)
		return;
	giveback_now();
	giveback_end();
	silently(endwin);
	delscreen(term.screen);
	input_free(term.input);
	close_files();
	arena_done(&term.arena);
	term.open = false;
}

/* SIGTSTP as if nobody had ever handled it; answers when the program goes on. In a process group that nobody waits
 * for it does nothing. */
static void stop_here(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL }, kept;
	sigset_t stop, mask;
	sigemptyset(&plain.sa_mask);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaction(SIGTSTP, &plain, &kept);
	pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
	raise(SIGTSTP);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &kept, NULL);
}

static void begin_again(void)
{
	struct buf out = BUF_INIT(GIVEBACK_MAX);
	terminfo_beginning(&out, term_lines(), !term.plain);
	send_bytes(out.data, out.len);
	buf_done(&out);
	modes_begin();
	if (term.title[0]) {
		send_text(TITLE_SAVE);
		send_title();
	}
	clearok(curscr, TRUE);
	refresh();
}

bool term_suspend(void)
{
	/* Who leads a session has no shell behind it: the system would not stop it, and what is typed in between would
	 * be signals. */
	if (!term.open || term.nowhere || getsid(0) == getpid())
		return false;
	def_prog_mode();
	giveback_now();
	giveback_end();
	stop_here();
	tcgetattr(term.out_fd, &term.before); /* meanwhile the person may have changed it for good */
	giveback_begin(term.out_fd, &term.before);
	reset_prog_mode();
	term_resize(0, 0);
	begin_again();
	return true;
}

/* What it is. */

int term_colors(void)
{
	return term.open ? look_colors() : 0;
}

bool term_utf8(void)
{
	return charset_utf8();
}

bool term_plain(void)
{
	return term.plain;
}

const char *term_library(void)
{
	return curses_version();
}

const char *term_type(void)
{
	return term.open ? term.type : "";
}

int term_fd(void)
{
	return term.open && !term.nowhere ? term.in_fd : -1;
}

/* Input. Not through curses, which does not tell a silent terminal from one that is gone. */

static int64_t now_us(void)
{
	return loop_now_us() + term.typed_us;
}

bool term_read(void)
{
	char bytes[4096];
	if (!term.open || term.nowhere)
		return true;
	for (size_t got = 0; got < READ_MOST && !term.ended;) {
		struct pollfd p = { .fd = term.in_fd, .events = POLLIN };
		int ready = poll(&p, 1, 0);
		if (ready <= 0)
			break;
		ssize_t n = read(term.in_fd, bytes, sizeof bytes);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			break;
		term.ended = n <= 0;
		if (n > 0) {
			input_feed(term.input, bytes, (size_t)n, now_us());
			got += (size_t)n;
		}
	}
	return !term.ended;
}

bool term_next(struct event *ret)
{
	return term.open && input_next(term.input, now_us(), ret);
}

int term_due_ms(void)
{
	int64_t due = term.open ? input_due(term.input) : -1, now = now_us();
	if (due < 0)
		return -1;
	return due <= now ? 0 : (int)((due - now + 999) / 1000);
}

void term_in_field(bool field)
{
	if (term.open)
		input_in_field(term.input, field);
}

void term_type_in(const char *bytes, size_t len)
{
	if (!term.open)
		return;
	term.typed_us += TYPING_US;
	input_feed(term.input, bytes, len, now_us());
}

/* What it can. */

void term_mouse(bool on)
{
	if (!term.open || !term.rich || on == term.mouse)
		return;
	term.mouse = on;
	send_text(on ? mouse_on : mouse_off);
}

void term_theme(const struct theme *t)
{
	look_theme(t);
}

void term_title(const char *text)
{
	if (!term.open || !term.rich || term.nowhere)
		return;
	struct buf out = BUF_INIT(TITLE_MOST);
	charset_encode(&out, text);
	if (out.len && !str_eq(out.data, term.title)) {
		bool first = !term.title[0];
		memcpy(term.title, out.data, out.len + 1);
		if (first) {
			prepare_ending();
			send_text(TITLE_SAVE);
		}
		send_title();
	}
	buf_done(&out);
}

void term_bell(void)
{
	if (term.open)
		beep();
}

void term_flash(void)
{
	if (term.open)
		flash();
}

static void add_base64(struct buf *out, const char *text, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)text;
	for (size_t i = 0; i < len; i += 3) {
		unsigned a = p[i], b = i + 1 < len ? p[i + 1] : 0, c = i + 2 < len ? p[i + 2] : 0;
		buf_addc(out, digits[a >> 2]);
		buf_addc(out, digits[(a << 4 | b >> 4) & 63]);
		buf_addc(out, i + 1 < len ? digits[(b << 2 | c >> 6) & 63] : '=');
		buf_addc(out, i + 2 < len ? digits[c & 63] : '=');
	}
}

/* In tmux twice: it takes one for itself or hands on the other to the terminal around it, as it is set up. */
bool term_copy(const char *text, size_t len)
{
	bool tmux = getenv("TMUX"), screen = !tmux && getenv("STY"); /* GNU screen keeps it to itself */
	if (!term.open || !term.rich || term.nowhere || screen || len > COPY_MOST)
		return false;
	struct buf code = BUF_INIT(COPY_MOST);
	buf_adds(&code, ESC "]52;c;");
	add_base64(&code, text, len);
	buf_adds(&code, "\a");
	bool fits = !code.full;
	if (fits)
		send_bytes(code.data, code.len);
	if (fits && tmux) {
		send_text(ESC "Ptmux;" ESC);
		send_bytes(code.data, code.len);
		send_text(ESC "\\");
	}
	buf_done(&code);
	return fits;
}
