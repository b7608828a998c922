/* worker.c - the thread that talks to the store, against a real database: order, slots, cancelling, endings */
#include "config.h"

#include "core/worker.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "core/loop.h"
#include "domain/order.h"
#include "lib/testdb.h"
#include "store/pg.h"
#include "store/store.h"

enum { TOLD_MAX = 400, BOUND_MS = 20000, SHORT_MS = 200, SECOND_US = 1000000 };

static struct arena a;
static struct worker *w;
static char ann[] = "Ann", bob[] = "Bob"; /* owners */

static struct {
	char text[600]; /* what the job answered, or the name of its error */
	const char *owner;
	int slot;
} told[TOLD_MAX];
static size_t ntold, nchanges, nany;
static char last_change[64];

static int gate[2], steps[2]; /* a job waits at the gate, and says by a step that it has begun */
static atomic_int runs;

static void begin(void)
{
	testdb_share();
	w = worker_new();
	ntold = nchanges = nany = 0;
	cr_assert(pipe2(gate, O_CLOEXEC) == 0 && pipe2(steps, O_CLOEXEC) == 0);
}

static void end(void)
{
	worker_free(w);
	arena_done(&a);
	for (int i = 0; i < 2; i++) {
		close(gate[i]);
		close(steps[i]);
	}
}

TestSuite(worker, .init = begin, .fini = end, .timeout = 120);

/* Jobs. */

struct ask {
	const char *sql;
	bool step, wait; /* before it asks */
};

static void make_step(void)
{
	cr_assert(write(steps[1], "s", 1) == 1);
}

static void await_step(void)
{
	char c;
	struct pollfd in = { .fd = steps[0], .events = POLLIN };
	cr_assert(poll(&in, 1, BOUND_MS) == 1, "no job began");
	cr_assert(read(steps[0], &c, 1) == 1);
}

static void open_gate(void)
{
	cr_assert(write(gate[1], "g", 1) == 1);
}

static void wait_at_gate(void)
{
	char c;
	struct pollfd in = { .fd = gate[0], .events = POLLIN };
	if (poll(&in, 1, BOUND_MS) != 1 || read(gate[0], &c, 1) != 1)
		abort(); /* not cr_assert: this is not the test's thread */
}

static bool ask(struct store *s, void *args, struct arena *in, void **ret, struct err *e)
{
	const struct ask *ask = args;
	struct answer got;
	atomic_fetch_add(&runs, 1);
	if (ask->step)
		make_step();
	if (ask->wait)
		wait_at_gate();
	if (!pg_ask(store_pg(s), ask->sql, NULL, 0, in, &got, e))
		return false;
	*ret = (void *)(uintptr_t)(got.n && got.cells[0] ? got.cells[0] : "");
	return true;
}

static void note(const struct job *j)
{
	cr_assert_lt(ntold, TOLD_MAX);
	const char *text = j->ok ? j->result : err_code_name(j->err.code);
	snprintf(told[ntold].text, sizeof(told[ntold].text), "%s", text);
	told[ntold].owner = j->owner;
	told[ntold++].slot = j->slot;
	cr_expect(j->ok || j->err.text[0]);
	cr_expect(j->ok == (j->result != NULL) || !j->owner);
}

static void on_done(struct job *j)
{
	note(j);
}

static void post(char *owner, int slot, struct ask what)
{
	worker_post(w, ask, &what, sizeof(what), NULL, on_done, owner, slot);
}

#define POST(owner, slot, text, ...) post(owner, slot, (struct ask) { .sql = text, __VA_ARGS__ })

static void on_open(struct job *j)
{
	cr_expect_eq(j->slot, SLOT_NONE);
	cr_assert_lt(ntold, TOLD_MAX);
	snprintf(told[ntold++].text, sizeof(told[0].text), "%s", j->ok ? "open" : err_code_name(j->err.code));
}

/* Waits for the worker, once. */
static void hear(void)
{
	struct pollfd in = { .fd = worker_fd(w), .events = POLLIN };
	cr_assert(poll(&in, 1, BOUND_MS) == 1, "the worker is silent after %zu", ntold);
	worker_done(w);
}

