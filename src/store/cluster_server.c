/* cluster_server.c - the server of a private cluster seen from outside: its programs, its state, its end */
#include "config.h"

#include "store/cluster_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

enum {
	PID_FILE_MOST = 4096,
	VERSION_MOST = 256,
	CANDIDATES_MOST = 64,
	STOP_POLITE_MS = 60 * 1000, /* a fast shutdown writes what is in memory */
	STOP_HARD_MS = 10 * 1000,
	STOP_STEP_MS = 2,
};

static const char debian_programs[] = "/usr/lib/postgresql";

void nap(int ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
	nanosleep(&t, NULL);
}

/* ---- programs ---- */

static bool has_programs(const char *dir, struct arena *a)
{
	return access(arena_printf(a, "%s/postgres", dir), X_OK) == 0
		&& access(arena_printf(a, "%s/initdb", dir), X_OK) == 0;
}

struct candidates {
	const char *dirs[CANDIDATES_MOST];
	size_t n;
	struct arena *a;
};

static void add_candidate(struct candidates *c, const char *dir)
{
	if (c->n < CANDIDATES_MOST && *dir == '/' && has_programs(dir, c->a))
		c->dirs[c->n++] = dir;
}

static void add_path(struct candidates *c)
{
	const char *path = getenv("PATH");
	for (const char *end; path && *path; path = *end ? end + 1 : end) {
		end = path + strcspn(path, ":");
		add_candidate(c, arena_strndup(c->a, path, (size_t)(end - path)));
	}
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)b, *(const char *const *)a);
}

static void add_debian(struct candidates *c)
{
	const char *names[CANDIDATES_MOST];
	size_t n = 0;
	DIR *d = opendir(debian_programs);
	for (struct dirent *f; d && n < CANDIDATES_MOST && (f = readdir(d));)
		if (f->d_name[0] != '.')
			names[n++] = arena_strdup(c->a, f->d_name);
	if (d)
		closedir(d);
	qsort(names, n, sizeof *names, newest_first);
	for (size_t i = 0; i < n; i++)
		add_candidate(c, arena_printf(c->a, "%s/%s/bin", debian_programs, names[i]));
}

