/* workbench.c - the whole program on emulated terminals: good ones, poor ones, and what people, networks and other
 * programs do to it
 */
#include "config.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "ui/demo.h"

enum { SIZES = 200, PASTE = 1 << 20, TRIES = 100, TRY_MS = 100 };

/* It ends as it should, and nothing of it stays on the terminal. */
static void expect_end(struct vt *t, int status, const char *what)
{
	int got = vt_wait_exit(t);
	const char *left = vt_given_back(t);
	cr_expect(got == status, "%s: exit code %d, not %d", what, got, status);
	cr_expect(!left, "%s: left behind: %s", what, left ? left : "");
	vt_close(t);
}

static void leave(struct vt *t, const char *what)
{
	vt_keys(t, "ctrl-q");
	expect_end(t, 0, what);
}

static struct vt *open_orders(const char *login, const struct vt_look *look)
{
	struct vt *t = demo_open(login, look);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0005"));
	return t;
}

/* A new order with a title in it. */
static void begin_order(struct vt *t, const char *title)
{
	vt_keys(t, "n");
	cr_assert(vt_wait(t, "What is wanted"));
	vt_keys(t, "tab");
	vt_type(t, title);
	cr_assert(vt_wait(t, title));
}

static void throw_away(struct vt *t, const char *what)
{
	vt_keys(t, "ctrl-q");
	cr_expect(vt_wait(t, "Throw away what I typed"), "%s", what);
	vt_keys(t, "down down enter");
	expect_end(t, 0, what);
}

/* Kinds of terminals. */

Test(workbench, terminals)
{
	static const char *const types[] = { "xterm-256color", "xterm", "tmux-256color", "screen", "linux", "vt220", "vt100",
		"xterm-of-tomorrow" };
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		struct vt *t = demo_open("marta", &(struct vt_look) { .term = types[i] });
		cr_assert(vt_wait(t, "Your orders"), "%s", types[i]);
		cr_expect(vt_wait_line(t, 0, " My day                           Marta Lindqvist-Bauer, Goldschmiede Lindqvist"), "%s", types[i]);
		vt_keys(t, "f5");
		cr_expect(vt_wait(t, "A-2026-0005"), "%s", types[i]);
		vt_keys(t, "down down enter");
		cr_expect(vt_wait(t, "Status history"), "%s", types[i]);
		vt_keys(t, "f2");
		cr_expect(vt_wait(t, "Your orders"), "%s", types[i]);
		vt_keys(t, "q");
		cr_expect(vt_wait(t, "Leave karat?"), "%s", types[i]);
		vt_keys(t, "y");
		expect_end(t, 0, types[i]);
	}
}

Test(workbench, refusals)
{
	static const struct { const char *login, *term, *says; int status; } cases[] = {
		{ "marta", "dumb", "karat: A terminal of the type “dumb” cannot place its cursor", 1 },
		{ "nobody", "xterm", "karat: The database does not let “nobody” in.", 2 },
	};
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct vt *t = demo_open(cases[i].login, &(struct vt_look) { .term = cases[i].term });
		cr_expect(vt_wait(t, cases[i].says), "%s", cases[i].term);
		expect_end(t, cases[i].status, cases[i].term);
	}
}

Test(workbench, small_windows)
{
	static const struct { int lines, columns; const char *says; } cases[] = {
		{ 4, 10, "This\nwindow is\ntoo small\nfor karat." },
		{ 5, 20, "This window is too\nsmall for karat.\nMake it larger." },
		{ 1, 1, "T" },
	};
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct vt *t = demo_open("marta", &(struct vt_look) { .lines = cases[i].lines, .columns = cases[i].columns });
		cr_expect(vt_wait_screen(t, cases[i].says), "%d", cases[i].lines);
		vt_resize(t, 24, 80);
		cr_expect(vt_wait(t, "Your orders"));
		vt_resize(t, cases[i].lines, cases[i].columns);
		cr_expect(vt_wait_screen(t, cases[i].says), "%d", cases[i].lines);
		leave(t, cases[i].says);
	}
}

