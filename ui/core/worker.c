/* worker.c - the thread that talks to the store, and the one that cancels
 *
 * A task is the main thread's until it stands in the queue and from the moment it stands among the ended; in
 * between it is the worker's, and the marks on it are under the lock. Only the main thread makes and frees tasks.
 *
 * Cancelling has a thread of its own: it takes two round trips, for ever if the network is gone, and has to be
 * said again while the job runs, as it is lost on a server that is just between two statements. The worker
 * begins nothing before a cancel under way is over, so that none hits the next job.
 */
#include "config.h"

#include "core/worker.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "core/loop.h"
#include "store/pg.h"
#include "store/store.h"

enum {
	CHANGES_MAX = 256,      /* notices kept for the main thread */
	CANCEL_AGAIN_MS = 100,
	PATIENCE_MS = 2000,     /* with a server that was asked to cancel, and with changes when the program ends; half of
	                         * it then for cancelling, and as much for noticing that the line was cut */
	US_PER_MS = 1000,
	NS_PER_MS = 1000000,
	NS_PER_S = 1000000000,
	MS_PER_S = 1000,
	ANY_SLOT = -2,
	THREADS = 2,
};

struct task {
	struct job job;       /* done() sees only this */
	struct arena arena;
	job_fn *run;          /* NULL: opens url or closes `retired` */
	job_done_fn *done;    /* NULL: nobody asks */
	const char *url;
	unsigned flags;       /* enum open_flag */
	struct store *opened; /* the main thread has to adopt it */
	struct store *retired;
	int64_t cancelled;    /* loop_now_us of when it was; 0: not */
	bool dropped;         /* nobody is told */
	struct task *next;
};

struct changes {
	struct arena arena;
	size_t n;
	bool any; /* more than can be kept: whatever there is may have changed */
	struct {
		const char *table, *ids;
	} at[CHANGES_MAX];
};

/* What both sides touch. */
struct shared {
	int wake, tell;       /* eventfds: there is work; there is something to tell. Never change */
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t stir;  /* something of it changed */
	struct task *queue, *running, *ended;
	int64_t since;        /* loop_now_us of when `running` began */
	struct store *store;  /* that jobs run on; only the worker changes it. NULL: none */
	int line;             /* a copy of its socket; -1: none, or broken */
	bool cancelling;      /* a cancel is under way */
	bool ending;          /* the worker ends when nothing is left to do */
	bool over;            /* it has */
	int gone;             /* threads that have ended */
	struct changes changes;
};

struct worker { /* the main thread's own */
	struct arena arena; /* holds this very struct */
	struct shared *sh;
	pthread_t thread, canceller;
	struct store *store; /* the newest one that the main thread was told of */
	struct task *spare;
	int patience_ms;
	worker_change_fn *on_change;
	void *change_ctx;
};

/* Small helpers. */

static void knock(int fd)
{
	uint64_t one = 1;
	ssize_t n = write(fd, &one, sizeof(one));
	(void)n; /* fails only when it was knocked before, 2^64 times */
}

static void heard(int fd)
{
	uint64_t times;
	ssize_t n = read(fd, &times, sizeof(times));
	(void)n;
}

static void append(struct task **list, struct task *t)
{
	while (*list)
		list = &(*list)->next;
	*list = t;
	t->next = NULL;
}

static struct task *take(struct task **list)
{
	struct task *t = *list;
	if (t)
		*list = t->next;
	return t;
}

/* Until something stirs, at most ms. */
static void wait_ms(struct shared *sh, int ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / MS_PER_S;
	until.tv_nsec += (long)(ms % MS_PER_S) * NS_PER_MS;
	if (until.tv_nsec >= NS_PER_S) {
		until.tv_nsec -= NS_PER_S;
		until.tv_sec++;
	}
	pthread_cond_timedwait(&sh->stir, &sh->lock, &until);
}

/* A store that has no connection of its own cannot lose one. */
static bool connected(struct store *s)
{
	struct pg *pg = s ? store_pg(s) : NULL;
	return s && (!pg || pg_socket(pg) >= 0);
}

/* How a task ends. A change that was made is told as made, and one that may have been made as just that,
 * though somebody wanted it stopped; everything else that was cancelled is cancelled. */
