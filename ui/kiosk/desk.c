/* desk.c - what happens at a terminal on the wall */
#include "config.h"

#include "kiosk/desk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "domain/time.h"
#include "store/pg.h"

enum {
	SAME_MS = 2000,        /* a scanner that beeps twice */
	REVERSE_S = 60,        /* the reverse of a deed is asked about, and a deed can be taken back */
	THINK_MS = 20000,      /* for questions, and for the badge that is still missing */
	CHOOSE_MS = 8000,      /* then the usual kind of work it is */
	SLOW_MS = 500,         /* from one key to the next: it may still be a scanner */
	DIGIT_MS = 200,        /* a digit that is followed by nothing is a choice */
};

void desk_init(struct desk *d, int show_ms)
{
	*d = (struct desk) { .deed = -1, .show_ms = show_ms };
}

/* Wishes. */

static struct wish *wish(struct desk *d, enum wish_kind kind)
{
	static struct wish lost; /* more than anybody can have at once */
	struct wish *w = d->nwishes < DESK_WISHES ? &d->wishes[d->nwishes++] : &lost;
	*w = (struct wish) { .kind = kind, .turn = d->turn };
	memcpy(w->key, d->key, sizeof w->key);
	memcpy(w->said, d->said, sizeof w->said);
	return w;
}

bool desk_wish(struct desk *d, struct wish *ret)
{
	if (!d->nwishes)
		return false;
	*ret = d->wishes[0];
	d->nwishes--;
	memmove(d->wishes, d->wishes + 1, d->nwishes * sizeof *d->wishes);
	return true;
}

static void ring(struct desk *d, enum desk_tone tone)
{
	wish(d, WISH_RING)->tone = tone;
}

/* Views. */

static void show(struct desk *d, enum desk_view view, int64_t now, int ms)
{
	d->view = view;
	d->until = ms ? now + ms : 0;
	d->typing = false;
	explicit_bzero(d->typed, sizeof d->typed);
}

KT_PRINTF(3, 4) static void note(struct desk *d, enum desk_tone tone, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(d->note, sizeof d->note, fmt, ap);
	va_end(ap);
	d->tone = tone;
	if (tone != DESK_PLAIN)
		ring(d, tone);
}

/* A view that asks by itself: heard, and without other words. */
static void question(struct desk *d)
{
	note(d, DESK_QUESTION, "%s", "");
}

static void say_nothing(struct desk *d)
{
	explicit_bzero(d->note, sizeof d->note);
	d->tone = DESK_PLAIN;
}

static void forget_keys(struct desk *d)
{
	explicit_bzero(d->slow, sizeof d->slow);
	d->digit = 0;
}

static void forget_shown(struct desk *d)
{
	*d->said = '\0';
	d->have_menu = false;
	d->activity = 0;
	*d->activity_name = '\0';
	d->deed = -1;
	d->sure = false;
}

static void forget_person(struct desk *d)
{
	explicit_bzero(d->key, sizeof d->key);
	explicit_bzero(d->pass, sizeof d->pass);
	explicit_bzero(&d->who, sizeof d->who);
	d->known = false;
	d->turn++;
}

static bool is_badge(uint32_t key, const char *text)
{
	struct scan_code c;
	scan_code_read(text, strlen(text), &c);
	return !key && c.kind == SCAN_BADGE;
}

/* Of what came while an answer was awaited, the first badge and all behind it are the next one's; the rest goes with who
 * leaves, and is not played to anybody else. */
static void forget_early(struct desk *d)
{
	size_t at = 0;
	while (at < d->nearly && !is_badge(d->early[at].key, d->early[at].text))
		at++;
	d->nearly -= at;
	memmove(d->early, d->early + at, d->nearly * sizeof *d->early);
	explicit_bzero(d->early + d->nearly, at * sizeof *d->early);
}

