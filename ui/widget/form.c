/* form.c - a record being filled in: fields, reading and checking them, the focus, taking back */
#include "config.h"

#include "widget/form.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "widget/form_in.h"

enum {
	TYPED_MAX = 60,  /* characters of numbers and times, as the field types read */
	REF_MAX = 400,   /* of a label: a key and a title */
	STEPS_MAX = 4096,
	SPELLED_MOST = 64 * 1024,
	FIXED = F_ID | F_VERSION | F_READONLY | F_DELETED, /* nobody types these */
	NOTE_W = 60,     /* until it is painted */
	LONG_LINE = 120, /* characters from which on a line is wrapped, if that is wished */
};

struct step { /* of one field */
	size_t field;
	int64_t before, after; /* the reference it had, and got */
	bool text;             /* the field's edit has a step too */
};

static const struct {
	const struct ftype *type;
	enum form_kind kind;
} kinds[] = {
	{ &ft_note, FORM_NOTE }, { &ft_day, FORM_DAY }, { &ft_choice, FORM_CHOICE },
	{ &ft_flag, FORM_FLAG }, { &ft_ref, FORM_REF },
};

static enum form_kind kind_of(const struct field *field)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].type == field->type)
			return kinds[i].kind;
	return FORM_TEXT;
}

static enum form_kind kind_in(const struct form *f, const struct field *field)
{
	bool wraps = f->wish.wraps && field->type == &ft_line && field->max >= LONG_LINE && !field->choices;
	return wraps ? FORM_NOTE : kind_of(field);
}

bool form_is_text(const struct field *field)
{
	return field->type == &ft_line || field->type == &ft_note || field->type == &ft_uuid;
}

struct form_field *form_find(const struct form *f, const struct field *field)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i].f == field)
			return &f->fields[i];
	return NULL;
}

struct ref *form_id(const struct form *f, const struct form_field *ff)
{
	return field_at(ff->f, f->now);
}

static int64_t id_in(const struct form_field *ff, const void *rec)
{
	return ff->kind == FORM_REF ? ((const struct ref *)field_in(ff->f, rec))->id : 0;
}

void *form_copied(const struct entity *ent, const void *rec, struct arena *a)
{
	void *copy = arena_copy(a, rec, ent->size);
	for (size_t i = 0; i < ent->nfields; i++)
		if (form_is_text(&ent->fields[i])) {
			const char **text = field_at(&ent->fields[i], copy);
			*text = arena_strdup(a, *text);
		}
	return copy;
}

void *form_copy(struct form *f, const void *rec)
{
	const struct entity *ent = f->wish.ent;
	if (rec)
		return form_copied(ent, rec, &f->arena);
	void *blank = arena_alloc(&f->arena, ent->size);
	entity_blank(ent, blank);
	return blank;
}

static void put_value(struct form *f, const struct field *field, const void *from)
{
	memcpy(field_at(field, f->now), field_in(field, from), field->type->size);
}

const char *form_words(const struct form *f, const struct field *field, const void *rec, struct arena *a)
{
	if (field->type == &ft_ref && !field_empty(field, rec)) {
		const char *label = form_ref_label(f, field, ((const struct ref *)field_in(field, rec))->id);
		if (label)
			return label;
	}
	struct buf out = BUF_INIT(SPELLED_MOST);
	field_to_user(field, f->wish.fmt, rec, &out);
	const char *words = arena_strdup(a, out.data);
	buf_done(&out);
	return words;
}

const char *form_say(const struct form *f, const struct field *field, struct arena *a)
{
	return form_words(f, field, f->now, a);
}

const char *form_spelled(const struct form *f, const struct form_field *ff, const void *rec, struct arena *a)
{
	if (ff->kind != FORM_CHOICE && ff->kind != FORM_FLAG)
		return form_words(f, ff->f, rec, a);
	struct buf out = BUF_INIT(SPELLED_MOST);
	field_to_wire(ff->f, rec, &out);
	const char *wire = arena_strdup(a, out.data);
	buf_done(&out);
	return wire;
}

static struct step *step_at(const struct form *f, size_t i)
{
	return (struct step *)(void *)f->steps.data + i;
}

