/* input.c - bytes of a terminal become keys, pastes, scans, mouse and focus
 *
 * What is fed waits with its time in `fed` and is looked at byte by byte when the caller wants an event, so that
 * each byte meets the mode (input_in_field) that the events before it led to. A byte joins `part`, which is
 * whatever cannot be understood yet; keys that come out of it pass the scan stage on their way to the queue.
 * Time settles both: what waits too long is taken for what it is so far.
 */
#include "config.h"

#include "core/input.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/sequence.h"
#include "domain/scan_code.h"

enum {
	ESC = 0x1b,
	BEL = 0x07,
	REPLACEMENT = 0xfffd,
	FED_MOST = 4 * 1024 * 1024,    /* of a caller who never takes events; what comes then is lost */
	QUEUE_MOST = 512,              /* one byte can release a whole scan and a whole sequence, no more */
	ESC_MOST_US = 10 * 1000000,
	PART_US = 100000,              /* silence in the midst of a character or sequence: the rest is lost */
	PASTE_US = 2 * 1000000,        /* the same of a paste, whose lines may be far apart on a slow link */
	HAND_US = 100000,              /* silence before what a hand presses while a paste has not ended */
	PASTE_KEY_MOST = 16,           /* bytes of a key's sequence */
	SKIP_MOST = 1 << 20,           /* of a sequence longer than INPUT_SEQ_MAX */
};

/* What the next byte belongs to. */
enum mode {
	MODE_KEYS,
	MODE_SKIP_CSI,    /* a sequence too long to mean anything: up to its letter */
	MODE_SKIP_STRING, /* the same, up to BEL or Esc \ */
	MODE_SKIP_ESC,    /* … of which Esc was seen */
	MODE_PASTE,
};

struct told { /* input_seq, ready to compare */
	const char *bytes;
	size_t len;
	uint32_t key;
};

struct stamp { /* before each piece in `fed` */
	int64_t us;
	size_t len;
};

struct burst { /* characters that came as fast as a scanner's */
	uint32_t chars[INPUT_SCAN_MAX];
	size_t n, given; /* the first `given` went out as keys */
	bool hopeless;   /* it cannot become a code any more; nothing is kept */
	bool just_ended; /* in Enter, as a scan; its scanner may send \n behind \r */
	int64_t last_us;
};

struct input {
	struct arena arena; /* holds this very struct */
	struct told *told;
	size_t ntold;
	bool utf8;
	uint16_t high[128];
	int64_t esc_us;
	bool field;

	struct buf fed;
	size_t at;          /* of the next byte in it */
	struct stamp stamp; /* of the piece that `at` is in; len: what is left of it */

	enum mode mode;
	char part[INPUT_SEQ_MAX];
	size_t npart, skipped;
	bool by_hand; /* there was a silence before it */
	int64_t last_us; /* when its last byte came */
	int64_t now_us;  /* the time of what happens at present; never goes back */

	struct buf paste, scan;
	bool paste_cr; /* the byte before was \r */
	struct burst burst;

	struct event queue[QUEUE_MOST];
	size_t first, end;
};

size_t event_rest(const struct event *ev)
{
	size_t used, at = 0;
	for (size_t n = ev->taken; n && at < ev->len; n--, at += used)
		utf8_next(ev->text + at, ev->len - at, &used);
	return at;
}

/* Queue. */

static void put(struct input *in, const struct event *ev)
{
	kt_assert(in->end < QUEUE_MOST);
	in->queue[in->end++] = *ev;
}

static void put_key(struct input *in, uint32_t key)
{
	put(in, &(struct event) { .kind = EVENT_KEY, .key = key });
}

/* Scans. */

static void give_held(struct input *in)
{
	struct burst *b = &in->burst;
	while (b->given < b->n)
		put_key(in, b->chars[b->given++]);
}

/* No more character belongs to the burst: what was held were keys. */
static void end_burst(struct input *in)
{
	give_held(in);
	in->burst = (struct burst) { .last_us = in->burst.last_us };
}

static void add_char(struct input *in, uint32_t c)
{
	struct burst *b = &in->burst;
	b->just_ended = false;
	b->last_us = in->now_us;
	if (b->hopeless || b->n == INPUT_SCAN_MAX) {
		end_burst(in);
		b->hopeless = true;
		put_key(in, c);
		return;
	}
	b->chars[b->n++] = c;
	if (scan_code_fit(b->chars, b->n) == SCAN_FIT_NO) {
		end_burst(in);
		b->hopeless = true;
	} else if (in->field) {
		give_held(in);
	}
}

