/* field.c - typing */
#include "config.h"

#include "widget/field.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/ui.h"

static void answer(struct screen *s, enum edit_answer got, const struct edit *e)
{
	if (got == EDIT_FULL)
		ui_say(s->ui, MESSAGE_WARN, _("Here is room for %zu characters, no more."), e->max);
	else if (got == EDIT_CONTROL)
		ui_say(s->ui, MESSAGE_WARN, _("A control character cannot stand in a text; it was left out."));
	else if (got == EDIT_BROKEN)
		ui_say(s->ui, MESSAGE_WARN, _("This is not valid UTF-8, so it was left out."));
}

bool field_event(struct screen *s, const struct event *ev)
{
	struct edit *e = s->class->edited(s);
	if (!e)
		return false;
	if (ev->kind == EVENT_KEY && key_is_text(ev->key))
		answer(s, edit_type(e, ev->key), e);
	else if (ev->kind == EVENT_PASTE)
		answer(s, edit_paste(e, ev->text, ev->len), e);
	else if (ev->kind == EVENT_SCAN) {
		edit_take_back(e, ev->taken); /* all of it comes at once */
		answer(s, edit_paste(e, ev->text, ev->len), e);
	} else
		return false;
	return true;
}

void field_paint(struct area a, int y, int x, int w, enum style st, struct edit *e, bool cursor)
{
	struct arena texts = ARENA_INIT;
	struct edit_window win = edit_window(e, w);
	paint_cell(a, y, x, w, st, arena_strndup(&texts, e->text.data + win.from, win.to - win.from), false);
	if (win.left)
		paint_text(a, y, x - 1, STYLE_DIM, "<");
	if (win.right)
		paint_text(a, y, x + w, STYLE_DIM, ">");
	if (cursor)
		paint_cursor(a, y, x + win.column, true);
	arena_done(&texts);
}

static bool move(struct screen *s, enum edit_motion how)
{
	return edit_move(s->class->edited(s), how);
}

static bool cut(struct screen *s, enum edit_motion how)
{
	return edit_cut(s->class->edited(s), how);
}

static bool clear(struct screen *s)
{
	return edit_clear(s->class->edited(s));
}

static bool undo(struct screen *s)
{
	return edit_undo(s->class->edited(s));
}

static bool redo(struct screen *s)
{
	return edit_redo(s->class->edited(s));
}

const struct typing edit_typing = { .move = move, .cut = cut, .clear = clear, .undo = undo, .redo = redo };

/* Actions. */

static const struct motion {
	const char *action;
	enum edit_motion how;
} moves[] = {
	{ "field.left",       EDIT_LEFT },
	{ "field.right",      EDIT_RIGHT },
	{ "field.word_left",  EDIT_WORD_LEFT },
	{ "field.word_right", EDIT_WORD_RIGHT },
	{ "field.home",       EDIT_HOME },
	{ "field.end",        EDIT_END },
}, cuts[] = {
	{ "field.back",       EDIT_LEFT },
	{ "field.delete",     EDIT_RIGHT },
	{ "field.word_back",  EDIT_WORD_LEFT },
	{ "field.word_next",  EDIT_WORD_RIGHT },
	{ "field.rest",       EDIT_END },
};

static enum edit_motion motion_of(const struct action *a, const struct motion *known)
{
	while (!str_eq(known->action, a->name))
		known++;
	return known->how;
}

static void run_move(struct screen *s, const char *words)
{
	(void)words;
	s->class->typing->move(s, motion_of(s->ui->running, moves));
}

static void run_cut(struct screen *s, const char *words)
{
	(void)words;
	s->class->typing->cut(s, motion_of(s->ui->running, cuts));
}

static void run_clear(struct screen *s, const char *words)
{
	(void)words;
	s->class->typing->clear(s);
}

static void run_undo(struct screen *s, const char *words)
{
	(void)words;
	if (!s->class->typing->undo(s))
		ui_say(s->ui, MESSAGE_INFO, _("There is nothing left to take back here."));
}

static void run_redo(struct screen *s, const char *words)
{
	(void)words;
	if (!s->class->typing->redo(s))
		ui_say(s->ui, MESSAGE_INFO, _("There is nothing to do again here."));
}

// clang-format off
static const struct action actions[] = {
	{ "field.left",       NULL, N_("One character to the left, or the choice before."), .run = run_move },
	{ "field.right",      NULL, N_("One character to the right, or the next choice."),  .run = run_move },
	{ "field.word_left",  NULL, N_("One word to the left."),                 .run = run_move },
	{ "field.word_right", NULL, N_("One word to the right."),                .run = run_move },
	{ "field.home",       NULL, N_("To the beginning of the line."),         .run = run_move },
	{ "field.end",        NULL, N_("To the end of the line."),               .run = run_move },
	{ "field.back",       NULL, N_("Deletes the character to the left."),    .run = run_cut },
	{ "field.delete",     NULL, N_("Deletes the character under the cursor."), .run = run_cut },
	{ "field.word_back",  NULL, N_("Deletes the word to the left."),         .run = run_cut },
	{ "field.word_next",  NULL, N_("Deletes the word to the right."),        .run = run_cut },
	{ "field.rest",       NULL, N_("Deletes up to the end of the line."),    .run = run_cut },
	{ "field.clear",      NULL, N_("Empties the field."),                    .run = run_clear },
	{ "field.undo",       NULL, N_("Takes the last change back."),           .run = run_undo },
	{ "field.redo",       NULL, N_("Makes the change again that was taken back."), .run = run_redo },
	{ NULL },
};
// clang-format on

const struct action_table field_actions = { .context = "field", .actions = actions };
