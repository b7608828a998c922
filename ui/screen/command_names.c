/* command_names.c - what can stand on the ":" line: names, and the words behind them */
#include "config.h"

#include "screen/command_names.h"

#include <string.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/complete.h"
#include "core/screen.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/entities.h"
#include "screen/command.h"
#include "screen/jump.h"
#include "service/verbs.h"
#include "store/store.h"
#include "widget/prompt.h"

enum { NAMES_MOST = PROMPT_WORDS_MAX, HITS = 20, SLOT_WORDS = 1 };

/* Aliases. */

const char *command_alias(const struct ui *ui, const char *name)
{
	return ui->wish.conf ? conf_get(ui->wish.conf, "alias", NULL, name) : NULL;
}

/* Names. */

struct names {
	struct ui *ui;
	const char *begun;   /* folded; "": all */
	struct prompt_word *words;
	size_t n;
	struct arena *arena;
	bool titles;         /* one that is called so in the person's language counts, too */
};

static void add(struct names *l, const char *name, const char *what)
{
	if (l->n == NAMES_MOST)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->words[i].word, name))
			return;
	bool fits = str_starts(name, l->begun);
	if (!fits && l->titles && *l->begun && what)
		fits = str_starts(str_fold(l->arena, what), l->begun);
	if (fits)
		l->words[l->n++] = (struct prompt_word) { .word = name, .beside = what };
}

/* Moving the cursor by its name is nobody's wish. */
static bool add_action(void *ctx, const char *context, const struct action *a)
{
	struct names *l = ctx;
	bool moves = !a->label && !str_eq(context, l->ui->top->class->name) && !str_eq(context, "everywhere");
	if (!moves && !str_starts(a->name, "open.") && !str_eq(a->name, "prompt"))
		add(l, a->name, i18n_label(a->help ? a->help : a->label));
	return true;
}

/* The screen the line was called from, which is below the line itself while that is there. */
static struct screen *screen_below(struct ui *ui)
{
	struct screen *s = ui->top;
	while (s->below && (s->class->flags & SCREEN_TYPED))
		s = s->below;
	return s;
}

static void add_all(struct names *l)
{
	const struct conf *conf = l->ui->wish.conf;
	for (size_t i = 0; conf && i < conf->nvalues; i++)
		if (str_eq(conf->values[i].section, "alias"))
			add(l, conf->values[i].name, conf->values[i].value);
	l->titles = true;
	for (const struct screen_class *const *c = l->ui->parts->classes; *c; c++)
		if (!(*c)->leave && (!(*c)->right || ui_may(l->ui, (*c)->right))) /* forms are opened by their actions */
			add(l, (*c)->name, i18n_label((*c)->title));
	struct jump_target targets[JUMP_TARGETS_MAX];
	size_t n = jump_targets(l->ui, NULL, false, targets);
	for (size_t i = 0; i < n; i++)
		add(l, targets[i].entity->name, i18n_label(targets[i].class->title));
	l->titles = false;
	for (const struct command_word *w = command_words; w->name; w++)
		add(l, w->name, i18n_label(w->help));
	screen_each_action(screen_below(l->ui), add_action, l);
	for (size_t i = 0; verb_at(i); i++)
		if (ui_may(l->ui, verb_at(i)->right))
			add(l, verb_at(i)->name, i18n_label(verb_at(i)->help));
}

static void list_names(struct names *l, struct ui *ui, const char *begun, struct arena *a)
{
	*l = (struct names) { .ui = ui, .begun = begun, .arena = a, .words = arena_array(a, NAMES_MOST, sizeof(*l->words)) };
	add_all(l);
}

const char **command_all_names(struct ui *ui, struct arena *a)
{
	struct names l;
	list_names(&l, ui, "", a);
	const char **all = arena_array(a, l.n + 1, sizeof(*all));
	for (size_t i = 0; i < l.n; i++)
		all[i] = l.words[i].word;
	return all;
}

/* Words behind a name, from the tables and the store: on the worker's thread, by the completion of the shell. */

struct asking {
	const char *shell;  /* what would stand before the word at `karat shell`; NULL: only records are wanted */
	const char *word;
	struct jump_target records; /* class NULL: none */
	struct fmt fmt;
};

struct answer {
	struct prompt_word words[NAMES_MOST];
	size_t n;
	bool open;
};

/* The number stands there already, and what kind of record it is, too. */
static const char *without_key(const struct jump_hit *hit, struct arena *a)
{
	size_t len = strlen(hit->key);
	const char *title = hit->words[len] ? hit->words + len + 1 : "", *more = strchr(hit->detail, ',');
	return arena_printf(a, "%s%s", title, more ? *title ? more : more + 2 : "");
}

