/* input.c - what terminals, scanners and broken lines send, at every point cut in two; time is brought along */
#include "config.h"

#include "core/input.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#define E "\033"
#define BEGIN E "[200~"
#define END E "[201~"

enum {
	MS = 1000,
	ESC_US = 25 * MS,
	LONG = 10 * 1000 * MS, /* after which nothing waits any more */
};

static const struct input_look utf8 = { .utf8 = true, .esc_us = ESC_US };

/* A terminal under test, and what came from it in words: keys by name, scan[…]taken, paste[…], press1@x,y. */
struct bench {
	struct input *in;
	struct buf said;
	int64_t now;
};

static struct bench bench_new(const struct input_look *look, bool field)
{
	struct bench b = { .in = input_new(look), .said = BUF_INIT(16 << 20), .now = 1000 * MS };
	input_in_field(b.in, field);
	return b;
}

static void bench_free(struct bench *b)
{
	input_free(b->in);
	buf_done(&b->said);
}

static void say(struct buf *out, const struct event *ev)
{
	static const char *const mice[] = { "press", "release", "wheelup", "wheeldown" };
	if (out->len)
		buf_addc(out, ' ');
	switch (ev->kind) {
	case EVENT_KEY:
		key_spell(ev->key, out);
		break;
	case EVENT_PASTE:
	case EVENT_SCAN:
		cr_expect(utf8_valid(ev->text, ev->len) && strlen(ev->text) == ev->len);
		buf_adds(out, ev->kind == EVENT_SCAN ? "scan[" : "paste[");
		str_escape(out, ev->text);
		buf_addc(out, ']');
		if (ev->kind == EVENT_SCAN)
			buf_addf(out, "%zu", ev->taken);
		break;
	case EVENT_MOUSE:
		buf_addf(out, "%s%d@%d,%d", mice[ev->mouse], ev->button, ev->x, ev->y);
		break;
	case EVENT_FOCUS:
		buf_adds(out, ev->focused ? "focus" : "blur");
		break;
	}
}

static void take_all(struct bench *b)
{
	struct event ev;
	while (input_next(b->in, b->now, &ev))
		say(&b->said, &ev);
	int64_t due = input_due(b->in);
	cr_expect(due == -1 || due > b->now, "%lld at %lld", (long long)due, (long long)b->now);
}

static void feed(struct bench *b, const char *bytes, size_t len)
{
	input_feed(b->in, bytes, len, b->now);
	take_all(b);
}

static void type(struct bench *b, const char *bytes)
{
	feed(b, bytes, strlen(bytes));
}

/* Time goes on; what is due meanwhile is asked for when it is due, as the loop does. */
static void rest(struct bench *b, int64_t us)
{
	int64_t until = b->now + us, due;
	while ((due = input_due(b->in)) != -1 && due <= until) {
		cr_assert(due > b->now);
		b->now = due;
		take_all(b);
	}
	b->now = until;
	take_all(b);
}

static void expect_said(struct bench *b, const char *want, const char *what)
{
	cr_expect_str_eq(b->said.data, want, "%s: '%s' instead of '%s'", what, b->said.data, want);
	buf_clear(&b->said);
}

struct input_case {
	const char *bytes, *want;
	size_t len; /* 0: as strlen says */
};

/* Whole, cut in two at every place, and byte by byte: always the same. */
static void expect_case(const struct input_look *look, const struct input_case *c, bool field)
{
	size_t len = c->len ? c->len : strlen(c->bytes);
	struct buf shown = BUF_INIT(1 << 16);
	str_escape(&shown, c->bytes);
	for (size_t cut = 0; cut <= len; cut++) {
		struct bench b = bench_new(look, field);
		if (cut == len) {
			for (size_t i = 0; i < len; i++)
				feed(&b, c->bytes + i, 1);
		} else {
			feed(&b, c->bytes, cut);
			feed(&b, c->bytes + cut, len - cut);
		}
		rest(&b, LONG);
		cr_expect(input_due(b.in) == -1);
		cr_expect_str_eq(b.said.data, c->want, "'%s' cut at %zu: '%s' instead of '%s'", shown.data, cut,
			b.said.data, c->want);
		bench_free(&b);
	}
	buf_done(&shown);
}

static void expect_cases(const struct input_look *look, const struct input_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		expect_case(look, &cases[i], true);
		expect_case(look, &cases[i], false);
	}
}

Test(input, characters)
{
	static const struct input_case cases[] = {
		{ "abc", "a b c", 0 }, { "äö€💍", "ä ö € 💍", 0 }, { "e\u0301", "e \u0301", 0 }, { " ", "space", 0 },
		{ "\uFFFD", "\uFFFD", 0 },
		{ "\t\r\n\b\x7f", "tab enter enter backspace backspace", 0 },
		{ "\x01\x02\x03\x13\x1a", "ctrl-a ctrl-b ctrl-c ctrl-s ctrl-z", 0 },
		{ "\x1c\x1d\x1e\x1f", "ctrl-\\ ctrl-] ctrl-^ ctrl-_", 0 },
		{ "a\0b", "a ctrl-space b", 3 }, { "\0", "ctrl-space", 1 },
		/* a broken byte costs itself: alone, cut, overlong, surrogate, past the end, none at all */
		{ "\xfc" "abc", "\uFFFD a b c", 0 }, { "\xe2\x82" "a", "\uFFFD \uFFFD a", 0 },
		{ "\xc3\r", "\uFFFD enter", 0 }, { "\xc3\xc3\xa4", "\uFFFD ä", 0 },
		{ "\xf0\x9f\x92", "\uFFFD \uFFFD \uFFFD", 0 },
		{ "\xc0\xaf" "x", "\uFFFD \uFFFD x", 0 }, { "\xe0\x80\xaf" "x", "\uFFFD \uFFFD \uFFFD x", 0 },
		{ "\xed\xa0\x80" "x", "\uFFFD \uFFFD \uFFFD x", 0 },
		{ "\xf4\x90\x80\x80" "x", "\uFFFD \uFFFD \uFFFD \uFFFD x", 0 },
		{ "\xff\xfe" "x", "\uFFFD \uFFFD x", 0 }, { "\xe2" E "[A", "\uFFFD up", 0 },
		/* C1: as bytes they are broken, as code points they are nothing */
		{ "\x80\x9b" "A", "\uFFFD \uFFFD A", 0 }, { "a\xc2\x80\xc2\x9b" "b", "a b", 0 },
		{ "\xc2\xa0", "\u00A0", 0 },
	};
	expect_cases(&utf8, cases, ARRAY_LEN(cases));
}

