/* cluster_keeper.c - the processes of a private cluster: children that drop all rights, and the keeper
 *
 * The keeper is the parent of the server. Clients hold a shared lock on clients.lock; whoever gets it
 * exclusively knows that nobody is there. The kernel says when a client closes the file (also by dying),
 * when the folder goes away, and when the server ends, so that the keeper sleeps in between.
 *
 * Everything here runs after fork in what may be a copy of a program with threads: system calls and
 * memory made before, nothing else. What must be allocated is in struct keeper by then.
 */
#include "config.h"

#include "store/cluster_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"

enum {
	LINGER_MS = 30 * 1000,
	LINGER_MOST_S = 24 * 60 * 60,
	SOON_MS = 10,          /* after an event: a closed file is unlocked a moment later */
	SELDOM_MS = 5 * 1000,  /* where the kernel cannot tell (some network file systems) */
	LOG_MOST = 1024 * 1024,
	FDS_MOST = 65536,
	FIRST_FREE = 3,        /* after stdin, stdout, stderr */
	OUT_OF_THE_WAY = 16,
};

struct keeper {
	const struct home *home;
	const char *const *argv; /* of the server */
	pid_t server;
	bool child;              /* we are its parent */
	bool ended;
	int linger;              /* ms */
	int report;              /* notes for who started us; -1: nobody listens any more */
	int dir;                 /* the folder, wherever it is called now */
	int clients;
	int pidfd, inotify, signals;
	int clients_watch;
	sigset_t blocked;        /* taken from `signals` instead */
};

/* What the server and initdb see: nothing of the person's environment, messages in English. A session gives a few MB of
 * memory back after each statement and takes it again with the next, page by page, which took as long as the statement:
 * with glibc told to keep it, a page of a list takes 2 ms instead of 4. */
const char *const child_env[] = { "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "LANG=C.UTF-8",
	"MALLOC_TOP_PAD_=1048576", "MALLOC_TRIM_THRESHOLD_=8388608", "MALLOC_MMAP_THRESHOLD_=4194304", NULL };

/* ---- children ---- */

static void die(void) KT_NORETURN;
static void die(void)
{
	_exit(127);
}

static void drop_capabilities(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0, 0, 0 } };
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	syscall(SYS_capset, &head, none);
}

static void child_drop(const struct home *h)
{
	if (h->drop && (setgroups(0, NULL) != 0 || setgid(h->gid) != 0 || setuid(h->uid) != 0))
		die();
	if (h->drop && (setuid(0) == 0 || geteuid() != h->uid))
		die();
	drop_capabilities();
}

static void child_signals(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t none;
	for (int i = 1; i < NSIG; i++)
		sigaction(i, &plain, NULL); /* fails for some, which is right */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_from(int first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0)
		return;
#endif
	long most = sysconf(_SC_OPEN_MAX);
	if (most < 0 || most > FDS_MOST)
		most = FDS_MOST;
	for (int fd = first; fd < most; fd++)
		close(fd);
}

