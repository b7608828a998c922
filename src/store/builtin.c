/* builtin.c - finding a file that travels inside the program; the table itself is made by data/embed */
#include "config.h"

#include "store/builtin.h"

#include "base/str.h"

const struct builtin *builtin_find(const char *name)
{
	for (const struct builtin *b = builtins; b->name; b++)
		if (str_eq(b->name, name))
			return b;
	return NULL;
}
