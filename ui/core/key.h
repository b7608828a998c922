/* key.h - a key press as one number, and its name
 *
 * A character is its code point; keys without one begin at KEY_FIRST; what is held down with them is a bit.
 * Ctrl with a letter is the lower-case letter and KEY_CTRL, whatever byte a terminal sends for it.
 */
#ifndef KT_CORE_KEY_H
#define KT_CORE_KEY_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"

struct buf;

enum key_code {
	KT_KEY_FIRST = 0x110000, /* behind the last code point */
	KT_KEY_ENTER = KT_KEY_FIRST,
	KT_KEY_TAB,
	KT_KEY_ESC,
	KT_KEY_BACKSPACE,
	KT_KEY_UP,
	KT_KEY_DOWN,
	KT_KEY_LEFT,
	KT_KEY_RIGHT,
	KT_KEY_HOME,
	KT_KEY_END,
	KT_KEY_PGUP,
	KT_KEY_PGDN,
	KT_KEY_INSERT,
	KT_KEY_DELETE,
	KT_KEY_F1, /* … F12 */
	KT_KEY_F12 = KT_KEY_F1 + 11,
	KT_KEY_LAST = KT_KEY_F12,
	KT_KEY_SHIFT = 1 << 24, /* of keys that are no characters */
	KT_KEY_ALT = 1 << 25,
	KT_KEY_CTRL = 1 << 26,
	KT_KEY_CODE = (1 << 24) - 1,
};

/* The one form of a key: control codes are the key that sends them, Shift goes into a letter, and what terminals
 * cannot tell apart is one (Ctrl-I is Tab, Ctrl-M and Ctrl-J Enter, Ctrl-H Backspace, Ctrl-[ Esc). */
uint32_t key_norm(uint32_t key);

/* "j", "ctrl-s", "alt-x", "shift-tab", "f2", "pgdn", "space", "ä", "ctrl-right"; false if it names no key.
 * Alt and Esc before a key are the same, as terminals send the same. */
bool key_parse(const char *name, uint32_t *ret) KT_CHECK;
void key_spell(uint32_t key, struct buf *out);
/* The same for people, in their language: "ctrl-s", "Strg-s", "Bild-ab"; key_parse does not know it. */
void key_say(uint32_t key, struct buf *out);
/* For the key bar: "^S", "F2", "PgDn", "Space", "Alt-1", also in their language. */
void key_short(uint32_t key, struct buf *out);

/* A character that can be typed into a field. */
static inline bool key_is_text(uint32_t key)
{
	return key >= ' ' && key < KT_KEY_FIRST && key != 0x7f && (key < 0x80 || key >= 0xa0);
}

#endif
