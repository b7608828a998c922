/* sql.c - statements from entity tables */
#include "config.h"

#include "store/sql.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { SQL_TEXT_MAX = 1 << 16, SEARCH_MOST = 500 /* nobody reads on; the words become more exact */ };

struct builder {
	struct buf text;
	struct arena *a;
	struct sql *sql;
};

static struct builder begin(struct arena *a, struct sql *ret)
{
	*ret = (struct sql) { .text = "" };
	return (struct builder) { .text = BUF_INIT(SQL_TEXT_MAX), .a = a, .sql = ret };
}

static void finish(struct builder *b)
{
	kt_assert(!b->text.full);
	b->sql->text = arena_strdup(b->a, b->text.data);
	buf_done(&b->text);
}

static void ident(struct builder *b, const char *name)
{
	buf_addf(&b->text, "\"%s\"", name);
}

static void table(struct builder *b, const struct entity *ent)
{
	buf_adds(&b->text, "karat.");
	ident(b, ent->table);
}

/* $n::type, without the type's length or precision: a cast with them would cut and round silently,
 * where the column refuses. */
static void param(struct builder *b, const struct field *f, const char *value)
{
	const char *type = f ? f->type->sql : "text";
	kt_assert(b->sql->nparams < SQL_PARAMS_MAX);
	b->sql->params[b->sql->nparams++] = value;
	buf_addf(&b->text, "$%zu::%.*s", b->sql->nparams, (int)strcspn(type, "("), type);
}

static const char *wire(struct builder *b, const struct field *f, const void *rec)
{
	if (field_empty(f, rec))
		return NULL;
	struct buf out = BUF_INIT(1 << 20);
	field_to_wire(f, rec, &out);
	const char *s = arena_strdup(b->a, out.data);
	buf_done(&out);
	return s;
}

static const struct field *id_of(const struct entity *ent)
{
	return entity_flagged(ent, F_ID);
}

static const char *id_text(struct builder *b, struct ref id)
{
	return arena_printf(b->a, "%lld", (long long)id.id);
}

/* The names of a set of fields, with commas between; returns how many. */
static size_t columns(struct builder *b, const struct entity *ent, uint64_t fields)
{
	size_t n = 0;
	for (size_t i = 0; i < ent->nfields; i++) {
		if (!(fields >> i & 1))
			continue;
		buf_adds(&b->text, n++ ? ", " : "");
		ident(b, ent->fields[i].name);
	}
	return n;
}

static bool is_reference(const struct field *f)
{
	return f->ref && !(f->flags & F_ID);
}

/* What people call the record a field refers to: key and title, as its list has them; its id where this person may
 * not see it, or it has neither. */
static void label(struct builder *b, const struct entity *ent, const struct field *f)
{
	const struct entity *to = query_listed(f->ref);
	const struct field *key = entity_flagged(to, F_KEY), *title = entity_flagged(to, F_TITLE);
	buf_adds(&b->text, "coalesce((SELECT nullif(concat_ws(' '");
	if (key)
		buf_addf(&b->text, ", r.\"%s\"", key->name);
	if (title && title != key)
		buf_addf(&b->text, ", r.\"%s\"", title->name);
	buf_adds(&b->text, ") COLLATE \"C\", '') FROM "); /* code and name of some are sorted each in its own way */
	table(b, to);
	buf_addf(&b->text, " r WHERE r.\"%s\" = ", id_of(to)->name);
	table(b, ent);
	buf_addf(&b->text, ".\"%s\"), ", f->name);
	table(b, ent);
	buf_addf(&b->text, ".\"%s\"::text)", f->name);
}

/* Lists. */

/* Numbers and codes as they are, or in capitals or small letters: the unique index answers all three. */
static void named(struct builder *b, const struct field *f, const char *words)
{
	buf_adds(&b->text, " WHERE ");
	ident(b, f->name);
	if (!(f->flags & F_KEY)) {
		buf_adds(&b->text, " = ");
		param(b, f, words);
		return;
	}
	buf_adds(&b->text, " IN (");
	param(b, f, words);
	buf_addf(&b->text, ", upper($%zu), lower($%zu))", b->sql->nparams, b->sql->nparams);
}

static const char *const op_sql[] = {
	[OP_EQ] = "=", [OP_NE] = "<>", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=",
};

