/* cluster_server.c - the server of a private cluster seen from outside: its programs, its state, its end */
#include "config.h"

#include "store/cluster_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
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
	STEP_MS = 2,
	SETTLE_STEP_MS = 64, /* who waits for seconds need not look each moment */
	KEEPER_SETTLES_MS = 6 * 1000, /* one that lost its server looks every 5 seconds at worst */
};

static const char debian_programs[] = "/usr/lib/postgresql";

void nap(int ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
	nanosleep(&t, NULL);
}

int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
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
	add_path(&c); /* before what was there when this was built: who says so there means it */
	add_candidate(&c, PG_BINDIR);
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

struct looked_at {
	const struct home *home;
	pid_t pid;
};

static bool ends_within(void *ctx, int64_t ms)
{
	const struct looked_at *at = ctx;
	for (int64_t until = clock_ms() + ms; server_lives(at->home, at->pid); nap(STEP_MS))
		if (clock_ms() >= until)
			return false;
	return true;
}

/* Politely first: connections end, everything is written. Then as after a power cut. */
bool server_end(pid_t pid, int first, server_ended *ended, void *ctx)
{
	const struct { int signal, ms; } steps[] = {
		{ first, STOP_POLITE_MS }, { SIGQUIT, STOP_HARD_MS }, { SIGKILL, STOP_HARD_MS },
	};
	for (size_t i = 0; i < ARRAY_LEN(steps) && !ended(ctx, 0); i++) {
		if (kill(pid, steps[i].signal) != 0 && errno != ESRCH)
			return false;
		if (ended(ctx, steps[i].ms))
			break;
	}
	return true;
}

static bool is_kept(const struct home *h)
{
	int fd = lock_file(h->keeper_lock, LOCK_EX | LOCK_NB);
	bool held = fd < 0 && errno == EWOULDBLOCK;
	close_fd(&fd);
	return held;
}

/* A keeper without a server in sight has just lost it, or starts one for a client that was killed meanwhile.
 * Else the server is in another container or on another machine, where its number means something else. What
 * it holds does not, nor, in a container of this machine, its socket: nobody listens there when a server was
 * killed. Asked twice, as it may be just about to end. */
bool server_settle(const struct home *h, const char *socket_dir, struct server *ret, struct err *e)
{
	struct server named = { .state = SERVER_NONE };
	int answered = 0;
	snprintf(named.socket_dir, sizeof named.socket_dir, "%s", socket_dir ? socket_dir : "");
	int step = STEP_MS;
	for (int64_t until = clock_ms() + KEEPER_SETTLES_MS;; nap(step)) {
		step = step < SETTLE_STEP_MS ? step * 2 : SETTLE_STEP_MS;
		bool answers = socket_dir && server_answers(&named), kept = is_kept(h);
		answered += answers;
		server_look(h, ret);
		if (ret->state != SERVER_NONE || (!answers && !kept))
			return true;
		if (answered > 1 || clock_ms() >= until)
			break;
	}
	return err_set(e, ERR_OFFLINE,
		_("The workshop in %s is open on another machine or in another container. Close karat there, then try again a minute later."),
		h->dir);
}

/* Who asks to stop wants no process left; the keeper ends right after its server. */
bool server_stop(const struct home *h, struct err *e)
{
	struct server s;
	if (!server_settle(h, NULL, &s, e))
		return false;
	struct looked_at at = { .home = h, .pid = s.pid };
	if (s.state != SERVER_NONE && !server_end(s.pid, SIGINT, ends_within, &at))
		return err_set(e, ERR_DENIED, _("The database of the workshop in %s cannot be stopped: %s."), h->dir,
			strerror(errno));
	if (!server_settle(h, NULL, &s, e))
		return false;
	return s.state == SERVER_NONE
		|| err_set(e, ERR_OFFLINE, _("The database of the workshop in %s does not stop."), h->dir);
}
