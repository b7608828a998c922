/* editor.c - forms as screens */
#include "config.h"

#include "screen/editor.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/loop.h"
#include "core/ui.h"
#include "core/worker.h"
#include "screen/draft.h"
#include "screen/screens.h"
#include "store/store.h"
#include "widget/ask.h"
#include "widget/form.h"
#include "widget/form_draft.h"

enum { SUGGESTIONS = 8, LABEL_MOST = 512, DRAFT_AFTER_MS = 1000, REASON_MOST = 200, VALUE_MOST = 1 << 16 };

enum { SLOT_LOAD, SLOT_FIND, SLOT_LABEL };

struct editor {
	struct screen screen;
	const struct editor_class *class;
	struct form *form;           /* NULL until the record is here */
	struct ref id;               /* 0: a new one */
	const char *words;
	const char *go;              /* the field to begin with; NULL: the first */
	const char *draft;           /* its path */
	unsigned long drafted;       /* form_changes when the draft was written */
	unsigned timer;
	bool offered;                /* the draft that was there has been asked about */
	bool saving;
	const char *request;         /* UUID of the save that is under way: said twice, done once */
	void (*then)(struct ui *ui); /* goes on when all is saved or thrown away */
	struct editor *asker;        /* the form that wants this record in a field of its own; NULL: none */
	const struct field *asked_for;
	struct form_conflict *conflicts;
	size_t nconflicts, conflict;
	struct arena conflict_texts;
	struct notice *notice;       /* NULL: none */
	const char *reason;          /* of a change that the store takes only with one */
};

static_assert(sizeof(struct editor) <= EDITOR_SIZE, "editor.h says how large it is");

static struct editor *editor_of(struct screen *s)
{
	return (struct editor *)s;
}

static bool may(void *ctx, const char *right)
{
	return ui_may(((struct editor *)ctx)->screen.ui, right);
}

/* A record of another's arena, with texts of its own. */
void *editor_clone(const struct entity *ent, const void *rec, struct arena *a)
{
	struct buf wire = BUF_INIT(VALUE_MOST);
	struct err e = ERR_INIT;
	void *copy = arena_copy(a, rec, ent->size);
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		if (field_empty(f, rec))
			continue;
		buf_clear(&wire);
		field_to_wire(f, rec, &wire);
		if (!f->type->from_wire(f, wire.data, a, field_at(f, copy), &e))
			continue; /* what is stored is kept even if it breaks a rule of today */
	}
	buf_done(&wire);
	return copy;
}

/* Drafts. */

static void write_draft(struct editor *ed)
{
	struct err e = ERR_INIT;
	if (!ed->form || form_changes(ed->form) == ed->drafted)
		return;
	ed->drafted = form_changes(ed->form);
	if (!draft_save(ed->draft, ed->form, &e))
		ui_say_err(ed->screen.ui, &e);
}

static void draft_due(void *ctx)
{
	struct editor *ed = ctx;
	ed->timer = 0;
	write_draft(ed);
}

void editor_touched(struct screen *s)
{
	struct editor *ed = editor_of(s);
	if (ed->form && ed->notice)
		notice_touched(ed->notice, ed->form);
	if (!ed->form || form_changes(ed->form) == ed->drafted)
		return;
	loop_stop_timer(s->ui->loop, ed->timer); /* at each pause, not at each key */
	ed->timer = loop_after(s->ui->loop, DRAFT_AFTER_MS, draft_due, ed);
	if (ed->class->needs)
		form_need(ed->form, ed->class->needs(form_now(ed->form)));
}

void editor_hangup(struct screen *s)
{
	write_draft(editor_of(s));
}

static void take_draft(struct ui *ui, void *ctx)
{
	struct editor *ed = ctx;
	struct err e = ERR_INIT;
	size_t n = 0;
	if (!draft_load(ed->draft, ed->form, &n, &e))
		ui_say_err(ui, &e);
	else
		ui_say(ui, MESSAGE_INFO, _("What you had typed is back. Nothing of it is saved yet."));
	ed->drafted = form_changes(ed->form);
}

