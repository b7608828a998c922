/* list.c - karat list: a page of an entity, or all of it */
#include "config.h"

#include "cli/cli.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/audit.h"
#include "domain/entities.h"
#include "domain/trail.h"
#include "report/out.h"
#include "store/pg.h"
#include "store/store.h"

enum { LIST_WORDS = 50 };

struct list_opts {
	struct opt_list where;
	const char *sort, *columns, *after;
	struct view view;
	long limit; /* below 0: nobody said */
	bool all, deleted, fail_if_empty;
	bool ordered; /* in every format: a short list */
};

static bool may(void *ctx, const char *right)
{
	return store_may(ctx, right);
}

static bool find(void *ctx, const struct entity *ent, const char *words, struct ref *ret, struct err *e)
{
	return store_find(ctx, ent, words, ret, e);
}

/* The key that a page's note names: "17:2026-03-01", the id and the sort value; "17" if that is empty. */
static bool read_key(struct cli *c, const char *said, struct page_key *ret, struct err *e)
{
	int64_t id;
	size_t len = strcspn(said, ":");
	const char *number = arena_strndup(&c->arena, said, len);
	if (!num_parse(number, 0, &id) || id < 1)
		return err_set(e, ERR_USAGE, _("“%s” is no place to go on from. The note under a page names it."), said);
	*ret = (struct page_key) { .set = true, .id = number, .value = said[len] ? said + len + 1 : NULL };
	return true;
}

static bool make_query(struct cli *c, struct store *s, const struct entity *ent, const char *text,
		const struct list_opts *o, struct query *ret, struct err *e)
{
	struct query_words words = {
		.columns = o->columns, .sort = o->sort, .text = text, .where = o->where.items, .nwhere = o->where.n, .find = find,
	};
	if (!query_make(ret, ent, &words, may, s, &c->fmt, &c->arena, e))
		return false;
	ret->deleted = o->deleted;
	ret->limit = o->all ? 0 : o->limit > 0 ? (size_t)o->limit : PAGE_DEFAULT;
	return !o->after || read_key(c, o->after, &ret->after, e);
}

/* A program that takes all of a million rows sorts them itself, if it cares: sorting took a third of the time. */
static bool is_for_people(const struct renderer *kind)
{
	return str_eq(kind->name, "table") || str_eq(kind->name, "html");
}

static const struct column *columns_of(struct cli *c, const struct query *q)
{
	struct column *cols = arena_array(&c->arena, q->ncols, sizeof *cols);
	for (size_t i = 0; i < q->ncols; i++)
		cols[i] = q->labels ? column_labelled(q->cols[i]) : column_of(q->cols[i]);
	return cols;
}

/* Where rows go. People read the audit trail in words: what is needed for that stands behind the columns that they see. */
struct sink {
	struct render *render;
	struct store *store;
	size_t changes, table, names; /* columns; changes 0 and table 0: nothing to be told */
	struct arena texts;
};

static void add_trail(struct query *q, struct sink *ret, struct arena *a)
{
	const struct field **cols = arena_array(a, q->ncols + 2, sizeof(*cols));
	size_t n = q->ncols;
	memcpy(cols, q->cols, n * sizeof(*cols));
	for (size_t i = 0; q->entity == &audit_entity && i < n; i++)
		if (str_eq(cols[i]->name, "changes")) {
			*ret = (struct sink) { .changes = i, .table = n, .names = n + 1 };
			cols[n] = entity_field(&audit_entity, "entity");
			cols[n + 1] = entity_field(&audit_entity, "names");
			q->cols = cols;
			q->ncols = n + 2;
			return;
		}
}

static void put_row(struct sink *to, const struct cell *cells)
{
	struct cell told[ENTITY_FIELDS_MAX + 2];
	if (!to->table || !cells[to->changes].s) {
		render_row(to->render, cells);
		return;
	}
	memcpy(told, cells, (to->names + 1) * sizeof(*told));
	const char *texts[] = { cells[to->table].s, cells[to->changes].s, cells[to->names].s };
	size_t lens[] = { cells[to->table].len, cells[to->changes].len, cells[to->names].len };
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		texts[i] = texts[i] ? arena_strndup(&to->texts, texts[i], lens[i]) : NULL;
	const char *words = trail_line(&(struct trail_entry) { .table = texts[0], .changes = texts[1], .names = texts[2] },
			&(struct trail_reader) { .fmt = to->render->look.fmt, .may = may, .ctx = to->store }, &to->texts);
	told[to->changes] = (struct cell) { .s = words, .len = strlen(words) };
	render_row(to->render, told);
	arena_clear(&to->texts);
}

static bool stream_row(void *ctx, const struct cell *cells, size_t n, struct err *e)
{
	struct sink *to = ctx;
	(void)n;
	put_row(to, cells);
	return !out_failed(to->render->out, e);
}

static void put_rows(const struct rows *rows, struct sink *to)
{
	struct cell cells[ENTITY_FIELDS_MAX + 2];
	for (size_t row = 0; row < rows->n; row++) {
		for (size_t i = 0; i < rows->ncols; i++) {
			const char *cell = rows->cells[row * rows->ncols + i];
			cells[i] = (struct cell) { .s = cell, .len = cell ? strlen(cell) : 0 };
		}
		put_row(to, cells);
	}
}