Test(workbench, no_color)
{
	demo_shared();
	struct vt *t = open_orders("marta", &(struct vt_look) { .env = (const char *const[]) { "NO_COLOR=1", NULL } });
	vt_keys(t, "f9");
	cr_expect(vt_wait(t, "What is to be done?"));
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 80; x++) {
			struct vt_cell c = vt_cell(t, y, x);
			cr_assert(c.fg == -1 && c.bg == -1, "%d,%d: '%s' has a colour", y, x, c.text);
		}
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "What is to be done?"));
	leave(t, "NO_COLOR");
}

/* Charsets. */

static bool locale_there(const char *name)
{
	locale_t l = newlocale(LC_CTYPE_MASK, name, (locale_t)0);
	if (l)
		freelocale(l);
	return l != (locale_t)0;
}

/* Below each head its column begins, with a blank before it. */
static void expect_columns(struct vt *t)
{
	static const char *const heads[] = { "Number", "Status", "Title", "Customer" };
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		int row, column;
		cr_assert(vt_find(t, heads[i], &row, &column) && row == 1, "%s", heads[i]);
		for (int y = 2; y < 21; y++) {
			struct vt_cell before = vt_cell(t, y, column - 1), first = vt_cell(t, y, column);
			cr_expect(*before.text == ' ' || i == 0, "%s, line %d: %s", heads[i], y, vt_line(t, y));
			cr_expect(*first.text != ' ' || i == 3, "%s, line %d: %s", heads[i], y, vt_line(t, y));
		}
	}
}

Test(workbench, charsets)
{
	static const struct { const char *locale, *charset, *bytes, *not_bytes, *ellipsis; } cases[] = {
		{ "de_DE.ISO-8859-1", "ISO-8859-1", "F\344hrmann", "\303\244", "Gerl..." },
		{ "C", NULL, "F\303\244hrmann", "F\344hrmann", "Gerlin…" },
	};
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char set[64];
		size_t len;
		snprintf(set, sizeof(set), "LC_ALL=%s", cases[i].locale);
		if (!locale_there(cases[i].locale))
			continue;
		struct vt *t = open_orders("marta", &(struct vt_look) { .charset = cases[i].charset,
			.env = (const char *const[]) { set, NULL } });
		cr_expect(vt_wait(t, "Fährmann"), "%s", set);
		cr_expect(vt_wait(t, cases[i].ellipsis) && vt_wait(t, "A-2025-0010"), "%s", set);
		expect_columns(t);
		vt_keys(t, "f");
		cr_expect(vt_wait(t, "Filter:"), "%s", set);
		vt_type(t, "Grünwald");
		cr_expect(vt_wait(t, "Filter:  Grünwald"), "%s", set);
		cr_expect(vt_wait_gone(t, "A-2026-0018"), "%s", set);
		cr_expect(vt_wait(t, "A-2026-0005"), "%s", set);
		const char *raw = vt_raw(t, &len);
		cr_expect(memmem(raw, len, cases[i].bytes, strlen(cases[i].bytes)), "%s", set);
		cr_expect(!memmem(raw, len, cases[i].not_bytes, strlen(cases[i].not_bytes)), "%s", set);
		vt_keys(t, "enter");
		cr_expect(vt_wait_gone(t, "Filter:"), "%s", set);
		leave(t, set);
	}
}

/* What comes in. */

/* Presses a key until something can be seen: what came before it may have made the program deaf for a moment. */
static bool press_until(struct vt *t, const char *key, const char *text)
{
	int row, column;
	for (int i = 0; i < TRIES; i++) {
		struct pollfd p = { .fd = vt_fd(t), .events = POLLIN };
		vt_keys(t, key);
		while (poll(&p, 1, TRY_MS) > 0 && vt_take(t))
			if (vt_find(t, text, &row, &column))
				return true;
	}
	return false;
}

Test(workbench, storm_of_sizes)
{
	static const char *const keys[] = { "down", "f6", "pgdn", "f5", "f9", "esc", "right", "up", "enter", "f2", "f5" };
	unsigned random = 1;
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	for (int i = 0; i < SIZES; i++) {
		random = random * 1103515245 + 12345;
		vt_resize(t, 1 + (int)(random >> 16) % 60, 1 + (int)(random >> 8) % 150);
		vt_keys(t, keys[(size_t)i % ARRAY_LEN(keys)]);
		vt_take(t);
	}
	vt_resize(t, 24, 80);
	cr_expect(press_until(t, "esc", "This is the first screen. q leaves karat."));
	cr_expect(vt_wait_line(t, 0, " My day                           Marta Lindqvist-Bauer, Goldschmiede Lindqvist"));
	cr_expect(vt_wait(t, "Your orders"));
	leave(t, "sizes");
}

