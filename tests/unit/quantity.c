/* quantity.c - worked examples from the trade */
#include "config.h"

#include "domain/quantity.h"

#include <criterion/criterion.h>
#include <inttypes.h>

static const struct money no_money = { NUM_EMPTY };

Test(quantity, fine_weight)
{
	static const struct { int64_t ug, tenth, fine; } cases[] = {
		{ 15000000, 5850, 8775000 }, /* 15 g of 585 */
		{ 8000000, 7500, 6000000 },  /* 8 g of 750 */
		{ 10000000, 9999, 9999000 }, { 1000000, 10000, 1000000 }, { 0, 5850, 0 },
		{ 1, 5000, 1 }, { 1, 4999, 0 }, { -15000000, 5850, -8775000 },
		{ 99999999999999, 3330, 33300000000000 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mass fine;
		cr_expect(mass_fine((struct mass){ cases[i].ug }, (struct fineness){ cases[i].tenth }, &fine));
		cr_expect(fine.ug == cases[i].fine, "%zu gave %" PRId64, i, fine.ug);
	}
}

Test(quantity, fine_weight_of_a_whole_purchase)
{
	struct mass a, b;
	cr_assert(mass_fine((struct mass){ 15000000 }, (struct fineness){ 5850 }, &a));
	cr_assert(mass_fine((struct mass){ 8000000 }, (struct fineness){ 7500 }, &b));
	cr_expect(a.ug + b.ug == 14775000); /* 14.775 g */
}

Test(quantity, per_cent)
{
	static const struct { int64_t ct, bp, part; } cases[] = {
		{ 10000, 1900, 1900 }, { 45500, 1900, 8645 }, { 12990, 1900, 2468 }, /* 24.681 */
		{ 50, 100, 1 }, { 49, 100, 0 }, { -50, 100, -1 }, { 100, 0, 0 }, { 32500, 4000, 13000 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct money part;
		cr_expect(money_percent((struct money){ cases[i].ct }, (struct percent){ cases[i].bp }, &part));
		cr_expect(part.ct == cases[i].part, "%zu gave %" PRId64, i, part.ct);
	}
}

Test(quantity, rounding_of_prices)
{
	static const struct { int64_t ct; enum price_rounding how; int64_t price; } cases[] = {
		{ 54145, ROUND_NONE, 54145 }, { 54145, ROUND_99, 54199 }, { 24567, ROUND_99, 24599 },
		{ 54199, ROUND_99, 54199 }, { 54200, ROUND_99, 54299 }, { 1, ROUND_99, 99 },
		{ 54145, ROUND_FULL_UP, 54200 }, { 54200, ROUND_FULL_UP, 54200 },
		{ 54201, ROUND_FULL_UP, 54300 },
		{ 1, ROUND_FULL_UP, 100 }, { -150, ROUND_FULL_UP, -100 }, { -150, ROUND_99, -101 },
		{ 0, ROUND_99, 0 }, { 0, ROUND_FULL_UP, 0 }, /* free of charge */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct money price;
		cr_expect(money_round_price((struct money){ cases[i].ct }, cases[i].how, &price));
		cr_expect(price.ct == cases[i].price, "%zu gave %" PRId64, i, price.ct);
	}
}

Test(quantity, rounding_never_lowers)
{
	for (int64_t ct = -1000; ct <= 100000; ct++)
		for (enum price_rounding how = ROUND_NONE; how <= ROUND_FULL_UP; how++) {
			struct money price, again;
			cr_assert(money_round_price((struct money){ ct }, how, &price));
			cr_assert(price.ct >= ct && price.ct < ct + 100, "%" PRId64 " gave %" PRId64, ct, price.ct);
			cr_assert(money_round_price(price, how, &again) && again.ct == price.ct);
		}
}

Test(quantity, empty_parts_make_empty_sums)
{
	struct money sum = { 1 };
	struct mass fine = { 1 };
	cr_expect(money_add(no_money, (struct money){ 5 }, &sum) && sum.ct == NUM_EMPTY);
	cr_expect(money_add((struct money){ 5 }, no_money, &sum) && sum.ct == NUM_EMPTY);
	cr_expect(money_percent(no_money, (struct percent){ 1 }, &sum) && sum.ct == NUM_EMPTY);
	cr_expect(money_percent((struct money){ 1 }, (struct percent){ NUM_EMPTY }, &sum) && sum.ct == NUM_EMPTY);
	cr_expect(money_round_price(no_money, ROUND_99, &sum) && sum.ct == NUM_EMPTY);
	cr_expect(mass_fine((struct mass){ NUM_EMPTY }, (struct fineness){ 1 }, &fine) && fine.ug == NUM_EMPTY);
	cr_expect(mass_fine((struct mass){ 1 }, (struct fineness){ NUM_EMPTY }, &fine) && fine.ug == NUM_EMPTY);
	cr_expect(money_add((struct money){ 5 }, (struct money){ -7 }, &sum) && sum.ct == -2);
}

Test(quantity, what_does_not_fit_is_refused_and_leaves_the_result_alone)
{
	struct money sum = { 4711 };
	cr_expect(!money_add((struct money){ INT64_MAX }, (struct money){ 1 }, &sum));
	cr_expect(!money_percent((struct money){ INT64_MAX }, (struct percent){ 10001 }, &sum));
	cr_expect(!money_round_price((struct money){ INT64_MAX }, ROUND_99, &sum));
	cr_expect(sum.ct == 4711);
}
