/* store.h - where records live: one interface, whether PostgreSQL is here or a server is over there
 *
 * Calls block; who must not wait posts them to a thread. A store is used by one thread at a time,
 * except store_cancel.
 */
#ifndef KT_STORE_STORE_H
#define KT_STORE_STORE_H

#include "domain/entity.h"
#include "store/query.h"

struct cell;
struct store;
struct store_ops;
struct verb;

struct session { /* who is signed in, as the store knows it; the arena is the store's */
	const char *login, *display_name;
	struct ref person;    /* 0: nobody of the workshop (maintenance) */
	int role;             /* enum role, or -1 */
	const char *workshop, *time_zone;
	const char *language; /* that the person has kept; NULL: none */
	int schema, schema_known; /* versions: of the database, of this program */
	const char *server;   /* "PostgreSQL 15.18" */
};

struct answer;
struct act { /* what travels with every change; all may be empty */
	const char *request; /* UUID of the request: said twice, done once; NULL: made here */
	const char *reason;
	const char *device;
	bool dry_run; /* do all of it, refusals of the database included, then roll back */
	struct answer *told; /* of a verb that tells what it changes, what it says; NULL: nobody asks */
	bool *replayed; /* set to true when the same request was done before; may be NULL */
};

enum open_flag {
	OPEN_READONLY = 1 << 0,
	OPEN_CREATE = 1 << 1,      /* a private cluster may be made; a demo filled */
	OPEN_MAINTENANCE = 1 << 2, /* as superuser of the private cluster, whatever the schema's version */
	OPEN_BESIDE = 1 << 3,      /* on a thread beside the main one: says nothing on the terminal, and leaves what belongs
	                            * to the whole process to store_zone */
	OPEN_WATCH = 1 << 4,       /* store_watch will follow: what it takes travels with the rest */
};

/* url: embedded: · embedded:DIR · embedded:DIR?user=LOGIN · demo: · demo:LOGIN · postgresql://… · service=… (DESIGN of URLs: karat(1)). */
bool store_open(struct store **ret, const char *url, unsigned flags, struct err *e) KT_CHECK;
void store_close(struct store *s);
/* The workshop's time zone becomes that of the process, as one process serves one workshop: on the main thread. */
void store_zone(const struct store *s);

const struct session *store_session(const struct store *s);
bool store_may(const struct store *s, const char *right); /* by the map; the database has the last word */
bool store_need(const struct store *s, const char *right, struct err *e) KT_CHECK; /* the same; DENIED, and why */

bool store_list(struct store *s, const struct query *q, struct arena *a, struct rows *ret, struct err *e) KT_CHECK;
/* How many rows a query has, or how many come behind a page's key: exact up to `most`, and `most` + 1 stands for more.
 * -1: that cannot be told within so many ms. */
bool store_count(struct store *s, const struct query *q, size_t most, int ms, long long *ret, struct err *e) KT_CHECK;
/* Every row of a query, one at a time, in constant memory; cells are wire spellings. */
typedef bool store_row_fn(void *ctx, const struct cell *cells, size_t n, struct err *e);
bool store_each(struct store *s, const struct query *q, store_row_fn *row, void *ctx, struct err *e) KT_CHECK;

/* id: the number of the record, or what people call it (A-2026-0017, K-00042, 585-y, lena). */
bool store_get(struct store *s, const struct entity *ent, const char *id, struct arena *a, void *ret, struct err *e) KT_CHECK;
/* The record that words name: id, key, or a title that only one record has, however they are spelled. */
bool store_find(struct store *s, const struct entity *ent, const char *words, struct ref *ret, struct err *e) KT_CHECK;
/* One record with all that a person sees with it, in one round trip: the record, what people call the records it
 * refers to (labels: by field, NULL where there is none or no right), and the first page of each list. */
struct look_at {
	const struct entity *entity;
	struct ref id;
	const struct query *lists;
	size_t nlists;
};
bool store_look(struct store *s, const struct look_at *at, struct arena *a, void *ret, const char **ret_labels,
		struct rows *ret_lists, struct err *e) KT_CHECK;
/* The same for several records, in one round trip for all of them. */
struct look_room { /* where the answers go: room for the record, for a label of each of its fields, for each list */
	void *rec;
	const char **labels;
	struct rows *lists;
};
bool store_look_all(struct store *s, const struct look_at *at, size_t n, struct arena *a, const struct look_room *ret,
		struct err *e) KT_CHECK;
/* What people read for a reference: "A-2026-0017 Wedding rings". */
bool store_label(struct store *s, const struct entity *ent, struct ref id, struct arena *a, char **ret, struct err *e) KT_CHECK;

/* Adds (was NULL) or changes the fields in which rec differs from was. If somebody else was faster:
 * CONFLICT, and *rec stays as it was given. On success rec is what the store has now. */
bool store_put(struct store *s, const struct entity *ent, const void *was, void *rec, const struct act *act,
		struct arena *a, struct err *e) KT_CHECK;
bool store_act(struct store *s, const struct verb *verb, const void *args, const struct act *act,
		struct arena *a, void *ret, struct err *e) KT_CHECK;

/* A SELECT of a report, row by row. names: the columns, told before the first row. */
typedef bool store_names_fn(void *ctx, const char *const *names, size_t n, struct err *e);
bool store_report(struct store *s, const char *sql, const char *const *params, size_t nparams,
		store_names_fn *names, store_row_fn *row, void *ctx, struct err *e) KT_CHECK;

/* The same for a small one of karat's own: all rows at once, in one round trip, without a transaction around it. */
bool store_ask(struct store *s, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e) KT_CHECK;

bool store_watch(struct store *s, int *ret_fd, struct err *e) KT_CHECK; /* readable when something changed */
/* The next change told, if any: table and ids; false when there is none. */
bool store_change(struct store *s, struct arena *a, const char **ret_table, const char **ret_ids);
void store_cancel(struct store *s);

/* Values typed for references go through store_find, all others through field_from_user. `wire`: the
 * spelling is the machine's (import). */
bool store_read_field(struct store *s, const struct field *f, const struct fmt *fmt, bool wire, const char *text,
		struct arena *a, void *rec, struct err *e) KT_CHECK;

/* The connection beneath, for maintenance (migrate, verify, backup); NULL if the store has none. */
struct pg *store_pg(struct store *s);

/* The name by which the person at this terminal signs in to a private workshop: PGUSER, else the OS user's. */
const char *store_os_login(struct arena *a);

/* A fresh random UUID. */
char *store_uuid(struct arena *a);

#endif
