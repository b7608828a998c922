/* key.c - names of keys, read and written */
#include "config.h"

#include "core/key.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fmt.h"
#include "base/str.h"

enum { C = KT_KEY_CTRL, A = KT_KEY_ALT, S = KT_KEY_SHIFT };

Test(key, parse)
{
	/* clang-format off */
	static const struct { const char *name; uint32_t key; const char *written, *brief; } cases[] = {
		{ "j",              'j',                          "j",                "j" },
		{ "J",              'J',                          "J",                "J" },
		{ "shift-j",        'J',                          "J",                "J" },
		{ "ä",              0xe4,                         "ä",                "ä" },
		{ "€",              0x20ac,                       "€",                "€" },
		{ "💍",             0x1f48d,                      "💍",               "💍" },
		{ "?",              '?',                          "?",                "?" },
		{ "-",              '-',                          "-",                "-" },
		{ "#",              '#',                          "#",                "#" },
		{ "=",              '=',                          "=",                "=" },
		{ "f",              'f',                          "f",                "f" },
		{ "space",          ' ',                          "space",            "Space" },
		{ " ",              ' ',                          "space",            "Space" },
		{ "ctrl-s",         C | 's',                      "ctrl-s",           "^S" },
		{ "Ctrl-S",         C | 's',                      "ctrl-s",           "^S" },
		{ "ctrl-space",     C | ' ',                      "ctrl-space",       "^Space" },
		{ "ctrl-@",         C | ' ',                      "ctrl-space",       "^Space" },
		{ "ctrl--",         C | '-',                      "ctrl--",           "^-" },
		{ "ctrl-/",         C | '_',                      "ctrl-_",           "^_" },
		{ "ctrl-\\",        C | '\\',                     "ctrl-\\",          "^\\" },
		{ "ctrl-ä",         C | 0xe4,                     "ctrl-ä",           "^ä" },
		{ "alt-x",          A | 'x',                      "alt-x",            "Alt-x" },
		{ "alt-X",          A | 'X',                      "alt-X",            "Alt-X" },
		{ "alt-shift-x",    A | 'X',                      "alt-X",            "Alt-X" },
		{ "alt-1",          A | '1',                      "alt-1",            "Alt-1" },
		{ "esc-1",          A | '1',                      "alt-1",            "Alt-1" },
		{ "alt--",          A | '-',                      "alt--",            "Alt--" },
		{ "alt-ctrl-x",     A | C | 'x',                  "ctrl-alt-x",       "Alt-^X" },
		{ "tab",            KT_KEY_TAB,                   "tab",              "Tab" },
		{ "ctrl-i",         KT_KEY_TAB,                   "tab",              "Tab" },
		{ "ctrl-m",         KT_KEY_ENTER,                 "enter",            "Enter" },
		{ "ctrl-J",         KT_KEY_ENTER,                 "enter",            "Enter" },
		{ "ctrl-h",         KT_KEY_BACKSPACE,             "backspace",        "Bksp" },
		{ "ctrl-[",         KT_KEY_ESC,                   "esc",              "Esc" },
		{ "alt-ctrl-m",     A | KT_KEY_ENTER,             "alt-enter",        "Alt-Enter" },
		{ "shift-tab",      S | KT_KEY_TAB,               "shift-tab",        "Shift-Tab" },
		{ "ctrl-right",     C | KT_KEY_RIGHT,             "ctrl-right",       "Ctrl-Right" },
		{ "shift-alt-ctrl-up", C | A | S | KT_KEY_UP,     "ctrl-alt-shift-up", "Ctrl-Alt-Shift-Up" },
		{ "f1",             KT_KEY_F1,                    "f1",               "F1" },
		{ "F10",            KT_KEY_F1 + 9,                "f10",              "F10" },
		{ "f12",            KT_KEY_F12,                   "f12",              "F12" },
		{ "shift-F2",       S | (KT_KEY_F1 + 1),          "shift-f2",         "Shift-F2" },
		{ "PgUp",           KT_KEY_PGUP,                  "pgup",             "PgUp" },
		{ "pagedown",       KT_KEY_PGDN,                  "pgdn",             "PgDn" },
		{ "Return",         KT_KEY_ENTER,                 "enter",            "Enter" },
		{ "escape",         KT_KEY_ESC,                   "esc",              "Esc" },
		{ "esc",            KT_KEY_ESC,                   "esc",              "Esc" },
		{ "del",            KT_KEY_DELETE,                "delete",           "Del" },
		{ "ins",            KT_KEY_INSERT,                "insert",           "Ins" },
		{ "home",           KT_KEY_HOME,                  "home",             "Home" },
		{ "end",            KT_KEY_END,                   "end",              "End" },
		{ "backspace",      KT_KEY_BACKSPACE,             "backspace",        "Bksp" },
	};
	/* clang-format on */
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf name = BUF_INIT(64), brief = BUF_INIT(64);
		uint32_t key = 0;
		cr_expect(key_parse(cases[i].name, &key), "'%s'", cases[i].name);
		cr_expect(key == cases[i].key, "'%s': %x", cases[i].name, key);
		key_spell(cases[i].key, &name);
		key_short(cases[i].key, &brief);
		cr_expect_str_eq(name.data, cases[i].written, "'%s': %s", cases[i].name, name.data);
		cr_expect_str_eq(brief.data, cases[i].brief, "'%s': %s", cases[i].name, brief.data);
		buf_done(&name);
		buf_done(&brief);
	}
}