static const char *letters(size_t n)
{
	static char text[2 * PASTE + 1];
	memset(text, 'x', n);
	text[n] = '\0';
	return text;
}

Test(workbench, paste_of_a_million)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_paste(t, letters(2 * PASTE)); /* where nothing is typed */
	vt_keys(t, "f");
	cr_expect(vt_wait(t, "Filter:"));
	vt_paste(t, letters(PASTE));
	cr_expect(vt_wait(t, "Here is room for"));
	vt_paste(t, "Grünwald");
	cr_expect(vt_wait_gone(t, "A-2026-0018"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "A-2026-0018"));
	begin_order(t, "Ring");
	vt_paste(t, letters(PASTE));
	cr_expect(vt_wait(t, "at most 200 characters fit"));
	vt_paste(t, " für\nZoë");
	cr_expect(vt_wait(t, "Ring für Zoë"), "a line end is no Enter");
	throw_away(t, "paste");
}

Test(workbench, bytes_that_mean_nothing)
{
	static const struct { const char *bytes; size_t len, times; } storms[] = {
		{ "\033", 1, 5000 }, { "\033[", 2, 3000 }, { "\0", 1, 5000 }, { "\377\376", 2, 3000 }, { "\303", 1, 3000 },
		{ "\033[<0;1;1", 8, 500 }, { "\033]0;x", 5, 500 }, { "\033P1$q", 5, 500 }, { "\033[200~x\033[200~\033[201~\033[201~", 25, 200 },
		{ "\364\220\200\200\300\200\355\240\200", 9, 500 }, { "\033[1;99999999999999999999R", 24, 200 }, { "\033[?1;2c\033[0n", 11, 200 },
		{ "\302\205\302\233\342\200\256", 7, 500 },
	};
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	for (size_t i = 0; i < ARRAY_LEN(storms); i++) {
		for (size_t n = 0; n < storms[i].times; n++)
			vt_send(t, storms[i].bytes, storms[i].len);
		cr_expect(press_until(t, "f6", "Hasselbach"), "storm %zu", i);
		cr_expect(press_until(t, "f5", "A-2026-0018"), "storm %zu", i);
	}
	unsigned random = getenv("SEED") ? (unsigned)strtoul(getenv("SEED"), NULL, 10) : 4711;
	for (int i = 0; i < 20000; i++) {
		random = random * 1103515245 + 12345;
		char c = (char)(random >> 16);
		if (!strchr("\nqyYnjJ\021\020:edcamwptoxl", c) && c != '\r') /* leaving and changing records is another test's */
			vt_send(t, &c, 1);
	}
	cr_expect(press_until(t, "esc", "This is the first screen. q leaves karat."));
	leave(t, "storms");
}

/* How it ends when nobody says so. */

static void cut(struct vt *t, int sig)
{
	if (sig)
		vt_signal(t, sig);
	else
		vt_hang_up(t);
}

Test(workbench, cut_off_in_a_form)
{
	static const struct { int sig, status; const char *what; } cases[] = {
		{ SIGHUP, 0, "SIGHUP" }, { SIGTERM, 128 + SIGTERM, "SIGTERM" }, { SIGINT, 128 + SIGINT, "SIGINT" }, { 0, 0, "hang-up" },
	};
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *text, *what = cases[i].what;
		int mode;
		struct vt *t = open_orders("marta", NULL);
		begin_order(t, "Ring für Zoë");
		cut(t, cases[i].sig);
		if (cases[i].sig) {
			expect_end(t, cases[i].status, what);
		} else {
			cr_expect_eq(vt_wait_exit(t), cases[i].status);
			vt_close(t);
		}
		cr_expect_eq(demo_drafts(&text, &mode), 1, "%s", what);
		cr_expect_eq(mode, 0600, "%s: %o", what, (unsigned)mode);
		cr_expect(strstr(text, "title w Ring für Zoë\n"), "%s: %s", what, text);
		t = open_orders("marta", NULL);
		vt_keys(t, "n");
		cr_assert(vt_wait(t, "Go on with it"), "%s", what);
		vt_keys(t, "enter");
		cr_expect(vt_wait(t, "Ring für Zoë"), "%s", what);
		throw_away(t, what);
		cr_expect_eq(demo_drafts(&text, &mode), 0, "%s", what);
	}
}

