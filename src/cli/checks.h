/* checks.h - is everything as it should be? One table of checks for karat doctor and the screen :about */
#ifndef KT_CLI_CHECKS_H
#define KT_CLI_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;
struct fmt;
struct store;

enum check_sign { CHECK_GOOD, CHECK_WARN, CHECK_BAD };

struct checks_in { /* what the front end knows; what it does not know is NULL or 0 and is not told */
	const struct fmt *fmt;
	const char *url;        /* of the workshop */
	struct store *store;    /* NULL: it could not be opened, and why tells */
	const struct err *why;
	const char *terminal;   /* its type, as TERM says */
	const char *used_as;    /* the type whose abilities are used, if the system does not know that one */
	const char *library;    /* that paints: "ncurses 6.4" */
	const char *charset;    /* in which it is written to */
	const char *keys;       /* the person's own file of keys */
	size_t nkeys;           /* how many actions have other keys by it */
	int columns, lines;
	int colors;             /* 0: not known, −1: none */
	bool piped;             /* there is no terminal: the output goes to a file or pipe */
};

struct checked { /* all translated, in the arena */
	enum check_sign sign;
	const char *what, *found;
	const char *todo;       /* one sentence; NULL: nothing need be done */
};

/* Looks at everything, in the order of the table; blocks as long as the workshop takes to answer. */
typedef void check_fn(void *ctx, const struct checked *c);
void checks_run(const struct checks_in *in, struct arena *a, check_fn *fn, void *ctx);

/* A backup of this workshop was made from here, now: the next look knows when. */
bool checks_note_backup(const char *url, struct arena *a, struct err *e) KT_CHECK;

#endif
