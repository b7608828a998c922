/* editor.c - forms as screens */
#include "config.h"

#include "screen/editor.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/ui.h"
#include "core/worker.h"
#include "screen/screens.h"
#include "service/verbs.h"
#include "store/store.h"
#include "store/verb.h"
#include "widget/ask.h"
#include "widget/form_draft.h"

enum { SLOT_LOAD };

enum { NAME_MOST = 256, REASON_MOST = 200 };

static struct editor *editor_of(struct screen *s)
{
	return (struct editor *)s;
}

/* Typing. */

void editor_touched(struct screen *s)
{
	struct editor *ed = editor_of(s);
	if (ed->form && ed->notice)
		notice_touched(ed->notice, ed->form);
	if (!ed->form)
		return;
	draft_touched(&ed->draft);
	if (ed->class->needs)
		form_need(ed->form, ed->class->needs(form_now(ed->form)));
}

void editor_hangup(struct screen *s)
{
	draft_write(&editor_of(s)->draft);
}

static void ask_conflicts(struct editor *ed);

static void draft_answered(struct ui *ui, void *ctx, size_t chosen)
{
	struct editor *ed = ctx;
	(void)ui;
	if (chosen == DRAFT_FORGET) {
		draft_drop(ed->draft.path);
		return;
	}
	arena_clear(&ed->conflict_texts);
	ed->nconflicts = draft_take(&ed->draft, &ed->conflict_texts, &ed->conflicts);
	editor_touched(&ed->screen);
	if (ed->nconflicts)
		ask_conflicts(ed);
}

/* Nothing is typed over what is kept: whoever does not answer comes back another time. */
static void draft_left(struct ui *ui, void *ctx)
{
	(void)ui;
	((struct editor *)ctx)->unanswered = true;
}

/* A form over the form: what was typed is its title, and what is saved there is taken here. */
static void create(void *ctx, struct form *form, const struct field *field, const char *typed)
{
	struct editor *ed = editor_of(((struct finder *)ctx)->screen);
	struct ui *ui = ed->screen.ui;
	struct err e = ERR_INIT;
	const struct field *title = entity_flagged(field->ref, F_TITLE);
	(void)form;
	if (!screen_open(ui, editor_form(ui, field->ref), "", &e)) {
		ui_say_err(ui, &e);
		return;
	}
	struct editor *other = editor_of(screen_find(ui, editor_form(ui, field->ref)));
	other->asker = ed;
	other->asked_for = field;
	if (title && !form_set(other->form, title, typed, &e))
		ui_say_err(ui, &e);
}

/* The record. */

struct load_job {
	struct editor *editor;
	const struct entity *ent;
	const char *words;
	struct ref id;
	struct query told;      /* the list that the notice tells of the record, and its field that refers to it */
	const struct field *by; /* NULL: no list */
};

struct loaded {
	struct ref id;
	void *rec;
	const char **labels;
	struct rows told;
};

static bool run_load(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct load_job *j = args;
	struct loaded *got = arena_alloc(a, sizeof(*got));
	got->id = j->id;
	if (!got->id.id && !store_find(s, j->ent, j->words, &got->id, e))
		return false;
	struct filter its = { .field = j->by, .op = OP_EQ, .value = arena_printf(a, "%lld", (long long)got->id.id) };
	j->told.filters = &its;
	j->told.nfilters = 1;
	struct look_at at = { .entity = j->ent, .id = got->id, .lists = &j->told, .nlists = j->by ? 1 : 0 };
	got->rec = arena_alloc(a, j->ent->size);
	got->labels = arena_array(a, j->ent->nfields, sizeof(char *));
	*ret = got;
	return store_look(s, &at, a, got->rec, got->labels, &got->told, e);
}

/* What a new record begins with: what its class says, then what whoever opens the form says. */
static void *preset(const struct entity *ent, const char *const *first, const char *const *then, struct arena *a)
{
	void *rec = arena_alloc(a, ent->size);
	struct err e = ERR_INIT;
	entity_blank(ent, rec);
	for (int turn = 0; turn < 2; turn++)
		for (const char *const *p = turn ? then : first; p && p[0]; p += 2)
			kt_assert(field_from_wire(entity_field(ent, p[0]), p[1], a, rec, &e)); /* a table of the screen is wrong */
	return rec;
}

