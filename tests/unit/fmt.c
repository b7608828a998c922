/* fmt.c - locale and language of the process; numbers, dates and times as people spell them */
#include "config.h"

#include "base/fmt.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "temp.h"

TestSuite(fmt, .init = temp_make, .fini = temp_remove);

static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "LC_NUMERIC",
	"LC_CTYPE", "LC_TIME", "LC_COLLATE", "KARAT_LOCALEDIR" };

static void clear_environment(void)
{
	for (size_t i = 0; i < ARRAY_LEN(variables); i++)
		unsetenv(variables[i]);
}

/* A catalogue as msgfmt makes it, with the entries sorted by their keys. */
static void write_catalogue(void)
{
	static const char *const entries[][2] = {
		{ "", "Content-Type: text/plain; charset=UTF-8\n" },
		{ "Order", "Auftrag" }, { "Ring size", "Ringgröße" }, { "verb\004Order", "Bestellen" },
	};
	enum { N = ARRAY_LEN(entries), HEAD = 28, STRINGS = HEAD + N * 16 };
	uint32_t head[HEAD / 4 + N * 4] = { 0x950412de, 0, N, HEAD, HEAD + N * 8, 0, 0 };
	struct buf strings = BUF_INIT(4096), file = BUF_INIT(4096);
	for (uint32_t side = 0; side < 2; side++)
		for (uint32_t i = 0; i < N; i++) {
			uint32_t *pair = head + HEAD / 4 + side * N * 2 + i * 2;
			pair[0] = (uint32_t)strlen(entries[i][side]);
			pair[1] = STRINGS + (uint32_t)strings.len;
			buf_add(&strings, entries[i][side], pair[0] + 1);
		}
	buf_add(&file, (const char *)head, sizeof head);
	buf_add(&file, strings.data, strings.len);
	struct err e = ERR_INIT;
	cr_assert(file_mkdirs(temp_path("de/LC_MESSAGES"), 0755, &e), "%s", e.text);
	cr_assert(file_write(temp_path("de/LC_MESSAGES/" PACKAGE ".mo"), 0644, file.data, file.len, &e));
	buf_done(&strings);
	buf_done(&file);
}

