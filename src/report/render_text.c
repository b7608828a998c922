/* render_text.c - comma-separated and its kin, for machines and for a German Excel
 *
 * The fast path: a million rows are copied through with one look at each byte.
 */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/fmt.h"
#include "domain/entity.h"
#include "report/out.h"
#include "report/render.h"
#include "store/pg.h"

struct text_profile {
	char separator;
	const char *eol;
	bool bom;
	bool escapes; /* \t and \n instead of quotes */
	bool german;  /* decimal comma, d.m.Y, guarded formulas */
};

/* What must be done with a column's cells. */
enum treat {
	TREAT_TEXT,
	TREAT_PLAIN,   /* German: digits and the like are no formula; what is something else is treated as text */
	TREAT_INSTANT, /* wire or PostgreSQL's spelling */
	TREAT_FLAG,
	TREAT_MONEY,
	TREAT_DECIMAL,
	TREAT_PERSON,  /* German: the person's spelling, as fmt_for("de") has it */
};

struct text {
	const struct text_profile *profile;
	enum treat treat[ENTITY_FIELDS_MAX];
	struct words *words;
	uint64_t separators; /* the separator in every byte */
};

static bool is_copied(const struct ftype *t)
{
	return t == &ft_line || t == &ft_note || t == &ft_uuid || t == &ft_choice;
}

static enum treat treat_for(const struct ftype *t, bool german)
{
	if (is_copied(t))
		return TREAT_TEXT;
	if (t == &ft_flag)
		return TREAT_FLAG;
	if (german && (t == &ft_day || t == &ft_instant || t == &ft_duration))
		return TREAT_PERSON;
	if (t == &ft_instant)
		return TREAT_INSTANT;
	if (is_decimal(t))
		return TREAT_DECIMAL;
	if (!german) /* digits need no quotes, and what claims to be digits is looked at like any text */
		return TREAT_TEXT;
	return t == &ft_money ? TREAT_MONEY : TREAT_PLAIN;
}

static const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);

/* Not zero if one of the eight bytes of w is that of which `all` has eight. */
static inline uint64_t has_byte(uint64_t w, uint64_t all)
{
	uint64_t x = w ^ all;
	return (x - ones) & ~x & tops;
}

static bool is_special(const struct text *t, unsigned char c)
{
	return c == '"' || c == '\n' || c == '\r' || c == (unsigned char)t->profile->separator ||
			(t->profile->escapes && c == '\\');
}

/* The first byte that cannot stand as it is, or len. Eight at a time: texts are mostly harmless. */
static size_t harmless(const struct text *t, const char *s, size_t len)
{
	size_t i = 0;
	for (; i + 8 <= len; i += 8) {
		uint64_t w;
		memcpy(&w, s + i, 8);
		if (has_byte(w, ones * '"') | has_byte(w, t->separators) | has_byte(w, ones * '\n') |
				has_byte(w, ones * '\r') | has_byte(w, ones * '\\'))
			break;
	}
	while (i < len && !is_special(t, (unsigned char)s[i]))
		i++;
	return i;
}

static void put_quoted(struct out *o, const char *s, size_t len)
{
	out_addc(o, '"');
	while (len) {
		const char *quote = memchr(s, '"', len);
		size_t n = quote ? (size_t)(quote - s) + 1 : len;
		out_add(o, s, n);
		if (quote)
			out_addc(o, '"');
		s += n, len -= n;
	}
	out_addc(o, '"');
}

static void put_escaped(struct out *o, const char *s, size_t len)
{
	static const char names[] = { ['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\\'] = '\\' };
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c < sizeof names && names[c])
			out_addc(o, '\\'), out_addc(o, names[c]);
		else
			out_addc(o, s[i]);
	}
}

/* A cell that a spreadsheet would take for a formula is told to be text. */
static bool is_formula(const char *s, size_t len)
{
	return len && memchr("=+-@\t\r", *s, 6);
}

