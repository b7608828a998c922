/* paint.c - what stands on the screen, read back from a curses that shows it to nobody */
#include "config.h"

#include "core/paint.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/charset.h"
#include "core/look.h"
#include "core/term.h"

enum { LINES_HERE = 6, COLUMNS_HERE = 20 };

static struct buf text = BUF_INIT(1 << 20);

static void open_with(struct term_wish wish)
{
	struct err e = ERR_INIT;
	wish.nowhere = true;
	wish.lines = wish.lines ? wish.lines : LINES_HERE;
	wish.columns = wish.columns ? wish.columns : COLUMNS_HERE;
	cr_assert(term_open(&wish, &e), "%s", e.text);
}

static void begin(void)
{
	setlocale(LC_ALL, "");
	open_with((struct term_wish){ .color = "never" });
}

static void end(void)
{
	term_close();
	buf_done(&text);
}

TestSuite(paint, .init = begin, .fini = end);

static const char *line_of(void (*dump)(struct buf *), int y)
{
	static char line[2048];
	buf_clear(&text);
	dump(&text);
	const char *at = text.data;
	for (; y > 0; y--)
		at = strchr(at, '\n') + 1;
	size_t len = strcspn(at, "\n");
	cr_assert(len < sizeof line);
	memcpy(line, at, len);
	line[len] = '\0';
	return line;
}

static const char *line(int y)
{
	return line_of(paint_dump, y);
}

static const char *styles(int y)
{
	return line_of(paint_dump_styles, y);
}

static void blank(void)
{
	paint_clear(paint_all(), STYLE_NORMAL);
}

Test(paint, areas)
{
	static const struct { struct area of; int y, x, h, w; struct area is; } cases[] = {
		{ { 2, 3, 10, 20 }, 0, 0, 10, 20, { 2, 3, 10, 20 } },
		{ { 2, 3, 10, 20 }, 1, 2, 3, 4, { 3, 5, 3, 4 } },
		{ { 2, 3, 10, 20 }, 8, 15, 9, 9, { 10, 18, 2, 5 } },
		{ { 2, 3, 10, 20 }, -1, -2, 3, 4, { 2, 3, 2, 2 } },
		{ { 2, 3, 10, 20 }, 0, 0, -5, 4, { 2, 3, 0, 4 } },
		{ { 2, 3, 10, 20 }, 50, 0, 1, 4, { 52, 3, 0, 4 } },
		{ { 2, 3, 10, 20 }, -9, -9, 99, 99, { 2, 3, 10, 20 } },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct area a = area_part(cases[i].of, cases[i].y, cases[i].x, cases[i].h, cases[i].w);
		cr_expect(memcmp(&a, &cases[i].is, sizeof a) == 0, "%zu: %d %d %d %d", i, a.y, a.x, a.h, a.w);
	}
	struct area all = paint_all();
	cr_expect(all.y == 0 && all.x == 0 && all.h == LINES_HERE && all.w == COLUMNS_HERE);
}

