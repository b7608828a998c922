/* store.c - one interface over every kind of store: what they share, and which kind a URL means */
#include "config.h"

#include "store/store.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/right.h"
#include "store/pg.h"
#include "store/store_ops.h"
#include "store/verb.h"

static const struct store_ops *const kinds[] = { &store_pg_ops };

static const struct store_ops *kind_of(const char *url)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		for (const char *const *scheme = kinds[i]->schemes; *scheme; scheme++)
			if (str_starts(url, *scheme))
				return kinds[i];
	return NULL;
}

bool store_open(struct store **ret, const char *url, unsigned flags, struct err *e)
{
	const struct store_ops *ops = kind_of(url);
	if (!ops)
		return err_set(e, ERR_USAGE, _("“%s” is no workshop. It looks like embedded:, demo:, postgresql://…, service=… or a name from karat.conf."), url);
	struct arena arena = ARENA_INIT;
	struct store *s = arena_alloc(&arena, sizeof(*s));
	*s = (struct store) { .ops = ops, .arena = arena, .flags = flags, .session.role = -1 };
	if (!ops->open(s, url, e)) {
		store_close(s);
		return false;
	}
	if (!(flags & OPEN_BESIDE))
		store_zone(s);
	*ret = s;
	return true;
}

void store_zone(const struct store *s)
{
	if (s->session.time_zone && !zone_use(s->session.time_zone))
		log_msg(LOG_WARN, "store", "this system does not know the time zone %s", s->session.time_zone);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	s->ops->close(s);
	struct arena arena = s->arena;
	arena_done(&arena);
}

const struct session *store_session(const struct store *s)
{
	return &s->session;
}

bool store_may(const struct store *s, const char *right)
{
	const struct right *r = right_find(right);
	return r && (s->rights >> (r - rights) & 1);
}

bool store_need(const struct store *s, const char *right, struct err *e)
{
	return store_may(s, right) || err_set(e, ERR_DENIED,
		_("You do not have the right to do this: %s. Ask the owner of the workshop."), i18n_label(right_find(right)->label));
}

bool store_list(struct store *s, const struct query *q, struct arena *a, struct rows *ret, struct err *e)
{
	return s->ops->list(s, q, a, ret, e);
}

bool store_count(struct store *s, const struct query *q, size_t most, int ms, long long *ret, struct err *e)
{
	return s->ops->count(s, q, most, ms, ret, e);
}

bool store_each(struct store *s, const struct query *q, store_row_fn *row, void *ctx, struct err *e)
{
	return s->ops->each(s, q, row, ctx, e);
}

/* "17" is the number of a record, unless it is what people call one ("585", an alloy). */
bool store_find(struct store *s, const struct entity *ent, const char *words, struct ref *ret, struct err *e)
{
	int64_t id;
	if (str_empty(words))
		return err_set(e, ERR_USAGE, _("Say which record: its id, number or name."));
	if (!utf8_valid(words, strlen(words)) || utf8_count(words) > QUERY_TEXT_MAX)
		return err_set(e, ERR_INVALID, _("The name of the record is too long or not valid UTF-8."));
	if (*words == '#' && num_parse(words + 1, 0, &id) && id > 0)
		return *ret = (struct ref) { id }, true;
	struct err miss = ERR_INIT;
	if (s->ops->find(s, ent, words, ret, &miss))
		return true;
	if (miss.code == ERR_NOT_FOUND && num_parse(words, 0, &id) && id > 0)
		return *ret = (struct ref) { id }, true;
	*e = miss;
	return false;
}

static bool not_found(const struct entity *ent, const char *words, struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, _("%s “%s” does not exist, or is not for you to see."), i18n_label(ent->label), words);
}

bool store_get(struct store *s, const struct entity *ent, const char *id, struct arena *a, void *ret, struct err *e)
{
	struct ref ref;
	if (!store_find(s, ent, id, &ref, e))
		return false;
	struct err miss = ERR_INIT;
	if (s->ops->get(s, ent, ref, a, ret, &miss))
		return true;
	if (miss.code == ERR_NOT_FOUND)
		return not_found(ent, id, e);
	*e = miss;
	return false;
}

bool store_look(struct store *s, const struct look_at *at, struct arena *a, void *ret, const char **ret_labels,
		struct rows *ret_lists, struct err *e)
{
	return s->ops->look(s, at, 1, a, &(struct look_room) { ret, ret_labels, ret_lists }, e);
}

bool store_look_all(struct store *s, const struct look_at *at, size_t n, struct arena *a, const struct look_room *ret,
		struct err *e)
{
	return s->ops->look(s, at, n, a, ret, e);
}

bool store_search(struct store *s, const struct search *q, struct arena *a, struct search_rows *ret, struct err *e)
{
	if (!utf8_valid(q->text, strlen(q->text)) || utf8_count(q->text) > QUERY_TEXT_MAX)
		return err_set(e, ERR_INVALID, _("The text to look for is too long: at most %d characters."), QUERY_TEXT_MAX);
	return s->ops->search(s, q, a, ret, e);
}

