/* vt.c - the test terminal itself, with programs that are on every Debian */
#include "config.h"

#include "lib/vt.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

static struct vt *sh(const char *script, const struct vt_look *look)
{
	return vt_open(VT_ARGV("sh", "-c", script), look);
}

Test(vt, german_and_wide_characters)
{
	int row, column;
	struct vt *t = vt_open(VT_ARGV("cat"), &(struct vt_look) { .lines = 6, .columns = 40 });
	vt_type(t, "Müller, Größe 54 日本 ß€ e\u0301");
	vt_keys(t, "enter");
	/* Once by the tty, once by cat. */
	cr_assert(vt_wait(t, "Müller, Größe 54 日本 ß€ e\u0301\nMüller, Größe 54 日本 ß€ e\u0301"));
	cr_assert(vt_wait_cursor(t, 2, 0));
	cr_expect_str_eq(vt_line(t, 1), "Müller, Größe 54 日本 ß€ e\u0301");
	cr_expect_str_eq(vt_line(t, -1), "");
	cr_expect(vt_find(t, "本", &row, &column) && row == 0 && column == 19, "%d,%d", row, column);
	cr_expect(vt_find(t, "ß€", &row, &column) && column == 22, "%d", column);
	cr_expect(!vt_find(t, "Maier", &row, &column));
	cr_expect_str_eq(vt_cell(t, 0, 17).text, "日");
	cr_expect(vt_cell(t, 0, 17).width == 2);
	cr_expect_str_eq(vt_cell(t, 0, 18).text, "");
	cr_expect_str_eq(vt_cell(t, -6, 25).text, "e\u0301");
	cr_expect_str_eq(vt_cell(t, 99, 99).text, " ", "outside");
	vt_keys(t, "o ä backspace o"); /* one backspace takes all bytes of a character */
	cr_assert(vt_wait_line(t, 2, "oo"));
	vt_keys(t, "ctrl-d ctrl-d");
	cr_expect(vt_wait_exit(t) == 0);
	cr_expect_str_eq(vt_line(t, 2), "oooo");
	cr_expect_null(vt_given_back(t));
	vt_close(t);
}

/* clang-format off */
static const struct { const char *term, *names, *seen; } keys[] = {
	{ NULL,     "up down right left home end",             "^[[A^[[B^[[C^[[D^[[H^[[F" },
	{ NULL,     "f1 f2 f3 f4 f5",                          "^[OP^[OQ^[OR^[OS^[[15~" },
	{ NULL,     "f6 f7 f8 f9 f10 f11 f12",                 "^[[17~^[[18~^[[19~^[[20~^[[21~^[[23~^[[24~" },
	{ NULL,     "insert delete pgup pgdn",                 "^[[2~^[[3~^[[5~^[[6~" },
	{ NULL,     "enter tab backspace space x esc",         "^M^I^? x^[" },
	{ NULL,     "shift-tab alt-x alt-enter alt-ü",         "^[[Z^[x^[^M^[M-CM-<" },
	{ NULL,     "ctrl-a ctrl-z ctrl-[ ctrl-space",         "^A^Z^[^@" },
	{ NULL,     "ctrl-right alt-up shift-f3 shift-delete", "^[[1;5C^[[1;3A^[[1;2R^[[3;2~" },
	{ NULL,     " ctrl-alt-shift-left  alt-ctrl-x ",       "^[[1;8D^[^X" },
	{ "linux",  "f1 f5 f6 home end up",                    "^[[[A^[[[E^[[17~^[[1~^[[4~^[[A" },
	{ "screen", "f1 home end ctrl-home",                   "^[OP^[[1~^[[4~^[[1;5H" },
};
/* clang-format on */