/* The field's text forgot its history. */
static void forget_steps(struct form *f, size_t field)
{
	size_t n = f->steps.len / sizeof(struct step), kept = 0, done = f->done;
	for (size_t i = 0; i < n; i++) {
		if (step_at(f, i)->field == field)
			f->done -= i < done;
		else
			*step_at(f, kept++) = *step_at(f, i);
	}
	buf_cut(&f->steps, kept * sizeof(struct step));
}

void form_set_said(struct form_field *ff)
{
	buf_clear(&ff->said);
	buf_add(&ff->said, ff->edit.text.data, ff->edit.text.len);
}

void form_clean(struct form *f, struct form_field *ff)
{
	struct arena scratch = ARENA_INIT;
	put_value(f, ff->f, f->was);
	edit_set(&ff->edit, form_spelled(f, ff, f->was, &scratch));
	ff->orig = arena_strdup(&f->arena, ff->edit.text.data);
	form_set_said(ff);
	forget_steps(f, (size_t)(ff - f->fields));
	ff->asked = false;
	*ff->error = '\0';
	ff->top = 0;
	if (ff->kind == FORM_REF)
		form_ref_ask_label(f, ff);
	arena_done(&scratch);
}

/* Which fields. */

static bool may_see(const struct form_wish *w, const struct field *field)
{
	if (w->hidden >> field_index(w->ent, field) & 1)
		return false;
	return !field->right || !w->may || w->may(w->ctx, field->right);
}

static bool is_fixed(const struct form_wish *w, const struct field *field)
{
	return (field->flags & FIXED) || (field->flags & F_ONCE && !w->adding);
}

static void add_field(struct form *f, const struct field *field, size_t section)
{
	if (!field || !may_see(&f->wish, field))
		return;
	struct form_field *ff = &f->fields[f->n++];
	*ff = (struct form_field) { .f = field, .kind = kind_in(f, field), .section = section,
		.fixed = is_fixed(&f->wish, field), .said = BUF_INIT(SPELLED_MOST * 4) };
	size_t max = field->max > 0 ? (size_t)field->max : ff->kind == FORM_REF ? REF_MAX : TYPED_MAX;
	edit_init(&ff->edit, max, field->type == &ft_note);
}

static void add_named(struct form *f, const char *const *names, size_t section)
{
	for (; *names; names++) {
		const struct field *field = entity_field(f->wish.ent, *names);
		kt_assert(field && !form_find(f, field)); /* a table of the screen is wrong */
		add_field(f, field, section);
	}
}

static void add_fields(struct form *f)
{
	const struct entity *ent = f->wish.ent;
	f->fields = arena_array(&f->arena, ent->nfields, sizeof *f->fields);
	if (f->wish.sections) {
		for (size_t i = 0; f->wish.sections[i].fields; i++)
			add_named(f, f->wish.sections[i].fields, i);
	} else if (f->wish.fields) {
		add_named(f, f->wish.fields, 0);
	} else {
		for (size_t i = 0; i < ent->nfields; i++)
			if (!is_fixed(&f->wish, &ent->fields[i]))
				add_field(f, &ent->fields[i], 0);
	}
}

/* The first that can be filled in, from `at` on; f->n: none. */
static size_t first_open(const struct form *f, size_t at)
{
	while (at < f->n && f->fields[at].fixed)
		at++;
	return at;
}

struct form *form_new(const struct form_wish *wish)
{
	struct arena arena = ARENA_INIT;
	struct form *f = arena_alloc(&arena, sizeof *f);
	*f = (struct form) { .arena = arena, .wish = *wish, .note_w = NOTE_W,
		.steps = BUF_INIT((STEPS_MAX + 1) * sizeof(struct step)) };
	kt_assert(wish->ent->nfields <= ENTITY_FIELDS_MAX);
	add_fields(f);
	form_reset(f, wish->rec);
	f->wish.rec = NULL; /* the caller's: it may be gone */
	f->at = first_open(f, 0);
	return f;
}

void form_free(struct form *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++) {
		edit_done(&f->fields[i].edit);
		buf_done(&f->fields[i].said);
		arena_done(&f->fields[i].value);
	}
	buf_done(&f->steps);
	arena_done(&f->list.arena);
	struct arena arena = f->arena;
	arena_done(&arena);
}