static void until_told(size_t n)
{
	while (ntold < n)
		hear();
}

static void until_idle(void)
{
	while (worker_busy(w))
		hear();
}

static void open_as(const char *login)
{
	size_t n = ntold;
	worker_open(w, testdb_conninfo(login, &a), OPEN_WATCH, on_open, NULL);
	until_told(n + 1);
	cr_assert_str_eq(told[n].text, "open");
	ntold = n;
}

static const char *all_told(void)
{
	struct buf all = BUF_INIT(64 * 1024);
	for (size_t i = 0; i < ntold; i++)
		buf_addf(&all, "%s%s", i ? " " : "", told[i].text);
	const char *text = arena_strdup(&a, all.data);
	buf_done(&all);
	return text;
}

static void on_change(void *ctx, const char *table, const char *ids)
{
	(void)ctx;
	if (!table) {
		cr_expect_null(ids);
		nany++;
		return;
	}
	nchanges++;
	snprintf(last_change, sizeof(last_change), "%s %s", table, ids);
}

static void tell_superuser(const char *sql)
{
	struct pg *pg = testdb_open("karat");
	struct err e = ERR_INIT;
	cr_assert(pg_ask(pg, sql, NULL, 0, &a, NULL, &e), "%s (%s)", e.text, e.detail);
	pg_close(pg);
}

/* The pid of the server's process that serves the worker. */
static const char *backend(void)
{
	size_t n = ntold;
	POST(ann, SLOT_NONE, "SELECT pg_backend_pid()");
	until_told(n + 1);
	ntold = n;
	return arena_strdup(&a, told[n].text);
}

static void break_connection(const char *pid)
{
	tell_superuser(arena_printf(&a, "SELECT pg_terminate_backend(%s, 10000)", pid));
}

#define LONG "SELECT pg_sleep(60)"

/* Order and memory. */

Test(worker, jobs_in_the_order_they_were_posted)
{
	open_as("gero");
	for (int i = 0; i < 20; i++)
		post(i % 2 ? ann : bob, i % 3 ? SLOT_NONE : i, (struct ask) { .sql = arena_printf(&a, "SELECT %d", i) });
	until_told(20);
	cr_expect_str_eq(all_told(), "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19");
	cr_expect_eq(told[3].owner, ann);
	cr_expect_eq(told[3].slot, 3);
	until_idle();
	cr_expect_eq(worker_busy_ms(w), 0);
}

static struct arena kept;
static const char *kept_text;

static void keep(struct job *j)
{
	cr_assert(j->ok, "%s (%s)", j->err.text, j->err.detail);
	const struct ask *args = j->args;
	cr_expect_str_eq(args->sql, "SELECT 'kept'", "what args points to lives until done");
	kept = job_keep(j);
	kept_text = j->result;
	ntold++;
}

Test(worker, arenas_and_who_owns_them)
{
	struct arena in = ARENA_INIT;
	open_as("gero");
	struct ask what = { .sql = arena_strdup(&in, "SELECT 'kept'") };
	worker_post(w, ask, &what, sizeof(what), &in, keep, ann, 0);
	cr_expect_null(in.top, "the job has it now");
	what.sql = NULL;
	until_told(1);
	POST(ann, 0, "SELECT 1");
	until_told(2);
	cr_expect_str_eq(kept_text, "kept");
	arena_done(&kept);
	worker_post(w, ask, &(struct ask) { .sql = "SELECT 2" }, sizeof(struct ask), NULL, NULL, ann, 0); /* nobody asks */
	until_idle();
}

/* Without a store, with a wrong one, with another one. */

Test(worker, nothing_runs_without_a_store)
{
	cr_expect_null(worker_store(w));
	POST(ann, 0, "SELECT 1");
	worker_open(w, "nonsense:", 0, on_open, NULL);
	worker_open(w, "host=/nowhere user=x", 0, on_open, NULL);
	POST(ann, SLOT_NONE, "SELECT 2");
	worker_open(w, testdb_conninfo("gero", &a), 0, on_open, NULL);
	POST(ann, SLOT_NONE, "SELECT current_user");
	until_told(6);
	cr_expect_str_eq(all_told(), "offline usage offline offline open gero");
	cr_expect_eq(atomic_load(&runs), 1);
	cr_expect_str_eq(store_session(worker_store(w))->login, "gero");
}

