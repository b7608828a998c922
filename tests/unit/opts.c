/* opts.c - parsing options, their help, and the check of the table */
#include "config.h"

#include "base/opts.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

struct said {
	bool all, fresh;
	int verbose;
	long limit;
	const char *output;
	struct opt_list where;
};

static const char *const formats[] = { "csv", "json", NULL };

/* clang-format off */
static const struct opt table[] = {
	{ .name = "all",     .letter = 'a', .kind = OPT_FLAG,  .off = offsetof(struct said,
		all),     .help = N_("all of them") },
	{ .name = "fresh",                  .kind = OPT_FLAG,  .off = offsetof(struct said,
		fresh),   .help = N_("from the start") },
	{ .name = "verbose", .letter = 'v', .kind = OPT_COUNT, .off = offsetof(struct said, verbose),
		.help = N_("say more") },
	{ .name = "limit",   .letter = 'n', .kind = OPT_INT,   .off = offsetof(struct said,
		limit),   .arg = N_("N"), .help = N_("at most N") },
	{ .name = "output",  .letter = 'o', .kind = OPT_TEXT,  .off = offsetof(struct said,
		output),  .arg = N_("FILE"), .help = N_("write into FILE"), .words = formats },
	{ .name = "where-it-really-is-so",  .kind = OPT_LIST,  .off = offsetof(struct said,
		where),   .arg = N_("FIELD=VALUE"), .help = N_("only such") },
};
/* clang-format on */

enum { ARGS_MOST = 16 };

/* Splits at blanks into argv behind the program's name. */
static bool parse(
	const char *line, bool stop, struct arena *a, struct said *ret, struct opt_list *rest,
		struct err *e)
{
	char *argv[ARGS_MOST + 1] = { arena_strdup(a, "karat") };
	int argc = 1;
	char *left = arena_strdup(a, line), *word;
	while (*line && argc < ARGS_MOST && (word = strsep(&left, " ")))
		argv[argc++] = word;
	*ret = (struct said) { .limit = -1 };
	return opts_parse(table, ARRAY_LEN(table), argc, argv, stop, a, ret, rest, e);
}

static void add_words(struct buf *out, const struct opt_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_addf(out, "%s%s", i ? "," : "", list->items[i]);
}

Test(opts, parse)
{
	static const struct { const char *line; bool stop; const char *result; } cases[] = {
		{ "", false, "-- -1 - [] []" }, { "list orders", false, "-- -1 - [] [list,orders]" },
		{ "-a list --fresh", false, "af -1 - [] [list]" },
		{ "-a list --fresh", true, "a- -1 - [] [list,--fresh]" },
		{ "-v -vv --verbose", false, "--vvvv -1 - [] []" }, { "-av", false, "a-v -1 - [] []" },
		{ "--limit 5", false, "-- 5 - [] []" }, { "--limit=0", false, "-- 0 - [] []" },
		{ "-n7", false, "-- 7 - [] []" },
		{ "-n 007", false, "-- 7 - [] []" }, { "-van8", false, "a-v 8 - [] []" },
		{ "-o x", false, "-- -1 x [] []" }, { "-ox", false, "-- -1 x [] []" },
		{ "--output=x=y", false, "-- -1 x=y [] []" },
		{ "--output=", false, "-- -1  [] []" }, { "-o --all", false, "-- -1 --all [] []" },
		{ "-o -- -a", false, "a- -1 -- [] []" },
		{ "-o x -o y", false, "-- -1 y [] []" },
		{ "--where-it-really-is-so a=1 w --where-it-really-is-so=b=2", false,
			"-- -1 - [a=1,b=2] [w]" },
		{ "-a -- -v --fresh --", false, "a- -1 - [] [-v,--fresh,--]" },
		{ "- -a", false, "a- -1 - [] [-]" },
		{ "- -a", true, "-- -1 - [] [-,-a]" }, { "-- -a", true, "-- -1 - [] [-a]" },
	};
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(1000);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct said s;
		struct opt_list rest;
		struct err e = ERR_INIT;
		cr_expect(parse(cases[i].line, cases[i].stop, &a, &s, &rest, &e), "'%s': %s",
			cases[i].line, e.text);
		buf_clear(&out);
		buf_addf(&out, "%c%c", s.all ? 'a' : '-', s.fresh ? 'f' : '-');
		buf_pad(&out, 'v', (size_t)s.verbose);
		buf_addf(&out, " %ld %s [", s.limit, s.output ? s.output : "-");
		add_words(&out, &s.where);
		buf_adds(&out, "] [");
		add_words(&out, &rest);
		buf_adds(&out, "]");
		cr_expect(str_eq(out.data, cases[i].result), "'%s': %s", cases[i].line, out.data);
		cr_expect_null(rest.items[rest.n], "the words end in NULL");
	}
	buf_done(&out);
	arena_done(&a);
}

#define NO_NUMBER(option, value) \
	"The option " option " needs a whole number from 0 up, and “" value "” is none."

