/* past.h - the lines that were typed at a prompt: kept in a file, 0600 and bounded, for the next time
 *
 * One line of the file is one line that was typed. Each is added when it is said, so that two prompts may keep theirs in
 * one file and a crash loses none. A line that begins with a blank is not kept.
 */
#ifndef KT_CLI_PAST_H
#define KT_CLI_PAST_H

#include <stddef.h>
#include "base/arena.h"

enum { PAST_LINES_MAX = 2000, PAST_LINE_MAX = 4096, PAST_FILE_MAX = 1024 * 1024 };

struct past {
	struct arena arena;
	const char *path;   /* NULL: nowhere to keep them */
	const char **lines; /* the oldest first */
	size_t n;
};

/* `name`: of the file in the folder of the state. What is no text in it is left out; one that cannot be read is empty. */
void past_load(struct past *p, const char *name);
/* Said the same as last time, it is one line. What cannot be written is kept until the program ends. */
void past_add(struct past *p, const char *line);
void past_done(struct past *p);

#endif
