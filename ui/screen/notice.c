/* notice.c - below a form: what the store has to say about what is being typed */
#include "config.h"

#include "screen/notice.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "core/key.h"
#include "core/loop.h"
#include "core/ui.h"
#include "core/worker.h"
#include "screen/editor.h"
#include "store/query.h"
#include "widget/form.h"

enum { PAUSE_MS = 400, LINES_MOST = 4, ROWS_MOST = 10, SLOT_NOTICE = 90 };

struct notice {
	struct arena arena, told;
	struct screen *screen;
	const struct notice_class *class;
	const struct entity *entity;
	struct form *form;
	const struct field *focus;
	unsigned long asked; /* form_changes when it was asked */
	unsigned timer;
	struct noticed noticed;
};

struct notice_job {
	struct notice *notice;
	const struct notice_class *class;
	const void *rec;
};

struct notice *notice_new(struct screen *s, const struct notice_class *class, const struct entity *ent)
{
	struct arena arena = ARENA_INIT;
	struct notice *n = arena_alloc(&arena, sizeof(*n));
	*n = (struct notice) { .screen = s, .class = class, .entity = ent };
	n->arena = arena;
	return n;
}

void notice_free(struct notice *n)
{
	if (!n)
		return;
	loop_stop_timer(n->screen->ui->loop, n->timer);
	arena_done(&n->told);
	struct arena arena = n->arena;
	arena_done(&arena);
}

static bool run_notice(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct notice_job *j = args;
	struct noticed *noticed = arena_alloc(a, sizeof(*noticed));
	*ret = noticed;
	return j->class->ask(s, j->rec, a, noticed, e);
}

static void noticed(struct job *j)
{
	struct notice *n = ((const struct notice_job *)j->args)->notice;
	ui_touch(n->screen->ui);
	if (!j->ok) { /* silence would mean that nothing speaks against it, an allergy say */
		n->noticed = (struct noticed) { .words = _("This has not been checked, as the workshop did not answer.") };
		return;
	}
	n->noticed = *(const struct noticed *)j->result;
	struct arena old = n->told;
	n->told = job_keep(j);
	arena_done(&old);
}

void notice_ask(struct notice *n, struct form *f)
{
	struct arena a = ARENA_INIT;
	n->asked = form_changes(f);
	struct notice_job j = { .notice = n, .class = n->class, .rec = form_copied(n->entity, form_now(f), &a) };
	worker_post(n->screen->ui->worker, run_notice, &j, sizeof(j), &a, noticed, n->screen, SLOT_NOTICE);
}

bool notice_query(struct ui *ui, const struct notice_class *class, struct arena *a, struct query *ret)
{
	struct query_words words = { .columns = class ? class->columns : NULL };
	struct err e = ERR_INIT;
	char right[64];
	if (!class || !class->list)
		return false;
	snprintf(right, sizeof(right), "%s:view", class->list->right);
	if (!ui_may(ui, right))
		return false;
	kt_assert(ui_query(ui, class->list, &words, a, ret, &e)); /* a table of the screen is wrong */
	ret->limit = ROWS_MOST;
	return true;
}

void notice_tell(struct notice *n, struct form *f, const struct rows *rows)
{
	n->asked = form_changes(f);
	if (rows)
		n->class->tell(rows, &n->told, &n->noticed);
}

static void pause_due(void *ctx)
{
	struct notice *n = ctx;
	n->timer = 0;
	notice_ask(n, n->form);
}

void notice_touched(struct notice *n, struct form *f)
{
	struct loop *loop = n->screen->ui->loop;
	bool left = form_focus(f) != n->focus;
	n->form = f;
	n->focus = form_focus(f);
	if (form_changes(f) == n->asked)
		return;
	loop_stop_timer(loop, n->timer);
	n->timer = 0;
	if (left)
		notice_ask(n, f);
	else
		n->timer = loop_after(loop, PAUSE_MS, pause_due, n);
}

/* The form that asked for a new record is given the one that exists; else its file is opened, and this form stays. */
static void notice_take(struct notice *n, struct screen *s)
{
	struct err e = ERR_INIT;
	if (!editor_answer(s, n->noticed.id, n->noticed.record) && !screen_open(s->ui, n->class->opens, n->noticed.record, &e))
		ui_say_err(s->ui, &e);
}

/* “F7 takes that file instead.”, the key as it is bound. */
static const char *how_to_take(const struct notice *n, struct arena *a)
{
	struct buf key = BUF_INIT(64);
	uint32_t code = keymap_key(&n->screen->ui->keys, "notice", "notice.take", 0);
	if (code)
		key_short(code, &key);
	const char *words = n->noticed.record && key.len ?
		arena_printf(a, _("%s. %s takes that one instead; what you typed is kept."), n->noticed.words, key.data) : n->noticed.words;
	buf_done(&key);
	return words;
}

struct area notice_paint(const struct notice *n, struct area a)
{
	struct area nowhere = { 0, 0, 0, 0 };
	if (!n || !n->noticed.words)
		return a;
	struct arena texts = ARENA_INIT;
	const char *words = how_to_take(n, &texts);
	int lines = paint_wrapped(nowhere, 0, 0, a.w - 2, 0, STYLE_WARN, words);
	int h = lines < LINES_MOST ? lines : LINES_MOST;
	if (h <= a.h / 2) {
		struct area below = area_part(a, a.h - h, 0, h, a.w);
		paint_clear(below, STYLE_NORMAL);
		paint_text(below, 0, 0, STYLE_WARN, "!");
		paint_wrapped(below, 0, 2, a.w - 2, 0, STYLE_WARN, words);
		a = area_part(a, 0, 0, a.h - h, a.w);
	}
	arena_done(&texts);
	return a;
}

static bool may_take(struct screen *s, struct err *why)
{
	const struct notice *n = editor_notice(s);
	return (n && n->noticed.record) || err_set(why, ERR_NOT_FOUND, _("There is no other record that this could be."));
}

static void take(struct screen *s, const char *words)
{
	(void)words;
	notice_take(editor_notice(s), s);
}

// clang-format off
static const struct action actions[] = {
	{ "notice.take", N_("That one"), N_("Takes the record that is here already in place of a new one."), .flags = ACTION_BAR, .may = may_take, .run = take },
	{ NULL },
};
// clang-format on

const struct action_table notice_actions = { .context = "notice", .actions = actions, .more = &form_actions };
