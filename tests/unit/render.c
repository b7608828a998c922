/* render.c - every format over the same rows: umlauts, quotes, line breaks, nothing, formulas */
#include "config.h"

#include "report/render.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"
#include "report/out.h"
#include "report/report.h"
#include "store/pg.h"
#include "temp.h"

static const struct choice statuses[] = { { "draft", "draft" }, { "in_progress", "in progress" }, { NULL, NULL } };

static const struct field fields[] = {
	{ .name = "number", .label = "Number", .type = &ft_line, .flags = F_KEY, .max = 24, .width = 6 },
	{ .name = "title", .label = "Title", .type = &ft_line, .flags = F_TITLE, .max = 200, .width = 16 },
	{ .name = "status", .label = "Status", .type = &ft_choice, .choices = statuses },
	{ .name = "price", .label = "Price", .type = &ft_money },
	{ .name = "weight", .label = "Weight", .type = &ft_mass },
	{ .name = "due", .label = "Due", .type = &ft_day },
	{ .name = "at", .label = "At", .type = &ft_instant },
	{ .name = "done", .label = "Done", .type = &ft_flag },
	{ .name = "count", .label = "Count", .type = &ft_count },
};

enum { COLS = ARRAY_LEN(fields), ROOM = 64 * 1024 };

static const char *const rows[][COLS] = {
	{ "A-1", "Ring, \"585\" größer", "in_progress", "1290.50", "4.235000", "2026-03-01", "2026-03-01 09:00:00+00", "t", "7" },
	{ "A-2", "=1+1", "draft", "-5.00", "0.200000", NULL, "2026-03-01T09:00:00Z", "false", "0" },
	{ "A-3", "zwei\nZeilen", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ "A-4", "Tab\there \\ <b>&", NULL, "0.00", "12.000000", "2026-12-31", NULL, NULL, "-3" },
};

static struct arena arena;

static void set_up(void)
{
	temp_make();
	cr_assert(zone_use("Europe/Berlin"));
}

static void tear_down(void)
{
	arena_done(&arena);
	temp_remove();
}

TestSuite(render, .init = set_up, .fini = tear_down);

static const char *text_of(int fd)
{
	char *s = arena_alloc(&arena, ROOM);
	ssize_t n = pread(fd, s, ROOM - 1, 0);
	cr_assert(n >= 0);
	close(fd);
	return s;
}

static void put_rows(struct render *r, size_t n)
{
	struct cell cells[COLS];
	for (size_t row = 0; row < n; row++) {
		for (size_t i = 0; i < r->ncols; i++)
			cells[i] = (struct cell) { rows[row][i], rows[row][i] ? strlen(rows[row][i]) : 0 };
		render_row(r, cells);
	}
}

/* What a format makes of the first n rows and c columns. */
static const char *rendered(const char *format, const struct look *look, size_t c, size_t n)
{
	struct column cols[COLS];
	struct err e = ERR_INIT;
	int fd = memfd_create("render", 0);
	for (size_t i = 0; i < c; i++)
		cols[i] = column_of(&fields[i]);
	struct render r = { .kind = renderer_find(format, &e), .out = out_fd(fd, &arena), .cols = cols, .ncols = c,
		.look = *look, .arena = &arena };
	cr_assert(r.kind && fd >= 0);
	render_begin(&r);
	put_rows(&r, n);
	cr_assert(render_end(&r, &e), "%s", e.text);
	cr_assert_eq(r.nrows, n);
	return text_of(fd);
}

static const struct look *german(void)
{
	static struct look look;
	look = (struct look) { .fmt = fmt_for("de") };
	return &look;
}

Test(render, csv)
{
	cr_assert_str_eq(rendered("csv", german(), COLS, 4),
			"number,title,status,price,weight,due,at,done,count\n"
			"A-1,\"Ring, \"\"585\"\" größer\",in_progress,1290.50,4.235,2026-03-01,2026-03-01T09:00:00Z,true,7\n"
			"A-2,=1+1,draft,-5.00,0.2,,2026-03-01T09:00:00Z,false,0\n"
			"A-3,\"zwei\nZeilen\",,,,,,,\n"
			"A-4,Tab\there \\ <b>&,,0.00,12,2026-12-31,,,-3\n");
}

Test(render, tsv)
{
	cr_assert_str_eq(rendered("tsv", german(), 3, 4),
			"number\ttitle\tstatus\n"
			"A-1\tRing, \"585\" größer\tin_progress\n"
			"A-2\t=1+1\tdraft\n"
			"A-3\tzwei\\nZeilen\t\n"
			"A-4\tTab\\there \\\\ <b>&\t\n");
}