/* Nothing of whoever stood there is left. */
static void go_idle(struct desk *d, int64_t now)
{
	forget_shown(d);
	forget_person(d);
	explicit_bzero(&d->menu, sizeof d->menu);
	say_nothing(d);
	forget_keys(d);
	forget_early(d);
	d->busy = false;
	show(d, DESK_IDLE, now, 0);
	wish(d, WISH_LANGUAGE);
}

/* Said to whoever stands there, known or not, and then the clock again. */
static void dismiss(struct desk *d, int64_t now, const char *sentence)
{
	go_idle(d, now);
	note(d, DESK_BAD, "%s", sentence);
	d->until = now + d->show_ms;
}

/* Punching. */

/* A deed and what reverses it: who does that within a minute is asked. */
static bool reverses(const struct desk *d, int deed)
{
	static const int pairs[][2] = {
		{ PUNCH_COME, PUNCH_GO }, { PUNCH_GO, PUNCH_COME }, { PUNCH_WORK, PUNCH_STOP }, { PUNCH_PAUSE, PUNCH_RESUME },
		{ PUNCH_RESUME, PUNCH_PAUSE },
	};
	if (!d->who.online || !d->who.last_at || d->now_s - d->who.last_at >= REVERSE_S)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (pairs[i][0] == d->who.last_deed && pairs[i][1] == deed)
			return true;
	return false;
}

static void punch(struct desk *d, int deed, int cause, int64_t until, int64_t now)
{
	if (!d->sure && reverses(d, deed)) {
		d->deed = deed;
		show(d, DESK_SURE, now, THINK_MS);
		question(d);
		return;
	}
	struct wish *w = wish(d, WISH_PUNCH);
	w->punch = (struct note) { .deed = deed, .cause = cause, .until = until, .activity = deed == PUNCH_WORK ? d->activity : 0 };
	memcpy(w->punch.key, d->key, sizeof w->punch.key);
	memcpy(w->punch.pass, d->pass, sizeof w->punch.pass);
	if (deed == PUNCH_WORK)
		memcpy(w->punch.said, d->said, sizeof w->punch.said);
	if (deed != PUNCH_FORGOT && deed != PUNCH_KEEP) /* what they wanted comes after these */
		forget_shown(d);
	d->busy = true;
	say_nothing(d);
	show(d, DESK_PERSON, now, 0);
}

/* Of a pause whose cause nobody said; -1: it is none. */
static int usual_cause(int deed)
{
	return deed == PUNCH_PAUSE ? PAUSE_MEAL : CHOICE_NONE;
}

static void ask_menu(struct desk *d)
{
	d->have_menu = false;
	d->busy = true;
	wish(d, WISH_MENU);
}

/* Somebody is known: does what they have shown, or asks for what is missing. */
static void go_on(struct desk *d, int64_t now)
{
	int deed = d->deed;
	if (d->who.online && d->who.proposal) {
		show(d, DESK_FORGOT, now, THINK_MS);
		question(d);
	} else if (deed >= 0) {
		punch(d, deed, usual_cause(deed), 0, now);
	} else if (*d->said && d->activity) {
		punch(d, PUNCH_WORK, -1, 0, now);
	} else if (*d->said) {
		ask_menu(d); /* again: now it is known whose usual work that is */
		show(d, DESK_ACTIVITY, now, 0);
	} else if (d->activity) { /* other work on the same order, or work for the house */
		if (*d->who.number)
			memcpy(d->said, d->who.number, sizeof d->who.number);
		punch(d, PUNCH_WORK, -1, 0, now);
	} else if (d->who.online && !d->who.here_since) {
		punch(d, PUNCH_COME, -1, 0, now);
	} else {
		show(d, DESK_PERSON, now, d->show_ms);
	}
}

static void begin_person(struct desk *d, int64_t now)
{
	d->known = true;
	d->busy = false;
	say_nothing(d);
	memcpy(wish(d, WISH_LANGUAGE)->language, d->who.language, sizeof d->who.language);
	go_on(d, now);
}

