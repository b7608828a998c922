/* steps.c - the menu of steps of an order, or of all that are selected: what is possible now, and why the rest is not */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/worker.h"
#include "domain/flow.h"
#include "domain/order.h"
#include "service/orders.h"
#include "service/verbs.h"
#include "widget/ask.h"
#include "widget/list.h"

enum { STEPS_MAX = 32, SLOT_STAND = 50 /* the list has those before */ };

struct steps { /* goes with the screen that it is about */
	struct screen *screen;
	const struct order_stand *stands; /* of those that are selected, and are still there */
	size_t nstands, nchosen;          /* nchosen: those that are gone, too */
	const struct verb *verbs[STEPS_MAX];
	struct ask_choice choices[STEPS_MAX];
	size_t n;
};

/* The fields that are missing, by their labels: "Alloy, Due". */
static const char *missing(const struct order *o, struct arena *a)
{
	uint64_t needs = order_needs((enum order_kind)o->kind);
	const char *all = NULL;
	for (size_t i = 0; i < order_entity.nfields; i++) {
		const struct field *f = &order_entity.fields[i];
		if (!(needs >> i & 1) || !field_empty(f, o))
			continue;
		all = all ? arena_printf(a, "%s, %s", all, i18n_label(f->label)) : i18n_label(f->label);
	}
	return all;
}

/* NULL: it is possible. */
static const char *why_not(const struct ui *ui, const struct verb *v, int status, bool held)
{
	const struct flow_step *step = flow_find(status, v->name);
	if (!step)
		return _("not from this status");
	if (!ui_may(ui, step->right))
		return _("you lack the right");
	return held ? _("the order is on hold") : NULL;
}

/* A step that lacks something can be chosen all the same: then the form opens where it is to be filled in. */
static const char *what_lacks(const struct verb *v, int status, const struct order *o, struct arena *a)
{
	const struct flow_step *step = flow_find(status, v->name);
	const char *lacks = step && (step->guard & GUARD_COMPLETE) && o ? missing(o, a) : NULL;
	return lacks ? arena_printf(a, _("missing: %s"), lacks) : NULL;
}

static void add_verb(struct steps *m, const struct ui *ui, const char *name)
{
	const struct verb *v = verb_find(name);
	bool may = ui_may(ui, v->right);
	m->verbs[m->n] = v;
	m->choices[m->n++] = (struct ask_choice) { .words = i18n_label(v->label), .off = !may, .beside = may ? NULL : _("you lack the right") };
}

static void add(struct steps *m, const struct ui *ui, const struct verb *v, int status, bool held, const struct order *o, struct arena *a)
{
	const char *why = why_not(ui, v, status, held);
	if (m->n == STEPS_MAX)
		return;
	m->verbs[m->n] = v;
	m->choices[m->n++] = (struct ask_choice) { .words = i18n_label(v->label), .off = why != NULL,
		.beside = why ? why : what_lacks(v, status, o, a) };
}

static void chosen(struct ui *ui, void *ctx, size_t i)
{
	const struct steps *m = ctx;
	(void)ui;
	verb_start(m->screen, m->verbs[i], "");
}

void steps_menu(struct screen *s, int status, bool held, const struct order *o)
{
	struct arena a = ARENA_INIT;
	struct steps *m = arena_alloc(screen_arena(s), sizeof(*m));
	m->screen = s;
	if (held)
		add_verb(m, s->ui, "order.resume");
	for (int turn = 0; turn < 2; turn++) { /* what is possible comes first */
		for (const struct verb *v = order_steps; v->name; v++)
			if ((flow_find(status, v->name) != NULL) == (turn == 0))
				add(m, s->ui, v, status, held, o, &a);
		if (turn == 0 && !held && flow_is_open(status))
			add_verb(m, s->ui, "order.hold");
	}
	ask_one(s->ui, &(struct ask_one) { .title = arena_printf(&a, _("Status: %s"), i18n_label(order_statuses[status].label)),
		.choices = m->choices, .n = m->n, .done = chosen, .ctx = m });
	arena_done(&a);
}

/* Of all that are selected. */

