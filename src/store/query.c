/* query.c - the words of a list become a query */
#include "config.h"

#include "store/query.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/right.h"

const struct entity *query_listed(const struct entity *ent)
{
	return ent->row ? ent->row : ent;
}

static bool no_such_field(const struct entity *of, const char *typed, struct err *e)
{
	char lists[80];
	snprintf(lists, sizeof(lists), "lists %s", of->name);
	return entity_no_field(query_listed(of), typed, lists, e);
}

struct maker {
	struct query *q;
	const struct entity *listed;
	bool (*may)(void *ctx, const char *right);
	bool (*find)(void *ctx, const struct entity *ent, const char *words, struct ref *ret, struct err *e);
	void *ctx;
	const struct fmt *fmt;
	struct arena *a;
	struct err *e;
};

static bool allowed(const struct maker *m, const struct field *f)
{
	return !f->right || !m->may || m->may(m->ctx, f->right);
}

static bool not_for_you(const struct field *f, struct err *e)
{
	return err_set(e, ERR_DENIED, _("The column “%s” is not for you: it takes the right to %s (%s). Ask the owner of the workshop."), f->name,
			i18n_label(right_find(f->right)->label), f->right);
}

static bool default_columns(struct maker *m, bool all)
{
	const struct field **cols = arena_array(m->a, m->listed->nfields, sizeof(*cols));
	size_t n = 0;
	for (size_t i = 0; i < m->listed->nfields; i++) {
		const struct field *f = &m->listed->fields[i];
		if ((all || f->width) && allowed(m, f))
			cols[n++] = f;
	}
	m->q->cols = cols;
	m->q->ncols = n;
	return true;
}

static bool named_columns(struct maker *m, const char *names)
{
	const struct field **cols = arena_array(m->a, ENTITY_FIELDS_MAX, sizeof(*cols));
	size_t n = 0;
	for (const char *s = names; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL) {
		char *name = str_nfc(m->a, arena_strndup(m->a, s, strcspn(s, ",")));
		const struct field *f = name ? entity_field(m->listed, name) : NULL;
		if (!f)
			return no_such_field(m->q->entity, name ? name : "?", m->e);
		if (!allowed(m, f))
			return not_for_you(f, m->e);
		if (n == ENTITY_FIELDS_MAX)
			return err_set(m->e, ERR_USAGE, _("A list has at most %d columns."), ENTITY_FIELDS_MAX);
		cols[n++] = f;
	}
	m->q->cols = cols;
	m->q->ncols = n;
	return true;
}

static bool make_sort(struct maker *m, const char *words)
{
	const char *name = words ? words : m->listed->sort;
	if (!name)
		return true;
	m->q->desc = *name == '-';
	name += *name == '-' || *name == '+';
	const struct field *f = entity_field(m->listed, name);
	if (!f)
		return no_such_field(m->q->entity, name, m->e);
	if (!(f->flags & F_SORT))
		return err_set(m->e, ERR_USAGE, _("The list cannot be sorted by “%s”. “karat describe lists %s” tells by which fields it can."), name,
				m->q->entity->name);
	m->q->sort = f;
	return true;
}

static const struct {
	const char *sign;
	enum filter_op op;
} signs[] = { /* longer ones first */
	{ "!=", OP_NE }, { "<=", OP_LE }, { ">=", OP_GE }, { "=", OP_EQ }, { "<", OP_LT }, { ">", OP_GT }, { "~", OP_HAS },
};

static bool read_text(struct maker *m, struct filter *f, const char *text)
{
	if (utf8_count(text) > QUERY_TEXT_MAX)
		return err_field(m->e, f->field->name, _("The text to look for is too long: at most %d characters."), QUERY_TEXT_MAX);
	f->value = str_nfc(m->a, text);
	return f->value || err_field(m->e, f->field->name, _("The text is not valid UTF-8."));
}

static bool names_a_record(const struct filter *f, const char *text)
{
	int64_t id;
	return f->field->ref && entity_flagged(f->field->ref, F_KEY) && (f->op == OP_EQ || f->op == OP_NE) &&
		!num_parse(text, 0, &id);
}

