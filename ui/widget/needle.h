/* needle.h - what is looked for in a list: the same rule for the store, which finds rows, and the screen, which shows why
 *
 * Words are found in texts and in the names of choices, umlauts and their spellings alike. Small letters find capitals
 * too; who types a capital means it. In numbers and days the whole value is found, in any spelling: 24.12. is that day.
 */
#ifndef KT_WIDGET_NEEDLE_H
#define KT_WIDGET_NEEDLE_H

#include <stdbool.h>
#include <stddef.h>
#include "domain/entity.h"
#include "store/query.h"

struct arena;
struct fmt;

struct needle {
	const char *text;
	const char *folded; /* in capitals and small letters if `exact` */
	bool exact;
	const struct field *const *fields; /* in which it is looked for */
	const char **same;                 /* of each: the wire spelling that is meant; NULL: none */
	size_t n;
};

/* text: not empty. All lives in the arena; false: it is not UTF-8, or too long (QUERY_TEXT_MAX). */
bool needle_make(struct needle *ret, const char *text, const struct field *const *fields, size_t n, const struct fmt *fmt,
		struct arena *a) KT_CHECK;
/* Whether a cell has it. i: of its field; wire: NULL if it is empty. Any thread may ask. */
bool needle_hits(const struct needle *nd, size_t i, const char *wire);
/* Where in the words of a cell that has it: the bytes from there on; false: nowhere. */
bool needle_find(const struct needle *nd, size_t i, const char *words, size_t *ret_at, size_t *ret_len);
/* What the store looks for: it finds all that has the needle, and some that differs in capitals. */
void needle_seek(const struct needle *nd, struct arena *a, struct seek *ret);

#endif
