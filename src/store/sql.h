/* sql.h - statements made from the entity tables: text and parameters, no connection
 *
 * Identifiers come from const tables alone and are quoted; every value is a parameter.
 */
#ifndef KT_STORE_SQL_H
#define KT_STORE_SQL_H

#include "base/buf.h"
#include "store/query.h"

enum { SQL_PARAMS_MAX = 96 };

struct sql {
	const char *text;
	const char *params[SQL_PARAMS_MAX];
	size_t nparams;
};

/* A page, or all, of what a query asks for. After the wanted columns stand the sort value and the id,
 * from which the next page's key is made; one row more than the limit tells whether there is more. */
void sql_list(const struct query *q, struct arena *a, struct sql *ret);
/* How many rows that is, but not more than `most` + 1; of a page's key: how many come behind it. */
void sql_count(const struct query *q, size_t most, struct arena *a, struct sql *ret);
/* The columns alone, in order, for a stream. */
void sql_stream(const struct query *q, struct arena *a, struct sql *ret);

/* Every field of one record; `lock` keeps others from changing it until the transaction ends. */
void sql_get(const struct entity *ent, struct ref id, uint64_t fields, bool lock, struct arena *a, struct sql *ret);
/* What people call the records that a record refers to: a cell for each reference in `fields`, in table order.
 * False: it refers to none. */
bool sql_labels(const struct entity *ent, struct ref id, uint64_t fields, struct arena *a, struct sql *ret);
/* At most two ids of records that people call so, with how well each fits: by key, else by title, as they are
 * spelled; only if there is none, however they are spelled. */
void sql_find(const struct entity *ent, const char *words, struct arena *a, struct sql *ret);

/* Adds a record with the fields of rec that are not empty; answers `back` fields of the new row. */
void sql_insert(const struct entity *ent, const void *rec, uint64_t back, struct arena *a, struct sql *ret);
/* Changes the fields in `set` if the version still is that of rec; answers `back`, or no row. */
void sql_update(const struct entity *ent, const void *rec, uint64_t set, uint64_t back, struct arena *a, struct sql *ret);

/* One row of cells (the fields in `fields`, in table order) into a record. */
bool sql_record(const struct entity *ent, uint64_t fields, const char *const *cells, struct arena *a, void *rec,
		struct err *e) KT_CHECK;

/* PostgreSQL's spelling of a value as the wire has it: booleans are true and false, instants end in Z. */
const char *sql_wire(const struct field *f, const char *cell, struct arena *a);

#endif
