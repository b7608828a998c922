/* alloy.h - alloys: metal, colour, fineness, density, stamp */
#ifndef KT_DOMAIN_ALLOY_H
#define KT_DOMAIN_ALLOY_H

#include "domain/entity.h"

enum metal { METAL_GOLD, METAL_SILVER, METAL_PLATINUM, METAL_PALLADIUM, METAL_OTHER };

struct alloy {
	struct ref id;
	const char *code; /* "585-y" */
	const char *name;
	int metal; /* enum metal */
	int color;
	struct fineness fineness;
	struct density density;
	const char *stamp;    /* what is struck into the piece: "585" */
	const char *contains; /* substances that matter to allergies: "copper, silver" */
	signed char active;
	int64_t position;
	int64_t version;
};

extern const struct choice metals[];
extern const struct entity alloy_entity;

#endif
