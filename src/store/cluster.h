/* cluster.h - the private PostgreSQL: made, started on demand, stopped when the last client has left
 *
 * A folder with a cluster of its own: unix socket only, data checksums, nothing listens on the network.
 * Run by root it belongs to a service user, as PostgreSQL refuses root. Who may enter the folder is its
 * owner; people sign in as roles of the database.
 */
#ifndef KT_STORE_CLUSTER_H
#define KT_STORE_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;
struct cluster;

enum cluster_flag {
	CLUSTER_CREATE = 1 << 0,  /* make it if it is not there */
	CLUSTER_SCRATCH = 1 << 1, /* throw-away (demo, tests): everyone who may enter is any role; no fsync */
	CLUSTER_QUIET = 1 << 2,   /* do not say what takes time on stderr */
};

#define CLUSTER_SUPERUSER "karat" /* role of maintenance; the owner of the folder reaches it by peer */

/* Takes part: makes and starts what is needed, waits until it answers, and stays a client until
 * cluster_leave (or the end of the process, however it ends). Two programs doing this at once agree. */
bool cluster_join(struct cluster **ret, const char *dir, unsigned flags, struct err *e) KT_CHECK;
void cluster_leave(struct cluster *c);

/* A name PostgreSQL can take for a role; what people say must pass before anything else is done with it. */
bool cluster_login_check(const char *login, struct err *e) KT_CHECK;

/* libpq key=value words for a role and a database of it, which cluster_login_check has seen. */
char *cluster_conninfo(const struct cluster *c, const char *role, const char *dbname, struct arena *a);
const char *cluster_socket_dir(const struct cluster *c);
bool cluster_made(const struct cluster *c);  /* this join created it */

/* Lets the person at this terminal (the OS user) sign in as a role without a password. */
bool cluster_admit(struct cluster *c, const char *role, struct err *e) KT_CHECK;

bool cluster_exists(const char *dir);
bool cluster_stop(const char *dir, struct err *e) KT_CHECK;   /* fast shutdown, now; fine if not running */
bool cluster_remove(const char *dir, struct err *e) KT_CHECK; /* stops and deletes; only what cluster_join made */

/* Where the person's cluster and the demo live. */
char *cluster_default_dir(struct arena *a);
char *cluster_demo_dir(struct arena *a);

#endif
