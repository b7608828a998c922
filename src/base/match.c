/* match.c - folding that remembers where each letter came from, and looking for words in it */
#include "config.h"

#include "base/match.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { LEAST_INSIDE = 3 /* letters in a row: karat.search_patterns has the same */ };

static const char ellipsis[] = "…";

struct folded { /* byte i of text came from [from[i], to[i]) of the original */
	char *text;
	size_t len, room, *from, *to;
	bool joined; /* the last letter has its e already: aee keeps the second */
};

static bool is_mark(uint32_t cp)
{
	return (cp >= 0x300 && cp <= 0x36F) || utf8proc_get_property((utf8proc_int32_t)cp)->combining_class != 0;
}

/* The bytes of a letter with the marks that stand on it. */
static size_t letter(const char *s, size_t len)
{
	size_t used, n;
	utf8_next(s, len, &n);
	while (n < len && is_mark(utf8_next(s + n, len - n, &used)))
		n += used;
	return n;
}

static void add_bytes(struct folded *f, const char *bytes, size_t from, size_t to)
{
	for (; *bytes; bytes++) {
		char before = f->len ? f->text[f->len - 1] : '\0';
		if (*bytes == 'e' && !f->joined && (before == 'a' || before == 'o' || before == 'u')) {
			f->to[f->len - 1] = to; /* the last step of folding: ae is a */
			f->joined = true;
			continue;
		}
		kt_assert(f->len + 1 < f->room);
		f->text[f->len] = *bytes;
		f->from[f->len] = from;
		f->to[f->len++] = to;
		f->joined = false;
	}
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void fold(const char *s, struct arena *a, struct folded *ret)
{
	size_t len = strlen(s), room = 4 * len + 16; /* of one byte at most three are made, of four at most twelve */
	struct arena scratch = ARENA_INIT;
	*ret = (struct folded) { .text = arena_alloc(a, room), .room = room, .from = arena_array(a, room, sizeof(size_t)),
		.to = arena_array(a, room, sizeof(size_t)) };
	for (size_t at = 0, n; at < len; at += n) {
		const char plain[] = { ascii_lower(s[at]), '\0' };
		n = letter(s + at, len - at);
		if (n == 1 && (unsigned char)s[at] < 0x80) {
			add_bytes(ret, plain, at, at + n);
		} else {
			add_bytes(ret, str_base(&scratch, arena_strndup(&scratch, s + at, n)), at, at + n);
			arena_clear(&scratch);
		}
	}
	arena_done(&scratch);
}

/* Words. */

static size_t split(const char *words, struct arena *a, const char **ret)
{
	size_t n = 0;
	for (const char *s = words + strspn(words, " "); *s && n < MATCH_WORDS_MAX; s += strspn(s, " ")) {
		size_t len = strcspn(s, " ");
		ret[n++] = arena_strndup(a, s, len);
		s += len;
	}
	return n;
}

void match_make(struct match_words *ret, const char *full, const char *stems, struct arena *a)
{
	*ret = (struct match_words) { 0 };
	ret->n = split(full, a, ret->full);
	if (!stems || split(stems, a, ret->stem) != ret->n)
		memcpy(ret->stem, ret->full, sizeof(ret->stem));
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Three letters in a row: only then the search looks inside of words. */
static bool found_inside(const char *word)
{
	size_t len = strlen(word), row = 0;
	for (size_t at = 0, used; at < len && row < LEAST_INSIDE; at += used) {
		utf8_next(word + at, len - at, &used);
		row = is_letter(word[at]) ? row + 1 : 0;
	}
	return row >= LEAST_INSIDE;
}

/* The first place of a word behind byte `at` of the folded text; NULL: none. */
static const char *next_place(const struct folded *f, size_t at, const char *word)
{
	bool inside = found_inside(word);
	for (const char *s = f->text + at; (s = strstr(s, word)); s++)
		if (inside || s == f->text || !is_letter(s[-1]))
			return s;
	return NULL;
}

static const char *found_as(const struct folded *f, const struct match_words *w, size_t i)
{
	return next_place(f, 0, w->full[i]) ? w->full[i] : next_place(f, 0, w->stem[i]) ? w->stem[i] : NULL;
}

/* Places. */

static int by_place(const void *x, const void *y)
{
	const struct match_span *l = x, *r = y;
	return l->from != r->from ? (l->from > r->from) - (l->from < r->from) : (l->to > r->to) - (l->to < r->to);
}

/* Sorted, and those that touch are one. */
static size_t join(struct match_span *spans, size_t n)
{
	size_t kept = 0;
	qsort(spans, n, sizeof(*spans), by_place);
	for (size_t i = 0; i < n; i++) {
		if (kept && spans[i].from <= spans[kept - 1].to)
			spans[kept - 1].to = spans[i].to > spans[kept - 1].to ? spans[i].to : spans[kept - 1].to;
		else
			spans[kept++] = spans[i];
	}
	return kept;
}

size_t match_spans(const char *text, const struct match_words *w, struct match_span *ret, size_t most)
{
	struct match_span all[MATCH_SPANS_MAX * 4];
	struct arena a = ARENA_INIT;
	struct folded f;
	size_t n = 0;
	fold(text, &a, &f);
	for (size_t i = 0; i < w->n; i++) {
		const char *word = found_as(&f, w, i);
		size_t len = word ? strlen(word) : 0, room = ARRAY_LEN(all) * (i + 1) / w->n; /* to each its share */
		for (const char *s = f.text; len && n < room && (s = next_place(&f, (size_t)(s - f.text), word)); s += len) {
			size_t at = (size_t)(s - f.text);
			all[n++] = (struct match_span) { f.from[at], f.to[at + len - 1] };
		}
	}
	arena_done(&a);
	n = join(all, n);
	n = n < most ? n : most;
	memcpy(ret, all, n * sizeof(*ret));
	return n;
}

void match_missing(const char *text, const struct match_words *w, struct match_words *ret)
{
	struct arena a = ARENA_INIT;
	struct folded f;
	struct match_words left = { 0 };
	fold(text, &a, &f);
	for (size_t i = 0; i < w->n; i++)
		if (!found_as(&f, w, i)) {
			left.full[left.n] = w->full[i];
			left.stem[left.n++] = w->stem[i];
		}
	arena_done(&a);
	*ret = left;
}

bool match_all(const char *text, const struct match_words *w)
{
	struct match_words left;
	match_missing(text, w, &left);
	return w->n && !left.n;
}

/* Cutting. */

/* White space of any kind and what no terminal shows become single blanks. */
static char *one_line(const char *text, struct arena *a)
{
	struct buf out = BUF_INIT(SIZE_MAX / 4);
	size_t len = strlen(text);
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(text + at, len - at, &used);
		if (cp > 0x20 && (cp < 0x7F || cp > 0xA0))
			utf8_add(&out, cp);
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_addc(&out, ' ');
	}
	while (out.len && out.data[out.len - 1] == ' ')
		buf_cut(&out, out.len - 1);
	char *line = arena_strdup(a, out.len ? out.data : "");
	buf_done(&out);
	return line;
}

static int width_of(const char *s, size_t len, struct arena *a)
{
	return str_width(arena_strndup(a, s, len));
}

/* Where to begin so that a place has at most a third of the columns before it; at the beginning of a word. */
static size_t begin_before(const char *line, size_t place, int columns, struct arena *a)
{
	int before = width_of(line, place, a);
	size_t start = 0;
	while (start < place && before > columns / 3) {
		size_t n = letter(line + start, place - start);
		before -= width_of(line + start, n, a);
		start += n;
	}
	if (start == 0 || line[start - 1] == ' ')
		return start;
	const char *blank = memchr(line + start, ' ', place - start);
	return blank ? (size_t)(blank - line) + 1 : start;
}

/* Near the end of the line there is room for more words before. */
static size_t back_to_fill(const char *line, size_t start, int columns)
{
	while (start > 0) {
		size_t word = start - 1;
		while (word > 0 && line[word - 1] != ' ')
			word--;
		if (str_width(line + word) + (word > 0) > columns)
			break;
		start = word;
	}
	return start;
}

char *match_cut(const char *text, const struct match_words *w, int columns, struct arena *a)
{
	struct match_span first;
	char *line = one_line(text, a);
	if (str_width(line) <= columns)
		return line;
	if (columns < 3) /* no room for a letter */
		return arena_strdup(a, columns > 0 ? ellipsis : "");
	size_t start = match_spans(line, w, &first, 1) ? begin_before(line, first.from, columns, a) : 0;
	start = back_to_fill(line, start, columns);
	if (str_width(line + start) + (start > 0) <= columns)
		return arena_printf(a, "%s%s", start ? ellipsis : "", line + start);
	size_t fit = str_fit(line + start, columns - 1 - (start > 0));
	return arena_printf(a, "%s%.*s%s", start ? ellipsis : "", (int)fit, line + start, ellipsis);
}
