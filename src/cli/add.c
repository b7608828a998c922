/* add.c - karat add: a new record */
#include "config.h"

#include "base/err.h"
#include "base/i18n.h"
#include "cli/change.h"
#include "cli/cli.h"
#include "domain/entity.h"

static bool run_add(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct change_opts *o = opts;
	const struct entity *ent;
	struct store *s;
	struct act act;
	if (!cli_entity(words->items[0], &ent, e) || !cli_format(&o->view, e) || !change_act(o, &act, e) ||
			!cli_store(c, &s, e))
		return false;
	void *rec = cli_blank(c, ent);
	return change_fields(c, s, ent, words, 1, ASSIGN_NEW, rec, e) &&
			store_put(s, ent, NULL, rec, &act, &c->arena, e) && change_told(c, s, o, ent, rec, e);
}

static const struct opt add_opts[] = { CHANGE_OPTS };

const struct command add_command = {
	.name = "add", .usage = N_("ENTITY FIELD=VALUE …"), .help = N_("adds a record and prints its number"),
	.opts = add_opts, .nopts = ARRAY_LEN(add_opts), .size = sizeof(struct change_opts),
	.words = { WORD_ENTITY, WORD_FIELD }, .least = 1, .most = WORDS_ANY, .run = run_add,
};
