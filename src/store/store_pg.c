/* store_pg.c - the store that is a PostgreSQL database: here, private or on a server
 *
 * Every change is one transaction: settings and request id first, then the work, then the reply kept for
 * whoever asks the same again.
 */
#include "config.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/entities.h"
#include "domain/right.h"
#include "store/cluster.h"
#include "store/json.h"
#include "store/migrate.h"
#include "store/pg.h"
#include "store/sql.h"
#include "store/store_ops.h"
#include "store/tx.h"
#include "store/url.h"
#include "store/verb.h"

struct self {
	struct pg *pg;
	struct cluster *cluster;
	const char *conninfo;
	bool watched; /* told of changes from the beginning */
};

struct tx {
	struct store *store;
	struct pg *pg;
	const struct verb *verb;
	const char *request;
};

static struct pg *pg_of(const struct store *s)
{
	const struct self *self = s->self;
	return self->pg;
}

struct pg *store_pg(struct store *s)
{
	return s->ops == &store_pg_ops ? pg_of(s) : NULL;
}

/* Opening. */

const char *store_os_login(struct arena *a)
{
	const char *said = getenv("PGUSER");
	if (said && *said)
		return arena_strdup(a, said);
	char room[4096];
	struct passwd pw, *found;
	if (getpwuid_r(geteuid(), &pw, room, sizeof(room), &found) != 0 || !found)
		return arena_strdup(a, "nobody");
	return arena_strdup(a, pw.pw_name);
}

/* The database of a private cluster is made when its cluster is. */
static bool make_database(struct store *s, struct self *self, struct err *e)
{
	struct pg *pg;
	struct answer found;
	struct err why = ERR_INIT;
	if (!pg_open(&pg, cluster_conninfo(self->cluster, CLUSTER_SUPERUSER, "postgres", &s->arena), e))
		return false;
	bool ok = pg_ask(pg, "SELECT 1 FROM pg_database WHERE datname = 'karat'", NULL, 0, &s->arena, &found, &why) &&
		(found.n || pg_script(pg, "CREATE DATABASE karat", &why));
	pg_close(pg);
	/* A twin that makes the same workshop was faster: duplicate_database, or its unique index. */
	ok = ok || str_eq(why.state, "42P04") || str_eq(why.state, "23505");
	if (!ok)
		*e = why;
	return ok;
}

static bool open_private(struct store *s, struct self *self, const char *url, struct err *e)
{
	bool demo = str_starts(url, "demo:");
	const char *said, *rest = url_dir(url, &s->arena, &said);
	const char *dir = demo ? cluster_demo_dir(&s->arena) : *rest ? rest : cluster_default_dir(&s->arena);
	const char *person = demo ? (*rest ? rest : "marta") : said ? said : store_os_login(&s->arena);
	if (!cluster_login_check(person, e))
		return false;
	if (!(s->flags & OPEN_CREATE) && !cluster_exists(dir))
		return demo
			? err_set(e, ERR_OFFLINE, _("There is no demo workshop yet. “karat demo” makes one."))
			: err_set(e, ERR_OFFLINE, _("There is no workshop yet. “karat init” makes one, “karat demo” shows one."));
	unsigned flags = (s->flags & OPEN_CREATE ? CLUSTER_CREATE : 0) | (demo ? CLUSTER_SCRATCH : 0) |
			(s->flags & OPEN_BESIDE ? CLUSTER_QUIET : 0);
	if (!cluster_join(&self->cluster, dir, flags, e))
		return false;
	if ((s->flags & OPEN_CREATE) && !make_database(s, self, e))
		return false;
	const char *role = s->flags & OPEN_MAINTENANCE ? CLUSTER_SUPERUSER : person;
	self->conninfo = cluster_conninfo(self->cluster, role, "karat", &s->arena);
	return true;
}

