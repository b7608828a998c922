/* terminfo.h - what the system's database says about a type of terminal */
#ifndef KT_CORE_TERMINFO_H
#define KT_CORE_TERMINFO_H

#include <stdbool.h>
#include "base/attr.h"

struct arena;
struct buf;
struct err;
struct input_seq;

/* The first of `wanted`, xterm-256color and vt100 that is known; refused if it cannot place its cursor. */
bool terminfo_choose(const char *wanted, int fd, const char **ret, struct err *e) KT_CHECK;

/* The rest is about the terminal that is open. */

/* It understands what xterm brought: paste marks, focus, SGR mouse, title, clipboard. */
bool terminfo_like_xterm(const char *type);
/* Has 24 bits a colour, and the environment agrees. */
bool terminfo_direct_color(void);
int terminfo_lines(void); /* that such a terminal usually has */
int terminfo_columns(void);
/* What its keys send, for input.h; bytes NULL at the end. */
const struct input_seq *terminfo_keys(struct arena *a);
/* What ends and begins a screen of so many lines, on the second one of the terminal if it is to be used. To be sent
 * without curses: there the second screen cannot be done without, and after a pause it resets the palette. */
void terminfo_ending(struct buf *out, int lines, bool second);
void terminfo_beginning(struct buf *out, int lines, bool second);

#endif
