/* verb.c - a verb from the screen: what it needs is asked in a box, what is final is confirmed, then the store does it */
#include "config.h"

#include "screen/verb_in.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/complete.h"
#include "core/input.h"
#include "core/term.h"
#include "core/worker.h"
#include "screen/draft.h"
#include "screen/finder.h"
#include "store/store.h"
#include "store/verb.h"
#include "widget/ask.h"
#include "widget/form.h"
#include "widget/form_draft.h"
#include "widget/list.h"

enum { SLOT_AHEAD, SLOT_MENDED };
enum { BOX_W = 74, STATUS_MOST = 256, NAMES_SHOWN = 5 };

/* The questions of a verb as a form in a box. */
struct box {
	struct screen screen;
	struct run run;
	struct form *form;
	struct finder finder;
	struct draft draft;
	bool running, waiting;       /* the verb is under way; it will be as soon as a reference is found */
	bool sure;                   /* what is empty is meant to be */
	void (*then)(struct ui *ui); /* after it has been left */
};

static struct box *box_of(struct screen *s)
{
	return (struct box *)s;
}

static const struct verb_target *targets_copied(const struct verb_target *from, size_t n, struct arena *a)
{
	struct verb_target *to = arena_array(a, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = (struct verb_target) { from[i].id, arena_strdup(a, from[i].name), arena_strdup(a, from[i].why) };
	return to;
}

struct run run_copied(const struct run *run, struct arena *a)
{
	struct run r = *run;
	r.name = arena_strdup(a, run->name);
	r.said = arena_strdup(a, run->said);
	r.request = arena_strdup(a, run->request);
	r.args = form_copied(run->verb->args, run->args, a);
	for (size_t i = 0; i < run->verb->args->nfields; i++)
		r.given[i] = arena_strdup(a, run->given[i]);
	r.targets = run->targets ? targets_copied(run->targets, run->ntargets, a) : NULL;
	r.left = run->left ? targets_copied(run->left, run->nleft, a) : NULL;
	return r;
}

static size_t first_asked(const struct verb *v)
{
	return v->subject ? 1 : 0;
}

/* The field that a message speaks of, and that is asked about when it stays empty: the first. Only a verb with
 * questions has one. */
static const struct field *main_field(const struct verb *v)
{
	size_t i = first_asked(v);
	kt_assert(i < v->args->nfields);
	return &v->args->fields[i];
}

/* Running. */

bool run_call(struct store *s, const struct run *r, void *args, struct ref subject, struct arena *a, void **ret, struct err *e)
{
	const struct verb *v = r->verb;
	void *out = v->result ? arena_alloc(a, v->result->size) : NULL;
	if (v->subject)
		*(struct ref *)field_at(&v->args->fields[0], args) = subject;
	for (size_t i = first_asked(v); i < v->args->nfields; i++)
		if (!str_empty(r->given[i]) && !store_read_field(s, &v->args->fields[i], &r->ui->fmt, false, r->given[i], a, args, e))
			return false;
	*ret = out;
	return store_act(s, v, args, &(struct act) { .request = r->request }, a, out, e);
}

static bool find_subject(struct store *s, struct run *r, struct err *e)
{
	return !r->verb->subject || r->subject.id || store_find(s, r->verb->subject, r->name, &r->subject, e);
}

static bool run_verb(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct run *r = args;
	return find_subject(s, r, e) && run_call(s, r, r->args, r->subject, a, ret, e);
}

/* A record that is new is called what it is called now; where there is a status, that is what people want to read. */
static void tell(const struct run *r, const void *result)
{
	const struct entity *ent = result ? r->verb->result : NULL;
	const struct field *status = ent ? entity_field(ent, "status") : NULL, *key = ent ? entity_flagged(ent, F_KEY) : NULL;
	const char *verb = i18n_label(r->verb->label), *name = r->name;
	struct buf words = BUF_INIT(STATUS_MOST), called = BUF_INIT(STATUS_MOST);
	if (!r->verb->subject && key)
		field_to_wire(key, result, &called);
	if (called.len)
		name = called.data;
	if (status && !r->said)
		field_to_user(status, &r->ui->fmt, result, &words);
	if (str_empty(name) || name[strspn(name, "0123456789")] == '\0') /* an id, which nobody sees */
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done."), verb);
	else if (!str_empty(r->said) && r->verb->subject)
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s: %s)."), name, verb, r->said);
	else if (words.len)
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s). Status: %s."), name, verb, words.data);
	else
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s)."), name, verb);
	buf_done(&words);
	buf_done(&called);
}

