/* kept.h - what a person keeps of a list: which columns, and filters of their own under names
 *
 * A text file for each list, workshop and person:
 *   karat list 1
 *   columns number,due,status
 *   filter Rings that are late
 *   sort due
 *   text ring
 *   where status!=delivered
 */
#ifndef KT_WIDGET_KEPT_H
#define KT_WIDGET_KEPT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"
#include "store/query.h"

struct arena;
struct buf;
struct err;

enum { KEPT_VIEWS_MAX = 20, KEPT_NAME_MAX = 30 /* characters */ };

struct kept_view {
	const char *name, *columns, *sort, *text; /* NULL: as the list has them; text: none */
	const char *where[QUERY_FILTERS_MAX];
	size_t nwhere;
};

struct kept {
	const char *columns; /* NULL: as delivered */
	struct kept_view views[KEPT_VIEWS_MAX];
	size_t nviews;
};

/* Errors name the line. All lives in the arena. */
bool kept_parse(struct kept *ret, const char *text, struct arena *a, struct err *e) KT_CHECK;
void kept_format(const struct kept *k, struct buf *out);

/* A file that is not there is an empty one; of a broken one nothing is taken. */
bool kept_load(struct kept *ret, const char *path, struct arena *a, struct err *e) KT_CHECK;
bool kept_save(const struct kept *k, const char *path, struct err *e) KT_CHECK;

size_t kept_find(const struct kept *k, const char *name); /* nviews: there is none */
void kept_remove(struct kept *k, size_t i);

#endif
