/* jump.c - records by what people say of them */
#include "config.h"

#include "screen/jump.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/ui.h"
#include "core/worker.h"
#include "store/store.h"
#include "widget/list.h"

enum { DETAIL_MOST = 400, SLOT_SEARCH = 0, SLOT_OPEN = 9 };

/* Targets. */

/* The list of records says which screen Enter opens. */
static bool is_target(const struct ui *ui, const struct screen_class *list, struct jump_target *ret)
{
	const struct action_table *t = list->widget;
	while (t && t != &list_actions)
		t = t->more;
	const struct list_class *l = t ? list->with : NULL;
	if (!l || !l->opens || (l->opens->right && !ui_may(ui, l->opens->right)))
		return false;
	*ret = (struct jump_target) { .class = l->opens, .entity = l->entity };
	return true;
}

size_t jump_targets(const struct ui *ui, const struct entity *entity, bool searched, struct jump_target ret[JUMP_TARGETS_MAX])
{
	size_t n = 0;
	for (const struct screen_class *const *c = ui->parts->classes; *c && n < JUMP_TARGETS_MAX; c++) {
		bool fits = is_target(ui, *c, &ret[n]) && (!entity || ret[n].entity == entity) && (!searched || ret[n].entity->search);
		for (size_t i = 0; i < n && fits; i++)
			fits = ret[i].entity != ret[n].entity;
		n += fits;
	}
	return n;
}

const struct screen_class *jump_class(const struct ui *ui, const struct entity *entity)
{
	struct jump_target targets[JUMP_TARGETS_MAX];
	return jump_targets(ui, entity, false, targets) ? targets[0].class : NULL;
}

/* Finding, on the worker's thread. */

struct finder {
	struct store *store;
	const struct fmt *fmt;
	struct arena *arena;
	struct jump_hit *hits;
	size_t n, from; /* of the present target: those before are of others */
	size_t most;
};

static bool may(void *ctx, const char *right)
{
	return store_may(ctx, right);
}

/* What is read of a record, as far as this person may. */
static const char *columns_of(const struct finder *f, const struct entity *listed)
{
	static const char *const more[] = { "customer_name", "status" };
	const struct field *key = entity_flagged(listed, F_KEY), *title = entity_flagged(listed, F_TITLE);
	const char *all = key ? key->name : NULL;
	if (all && title && title != key && (!title->right || store_may(f->store, title->right)))
		all = arena_printf(f->arena, "%s,%s", all, title->name);
	for (size_t i = 0; all && i < ARRAY_LEN(more); i++) {
		const struct field *field = entity_field(listed, more[i]);
		if (field && (!field->right || store_may(f->store, field->right)))
			all = arena_printf(f->arena, "%s,%s", all, more[i]);
	}
	return all;
}

static void add(struct finder *f, const struct jump_target *t, const struct rows *rows, size_t row)
{
	const char *const *cells = rows->cells + row * rows->ncols;
	if (!cells[0] || f->n == JUMP_HITS_MAX || f->n - f->from == f->most)
		return;
	for (size_t i = f->from; i < f->n; i++)
		if (str_eq(f->hits[i].key, cells[0]))
			return;
	struct buf detail = BUF_INIT(DETAIL_MOST);
	buf_adds(&detail, i18n_label(t->entity->label));
	const char *words = cells[0];
	for (size_t i = 1; i < rows->ncols; i++) {
		const struct choice *c = cells[i] && rows->cols[i]->choices ? choice_find(rows->cols[i]->choices, cells[i]) : NULL;
		if (!cells[i])
			continue;
		if (rows->cols[i]->flags & F_TITLE)
			words = arena_printf(f->arena, "%s %s", words, cells[i]);
		else
			buf_addf(&detail, ", %s", c ? i18n_label(c->label) : cells[i]);
	}
	f->hits[f->n++] = (struct jump_hit) { .class = t->class, .key = cells[0], .words = words, .detail = arena_strdup(f->arena, detail.data) };
	buf_done(&detail);
}

