/* measurement.c - ring sizes against published tables, and the rules of a measurement */
#include "config.h"

#include "domain/measurement.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/str.h"

enum { TOLERANCE_UM = 70 }; /* the tables print tenths of a millimetre and round them in their own ways */

/* From the charts that jewellers publish: US size, UK size, inner circumference in tenths of a millimetre. */
static const struct { const char *us, *uk; int64_t tenth_mm; } chart[] = {
	{ "US 5½", "UK K½", 506 }, { "US 6", "UK L½", 519 }, { "US 6½", "UK M½", 531 },
	{ "US 7", "UK N½", 544 },
	{ "US 7½", "UK O½", 557 }, { "US 8", "UK P½", 570 }, { "US 8½", "UK Q½", 583 },
	{ "US 9", "UK R½", 595 },
	{ "US 9½", "UK S½", 608 }, { "US 10", "UK T½", 621 },
};

Test(measurement, american_sizes_are_those_of_the_charts)
{
	for (size_t i = 0; i < ARRAY_LEN(chart); i++) {
		struct length l;
		cr_expect(ring_size_read(chart[i].us, &l), "%s", chart[i].us);
		cr_expect(llabs(l.um - chart[i].tenth_mm * 100) <= TOLERANCE_UM, "%s: %" PRId64, chart[i].us, l.um);
	}
	struct length zero;
	cr_expect(ring_size_read("US 0", &zero) && llabs(zero.um - 36500) <= TOLERANCE_UM);
}

/* The charts set British sizes beside American ones; within a quarter size they are right. */
Test(measurement, british_sizes_are_those_of_the_charts)
{
	for (size_t i = 0; i < ARRAY_LEN(chart); i++) {
		struct length l, us;
		cr_expect(ring_size_read(chart[i].uk, &l) && ring_size_read(chart[i].us, &us), "%s", chart[i].uk);
		cr_expect(llabs(l.um - us.um) < 313, "%s: %" PRId64, chart[i].uk, l.um);
	}
}

