/* list_marks.c - rows chosen for an action, by id: they stay chosen when the list is read anew; and copying rows */
#include "config.h"

#include "widget/list_in.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/term.h"
#include "core/ui.h"
#include "widget/ask.h"

enum { COPY_MOST = 1 << 20, SHOWN_MOST = 60 };

static struct list *list_of(struct screen *s)
{
	return s->widget;
}

const char *list_row_words(struct list *l, size_t row, struct arena *a)
{
	struct buf out = BUF_INIT(COPY_MOST);
	for (size_t i = 0; i < l->nshown; i++)
		buf_addf(&out, "%s%s", i ? "\t" : "", list_words(l, row, l->shown[i].field));
	const char *words = arena_strdup(a, out.data);
	buf_done(&out);
	return words;
}

/* Choosing. */

static size_t place_of(const struct list *l, long long id)
{
	size_t i = 0;
	while (i < l->marks.n && l->marks.rows[i].id != id)
		i++;
	return i;
}

bool list_is_marked(const struct list *l, long long id)
{
	return place_of(l, id) < l->marks.n;
}

size_t list_chosen(const struct screen *s, const struct list_chosen **ret)
{
	const struct list *l = s->widget;
	*ret = l->marks.rows;
	return l->marks.n;
}

void list_unchoose(struct list *l, long long id)
{
	struct list_marks *m = &l->marks;
	size_t i = place_of(l, id);
	if (i == m->n)
		return;
	m->n--;
	memmove(&m->rows[i], &m->rows[i + 1], (m->n - i) * sizeof(m->rows[0]));
	if (!m->n) {
		arena_done(&m->arena);
		*m = (struct list_marks) { 0 };
	}
	ui_touch(list_ui(l));
}

/* False: there is no room for more. */
static bool mark(struct list *l, size_t row)
{
	struct list_marks *m = &l->marks;
	long long id = list_id(l, row);
	if (list_is_marked(l, id))
		return true;
	if (m->n == LIST_CHOSEN_MAX) {
		ui_say(list_ui(l), MESSAGE_WARN, _("At most %d rows can be selected."), LIST_CHOSEN_MAX);
		return false;
	}
	if (!m->rows)
		m->rows = arena_array(&m->arena, LIST_CHOSEN_MAX, sizeof(m->rows[0]));
	m->rows[m->n++] = (struct list_chosen) { id, arena_strdup(&m->arena, list_name(l, row)), list_row_words(l, row, &m->arena) };
	return true;
}

static void mark_one(struct screen *s, const char *words)
{
	struct list *l = list_of(s);
	long long id = l->id;
	(void)words;
	if (list_is_marked(l, id)) {
		list_unchoose(l, id);
		l->marks.last = 0;
	} else if (mark(l, l->selected)) {
		l->marks.last = id;
	}
	list_move(l, 1);
}

static void mark_range(struct screen *s, const char *words)
{
	struct list *l = list_of(s);
	size_t from = list_find_id(l, l->marks.last), to = l->selected;
	(void)words;
	if (!l->marks.last) {
		ui_say(s->ui, MESSAGE_INFO, _("Select the first row of the range with the space bar, then go to its last one."));
		return;
	}
	if (from == (size_t)-1) {
		ui_say(s->ui, MESSAGE_WARN, _("The row where the range begins is too far away. Select one that is nearer."));
		return;
	}
	for (size_t i = from < to ? from : to, last = from < to ? to : from; i <= last && mark(l, i); i++)
		;
	l->marks.last = l->id;
}

static void mark_none(struct screen *s, const char *words)
{
	struct list_marks *m = &list_of(s)->marks;
	(void)words;
	arena_done(&m->arena);
	*m = (struct list_marks) { 0 };
}

static bool any_marked(struct screen *s, struct err *why)
{
	return list_of(s)->marks.n || err_set(why, ERR_NOT_FOUND, _("No row is selected. The space bar selects one."));
}

/* Copying. */

static void say_copied(struct ui *ui, const char *text, size_t rows)
{
	struct arena a = ARENA_INIT;
	char *shown = arena_strndup(&a, text, str_fit(text, SHOWN_MOST));
	for (char *tab = shown; (tab = strchr(tab, '\t'));)
		*tab = ' ';
	if (rows > 1)
		ui_say(ui, MESSAGE_GOOD, ngettext("%zu row is in the clipboard.", "%zu rows are in the clipboard.", rows), rows);
	else
		ui_say(ui, MESSAGE_GOOD, _("In the clipboard: %s"), shown);
	arena_done(&a);
}

/* A file where the terminal has no clipboard, or none for so much. */
static void copy(struct ui *ui, const char *text, size_t rows)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const char *dir = file_state_dir(&a), *path = arena_printf(&a, "%s/copied.txt", dir);
	if (term_copy(text, strlen(text)))
		say_copied(ui, text, rows);
	else if (file_mkdirs(dir, 0700, &e) && file_write(path, 0600, text, strlen(text), &e))
		ui_say(ui, MESSAGE_WARN, _("This terminal has no clipboard for it, so it was written to the file %s."), path);
	else
		ui_say_err(ui, &e);
	arena_done(&a);
}

static void copy_rows(struct screen *s, const char *words)
{
	struct list *l = list_of(s);
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(COPY_MOST);
	(void)words;
	for (size_t i = 0; i < l->marks.n; i++)
		buf_addf(&out, "%s\n", l->marks.rows[i].words);
	if (!l->marks.n)
		buf_adds(&out, list_row_words(l, l->selected, &a));
	if (out.full)
		ui_say(s->ui, MESSAGE_WARN, _("That is too much to copy. “karat list” writes whole lists into files."));
	else
		copy(s->ui, out.data, l->marks.n);
	buf_done(&out);
	arena_done(&a);
}

static void cell_chosen(struct ui *ui, void *ctx, size_t i)
{
	struct list *l = ctx;
	if (l->id && i < l->nshown)
		copy(ui, list_words(l, l->selected, l->shown[i].field), 1);
}

static void copy_cell(struct screen *s, const char *words)
{
	struct list *l = list_of(s);
	struct arena a = ARENA_INIT;
	struct ask_choice choices[ENTITY_FIELDS_MAX];
	(void)words;
	for (size_t i = 0; i < l->nshown; i++)
		choices[i] = (struct ask_choice) { .words = arena_strdup(&a, list_words(l, l->selected, l->shown[i].field)),
			.beside = i18n_label(l->shown[i].field->label) };
	ask_one(s->ui, &(struct ask_one) { .title = _("What shall be copied?"), .choices = choices, .n = l->nshown,
		.done = cell_chosen, .ctx = l });
	arena_done(&a);
}

// clang-format off
static const struct action actions[] = {
	{ "list.select",       N_("Select"), N_("Selects the row (*), or no longer, and goes on to the next. Steps then apply to all that are selected."), .flags = ACTION_RECORD, .run = mark_one },
	{ "list.select_range", NULL, N_("Selects all rows from the one selected last to this one."), .flags = ACTION_RECORD, .run = mark_range },
	{ "list.select_none",  NULL, N_("Selects nothing any more."), .may = any_marked, .run = mark_none },
	{ "list.copy",         N_("Copy"), N_("Copies the row, or all that are selected, to the clipboard."), .flags = ACTION_RECORD, .run = copy_rows },
	{ "list.copy_cell",    NULL, N_("Copies one thing of the row to the clipboard."), .flags = ACTION_RECORD, .run = copy_cell },
	{ NULL },
};
// clang-format on

const struct action_table list_marks_actions = { .context = "list", .actions = actions, .more = &list_find_actions };
