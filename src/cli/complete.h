/* complete.h - what could come next on a command line; and how a line falls into words */
#ifndef KT_CLI_COMPLETE_H
#define KT_CLI_COMPLETE_H

#include "cli/cli.h"

enum { LINE_MOST = 64 * 1024 };

/* Words of a line as a shell makes them: blanks between, '…' as it is, "…" with \" and \\, \ before one
 * character; a line that begins with # is a comment. argv ends with NULL. ERR_USAGE for a quote left open. */
bool line_split(const char *line, struct arena *a, char ***ret_argv, int *ret_argc, struct err *e) KT_CHECK;

struct candidates {
	const char **items;
	size_t n, cap;
	bool unfinished; /* "due=": no blank after it */
	bool files;      /* a file name: the prompt knows those better */
	struct arena *arena;
};

/* Words that begin with `text` and could stand behind `before`, the line up to it. Asks the store for
 * numbers and names. */
void complete(struct cli *c, const char *before, const char *text, struct candidates *ret);

#endif
