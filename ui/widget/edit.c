/* edit.c - a text being edited: every change is one replacement that is remembered with what it replaced */
#include "config.h"

#include "widget/edit.h"

#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { REPLACEMENT = 0xFFFD };

static const utf8proc_option_t nfc = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

enum kind { /* of changes; those of one kind in a row are one step */
	KIND_NONE,
	KIND_KEY,    /* typed */
	KIND_CHOICE, /* a key too, but each is a step */
	KIND_LEFT,   /* deleted back */
	KIND_RIGHT,
	KIND_OTHER,
};

struct change { /* text[at … at + nold] became nnew bytes; both stand in `bytes`, the old ones first */
	size_t at, nold, nnew, bytes;
	size_t before, after; /* where the cursor was and went */
	unsigned skipped;     /* keys without effect that came before */
	unsigned char kind;
	bool joined;          /* goes with the one before */
};

/* Graphemes. */

/* The end of the grapheme that begins at `at`. */
static size_t grapheme_end(const char *s, size_t len, size_t at)
{
	size_t used;
	utf8proc_int32_t state = 0, last = (utf8proc_int32_t)utf8_next(s + at, len - at, &used);
	for (at += used; at < len; at += used) {
		utf8proc_int32_t cp = (utf8proc_int32_t)utf8_next(s + at, len - at, &used);
		if (utf8proc_grapheme_break_stateful(last, cp, &state))
			return at;
		last = cp;
	}
	return at;
}

static size_t line_start(const char *s, size_t at)
{
	while (at && s[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const char *s, size_t at)
{
	return at + strcspn(s + at, "\n");
}

/* Where the grapheme before `at` begins: a newline is one, and nothing joins what stands on its sides. */
static size_t grapheme_before(const char *s, size_t len, size_t at)
{
	if (!at || s[at - 1] == '\n')
		return at ? at - 1 : 0;
	size_t start = line_start(s, at);
	for (size_t end; (end = grapheme_end(s, len, start)) < at; start = end)
		;
	return start;
}

/* The first end of a grapheme that is not before `at`. */
static size_t grapheme_border(const char *s, size_t len, size_t at)
{
	size_t border = line_start(s, at);
	while (border < at)
		border = grapheme_end(s, len, border);
	return border;
}

static int cp_width(uint32_t cp)
{
	if (cp == '\t')
		return 1;
	return cp < 0x7F ? cp >= ' ' : utf8proc_charwidth((utf8proc_int32_t)cp);
}

int edit_width(const char *text, size_t from, size_t to)
{
	int width = 0;
	for (size_t used; from < to; from += used)
		width += cp_width(utf8_next(text + from, to - from, &used));
	return width;
}

/* What a text may hold. */

static bool is_break(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == '\v' || cp == '\f' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_control(uint32_t cp)
{
	return cp < ' ' || (cp >= 0x7F && cp < 0xA0);
}

/* As a text of this kind says it: line ends are \n or blanks. False: it may not hold it, and it is left out. */
static bool add_allowed(const struct edit *e, struct buf *out, uint32_t cp)
{
	if (is_break(cp))
		buf_addc(out, e->lines ? '\n' : ' ');
	else if (cp == '\t')
		buf_addc(out, e->lines ? '\t' : ' ');
	else if (is_control(cp))
		return false;
	else
		utf8_add(out, cp);
	return true;
}

static bool is_broken(uint32_t cp, size_t used)
{
	return cp == REPLACEMENT && used == 1;
}

static void add_normal(struct buf *out, struct arena *a, const char *s, size_t len)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s;
	utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)len, NULL, 0, nfc);
	kt_assert(n >= 0);
	utf8proc_int32_t *cps = arena_array(a, (size_t)n + 1, sizeof *cps);
	utf8proc_decompose(bytes, (utf8proc_ssize_t)len, cps, n, nfc);
	n = utf8proc_normalize_utf32(cps, n, nfc);
	kt_assert(n >= 0);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		utf8_add(out, (uint32_t)cps[i]);
}