void form_reset(struct form *f, const void *rec)
{
	f->was = form_copy(f, rec);
	f->now = arena_copy(&f->arena, f->was, f->wish.ent->size);
	form_list_close(f);
	buf_clear(&f->steps);
	f->done = 0;
	f->changes++;
	*f->refusal = '\0';
	for (size_t i = 0; i < f->n; i++)
		form_clean(f, &f->fields[i]);
}

void form_need(struct form *f, uint64_t needed)
{
	f->wish.needed = needed;
}

/* Reading. */

/* A screen may ask for the record at every key: the text of the value before makes room for the next. */
static bool read_text(struct form *f, struct form_field *ff, struct err *e)
{
	const char *text = ff->edit.text.data;
	struct arena fresh = ARENA_INIT;
	bool wire = ff->kind == FORM_CHOICE || ff->kind == FORM_FLAG;
	bool good = wire ? field_from_wire(ff->f, text, &fresh, f->now, e)
			 : field_from_user(ff->f, f->wish.fmt, text, &fresh, f->now, e);
	if (good && form_is_text(ff->f)) {
		struct arena before = ff->value;
		ff->value = fresh;
		fresh = before;
	}
	arena_done(&fresh);
	return good;
}

bool form_read(struct form *f, struct form_field *ff, struct err *e)
{
	const char *text = ff->edit.text.data;
	if (ff->fixed)
		return true;
	if (ff->kind == FORM_REF)
		return form_ref_read(f, ff, e);
	if (str_eq(ff->said.data, text))
		return true;
	if (str_eq(ff->orig, text))
		put_value(f, ff->f, f->was); /* which may know more than its spelling says: seconds */
	else if (!read_text(f, ff, e))
		return false;
	form_set_said(ff);
	return true;
}

/* 12,5 becomes 12,50 and +14 the day that is meant. */
static void respell(struct form *f, struct form_field *ff)
{
	if (ff->kind == FORM_REF || ff->fixed || str_eq(ff->edit.text.data, ff->orig))
		return;
	struct arena scratch = ARENA_INIT;
	const char *text = form_spelled(f, ff, f->now, &scratch);
	if (!str_eq(text, ff->edit.text.data)) {
		edit_respell(&ff->edit, text);
		form_set_said(ff);
		buf_cut(&f->steps, f->done * sizeof(struct step));
	}
	arena_done(&scratch);
}

/* Reads it as the person is done with it; false: it says beside itself what is wrong. */
static bool finish(struct form *f, struct form_field *ff)
{
	struct err e = ERR_INIT;
	edit_pause(&ff->edit);
	if (!form_read(f, ff, &e)) {
		snprintf(ff->error, sizeof ff->error, "%s", e.text);
		return false;
	}
	respell(f, ff);
	return true;
}

bool form_is_dirty(const struct form *f, const struct form_field *ff)
{
	if (ff->fixed)
		return false;
	if (ff->kind != FORM_REF)
		return !str_eq(ff->edit.text.data, ff->orig);
	int64_t id = id_in(ff, f->now);
	return id != id_in(ff, f->was) || (!id && ff->edit.text.len);
}

bool form_dirty(const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (form_is_dirty(f, &f->fields[i]))
			return true;
	return false;
}

bool form_field_dirty(const struct form *f, const struct field *field)
{
	const struct form_field *ff = form_find(f, field);
	return ff && form_is_dirty(f, ff);
}

unsigned long form_changes(const struct form *f)
{
	return f->changes;
}

const void *form_was(const struct form *f)
{
	return f->was;
}

const void *form_now(struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct err e = ERR_INIT;
		if (!form_read(f, &f->fields[i], &e))
			continue; /* the field says so when it is left */
	}
	return f->now;
}

bool form_pending(const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i].asked)
			return true;
	return false;
}

static void check_field(struct form *f, struct form_field *ff)
{
	*ff->error = '\0';
	if (finish(f, ff) && !ff->fixed && ff->f->flags & F_REQUIRED && field_empty(ff->f, f->now))
		snprintf(ff->error, sizeof ff->error, _("%s is missing. Please fill it in."), i18n_label(ff->f->label));
}