static void take_session(struct store *s, const struct answer *got)
{
	const char *const *c = got->cells;
	struct session *now = &s->session;
	int64_t person = 0;
	enum role role;
	now->login = c[0];
	if (c[1] && num_parse(c[1], 0, &person))
		now->person = (struct ref) { person };
	now->display_name = c[2];
	now->role = c[3] && role_find(c[3], &role) ? (int)role : -1;
	now->workshop = c[4];
	now->time_zone = c[5];
	now->language = c[6];
	for (const char *word = c[7] ? c[7] : ""; *word; word += strcspn(word, " "), word += *word == ' ') {
		const struct right *r = right_find(arena_strndup(&s->arena, word, strcspn(word, " ")));
		if (r)
			s->rights |= UINT64_C(1) << (r - rights);
	}
}

static bool check_schema(struct store *s, const char *version, struct err *e)
{
	size_t n;
	const struct migration *known = migrations(&s->arena, &n);
	s->session.schema_known = n ? known[n - 1].version : 0;
	s->session.schema = version ? (int)strtol(version, NULL, 10) : 0;
	if (s->session.schema > s->session.schema_known)
		return err_set(e, ERR_OFFLINE, _("This workshop was changed by a newer karat (version %d, this one knows %d). Update karat on this machine."),
				s->session.schema, s->session.schema_known);
	if (s->session.schema < s->session.schema_known)
		return err_set(e, ERR_OFFLINE, _("This workshop is of an older version (%d of %d). Run “karat db migrate” once."),
				s->session.schema, s->session.schema_known);
	return true;
}

/* Being told of changes: one channel for each table, the payload is ids with commas between, or "*". */

#define CHANNEL "karat_"

/* Behind all that is asked, so that a server that refuses it (one that only follows another) has answered by then. */
static bool queue_listen(struct store *s, struct pg *pg, struct err *e)
{
	for (const struct entity *const *ent = entities; *ent; ent++)
		if (!pg_queue(pg, arena_printf(&s->arena, "LISTEN \"" CHANNEL "%s\"", entity_told(*ent)), NULL, 0, e))
			return false;
	return true;
}

static bool take_listen(struct store *s, struct pg *pg, struct err *e)
{
	struct self *self = s->self;
	self->watched = true;
	for (const struct entity *const *ent = entities; *ent && self->watched; ent++)
		self->watched = pg_next(pg, &s->arena, NULL, e);
	return self->watched;
}

/* Version, person and rights in one round trip. Maintenance looks at what it finds, whatever it is. */
static bool load_session(struct store *s, struct pg *pg, struct err *e)
{
	struct answer version = { 0 }, got = { 0 };
	struct err why = ERR_INIT, deaf = ERR_INIT; /* one can work without being told: store_watch will say it */
	const char *clock = getenv("KARAT_NOW"); /* obeyed by workshops that are made for it: demos and tests */
	if (!clock)
		clock = "";
	bool ok = pg_queue(pg, "SELECT set_config('karat.now', $1, false)", &clock, 1, &why) &&
		pg_queue(pg, "SELECT max(version) FROM public.karat_migration", NULL, 0, &why) &&
		pg_queue(pg, "SELECT * FROM karat.session()", NULL, 0, &why) &&
		(!(s->flags & OPEN_WATCH) || queue_listen(s, pg, &why)) &&
		pg_next(pg, &s->arena, NULL, &why) && pg_next(pg, &s->arena, &version, &why) &&
		pg_next(pg, &s->arena, &got, &why);
	if (ok && (s->flags & OPEN_WATCH))
		(void)take_listen(s, pg, &deaf);
	pg_flush(pg);
	s->session.server = arena_printf(&s->arena, "PostgreSQL %d.%d", pg_server_version(pg) / 10000, pg_server_version(pg) % 10000);
	if (s->flags & OPEN_MAINTENANCE) {
		if (ok && got.n)
			take_session(s, &got);
		return true;
	}
	if (version.n && !check_schema(s, version.cells[0], e))
		return false;
	if (!ok || !got.n)
		return *e = why, false;
	take_session(s, &got);
	return true;
}

