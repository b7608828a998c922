/* merge.c - two files of the same customer become one: the double is found while typing, both are shown beside each other */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/worker.h"
#include "domain/customer.h"
#include "domain/measurement.h"
#include "domain/order.h"
#include "screen/finder.h"
#include "service/customers.h"
#include "service/verbs.h"
#include "store/store.h"
#include "store/verb.h"
#include "widget/ask.h"
#include "widget/form.h"

enum { VALUE_MOST = 4096, NAME_MOST = 300, LABEL_MOST = 22, FORM_LINES = 2 };
enum { SLOT_BOTH };

/* What moves along: lists of the double's. */
static const struct part {
	const struct entity *entity;
	const char *label; /* N_() */
} parts[] = {
	{ &order_entity, N_("Orders") }, { &measurement_entity, N_("Sizes") }, { &nogo_entity, N_("No-gos and allergies") },
	{ &address_entity, N_("Addresses") },
};

struct both { /* in the arena of the job that read them */
	struct customer keep, other, merged;
	size_t moves[ARRAY_LEN(parts)];
	bool more[ARRAY_LEN(parts)];
};

struct merge {
	struct screen screen;
	struct form *form;
	struct finder finder;
	struct ref keep, other; /* other: the one that has been asked for */
	struct arena arena;
	const struct both *both; /* NULL: nothing to show yet */
	bool merging;
};

static const struct verb *verb(void)
{
	return verb_find("customer.merge");
}

static const struct field *other_field(void)
{
	return &verb()->args->fields[1];
}

/* Both, and what moves. */

struct both_job {
	struct merge *merge;
	struct ref keep, other;
	struct query lists[ARRAY_LEN(parts)];
};

static bool run_both(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct both_job *j = args;
	struct both *both = arena_alloc(a, sizeof(*both));
	struct rows lists[ARRAY_LEN(parts)];
	const char **labels = arena_array(a, customer_entity.nfields, sizeof(*labels));
	const struct look_at at[] = {
		{ .entity = &customer_entity, .id = j->keep },
		{ .entity = &customer_entity, .id = j->other, .lists = j->lists, .nlists = ARRAY_LEN(parts) },
	};
	const struct look_room room[] = { { &both->keep, labels, NULL }, { &both->other, labels, lists } };
	if (!store_look_all(s, at, ARRAY_LEN(at), a, room, e))
		return false;
	both->merged = both->keep;
	customer_fill_gaps(&both->merged, &both->other);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		both->moves[i] = lists[i].n;
		both->more[i] = lists[i].next.set;
	}
	*ret = both;
	return true;
}

static void got_both(struct job *j)
{
	struct merge *m = ((const struct both_job *)j->args)->merge;
	if (!j->ok) {
		if (j->err.code != ERR_CANCELLED)
			ui_say_err(m->screen.ui, &j->err);
		return;
	}
	m->both = j->result;
	struct arena old = m->arena;
	m->arena = job_keep(j);
	arena_done(&old);
	ui_touch(m->screen.ui);
}

static void compare(struct merge *m)
{
	struct ui *ui = m->screen.ui;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct both_job j = { .merge = m, .keep = m->keep, .other = m->other };
	const char *where[] = { arena_printf(&a, "customer=%lld", (long long)m->other.id) };
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct query_words words = { .columns = "id", .where = where, .nwhere = 1 };
		if (!ui_query(ui, parts[i].entity, &words, &a, &j.lists[i], &e)) {
			arena_done(&a);
			ui_say_err(ui, &e);
			return;
		}
		j.lists[i].limit = PAGE_MOST;
		j.lists[i].deleted = true; /* they move as well */
	}
	worker_post(ui->worker, run_both, &j, sizeof(j), &a, got_both, &m->screen, SLOT_BOTH);
}

static void merge_touched(struct screen *s)
{
	struct merge *m = (struct merge *)s;
	struct ref other = *(const struct ref *)field_in(other_field(), form_now(m->form));
	if (other.id == m->other.id)
		return;
	m->other = other;
	m->both = NULL;
	if (other.id)
		compare(m);
}

/* Showing. */

struct table {
	struct merge *m;
	struct area area;
	int y, width; /* of the labels */
	size_t left;  /* lines that did not fit */
};

