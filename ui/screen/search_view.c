/* search_view.c - hits as lines */
#include "config.h"

#include "screen/search_view.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/term.h"
#include "domain/order.h"
#include "report/render.h"
#include "store/pg.h"

enum { SIGNS = 2, GAP = 2, KIND_MOST = 12, KEY_MOST = 16, KEY_LEAST = 6, TITLE_LEAST = 12, LINE_MOST = 1 << 14,
	STATUSES_MOST = 20, YEARS_MOST = 60, YEAR_ROOM = 12 };

static const char between[] = " · ";

/* Text with marks. */

static int part(struct area a, int y, int x, enum style st, const char *text, size_t len, struct arena *scratch)
{
	return len ? paint_text(a, y, x, st, arena_strndup(scratch, text, len)) : 0;
}

int search_view_text(struct area a, int y, int x, int w, enum style st, const char *text, const struct match_words *words)
{
	struct arena scratch = ARENA_INIT;
	struct match_span spans[MATCH_SPANS_MAX];
	struct area line = area_part(a, y, x, 1, w);
	bool plain = term_plain();
	size_t at = 0, n = words ? match_spans(text, words, spans, ARRAY_LEN(spans)) : 0;
	int c = 0;
	for (size_t i = 0; i < n; i++) {
		c += part(line, 0, c, st, text + at, spans[i].from - at, &scratch);
		c += plain ? paint_text(line, 0, c, st, "«") : 0;
		c += part(line, 0, c, STYLE_MATCH, text + spans[i].from, spans[i].to - spans[i].from, &scratch);
		c += plain ? paint_text(line, 0, c, st, "»") : 0;
		at = spans[i].to;
	}
	c += part(line, 0, c, st, text + at, strlen(text + at), &scratch);
	arena_done(&scratch);
	return c;
}

/* One hit. */

/* What stands beside its title: status, customer, size …, as people spell them. */
static char *facts_of(const struct search_hit *hit, const struct fmt *fmt, struct arena *a)
{
	struct words *spell = words_new(fmt, a);
	struct buf out = BUF_INIT(LINE_MOST);
	for (size_t i = 0; i < SEARCH_MORE; i++) {
		const char *wire = hit->row->more[i];
		const struct field *f = search_field(hit->kind, i);
		struct cell cell = { wire, wire ? strlen(wire) : 0 };
		if (str_empty(wire))
			continue;
		buf_adds(&out, out.len ? between : "");
		if (f && f->type == &ft_day) /* of which day it is nothing else tells */
			buf_addf(&out, "%s ", i18n_label(f->label));
		buf_adds(&out, f ? words_for(spell, f, &cell) : wire);
	}
	words_done(spell);
	char *facts = arena_strdup(a, out.len ? out.data : "");
	buf_done(&out);
	return facts;
}

static char *cut(const char *text, int columns, struct arena *a)
{
	static const struct match_words none;
	return match_cut(text, &none, columns, a);
}

static bool tells(const char *line, const struct match_words *words)
{
	struct match_words missing;
	match_missing(line, words, &missing);
	return missing.n == 0;
}

static bool occurs(const char *text, const struct match_words *words)
{
	struct match_span first;
	return match_spans(text, words, &first, 1) > 0;
}

/* Title and facts. If the words found would be cut off, the title makes room, and else what stands before them. */
static char *front_of(const char *title, const char *facts, const struct match_words *words, int columns, struct arena *a)
{
	const char *glue = *title && *facts ? between : "";
	char *whole = arena_printf(a, "%s%s%s", title, glue, facts), *line = cut(whole, columns, a);
	int room = columns - str_width(facts) - str_width(glue);
	if (str_width(whole) <= columns || tells(line, words) || !tells(whole, words))
		return line;
	if (room < TITLE_LEAST)
		return match_cut(whole, words, columns, a);
	line = arena_printf(a, "%s%s%s", cut(title, room, a), glue, facts);
	return tells(line, words) ? line : match_cut(whole, words, columns, a);
}

