/* entities.h - the list of everything karat keeps */
#ifndef KT_DOMAIN_ENTITIES_H
#define KT_DOMAIN_ENTITIES_H

#include "domain/entity.h"

extern const struct entity *const entities[]; /* NULL at the end; row entities are not in it */

/* By name or plural ("order", "orders"); NULL: no such. */
const struct entity *entity_find(const char *name);
const char *entity_nearest(const char *typed); /* for "did you mean" */

#endif
