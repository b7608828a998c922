/* vt.c - a terminal for tests, on libvterm and a pseudo-terminal */
#include "config.h"

#include "vt.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum {
	SETUP_BROKE = 99,
	WAIT_MS = 20000,
	RAW_MAX = 4 << 20,
	STRING_MAX = 256 << 10, /* of an OSC: a clipboard */
	SEQ_MAX = 64,
	TITLE_MAX = 256,
	TITLES = 8,
	SIDE_MAX = 1000, /* lines and columns */
	MODES_AT_START = 1 << VT_CURSOR | 1 << VT_WRAP,
};

enum scan { SCAN_TEXT, SCAN_ESC, SCAN_CSI, SCAN_STRING, SCAN_STRING_ESC, SCAN_CHARSET };

struct vt {
	struct arena mem; /* holds this, too */
	VTerm *term;
	VTermScreen *screen;
	VTermState *pen;
	int lines, columns, wait_ms;
	const char *type;

	pid_t pid;
	int pidfd, master; /* -1: hung up */
	bool alone;        /* nobody holds the other end any more */
	int status;        /* of the exit; -1: runs */
	struct termios stty, stty_at_start;
	struct buf out; /* typed, and not taken by the program yet */
	struct buf look; /* for the waits */
	bool single;    /* one byte a character, which `high` says from 0x80 on */
	uint16_t high[128];

	/* libvterm keeps most modes to itself, knows no stack of titles, and changes how it hands on strings from
	 * version to version: all that is no picture is read here. */
	enum scan scan;
	char seq[SEQ_MAX];
	size_t seq_len;
	bool osc; /* the string is one; else DCS, APC, PM */
	struct buf string;
	unsigned modes;
	char charset; /* which of ( ) is being said */
	char g[2];    /* G0, G1 */
	int shift;
	char title[TITLES][TITLE_MAX];
	int ntitles; /* pushed; the one in use is behind them */
	const char *clipboard;
	int bells;

	uint64_t bytes;
	struct buf raw;
};

/* clang-format off */
static const struct {
	const char *name;
	int decs[3]; /* its numbers after CSI ? */
} modes[VT_MODES] = {
	[VT_CURSOR]      = { "cursor",            { 25 } },
	[VT_WRAP]        = { "wrap",              { 7 } },
	[VT_ALTSCREEN]   = { "second screen",     { 1049, 1047, 47 } },
	[VT_MOUSE]       = { "mouse",             { 1000, 1002, 1003 } },
	[VT_MOUSE_SGR]   = { "SGR mouse",         { 1006 } },
	[VT_PASTE]       = { "bracketed paste",   { 2004 } },
	[VT_FOCUS]       = { "focus",             { 1004 } },
	[VT_CURSOR_KEYS] = { "application keys",  { 1 } },
	[VT_KEYPAD]      = { "application keypad", { 66 } },
	[VT_REVERSED]    = { "reversed screen",   { 5 } },
	[VT_ORIGIN]      = { "origin",            { 6 } },
	[VT_INSERT]      = { "insert",            { 0 } },
	[VT_LINEDRAW]    = { "line drawing",      { 0 } },
	[VT_REGION]      = { "scrolling region",  { 0 } },
};
/* clang-format on */

static void KT_NORETURN broke(const char *what)
{
	fprintf(stderr, "vt: %s: %s\n", what, strerror(errno));
	_exit(SETUP_BROKE);
}

static void KT_NORETURN wrong(const char *what, const char *arg)
{
	fprintf(stderr, "vt: %s '%s'\n", what, arg);
	abort();
}

