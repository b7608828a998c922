/* picture.h - a screen as a drawing (SVG): its text, selectable, in the colours and attributes of a theme */
#ifndef KT_CORE_PICTURE_H
#define KT_CORE_PICTURE_H

#include <stdbool.h>

struct buf;
struct theme;

struct picture {
	const char *text;    /* lines, as paint_dump writes them */
	const char *styles;  /* a letter a column, as paint_dump_styles does */
	int lines, columns;
	const struct theme *theme;
	bool light;          /* on light paper: the terminal's own colours are dark on white */
	int cursor_y, cursor_x; /* where the cursor stands */
	const char *title;   /* what is seen, for who cannot */
	const char *screens; /* names of the screens that can be seen, the lowest first */
};

void picture_svg(const struct picture *p, struct buf *out);

#endif
