/* words.c - entities, records and field=value as people say them */
#include "config.h"

#include "cli/cli.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"
#include "store/store.h"

bool cli_entity(const char *word, const struct entity **ret, struct err *e)
{
	*ret = entity_find(word);
	if (*ret)
		return true;
	const char *near = entity_nearest(word);
	if (near)
		return err_set(e, ERR_USAGE, _("There is nothing called “%s”. Did you mean “%s”?"), word, near);
	return err_set(e, ERR_USAGE, _("There is nothing called “%s”. “karat describe entities” lists everything."), word);
}

static bool no_such_field(const struct entity *ent, const char *typed, struct err *e)
{
	const char *words[ENTITY_FIELDS_MAX + 1] = { NULL };
	for (size_t i = 0; i < ent->nfields; i++)
		words[i] = ent->fields[i].name;
	const char *near = str_nearest(typed, words);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no field “%s”. Did you mean “%s”?"), typed, near);
	return err_set(e, ERR_USAGE, _("There is no field “%s”. “karat describe” lists them all."), typed);
}

bool cli_field(const struct entity *ent, const char *name, unsigned flags, const struct field **ret, struct err *e)
{
	const struct field *f = entity_field(ent, name);
	if (!f)
		return no_such_field(ent, name, e);
	if (f->flags & F_READONLY)
		return err_field(e, f->name, _("“%s” cannot be set here: karat keeps it itself, or a verb of its own changes it."), f->name);
	if ((f->flags & F_ONCE) && !(flags & ASSIGN_NEW))
		return err_field(e, f->name, _("“%s” is set once, when the record is added, and stays."), f->name);
	*ret = f;
	return true;
}

bool cli_assign(struct cli *c, struct store *s, const struct entity *ent, const char *words, unsigned flags,
		void *rec, struct err *e)
{
	size_t len = strcspn(words, "=");
	const struct field *f;
	if (!words[len])
		return err_set(e, ERR_USAGE, _("“%s” says nothing. A value is said as field=value."), words);
	return cli_field(ent, arena_strndup(&c->arena, words, len), flags, &f, e) &&
			store_read_field(s, f, &c->fmt, flags & ASSIGN_WIRE, words + len + 1, &c->arena, rec, e);
}

void *cli_blank(struct cli *c, const struct entity *ent)
{
	void *rec = arena_alloc(&c->arena, ent->size);
	entity_blank(ent, rec);
	return rec;
}
