/* tx.h - what a verb may do inside its transaction */
#ifndef KT_STORE_TX_H
#define KT_STORE_TX_H

#include "domain/entity.h"
#include "store/pg.h"

struct tx;
struct verb;

const struct verb *tx_verb(const struct tx *tx);
const char *tx_request(const struct tx *tx); /* its UUID, the client's own: also for what the verb makes */

/* Reads a record and keeps it locked until the end, unless the database alone writes it. */
bool tx_get(struct tx *tx, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e) KT_CHECK;
/* Adds (was NULL) or changes; afterwards rec is what the database has. */
bool tx_put(struct tx *tx, const struct entity *ent, const void *was, void *rec, struct arena *a, struct err *e) KT_CHECK;
bool tx_ask(struct tx *tx, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e) KT_CHECK;
/* (A reason in the arguments of a verb is set already: history and audit trail will show it.) */

#endif
