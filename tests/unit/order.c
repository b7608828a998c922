/* order.c - what an order must have before it is confirmed, and the rule across its fields */
#include "config.h"

#include "domain/order.h"

#include <criterion/criterion.h>

#include "base/err.h"
#include "base/str.h"

static bool needs(enum order_kind kind, const char *field)
{
	const struct field *f = entity_field(&order_entity, field);
	cr_assert(f, "%s", field);
	return order_needs(kind) >> field_index(&order_entity, f) & 1;
}

Test(order, needs)
{
	for (enum order_kind kind = ORDER_RING; kind <= ORDER_CUSTOM; kind++) {
		const char *wire = order_kinds[kind].wire;
		cr_expect(needs(kind, "title") && needs(kind, "alloy") && needs(kind, "due"), "%s", wire);
		cr_expect(needs(kind, "ring_size") == (kind == ORDER_RING), "%s", wire); /* not for earrings */
		cr_expect(__builtin_popcountll(order_needs(kind)) == (kind == ORDER_RING ? 4 : 3), "%s", wire);
	}
}

Test(order, nobody_is_asked_for_what_the_database_fills)
{
	for (size_t i = 0; i < order_entity.nfields; i++)
		for (enum order_kind kind = ORDER_RING; kind <= ORDER_CUSTOM; kind++)
			cr_expect(!(order_needs(kind) >> i & 1) || !(order_entity.fields[i].flags & F_READONLY));
}

static struct order wedding_ring(void)
{
	struct order o;
	entity_blank(&order_entity, &o);
	o.kind = ORDER_RING;
	o.title = "Wedding ring";
	return o;
}

Test(order, a_draft_needs_kind_and_title_alone)
{
	struct order o = wedding_ring();
	struct err e = ERR_INIT;
	cr_expect(entity_check(&order_entity, &o, &e), "%s", e.text);
	o.title = NULL;
	cr_expect(!entity_check(&order_entity, &o, &e) && str_eq(e.field, "title"));
	o = wedding_ring();
	o.kind = CHOICE_NONE;
	cr_expect(!entity_check(&order_entity, &o, &e) && str_eq(e.field, "kind"));
}

Test(order, fitting_comes_before_due)
{
	static const struct { int32_t fitting, due; bool good; } cases[] = {
		{ INT32_MIN, INT32_MIN, true }, { 20000, INT32_MIN, true }, { INT32_MIN, 20000, true },
		{ 19999, 20000, true }, { 20000, 20000, true }, { 20001, 20000, false },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order o = wedding_ring();
		struct err e = ERR_INIT;
		o.fitting_on.n = cases[i].fitting;
		o.due.n = cases[i].due;
		cr_expect(entity_check(&order_entity, &o, &e) == cases[i].good, "%zu", i);
		cr_expect(cases[i].good || str_eq(e.field, "fitting_on"), "%zu", i);
	}
}

Test(order, light_of_a_deadline)
{
	struct day today, due;
	cr_assert(day_from_civil(2026, 3, 2, &today));
	const struct {
		int days;
		enum order_light light;
	} cases[] = { { -400, LIGHT_LATE }, { -1, LIGHT_LATE }, { 0, LIGHT_SOON }, { ORDER_SOON_DAYS, LIGHT_SOON }, { ORDER_SOON_DAYS + 1, LIGHT_IN_TIME },
		{ 4000, LIGHT_IN_TIME } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		due = (struct day) { today.n + cases[i].days };
		cr_expect_eq(order_light(ORDER_IN_PROGRESS, false, due, today), cases[i].light, "%d days", cases[i].days);
		cr_expect_eq(order_light(ORDER_COMPLETED, false, due, today), cases[i].light, "%d days, ready but not handed over", cases[i].days);
		cr_expect_eq(order_light(ORDER_IN_PROGRESS, true, due, today), LIGHT_NONE, "on hold");
		cr_expect_eq(order_light(ORDER_DELIVERED, false, due, today), LIGHT_NONE, "delivered");
		cr_expect_eq(order_light(ORDER_CANCELLED, false, due, today), LIGHT_NONE, "cancelled");
	}
	cr_expect_eq(order_light(ORDER_DRAFT, false, DAY_NONE, today), LIGHT_NONE, "no deadline");
}
