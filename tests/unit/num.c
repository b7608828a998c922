/* num.c - exact decimals */
#include "config.h"

#include "base/num.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <signal.h>

#include "base/buf.h"

enum { UNTOUCHED = 4711 };

Test(num, pow10)
{
	cr_expect(num_pow10(0) == 1 && num_pow10(9) == 1000000000 &&
		num_pow10(18) == INT64_C(1000000000000000000));
}

Test(num, pow10_has_an_end, .signal = SIGABRT)
{
	num_pow10(19);
}

Test(num, parse)
{
	static const struct { const char *s; int scale; int64_t v; } cases[] = {
		{ "0", 0, 0 }, { "-0", 0, 0 }, { "7", 0, 7 }, { "007", 0, 7 }, { "-7", 0, -7 },
		{ "129.90", 2, 12990 }, { "-129.90", 2, -12990 }, { "129.9", 2, 12990 },
		{ "129", 2, 12900 },
		{ "0.05", 2, 5 }, { "-0.05", 2, -5 }, { "1.5000000000000", 2, 150 }, { "1.0", 0, 1 },
		{ "0.000001", 6, 1 }, { "0.123456789", 9, 123456789 },
		{ "9223372036854775807", 0, INT64_MAX }, { "-9223372036854775807", 0, -INT64_MAX },
		{ "92233720368547758.07", 2, INT64_MAX }, { "00000000000000000000000000000001.00", 2, 100 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t v = UNTOUCHED;
		cr_expect(num_parse(cases[i].s, cases[i].scale, &v), "'%s'", cases[i].s);
		cr_expect(v == cases[i].v, "'%s' gave %" PRId64, cases[i].s, v);
	}
}

Test(num, parse_refuses)
{
	static const struct { const char *s; int scale; } cases[] = {
		{ "", 2 }, { "-", 2 }, { "+1", 2 }, { " 1", 2 }, { "1 ", 2 }, { "1.", 2 }, { ".5", 2 },
		{ "-.5", 2 },
		{ "1,5", 2 }, { "1.2.3", 2 }, { "1e3", 2 }, { "0x10", 2 }, { "--1", 2 }, { "1.005", 2 },
		{ "1.5", 0 },
		{ "1.00000001", 2 }, { "nan", 2 }, { "9223372036854775808", 0 },
		{ "-9223372036854775808", 0 },
		{ "92233720368547758.08", 2 }, { "92233720368547759", 2 }, { "99999999999999999999", 0 },
		{ "92233720368547758.1", 2 }, { "1.00x", 2 }, { "\xD9\xA1", 0 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t v = UNTOUCHED;
		cr_expect(!num_parse(cases[i].s, cases[i].scale, &v), "'%s'", cases[i].s);
		cr_expect(v == UNTOUCHED, "'%s'", cases[i].s);
	}
}

Test(num, format)
{
	static const struct { int64_t v; int scale, least; const char *s; } cases[] = {
		{ 0, 0, 0, "0" }, { 0, 2, 2, "0.00" }, { 0, 2, 0, "0" }, { 12990, 2, 2, "129.90" },
		{ 12990, 2, 0, "129.9" }, { 12900, 2, 0, "129" }, { 12900, 2, 1, "129.0" },
		{ -5, 2, 2, "-0.05" },
		{ 1234000, 6, 3, "1.234" }, { 1234500, 6, 3, "1.2345" }, { 1000000, 6, 3, "1.000" },
		{ INT64_MAX, 2, 2, "92233720368547758.07" }, { -INT64_MAX, 0, 0, "-9223372036854775807" },
		{ 1, 9, 9, "0.000000001" }, { 5, 1, 9, "0.5" }, { NUM_EMPTY, 2, 2, "" },
	};
	struct buf out = BUF_INIT(100);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_clear(&out);
		num_format(&out, cases[i].v, cases[i].scale, cases[i].least);
		cr_expect_str_eq(out.data, cases[i].s);
	}
	buf_done(&out);
}

Test(num, muldiv)
{
	static const struct { int64_t a, b, c; int64_t half, down, up; } cases[] = {
		{ 10, 10, 3, 33, 33, 34 }, { 10, 10, -3, -33, -33, -34 }, { -10, -10, 3, 33, 33, 34 },
		{ 5, 1, 2, 3, 2, 3 }, { -5, 1, 2, -3, -2, -3 }, { 4, 1, 2, 2, 2, 2 }, { 0, 5, 7, 0, 0, 0 },
		{ 1, 1, 3, 0, 0, 1 }, { 2, 1, 3, 1, 0, 1 }, { -1, 1, 3, 0, 0, -1 }, { 7, 1, 1, 7, 7, 7 },
		/* 3.456 g of 585 at 61.23 EUR a gram of fine gold, in micrograms and cents */
		{ 3456000, 6123, 1000000, 21161, 21161, 21162 },
		{ INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX },
		{ -INT64_MAX, 2, 4, -INT64_C(4611686018427387904), -INT64_C(4611686018427387903),
			-INT64_C(4611686018427387904) },
		{ 1, 1, INT64_MAX, 0, 0, 1 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t v;
		cr_expect(num_muldiv(cases[i].a, cases[i].b, cases[i].c, NUM_HALF_AWAY, &v) &&
			v == cases[i].half,
			"%zu: %" PRId64, i, v);
		cr_expect(num_muldiv(cases[i].a, cases[i].b, cases[i].c, NUM_DOWN, &v) &&
			v == cases[i].down,
			"%zu: %" PRId64, i, v);
		cr_expect(num_muldiv(cases[i].a, cases[i].b, cases[i].c, NUM_UP, &v) && v == cases[i].up,
			"%zu: %" PRId64, i, v);
	}
	int64_t v = UNTOUCHED;
	cr_expect(!num_muldiv(1, 1, 0, NUM_DOWN, &v));
	cr_expect(!num_muldiv(INT64_MAX, 2, 1, NUM_DOWN, &v));
	cr_expect(!num_muldiv(-INT64_MAX, INT64_MAX, 1, NUM_DOWN, &v));
	cr_expect(v == UNTOUCHED);
}

Test(num, rescale)
{
	int64_t v = UNTOUCHED;
	cr_expect(num_rescale(129, 0, 2, NUM_DOWN, &v) && v == 12900);
	cr_expect(num_rescale(12345, 3, 2, NUM_HALF_AWAY, &v) && v == 1235);
	cr_expect(num_rescale(-12345, 3, 2, NUM_DOWN, &v) && v == -1234);
	cr_expect(num_rescale(12341, 3, 2, NUM_UP, &v) && v == 1235);
	cr_expect(num_rescale(7, 2, 2, NUM_DOWN, &v) && v == 7);
	cr_expect(!num_rescale(INT64_MAX / 10, 0, 2, NUM_DOWN, &v) && v == 7);
}

Test(num, add)
{
	int64_t v = UNTOUCHED;
	cr_expect(num_add(2, -5, &v) && v == -3);
	cr_expect(num_add(INT64_MAX, -INT64_MAX, &v) && v == 0);
	cr_expect(!num_add(INT64_MAX, 1, &v));
	cr_expect(!num_add(-INT64_MAX, -1, &v), "that would be NUM_EMPTY");
	cr_expect(!num_add(-INT64_MAX, -2, &v) && v == 0);
}

Test(num, an_unknown_is_no_summand, .signal = SIGABRT)
{
	int64_t v;
	cr_expect(num_add(1, NUM_EMPTY, &v));
}

Test(num, an_unknown_is_no_factor, .signal = SIGABRT)
{
	int64_t v;
	cr_expect(num_muldiv(1, NUM_EMPTY, 1, NUM_DOWN, &v));
}

Test(num, scales_have_an_end, .signal = SIGABRT)
{
	int64_t v;
	cr_expect(num_parse("1", NUM_MAX_SCALE + 1, &v));
}
