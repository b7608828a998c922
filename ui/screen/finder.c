/* finder.c - what was typed for a reference goes to the store, and comes back as suggestions */
#include "config.h"

#include "screen/finder.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/scan_code.h"
#include "screen/scan.h"
#include "screen/screens.h"
#include "store/store.h"
#include "widget/form.h"

enum { SUGGESTIONS = 8, LISTED = 40, LABEL_MOST = 512, NAMING = 2 };

/* 0 is the screen's own; one for each field from these on, so that two that are given at once do not drop each other. */
enum { SLOT_LABEL = 16, SLOT_FIND = SLOT_LABEL + 4096 };

static int slot_of(int first, const struct field *f)
{
	return first + (int)(f->off % 4096);
}

/* References are aligned: none share a bit, in a record of up to 512 bytes. */
static uint64_t bit_of(const struct field *f)
{
	return UINT64_C(1) << (f->off / sizeof(struct ref) % 64);
}

bool finder_may(void *ctx, const char *right)
{
	return ui_may(((struct finder *)ctx)->screen->ui, right);
}

/* Finding. */

struct find_job {
	struct finder *finder;
	const struct field *field;
	const char *typed;
	struct query query;
	size_t most;
};

static bool run_find(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct find_job *j = args;
	struct rows *rows = arena_alloc(a, sizeof(*rows));
	*ret = rows;
	return store_list(s, &j->query, a, rows, e);
}

/* The words of some columns, with blanks between. */
static const char *words_of(const struct rows *rows, size_t row, size_t from, size_t to, struct arena *a)
{
	struct buf label = BUF_INIT(LABEL_MOST);
	for (size_t c = from; c < to && c < rows->ncols; c++) {
		const char *cell = rows->cells[row * rows->ncols + c];
		if (cell)
			buf_addf(&label, "%s%s", label.len ? " " : "", cell);
	}
	const char *words = arena_strdup(a, label.data);
	buf_done(&label);
	return words;
}

static void suggest(const struct find_job *f, const struct rows *rows, struct arena *a)
{
	struct form_ref refs[LISTED + 1];
	size_t n = 0;
	for (size_t r = 0; r < rows->n && n < f->most; r++) {
		int64_t id = strtoll(rows->keys[r].id, NULL, 10);
		if (id != f->finder->but.id)
			refs[n++] = (struct form_ref) { .id = id, .label = words_of(rows, r, 0, NAMING, a),
				.detail = rows->ncols > NAMING ? words_of(rows, r, NAMING, rows->ncols, a) : NULL };
	}
	if (f->finder->creates && edit_may_new(f->finder->screen->ui, f->field->ref))
		refs[n++] = (struct form_ref) { .id = 0, .label = arena_printf(a, _("New: %s …"), i18n_label(f->field->ref->label)) };
	form_suggest(f->finder->form, f->field, f->typed, refs, n);
}

static void found(struct job *j)
{
	const struct find_job *f = j->args;
	struct finder *finder = f->finder;
	finder->asking &= ~bit_of(f->field);
	if (j->ok)
		suggest(f, j->result, j->arena);
	else if (j->err.code != ERR_CANCELLED)
		ui_say_err(finder->screen->ui, &j->err);
	ui_touch(finder->screen->ui);
	if (finder->found)
		finder->found(finder->screen);
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

void finder_resolve(void *ctx, struct form *f, const struct field *field, const char *typed)
{
	struct finder *finder = ctx;
	struct ui *ui = finder->screen->ui;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	bool whole = !*typed || ((const struct ref *)field_in(field, form_now(f)))->id; /* its list is wanted, whatever stands there */
	struct find_job j = { .finder = finder, .field = field, .typed = arena_strdup(&a, typed) };
	struct query_words words = { .columns = finder->columns ? finder->columns : naming_columns(field->ref, &a), .text = whole ? NULL : j.typed };
	if (!ui_query(ui, field->ref, &words, &a, &j.query, &e)) {
		arena_done(&a);
		ui_say_err(ui, &e);
		return;
	}
	j.most = whole ? LISTED : SUGGESTIONS;
	j.query.limit = j.most + (finder->but.id ? 1 : 0);
	finder->asking |= bit_of(field);
	worker_post(ui->worker, run_find, &j, sizeof(j), &a, found, finder->screen, slot_of(SLOT_FIND, field));
}

/* The words of a record that is known by its number alone. */

struct label_job {
	struct form *form;
	struct ui *ui;
	const struct field *field;
	struct ref id;
};

static bool run_label(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct label_job *j = args;
	char *words;
	if (!store_label(s, j->field->ref, j->id, a, &words, e))
		return false;
	*ret = words;
	return true;
}

/* Where there are none the number stays: it is right, if not kind. */
static void labelled(struct job *j)
{
	const struct label_job *l = j->args;
	if (j->ok && !str_empty(j->result))
		form_label(l->form, l->field, l->id.id, j->result);
	ui_touch(l->ui);
}

void finder_label(void *ctx, struct form *f, const struct field *field, int64_t id)
{
	const struct finder *finder = ctx;
	struct ui *ui = finder->screen->ui;
	struct label_job j = { .form = f, .ui = ui, .field = field, .id = { id } };
	worker_post(ui->worker, run_label, &j, sizeof(j), NULL, labelled, finder->screen, slot_of(SLOT_LABEL, field));
}

/* Scans. */

struct scan_job {
	struct finder *finder;
	const struct field *field;
	int64_t number;
	const char *words;
};

static bool run_scan(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct scan_job *j = args;
	struct scanned *got = *ret = arena_alloc(a, sizeof(*got));
	return scan_find(s, j->field->ref, j->number, j->words, a, got, e);
}

static void scan_found(struct job *j)
{
	const struct scan_job *args = j->args;
	struct finder *finder = args->finder;
	const struct scanned *got = j->result;
	finder->asking &= ~bit_of(args->field);
	if (j->ok) {
		form_set_ref(finder->form, args->field, got->id.id, got->name);
	} else {
		term_bell();
		ui_say_err(finder->screen->ui, &j->err);
	}
	ui_touch(finder->screen->ui);
	if (finder->found)
		finder->found(finder->screen);
}

/* Digits are a text, too, unless they are the code of what is wanted here: they may be anything. */
bool finder_scan(struct finder *finder, const struct event *ev)
{
	const struct field *f = ev->kind == EVENT_SCAN ? form_focus(finder->form) : NULL;
	struct scan_code c;
	if (!f || !f->ref)
		return false;
	scan_code_read(ev->text, ev->len, &c);
	bool wanted = scan_code_entity(c.kind) == f->ref, digits = strspn(ev->text, "0123456789") == ev->len;
	if (c.kind == SCAN_UNKNOWN || (!wanted && digits))
		return false;
	form_take_back(finder->form, ev->taken);
	if (!wanted) {
		term_bell();
		ui_say(finder->screen->ui, MESSAGE_WARN, _("%s: the code that was scanned is of something else."), i18n_label(f->label));
		return true;
	}
	struct arena a = ARENA_INIT;
	struct scan_job j = { .finder = finder, .field = f, .number = c.number, .words = arena_strdup(&a, c.words) };
	finder->asking |= bit_of(f);
	worker_post(finder->screen->ui->worker, run_scan, &j, sizeof(j), &a, scan_found, finder->screen, slot_of(SLOT_FIND, f));
	return true;
}