Test(render, excel_de)
{
	cr_assert_str_eq(rendered("csv:excel-de", &(struct look) { .fmt = fmt_for("en") }, COLS, 4),
			"\xEF\xBB\xBF"
			"number;title;status;price;weight;due;at;done;count\r\n"
			"A-1;\"Ring, \"\"585\"\" größer\";in_progress;1290,50;4,235;01.03.2026;01.03.2026 10:00;true;7\r\n"
			"A-2;\"'=1+1\";draft;-5,00;0,2;;01.03.2026 10:00;false;0\r\n"
			"A-3;\"zwei\nZeilen\";;;;;;;\r\n"
			"A-4;Tab\there \\ <b>&;;0,00;12;31.12.2026;;;-3\r\n");
}

Test(render, guard_against_formulas)
{
	static const char *const evil[] = { "=cmd", "+1", "-1", "@sum", "\ttab", "\rcr", "=a\"b" };
	static const char *const tame[] = { "\"'=cmd\"", "\"'+1\"", "\"'-1\"", "\"'@sum\"", "\"'\ttab\"", "\"'\rcr\"", "\"'=a\"\"b\"" };
	for (size_t i = 0; i < ARRAY_LEN(evil); i++) {
		struct err e = ERR_INIT;
		int fd = memfd_create("render", 0);
		struct column col = column_of(&fields[1]);
		struct render r = { .kind = renderer_find("csv:excel-de", &e), .out = out_fd(fd, &arena), .cols = &col,
			.ncols = 1, .look = *german(), .arena = &arena };
		render_begin(&r);
		render_row(&r, &(struct cell) { evil[i], strlen(evil[i]) });
		cr_assert(render_end(&r, &e));
		const char *wanted = arena_printf(&arena, "\xEF\xBB\xBFtitle\r\n%s\r\n", tame[i]);
		cr_expect_str_eq(text_of(fd), wanted, "'%s'", evil[i]);
	}
}

/* A report's SQL need not keep what its header announces: the row stays a row. */
Test(render, csv_quotes_whatever_comes)
{
	static const struct {
		const struct ftype *type;
		const char *said, *csv, *german;
	} cases[] = {
		{ &ft_count, "1,2\nx", "\"1,2\nx\"", "\"1,2\nx\"" },
		{ &ft_count, "=1;2", "=1;2", "\"'=1;2\"" },
		{ &ft_count, "-12", "-12", "-12" },
		{ &ft_money, "1,50 \"", "\"1,50 \"\"\"", "\"1,50 \"\"\"" },
		{ &ft_mass, "a.b,c0", "\"a.b,c\"", "a.b,c" },
		{ &ft_instant, "2026-03-01 \"9,00:00+00", "\"2026-03-01 \"\"9,00:00+00\"", "\"2026-03-01 \"\"9,00:00+00\"" },
		{ &ft_instant, "yesterday,", "\"yesterday,\"", "yesterday," },
		{ &ft_day, "2026-03-01\n;", "\"2026-03-01\n;\"", "\"2026-03-01\n;\"" },
		{ &ft_duration, "a;b", "a;b", "\"a;b\"" },
		{ &ft_flag, "perhaps, no", "\"perhaps, no\"", "perhaps, no" },
		{ &ft_flag, "f", "false", "false" },
		{ &ft_flag, "true", "true", "true" },
	};
	for (size_t i = 0; i < 2 * ARRAY_LEN(cases); i++) {
		bool de = i % 2;
		const char *said = cases[i / 2].said;
		struct field f = { .name = "a", .label = "A", .type = cases[i / 2].type };
		struct column col = column_of(&f);
		struct err e = ERR_INIT;
		int fd = memfd_create("render", 0);
		struct render r = { .kind = renderer_find(de ? "csv:excel-de" : "csv", &e), .out = out_fd(fd, &arena),
			.cols = &col, .ncols = 1, .look = *german(), .arena = &arena };
		render_begin(&r);
		render_row(&r, &(struct cell) { said, strlen(said) });
		cr_assert(render_end(&r, &e));
		const char *wanted = arena_printf(&arena, de ? "\xEF\xBB\xBF" "a\r\n%s\r\n" : "a\n%s\n",
				de ? cases[i / 2].german : cases[i / 2].csv);
		cr_expect_str_eq(text_of(fd), wanted, "%s, '%s'", r.kind->name, said);
	}
}