Test(opts, parse_refuses)
{
	static const struct { const char *line; enum err_code code; const char *text; } cases[] = {
		{ "--ouput x", ERR_USAGE, "There is no option --ouput. Did you mean --output?" },
		{ "--ouput=x", ERR_USAGE, "There is no option --ouput. Did you mean --output?" },
		{ "--where-it", ERR_USAGE,
			"There is no option --where-it. Did you mean --where-it-really-is-so?" },
		{ "--nonsense", ERR_USAGE, "There is no option --nonsense. Try --help." },
		{ "--=x", ERR_USAGE, "There is no option --. Try --help." },
		{ "-x", ERR_USAGE, "There is no option -x. Try --help." },
		{ "-aöx", ERR_USAGE, "There is no option -ö. Try --help." },
		{ "--all=yes", ERR_USAGE, "The option --all takes no value." },
		{ "-o", ERR_USAGE, "The option -o needs a value: FILE." },
		{ "list --output", ERR_USAGE, "The option --output needs a value: FILE." },
		{ "-n x", ERR_INVALID, NO_NUMBER("-n", "x") },
		{ "--limit=-1", ERR_INVALID, NO_NUMBER("--limit", "-1") },
		{ "--limit=-0", ERR_INVALID, NO_NUMBER("--limit", "-0") },
		{ "--limit=1.0", ERR_INVALID, NO_NUMBER("--limit", "1.0") },
		{ "--limit=", ERR_INVALID, NO_NUMBER("--limit", "") },
		{ "-n 99999999999999999999", ERR_INVALID, NO_NUMBER("-n", "99999999999999999999") },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct said s;
		struct opt_list rest = { .n = 4711 };
		struct err e = ERR_INIT;
		cr_expect(!parse(cases[i].line, false, &a, &s, &rest, &e), "'%s'", cases[i].line);
		cr_expect(e.code == cases[i].code, "'%s'", cases[i].line);
		cr_expect_str_eq(e.text, cases[i].text);
		cr_expect(rest.n == 4711);
	}
	arena_done(&a);
}

Test(opts, no_program_name)
{
	struct arena a = ARENA_INIT;
	struct said s = { .limit = 0 };
	struct opt_list rest;
	struct err e = ERR_INIT;
	char *argv[] = { NULL };
	cr_expect(opts_parse(table, ARRAY_LEN(table), 0, argv, false, &a, &s, &rest, &e) && rest.n == 0);
	arena_done(&a);
}

Test(opts, help)
{
	struct buf out = BUF_INIT(2000);
	opts_help(table, ARRAY_LEN(table), &out);
	cr_expect_str_eq(out.data,
		"  -a, --all          all of them\n"
		"      --fresh        from the start\n"
		"  -v, --verbose      say more\n"
		"  -n, --limit=N      at most N\n"
		"  -o, --output=FILE  write into FILE\n"
		"      --where-it-really-is-so=FIELD=VALUE\n"
		"                     only such\n");
	buf_done(&out);
}

Test(opts, help_fits_a_terminal)
{
	static const struct opt wordy[] = {
		{ .name = "short", .kind = OPT_TEXT, .arg = "WORD",
			.help = "so much to say about so little that one line of eighty columns is not enough for it" },
	};
	struct buf out = BUF_INIT(2000);
	opts_help(wordy, 1, &out);
	cr_expect_str_eq(out.data,
		"      --short=WORD  so much to say about so little that one line of eighty\n"
		"                    columns is not enough for it\n");
	buf_clear(&out);
	opts_help_line("  name", 10, "what it is", &out);
	opts_help_line("  longer name", 10, "what it is", &out);
	cr_expect_str_eq(out.data, "  name    what it is\n  longer name\n          what it is\n");
	buf_done(&out);
}

Test(opts, selftest)
{
	cr_expect_null(opts_selftest(table, ARRAY_LEN(table)));
	cr_expect_null(opts_selftest(NULL, 0));
	static const struct opt good = { .name = "good", .letter = 'g', .off = 1, .help = "good" };
	static const struct { struct opt bad; const char *word; } cases[] = {
		{ { .help = "x" }, "missing" }, { { .name = "", .help = "x" }, "missing" },
		{ { .name = "a-name-that-is-longer-than-anybody-would-like-to-type-on-a-keyboard",
			.help = "x" }, "too long" },
		{ { .name = "Bad", .help = "x" }, "small letters" },
		{ { .name = "-bad", .help = "x" }, "small letters" },
		{ { .name = "bad", .letter = '-', .help = "x" }, "letter is none" },
		{ { .name = "bad", .letter = '1', .help = "x" }, "letter is none" },
		{ { .name = "bad", .kind = (enum opt_kind)77, .help = "x" }, "kind" },
		{ { .name = "bad", .kind = OPT_TEXT, .help = "x" }, "no name" },
		{ { .name = "bad", .arg = "X", .help = "x" }, "flag has a value" },
		{ { .name = "bad", .words = formats, .help = "x" }, "words" },
		{ { .name = "bad" }, "no help" },
		{ { .name = "bad", .help = "" }, "no help" },
		{ { .name = "good", .help = "x" }, "same name" },
		{ { .name = "bad", .letter = 'g', .help = "x" }, "same letter" },
		{ { .name = "bad", .off = 1, .help = "x" }, "same place" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct opt two[] = { good, cases[i].bad };
		const char *wrong = opts_selftest(two, 2);
		cr_expect(wrong && strstr(wrong, cases[i].word), "%zu: %s", i, wrong ? wrong : "sound");
	}
}
