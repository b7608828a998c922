/* charset.c - UTF-8 text as the cells of a terminal in the charset of the locale */
#include "config.h"

#include "core/charset.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

/* What it is spelled with where the charset lacks it; sorted. */
struct spelling {
	uint32_t first, last;
	const char *text;
};

struct range {
	uint32_t first, last;
};

static const struct spelling spellings[];
static const size_t nspellings;
static const struct range invisible[];

static bool utf8 = true;

static bool is_codeset(const char *name)
{
	return str_ieq(nl_langinfo(CODESET), name);
}

void charset_begin(void)
{
	static const char *const tried[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };
	bool ascii = is_codeset("ANSI_X3.4-1968") || is_codeset("US-ASCII") || is_codeset("646");
	for (size_t i = 0; ascii && i < ARRAY_LEN(tried); i++)
		if (setlocale(LC_CTYPE, tried[i]))
			ascii = false;
	utf8 = is_codeset("UTF-8");
}

bool charset_utf8(void)
{
	return utf8;
}

void charset_high(uint16_t ret[128])
{
	for (int i = 0; i < 128; i++) {
		char byte = (char)(0x80 + i);
		wchar_t wc = 0;
		mbstate_t state = { 0 };
		bool alone = mbrtowc(&wc, &byte, 1, &state) == 1 && wc > 0 && wc <= 0xFFFF;
		ret[i] = alone ? (uint16_t)wc : 0xFFFD;
	}
}

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

static bool is_invisible(uint32_t cp)
{
	for (const struct range *r = invisible; r->last; r++)
		if (cp >= r->first && cp <= r->last)
			return true;
	return false;
}

/* Columns of a code point as curses counts them; -1: the charset lacks it. The locale is asked, not utf8proc: what
 * curses takes for narrow must not be wide here. */
static int columns_of(uint32_t cp)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };
	if (cp == 0xAD || (!utf8 && wcrtomb(bytes, (wchar_t)cp, &state) == (size_t)-1))
		return -1;
	return wcwidth((wchar_t)cp);
}

static const char *spelling_of(uint32_t cp)
{
	for (size_t low = 0, high = nspellings; low < high;) {
		size_t mid = (low + high) / 2;
		if (cp < spellings[mid].first)
			high = mid;
		else if (cp > spellings[mid].last)
			low = mid + 1;
		else
			return spellings[mid].text;
	}
	return NULL;
}

/* The letters without accents, of which Unicode says that it is made: ř is r, ﬁ is fi. */
static bool spell_parts(uint32_t cp, struct buf *out)
{
	utf8proc_int32_t parts[20];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, ARRAY_LEN(parts),
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
	if (n < 1 || n > (utf8proc_ssize_t)ARRAY_LEN(parts) || parts[0] == (utf8proc_int32_t)cp)
		return false;
	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (columns_of((uint32_t)parts[i]) > 0)
			utf8_add(out, (uint32_t)parts[i]);
	return out->len > 0;
}

static void spell(struct glyphs *g, uint32_t cp)
{
	struct buf text = BUF_INIT(sizeof g->spelled - 1);
	const char *known = spelling_of(cp);
	if (known)
		buf_adds(&text, known);
	else if (!spell_parts(cp, &text))
		buf_adds(&text, utf8proc_charwidth((utf8proc_int32_t)cp) > 1 ? "??" : "?");
	memcpy(g->spelled, text.data, text.len + 1);
	buf_done(&text);
}

/* A mark belongs to the letter before it. What is new to the locale but known as one is left out like others that
 * it cannot show. */
static bool is_mark(uint32_t cp)
{
	if (cp < 0x300)
		return false;
	int width = columns_of(cp);
	return width == 0 || (width < 0 && !spelling_of(cp) && !utf8proc_charwidth((utf8proc_int32_t)cp));
}

static void take_marks(struct glyphs *g, struct glyph *ret)
{
	size_t n = ret->chars[0] ? 1 : 0, used;
	for (; g->left; g->at += used, g->left -= used) {
		uint32_t cp = utf8_next(g->at, g->left, &used);
		if (is_invisible(cp))
			continue;
		if (!is_mark(cp))
			return;
		if (n && n < GLYPH_CHARS && columns_of(cp) == 0)
			ret->chars[n++] = (wchar_t)cp;
	}
}

/* The next letter of a spelling: each is in the charset. */
static void take_spelled(struct glyphs *g, struct glyph *ret)
{
	size_t used, len = strlen(g->spelled);
	uint32_t cp = utf8_next(g->spelled, len, &used);
	memmove(g->spelled, g->spelled + used, len - used + 1);
	ret->chars[0] = (wchar_t)cp;
	ret->width = columns_of(cp) > 1 ? 2 : 1;
}