Test(fmt, the_environment_says_the_language)
{
	static const struct { const char *lc_all, *lc_messages, *lang, *language, *result; } cases[] = {
		{ NULL, NULL, NULL, NULL, "en" }, { NULL, NULL, "C", NULL, "en" },
		{ NULL, NULL, "C.UTF-8", NULL, "en" },
		{ NULL, NULL, "de_DE.UTF-8", NULL, "de" }, { NULL, NULL, "de", NULL, "de" },
		{ "", "", "de@euro", "", "de" },
		{ NULL, "de_AT.UTF-8", "en_US.UTF-8", NULL, "de" },
		{ "en_US.UTF-8", "de_DE.UTF-8", "de_DE.UTF-8", NULL, "en" },
		{ "C", NULL, "de_DE.UTF-8", NULL, "en" }, { "POSIX", NULL, NULL, "de", "en" },
		{ NULL, NULL, NULL, "de", "en" },
		{ "C.UTF-8", NULL, NULL, "de", "de" }, { "C.UTF-8", NULL, NULL, "fr:de_DE:en", "de" },
		{ "C.UTF-8", NULL, NULL, "en:de", "en" }, { "de_DE.UTF-8", NULL, NULL, "en_GB", "en" },
		{ "de_DE.UTF-8", NULL, NULL, "fr:it", "de" }, { "fr_FR.UTF-8", NULL, NULL, NULL, "en" },
		{ "dempwolff", NULL, NULL, NULL, "en" }, { "d", NULL, NULL, ":", "en" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *const said[] = { cases[i].lc_all, cases[i].lc_messages, cases[i].lang,
			cases[i].language };
		clear_environment();
		for (size_t j = 0; j < ARRAY_LEN(said); j++)
			if (said[j])
				setenv(variables[j], said[j], 1);
		struct fmt f;
		cr_expect(fmt_init(&f, NULL));
		cr_expect(str_eq(f.lang, cases[i].result), "%zu: %s", i, f.lang);
		cr_expect(f.iso_dates == str_eq(f.lang, "en"));
		cr_expect_str_eq(setlocale(LC_NUMERIC, NULL), "C");
		cr_expect(!str_eq(nl_langinfo(CODESET), "ANSI_X3.4-1968"), "%zu", i);
	}
}

Test(fmt, german_words_need_no_german_locale)
{
	write_catalogue();
	clear_environment();
	setenv("LC_ALL", "C", 1);
	setenv("KARAT_LOCALEDIR", temp_path("."), 1);
	struct fmt f;
	cr_assert(fmt_init(&f, "de"));
	cr_expect_str_eq(f.lang, "de");
	cr_expect_str_eq(f.decimal, ",");
	cr_expect_str_eq(f.group, ".");
	cr_expect_str_eq(_("Ring size"), "Ringgröße");
	cr_expect_str_eq(_("not translated"), "not translated");
	cr_expect_str_eq(i18n_label(N_("Order")), "Auftrag");
	cr_expect_str_eq(i18n_label(NP_("verb", "Order")), "Bestellen");
	cr_expect_str_eq(i18n_label(NP_("noun", "Order")), "Order");
	cr_expect_str_eq(i18n_label(N_("Other")), "Other");
	cr_expect_null(i18n_label(NULL));
	cr_assert(fmt_init(&f, "en"));
	cr_expect_str_eq(_("Ring size"), "Ring size");
	cr_expect_str_eq(f.decimal, ".");
	cr_expect(!fmt_init(&f, "fr") && !fmt_init(&f, ""));
	cr_expect_str_eq(f.lang, "en");
	unsetenv("KARAT_LOCALEDIR");
	cr_assert(fmt_init(&f, "de"));
	cr_expect_str_eq(bindtextdomain(PACKAGE, NULL), LOCALEDIR);
}

/* Only where such locales were made; LC_NUMERIC alone decides. */
Test(fmt, the_locale_says_the_separators)
{
	static const struct { const char *locale, *decimal, *group; } cases[] = {
		{ "de_DE.UTF-8", ",", "." }, { "en_US.UTF-8", ".", "," }, { "fr_FR.UTF-8", ",", "\u202F" },
		{ "de_CH.UTF-8", ".", "’" },
		{ "ps_AF.UTF-8", ".", "," /* theirs are not ours: those of English */ },
		{ "C.UTF-8", ".", "," }, { "POSIX", ".", "," },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		clear_environment();
		setenv("LANG", "C.UTF-8", 1);
		setenv("LC_NUMERIC", cases[i].locale, 1);
		if (!setlocale(LC_NUMERIC, cases[i].locale))
			continue;
		struct fmt f;
		cr_assert(fmt_init(&f, NULL));
		cr_expect(str_eq(f.decimal, cases[i].decimal) && str_eq(f.group, cases[i].group),
			"%s: '%s' '%s'",
			cases[i].locale, f.decimal, f.group);
		char text[16];
		snprintf(text, sizeof text, "%.1f", 1.5);
		cr_expect_str_eq(text, "1.5");
		cr_assert(fmt_init(&f, "de"));
		cr_expect(str_eq(f.decimal, ",") && str_eq(f.group, "."), "--lang is stronger than %s",
			cases[i].locale);
	}
}

/* One category without its locale does not take the others along. */
Test(fmt, half_an_environment)
{
	clear_environment();
	setenv("LANG", "C.UTF-8", 1);
	setenv("LC_TIME", "xx_XX.UTF-8", 1);
	struct fmt f;
	cr_assert(fmt_init(&f, NULL));
	cr_expect_str_eq(setlocale(LC_CTYPE, NULL), "C.UTF-8");
	cr_expect_str_eq(setlocale(LC_MESSAGES, NULL), "C.UTF-8");
}

Test(fmt, built_in)
{
	cr_expect_str_eq(fmt_for("de")->lang, "de");
	cr_expect_str_eq(fmt_for("en")->lang, "en");
	cr_expect_str_eq(fmt_for("fr")->lang, "en");
	cr_expect_str_eq(fmt_for(NULL)->lang, "en");
}

Test(fmt, decimal)
{
	static const struct fmt swiss = { .lang = "de", .decimal = ".", .group = "’" };
	static const struct fmt plain = { .lang = "de", .decimal = ",", .group = "" };
	const struct fmt *de = fmt_for("de"), *en = fmt_for("en");
	const struct { const struct fmt *f; int64_t v; int scale,
		least; bool grouped; const char *s; } cases[] = {
		{ de, 12990, 2, 2, true, "129,90" }, { en, 12990, 2, 2, true, "129.90" },
		{ de, 123456, 2, 2, true, "1.234,56" },
		{ en, 123456, 2, 2, true, "1,234.56" }, { de, 123456, 2, 2, false, "1234,56" },
		{ de, -123456789, 2, 2, true, "-1.234.567,89" }, { de, 100000, 2, 0, true, "1.000" },
		{ de, 0, 2, 2, true, "0,00" },
		{ de, 100, 0, 0, true, "100" }, { de, 1000, 0, 0, true, "1.000" },
		{ de, -1000, 0, 0, true, "-1.000" },
		{ &swiss, 123456789, 2, 2, true, "1’234’567.89" },
		{ &plain, 123456789, 2, 2, true, "1234567,89" },
		{ de, NUM_EMPTY, 2, 2, true, "" }, { de, INT64_MAX, 9, 9, true, "9.223.372.036,854775807" },
		{ de, -INT64_MAX, 0, 0, true, "-9.223.372.036.854.775.807" },
	};
	struct buf out = BUF_INIT(200);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		buf_clear(&out);
		fmt_decimal(cases[i].f, &out, cases[i].v, cases[i].scale, cases[i].least, cases[i].grouped);
		cr_expect_str_eq(out.data, cases[i].s);
	}
	buf_done(&out);
}

