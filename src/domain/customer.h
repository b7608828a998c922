/* customer.h - the customer's file: name, ways to reach them, sizes, what they must not or will not have */
#ifndef KT_DOMAIN_CUSTOMER_H
#define KT_DOMAIN_CUSTOMER_H

#include "domain/entity.h"

struct customer {
	struct ref id;
	const char *number;
	int kind; /* enum customer_kind */
	const char *salutation, *title, *first_name, *last_name, *company;
	const char *phone, *mobile, *email;
	const char *street, *postcode, *city, *country;
	struct day birthday;
	const char *language, *tags, *notes;
	signed char consent;     /* to be written to about more than the order */
	struct day consent_on;
	int source;
	struct ref merged_into;
	struct instant created_at, updated_at, deleted_at;
	const char *deleted_reason;
	int64_t version;
};

enum customer_kind { CUSTOMER_PRIVATE, CUSTOMER_BUSINESS };

struct customer_row { /* view customer_list */
	struct ref id;
	const char *number;
	const char *name; /* company, or last name, first name */
	int kind;
	const char *city, *phone, *email, *tags;
	int64_t open_orders;
	struct instant updated_at, deleted_at;
	int64_t version;
};

struct address { /* besides the one in the file: where to bill, where to send */
	struct ref id, customer;
	int kind;
	const char *name, *street, *postcode, *city, *country;
	int64_t version;
};

struct nogo {
	struct ref id, customer;
	int category; /* enum nogo_category */
	int substance;
	struct ref alloy;
	const char *note;
	int64_t version;
};

enum nogo_category { NOGO_ALLERGY, NOGO_METAL, NOGO_STONE, NOGO_FINISH, NOGO_DESIGN, NOGO_OTHER };

extern const struct choice customer_kinds[], nogo_categories[], nogo_substances[];
extern const struct entity customer_entity, customer_row_entity, address_entity, nogo_entity;

#endif
