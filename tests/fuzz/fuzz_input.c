/* fuzz_input.c - bytes of a terminal, in pieces with time between them
 *
 * The first byte says what kind of terminal; then come pieces: length, milliseconds before it, bytes.
 */
#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/input.h"

enum {
	UTF8 = 1 << 0,
	FIELD = 1 << 1,
	TOLD = 1 << 2,
	SWAP_FIELD = 1 << 3, /* with each piece */
	MS = 1000,
	LONG = 10 * 1000 * MS,
	QUIET = 200 * MS,
};

static const struct input_seq seqs[] = {
	{ "\033[25~", KT_KEY_F12 }, { "\033[M", KT_KEY_F1 }, { "\033QQ", KT_KEY_PGDN }, { "\x01@\r", KT_KEY_F1 + 1 },
	{ "\033[200~x", KT_KEY_UP }, { "\x0b", KT_KEY_UP }, { NULL, 0 },
};

static void check_key(uint32_t key)
{
	struct buf name = BUF_INIT(64);
	uint32_t back;
	key_spell(key, &name);
	kt_assert(key_parse(name.data, &back) && back == key);
	buf_done(&name);
}

static void take_one(const struct event *ev, struct buf *said)
{
	buf_addf(said, "%d %x %d %d %d %d ", ev->kind, ev->key, ev->mouse, ev->x, ev->y, ev->button);
	if (ev->kind == EVENT_KEY)
		check_key(ev->key);
	if (ev->kind == EVENT_MOUSE)
		kt_assert(ev->x >= 0 && ev->y >= 0 && ev->button >= 0 && ev->button <= 3);
	if (ev->kind != EVENT_PASTE && ev->kind != EVENT_SCAN)
		return;
	kt_assert(strlen(ev->text) == ev->len && utf8_valid(ev->text, ev->len));
	kt_assert(ev->len <= INPUT_PASTE_MAX && str_control(ev->text, ev->kind == EVENT_PASTE) == -1);
	if (ev->kind == EVENT_SCAN) {
		size_t n = utf8_count(ev->text);
		kt_assert(n >= SCAN_CODE_LEAST && n <= INPUT_SCAN_MAX && ev->taken <= n);
	}
	buf_add(said, ev->text, ev->len);
}

static void take_all(struct input *in, int64_t now, struct buf *said)
{
	struct event ev;
	while (input_next(in, now, &ev))
		take_one(&ev, said);
	int64_t due = input_due(in);
	kt_assert(due == -1 || due > now);
}

static void feed(struct input *in, const char *bytes, size_t len, int64_t now, bool bytewise, struct buf *said)
{
	size_t step = bytewise || !len ? 1 : len;
	for (size_t i = 0; i < len; i += step) {
		input_feed(in, bytes + i, step, now);
		take_all(in, now, said);
	}
}

/* After a silence each letter is heard: as a key, or in a paste that has not ended. */
static void check_hearing(struct input *in, int64_t now, struct buf *said)
{
	take_all(in, now += QUIET, said);
	size_t before = said->len;
	input_feed(in, "k", 1, now);
	take_all(in, now += LONG, said);
	kt_assert(said->len > before && input_due(in) == -1);
	kt_assert(said->data[said->len - 1] == 'k' || strstr(said->data + before, "0 6b "));
}

static void play(const uint8_t *data, size_t size, bool bytewise, struct buf *said)
{
	unsigned how = size ? data[0] : 0;
	bool field = how & FIELD;
	struct input_look look = {
		.utf8 = how & UTF8, .seqs = how & TOLD ? seqs : NULL, .esc_us = 25 * MS };
	struct input *in = input_new(&look);
	int64_t now = 0;
	input_in_field(in, field);
	for (size_t at = 1; at + 2 < size;) {
		size_t len = data[at], left = size - at - 2;
		now += data[at + 1] * MS;
		at += 2;
		if (len > left)
			len = left;
		if (how & SWAP_FIELD)
			input_in_field(in, field = !field);
		take_all(in, now, said);
		feed(in, (const char *)data + at, len, now, bytewise, said);
		at += len;
	}
	check_hearing(in, now, said);
	input_free(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = BUF_INIT(1 << 26), again = BUF_INIT(1 << 26);
	play(data, size, false, &once);
	play(data, size, true, &again);
	kt_assert(str_eq(once.data, again.data)); /* how the bytes were cut makes no difference */
	buf_done(&once);
	buf_done(&again);
	return 0;
}
