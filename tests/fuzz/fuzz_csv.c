/* fuzz_csv.c - the reader of imported files, and that what the renderer writes comes back the same */
#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "report/csv.h"

struct text {
	const char *at;
	size_t left, piece;
};

static ssize_t read_text(void *ctx, char *into, size_t size)
{
	struct text *t = ctx;
	size_t n = t->left < t->piece ? t->left : t->piece;
	n = n < size ? n : size;
	memcpy(into, t->at, n);
	t->at += n;
	t->left -= n;
	return (ssize_t)n;
}

static void quote(struct buf *out, const char *s)
{
	buf_addc(out, '"');
	for (; *s; s++) {
		buf_addc(out, *s);
		if (*s == '"')
			buf_addc(out, '"');
	}
	buf_addc(out, '"');
}

/* Reads all rows and writes them again, quoted, with commas. */
static bool rewrite(const char *data, size_t size, size_t piece, struct buf *out, struct arena *a)
{
	struct csv *csv = arena_alloc(a, sizeof *csv);
	struct text text = { data, size, piece };
	struct err e = ERR_INIT;
	bool end = false, ok;
	size_t line = 0;
	csv_init(csv, read_text, &text);
	while ((ok = csv_next(csv, &end, &e)) && !end) {
		kt_assert(csv->n > 0 && csv->n <= CSV_CELLS_MAX && csv->line > line);
		line = csv->line;
		for (size_t i = 0; i < csv->n; i++) {
			const char *cell = csv_cell(csv, i);
			kt_assert(utf8_valid(cell, strlen(cell)));
			if (i)
				buf_addc(out, ',');
			quote(out, cell);
		}
		buf_addc(out, '\n');
	}
	kt_assert(ok ? e.code == ERR_NONE : e.code == ERR_INVALID && *e.text);
	csv_done(csv);
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct buf first = BUF_INIT(1 << 22), second = BUF_INIT(1 << 22), third = BUF_INIT(1 << 22);
	bool ok = rewrite((const char *)data, size, 4096, &first, &a);
	/* However the bytes arrive, the rows are the same. */
	kt_assert(rewrite((const char *)data, size, 3, &second, &a) == ok && str_eq(first.data, second.data));
	/* What was read and written is read the same again, unless a row grew past the limit by its quotes. */
	if (ok && !first.full && first.len < CSV_ROW_MAX)
		kt_assert(rewrite(first.data, first.len, 64, &third, &a) && str_eq(first.data, third.data));
	buf_done(&first);
	buf_done(&second);
	buf_done(&third);
	arena_done(&a);
	return 0;
}
