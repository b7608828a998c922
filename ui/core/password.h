/* password.h - the password that was typed, for as long as somebody is signed in with it
 *
 * Kept because a line that breaks is to come back by itself, and libpq keeps one as long as the connection anyway. One
 * copy, in memory that is neither swapped out nor dumped, wiped when somebody signs out, when the server does not take it
 * any more, and at the end. As long as nothing is typed, KARAT_PASSWORD_COMMAND is asked.
 *
 * Asked by the worker's thread, set by the main one.
 */
#ifndef KT_CORE_PASSWORD_H
#define KT_CORE_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

enum { PASSWORD_MAX = 512, LOGIN_MAX = 63 }; /* bytes; PostgreSQL cuts longer names */

/* From now on servers that want a password get it from here. */
void password_use(void);
/* One is about to be typed: from now on the program dumps no core. */
void password_expect(void);
/* For this login; text is copied, and is the caller's to wipe. */
void password_keep(const char *login, const char *text);
void password_forget(void);
bool password_kept(void);
/* Whose password a server wanted last, and got none that it took; "" if none did. */
void password_wanted(char ret[static LOGIN_MAX + 1]);

#endif
