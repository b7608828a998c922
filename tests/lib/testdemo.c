/* testdemo.c - the small demo workshop, made once and copied to whoever wants one */
#include "config.h"

#include "lib/testdemo.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"
#include "base/str.h"
#include "lib/testdb.h"
#include "store/builtin.h"
#include "store/cluster.h"
#include "store/pg.h"

enum { SETUP_BROKE = 99 };

static struct arena mem;

static void KT_NORETURN broke(const char *what, const char *why)
{
	fprintf(stderr, "testdemo: %s: %s\n", what, why);
	_exit(SETUP_BROKE);
}

static const char *place(void)
{
	return arena_printf(&mem, "%s-demo", testdb_cluster_dir());
}

static const char *demo_in(const char *state)
{
	return arena_printf(&mem, "%s/karat/demo", state);
}

/* Its name changes with all that may be in it. */
static const char *pristine(void)
{
	struct sha256 s;
	char hex[SHA256_HEX];
	sha256_init(&s);
	for (const struct builtin *b = builtins; b->name; b++)
		if (str_starts(b->name, "sql/") || str_starts(b->name, "demo/"))
			sha256_add(&s, b->text, b->len);
	sha256_hex(&s, hex);
	return arena_printf(&mem, "%s/%.16s", place(), hex);
}

/* Whatever the umask: the server may run under another account. */
static void make_dir(const char *path)
{
	if ((mkdir(path, 0755) != 0 && errno != EEXIST) || chmod(path, 0755) != 0)
		broke(path, strerror(errno));
}

static bool run(const char *const *argv, const char *state)
{
	int status = -1;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		setenv("XDG_STATE_HOME", state, 1);
		setenv("XDG_CONFIG_HOME", state, 1);
		setenv("KARAT_NOW", TESTDEMO_NOW, 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* So that no copy of it does that again. */
static void settle(const char *dir)
{
	struct err e = ERR_INIT;
	struct cluster *c;
	struct pg *pg = NULL;
	if (!cluster_join(&c, dir, CLUSTER_QUIET | CLUSTER_SCRATCH, &e) ||
			!pg_open(&pg, cluster_conninfo(c, CLUSTER_SUPERUSER, "karat", &mem), &e) ||
			!pg_script(pg, "VACUUM (FREEZE, ANALYZE)", &e) || !pg_script(pg, TESTDB_STEADY, &e))
		broke(dir, e.text);
	pg_close(pg);
	cluster_leave(c);
}

/* Under another name until it is whole and its server has gone. */
static void make(const char *dir)
{
	struct err e = ERR_INIT;
	const char *said = getenv("KARAT"), *half = arena_printf(&mem, "%s.half", dir);
	if (cluster_exists(demo_in(half)) && !cluster_remove(demo_in(half), &e))
		broke(half, e.text);
	make_dir(half);
	make_dir(arena_printf(&mem, "%s/karat", half));
	const char *const argv[] = { said ? said : TEST_BUILDDIR "/src/karat", "demo", "--size", "small", NULL };
	if (!run(argv, half))
		broke("karat demo", "it failed; is there a PostgreSQL?");
	settle(demo_in(half));
	if (!cluster_stop(demo_in(half), &e))
		broke(half, e.text);
	if (rename(half, dir) != 0)
		broke(dir, strerror(errno));
}

/* Whoever comes first makes it; the others wait. */
static const char *find(void)
{
	const char *dir = pristine();
	make_dir(place());
	int lock = open(arena_printf(&mem, "%s/lock", place()), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0 || flock(lock, LOCK_EX) != 0)
		broke("lock", strerror(errno));
	if (access(dir, F_OK) != 0)
		make(dir);
	close(lock);
	return dir;
}

void testdemo_copy(const char *state)
{
	make_dir(arena_printf(&mem, "%s/karat", state));
	const char *const argv[] = { "cp", "-a", demo_in(find()), demo_in(state), NULL };
	if (!run(argv, state))
		broke(state, "the demo cannot be copied");
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *where)
{
	(void)st, (void)what, (void)where;
	return remove(path);
}

void testdemo_remove(void)
{
	nftw(place(), remove_one, 8, FTW_DEPTH | FTW_PHYS); /* no server runs in it */
}
