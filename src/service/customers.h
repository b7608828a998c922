/* customers.h - what becomes of two files of the same customer */
#ifndef KT_SERVICE_CUSTOMERS_H
#define KT_SERVICE_CUSTOMERS_H

struct customer;

/* What the kept file lacks it takes from the double; texts stay the double's. */
void customer_fill_gaps(struct customer *keep, const struct customer *other);

#endif