/* History. */

static struct change *change_at(const struct edit *e, size_t i)
{
	return (struct change *)(void *)e->log.data + i;
}

static size_t changes(const struct edit *e)
{
	return e->log.len / sizeof(struct change);
}

/* Undone changes cannot be done again once another is made. */
static void forget_undone(struct edit *e)
{
	if (e->done == changes(e))
		return;
	buf_cut(&e->bytes, change_at(e, e->done)->bytes);
	buf_cut(&e->log, e->done * sizeof(struct change));
}

/* The first n changes go; n is where a step begins. */
static void forget_oldest(struct edit *e, size_t n)
{
	size_t kept = changes(e) - n, cut = kept ? change_at(e, n)->bytes : e->bytes.len;
	memmove(e->bytes.data, e->bytes.data + cut, e->bytes.len - cut);
	buf_cut(&e->bytes, e->bytes.len - cut);
	memmove(e->log.data, e->log.data + n * sizeof(struct change), kept * sizeof(struct change));
	buf_cut(&e->log, kept * sizeof(struct change));
	for (size_t i = 0; i < kept; i++)
		change_at(e, i)->bytes -= cut;
	e->done = kept;
}

static void make_room(struct edit *e, size_t bytes)
{
	while (e->done && (e->done >= EDIT_KEYS_MAX || e->bytes.len + bytes > EDIT_HISTORY_MAX)) {
		size_t half = (e->done + 1) / 2;
		while (half < e->done && change_at(e, half)->joined)
			half++;
		forget_oldest(e, half);
	}
}

static void remember(struct edit *e, struct change c, const char *old, const char *new)
{
	forget_undone(e);
	make_room(e, c.nold + c.nnew);
	c.bytes = e->bytes.len;
	c.joined = c.joined && e->done;
	buf_add(&e->bytes, old, c.nold);
	buf_add(&e->bytes, new, c.nnew);
	buf_add(&e->log, (const char *)&c, sizeof c);
	kt_assert(!e->bytes.full && !e->log.full);
	e->done++;
	e->steps += !c.joined;
}

/* Puts `len` bytes in the place of [at, at + nold). */
static void splice(struct edit *e, size_t at, size_t nold, const char *s, size_t len)
{
	struct buf *t = &e->text;
	size_t tail = t->len - at - nold;
	if (len > nold)
		buf_pad(t, ' ', len - nold);
	kt_assert(!t->full);
	memmove(t->data + at + len, t->data + at + nold, tail);
	memcpy(t->data + at, s, len);
	buf_cut(t, at + len + tail);
}

static void undo_change(struct edit *e, const struct change *c)
{
	splice(e, c->at, c->nnew, e->bytes.data + c->bytes, c->nold);
	e->cursor = c->before;
}

static bool goes_on(struct edit *e, enum kind kind)
{
	return e->open == (int)kind && e->run < EDIT_RUN_MAX &&
	       (kind == KIND_KEY || kind == KIND_LEFT || kind == KIND_RIGHT);
}

/* One replacement. */

static bool fits(const struct edit *e, size_t at, size_t nold, const struct buf *new)
{
	if (e->text.len - nold + new->len > EDIT_BYTES_MAX || new->full)
		return new->len <= nold && !new->full;
	if (!e->max)
		return true;
	size_t old = 0, all = utf8_count(e->text.data);
	for (size_t i = at, used; i < at + nold; i += used, old++)
		utf8_next(e->text.data + i, at + nold - i, &used);
	size_t now = all - old + utf8_count(new->data);
	return now <= e->max || now <= all; /* a text that is too long already may get shorter */
}