/* customer=K-00042: by the key of the record referred to, in any letter case. */
static void referred(struct builder *b, const struct filter *f)
{
	const struct entity *to = f->field->ref;
	ident(b, f->field->name);
	buf_adds(&b->text, f->op == OP_EQ ? " = " : " IS DISTINCT FROM ");
	buf_adds(&b->text, "coalesce((SELECT \"id\" FROM ");
	table(b, to);
	named(b, entity_flagged(to, F_KEY), f->value);
	buf_adds(&b->text, " LIMIT 1), -1)"); /* nobody's: not even empty ones are equal to it */
}

static void filter(struct builder *b, const struct filter *f)
{
	if (f->by_key) {
		referred(b, f);
		return;
	}
	switch (f->op) {
	case OP_EMPTY:
	case OP_FILLED:
		ident(b, f->field->name);
		buf_adds(&b->text, f->op == OP_EMPTY ? " IS NULL" : " IS NOT NULL");
		return;
	case OP_HAS:
		buf_adds(&b->text, "position(karat.fold(");
		param(b, NULL, f->value);
		buf_adds(&b->text, ") IN karat.fold(");
		ident(b, f->field->name);
		buf_adds(&b->text, "::text)) > 0");
		return;
	case OP_NE: /* "not lena" includes those without anybody */
		ident(b, f->field->name);
		/* What is never empty is compared in the words of the indexes over open orders. */
		buf_adds(&b->text, f->field->flags & F_REQUIRED ? " <> " : " IS DISTINCT FROM ");
		param(b, f->field, f->value);
		return;
	default:
		ident(b, f->field->name);
		buf_addf(&b->text, " %s ", op_sql[f->op]);
		param(b, f->field, f->value);
	}
}

/* Big entities have a function over their search indexes; of a small one key and title are compared. */
static void search(struct builder *b, const struct query *q, const struct entity *listed)
{
	if (q->entity->search) {
		buf_addf(&b->text, " AND \"id\" = ANY (ARRAY(SELECT karat.\"%s\"(", q->entity->search);
		param(b, NULL, q->text);
		buf_addf(&b->text, ", %d)))", SEARCH_MOST);
		return;
	}
	buf_adds(&b->text, " AND (false");
	for (size_t i = 0; i < listed->nfields; i++) {
		if (!(listed->fields[i].flags & (F_KEY | F_TITLE)))
			continue;
		buf_adds(&b->text, " OR ");
		filter(b, &(struct filter) { &listed->fields[i], OP_HAS, q->text });
	}
	buf_adds(&b->text, ")");
}

/* One text of all that is looked through: between two cells stands what nobody types. */
static void seek(struct builder *b, const struct seek *s)
{
	buf_adds(&b->text, " AND (");
	if (s->ntexts) {
		buf_adds(&b->text, "position(karat.fold(");
		param(b, NULL, s->text);
		buf_adds(&b->text, ") IN karat.fold(concat_ws(E'\\x1f'");
		for (size_t i = 0; i < s->ntexts; i++) {
			buf_adds(&b->text, ", ");
			ident(b, s->texts[i]->name);
		}
		buf_adds(&b->text, "))) > 0");
	} else {
		buf_adds(&b->text, "false");
	}
	for (size_t i = 0; i < s->nsame; i++) {
		buf_adds(&b->text, " OR ");
		filter(b, &s->same[i]);
	}
	buf_adds(&b->text, ")");
}

static void conditions(struct builder *b, const struct query *q, const struct entity *listed)
{
	buf_adds(&b->text, " WHERE true");
	const struct field *deleted = entity_flagged(listed, F_DELETED);
	if (deleted && !q->deleted) {
		buf_adds(&b->text, " AND ");
		ident(b, deleted->name);
		buf_adds(&b->text, " IS NULL");
	}
	if (q->own)
		buf_adds(&b->text, " AND \"person\" = (SELECT karat.me())");
	for (size_t i = 0; i < q->nfilters; i++) {
		buf_adds(&b->text, " AND ");
		filter(b, &q->filters[i]);
	}
	if (q->text)
		search(b, q, listed);
	if (q->seek)
		seek(b, q->seek);
}

static bool descends(const struct query *q)
{
	return q->desc != q->back;
}

