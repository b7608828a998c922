/* sequence.h - what a terminal's escape sequence means, for input.c alone
 *
 * Pure: looks at bytes that begin with Esc and a byte that sequence_opens, and says how many of them belong
 * together. Whatever does not belong stays for the next look.
 */
#ifndef KT_CORE_SEQUENCE_H
#define KT_CORE_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include "core/input.h"

enum sequence_kind {
	SEQUENCE_UNKNOWN, /* whole or broken off: nothing that matters here */
	SEQUENCE_ALONE,   /* no sequence at all: somebody held Alt and typed the second byte */
	SEQUENCE_EVENT,   /* a key, the mouse, or focus */
	SEQUENCE_PASTE,   /* what follows is text */
};

struct sequence {
	enum sequence_kind kind;
	struct event event;
};

extern const char sequence_paste_end[]; /* six bytes */

bool sequence_opens(char second);
bool sequence_is_string(char second); /* ends with BEL or Esc \, not with a letter */

/* The bytes used; 0: more are needed to know, never so when `last`, i.e. when none will come. */
size_t sequence_read(const char *s, size_t n, bool last, struct sequence *ret);

#endif
