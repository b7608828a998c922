/* browse.c - lists as screens */
#include "config.h"

#include "screen/browse.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/complete.h"
#include "core/ui.h"
#include "domain/entity.h"
#include "screen/screens.h"
#include "widget/ask.h"
#include "widget/kept.h"

static struct browse *browse_of(struct screen *s)
{
	return (struct browse *)s;
}

static void ask(struct screen *s, const struct query_words *words)
{
	struct browse *b = browse_of(s);
	struct err e = ERR_INIT;
	if (!list_ask(b->list, words, &e)) {
		ui_say_err(s->ui, &e);
		return;
	}
	size_t n = (size_t)snprintf(s->subject, sizeof(s->subject), "%s%s", b->view, words->text && *b->view ? " " : "");
	if (words->text && n < sizeof(s->subject))
		snprintf(s->subject + n, sizeof(s->subject) - n, _("“%s”"), words->text);
}

/* "status=draft", "due<2026-05-01": a name, then a sign. */
static bool is_condition(const char *word)
{
	const char *sign = word + strspn(word, "abcdefghijklmnopqrstuvwxyz_");
	return sign != word && *sign && (strchr("=<>~", *sign) || str_starts(sign, "!="));
}

static bool has_condition(const char *words)
{
	for (const char *s = words; *s; s += strcspn(s, " "), s += strspn(s, " "))
		if (is_condition(s + strspn(s, "'\"")))
			return true;
	return false;
}

struct asked {
	const char *where[QUERY_FILTERS_MAX + 1]; /* one too many is refused as such */
	size_t n;
	const char *view, *text;
};

static const char *also(struct arena *a, const char *all, const char *word)
{
	return all ? arena_printf(a, "%s %s", all, word) : word;
}

static bool sort_words(const char *words, struct arena *a, struct asked *ret, struct err *e)
{
	char **argv;
	int argc;
	*ret = (struct asked) { .n = 0 };
	if (!line_split(words, a, &argv, &argc, e))
		return false;
	for (int i = 0; i < argc; i++) {
		if (!is_condition(argv[i])) {
			ret->text = also(a, ret->text, argv[i]);
		} else if (ret->n < ARRAY_LEN(ret->where)) {
			ret->where[ret->n++] = argv[i];
			ret->view = also(a, ret->view, argv[i]);
		}
	}
	return true;
}

/* What was said behind the name of the list: conditions, as --where takes them, and words to search for. What cannot
 * be asked changes nothing. */
static bool say(struct screen *s, const char *words, struct err *e)
{
	const struct list_class *class = s->class->with;
	struct arena a = ARENA_INIT;
	struct asked asked;
	struct query q;
	if (!has_condition(words)) {
		browse_search(s, words);
		return true;
	}
	bool ok = sort_words(words, &a, &asked, e);
	struct query_words mine = { .where = asked.where, .nwhere = asked.n, .text = asked.text };
	ok = ok && ui_query(s->ui, class->entity, &mine, &a, &q, e);
	if (ok)
		browse_show(s, asked.view, &mine);
	arena_done(&a);
	return ok;
}

bool browse_open(struct screen *s, const char *words, struct err *e)
{
	struct browse *b = browse_of(s);
	struct arena a = ARENA_INIT;
	struct kept k;
	b->list = list_new(s, s->class->with);
	if (views_load(b, &k, &a))
		browse_keep_columns(b, k.columns);
	arena_done(&a);
	b->filled = *words;
	bool ok = !*words || say(s, words, e);
	if (!ok)
		list_free(b->list);
	return ok;
}

void browse_close(struct screen *s)
{
	list_free(browse_of(s)->list);
}

void browse_paint(struct screen *s)
{
	list_paint(browse_of(s)->list, s->area);
}

bool browse_event(struct screen *s, const struct event *ev)
{
	return list_event(browse_of(s)->list, ev);
}

/* Whoever comes back to a list sees it as it is now, on the same record. */
void browse_shown(struct screen *s)
{
	struct browse *b = browse_of(s);
	if (b->filled)
		list_reload(b->list);
	else
		browse_where(s, "", NULL, 0, NULL);
	b->filled = true;
}

