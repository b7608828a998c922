/* theme.c - what each part of a screen looks like: reading themes, and the nearest colour a terminal has */
#include "config.h"

#include "core/theme.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "store/builtin.h"

enum { TEXT_MOST = 64 * 1024, LINE_MOST = 200, WORDS_MOST = 16 };

static const char *const color_names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white", "default", NULL,
};
enum { DEFAULT_NAME = 16 };

static const char *const attr_names[] = { "bold", "dim", "underline", "reverse", "italic", "blink", NULL };

static int index_of(const char *const *names, size_t n, const char *word)
{
	for (size_t i = 0; i < n && names[i]; i++)
		if (str_eq(names[i], word))
			return (int)i;
	return -1;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)((at - digits) % 16) : -1;
}

/* "#a04000" and nothing behind it but a blank: everything else with # is a comment. */
static bool is_hex_color(const char *s)
{
	for (int i = 1; i <= 6; i++)
		if (hex_digit(s[i]) < 0)
			return false;
	return s[7] == '\0' || s[7] == ' ' || s[7] == '\t';
}

static bool read_number(const char *word, int *ret)
{
	size_t len = strlen(word);
	int n = 0;
	if (!len || len > 3 || strspn(word, "0123456789") != len)
		return false;
	for (; *word; word++)
		n = n * 10 + (*word - '0');
	*ret = n;
	return n <= 255;
}

static bool read_color(const char *word, int *ret)
{
	int named = index_of(color_names, ARRAY_LEN(color_names), word);
	if (named >= 0) {
		*ret = named == DEFAULT_NAME ? THEME_DEFAULT : named;
		return true;
	}
	if (*word != '#' || !is_hex_color(word))
		return read_number(word, ret);
	int rgb = 0;
	for (int i = 1; i <= 6; i++)
		rgb = rgb << 4 | hex_digit(word[i]);
	*ret = THEME_RGB | rgb;
	return true;
}

static bool bad_word(const char *word, struct err *e)
{
	struct buf shown = BUF_INIT(120);
	str_escape(&shown, word);
	const char *near = str_nearest(word, color_names), *attr = str_nearest(word, attr_names);
	near = near ? near : attr;
	if (near)
		err_set(e, ERR_INVALID, _("“%s” is neither a colour nor an attribute. Did you mean “%s”?"),
			shown.data, near);
	else
		err_set(e, ERR_INVALID, _("“%s” is neither a colour nor an attribute. A colour is a name such as red, a "
			"number from 0 to 255, or #a04000."), shown.data);
	buf_done(&shown);
	return false;
}

/* The words behind "=", split in place. */
static bool read_look(char *words, struct look_of *ret, struct err *e)
{
	struct look_of l = { .fg = THEME_DEFAULT, .bg = THEME_DEFAULT };
	bool fg = false, bg = false, on = false, any = false;
	for (char *word = str_trim(words); *word; any = true) {
		char *next = word + strcspn(word, " \t");
		if (*next)
			*next++ = '\0';
		int attr = index_of(attr_names, ARRAY_LEN(attr_names), word), color;
		if (on || attr < 0) {
			if (!on && !bg && str_eq(word, "on"))
				on = true;
			else if (!read_color(word, &color))
				return bad_word(word, e);
			else if (on ? bg : fg)
				return err_set(e, ERR_INVALID, _("There are two colours for the letters. "
					"The one of the background follows “on”."));
			else if (on)
				l.bg = color, bg = true, on = false;
			else
				l.fg = color, fg = true;
		} else {
			l.attrs |= 1u << attr;
		}
		word = next + strspn(next, " \t");
	}
	if (on || !any)
		return err_set(e, ERR_INVALID, _("A colour or an attribute is missing at the end of the line."));
	*ret = l;
	return true;
}

static bool bad_style(const char *name, struct err *e)
{
	const char *names[STYLE_COUNT + 1] = { NULL };
	memcpy(names, style_names, sizeof style_names);
	struct buf shown = BUF_INIT(120);
	str_escape(&shown, name);
	const char *near = str_nearest(name, names);
	if (near)
		err_set(e, ERR_INVALID, _("There is no style “%s”. Did you mean “%s”?"), shown.data, near);
	else
		err_set(e, ERR_INVALID, _("There is no style “%s”. The theme “dark” of karat names them all."),
			shown.data);
	buf_done(&shown);
	return false;
}

/* A # at the beginning or behind a blank, unless it is a colour. */
static void cut_comment(char *line)
{
	for (char *at = strchr(line, '#'); at; at = strchr(at + 1, '#')) {
		bool blank = at == line || at[-1] == ' ' || at[-1] == '\t';
		if (blank && !is_hex_color(at)) {
			*at = '\0';
			return;
		}
	}
}

static bool read_line(char *line, struct theme *t, bool *named, struct err *e)
{
	cut_comment(line);
	char *name = str_trim(line);
	if (!*name)
		return true;
	char *equals = strchr(name, '=');
	if (!equals)
		return err_set(e, ERR_INVALID, _("A line of a theme is “style = look”, such as “late = red bold”."));
	*equals = '\0';
	name = str_trim(name);
	int st = index_of(style_names, STYLE_COUNT, name);
	if (st < 0)
		return bad_style(name, e);
	if (named[st])
		return err_set(e, ERR_INVALID, _("The style “%s” is named twice."), name);
	named[st] = true;
	return read_look(equals + 1, &t->styles[st], e);
}

