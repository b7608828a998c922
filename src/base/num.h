/* num.h - exact decimals as scaled 64-bit integers; no floating point anywhere
 *
 * NUM_EMPTY is "not known", which is not zero. Arithmetic refuses it (kt_assert).
 */
#ifndef KT_BASE_NUM_H
#define KT_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"

struct buf;

#define NUM_EMPTY INT64_MIN
#define NUM_MAX_SCALE 9

enum num_round {
	NUM_HALF_AWAY, /* commercial: half away from zero */
	NUM_DOWN,      /* towards zero */
	NUM_UP,        /* away from zero */
};

int64_t num_pow10(int n); /* 0 … 18 */

/* "-129.90" with scale 2 gives -12990. Strict: digits, one point, no blanks, no sign but '-', and no
 * more decimals than the scale unless they are zeros. */
bool num_parse(const char *s, int scale, int64_t *ret) KT_CHECK;

/* 12990, scale 2 gives "129.90"; trailing zeros beyond `least` decimals are left out. */
void num_format(struct buf *out, int64_t v, int scale, int least);

/* a * b / c in 128 bits, rounded by name; false if the result does not fit or c is 0. */
bool num_muldiv(int64_t a, int64_t b, int64_t c, enum num_round how, int64_t *ret) KT_CHECK;

/* From one scale to another, rounded by name. */
bool num_rescale(int64_t v, int from, int to, enum num_round how, int64_t *ret) KT_CHECK;

bool num_add(int64_t a, int64_t b, int64_t *ret) KT_CHECK;

#endif