static void put_line(struct table *t, char sign, enum style st, const char *label, const char *keep, const char *other)
{
	int w = (t->area.w - t->width - 6) / 2;
	if (t->y >= t->area.h - 1) {
		t->left++;
		return;
	}
	paint_text(t->area, t->y, 0, st, (const char[]) { sign, '\0' });
	paint_cell(t->area, t->y, 2, t->width, STYLE_LABEL, label, false);
	paint_cell(t->area, t->y, t->width + 4, w, sign == '+' ? STYLE_DIM : STYLE_NORMAL, keep, false);
	paint_cell(t->area, t->y++, t->width + 6 + w, w, sign == '~' ? STYLE_DIM : STYLE_NORMAL, other, false);
}

/* One line of a value, however many it has. */
static const char *value(const struct merge *m, const struct field *f, const void *rec, struct arena *a)
{
	struct buf out = BUF_INIT(VALUE_MOST);
	field_words(f, &m->screen.ui->fmt, rec, &out);
	char *words = arena_strdup(a, out.data);
	buf_done(&out);
	for (char *s = words; *s; s++)
		if (*s == '\n')
			*s = ' ';
	return words;
}

static bool is_compared(const struct field *f, const struct both *b)
{
	return (!(f->flags & F_READONLY) || (f->flags & F_KEY)) && !field_empty(f, &b->other) &&
		!f->type->equal(field_in(f, &b->keep), field_in(f, &b->other));
}

static void put_fields(struct table *t, struct arena *a)
{
	const struct both *b = t->m->both;
	for (size_t i = 0; i < customer_entity.nfields; i++) {
		const struct field *f = &customer_entity.fields[i];
		if (!is_compared(f, b))
			continue;
		bool taken = !f->type->equal(field_in(f, &b->keep), field_in(f, &b->merged));
		char sign = (f->flags & F_KEY) ? ' ' : taken ? '+' : '~';
		put_line(t, sign, taken ? STYLE_GOOD : STYLE_WARN, i18n_label(f->label), value(t->m, f, &b->keep, a), value(t->m, f, &b->other, a));
	}
}

static void put_moves(struct table *t, struct arena *a)
{
	const struct both *b = t->m->both;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (b->moves[i])
			put_line(t, '>', STYLE_GOOD, i18n_label(parts[i].label), arena_printf(a, b->more[i] ? _("<- more than %zu") : "<- %zu", b->moves[i]),
					arena_printf(a, "%zu", b->moves[i]));
}

static void paint_both(struct merge *m, struct area a)
{
	struct arena texts = ARENA_INIT;
	struct table t = { .m = m, .area = area_part(a, FORM_LINES, 0, a.h - FORM_LINES, a.w), .width = LABEL_MOST };
	put_line(&t, ' ', STYLE_HEAD, "", _("stays"), _("the double, is deleted"));
	paint_look(t.area, 0, 0, t.area.w, STYLE_HEAD);
	put_fields(&t, &texts);
	put_moves(&t, &texts);
	paint_text(t.area, t.area.h - 1, 0, STYLE_DIM, t.left ? arena_printf(&texts, _("… and %zu more. A larger window shows them."), t.left) :
			_("~ differs: the left one stays   + is taken over   > moves along"));
	arena_done(&texts);
}

static void merge_paint(struct screen *s)
{
	struct merge *m = (struct merge *)s;
	struct area a = area_part(s->area, 0, 1, s->area.h, s->area.w - 2);
	form_paint(m->form, m->both ? area_part(a, 0, 0, FORM_LINES, a.w) : a);
	if (m->both)
		paint_both(m, a);
	else if (!m->other.id && !form_dirty(m->form))
		paint_wrapped(a, FORM_LINES, 3, a.w - 3, 0, STYLE_DIM, _("Type number, name, town or telephone of the double. What is its own goes to this file, as does what this file lacks; then it is deleted. There is no way back."));
}

/* Doing it. */

struct merge_job {
	struct merge *merge;
	struct ref keep, other;
};

static bool run_merge(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct merge_job *j = args;
	const struct verb *v = verb();
	void *in = arena_alloc(a, v->args->size), *out = arena_alloc(a, v->result->size);
	entity_blank(v->args, in);
	*(struct ref *)field_at(&v->args->fields[0], in) = j->keep;
	*(struct ref *)field_at(other_field(), in) = j->other;
	*ret = out;
	return store_act(s, v, in, NULL, a, out, e);
}

static void name_of(const struct customer *c, char *ret, size_t size)
{
	const char *first = c->first_name ? c->first_name : "", *last = c->last_name ? c->last_name : "";
	if (c->company)
		snprintf(ret, size, "%s %s", c->number, c->company);
	else
		snprintf(ret, size, "%s %s%s%s", c->number, last, *first ? ", " : "", first);
}

