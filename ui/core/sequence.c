/* sequence.c - what a terminal's escape sequence means
 *
 * CSI is Esc [, parameters, a letter or ~; SS3 is Esc O and a letter; strings (OSC, DCS, APC) are answers
 * that nobody asked for. What the terminals send was collected from their terminfo entries and from xterm's
 * ctlseqs, rxvt's and PuTTY's manuals, and the kernel's defkeymap.
 */
#include "config.h"

#include "core/sequence.h"

#include "base/err.h"

enum {
	ESC = 0x1b,
	BEL = 0x07,
	VALUES = 4,          /* parameters that matter */
	VALUE_MOST = 9999999,
	X10_BIAS = 32,       /* X10 mouse bytes are printable */
	X10_LEN = 6,         /* Esc [ M button x y */
	WHEEL = 64,
	MOTION = 32,
	MORE_BUTTONS = 128,
	PASTE_BEGINS = 200,
	OTHER_KEY = 27,      /* xterm's modifyOtherKeys */
	KITTY_FIRST = 57344, /* private code points for keys that are no characters */
	KITTY_LAST = 63743,
	KEY_RELEASED = 3,
	MODS_MOST = 16,
};

struct values {
	int v[VALUES];
	int n;
	bool released;
	bool strange; /* a private marker or an intermediate byte */
};

struct letter_key {
	char letter;
	uint32_t csi, ss3; /* 0: means nothing here */
};

struct number_key {
	int number;
	uint32_t key;
};

static const struct letter_key letter_keys[];
static const struct number_key number_keys[];

const char sequence_paste_end[] = "\x1b[201~";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static bool is_final(char c)
{
	return c >= '@' && c <= '~';
}

bool sequence_is_string(char second)
{
	return second == ']' || second == 'P' || second == '_';
}

bool sequence_opens(char second)
{
	return second == '[' || second == 'O' || sequence_is_string(second);
}

/* Of a parameter with parts (97:65) the first counts; kitty says in the second what happened to the key. */
static struct values read_values(const char *s, size_t n)
{
	struct values p = { .n = n > 0 };
	int part = 0, value = 0;
	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? s[i] : ';';
		if (is_digit(c)) {
			value = value < VALUE_MOST / 10 ? value * 10 + c - '0' : VALUE_MOST;
			continue;
		}
		if (part == 0 && p.n >= 1 && p.n <= VALUES)
			p.v[p.n - 1] = value;
		if (part == 1 && p.n == 2 && value == KEY_RELEASED)
			p.released = true;
		part = c == ':' ? part + 1 : 0;
		value = 0;
		p.n += c == ';' && i < n;
		p.strange |= c != ':' && c != ';';
	}
	return p;
}

/* xterm's number: 1 and a bit each for Shift, Alt, Ctrl, Meta. */
static uint32_t mods_of(int number)
{
	unsigned bits = number > 1 ? (unsigned)number - 1 : 0;
	uint32_t mods = 0;
	if (bits & 1)
		mods |= KT_KEY_SHIFT;
	if (bits & (2 | 8))
		mods |= KT_KEY_ALT;
	if (bits & 4)
		mods |= KT_KEY_CTRL;
	return mods;
}

/* rxvt tells by the end of the sequence instead. */
static uint32_t mods_of_final(char final)
{
	switch (final) {
	case '$':
		return KT_KEY_SHIFT;
	case '^':
		return KT_KEY_CTRL;
	case '@':
		return KT_KEY_SHIFT | KT_KEY_CTRL;
	default:
		return 0;
	}
}

static void give_key(struct sequence *ret, uint32_t key)
{
	ret->kind = SEQUENCE_EVENT;
	ret->event = (struct event) { .kind = EVENT_KEY, .key = key_norm(key) };
}

static void give_letter(struct sequence *ret, char letter, bool ss3, uint32_t mods)
{
	for (const struct letter_key *k = letter_keys; k->letter; k++) {
		uint32_t key = ss3 ? k->ss3 : k->csi;
		if (k->letter == letter && key)
			give_key(ret, key | mods);
	}
}

