/* conf.c - karat.conf: lines, sections, what is refused, and who may have written it */
#include "config.h"

#include "base/conf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "temp.h"

TestSuite(conf, .init = temp_make, .fini = temp_remove);

static const struct conf_item items[] = {
	{ .section = "", .name = "language", .help = N_("de or en") },
	{ .section = "", .name = "theme", .fallback = "dark", .help = N_("colours") },
	{ .section = "server", .name = "listen", .fallback = "127.0.0.1:8080", .help = N_("address") },
	{ .section = "alias", .name = CONF_ANY, .help = N_("names of one's own") },
	{ .section = "workshop", .name = "url", .help = N_("where") },
	{ .section = "workshop", .name = "readonly", .fallback = "no", .help = N_("only look") },
};

#define CONF_INIT { .items = items, .nitems = ARRAY_LEN(items) }

static void expect(const struct conf *c, const char *section, const char *which, const char *name,
	const char *value)
{
	const char *got = conf_get(c, section, which, name);
	cr_expect(str_eq(got, value), "[%s %s] %s: '%s'", section, which ? which : "", name,
		got ? got : "NULL");
}

Test(conf, fallbacks)
{
	struct conf c = CONF_INIT;
	expect(&c, "", NULL, "theme", "dark");
	expect(&c, "", "", "language", NULL);
	expect(&c, "workshop", "main", "readonly", "no");
	expect(&c, "", NULL, "nonsense", NULL);
	expect(&c, "nonsense", NULL, "theme", NULL);
}

Test(conf, parse)
{
	static const char text[] =
		"\xEF\xBB\xBF# the workshop\r\n"
		"language = de\r\n"
		"\n"
		"  theme=light   \n"
		"theme = #ff8800 # no comment\n"
		"[server]\n"
		"listen =\n"
		"[ workshop   Haus Süd ]\n"
		"url = postgresql://a/b?x=y\n"
		"readonly = \" yes \"\n"
		"[workshop main]\n"
		"\turl\t=\tembedded:\t\n"
		"# end without a newline\n"
		"readonly = \"";
	struct arena a = ARENA_INIT;
	struct conf c = CONF_INIT;
	struct err e = ERR_INIT;
	cr_assert(conf_parse(&c, text, "a.conf", &a, &e), "%s", e.text);
	expect(&c, "", NULL, "language", "de");
	expect(&c, "", NULL, "theme", "#ff8800 # no comment");
	expect(&c, "server", NULL, "listen", "");
	expect(&c, "workshop", "Haus Süd", "url", "postgresql://a/b?x=y");
	expect(&c, "workshop", "Haus Süd", "readonly", " yes ");
	expect(&c, "workshop", "main", "url", "embedded:");
	expect(&c, "workshop", "main", "readonly", "\"");
	expect(&c, "workshop", "other", "readonly", "no");
	cr_expect(c.nvalues == 8 && c.values[0].line == 2 && c.values[7].line == 14);
	/* the second layer wins, where it says something */
	cr_assert(conf_parse(&c, "language = en\n[workshop main]\nurl = demo:\n", "b.conf", &a, &e),
		"%s", e.text);
	expect(&c, "", NULL, "language", "en");
	expect(&c, "", NULL, "theme", "#ff8800 # no comment");
	expect(&c, "workshop", "main", "url", "demo:");
	cr_expect(c.nvalues == 10 && e.code == ERR_NONE);
	arena_done(&a);
}

