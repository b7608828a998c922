/* kiosk.c - what a terminal on the wall asks the workshop */
#include "config.h"

#include "service/kiosk.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/time.h"
#include "store/pg.h"
#include "store/store.h"

#define TAKE(ret, cell) take(ret, sizeof(ret), cell)

/* Cut at a character. */
static void take(char *ret, size_t size, const char *cell)
{
	struct buf text = BUF_INIT(size - 1);
	size_t used;
	for (const char *s = cell ? cell : "", *end = s + strlen(s); s < end; s += used) {
		uint32_t c = utf8_next(s, (size_t)(end - s), &used);
		if (text.len + used >= size)
			break;
		utf8_add(&text, c);
	}
	snprintf(ret, size, "%s", text.data ? text.data : "");
	buf_done(&text);
}

static int64_t number_of(const char *cell)
{
	int64_t n;
	return cell && num_parse(cell, 0, &n) ? n : 0;
}

/* The columns of karat.kiosk_state, in their order. */
#define STATE_COLUMNS "(state).*"
static void take_state(const char *const *c, struct kiosk_state *ret)
{
	*ret = (struct kiosk_state) {
		.online = true, .here_since = number_of(c[2]), .since = number_of(c[6]), .cause = choice_index(pause_causes, c[7]),
		.paused_since = number_of(c[8]), .worked = number_of(c[9]), .proposal = number_of(c[10]),
		.last_deed = choice_index(punch_deeds, c[11]), .last_at = number_of(c[12]),
	};
	TAKE(ret->name, c[0]);
	TAKE(ret->language, c[1]);
	TAKE(ret->number, c[3]);
	TAKE(ret->title, c[4]);
	TAKE(ret->activity, c[5]);
}

bool kiosk_hello(struct store *s, struct arena *a, struct kiosk_hello *ret, struct err *e)
{
	struct answer got;
	if (!store_ask(s, "SELECT workshop, terminal, language, now_ms FROM karat.kiosk_hello()", NULL, 0, a, &got, e))
		return false;
	TAKE(ret->workshop, got.cells[0]);
	TAKE(ret->terminal, got.cells[1]);
	TAKE(ret->language, got.cells[2]);
	ret->now_ms = number_of(got.cells[3]);
	return true;
}

bool kiosk_badges(struct store *s, struct arena *a, struct kept_badge **ret, size_t *ret_n, struct err *e)
{
	struct answer got;
	if (!store_ask(s, "SELECT hash, name, language, has_pin FROM karat.kiosk_badges()", NULL, 0, a, &got, e))
		return false;
	struct kept_badge *b = arena_array(a, got.n + 1, sizeof(*b));
	for (size_t i = 0; i < got.n; i++) {
		const char *const *c = got.cells + i * got.cols;
		TAKE(b[i].hash, c[0]);
		TAKE(b[i].name, c[1]);
		TAKE(b[i].language, c[2]);
		b[i].has_pin = str_eq(c[3], "t");
	}
	*ret = b;
	*ret_n = got.n;
	return true;
}

/* A try at a PIN is noted first, and told of when it is asked about again. */
static bool ask_until_told(struct store *s, const char *sql, const char *const *params, size_t nparams, struct arena *a, struct answer *got,
		struct err *e)
{
	return store_ask(s, sql, params, nparams, a, got, e) &&
		(!str_eq(got->cells[0], "again") || store_ask(s, sql, params, nparams, a, got, e));
}

bool kiosk_identify(struct store *s, const char *key, const char *pin, struct arena *a, struct kiosk_answer *ret, struct err *e)
{
	const char *params[] = { key, pin, pin ? store_uuid(a) : NULL };
	struct answer got;
	if (!ask_until_told(s, "SELECT verdict, pass, " STATE_COLUMNS " FROM karat.kiosk_identify($1, $2, $3)", params, 3, a, &got, e))
		return false;
	TAKE(ret->verdict, got.cells[0]);
	TAKE(ret->pass, got.cells[1]);
	take_state(got.cells + 2, &ret->state);
	return true;
}

bool kiosk_menu(struct store *s, const char *key, const char *said, struct arena *a, struct kiosk_menu *ret, struct err *e)
{
	const char *params[] = { key, said };
	struct answer got;
	if (!store_ask(s, "SELECT activity, name, number, title, problem FROM karat.kiosk_menu($1, $2) LIMIT 9", params, 2, a, &got, e))
		return false;
	*ret = (struct kiosk_menu) { .n = got.n < KIOSK_ACTIVITIES ? got.n : KIOSK_ACTIVITIES };
	for (size_t i = 0; i < ret->n; i++) {
		const char *const *c = got.cells + i * got.cols;
		ret->activities[i].id = number_of(c[0]);
		TAKE(ret->activities[i].name, c[1]);
		TAKE(ret->number, c[2]);
		TAKE(ret->title, c[3]);
		TAKE(ret->problem, c[4]);
	}
	return true;
}

static const char *instant_words(int64_t ms, struct arena *a)
{
	struct buf out = BUF_INIT(64);
	instant_format(&out, (struct instant) { ms * 1000 });
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static const char *words_of(const char *s)
{
	return *s ? s : NULL;
}

bool kiosk_punch(struct store *s, const struct note *n, bool live, struct arena *a, struct kiosk_answer *ret, struct err *e)
{
	int64_t age = note_age_ms(n);
	const char *params[] = {
		n->uuid, n->key, punch_deeds[n->deed].wire, instant_words(n->wall_ms, a), age < 0 ? NULL : arena_printf(a, "%lld", (long long)age),
		words_of(n->said), n->activity ? arena_printf(a, "%lld", (long long)n->activity) : NULL, n->cause < 0 ? NULL : pause_causes[n->cause].wire,
		n->until ? instant_words(n->until * 1000, a) : NULL, arena_printf(a, "%lld", (long long)n->counter), n->synced ? "true" : "false",
		words_of(n->pass), live ? "true" : "false",
	};
	struct answer got;
	if (!store_ask(s, "SELECT verdict, problem, detail, " STATE_COLUMNS " FROM karat.kiosk_punch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
			params, ARRAY_LEN(params), a, &got, e))
		return false;
	*ret = (struct kiosk_answer) { .verdict = "" };
	TAKE(ret->verdict, got.cells[0]);
	TAKE(ret->problem, got.cells[1]);
	TAKE(ret->detail, got.cells[2]);
	take_state(got.cells + 3, &ret->state);
	return true;
}

bool kiosk_leave(struct store *s, const char *pin, struct arena *a, struct kiosk_answer *ret, struct err *e)
{
	const char *params[] = { pin, store_uuid(a) };
	struct answer got;
	if (!ask_until_told(s, "SELECT karat.kiosk_leave($1, $2)", params, 2, a, &got, e))
		return false;
	*ret = (struct kiosk_answer) { .verdict = "" };
	TAKE(ret->verdict, got.cells[0]);
	return true;
}