Test(vt, keys_by_name)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		struct vt *t = sh("stty raw -echo; printf 'go\\r\\n'; exec cat -vT", &(struct vt_look) { .term = keys[i].term });
		cr_assert(vt_wait(t, "go"));
		vt_keys(t, keys[i].names);
		cr_expect(vt_wait_line(t, 1, keys[i].seen), "'%s'", keys[i].names);
		vt_close(t);
	}
	struct vt *t = sh("stty raw -echo; printf '\\033[?1hgo\\r\\n'; exec cat -v", NULL);
	cr_assert(vt_wait(t, "go"));
	vt_keys(t, "up home ctrl-up f1 delete");
	cr_expect(vt_wait_line(t, 1, "^[OA^[OH^[[1;5A^[OP^[[3~"), "when the program asked for application keys");
	vt_close(t);
}

Test(vt, no_such_key, .signal = SIGABRT)
{
	vt_keys(vt_open(VT_ARGV("cat"), NULL), "up dwon");
}

Test(vt, no_such_text, .signal = SIGABRT)
{
	(void)!vt_wait_gone(vt_open(VT_ARGV("cat"), NULL), "blanks at the end ");
}

Test(vt, paste_mouse_and_focus_when_asked_for)
{
	struct vt *t = sh("stty raw -echo; printf 'go\\r\\n'; head -c 6 | cat -v; "
			  "printf '\\033[?2004;1000;1004hon\\r\\n'; head -c 25 | cat -v; "
			  "printf '\\033[?1006hsgr\\r\\n'; exec cat -v", NULL);
	cr_assert(vt_wait(t, "go"));
	vt_paste(t, "a\nb");
	vt_mouse(t, 0, 4, 9, true);
	vt_focus(t, true);
	vt_type(t, "end");
	cr_assert(vt_wait(t, "a^Mbend"));
	cr_assert(vt_wait_mode(t, VT_FOCUS, true) && vt_wait(t, "on"));
	vt_paste(t, "1\n2");
	vt_mouse(t, 0, 4, 9, true);
	vt_focus(t, false);
	vt_type(t, ".");
	cr_assert(vt_wait(t, "^[[200~1^M2^[[201~^[[M *%^[[O"));
	cr_assert(vt_wait_mode(t, VT_MOUSE_SGR, true) && vt_wait(t, "sgr"));
	vt_mouse(t, 64, -1, 0, true);
	vt_mouse(t, 0, 0, 79, false);
	cr_assert(vt_wait(t, "^[[<64;1;24M^[[<0;80;1m"));
	vt_close(t);
}

Test(vt, more_than_the_tty_holds)
{
	enum { MUCH = 200000 };
	struct buf text = BUF_INIT(MUCH);
	struct vt *t = sh("stty raw -echo; printf 'go\\r\\n'; head -c 200000 | wc -c", NULL);
	cr_assert(vt_wait(t, "go"));
	buf_pad(&text, 'x', MUCH);
	vt_paste(t, text.data);
	buf_done(&text);
	cr_assert(vt_wait_line(t, 1, "200000"));
	cr_expect(vt_wait_exit(t) == 0);
	vt_close(t);
	t = sh("yes | head -n 100000; echo done", NULL);
	cr_assert(vt_wait_exit(t) == 0);
	cr_expect_str_eq(vt_line(t, -2), "done");
	cr_expect(vt_bytes(t) == 100000 * 3 + 6, "all of it: %llu", (unsigned long long)vt_bytes(t));
	vt_close(t);
}

Test(vt, resize)
{
	struct vt *t = sh("trap 'echo now $(stty size)' WINCH; echo at $(stty size); while ! read -r x; do :; done",
			&(struct vt_look) { .lines = 5, .columns = 31 });
	cr_assert(vt_wait_line(t, 0, "at 5 31"));
	vt_resize(t, 12, 100);
	cr_assert(vt_wait_line(t, 1, "now 12 100"));
	vt_keys(t, "enter");
	cr_expect(vt_wait_exit(t) == 0);
	vt_close(t);
	t = sh("tput cup 2 0; printf 0123456789; read -r x; tput cup 0 25; printf 0123456789; read -r x",
			&(struct vt_look) { .lines = 5, .columns = 31 });
	cr_assert(vt_wait(t, "456789"));
	vt_resize(t, 4, 7);
	cr_expect_str_eq(vt_line(t, 2), "0123456", "what is outside cannot be seen");
	vt_resize(t, 10, 40);
	vt_keys(t, "enter");
	cr_assert(vt_wait_line(t, 0, "                         0123456789"));
	vt_close(t);
}

