/* entity.c - what every record can do, from its table of fields alone */
#include "config.h"

#include "domain/entity.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/right.h"

enum {
	BOUND_SIZE = 64,
	NAME_MOST = sizeof(((struct err *)0)->field) - 1,
	CHOICE_MOST = 24, /* varchar(24) */
	WIRE_MOST = 32 * 1024, /* bytes; the longest field has 4000 characters */
};

/* Any value while it is not yet in its record. */
union value {
	int64_t number;
	const char *text;
	int32_t small;
	signed char flag;
};

static const struct ftype *const quantities[] = {
	&ft_count, &ft_money, &ft_mass, &ft_fineness, &ft_percent, &ft_length, &ft_density, &ft_duration, NULL,
};

static bool is_quantity(const struct ftype *type)
{
	for (const struct ftype *const *t = quantities; *t; t++)
		if (*t == type)
			return true;
	return false;
}

static bool is_text(const struct ftype *type)
{
	return type == &ft_line || type == &ft_note;
}

const struct field *entity_field(const struct entity *ent, const char *name)
{
	for (size_t i = 0; i < ent->nfields; i++)
		if (str_eq(ent->fields[i].name, name))
			return &ent->fields[i];
	return NULL;
}

static bool is_called(const struct field *f, const char *folded, struct arena *a)
{
	const char *context = strchr(f->label, '\004'), *english = context ? context + 1 : f->label;
	return str_eq(str_fold(a, i18n_label(f->label)), folded) || str_eq(str_fold(a, english), folded);
}

const struct field *entity_field_called(const struct entity *ent, const char *words)
{
	struct arena a = ARENA_INIT;
	const struct field *found = NULL;
	const char *trimmed = str_nfc(&a, words), *folded = str_fold(&a, trimmed ? trimmed : words);
	size_t n = 0;
	for (size_t i = 0; i < ent->nfields; i++)
		if (is_called(&ent->fields[i], folded, &a)) {
			found = &ent->fields[i];
			n++;
		}
	arena_done(&a);
	return n == 1 ? found : NULL;
}

bool entity_no_field(const struct entity *ent, const char *typed, const char *where, struct err *e)
{
	const char *words[ENTITY_FIELDS_MAX + 1] = { NULL };
	for (size_t i = 0; i < ent->nfields; i++)
		words[i] = ent->fields[i].name;
	const char *near = str_nearest(typed, words);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no field “%s”. Did you mean “%s”?"), typed, near);
	return err_set(e, ERR_USAGE, _("There is no field “%s”. “karat describe %s” lists them all."), typed, where);
}

const struct field *entity_flagged(const struct entity *ent, enum field_flag flag)
{
	for (size_t i = 0; i < ent->nfields; i++)
		if (ent->fields[i].flags & flag)
			return &ent->fields[i];
	return NULL;
}

const struct choice *choice_find(const struct choice *choices, const char *wire)
{
	for (const struct choice *c = choices; c->wire; c++)
		if (str_eq(c->wire, wire))
			return c;
	return NULL;
}

int choice_index(const struct choice *choices, const char *wire)
{
	const struct choice *c = wire ? choice_find(choices, wire) : NULL;
	return c ? (int)(c - choices) : CHOICE_NONE;
}

const char *entity_told(const struct entity *ent)
{
	return ent->told ? ent->told : ent->table;
}

size_t field_index(const struct entity *ent, const struct field *f)
{
	kt_assert(f >= ent->fields && f < ent->fields + ent->nfields);
	return (size_t)(f - ent->fields);
}

void entity_blank(const struct entity *ent, void *rec)
{
	memset(rec, 0, ent->size);
	for (size_t i = 0; i < ent->nfields; i++)
		ent->fields[i].type->set_empty(field_at(&ent->fields[i], rec));
}

bool field_empty(const struct field *f, const void *rec)
{
	return f->type->is_empty(field_in(f, rec));
}

uint64_t entity_changes(const struct entity *ent, const void *was, const void *is)
{
	uint64_t changes = 0;
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		if (!f->type->equal(field_in(f, was), field_in(f, is)))
			changes |= UINT64_C(1) << i;
	}
	return changes;
}