/* Into an area of 8 columns in the middle, with signs around it that must stay. */
Test(paint, text)
{
	static const struct { int x; const char *text, *shown; int took; } cases[] = {
		{ 0, "", "<        >", 0 },
		{ 0, "Ring", "<Ring    >", 4 },
		{ 2, "Ring", "<  Ring  >", 4 },
		{ 5, "Ringe", "<     Rin>", 3 },
		{ 8, "Ring", "<        >", 0 },
		{ 99, "Ring", "<        >", 0 },
		{ -2, "Ringe", "<nge     >", 5 },
		{ -9, "Ringe", "<        >", 5 },
		{ -1, "123456789", "<23456789>", 9 },
		{ 0, "Größe ß€", "<Größe ß€>", 8 },
		{ 0, "日本", "<日本    >", 4 },
		{ 5, "日本", "<     日 >", 3 },       /* the second is cut: a blank */
		{ 7, "日", "<        >", 1 },
		{ -1, "日本", "< 本     >", 4 },       /* the first is */
		{ 0, "e\u0301a", "<e\u0301a      >", 2 },
		{ 0, "\u0301a", "<a       >", 1 },      /* a mark without a letter */
		{ 7, "e\u0301x", "<       e\u0301>", 1 },
		{ 0, "a\u0301\u0302\u0303\u0304\u0305b", "<a\u0301\u0302\u0303\u0304b      >", 2 }, /* more than a cell takes */
		{ 0, "a\tb\nc", "<a?b?c   >", 5 },
		{ 0, "\033[2J\x7f", "<?[2J?   >", 5 },
		{ 0, "\xC2\x85\xC2\x9B", "<??      >", 2 },
		{ 0, "a\xFF\xC3z", "<a??z    >", 4 },
		{ 0, "\xE2\x82", "<??      >", 2 },
		{ 0, "a\u200Bb\u202Ec\uFEFFd\u200D", "<abcd    >", 4 },
		{ 0, "❤\uFE0F!", "<❤!      >", 2 },
		{ 0, "Ver\u00ADlobt", "<Ver-lobt>", 8 },
		{ 0, "💍1", "<💍1     >", 3 },
		{ 0, "\U000E0FFF\u0378x", "<?x      >", 2 },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		blank();
		struct area a = area_part(paint_all(), 2, 4, 1, 8);
		paint_text(paint_all(), 2, 3, STYLE_DIM, "<");
		paint_text(paint_all(), 2, 12, STYLE_DIM, ">");
		int took = paint_text(a, 0, cases[i].x, STYLE_ERROR, cases[i].text);
		cr_expect_str_eq(line(2) + 3, cases[i].shown, "'%s': '%s'", cases[i].text, line(2));
		cr_expect_eq(took, cases[i].took, "'%s' took %d", cases[i].text, took);
		cr_expect_str_eq(line(1), "");
		cr_expect_str_eq(line(3), "");
	}
	paint_text(area_part(paint_all(), 2, 0, 1, 5), 1, 0, STYLE_ERROR, "no");
	paint_text(area_part(paint_all(), 2, 0, 1, 5), -1, 0, STYLE_ERROR, "no");
	cr_expect_str_eq(line(3), "");
	cr_expect_str_eq(line(1), "");
}

/* Nothing that a caller says reaches over the edge of the screen. */
Test(paint, outside_of_the_screen)
{
	static const struct area wrong[] = { { -3, -3, 99, 99 }, { 5, 19, 9, 9 }, { 99, 99, 3, 3 }, { 0, 0, 0, 0 }, { 2, -5, 1, 7 } };
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		for (int y = -2; y < 9; y++) {
			for (int x = -2; x < 25; x++) {
				paint_text(wrong[i], y, x, STYLE_KEY, "日a本e\u0301");
				paint_cell(wrong[i], y, x, 30, STYLE_KEY, "日a本", true);
				paint_hline(wrong[i], y, x, 30, STYLE_KEY);
				paint_vline(wrong[i], y, x, 30, STYLE_KEY);
				paint_look(wrong[i], y, x, 30, STYLE_TITLE);
				paint_wrapped(wrong[i], y, x, 3, 0, STYLE_KEY, "ein zwei 日本");
			}
		}
		paint_box(wrong[i], STYLE_BORDER, "Titel");
		paint_clear(wrong[i], STYLE_NORMAL);
		paint_cursor(wrong[i], 99, 99, true);
		paint_show();
	}
	blank();
	paint_box((struct area){ -1, -1, 4, 10 }, STYLE_BORDER, NULL);
	cr_expect_str_eq(line(0), "        │");
	cr_expect_str_eq(line(2), "────────┘");
	cr_expect_str_eq(line(3), "");
}

Test(paint, overwriting_half_of_a_wide_character)
{
	struct area all = paint_all();
	paint_text(all, 0, 0, STYLE_NORMAL, "日本語");
	paint_text(all, 0, 1, STYLE_NORMAL, "x");
	cr_expect_str_eq(line(0), " x本語");
	paint_text(all, 0, 4, STYLE_NORMAL, "y");
	cr_expect_str_eq(line(0), " x本y");
	paint_text(all, 0, 1, STYLE_NORMAL, "日");
	cr_expect_str_eq(line(0), " 日 y");
	paint_text(all, 0, 18, STYLE_NORMAL, "日");
	paint_text(all, 0, 19, STYLE_NORMAL, "!");
	cr_expect_str_eq(line(0), " 日 y              !");
}