Test(render, json_quotes_whatever_comes)
{
	static const struct {
		const struct ftype *type;
		const char *said, *json;
	} cases[] = {
		{ &ft_count, "1,2", "\"1,2\"" }, { &ft_flag, "t\"", "\"t\\\"\"" }, { &ft_flag, "t", "true" },
		{ &ft_instant, "2026-03-01 \"9:00:00+00", "\"2026-03-01 \\\"9:00:00+00\"" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct field f = { .name = "a", .label = "A", .type = cases[i].type };
		struct column col = column_of(&f);
		struct err e = ERR_INIT;
		int fd = memfd_create("render", 0);
		struct render r = { .kind = renderer_find("ndjson", &e), .out = out_fd(fd, &arena), .cols = &col, .ncols = 1,
			.look = *german(), .arena = &arena };
		render_begin(&r);
		render_row(&r, &(struct cell) { cases[i].said, strlen(cases[i].said) });
		cr_assert(render_end(&r, &e));
		cr_expect_str_eq(text_of(fd), arena_printf(&arena, "{\"a\":%s}\n", cases[i].json), "'%s'", cases[i].said);
	}
}

Test(render, json)
{
	cr_assert_str_eq(rendered("json", german(), COLS, 3),
			"[\n"
			"{\"number\":\"A-1\",\"title\":\"Ring, \\\"585\\\" größer\",\"status\":\"in_progress\",\"price\":\"1290.50\","
			"\"weight\":\"4.235\",\"due\":\"2026-03-01\",\"at\":\"2026-03-01T09:00:00Z\",\"done\":true,\"count\":7},\n"
			"{\"number\":\"A-2\",\"title\":\"=1+1\",\"status\":\"draft\",\"price\":\"-5.00\",\"weight\":\"0.2\",\"due\":null,"
			"\"at\":\"2026-03-01T09:00:00Z\",\"done\":false,\"count\":0},\n"
			"{\"number\":\"A-3\",\"title\":\"zwei\\nZeilen\",\"status\":null,\"price\":null,\"weight\":null,\"due\":null,"
			"\"at\":null,\"done\":null,\"count\":null}\n"
			"]\n");
	cr_assert_str_eq(rendered("json", german(), 2, 0), "[]\n");
}

Test(render, ndjson)
{
	cr_assert_str_eq(rendered("ndjson", german(), 2, 4),
			"{\"number\":\"A-1\",\"title\":\"Ring, \\\"585\\\" größer\"}\n"
			"{\"number\":\"A-2\",\"title\":\"=1+1\"}\n"
			"{\"number\":\"A-3\",\"title\":\"zwei\\nZeilen\"}\n"
			"{\"number\":\"A-4\",\"title\":\"Tab\\there \\\\ <b>&\"}\n");
	cr_assert_str_eq(rendered("ndjson", german(), 2, 0), "");
}

Test(render, html)
{
	const char *html = rendered("html", &(struct look) { .fmt = fmt_for("de"), .title = "A & <B>" }, 4, 4);
	cr_assert(str_starts(html, "<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n<title>A &amp; &lt;B&gt;</title>\n"));
	cr_assert(strstr(html, "<th>Number</th><th>Title</th><th>Status</th><th class=\"r\">Price</th>"));
	cr_assert(strstr(html, "<tr><td>A-1</td><td>Ring, &quot;585&quot; größer</td><td>in progress</td><td class=\"r\">1.290,50</td></tr>\n"));
	cr_assert(strstr(html, "<td>zwei<br>Zeilen</td>"));
	cr_assert(strstr(html, "&lt;b&gt;&amp;</td>"));
	cr_assert_null(strstr(html, "<b>"));
	cr_assert(str_ends(html, "</table>\n</body>\n</html>\n"));
}

Test(render, table)
{
	cr_assert_str_eq(rendered("table", &(struct look) { .fmt = fmt_for("de"), .width = 60 }, 6, 4),
			"Number  Title         Status       Price  Weight  Due\n"
			"A-1     Ring, \"585\"…  in prog…  1.290,50   4,235  01.03.2026\n"
			"A-2     =1+1          draft        -5,00    0,20\n"
			"A-3     zwei Zeilen\n"
			"A-4     Tab here \\ …                0,00   12,00  31.12.2026\n");
}

Test(render, table_is_as_wide_as_what_stands_in_it)
{
	const char *wide = rendered("table", &(struct look) { .fmt = fmt_for("en"), .width = 60 }, 3, 2);
	cr_assert_str_eq(wide, "Number  Title               Status\nA-1     Ring, \"585\" größer  in progress\nA-2     =1+1                draft\n");
	const char *narrow = rendered("table", &(struct look) { .fmt = fmt_for("en"), .width = 10 }, 2, 1);
	cr_assert_str_eq(narrow, "Number  Title\nA-1     Ring, \"585\"…\n");
	cr_assert_str_eq(rendered("table", &(struct look) { .fmt = fmt_for("en") }, 3, 0), "Number  Title  Status\n");
}

Test(render, table_cuts_titles_before_choices)
{
	const char *s = rendered("table", &(struct look) { .fmt = fmt_for("en"), .width = 35 }, 3, 1);
	cr_assert_str_eq(s, "Number  Title           Status\nA-1     Ring, \"585\" g…  in progress\n");
}

/* Rows of texts, n times the first and then the others; the wish of the first field is 24 columns. */
static const char *table_of(const struct column *cols, size_t ncols, int width, size_t n, const char *const *texts)
{
	struct err e = ERR_INIT;
	struct cell cells[4];
	int fd = memfd_create("render", 0);
	struct render r = { .kind = renderer_find("table", &e), .out = out_fd(fd, &arena), .cols = cols, .ncols = ncols,
		.look = { .fmt = fmt_for("en"), .width = width }, .arena = &arena };
	render_begin(&r);
	for (size_t row = 0; row < n || texts[ncols]; row++) {
		if (row >= n)
			texts += ncols;
		for (size_t i = 0; i < ncols; i++)
			cells[i] = (struct cell) { texts[i], strlen(texts[i]) };
		render_row(&r, cells);
	}
	cr_assert(render_end(&r, &e));
	return text_of(fd);
}

static const struct field text_a = { .name = "a", .label = "A", .type = &ft_line, .max = 200, .width = 24 };
static const struct field text_b = { .name = "b", .label = "B", .type = &ft_line, .max = 200, .width = 8 };
static const struct field code_c = { .name = "c", .label = "C", .type = &ft_line, .max = 16, .width = 6 };

/* One long value among many short ones is cut, so that the many can be read. */
Test(render, table_cuts_what_is_rare)
{
	const struct column cols[] = { column_of(&text_a), column_of(&text_b) };
	static const char *const texts[] = { "Anna-Maria Weber", "Wedding rings", "Anna-Maria Weber and many, many more", "Wedding rings", NULL };
	const char *s = table_of(cols, 2, 34, 20, texts);
	cr_assert(strstr(s, "Anna-Maria Weber     Wedding rings\n"), "%s", s);
	cr_assert(strstr(s, "Anna-Maria Weber a…  Wedding rings\n"), "%s", s);
}

/* 585-wpd is typed again: the table cuts the name, not the code, whatever its field wished for. */
Test(render, table_never_cuts_a_code)
{
	const struct column cols[] = { column_of(&code_c), column_of(&text_a) };
	static const char *const texts[] = { "pt950-ru", "Platinum 950 (Ruthenium)", NULL };
	cr_assert_str_eq(table_of(cols, 2, 20, 1, texts), "C         A\npt950-ru  Platinum …\n");
}

/* Rows that come later share what is left over: every text gets its part. */
Test(render, table_shares_what_is_left)
{
	const struct column cols[] = { column_of(&text_a), column_of(&code_c), column_of(&text_b) };
	static const char *const texts[] = { "short", "x", "short", "a title of more than twenty-four columns, and long enough", "x",
		"and some words of another text", NULL };
	const char *s = table_of(cols, 3, 120, 150, texts);
	cr_assert(strstr(s, "a title of more than twenty-four columns, and long enough"), "%s", s);
	cr_assert(strstr(s, "and some words of anot"), "%s", s);
	cr_assert_eq(strcspn(s, "\n") - strlen("B"), (size_t)(strstr(s, "B\n") - s));
}

Test(render, table_never_cuts_a_number)
{
	struct field f = { .name = "count", .label = "N", .type = &ft_count, .width = 2 };
	const struct column cols[] = { column_of(&f), column_of(&fields[0]) };
	static const char *const texts[] = { "7", "A-1", "123456789", "A-2", NULL };
	const char *s = table_of(cols, 2, 80, 1, texts);
	cr_assert_str_eq(s, "        N  Number\n        7  A-1\n123456789  A-2\n");
	s = table_of(cols, 2, 80, 200, texts); /* what comes after the layout pushes the rest */
	cr_assert(strstr(s, "\n123456789  A-2\n"), "%s", s);
}

/* What a reference is called is a text, on the left; its number is not cut. */
Test(render, table_of_labels)
{
	static const struct entity thing = { .name = "thing" };
	struct field ref = { .name = "order", .label = "Order", .type = &ft_ref, .ref = &thing, .width = 8 };
	struct field id = { .name = "id", .label = "Id", .type = &ft_ref, .flags = F_ID };
	const struct column cols[] = { column_labelled(&id), column_labelled(&ref), column_labelled(&text_a) };
	static const char *const texts[] = { "7", "A-2026-0017 Wedding rings, 585 yellow", "What about the stones in the middle of them?", NULL };
	cr_assert_str_eq(table_of(cols, 3, 30, 1, texts), "Id  Order           A\n 7  A-2026-0017 W…  What abou…\n");
	cr_assert(strstr(table_of(cols, 3, 20, 1, texts), " 7  A-2026-0017…  What ab…\n"));
	cr_assert(cols[0].right && !cols[1].right && !cols[2].right);
}

/* Every list, as wide as its values may become, in both languages. */

static const char *long_value(const struct field *f)
{
	static const struct {
		const struct ftype *type;
		const char *wire;
	} values[] = {
		{ &ft_flag, "false" }, { &ft_count, "100000" }, { &ft_money, "12345.00" }, { &ft_mass, "1234.567" },
		{ &ft_fineness, "999.9" }, { &ft_percent, "123.45" }, { &ft_length, "1234.5" }, { &ft_density, "21.45" },
		{ &ft_day, "2026-12-31" }, { &ft_instant, "2026-12-31T12:00:00Z" }, { &ft_duration, "359999" }, { &ft_ref, "1000000" },
	};
	const char *longest = "";
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (values[i].type == f->type)
			return values[i].wire;
	for (const struct choice *c = f->choices; c && c->wire; c++)
		longest = str_width(i18n_label(c->label)) > str_width(longest) ? i18n_label(c->label) : longest;
	if (f->type == &ft_choice)
		for (const struct choice *c = f->choices; c->wire; c++)
			if (i18n_label(c->label) == longest)
				return c->wire;
	char *text = arena_alloc(&arena, 201);
	memset(text, 'x', f->flags & F_KEY || (f->max && f->max <= 16) ? (size_t)f->width : 200);
	return text;
}

static void expect_narrow(const struct entity *ent, const char *lang)
{
	struct column cols[ENTITY_FIELDS_MAX];
	struct cell cells[ENTITY_FIELDS_MAX];
	struct err e = ERR_INIT;
	size_t n = 0;
	int fd = memfd_create("render", 0);
	const struct entity *listed = ent->row ? ent->row : ent;
	for (size_t i = 0; i < listed->nfields; i++) {
		const struct field *f = &listed->fields[i];
		if (!f->width)
			continue;
		cols[n] = column_labelled(f);
		const char *value = long_value(cols[n].field->type == &ft_line && f->ref ? cols[n].field : f);
		cells[n++] = (struct cell) { value, strlen(value) };
	}
	struct render r = { .kind = renderer_find("table", &e), .out = out_fd(fd, &arena), .cols = cols, .ncols = n,
		.look = { .fmt = fmt_for(lang) }, .arena = &arena };
	render_begin(&r);
	for (int row = 0; row < 150; row++)
		render_row(&r, cells);
	cr_assert(render_end(&r, &e));
	const char *text = text_of(fd);
	for (int i = 0; i < 2; i++) { /* the heads, and the first of the rows, which are all alike */
		const char *line = arena_strndup(&arena, text, strcspn(text, "\n"));
		cr_expect_leq(str_width(line), 80, "%s in %s:\n%s", ent->plural, lang, line);
		text += strlen(line) + 1;
	}
}

Test(render, every_list_fits_80_columns)
{
	static const char *const langs[] = { "en", "de" };
	for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
		struct fmt fmt;
		cr_assert(fmt_init(&fmt, langs[i]));
		for (const struct entity *const *ent = entities; *ent; ent++)
			expect_narrow(*ent, langs[i]);
	}
}

