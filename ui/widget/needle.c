/* needle.c - what is looked for in a list */
#include "config.h"

#include "widget/needle.h"

#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"

enum { SAME_MOST = 48, CELL_MOST = 1 << 16 };

static bool is_text(const struct field *f)
{
	return f->type == &ft_line || f->type == &ft_note;
}

static bool is_capital(uint32_t cp)
{
	return utf8proc_tolower((utf8proc_int32_t)cp) != (utf8proc_int32_t)cp;
}

static bool has_capital(const char *s)
{
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used)
		if (is_capital(utf8_next(s + at, len - at, &used)))
			return true;
	return false;
}

/* str_fold a letter at a time, so that capitals stay capitals; then ae, oe and ue are joined as it does. */
static char *fold_exact(struct arena *a, const char *s)
{
	struct buf out = BUF_INIT(CELL_MOST);
	size_t len = strlen(s);
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		char *small = str_fold(a, arena_strndup(a, s + at, used));
		if (is_capital(cp) && *small >= 'a' && *small <= 'z')
			*small = (char)(*small - 'a' + 'A');
		buf_adds(&out, small);
	}
	char *folded = arena_strdup(a, out.data), *to = folded;
	buf_done(&out);
	for (const char *from = folded; *from; from++)
		if (*from != 'e' || to == folded || !strchr("aouAOU", to[-1]))
			*to++ = *from;
	*to = '\0';
	return folded;
}

static const char *fold(const struct needle *nd, struct arena *a, const char *s)
{
	return nd->exact ? fold_exact(a, s) : str_fold(a, s);
}

/* "17" is a part of a number rather than the 17th of this month, and "mo" a name rather than Monday. */
static bool may_be_day(const char *text)
{
	return strchr(text, '.') || strchr(text, '/') || strlen(text) == strlen("2026-03-01");
}

/* Days, amounts, numbers: what is typed may be one. */
static const char *same_value(const struct field *f, const char *text, const struct fmt *fmt, struct arena *a)
{
	struct err not_one = ERR_INIT;
	union { long long align; char bytes[256]; } value;
	struct field alone = *f;
	alone.off = 0;
	kt_assert(f->type->size <= sizeof(value));
	if (!strpbrk(text, "0123456789") || ((f->type == &ft_day || f->type == &ft_instant) && !may_be_day(text)))
		return NULL;
	f->type->set_empty(&value);
	if (!field_from_user(&alone, fmt, text, a, &value, &not_one) || field_empty(&alone, &value))
		return NULL;
	struct buf wire = BUF_INIT(CELL_MOST);
	field_to_wire(&alone, &value, &wire);
	const char *same = arena_strdup(a, wire.data);
	buf_done(&wire);
	return same;
}

bool needle_make(struct needle *ret, const char *text, const struct field *const *fields, size_t n, const struct fmt *fmt,
		struct arena *a)
{
	char *nfc = utf8_count(text) <= QUERY_TEXT_MAX ? str_nfc(a, text) : NULL;
	if (!nfc)
		return false;
	*ret = (struct needle) { .text = nfc, .exact = has_capital(nfc), .fields = arena_copy(a, fields, n * sizeof(*fields)), .n = n };
	ret->folded = fold(ret, a, nfc);
	ret->same = arena_array(a, n + 1, sizeof(*ret->same));
	for (size_t i = 0; i < n; i++)
		if (!is_text(fields[i]) && !fields[i]->choices)
			ret->same[i] = same_value(fields[i], nfc, fmt, a);
	return true;
}

static bool has(const struct needle *nd, const char *words)
{
	struct arena a = ARENA_INIT;
	bool found = strstr(fold(nd, &a, words), nd->folded);
	arena_done(&a);
	return found;
}

static const char *label_of(const struct field *f, const char *wire)
{
	const struct choice *c = f->choices ? choice_find(f->choices, wire) : NULL;
	return c ? i18n_label(c->label) : wire;
}

bool needle_hits(const struct needle *nd, size_t i, const char *wire)
{
	const struct field *f = nd->fields[i];
	if (!wire)
		return false;
	if (is_text(f) || f->choices)
		return has(nd, label_of(f, wire));
	return nd->same[i] && str_eq(nd->same[i], wire);
}

/* The piece from `s` on that is the needle when it is folded, with an e that belongs to an umlaut; 0: none begins here. */
static size_t begins_here(const struct needle *nd, const char *s, struct arena *a)
{
	size_t len = strlen(s), found = 0;
	if (!str_starts(fold(nd, a, s), nd->folded))
		return 0;
	for (size_t at = 0, used; at < len;) {
		utf8_next(s + at, len - at, &used);
		at += used;
		const char *piece = fold(nd, a, arena_strndup(a, s, at));
		if (found && !str_eq(piece, nd->folded))
			break;
		if (str_starts(piece, nd->folded))
			found = at;
	}
	return found;
}

bool needle_find(const struct needle *nd, size_t i, const char *words, size_t *ret_at, size_t *ret_len)
{
	const struct field *f = nd->fields[i];
	size_t len = strlen(words), found = 0;
	struct arena a = ARENA_INIT;
	if (!is_text(f) && !f->choices) {
		*ret_at = 0;
		*ret_len = len;
		return true;
	}
	for (size_t at = 0, used; at < len && !found; at += used) {
		utf8_next(words + at, len - at, &used);
		found = begins_here(nd, words + at, &a);
		*ret_at = at;
	}
	*ret_len = found;
	arena_done(&a);
	return found > 0;
}

void needle_seek(const struct needle *nd, struct arena *a, struct seek *ret)
{
	const struct field **texts = arena_array(a, nd->n + 1, sizeof(*texts));
	struct filter *same = arena_array(a, SAME_MOST, sizeof(*same));
	*ret = (struct seek) { .text = nd->text, .texts = texts, .same = same };
	for (size_t i = 0; i < nd->n; i++) {
		const struct field *f = nd->fields[i];
		if (is_text(f))
			texts[ret->ntexts++] = f;
		if (nd->same[i] && ret->nsame < SAME_MOST)
			same[ret->nsame++] = (struct filter) { .field = f, .op = OP_EQ, .value = nd->same[i] };
		for (const struct choice *c = f->choices; c && c->wire && ret->nsame < SAME_MOST; c++)
			if (has(nd, i18n_label(c->label)))
				same[ret->nsame++] = (struct filter) { .field = f, .op = OP_EQ, .value = c->wire };
	}
}
