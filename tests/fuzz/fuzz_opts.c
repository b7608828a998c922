/* fuzz_opts.c - command lines, one argument a line */
#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/opts.h"

enum { ARGS_MOST = 64 };

struct said {
	bool all;
	int verbose;
	long limit;
	const char *output;
	struct opt_list where;
};

static const struct opt table[] = {
	{ .name = "all", .letter = 'a', .kind = OPT_FLAG, .off = offsetof(struct said, all), .help = "x" },
	{ .name = "verbose", .letter = 'v', .kind = OPT_COUNT, .off = offsetof(struct said, verbose),
		.help = "x" },
	{ .name = "limit", .letter = 'n', .kind = OPT_INT, .off = offsetof(struct said, limit),
		.arg = "N", .help = "x" },
	{ .name = "output", .letter = 'o', .kind = OPT_TEXT, .off = offsetof(struct said, output),
		.arg = "F", .help = "x" },
	{ .name = "where", .kind = OPT_LIST, .off = offsetof(struct said, where), .arg = "W", .help = "x" },
};

static void check(int argc, char *const *argv, bool stop_at_word, struct arena *a)
{
	struct said said = { .all = false };
	struct opt_list rest = { .n = 0 };
	struct err e = ERR_INIT;
	if (!opts_parse(table, ARRAY_LEN(table), argc, argv, stop_at_word, a, &said, &rest, &e)) {
		kt_assert((e.code == ERR_USAGE || e.code == ERR_INVALID) && *e.text);
		return;
	}
	kt_assert(e.code == ERR_NONE && said.limit >= 0 && said.verbose >= 0);
	kt_assert(rest.n + said.where.n < (size_t)argc);
	int at = 1; /* the words are arguments in their order */
	for (size_t i = 0; i < rest.n; i++) {
		while (at < argc && argv[at] != rest.items[i])
			at++;
		kt_assert(at++ < argc);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	char *argv[ARGS_MOST + 1] = { arena_strdup(&a, "karat") }, *word;
	char *left = arena_strndup(&a, (const char *)data, size);
	int argc = 1;
	while (argc < ARGS_MOST && (word = strsep(&left, "\n")))
		argv[argc++] = word;
	kt_assert(!opts_selftest(table, ARRAY_LEN(table)));
	check(argc, argv, false, &a);
	check(argc, argv, true, &a);
	arena_done(&a);
	return 0;
}