Test(render, table_shows_no_control_bytes)
{
	struct column col = column_of(&fields[1]);
	struct err e = ERR_INIT;
	int fd = memfd_create("render", 0);
	struct render r = { .kind = renderer_find("table", &e), .out = out_fd(fd, &arena), .cols = &col, .ncols = 1,
		.look = *german(), .arena = &arena };
	render_begin(&r);
	render_row(&r, &(struct cell) { "a\033[2Jb", 6 });
	cr_assert(render_end(&r, &e));
	const char *s = text_of(fd);
	cr_assert_null(strchr(s, '\033'), "%s", s);
	cr_assert(strstr(s, "\\x1B"), "%s", s);
}

Test(render, table_color_and_groups)
{
	struct look look = { .fmt = fmt_for("en"), .title = "Sheet", .note = "today", .color = true, .group = "status" };
	cr_assert_str_eq(rendered("table", &look, 3, 3),
			"\033[1mSheet\033[0m\ntoday\n\n\033[1mNumber  Title\033[0m\n"
			"\n\033[1min progress\033[0m\nA-1     Ring, \"585\" größer\n"
			"\n\033[1mdraft\033[0m\nA-2     =1+1\n"
			"\n\033[1m\033[0m\nA-3     zwei Zeilen\n");
}

Test(render, a_million_cells_in_constant_memory)
{
	struct column col = column_of(&fields[1]);
	struct err e = ERR_INIT;
	int fd = open("/dev/null", O_WRONLY);
	for (const struct renderer *kind = renderers; kind->name; kind++) {
		struct render r = { .kind = kind, .out = out_fd(fd, &arena), .cols = &col, .ncols = 1, .look = *german(),
			.arena = &arena };
		render_begin(&r);
		struct arena_mark before = arena_mark(&arena);
		for (int i = 0; i < 100000; i++)
			render_row(&r, &(struct cell) { "Ring, 585", 9 });
		struct arena_mark after = arena_mark(&arena);
		cr_expect(before.top == after.top && before.used == after.used, "%s", kind->name);
		cr_assert(render_end(&r, &e));
	}
	close(fd);
}

