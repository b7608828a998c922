/* store.c - the store against a real database: records, pages, conflicts, requests said twice, verbs */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/alloy.h"
#include "domain/audit.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/place.h"
#include "lib/testdb.h"
#include "service/verbs.h"
#include "store/pg.h"
#include "store/store.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(store, .fini = done, .timeout = 60);

static struct store *as(const char *login, unsigned flags)
{
	struct store *s;
	struct err e = ERR_INIT;
	cr_assert(store_open(&s, testdb_conninfo(login, &a), flags, &e), "%s (%s)", e.text, e.detail);
	return s;
}

static void order_of(struct order *o, const char *title)
{
	entity_blank(&order_entity, o);
	o->title = title;
	o->kind = ORDER_CHAIN;
}

static void add_order(struct store *s, struct order *o)
{
	struct err e = ERR_INIT;
	cr_assert(store_put(s, &order_entity, NULL, o, NULL, &a, &e), "%s (%s)", e.text, e.detail);
}

/* Runs a verb whose arguments are words; false leaves the error in *e. */
static bool act(struct store *s, const char *name, const char *const *words, void *ret, struct err *e)
{
	const struct verb *v = verb_find(name);
	void *args = arena_alloc(&a, v->args->size);
	entity_blank(v->args, args);
	for (size_t i = 0; words[i]; i += 2) {
		const struct field *f = entity_field(v->args, words[i]);
		cr_assert(f, "%s", words[i]);
		if (!store_read_field(s, f, fmt_for("en"), false, words[i + 1], &a, args, e))
			return false;
	}
	return store_act(s, v, args, NULL, &a, ret, e);
}

#define ACT(s, name, ret, e, ...) act(s, name, (const char *const[]) { __VA_ARGS__, NULL }, ret, e)

Test(store, session_knows_person_and_rights)
{
	struct store *gero = as("gero", 0), *vito = as("vito", 0);
	cr_expect_str_eq(store_session(gero)->login, "gero");
	cr_expect_gt(store_session(gero)->person.id, 0);
	cr_expect(store_may(gero, "order:price"));
	cr_expect_not(store_may(vito, "order:price"));
	cr_expect_not(store_may(vito, "order:create"));
	cr_expect(store_may(vito, "order:view"));
	cr_expect_str_eq(store_session(gero)->time_zone, "Europe/Berlin");
	store_close(gero);
	store_close(vito);
}

Test(store, a_record_there_and_back)
{
	struct store *s = as("gero", 0);
	struct order o, again;
	struct err e = ERR_INIT;
	order_of(&o, "Kette „Größe 45“");
	o.description = "erste Zeile\nzweite";
	o.price.ct = 129990;
	o.estimated_weight.ug = 4235000;
	o.estimated_time.s = 5400;
	o.scrap_gold = 0;
	add_order(s, &o);
	cr_expect_gt(o.id.id, 0);
	cr_expect_eq(o.version, 1);
	cr_expect_eq(o.status, ORDER_DRAFT);
	cr_expect(str_starts(o.number, "A-"), "%s", o.number);
	cr_assert(store_get(s, &order_entity, o.number, &a, &again, &e), "%s", e.text);
	cr_expect_eq(entity_changes(&order_entity, &o, &again), 0);
	store_close(s);
}

Test(store, somebody_else_was_faster)
{
	struct store *gero = as("gero", 0), *ofra = as("ofra", 0);
	struct order mine, theirs, base;
	struct err e = ERR_INIT;
	order_of(&base, "Konflikt");
	add_order(gero, &base);
	mine = theirs = base;
	theirs.engraving = "Anna";
	cr_assert(store_put(ofra, &order_entity, &base, &theirs, NULL, &a, &e), "%s", e.text);
	cr_expect_eq(theirs.version, 2);
	mine.engraving = "Otto";
	cr_expect_not(store_put(gero, &order_entity, &base, &mine, NULL, &a, &e));
	cr_expect_eq(e.code, ERR_CONFLICT, "%s", e.text);
	cr_expect_str_eq(mine.engraving, "Otto", "what was typed is still there");
	cr_expect_eq(mine.version, 1);
	store_close(gero);
	store_close(ofra);
}