Test(worker, only_who_wants_to_know_is_told)
{
	worker_on_change(w, on_change, NULL);
	for (unsigned flags = 0; flags <= OPEN_WATCH; flags += OPEN_WATCH) {
		worker_open(w, testdb_conninfo("gero", &a), flags, on_open, NULL);
		POST(ann, SLOT_NONE, "SELECT count(*) > 0 FROM pg_listening_channels()");
	}
	until_told(4);
	cr_expect_str_eq(all_told(), "open f open t");
}

static void look_at_store(struct job *j)
{
	on_open(j);
	cr_expect_str_eq(store_session(worker_store(w))->login, "olga");
}

Test(worker, another_store_in_its_turn)
{
	worker_on_change(w, on_change, NULL);
	open_as("gero");
	until_idle();
	cr_expect_eq(nany, 0);
	POST(ann, SLOT_NONE, "SELECT current_user", .step = true, .wait = true);
	POST(ann, SLOT_NONE, "SELECT current_user");
	worker_open(w, "nonsense:", 0, on_open, NULL); /* the old one stays */
	POST(ann, SLOT_NONE, "SELECT current_user");
	worker_open(w, testdb_conninfo("olga", &a), OPEN_WATCH, look_at_store, NULL);
	POST(ann, SLOT_NONE, "SELECT current_user");
	await_step();
	cr_expect_gt(worker_busy_ms(w), 0);
	cr_expect_str_eq(store_session(worker_store(w))->login, "gero");
	open_gate();
	until_told(6);
	cr_expect_str_eq(all_told(), "gero gero usage gero open olga");
	until_idle();
	cr_expect_eq(nany, 1, "whatever changed in between, nobody told us");
	cr_expect_str_eq(store_session(worker_store(w))->login, "olga");
}

/* Slots. */

Test(worker, only_the_newest_answer_counts)
{
	open_as("gero");
	POST(bob, SLOT_NONE, "SELECT 'first'", .step = true, .wait = true);
	await_step();
	POST(ann, 0, "SELECT 'ann 0 old'");
	POST(ann, 1, "SELECT 'ann 1'");
	POST(bob, 0, "SELECT 'bob 0'");
	POST(ann, SLOT_NONE, "SELECT 'change 1'");
	POST(ann, 0, "SELECT 'ann 0 older'");
	POST(ann, SLOT_NONE, "SELECT 'change 2'");
	POST(ann, 0, "SELECT 'ann 0'");
	open_gate();
	until_idle();
	cr_expect_str_eq(all_told(), "first ann 1 bob 0 change 1 change 2 ann 0");
	cr_expect_eq(atomic_load(&runs), 6, "what is not wanted is not asked");
}

Test(worker, what_runs_is_cancelled_by_the_next_of_its_slot)
{
	open_as("gero");
	int64_t begun = loop_now_us();
	POST(ann, 7, LONG, .step = true);
	await_step();
	POST(ann, 8, "SELECT 'other'");
	for (int i = 0; i < 10; i++)
		POST(ann, 7, LONG, .step = i == 9);
	await_step();
	POST(ann, 7, "SELECT 'newest'");
	until_idle();
	cr_expect_str_eq(all_told(), "other newest");
	cr_expect_lt(loop_now_us() - begun, 10 * SECOND_US);
}

Test(worker, an_answer_not_told_yet_is_dropped)
{
	struct pollfd in = { .fd = worker_fd(w), .events = POLLIN };
	open_as("gero");
	until_idle();
	POST(ann, 0, "SELECT 'old'");
	cr_assert(poll(&in, 1, BOUND_MS) == 1);
	POST(ann, 0, "SELECT 'new'");
	until_idle();
	cr_expect_str_eq(all_told(), "new");
}

/* Cancelling. Each costs a connection of its own: few in make check, many in make check-long. */

