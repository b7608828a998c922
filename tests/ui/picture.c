/* picture.c - drawings of screens: the right text in the right place, and nothing that XML does not bear */
#include "config.h"

#include "core/picture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/paint.h"
#include "core/theme.h"

static struct buf out = BUF_INIT(1 << 20);

static struct theme theme_of(const char *lines)
{
	struct theme t;
	struct err e = ERR_INIT;
	for (int st = 0; st < STYLE_COUNT; st++)
		t.styles[st] = (struct look_of) { THEME_DEFAULT, THEME_DEFAULT, 0 };
	cr_assert(theme_add(&t, lines, "test", &e), "%s", e.text);
	return t;
}

static const char *draw(const char *text, const char *styles, int lines, int columns, const char *theme, bool light)
{
	struct theme t = theme_of(theme);
	buf_clear(&out);
	picture_svg(&(struct picture) { .text = text, .styles = styles, .lines = lines, .columns = columns, .theme = &t, .light = light,
		.cursor_y = 1, .cursor_x = 2, .title = "Orders & more", .screens = "orders ask" }, &out);
	return out.data;
}

static void expect(const char *part)
{
	cr_expect(strstr(out.data, part), "%s is not in\n%s", part, out.data);
}

static void expect_no(const char *part)
{
	cr_expect(!strstr(out.data, part), "%s is in\n%s", part, out.data);
}

Test(picture, runs)
{
	draw("a<b&\nxyz\n", "..hh\nssss\n", 2, 4, "head = red bold\nselected = reverse\n", false);
	expect("data-screens=\"orders ask\"");
	expect("<title>Orders &amp; more</title>");
	expect("<tspan class=\"s0\" x=\"12\" textLength=\"24\" lengthAdjust=\"spacingAndGlyphs\">a&lt;</tspan>");
	expect("<tspan class=\"s4\" x=\"36\" textLength=\"24\" lengthAdjust=\"spacingAndGlyphs\">b&amp;</tspan>");
	expect(".s4{fill:#cd0000;font-weight:bold}");
	/* the row the cursor is on is painted to its end, and its text is as wide as it is */
	expect("<rect class=\"p8\" x=\"12\" y=\"35\" width=\"48\" height=\"23\"/>");
	expect("<tspan class=\"s8\" x=\"12\" textLength=\"36\" lengthAdjust=\"spacingAndGlyphs\">xyz</tspan>");
	expect("<rect class=\"cursor\" x=\"36\" y=\"35\"");
}

Test(picture, blanks)
{
	draw("  \n\n", "..\nff\n", 2, 2, "field = underline\n", false);
	expect("<text y=\"53\"");
	expect_no("<text y=\"30\""); /* nothing there, nothing said */
	expect(" textLength=\"24\" lengthAdjust=\"spacingAndGlyphs\">  </tspan>"); /* a field that is empty has its line */
}

Test(picture, wide_and_combined)
{
	draw("宝e\xCC\x81x\n", "..hh\n", 1, 4, "head = blue\n", false);
	expect("<tspan class=\"s0\" x=\"12\" textLength=\"24\" lengthAdjust=\"spacingAndGlyphs\">宝</tspan>");
	expect("<tspan class=\"s4\" x=\"36\" textLength=\"24\" lengthAdjust=\"spacingAndGlyphs\">e\xCC\x81x</tspan>");
}

Test(picture, papers)
{
	draw("a\n", "h\n", 1, 1, "head = #a04000 on 231\n", true);
	expect(".s4{fill:#a04000}.p4{fill:#ffffff}");
	expect(".paper{fill:#ffffff}");
	draw("a\n", "h\n", 1, 1, "head = reverse\n", true);
	expect(".s4{fill:#ffffff}.p4{fill:#202020}");
	draw("a\n", "h\n", 1, 1, "head = reverse\n", false);
	expect(".s4{fill:#1b1b1f}.p4{fill:#d8d8d8}");
}

/* Fewer lines than there should be, or fewer letters than columns: what is missing is blank. */
Test(picture, short_of)
{
	draw("a", "", 3, 5, "head = red\n", false);
	expect("textLength=\"12\" lengthAdjust=\"spacingAndGlyphs\">a</tspan>");
	expect("</svg>");
	draw("", "", 0, 0, "head = red\n", false);
	expect("</svg>");
}
