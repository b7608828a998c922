/* workshops.h - the workshops that people signed in to from this account, the last one first
 *
 * A file of its own (0600) in the state folder: who, and where. Never a password: a URL with one in it is kept without.
 */
#ifndef KT_SCREEN_WORKSHOPS_H
#define KT_SCREEN_WORKSHOPS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;

enum { WORKSHOPS_MAX = 8, WORKSHOP_MAX = 1000 };

struct workshop_known {
	const char *login, *workshop; /* a URL, or a name of karat.conf */
};

/* Answers how many there are; a file that a hand has broken has fewer. */
size_t workshops_load(struct arena *a, struct workshop_known ret[static WORKSHOPS_MAX]);
/* To the front of the list. */
bool workshops_note(const char *login, const char *workshop, struct err *e) KT_CHECK;

#endif