static void add_field(const struct field *f, const void *rec, struct buf *out)
{
	if (!f || field_empty(f, rec))
		return;
	buf_adds(out, out->len ? " " : "");
	field_to_wire(f, rec, out);
}

bool store_label(struct store *s, const struct entity *ent, struct ref id, struct arena *a, char **ret, struct err *e)
{
	void *rec = arena_alloc(a, ent->size);
	if (!s->ops->get(s, ent, id, a, rec, e))
		return false;
	const struct field *key = entity_flagged(ent, F_KEY), *title = entity_flagged(ent, F_TITLE);
	struct buf out = BUF_INIT(4096);
	add_field(key, rec, &out);
	if (title != key)
		add_field(title, rec, &out);
	*ret = arena_strdup(a, out.data);
	buf_done(&out);
	return true;
}

static bool may_write(const struct store *s, struct err *e)
{
	if (!(s->flags & OPEN_READONLY))
		return true;
	return err_set(e, ERR_DENIED, _("karat was started with --readonly. Nothing has been changed."));
}

/* By the map there is every right that this takes, and still the database refuses: a policy of this very record. */
static bool is_others(const struct store *s, const struct entity *ent, const void *was, const void *rec, const struct err *e)
{
	char right[64];
	int len = snprintf(right, sizeof(right), "%s:%s", ent->right, was ? "edit" : "create");
	if (!str_eq(e->state, "42501") || len >= (int)sizeof(right) || !store_may(s, right))
		return false;
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		bool said = was ? !f->type->equal(field_in(f, was), field_in(f, rec)) : !field_empty(f, rec);
		if (said && f->right && !store_may(s, f->right))
			return false;
	}
	return true;
}

static bool refuse_others(struct err *e)
{
	struct err why = *e;
	err_set(e, ERR_DENIED, _("This record is not yours to change, whatever your role may do."));
	return err_detail(e, "%s", why.detail);
}

bool store_put(struct store *s, const struct entity *ent, const void *was, void *rec, const struct act *act,
		struct arena *a, struct err *e)
{
	if (ent->readonly)
		return err_set(e, ERR_INVALID, _("%s cannot be changed by hand; karat writes it itself."), i18n_label(ent->label_plural));
	if (!may_write(s, e) || !entity_check(ent, rec, e))
		return false;
	if (s->ops->put(s, ent, was, rec, act ? act : &(struct act) { 0 }, a, e))
		return true;
	return is_others(s, ent, was, rec, e) && refuse_others(e);
}

bool store_act(struct store *s, const struct verb *verb, const void *args, const struct act *act,
		struct arena *a, void *ret, struct err *e)
{
	return may_write(s, e) && entity_check(verb->args, args, e) &&
		s->ops->act(s, verb, args, act ? act : &(struct act) { 0 }, a, ret, e);
}

bool store_report(struct store *s, const char *sql, const char *const *params, size_t nparams,
		store_names_fn *names, store_row_fn *row, void *ctx, struct err *e)
{
	return s->ops->report(s, sql, params, nparams, names, row, ctx, e);
}

bool store_ask(struct store *s, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e)
{
	struct pg *pg = store_pg(s);
	if (!pg)
		return err_set(e, ERR_INVALID, _("This needs a connection to the database itself."));
	return pg_ask(pg, sql, params, nparams, a, ret, e);
}

bool store_watch(struct store *s, int *ret_fd, struct err *e)
{
	return s->ops->watch(s, ret_fd, e);
}

bool store_change(struct store *s, struct arena *a, const char **ret_table, const char **ret_ids)
{
	return s->ops->change(s, a, ret_table, ret_ids);
}

void store_cancel(struct store *s)
{
	s->ops->cancel(s);
}

bool store_read_field(struct store *s, const struct field *f, const struct fmt *fmt, bool wire, const char *text,
		struct arena *a, void *rec, struct err *e)
{
	if (f->type != &ft_ref || !f->ref || str_empty(text))
		return wire ? field_from_wire(f, text, a, rec, e) : field_from_user(f, fmt, text, a, rec, e);
	int64_t id;
	if (wire && f->ref->find && num_parse(text, 0, &id)) /* where digits are a number: people say that, programs ids */
		return field_from_wire(f, text, a, rec, e);
	struct ref ref;
	struct err miss = ERR_INIT;
	if (store_find(s, f->ref, text, &ref, &miss))
		return *(struct ref *)field_at(f, rec) = ref, true;
	if (miss.code != ERR_NOT_FOUND)
		return *e = miss, false;
	return err_field(e, f->name, "%s", miss.text);
}

char *store_uuid(struct arena *a)
{
	unsigned char b[16];
	kt_assert(getrandom(b, sizeof(b), 0) == sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40); /* version 4, variant 1 (RFC 9562) */
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	return arena_printf(a, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2],
			b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}
