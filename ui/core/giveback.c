/* giveback.c - the terminal as it was before, even when the program dies */
#include "config.h"

#include "core/giveback.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/err.h"

/* The first are a broken program's; the rest are asked for from outside. */
static const int signals[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTERM, SIGHUP, SIGINT, SIGQUIT };
enum { BROKEN = 5, STALLED_MS = 200, STACK_SIZE = 64 * 1024 };

static struct {
	volatile int armed; /* exchanged atomically: two threads may break at once */
	int fd;
	pid_t pid;
	struct termios before;
	volatile size_t len;
	char bytes[GIVEBACK_MAX];
} kept;

static struct sigaction others[ARRAY_LEN(signals)];
static volatile sig_atomic_t ours[ARRAY_LEN(signals)];

/* A stack that has overflown has no room for a handler. */
static _Alignas(16) char stack[STACK_SIZE];
static bool stack_used;

static void send_all(const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(kept.fd, bytes, len);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = kept.fd, .events = POLLOUT };
			if (poll(&p, 1, STALLED_MS) <= 0)
				return;
		} else if (n == 0 || errno != EINTR) {
			return;
		}
	}
}

void giveback_now(void)
{
	/* A child that never saw a screen has nothing to give back. */
	if (kept.pid != getpid() || !__atomic_exchange_n(&kept.armed, 0, __ATOMIC_SEQ_CST))
		return;
	int saved = errno;
	/* In the background tcsetattr would stop us, and for ever. */
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	bool changed = sigaction(SIGTTOU, &ignore, &before) == 0;
	send_all(kept.bytes, kept.len);
	tcsetattr(kept.fd, TCSANOW, &kept.before);
	if (changed)
		sigaction(SIGTTOU, &before, NULL);
	errno = saved;
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)context;
	giveback_now();
	size_t i = 0;
	while (i < ARRAY_LEN(signals) - 1 && signals[i] != sig)
		i++;
	sigaction(sig, &others[i], NULL);
	ours[i] = 0;
	/* What the processor found wrong happens again as soon as we return, and then tells its address. */
	bool fault = i < BROKEN && sig != SIGABRT && info->si_code > 0;
	if (!fault)
		raise(sig);
}

static void take_signals(void)
{
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		if (ours[i])
			continue;
		struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK };
		sigemptyset(&action.sa_mask);
		sigaction(signals[i], NULL, &others[i]);
		bool free = !(others[i].sa_flags & SA_SIGINFO) && others[i].sa_handler == SIG_DFL;
		if (i < BROKEN || free)
			ours[i] = sigaction(signals[i], &action, NULL) == 0;
	}
}

/* Who took a signal from us meanwhile keeps it. */
static void leave_signals(void)
{
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct sigaction now;
		if (ours[i] && sigaction(signals[i], NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) &&
			now.sa_sigaction == on_signal) {
			sigaction(signals[i], &others[i], NULL);
			ours[i] = 0;
		}
	}
}

static void take_stack(void)
{
	stack_t now, mine = { .ss_sp = stack, .ss_size = sizeof stack };
	if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
		stack_used = sigaltstack(&mine, NULL) == 0;
}

static void leave_stack(void)
{
	stack_t none = { .ss_flags = SS_DISABLE };
	if (stack_used && sigaltstack(&none, NULL) == 0)
		stack_used = false;
}

void giveback_begin(int fd, const struct termios *before)
{
	static bool at_exit;
	if (!at_exit)
		at_exit = atexit(giveback_now) == 0;
	kept.fd = fd;
	kept.pid = getpid();
	kept.before = *before;
	__atomic_store_n(&kept.armed, 1, __ATOMIC_SEQ_CST);
	take_stack();
	take_signals();
	kt_on_panic(giveback_now);
}

void giveback_bytes(const char *bytes, size_t len)
{
	kt_assert(len <= sizeof kept.bytes);
	kept.len = 0; /* a signal now finds nothing rather than half of it */
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	memcpy(kept.bytes, bytes, len);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	kept.len = len;
}

void giveback_end(void)
{
	__atomic_store_n(&kept.armed, 0, __ATOMIC_SEQ_CST);
	kt_on_panic(NULL);
	leave_signals();
	leave_stack();
}
