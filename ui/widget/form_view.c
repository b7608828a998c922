/* form_view.c - what a form looks like: rows of pieces, made anew for each painting, of which a window is shown
 *
 *   ~ Title *          Wedding rings, 585 yellow      ~ changed, * required, + needed later, ! wrong
 *   ! Agreed price     12x
 *                      ! Agreed price: “12x” is not an amount of money. Type it like 129.90.
 */
#include "config.h"

#include "widget/form_in.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "widget/calendar.h"

enum {
	PIECES_MAX = 8,
	NARROW = 30,          /* columns: labels stand above */
	NOTE_LEAST = 2, NOTE_MOST = 6, LISTED_MOST = 6, ERROR_MOST = 4, /* rows */
	LINE_MOST = 60,       /* columns of fields */
	LABEL_X = 2,
	DETAIL_LEAST = 8,     /* columns, else it is left out */
	BESIDE = 2,           /* columns between a field and the words beside it */
	LINE_SIZE = 64 * 1024,
};

struct piece {
	int x, w;
	enum style style;
	const char *text;
};

struct row {
	struct row *next;
	struct piece pieces[PIECES_MAX];
	int n;
	size_t field, listed;
	size_t from; /* the offset in the text of what stands at value_x */
};

struct view {
	struct form *f;
	struct arena *a;
	int h, w;
	int label_w, value_x, value_w;
	bool above;              /* labels */
	struct row *first, *last;
	int nrows, head;         /* head: rows that do not scroll */
	int from, to, at;        /* rows of the field in focus, and of the cursor */
	int x;                   /* of the cursor */
};

static const struct {
	const struct ftype *type;
	int w;
	const char *unit, *hint; /* N_(): said where the field has no hint of its own */
} looks[] = {
	{ &ft_count, 12, NULL, N_("A whole number, such as 12.") },
	{ &ft_money, 16, NULL, N_("An amount such as 129.90. Empty is not known yet, 0 is nothing.") },
	{ &ft_mass, 16, "g", N_("In grams, such as 4.235; carats with ct: 0.35 ct.") },
	{ &ft_fineness, 8, "‰", N_("Parts of pure metal in a thousand, such as 585.") },
	{ &ft_percent, 8, "%", N_("Per cent, such as 19 or 7.5.") },
	{ &ft_length, 12, "mm", N_("In millimetres, such as 54; 45 cm, US 7 and UK N are understood as well.") },
	{ &ft_density, 10, "g/cm³", N_("In g/cm³, such as 13.10.") },
	{ &ft_day, 14, NULL, N_("A day such as 1.4., +14, fri or 2026-04-01.") },
	{ &ft_instant, 18, NULL, N_("A day with its time, such as 1.4. 14:30.") },
	{ &ft_duration, 12, NULL, N_("Such as 1h30, 1:30 or 90m.") },
	{ &ft_uuid, 38, NULL, NULL },
	{ &ft_ref, 36, NULL, N_("Type a part of the name or number and choose from the list.") },
};