bool form_check(struct form *f, struct err *e)
{
	size_t wrong = f->n;
	*f->refusal = '\0';
	for (size_t i = 0; i < f->n; i++) {
		check_field(f, &f->fields[i]);
		if (*f->fields[i].error && wrong == f->n)
			wrong = i;
	}
	if (wrong < f->n) {
		form_focus_at(f, wrong);
		return err_field(e, f->fields[wrong].f->name, "%s", f->fields[wrong].error);
	}
	struct err rule = ERR_INIT;
	const struct entity *ent = f->wish.ent; /* a hidden field is not to be filled in here, such as the subject of a verb */
	if (!ent->check || ent->check(f->now, &rule))
		return true;
	form_fail(f, &rule);
	*e = rule;
	return false;
}

void form_mark(struct form *f, const struct field *field, const char *sentence)
{
	struct form_field *ff = form_find(f, field);
	if (ff)
		ff->mark = arena_strdup(&f->arena, sentence);
}

void form_complain(struct form *f, const struct field *field, const char *sentence)
{
	struct form_field *ff = form_find(f, field);
	if (ff && !ff->fixed)
		snprintf(ff->error, sizeof ff->error, "%s", sentence);
}

bool form_fail(struct form *f, const struct err *e)
{
	const struct field *field = entity_field(f->wish.ent, e->field);
	struct form_field *ff = field ? form_find(f, field) : NULL;
	if (!ff || ff->fixed)
		return false;
	form_focus_at(f, (size_t)(ff - f->fields));
	snprintf(ff->error, sizeof ff->error, "%s", e->text);
	return true;
}

/* The focus. */

void form_focus_at(struct form *f, size_t at)
{
	*f->refusal = '\0';
	if (at == f->at || at >= f->n)
		return;
	struct form_field *left = form_here(f);
	if (left && !left->asked) /* the answer to come will say it */
		finish(f, left);
	form_list_close(f);
	f->at = at;
	edit_pause(&f->fields[at].edit);
	if (f->fields[at].kind == FORM_REF)
		form_ref_entered(f, &f->fields[at]);
}

const struct field *form_focus(const struct form *f)
{
	return f->at < f->n ? f->fields[f->at].f : NULL;
}

bool form_on_last(const struct form *f)
{
	const struct form_field *ff = form_here(f);
	return !ff || (!ff->edit.lines && first_open(f, f->at + 1) == f->n);
}

bool form_go(struct form *f, const struct field *field)
{
	const struct form_field *ff = form_find(f, field);
	if (!ff || ff->fixed)
		return false;
	form_focus_at(f, (size_t)(ff - f->fields));
	return true;
}

static bool is_empty(const struct form_field *ff)
{
	return !ff->edit.text.len;
}

static bool is_wrong(const struct form_field *ff)
{
	return *ff->error || ff->mark;
}

static bool go_first(struct form *f, bool (*is)(const struct form_field *ff))
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->fields[i].fixed && is(&f->fields[i])) {
			form_focus_at(f, i);
			return true;
		}
	return false;
}

bool form_go_empty(struct form *f)
{
	return go_first(f, is_empty);
}

bool form_go_wrong(struct form *f)
{
	return go_first(f, is_wrong);
}

void form_next(struct form *f)
{
	size_t at = first_open(f, f->at + 1);
	form_focus_at(f, at < f->n ? at : first_open(f, 0));
}

void form_previous(struct form *f)
{
	if (f->at >= f->n)
		return;
	size_t at = f->at;
	do {
		at = (at ? at : f->n) - 1;
	} while (f->fields[at].fixed);
	form_focus_at(f, at);
}

static size_t section_start(const struct form *f, size_t section)
{
	size_t at = 0;
	while (at < f->n && (f->fields[at].fixed || f->fields[at].section < section))
		at++;
	return at;
}

void form_page_down(struct form *f)
{
	if (f->at >= f->n)
		return;
	size_t at = f->at, last = f->n - 1;
	size_t by = f->area.h > 2 ? (size_t)f->area.h / 2 : 1;
	while (f->fields[last].fixed)
		last--;
	if (f->wish.sections)
		at = section_start(f, f->fields[at].section + 1);
	else
		at = first_open(f, at + by);
	form_focus_at(f, at < last ? at : last);
}

