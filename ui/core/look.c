/* look.c - the styles of a theme as attributes and colour pairs of curses */
#include "config.h"

#include "core/look.h"

#include <curses.h>
#include <stdlib.h>

#include "base/str.h"
#include "core/terminfo.h"

struct pair {
	int fg, bg;
};

static struct {
	int colors;
	bool defaults; /* the terminal has colours of its own besides the palette */
	struct theme theme;
	struct pair pairs[STYLE_COUNT + 1]; /* what each pair of curses is; 0 is the terminal's own */
	int npairs;
} look;

static bool wanted(const char *color)
{
	if (str_eq(color, "always"))
		return true;
	const char *no = getenv("NO_COLOR");
	return !str_eq(color, "never") && !(no && *no);
}

void look_begin(const char *color)
{
	look.colors = 0;
	look.npairs = 1;
	look.theme = (struct theme){ 0 };
	for (int st = 0; st < STYLE_COUNT; st++)
		look.theme.styles[st].fg = look.theme.styles[st].bg = THEME_DEFAULT;
	if (!wanted(color) || !has_colors() || start_color() != OK)
		return;
	look.defaults = use_default_colors() == OK;
	look.colors = COLORS;
	/* Where colours are numbers of 24 bits, only the first eight are colours of the palette. */
	if (look.colors > 256)
		look.colors = terminfo_direct_color() ? 1 << 24 : 8;
	if (look.colors < 8 || COLOR_PAIRS <= STYLE_COUNT)
		look.colors = 0;
}

void look_theme(const struct theme *t)
{
	look.theme = *t;
	look.npairs = 1;
}

int look_colors(void)
{
	return look.colors;
}

/* As curses counts them: with 24 bits, 0 to 7 are the palette's. */
static int color_of(int color, int otherwise)
{
	color = theme_nearest(color, look.colors);
	if (color == THEME_DEFAULT)
		return look.defaults ? -1 : otherwise;
	if (!(color & THEME_RGB))
		return color;
	color &= 0xffffff;
	return color < 8 ? 8 : color;
}

/* A grey that is not there would become black or white, and on some background cannot be read. */
static bool is_lost_gray(int wish, int got)
{
	return wish != got && (got == COLOR_BLACK || got == COLOR_WHITE);
}

static struct pair colors_of(const struct look_of *l)
{
	struct pair p = { color_of(l->fg, COLOR_WHITE), color_of(l->bg, COLOR_BLACK) };
	bool own = look.defaults && l->bg == THEME_DEFAULT && look.colors < 16 && is_lost_gray(l->fg, p.fg);
	if (own || (p.fg == p.bg && l->fg != l->bg))
		p = (struct pair){ color_of(THEME_DEFAULT, COLOR_WHITE), color_of(THEME_DEFAULT, COLOR_BLACK) };
	return p;
}

static int pair_of(struct pair p)
{
	if (p.fg < 0 && p.bg < 0)
		return 0;
	for (int i = 1; i < look.npairs; i++)
		if (look.pairs[i].fg == p.fg && look.pairs[i].bg == p.bg)
			return i;
	if (init_extended_pair(look.npairs, p.fg, p.bg) != OK)
		return 0;
	look.pairs[look.npairs] = p;
	return look.npairs++;
}

uint32_t look_attrs(enum style st, int *ret_pair)
{
	static const attr_t attrs[] = { A_BOLD, A_DIM, A_UNDERLINE, A_REVERSE, A_ITALIC, A_BLINK }; /* enum theme_attr */
	const struct look_of *l = &look.theme.styles[st];
	attr_t made = 0;
	for (size_t i = 0; i < ARRAY_LEN(attrs); i++)
		if (l->attrs & 1u << i)
			made |= attrs[i];
	*ret_pair = look.colors ? pair_of(colors_of(l)) : 0;
	return made;
}