/* A bound in the spelling in which the value came; fmt is NULL for the wire. */
static const char *bound(const struct field *f, const struct fmt *fmt, int64_t v, struct buf *out)
{
	if (fmt)
		f->type->to_user(f, fmt, &v, out);
	else
		f->type->to_wire(f, &v, out);
	return out->data;
}

static bool bounds_fit(const struct field *f, const struct fmt *fmt, int64_t v, struct err *e)
{
	bool bounded = f->most > f->least;
	if (bounded ? v >= f->least && v <= f->most : v >= 0 || f->flags & F_NEGATIVE)
		return true;
	if (!bounded)
		return err_field(e, f->name, _("%s: nothing below zero makes sense here."),
			i18n_label(f->label));
	struct buf least = BUF_INIT(BOUND_SIZE), most = BUF_INIT(BOUND_SIZE);
	err_field(e, f->name, _("%s: the value must lie between %s and %s."), i18n_label(f->label),
		bound(f, fmt, f->least, &least), bound(f, fmt, f->most, &most));
	buf_done(&least);
	buf_done(&most);
	return false;
}

static bool text_fits(const struct field *f, const char *s, struct err *e)
{
	size_t count = f->max ? utf8_count(s) : 0;
	if (count <= (size_t)f->max)
		return true;
	return err_field(e, f->name, _("%s: at most %d characters fit, and there are %zu. Shorten it."),
		i18n_label(f->label), f->max, count);
}

/* Into the record, if it is as long and as large as the field allows. */
static bool put_value(const struct field *f, const struct fmt *fmt, const union value *v, void *rec,
		struct err *e)
{
	if (!f->type->is_empty(v)) {
		if (is_text(f->type) && !text_fits(f, v->text, e))
			return false;
		if (is_quantity(f->type) && !bounds_fit(f, fmt, v->number, e))
			return false;
	}
	memcpy(field_at(f, rec), v, f->type->size);
	return true;
}

bool field_from_wire(const struct field *f, const char *s, struct arena *a, void *rec, struct err *e)
{
	union value v = { .number = 0 };
	/* Text of a file or a program is kept as typed text is; what is not UTF-8 the type refuses. */
	const char *kept = s && is_text(f->type) ? str_nfc(a, s) : NULL;
	return f->type->from_wire(f, kept ? kept : s, a, &v, e) && put_value(f, NULL, &v, rec, e);
}

bool field_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *rec, struct err *e)
{
	union value v = { .number = 0 };
	return f->type->from_user(f, fmt, s, a, &v, e) && put_value(f, fmt, &v, rec, e);
}

void field_to_wire(const struct field *f, const void *rec, struct buf *out)
{
	if (!field_empty(f, rec))
		f->type->to_wire(f, field_in(f, rec), out);
}

const char *field_wire(const struct field *f, const void *rec, struct arena *a)
{
	if (field_empty(f, rec))
		return NULL;
	struct buf out = BUF_INIT(WIRE_MOST);
	field_to_wire(f, rec, &out);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

void field_to_user(const struct field *f, const struct fmt *fmt, const void *rec, struct buf *out)
{
	if (!field_empty(f, rec))
		f->type->to_user(f, fmt, field_in(f, rec), out);
}

void field_words(const struct field *f, const struct fmt *fmt, const void *rec, struct buf *out)
{
	size_t begun = out->len;
	field_to_user(f, fmt, rec, out);
	if (f->type->unit && out->len > begun)
		buf_addf(out, " %s", f->type->unit);
}

bool entity_check(const struct entity *ent, const void *rec, struct err *e)
{
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		if (f->flags & F_REQUIRED && field_empty(f, rec))
			return err_field(e, f->name, _("%s is missing. Please fill it in."), i18n_label(f->label));
	}
	return !ent->check || ent->check(rec, e);
}

/* The self-test. Each part returns NULL or what is wrong; nobody but programmers reads it. */