/* Codes. */

static void take_badge(struct desk *d, const char *code, int64_t now)
{
	char key[BADGE_KEY_LEN + 1];
	badge_key(code, key);
	if (d->known && str_eq(key, d->key)) { /* once more: who is here may want to go */
		if (d->who.here_since && reverses(d, PUNCH_GO))
			punch(d, PUNCH_GO, -1, 0, now);
		else
			show(d, DESK_PERSON, now, d->show_ms);
		return;
	}
	if (d->known)
		forget_shown(d); /* somebody else: what the one before has shown is theirs */
	forget_person(d);
	memcpy(d->key, key, sizeof d->key);
	explicit_bzero(key, sizeof key);
	say_nothing(d);
	d->busy = true;
	show(d, DESK_PERSON, now, 0);
	wish(d, WISH_IDENTIFY);
}

static void take_shown(struct desk *d, int64_t now)
{
	if (d->known) {
		go_on(d, now);
		return;
	}
	show(d, DESK_BADGE, now, THINK_MS);
	question(d);
	if (*d->said && !d->have_menu)
		ask_menu(d);
}

static void take_order(struct desk *d, const struct scan_code *c, int64_t now)
{
	if (c->number)
		snprintf(d->said, sizeof d->said, "#%lld", (long long)c->number);
	else
		memcpy(d->said, c->words, sizeof d->said);
	d->have_menu = false;
	d->deed = -1;
	take_shown(d, now);
}

static void take_activity(struct desk *d, const struct scan_code *c, int64_t now)
{
	d->activity = c->number;
	*d->activity_name = '\0';
	d->deed = -1;
	for (size_t i = 0; d->have_menu && i < d->menu.n; i++)
		if (d->menu.activities[i].id == c->number)
			memcpy(d->activity_name, d->menu.activities[i].name, sizeof d->activity_name);
	take_shown(d, now);
}

static void take_command(struct desk *d, enum scan_do what, int64_t now)
{
	static const int deeds[] = {
		[SCAN_PAUSE] = PUNCH_PAUSE, [SCAN_STOP] = PUNCH_STOP, [SCAN_UNDO] = PUNCH_UNDO, [SCAN_LEAVE] = PUNCH_GO,
	};
	if (what == SCAN_BACK) {
		go_idle(d, now);
	} else if (what == SCAN_START || what == SCAN_SWITCH) {
		show(d, d->known ? DESK_PERSON : DESK_BADGE, now, THINK_MS);
		note(d, DESK_QUESTION, "%s", _("Now scan the order."));
	} else {
		d->deed = deeds[what];
		if (d->deed == PUNCH_PAUSE && d->known && d->who.paused_since)
			d->deed = PUNCH_RESUME;
		take_shown(d, now);
	}
}

static void take_nothing(struct desk *d, const struct scan_code *c, int64_t now)
{
	show(d, d->known ? DESK_PERSON : DESK_IDLE, now, d->show_ms);
	note(d, DESK_BAD, _("This code is not for here: %s"), c->words);
}

static void take_code(struct desk *d, const char *text, size_t len, int64_t now)
{
	struct scan_code c;
	scan_code_read(text, len, &c);
	if (str_eq(c.words, d->last) && now - d->last_ms < SAME_MS) { /* a scanner that beeps twice */
		d->last_ms = now;
		return;
	}
	memcpy(d->last, c.words, sizeof d->last);
	d->last_ms = now;
	switch (c.kind) {
	case SCAN_UNKNOWN: /* a chip says what it says */
	case SCAN_BADGE: take_badge(d, c.words, now); break;
	case SCAN_ORDER: take_order(d, &c, now); break;
	case SCAN_DO: take_command(d, (enum scan_do)c.number, now); break;
	case SCAN_ACTIVITY: c.number ? take_activity(d, &c, now) : take_nothing(d, &c, now); break;
	default: take_nothing(d, &c, now);
	}
}