/* Behind them the piece of the longer text in which the words are that do not occur before. A comment is nothing
 * but such a text. */
static char *line_of(const struct search_hit *hit, const struct match_words *words, const struct fmt *fmt, int columns,
		struct arena *a)
{
	const char *title = hit->row->title ? hit->row->title : "", *text = hit->row->words, *facts = facts_of(hit, fmt, a);
	const char *key = hit->row->key ? hit->row->key : "";
	struct match_words missing;
	match_missing(arena_printf(a, "%s %s%s%s", key, title, between, facts), words, &missing);
	if (str_empty(text) || (*title && !occurs(text, &missing)))
		return front_of(title, facts, words, columns, a);
	int front = str_width(title) + str_width(facts) + (*title && *facts ? str_width(between) : 0);
	int most = columns - front - GAP > columns * 11 / 20 ? columns - front - GAP : columns * 11 / 20;
	char *piece = match_cut(text, missing.n ? &missing : words, most, a);
	int room = columns - str_width(piece) - GAP;
	if (!front || room < TITLE_LEAST)
		return piece;
	return arena_printf(a, "%s%*s%s", front_of(title, facts, words, room, a), GAP, "", piece);
}

static int key_width(const struct search_view *v)
{
	int most = KEY_LEAST;
	for (size_t i = 0; i < v->n; i++) {
		int w = str_width(v->found->hits[v->shown[i]].row->key);
		most = w > most ? w : most;
	}
	return most < KEY_MOST ? most : KEY_MOST;
}

static int kind_width(void)
{
	int most = 0;
	for (const struct search_kind *k = search_kinds; k->name; k++) {
		int w = str_width(i18n_label(k->entity->label));
		most = w > most ? w : most;
	}
	return most < KIND_MOST ? most : KIND_MOST;
}

/* Of 17 the digits at the end of A-2026-0017 are what was found. */
static void paint_key(struct area a, int y, int x, int w, const struct search_hit *hit, const struct match_words *words,
		struct arena *scratch)
{
	const char *key = cut(hit->row->key, w - (term_plain() ? 2 : 0), scratch), *tail = key + strlen(key);
	struct match_words digits = { .n = 1 };
	while (tail > key && tail[-1] >= '0' && tail[-1] <= '9')
		tail--;
	digits.full[0] = digits.stem[0] = tail;
	search_view_text(a, y, x, w, STYLE_NORMAL, key, hit->rank == RANK_DIGITS && *tail ? &digits : words);
}

static void paint_hit(struct search_view *v, const struct fmt *fmt, struct area a, int y, size_t i)
{
	const struct search_hit *hit = &v->found->hits[v->shown[i]];
	const struct match_words *words = &v->found->words;
	struct arena scratch = ARENA_INIT;
	bool here = i == v->cursor;
	int marks = term_plain() ? 2 : 0; /* columns that « and » take */
	int kind = kind_width(), key = v->key_width + marks, x = SIGNS;
	paint_clear(area_part(a, y, 0, 1, a.w), STYLE_NORMAL);
	paint_text(a, y, 0, STYLE_NORMAL, here ? ">" : " ");
	paint_cell(a, y, x, kind, STYLE_LABEL, i18n_label(hit->kind->entity->label), false);
	x += kind + GAP;
	if (here) /* the cell shows the cursor, not what was found in it */
		paint_cell(a, y, x, key, STYLE_SELECTED, hit->row->key, false);
	else
		paint_key(a, y, x, key, hit, words, &scratch);
	x += key + GAP;
	if (x < a.w)
		search_view_text(a, y, x, a.w - x, STYLE_NORMAL, line_of(hit, words, fmt, a.w - x - 2 * marks, &scratch), words);
	arena_done(&scratch);
}