void form_page_up(struct form *f)
{
	if (f->at >= f->n)
		return;
	size_t section = f->fields[f->at].section, by = f->area.h > 2 ? (size_t)f->area.h / 2 : 1;
	size_t start = f->wish.sections ? section_start(f, section) : first_open(f, f->at > by ? f->at - by : 0);
	while (f->wish.sections && start == f->at && section)
		start = section_start(f, --section); /* from the top of one to the top of the one before */
	form_focus_at(f, start);
}

/* Changing and taking back. */

static void push_step(struct form *f, const struct step *s)
{
	enum { HALF = STEPS_MAX / 2 };
	buf_cut(&f->steps, f->done * sizeof *s);
	if (f->done == STEPS_MAX) {
		memmove(f->steps.data, step_at(f, HALF), (STEPS_MAX - HALF) * sizeof *s);
		f->done -= HALF;
		buf_cut(&f->steps, f->done * sizeof *s);
	}
	buf_add(&f->steps, (const char *)s, sizeof *s);
	f->done++;
}

struct form_before form_begin(struct form *f, struct form_field *ff)
{
	*f->refusal = '\0';
	return (struct form_before) { .steps = edit_steps(&ff->edit), .id = id_in(ff, f->now) };
}

/* The value follows what is no text to be typed. */
static void follow(struct form *f, struct form_field *ff, int64_t id)
{
	struct err e = ERR_INIT;
	f->changes++;
	*ff->error = '\0';
	if (ff->kind == FORM_REF)
		form_id(f, ff)->id = id;
	else if (ff->kind == FORM_CHOICE || ff->kind == FORM_FLAG)
		kt_assert(form_read(f, ff, &e));
}

void form_end_later(struct form *f, struct form_field *ff, int64_t id)
{
	form_id(f, ff)->id = id;
	f->changes++;
	for (size_t i = f->done; i--;)
		if (step_at(f, i)->field == (size_t)(ff - f->fields)) {
			step_at(f, i)->after = id;
			return;
		}
}

void form_end(struct form *f, struct form_field *ff, struct form_before b, int64_t id, enum edit_answer answer)
{
	bool text = answer == EDIT_DONE;
	if (!text && (answer != EDIT_NOTHING || id == b.id))
		return;
	bool begun = edit_steps(&ff->edit) > b.steps;
	follow(f, ff, id);
	if (!text || begun) {
		const struct step s = { .field = (size_t)(ff - f->fields), .before = b.id, .after = id, .text = text };
		push_step(f, &s);
	} else {
		buf_cut(&f->steps, f->done * sizeof(struct step));
		if (ff->kind == FORM_REF)
			form_end_later(f, ff, id);
	}
}

void form_refuse(struct form *f, const struct form_field *ff, enum edit_answer answer, bool pasted)
{
	const char *label = i18n_label(ff->f->label);
	if (answer == EDIT_FULL && !pasted)
		snprintf(f->refusal, sizeof f->refusal, _("%s: at most %zu characters fit."), label, ff->edit.max);
	else if (answer == EDIT_FULL)
		snprintf(f->refusal, sizeof f->refusal,
			_("%s: at most %zu characters fit, and the pasted text is longer. Nothing was pasted."), label,
			ff->edit.max);
	else if (answer == EDIT_CONTROL)
		snprintf(f->refusal, sizeof f->refusal, "%s",
			_("The pasted text holds control characters. Nothing was pasted."));
	else if (answer == EDIT_BROKEN)
		snprintf(f->refusal, sizeof f->refusal, "%s", _("The pasted text is not UTF-8. Nothing was pasted."));
}

/* One step either way; false: the field's edit has forgotten it. */
static bool play(struct form *f, size_t i, bool back)
{
	const struct step s = *step_at(f, i);
	struct form_field *ff = &f->fields[s.field];
	if (s.text && !(back ? edit_undo(&ff->edit) : edit_redo(&ff->edit)))
		return false;
	ff->asked = false;
	follow(f, ff, back ? s.before : s.after);
	form_list_close(f);
	if (ff->kind == FORM_REF && !form_id(f, ff)->id)
		form_ref_typed(f, ff);
	return true;
}