/* (column, id) > (value, id), which an index over both answers wherever the page lies. */
static void after_key(struct builder *b, const struct query *q, const struct field *sort, const struct field *id)
{
	if (!q->after.set)
		return;
	const char *dir = descends(q) ? "<" : ">";
	buf_adds(&b->text, " AND ");
	if (sort == id || !q->after.value) {
		ident(b, id->name);
		buf_addf(&b->text, " %s ", dir);
		param(b, id, q->after.id);
		return;
	}
	buf_adds(&b->text, "(");
	ident(b, sort->name);
	buf_adds(&b->text, ", ");
	ident(b, id->name);
	buf_addf(&b->text, ") %s (", dir);
	param(b, sort, q->after.value);
	buf_adds(&b->text, ", ");
	param(b, id, q->after.id);
	buf_adds(&b->text, ")");
}

static void order_by(struct builder *b, const struct query *q, const struct field *sort, const struct field *id)
{
	const char *dir = descends(q) ? "DESC" : "ASC";
	buf_adds(&b->text, " ORDER BY ");
	if (sort != id) {
		ident(b, sort->name);
		buf_addf(&b->text, " %s, ", dir);
	}
	ident(b, id->name);
	buf_addf(&b->text, " %s", dir);
}

enum branch { BRANCH_ONLY, BRANCH_FILLED, BRANCH_EMPTY };

/* What a page and a stream have in common but for: the key of each row, and how many rows. */
struct form {
	bool keys;
	size_t limit; /* 0: all */
};

static void limit_to(struct builder *b, const struct form *form)
{
	if (form->limit)
		buf_addf(&b->text, " LIMIT %zu", form->limit);
}

static void select_rows(struct builder *b, const struct query *q, enum branch branch, const struct form *form)
{
	const struct entity *listed = query_listed(q->entity);
	const struct field *id = id_of(listed), *sort = q->sort ? q->sort : id;
	buf_adds(&b->text, "SELECT ");
	for (size_t i = 0; i < q->ncols; i++) {
		buf_adds(&b->text, i ? ", " : "");
		if (q->labels && is_reference(q->cols[i]))
			label(b, listed, q->cols[i]);
		else
			ident(b, q->cols[i]->name);
	}
	if (form->keys) {
		buf_adds(&b->text, q->ncols ? ", " : "");
		ident(b, sort->name);
		buf_adds(&b->text, " AS sort_key, ");
		ident(b, id->name);
		buf_adds(&b->text, " AS id_key");
	}
	buf_adds(&b->text, " FROM ");
	table(b, listed);
	conditions(b, q, listed);
	if (branch != BRANCH_ONLY) {
		buf_adds(&b->text, " AND ");
		ident(b, sort->name);
		buf_adds(&b->text, branch == BRANCH_EMPTY ? " IS NULL" : " IS NOT NULL");
	}
	if (branch == BRANCH_ONLY || (branch == BRANCH_EMPTY) == !q->after.value) /* else the key lies in the other half */
		after_key(b, q, sort, id);
	if (form->keys || !q->any_order)
		order_by(b, q, sort, id);
	limit_to(b, form);
}

/* Rows whose sort column is empty come last, in either direction. Each half is answered by the same
 * index; put together they stay in order, as the first is read to its end before the second. */
static void select_halves(struct builder *b, const struct query *q, const struct form *form)
{
	const struct field *id = id_of(query_listed(q->entity)), *sort = q->sort ? q->sort : id;
	bool may_be_empty = sort != id && !(sort->flags & F_REQUIRED);
	enum branch first = q->back ? BRANCH_EMPTY : BRANCH_FILLED, second = q->back ? BRANCH_FILLED : BRANCH_EMPTY;
	if (!may_be_empty || (q->any_order && !form->keys)) {
		select_rows(b, q, BRANCH_ONLY, form);
	} else if (q->after.set && (q->after.value == NULL) == (second == BRANCH_EMPTY)) {
		select_rows(b, q, second, form);
	} else {
		buf_adds(&b->text, "(");
		select_rows(b, q, first, form);
		buf_adds(&b->text, ") UNION ALL (");
		select_rows(b, q, second, form);
		buf_adds(&b->text, ")");
		limit_to(b, form);
	}
}

void sql_list(const struct query *q, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	select_halves(&b, q, &(struct form) { .keys = true, .limit = q->limit ? q->limit + 1 : 0 });
	finish(&b);
}

void sql_count(const struct query *q, size_t most, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	struct query rows = *q;
	rows.ncols = 0;
	rows.any_order = !q->after.set;
	buf_adds(&b.text, "SELECT count(*) FROM (");
	select_halves(&b, &rows, &(struct form) { .limit = most + 1 });
	buf_adds(&b.text, ") n");
	finish(&b);
}

