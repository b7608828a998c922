/* testdb.h - a database of its own for each test, on the scratch cluster that all tests of a run share
 *
 * The cluster is made when the first test asks, lives in a folder that goes with the build folder, and
 * ends by itself when nobody asks any more. Databases are copies of a migrated template (about 50 ms)
 * and are dropped by a later test once the process they were made for has ended.
 *
 * Who is in the template (roles are the same in all databases of the cluster):
 *   karat  superuser        olga  owner (admin)   ofra  office     gero  goldsmith
 *   vito   viewer           thea  tax auditor     kira  kiosk
 *
 * A failure ends the test program with 99, which says that the set-up broke.
 */
#ifndef KT_TESTS_LIB_TESTDB_H
#define KT_TESTS_LIB_TESTDB_H

#include <sys/types.h>

struct arena;
struct pg;

/* For a role in the database of this process, made when first asked for. */
const char *testdb_conninfo(const char *role, struct arena *a);
struct pg *testdb_open(const char *role);

/* A fresh database from now on: migrated like the template, or with nothing in it. */
void testdb_renew(void);
void testdb_renew_empty(void);

/* The one that all tests of the program that say so have together: for those that leave nothing in it. */
void testdb_share(void);

/* Until this process ends, nobody else makes the template or migrates: roles belong to all databases of
 * the cluster, and two that make them at once get in each other's way. */
void testdb_alone(void);

/* For programs that make databases for others (testcluster): one that belongs to another process. */
const char *testdb_make_for(pid_t owner, const char *name);

/* What a server of tests is told once (ALTER SYSTEM): a template is vacuumed and analysed when it is made, and no copy
 * of it lives long enough to need it again; the launcher would do it to each of them. */
#define TESTDB_STEADY "ALTER SYSTEM SET autovacuum = off"

/* Where tests make folders: TMPDIR, or in memory if there is plenty, as most of the time of a cluster goes into
 * making its thousand files; else /tmp. */
const char *testdb_tmp(void);
const char *testdb_cluster_dir(void);
const char *testdb_socket_dir(void);

#endif
