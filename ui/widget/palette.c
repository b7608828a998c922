/* palette.c - one of very many things, found by some of its letters */
#include "config.h"

#include "widget/palette.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"
#include "widget/ask.h"
#include "widget/edit.h"
#include "widget/field.h"
#include "widget/fuzzy.h"

enum {
	WIDE = 84, SHOWN = 15,
	WORDS_LEAST = 14,   /* columns of what is read, before what stands beside it is cut */
	DETAIL_AT = 16,     /* at least so far to the right, so that short words stand in a column */
	FOUND_SCORE = 250,  /* what the store found fits, even where no letter says why: behind words that begin so */
	DETAIL_PART = 3,    /* a fit in the detail counts so much less */
	ITEMS = PALETTE_ITEMS_MAX + PALETTE_FOUND_MAX,
};

struct folded { /* what letters are compared with */
	const char *words, *detail, *name;
};

struct rank {
	size_t item;
	int score;
};

struct palette {
	struct screen screen;
	struct palette_wish wish;
	struct palette_item items[ITEMS]; /* those found stand behind the others */
	struct folded folded[ITEMS];
	size_t n, nfound;
	struct arena found;
	struct edit edit;
	struct buf part; /* that the order was made for */
	struct rank shown[ITEMS];
	size_t nshown, cursor, top;
};

static struct palette *palette_of(struct screen *s)
{
	return (struct palette *)s;
}

static void keep(struct palette *p, size_t at, const struct palette_item *item, struct arena *a)
{
	p->items[at] = (struct palette_item) {
		.words = arena_strdup(a, item->words), .detail = arena_strdup(a, item->detail), .name = arena_strdup(a, item->name),
		.beside = arena_strdup(a, item->beside), .why = arena_strdup(a, item->why), .what = item->what,
		.key = arena_strdup(a, item->key),
	};
	p->folded[at] = (struct folded) { .words = str_fold(a, item->words), .detail = str_fold(a, item->detail ? item->detail : ""),
		.name = str_fold(a, item->name ? item->name : "") };
}

static int best_of(int a, int b)
{
	return a > b ? a : b;
}

static int score(const struct palette *p, size_t i, const char *typed)
{
	const struct folded *f = &p->folded[i];
	int best = best_of(fuzzy_score(typed, f->words), fuzzy_score(typed, f->name));
	best = best_of(best, fuzzy_score(typed, f->detail) / DETAIL_PART);
	return i >= p->n ? best_of(best, FOUND_SCORE) : best;
}

static int by_score(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;
	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->item < y->item ? -1 : 1;
}

/* What cannot be done now comes after everything else that fits as well. */
static void order(struct palette *p)
{
	struct arena a = ARENA_INIT;
	const char *typed = str_fold(&a, p->edit.text.data);
	p->nshown = 0;
	for (size_t i = 0; i < p->n + p->nfound; i++) {
		int fits = score(p, i, typed);
		if (fits > 0)
			p->shown[p->nshown++] = (struct rank) { i, 2 * fits - (p->items[i].why != NULL) };
	}
	if (*typed)
		qsort(p->shown, p->nshown, sizeof(*p->shown), by_score);
	arena_done(&a);
}

/* Another text: the best is chosen. The same with more found: what was chosen stays so. */
static void order_anew(struct palette *p)
{
	p->cursor = p->top = 0;
	buf_clear(&p->part);
	buf_adds(&p->part, p->edit.text.data);
	order(p);
}

static void palette_touched(struct screen *s)
{
	struct palette *p = palette_of(s);
	if (str_eq(p->part.data, p->edit.text.data))
		return;
	order_anew(p);
	if (p->wish.typed)
		p->wish.typed(s, p->edit.text.data);
}

void palette_found(struct screen *s, const struct palette_item *items, size_t n)
{
	struct palette *p = palette_of(s);
	size_t was = p->nshown && p->cursor ? p->shown[p->cursor].item : ITEMS;
	arena_clear(&p->found);
	p->nfound = n < PALETTE_FOUND_MAX ? n : PALETTE_FOUND_MAX;
	for (size_t i = 0; i < p->nfound; i++)
		keep(p, p->n + i, &items[i], &p->found);
	order(p);
	p->cursor = 0;
	for (size_t i = 0; i < p->nshown; i++)
		if (p->shown[i].item == was && was < p->n)
			p->cursor = i;
	ui_touch(s->ui);
}

static struct edit *palette_edited(struct screen *s)
{
	return &palette_of(s)->edit;
}

static bool palette_event(struct screen *s, const struct event *ev)
{
	if (ev->kind == EVENT_SCAN) { /* chooses nothing, and nothing of it stays */
		edit_take_back(&palette_of(s)->edit, ev->taken);
		return false;
	}
	return field_event(s, ev) || ev->kind != EVENT_FOCUS;
}