static bool open_pg(struct store *s, const char *url, struct err *e)
{
	struct self *self = s->self = arena_alloc(&s->arena, sizeof(*self));
	bool here = str_starts(url, "embedded:") || str_starts(url, "demo:");
	self->conninfo = url;
	if (here && !open_private(s, self, url, e))
		return false;
	if (!pg_open(&self->pg, self->conninfo, e))
		return false;
	if (pg_server_version(self->pg) < 150000)
		return err_set(e, ERR_OFFLINE, _("karat needs PostgreSQL 15 or newer; this server is version %d."), pg_server_version(self->pg) / 10000);
	if ((s->flags & OPEN_READONLY) && !pg_script(self->pg, "SET default_transaction_read_only = on", e))
		return false;
	return load_session(s, self->pg, e);
}

static void close_pg(struct store *s)
{
	struct self *self = s->self;
	if (!self)
		return;
	pg_close(self->pg);
	cluster_leave(self->cluster);
}

/* Reading. */

/* The key columns stand behind those that were asked for. */
static void take_rows(const struct query *q, const struct answer *got, struct arena *a, struct rows *ret)
{
	bool more = q->limit && got->n > q->limit;
	size_t n = more ? q->limit : got->n;
	const char **cells = arena_array(a, n * q->ncols + 1, sizeof(*cells));
	struct page_key *keys = arena_array(a, n + 1, sizeof(*keys));
	for (size_t r = 0; r < n; r++) {
		const char **row = got->cells + r * got->cols; /* what was asked for, then the key */
		for (size_t c = 0; c < q->ncols; c++)
			cells[r * q->ncols + c] = sql_wire(q->cols[c], row[c], a);
		keys[r] = (struct page_key) { .set = true, .value = row[q->ncols], .id = row[q->ncols + 1] };
	}
	*ret = (struct rows) { .cols = q->cols, .ncols = q->ncols, .n = n, .cells = cells, .keys = keys };
	if (more)
		ret->next = keys[n - 1];
}

static bool list_pg(struct store *s, const struct query *q, struct arena *a, struct rows *ret, struct err *e)
{
	struct sql sql;
	struct answer got;
	sql_list(q, a, &sql);
	if (!pg_ask(pg_of(s), sql.text, sql.params, sql.nparams, a, &got, e))
		return false;
	take_rows(q, &got, a, ret);
	return true;
}

static bool ask_count(struct store *s, const struct sql *sql, const char *ms, struct arena *a, struct answer *ret, struct err *e)
{
	struct pg *pg = pg_of(s);
	bool ok = pg_queue(pg, "SELECT set_config('statement_timeout', $1, true)", &ms, 1, e) &&
		pg_queue(pg, sql->text, sql->params, sql->nparams, e) && pg_next(pg, a, NULL, e) && pg_next(pg, a, ret, e);
	pg_flush(pg);
	return ok;
}

/* The limit of time is that of the transaction. */
static bool count_pg(struct store *s, const struct query *q, size_t most, int ms, long long *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct sql sql;
	struct answer got = { 0 };
	struct err why = ERR_INIT;
	sql_count(q, most, &a, &sql);
	bool ok = pg_begin(pg_of(s), &why) && ask_count(s, &sql, arena_printf(&a, "%d", ms), &a, &got, &why);
	int64_t n = -1;
	if (ok && got.n && num_parse(got.cells[0], 0, &n))
		*ret = n;
	else if (why.code == ERR_CANCELLED) /* by the clock, or by the person: both can do without */
		*ret = -1, ok = true;
	pg_rollback(pg_of(s));
	arena_done(&a);
	return ok || (*e = why, false);
}

/* The few types whose PostgreSQL spelling is not the wire's are mended in place, per row. */
struct mend {
	const struct query *q;
	store_row_fn *row;
	void *ctx;
	struct arena *a;
	bool needed;
};

static bool mend_row(void *ctx, const struct cell *cells, size_t n, struct err *e)
{
	struct mend *m = ctx;
	struct cell mended[ENTITY_FIELDS_MAX];
	if (!m->needed)
		return m->row(m->ctx, cells, n, e);
	struct arena_mark mark = arena_mark(m->a);
	for (size_t i = 0; i < n; i++) {
		const struct ftype *type = m->q->cols[i]->type;
		mended[i] = cells[i];
		if (cells[i].s && (type == &ft_flag || type == &ft_instant)) {
			mended[i].s = sql_wire(m->q->cols[i], cells[i].s, m->a);
			mended[i].len = strlen(mended[i].s);
		}
	}
	bool ok = m->row(m->ctx, mended, n, e);
	arena_rewind(m->a, mark);
	return ok;
}