/* Page by page, so that many rows end with the same note as few. */
static bool put_pages(struct cli *c, struct store *s, const struct query *q, struct sink *to, struct page_key *next,
		struct err *e)
{
	struct query page = *q;
	for (size_t left = q->limit; left;) {
		struct rows rows;
		page.limit = left < PAGE_MOST ? left : PAGE_MOST;
		if (!store_list(s, &page, &c->arena, &rows, e))
			return false;
		put_rows(&rows, to);
		left -= rows.n;
		*next = rows.next;
		if (!rows.next.set || !left || out_failed(to->render->out, e))
			break;
		page.after = rows.next;
	}
	return true;
}

/* As a shell wants it: 'l'\''Or' is l'Or. */
static const char *quoted(const char *s, struct arena *a)
{
	struct buf out = BUF_INIT(1 << 16);
	buf_addc(&out, '\'');
	for (; *s; s++)
		*s == '\'' ? buf_adds(&out, "'\\''") : buf_addc(&out, *s);
	buf_addc(&out, '\'');
	const char *kept = arena_strdup(a, out.data);
	buf_done(&out);
	return kept;
}

static void say_more(struct cli *c, const struct page_key *next)
{
	const char *key = next->value ? arena_printf(&c->arena, "%s:%s", next->id, next->value) : next->id;
	cli_say(_("There are more. Go on with --after %s, or take --limit N or --all."), quoted(key, &c->arena));
}

static bool list(struct cli *c, const struct entity *ent, const char *text, const struct list_opts *o, struct err *e)
{
	struct store *s;
	struct query q;
	struct render r;
	struct page_key next = { .set = false };
	const struct renderer *kind = cli_format(&o->view, e);
	if (!kind || !cli_store(c, &s, e) || !make_query(c, s, ent, text, o, &q, e))
		return false;
	q.labels = is_for_people(kind);
	q.any_order = o->all && !o->sort && !o->ordered && !is_for_people(kind);
	struct look look = { .title = str_eq(kind->name, "html") ? i18n_label(ent->label_plural) : NULL };
	const struct column *cols = columns_of(c, &q);
	size_t ncols = q.ncols;
	struct sink to = { .changes = 0 };
	if (q.labels)
		add_trail(&q, &to, &c->arena);
	to.render = &r;
	to.store = s;
	if (!cli_begin(c, &o->view, cols, ncols, &look, &r, e))
		return false;
	bool ok = q.limit ? put_pages(c, s, &q, &to, &next, e) : store_each(s, &q, stream_row, &to, e);
	arena_done(&to.texts);
	if (!cli_end(&r, ok, e))
		return false;
	if (next.set)
		say_more(c, &next);
	if (!r.nrows && str_eq(r.kind->name, "table"))
		cli_say(_("Nothing was found."));
	if (!r.nrows && o->fail_if_empty)
		c->status = EXIT_NOTHING;
	return true;
}

bool cli_list(struct cli *c, const struct entity *ent, const char *text, const struct view *v, struct err *e)
{
	return list(c, ent, text, &(struct list_opts) { .view = *v, .all = true, .ordered = true }, e);
}

/* What is looked for may be said in several words. */
static const char *text_of(struct cli *c, const struct opt_list *words)
{
	const char *text = words->n > 1 ? words->items[1] : NULL;
	for (size_t i = 2; i < words->n; i++)
		text = arena_printf(&c->arena, "%s %s", text, words->items[i]);
	return text;
}

static bool run_list(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct entity *ent;
	if (((const struct list_opts *)opts)->limit == 0)
		return err_set(e, ERR_INVALID, _("A list of no rows says nothing. --limit takes a number from 1 up, --all takes all there are."));
	return cli_entity(words->items[0], &ent, e) && list(c, ent, text_of(c, words), opts, e);
}

// clang-format off
#define L(m) offsetof(struct list_opts, m)
static const struct opt list_opts[] = {
	{ "where",         0,   OPT_LIST, L(where),         N_("FIELD=VALUE"), N_("only these; also != < <= > >= and ~ (contains); may be repeated"), NULL },
	{ "sort",          0,   OPT_TEXT, L(sort),          N_("[-]FIELD"),    N_("sort by this field, with - the other way round"), NULL },
	{ "limit",         'n', OPT_INT,  L(limit),         N_("N"),           N_("at most so many; 50 if not said"), NULL },
	{ "all",           'a', OPT_FLAG, L(all),           NULL,              N_("all there are"), NULL },
	{ "after",         0,   OPT_TEXT, L(after),         N_("KEY"),         N_("go on after this record, as the note under a page says"), NULL },
	{ "columns",       0,   OPT_TEXT, L(columns),       N_("A,B,…"),       N_("these columns; * for every one"), NULL },
	{ "deleted",       0,   OPT_FLAG, L(deleted),       NULL,              N_("those deleted as well"), NULL },
	{ "format",        'f', OPT_TEXT, L(view.format),   N_("FORMAT"),      N_("table, csv, csv:excel-de, tsv, json, ndjson or html"), NULL },
	{ "output",        'o', OPT_TEXT, L(view.output),   N_("FILE"),        N_("into this file; its ending may say the format"), NULL },
	{ "fail-if-empty", 0,   OPT_FLAG, L(fail_if_empty), NULL,              N_("exit code 5 if nothing is found"), NULL },
};
// clang-format on

const struct command list_command = {
	.name = "list", .usage = N_("ENTITY [TEXT]"), .help = N_("lists orders, customers, people and all the rest"),
	.opts = list_opts, .nopts = ARRAY_LEN(list_opts), .size = sizeof(struct list_opts),
	.unsaid = &(const struct list_opts) { .limit = -1 },
	.words = { WORD_ENTITY, WORD_ANY }, .least = 1, .most = LIST_WORDS, .run = run_list,
};