static bool has_draft(struct vt *t, const void *ctx)
{
	const char *text;
	int mode;
	(void)t;
	return demo_drafts(&text, &mode) == 1 && strstr(text, ctx);
}

/* At a pause of typing it is on disk. */
static bool is_drafted(struct vt *t, const char *line)
{
	for (int i = 0; i < TRIES && !has_draft(t, line); i++) {
		struct pollfd p = { .fd = vt_fd(t), .events = POLLIN };
		if (poll(&p, 1, TRY_MS) > 0)
			vt_take(t);
	}
	return has_draft(t, line);
}

static struct vt *open_file(void)
{
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f6");
	cr_assert(vt_wait(t, "Dornseif, Cem"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Gelnhausen"));
	return t;
}

/* No last words: the size and the comment that were being typed are offered again. */
Test(workbench, killed_in_a_form)
{
	const char *text;
	int mode;
	demo_shared();
	struct vt *t = open_file();
	vt_keys(t, "m");
	cr_assert(vt_wait(t, "Measured on"));
	vt_keys(t, "tab tab");
	vt_type(t, "US 7");
	cr_expect(is_drafted(t, "size "));
	vt_signal(t, SIGKILL);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGKILL);
	vt_close(t);
	t = open_file();
	vt_keys(t, "m");
	cr_assert(vt_wait(t, "Go on with it"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "54.421") && vt_wait(t, "K-00004 Dornseif"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	cr_expect(vt_wait_gone(t, "Measured on"));
	cr_expect_eq(demo_drafts(&text, &mode), 0);

	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0018"));
	vt_keys(t, "m");
	cr_assert(vt_wait(t, "Comment: A-2026-0019"));
	vt_type(t, "half a thought");
	cr_expect(is_drafted(t, "body w half a thought\n"));
	vt_signal(t, SIGKILL);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGKILL);
	vt_close(t);
	t = open_orders("marta", NULL);
	vt_keys(t, "m");
	cr_expect(vt_wait(t, "half a thought") && vt_wait(t, "What you had typed is back."));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	cr_expect(vt_wait_gone(t, "half a thought"));
	leave(t, "killed");
}

/* What is said at once on the ":" line is not asked for; what was refused, or is missing still, is asked with the rest. */
Test(workbench, said_and_refused)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, ":");
	vt_type(t, "order.move A-2026-0019 place=nowhere");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Move: A-2026-0019") && vt_wait(t, "! Place") && vt_wait(t, "nowhere"));
	vt_keys(t, "ctrl-u");
	vt_type(t, "safe-1");
	cr_expect(vt_wait(t, "> safe-1"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "A-2026-0019: done (Move: safe-1"));
	vt_keys(t, ":");
	vt_type(t, "customer.merge K-00006 reason=x");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "There is no field “reason”."));
	vt_keys(t, ":");
	vt_type(t, "person.add login=nora role=goldsmith");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Add a person") && vt_wait(t, "nora") && vt_wait(t, "goldsmith"));
	vt_type(t, "Nora");
	cr_expect(vt_wait(t, "~ Name *         Nora"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	cr_expect(vt_wait_gone(t, "Add a person"));
	leave(t, "said");
}

/* To both ends of the calendar. */
Test(workbench, calendar_has_ends)
{
	static const struct { const char *day, *keys, *says; } cases[] = {
		{ "31.12.9999", "right down pgdn > end", "Friday, 31 December 9999" },
		{ "01.01.0001", "left up pgup < home", "Monday, 1 January 1" },
		{ "31.01.2026", "pgdn", "Saturday, 28 February 2026, week 9" },
		{ "29.02.2028", "> home pgup", "Monday, 1 January 2029, week 1" },
		{ "01.01.2027", "end home", "Friday, 1 January 2027, week 53, as it was" },
		{ "", "t", "Monday, 2 March 2026, week 10, today" },
	};
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	begin_order(t, "Ring");
	vt_keys(t, "tab tab");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		vt_keys(t, "ctrl-u");
		vt_type(t, cases[i].day);
		vt_keys(t, "f4");
		cr_assert(vt_wait(t, "Wk  Mo  Tu  We  Th  Fr  Sa  Su"), "%zu", i);
		vt_keys(t, cases[i].keys);
		cr_expect(vt_wait(t, cases[i].says), "%zu", i);
		vt_keys(t, "esc");
		cr_expect(vt_wait_gone(t, "Wk  Mo"), "%zu", i);
	}
	throw_away(t, "calendar");
}