/* References: found while they are typed. */

struct find_job {
	struct editor *editor;
	const struct field *field;
	const char *typed;
	struct query query;
};

static bool run_find(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct find_job *j = args;
	struct rows *rows = arena_alloc(a, sizeof(*rows));
	*ret = rows;
	return store_list(s, &j->query, a, rows, e);
}

static const char *label_of(const struct rows *rows, size_t row, struct arena *a)
{
	struct buf label = BUF_INIT(LABEL_MOST);
	for (size_t c = 0; c < rows->ncols; c++) {
		const char *cell = rows->cells[row * rows->ncols + c];
		if (cell)
			buf_addf(&label, "%s%s", label.len ? " " : "", cell);
	}
	const char *words = arena_strdup(a, label.data);
	buf_done(&label);
	return words;
}

/* The screen that is the form of an entity; NULL: there is none. */
static const struct screen_class *form_for(const struct ui *ui, const struct entity *ent)
{
	for (const struct screen_class *const *c = ui->parts->classes; *c; c++)
		if ((*c)->open == editor_open && ((const struct editor_class *)(*c)->with)->entity == ent)
			return *c;
	return NULL;
}

static bool may_create(const struct ui *ui, const struct entity *ent)
{
	char right[64];
	snprintf(right, sizeof(right), "%s:create", ent->right);
	return form_for(ui, ent) && ui_may(ui, right);
}

/* A form over the form: what was typed is its title, and what is saved there is taken here. */
static void create(void *ctx, struct form *form, const struct field *field, const char *typed)
{
	struct editor *ed = ctx;
	struct ui *ui = ed->screen.ui;
	struct err e = ERR_INIT;
	const struct field *title = entity_flagged(field->ref, F_TITLE);
	(void)form;
	if (!screen_open(ui, form_for(ui, field->ref), "", &e)) {
		ui_say_err(ui, &e);
		return;
	}
	struct editor *other = editor_of(ui->top->class->open == editor_open ? ui->top : ui->top->below);
	other->asker = ed;
	other->asked_for = field;
	if (title && !form_set(other->form, title, typed, &e))
		ui_say_err(ui, &e);
}

static void found(struct job *j)
{
	const struct find_job *f = j->args;
	struct form_ref refs[SUGGESTIONS + 1];
	const struct rows *rows = j->result;
	if (!j->ok) {
		if (j->err.code != ERR_CANCELLED)
			ui_say_err(f->editor->screen.ui, &j->err);
		return;
	}
	for (size_t i = 0; i < rows->n; i++)
		refs[i] = (struct form_ref) { .id = strtoll(rows->keys[i].id, NULL, 10), .label = label_of(rows, i, j->arena) };
	size_t n = rows->n;
	if (may_create(f->editor->screen.ui, f->field->ref))
		refs[n++] = (struct form_ref) { .id = 0, .label = arena_printf(j->arena, _("New: %s …"), i18n_label(f->field->ref->label)) };
	form_suggest(f->editor->form, f->field, f->typed, refs, n);
	ui_touch(f->editor->screen.ui);
}

/* Key and title of the listed entity are what people call a record. */
static const char *naming_columns(const struct entity *ent, struct arena *a)
{
	const struct entity *listed = query_listed(ent);
	const struct field *key = entity_flagged(listed, F_KEY), *title = entity_flagged(listed, F_TITLE);
	if (!key || !title || key == title)
		return key ? key->name : title ? title->name : "id";
	return arena_printf(a, "%s,%s", key->name, title->name);
}

static void resolve(void *ctx, struct form *form, const struct field *field, const char *typed)
{
	struct editor *ed = ctx;
	struct ui *ui = ed->screen.ui;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct find_job j = { .editor = ed, .field = field, .typed = arena_strdup(&a, typed) };
	struct query_words words = { .columns = naming_columns(field->ref, &a), .text = j.typed };
	(void)form;
	if (!query_make(&j.query, field->ref, &words, may, ed, &ui->fmt, &a, &e)) {
		arena_done(&a);
		ui_say_err(ui, &e);
		return;
	}
	j.query.limit = SUGGESTIONS;
	worker_post(ui->worker, run_find, &j, sizeof(j), &a, found, &ed->screen, SLOT_FIND);
}

