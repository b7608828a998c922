/* key.c - a key press as one number, and its name */
#include "config.h"

#include "core/key.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"

enum {
	F_KEYS = KT_KEY_F12 - KT_KEY_F1 + 1,
	DELETE_CODE = 0x7f,
};

struct key_word {
	const char *name;
	const char *words, *brief; /* for people: in help, and in the key bar; NULL: another name, only read */
	uint32_t key;
};

struct mod_word {
	const char *name, *words, *brief;
	uint32_t mod;
};

/* How a key is spelled. */
enum spelling { NAMES, WORDS, BRIEF };

static const struct key_word key_words[];
static const struct mod_word mod_words[];

static bool is_char(uint32_t code)
{
	return code < KT_KEY_FIRST;
}

static bool is_lower(uint32_t code)
{
	return code >= 'a' && code <= 'z';
}

static bool is_upper(uint32_t code)
{
	return code >= 'A' && code <= 'Z';
}

static uint32_t from_control(uint32_t code)
{
	switch (code) {
	case '\0':
		return KT_KEY_CTRL | ' ';
	case '\b':
	case DELETE_CODE:
		return KT_KEY_BACKSPACE;
	case '\t':
		return KT_KEY_TAB;
	case '\n':
	case '\r':
		return KT_KEY_ENTER;
	case 0x1b:
		return KT_KEY_ESC;
	default: /* 0x01 is Ctrl-A, 0x1c is Ctrl-\ */
		return KT_KEY_CTRL | (code < 0x1b ? code + 0x60 : code + 0x40);
	}
}

/* Ctrl with what is typed; '/' sends what '_' does, '@' what the space bar does. */
static uint32_t with_ctrl(uint32_t code)
{
	switch (code) {
	case 'h':
	case 'i':
	case 'j':
	case 'm':
		return from_control(code - 0x60);
	case '[':
		return KT_KEY_ESC;
	case '@':
		return KT_KEY_CTRL | ' ';
	case '/':
		return KT_KEY_CTRL | '_';
	default:
		return KT_KEY_CTRL | code;
	}
}

uint32_t key_norm(uint32_t key)
{
	uint32_t code = key & KT_KEY_CODE, mods = key & ~(uint32_t)KT_KEY_CODE;
	if (code < ' ' || code == DELETE_CODE) {
		code = from_control(code);
		mods |= code & KT_KEY_CTRL;
		code &= KT_KEY_CODE;
	}
	if (!is_char(code))
		return code | mods;
	if ((mods & KT_KEY_SHIFT) && is_lower(code))
		code += 'A' - 'a';
	mods &= ~(uint32_t)KT_KEY_SHIFT;
	if (!(mods & KT_KEY_CTRL))
		return code | mods;
	if (is_upper(code))
		code += 'a' - 'A';
	return with_ctrl(code) | (mods & ~(uint32_t)KT_KEY_CTRL);
}

/* Takes one modifier off the front of a name; NULL if none stands there. */
static const struct mod_word *strip_mod(const char **name)
{
	for (const struct mod_word *m = mod_words; m->name; m++) {
		size_t len = strlen(m->name);
		if (strlen(*name) <= len) /* "ctrl-" alone is none */
			continue;
		bool same = true;
		for (size_t i = 0; i < len && same; i++) {
			unsigned char c = (unsigned char)(*name)[i];
			same = (is_upper(c) ? c + 'a' - 'A' : c) == (unsigned char)m->name[i];
		}
		if (same) {
			*name += len;
			return m;
		}
	}
	return NULL;
}

static bool parse_f_key(const char *name, uint32_t *ret)
{
	if ((*name != 'f' && *name != 'F') || name[1] < '1' || name[1] > '9')
		return false;
	uint32_t n = (uint32_t)(name[1] - '0');
	if (name[2]) {
		if (name[2] < '0' || name[2] > '9' || name[3])
			return false;
		n = n * 10 + (uint32_t)(name[2] - '0');
	}
	if (n > F_KEYS)
		return false;
	*ret = KT_KEY_F1 + n - 1;
	return true;
}

static bool parse_code(const char *name, uint32_t *ret)
{
	size_t len = strlen(name), used;
	uint32_t cp = utf8_next(name, len, &used);
	if (len && used == len && utf8_valid(name, len) && key_is_text(cp)) {
		*ret = cp;
		return true;
	}
	for (const struct key_word *w = key_words; w->name; w++)
		if (str_ieq(w->name, name)) {
			*ret = w->key;
			return true;
		}
	return parse_f_key(name, ret);
}

bool key_parse(const char *name, uint32_t *ret)
{
	uint32_t mods = 0, code;
	const struct mod_word *m;
	while ((m = strip_mod(&name))) {
		if (mods & m->mod)
			return false;
		mods |= m->mod;
	}
	if (!parse_code(name, &code))
		return false;
	/* What Shift makes of a character is the keyboard's affair, except with a letter alone. */
	bool letter = is_lower(code) || is_upper(code);
	if ((mods & KT_KEY_SHIFT) && is_char(code) && (!letter || (mods & KT_KEY_CTRL)))
		return false;
	*ret = key_norm(code | mods);
	return true;
}

