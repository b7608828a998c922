/* demo.c - the small demo workshop for tests that look at whole screens */
#include "config.h"

#include "ui/demo.h"

#include <criterion/criterion.h>
#include <criterion/hooks.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "lib/pool.h"
#include "lib/proxy.h"
#include "lib/testdb.h"
#include "lib/testdemo.h"
#include "store/cluster.h"
#include "store/pg.h"

enum { SETUP_BROKE = 99, TEXT_MAX = 4096 };

#define POOL_LOGIN "walls"

static struct arena mem;
static const char *state; /* XDG_STATE_HOME */
static const char *line;  /* where a proxy or a pool listens; NULL: there is none */
static bool pooled;       /* whose server knows all as one login */

static void KT_NORETURN broke(const char *what, const char *why)
{
	fprintf(stderr, "demo: %s: %s\n", what, why);
	_exit(SETUP_BROKE);
}

/* Everything of this run, which the process that runs the tests names. */
static const char *root_of(pid_t runner)
{
	static char root[PATH_MAX];
	snprintf(root, sizeof(root), "%s/karat-screens-%lu-%d", testdb_tmp(), (unsigned long)geteuid(), (int)runner);
	return root;
}

static const char *make_dir(const char *path)
{
	if (mkdir(path, 0755) != 0 && errno != EEXIST)
		broke(path, strerror(errno));
	if (chmod(path, 0755) != 0) /* whatever the umask: the server may run under another account */
		broke(path, strerror(errno));
	return path;
}

static const char *demo_dir(void)
{
	return arena_printf(&mem, "%s/karat/demo", state);
}

/* Nothing of the person who runs the tests, and always the same day. */
static void set_environment(void)
{
	static const char *const gone[] = { "KARAT_WORKSHOP", "KARAT_PASSWORD_COMMAND", "PGUSER", "PGHOST", "PGDATABASE", "PGOPTIONS" };
	setenv("XDG_STATE_HOME", state, 1);
	setenv("XDG_CONFIG_HOME", state, 1);
	setenv("HOME", state, 1);
	setenv("KARAT_NOW", TESTDEMO_NOW, 1);
	setenv("KARAT_LINGER", "60", 1);
	setenv("KARAT_LOCALEDIR", TEST_BUILDDIR "/locale", 0);
	setenv("LANGUAGE", "en", 1);
	for (size_t i = 0; i < ARRAY_LEN(gone); i++)
		unsetenv(gone[i]);
}

static const char *program(void)
{
	const char *said = getenv("KARAT");
	return said ? said : TEST_BUILDDIR "/src/karat";
}