static int rounds(int few, int many)
{
	return getenv("ROUNDS") ? many : few;
}

Test(worker, cancelled_and_the_next_one_is_not_hit)
{
	open_as("gero");
	int64_t begun = loop_now_us();
	for (int i = 0; i < rounds(10, 40); i++) {
		size_t n = ntold;
		POST(ann, 0, LONG, .step = i % 2);
		if (i % 2) /* else it may just be between two things */
			await_step();
		worker_cancel(w, ann);
		POST(bob, 0, "SELECT 'fine'");
		until_told(n + 2);
		cr_expect_str_eq(told[n].text, "cancelled", "%s", told[n].text);
		cr_expect_eq(told[n].owner, ann);
		cr_expect_str_eq(told[n + 1].text, "fine", "%s", told[n + 1].text);
	}
	cr_expect_lt(loop_now_us() - begun, 30 * SECOND_US);
}

/* The job ends by itself just when it is cancelled. */
Test(worker, a_cancel_that_comes_late_hits_nobody)
{
	open_as("gero");
	for (int i = 0; i < rounds(20, 100); i++) {
		size_t n = ntold;
		POST(ann, 0, "SELECT pg_sleep(0.001)", .step = true);
		await_step();
		for (int64_t until = loop_now_us() + i % 20 * 100; loop_now_us() < until;)
			;
		worker_cancel(w, ann);
		POST(bob, 0, "SELECT pg_sleep(0.01)");
		until_told(n + 2);
		cr_expect_str_eq(told[n + 1].text, "", "round %d: %s", i, told[n + 1].text);
	}
}

Test(worker, a_store_that_nobody_wants_any_more)
{
	open_as("gero");
	until_idle();
	worker_open(w, arena_printf(&a, "%s options='-c post_auth_delay=1'", testdb_conninfo("olga", &a)), 0, on_open, ann);
	while (!worker_busy_ms(w))
		; /* it has begun, and takes a second */
	worker_cancel(w, ann);
	until_told(1);
	cr_expect_str_eq(all_told(), "cancelled");
	until_idle();
	cr_expect_str_eq(store_session(worker_store(w))->login, "gero");
	POST(ann, 0, "SELECT current_user");
	until_told(2);
	cr_expect_str_eq(told[1].text, "gero");
}

Test(worker, cancelled_in_the_queue)
{
	open_as("gero");
	POST(bob, SLOT_NONE, "SELECT 'bob'", .step = true, .wait = true);
	await_step();
	atomic_store(&runs, 0);
	POST(ann, 0, "SELECT 1");
	POST(ann, SLOT_NONE, "SELECT 2");
	worker_open(w, "nonsense:", 0, on_done, ann);
	POST(bob, 0, "SELECT 'too'");
	worker_cancel(w, ann);
	until_told(3);
	cr_expect_str_eq(all_told(), "cancelled cancelled cancelled", "at once, though another one runs");
	open_gate();
	until_told(5);
	cr_expect_str_eq(told[3].text, "bob");
	cr_expect_str_eq(told[4].text, "too");
	cr_expect_eq(atomic_load(&runs), 1);
}

/* Waits between two statements: a cancel that comes then is lost on the server. */
static bool two_statements(struct store *s, void *args, struct arena *in, void **ret, struct err *e)
{
	return ask(s, &(struct ask) { .sql = "SELECT 1" }, in, ret, e) && ask(s, args, in, ret, e);
}

Test(worker, a_cancel_between_two_statements_is_said_again)
{
	struct ask second = { .sql = LONG, .step = true, .wait = true };
	open_as("gero");
	worker_post(w, two_statements, &second, sizeof(second), NULL, on_done, ann, 0);
	await_step();
	worker_cancel(w, ann);
	open_gate();
	until_told(1);
	cr_expect_str_eq(all_told(), "cancelled");
}

static bool says_otherwise(struct store *s, void *args, struct arena *in, void **ret, struct err *e)
{
	struct err lost = ERR_INIT;
	(void)ask(s, args, in, ret, &lost);
	return err_set(e, ERR_PROTOCOL, "Something else.");
}