/* The record. */

struct load_job {
	struct editor *editor;
	const struct entity *ent;
	const char *words;
	struct ref id;
};

struct loaded {
	struct ref id;
	void *rec;
	const char **labels;
};

static bool run_load(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct load_job *j = args;
	struct loaded *got = arena_alloc(a, sizeof(*got));
	got->id = j->id;
	if (!got->id.id && !store_find(s, j->ent, j->words, &got->id, e))
		return false;
	struct look_at at = { .entity = j->ent, .id = got->id };
	got->rec = arena_alloc(a, j->ent->size);
	got->labels = arena_array(a, j->ent->nfields, sizeof(char *));
	*ret = got;
	return store_look(s, &at, a, got->rec, got->labels, NULL, e);
}

static void make_form(struct editor *ed, const void *rec)
{
	ed->form = form_new(&(struct form_wish) {
		.ent = ed->class->entity, .fmt = &ed->screen.ui->fmt, .rec = rec, .adding = !rec, .sections = ed->class->sections,
		.needed = ed->class->needs && rec ? ed->class->needs(rec) : 0, .may = may, .resolve = resolve, .create = create, .ctx = ed });
	ed->screen.widget = ed->form;
	for (const char *const *p = rec ? NULL : ed->class->presets; p && p[0]; p += 2) {
		struct err e = ERR_INIT;
		if (!form_set(ed->form, entity_field(ed->class->entity, p[0]), p[1], &e))
			ui_say_err(ed->screen.ui, &e);
	}
	if (ed->go)
		form_go(ed->form, entity_field(ed->class->entity, ed->go));
	if (ed->class->notice && (!rec || !ed->class->notice->adding)) {
		ed->notice = notice_new(&ed->screen, ed->class->notice, ed->class->entity);
		notice_ask(ed->notice, ed->form);
	}
	ed->drafted = form_changes(ed->form);
	ed->draft = draft_path(ed->screen.ui, ed->class->entity, ed->id.id, screen_arena(&ed->screen));
}

/* Once there is a form, and the screen is open: a question stands above it. */
void editor_shown(struct screen *s)
{
	struct editor *ed = editor_of(s);
	if (!ed->form || ed->offered)
		return;
	ed->offered = true;
	if (draft_exists(ed->draft))
		ask_yes(s->ui, _("There is something here that you typed and did not save. Take it up again?"), take_draft, NULL, ed);
}

static void show_labels(struct editor *ed, const void *rec, const char **labels)
{
	const struct entity *ent = ed->class->entity;
	for (size_t i = 0; i < ent->nfields; i++)
		if (labels[i])
			form_label(ed->form, &ent->fields[i], ((const struct ref *)field_in(&ent->fields[i], rec))->id, labels[i]);
}

static void loaded(struct job *j)
{
	struct editor *ed = ((struct load_job *)j->args)->editor;
	const struct loaded *got = j->result;
	if (!j->ok) {
		ui_say_err(ed->screen.ui, &j->err);
		screen_close(&ed->screen);
		return;
	}
	ed->id = got->id;
	make_form(ed, got->rec);
	show_labels(ed, got->rec, got->labels);
	editor_shown(&ed->screen);
	ui_touch(ed->screen.ui);
}