void editor_preset(struct editor *ed, const char *const *presets)
{
	struct arena a = ARENA_INIT;
	form_reset(ed->form, preset(ed->class->entity, ed->class->presets, presets, &a));
	ed->draft.written = form_changes(ed->form);
	if (ed->notice)
		notice_ask(ed->notice, ed->form);
	(void)form_go_empty(ed->form); /* what is known need not be asked */
	arena_done(&a);
}

/* Nobody knows yet what a new record will have there. */
static uint64_t hidden(const struct entity *ent, bool adding)
{
	uint64_t all = 0;
	for (size_t i = 0; adding && i < ent->nfields; i++)
		if (ent->fields[i].flags & F_READONLY)
			all |= UINT64_C(1) << i;
	return all;
}

static void found(struct screen *s);

/* told: read with the record; NULL: nothing was. */
static void make_notice(struct editor *ed, const struct rows *told)
{
	const struct notice_class *class = ed->class->notice;
	bool adding = !ed->id.id;
	if (!class || (class->adding && !adding))
		return;
	ed->notice = notice_new(&ed->screen, class, ed->class->entity);
	if (class->list && !adding)
		notice_tell(ed->notice, ed->form, told);
	else
		notice_ask(ed->notice, ed->form);
}

static void make_form(struct editor *ed, const void *rec, const struct rows *told)
{
	const struct editor_class *class = ed->class;
	bool adding = !ed->id.id;
	ed->finder = (struct finder) { .screen = &ed->screen, .creates = true, .found = found };
	ed->form = form_new(&(struct form_wish) {
		.ent = class->entity, .fmt = &ed->screen.ui->fmt, .rec = rec, .adding = adding, .sections = class->sections,
		.fields = class->sections ? NULL : class->fields, .hidden = hidden(class->entity, adding),
		.needed = class->needs ? class->needs(rec) : 0, .may = finder_may, .resolve = finder_resolve, .create = create,
		.label = adding ? finder_label : NULL, /* of another the labels come with the record */
		.ctx = &ed->finder });
	ed->finder.form = ed->form;
	ed->screen.widget = ed->form;
	make_notice(ed, told);
	draft_begin(&ed->draft, &ed->screen, ed->form, class->entity->name, ed->id.id);
}

/* Once there is a form, and the screen is open: a question stands above it. */
void editor_shown(struct screen *s)
{
	struct editor *ed = editor_of(s);
	if (ed->unanswered) {
		screen_close(s);
		return;
	}
	if (!ed->form || ed->offered)
		return;
	ed->offered = true;
	if (draft_exists(ed->draft.path))
		draft_offer(s->ui, draft_answered, draft_left, ed);
}

static void show_labels(struct editor *ed, const void *rec, const char **labels)
{
	const struct entity *ent = ed->class->entity;
	for (size_t i = 0; i < ent->nfields; i++)
		if (labels[i])
			form_label(ed->form, &ent->fields[i], ((const struct ref *)field_in(&ent->fields[i], rec))->id, labels[i]);
}

/* What people call a record: its key, else its title; false: neither. */
static bool called(const struct entity *ent, const void *rec, char *out, size_t size)
{
	const struct field *key = entity_flagged(ent, F_KEY), *title = entity_flagged(ent, F_TITLE);
	const struct field *f = key && !field_empty(key, rec) ? key : title && !field_empty(title, rec) ? title : NULL;
	struct buf name = BUF_INIT(NAME_MOST);
	if (f)
		field_to_wire(f, rec, &name);
	snprintf(out, size, "%s", name.data);
	buf_done(&name);
	return f != NULL;
}

/* The same, else what kind of thing it is. */
static void name_of(const struct entity *ent, const void *rec, char *out, size_t size)
{
	if (!called(ent, rec, out, size))
		snprintf(out, size, "%s", i18n_label(ent->label));
}

/* A deleted record cannot be changed: better said before something is typed than after. */
static void is_deleted(const struct editor *ed, const void *rec)
{
	char name[NAME_MOST], verb[64];
	const struct entity *ent = ed->class->entity;
	name_of(ent, rec, name, sizeof(name));
	snprintf(verb, sizeof(verb), "%s.restore", ent->name);
	const struct verb *v = verb_find(verb);
	if (v && ui_may(ed->screen.ui, v->right))
		ui_say(ed->screen.ui, MESSAGE_WARN, _("%s is deleted. Bring it back first: F9, then “%s”."), name, i18n_label(v->label));
	else
		ui_say(ed->screen.ui, MESSAGE_WARN, _("%s is deleted. An owner of the workshop can bring it back."), name);
}