static int min(int a, int b)
{
	return a < b ? a : b;
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

/* Rows. */

static struct row *add_row(struct view *v, size_t field)
{
	struct row *r = arena_alloc(v->a, sizeof *r);
	*r = (struct row) { .field = field, .listed = (size_t)-1 };
	if (v->last)
		v->last->next = r;
	else
		v->first = r;
	v->last = r;
	v->nrows++;
	return r;
}

static void add(struct view *v, struct row *r, int x, int w, enum style style, const char *text)
{
	int room = v->w - x;
	if (r->n < PIECES_MAX && room > 0 && w > 0)
		r->pieces[r->n++] = (struct piece) { x, min(w, room), style, text };
}

/* Part of a text; a tab is a blank here. */
static const char *slice(struct view *v, const char *s, size_t from, size_t to)
{
	char *part = arena_strndup(v->a, s + from, to - from);
	for (char *p = part; (p = strchr(p, '\t'));)
		*p = ' ';
	return part;
}

static void cursor(struct view *v, int x)
{
	v->at = v->nrows - 1;
	v->x = x;
}

/* Fields. */

static bool is_focus(const struct view *v, const struct form_field *ff)
{
	return ff == form_here(v->f);
}

static enum style style_of(const struct view *v, const struct form_field *ff)
{
	return ff->fixed ? STYLE_NORMAL : is_focus(v, ff) ? STYLE_FOCUS : STYLE_FIELD;
}

static const char *flag_words(const char *wire)
{
	if (str_eq(wire, "true"))
		return _("yes");
	return str_eq(wire, "false") ? _("no") : _("not said");
}

static int longest_choice(const struct form_field *ff)
{
	int w = str_width(_("not chosen"));
	for (const struct choice *c = ff->f->choices; c->wire; c++)
		w = max(w, str_width(i18n_label(c->label)));
	return w;
}

static int field_w(const struct view *v, const struct form_field *ff)
{
	int w = min(ff->f->max > 0 ? ff->f->max + 1 : LINE_MOST, LINE_MOST);
	if (ff->kind == FORM_NOTE)
		w = v->value_w;
	else if (ff->kind == FORM_CHOICE)
		w = longest_choice(ff) + 4;
	else if (ff->kind == FORM_FLAG)
		w = 4 + max(max(str_width(_("yes")), str_width(_("no"))), str_width(_("not said")));
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		if (looks[i].type == ff->f->type)
			w = looks[i].w;
	return max(min(w, v->value_w - 1), 1);
}

/* What is said beside a field: the weekday, the unit, how the search for a record goes. */
static const char *beside(const struct view *v, const struct form_field *ff)
{
	struct day d;
	const char *text = ff->edit.text.data;
	if (ff->kind == FORM_DAY && day_read(text, today(), &d)) {
		const char *weekday = calendar_weekday(d);
		struct buf day = BUF_INIT(64);
		fmt_day(v->f->wish.fmt, &day, d);
		const char *said = str_eq(day.data, text) ? weekday : arena_printf(v->a, "%s %s", weekday, day.data);
		buf_done(&day);
		return said;
	}
	if (ff->kind == FORM_REF && *text && !ff->fixed) {
		if (ff->asked)
			return _("searching …");
		if (form_id(v->f, ff)->id)
			return "";
		return ff->found ? _("? choose one") : _("? not found");
	}
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		if (looks[i].type == ff->f->type && looks[i].unit)
			return looks[i].unit;
	return "";
}

static void add_beside(struct view *v, struct row *r, const struct form_field *ff, int w)
{
	int x = v->value_x + w + BESIDE;
	const char *words = beside(v, ff);
	if (*words && x < v->w - 1)
		add(v, r, x, v->w - 1 - x, STYLE_DIM, words);
}

/* Signs in the columns beside a field say that there is more of its text. */
static void add_line(struct view *v, struct row *r, struct form_field *ff)
{
	int w = field_w(v, ff), x = v->value_x;
	const char *text = ff->edit.text.data;
	if (!is_focus(v, ff)) {
		add(v, r, x, w, style_of(v, ff), slice(v, text, 0, ff->edit.text.len));
		ff->edit.left = 0;
		add_beside(v, r, ff, w);
		return;
	}
	struct edit_window win = edit_window(&ff->edit, w);
	if (win.left)
		add(v, r, x - 1, 1, STYLE_DIM, "<");
	add(v, r, x, w, STYLE_FOCUS, slice(v, text, win.from, win.to));
	if (win.right)
		add(v, r, x + w, 1, STYLE_DIM, ">");
	add_beside(v, r, ff, w);
	r->from = win.from;
	cursor(v, x + win.column);
}

static void add_choice(struct view *v, struct row *r, const struct form_field *ff)
{
	const struct choice *c = choice_find(ff->f->choices, ff->edit.text.data);
	const char *words = c ? i18n_label(c->label) : _("not chosen");
	bool here = is_focus(v, ff);
	add(v, r, v->value_x, field_w(v, ff), style_of(v, ff), arena_printf(v->a, here ? "< %s >" : "  %s", words));
	if (here)
		cursor(v, v->value_x + min(2, v->value_w - 1));
}

static void add_flag(struct view *v, struct row *r, const struct form_field *ff)
{
	const char *is = ff->edit.text.data;
	char sign = str_eq(is, "true") ? 'x' : str_eq(is, "false") ? ' ' : '-';
	add(v, r, v->value_x, field_w(v, ff), style_of(v, ff), arena_printf(v->a, "[%c] %s", sign, flag_words(is)));
	if (is_focus(v, ff))
		cursor(v, v->value_x + min(1, v->value_w - 1));
}

/* Which lines of a note are shown: the cursor's among them. */
static int note_top(struct form_field *ff, bool here, int line, int n, int shown)
{
	if (!here)
		return ff->top = 0;
	ff->top = min(max(min(ff->top, line), line - shown + 1), max(n - shown, 0));
	return ff->top;
}

static void add_note(struct view *v, struct row *r, struct form_field *ff)
{
	struct edit_line *lines;
	const char *text = ff->edit.text.data;
	int w = v->value_w, n = (int)edit_wrap(text, v->f->note_w, v->a, &lines);
	bool here = is_focus(v, ff);
	int shown = max(min(min(max(n, ff->fixed ? 1 : NOTE_LEAST), NOTE_MOST), v->h - 2), 1);
	struct edit_spot spot = edit_spot(text, lines, (size_t)n, ff->edit.cursor);
	int top = note_top(ff, here, (int)spot.line, n, shown);
	for (int i = 0; i < shown; i++) {
		int line = top + i;
		if (i)
			r = add_row(v, r->field);
		bool there = line < n;
		const char *part = there ? slice(v, text, lines[line].from, lines[line].to) : "";
		add(v, r, v->value_x, w, style_of(v, ff), part);
		if ((top && !i) || (i + 1 == shown && line + 1 < n))
			add(v, r, v->value_x - 1, 1, STYLE_DIM, i ? "v" : "^");
		r->from = there ? lines[line].from : ff->edit.text.len;
		if (here && (size_t)line == spot.line)
			cursor(v, v->value_x + min(spot.column, w - 1));
	}
}

/* Below a field. */

/* A sentence in lines of words, a sign before it. */
static void add_sentence(struct view *v, size_t field, int x, int most, enum style style, const char *sentence)
{
	struct edit_line *lines;
	int w = v->w - x - 1;
	const char *said = arena_printf(v->a, "! %s", sentence);
	size_t n = edit_wrap(said, max(w, 1), v->a, &lines);
	for (size_t i = 0; i < n && i < (size_t)most; i++) {
		bool cut = i + 1 == (size_t)most; /* then the rest follows, and the end is shown to be missing */
		size_t to = cut ? strlen(said) : lines[i].to;
		while (to > lines[i].from && said[to - 1] == ' ')
			to--; /* a blank at the end of a line needs no room */
		add(v, add_row(v, field), x, w, style, slice(v, said, lines[i].from, to));
	}
}

static void add_listed(struct view *v, size_t field, size_t i, int label_w)
{
	const struct form_list *l = &v->f->list;
	const struct form_ref *r = &l->refs[i];
	bool picked = i == l->picked && l->fresh;
	enum style style = picked ? STYLE_SELECTED : STYLE_NORMAL;
	struct row *row = add_row(v, field);
	int x = v->value_x, w = v->w - 1 - x;
	row->listed = i;
	const char *words = arena_printf(v->a, "%s%s", picked ? "> " : r->id ? "  " : "+ ", r->label);
	if (!r->detail || w < label_w + DETAIL_LEAST) {
		add(v, row, x, w, style, words);
	} else {
		add(v, row, x, label_w, style, words);
		add(v, row, x + label_w, w - label_w, style, r->detail);
	}
	if (picked && l->by_hand)
		cursor(v, x);
}

static void add_list(struct view *v, size_t field)
{
	const struct form_list *l = &v->f->list;
	size_t shown = (size_t)max(1, min(LISTED_MOST, v->h - 3));
	size_t from = l->picked >= shown ? l->picked - shown + 1 : 0;
	int label_w = 0;
	for (size_t i = 0; i < l->n; i++)
		label_w = max(label_w, str_width(l->refs[i].label) + 4);
	for (size_t i = from; i < l->n && i < from + shown; i++)
		add_listed(v, field, i, label_w);
	if (from + shown < l->n)
		add(v, v->last, v->value_x - 1, 1, STYLE_DIM, "v");
	if (from)
		add(v, v->last, v->value_x - 2, 1, STYLE_DIM, "^");
}

/* A field with all that belongs to it. */

static void add_label(struct view *v, struct row *r, const struct form_field *ff)
{
	bool needed = v->f->wish.needed >> field_index(v->f->wish.ent, ff->f) & 1;
	bool required = ff->f->flags & F_REQUIRED, empty = !ff->edit.text.len;
	const char *label = i18n_label(ff->f->label);
	if (*ff->error || ff->mark)
		add(v, r, 0, 1, STYLE_ERROR, "!");
	else if (form_is_dirty(v->f, ff))
		add(v, r, 0, 1, STYLE_MARKED, "~");
	int w = min(str_width(label), v->label_w);
	add(v, r, LABEL_X, w, STYLE_LABEL, label);
	if (!ff->fixed && (required || needed))
		add(v, r, LABEL_X + w + 1, 1, empty ? STYLE_WARN : STYLE_LABEL, required ? "*" : "+");
}

static void add_value(struct view *v, struct row *r, struct form_field *ff)
{
	switch (ff->kind) {
	case FORM_NOTE:
		add_note(v, r, ff);
		break;
	case FORM_CHOICE:
		add_choice(v, r, ff);
		break;
	case FORM_FLAG:
		add_flag(v, r, ff);
		break;
	case FORM_TEXT:
	case FORM_DAY:
	case FORM_REF:
		add_line(v, r, ff);
	}
}

static void add_field(struct view *v, size_t at, bool refusal_here)
{
	struct form_field *ff = &v->f->fields[at];
	bool here = is_focus(v, ff);
	struct row *r = add_row(v, at);
	add_label(v, r, ff);
	if (v->above)
		r = add_row(v, at);
	add_value(v, r, ff);
	if (*ff->error)
		add_sentence(v, at, v->value_x, ERROR_MOST, STYLE_ERROR, ff->error);
	if (ff->mark)
		add_sentence(v, at, v->value_x, ERROR_MOST, STYLE_ERROR, ff->mark);
	if (here && refusal_here && *v->f->refusal)
		add_sentence(v, at, v->value_x, ERROR_MOST, STYLE_WARN, v->f->refusal);
	if (here && v->f->list.n)
		add_list(v, at);
	if (here)
		v->to = v->nrows - 1;
}

/* The whole. */

static const char *section_title(const struct form *f, size_t section)
{
	return f->wish.sections && f->wish.sections[section].title ? i18n_label(f->wish.sections[section].title) : "";
}

static void measure(struct view *v)
{
	const struct form *f = v->f;
	int longest = 0;
	for (size_t i = 0; i < f->n; i++)
		longest = max(longest, str_width(i18n_label(f->fields[i].f->label)));
	v->above = v->w < NARROW;
	v->label_w = v->above ? max(v->w - LABEL_X - 3, 1) : min(longest, max(8, v->w * 2 / 5 - 4));
	v->value_x = v->above ? min(LABEL_X, max(v->w - 2, 1)) : LABEL_X + v->label_w + 4;
	v->value_w = max(v->w - v->value_x - 1, 1);
}

static void add_fields(struct view *v, bool refusal_here)
{
	struct form *f = v->f;
	size_t page = f->at < f->n ? f->fields[f->at].section : 0, section = (size_t)-1;
	for (size_t i = 0; i < f->n; i++) {
		const struct form_field *ff = &f->fields[i];
		if (f->wish.paged && ff->section != page)
			continue;
		const char *title = section_title(f, ff->section);
		bool heading = ff->section != section && !f->wish.paged && *title;
		section = ff->section;
		if (heading && v->nrows)
			add_row(v, (size_t)-1);
		if (i == f->at)
			v->from = v->nrows; /* its heading comes along */
		if (heading)
			add(v, add_row(v, (size_t)-1), LABEL_X, v->w - LABEL_X - 1, STYLE_HEAD, title);
		add_field(v, i, refusal_here);
	}
}

/* The part that is shown: the field in focus with all its rows, if it can be; its cursor always. */
static void scroll(struct view *v, int shown)
{
	struct form *f = v->f;
	int from = v->from, to = v->to;
	if (to - from + 1 > shown)
		from = to = v->at;
	if (f->top > from)
		f->top = from;
	if (f->top + shown <= to)
		f->top = to - shown + 1;
	f->top = max(min(f->top, v->nrows - shown), 0);
}

static int hint_rows(int h)
{
	return h >= 10 ? 2 : h >= 5 ? 1 : 0;
}

static struct view make(struct form *f, int h, int w, struct arena *a)
{
	struct view v = { .f = f, .a = a, .h = h, .w = w, .to = -1 };
	measure(&v);
	f->note_w = max(v.value_w - 1, 1);
	v.head = f->wish.paged && h >= 4 && f->n && *section_title(f, 0);
	add_fields(&v, !hint_rows(h));
	scroll(&v, max(h - v.head - hint_rows(h), 1));
	return v;
}

static struct row *row_at(const struct view *v, int n)
{
	struct row *r = v->first;
	while (r && n-- > 0)
		r = r->next;
	return r;
}

/* What the field wants, with an example. */
static const char *wanted(const struct form_field *ff)
{
	for (size_t i = 0; !ff->f->hint && i < ARRAY_LEN(looks); i++)
		if (looks[i].type == ff->f->type)
			return looks[i].hint ? i18n_label(looks[i].hint) : NULL;
	return i18n_label(ff->f->hint);
}

/* The keys that are particular to it. */
static const char *keys_of(const struct form_field *ff)
{
	switch (ff->kind) {
	case FORM_NOTE:
		return ff->edit.lines ? _("Enter begins a new line, Tab goes on.") : NULL;
	case FORM_DAY:
		return _("+ and - go a day on or back, F4 opens the calendar.");
	case FORM_CHOICE:
		return _("Space and arrows change it, a letter goes to its choice, F4 shows all.");
	case FORM_FLAG:
		return _("Space changes it.");
	case FORM_REF:
		return _("F4 opens the list.");
	case FORM_TEXT:
		break;
	}
	return NULL;
}

static const char *bound(struct view *v, const struct field *field, int64_t value)
{
	struct buf out = BUF_INIT(64);
	field->type->to_user(field, v->f->wish.fmt, &value, &out);
	const char *words = arena_strdup(v->a, out.data);
	buf_done(&out);
	return words;
}

/* How much of it there may be. */
static const char *limit_of(struct view *v, const struct form_field *ff)
{
	const struct field *field = ff->f;
	if (form_is_text(field))
		return field->max ? arena_printf(v->a, _("At most %d characters."), field->max) : NULL;
	if (ff->kind != FORM_TEXT || field->most <= field->least)
		return NULL;
	return arena_printf(v->a, _("Between %s and %s."), bound(v, field, field->least), bound(v, field, field->most));
}

/* Whole sentences, the most important first, as many as `most` rows hold. */
static const char *hint_of(struct view *v, const struct form_field *ff, int most)
{
	const char *const sentences[] = { wanted(ff), keys_of(ff), limit_of(v, ff) };
	const char *hint = "";
	for (size_t i = 0; i < ARRAY_LEN(sentences); i++) {
		struct edit_line *lines;
		if (str_empty(sentences[i]))
			continue;
		const char *longer = arena_printf(v->a, "%s%s%s", hint, *hint ? " " : "", sentences[i]);
		if (!*hint || edit_wrap(longer, max(v->w - 1, 1), v->a, &lines) <= (size_t)most)
			hint = longer;
	}
	return hint;
}

static void add_hint(struct view *v)
{
	const struct form_field *ff = form_here(v->f);
	int rows = hint_rows(v->h), before = v->nrows;
	struct edit_line *lines;
	if (!rows)
		return;
	if (*v->f->refusal) {
		add_sentence(v, (size_t)-1, 0, rows, STYLE_WARN, v->f->refusal);
	} else if (ff) {
		const char *hint = hint_of(v, ff, rows);
		size_t n = edit_wrap(hint, max(v->w - 1, 1), v->a, &lines);
		for (size_t i = 0; i < n && i < (size_t)rows; i++)
			add(v, add_row(v, (size_t)-1), 0, v->w, STYLE_DIM, slice(v, hint, lines[i].from,
				i + 1 == (size_t)rows ? strlen(hint) : lines[i].to));
	}
	while (v->nrows < before + rows)
		add_row(v, (size_t)-1);
}

/* Calls fn with each row that is shown, and tells where the cursor is. */
typedef void row_fn(void *ctx, int y, const struct row *r);

static const struct row *page_head(struct view *v)
{
	const struct form *f = v->f;
	size_t n = 0, section = f->at < f->n ? f->fields[f->at].section : 0;
	while (f->wish.sections[n].fields)
		n++;
	struct row *r = arena_alloc(v->a, sizeof *r);
	add(v, r, LABEL_X, v->w - LABEL_X, STYLE_HEAD,
		arena_printf(v->a, "%zu/%zu  %s", section + 1, n, section_title(f, section)));
	return r;
}

static void show(struct form *f, int h, int w, row_fn *fn, void *ctx, int *ret_y, int *ret_x)
{
	struct arena a = ARENA_INIT;
	struct view v = make(f, h, w, &a);
	int hints = hint_rows(h), shown = max(h - v.head - hints, 1), nrows = v.nrows, y = v.head;
	bool above = f->top > 0, below = f->top + shown < nrows;
	if (v.head)
		fn(ctx, 0, page_head(&v));
	add_hint(&v);
	struct row *r = row_at(&v, f->top);
	for (int i = f->top; i < nrows && y < v.head + shown; i++, y++, r = r->next) {
		if (above && i == f->top)
			add(&v, r, w - 1, 1, STYLE_DIM, "^");
		else if (below && y + 1 == v.head + shown)
			add(&v, r, w - 1, 1, STYLE_DIM, "v");
		fn(ctx, y, r);
	}
	const struct row *hint = row_at(&v, nrows);
	for (int i = 0; i < hints && hint; i++, hint = hint->next)
		fn(ctx, h - hints + i, hint);
	*ret_y = v.to < 0 ? 0 : min(max(v.at - f->top + v.head, 0), max(h - 1, 0));
	*ret_x = v.to < 0 ? 0 : min(max(v.x, 0), max(w - 1, 0));
	arena_done(&a);
}

static void paint_row(void *ctx, int y, const struct row *r)
{
	const struct area *a = ctx;
	for (int i = 0; i < r->n; i++)
		paint_cell(*a, y, r->pieces[i].x, r->pieces[i].w, r->pieces[i].style, r->pieces[i].text, false);
}

void form_paint(struct form *f, struct area a)
{
	int y, x;
	f->area = a;
	if (a.h <= 0 || a.w <= 0)
		return;
	paint_clear(a, STYLE_NORMAL);
	show(f, a.h, a.w, paint_row, &a, &y, &x);
	paint_cursor(a, y, x, true);
}

int form_height(const struct form *f)
{
	enum { HINTS = 2, WRAPPED = 3 };
	int rows = 0, list = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct form_field *ff = &f->fields[i];
		rows += ff->kind != FORM_NOTE ? 1 : ff->edit.lines ? NOTE_MOST + 1 : WRAPPED;
		list = ff->kind == FORM_REF ? LISTED_MOST : list;
	}
	return rows + list + 1 + HINTS;
}