/* The box stays with all that was typed, to be mended or tried again. */
static void failed_in_box(struct box *b, const struct err *e)
{
	if (e->code != ERR_OFFLINE)
		b->run.request = NULL;
	draft_write(&b->draft);
	(void)form_fail(b->form, e);
	ui_say_err(b->screen.ui, e);
}

/* What is to be mended is read, and stands in the questions unless somebody was faster. */

struct mended {
	const struct verb *verb;
	struct ref id;
};

static bool run_mended(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct mended *m = args;
	const struct entity *ent = m->verb->subject, *asked = m->verb->args;
	void *rec = arena_alloc(a, ent->size), *to = *ret = arena_alloc(a, asked->size);
	if (!store_get(s, ent, arena_printf(a, "#%lld", (long long)m->id.id), a, rec, e))
		return false;
	entity_blank(asked, to);
	for (size_t i = first_asked(m->verb); i < asked->nfields; i++) {
		const struct field *f = &asked->fields[i], *from = entity_field(ent, f->name);
		if (from && from->type == f->type && !(f->flags & F_REQUIRED)) /* a reason is one's own */
			memcpy(field_at(f, to), field_in(from, rec), f->type->size);
	}
	return true;
}

static void have_mended(struct job *j)
{
	struct box *b = j->owner;
	if (!j->ok || form_dirty(b->form))
		return;
	form_reset(b->form, j->result);
	b->draft.written = form_changes(b->form);
	(void)form_go_empty(b->form);
	ui_touch(b->screen.ui);
}

static void ask_mended(struct box *b)
{
	struct mended m = { .verb = b->run.verb, .id = b->run.subject };
	if (m.verb->mends && m.id.id && !b->run.targets && !form_dirty(b->form))
		worker_post(b->screen.ui->worker, run_mended, &m, sizeof(m), NULL, have_mended, b, SLOT_MENDED);
}

static void open_box(const struct run *run, const struct err *refused);

/* What was said at once and cannot be is asked for, with all that was said; so is what is asked only this time, such as
 * the reason for what is not usual. */
static bool mended_in_box(const struct run *r, const struct err *e)
{
	const struct entity *args = r->verb->args;
	const struct field *f = entity_field(args, e->field);
	if (!f || (r->verb->subject && f == &args->fields[0]))
		return false;
	struct run again = *r;
	again.refused = !r->given[field_index(args, f)];
	if (again.refused && e->code != ERR_INVALID)
		return false;
	open_box(&again, e);
	return true;
}

static void ran(struct job *j)
{
	const struct run *r = j->args;
	struct ui *ui = r->ui;
	if (r->box)
		r->box->running = false;
	if (!j->ok && r->box) {
		failed_in_box(r->box, &j->err);
		return;
	}
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		if (*j->err.field && !mended_in_box(r, &j->err) && r->verb->subject) /* what is missing can be filled in at once */
			(void)edit_at(ui, r->verb->subject, r->subject.id, j->err.field, r->verb);
		return;
	}
	void (*then)(struct ui *ui) = r->box ? r->box->then : NULL;
	if (r->box) {
		draft_drop(r->box->draft.path);
		screen_close(&r->box->screen);
	} else if (ui->top->class->shown) {
		ui->top->class->shown(ui->top);
	}
	tell(r, j->result);
	if (then)
		then(ui);
}