static size_t missing(const struct editor *ed, const void *rec, bool mark)
{
	const struct entity *ent = ed->class->entity;
	uint64_t needs = ed->class->needs ? ed->class->needs(rec) : 0;
	size_t n = 0;
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		if (!(needs >> i & 1) || !field_empty(f, rec))
			continue;
		n++;
		if (!mark)
			continue;
		char said[NAME_MOST];
		snprintf(said, sizeof(said), _("“%s” needs this."), i18n_label(ed->next->label));
		form_complain(ed->form, f, said);
	}
	return n;
}

/* Where whoever sent somebody here wants it to begin, and with all that is missing marked. */
static void begin(struct editor *ed, const void *rec)
{
	if (ed->go)
		form_go(ed->form, entity_field(ed->class->entity, ed->go));
	if (!ed->next || !missing(ed, rec, true))
		return;
	form_go_wrong(ed->form);
	ui_say(ed->screen.ui, MESSAGE_WARN, _("Fill in what is marked with ! and save; then “%s” is offered again."), i18n_label(ed->next->label));
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
	const struct field *gone = entity_flagged(ed->class->entity, F_DELETED);
	if (gone && !field_empty(gone, got->rec)) {
		is_deleted(ed, got->rec);
		screen_close(&ed->screen);
		return;
	}
	ed->id = got->id;
	make_form(ed, got->rec, ((const struct load_job *)j->args)->by ? &got->told : NULL);
	show_labels(ed, got->rec, got->labels);
	if (!called(ed->class->entity, got->rec, ed->screen.subject, sizeof(ed->screen.subject)))
		*ed->screen.subject = '\0'; /* the title of the screen says what it is */
	begin(ed, got->rec);
	editor_shown(&ed->screen);
	ui_touch(ed->screen.ui);
}

bool editor_open(struct screen *s, const char *words, struct err *e)
{
	struct editor *ed = editor_of(s);
	int64_t id = 0;
	ed->class = s->class->with;
	const struct entity *ent = ed->class->entity;
	if (!editor_may(s->ui, ent, *words ? "edit" : "create"))
		return err_set(e, ERR_DENIED, _("You do not have the right to do this."));
	if (s->ui->wish.readonly)
		return err_set(e, ERR_DENIED, _("karat was started with --readonly. Nothing has been changed."));
	if (!*words && ed->class->adder)
		return err_set(e, ERR_USAGE, _("Say which record: its id, number or name."));
	bool numbered = screen_words_id(words, &id) && id > 0;
	snprintf(s->subject, sizeof(s->subject), "%s", !*words ? _("(new)") : numbered ? "" : words);
	struct arena a = ARENA_INIT; /* the job may outlive the screen */
	if (!*words) {
		make_form(ed, preset(ent, ed->class->presets, NULL, &a), NULL);
		arena_done(&a);
		return true;
	}
	struct load_job j = { .editor = ed, .ent = ent, .words = arena_strdup(&a, words), .id = { id } };
	if (notice_query(s->ui, ed->class->notice, &a, &j.told))
		j.by = entity_field(query_listed(j.told.entity), ed->class->notice->by);
	worker_post(s->ui->worker, run_load, &j, sizeof(j), &a, loaded, s, SLOT_LOAD);
	return true;
}

void editor_close(struct screen *s)
{
	struct editor *ed = editor_of(s);
	notice_free(ed->notice);
	draft_end(&ed->draft);
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
	return ed->form && (finder_scan(&ed->finder, ev) || form_event(ed->form, ev));
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
	const struct field *field = ed->conflicts[ed->conflict].field;
	(void)ui;
	if (chosen == 1 && form_go(ed->form, field))
		form_revert(ed->form);
	form_mark(ed->form, field, NULL);
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
	form_go(ed->form, c->field);
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
		draft_write(&ed->draft);
		ui_say(ed->screen.ui, MESSAGE_WARN, _("Somebody else has deleted this record. What you typed is kept as a draft."));
		return;
	}
	arena_clear(&ed->conflict_texts);
	ed->nconflicts = form_merge(ed->form, j->theirs, &ed->conflict_texts, &ed->conflicts);
	show_labels(ed, j->theirs, j->labels);
	ask_conflicts(ed);
}

