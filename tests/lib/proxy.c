/* proxy.c - a bad line to a PostgreSQL server: slow, cut at a moment that is chosen, or one that answers no */
#include "config.h"

#include "lib/proxy.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/err.h"

enum {
	SETUP_BROKE = 99,
	LINES_MAX = 8,
	HELD_MAX = 1 << 20, /* bytes on their way; who sends more waits */
	PIECES_MAX = 256,
	CANCEL_CODE = 80877102, /* of the protocol: a line that only asks to cancel */
	HEAD = 5,               /* a message's kind and length */
};

static const char refusal[] = "SERROR\0VERROR\0CXX000\0Mthe line says no\0";

struct shared { /* both processes see it */
	atomic_int delay_ms;
	atomic_uint trips, fail_at; /* counted from the last mark; 0: never */
	atomic_int how;
	atomic_bool failed;
};

struct proxy {
	pid_t pid;
	struct shared *shared;
	struct sockaddr_un here;
};

/* What travels one way. Pieces arrive when they are due. */
struct way {
	int from, to;
	char bytes[HELD_MAX];
	size_t held;
	struct { size_t end; int64_t due; } pieces[PIECES_MAX];
	size_t npieces;
	char head[HEAD];   /* of the message that goes on */
	size_t nhead, left;
};

struct line {
	bool open, begun, cancels, heard, lost, refuses;
	char status;  /* of the transaction, as the server has told */
	struct way up, down;
};

static struct line lines[LINES_MAX];
static struct shared *sh;