Test(fmt, read_decimal)
{
	static const struct { const char *s; int scale; int64_t v; } cases[] = {
		{ "12,5", 2, 1250 }, { "12.5", 2, 1250 }, { "1.234,50", 2, 123450 },
		{ "1,234.50", 2, 123450 },
		{ "1 234,50", 2, 123450 }, { "1'234.50", 2, 123450 }, { "1’234.50", 2, 123450 },
		{ "1\u202F234,50", 2, 123450 },
		{ "1\u00A0234", 2, 123400 }, { "1.234", 3, 1234 },
		{ "1,234", 6, 1234000 }, { "1.234.567", 2, 123456700 },
		{ "1.234.567", 6, INT64_C(1234567000000) },
		{ "12.345.678,9", 1, 123456789 }, { "1 234 567", 0, 1234567 }, { "-5", 0, -5 },
		{ "+5", 0, 5 },
		{ "\u22125,5", 1, -55 }, { "- 5", 0, -5 }, { "  7  ", 0, 7 }, { "\t7\t", 0, 7 },
		{ ",5", 2, 50 }, { "5,", 2, 500 },
		{ "-.5", 1, -5 }, { "0,50", 1, 5 }, { "12,50000", 2, 1250 }, { "0.100", 2, 10 },
		{ "1234.500", 2, 123450 },
		{ "12,0", 0, 12 }, { "007", 0, 7 }, { "1.234,5000", 2, 123450 },
		{ "9223372036854775807", 0, INT64_MAX },
		{ "1 234.500", 2, 123450 }, { "1,234,567", 2, 123456700 }, { "12,555.00", 2, 1255500 },
		{ "12.555,00", 2, 1255500 }, { "12,50", 2, 1250 }, { "12.50", 2, 1250 },
	};
	const struct fmt *both[] = { fmt_for("de"), fmt_for("en") };
	for (size_t i = 0; i < ARRAY_LEN(cases) * 2; i++) {
		const char *s = cases[i / 2].s;
		int64_t v = 4711;
		cr_expect(fmt_read_decimal(both[i % 2], s, cases[i / 2].scale, &v) == FMT_OK, "'%s'", s);
		cr_expect(v == cases[i / 2].v, "'%s' gave %" PRId64, s, v);
	}
}