bool form_undo(struct form *f)
{
	while (f->done) {
		form_focus_at(f, step_at(f, f->done - 1)->field);
		if (play(f, --f->done, true))
			return true;
	}
	return false;
}

bool form_redo(struct form *f)
{
	while (f->done < f->steps.len / sizeof(struct step)) {
		/* Leaving a field may spell it anew; then nothing can be done again. */
		form_focus_at(f, step_at(f, f->done)->field);
		if (f->done < f->steps.len / sizeof(struct step) && play(f, f->done++, false))
			return true;
	}
	return false;
}

void form_revert(struct form *f)
{
	struct form_field *ff = form_here(f);
	if (!ff || !form_is_dirty(f, ff))
		return;
	struct form_before b = form_begin(f, ff);
	form_list_close(f);
	ff->asked = false;
	form_end(f, ff, b, id_in(ff, f->was), edit_replace(&ff->edit, ff->orig));
}

void form_take_back(struct form *f, size_t keys)
{
	struct form_field *ff = form_here(f);
	if (!ff || !keys)
		return;
	struct form_before b = form_begin(f, ff);
	int64_t id = b.id;
	if (!edit_take_back(&ff->edit, keys))
		return;
	buf_cut(&f->steps, f->done * sizeof(struct step));
	for (size_t gone = b.steps - edit_steps(&ff->edit); gone && f->done; gone--)
		id = step_at(f, --f->done)->before;
	buf_cut(&f->steps, f->done * sizeof(struct step));
	follow(f, ff, id);
	form_list_close(f);
	ff->asked = false;
	if (ff->kind == FORM_REF && !id)
		form_ref_typed(f, ff);
}

bool form_set(struct form *f, const struct field *field, const char *wire, struct err *e)
{
	struct form_field *ff = form_find(f, field);
	if (!ff || ff->fixed)
		return err_field(e, field->name, _("%s cannot be changed here."), i18n_label(field->label));
	struct form_before b = form_begin(f, ff);
	if (!field_from_wire(field, wire, &f->arena, f->now, e))
		return false;
	int64_t id = id_in(ff, f->now);
	struct arena scratch = ARENA_INIT;
	const char *text = form_spelled(f, ff, f->now, &scratch);
	ff->asked = false;
	enum edit_answer answer = edit_replace(&ff->edit, text);
	form_set_said(ff);
	form_end(f, ff, b, id, answer);
	if (ff->kind == FORM_REF)
		form_ref_ask_label(f, ff);
	arena_done(&scratch);
	return true;
}

/* What stands in a field that cannot be read stays as it was typed, to be mended. */
static void spell_anew(struct form *f, struct form_field *ff, const struct fmt *was, void *rec)
{
	struct arena a = ARENA_INIT;
	struct err ignored = ERR_INIT;
	struct buf text = BUF_INIT(SPELLED_MOST);
	bool said = str_eq(ff->said.data, ff->edit.text.data), same = str_eq(ff->orig, ff->edit.text.data);
	ff->orig = form_spelled(f, ff, f->was, &f->arena);
	if (same)
		buf_adds(&text, ff->orig);
	else if (field_from_user(ff->f, was, ff->edit.text.data, &a, rec, &ignored))
		field_to_user(ff->f, f->wish.fmt, rec, &text);
	else
		buf_adds(&text, ff->edit.text.data);
	if (!str_eq(text.data, ff->edit.text.data))
		edit_respell(&ff->edit, text.data);
	if (said)
		form_set_said(ff);
	buf_done(&text);
	arena_done(&a);
}

void form_respell(struct form *f, const struct fmt *was)
{
	struct arena a = ARENA_INIT;
	void *rec = arena_alloc(&a, f->wish.ent->size);
	entity_blank(f->wish.ent, rec);
	for (size_t i = 0; i < f->n; i++) {
		struct form_field *ff = &f->fields[i];
		if (ff->kind == FORM_DAY || (ff->kind == FORM_TEXT && !form_is_text(ff->f)))
			spell_anew(f, ff, was, rec);
	}
	arena_done(&a);
}
