/* form_keys.c - what keys, pastes, scans and the mouse do to the field in focus, and the actions of forms */
#include "config.h"

#include "widget/form_in.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/key.h"
#include "core/ui.h"
#include "widget/ask.h"
#include "widget/calendar.h"

enum { DAY_SIZE = 32 };

/* Texts. */

static void ended(struct form *f, struct form_field *ff, struct form_before b, enum edit_answer answer, bool pasted)
{
	form_end(f, ff, b, answer == EDIT_DONE ? 0 : b.id, answer);
	if (answer == EDIT_DONE && ff->kind == FORM_REF)
		form_ref_typed(f, ff);
	form_refuse(f, ff, answer, pasted);
}

static void type_text(struct form *f, struct form_field *ff, uint32_t cp)
{
	struct form_before b = form_begin(f, ff);
	ended(f, ff, b, edit_type(&ff->edit, cp), false);
}

static void cut_text(struct form *f, struct form_field *ff, enum edit_motion how)
{
	struct form_before b = form_begin(f, ff);
	ended(f, ff, b, edit_cut(&ff->edit, how) ? EDIT_DONE : EDIT_NOTHING, false);
}

/* The whole text by one key. */
static void choose(struct form *f, struct form_field *ff, const char *text)
{
	struct form_before b = form_begin(f, ff);
	form_end(f, ff, b, 0, edit_choose(&ff->edit, text));
}

/* A record that was found is replaced by the first character of another, not written on. */
static void type_ref(struct form *f, struct form_field *ff, uint32_t cp)
{
	int64_t id = ((const struct ref *)field_in(ff->f, f->now))->id;
	struct buf typed = BUF_INIT(8);
	if (!id || !str_eq(form_ref_label(f, ff->f, id), ff->edit.text.data)) {
		type_text(f, ff, cp);
		return;
	}
	utf8_add(&typed, cp);
	struct form_before b = form_begin(f, ff);
	ended(f, ff, b, edit_choose(&ff->edit, typed.data), false);
	buf_done(&typed);
}

/* Days: + and - change a day that is complete; else they are what begins +14. */
static void type_day(struct form *f, struct form_field *ff, uint32_t cp)
{
	struct day d;
	int by = cp == '+' ? 1 : cp == '-' ? -1 : 0;
	if (!by || !day_read(ff->edit.text.data, today(), &d)) {
		type_text(f, ff, cp);
		return;
	}
	struct day day = { d.n + by };
	struct civil c = day_civil(d);
	struct buf text = BUF_INIT(DAY_SIZE);
	bool last = by > 0 ? c.year == 9999 && c.month == 12 && c.day == 31 : c.year == 1 && c.month == 1 && c.day == 1;
	fmt_day(f->wish.fmt, &text, last ? d : day);
	choose(f, ff, text.data);
	buf_done(&text);
}

/* Choices. */

static bool may_be_empty(const struct form_field *ff)
{
	return !(ff->f->flags & F_REQUIRED);
}

static size_t count(const struct form_field *ff)
{
	size_t n = 0;
	while (ff->f->choices[n].wire)
		n++;
	return n;
}

/* To the next or the one before, round and round; empty is one of them unless it must not be. */
static void cycle_choice(struct form *f, struct form_field *ff, int by)
{
	size_t n = count(ff), all = n + may_be_empty(ff), at = n;
	const struct choice *c = choice_find(ff->f->choices, ff->edit.text.data);
	if (c)
		at = (size_t)(c - ff->f->choices);
	else if (all == n)
		at = by > 0 ? n - 1 : 0; /* from nowhere to the first, or the last */
	at = (at + (by > 0 ? 1 : all - 1)) % all;
	choose(f, ff, at < n ? ff->f->choices[at].wire : "");
}

static bool begins_with(const char *label, const char *folded, struct arena *a)
{
	return str_starts(str_fold(a, label), folded);
}

/* A letter: the next choice that begins so. */
static void type_choice(struct form *f, struct form_field *ff, uint32_t cp)
{
	struct arena a = ARENA_INIT;
	struct buf typed = BUF_INIT(8);
	utf8_add(&typed, cp);
	const char *folded = str_fold(&a, typed.data);
	const struct choice *all = ff->f->choices, *c = choice_find(all, ff->edit.text.data);
	size_t n = count(ff), at = c ? (size_t)(c - all) : n - 1;
	size_t i = 1;
	while (i <= n && !begins_with(i18n_label(all[(at + i) % n].label), folded, &a))
		i++;
	if (cp == ' ')
		cycle_choice(f, ff, 1);
	else
		choose(f, ff, i <= n ? all[(at + i) % n].wire : ff->edit.text.data);
	buf_done(&typed);
	arena_done(&a);
}

