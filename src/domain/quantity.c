/* quantity.c - amounts: fine weight, per cent, rounding of prices */
#include "config.h"

#include "domain/quantity.h"

enum { UNIT_CT = 100 }; /* cents in a unit of the currency */

bool money_add(struct money a, struct money b, struct money *ret)
{
	if (a.ct == NUM_EMPTY || b.ct == NUM_EMPTY)
		return *ret = (struct money){ NUM_EMPTY }, true;
	return num_add(a.ct, b.ct, &ret->ct);
}

bool mass_fine(struct mass m, struct fineness f, struct mass *ret)
{
	if (m.ug == NUM_EMPTY || f.tenth == NUM_EMPTY)
		return *ret = (struct mass){ NUM_EMPTY }, true;
	return num_muldiv(m.ug, f.tenth, 10000, NUM_HALF_AWAY, &ret->ug);
}

bool money_percent(struct money m, struct percent p, struct money *ret)
{
	if (m.ct == NUM_EMPTY || p.bp == NUM_EMPTY)
		return *ret = (struct money){ NUM_EMPTY }, true;
	return num_muldiv(m.ct, p.bp, 10000, NUM_HALF_AWAY, &ret->ct);
}

/* What is missing to the next amount that ends in `cents`, from 0 to 99. */
static int64_t missing_to(int64_t ct, int64_t cents)
{
	int64_t missing = (cents - ct % UNIT_CT) % UNIT_CT;
	return missing < 0 ? missing + UNIT_CT : missing;
}

bool money_round_price(struct money m, enum price_rounding how, struct money *ret)
{
	bool stays = how == ROUND_NONE || m.ct == NUM_EMPTY || !m.ct; /* free of charge stays free */
	if (stays)
		return *ret = m, true;
	return num_add(m.ct, missing_to(m.ct, how == ROUND_99 ? UNIT_CT - 1 : 0), &ret->ct);
}
