/* punch.h - badges, and what terminals on the wall said somebody did */
#ifndef KT_DOMAIN_PUNCH_H
#define KT_DOMAIN_PUNCH_H

#include "domain/entity.h"

enum punch_deed { PUNCH_COME, PUNCH_GO, PUNCH_WORK, PUNCH_STOP, PUNCH_PAUSE, PUNCH_RESUME, PUNCH_UNDO, PUNCH_FORGOT, PUNCH_KEEP, PUNCH_DEEDS };

enum punch_status { PUNCH_DONE, PUNCH_REFUSED, PUNCH_REVIEW, PUNCH_SETTLED };

struct badge { /* view badge_list; what it says is nowhere */
	struct ref id, person;
	const char *person_name;
	const char *ends;
	struct instant issued_at, revoked_at;
	signed char has_pin;
	int64_t version;
};

struct badge_code { /* a new badge, the only time that anybody sees what it says */
	struct ref id; /* the person's */
	const char *code, *digits;
};

struct punch { /* view punch_list */
	struct ref id;
	struct instant at;
	struct ref person;
	const char *person_name;
	int deed; /* enum punch_deed */
	struct ref order;
	const char *order_number, *activity_name;
	int status;
	const char *problem, *detail;
	struct ref terminal;
	const char *terminal_name;
	int64_t counter;
	struct instant client_at;
	signed char synced;
	struct instant arrived_at;
	const char *reason;
	struct instant settled_at;
	int64_t version;
};

enum { BADGE_KEY_LEN = 64, PIN_LEAST = 4, PIN_MOST = 12 };

/* What travels in place of a badge's code: its SHA-256 in hexadecimal. And what a terminal keeps of that. */
void badge_key(const char *code, char ret[static BADGE_KEY_LEN + 1]);
void badge_hash(const char *key, char ret[static BADGE_KEY_LEN + 1]);

extern const struct choice punch_deeds[], punch_statuses[];
extern const struct entity badge_entity, badge_code_entity, punch_entity;

#endif