static void give_scan(struct input *in, bool enter)
{
	struct burst *b = &in->burst;
	buf_clear(&in->scan);
	for (size_t i = 0; i < b->n; i++)
		utf8_add(&in->scan, b->chars[i]);
	put(in, &(struct event) {
		.kind = EVENT_SCAN, .text = in->scan.data, .len = in->scan.len, .taken = b->given });
	*b = (struct burst) { .last_us = in->now_us, .just_ended = enter };
}

static bool gap_is_short(const struct input *in)
{
	return in->now_us - in->burst.last_us <= INPUT_SCAN_GAP_US;
}

static void pass_key(struct input *in, uint32_t key)
{
	struct burst *b = &in->burst;
	if (!gap_is_short(in))
		end_burst(in);
	if (key_is_text(key)) {
		add_char(in, key);
		return;
	}
	bool ends = key == KT_KEY_ENTER || key == KT_KEY_TAB;
	if (ends && b->n && scan_code_fit(b->chars, b->n) == SCAN_FIT_WHOLE) {
		give_scan(in, key == KT_KEY_ENTER);
		return;
	}
	end_burst(in);
	put_key(in, key);
}

static void pass_event(struct input *in, const struct event *ev)
{
	if (ev->kind == EVENT_KEY) {
		pass_key(in, ev->key);
		return;
	}
	end_burst(in);
	put(in, ev);
}

/* Pastes. */

static void begin_paste(struct input *in)
{
	in->mode = MODE_PASTE;
	in->paste_cr = false;
	buf_clear(&in->paste);
}

static void end_paste(struct input *in)
{
	in->mode = MODE_KEYS;
	/* A character that did not fit leaves a gap; the length must tell that the text was cut. */
	if (in->paste.full) {
		in->paste.full = false;
		buf_pad(&in->paste, ' ', INPUT_PASTE_MAX - in->paste.len);
	}
	pass_event(in, &(struct event) {
		.kind = EVENT_PASTE, .text = in->paste.data, .len = in->paste.len });
}

static void add_pasted(struct input *in, uint32_t cp)
{
	bool second = cp == '\n' && in->paste_cr; /* of \r\n */
	in->paste_cr = cp == '\r';
	if (second)
		return;
	if (cp == '\r')
		cp = '\n';
	if (cp != '\n' && cp != '\t' && !key_is_text(cp))
		return;
	utf8_add(&in->paste, cp); /* nothing shorter slips in behind what did not fit */
}

/* Characters. */