static void give_number(struct sequence *ret, const struct values *p, uint32_t mods)
{
	for (const struct number_key *k = number_keys; k->key; k++)
		if (k->number == p->v[0])
			give_key(ret, k->key | mods | mods_of(p->v[1]));
}

/* A key by its code point, as xterm and kitty spell what has no byte of its own. */
static void give_code(struct sequence *ret, int code, int mods)
{
	bool surrogate = code >= 0xd800 && code <= 0xdfff;
	bool c1 = code >= 0x80 && code < 0xa0;
	if (code <= 0 || code >= KT_KEY_FIRST || surrogate || c1 || (code >= KITTY_FIRST && code <= KITTY_LAST))
		return;
	give_key(ret, (uint32_t)code | mods_of(mods));
}

static void give_mouse(struct sequence *ret, int button, int x, int y, bool release)
{
	if (button & (MOTION | MORE_BUTTONS) || x < 0 || y < 0)
		return;
	struct event ev = { .kind = EVENT_MOUSE, .x = x, .y = y, .button = (button & 3) + 1 };
	if (button & WHEEL) {
		if ((button & 3) > 1 || release)
			return; /* a wheel to the side */
		ev.mouse = button & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
		ev.button = 0;
	} else {
		bool unknown = (button & 3) == 3; /* X10 does not say which one was released */
		ev.mouse = release || unknown ? MOUSE_RELEASE : MOUSE_PRESS;
		if (unknown)
			ev.button = 0;
	}
	ret->kind = SEQUENCE_EVENT;
	ret->event = ev;
}

static void give_focus(struct sequence *ret, bool focused)
{
	ret->kind = SEQUENCE_EVENT;
	ret->event = (struct event) { .kind = EVENT_FOCUS, .focused = focused };
}

static void read_sgr_mouse(const char *s, size_t n, char final, struct sequence *ret)
{
	struct values p = read_values(s, n);
	if (p.n == 3 && !p.strange && (final == 'M' || final == 'm'))
		give_mouse(ret, p.v[0], p.v[1] - 1, p.v[2] - 1, final == 'm');
}

static void give_csi_letter(struct sequence *ret, const struct values *p, char final)
{
	if (p->n == 0 && (final == 'I' || final == 'O')) {
		give_focus(ret, final == 'I');
		return;
	}
	/* Two parameters of which the first is not 1 are an answer (where the cursor is), no key. The
	 * Linux console sends CSI P for Pause. One parameter is what old xterms knew of modifiers. */
	if (p->n > 2 || (p->n == 2 && p->v[0] > 1) || (p->n == 1 && p->v[0] > MODS_MOST) ||
		(p->n == 0 && final >= 'P' && final <= 'S'))
		return;
	give_letter(ret, final, false, mods_of(p->n == 2 ? p->v[1] : p->v[0]));
}

static void read_csi(const char *s, size_t n, char final, struct sequence *ret)
{
	if (n && *s == '<') {
		read_sgr_mouse(s + 1, n - 1, final, ret);
		return;
	}
	struct values p = read_values(s, n);
	if (p.strange || p.released)
		return;
	if (final == 'u')
		give_code(ret, p.v[0], p.v[1]);
	else if (final == '~' && p.n == 3 && p.v[0] == OTHER_KEY)
		give_code(ret, p.v[2], p.v[1]);
	else if (final == '~' && p.n == 1 && p.v[0] == PASTE_BEGINS)
		ret->kind = SEQUENCE_PASTE;
	else if (final == '~' || final == '$' || final == '^' || final == '@')
		give_number(ret, &p, mods_of_final(final));
	else
		give_csi_letter(ret, &p, final);
}