/* What is read, more about it where there is room, and at the right its key, its name, or why not. */
static void paint_item(const struct palette_item *item, struct area a, int y, bool here)
{
	enum style st = item->why ? STYLE_DIM : here ? STYLE_SELECTED : STYLE_NORMAL;
	struct arena mem = ARENA_INIT;
	const char *right = item->why ? item->why : item->beside ? item->beside : item->name ? arena_printf(&mem, ":%s", item->name) : "";
	int w = str_width(right), most = a.w - 2 - WORDS_LEAST;
	w = w > most ? (most > 0 ? most : 0) : w;
	int left = a.w - 2 - (w ? w + 2 : 0);
	if (here)
		paint_cell(a, y, 0, a.w, st, "", false);
	paint_text(a, y, 0, st, here ? ">" : " ");
	struct area line = area_part(a, y, 2, 1, left);
	paint_cell(line, 0, 0, left, st, item->words, false);
	int x = str_width(item->words) + 2;
	x = x < DETAIL_AT ? DETAIL_AT : x;
	if (item->detail && left - x >= WORDS_LEAST)
		paint_cell(line, 0, x, left - x, here ? st : STYLE_DIM, item->detail, false);
	if (w)
		paint_cell(a, y, a.w - w, w, here && !item->why ? st : STYLE_DIM, right, true);
	arena_done(&mem);
}

static void palette_paint(struct screen *s)
{
	struct palette *p = palette_of(s);
	struct area a = ask_box(s->area, SHOWN + 1, WIDE, p->wish.title);
	size_t rows = a.h > 1 ? (size_t)a.h - 1 : 1;
	paint_text(a, 0, 0, STYLE_LABEL, ">");
	field_paint(a, 0, 2, a.w - 3, STYLE_FOCUS, &p->edit, false);
	if (p->cursor < p->top)
		p->top = p->cursor;
	if (p->cursor >= p->top + rows)
		p->top = p->cursor - rows + 1;
	for (size_t y = 0; y < rows && p->top + y < p->nshown; y++)
		paint_item(&p->items[p->shown[p->top + y].item], a, (int)y + 1, p->top + y == p->cursor);
	if (!p->nshown)
		paint_text(a, 1, 2, STYLE_DIM, _("Nothing matches."));
	paint_cursor(a, p->nshown ? (int)(p->cursor - p->top) + 1 : 0, 0, true);
}

static void palette_close(struct screen *s)
{
	struct palette *p = palette_of(s);
	edit_done(&p->edit);
	buf_done(&p->part);
	arena_done(&p->found);
}

static void palette_done(struct screen *s, const char *words)
{
	struct palette *p = palette_of(s);
	struct ui *ui = s->ui;
	(void)words;
	if (!p->nshown)
		return;
	const struct palette_item *item = &p->items[p->shown[p->cursor].item];
	if (item->why) {
		ui_say(ui, MESSAGE_INFO, "%s", item->why);
		return;
	}
	struct arena mem = ARENA_INIT;
	const void *what = item->what;
	const char *key = arena_strdup(&mem, item->key);
	void (*chosen)(struct ui *ui, const void *what, const char *key) = p->wish.chosen;
	screen_close(s);
	chosen(ui, what, key);
	arena_done(&mem);
}

static void palette_drop(struct screen *s, const char *words)
{
	(void)words;
	screen_close(s);
}

static void go(struct palette *p, long by)
{
	long to = (long)p->cursor + by, last = (long)p->nshown - 1;
	p->cursor = to < 0 || last < 0 ? 0 : (size_t)(to > last ? last : to);
}

static void palette_down(struct screen *s, const char *words)
{
	(void)words;
	go(palette_of(s), 1);
}

static void palette_up(struct screen *s, const char *words)
{
	(void)words;
	go(palette_of(s), -1);
}

static void palette_page_down(struct screen *s, const char *words)
{
	(void)words;
	go(palette_of(s), SHOWN);
}

static void palette_page_up(struct screen *s, const char *words)
{
	(void)words;
	go(palette_of(s), -SHOWN);
}

// clang-format off
static const struct action palette_actions[] = {
	{ "palette.done", N_("Do it"), N_("Does what the cursor is on."), .flags = ACTION_BAR, .run = palette_done },
	{ "palette.drop", N_("Leave"), N_("Leaves everything as it was."), .flags = ACTION_BAR, .run = palette_drop },
	{ "palette.down", NULL, N_("One down."), .run = palette_down },
	{ "palette.up",   NULL, N_("One up."), .run = palette_up },
	{ "palette.page_down", NULL, N_("One screen down."), .run = palette_page_down },
	{ "palette.page_up", NULL, N_("One screen up."), .run = palette_page_up },
	{ NULL },
};
// clang-format on

const struct screen_class palette_dialog = {
	.name = "palette", .title = N_("What is to be done?"), .size = sizeof(struct palette), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = palette_actions, .widget = &field_actions, .paint = palette_paint, .event = palette_event, .close = palette_close,
	.edited = palette_edited, .typing = &edit_typing, .edited_changed = palette_touched,
};

void palette_open(struct ui *ui, const struct palette_wish *wish)
{
	struct err e = ERR_INIT;
	kt_assert(screen_open(ui, &palette_dialog, NULL, &e)); /* it does not refuse */
	struct palette *p = palette_of(ui->top);
	struct arena *a = screen_arena(&p->screen);
	p->wish = *wish;
	p->wish.title = arena_strdup(a, wish->title);
	p->n = wish->n < PALETTE_ITEMS_MAX ? wish->n : PALETTE_ITEMS_MAX;
	for (size_t i = 0; i < p->n; i++)
		keep(p, i, &wish->items[i], a);
	p->wish.items = p->items;
	edit_init(&p->edit, PALETTE_TEXT_MAX, false);
	p->part = (struct buf)BUF_INIT(EDIT_BYTES_MAX);
	edit_set(&p->edit, "");
	order_anew(p);
	term_in_field(true);
}
