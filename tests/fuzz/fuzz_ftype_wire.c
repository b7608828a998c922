/* fuzz_ftype_wire.c - any text as the wire spelling of any kind: what is accepted comes back as it was */
#include "config.h"

#include "fuzz.h"
#include "fuzz_ftype.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	char *text;
	const struct field *f = fuzz_take(data, size, &a, &text);
	if (f) {
		struct all rec;
		struct err e = ERR_INIT;
		if (field_from_wire(f, text, &a, &rec, &e))
			fuzz_expect_wire_back(f, &rec, &a);
		else
			fuzz_expect_refusal(f, &e);
	}
	arena_done(&a);
	return 0;
}
