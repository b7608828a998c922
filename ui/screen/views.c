/* views.c - filters of one's own: saved under a name, under the keys that the list's own leave, listed, forgotten
 *
 * The file is read anew before each change, so that two terminals of one person do not lose each other's.
 */
#include "config.h"

#include "screen/browse.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/ui.h"
#include "widget/ask.h"
#include "widget/kept.h"

static struct browse *browse_of(struct screen *s)
{
	return (struct browse *)s;
}

/* What is on the disk; a file that cannot be read is told and stays as it is. */
bool views_load(struct browse *b, struct kept *ret, struct arena *a)
{
	struct err e = ERR_INIT;
	const struct screen *s = &b->screen;
	if (kept_load(ret, ui_state_path(s->ui, "lists", s->class->name, a), a, &e))
		return true;
	ui_say_err(s->ui, &e);
	return false;
}

bool views_save(struct browse *b, const struct kept *k)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const struct screen *s = &b->screen;
	bool ok = kept_save(k, ui_state_path(s->ui, "lists", s->class->name, &a), &e);
	if (!ok)
		ui_say_err(s->ui, &e);
	arena_done(&a);
	return ok;
}

/* Keys. */

/* The digit that a filter has, '\0' if there are not so many: those with which the screen does something else do not count. */
static char digit_of(const struct screen *s, size_t view)
{
	const char *const own[] = { s->class->name, NULL };
	for (char digit = '1'; digit <= '9'; digit++)
		if (!keymap_action(&s->ui->keys, own, (uint32_t)digit) && view-- == 0)
			return digit;
	return '\0';
}

static void show(struct screen *s, const struct kept_view *v)
{
	browse_show(s, v->name, &(struct query_words) { .columns = v->columns, .sort = v->sort, .text = v->text,
		.where = v->where, .nwhere = v->nwhere });
}

void views_own(struct screen *s, const char *words)
{
	struct arena a = ARENA_INIT;
	struct kept k;
	char digit = strchr(s->ui->running->name, '_')[1];
	size_t i = 0;
	(void)words;
	if (views_load(browse_of(s), &k, &a)) {
		while (i < k.nviews && digit_of(s, i) != digit)
			i++;
		if (i < k.nviews)
			show(s, &k.views[i]);
		else
			ui_say(s->ui, MESSAGE_INFO, _("No filter of yours has the key %c yet. :browse.keep saves what you see now."), digit);
	}
	arena_done(&a);
}

/* The list of them, to show or to forget one. */

static void ask_which(struct screen *s, const char *title, void (*done)(struct ui *ui, void *ctx, size_t i))
{
	struct arena a = ARENA_INIT;
	struct kept k;
	struct ask_choice choices[KEPT_VIEWS_MAX];
	if (views_load(browse_of(s), &k, &a)) {
		for (size_t i = 0; i < k.nviews; i++) {
			char digit = digit_of(s, i);
			choices[i] = (struct ask_choice) { .words = arena_printf(&a, "%c  %s", digit ? digit : ' ', k.views[i].name) };
		}
		if (k.nviews)
			ask_one(s->ui, &(struct ask_one) { .title = title, .choices = choices, .n = k.nviews, .done = done, .ctx = s });
		else
			ui_say(s->ui, MESSAGE_INFO, _("You have saved no filter of this list yet. :browse.keep saves what you see now."));
	}
	arena_done(&a);
}

static void show_chosen(struct ui *ui, void *ctx, size_t i)
{
	struct arena a = ARENA_INIT;
	struct kept k;
	(void)ui;
	if (views_load(browse_of(ctx), &k, &a) && i < k.nviews)
		show(ctx, &k.views[i]);
	arena_done(&a);
}

void views_list(struct screen *s, const char *words)
{
	(void)words;
	ask_which(s, _("Your filters"), show_chosen);
}

static void forget(struct ui *ui, void *ctx)
{
	struct browse *b = browse_of(ctx);
	struct arena a = ARENA_INIT;
	struct kept k;
	if (views_load(b, &k, &a)) {
		size_t i = kept_find(&k, b->asked);
		if (i < k.nviews)
			kept_remove(&k, i);
		if (views_save(b, &k))
			ui_say(ui, MESSAGE_GOOD, _("The filter “%s” is forgotten."), b->asked);
	}
	arena_done(&a);
}

static void forget_chosen(struct ui *ui, void *ctx, size_t i)
{
	struct browse *b = browse_of(ctx);
	struct arena a = ARENA_INIT;
	struct kept k;
	if (views_load(b, &k, &a) && i < k.nviews) {
		snprintf(b->asked, sizeof(b->asked), "%s", k.views[i].name);
		ask_yes(ui, arena_printf(&a, _("Forget your filter “%s”? The records stay."), b->asked), forget, NULL, ctx);
	}
	arena_done(&a);
}

void views_forget(struct screen *s, const char *words)
{
	(void)words;
	ask_which(s, _("Which filter shall be forgotten?"), forget_chosen);
}

/* Saving. */

static void save(struct ui *ui, void *ctx)
{
	struct browse *b = browse_of(ctx);
	const struct query_words *q = list_question(b->list);
	struct arena a = ARENA_INIT;
	struct kept k;
	if (!views_load(b, &k, &a)) {
		arena_done(&a);
		return;
	}
	size_t i = kept_find(&k, b->asked);
	if (i == KEPT_VIEWS_MAX) {
		ui_say(ui, MESSAGE_WARN, _("At most %d filters can be saved for a list."), KEPT_VIEWS_MAX);
	} else {
		k.nviews += i == k.nviews;
		k.views[i] = (struct kept_view) { .name = b->asked, .columns = q->columns, .sort = q->sort, .text = q->text, .nwhere = q->nwhere };
		memcpy(k.views[i].where, q->where, q->nwhere * sizeof(q->where[0]));
		char digit = digit_of(ctx, i);
		if (views_save(b, &k) && digit)
			ui_say(ui, MESSAGE_GOOD, _("“%s” is saved. The key %c shows it."), b->asked, digit);
		else if (!digit)
			ui_say(ui, MESSAGE_GOOD, _("“%s” is saved. :browse.views shows it."), b->asked);
	}
	arena_done(&a);
}

static void named(struct ui *ui, void *ctx, const char *text)
{
	struct browse *b = browse_of(ctx);
	struct arena a = ARENA_INIT;
	struct kept k;
	const char *name = str_nfc(&a, text);
	if (str_empty(name)) {
		ui_say(ui, MESSAGE_WARN, _("A filter needs a name. Nothing has been saved."));
	} else if (views_load(b, &k, &a)) {
		snprintf(b->asked, sizeof(b->asked), "%s", name);
		if (kept_find(&k, name) < k.nviews)
			ask_yes(ui, arena_printf(&a, _("There is a filter “%s” already. Replace it?"), name), save, NULL, ctx);
		else
			save(ui, ctx);
	}
	arena_done(&a);
}

void views_keep(struct screen *s, const char *words)
{
	if (*words)
		named(s->ui, s, words);
	else
		ask_line(s->ui, &(struct ask_line) { .label = _("Save what is shown as the filter:"), .max = KEPT_NAME_MAX, .done = named, .ctx = s });
}