static void KT_NORETURN broke(const char *what)
{
	fprintf(stderr, "proxy: %s: %s\n", what, strerror(errno));
	_exit(SETUP_BROKE);
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint32_t number(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static void hang_up(struct line *l)
{
	close(l->up.from);
	close(l->down.from);
	l->open = false;
}

/* ---- what travels ---- */

static void hold(struct way *w, const char *bytes, size_t n)
{
	kt_assert(w->held + n <= HELD_MAX && w->npieces < PIECES_MAX);
	memcpy(w->bytes + w->held, bytes, n);
	w->held += n;
	w->pieces[w->npieces].end = w->held;
	w->pieces[w->npieces++].due = now_ms() + atomic_load(&sh->delay_ms);
}

static bool has_room(const struct way *w)
{
	return w->held + HELD_MAX / 4 <= HELD_MAX && w->npieces + 2 < PIECES_MAX;
}

/* True: something was delivered. */
static bool deliver(struct line *l, struct way *w)
{
	if (!w->npieces || w->pieces[0].due > now_ms())
		return false;
	size_t n = w->pieces[0].end;
	ssize_t sent = send(w->to, w->bytes, n, MSG_NOSIGNAL);
	if (sent <= 0) {
		if (sent < 0 && errno != EAGAIN)
			hang_up(l);
		return false;
	}
	memmove(w->bytes, w->bytes + sent, w->held - (size_t)sent);
	w->held -= (size_t)sent;
	bool whole = (size_t)sent == n;
	for (size_t i = whole; i < w->npieces; i++) {
		w->pieces[i - whole] = w->pieces[i];
		w->pieces[i - whole].end -= (size_t)sent;
	}
	w->npieces -= whole;
	return true;
}

/* ---- messages ---- */

/* Told of each message's kind when its end has been seen; those of the server tell how the transaction is. */
static void follow(struct line *l, struct way *w, const char *bytes, size_t n, void (*ended)(struct line *l, char kind))
{
	for (size_t i = 0; i < n;) {
		if (w->nhead < HEAD) {
			w->head[w->nhead++] = bytes[i++];
			if (w->nhead == HEAD)
				w->left = number(w->head + 1) - 4;
		} else {
			size_t part = w->left < n - i ? w->left : n - i;
			if (w == &l->down && *w->head == 'Z' && part)
				l->status = bytes[i];
			w->left -= part;
			i += part;
		}
		if (w->nhead == HEAD && !w->left) {
			w->nhead = 0;
			if (ended)
				ended(l, *w->head);
		}
	}
}

static void say(struct line *l, char kind, const char *body, size_t n)
{
	char message[128] = { kind, 0, 0, 0, (char)(n + 4) };
	kt_assert(n + HEAD < sizeof(message));
	memcpy(message + HEAD, body, n);
	hold(&l->down, message, n + HEAD);
}

/* What was refused is over with the client's Sync, or with its simple query. */
static void refused(struct line *l, char kind)
{
	if (kind != 'S' && kind != 'Q')
		return;
	say(l, 'Z', &(char) { l->status == 'I' ? 'I' : 'E' }, 1);
	l->refuses = false;
}

/* ---- faults ---- */

/* True: these bytes go no further. */
static bool fails(struct line *l, const char *bytes, size_t n)
{
	atomic_store(&sh->failed, true);
	atomic_store(&sh->fail_at, 0);
	switch (atomic_load(&sh->how)) {
	case PROXY_CUT_ANSWER:
		l->lost = true;
		return false;
	case PROXY_REFUSE:
		if (!l->begun)
			break;
		l->refuses = true;
		say(l, 'E', refusal, sizeof(refusal));
		follow(l, &l->up, bytes, n, refused);
		return true;
	}
	hang_up(l);
	return true;
}

static void from_client(struct line *l, const char *bytes, size_t n)
{
	bool first = !l->begun;
	if (first && n >= 8 && number(bytes + 4) == CANCEL_CODE)
		l->cancels = true;
	if (l->refuses) {
		follow(l, &l->up, bytes, n, refused);
		return;
	}
	bool leaves = !first && n == HEAD && *bytes == 'X';
	if (!l->cancels && !leaves && (first || l->heard)) {
		l->heard = false;
		if (atomic_fetch_add(&sh->trips, 1) + 1 == atomic_load(&sh->fail_at) && fails(l, bytes, n))
			return;
	}
	l->begun = true;
	hold(&l->up, bytes, n);
}

static void from_server(struct line *l, const char *bytes, size_t n)
{
	if (l->lost) {
		hang_up(l);
		return;
	}
	follow(l, &l->down, bytes, n, NULL);
	hold(&l->down, bytes, n);
}

static void take(struct line *l, struct way *w)
{
	static char bytes[HELD_MAX / 4];
	ssize_t n = recv(w->from, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0)
		hang_up(l);
	else if (w == &l->up)
		from_client(l, bytes, (size_t)n);
	else
		from_server(l, bytes, (size_t)n);
}

/* ---- its process ---- */

static void open_line(int client, const struct sockaddr_un *server)
{
	struct line *l = lines;
	while (l < lines + LINES_MAX && l->open)
		l++;
	int fd = l < lines + LINES_MAX ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
	if (fd < 0 || connect(fd, (const struct sockaddr *)server, sizeof(*server)) != 0) {
		close(client); /* as a server that is not there */
		if (fd >= 0)
			close(fd);
		return;
	}
	memset(l, 0, offsetof(struct line, up));
	l->open = true;
	l->status = 'I';
	l->up.held = l->up.npieces = l->up.nhead = l->down.held = l->down.npieces = l->down.nhead = 0;
	l->up.from = l->down.to = client;
	l->down.from = l->up.to = fd;
}

/* Until the next piece is due: ms; -1: nothing is on its way. */
static int wait_ms(void)
{
	int64_t now = now_ms(), first = -1;
	for (struct line *l = lines; l < lines + LINES_MAX; l++)
		for (int i = 0; l->open && i < 2; i++) {
			const struct way *w = i ? &l->down : &l->up;
			int64_t ms = !w->npieces ? -1 : w->pieces[0].due > now ? w->pieces[0].due - now : 0;
			if (ms >= 0 && (first < 0 || ms < first))
				first = ms;
		}
	return (int)first;
}

static void turn(int listening, const struct sockaddr_un *server)
{
	struct pollfd fds[1 + 2 * LINES_MAX] = { { .fd = listening, .events = POLLIN } };
	for (int i = 0; i < 2 * LINES_MAX; i++) {
		struct line *l = &lines[i / 2];
		const struct way *w = i % 2 ? &l->down : &l->up;
		fds[1 + i] = (struct pollfd) { .fd = l->open && has_room(w) ? w->from : -1, .events = POLLIN };
	}
	if (poll(fds, 1 + 2 * LINES_MAX, wait_ms()) < 0 && errno != EINTR)
		broke("poll");
	for (int i = 0; i < 2 * LINES_MAX; i++) {
		struct line *l = &lines[i / 2];
		if (l->open && fds[1 + i].revents)
			take(l, i % 2 ? &l->down : &l->up);
	}
	for (struct line *l = lines; l < lines + LINES_MAX; l++) {
		while (l->open && deliver(l, &l->up))
			;
		while (l->open && deliver(l, &l->down))
			l->heard = true;
	}
	if (fds[0].revents)
		open_line(accept(listening, NULL, NULL), server);
}

static void KT_NORETURN serve(int listening, const struct sockaddr_un *server)
{
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		turn(listening, server);
}

/* ---- its owner ---- */

static struct sockaddr_un address(const char *dir)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	if (snprintf(a.sun_path, sizeof(a.sun_path), "%s/.s.PGSQL.5432", dir) >= (int)sizeof(a.sun_path))
		broke("the path is too long");
	return a;
}

struct proxy *proxy_open(const char *dir, const char *server_dir)
{
	static struct proxy p;
	struct sockaddr_un server = address(server_dir);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	p.here = address(dir);
	mkdir(dir, 0700);
	unlink(p.here.sun_path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&p.here, sizeof(p.here)) != 0 || listen(fd, LINES_MAX) != 0)
		broke(dir);
	p.shared = sh = mmap(NULL, sizeof(*sh), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sh == MAP_FAILED)
		broke("mmap");
	fflush(NULL);
	p.pid = fork();
	if (p.pid == 0)
		serve(fd, &server);
	if (p.pid < 0)
		broke("fork");
	close(fd);
	return &p;
}

void proxy_close(struct proxy *p)
{
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	munmap(p->shared, sizeof(*p->shared));
	unlink(p->here.sun_path);
}

void proxy_delay(struct proxy *p, int ms)
{
	atomic_store(&p->shared->delay_ms, ms);
}

void proxy_mark(struct proxy *p)
{
	atomic_store(&p->shared->trips, 0);
}

unsigned proxy_trips(const struct proxy *p)
{
	return atomic_load(&p->shared->trips);
}

void proxy_fail(struct proxy *p, enum proxy_fault how, unsigned n)
{
	atomic_store(&p->shared->fail_at, 0);
	atomic_store(&p->shared->how, (int)how);
	atomic_store(&p->shared->failed, false);
	proxy_mark(p);
	atomic_store(&p->shared->fail_at, n);
}

bool proxy_failed(const struct proxy *p)
{
	return atomic_load(&p->shared->failed);
}
