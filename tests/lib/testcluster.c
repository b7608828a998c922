/* testcluster.c - the private cluster for shell tests
 *
 *   testcluster join [-n] [-s] DIR [COMMAND …]   takes part (-n: only if it is there, -s: scratch), says what
 *                                                 psql needs, and runs the command meanwhile
 *   testcluster admit DIR ROLE                    lets the caller in as a role
 *   testcluster exists|stop|remove DIR
 *   testcluster dir | stop-all                    the folder of the shared cluster; ends and deletes it
 *   testcluster tmp                               where tests make folders
 *   testcluster db NAME PID                       a database on it that belongs to process PID
 *   testcluster demo STATE                        the small demo below STATE/karat (testdemo.h)
 */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "store/cluster.h"
#include "testdb.h"
#include "testdemo.h"

static int failed(const struct err *e)
{
	fprintf(stderr, "%s: %s\ndetail: %s\n", err_code_name(e->code), e->text, e->detail);
	return 1;
}

static int run(char **argv, const struct cluster *c)
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		setenv("PGHOST", cluster_socket_dir(c), 1);
		setenv("PGUSER", CLUSTER_SUPERUSER, 0);
		setenv("PGDATABASE", "postgres", 0);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return 99;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int join(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct cluster *c;
	unsigned flags = CLUSTER_CREATE | CLUSTER_QUIET;
	int at = 2;
	for (; at < argc && *argv[at] == '-'; at++) {
		if (str_eq(argv[at], "-n"))
			flags &= ~(unsigned)CLUSTER_CREATE;
		if (str_eq(argv[at], "-s"))
			flags |= CLUSTER_SCRATCH;
	}
	if (at >= argc || !cluster_join(&c, argv[at], flags, &e))
		return failed(&e);
	printf("made=%d socket=%s\n", cluster_made(c), cluster_socket_dir(c));
	fflush(stdout);
	int status = at + 1 < argc ? run(argv + at + 1, c) : 0;
	cluster_leave(c);
	return status;
}

static int admit(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct cluster *c;
	if (argc != 4 || !cluster_join(&c, argv[2], CLUSTER_QUIET, &e))
		return failed(&e);
	bool good = cluster_admit(c, argv[3], &e);
	cluster_leave(c);
	return good ? 0 : failed(&e);
}

static int exists(int argc, char **argv)
{
	return argc == 3 && cluster_exists(argv[2]) ? 0 : 1;
}

static int stop(int argc, char **argv)
{
	struct err e = ERR_INIT;
	return argc == 3 && cluster_stop(argv[2], &e) ? 0 : failed(&e);
}

static int delete(int argc, char **argv)
{
	struct err e = ERR_INIT;
	return argc == 3 && cluster_remove(argv[2], &e) ? 0 : failed(&e);
}

static int dir(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts(testdb_cluster_dir());
	return 0;
}

static int tmp(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts(testdb_tmp());
	return 0;
}

/* With what tests/db/connect.sh puts beside the cluster, which would keep the folder. */
static int stop_all(int argc, char **argv)
{
	struct err e = ERR_INIT;
	const char *shared = testdb_cluster_dir();
	char lock[PATH_MAX];
	(void)argc, (void)argv;
	snprintf(lock, sizeof lock, "%s/people.lock", shared);
	unlink(lock);
	if (cluster_exists(shared) && !cluster_remove(shared, &e))
		return failed(&e);
	rmdir(shared); /* when nothing but the lock was left of it */
	testdemo_remove();
	return 0;
}

static int db(int argc, char **argv)
{
	if (argc != 4)
		return 1;
	const char *name = testdb_make_for((pid_t)strtol(argv[3], NULL, 10), argv[2]);
	printf("PGHOST='%s' PGDATABASE='%s' PGUSER='karat' test_cluster='%s'\n", testdb_socket_dir(), name, testdb_cluster_dir());
	return 0;
}

static int demo(int argc, char **argv)
{
	if (argc == 3)
		testdemo_copy(argv[2]);
	return argc != 3;
}

int main(int argc, char **argv)
{
	static const struct { const char *name; int (*run)(int, char **); } commands[] = {
		{ "join", join }, { "admit", admit }, { "exists", exists }, { "stop", stop }, { "remove", delete },
		{ "dir", dir }, { "stop-all", stop_all }, { "db", db }, { "demo", demo }, { "tmp", tmp },
	};
	for (size_t i = 0; argc > 1 && i < ARRAY_LEN(commands); i++)
		if (str_eq(argv[1], commands[i].name))
			return commands[i].run(argc, argv);
	fputs("testcluster: see the comment at the top of testcluster.c\n", stderr);
	return 1;
}