static bool run_asking(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct asking *j = args;
	struct answer *found = arena_alloc(a, sizeof(*found));
	(void)e;
	if (j->records.class && !strchr(j->word, '=')) {
		struct jump_hit hits[JUMP_HITS_MAX];
		size_t n = jump_find(s, &j->records, 1, j->word, HITS, &j->fmt, a, hits);
		for (size_t i = 0; i < n; i++)
			found->words[found->n++] = (struct prompt_word) { hits[i].key, without_key(&hits[i], a) };
	}
	if (j->shell) {
		struct cli c = { .fmt = j->fmt, .arena = ARENA_INIT, .keep = ARENA_INIT, .store = s };
		struct candidates more = { .arena = a };
		complete(&c, j->shell, j->word, &more);
		for (size_t i = 0; i < more.n && found->n < NAMES_MOST; i++)
			found->words[found->n++] = (struct prompt_word) { more.items[i], NULL };
		found->open = more.unfinished && more.n > 0;
		arena_done(&c.arena);
	}
	*ret = found;
	return true;
}

static void asked(struct job *j)
{
	const struct answer *found = j->result;
	if (j->ok)
		prompt_offer(j->owner, found->words, found->n, found->open);
	else
		ui_say_err(((struct screen *)j->owner)->ui, &j->err);
}

/* What the words mean at `karat shell`: "order.move pla" is "do order.move ID pla". */

static bool says_record(const char *words)
{
	size_t len = strcspn(words, " ");
	return len && words[len] && !memchr(words, '=', len);
}

static void ask_of_verb(const struct ui *ui, struct asking *j, const struct verb *v, const char *words, struct screen *below, struct arena *a)
{
	long long id;
	const char *name;
	bool selected = v->subject && below->class->entity == v->subject && below->class->selected &&
			below->class->selected(below, &id, &name);
	bool first = v->subject && !*words;
	if (first) /* which one? */
		j->records = (struct jump_target) { jump_class(ui, v->subject), v->subject };
	if (!first || selected || strchr(j->word, '='))
		j->shell = arena_printf(a, v->subject && !says_record(words) ? "do %s ID %s" : "do %s %s", v->name, words);
}

static void ask_of_set(struct asking *j, const char *words, struct screen *below, struct arena *a)
{
	const struct entity *ent = below->class->entity;
	if ((!*words || strchr(words, '=')) && !says_record(words) && ent)
		j->shell = arena_printf(a, "set %s ID ", ent->name);
	else
		j->shell = arena_printf(a, "set %s", words);
}

/* Conditions of a list. */
static bool ask_of_list(const struct ui *ui, struct asking *j, const char *name, struct arena *a)
{
	const struct screen_class *class = command_list(ui, name);
	if (class)
		j->shell = arena_printf(a, "list %s --where", class->entity->plural);
	return class;
}

/* False: nothing can stand there. */
static bool make_asking(const struct ui *ui, struct asking *j, const char *name, const char *words, struct screen *below, struct arena *a)
{
	const struct verb *v = verb_find(name);
	const struct entity *ent = entity_find(name);
	size_t first = strcspn(words, " ");
	if (ask_of_list(ui, j, str_eq(name, "list") ? arena_strndup(a, words, first) : name, a))
		return true;
	if (v)
		ask_of_verb(ui, j, v, words, below, a);
	else if (str_eq(name, "set"))
		ask_of_set(j, words, below, a);
	else if (str_eq(name, "add") || str_eq(name, "do") || str_eq(name, "list") || str_eq(name, "show"))
		j->shell = arena_printf(a, "%s %s", name, words);
	else if (ent && !*words)
		j->records = (struct jump_target) { jump_class(ui, ent), ent };
	return j->shell || j->records.class;
}

static void complete_words(struct screen *prompt, const char *name, const char *words, const char *word)
{
	struct ui *ui = prompt->ui;
	struct arena a = ARENA_INIT;
	struct asking j = { .word = arena_strdup(&a, word), .fmt = ui->fmt };
	static const char *const langs[] = { "de", "en" };
	struct prompt_word offered[ARRAY_LEN(langs)];
	size_t n = 0;
	if (make_asking(ui, &j, name, words, screen_below(ui), &a)) {
		worker_post(ui->worker, run_asking, &j, sizeof(j), &a, asked, prompt, SLOT_WORDS);
		return;
	}
	for (size_t i = 0; str_eq(name, "lang") && i < ARRAY_LEN(langs); i++)
		if (str_starts(langs[i], word))
			offered[n++] = (struct prompt_word) { langs[i], NULL };
	prompt_offer(prompt, offered, n, false);
	arena_done(&a);
}

void command_complete(struct screen *prompt, const char *before, const char *word)
{
	struct arena a = ARENA_INIT;
	before += strspn(before, " :");
	size_t len = strcspn(before, " ");
	const char *name = arena_strndup(&a, before, len), *words = before + len + strspn(before + len, " ");
	const char *alias = *name ? command_alias(prompt->ui, name) : NULL;
	if (alias) { /* as if its line stood there */
		before = arena_printf(&a, "%s %s", alias, words);
		len = strcspn(before, " ");
		name = arena_strndup(&a, before, len);
		words = before + len + strspn(before + len, " ");
	}
	if (*name) {
		complete_words(prompt, name, words, word);
	} else {
		struct names l;
		list_names(&l, prompt->ui, str_fold(&a, word), &a);
		prompt_offer(prompt, l.words, l.n, false);
	}
	arena_done(&a);
}
