/* paint.c - text and lines on the screen, clipped, measured in columns, in any charset */
#include "config.h"

#include "core/paint.h"

#include <assert.h>
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/charset.h"
#include "core/look.h"
#include "core/term.h"

static_assert(GLYPH_CHARS <= CCHARW_MAX, "a cell of curses takes a glyph");

/* The style of each cell, as no curses knows it; HALF: the second column of a wide character. */
static struct {
	struct arena arena;
	unsigned char *cells;
	int h, w;
} styles;
enum { HALF = 0x80 };

static struct {
	int y, x;
	bool visible;
} cursor;

/* What a call paints with: the style looked up once, and what may be painted. */
struct brush {
	struct area area, seen; /* seen: what of it is on the screen; absolute */
	enum style st;
	attr_t attrs;
	short pair;
};

/* Areas. */

static int lesser(int a, int b)
{
	return a < b ? a : b;
}

static int greater(int a, int b)
{
	return a > b ? a : b;
}

struct area paint_all(void)
{
	return (struct area){ .h = term_lines(), .w = term_columns() };
}

static struct area cut(struct area a, struct area by)
{
	int bottom = lesser(a.y + a.h, by.y + by.h), right = lesser(a.x + a.w, by.x + by.w);
	a.y = greater(a.y, by.y);
	a.x = greater(a.x, by.x);
	a.h = greater(bottom - a.y, 0);
	a.w = greater(right - a.x, 0);
	return a;
}

struct area area_part(struct area a, int y, int x, int h, int w)
{
	return cut((struct area){ a.y + y, a.x + x, greater(h, 0), greater(w, 0) }, a);
}

/* Cells. */

static void know_size(int h, int w)
{
	if (styles.h == h && styles.w == w)
		return;
	arena_done(&styles.arena);
	styles.cells = arena_array(&styles.arena, (size_t)h, (size_t)w + 1);
	styles.h = h;
	styles.w = w;
}

static struct brush brush_of(struct area a, enum style st)
{
	struct area all = paint_all();
	int pair;
	struct brush b = { .area = a, .seen = cut(a, all), .st = st };
	know_size(all.h, all.w);
	b.attrs = look_attrs(st, &pair);
	b.pair = (short)pair;
	return b;
}

static unsigned char *cell_of(int y, int x)
{
	return styles.cells + (size_t)y * ((size_t)styles.w + 1) + x;
}

static bool is_seen(const struct brush *b, int y, int x)
{
	return y >= b->seen.y && y < b->seen.y + b->seen.h && x >= b->seen.x && x < b->seen.x + b->seen.w;
}

/* Absolute, and seen in all its columns. Curses itself blanks the rest of a wide character that is cut. */
static void put(const struct brush *b, int y, int x, const wchar_t *chars, int width, attr_t more)
{
	cchar_t cc;
	unsigned char *cell = cell_of(y, x);
	if (setcchar(&cc, chars, b->attrs | more, b->pair, NULL) != OK)
		return;
	mvadd_wchnstr(y, x, &cc, 1);
	cell[0] = (unsigned char)b->st;
	if (width > 1)
		cell[1] = (unsigned char)b->st | HALF;
	if (x + width < styles.w)
		cell[width] &= (unsigned char)~HALF;
}

/* From here on coordinates are those of the area. */

static void put_blanks(const struct brush *b, int y, int x, int n)
{
	int from = greater(b->area.x + x, b->seen.x);
	int to = lesser(b->area.x + lesser(x + n, b->area.w), b->seen.x + b->seen.w);
	for (; from < to && is_seen(b, b->area.y + y, from); from++)
		put(b, b->area.y + y, from, L" ", 1, A_NORMAL);
}

/* Of what an edge cuts in two a blank is left. */
static void put_glyph(const struct brush *b, int y, int x, const struct glyph *g)
{
	int at_y = b->area.y + y, at_x = b->area.x + x;
	if (is_seen(b, at_y, at_x) && is_seen(b, at_y, at_x + g->width - 1))
		put(b, at_y, at_x, g->chars, g->width, A_NORMAL);
	else
		put_blanks(b, y, x, g->width);
}

static void put_line(const struct brush *b, int y, int x, const cchar_t *line)
{
	wchar_t chars[CCHARW_MAX + 1] = { 0 };
	attr_t attrs;
	short pair;
	if (is_seen(b, b->area.y + y, b->area.x + x) && getcchar(line, chars, &attrs, &pair, NULL) == OK)
		put(b, b->area.y + y, b->area.x + x, chars, 1, attrs);
}

/* Paints glyphs up to the column `end`: where the next one would stand. */
static int put_text(const struct brush *b, int y, int x, int end, const char *text, size_t len)
{
	struct glyphs all = glyphs_of(text, len);
	struct glyph g;
	while (x < end && glyph_next(&all, &g)) {
		if (x + g.width > end)
			put_blanks(b, y, x, g.width = end - x);
		else
			put_glyph(b, y, x, &g);
		x += g.width;
	}
	return x;
}

