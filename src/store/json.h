/* json.h - records as JSON and back: replies kept for repeated requests, HTTP bodies */
#ifndef KT_STORE_JSON_H
#define KT_STORE_JSON_H

#include "base/arena.h"
#include "domain/entity.h"

enum { JSON_TEXT_MAX = 1 << 20 };

/* {"id":17,"price":"129.90","scrap_gold":true,…}; empty fields are null. The order is the table's,
 * so the same record gives the same bytes. */
char *json_record(const struct entity *ent, const void *rec, struct arena *a);

/* Members that are not there stay as they are in rec; unknown ones and wrong kinds are errors with the
 * field. null empties. */
bool json_read(const struct entity *ent, const char *text, struct arena *a, void *rec, struct err *e) KT_CHECK;

#endif