static int64_t millis(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- reading what is no picture ---- */

static void set_mode(struct vt *t, enum vt_mode m, bool on)
{
	t->modes = on ? t->modes | 1U << m : t->modes & ~(1U << m);
}

static void set_dec(struct vt *t, long number, bool on)
{
	for (int m = 0; m < VT_MODES; m++)
		for (size_t i = 0; i < ARRAY_LEN(modes[m].decs); i++)
			if (number && modes[m].decs[i] == number)
				set_mode(t, (enum vt_mode)m, on);
}

static void line_drawing(struct vt *t)
{
	set_mode(t, VT_LINEDRAW, t->g[t->shift] == '0');
}

static void reset_modes(struct vt *t)
{
	t->modes = MODES_AT_START;
	t->g[0] = t->g[1] = 'B';
	t->shift = 0;
}

static void soft_reset(struct vt *t)
{
	unsigned kept = t->modes & (1U << VT_ALTSCREEN | 1U << VT_MOUSE | 1U << VT_MOUSE_SGR | 1U << VT_PASTE |
			1U << VT_FOCUS);
	reset_modes(t);
	t->modes |= kept;
}

static void title_stack(struct vt *t, long op, long which)
{
	if (which == 1) /* the icon's name */
		return;
	if (op == 22 && t->ntitles + 1 < TITLES) {
		memcpy(t->title[t->ntitles + 1], t->title[t->ntitles], TITLE_MAX);
		t->ntitles++;
	}
	if (op == 23 && t->ntitles > 0)
		t->ntitles--;
}

static void csi(struct vt *t, char final)
{
	char *at = t->seq;
	bool dec = *at == '?', plain = t->seq_len == 0 || strspn(at, "0123456789;") == t->seq_len;
	long args[16] = { 0 };
	size_t n = 0;
	for (at += dec; n < ARRAY_LEN(args); at++) {
		args[n++] = strtol(at, &at, 10);
		if (*at != ';')
			break;
	}
	if (final == 'p' && strcmp(t->seq, "!") == 0)
		soft_reset(t);
	for (size_t i = 0; i < n && (final == 'h' || final == 'l'); i++) {
		if (dec)
			set_dec(t, args[i], final == 'h');
		else if (plain && args[i] == 4)
			set_mode(t, VT_INSERT, final == 'h');
	}
	if (final == 'r' && plain)
		set_mode(t, VT_REGION, args[0] > 1 || (args[1] && args[1] < t->lines));
	if (final == 't' && plain)
		title_stack(t, args[0], args[1]);
}

static void string_ends(struct vt *t)
{
	const char *s = t->string.data;
	t->scan = SCAN_TEXT;
	if (!t->osc || t->string.full)
		return;
	if (str_starts(s, "0;") || str_starts(s, "2;"))
		snprintf(t->title[t->ntitles], TITLE_MAX, "%s", s + 2);
	if (str_starts(s, "52;") && strchr(s + 3, ';'))
		t->clipboard = arena_strdup(&t->mem, strchr(s + 3, ';') + 1);
}

static void scan_text(struct vt *t, char c)
{
	switch (c) {
	case '\033':
		t->scan = SCAN_ESC;
		break;
	case '\a':
		t->bells++;
		break;
	case '\016':
	case '\017':
		t->shift = c == '\016';
		line_drawing(t);
		break;
	default:
		break;
	}
}

static void scan_esc(struct vt *t, char c)
{
	t->scan = SCAN_TEXT;
	switch (c) {
	case '[':
		t->scan = SCAN_CSI;
		t->seq_len = 0;
		break;
	case ']':
	case 'P':
	case '_':
	case '^':
		t->scan = SCAN_STRING;
		t->osc = c == ']';
		buf_clear(&t->string);
		break;
	case '(':
	case ')':
		t->scan = SCAN_CHARSET;
		t->charset = c;
		break;
	case '=':
	case '>':
		set_mode(t, VT_KEYPAD, c == '=');
		break;
	case 'c':
		reset_modes(t);
		break;
	case '\033':
		t->scan = SCAN_ESC;
		break;
	default:
		break;
	}
}

static void scan_csi(struct vt *t, char c)
{
	if (c == '\033') {
		t->scan = SCAN_ESC;
	} else if (c >= 0x40 && c < 0x7f) {
		t->seq[t->seq_len] = '\0';
		t->scan = SCAN_TEXT;
		csi(t, c);
	} else if (c == '\030' || c == '\032') {
		t->scan = SCAN_TEXT;
	} else if (c >= 0x20 && t->seq_len < SEQ_MAX - 1) {
		t->seq[t->seq_len++] = c;
	}
}

static void scan_string(struct vt *t, char c)
{
	if (c == '\033')
		t->scan = SCAN_STRING_ESC;
	else if (c == '\a')
		string_ends(t);
	else
		buf_addc(&t->string, c);
}

static void scan_string_esc(struct vt *t, char c)
{
	string_ends(t);
	if (c != '\\')
		scan_esc(t, c);
}

static void scan_charset(struct vt *t, char c)
{
	t->g[t->charset == ')'] = c;
	t->scan = SCAN_TEXT;
	line_drawing(t);
}

static void (*const scanners[])(struct vt *, char) = {
	[SCAN_TEXT] = scan_text,     [SCAN_ESC] = scan_esc,
	[SCAN_CSI] = scan_csi,       [SCAN_STRING] = scan_string,
	[SCAN_CHARSET] = scan_charset, [SCAN_STRING_ESC] = scan_string_esc,
};

/* libvterm 0.1 writes through a null pointer when a wide character meets a screen of one column. */
static int emulated(int columns)
{
	return columns < 2 ? 2 : columns;
}

/* ---- bytes in and out ---- */

static void flush_out(struct vt *t)
{
	while (t->out.len && vt_fd(t) >= 0) {
		ssize_t n = write(t->master, t->out.data, t->out.len);
		if (n <= 0)
			return; /* full: the next turn; gone: reading says so */
		memmove(t->out.data, t->out.data + n, t->out.len - (size_t)n);
		buf_cut(&t->out, t->out.len - (size_t)n);
	}
}

void vt_send(struct vt *t, const char *bytes, size_t len)
{
	buf_add(&t->out, bytes, len);
	flush_out(t);
}

/* What the terminal answers when it is asked (where the cursor is, what it is). */
static void answered(const char *bytes, size_t len, void *ctx)
{
	vt_send(ctx, bytes, len);
}

static void picture(struct vt *t, const char *bytes, size_t len)
{
	if (!t->single) {
		vterm_input_write(t->term, bytes, len);
		return;
	}
	struct buf utf8 = BUF_INIT(len * 4);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		utf8_add(&utf8, c < 0x80 ? c : t->high[c - 0x80]);
	}
	vterm_input_write(t->term, utf8.data, utf8.len);
	buf_done(&utf8);
}