void paint_clear(struct area a, enum style st)
{
	struct brush b = brush_of(a, st);
	for (int y = b.seen.y; y < b.seen.y + b.seen.h; y++)
		put_blanks(&b, y - a.y, 0, a.w);
}

int paint_text(struct area a, int y, int x, enum style st, const char *text)
{
	struct brush b = brush_of(a, st);
	return greater(put_text(&b, y, x, a.w, text, strlen(text)) - x, 0);
}

/* The bytes whose glyphs fit into w columns, and how many of these they take. */
static size_t fit(const char *text, int w, int *ret_width)
{
	size_t len = strlen(text), at = 0;
	for (*ret_width = 0; at < len;) {
		int width;
		size_t n = charset_measure(text + at, len - at, &width);
		if (*ret_width + width > w)
			break;
		*ret_width += width;
		at += n;
	}
	return at;
}

void paint_cell(struct area a, int y, int x, int w, enum style st, const char *text, bool right)
{
	struct brush b = brush_of(a, st);
	if (w <= 0)
		return;
	int width;
	size_t len = fit(text, w, &width);
	const char *sign = "";
	if (text[len]) {
		/* Where … is spelled with three dots, a narrow cell has better use for two of them. */
		sign = charset_utf8() || w >= 6 ? "…" : ".";
		int taken;
		charset_measure(sign, strlen(sign), &taken);
		len = fit(text, w - taken, &width);
		width += taken;
	}
	int before = right ? w - width : 0;
	put_blanks(&b, y, x, before);
	int at = put_text(&b, y, x + before, x + w, text, len);
	at = put_text(&b, y, at, x + w, sign, strlen(sign));
	put_blanks(&b, y, at, x + w - at);
}

void paint_look(struct area a, int y, int x, int w, enum style st)
{
	struct brush b = brush_of(a, st);
	int at_y = a.y + y;
	for (int at = lesser(x + w, a.w) - 1; at >= greater(x, 0); at--) { /* leftwards: a wide one is put once */
		cchar_t cc;
		wchar_t chars[CCHARW_MAX + 1] = { 0 };
		attr_t attrs;
		short pair;
		int at_x = a.x + at;
		if (!is_seen(&b, at_y, at_x) || (*cell_of(at_y, at_x) & HALF) || mvin_wch(at_y, at_x, &cc) != OK ||
			getcchar(&cc, chars, &attrs, &pair, NULL) != OK || !chars[0])
			continue;
		bool wide = at_x + 1 < styles.w && (*cell_of(at_y, at_x + 1) & HALF);
		put(&b, at_y, at_x, chars, wide ? 2 : 1, attrs & A_ALTCHARSET);
	}
}

void paint_hline(struct area a, int y, int x, int w, enum style st)
{
	if (term_plain() || !stdscr)
		return;
	struct brush b = brush_of(a, st);
	for (int at = greater(x, 0); at < lesser(x + w, a.w); at++)
		put_line(&b, y, at, WACS_HLINE);
}

void paint_vline(struct area a, int y, int x, int h, enum style st)
{
	if (term_plain() || !stdscr)
		return;
	struct brush b = brush_of(a, st);
	for (int at = greater(y, 0); at < lesser(y + h, a.h); at++)
		put_line(&b, at, x, WACS_VLINE);
}

static void put_frame(const struct brush *b)
{
	int bottom = b->area.h - 1, right = b->area.w - 1;
	for (int x = 1; x < right; x++) {
		put_line(b, 0, x, WACS_HLINE);
		put_line(b, bottom, x, WACS_HLINE);
	}
	for (int y = 1; y < bottom; y++) {
		put_line(b, y, 0, WACS_VLINE);
		put_line(b, y, right, WACS_VLINE);
	}
	put_line(b, 0, 0, WACS_ULCORNER);
	put_line(b, 0, right, WACS_URCORNER);
	put_line(b, bottom, 0, WACS_LLCORNER);
	put_line(b, bottom, right, WACS_LRCORNER);
}

/* The title stands in the upper edge, a blank on each side. */
void paint_box(struct area a, enum style st, const char *title)
{
	if (a.h < 2 || a.w < 2 || !stdscr)
		return;
	struct brush b = brush_of(a, st);
	if (!term_plain())
		put_frame(&b);
	int width, room = a.w - 6;
	if (!title || !*title || room < 1)
		return;
	bool cut_off = title[fit(title, room, &width)];
	paint_cell(a, 0, 3, cut_off ? room : width, st, title, false);
	put_blanks(&b, 0, 2, 1);
	put_blanks(&b, 0, 3 + (cut_off ? room : width), 1);
}

/* One line of at most w columns: where it ends, and where the next begins. A word that is longer is cut, but for
 * one character a line at least. */
