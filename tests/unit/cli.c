/* cli.c - the tables of commands, exit codes, words of a line, completion, the CSV reader */
#include "config.h"

#include "cli/cli.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/complete.h"
#include "cli/describe.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "domain/person.h"
#include "report/csv.h"
#include "report/out.h"
#include "service/verbs.h"
#include "temp.h"

TestSuite(cli, .init = temp_make, .fini = temp_remove);

static struct arena arena;

static void check_command(void *ctx, const struct command *cmd, const char *path)
{
	const char *wrong = opts_selftest(cmd->opts, cmd->nopts);
	cr_expect_null(wrong, "%s: %s", path, wrong);
	cr_expect(cmd->name && cmd->usage && cmd->help && cmd->run, "%s", path);
	cr_expect(cmd->least <= cmd->most, "%s", path);
	cr_expect(!cmd->nopts || cmd->size, "%s has options and no struct for them", path);
	cr_expect(!str_ends(cmd->help, "."), "%s: help of a command is a phrase", path);
	++*(size_t *)ctx;
}

Test(cli, tables_are_sound)
{
	size_t n = 0;
	describe_commands(check_command, &n, &arena);
	cr_assert_gt(n, 20);
	cr_assert_null(opts_selftest(global_opts, global_nopts));
	for (size_t i = 0; commands[i]; i++)
		cr_expect_eq(command_find(commands, commands[i]->name), commands[i], "%s", commands[i]->name);
	cr_assert_null(command_find(commands, "lst"));
}

Test(cli, every_error_has_an_exit_code)
{
	static const int wanted[] = {
		[ERR_NONE] = 0, [ERR_USAGE] = 1, [ERR_INVALID] = 3, [ERR_NOT_FOUND] = 3, [ERR_CONFLICT] = 3,
		[ERR_DENIED] = 3, [ERR_OFFLINE] = 2, [ERR_CANCELLED] = 3, [ERR_OUTPUT] = 4, [ERR_PROTOCOL] = 70,
	};
	for (int code = 0; code <= ERR_PROTOCOL; code++)
		cr_expect_eq(cli_exit_code(&(struct err) { .code = (enum err_code)code }), wanted[code], "%d", code);
}

static const char *joined(const char *line, enum err_code *ret)
{
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(4096);
	char **argv;
	int argc;
	*ret = line_split(line, &arena, &argv, &argc, &e) ? ERR_NONE : e.code;
	for (int i = 0; *ret == ERR_NONE && i < argc; i++)
		buf_addf(&out, "%s%s", i ? "|" : "", argv[i]);
	const char *s = arena_strdup(&arena, out.data);
	buf_done(&out);
	return s;
}

Test(cli, words_of_a_line)
{
	static const struct {
		const char *line, *words;
	} cases[] = {
		{ "", "" }, { "  \t\n", "" }, { "# nothing", "" }, { "a b # c", "a|b" }, { "a#b", "a#b" },
		{ "list orders\n", "list|orders" }, { "title='a b' c", "title=a b|c" }, { "\"a \\\" \\\\ \\n\"", "a \" \\ \\n" },
		{ "'a\\'", "a\\" }, { "a\\ b", "a b" }, { "''", "" }, { "x '' y", "x||y" }, { "größe=1", "größe=1" }, { "a\\", "a\\" },
	};
	enum err_code code;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr_expect_str_eq(joined(cases[i].line, &code), cases[i].words, "'%s'", cases[i].line);
		cr_expect_eq(code, ERR_NONE, "'%s'", cases[i].line);
	}
	joined("a 'b", &code);
	cr_assert_eq(code, ERR_USAGE);
	char many[2 * 257 + 1];
	for (size_t i = 0; i < 257; i++)
		memcpy(many + 2 * i, "x ", 3);
	joined(many, &code);
	cr_assert_eq(code, ERR_INVALID);
	many[2 * 256] = '\0';
	joined(many, &code);
	cr_assert_eq(code, ERR_NONE);
	char *big = arena_alloc(&arena, LINE_MOST + 3);
	memset(big, 'x', LINE_MOST + 2);
	joined(big, &code);
	cr_assert_eq(code, ERR_INVALID);
	cr_assert_null(strstr(joined("a\nb", &code), "\n"));
}

/* Candidates, without a workshop to ask. */
static const char *offered(const char *before, const char *text)
{
	struct cli c = { .url = "embedded:/nowhere/at/all", .arena = ARENA_INIT };
	struct candidates found = { .arena = &arena };
	struct buf out = BUF_INIT(65536);
	complete(&c, before, text, &found);
	for (size_t i = 0; i < found.n; i++)
		buf_addf(&out, "%s%s", i ? " " : "", found.items[i]);
	const char *s = arena_strdup(&arena, out.data);
	buf_done(&out);
	arena_done(&c.arena);
	return s;
}