/* For people, in their language; what files and manual pages say stays. */
Test(key, in_words)
{
	static const struct { const char *name, *en, *de, *bar; } cases[] = {
		{ "j", "j", "j", "j" }, { "ä", "ä", "ä", "ä" }, { "f12", "f12", "F12", "F12" }, { "enter", "enter", "Enter", "Enter" },
		{ "ctrl-s", "ctrl-s", "Strg-s", "^S" }, { "ctrl-up", "ctrl-up", "Strg-Pfeil-auf", "Strg-Auf" },
		{ "pgdn", "pgdn", "Bild-ab", "Bild-ab" }, { "space", "space", "Leertaste", "Leer" }, { "delete", "delete", "Entf", "Entf" },
		{ "backspace", "backspace", "Rücktaste", "Rück" }, { "shift-tab", "shift-tab", "Umschalt-Tab", "Umsch-Tab" },
		{ "home", "home", "Pos1", "Pos1" }, { "alt-1", "alt-1", "Alt-1", "Alt-1" },
	};
	struct fmt f;
	setenv("KARAT_LOCALEDIR", TEST_BUILDDIR "/locale", 0);
	for (int german = 0; german < 2; german++) {
		cr_assert(fmt_init(&f, german ? "de" : "en"));
		for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
			struct buf words = BUF_INIT(64), bar = BUF_INIT(64), name = BUF_INIT(64);
			uint32_t key = 0;
			cr_assert(key_parse(cases[i].name, &key), "%s", cases[i].name);
			key_say(key, &words);
			key_short(key, &bar);
			key_spell(key, &name);
			cr_expect_str_eq(words.data, german ? cases[i].de : cases[i].en);
			cr_expect(!german || str_eq(bar.data, cases[i].bar), "%s: %s", cases[i].name, bar.data);
			cr_expect_str_eq(name.data, cases[i].name);
			buf_done(&words);
			buf_done(&bar);
			buf_done(&name);
		}
	}
}

Test(key, no_keys)
{
	static const char *const cases[] = { "", "  ", "jj", "ctrl-", "alt-", "ctrl-alt-", "ctrl", "ctrl-ctrl-s",
		"alt-esc-1", "f0", "f13", "f01", "f1x", "f123", "fx", "ctrl_s", "ctrl-shift-s", "shift-1",
		"shift-ä", "shift-space", "none", "pgupp", "\t", "\x7f", "\xC3", "\xFF", "\xC2\x85", "a\xCC\x81",
		"hyper-x", "ctrl-jj" };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint32_t key = 4242;
		cr_expect(!key_parse(cases[i], &key), "'%s'", cases[i]);
		cr_expect(key == 4242, "'%s' touched the output", cases[i]);
	}
}

static void expect_round_trip(uint32_t key)
{
	struct buf name = BUF_INIT(64), again = BUF_INIT(64);
	uint32_t norm = key_norm(key), back = 0;
	key_spell(key, &name);
	cr_expect(key_norm(norm) == norm, "%x: %x %x", key, norm, key_norm(norm));
	cr_expect(key_parse(name.data, &back) && back == norm, "%x: '%s' %x", key, name.data, back);
	key_spell(back, &again);
	cr_expect_str_eq(again.data, name.data);
	buf_done(&name);
	buf_done(&again);
}

/* Every key there is, with everything that can be held down: the name is read back as it was. */
Test(key, every_name_is_read_back)
{
	for (uint32_t mods = 0; mods < 8; mods++) {
		uint32_t held = mods << 24;
		for (uint32_t code = 0; code < 0x250; code++)
			if (code < 0x80 || code >= 0xa0)
				expect_round_trip(code | held);
		for (uint32_t code = KT_KEY_FIRST; code <= KT_KEY_LAST; code++)
			expect_round_trip(code | held);
		expect_round_trip(0x20ac | held);
		expect_round_trip(0x10ffff | held);
	}
}

Test(key, control_codes_are_keys)
{
	for (uint32_t byte = 1; byte <= 26; byte++) {
		uint32_t want = byte == 8 ? KT_KEY_BACKSPACE : byte == 9 ? KT_KEY_TAB :
			byte == 10 || byte == 13 ? KT_KEY_ENTER : (C | ('a' + byte - 1));
		cr_expect(key_norm(byte) == want, "%x: %x", byte, key_norm(byte));
		cr_expect(key_norm(C | ('A' + byte - 1)) == want, "%x", byte);
	}
	cr_expect(key_norm(0) == (C | ' ') && key_norm(0x1b) == KT_KEY_ESC && key_norm(0x7f) == KT_KEY_BACKSPACE);
	cr_expect(key_norm(0x1c) == (C | '\\') && key_norm(0x1f) == (C | '_'));
}

Test(key, text)
{
	static const uint32_t text[] = { ' ', 'a', '~', 0xa0, 0xe4, 0x20ac, 0xfffd, 0x10ffff };
	static const uint32_t other[] = { 0, '\n', 0x1f, 0x7f, 0x80, 0x9f, KT_KEY_ENTER, KT_KEY_F12, C | 'a', A | '1' };
	for (size_t i = 0; i < ARRAY_LEN(text); i++)
		cr_expect(key_is_text(text[i]), "%x", text[i]);
	for (size_t i = 0; i < ARRAY_LEN(other); i++)
		cr_expect(!key_is_text(other[i]), "%x", other[i]);
}

Test(key, no_key_has_no_name)
{
	struct buf out = BUF_INIT(64);
	key_spell(KT_KEY_LAST + 1, &out);
	key_short(KT_KEY_CODE, &out);
	cr_expect_str_eq(out.data, "");
	buf_done(&out);
}
