/* fuzz_ftype.h - a record with a member of each kind, for the two fuzz targets of field types */
#ifndef KT_TESTS_FUZZ_FTYPE_H
#define KT_TESTS_FUZZ_FTYPE_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/entity.h"

enum { FUZZ_WIRE_MOST = 1 << 16 };

struct all {
	const char *line, *note, *uuid;
	int choice;
	signed char flag;
	int64_t count;
	struct money money;
	struct mass mass;
	struct fineness fineness;
	struct percent percent;
	struct length length;
	struct density density;
	struct day day;
	struct instant instant;
	struct duration duration;
	struct ref ref;
};

static const struct choice all_choices[] = {
	{ "draft", "draft" }, { "in_progress", "in progress" }, { "on_hold", "Pause für Kaffee" },
	{ "done", "adj\004finished" }, { NULL, NULL },
};

#define A(m, ...) FIELD(all, m, m, .label = #m, .flags = F_NEGATIVE, __VA_ARGS__)
static const struct field all_fields[] = {
	A(line, .max = 40), A(note, .max = 400), A(uuid), A(choice, .choices = all_choices), A(flag), A(count),
	A(money), A(mass), A(fineness), A(percent), A(length), A(density), A(day), A(instant), A(duration), A(ref),
};
#undef A

/* The first byte chooses the field, the rest is the text; NULL if there is no first byte. */
static inline const struct field *fuzz_take(const uint8_t *data, size_t size, struct arena *a, char **text)
{
	setenv("KARAT_NOW", "2026-03-01T09:00:00Z", 1);
	kt_assert(zone_use("UTC"));
	if (!size)
		return NULL;
	*text = arena_strndup(a, (const char *)data + 1, size - 1);
	return &all_fields[data[0] % ARRAY_LEN(all_fields)];
}

/* Whoever refuses says so, in UTF-8 that no terminal obeys. */
static inline void fuzz_expect_refusal(const struct field *f, const struct err *e)
{
	kt_assert(e->code == ERR_INVALID && str_eq(e->field, f->name));
	kt_assert(utf8_valid(e->text, strlen(e->text)) && str_control(e->text, false) < 0);
}

/* What was accepted is written, and read back as the same. */
static inline void fuzz_expect_wire_back(const struct field *f, const struct all *rec, struct arena *a)
{
	struct all back;
	struct err e = ERR_INIT;
	struct buf wire = BUF_INIT(FUZZ_WIRE_MOST);
	field_to_wire(f, rec, &wire);
	kt_assert(field_from_wire(f, wire.data, a, &back, &e));
	kt_assert(f->type->equal(field_in(f, rec), field_in(f, &back)));
	buf_done(&wire);
}

#endif
