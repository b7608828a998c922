/* theme.h - what each part of a screen looks like: colours and attributes by name
 *
 *   selected = reverse                 # attributes: bold dim underline reverse italic blink
 *   late     = red bold                # one colour: the letters'; "white on red" both; "on red" the other;
 *                                      # a name, bright-red, default, 0–255, #a04000
 * A colour that a terminal does not have becomes the nearest it has; without colour the attributes remain, so every
 * meaning must have one. Meanings are never told by a theme alone: there is a sign or a word beside each.
 */
#ifndef KT_CORE_THEME_H
#define KT_CORE_THEME_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"

struct err;

enum style {
	STYLE_NORMAL,
	STYLE_TITLE,    /* the line at the top */
	STYLE_STATUS,   /* the line at the bottom */
	STYLE_KEY,      /* a key in it */
	STYLE_HEAD,     /* column heads, headings */
	STYLE_LABEL,    /* of a field */
	STYLE_FIELD,    /* what can be typed into */
	STYLE_FOCUS,    /* the one that is typed into */
	STYLE_SELECTED, /* the row the cursor is on */
	STYLE_MARKED,   /* rows chosen for an action */
	STYLE_MATCH,    /* what a search found */
	STYLE_DIM,
	STYLE_BORDER,
	STYLE_ERROR,
	STYLE_WARN,
	STYLE_GOOD,
	STYLE_LATE,     /* deadlines: past, soon, in time */
	STYLE_SOON,
	STYLE_INTIME,
	STYLE_COUNT,
};

enum { /* colours: −1 the terminal's own, 0–255 of the palette, THEME_RGB | 0xrrggbb */
	THEME_DEFAULT = -1,
	THEME_RGB = 1 << 24,
};

enum theme_attr {
	THEME_BOLD = 1 << 0,
	THEME_DIM = 1 << 1,
	THEME_UNDERLINE = 1 << 2,
	THEME_REVERSE = 1 << 3,
	THEME_ITALIC = 1 << 4,
	THEME_BLINK = 1 << 5,
};

struct look_of { /* one style */
	int fg, bg;
	unsigned attrs;
};

struct theme {
	struct look_of styles[STYLE_COUNT];
};

/* A theme's text over what *t has; errors name path and line, and then *t is as it was. */
bool theme_add(struct theme *t, const char *text, const char *path, struct err *e) KT_CHECK;
/* Built in: dark, light, contrast, mono, safe (for colour-blind eyes); NULL: no such. */
const char *theme_text(const char *name);
extern const char *const theme_names[]; /* NULL at the end */
extern const char *const style_names[STYLE_COUNT];

/* The nearest colour of a terminal with so many: 0 none (THEME_DEFAULT), 8, 16, 88, 256, or 1 << 24. */
int theme_nearest(int color, int colors);

/* What a colour looks like, 0xrrggbb, as xterm has its palette; not for THEME_DEFAULT. */
int theme_rgb(int color);

#endif