/* Flags: yes, no, and not said where that is allowed. */

static void cycle_flag(struct form *f, struct form_field *ff, int by)
{
	static const char *const ring[] = { "", "true", "false" };
	const char *is = ff->edit.text.data;
	size_t n = may_be_empty(ff) ? 3 : 2, first = 3 - n;
	size_t at = str_eq(is, "true") ? 1 : str_eq(is, "false") ? 2 : 0;
	if (!at && n == 2)
		at = by > 0 ? 2 : 1;
	choose(f, ff, ring[first + (at - first + (by > 0 ? 1 : n - 1)) % n]);
}

static bool is_first_of(const char *word, const char *folded, struct arena *a)
{
	return *folded && str_starts(str_fold(a, word), folded);
}

static void type_flag(struct form *f, struct form_field *ff, uint32_t cp)
{
	struct arena a = ARENA_INIT;
	struct buf typed = BUF_INIT(8);
	utf8_add(&typed, cp);
	const char *folded = str_fold(&a, typed.data);
	if (cp == ' ')
		cycle_flag(f, ff, 1);
	else if (cp == 'x' || is_first_of(_("yes"), folded, &a) || is_first_of("yes", folded, &a))
		choose(f, ff, "true");
	else if (is_first_of(_("no"), folded, &a))
		choose(f, ff, "false");
	else
		choose(f, ff, ff->edit.text.data);
	buf_done(&typed);
	arena_done(&a);
}

static const struct {
	void (*type)(struct form *f, struct form_field *ff, uint32_t cp);
	void (*cycle)(struct form *f, struct form_field *ff, int by); /* NULL: a text with a cursor in it */
} editors[] = {
	[FORM_TEXT] = { type_text, NULL },
	[FORM_NOTE] = { type_text, NULL },
	[FORM_DAY] = { type_day, NULL },
	[FORM_CHOICE] = { type_choice, cycle_choice },
	[FORM_FLAG] = { type_flag, cycle_flag },
	[FORM_REF] = { type_ref, NULL },
};

/* Keys. */

static bool is_chosen(const struct form_field *ff)
{
	return editors[ff->kind].cycle != NULL;
}

static void beside(struct form *f, int by)
{
	struct form_field *ff = form_here(f);
	if (ff && is_chosen(ff))
		editors[ff->kind].cycle(f, ff, by);
	else if (ff)
		form_move(f, by < 0 ? EDIT_LEFT : EDIT_RIGHT);
}

void form_left(struct form *f)
{
	beside(f, -1);
}

void form_right(struct form *f)
{
	beside(f, 1);
}

void form_up(struct form *f)
{
	struct form_field *ff = form_here(f);
	*f->refusal = '\0';
	if (!ff || form_list_pick(f, -1) || (ff->kind == FORM_NOTE && edit_up(&ff->edit, f->note_w)))
		return;
	form_previous(f);
}

void form_down(struct form *f)
{
	struct form_field *ff = form_here(f);
	*f->refusal = '\0';
	if (!ff || form_list_pick(f, 1) || (ff->kind == FORM_NOTE && edit_down(&ff->edit, f->note_w)))
		return;
	form_next(f);
}

void form_enter(struct form *f)
{
	struct form_field *ff = form_here(f);
	if (!ff)
		return;
	if (ff->edit.lines)
		type_text(f, ff, '\n');
	else if (!form_on_list(f) || form_list_take(f))
		form_next(f);
}

void form_move(struct form *f, enum edit_motion how)
{
	struct form_field *ff = form_here(f);
	*f->refusal = '\0';
	if (ff && !is_chosen(ff))
		edit_move(&ff->edit, how);
}

void form_cut(struct form *f, enum edit_motion how)
{
	struct form_field *ff = form_here(f);
	if (ff && is_chosen(ff))
		form_clear(f);
	else if (ff)
		cut_text(f, ff, how);
}

void form_clear(struct form *f)
{
	struct form_field *ff = form_here(f);
	if (!ff || (is_chosen(ff) && !may_be_empty(ff)))
		return;
	struct form_before b = form_begin(f, ff);
	ended(f, ff, b, edit_clear(&ff->edit) ? EDIT_DONE : EDIT_NOTHING, false);
}