/* The box has done its work, and the screen that tells how far it is takes its place. */
static void post_many(const struct run *run)
{
	struct arena a = ARENA_INIT;
	struct run r = run_copied(run, &a);
	r.box = NULL;
	r.request = NULL; /* each has one of its own */
	if (run->box) {
		draft_drop(run->box->draft.path);
		screen_close(&run->box->screen);
	}
	run_many(&r);
	arena_done(&a);
}

static void post(const struct run *run)
{
	if (run->targets) {
		post_many(run);
		return;
	}
	struct arena a = ARENA_INIT;
	struct run r = run_copied(run, &a);
	if (r.box)
		r.box->running = true;
	worker_post(r.ui->worker, run_verb, &r, sizeof(r), &a, ran, r.box ? (void *)r.box : (void *)r.ui, SLOT_NONE);
}

/* A verb that needs nothing but to be meant: it waits in an arena of its own for the answer. */

struct asked {
	struct arena arena;
	struct run run;
};

static void forget(struct ui *ui, void *ctx)
{
	struct arena arena = ((struct asked *)ctx)->arena;
	(void)ui;
	arena_done(&arena);
}

static void meant(struct ui *ui, void *ctx)
{
	post(&((struct asked *)ctx)->run);
	forget(ui, ctx);
}

/* So many that people see whom it is about. */
static const char *some_names(const struct run *r, struct arena *a)
{
	const char *all = r->targets[0].name;
	size_t n = r->ntargets < NAMES_SHOWN ? r->ntargets : NAMES_SHOWN;
	for (size_t i = 1; i < n; i++)
		all = arena_printf(a, "%s, %s", all, r->targets[i].name);
	return n < r->ntargets ? arena_printf(a, "%s, …", all) : all;
}

static const char *question(const struct run *r, struct arena *a)
{
	if (r->targets)
		return arena_printf(a, _("%s: %s? %s"), i18n_label(r->verb->label), r->name, some_names(r, a));
	return arena_printf(a, _("%s: “%s”?"), i18n_label(r->verb->label), r->name);
}

static void run_without_box(const struct run *run)
{
	struct arena arena = ARENA_INIT;
	struct asked *q = arena_alloc(&arena, sizeof(*q));
	q->run = run_copied(run, &arena);
	const char *words = question(run, &arena);
	q->arena = arena;
	if (run->verb->asks || run->targets)
		ask_yes(run->ui, words, meant, forget, q);
	else
		meant(run->ui, q);
}

/* The box. */

/* A reason that nobody needs is not asked for; where something else is, it is asked for beside that. */
static bool has_questions(const struct run *r)
{
	const struct entity *args = r->verb->args;
	for (size_t i = first_asked(r->verb); i < args->nfields; i++)
		if (!r->given[i] && !(args->fields[i].flags & F_READONLY) && ((args->fields[i].flags & F_REQUIRED) || args->fields[i].type != &ft_line))
			return true;
	return false;
}

static bool is_long(const struct box *b)
{
	const struct entity *args = b->run.verb->args;
	size_t n = args->nfields - first_asked(b->run.verb);
	const struct field *f = main_field(b->run.verb);
	return n > 1 || (f && f->type == &ft_note);
}

static const char *first_line(const char *text, struct arena *a)
{
	size_t len = strcspn(text, "\n");
	return text[len] ? arena_printf(a, _("%.*s …"), (int)len, text) : text;
}

static void prepare(struct box *b)
{
	struct arena *a = screen_arena(&b->screen);
	b->run.args = form_copied(b->run.verb->args, form_now(b->form), a);
	b->run.said = b->run.refused ? NULL : first_line(form_say(b->form, main_field(b->run.verb), a), a);
	if (!b->run.request)
		b->run.request = store_uuid(a);
}

