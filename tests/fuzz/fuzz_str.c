/* fuzz_str.c - normal forms, folding, escaping, cutting and padding */
#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/match.h"
#include "base/str.h"

static void check_columns(const char *s)
{
	struct buf out = BUF_INIT(SIZE_MAX / 4);
	int width = str_width(s);
	size_t last = 0;
	for (int columns = 0; columns < 12; columns++) {
		size_t fit = str_fit(s, columns);
		kt_assert(fit >= last && fit <= strlen(s) && (fit == strlen(s) || width > columns));
		last = fit;
		for (int right = 0; right < 2; right++) {
			buf_clear(&out);
			str_pad(&out, s, columns, right);
			kt_assert(utf8_valid(out.data, out.len) && str_width(out.data) == columns);
			kt_assert(str_control(out.data, false) == -1 && !strchr(out.data, '\t'));
		}
	}
	buf_done(&out);
}

static void check_forms(const char *s, struct arena *a)
{
	char *kept = str_nfc(a, s), *folded = str_fold(a, s);
	kt_assert((kept != NULL) == utf8_valid(s, strlen(s)));
	kt_assert(utf8_valid(folded, strlen(folded)));
	if (!kept)
		return;
	kt_assert(str_eq(str_nfc(a, kept), kept));
	kt_assert(str_empty(s) == !*kept);
	if (strlen(s) == strlen(kept)) /* nothing was trimmed: then the normal form makes no difference */
		kt_assert(str_eq(str_fold(a, kept), folded));
}

static void check_escape(const char *s)
{
	struct buf out = BUF_INIT(SIZE_MAX / 4);
	str_escape(&out, s);
	kt_assert(utf8_valid(out.data, out.len) && str_control(out.data, false) == -1);
	kt_assert(out.len >= strlen(s) && out.len <= 4 * strlen(s));
	buf_done(&out);
}

static void check_distance(const char *s)
{
	const char *half = s + strlen(s) / 2;
	int there = str_distance(s, half, 5), back = str_distance(half, s, 5);
	kt_assert(there == back && there >= 0 && there <= 6);
}

/* A text is found in itself, from the first letter to the last; places are whole letters, from left to right. */
static void check_places(const char *s, struct arena *a)
{
	const char *folded = str_fold(a, s);
	struct match_words whole = { .n = *folded != '\0', .full = { folded }, .stem = { folded } }, words;
	struct match_span spans[MATCH_SPANS_MAX];
	if (whole.n) {
		kt_assert(match_spans(s, &whole, spans, 1) == 1 && spans[0].from < spans[0].to && spans[0].to <= strlen(s));
		kt_assert(str_eq(str_fold(a, arena_strndup(a, s + spans[0].from, spans[0].to - spans[0].from)), folded));
	}
	match_make(&words, folded, NULL, a);
	size_t n = match_spans(s, &words, spans, ARRAY_LEN(spans)), last = 0;
	for (size_t i = 0; i < n; i++) {
		kt_assert(spans[i].from >= last && spans[i].from < spans[i].to && spans[i].to <= strlen(s));
		last = spans[i].to;
	}
	for (int columns = 0; columns < 30; columns += 7) {
		const char *line = match_cut(s, &words, columns, a);
		kt_assert(utf8_valid(line, strlen(line)) && str_width(line) <= columns && str_control(line, false) == -1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	const char *s = arena_strndup(&a, (const char *)data, size);
	kt_assert(utf8_count(s) <= strlen(s));
	check_columns(s);
	check_forms(s, &a);
	check_places(s, &a);
	check_escape(s);
	check_distance(s);
	utf8_valid((const char *)data, size);
	arena_done(&a);
	return 0;
}
