/* place.h - where a piece can lie */
#ifndef KT_DOMAIN_PLACE_H
#define KT_DOMAIN_PLACE_H

#include "domain/entity.h"

struct place {
	struct ref id;
	const char *code; /* "safe-1", as on the label */
	const char *name;
	int kind;
	int64_t position;
	signed char active;
	int64_t version;
};

extern const struct entity place_entity;

#endif