Test(input, one_byte_a_character)
{
	static const struct input_case latin1[] = {
		{ "M\xfcller \xa4", "M ü l l e r space ¤", 0 }, { "\x9b" "A", "A", 0 }, { E "\xfc", "alt-ü", 0 },
		{ BEGIN "\xe4\x80\xdf" END, "paste[äß]", 0 },
	};
	static const struct input_case latin9[] = { { "5 \xa4", "5 space €", 0 }, { "\xff", "\uFFFD", 0 } };
	uint16_t high[128];
	for (unsigned i = 0; i < 128; i++)
		high[i] = (uint16_t)(0x80 + i);
	high[0xa4 - 0x80] = 0x20ac;
	high[0xff - 0x80] = 0; /* what a charset leaves empty */
	struct input_look one = { .esc_us = ESC_US }, euro = { .esc_us = ESC_US, .high = high };
	expect_cases(&one, latin1, ARRAY_LEN(latin1));
	expect_cases(&euro, latin9, ARRAY_LEN(latin9));
}

Test(input, esc_and_alt)
{
	static const struct input_case cases[] = {
		{ E, "esc", 0 }, { E E, "esc esc", 0 }, { E E E, "esc esc esc", 0 }, { E E "x", "esc esc x", 0 },
		{ E E "\r", "esc esc enter", 0 },
		{ E "x", "alt-x", 0 }, { E "X", "alt-X", 0 }, { E "1", "alt-1", 0 }, { E "0" "0", "alt-0 0", 0 },
		{ E "ä", "alt-ä", 0 }, { E "€x", "alt-€ x", 0 }, { E " ", "alt-space", 0 },
		{ E "\r", "alt-enter", 0 }, { E "\n", "alt-enter", 0 }, { E "\x7f", "alt-backspace", 0 },
		{ E "\x01", "ctrl-alt-a", 0 }, { E "\0", "ctrl-alt-space", 2 }, { E "\t", "shift-tab", 0 },
		{ E "[", "alt-[", 0 }, { E "O", "alt-O", 0 }, { E "]", "alt-]", 0 }, { E "P", "alt-P", 0 },
		{ E "_", "alt-_", 0 },
		{ E "[\r", "alt-[ enter", 0 }, { E "Oä", "alt-O ä", 0 }, { E "[" E, "alt-[ esc", 0 },
		{ E "]" "\r", "alt-] enter", 0 }, { E "P" E "x", "alt-P alt-x", 0 },
		{ E E "[", "esc alt-[", 0 }, { E E "O", "esc alt-O", 0 }, { E E "[\r", "esc alt-[ enter", 0 },
		{ E E "[A", "alt-up", 0 }, { E E "OP", "alt-f1", 0 }, { E E E "[A", "esc alt-up", 0 },
		{ E E "[3~", "alt-delete", 0 }, { E E "[<0;1;1M", "esc press1@0,0", 0 },
		{ E E BEGIN "x" END, "esc esc paste[x]", 0 },
		{ E "\xff" "x", "alt-\uFFFD x", 0 }, { E "\xc3" "x", "alt-\uFFFD x", 0 },
	};
	expect_cases(&utf8, cases, ARRAY_LEN(cases) );
}