static void ask_conflicts(struct editor *ed)
{
	ed->conflict = 0;
	for (size_t i = 0; i < ed->nconflicts; i++)
		form_mark(ed->form, ed->conflicts[i].field, arena_printf(&ed->conflict_texts,
			_("Somebody else made this “%s”. Whose it is to be is asked when you save."),
			*ed->conflicts[i].theirs ? ed->conflicts[i].theirs : _("(empty)")));
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
		draft_write(&ed->draft);
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

/* What was missing is there now: the step that was wanted can be made at once. */
struct go_on {
	struct arena arena;
	const struct verb *verb;
	struct ref id;
	const char *name;
};

static void forget(struct ui *ui, void *ctx)
{
	struct arena arena = ((struct go_on *)ctx)->arena;
	(void)ui;
	arena_done(&arena);
}

static void go_on(struct ui *ui, void *ctx)
{
	const struct go_on *g = ctx;
	verb_start_on(ui, g->verb, g->id.id, g->name);
	forget(ui, ctx);
}

static void offer(struct ui *ui, const struct verb *v, struct ref id, const char *name)
{
	struct arena arena = ARENA_INIT;
	struct go_on *g = arena_alloc(&arena, sizeof(*g));
	*g = (struct go_on) { .verb = v, .id = id, .name = arena_strdup(&arena, name) };
	const char *question = arena_printf(&arena, _("%s is saved, and nothing is missing any more. “%s” now?"), name, i18n_label(v->label));
	g->arena = arena;
	ask_yes(ui, question, go_on, forget, g);
}

static void is_saved(struct editor *ed, const void *rec)
{
	const struct entity *ent = ed->class->entity;
	const struct ref id = *(const struct ref *)field_in(entity_flagged(ent, F_ID), rec);
	const struct screen_class *detail = ed->id.id || ed->asker ? NULL : ed->class->detail;
	const struct verb *next = ed->next && !missing(ed, rec, false) ? ed->next : NULL;
	void (*then)(struct ui *ui) = ed->then;
	struct ui *ui = ed->screen.ui;
	struct err e = ERR_INIT;
	char name[NAME_MOST];
	name_of(ent, rec, name, sizeof(name));
	draft_drop(ed->draft.path);
	if (ed->asker)
		form_set_ref(ed->asker->form, ed->asked_for, id.id, name);
	screen_close(&ed->screen);
	ui_say(ui, MESSAGE_GOOD, _("%s is saved."), name);
	if (then)
		then(ui);
	else if (next)
		offer(ui, next, id, name);
	else if (detail && !screen_open(ui, detail, name, &e))
		ui_say_err(ui, &e);
}

static void saved(struct job *j)
{
	struct save_job *args = j->args;
	struct editor *ed = args->editor;
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
	is_saved(ed, args->rec);
}

static void save_then(struct screen *s, void (*then)(struct ui *ui))
{
	struct editor *ed = editor_of(s);
	struct err e = ERR_INIT;
	ed->then = then;
	ed->waiting = false;
	if (!ed->form || ed->saving)
		return;
	if (form_pending(ed->form) && ed->finder.asking) { /* who types fast is not sent back */
		ed->waiting = true;
		return;
	}
	if (ed->conflict < ed->nconflicts) { /* a question that was left is asked again: nothing is saved over it */
		next_conflict(ed);
		return;
	}
	if (!form_check(ed->form, &e)) {
		ui_say_err(s->ui, &e);
		return;
	}
	const struct entity *ent = ed->class->entity;
	struct arena a = ARENA_INIT;
	if (!ed->request)
		ed->request = arena_strdup(screen_arena(s), store_uuid(&a));
	struct save_job j = { .editor = ed, .ent = ent, .id = ed->id, .rec = form_copied(ent, form_now(ed->form), &a),
		.was = ed->id.id ? form_copied(ent, form_was(ed->form), &a) : NULL, .request = arena_strdup(&a, ed->request),
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
	draft_drop(ed->draft.path);
	screen_close(s);
	return true;
}

/* A reference has been found, or will not be. */
static void found(struct screen *s)
{
	struct editor *ed = editor_of(s);
	if (ed->waiting)
		save_then(s, ed->then);
}

/* Leaving. */

static void leaving(struct ui *ui, void *ctx, size_t chosen)
{
	struct editor *ed = ctx;
	void (*then)(struct ui *ui) = ed->then;
	if (chosen == DRAFT_SAVE) {
		save_then(&ed->screen, then);
		return;
	}
	if (chosen == DRAFT_KEEP)
		draft_write(&ed->draft);
	else
		draft_drop(ed->draft.path);
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
		draft_drop(ed->draft.path);
		return true;
	}
	ed->then = then;
	draft_ask(s->ui, _("Save it"), leaving, ed);
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
static const struct action actions[] = {
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

const struct action_table editor_actions = { .context = "editor", .actions = actions, .more = &notice_actions };
