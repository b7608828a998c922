/* measurement.c - the table of sizes, and ring sizes of three countries in whole micrometres
 *
 * Europe: the number is the inner circumference in millimetres (ISO 8653). United States: size 0 has an
 * inner diameter of 0.458 inch and each size 0.032 inch more (Circular of the Bureau of Standards; the
 * tables in use agree). United Kingdom: BS 6820:1987, size C is 40 mm around and each letter 1.25 mm
 * more; after Z come Z+1, Z+2 …
 */
#include "config.h"

#include "domain/measurement.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/customer.h"
#include "domain/person.h"

enum {
	US_HALVES_MOST = 2 * 20, /* 87.6 mm around */
	UK_HALVES_MOST = 2 * 31, /* A = 0 … Z = 50, Z+6 = 62 */
	UK_HALVES_Z = 2 * 25,
	UK_A_UM = 37500, /* two letters below C */
	UK_HALF_UM = 625,
};

// clang-format off
const struct choice measurement_kinds[] = { /* in the order of enum measurement_kind */
	{ "ring",  N_("ring size") },
	{ "chain", N_("length of chain") },
	{ "wrist", N_("wrist") },
	{ "neck",  N_("neck") },
	{ "ankle", N_("ankle") },
	{ NULL, NULL },
};

static const struct { int least, most; } kind_mm[] = {
	[MEASURE_RING]  = { 30, 90 },
	[MEASURE_CHAIN] = { 250, 1500 },
	[MEASURE_WRIST] = { 80, 350 },
	[MEASURE_NECK]  = { 200, 700 },
	[MEASURE_ANKLE] = { 140, 500 },
};

static const struct choice hands[] = {
	{ "left",  N_("left") },
	{ "right", NP_("hand", "right") },
	{ NULL, NULL },
};

static const struct choice fingers[] = {
	{ "thumb",  N_("thumb") },
	{ "index",  N_("index finger") },
	{ "middle", N_("middle finger") },
	{ "ring",   N_("ring finger") },
	{ "pinky",  N_("little finger") },
	{ NULL, NULL },
};

#define M(m, kind, ...) FIELD(measurement, m, kind, __VA_ARGS__)
static const struct field measurement_fields[] = {
	M(id,          ref,    .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	M(customer,    ref,    .label = N_("Customer"), .flags = F_REQUIRED | F_ONCE, .width = 8, .ref = &customer_entity),
	M(kind,        choice, .label = N_("Kind"), .flags = F_REQUIRED, .width = 16, .choices = measurement_kinds),
	M(hand,        choice, .label = N_("Hand"), .width = 6, .choices = hands,
		.hint = N_("For a ring: left or right.")),
	M(finger,      choice, .label = N_("Finger"), .width = 14, .choices = fingers,
		.hint = N_("For a ring: thumb, index, middle, ring or little finger.")),
	M(size,        length, .label = N_("Size"), .flags = F_REQUIRED, .width = 8, .least = 30000, .most = 1500000,
		.hint = N_("In millimetres, such as 54; 45 cm, US 7 and UK N are understood as well.")),
	M(measured_on, day,    .label = N_("Measured on"), .flags = F_SORT, .width = 10,
		.hint = N_("The day it was taken; empty is today.")),
	M(note,        line,   .label = N_("Note"), .width = 20, .max = 200,
		.hint = N_("What matters with it, such as warm hands, wide band.")),
	M(measured_by, ref,    .label = N_("Measured by"), .flags = F_READONLY, .ref = &person_entity),
	M(version,     count,  .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef M
// clang-format on

static bool measurement_check(const void *rec, struct err *e)
{
	const struct measurement *m = rec;
	if (m->kind == MEASURE_RING && m->hand == CHOICE_NONE)
		return err_field(e, "hand", _("A ring size belongs to a hand. Say left or right."));
	if (m->kind == MEASURE_RING && m->finger == CHOICE_NONE)
		return err_field(e, "finger", _("A ring size belongs to a finger. Say which one."));
	if (m->kind != MEASURE_RING && m->hand != CHOICE_NONE)
		return err_field(e, "hand", _("Only a ring size has a hand. Leave the hand empty."));
	if (m->kind != MEASURE_RING && m->finger != CHOICE_NONE)
		return err_field(e, "finger", _("Only a ring size has a finger. Leave the finger empty."));
	int least = kind_mm[m->kind].least, most = kind_mm[m->kind].most;
	if (m->size.um < least * INT64_C(1000) || m->size.um > most * INT64_C(1000))
		return err_field(e, "size", _("%s: the size must lie between %d and %d mm."),
			i18n_label(measurement_kinds[m->kind].label), least, most);
	return true;
}

/* pi = 355/113 is wrong by less than a millionth: by some nanometres here. */
static int64_t us_um(int64_t halves)
{
	int64_t um;
	bool fits = num_muldiv((458 + 16 * halves) * 254, 355, 113 * 10, NUM_HALF_AWAY, &um);
	kt_assert(fits);
	return um;
}

static int64_t uk_um(int64_t halves)
{
	return UK_A_UM + UK_HALF_UM * halves;
}

/* The half size nearest to l, or -1 if l lies more than a quarter size outside of the scale. */
static int64_t nearest_half(struct length l, int64_t (*um)(int64_t), int64_t most)
{
	if (l.um == NUM_EMPTY)
		return -1;
	int64_t quarter = (um(1) - um(0)) / 2;
	if (l.um < um(0) - quarter || l.um > um(most) + quarter)
		return -1;
	int64_t halves = 0;
	while (halves < most && l.um - um(halves) > um(halves + 1) - l.um)
		halves++;
	return halves;
}

bool ring_size_us(struct length l, int64_t *ret_halves)
{
	int64_t halves = nearest_half(l, us_um, US_HALVES_MOST);
	if (halves < 0)
		return false;
	*ret_halves = halves;
	return true;
}

const char *ring_size_uk(struct length l, char out[8])
{
	int64_t halves = nearest_half(l, uk_um, UK_HALVES_MOST);
	const char *half = halves % 2 ? "½" : "";
	out[0] = '\0';
	if (halves >= 0 && halves < UK_HALVES_Z + 2)
		snprintf(out, 8, "%c%s", (int)('A' + halves / 2), half);
	else if (halves >= 0)
		snprintf(out, 8, "Z+%c%s", (int)('0' + (halves - UK_HALVES_Z) / 2), half);
	return out;
}

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " ");
}

/* "", "½", ".5", ",5" or "1/2" up to the end: how many halves; -1 if it is something else. */
static int read_half(const char *s)
{
	static const char *const halves[] = { "½", ".5", ",5", "1/2" };
	s = skip_blanks(s);
	if (!*s)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(halves); i++)
		if (str_starts(s, halves[i]))
			return *skip_blanks(s + strlen(halves[i])) ? -1 : 1;
	return -1;
}