Test(store, the_same_request_twice_is_done_once)
{
	struct store *s = as("gero", 0);
	struct order first, second, other;
	struct err e = ERR_INIT;
	const struct act request = { .request = store_uuid(&a) };
	order_of(&first, "Nur einmal");
	second = first;
	order_of(&other, "Etwas anderes");
	cr_assert(store_put(s, &order_entity, NULL, &first, &request, &a, &e), "%s", e.text);
	cr_assert(store_put(s, &order_entity, NULL, &second, &request, &a, &e), "%s (%s)", e.text, e.detail);
	cr_expect_eq(first.id.id, second.id.id);
	cr_expect_not(store_put(s, &order_entity, NULL, &other, &request, &a, &e));
	cr_expect_eq(e.code, ERR_CONFLICT, "%s", e.text);
	store_close(s);
}

Test(store, a_change_said_twice_is_done_once)
{
	struct store *s = as("gero", 0);
	struct order base, once, again;
	struct err e = ERR_INIT;
	bool replayed = false;
	const struct act request = { .request = store_uuid(&a), .replayed = &replayed };
	order_of(&base, "Zweimal gesagt");
	add_order(s, &base);
	once = base;
	once.engraving = "Anna";
	cr_assert(store_put(s, &order_entity, &base, &once, &request, &a, &e), "%s", e.text);
	cr_expect_not(replayed);
	cr_assert(store_get(s, &order_entity, base.number, &a, &base, &e));
	again = base;
	again.engraving = "Anna"; /* the answer was lost; the person says the same of what is there now */
	cr_assert(store_put(s, &order_entity, &base, &again, &request, &a, &e), "%s (%s)", e.text, e.detail);
	cr_expect(replayed);
	cr_expect_eq(again.version, once.version);
	store_close(s);
}

Test(store, a_version_is_compared_even_if_nothing_differs)
{
	struct store *s = as("gero", 0);
	struct order base, same;
	struct err e = ERR_INIT;
	order_of(&base, "Unverändert");
	add_order(s, &base);
	same = base;
	cr_expect(store_put(s, &order_entity, &base, &same, NULL, &a, &e), "%s", e.text);
	base.version = same.version = 99;
	cr_expect_not(store_put(s, &order_entity, &base, &same, NULL, &a, &e));
	cr_expect_eq(e.code, ERR_CONFLICT, "%s", e.text);
	store_close(s);
}

Test(store, spellings_are_ours_whatever_options_say)
{
	struct store *s;
	struct err e = ERR_INIT;
	struct order o, again;
	const char *url = arena_printf(&a, "%s options='-c datestyle=SQL,DMY -c timezone=America/New_York'", testdb_conninfo("gero", &a));
	cr_assert(store_open(&s, url, 0, &e), "%s (%s)", e.text, e.detail);
	order_of(&o, "Eigene Optionen");
	o.due.n = 20500;
	add_order(s, &o);
	cr_assert(store_get(s, &order_entity, o.number, &a, &again, &e), "%s", e.text);
	cr_expect_eq(again.due.n, 20500);
	cr_expect_eq(again.created_at.us, o.created_at.us);
	store_close(s);
}

Test(store, an_option_that_no_server_takes)
{
	struct store *s;
	struct err e = ERR_INIT;
	cr_assert_not(store_open(&s, arena_printf(&a, "%s options='-c role=nobody-of-this-name'", testdb_conninfo("vito", &a)), 0, &e));
	cr_expect(str_starts(e.text, "The server does not take an option of the connection."), "%s", e.text);
}