static void settle(struct task *t, bool ok)
{
	bool as_it_was = t->job.slot == SLOT_NONE && (ok || t->job.err.code == ERR_OFFLINE);
	if (t->cancelled && !as_it_was)
		ok = err_set(&t->job.err, ERR_CANCELLED, _("Stopped."));
	if (!ok)
		t->job.result = NULL;
	t->job.ok = ok;
}

/* Under the lock. */
static void end_task(struct shared *sh, struct task *t, bool ok)
{
	settle(t, ok);
	append(&sh->ended, t);
	knock(sh->tell);
}

/* Changes that others made. */

static void note_change(struct shared *sh, const char *table, const char *ids)
{
	struct changes *c = &sh->changes;
	pthread_mutex_lock(&sh->lock);
	if (!table || c->n == CHANGES_MAX) {
		arena_done(&c->arena);
		c->n = 0;
		c->any = true;
	}
	if (!c->any) {
		c->at[c->n].table = arena_strdup(&c->arena, table);
		c->at[c->n++].ids = arena_strdup(&c->arena, ids);
	}
	pthread_mutex_unlock(&sh->lock);
	knock(sh->tell);
}

static void set_line(struct shared *sh, int fd)
{
	pthread_mutex_lock(&sh->lock);
	int old = sh->line;
	sh->line = fd;
	pthread_mutex_unlock(&sh->lock);
	if (old >= 0)
		close(old);
}

/* Also notices that the connection is no more: then anything may have changed, and on looking they see why. Also when a
 * job failed of it, as there are jobs whose failure nobody is told of (how many lines a list has). */
static void take_changes(struct shared *sh)
{
	struct arena a = ARENA_INIT;
	const char *table, *ids;
	if (sh->line < 0)
		return;
	while (store_change(sh->store, &a, &table, &ids)) {
		note_change(sh, table, ids);
		arena_clear(&a);
	}
	arena_done(&a);
	if (connected(sh->store))
		return;
	log_msg(LOG_WARN, "worker", "the connection broke");
	set_line(sh, -1);
	note_change(sh, NULL, NULL);
}

/* The worker. */

/* A copy of the socket, of which nobody else closes the number: to wait on, and to cut. */
static int line_of(struct store *s, unsigned flags)
{
	struct err why = ERR_INIT;
	int fd = store_pg(s) ? pg_socket(store_pg(s)) : -1;
	if (flags & OPEN_WATCH && !store_watch(s, &fd, &why)) /* one can work without being told */
		log_err("worker", &why);
	return fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
}

static bool open_store(struct shared *sh, struct task *t)
{
	struct store *s;
	if (!store_open(&s, t->url, t->flags, &t->job.err))
		return false;
	int line = line_of(s, t->flags);
	pthread_mutex_lock(&sh->lock);
	bool wanted = !t->cancelled, again = sh->store != NULL;
	if (wanted)
		sh->store = t->opened = s;
	pthread_mutex_unlock(&sh->lock);
	if (wanted) {
		set_line(sh, line);
		if (again)
			note_change(sh, NULL, NULL); /* nobody told us what happened in between */
	} else {
		store_close(s);
		if (line >= 0)
			close(line);
	}
	return wanted;
}

static bool run_job(struct shared *sh, struct task *t)
{
	if (!connected(sh->store))
		return err_set(&t->job.err, ERR_OFFLINE, _("There is no connection to the workshop. Nothing has been changed; try again when it is back."));
	return t->run(sh->store, t->job.args, &t->arena, &t->job.result, &t->job.err);
}

static bool do_task(struct shared *sh, struct task *t)
{
	if (t->run)
		return run_job(sh, t);
	if (t->url)
		return open_store(sh, t);
	store_close(t->retired);
	return true;
}

/* A cancel may have come when the job had failed already and hit its ROLLBACK. The next one must not find
 * itself in a transaction. */
static void leave_transaction(struct store *s)
{
	struct pg *pg = connected(s) ? store_pg(s) : NULL;
	struct err why = ERR_INIT;
	if (!pg)
		return;
	if (pg_begin(pg, &why))
		pg_rollback(pg);
	else if (!pg_script(pg, "ROLLBACK", &why))
		log_err("worker", &why);
}

