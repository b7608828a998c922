/* edit.c - sequences of keys, and where text and cursor are after them */
#include "config.h"

#include "widget/edit.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

static struct arena arena;
static struct edit e;

static void start(void)
{
	edit_init(&e, 0, false);
}

static void stop(void)
{
	edit_done(&e);
	arena_done(&arena);
}

TestSuite(edit, .init = start, .fini = stop);

static const struct {
	const char *name;
	enum edit_motion motion;
} motions[] = {
	{ "left", EDIT_LEFT }, { "right", EDIT_RIGHT }, { "wleft", EDIT_WORD_LEFT }, { "wright", EDIT_WORD_RIGHT },
	{ "home", EDIT_HOME }, { "end", EDIT_END }, { "first", EDIT_FIRST }, { "last", EDIT_LAST },
};

static void do_named(const char *name)
{
	bool cut = *name == '-';
	for (size_t i = 0; i < ARRAY_LEN(motions); i++)
		if (str_eq(motions[i].name, name + cut)) {
			cut ? edit_cut(&e, motions[i].motion) : edit_move(&e, motions[i].motion);
			return;
		}
	if (str_eq(name, "undo"))
		edit_undo(&e);
	else if (str_eq(name, "redo"))
		edit_redo(&e);
	else if (str_eq(name, "clear"))
		edit_clear(&e);
	else if (str_eq(name, "enter"))
		edit_type(&e, '\n');
	else if (str_eq(name, "pause"))
		edit_pause(&e);
	else if (str_eq(name, "up"))
		edit_up(&e, 10);
	else if (str_eq(name, "down"))
		edit_down(&e, 10);
	else
		cr_assert_fail("%s", name);
}

/* Text is typed; <left> moves, <-left> deletes that way. */
static void play(const char *keys)
{
	size_t len = strlen(keys), used;
	for (size_t at = 0; at < len; at += used) {
		const char *end = keys[at] == '<' ? strchr(keys + at, '>') : NULL;
		if (end) {
			do_named(arena_strndup(&arena, keys + at + 1, (size_t)(end - keys) - at - 1));
			used = (size_t)(end - keys) - at + 1;
		} else {
			edit_type(&e, utf8_next(keys + at, len - at, &used));
		}
	}
}

/* The text with a | where the cursor is. */
static const char *shown(void)
{
	return arena_printf(&arena, "%.*s|%s", (int)e.cursor, e.text.data, e.text.data + e.cursor);
}