int demo_run(const char *const *args)
{
	const char *argv[16] = { program() };
	int status = 0;
	for (size_t i = 0; i < ARRAY_LEN(argv) - 2 && args[i]; i++)
		argv[i + 1] = args[i];
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		broke(argv[1], strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void begin(void)
{
	const char *root = make_dir(root_of(getppid()));
	state = make_dir(arena_printf(&mem, "%s/%d", root, (int)getpid()));
	make_dir(arena_printf(&mem, "%s/karat", state));
	set_environment();
}

void demo_own(void)
{
	begin();
	testdemo_copy(state);
}

/* Copied by whoever comes first; the others wait for it. */
void demo_shared(void)
{
	begin();
	const char *root = root_of(getppid()), *all = arena_printf(&mem, "%s/shared", root);
	int lock = open(arena_printf(&mem, "%s/lock", root), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0 || flock(lock, LOCK_EX) != 0)
		broke("lock", strerror(errno));
	if (access(all, F_OK) != 0) {
		make_dir(all);
		testdemo_copy(all);
	}
	close(lock);
	if (symlink(arena_printf(&mem, "%s/karat/demo", all), demo_dir()) != 0)
		broke("symlink", strerror(errno));
}

const char *demo_command(const char *login)
{
	return arena_printf(&mem, "%s -w demo:%s --lang en", program(), login);
}

const char *demo_url(const char *login)
{
	if (pooled)
		return arena_printf(&mem, "host=%s dbname=karat user=" POOL_LOGIN " options='-c role=%s'", line, login);
	return line ? arena_printf(&mem, "host=%s dbname=karat user=%s", line, login) : arena_printf(&mem, "demo:%s", login);
}

static void make_badges(void)
{
	if (demo_run(VT_ARGV("-w", "demo:marta", "user", "add", "wall", "kiosk", "Werkbank 1")) != 0)
		broke("wall", "no terminal could be added");
	demo_sql("UPDATE karat.person SET language = CASE login WHEN 'jonas' THEN 'en' ELSE 'de' END WHERE login IN ('lena', 'jonas', 'tim');"
		"SELECT karat.badge_issue(p.id, b.code) FROM karat.person p JOIN (VALUES ('lena', '1234567890'), ('jonas', '9876543210'), "
		"('tim', '5555555555')) b (login, code) USING (login)");
}

struct vt *demo_kiosk_with(const char *scanner, const char *lang, const struct vt_look *look)
{
	static bool made;
	if (!made)
		make_badges();
	made = true;
	unsetenv("KARAT_NOW"); /* how long ago it was is what a terminal sends */
	return vt_open(VT_ARGV(program(), "-w", demo_url("wall"), "--lang", lang, "kiosk", "--show", "3", scanner ? "--scanner" : NULL, scanner), look);
}

struct vt *demo_kiosk(const char *lang, const struct vt_look *look)
{
	return demo_kiosk_with(NULL, lang, look);
}

struct vt *demo_open(const char *login, const struct vt_look *look)
{
	return vt_open(VT_ARGV(program(), "-w", demo_url(login), "--lang", "en"), look);
}

struct vt *demo_start(const char *login, const char *const *options)
{
	const char *argv[8] = { program(), "-w", demo_url(login) };
	for (size_t i = 0; options && options[i] && i + 4 < ARRAY_LEN(argv); i++)
		argv[i + 3] = options[i];
	return vt_open(argv, NULL);
}

static struct cluster *join(struct pg **ret)
{
	struct err e = ERR_INIT;
	struct cluster *c;
	if (!cluster_join(&c, demo_dir(), CLUSTER_QUIET | CLUSTER_SCRATCH, &e) ||
			!pg_open(ret, cluster_conninfo(c, CLUSTER_SUPERUSER, "karat", &mem), &e))
		broke("superuser", e.text);
	return c;
}

static const char *ask(struct pg *pg, const char *sql)
{
	struct err e = ERR_INIT;
	struct answer got;
	if (!pg_ask(pg, sql, NULL, 0, &mem, &got, &e))
		broke(sql, e.text);
	return got.n && got.cells[0] ? got.cells[0] : "";
}

void demo_sql(const char *sql)
{
	struct err e = ERR_INIT;
	struct pg *pg;
	struct cluster *c = join(&pg);
	if (!pg_script(pg, sql, &e))
		broke(sql, e.text);
	pg_close(pg);
	cluster_leave(c);
}

void demo_hold(const char *what)
{
	static struct cluster *c;
	static struct pg *pg;
	struct err e = ERR_INIT;
	if (!what) {
		pg_close(pg);
		cluster_leave(c);
		return;
	}
	c = join(&pg);
	if (!pg_script(pg, "BEGIN", &e) || !pg_script(pg, what, &e))
		broke(what, e.text);
}

void demo_passwords(void)
{
	struct pg *pg;
	struct cluster *c = join(&pg);
	struct err e = ERR_INIT;
	const char *loaded = ask(pg, "SELECT pg_conf_load_time()");
	if (!pg_script(pg, arena_printf(&mem, "COPY (VALUES ('local all karat trust'), ('local all all scram-sha-256')) TO '%s'",
			ask(pg, "SHOW hba_file")), &e))
		broke("pg_hba.conf", e.text);
	ask(pg, "SELECT pg_reload_conf()");
	while (str_eq(ask(pg, "SELECT pg_conf_load_time()"), loaded))
		;
	pg_close(pg);
	cluster_leave(c);
}

const char *demo_state(void)
{
	return state;
}

const char *demo_asked(const char *sql)
{
	struct pg *pg;
	struct cluster *c = join(&pg);
	const char *cell = ask(pg, sql);
	pg_close(pg);
	cluster_leave(c);
	return cell;
}

/* That runs until this process ends, and the folder of its socket. */
static const char *kept_server(void)
{
	struct err e = ERR_INIT;
	static struct cluster *kept;
	if (!kept && !cluster_join(&kept, demo_dir(), CLUSTER_QUIET | CLUSTER_SCRATCH, &e))
		broke("the demo", e.text);
	return cluster_socket_dir(kept);
}

struct proxy *demo_proxy(void)
{
	line = arena_printf(&mem, "%s/line", state);
	return proxy_open(line, kept_server());
}

struct pool *demo_pool(void)
{
	if (!pooled)
		demo_sql("CREATE ROLE " POOL_LOGIN " LOGIN; GRANT wall TO " POOL_LOGIN);
	pooled = true;
	line = arena_printf(&mem, "%s/pool", state);
	return pool_open(line, kept_server(), POOL_LOGIN);
}

void demo_hide(bool hide)
{
	const char *elsewhere = arena_printf(&mem, "%s/karat/elsewhere", state);
	if (rename(hide ? demo_dir() : elsewhere, hide ? elsewhere : demo_dir()) != 0)
		broke("rename", strerror(errno));
}

bool demo_kill(void)
{
	FILE *f = fopen(arena_printf(&mem, "%s/data/postmaster.pid", demo_dir()), "re");
	char text[32] = "";
	bool there = f && fgets(text, sizeof(text), f);
	if (f)
		fclose(f);
	pid_t pid = (pid_t)strtol(text, NULL, 10);
	return there && pid > 1 && kill(pid, SIGKILL) == 0;
}

/* Nor one that is being written: “measurement-0-8128d558.Xa3b2c”. */
static bool is_unfinished(const char *name)
{
	const char *end = strrchr(name, '-');
	return !end || strchr(end, '.');
}

int demo_drafts(const char **ret_text, int *ret_mode)
{
	const char *dir = arena_printf(&mem, "%s/karat/drafts", state);
	DIR *d = opendir(dir);
	int n = 0;
	*ret_text = "";
	*ret_mode = 0;
	for (struct dirent *at; d && (at = readdir(d));) {
		struct stat st;
		char text[TEXT_MAX + 1];
		int fd = is_unfinished(at->d_name) ? -1 : open(arena_printf(&mem, "%s/%s", dir, at->d_name), O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		ssize_t len = read(fd, text, TEXT_MAX);
		if (len < 0 || fstat(fd, &st) != 0)
			broke(at->d_name, strerror(errno));
		close(fd);
		*ret_text = arena_strndup(&mem, text, (size_t)len);
		*ret_mode = (int)(st.st_mode & 07777);
		n++;
	}
	if (d)
		closedir(d);
	return n;
}

/* When all tests have ended, in the process that ran them. */

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *where)
{
	(void)st, (void)what, (void)where;
	return remove(path);
}

static void remove_demo(const char *folder)
{
	struct err e = ERR_INIT;
	struct stat st;
	char dir[2 * PATH_MAX];
	snprintf(dir, sizeof(dir), "%s/karat/demo", folder);
	if (lstat(dir, &st) == 0 && S_ISDIR(st.st_mode) && !cluster_remove(dir, &e))
		fprintf(stderr, "demo: %s: %s\n", dir, e.text);
}

ReportHook(POST_ALL)(struct criterion_global_stats *stats)
{
	const char *root = root_of(getpid());
	DIR *d = opendir(root);
	(void)stats;
	for (struct dirent *at; d && (at = readdir(d));) {
		char folder[PATH_MAX + NAME_MAX + 2];
		snprintf(folder, sizeof(folder), "%s/%s", root, at->d_name);
		if (*at->d_name != '.')
			remove_demo(folder);
	}
	if (d)
		closedir(d);
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
