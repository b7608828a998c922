/* change.h - what add, set and do have in common */
#ifndef KT_CLI_CHANGE_H
#define KT_CLI_CHANGE_H

#include "cli/cli.h"
#include "store/store.h"

struct change_opts {
	struct view view;
	const char *request, *reason, *version;
	bool yes, dry_run;
};

/* What travels with the change; the request id is checked. */
bool change_act(const struct change_opts *o, struct act *ret, struct err *e) KT_CHECK;
/* Every word from `first` on is field=value. */
bool change_fields(struct cli *c, struct store *s, const struct entity *ent, const struct opt_list *words,
		size_t first, unsigned flags, void *rec, struct err *e) KT_CHECK;

/* A verb that is final or destructive asks on a terminal, naming the record, unless --yes is said. What it would
 * refuse anyway is refused before. */
bool change_confirm(struct cli *c, struct store *s, const struct verb *verb, const void *args,
		const struct change_opts *o, struct err *e) KT_CHECK;

/* The verb with what the words say: names[i] is the argument that word i fills; the rest is field=value. */
bool change_verb(struct cli *c, const struct verb *verb, const char *const *names, size_t n, const struct change_opts *o,
		const struct opt_list *words, struct store **ret_store, void **ret, struct err *e) KT_CHECK;

/* Prints what a change leaves; after a dry run also that nothing has happened. */
bool change_told(struct cli *c, struct store *s, const struct change_opts *o, const struct entity *ent,
		const void *rec, struct err *e) KT_CHECK;

// clang-format off
#define CHANGE(m) offsetof(struct change_opts, m)
#define CHANGE_YES { "yes", 'y', OPT_FLAG, CHANGE(yes), NULL, N_("do not ask, even if it is final"), NULL }
#define CHANGE_OPTS \
	{ "request", 0,   OPT_TEXT, CHANGE(request),     N_("UUID"),   N_("the same request said twice is done once"), NULL }, \
	{ "reason",  0,   OPT_TEXT, CHANGE(reason),      N_("TEXT"),   N_("why; the audit trail keeps it"), NULL }, \
	{ "dry-run", 0,   OPT_FLAG, CHANGE(dry_run),     NULL,         N_("check everything, change nothing"), NULL }, \
	{ "format",  'f', OPT_TEXT, CHANGE(view.format), N_("FORMAT"), N_("print the whole record, as table, csv, json …"), NULL }, \
	{ "output",  'o', OPT_TEXT, CHANGE(view.output), N_("FILE"),   N_("into this file"), NULL }
// clang-format on

#endif