static bool does_it_anyway(struct store *s, void *args, struct arena *in, void **ret, struct err *e)
{
	(void)s, (void)args, (void)in, (void)e;
	make_step();
	wait_at_gate();
	*ret = arena_strdup(in, "made");
	return true;
}

Test(worker, what_a_cancelled_job_says)
{
	struct ask what = { .sql = LONG, .step = true };
	open_as("gero");
	worker_post(w, says_otherwise, &what, sizeof(what), NULL, on_done, ann, 0);
	await_step();
	worker_cancel(w, ann);
	for (int slot = SLOT_NONE; slot < 1; slot++) {
		worker_post(w, does_it_anyway, NULL, 0, NULL, on_done, ann, slot);
		await_step();
		worker_cancel(w, ann);
		open_gate();
		until_told((size_t)slot + 3);
	}
	cr_expect_str_eq(all_told(), "cancelled made cancelled", "a change that was made is told as made");
}

/* A job that is stopped inside a transaction, and does not clear it away. */
static bool leaves_a_transaction(struct store *s, void *args, struct arena *in, void **ret, struct err *e)
{
	return pg_begin(store_pg(s), e) && ask(s, args, in, ret, e);
}

Test(worker, the_next_job_is_in_no_transaction)
{
	struct ask what = { .sql = LONG, .step = true };
	open_as("gero");
	worker_post(w, leaves_a_transaction, &what, sizeof(what), NULL, on_done, ann, 0);
	await_step();
	worker_cancel(w, ann);
	POST(bob, 0, "SELECT 'clean'");
	until_told(2);
	cr_expect_str_eq(all_told(), "cancelled clean");
}

/* Forgetting. */

Test(worker, a_forgotten_owner_hears_no_more)
{
	struct pollfd in = { .fd = worker_fd(w), .events = POLLIN };
	open_as("gero");
	until_idle();
	POST(ann, 1, "SELECT 'ended'");
	cr_assert(poll(&in, 1, BOUND_MS) == 1); /* it has, and nobody has been told */
	POST(ann, 0, LONG, .step = true);
	await_step();
	atomic_store(&runs, 0);
	POST(ann, 2, "SELECT 'waits'");
	POST(ann, SLOT_NONE, "SELECT 'a change'");
	POST(bob, 0, "SELECT 'bob'");
	worker_forget(w, ann);
	until_idle();
	cr_expect_str_eq(all_told(), "bob");
	cr_expect_eq(atomic_load(&runs), 2, "the change was made, the question not asked");
	POST(ann, 0, "SELECT 'again'"); /* somebody else at the same address */
	until_told(2);
	cr_expect_str_eq(told[1].text, "again");
}

static void forget_ann(struct job *j)
{
	note(j);
	worker_forget(w, ann);
	POST(bob, 5, "SELECT 'posted by done'");
}

Test(worker, forgotten_while_another_one_is_told)
{
	open_as("gero");
	POST(bob, SLOT_NONE, "SELECT 'stop'", .step = true, .wait = true);
	await_step();
	worker_post(w, ask, &(struct ask) { .sql = "SELECT 'closes'" }, sizeof(struct ask), NULL, forget_ann, ann, 0);
	POST(ann, 1, "SELECT 'gone'");
	worker_open(w, testdb_conninfo("olga", &a), 0, on_open, ann);
	open_gate();
	POST(bob, 1, "SELECT current_user");
	until_told(4);
	cr_expect_str_eq(all_told(), "stop closes olga posted by done");
	until_idle();
	cr_expect_str_eq(store_session(worker_store(w))->login, "olga", "a store is opened, whoever asked");
}

/* The end. */

Test(worker, ends_at_once_though_a_query_runs)
{
	open_as("gero");
	POST(ann, 0, LONG, .step = true);
	POST(ann, 1, LONG);
	await_step();
	int64_t begun = loop_now_us();
	worker_free(w);
	cr_expect_lt(loop_now_us() - begun, 2 * SECOND_US);
	cr_expect_eq(ntold, 0);
	w = NULL;
}

