/* verb.c - a verb from the screen: what it needs is asked, what is final is confirmed, then the store does it */
#include "config.h"

#include "screen/screens.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/complete.h"
#include "core/worker.h"
#include "store/store.h"
#include "store/verb.h"
#include "widget/ask.h"

/* One run of a verb, alive until it is done or dropped. */
struct run {
	struct arena arena;
	struct ui *ui;
	const struct verb *verb;
	struct ref subject;                    /* 0: the record is found by its name */
	const char *name;                      /* of the record */
	const char *texts[ENTITY_FIELDS_MAX];  /* typed, by field of the arguments */
	uint64_t given;                        /* of those, what was said at once and is not asked for */
	size_t asked;                          /* fields up to here have their text */
	size_t last;                           /* the one that was asked last; 0: none */
	size_t wanted;                         /* one that nobody asks for as a rule, but this time; 0: none */
	const char *why;                       /* it is wanted */
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
	if (v->subject && !(*r)->subject.id && !store_find(s, v->subject, (*r)->name, &(*r)->subject, e))
		return false;
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
	bool answered = r->last && r->last != r->wanted; /* a reason that was wanted is not what it was about */
	const char *said = answered ? r->texts[r->last] : NULL;
	if (status && result && !answered)
		field_to_user(status, &r->fmt, result, &words);
	if (said && *said)
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s: %s)."), r->name, i18n_label(r->verb->label), said);
	else if (words.len)
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s). Status: %s."), r->name, i18n_label(r->verb->label), words.data);
	else
		ui_say(r->ui, MESSAGE_GOOD, _("%s: done (%s)."), r->name, i18n_label(r->verb->label));
	buf_done(&words);
}

/* A refusal that an argument answers, such as the reason for what is not usual: it is asked then. */
static bool ask_wanted(struct run *r, struct job *j)
{
	const struct field *f = *j->err.field ? entity_field(r->verb->args, j->err.field) : NULL;
	size_t i = f ? field_index(r->verb->args, f) : 0;
	if (j->ok || !f || (r->verb->subject && i == 0) || j->err.code != ERR_INVALID)
		return false;
	r->arena = job_keep(j);
	r->why = arena_strdup(&r->arena, j->err.text);
	r->asked = r->wanted = i;
	next(r);
	return true;
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
	if (ask_wanted(r, j))
		return;
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
	if (((f->flags & F_REQUIRED) || r->asked == r->wanted) && str_empty(text)) {
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

static bool needs_no_question(const struct run *r, const struct field *f)
{
	if (r->given >> r->asked & 1)
		return r->asked != r->last; /* what was refused is asked for again */
	return !(f->flags & F_REQUIRED) && f->type == &ft_line; /* a reason that nobody needs is not asked for */
}

/* The next thing to ask; when there is none, a verb that is final asks whether it is meant. */
static void next(struct run *r)
{
	const struct entity *args = r->verb->args;
	while (r->asked < args->nfields && r->asked != r->wanted && needs_no_question(r, &args->fields[r->asked]))
		r->asked++;
	if (r->asked < args->nfields) {
		const struct field *f = &args->fields[r->asked];
		r->last = r->asked;
		ask_line(r->ui, &(struct ask_line) {
			.label = arena_printf(&r->arena, _("%s %s, %s:"), i18n_label(r->verb->label), r->name, i18n_label(f->label)),
			.text = r->texts[r->asked], .hint = r->why ? r->why : f->hint ? i18n_label(f->hint) : NULL, .max = f->max ? (size_t)f->max : 200,
			.done = told, .dropped = drop, .ctx = r });
	} else if (r->verb->asks) {
		ask_yes(r->ui, arena_printf(&r->arena, _("%s: “%s”?"), i18n_label(r->verb->label), r->name), go, drop, r);
	} else {
		go(r->ui, r);
	}
}

/* NULL, and it is said, where nothing may be changed. */
static struct run *begin(struct ui *ui, const struct verb *v, long long id, const char *name)
{
	if (ui->wish.readonly) {
		ui_say(ui, MESSAGE_WARN, _("karat was started with --readonly. Nothing has been changed."));
		return NULL;
	}
	struct arena arena = ARENA_INIT;
	struct run *r = arena_alloc(&arena, sizeof(*r));
	*r = (struct run) { .ui = ui, .verb = v, .subject = { id }, .asked = v->subject ? 1 : 0, .fmt = ui->fmt };
	r->name = arena_strdup(&arena, name);
	r->arena = arena;
	return r;
}

/* What is final, and about two records, has a screen of its own to look at both first. */
static bool has_screen(struct ui *ui, const struct verb *v, long long id, const char *name)
{
	if (ui->wish.readonly || !id || !str_eq(v->name, "customer.merge"))
		return false;
	merge_open(ui, id, name);
	return true;
}

void verb_start_on(struct ui *ui, const struct verb *v, long long id, const char *name)
{
	if (has_screen(ui, v, id, name))
		return;
	struct run *r = begin(ui, v, id, name);
	if (r)
		next(r);
}

/* field=value, each for a field that is not there twice. */
static bool take_word(struct run *r, const char *word, struct err *e)
{
	const struct entity *args = r->verb->args;
	const struct field *f;
	size_t len = strcspn(word, "=");
	if (!word[len])
		return err_set(e, ERR_USAGE, _("“%s” says nothing. A value is said as field=value."), word);
	if (!cli_field(args, arena_strndup(&r->arena, word, len), ASSIGN_NEW, &f, e))
		return false;
	size_t at = field_index(args, f);
	if (at == 0 && r->verb->subject) { /* the record itself */
		r->name = arena_strdup(&r->arena, word + len + 1);
		r->subject.id = 0;
		return true;
	}
	r->texts[at] = arena_strdup(&r->arena, word + len + 1);
	r->given |= (uint64_t)1 << at;
	return true;
}

bool verb_say(struct ui *ui, const struct verb *v, long long id, const char *name, char *const *words, int n, struct err *e)
{
	if (!ui_may(ui, v->right))
		return err_set(e, ERR_DENIED, _("You do not have the right to do this."));
	if (!n && has_screen(ui, v, id, name))
		return true;
	struct run *r = begin(ui, v, id, name);
	if (!r)
		return true;
	bool ok = true;
	for (int i = 0; i < n && ok; i++)
		ok = take_word(r, words[i], e);
	if (ok && v->subject && !r->subject.id && str_empty(r->name))
		ok = err_set(e, ERR_USAGE, _("Say which record: “:%s” and its number or name."), v->name);
	if (ok)
		next(r);
	else
		end(r);
	return ok;
}

void verb_start(struct screen *s, const struct verb *v, const char *words)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char **argv;
	int argc;
	long long id = 0;
	const char *name = "";
	bool selected = v->subject && s->class->entity == v->subject && s->class->selected && s->class->selected(s, &id, &name);
	bool ok = line_split(words, &a, &argv, &argc, &e);
	if (ok && argc && v->subject && !strchr(argv[0], '=')) { /* another record than the selected one */
		id = 0;
		name = *argv++;
		argc--;
	} else if (!selected) {
		id = 0;
		name = "";
	}
	if (!ok || !verb_say(s->ui, v, id, name, argv, argc, &e))
		ui_say_err(s->ui, &e);
	arena_done(&a);
}