struct lines {
	struct buf *out;
	int y;
};

/* Pieces lie beside one another, or the later upon the earlier; here the earlier stays. */
static void write_row(void *ctx, int y, const struct row *r)
{
	struct lines *l = ctx;
	struct buf line = BUF_INIT(LINE_SIZE);
	for (; l->y < y; l->y++)
		buf_addc(l->out, '\n');
	for (int x = 0, i; x < 1 << 16; x = r->pieces[i].x + r->pieces[i].w) {
		int next = -1;
		for (i = 0; i < r->n; i++)
			if (r->pieces[i].x >= x && (next < 0 || r->pieces[i].x < r->pieces[next].x))
				next = i;
		if (next < 0)
			break;
		i = next;
		buf_pad(&line, ' ', (size_t)(r->pieces[i].x - x));
		str_pad(&line, r->pieces[i].text, r->pieces[i].w, false);
	}
	while (line.len && line.data[line.len - 1] == ' ')
		buf_cut(&line, line.len - 1);
	buf_add(l->out, line.data, line.len);
	buf_done(&line);
}

void form_lines(struct form *f, int h, int w, struct buf *out, int *ret_y, int *ret_x)
{
	struct lines l = { .out = out };
	f->area = (struct area) { .h = h, .w = w };
	show(f, h, w, write_row, &l, ret_y, ret_x);
	for (; l.y < h; l.y++)
		buf_addc(out, '\n');
}

