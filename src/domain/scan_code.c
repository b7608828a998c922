/* scan_code.c - reading and writing scan codes */
#include "config.h"

#include "domain/scan_code.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/activity.h"
#include "domain/order.h"
#include "domain/place.h"

enum {
	DIGITS_LEAST = 8,      /* of a label */
	DIGITS_MOST = 20,      /* a kind, 18 digits of an id, a check digit */
	WORD_MOST = 8,
	LETTERS_MOST = 4,      /* before the hyphen of a number */
};

/* The first of a kind is the one that is written. */
// clang-format off
static const struct word {
	const char *word;
	enum scan_kind kind;
	char digit;     /* that labels of the kind begin with: neither 0 nor 2 */
	bool by_id;     /* digits behind the colon are the record's id before they are anything else */
	const struct entity *entity;
} words[] = {
	{ "ORDER",    SCAN_ORDER,    '3', true,  &order_entity },
	{ "REPAIR",   SCAN_REPAIR,   '4', true,  NULL },
	{ "LOT",      SCAN_LOT,      '5', true,  NULL },
	{ "METAL",    SCAN_LOT,      '5', true,  NULL },
	{ "MATERIAL", SCAN_MATERIAL, '6', true,  NULL },
	{ "ACTIVITY", SCAN_ACTIVITY, '7', true,  &activity_entity },
	{ "PLACE",    SCAN_PLACE,    '8', false, &place_entity },
	{ "BADGE",    SCAN_BADGE,    '9', false, NULL },
	{ "DO",       SCAN_DO,       '1', false, NULL },
};

static const char *const commands[] = { /* enum scan_do */
	[SCAN_START] = "START", [SCAN_PAUSE] = "PAUSE", [SCAN_STOP] = "STOP", [SCAN_SWITCH] = "SWITCH",
	[SCAN_UNDO] = "UNDO", [SCAN_LEAVE] = "LEAVE", [SCAN_BACK] = "BACK",
};

/* The same key, as its cap says in the United States and in Germany. */
static const struct key {
	uint32_t us, de;
} keys[] = {
	{ 'y', 'z' }, { 'z', 'y' }, { 'Y', 'Z' }, { 'Z', 'Y' },
	{ '-', 0xdf }, { '_', '?' }, { '=', 0xb4 }, { '+', '`' },
	{ '[', 0xfc }, { '{', 0xdc }, { ']', '+' }, { '}', '*' }, { '\\', '#' }, { '|', '\'' },
	{ ';', 0xf6 }, { ':', 0xd6 }, { '\'', 0xe4 }, { '"', 0xc4 },
	{ '<', ';' }, { '>', ':' }, { '/', '-' }, { '?', '_' },
	{ '@', '"' }, { '#', 0xa7 }, { '^', '&' }, { '&', '/' }, { '*', '(' }, { '(', ')' }, { ')', '=' },
	{ '`', '^' }, { '~', 0xb0 },
};
// clang-format on

/* Which keyboard was meant, and which one was there. */
enum layout { AS_IT_IS, US_ON_GERMAN, GERMAN_ON_US };

static uint32_t meant(uint32_t c, enum layout how)
{
	if (how == US_ON_GERMAN && c == 0x1e9e) /* ß under caps lock */
		c = 0xdf;
	for (size_t i = 0; how != AS_IT_IS && i < ARRAY_LEN(keys); i++)
		if (c == (how == US_ON_GERMAN ? keys[i].de : keys[i].us))
			return how == US_ON_GERMAN ? keys[i].us : keys[i].de;
	return c;
}

static uint32_t swap_yz(uint32_t c)
{
	static const char from[] = "yzYZ", to[] = "zyZY";
	const char *at = c < 0x80 && c ? strchr(from, (int)c) : NULL;
	return at ? (unsigned char)to[at - from] : c;
}

/* What a colon became says which keyboards met. ';' is one whose Shift was lost. */
static bool is_colon(uint32_t c, enum layout *ret)
{
	*ret = c == 0xd6 || c == 0xf6 ? US_ON_GERMAN : c == '>' ? GERMAN_ON_US : AS_IT_IS;
	return c == ':' || c == ';' || *ret != AS_IT_IS;
}

static bool is_hyphen(uint32_t c)
{
	return c == '-' || c == '/' || c == 0xdf || c == 0x1e9e; /* but for the first, of the other country's keyboard */
}

