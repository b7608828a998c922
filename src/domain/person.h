/* person.h - people: a login role in PostgreSQL and what the workshop knows about it */
#ifndef KT_DOMAIN_PERSON_H
#define KT_DOMAIN_PERSON_H

#include "domain/entity.h"

struct person {
	struct ref id;
	const char *login;        /* name of the PostgreSQL role */
	const char *display_name;
	int role;                 /* enum role; PostgreSQL's membership, shown */
	const char *color, *language;
	struct money hourly_cost;
	signed char active;
	struct day minor_until;        /* the first day on which they are of age; empty: they were already */
	struct duration weekly_target; /* empty: none was agreed */
	int64_t version;
};

extern const struct choice person_roles[], person_colors[];
extern const struct entity person_entity;

#endif