Test(edit, keys)
{
	static const struct { const char *text, *keys, *is; } cases[] = {
		{ "", "Trauringe", "Trauringe|" },
		{ "abc", "<left><left>x", "ax|bc" },
		{ "abc", "<home>x<end>y", "xabcy|" },
		{ "abc", "<right>d<home><left>z", "z|abcd" },
		/* combining characters are never torn, and joined when they can be */
		{ "", "e\u0301abc", "éabc|" },
		{ "", "e\u0301abc<-left><-left><-left><-left>", "|" },
		{ "x\u0301y", "<left><-left>", "|y" },          /* no letter of its own: one grapheme all the same */
		{ "x\u0301y", "<home><right>", "x\u0301|y" },
		{ "ey", "<left>\u0301", "é|y" },
		{ "\u0301", "<home>e", "é|" },                   /* the accent was there first */
		{ "🇩🇪🇫🇷", "<left><-left>", "|🇫🇷" },
		{ "👩‍🔧x", "<left><-left>", "|x" },
		{ "日本語", "<left><-left>", "日|語" },
		{ "Größe", "<-left><-left>", "Grö|" },
		/* words */
		{ "Ring 585 gelb", "<wleft>", "Ring 585 |gelb" },
		{ "Ring 585 gelb", "<wleft><wleft>", "Ring |585 gelb" },
		{ "Ring 585 gelb", "<home><wright>", "Ring| 585 gelb" },
		{ "Ring 585 gelb", "<home><wright><wright><wright><wright>", "Ring 585 gelb|" },
		{ "Ring 585 gelb", "<-wleft>", "Ring 585 |" },
		{ "Ring, öl ", "<-wleft>", "Ring, |" },
		{ "…", "<-wleft>", "|" },
		{ "Ring 585 gelb", "<home><-wright>", "| 585 gelb" },
		{ "Ring 585 gelb", "<wleft><-end>", "Ring 585 |" },
		{ "Ring 585 gelb", "<left><-first>", "|b" },
		{ "Ring 585 gelb", "<left><clear>", "|" },
		{ "", "<-left><-right><-wleft><-wright><-end><clear><left><up>", "|" },
		/* taking back: what goes on is one step */
		{ "a", "bcd<undo>", "a|" },
		{ "a", "bcd<undo><redo>", "abcd|" },
		{ "a", "bc<pause>de<undo>", "abc|" },
		{ "a", "bc<left>x<undo>", "ab|c" },
		{ "abcdef", "<-left><-left><-left><undo>", "abcdef|" },
		{ "abcdef", "<home><-right><-right><undo>", "|abcdef" },
		{ "abcdef", "<-left><-left>xy<undo><undo>", "abcdef|" },
		{ "abcdef", "<-left>x<undo><undo><redo>", "abcde|" },
		{ "abcdef", "<-left>x<undo>y<redo>", "abcdey|" }, /* another change: nothing to do again */
		{ "one two", "<-wleft><-wleft><undo>", "one |" },
		{ "one two", "<clear>x<undo><undo><undo>", "one two|" },
		{ "", "e\u0301<undo>", "|" },
		{ "ab", "<enter>c", "abc|" },                    /* no lines here */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		edit_set(&e, cases[i].text);
		play(cases[i].keys);
		cr_expect_str_eq(shown(), cases[i].is, "%zu: %s + %s is %s", i, cases[i].text, cases[i].keys, shown());
	}
}

Test(edit, keys_of_lines)
{
	static const struct { const char *text, *keys, *is; } cases[] = {
		{ "", "a<enter>b", "a\nb|" },
		{ "one\ntwo", "<home>x", "one\nx|two" },
		{ "one\ntwo", "<first>x<end>y", "xoney|\ntwo" },
		{ "one\ntwo", "<home><-left>", "one|two" },
		{ "one\ntwo", "<first><-end>", "|\ntwo" },
		{ "one\ntwo", "<first><-end><-end>", "|two" },
		{ "one\ntwo", "<home><left>", "one|\ntwo" },
		{ "a\n\u0301b", "<home><-left>", "á|b" },        /* the accent goes to the letter before */
		{ "ab<", "<enter>", "ab<\n|" },
		{ "", "ab<enter>cd<undo>", "ab\n|" },
		{ "", "ab<enter>cd<undo><undo>", "|" },
		/* ten columns; up and down keep the column they began in */
		{ "long line\nab\nlonger one", "<up><up>", "long line|\nab\nlonger one" },
		{ "long line\nab\nlonger one", "<up>", "long line\nab|\nlonger one" },
		{ "long line\nab\nlonger one", "<up><up><down><down>", "long line\nab\nlonger one|" },
		{ "long line\nab\nlonger one", "<left><up><left><up>", "l|ong line\nab\nlonger one" },
		{ "eins zwei drei", "<up>", "eins| zwei drei" },  /* wrapped before drei */
		{ "eins zwei drei", "<first><down>", "eins zwei |drei" },
		{ "eins", "<up><down>", "eins|" },
		{ "日本\nabc", "<left><up>", "日|本\nabc" },
	};
	e.lines = true;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		edit_set(&e, cases[i].text);
		play(cases[i].keys);
		cr_expect_str_eq(shown(), cases[i].is, "%zu: %s + %s is %s", i, cases[i].text, cases[i].keys, shown());
	}
}

