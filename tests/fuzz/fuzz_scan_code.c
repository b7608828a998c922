/* fuzz_scan_code.c - whatever a scanner, or somebody with a printer of their own, may send */
#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/scan_code.h"

/* A known code can be written on a label, and is then read as the same. */
static void check_known(const struct scan_code *c)
{
	struct buf out = BUF_INIT(4096);
	struct scan_code again;
	if (scan_code_words(c->kind, c->words, &out)) {
		scan_code_read(out.data, out.len, &again);
		kt_assert(again.kind == c->kind && str_eq(again.words, c->words) && !again.mangled);
	}
	buf_clear(&out);
	if (c->number && scan_code_digits(c->kind, c->number, &out)) {
		scan_code_read(out.data, out.len, &again);
		kt_assert(again.kind == c->kind && again.number == c->number && !again.misread);
	}
	buf_done(&out);
}

/* What the keyboard takes for a scan is never nothing, but what it takes for a word is a code or an unknown one. */
static void check_fit(const char *text, size_t len)
{
	uint32_t chars[SCAN_CODE_MAX];
	size_t n = 0, used;
	for (size_t i = 0; i < len && n < SCAN_CODE_MAX; i += used)
		chars[n++] = utf8_next(text + i, len - i, &used);
	for (size_t i = 1; i < n; i++)
		if (scan_code_fit(chars, i) == SCAN_FIT_NO)
			kt_assert(scan_code_fit(chars, i + 1) == SCAN_FIT_NO);
	kt_assert(!n || n >= SCAN_CODE_LEAST || scan_code_fit(chars, n) != SCAN_FIT_WHOLE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scan_code c;
	scan_code_read((const char *)data, size, &c);
	kt_assert(utf8_valid(c.words, strlen(c.words)) && str_control(c.words, false) < 0);
	kt_assert(c.number >= 0 && utf8_count(c.words) <= SCAN_CODE_MAX);
	kt_assert(c.kind != SCAN_UNKNOWN || (!c.number && !c.mangled && !c.misread));
	kt_assert(c.kind == SCAN_UNKNOWN || *c.words);
	if (c.kind != SCAN_UNKNOWN)
		check_known(&c);
	check_fit((const char *)data, size);
	return 0;
}