/* [at, at + nold) becomes `new`, whose first `cursor` bytes stand before the cursor. */
static enum edit_answer put(struct edit *e, size_t at, size_t nold, const struct buf *new, size_t cursor,
		enum kind kind, bool joined)
{
	if (new->len == nold && memcmp(e->text.data + at, new->data, nold) == 0)
		return EDIT_NOTHING;
	if (!fits(e, at, nold, new))
		return EDIT_FULL;
	struct change c = { .at = at, .nold = nold, .nnew = new->len, .before = e->cursor, .skipped = e->skipped,
		.kind = (unsigned char)kind, .joined = joined || goes_on(e, kind) };
	struct arena a = ARENA_INIT;
	char *old = arena_copy(&a, e->text.data + at, nold);
	splice(e, at, nold, new->data, new->len);
	e->cursor = c.after = grapheme_border(e->text.data, e->text.len, at + cursor);
	remember(e, c, old, new->data);
	arena_done(&a);
	e->run = goes_on(e, kind) ? e->run + 1 : 1;
	e->open = (int)kind;
	e->skipped = 0;
	e->wanted = -1;
	return EDIT_DONE;
}

/* [from, to) becomes s, in NFC together with the graphemes at its sides: an accent typed alone goes to the letter
 * before it, and where a line end goes, an accent that began the next line does so too. */
static enum edit_answer change(struct edit *e, size_t from, size_t to, const char *s, size_t len, enum kind kind)
{
	const char *t = e->text.data;
	size_t start = from && t[from - 1] != '\n' ? grapheme_before(t, e->text.len, from) : from;
	size_t end = to < e->text.len ? grapheme_end(t, e->text.len, to) : to;
	struct arena a = ARENA_INIT;
	struct buf raw = BUF_INIT(4 * EDIT_BYTES_MAX), new = BUF_INIT(4 * EDIT_BYTES_MAX);
	buf_add(&raw, t + start, from - start);
	buf_add(&raw, s, len);
	add_normal(&new, &a, raw.data, raw.len);
	size_t cursor = new.len;
	buf_add(&raw, t + to, end - to);
	buf_clear(&new);
	add_normal(&new, &a, raw.data, raw.len);
	enum edit_answer answer = put(e, start, end - start, &new, cursor < new.len ? cursor : new.len, kind, false);
	buf_done(&raw);
	buf_done(&new);
	arena_done(&a);
	return answer;
}

static enum edit_answer put_all(struct edit *e, const char *text, enum kind kind, bool joined)
{
	struct arena a = ARENA_INIT;
	struct buf raw = BUF_INIT(4 * EDIT_BYTES_MAX), new = BUF_INIT(4 * EDIT_BYTES_MAX);
	size_t len = strlen(text);
	for (size_t at = 0, used; at < len; at += used)
		if (!add_allowed(e, &raw, utf8_next(text + at, len - at, &used)))
			utf8_add(&raw, REPLACEMENT);
	add_normal(&new, &a, raw.data, raw.len);
	enum edit_answer answer = put(e, 0, e->text.len, &new, new.len, kind, joined);
	buf_done(&raw);
	buf_done(&new);
	arena_done(&a);
	return answer;
}

void edit_init(struct edit *e, size_t max, bool lines)
{
	*e = (struct edit) {
		.text = BUF_INIT(4 * EDIT_BYTES_MAX), .max = max, .lines = lines, .wanted = -1,
		.log = BUF_INIT((EDIT_KEYS_MAX + 1) * sizeof(struct change)),
		.bytes = BUF_INIT(EDIT_HISTORY_MAX + 4 * EDIT_BYTES_MAX),
	};
}

void edit_done(struct edit *e)
{
	buf_done(&e->text);
	buf_done(&e->log);
	buf_done(&e->bytes);
}

