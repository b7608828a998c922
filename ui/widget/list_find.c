/* list_find.c - "/": the next row that has some words, found by the store; n and N go on, and it begins anew at the end
 *
 * The store is asked for one row and not for all that lie between: the way through a million rows costs the screen
 * nothing. Moving the cursor, or Esc, ends a search that takes long.
 */
#include "config.h"

#include "widget/list_in.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/str.h"
#include "core/ui.h"
#include "core/worker.h"
#include "store/store.h"
#include "widget/ask.h"

enum { CAPITALS_ROWS = 50 }; /* at a time, where the store knows nothing of capitals */

struct find_job {
	struct list *list;
	unsigned question;
	long long from; /* the row behind which was looked */
	struct needle needle;
	struct query query;
};

struct found {
	struct page_key key; /* unset: nowhere */
	bool around;         /* beyond the end of the list it began at the other end */
};

static struct list *list_of(struct screen *s)
{
	return s->widget;
}

/* On the worker's thread. */

static const struct page_key *first_hit(const struct find_job *f, const struct rows *rows)
{
	for (size_t r = 0; r < rows->n; r++)
		for (size_t c = 0; c < rows->ncols; c++)
			if (needle_hits(&f->needle, c, rows->cells[r * rows->ncols + c]))
				return &rows->keys[r];
	return NULL;
}

static bool run_find(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct find_job *f = args;
	struct found *got = arena_alloc(a, sizeof(*got));
	struct rows rows;
	bool from_end = !f->query.after.set;
	*ret = got;
	for (;;) {
		if (!store_list(s, &f->query, a, &rows, e))
			return false;
		const struct page_key *hit = first_hit(f, &rows);
		if (hit) {
			got->key = *hit;
			return true;
		}
		f->query.after = rows.next;
		if (rows.next.set)
			continue;
		if (from_end || got->around)
			return true;
		got->around = true;
	}
}

/* Asking. */

static void found(struct job *j)
{
	const struct find_job *f = j->args;
	struct list *l = f->list;
	struct ui *ui = list_ui(l);
	if (f->question != l->find.question)
		return;
	l->find.asking = false;
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		return;
	}
	const struct found *got = j->result;
	struct list_at at = { .key = got->key, .id = got->key.set ? strtoll(got->key.id, NULL, 10) : 0 };
	if (!got->key.set)
		ui_say(ui, MESSAGE_WARN, _("No row of this list has “%s”."), l->find.needle.text);
	else if (at.id == f->from)
		ui_say(ui, MESSAGE_INFO, _("This is the only row that has “%s”."), l->find.needle.text);
	else if (got->around && f->query.back)
		ui_say(ui, MESSAGE_INFO, _("Nothing further up: the search went on from the end of the list."));
	else if (got->around)
		ui_say(ui, MESSAGE_INFO, _("Nothing further down: the search went on from the top of the list."));
	if (got->key.set)
		list_go(l, &at);
	ui_touch(ui);
}

static size_t shown_fields(const struct list *l, const struct field **ret)
{
	for (size_t i = 0; i < l->nshown; i++)
		ret[i] = l->shown[i].field;
	return l->nshown;
}

static bool make_job(struct list *l, struct find_job *f, const struct list_at *from, bool back, struct arena *a, struct err *e)
{
	const struct field *fields[ENTITY_FIELDS_MAX];
	size_t n = shown_fields(l, fields);
	struct seek *seek = arena_alloc(a, sizeof(*seek));
	if (!ui_query(list_ui(l), l->class->entity, &l->words, a, &f->query, e) ||
			!needle_make(&f->needle, l->find.needle.text, fields, n, &list_ui(l)->fmt, a))
		return false;
	needle_seek(&f->needle, a, seek);
	f->query.seek = seek;
	f->query.cols = f->needle.fields;
	f->query.ncols = n;
	f->query.back = back;
	f->query.after = list_copy_key(&from->key, a);
	f->query.limit = f->needle.exact ? CAPITALS_ROWS : 1;
	return true;
}

static void find_from(struct list *l, const struct list_at *from, bool back)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct find_job f = { .list = l, .question = ++l->find.question, .from = from->id };
	if (!make_job(l, &f, from, back, &a, &e)) {
		arena_done(&a);
		ui_say_err(list_ui(l), &e);
		return;
	}
	l->find.asking = true;
	worker_post(list_ui(l)->worker, run_find, &f, sizeof(f), &a, found, l->screen, SLOT_FIND);
}

