/* paint.h - text and lines on the screen, clipped, measured in columns, in any charset
 *
 * Coordinates count from the upper left corner of an area. What stands outside of it is not painted. Text is
 * UTF-8: what the terminal's charset lacks becomes its nearest spelling (€ → EUR, … → ..., „ → "), else "?"; control
 * characters and broken bytes become "?", each one column. Nothing reaches the terminal before paint_show.
 */
#ifndef KT_CORE_PAINT_H
#define KT_CORE_PAINT_H

#include <stdbool.h>
#include <stddef.h>
#include "core/theme.h"

struct buf;

struct area { int y, x, h, w; }; /* of the screen */

struct area paint_all(void); /* the whole screen */
/* A part of an area: what reaches over its edges is cut. */
struct area area_part(struct area a, int y, int x, int h, int w);

void paint_clear(struct area a, enum style st);
/* One line of text, cut at the area's edge without a sign; answers the columns it took. */
int paint_text(struct area a, int y, int x, enum style st, const char *text);
/* Exactly w columns: cut with …, padded with blanks; right: padded on the left. */
void paint_cell(struct area a, int y, int x, int w, enum style st, const char *text, bool right);
/* w columns of what is there get another look; the text stays. */
void paint_look(struct area a, int y, int x, int w, enum style st);
/* Lines by the terminal's own line drawing, or - | +; none in plain mode. */
void paint_hline(struct area a, int y, int x, int w, enum style st);
void paint_vline(struct area a, int y, int x, int h, enum style st);
void paint_box(struct area a, enum style st, const char *title);
/* Words broken into lines of at most w columns: answers how many lines; paints those from `first` on. */
int paint_wrapped(struct area a, int y, int x, int w, int first, enum style st, const char *text);

/* Where the cursor stands when the screen is shown: always where the person's attention is. */
void paint_cursor(struct area a, int y, int x, bool visible);
void paint_cursor_at(int *ret_y, int *ret_x); /* where it was put, on the screen */
void paint_show(void);
void paint_again(void); /* everything anew at the next paint_show, as somebody wrote over the screen */

/* What the screen shows, line by line, blanks at the ends cut: for scripts, tests and ^L-proof logs. */
void paint_dump(struct buf *out);
/* One style letter a cell ('.' normal, 's' selected …: style_letters), for tests of meaning. */
void paint_dump_styles(struct buf *out);
extern const char style_letters[STYLE_COUNT + 1];

#endif
