/* steps.c - the menu of steps of an order: what is possible now, and why the rest is not */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/flow.h"
#include "domain/order.h"
#include "service/verbs.h"
#include "widget/ask.h"

enum { STEPS_MAX = 32 };

struct steps { /* goes with the screen that it is about */
	struct screen *screen;
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