/* clang-format off */
static const struct { const char *script; int sig; bool hang_up; int status; } ends[] = {
	{ "exit 0",                                        0,       false, 0 },
	{ "exit 7",                                        0,       false, 7 },
	{ "echo go; exec cat",                             SIGTERM, false, 128 + SIGTERM },
	{ "echo go; exec cat",                             SIGKILL, false, 128 + SIGKILL },
	{ "trap 'exit 5' TERM; echo go; read -r x",        SIGTERM, false, 5 },
	{ "echo go; exec cat",                             0,       true,  128 + SIGHUP },
	{ "trap 'exit 6' HUP; echo go; while :; do read -r x; done", 0, true, 6 },
	{ "trap '' HUP; echo go; read -r x || exit 3",     0,       true,  3 },
};
/* clang-format on */

Test(vt, ends)
{
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct vt *t = sh(ends[i].script, NULL);
		if (strstr(ends[i].script, "go"))
			cr_assert(vt_wait(t, "go"));
		if (ends[i].sig)
			vt_signal(t, ends[i].sig);
		if (ends[i].hang_up)
			vt_hang_up(t);
		int status = vt_wait_exit(t);
		cr_expect(status == ends[i].status, "'%s': %d", ends[i].script, status);
		cr_expect(vt_wait_exit(t) == status, "asked again");
		vt_signal(t, SIGTERM); /* goes to nobody */
		vt_close(t);
	}
}

Test(vt, command_and_environment)
{
	struct vt *t = vt_open(VT_ARGV("/nowhere/at-all"), NULL);
	cr_expect(vt_wait_exit(t) == 127);
	cr_expect(strstr(vt_screen(t), "/nowhere/at-all"));
	vt_close(t);
	setenv("COLUMNS", "13", 1);
	setenv("VT_TEST", "caller", 1);
	setenv("VT_GONE", "caller", 1);
	static const char *const env[] = { "VT_TEST=Grüße=1", "VT_GONE", "VT_EMPTY=", NULL };
	t = sh("echo \"$TERM,${COLUMNS-none},$VT_TEST,${VT_GONE-gone},${VT_EMPTY-unset}.\"; pwd; tty | cut -c1-9",
			&(struct vt_look) { .term = "vt220", .env = env, .dir = "/usr" });
	cr_assert(vt_wait_screen(t, "vt220,none,Grüße=1,gone,.\n/usr\n/dev/pts/\n"));
	cr_expect(vt_wait_exit(t) == 0);
	vt_close(t);
}

Test(vt, attributes)
{
	struct vt *t = sh("tput bold; printf B; tput sgr0; tput smul; printf U; tput rmul; tput rev; printf R; tput sgr0; "
			  "tput setaf 1; tput setab 4; printf C; tput sgr0; printf '\\033[38;2;1;2;3m\\033[48;5;200mD'; "
			  "tput sgr0; tput sitm; printf I; tput sgr0; tput blink; printf L; tput sgr0; printf N; echo; read x", NULL);
	cr_assert(vt_wait_cursor(t, 1, 0));
	cr_expect_str_eq(vt_line(t, 0), "BURCDILN");
	struct vt_cell c[8];
	for (int i = 0; i < 8; i++) {
		c[i] = vt_cell(t, 0, i);
		cr_expect(c[i].bold == (i == 0) && c[i].underline == (i == 1) && c[i].reverse == (i == 2), "%d", i);
		cr_expect(c[i].italic == (i == 5) && c[i].blink == (i == 6) && c[i].width == 1, "%d", i);
	}
	cr_expect(c[0].fg == -1 && c[0].bg == -1 && c[7].fg == -1 && c[7].bg == -1);
	cr_expect(c[3].fg == 1 && c[3].bg == 4, "%d on %d", c[3].fg, c[3].bg);
	cr_expect(c[4].fg == VT_RGB + 0x010203 && c[4].bg == 200, "%x on %d", (unsigned)c[4].fg, c[4].bg);
	vt_close(t);
}

