/* words.c - entities, records and field=value as people say them */
#include "config.h"

#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/customer.h"
#include "domain/entities.h"
#include "domain/order.h"
#include "domain/person.h"
#include "store/store.h"

/* What is not set as a field but done, and how. */
static const struct {
	const struct entity *entity;
	const char *field, *sentence;
} ways[] = {
	{ &order_entity, "status",
		N_("The status changes by steps, such as “karat do order.confirm ID”. “karat describe verbs” lists them all.") },
	{ &order_entity, "assignee", N_("Who makes the piece is said with “karat do order.assign ID person=LOGIN”.") },
	{ &order_entity, "place", N_("Where the piece lies is said with “karat do order.move ID place=CODE”.") },
	{ &order_entity, "held_reason",
		N_("An order is put on hold with “karat do order.hold ID --reason TEXT” and goes on with “karat do order.resume ID”.") },
	{ &customer_entity, "merged_into", N_("Two files become one with “karat do customer.merge ID other=ID”.") },
	{ &person_entity, "role", N_("The role of a person is changed with “karat user role LOGIN ROLE”.") },
	{ &person_entity, "active",
		N_("A person is shut out with “karat user disable LOGIN” and let in again with “karat user enable LOGIN”.") },
	{ &person_entity, "login", N_("A person is added with “karat user add LOGIN ROLE NAME”; the login stays.") },
};

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
	char record[80];
	snprintf(record, sizeof(record), "entities %s", ent->name);
	return entity_no_field(ent, typed, ent->table ? record : "verbs", e); /* without a table: what a verb takes */
}

static bool not_by_hand(const struct entity *ent, const struct field *f, struct err *e)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (ways[i].entity == ent && str_eq(ways[i].field, f->name))
			return err_field(e, f->name, "%s", _(ways[i].sentence));
	return err_field(e, f->name, _("“%s” cannot be set here: karat keeps it itself, or a verb of its own changes it."), f->name);
}

bool cli_field(const struct entity *ent, const char *name, unsigned flags, const struct field **ret, struct err *e)
{
	const struct field *f = entity_field(ent, name);
	if (!f)
		f = entity_field_called(ent, name);
	if (!f)
		return no_such_field(ent, name, e);
	if (ent == &person_entity && (flags & ASSIGN_NEW))
		return not_by_hand(ent, entity_field(ent, "login"), e);
	if (f->flags & F_READONLY)
		return not_by_hand(ent, f, e);
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