/* Under the lock, which is open while the task runs. */
static void work_off(struct shared *sh, struct task *t)
{
	unsigned number = log_job();
	int64_t begun = sh->since = loop_now_us();
	sh->running = t;
	pthread_mutex_unlock(&sh->lock);
	log_msg(LOG_DEBUG, "worker", "job %u begins", number);
	bool ok = do_task(sh, t);
	log_msg(LOG_DEBUG, "worker", "job %u ended after %lld ms: %s", number,
			(long long)(loop_now_us() - begun) / US_PER_MS, ok ? "ok" : err_code_name(t->job.err.code));
	pthread_mutex_lock(&sh->lock);
	sh->running = NULL;
	bool cancelled = t->cancelled && t->run;
	end_task(sh, t, ok);
	pthread_cond_broadcast(&sh->stir);
	while (sh->cancelling)
		pthread_cond_wait(&sh->stir, &sh->lock);
	pthread_mutex_unlock(&sh->lock);
	if (cancelled)
		leave_transaction(sh->store);
	take_changes(sh); /* they may have come with the answers, and the socket is silent now */
	pthread_mutex_lock(&sh->lock);
}

static void wait_for_work(struct shared *sh)
{
	struct pollfd fds[] = { { .fd = sh->wake, .events = POLLIN }, { .fd = sh->line, .events = POLLIN } };
	pthread_mutex_unlock(&sh->lock);
	if (poll(fds, ARRAY_LEN(fds), -1) > 0) {
		heard(sh->wake);
		if (fds[1].revents)
			take_changes(sh);
	}
	pthread_mutex_lock(&sh->lock);
}

static void leave(struct shared *sh)
{
	sh->gone++;
	pthread_cond_broadcast(&sh->stir);
	pthread_mutex_unlock(&sh->lock);
}

static void *work(void *arg)
{
	struct shared *sh = arg;
	struct task *t;
	pthread_mutex_lock(&sh->lock);
	while ((t = take(&sh->queue)) || !sh->ending) {
		if (t)
			work_off(sh, t);
		else
			wait_for_work(sh);
	}
	sh->over = true;
	leave(sh);
	return NULL;
}

/* The canceller. */

static void *cancel(void *arg)
{
	struct shared *sh = arg;
	pthread_mutex_lock(&sh->lock);
	while (!sh->over) {
		const struct task *t = sh->running;
		if (!t || !t->run || !t->cancelled || !sh->store) {
			pthread_cond_wait(&sh->stir, &sh->lock);
			continue;
		}
		struct store *s = sh->store;
		sh->cancelling = true;
		pthread_mutex_unlock(&sh->lock);
		store_cancel(s);
		pthread_mutex_lock(&sh->lock);
		sh->cancelling = false;
		pthread_cond_broadcast(&sh->stir);
		wait_ms(sh, CANCEL_AGAIN_MS);
	}
	leave(sh);
	return NULL;
}

/* Marking tasks, under the lock. */

typedef void mark_fn(struct task *t);

static const char everybody[] = ""; /* an owner that nobody can be */

static void mark_cancelled(struct task *t)
{
	if (!t->cancelled)
		t->cancelled = loop_now_us();
}

static void mark_superseded(struct task *t)
{
	t->dropped = true;
	mark_cancelled(t);
}

static void mark_forgotten(struct task *t)
{
	t->dropped = true;
	if (t->job.slot >= 0)
		mark_cancelled(t);
}

static void mark_needless(struct task *t) /* the program ends: changes are made, the rest need not be */
{
	if (t->job.slot >= 0 || t->url)
		mark_cancelled(t);
}

static bool fits(const struct task *t, const void *owner, int slot)
{
	if (t->retired)
		return false;
	return owner == everybody || (!t->dropped && t->job.owner == owner && (slot == ANY_SLOT || t->job.slot == slot));
}

static void mark_all(struct task *list, const void *owner, int slot, mark_fn *mark)
{
	for (struct task *t = list; t; t = t->next)
		if (fits(t, owner, slot))
			mark(t);
}

/* What never began ends here and now. */
static void end_cancelled(struct shared *sh)
{
	for (struct task **at = &sh->queue; *at;) {
		if ((*at)->cancelled)
			end_task(sh, take(at), false);
		else
			at = &(*at)->next;
	}
}

static void mark(struct shared *sh, const void *owner, int slot, mark_fn *how)
{
	mark_all(sh->queue, owner, slot, how);
	mark_all(sh->ended, owner, slot, how);
	if (sh->running && fits(sh->running, owner, slot))
		how(sh->running);
	end_cancelled(sh);
	pthread_cond_broadcast(&sh->stir);
}

