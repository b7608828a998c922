/* input.h - bytes of a terminal become keys, pastes, scans, mouse and focus
 *
 * Pure: knows no terminal and no clock; the caller brings bytes and the time they came. A broken byte costs
 * itself and nothing else. What no one can mean (an escape sequence without end, a paste without end) has a
 * maximum. Understood without being told: UTF-8, or one byte a character (bytes_to_utf8); CSI and SS3 sequences of
 * xterm, rxvt, screen, tmux, PuTTY, the Linux console and VT terminals with their modifiers; bracketed
 * paste; SGR and X10 mouse; focus. What terminfo knows besides comes in `seqs`, and comes first.
 * A sequence or character that breaks off is given up after 100 ms of silence (or esc_us, if that is longer), a
 * paste after 2 s, or when a key comes that no text holds (an arrow, Esc twice, Ctrl-Q, Backspace) after a silence of
 * 100 ms: nothing deafens the keyboard for good. Letters never end a paste: they may be its own, delayed on their way,
 * and must not become commands. Esc Tab is Shift-Tab, as the Linux console sends it.
 */
#ifndef KT_CORE_INPUT_H
#define KT_CORE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/key.h"
#include "domain/scan_code.h"

enum event_kind {
	EVENT_KEY,
	EVENT_PASTE, /* text between paste marks; line ends are \n */
	EVENT_SCAN,  /* a code that came as fast as nobody types, with Enter behind it */
	EVENT_MOUSE,
	EVENT_FOCUS, /* the terminal's window got it or lost it */
};

enum mouse_what { MOUSE_PRESS, MOUSE_RELEASE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct event {
	enum event_kind kind;
	uint32_t key;            /* EVENT_KEY */
	const char *text;        /* PASTE, SCAN: valid UTF-8 until the next input_next */
	size_t len;
	size_t taken;            /* SCAN: its first characters that were given as keys before it was known */
	enum mouse_what mouse;   /* MOUSE: at x, y, from 0 */
	int x, y, button;        /* 1 left, 2 middle, 3 right, 0 not known */
	bool focused;
};

enum {
	INPUT_PASTE_MAX = 1 << 20,  /* the rest of a longer paste is dropped, and EVENT_PASTE says len == INPUT_PASTE_MAX */
	INPUT_SEQ_MAX = 64,
	INPUT_SCAN_MAX = SCAN_CODE_MAX,
	INPUT_SCAN_GAP_US = 35000,  /* measured: 7–16 ms between the characters of a scanner, 50 and more of a typist */
};

/* Where in the text of a scan begins what was not given as keys before: bytes. */
size_t event_rest(const struct event *ev);

struct input_seq { /* what a key of this terminal sends */
	const char *bytes;
	uint32_t key;
};

struct input_look {
	const struct input_seq *seqs; /* NULL bytes at the end; may be NULL */
	bool utf8;                    /* else a byte is a character of `charset` */
	const uint16_t *high;         /* !utf8: code points of the bytes 0x80–0xFF (128 of them); NULL: Latin-1 */
	int64_t esc_us;               /* how long a lone Esc waits for what may follow */
};

struct input;
struct input *input_new(const struct input_look *look);
void input_free(struct input *in);

/* Where the keys go: in a field each character is given at once and a scan takes it back (event.taken); where
 * letters are commands, a letter or digit that may begin a code waits INPUT_SCAN_GAP_US for the next. */
void input_in_field(struct input *in, bool field);

void input_feed(struct input *in, const char *bytes, size_t len, int64_t now_us);
/* The next event, if one is complete; time makes some complete (a lone Esc, a letter that was no scan). */
bool input_next(struct input *in, int64_t now_us, struct event *ret);
/* When to call input_next again though no byte came: microseconds of the same clock; -1: never. */
int64_t input_due(const struct input *in);

#endif
