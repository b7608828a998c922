/* list_count.c - where the cursor is, and among how many: asked behind the rows, and only as far as it is quick */
#include "config.h"

#include "widget/list_in.h"

#include "base/buf.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "store/store.h"

enum { COUNT_MS = 150 }; /* pages wait behind it */

struct counting {
	struct list *list;
	unsigned question;
	long long first; /* the row before which is counted; 0: not at all */
	bool all;
	struct query query;
	struct page_key key; /* of `first` */
};

struct counted {
	long long all, before;
};

static bool run_count(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct counting *c = args;
	struct counted *n = arena_alloc(a, sizeof(*n));
	struct query before = c->query;
	before.after = c->key;
	before.back = true;
	*n = (struct counted) { -1, -1 };
	*ret = n;
	return (!c->all || store_count(s, &c->query, LIST_COUNT_MOST, COUNT_MS, &n->all, e)) &&
		(!c->first || store_count(s, &before, LIST_COUNT_MOST, COUNT_MS, &n->before, e));
}

static void counted(struct job *j)
{
	const struct counting *c = j->args;
	struct list *l = c->list;
	if (!j->ok || c->question != l->question) /* what is wrong is told where it matters */
		return;
	const struct counted *n = j->result;
	if (c->all)
		l->total = n->all;
	if (c->first && l->nrows && list_id(l, 0) == c->first)
		l->before = n->before <= LIST_COUNT_MOST ? n->before : -1;
	ui_touch(list_ui(l));
}

void list_count(struct list *l)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct counting c = { .list = l, .question = l->question, .first = l->at_top || !l->nrows ? 0 : list_id(l, 0),
		.all = !(l->at_top && l->at_bottom) };
	if (!c.all)
		l->total = (long long)l->nrows;
	if ((!c.first && !c.all) || !ui_query(list_ui(l), l->class->entity, &l->words, &a, &c.query, &e)) {
		arena_done(&a);
		return;
	}
	if (c.first)
		c.key = list_copy_key(list_key(l, 0), &a);
	worker_post(list_ui(l)->worker, run_count, &c, sizeof(c), &a, counted, l->screen, SLOT_COUNT);
}

static const char *number(const struct list *l, long long n, struct arena *a)
{
	struct buf out = BUF_INIT(64);
	fmt_decimal(&list_ui(l)->fmt, &out, n, 0, 0, true);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

/* Where the end of the list was seen, it is known better than by counting. */
static long long total_of(const struct list *l)
{
	return l->at_bottom && l->before >= 0 ? l->before + (long long)l->nrows : l->total;
}

static void add(struct buf *out, const char *words)
{
	buf_addf(out, "%s%s", out->len ? "  " : "", words);
}

void list_status(const struct screen *s, struct buf *out)
{
	const struct list *l = s->widget;
	struct arena a = ARENA_INIT;
	long long total = total_of(l), at = l->before >= 0 && l->nrows ? l->before + (long long)l->selected + 1 : 0;
	bool more = total > LIST_COUNT_MOST && !(l->at_bottom && l->before >= 0);
	const char *all = total < 0 ? NULL : more ? arena_printf(&a, _("more than %s"), number(l, LIST_COUNT_MOST, &a)) : number(l, total, &a);
	if (l->find.on)
		add(out, arena_printf(&a, "/%s", l->find.needle.text));
	if (l->marks.n)
		add(out, arena_printf(&a, ngettext("%zu selected", "%zu selected", l->marks.n), l->marks.n));
	if (term_plain()) /* a line that changes with each step would be read out with each step */
		at = 0;
	if (at && all)
		add(out, arena_printf(&a, "%s / %s", number(l, at, &a), all));
	else if (at)
		add(out, number(l, at, &a));
	else if (all && l->nrows)
		add(out, arena_printf(&a, ngettext("%s row", "%s rows", (unsigned long)total), all));
	arena_done(&a);
}
