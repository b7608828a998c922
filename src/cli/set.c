/* set.c - karat set: changes fields of a record */
#include "config.h"

#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "cli/change.h"
#include "cli/cli.h"
#include "domain/entity.h"

/* Who says a version changes that one and no other: the database compares. */
static bool take_version(const struct entity *ent, const char *said, void *rec, struct err *e)
{
	const struct field *f = entity_flagged(ent, F_VERSION);
	int64_t version;
	if (!said)
		return true;
	if (!f)
		return err_set(e, ERR_USAGE, _("These records have no version."));
	if (!num_parse(said, 0, &version) || version < 1)
		return err_set(e, ERR_INVALID, _("“%s” is no version. It is a whole number from 1 up."), said);
	*(int64_t *)field_at(f, rec) = version;
	return true;
}

static bool run_set(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct change_opts *o = opts;
	const struct entity *ent;
	struct store *s;
	struct act act;
	if (!cli_entity(words->items[0], &ent, e) || !cli_format(&o->view, e) || !change_act(o, &act, e) ||
			!cli_store(c, &s, e))
		return false;
	void *rec = cli_blank(c, ent);
	if (!store_get(s, ent, words->items[1], &c->arena, rec, e) || !take_version(ent, o->version, rec, e))
		return false;
	const void *was = arena_copy(&c->arena, rec, ent->size);
	return change_fields(c, s, ent, words, 2, 0, rec, e) && store_put(s, ent, was, rec, &act, &c->arena, e) &&
			change_told(c, s, o, ent, rec, e);
}

// clang-format off
static const struct opt set_opts[] = {
	{ "version", 0, OPT_TEXT, CHANGE(version), N_("N"), N_("only if the record still has this version"), NULL },
	CHANGE_OPTS,
};
// clang-format on

const struct command set_command = {
	.name = "set", .usage = N_("ENTITY ID FIELD=VALUE …"), .help = N_("changes fields of a record; an empty value empties the field"),
	.opts = set_opts, .nopts = ARRAY_LEN(set_opts), .size = sizeof(struct change_opts),
	.words = { WORD_ENTITY, WORD_ID, WORD_FIELD }, .least = 3, .most = WORDS_ANY, .run = run_set,
};
