/* store_ops.h - what a store must be able to do; one const record per kind, at the end of its file */
#ifndef KT_STORE_STORE_OPS_H
#define KT_STORE_STORE_OPS_H

#include "base/arena.h"
#include "store/search.h"
#include "store/store.h"

struct store {
	const struct store_ops *ops;
	struct arena arena;       /* lives as long as the store: session, conninfo */
	struct session session;
	unsigned flags;           /* enum open_flag */
	uint64_t rights;          /* bit i: rights[i] */
	void *self;               /* the kind's own */
};

struct store_ops {
	const char *const *schemes; /* { "postgresql:", "postgres:", NULL } */
	bool (*open)(struct store *s, const char *url, struct err *e);
	void (*close)(struct store *s);
	bool (*list)(struct store *s, const struct query *q, struct arena *a, struct rows *ret, struct err *e);
	bool (*count)(struct store *s, const struct query *q, size_t most, int ms, long long *ret, struct err *e);
	bool (*each)(struct store *s, const struct query *q, store_row_fn *row, void *ctx, struct err *e);
	bool (*get)(struct store *s, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e);
	bool (*look)(struct store *s, const struct look_at *at, size_t n, struct arena *a, const struct look_room *ret, struct err *e);
	bool (*search)(struct store *s, const struct search *q, struct arena *a, struct search_rows *ret, struct err *e);
	bool (*find)(struct store *s, const struct entity *ent, const char *words, struct ref *ret, struct err *e);
	bool (*put)(struct store *s, const struct entity *ent, const void *was, void *rec, const struct act *act,
			struct arena *a, struct err *e);
	bool (*act)(struct store *s, const struct verb *verb, const void *args, const struct act *act,
			struct arena *a, void *ret, struct err *e);
	bool (*report)(struct store *s, const char *sql, const char *const *params, size_t nparams,
			store_names_fn *names, store_row_fn *row, void *ctx, struct err *e);
	bool (*watch)(struct store *s, int *ret_fd, struct err *e);
	bool (*change)(struct store *s, struct arena *a, const char **ret_table, const char **ret_ids);
	void (*cancel)(struct store *s);
};

extern const struct store_ops store_pg_ops;

#endif