struct glyphs glyphs_of(const char *text, size_t len)
{
	return (struct glyphs){ .at = text, .left = len };
}

bool glyph_next(struct glyphs *g, struct glyph *ret)
{
	*ret = (struct glyph){ .width = 1 };
	if (*g->spelled) {
		take_spelled(g, ret);
		return true;
	}
	take_marks(g, ret); /* marks without a letter have nowhere to go */
	if (!g->left)
		return false;
	size_t used;
	uint32_t cp = utf8_next(g->at, g->left, &used);
	bool broken = cp == 0xFFFD && used == 1;
	g->at += used;
	g->left -= used;
	int width = broken || is_control(cp) ? -1 : columns_of(cp);
	if (width > 0) {
		ret->chars[0] = (wchar_t)cp;
		ret->width = width;
	} else {
		spell(g, broken ? '?' : cp);
		take_spelled(g, ret);
	}
	take_marks(g, ret);
	return true;
}

size_t charset_measure(const char *text, size_t len, int *ret_width)
{
	struct glyphs g = glyphs_of(text, len);
	struct glyph one;
	*ret_width = 0;
	do {
		if (!glyph_next(&g, &one))
			break;
		*ret_width += one.width;
	} while (*g.spelled);
	return len - g.left;
}

void charset_encode(struct buf *out, const char *text)
{
	struct glyphs g = glyphs_of(text, strlen(text));
	struct glyph one;
	mbstate_t state = { 0 };
	while (glyph_next(&g, &one)) {
		for (const wchar_t *wc = one.chars; *wc; wc++) {
			char bytes[MB_LEN_MAX];
			size_t n = wcrtomb(bytes, *wc, &state);
			if (n != (size_t)-1)
				buf_add(out, bytes, n);
		}
	}
}

/* clang-format off */
static const struct range invisible[] = {
	{ 0x061C, 0x061C }, { 0x180B, 0x180E }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x206F },
	{ 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE0FFF },
	{ 0, 0 },
};

