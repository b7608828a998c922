/* demo.h - the small demo workshop for tests that look at whole screens
 *
 * One is made for all tests of a run, and one more for each test that breaks its own; both go when the run ends.
 * Each test has a folder of its own for drafts, and an environment that is the same everywhere.
 */
#ifndef KT_TESTS_UI_DEMO_H
#define KT_TESTS_UI_DEMO_H

#include <stdbool.h>
#include "lib/vt.h"

/* From now on this process's own folder is XDG_STATE_HOME, with the demo of all tests in it, or with one of its own.
 * What breaks here ends the test program with 99. */
void demo_shared(void);
void demo_own(void);

/* The screens of the workshop as they come up, for LOGIN, in English. */
struct vt *demo_open(const char *login, const struct vt_look *look);
/* The same as people start it, who say no language (the environment's is English): options, then NULL; may be NULL. */
struct vt *demo_start(const char *login, const char *const *options);
/* A terminal on the wall, called wall, that speaks LANG where nobody stands; badges: lena's 1234567890 (German), jonas's
 * 9876543210 (English), tim's 5555555555. The first time it makes them. With an input device of its own, if that is not NULL. */
struct vt *demo_kiosk(const char *lang, const struct vt_look *look);
struct vt *demo_kiosk_with(const char *scanner, const char *lang, const struct vt_look *look);
const char *demo_command(const char *login); /* the same for a shell */
const char *demo_url(const char *login);     /* what -w is told */
/* A command in another process and its exit code: VT_ARGV("-w", "demo:ute", "set", …). */
int demo_run(const char *const *args);
void demo_sql(const char *sql); /* as superuser */
/* What the statement locks is held in an open transaction until the next call, with NULL. */
void demo_hold(const char *what);
#define DEMO_ORDERS "LOCK TABLE karat.orders IN ACCESS EXCLUSIVE MODE"
/* From now on its server lets nobody in without a password (until it is started anew), the superuser excepted. */
void demo_passwords(void);
const char *demo_state(void);   /* XDG_STATE_HOME */
const char *demo_asked(const char *sql); /* the same, and the first cell of what it answers */
/* Through a bad line (lib/proxy.h) from now on, whoever it is that is opened. */
struct proxy;
struct proxy *demo_proxy(void);
/* Through PgBouncer (lib/pool.h) from now on, the terminal `wall` and those that are opened after it. */
struct pool;
struct pool *demo_pool(void);
bool demo_kill(void);           /* its server, with SIGKILL; false: there was none */
/* As if its disk were gone, and came again: its server does not survive that. */
void demo_hide(bool hidden);
/* Of the drafts: how many there are, and the text of one of them. */
int demo_drafts(const char **ret_text, int *ret_mode);

#endif