/* As xterm, rxvt, screen, tmux, PuTTY, the Linux console and VT terminals spell them. */
Test(input, keys)
{
	static const struct input_case cases[] = {
		{ E "[A" E "[B" E "[C" E "[D" E "[H" E "[F", "up down right left home end", 0 },
		{ E "OA" E "OB" E "OC" E "OD" E "OH" E "OF", "up down right left home end", 0 },
		{ E "[1~" E "[2~" E "[3~" E "[4~" E "[5~" E "[6~", "home insert delete end pgup pgdn", 0 },
		{ E "[7~" E "[8~", "home end", 0 },
		{ E "OP" E "OQ" E "OR" E "OS", "f1 f2 f3 f4", 0 },
		{ E "[11~" E "[12~" E "[13~" E "[14~" E "[15~", "f1 f2 f3 f4 f5", 0 },
		{ E "[17~" E "[18~" E "[19~" E "[20~" E "[21~" E "[23~" E "[24~", "f6 f7 f8 f9 f10 f11 f12", 0 },
		{ E "[[A" E "[[B" E "[[C" E "[[D" E "[[E", "f1 f2 f3 f4 f5", 0 },
		{ E "[1;2P" E "[1;5Q" E "[1;3R" E "[1;6S" E "[15;2~",
			"shift-f1 ctrl-f2 alt-f3 ctrl-shift-f4 shift-f5", 0 },
		{ E "[25~" E "[34~", "shift-f1 shift-f8", 0 },
		{ E "O5P" E "O1;5P" E "O2A", "ctrl-f1 ctrl-f1 shift-up", 0 },
		{ E "[1;5C" E "[1;2A" E "[1;3D" E "[1;8H" E "[1;9B",
			"ctrl-right shift-up alt-left ctrl-alt-shift-home alt-down", 0 },
		{ E "[5C" E "[1;129A", "ctrl-right up", 0 },
		{ E "[3;2~" E "[3;5~" E "[6;3~", "shift-delete ctrl-delete alt-pgdn", 0 },
		{ E "[Z" E "[1;2Z" E "[1;5Z", "shift-tab shift-tab ctrl-shift-tab", 0 },
		{ E "[27;5;9~" E "[27;2;13~" E "[27;5;115~" E "[27;6;83~", "ctrl-tab shift-enter ctrl-s ctrl-s", 0 },
		{ E "[27;5;105~" E "[27;3;228~", "tab alt-ä", 0 },
		{ E "[97u" E "[97;2u" E "[97;5u" E "[97;3u" E "[228u", "a A ctrl-a alt-a ä", 0 },
		{ E "[9;5u" E "[13u" E "[27u" E "[127u" E "[8u" E "[32;5u",
			"ctrl-tab enter esc backspace backspace ctrl-space", 0 },
		{ E "[97:65;2:1u" E "[97;1:3u" E "[1;1:3A" E "[1;5:2A", "A ctrl-up", 0 },
		{ E "[a" E "[b" E "Oa" E "Oc", "shift-up shift-down ctrl-up ctrl-right", 0 },
		{ E "[3$" E "[5^" E "[6@", "shift-delete ctrl-pgup ctrl-shift-pgdn", 0 },
		{ E "Oj" E "Ok" E "Ol" E "Om" E "On" E "Oo", "* + , - . /", 0 },
		{ E "Op" E "Oq" E "Or" E "Os" E "Ot", "0 1 2 3 4", 0 },
		{ E "Ou" E "Ov" E "Ow" E "Ox" E "Oy", "5 6 7 8 9", 0 },
		{ E "OM" E "OX" E "O " E "OI", "enter = space tab", 0 },
		{ E "[I" E "[O", "focus blur", 0 },
	};
	expect_cases(&utf8, cases, ARRAY_LEN(cases));
}

#define SIXTEEN "0;1;2;3;4;5;6;7;"

Test(input, unknown_sequences_are_eaten_whole)
{
	static const struct input_case cases[] = {
		{ E "[?1;2cx", "x", 0 }, { E "[>0;276;0cx", "x", 0 }, { E "[24;80Rx", "x", 0 },
		{ E "[?2004;1$yx", "x", 0 },
		{ E "[Px", "x", 0 }, { E "[Ex", "x", 0 }, { E "[99~x", "x", 0 }, { E "[200;3~x", "x", 0 },
		{ E "[201~x", "x", 0 },
		{ E "[1 qx", "x", 0 }, { E "[[Zx", "x", 0 }, { E "OEx", "x", 0 }, { E "O1;2;3Px", "x", 0 },
		{ E "[57441;5ux", "x", 0 }, { E "[55296ux", "x", 0 }, { E "[99999999999999ux", "x", 0 },
		{ E "[128ux", "x", 0 },
		{ E "[0ux", "x", 0 },
		{ E "]11;rgb:00/00/00" E "\\x", "x", 0 }, { E "]0;Titel ä\ax", "x", 0 },
		{ E "P1+r544e=78" E "\\x", "x", 0 },
		{ E "_Gi=1;OK" E "\\x", "x", 0 },
		{ E "]" E "\\x", "x", 0 },
		/* broken off by what cannot belong to them */
		{ E "[12\rx", "enter x", 0 }, { E "[12" E "[A", "up", 0 }, { E "[1;ä", "ä", 0 },
		{ E "[12\x7fx", "backspace x", 0 },
		{ E "[[\r", "enter", 0 }, { E "]11;rgb\rx", "enter x", 0 }, { E "]11;rgb" E "[A", "up", 0 },
		{ E "O1\r", "enter", 0 },
		{ E "P1+r" E E "x", "esc esc x", 0 },
		{ E "[12", "", 0 }, { E "]11;rgb", "", 0 }, { E "]11;rgb" E, "", 0 }, { E "O1;", "", 0 },
		{ E "[[", "", 0 },
		/* longer than a sequence may be */
		{ E "[" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "Ax", "x", 0 },
		{ E "[" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "\rx", "enter x", 0 },
		{ E "[" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "ä", "ä", 0 },
		{ E E "O" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "Ax", "x", 0 },
		{ E "]" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "\ax", "x", 0 },
		{ E "]" SIXTEEN SIXTEEN SIXTEEN SIXTEEN E "\\x", "x", 0 },
		{ E "]" SIXTEEN SIXTEEN SIXTEEN SIXTEEN E "[Ax", "up x", 0 },
		{ E "]" SIXTEEN SIXTEEN SIXTEEN SIXTEEN "\rx", "enter x", 0 },
		{ E "P" SIXTEEN SIXTEEN SIXTEEN "0123456789012" E "\\x", "x", 0 },
		{ E "P" SIXTEEN SIXTEEN SIXTEEN SIXTEEN, "", 0 }, { E "P" SIXTEEN SIXTEEN SIXTEEN SIXTEEN E, "", 0 },
	};
	expect_cases(&utf8, cases, ARRAY_LEN(cases));
}