static const struct spelling spellings[] = {
	{ 0x00A0, 0x00A0, " " }, { 0x00A1, 0x00A1, "!" }, { 0x00A2, 0x00A2, "ct" }, { 0x00A3, 0x00A3, "GBP" },
	{ 0x00A4, 0x00A4, "?" }, { 0x00A5, 0x00A5, "JPY" }, { 0x00A6, 0x00A6, "|" }, { 0x00A7, 0x00A7, "Par." },
	{ 0x00A9, 0x00A9, "(c)" }, { 0x00AA, 0x00AA, "a" }, { 0x00AB, 0x00AB, "\"" }, { 0x00AC, 0x00AC, "-" },
	{ 0x00AD, 0x00AD, "-" }, { 0x00AE, 0x00AE, "(R)" }, { 0x00B0, 0x00B0, "o" }, { 0x00B1, 0x00B1, "+-" },
	{ 0x00B2, 0x00B2, "2" }, { 0x00B3, 0x00B3, "3" }, { 0x00B4, 0x00B4, "'" }, { 0x00B5, 0x00B5, "u" },
	{ 0x00B6, 0x00B6, "P" }, { 0x00B7, 0x00B7, "." }, { 0x00B9, 0x00B9, "1" }, { 0x00BA, 0x00BA, "o" },
	{ 0x00BB, 0x00BB, "\"" }, { 0x00BC, 0x00BC, "1/4" }, { 0x00BD, 0x00BD, "1/2" }, { 0x00BE, 0x00BE, "3/4" },
	{ 0x00BF, 0x00BF, "?" }, { 0x00C4, 0x00C4, "Ae" }, { 0x00C5, 0x00C5, "A" }, { 0x00C6, 0x00C6, "AE" },
	{ 0x00D0, 0x00D0, "D" }, { 0x00D6, 0x00D6, "Oe" }, { 0x00D7, 0x00D7, "x" }, { 0x00D8, 0x00D8, "O" },
	{ 0x00DC, 0x00DC, "Ue" }, { 0x00DE, 0x00DE, "Th" }, { 0x00DF, 0x00DF, "ss" }, { 0x00E4, 0x00E4, "ae" },
	{ 0x00E5, 0x00E5, "a" }, { 0x00E6, 0x00E6, "ae" }, { 0x00F0, 0x00F0, "d" }, { 0x00F6, 0x00F6, "oe" },
	{ 0x00F7, 0x00F7, ":" }, { 0x00F8, 0x00F8, "o" }, { 0x00FC, 0x00FC, "ue" }, { 0x00FE, 0x00FE, "th" },
	{ 0x0110, 0x0110, "D" }, { 0x0111, 0x0111, "d" }, { 0x0131, 0x0131, "i" }, { 0x0141, 0x0141, "L" },
	{ 0x0142, 0x0142, "l" }, { 0x0152, 0x0152, "OE" }, { 0x0153, 0x0153, "oe" }, { 0x03A9, 0x03A9, "Ohm" },
	{ 0x03BC, 0x03BC, "u" }, { 0x1E9E, 0x1E9E, "SS" }, { 0x2000, 0x200A, " " }, { 0x2010, 0x2015, "-" },
	{ 0x2018, 0x201B, "'" }, { 0x201C, 0x201F, "\"" }, { 0x2020, 0x2021, "+" }, { 0x2022, 0x2023, "*" },
	{ 0x2024, 0x2024, "." }, { 0x2025, 0x2025, ".." }, { 0x2026, 0x2026, "..." }, { 0x202F, 0x202F, " " },
	{ 0x2030, 0x2030, "o/oo" }, { 0x2032, 0x2032, "'" }, { 0x2033, 0x2033, "\"" }, { 0x2039, 0x2039, "<" },
	{ 0x203A, 0x203A, ">" }, { 0x2044, 0x2044, "/" }, { 0x205F, 0x205F, " " }, { 0x20AC, 0x20AC, "EUR" },
	{ 0x2116, 0x2116, "No." }, { 0x2126, 0x2126, "Ohm" }, { 0x2190, 0x2190, "<-" }, { 0x2191, 0x2191, "^" },
	{ 0x2192, 0x2192, "->" }, { 0x2193, 0x2193, "v" }, { 0x2194, 0x2194, "<->" }, { 0x21B5, 0x21B5, "<-" },
	{ 0x21D2, 0x21D2, "=>" }, { 0x21E7, 0x21E7, "^" }, { 0x2205, 0x2205, "O" }, { 0x2212, 0x2212, "-" },
	{ 0x2215, 0x2215, "/" }, { 0x2219, 0x2219, "." }, { 0x221E, 0x221E, "oo" }, { 0x2248, 0x2248, "~" },
	{ 0x2260, 0x2260, "/=" }, { 0x2264, 0x2264, "<=" }, { 0x2265, 0x2265, ">=" }, { 0x23CE, 0x23CE, "<-" },
	{ 0x2423, 0x2423, "_" }, { 0x2500, 0x2501, "-" }, { 0x2502, 0x2503, "|" }, { 0x2504, 0x2505, "-" },
	{ 0x2506, 0x2507, "|" }, { 0x2508, 0x2509, "-" }, { 0x250A, 0x250B, "|" }, { 0x250C, 0x254B, "+" },
	{ 0x254C, 0x254D, "-" }, { 0x254E, 0x254F, "|" }, { 0x2550, 0x2550, "=" }, { 0x2551, 0x2551, "|" },
	{ 0x2552, 0x2573, "+" }, { 0x2574, 0x257F, "-" }, { 0x2580, 0x2580, "#" }, { 0x2581, 0x2583, "_" },
	{ 0x2584, 0x258F, "#" }, { 0x2590, 0x2590, "#" }, { 0x2591, 0x2592, ":" }, { 0x2593, 0x259F, "#" },
	{ 0x25A0, 0x25A0, "#" }, { 0x25A1, 0x25A1, "o" }, { 0x25AA, 0x25AA, "#" }, { 0x25B2, 0x25B5, "^" },
	{ 0x25B6, 0x25BB, ">" }, { 0x25BC, 0x25BF, "v" }, { 0x25C0, 0x25C5, "<" }, { 0x25C6, 0x25C8, "*" },
	{ 0x25CB, 0x25CE, "o" }, { 0x25CF, 0x25CF, "*" }, { 0x25D0, 0x25D7, "*" }, { 0x2605, 0x2606, "*" },
	{ 0x2610, 0x2610, "o" }, { 0x2611, 0x2612, "x" }, { 0x2620, 0x2620, "!" }, { 0x2640, 0x2640, "f" },
	{ 0x2642, 0x2642, "m" }, { 0x2665, 0x2665, "*" }, { 0x2666, 0x2666, "*" }, { 0x26A0, 0x26A0, "!" },
	{ 0x2713, 0x2714, "x" }, { 0x2715, 0x2718, "-" }, { 0x2800, 0x2800, " " }, { 0x2801, 0x28FF, "*" },
	{ 0x3000, 0x3000, " " },
};
static const size_t nspellings = ARRAY_LEN(spellings);
/* clang-format on */
