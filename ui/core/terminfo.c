/* terminfo.c - what the system's database says about a type of terminal
 *
 * Apart from term.c, as <term.h> makes macros of words like "lines" and "columns".
 */
#include "config.h"

#include "core/terminfo.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#undef lines
#undef columns

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"

struct key_cap {
	const char *name;
	uint32_t key;
};

static const struct key_cap key_caps[];

/* NULL for what there is not, and for what the database takes for no string at all. */
static const char *string_of(const char *name)
{
	const char *s = tigetstr(name);
	return s && s != (const char *)-1 && *s ? s : NULL;
}

/* As the database has it: what it says later is what curses knows by then. */
static struct {
	int lines, columns;
} usual;

enum known { UNKNOWN, KNOWN, UNUSABLE };

/* An own look at it: newterm would begin to write to a terminal that it cannot use. */
static enum known look_up(const char *type, int fd)
{
	int found = 0;
	use_env(FALSE); /* LINES and COLUMNS are often of yesterday */
	use_tioctl(FALSE);
	if (setupterm(type, fd, &found) != OK)
		return found == 1 ? UNUSABLE : UNKNOWN; /* 1: one that prints on paper */
	enum known answer = cursor_address ? KNOWN : UNUSABLE;
	usual.lines = tigetnum("lines");
	usual.columns = tigetnum("cols");
	del_curterm(cur_term);
	return answer;
}

bool terminfo_choose(const char *wanted, int fd, const char **ret, struct err *e)
{
	const char *const tried[] = { wanted ? wanted : "", "xterm-256color", "vt100" };
	for (size_t i = 0; i < ARRAY_LEN(tried); i++) {
		enum known known = *tried[i] ? look_up(tried[i], fd) : UNKNOWN;
		if (known == KNOWN) {
			*ret = tried[i];
			return true;
		}
		if (known == UNUSABLE)
			return err_set(e, ERR_USAGE, _("A terminal of the type “%s” cannot place its cursor, so there "
				"are no screens on it. Use commands here, such as “karat list orders”."), tried[i]);
	}
	struct buf name = BUF_INIT(100);
	str_escape(&name, tried[0]);
	err_set(e, ERR_USAGE, _("The system knows no terminal of the type “%s”, and not even a vt100. Install the "
		"package ncurses-base, or use commands such as “karat list orders”."), name.data);
	buf_done(&name);
	return false;
}

bool terminfo_like_xterm(const char *type)
{
	static const char *const alike[] = { "xterm", "tmux", "screen", "rxvt", "foot", "alacritty", "kitty",
		"konsole", "gnome", "vte", "putty", "st-", "wezterm", "mintty" };
	if (str_starts(type, "linux")) /* its mouse is gpm's, and it writes on the screen what it does not know */
		return false;
	for (size_t i = 0; i < ARRAY_LEN(alike); i++)
		if (str_starts(type, alike[i]))
			return true;
	return string_of("XM") || string_of("kmous");
}

bool terminfo_direct_color(void)
{
	const char *said = getenv("COLORTERM");
	if (!said || (!str_eq(said, "truecolor") && !str_eq(said, "24bit")))
		return false;
	return tigetnum("colors") >= 1 << 24 &&
		(tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || string_of("RGB"));
}

int terminfo_lines(void)
{
	return usual.lines > 0 ? usual.lines : 24;
}

int terminfo_columns(void)
{
	return usual.columns > 0 ? usual.columns : 80;
}

/* One byte is a character or a control key to input.h, but for Backspace, which terminals do not agree upon. */
static bool is_sequence(const struct key_cap *cap, const char *bytes)
{
	return bytes && (strlen(bytes) > 1 || cap->key == KT_KEY_BACKSPACE);
}

const struct input_seq *terminfo_keys(struct arena *a)
{
	size_t count = 1, n = 0;
	for (const struct key_cap *cap = key_caps; cap->name; cap++)
		count++;
	struct input_seq *seqs = arena_array(a, count, sizeof *seqs);
	for (const struct key_cap *cap = key_caps; cap->name; cap++) {
		const char *bytes = string_of(cap->name);
		if (is_sequence(cap, bytes) && strlen(bytes) <= INPUT_SEQ_MAX)
			seqs[n++] = (struct input_seq){ arena_strdup(a, bytes), cap->key };
	}
	return seqs;
}

/* Without the pauses "$<5>" that only old terminals need. */
static void add_plain(struct buf *out, const char *s)
{
	while (s && *s) {
		const char *pause = strstr(s, "$<"), *end = pause ? strchr(pause, '>') : NULL;
		buf_add(out, s, end ? (size_t)(pause - s) : strlen(s));
		s = end ? end + 1 : NULL;
	}
}