static const char *wrap(const char *s, int w, const char **ret_next)
{
	const char *end = NULL, *at = s;
	int width = 0, n;
	while (*at && *at != '\n') {
		bool blank = *at == ' ' || *at == '\t';
		size_t len = blank ? 1 : charset_measure(at, strlen(at), &n);
		if (blank && (at == s || (at[-1] != ' ' && at[-1] != '\t')))
			end = at;
		width += blank ? 1 : n;
		if (width > w && !blank) {
			if (!end || end == s)
				end = at == s ? at + len : at;
			*ret_next = end + strspn(end, " \t");
			return end;
		}
		at += len;
	}
	*ret_next = at + (*at == '\n');
	return at;
}

/* A line of it; tabs are blanks here. */
static void put_words(const struct brush *b, int y, int x, int end, const char *s, const char *stop)
{
	while (s < stop && x < end) {
		size_t len = 0;
		while (s + len < stop && s[len] != '\t')
			len++;
		x = put_text(b, y, x, end, s, len);
		s += len;
		if (s < stop && x < end) {
			put_blanks(b, y, x++, 1);
			s++;
		}
	}
}

int paint_wrapped(struct area a, int y, int x, int w, int first, enum style st, const char *text)
{
	struct brush b = brush_of(a, st);
	int n = 0;
	for (const char *next; *text && w > 0; text = next, n++) {
		const char *end = wrap(text, w, &next);
		if (n >= first)
			put_words(&b, y + n - first, x, x + w, text, end);
	}
	return n;
}

/* The screen as a whole. */

void paint_cursor(struct area a, int y, int x, bool visible)
{
	struct area all = paint_all();
	cursor.y = greater(0, lesser(a.y + greater(0, lesser(y, a.h - 1)), all.h - 1));
	cursor.x = greater(0, lesser(a.x + greater(0, lesser(x, a.w - 1)), all.w - 1));
	cursor.visible = visible;
}

void paint_cursor_at(int *ret_y, int *ret_x)
{
	*ret_y = cursor.y;
	*ret_x = cursor.x;
}

void paint_show(void)
{
	if (!stdscr)
		return;
	curs_set(cursor.visible);
	/* Invisible or not, it stands where the person's attention is: braille lines and magnifiers follow it. */
	move(lesser(cursor.y, term_lines() - 1), lesser(cursor.x, term_columns() - 1));
	wnoutrefresh(stdscr);
	doupdate();
}

void paint_again(void)
{
	if (stdscr)
		clearok(curscr, TRUE);
}

/* Where the charset has no lines, curses has letters that the terminal is told to draw as lines. */
static uint32_t drawn(wchar_t wc, attr_t attrs)
{
	if (!(attrs & A_ALTCHARSET))
		return (uint32_t)wc;
	return wc == 'q' ? '-' : wc == 'x' ? '|' : '+';
}

static int dump_cell(struct buf *out, int y, int x)
{
	cchar_t cc;
	wchar_t chars[CCHARW_MAX + 1] = { 0 };
	attr_t attrs;
	short pair;
	if (mvin_wch(y, x, &cc) != OK || getcchar(&cc, chars, &attrs, &pair, NULL) != OK || !chars[0]) {
		buf_addc(out, ' ');
		return 1;
	}
	for (const wchar_t *wc = chars; *wc; wc++)
		utf8_add(out, drawn(*wc, attrs));
	return wcwidth(chars[0]) > 1 ? 2 : 1;
}

void paint_dump(struct buf *out)
{
	for (int y = 0; y < term_lines(); y++) {
		for (int x = 0; x < term_columns();)
			x += dump_cell(out, y, x);
		size_t len = out->len;
		while (len && out->data[len - 1] == ' ')
			len--;
		buf_cut(out, len);
		buf_addc(out, '\n');
	}
}

void paint_dump_styles(struct buf *out)
{
	know_size(term_lines(), term_columns());
	for (int y = 0; y < styles.h; y++) {
		for (int x = 0; x < styles.w; x++)
			buf_addc(out, style_letters[*cell_of(y, x) & ~HALF]);
		buf_addc(out, '\n');
	}
}

const char style_letters[STYLE_COUNT + 1] = {
	[STYLE_NORMAL] = '.',
	[STYLE_TITLE] = 'T',
	[STYLE_STATUS] = 'S',
	[STYLE_KEY] = 'k',
	[STYLE_HEAD] = 'h',
	[STYLE_LABEL] = 'l',
	[STYLE_FIELD] = 'f',
	[STYLE_FOCUS] = 'F',
	[STYLE_SELECTED] = 's',
	[STYLE_MARKED] = 'm',
	[STYLE_MATCH] = '/',
	[STYLE_DIM] = 'd',
	[STYLE_BORDER] = 'b',
	[STYLE_ERROR] = 'e',
	[STYLE_WARN] = 'w',
	[STYLE_GOOD] = 'g',
	[STYLE_LATE] = 'L',
	[STYLE_SOON] = 'o',
	[STYLE_INTIME] = 'i',
};