void edit_set(struct edit *e, const char *text)
{
	size_t len = strnlen(text, EDIT_BYTES_MAX - 4);
	buf_clear(&e->text);
	buf_clear(&e->log);
	buf_clear(&e->bytes);
	for (size_t at = 0, used; at < len; at += used)
		if (!add_allowed(e, &e->text, utf8_next(text + at, len - at, &used)))
			utf8_add(&e->text, REPLACEMENT);
	e->cursor = e->text.len;
	e->done = e->steps = e->left = 0;
	e->run = e->skipped = 0;
	e->open = KIND_NONE;
	e->wanted = -1;
}

enum edit_answer edit_type(struct edit *e, uint32_t cp)
{
	char bytes[8];
	struct buf s = BUF_INIT(sizeof bytes);
	bool newline = cp == '\n' && e->lines;
	enum edit_answer answer = EDIT_CONTROL;
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
		answer = EDIT_BROKEN;
	} else if (newline || (!is_break(cp) && cp != '\t' && !is_control(cp))) {
		utf8_add(&s, cp);
		answer = change(e, e->cursor, e->cursor, s.data, s.len, KIND_KEY);
	}
	buf_done(&s);
	if (answer != EDIT_DONE)
		e->skipped++;
	if (newline)
		edit_pause(e); /* a line is a step */
	return answer;
}

enum edit_answer edit_choose(struct edit *e, const char *text)
{
	enum edit_answer answer = put_all(e, text, KIND_CHOICE, false);
	if (answer != EDIT_DONE)
		e->skipped++;
	return answer;
}

enum edit_answer edit_paste(struct edit *e, const char *text, size_t len)
{
	struct buf s = BUF_INIT(2 * EDIT_BYTES_MAX);
	enum edit_answer answer = EDIT_DONE;
	while (!e->lines && len && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--; /* copied with the end of its line */
	for (size_t at = 0, used; answer == EDIT_DONE && at < len; at += used) {
		uint32_t cp = utf8_next(text + at, len - at, &used);
		bool second = cp == '\n' && at && text[at - 1] == '\r';
		if (is_broken(cp, used))
			answer = EDIT_BROKEN;
		else if (!second && !add_allowed(e, &s, cp))
			answer = EDIT_CONTROL;
		else if (s.full)
			answer = EDIT_FULL;
	}
	if (answer == EDIT_DONE)
		answer = s.len ? change(e, e->cursor, e->cursor, s.data, s.len, KIND_OTHER) : EDIT_NOTHING;
	buf_done(&s);
	return answer;
}

enum edit_answer edit_replace(struct edit *e, const char *text)
{
	return put_all(e, text, KIND_OTHER, false);
}

void edit_respell(struct edit *e, const char *text)
{
	bool remembered = e->done > 0;
	put_all(e, text, KIND_OTHER, true);
	edit_pause(e);
	if (remembered || !e->done)
		return;
	buf_clear(&e->log); /* there is no step it could belong to */
	buf_clear(&e->bytes);
	e->done = e->steps = 0;
}

void edit_skip(struct edit *e)
{
	e->skipped++;
}

/* Where to. */

static bool is_word(uint32_t cp)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO; /* letters, marks, numbers */
}

/* Walks forward, as it is easier to say where a grapheme ends than where it began. */
static size_t word_left(const struct edit *e)
{
	size_t begun = 0, used;
	bool inside = false;
	for (size_t at = 0; at < e->cursor; at = grapheme_end(e->text.data, e->text.len, at)) {
		bool word = is_word(utf8_next(e->text.data + at, e->text.len - at, &used));
		if (word && !inside)
			begun = at;
		inside = word;
	}
	return begun;
}

static size_t word_right(const struct edit *e)
{
	size_t at = e->cursor, len = e->text.len, used;
	bool inside = false;
	for (; at < len; at = grapheme_end(e->text.data, len, at)) {
		bool word = is_word(utf8_next(e->text.data + at, len - at, &used));
		if (inside && !word)
			break;
		inside = word;
	}
	return at;
}