/* A string that goes on and on is given up at last; what comes then is heard again. */
Test(input, endless_sequence)
{
	struct bench b = bench_new(&utf8, false);
	type(&b, E "]52;");
	char block[4096];
	memset(block, 'x', sizeof block);
	for (int i = 0; i < 300; i++)
		feed(&b, block, sizeof block);
	cr_expect(b.said.len > 0 && b.said.len < 400000, "%zu", b.said.len);
	bench_free(&b);
}

Test(input, mouse)
{
	static const struct input_case cases[] = {
		{ E "[<0;1;1M" E "[<0;80;24m", "press1@0,0 release1@79,23", 0 },
		{ E "[<1;5;6M" E "[<2;5;6M", "press2@4,5 press3@4,5", 0 },
		{ E "[<64;2;3M" E "[<65;2;3M", "wheelup0@1,2 wheeldown0@1,2", 0 },
		{ E "[<16;300;200M", "press1@299,199", 0 },
		{ E "[<35;2;3M" E "[<66;2;3M" E "[<64;2;3m" E "[<128;2;3M", "", 0 },
		{ E "[<0;0;1Mx", "x", 0 }, { E "[<0;1Mx", "x", 0 }, { E "[<0;1;2;3Mx", "x", 0 },
		{ E "[<0;1;1Ax", "x", 0 },
		{ E "[<?;1;1Mx", "x", 0 },
		{ E "[M !!", "press1@0,0", 0 }, { E "[M#!!", "release0@0,0", 0 }, { E "[M`\"#", "wheelup0@1,2", 0 },
		{ E "[Ma\"#", "wheeldown0@1,2", 0 }, { E "[M \xff\xf0x", "press1@222,207 x", 0 },
		{ E "[M !\0x", "x", 7 }, { E "[M\0x", "ctrl-space x", 5 },
		{ E "[M\rx", "enter x", 0 }, { E "[M !\rx", "enter x", 0 },
		{ E "[M !" E "[A", "up", 0 },
		{ E "[M ", "", 0 },
	};
	expect_cases(&utf8, cases, ARRAY_LEN(cases));
}

Test(input, paste)
{
	static const struct input_case cases[] = {
		{ BEGIN END, "paste[]", 0 }, { BEGIN "Müller" END "x", "paste[Müller] x", 0 },
		{ BEGIN "a\r\nb\rc\nd\r\r\ne" END, "paste[a\\x0Ab\\x0Ac\\x0Ad\\x0A\\x0Ae]", 0 },
		{ BEGIN "a\tb\x01\x07\x7f" "c" END, "paste[a\\x09bc]", 0 },
		{ BEGIN "a\0b" END, "paste[ab]", 6 + 3 + 6 },
		{ BEGIN "a" E "[Ab" END, "paste[a[Ab]", 0 }, { BEGIN E E END "x", "paste[] x", 0 },
		{ BEGIN "a" E "[20x" END, "paste[a[20x]", 0 }, { BEGIN BEGIN "a" END, "paste[[200~a]", 0 },
		{ BEGIN "\xff" "a\xe2\x82" END, "paste[\uFFFDa\uFFFD\uFFFD]", 0 },
		{ BEGIN "\xc2\x9b\xed\xa0\x80" END, "paste[\uFFFD\uFFFD\uFFFD]", 0 },
		{ BEGIN "ORDER:42\r" END, "paste[ORDER:42\\x0A]", 0 },
		{ BEGIN "a" END BEGIN "b" END, "paste[a] paste[b]", 0 },
		{ "x" BEGIN "a" END "\r", "x paste[a] enter", 0 },
		/* without end, it ends in silence */
		{ BEGIN "abc", "paste[abc]", 0 }, { BEGIN "abc" E "[20", "paste[abc[20]", 0 },
		{ BEGIN "ab\xc3", "paste[ab\uFFFD]", 0 },
	};
	expect_cases(&utf8, cases, ARRAY_LEN(cases));
}

/* The marks survive any delay short of giving up, and a slow line does not end the paste. */
Test(input, paste_over_a_slow_line)
{
	struct bench b = bench_new(&utf8, false);
	static const char bytes[] = BEGIN "a" END;
	feed(&b, bytes, 6);
	for (size_t i = 6; bytes[i]; i++) {
		rest(&b, 1000 * MS);
		feed(&b, bytes + i, 1);
	}
	expect_said(&b, "paste[a]", "slow");
	type(&b, BEGIN "a");
	rest(&b, 1999 * MS);
	expect_said(&b, "", "not yet");
	rest(&b, 1 * MS);
	expect_said(&b, "paste[a]", "given up");
	type(&b, "x");
	expect_said(&b, "x", "heard again");
	bench_free(&b);
}

static struct event next(struct bench *b)
{
	struct event ev = { .kind = EVENT_FOCUS };
	cr_expect(input_next(b->in, b->now, &ev));
	return ev;
}