/* One piece of what has come. */
static bool take_some(struct vt *t)
{
	static char bytes[64 << 10];
	ssize_t n = vt_fd(t) < 0 ? -1 : read(t->master, bytes, sizeof(bytes));
	if (n > 0) {
		t->bytes += (uint64_t)n;
		buf_add(&t->raw, bytes, (size_t)n);
		for (ssize_t i = 0; i < n; i++)
			scanners[t->scan](t, bytes[i]);
		picture(t, bytes, (size_t)n);
		return true;
	}
	/* EIO: the last one has closed it. To close this end, too, would be a signal to who is on the way to exit. */
	if (vt_fd(t) >= 0 && (n == 0 || (errno != EAGAIN && errno != EINTR)))
		t->alone = true;
	return false;
}

bool vt_take(struct vt *t)
{
	bool any = false;
	flush_out(t);
	while (take_some(t))
		any = true;
	return any;
}

/* ---- start and end ---- */

static void read_charset(struct vt *t, const char *charset)
{
	iconv_t cd = iconv_open("UTF-16LE", charset);
	if (cd == (iconv_t)-1)
		broke(charset);
	for (int c = 0x80; c < 0x100; c++) {
		char in[1] = { (char)c }, *from = in;
		unsigned char utf16[2];
		char *to = (char *)utf16;
		size_t left = 1, room = sizeof(utf16);
		bool known = iconv(cd, &from, &left, &to, &room) != (size_t)-1 && room == 0;
		t->high[c - 0x80] = known ? (uint16_t)(utf16[0] | utf16[1] << 8) : 0xfffd;
	}
	iconv_close(cd);
	t->single = true;
}