static bool wants_pin(const struct desk *d)
{
	return d->view == DESK_PIN || d->view == DESK_LEAVE;
}

static void enter(struct desk *d, int64_t now);

/* Digits that were typed as fast as a scanner does are a PIN all the same; a badge begins anew. */
static void take_pin(struct desk *d, const char *text, size_t len, int64_t now)
{
	struct scan_code c;
	scan_code_read(text, len, &c);
	if (c.kind == SCAN_ORDER && strspn(c.words, "0123456789") == strlen(c.words) && strlen(c.words) <= PIN_MOST) {
		memcpy(d->typed, c.words, strlen(c.words) + 1);
		enter(d, now);
	} else if (d->view == DESK_PIN) {
		take_code(d, text, len, now);
	}
	explicit_bzero(&c, sizeof c);
}

/* Who is quick need not wait for answers. */
static void keep_early(struct desk *d, uint32_t key, const char *text, size_t len)
{
	if (d->nearly == DESK_EARLY) {
		ring(d, DESK_BAD);
		return;
	}
	d->early[d->nearly].key = key;
	snprintf(d->early[d->nearly++].text, sizeof d->early->text, "%.*s", (int)len, text);
}

void desk_scan(struct desk *d, const char *text, size_t len, int64_t now)
{
	if (d->busy)
		keep_early(d, 0, text, len);
	else if (wants_pin(d))
		take_pin(d, text, len, now);
	else
		take_code(d, text, len, now);
}

/* Keys. */

static bool here(const struct desk *d) { return !d->who.online || d->who.here_since; }
static bool away(const struct desk *d) { return !d->who.online || !d->who.here_since; }
static bool at_work(const struct desk *d) { return !d->who.online || d->who.since; }
static bool may_pause(const struct desk *d) { return !d->who.online || ((d->who.here_since || d->who.since) && !d->who.paused_since); }
static bool paused(const struct desk *d) { return !d->who.online || d->who.paused_since; }
static bool may_undo(const struct desk *d) { return d->who.online && d->who.last_at && d->now_s - d->who.last_at < REVERSE_S; }
static bool always(const struct desk *d) { (void)d; return true; }

/* The same digit for the same deed, on every terminal and every day. */
// clang-format off
static const struct {
	char digit;
	int deed;
	const char *label;
	bool (*may)(const struct desk *d);
} deeds[] = {
	{ '1', PUNCH_COME,   NP_("kiosk", "Come"),     away },
	{ '2', PUNCH_GO,     NP_("kiosk", "Go"),       here },
	{ '3', PUNCH_PAUSE,  NP_("kiosk", "Pause"),    may_pause },
	{ '4', PUNCH_RESUME, NP_("kiosk", "Go on"),    paused },
	{ '5', PUNCH_STOP,   N_("Stop the work"),      at_work },
	{ '6', PUNCH_WORK,   N_("Work for the house"), always },
	{ '7', PUNCH_UNDO,   N_("Undo the last step"), may_undo },
};
// clang-format on

/* Said goodbye, or nobody there: nothing to choose. */
static bool has_deeds(const struct desk *d)
{
	return d->view == DESK_PERSON && d->known && !d->busy;
}

