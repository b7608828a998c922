/* spawn.c - running other programs */
#include "config.h"

#include "cli/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
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

/* Signals that end a program. While another one runs they are for it; what the terminal sends reaches it
 * by itself, and it decides what ^C means. */

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

static volatile sig_atomic_t running; /* its pid, or 0 */
static volatile sig_atomic_t holding;
static void (*volatile held_up)(void);

static void hand_on(int sig, siginfo_t *info, void *context)
{
	int was = errno;
	(void)context;
	if (running && (sig != SIGINT || info->si_code <= 0))
		kill((pid_t)running, sig == SIGHUP ? SIGTERM : sig); /* of TERM pg_dump tells its server */
	if (holding) {
		file_stop = sig;
		if (held_up)
			held_up();
	}
	errno = was;
}

/* Those that are ignored stay ignored: nohup said so. */
static void catch_signals(struct sigaction was[static ARRAY_LEN(ending)])
{
	struct sigaction act = { .sa_sigaction = hand_on, .sa_flags = SA_SIGINFO | SA_RESTART };
	for (size_t i = 0; i < ARRAY_LEN(ending); i++) {
		sigaction(ending[i], &act, &was[i]);
		if (was[i].sa_handler == SIG_IGN)
			sigaction(ending[i], &was[i], NULL);
	}
}

static void let_signals(const struct sigaction was[static ARRAY_LEN(ending)])
{
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaction(ending[i], &was[i], NULL);
}

static struct sigaction before_hold[ARRAY_LEN(ending)];

void spawn_hold(void (*also)(void))
{
	held_up = also;
	holding = 1;
	catch_signals(before_hold);
}

void spawn_release(void)
{
	let_signals(before_hold);
	holding = 0;
	held_up = NULL;
}

static void block_signals(sigset_t *ret_was)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(ending); i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, ret_was);
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

/* Our handlers are not the child's; what came meanwhile waits and then ends it. */
static void take_signals(const sigset_t *mask)
{
	for (size_t i = 0; i < ARRAY_LEN(ending); i++) {
		struct sigaction act;
		sigaction(ending[i], NULL, &act);
		if (act.sa_handler != SIG_IGN)
			signal(ending[i], SIG_DFL);
	}
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
}

static void become(const struct spawn *s, const char *path, struct pipes *p, pid_t parent, const sigset_t *mask)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* nobody would wait for it */
	if (getppid() != parent)
		_exit(127);
	if (s->capture)
		dup2(p->out[1], STDOUT_FILENO);
	if (s->quiet)
		dup2(p->err[1], STDERR_FILENO);
	if (s->password && *s->password)
		setenv("PGPASSWORD", s->password, 1);
	if (s->pgoptions)
		setenv("PGOPTIONS", s->pgoptions, 1);
	take_signals(mask);
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

/* It is not reaped while a signal could still be sent to its number. */
static int wait_for(pid_t pid)
{
	int status = 0;
	siginfo_t info;
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
		;
	running = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int tend(struct spawn *s, pid_t pid, struct pipes *p, struct arena *a)
{
	struct buf out = BUF_INIT(SPAWN_OUTPUT), complaint = BUF_INIT(SPAWN_OUTPUT);
	listen_to(p, &out, &complaint);
	int status = wait_for(pid);
	s->output = arena_strndup(a, out.data, out.len);
	s->output_len = out.len;
	s->complaint = arena_strndup(a, complaint.data, strcspn(complaint.data, "\n"));
	explicit_bzero(out.data, out.len); /* it may have been a password */
	buf_done(&out);
	buf_done(&complaint);
	return status;
}

static bool start(const struct spawn *s, const char *path, struct pipes *p, pid_t *ret, struct err *e)
{
	sigset_t mask;
	pid_t parent = getpid();
	bool ready = (!s->capture || pipe2(p->out, O_CLOEXEC) == 0) && (!s->quiet || pipe2(p->err, O_CLOEXEC) == 0);
	block_signals(&mask);
	pid_t pid = ready ? fork() : -1;
	int why = errno;
	if (pid == 0)
		become(s, path, p, parent, &mask);
	running = pid > 0 ? pid : 0;
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (pid < 0) {
		close_all(p);
		return err_set(e, ERR_INVALID, _("The program %s could not be started: %s."), s->argv[0], strerror(why));
	}
	*ret = pid;
	return true;
}

bool spawn_run(struct spawn *s, struct arena *a, struct err *e)
{
	struct pipes p = { { -1, -1 }, { -1, -1 } };
	struct sigaction was[ARRAY_LEN(ending)];
	pid_t pid = 0;
	const char *path = program(s->argv[0], a);
	if (!path)
		return err_set(e, ERR_INVALID, _("The program %s is not installed. It comes with PostgreSQL's client programs."), s->argv[0]);
	catch_signals(was);
	bool ok = start(s, path, &p, &pid, e);
	if (ok) {
		if (s->capture)
			close(p.out[1]), p.out[1] = -1;
		if (s->quiet)
			close(p.err[1]), p.err[1] = -1;
		s->status = tend(s, pid, &p, a);
	}
	let_signals(was);
	return ok;
}