static void put_text(const struct text *t, struct out *o, const char *s, size_t len)
{
	if (t->profile->german && is_formula(s, len)) {
		out_adds(o, "\"'");
		for (size_t i = 0; i < len; i++) {
			out_addc(o, s[i]);
			if (s[i] == '"')
				out_addc(o, '"');
		}
		out_addc(o, '"');
	} else if (harmless(t, s, len) == len) {
		out_add(o, s, len);
	} else if (t->profile->escapes) {
		put_escaped(o, s, len);
	} else {
		put_quoted(o, s, len);
	}
}

static void put_plain(const struct text *t, struct out *o, const char *s, size_t len)
{
	if (is_plain(s, len))
		out_add(o, s, len);
	else
		put_text(t, o, s, len);
}

static void put_flag(const struct text *t, struct out *o, const char *s, size_t len)
{
	bool yes;
	if (read_flag(s, len, &yes))
		out_adds(o, yes ? "true" : "false");
	else
		put_text(t, o, s, len);
}

static void put_decimal(const struct text *t, struct out *o, const char *s, size_t len)
{
	if (!is_plain(s, len)) {
		put_text(t, o, s, len);
		return;
	}
	const char *point = t->profile->german ? memchr(s, '.', len) : NULL;
	size_t before = point ? (size_t)(point - s) : len;
	out_add(o, s, before);
	if (point) {
		out_addc(o, ',');
		out_add(o, point + 1, len - before - 1);
	}
}

static void put_cell(struct render *r, size_t i, const struct cell *c)
{
	const struct text *t = r->self;
	struct out *o = r->out;
	const char *words;
	switch (t->treat[i]) {
	case TREAT_TEXT:
		put_text(t, o, c->s, c->len);
		break;
	case TREAT_PLAIN:
		put_plain(t, o, c->s, c->len);
		break;
	case TREAT_INSTANT:
		if (!is_plain(c->s, c->len) || !put_instant(o, c->s, c->len))
			put_plain(t, o, c->s, c->len);
		break;
	case TREAT_FLAG:
		put_flag(t, o, c->s, c->len);
		break;
	case TREAT_MONEY:
		put_decimal(t, o, c->s, c->len);
		break;
	case TREAT_DECIMAL:
		put_decimal(t, o, c->s, decimal_len(c->s, c->len));
		break;
	case TREAT_PERSON:
		words = words_for(t->words, r->cols[i].field, c);
		put_plain(t, o, words, strlen(words));
		break;
	}
}

void text_row(struct render *r, const struct cell *cells)
{
	const struct text *t = r->self;
	for (size_t i = 0; i < r->ncols; i++) {
		if (i)
			out_addc(r->out, t->profile->separator);
		if (cells[i].s)
			put_cell(r, i, &cells[i]);
	}
	out_adds(r->out, t->profile->eol);
}

void text_begin(struct render *r)
{
	struct text *t = arena_alloc(r->arena, sizeof *t);
	t->profile = r->kind->profile;
	t->separators = ones * (unsigned char)t->profile->separator;
	t->words = words_new(fmt_for("de"), r->arena);
	for (size_t i = 0; i < r->ncols; i++)
		t->treat[i] = treat_for(r->cols[i].field->type, t->profile->german);
	r->self = t;
	if (t->profile->bom)
		out_adds(r->out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < r->ncols; i++) {
		if (i)
			out_addc(r->out, t->profile->separator);
		put_text(t, r->out, r->cols[i].name, strlen(r->cols[i].name));
	}
	out_adds(r->out, t->profile->eol);
}

void text_end(struct render *r)
{
	const struct text *t = r->self;
	words_done(t->words);
}

const struct text_profile text_csv = { .separator = ',', .eol = "\n" };
const struct text_profile text_tsv = { .separator = '\t', .eol = "\n", .escapes = true };
/* Never the line "sep=;": it turns off Excel's recognition of UTF-8. */
const struct text_profile text_excel_de = { .separator = ';', .eol = "\r\n", .bom = true, .german = true };
