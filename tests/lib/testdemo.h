/* testdemo.h - the small demo workshop, made once and copied to whoever wants one
 *
 * Making one takes a second, copying one a tenth of that. It is made anew when anything of data/ that is built in
 * has changed, lies beside the folder of the scratch cluster (testdb.h), and goes with it.
 */
#ifndef KT_TESTS_LIB_TESTDEMO_H
#define KT_TESTS_LIB_TESTDEMO_H

#define TESTDEMO_NOW "2026-03-02T09:00:00Z" /* what its days are about */

/* From now on there is one below STATE/karat, the XDG_STATE_HOME of who will use it. Ends the program with 99 if
 * that cannot be. */
void testdemo_copy(const char *state);
void testdemo_remove(void);

#endif