static bool each_pg(struct store *s, const struct query *q, store_row_fn *row, void *ctx, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct mend mend = { .q = q, .row = row, .ctx = ctx, .a = &a };
	struct sql sql;
	for (size_t i = 0; i < q->ncols; i++)
		mend.needed |= q->cols[i]->type == &ft_flag || q->cols[i]->type == &ft_instant;
	sql_stream(q, &a, &sql);
	/* Each row goes through one pipe anyway: with workers that cost nothing in the planner's eyes the
	 * scan and the joins happen beside the pipe, not before it. */
	bool ok = pg_script(pg_of(s), "SET parallel_tuple_cost = 0; SET parallel_setup_cost = 0", e) &&
		pg_each(pg_of(s), sql.text, sql.params, sql.nparams, mend_row, &mend, e);
	struct err ignored = ERR_INIT;
	if (!pg_script(pg_of(s), "RESET parallel_tuple_cost; RESET parallel_setup_cost", &ignored))
		log_err("store", &ignored);
	arena_done(&a);
	return ok;
}

/* The fields this person may see, as the map of rights has it. */
static uint64_t visible(const struct store *s, const struct entity *ent)
{
	uint64_t set = 0;
	for (size_t i = 0; i < ent->nfields; i++)
		if (!ent->fields[i].right || store_may(s, ent->fields[i].right))
			set |= UINT64_C(1) << i;
	return set;
}

static bool take_record(struct store *s, const struct entity *ent, struct ref id, const struct answer *got,
		struct arena *a, void *ret, struct err *e)
{
	if (!got->n)
		return err_set(e, ERR_NOT_FOUND, _("%s %lld does not exist, or is not for you to see."),
				i18n_label(ent->label), (long long)id.id);
	void *rec = arena_alloc(a, ent->size);
	entity_blank(ent, rec);
	if (!sql_record(ent, visible(s, ent), got->cells, a, rec, e))
		return false;
	memcpy(ret, rec, ent->size);
	return true;
}

static bool get_record(struct store *s, const struct entity *ent, struct ref id, bool lock, struct arena *a, void *ret,
		struct err *e)
{
	struct sql sql;
	struct answer got;
	sql_get(ent, id, visible(s, ent), lock, a, &sql);
	return pg_ask(pg_of(s), sql.text, sql.params, sql.nparams, a, &got, e) && take_record(s, ent, id, &got, a, ret, e);
}

static bool get_pg(struct store *s, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e)
{
	return get_record(s, ent, id, false, a, ret, e);
}

static bool may_read_label(const struct store *s, const struct entity *to)
{
	char right[64];
	const struct field *title = entity_flagged(query_listed(to), F_TITLE);
	return snprintf(right, sizeof(right), "%s:view", to->right) < (int)sizeof(right) && store_may(s, right) &&
		(!title || !title->right || store_may(s, title->right));
}

/* A reference whose target this person may not read has no label: the whole statement would be refused. */
static uint64_t labelled(const struct store *s, const struct entity *ent)
{
	uint64_t fields = visible(s, ent);
	for (size_t i = 0; i < ent->nfields; i++)
		if (ent->fields[i].ref && !may_read_label(s, ent->fields[i].ref))
			fields &= ~(UINT64_C(1) << i);
	return fields;
}

static bool queue_look(struct store *s, const struct look_at *at, struct arena *a, struct err *e)
{
	struct pg *pg = pg_of(s);
	struct sql sql;
	sql_get(at->entity, at->id, visible(s, at->entity), false, a, &sql);
	if (!pg_queue(pg, sql.text, sql.params, sql.nparams, e))
		return false;
	if (sql_labels(at->entity, at->id, labelled(s, at->entity), a, &sql) &&
			!pg_queue(pg, sql.text, sql.params, sql.nparams, e))
		return false;
	for (size_t i = 0; i < at->nlists; i++) {
		sql_list(&at->lists[i], a, &sql);
		if (!pg_queue(pg, sql.text, sql.params, sql.nparams, e))
			return false;
	}
	return true;
}