Test(input, paste_without_end)
{
	struct bench b = bench_new(&utf8, false);
	struct event ev;
	char block[4096];
	memset(block, 'x', sizeof block);
	type(&b, BEGIN);
	for (size_t fed = 0; fed < INPUT_PASTE_MAX + 3 * sizeof block; fed += sizeof block)
		feed(&b, block, sizeof block);
	expect_said(&b, "", "still pasting");
	input_feed(b.in, END "j", 7, b.now);
	ev = next(&b);
	cr_expect(ev.kind == EVENT_PASTE && ev.len == INPUT_PASTE_MAX && strspn(ev.text, "x") == ev.len);
	ev = next(&b);
	cr_expect(ev.kind == EVENT_KEY && ev.key == 'j');
	/* Cut within a character: the length still tells. */
	type(&b, BEGIN "a");
	for (size_t i = 0; i < sizeof block; i += 4)
		memcpy(block + i, "💍", 4);
	for (size_t fed = 0; fed < INPUT_PASTE_MAX; fed += sizeof block)
		feed(&b, block, sizeof block);
	input_feed(b.in, "zz" END, 8, b.now);
	ev = next(&b);
	cr_expect(ev.kind == EVENT_PASTE && ev.len == INPUT_PASTE_MAX && utf8_valid(ev.text, ev.len));
	cr_expect(str_starts(ev.text, "a💍💍") && str_ends(ev.text, "💍   "));
	/* The next one is whole again. */
	type(&b, BEGIN "b" END);
	expect_said(&b, "paste[b]", "next");
	bench_free(&b);
}