Test(cli, completion)
{
	static const struct {
		const char *before, *text, *offered;
	} cases[] = {
		{ "", "li", "list" },
		{ "", "d", "do db demo describe doctor" },
		{ "db ", "re", "restore" },
		{ "list ", "ord", "order orders" },
		{ "list orders ", "--fo", "--format" },
		{ "list orders --format ", "csv", "csv csv:excel-de" },
		{ "list orders --sort ", "du", "due" },
		{ "list orders --sort ", "-du", "-due" },
		{ "list orders --columns ", "number,tit", "number,title" },
		{ "list orders --where ", "status=c", "status=confirmed status=completed status=cancelled" },
		{ "report --range ", "last-w", "last-week" },
		{ "add order ", "titl", "title=" },
		{ "add order ", "versi", "" },
		{ "add order kind=ring ", "finish=ma", "finish=matte" },
		{ "add order title=x ", "scrap_gold=", "scrap_gold=true scrap_gold=false scrap_gold=yes scrap_gold=no" },
		{ "set order 1 ", "due", "due=" },
		{ "do ", "order.conf", "order.confirm" },
		{ "do order.cancel 1 ", "rea", "reason=" },
		{ "help ", "sho", "show" },
		{ "nonsense ", "x", "" },
		{ "list 'open quote ", "x", "" },
		{ "show order ", "A-", "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(offered(cases[i].before, cases[i].text), cases[i].offered, "'%s' '%s'", cases[i].before, cases[i].text);
}

/* The person's spellings too, as far as they are one word. */
Test(cli, completion_in_german)
{
	static const struct {
		const char *before, *text, *offered;
	} cases[] = {
		{ "add order ", "kind=Ke", "kind=Kette" },
		{ "add order ", "kind=ch", "kind=chain" },
		{ "add order ", "scrap_gold=j", "scrap_gold=ja" },
		{ "list orders --where ", "status=be", "status=bestätigt" },
		{ "list orders --where ", "status=in", "status=in_progress" }, /* “in Arbeit” is two */
		{ "set alloy 585-y ", "contains=Ni", "contains=Nickel" },
	};
	struct fmt f;
	if (!getenv("KARAT_LOCALEDIR"))
		cr_skip_test("no catalogue");
	cr_assert(fmt_init(&f, "de"));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(offered(cases[i].before, cases[i].text), cases[i].offered, "'%s' '%s'", cases[i].before, cases[i].text);
}

static int widest_line(const char *s)
{
	int most = 0;
	for (; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		int width = str_width(arena_strndup(&arena, s, strcspn(s, "\n")));
		most = width > most ? width : most;
	}
	return most;
}

static void check_help(void *ctx, const struct command *cmd, const char *path)
{
	struct buf out = BUF_INIT(65536);
	cli_help(cmd, path, &out);
	cr_expect_leq(widest_line(out.data), HELP_WIDTH, "%s in %s:\n%s", path, (const char *)ctx, out.data);
	buf_done(&out);
}

Test(cli, help_fits_a_terminal)
{
	static char langs[][3] = { "en", "de" };
	struct fmt f;
	for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
		cr_assert(fmt_init(&f, langs[i]));
		describe_commands(check_help, langs[i], &arena);
	}
}

Test(cli, fields_by_their_labels)
{
	const struct field *f;
	struct err e = ERR_INIT;
	cr_assert(cli_field(&order_entity, "Agreed price", 0, &f, &e) && str_eq(f->name, "price"));
	cr_assert(cli_field(&order_entity, "title", 0, &f, &e) && str_eq(f->name, "title"));
	cr_assert(!cli_field(&order_entity, "Agreed", 0, &f, &e) && e.code == ERR_USAGE);
	cr_assert(strstr(e.text, "karat describe entities order"), "%s", e.text);
	cr_assert(!cli_field(verb_find("order.hold")->args, "xyzzy", ASSIGN_NEW, &f, &e) && strstr(e.text, "karat describe verbs"), "%s", e.text);
	struct fmt fmt;
	if (!getenv("KARAT_LOCALEDIR"))
		cr_skip_test("no catalogue");
	cr_assert(fmt_init(&fmt, "de"));
	cr_assert(cli_field(&customer_entity, "nachname", ASSIGN_NEW, &f, &e) && str_eq(f->name, "last_name"));
	cr_assert(cli_field(&order_entity, "FÄLLIG", ASSIGN_NEW, &f, &e) && str_eq(f->name, "due"));
}

/* What is done by a command of its own: the sentence names it. */
Test(cli, fields_that_are_not_set)
{
	static const struct {
		const struct entity *entity;
		const char *field;
		unsigned flags;
		const char *told;
	} cases[] = {
		{ &person_entity, "login", ASSIGN_NEW, "karat user add" }, { &person_entity, "display_name", ASSIGN_NEW, "karat user add" },
		{ &person_entity, "role", ASSIGN_NEW, "karat user add" }, { &person_entity, "role", 0, "karat user role" },
		{ &person_entity, "active", 0, "karat user disable" }, { &person_entity, "version", 0, "keeps it itself" },
		{ &order_entity, "status", 0, "karat do order.confirm" }, { &order_entity, "assignee", 0, "karat do order.assign" },
		{ &order_entity, "place", ASSIGN_NEW, "karat do order.move" }, { &order_entity, "held_reason", 0, "karat do order.hold" },
		{ &order_entity, "number", ASSIGN_NEW, "keeps it itself" }, { &customer_entity, "merged_into", 0, "karat do customer.merge" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f;
		struct err e = ERR_INIT;
		cr_expect(!cli_field(cases[i].entity, cases[i].field, cases[i].flags, &f, &e), "%s", cases[i].field);
		cr_expect(e.code == ERR_INVALID && strstr(e.text, cases[i].told), "%s: %s", cases[i].field, e.text);
	}
	const struct field *f;
	struct err e = ERR_INIT;
	cr_assert(cli_field(&person_entity, "display_name", 0, &f, &e));
}

Test(cli, completion_scripts)
{
	for (const char *const *shell = completion_shells; *shell; shell++) {
		struct out *o = out_fd(-1, &arena);
		cr_assert(completion_put(o, *shell, &arena), "%s", *shell);
		cr_assert(o->len > 1000 && o->len < OUT_SIZE, "%s", *shell);
		o->data[o->len] = '\0';
		cr_expect(strstr(o->data, "order.confirm") && strstr(o->data, "fail-if-empty"), "%s", *shell);
	}
	cr_assert_not(completion_put(out_fd(-1, &arena), "tcsh", &arena));
}

/* The CSV reader, fed in small pieces so that every border lies somewhere inside a row once. */

struct text {
	const char *at;
	size_t left, piece;
};

static ssize_t read_text(void *ctx, char *into, size_t size)
{
	struct text *t = ctx;
	size_t n = t->left < t->piece ? t->left : t->piece;
	n = n < size ? n : size;
	memcpy(into, t->at, n);
	t->at += n;
	t->left -= n;
	return (ssize_t)n;
}

/* "line:cell|cell" per row, or the error's sentence. */
static const char *parsed(const char *text, size_t len, size_t piece)
{
	struct csv *csv = arena_alloc(&arena, sizeof *csv);
	struct text t = { text, len, piece };
	struct buf out = BUF_INIT(65536);
	struct err e = ERR_INIT;
	bool end = false;
	csv_init(csv, read_text, &t);
	while (csv_next(csv, &end, &e) && !end) {
		buf_addf(&out, "%zu:", csv->line);
		for (size_t i = 0; i < csv->n; i++)
			buf_addf(&out, "%s%s", i ? "|" : "", csv_cell(csv, i));
		buf_addc(&out, ' ');
	}
	if (e.code)
		buf_adds(&out, e.text);
	csv_done(csv);
	const char *s = arena_strdup(&arena, out.data);
	buf_done(&out);
	return s;
}

Test(cli, csv_rows)
{
	static const struct {
		const char *text, *rows;
	} cases[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "a,b\n1,2\n", "1:a|b 2:1|2 " },
		{ "a,b\r\n1,2", "1:a|b 2:1|2 " },
		{ "a,b\r1,2\r", "1:a|b 2:1|2 " },
		{ "\xEF\xBB\xBF" "a;b\n1,5;2\n", "1:a|b 2:1,5|2 " },
		{ "a\tb\n1\t\n", "1:a|b 2:1| " },
		{ "a,b\n\n\"x\ny\",\"\"\"q\"\"\"\n3,4", "1:a|b 3:x\ny|\"q\" 5:3|4 " },
		{ "\"a;b\",c\n", "1:a;b|c " },
		{ "a,b\n5\" ring,2\n", "1:a|b 2:5\" ring|2 " },
		{ "a,b\n,\n", "1:a|b 2:| " },
		{ "größe\nü\n", "1:größe 2:ü " },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (size_t piece = 1; piece < 20; piece++)
			cr_expect_str_eq(parsed(cases[i].text, strlen(cases[i].text), piece), cases[i].rows, "'%s' by %zu", cases[i].text, piece);
}

Test(cli, csv_that_is_none)
{
	static const struct {
		const char *text;
		size_t len;
		const char *told;
	} cases[] = {
		{ "a,b\n\"open", 9, "line 2: A quotation mark" },
		{ "a,b\n\"x\"y,2", 10, "line 2: Something stands" },
		{ "a\nM\xFCller\n", 9, "line 2: The file is not in UTF-8" },
		{ "a\nx\0y\n", 6, "line 2: The file holds zero bytes" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect(strstr(parsed(cases[i].text, cases[i].len, 3), cases[i].told), "'%s'", parsed(cases[i].text, cases[i].len, 3));
	char *wide = arena_alloc(&arena, 200);
	memset(wide, ',', 100);
	cr_assert(strstr(parsed(wide, 100, 7), "more than 64 values"));
	size_t len = CSV_ROW_MAX + 10;
	char *big = arena_alloc(&arena, len + 1);
	memset(big, 'x', len);
	cr_assert(strstr(parsed(big, len, 4096), "longer than"));
}