static void merged(struct job *j)
{
	struct merge *m = ((const struct merge_job *)j->args)->merge;
	struct ui *ui = m->screen.ui;
	char keep[NAME_MOST], other[NAME_MOST];
	m->merging = false;
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		return;
	}
	name_of(&m->both->keep, keep, sizeof(keep));
	name_of(&m->both->other, other, sizeof(other));
	screen_close(&m->screen);
	ui_say(ui, MESSAGE_GOOD, _("%s is one file with %s now."), other, keep);
}

static void meant(struct ui *ui, void *ctx)
{
	struct merge *m = ctx;
	struct merge_job j = { .merge = m, .keep = m->keep, .other = m->other };
	m->merging = true;
	worker_post(ui->worker, run_merge, &j, sizeof(j), NULL, merged, &m->screen, SLOT_NONE);
}

static void merge_do(struct screen *s, const char *words)
{
	struct merge *m = (struct merge *)s;
	struct arena a = ARENA_INIT;
	char keep[NAME_MOST], other[NAME_MOST];
	(void)words;
	if (m->merging)
		return;
	if (!m->both) {
		ui_say(s->ui, MESSAGE_WARN, _("Name the double first."));
		return;
	}
	name_of(&m->both->keep, keep, sizeof(keep));
	name_of(&m->both->other, other, sizeof(other));
	ask_yes(s->ui, arena_printf(&a, _("Put “%s” into “%s”? The first is deleted then, and what is its own moves. This cannot be undone."), other, keep),
			meant, NULL, m);
	arena_done(&a);
}

static void merge_leave(struct screen *s, const char *words)
{
	const struct merge *m = (const struct merge *)s;
	(void)words;
	if (!form_close(m->form) && !m->merging)
		screen_close(s);
}

/* words: id and name of the file that stays, as merge_open says them. */
static bool merge_screen_open(struct screen *s, const char *words, struct err *e)
{
	static const char *const fields[] = { "other", NULL };
	struct merge *m = (struct merge *)s;
	char *name;
	m->keep = (struct ref) { strtoll(words, &name, 10) };
	if (!m->keep.id)
		return err_set(e, ERR_USAGE, _("Say which record: its id, number or name."));
	m->finder = (struct finder) { .screen = s, .but = m->keep,
		.columns = ui_may(s->ui, "customer:private") ? "number,name,city" : NULL };
	m->form = form_new(&(struct form_wish) { .ent = verb()->args, .fmt = &s->ui->fmt, .adding = true, .fields = fields,
		.resolve = finder_resolve, .ctx = &m->finder });
	m->finder.form = m->form;
	s->widget = m->form;
	snprintf(s->subject, sizeof(s->subject), "%s", name + strspn(name, " "));
	return true;
}

static void merge_close(struct screen *s)
{
	struct merge *m = (struct merge *)s;
	form_free(m->form);
	arena_done(&m->arena);
}

static bool merge_event(struct screen *s, const struct event *ev)
{
	const struct merge *m = (const struct merge *)s;
	if (m->merging && ev->kind != EVENT_FOCUS)
		return true; /* what is being merged does not change under the merge */
	return form_event(m->form, ev);
}

static struct edit *merge_edited(struct screen *s)
{
	return form_edited(((const struct merge *)s)->form);
}

// clang-format off
static const struct action merge_actions[] = {
	{ "merge.do",    N_("Merge"), N_("Puts the double into this file; asks first."), .flags = ACTION_BAR, .run = merge_do },
	{ "merge.leave", N_("Leave"), N_("Closes an open list; else leaves everything as it is."), .flags = ACTION_BAR, .run = merge_leave },
	{ NULL },
};
// clang-format on

const struct screen_class merge_screen = {
	.name = "merge", .title = N_("Merge with a double"), .help = N_("Two files of the same customer become one. Both are shown beside each other first."),
	.right = "customer:merge", .size = sizeof(struct merge), .actions = merge_actions, .widget = &form_actions, .open = merge_screen_open,
	.close = merge_close, .paint = merge_paint, .event = merge_event, .edited = merge_edited, .typing = &form_typing,
	.edited_changed = merge_touched,
};

void merge_open(struct ui *ui, long long id, const char *name)
{
	char words[NAME_MOST];
	struct err e = ERR_INIT;
	snprintf(words, sizeof(words), "%lld %s", id, name);
	if (!screen_open(ui, &merge_screen, words, &e))
		ui_say_err(ui, &e);
}
