/* form_draft.c - drafts as pairs of words, and merging with what somebody else saved */
#include "config.h"

#include "widget/form_draft.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "widget/form_in.h"

enum { WIRE_MOST = 64 * 1024 };

static const char *wire_of(const struct form_field *ff, const void *rec, struct arena *a)
{
	struct buf out = BUF_INIT(WIRE_MOST);
	field_to_wire(ff->f, rec, &out);
	const char *wire = arena_strdup(a, out.data);
	buf_done(&out);
	return wire;
}

/* Without side effects: whether `now` has what stands in the field. */
static bool is_read(const struct form *f, const struct form_field *ff)
{
	if (ff->kind == FORM_REF)
		return form_id(f, ff)->id || !ff->edit.text.len;
	return str_eq(ff->said.data, ff->edit.text.data);
}

size_t form_wire(struct form *f, struct arena *a, struct form_pair **ret)
{
	struct form_pair *pairs = arena_array(a, f->n, sizeof *pairs);
	bool dirty = form_dirty(f);
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct form_field *ff = &f->fields[i];
		struct err e = ERR_INIT;
		/* What a new record began with may be other things when it is taken up again. */
		bool given = dirty && f->wish.adding && !ff->fixed && !field_empty(ff->f, f->was);
		if (!given && !form_is_dirty(f, ff))
			continue;
		bool read = ff->kind == FORM_REF ? is_read(f, ff) : form_read(f, ff, &e);
		pairs[n++] = (struct form_pair) {
			.field = ff->f->name,
			.wire = read ? wire_of(ff, f->now, a) : NULL,
			.typed = !read || ff->kind == FORM_REF ? arena_strdup(a, ff->edit.text.data) : NULL,
			.was = f->wish.adding ? NULL : wire_of(ff, f->was, a),
		};
	}
	*ret = pairs;
	return n;
}

static bool load_pair(struct form *f, const struct form_pair *p)
{
	const struct field *field = entity_field(f->wish.ent, p->field);
	struct form_field *ff = field ? form_find(f, field) : NULL;
	struct err e = ERR_INIT;
	if (!ff || ff->fixed || (!p->wire && (!p->typed || ff->kind == FORM_CHOICE || ff->kind == FORM_FLAG)))
		return false;
	edit_pause(&ff->edit);
	if (p->wire) {
		struct ref id = { 0 };
		if (ff->kind == FORM_REF && p->typed && ft_ref.from_wire(field, p->wire, &f->arena, &id, &e))
			form_ref_know(f, field, id.id, p->typed);
		return form_set(f, field, p->wire, &e);
	}
	struct form_before b = form_begin(f, ff);
	enum edit_answer answer = edit_replace(&ff->edit, p->typed);
	form_end(f, ff, b, 0, answer);
	if (ff->kind == FORM_REF)
		form_ref_typed(f, ff);
	return answer == EDIT_DONE || answer == EDIT_NOTHING;
}

size_t form_load_wire(struct form *f, const struct form_pair *pairs, size_t n)
{
	size_t taken = 0;
	for (size_t i = 0; i < n; i++)
		taken += load_pair(f, &pairs[i]);
	return taken;
}

/* Merging. */

static const char *mine_words(const struct form *f, const struct form_field *ff, struct arena *a)
{
	bool as_typed = ff->kind == FORM_REF || !is_read(f, ff);
	return as_typed ? arena_strdup(a, ff->edit.text.data) : form_words(f, ff->f, f->now, a);
}

size_t form_wire_conflicts(struct form *f, const struct form_pair *pairs, size_t n, struct arena *a, struct form_conflict **ret)
{
	struct form_conflict *conflicts = arena_array(a, n + 1, sizeof *conflicts);
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		const struct field *field = entity_field(f->wish.ent, pairs[i].field);
		struct form_field *ff = field && pairs[i].was ? form_find(f, field) : NULL;
		void *rec = ff ? form_copy(f, f->was) : NULL;
		struct err e = ERR_INIT;
		if (!ff || !form_is_dirty(f, ff) || str_eq(wire_of(ff, f->was, a), pairs[i].was) || !field_from_wire(field, pairs[i].was, &f->arena, rec, &e))
			continue;
		conflicts[found++] = (struct form_conflict) { field, mine_words(f, ff, a), form_words(f, field, f->was, a), form_words(f, field, rec, a) };
	}
	*ret = conflicts;
	return found;
}

/* What I changed, now measured by their value. */
static void rebase(struct form *f, struct form_field *ff)
{
	struct arena scratch = ARENA_INIT;
	bool same = is_read(f, ff) && ff->f->type->equal(field_in(ff->f, f->now), field_in(ff->f, f->was));
	if (same)
		form_clean(f, ff);
	else
		ff->orig = arena_strdup(&f->arena, form_spelled(f, ff, f->was, &scratch));
	arena_done(&scratch);
}

static uint64_t changed_by_me(const struct form *f)
{
	uint64_t mine = 0;
	for (size_t i = 0; i < f->n; i++)
		if (form_is_dirty(f, &f->fields[i]))
			mine |= UINT64_C(1) << field_index(f->wish.ent, f->fields[i].f);
	return mine;
}

static void take_theirs(struct form *f, const struct field *field)
{
	struct form_field *shown = form_find(f, field);
	if (shown)
		form_clean(f, shown);
	else
		memcpy(field_at(field, f->now), field_in(field, f->was), field->type->size);
}

size_t form_merge(struct form *f, const void *theirs, struct arena *a, struct form_conflict **ret)
{
	const struct entity *ent = f->wish.ent;
	const void *was = f->was;
	form_now(f);
	uint64_t mine = changed_by_me(f);
	f->was = form_copy(f, theirs);
	f->changes++;
	uint64_t they = entity_changes(ent, was, f->was);
	struct form_conflict *conflicts = arena_array(a, ent->nfields, sizeof *conflicts);
	size_t n = 0;
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *field = &ent->fields[i];
		if (!(they >> i & 1))
			continue;
		if (!(mine >> i & 1)) {
			take_theirs(f, field);
			continue;
		}
		struct form_field *ff = form_find(f, field);
		conflicts[n] = (struct form_conflict) { field, mine_words(f, ff, a), form_words(f, field, f->was, a),
			form_words(f, field, was, a) };
		rebase(f, ff);
		n += form_is_dirty(f, ff); /* else both wanted the same */
	}
	*ret = conflicts;
	return n;
}
