/* audit.h - the audit trail as it is read; it is written by triggers alone */
#ifndef KT_DOMAIN_AUDIT_H
#define KT_DOMAIN_AUDIT_H

#include "domain/entity.h"

struct audit {
	struct ref id;
	struct instant at;
	const char *who, *session; /* the person's role; the role that logged in (karatd's, say) */
	const char *program, *device;
	const char *entity;        /* the table */
	struct ref record;
	int action;                /* insert, update, delete */
	const char *changes;       /* JSON: {"field": [before, after]} */
	const char *reason;
	const char *names;         /* JSON: {"field": [before, after]} of references, as people call the records */
	const char *about;         /* what people call the record, or the one it belongs to */
};

extern const struct entity audit_entity;

#endif
