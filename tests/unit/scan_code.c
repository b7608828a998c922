/* scan_code.c - what scanners read, on whatever keyboard, and what labels say */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "domain/activity.h"
#include "domain/order.h"
#include "domain/place.h"
#include "domain/scan_code.h"

static struct scan_code read_code(const char *text)
{
	struct scan_code c;
	scan_code_read(text, strlen(text), &c);
	return c;
}

Test(scan_code, in_words)
{
	static const struct { const char *text; enum scan_kind kind; int64_t number; const char *words; } cases[] = {
		{ "ORDER:42", SCAN_ORDER, 42, "42" }, { "REPAIR:7", SCAN_REPAIR, 7, "7" }, { "LOT:9", SCAN_LOT, 9, "9" },
		{ "METAL:9", SCAN_LOT, 9, "9" }, { "MATERIAL:3", SCAN_MATERIAL, 3, "3" }, { "ACTIVITY:5", SCAN_ACTIVITY, 5, "5" },
		{ "PLACE:safe-1", SCAN_PLACE, 0, "safe-1" }, { "PLACE:3", SCAN_PLACE, 0, "3" },
		{ "BADGE:8f 3-x", SCAN_BADGE, 0, "8f 3-x" }, { "BADGE:1234", SCAN_BADGE, 0, "1234" },
		{ "DO:START", SCAN_DO, SCAN_START, "START" }, { "DO:PAUSE", SCAN_DO, SCAN_PAUSE, "PAUSE" },
		{ "DO:STOP", SCAN_DO, SCAN_STOP, "STOP" }, { "DO:SWITCH", SCAN_DO, SCAN_SWITCH, "SWITCH" },
		{ "DO:UNDO", SCAN_DO, SCAN_UNDO, "UNDO" }, { "DO:LEAVE", SCAN_DO, SCAN_LEAVE, "LEAVE" },
		{ "DO:BACK", SCAN_DO, SCAN_BACK, "BACK" },
		{ "ORDER:A-2026-0017", SCAN_ORDER, 0, "A-2026-0017" }, { "ORDER:0", SCAN_ORDER, 0, "0" },
		{ "ORDER:99999999999999999999", SCAN_ORDER, 0, "99999999999999999999" },
		{ "4711", SCAN_ORDER, 0, "4711" }, { "7", SCAN_ORDER, 0, "7" }, { "20260017", SCAN_ORDER, 0, "20260017" },
		{ "00000017", SCAN_ORDER, 0, "00000017" },
		{ "A-2026-0017", SCAN_ORDER, 0, "A-2026-0017" }, { "a-2026-0017", SCAN_ORDER, 0, "A-2026-0017" }, { "RE-20260017", SCAN_ORDER, 0, "RE-20260017" },
		{ "Aß2026ß0017", SCAN_ORDER, 0, "A-2026-0017" }, { "A/2026/0017", SCAN_ORDER, 0, "A-2026-0017" },
		{ "A-20", SCAN_UNKNOWN, 0, "A-20" }, { "A-2026-", SCAN_UNKNOWN, 0, "A-2026-" }, { "A2026-0017", SCAN_UNKNOWN, 0, "A2026-0017" },
		{ "GOLDEN-2026", SCAN_UNKNOWN, 0, "GOLDEN-2026" },
		{ "  ORDER:42 \r\n", SCAN_ORDER, 42, "42" }, { "order:42", SCAN_ORDER, 42, "42" }, { "Do:sToP", SCAN_DO, SCAN_STOP, "sToP" },
		{ "PLACE:a:b", SCAN_PLACE, 0, "a:b" }, { "PLACE:Bänke", SCAN_PLACE, 0, "Bänke" },
		{ "DO:DANCE", SCAN_UNKNOWN, 0, "DO:DANCE" }, { "ORDER:", SCAN_UNKNOWN, 0, "ORDER:" }, { "ORDERS:4", SCAN_UNKNOWN, 0, "ORDERS:4" },
		{ "ORDE:4", SCAN_UNKNOWN, 0, "ORDE:4" }, { ":42", SCAN_UNKNOWN, 0, ":42" }, { "", SCAN_UNKNOWN, 0, "" }, { " ", SCAN_UNKNOWN, 0, "" },
		{ "https://example.org/x", SCAN_UNKNOWN, 0, "https://example.org/x" }, { "12:34", SCAN_UNKNOWN, 0, "12:34" },
		{ "ORDER\t:42", SCAN_UNKNOWN, 0, "ORDER:42" }, { "ORDER:4\0332", SCAN_UNKNOWN, 0, "ORDER:42" },
		{ "ORDER:4\xc2\x9b" "2", SCAN_UNKNOWN, 0, "ORDER:42" }, { "ORDER:\xff", SCAN_UNKNOWN, 0, "ORDER:\uFFFD" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct scan_code c = read_code(cases[i].text);
		cr_expect_eq(c.kind, cases[i].kind, "'%s': %d", cases[i].text, c.kind);
		cr_expect_eq(c.number, cases[i].number, "'%s': %lld", cases[i].text, (long long)c.number);
		cr_expect_str_eq(c.words, cases[i].words, "'%s'", cases[i].text);
		cr_expect(!c.mangled && !c.misread, "'%s'", cases[i].text);
	}
}

/* A scanner and a terminal of two countries. */
Test(scan_code, other_keyboards)
{
	static const struct { const char *text; enum scan_kind kind; const char *words; } cases[] = {
		{ "ORDERÖ42", SCAN_ORDER, "42" }, { "orderö42", SCAN_ORDER, "42" }, { "ORDERö42", SCAN_ORDER, "42" },
		{ "PLACEÖsafeß1", SCAN_PLACE, "safe-1" }, { "placeöSAFEẞ1", SCAN_PLACE, "SAFE-1" },
		{ "PLACEÖbench?zard", SCAN_PLACE, "bench_yard" }, { "ACTIVITZÖ5", SCAN_ACTIVITY, "5" }, { "activitzö5", SCAN_ACTIVITY, "5" },
		{ "ACTIVITZ:5", SCAN_ACTIVITY, "5" }, { "BADGEÖ8f ß", SCAN_BADGE, "8f -" }, { "ORDERÖAß2026ß0017", SCAN_ORDER, "A-2026-0017" },
		{ "ORDER>42", SCAN_ORDER, "42" }, { "PLACE>safe/1", SCAN_PLACE, "safe-1" }, { "PLACE>bench?zard", SCAN_PLACE, "bench_yard" },
		{ "ACTIVITZ>5", SCAN_ACTIVITY, "5" }, { "PLACE>W[rmeb-", SCAN_PLACE, "Würmebß" }, { "ORDER;42", SCAN_ORDER, "42" },
		{ "DOÖSTOP", SCAN_DO, "STOP" }, { "DO>STOP", SCAN_DO, "STOP" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct scan_code c = read_code(cases[i].text);
		cr_expect_eq(c.kind, cases[i].kind, "'%s': %d", cases[i].text, c.kind);
		cr_expect_str_eq(c.words, cases[i].words, "'%s'", cases[i].text);
		cr_expect(c.mangled, "'%s'", cases[i].text);
	}
	cr_expect_eq(read_code("ORDERÖ42").number, 42);
	cr_expect_eq(read_code("ORDERÄ42").kind, SCAN_UNKNOWN);
}

static const char *digits(enum scan_kind kind, int64_t number)
{
	static char text[64];
	struct buf out = BUF_INIT(sizeof(text) - 1);
	snprintf(text, sizeof(text), "%s", scan_code_digits(kind, number, &out) ? out.data : "-");
	buf_done(&out);
	return text;
}

Test(scan_code, in_digits)
{
	static const int64_t numbers[] = { 1, 42, 999999, 1000000, 9999999, 10000000, INT64_C(999999999999999999) };
	cr_expect_str_eq(digits(SCAN_ORDER, 572), "30005721", "%s", digits(SCAN_ORDER, 572));
	for (int kind = SCAN_ORDER; kind <= SCAN_BADGE; kind++)
		for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
			const char *label = digits((enum scan_kind)kind, numbers[i]);
			struct scan_code c = read_code(label);
			cr_expect(strlen(label) >= 8 && strlen(label) % 2 == 0 && *label != '0' && *label != '2', "%s", label);
			cr_expect(c.kind == (enum scan_kind)kind && c.number == numbers[i] && !c.misread && !c.mangled, "%s", label);
		}
	for (int64_t command = SCAN_START; command <= SCAN_BACK; command++) {
		struct scan_code c = read_code(digits(SCAN_DO, command));
		cr_expect(c.kind == SCAN_DO && c.number == command);
	}
	cr_expect_str_eq(digits(SCAN_DO, SCAN_BACK + 1), "-");
	cr_expect_str_eq(digits(SCAN_ORDER, 0), "-");
	cr_expect_str_eq(digits(SCAN_ORDER, -1), "-");
	cr_expect_str_eq(digits(SCAN_ORDER, INT64_C(1000000000000000000)), "-");
	cr_expect_str_eq(digits(SCAN_UNKNOWN, 1), "-");
}

/* What a smudge, a finger and a hurried typist do: never another record. */
Test(scan_code, check_digit)
{
	for (int64_t number = 1; number < 3000000; number += 7919) {
		char label[64], broken[64];
		snprintf(label, sizeof(label), "%s", digits(SCAN_ORDER, number));
		size_t n = strlen(label);
		for (size_t at = 1; at < n; at++) {
			for (char d = '0'; d <= '9'; d++) {
				memcpy(broken, label, n + 1);
				broken[at] = d;
				struct scan_code c = read_code(broken);
				cr_expect(c.number == (d == label[at] ? number : 0), "%s", broken);
				cr_expect(c.kind == SCAN_ORDER && (d == label[at] || str_eq(c.words, broken)), "%s", broken);
			}
			if (at + 1 < n && label[at] != label[at + 1]) {
				memcpy(broken, label, n + 1);
				broken[at] = label[at + 1];
				broken[at + 1] = label[at];
				struct scan_code c = read_code(broken);
				cr_expect(!c.number && c.misread, "%s", broken);
			}
		}
	}
}

Test(scan_code, writing)
{
	static const struct { enum scan_kind kind; const char *words, *want; } cases[] = {
		{ SCAN_ORDER, "42", "ORDER:42" }, { SCAN_LOT, "9", "LOT:9" }, { SCAN_PLACE, "safe-1", "PLACE:safe-1" },
		{ SCAN_DO, "START", "DO:START" }, { SCAN_DO, "DANCE", NULL }, { SCAN_PLACE, "", NULL }, { SCAN_PLACE, "a\nb", NULL },
		{ SCAN_PLACE, " x", "PLACE: x" }, { SCAN_PLACE, "x ", NULL }, { SCAN_UNKNOWN, "x", NULL },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out = BUF_INIT(1000);
		buf_adds(&out, "|");
		bool ok = scan_code_words(cases[i].kind, cases[i].words, &out);
		cr_expect_eq(ok, cases[i].want != NULL, "'%s'", cases[i].words);
		cr_expect_str_eq(out.data + 1, ok ? cases[i].want : "", "'%s'", cases[i].words);
		buf_done(&out);
	}
}

Test(scan_code, too_long)
{
	char text[4 * SCAN_CODE_MAX];
	memset(text, '1', sizeof(text));
	memcpy(text, "BADGE:", 6);
	struct scan_code c;
	scan_code_read(text, SCAN_CODE_MAX, &c);
	cr_expect(c.kind == SCAN_BADGE && strlen(c.words) == SCAN_CODE_MAX - 6);
	scan_code_read(text, SCAN_CODE_MAX + 1, &c);
	cr_expect(c.kind == SCAN_UNKNOWN && strlen(c.words) == SCAN_CODE_MAX);
}

Test(scan_code, what_is_kept_here)
{
	cr_expect_eq(scan_code_entity(SCAN_ORDER), &order_entity);
	cr_expect_eq(scan_code_entity(SCAN_PLACE), &place_entity);
	cr_expect_eq(scan_code_entity(SCAN_ACTIVITY), &activity_entity);
	cr_expect_null(scan_code_entity(SCAN_BADGE));
	cr_expect_null(scan_code_entity(SCAN_UNKNOWN));
}
