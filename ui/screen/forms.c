/* forms.c - the ways that lead to a form: new and edit of every list and every record, and from one thing to another */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "screen/editor.h"
#include "service/verbs.h"
#include "store/verb.h"

static struct editor *editor_of(struct screen *s)
{
	return (struct editor *)s;
}

const struct screen_class *editor_form(const struct ui *ui, const struct entity *ent)
{
	for (const struct screen_class *const *c = ui->parts->classes; *c; c++)
		if ((*c)->open == editor_open && ((const struct editor_class *)(*c)->with)->entity == ent)
			return *c;
	return NULL;
}

bool editor_may(const struct ui *ui, const struct entity *ent, const char *what)
{
	char right[64];
	snprintf(right, sizeof(right), "%s:%s", ent->right, what);
	return ui_may(ui, right);
}

static const struct editor_class *editor_for(const struct ui *ui, const struct entity *ent)
{
	const struct screen_class *form = ent ? editor_form(ui, ent) : NULL;
	return form ? form->with : NULL;
}

bool edit_may_new(const struct ui *ui, const struct entity *ent)
{
	const struct editor_class *class = editor_for(ui, ent);
	return class && !class->adder && editor_may(ui, ent, "create");
}

void edit_new(struct ui *ui, const struct entity *ent, const char *const *presets)
{
	const struct screen_class *form = editor_form(ui, ent);
	struct err e = ERR_INIT;
	kt_assert(form);
	const struct editor_class *class = form->with;
	if (class->adder && *class->adder) {
		verb_start_on(ui, verb_find(class->adder), 0, "");
		return;
	}
	if (!screen_open(ui, form, "", &e)) {
		ui_say_err(ui, &e);
		return;
	}
	if (presets)
		editor_preset(editor_of(screen_find(ui, form)), presets);
}

static bool open_at(struct ui *ui, const struct entity *ent, long long id, const char *field, const struct verb *next)
{
	const struct screen_class *form = editor_form(ui, ent);
	struct err e = ERR_INIT;
	if (!screen_open_id(ui, form, id, &e)) {
		ui_say_err(ui, &e);
		return false;
	}
	editor_of(ui->top)->go = field;
	editor_of(ui->top)->next = next;
	return true;
}

bool edit_at(struct ui *ui, const struct entity *ent, long long id, const char *field, const struct verb *next)
{
	const struct field *f = entity_field(ent, field);
	return f && !(f->flags & (F_READONLY | F_ONCE)) && editor_form(ui, ent) && open_at(ui, ent, id, f->name, next);
}

/* New and edit, for every list and every record. */

static bool may_new(struct screen *s, struct err *why)
{
	const struct editor_class *class = editor_for(s->ui, s->class->entity);
	if (!class || (class->adder && !*class->adder))
		return err_set(why, ERR_NOT_FOUND, _("Nothing can be added here."));
	return editor_may(s->ui, class->entity, "create") || err_set(why, ERR_DENIED, _("You do not have the right to do this."));
}

static void run_new(struct screen *s, const char *words)
{
	(void)words;
	edit_new(s->ui, s->class->entity, NULL);
}

static bool may_edit(struct screen *s, struct err *why)
{
	if (!editor_for(s->ui, s->class->entity))
		return err_set(why, ERR_NOT_FOUND, _("Nothing can be changed here."));
	return editor_may(s->ui, s->class->entity, "edit") || err_set(why, ERR_DENIED, _("You do not have the right to do this."));
}

static void run_edit(struct screen *s, const char *words)
{
	long long id;
	if (s->class->selected(s, &id, &words))
		open_at(s->ui, s->class->entity, id, NULL, NULL);
}

// clang-format off
const struct action record_actions[] = {
	{ "new",  N_("New"),  N_("A new record of this kind."), .flags = ACTION_BAR, .may = may_new, .run = run_new },
	{ "edit", N_("Edit"), N_("Changes the record."), .flags = ACTION_BAR | ACTION_RECORD, .may = may_edit, .run = run_edit },
	{ NULL },
};
// clang-format on
