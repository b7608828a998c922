/* deletion.h - out of sight and back: soft deletion of whatever has a deleted_at */
#ifndef KT_SERVICE_DELETION_H
#define KT_SERVICE_DELETION_H

#include "domain/entity.h"

struct tx;

/* The database takes the hour from its own clock and the reason from the verb's. *ret is the record then. */
bool delete_record(struct tx *tx, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e) KT_CHECK;
bool restore_record(struct tx *tx, const struct entity *ent, struct ref id, struct arena *a, void *ret, struct err *e) KT_CHECK;

#endif
