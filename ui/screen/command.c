/* command.c - the language of the ":" line: what it means */
#include "config.h"

#include "screen/command.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
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
#include "screen/command_names.h"
#include "screen/jump.h"
#include "screen/screens.h"
#include "service/verbs.h"
#include "store/store.h"

enum { ALIASES_DEEP = 8, NEAR_MOST = 3 };

static bool refuse_readonly(const struct ui *ui, struct err *e)
{
	return !ui->wish.readonly || err_set(e, ERR_DENIED, _("karat was started with --readonly. Nothing has been changed."));
}

/* Words of one record change, read and saved on the worker's thread: set and add. */

struct change {
	const struct entity *entity;
	const char *record; /* NULL: a new one; else its id or what it is called */
	char *const *words;
	int n;
	struct fmt fmt;
	struct ui *ui;
};

static bool save(struct store *s, struct change *j, struct cli *c, struct arena *a, void **ret, struct err *e)
{
	const struct entity *ent = j->entity;
	void *rec = cli_blank(c, ent), *was = NULL;
	if (j->record) {
		struct ref id;
		if (!store_find(s, ent, j->record, &id, e) ||
				!store_get(s, ent, arena_printf(&c->arena, "%lld", (long long)id.id), &c->arena, rec, e))
			return false;
		was = arena_copy(&c->arena, rec, ent->size);
	}
	for (int i = 0; i < j->n; i++)
		if (!cli_assign(c, s, ent, j->words[i], j->record ? 0 : ASSIGN_NEW, rec, e))
			return false;
	if (!store_put(s, ent, was, rec, NULL, &c->arena, e))
		return false;
	const struct field *key = entity_flagged(ent, F_KEY), *shown = key ? key : entity_flagged(ent, F_ID);
	struct buf name = BUF_INIT(200);
	field_to_wire(shown, rec, &name);
	*ret = arena_strdup(a, name.data);
	buf_done(&name);
	return true;
}

static bool run_change(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct change *j = args;
	struct cli c = { .fmt = j->fmt, .arena = ARENA_INIT, .keep = ARENA_INIT, .store = s };
	bool ok = save(s, j, &c, a, ret, e);
	arena_done(&c.arena);
	return ok;
}

static void changed(struct job *j)
{
	struct ui *ui = ((struct change *)j->args)->ui;
	if (!j->ok) {
		ui_say_err(ui, &j->err);
		return;
	}
	ui_say(ui, MESSAGE_GOOD, _("%s is saved."), (const char *)j->result);
	if (ui->top && ui->top->class->shown)
		ui->top->class->shown(ui->top);
}

static void post_change(struct ui *ui, const struct entity *ent, const char *record, char *const *argv, int argc)
{
	struct arena a = ARENA_INIT;
	char **words = arena_array(&a, (size_t)argc + 1, sizeof(*words));
	for (int i = 0; i < argc; i++)
		words[i] = arena_strdup(&a, argv[i]);
	struct change j = { .entity = ent, .record = arena_strdup(&a, record), .words = words, .n = argc, .fmt = ui->fmt, .ui = ui };
	worker_post(ui->worker, run_change, &j, sizeof(j), &a, changed, ui, SLOT_NONE);
}

/* "set due=+3" is about the selected record, "set order A-2026-0017 due=+3" about that one. */
static bool run_set(struct ui *ui, char *const *argv, int argc, struct err *e)
{
	const struct entity *ent = ui->top->class->entity;
	struct arena a = ARENA_INIT;
	const char *record = NULL, *name;
	long long id;
	if (!argc)
		return err_set(e, ERR_USAGE, _("Say what to set: “:set due=+3”, or “:set customer K-00007 phone=…”."));
	if (!strchr(argv[0], '=')) {
		if (argc < 3)
			return err_set(e, ERR_USAGE, _("Say what to set: “:set due=+3”, or “:set customer K-00007 phone=…”."));
		if (!cli_entity(argv[0], &ent, e))
			return false;
		record = argv[1];
		argv += 2;
		argc -= 2;
	} else if (ent && ui->top->class->selected && ui->top->class->selected(ui->top, &id, &name)) {
		record = arena_printf(&a, "%lld", id);
	} else {
		return err_set(e, ERR_NOT_FOUND, _("Nothing is selected."));
	}
	bool ok = refuse_readonly(ui, e);
	if (ok)
		post_change(ui, ent, record, argv, argc);
	arena_done(&a);
	return ok;
}

static bool run_add(struct ui *ui, char *const *argv, int argc, struct err *e)
{
	const struct entity *ent;
	if (argc < 2)
		return err_set(e, ERR_USAGE, _("Say what to add: “:add customer last_name=Weber”."));
	if (!cli_entity(argv[0], &ent, e) || !refuse_readonly(ui, e))
		return false;
	post_change(ui, ent, NULL, argv + 1, argc - 1);
	return true;
}