Test(conf, parse_refuses)
{
	static const struct { const char *text; enum err_code code; const char *sentence; } cases[] = {
		{ "x", ERR_INVALID,
			"a.conf, line 1: This is neither a comment nor a setting of the form “name = value”." },
		{ "\n\nthem = x", ERR_USAGE,
			"a.conf, line 3: There is no setting them here. Did you mean theme?" },
		{ "nonsense = x", ERR_USAGE, "a.conf, line 1: There is no setting nonsense here." },
		{ "= x", ERR_INVALID,
			"a.conf, line 1: This is neither a comment nor a setting of the form “name = value”." },
		{ "url = x", ERR_USAGE, "a.conf, line 1: There is no setting url here." },
		{ "[workshop a]\ntheme = x", ERR_USAGE,
			"a.conf, line 2: There is no setting theme here." },
		{ "[serve]", ERR_USAGE,
			"a.conf, line 1: There is no section serve. Did you mean server?" },
		{ "[nonsense]", ERR_USAGE, "a.conf, line 1: There is no section nonsense." },
		{ "[]", ERR_INVALID, "a.conf, line 1: A section needs a name between [ and ]." },
		{ "[ ]", ERR_INVALID, "a.conf, line 1: A section needs a name between [ and ]." },
		{ "[", ERR_INVALID, "a.conf, line 1: A section begins with [ and must end with ]." },
		{ "[server", ERR_INVALID,
			"a.conf, line 1: A section begins with [ and must end with ]." },
		{ "[workshop]", ERR_INVALID,
			"a.conf, line 1: Say which one is meant: [workshop NAME]." },
		{ "[server two]", ERR_INVALID,
			"a.conf, line 1: There is only one section server; write [server]." },
		{ "[workshop 12345678901234567890123456789012345678901234567890123456789012345]",
			ERR_INVALID, "a.conf, line 1: A name is longer than 64 bytes." },
		{ "theme = M\xFCller", ERR_INVALID, "a.conf, line 1: The line is not UTF-8." },
		{ "theme = \x1B[2J", ERR_INVALID,
			"a.conf, line 1: The line holds a control character." },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct conf c = CONF_INIT;
		struct err e = ERR_INIT;
		cr_expect(!conf_parse(&c, cases[i].text, "a.conf", &a, &e), "%zu", i);
		cr_expect(e.code == cases[i].code, "%zu: %d", i, (int)e.code);
		cr_expect_str_eq(e.text, cases[i].sentence);
		cr_expect(c.nvalues == 0 && !c.values);
	}
	arena_done(&a);
}

Test(conf, has_limits)
{
	struct arena a = ARENA_INIT;
	struct conf c = CONF_INIT;
	struct err e = ERR_INIT;
	char *line = arena_alloc(&a, 4100), *file = arena_alloc(&a, 256 * 1024 + 2);
	memset(line, ' ', 4097);
	cr_expect(!conf_parse(&c, line, "a.conf", &a, &e));
	cr_expect_str_eq(e.text, "a.conf, line 1: The line is longer than 4096 bytes.");
	line[4096] = '\0';
	cr_expect(conf_parse(&c, line, "a.conf", &a, &e));
	memset(file, '\n', 256 * 1024 + 1);
	cr_expect(!conf_parse(&c, file, "a.conf", &a, &e));
	cr_expect_str_eq(e.text, "The file a.conf is larger than 262144 bytes.");
	temp_write("big.conf", file, 0600);
	cr_expect(!conf_load(&c, temp_path("big.conf"), &a, &e) && e.code == ERR_INVALID);
	file[256 * 1024] = '\0';
	cr_expect(conf_parse(&c, file, "a.conf", &a, &e));
	arena_done(&a);
}

Test(conf, load)
{
	struct arena a = ARENA_INIT;
	struct conf c = CONF_INIT;
	struct err e = ERR_INIT;
	cr_expect(conf_load(&c, temp_path("none.conf"), &a, &e) && c.nvalues == 0);
	temp_write("a.conf", "theme = light\n", 0600);
	cr_expect(conf_load(&c, temp_path("a.conf/none"), &a, &e) && c.nvalues == 0);
	cr_expect(conf_load(&c, temp_path("a.conf"), &a, &e), "%s", e.text);
	expect(&c, "", NULL, "theme", "light");
	temp_write("broken.conf", "thema = light\n", 0600);
	cr_expect(!conf_load(&c, temp_path("broken.conf"), &a, &e) && e.code == ERR_USAGE);
	cr_expect(strstr(e.text, "broken.conf, line 1: ") != NULL);
	cr_expect(c.nvalues == 1);
	arena_done(&a);
}