/* Whatever leads away from a form asks first. */
Test(workbench, leaving_a_form_asks)
{
	static const char *const ways[] = { "esc", "f5", "f2", "f10", "ctrl-q" };
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	begin_order(t, "Ring");
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (str_eq(ways[i], "f2")) /* here it saves */
			continue;
		vt_keys(t, ways[i]);
		cr_expect(vt_wait(t, "This is not saved yet."), "%s", ways[i]);
		vt_keys(t, "esc");
		cr_expect(vt_wait_gone(t, "This is not saved yet."), "%s", ways[i]);
	}
	vt_keys(t, "f6"); /* on top of it */
	cr_expect(vt_wait(t, "Hasselbach"));
	vt_keys(t, "f5"); /* and back through it */
	cr_expect(vt_wait(t, "This is not saved yet."));
	vt_keys(t, "down down enter");
	cr_expect(vt_wait(t, "A-2026-0018"));
	leave(t, "form");
}

/* The shell has the terminal, as it was, and has asked so many times what to do. */
static bool shell_asks(struct vt *t, const void *ctx)
{
	const int *times = ctx;
	int n = 0;
	for (const char *s = vt_screen(t); (s = strstr(s, "ready>")); s++)
		n++;
	return n == *times && !vt_given_back(t);
}

static void expect_shell(struct vt *t, int times)
{
	cr_assert(vt_wait_for(t, shell_asks, &times, "the shell"), "%d: left behind: %s", times, vt_given_back(t));
}

Test(workbench, stops_and_goes_on)
{
	demo_shared();
	struct vt *t = vt_open(VT_ARGV("sh", "-i"), &(struct vt_look) { .env = (const char *const[]) { "PS1=ready> ", "ENV", NULL } });
	expect_shell(t, 1);
	vt_type(t, demo_command("marta"));
	vt_type(t, "\r");
	for (int i = 0; i < 2; i++) {
		cr_expect(vt_wait(t, "Your orders") && vt_wait(t, "Enter Open"));
		vt_keys(t, "ctrl-z");
		expect_shell(t, 2 + i);
		vt_resize(t, 30 + i, 90);
		vt_type(t, "fg\r");
		cr_expect(vt_wait_line(t, 0, " My day                                     Marta Lindqvist-Bauer, Goldschmiede Lindqvist"));
	}
	vt_keys(t, "ctrl-q");
	expect_shell(t, 4);
	vt_type(t, "exit $?\r");
	expect_end(t, 0, "shell");
}

/* What others do meanwhile. */

Test(workbench, two_change_the_same)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "e");
	cr_assert(vt_wait(t, "A-2026-0019") && vt_wait(t, "Perlenkette neu knoten"));
	vt_keys(t, "tab");
	vt_type(t, " mine");
	cr_assert(vt_wait(t, "knoten mine"));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "set", "order", "A-2026-0019", "title=Hers", "stones=of hers")), 0);
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Title was changed by somebody else, too"));
	cr_expect(vt_wait(t, "mine: Perlenkette neu knoten mine") && vt_wait(t, "theirs: Hers") && vt_wait(t, "of hers"));
	vt_keys(t, "esc"); /* not now: it stays marked, and is asked again */
	cr_expect(vt_wait_gone(t, "mine: Perlen") && vt_wait(t, "! Title *") && vt_wait(t, "! Somebody else made this “Hers”."));
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Title was changed by somebody else, too"));
	vt_keys(t, "down enter");
	cr_expect(vt_wait(t, "Both changes are put together now") && vt_wait(t, "Title *                 Hers"));
	cr_expect(vt_wait_gone(t, "Somebody else made this"));
	vt_keys(t, "tab tab tab tab tab tab tab"); /* and one that is mine */
	vt_type(t, "a note of mine");
	cr_expect(vt_wait(t, "a note of mine"));
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "A-2026-0019 is saved."));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "a note of mine") && vt_wait(t, "Hers") && vt_wait(t, "of hers"));
	leave(t, "conflict");
}

