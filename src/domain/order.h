/* order.h - the order: what a customer wants made, from the first idea to the hand-over */
#ifndef KT_DOMAIN_ORDER_H
#define KT_DOMAIN_ORDER_H

#include "domain/entity.h"

enum order_status { /* domain/flow.c says which verb leads where */
	ORDER_DRAFT,
	ORDER_CONFIRMED,
	ORDER_IN_PROGRESS,
	ORDER_WAITING_FOR_FITTING,
	ORDER_FITTING_DONE,
	ORDER_READY_FOR_SETTING,
	ORDER_QUALITY_CHECK,
	ORDER_COMPLETED,
	ORDER_DELIVERED,
	ORDER_CANCELLED,
};

enum order_kind {
	ORDER_RING,
	ORDER_CHAIN,
	ORDER_PENDANT,
	ORDER_EARRINGS,
	ORDER_BRACELET,
	ORDER_BROOCH,
	ORDER_REPAIR,
	ORDER_CUSTOM,
};

struct order {
	struct ref id;
	const char *number;
	int status; /* enum order_status */
	int kind;   /* enum order_kind */
	const char *title, *description;
	struct ref customer;
	struct ref alloy;
	int finish;
	struct length ring_size; /* inner circumference: German size 54 = 54 mm (ISO 8653) */
	const char *stones, *engraving;
	struct day due, fitting_on;
	int priority;
	struct ref assignee, place;
	struct mass estimated_weight, actual_weight;
	struct duration estimated_time;
	struct money price;      /* agreed, gross */
	signed char scrap_gold;  /* asked at intake, so that it is never forgotten */
	const char *instructions;
	const char *held_reason; /* not empty: on hold, no step is allowed */
	struct instant confirmed_at, completed_at, delivered_at;
	struct instant created_at, updated_at, deleted_at;
	const char *deleted_reason;
	int64_t version;
};

struct order_row { /* view order_list */
	struct ref id;
	const char *number;
	int status, kind;
	const char *title;
	struct ref customer;
	const char *customer_name;
	const char *alloy_code;
	struct day due, fitting_on;
	int priority;
	struct ref assignee;
	const char *assignee_name;
	const char *place_code;
	struct money price;
	const char *held_reason;
	struct instant created_at, updated_at, delivered_at, deleted_at;
	int64_t version;
};

struct order_comment {
	struct ref id, order, author;
	const char *body; /* @login tells a colleague */
	struct instant created_at;
	int64_t version;
};

struct order_event { /* status history, written by the database */
	struct ref id, order;
	struct instant at;
	int from_status, to_status;
	const char *verb;
	struct ref person;
	const char *reason;
};

struct order_move { /* place history, written by the database */
	struct ref id, order;
	struct instant at;
	struct ref from_place, to_place, person;
};

struct mention { /* a comment that waits for somebody */
	struct ref id, comment, order, person;
	struct instant created_at, seen_at;
};

struct mention_row { /* view mention_list */
	struct ref id, comment, order;
	const char *order_number;
	struct ref asker;
	const char *asker_name;
	struct ref person;
	const char *person_name, *body;
	struct instant created_at, seen_at;
};

struct conflict { /* view order_conflict_list: what the customer must not have is in the alloy; id is the no-go's */
	struct ref id, order;
	int category, substance;
	const char *alloy_code, *alloy_name, *note;
};

struct tally { /* view day_list: the day of who looks, in numbers */
	struct ref id, person;
	int64_t open_orders, due_this_week, overdue, mine;
};

enum order_light { LIGHT_NONE, LIGHT_LATE, LIGHT_SOON, LIGHT_IN_TIME }; /* of a deadline */
enum { ORDER_SOON_DAYS = 3 };

extern const struct choice order_statuses[], order_kinds[], order_finishes[], order_priorities[], order_steps_told[];
extern const struct entity order_entity, order_row_entity, order_comment_entity, order_event_entity,
		order_move_entity, mention_entity, mention_row_entity, conflict_entity, tally_entity;

/* What is on hold, or over, has no light. */
enum order_light order_light(int status, bool held, struct day due, struct day today);

/* The fields an order of this kind must have before it is confirmed, as a set of bits over
 * order_entity's fields. Earrings need no ring size. The trigger in data/sql says the same. */
uint64_t order_needs(enum order_kind kind);

#endif