Test(conf, load_trusts_nobody_else)
{
	static const struct { mode_t mode; unsigned group; bool good; } cases[] = {
		{ 0600, 0, true }, { 0644, 4242, true }, { 0660, 0, true }, { 0664, 4242, false },
		{ 0646, 0, false },
		{ 0666, 0, false },
	};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct conf c = CONF_INIT;
		temp_write("a.conf", "theme = light\n", cases[i].mode);
		if (chown(temp_path("a.conf"), (uid_t)-1, cases[i].group) != 0)
			continue; /* only root may give files away */
		cr_expect(conf_load(&c, temp_path("a.conf"), &a, &e) == cases[i].good, "%zu", i);
		cr_expect(cases[i].good || (e.code == ERR_DENIED && strstr(e.text, "chmod go-w")), "%s",
			e.text);
	}
	struct conf c = CONF_INIT;
	temp_write("a.conf", "theme = light\n", 0666);
	cr_expect(!conf_load(&c, temp_path("a.conf"), &a, &e) && e.code == ERR_DENIED);
	temp_write("a.conf", "theme = light\n", 0600);
	if (chown(temp_path("a.conf"), 4242, 4242) == 0) {
		cr_expect(!conf_load(&c, temp_path("a.conf"), &a, &e) && e.code == ERR_DENIED);
		cr_expect(strstr(e.text, "belongs to somebody else") != NULL);
		cr_assert(seteuid(4242) == 0);
		cr_expect(conf_load(&c, temp_path("a.conf"), &a, &e), "%s", e.text);
		cr_assert(seteuid(0) == 0);
	}
	arena_done(&a);
}

Test(conf, load_reads_only_files_of_text)
{
	struct arena a = ARENA_INIT;
	struct conf c = CONF_INIT;
	struct err e = ERR_INIT;
	cr_assert(mkfifo(temp_path("pipe"), 0600) == 0);
	cr_expect(!conf_load(&c, temp_path("pipe"), &a, &e) && strstr(e.text, "is not a file"));
	cr_expect(!conf_load(&c, temp_path("."), &a, &e) && strstr(e.text, "is not a file"));
	temp_write("zero", "theme = x\n", 0600);
	FILE *f = fopen(temp_path("zero"), "a");
	cr_assert(f);
	cr_expect(fwrite("\0\n", 1, 2, f) == 2);
	fclose(f);
	cr_expect(!conf_load(&c, temp_path("zero"), &a, &e) && strstr(e.text, "is not a text file"));
	temp_write("secret", "theme = x\n", 0000);
	if (geteuid() == 0)
		cr_assert(seteuid(4242) == 0);
	cr_expect(!conf_load(&c, temp_path("secret"), &a, &e) && e.code == ERR_DENIED);
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
	arena_done(&a);
}

Test(conf, names_of_ones_own)
{
	struct arena a = ARENA_INIT;
	struct conf c = CONF_INIT;
	struct err e = ERR_INIT;
	cr_assert(conf_parse(&c, "[alias]\nw = orders weber\nurgent=orders -due\nw = orders\n", "karat.conf", &a, &e), "%s", e.text);
	expect(&c, "alias", NULL, "w", "orders");
	expect(&c, "alias", NULL, "urgent", "orders -due");
	expect(&c, "alias", NULL, "nothing", NULL);
	expect(&c, "", NULL, "w", NULL);
	cr_expect(!conf_parse(&c, "[alias]\ntwo words = x\n", "karat.conf", &a, &e));
	cr_expect(strstr(e.text, "karat.conf, line 2: The name two words must be one word"), "%s", e.text);
	arena_done(&a);
}