static void KT_NORETURN run(const char *const *argv, const struct vt_look *look, const char *type, int slave)
{
	static const char *const dropped[] = { "LINES", "COLUMNS", "COLORTERM", "NO_COLOR", "TMUX", "STY" };
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	for (size_t i = 0; i < ARRAY_LEN(dropped); i++)
		unsetenv(dropped[i]);
	setenv("TERM", type, 1);
	for (const char *const *e = look->env; e && *e; e++) {
		const char *is = strchr(*e, '=');
		char name[128];
		snprintf(name, sizeof(name), "%.*s", is ? (int)(is - *e) : (int)strlen(*e), *e);
		if (is)
			setenv(name, is + 1, 1);
		else
			unsetenv(name);
	}
	if (login_tty(slave) == 0 && (!look->dir || chdir(look->dir) == 0))
		execvp(argv[0], (char *const *)(uintptr_t)argv);
	fprintf(stderr, "vt: %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void start(struct vt *t, const char *const *argv, const struct vt_look *look)
{
	struct winsize size = { .ws_row = (unsigned short)t->lines, .ws_col = (unsigned short)t->columns };
	int slave;
	if (openpty(&t->master, &slave, NULL, NULL, &size) < 0 || tcgetattr(slave, &t->stty) < 0)
		broke("openpty");
	if (!t->single)
		t->stty.c_iflag |= IUTF8;
	if (tcsetattr(slave, TCSANOW, &t->stty) < 0 || tcgetattr(slave, &t->stty_at_start) < 0)
		broke("tcsetattr");
	/* Not for the programs of other terminals: they would keep this one from hanging up. */
	if (fcntl(t->master, F_SETFD, FD_CLOEXEC) < 0 || fcntl(t->master, F_SETFL, O_NONBLOCK) < 0)
		broke("fcntl");
	fflush(NULL);
	t->pid = fork();
	if (t->pid < 0)
		broke("fork");
	if (t->pid == 0)
		run(argv, look, t->type, slave);
	close(slave);
	t->pidfd = (int)syscall(SYS_pidfd_open, t->pid, 0); /* readable when it ends; close-on-exec */
	if (t->pidfd < 0)
		broke("pidfd_open");
}

struct vt *vt_open(const char *const *argv, const struct vt_look *look)
{
	static const struct vt_look usual;
	struct arena mem = ARENA_INIT;
	struct vt *t = arena_alloc(&mem, sizeof(*t));
	if (!look)
		look = &usual;
	t->type = arena_strdup(&mem, look->term ? look->term : "xterm-256color");
	t->lines = look->lines ? look->lines : 24;
	t->columns = look->columns ? look->columns : 80;
	t->wait_ms = look->wait_ms ? look->wait_ms : WAIT_MS;
	t->status = -1;
	t->clipboard = "";
	t->out = (struct buf)BUF_INIT(RAW_MAX);
	t->look = (struct buf)BUF_INIT(RAW_MAX);
	t->string = (struct buf)BUF_INIT(STRING_MAX);
	t->raw = (struct buf)BUF_INIT(RAW_MAX);
	reset_modes(t);
	if (look->charset)
		read_charset(t, look->charset);
	t->term = vterm_new(t->lines, emulated(t->columns));
	vterm_set_utf8(t->term, 1);
	vterm_output_set_callback(t->term, answered, t);
	t->pen = vterm_obtain_state(t->term);
	t->screen = vterm_obtain_screen(t->term);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	start(t, argv, look);
	t->mem = mem;
	return t;
}

/* The process that ended is not waited for a second time: its number may be another's by then. */
static bool reap(struct vt *t, int flags)
{
	int status;
	if (t->status < 0 && waitpid(t->pid, &status, flags) == t->pid)
		t->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return t->status >= 0;
}

void vt_signal(struct vt *t, int sig)
{
	if (!reap(t, WNOHANG))
		kill(t->pid, sig);
}

void vt_hang_up(struct vt *t)
{
	if (t->master < 0)
		return;
	tcgetattr(t->master, &t->stty); /* of the program's side */
	close(t->master);
	t->master = -1;
	buf_clear(&t->out);
}

void vt_close(struct vt *t)
{
	if (!t)
		return;
	vt_hang_up(t);
	vt_signal(t, SIGKILL);
	reap(t, 0);
	close(t->pidfd);
	vterm_free(t->term);
	buf_done(&t->out);
	buf_done(&t->look);
	buf_done(&t->string);
	buf_done(&t->raw);
	struct arena mem = t->mem;
	arena_done(&mem);
}

void vt_resize(struct vt *t, int lines, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)lines, .ws_col = (unsigned short)columns };
	if (lines < 1 || lines > SIDE_MAX || columns < 1 || columns > SIDE_MAX)
		wrong("cannot have the size", arena_printf(&t->mem, "%dx%d", lines, columns));
	vt_take(t); /* painted for the old size */
	t->lines = lines;
	t->columns = columns;
	set_mode(t, VT_REGION, false);
	vterm_set_size(t->term, lines, emulated(columns));
	if (t->master >= 0 && ioctl(t->master, TIOCSWINSZ, &size) < 0)
		broke("TIOCSWINSZ");
}

/* ---- the screen ---- */

static int row_of(const struct vt *t, int row)
{
	return row < 0 ? row + t->lines : row;
}

static VTermScreenCell cell_at(const struct vt *t, int row, int column)
{
	VTermScreenCell cell = { .width = 1 };
	if (row >= 0 && row < t->lines && column >= 0 && column < t->columns)
		vterm_screen_get_cell(t->screen, (VTermPos) { .row = row, .col = column }, &cell);
	return cell;
}

static void add_cell(struct buf *out, const VTermScreenCell *cell)
{
	if (!cell->chars[0])
		buf_addc(out, ' ');
	if (cell->chars[0] == (uint32_t)-1) /* right of a wide one */
		return;
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		utf8_add(out, cell->chars[i]);
}