static bool has_label(const struct field *f)
{
	return f->ref && !(f->flags & F_ID);
}

/* Of a record without any reference that may be read nothing was asked. */
static bool take_labels(struct store *s, const struct entity *ent, struct arena *a, const char **ret, struct err *e)
{
	uint64_t fields = labelled(s, ent), asked = 0;
	struct answer got = { 0 };
	for (size_t i = 0; i < ent->nfields; i++)
		asked |= has_label(&ent->fields[i]) ? fields & UINT64_C(1) << i : 0;
	if (asked && !pg_next(pg_of(s), a, &got, e))
		return false;
	for (size_t i = 0, c = 0; i < ent->nfields; i++)
		ret[i] = got.n && (asked >> i & 1) ? got.cells[c++] : NULL;
	return true;
}

static bool take_look(struct store *s, const struct look_at *at, struct arena *a, const struct look_room *ret, struct err *e)
{
	struct answer record, rows;
	if (!pg_next(pg_of(s), a, &record, e) || !take_labels(s, at->entity, a, ret->labels, e))
		return false;
	for (size_t i = 0; i < at->nlists; i++) {
		if (!pg_next(pg_of(s), a, &rows, e))
			return false;
		take_rows(&at->lists[i], &rows, a, &ret->lists[i]);
	}
	return take_record(s, at->entity, at->id, &record, a, ret->rec, e);
}

static bool look_pg(struct store *s, const struct look_at *at, size_t n, struct arena *a, const struct look_room *ret, struct err *e)
{
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++)
		ok = queue_look(s, &at[i], a, e);
	for (size_t i = 0; i < n && ok; i++)
		ok = take_look(s, &at[i], a, &ret[i], e);
	pg_flush(pg_of(s));
	return ok;
}

static long long whole(const char *cell)
{
	return cell ? strtoll(cell, NULL, 10) : 0;
}

/* karat.search_everything answers with rows of one shape: the words that were searched for come first, the orders it
 * counted are “facets” (a number, a status, a year; without these two there are more), all else is a hit. */
enum { KIND, ID, OPENS, KEY, TITLE, AT, WORDS, MORE };

static void add_row(struct search_rows *to, struct search_row *hits, const char *const *c)
{
	if (str_eq(c[KIND], "words")) {
		to->words = c[MORE];
		to->stems = c[TITLE];
	} else if (!str_eq(c[KIND], "facet")) {
		hits[to->n++] = (struct search_row) { .kind = c[KIND], .id = whole(c[ID]), .opens = c[OPENS], .key = c[KEY], .title = c[TITLE],
			.at = c[AT], .words = c[WORDS], .more = { c[MORE], c[MORE + 1], c[MORE + 2], c[MORE + 3] } };
	} else if (c[KEY] && c[TITLE]) {
		to->orders[to->norders++] = (struct search_orders) { c[KEY], (int)whole(c[TITLE]), (size_t)whole(c[ID]) };
	} else {
		to->more_orders = true;
	}
}

static bool search_pg(struct store *s, const struct search *q, struct arena *a, struct search_rows *ret, struct err *e)
{
	static const char *const states[] = { [SEARCH_ALL] = "all", [SEARCH_OPEN] = "open", [SEARCH_CLOSED] = "closed" };
	const char *most = arena_printf(a, "%d", SEARCH_MOST + 1);
	const char *year = q->year ? arena_printf(a, "%d", q->year) : NULL;
	const char *params[] = { q->text, q->also, states[q->state], q->status, year, most };
	struct answer got;
	if (!pg_ask(pg_of(s), "SELECT kind, id, opens, key, title, at, words, more1, more2, more3, more4 "
			"FROM karat.search_everything($1, $2, $3, $4, $5::integer, $6::integer)", params, ARRAY_LEN(params), a, &got, e))
		return false;
	struct search_row *hits = arena_array(a, got.n + 1, sizeof(*hits));
	*ret = (struct search_rows) { .rows = hits, .orders = arena_array(a, got.n + 1, sizeof(*ret->orders)) };
	for (size_t i = 0; i < got.n; i++)
		add_row(ret, hits, got.cells + i * got.cols);
	return true;
}

