/* opts.h - the options of a command as a table: parsing, --help, completion and manual come from it */
#ifndef KT_BASE_OPTS_H
#define KT_BASE_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct buf;
struct err;

enum opt_kind {
	OPT_FLAG,  /* bool */
	OPT_COUNT, /* int, once more for each time it is said (-vv) */
	OPT_INT,   /* long; opts_parse refuses what is not a whole number from 0 up */
	OPT_TEXT,  /* const char *, NULL when not said */
	OPT_LIST,  /* struct opt_list, may be said many times */
};

enum { HELP_WIDTH = 80 };

struct opt_list {
	const char **items;
	size_t n;
};

struct opt {
	const char *name; /* long name without dashes */
	char letter;      /* 0: none */
	enum opt_kind kind;
	size_t off;       /* into the caller's struct */
	const char *arg;  /* N_(): what stands for the value in help: "FILE"; NULL for flags */
	const char *help; /* N_(): one line */
	const char *const *words; /* what completion offers; opts_parse lets others pass */
};

/* Parses argv[1 … argc-1]; --name=value and --name value, -xVALUE and -x value, -vv, -- ends options.
 * Options and words may mix unless `stop_at_word`. Unknown ones are ERR_USAGE with the nearest name.
 * Words are left, in order, in *rest (arena). The struct is zeroed by the caller. */
bool opts_parse(const struct opt *table, size_t n, int argc, char *const *argv, bool stop_at_word,
		struct arena *a, void *ret, struct opt_list *rest, struct err *e) KT_CHECK;
void opts_help(const struct opt *table, size_t n, struct buf *out);
/* A line of help: the name, and from `column` on what it is about, in lines of HELP_WIDTH. A longer name has a line
 * of its own. */
void opts_help_line(const char *name, int column, const char *help, struct buf *out);

/* Duplicate names or letters, values without a name in help …; NULL when the table is sound. */
const char *opts_selftest(const struct opt *table, size_t n);

#endif