static void send(struct ui *ui, void *ctx)
{
	struct box *b = ctx;
	(void)ui;
	prepare(b);
	post(&b->run);
}

/* Looking ahead: what becomes what is told, and it is done when somebody has seen it. */

static bool run_look_ahead(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct run *r = args;
	*ret = arena_alloc(a, sizeof(struct ahead));
	if (!find_subject(s, r, e))
		return false;
	if (r->verb->subject)
		*(struct ref *)field_at(&r->verb->args->fields[0], r->args) = r->subject;
	return run_ahead(s, r, a, *ret, e);
}

static void as_told(struct ui *ui, void *ctx)
{
	(void)ui;
	post(&((struct box *)ctx)->run);
}

static void looked_ahead(struct job *j)
{
	struct box *b = j->owner;
	const struct ahead *ahead = j->result;
	b->running = false;
	if (!j->ok) {
		failed_in_box(b, &j->err);
		return;
	}
	if (ahead->room)
		*(signed char *)field_at(entity_field(b->run.verb->args, "make_room"), b->run.args) = 1;
	if (ahead->question)
		ask_yes(b->screen.ui, ahead->question, as_told, NULL, b);
	else
		as_told(b->screen.ui, b);
}

static void look_ahead(struct box *b)
{
	struct arena a = ARENA_INIT;
	prepare(b);
	struct run r = run_copied(&b->run, &a);
	b->running = true;
	worker_post(r.ui->worker, run_look_ahead, &r, sizeof(r), &a, looked_ahead, b, SLOT_AHEAD);
}

static void attempt(struct box *b);

static void surely_empty(struct ui *ui, void *ctx)
{
	struct box *b = ctx;
	(void)ui;
	b->sure = true;
	attempt(b);
}

/* Sends it if it can be sent; else whoever answers what is asked now comes back here. */
static void attempt(struct box *b)
{
	struct screen *s = &b->screen;
	struct arena *a = screen_arena(s);
	struct err e = ERR_INIT;
	const struct field *f = main_field(b->run.verb);
	b->waiting = form_pending(b->form) && b->finder.asking;
	if (b->running || b->waiting)
		return;
	if (!form_check(b->form, &e))
		ui_say_err(s->ui, &e);
	else if (!b->sure && !b->run.verb->tells && field_empty(f, form_now(b->form))) /* else what comes of it is told */
		ask_yes(s->ui, arena_printf(a, _("%s %s: shall “%s” be empty?"), i18n_label(b->run.verb->label), b->run.name, i18n_label(f->label)),
			surely_empty, NULL, b);
	else if (b->run.verb->tells && !b->run.targets)
		look_ahead(b);
	else if (b->run.verb->asks || b->run.targets)
		ask_yes(s->ui, question(&b->run, a), send, NULL, b);
	else
		send(s->ui, b);
}

static void box_done(struct screen *s, const char *words)
{
	struct box *b = box_of(s);
	(void)words;
	b->then = NULL;
	attempt(b);
}

/* Enter in the last field is the answer, unless it begins a new line there. */
static void box_next(struct screen *s, const char *words)
{
	struct box *b = box_of(s);
	bool last = form_on_last(b->form), taken = form_on_list(b->form);
	if (!last || taken)
		form_enter(b->form);
	if (last)
		box_done(s, words);
}

static void box_found(struct screen *s)
{
	if (box_of(s)->waiting)
		attempt(box_of(s));
}

/* Leaving: an answer of a word is no loss, a text is. */

static void leaving(struct ui *ui, void *ctx, size_t chosen)
{
	struct box *b = ctx;
	void (*then)(struct ui *ui) = b->then;
	if (chosen == DRAFT_SAVE) {
		attempt(b);
		return;
	}
	if (chosen == DRAFT_KEEP)
		draft_write(&b->draft);
	else
		draft_drop(b->draft.path);
	screen_close(&b->screen);
	if (then)
		then(ui);
}

