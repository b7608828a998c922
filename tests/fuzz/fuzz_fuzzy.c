/* fuzz_fuzzy.c - letters and a text: within bounds, and what is a piece of the text is found in it */
#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "widget/fuzzy.h"

enum { SCORE_MOST = 1000 };

/* The letters end at the first newline. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	char *typed = arena_strndup(&a, (const char *)data, size), *text = strchr(typed, '\n');
	if (text) {
		*text++ = '\0';
		int score = fuzzy_score(typed, text);
		kt_assert(score >= 0 && score <= SCORE_MOST);
		bool one = *typed && !strchr(typed, ' ');
		kt_assert(!one || !strstr(text, typed) || score > 0);
		kt_assert(*typed || score == 1);
		kt_assert(score == fuzzy_score(typed, text));
	}
	arena_done(&a);
	return 0;
}