Test(workbench, ticked_off)
{
	demo_own();
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "do", "order.comment", "A-2026-0019", "body=@marta Gold da?")), 0);
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Gold da?") && vt_wait(t, "Your orders"));
	vt_keys(t, "home down down down x");
	cr_expect(vt_wait(t, "Nobody waits for an answer of yours.") && vt_wait_gone(t, "Gold da?"));
	leave(t, "ticked off");
}

/* What was kept as a draft is not put over what somebody has saved since. */
Test(workbench, a_draft_of_yesterday)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "e");
	cr_assert(vt_wait(t, "A-2026-0019") && vt_wait(t, "Perlenkette neu knoten"));
	vt_keys(t, "tab");
	vt_type(t, " mine");
	cr_assert(vt_wait(t, "knoten mine"));
	vt_keys(t, "esc");
	cr_assert(vt_wait(t, "Keep it as a draft for later"));
	vt_keys(t, "down enter");
	cr_assert(vt_wait_gone(t, "knoten mine"));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "set", "order", "A-2026-0019", "title=Hers")), 0);
	for (int i = 0; i < 2; i++) { /* who does not answer finds it again */
		vt_keys(t, "e");
		cr_assert(vt_wait(t, "Go on with it"));
		vt_keys(t, "esc");
		cr_assert(vt_wait_gone(t, "Go on with it") && vt_wait_gone(t, "Instructions"));
	}
	vt_keys(t, "e");
	cr_assert(vt_wait(t, "Go on with it"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Title was changed by somebody else, too (before: Perlenkette neu knoten)"));
	cr_expect(vt_wait(t, "mine: Perlenkette neu knoten mine") && vt_wait(t, "theirs: Hers"));
	vt_keys(t, "down enter");
	cr_expect(vt_wait(t, "Both changes are put together now") && vt_wait(t, "Hers"));
	vt_keys(t, "f2");
	cr_assert(vt_wait_gone(t, "Instructions"));
	cr_expect_str_eq(demo_asked("SELECT title FROM karat.orders WHERE number = 'A-2026-0019'"), "Hers");
	leave(t, "draft");
}

Test(workbench, deleted_meanwhile)
{
	const char *text;
	int mode;
	demo_shared();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f6");
	cr_assert(vt_wait(t, "Zobelmann"));
	vt_keys(t, "end e");
	cr_assert(vt_wait(t, "First name          Malte"));
	vt_keys(t, "tab tab tab");
	vt_type(t, "!");
	cr_assert(vt_wait(t, "Malte!"));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:", "do", "customer.delete", "K-00009", "reason=test", "--yes")), 0);
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "Somebody else has deleted this record."));
	cr_expect_eq(demo_drafts(&text, &mode), 1);
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:", "do", "customer.restore", "K-00009", "--yes")), 0);
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "Both changes are put together now"));
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "K-00009 is saved."));
	cr_expect_eq(demo_drafts(&text, &mode), 0);
	leave(t, "deleted");
}

Test(workbench, rights_withdrawn)
{
	demo_shared();
	struct vt *t = open_orders("jonas", NULL);
	begin_order(t, "Ring");
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:", "user", "role", "jonas", "viewer")), 0);
	cr_expect(vt_wait(t, "The connection is back."), "with the role go the sessions that had it");
	vt_keys(t, "shift-tab r f2");
	cr_expect(vt_wait(t, "You do not have the right to do this."));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	cr_expect(vt_wait_gone(t, "What is wanted"));
	vt_keys(t, "n");
	cr_expect(vt_wait(t, "You do not have the right to do this."));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:", "user", "disable", "jonas", "--yes")), 0);
	cr_expect(vt_wait(t, "“jonas” may not sign in any more.") && vt_wait(t, "no connection"));
	cr_expect(vt_wait(t, "A-2026-0018"), "old data stays");
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:", "user", "enable", "jonas")), 0);
	cr_expect(vt_wait(t, "The connection is back.") && vt_wait_gone(t, "no connection"));
	leave(t, "rights");
}

/* A server on which nobody may end the sessions of others. */
Test(workbench, rights_withdrawn_from_afar)
{
	demo_own();
	struct vt *t = open_orders("jonas", NULL);
	demo_sql("ALTER TABLE karat.person DISABLE TRIGGER leave");
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:", "user", "role", "jonas", "viewer")), 0);
	cr_expect(vt_wait_gone(t, "n New"), "the key bar knows the rights");
	vt_keys(t, "n");
	cr_expect(vt_wait(t, "You do not have the right to do this."));
	leave(t, "rights");
}

