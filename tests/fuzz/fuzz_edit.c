/* fuzz_edit.c - random editing: the text stays UTF-8, the cursor stands between graphemes, undo leads back */
#include "config.h"

#include "fuzz.h"

#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "widget/edit.h"

/* A byte each: flags, maximum, length of the first text; the text; then operations. */
struct input {
	const uint8_t *data;
	size_t size;
};

static uint8_t take(struct input *in)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++;
}

static const char *take_text(struct input *in, size_t len, struct arena *a)
{
	if (len > in->size)
		len = in->size;
	const char *s = arena_strndup(a, (const char *)in->data, len);
	in->data += len;
	in->size -= len;
	return s;
}

static bool is_border(const char *s, size_t len, size_t at)
{
	utf8proc_int32_t state = 0, last = 0;
	for (size_t i = 0, used; i < len; i += used) {
		utf8proc_int32_t cp = (utf8proc_int32_t)utf8_next(s + i, len - i, &used);
		bool border = !i || utf8proc_grapheme_break_stateful(last, cp, &state);
		if (i == at)
			return border;
		last = cp;
	}
	return at == len;
}

static void check(struct edit *e, size_t most)
{
	const char *s = e->text.data;
	kt_assert(strlen(s) == e->text.len && utf8_valid(s, e->text.len));
	kt_assert(is_border(s, e->text.len, e->cursor));
	kt_assert(str_control(s, e->lines) == -1 && (e->lines || !strchr(s, '\t')));
	kt_assert(!e->max || utf8_count(s) <= most);
}

static void check_columns(struct edit *e, int w, struct arena *a)
{
	struct edit_line *lines;
	size_t n = edit_wrap(e->text.data, w, a, &lines), seen = 0;
	for (size_t i = 0; i < n; i++) {
		kt_assert(lines[i].from == seen && lines[i].to >= lines[i].from);
		seen = lines[i].to + (e->text.data[lines[i].to] == '\n');
	}
	kt_assert(seen == e->text.len || (seen == e->text.len + 1 && !e->text.len));
	struct edit_spot spot = edit_spot(e->text.data, lines, n, e->cursor);
	size_t back = edit_offset(e->text.data, lines, n, spot);
	kt_assert(edit_width(e->text.data, lines[spot.line].from, back) == spot.column);
	struct edit_window win = edit_window(e, w);
	kt_assert(win.from <= e->cursor && win.column >= 0 && win.column < w);
	kt_assert(edit_width(e->text.data, win.from, win.to) <= w);
	kt_assert(is_border(e->text.data, e->text.len, win.from) && is_border(e->text.data, e->text.len, win.to));
}

/* Keys that come and are taken back leave nothing. */
static void check_scan(struct edit *e, const char *keys, struct arena *a)
{
	const char *was = arena_strdup(a, e->text.data);
	size_t cursor = e->cursor, steps = edit_steps(e), n = 0;
	for (size_t at = 0, len = strlen(keys), used; at < len && n < 100; at += used, n++)
		edit_type(e, utf8_next(keys + at, len - at, &used));
	kt_assert(edit_take_back(e, n) == n);
	kt_assert(str_eq(e->text.data, was) && e->cursor == cursor && edit_steps(e) == steps);
}

static void operate(struct edit *e, struct input *in, struct arena *a)
{
	uint8_t op = take(in), with = op >> 4;
	const char *text = "";
	switch (op & 15) {
	case 0: case 1: case 2:
		text = take_text(in, 1 + with % 4, a);
		for (size_t at = 0, len = strlen(text), used; at < len; at += used)
			edit_type(e, utf8_next(text + at, len - at, &used));
		break;
	case 3:
		edit_type(e, with & 1 ? '\n' : 0x301);
		break;
	case 4:
		text = take_text(in, with * 4, a);
		edit_paste(e, text, strlen(text));
		break;
	case 5: case 6:
		edit_move(e, (enum edit_motion)(with % (EDIT_LAST + 1)));
		break;
	case 7: case 8:
		edit_cut(e, (enum edit_motion)(with % (EDIT_LAST + 1)));
		break;
	case 9:
		edit_undo(e);
		break;
	case 10:
		edit_redo(e);
		break;
	case 11:
		with & 1 ? edit_up(e, 1 + with) : edit_down(e, 1 + with);
		break;
	case 12:
		check_scan(e, take_text(in, 2 + with, a), a);
		break;
	case 13:
		edit_choose(e, take_text(in, with, a));
		break;
	case 14:
		with & 1 ? (void)edit_clear(e) : edit_respell(e, take_text(in, with, a));
		break;
	default:
		check_columns(e, 1 + with, a);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { OPERATIONS_MOST = 400 };
	struct arena a = ARENA_INIT;
	struct input in = { data, size };
	struct edit e;
	uint8_t flags = take(&in), max = take(&in);
	edit_init(&e, flags & 2 ? max : 0, flags & 1);
	edit_set(&e, take_text(&in, take(&in), &a));
	const char *first = arena_strdup(&a, e.text.data);
	size_t most = utf8_count(first) > e.max ? utf8_count(first) : e.max;
	bool lost = false; /* a spelling that belonged to no step cannot be taken back */
	for (int n = 0; in.size && n < OPERATIONS_MOST; n++) {
		bool none = !edit_steps(&e);
		const char *was = none ? arena_strdup(&a, e.text.data) : NULL;
		operate(&e, &in, &a);
		check(&e, most);
		lost = lost || (none && !edit_steps(&e) && !str_eq(was, e.text.data));
	}
	const char *last = arena_strdup(&a, e.text.data);
	size_t undone = 0;
	while (edit_undo(&e))
		undone++;
	kt_assert(lost || str_eq(e.text.data, first));
	check(&e, most);
	while (undone--)
		kt_assert(edit_redo(&e));
	kt_assert(str_eq(e.text.data, last));
	edit_done(&e);
	arena_done(&a);
	return 0;
}