Test(render, long_cells_cross_the_buffer)
{
	struct column col = column_of(&fields[1]);
	struct err e = ERR_INIT;
	size_t len = 3 * OUT_SIZE + 17;
	char *big = arena_alloc(&arena, len);
	memset(big, 'x', len);
	big[OUT_SIZE] = '"';
	int fd = memfd_create("render", 0);
	struct render r = { .kind = renderer_find("csv", &e), .out = out_fd(fd, &arena), .cols = &col, .ncols = 1,
		.look = *german(), .arena = &arena };
	render_begin(&r);
	render_row(&r, &(struct cell) { big, len });
	cr_assert(render_end(&r, &e));
	struct stat st;
	cr_assert_eq(fstat(fd, &st), 0);
	cr_assert_eq((size_t)st.st_size, len + strlen("title\n\"\"\"\n"));
	close(fd);
}

Test(render, formats_by_name)
{
	struct err e = ERR_INIT;
	cr_assert_not_null(renderer_find("CSV", &e));
	cr_assert_null(renderer_find("jsn", &e));
	cr_assert_eq(e.code, ERR_USAGE);
	cr_assert(strstr(e.text, "json"), "%s", e.text);
}

Test(render, out_file_is_whole_or_not_there)
{
	struct err e = ERR_INIT;
	struct out *o;
	temp_write("kept.csv", "old", 0644);
	cr_assert(out_open(&o, temp_path("kept.csv"), &arena, &e));
	out_adds(o, "new");
	out_flush(o);
	cr_assert_str_eq(temp_read("kept.csv"), "old");
	out_drop(o);
	cr_assert_str_eq(temp_read("kept.csv"), "old");
	cr_assert(out_open(&o, temp_path("kept.csv"), &arena, &e));
	out_adds(o, "new");
	cr_assert(out_end(o, &e), "%s", e.text);
	cr_assert_str_eq(temp_read("kept.csv"), "new");
	struct stat st;
	cr_assert_eq(symlink("kept.csv", temp_path("link.csv")), 0);
	cr_assert(out_open(&o, temp_path("link.csv"), &arena, &e));
	out_adds(o, "through the link");
	cr_assert(out_end(o, &e), "%s", e.text);
	cr_assert(lstat(temp_path("link.csv"), &st) == 0 && S_ISLNK(st.st_mode), "a link stays one");
	cr_assert_str_eq(temp_read("kept.csv"), "through the link");
	cr_assert_not(out_open(&o, temp_path("no/folder.csv"), &arena, &e));
	cr_assert_eq(e.code, ERR_OUTPUT);
}