static void add_line(const struct vt *t, struct buf *out, int row)
{
	size_t was = out->len;
	for (int col = 0; col < t->columns; col++) {
		VTermScreenCell cell = cell_at(t, row, col);
		add_cell(out, &cell);
	}
	while (out->len > was && out->data[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

static const char *screen_now(struct vt *t)
{
	buf_clear(&t->look);
	for (int row = 0; row < t->lines; row++) {
		add_line(t, &t->look, row);
		buf_addc(&t->look, '\n');
	}
	while (t->look.len && t->look.data[t->look.len - 1] == '\n')
		buf_cut(&t->look, t->look.len - 1);
	return t->look.data;
}

static const char *line_now(struct vt *t, int row)
{
	buf_clear(&t->look);
	add_line(t, &t->look, row_of(t, row));
	return t->look.data;
}

const char *vt_screen(struct vt *t)
{
	vt_take(t);
	return arena_strdup(&t->mem, screen_now(t));
}

const char *vt_line(struct vt *t, int row)
{
	vt_take(t);
	return arena_strdup(&t->mem, line_now(t, row));
}

bool vt_find(struct vt *t, const char *text, int *row, int *column)
{
	vt_take(t);
	for (*row = 0; *row < t->lines; ++*row) {
		const char *line = line_now(t, *row), *at = strstr(line, text);
		if (!at)
			continue;
		size_t before = (size_t)(at - line);
		buf_clear(&t->look);
		for (*column = 0; t->look.len < before; ++*column) {
			VTermScreenCell cell = cell_at(t, *row, *column);
			add_cell(&t->look, &cell);
		}
		while (*column && cell_at(t, *row, *column).chars[0] == (uint32_t)-1)
			++*column;
		return true;
	}
	return false;
}

void vt_cursor(const struct vt *t, int *row, int *column)
{
	VTermPos pos;
	vterm_state_get_cursorpos(t->pen, &pos);
	*row = pos.row;
	*column = pos.col;
}

static int color(const VTermColor *c)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
		return -1;
	if (VTERM_COLOR_IS_INDEXED(c))
		return c->indexed.idx;
	return VT_RGB | c->rgb.red << 16 | c->rgb.green << 8 | c->rgb.blue;
}

struct vt_cell vt_cell(const struct vt *t, int row, int column)
{
	VTermScreenCell cell = cell_at(t, row_of(t, row), column);
	struct vt_cell ret = {
		.width = cell.width, .bold = cell.attrs.bold, .underline = cell.attrs.underline,
		.reverse = cell.attrs.reverse, .italic = cell.attrs.italic, .blink = cell.attrs.blink,
		.fg = color(&cell.fg), .bg = color(&cell.bg),
	};
	struct buf text = BUF_INIT(sizeof(ret.text) - 1);
	add_cell(&text, &cell);
	memcpy(ret.text, text.data, text.len + 1);
	buf_done(&text);
	return ret;
}

static uint64_t hash(uint64_t h, uint64_t value) /* FNV-1a, by words */
{
	return (h ^ value) * 0x100000001b3;
}

uint64_t vt_fingerprint(const struct vt *t)
{
	uint64_t h = 0xcbf29ce484222325;
	for (int row = 0; row < t->lines; row++)
		for (int col = 0; col < t->columns; col++) {
			VTermScreenCell c = cell_at(t, row, col);
			for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && c.chars[i]; i++)
				h = c.chars[i] == ' ' ? h : hash(h, c.chars[i]);
			h = hash(h, (uint64_t)(c.attrs.bold | c.attrs.underline << 1 | c.attrs.italic << 3 |
				c.attrs.blink << 4 | c.attrs.reverse << 5));
			h = hash(h, (uint64_t)color(&c.fg) << 32 ^ (uint64_t)color(&c.bg));
		}
	if (vt_mode(t, VT_CURSOR)) {
		int row, col;
		vt_cursor(t, &row, &col);
		h = hash(h, (uint64_t)(row * SIDE_MAX + col));
	}
	return h;
}

/* ---- modes, title, bytes ---- */

bool vt_mode(const struct vt *t, enum vt_mode mode)
{
	return t->modes >> mode & 1;
}

static void add_modes(struct buf *out, unsigned set)
{
	for (int m = 0; m < VT_MODES; m++)
		if (set >> m & 1)
			buf_addf(out, "%s%s", out->len ? ", " : "", modes[m].name);
}

static bool pen_is_plain(const struct vt *t)
{
	static const VTermAttr flags[] = { VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE, VTERM_ATTR_ITALIC, VTERM_ATTR_BLINK,
		VTERM_ATTR_REVERSE, VTERM_ATTR_STRIKE };
	VTermValue fg, bg;
	for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
		VTermValue v = { .number = 0 };
		vterm_state_get_penattr(t->pen, flags[i], &v);
		if (flags[i] == VTERM_ATTR_UNDERLINE ? v.number : v.boolean)
			return false;
	}
	vterm_state_get_penattr(t->pen, VTERM_ATTR_FOREGROUND, &fg);
	vterm_state_get_penattr(t->pen, VTERM_ATTR_BACKGROUND, &bg);
	return color(&fg.color) == -1 && color(&bg.color) == -1;
}

const char *vt_given_back(struct vt *t)
{
	struct buf left = BUF_INIT(1000);
	const struct termios *a = &t->stty, *b = &t->stty_at_start;
	vt_take(t);
	if (t->master >= 0)
		tcgetattr(t->master, &t->stty);
	add_modes(&left, t->modes ^ MODES_AT_START);
	const char *sep = left.len ? ", " : "";
	if (*vt_title(t))
		buf_addf(&left, "%stitle", sep), sep = ", ";
	if (!pen_is_plain(t))
		buf_addf(&left, "%spen", sep), sep = ", ";
	if (a->c_iflag != b->c_iflag || a->c_oflag != b->c_oflag || a->c_cflag != b->c_cflag || a->c_lflag != b->c_lflag ||
			memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) != 0)
		buf_addf(&left, "%sstty", sep);
	const char *ret = left.len ? arena_strdup(&t->mem, left.data) : NULL;
	buf_done(&left);
	return ret;
}

