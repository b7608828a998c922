/* render_table.c - aligned columns for reading
 *
 * The first rows are held back until there are enough of them to measure, or no more: columns are then as wide as what
 * stands in them. After those rows the list streams, in constant memory however many follow; where more can come the
 * wishes of the fields count too. What does not fit the terminal is taken from the widest texts; numbers, dates and
 * codes are never cut: half a price would be a lie.
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
	TITLE_LEAST = 12,  /* what the record is called is what people look for */
	CODE_MOST = 16,    /* characters: a text that can have no more is a code, and typed again */
	LINE_MOST = 1 << 16,
	HELD_ROWS = 100,
	RARE = 10,         /* one in so many */
	HELD_BYTES = 1 << 16,
};

struct table {
	struct words *words;
	struct grouping group;
	struct buf line, flat;
	struct arena arena;             /* of the rows held back */
	const struct cell *held[HELD_ROWS];
	size_t nheld, bytes;
	bool laid_out;
	int seen[HELD_ROWS][ENTITY_FIELDS_MAX], width[ENTITY_FIELDS_MAX];
	size_t ncols, at[ENTITY_FIELDS_MAX]; /* the columns shown */
};

static bool is_text(const struct field *f)
{
	return f->type == &ft_line || f->type == &ft_note;
}

/* Numbers of orders and codes are typed again: half of one helps nobody. */
static bool may_shrink(const struct field *f)
{
	bool key = (f->flags & F_KEY) && !(f->flags & F_TITLE), code = f->max && f->max <= CODE_MOST;
	return !key && ((is_text(f) && !code) || f->type == &ft_choice || f->type == &ft_uuid);
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

/* Half a status tells less than half a title: a choice keeps its wish as long as any text can give way. */
static int least(const struct column *c, bool at_worst)
{
	if (!at_worst && c->field->type == &ft_choice)
		return c->width > TEXT_LEAST ? c->width : choice_width(c->field);
	return c->least ? c->least : c->field->flags & F_TITLE ? TITLE_LEAST : TEXT_LEAST;
}

/* How many of the held values, and heads, lose a letter if the column is one narrower. */
static size_t harm(const struct table *t, const struct render *r, size_t i)
{
	size_t n = str_width(r->cols[t->at[i]].label) >= t->width[i];
	for (size_t row = 0; row < t->nheld; row++)
		n += t->seen[row][i] >= t->width[i];
	return n;
}

/* First what is wide for the sake of one value in ten, then any text, at worst half a status. */
enum stage { STAGE_RARE, STAGE_TEXTS, STAGE_WORST, STAGES };

/* The column that can spare most, or ncols. */
static size_t loosest(const struct table *t, const struct render *r, enum stage stage)
{
	size_t found = t->ncols;
	int most = 0;
	for (size_t i = 0; i < t->ncols; i++) {
		const struct column *c = &r->cols[t->at[i]];
		int slack = may_shrink(c->field) ? t->width[i] - least(c, stage == STAGE_WORST) : 0;
		if (slack > most && (stage != STAGE_RARE || harm(t, r, i) <= t->nheld / RARE))
			found = i, most = slack;
	}
	return found;
}

static void tighten(struct table *t, const struct render *r, int over)
{
	for (enum stage stage = 0; stage < STAGES; stage++)
		for (size_t i; over > 0 && (i = loosest(t, r, stage)) < t->ncols; over--)
			t->width[i]--;
}

/* What is left over, for the rows that are still to come: first the choices show their longest word, then the texts
 * share the rest as they stand to each other. */
static void spread(struct table *t, const struct render *r, int left)
{
	int texts = 0, shared = 0;
	for (size_t i = 0; i < t->ncols; i++) {
		const struct field *f = r->cols[t->at[i]].field;
		int more = f->type == &ft_choice ? choice_width(f) - t->width[i] : 0;
		more = more > left ? left : more;
		if (more > 0)
			t->width[i] += more, left -= more;
		texts += is_text(f) && may_shrink(f) ? t->width[i] : 0;
	}
	for (size_t i = 0, before = 0; i < t->ncols; i++) {
		const struct field *f = r->cols[t->at[i]].field;
		if (!is_text(f) || !may_shrink(f))
			continue;
		before += (size_t)t->width[i];
		int upto = (int)((size_t)left * before / (size_t)texts);
		t->width[i] += upto - shared;
		shared = upto;
	}
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

/* The widest of the rows held back, and the head. */
static int measured(struct table *t, const struct render *r, size_t i)
{
	const struct column *c = &r->cols[t->at[i]];
	int most = str_width(c->label);
	for (size_t row = 0; row < t->nheld; row++) {
		int width = str_width(shown(t, words_for(t->words, c->field, &t->held[row][t->at[i]])));
		t->seen[row][i] = width;
		most = width > most ? width : most;
	}
	return most;
}

/* whole: no rows follow those that are held. */
static void lay_out(struct table *t, const struct render *r, bool whole)
{
	int terminal = r->look.width > 0 ? r->look.width : TERMINAL;
	for (size_t i = 0; i < t->ncols; i++) {
		int may_come = whole ? 0 : wish(&r->cols[t->at[i]]), there = measured(t, r, i);
		t->width[i] = there > may_come ? there : may_come;
	}
	int over = total(t) - terminal;
	if (over < 0 && !whole)
		spread(t, r, -over);
	tighten(t, r, over);
	t->laid_out = true;
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
	t->arena = (struct arena)ARENA_INIT;
	grouping_init(&t->group, r);
	for (size_t i = 0; i < r->ncols && t->ncols < ENTITY_FIELDS_MAX; i++)
		if (i != t->group.column)
			t->at[t->ncols++] = i;
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
}

static void put_heading(struct render *r, struct table *t, const struct cell *cells)
{
	size_t at = t->group.column;
	out_addc(r->out, '\n');
	buf_adds(&t->line, shown(t, words_for(t->words, r->cols[at].field, &cells[at])));
	end_line(r, t, true);
}

static void put_row(struct render *r, struct table *t, const struct cell *cells)
{
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

static void hold(const struct render *r, struct table *t, const struct cell *cells)
{
	struct cell *kept = arena_copy(&t->arena, cells, r->ncols * sizeof(*kept));
	for (size_t i = 0; i < r->ncols; i++)
		if (kept[i].s) {
			kept[i].s = arena_strndup(&t->arena, cells[i].s, cells[i].len);
			t->bytes += cells[i].len;
		}
	t->held[t->nheld++] = kept;
}

static void let_go(struct render *r, struct table *t, bool whole)
{
	lay_out(t, r, whole);
	put_heads(r, t);
	for (size_t row = 0; row < t->nheld; row++)
		put_row(r, t, t->held[row]);
	arena_done(&t->arena);
}

void table_row(struct render *r, const struct cell *cells)
{
	struct table *t = r->self;
	if (t->laid_out) {
		put_row(r, t, cells);
		return;
	}
	hold(r, t, cells);
	if (t->nheld == HELD_ROWS || t->bytes > HELD_BYTES)
		let_go(r, t, false);
}

void table_end(struct render *r)
{
	struct table *t = r->self;
	if (!t->laid_out)
		let_go(r, t, true);
	grouping_done(&t->group);
	buf_done(&t->line);
	buf_done(&t->flat);
	words_done(t->words);
}
