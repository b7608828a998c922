/* form_ref.c - fields that refer to another record: what was typed is looked for by the screen, which answers later */
#include "config.h"

#include "widget/form_in.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"

/* Words of records. */

const char *form_ref_label(const struct form *f, const struct field *field, int64_t id)
{
	for (const struct form_label *l = f->labels; l; l = l->next)
		if (l->id == id && l->ent == field->ref)
			return l->words;
	return NULL;
}

void form_ref_know(struct form *f, const struct field *field, int64_t id, const char *words)
{
	const char *known = form_ref_label(f, field, id);
	if (!id || str_eq(known, words))
		return;
	struct form_label *l = arena_alloc(&f->arena, sizeof *l);
	*l = (struct form_label) { .ent = field->ref, .id = id, .next = f->labels,
		.words = arena_strdup(&f->arena, words) };
	f->labels = l;
}

void form_ref_ask_label(struct form *f, const struct form_field *ff)
{
	int64_t id = form_id(f, ff)->id;
	if (id && f->wish.label && !form_ref_label(f, ff->f, id))
		f->wish.label(f->wish.ctx, f, ff->f, id);
}

static void show_label(struct form *f, struct form_field *ff, const char *number, const char *words)
{
	bool clean = !form_is_dirty(f, ff);
	if (str_eq(ff->orig, number) && ((const struct ref *)field_in(ff->f, f->was))->id)
		ff->orig = arena_strdup(&f->arena, words);
	if (!str_eq(ff->edit.text.data, number) || !form_id(f, ff)->id)
		return;
	if (clean && !edit_steps(&ff->edit))
		edit_set(&ff->edit, words);
	else
		edit_respell(&ff->edit, words);
}

void form_label(struct form *f, const struct field *field, int64_t id, const char *label)
{
	struct arena scratch = ARENA_INIT;
	form_ref_know(f, field, id, label);
	const char *number = arena_printf(&scratch, "%lld", (long long)id);
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i].kind == FORM_REF && f->fields[i].f->ref == field->ref)
			show_label(f, &f->fields[i], number, label);
	arena_done(&scratch);
}

/* The list under the field. */

void form_list_close(struct form *f)
{
	arena_done(&f->list.arena);
	f->list = (struct form_list) { .arena = ARENA_INIT };
}

bool form_list_pick(struct form *f, int by)
{
	struct form_list *l = &f->list;
	if (!l->n || !l->fresh)
		return l->n > 0;
	if (by < 0 && !l->picked)
		l->picked = l->n;
	l->picked = by < 0 ? l->picked - 1 : (l->picked + l->by_hand) % l->n; /* the first key shows where it is */
	l->by_hand = true;
	return true;
}

static void open_list(struct form *f, const struct form_ref *refs, size_t n)
{
	struct form_list *l = &f->list;
	form_list_close(f);
	l->n = n < FORM_LISTED_MAX ? n : FORM_LISTED_MAX;
	l->refs = arena_array(&l->arena, l->n, sizeof *l->refs);
	l->fresh = true;
	for (size_t i = 0; i < l->n; i++) {
		const struct form_ref *r = i + 1 == l->n ? &refs[n - 1] : &refs[i]; /* "new …" is the last */
		l->refs[i] = (struct form_ref) { r->id, arena_strdup(&l->arena, r->label),
			arena_strdup(&l->arena, r->detail) };
	}
}

bool form_close(struct form *f)
{
	bool open = f->list.n > 0;
	form_list_close(f);
	return open;
}

/* One is chosen: its words stand in the field, as part of the step in which it was typed. */
static void take(struct form *f, struct form_field *ff, const struct form_ref *r)
{
	form_ref_know(f, ff->f, r->id, r->label);
	edit_respell(&ff->edit, r->label);
	form_end_later(f, ff, r->id);
	ff->asked = false;
	*ff->error = '\0';
}

bool form_list_take(struct form *f)
{
	struct form_field *ff = form_here(f);
	if (!ff || !f->list.n || !f->list.fresh)
		return false;
	struct arena kept = f->list.arena; /* what is called may open another */
	const struct form_ref r = f->list.refs[f->list.picked];
	f->list = (struct form_list) { .arena = ARENA_INIT };
	if (r.id && ff->whole) /* nothing was typed that it could be a part of */
		form_set_ref(f, ff->f, r.id, r.label);
	else if (r.id)
		take(f, ff, &r);
	else if (f->wish.create)
		f->wish.create(f->wish.ctx, f, ff->f, ff->edit.text.data);
	arena_done(&kept);
	return r.id != 0;
}

void form_ref_typed(struct form *f, struct form_field *ff)
{
	f->list.fresh = false;
	ff->found = 0;
	ff->asked = ff->edit.text.len && f->wish.resolve;
	ff->whole = false;
	if (!ff->asked)
		form_list_close(f);
	else
		f->wish.resolve(f->wish.ctx, f, ff->f, ff->edit.text.data);
}

