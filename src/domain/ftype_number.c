/* ftype_number.c - the types that are one scaled number: money, mass, fineness … */
#include "config.h"

#include "domain/ftype.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/entity.h"
#include "domain/ftype_in.h"
#include "domain/measurement.h"

enum { TYPED_SIZE = 64 };

/* A unit that may be typed: the number is read with `scale` decimals, then taken times mul / div. */
struct unit {
	const char *name;
	int scale;
	int64_t mul, div;
};

struct number {
	const struct ftype *type;
	int scale;            /* decimals of the wire; the C type counts in the last of them */
	int wire, user;       /* decimals at least written */
	bool grouped;
	int64_t most;         /* what the SQL type holds, either side of zero */
	int64_t example;
	const char *sentence; /* N_(): label, what was typed, example */
	const struct unit *units;
	bool unit_first;      /* the unit may stand before the number */
};

// clang-format off
static const struct unit money_units[] = {
	{ CURRENCY, 2, 1, 1 }, { "EUR", 2, 1, 1 }, { NULL, 0, 0, 0 },
};
static const struct unit mass_units[] = { /* what ends alike: the longer first */
	{ "mg", 3, 1, 1 }, { "kg", 9, 1, 1 }, { "g", 6, 1, 1 },
	{ "ct", 5, CARAT_UG, 100000 }, { "dwt", 4, PENNYWEIGHT_UG, 10000 }, { NULL, 0, 0, 0 },
};
static const struct unit fineness_units[] = {
	{ "‰", 1, 1, 1 }, { "/1000", 1, 1, 1 }, { NULL, 0, 0, 0 },
};
static const struct unit percent_units[] = {
	{ "%", 2, 1, 1 }, { NULL, 0, 0, 0 },
};
static const struct unit length_units[] = {
	{ "mm", 3, 1, 1 }, { "cm", 4, 1, 1 }, { "m", 6, 1, 1 }, { NULL, 0, 0, 0 },
};
static const struct unit density_units[] = {
	{ "g/cm³", 3, 1, 1 }, { "g/cm3", 3, 1, 1 }, { NULL, 0, 0, 0 },
};
static const struct unit no_units[] = { { NULL, 0, 0, 0 } };

static const struct number numbers[] = {
	{ &ft_count,    0, 0, 0, false, INT32_MAX,           12, N_("%s: “%s” is not a whole number. Type one such as %s."),
		no_units, false },
	{ &ft_money,    2, 2, 2, true,  99999999999999,   12990, N_("%s: “%s” is not an amount of money. Type it like %s."),
		money_units, true },
	{ &ft_mass,     6, 0, 2, false, 99999999999999, 4235000,
		N_("%s: “%s” is not a weight. Type grams, such as %s, or carats with ct behind."), mass_units, false },
	{ &ft_fineness, 1, 0, 0, false, 99999,             5850,
		N_("%s: “%s” is not a fineness. Type the parts in a thousand, such as %s."), fineness_units, false },
	{ &ft_percent,  2, 0, 0, false, 999999,             750, N_("%s: “%s” is not a percentage. Type it like %s."),
		percent_units, false },
	{ &ft_length,   3, 0, 0, false, 999999999,        54500,
		N_("%s: “%s” is not a length. Type millimetres, such as %s, or a ring size such as US 7 or UK N."),
		length_units, false },
	{ &ft_density,  3, 0, 2, false, 999999,           13100,
		N_("%s: “%s” is not a density. Type grams in a cubic centimetre, such as %s."), density_units, false },
};
// clang-format on

bool number_empty(const void *v)
{
	return *(const int64_t *)v == NUM_EMPTY;
}

void number_set_empty(void *v)
{
	*(int64_t *)v = NUM_EMPTY;
}

bool number_equal(const void *a, const void *b)
{
	return *(const int64_t *)a == *(const int64_t *)b;
}

static const struct number *number_of(const struct field *f)
{
	const struct number *n = numbers;
	while (n->type != f->type)
		kt_assert(++n < numbers + ARRAY_LEN(numbers));
	return n;
}

static void number_to_wire(const struct field *f, const void *v, struct buf *out)
{
	const struct number *n = number_of(f);
	num_format(out, *(const int64_t *)v, n->scale, n->wire);
}

static void number_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	const struct number *n = number_of(f);
	fmt_decimal(fmt, out, *(const int64_t *)v, n->scale, n->user, n->grouped);
}

