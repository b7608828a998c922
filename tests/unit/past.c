/* past.c - lines that were typed before: what is kept, how many, for whom */
#include "config.h"

#include "cli/past.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/str.h"
#include "temp.h"

static void make(void)
{
	temp_make();
	setenv("XDG_STATE_HOME", temp_path("state"), 1);
}

TestSuite(past, .init = make, .fini = temp_remove);

Test(past, kept_and_found_again)
{
	struct past p, again;
	struct stat st;
	static char longest[PAST_LINE_MAX + 2];
	memset(longest, 'x', PAST_LINE_MAX + 1);
	past_load(&p, "lines");
	cr_expect_eq(p.n, 0);
	past_add(&p, "one");
	past_add(&p, "one");       /* said again */
	past_add(&p, " secret");   /* not to be kept */
	past_add(&p, "");
	past_add(&p, "  ");
	past_add(&p, "a\nb");
	past_add(&p, "\xff");
	past_add(&p, longest);
	past_add(&p, "zwei ü");
	past_add(&p, "one");
	cr_expect_str_eq(temp_read("state/karat/lines"), "one\nzwei ü\none\n");
	cr_expect(stat(temp_path("state/karat/lines"), &st) == 0 && (st.st_mode & 07777) == 0600);
	past_load(&again, "lines");
	cr_expect(again.n == 3 && str_eq(again.lines[1], "zwei ü"));
	past_add(&again, "three"); /* two prompts, one file */
	past_add(&p, "four");
	cr_expect_str_eq(temp_read("state/karat/lines"), "one\nzwei ü\none\nthree\nfour\n");
	past_done(&p);
	past_done(&again);
}

Test(past, has_an_end)
{
	struct past p;
	char line[32];
	past_load(&p, "lines");
	for (int i = 0; i < 2 * PAST_LINES_MAX; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		past_add(&p, line);
		cr_assert(p.n <= PAST_LINES_MAX);
	}
	cr_expect_str_eq(p.lines[p.n - 1], line);
	past_done(&p);
	past_load(&p, "lines");
	cr_expect(p.n <= PAST_LINES_MAX && p.n > PAST_LINES_MAX / 2, "%zu", p.n);
	cr_expect_str_eq(p.lines[p.n - 1], line);
	past_done(&p);
}

/* What stands in the file is not what we wrote: broken bytes, a folder, no right. */
Test(past, of_others)
{
	struct past p;
	cr_assert(mkdir(temp_path("state"), 0700) == 0 && mkdir(temp_path("state/karat"), 0700) == 0);
	temp_write("state/karat/lines", "good\n\xff\xfe\n\x1b[31mred\nbetter", 0600);
	past_load(&p, "lines");
	cr_expect(p.n == 2 && str_eq(p.lines[0], "good") && str_eq(p.lines[1], "better"), "%zu", p.n);
	past_done(&p);
	cr_assert(mkdir(temp_path("state/karat/folder"), 0700) == 0);
	past_load(&p, "folder");
	past_add(&p, "kept until the end");
	cr_expect_eq(p.n, 1);
	past_done(&p);
}