static bool has_rung(struct vt *t, const void *ctx)
{
	return vt_bells(t) > *(const int *)ctx;
}

/* Types a line of shell into a loop that reads lines, does them, and rings. */
static void shell_does(struct vt *t, const char *line)
{
	int before = vt_bells(t);
	vt_type(t, line);
	vt_keys(t, "enter");
	cr_assert(vt_wait_for(t, has_rung, &before, "the bell"), "'%s'", line);
}

static struct vt *loop(void)
{
	struct vt *t = sh("stty -echo; clear; while read -r x; do eval \"$x\"; printf '\\a'; done; stty echo", NULL);
	shell_does(t, "tput home");
	return t;
}

Test(vt, fingerprint)
{
	static const char *const steps[] = { "printf x", "tput cup 0 0; tput bold; printf x", "tput cup 0 0; tput rev; printf x",
		"tput cup 0 0; tput setaf 2; printf x", "tput cup 0 0; tput setab 2; printf x", "tput cup 5 5", "tput civis" };
	uint64_t seen[ARRAY_LEN(steps)];
	struct vt *t = loop();
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		shell_does(t, steps[i]);
		seen[i] = vt_fingerprint(t);
		for (size_t k = 0; k < i; k++)
			cr_expect(seen[k] != seen[i], "'%s' shows", steps[i]);
	}
	shell_does(t, "tput cup 9 9");
	cr_expect(vt_fingerprint(t) == seen[ARRAY_LEN(steps) - 1], "a cursor that cannot be seen does not count");
	shell_does(t, "tput sgr0; tput cup 9 9; printf ' '");
	cr_expect(vt_fingerprint(t) == seen[ARRAY_LEN(steps) - 1], "a blank looks like nothing");
	vt_close(t);
}

/* clang-format off */
static const struct { enum vt_mode mode; const char *take, *give, *name; } modes[] = {
	{ VT_CURSOR,      "tput civis",                     "tput cnorm",                   "cursor" },
	{ VT_WRAP,        "tput rmam",                      "tput smam",                    "wrap" },
	{ VT_ALTSCREEN,   "tput smcup",                     "tput rmcup",                   "second screen" },
	{ VT_ALTSCREEN,   "printf '\\033[?47h'",            "printf '\\033[?47l'",          "second screen" },
	{ VT_MOUSE,       "printf '\\033[?1000h'",          "printf '\\033[?1000l'",        "mouse" },
	{ VT_MOUSE,       "printf '\\033[?12;1003h'",       "printf '\\033[?1003;25h\\033[?1003l'", "mouse" },
	{ VT_MOUSE_SGR,   "printf '\\033[?1006h'",          "printf '\\033[?1006l'",        "SGR mouse" },
	{ VT_PASTE,       "printf '\\033[?2004h'",          "printf '\\033[?2004l'",        "bracketed paste" },
	{ VT_FOCUS,       "printf '\\033[?1004h'",          "printf '\\033[?1004l'",        "focus" },
	{ VT_CURSOR_KEYS, "printf '\\033[?1h'",             "printf '\\033c'",              "application keys" },
	{ VT_KEYPAD,      "printf '\\033='",                "printf '\\033>'",              "application keypad" },
	{ VT_REVERSED,    "printf '\\033[?5h'",             "printf '\\033[?5l'",           "reversed screen" },
	{ VT_ORIGIN,      "printf '\\033[?6h'",             "printf '\\033[!p'",            "origin" },
	{ VT_INSERT,      "tput smir",                      "tput rmir",                    "insert" },
	{ VT_LINEDRAW,    "tput smacs",                     "tput rmacs",                   "line drawing" },
	{ VT_LINEDRAW,    "printf '\\033)0\\016'",          "printf '\\017'",               "line drawing" },
	{ VT_REGION,      "tput csr 2 10",                  "tput csr 0 23",                "scrolling region" },
	{ VT_MODES,       "tput bold",                      "tput sgr0",                    "pen" },
	{ VT_MODES,       "tput setab 4",                   "tput op",                      "pen" },
	{ VT_MODES,       "printf '\\033]2;x\\a'",          "printf '\\033]0;\\a'",         "title" },
};
/* clang-format on */