bool editor_open(struct screen *s, const char *words, struct err *e)
{
	struct editor *ed = editor_of(s);
	char right[64];
	ed->class = s->class->with;
	snprintf(right, sizeof(right), "%s:%s", ed->class->entity->right, *words ? "edit" : "create");
	if (!ui_may(s->ui, right))
		return err_set(e, ERR_DENIED, _("You do not have the right to do this."));
	if (s->ui->wish.readonly)
		return err_set(e, ERR_DENIED, _("karat was started with --readonly. Nothing has been changed."));
	ed->words = arena_strdup(screen_arena(s), words);
	snprintf(s->subject, sizeof(s->subject), "%s", *words ? words : _("(new)"));
	if (!*words) {
		make_form(ed, NULL);
		return true;
	}
	struct arena a = ARENA_INIT; /* the job may outlive the screen */
	struct load_job j = { .editor = ed, .ent = ed->class->entity, .words = arena_strdup(&a, words) };
	worker_post(s->ui->worker, run_load, &j, sizeof(j), &a, loaded, s, SLOT_LOAD);
	return true;
}

void editor_close(struct screen *s)
{
	struct editor *ed = editor_of(s);
	loop_stop_timer(s->ui->loop, ed->timer);
	notice_free(ed->notice);
	form_free(ed->form);
	arena_done(&ed->conflict_texts);
}

void editor_paint(struct screen *s)
{
	struct editor *ed = editor_of(s);
	if (ed->form) {
		form_paint(ed->form, notice_paint(ed->notice, area_part(s->area, 0, 1, s->area.h, s->area.w - 2)));
		return;
	}
	paint_text(s->area, 0, 1, STYLE_DIM, _("Reading …"));
	paint_cursor(s->area, 0, 0, true);
}

struct edit *editor_edited(struct screen *s)
{
	const struct editor *ed = editor_of(s);
	return ed->form ? form_edited(ed->form) : NULL;
}

bool editor_event(struct screen *s, const struct event *ev)
{
	struct editor *ed = editor_of(s);
	if (ed->saving && ev->kind != EVENT_FOCUS)
		return true; /* what is being saved does not change under its save */
	return ed->form && form_event(ed->form, ev);
}

/* Saving. */

struct save_job {
	struct editor *editor;
	const struct entity *ent;
	void *was, *rec;
	const char *request, *reason;
	struct ref id;
	void *theirs;        /* after a conflict: what the store has now */
	const char **labels;
};

static bool run_save(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct save_job *j = args;
	struct err why = ERR_INIT;
	*ret = j;
	if (store_put(s, j->ent, j->was, j->rec, &(struct act) { .request = j->request, .reason = j->reason }, a, e))
		return true;
	if (e->code != ERR_CONFLICT || !j->id.id)
		return false;
	struct look_at at = { .entity = j->ent, .id = j->id };
	j->labels = arena_array(a, j->ent->nfields, sizeof(char *));
	void *theirs = arena_alloc(a, j->ent->size);
	if (store_look(s, &at, a, theirs, j->labels, NULL, &why))
		j->theirs = theirs;
	return false;
}

static void next_conflict(struct editor *ed);

static void resolved(struct ui *ui, void *ctx, size_t chosen)
{
	struct editor *ed = ctx;
	(void)ui;
	if (chosen == 1 && form_go(ed->form, ed->conflicts[ed->conflict].field))
		form_revert(ed->form);
	ed->conflict++;
	next_conflict(ed);
}

/* Fields that both have changed, one after the other: whose is it to be? */
static void next_conflict(struct editor *ed)
{
	if (ed->conflict == ed->nconflicts) {
		ui_say(ed->screen.ui, MESSAGE_WARN, _("Somebody else had changed this record. Both changes are put together now: look, then save again."));
		return;
	}
	const struct form_conflict *c = &ed->conflicts[ed->conflict];
	struct arena a = ARENA_INIT;
	struct ask_choice choices[] = {
		{ .words = arena_printf(&a, _("mine: %s"), *c->mine ? c->mine : _("(empty)")) },
		{ .words = arena_printf(&a, _("theirs: %s"), *c->theirs ? c->theirs : _("(empty)")) },
	};
	ask_one(ed->screen.ui, &(struct ask_one) {
		.title = arena_printf(&a, _("%s was changed by somebody else, too (before: %s)"), i18n_label(c->field->label),
				*c->original ? c->original : _("(empty)")),
		.choices = choices, .n = ARRAY_LEN(choices), .done = resolved, .ctx = ed });
	arena_done(&a);
}

