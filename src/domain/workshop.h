/* workshop.h - the workshop's own settings: who we are, rates, taxes, number series */
#ifndef KT_DOMAIN_WORKSHOP_H
#define KT_DOMAIN_WORKSHOP_H

#include "domain/entity.h"

struct workshop { /* one row, id 1 */
	struct ref id;
	const char *name, *owner, *street, *postcode, *city, *country, *phone, *email, *tax_number, *vat_id;
	const char *currency, *time_zone, *language;
	struct money hourly_rate;
	struct percent margin, scrap;
	int rounding; /* enum price_rounding */
	int64_t version;
};

struct vat_rate {
	struct ref id;
	int kind;
	struct percent rate;
	struct day valid_from;
	int64_t version;
};

struct number_series {
	struct ref id;
	const char *kind;    /* "order", "customer" */
	const char *pattern; /* A-{YYYY}-{NNNN}; without {YYYY} it counts on over the years */
	int64_t version;
};

extern const struct choice price_roundings[];
extern const struct entity workshop_entity, vat_rate_entity, number_series_entity;

#endif
