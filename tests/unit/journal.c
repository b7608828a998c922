/* journal.c - the punches of a terminal on its own disk: kept whatever happens, for nobody else's eyes */
#include "config.h"

#include "store/journal.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "temp.h"

static struct err e;

TestSuite(journal, .init = temp_make, .fini = temp_remove, .timeout = 60);

static struct journal *open_here(void)
{
	struct journal *j = NULL;
	cr_assert(journal_open(&j, temp_path("kiosk"), &e), "%s (%s)", e.text, e.detail);
	return j;
}

static struct note a_note(int i)
{
	struct note n = { .deed = PUNCH_WORK, .activity = 3, .cause = -1, .until = 5, .said = "#42", .pass = "secret" };
	snprintf(n.uuid, sizeof n.uuid, "00000000-0000-4000-8000-%012d", i);
	memset(n.key, 'a', BADGE_KEY_LEN);
	note_time(&n);
	return n;
}

Test(journal, what_was_taken_is_there_in_its_order)
{
	struct journal *j = open_here();
	struct note got, n = a_note(1), m = a_note(2);
	m.deed = PUNCH_PAUSE, m.cause = 2, m.activity = 0, m.until = 0, *m.said = '\0';
	cr_assert(journal_add(j, &n, &e) && journal_add(j, &m, &e), "%s", e.detail);
	cr_expect_eq(n.counter, 1);
	cr_expect_eq(m.counter, 2);
	journal_close(j);

	j = open_here();
	cr_expect_eq(journal_waiting(j), 2);
	cr_expect_eq(journal_oldest_ms(j), n.wall_ms);
	cr_assert(journal_next(j, 0, &got, &e));
	cr_expect_str_eq(got.uuid, n.uuid);
	cr_expect_str_eq(got.said, "#42");
	cr_expect(got.deed == PUNCH_WORK && got.activity == 3 && got.cause == -1 && got.until == 5 && got.boot_ms == n.boot_ms);
	cr_expect_str_empty(got.pass, "a pass holds for minutes, and is nobody's to find");
	cr_expect(note_age_ms(&got) >= 0);
	cr_assert(journal_settle(j, 1, "done", NULL, got.wall_ms, &e), "%s", e.detail);
	cr_assert(journal_settle(j, 1, "done", NULL, got.wall_ms, &e), "once more is no harm");
	cr_expect_eq(journal_waiting(j), 1);
	cr_assert(journal_next(j, 0, &got, &e));
	cr_expect(got.counter == 2 && got.cause == 2 && got.deed == PUNCH_PAUSE);
	cr_expect_not(journal_next(j, 2, &got, &e));
	cr_expect_eq(e.code, ERR_NONE);
	journal_close(j);
}

Test(journal, counters_are_given_once)
{
	struct journal *j = open_here();
	struct note n = a_note(1), twin = a_note(1), m = a_note(2);
	cr_assert(journal_add(j, &n, &e));
	cr_expect_not(journal_add(j, &twin, &e), "the same punch is kept once");
	cr_assert(journal_settle(j, n.counter, "done", NULL, n.wall_ms, &e));
	cr_assert(journal_settle(j, 99, "done", NULL, n.wall_ms + 2 * 24 * 3600 * 1000, &e), "what was settled days ago goes");
	cr_assert(journal_add(j, &m, &e));
	cr_expect_eq(m.counter, 2, "a number that was given never comes again");
	journal_close(j);
}

Test(journal, for_nobody_else)
{
	umask(0);
	struct journal *j = open_here(), *other;
	struct note n = a_note(1);
	struct stat st;
	static const char *const names[] = { "kiosk/journal.db", "kiosk/journal.db-wal", "kiosk/journal.lock" };
	cr_assert(journal_add(j, &n, &e));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		cr_assert_eq(stat(temp_path(names[i]), &st), 0);
		cr_expect_eq(st.st_mode & 077, 0, "%s is for its user alone", names[i]);
	}
	cr_expect_not(journal_open(&other, temp_path("kiosk"), &e));
	cr_expect(strstr(e.text, "runs already"), "%s", e.text);
	cr_assert(journal_look(&other, temp_path("kiosk"), &e), "who only looks may: %s", e.detail);
	cr_expect_eq(journal_waiting(other), 1);
	journal_close(other);
	journal_close(j);
}

Test(journal, killed_at_any_moment)
{
	enum { ROUNDS = 12 };
	int taken = 0;
	for (int r = 0; r < ROUNDS; r++) {
		int ends[2];
		char c;
		cr_assert_eq(pipe(ends), 0);
		pid_t pid = fork();
		if (pid == 0) {
			struct journal *j;
			if (!journal_open(&j, temp_path("kiosk"), &e))
				_exit(1);
			for (int i = 0;; i++) {
				struct note n = a_note(1000 * r + i);
				if (!journal_add(j, &n, &e) || write(ends[1], "x", 1) != 1)
					_exit(1);
			}
		}
		close(ends[1]);
		for (int i = 0; i < 3 + r; i++, taken++)
			cr_assert_eq(read(ends[0], &c, 1), 1);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		for (; read(ends[0], &c, 1) == 1; taken++)
			;
		close(ends[0]);
	}
	struct journal *j = open_here();
	int waiting = (int)journal_waiting(j);
	cr_expect(waiting >= taken && waiting <= taken + ROUNDS, "%d were taken, %d are there", taken, waiting);
	journal_close(j);
}

Test(journal, what_is_broken_is_put_aside)
{
	cr_assert_eq(mkdir(temp_path("kiosk"), 0700), 0);
	temp_write("kiosk/journal.db", "this is no database, however long one looks at it: there is nothing in it but words, words, words, words", 0600);
	struct journal *j = open_here();
	struct note n = a_note(1);
	cr_expect(journal_add(j, &n, &e), "%s", e.detail);
	journal_close(j);
	struct dirent *f;
	int aside = 0;
	DIR *all = opendir(temp_path("kiosk"));
	while ((f = readdir(all)))
		aside += strstr(f->d_name, ".broken-") != NULL;
	closedir(all);
	cr_expect_eq(aside, 1, "it is still there for who can read it");
}

Test(journal, badges_for_the_time_without_a_connection)
{
	struct journal *j = open_here();
	struct kept_badge badges[] = { { "aa", "Lena", "de", false }, { "bb", "Jonas", "", true } }, got;
	cr_assert(journal_set_badges(j, badges, 2, &e));
	cr_assert(journal_badge(j, "bb", &got));
	cr_expect_str_eq(got.name, "Jonas");
	cr_expect(got.has_pin);
	cr_assert(journal_set_badges(j, badges, 1, &e));
	cr_expect_not(journal_badge(j, "bb", &got), "who has left is not known any more");
	cr_expect_eq(journal_kept(j, "told_ms"), 0);
	cr_assert(journal_keep(j, "told_ms", 17, &e) && journal_keep(j, "told_ms", 18, &e));
	cr_expect_eq(journal_kept(j, "told_ms"), 18);
	journal_close(j);
}

Test(journal, a_disk_that_takes_nothing)
{
	struct journal *j;
	cr_expect_not(journal_open(&j, "/proc/nowhere", &e));
	cr_expect_str_neq(e.text, "");
}