Test(paint, cell)
{
	static const struct { int w; const char *text; bool right; const char *shown; } cases[] = {
		{ 6, "Ring", false, "|Ring  |" }, { 6, "Ring", true, "|  Ring|" }, { 4, "Ring", false, "|Ring|" },
		{ 3, "Ring", false, "|Ri…|" }, { 3, "Ring", true, "|Ri…|" }, { 1, "Ring", false, "|…|" }, { 0, "Ring", false, "||" },
		{ 4, "日本", false, "|日本|" }, { 3, "日本", false, "|日…|" }, { 4, "日本語", false, "|日… |" },
		{ 4, "日本語", true, "| 日…|" }, { 2, "日本", false, "|… |" }, { 1, "日", false, "|…|" },
		{ 3, "e\u0301e\u0301e\u0301", false, "|e\u0301e\u0301e\u0301|" }, { 2, "e\u0301e\u0301e\u0301", false, "|e\u0301…|" },
		{ 5, "a\nb", false, "|a?b  |" }, { 3, "a\nbc", false, "|a?…|" }, { 4, "", false, "|    |" },
		{ 3, "ab\u200B", false, "|ab |" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		paint_text(paint_all(), 1, 0, STYLE_NORMAL, "....................");
		paint_text(paint_all(), 1, 1, STYLE_NORMAL, "|");
		paint_text(paint_all(), 1, 2 + cases[i].w, STYLE_NORMAL, "|");
		paint_cell(paint_all(), 1, 2, cases[i].w, STYLE_MATCH, cases[i].text, cases[i].right);
		size_t len = strlen(cases[i].shown);
		cr_expect(strncmp(line(1) + 1, cases[i].shown, len) == 0 && line(1)[len + 1] == '.', "%d '%s': '%s'", cases[i].w,
			cases[i].text, line(1));
		for (int x = 0; x < 12; x++)
			cr_expect_eq(styles(1)[x], x >= 2 && x < 2 + cases[i].w ? '/' : '.', "%d '%s': %s", cases[i].w, cases[i].text,
				styles(1));
	}
}

Test(paint, lines_and_boxes)
{
	struct area all = paint_all();
	paint_box(area_part(all, 0, 0, 4, 12), STYLE_BORDER, "Löschen");
	paint_vline(all, 0, 14, 3, STYLE_BORDER);
	paint_hline(all, 5, 2, 99, STYLE_BORDER);
	cr_expect_str_eq(line(0), "┌─ Lösch… ─┐  │");
	cr_expect_str_eq(line(1), "│          │  │");
	cr_expect_str_eq(line(3), "└──────────┘");
	cr_expect_str_eq(line(4), "");
	cr_expect_str_eq(line(5), "  ──────────────────");
	blank();
	paint_box(area_part(all, 0, 0, 2, 20), STYLE_BORDER, "Ja");
	cr_expect_str_eq(line(0), "┌─ Ja ─────────────┐");
	cr_expect_str_eq(line(1), "└──────────────────┘");
	blank();
	paint_box(area_part(all, 0, 0, 2, 2), STYLE_BORDER, "Ja");
	cr_expect_str_eq(line(0), "┌┐");
	blank();
	paint_box(area_part(all, 0, 0, 1, 9), STYLE_BORDER, "Ja");
	cr_expect_str_eq(line(0), "");
}

Test(paint, plain_has_no_lines)
{
	term_close();
	open_with((struct term_wish){ .plain = true });
	cr_expect(term_plain());
	struct area all = paint_all();
	paint_box(all, STYLE_BORDER, "Frage");
	paint_hline(all, 2, 0, 20, STYLE_BORDER);
	paint_vline(all, 0, 5, 6, STYLE_BORDER);
	cr_expect_str_eq(line(0), "   Frage");
	for (int y = 1; y < LINES_HERE; y++)
		cr_expect_str_eq(line(y), "");
}

Test(paint, wrapped)
{
	static const struct { int w; const char *text; int n; const char *lines[5]; } cases[] = {
		{ 10, "", 0, { NULL } },
		{ 10, "kurz", 1, { "kurz" } },
		{ 11, "Der Auftrag wurde angelegt.", 3, { "Der Auftrag", "wurde", "angelegt." } },
		{ 4, "eins zwei", 2, { "eins", "zwei" } },
		{ 4, "eins  \tzwei", 2, { "eins", "zwei" } },
		{ 4, "eins ", 1, { "eins" } },
		{ 4, "eins\nzwei\n", 2, { "eins", "zwei" } },
		{ 4, "a\n\nb", 3, { "a", "", "b" } },
		{ 4, "\n", 1, { "" } },
		{ 4, "Trauringe", 3, { "Trau", "ring", "e" } },
		{ 4, "a Trauring", 3, { "a", "Trau", "ring" } },
		{ 4, "a  b", 1, { "a  b" } },
		{ 6, "a\tb", 1, { "a b" } },
		{ 3, "日本語", 3, { "日", "本", "語" } },
		{ 5, "日本語", 2, { "日本", "語" } },
		{ 2, "e\u0301e\u0301e\u0301", 2, { "e\u0301e\u0301", "e\u0301" } },
		{ 1, "日x", 2, { "", "x" } }, /* no room at all */
		{ 4, "a\033b", 1, { "a?b" } },
		{ 0, "nichts", 0, { NULL } },
		{ -3, "nichts", 0, { NULL } },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		blank();
		int n = paint_wrapped(paint_all(), 0, 0, cases[i].w, 0, STYLE_NORMAL, cases[i].text);
		cr_expect_eq(n, cases[i].n, "'%s': %d", cases[i].text, n);
		for (int y = 0; y < LINES_HERE; y++)
			cr_expect_str_eq(line(y), y < cases[i].n ? cases[i].lines[y] : "", "%d '%s' line %d: '%s'", cases[i].w,
				cases[i].text, y, line(y));
	}
	blank();
	struct area a = area_part(paint_all(), 1, 2, 2, 10);
	cr_expect_eq(paint_wrapped(a, 0, 1, 4, 1, STYLE_NORMAL, "eins zwei drei vier"), 4);
	cr_expect_str_eq(line(0), "");
	cr_expect_str_eq(line(1), "   zwei");
	cr_expect_str_eq(line(2), "   drei");
	cr_expect_str_eq(line(3), "");
	cr_expect_eq(paint_wrapped(a, 0, 1, 4, 9, STYLE_NORMAL, "eins zwei drei vier"), 4);
	cr_expect_str_eq(line(1), "   zwei");
}

Test(paint, looks)
{
	struct area all = paint_all();
	blank();
	paint_text(all, 1, 0, STYLE_KEY, "日本 Ring");
	paint_look(all, 1, 0, 20, STYLE_SELECTED);
	cr_expect_str_eq(line(1), "日本 Ring");
	cr_expect_str_eq(styles(1), "ssssssssssssssssssss");
	paint_look(all, 1, 5, 2, STYLE_MATCH);
	cr_expect_str_eq(styles(1), "sssss//sssssssssssss");
	paint_look(all, 1, -3, 5, STYLE_LATE);
	cr_expect_str_eq(styles(1), "LLsss//sssssssssssss");
	paint_look(all, 9, 0, 5, STYLE_LATE);
	paint_look(area_part(all, 1, 4, 1, 2), 0, 1, 9, STYLE_SOON);
	cr_expect_str_eq(styles(1), "LLssso/sssssssssssss");
	cr_expect_str_eq(styles(0), "....................");
	cr_expect_str_eq(line(1), "日本 Ring");
	paint_text(all, 2, 0, STYLE_KEY, "日日");
	paint_text(all, 2, 0, STYLE_DIM, "x");
	paint_text(all, 2, 3, STYLE_DIM, "y");
	paint_look(all, 2, 1, 1, STYLE_SELECTED);
	cr_expect(str_starts(styles(2), "ds"), "%s", styles(2));
	paint_look(all, 2, 0, 4, STYLE_SELECTED);
	cr_expect_str_eq(line(2), "x  y");
	cr_expect(str_starts(styles(2), "ssss."), "halves are gone: %s", styles(2));
	for (int i = 0; i < STYLE_COUNT; i++)
		for (int j = 0; j < i; j++)
			cr_expect(style_letters[i] && style_letters[i] != style_letters[j], "%s", style_names[i]);
}

/* The screen grows and shrinks under what is painted. */
Test(paint, resized)
{
	static const int sizes[][2] = { { 24, 80 }, { 1, 1 }, { 2, 300 }, { 0, 5 }, { 6, 20 } };
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		term_resize(sizes[i][0], sizes[i][1]);
		struct area all = paint_all();
		if (sizes[i][0])
			cr_expect(all.h == sizes[i][0] && all.w == sizes[i][1], "%d %d", all.h, all.w);
		paint_clear(all, STYLE_NORMAL);
		paint_text(all, all.h - 1, all.w - 1, STYLE_KEY, "日");
		paint_text(all, all.h - 1, all.w - 2, STYLE_KEY, "日");
		paint_cursor(all, all.h, all.w, true);
		paint_show();
		cr_expect_eq(strlen(styles(0)), (size_t)all.w);
		if (all.w > 2)
			cr_expect(str_ends(line(all.h - 1), " 日"));
	}
	term_resize(5000, 5000);
	cr_expect(term_lines() == 1000 && term_columns() == 1000);
	paint_text(paint_all(), 999, 998, STYLE_KEY, "日");
	paint_show();
}

