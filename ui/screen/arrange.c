/* arrange.c - which columns a list shows, and in which order: seen at once behind the box, saved when it is taken */
#include "config.h"

#include "screen/browse.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/term.h"
#include "core/ui.h"
#include "screen/screens.h"
#include "widget/ask.h"
#include "widget/kept.h"

enum { NAMES_MOST = 4000, BOX_WIDTH = 36 };

struct arrange {
	struct screen screen;
	struct browse *browse;
	const struct field *fields[ENTITY_FIELDS_MAX]; /* those that are shown first, in their order */
	bool shown[ENTITY_FIELDS_MAX];
	size_t n, cursor;
	const char *before; /* the columns as they were */
	bool delivered;     /* what is set is what was delivered */
};

static struct arrange *arrange_of(struct screen *s)
{
	return (struct arrange *)s;
}

static size_t place_of(const struct arrange *q, const struct field *f)
{
	size_t i = 0;
	while (i < q->n && q->fields[i] != f)
		i++;
	return i;
}

static bool for_people(struct ui *ui, const struct field *f)
{
	return !(f->flags & (F_VERSION | F_DELETED)) && ui_may(ui, f->right);
}

/* From the columns of a list: NULL are those with a width. */
static void fill(struct arrange *q, const char *columns)
{
	struct ui *ui = q->screen.ui;
	const struct entity *ent = query_listed(((const struct list_class *)q->browse->screen.class->with)->entity);
	struct arena a = ARENA_INIT;
	char *rest = arena_strdup(&a, columns), *name;
	q->n = 0;
	while ((name = strsep(&rest, ","))) {
		const struct field *f = entity_field(ent, name);
		if (f && for_people(ui, f) && place_of(q, f) == q->n)
			q->fields[q->n++] = f;
	}
	for (size_t i = 0; !columns && i < ent->nfields; i++)
		if (ent->fields[i].width && for_people(ui, &ent->fields[i]))
			q->fields[q->n++] = &ent->fields[i];
	for (size_t i = 0; i < q->n; i++)
		q->shown[i] = true;
	for (size_t i = 0; i < ent->nfields; i++)
		if (for_people(ui, &ent->fields[i]) && place_of(q, &ent->fields[i]) == q->n) {
			q->shown[q->n] = false;
			q->fields[q->n++] = &ent->fields[i];
		}
	arena_done(&a);
}

static const char *names(const struct arrange *q, struct arena *a)
{
	struct buf out = BUF_INIT(NAMES_MOST);
	for (size_t i = 0; i < q->n; i++)
		if (q->shown[i])
			buf_addf(&out, "%s%s", out.len ? "," : "", q->fields[i]->name);
	const char *all = arena_strdup(a, out.data);
	buf_done(&out);
	return all;
}

static void apply(struct arrange *q)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	if (!list_columns(q->browse->list, names(q, &a), &e))
		ui_say_err(q->screen.ui, &e);
	arena_done(&a);
}

static void arrange_paint(struct screen *s)
{
	struct arrange *q = arrange_of(s);
	struct area all = s->area, a;
	int rows = (int)q->n < all.h - 2 ? (int)q->n : all.h - 2;
	int w = BOX_WIDTH < all.w ? BOX_WIDTH : all.w;
	a = ask_box(term_plain() ? all : area_part(all, 0, all.w - w, rows + 2, w), rows, w - 4, _("Columns"));
	size_t top = q->cursor >= (size_t)a.h ? q->cursor - (size_t)a.h + 1 : 0;
	for (int y = 0; y < a.h && top + (size_t)y < q->n; y++) {
		size_t i = top + (size_t)y;
		bool here = i == q->cursor;
		paint_text(a, y, 0, STYLE_NORMAL, here ? ">" : " ");
		paint_text(a, y, 1, STYLE_NORMAL, q->shown[i] ? "[x]" : "[ ]");
		paint_cell(a, y, 5, a.w - 5, here ? STYLE_SELECTED : q->shown[i] ? STYLE_NORMAL : STYLE_DIM, i18n_label(q->fields[i]->label), false);
	}
	paint_cursor(a, (int)(q->cursor - top), 0, true);
}

static void down(struct screen *s, const char *words)
{
	struct arrange *q = arrange_of(s);
	(void)words;
	q->cursor += q->cursor + 1 < q->n;
}

static void up(struct screen *s, const char *words)
{
	(void)words;
	arrange_of(s)->cursor -= arrange_of(s)->cursor > 0;
}