Test(render, out_tells_of_full_disks_and_closed_pipes)
{
	struct err e = ERR_INIT;
	struct out *o;
	cr_assert(out_open(&o, "/dev/full", &arena, &e), "%s", e.text);
	out_adds(o, "x");
	cr_assert_not(out_end(o, &e));
	cr_assert_eq(e.code, ERR_OUTPUT);
	cr_assert(strstr(e.text, "/dev/full"), "%s", e.text);
	int ends[2];
	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	o = out_fd(ends[1], &arena);
	for (int i = 0; i < 2 * OUT_SIZE; i++)
		out_addc(o, 'x');
	cr_assert(out_failed(o, &e));
	cr_assert_eq(o->broken, EPIPE);
	cr_assert_not(out_end(o, &e));
	close(ends[1]);
}

static const char good_report[] =
	"-- title: Sheet\n"
	"-- title[de]: Blatt\n"
	"-- an ordinary comment\n"
	"-- right: order:view\n"
	"-- param from day today\n-- param to day\n-- param who line \"all of them\"\n"
	"-- column section choice \"Section\" \"Abschnitt\"\n"
	"-- column status choice:order.status \"Status\" \"Status\" 12\n"
	"-- choice section late \"Late\" \"Überfällig\"\n"
	"-- group: section\n"
	"SELECT 1\n";

