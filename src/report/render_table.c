/* render_table.c - aligned columns for reading
 *
 * Widths come from the fields, not from the data, so that a list streams: the first row appears at
 * once however many follow. The widest text column gives way until the line fits the terminal, and
 * takes what is left over. Numbers and dates are never cut: half a price would be a lie.
 */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entity.h"
#include "report/out.h"
#include "report/render.h"
#include "store/pg.h"

enum {
	GAP = 2,           /* blanks between columns */
	TERMINAL = 80,     /* when nothing is known */
	TEXT_WISH = 20,    /* a text nobody gave a width */
	TEXT_LEAST = 8,    /* below that a text tells nothing */
	TITLE_LEAST = 14,  /* what the record is called is what people look for */
	LINE_MOST = 1 << 16,
};

struct table {
	struct words *words;
	struct grouping group;
	struct buf line, flat;
	int width[ENTITY_FIELDS_MAX];
	size_t ncols, at[ENTITY_FIELDS_MAX]; /* the columns shown */
};

static bool is_text(const struct field *f)
{
	return f->type == &ft_line || f->type == &ft_note;
}

/* Numbers of orders are typed again: half of one helps nobody. */
static bool may_shrink(const struct field *f)
{
	return !(f->flags & F_KEY) && (is_text(f) || f->type == &ft_choice || f->type == &ft_uuid);
}

static int choice_width(const struct field *f)
{
	int most = 0;
	for (const struct choice *c = f->choices; c && c->wire; c++) {
		int width = str_width(i18n_label(c->label));
		most = width > most ? width : most;
	}
	return most;
}

static int type_width(const struct field *f)
{
	static const struct {
		const struct ftype *type;
		int width;
	} widths[] = {
		{ &ft_uuid, 36 }, { &ft_flag, 4 }, { &ft_count, 6 }, { &ft_money, 10 }, { &ft_mass, 10 },
		{ &ft_fineness, 6 }, { &ft_percent, 6 }, { &ft_length, 6 }, { &ft_density, 6 },
		{ &ft_day, 10 }, { &ft_instant, 16 }, { &ft_duration, 6 }, { &ft_ref, 6 },
	};
	for (size_t i = 0; i < ARRAY_LEN(widths); i++)
		if (widths[i].type == f->type)
			return widths[i].width;
	if (f->type == &ft_choice)
		return choice_width(f);
	return f->max && f->max < TEXT_WISH ? f->max : TEXT_WISH;
}

static int wish(const struct column *c)
{
	int width = c->width ? c->width : type_width(c->field), label = str_width(c->label);
	return width > label ? width : label;
}

static int total(const struct table *t)
{
	int sum = t->ncols ? (int)(t->ncols - 1) * GAP : 0;
	for (size_t i = 0; i < t->ncols; i++)
		sum += t->width[i];
	return sum;
}

static int slack(const struct table *t, const struct render *r, size_t i)
{
	const struct field *f = r->cols[t->at[i]].field;
	return may_shrink(f) ? t->width[i] - (f->flags & F_TITLE ? TITLE_LEAST : TEXT_LEAST) : 0;
}

/* The column that can give way most, or ncols. Half a status tells less than half a title: choices give way
 * only when every text has. */
static size_t loosest(const struct table *t, const struct render *r)
{
	size_t found[2] = { t->ncols, t->ncols };
	for (size_t i = 0; i < t->ncols; i++) {
		size_t *best = &found[r->cols[t->at[i]].field->type == &ft_choice];
		if (slack(t, r, i) > (*best < t->ncols ? slack(t, r, *best) : 0))
			*best = i;
	}
	return found[0] < t->ncols ? found[0] : found[1];
}

/* What is left over: first the choices show their longest word, then one text takes the rest. */
static void spread(struct table *t, const struct render *r, int left)
{
	size_t text = t->ncols;
	for (size_t i = 0; i < t->ncols; i++) {
		const struct field *f = r->cols[t->at[i]].field;
		int more = f->type == &ft_choice ? choice_width(f) - t->width[i] : 0;
		more = more > left ? left : more;
		if (more > 0)
			t->width[i] += more, left -= more;
		if (is_text(f) && !(f->flags & F_KEY) && (text == t->ncols || t->width[i] > t->width[text]))
			text = i;
	}
	if (text < t->ncols)
		t->width[text] += left;
}

