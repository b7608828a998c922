/* measurement.h - sizes of a customer, with history; ring sizes by ISO 8653 */
#ifndef KT_DOMAIN_MEASUREMENT_H
#define KT_DOMAIN_MEASUREMENT_H

#include "domain/entity.h"

enum measurement_kind { MEASURE_RING, MEASURE_CHAIN, MEASURE_WRIST, MEASURE_NECK, MEASURE_ANKLE };

struct measurement { /* never overwritten: a new size is a new row, the newest counts */
	struct ref id, customer;
	int kind; /* enum measurement_kind */
	int hand, finger;
	struct length size; /* ring: inner circumference; else the length around */
	struct day measured_on;
	const char *note;
	struct ref measured_by;
	int64_t version;
};

extern const struct choice measurement_kinds[];
extern const struct entity measurement_entity;

/* Ring sizes: the European number is the inner circumference in mm (ISO 8653). US and UK letters stand
 * on fixed steps of the diameter; half sizes are understood: "US 6.5", "UK N½". */
bool ring_size_read(const char *s, struct length *ret) KT_CHECK; /* "54", "US 7", "UK N" */
bool ring_size_us(struct length l, int64_t *ret_halves);         /* nearest half size: 13 = 6½ */
const char *ring_size_uk(struct length l, char out[8]);          /* nearest half size: "N½"; "" outside A–Z+6 */

#endif