static bool is_identifier(const char *s)
{
	static const char tail[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	return s && *s >= 'a' && *s <= 'z' && strspn(s, tail) == strlen(s);
}

static const char *test_names(const struct entity *ent, struct arena *a)
{
	if (!is_identifier(ent->name) || !is_identifier(ent->plural) || !is_identifier(ent->table))
		return arena_printf(a, "%s: name, plural or table is no identifier", ent->name);
	if (str_empty(i18n_label(ent->label)) || str_empty(i18n_label(ent->label_plural)))
		return arena_printf(a, "%s: a label is missing", ent->name);
	if (!ent->fields || !ent->nfields || ent->nfields > ENTITY_FIELDS_MAX)
		return arena_printf(a, "%s: has %zu fields", ent->name, ent->nfields);
	if (!ent->right || !is_identifier(ent->right))
		return arena_printf(a, "%s: the prefix of its rights is missing", ent->name);
	return NULL;
}

static const char *test_rights(const struct entity *ent, struct arena *a)
{
	static const char *const verbs[] = { "view", "create", "edit" };
	for (size_t i = 0; i < (ent->readonly ? 1 : ARRAY_LEN(verbs)); i++) {
		const char *name = arena_printf(a, "%s:%s", ent->right, verbs[i]);
		if (!right_find(name))
			return arena_printf(a, "%s: the right %s is not listed", ent->name, name);
	}
	return NULL;
}

static const char *test_marks(const struct entity *ent, struct arena *a)
{
	static const struct {
		enum field_flag flag;
		const struct ftype *type; /* NULL: any */
	} once[] = {
		{ F_ID, &ft_ref }, { F_VERSION, &ft_count }, { F_DELETED, &ft_instant },
		{ F_KEY, &ft_line }, { F_TITLE, NULL },
	};
	for (size_t i = 0; i < ARRAY_LEN(once); i++) {
		const struct field *f = entity_flagged(ent, once[i].flag);
		if (f && once[i].type && f->type != once[i].type)
			return arena_printf(a, "%s.%s: should be of kind %s", ent->name, f->name, once[i].type->name);
		for (size_t n = f ? field_index(ent, f) + 1 : ent->nfields; n < ent->nfields; n++)
			if (ent->fields[n].flags & once[i].flag)
				return arena_printf(a, "%s.%s: has a mark that %s has already", ent->name,
					ent->fields[n].name, f->name);
	}
	if (!entity_flagged(ent, F_ID))
		return arena_printf(a, "%s: no field is the id", ent->name);
	if (!ent->readonly && !entity_flagged(ent, F_VERSION))
		return arena_printf(a, "%s: can be written but has no version", ent->name);
	return NULL;
}

static const char *test_sort(const struct entity *ent, struct arena *a)
{
	const struct entity *list = ent->row ? ent->row : ent;
	if (!ent->sort)
		return arena_printf(a, "%s: no sort order", ent->name);
	const struct field *f = entity_field(list, ent->sort + (*ent->sort == '-'));
	if (!f || !(f->flags & F_SORT))
		return arena_printf(a, "%s: its list cannot be sorted by %s", ent->name, ent->sort);
	return NULL;
}

static const char *test_row(const struct entity *ent, struct arena *a)
{
	static const enum field_flag shared[] = { F_ID, F_VERSION, F_DELETED };
	if (!ent->row)
		return NULL;
	if (!ent->row->readonly || ent->row->row || !str_eq(ent->row->right, ent->right))
		return arena_printf(a, "%s: its row must be read-only, without a row, with the same right",
			ent->name);
	for (size_t i = 0; i < ARRAY_LEN(shared); i++) {
		const struct field *mine = entity_flagged(ent, shared[i]);
		const struct field *its = entity_flagged(ent->row, shared[i]);
		if (!mine != !its || (mine && !str_eq(mine->name, its->name)))
			return arena_printf(a, "%s: id, version or deletion have another name in its row",
				ent->name);
	}
	return NULL;
}

static const char *test_place(const struct entity *ent, const struct field *f, struct arena *a)
{
	if (!is_identifier(f->name) || strlen(f->name) > NAME_MOST)
		return arena_printf(a, "%s: the name of field %zu is no identifier", ent->name, field_index(ent, f));
	if (!f->type || f->off + f->type->size > ent->size)
		return arena_printf(a, "%s.%s: lies outside of the record", ent->name, f->name);
	for (const struct field *g = ent->fields; g < f; g++) {
		if (str_eq(f->name, g->name))
			return arena_printf(a, "%s.%s: exists twice", ent->name, f->name);
		if (f->off < g->off + g->type->size && g->off < f->off + f->type->size)
			return arena_printf(a, "%s.%s: lies upon %s", ent->name, f->name, g->name);
	}
	return NULL;
}

static const char *test_words(const struct entity *ent, const struct field *f, struct arena *a)
{
	static const char *const ends[] = { ".", "…", "?", "!" };
	if (str_empty(i18n_label(f->label)))
		return arena_printf(a, "%s.%s: has no label", ent->name, f->name);
	if (f->right && !right_find(f->right))
		return arena_printf(a, "%s.%s: the right %s is not listed", ent->name, f->name, f->right);
	if (f->width < 0 || f->width > 200)
		return arena_printf(a, "%s.%s: width %d", ent->name, f->name, f->width);
	if (!f->hint)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(i18n_label(f->hint), ends[i]))
			return NULL;
	return arena_printf(a, "%s.%s: the hint is not a sentence with a full stop", ent->name, f->name);
}