static uint32_t upper(uint32_t c)
{
	return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* Damm's quasigroup of order 10, totally anti-symmetric (H. M. Damm, 2004): 0 goes on to 0 with the right digit. */
static const char damm[10][10] = {
	{ 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 }, { 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 },
	{ 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 }, { 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 }, { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
	{ 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 }, { 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 },
	{ 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

static int check_of(const char *digits, size_t n)
{
	int check = 0;
	for (size_t i = 0; i < n; i++)
		check = damm[check][digits[i] - '0'];
	return check;
}

/* Writing. */

static const struct word *word_of(enum scan_kind kind)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (words[i].kind == kind)
			return &words[i];
	return NULL;
}

const struct entity *scan_code_entity(enum scan_kind kind)
{
	const struct word *w = word_of(kind);
	return w ? w->entity : NULL;
}

/* Whatever is written is read again as what it was; the rest is no code. */
bool scan_code_words(enum scan_kind kind, const char *text, struct buf *out)
{
	const struct word *w = word_of(kind);
	struct scan_code again;
	size_t begin = out->len;
	if (!w || str_empty(text) || str_control(text, false) >= 0)
		return false;
	buf_addf(out, "%s:%s", w->word, text);
	scan_code_read(out->data + begin, out->len - begin, &again);
	if (again.kind == kind && str_eq(again.words, text) && !again.mangled)
		return true;
	buf_cut(out, begin);
	return false;
}

bool scan_code_digits(enum scan_kind kind, int64_t number, struct buf *out)
{
	const struct word *w = word_of(kind);
	char digits[DIGITS_MOST + 1];
	if (!w || number < 1 || number > INT64_C(999999999999999999) || (kind == SCAN_DO && number >= (int64_t)ARRAY_LEN(commands)))
		return false;
	int len = snprintf(NULL, 0, "%lld", (long long)number);
	int width = len + 2 <= DIGITS_LEAST ? DIGITS_LEAST - 2 : len + len % 2;
	snprintf(digits, sizeof(digits), "%c%0*lld", w->digit, width, (long long)number);
	buf_addf(out, "%s%c", digits, '0' + check_of(digits, (size_t)width + 1));
	return true;
}

/* Reading. */

struct chars {
	uint32_t at[SCAN_CODE_MAX];
	size_t n;
};

/* What no code may hold (control characters, broken bytes) makes it unknown; the blanks at its ends are no part of it.
 * Cleaned text goes into *ret all the same, to be shown. */
static bool take_chars(const char *text, size_t len, struct chars *ret, struct scan_code *out)
{
	struct buf shown = BUF_INIT(sizeof(out->words) - 1);
	size_t used, n = 0;
	bool good = true;
	ret->n = 0;
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\r' || text[len - 1] == '\n' || text[len - 1] == '\t'))
		len--;
	for (; len && *text == ' '; text++)
		len--;
	for (size_t i = 0; i < len; i += used) {
		uint32_t c = utf8_next(text + i, len - i, &used);
		bool control = c < ' ' || (c >= 0x7f && c < 0xa0);
		good &= !control && c != 0xfffd && n < SCAN_CODE_MAX;
		if (control || n++ >= SCAN_CODE_MAX)
			continue;
		ret->at[ret->n++] = c;
		utf8_add(&shown, c);
	}
	memcpy(out->words, shown.data, shown.len + 1);
	buf_done(&shown);
	return good;
}

/* The word before the colon, in whichever keyboard's spelling. */
static const struct word *find_word(const struct chars *c, size_t n, bool *ret_swapped)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		for (int swapped = 0; swapped < 2; swapped++) {
			size_t k = 0;
			while (k < n && words[i].word[k] &&
					upper(swapped ? swap_yz(c->at[k]) : c->at[k]) == (unsigned char)words[i].word[k])
				k++;
			if (k < n || words[i].word[k])
				continue;
			*ret_swapped = swapped && strpbrk(words[i].word, "YZ");
			return &words[i];
		}
	return NULL;
}

static int64_t command_of(const char *text)
{
	for (size_t i = SCAN_START; i < ARRAY_LEN(commands); i++)
		if (str_ieq(text, commands[i]))
			return (int64_t)i;
	return 0;
}

static bool read_words(const struct chars *c, struct scan_code *ret)
{
	enum layout layout = AS_IT_IS;
	bool swapped = false;
	size_t colon = 0;
	while (colon < c->n && colon <= WORD_MOST && !is_colon(c->at[colon], &layout))
		colon++;
	const struct word *w = colon < c->n && colon <= WORD_MOST ? find_word(c, colon, &swapped) : NULL;
	if (!w || colon + 1 == c->n)
		return false;
	struct buf text = BUF_INIT(sizeof(ret->words) - 1);
	for (size_t i = colon + 1; i < c->n; i++) {
		uint32_t as = meant(c->at[i], layout);
		utf8_add(&text, layout == AS_IT_IS && swapped ? swap_yz(as) : as);
	}
	int64_t number = 0;
	bool digits = strspn(text.data, "0123456789") == text.len;
	if (w->kind == SCAN_DO)
		number = command_of(text.data);
	else if (w->by_id && digits && !num_parse(text.data, 0, &number))
		number = 0;
	bool known = w->kind != SCAN_DO || number;
	if (known) {
		*ret = (struct scan_code) { .kind = w->kind, .number = number,
			.mangled = layout != AS_IT_IS || swapped || c->at[colon] != ':' };
		memcpy(ret->words, text.data, text.len + 1);
	}
	buf_done(&text);
	return known;
}

/* A label is exactly what would be written for its number; the rest is a number as people write it. */
static void read_label(const char *digits, size_t n, const struct word *w, struct scan_code *ret)
{
	struct buf again = BUF_INIT(DIGITS_MOST + 1);
	char text[DIGITS_MOST + 1];
	int64_t id;
	snprintf(text, sizeof(text), "%.*s", (int)n - 2, digits + 1);
	ret->misread = !num_parse(text, 0, &id) || !scan_code_digits(w->kind, id, &again) || !str_eq(again.data, digits);
	if (!ret->misread) {
		ret->kind = w->kind;
		ret->number = id;
		snprintf(ret->words, sizeof(ret->words), "%lld", (long long)id);
	}
	buf_done(&again);
}

static bool read_digits(const struct chars *c, struct scan_code *ret)
{
	char digits[SCAN_CODE_MAX + 1];
	size_t n = 0;
	while (n < c->n && is_digit(c->at[n]))
		digits[n] = (char)c->at[n], n++;
	digits[n] = '\0';
	if (!n || n < c->n)
		return false;
	ret->kind = SCAN_ORDER;
	for (size_t i = 0; i < ARRAY_LEN(words) && n >= DIGITS_LEAST && n <= DIGITS_MOST && n % 2 == 0; i++)
		if (words[i].digit == *digits) {
			read_label(digits, n, &words[i], ret);
			break;
		}
	return true;
}

/* A number as it stands on papers, A-2026-0017, or the beginning of one: letters, a hyphen, digits and more hyphens. */
static bool may_be_number(const uint32_t *c, size_t n, size_t *ret_digits)
{
	size_t i = 0;
	*ret_digits = 0;
	while (i < n && i < LETTERS_MOST && upper(c[i]) >= 'A' && upper(c[i]) <= 'Z')
		i++;
	if (!i || (i < n && !is_hyphen(c[i])))
		return false;
	for (; i < n && (is_digit(c[i]) || is_hyphen(c[i])); i++)
		*ret_digits += is_digit(c[i]);
	return i == n;
}

static bool is_number(const uint32_t *c, size_t n)
{
	size_t digits;
	return may_be_number(c, n, &digits) && digits >= SCAN_CODE_LEAST && is_digit(c[n - 1]);
}

static bool read_number(const struct chars *c, struct scan_code *ret)
{
	if (!is_number(c->at, c->n))
		return false;
	struct buf text = BUF_INIT(sizeof(ret->words) - 1);
	for (size_t i = 0; i < c->n; i++)
		buf_addc(&text, is_hyphen(c->at[i]) ? '-' : (char)upper(c->at[i]));
	*ret = (struct scan_code) { .kind = SCAN_ORDER };
	memcpy(ret->words, text.data, text.len + 1);
	buf_done(&text);
	return true;
}

void scan_code_read(const char *text, size_t len, struct scan_code *ret)
{
	struct chars c;
	*ret = (struct scan_code) { .kind = SCAN_UNKNOWN };
	if (take_chars(text, len, &c, ret) && !read_digits(&c, ret) && !read_number(&c, ret))
		(void)read_words(&c, ret);
}

/* Arriving. */

/* A letter of a word as a scanner's keyboard may send it: caps lock, and Y and Z of the other country. */
static uint32_t spelt(char letter, bool lower, bool swapped)
{
	uint32_t c = swapped ? swap_yz((unsigned char)letter) : (unsigned char)letter;
	return lower ? c + ('a' - 'A') : c;
}

static enum scan_fit fit_word(const uint32_t *chars, size_t n, const char *word, bool lower, bool swapped)
{
	enum layout layout;
	size_t i = 0;
	while (i < n && word[i] && chars[i] == spelt(word[i], lower, swapped))
		i++;
	if (i == n)
		return SCAN_FIT_BEGINS;
	if (word[i] || !is_colon(chars[i], &layout))
		return SCAN_FIT_NO;
	return n > i + 1 && n >= SCAN_CODE_LEAST ? SCAN_FIT_WHOLE : SCAN_FIT_BEGINS;
}

enum scan_fit scan_code_fit(const uint32_t *chars, size_t n)
{
	enum scan_fit best = SCAN_FIT_NO;
	size_t digits = 0;
	bool begins = false;
	while (digits < n && is_digit(chars[digits]))
		digits++;
	if (digits == n)
		return n >= SCAN_CODE_LEAST ? SCAN_FIT_WHOLE : SCAN_FIT_BEGINS;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		for (unsigned how = 0; how < 4; how++) {
			enum scan_fit fit = fit_word(chars, n, words[i].word, how & 1, how & 2);
			best = fit > best ? fit : best;
			/* Only of letters that are waited for anyway: no key is to be slower for it. */
			begins |= fit_word(chars, 1, words[i].word, how & 1, how & 2) == SCAN_FIT_BEGINS;
		}
	if (!begins || !may_be_number(chars, n, &digits))
		return best;
	return is_number(chars, n) ? SCAN_FIT_WHOLE : SCAN_FIT_BEGINS;
}