Test(vt, modes_and_giving_back)
{
	struct vt *t = loop();
	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		bool usual = modes[i].mode == VT_CURSOR || modes[i].mode == VT_WRAP;
		char wanted[64];
		shell_does(t, modes[i].take);
		if (modes[i].mode < VT_MODES)
			cr_expect(vt_mode(t, modes[i].mode) == !usual, "'%s'", modes[i].take);
		snprintf(wanted, sizeof(wanted), "%s, stty", modes[i].name);
		const char *kept = vt_given_back(t);
		cr_expect_str_eq(kept ? kept : "all", wanted, "'%s': %s", modes[i].take, kept);
		shell_does(t, modes[i].give);
		if (modes[i].mode < VT_MODES)
			cr_expect(vt_mode(t, modes[i].mode) == usual, "'%s'", modes[i].give);
		kept = vt_given_back(t);
		cr_expect_str_eq(kept ? kept : "all", "stty", "'%s': %s", modes[i].give, kept);
	}
	vt_keys(t, "ctrl-d");
	cr_expect(vt_wait_exit(t) == 0);
	cr_expect_null(vt_given_back(t));
	vt_close(t);
	t = sh("stty raw; tput smcup; echo go; read -r x", NULL);
	cr_assert(vt_wait(t, "go"));
	vt_signal(t, SIGKILL);
	cr_expect(vt_wait_exit(t) == 128 + SIGKILL);
	const char *kept = vt_given_back(t);
	cr_expect_str_eq(kept ? kept : "all", "second screen, stty", "known when the program is gone, too");
	vt_close(t);
}

Test(vt, second_screen)
{
	struct vt *t = loop();
	shell_does(t, "printf first");
	shell_does(t, "tput smcup; tput clear; printf second");
	cr_expect_str_eq(vt_screen(t), "second");
	vt_resize(t, 10, 40);
	shell_does(t, "tput rmcup");
	cr_expect_str_eq(vt_screen(t), "first");
	vt_close(t);
}

Test(vt, title_clipboard_and_bell)
{
	struct vt *t = loop();
	int bells = vt_bells(t);
	shell_does(t, "printf '\\033]2;Aufträge – karat\\a'");
	cr_expect(vt_bells(t) == bells + 1, "the end of a title does not ring");
	cr_assert(vt_wait_title(t, "Aufträge – karat"));
	shell_does(t, "printf '\\033[22;0;0t\\033]0;Kunden\\033\\\\'");
	cr_expect_str_eq(vt_title(t), "Kunden");
	shell_does(t, "printf '\\033]1;icon\\a\\033[22;1t\\033[23;1t\\033Pno;title\\033\\\\'");
	cr_expect_str_eq(vt_title(t), "Kunden");
	shell_does(t, "printf '\\033[23;0;0t\\033[23;0;0t'");
	cr_expect_str_eq(vt_title(t), "Aufträge – karat");
	cr_expect_str_eq(vt_clipboard(t), "");
	shell_does(t, "printf '\\033]52;c;UmluZw==\\033\\\\'");
	cr_expect_str_eq(vt_clipboard(t), "UmluZw==");
	vt_close(t);
}

Test(vt, answers_what_it_is_asked)
{
	struct vt *t = sh("stty raw -echo; printf '\\033[3;5H\\033[6n'; head -c 6 | cat -v; exec cat -v", NULL);
	cr_assert(vt_wait_line(t, 2, "    ^[[3;5R"));
	vt_close(t);
}

