/* fuzz_num.c - decimals on the wire and as people type them */
#include "config.h"

#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/num.h"

/* What is written is read back, exact and in either language. */
static void check_number(int64_t v, int scale)
{
	int64_t again;
	struct buf text = BUF_INIT(200);
	for (int least = 0; least <= scale; least++) {
		buf_clear(&text);
		num_format(&text, v, scale, least);
		kt_assert(!text.full && num_parse(text.data, scale, &again) && again == v);
		for (int i = 0; i < 4; i++) {
			const struct fmt *f = fmt_for(i % 2 ? "de" : "en");
			bool grouped = i / 2 && (scale < 3 ||
				least > 0); /* a lone 1.234 is a decimal there */
			buf_clear(&text);
			fmt_decimal(f, &text, v, scale, least, grouped);
			kt_assert(fmt_read_decimal(f, text.data, scale, &again) == FMT_OK && again == v);
		}
	}
	buf_done(&text);
}

static void check_rescale(int64_t v, int scale)
{
	int64_t down, up, half;
	if (!num_rescale(v, scale, 0, NUM_DOWN, &down) || !num_rescale(v, scale, 0, NUM_UP, &up))
		kt_panic(__FILE__, __LINE__, "fewer digits always fit");
	kt_assert(num_rescale(v, scale, 0, NUM_HALF_AWAY, &half) && (half == up || half == down));
	kt_assert(v < 0 ? up <= down && down <= 0 : up >= down && down >= 0);
	kt_assert(down - up <= 1 && up - down <= 1);
}

static void check_text(const char *s)
{
	for (int scale = 0; scale <= NUM_MAX_SCALE; scale++) {
		int64_t v, typed;
		bool exact = num_parse(s, scale, &v);
		if (exact) {
			check_number(v, scale);
			check_rescale(v, scale);
		}
		if (fmt_read_decimal(fmt_for("de"), s, scale, &typed) == FMT_OK) {
			kt_assert(typed != NUM_EMPTY);
			check_number(typed, scale);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	check_text(arena_strndup(&a, (const char *)data, size));
	arena_done(&a);
	return 0;
}