static void lay_out(struct table *t, const struct render *r)
{
	int terminal = r->look.width > 0 ? r->look.width : TERMINAL;
	for (size_t i = 0; i < t->ncols; i++)
		t->width[i] = wish(&r->cols[t->at[i]]);
	int over = total(t) - terminal;
	if (over < 0)
		spread(t, r, -over);
	for (size_t i; over > 0 && (i = loosest(t, r)) < t->ncols; over--)
		t->width[i]--;
}

static void end_line(struct render *r, struct table *t, bool strong)
{
	size_t len = t->line.len;
	while (len && t->line.data[len - 1] == ' ')
		len--;
	strong = strong && r->look.color;
	if (strong)
		out_adds(r->out, "\033[1m");
	out_add(r->out, t->line.data, len);
	out_adds(r->out, strong ? "\033[0m\n" : "\n");
	buf_clear(&t->line);
}

/* One line of a text, without anything that could steer the terminal. */
static const char *shown(struct table *t, const char *s)
{
	if (str_control(s, false) < 0 && !strchr(s, '\t'))
		return s;
	struct buf flat = BUF_INIT(LINE_MOST);
	for (; *s; s++)
		buf_addc(&flat, *s == '\n' || *s == '\t' ? ' ' : *s);
	buf_clear(&t->flat);
	str_escape(&t->flat, flat.data);
	buf_done(&flat);
	return t->flat.data;
}

/* Fits the text into the column; what may not be cut pushes the rest of the line to the right. */
static void add_cell(struct table *t, const struct column *c, int width, const char *text, bool last)
{
	text = shown(t, text);
	int is = str_width(text);
	if (is > width && !may_shrink(c->field))
		width = is;
	if (last && !c->right && is <= width)
		buf_adds(&t->line, text);
	else
		str_pad(&t->line, text, width, c->right);
}

static void put_heads(struct render *r, struct table *t)
{
	for (size_t i = 0; i < t->ncols; i++) {
		const struct column *c = &r->cols[t->at[i]];
		if (i)
			buf_pad(&t->line, ' ', GAP);
		str_pad(&t->line, c->label, t->width[i], c->right);
	}
	end_line(r, t, true);
}

void table_begin(struct render *r)
{
	struct table *t = arena_alloc(r->arena, sizeof *t);
	t->words = words_new(r->look.fmt, r->arena);
	t->line = t->flat = (struct buf)BUF_INIT(LINE_MOST);
	grouping_init(&t->group, r);
	for (size_t i = 0; i < r->ncols && t->ncols < ENTITY_FIELDS_MAX; i++)
		if (i != t->group.column)
			t->at[t->ncols++] = i;
	lay_out(t, r);
	r->self = t;
	if (r->look.title) {
		buf_adds(&t->line, shown(t, r->look.title));
		end_line(r, t, true);
	}
	if (r->look.note) {
		buf_adds(&t->line, shown(t, r->look.note));
		end_line(r, t, false);
	}
	if (r->look.title)
		out_addc(r->out, '\n');
	put_heads(r, t);
}

static void put_heading(struct render *r, struct table *t, const struct cell *cells)
{
	size_t at = t->group.column;
	out_addc(r->out, '\n');
	buf_adds(&t->line, shown(t, words_for(t->words, r->cols[at].field, &cells[at])));
	end_line(r, t, true);
}

void table_row(struct render *r, const struct cell *cells)
{
	struct table *t = r->self;
	if (t->group.column < r->ncols && grouping_next(&t->group, cells))
		put_heading(r, t, cells);
	for (size_t i = 0; i < t->ncols; i++) {
		const struct column *c = &r->cols[t->at[i]];
		if (i)
			buf_pad(&t->line, ' ', GAP);
		add_cell(t, c, t->width[i], words_for(t->words, c->field, &cells[t->at[i]]), i + 1 == t->ncols);
	}
	end_line(r, t, false);
}

void table_end(struct render *r)
{
	struct table *t = r->self;
	grouping_done(&t->group);
	buf_done(&t->line);
	buf_done(&t->flat);
	words_done(t->words);
}
