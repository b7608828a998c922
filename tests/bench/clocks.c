/* clocks.c - what the two clocks take among ten million entries: the verbs as karat timer asks them, and what is shown of them
 *
 *   clocks WORKSHOP   prints a line for each: what, p50 and p95 in ms
 *
 * The person of the workshop starts, switches and stops a timer 300 times, in one connection, each with its own transaction.
 * Of the running clock it is also asked what the database itself took, as EXPLAIN tells it.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/entity.h"
#include "service/verbs.h"
#include "store/pg.h"
#include "store/store.h"

enum { ROUNDS = 300, SHOWN = 60 };

static struct arena a;

static int64_t micros(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *x, const void *y)
{
	int64_t l = *(const int64_t *)x, r = *(const int64_t *)y;
	return (l > r) - (l < r);
}

static void fail(const struct err *e)
{
	fprintf(stderr, "clocks: %s (%s)\n", e->text, e->detail);
	exit(1);
}

static void report(const char *what, int64_t *took, size_t n)
{
	qsort(took, n, sizeof(*took), by_size);
	printf("%s %lld.%03d %lld.%03d\n", what, (long long)took[n / 2] / 1000, (int)(took[n / 2] % 1000),
			(long long)took[n * 95 / 100] / 1000, (int)(took[n * 95 / 100] % 1000));
}

static int64_t act(struct store *s, const char *name, const char *order)
{
	struct err e = ERR_INIT;
	struct arena_mark mark = arena_mark(&a);
	const struct verb *v = verb_find(name);
	void *args = arena_alloc(&a, v->args->size), *result = arena_alloc(&a, v->result->size);
	entity_blank(v->args, args);
	entity_blank(v->result, result);
	if (order && !field_from_wire(entity_field(v->args, "order"), order, &a, args, &e))
		fail(&e);
	int64_t start = micros();
	if (!store_act(s, v, args, &(struct act) { 0 }, &a, result, &e))
		fail(&e);
	int64_t took = micros() - start;
	arena_rewind(&a, mark);
	return took;
}

/* Orders that are open, one after the other. */
static void verbs(struct store *s)
{
	static const char *const names[] = { "timer.start", "timer.switch", "timer.stop" };
	static int64_t took[ARRAY_LEN(names)][ROUNDS];
	struct err e = ERR_INIT;
	struct answer orders, own;
	const char *sql = "SELECT o.id FROM karat.order_list o WHERE o.status = 'in_progress' ORDER BY o.id DESC LIMIT 100";
	if (!store_ask(s, sql, NULL, 0, &a, &orders, &e) ||
			!store_ask(s, "SELECT 1 FROM karat.time_entry t WHERE t.person = karat.me() AND t.stopped_at IS NULL AND t.voided_at IS NULL", NULL, 0, &a, &own, &e))
		fail(&e);
	if (own.n)
		act(s, "timer.stop", NULL);
	for (size_t i = 0; i < ROUNDS; i++)
		for (size_t v = 0; v < ARRAY_LEN(names); v++)
			took[v][i] = act(s, names[v], v < 2 ? orders.cells[(2 * i + v) % orders.n] : NULL);
	for (size_t v = 0; v < ARRAY_LEN(names); v++)
		report(names[v], took[v], ROUNDS);
}

static const char *one(struct store *s, const char *sql, const char *param)
{
	struct err e = ERR_INIT;
	struct answer got;
	if (!store_ask(s, sql, &param, param != NULL, &a, &got, &e))
		fail(&e);
	return got.n ? got.cells[0] : NULL;
}

static void shown(struct store *s, const char *what, const char *sql, const char *param)
{
	int64_t took[SHOWN];
	for (size_t i = 0; i < SHOWN; i++) {
		struct arena_mark mark = arena_mark(&a);
		int64_t start = micros();
		one(s, sql, param);
		took[i] = micros() - start;
		arena_rewind(&a, mark);
	}
	report(what, took, SHOWN);
}

/* "Execution Time: 0.433 ms" at the end of a plan. */
static void executed(struct store *s, const char *what, const char *sql)
{
	int64_t took[SHOWN];
	for (size_t i = 0; i < SHOWN; i++) {
		struct err e = ERR_INIT;
		struct answer got;
		struct arena_mark mark = arena_mark(&a);
		if (!store_ask(s, arena_printf(&a, "EXPLAIN (ANALYZE, TIMING OFF) %s", sql), NULL, 0, &a, &got, &e))
			fail(&e);
		const char *said = strchr(got.cells[got.n - 1], ':');
		char *point;
		took[i] = strtoll(said ? said + 1 : "", &point, 10) * 1000;
		took[i] += *point == '.' ? strtoll(point + 1, NULL, 10) : 0; /* always three digits */
		arena_rewind(&a, mark);
	}
	report(what, took, SHOWN);
}

int main(int argc, char **argv)
{
	struct store *s;
	struct err e = ERR_INIT;
	if (argc != 2 || !store_open(&s, argv[1], 0, &e))
		fail(&e);
	verbs(s);
	const char *me = one(s, "SELECT karat.me()", NULL);
	act(s, "timer.start", NULL);
	executed(s, "running", arena_printf(&a, "SELECT t.id, t.started_at FROM karat.time_entry t WHERE t.person = %s AND t.stopped_at IS NULL AND t.voided_at IS NULL", me));
	executed(s, "clock", arena_printf(&a, "SELECT * FROM karat.clock_list WHERE id = %s", me));
	act(s, "timer.stop", NULL);
	const char *most = one(s, "SELECT t.\"order\" FROM karat.time_entry t WHERE t.\"order\" <= 200 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1", NULL);
	shown(s, "totals-of-most", "SELECT * FROM karat.order_time_list WHERE \"order\" = $1", most);
	shown(s, "totals", "SELECT * FROM karat.order_time_list WHERE \"order\" = $1", one(s, "SELECT max(t.\"order\") - 20000 FROM karat.time_entry t", NULL));
	shown(s, "day", "SELECT d.* FROM karat.day_spans($1, karat.today() - (8 - extract(isodow FROM karat.today()))::integer) d", me);
	shown(s, "week", "SELECT d, x.* FROM generate_series(1, 7) d, karat.time_sums($1, karat.day_begins(karat.today() - d), "
		"karat.day_begins(karat.today() - d + 1)) x", me);
	store_close(s);
	arena_done(&a);
	return 0;
}