bool theme_add(struct theme *t, const char *text, const char *path, struct err *e)
{
	struct theme made = *t;
	bool named[STYLE_COUNT] = { false };
	if (strlen(text) > TEXT_MOST)
		return err_set(e, ERR_INVALID, _("The theme %s is too long: at most %d bytes."), path, TEXT_MOST);
	if (str_starts(text, "\xEF\xBB\xBF"))
		text += 3;
	for (int n = 1; *text; n++) {
		char line[LINE_MOST + 1];
		size_t len = strcspn(text, "\n");
		bool fits = len <= LINE_MOST;
		memcpy(line, text, fits ? len : 0);
		line[fits ? len : 0] = '\0';
		text += len + (text[len] == '\n');
		if (!fits)
			err_set(e, ERR_INVALID, _("The line is too long: at most %d bytes."), LINE_MOST);
		if (!fits || !read_line(line, &made, named, e))
			return err_prefix(e, _("%s, line %d"), path, n);
	}
	*t = made;
	return true;
}

const char *theme_text(const char *name)
{
	char path[64];
	if (!name || index_of(theme_names, SIZE_MAX, name) < 0)
		return NULL;
	snprintf(path, sizeof path, "themes/%s.theme", name);
	const struct builtin *found = builtin_find(path);
	return found ? found->text : NULL;
}

/* The palettes that terminals agree upon: 16 colours as xterm has them, a cube, a ramp of greys. */

static int steps(int n, const unsigned char *levels, int side)
{
	return levels[n / (side * side) % side] << 16 | levels[n / side % side] << 8 | levels[n % side];
}

static int gray(int level)
{
	return level << 16 | level << 8 | level;
}

static int rgb_of(int index, int colors)
{
	static const int first[] = { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff };
	static const unsigned char of256[] = { 0, 95, 135, 175, 215, 255 }, of88[] = { 0, 139, 205, 255 },
		grays88[] = { 46, 92, 115, 139, 162, 185, 208, 231 };
	if (index < 16)
		return first[index];
	if (colors == 88)
		return index < 80 ? steps(index - 16, of88, 4) : gray(grays88[index - 80]);
	return index < 232 ? steps(index - 16, of256, 6) : gray(8 + 10 * (index - 232));
}

int theme_rgb(int color)
{
	return color & THEME_RGB ? color & 0xffffff : rgb_of(color, 256);
}

/* As the eye weighs them, roughly: green most, red least but for dark colours. */
static int distance(int a, int b)
{
	int r = (a >> 16 & 255) - (b >> 16 & 255), g = (a >> 8 & 255) - (b >> 8 & 255), l = (a & 255) - (b & 255);
	return 2 * r * r + 4 * g * g + 3 * l * l;
}

static bool is_gray(int rgb)
{
	int r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;
	return abs(r - g) < 8 && abs(g - b) < 8 && abs(r - b) < 8;
}

/* Of a larger palette not the first 16: these are what the person made of them. A grey stays one, though among few
 * colours cyan may be nearer. */
static int nearest_of(int rgb, int colors)
{
	bool gray_only = is_gray(rgb);
	int best = -1;
	for (int i = colors > 16 ? 16 : 0; i < colors; i++) {
		int other = rgb_of(i, colors);
		if (gray_only && !is_gray(other))
			continue;
		if (best < 0 || distance(rgb, other) < distance(rgb, rgb_of(best, colors)))
			best = i;
	}
	return best;
}

int theme_nearest(int color, int colors)
{
	static const int palettes[] = { 256, 88, 16, 8 };
	if (color == THEME_DEFAULT || colors < 8)
		return THEME_DEFAULT;
	bool rgb = color & THEME_RGB;
	int value = rgb ? color & 0xffffff : rgb_of(color, 256);
	if (colors >= THEME_RGB)
		return rgb || color < 8 ? color : THEME_RGB | value;
	size_t i = 0;
	while (palettes[i] > colors)
		i++;
	/* The numbers of 88 and 256 colours mean the same up to 15 only. */
	if (!rgb && color < palettes[i] && (color < 16 || palettes[i] == 256))
		return color;
	return nearest_of(value, palettes[i]);
}

const char *const theme_names[] = { "dark", "light", "contrast", "mono", "safe", NULL };

const char *const style_names[STYLE_COUNT] = {
	[STYLE_NORMAL] = "normal",
	[STYLE_TITLE] = "title",
	[STYLE_STATUS] = "status",
	[STYLE_KEY] = "key",
	[STYLE_HEAD] = "head",
	[STYLE_LABEL] = "label",
	[STYLE_FIELD] = "field",
	[STYLE_FOCUS] = "focus",
	[STYLE_SELECTED] = "selected",
	[STYLE_MARKED] = "marked",
	[STYLE_MATCH] = "match",
	[STYLE_DIM] = "dim",
	[STYLE_BORDER] = "border",
	[STYLE_ERROR] = "error",
	[STYLE_WARN] = "warn",
	[STYLE_GOOD] = "good",
	[STYLE_LATE] = "late",
	[STYLE_SOON] = "soon",
	[STYLE_INTIME] = "intime",
};
static_assert(STYLE_COUNT == STYLE_INTIME + 1, "each style has a name");
