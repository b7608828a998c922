/* theme.c - reading themes, what is refused, and the nearest colour a terminal has */
#include "config.h"

#include "core/theme.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"

#define RGB(n) (THEME_RGB | (n))

static struct theme marked(void)
{
	struct theme t;
	for (int i = 0; i < STYLE_COUNT; i++)
		t.styles[i] = (struct look_of){ 3, 4, THEME_BLINK };
	return t;
}

Test(theme, looks)
{
	static const struct { const char *line; struct look_of look; } cases[] = {
		{ "late = red", { 1, -1, 0 } },
		{ "late=red bold", { 1, -1, THEME_BOLD } },
		{ "  late\t=  bold   red\t", { 1, -1, THEME_BOLD } },
		{ "late = white on red", { 7, 1, 0 } },
		{ "late = on red dim", { -1, 1, THEME_DIM } },
		{ "late = on red white", { 7, 1, 0 } },
		{ "late = default", { -1, -1, 0 } },
		{ "late = default on default", { -1, -1, 0 } },
		{ "late = 0", { 0, -1, 0 } },
		{ "late = 255 on 007", { 255, 7, 0 } },
		{ "late = bright-black on bright-white", { 8, 15, 0 } },
		{ "late = #a04000", { RGB(0xa04000), -1, 0 } },
		{ "late = #FFFFFF on #000000 # both", { RGB(0xffffff), RGB(0), 0 } },
		{ "late = red # #a04000 bold", { 1, -1, 0 } },
		{ "late = red #a comment", { 1, -1, 0 } },
		{ "late = red #a040001", { 1, -1, 0 } },
		{ "late = bold dim underline reverse italic blink bold", { -1, -1, 63 } },
		{ "\xEF\xBB\xBFlate = red\r", { 1, -1, 0 } },
		{ "\n# a comment\n   # another\n\nlate = red\n", { 1, -1, 0 } },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct theme t = marked();
		struct err e = ERR_INIT;
		const struct look_of *got = &t.styles[STYLE_LATE], *want = &cases[i].look;
		cr_expect(theme_add(&t, cases[i].line, "x", &e), "%s: %s", cases[i].line, e.text);
		cr_expect(got->fg == want->fg && got->bg == want->bg && got->attrs == want->attrs, "%s: %d %d %u", cases[i].line,
			got->fg, got->bg, got->attrs);
		cr_expect(t.styles[STYLE_SOON].fg == 3, "the others stay");
	}
}