size_t desk_choices(const struct desk *d, struct desk_choice ret[static DESK_DEEDS])
{
	size_t n = 0;
	if (has_deeds(d)) {
		for (size_t i = 0; i < ARRAY_LEN(deeds); i++)
			if (deeds[i].may(d))
				ret[n++] = (struct desk_choice) { deeds[i].digit, i18n_label(deeds[i].label) };
	} else if (d->view == DESK_ACTIVITY && d->have_menu) {
		for (; n < d->menu.n && n < DESK_DEEDS; n++)
			ret[n] = (struct desk_choice) { (char)('1' + n), d->menu.activities[n].name };
	} else if (d->view == DESK_CAUSE) {
		for (; pause_causes[n].wire; n++)
			ret[n] = (struct desk_choice) { (char)('1' + n), i18n_label(pause_causes[n].label) };
	} else if (d->view == DESK_FORGOT) {
		ret[n++] = (struct desk_choice) { '1', _("That is when I stopped") };
		ret[n++] = (struct desk_choice) { '2', _("I have been working all the time") };
	} else if (d->view == DESK_SURE) {
		ret[n++] = (struct desk_choice) { '1', _("Yes, that is what I want") };
		ret[n++] = (struct desk_choice) { '2', _("Undo what I did before") };
	}
	return n;
}

static void choose_deed(struct desk *d, char digit, int64_t now)
{
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++) {
		if (deeds[i].digit != digit || !deeds[i].may(d))
			continue;
		forget_shown(d);
		if (deeds[i].deed == PUNCH_PAUSE) {
			show(d, DESK_CAUSE, now, CHOOSE_MS);
		} else if (deeds[i].deed == PUNCH_WORK) {
			ask_menu(d);
			show(d, DESK_ACTIVITY, now, 0);
		} else {
			punch(d, deeds[i].deed, -1, 0, now);
		}
		return;
	}
}

static void choose_activity(struct desk *d, size_t at, int64_t now)
{
	if (!d->have_menu || at >= d->menu.n)
		return;
	d->activity = d->menu.activities[at].id;
	punch(d, PUNCH_WORK, -1, 0, now);
}

/* A digit and nothing behind it. */
static void choose(struct desk *d, char digit, int64_t now)
{
	size_t at = (size_t)(digit - '1');
	if (digit == '0') {
		go_idle(d, now);
		return;
	}
	switch (d->view) {
	case DESK_PERSON: choose_deed(d, digit, now); break;
	case DESK_ACTIVITY: choose_activity(d, at, now); break;
	case DESK_CAUSE:
		if (at <= PAUSE_OTHER)
			punch(d, PUNCH_PAUSE, (int)at, 0, now);
		break;
	case DESK_FORGOT:
		if (digit == '1')
			punch(d, PUNCH_FORGOT, -1, d->who.proposal, now);
		else if (digit == '2')
			punch(d, PUNCH_KEEP, -1, 0, now);
		break;
	case DESK_SURE:
		d->sure = digit == '1';
		if (digit == '1')
			punch(d, d->deed, usual_cause(d->deed), 0, now);
		else if (digit == '2')
			punch(d, PUNCH_UNDO, -1, 0, now);
		break;
	default: break;
	}
}

/* What happens when nobody says anything, or says Enter. */
static void usual(struct desk *d, int64_t now)
{
	if (d->view == DESK_ACTIVITY)
		choose_activity(d, 0, now);
	else if (d->view == DESK_CAUSE)
		punch(d, PUNCH_PAUSE, usual_cause(PUNCH_PAUSE), 0, now);
	else
		go_idle(d, now);
}

static bool is_typing(const struct desk *d)
{
	return d->view == DESK_IDLE || d->view == DESK_BADGE || wants_pin(d) || d->typing;
}

static void type(struct desk *d, char c, int64_t now)
{
	size_t len = strlen(d->typed), most = wants_pin(d) ? PIN_MOST : DESK_TYPED;
	if (len < most) {
		d->typed[len] = c;
		d->typed[len + 1] = '\0';
	} else {
		ring(d, DESK_BAD);
	}
	if (d->view == DESK_IDLE)
		say_nothing(d);
	d->until = now + THINK_MS;
}

/* Keys that came one soon after the other and make a code with Enter: a scanner whose line is slow. */
static bool was_scanned(const struct desk *d, int64_t now)
{
	struct scan_code c;
	size_t len = strlen(d->slow);
	if (now - d->slow_ms > SLOW_MS || len < SCAN_CODE_LEAST)
		return false;
	scan_code_read(d->slow, len, &c);
	bool digits = strspn(d->slow, "0123456789") == len;
	return c.kind != SCAN_UNKNOWN && !(digits && (c.kind == SCAN_ORDER || wants_pin(d)));
}