/* What a program prints first; empty when it does not run. */
static void first_words(const struct home *h, const char *program, char *text, size_t size)
{
	const char *const argv[] = { program, "--version", NULL };
	int ends[2];
	*text = '\0';
	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	struct child child = { .home = h, .argv = argv, .out = ends[1] };
	pid_t pid = fork();
	if (pid == 0)
		child_exec(&child);
	close(ends[1]);
	size_t len = 0;
	for (ssize_t n; pid > 0 && len < size - 1; len += (size_t)n) {
		n = read(ends[0], text + len, size - 1 - len);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			break;
	}
	text[len] = '\0';
	close(ends[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* "postgres (PostgreSQL) 15.18 (Debian …)" is of version 15. */
static bool is_version(const struct home *h, const char *dir, const char *version, struct arena *a)
{
	if (str_eq(dir, arena_printf(a, "%s/%s/bin", debian_programs, version)))
		return true; /* without the 5 ms that asking takes */
	char text[VERSION_MOST];
	first_words(h, arena_printf(a, "%s/postgres", dir), text, sizeof text);
	const char *number = strchr(text, ')');
	size_t len = strlen(version);
	return number && number[1] == ' ' && strncmp(number + 2, version, len) == 0
		&& !(number[2 + len] >= '0' && number[2 + len] <= '9');
}

bool programs_find(const struct home *h, const char *version, struct arena *a, const char **ret, struct err *e)
{
	struct candidates c = { .a = a };
	if (version)
		add_candidate(&c, arena_printf(a, "%s/%s/bin", debian_programs, version));
	add_candidate(&c, PG_BINDIR);
	add_path(&c);
	add_debian(&c);
	for (size_t i = 0; i < c.n; i++)
		if (!version || is_version(h, c.dirs[i], version, a)) {
			*ret = c.dirs[i];
			return true;
		}
	if (!c.n)
		return err_set(e, ERR_OFFLINE,
			_("The programs of the PostgreSQL server are not on this machine. Install the package “postgresql”, or open a workshop on another machine."));
	return err_set(e, ERR_OFFLINE,
		_("The workshop in %s was made with PostgreSQL %s, which is not on this machine any more. Install the package “postgresql-%s”; other versions cannot read its files."),
		h->dir, version, version);
}

/* ---- initdb ---- */

static bool initdb_failed(const struct home *h, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	const char *reason = log_reason(h->initdb_log, 0, &scratch);
	if (log_full_disk(reason))
		err_set(e, ERR_OUTPUT, _("The disk that holds %s is full. Make room, then try again."), h->dir);
	else
		err_set(e, ERR_OFFLINE, _("The database of the workshop cannot be made in %s; the file %s says why."),
			h->dir, h->initdb_log);
	err_detail(e, "%s", reason ? reason : "initdb said nothing");
	arena_done(&scratch);
	return false;
}

/* Names are plain and sorted by code point on disk; what people see sorted says its collation. */
bool initdb_run(const struct home *h, const char *programs, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	const char *const argv[] = {
		arena_printf(&scratch, "%s/initdb", programs), "-D", h->fresh, "-U", "karat", "-A", "peer",
		"-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "-k", "--no-instructions",
		h->scratch ? "--no-sync" : NULL, NULL,
	};
	KT_CLEANUP(close_fd) int log = open(h->initdb_log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct child child = { .home = h, .argv = argv, .out = log };
	int status = -1;
	pid_t pid = log >= 0 ? fork() : -1;
	if (pid == 0)
		child_exec(&child);
	if (pid < 0)
		err_set(e, ERR_OUTPUT, _("The database of the workshop cannot be made in %s: %s."), h->dir, strerror(errno));
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	arena_done(&scratch);
	return pid > 0 && (status == 0 || initdb_failed(h, e));
}

/* ---- state ---- */

static const char *line_of(const char *text, int n)
{
	for (; n > 1; n--) {
		text = strchr(text, '\n');
		if (!text)
			return "";
		text++;
	}
	return text;
}

static enum server_state state_of(const char *word)
{
	static const struct { const char *word; enum server_state state; } words[] = {
		{ "ready", SERVER_READY }, { "standby", SERVER_READY }, { "stopping", SERVER_STOPPING },
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_starts(word, words[i].word))
			return words[i].state;
	return SERVER_STARTING;
}

/* The working directory of a server is its data, which no other process with a reused number has. */
bool server_lives(const struct home *h, pid_t pid)
{
	struct stat data, cwd;
	char path[64];
	snprintf(path, sizeof path, "/proc/%ld/cwd", (long)pid);
	if (stat("/proc/self/cwd", &cwd) != 0) /* no /proc here: believe the number */
		return kill(pid, 0) == 0 || errno == EPERM;
	return stat(path, &cwd) == 0 && stat(h->data, &data) == 0 && cwd.st_ino == data.st_ino
		&& cwd.st_dev == data.st_dev;
}

/* postmaster.pid: pid, data, start, port, socket folder, address, shared memory, state. */
void server_look(const struct home *h, struct server *ret)
{
	struct arena scratch = ARENA_INIT;
	struct err e = ERR_INIT;
	char *text;
	size_t len;
	*ret = (struct server) { .state = SERVER_NONE };
	if (file_read(arena_printf(&scratch, "%s/postmaster.pid", h->data), PID_FILE_MOST, &scratch, &text, &len, &e)) {
		long pid = strtol(text, NULL, 10);
		const char *socket_dir = line_of(text, 5);
		if (pid > 1 && pid == (pid_t)pid && server_lives(h, (pid_t)pid)) {
			ret->pid = (pid_t)pid;
			ret->state = state_of(line_of(text, 8));
			snprintf(ret->socket_dir, sizeof ret->socket_dir, "%.*s", (int)strcspn(socket_dir, "\n"), socket_dir);
		}
	}
	arena_done(&scratch);
}

bool server_answers(const struct server *s)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int len = snprintf(to.sun_path, sizeof to.sun_path, "%s/.s.PGSQL.5432", s->socket_dir);
	if (len < 0 || (size_t)len >= sizeof to.sun_path)
		return false;
	KT_CLEANUP(close_fd) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return fd >= 0 && (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 || errno == EAGAIN);
}

/* ---- end ---- */

static bool wait_end(const struct home *h, pid_t pid, int ms)
{
	for (; server_lives(h, pid); ms -= STOP_STEP_MS) {
		if (ms <= 0)
			return false;
		nap(STOP_STEP_MS);
	}
	return true;
}

/* Who asks to stop wants no process left; the keeper ends right after its server. */
static void wait_keeper(const struct home *h)
{
	for (int ms = STOP_HARD_MS; ms > 0; ms -= STOP_STEP_MS) {
		int fd = lock_file(h->keeper_lock, LOCK_EX | LOCK_NB);
		bool held = fd < 0 && errno == EWOULDBLOCK;
		close_fd(&fd);
		if (!held)
			return;
		nap(STOP_STEP_MS);
	}
}

/* Politely first: connections end, everything is written. Then as after a power cut. */
bool server_stop(const struct home *h, struct err *e)
{
	static const struct { int signal, ms; } steps[] = {
		{ SIGINT, STOP_POLITE_MS }, { SIGQUIT, STOP_HARD_MS }, { SIGKILL, STOP_HARD_MS },
	};
	struct server s;
	server_look(h, &s);
	for (size_t i = 0; s.state != SERVER_NONE && i < ARRAY_LEN(steps); i++) {
		if (kill(s.pid, steps[i].signal) != 0 && errno != ESRCH)
			return err_set(e, ERR_DENIED, _("The database of the workshop in %s cannot be stopped: %s."), h->dir,
				strerror(errno));
		if (wait_end(h, s.pid, steps[i].ms))
			break;
	}
	wait_keeper(h);
	server_look(h, &s);
	return s.state == SERVER_NONE
		|| err_set(e, ERR_OFFLINE, _("The database of the workshop in %s does not stop."), h->dir);
}