Test(vt, bytes_since_a_mark)
{
	size_t len;
	struct vt *t = loop();
	vt_mark(t);
	cr_expect(vt_bytes(t) == 0);
	shell_does(t, "printf '12345\\n'");
	cr_expect(vt_bytes(t) == 8, "%llu", (unsigned long long)vt_bytes(t));
	const char *raw = vt_raw(t, &len);
	cr_expect(len == 8 && memcmp(raw, "12345\r\n\a", 8) == 0);
	shell_does(t, "tput home");
	cr_expect(vt_bytes(t) == 12);
	vt_mark(t);
	vt_raw(t, &len);
	cr_expect(vt_bytes(t) == 0 && len == 0);
	vt_close(t);
}

Test(vt, one_byte_a_character)
{
	struct vt *t = sh("printf 'M\\374ller \\244\\r\\n'; stty raw -echo; LC_ALL=C exec cat -v",
			&(struct vt_look) { .charset = "ISO-8859-15" });
	cr_assert(vt_wait_line(t, 0, "Müller €"));
	vt_type(t, "Äx€日");
	vt_keys(t, "ß");
	cr_assert(vt_wait_line(t, 1, "M-DxM-$?M-_"));
	vt_close(t);
}

Test(vt, a_shell_with_jobs)
{
	static const char *const env[] = { "ENV", "PS1=> ", "LC_ALL=C", NULL };
	struct vt *t = vt_open(VT_ARGV("sh", "-i"), &(struct vt_look) { .env = env });
	cr_assert(vt_wait_line(t, 0, ">"));
	vt_keys(t, "c a t enter x enter");
	cr_assert(vt_wait(t, "x\nx"));
	vt_keys(t, "ctrl-z");
	cr_assert(vt_wait(t, "cat\n>") && vt_wait(t, "Stopped"));
	vt_keys(t, "f g enter");
	cr_assert(vt_wait(t, "fg\ncat")); /* the shell names what it goes on with */
	vt_keys(t, "y enter");
	cr_assert(vt_wait(t, "y\ny"));
	vt_keys(t, "ctrl-d");
	cr_assert(vt_wait(t, "y\ny\n>"));
	vt_type(t, "exit 4\r");
	cr_expect(vt_wait_exit(t) == 4);
	vt_close(t);
}

/* tmux is a full-screen program of the kind that asks its terminal for everything. */
Test(vt, tmux)
{
	char dir[] = "/tmp/karat-vt-XXXXXX", socket[64];
	cr_assert(mkdtemp(dir));
	snprintf(socket, sizeof(socket), "%s/tmux", dir);
	struct vt *t = vt_open(VT_ARGV("tmux", "-u", "-f", "/dev/null", "-S", socket, "new-session",
			"-s", "werkbank", "cat"), NULL);
	if (vt_wait_line(t, -1, "[werkbank]")) {
		cr_expect(vt_mode(t, VT_ALTSCREEN));
		cr_expect(vt_cell(t, -1, 0).bg == 2, "the bar is green");
		vt_type(t, "Müller 日本");
		vt_keys(t, "enter");
		cr_expect(vt_wait(t, "Müller 日本\nMüller 日本\n"));
		vt_resize(t, 12, 60);
		cr_expect(vt_wait_line(t, 11, "[werkbank]"));
		cr_expect(vt_wait_line(t, 1, "Müller 日本"));
		vt_keys(t, "ctrl-d");
		cr_expect(vt_wait_exit(t) == 0);
		cr_expect(!vt_mode(t, VT_ALTSCREEN));
		cr_expect(strstr(vt_screen(t), "[exited]"));
		cr_expect_null(vt_given_back(t));
	} else {
		int status = vt_wait_exit(t);
		cr_expect(status == 127, "%d", status);
		cr_log_warn("tmux is not installed");
	}
	vt_close(t);
	unlink(socket);
	cr_expect(rmdir(dir) == 0);
}