Test(render, report_header)
{
	struct report rep;
	struct err e = ERR_INIT;
	cr_assert(report_parse(&rep, "x", good_report, "de", &arena, &e), "%s", e.text);
	cr_assert_str_eq(rep.title, "Blatt");
	cr_assert_str_eq(rep.right, "order:view");
	cr_assert_str_eq(rep.group, "section");
	cr_assert_str_eq(rep.sql, "SELECT 1\n");
	cr_assert(rep.ranged && rep.nparams == 3 && rep.ncolumns == 2);
	cr_assert_str_eq(rep.columns[0].label, "Abschnitt");
	cr_assert_str_eq(rep.columns[0].field->choices[0].label, "Überfällig");
	cr_assert_str_eq(rep.columns[1].label, "Status");
	cr_assert(rep.columns[0].width == 0 && rep.columns[1].width == 12);
	cr_assert_str_eq(rep.columns[1].field->choices[0].wire, "draft");
	cr_assert_str_eq(rep.params[2].fallback, "all of them");
	cr_assert(report_parse(&rep, "x", good_report, "en", &arena, &e));
	cr_assert_str_eq(rep.title, "Sheet");
}

Test(render, report_header_that_is_wrong)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "SELECT 1", "title" },
		{ "-- title: x\n-- column a line \"A\"\n", "SELECT" },
		{ "-- title: x\n-- column a lien \"A\"\nSELECT 1", "lien" },
		{ "-- title: x\n-- column a\nSELECT 1", "line 2" },
		{ "-- title: x\n-- column a choice:order.nope \"A\"\nSELECT 1", "order.nope" },
		{ "-- title: x\n-- column a money:order.status \"A\"\nSELECT 1", "order.status" },
		{ "-- title: \xFF\nSELECT 1", "UTF-8" },
		{ "-- title: x\n-- column a line \"A\"\n-- param k choice\nSELECT 1", "choice k" },
		{ "-- title: x\n-- column a choice \"A\"\n-- choice b x \"X\"\nSELECT 1", "choice a" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct report rep;
		struct err e = ERR_INIT;
		cr_expect_not(report_parse(&rep, "x", cases[i].text, "en", &arena, &e), "'%s'", cases[i].text);
		cr_expect(e.code == ERR_INVALID && strstr(e.text, cases[i].told), "'%s': %s", cases[i].text, e.text);
	}
}

Test(render, report_values)
{
	struct report rep;
	struct err e = ERR_INIT;
	const char *values[REPORT_PARAMS_MAX];
	const char *said[] = { "who=lena" }, *wrong[] = { "whoo=lena" }, *bad[] = { "from=31.2.2026" };
	cr_assert(report_parse(&rep, "x", good_report, "en", &arena, &e));
	cr_assert(report_values(&rep, NULL, said, 1, fmt_for("de"), &arena, values, &e), "%s", e.text);
	struct buf now = BUF_INIT(32);
	day_format(&now, today());
	cr_assert_str_eq(values[0], now.data);
	cr_assert_null(values[1]);
	cr_assert_str_eq(values[2], "lena");
	buf_done(&now);
	cr_assert_not(report_values(&rep, NULL, wrong, 1, fmt_for("de"), &arena, values, &e));
	cr_assert(e.code == ERR_USAGE && strstr(e.text, "who"), "%s", e.text);
	cr_assert_not(report_values(&rep, NULL, bad, 1, fmt_for("de"), &arena, values, &e));
	cr_assert_eq(e.code, ERR_INVALID);
}