static size_t offset_at(const struct view *v, const struct form_field *ff, const struct row *r, int x)
{
	size_t len = ff->edit.text.len;
	struct edit_line *lines;
	int column = max(x - v->value_x, 0);
	if (ff->kind == FORM_NOTE) {
		size_t n = edit_wrap(ff->edit.text.data, v->f->note_w, v->a, &lines);
		struct edit_spot spot = edit_spot(ff->edit.text.data, lines, n, r->from);
		return edit_offset(ff->edit.text.data, lines, n, (struct edit_spot) { spot.line, column });
	}
	const struct edit_line line = { .from = r->from, .to = len };
	return edit_offset(ff->edit.text.data, &line, 1, (struct edit_spot) { 0, column });
}

struct form_hit form_hit(struct form *f, int y, int x)
{
	struct arena a = ARENA_INIT;
	struct view v = make(f, f->area.h, f->area.w, &a);
	int shown = max(v.h - v.head - hint_rows(v.h), 1);
	struct form_hit hit = { .field = (size_t)-1, .listed = (size_t)-1 };
	const struct row *r = y >= v.head && y < v.head + shown ? row_at(&v, f->top + y - v.head) : NULL;
	if (r && r->field < f->n) {
		hit.field = r->field;
		hit.listed = r->listed;
		hit.offset = offset_at(&v, &f->fields[r->field], r, x);
	}
	arena_done(&a);
	return hit;
}
