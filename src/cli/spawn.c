/* spawn.c - running other programs */
#include "config.h"

#include "cli/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"

extern char **environ;

/* The server's own folder first: its pg_dump is of the server's version, and Debian's psql is a wrapper
 * that takes four times as long. */
static const char *program(const char *name, struct arena *a)
{
	if (strchr(name, '/'))
		return name;
	const char *path = arena_printf(a, "%s/%s", PG_BINDIR, name);
	if (access(path, X_OK) == 0)
		return path;
	const char *dirs = getenv("PATH");
	for (const char *s = dirs ? dirs : "/usr/bin"; s && *s;) {
		size_t len = strcspn(s, ":");
		path = arena_printf(a, "%.*s/%s", (int)len, s, name);
		if (len && access(path, X_OK) == 0)
			return path;
		s += len + (s[len] == ':');
	}
	return NULL;
}

struct pipes {
	int out[2], err[2];
};

static void close_all(struct pipes *p)
{
	int *all[] = { &p->out[0], &p->out[1], &p->err[0], &p->err[1] };
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (*all[i] >= 0)
			close(*all[i]), *all[i] = -1;
}

static void become(const struct spawn *s, const char *path, struct pipes *p)
{
	if (s->capture)
		dup2(p->out[1], STDOUT_FILENO);
	if (s->quiet)
		dup2(p->err[1], STDERR_FILENO);
	if (s->password && *s->password)
		setenv("PGPASSWORD", s->password, 1);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	/* execve takes pointers to char for the sake of old programs; it changes nothing. */
	union {
		const char *const *in;
		char *const *out;
	} argv = { .in = s->argv };
	execve(path, argv.out, environ);
	_exit(127);
}

static void take(int *fd, struct buf *out)
{
	char some[4096];
	ssize_t n = read(*fd, some, sizeof some);
	if (n > 0) {
		buf_add(out, some, (size_t)n);
		return;
	}
	if (n < 0 && errno == EINTR)
		return;
	close(*fd);
	*fd = -1;
}

static void listen_to(struct pipes *p, struct buf *out, struct buf *complaint)
{
	while (p->out[0] >= 0 || p->err[0] >= 0) {
		struct pollfd fds[] = { { .fd = p->out[0], .events = POLLIN }, { .fd = p->err[0], .events = POLLIN } };
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			break;
		if (fds[0].fd >= 0 && fds[0].revents)
			take(&p->out[0], out);
		if (fds[1].fd >= 0 && fds[1].revents)
			take(&p->err[0], complaint);
	}
}

static int wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Our own ^C must not kill us while a child has the terminal: it decides. */
static int tend(struct spawn *s, pid_t pid, struct pipes *p, struct arena *a)
{
	struct buf out = BUF_INIT(SPAWN_OUTPUT), complaint = BUF_INIT(SPAWN_OUTPUT);
	struct sigaction ignore = { .sa_handler = SIG_IGN }, was;
	sigaction(SIGINT, &ignore, &was);
	listen_to(p, &out, &complaint);
	int status = wait_for(pid);
	sigaction(SIGINT, &was, NULL);
	s->output = arena_strndup(a, out.data, out.len);
	s->output_len = out.len;
	s->complaint = arena_strndup(a, complaint.data, strcspn(complaint.data, "\n"));
	explicit_bzero(out.data, out.len); /* it may have been a password */
	buf_done(&out);
	buf_done(&complaint);
	return status;
}

bool spawn_run(struct spawn *s, struct arena *a, struct err *e)
{
	struct pipes p = { { -1, -1 }, { -1, -1 } };
	const char *path = program(s->argv[0], a);
	if (!path)
		return err_set(e, ERR_INVALID, _("The program %s is not installed. It comes with PostgreSQL's client programs."), s->argv[0]);
	bool ready = (!s->capture || pipe2(p.out, O_CLOEXEC) == 0) && (!s->quiet || pipe2(p.err, O_CLOEXEC) == 0);
	pid_t pid = ready ? fork() : -1;
	if (pid == 0)
		become(s, path, &p);
	if (pid < 0) {
		close_all(&p);
		return err_set(e, ERR_INVALID, _("The program %s could not be started: %s."), s->argv[0], strerror(errno));
	}
	if (s->capture)
		close(p.out[1]), p.out[1] = -1;
	if (s->quiet)
		close(p.err[1]), p.err[1] = -1;
	s->status = tend(s, pid, &p, a);
	return true;
}