/* The sequence ends before byte i, which does not belong. Nothing but its opening: that was Alt. */
static size_t broken(size_t i, struct sequence *ret)
{
	if (i == 2)
		ret->kind = SEQUENCE_ALONE;
	return i;
}

/* All n bytes are good so far. */
static size_t unfinished(size_t n, bool last, struct sequence *ret)
{
	return last ? broken(n, ret) : 0;
}

static size_t read_x10_mouse(const char *s, size_t n, bool last, struct sequence *ret)
{
	for (size_t i = 3; i < n && i < X10_LEN; i++) {
		unsigned char c = (unsigned char)s[i];
		bool outside = c == 0 && i > 3; /* beyond column or line 223 */
		if (c < X10_BIAS && !outside)
			return i;
	}
	if (n < X10_LEN)
		return unfinished(n, last, ret);
	const unsigned char *b = (const unsigned char *)s + 3;
	give_mouse(ret, b[0] - X10_BIAS, b[1] - X10_BIAS - 1, b[2] - X10_BIAS - 1, false);
	return X10_LEN;
}

/* F1 to F5 of the Linux console: Esc [ [ A. */
static size_t read_console(const char *s, size_t n, bool last, struct sequence *ret)
{
	if (n < 4)
		return unfinished(n, last, ret);
	if (!is_final(s[3]))
		return 3;
	if (s[3] >= 'A' && s[3] <= 'E')
		give_key(ret, KT_KEY_F1 + (uint32_t)(s[3] - 'A'));
	return 4;
}

static size_t take_csi(const char *s, size_t n, bool last, struct sequence *ret)
{
	if (n > 2 && s[2] == 'M')
		return read_x10_mouse(s, n, last, ret);
	if (n > 2 && s[2] == '[')
		return read_console(s, n, last, ret);
	size_t i = 2;
	while (i < n && is_digit(s[i]))
		i++;
	bool rxvt = i > 2 && i < n && s[i] == '$';
	while (!rxvt && i < n && s[i] >= ' ' && s[i] < '@')
		i++;
	if (i == n)
		return unfinished(n, last, ret);
	if (!rxvt && !is_final(s[i]))
		return broken(i, ret);
	read_csi(s + 2, i - 2, s[i], ret);
	return i + 1;
}

static size_t take_ss3(const char *s, size_t n, bool last, struct sequence *ret)
{
	size_t i = 2;
	while (i < n && (is_digit(s[i]) || s[i] == ';'))
		i++;
	if (i == n)
		return unfinished(n, last, ret);
	if (!is_final(s[i]) && s[i] != ' ')
		return broken(i, ret);
	struct values p = read_values(s + 2, i - 2);
	if (p.n <= 2)
		give_letter(ret, s[i], true, mods_of(p.n ? p.v[p.n - 1] : 0));
	return i + 1;
}

static size_t take_string(const char *s, size_t n, bool last, struct sequence *ret)
{
	for (size_t i = 2; i < n; i++) {
		if (s[i] == BEL)
			return i + 1;
		if (s[i] == ESC && i + 1 == n)
			break;
		if (s[i] == ESC && s[i + 1] == '\\')
			return i + 2;
		if (is_control(s[i]))
			return broken(i, ret);
	}
	return unfinished(n, last, ret);
}

size_t sequence_read(const char *s, size_t n, bool last, struct sequence *ret)
{
	kt_assert(n >= 2 && s[0] == ESC && sequence_opens(s[1]));
	*ret = (struct sequence) { .kind = SEQUENCE_UNKNOWN };
	if (s[1] == '[')
		return take_csi(s, n, last, ret);
	if (s[1] == 'O')
		return take_ss3(s, n, last, ret);
	return take_string(s, n, last, ret);
}