/* A lead byte and fewer good followers than it announces. */
static bool is_cut_short(const char *s, size_t n)
{
	unsigned char lead = (unsigned char)s[0];
	size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (lead < 0xc2 || lead > 0xf4 || n >= whole)
		return false;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* One character: the bytes used, 0 if there are more to come. */
static size_t read_char(const struct input *in, const char *s, size_t n, bool last, uint32_t *ret)
{
	unsigned char byte = (unsigned char)s[0];
	if (!in->utf8) {
		*ret = byte < 0x80 ? byte : in->high[byte - 0x80];
		return 1;
	}
	if (!last && is_cut_short(s, n))
		return 0;
	size_t used;
	*ret = utf8_next(s, n, &used);
	return used;
}

static size_t take_char(struct input *in, const char *s, size_t n, bool last, uint32_t alt)
{
	uint32_t cp;
	size_t used = read_char(in, s, n, last, &cp);
	if (used && (cp < 0x80 || cp >= 0xa0)) /* nobody can mean a C1 control */
		pass_key(in, key_norm(cp | alt));
	return used;
}

static size_t take_pasted(struct input *in, const char *s, size_t n, bool last)
{
	size_t mark = strlen(sequence_paste_end), same = 0;
	while (same < n && same < mark && s[same] == sequence_paste_end[same])
		same++;
	if (same == mark) {
		end_paste(in);
		return mark;
	}
	if (same == n && !last)
		return 0;
	uint32_t cp;
	size_t used = read_char(in, s, n, last, &cp);
	if (used)
		add_pasted(in, cp);
	return used;
}

/* Sequences. */

/* What terminfo says: the longest that fits. *more: a longer one may. */
static const struct told *find_told(const struct input *in, const char *s, size_t n, bool *more)
{
	const struct told *best = NULL;
	*more = false;
	for (size_t i = 0; i < in->ntold; i++) {
		const struct told *t = &in->told[i];
		if (memcmp(t->bytes, s, t->len < n ? t->len : n) != 0)
			continue;
		if (t->len > n)
			*more = true;
		else if (!best || t->len > best->len)
			best = t;
	}
	return best;
}

static void take_sequence(struct input *in, const struct sequence *seq, char second, uint32_t alt)
{
	struct event ev = seq->event;
	bool key = seq->kind == SEQUENCE_EVENT && ev.kind == EVENT_KEY;
	if (alt && !key && seq->kind != SEQUENCE_UNKNOWN)
		pass_key(in, KT_KEY_ESC); /* then Alt did not belong to it */
	if (seq->kind == SEQUENCE_ALONE)
		pass_key(in, KT_KEY_ALT | (unsigned char)second);
	else if (seq->kind == SEQUENCE_PASTE)
		begin_paste(in);
	else if (seq->kind == SEQUENCE_EVENT) {
		if (key)
			ev.key |= alt;
		pass_event(in, &ev);
	}
}

/* Esc and something: s[0] is Esc, and n is 2 or more. */
static size_t take_escaped(struct input *in, const char *s, size_t n, bool last, uint32_t alt)
{
	bool more;
	const struct told *told = find_told(in, s, n, &more);
	if (more && !last)
		return 0;
	if (told) {
		pass_key(in, told->key | alt);
		return told->len;
	}
	if (sequence_opens(s[1])) {
		struct sequence seq;
		size_t used = sequence_read(s, n, last, &seq);
		if (used)
			take_sequence(in, &seq, s[1], alt);
		return used;
	}
	if (s[1] == '\t') { /* the Linux console's Shift-Tab; Alt-Tab is the window manager's */
		pass_key(in, KT_KEY_SHIFT | KT_KEY_TAB);
		return 2;
	}
	size_t used = take_char(in, s + 1, n - 1, last, KT_KEY_ALT);
	return used ? used + 1 : 0;
}

/* A paste whose end was lost is over when a key comes after a silence. Terminals take what keys send out of the texts
 * they paste, and a text that was cut on its way is not cut in front of one. */
enum over { OVER_NO, OVER_MAYBE, OVER_YES };

static enum over paste_is_over(const struct input *in, const char *s, size_t n, bool last)
{
	struct sequence seq;
	bool more;
	if (!in->by_hand)
		return OVER_NO;
	if (s[0] != ESC)
		return s[0] == 0x7f || ((unsigned char)s[0] < ' ' && !strchr("\t\n\r", s[0])) ? OVER_YES : OVER_NO;
	if (n == 1)
		return last ? OVER_YES : OVER_MAYBE; /* it may as well begin the mark of the end, on a slow line */
	if (find_told(in, s, n, &more))
		return OVER_YES;
	if (!sequence_opens(s[1]))
		return OVER_YES; /* Alt with a key, or Esc twice */
	if (sequence_read(s, n, last, &seq))
		return seq.kind == SEQUENCE_EVENT && seq.event.kind == EVENT_KEY ? OVER_YES : OVER_NO;
	return n < PASTE_KEY_MOST ? OVER_MAYBE : OVER_NO;
}

static size_t take_esc(struct input *in, const char *s, size_t n, bool last)
{
	if (n == 1 && !last)
		return 0;
	if (n > 1 && s[1] != ESC)
		return take_escaped(in, s, n, last, 0);
	if (n == 2 && !last)
		return 0;
	/* Esc Esc: twice Esc, or Alt with a key that begins with Esc itself. */
	if (n > 2 && (s[2] == '[' || s[2] == 'O')) {
		if (last && n == 3) {
			pass_key(in, KT_KEY_ESC);
			return 1;
		}
		size_t used = take_escaped(in, s + 1, n - 1, last, KT_KEY_ALT);
		return used ? used + 1 : 0;
	}
	bool both = n > 2 && s[2] != ESC; /* else the second may still be Alt */
	pass_key(in, KT_KEY_ESC);
	if (both)
		pass_key(in, KT_KEY_ESC);
	return both ? 2 : 1;
}

/* What the first bytes of `part` are: how many are used, 0 if more must come first. */
static size_t take(struct input *in, const char *s, size_t n, bool last)
{
	if (in->mode == MODE_PASTE) {
		enum over over = paste_is_over(in, s, n, last);
		if (over == OVER_NO)
			return take_pasted(in, s, n, last);
		if (over == OVER_MAYBE)
			return 0;
		end_paste(in);
	}
	if (s[0] == ESC)
		return take_esc(in, s, n, last);
	bool more;
	const struct told *told = find_told(in, s, n, &more);
	if (more && !last)
		return 0;
	if (told) {
		pass_key(in, told->key);
		return told->len;
	}
	if (s[0] == '\n' && in->burst.just_ended && gap_is_short(in)) {
		in->burst.just_ended = false;
		return 1;
	}
	return take_char(in, s, n, last, 0);
}

static void take_part(struct input *in, bool last)
{
	size_t done = 0;
	while (done < in->npart) {
		size_t used = take(in, in->part + done, in->npart - done, last);
		if (!used)
			break;
		done += used;
	}
	in->npart -= done;
	memmove(in->part, in->part + done, in->npart);
	if (in->npart < INPUT_SEQ_MAX)
		return;
	const char *second = in->part + (in->part[1] == ESC ? 2 : 1);
	in->mode = sequence_is_string(*second) ? MODE_SKIP_STRING : MODE_SKIP_CSI;
	if (in->mode == MODE_SKIP_STRING && in->part[INPUT_SEQ_MAX - 1] == ESC)
		in->mode = MODE_SKIP_ESC;
	in->npart = in->skipped = 0;
}

/* True: the byte belonged to the sequence that is skipped. */
static bool skip_byte(struct input *in, char byte)
{
	unsigned char b = (unsigned char)byte;
	bool end = ++in->skipped > SKIP_MOST, belongs = !end;
	switch (in->mode) {
	case MODE_SKIP_CSI:
		end |= b < ' ' || b >= '@';
		belongs &= b >= ' ' && b < 0x7f;
		break;
	case MODE_SKIP_STRING:
		end |= b < ' ' && b != ESC;
		belongs &= b >= ' ' || b == ESC || b == BEL;
		if (b == ESC && !end)
			in->mode = MODE_SKIP_ESC;
		break;
	default:
		end = true;
		belongs = b == '\\';
		if (!belongs)
			in->part[in->npart++] = ESC;
		break;
	}
	if (end)
		in->mode = MODE_KEYS;
	return belongs;
}

/* Nothing more came: what there is, is what it is. */
static void settle_part(struct input *in)
{
	if (in->mode == MODE_KEYS || in->mode == MODE_PASTE)
		take_part(in, true);
	if (in->mode == MODE_PASTE)
		end_paste(in);
	in->mode = MODE_KEYS;
}

/* Esc pressed in a paste that has not ended, and a silence: only the mark of the end, on a slow line, still goes on. */
static bool was_esc_alone(const struct input *in, char byte)
{
	return in->mode == MODE_PASTE && in->by_hand && in->npart == 1 && in->part[0] == ESC && byte != '[' &&
			in->now_us - in->last_us >= HAND_US;
}

static void take_byte(struct input *in, char byte)
{
	if (was_esc_alone(in, byte))
		settle_part(in);
	if (!in->npart)
		in->by_hand = in->now_us - in->last_us >= HAND_US;
	in->last_us = in->now_us;
	bool skipping = in->mode != MODE_KEYS && in->mode != MODE_PASTE;
	if (skipping && skip_byte(in, byte))
		return;
	in->part[in->npart++] = byte;
	take_part(in, false);
}

/* Time. */

static bool esc_waits(const struct input *in)
{
	const char *s = in->part;
	if (in->npart == 1)
		return (unsigned char)s[0] < 0x80;
	return in->npart == 2 && s[0] == ESC && s[1] == ESC;
}

static int64_t longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t part_due(const struct input *in)
{
	if (in->mode == MODE_PASTE)
		return in->last_us + PASTE_US;
	if (in->mode == MODE_KEYS && !in->npart)
		return -1;
	if (in->mode == MODE_KEYS && esc_waits(in))
		return in->last_us + in->esc_us;
	return in->last_us + longer(in->esc_us, PART_US);
}

static int64_t burst_due(const struct input *in)
{
	const struct burst *b = &in->burst;
	return b->given < b->n ? b->last_us + INPUT_SCAN_GAP_US + 1 : -1;
}

static int64_t next_due(const struct input *in)
{
	int64_t part = part_due(in), burst = burst_due(in);
	return burst == -1 || (part != -1 && part < burst) ? part : burst;
}

/* All that is due before `us`, or at it, in the order of time. */
static void pass_time(struct input *in, int64_t us, bool at)
{
	for (;;) {
		int64_t due = next_due(in);
		if (due == -1 || due > us || (due == us && !at))
			break;
		in->now_us = longer(in->now_us, due);
		if (due == part_due(in))
			settle_part(in);
		else
			end_burst(in);
	}
	in->now_us = longer(in->now_us, us);
}

/* Feeding and taking. */

void input_feed(struct input *in, const char *bytes, size_t len, int64_t now_us)
{
	struct stamp stamp = { .us = now_us, .len = len };
	size_t room = FED_MOST - in->fed.len;
	if (room <= sizeof stamp || !len)
		return;
	if (stamp.len > room - sizeof stamp)
		stamp.len = room - sizeof stamp;
	buf_add(&in->fed, (const char *)&stamp, sizeof stamp);
	buf_add(&in->fed, bytes, stamp.len);
}

/* Whether a byte of `fed` is next; in->stamp is then that of its piece. */
static bool has_byte(struct input *in)
{
	if (in->stamp.len)
		return true;
	if (in->at == in->fed.len) {
		buf_clear(&in->fed);
		in->at = 0;
		return false;
	}
	memcpy(&in->stamp, in->fed.data + in->at, sizeof in->stamp);
	in->at += sizeof in->stamp;
	return true;
}

static void work(struct input *in, int64_t now_us)
{
	while (in->first == in->end) {
		in->first = in->end = 0;
		if (!has_byte(in)) {
			pass_time(in, now_us, true);
			return;
		}
		pass_time(in, in->stamp.us, false);
		if (in->end)
			return; /* the byte comes after what the caller makes of these */
		take_byte(in, in->fed.data[in->at++]);
		in->stamp.len--;
	}
}

bool input_next(struct input *in, int64_t now_us, struct event *ret)
{
	work(in, now_us);
	if (in->first == in->end)
		return false;
	*ret = in->queue[in->first++];
	return true;
}

int64_t input_due(const struct input *in)
{
	if (in->first < in->end || in->stamp.len || in->at < in->fed.len)
		return in->now_us;
	return next_due(in);
}

void input_in_field(struct input *in, bool field)
{
	in->field = field;
	if (field)
		give_held(in);
}

/* Sequences that would take keys away from the hand: printable ones, and the beginnings of all others. */
static bool may_be_told(const struct input *in, const char *bytes)
{
	size_t len = strlen(bytes);
	unsigned char c = (unsigned char)bytes[0];
	if (!len || len > INPUT_SEQ_MAX || (c >= ' ' && c < 0x7f) || (c >= 0x80 && in->utf8))
		return false;
	if (c != ESC)
		return len == 1 || (c != '\r' && c != '\n' && c != '\t');
	return len > 2 || (len == 2 && bytes[1] != ESC && !sequence_opens(bytes[1]));
}

static void learn(struct input *in, const struct input_seq *seqs)
{
	size_t n = 0;
	while (seqs && seqs[n].bytes)
		n++;
	if (!n)
		return;
	in->told = arena_array(&in->arena, n, sizeof *in->told);
	for (size_t i = 0; i < n; i++) {
		if (!may_be_told(in, seqs[i].bytes))
			continue;
		in->told[in->ntold++] = (struct told) {
			.bytes = arena_strdup(&in->arena, seqs[i].bytes),
			.len = strlen(seqs[i].bytes),
			.key = seqs[i].key,
		};
	}
}

static int64_t within(int64_t v, int64_t least, int64_t most)
{
	return v < least ? least : v > most ? most : v;
}

struct input *input_new(const struct input_look *look)
{
	struct arena arena = ARENA_INIT;
	struct input *in = arena_alloc(&arena, sizeof *in);
	in->arena = arena;
	in->utf8 = look->utf8;
	in->esc_us = within(look->esc_us, 0, ESC_MOST_US);
	for (unsigned i = 0; i < ARRAY_LEN(in->high); i++) {
		in->high[i] = (uint16_t)(look->high ? look->high[i] : 0x80 + i);
		if (in->high[i] < 0x80)
			in->high[i] = REPLACEMENT; /* no control comes in by the back door */
	}
	in->fed = (struct buf)BUF_INIT(FED_MOST);
	in->paste = (struct buf)BUF_INIT(INPUT_PASTE_MAX);
	in->scan = (struct buf)BUF_INIT(4 * INPUT_SCAN_MAX);
	learn(in, look->seqs);
	return in;
}

void input_free(struct input *in)
{
	if (!in)
		return;
	buf_done(&in->fed);
	buf_done(&in->paste);
	buf_done(&in->scan);
	struct arena arena = in->arena;
	arena_done(&arena);
}
