/* num.c - exact decimals as scaled 64-bit integers */
#include "config.h"

#include "base/num.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

__extension__ typedef __int128 wide;

enum { POW10_MOST = 18 };

int64_t num_pow10(int n)
{
	kt_assert(n >= 0 && n <= POW10_MOST);
	int64_t p = 1;
	while (n-- > 0)
		p *= 10;
	return p;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Counted below zero for both signs; NUM_EMPTY is not a number that anybody may write. */
static bool add_digit(int64_t *v, char c)
{
	return !__builtin_mul_overflow(*v, 10, v) && !__builtin_sub_overflow(*v, c - '0', v) &&
	       *v != NUM_EMPTY;
}

bool num_parse(const char *s, int scale, int64_t *ret)
{
	kt_assert(scale >= 0 && scale <= NUM_MAX_SCALE);
	bool negative = *s == '-';
	if (negative)
		s++;
	if (!is_digit(*s))
		return false;
	int64_t v = 0;
	for (; is_digit(*s); s++)
		if (!add_digit(&v, *s))
			return false;
	if (*s == '.' && !is_digit(*++s))
		return false;
	int decimals = 0;
	for (; is_digit(*s); s++) {
		if (decimals == scale && *s != '0')
			return false;
		if (decimals < scale && (decimals++, !add_digit(&v, *s)))
			return false;
	}
	while (decimals++ < scale)
		if (!add_digit(&v, '0'))
			return false;
	if (*s)
		return false;
	*ret = negative ? v : -v;
	return true;
}

void num_format(struct buf *out, int64_t v, int scale, int least)
{
	kt_assert(scale >= 0 && scale <= NUM_MAX_SCALE);
	if (v == NUM_EMPTY)
		return;
	uint64_t all = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, one = (uint64_t)num_pow10(scale);
	buf_addf(out, "%s%" PRIu64, v < 0 ? "-" : "", all / one);
	char decimals[NUM_MAX_SCALE + 1];
	uint64_t rest = all % one;
	for (int i = scale; i-- > 0; rest /= 10)
		decimals[i] = (char)('0' + rest % 10);
	int n = scale;
	while (n > 0 && n > least && decimals[n - 1] == '0')
		n--;
	if (n)
		buf_addc(out, '.');
	buf_add(out, decimals, (size_t)n);
}

static bool rounds_up(uint64_t rest, uint64_t by, enum num_round how)
{
	switch (how) {
	case NUM_DOWN:
		return false;
	case NUM_UP:
		return rest > 0;
	case NUM_HALF_AWAY:
		break;
	}
	return rest >= by - rest;
}

bool num_muldiv(int64_t a, int64_t b, int64_t c, enum num_round how, int64_t *ret)
{
	kt_assert(a != NUM_EMPTY && b != NUM_EMPTY && c != NUM_EMPTY);
	if (!c)
		return false;
	wide product = (wide)a * b, by = c;
	bool negative = (product < 0) != (by < 0);
	product = product < 0 ? -product : product;
	by = by < 0 ? -by : by;
	wide result = product / by;
	result += rounds_up((uint64_t)(product % by), (uint64_t)by, how);
	if (result > INT64_MAX)
		return false;
	*ret = negative ? -(int64_t)result : (int64_t)result;
	return true;
}

bool num_rescale(int64_t v, int from, int to, enum num_round how, int64_t *ret)
{
	return to >= from ? num_muldiv(v, num_pow10(to - from), 1, how, ret)
			  : num_muldiv(v, 1, num_pow10(from - to), how, ret);
}

bool num_add(int64_t a, int64_t b, int64_t *ret)
{
	kt_assert(a != NUM_EMPTY && b != NUM_EMPTY);
	int64_t sum;
	if (__builtin_add_overflow(a, b, &sum) || sum == NUM_EMPTY)
		return false;
	*ret = sum;
	return true;
}