/* Colours of a style; without colours its attributes. */
Test(paint, colors)
{
	struct theme t;
	struct err e = ERR_INIT;
	int late, soon, normal;
	memset(&t, 0, sizeof t);
	cr_assert(theme_add(&t, theme_text("dark"), "dark", &e), "%s", e.text);
	cr_expect_eq(term_colors(), 0);
	term_theme(&t);
	uint32_t attrs = look_attrs(STYLE_LATE, &late);
	cr_expect(late == 0 && attrs);
	term_close();
	setenv("NO_COLOR", "1", 1);
	open_with((struct term_wish){ .color = "auto" });
	cr_expect_eq(term_colors(), 0);
	term_close();
	open_with((struct term_wish){ .color = "always" });
	cr_expect_eq(term_colors(), 256);
	term_close();
	setenv("NO_COLOR", "", 1);
	open_with((struct term_wish){ .color = NULL });
	cr_expect_eq(term_colors(), 256);
	term_theme(&t);
	cr_expect_eq(look_attrs(STYLE_LATE, &late), attrs);
	look_attrs(STYLE_SOON, &soon);
	look_attrs(STYLE_NORMAL, &normal);
	cr_expect(late > 0 && soon > 0 && late != soon && normal == 0);
	look_attrs(STYLE_ERROR, &soon);
	cr_expect_eq(soon, late, "the same colours are the same pair");
	for (int round = 0; round < 3; round++) { /* themes may change again and again */
		for (int i = 0; i < STYLE_COUNT; i++)
			t.styles[i] = (struct look_of){ .fg = 20 + i + round, .bg = THEME_RGB | (i * 0x0a0a0a) };
		term_theme(&t);
		for (int i = 0; i < STYLE_COUNT; i++) {
			look_attrs((enum style)i, &late);
			cr_expect_eq(late, i + 1);
		}
	}
}

