/* conf.h - karat.conf: "name = value" lines, # comments, [sections]
 *
 * One table says which names exist, what they mean and their default; parsing, the manual page and
 * `karat describe` read it. A file that others may write, or that belongs to somebody else, is refused.
 */
#ifndef KT_BASE_CONF_H
#define KT_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;

#define CONF_ANY "*" /* a section in which the person thinks up the names */

struct conf_item {
	const char *section; /* "" for the top of the file; "workshop" for each [workshop NAME] */
	const char *name;    /* or CONF_ANY */
	const char *fallback; /* what holds when the file is silent; NULL: nothing */
	const char *help;     /* N_() */
};

struct conf_value {
	const char *section, *which, *name, *value; /* which: the NAME of [workshop NAME], or "" */
	int line;
};

struct conf {
	const struct conf_item *items;
	size_t nitems;
	struct conf_value *values;
	size_t nvalues;
};

/* Reads a file into the arena; a missing file is an empty one. Unknown names, sections and broken
 * lines are errors that name file and line. Files are layered: load the general one first. */
bool conf_load(struct conf *c, const char *path, struct arena *a, struct err *e) KT_CHECK;
bool conf_parse(struct conf *c, const char *text, const char *path, struct arena *a, struct err *e) KT_CHECK;

/* The last value said, else the fallback, else NULL. */
const char *conf_get(const struct conf *c, const char *section, const char *which, const char *name);

#endif
