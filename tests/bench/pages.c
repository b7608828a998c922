/* pages.c - how long one page of a list takes, for every sort, both ways, at every depth; and searches
 *
 *   pages WORKSHOP [LOGIN-WORKSHOP…]   prints a line for each: list, sort, p50, p95 in ms
 *
 * A page is one statement, as the list asks it. Depths are reached by keys taken at random ids.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fmt.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "domain/time.h"
#include "service/search.h"
#include "store/pg.h"
#include "store/store.h"

enum { DEPTHS = 41 };

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
	fprintf(stderr, "pages: %s (%s)\n", e->text, e->detail);
	exit(1);
}

static bool may(void *ctx, const char *right)
{
	return store_may(ctx, right);
}

static int64_t timed(struct store *s, const struct query *q)
{
	struct err e = ERR_INIT;
	struct rows rows;
	struct arena_mark mark = arena_mark(&a);
	int64_t start = micros();
	if (!store_list(s, q, &a, &rows, &e))
		fail(&e);
	int64_t took = micros() - start;
	arena_rewind(&a, mark);
	return took;
}

static const char *ms(int64_t us)
{
	return arena_printf(&a, "%lld.%03d", (long long)us / 1000, (int)(us % 1000));
}

static void report(const char *what, const char *how, int64_t *took, size_t n, int64_t *worst)
{
	qsort(took, n, sizeof(*took), by_size);
	int64_t p50 = took[n / 2], p95 = took[n * 95 / 100];
	printf("  %-10s %-14s p50 %8s ms  p95 %8s ms\n", what, how, ms(p50), ms(p95));
	if (p95 > *worst)
		*worst = p95;
}

static int64_t max_id(struct store *s, const struct entity *listed)
{
	struct err e = ERR_INIT;
	struct answer got;
	const char *sql = arena_printf(&a, "SELECT id FROM karat.\"%s\" ORDER BY id DESC LIMIT 1", listed->table);
	if (!pg_ask(store_pg(s), sql, NULL, 0, &a, &got, &e))
		fail(&e);
	return got.n ? strtoll(got.cells[0], NULL, 10) : 0;
}

/* The key of the row at a share of the whole list. */
static struct page_key key_at(struct store *s, const struct entity *listed, const struct field *sort, int64_t id)
{
	struct err e = ERR_INIT;
	struct answer got;
	const char *sql = arena_printf(&a, "SELECT \"%s\"::text AS value, id FROM karat.\"%s\" WHERE %s IS NULL AND id >= %lld ORDER BY id LIMIT 1",
			sort->name, listed->table, entity_flagged(listed, F_DELETED)->name, (long long)id);
	if (!pg_ask(store_pg(s), sql, NULL, 0, &a, &got, &e))
		fail(&e);
	if (!got.n)
		return (struct page_key) { 0 };
	return (struct page_key) { .set = true, .value = got.cells[0], .id = got.cells[1] };
}

static void sorts(struct store *s, const struct entity *ent, int64_t *worst)
{
	const struct entity *listed = query_listed(ent);
	int64_t most = max_id(s, listed);
	for (size_t i = 0; i < listed->nfields; i++) {
		const struct field *f = &listed->fields[i];
		if (!(f->flags & F_SORT))
			continue;
		for (int desc = 0; desc < 2; desc++) {
			int64_t took[DEPTHS];
			struct err e = ERR_INIT;
			struct query q;
			if (!query_make(&q, ent, &(struct query_words) { .sort = f->name }, may, s, fmt_for("en"), &a, &e))
				fail(&e);
			q.desc = desc;
			for (size_t d = 0; d < DEPTHS; d++) {
				q.after = d ? key_at(s, listed, f, most * (int64_t)d / DEPTHS) : (struct page_key) { 0 };
				timed(s, &q); /* warm */
				took[d] = timed(s, &q);
			}
			report(ent->plural, arena_printf(&a, "%s%s", desc ? "-" : "", f->name), took, DEPTHS, worst);
		}
	}
}

static void searches(struct store *s, const struct entity *ent, const char *const *words, size_t n, int64_t *worst)
{
	int64_t *took = arena_array(&a, n * 3, sizeof(*took));
	for (size_t i = 0; i < n * 3; i++) {
		struct err e = ERR_INIT;
		struct query q;
		if (!query_make(&q, ent, &(struct query_words) { .text = words[i % n] }, may, s, fmt_for("en"), &a, &e))
			fail(&e);
		took[i] = timed(s, &q);
	}
	report(ent->plural, "search", took, n * 3, worst);
}

/* Over everything, as the screen asks: all kinds in one question, by letters as they are typed and by whole words. */
static void everything(struct store *s, int64_t *worst)
{
	static const char *const words[] = { "ri", "rin", "ring", "müller", "mueller", "we", "web", "weber", "weber, anna", "17", "123", "000123",
		"A-20", "kette gelb", "gibtesnicht", "schmidt ring", "gravur", "manschettenknöpfe", "hauptstraße 12", "0171", "nickel", "kupfer",
		"pforzheim", "brosche silber" };
	static const char *const names[] = { [SEARCH_ALL] = "search", [SEARCH_OPEN] = "search open", [SEARCH_CLOSED] = "search closed" };
	for (enum search_state state = SEARCH_ALL; state <= SEARCH_CLOSED; state++) {
		int64_t took[ARRAY_LEN(words) * 3];
		for (size_t i = 0; i < ARRAY_LEN(took); i++) {
			struct err e = ERR_INIT;
			struct search_found found;
			struct arena_mark mark = arena_mark(&a);
			const char *text = words[i % ARRAY_LEN(words)];
			int64_t start = micros();
			if (!search_run(s, &(struct search) { .text = text, .also = search_also(text, &a), .state = state }, &a, &found, &e))
				fail(&e);
			took[i] = micros() - start;
			arena_rewind(&a, mark);
		}
		report("everything", names[state], took, ARRAY_LEN(took), worst);
	}
}

int main(int argc, char **argv)
{
	static const char *const order_words[] = { "ring", "trauring", "müller", "mueller", "A-20", "000123", "kette gelb",
		"anhänger", "ohrringe weiss", "gibtesnicht", "schmidt ring", "reparatur", "ri", "brosche silber",
		"gravur", "schmidt kette matt", "ring gold", "gehämmert", "ohrring perle", "manschettenknöpfe" };
	static const char *const customer_words[] = { "müller", "mueller", "anna", "schmidt", "K-000", "berg", "gibtesnicht", "an", "gmbh" };
	int64_t page = 0, search = 0, all = 0;
	for (int i = 1; i < argc; i++) {
		struct store *s;
		struct err e = ERR_INIT;
		if (!store_open(&s, argv[i], OPEN_READONLY, &e))
			fail(&e);
		printf("%s\n", argv[i]);
		sorts(s, &order_entity, &page);
		sorts(s, &customer_entity, &page);
		sorts(s, &time_entry_entity, &page);
		searches(s, &order_entity, order_words, ARRAY_LEN(order_words), &search);
		searches(s, &customer_entity, customer_words, ARRAY_LEN(customer_words), &search);
		everything(s, &all);
		store_close(s);
	}
	printf("worst page p95 %s ms\nworst search p95 %s ms\nworst everything p95 %s ms\n", ms(page), ms(search), ms(all));
	arena_done(&a);
	return 0;
}
