/* command_names.h - what can stand on the ":" line: names, and the words behind them */
#ifndef KT_SCREEN_COMMAND_NAMES_H
#define KT_SCREEN_COMMAND_NAMES_H

#include <stdbool.h>
#include "base/attr.h"

struct arena;
struct err;
struct ui;

struct command_word { /* one of the line's own */
	const char *name;
	const char *help; /* N_() */
	bool (*run)(struct ui *ui, char *const *argv, int argc, struct err *e);
};
extern const struct command_word command_words[]; /* NULL name at the end */

/* The line an alias of karat.conf stands for; NULL: none. */
const char *command_alias(const struct ui *ui, const char *name);
/* Every name that means something on the screen that is open; NULL at the end. */
const char **command_all_names(struct ui *ui, struct arena *a);

#endif
