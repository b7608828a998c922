/* ask.c - small questions */
#include "config.h"

#include "widget/ask.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/key.h"
#include "core/keymap.h"
#include "core/loop.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"
#include "widget/edit.h"
#include "widget/field.h"

enum { HINT_LINES = 4, BOX_MOST = 60, CHOICES_SHOWN = 14, WORDS_LEAST = 16,
	DIGIT_MS = 80, /* a scanner's next sign comes sooner */
};

static struct screen *put(struct ui *ui, const struct screen_class *class)
{
	struct err e = ERR_INIT;
	kt_assert(screen_open(ui, class, NULL, &e)); /* none of them refuses */
	return ui->top;
}

struct area ask_box(struct area a, int h, int w, const char *title)
{
	if (term_plain()) { /* nothing beside it, nothing behind it */
		paint_clear(a, STYLE_NORMAL);
		if (title)
			paint_text(a, 0, 0, STYLE_HEAD, title);
		return area_part(a, 1, 0, a.h - 1, a.w);
	}
	h = h > a.h - 2 ? a.h - 2 : h;
	w = w > a.w - 4 ? a.w - 4 : w;
	struct area outer = area_part(a, (a.h - h - 2) / 2, (a.w - w - 4) / 2, h + 2, w + 4);
	paint_clear(outer, STYLE_NORMAL);
	paint_box(outer, STYLE_BORDER, title);
	return area_part(outer, 1, 2, h, w);
}

/* Yes or no. */

struct yes {
	struct screen screen;
	const char *question;
	void (*yes)(struct ui *ui, void *ctx);
	void (*no)(struct ui *ui, void *ctx);
	void *ctx;
	bool answered;
};

/* The key and what it says; answers the column behind it. */
static int paint_answer(const struct ui *ui, struct area a, int y, int x, const char *action, const char *words)
{
	struct buf key = BUF_INIT(64);
	key_short(keymap_key(&ui->keys, "ask", action, 0), &key);
	x += paint_text(a, y, x, STYLE_KEY, key.data) + 1;
	buf_done(&key);
	return x + paint_text(a, y, x, STYLE_NORMAL, words);
}

static void yes_paint(struct screen *s)
{
	const struct yes *q = (struct yes *)s;
	int w = s->area.w - 8 < BOX_MOST ? s->area.w - 8 : BOX_MOST;
	struct area nowhere = { 0, 0, 0, 0 };
	int lines = paint_wrapped(nowhere, 0, 0, w, 0, STYLE_NORMAL, q->question);
	struct area a = ask_box(s->area, lines + 2, w, NULL);
	paint_wrapped(a, 0, 0, a.w, 0, STYLE_NORMAL, q->question);
	int no = paint_answer(s->ui, a, lines + 1, 0, "ask.yes", _("Yes")) + 3;
	paint_answer(s->ui, a, lines + 1, no, "ask.no", _("No"));
	paint_cursor(a, lines + 1, no, true);
}

static void say_yes(struct screen *s, const char *words)
{
	struct yes *q = (struct yes *)s, answered = *q;
	struct ui *ui = s->ui;
	(void)words;
	q->answered = true;
	screen_close(s);
	answered.yes(ui, answered.ctx);
}

static void say_no(struct screen *s, const char *words)
{
	struct yes *q = (struct yes *)s, answered = *q;
	struct ui *ui = s->ui;
	(void)words;
	q->answered = true;
	screen_close(s);
	if (answered.no)
		answered.no(ui, answered.ctx);
}

/* Whatever it was closed by. */
static void yes_close(struct screen *s)
{
	const struct yes *q = (struct yes *)s;
	if (!q->answered && q->no)
		q->no(s->ui, q->ctx);
}

/* Other keys neither answer nor complain; the question stays. */
static bool swallow(struct screen *s, const struct event *ev)
{
	(void)s;
	return ev->kind != EVENT_FOCUS && ev->kind != EVENT_SCAN;
}

// clang-format off
static const struct action yes_actions[] = {
	{ "ask.yes", N_("Yes"), N_("Yes, do it."), .flags = ACTION_BAR, .run = say_yes },
	{ "ask.no",  N_("No"),  N_("No, leave everything as it is."), .flags = ACTION_BAR, .run = say_no },
	{ NULL },
};
// clang-format on

