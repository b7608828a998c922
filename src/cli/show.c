/* show.c - karat show: one record with everything in it */
#include "config.h"

#include "cli/cli.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/audit.h"
#include "domain/trail.h"
#include "report/render.h"
#include "store/store.h"

static bool may(void *ctx, const char *right)
{
	return store_may(ctx, right);
}

/* People read the audit trail in words, a line for each field. */
static void tell_changes(struct cli *c, struct store *s, struct audit *entry)
{
	struct trail_fact *facts;
	struct buf words = BUF_INIT(1 << 20);
	size_t n = trail_facts(&(struct trail_entry) { .table = entry->entity, .changes = entry->changes, .names = entry->names },
			&(struct trail_reader) { .fmt = &c->fmt, .may = may, .ctx = s }, &c->arena, &facts);
	for (size_t i = 0; i < n; i++)
		buf_addf(&words, "%s%s: %s", i ? "\n" : "", facts[i].label, trail_words(&facts[i], &c->arena));
	entry->changes = arena_strdup(&c->arena, words.data);
	entry->names = NULL;
	buf_done(&words);
}

static bool run_show(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct entity *ent;
	struct store *s;
	if (!cli_entity(words->items[0], &ent, e) || !cli_format(opts, e) || !cli_store(c, &s, e))
		return false;
	struct look_at at = { .entity = ent };
	void *rec = cli_blank(c, ent);
	const char **labels = arena_array(&c->arena, ent->nfields, sizeof(*labels));
	if (!store_find(s, ent, words->items[1], &at.id, e) || !store_look(s, &at, &c->arena, rec, labels, NULL, e))
		return false;
	if (ent == &audit_entity && str_eq(cli_format(opts, e)->name, "table"))
		tell_changes(c, s, rec);
	return cli_show(c, opts, ent, rec, labels, e);
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