/* clang-format off */
static const struct letter_key letter_keys[] = {
	{ 'A', KT_KEY_UP,                   KT_KEY_UP },
	{ 'B', KT_KEY_DOWN,                 KT_KEY_DOWN },
	{ 'C', KT_KEY_RIGHT,                KT_KEY_RIGHT },
	{ 'D', KT_KEY_LEFT,                 KT_KEY_LEFT },
	{ 'F', KT_KEY_END,                  KT_KEY_END },
	{ 'H', KT_KEY_HOME,                 KT_KEY_HOME },
	{ 'P', KT_KEY_F1,                   KT_KEY_F1 },
	{ 'Q', KT_KEY_F1 + 1,               KT_KEY_F1 + 1 },
	{ 'R', KT_KEY_F1 + 2,               KT_KEY_F1 + 2 },
	{ 'S', KT_KEY_F1 + 3,               KT_KEY_F1 + 3 },
	{ 'Z', KT_KEY_TAB | KT_KEY_SHIFT,   0 },
	{ 'a', KT_KEY_UP | KT_KEY_SHIFT,    KT_KEY_UP | KT_KEY_CTRL },    /* rxvt */
	{ 'b', KT_KEY_DOWN | KT_KEY_SHIFT,  KT_KEY_DOWN | KT_KEY_CTRL },
	{ 'c', KT_KEY_RIGHT | KT_KEY_SHIFT, KT_KEY_RIGHT | KT_KEY_CTRL },
	{ 'd', KT_KEY_LEFT | KT_KEY_SHIFT,  KT_KEY_LEFT | KT_KEY_CTRL },
	{ 'I', 0, KT_KEY_TAB },                                           /* the keypad of a VT */
	{ 'M', 0, KT_KEY_ENTER },
	{ 'X', 0, '=' },
	{ ' ', 0, ' ' },
	{ 'j', 0, '*' }, { 'k', 0, '+' }, { 'l', 0, ',' }, { 'm', 0, '-' }, { 'n', 0, '.' }, { 'o', 0, '/' },
	{ 'p', 0, '0' }, { 'q', 0, '1' }, { 'r', 0, '2' }, { 's', 0, '3' }, { 't', 0, '4' },
	{ 'u', 0, '5' }, { 'v', 0, '6' }, { 'w', 0, '7' }, { 'x', 0, '8' }, { 'y', 0, '9' },
	{ '\0', 0, 0 },
};

static const struct number_key number_keys[] = {
	{ 1, KT_KEY_HOME },  { 2, KT_KEY_INSERT }, { 3, KT_KEY_DELETE }, { 4, KT_KEY_END },
	{ 5, KT_KEY_PGUP },  { 6, KT_KEY_PGDN },   { 7, KT_KEY_HOME },   { 8, KT_KEY_END },
	{ 11, KT_KEY_F1 },      { 12, KT_KEY_F1 + 1 },  { 13, KT_KEY_F1 + 2 },  { 14, KT_KEY_F1 + 3 },
	{ 15, KT_KEY_F1 + 4 },  { 17, KT_KEY_F1 + 5 },  { 18, KT_KEY_F1 + 6 },  { 19, KT_KEY_F1 + 7 },
	{ 20, KT_KEY_F1 + 8 },  { 21, KT_KEY_F1 + 9 },  { 23, KT_KEY_F1 + 10 }, { 24, KT_KEY_F1 + 11 },
	/* F13 to F20: what the Linux console sends for Shift with F1 to F8 */
	{ 25, KT_KEY_F1 | KT_KEY_SHIFT },       { 26, (KT_KEY_F1 + 1) | KT_KEY_SHIFT },
	{ 28, (KT_KEY_F1 + 2) | KT_KEY_SHIFT }, { 29, (KT_KEY_F1 + 3) | KT_KEY_SHIFT },
	{ 31, (KT_KEY_F1 + 4) | KT_KEY_SHIFT }, { 32, (KT_KEY_F1 + 5) | KT_KEY_SHIFT },
	{ 33, (KT_KEY_F1 + 6) | KT_KEY_SHIFT }, { 34, (KT_KEY_F1 + 7) | KT_KEY_SHIFT },
	{ 0, 0 },
};
/* clang-format on */