/* What comes in one piece. */

/* Into what is chosen: by its words. */
static void paste_chosen(struct form *f, struct form_field *ff, const char *text)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	void *rec = arena_copy(&a, f->now, f->wish.ent->size);
	struct form_before b = form_begin(f, ff);
	if (field_from_user(ff->f, f->wish.fmt, text, &a, rec, &e))
		form_end(f, ff, b, 0, edit_replace(&ff->edit, form_spelled(f, ff, rec, &a)));
	else
		snprintf(f->refusal, sizeof f->refusal, "%s", e.text);
	arena_done(&a);
}

static void paste(struct form *f, const char *text, size_t len)
{
	struct form_field *ff = form_here(f);
	if (!ff)
		return;
	if (is_chosen(ff)) {
		struct arena a = ARENA_INIT;
		paste_chosen(f, ff, arena_strndup(&a, text, len));
		arena_done(&a);
		return;
	}
	struct form_before b = form_begin(f, ff);
	ended(f, ff, b, edit_paste(&ff->edit, text, len), true);
}

static bool press(struct form *f, int y, int x)
{
	struct form_hit hit = form_hit(f, y, x);
	size_t at = f->at;
	if (hit.listed != (size_t)-1) {
		f->list.picked = hit.listed;
		f->list.by_hand = true;
		form_list_take(f);
		return true;
	}
	if (hit.field >= f->n || f->fields[hit.field].fixed)
		return false;
	struct form_field *ff = &f->fields[hit.field];
	form_focus_at(f, hit.field);
	if (!is_chosen(ff)) {
		edit_pause(&ff->edit);
		ff->edit.cursor = hit.offset;
	} else if (at == f->at) { /* the first press only goes there */
		editors[ff->kind].cycle(f, ff, 1);
	}
	return true;
}

static bool mouse(struct form *f, const struct event *ev)
{
	int y = ev->y - f->area.y, x = ev->x - f->area.x;
	if (y < 0 || x < 0 || y >= f->area.h || x >= f->area.w)
		return false;
	switch (ev->mouse) {
	case MOUSE_PRESS:
		return press(f, y, x);
	case MOUSE_WHEEL_UP:
		form_previous(f);
		return true;
	case MOUSE_WHEEL_DOWN:
		form_next(f);
		return true;
	case MOUSE_RELEASE:
		break;
	}
	return false;
}

struct edit *form_edited(const struct form *f)
{
	struct form_field *ff = form_here(f);
	return ff ? &ff->edit : NULL;
}

bool form_event(struct form *f, const struct event *ev)
{
	struct form_field *ff = form_here(f);
	if (!ff)
		return false;
	switch (ev->kind) {
	case EVENT_KEY:
		if (!key_is_text(ev->key))
			return false;
		editors[ff->kind].type(f, ff, ev->key);
		return true;
	case EVENT_SCAN:
		form_take_back(f, ev->taken);
		paste(f, ev->text, ev->len);
		return true;
	case EVENT_PASTE:
		paste(f, ev->text, ev->len);
		return true;
	case EVENT_MOUSE:
		return mouse(f, ev);
	case EVENT_FOCUS:
		break;
	}
	return false;
}

/* Actions. */

#define RUN(name, call) \
	static void run_##name(struct screen *s, const char *words) \
	{ \
		struct form *f = form_of(s); \
		(void)words; \
		if (f) \
			call; \
	}

RUN(next, form_next(f))
RUN(previous, form_previous(f))
RUN(enter, form_enter(f))
RUN(up, form_up(f))
RUN(down, form_down(f))
RUN(page_down, form_page_down(f))
RUN(page_up, form_page_up(f))
RUN(first, form_move(f, EDIT_FIRST))
RUN(last, form_move(f, EDIT_LAST))
RUN(revert, form_revert(f))
#undef RUN

/* What may stand in the field, to choose from. */

/* Who listens to what is typed hears of this, too. */
static void told(struct screen *s)
{
	if (s->class->edited_changed)
		s->class->edited_changed(s);
	ui_touch(s->ui);
}

static void took_day(struct ui *ui, void *ctx, struct day d)
{
	struct screen *s = ctx;
	struct form *f = form_of(s);
	struct form_field *ff = form_here(f);
	struct buf text = BUF_INIT(DAY_SIZE);
	(void)ui;
	fmt_day(f->wish.fmt, &text, d);
	if (ff && ff->kind == FORM_DAY)
		choose(f, ff, text.data);
	buf_done(&text);
	told(s);
}