void sql_stream(const struct query *q, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	select_halves(&b, q, &(struct form) { .limit = q->limit });
	finish(&b);
}

/* Records. */

void sql_get(const struct entity *ent, struct ref id, uint64_t fields, bool lock, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	buf_adds(&b.text, "SELECT ");
	columns(&b, ent, fields);
	buf_adds(&b.text, " FROM ");
	table(&b, ent);
	buf_adds(&b.text, " WHERE ");
	ident(&b, id_of(ent)->name);
	buf_adds(&b.text, " = ");
	param(&b, id_of(ent), id_text(&b, id));
	if (lock)
		buf_adds(&b.text, " FOR UPDATE");
	finish(&b);
}

bool sql_labels(const struct entity *ent, struct ref id, uint64_t fields, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	size_t n = 0;
	buf_adds(&b.text, "SELECT ");
	for (size_t i = 0; i < ent->nfields; i++)
		if ((fields >> i & 1) && is_reference(&ent->fields[i])) {
			buf_adds(&b.text, n++ ? ", " : "");
			label(&b, ent, &ent->fields[i]);
		}
	buf_adds(&b.text, " FROM ");
	table(&b, ent);
	buf_adds(&b.text, " WHERE ");
	ident(&b, id_of(ent)->name);
	buf_adds(&b.text, " = ");
	param(&b, id_of(ent), id_text(&b, id));
	finish(&b);
	return n > 0;
}

/* Records whose field is just that; `how` says how well it fits, the least best. */
static void called(struct builder *b, const struct entity *in, const struct field *by, int how, const char *words)
{
	const struct field *deleted = entity_flagged(in, F_DELETED);
	buf_addf(&b->text, "(SELECT \"id\", %d AS how FROM ", how);
	table(b, in);
	named(b, by, words);
	if (how && deleted) /* what is gone is found by its number alone */
		buf_addf(&b->text, " AND \"%s\" IS NULL", deleted->name);
	buf_adds(&b->text, " LIMIT 2)");
}

/* Small letters, umlauts spelled out: big entities have a function over their search indexes, others are read. */
static void called_alike(struct builder *b, const struct entity *ent, const struct field *key, const struct field *title,
		const char *words)
{
	buf_adds(&b->text, "(SELECT ");
	if (ent->find) {
		buf_addf(&b->text, "f, 2 FROM karat.\"%s\"(", ent->find);
		param(b, NULL, words);
		buf_adds(&b->text, ") AS f");
	} else {
		buf_adds(&b->text, "\"id\", 2 FROM ");
		table(b, ent);
	}
	buf_adds(&b->text, " WHERE NOT EXISTS (SELECT FROM exact)");
	if (!ent->find) {
		kt_assert(!entity_flagged(ent, F_DELETED)); /* those that can be deleted have a function */
		buf_adds(&b->text, " AND karat.fold(");
		param(b, NULL, words);
		buf_addf(&b->text, ") IN (karat.fold(\"%s\"), karat.fold(\"%s\"))", key->name, title ? title->name : key->name);
	}
	buf_adds(&b->text, " LIMIT 2)");
}

void sql_find(const struct entity *ent, const char *words, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	const struct entity *listed = query_listed(ent);
	const struct field *key = entity_flagged(ent, F_KEY), *title = entity_flagged(ent, F_TITLE);
	const struct field *shown = entity_flagged(listed, F_TITLE); /* as the list prints it: Weber, Anna */
	buf_adds(&b.text, "WITH exact AS (");
	if (key)
		called(&b, ent, key, 0, words);
	if (title && title != key) {
		buf_adds(&b.text, key ? " UNION " : "");
		called(&b, ent, title, 1, words);
	}
	if (shown && title && !str_eq(shown->name, title->name)) {
		buf_adds(&b.text, " UNION ");
		called(&b, listed, shown, 1, words);
	}
	if (!key && !title)
		buf_adds(&b.text, "SELECT NULL::bigint AS \"id\", 0 AS how WHERE false");
	buf_adds(&b.text, ") SELECT \"id\", how FROM (SELECT \"id\", how FROM exact");
	if (key) { /* texts that are titles alone, such as comments, are looked for in lists */
		buf_adds(&b.text, " UNION ALL ");
		called_alike(&b, ent, key, title, words);
	}
	buf_adds(&b.text, ") AS found ORDER BY how LIMIT 2");
	finish(&b);
}