/* All lines may scroll. Where it is said as on a VT100, without a number: a window may have grown since this was made. */
static void add_whole_region(struct buf *out, int lines)
{
	const char *csr = change_scroll_region;
	if (csr && str_starts(csr, "\033[") && csr[strlen(csr) - 1] == 'r')
		buf_adds(out, "\033[r");
	else if (csr)
		add_plain(out, tparm(csr, 0, lines - 1));
}

/* What curses may have switched for the moment: insert mode, margins, lines drawn by letters. */
static void add_usual_modes(struct buf *out, int lines)
{
	add_whole_region(out, lines);
	add_plain(out, exit_insert_mode);
	add_plain(out, enter_am_mode);
	add_plain(out, exit_alt_charset_mode);
	add_plain(out, exit_attribute_mode);
}

void terminfo_ending(struct buf *out, int lines, bool second)
{
	add_usual_modes(out, lines);
	add_plain(out, orig_pair);
	add_plain(out, cursor_normal);
	/* Where there is no second screen, what is on the first stays, and the shell goes on below. */
	add_plain(out, tparm(cursor_address, lines - 1, 0));
	if (second && exit_ca_mode)
		add_plain(out, exit_ca_mode);
	else
		buf_adds(out, "\r\n");
}

void terminfo_beginning(struct buf *out, int lines, bool second)
{
	if (second)
		add_plain(out, enter_ca_mode);
	add_plain(out, ena_acs);
	add_usual_modes(out, lines);
}

/* clang-format off */
static const struct key_cap key_caps[] = {
	{ "kcuu1", KT_KEY_UP }, { "kcud1", KT_KEY_DOWN }, { "kcub1", KT_KEY_LEFT }, { "kcuf1", KT_KEY_RIGHT },
	{ "khome", KT_KEY_HOME }, { "kend", KT_KEY_END }, { "kpp", KT_KEY_PGUP }, { "knp", KT_KEY_PGDN },
	{ "kich1", KT_KEY_INSERT }, { "kdch1", KT_KEY_DELETE }, { "kbs", KT_KEY_BACKSPACE }, { "kent", KT_KEY_ENTER },
	{ "ka1", KT_KEY_HOME }, { "kc1", KT_KEY_END }, { "ka3", KT_KEY_PGUP }, { "kc3", KT_KEY_PGDN },
	{ "kf1", KT_KEY_F1 }, { "kf2", KT_KEY_F1 + 1 }, { "kf3", KT_KEY_F1 + 2 }, { "kf4", KT_KEY_F1 + 3 },
	{ "kf5", KT_KEY_F1 + 4 }, { "kf6", KT_KEY_F1 + 5 }, { "kf7", KT_KEY_F1 + 6 }, { "kf8", KT_KEY_F1 + 7 },
	{ "kf9", KT_KEY_F1 + 8 }, { "kf10", KT_KEY_F1 + 9 }, { "kf11", KT_KEY_F1 + 10 }, { "kf12", KT_KEY_F12 },
	{ "kcbt", KT_KEY_TAB | KT_KEY_SHIFT }, { "kLFT", KT_KEY_LEFT | KT_KEY_SHIFT },
	{ "kRIT", KT_KEY_RIGHT | KT_KEY_SHIFT }, { "kri", KT_KEY_UP | KT_KEY_SHIFT },
	{ "kind", KT_KEY_DOWN | KT_KEY_SHIFT }, { "kHOM", KT_KEY_HOME | KT_KEY_SHIFT },
	{ "kEND", KT_KEY_END | KT_KEY_SHIFT }, { "kPRV", KT_KEY_PGUP | KT_KEY_SHIFT },
	{ "kNXT", KT_KEY_PGDN | KT_KEY_SHIFT }, { "kDC", KT_KEY_DELETE | KT_KEY_SHIFT },
	{ "kIC", KT_KEY_INSERT | KT_KEY_SHIFT },
	{ "kUP5", KT_KEY_UP | KT_KEY_CTRL }, { "kDN5", KT_KEY_DOWN | KT_KEY_CTRL },
	{ "kLFT5", KT_KEY_LEFT | KT_KEY_CTRL }, { "kRIT5", KT_KEY_RIGHT | KT_KEY_CTRL },
	{ "kHOM5", KT_KEY_HOME | KT_KEY_CTRL }, { "kEND5", KT_KEY_END | KT_KEY_CTRL },
	{ NULL, 0 },
};
/* clang-format on */
