/* render.c - the formats by name, and the step from wire to what the person reads */
#include "config.h"

#include "report/render.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entity.h"
#include "report/out.h"
#include "store/pg.h"

enum {
	VALUE_MOST = 1 << 20, /* bytes of one spelled value; longer than any field */
	LABEL_CHARS = 2000,
	LABEL_LEAST = 12,     /* columns: the number of an order and that something follows */
};

struct words {
	const struct fmt *fmt;
	struct arena arena; /* of one value */
	struct buf text;
};

struct words *words_new(const struct fmt *fmt, struct arena *a)
{
	struct words *w = arena_alloc(a, sizeof *w);
	*w = (struct words) { .fmt = fmt, .arena = ARENA_INIT, .text = BUF_INIT(VALUE_MOST) };
	return w;
}

void words_done(struct words *w)
{
	arena_done(&w->arena);
	buf_done(&w->text);
}

const char *words_for(struct words *w, const struct field *f, const struct cell *c)
{
	union { /* room for any type's value, as a record of one field */
		int64_t number;
		const char *text;
		char bytes[32];
	} rec;
	buf_clear(&w->text);
	if (!c->s)
		return w->text.data;
	arena_clear(&w->arena);
	struct field alone = *f;
	alone.off = 0;
	struct err ignored = ERR_INIT;
	const char *s = arena_strndup(&w->arena, c->s, c->len);
	kt_assert(f->type->size <= sizeof rec);
	memset(&rec, 0, sizeof rec);
	f->type->set_empty(&rec);
	if (!f->type->from_wire(&alone, s, &w->arena, &rec, &ignored))
		buf_adds(&w->text, s); /* a report's SQL may say what it likes */
	else if (!f->type->is_empty(&rec))
		f->type->to_user(&alone, w->fmt, &rec, &w->text);
	return w->text.data;
}

void grouping_init(struct grouping *g, const struct render *r)
{
	*g = (struct grouping) { .last = BUF_INIT(VALUE_MOST) };
	while (g->column < r->ncols && !str_eq(r->cols[g->column].name, r->look.group))
		g->column++;
}

bool grouping_next(struct grouping *g, const struct cell *cells)
{
	const struct cell *c = &cells[g->column];
	size_t len = c->s ? c->len : 0;
	if (g->begun && g->last.len == len && memcmp(g->last.data, c->s ? c->s : "", len) == 0)
		return false;
	g->begun = true;
	buf_clear(&g->last);
	buf_add(&g->last, c->s ? c->s : "", len);
	return true;
}

void grouping_done(struct grouping *g)
{
	buf_done(&g->last);
}

bool is_plain(const char *s, size_t len)
{
	static const bool plain[256] = {
		['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true,
		['7'] = true, ['8'] = true, ['9'] = true, ['.'] = true, [':'] = true, ['+'] = true, ['-'] = true,
		['T'] = true, ['Z'] = true, [' '] = true,
	};
	size_t i = 0;
	while (i < len && plain[(unsigned char)s[i]])
		i++;
	return i == len;
}

bool read_flag(const char *s, size_t len, bool *ret)
{
	bool yes = (len == 1 && *s == 't') || (len == 4 && memcmp(s, "true", 4) == 0);
	bool no = (len == 1 && *s == 'f') || (len == 5 && memcmp(s, "false", 5) == 0);
	*ret = yes;
	return yes || no;
}

bool put_instant(struct out *o, const char *s, size_t len)
{
	if (len < 14 || s[10] != ' ' || memcmp(s + len - 3, "+00", 3) != 0)
		return false;
	out_add(o, s, 10);
	out_addc(o, 'T');
	out_add(o, s + 11, len - 14);
	out_addc(o, 'Z');
	return true;
}

bool is_decimal(const struct ftype *t)
{
	return t == &ft_mass || t == &ft_fineness || t == &ft_percent || t == &ft_length || t == &ft_density;
}

size_t decimal_len(const char *s, size_t len)
{
	if (!memchr(s, '.', len))
		return len;
	while (s[len - 1] == '0')
		len--;
	return s[len - 1] == '.' ? len - 1 : len;
}

struct column column_of(const struct field *f)
{
	return (struct column) {
		.name = f->name, .label = i18n_label(f->label), .field = f, .right = f->type->right, .width = f->width,
	};
}

struct column column_labelled(const struct field *f)
{
	static const struct field label = { .name = "label", .type = &ft_line, .max = LABEL_CHARS };
	struct column c = column_of(f);
	if (f->ref && !(f->flags & F_ID))
		c.field = &label, c.right = false, c.least = LABEL_LEAST;
	return c;
}

const struct renderer *renderer_find(const char *name, struct err *e)
{
	const char *words[16] = { NULL };
	for (size_t i = 0; renderers[i].name; i++) {
		if (str_ieq(renderers[i].name, name))
			return &renderers[i];
		words[i] = renderers[i].name;
	}
	const char *near = str_nearest(name, words);
	if (near)
		err_set(e, ERR_USAGE, _("There is no format “%s”. Did you mean “%s”?"), name, near);
	else
		err_set(e, ERR_USAGE, _("There is no format “%s”. There are table, csv, csv:excel-de, tsv, json, ndjson and html."), name);
	return NULL;
}

void render_begin(struct render *r)
{
	r->nrows = 0;
	r->kind->begin(r);
}

void render_row(struct render *r, const struct cell *cells)
{
	r->kind->row(r, cells);
	r->nrows++;
}

bool render_end(struct render *r, struct err *e)
{
	if (r->kind->end)
		r->kind->end(r);
	out_flush(r->out);
	return !out_failed(r->out, e);
}

// clang-format off
const struct renderer renderers[] = {
	{ "table",        N_("aligned columns for reading; the default"), NULL, table_begin, table_row, table_end },
	{ "csv",          N_("comma-separated, as RFC 4180 says"), &text_csv, text_begin, text_row, text_end },
	{ "csv:excel-de", N_("for a German Excel: semicolons, decimal commas, dates as 01.03.2026"), &text_excel_de, text_begin, text_row, text_end },
	{ "tsv",          N_("tab-separated, with \\t, \\n and \\\\ in texts"), &text_tsv, text_begin, text_row, text_end },
	{ "json",         N_("one array of objects"), NULL, json_begin, json_row, json_end },
	{ "ndjson",       N_("one object per line"), NULL, ndjson_begin, ndjson_row, NULL },
	{ "html",         N_("one document with one table"), NULL, html_begin, html_row, html_end },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
// clang-format on