const char *vt_title(const struct vt *t)
{
	return t->title[t->ntitles];
}

const char *vt_clipboard(const struct vt *t)
{
	return t->clipboard;
}

int vt_bells(const struct vt *t)
{
	return t->bells;
}

void vt_mark(struct vt *t)
{
	vt_take(t);
	t->bytes = 0;
	buf_clear(&t->raw);
}

uint64_t vt_bytes(const struct vt *t)
{
	return t->bytes;
}

const char *vt_raw(const struct vt *t, size_t *len)
{
	*len = t->raw.len;
	return t->raw.data;
}

pid_t vt_pid(const struct vt *t)
{
	return t->pid;
}

int vt_fd(const struct vt *t)
{
	return t->alone ? -1 : t->master;
}

/* ---- waiting ---- */

static void in_vain(struct vt *t, const char *what)
{
	struct buf on = BUF_INIT(1000);
	int row, column;
	vt_cursor(t, &row, &column);
	add_modes(&on, t->modes);
	if (reap(t, WNOHANG))
		fprintf(stderr, "vt: the program has ended (%d) and this will not come any more: %s\n", t->status, what);
	else if (vt_fd(t) < 0)
		fprintf(stderr, "vt: the terminal is closed and this will not come any more: %s\n", what);
	else
		fprintf(stderr, "vt: waited %d ms in vain for %s\n", t->wait_ms, what);
	fprintf(stderr, "vt: %dx%d, cursor at %d,%d, on: %s, title '%s'\n", t->lines, t->columns, row, column, on.data,
			vt_title(t));
	for (row = 0; row < t->lines; row++)
		fprintf(stderr, "%3d|%s\n", row, line_now(t, row));
	buf_done(&on);
}

/* Until something has come, or typed bytes could go, or `fd` (the program's end; -1: whatever) can be read. */
static bool turn(struct vt *t, int fd, int64_t deadline)
{
	struct pollfd p[2] = {
		{ .fd = vt_fd(t), .events = (short)(t->out.len ? POLLIN | POLLOUT : POLLIN) },
		{ .fd = fd, .events = POLLIN },
	};
	int64_t left = deadline - millis();
	if ((vt_fd(t) < 0 && fd < 0) || left <= 0)
		return false;
	if (poll(p, 2, (int)left) < 0 && errno != EINTR)
		broke("poll");
	flush_out(t);
	take_some(t);
	return true;
}

void vt_patience(struct vt *t, int ms)
{
	t->wait_ms = ms;
}

bool vt_wait_for(struct vt *t, bool (*there)(struct vt *, const void *), const void *ctx, const char *what)
{
	int64_t deadline = millis() + t->wait_ms;
	for (take_some(t); !there(t, ctx);)
		if (!turn(t, -1, deadline)) {
			in_vain(t, what);
			return false;
		}
	return true;
}

int vt_wait_exit(struct vt *t)
{
	int64_t deadline = millis() + t->wait_ms;
	while (!reap(t, WNOHANG))
		if (!turn(t, t->pidfd, deadline)) {
			in_vain(t, "the program's end");
			return -1;
		}
	vt_take(t); /* reading a pty delivers first what is under way: all it wrote is here */
	return t->status;
}

struct place {
	const char *text;
	int row, column;
	enum vt_mode mode;
	bool on;
};

static bool has_text(struct vt *t, const void *ctx)
{
	const struct place *p = ctx;
	return !!strstr(screen_now(t), p->text) == p->on;
}

/* It would never come, and would be gone at once. */
static void no_end_blanks(const char *text)
{
	if (strstr(text, " \n") || str_ends(text, " "))
		wrong("blanks at the ends of lines are cut, so none can be seen in", text);
}

static bool has_line(struct vt *t, const void *ctx)
{
	const struct place *p = ctx;
	const char *line = line_now(t, p->row);
	return *p->text ? strstr(line, p->text) != NULL : !*line;
}

static bool is_screen(struct vt *t, const void *ctx)
{
	const struct place *p = ctx;
	size_t len = strlen(p->text);
	while (len && p->text[len - 1] == '\n')
		len--;
	screen_now(t);
	return t->look.len == len && memcmp(t->look.data, p->text, len) == 0;
}

static bool is_cursor(struct vt *t, const void *ctx)
{
	const struct place *p = ctx;
	int row, column;
	vt_cursor(t, &row, &column);
	return row == row_of(t, p->row) && column == p->column;
}

static bool is_title(struct vt *t, const void *ctx)
{
	const struct place *p = ctx;
	return strcmp(vt_title(t), p->text) == 0;
}