/* In a charset of one byte: what it has, what has a spelling, and what has none. */
Test(paint, latin1)
{
	static const struct { const char *text, *shown; } cases[] = {
		{ "Müller, Größe", "Müller, Größe" }, { "129,90 €", "129,90 EUR" }, { "„Ring“ ‚x’", "\"Ring\" 'x'" },
		{ "– — → ● ✓ ▲ ▼", "- - -> * x ^ v" }, { "54 ° ½", "54 ° ½" }, { "日本", "????" }, { "Dvořák ﬁ Ł", "Dvorák fi L" },
		{ "a…", "a..." }, { "e\u0301", "e" }, { "│█░", "|#:" }, { "\u202Fx", " x" }, { "💍", "??" }, { "α", "?" },
	};
	/* Bootstrap makes it; where nobody did, this row of the tables is not tested. */
	if (!setlocale(LC_CTYPE, "de_DE.ISO-8859-1"))
		cr_skip_test("there is no locale de_DE.ISO-8859-1");
	term_close();
	open_with((struct term_wish){ .color = "never" });
	cr_expect(!term_utf8());
	struct area all = paint_all();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		blank();
		int took = paint_text(all, 0, 0, STYLE_NORMAL, cases[i].text);
		cr_expect_str_eq(line(0), cases[i].shown, "'%s': '%s'", cases[i].text, line(0));
		cr_expect_eq((size_t)took, utf8_count(cases[i].shown), "'%s' took %d", cases[i].text, took);
	}
	blank();
	paint_cell(all, 0, 0, 8, STYLE_NORMAL, "Trauringe", false);
	paint_cell(all, 1, 0, 4, STYLE_NORMAL, "Trauringe", false);
	paint_cell(all, 2, 0, 6, STYLE_NORMAL, "9 €", true);
	paint_cell(all, 3, 0, 4, STYLE_NORMAL, "99 €", true);
	cr_expect_str_eq(line(0), "Traur...");
	cr_expect_str_eq(line(1), "Tra.");
	cr_expect_str_eq(line(2), " 9 EUR");
	cr_expect_str_eq(line(3), "99 .");
	blank();
	paint_box(area_part(all, 0, 0, 3, 10), STYLE_BORDER, NULL);
	cr_expect_str_eq(line(0), "+--------+");
	cr_expect_str_eq(line(1), "|        |");
	paint_look(all, 1, 0, 10, STYLE_SELECTED);
	cr_expect_str_eq(line(1), "|        |", "lines stay lines");
	buf_clear(&text);
	charset_encode(&text, "Größe €\n");
	cr_expect_str_eq(text.data, "Gr\xF6\xDF" "e EUR?");
	uint16_t high[128];
	charset_high(high);
	cr_expect(high[0x64] == 0xE4 && high[0x7F] == 0xFF);
}