Test(measurement, british_standard)
{
	static const struct { const char *s; int64_t um; } cases[] = {
		{ "UK A", 37500 }, { "UK C", 40000 }, { "UK K", 50000 }, { "UK N", 53750 },
		{ "UK N½", 54375 },
		{ "UK O", 55000 }, { "UK Z", 68750 }, { "UK Z½", 69375 }, { "UK Z+1", 70000 },
		{ "UK Z+6", 76250 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct length l;
		char uk[8];
		cr_expect(ring_size_read(cases[i].s, &l) && l.um == cases[i].um, "%s", cases[i].s);
		cr_expect_str_eq(ring_size_uk(l, uk), cases[i].s + 3);
	}
}

Test(measurement, german_54)
{
	int64_t halves = 0;
	char uk[8];
	struct length l = { 54000 };
	cr_expect(ring_size_us(l, &halves) && halves == 14); /* 7 */
	cr_expect_str_eq(ring_size_uk(l, uk), "N");
}

Test(measurement, every_half_size_comes_back)
{
	char s[32], uk[8];
	for (int64_t h = 0, back = -1; h <= 40; h++) {
		struct length l;
		snprintf(s, sizeof s, "US %" PRId64 "%s", h / 2, h % 2 ? ".5" : "");
		cr_expect(ring_size_read(s, &l) && ring_size_us(l, &back) && back == h, "%s", s);
	}
	for (int64_t um = 37500; um <= 76250; um += 625) {
		struct length l;
		snprintf(s, sizeof s, "UK %s", ring_size_uk((struct length){ um }, uk));
		cr_expect(ring_size_read(s, &l) && l.um == um, "%s", s);
	}
}

Test(measurement, spellings)
{
	static const struct { const char *s, *same; } cases[] = {
		{ "us 7", "US 7" }, { "US7", "US 7" }, { "  US   7  ", "US 7" }, { "US 7.0", "US 7" },
		{ "US 6.5", "US 6½" },
		{ "US 6,5", "US 6½" }, { "us 6 1/2", "US 6½" }, { "US 6 ½", "US 6½" }, { "uk n", "UK N" },
		{ "UKN", "UK N" },
		{ "UK N 1/2", "UK N½" }, { "UK N.5", "UK N½" }, { "uk z+1½", "UK Z+1 1/2" },
		{ "EU 54", "54" }, { "54,0", "54" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct length a = { 0 }, b = { 1 };
		cr_expect(ring_size_read(cases[i].s, &a) && ring_size_read(cases[i].same, &b) && a.um == b.um, "'%s'",
			cases[i].s);
	}
}

Test(measurement, what_is_no_ring_size)
{
	static const char *const cases[] = {
		"", " ", "US", "UK", "US N", "UK 7", "US 21", "US 20.5", "US 123", "US 7.25", "US -1",
		"UK NN", "UK Z+7", "UK Z+6½",
		"UK N+1", "UK Z+", "UK ½", "UK N½½", "UK É", "FR 54", "0", "-54", "x", "US 7 mm", "54 mm",
		"UK N 1/4",
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct length l = { 4711 };
		cr_expect(!ring_size_read(cases[i], &l), "'%s'", cases[i]);
		cr_expect(l.um == 4711, "'%s'", cases[i]);
	}
}

Test(measurement, outside_of_the_scales)
{
	static const int64_t far[] = { NUM_EMPTY, 0, 30000, 100000, INT64_MAX, -54000 };
	for (size_t i = 0; i < ARRAY_LEN(far); i++) {
		int64_t halves = 4711;
		char uk[8] = "?";
		cr_expect(!ring_size_us((struct length){ far[i] }, &halves) && halves == 4711, "%zu", i);
		cr_expect_str_empty(ring_size_uk((struct length){ far[i] }, uk));
	}
}

Test(measurement, check)
{
	enum { NONE = CHOICE_NONE };
	static const struct { int kind, hand, finger; int64_t um; const char *field; } cases[] = {
		{ MEASURE_RING, 0, 3, 54000, NULL }, { MEASURE_RING, NONE, 3, 54000, "hand" },
		{ MEASURE_RING, 1, NONE, 54000, "finger" }, { MEASURE_RING, 0, 0, 30000, NULL },
		{ MEASURE_RING, 0, 0, 90000, NULL }, { MEASURE_RING, 0, 0, 29999, "size" },
		{ MEASURE_RING, 0, 0, 90001, "size" }, { MEASURE_CHAIN, NONE, NONE, 450000, NULL },
		{ MEASURE_CHAIN, 0, NONE, 450000, "hand" }, { MEASURE_CHAIN, NONE, 0, 450000, "finger" },
		{ MEASURE_CHAIN, NONE, NONE, 249999, "size" }, { MEASURE_CHAIN, NONE, NONE, 1500001, "size" },
		{ MEASURE_WRIST, NONE, NONE, 80000, NULL }, { MEASURE_WRIST, NONE, NONE, 350001, "size" },
		{ MEASURE_NECK, NONE, NONE, 700000, NULL }, { MEASURE_NECK, NONE, NONE, 199999, "size" },
		{ MEASURE_ANKLE, NONE, NONE, 140000, NULL }, { MEASURE_ANKLE, NONE, NONE, 500001, "size" },
		{ MEASURE_ANKLE, NONE, NONE, NUM_EMPTY, "size" }, { NONE, NONE, NONE, 54000, "kind" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct measurement m;
		struct err e = ERR_INIT;
		entity_blank(&measurement_entity, &m);
		m.customer.id = 1;
		m.kind = cases[i].kind;
		m.hand = cases[i].hand;
		m.finger = cases[i].finger;
		m.size.um = cases[i].um;
		cr_expect(entity_check(&measurement_entity, &m, &e) == !cases[i].field, "%zu: %s", i, e.text);
		cr_expect_str_eq(e.field, cases[i].field ? cases[i].field : "", "%zu: %s", i, e.text);
	}
}

Test(measurement, kinds_follow_their_enum)
{
	static const char *const wires[] = { "ring", "chain", "wrist", "neck", "ankle" };
	for (size_t i = 0; i < ARRAY_LEN(wires); i++)
		cr_expect_str_eq(measurement_kinds[i].wire, wires[i]);
	cr_expect(!measurement_kinds[MEASURE_ANKLE + 1].wire);
}