static bool ask(struct finder *f, const struct jump_target *t, const struct query_words *words)
{
	struct err ignored = ERR_INIT;
	struct query q;
	struct rows rows;
	if (!query_make(&q, t->entity, words, may, f->store, f->fmt, f->arena, &ignored))
		return true;
	q.limit = f->most;
	if (!store_list(f->store, &q, f->arena, &rows, &ignored))
		return ignored.code != ERR_CANCELLED && ignored.code != ERR_OFFLINE;
	for (size_t i = 0; i < rows.n; i++)
		add(f, t, &rows, i);
	return true;
}

size_t jump_find(struct store *s, const struct jump_target *targets, size_t n, const char *text, size_t most,
		const struct fmt *fmt, struct arena *a, struct jump_hit *ret)
{
	struct finder f = { .store = s, .fmt = fmt, .arena = a, .hits = ret, .most = most };
	for (size_t i = 0; i < n; i++) {
		const char *columns = columns_of(&f, query_listed(targets[i].entity));
		if (!columns)
			continue;
		f.from = f.n;
		/* The search finds words; a part of a number is looked for besides. */
		const char *where[] = { arena_printf(a, "%.*s~%s", (int)strcspn(columns, ","), columns, text) };
		if (strpbrk(text, "0123456789") && !ask(&f, &targets[i], &(struct query_words) { .columns = columns, .where = where, .nwhere = 1 }))
			break;
		if (f.n - f.from < most && !ask(&f, &targets[i], &(struct query_words) { .columns = columns, .text = *text ? text : NULL }))
			break;
	}
	return f.n;
}

/* While somebody types. */

struct search {
	const char *text;
	size_t most, n;
	struct jump_target targets[JUMP_TARGETS_MAX];
	struct fmt fmt;
	jump_found_fn *found;
};

struct found {
	size_t n;
	struct jump_hit hits[JUMP_HITS_MAX];
};

static bool run_search(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct search *j = args;
	struct found *found = arena_alloc(a, sizeof(*found));
	(void)e;
	found->n = jump_find(s, j->targets, j->n, j->text, j->most, &j->fmt, a, found->hits);
	*ret = found;
	return true;
}

/* What cannot be found now is said by nobody: the line at the top says that there is no connection. */
static void searched(struct job *j)
{
	const struct search *asked = j->args;
	const struct found *found = j->result;
	if (j->ok)
		asked->found(j->owner, found->hits, found->n);
}

void jump_search(struct screen *s, const char *text, size_t most, jump_found_fn *found)
{
	struct arena a = ARENA_INIT;
	struct search j = { .text = arena_strdup(&a, text), .most = most, .fmt = s->ui->fmt, .found = found };
	j.n = jump_targets(s->ui, NULL, true, j.targets);
	worker_post(s->ui->worker, run_search, &j, sizeof(j), &a, searched, s, SLOT_SEARCH);
}

/* The one that is called so. */

struct opening {
	const char *words, *sorry;
	size_t n;
	struct jump_target targets[JUMP_TARGETS_MAX];
	struct ui *ui;
};

static bool run_open(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct opening *j = args;
	(void)a;
	for (size_t i = 0; i < j->n; i++) {
		struct ref id;
		struct err why = ERR_INIT;
		if (store_find(s, j->targets[i].entity, j->words, &id, &why)) {
			*ret = &j->targets[i];
			return true;
		}
		if (why.code == ERR_OFFLINE || why.code == ERR_CANCELLED) {
			*e = why;
			return false;
		}
	}
	return err_set(e, ERR_NOT_FOUND, "%s", j->sorry);
}

static void opened(struct job *j)
{
	const struct opening *asked = j->args;
	const struct jump_target *target = j->result;
	if (!j->ok || !screen_open(asked->ui, target->class, asked->words, &j->err))
		ui_say_err(asked->ui, &j->err);
}

void jump_open(struct ui *ui, const char *words, const char *sorry)
{
	struct arena a = ARENA_INIT;
	struct opening j = { .words = arena_strdup(&a, words), .sorry = arena_strdup(&a, sorry), .ui = ui };
	j.n = jump_targets(ui, NULL, false, j.targets);
	worker_post(ui->worker, run_open, &j, sizeof(j), &a, opened, ui->top, SLOT_OPEN);
}
