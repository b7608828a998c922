/* quantity.h - amounts that the compiler keeps apart
 *
 * One member each, so that grams cannot be added to euros. Empty means "not known", never zero. Sums
 * and products with empty parts are empty.
 */
#ifndef KT_DOMAIN_QUANTITY_H
#define KT_DOMAIN_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>
#include "base/date.h"
#include "base/num.h"

struct money { int64_t ct; };       /* 1/100 of the workshop's currency */
#define CURRENCY "€"                /* behind amounts of money, wherever people read one */
struct mass { int64_t ug; };        /* micrograms: 0.001 g and 0.001 ct are both whole */
struct fineness { int64_t tenth; }; /* 1/10 per mille: 585.0 = 5850, 999.9 fits */
struct percent { int64_t bp; };     /* basis points: 19 % = 1900 */
struct length { int64_t um; };      /* micrometres */
struct density { int64_t mg; };     /* mg/cm³: 13.10 g/cm³ = 13100; 585 yellow lies at 13.0–13.7 */

enum {
	CARAT_UG = 200000,        /* 1 ct = 0.2 g */
	PENNYWEIGHT_UG = 1555174, /* 1 dwt = 1/20 troy ounce */
};

bool money_add(struct money a, struct money b, struct money *ret) KT_CHECK;
/* Grams of pure metal in an alloyed weight, rounded commercially: 15 g of 585 hold 8.775 g. */
bool mass_fine(struct mass m, struct fineness f, struct mass *ret) KT_CHECK;
/* p per cent of m, rounded commercially to the cent. */
bool money_percent(struct money m, struct percent p, struct money *ret) KT_CHECK;

/* A sale price never falls below what was calculated (the rival's rounding did). */
enum price_rounding { ROUND_NONE, ROUND_99, ROUND_FULL_UP };
bool money_round_price(struct money m, enum price_rounding how, struct money *ret) KT_CHECK;

#endif
