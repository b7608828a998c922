/* str.c - UTF-8 text: decoding, columns, normal forms, folding, near words */
#include "config.h"

#include "base/str.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum {
	REPLACEMENT = 0xFFFD,
	WORD_MOST = 64, /* code points that str_distance looks at */
};

static const char ellipsis[] = "…";

bool str_eq(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Not strcasecmp, which asks the locale: Turkish knows no i without a dot as lower case of I. */
bool str_ieq(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	while (*a && ascii_lower(*a) == ascii_lower(*b))
		a++, b++;
	return ascii_lower(*a) == ascii_lower(*b);
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t len = strlen(s), n = strlen(suffix);
	return n <= len && memcmp(s + len - n, suffix, n) == 0;
}

char *str_trim(char *s)
{
	static const char blanks[] = " \t\r";
	s += strspn(s, blanks);
	size_t len = strlen(s);
	while (len && strchr(blanks, s[len - 1]))
		s[--len] = '\0';
	return s;
}

/* The bytes that a lead byte announces and its own bits; 0 for a byte that cannot lead. */
static size_t lead(unsigned char byte, uint32_t *bits)
{
	if (byte >= 0xC2 && byte <= 0xDF) {
		*bits = byte & 0x1F;
		return 2;
	}
	if (byte >= 0xE0 && byte <= 0xEF) {
		*bits = byte & 0x0F;
		return 3;
	}
	if (byte >= 0xF0 && byte <= 0xF4) {
		*bits = byte & 0x07;
		return 4;
	}
	return 0;
}

uint32_t utf8_next(const char *s, size_t len, size_t *used)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s;
	*used = len ? 1 : 0;
	if (!len || p[0] < 0x80)
		return len ? p[0] : 0;
	uint32_t cp = 0;
	size_t n = lead(p[0], &cp);
	if (!n || n > len)
		return REPLACEMENT;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return REPLACEMENT;
		cp = cp << 6 | (p[i] & 0x3F);
	}
	if (cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return REPLACEMENT;
	*used = n;
	return cp;
}

/* A U+FFFD of one byte is not one that somebody wrote. */
static bool is_broken(uint32_t cp, size_t used)
{
	return cp == REPLACEMENT && used == 1;
}

void utf8_add(struct buf *out, uint32_t cp)
{
	utf8proc_uint8_t bytes[4];
	if (!utf8proc_codepoint_valid((utf8proc_int32_t)cp))
		cp = REPLACEMENT;
	size_t n = (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
	buf_add(out, (const char *)bytes, n);
}

bool utf8_valid(const char *s, size_t len)
{
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		if (!cp || is_broken(cp, used))
			return false;
	}
	return true;
}

size_t utf8_count(const char *s)
{
	size_t len = strlen(s), n = 0;
	for (size_t at = 0, used; at < len; at += used, n++)
		utf8_next(s + at, len - at, &used);
	return n;
}

/* White space of Unicode, and the invisible marks that come along when text is pasted. */
static bool is_blank(uint32_t cp)
{
	/* clang-format off */
	switch (cp) {
	case ' ': case '\t': case '\n': case '\v': case '\f': case '\r':
	case 0x85: case 0xA0: case 0x1680: case 0x2028: case 0x2029: case 0x202F: case 0x205F:
	case 0x3000: case 0xFEFF:
		return true;
	default:
		return cp >= 0x2000 && cp <= 0x200B;
	}
	/* clang-format on */
}

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0); /* terminals obey U+0080 to U+009F too */
}

/* The first byte after leading white space and the length without trailing white space. */
static const char *trimmed(const char *s, size_t *ret_len)
{
	size_t len = strlen(s), start = 0, end = 0, used;
	for (size_t at = 0; at < len; at += used) {
		bool blank = is_blank(utf8_next(s + at, len - at, &used));
		if (blank && !end)
			start = at + used;
		if (!blank)
			end = at + used;
	}
	*ret_len = end ? end - start : 0;
	return s + start;
}

bool str_empty(const char *s)
{
	size_t len = 0;
	if (s)
		trimmed(s, &len);
	return !len;
}

static int cp_width(uint32_t cp)
{
	if (cp < 0x7F)
		return cp >= 0x20;
	return utf8proc_charwidth((utf8proc_int32_t)cp);
}