static bool is_mode(struct vt *t, const void *ctx)
{
	const struct place *p = ctx;
	return vt_mode(t, p->mode) == p->on;
}

bool vt_wait(struct vt *t, const char *text)
{
	no_end_blanks(text);
	return vt_wait_for(t, has_text, &(struct place) { .text = text, .on = true },
			arena_printf(&t->mem, "the text '%s'", text));
}

bool vt_wait_gone(struct vt *t, const char *text)
{
	no_end_blanks(text);
	return vt_wait_for(t, has_text, &(struct place) { .text = text },
			arena_printf(&t->mem, "the end of the text '%s'", text));
}

bool vt_wait_line(struct vt *t, int row, const char *text)
{
	no_end_blanks(text);
	return vt_wait_for(t, has_line, &(struct place) { .text = text, .row = row },
			arena_printf(&t->mem, "the text '%s' in row %d", text, row));
}

bool vt_wait_screen(struct vt *t, const char *text)
{
	return vt_wait_for(t, is_screen, &(struct place) { .text = text },
			arena_printf(&t->mem, "the screen\n%s", text));
}

bool vt_wait_cursor(struct vt *t, int row, int column)
{
	return vt_wait_for(t, is_cursor, &(struct place) { .row = row, .column = column },
			arena_printf(&t->mem, "the cursor at %d,%d", row, column));
}

bool vt_wait_title(struct vt *t, const char *text)
{
	return vt_wait_for(t, is_title, &(struct place) { .text = text },
			arena_printf(&t->mem, "the title '%s'", text));
}

bool vt_wait_mode(struct vt *t, enum vt_mode mode, bool on)
{
	return vt_wait_for(t, is_mode, &(struct place) { .mode = mode, .on = on },
			arena_printf(&t->mem, "%s to be %s", modes[mode].name, on ? "on" : "off"));
}

/* ---- typing ---- */

/* clang-format off */
static const struct key {
	const char *name;
	char final;        /* CSI or SS3 with this */
	bool ss3;          /* by SS3 always; else only in application mode */
	int number;        /* CSI number ~ */
	const char *bytes; /* just these */
} keys[] = { /* of xterm */
	{ .name = "up",        .final = 'A' },
	{ .name = "down",      .final = 'B' },
	{ .name = "right",     .final = 'C' },
	{ .name = "left",      .final = 'D' },
	{ .name = "home",      .final = 'H' },
	{ .name = "end",       .final = 'F' },
	{ .name = "f1",        .final = 'P', .ss3 = true },
	{ .name = "f2",        .final = 'Q', .ss3 = true },
	{ .name = "f3",        .final = 'R', .ss3 = true },
	{ .name = "f4",        .final = 'S', .ss3 = true },
	{ .name = "insert",    .number = 2 },
	{ .name = "delete",    .number = 3 },
	{ .name = "pgup",      .number = 5 },
	{ .name = "pgdn",      .number = 6 },
	{ .name = "f5",        .number = 15 },
	{ .name = "f6",        .number = 17 },
	{ .name = "f7",        .number = 18 },
	{ .name = "f8",        .number = 19 },
	{ .name = "f9",        .number = 20 },
	{ .name = "f10",       .number = 21 },
	{ .name = "f11",       .number = 23 },
	{ .name = "f12",       .number = 24 },
	{ .name = "enter",     .bytes = "\r" },
	{ .name = "tab",       .bytes = "\t" },
	{ .name = "esc",       .bytes = "\033" },
	{ .name = "backspace", .bytes = "\177" },
	{ .name = "space",     .bytes = " " },
	{ 0 },
};

/* What others send for a key alone; by the first letters of TERM. */
static const struct { const char *term, *name, *bytes; } others[] = {
	{ "linux",  "f1", "\033[[A" }, { "linux", "f2", "\033[[B" }, { "linux", "f3", "\033[[C" }, { "linux", "f4", "\033[[D" },
	{ "linux",  "f5", "\033[[E" }, { "linux", "home", "\033[1~" }, { "linux", "end", "\033[4~" },
	{ "screen", "home", "\033[1~" }, { "screen", "end", "\033[4~" },
	{ "tmux",   "home", "\033[1~" }, { "tmux", "end", "\033[4~" },
	{ "putty",  "f1", "\033[11~" }, { "putty", "f2", "\033[12~" }, { "putty", "f3", "\033[13~" }, { "putty", "f4", "\033[14~" },
	{ "putty",  "home", "\033[1~" }, { "putty", "end", "\033[4~" },
	{ "rxvt",   "f1", "\033[11~" }, { "rxvt", "f2", "\033[12~" }, { "rxvt", "f3", "\033[13~" }, { "rxvt", "f4", "\033[14~" },
	{ "rxvt",   "home", "\033[7~" }, { "rxvt", "end", "\033[8~" },
	{ 0 },
};
/* clang-format on */

