/* picture.c - a screen as a drawing: a line of text is a line of text, cut into runs of one style
 *
 * Cells are whole units, and each run is told how wide it must be, so that the columns stand whatever font is there.
 */
#include "config.h"

#include "core/picture.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "core/paint.h"
#include "core/theme.h"

enum { CELL_W = 12, CELL_H = 23, BASE = 18, FONT = 20, MARGIN = 12, DARK_PAPER = 0x1b1b1f, DARK_INK = 0xd8d8d8, LIGHT_PAPER = 0xffffff,
	LIGHT_INK = 0x202020 };

struct run { /* cells of one style that stand beside each other */
	enum style style;
	int from, columns, text_columns; /* the blanks at the end of a line are no text */
	const char *text;
	size_t len;
	bool blank;
};

static void add_escaped(struct buf *out, const char *s, size_t len)
{
	for (; len; s++, len--)
		if (*s == '&')
			buf_adds(out, "&amp;");
		else if (*s == '<')
			buf_adds(out, "&lt;");
		else if (*s == '>')
			buf_adds(out, "&gt;");
		else if (*s == '"')
			buf_adds(out, "&quot;");
		else
			buf_addc(out, *s);
}

static int rgb(int color, int own)
{
	return color == THEME_DEFAULT ? own : theme_rgb(color);
}

static enum style style_at(const char *styles, int x)
{
	const char *at = x < (int)strcspn(styles, "\n") ? memchr(style_letters, styles[x], STYLE_COUNT) : NULL;
	return at ? (enum style)(at - style_letters) : STYLE_NORMAL;
}

/* The next run of a line from column x on, whose text begins at s; behind the end of the text all is blank. */
static struct run run_at(const char *s, const char *styles, int x, int columns)
{
	struct run r = { .style = style_at(styles, x), .from = x, .text = s, .blank = true };
	while (x < columns && style_at(styles, x) == r.style) {
		size_t used = 0, len = strcspn(s, "\n");
		int w = 1;
		if (len) {
			char one[8] = "";
			utf8_next(s, len, &used);
			memcpy(one, s, used < sizeof(one) ? used : 0);
			w = str_width(one);
			r.blank = r.blank && *s == ' ';
			r.text_columns += w;
		}
		s += used;
		r.len += used;
		x += w;
	}
	while (*s && *s != '\n') { /* what combines with the last character */
		char one[8] = "";
		size_t used;
		utf8_next(s, strlen(s), &used);
		memcpy(one, s, used < sizeof(one) ? used : 0);
		if (str_width(one) || used == 1)
			break;
		s += used;
		r.len += used;
	}
	r.columns = x - r.from;
	return r;
}

static bool has_paper(const struct look_of *l)
{
	return l->bg != THEME_DEFAULT || (l->attrs & THEME_REVERSE);
}

static void add_styles(const struct picture *p, struct buf *out)
{
	int own_ink = p->light ? LIGHT_INK : DARK_INK, own_paper = p->light ? LIGHT_PAPER : DARK_PAPER;
	buf_addf(out, "<style>text{font:%dpx \"DejaVu Sans Mono\",\"Liberation Mono\",Menlo,Consolas,monospace;white-space:pre;fill:#%06x}\n",
			FONT, (unsigned)own_ink);
	buf_addf(out, ".paper{fill:#%06x}.cursor{fill:none;stroke:#%06x;stroke-width:2}\n", (unsigned)own_paper, (unsigned)own_ink);
	for (int st = 0; st < STYLE_COUNT; st++) {
		const struct look_of *l = &p->theme->styles[st];
		int ink = rgb(l->fg, own_ink), paper = rgb(l->bg, own_paper);
		if (l->attrs & THEME_REVERSE)
			ink = rgb(l->bg, own_paper), paper = rgb(l->fg, own_ink);
		buf_addf(out, ".s%d{fill:#%06x%s%s%s%s}", st, (unsigned)ink, l->attrs & THEME_BOLD ? ";font-weight:bold" : "",
				l->attrs & THEME_DIM ? ";fill-opacity:.65" : "", l->attrs & THEME_UNDERLINE ? ";text-decoration:underline" : "",
				l->attrs & THEME_ITALIC ? ";font-style:italic" : "");
		if (has_paper(l))
			buf_addf(out, ".p%d{fill:#%06x}", st, (unsigned)paper);
		buf_addc(out, '\n');
	}
	buf_adds(out, "</style>\n");
}

static void add_paper(const struct picture *p, int y, const char *s, const char *styles, struct buf *out)
{
	for (int x = 0; x < p->columns;) {
		struct run r = run_at(s, styles, x, p->columns);
		if (has_paper(&p->theme->styles[r.style]))
			buf_addf(out, "<rect class=\"p%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", (int)r.style,
					MARGIN + x * CELL_W, MARGIN + y * CELL_H, r.columns * CELL_W, CELL_H);
		s += r.len;
		x += r.columns;
	}
}

static void add_text(const struct picture *p, int y, const char *s, const char *styles, struct buf *out)
{
	bool begun = false;
	for (int x = 0; x < p->columns;) {
		struct run r = run_at(s, styles, x, p->columns);
		bool lined = p->theme->styles[r.style].attrs & THEME_UNDERLINE;
		if (lined || !r.blank) {
			if (!begun)
				buf_addf(out, "<text y=\"%d\" xml:space=\"preserve\">", MARGIN + y * CELL_H + BASE);
			begun = true;
			buf_addf(out, "<tspan class=\"s%d\" x=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\">", (int)r.style,
					MARGIN + x * CELL_W, (lined ? r.columns : r.text_columns) * CELL_W);
			add_escaped(out, r.text, r.len);
			buf_pad(out, ' ', lined ? (size_t)(r.columns - r.text_columns) : 0);
			buf_adds(out, "</tspan>");
		}
		s += r.len;
		x += r.columns;
	}
	buf_adds(out, begun ? "</text>\n" : "");
}

static const char *next_line(const char *s)
{
	s += strcspn(s, "\n");
	return *s ? s + 1 : s;
}

static void each_line(const struct picture *p, struct buf *out,
		void (*fn)(const struct picture *p, int y, const char *s, const char *styles, struct buf *out))
{
	const char *s = p->text, *styles = p->styles;
	for (int y = 0; y < p->lines; y++, s = next_line(s), styles = next_line(styles))
		fn(p, y, s, styles, out);
}

void picture_svg(const struct picture *p, struct buf *out)
{
	int w = p->columns * CELL_W + 2 * MARGIN, h = p->lines * CELL_H + 2 * MARGIN;
	buf_addf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
			"viewBox=\"0 0 %d %d\" role=\"img\" data-screens=\"", w * 3 / 4, h * 3 / 4, w, h);
	add_escaped(out, p->screens, strlen(p->screens));
	buf_adds(out, "\">\n<title>");
	add_escaped(out, p->title, strlen(p->title));
	buf_adds(out, "</title>\n");
	add_styles(p, out);
	buf_addf(out, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", w, h);
	each_line(p, out, add_paper);
	each_line(p, out, add_text);
	buf_addf(out, "<rect class=\"cursor\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n</svg>\n", MARGIN + p->cursor_x * CELL_W,
			MARGIN + p->cursor_y * CELL_H, CELL_W, CELL_H);
}