static const char *sentence_of(const struct number *n, enum fmt_read how)
{
	if (how == FMT_TOO_PRECISE)
		return _("%s: “%s” has more decimals than are kept. Type it like %s.");
	if (how == FMT_TOO_LARGE)
		return _("%s: “%s” is more than can be kept. Type it like %s.");
	return i18n_label(n->sentence);
}

/* fmt is NULL where the wire was read. */
static bool number_refuse(const struct field *f, enum fmt_read how, const char *typed,
		const struct fmt *fmt, struct err *e)
{
	const struct number *n = number_of(f);
	struct buf example = BUF_INIT(TYPED_SIZE);
	if (fmt)
		number_to_user(f, fmt, &n->example, &example);
	else
		number_to_wire(f, &n->example, &example);
	ftype_refuse(f, sentence_of(n, how), typed, example.data, e);
	buf_done(&example);
	return false;
}

static bool number_fits(const struct number *n, int64_t v)
{
	return v >= -n->most && v <= n->most;
}

static bool number_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	(void)a;
	int64_t v;
	if (!s || !*s)
		return number_set_empty(ret), true;
	const struct number *n = number_of(f);
	if (!num_parse(s, n->scale, &v))
		return number_refuse(f, FMT_NOT_A_NUMBER, s, NULL, e);
	if (!number_fits(n, v))
		return number_refuse(f, FMT_TOO_LARGE, s, NULL, e);
	*(int64_t *)ret = v;
	return true;
}

/* Cuts a unit off the text and returns it, or NULL if there is none. */
static const struct unit *cut_unit(const struct number *n, char *text)
{
	size_t len = strlen(text);
	while (len && text[len - 1] == ' ')
		text[--len] = '\0';
	for (const struct unit *u = n->units; u->name; u++) {
		size_t size = strlen(u->name);
		if (len < size)
			continue;
		if (str_ieq(text + len - size, u->name)) {
			text[len - size] = '\0';
			return u;
		}
		char after = text[size];
		text[size] = '\0';
		bool first = n->unit_first && str_ieq(text, u->name);
		text[size] = after;
		if (first) {
			memmove(text, text + size, len - size + 1);
			return u;
		}
	}
	return NULL;
}

static enum fmt_read read_number(const struct number *n, const struct fmt *fmt, const char *s, int64_t *ret)
{
	char text[TYPED_SIZE];
	s += strspn(s, " ");
	if (strlen(s) >= sizeof text)
		return FMT_TOO_LARGE;
	memcpy(text, s, strlen(s) + 1);
	const struct unit bare = { "", n->scale, 1, 1 }, *unit = cut_unit(n, text);
	if (!unit)
		unit = &bare;
	int64_t v;
	enum fmt_read how = fmt_read_decimal(fmt, text, unit->scale, &v);
	if (how != FMT_OK)
		return how;
	if (!num_muldiv(v, unit->mul, unit->div, NUM_HALF_AWAY, &v) || !number_fits(n, v))
		return FMT_TOO_LARGE;
	*ret = v;
	return FMT_OK;
}

static bool number_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)a;
	struct length ring;
	if (str_empty(s))
		return number_set_empty(ret), true;
	enum fmt_read how = read_number(number_of(f), fmt, s, ret);
	if (how == FMT_NOT_A_NUMBER && f->type == &ft_length && ring_size_read(s, &ring)) {
		*(struct length *)ret = ring;
		return true;
	}
	return how == FMT_OK || number_refuse(f, how, s, fmt, e);
}

#define NUMBER(kind, as, how, suffix) \
	const struct ftype ft_##kind = { \
		.name = #kind, .sql = (as), .size = sizeof(ct_##kind), .json = (how), .right = true, .unit = (suffix), \
		.from_wire = number_from_wire, .from_user = number_from_user, \
		.to_wire = number_to_wire, .to_user = number_to_user, \
		.is_empty = number_empty, .set_empty = number_set_empty, .equal = number_equal, \
	}

NUMBER(count, "integer", JSON_NUMBER, NULL);
NUMBER(money, "numeric(14,2)", JSON_STRING, CURRENCY);
NUMBER(mass, "numeric(14,6)", JSON_STRING, "g");
NUMBER(fineness, "numeric(5,1)", JSON_NUMBER, "‰"); /* 1000.0: the pure metal of coins and bars */
NUMBER(percent, "numeric(6,2)", JSON_NUMBER, "%");
NUMBER(length, "numeric(9,3)", JSON_NUMBER, "mm");
NUMBER(density, "numeric(6,3)", JSON_NUMBER, "g/cm³");