/* A locale that knows only ASCII is taken for UTF-8. */
Test(paint, ascii)
{
	term_close();
	setlocale(LC_ALL, "C");
	open_with((struct term_wish){ .color = "never" });
	cr_expect(term_utf8());
	cr_expect_eq(paint_text(paint_all(), 0, 0, STYLE_NORMAL, "Größe 日"), 8);
	cr_expect_str_eq(line(0), "Größe 日");
	uint16_t high[128];
	charset_high(high);
	cr_expect_eq(high[0x64], 0xFFFD);
}

/* The tables that are searched by halves are in order, and spell with what every charset has. */
Test(paint, spellings)
{
	setlocale(LC_CTYPE, "C");
	static const struct { const char *text, *shown; } cases[] = {
		{ "Größe", "Groesse" }, { "ÄÖÜ", "AeOeUe" }, { "ﬁ", "fi" }, { "①", "1" }, { "…", "..." }, { "№", "No." },
		{ "Å", "A" }, { "¼", "1/4" }, { "•", "*" }, { "\u2003", " " }, { "⠋", "*" }, { "☑", "x" }, { "　", " " },
		{ "─━═", "--=" }, { "┌┼╋╬", "++++" }, { "▶◀◆○", "><*o" }, { "⚠", "!" }, { "\u00A0", " " }, { "\u0391", "?" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		/* Without term_open the charset is believed to be UTF-8; what C lacks has no width there. */
		struct glyphs all = glyphs_of(cases[i].text, strlen(cases[i].text));
		struct glyph g;
		buf_clear(&text);
		while (glyph_next(&all, &g))
			utf8_add(&text, (uint32_t)g.chars[0]);
		cr_expect_str_eq(text.data, cases[i].shown, "'%s': '%s'", cases[i].text, text.data);
	}
}

/* Before a terminal is open and after, nothing happens, and nothing breaks. */
Test(paint, without_a_terminal)
{
	for (int round = 0; round < 3; round++) {
		term_close();
		term_close();
		struct area all = paint_all();
		cr_expect(all.h == 0 && all.w == 0);
		paint_text((struct area){ 0, 0, 5, 5 }, 0, 0, STYLE_KEY, "x");
		paint_cell((struct area){ 0, 0, 5, 5 }, 0, 0, 3, STYLE_KEY, "x", true);
		paint_box((struct area){ 0, 0, 5, 5 }, STYLE_KEY, "x");
		paint_look((struct area){ 0, 0, 5, 5 }, 0, 0, 3, STYLE_KEY);
		paint_cursor(all, 0, 0, true);
		paint_show();
		paint_again();
		buf_clear(&text);
		paint_dump(&text);
		paint_dump_styles(&text);
		cr_expect_eq(text.len, 0);
		open_with((struct term_wish){ .color = "never" });
		paint_text(paint_all(), 0, 0, STYLE_KEY, "wieder da");
		cr_expect_str_eq(line(0), "wieder da");
	}
}
