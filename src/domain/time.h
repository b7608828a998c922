/* time.h - the two clocks of a person: when they are here, what they work on, and the pauses in both
 *
 * Spans are half-open instants of whole seconds. What is not empty in voided_at has been taken back or replaced by a
 * correction and counts no more. Only the functions of data/sql write them.
 */
#ifndef KT_DOMAIN_TIME_H
#define KT_DOMAIN_TIME_H

#include "domain/entity.h"

/* What every span knows of how it came here, and of what became of it. */
#define SPAN_MEMBERS \
	struct ref id; \
	const char *uuid; /* the client's own */ \
	struct ref person; \
	struct instant started_at, stopped_at; /* stopped_at empty: runs */ \
	int origin; \
	const char *device; \
	struct instant client_at, arrived_at; \
	int stop_origin; \
	const char *stop_device; \
	struct instant stop_client_at, stop_arrived_at; \
	int flag; \
	struct ref replaces; \
	const char *reason; \
	struct instant voided_at; \
	struct ref voided_by; \
	const char *void_reason; \
	int64_t version

struct shift {
	SPAN_MEMBERS;
};

struct time_entry {
	SPAN_MEMBERS;
	struct ref order; /* empty: work for the house */
	struct ref activity;
	int64_t complexity, quality; /* 1 to 5 */
	signed char rework;
	const char *note;
};

enum pause_cause { PAUSE_CUSTOMER, PAUSE_PHONE, PAUSE_MEAL, PAUSE_MATERIAL, PAUSE_EMERGENCY, PAUSE_TOOL, PAUSE_OTHER };

enum time_flag { TIME_FORGOTTEN, TIME_LONG, TIME_ENDED };

struct pause {
	SPAN_MEMBERS;
	int cause; /* enum pause_cause */
};

struct period { /* days that are handed in, approved and closed */
	struct ref id, person;
	struct day first_day, last_day;
	int status;
	struct ref changed_by;
	struct instant changed_at;
	const char *reason;
	int64_t version;
};

struct time_row { /* view time_list */
	struct ref id, person;
	const char *person_name;
	struct ref order;
	const char *order_number, *order_title;
	struct ref activity;
	const char *activity_name;
	struct instant started_at, stopped_at;
	struct duration paused, worked;
	const char *note;
	int origin, flag;
	const char *reason;
	struct instant voided_at;
	int64_t version;
};

struct shift_row { /* view shift_list */
	struct ref id, person;
	const char *person_name;
	struct instant started_at, stopped_at;
	struct duration meals, worked, booked, unbooked;
	int origin, flag;
	const char *reason;
	struct instant voided_at;
	int64_t version;
};

struct pause_row { /* view pause_list */
	struct ref id, person;
	const char *person_name;
	int cause;
	struct instant started_at, stopped_at;
	struct duration lasted;
	int origin;
	const char *reason;
	struct instant voided_at;
	int64_t version;
};

struct period_row { /* view period_list */
	struct ref id, person;
	const char *person_name;
	struct day first_day, last_day;
	int status;
	struct instant changed_at;
	const char *reason;
	int64_t version;
};

struct clock { /* view clock_list: what the clocks of one person show now; its id is the person's */
	struct ref id;
	const char *person_name;
	struct instant here_since;
	struct ref entry, order;
	const char *order_number, *order_title, *activity_name;
	struct instant since;
	struct duration running;
	int flag; /* enum time_flag */
	int cause;
	struct instant paused_since;
	struct duration worked, booked, unbooked; /* today */
	int64_t warnings; /* by the law, today */
};

struct effort { /* view order_time_list: what one person did of one kind on one order */
	struct ref id, order, activity;
	const char *activity_name;
	struct ref person;
	const char *person_name;
	struct duration worked;
};

extern const struct choice pause_causes[], period_statuses[];

extern const struct entity shift_entity, shift_row_entity, time_entry_entity, time_row_entity, pause_entity,
		pause_row_entity, period_entity, period_row_entity, clock_entity, effort_entity;

#endif