static bool box_leave(struct screen *s, void (*then)(struct ui *ui))
{
	struct box *b = box_of(s);
	b->then = then;
	if (b->running) /* then it goes by itself, or stays because something is wrong */
		return false;
	if (form_dirty(b->form) && is_long(b)) {
		draft_ask(s->ui, i18n_label(b->run.verb->label), leaving, b);
		return false;
	}
	draft_drop(b->draft.path);
	return true;
}

static void box_drop(struct screen *s, const char *words)
{
	struct box *b = box_of(s);
	(void)words;
	if (b->running)
		worker_cancel(s->ui->worker, s);
	else if (!form_close(b->form) && box_leave(s, NULL))
		screen_close(s);
}

/* The rest of the screen. */

static void box_paint(struct screen *s)
{
	const struct box *b = box_of(s);
	struct arena a = ARENA_INIT;
	const char *verb = i18n_label(b->run.verb->label);
	struct area in = ask_box(s->area, form_height(b->form), BOX_W, *b->run.name ? arena_printf(&a, _("%s: %s"), verb, b->run.name) : verb);
	form_paint(b->form, in);
	arena_done(&a);
}

static bool box_event(struct screen *s, const struct event *ev)
{
	struct box *b = box_of(s);
	if (b->running && ev->kind != EVENT_FOCUS)
		return true;
	b->sure = false;
	if (!finder_scan(&b->finder, ev))
		(void)form_event(b->form, ev);
	return ev->kind != EVENT_FOCUS;
}

static struct edit *box_edited(struct screen *s)
{
	return form_edited(box_of(s)->form);
}

static void box_spoken(struct screen *s, const struct fmt *was)
{
	form_respell(box_of(s)->form, was);
}

static void box_touched(struct screen *s)
{
	draft_touched(&box_of(s)->draft);
}

static void box_hangup(struct screen *s)
{
	draft_write(&box_of(s)->draft);
}

static void box_close(struct screen *s)
{
	draft_end(&box_of(s)->draft);
	form_free(box_of(s)->form);
}

// clang-format off
static const struct action box_actions[] = {
	{ "verb.done", N_("Do it"), N_("Takes what is filled in and does what the box is called."), .flags = ACTION_BAR, .run = box_done },
	{ "verb.drop", N_("Leave"), N_("Leaves everything as it was; asks first if a text would be lost."), .flags = ACTION_BAR, .run = box_drop },
	{ "verb.next", N_("Next"),  N_("To the next field; in the last one it does what the box is called, in a text it begins a new line."), .run = box_next },
	{ NULL },
};
// clang-format on

const struct screen_class box_dialog = {
	.name = "verb", .title = N_("Details"), .help = N_("Signs: * must be filled in, ~ is changed, ! is wrong."),
	.size = sizeof(struct box), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = box_actions, .widget = &form_actions, .paint = box_paint, .event = box_event, .close = box_close,
	.edited = box_edited, .typing = &form_typing, .edited_changed = box_touched, .leave = box_leave, .hangup = box_hangup,
	.spoken = box_spoken,
};

/* What was said at once stands there already, as if it had been typed. */
static void fill_in(struct box *b, const struct run *run)
{
	const struct entity *args = run->verb->args;
	struct arena a = ARENA_INIT;
	void *rec = arena_alloc(&a, args->size);
	entity_blank(args, rec);
	for (size_t i = first_asked(run->verb); i < args->nfields; i++) {
		const struct field *f = &args->fields[i];
		struct form_pair pair = { .field = f->name, .typed = run->given[i] };
		struct buf wire = BUF_INIT(EDIT_BYTES_MAX);
		struct err e = ERR_INIT;
		if (run->given[i] && f->type != &ft_ref && field_from_user(f, &run->ui->fmt, run->given[i], &a, rec, &e)) {
			field_to_wire(f, rec, &wire);
			pair.wire = wire.data;
		}
		if (run->given[i])
			(void)form_load_wire(b->form, &pair, 1);
		buf_done(&wire);
	}
	arena_done(&a);
}

