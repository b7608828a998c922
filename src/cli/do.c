/* do.c - karat do: any verb of any entity */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/change.h"
#include "cli/cli.h"
#include "domain/entity.h"
#include "service/changes.h"
#include "service/verbs.h"
#include "store/pg.h"

static bool find_verb(const char *name, const struct verb **ret, struct err *e)
{
	*ret = verb_find(name);
	if (*ret)
		return true;
	const char *near = verb_nearest(name);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no verb “%s”. Did you mean “%s”?"), name, near);
	return err_set(e, ERR_USAGE, _("There is no verb “%s”. “karat describe verbs” lists them all."), name);
}

static bool is_assignment(struct cli *c, const struct verb *verb, const char *word)
{
	size_t len = strcspn(word, "=");
	const char *name = arena_strndup(&c->arena, word, len);
	return word[len] && (entity_field(verb->args, name) || entity_field_called(verb->args, name));
}

/* A verb on a record takes its name as the first word, unless field=value says it. */
static bool read_args(struct cli *c, struct store *s, const struct verb *verb, const struct opt_list *words, void *args,
		struct err *e)
{
	const struct field *subject = verb->subject ? &verb->args->fields[0] : NULL;
	bool named = subject && words->n > 1 && !is_assignment(c, verb, words->items[1]);
	if (named && !store_read_field(s, subject, &c->fmt, false, words->items[1], &c->arena, args, e))
		return false;
	if (!change_fields(c, s, verb->args, words, named ? 2 : 1, ASSIGN_NEW, args, e))
		return false;
	return !subject || !field_empty(subject, args) ||
		err_set(e, ERR_USAGE, _("Say which record: karat do %s ID"), verb->name);
}

/* --reason is the verb's own, if it takes one. */
static bool take_reason(struct cli *c, struct store *s, const struct verb *verb, const char *reason, void *args,
		struct err *e)
{
	const struct field *f = entity_field(verb->args, "reason");
	if (!reason || !f || !field_empty(f, args))
		return true;
	return store_read_field(s, f, &c->fmt, false, reason, &c->arena, args, e);
}

/* What a dry run of a correction would make of the lines. */
static void say_lines(char *words)
{
	for (char *line; (line = strsep(&words, "\n"));)
		cli_say("%s", line);
}

static bool run_do(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct change_opts *o = opts;
	const struct verb *verb;
	struct store *s;
	struct act act;
	if (!find_verb(words->items[0], &verb, e) || !cli_format(&o->view, e) || !change_act(o, &act, e) ||
			!cli_store(c, &s, e))
		return false;
	void *args = cli_blank(c, verb->args), *result = verb->result ? cli_blank(c, verb->result) : NULL;
	if (!read_args(c, s, verb, words, args, e) || !take_reason(c, s, verb, o->reason, args, e))
		return false;
	struct answer told = { .n = 0 };
	act.told = o->dry_run && verb->tells ? &told : NULL;
	if (!change_confirm(c, s, verb, args, o, e) || !store_act(s, verb, args, &act, &c->arena, result, e))
		return false;
	if (act.told)
		say_lines(arena_strdup(&c->arena, time_changes_words(&told, &c->fmt, &c->arena)));
	return (!result || change_told(c, s, o, verb->result, result, e));
}

// clang-format off
static const struct opt do_opts[] = {
	CHANGE_YES, CHANGE_OPTS,
};
// clang-format on

const struct command do_command = {
	.name = "do", .usage = N_("VERB [ID] FIELD=VALUE …"), .help = N_("does what the workshop does: confirms an order, merges customers …"),
	.opts = do_opts, .nopts = ARRAY_LEN(do_opts), .size = sizeof(struct change_opts),
	.words = { WORD_VERB, WORD_ID, WORD_FIELD }, .least = 1, .most = WORDS_ANY, .run = run_do,
};