Test(worker, changes_are_made_before_the_end)
{
	open_as("gero");
	atomic_store(&runs, 0);
	for (int i = 0; i < 5; i++)
		POST(ann, SLOT_NONE, "SELECT pg_sleep(0.02)");
	POST(ann, 0, "SELECT 1");
	worker_free(w);
	cr_expect_geq(atomic_load(&runs), 5);
	w = worker_new(); /* and one that did nothing, or has stores nobody adopted */
	worker_open(w, testdb_conninfo("gero", &a), 0, on_open, NULL);
	worker_free(w);
	w = worker_new();
	for (int i = 0; i < 3; i++)
		worker_open(w, testdb_conninfo("gero", &a), 0, NULL, NULL);
	POST(ann, SLOT_NONE, "SELECT 1");
	worker_free(w);
	w = NULL;
}

/* Stops the process of the server that serves the worker. Somebody sees to it that it goes on, even if the test
 * ends before its time: all other tests would wait for it. */
static int silence(void)
{
	int held[2];
	char c;
	pid_t pid = (pid_t)strtol(backend(), NULL, 10);
	cr_assert(pid > 1 && pipe2(held, O_CLOEXEC) == 0);
	pid_t nurse = fork();
	cr_assert_geq(nurse, 0);
	if (!nurse) {
		close(held[1]);
		ssize_t n = read(held[0], &c, 1); /* until nobody holds the other end */
		kill(pid, SIGCONT);
		_exit(n != 0);
	}
	close(held[0]);
	cr_assert_eq(kill(pid, SIGSTOP), 0);
	return held[1];
}

static void go_on(int held)
{
	close(held);
	wait(NULL);
}

/* A server that is there and says nothing. */
Test(worker, a_silent_server)
{
	worker_patience(w, SHORT_MS);
	open_as("gero");
	int held = silence();
	POST(ann, SLOT_NONE, "SELECT 1", .step = true);
	await_step();
	int64_t begun = loop_now_us();
	struct pollfd in = { .fd = worker_fd(w), .events = POLLIN };
	do
		worker_cancel(w, ann); /* Esc, and Esc again */
	while (poll(&in, 1, SHORT_MS / 4) == 0 && loop_now_us() - begun < 20 * SECOND_US);
	until_told(1);
	cr_expect_str_eq(all_told(), "offline", "a change that may have been made is not told as cancelled");
	POST(ann, 0, "SELECT 1");
	until_told(2);
	cr_expect_str_eq(told[1].text, "offline");
	open_as("gero");
	go_on(held);

	held = silence();
	POST(ann, 0, "SELECT 1", .step = true);
	await_step();
	begun = loop_now_us();
	worker_free(w);
	w = NULL;
	cr_expect_lt(loop_now_us() - begun, 8 * SECOND_US);
	go_on(held);
}

/* Connections that break. */

Test(worker, broken_until_it_is_opened_again)
{
	worker_on_change(w, on_change, NULL);
	open_as("gero");
	const char *pid = backend();
	POST(ann, 0, LONG, .step = true);
	POST(bob, SLOT_NONE, "SELECT 'waits'");
	await_step();
	break_connection(pid);
	POST(ann, 1, "SELECT 'later'");
	until_told(3);
	cr_expect_str_eq(all_told(), "offline offline offline");
	until_idle();
	cr_expect_eq(nany, 1, "whoever asked may keep it to himself");
	worker_open(w, "host=/nowhere user=x", 0, on_open, NULL);
	POST(ann, 2, "SELECT 'still'");
	worker_open(w, testdb_conninfo("gero", &a), 0, on_open, NULL);
	POST(ann, 3, "SELECT 'back'");
	until_told(7);
	cr_expect_str_eq(all_told(), "offline offline offline offline offline open back");
	until_idle();
	cr_expect_eq(nany, 2);
}

Test(worker, broken_while_nobody_asked)
{
	worker_on_change(w, on_change, NULL);
	open_as("gero");
	break_connection(backend());
	while (!nany)
		hear();
	struct pollfd in = { .fd = worker_fd(w), .events = POLLIN };
	cr_expect_eq(poll(&in, 1, 0), 0, "once");
	cr_expect(!worker_busy(w));
	POST(ann, 0, "SELECT 1");
	until_told(1);
	cr_expect_str_eq(all_told(), "offline");
}