void search_view_hits(struct search_view *v, const struct fmt *fmt, struct area a)
{
	size_t height = a.h > 0 ? (size_t)a.h : 1;
	if (v->cursor < v->top)
		v->top = v->cursor;
	if (v->cursor >= v->top + height)
		v->top = v->cursor - height + 1;
	if (!v->key_width)
		v->key_width = key_width(v);
	for (int y = 0; y < a.h; y++) {
		if (v->top + (size_t)y < v->n)
			paint_hit(v, fmt, a, y, v->top + (size_t)y);
		else
			paint_clear(area_part(a, y, 0, 1, a.w), STYLE_NORMAL);
	}
	if (v->in_list)
		paint_cursor(a, (int)(v->cursor - v->top), 0, true);
}

/* Counts beside each other; what counts nothing is left out, but for what is chosen. */

struct chip {
	const char *label;
	size_t n;
	bool more, chosen;
};

static int chip_words(const struct chip *c, char *ret, size_t size)
{
	if (!c->chosen && !c->n)
		return 0;
	snprintf(ret, size, c->chosen ? "[%s %zu%s]" : " %s %zu%s ", c->label, c->n, c->more ? "+" : "");
	return str_width(ret) + 1;
}

/* The chosen one is always in view; the first column tells that some before are not. */
static void paint_chips(const struct chip *chips, size_t n, struct area line)
{
	char words[80];
	int x = 1, before = 0;
	size_t chosen = 0, first = 0;
	while (chosen + 1 < n && !chips[chosen].chosen)
		chosen++;
	chosen = n && chips[chosen].chosen ? chosen : 0;
	for (size_t i = 0; i <= chosen && i < n; i++)
		before += chip_words(&chips[i], words, sizeof(words));
	for (; first < chosen && before > line.w - 2; first++)
		before -= chip_words(&chips[first], words, sizeof(words));
	if (first)
		paint_text(line, 0, 0, STYLE_DIM, "<");
	for (size_t i = first; i < n; i++) {
		int w = chip_words(&chips[i], words, sizeof(words));
		if (x + w - 1 > line.w) {
			paint_text(line, 0, line.w - 1, STYLE_DIM, ">");
			break;
		}
		if (w)
			paint_text(line, 0, x, chips[i].chosen ? STYLE_HEAD : STYLE_NORMAL, words);
		x += w;
	}
}

void search_view_facets(const struct search_found *found, enum search_facet chosen, struct area line)
{
	struct chip chips[FACET_COUNT];
	for (enum search_facet f = FACET_ALL; f < FACET_COUNT; f++)
		chips[f] = (struct chip) { search_facet_label(f), found->counts[f], found->more[f], f == chosen };
	paint_clear(line, STYLE_NORMAL);
	paint_chips(chips, FACET_COUNT, line);
}

void search_view_orders(const struct search_found *found, const char *status, int year, struct area a)
{
	struct chip statuses[STATUSES_MOST], years[YEARS_MOST];
	char names[YEARS_MOST][YEAR_ROOM];
	const char *status_label = _("Status"), *year_label = _("Year");
	int w = str_width(status_label) > str_width(year_label) ? str_width(status_label) : str_width(year_label), x = w + 2;
	size_t n = 0;
	paint_clear(a, STYLE_NORMAL);
	for (const struct choice *c = order_statuses; c->wire && n < STATUSES_MOST; c++)
		statuses[n++] = (struct chip) { i18n_label(c->label), search_count(found, c->wire, year), found->more_orders,
			str_eq(c->wire, status) };
	paint_text(a, 0, 2, STYLE_LABEL, status_label);
	paint_chips(statuses, n, area_part(a, 0, x, 1, a.w - x));
	n = 0;
	for (size_t i = 0; i < found->norders && n < YEARS_MOST; i++) {
		int y = found->orders[i].year;
		if (i && y == found->orders[i - 1].year)
			continue;
		snprintf(names[n], YEAR_ROOM, "%d", y);
		years[n] = (struct chip) { names[n], search_count(found, status, y), found->more_orders, y == year };
		n++;
	}
	paint_text(a, 1, 2, STYLE_LABEL, year_label);
	paint_chips(years, n, area_part(a, 1, x, 1, a.w - x));
}