/* The last resort with a server, or a network, that is silent. */
static void cut_line(struct shared *sh)
{
	if (sh->line >= 0)
		shutdown(sh->line, SHUT_RDWR);
}

/* Tasks. */

static struct task *task_new(struct worker *w, struct arena *in, job_done_fn *done, void *owner, int slot)
{
	struct task *t = take(&w->spare);
	if (!t)
		t = arena_alloc(&w->arena, sizeof(*t));
	*t = (struct task) { .done = done, .job = { .owner = owner, .slot = slot, .arena = &t->arena } };
	if (in) {
		t->arena = *in;
		*in = (struct arena)ARENA_INIT;
	}
	return t;
}

static void task_free(struct worker *w, struct task *t)
{
	arena_done(&t->arena);
	t->next = w->spare;
	w->spare = t;
}

static void post(struct worker *w, struct task *t)
{
	struct shared *sh = w->sh;
	pthread_mutex_lock(&sh->lock);
	if (t->job.slot >= 0)
		mark(sh, t->job.owner, t->job.slot, mark_superseded);
	append(&sh->queue, t);
	pthread_mutex_unlock(&sh->lock);
	knock(sh->wake);
}

void worker_post(struct worker *w, job_fn *run, const void *args, size_t size, struct arena *in, job_done_fn *done,
		void *owner, int slot)
{
	struct task *t = task_new(w, in, done, owner, slot);
	t->run = run;
	t->job.args = size ? arena_copy(&t->arena, args, size) : NULL;
	post(w, t);
}

void worker_open(struct worker *w, const char *url, unsigned flags, job_done_fn *done, void *owner)
{
	struct task *t = task_new(w, NULL, done, owner, SLOT_NONE);
	t->url = arena_strdup(&t->arena, url);
	t->flags = flags;
	post(w, t);
}

void worker_forget(struct worker *w, const void *owner)
{
	pthread_mutex_lock(&w->sh->lock);
	mark(w->sh, owner, ANY_SLOT, mark_forgotten);
	pthread_mutex_unlock(&w->sh->lock);
}

void worker_cancel(struct worker *w, const void *owner)
{
	struct shared *sh = w->sh;
	pthread_mutex_lock(&sh->lock);
	int64_t asked = sh->running ? sh->running->cancelled : 0;
	if (asked && loop_now_us() - asked > (int64_t)w->patience_ms * US_PER_MS)
		cut_line(sh);
	mark(sh, owner, ANY_SLOT, mark_cancelled);
	pthread_mutex_unlock(&sh->lock);
}

/* Telling, on the main thread. */

struct arena job_keep(struct job *j)
{
	struct arena kept = *j->arena;
	*j->arena = (struct arena)ARENA_INIT;
	return kept;
}

/* Closing the one of before may take a while, so that is work, too. */
static void adopt(struct worker *w, struct store *s)
{
	struct store *old = w->store;
	w->store = s;
	if (!old)
		return;
	struct task *t = task_new(w, NULL, NULL, NULL, SLOT_NONE);
	t->retired = old;
	post(w, t);
}

static void tell_end(struct worker *w, struct task *t)
{
	if (t->opened)
		adopt(w, t->opened);
	if (t->done && !t->dropped)
		t->done(&t->job);
	task_free(w, t);
}

static void tell_changes(struct worker *w)
{
	struct shared *sh = w->sh;
	pthread_mutex_lock(&sh->lock);
	struct changes c = sh->changes;
	sh->changes = (struct changes) { 0 };
	pthread_mutex_unlock(&sh->lock);
	if (c.any && w->on_change)
		w->on_change(w->change_ctx, NULL, NULL);
	for (size_t i = 0; i < c.n && w->on_change; i++)
		w->on_change(w->change_ctx, c.at[i].table, c.at[i].ids);
	arena_done(&c.arena);
}

/* What ends meanwhile knocks again, and waits for the next call: keys come in between. */
void worker_done(struct worker *w)
{
	struct shared *sh = w->sh;
	struct task *t, *last;
	heard(sh->tell);
	pthread_mutex_lock(&sh->lock);
	for (last = sh->ended; last && last->next;)
		last = last->next;
	do {
		t = last ? take(&sh->ended) : NULL;
		pthread_mutex_unlock(&sh->lock);
		if (t)
			tell_end(w, t);
		pthread_mutex_lock(&sh->lock);
	} while (t && t != last);
	pthread_mutex_unlock(&sh->lock);
	tell_changes(w);
}