static bool find_pg(struct store *s, const struct entity *ent, const char *words, struct ref *ret, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct sql sql;
	struct answer got;
	sql_find(ent, words, &a, &sql);
	bool ok = pg_ask(pg_of(s), sql.text, sql.params, sql.nparams, &a, &got, e);
	if (ok && !got.n)
		ok = err_set(e, ERR_NOT_FOUND, _("%s “%s” does not exist, or is not for you to see."), i18n_label(ent->label), words);
	else if (ok && got.n > 1 && str_eq(got.cells[1], got.cells[3]))
		ok = err_set(e, ERR_INVALID, _("More than one record is called “%s”. Say its number."), words);
	int64_t id = 0;
	if (ok && num_parse(got.cells[0], 0, &id))
		*ret = (struct ref) { id };
	arena_done(&a);
	return ok;
}

/* Changing. */

/* Begins a transaction, tells the database what travels with the change, and claims the request id.
 * *ret_reply is what was answered when the same request came before, else NULL. */
static bool begin_request(struct store *s, const char *what, const char *content, const char *reason,
		const struct act *act, const char **ret_id, const char **ret_reply, struct arena *a, struct err *e)
{
	struct pg *pg = pg_of(s);
	const char *settings[] = { reason ? reason : "", act->device ? act->device : "", what };
	const char *claim[] = { act->request ? act->request : store_uuid(a), what, content };
	struct answer got;
	if (!pg_begin(pg, e))
		return false;
	bool ok = pg_queue(pg, "SELECT set_config('karat.reason', $1, true), set_config('karat.device', $2, true), "
				"set_config('karat.verb', $3, true)", settings, 3, e) &&
		pg_queue(pg, "SELECT karat.request_begin($1::uuid, $2, sha256(convert_to($3, 'UTF8')))", claim, 3, e) &&
		pg_next(pg, a, NULL, e) && pg_next(pg, a, &got, e);
	pg_flush(pg);
	if (!ok)
		return pg_rollback(pg), false;
	*ret_id = claim[0];
	*ret_reply = got.cells[0];
	return true;
}

static bool end_request(struct store *s, const char *id, const char *reply, const struct act *act, struct arena *a,
		struct err *e)
{
	struct pg *pg = pg_of(s);
	const char *params[] = { id, reply };
	if (act->dry_run) /* constraints that wait for the end are asked now */
		return pg_script(pg, "SET CONSTRAINTS ALL IMMEDIATE", e) && (pg_rollback(pg), true);
	return pg_ask(pg, "SELECT karat.request_end($1::uuid, $2::jsonb)", params, 2, a, NULL, e) && pg_commit(pg, e);
}

static bool stale(struct err *e)
{
	return err_set(e, ERR_CONFLICT, _("Somebody else changed this in the meantime. Look at it again, then repeat your change."));
}

static bool gone_or_changed(struct store *s, const struct entity *ent, const void *rec, struct arena *a, struct err *e)
{
	struct ref id = *(const struct ref *)field_in(entity_flagged(ent, F_ID), rec);
	void *other = arena_alloc(a, ent->size);
	struct err why = ERR_INIT;
	if (!get_record(s, ent, id, false, a, other, &why))
		return *e = why, false;
	const struct field *version = entity_flagged(ent, F_VERSION);
	if (!version || !version->type->equal(field_in(version, rec), field_in(version, other)))
		return stale(e);
	err_set(e, ERR_DENIED, _("You do not have the right to change this record."));
	memcpy(e->state, "42501", sizeof("42501")); /* a policy hid it from the UPDATE, which says nothing then */
	return false;
}