static size_t target(const struct edit *e, enum edit_motion how)
{
	const char *s = e->text.data;
	switch (how) {
	case EDIT_LEFT:
		return grapheme_before(s, e->text.len, e->cursor);
	case EDIT_RIGHT:
		return e->cursor < e->text.len ? grapheme_end(s, e->text.len, e->cursor) : e->cursor;
	case EDIT_WORD_LEFT:
		return word_left(e);
	case EDIT_WORD_RIGHT:
		return word_right(e);
	case EDIT_HOME:
		return line_start(s, e->cursor);
	case EDIT_END:
		return line_end(s, e->cursor);
	case EDIT_FIRST:
		return 0;
	case EDIT_LAST:
		break;
	}
	return e->text.len;
}

bool edit_move(struct edit *e, enum edit_motion how)
{
	size_t was = e->cursor;
	edit_pause(e);
	e->cursor = target(e, how);
	return e->cursor != was;
}

bool edit_cut(struct edit *e, enum edit_motion how)
{
	size_t to = target(e, how), from = e->cursor;
	if (to == from && how == EDIT_END)
		to = target(e, EDIT_RIGHT);
	enum kind kind = how == EDIT_LEFT ? KIND_LEFT : how == EDIT_RIGHT ? KIND_RIGHT : KIND_OTHER;
	if (to == from)
		return false;
	return change(e, to < from ? to : from, to < from ? from : to, "", 0, kind) == EDIT_DONE;
}

bool edit_clear(struct edit *e)
{
	return edit_replace(e, "") == EDIT_DONE;
}

/* Taking back. */

void edit_pause(struct edit *e)
{
	e->open = KIND_NONE;
	e->run = 0;
	e->wanted = -1;
}

size_t edit_steps(const struct edit *e)
{
	return e->steps;
}

bool edit_undo(struct edit *e)
{
	edit_pause(e);
	e->skipped = 0;
	if (!e->done)
		return false;
	bool joined = true;
	while (joined && e->done) {
		const struct change *c = change_at(e, --e->done);
		undo_change(e, c);
		joined = c->joined;
	}
	e->steps--;
	return true;
}

bool edit_redo(struct edit *e)
{
	edit_pause(e);
	e->skipped = 0;
	if (e->done == changes(e))
		return false;
	do {
		const struct change *c = change_at(e, e->done++);
		splice(e, c->at, c->nold, e->bytes.data + c->bytes + c->nold, c->nnew);
		e->cursor = c->after;
	} while (e->done < changes(e) && change_at(e, e->done)->joined);
	e->steps++;
	return true;
}

size_t edit_take_back(struct edit *e, size_t n)
{
	size_t found = 0;
	forget_undone(e);
	while (found < n) {
		if (e->skipped) {
			e->skipped--;
			found++;
			continue;
		}
		const struct change *c = e->done ? change_at(e, e->done - 1) : NULL;
		if (!c || (c->kind != KIND_KEY && c->kind != KIND_CHOICE))
			break;
		undo_change(e, c);
		e->skipped = c->skipped;
		if (!c->joined) {
			e->steps--;
			e->open = KIND_NONE;
		}
		e->done--;
		found++;
		forget_undone(e);
	}
	e->wanted = -1;
	return found;
}

/* Lines and columns. */

struct wrap {
	struct buf lines;
	size_t from, after_blank; /* bytes */
	int width, blank_width;   /* of what stands from `from` on, and up to after_blank */
};

static void end_line(struct wrap *w, size_t to, size_t next)
{
	const struct edit_line line = { w->from, to };
	buf_add(&w->lines, (const char *)&line, sizeof line);
	w->width -= next == w->after_blank ? w->blank_width : w->width;
	w->from = w->after_blank = next;
	w->blank_width = 0;
}