static void merge(struct editor *ed, const struct save_job *j)
{
	const struct field *gone = entity_field(j->ent, "deleted_at");
	if (gone && !field_empty(gone, j->theirs)) {
		write_draft(ed);
		ui_say(ed->screen.ui, MESSAGE_WARN, _("Somebody else has deleted this record. What you typed is kept as a draft."));
		return;
	}
	arena_clear(&ed->conflict_texts);
	ed->nconflicts = form_merge(ed->form, j->theirs, &ed->conflict_texts, &ed->conflicts);
	show_labels(ed, j->theirs, j->labels);
	ed->conflict = 0;
	next_conflict(ed);
}

static void save_then(struct screen *s, void (*then)(struct ui *ui));

static void with_reason(struct ui *ui, void *ctx, const char *text)
{
	struct editor *ed = ctx;
	if (str_empty(text)) {
		ui_say(ui, MESSAGE_WARN, _("“%s” is needed for this. Nothing has been changed."), _("Reason"));
		return;
	}
	ed->reason = arena_strdup(screen_arena(&ed->screen), text);
	save_then(&ed->screen, ed->then);
}

/* What is not usual is saved if somebody says why. */
static void ask_reason(struct editor *ed, const char *why)
{
	ask_line(ed->screen.ui, &(struct ask_line) { .label = _("Reason"), .hint = why, .max = REASON_MOST, .done = with_reason, .ctx = ed });
}

static void refused(struct editor *ed, const struct err *e)
{
	if (e->code == ERR_OFFLINE) {
		write_draft(ed);
		ui_say_err(ed->screen.ui, e);
		return;
	}
	ed->request = NULL;
	if (e->code == ERR_INVALID && str_eq(e->field, "reason")) {
		ask_reason(ed, e->text);
		return;
	}
	(void)form_fail(ed->form, e);
	ui_say_err(ed->screen.ui, e);
}

static void saved(struct job *j)
{
	struct save_job *args = j->args;
	struct editor *ed = args->editor;
	struct ui *ui = ed->screen.ui;
	ed->saving = false;
	if (!j->ok && args->theirs) {
		ed->request = NULL;
		merge(ed, args);
		return;
	}
	if (!j->ok) {
		refused(ed, &j->err);
		return;
	}
	const struct field *key = entity_flagged(args->ent, F_KEY), *id = entity_flagged(args->ent, F_ID);
	const struct editor_class *class = ed->class;
	void (*then)(struct ui *ui) = ed->then;
	struct buf name = BUF_INIT(LABEL_MOST);
	struct err e = ERR_INIT;
	bool added = !ed->id.id;
	field_to_wire(key && !field_empty(key, args->rec) ? key : id, args->rec, &name);
	draft_drop(ed->draft);
	if (ed->asker)
		form_set_ref(ed->asker->form, ed->asked_for, ((const struct ref *)field_in(id, args->rec))->id, name.data);
	added = added && !ed->asker;
	screen_close(&ed->screen);
	ui_say(ui, MESSAGE_GOOD, _("%s is saved."), name.data);
	if (then)
		then(ui);
	else if (added && class->detail && !screen_open(ui, class->detail, name.data, &e))
		ui_say_err(ui, &e);
	buf_done(&name);
}

static void save_then(struct screen *s, void (*then)(struct ui *ui))
{
	struct editor *ed = editor_of(s);
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	ed->then = then;
	if (!ed->form || ed->saving)
		return;
	if (ed->conflict < ed->nconflicts) { /* a question that was left is asked again: nothing is saved over it */
		next_conflict(ed);
		return;
	}
	if (!form_check(ed->form, &e)) {
		ui_say_err(s->ui, &e);
		return;
	}
	const struct entity *ent = ed->class->entity;
	if (!ed->request)
		ed->request = arena_strdup(screen_arena(s), store_uuid(&a));
	struct save_job j = { .editor = ed, .ent = ent, .id = ed->id, .rec = editor_clone(ent, form_now(ed->form), &a),
		.was = ed->id.id ? editor_clone(ent, form_was(ed->form), &a) : NULL, .request = arena_strdup(&a, ed->request),
		.reason = arena_strdup(&a, ed->reason) };
	ed->saving = true;
	worker_post(s->ui->worker, run_save, &j, sizeof(j), &a, saved, s, SLOT_NONE);
}

