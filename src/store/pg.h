/* pg.h - one libpq connection: open, ask, stream, transactions, errors as sentences
 *
 * Only parameters carry values. The answer is wire text in the caller's arena.
 */
#ifndef KT_STORE_PG_H
#define KT_STORE_PG_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;
struct pg;

struct answer {
	size_t n, cols;
	const char **cells; /* n × cols, row by row; NULL: SQL null */
	size_t affected;    /* rows that an UPDATE or INSERT touched */
};

/* conninfo: anything libpq takes, URL or key=value. The session speaks UTF-8, ISO dates, UTC. */
bool pg_open(struct pg **ret, const char *conninfo, struct err *e) KT_CHECK;
/* Who is asked when the server wants a password and libpq's own ways (passfile, service, PGPASSWORD) have
 * none, or (refused) one that the server does not take. It writes at most `size` bytes with the NUL; false: there is
 * none. The copy is wiped after use. */
typedef bool pg_password_fn(const char *login, bool refused, char *ret, size_t size);
void pg_on_password(pg_password_fn *ask);
/* What the server keeps instead of a password (SCRAM-SHA-256$…): made here, so that it never travels. */
bool pg_verifier(struct pg *pg, const char *login, const char *password, struct arena *a, char **ret,
		struct err *e) KT_CHECK;
/* How other programs reach the same server: libpq words for a database of it (NULL: the same one), without
 * the password, and the password, which belongs into their environment; "" if there is none. */
char *pg_words(const struct pg *pg, const char *dbname, struct arena *a);
const char *pg_secret(const struct pg *pg);
bool pg_open_beside(struct pg **ret, const struct pg *pg, const char *dbname, struct err *e) KT_CHECK;
void pg_close(struct pg *pg);

bool pg_ask(struct pg *pg, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e) KT_CHECK; /* ret may be NULL */
/* Several statements at once, no parameters: migrations and demo data. */
bool pg_script(struct pg *pg, const char *sql, struct err *e) KT_CHECK;

/* Row by row, memory does not grow; cells are valid during the call. Stops when row() returns false. */
struct cell {
	const char *s; /* NULL: empty */
	size_t len;
};
typedef bool pg_row_fn(void *ctx, const struct cell *cells, size_t n, struct err *e);
bool pg_each(struct pg *pg, const char *sql, const char *const *params, size_t nparams, pg_row_fn *row,
		void *ctx, struct err *e) KT_CHECK;

/* The same, with the names of the columns told first. */
typedef bool pg_names_fn(void *ctx, const char *const *names, size_t n, struct err *e);
bool pg_each_named(struct pg *pg, const char *sql, const char *const *params, size_t nparams, pg_names_fn *names,
		pg_row_fn *row, void *ctx, struct err *e) KT_CHECK;

/* Several statements in one round trip: ask with pg_queue, then take the answers in order. After a
 * failure the rest of the queue is skipped; pg_flush must always be called at the end. */
bool pg_queue(struct pg *pg, const char *sql, const char *const *params, size_t nparams, struct err *e) KT_CHECK;
bool pg_next(struct pg *pg, struct arena *a, struct answer *ret, struct err *e) KT_CHECK;
void pg_flush(struct pg *pg);

/* One program at a time: waits as long as the others take. It goes with the connection, or by pg_advisory_unlock(key). */
bool pg_wait_turn(struct pg *pg, const char *key, struct err *e) KT_CHECK;

bool pg_begin(struct pg *pg, struct err *e) KT_CHECK;
bool pg_begin_reading(struct pg *pg, struct err *e) KT_CHECK; /* all of it sees the same, and changes nothing */
bool pg_commit(struct pg *pg, struct err *e) KT_CHECK;
void pg_rollback(struct pg *pg);

bool pg_cancel(struct pg *pg); /* from another thread or a signal handler: the running statement ends */
/* The next NOTIFY that has arrived: channel and payload, in the arena; false when there is none. */
bool pg_told(struct pg *pg, struct arena *a, const char **ret_channel, const char **ret_payload);
int pg_socket(const struct pg *pg);
int pg_client_version(void); /* 150018, of the libpq that runs; 0: there is none */
int pg_server_version(const struct pg *pg);

/* What a failed statement means for the person: SQLSTATE, constraint and column become field and
 * sentence, by one table. `result` is a PGresult. Always false. */
bool pg_error(const void *result, struct err *e) KT_COLD;
/* The sentence of a SQLSTATE by itself, translated, for what a database has noted down. */
const char *pg_sentence(const char *state);
/* A connection that was given a password which the server did not take: a PGconn. */
bool pg_password_refused(const void *conn);
/* The words without any password, for lists and files; NULL if libpq does not understand them. */
char *pg_public(const char *conninfo, struct arena *a);
/* The same for a connection that did not come about: a PGconn, whose words have SQLSTATEs if a server answered.
 * NULL: there was no memory for one. Always false. */
bool pg_error_login(const void *conn, struct err *e) KT_COLD;

#endif
