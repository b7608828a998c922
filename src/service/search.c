/* search.c - what is looked for, and which hit comes first */
#include "config.h"

#include "service/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/activity.h"
#include "domain/alloy.h"
#include "domain/customer.h"
#include "domain/measurement.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/place.h"

// clang-format off
const struct search_kind search_kinds[] = { /* in the order in which hits of one rank and age come */
	{ "order",       &order_entity,         FACET_ORDERS,     true,  RANK_TITLE, { "customer_name", "status", "due" } },
	{ "customer",    &customer_entity,      FACET_CUSTOMERS,  true,  RANK_NAME,  { "city", "phone" } },
	{ "address",     &address_entity,       FACET_CUSTOMERS,  false, RANK_TEXT,  { "kind" } },
	{ "comment",     &order_comment_entity, FACET_COMMENTS,   false, RANK_TEXT,  { NULL } },
	{ "measurement", &measurement_entity,   FACET_SIZES,      false, RANK_TEXT,  { "kind", "size", "hand", "finger" } },
	{ "nogo",        &nogo_entity,          FACET_NOGOS,      false, RANK_TEXT,  { "category", "substance", NULL } },
	{ "person",      &person_entity,        FACET_PEOPLE,     true,  RANK_NAME,  { "role" } },
	{ "alloy",       &alloy_entity,         FACET_ALLOYS,     true,  RANK_TITLE, { "metal", "color" } },
	{ "place",       &place_entity,         FACET_PLACES,     true,  RANK_TITLE, { "kind" } },
	{ "activity",    &activity_entity,      FACET_ACTIVITIES, true,  RANK_TITLE, { "category" } },
	{ NULL, NULL, FACET_ALL, false, RANK_TEXT, { NULL } },
};
// clang-format on

const struct search_kind *search_kind(const char *name)
{
	for (const struct search_kind *k = search_kinds; k->name; k++)
		if (str_eq(k->name, name))
			return k;
	return NULL;
}

const struct field *search_field(const struct search_kind *k, size_t more)
{
	const char *name = k->more[more];
	if (!name)
		return NULL;
	const struct field *f = k->entity->row ? entity_field(k->entity->row, name) : NULL;
	return f ? f : entity_field(k->entity, name);
}

const char *search_facet_label(enum search_facet facet)
{
	if (facet == FACET_NOGOS) /* the whole name is too long for a line with all of them */
		return _("No-gos");
	for (const struct search_kind *k = search_kinds; k->name; k++)
		if (k->facet == facet)
			return i18n_label(k->entity->label_plural);
	return _("Everything");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c) /* of folded text */
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || is_digit(c);
}

enum search_sense search_sense(const char *text)
{
	if (str_empty(text))
		return SEARCH_EMPTY;
	struct arena a = ARENA_INIT;
	const char *s = str_fold(&a, text);
	size_t row = 0, len = strlen(s);
	bool any = false, enough = false;
	for (size_t at = 0, used; at < len && !enough; at += used) {
		utf8_next(s + at, len - at, &used);
		row = is_letter(s[at]) ? row + 1 : 0;
		any |= row > 0;
		enough = row > 1 || is_digit(s[at]);
	}
	arena_done(&a);
	return enough ? SEARCH_SENSE : any ? SEARCH_TOO_SHORT : SEARCH_NO_LETTER;
}

/* The wire spelling of what people read, whole or begun: kupf is copper. */
static const char *wire_of(const char *word, struct arena *a)
{
	if (utf8_count(word) < 3)
		return NULL;
	for (const struct search_kind *k = search_kinds + 1; k->name; k++) /* orders are not found by their choices */
		for (size_t i = 0; i < SEARCH_MORE; i++) {
			const struct field *f = search_field(k, i);
			for (const struct choice *c = f ? f->choices : NULL; c && c->wire; c++)
				if (str_starts(str_fold(a, i18n_label(c->label)), word))
					return c->wire;
		}
	return NULL;
}

char *search_also(const char *text, struct arena *a)
{
	struct buf out = BUF_INIT(1 << 14);
	struct arena scratch = ARENA_INIT;
	const char *s = str_fold(&scratch, text);
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		size_t len = strcspn(s, " "), bare = len;
		while (bare && strchr(",;.:", s[bare - 1]))
			bare--;
		const char *word = arena_strndup(&scratch, s, bare), *wire = wire_of(word, &scratch);
		buf_adds(&out, out.len ? " " : "");
		buf_adds(&out, wire ? wire : word);
		s += len;
	}
	char *also = arena_strdup(a, out.len ? out.data : "");
	buf_done(&out);
	arena_done(&scratch);
	return also;
}