static bool read_us(const char *s, struct length *ret)
{
	int64_t whole = 0;
	size_t digits = strspn(s, "0123456789");
	if (!digits || digits > 2)
		return false;
	for (size_t i = 0; i < digits; i++)
		whole = whole * 10 + (s[i] - '0');
	s += digits;
	int half = str_eq(s, ".0") || str_eq(s, ",0") ? 0 : read_half(s);
	if (half < 0 || whole * 2 + half > US_HALVES_MOST)
		return false;
	ret->um = us_um(whole * 2 + half);
	return true;
}

static bool read_uk(const char *s, struct length *ret)
{
	int letter = *s >= 'a' && *s <= 'z' ? *s - 'a' : *s - 'A';
	if (letter < 0 || letter > 'Z' - 'A')
		return false;
	s++;
	int64_t halves = letter * INT64_C(2);
	if (halves == UK_HALVES_Z && s[0] == '+' && s[1] >= '1' && s[1] <= '9') {
		halves += (s[1] - '0') * INT64_C(2);
		s += 2;
	}
	int half = read_half(s);
	if (half < 0 || halves + half > UK_HALVES_MOST)
		return false;
	ret->um = uk_um(halves + half);
	return true;
}

static bool read_eu(const char *s, struct length *ret)
{
	return fmt_read_decimal(fmt_for("en"), s, 3, &ret->um) == FMT_OK;
}

bool ring_size_read(const char *s, struct length *ret)
{
	static const struct {
		const char *system;
		bool (*read)(const char *s, struct length *ret);
	} systems[] = { { "us", read_us }, { "uk", read_uk }, { "eu", read_eu } };
	s = skip_blanks(s);
	struct length l;
	bool (*read)(const char *, struct length *) = read_eu;
	char system[3] = { s[0], s[0] ? s[1] : '\0', '\0' };
	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		if (str_ieq(system, systems[i].system)) {
			read = systems[i].read;
			s = skip_blanks(s + 2);
		}
	if (!read(s, &l) || l.um <= 0)
		return false;
	*ret = l;
	return true;
}

const struct entity measurement_entity = {
	.name = "measurement", .plural = "measurements", .table = "measurement",
	.label = N_("Size"), .label_plural = N_("Sizes"), .right = "measurement",
	.size = sizeof(struct measurement), .fields = measurement_fields,
	.nfields = ARRAY_LEN(measurement_fields), .sort = "-id", .check = measurement_check,
};
