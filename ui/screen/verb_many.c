/* verb_many.c - a verb on all records that are chosen in a list: one after the other, each in a transaction of its own
 *
 * Nothing else can be pressed meanwhile. What was refused stays chosen and is told with its reason; what was not tried
 * any more, because somebody stopped it or the connection broke, is told as well, and so is what was left out from the
 * beginning.
 */
#include "config.h"

#include "screen/verb_in.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"
#include "core/worker.h"
#include "screen/screens.h"
#include "store/verb.h"
#include "widget/form.h"
#include "widget/list.h"
#include "widget/sheet.h"

struct many {
	struct screen screen;
	struct run run;
	struct sheet *sheet;
	size_t at, done; /* at: the one that is under way */
	bool stop, over;
};

struct many_job {
	struct many *many; /* for went() alone: the screen may go while the worker is at it */
	const struct run *run; /* a copy of the job's own */
	struct ref subject;
};

static struct many *many_of(struct screen *s)
{
	return (struct many *)s;
}

static bool run_one(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct many_job *j = args;
	return run_call(s, j->run, form_copied(j->run->verb->args, j->run->args, a), j->subject, a, ret, e);
}

static void went(struct job *j);

static void start_next(struct many *m)
{
	struct arena a = ARENA_INIT;
	struct run one = m->run, *own = arena_alloc(&a, sizeof(*own));
	one.targets = one.left = NULL;
	one.ntargets = one.nleft = 0;
	*own = run_copied(&one, &a);
	struct many_job job = { .many = m, .run = own, .subject = { m->run.targets[m->at].id } };
	snprintf(m->screen.subject, sizeof(m->screen.subject), "%zu / %zu", m->at + 1, m->run.ntargets);
	worker_post(m->run.ui->worker, run_one, &job, sizeof(job), &a, went, &m->screen, SLOT_NONE);
}

/* All that were selected. */
static size_t total(const struct many *m)
{
	return m->run.ntargets + m->run.nleft;
}

static void finish(struct many *m)
{
	const struct run *r = &m->run;
	struct ui *ui = r->ui;
	const char *label = i18n_label(r->verb->label);
	m->over = true;
	bool all = m->done == total(m);
	ui_say(ui, all ? MESSAGE_GOOD : MESSAGE_WARN, _("%s: %zu of %zu done."), label, m->done, total(m));
	for (size_t i = m->at; i < r->ntargets; i++)
		sheet_pair(m->sheet, r->targets[i].name, str_width(r->targets[i].name), STYLE_NORMAL, _("not tried any more"));
	for (size_t i = 0; i < r->nleft; i++)
		sheet_pair(m->sheet, r->left[i].name, str_width(r->left[i].name), STYLE_NORMAL, r->left[i].why);
	if (all)
		screen_close(&m->screen);
}

static void went(struct job *j)
{
	struct many *m = ((struct many_job *)j->args)->many;
	const struct run *r = &m->run;
	const struct verb_target *t = &r->targets[m->at++];
	if (j->ok) {
		m->done++;
		list_unchoose(r->list, t->id);
	} else {
		sheet_pair(m->sheet, t->name, str_width(t->name), STYLE_WARN, j->err.text);
		if (j->err.code == ERR_OFFLINE) {
			m->stop = true;
			ui_say_err(r->ui, &j->err);
		}
	}
	ui_touch(r->ui);
	if (m->at < r->ntargets && !m->stop)
		start_next(m);
	else
		finish(m); /* and m may be gone */
}

/* The screen. */

static bool many_open(struct screen *s, const char *words, struct err *e)
{
	(void)words;
	(void)e;
	many_of(s)->sheet = sheet_new(s);
	return true;
}

static void many_close(struct screen *s)
{
	sheet_free(many_of(s)->sheet);
}

static void many_paint(struct screen *s)
{
	struct many *m = many_of(s);
	struct area a = s->area;
	struct arena scratch = ARENA_INIT;
	const char *label = i18n_label(m->run.verb->label);
	const char *words = !m->over ? arena_printf(&scratch, _("%s: %zu of %zu done. Esc stops before the next."), label, m->done, total(m))
		: arena_printf(&scratch, _("%s: %zu of %zu done. The others, and why; they are still selected:"), label, m->done, total(m));
	int h = paint_wrapped(a, 0, 1, a.w - 2, 0, STYLE_HEAD, words) + 1;
	if (!sheet_empty(m->sheet))
		sheet_paint(m->sheet, area_part(a, h, 1, a.h - h, a.w - 2));
	else
		paint_cursor(a, 0, 0, true);
	arena_done(&scratch);
}

static bool many_event(struct screen *s, const struct event *ev)
{
	return sheet_event(many_of(s)->sheet, ev);
}

static void many_leave(struct screen *s, const char *words)
{
	struct many *m = many_of(s);
	(void)words;
	if (m->over)
		screen_close(s);
	else
		m->stop = true;
}

// clang-format off
static const struct action many_actions[] = {
	{ "many.leave", N_("Back"), N_("Stops before the next record; when it is over, back to the list."), .flags = ACTION_BAR, .run = many_leave },
	{ NULL },
};
// clang-format on

const struct screen_class many_screen = {
	.name = "many", .title = N_("All that are selected"), .help = N_("A step for several records, one after the other."),
	.size = sizeof(struct many), .flags = SCREEN_MODAL, .actions = many_actions, .widget = &sheet_actions,
	.open = many_open, .close = many_close, .paint = many_paint, .event = many_event,
};

void run_many(const struct run *run)
{
	struct err e = ERR_INIT;
	kt_assert(screen_open(run->ui, &many_screen, NULL, &e)); /* it refuses nobody */
	struct many *m = many_of(run->ui->top);
	m->run = run_copied(run, screen_arena(&m->screen));
	start_next(m);
}