/* A refusal that sounds like a broken connection leaves the connection as it is. */
Test(worker, refused_is_not_broken)
{
	open_as("gero");
	POST(ann, 0, "SELECT * FROM karat.no_such_table");
	POST(bob, 0, "SELECT 'fine'");
	until_told(2);
	cr_expect_str_eq(all_told(), "offline fine");
}

/* Changes. */

Test(worker, what_others_changed)
{
	struct err e = ERR_INIT;
	struct store *other;
	struct order o;
	testdb_renew(); /* everybody in it is told */
	worker_on_change(w, on_change, NULL);
	open_as("gero");
	cr_assert(store_open(&other, testdb_conninfo("ofra", &a), 0, &e), "%s", e.text);
	entity_blank(&order_entity, &o);
	o.title = "Von anderen";
	o.kind = ORDER_RING;
	cr_assert(store_put(other, &order_entity, NULL, &o, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	while (!str_eq(last_change, arena_printf(&a, "orders %lld", (long long)o.id.id)))
		hear(); /* while the worker is idle */
	POST(ann, SLOT_NONE, "SELECT 1", .step = true, .wait = true);
	await_step();
	o.version = 1;
	struct order was = o;
	o.engraving = "Anna";
	last_change[0] = '\0';
	cr_assert(store_put(other, &order_entity, &was, &o, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	open_gate();
	while (!last_change[0])
		hear(); /* it came with the answer of the job */
	store_close(other);
}

/* What comes while nobody listens on the main thread is bounded. */
Test(worker, too_many_changes_are_one)
{
	static const struct {
		int notices;
		size_t changes, any;
	} cases[] = { { 256, 256, 0 }, { 257, 0, 1 }, { 2000, 0, 1 }, { 1, 1, 0 } };
	testdb_renew(); /* everybody in it is told */
	worker_on_change(w, on_change, NULL);
	open_as("gero");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		nchanges = nany = 0;
		tell_superuser(arena_printf(&a, "SELECT count(pg_notify('karat_orders', i::text)) FROM generate_series(1, %d) i",
				cases[i].notices));
		for (int k = 0; k < 2; k++) { /* when the second runs, what came with the first has been read */
			POST(ann, k, "SELECT 1", .step = true);
			await_step();
		}
		until_idle();
		cr_expect_eq(nchanges, cases[i].changes, "%d: %zu", cases[i].notices, nchanges);
		cr_expect_eq(nany, cases[i].any, "%d: %zu", cases[i].notices, nany);
	}
}

/* Signals. */

static atomic_int handled;

static void on_signal(int sig)
{
	(void)sig;
	atomic_fetch_add(&handled, 1);
}

Test(worker, signals_are_not_for_the_thread)
{
	sigset_t set;
	signal(SIGUSR1, on_signal);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGUSR1); /* any thread that takes it gets it */
	open_as("gero");
	POST(ann, 0, "SELECT 1");
	until_told(1);
	sigpending(&set);
	cr_expect(sigismember(&set, SIGUSR1));
	cr_expect_eq(atomic_load(&handled), 0);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	cr_expect_eq(atomic_load(&handled), 1);
}

/* Both threads write into the log, which is opened and closed meanwhile. */
Test(worker, a_log_of_two_threads)
{
	char path[] = "/tmp/karat-worker-log-XXXXXX";
	struct err e = ERR_INIT;
	int fd = mkstemp(path);
	cr_assert(fd >= 0);
	close(fd);
	open_as("gero");
	for (int i = 0; i < 50; i++) {
		cr_assert(log_open(path, LOG_DEBUG, &e), "%s", e.text);
		POST(ann, SLOT_NONE, "SELECT 1");
		log_msg(LOG_INFO, "test", "round %d", i);
		if (i % 3 == 0)
			log_close();
		hear();
	}
	until_told(50);
	log_close();
	unlink(path);
}