void sql_insert(const struct entity *ent, const void *rec, uint64_t back, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	uint64_t filled = 0;
	for (size_t i = 0; i < ent->nfields; i++)
		if (!(ent->fields[i].flags & F_READONLY) && !field_empty(&ent->fields[i], rec))
			filled |= UINT64_C(1) << i;
	buf_adds(&b.text, "INSERT INTO ");
	table(&b, ent);
	buf_adds(&b.text, filled ? " (" : " DEFAULT VALUES");
	columns(&b, ent, filled);
	buf_adds(&b.text, filled ? ") VALUES (" : "");
	const char *glue = "";
	for (size_t i = 0; i < ent->nfields; i++) {
		if (!(filled >> i & 1))
			continue;
		buf_adds(&b.text, glue);
		param(&b, &ent->fields[i], wire(&b, &ent->fields[i], rec));
		glue = ", ";
	}
	buf_adds(&b.text, filled ? ") RETURNING " : " RETURNING ");
	columns(&b, ent, back);
	finish(&b);
}

static void this_version(struct builder *b, const struct entity *ent, const void *rec)
{
	const struct field *version = entity_flagged(ent, F_VERSION);
	buf_adds(&b->text, " WHERE ");
	ident(b, id_of(ent)->name);
	buf_adds(&b->text, " = ");
	param(b, id_of(ent), wire(b, id_of(ent), rec));
	if (!version)
		return;
	buf_adds(&b->text, " AND ");
	ident(b, version->name);
	buf_adds(&b->text, " = ");
	param(b, version, wire(b, version, rec));
}

void sql_update(const struct entity *ent, const void *rec, uint64_t set, uint64_t back, struct arena *a, struct sql *ret)
{
	struct builder b = begin(a, ret);
	const char *glue = "";
	buf_adds(&b.text, "UPDATE ");
	table(&b, ent);
	buf_adds(&b.text, " SET ");
	for (size_t i = 0; i < ent->nfields; i++) {
		if (!(set >> i & 1))
			continue;
		buf_adds(&b.text, glue);
		ident(&b, ent->fields[i].name);
		buf_adds(&b.text, " = ");
		param(&b, &ent->fields[i], wire(&b, &ent->fields[i], rec));
		glue = ", ";
	}
	this_version(&b, ent, rec);
	buf_adds(&b.text, " RETURNING ");
	columns(&b, ent, back);
	finish(&b);
}

/* Text that came past karat, by psql, with what would steer a terminal: shown as \x1B, so that the record can be read. */
static const char *printable(const struct field *f, const char *cell, struct arena *a)
{
	bool lines = f->type == &ft_note;
	if (!cell || (f->type != &ft_line && !lines) || (str_control(cell, lines) < 0 && (lines || !strchr(cell, '\t'))))
		return cell;
	struct buf out = BUF_INIT(4 * strlen(cell));
	for (const char *at = cell; *at;) {
		size_t len = lines ? strcspn(at, "\n") : strlen(at);
		str_escape(&out, arena_strndup(a, at, len));
		at += len;
		if (*at)
			buf_addc(&out, *at++);
	}
	const char *ret = arena_strdup(a, out.data);
	buf_done(&out);
	return ret;
}

bool sql_record(const struct entity *ent, uint64_t fields, const char *const *cells, struct arena *a, void *rec,
		struct err *e)
{
	for (size_t i = 0, c = 0; i < ent->nfields; i++) {
		if (!(fields >> i & 1))
			continue;
		const struct field *f = &ent->fields[i];
		/* What is stored is shown even if it breaks a rule of today: only its kind must fit. */
		const char *cell = printable(f, sql_wire(f, cells[c++], a), a);
		if (!cell)
			f->type->set_empty(field_at(f, rec));
		else if (!f->type->from_wire(f, cell, a, field_at(f, rec), e))
			return false;
	}
	return true;
}

const char *sql_wire(const struct field *f, const char *cell, struct arena *a)
{
	if (!cell)
		return NULL;
	if (f->type == &ft_flag)
		return *cell == 't' ? "true" : "false";
	size_t len = strlen(cell);
	if (f->type != &ft_instant || len < 19 || cell[10] != ' ')
		return cell;
	char *s = arena_strdup(a, cell); /* 2026-03-01 09:00:00.25+00 */
	s[10] = 'T';
	if (str_ends(s, "+00"))
		memcpy(s + len - 3, "Z", 2);
	return s;
}