/* By what people call it: a name that no record has is not a list without rows. */
static bool read_reference(struct maker *m, struct filter *f, const char *text)
{
	struct ref ref;
	struct err miss = ERR_INIT;
	if (!m->find(m->ctx, f->field->ref, text, &ref, &miss))
		return miss.code == ERR_NOT_FOUND ? err_field(m->e, f->field->name, "%s", miss.text) : (*m->e = miss, false);
	f->value = arena_printf(m->a, "%" PRId64, ref.id);
	return true;
}

static bool read_value(struct maker *m, struct filter *f, const char *text)
{
	if (str_empty(text)) {
		if (f->op != OP_EQ && f->op != OP_NE)
			return err_field(m->e, f->field->name, _("Say what “%s” is to be compared with."), f->field->name);
		f->op = f->op == OP_EQ ? OP_EMPTY : OP_FILLED;
		return true;
	}
	if (f->op == OP_HAS)
		return read_text(m, f, text);
	if (f->field->ref && m->find && (f->op == OP_EQ || f->op == OP_NE))
		return read_reference(m, f, text);
	if (names_a_record(f, text))
		return read_text(m, f, text) && (f->by_key = true);
	void *rec = arena_alloc(m->a, m->listed->size);
	if (!field_from_user(f->field, m->fmt, text, m->a, rec, m->e))
		return false;
	struct buf out = BUF_INIT(1 << 16);
	field_to_wire(f->field, rec, &out);
	f->value = arena_strdup(m->a, out.data);
	buf_done(&out);
	return true;
}

static bool read_filter(struct maker *m, const char *words, struct filter *ret)
{
	size_t len = strcspn(words, "!=<>~");
	const char *name = arena_strndup(m->a, words, len);
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (!str_starts(words + len, signs[i].sign))
			continue;
		*ret = (struct filter) { .field = entity_field(m->listed, name), .op = signs[i].op };
		if (!ret->field)
			return no_such_field(m->q->entity, name, m->e);
		if (!allowed(m, ret->field))
			return not_for_you(ret->field, m->e);
		return read_value(m, ret, words + len + strlen(signs[i].sign));
	}
	return err_set(m->e, ERR_USAGE, _("“%s” is no condition. It looks like field=value; !=, <, <=, >, >= and ~ (contains) work as well."), words);
}

bool query_make(struct query *ret, const struct entity *ent, const struct query_words *words,
		bool (*may)(void *ctx, const char *right), void *ctx, const struct fmt *fmt, struct arena *a,
		struct err *e)
{
	struct query q = { .entity = ent, .limit = PAGE_DEFAULT };
	struct maker m = { .q = &q, .listed = query_listed(ent), .may = may, .find = words->find, .ctx = ctx, .fmt = fmt,
		.a = a, .e = e };
	bool all = words->columns && str_eq(words->columns, "*");
	if (!(words->columns && !all ? named_columns(&m, words->columns) : default_columns(&m, all)) ||
			!make_sort(&m, words->sort))
		return false;
	if (words->nwhere > QUERY_FILTERS_MAX)
		return err_set(e, ERR_USAGE, _("At most %d conditions can be combined."), QUERY_FILTERS_MAX);
	struct filter *filters = arena_array(a, words->nwhere + 1, sizeof(*filters));
	for (size_t i = 0; i < words->nwhere; i++)
		if (!read_filter(&m, words->where[i], &filters[i]))
			return false;
	if (words->text && utf8_count(words->text) > QUERY_TEXT_MAX)
		return err_set(e, ERR_INVALID, _("The text to look for is too long: at most %d characters."), QUERY_TEXT_MAX);
	if (!str_empty(words->text) && !(q.text = str_nfc(a, words->text)))
		return err_set(e, ERR_INVALID, _("The text to look for is not valid UTF-8."));
	q.filters = filters;
	q.nfilters = words->nwhere;
	q.own = m.listed->own && may && !may(ctx, m.listed->own);
	*ret = q;
	return true;
}
