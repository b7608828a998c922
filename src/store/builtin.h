/* builtin.h - files of data/ that travel inside the program: migrations, demo, reports, views */
#ifndef KT_STORE_BUILTIN_H
#define KT_STORE_BUILTIN_H

#include <stddef.h>

struct builtin {
	const char *name; /* "sql/0001_base.up.sql" */
	const char *text;
	size_t len;
};

extern const struct builtin builtins[]; /* sorted by name; NULL name at the end */

const struct builtin *builtin_find(const char *name);

#endif
