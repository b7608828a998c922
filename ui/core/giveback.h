/* giveback.h - the terminal as it was before, even when the program dies
 *
 * From a signal handler nothing may be called but write() and tcsetattr(): so what is to be sent is prepared while
 * all is well. Everything is one per process.
 */
#ifndef KT_CORE_GIVEBACK_H
#define KT_CORE_GIVEBACK_H

#include <stddef.h>
#include <termios.h>

enum { GIVEBACK_MAX = 1024 };

/* From now on a panic, exit() and the signals that end a program give the terminal back. A signal that somebody
 * else has handled or ignored so far, and that is no sign of a broken program, stays theirs. */
void giveback_begin(int fd, const struct termios *before);
void giveback_bytes(const char *bytes, size_t len); /* at most GIVEBACK_MAX */
/* Does it, once: the rest is up to giveback_begin again. May be called anywhere and at any time. */
void giveback_now(void);
void giveback_end(void); /* has been done by other means */

#endif
