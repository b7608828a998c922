/* show.c - karat show: one record with everything in it */
#include "config.h"

#include "cli/cli.h"

#include "base/err.h"
#include "base/i18n.h"
#include "domain/entity.h"
#include "store/store.h"

static bool run_show(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct entity *ent;
	struct store *s;
	if (!cli_entity(words->items[0], &ent, e) || !cli_format(opts, e) || !cli_store(c, &s, e))
		return false;
	struct look_at at = { .entity = ent };
	void *rec = cli_blank(c, ent);
	const char **labels = arena_array(&c->arena, ent->nfields, sizeof(*labels));
	return store_find(s, ent, words->items[1], &at.id, e) && store_look(s, &at, &c->arena, rec, labels, NULL, e) &&
		cli_show(c, opts, ent, rec, labels, e);
}

// clang-format off
static const struct opt show_opts[] = {
	{ "format", 'f', OPT_TEXT, offsetof(struct view, format), N_("FORMAT"), N_("csv, tsv, json, ndjson or html; lines to read if not said"), NULL },
	{ "output", 'o', OPT_TEXT, offsetof(struct view, output), N_("FILE"),   N_("into this file"), NULL },
};
// clang-format on

const struct command show_command = {
	.name = "show", .usage = N_("ENTITY ID"), .help = N_("shows one record: by its number, its name or its id"),
	.opts = show_opts, .nopts = ARRAY_LEN(show_opts), .size = sizeof(struct view),
	.words = { WORD_ENTITY, WORD_ID }, .least = 2, .most = 2, .run = run_show,
};