/* Nothing differs, but "only if it still is as I saw it" was said all the same. */
static bool unchanged(struct store *s, const struct entity *ent, const void *was, void *rec, struct arena *a,
		struct err *e)
{
	const struct field *version = entity_flagged(ent, F_VERSION);
	struct ref id = *(const struct ref *)field_in(entity_flagged(ent, F_ID), was);
	void *now = arena_alloc(a, ent->size);
	if (!get_record(s, ent, id, false, a, now, e))
		return false;
	if (version && !version->type->equal(field_in(version, was), field_in(version, now)))
		return stale(e);
	memcpy(rec, now, ent->size);
	return true;
}

/* One INSERT or UPDATE inside a transaction; rec becomes what the database has. */
static bool write_record(struct store *s, const struct entity *ent, const void *was, void *rec, struct arena *a,
		struct err *e)
{
	uint64_t back = visible(s, ent), set = was ? entity_changes(ent, was, rec) : 0;
	struct sql sql;
	struct answer got;
	if (was && !set)
		return unchanged(s, ent, was, rec, a, e);
	if (was)
		sql_update(ent, rec, set, back, a, &sql);
	else
		sql_insert(ent, rec, back, a, &sql);
	if (!pg_ask(pg_of(s), sql.text, sql.params, sql.nparams, a, &got, e))
		return false;
	kt_assert(got.n || was); /* an INSERT answers its row or fails */
	if (!got.n)
		return gone_or_changed(s, ent, was, a, e);
	return sql_record(ent, back, got.cells, a, rec, e);
}

/* What makes two requests the same: what a person can say, not the version it was said of. */
static const char *content_of(const struct entity *ent, const void *was, const void *rec, struct arena *a)
{
	void *said = arena_copy(a, rec, ent->size);
	for (size_t i = 0; i < ent->nfields; i++)
		if ((ent->fields[i].flags & (F_READONLY | F_ID)) == F_READONLY)
			ent->fields[i].type->set_empty(field_at(&ent->fields[i], said));
	return arena_printf(a, "%s %s", was ? "set" : "add", json_record(ent, said, a));
}

/* Done before: the id is kept, the record is as it is today; what was removed since stays removed. */
static bool replayed(struct store *s, const struct entity *ent, const char *reply, const struct act *act,
		struct arena *a, void *rec, struct err *e)
{
	struct err gone = ERR_INIT;
	if (!json_read(ent, reply, a, rec, e))
		return false;
	struct ref id = *(struct ref *)field_at(entity_flagged(ent, F_ID), rec);
	if (!get_record(s, ent, id, false, a, rec, &gone) && gone.code != ERR_NOT_FOUND)
		return *e = gone, false;
	if (act->replayed)
		*act->replayed = true;
	return true;
}

static bool put_pg(struct store *s, const struct entity *ent, const void *was, void *rec, const struct act *act,
		struct arena *a, struct err *e)
{
	const struct field *id = entity_flagged(ent, F_ID);
	const char *what = arena_printf(a, "%s.%s", ent->name, was ? "set" : "add"), *request, *reply;
	void *now = arena_copy(a, rec, ent->size);
	if (!begin_request(s, what, content_of(ent, was, rec, a), act->reason, act, &request, &reply, a, e))
		return false;
	bool ok;
	if (reply) {
		ok = replayed(s, ent, reply, act, a, now, e);
		pg_rollback(pg_of(s));
	} else {
		ok = write_record(s, ent, was, now, a, e);
		struct buf kept = BUF_INIT(128);
		buf_adds(&kept, "{\"id\":");
		field_to_wire(id, now, &kept);
		buf_adds(&kept, "}");
		ok = ok && end_request(s, request, kept.data, act, a, e);
		buf_done(&kept);
	}
	if (!ok)
		return pg_rollback(pg_of(s)), false;
	memcpy(rec, now, ent->size);
	return true;
}

static const char *reason_of(const struct verb *verb, const void *args, const struct act *act)
{
	const struct field *f = entity_field(verb->args, "reason");
	const char *said = f ? *(const char *const *)field_in(f, args) : NULL;
	return said ? said : act->reason;
}