static const char *why_not_one(const struct ui *ui, const struct verb *v, const struct order_stand *o)
{
	bool resumes = str_eq(v->name, "order.resume");
	if (!resumes && !str_eq(v->name, "order.hold"))
		return why_not(ui, v, o->status, o->held);
	if (!ui_may(ui, v->right))
		return _("you lack the right");
	if (o->held != resumes)
		return resumes ? _("the order is not on hold") : _("the order is on hold");
	return flow_is_open(o->status) ? NULL : _("not from this status");
}

static void add_of_many(struct steps *m, const struct ui *ui, const struct verb *v, bool possible, struct arena *a)
{
	size_t can = 0;
	const char *why = _("not from this status");
	for (size_t i = 0; i < m->nstands; i++) {
		const char *reason = why_not_one(ui, v, &m->stands[i]);
		why = reason ? reason : why;
		can += !reason;
	}
	if ((can > 0) != possible || m->n == STEPS_MAX)
		return;
	const char *some = can < m->nchosen ? arena_printf(a, _("%zu of %zu"), can, m->nchosen) : NULL;
	m->verbs[m->n] = v;
	m->choices[m->n++] = (struct ask_choice) { .words = i18n_label(v->label), .off = !can, .beside = can ? some : why };
}

struct leaving {
	const struct steps *steps;
	const struct verb *verb;
};

static const char *why_left_out(void *ctx, long long id, struct arena *a)
{
	const struct leaving *l = ctx;
	const struct steps *m = l->steps;
	size_t i = 0;
	while (i < m->nstands && m->stands[i].id.id != id)
		i++;
	if (i == m->nstands)
		return _("not there any more");
	const char *why = why_not_one(m->screen->ui, l->verb, &m->stands[i]);
	return why ? arena_printf(a, "%s: %s", i18n_label(order_statuses[m->stands[i].status].label), why) : NULL;
}

static void chosen_for_many(struct ui *ui, void *ctx, size_t i)
{
	struct steps *m = ctx;
	struct leaving leaving = { .steps = m, .verb = m->verbs[i] };
	(void)ui;
	verb_start_some(m->screen, m->verbs[i], why_left_out, &leaving);
}

struct stand_job {
	const struct ref *ids;
	size_t n;
};

static bool run_stand(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct stand_job *j = args;
	struct steps *m = *ret = arena_alloc(a, sizeof(*m));
	m->nchosen = j->n;
	return orders_stand(s, j->ids, j->n, a, &m->stands, &m->nstands, e);
}

static void open_menu(struct steps *m)
{
	struct ui *ui = m->screen->ui;
	struct arena a = ARENA_INIT;
	for (int turn = 0; turn < 2; turn++) { /* what is possible comes first */
		for (const struct verb *v = order_steps; v->name; v++)
			add_of_many(m, ui, v, turn == 0, &a);
		add_of_many(m, ui, verb_find("order.hold"), turn == 0, &a);
		add_of_many(m, ui, verb_find("order.resume"), turn == 0, &a);
	}
	ask_one(ui, &(struct ask_one) { .title = arena_printf(&a, ngettext("Status: %zu order", "Status: %zu orders", m->nchosen), m->nchosen),
		.choices = m->choices, .n = m->n, .done = chosen_for_many, .ctx = m });
	arena_done(&a);
}

/* Whoever has gone on meanwhile wants no menu any more. */
static void stood(struct job *j)
{
	static struct arena kept; /* until the next answer: there is one menu at a time */
	struct screen *s = j->owner;
	struct steps *m = j->result;
	if (!j->ok) {
		ui_say_err(s->ui, &j->err);
	} else if (s->ui->top == s) {
		arena_done(&kept);
		kept = job_keep(j);
		m->screen = s;
		open_menu(m);
	}
}

void steps_menu_many(struct screen *s)
{
	struct arena a = ARENA_INIT;
	const struct list_chosen *chosen;
	size_t n = s->class->chosen(s, &chosen);
	struct ref *ids = arena_array(&a, n, sizeof(*ids));
	for (size_t i = 0; i < n; i++)
		ids[i] = (struct ref) { chosen[i].id };
	struct stand_job j = { .ids = ids, .n = n };
	worker_post(s->ui->worker, run_stand, &j, sizeof(j), &a, stood, s, SLOT_STAND);
}