/* A verb whose name is said; without a record it is the selected one, if that is of its kind. */
static bool run_verb(struct ui *ui, const struct verb *v, char *const *argv, int argc, struct err *e)
{
	const struct screen_class *class = ui->top->class;
	long long id = 0;
	const char *name = "";
	if (v->subject && argc && !strchr(argv[0], '='))
		return verb_say(ui, v, 0, argv[0], argv + 1, argc - 1, e);
	if (v->subject && (class->entity != v->subject || !class->selected || !class->selected(ui->top, &id, &name)))
		id = 0, name = "";
	return verb_say(ui, v, id, name, argv, argc, e);
}

static bool run_do(struct ui *ui, char *const *argv, int argc, struct err *e)
{
	const struct verb *v = argc ? verb_find(argv[0]) : NULL;
	const char *near = argc ? verb_nearest(argv[0]) : NULL;
	if (v)
		return run_verb(ui, v, argv + 1, argc - 1, e);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no verb “%s”. Did you mean “%s”?"), argv[0], near);
	return err_set(e, ERR_USAGE, _("Say which verb: “:do order.confirm A-2026-0017”. Tab lists them."));
}

/* The screen of a list of records. */
static const struct screen_class *list_of(const struct ui *ui, const struct entity *ent)
{
	for (const struct screen_class *const *c = ui->parts->classes; *c; c++)
		if ((*c)->entity == ent && str_eq((*c)->name, ent->plural))
			return *c;
	return NULL;
}

static const char *joined(struct arena *a, char *const *argv, int argc)
{
	const char *all = argc ? argv[0] : "";
	for (int i = 1; i < argc; i++)
		all = arena_printf(a, "%s %s", all, argv[i]);
	return all;
}

/* list and show: the screen that shows it. */
static bool run_open(struct ui *ui, const struct screen_class *class, char *const *argv, int argc, struct err *e)
{
	struct arena a = ARENA_INIT;
	if (class)
		command_open(ui, class, joined(&a, argv, argc));
	else
		err_set(e, ERR_USAGE, _("These records have no screen of their own. “karat shell” lists them."));
	arena_done(&a);
	return class != NULL;
}