void worker_on_change(struct worker *w, worker_change_fn *fn, void *ctx)
{
	w->on_change = fn;
	w->change_ctx = ctx;
}

void worker_patience(struct worker *w, int ms)
{
	w->patience_ms = ms;
}

struct store *worker_store(const struct worker *w)
{
	return w->store;
}

int worker_fd(const struct worker *w)
{
	return w->sh->tell;
}

bool worker_busy(const struct worker *w)
{
	struct shared *sh = w->sh;
	pthread_mutex_lock(&sh->lock);
	bool busy = sh->queue || sh->running || sh->ended || sh->changes.n || sh->changes.any;
	pthread_mutex_unlock(&sh->lock);
	return busy;
}

int worker_busy_ms(const struct worker *w)
{
	struct shared *sh = w->sh;
	pthread_mutex_lock(&sh->lock);
	int64_t ms = sh->running ? (loop_now_us() - sh->since) / US_PER_MS + 1 : 0;
	pthread_mutex_unlock(&sh->lock);
	return ms < INT32_MAX ? (int)ms : INT32_MAX;
}

/* Up and down. */

static pthread_t start(void *run(void *), struct shared *sh)
{
	pthread_t thread;
	kt_assert(pthread_create(&thread, NULL, run, sh) == 0);
	return thread;
}

struct worker *worker_new(void)
{
	struct arena arena = ARENA_INIT;
	struct worker *w = arena_alloc(&arena, sizeof(*w));
	struct shared *sh = w->sh = arena_alloc(&arena, sizeof(*sh));
	pthread_condattr_t monotonic;
	sigset_t all, was;
	w->patience_ms = PATIENCE_MS;
	sh->line = -1;
	sh->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sh->tell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	kt_assert(sh->wake >= 0 && sh->tell >= 0);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&sh->stir, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_mutex_init(&sh->lock, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was); /* signals are for the main thread, and threads inherit this */
	w->thread = start(work, sh);
	w->canceller = start(cancel, sh);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	w->arena = arena;
	return w;
}

static bool await_end(struct shared *sh, int ms)
{
	for (int64_t begun = loop_now_us(), left = ms; sh->gone < THREADS && left > 0;) {
		wait_ms(sh, (int)left);
		left = ms - (loop_now_us() - begun) / US_PER_MS;
	}
	return sh->gone == THREADS;
}

/* At first changes may still be made; then all is cancelled; then the line is cut. Who is still away after
 * that (looking for a server's name, say) is left behind with all it uses. */
static bool end_threads(struct shared *sh, int patience_ms)
{
	pthread_mutex_lock(&sh->lock);
	sh->ending = true;
	knock(sh->wake);
	mark(sh, everybody, ANY_SLOT, mark_needless);
	bool ended = await_end(sh, patience_ms);
	if (!ended) {
		mark(sh, everybody, ANY_SLOT, mark_cancelled);
		ended = await_end(sh, patience_ms / 2);
	}
	if (!ended) {
		cut_line(sh);
		ended = await_end(sh, patience_ms / 2);
	}
	pthread_mutex_unlock(&sh->lock);
	return ended;
}

static void free_tasks(struct worker *w)
{
	struct shared *sh = w->sh;
	for (struct task *t; (t = take(&sh->ended));) {
		if (t->opened) {
			store_close(w->store);
			w->store = t->opened;
		}
		task_free(w, t);
	}
	store_close(w->store);
	arena_done(&sh->changes.arena);
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	struct shared *sh = w->sh;
	if (!end_threads(sh, w->patience_ms)) {
		pthread_detach(w->thread);
		pthread_detach(w->canceller);
		return;
	}
	pthread_join(w->thread, NULL);
	pthread_join(w->canceller, NULL);
	free_tasks(w);
	if (sh->line >= 0)
		close(sh->line);
	close(sh->wake);
	close(sh->tell);
	pthread_cond_destroy(&sh->stir);
	pthread_mutex_destroy(&sh->lock);
	struct arena arena = w->arena;
	arena_done(&arena);
}
