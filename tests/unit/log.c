/* log.c - levels, lines, escaping, where it is written */
#include "config.h"

#include "base/log.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "temp.h"

TestSuite(log, .init = temp_make, .fini = temp_remove);

Test(log, is_off_until_opened)
{
	cr_expect(!log_wants(LOG_ERROR));
	log_msg(LOG_ERROR, "base", "goes nowhere");
	log_close();
}

Test(log, lines)
{
	struct err e = ERR_INIT;
	cr_assert(log_open(temp_path("log"), LOG_INFO, &e), "%s", e.text);
	cr_expect(log_wants(LOG_ERROR) && log_wants(LOG_INFO) && !log_wants(LOG_DEBUG));
	errno = ENOSPC;
	log_msg(LOG_INFO, "pg", "job %u: %s", 7, "Größe\n\x1B[2J\xFF");
	cr_expect(errno == ENOSPC);
	log_msg(LOG_DEBUG, "pg", "not wanted");
	err_set(&e, ERR_CONFLICT, "Somebody was faster.");
	log_err("store", &e);
	err_detail(&e, "version 3");
	log_err("store", &e);
	log_close();
	log_msg(LOG_ERROR, "pg", "closed");
	cr_expect_str_eq(temp_read("log"),
		"2026-03-01T09:00:00Z info  pg: job 7: Größe\\x0A\\x1B[2J\\xFF\n"
		"2026-03-01T09:00:00Z error store: conflict: Somebody was faster.\n"
		"2026-03-01T09:00:00Z error store: conflict: Somebody was faster. (version 3)\n");
	struct stat st;
	cr_expect(stat(temp_path("log"), &st) == 0 && (st.st_mode & 0777) == 0600);
}

Test(log, appends_and_is_private)
{
	struct err e = ERR_INIT;
	temp_write("log", "before\n", 0644);
	cr_assert(log_open(temp_path("log"), LOG_DEBUG, &e), "%s", e.text);
	log_msg(LOG_WARN, "a", "b");
	cr_assert(log_open(temp_path("other"), LOG_DEBUG, &e), "opening another closes the first");
	log_msg(LOG_DEBUG, "a", "c");
	log_close();
	cr_expect_str_eq(temp_read("log"), "before\n2026-03-01T09:00:00Z warn  a: b\n");
	cr_expect_str_eq(temp_read("other"), "2026-03-01T09:00:00Z debug a: c\n");
	struct stat st;
	cr_expect(stat(temp_path("log"), &st) == 0 && (st.st_mode & 0777) == 0600);
}

Test(log, long_lines_are_cut_and_still_lines)
{
	char text[20000];
	struct err e = ERR_INIT;
	memset(text, '\x01', sizeof text);
	text[sizeof text - 1] = '\0';
	cr_assert(log_open(temp_path("log"), LOG_DEBUG, &e));
	log_msg(LOG_DEBUG, "sql", "%s", text);
	log_close();
	const char *written = temp_read("log");
	cr_expect(strlen(written) > 4 * 8000 && str_ends(written, "\\x01…\n"));
}

Test(log, to_stderr)
{
	struct err e = ERR_INIT;
	temp_write("out", "", 0600);
	int saved = dup(STDERR_FILENO);
	FILE *to = freopen(temp_path("out"), "a", stderr);
	cr_assert(to && saved >= 0);
	cr_assert(log_open(NULL, LOG_INFO, &e));
	log_msg(LOG_INFO, "a", "b");
	log_close();
	cr_expect(fcntl(STDERR_FILENO, F_GETFD) >= 0, "stderr itself stays open");
	dup2(saved, STDERR_FILENO);
	close(saved);
	cr_expect_str_eq(temp_read("out"), "2026-03-01T09:00:00Z info  a: b\n");
}

Test(log, that_cannot_be_opened)
{
	struct err e = ERR_INIT;
	cr_expect(!log_open(temp_path("none/log"), LOG_INFO, &e) && e.code == ERR_OUTPUT);
	cr_expect(strstr(e.text, "cannot be opened") != NULL && !log_wants(LOG_ERROR));
	temp_write("foreign", "", 0666);
	if (geteuid() == 0) { /* one may write into it, but not hide it */
		cr_assert(seteuid(4242) == 0);
		cr_expect(!log_open(temp_path("foreign"), LOG_INFO, &e) && strstr(e.text,
			"eyes of others"));
		cr_assert(seteuid(0) == 0);
	}
}

Test(log, jobs_are_counted)
{
	unsigned first = log_job();
	cr_expect(first == 1 && log_job() == 2);
}