static void toggle(struct screen *s, const char *words)
{
	struct arrange *q = arrange_of(s);
	size_t n = 0;
	(void)words;
	for (size_t i = 0; i < q->n; i++)
		n += q->shown[i];
	if (n == 1 && q->shown[q->cursor]) {
		ui_say(s->ui, MESSAGE_INFO, _("One column at least has to stay."));
		return;
	}
	q->shown[q->cursor] = !q->shown[q->cursor];
	q->delivered = false;
	apply(q);
}

static void swap(struct arrange *q, size_t other)
{
	const struct field *f = q->fields[q->cursor];
	bool shown = q->shown[q->cursor];
	q->fields[q->cursor] = q->fields[other];
	q->shown[q->cursor] = q->shown[other];
	q->fields[other] = f;
	q->shown[other] = shown;
	q->cursor = other;
	q->delivered = false;
	apply(q);
}

static void earlier(struct screen *s, const char *words)
{
	struct arrange *q = arrange_of(s);
	(void)words;
	if (q->cursor > 0)
		swap(q, q->cursor - 1);
}

static void later(struct screen *s, const char *words)
{
	struct arrange *q = arrange_of(s);
	(void)words;
	if (q->cursor + 1 < q->n)
		swap(q, q->cursor + 1);
}

static void as_delivered(struct screen *s, const char *words)
{
	struct arrange *q = arrange_of(s);
	(void)words;
	fill(q, ((const struct list_class *)q->browse->screen.class->with)->columns);
	q->cursor = 0;
	apply(q);
	q->delivered = true;
}

static void take(struct screen *s, const char *words)
{
	struct arrange *q = arrange_of(s);
	struct arena a = ARENA_INIT;
	struct ui *ui = s->ui;
	struct kept k;
	(void)words;
	if (views_load(q->browse, &k, &a)) {
		k.columns = q->delivered ? NULL : names(q, &a);
		if (views_save(q->browse, &k))
			ui_say(ui, MESSAGE_GOOD, q->delivered ? _("The columns are as they were delivered.") : _("The columns are saved for you."));
	}
	browse_keep_columns(q->browse, q->delivered ? NULL : names(q, &a));
	arena_done(&a);
	q->before = NULL;
	screen_close(s);
}

/* Whatever it was closed by: what was not taken is as before. */
static void arrange_close(struct screen *s)
{
	struct arrange *q = arrange_of(s);
	struct err e = ERR_INIT;
	if (q->before && !list_columns(q->browse->list, q->before, &e))
		ui_say_err(s->ui, &e);
}

static void drop(struct screen *s, const char *words)
{
	(void)words;
	screen_close(s);
}

// clang-format off
static const struct action arrange_actions[] = {
	{ "columns.take",      N_("Take it"),   N_("Keeps the columns as they are now, for you and this list."), .flags = ACTION_BAR, .run = take },
	{ "columns.drop",      N_("Leave"),     N_("Leaves the columns as they were."), .flags = ACTION_BAR, .run = drop },
	{ "columns.toggle",    N_("On or off"), N_("Shows the column, or no longer."), .flags = ACTION_BAR, .run = toggle },
	{ "columns.earlier",   N_("Earlier"),   N_("Moves the column to the left."), .flags = ACTION_BAR, .run = earlier },
	{ "columns.later",     N_("Later"),     N_("Moves the column to the right."), .flags = ACTION_BAR, .run = later },
	{ "columns.delivered", N_("As delivered"), N_("The columns as they are without your choice."), .flags = ACTION_BAR, .run = as_delivered },
	{ "columns.down",      NULL,            N_("One down."), .run = down },
	{ "columns.up",        NULL,            N_("One up."), .run = up },
	{ NULL },
};
// clang-format on

const struct screen_class arrange_screen = {
	.name = "columns", .title = N_("Columns"), .size = sizeof(struct arrange), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = arrange_actions, .paint = arrange_paint, .close = arrange_close,
};

void arrange_columns(struct screen *s, const char *words)
{
	struct err e = ERR_INIT;
	struct browse *b = (struct browse *)s;
	(void)words;
	kt_assert(screen_open(s->ui, &arrange_screen, NULL, &e)); /* it refuses nobody */
	struct arrange *q = arrange_of(s->ui->top);
	q->browse = b;
	q->before = arena_strdup(screen_arena(&q->screen), list_shown(b->list, screen_arena(&q->screen)));
	fill(q, q->before);
}
