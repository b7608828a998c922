/* fuzz_ftype_user.c - anything a person may type: what is accepted comes back from the wire, and from
 * what the person is shown */
#include "config.h"

#include "fuzz.h"
#include "fuzz_ftype.h"

/* An instant is shown in minutes, so what comes back is that minute; the zone here is UTC. */
static void to_minute(const struct field *f, struct all *rec)
{
	int64_t minute = INT64_C(60000000);
	if (f->type != &ft_instant || field_empty(f, rec))
		return;
	int64_t rest = rec->instant.us % minute;
	rec->instant.us -= rest < 0 ? rest + minute : rest;
}

static void expect_user_back(const struct field *f, const char *lang, const struct all *rec, struct arena *a)
{
	struct all back;
	struct err e = ERR_INIT;
	struct buf shown = BUF_INIT(FUZZ_WIRE_MOST);
	field_to_user(f, fmt_for(lang), rec, &shown);
	kt_assert(field_from_user(f, fmt_for(lang), shown.data, a, &back, &e));
	kt_assert(f->type->equal(field_in(f, rec), field_in(f, &back)));
	buf_done(&shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	char *text;
	const struct field *f = fuzz_take(data, size, &a, &text);
	if (f) {
		struct all rec;
		struct err e = ERR_INIT;
		if (field_from_user(f, fmt_for("de"), text, &a, &rec, &e)) {
			fuzz_expect_wire_back(f, &rec, &a);
			to_minute(f, &rec);
			expect_user_back(f, "de", &rec, &a);
			expect_user_back(f, "en", &rec, &a);
		} else {
			fuzz_expect_refusal(f, &e);
		}
	}
	arena_done(&a);
	return 0;
}
