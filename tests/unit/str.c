/* str.c - UTF-8, columns, folding, near words */
#include "config.h"

#include "base/str.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

Test(str, comparing)
{
	cr_expect(str_eq(NULL, NULL) && str_eq("a", "a"));
	cr_expect(!str_eq(NULL, "") && !str_eq("", NULL) && !str_eq("a", "A"));
	cr_expect(str_ieq(NULL, NULL) && str_ieq("Order", "oRDER") && str_ieq("", ""));
	cr_expect(!str_ieq(NULL, "") && !str_ieq("order", "orders") && !str_ieq("orders", "order"));
	cr_expect(!str_ieq("ä", "Ä"), "only ASCII");
	cr_expect(!str_ieq("[", "{"), "only letters");
	cr_expect(str_starts("order.confirm", "order") && str_starts("x", "") && !str_starts("or",
		"order"));
	cr_expect(str_ends("a.csv", ".csv") && str_ends("x", "") && !str_ends("csv", ".csv") &&
		!str_ends("a.csv ", ".csv"));
}

Test(str, empty)
{
	static const char *const blank[] = { "", " ", "\t\r\n\v\f", "\u00A0", "\u2003 \u3000", "\uFEFF",
		"\u200B",
		"\xC2\x85\u1680\u2028\u2029\u202F\u205F" };
	cr_expect(str_empty(NULL));
	for (size_t i = 0; i < ARRAY_LEN(blank); i++)
		cr_expect(str_empty(blank[i]), "%zu", i);
	cr_expect(!str_empty("x") && !str_empty(" x ") && !str_empty("\u200D") && !str_empty("\xFF"));
}

Test(str, trim)
{
	static const char *const cases[][2] = { { "", "" }, { " \t\r", "" }, { " a b\t", "a b" }, { "x", "x" }, { "x\r", "x" } };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char line[16];
		memcpy(line, cases[i][0], strlen(cases[i][0]) + 1);
		cr_expect_str_eq(str_trim(line), cases[i][1], "'%s'", cases[i][0]);
	}
}

