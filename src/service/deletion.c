/* deletion.c - out of sight and back */
#include "config.h"

#include "service/deletion.h"

#include <string.h>

#include "base/arena.h"
#include "store/tx.h"

static bool set_deleted(struct tx *tx, const struct entity *ent, struct ref id, struct instant at, struct arena *a,
		void *ret, struct err *e)
{
	const struct field *deleted = entity_flagged(ent, F_DELETED);
	void *was = arena_alloc(a, ent->size);
	if (!tx_get(tx, ent, id, a, was, e))
		return false;
	void *is = arena_copy(a, was, ent->size);
	*(struct instant *)field_at(deleted, is) = at;
	if (!tx_put(tx, ent, was, is, a, e))
		return false;
	memcpy(ret, is, ent->size);
	return true;
}

bool delete_record(struct tx *tx, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e)
{
	return set_deleted(tx, ent, id, now(), a, ret, e);
}

bool restore_record(struct tx *tx, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e)
{
	return set_deleted(tx, ent, id, INSTANT_NONE, a, ret, e);
}