const struct screen_class ask_dialog = {
	.name = "ask", .title = N_("Question"), .size = sizeof(struct yes), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = yes_actions, .paint = yes_paint, .event = swallow, .close = yes_close,
};

void ask_yes(struct ui *ui, const char *question, void (*yes)(struct ui *ui, void *ctx), void (*no)(struct ui *ui, void *ctx),
		void *ctx)
{
	struct yes *q = (struct yes *)put(ui, &ask_dialog);
	q->question = arena_strdup(screen_arena(&q->screen), question);
	q->yes = yes;
	q->no = no;
	q->ctx = ctx;
}

/* One line of text, at the bottom, so that what it is about stays in view. */

struct line {
	struct screen screen;
	struct ask_line ask;
	struct edit edit;
	bool answered;
};

static struct edit *line_edited(struct screen *s)
{
	return &((struct line *)s)->edit;
}

static void line_paint(struct screen *s)
{
	struct line *q = (struct line *)s;
	struct area nowhere = { 0, 0, 0, 0 };
	int lines = q->ask.hint ? paint_wrapped(nowhere, 0, 0, s->area.w - 2, 0, STYLE_DIM, q->ask.hint) : 0;
	int h = (lines < HINT_LINES ? lines : HINT_LINES) + 1;
	struct area a = area_part(s->area, s->area.h - h, 0, h, s->area.w);
	paint_clear(a, STYLE_STATUS);
	if (q->ask.hint)
		paint_wrapped(area_part(a, 0, 0, h - 1, a.w), 0, 1, a.w - 2, 0, STYLE_DIM, q->ask.hint);
	int x = paint_text(a, h - 1, 1, STYLE_LABEL, q->ask.label) + 3;
	field_paint(a, h - 1, x, a.w - x - 2, STYLE_FOCUS, &q->edit, true);
}

static void line_done(struct screen *s, const char *words);

/* A scanner presses Enter as well. */
static bool line_event(struct screen *s, const struct event *ev)
{
	bool taken = field_event(s, ev);
	if (taken && ev->kind == EVENT_SCAN)
		line_done(s, NULL);
	return taken;
}

static void line_touched(struct screen *s)
{
	const struct line *q = (struct line *)s;
	if (q->ask.changed)
		q->ask.changed(s->ui, q->ask.ctx, q->edit.text.data);
}

static void line_close(struct screen *s)
{
	struct line *q = (struct line *)s;
	edit_done(&q->edit);
	if (!q->answered && q->ask.dropped)
		q->ask.dropped(s->ui, q->ask.ctx);
}

static void line_done(struct screen *s, const char *words)
{
	struct line *q = (struct line *)s;
	struct ask_line ask = q->ask;
	struct arena a = ARENA_INIT;
	struct ui *ui = s->ui;
	const char *text = arena_strdup(&a, q->edit.text.data);
	(void)words;
	q->answered = true;
	screen_close(s);
	ask.done(ui, ask.ctx, text);
	arena_done(&a);
}

static void line_drop(struct screen *s, const char *words)
{
	struct line *q = (struct line *)s;
	struct ask_line ask = q->ask;
	struct ui *ui = s->ui;
	(void)words;
	q->answered = true;
	screen_close(s);
	if (ask.dropped)
		ask.dropped(ui, ask.ctx);
}

// clang-format off
static const struct action line_actions[] = {
	{ "line.done", N_("Take it"), N_("Takes what is typed."), .flags = ACTION_BAR, .run = line_done },
	{ "line.drop", N_("Leave"), N_("Leaves everything as it was."), .flags = ACTION_BAR, .run = line_drop },
	{ NULL },
};
// clang-format on

const struct screen_class line_dialog = {
	.name = "line", .title = N_("Input"), .size = sizeof(struct line), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = line_actions, .widget = &field_actions, .paint = line_paint, .event = line_event, .close = line_close,
	.edited = line_edited, .typing = &edit_typing, .edited_changed = line_touched,
};

