/* do.c - karat do: any verb of any entity */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/change.h"
#include "cli/cli.h"
#include "domain/entity.h"
#include "service/verbs.h"

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

/* A verb on a record takes its name as the first word; *ret_first is where field=value begins. */
static bool read_subject(struct cli *c, struct store *s, const struct verb *verb, const struct opt_list *words,
		void *args, size_t *ret_first, struct err *e)
{
	*ret_first = 1;
	if (!verb->subject)
		return true;
	const struct field *f = &verb->args->fields[0];
	bool named = words->n > 1 && strncmp(words->items[1], f->name, strlen(f->name)) == 0 &&
			words->items[1][strlen(f->name)] == '=';
	if (named)
		return true;
	if (words->n < 2)
		return err_set(e, ERR_USAGE, _("Say which record: karat do %s ID"), verb->name);
	*ret_first = 2;
	return store_read_field(s, f, &c->fmt, false, words->items[1], &c->arena, args, e);
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

static bool run_do(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct change_opts *o = opts;
	const struct verb *verb;
	struct store *s;
	struct act act;
	size_t first;
	if (!find_verb(words->items[0], &verb, e) || (o->view.format && !cli_format(&o->view, e)) ||
			!change_act(o, &act, e) || !cli_store(c, &s, e))
		return false;
	void *args = cli_blank(c, verb->args), *result = verb->result ? cli_blank(c, verb->result) : NULL;
	if (!read_subject(c, s, verb, words, args, &first, e) ||
			!change_fields(c, s, verb->args, words, first, ASSIGN_NEW, args, e) ||
			!take_reason(c, s, verb, o->reason, args, e))
		return false;
	return change_confirm(c, s, verb, args, o, e) && store_act(s, verb, args, &act, &c->arena, result, e) &&
			(!result || change_told(c, s, o, verb->result, result, e));
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
