/* worker.h - the thread that talks to the store, so that the screen never waits
 *
 * One thread, one store, jobs in the order they were posted. What a job makes goes into the job's arena;
 * its end is told on the main thread, by worker_done, which the loop calls when worker_fd is readable.
 * Asked again before the answer came (the same owner and slot), the older question is dropped, or cancelled
 * if it runs, and its done() is not called: only the newest answer counts.
 * All of this is for the main thread, and worker_free not for done() or a change's callback.
 */
#ifndef KT_CORE_WORKER_H
#define KT_CORE_WORKER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"

struct store;
struct worker;

struct job { /* as its end is told */
	bool ok;
	struct err err;      /* !ok */
	struct arena *arena; /* result is in it; job_keep takes it away, else it is gone after done() */
	void *args, *result; /* args: the copy */
	void *owner;
	int slot;
};

/* On the worker's thread: may block, must not touch the screen. *ret lives in the arena. Without a connection it is
 * not called, and the job ends with ERR_OFFLINE. */
typedef bool job_fn(struct store *s, void *args, struct arena *a, void **ret, struct err *e);
typedef void job_done_fn(struct job *j);

enum { SLOT_NONE = -1 }; /* of jobs that must all be done, in turn: changes */

struct worker *worker_new(void);
/* Cancels, waits, closes the store; nobody is told any more. Changes that were posted get two seconds. */
void worker_free(struct worker *w);
struct store *worker_store(const struct worker *w); /* for its session and rights, on the main thread; NULL: none */
void worker_patience(struct worker *w, int ms); /* the two seconds that are told of below, for who has less */
int worker_fd(const struct worker *w);
void worker_done(struct worker *w);

/* Opens a store on the thread, in its turn; the one of before is closed when it succeeded, and worker_store is the
 * new one when done() is called. done may be NULL. url is copied. Only with OPEN_WATCH is it told what others change:
 * whoever shows none of it (a terminal on the wall, of which there may be a thousand) would be woken for nothing. */
void worker_open(struct worker *w, const char *url, unsigned flags, job_done_fn *done, void *owner);
/* args (size bytes) is copied, what it points to must live until done: put that into `in`, which becomes the job's
 * arena (NULL: a fresh one). */
void worker_post(struct worker *w, job_fn *run, const void *args, size_t size, struct arena *in, job_done_fn *done,
		void *owner, int slot);
/* The owner goes: no done() of its any more; what runs for it and changes nothing (slot >= 0) is cancelled. */
void worker_forget(struct worker *w, const void *owner);
/* Esc: its done() is called with ERR_CANCELLED, unless it was a change and had been made already. Asked again after
 * two seconds it cuts the connection of a job that does not end. */
void worker_cancel(struct worker *w, const void *owner);
bool worker_busy(const struct worker *w); /* something waits, runs, or is still to be told */
int worker_busy_ms(const struct worker *w); /* how long the job that runs has been running; 0: none */
/* The arena and all in it are the caller's from now on (to be freed by arena_done). */
struct arena job_keep(struct job *j);

/* Change notices of the store, read by the thread between jobs and told by worker_done. table NULL: anything may
 * have changed, as there were too many, the connection broke while nobody asked, or another one was opened. */
typedef void worker_change_fn(void *ctx, const char *table, const char *ids);
void worker_on_change(struct worker *w, worker_change_fn *fn, void *ctx);

#endif