/* Whoever reads the words behind a list splits them again. */
static const char *quoted(struct arena *a, const char *word)
{
	struct buf out = BUF_INIT(LINE_MOST);
	if (!strchr(word, ' ') || !strpbrk(word, "=<>~"))
		return word;
	buf_addc(&out, '"');
	for (; *word; word++)
		buf_addf(&out, "%s%c", strchr("\"\\", *word) ? "\\" : "", *word);
	buf_addc(&out, '"');
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static bool run_list(struct ui *ui, char *const *argv, int argc, struct err *e)
{
	const struct entity *ent;
	if (!argc)
		return err_set(e, ERR_USAGE, _("Say what: “:list orders”, “:show order A-2026-0017”."));
	if (!cli_entity(argv[0], &ent, e))
		return false;
	struct arena a = ARENA_INIT;
	char **words = arena_array(&a, (size_t)argc, sizeof(*words));
	for (int i = 1; i < argc; i++)
		words[i - 1] = arena_strdup(&a, quoted(&a, argv[i]));
	bool ok = run_open(ui, list_of(ui, ent), words, argc - 1, e);
	arena_done(&a);
	return ok;
}

static bool run_show(struct ui *ui, char *const *argv, int argc, struct err *e)
{
	const struct entity *ent;
	if (argc < 2)
		return err_set(e, ERR_USAGE, _("Say what: “:list orders”, “:show order A-2026-0017”."));
	return cli_entity(argv[0], &ent, e) && run_open(ui, jump_class(ui, ent), argv + 1, argc - 1, e);
}

// clang-format off
const struct command_word command_words[] = {
	{ "set",  N_("Sets fields of the selected record, or of the one that is named."), run_set },
	{ "add",  N_("Adds a record."), run_add },
	{ "do",   N_("Does a verb, as at karat shell."), run_do },
	{ "list", N_("Opens a list, as at karat shell."), run_list },
	{ "show", N_("Opens a record, as at karat shell."), run_show },
	{ NULL, NULL, NULL },
};
// clang-format on

/* Opening screens. */

/* False: it has something to lose, asks, and goes on with `then` by itself. */
static void go_down(struct ui *ui)
{
	const struct screen_class *class = ui->going;
	while (ui->top && ui->top->class != class) {
		struct screen *s = ui->top;
		if (s->class->leave && !s->class->leave(s, go_down))
			return;
		screen_close(s);
	}
}

void command_open(struct ui *ui, const struct screen_class *class, const char *words)
{
	struct err e = ERR_INIT;
	if (!*words && ui->top->class == class && class->shown) { /* to where one is: read it again */
		class->shown(ui->top);
	} else if (!*words && screen_find(ui, class)) { /* with words it is another record, or another search */
		ui->going = class;
		go_down(ui);
	} else if (!screen_open(ui, class, words, &e)) {
		ui_say_err(ui, &e);
	}
}

/* A record's screen without words is that of the selected record, if it is of its kind. */
static void open_class(struct ui *ui, const struct screen_class *class, const char *words)
{
	const struct screen_class *top = ui->top->class;
	const char *name = "";
	struct arena a = ARENA_INIT;
	long long id;
	if (!*words && class->entity && jump_class(ui, class->entity) == class && top->entity == class->entity && top != class &&
			top->selected && top->selected(ui->top, &id, &name))
		words = arena_strdup(&a, name);
	command_open(ui, class, words);
	arena_done(&a);
}

static const struct screen_class *class_called(const struct ui *ui, const char *name)
{
	struct arena a = ARENA_INIT;
	const char *folded = str_fold(&a, name);
	const struct screen_class *found = NULL;
	for (const struct screen_class *const *c = ui->parts->classes; *c && !found; c++)
		if (str_eq((*c)->name, name))
			found = *c;
	for (const struct screen_class *const *c = ui->parts->classes; *c && !found; c++)
		if (str_eq(str_fold(&a, i18n_label((*c)->title)), folded))
			found = *c;
	const struct entity *ent = found ? NULL : entity_find(name);
	if (ent)
		found = str_eq(name, ent->plural) ? list_of(ui, ent) : jump_class(ui, ent);
	arena_done(&a);
	return found;
}

const struct screen_class *command_list(const struct ui *ui, const char *name)
{
	const struct screen_class *class = class_called(ui, name);
	return class && class->entity && list_of(ui, class->entity) == class ? class : NULL;
}

/* Running. */

/* The nearest names, the best first. */
static const char *sorry(struct ui *ui, const char *name, struct arena *a)
{
	const char **words = command_all_names(ui, a), *near = NULL;
	for (int i = 0; i < NEAR_MOST; i++) {
		const char *best = str_nearest(name, words);
		if (!best)
			break;
		near = near ? arena_printf(a, "%s, %s", near, best) : best;
		const char **to = words;
		for (const char **from = words; *from; from++)
			if (!str_eq(*from, best))
				*to++ = *from;
		*to = NULL;
	}
	if (near)
		return arena_printf(a, _("Nothing here is called “%s”. Near it: %s."), name, near);
	return arena_printf(a, _("Nothing here is called “%s”. Tab lists what there is, F1 shows the keys."), name);
}

static void run_action(struct ui *ui, const struct action *action, const char *words)
{
	if (*words && !(action->flags & ACTION_WORDS))
		ui_say(ui, MESSAGE_WARN, _("“%s” takes nothing behind its name."), action->name);
	else
		screen_run(ui->top, action, words);
}

static void run_word(struct ui *ui, const struct command_word *w, const struct verb *v, const char *words)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char **argv;
	int argc;
	bool ok = line_split(words, &a, &argv, &argc, &e);
	if (ok)
		ok = w ? w->run(ui, argv, argc, &e) : run_verb(ui, v, argv, argc, &e);
	if (!ok)
		ui_say_err(ui, &e);
	arena_done(&a);
}

static void run_named(struct ui *ui, const char *name, const char *words, struct arena *a)
{
	const struct command_word *w = command_words;
	while (w->name && !str_eq(w->name, name))
		w++;
	const struct screen_class *class = w->name ? NULL : class_called(ui, name);
	const struct action *action = w->name || class ? NULL : screen_action(ui->top, name, NULL);
	const struct verb *v = w->name || class || action ? NULL : verb_find(name);
	if (w->name || v)
		run_word(ui, w->name ? w : NULL, v, words);
	else if (class)
		open_class(ui, class, words);
	else if (action)
		run_action(ui, action, words);
	else if (strpbrk(name, "0123456789")) /* a number of something, perhaps */
		jump_open(ui, *words ? arena_printf(a, "%s %s", name, words) : name, sorry(ui, name, a));
	else
		ui_say(ui, MESSAGE_WARN, "%s", sorry(ui, name, a));
}

void command_run(struct ui *ui, const char *line)
{
	struct arena a = ARENA_INIT;
	const char *s = arena_strdup(&a, line);
	for (int deep = 0; deep <= ALIASES_DEEP; deep++) {
		s += strspn(s, " :");
		size_t len = strcspn(s, " ");
		const char *name = arena_strndup(&a, s, len), *words = s + len + strspn(s + len, " ");
		const char *alias = command_alias(ui, name);
		if (!*name)
			break;
		if (!alias) {
			run_named(ui, name, words, &a);
			break;
		}
		if (deep == ALIASES_DEEP)
			ui_say(ui, MESSAGE_WARN, _("The alias “%s” in karat.conf leads to itself."), name);
		s = *words ? arena_printf(&a, "%s %s", alias, words) : alias;
	}
	arena_done(&a);
}
