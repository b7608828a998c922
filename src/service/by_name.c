/* by_name.c - verbs that are functions of the same name in the database */
#include "config.h"

#include "service/by_name.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/time.h"
#include "store/tx.h"
#include "store/verb.h"

enum { PARAMS_MOST = 16, CALL_MOST = 1000 };

struct call {
	struct buf sql;
	const char *params[PARAMS_MOST];
	size_t n;
};

static void call_with(struct call *c, const char *name, const char *value)
{
	kt_assert(c->n < PARAMS_MOST);
	buf_addf(&c->sql, "%s\"%s\" => $%zu", c->n ? ", " : "", name, c->n + 1);
	c->params[c->n++] = value;
}

/* "timer.start" is timer_start; what was not said has its default there. */
static void call_spell(struct call *c, struct tx *tx, const void *args, struct arena *a)
{
	const struct verb *v = tx_verb(tx);
	buf_adds(&c->sql, "SELECT karat.");
	for (const char *s = v->name; *s; s++)
		buf_addc(&c->sql, *s == '.' ? '_' : *s);
	buf_addc(&c->sql, '(');
	for (size_t i = 0; i < v->args->nfields; i++) {
		const struct field *f = &v->args->fields[i];
		if (f->type == &ft_uuid)
			call_with(c, f->name, tx_request(tx));
		else if (!field_empty(f, args))
			call_with(c, f->name, field_wire(f, args, a));
	}
	if (entity_field(v->args, "how")) {
		struct buf when = BUF_INIT(64);
		instant_format(&when, now());
		call_with(c, "client_at", arena_strdup(a, when.data));
		buf_done(&when);
	}
	buf_addf(&c->sql, "), karat.me()");
}

bool verb_by_name(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const struct verb *v = tx_verb(tx);
	struct call c = { .sql = BUF_INIT(CALL_MOST) };
	struct answer got;
	int64_t id;
	call_spell(&c, tx, args, a);
	bool ok = tx_ask(tx, c.sql.data, c.params, c.n, a, &got, e);
	buf_done(&c.sql);
	if (!ok)
		return false;
	kt_assert(got.n == 1 && num_parse(got.cells[v->result == &clock_entity], 0, &id));
	return tx_get(tx, v->result, (struct ref) { id }, a, ret, e);
}