static void open_box(const struct run *run, const struct err *refused)
{
	struct err e = ERR_INIT;
	struct ui *ui = run->ui;
	const struct verb *v = run->verb;
	kt_assert(screen_open(ui, &box_dialog, NULL, &e)); /* it refuses nobody */
	struct box *b = box_of(ui->top);
	b->run = run_copied(run, screen_arena(&b->screen));
	memset(b->run.given, 0, sizeof(b->run.given)); /* from now on it stands in the form */
	b->run.box = b;
	b->finder = (struct finder) { .screen = &b->screen, .found = box_found };
	b->form = form_new(&(struct form_wish) { .ent = v->args, .fmt = &ui->fmt, .rec = run->args, .adding = true, .wraps = true,
		.hidden = v->subject ? 1 : 0, .may = finder_may, .resolve = finder_resolve, .label = finder_label, .ctx = &b->finder });
	b->finder.form = b->form;
	b->screen.widget = b->form;
	draft_begin(&b->draft, &b->screen, b->form, v->name, run->subject.id);
	struct form_conflict *none; /* no record that others could change */
	if (draft_exists(b->draft.path))
		(void)draft_take(&b->draft, screen_arena(&b->screen), &none);
	fill_in(b, run);
	if (refused)
		(void)form_fail(b->form, refused);
	else
		(void)form_go_empty(b->form);
	ask_mended(b);
	term_in_field(true);
}

static void start(const struct run *r)
{
	if (has_questions(r))
		open_box(r, NULL);
	else
		run_without_box(r);
}

/* False, and it is said, where nothing may be changed. */
static bool begin(struct run *r, struct ui *ui, const struct verb *v, long long id, const char *name, struct arena *a)
{
	if (ui->wish.readonly) {
		ui_say(ui, MESSAGE_WARN, _("karat was started with --readonly. Nothing has been changed."));
		return false;
	}
	*r = (struct run) { .ui = ui, .verb = v, .subject = { id }, .name = name, .args = arena_alloc(a, v->args->size) };
	entity_blank(v->args, r->args);
	if (v->subject)
		*(struct ref *)field_at(&v->args->fields[0], r->args) = r->subject;
	return true;
}

static bool is_merge(const struct verb *v)
{
	return str_eq(v->name, "customer.merge");
}

/* What is final, and about two records, has a screen of its own to look at both first. */
static bool has_screen(struct ui *ui, const struct verb *v, long long id, const char *name)
{
	if (ui->wish.readonly || !id || !is_merge(v))
		return false;
	merge_open(ui, id, name);
	return true;
}

void verb_start_on(struct ui *ui, const struct verb *v, long long id, const char *name)
{
	if (has_screen(ui, v, id, name))
		return;
	struct arena a = ARENA_INIT;
	struct run r;
	if (begin(&r, ui, v, id, name, &a))
		start(&r);
	arena_done(&a);
}

/* field=value, each for a field that is not there twice. */
static bool take_word(struct run *r, const char *word, struct arena *a, struct err *e)
{
	const struct entity *args = r->verb->args;
	const struct field *f;
	size_t len = strcspn(word, "=");
	if (!word[len])
		return err_set(e, ERR_USAGE, _("“%s” says nothing. A value is said as field=value."), word);
	if (!cli_field(args, arena_strndup(a, word, len), ASSIGN_NEW, &f, e))
		return false;
	size_t at = field_index(args, f);
	if (at == 0 && r->verb->subject) { /* the record itself */
		r->name = arena_strdup(a, word + len + 1);
		r->subject.id = 0;
		r->targets = r->left = NULL;
		r->ntargets = r->nleft = 0;
		return true;
	}
	r->given[at] = arena_strdup(a, word + len + 1);
	if (f == main_field(r->verb))
		r->said = r->given[at];
	return true;
}

