/* activity.h - what people do with their time: sawing, soldering, advising */
#ifndef KT_DOMAIN_ACTIVITY_H
#define KT_DOMAIN_ACTIVITY_H

#include "domain/entity.h"

struct activity {
	struct ref id;
	const char *code, *name;
	int category;
	signed char billable;
	struct money rate; /* per hour; empty: the workshop's rate */
	int64_t position;
	signed char active;
	int64_t version;
};

extern const struct entity activity_entity;

#endif