/* Ranking. */

/* 17 and 0017 are A-2026-0017. */
static bool ends_in(const char *key, const char *digits)
{
	size_t len = strlen(key), from = len;
	while (from && is_digit(key[from - 1]))
		from--;
	const char *tail = key + from + strspn(key + from, "0");
	return *tail && str_eq(tail, digits + strspn(digits, "0"));
}

static bool all_digits(const char *s)
{
	return *s && s[strspn(s, "0123456789")] == '\0';
}

static enum search_rank rank_by_key(const char *key, const char *said)
{
	if (str_eq(key, said))
		return RANK_NUMBER;
	if (all_digits(said) && ends_in(key, said))
		return RANK_DIGITS;
	return *said && str_starts(key, said) ? RANK_BEGINS : RANK_TEXT;
}

enum search_rank search_rank(const struct search_kind *k, const struct search_row *row, const char *text,
		const struct match_words *w)
{
	struct arena a = ARENA_INIT;
	char *trimmed = str_nfc(&a, text);
	enum search_rank rank = RANK_TEXT;
	if (k->own_key && row->key && trimmed)
		rank = rank_by_key(str_fold(&a, row->key), str_fold(&a, trimmed));
	arena_done(&a);
	if (rank == RANK_TEXT && k->title != RANK_TEXT && row->title && match_all(row->title, w))
		return k->title;
	return rank;
}

static int newer_first(const char *x, const char *y)
{
	if (!x || !y)
		return (x == NULL) - (y == NULL);
	return strcmp(y, x);
}

static int by_rank(const void *x, const void *y)
{
	const struct search_hit *l = x, *r = y;
	int kinds = (l->kind > r->kind) - (l->kind < r->kind);
	if (l->rank != r->rank)
		return l->rank < r->rank ? -1 : 1;
	if (l->rank <= RANK_BEGINS && kinds) /* a number that stands alone is an order's */
		return kinds;
	int age = newer_first(l->row->at, r->row->at);
	if (age)
		return age;
	return kinds ? kinds : (l->row->id < r->row->id) - (l->row->id > r->row->id);
}

/* The best hundred of each kind, though one more was read, and how many that are. */
static void keep(struct search_hit *hits, size_t n, struct search_found *found)
{
	size_t of[ARRAY_LEN(search_kinds)] = { 0 };
	for (size_t i = 0; i < n; i++) {
		enum search_facet facet = hits[i].kind->facet;
		if (++of[hits[i].kind - search_kinds] > SEARCH_MOST) {
			found->more[facet] = found->more[FACET_ALL] = true;
			continue;
		}
		found->counts[facet]++;
		found->counts[FACET_ALL]++;
		hits[found->n++] = hits[i];
	}
}

static int newest_year(const void *x, const void *y)
{
	const struct search_orders *l = x, *r = y;
	return l->year != r->year ? (l->year < r->year) - (l->year > r->year) : strcmp(l->status, r->status);
}

size_t search_count(const struct search_found *found, const char *status, int year)
{
	size_t sum = 0;
	for (size_t i = 0; i < found->norders; i++)
		if ((!status || str_eq(found->orders[i].status, status)) && (!year || found->orders[i].year == year))
			sum += found->orders[i].n;
	return sum;
}

void search_order(const char *text, const struct search_rows *rows, struct arena *a, struct search_found *ret)
{
	struct search_hit *hits = arena_array(a, rows->n + 1, sizeof(*hits));
	size_t n = 0;
	*ret = (struct search_found) { .n = 0 };
	match_make(&ret->words, rows->words ? rows->words : "", rows->stems, a);
	for (size_t i = 0; i < rows->n; i++) {
		const struct search_kind *k = search_kind(rows->rows[i].kind);
		if (k) /* else the database knows more than this program */
			hits[n++] = (struct search_hit) { k, &rows->rows[i], search_rank(k, &rows->rows[i], text, &ret->words) };
	}
	if (n)
		qsort(hits, n, sizeof(*hits), by_rank);
	keep(hits, n, ret);
	if (rows->norders)
		qsort(rows->orders, rows->norders, sizeof(*rows->orders), newest_year);
	ret->orders = rows->orders;
	ret->norders = rows->norders;
	ret->more_orders = rows->more_orders;
	ret->hits = hits;
}

bool search_run(struct store *s, const struct search *q, struct arena *a, struct search_found *ret, struct err *e)
{
	struct search_rows rows;
	if (!store_search(s, q, a, &rows, e))
		return false;
	search_order(q->text, &rows, a, ret);
	return true;
}