static int width_of(const char *s, size_t len)
{
	int width = 0;
	for (size_t at = 0, used; at < len && width < INT_MAX - 2; at += used)
		width += cp_width(utf8_next(s + at, len - at, &used));
	return width;
}

int str_width(const char *s)
{
	return width_of(s, strlen(s));
}

size_t str_fit(const char *s, int columns)
{
	size_t len = strlen(s), fit = 0;
	int width = 0;
	utf8proc_int32_t last = 0, state = 0;
	for (size_t at = 0, used; at < len; at += used) {
		utf8proc_int32_t cp = (utf8proc_int32_t)utf8_next(s + at, len - at, &used);
		if (at && utf8proc_grapheme_break_stateful(last, cp, &state))
			fit = at;
		width += cp_width((uint32_t)cp);
		if (width > columns)
			return fit;
		last = cp;
	}
	return len;
}

/* What takes no column by being a control is left out, so that the columns come out as measured. */
static void add_printable(struct buf *out, const char *s, size_t len)
{
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		if (!is_control(cp))
			utf8_add(out, cp);
	}
}

void str_pad(struct buf *out, const char *s, int columns, bool right)
{
	if (columns <= 0)
		return;
	size_t len = strlen(s);
	int width = width_of(s, len);
	bool cut = width > columns;
	if (cut) {
		len = str_fit(s, columns - 1);
		width = width_of(s, len) + 1;
	}
	size_t blanks = (size_t)(columns - width);
	if (right)
		buf_pad(out, ' ', blanks);
	add_printable(out, s, len);
	if (cut)
		buf_adds(out, ellipsis);
	if (!right)
		buf_pad(out, ' ', blanks);
}

void str_wrap(struct buf *out, const char *s, int columns, int indent)
{
	struct buf word = BUF_INIT(1 << 16);
	int used = indent;
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		size_t len = strcspn(s, " ");
		buf_clear(&word);
		buf_add(&word, s, len);
		int width = str_width(word.data);
		if (used > indent && used + 1 + width > columns) {
			buf_addc(out, '\n');
			buf_pad(out, ' ', (size_t)indent);
			used = indent;
		} else if (used > indent) {
			buf_addc(out, ' ');
			used++;
		}
		buf_add(out, s, len);
		used += width;
		s += len;
	}
	buf_done(&word);
}

/* Into the buffer in another normal form; the text must be UTF-8. */
static void add_normal(struct buf *out, const char *s, size_t len, utf8proc_option_t form)
{
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t n = utf8proc_map(
		(const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &made, UTF8PROC_STABLE | form);
	kt_assert(n >= 0);
	buf_add(out, (const char *)made, (size_t)n);
	free(made);
}

char *str_nfc(struct arena *a, const char *s)
{
	size_t len;
	if (!s || !utf8_valid(s, strlen(s)))
		return NULL;
	s = trimmed(s, &len);
	struct buf text = BUF_INIT(SIZE_MAX / 4);
	add_normal(&text, s, len, UTF8PROC_COMPOSE);
	char *kept = arena_strndup(a, text.data, text.len);
	buf_done(&text);
	return kept;
}

/* Lower case, and letters that are not just a letter with an accent spelled with plain ones. */
static void add_lower(struct buf *out, const char *s)
{
	/* clang-format off */
	static const struct { uint32_t cp; const char *spelled; } letters[] = {
		{ 0xDF, "ss" }, { 0xE6, "ae" }, { 0x153, "oe" },
		{ 0xF8, "o" }, { 0x142, "l" }, { 0x111, "d" },
	};
	/* clang-format on */
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		cp = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
		const char *spelled = NULL;
		for (size_t i = 0; i < ARRAY_LEN(letters) && !spelled; i++)
			if (letters[i].cp == cp)
				spelled = letters[i].spelled;
		if (spelled)
			buf_adds(out, spelled);
		else
			utf8_add(out, cp);
	}
}

static void add_without_marks(struct buf *out, const char *s)
{
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		if (cp < 0x300 || cp > 0x36F)
			buf_add(out, s + at, used);
	}
}

