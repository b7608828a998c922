/* pool.h - PgBouncer before a server, as data/pgbouncer sets it up, but for its sockets and passwords */
#ifndef KT_TESTS_LIB_POOL_H
#define KT_TESTS_LIB_POOL_H

struct pool;

/* DIR is made: its socket is called as that of a server is. All who come are LOGIN to the server. What breaks here ends
 * the program with 99. */
struct pool *pool_open(const char *dir, const char *server_dir, const char *login);
void pool_close(struct pool *p);

#endif
