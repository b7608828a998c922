/* change.c - what add, set and do have in common */
#include "config.h"

#include "cli/change.h"

#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "store/verb.h"

enum { REASON_MOST = 200 }; /* characters, as the audit trail keeps */

static bool is_uuid(const char *s)
{
	static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	if (strlen(s) != strlen(pattern))
		return false;
	for (size_t i = 0; pattern[i]; i++)
		if (pattern[i] == '-' ? s[i] != '-' : !strchr("0123456789abcdefABCDEF", s[i]))
			return false;
	return true;
}

bool change_act(const struct change_opts *o, struct act *ret, struct err *e)
{
	if (o->request && !is_uuid(o->request))
		return err_set(e, ERR_INVALID, _("“%s” is no UUID. It looks like 6f1c0c8e-3b6a-4f0e-9d0a-2f6f3c1b7a55."), o->request);
	if (o->reason && utf8_count(o->reason) > REASON_MOST)
		return err_set(e, ERR_INVALID, _("The reason is too long: at most %d characters."), REASON_MOST);
	if (o->reason && str_control(o->reason, false) >= 0)
		return err_set(e, ERR_INVALID, _("The reason holds a control character."));
	*ret = (struct act) { .request = o->request, .reason = o->reason, .dry_run = o->dry_run };
	return true;
}

bool change_fields(struct cli *c, struct store *s, const struct entity *ent, const struct opt_list *words,
		size_t first, unsigned flags, void *rec, struct err *e)
{
	for (size_t i = first; i < words->n; i++)
		if (!cli_assign(c, s, ent, words->items[i], flags, rec, e))
			return false;
	return true;
}

bool change_told(struct cli *c, struct store *s, const struct change_opts *o, const struct entity *ent,
		const void *rec, struct err *e)
{
	if (!cli_changed(c, s, &o->view, ent, rec, e))
		return false;
	if (o->dry_run)
		cli_say(_("It could be done. Nothing has been changed."));
	return true;
}

static bool ask_first(struct cli *c, struct store *s, const struct verb *verb, const void *args, struct err *e)
{
	char *label = NULL;
	if (verb->subject && !store_label(s, verb->subject, *(const struct ref *)field_in(&verb->args->fields[0], args),
			&c->arena, &label, e))
		return false;
	const char *what = i18n_label(verb->label);
	return cli_confirm(label ? arena_printf(&c->arena, _("%s: “%s”?"), what, label)
				 : arena_printf(&c->arena, _("%s?"), what), e);
}

bool change_confirm(struct cli *c, struct store *s, const struct verb *verb, const void *args,
		const struct change_opts *o, struct err *e)
{
	if (!verb->asks || o->yes || o->dry_run || !isatty(STDIN_FILENO))
		return true;
	return entity_check(verb->args, args, e) && store_need(s, verb->right, e) && ask_first(c, s, verb, args, e);
}

bool change_verb(struct cli *c, const struct verb *verb, const char *const *names, size_t n, const struct change_opts *o,
		const struct opt_list *words, struct store **ret_store, void **ret, struct err *e)
{
	struct store *s;
	struct act act;
	if (!cli_format(&o->view, e) || !change_act(o, &act, e) || !cli_store(c, &s, e))
		return false;
	void *args = cli_blank(c, verb->args), *result = cli_blank(c, verb->result);
	for (size_t i = 0; i < n && i < words->n; i++)
		if (!store_read_field(s, entity_field(verb->args, names[i]), &c->fmt, false, words->items[i], &c->arena, args, e))
			return false;
	if (!change_fields(c, s, verb->args, words, n, ASSIGN_NEW, args, e) || !change_confirm(c, s, verb, args, o, e) ||
			!store_act(s, verb, args, &act, &c->arena, result, e))
		return false;
	*ret_store = s;
	*ret = result;
	return true;
}
