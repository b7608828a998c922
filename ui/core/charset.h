/* charset.h - UTF-8 text as the cells of a terminal in the charset of the locale
 *
 * What that charset lacks becomes its nearest spelling (€ → EUR, … → ..., „ → "), else "?"; so do control
 * characters and broken bytes. Direction marks, joiners and the like are left out: terminals disagree about
 * them, and one could hide what a text says.
 */
#ifndef KT_CORE_CHARSET_H
#define KT_CORE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

struct buf;

enum { GLYPH_CHARS = 5 }; /* as many as curses keeps in a cell: a letter and its marks */

struct glyph {
	wchar_t chars[GLYPH_CHARS + 1];
	int width; /* columns: 1 or 2 */
};

struct glyphs { /* a text being read */
	const char *at;
	size_t left;
	char spelled[24]; /* the rest of a character that is spelled with several */
};

/* Looks at the locale. One that knows only ASCII is taken for UTF-8, if the system can. */
void charset_begin(void);
bool charset_utf8(void);
/* The code points of the bytes 0x80–0xFF; U+FFFD where there is none by itself. */
void charset_high(uint16_t ret[128]);

struct glyphs glyphs_of(const char *text, size_t len);
bool glyph_next(struct glyphs *g, struct glyph *ret);

/* The bytes of the first character with its marks, and the columns of all it is spelled with; 0: the end. */
size_t charset_measure(const char *text, size_t len, int *ret_width);
/* The text in bytes of the charset, to be sent as it is. */
void charset_encode(struct buf *out, const char *text);

#endif