Test(edit, refusals_change_nothing)
{
	static const struct { const char *text; size_t max; uint32_t cp; enum edit_answer answer; const char *is; } typed[] = {
		{ "abc", 3, 'd', EDIT_FULL, "abc|" },
		{ "ab", 3, 0xE4, EDIT_DONE, "abä|" },
		{ "abe", 3, 0x301, EDIT_DONE, "abé|" },           /* is one character still */
		{ "abx", 3, 0x301, EDIT_FULL, "abx|" },
		{ "abcdef", 3, 'g', EDIT_FULL, "abcdef|" },
		{ "", 0, 0x1B, EDIT_CONTROL, "|" },
		{ "", 0, '\t', EDIT_CONTROL, "|" },
		{ "", 0, 0x9B, EDIT_CONTROL, "|" },
		{ "", 0, '\n', EDIT_CONTROL, "|" },
		{ "", 0, 0, EDIT_CONTROL, "|" },
		{ "", 0, 0xD800, EDIT_BROKEN, "|" },
		{ "", 0, 0x110000, EDIT_BROKEN, "|" },
	};
	for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
		edit_set(&e, typed[i].text);
		e.max = typed[i].max;
		cr_expect_eq(edit_type(&e, typed[i].cp), typed[i].answer, "%zu", i);
		cr_expect_str_eq(shown(), typed[i].is, "%zu: %s", i, shown());
		cr_expect_eq(edit_steps(&e), typed[i].answer == EDIT_DONE, "%zu", i);
	}
	e.max = 3;
	edit_set(&e, "abcdef");
	cr_expect(edit_cut(&e, EDIT_LEFT), "too long a text may get shorter");
	cr_expect_eq(edit_type(&e, 'x'), EDIT_FULL);
}