size_t edit_wrap(const char *text, int columns, struct arena *a, struct edit_line **ret)
{
	struct wrap w = { .lines = BUF_INIT(SIZE_MAX / 4) };
	size_t len = strlen(text);
	for (size_t at = 0, next; at < len; at = next) {
		next = grapheme_end(text, len, at);
		bool blank = text[at] == ' ' || text[at] == '\t';
		int width = edit_width(text, at, next);
		if (text[at] == '\n') {
			end_line(&w, at, next);
			continue;
		}
		while (!blank && w.width + width > columns && at > w.from) {
			size_t cut = w.after_blank > w.from ? w.after_blank : at;
			end_line(&w, cut, cut);
		}
		w.width += width;
		if (blank) {
			w.after_blank = next;
			w.blank_width = w.width;
		}
	}
	end_line(&w, len, len);
	size_t n = w.lines.len / sizeof(struct edit_line);
	*ret = arena_copy(a, w.lines.data, w.lines.len);
	buf_done(&w.lines);
	return n;
}

struct edit_spot edit_spot(const char *text, const struct edit_line *lines, size_t n, size_t offset)
{
	size_t i = n - 1;
	while (i && lines[i].from > offset)
		i--;
	return (struct edit_spot) { i, edit_width(text, lines[i].from, offset) };
}

size_t edit_offset(const char *text, const struct edit_line *lines, size_t n, struct edit_spot spot)
{
	size_t i = spot.line < n ? spot.line : n - 1, at = lines[i].from, to = lines[i].to;
	bool wrapped = i + 1 < n && lines[i + 1].from == to; /* then its end is the start of the next */
	for (int column = 0; at < to;) {
		size_t next = grapheme_end(text, to, at);
		column += edit_width(text, at, next);
		if (column > spot.column || (wrapped && next == to))
			break;
		at = next;
	}
	return at;
}

static bool go_line(struct edit *e, int w, bool down)
{
	struct arena a = ARENA_INIT;
	struct edit_line *lines;
	size_t n = edit_wrap(e->text.data, w, &a, &lines);
	struct edit_spot spot = edit_spot(e->text.data, lines, n, e->cursor);
	bool can = down ? spot.line + 1 < n : spot.line > 0;
	if (can) {
		int wanted = e->wanted >= 0 ? e->wanted : spot.column;
		spot = (struct edit_spot) { spot.line + (down ? 1 : -1), wanted };
		edit_pause(e);
		e->wanted = wanted;
		e->cursor = edit_offset(e->text.data, lines, n, spot);
	}
	arena_done(&a);
	return can;
}

bool edit_up(struct edit *e, int w)
{
	return go_line(e, w, false);
}

bool edit_down(struct edit *e, int w)
{
	return go_line(e, w, true);
}

/* The last offset not beyond w columns behind `from`. */
static size_t window_end(const struct edit *e, size_t from, int w)
{
	size_t at = from, len = e->text.len;
	for (int width = 0; at < len;) {
		size_t next = grapheme_end(e->text.data, len, at);
		width += edit_width(e->text.data, at, next);
		if (width > w)
			break;
		at = next;
	}
	return at;
}

struct edit_window edit_window(struct edit *e, int w)
{
	const char *s = e->text.data;
	size_t len = e->text.len, at = 0, next;
	while (at < e->left && at < e->cursor) /* the text may have changed: on a border, not behind the cursor */
		at = grapheme_end(s, len, at);
	int column = edit_width(s, at, e->cursor);
	for (; at < e->cursor && column >= w; at = next) {
		next = grapheme_end(s, len, at);
		column -= edit_width(s, at, next);
	}
	/* No room is left empty at the right while there is something at the left. */
	for (int rest = edit_width(s, at, len) + 1, more; at; at = next, rest += more, column += more) {
		next = grapheme_before(s, len, at);
		more = edit_width(s, next, at);
		if (rest + more > w)
			break;
	}
	e->left = at;
	size_t to = window_end(e, at, w);
	return (struct edit_window) { .from = at, .to = to, .column = column, .left = at > 0, .right = to < len };
}