static void note_key(struct desk *d, char c, int64_t now)
{
	size_t len = now - d->slow_ms > SLOW_MS ? 0 : strlen(d->slow);
	if (len < sizeof d->slow - 1)
		d->slow[len++] = c;
	d->slow[len] = '\0';
	d->slow_ms = now;
}

static void enter(struct desk *d, int64_t now)
{
	char typed[DESK_TYPED + 1], slow[sizeof d->slow];
	bool scanned = was_scanned(d, now);
	char digit = d->digit;
	memcpy(typed, d->typed, sizeof typed);
	memcpy(slow, d->slow, sizeof slow);
	explicit_bzero(d->typed, sizeof d->typed);
	forget_keys(d);
	if (scanned) {
		take_code(d, slow, strlen(slow), now);
	} else if (digit) {
		choose(d, digit, now);
	} else if (wants_pin(d)) {
		struct wish *w = wish(d, d->view == DESK_PIN ? WISH_IDENTIFY : WISH_LEAVE);
		snprintf(w->pin, sizeof w->pin, "%s", typed);
		d->busy = true;
		d->until = 0;
	} else if (*typed) {
		d->typing = false;
		*d->last = '\0'; /* typed twice is meant twice */
		take_code(d, typed, strlen(typed), now);
	} else if (d->view != DESK_IDLE) {
		usual(d, now);
	}
	explicit_bzero(typed, sizeof typed);
	explicit_bzero(slow, sizeof slow);
}

/* A letter, digit or sign. Where digits choose, one is only taken for a choice when it stands alone: a scan that comes
 * key by key must not send anybody home. */
static void text_key(struct desk *d, char c, int64_t now)
{
	note_key(d, c, now);
	d->digit = 0;
	if (is_typing(d) && c >= '0' && c <= '9') {
		type(d, c, now);
	} else if (!d->slow[1] && c >= '0' && c <= '9') {
		d->digit = c;
		d->digit_due = now + DIGIT_MS;
	} else if (!d->slow[1] && strchr("*/+#", c) && d->view == DESK_PERSON && d->known) {
		d->typing = true;
		d->until = now + THINK_MS;
		forget_keys(d);
	}
}

static void take_early(struct desk *d, int64_t now);

void desk_key(struct desk *d, uint32_t key, int64_t now)
{
	if (d->busy && key != KT_KEY_ESC) {
		keep_early(d, key, "", 0);
	} else if (key == KT_KEY_ESC) {
		go_idle(d, now);
		take_early(d, now);
	} else if (key == (KT_KEY_F1 + 9) || key == (KT_KEY_CTRL | 'q')) {
		go_idle(d, now);
		show(d, DESK_LEAVE, now, THINK_MS);
	} else if (key == KT_KEY_ENTER) {
		enter(d, now);
	} else if (key == KT_KEY_BACKSPACE && is_typing(d)) {
		size_t len = strlen(d->typed);
		if (len)
			d->typed[len - 1] = '\0';
		forget_keys(d);
	} else if (key > ' ' && key < 0x7f) {
		text_key(d, (char)key, now);
	}
}

/* Time and answers. */

static void take_early(struct desk *d, int64_t now)
{
	while (d->nearly && !d->busy) {
		char text[sizeof d->early->text];
		uint32_t key = d->early[0].key;
		memcpy(text, d->early[0].text, sizeof text);
		memmove(d->early, d->early + 1, --d->nearly * sizeof *d->early);
		if (key)
			desk_key(d, key, now);
		else
			desk_scan(d, text, strlen(text), now);
	}
}

/* Whether an answer is for who stands there now. */
static bool is_ours(struct desk *d, unsigned turn)
{
	if (turn != d->turn)
		return false;
	d->busy = false;
	return true;
}

