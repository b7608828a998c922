/* render_html.c - one document with one table: for the browser, for mail, for printing */
#include "config.h"

#include <string.h>

#include "base/arena.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entity.h"
#include "report/out.h"
#include "report/render.h"
#include "store/pg.h"

struct html {
	struct words *words;
	struct grouping group;
};

static void put_escaped(struct out *o, const char *s)
{
	static const char *const names[] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\n'] = "<br>",
	};
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c < ARRAY_LEN(names) && names[c])
			out_adds(o, names[c]);
		else if (c >= ' ' && c != 0x7F)
			out_addc(o, *s);
	}
}

static void put_heads(struct render *r, const struct html *h)
{
	out_adds(r->out, "<thead><tr>");
	for (size_t i = 0; i < r->ncols; i++) {
		if (i == h->group.column)
			continue;
		out_adds(r->out, r->cols[i].right ? "<th class=\"r\">" : "<th>");
		put_escaped(r->out, r->cols[i].label);
		out_adds(r->out, "</th>");
	}
	out_adds(r->out, "</tr></thead>\n<tbody>\n");
}

void html_begin(struct render *r)
{
	struct html *h = arena_alloc(r->arena, sizeof *h);
	const char *title = r->look.title ? r->look.title : "karat";
	h->words = words_new(r->look.fmt, r->arena);
	grouping_init(&h->group, r);
	r->self = h;
	out_adds(r->out, "<!DOCTYPE html>\n<html lang=\"");
	put_escaped(r->out, r->look.fmt->lang);
	out_adds(r->out, "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	put_escaped(r->out, title);
	out_adds(r->out, "</title>\n<style>\n"
			"body{font:1rem/1.4 sans-serif;margin:2em}\ntable{border-collapse:collapse}\n"
			"caption{font-weight:bold;text-align:left;padding:.5em 0}\n"
			"th,td{padding:.2em .7em;text-align:left;vertical-align:top;border-bottom:1px solid #ccc}\n"
			".r{text-align:right;font-variant-numeric:tabular-nums}\n"
			"</style>\n</head>\n<body>\n<table>\n<caption>");
	put_escaped(r->out, title);
	if (r->look.note) {
		out_adds(r->out, "<br><small>");
		put_escaped(r->out, r->look.note);
		out_adds(r->out, "</small>");
	}
	out_adds(r->out, "</caption>\n");
	put_heads(r, h);
}

static void put_heading(struct render *r, const struct html *h, const struct cell *cells)
{
	size_t at = h->group.column;
	out_adds(r->out, "<tr><th colspan=\"99\">");
	put_escaped(r->out, words_for(h->words, r->cols[at].field, &cells[at]));
	out_adds(r->out, "</th></tr>\n");
}

void html_row(struct render *r, const struct cell *cells)
{
	struct html *h = r->self;
	if (h->group.column < r->ncols && grouping_next(&h->group, cells))
		put_heading(r, h, cells);
	out_adds(r->out, "<tr>");
	for (size_t i = 0; i < r->ncols; i++) {
		if (i == h->group.column)
			continue;
		out_adds(r->out, r->cols[i].right ? "<td class=\"r\">" : "<td>");
		put_escaped(r->out, words_for(h->words, r->cols[i].field, &cells[i]));
		out_adds(r->out, "</td>");
	}
	out_adds(r->out, "</tr>\n");
}

void html_end(struct render *r)
{
	struct html *h = r->self;
	out_adds(r->out, "</tbody>\n</table>\n</body>\n</html>\n");
	grouping_done(&h->group);
	words_done(h->words);
}
