/* right.h - every right by name, and the roles that have it; a migration carries the same map */
#ifndef KT_DOMAIN_RIGHT_H
#define KT_DOMAIN_RIGHT_H

#include <stdbool.h>

enum role { ROLE_VIEWER, ROLE_GOLDSMITH, ROLE_OFFICE, ROLE_ADMIN, ROLE_KIOSK, ROLE_AUDITOR, ROLE_COUNT };

struct right {
	const char *name;  /* "order:create" */
	const char *label; /* N_("take orders") */
	unsigned roles;    /* bit 1 << role */
};

extern const struct right rights[]; /* NULL name at the end */
const struct right *right_find(const char *name);
const char *role_name(enum role role);  /* "goldsmith" */
const char *role_group(enum role role); /* "karat_goldsmith": the group role in PostgreSQL */
const char *role_label(enum role role);
bool role_find(const char *name, enum role *ret);

#endif