/* The words of a line stand between commas. */
static bool is_choice(const struct field *f, const struct choice *c)
{
	bool named = f->type == &ft_choice ? is_identifier(c->wire) && strlen(c->wire) <= CHOICE_MOST : !strpbrk(c->wire, ", ");
	return named && !str_empty(c->label);
}

/* No text may mean two choices, whatever its case and umlauts. */
static const char *test_choices(const struct entity *ent, const struct field *f, struct arena *a)
{
	if (!f->choices || !f->choices[0].wire)
		return arena_printf(a, "%s.%s: has no choices", ent->name, f->name);
	for (const struct choice *c = f->choices; c->wire; c++) {
		if (!is_choice(f, c))
			return arena_printf(a, "%s.%s: the choice %s has no good name", ent->name, f->name, c->wire);
		const char *said[] = { str_fold(a, c->wire), str_fold(a, i18n_label(c->label)) };
		for (const struct choice *d = f->choices; d < c; d++) {
			const char *before[] = { str_fold(a, d->wire), str_fold(a, i18n_label(d->label)) };
			for (int i = 0; i < 4; i++)
				if (str_eq(said[i / 2], before[i % 2]))
					return arena_printf(a, "%s.%s: %s means two choices", ent->name,
						f->name, said[i / 2]);
		}
	}
	return NULL;
}

static const char *test_kind(const struct entity *ent, const struct field *f, struct arena *a)
{
	if (is_text(f->type) != (f->max > 0))
		return arena_printf(a, "%s.%s: texts have a maximum, others none", ent->name, f->name);
	if (f->type != &ft_choice && f->type != &ft_line && f->choices)
		return arena_printf(a, "%s.%s: only a choice or a line has choices", ent->name, f->name);
	/* The audit trail points into any table. */
	bool free_ref = f->flags & F_ID || (ent->readonly && !f->flags);
	if (f->type == &ft_ref ? !f->ref && !free_ref : f->ref != NULL)
		return arena_printf(a, "%s.%s: references have a target, others none", ent->name, f->name);
	if (f->least > f->most || (f->most && !is_quantity(f->type)))
		return arena_printf(a, "%s.%s: its bounds make no sense", ent->name, f->name);
	if (f->flags & F_NEGATIVE && (!is_quantity(f->type) || (f->most > f->least && f->least >= 0)))
		return arena_printf(a, "%s.%s: cannot be negative", ent->name, f->name);
	if (f->flags & F_READONLY && f->flags & (F_REQUIRED | F_ONCE))
		return arena_printf(a, "%s.%s: nobody could fill it in", ent->name, f->name);
	return f->type == &ft_choice || f->choices ? test_choices(ent, f, a) : NULL;
}

static const char *test_field(const struct entity *ent, const struct field *f, struct arena *a)
{
	const char *wrong = test_place(ent, f, a);
	if (!wrong)
		wrong = test_words(ent, f, a);
	return wrong ? wrong : test_kind(ent, f, a);
}

const char *entity_selftest(const struct entity *ent, struct arena *a)
{
	static const char *(*const tests[])(const struct entity *, struct arena *) = {
		test_names, test_rights, test_marks, test_row, test_sort,
	};
	const char *wrong = test_names(ent, a);
	for (size_t i = 0; !wrong && i < ent->nfields; i++)
		wrong = test_field(ent, &ent->fields[i], a);
	for (size_t i = 1; !wrong && i < ARRAY_LEN(tests); i++)
		wrong = tests[i](ent, a);
	return wrong;
}