Test(theme, refused)
{
	static const struct { const char *text, *where, *says; } cases[] = {
		{ "late", "mine, line 1: ", "style = look" },
		{ "#a04000", "mine, line 1: ", "style = look" },
		{ "\nlate red\n", "mine, line 2: ", "style = look" },
		{ "= red", "mine, line 1: ", "There is no style" },
		{ "lat = red", "mine, line 1: ", "Did you mean “late”" },
		{ "nonsense = red", "mine, line 1: ", "dark" },
		{ "late = rot", "mine, line 1: ", "neither a colour" },
		{ "late = gren", "mine, line 1: ", "Did you mean “green”" },
		{ "late = undrline", "mine, line 1: ", "Did you mean “underline”" },
		{ "late = 256", "mine, line 1: ", "0 to 255" },
		{ "late = -1", "mine, line 1: ", "neither" },
		{ "late = 1111111111111111111111", "mine, line 1: ", "neither" },
		{ "late = RED", "mine, line 1: ", "neither" },
		{ "late = red blue", "mine, line 1: ", "two colours" },
		{ "late = red on blue on green", "mine, line 1: ", "neither" },
		{ "late = red on", "mine, line 1: ", "missing" },
		{ "late = on bold", "mine, line 1: ", "neither" },
		{ "late =", "mine, line 1: ", "missing" },
		{ "late = # red", "mine, line 1: ", "missing" },
		{ "late = red\nsoon = 1\nlate = blue", "mine, line 3: ", "twice" },
		{ "late = a\033[2Jb", "mine, line 1: ", "\\x1B" },
		{ "\033[2J = red", "mine, line 1: ", "\\x1B" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct theme t = marked(), before = marked();
		struct err e = ERR_INIT;
		cr_expect(!theme_add(&t, cases[i].text, "mine", &e), "%s", cases[i].text);
		cr_expect(e.code == ERR_INVALID && strstr(e.text, cases[i].says), "%s: %s", cases[i].text, e.text);
		cr_expect(str_starts(e.text, cases[i].where), "%s: %s", cases[i].text, e.text);
		cr_expect(memcmp(&t, &before, sizeof t) == 0, "%s: as it was", cases[i].text);
	}
}

Test(theme, bounds)
{
	static char text[70 * 1024];
	struct theme t = marked();
	struct err e = ERR_INIT;
	memset(text, '#', 200);
	cr_expect(theme_add(&t, text, "x", &e), "%s", e.text);
	text[200] = '#';
	cr_expect(!theme_add(&t, text, "x", &e) && strstr(e.text, "200"), "%s", e.text);
	memset(text, '\n', 64 * 1024);
	cr_expect(theme_add(&t, text, "x", &e), "%s", e.text);
	text[64 * 1024] = '\n';
	cr_expect(!theme_add(&t, text, "x", &e) && strstr(e.text, "65536"), "%s", e.text);
}

/* Without colour the attributes alone must tell what a person acts upon. */
Test(theme, built_in)
{
	static const enum style meant[] = { STYLE_TITLE, STYLE_KEY, STYLE_HEAD, STYLE_FIELD, STYLE_FOCUS, STYLE_SELECTED,
		STYLE_MARKED, STYLE_MATCH, STYLE_ERROR, STYLE_WARN, STYLE_GOOD, STYLE_LATE, STYLE_SOON };
	static const enum style apart[][2] = { { STYLE_FIELD, STYLE_FOCUS }, { STYLE_SELECTED, STYLE_NORMAL },
		{ STYLE_SELECTED, STYLE_MARKED }, { STYLE_ERROR, STYLE_WARN }, { STYLE_LATE, STYLE_SOON },
		{ STYLE_SOON, STYLE_INTIME } };
	size_t n = 0;
	for (; theme_names[n]; n++) {
		struct theme t = marked();
		struct err e = ERR_INIT;
		const char *text = theme_text(theme_names[n]);
		cr_assert(text, "%s", theme_names[n]);
		cr_expect(theme_add(&t, text, theme_names[n], &e), "%s", e.text);
		for (int st = 0; st < STYLE_COUNT; st++)
			cr_expect(t.styles[st].attrs != THEME_BLINK || t.styles[st].fg != 3, "%s says nothing of %s",
				theme_names[n], style_names[st]);
		for (size_t i = 0; i < ARRAY_LEN(meant) && !str_eq(theme_names[n], "contrast"); i++)
			cr_expect(t.styles[meant[i]].attrs, "%s: %s has no attribute", theme_names[n], style_names[meant[i]]);
		for (size_t i = 0; i < ARRAY_LEN(apart); i++)
			cr_expect(t.styles[apart[i][0]].attrs != t.styles[apart[i][1]].attrs, "%s: %s looks like %s", theme_names[n],
				style_names[apart[i][0]], style_names[apart[i][1]]);
		for (int st = 0; st < STYLE_COUNT && str_eq(theme_names[n], "mono"); st++)
			cr_expect(t.styles[st].fg == -1 && t.styles[st].bg == -1, "mono: %s", style_names[st]);
	}
	cr_expect_eq(n, 5);
	cr_expect_null(theme_text("nonsense"));
	cr_expect_null(theme_text("../keys"));
	cr_expect_null(theme_text(""));
	cr_expect_null(theme_text(NULL));
}

Test(theme, nearest)
{
	static const struct { int color, colors, want; } cases[] = {
		{ -1, 0, -1 }, { -1, 256, -1 }, { 5, 0, -1 }, { RGB(0xff0000), 0, -1 }, { 5, 2, -1 },
		/* what is there is taken */
		{ 5, 8, 5 }, { 7, 8, 7 }, { 15, 16, 15 }, { 15, 88, 15 }, { 15, 256, 15 }, { 196, 256, 196 }, { 5, 1 << 24, 5 },
		/* 8 */
		{ 9, 8, 1 }, { 8, 8, 7 }, { 15, 8, 7 }, { 196, 8, 1 }, { 46, 8, 2 }, { 21, 8, 4 }, { 16, 8, 0 }, { 231, 8, 7 },
		{ RGB(0xd55e00), 8, 1 }, { RGB(0xe69f00), 8, 3 }, { RGB(0x56b4e9), 8, 6 }, { RGB(0x000000), 8, 0 },
		/* 16, and what is between the palettes */
		{ 196, 16, 9 }, { 46, 16, 10 }, { RGB(0xff0000), 16, 9 }, { RGB(0x808080), 16, 8 }, { RGB(0xffffff), 16, 15 },
		{ 196, 64, 9 }, { 9, 15, 1 },
		/* 88: its cube has four steps */
		{ 196, 88, 64 }, { 231, 88, 79 }, { 16, 88, 16 }, { RGB(0xcdcdcd), 88, 58 }, { RGB(0x737373), 88, 82 },
		/* 256: never the first 16, which are what the person made of them */
		{ RGB(0xff0000), 256, 196 }, { RGB(0x000000), 256, 16 }, { RGB(0xffffff), 256, 231 }, { RGB(0x5f87af), 256, 67 },
		{ RGB(0x080808), 256, 232 }, { RGB(0x767676), 256, 243 }, { RGB(0xcd0000), 256, 160 }, { RGB(1), 300, 16 },
		/* 24 bits */
		{ RGB(0xa04000), 1 << 24, RGB(0xa04000) }, { 196, 1 << 24, RGB(0xff0000) }, { 232, 1 << 24, RGB(0x080808) },
		{ 8, 1 << 24, RGB(0x7f7f7f) },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_eq(theme_nearest(cases[i].color, cases[i].colors), cases[i].want, "%x of %d: %x", (unsigned)cases[i].color,
			cases[i].colors, (unsigned)theme_nearest(cases[i].color, cases[i].colors));
}
