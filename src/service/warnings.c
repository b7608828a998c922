/* warnings.c - no-gos against alloys, and customers who are there already */
#include "config.h"

#include "service/warnings.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "store/pg.h"
#include "store/store.h"

const char *conflict_words(const struct conflict *c, struct arena *a)
{
	const char *alloy = arena_printf(a, "%s %s", c->alloy_code ? c->alloy_code : "", c->alloy_name ? c->alloy_name : "");
	const char *substance = c->substance == CHOICE_NONE ? NULL : i18n_label(nogo_substances[c->substance].label), *words;
	bool allergy = c->category == NOGO_ALLERGY;
	if (substance)
		words = arena_printf(a, allergy ? _("Allergy to %s: %s holds it.") : _("No-go of the customer, %s: %s holds it."), substance, alloy);
	else
		words = arena_printf(a, allergy ? _("Allergy to %s.") : _("No-go of the customer: %s."), alloy);
	bool ends = str_empty(c->note) || strchr(".!?", c->note[strlen(c->note) - 1]);
	return str_empty(c->note) ? words : arena_printf(a, ends ? _("%s Note: %s") : _("%s Note: %s."), words, c->note);
}

static int choice_of(const struct choice *choices, const char *wire)
{
	const struct choice *c = wire ? choice_find(choices, wire) : NULL;
	return c ? (int)(c - choices) : CHOICE_NONE;
}

const char *conflict_words_of(const char *category, const char *substance, const char *code, const char *name, const char *note, struct arena *a)
{
	return conflict_words(&(struct conflict) {
		.category = choice_of(nogo_categories, category), .substance = choice_of(nogo_substances, substance),
		.alloy_code = code, .alloy_name = name, .note = note }, a);
}

static size_t told(const struct answer *got)
{
	return got->n < WARNINGS_MAX ? got->n : WARNINGS_MAX;
}

static const char conflicts_sql[] =
	"SELECT category, substance, code, name, note FROM karat.conflicts($1::bigint, $2::bigint)";

bool conflicts_find(struct store *s, struct ref customer, struct ref alloy, struct arena *a, const char ***ret, size_t *ret_n,
		struct err *e)
{
	struct answer got = { 0 };
	const char *params[] = { arena_printf(a, "%lld", (long long)customer.id), arena_printf(a, "%lld", (long long)alloy.id) };
	if (customer.id && alloy.id && store_may(s, "nogo:view") && !store_ask(s, conflicts_sql, params, ARRAY_LEN(params), a, &got, e))
		return false;
	const char **words = arena_array(a, told(&got) + 1, sizeof(*words));
	for (size_t i = 0; i < told(&got); i++) {
		const char **row = got.cells + i * got.cols;
		words[i] = conflict_words_of(row[0], row[1], row[2], row[3], row[4], a);
	}
	*ret = words;
	*ret_n = told(&got);
	return true;
}

/* The second number of a telephone is asked for by itself, as the function takes one. */
static const char duplicates_sql[] =
	"SELECT d.number, d.name, c.city, d.id FROM (SELECT id, number, name, max(score) AS score FROM ("
	"SELECT * FROM karat.customer_duplicates($1, $2, $3, $4, $6) UNION ALL "
	"SELECT * FROM karat.customer_duplicates(NULL, NULL, NULL, $5, NULL)) x GROUP BY id, number, name) d "
	"JOIN karat.customer c USING (id) WHERE d.score >= 0.3 ORDER BY d.score DESC, d.number LIMIT 10";

bool duplicates_find(struct store *s, const struct customer *c, struct arena *a, struct duplicate **ret, size_t *ret_n,
		struct err *e)
{
	struct answer got = { 0 };
	const char *params[] = { c->first_name, c->last_name, c->company, c->phone, c->mobile, c->email };
	bool asks = c->last_name || c->company || c->phone || c->mobile || c->email;
	if (asks && store_may(s, "customer:private") && !store_ask(s, duplicates_sql, params, ARRAY_LEN(params), a, &got, e))
		return false;
	struct duplicate *found = arena_array(a, told(&got) + 1, sizeof(*found));
	for (size_t i = 0; i < told(&got); i++) {
		const char **row = got.cells + i * got.cols;
		found[i] = (struct duplicate) { .id = { strtoll(row[3], NULL, 10) }, .number = row[0], .name = row[1], .city = row[2] };
	}
	*ret = found;
	*ret_n = told(&got);
	return true;
}