static const struct key_word *find_word(uint32_t code)
{
	for (const struct key_word *w = key_words; w->name; w++)
		if (w->key == code)
			return w;
	return NULL;
}

static const char *spelled(enum spelling as, const char *name, const char *words, const char *brief)
{
	return as == NAMES ? name : i18n_label(as == WORDS ? words : brief);
}

static void add_code(uint32_t code, enum spelling as, struct buf *out)
{
	const struct key_word *w = find_word(code);
	if (w)
		buf_adds(out, spelled(as, w->name, w->words, w->brief));
	else if (is_char(code))
		utf8_add(out, code);
	else if (code >= KT_KEY_F1 && code <= KT_KEY_F12)
		buf_addf(out, "%s%u", spelled(as, "f", NP_("key", "f"), "F"), (unsigned)(code - KT_KEY_F1 + 1));
}

static void add_mods(uint32_t mods, enum spelling as, struct buf *out)
{
	uint32_t said = 0;
	for (const struct mod_word *m = mod_words; m->name; m++) {
		if ((mods & m->mod) && !(said & m->mod))
			buf_adds(out, spelled(as, m->name, m->words, m->brief));
		said |= m->mod;
	}
}

static void add_key(uint32_t key, enum spelling as, struct buf *out)
{
	key = key_norm(key);
	add_mods(key, as, out);
	add_code(key & KT_KEY_CODE, as, out);
}

void key_spell(uint32_t key, struct buf *out)
{
	add_key(key, NAMES, out);
}

void key_say(uint32_t key, struct buf *out)
{
	add_key(key, WORDS, out);
}

void key_short(uint32_t key, struct buf *out)
{
	key = key_norm(key);
	uint32_t code = key & KT_KEY_CODE;
	if (!(key & KT_KEY_CTRL) || !is_char(code)) {
		add_key(key, BRIEF, out);
		return;
	}
	add_mods(key & ~(uint32_t)KT_KEY_CTRL, BRIEF, out);
	buf_addc(out, '^');
	add_code(is_lower(code) ? code + 'A' - 'a' : code, BRIEF, out);
}

// clang-format off
/* The first of several for one modifier is the one that is written.
 * TRANSLATORS: keys as they stand on keyboards, without blanks, as several stand behind each other */
static const struct mod_word mod_words[] = {
	{ "ctrl-",     NP_("key", "ctrl-"),  NP_("key", "Ctrl-"),  KT_KEY_CTRL },
	{ "alt-",      NP_("key", "alt-"),   NP_("key", "Alt-"),   KT_KEY_ALT },
	{ "esc-",      NULL,                 NULL,                 KT_KEY_ALT },
	{ "shift-",    NP_("key", "shift-"), NP_("key", "Shift-"), KT_KEY_SHIFT },
	{ NULL, NULL, NULL, 0 },
};

static const struct key_word key_words[] = {
	{ "enter",     NP_("key", "enter"),     NP_("key", "Enter"), KT_KEY_ENTER },
	{ "tab",       NP_("key", "tab"),       NP_("key", "Tab"),   KT_KEY_TAB },
	{ "esc",       NP_("key", "esc"),       NP_("key", "Esc"),   KT_KEY_ESC },
	{ "backspace", NP_("key", "backspace"), NP_("key", "Bksp"),  KT_KEY_BACKSPACE },
	{ "up",        NP_("key", "up"),        NP_("key", "Up"),    KT_KEY_UP },
	{ "down",      NP_("key", "down"),      NP_("key", "Down"),  KT_KEY_DOWN },
	{ "left",      NP_("key", "left"),      NP_("key", "Left"),  KT_KEY_LEFT },
	{ "right",     NP_("key", "right"),     NP_("key", "Right"), KT_KEY_RIGHT },
	{ "home",      NP_("key", "home"),      NP_("key", "Home"),  KT_KEY_HOME },
	{ "end",       NP_("key", "end"),       NP_("key", "End"),   KT_KEY_END },
	{ "pgup",      NP_("key", "pgup"),      NP_("key", "PgUp"),  KT_KEY_PGUP },
	{ "pgdn",      NP_("key", "pgdn"),      NP_("key", "PgDn"),  KT_KEY_PGDN },
	{ "insert",    NP_("key", "insert"),    NP_("key", "Ins"),   KT_KEY_INSERT },
	{ "delete",    NP_("key", "delete"),    NP_("key", "Del"),   KT_KEY_DELETE },
	{ "space",     NP_("key", "space"),     NP_("key", "Space"), ' ' },
	{ "return",    NULL, NULL, KT_KEY_ENTER },
	{ "escape",    NULL, NULL, KT_KEY_ESC },
	{ "pageup",    NULL, NULL, KT_KEY_PGUP },
	{ "pagedown",  NULL, NULL, KT_KEY_PGDN },
	{ "ins",       NULL, NULL, KT_KEY_INSERT },
	{ "del",       NULL, NULL, KT_KEY_DELETE },
	{ NULL,        NULL, NULL, 0 },
};
// clang-format on