void ask_line(struct ui *ui, const struct ask_line *ask)
{
	struct line *q = (struct line *)put(ui, &line_dialog);
	struct arena *a = screen_arena(&q->screen);
	q->ask = *ask;
	q->ask.label = arena_strdup(a, ask->label);
	q->ask.hint = arena_strdup(a, ask->hint);
	edit_init(&q->edit, ask->max ? ask->max : ASK_TEXT_MAX, false);
	edit_set(&q->edit, ask->text ? ask->text : "");
	term_in_field(true);
}

/* One of several. */

struct one {
	struct screen screen;
	struct ask_one ask;
	struct edit edit;
	struct buf part; /* that the choices were narrowed by */
	size_t shown[ASK_CHOICES_MAX], nshown, cursor;
	unsigned digit; /* the timer after which a digit is the answer; 0: none */
};

static void narrow(struct screen *s)
{
	struct one *q = (struct one *)s;
	struct arena a = ARENA_INIT;
	const char *part = str_fold(&a, q->edit.text.data);
	q->nshown = q->cursor = 0;
	buf_clear(&q->part);
	buf_adds(&q->part, q->edit.text.data);
	for (size_t i = 0; i < q->ask.n; i++)
		if (strstr(str_fold(&a, q->ask.choices[i].words), part)) {
			if (i == q->ask.selected)
				q->cursor = q->nshown;
			q->shown[q->nshown++] = i;
		}
	arena_done(&a);
}

static void one_done(struct screen *s, const char *words);

static void forget_digit(struct one *q)
{
	if (!q->digit)
		return;
	loop_stop_timer(q->screen.ui->loop, q->digit);
	q->digit = 0;
	q->screen.ui->waits--;
}

/* Nothing came behind it, so it was no scan. */
static void digit_is_meant(void *ctx)
{
	struct one *q = ctx;
	size_t at = (size_t)(q->edit.text.data[0] - '1');
	forget_digit(q);
	q->nshown = 1;
	q->cursor = 0;
	q->shown[0] = at;
	one_done(&q->screen, NULL);
}

/* The cursor stays where it is while the text does. */
static void one_touched(struct screen *s)
{
	struct one *q = (struct one *)s;
	const char *text = q->edit.text.data;
	if (str_eq(q->part.data, text))
		return;
	narrow(s);
	forget_digit(q);
	if (q->ask.numbered && text[0] >= '1' && text[0] <= '9' && !text[1] && (size_t)(text[0] - '1') < q->ask.n) {
		q->digit = loop_after(s->ui->loop, DIGIT_MS, digit_is_meant, q);
		s->ui->waits++;
	}
}

static struct edit *one_edited(struct screen *s)
{
	return &((struct one *)s)->edit;
}

static int one_width(const struct one *q)
{
	int most = str_width(q->ask.title) + 2;
	for (size_t i = 0; i < q->ask.n; i++) {
		const struct ask_choice *c = &q->ask.choices[i];
		int w = str_width(c->words) + (c->beside ? str_width(c->beside) + 3 : 0) + 2;
		most = w > most ? w : most;
	}
	return most;
}

static void one_paint(struct screen *s)
{
	struct one *q = (struct one *)s;
	int rows = (int)q->ask.n < CHOICES_SHOWN ? (int)q->ask.n : CHOICES_SHOWN;
	struct area a = ask_box(s->area, rows + 1, one_width(q), q->ask.title);
	field_paint(a, 0, 2, a.w - 3, STYLE_FOCUS, &q->edit, false);
	rows = a.h - 1;
	size_t top = q->cursor >= (size_t)rows ? q->cursor - (size_t)rows + 1 : 0;
	for (int y = 0; y < rows && top + (size_t)y < q->nshown; y++) {
		const struct ask_choice *c = &q->ask.choices[q->shown[top + (size_t)y]];
		bool here = top + (size_t)y == q->cursor;
		enum style st = c->off ? STYLE_DIM : here ? STYLE_SELECTED : STYLE_NORMAL;
		int beside = c->beside ? str_width(c->beside) : 0;
		beside = beside > a.w - WORDS_LEAST ? a.w - WORDS_LEAST : beside;
		paint_text(a, y + 1, 0, st, here ? ">" : " ");
		paint_cell(a, y + 1, 2, a.w - 2 - (beside ? beside + 2 : 0), st, c->words, false);
		if (beside)
			paint_cell(a, y + 1, a.w - beside, beside, STYLE_DIM, c->beside, true);
	}
	if (!q->nshown)
		paint_text(a, 1, 2, STYLE_DIM, _("Nothing matches."));
	paint_cursor(a, q->nshown ? (int)(q->cursor - top) + 1 : 0, 0, true);
}