/* Under the title stand the days and what has words of its own; without a range it is today. */
Test(render, report_note)
{
	static const char text[] = "-- title: x\n-- column a line \"A\"\n-- param from day\n-- param to day\n-- param k choice ring \"Kind\" \"Art\"\n"
		"-- choice k ring \"Ring\" \"Ring\"\n-- param who line \"\" \"Who\" \"Wer\"\n-- param hidden line x\nSELECT 1\n";
	static const struct { const char *said[3]; size_t n; const char *want; } notes[] = {
		{ { "from=1.3.2026", "to=31.3.2026" }, 2, "01.03.2026 – 31.03.2026; Art: Ring" },
		{ { "from=1.3.2026", "to=1.3.2026", "who=lena" }, 3, "01.03.2026; Art: Ring; Wer: lena" },
		{ { "from=1.3.2026", "k=" }, 2, NULL },
	};
	struct report rep;
	struct err e = ERR_INIT;
	struct buf now = BUF_INIT(32);
	fmt_day(fmt_for("de"), &now, today());
	cr_assert(report_parse(&rep, "x", text, "de", &arena, &e), "%s", e.text);
	for (size_t i = 0; i < ARRAY_LEN(notes); i++) {
		const char *values[REPORT_PARAMS_MAX];
		cr_assert(report_values(&rep, NULL, notes[i].said, notes[i].n, fmt_for("de"), &arena, values, &e), "%s", e.text);
		cr_expect_str_eq(report_note(&rep, values, fmt_for("de"), &arena), notes[i].want ? notes[i].want : now.data);
	}
	buf_done(&now);
}

Test(render, report_choices_of_a_parameter)
{
	static const char text[] = "-- title: x\n-- column a line \"A\"\n-- param k choice ring\n"
		"-- choice k ring \"Ring\" \"Ring\"\n-- choice k chain \"Chain\" \"Kette\"\nSELECT $1 AS a\n";
	struct report rep;
	struct err e = ERR_INIT;
	const char *values[REPORT_PARAMS_MAX];
	const char *said[] = { "k=Kette" }, *wrong[] = { "k=hat" };
	cr_assert(report_parse(&rep, "x", text, "de", &arena, &e), "%s", e.text);
	cr_assert(report_values(&rep, NULL, NULL, 0, fmt_for("de"), &arena, values, &e), "%s", e.text);
	cr_assert_str_eq(values[0], "ring");
	cr_assert(report_values(&rep, NULL, said, 1, fmt_for("de"), &arena, values, &e), "%s", e.text);
	cr_assert_str_eq(values[0], "chain");
	cr_assert_not(report_values(&rep, NULL, wrong, 1, fmt_for("de"), &arena, values, &e));
	cr_assert(strstr(e.text, "hat"), "%s", e.text);
}

Test(render, report_titles_in_any_order)
{
	static const char *const texts[] = {
		"-- title: Sheet\n-- title[de]: Blatt\n-- column a line \"A\"\nSELECT 1",
		"-- title[de]: Blatt\n-- title: Sheet\n-- column a line \"A\"\nSELECT 1",
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct report rep;
		struct err e = ERR_INIT;
		cr_assert(report_parse(&rep, "x", texts[i], "de", &arena, &e), "%s", e.text);
		cr_expect_str_eq(rep.title, "Blatt", "%zu", i);
		cr_assert(report_parse(&rep, "x", texts[i], "en", &arena, &e), "%s", e.text);
		cr_expect_str_eq(rep.title, "Sheet", "%zu", i);
	}
}

Test(render, built_in_reports_are_sound)
{
	size_t n = 0;
	for (const char *const *name = report_names(&arena); *name; name++, n++) {
		struct report rep;
		struct err e = ERR_INIT;
		cr_expect(report_find(&rep, *name, "de", &arena, &e), "%s", e.text);
		cr_expect(report_find(&rep, *name, "en", &arena, &e), "%s", e.text);
	}
	cr_assert_gt(n, 0);
}