Test(str, utf8_next)
{
	static const struct { const char *s; size_t len; uint32_t cp; size_t used; } cases[] = {
		{ "", 0, 0, 0 }, { "\0", 1, 0, 1 }, { "A", 1, 'A', 1 }, { "ä", 2, 0xE4, 2 },
		{ "€", 3, 0x20AC, 3 },
		{ "💍", 4, 0x1F48D, 4 }, { "\x7F", 1, 0x7F, 1 }, { "\uFFFD", 3, 0xFFFD, 3 },
		{ "\xC2\x80", 2, 0x80, 2 }, { "\u07FF", 2, 0x7FF, 2 }, { "\u0800", 3, 0x800, 3 },
		{ "\uD7FF", 3, 0xD7FF, 3 }, { "\uE000", 3, 0xE000, 3 }, { "\U00010000", 4, 0x10000, 4 },
		{ "\xF4\x8F\xBF\xBF", 4, 0x10FFFF, 4 },
		/* cut, alone, overlong, surrogate, past the end */
		{ "ä", 1, 0xFFFD, 1 }, { "€", 2, 0xFFFD, 1 }, { "💍", 3, 0xFFFD, 1 },
		{ "\xA4", 1, 0xFFFD, 1 },
		{ "\xC3(", 2, 0xFFFD, 1 }, { "\xE2\x82(", 3, 0xFFFD, 1 }, { "\xC0\x80", 2, 0xFFFD, 1 },
		{ "\xC1\xBF", 2, 0xFFFD, 1 }, { "\xE0\x80\x80", 3, 0xFFFD, 1 },
		{ "\xE0\x9F\xBF", 3, 0xFFFD, 1 },
		{ "\xF0\x8F\xBF\xBF", 4, 0xFFFD, 1 }, { "\xED\xA0\x80", 3, 0xFFFD, 1 },
		{ "\xED\xBF\xBF", 3, 0xFFFD, 1 }, { "\xF4\x90\x80\x80", 4, 0xFFFD, 1 },
		{ "\xF5\x80\x80\x80", 4, 0xFFFD, 1 }, { "\xFF", 1, 0xFFFD, 1 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t used;
		uint32_t cp = utf8_next(cases[i].s, cases[i].len, &used);
		cr_expect(cp == cases[i].cp && used == cases[i].used, "%zu: U+%04X, %zu", i, cp, used);
	}
}

Test(str, utf8_valid_and_count)
{
	cr_expect(utf8_valid("", 0) && utf8_valid("Größe 💍 \uFFFD", strlen("Größe 💍 \uFFFD")));
	cr_expect(!utf8_valid("a\0b", 3) && !utf8_valid("M\xFCller", 6) && !utf8_valid("ab\xC3", 3));
	cr_expect(utf8_count("") == 0 && utf8_count("Größe") == 5 && utf8_count("e\u0301") == 2 &&
		utf8_count("M\xFCller") == 6);
}

Test(str, utf8_add)
{
	struct buf out = BUF_INIT(100);
	static const uint32_t cps[] = { 'A', 0xE4, 0x20AC, 0x1F48D, 0xD800, 0x110000, 0xFFFFFFFF };
	for (size_t i = 0; i < ARRAY_LEN(cps); i++)
		utf8_add(&out, cps[i]);
	cr_expect_str_eq(out.data, "Aä€💍\uFFFD\uFFFD\uFFFD");
	buf_done(&out);
}

Test(str, width_and_fit)
{
	static const struct { const char *s; int width, columns; size_t fit; } cases[] = {
		{ "", 0, 3, 0 }, { "Ring", 4, 3, 3 }, { "Ring", 4, 4, 4 }, { "Ring", 4, 0, 0 },
		{ "Ring", 4, -1, 0 },
		{ "Größe", 5, 4, 6 }, { "日本語", 6, 4, 6 }, { "日本語", 6, 5, 6 }, { "日本語", 6, 1, 0 },
		{ "e\u0301a", 2, 1, 3 }, { "a\u0308\u0323b", 2, 1, 5 }, { "a\tb\x1B", 2, 1, 2 },
		{ "a\x7F", 1, 1, 2 },
		{ "\xC2\x85" "x", 1, 0, 2 }, { "x\xFFy", 3, 2, 2 }, { "💍x", 3, 2, 4 }, { "€", 1, 1, 3 },
		{ "…", 1, 1, 3 },
		{ "\u0301", 0, 0, 2 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr_expect(str_width(cases[i].s) == cases[i].width, "'%s': %d", cases[i].s,
			str_width(cases[i].s));
		size_t fit = str_fit(cases[i].s, cases[i].columns);
		cr_expect(fit == cases[i].fit, "'%s' in %d: %zu", cases[i].s, cases[i].columns, fit);
	}
}

Test(str, pad)
{
	static const struct { const char *s; int columns; bool right; const char *out; } cases[] = {
		{ "Ring", 6, false, "Ring  " }, { "Ring", 6, true, "  Ring" }, { "Ring", 4, false, "Ring" },
		{ "Ring", 3, false, "Ri…" }, { "Ring", 3, true, "Ri…" }, { "Ring", 1, false, "…" },
		{ "Ring", 0, false, "" }, { "Ring", -5, false, "" }, { "", 2, false, "  " },
		{ "日本語", 4, false, "日… " }, { "日本語", 4, true, " 日…" }, { "日本語", 5, false, "日本…" },
		{ "Größe", 6, true, " Größe" }, { "a\x1B[31mb", 6, false, "a[31mb" },
		{ "x\xFFy", 4, false, "x\uFFFDy " },
		{ "e\u0301e\u0301e\u0301", 2, false, "e\u0301…" },
	};
	struct buf out = BUF_INIT(100);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_clear(&out);
		str_pad(&out, cases[i].s, cases[i].columns, cases[i].right);
		cr_expect_str_eq(out.data, cases[i].out);
		cr_expect(str_width(out.data) == (cases[i].columns > 0 ? cases[i].columns : 0), "'%s'",
			out.data);
	}
	buf_done(&out);
}

Test(str, wrap)
{
	static const struct { const char *s; int columns, indent; const char *lines; } cases[] = {
		{ "", 10, 2, "" }, { "one", 10, 2, "one" }, { "  one  two ", 10, 2, "one two" },
		{ "one two three four", 10, 2, "one two\n  three\n  four" }, /* the first line begins behind two columns as well */
		{ "größer müßte", 13, 2, "größer\n  müßte" }, { "größer müßte", 14, 2, "größer müßte" },
		{ "12345678901234 5", 10, 0, "12345678901234\n5" }, { "a 12345678901234 5", 10, 1, "a\n 12345678901234\n 5" },
		{ "a b", 1, 4, "a\n    b" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out = BUF_INIT(1000);
		str_wrap(&out, cases[i].s, cases[i].columns, cases[i].indent);
		cr_expect_str_eq(out.data, cases[i].lines, "'%s': '%s'", cases[i].s, out.data);
		buf_done(&out);
	}
}

Test(str, nfc)
{
	struct arena a = ARENA_INIT;
	static const struct { const char *in, *out; } cases[] = {
		{ "", "" }, { "  ", "" }, { "Mu\u0308ller", "Müller" }, { "  Müller \n", "Müller" },
		{ "\u00A0Gold  ring\u2003", "Gold  ring" }, { "\uFEFFx", "x" }, { "A\u030A", "Å" },
		{ "\u212B", "Å" }, { "a\u0323\u0307", "ạ\u0307" }, { "\uFB01", "\uFB01" }, { "x y", "x y" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(str_nfc(&a, cases[i].in), cases[i].out);
	cr_expect_null(str_nfc(&a, NULL));
	cr_expect_null(str_nfc(&a, "M\xFCller"));
	arena_done(&a);
}

Test(str, fold)
{
	struct arena a = ARENA_INIT;
	static const struct { const char *in, *out; } cases[] = {
		{ "", "" }, { "Müller", "muller" }, { "Mueller", "muller" }, { "muller", "muller" },
		{ "MÜLLER", "muller" }, { "Mu\u0308ller", "muller" }, { "Jäger", "jager" },
		{ "JAEGER", "jager" },
		{ "Größe", "grosse" }, { "GRÖSSE", "grosse" }, { "Groesse", "grosse" },
		{ "STRAẞE", "strasse" },
		{ "Æsir", "asir" }, { "Œuvre", "ouvre" }, { "Søren", "soren" }, { "Łódź", "lodz" },
		{ "Đorđe", "dorde" },
		{ "Café", "cafe" }, { "İstanbul", "istanbul" }, { "Aee", "ae" }, { "äe", "a" },
		{ "aoeue", "aou" },
		{ "œe", "oe" }, { " Ring\t", " ring\t" }, { "ΑΣ", "ασ" /* no final sigma */ },
		{ "日本", "日本" }, { "a\xFF", "a\uFFFD" },
		{ "Việt", "viet" }, { "Ḁ", "a" }, { "\u01E2", "\u00E6" }, { "\u00C6\u0304", "\u00E6" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(str_fold(&a, cases[i].in), cases[i].out);
	cr_expect_null(str_fold(&a, NULL));
	arena_done(&a);
}

Test(str, control_and_escape)
{
	cr_expect(str_control("Größe\t1", false) == -1);
	cr_expect(str_control("a\nb", true) == -1 && str_control("a\nb", false) == 1);
	cr_expect(str_control("ab\x1B", true) == 2 && str_control("\r", true) == 0);
	cr_expect(str_control("ä\xC2\x9B", true) == 2 && str_control("\x7F", false) == 0);
	static const struct { const char *in, *out; } cases[] = {
		{ "", "" }, { "Größe 54", "Größe 54" }, { "a\x1B[2Jb", "a\\x1B[2Jb" },
		{ "a\nb\t", "a\\x0Ab\\x09" },
		{ "M\xFCller", "M\\xFCller" }, { "\xC2\x9B", "\\xC2\\x9B" },
		{ "\x7F\xE2\x82", "\\x7F\\xE2\\x82" },
		{ "\uFFFD", "\uFFFD" }, { "\\x41", "\\x41" },
	};
	struct buf out = BUF_INIT(100);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_clear(&out);
		str_escape(&out, cases[i].in);
		cr_expect_str_eq(out.data, cases[i].out);
	}
	buf_done(&out);
}

Test(str, distance)
{
	static const struct { const char *a, *b; int most, d; } cases[] = {
		{ "", "", 3, 0 }, { "", "abc", 3, 3 }, { "abc", "", 3, 3 }, { "order", "order", 0, 0 },
		{ "order", "oder", 3, 1 }, { "oder", "order", 3, 1 }, { "order", "arder", 3, 1 },
		{ "order", "roder", 3, 1 }, { "order", "orderx", 3, 1 }, { "kitten", "sitting", 5, 3 },
		{ "kitten", "sitting", 2, 3 }, { "größe", "grosse", 4, 3 }, { "größe", "große", 4, 1 },
		{ "order", "Order", 3, 1 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int d = str_distance(cases[i].a, cases[i].b, cases[i].most);
		cr_expect(d == cases[i].d, "'%s' '%s': %d", cases[i].a, cases[i].b, d);
	}
	char word[80], other[80];
	memset(word, 'x', sizeof word);
	word[sizeof word - 1] = '\0';
	memcpy(other, word, sizeof word);
	cr_expect(str_distance(word, other, 2) == 0);
	other[0] = 'y';
	cr_expect(str_distance(word, other, 2) == 3, "nobody compares so long words");
	cr_expect(str_distance("x", other, 2) == 3);
}

Test(str, nearest)
{
	static const char *const words[] = { "orders", "order", "repairs", "timer", "lot", "confirm",
		"a", NULL };
	static const struct { const char *typed, *near; } cases[] = {
		{ "oder", "order" }, { "orders", "orders" }, { "ordres", "orders" }, { "tiemr", "timer" },
		{ "rep", "repairs" }, { "conf", "confirm" }, { "lto", "lot" }, { "zzz", NULL },
		{ "x", NULL },
		{ "a", "a" }, { "", NULL }, { "invoice", NULL }, { "reparis", "repairs" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *near = str_nearest(cases[i].typed, words);
		cr_expect(str_eq(near, cases[i].near), "'%s': '%s'", cases[i].typed, near ? near : "NULL");
	}
	cr_expect_null(str_nearest("x", (const char *const[]) { NULL }));
}
