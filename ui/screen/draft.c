/* draft.c - drafts of forms on disk: a line a field, "name w|t text" with \n and \\ written out */
#include "config.h"

#include "screen/draft.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/loop.h"
#include "core/screen.h"
#include "core/ui.h"
#include "store/store.h"
#include "widget/ask.h"
#include "widget/form.h"
#include "widget/form_draft.h"

enum { DRAFT_MOST = 1 << 20, AFTER_MS = 1000 };

static const char head[] = "karat draft 1\n";

const char *draft_path(const struct ui *ui, const char *what, int64_t id, struct arena *a)
{
	return ui_state_path(ui, "drafts", arena_printf(a, "%s-%lld", what, (long long)id), a);
}

static void add_line(struct buf *out, const char *field, char kind, const char *text)
{
	buf_addf(out, "%s %c ", field, kind);
	for (; *text; text++) {
		if (*text == '\n' || *text == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *text == '\n' ? 'n' : *text);
	}
	buf_addc(out, '\n');
}

bool draft_save(const char *path, struct form *f, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct form_pair *pairs;
	size_t n = form_wire(f, &a, &pairs);
	struct buf text = BUF_INIT(DRAFT_MOST);
	buf_adds(&text, head);
	for (size_t i = 0; i < n; i++) {
		if (pairs[i].wire)
			add_line(&text, pairs[i].field, 'w', pairs[i].wire);
		if (pairs[i].typed)
			add_line(&text, pairs[i].field, 't', pairs[i].typed);
		if (pairs[i].was)
			add_line(&text, pairs[i].field, 'o', pairs[i].was);
	}
	bool ok = true;
	if (n)
		ok = file_mkdirs(arena_strndup(&a, path, (size_t)(strrchr(path, '/') - path)), 0700, e) &&
			file_write(path, 0600, text.data, text.len, e);
	else
		draft_drop(path);
	buf_done(&text);
	arena_done(&a);
	return ok;
}

bool draft_exists(const char *path)
{
	return access(path, R_OK) == 0;
}

void draft_drop(const char *path)
{
	unlink(path);
}

static char *unescape(char *text)
{
	char *to = text;
	for (const char *s = text; *s; s++) {
		if (*s == '\\' && s[1])
			*to++ = *++s == 'n' ? '\n' : *s;
		else
			*to++ = *s;
	}
	*to = '\0';
	return text;
}

/* One line into the pair of its field; what a hand has broken is left out. */
static void take_line(char *line, struct form_pair *pairs, size_t *n)
{
	char *kind = strchr(line, ' ');
	if (!kind || kind[1] == '\0' || kind[2] != ' ' || *n == ENTITY_FIELDS_MAX)
		return;
	*kind = '\0';
	bool same = *n && str_eq(pairs[*n - 1].field, line);
	struct form_pair *p = same ? &pairs[*n - 1] : &pairs[(*n)++];
	p->field = line;
	*(kind[1] == 'w' ? &p->wire : kind[1] == 'o' ? &p->was : &p->typed) = unescape(kind + 3);
}

static bool load(const char *path, struct form *f, struct arena *keep, struct form_conflict **ret, size_t *ret_n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct form_pair pairs[ENTITY_FIELDS_MAX] = { { NULL } };
	char *text = NULL;
	size_t len, n = 0;
	bool ok = file_read(path, DRAFT_MOST, &a, &text, &len, e);
	if (ok && (!str_starts(text, head) || !utf8_valid(text, len)))
		ok = err_set(e, ERR_INVALID, _("The draft “%s” is damaged, so it was left alone."), path);
	for (char *line = ok ? text + strlen(head) : NULL; line && *line;) {
		char *end = strchr(line, '\n');
		if (!end)
			break; /* cut off: the last line is not whole */
		*end = '\0';
		take_line(line, pairs, &n);
		line = end + 1;
	}
	if (ok) {
		(void)form_load_wire(f, pairs, n);
		*ret_n = form_wire_conflicts(f, pairs, n, keep, ret);
	}
	arena_done(&a);
	return ok;
}

/* Of a form on the screen. */

void draft_begin(struct draft *d, struct screen *s, struct form *form, const char *what, int64_t id)
{
	*d = (struct draft) { .ui = s->ui, .form = form, .path = draft_path(s->ui, what, id, screen_arena(s)), .written = form_changes(form) };
}

void draft_write(struct draft *d)
{
	struct err e = ERR_INIT;
	if (!d->form || form_changes(d->form) == d->written)
		return;
	d->written = form_changes(d->form);
	if (!draft_save(d->path, d->form, &e))
		ui_say_err(d->ui, &e);
}

static void due(void *ctx)
{
	struct draft *d = ctx;
	d->timer = 0;
	draft_write(d);
}

void draft_touched(struct draft *d)
{
	if (!d->form || form_changes(d->form) == d->written)
		return;
	loop_stop_timer(d->ui->loop, d->timer); /* at each pause, not at each key */
	d->timer = loop_after(d->ui->loop, AFTER_MS, due, d);
}

size_t draft_take(struct draft *d, struct arena *a, struct form_conflict **ret)
{
	struct err e = ERR_INIT;
	size_t n = 0;
	if (!load(d->path, d->form, a, ret, &n, &e))
		ui_say_err(d->ui, &e);
	else
		ui_say(d->ui, MESSAGE_INFO, _("What you had typed is back. Nothing of it is saved yet."));
	d->written = form_changes(d->form);
	return n;
}

void draft_end(struct draft *d)
{
	if (d->form)
		loop_stop_timer(d->ui->loop, d->timer);
	d->timer = 0;
}

void draft_offer(struct ui *ui, void (*done)(struct ui *ui, void *ctx, size_t chosen), void (*dropped)(struct ui *ui, void *ctx), void *ctx)
{
	const struct ask_choice choices[] = {
		[DRAFT_TAKE] = { .words = _("Go on with it") },
		[DRAFT_FORGET] = { .words = _("Throw it away and begin anew") },
	};
	ask_one(ui, &(struct ask_one) { .title = _("There is something here that you typed and did not save."), .choices = choices, .n = ARRAY_LEN(choices),
		.done = done, .dropped = dropped, .ctx = ctx });
}

void draft_ask(struct ui *ui, const char *save, void (*done)(struct ui *ui, void *ctx, size_t chosen), void *ctx)
{
	const struct ask_choice choices[] = {
		[DRAFT_SAVE] = { .words = save },
		[DRAFT_KEEP] = { .words = _("Keep it as a draft for later") },
		[DRAFT_DISCARD] = { .words = _("Throw away what I typed") },
	};
	ask_one(ui, &(struct ask_one) { .title = _("This is not saved yet."), .choices = choices, .n = ARRAY_LEN(choices), .done = done, .ctx = ctx });
}