void form_ref_entered(struct form *f, struct form_field *ff)
{
	if (!form_id(f, ff)->id)
		form_ref_typed(f, ff);
}

bool form_on_list(const struct form *f)
{
	return f->list.n && f->list.fresh;
}

bool form_open_list(struct form *f)
{
	struct form_field *ff = form_here(f);
	if (!ff || ff->kind != FORM_REF || !f->wish.resolve)
		return false;
	f->list.fresh = false;
	ff->asked = ff->whole = true;
	f->wish.resolve(f->wish.ctx, f, ff->f, ff->edit.text.data);
	return true;
}

/* What was typed in full: the whole label, or the key that it begins with. */
static bool says(const char *label, const char *folded, struct arena *a)
{
	const char *other = str_fold(a, label);
	size_t len = strlen(folded);
	return str_starts(other, folded) && (!other[len] || other[len] == ' ');
}

/* The only one that can be meant; NULL: none or several. */
static const struct form_ref *meant(const char *typed, const struct form_ref *refs, size_t n)
{
	struct arena a = ARENA_INIT;
	const char *trimmed = str_nfc(&a, typed), *folded = str_fold(&a, trimmed ? trimmed : typed);
	const struct form_ref *one = NULL, *said = NULL;
	size_t all = 0, full = 0;
	for (size_t i = 0; i < n; i++) {
		if (!refs[i].id)
			continue;
		one = &refs[i];
		all++;
		if (says(refs[i].label, folded, &a)) {
			said = &refs[i];
			full++;
		}
	}
	arena_done(&a);
	return all == 1 ? one : full == 1 ? said : NULL;
}

static bool unclear(const struct form_field *ff, struct err *e)
{
	const char *label = i18n_label(ff->f->label), *typed = ff->edit.text.data;
	if (ff->found)
		return err_field(e, ff->f->name, _("%s: “%s” may be several records. Choose one from the list."),
			label, typed);
	return err_field(e, ff->f->name,
		_("%s: nothing is found for “%s”. Type something else, or leave it empty."), label, typed);
}

/* Without a screen that looks for it a number is all that can be understood. */
static bool read_number(struct form *f, struct form_field *ff, struct err *e)
{
	if (!field_from_user(ff->f, f->wish.fmt, ff->edit.text.data, &f->arena, f->now, e))
		return false;
	int64_t id = form_id(f, ff)->id;
	form_end_later(f, ff, id);
	return true;
}

bool form_ref_read(struct form *f, struct form_field *ff, struct err *e)
{
	if (form_id(f, ff)->id || str_empty(ff->edit.text.data))
		return true;
	if (!f->wish.resolve)
		return read_number(f, ff, e);
	if (ff->asked)
		return err_field(e, ff->f->name, _("%s: “%s” is still being looked for. Try again in a moment."),
			i18n_label(ff->f->label), ff->edit.text.data);
	const struct form_list *l = &f->list;
	bool listed = ff == form_here(f) && l->n && l->fresh;
	const struct form_ref *r = listed && l->by_hand ? &l->refs[l->picked] : NULL;
	if (listed && (!r || !r->id))
		r = meant(ff->edit.text.data, l->refs, l->n);
	if (!r)
		return unclear(ff, e);
	take(f, ff, r);
	return true;
}

static size_t count(const struct form_ref *refs, size_t n)
{
	return n && !refs[n - 1].id ? n - 1 : n;
}

void form_suggest(struct form *f, const struct field *field, const char *typed, const struct form_ref *refs, size_t n)
{
	struct form_field *ff = form_find(f, field);
	struct err e = ERR_INIT;
	if (!ff || !ff->asked || !str_eq(ff->edit.text.data, typed))
		return;
	ff->asked = false;
	ff->found = count(refs, n);
	*ff->error = '\0';
	if (ff == form_here(f)) {
		open_list(f, refs, n);
		return;
	}
	if (ff->whole)
		return;
	const struct form_ref *r = meant(typed, refs, n); /* it was left before the answer came */
	if (r)
		take(f, ff, r);
	else if (!unclear(ff, &e))
		snprintf(ff->error, sizeof ff->error, "%s", e.text);
}

void form_set_ref(struct form *f, const struct field *field, int64_t id, const char *label)
{
	struct form_field *ff = form_find(f, field);
	if (!ff || ff->fixed || ff->kind != FORM_REF)
		return;
	struct form_before b = form_begin(f, ff);
	form_ref_know(f, field, id, label);
	if (ff == form_here(f))
		form_list_close(f);
	ff->asked = false;
	form_end(f, ff, b, id, edit_replace(&ff->edit, id ? label : ""));
}