/* What is said on stderr while waiting for a text. */
static const char *vain_wait(struct vt *t, const char *text)
{
	static char said[8192];
	FILE *f = tmpfile();
	int was = dup(STDERR_FILENO);
	cr_assert(f && was >= 0);
	fflush(stderr);
	dup2(fileno(f), STDERR_FILENO);
	bool found = vt_wait(t, text);
	fflush(stderr);
	dup2(was, STDERR_FILENO);
	close(was);
	rewind(f);
	said[fread(said, 1, sizeof(said) - 1, f)] = '\0';
	fclose(f);
	cr_expect(!found);
	return said;
}

static int64_t seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

Test(vt, a_wait_in_vain_shows_the_screen)
{
	struct vt *t = sh("printf '\\033]2;Titel\\aSchließen'; exec cat", &(struct vt_look) { .lines = 3 });
	cr_assert(vt_wait_cursor(t, 0, 9));
	vt_patience(t, 30);
	const char *said = vain_wait(t, "Öffnen");
	cr_expect(strstr(said, "waited 30 ms in vain for the text 'Öffnen'\n"), "%s", said);
	cr_expect(strstr(said, "3x80, cursor at 0,9, on: cursor, wrap, title 'Titel'\n"), "%s", said);
	cr_expect(strstr(said, "  0|Schließen\n  1|\n  2|\n"), "%s", said);
	cr_expect(!vt_wait_gone(t, "Schl") && !vt_wait_line(t, 1, "Schl") && !vt_wait_line(t, 0, ""));
	cr_expect(!vt_wait_screen(t, "Schl"));
	cr_expect(!vt_wait_cursor(t, 0, 0) && !vt_wait_title(t, "") && !vt_wait_mode(t, VT_CURSOR, false));
	cr_expect(vt_wait_exit(t) == -1, "it runs");
	cr_expect(vt_wait_gone(t, "Öffnen") && vt_wait_line(t, 0, "ließ") && vt_wait_line(t, -1, ""));
	cr_expect(vt_wait_screen(t, "Schließen\n\n"));
	vt_close(t);
}

Test(vt, no_wait_for_a_program_that_is_gone)
{
	int64_t began = seconds();
	struct vt *t = sh("echo tschüss; exit 3", &(struct vt_look) { .wait_ms = 60000 });
	cr_assert(vt_wait(t, "tschüss"), "what it left");
	const char *said = vain_wait(t, "mehr");
	cr_expect(strstr(said, "will not come any more: the text 'mehr'\n"), "%s", said);
	cr_expect(strstr(said, "  0|tschüss\n"), "%s", said);
	cr_expect(vt_wait_exit(t) == 3);
	cr_expect(strstr(vain_wait(t, "mehr"), "has ended (3)"));
	vt_type(t, "to nobody");
	vt_resize(t, 10, 10);
	vt_hang_up(t);
	cr_expect(!vt_take(t) && vt_fd(t) == -1);
	vt_close(t);
	cr_expect(seconds() - began < 30);
}

static int open_files(void)
{
	int n = 0;
	DIR *d = opendir("/proc/self/fd");
	cr_assert(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

Test(vt, leaves_nothing_behind)
{
	int before = open_files();
	struct vt *stubborn = sh("trap '' HUP TERM INT; echo go; while :; do read -r x; done", NULL);
	struct vt *beside = vt_open(VT_ARGV("cat"), NULL); /* does not keep the other's terminal open */
	cr_assert(vt_wait(stubborn, "go"));
	vt_type(beside, "hier");
	cr_assert(vt_wait(beside, "hier"));
	vt_close(stubborn);
	vt_keys(beside, "! enter");
	cr_assert(vt_wait(beside, "hier!\nhier!"));
	vt_hang_up(beside);
	cr_expect(vt_wait_exit(beside) == 128 + SIGHUP);
	vt_close(beside);
	vt_close(NULL);
	cr_expect(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
	cr_expect(open_files() == before);
}
