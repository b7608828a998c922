/* columns.c - sharing the width of the screen */
#include "config.h"

#include "widget/columns.h"

#include "base/i18n.h"
#include "base/str.h"

enum { SORT_SIGN = 2 };

static bool is_text(const struct field *f)
{
	return f->type == &ft_line || f->type == &ft_note || f->type == &ft_choice;
}

static int least(const struct field *f)
{
	return is_text(f) ? COLUMN_TEXT_LEAST : 0;
}

static int wanted(const struct column_wish *wish)
{
	int label = str_width(i18n_label(wish->field->label)) + (wish->field->flags & F_SORT ? SORT_SIGN : 0);
	int w = wish->words ? wish->words : wish->field->width;
	if (is_text(wish->field) && w > COLUMN_TEXT_MOST)
		w = COLUMN_TEXT_MOST;
	return w > label ? w : label;
}

static int total(const struct columns *c)
{
	int all = 0;
	for (size_t i = 0; i < c->n; i++)
		all += c->w[i] + (i ? COLUMN_GAP : 0);
	return all;
}

/* The widest text gives way first, a column at a time; false: none can give any more. */
static bool shorten(struct columns *c)
{
	size_t widest = c->n;
	for (size_t i = 0; i < c->n; i++)
		if (is_text(c->fields[i]) && c->w[i] > least(c->fields[i]) && (widest == c->n || c->w[i] > c->w[widest]))
			widest = i;
	if (widest == c->n)
		return false;
	c->w[widest]--;
	return true;
}

/* What the first n columns need at the least. */
static int needed(const struct columns *c, size_t n)
{
	int all = 0;
	for (size_t i = 0; i < n; i++) {
		int w = is_text(c->fields[i]) && c->w[i] > COLUMN_TEXT_LEAST ? COLUMN_TEXT_LEAST : c->w[i];
		all += w + (i ? COLUMN_GAP : 0);
	}
	return all;
}

void columns_fit(struct columns *ret, const struct column_wish *wishes, size_t n, size_t frozen, size_t skip, int width)
{
	*ret = (struct columns) { .n = 0, .more_left = skip > 0 };
	for (size_t i = 0; i < n; i++) {
		if (i >= frozen && i < frozen + skip)
			continue;
		ret->fields[ret->n] = wishes[i].field;
		ret->w[ret->n++] = wanted(&wishes[i]);
	}
	while (ret->n > frozen + 1 && needed(ret, ret->n) > width) {
		ret->n--;
		ret->more_right = true;
	}
	while (total(ret) > width && shorten(ret))
		;
	for (size_t i = 0, x = 0; i < ret->n; i++) {
		ret->x[i] = (int)x;
		x += (size_t)ret->w[i] + COLUMN_GAP;
	}
}