bool desk_clock(struct desk *d, int64_t now, int64_t wall)
{
	bool chosen = d->digit && now >= d->digit_due && !d->busy, over = d->until && now >= d->until && !d->busy;
	char digit = d->digit;
	d->now_s = wall;
	if (chosen) {
		forget_keys(d);
		choose(d, digit, now);
	} else if (over) {
		usual(d, now);
	}
	return chosen || over;
}

int64_t desk_due(const struct desk *d)
{
	if (d->busy)
		return 0;
	return d->digit && (!d->until || d->digit_due < d->until) ? d->digit_due : d->until;
}

static const char *locked_words(void)
{
	return _("That was wrong too often. Try again in a quarter of an hour, or ask the office.");
}

void desk_identified(struct desk *d, unsigned turn, const struct kiosk_answer *a, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	if (str_eq(a->verdict, "ok")) {
		d->who = a->state;
		memcpy(d->pass, a->pass, sizeof d->pass);
		begin_person(d, now);
	} else if (str_eq(a->verdict, "pin")) {
		show(d, DESK_PIN, now, THINK_MS);
		ring(d, DESK_QUESTION);
	} else {
		dismiss(d, now, str_eq(a->verdict, "locked") ? locked_words() : _("That was not right. Badge and PIN do not fit, or are not known here."));
	}
	take_early(d, now);
}

/* A badge that is not known here may be newer than what is kept: the office will see. */
void desk_offline(struct desk *d, unsigned turn, const struct kept_badge *badge, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	d->who = (struct kiosk_state) { .cause = -1, .last_deed = -1 };
	if (badge) {
		snprintf(d->who.name, sizeof d->who.name, "%s", badge->name);
		memcpy(d->who.language, badge->language, sizeof d->who.language);
	}
	begin_person(d, now);
	take_early(d, now);
}

/* An order that is not there or not open; digits that are no order's may be a badge's. */
static void refuse_order(struct desk *d, const char *problem, int64_t now)
{
	char said[sizeof d->said];
	memcpy(said, d->said, sizeof said);
	*d->said = '\0';
	if (!d->known && *said != '#' && str_eq(problem, "KT012")) {
		take_badge(d, said, now);
		return;
	}
	show(d, d->known ? DESK_PERSON : DESK_IDLE, now, d->show_ms);
	note(d, DESK_BAD, "%s", pg_sentence(problem));
}

void desk_menu(struct desk *d, unsigned turn, const struct kiosk_menu *m, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	d->have_menu = m;
	if (m)
		d->menu = *m;
	if (m && *m->problem)
		refuse_order(d, m->problem, now);
	else if (d->view == DESK_ACTIVITY && !m)
		punch(d, PUNCH_WORK, -1, 0, now);
	else if (d->view == DESK_ACTIVITY)
		show(d, DESK_ACTIVITY, now, CHOOSE_MS);
	else if (d->view == DESK_BADGE)
		d->until = now + THINK_MS;
	take_early(d, now);
}

const char *desk_hour(int64_t s, char ret[static DESK_HOUR])
{
	struct buf out = BUF_INIT(DESK_HOUR - 1);
	hour_format(&out, (struct instant) { s * 1000000 });
	memcpy(ret, out.data, out.len + 1);
	buf_done(&out);
	return ret;
}

const char *desk_lasts(int64_t s, char ret[static DESK_HOUR])
{
	struct buf out = BUF_INIT(DESK_HOUR - 1);
	fmt_duration(fmt_for("en"), &out, (struct duration) { s }); /* the same in every language */
	memcpy(ret, out.data, out.len + 1);
	buf_done(&out);
	return ret;
}

