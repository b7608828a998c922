/* scanner.c - a scanner as an input device of its own, whose words come through a pipe as the kernel spells them */
#include "config.h"

#include "kiosk/scanner.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "domain/scan_code.h"
#include "lib/tapper.h"

static char dir[] = "/tmp/karat-scanner-XXXXXX", pipe_path[64];
static struct scanner *s;
static struct tapper t;
static char codes[1000]; /* each in <> */

static void begin(void)
{
	struct err e = ERR_INIT;
	cr_assert(mkdtemp(dir));
	snprintf(pipe_path, sizeof pipe_path, "%s/scanner", dir);
	cr_assert_eq(mkfifo(pipe_path, 0600), 0);
	cr_assert(scanner_open(&s, pipe_path, &e), "%s", e.text);
	t = (struct tapper) { .fd = open(pipe_path, O_WRONLY | O_CLOEXEC), .us = 5000000 };
	cr_assert_geq(t.fd, 0);
}

static void end(void)
{
	scanner_close(s);
	close(t.fd);
	unlink(pipe_path);
	rmdir(dir);
}

static void add_code(void *ctx, const char *code, size_t len)
{
	(void)ctx;
	snprintf(codes + strlen(codes), sizeof codes - strlen(codes), "<%.*s>", (int)len, code);
}

static const char *read_all(void)
{
	*codes = '\0';
	for (int i = 0; i < 100; i++)
		cr_assert(scanner_read(s, add_code, NULL));
	return codes;
}

TestSuite(scanner, .init = begin, .fini = end);

Test(scanner, codes)
{
	tap(&t, "BADGE:1234567890\norder:A-2026/17_x\n0123456789\n\n");
	cr_expect_str_eq(read_all(), "<BADGE:1234567890><order:A-2026/17_x><0123456789>", "and Enter alone is none");
	tap(&t, "!@#$%^&*()_+{}|:\"~<>? -=[]\\;'`,./\n");
	cr_expect_str_eq(read_all(), "<!@#$%^&*()_+{}|:\"~<>? -=[]\\;'`,./>");
	tap(&t, "DO:ST");
	cr_expect_str_eq(read_all(), "");
	tap(&t, "OP\n");
	cr_expect_str_eq(read_all(), "<DO:STOP>");
}

/* The digits at the right, Tab instead of Enter, a key that is held down, keys that write nothing. */
Test(scanner, other_keys)
{
	tap_event(&t, EV_KEY, KEY_CAPSLOCK, 1);
	tap_event(&t, EV_KEY, KEY_KP4, 1);
	tap_event(&t, EV_KEY, KEY_KP4, 2);
	tap_event(&t, EV_KEY, KEY_KP4, 0);
	tap_event(&t, EV_KEY, KEY_F5, 1);
	tap_event(&t, EV_KEY, KEY_MICMUTE, 1);
	tap_event(&t, EV_KEY, 0xffff, 1);
	tap_event(&t, EV_REL, REL_X, 1);
	tap_event(&t, EV_KEY, KEY_RIGHTSHIFT, 1);
	tap_event(&t, EV_KEY, KEY_7, 1);
	tap_event(&t, EV_KEY, KEY_RIGHTSHIFT, 0);
	tap_event(&t, EV_KEY, KEY_7, 1);
	tap_event(&t, EV_KEY, KEY_TAB, 1);
	tap_event(&t, EV_KEY, KEY_KP1, 1);
	tap_event(&t, EV_KEY, KEY_KPENTER, 1);
	cr_expect_str_eq(read_all(), "<4&7><1>");
}

/* What arrived in part only is no code: it would be somebody else's. */
Test(scanner, cut_short)
{
	tap(&t, "BADGE:12345");
	t.us += 2000000;
	tap(&t, "67890\n");
	cr_expect_str_eq(read_all(), "<67890>", "the scanner was pulled out in the midst of it");
	tap(&t, "BADGE:123");
	t.us = 1000;
	tap(&t, "ORDER:7\n");
	cr_expect_str_eq(read_all(), "<ORDER:7>", "a clock that was set back");
	tap(&t, "BADGE:1");
	tap_event(&t, EV_SYN, SYN_DROPPED, 0);
	tap_event(&t, EV_SYN, SYN_REPORT, 0);
	tap(&t, "890\nORDER:8\n");
	cr_expect_str_eq(read_all(), "<ORDER:8>", "the kernel had lost some");
	t.us += 5000000;
	tap_event(&t, EV_SYN, SYN_DROPPED, 0);
	tap_event(&t, EV_SYN, SYN_REPORT, 0);
	tap(&t, "890\nORDER:9\n");
	cr_expect_str_eq(read_all(), "<ORDER:9>", "of a code whose beginning never came, long after the one before");
}

Test(scanner, too_long)
{
	char text[300];
	struct scan_code c;
	memset(text, '7', sizeof text);
	text[sizeof text - 2] = '\n';
	text[sizeof text - 1] = '\0';
	tap(&t, text);
	size_t len = strlen(read_all()) - 2;
	cr_assert_eq(len, SCAN_CODE_MAX + 1);
	scan_code_read(codes + 1, len, &c);
	cr_expect_eq(c.kind, SCAN_UNKNOWN);
	tap(&t, "ORDER:7\n");
	cr_expect_str_eq(read_all(), "<ORDER:7>");
}

Test(scanner, what_is_none)
{
	static const char *const tries[][2] = {
		{ "/nowhere/scanner", "The scanner “/nowhere/scanner” is not there: No such file or directory." },
		{ "/dev/null", "“/dev/null” is no scanner: it is not an input device." },
		{ "/etc/passwd", "“/etc/passwd” is no scanner: it is not an input device." },
	};
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		struct scanner *other = NULL;
		struct err e = ERR_INIT;
		cr_expect_not(scanner_open(&other, tries[i][0], &e));
		cr_expect_str_eq(e.text, tries[i][1]);
	}
}

Test(scanner, pulled_out)
{
	tap(&t, "ORDER:7\n");
	cr_expect_str_eq(read_all(), "<ORDER:7>");
	close(t.fd);
	t.fd = -1;
	cr_expect_not(scanner_read(s, add_code, NULL));
}