/* stdin from nowhere, stdout and stderr to `out`, and what is to be kept from 3 on; the rest is closed. */
static void arrange_fds(int out, int *const keep[], int n)
{
	int in = open("/dev/null", O_RDWR | O_CLOEXEC);
	int up_in = fcntl(in, F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
	int up_out = fcntl(out >= 0 ? out : in, F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
	for (int i = 0; i < n; i++)
		*keep[i] = fcntl(*keep[i], F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
	if (up_in < 0 || up_out < 0 || dup2(up_in, 0) < 0 || dup2(up_out, 1) < 0 || dup2(up_out, 2) < 0)
		die();
	for (int i = 0; i < n; i++) {
		if (dup3(*keep[i], FIRST_FREE + i, O_CLOEXEC) < 0)
			die();
		*keep[i] = FIRST_FREE + i;
	}
	close_from(FIRST_FREE + n);
}

static void exec_program(const char *const *argv)
{
	union { const char *const *read; char *const *exec; } args = { .read = argv }, env = { .read = child_env };
	execve(argv[0], args.exec, env.exec);
}

void child_exec(const struct child *c)
{
	child_signals();
	umask(077);
	child_drop(c->home);
	arrange_fds(c->out, NULL, 0);
	if (chdir("/") == 0)
		exec_program(c->argv);
	die();
}

/* ---- the keeper ---- */

static void tell(const struct keeper *k, enum keeper_word word, int value)
{
	struct keeper_note note = { .word = (int)word, .value = value };
	if (k->report >= 0 && write(k->report, &note, sizeof note) < 0)
		return; /* nobody listens, and nobody needs to */
}

static void fail(const struct keeper *k) KT_NORETURN;
static void fail(const struct keeper *k)
{
	tell(k, KEEPER_FAILED, errno);
	die();
}

/* The server writes at the end of its log whatever its length, so it can be cut while it runs. */
static void rotate_log(const struct home *h)
{
	static char block[16384];
	struct stat st;
	int from = open(h->log, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (from < 0)
		return;
	if (fstat(from, &st) == 0 && st.st_size > LOG_MOST) {
		int to = open(h->old_log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
		ssize_t n;
		while (to >= 0 && (n = read(from, block, sizeof block)) > 0)
			if (write(to, block, (size_t)n) != n)
				break;
		if (to >= 0)
			close(to);
		if (ftruncate(from, 0) != 0)
			unlink(h->log);
	}
	close(from);
}

static void become_server(const struct keeper *k) KT_NORETURN;
static void become_server(const struct keeper *k)
{
	int log = open(k->home->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (log < 0 || setsid() < 0)
		fail(k);
	dup2(log, 1);
	dup2(log, 2);
	child_signals();
	exec_program(k->argv);
	tell(k, KEEPER_NO_EXEC, errno);
	die();
}

static void start_server(struct keeper *k)
{
	rotate_log(k->home);
	pid_t pid = fork();
	if (pid < 0)
		fail(k);
	if (pid == 0)
		become_server(k);
	k->server = pid;
	k->child = true;
}

static void watch_all(struct keeper *k)
{
	const struct home *h = k->home;
	k->dir = open(h->dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	k->clients = open(h->client_lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (k->dir < 0 || k->clients < 0)
		fail(k);
	k->pidfd = (int)syscall(SYS_pidfd_open, k->server, 0u); /* -1 before Linux 5.3: then seldom it is */
	k->signals = signalfd(-1, &k->blocked, SFD_CLOEXEC | SFD_NONBLOCK);
	k->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	k->clients_watch = inotify_add_watch(k->inotify, h->client_lock, IN_CLOSE);
	inotify_add_watch(k->inotify, h->dir, IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF);
}

static bool has_ended(struct keeper *k)
{
	int status = 0;
	struct pollfd fd = { .fd = k->pidfd, .events = POLLIN };
	if (!k->ended && k->child && waitpid(k->server, &status, WNOHANG) == k->server) {
		k->ended = true;
		tell(k, KEEPER_ENDED, status);
	} else if (!k->ended && !k->child) {
		k->ended = k->pidfd >= 0 ? poll(&fd, 1, 0) > 0 : !server_lives(k->home, k->server);
	}
	return k->ended;
}

/* True when something has ended, closed or gone; `ret_client` when that may have been a client. */
static bool sleep_until(struct keeper *k, int64_t ms, bool *ret_client, bool *ret_told)
{
	union {
		struct inotify_event event;
		char bytes[4096];
	} in;
	struct signalfd_siginfo info;
	struct pollfd fds[] = {
		{ .fd = k->pidfd, .events = POLLIN },
		{ .fd = k->inotify, .events = POLLIN },
		{ .fd = k->signals, .events = POLLIN },
	};
	if (poll(fds, ARRAY_LEN(fds), (int)ms) <= 0)
		return false;
	for (ssize_t n; (n = read(k->inotify, in.bytes, sizeof in.bytes)) > 0;)
		for (ssize_t at = 0; at < n;) {
			struct inotify_event event;
			memcpy(&event, in.bytes + at, sizeof event);
			*ret_client |= event.wd == k->clients_watch;
			at += (ssize_t)(sizeof event + event.len);
		}
	while (read(k->signals, &info, sizeof info) == sizeof info)
		*ret_told |= info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT;
	return true;
}

static bool ends_within(void *ctx, int64_t ms)
{
	struct keeper *k = ctx;
	bool ignored = false;
	for (int64_t until = clock_ms() + ms; !has_ended(k);) {
		int64_t left = until - clock_ms();
		if (left <= 0)
			return false;
		sleep_until(k, k->pidfd >= 0 ? left : SOON_MS, &ignored, &ignored);
	}
	return true;
}

static void end_server(struct keeper *k, int first)
{
	server_end(k->server, first, ends_within, k);
}

/* 0 while the folder is where it was; else the signal for the server: one that writes into a folder
 * that was moved, none into one that was deleted. */
static int folder_gone(const struct keeper *k)
{
	struct stat here, named;
	if (fstatat(k->dir, "karat.cluster", &here, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
		return SIGQUIT;
	if (fstatat(k->dir, "", &here, AT_EMPTY_PATH) != 0 || stat(k->home->dir, &named) != 0)
		return SIGINT;
	return here.st_ino == named.st_ino && here.st_dev == named.st_dev ? 0 : SIGINT;
}

static bool nobody_there(const struct keeper *k)
{
	if (flock(k->clients, LOCK_EX | LOCK_NB) != 0)
		return false;
	flock(k->clients, LOCK_UN);
	return true;
}

/* With both locks nobody can come in while the server goes down. */
static bool close_up(struct keeper *k)
{
	int start = open(k->home->start_lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool alone = start >= 0 && flock(start, LOCK_EX | LOCK_NB) == 0 && flock(k->clients, LOCK_EX | LOCK_NB) == 0;
	if (alone)
		end_server(k, SIGINT);
	close_fd(&start);
	return alone;
}

static void keep(struct keeper *k)
{
	int64_t idle_since = -1, pause = SOON_MS;
	bool told = false;
	while (!has_ended(k)) {
		int64_t now = clock_ms(), wait = pause;
		int gone = folder_gone(k);
		if (gone || told) {
			end_server(k, gone ? gone : SIGINT);
			break;
		}
		rotate_log(k->home);
		if (!nobody_there(k)) {
			idle_since = -1;
		} else {
			if (idle_since < 0)
				idle_since = now;
			int64_t left = idle_since + k->linger - now;
			if (left <= 0 && close_up(k))
				break;
			if (left > 0 && left < wait)
				wait = left;
		}
		bool client = false;
		if (sleep_until(k, wait, &client, &told))
			pause = SOON_MS;
		else
			pause = pause * 2 < SELDOM_MS ? pause * 2 : SELDOM_MS;
		if (client)
			idle_since = -1;
	}
}

static void keeper_main(struct keeper *k) KT_NORETURN;
static void keeper_main(struct keeper *k)
{
	prctl(PR_SET_NAME, "karat-keeper", 0, 0, 0);
	child_signals();
	static const int blocked[] = { SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGCHLD };
	sigemptyset(&k->blocked);
	for (size_t i = 0; i < ARRAY_LEN(blocked); i++)
		sigaddset(&k->blocked, blocked[i]);
	sigprocmask(SIG_BLOCK, &k->blocked, NULL);
	umask(077);
	child_drop(k->home);
	/* While we still share start.lock with who made us, so that there is no moment without either lock. */
	int lock = lock_file(k->home->keeper_lock, LOCK_EX); /* one that lost its server is just leaving */
	if (lock < 0)
		fail(k);
	arrange_fds(-1, (int *const []) { &k->report, &lock }, 2);
	if (chdir("/") != 0)
		fail(k);
	if (!k->server)
		start_server(k);
	watch_all(k);
	tell(k, KEEPER_HAS, (int)k->server);
	keep(k);
	_exit(0);
}

/* ---- before the fork ---- */

static int linger_ms(void)
{
	const char *said = getenv("KARAT_LINGER");
	char *end = NULL;
	long s = said ? strtol(said, &end, 10) : -1;
	return said && *said && !*end && s >= 0 && s <= LINGER_MOST_S ? (int)s * 1000 : LINGER_MS;
}

/* Twice, so that init is the parent of the keeper and no program has to wait for it. */
static pid_t fork_away(struct keeper *k)
{
	pid_t between = fork();
	if (between == 0) {
		pid_t pid = setsid() < 0 ? -1 : fork();
		if (pid == 0)
			keeper_main(k);
		_exit(pid < 0);
	}
	int status = 0;
	while (between > 0 && waitpid(between, &status, 0) < 0 && errno == EINTR)
		;
	if (between > 0 && status != 0) {
		errno = EAGAIN;
		return -1;
	}
	return between;
}

bool keeper_spawn(const struct home *h, const char *programs, pid_t adopt, int *ret_fd, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	const char *const argv[] = { arena_printf(&scratch, "%s/postgres", programs), "-D", h->data, NULL };
	struct keeper k = { .home = h, .argv = argv, .server = adopt, .linger = linger_ms() };
	int ends[2];
	bool good = pipe2(ends, O_CLOEXEC) == 0;
	if (good) {
		k.report = ends[1];
		good = fork_away(&k) > 0;
		int why = errno;
		close(ends[1]);
		if (!good)
			close(ends[0]);
		errno = why;
	}
	if (!good)
		err_set(e, ERR_OFFLINE, _("The database of the workshop cannot be started: %s."), strerror(errno));
	arena_done(&scratch);
	if (good)
		*ret_fd = ends[0];
	return good;
}
