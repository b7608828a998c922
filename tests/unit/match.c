/* match.c - words found in texts: folded letters and the places they came from */
#include "config.h"

#include "base/match.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(match, .fini = done);

/* The text with [ and ] around each place. */
static const char *marked(const char *text, const char *words, const char *stems)
{
	struct match_words w;
	struct match_span spans[MATCH_SPANS_MAX];
	struct buf out = BUF_INIT(1 << 20);
	size_t at = 0;
	match_make(&w, words, stems, &a);
	size_t n = match_spans(text, &w, spans, ARRAY_LEN(spans));
	for (size_t i = 0; i < n; i++) {
		cr_assert(spans[i].from >= at && spans[i].from < spans[i].to && spans[i].to <= strlen(text), "'%s'", text);
		buf_add(&out, text + at, spans[i].from - at);
		buf_addf(&out, "[%.*s]", (int)(spans[i].to - spans[i].from), text + spans[i].from);
		at = spans[i].to;
	}
	buf_adds(&out, text + at);
	const char *kept = arena_strdup(&a, out.data);
	buf_done(&out);
	return kept;
}

Test(match, places)
{
	static const struct { const char *text, *words, *found; } cases[] = {
		{ "Müller", "muller", "[Müller]" }, { "Mueller", "muller", "[Mueller]" }, { "Muller", "muller", "[Muller]" },
		{ "Mu\xcc\x88ller", "muller", "[Mu\xcc\x88ller]" }, { "MÜLLER", "muller", "[MÜLLER]" },
		{ "Herr Müller-Lüdenscheidt", "ludens", "Herr Müller-[Lüdens]cheidt" },
		{ "Straße", "strasse", "[Straße]" }, { "Straße", "stras", "[Straß]e" }, { "Größe", "osse", "Gr[öße]" },
		{ "Maß", "mas", "[Maß]" }, { "aee", "ae", "[aee]" }, { "Feuer", "fur", "Feuer" },
		{ "Feuer", "feur", "[Feuer]" }, { "Feuerring", "feur", "[Feuer]ring" }, { "Œuvre", "our", "Œuvre" },
		{ "Œuvre", "ovre", "Œuvre" }, { "Œuvre", "ouvre", "[Œuvre]" }, { "Łukasz", "luk", "[Łuk]asz" },
		{ "Zoë", "zoe", "Zoë" }, { "Zoe\xcc\x88", "zo", "[Zoe\xcc\x88]" }, { "Søren Ångström", "angstrom", "Søren [Ångström]" },
		{ "日本語の指輪", "指輪", "日本語の指輪" }, { "日本語の指輪", "語の指", "日本[語の指]輪" },
		{ "Ring, Ringe, ring", "ring", "[Ring], [Ring]e, [ring]" }, { "Ohrring", "ring", "Ohr[ring]" },
		{ "Trauring 585", "ring 585", "Trau[ring] [585]" }, { "ringring", "ring", "[ringring]" },
		{ "abcbcd", "abcb bcbcd", "[abcbcd]" }, { "Anna", "gibtesnicht", "Anna" }, { "", "ring", "" }, { "Ring", "", "Ring" },
		/* fewer than three letters begin a word */
		{ "Brisanz Ring", "ri", "Brisanz [Ri]ng" }, { "a-2026-17", "17", "a-2026-[17]" }, { "A-2026-0017", "17", "A-2026-0017" },
		{ "A-2026-0017", "a-2026-00", "[A-2026-00]17" }, { "ä Ähre", "a", "[ä] [Ä]hre" }, { "x%y_z\\", "%y_", "x%y_z\\" },
		{ "100 % Gold", "100", "[100] % Gold" }, { "\xff Ring \xc3", "ring", "\xff [Ring] \xc3" }, { "\xcc\x88Ring", "ring", "\xcc\x88[Ring]" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(marked(cases[i].text, cases[i].words, NULL), cases[i].found, "'%s' in '%s'", cases[i].words, cases[i].text);
}

Test(match, stems)
{
	cr_expect_str_eq(marked("Trauring", "ringe", "ring"), "Trau[ring]", "another form of the word");
	cr_expect_str_eq(marked("Anna Weber, Webstuhl", "weber", "web"), "Anna [Weber], Webstuhl", "the word itself comes first");
	cr_expect_str_eq(marked("Ring", "ringe matt", "ring"), "Ring", "lists of other lengths are not mixed");
}

Test(match, whole_texts)
{
	static const char *const texts[] = { "Müller-Lüdenscheidt & Söhne", "aeeoeuee", "œe", "æe", "Ǖ", "ΐ", "İstanbul", "각", "한글 반지",
		"\xcc\x88\xcc\x81x", "é́", "ẞ ß SS", "👨‍👩‍👧 Ring 💍", "a\tb\nc", "\xf0\x9d\x85\xa0", "ﬁ ½ ²" };
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *folded = str_fold(&a, texts[i]);
		struct match_words w = { .n = 1, .full = { folded }, .stem = { folded } };
		struct match_span s;
		cr_assert_eq(match_spans(texts[i], &w, &s, 1), 1, "'%s' is not in itself (%s)", texts[i], folded);
		cr_expect_str_eq(str_fold(&a, arena_strndup(&a, texts[i] + s.from, s.to - s.from)), folded, "'%s'", texts[i]);
	}
}

Test(match, all_and_missing)
{
	struct match_words w, left;
	match_make(&w, "ring muller 585", NULL, &a);
	cr_expect(match_all("585 Ring für Müller", &w));
	cr_expect(!match_all("Ring für Müller", &w));
	match_missing("Ring für Müller", &w, &left);
	cr_expect_eq(left.n, 1);
	cr_expect_str_eq(left.full[0], "585");
	match_make(&w, "", NULL, &a);
	cr_expect(!match_all("anything", &w), "no words are in nothing");
}

Test(match, more_than_there_is_room_for)
{
	struct match_span spans[4];
	struct match_words w;
	struct buf text = BUF_INIT(1 << 20), words = BUF_INIT(1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_adds(&text, "ab ");
	for (int i = 0; i < 100; i++)
		buf_addf(&words, "ab%d ", i);
	match_make(&w, "ab", NULL, &a);
	cr_expect_eq(match_spans(text.data, &w, spans, ARRAY_LEN(spans)), 4);
	match_make(&w, words.data, NULL, &a);
	cr_expect_eq(w.n, MATCH_WORDS_MAX);
	buf_done(&text);
	buf_done(&words);
}

Test(match, cut)
{
	static const char text[] = "Kundin bringt zwei alte Ringe mit,\n\tdaraus wird ein Anhänger für die Tochter gegossen.";
	static const struct { const char *words; int columns; const char *line; } cases[] = {
		{ "anhanger", 30, "…wird ein Anhänger für die To…" },
		{ "kundin", 20, "Kundin bringt zwei …" }, { "gegossen", 24, "…die Tochter gegossen." },
		{ "gibtesnicht", 20, "Kundin bringt zwei …" }, { "anhanger", 200, "Kundin bringt zwei alte Ringe mit, daraus wird ein "
			"Anhänger für die Tochter gegossen." }, { "anhanger", 1, "…" }, { "anhanger", 0, "" }, { "anhanger", -3, "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct match_words w;
		match_make(&w, cases[i].words, NULL, &a);
		const char *line = match_cut(text, &w, cases[i].columns, &a);
		cr_expect_str_eq(line, cases[i].line, "%s, %d", cases[i].words, cases[i].columns);
		cr_expect(str_width(line) <= (cases[i].columns > 0 ? cases[i].columns : 0), "'%s'", line);
	}
	struct match_words none = { 0 };
	cr_expect_str_eq(match_cut("\x1b[2J\x7f Ring \xc2\x9b", &none, 40, &a), "[2J Ring", "nothing steers a terminal");
}