static void tell_done(struct desk *d, int deed)
{
	char at[DESK_HOUR], hours[DESK_HOUR];
	const struct kiosk_state *w = &d->who;
	desk_hour(d->now_s, at);
	desk_lasts(w->worked, hours);
	switch (deed) {
	case PUNCH_COME: note(d, DESK_GOOD, _("Welcome, %s. You came at %s."), w->name, at); break;
	case PUNCH_GO: note(d, DESK_GOOD, _("Goodbye, %s. You went at %s; today it was %s."), w->name, at, hours); break;
	case PUNCH_WORK:
		if (*w->number)
			note(d, DESK_GOOD, _("%s %s: %s since %s."), w->number, w->title, w->activity, at);
		else
			note(d, DESK_GOOD, _("%s since %s."), w->activity, at);
		break;
	case PUNCH_STOP: note(d, DESK_GOOD, _("Stopped at %s."), at); break;
	case PUNCH_PAUSE: note(d, DESK_GOOD, _("Pause since %s."), at); break;
	case PUNCH_RESUME: note(d, DESK_GOOD, _("Pause over at %s."), at); break;
	case PUNCH_UNDO: note(d, DESK_GOOD, "%s", _("Undone.")); break;
	default: note(d, DESK_GOOD, "%s", _("Noted.")); break;
	}
}

static const char *why_not(const char *problem)
{
	if (str_eq(problem, "badge"))
		return _("This badge is not known any more. Ask the office.");
	if (str_eq(problem, "unchecked"))
		return _("That took too long. Show the badge once more.");
	if (str_eq(problem, "late"))
		return _("This was too long ago. Ask the office.");
	return pg_sentence(problem);
}

static void tell(struct desk *d, int deed, const struct kiosk_answer *a, int64_t now)
{
	bool done = str_eq(a->verdict, "done");
	if (*a->state.name)
		d->who = a->state;
	if (done && (deed == PUNCH_FORGOT || deed == PUNCH_KEEP)) {
		go_on(d, now);
		return;
	}
	show(d, DESK_PERSON, now, d->show_ms);
	if (done)
		tell_done(d, deed);
	else
		note(d, DESK_BAD, "%s", why_not(a->problem));
}

/* Who has gone is not here any more; the goodbye stands for a while. */
static void see_off(struct desk *d, int64_t now)
{
	char kept[sizeof d->note];
	memcpy(kept, d->note, sizeof kept);
	go_idle(d, now);
	memcpy(d->note, kept, sizeof kept);
	d->tone = DESK_GOOD;
	d->until = now + d->show_ms;
}

void desk_punched(struct desk *d, unsigned turn, int deed, const struct kiosk_answer *a, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	tell(d, deed, a, now);
	if (deed == PUNCH_GO && d->tone == DESK_GOOD)
		see_off(d, now);
	take_early(d, now);
}

/* What is so now nobody knows; the name stays. */
void desk_kept(struct desk *d, unsigned turn, size_t waiting, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	struct kiosk_state blank = { .cause = -1, .last_deed = -1 }; /* offline */
	memcpy(blank.name, d->who.name, sizeof blank.name);
	memcpy(blank.language, d->who.language, sizeof blank.language);
	d->who = blank;
	show(d, DESK_PERSON, now, d->show_ms);
	note(d, DESK_KEPT, _("Kept here, not yet sent (%zu). It will be sent with the hour of now."), waiting);
	take_early(d, now);
}

void desk_failed(struct desk *d, unsigned turn, const char *sentence, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	dismiss(d, now, sentence);
	take_early(d, now);
}

void desk_left(struct desk *d, unsigned turn, const struct kiosk_answer *a, int64_t now)
{
	if (!is_ours(d, turn))
		return;
	if (a && str_eq(a->verdict, "ok"))
		d->left = true;
	else if (a && str_eq(a->verdict, "locked"))
		dismiss(d, now, locked_words());
	else if (a)
		dismiss(d, now, _("That was not right."));
	else
		dismiss(d, now, _("There is no connection, so nobody can check the PIN."));
}
