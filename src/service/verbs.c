/* verbs.c - the list of every use case */
#include "config.h"

#include "service/verbs.h"

#include "base/arena.h"
#include "base/str.h"
#include "domain/flow.h"
#include "domain/right.h"

static const struct verb *const tables[] = { order_steps, order_verbs, customer_verbs, person_verbs, timer_verbs, time_verbs,
	punch_verbs };

enum { VERBS_MAX = 256 };

const struct verb *verb_at(size_t i)
{
	for (size_t t = 0; t < ARRAY_LEN(tables); t++)
		for (const struct verb *v = tables[t]; v->name; v++)
			if (!i--)
				return v;
	return NULL;
}

const struct verb *verb_find(const char *name)
{
	const struct verb *v;
	for (size_t i = 0; (v = verb_at(i)); i++)
		if (str_eq(v->name, name))
			return v;
	return NULL;
}

const char *verb_nearest(const char *typed)
{
	const char *words[VERBS_MAX] = { NULL };
	const struct verb *v;
	for (size_t i = 0; (v = verb_at(i)) && i + 1 < VERBS_MAX; i++)
		words[i] = v->name;
	return str_nearest(typed, words);
}

/* The flow and the verb say the same about right and reason; the database obeys the flow. */
static bool fits_flow(const struct verb *v)
{
	const struct field *reason = entity_field(v->args, "reason");
	for (const struct flow_step *s = order_flow; s->verb; s++)
		if (str_eq(s->verb, v->name) && (!str_eq(s->right, v->right) || !reason ||
				!(reason->flags & F_REQUIRED) != !(s->guard & GUARD_REASON)))
			return false;
	return true;
}

const char *verb_selftest(const struct verb *v, struct arena *a)
{
	if (!v->label || !v->help || !v->run || !v->args)
		return arena_printf(a, "%s: label, help, args and run are all needed", v->name);
	if (!right_find(v->right))
		return arena_printf(a, "%s: no right %s", v->name, v->right ? v->right : "(null)");
	if (verb_find(v->name) != v)
		return arena_printf(a, "%s: the name is there twice", v->name);
	if (!fits_flow(v))
		return arena_printf(a, "%s: right or reason differ from domain/flow.c", v->name);
	if (!str_ends(v->help, "."))
		return arena_printf(a, "%s: help is a sentence and ends with a full stop", v->name);
	if (v->subject && (!v->args->nfields || v->args->fields[0].ref != v->subject))
		return arena_printf(a, "%s: the first argument must refer to its subject, %s", v->name, v->subject->name);
	for (size_t i = 0; i < v->args->nfields; i++)
		if (!v->args->fields[i].label || v->args->fields[i].off + v->args->fields[i].type->size > v->args->size)
			return arena_printf(a, "%s: argument %s is unsound", v->name, v->args->fields[i].name);
	return NULL;
}