static void save(struct screen *s, const char *words)
{
	(void)words;
	save_then(s, NULL);
}

struct notice *editor_notice(struct screen *s)
{
	return editor_of(s)->notice;
}

bool editor_answer(struct screen *s, int64_t id, const char *label)
{
	struct editor *ed = editor_of(s);
	if (!ed->asker)
		return false;
	form_set_ref(ed->asker->form, ed->asked_for, id, label);
	draft_drop(ed->draft);
	screen_close(s);
	return true;
}

void edit_new(struct screen *s, const struct screen_class *form)
{
	struct err e = ERR_INIT;
	if (!screen_open(s->ui, form, "", &e))
		ui_say_err(s->ui, &e);
}

void edit_selected(struct screen *s, const struct screen_class *form)
{
	long long id;
	const char *words;
	struct err e = ERR_INIT;
	if (s->class->selected(s, &id, &words) && !screen_open(s->ui, form, words, &e))
		ui_say_err(s->ui, &e);
}

bool edit_at(struct ui *ui, const struct entity *ent, const char *words, const char *field)
{
	const struct field *f = entity_field(ent, field);
	const struct screen_class *form = form_for(ui, ent);
	struct err e = ERR_INIT;
	if (!f || (f->flags & (F_READONLY | F_ONCE)) || !form || !screen_open(ui, form, words, &e))
		return false;
	editor_of(ui->top)->go = f->name;
	return true;
}

/* Leaving. */

enum { LEAVE_SAVE, LEAVE_KEEP, LEAVE_DISCARD };

static void leaving(struct ui *ui, void *ctx, size_t chosen)
{
	struct editor *ed = ctx;
	void (*then)(struct ui *ui) = ed->then;
	if (chosen == LEAVE_SAVE) {
		save_then(&ed->screen, then);
		return;
	}
	if (chosen == LEAVE_KEEP)
		write_draft(ed);
	else
		draft_drop(ed->draft);
	screen_close(&ed->screen);
	if (then)
		then(ui);
}

bool editor_leave(struct screen *s, void (*then)(struct ui *ui))
{
	struct editor *ed = editor_of(s);
	if (!ed->form)
		return true;
	if (ed->saving) { /* then it goes by itself, or stays because something is wrong */
		ed->then = then;
		return false;
	}
	if (!form_dirty(ed->form)) { /* what was typed has been taken back */
		draft_drop(ed->draft);
		return true;
	}
	ed->then = then;
	struct ask_choice choices[] = {
		[LEAVE_SAVE] = { .words = _("Save it") },
		[LEAVE_KEEP] = { .words = _("Keep it as a draft for later") },
		[LEAVE_DISCARD] = { .words = _("Throw away what I typed") },
	};
	ask_one(s->ui, &(struct ask_one) { .title = _("This is not saved yet."), .choices = choices, .n = ARRAY_LEN(choices),
		.done = leaving, .ctx = ed });
	return false;
}

static void leave(struct screen *s, const char *words)
{
	struct editor *ed = editor_of(s);
	(void)words;
	if (ed->form && form_close(ed->form))
		return;
	if (editor_leave(s, NULL))
		screen_close(s);
}

// clang-format off
const struct action editor_actions[] = {
	{ "form.save",  N_("Save"), N_("Saves the record and leaves the form."), .flags = ACTION_BAR, .run = save },
	{ "form.leave", N_("Leave"), N_("Closes an open list; else leaves the form, and asks if something is not saved."), .flags = ACTION_BAR, .run = leave },
	{ NULL },
};
// clang-format on

void editor_spoken(struct screen *s, const struct fmt *was)
{
	struct editor *ed = editor_of(s);
	if (ed->form)
		form_respell(ed->form, was);
}
