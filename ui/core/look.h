/* look.h - the styles of a theme as attributes and colour pairs of curses */
#ifndef KT_CORE_LOOK_H
#define KT_CORE_LOOK_H

#include <stdint.h>
#include "core/theme.h"

/* Once the terminal is open. color: as in struct term_wish. */
void look_begin(const char *color);
void look_theme(const struct theme *t);
int look_colors(void); /* 0: none */
/* Attributes as curses counts them; the pair is made when it is first asked for. */
uint32_t look_attrs(enum style st, int *ret_pair);

#endif