void browse_changed(struct screen *s, const char *table, const char *ids)
{
	const struct list_class *class = s->class->with;
	(void)ids;
	for (const struct screen *t = s->ui->top; t != s; t = t->below)
		if (!(t->class->flags & SCREEN_OVERLAY))
			return; /* not in view: it is read when it comes back */
	if (!table || str_eq(table, entity_told(class->entity)))
		list_changed(browse_of(s)->list);
}

void browse_search(struct screen *s, const char *text)
{
	struct query_words words = *list_question(browse_of(s)->list);
	words.text = str_empty(text) ? NULL : text;
	ask(s, &words);
}

const char *browse_columns(const struct browse *b)
{
	return b->columns ? b->columns : ((const struct list_class *)b->screen.class->with)->columns;
}

void browse_keep_columns(struct browse *b, const char *columns)
{
	b->columns = arena_strdup(screen_arena(&b->screen), columns);
}

/* Columns that were kept may be gone since, or the right to see them: then it is as delivered. */
void browse_show(struct screen *s, const char *view, const struct query_words *words)
{
	struct browse *b = browse_of(s);
	struct query_words mine = *words;
	struct arena a = ARENA_INIT;
	struct query q;
	struct err e = ERR_INIT;
	mine.columns = words->columns ? words->columns : browse_columns(b);
	if (mine.columns && !ui_query(s->ui, ((const struct list_class *)s->class->with)->entity,
			&(struct query_words) { .columns = mine.columns }, &a, &q, &e)) {
		ui_say_err(s->ui, &e);
		mine.columns = ((const struct list_class *)s->class->with)->columns;
	}
	arena_done(&a);
	snprintf(b->view, sizeof(b->view), "%s", view);
	ask(s, &mine);
}

void browse_where(struct screen *s, const char *view, const char *const *where, size_t n, const char *sort)
{
	browse_show(s, view, &(struct query_words) { .where = where, .nwhere = n, .sort = sort });
}

static void typed(struct ui *ui, void *ctx, const char *text)
{
	struct screen *s = ctx;
	const char *was = list_question(browse_of(s)->list)->text;
	(void)ui;
	if (!str_eq(was ? was : "", text))
		browse_search(s, text);
}

static void dropped(struct ui *ui, void *ctx)
{
	(void)ui;
	browse_search(ctx, browse_of(ctx)->before);
}

void browse_filter(struct screen *s, const char *words)
{
	struct err e = ERR_INIT;
	if (*words) {
		if (!say(s, words, &e))
			ui_say_err(s->ui, &e);
		return;
	}
	struct browse *b = browse_of(s);
	const char *text = list_question(b->list)->text;
	snprintf(b->before, sizeof(b->before), "%s", text ? text : "");
	ask_line(s->ui, &(struct ask_line) { .label = _("Filter:"), .text = text,
		.max = QUERY_TEXT_MAX, .changed = typed, .done = typed, .dropped = dropped, .ctx = s });
}

void browse_all(struct screen *s, const char *words)
{
	(void)words;
	browse_where(s, "", NULL, 0, NULL);
}

// clang-format off
#define OWN(n) { "browse.own_" #n, NULL, N_("The filter of yours that has this key."), .run = views_own }
static const struct action actions[] = {
	{ "browse.views",   N_("Filters"),     N_("Filters that you have saved."), .run = views_list },
	{ "browse.keep",    N_("Save filter"), N_("Saves what is shown now, with words, order and columns, as a filter of yours."), .flags = ACTION_WORDS, .run = views_keep },
	{ "browse.forget",  N_("Forget filter"), N_("Removes a filter that you have saved."), .run = views_forget },
	{ "browse.columns", N_("Columns"),     N_("Which columns are shown, and in which order."), .run = arrange_columns },
	OWN(1), OWN(2), OWN(3), OWN(4), OWN(5), OWN(6), OWN(7), OWN(8), OWN(9),
	{ NULL },
};
#undef OWN
// clang-format on

const struct action_table browse_read_actions = { .context = "browse", .actions = actions, .more = &list_actions };
const struct action_table browse_actions = { .context = "record", .actions = record_actions, .more = &browse_read_actions };