static bool run_verb(struct store *s, const struct verb *verb, const void *args, const char *request,
		const struct act *act, struct arena *a, void *ret, struct err *e)
{
	struct tx tx = { .store = s, .pg = pg_of(s), .verb = verb, .request = request };
	return verb->run(&tx, args, a, ret, e) &&
		(!act->told || pg_ask(tx.pg, verb->tells, NULL, 0, a, act->told, e)) &&
		end_request(s, request, verb->result ? json_record(verb->result, ret, a) : "{}", act, a, e);
}

static bool act_pg(struct store *s, const struct verb *verb, const void *args, const struct act *act,
		struct arena *a, void *ret, struct err *e)
{
	const char *request, *reply;
	const char *said = json_record(verb->args, args, a);
	if (!store_need(s, verb->right, e) ||
			!begin_request(s, verb->name, said, reason_of(verb, args, act), act, &request, &reply, a, e))
		return false;
	void *now = verb->result ? arena_alloc(a, verb->result->size) : NULL;
	if (now)
		entity_blank(verb->result, now);
	bool ok;
	if (reply) {
		ok = !now || json_read(verb->result, reply, a, now, e);
		if (act->replayed)
			*act->replayed = true;
		pg_rollback(pg_of(s));
	} else {
		ok = run_verb(s, verb, args, request, act, a, now, e);
	}
	if (!ok)
		return pg_rollback(pg_of(s)), false;
	if (now && ret)
		memcpy(ret, now, verb->result->size);
	return true;
}

/* What verbs may do (tx.h). */

const struct verb *tx_verb(const struct tx *tx)
{
	return tx->verb;
}

const char *tx_request(const struct tx *tx)
{
	return tx->request;
}

bool tx_get(struct tx *tx, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e)
{
	bool lock = !ent->readonly; /* what the database alone writes gives nobody the right to lock it */
	return get_record(tx->store, ent, id, lock, a, ret, e);
}

bool tx_put(struct tx *tx, const struct entity *ent, const void *was, void *rec, struct arena *a, struct err *e)
{
	return write_record(tx->store, ent, was, rec, a, e);
}

bool tx_ask(struct tx *tx, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e)
{
	return pg_ask(tx->pg, sql, params, nparams, a, ret, e);
}

/* Reports: all from one snapshot, so that totals agree. */

static bool report_pg(struct store *s, const char *sql, const char *const *params, size_t nparams,
		store_names_fn *names, store_row_fn *row, void *ctx, struct err *e)
{
	struct pg *pg = pg_of(s);
	if (!pg_begin_reading(pg, e))
		return false;
	bool ok = pg_each_named(pg, sql, params, nparams, names, row, ctx, e);
	pg_rollback(pg);
	return ok;
}

static bool watch_pg(struct store *s, int *ret_fd, struct err *e)
{
	struct self *self = s->self;
	if (!self->watched) {
		bool asked = queue_listen(s, self->pg, e) && take_listen(s, self->pg, e);
		pg_flush(self->pg);
		if (!asked)
			return false;
	}
	*ret_fd = pg_socket(self->pg);
	return true;
}

static bool change_pg(struct store *s, struct arena *a, const char **ret_table, const char **ret_ids)
{
	const char *channel;
	if (!pg_told(pg_of(s), a, &channel, ret_ids))
		return false;
	*ret_table = str_starts(channel, CHANNEL) ? channel + strlen(CHANNEL) : channel;
	return true;
}

static void cancel_pg(struct store *s)
{
	pg_cancel(pg_of(s));
}

const struct store_ops store_pg_ops = {
	.schemes = (const char *const[]) { "embedded:", "demo:", "postgresql:", "postgres:", "service=", "host=",
		"dbname=", "user=", NULL },
	.open = open_pg,
	.close = close_pg,
	.list = list_pg,
	.count = count_pg,
	.each = each_pg,
	.get = get_pg,
	.look = look_pg,
	.search = search_pg,
	.find = find_pg,
	.put = put_pg,
	.act = act_pg,
	.report = report_pg,
	.watch = watch_pg,
	.change = change_pg,
	.cancel = cancel_pg,
};