/* ae, oe, ue to a, o, u, in place; "aee" keeps its second e, as with SQL's replace(). */
static void join_umlauts(char *s)
{
	char *to = s;
	for (; *s; s++) {
		*to++ = *s;
		if ((*s == 'a' || *s == 'o' || *s == 'u') && s[1] == 'e')
			s++;
	}
	*to = '\0';
}

/* The order is a promise: an SQL function does the same, step by step, and a test compares them.
 *   0. NFC (SQL finds the stored text in it already); what is not UTF-8 becomes U+FFFD
 *   1. lower case, code point by code point
 *   2. ß to ss, æ to ae, œ to oe, ø to o, ł to l, đ to d
 *   3. NFD
 *   4. remove U+0300 to U+036F, so that ä is a
 *   5. replace ae by a, oe by o, ue by u
 * The last comes last so that ä (by 4), ae (by 5) and a meet. */
char *str_base(struct arena *a, const char *s)
{
	struct buf one = BUF_INIT(SIZE_MAX / 4), two = BUF_INIT(SIZE_MAX / 4);
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used)
		utf8_add(&two, utf8_next(s + at, len - at, &used));
	add_normal(&one, two.data, two.len, UTF8PROC_COMPOSE); /* 0 */
	buf_clear(&two);
	add_lower(&two, one.data); /* 1, 2 */
	buf_clear(&one);
	add_normal(&one, two.data, two.len, UTF8PROC_DECOMPOSE); /* 3 */
	buf_clear(&two);
	add_without_marks(&two, one.data); /* 4 */
	char *base = arena_strndup(a, two.data, two.len);
	buf_done(&one);
	buf_done(&two);
	return base;
}

char *str_fold(struct arena *a, const char *s)
{
	if (!s)
		return NULL;
	char *folded = str_base(a, s);
	join_umlauts(folded); /* 5 */
	return folded;
}

long str_control(const char *s, bool lines)
{
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		if (is_control(cp) && cp != '\t' && !(lines && cp == '\n'))
			return (long)at;
	}
	return -1;
}

void str_escape(struct buf *out, const char *s)
{
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		if (!is_control(cp) && !is_broken(cp, used)) {
			buf_add(out, s + at, used);
			continue;
		}
		for (size_t i = 0; i < used; i++)
			buf_addf(out, "\\x%02X", (unsigned)(unsigned char)s[at + i]);
	}
}

/* Code points of a word, or -1 if it is longer than anybody compares. */
static int spell(const char *s, uint32_t *cps)
{
	size_t len = strlen(s);
	int n = 0;
	for (size_t at = 0, used; at < len; at += used) {
		if (n == WORD_MOST)
			return -1;
		cps[n++] = utf8_next(s + at, len - at, &used);
	}
	return n;
}

static int lesser(int a, int b)
{
	return a < b ? a : b;
}

/* Insert, delete, change, and swap of two neighbours, the commonest slip of all, cost one each. */
int str_distance(const char *a, const char *b, int most)
{
	if (str_eq(a, b))
		return 0;
	uint32_t x[WORD_MOST], y[WORD_MOST];
	int n = spell(a, x), m = spell(b, y);
	if (n < 0 || m < 0)
		return most + 1;
	int rows[3][WORD_MOST + 1];
	for (int j = 0; j <= m; j++)
		rows[0][j] = j;
	for (int i = 1; i <= n; i++) {
		int *now = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		now[0] = i;
		for (int j = 1; j <= m; j++) {
			now[j] = lesser(above[j - 1] + (x[i - 1] != y[j - 1]),
				lesser(above[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
				now[j] = lesser(now[j], before[j - 2] + 1);
		}
	}
	return lesser(rows[n % 3][m], most + 1);
}

const char *str_nearest(const char *typed, const char *const *words)
{
	size_t len = utf8_count(typed);
	int near = len < 2 ? 0 : len < 4 ? 1 : len < 8 ? 2 : 3;
	const char *nearest = NULL;
	for (; *words; words++) {
		/* Somebody who stopped typing early is as near as one slip. */
		bool begun = len > 2 && str_starts(*words, typed);
		int d = begun ? 1 : str_distance(typed, *words, near);
		if (d <= near && (!nearest || d < near)) {
			nearest = *words;
			near = d;
		}
	}
	return nearest;
}