void vt_type(struct vt *t, const char *text)
{
	if (!t->single) {
		vt_send(t, text, strlen(text));
		return;
	}
	struct buf bytes = BUF_INIT(RAW_MAX);
	for (size_t len = strlen(text), used; len; text += used, len -= used) {
		uint32_t cp = utf8_next(text, len, &used);
		size_t i = 0;
		while (i < ARRAY_LEN(t->high) && t->high[i] != cp)
			i++;
		buf_addc(&bytes, (char)(cp < 0x80 ? cp : i < ARRAY_LEN(t->high) ? 0x80 + i : '?'));
	}
	vt_send(t, bytes.data, bytes.len);
	buf_done(&bytes);
}

void vt_paste(struct vt *t, const char *text)
{
	char *lines = arena_strdup(&t->mem, text);
	for (char *c = lines; *c; c++)
		if (*c == '\n')
			*c = '\r'; /* as terminals do */
	vt_take(t);
	if (vt_mode(t, VT_PASTE))
		vt_type(t, "\033[200~");
	vt_type(t, lines);
	if (vt_mode(t, VT_PASTE))
		vt_type(t, "\033[201~");
}

void vt_mouse(struct vt *t, int button, int row, int column, bool down)
{
	vt_take(t);
	if (!vt_mode(t, VT_MOUSE))
		return;
	row = row_of(t, row);
	if (vt_mode(t, VT_MOUSE_SGR)) {
		vt_type(t, arena_printf(&t->mem, "\033[<%d;%d;%d%c", button, column + 1, row + 1, down ? 'M' : 'm'));
		return;
	}
	char old[] = { '\033', '[', 'M', (char)(' ' + (down ? button : 3)), (char)('!' + column), (char)('!' + row) };
	vt_send(t, old, sizeof(old));
}

void vt_focus(struct vt *t, bool focused)
{
	vt_take(t);
	if (vt_mode(t, VT_FOCUS))
		vt_type(t, focused ? "\033[I" : "\033[O");
}

enum { SHIFT = 1, ALT = 2, CTRL = 4 }; /* as xterm adds them, plus one */

static const char *modifiers(const char *name, int *ret)
{
	static const struct { const char *name; int bit; } known[] = { { "shift-", SHIFT }, { "alt-", ALT }, { "ctrl-", CTRL } };
	*ret = 0;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_starts(name, known[i].name)) {
			*ret |= known[i].bit;
			name += strlen(known[i].name);
			i = (size_t)-1; /* once more from the first: they come in any order */
		}
	return name;
}

static void type_known(struct vt *t, const struct key *k, int mods)
{
	for (size_t i = 0; !mods && others[i].term; i++)
		if (str_starts(t->type, others[i].term) && strcmp(others[i].name, k->name) == 0) {
			vt_type(t, others[i].bytes);
			return;
		}
	if (k->bytes && k->bytes[0] == '\t' && mods & SHIFT)
		vt_type(t, "\033[Z");
	else if (k->bytes)
		vt_type(t, arena_printf(&t->mem, "%s%s", mods & ALT ? "\033" : "", k->bytes));
	else if (k->number)
		vt_type(t, mods ? arena_printf(&t->mem, "\033[%d;%d~", k->number, mods + 1) :
				arena_printf(&t->mem, "\033[%d~", k->number));
	else if (mods)
		vt_type(t, arena_printf(&t->mem, "\033[1;%d%c", mods + 1, k->final));
	else
		vt_type(t, arena_printf(&t->mem, "\033%c%c", k->ss3 || vt_mode(t, VT_CURSOR_KEYS) ? 'O' : '[', k->final));
}

static void type_key(struct vt *t, const char *name)
{
	int mods;
	const char *base = modifiers(name, &mods);
	for (const struct key *k = keys; k->name; k++)
		if (strcmp(k->name, base) == 0 && !(k->bytes && mods & CTRL)) {
			type_known(t, k, mods);
			return;
		}
	if (strcmp(base, "space") == 0)
		base = "@"; /* Ctrl with the space bar sends what it sends with @ */
	if (utf8_count(base) != 1 || mods & SHIFT || (mods & CTRL && !strchr("@abcdefghijklmnopqrstuvwxyz[\\]^_", *base)))
		wrong("knows no key", name);
	if (mods & ALT)
		vt_type(t, "\033");
	if (mods & CTRL)
		vt_send(t, &(char) { (char)(*base & 0x1f) }, 1);
	else
		vt_type(t, base);
}

void vt_keys(struct vt *t, const char *names)
{
	vt_take(t); /* the way cursor keys are sent may have been changed */
	for (const char *at = names + strspn(names, " "); *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		type_key(t, arena_strndup(&t->mem, at, len));
		at += len;
	}
}
