/* render_json.c - JSON: money and weights as strings, counts and ids as numbers, flags as true and false */
#include "config.h"

#include <string.h>

#include "base/arena.h"
#include "domain/entity.h"
#include "report/out.h"
#include "report/render.h"
#include "store/pg.h"

static void put_control(struct out *o, unsigned char c)
{
	static const char hex[] = "0123456789abcdef", names[] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };
	out_addc(o, '\\');
	if (c < sizeof names && names[c]) {
		out_addc(o, names[c]);
		return;
	}
	out_adds(o, "u00");
	out_addc(o, hex[c >> 4]);
	out_addc(o, hex[c & 15]);
}

static void put_string(struct out *o, const char *s, size_t len)
{
	out_addc(o, '"');
	for (size_t i = 0, start = 0; i <= len; i++) {
		unsigned char c = i < len ? (unsigned char)s[i] : 0;
		if (i < len && c >= ' ' && c != '"' && c != '\\' && c != 0x7F)
			continue;
		out_add(o, s + start, i - start);
		start = i + 1;
		if (i < len && (c == '"' || c == '\\'))
			out_addc(o, '\\'), out_addc(o, (char)c);
		else if (i < len)
			put_control(o, c);
	}
	out_addc(o, '"');
}

/* What a report's SQL gives where a number is announced need not be one. */
static size_t digits(const char *s, size_t i, size_t len)
{
	size_t n = 0;
	while (i + n < len && s[i + n] >= '0' && s[i + n] <= '9')
		n++;
	return n;
}

static bool is_number(const char *s, size_t len)
{
	size_t start = len && *s == '-', whole = digits(s, start, len), i = start + whole;
	if (!whole || (s[start] == '0' && whole > 1))
		return false;
	return i == len || (s[i] == '.' && i + 1 < len && i + 1 + digits(s, i + 1, len) == len);
}

static void put_time(struct out *o, const char *s, size_t len)
{
	out_addc(o, '"');
	if (!put_instant(o, s, len))
		out_add(o, s, len);
	out_addc(o, '"');
}

static void put_value(struct out *o, const struct ftype *t, const struct cell *c)
{
	bool yes;
	if (!c->s)
		out_adds(o, "null");
	else if (t->json == JSON_BOOL && read_flag(c->s, c->len, &yes))
		out_adds(o, yes ? "true" : "false");
	else if (t->json == JSON_NUMBER && is_number(c->s, c->len))
		out_add(o, c->s, is_decimal(t) ? decimal_len(c->s, c->len) : c->len);
	else if (t == &ft_instant && is_plain(c->s, c->len))
		put_time(o, c->s, c->len);
	else
		put_string(o, c->s, is_decimal(t) ? decimal_len(c->s, c->len) : c->len);
}

void ndjson_begin(struct render *r)
{
	(void)r;
}

static void put_object(struct render *r, const struct cell *cells)
{
	out_addc(r->out, '{');
	for (size_t i = 0; i < r->ncols; i++) {
		if (i)
			out_addc(r->out, ',');
		put_string(r->out, r->cols[i].name, strlen(r->cols[i].name));
		out_addc(r->out, ':');
		put_value(r->out, r->cols[i].field->type, &cells[i]);
	}
	out_addc(r->out, '}');
}

void ndjson_row(struct render *r, const struct cell *cells)
{
	put_object(r, cells);
	out_addc(r->out, '\n');
}

void json_begin(struct render *r)
{
	out_addc(r->out, '[');
}

void json_row(struct render *r, const struct cell *cells)
{
	out_adds(r->out, r->nrows ? ",\n" : "\n");
	put_object(r, cells);
}

void json_end(struct render *r)
{
	out_adds(r->out, r->nrows ? "\n]\n" : "]\n");
}