/* What is said is taken, what is missing asked for. */
static bool say(struct run *r, char *const *words, int n, struct arena *a, struct err *e)
{
	for (int i = 0; i < n; i++)
		if (!take_word(r, words[i], a, e))
			return false;
	if (r->verb->subject && !r->subject.id && !r->targets && str_empty(r->name))
		return err_set(e, ERR_USAGE, _("Say which record: “:%s” and its number or name."), r->verb->name);
	start(r);
	return true;
}

static bool may_say(const struct ui *ui, const struct verb *v, struct err *e)
{
	return ui_may(ui, v->right) || err_set(e, ERR_DENIED, _("You do not have the right to do this."));
}

bool verb_say(struct ui *ui, const struct verb *v, long long id, const char *name, char *const *words, int n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct run r;
	if (!may_say(ui, v, e))
		return false;
	if (!n && has_screen(ui, v, id, name))
		return true;
	bool ok = !begin(&r, ui, v, id, name, &a) || say(&r, words, n, &a, e);
	arena_done(&a);
	return ok;
}

/* At all that are chosen in a list, but for those that are left out. */
static void aim(struct run *r, const struct list_chosen *chosen, size_t n, leave_out_fn *why, void *ctx, struct arena *a)
{
	struct verb_target *targets = arena_array(a, n, sizeof(*targets)), *left = arena_array(a, n, sizeof(*left));
	for (size_t i = 0; i < n; i++) {
		const char *reason = why ? why(ctx, chosen[i].id, a) : NULL;
		*(reason ? &left[r->nleft++] : &targets[r->ntargets++]) = (struct verb_target) { chosen[i].id, chosen[i].name, reason };
	}
	r->targets = targets;
	r->left = left;
	r->name = arena_printf(a, ngettext("%zu record", "%zu records", r->ntargets), r->ntargets);
}

static bool say_to_chosen(struct screen *s, const struct verb *v, leave_out_fn *why, void *ctx, char *const *words, int n,
		struct err *e)
{
	const struct list_chosen *chosen;
	size_t nchosen = s->class->chosen(s, &chosen);
	struct arena a = ARENA_INIT;
	struct run r;
	if (!may_say(s->ui, v, e))
		return false;
	if (is_merge(v))
		return err_set(e, ERR_INVALID, _("Files are merged one by one, after a look at both. Select none, and begin with the one that goes."));
	bool ok = true;
	if (begin(&r, s->ui, v, 0, "", &a)) {
		aim(&r, chosen, nchosen, why, ctx, &a);
		r.list = s->widget;
		ok = say(&r, words, n, &a, e);
	}
	arena_done(&a);
	return ok;
}

void verb_start_some(struct screen *s, const struct verb *v, leave_out_fn *why, void *ctx)
{
	struct err e = ERR_INIT;
	if (!say_to_chosen(s, v, why, ctx, NULL, 0, &e))
		ui_say_err(s->ui, &e);
}

void verb_start(struct screen *s, const struct verb *v, const char *words)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const struct list_chosen *chosen = NULL;
	char **argv;
	int argc;
	long long id = 0;
	const char *name = "";
	bool here = v->subject && s->class->entity == v->subject;
	size_t n = here && s->class->chosen ? s->class->chosen(s, &chosen) : 0;
	bool selected = here && s->class->selected && s->class->selected(s, &id, &name);
	bool ok = line_split(words, &a, &argv, &argc, &e);
	if (ok && argc && v->subject && !strchr(argv[0], '=')) { /* another record than the selected one */
		id = 0;
		name = *argv++;
		argc--;
		n = 0;
	} else if (!selected) {
		id = 0;
		name = "";
	}
	ok = ok && (n ? say_to_chosen(s, v, NULL, NULL, argv, argc, &e) : verb_say(s->ui, v, id, name, argv, argc, &e));
	if (!ok)
		ui_say_err(s->ui, &e);
	arena_done(&a);
}