/* A scan is no answer: nothing of it stays in what narrows the choice. */
static bool one_event(struct screen *s, const struct event *ev)
{
	if (ev->kind != EVENT_SCAN)
		return field_event(s, ev);
	edit_take_back(&((struct one *)s)->edit, ev->taken);
	return false;
}

static void one_close(struct screen *s)
{
	struct one *q = (struct one *)s;
	forget_digit(q);
	if (q->ask.dropped)
		q->ask.dropped(s->ui, q->ask.ctx);
	edit_done(&q->edit);
	buf_done(&q->part);
}

static void one_done(struct screen *s, const char *words)
{
	struct one *q = (struct one *)s;
	(void)words;
	if (!q->nshown)
		return;
	size_t chosen = q->shown[q->cursor];
	if (q->ask.choices[chosen].off) {
		ui_say(s->ui, MESSAGE_INFO, "%s", q->ask.choices[chosen].beside ? q->ask.choices[chosen].beside : _("This is not possible now."));
		return;
	}
	struct ask_one ask = q->ask;
	struct ui *ui = s->ui;
	q->ask.dropped = NULL;
	screen_close(s);
	ask.done(ui, ask.ctx, chosen);
}

static void one_drop(struct screen *s, const char *words)
{
	(void)words;
	screen_close(s);
}

static void one_down(struct screen *s, const char *words)
{
	struct one *q = (struct one *)s;
	(void)words;
	q->cursor += q->cursor + 1 < q->nshown;
}

static void one_up(struct screen *s, const char *words)
{
	struct one *q = (struct one *)s;
	(void)words;
	q->cursor -= q->cursor > 0;
}

// clang-format off
static const struct action one_actions[] = {
	{ "choose.done", N_("Take it"), N_("Takes what the cursor is on."), .flags = ACTION_BAR, .run = one_done },
	{ "choose.drop", N_("Leave"), N_("Leaves everything as it was."), .flags = ACTION_BAR, .run = one_drop },
	{ "choose.down", NULL, N_("One down."), .run = one_down },
	{ "choose.up",   NULL, N_("One up."), .run = one_up },
	{ NULL },
};
// clang-format on

const struct screen_class choose_dialog = {
	.name = "choose", .title = N_("Choice"), .size = sizeof(struct one), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = one_actions, .widget = &field_actions, .paint = one_paint, .event = one_event, .close = one_close,
	.edited = one_edited, .typing = &edit_typing, .edited_changed = one_touched,
};

void ask_one(struct ui *ui, const struct ask_one *ask)
{
	struct one *q = (struct one *)put(ui, &choose_dialog);
	struct arena *a = screen_arena(&q->screen);
	q->ask = *ask;
	q->ask.n = ask->n < ASK_CHOICES_MAX ? ask->n : ASK_CHOICES_MAX;
	q->ask.title = arena_strdup(a, ask->title);
	struct ask_choice *choices = arena_array(a, q->ask.n + 1, sizeof(*choices));
	for (size_t i = 0; i < q->ask.n; i++)
		choices[i] = (struct ask_choice) {
			.words = ask->numbered && i < 9 ? arena_printf(a, "%zu %s", i + 1, ask->choices[i].words) : arena_strdup(a, ask->choices[i].words),
			.beside = arena_strdup(a, ask->choices[i].beside), .off = ask->choices[i].off };
	q->ask.choices = choices;
	edit_init(&q->edit, ASK_TEXT_MAX, false);
	edit_set(&q->edit, "");
	q->part = (struct buf)BUF_INIT(EDIT_BYTES_MAX);
	narrow(&q->screen);
	term_in_field(true);
}
