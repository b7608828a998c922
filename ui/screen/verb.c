/* verb.c - a verb from the screen: what it needs is asked, what is final is confirmed, then the store does it */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/worker.h"
#include "store/store.h"
#include "store/verb.h"
#include "widget/ask.h"

/* One run of a verb, alive until it is done or dropped. */
struct run {
	struct arena arena;
	struct ui *ui;
	const struct verb *verb;
	struct ref subject;
	const char *name;                      /* of the record */
	const char *texts[ENTITY_FIELDS_MAX];  /* typed, by field of the arguments */
	size_t asked;                          /* fields up to here have their text */
	size_t last;                           /* the one that was asked last; 0: none */
	struct fmt fmt;
};

static void next(struct run *r);

static void end(struct run *r)
{
	struct arena arena = r->arena;
	arena_done(&arena);
}

static void drop(struct ui *ui, void *ctx)
{
	(void)ui;
	end(ctx);
}

/* On the worker's thread: what was typed is read, references are found, and the verb runs. */
static bool run_verb(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct run *const *r = args;
	const struct verb *v = (*r)->verb;
	void *in = arena_alloc(a, v->args->size), *out = v->result ? arena_alloc(a, v->result->size) : NULL;
	entity_blank(v->args, in);
	if (v->subject)
		*(struct ref *)field_at(&v->args->fields[0], in) = (*r)->subject;
	for (size_t i = v->subject ? 1 : 0; i < v->args->nfields; i++)
		if (!str_empty((*r)->texts[i]) &&
				!store_read_field(s, &v->args->fields[i], &(*r)->fmt, false, (*r)->texts[i], a, in, e))
			return false;
	*ret = out;
	return store_act(s, v, in, NULL, a, out, e);
}

/* Where a record has a status, that is what people want to read. */
static void tell(const struct run *r, const void *result)
{
	const struct field *status = r->verb->result ? entity_field(r->verb->result, "status") : NULL;
	struct buf words = BUF_INIT(256);
	const char *said = r->last ? r->texts[r->last] : NULL;
	if (status && result && !r->last)
		field_to_user(status, &r->fmt, result, &words);
	if (said && *said)
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s: %s)."), r->name, i18n_label(r->verb->label), said);
	else if (words.len)
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s). Status: %s."), r->name, i18n_label(r->verb->label), words.data);
	else
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s)."), r->name, i18n_label(r->verb->label));
	buf_done(&words);
}

static void ran(struct job *j)
{
	struct run *r = *(struct run **)j->args;
	if (!j->ok && r->last && j->err.code != ERR_DENIED && j->err.code != ERR_CANCELLED) {
		ui_say_err(r->ui, &j->err);
		r->asked = r->last; /* what was typed is still there, to be mended or tried again */
		r->arena = job_keep(j);
		next(r);
		return;
	}
	bool goes = !j->ok && *j->err.field && r->verb->subject && edit_at(r->ui, r->verb->subject, r->name, j->err.field);
	if (j->ok)
		tell(r, j->result);
	else /* what is missing can be filled in at once */
		ui_say_err(r->ui, &j->err);
	if (!goes && j->ok && r->ui->top->class->shown)
		r->ui->top->class->shown(r->ui->top);
}

static void go(struct ui *ui, void *ctx)
{
	struct run *r = ctx;
	struct arena arena = r->arena; /* the job's from now on, and gone with it */
	worker_post(ui->worker, run_verb, &r, sizeof(r), &arena, ran, ui, SLOT_NONE);
}

static void go_on(struct run *r)
{
	r->asked++;
	next(r);
}

static void leave_empty(struct ui *ui, void *ctx)
{
	(void)ui;
	go_on(ctx);
}

static void told(struct ui *ui, void *ctx, const char *text)
{
	struct run *r = ctx;
	const struct field *f = &r->verb->args->fields[r->asked];
	if ((f->flags & F_REQUIRED) && str_empty(text)) {
		ui_say(ui, MESSAGE_WARN, _("“%s” is needed for this. Nothing has been changed."), i18n_label(f->label));
		end(r);
		return;
	}
	r->texts[r->asked] = arena_strdup(&r->arena, text);
	if (str_empty(text))
		ask_yes(ui, arena_printf(&r->arena, _("%s %s: shall “%s” be empty?"), i18n_label(r->verb->label), r->name, i18n_label(f->label)),
				leave_empty, drop, r);
	else
		go_on(r);
}

/* The next thing to ask; when there is none, a verb that is final asks whether it is meant. */
static void next(struct run *r)
{
	const struct entity *args = r->verb->args;
	while (r->asked < args->nfields && !(args->fields[r->asked].flags & F_REQUIRED) && args->fields[r->asked].type == &ft_line)
		r->asked++; /* a reason that nobody needs is not asked for */
	if (r->asked < args->nfields) {
		const struct field *f = &args->fields[r->asked];
		r->last = r->asked;
		ask_line(r->ui, &(struct ask_line) {
			.label = arena_printf(&r->arena, _("%s %s, %s:"), i18n_label(r->verb->label), r->name, i18n_label(f->label)),
			.text = r->texts[r->asked], .hint = f->hint ? i18n_label(f->hint) : NULL, .max = f->max ? (size_t)f->max : 200,
			.done = told, .dropped = drop, .ctx = r });
	} else if (r->verb->asks) {
		ask_yes(r->ui, arena_printf(&r->arena, _("%s: “%s”?"), i18n_label(r->verb->label), r->name), go, drop, r);
	} else {
		go(r->ui, r);
	}
}

void verb_start_on(struct ui *ui, const struct verb *v, long long id, const char *name)
{
	if (ui->wish.readonly) {
		ui_say(ui, MESSAGE_WARN, _("karat was started with --readonly. Nothing has been changed."));
		return;
	}
	struct arena arena = ARENA_INIT;
	struct run *r = arena_alloc(&arena, sizeof(*r));
	*r = (struct run) { .ui = ui, .verb = v, .subject = { id }, .asked = v->subject ? 1 : 0, .fmt = ui->fmt };
	r->name = arena_strdup(&arena, name);
	r->arena = arena;
	next(r);
}

void verb_start(struct screen *s, const struct verb *v)
{
	long long id = 0;
	const char *name = "";
	if (!v->subject || s->class->selected(s, &id, &name))
		verb_start_on(s->ui, v, id, name);
}