Test(store, a_report_that_copies_is_refused)
{
	struct store *s = as("olga", 0);
	struct err e = ERR_INIT;
	cr_expect_not(pg_each(store_pg(s), "COPY (SELECT generate_series(1, 100000)) TO STDOUT", NULL, 0, NULL, NULL, &e));
	cr_expect_eq(e.code, ERR_INVALID, "%s", e.text);
	cr_expect(pg_ask(store_pg(s), "SELECT 1", NULL, 0, &a, NULL, &e), "the connection is of use: %s", e.text);
	store_close(s);
}

Test(store, a_dry_run_keeps_nothing)
{
	struct store *s = as("gero", 0);
	struct order o, again;
	struct err e = ERR_INIT;
	order_of(&o, "Probe");
	cr_assert(store_put(s, &order_entity, NULL, &o, &(struct act) { .dry_run = true }, &a, &e), "%s (%s)", e.text, e.detail);
	cr_expect_not(store_get(s, &order_entity, o.number, &a, &again, &e) && str_eq(again.title, "Probe"));
	store_close(s);
}

Test(store, a_viewer_sees_no_price_and_changes_nothing)
{
	struct store *gero = as("gero", 0), *vito = as("vito", 0);
	struct order o, seen;
	struct err e = ERR_INIT;
	order_of(&o, "Geheimer Preis");
	o.price.ct = 4200;
	add_order(gero, &o);
	cr_assert(store_get(vito, &order_entity, o.number, &a, &seen, &e), "%s (%s)", e.text, e.detail);
	cr_expect_eq(seen.price.ct, NUM_EMPTY);
	struct order changed = seen;
	changed.title = "Meins";
	cr_expect_not(store_put(vito, &order_entity, &seen, &changed, NULL, &a, &e));
	cr_expect_eq(e.code, ERR_DENIED, "%s", e.text);
	cr_expect_not(ACT(vito, "order.confirm", &seen, &e, "order", o.number));
	cr_expect_eq(e.code, ERR_DENIED, "%s", e.text);
	store_close(gero);
	store_close(vito);
}

Test(store, readonly_means_it)
{
	struct store *s = as("olga", OPEN_READONLY);
	struct order o;
	struct err e = ERR_INIT;
	order_of(&o, "Nie");
	cr_expect_not(store_put(s, &order_entity, NULL, &o, NULL, &a, &e));
	cr_expect_eq(e.code, ERR_DENIED);
	e = (struct err) ERR_INIT;
	cr_expect_not(pg_script(store_pg(s), "INSERT INTO karat.place (code, name, kind) VALUES ('x', 'x', 'safe')", &e));
	cr_expect_eq(e.code, ERR_DENIED, "%s", e.detail);
	store_close(s);
}

