/* loop.h - one poll for keyboard, worker, change events, signals and timers
 *
 * Everything here runs on the main thread; a callback must not block. `idle` is called before each wait, to paint.
 */
#ifndef KT_CORE_LOOP_H
#define KT_CORE_LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"

struct err;
struct loop;

enum { LOOP_FDS_MAX = 16, LOOP_TIMERS_MAX = 32 };

struct loop *loop_new(void);
void loop_free(struct loop *l); /* signals are as they were before */

typedef void loop_fd_fn(void *ctx, short revents);
typedef void loop_fn(void *ctx);

/* fn gets what poll says, asked for or not: POLLHUP, POLLERR and POLLNVAL come again at once, for ever, until
 * somebody unwatches the descriptor. Before it is closed, too. */
void loop_watch(struct loop *l, int fd, short events, loop_fd_fn *fn, void *ctx); /* again: replaces */
void loop_unwatch(struct loop *l, int fd);

/* Once, ms from now; the number stops it. every: again and again. A timer that is late fires once. */
unsigned loop_after(struct loop *l, int ms, loop_fn *fn, void *ctx);
unsigned loop_every(struct loop *l, int ms, loop_fn *fn, void *ctx);
void loop_stop_timer(struct loop *l, unsigned timer); /* 0 and what has fired: nothing */

/* Signals arrive as a call between two events: WINCH, CONT, TSTP, TERM, HUP, INT, QUIT, USR1 … `signals` ends in
 * 0. One that was ignored (nohup) stays so. One loop of a process may have them; asked again it takes more. */
typedef void loop_signal_fn(void *ctx, int sig);
bool loop_signals(struct loop *l, const int *signals, loop_signal_fn *fn, void *ctx, struct err *e) KT_CHECK;

/* before_wait may answer how long the wait may last at most: ms, -1 for ever. */
typedef int loop_idle_fn(void *ctx);
void loop_run(struct loop *l, loop_idle_fn *before_wait, void *ctx); /* until loop_quit */
void loop_quit(struct loop *l);

int64_t loop_now_us(void); /* monotonic */
unsigned loop_wakeups(const struct loop *l); /* how often poll came back: idle programs have few */

#endif
