/* verb_ahead.c - what a correction would do, told before it is done: which line becomes which, and who has to give way */
#include "config.h"

#include "screen/verb_in.h"

#include "base/i18n.h"
#include "base/str.h"
#include "service/changes.h"
#include "store/pg.h"
#include "store/store.h"
#include "store/verb.h"

static bool in_the_way(const struct err *e)
{
	return str_eq(e->state, "KT025");
}

static signed char *room_of(const struct run *r)
{
	const struct field *f = entity_field(r->verb->args, "make_room");
	return f ? field_at(f, r->args) : NULL;
}

static bool try(struct store *s, const struct run *r, struct arena *a, struct answer *ret, struct err *e)
{
	void *out = r->verb->result ? arena_alloc(a, r->verb->result->size) : NULL;
	return store_act(s, r->verb, r->args, &(struct act) { .dry_run = true, .told = ret }, a, out, e);
}

static const char *question(const struct run *r, const struct answer *got, bool room, struct arena *a)
{
	const char *verb = i18n_label(r->verb->label), *lines = time_changes_words(got, &r->ui->fmt, a);
	return room ? arena_printf(a, _("%s: do it? What lies there would be cut.\n%s"), verb, lines)
		    : arena_printf(a, _("%s: do it?\n%s"), verb, lines);
}

/* Where others lie in the way and nobody said that they shall give way, it is tried as if that had been said. */
bool run_ahead(struct store *s, struct run *r, struct arena *a, struct ahead *ret, struct err *e)
{
	struct answer got;
	signed char *room = room_of(r), said = room ? *room : 1;
	*ret = (struct ahead) { .question = NULL };
	if (!try(s, r, a, &got, e)) {
		if (said == 1 || !in_the_way(e))
			return false;
		struct err again = ERR_INIT;
		*room = 1;
		ret->room = true;
		if (!try(s, r, a, &got, &again))
			return *e = again, false;
		*e = (struct err) ERR_INIT;
	}
	if (time_changes_old(&got))
		ret->question = question(r, &got, ret->room, a);
	return true;
}