/* Its end was lost on the way: a key that no text holds tells, if a hand pressed it. Letters may still be its own. */
Test(input, paste_ended_by_a_key)
{
	static const struct { const char *key; int64_t gap; const char *want; } cases[] = {
		{ E "[A", 100 * MS, "paste[ab] up" }, { E "[1;5C", 100 * MS, "paste[ab] ctrl-right" },
		{ E "OP", 100 * MS, "paste[ab] f1" }, { E "[15~", 1500 * MS, "paste[ab] f5" },
		{ "\x11", 100 * MS, "paste[ab] ctrl-q" }, { "\x7f", 100 * MS, "paste[ab] backspace" },
		{ E "x", 100 * MS, "paste[ab] alt-x" }, { E E, 100 * MS, "paste[ab] esc esc" },
		{ E "[A", 99 * MS, "" }, { "\x11", 0, "" }, { "x", 1500 * MS, "" }, { "\r", 500 * MS, "" }, { "\t", 500 * MS, "" },
		{ E, 500 * MS, "" }, { E "[<0;1;1M", 500 * MS, "" }, { E "[I", 500 * MS, "" }, { E "[200~", 500 * MS, "" },
		{ E "[1;1;1;1;1;1;1;1;1;1;1;", 500 * MS, "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (int bytewise = 0; bytewise < 2; bytewise++) {
			struct bench b = bench_new(&utf8, false);
			type(&b, BEGIN "ab");
			rest(&b, cases[i].gap);
			for (const char *s = cases[i].key; *s; s += bytewise ? 1 : strlen(s))
				feed(&b, s, bytewise ? 1 : strlen(s));
			rest(&b, 300 * MS); /* the second Esc could be Alt */
			expect_said(&b, cases[i].want, cases[i].key);
			rest(&b, LONG);
			cr_expect(*cases[i].want ? !b.said.len : str_starts(b.said.data, "paste[ab"), "%zu: %s", i, b.said.data);
			bench_free(&b);
		}
	struct bench b = bench_new(&utf8, false);
	type(&b, BEGIN "a");
	rest(&b, 500 * MS);
	type(&b, E);
	rest(&b, 1999 * MS);
	expect_said(&b, "", "Esc may begin the end");
	rest(&b, 1 * MS);
	expect_said(&b, "paste[a] esc", "it did not");
	type(&b, BEGIN "a");
	rest(&b, 200 * MS);
	type(&b, E);
	rest(&b, 200 * MS);
	type(&b, "k");
	expect_said(&b, "paste[a] esc k", "Esc, and later a letter, is not Alt with it");
	bench_free(&b);
}

Test(input, time_of_esc)
{
	static const struct { const char *first, *then; int64_t gap; const char *want; } cases[] = {
		{ E, "x", 24 * MS, "alt-x" }, { E, "x", 26 * MS, "esc x" }, { E, "[A", 24 * MS, "up" },
		{ E, "[A", 26 * MS, "esc [ A" },
		{ E, E, 24 * MS, "esc esc" }, { E, E, 100 * MS, "esc esc" },
		{ E "[", "A", 90 * MS, "up" }, { E "[", "A", 110 * MS, "alt-[ A" },
		{ E "[1;", "5A", 90 * MS, "ctrl-up" },
		{ E "[1;", "5A", 110 * MS, "5 A" }, { E "]11;", "x", 110 * MS, "x" }, { E "O", "P", 90 * MS, "f1" },
		{ "\xc3", "\xa4", 90 * MS, "ä" }, { "\xc3", "\xa4", 110 * MS, "\uFFFD \uFFFD" },
		{ E "[M !", "!", 110 * MS, "!" },
		{ E E, "[A", 24 * MS, "alt-up" }, { E E, "[A", 26 * MS, "esc esc [ A" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (int asleep = 0; asleep < 2; asleep++) {
			/* Whether anybody asked in between must not matter. */
			struct bench b = bench_new(&utf8, true);
			type(&b, cases[i].first);
			if (asleep)
				b.now += cases[i].gap;
			else
				rest(&b, cases[i].gap);
			type(&b, cases[i].then);
			rest(&b, LONG);
			expect_said(&b, cases[i].want, cases[i].want);
			bench_free(&b);
		}
}

Test(input, esc_waits_as_long_as_wished)
{
	struct input_look slow = { .utf8 = true, .esc_us = 500 * MS }, none = { .utf8 = true };
	struct bench b = bench_new(&slow, false);
	type(&b, E);
	cr_expect(input_due(b.in) == b.now + 500 * MS);
	rest(&b, 499 * MS);
	expect_said(&b, "", "waits");
	rest(&b, 1 * MS);
	expect_said(&b, "esc", "over");
	cr_expect(input_due(b.in) == -1);
	type(&b, E "[1");
	rest(&b, 400 * MS);
	type(&b, "~");
	expect_said(&b, "home", "so does a sequence");
	bench_free(&b);
	b = bench_new(&none, false);
	type(&b, E "[A" E "x" E);
	expect_said(&b, "up alt-x esc", "no wait: what comes together belongs together");
	bench_free(&b);
}

/* Several pieces, none taken in between: each has its own time. */
Test(input, pieces_keep_their_time)
{
	struct bench b = bench_new(&utf8, false);
	input_feed(b.in, E, 1, b.now);
	input_feed(b.in, "[A", 2, b.now + 20 * MS);
	input_feed(b.in, E, 1, b.now + 40 * MS);
	input_feed(b.in, "x", 1, b.now + 80 * MS);
	cr_expect(input_due(b.in) <= b.now + 80 * MS);
	b.now += 80 * MS;
	take_all(&b);
	expect_said(&b, "up esc x", "pieces");
	input_feed(b.in, "back", 4, b.now - 500 * MS); /* a clock that jumps costs nothing */
	take_all(&b);
	rest(&b, LONG);
	expect_said(&b, "b a c k", "back");
	bench_free(&b);
}

Test(input, what_terminfo_says)
{
	static const struct input_seq seqs[] = {
		{ E "[25~", KT_KEY_SHIFT | (KT_KEY_F1 + 2) }, /* rxvt is of another mind than the console */
		{ E "[M", KT_KEY_F1 }, { E "Q", KT_KEY_PGUP }, { E "QQ", KT_KEY_PGDN },
		{ "\x01@\r", KT_KEY_F1 + 1 }, { "\x0b", KT_KEY_UP },
		/* refused: they would take all others away */
		{ "", KT_KEY_F12 }, { "j", KT_KEY_F12 }, { E, KT_KEY_F12 }, { E "[", KT_KEY_F12 },
		{ E "O", KT_KEY_F12 },
		{ "\xc3", KT_KEY_F12 }, { E SIXTEEN SIXTEEN SIXTEEN SIXTEEN "Z", KT_KEY_F12 }, { "\rx", KT_KEY_F12 },
		{ NULL, 0 },
	};
	static const struct input_case cases[] = {
		{ E "[25~", "shift-f3", 0 }, { E "[24~", "f12", 0 }, { E "[M", "f1", 0 }, { E "QQ", "pgdn", 0 },
		{ E "Qx", "pgup x", 0 },
		{ E "Q", "pgup", 0 }, { "\x01@\r", "f2", 0 }, { "\x01@x", "ctrl-a @ x", 0 },
		{ "\x01", "ctrl-a", 0 }, { "\x0b", "up", 0 },
		{ E E "[25~", "alt-shift-f3", 0 }, { "jä", "j ä", 0 }, { E, "esc", 0 }, { E "[A", "up", 0 },
		{ "\rx", "enter x", 0 },
	};
	struct input_look told = { .seqs = seqs, .utf8 = true, .esc_us = ESC_US };
	expect_cases(&told, cases, ARRAY_LEN(cases));
}

static const char *const codes[] = { "ORDER:42", "REPAIR:7", "LOT:9", "METAL:9", "MATERIAL:3", "ACTIVITY:5",
	"PLACE:safe-1", "BADGE:8f 3-x", "DO:START", "DO:X", "ORDERÖ42", "ORDERö42", "ORDER>42", "ORDER;42",
	"order:42", "orderö42", "ACTIVITZ:5", "ACTIVITZÖ5", "activitz:5", "1234", "00123456789012", "PLACEÖsafeß1" };

static const char *const no_codes[] = { "ORDER", "ORDER:", "ORDR:42", "ORDER42", "Order:42", "XORDER:42", "123",
	"123a", "LOT", "Ringe 54", "12:34", "DO:", "ORDER\t:42", "DOSE:1", ":42", "Müller", "1234,50" };

/* As a scanner types: in the gaps of one, character by character, and at the end a key. */
static void scan(struct bench *b, const char *code, const char *end, int64_t gap)
{
	size_t used;
	for (const char *s = code; *s; s += used) {
		utf8_next(s, strlen(s), &used);
		feed(b, s, used);
		rest(b, gap);
	}
	type(b, end);
}

Test(input, scans)
{
	static const char *const ends[] = { "\r", "\n", "\t", "\r\n", E "OM" };
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		for (size_t k = 0; k < ARRAY_LEN(ends); k++)
			for (int64_t gap = 0; gap <= INPUT_SCAN_GAP_US; gap += INPUT_SCAN_GAP_US / 2) {
				struct bench b = bench_new(&utf8, false);
				struct buf want = BUF_INIT(1000);
				buf_addf(&want, "scan[%s]0", codes[i]);
				scan(&b, codes[i], ends[k], gap);
				expect_said(&b, want.data, codes[i]);
				rest(&b, LONG);
				expect_said(&b, "", codes[i]);
				buf_done(&want);
				bench_free(&b);
			}
}

/* In a field each character is there at once, and the scan says how many to take back. */
Test(input, scans_in_a_field)
{
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		struct bench b = bench_new(&utf8, true);
		struct buf want = BUF_INIT(1000);
		type(&b, "x");
		rest(&b, 200 * MS);
		expect_said(&b, "x", "typed before");
		size_t count = utf8_count(codes[i]), used;
		for (const char *s = codes[i]; *s; s += used) {
			struct event ev;
			rest(&b, 10 * MS);
			uint32_t cp = utf8_next(s, strlen(s), &used);
			input_feed(b.in, s, used, b.now);
			cr_expect(input_next(b.in, b.now, &ev) && ev.kind == EVENT_KEY && ev.key == cp);
			cr_expect(input_due(b.in) == -1);
		}
		buf_addf(&want, "scan[%s]%zu", codes[i], count);
		type(&b, "\r");
		expect_said(&b, want.data, codes[i]);
		buf_done(&want);
		bench_free(&b);
	}
}

Test(input, what_is_no_scan)
{
	for (size_t i = 0; i < ARRAY_LEN(no_codes); i++)
		for (int field = 0; field < 2; field++) {
			struct bench b = bench_new(&utf8, field);
			scan(&b, no_codes[i], "\r", 5 * MS);
			cr_expect(!strstr(b.said.data, "scan["), "%s: %s", no_codes[i], b.said.data);
			cr_expect(str_ends(b.said.data, " enter"));
			bench_free(&b);
		}
	/* A code, but not at a scanner's pace, or not at its beginning, or with no end. */
	for (int field = 0; field < 2; field++) {
		struct bench b = bench_new(&utf8, field);
		scan(&b, "1234", "\r", INPUT_SCAN_GAP_US + 1);
		expect_said(&b, "1 2 3 4 enter", "typed");
		scan(&b, "12", "", 5 * MS);
		rest(&b, 50 * MS);
		scan(&b, "34", "\r", 5 * MS);
		expect_said(&b, "1 2 3 4 enter", "a pause within");
		scan(&b, "1234", "", 5 * MS);
		rest(&b, 50 * MS);
		type(&b, "\r");
		expect_said(&b, "1 2 3 4 enter", "a pause before Enter");
		type(&b, "j1234\r");
		expect_said(&b, "j 1 2 3 4 enter", "in the midst");
		type(&b, "jk1234\r");
		expect_said(&b, "j k 1 2 3 4 enter", "after two others");
		type(&b, "12" E "[A" "34\r");
		expect_said(&b, "1 2 up 3 4 enter", "a key within");
		type(&b, "12" E "1" "34\r");
		expect_said(&b, "1 2 alt-1 3 4 enter", "Alt within");
		type(&b, "12" BEGIN "x" END "34\r");
		expect_said(&b, "1 2 paste[x] 3 4 enter", "a paste within");
		type(&b, "12" E "[<0;1;1M" "34\r");
		expect_said(&b, "1 2 press1@0,0 3 4 enter", "the mouse within");
		type(&b, "\r");
		expect_said(&b, "enter", "Enter alone");
		bench_free(&b);
	}
}

Test(input, scans_follow_each_other)
{
	struct bench b = bench_new(&utf8, false);
	type(&b, "j");
	expect_said(&b, "j", "a command");
	rest(&b, 36 * MS);
	type(&b, "BADGE:1234\rORDER:42\r4711\rDO:START\r\n\r");
	expect_said(&b, "scan[BADGE:1234]0 scan[ORDER:42]0 scan[4711]0 scan[DO:START]0 enter", "one read");
	type(&b, "1234\r");
	rest(&b, 40 * MS);
	type(&b, "\n");
	expect_said(&b, "scan[1234]0 enter", "a late newline is Enter");
	type(&b, E "[?1;2c" "12" E "[?1;2c" "34\r");
	expect_said(&b, "scan[1234]0", "what means nothing disturbs nothing");
	bench_free(&b);
}

Test(input, what_waits_among_commands)
{
	static const char free_keys[] = "jkhgqxyzCEFGNQ/?:+- ,.;", held[] = "O0123456789orlmapbdDBP";
	struct bench b = bench_new(&utf8, false);
	for (size_t i = 0; free_keys[i]; i++) {
		rest(&b, 100 * MS);
		feed(&b, free_keys + i, 1);
		cr_expect(b.said.len, "'%c' waits", free_keys[i]);
		cr_expect(input_due(b.in) == -1);
		buf_clear(&b.said);
	}
	for (size_t i = 0; held[i]; i++) {
		rest(&b, 100 * MS);
		feed(&b, held + i, 1);
		cr_expect(!b.said.len, "'%c' does not wait", held[i]);
		cr_expect(input_due(b.in) == b.now + INPUT_SCAN_GAP_US + 1);
		rest(&b, INPUT_SCAN_GAP_US + 1);
		cr_expect(b.said.len == 1 && b.said.data[0] == held[i], "'%c'", held[i]);
		buf_clear(&b.said);
	}
	rest(&b, 100 * MS);
	type(&b, "O");
	rest(&b, 10 * MS);
	type(&b, "!");
	expect_said(&b, "O !", "no code begins so");
	type(&b, E "[A");
	expect_said(&b, "up", "arrows");
	rest(&b, 100 * MS);
	type(&b, "1" E "[A");
	expect_said(&b, "1 up", "in their order");
	bench_free(&b);
}

/* The field opens or closes in the midst of a code: nothing is lost, given twice, or out of order. */
Test(input, field_opens_in_the_midst)
{
	struct bench b = bench_new(&utf8, false);
	type(&b, "ORD");
	expect_said(&b, "", "held");
	input_in_field(b.in, true);
	take_all(&b);
	expect_said(&b, "O R D", "given");
	type(&b, "ER");
	input_in_field(b.in, false);
	type(&b, ":42\r");
	expect_said(&b, "E R scan[ORDER:42]5", "five of eight were given");
	input_in_field(b.in, true);
	type(&b, "12");
	input_in_field(b.in, false);
	type(&b, "3");
	rest(&b, 100 * MS);
	expect_said(&b, "1 2 3", "keys after all");
	bench_free(&b);
}

/* Each byte meets the mode that the events before it made, though all came in one read. */
Test(input, mode_follows_events)
{
	struct bench b = bench_new(&utf8, false);
	struct event ev;
	input_feed(b.in, "\r12345", 6, b.now);
	ev = next(&b);
	cr_expect(ev.key == KT_KEY_ENTER);
	input_in_field(b.in, true); /* Enter opened a field */
	ev = next(&b);
	cr_expect(ev.key == '1');
	take_all(&b);
	buf_clear(&b.said);
	/* The same when time alone made the event. */
	input_feed(b.in, E, 1, b.now);
	b.now += 50 * MS;
	input_feed(b.in, "1", 1, b.now);
	ev = next(&b);
	cr_expect(ev.key == KT_KEY_ESC);
	input_in_field(b.in, false); /* Esc closed it */
	cr_expect(!input_next(b.in, b.now, &ev), "a digit waits among commands");
	rest(&b, LONG);
	expect_said(&b, "1", "then it comes");
	bench_free(&b);
}

Test(input, longest_scan)
{
	for (int field = 0; field < 2; field++)
		for (size_t len = INPUT_SCAN_MAX - 1; len <= INPUT_SCAN_MAX + 1; len++) {
			struct bench b = bench_new(&utf8, field);
			struct buf code = BUF_INIT(1000);
			buf_adds(&code, "BADGE:");
			buf_pad(&code, '7', len - code.len);
			scan(&b, code.data, "\r", 0);
			bool is_scan = strstr(b.said.data, "scan[") != NULL;
			cr_expect(is_scan == (len <= INPUT_SCAN_MAX), "%zu", len);
			cr_expect(str_starts(b.said.data, "B A D G E") == (field || !is_scan), "%s", b.said.data);
			if (!is_scan)
				cr_expect(b.said.len == 2 * len + strlen("enter"), "each once: %s", b.said.data);
			buf_done(&code);
			bench_free(&b);
		}
}

/* A caller who only feeds is bounded, and what is kept is in order. */
Test(input, nobody_takes)
{
	struct bench b = bench_new(&utf8, true);
	char block[1 << 16];
	memset(block, 'k', sizeof block);
	for (int i = 0; i < 100; i++)
		input_feed(b.in, block, sizeof block, b.now);
	size_t n = 0;
	struct event ev;
	while (input_next(b.in, b.now, &ev))
		n += ev.kind == EVENT_KEY && ev.key == 'k';
	cr_expect(n > 4000000 && n <= 4 << 20, "%zu", n);
	type(&b, "j");
	expect_said(&b, "j", "goes on");
	bench_free(&b);
}

static uint32_t dice(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Bytes from nowhere, and from sequences that are cut, in pieces of any size. */
static void feed_noise(struct bench *b, uint32_t *state)
{
	static const char *const seeds[] = { E, E "[", E "]1;", E "P", E "[200~", E "[201~", E "[M", E "[<0;", "ORDER:",
		"12", "\xf0\x9f", E "O", E "[[", E "[1;5", E E, "\r" };
	for (uint32_t pieces = dice(state) % 8; pieces; pieces--) {
		char bytes[96];
		size_t len = 0, want = dice(state) % 64;
		while (len < want) {
			const char *seed = seeds[dice(state) % ARRAY_LEN(seeds)];
			if (dice(state) % 4) {
				bytes[len++] = (char)dice(state);
				continue;
			}
			memcpy(bytes + len, seed, strlen(seed));
			len += strlen(seed);
		}
		feed(b, bytes, len);
		rest(b, dice(state) % (60 * MS));
	}
}

/* Whatever came before: after 200 ms of silence every letter is heard, as a key, or in a paste that never ended. */
Test(input, noise_never_deafens)
{
	uint32_t state = 20260301;
	for (int round = 0; round < 3000; round++) {
		struct bench b = bench_new(&utf8, round & 1);
		feed_noise(&b, &state);
		rest(&b, 200 * MS);
		buf_clear(&b.said);
		char letter[] = { (char)((round & 2 ? 'A' : 'a') + dice(&state) % 26), '\0' };
		type(&b, letter);
		rest(&b, LONG);
		bool key = str_eq(b.said.data, letter), pasted = str_starts(b.said.data, "paste[");
		cr_expect(key || (pasted && b.said.data[b.said.len - 2] == *letter),
			"round %d: %s instead of %s", round, b.said.data, letter);
		cr_expect(input_due(b.in) == -1);
		bench_free(&b);
	}
}

Test(input, nothing_to_free)
{
	input_free(NULL);
	struct bench b = bench_new(&utf8, false);
	input_feed(b.in, "", 0, b.now);
	struct event ev;
	cr_expect(!input_next(b.in, b.now, &ev) && input_due(b.in) == -1);
	input_feed(b.in, E "[200~abc", 9, b.now); /* freed in the midst */
	cr_expect(!input_next(b.in, b.now, &ev));
	bench_free(&b);
}