Test(store, an_order_goes_its_way)
{
	struct store *s = as("gero", 0);
	struct order o;
	struct err e = ERR_INIT;
	order_of(&o, "Ring");
	o.kind = ORDER_RING;
	add_order(s, &o);
	cr_expect_not(ACT(s, "order.start", &o, &e, "order", o.number));
	cr_expect_str_eq(e.field, "status", "%s", e.text);
	cr_expect_not(ACT(s, "order.confirm", &o, &e, "order", o.number));
	cr_expect_str_eq(e.field, "alloy", "the first missing field: %s", e.text);
	struct order was = o;
	cr_assert(store_read_field(s, entity_field(&order_entity, "alloy"), fmt_for("en"), false, "585-y", &a, &o, &e), "%s", e.text);
	o.due.n = was.due.n == INT32_MIN ? 30000 : 0;
	cr_assert(store_put(s, &order_entity, &was, &o, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	cr_expect_not(ACT(s, "order.confirm", &o, &e, "order", o.number));
	cr_expect_str_eq(e.field, "ring_size", "%s", e.text);
	was = o;
	o.ring_size.um = 54000;
	cr_assert(store_put(s, &order_entity, &was, &o, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	static const char *const way[] = { "order.confirm", "order.start", "order.to_check" };
	for (size_t i = 0; i < ARRAY_LEN(way); i++)
		cr_assert(ACT(s, way[i], &o, &e, "order", o.number), "%s: %s (%s)", way[i], e.text, e.detail);
	cr_expect_not(ACT(s, "order.rework", &o, &e, "order", o.number), "a reason is needed");
	cr_expect_str_eq(e.field, "reason");
	cr_assert(ACT(s, "order.rework", &o, &e, "order", o.number, "reason", "Kratzer"), "%s (%s)", e.text, e.detail);
	cr_assert(ACT(s, "order.hold", &o, &e, "order", o.number, "reason", "Stein fehlt"), "%s (%s)", e.text, e.detail);
	cr_expect_not(ACT(s, "order.to_check", &o, &e, "order", o.number));
	cr_assert(ACT(s, "order.resume", &o, &e, "order", o.number), "%s (%s)", e.text, e.detail);
	static const char *const end[] = { "order.to_check", "order.complete", "order.deliver" };
	for (size_t i = 0; i < ARRAY_LEN(end); i++)
		cr_assert(ACT(s, end[i], &o, &e, "order", o.number), "%s: %s (%s)", end[i], e.text, e.detail);
	cr_expect_eq(o.status, ORDER_DELIVERED);
	cr_expect_neq(o.delivered_at.us, INT64_MIN);
	was = o;
	o.title = "Anders";
	cr_expect_not(store_put(s, &order_entity, &was, &o, NULL, &a, &e), "delivered is delivered");
	cr_expect_eq(e.code, ERR_INVALID, "%s", e.text);
	store_close(s);
}

Test(store, who_has_it_and_where_it_lies)
{
	struct store *s = as("gero", 0);
	struct order o, copy;
	struct order_comment comment;
	struct err e = ERR_INIT;
	order_of(&o, "Brosche");
	o.price.ct = 100;
	add_order(s, &o);
	cr_assert(ACT(s, "order.assign", &o, &e, "order", o.number, "person", "gero"), "%s (%s)", e.text, e.detail);
	cr_expect_eq(o.assignee.id, store_session(s)->person.id);
	cr_assert(ACT(s, "order.move", &o, &e, "order", o.number, "place", "safe-1"), "%s (%s)", e.text, e.detail);
	cr_expect_gt(o.place.id, 0);
	cr_assert(ACT(s, "order.comment", &comment, &e, "order", o.number, "body", "@ofra bitte anrufen"), "%s (%s)", e.text, e.detail);
	cr_expect_eq(comment.author.id, store_session(s)->person.id);
	cr_assert(ACT(s, "order.copy", &copy, &e, "order", o.number), "%s (%s)", e.text, e.detail);
	cr_expect_neq(copy.id.id, o.id.id);
	cr_expect_str_eq(copy.title, "Brosche");
	cr_expect_eq(copy.price.ct, NUM_EMPTY, "the price belongs to the one piece");
	cr_expect_eq(copy.assignee.id, 0);
	store_close(s);
}

Test(store, deleted_and_back_by_the_admin)
{
	struct store *gero = as("gero", 0), *olga = as("olga", 0);
	struct order o, seen;
	struct err e = ERR_INIT;
	order_of(&o, "Versehen");
	add_order(gero, &o);
	cr_expect_not(ACT(gero, "order.delete", &seen, &e, "order", o.number, "reason", "weg"));
	cr_expect_eq(e.code, ERR_DENIED);
	cr_assert(ACT(olga, "order.delete", &seen, &e, "order", o.number, "reason", "doppelt"), "%s (%s)", e.text, e.detail);
	cr_expect_not(store_get(gero, &order_entity, o.number, &a, &seen, &e));
	cr_expect_eq(e.code, ERR_NOT_FOUND, "%s", e.text);
	cr_assert(ACT(olga, "order.restore", &seen, &e, "order", o.number), "%s (%s)", e.text, e.detail);
	cr_expect(store_get(gero, &order_entity, o.number, &a, &seen, &e), "%s", e.text);
	store_close(gero);
	store_close(olga);
}

Test(store, two_files_become_one)
{
	struct store *s = as("ofra", 0);
	struct customer keep, other, gone;
	struct order o;
	struct err e = ERR_INIT;
	entity_blank(&customer_entity, &keep);
	keep.kind = CUSTOMER_PRIVATE;
	keep.last_name = "Zusammen";
	other = keep;
	keep.consent = 0;
	keep.street = "Hauptstraße 1";
	other.consent = 1;
	other.consent_on.n = 20000;
	other.city = "Ulm";
	other.phone = "0711 123";
	cr_assert(store_put(s, &customer_entity, NULL, &keep, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	cr_assert(store_put(s, &customer_entity, NULL, &other, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	order_of(&o, "Des Doppelten");
	o.customer = other.id;
	add_order(s, &o);
	cr_assert(ACT(s, "customer.merge", &keep, &e, "customer", keep.number, "other", other.number), "%s (%s)", e.text, e.detail);
	cr_expect_str_eq(keep.phone, "0711 123");
	cr_expect_eq(keep.consent, 0);
	cr_expect_eq(keep.consent_on.n, DAY_NONE.n, "the date of another answer");
	cr_expect_str_eq(keep.street, "Hauptstraße 1");
	cr_expect_null(keep.city, "half of another address");
	cr_assert(store_get(s, &order_entity, o.number, &a, &o, &e));
	cr_expect_eq(o.customer.id, keep.id.id);
	cr_assert(store_get(s, &customer_entity, other.number, &a, &gone, &e), "its number still leads somewhere");
	cr_expect_eq(gone.merged_into.id, keep.id.id);
	cr_expect_neq(gone.deleted_at.us, INT64_MIN);
	store_close(s);
}

static size_t walk(struct store *s, const struct field *sort, bool desc, int64_t *ids, size_t most)
{
	struct err e = ERR_INIT;
	struct query q;
	size_t n = 0;
	cr_assert(query_make(&q, &order_entity, &(struct query_words) { .columns = "id", .sort = sort->name }, NULL, NULL, fmt_for("en"), &a, &e));
	q.desc = desc;
	q.limit = 7;
	do {
		struct rows rows;
		cr_assert(store_list(s, &q, &a, &rows, &e), "%s (%s)", e.text, e.detail);
		for (size_t i = 0; i < rows.n && n < most; i++)
			ids[n++] = strtoll(rows.cells[i], NULL, 10);
		q.after = rows.next;
	} while (q.after.set);
	return n;
}

static int by_id(const void *x, const void *y)
{
	int64_t l = *(const int64_t *)x, r = *(const int64_t *)y;
	return (l > r) - (l < r);
}

Test(store, pages_hold_every_row_once_in_every_order)
{
	struct store *s = as("gero", 0);
	int64_t ids[400], back[400];
	static const char *const titles[] = { "Äpfel", "apfel", "Zebra", "ring", "Ring", "Öse", "Größe", "Kette" };
	for (size_t i = 0; i < 60; i++) {
		struct order o;
		order_of(&o, titles[i % ARRAY_LEN(titles)]);
		if (i % 3)
			o.due.n = 20000 + (int32_t)(i % 5);
		add_order(s, &o);
	}
	for (size_t i = 0; i < order_row_entity.nfields; i++) {
		const struct field *f = &order_row_entity.fields[i];
		if (!(f->flags & F_SORT))
			continue;
		size_t n = walk(s, f, false, ids, 400), m = walk(s, f, true, back, 400);
		cr_expect_geq(n, 60, "%s", f->name);
		cr_expect_eq(n, m, "%s: %zu up, %zu down", f->name, n, m);
		qsort(ids, n, sizeof(ids[0]), by_id);
		qsort(back, m, sizeof(back[0]), by_id);
		for (size_t k = 0; k < n; k++) {
			cr_expect(!k || ids[k] != ids[k - 1], "%s: id %lld twice", f->name, (long long)ids[k]);
			cr_expect_eq(ids[k], back[k], "%s", f->name);
		}
	}
	store_close(s);
}

Test(store, rows_are_counted_but_not_for_ever)
{
	struct store *s = as("gero", 0);
	struct err e = ERR_INIT;
	struct query q;
	struct rows rows;
	long long n = 0;
	for (int i = 0; i < 12; i++) {
		struct order o;
		order_of(&o, "Gezählt");
		if (i % 2)
			o.due.n = 20000 + i;
		add_order(s, &o);
	}
	const char *where = "title=Gezählt";
	cr_assert(query_make(&q, &order_entity, &(struct query_words) { .columns = "number", .sort = "due", .where = &where, .nwhere = 1 },
			NULL, NULL, fmt_for("en"), &a, &e));
	cr_assert(store_count(s, &q, 1000, 10000, &n, &e) && n == 12, "%lld %s", n, e.text);
	cr_assert(store_count(s, &q, 5, 10000, &n, &e) && n == 6, "%lld: one more than was asked for", n);
	cr_assert(store_list(s, &q, &a, &rows, &e) && rows.n == 12, "%s", e.text);
	for (size_t i = 0; i < rows.n; i++) { /* those without a day come last: both halves count */
		struct query before = q;
		before.after = rows.keys[i];
		before.back = true;
		cr_assert(store_count(s, &before, 1000, 10000, &n, &e), "%s", e.text);
		cr_expect_eq(n, (long long)i, "%lld before row %zu", n, i);
	}
	/* What takes longer than it may is no error; the next statement has all the time it needs. */
	struct pg *super = testdb_open("karat");
	cr_assert(pg_script(super, "BEGIN; LOCK TABLE karat.orders IN ACCESS EXCLUSIVE MODE", &e), "%s", e.text);
	cr_assert(store_count(s, &q, 1000, 20, &n, &e) && n == -1, "%lld %s", n, e.text);
	pg_close(super);
	cr_assert(store_count(s, &q, 1000, 10000, &n, &e) && n == 12, "%lld %s", n, e.text);
	struct answer limit;
	cr_assert(pg_ask(store_pg(s), "SHOW statement_timeout", NULL, 0, &a, &limit, &e));
	cr_expect_str_eq(limit.cells[0], "0");
	store_close(s);
}

Test(store, search_folds_umlauts)
{
	struct store *s = as("ofra", 0);
	struct err e = ERR_INIT;
	struct customer c;
	static const char *const asked[] = { "Müllerchen", "muellerchen", "MULLERCHEN", "llerch" };
	entity_blank(&customer_entity, &c);
	c.kind = CUSTOMER_PRIVATE;
	c.last_name = "Müllerchen";
	cr_assert(store_put(s, &customer_entity, NULL, &c, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		struct query q;
		struct rows rows;
		cr_assert(query_make(&q, &customer_entity, &(struct query_words) { .columns = "number", .text = asked[i] }, NULL, NULL, fmt_for("en"), &a, &e));
		cr_assert(store_list(s, &q, &a, &rows, &e), "%s (%s)", e.text, e.detail);
		cr_expect_eq(rows.n, 1, "'%s' finds %zu", asked[i], rows.n);
		cr_expect(rows.n && str_eq(rows.cells[0], c.number));
	}
	store_close(s);
}

Test(store, doubles_are_found_by_sound_number_and_spelling)
{
	struct store *s = as("ofra", 0);
	struct err e = ERR_INIT;
	struct customer c[3];
	static const char *const names[] = { "Meyerhöfer", "Maierhoefer", "Zwetschgenwald" };
	struct answer got;
	for (size_t i = 0; i < ARRAY_LEN(c); i++) {
		entity_blank(&customer_entity, &c[i]);
		c[i].kind = CUSTOMER_PRIVATE;
		c[i].last_name = names[i];
		c[i].phone = i == 1 ? "0731 555" : "+49 731 42424";
		cr_assert(store_put(s, &customer_entity, NULL, &c[i], NULL, &a, &e), "%s (%s)", e.text, e.detail);
	}
	const char *number = c[0].number;
	cr_assert(pg_ask(store_pg(s), "SELECT d.number FROM karat.customer c, LATERAL karat.customer_duplicates(c.first_name, c.last_name, "
			"c.company, c.phone, c.email, c.id) d WHERE c.number = $1 ORDER BY 1", &number, 1, &a, &got, &e), "%s (%s)", e.text, e.detail);
	cr_assert_eq(got.n, 2, "%zu", got.n);
	cr_expect_str_eq(got.cells[0], c[1].number, "sounds alike");
	cr_expect_str_eq(got.cells[1], c[2].number, "has the same telephone");
	store_close(s);
}

Test(store, a_killed_connection_has_changed_nothing)
{
	struct store *s = as("gero", 0), *olga = as("gero", 0);
	struct pg *super = testdb_open("karat");
	struct err e = ERR_INIT;
	struct order o, seen;
	order_of(&o, "Unterbrochen");
	add_order(s, &o);
	cr_assert(pg_begin(store_pg(s), &e));
	cr_assert(pg_script(store_pg(s), "UPDATE karat.orders SET engraving = 'halb' WHERE title = 'Unterbrochen'", &e), "%s", e.detail);
	cr_assert(pg_script(super, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'gero' AND state = 'idle in transaction' AND datname = current_database()", &e));
	struct order is = o;
	is.engraving = "ganz";
	cr_expect_not(store_put(s, &order_entity, &o, &is, NULL, &a, &e));
	cr_expect_eq(e.code, ERR_OFFLINE, "%s", e.text);
	e = (struct err) ERR_INIT;
	cr_assert(store_get(olga, &order_entity, o.number, &a, &seen, &e), "%s", e.text);
	cr_expect_null(seen.engraving);
	pg_close(super);
	store_close(s);
	store_close(olga);
}

Test(store, changes_are_told)
{
	struct store *s = as("gero", 0), *ears = as("ofra", 0);
	struct err e = ERR_INIT;
	struct order o;
	const char *table = NULL, *ids = NULL;
	int fd = -1;
	cr_assert(store_watch(ears, &fd, &e), "%s", e.text);
	order_of(&o, "Hörbar");
	add_order(s, &o);
	for (int i = 0; i < 1000 && !(store_change(ears, &a, &table, &ids) && str_eq(table, "orders")); i++)
		cr_assert(pg_ask(store_pg(ears), "SELECT 1", NULL, 0, &a, NULL, &e));
	cr_assert(table && str_eq(table, "orders"));
	cr_expect_str_eq(ids, arena_printf(&a, "%lld", (long long)o.id.id));
	store_close(s);
	store_close(ears);
}

Test(store, names_are_found_and_doubtful_ones_refused)
{
	struct store *s = as("gero", 0);
	struct err e = ERR_INIT;
	struct ref ref;
	struct order o;
	order_of(&o, "Zwillinge");
	add_order(s, &o);
	order_of(&o, "Zwillinge");
	add_order(s, &o);
	cr_expect(store_find(s, &alloy_entity, "585-Y", &ref, &e), "%s", e.text);
	cr_expect(store_find(s, &person_entity, "gero", &ref, &e), "%s", e.text);
	cr_expect_eq(ref.id, store_session(s)->person.id);
	order_of(&o, "Zwillinge!");
	add_order(s, &o);
	static const char *const spelled[] = { "Zwillinge!", "zwillinge!", " ZWILLINGE! " };
	for (size_t i = 0; i < ARRAY_LEN(spelled); i++) {
		cr_expect(store_find(s, &order_entity, spelled[i], &ref, &e), "%s: %s", spelled[i], e.text);
		cr_expect_eq(ref.id, o.id.id, "'%s'", spelled[i]);
	}
	cr_expect(store_find(s, &place_entity, "TRESOR", &ref, &e) && store_find(s, &person_entity, "gero gold", &ref, &e), "%s", e.text);
	cr_expect_not(store_find(s, &order_entity, "zwillinge", &ref, &e));
	cr_expect_eq(e.code, ERR_INVALID, "%s", e.text);
	cr_expect_not(store_find(s, &order_entity, "Zwillinge", &ref, &e));
	cr_expect_eq(e.code, ERR_INVALID, "%s", e.text);
	cr_expect_not(store_find(s, &order_entity, "Gibt es nicht", &ref, &e));
	cr_expect_eq(e.code, ERR_NOT_FOUND, "%s", e.text);
	store_close(s);
}

Test(store, every_change_is_in_the_trail)
{
	struct store *s = as("gero", 0), *thea = as("thea", 0);
	struct err e = ERR_INIT;
	struct order o, is;
	struct rows rows;
	struct query q;
	order_of(&o, "Spur");
	add_order(s, &o);
	is = o;
	is.engraving = "Neu";
	cr_assert(store_put(s, &order_entity, &o, &is, &(struct act) { .reason = "Wunsch der Kundin", .device = "bench-1" }, &a, &e));
	const char *where[] = { "entity=orders", arena_printf(&a, "record=%lld", (long long)o.id.id), "action=update" };
	cr_assert(query_make(&q, &audit_entity, &(struct query_words) { .columns = "who,device,reason,changes", .where = where, .nwhere = 3 },
			NULL, NULL, fmt_for("en"), &a, &e), "%s", e.text);
	cr_assert(store_list(thea, &q, &a, &rows, &e), "%s (%s)", e.text, e.detail);
	cr_assert_eq(rows.n, 1);
	cr_expect_str_eq(rows.cells[0], "gero");
	cr_expect_str_eq(rows.cells[1], "bench-1");
	cr_expect_str_eq(rows.cells[2], "Wunsch der Kundin");
	cr_expect(strstr(rows.cells[3], "Neu"), "%s", rows.cells[3]);
	cr_expect_not(store_list(s, &q, &a, &rows, &e) && rows.n, "the trail is not for everybody");
	store_close(s);
	store_close(thea);
}

/* What a record refers to may not be for everybody to see: then its number stands there, not nothing. */
Test(store, a_label_of_what_may_not_be_seen_is_its_number)
{
	struct store *gero = as("gero", 0), *olga = as("olga", 0);
	struct err e = ERR_INIT;
	struct order o, seen, again;
	struct customer c;
	entity_blank(&customer_entity, &c);
	c.kind = CUSTOMER_PRIVATE;
	c.last_name = "Verzogen";
	cr_assert(store_put(gero, &customer_entity, NULL, &c, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	order_of(&o, "Von jemandem");
	o.customer = c.id;
	add_order(gero, &o);
	cr_assert(ACT(gero, "order.cancel", &again, &e, "order", o.number, "reason", "verzogen"), "%s", e.text);
	cr_assert(ACT(olga, "customer.delete", &again, &e, "customer", c.number, "reason", "verzogen"), "%s (%s)", e.text, e.detail);
	const char **labels = arena_array(&a, order_entity.nfields, sizeof(*labels));
	size_t customer = field_index(&order_entity, entity_field(&order_entity, "customer"));
	size_t place = field_index(&order_entity, entity_field(&order_entity, "place"));
	struct look_at at = { .entity = &order_entity, .id = o.id };
	cr_assert(store_look(gero, &at, &a, &seen, labels, NULL, &e), "%s (%s)", e.text, e.detail);
	cr_expect_str_eq(labels[customer], arena_printf(&a, "%lld", (long long)c.id.id));
	cr_expect_null(labels[place], "empty stays empty");
	cr_assert(store_look(olga, &at, &a, &seen, labels, NULL, &e), "%s (%s)", e.text, e.detail);
	cr_expect(strstr(labels[customer], "Verzogen"), "%s", labels[customer]);
	store_close(gero);
	store_close(olga);
}