/* The server dies, is away for a while, and may only be read from. */
Test(workbench, broken_database)
{
	demo_own();
	demo_sql("CHECKPOINT"); /* a demo writes to its disk when it has time to */
	struct vt *t = open_orders("marta", NULL);
	demo_kill();
	cr_expect(vt_wait(t, "The connection is back."), "somebody starts it again");
	cr_expect(vt_wait(t, "A-2026-0018"));

	demo_kill();
	demo_hide(true);
	cr_expect(vt_wait(t, "no connection"), "the banner");
	cr_expect(vt_wait(t, "A-2026-0018"), "old data stays");
	begin_order(t, "Ring");
	vt_keys(t, "shift-tab r f2");
	cr_expect(vt_wait(t, "There is no"), "a sentence for who tries");
	demo_hide(false);
	cr_expect(vt_wait(t, "The connection is back."));
	cr_expect(vt_wait_gone(t, "no connection"));
	vt_keys(t, "f2");
	cr_expect(vt_wait(t, "is saved."));
	vt_keys(t, "f5");
	cr_expect(vt_wait(t, "A-2026-0018"));

	demo_sql("ALTER DATABASE karat SET default_transaction_read_only = on");
	demo_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'marta'");
	cr_expect(vt_wait(t, "The connection is back."));
	begin_order(t, "Kette");
	vt_keys(t, "shift-tab r f2");
	cr_expect(vt_wait(t, "This connection may only read. Nothing has been changed."));
	throw_away(t, "read only");
}

/* A week of deliveries opens those that its bar counts: by the workshop's clock (Monday begins in Berlin while it is
 * Sunday in UTC), and by the day of delivery, also of what was moved later.
 */
Test(workbench, a_week_of_deliveries)
{
	demo_own();
	demo_sql("SET session_replication_role = replica; UPDATE karat.orders o SET status = 'delivered', delivered_at = d.at, "
			"updated_at = d.changed FROM (VALUES ('A-2026-0009', timestamptz '2026-02-22 23:10Z', timestamptz '2026-03-01Z'), "
			"('A-2026-0012', '2026-03-01 22:59Z', '2026-03-01 22:59Z'), ('A-2026-0005', '2026-03-01 23:10Z', '2026-03-01 23:10Z'), "
			"('A-2026-0002', '2026-02-20Z', '2026-02-25Z')) AS d (number, at, changed) WHERE o.number = d.number");
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f12");
	cr_assert(vt_wait(t, "Open orders by status"));
	vt_keys(t, "end");
	cr_expect(vt_wait(t, "week 9, from 2026-02-23   2") && vt_wait(t, ">week 10, from 2026-03-02"));
	vt_keys(t, "k enter");
	cr_expect(vt_wait(t, "Orders delivered, week 9, from 2026-02-23") && vt_wait(t, "1 / 2"));
	cr_expect(vt_wait(t, "A-2026-0009") && vt_wait(t, "A-2026-0012"));
	leave(t, "a week");
}

/* :about counts the keys of one's own: one, or several. */
Test(workbench, keys_of_ones_own)
{
	static const struct { const char *keys, *says; } cases[] = {
		{ "[everywhere]\npalette = f9 ctrl-o\n", "changes 1 action" }, { "[everywhere]\npalette = f9\nmouse = alt-m\n", "changes 2 actions" },
	};
	struct err e = ERR_INIT;
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char keys[512], conf[512], text[640];
		snprintf(keys, sizeof(keys), "%s/k", demo_state());
		snprintf(conf, sizeof(conf), "%s/c", demo_state());
		int len = snprintf(text, sizeof(text), "keys = %s\n", keys);
		cr_assert(file_write(keys, 0600, cases[i].keys, strlen(cases[i].keys), &e) && file_write(conf, 0600, text, (size_t)len, &e), "%s", e.text);
		struct vt *t = demo_start("marta", VT_ARGV("--config", conf));
		cr_assert(vt_wait(t, "My day"));
		vt_type(t, ":about\r");
		cr_expect(vt_wait(t, cases[i].says), "%s", cases[i].keys);
		leave(t, cases[i].says);
	}
}
