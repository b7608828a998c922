/* migrate.h - numbered migrations, each with up and down, checksummed, one transaction each */
#ifndef KT_STORE_MIGRATE_H
#define KT_STORE_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;
struct pg;

struct migration {
	int version;
	const char *name;    /* "orders" of 0005_orders.up.sql */
	const char *up, *down;
	char checksum[65];   /* SHA-256 of up and down, hex */
};

struct migration_state {
	int current, latest;          /* versions; current 0: nothing there yet */
	bool changed, newer;          /* an applied one differs from ours; the database knows more than we do */
	const char *sentence;         /* what is the matter, translated; NULL when all is well */
};

/* Those built in, in order; *ret_n of them, in the arena. */
const struct migration *migrations(struct arena *a, size_t *ret_n);

bool migrate_state(struct pg *pg, struct arena *a, struct migration_state *ret, struct err *e) KT_CHECK;

/* Up or down to a version (-1: the latest), under an advisory lock, so that two programs do not
 * migrate at once. `say` is told each step before it runs; NULL is silent. With `plan` nothing runs. */
bool migrate_to(struct pg *pg, int version, bool plan,
		void (*say)(void *ctx, const struct migration *m, bool up), void *ctx, struct err *e) KT_CHECK;

#endif
