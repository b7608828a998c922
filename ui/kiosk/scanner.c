/* scanner.c - keys of an input device become codes */
#include "config.h"

#include "kiosk/scanner.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "domain/scan_code.h"

enum {
	GAP_US = 1000000, /* longer between two keys: what came before was cut off */
	EVENTS = 64,
	KEYS_END = KEY_KPDOT + 1,
};

struct scanner {
	struct arena arena; /* holds this very struct */
	int fd;
	bool left_shift, right_shift;
	bool lost;          /* some of the code that arrives never came */
	int64_t last_us;
	size_t n;
	char code[SCAN_CODE_MAX + 1]; /* one more than a code may have, so that a longer one is known to be none */
};

/* What stands on a key, and with Shift. Scanners leave the factory as keyboards of the United States; what one of
 * another country sends, scan_code_read understands. */
static const char caps[KEYS_END][2] = {
	[KEY_1] = "1!", [KEY_2] = "2@", [KEY_3] = "3#", [KEY_4] = "4$", [KEY_5] = "5%", [KEY_6] = "6^", [KEY_7] = "7&",
	[KEY_8] = "8*", [KEY_9] = "9(", [KEY_0] = "0)", [KEY_MINUS] = "-_", [KEY_EQUAL] = "=+",
	[KEY_Q] = "qQ", [KEY_W] = "wW", [KEY_E] = "eE", [KEY_R] = "rR", [KEY_T] = "tT", [KEY_Y] = "yY", [KEY_U] = "uU",
	[KEY_I] = "iI", [KEY_O] = "oO", [KEY_P] = "pP", [KEY_LEFTBRACE] = "[{", [KEY_RIGHTBRACE] = "]}",
	[KEY_A] = "aA", [KEY_S] = "sS", [KEY_D] = "dD", [KEY_F] = "fF", [KEY_G] = "gG", [KEY_H] = "hH", [KEY_J] = "jJ",
	[KEY_K] = "kK", [KEY_L] = "lL", [KEY_SEMICOLON] = ";:", [KEY_APOSTROPHE] = "'\"", [KEY_GRAVE] = "`~",
	[KEY_BACKSLASH] = "\\|", [KEY_Z] = "zZ", [KEY_X] = "xX", [KEY_C] = "cC", [KEY_V] = "vV", [KEY_B] = "bB",
	[KEY_N] = "nN", [KEY_M] = "mM", [KEY_COMMA] = ",<", [KEY_DOT] = ".>", [KEY_SLASH] = "/?", [KEY_SPACE] = "  ",
	[KEY_KP0] = "00", [KEY_KP1] = "11", [KEY_KP2] = "22", [KEY_KP3] = "33", [KEY_KP4] = "44", [KEY_KP5] = "55",
	[KEY_KP6] = "66", [KEY_KP7] = "77", [KEY_KP8] = "88", [KEY_KP9] = "99", [KEY_KPMINUS] = "--", [KEY_KPPLUS] = "++",
	[KEY_KPASTERISK] = "**", [KEY_KPDOT] = "..",
};

static bool not_there(const char *path, struct err *e)
{
	return err_set(e, ERR_INVALID, _("The scanner “%s” is not there: %s."), path, strerror(errno));
}

/* A terminal that reads the device, too, would take each code twice: once for typing. */
static bool hold(int fd, const char *path, struct err *e)
{
	struct stat st;
	int monotonic = CLOCK_MONOTONIC;
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		return true;
	if (ioctl(fd, EVIOCGRAB, 1) < 0)
		return errno == EBUSY ? err_set(e, ERR_INVALID, _("The scanner “%s” is held by another program."), path)
			: errno == ENODEV ? not_there(path, e)
			: err_set(e, ERR_INVALID, _("“%s” is no scanner: it is not an input device."), path);
	(void)ioctl(fd, EVIOCSCLOCKID, &monotonic); /* else a clock that is set cuts a code in two */
	return true;
}

bool scanner_open(struct scanner **ret, const char *path, struct err *e)
{
	struct arena arena = ARENA_INIT;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return not_there(path, e);
	if (!hold(fd, path, e)) {
		close(fd);
		return false;
	}
	struct scanner *s = arena_alloc(&arena, sizeof(*s));
	*s = (struct scanner) { .arena = arena, .fd = fd };
	*ret = s;
	return true;
}

void scanner_close(struct scanner *s)
{
	if (!s)
		return;
	close(s->fd);
	explicit_bzero(s->code, sizeof(s->code));
	struct arena arena = s->arena;
	arena_done(&arena);
}

int scanner_fd(const struct scanner *s)
{
	return s->fd;
}

static void forget(struct scanner *s)
{
	explicit_bzero(s->code, s->n);
	s->n = 0;
	s->lost = false;
}

static void press(struct scanner *s, unsigned key, scanner_code_fn *fn, void *ctx)
{
	if (key == KEY_ENTER || key == KEY_KPENTER || key == KEY_TAB) {
		if (s->n && !s->lost)
			fn(ctx, s->code, s->n);
		forget(s);
	} else if (key < KEYS_END && *caps[key] && s->n < sizeof(s->code)) {
		s->code[s->n++] = caps[key][s->left_shift || s->right_shift];
	}
}

static void take(struct scanner *s, const struct input_event *ev, scanner_code_fn *fn, void *ctx)
{
	int64_t us = (int64_t)ev->input_event_sec * 1000000 + ev->input_event_usec;
	if (ev->type == EV_SYN && ev->code == SYN_DROPPED) { /* the kernel had no more room */
		forget(s);
		s->lost = true;
		s->last_us = us;
		s->left_shift = s->right_shift = false;
	}
	if (ev->type != EV_KEY)
		return;
	if (us < s->last_us || us - s->last_us > GAP_US)
		forget(s);
	s->last_us = us;
	if (ev->code == KEY_LEFTSHIFT)
		s->left_shift = ev->value;
	else if (ev->code == KEY_RIGHTSHIFT)
		s->right_shift = ev->value;
	else if (ev->value == 1) /* not released, nor held down and repeated */
		press(s, ev->code, fn, ctx);
}

bool scanner_read(struct scanner *s, scanner_code_fn *fn, void *ctx)
{
	struct input_event events[EVENTS];
	ssize_t n = read(s->fd, events, sizeof(events));
	if (n <= 0)
		return n < 0 && (errno == EAGAIN || errno == EINTR);
	for (size_t i = 0; i < (size_t)n / sizeof(*events); i++)
		take(s, &events[i], fn, ctx);
	explicit_bzero(events, sizeof(events));
	return true;
}