/* A lone mark with three digits behind: thousands, unless it is how this person writes decimals. */
Test(fmt, read_decimal_of_thousands)
{
	static const struct fmt swiss = { .lang = "de", .decimal = ".", .group = "’" };
	static const struct fmt french = { .lang = "en", .decimal = ",", .group = "\u202F" };
	const struct fmt *de = fmt_for("de"), *en = fmt_for("en");
	const struct { const struct fmt *f; const char *s; int scale; enum fmt_read how; int64_t v; } cases[] = {
		{ de, "12.555", 2, FMT_OK, 1255500 }, { de, "12,555", 2, FMT_TOO_PRECISE, 0 },
		{ en, "12,555", 2, FMT_OK, 1255500 }, { en, "12.555", 2, FMT_TOO_PRECISE, 0 },
		{ de, "12,500", 2, FMT_OK, 1250 }, { en, "12.500", 2, FMT_OK, 1250 },
		{ de, "12.500", 2, FMT_OK, 1250000 }, { en, "12,500", 2, FMT_OK, 1250000 },
		{ de, "1.000", 0, FMT_OK, 1000 }, { de, "1,000", 0, FMT_OK, 1 }, { de, "1,234", 0, FMT_TOO_PRECISE, 0 },
		{ en, "1,000", 0, FMT_OK, 1000 }, { en, "1.000", 0, FMT_OK, 1 },
		{ de, "-1.234", 1, FMT_OK, -12340 }, { de, "-1,234", 1, FMT_TOO_PRECISE, 0 },
		{ &swiss, "1.234", 2, FMT_TOO_PRECISE, 0 }, { &swiss, "1,234", 2, FMT_OK, 123400 },
		{ &french, "1.234", 2, FMT_OK, 123400 }, { &french, "1,234", 2, FMT_TOO_PRECISE, 0 },
		/* Finer fields have decimals of three digits, and no thousands that anybody types with a mark. */
		{ de, "1.234", 3, FMT_OK, 1234 }, { de, "1,234", 3, FMT_OK, 1234 },
		{ en, "1.234", 6, FMT_OK, 1234000 }, { en, "1,234", 6, FMT_OK, 1234000 },
		/* Two of a kind can only be between groups. */
		{ de, "1,234,567", 2, FMT_OK, 123456700 }, { en, "1.234.567", 2, FMT_OK, 123456700 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t v = 0;
		enum fmt_read how = fmt_read_decimal(cases[i].f, cases[i].s, cases[i].scale, &v);
		cr_expect(how == cases[i].how && v == cases[i].v, "%s '%s': %d, %" PRId64, cases[i].f->decimal,
			cases[i].s, (int)how, v);
	}
}

Test(fmt, read_decimal_refuses)
{
	static const struct { const char *s; int scale; enum fmt_read how; } cases[] = {
		{ "", 2, FMT_NOT_A_NUMBER }, { " ", 2, FMT_NOT_A_NUMBER }, { "-", 2, FMT_NOT_A_NUMBER },
		{ ",", 2, FMT_NOT_A_NUMBER }, { ".,", 2, FMT_NOT_A_NUMBER }, { "abc", 2, FMT_NOT_A_NUMBER },
		{ "12,5 €", 2, FMT_NOT_A_NUMBER }, { "1e5", 2, FMT_NOT_A_NUMBER },
		{ "--5", 2, FMT_NOT_A_NUMBER },
		{ "5-", 2, FMT_NOT_A_NUMBER }, { "12 50", 2, FMT_NOT_A_NUMBER },
		{ "1.23.456", 2, FMT_NOT_A_NUMBER },
		{ "1.234,567,890", 2, FMT_NOT_A_NUMBER }, { "1,234.567,89", 2, FMT_NOT_A_NUMBER },
		{ "1.234'567", 2, FMT_NOT_A_NUMBER }, { "1234.567.890", 2, FMT_NOT_A_NUMBER },
		{ "0.123.456", 2, FMT_NOT_A_NUMBER },
		{ "'123", 2, FMT_NOT_A_NUMBER }, { "1..234", 2, FMT_NOT_A_NUMBER },
		{ "1.234 567", 2, FMT_NOT_A_NUMBER },
		{ "1'234.567.890", 2, FMT_NOT_A_NUMBER }, { "M\xFC", 2, FMT_NOT_A_NUMBER },
		{ "1.2345.678", 2, FMT_NOT_A_NUMBER },
		{ "12,345", 4, FMT_OK }, { "12,3456", 2, FMT_TOO_PRECISE }, { "0,123", 2, FMT_TOO_PRECISE },
		{ ",123", 2, FMT_TOO_PRECISE }, { "1234,567", 2, FMT_TOO_PRECISE },
		{ "1 234,567", 2, FMT_TOO_PRECISE },
		{ "12,5", 0, FMT_TOO_PRECISE }, { "9223372036854775808", 0, FMT_TOO_LARGE },
		{ "92233720368547758,08", 2, FMT_TOO_LARGE },
		{ "0000000000000000000000000000000000000000000000000000000000000000000000", 2,
			FMT_TOO_LARGE },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t v = 4711;
		enum fmt_read how = fmt_read_decimal(fmt_for("de"), cases[i].s, cases[i].scale, &v);
		cr_expect(how == cases[i].how, "'%s': %d", cases[i].s, (int)how);
		cr_expect(how == FMT_OK || v == 4711, "'%s'", cases[i].s);
	}
}

Test(fmt, dates_and_times)
{
	struct buf out = BUF_INIT(200);
	struct day d;
	struct instant t;
	cr_assert(day_parse("2026-03-01", &d) && instant_parse("2026-03-01T23:05:59.5Z", &t));
	cr_assert(zone_use("Europe/Berlin"));
	const struct fmt *f = fmt_for("de");
	fmt_day(f, &out, d), buf_addc(&out, '|');
	fmt_instant(f, &out, t), buf_addc(&out, '|');
	fmt_day(f, &out, DAY_NONE), fmt_instant(f, &out, INSTANT_NONE), fmt_duration(f, &out,
		DURATION_NONE);
	f = fmt_for("en");
	fmt_day(f, &out, d), buf_addc(&out, '|');
	fmt_instant(f, &out, t);
	cr_expect_str_eq(out.data, "01.03.2026|02.03.2026 00:05|2026-03-01|2026-03-02 00:05");
	static const struct { int64_t s; const char *text; } durations[] = {
		{ 0, "0:00" }, { 59, "0:00" }, { -59, "0:00" }, { 60, "0:01" }, { 5400, "1:30" },
		{ 5459, "1:30" }, { -5400, "-1:30" },
		{ 36000000, "10000:00" }, { -90, "-0:01" },
	};
	for (size_t i = 0; i < ARRAY_LEN(durations); i++) {
		buf_clear(&out);
		fmt_duration(f, &out, (struct duration) { durations[i].s });
		cr_expect_str_eq(out.data, durations[i].text);
	}
	buf_done(&out);
}