static void open_calendar(struct screen *s, struct form *f, const struct form_field *ff)
{
	struct day d;
	if (!day_read(ff->edit.text.data, today(), &d))
		d = DAY_NONE;
	calendar_open(s->ui, &(struct calendar_wish) { .title = i18n_label(ff->f->label), .fmt = f->wish.fmt, .day = d, .done = took_day, .ctx = s });
}

static void took_choice(struct ui *ui, void *ctx, size_t chosen)
{
	struct screen *s = ctx;
	struct form_field *ff = form_here(form_of(s));
	(void)ui;
	if (ff && ff->kind == FORM_CHOICE)
		choose(form_of(s), ff, chosen < count(ff) ? ff->f->choices[chosen].wire : "");
	told(s);
}

static void open_choices(struct screen *s, const struct form_field *ff)
{
	struct arena a = ARENA_INIT;
	size_t n = count(ff), all = n + may_be_empty(ff);
	struct ask_choice *choices = arena_array(&a, all, sizeof *choices);
	const struct choice *is = choice_find(ff->f->choices, ff->edit.text.data);
	for (size_t i = 0; i < n; i++)
		choices[i].words = i18n_label(ff->f->choices[i].label);
	if (all > n)
		choices[n].words = _("not chosen");
	ask_one(s->ui, &(struct ask_one) { .title = i18n_label(ff->f->label), .choices = choices, .n = all,
		.selected = is ? (size_t)(is - ff->f->choices) : all > n ? n : 0, .done = took_choice, .ctx = s });
	arena_done(&a);
}

static void run_open(struct screen *s, const char *words)
{
	struct form *f = form_of(s);
	const struct form_field *ff = f ? form_here(f) : NULL;
	(void)words;
	if (!ff)
		return;
	*f->refusal = '\0';
	if (ff->kind == FORM_DAY)
		open_calendar(s, f, ff);
	else if (ff->kind == FORM_CHOICE)
		open_choices(s, ff);
	else if (!form_open_list(f))
		ui_say(s->ui, MESSAGE_INFO, _("“%s” is typed in; there is no list to choose from."), i18n_label(ff->f->label));
}

/* The text in focus; where something is chosen rather than typed, left and right go through the choices. */

static bool type_move(struct screen *s, enum edit_motion how)
{
	struct form *f = form_of(s);
	if (how == EDIT_LEFT)
		form_left(f);
	else if (how == EDIT_RIGHT)
		form_right(f);
	else
		form_move(f, how);
	return true;
}

static bool type_cut(struct screen *s, enum edit_motion how)
{
	form_cut(form_of(s), how);
	return true;
}

static bool type_clear(struct screen *s)
{
	form_clear(form_of(s));
	return true;
}

static bool type_undo(struct screen *s)
{
	return form_undo(form_of(s));
}

static bool type_redo(struct screen *s)
{
	return form_redo(form_of(s));
}

const struct typing form_typing = { .move = type_move, .cut = type_cut, .clear = type_clear, .undo = type_undo, .redo = type_redo };

// clang-format off
static const struct action actions_of_form[] = {
	{ "form.next",        N_("next"), N_("To the next field."),     .run = run_next, .flags = ACTION_BAR },
	{ "form.previous",    NULL, N_("To the field before."),         .run = run_previous },
	{ "form.open",        N_("Choose"), N_("Opens what the field may be chosen from: a calendar, the choices, a list of records."),
		.run = run_open, .flags = ACTION_BAR },
	{ "form.revert",      N_("as before"), N_("Gives the field back the value it had."),
		.run = run_revert, .flags = ACTION_BAR },
	{ "form.enter",       NULL,
		N_("Takes what is marked in the list, or goes on; in a text of several lines it begins a new one."),
		.run = run_enter },
	{ "form.up",          NULL, N_("A line up, or to the field before."), .run = run_up },
	{ "form.down",        NULL, N_("A line down, or to the next field."), .run = run_down },
	{ "form.page_down",   NULL, N_("To the next part of the form."), .run = run_page_down },
	{ "form.page_up",     NULL, N_("To the part of the form before."), .run = run_page_up },
	{ "form.first",       NULL, N_("To the beginning of the text."), .run = run_first },
	{ "form.last",        NULL, N_("To the end of the text."),       .run = run_last },
	{ NULL },
};

// clang-format on

const struct action_table form_actions = { .context = "form", .actions = actions_of_form, .more = &field_actions };