static void find_on(struct list *l, bool back)
{
	struct list_at here = list_here(l);
	find_from(l, &here, back);
	arena_done(&here.arena);
}

void list_find_stop(struct list *l)
{
	if (!l->find.asking)
		return;
	l->find.asking = false;
	l->find.question++;
	worker_cancel(list_ui(l)->worker, l->screen);
}

/* What is looked for. */

static bool set_needle(struct list *l, const char *text)
{
	const struct field *fields[ENTITY_FIELDS_MAX];
	size_t n = shown_fields(l, fields);
	struct arena a = ARENA_INIT, old = l->find.arena;
	struct needle nd;
	if (str_empty(text) || !needle_make(&nd, text, fields, n, &list_ui(l)->fmt, &a)) {
		arena_done(&a);
		return false;
	}
	l->find.needle = nd;
	l->find.arena = a;
	arena_done(&old);
	return l->find.on = true;
}

void list_find_columns(struct list *l)
{
	bool on = l->find.on;
	if (l->find.needle.text)
		set_needle(l, l->find.needle.text);
	l->find.on = on;
}

void list_find_done(struct list *l)
{
	arena_done(&l->find.arena);
	arena_done(&l->find.from.arena);
}

static bool has_it(const struct list *l, size_t row)
{
	for (size_t i = 0; i < l->find.needle.n; i++)
		if (needle_hits(&l->find.needle, i, list_cell_of(l, row, l->find.needle.fields[i])))
			return true;
	return false;
}

/* While it is typed: the first row from where the cursor was on, that row too. */
static void typed(struct ui *ui, void *ctx, const char *text)
{
	struct list *l = list_of(ctx);
	const struct list_at *from = &l->find.from;
	const char *was = l->find.on ? l->find.needle.text : "";
	if (str_eq(was, text))
		return;
	list_find_stop(l);
	l->find.on = false;
	size_t row = list_find_id(l, from->id);
	if (!set_needle(l, text) || (row != (size_t)-1 && has_it(l, row)))
		list_go(l, from);
	else
		find_from(l, from, false);
	ui_touch(ui);
}

/* Nothing typed: what was looked for before. */
static void taken(struct ui *ui, void *ctx, const char *text)
{
	struct list *l = list_of(ctx);
	typed(ui, ctx, text);
	if (!str_empty(text) || !l->find.needle.text)
		return;
	l->find.on = true;
	find_on(l, false);
}

static void dropped(struct ui *ui, void *ctx)
{
	struct list *l = list_of(ctx);
	list_find_stop(l);
	l->find.on = false;
	list_go(l, &l->find.from);
	ui_touch(ui);
}

void list_find_open(struct screen *s, const char *words)
{
	struct list *l = list_of(s);
	struct arena old = l->find.from.arena;
	l->find.from = list_here(l);
	arena_done(&old);
	if (!l->nrows) {
		ui_say(s->ui, MESSAGE_INFO, _("There is no row here to look through."));
		return;
	}
	l->find.on = false;
	if (*words)
		typed(s->ui, s, words);
	else
		ask_line(s->ui, &(struct ask_line) { .label = "/", .max = QUERY_TEXT_MAX, .changed = typed, .done = taken,
			.dropped = dropped, .ctx = s });
}

static void find_next(struct screen *s, const char *words)
{
	(void)words;
	find_on(list_of(s), false);
}

static void find_previous(struct screen *s, const char *words)
{
	(void)words;
	find_on(list_of(s), true);
}

static void find_end(struct screen *s, const char *words)
{
	(void)words;
	list_find_stop(list_of(s));
	list_of(s)->find.on = false;
}

static bool is_on(const struct screen *s)
{
	return ((const struct list *)s->widget)->find.on;
}

// clang-format off
static const struct action actions[] = {
	{ "find.next",     N_("Next"),     N_("To the next row that has the words."), .flags = ACTION_BAR, .run = find_next },
	{ "find.previous", N_("Previous"), N_("To the row before that has the words."), .flags = ACTION_BAR, .run = find_previous },
	{ "find.end",      N_("End search"), N_("Ends the search; the cursor stays."), .flags = ACTION_BAR, .run = find_end },
	{ NULL },
};
// clang-format on

const struct action_table list_find_actions = { .context = "find", .actions = actions, .on = is_on };
