/* columns.h - how the columns of a list share the width of the screen
 *
 * Each wants what its longest words want, within bounds. Where that is too much, texts are shortened, the longest first,
 * down to a least width; then columns go, the last first. Frozen ones stay when the others are scrolled.
 */
#ifndef KT_WIDGET_COLUMNS_H
#define KT_WIDGET_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include "domain/entity.h"

struct columns {
	const struct field *fields[ENTITY_FIELDS_MAX];
	int x[ENTITY_FIELDS_MAX], w[ENTITY_FIELDS_MAX];
	size_t n;
	bool more_left, more_right; /* some do not fit at that side */
};

enum { COLUMN_GAP = 2, COLUMN_TEXT_LEAST = 12, COLUMN_TEXT_MOST = 60 };

struct column_wish {
	const struct field *field;
	int words; /* columns of its longest words; 0: not known, its field's width is taken */
};

/* skip: how many of the columns behind the frozen ones are scrolled out at the left. */
void columns_fit(struct columns *ret, const struct column_wish *wishes, size_t n, size_t frozen, size_t skip, int width);

#endif