Test(edit, paste)
{
	static const struct { const char *text; size_t len; bool lines; size_t max; enum edit_answer answer; const char *is; } cases[] = {
		{ "one\ntwo", 7, false, 0, EDIT_DONE, "(one two|)" },
		{ "one\r\ntwo\r\n", 10, false, 0, EDIT_DONE, "(one two|)" },
		{ "one\r\ntwo\n", 9, true, 0, EDIT_DONE, "(one\ntwo\n|)" },
		{ "one\rtwo", 7, true, 0, EDIT_DONE, "(one\ntwo|)" },
		{ "a\tb", 3, false, 0, EDIT_DONE, "(a b|)" },
		{ "a\tb", 3, true, 0, EDIT_DONE, "(a\tb|)" },
		{ "a\fb\u2028c", 7, true, 0, EDIT_DONE, "(a\nb\nc|)" },
		{ "u\u0308", 3, false, 0, EDIT_DONE, "(ü|)" },
		{ "a\033[31mb", 7, false, 0, EDIT_CONTROL, "(|)" },
		{ "a\0b", 3, true, 0, EDIT_CONTROL, "(|)" },
		{ "a\xFFz", 3, true, 0, EDIT_BROKEN, "(|)" },
		{ "abcdef", 6, false, 7, EDIT_FULL, "(|)" },
		{ "abcde", 5, false, 7, EDIT_DONE, "(abcde|)" },
		{ "\n", 1, false, 0, EDIT_NOTHING, "(|)" },
		{ "", 0, true, 0, EDIT_NOTHING, "(|)" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		edit_set(&e, "()");
		edit_move(&e, EDIT_LEFT);
		e.lines = cases[i].lines;
		e.max = cases[i].max;
		cr_expect_eq(edit_paste(&e, cases[i].text, cases[i].len), cases[i].answer, "%zu", i);
		cr_expect_str_eq(shown(), cases[i].is, "%zu: %s", i, shown());
		edit_undo(&e);
		cr_expect_str_eq(shown(), "(|)", "%zu: %s", i, shown());
	}
	char *bomb = arena_alloc(&arena, 1 << 20);
	memset(bomb, 'x', 1 << 20);
	e.max = 0;
	cr_expect_eq(edit_paste(&e, bomb, 1 << 20), EDIT_FULL);
	cr_expect_str_eq(e.text.data, "()");
}

Test(edit, what_no_text_may_hold)
{
	edit_set(&e, "a\tb\nc\033d\xFF");
	cr_expect_str_eq(e.text.data, "a b c\uFFFDd\uFFFD");
	e.lines = true;
	edit_set(&e, "a\tb\nc\033d\xFF");
	cr_expect_str_eq(e.text.data, "a\tb\nc\uFFFDd\uFFFD");
}

Test(edit, scans_are_taken_back)
{
	edit_set(&e, "Ring");
	play(" 1ORD");
	cr_expect_eq(edit_take_back(&e, 3), 3);
	cr_expect_str_eq(shown(), "Ring 1|");
	play("2");
	edit_undo(&e);
	cr_expect_str_eq(shown(), "Ring|", "what was typed before goes on as one step");

	edit_set(&e, "abc"); /* the field was full in the middle of it */
	e.max = 5;
	play("XYZ");
	cr_expect_eq(edit_take_back(&e, 3), 3);
	cr_expect_str_eq(shown(), "abc|");
	cr_expect(!edit_undo(&e), "no trace");

	e.max = 0; /* keys with another meaning */
	edit_set(&e, "01.03.2026");
	edit_choose(&e, "02.03.2026");
	edit_skip(&e);
	play("1");
	cr_expect_eq(edit_take_back(&e, 3), 3);
	cr_expect_str_eq(shown(), "01.03.2026|");

	edit_set(&e, "e");
	play("\u0301\u0302");
	cr_expect_eq(edit_take_back(&e, 9), 2, "only what was typed");
	cr_expect_str_eq(shown(), "e|");
	edit_paste(&e, "xyz", 3);
	cr_expect_eq(edit_take_back(&e, 1), 0, "a paste is no key");
}

Test(edit, another_spelling_belongs_to_its_step)
{
	edit_set(&e, "1,00");
	edit_clear(&e);
	play("12,5");
	edit_respell(&e, "12,50");
	cr_expect_str_eq(shown(), "12,50|");
	edit_undo(&e);
	cr_expect_str_eq(shown(), "|");
	edit_undo(&e);
	cr_expect_str_eq(shown(), "1,00|");
	edit_redo(&e);
	edit_redo(&e);
	cr_expect_str_eq(shown(), "12,50|");
	edit_set(&e, "a");
	edit_respell(&e, "b");
	cr_expect(!edit_undo(&e));
	cr_expect_str_eq(shown(), "b|");
}

Test(edit, history_has_an_end)
{
	enum { ROUNDS = EDIT_KEYS_MAX * 2 + 100 };
	e.lines = true; /* long lines are another test's, and take long */
	for (int i = 0; i < ROUNDS; i++) {
		edit_type(&e, i % 80 == 79 ? '\n' : (uint32_t)('a' + i % 26));
		if (i % 3 == 0)
			edit_pause(&e);
	}
	cr_expect_eq(e.text.len, (size_t)ROUNDS);
	cr_expect(e.done <= EDIT_KEYS_MAX && e.bytes.len <= EDIT_HISTORY_MAX);
	size_t n = 0;
	while (edit_undo(&e))
		n++;
	cr_expect(n >= EDIT_KEYS_MAX / 8 && e.text.len < ROUNDS && utf8_valid(e.text.data, e.text.len));
	while (edit_redo(&e))
		n--;
	cr_expect(n == 0 && e.text.len == (size_t)ROUNDS);
}

Test(edit, long_runs_are_several_steps)
{
	for (int i = 0; i < EDIT_RUN_MAX * 2; i++)
		edit_type(&e, 'x');
	edit_undo(&e);
	cr_expect_eq(e.text.len, (size_t)EDIT_RUN_MAX);
}

Test(edit, wrap)
{
	static const struct { const char *text; int w; const char *is; } cases[] = {
		{ "", 10, "[]" },
		{ "eins zwei drei", 10, "[eins zwei ][drei]" },
		{ "eins zwei drei", 9, "[eins zwei ][drei]" },
		{ "eins zwei drei", 8, "[eins ][zwei ][drei]" },
		{ "einszweidrei", 5, "[einsz][weidr][ei]" },
		{ "a einszweidrei", 5, "[a ][einsz][weidr][ei]" },
		{ "eins     zwei", 5, "[eins     ][zwei]" },
		{ "eins\n\nzwei\n", 10, "[eins][][zwei][]" },
		{ "日本語", 5, "[日本][語]" },
		{ "日本語", 1, "[日][本][語]" },
		{ "ee\u0301e", 2, "[ee\u0301][e]" },
		{ "abc", 0, "[a][b][c]" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct edit_line *lines;
		size_t n = edit_wrap(cases[i].text, cases[i].w, &arena, &lines);
		struct buf out = BUF_INIT(1024);
		for (size_t k = 0; k < n; k++) {
			buf_addc(&out, '[');
			buf_add(&out, cases[i].text + lines[k].from, lines[k].to - lines[k].from);
			buf_addc(&out, ']');
		}
		cr_expect_str_eq(out.data, cases[i].is, "%zu: %s", i, out.data);
		buf_done(&out);
	}
}

Test(edit, lines_and_offsets)
{
	static const char text[] = "eins zwei drei\nvier";
	static const struct { size_t offset, line; int column; } cases[] = {
		{ 0, 0, 0 }, { 9, 0, 9 }, { 10, 1, 0 }, { 14, 1, 4 }, { 15, 2, 0 }, { 19, 2, 4 },
	};
	struct edit_line *lines;
	size_t n = edit_wrap(text, 10, &arena, &lines);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct edit_spot spot = edit_spot(text, lines, n, cases[i].offset);
		cr_expect(spot.line == cases[i].line && spot.column == cases[i].column, "%zu: %zu %d", i, spot.line, spot.column);
		cr_expect_eq(edit_offset(text, lines, n, spot), cases[i].offset, "%zu", i);
	}
	cr_expect_eq(edit_offset(text, lines, n, (struct edit_spot) { 0, 99 }), 9, "its end is the start of the next");
	cr_expect_eq(edit_offset(text, lines, n, (struct edit_spot) { 1, 99 }), 14);
	cr_expect_eq(edit_offset(text, lines, n, (struct edit_spot) { 99, 99 }), 19);
}

Test(edit, window)
{
	static const struct { const char *text, *keys; int w; const char *is; } cases[] = {
		{ "abc", "", 10, "abc 3" },
		{ "abcdefghij", "", 10, "<bcdefghij 9" },
		{ "abcdefghij", "<home>", 10, "abcdefghij 0" },
		{ "abcdefghijkl", "<home>", 10, "abcdefghij> 0" },
		{ "abcdefghijkl", "<home><right><right>", 4, "abcd> 2" },
		{ "abcdefghijkl", "<home><right><right><right><right>", 4, "<bcde> 3" },
		{ "日本語", "", 5, "<本語 4" },
		{ "日本語", "<home>", 5, "日本> 0" },
		{ "日本語", "<left>", 1, "<> 0" },
		{ "", "", 1, " 0" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		edit_set(&e, cases[i].text);
		play(cases[i].keys);
		struct edit_window w = edit_window(&e, cases[i].w);
		const char *is = arena_printf(&arena, "%s%.*s%s %d", w.left ? "<" : "", (int)(w.to - w.from),
			e.text.data + w.from, w.right ? ">" : "", w.column);
		cr_expect_str_eq(is, cases[i].is, "%zu: %s", i, is);
	}
	edit_set(&e, "abcdefghijklmnop");
	cr_expect_eq(edit_window(&e, 8).from, 9);
	edit_move(&e, EDIT_LEFT);
	cr_expect_eq(edit_window(&e, 8).from, 9, "it does not move while the cursor is in it");
	edit_clear(&e);
	cr_expect_eq(edit_window(&e, 8).from, 0);
	play("xy");
	cr_expect_eq(edit_window(&e, 8).column, 2);
}
