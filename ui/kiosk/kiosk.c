/* kiosk.c - a terminal on the wall: the loop that brings desk, face, journal and workshop together */
#include "config.h"

#include "kiosk/kiosk.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/secret.h"
#include "cli/workbench.h"
#include "core/input.h"
#include "core/loop.h"
#include "core/paint.h"
#include "core/term.h"
#include "core/theme.h"
#include "core/worker.h"
#include "kiosk/desk.h"
#include "kiosk/face.h"
#include "kiosk/notify.h"
#include "kiosk/scanner.h"
#include "service/kiosk.h"
#include "store/journal.h"
#include "store/pg.h"
#include "store/store.h"

enum {
	ANSWER_MS = 2000,          /* then nobody stands and waits: it goes on as without a connection */
	SHOW_MS = 6000,
	SHOW_LEAST_S = 3,
	SHOW_MOST_S = 60,
	HELLO_MS = 60 * 1000,      /* asks how late it is, and tries again what was refused */
	BADGES_MS = 10 * 60 * 1000,
	BADGES_HOLD_MS = 7 * 24 * 3600 * 1000, /* older ones are not believed any more */
	RECONNECT_FIRST_MS = 500,
	RECONNECT_MOST_MS = 30 * 1000,
	CLOCK_OFF_MS = 60 * 1000,
	MINUTE_MS = 60 * 1000,
	PLUG_MS = 2000,            /* a scanner that is not there is looked for so often */
	TROUBLE_MOST = 512,
};

struct reader { /* a scanner as a device of its own */
	struct kiosk *kiosk;
	const char *path;
	struct scanner *scanner; /* NULL: not there */
	char why[TROUBLE_MOST];  /* not, as the log was told */
};

struct kiosk {
	struct workbench_wish wish;
	struct loop *loop;
	struct worker *worker;
	struct journal *journal;
	struct reader readers[KIOSK_SCANNERS_MAX];
	struct desk desk;
	struct theme theme;
	struct fmt fmt;
	struct kiosk_hello hello;
	char lang[8];            /* of who stands there, or of the terminal */
	bool lang_due;
	bool badges_due;         /* there is a new one: it is to be known without a connection, too, when nobody waits any more */
	bool online, opening, dirty, ending;
	int reconnect_ms;
	/* The desk's question: an answer that comes after its time is nobody's. */
	unsigned asked;          /* number of the question; 0: none */
	unsigned questions;
	unsigned patience;       /* timer */
	struct wish question;
	/* The punch that is on its way. */
	bool sending;
	int64_t skipped;         /* punches up to this one were refused in a way that only time mends */
	bool live;               /* who did it still waits for what comes of it */
	unsigned live_turn, live_patience;
	struct note held;        /* it, while the language of who did it is not spoken yet; else empty */
	bool clock_synced;
	int64_t shown_minute;
	char trouble[TROUBLE_MOST];
	int end_signal;
};

static void send_next(struct kiosk *k);
static void post_held(struct kiosk *k);
static void grant(struct kiosk *k);
static void reconnect(void *ctx);

static int64_t now_ms(void)
{
	return loop_now_us() / 1000;
}

static int64_t wall_ms(void)
{
	return now().us / 1000;
}

static void touch(struct kiosk *k)
{
	k->dirty = true;
}

/* For the admin, in the line at the bottom; people are told what it means for them. */
static void trouble(struct kiosk *k, const struct err *e)
{
	log_err("kiosk", e);
	snprintf(k->trouble, sizeof k->trouble, "%s", e->text);
	touch(k);
}

static void keep(struct kiosk *k, const char *name, int64_t value)
{
	struct err e = ERR_INIT;
	if (!journal_keep(k->journal, name, value, &e))
		trouble(k, &e);
}

/* Language: the words belong to the whole process, so it changes only while the thread stands still. */

static void ask_badges(void *ctx);

static void speak(struct kiosk *k)
{
	if (!k->lang_due || worker_busy(k->worker))
		return;
	k->lang_due = false;
	const char *lang = *k->lang ? k->lang : k->wish.lang_said || !*k->hello.language ? k->wish.fmt->lang : k->hello.language;
	if (!str_eq(lang, k->fmt.lang) && fmt_init(&k->fmt, fmt_for(lang)->lang))
		touch(k);
	post_held(k); /* which had to wait for it, and all others */
	send_next(k);
	if (k->badges_due && !*k->lang)
		ask_badges(k);
}

/* The line to the workshop. */

static void go_offline(struct kiosk *k)
{
	if (!k->online)
		return;
	k->online = false;
	k->reconnect_ms = RECONNECT_FIRST_MS;
	loop_after(k->loop, RECONNECT_FIRST_MS, reconnect, k);
	touch(k);
}

/* Many terminals that lost the same server do not come back in the same instant. */
static int jitter(int ms)
{
	return ms - ms / 5 + (int)(loop_now_us() % (2 * ms / 5 + 1));
}

static bool run_hello(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct kiosk_hello *h = *ret = arena_alloc(a, sizeof(*h));
	(void)args;
	return kiosk_hello(s, a, h, e);
}

static void hello_done(struct job *j)
{
	struct kiosk *k = j->owner;
	if (!j->ok) {
		if (j->err.code == ERR_OFFLINE)
			go_offline(k);
		trouble(k, &j->err);
		return;
	}
	k->hello = *(struct kiosk_hello *)j->result;
	k->lang_due = true;
	*k->trouble = '\0';
	int64_t offset = wall_ms() - k->hello.now_ms;
	if (offset > CLOCK_OFF_MS || offset < -CLOCK_OFF_MS)
		snprintf(k->trouble, sizeof k->trouble, _("This clock is %lld minutes off."), (long long)(offset / MINUTE_MS));
	keep(k, "told_ms", wall_ms());
	keep(k, "offset_ms", offset);
	touch(k);
}

struct badges {
	struct kept_badge *all;
	size_t n;
};

static bool run_badges(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct badges *b = *ret = arena_alloc(a, sizeof(*b));
	(void)args;
	return kiosk_badges(s, a, &b->all, &b->n, e);
}

static void badges_done(struct job *j)
{
	struct kiosk *k = j->owner;
	const struct badges *b = j->result;
	struct err e = ERR_INIT;
	if (!j->ok)
		return; /* hello will say why */
	if (!journal_set_badges(k->journal, b->all, b->n, &e))
		trouble(k, &e);
	else
		keep(k, "badges_ms", wall_ms());
}

enum { SLOT_HELLO, SLOT_BADGES, SLOT_ASK };

static void ask_hello(void *ctx)
{
	struct kiosk *k = ctx;
	if (!k->online)
		return;
	worker_post(k->worker, run_hello, NULL, 0, NULL, hello_done, k, SLOT_HELLO);
	k->skipped = 0;
	send_next(k);
}

static void ask_badges(void *ctx)
{
	struct kiosk *k = ctx;
	k->badges_due = false;
	if (k->online)
		worker_post(k->worker, run_badges, NULL, 0, NULL, badges_done, k, SLOT_BADGES);
}

static void opened(struct job *j)
{
	struct kiosk *k = j->owner;
	k->opening = false;
	if (!j->ok) {
		trouble(k, &j->err);
		k->reconnect_ms = k->reconnect_ms * 2 < RECONNECT_MOST_MS ? k->reconnect_ms * 2 : RECONNECT_MOST_MS;
		loop_after(k->loop, jitter(k->reconnect_ms), reconnect, k);
		return;
	}
	store_zone(worker_store(k->worker));
	k->online = true;
	*k->trouble = '\0';
	ask_badges(k);
	ask_hello(k);
	touch(k);
}

static void reconnect(void *ctx)
{
	struct kiosk *k = ctx;
	if (k->opening || k->online)
		return;
	k->opening = true;
	worker_open(k->worker, k->wish.url, OPEN_BESIDE, opened, k);
}

/* What broke while nobody asked is found out by asking. */
static void on_change(void *ctx, const char *table, const char *ids)
{
	(void)ids;
	if (!table)
		ask_hello(ctx);
}

static bool is_kept(const struct kiosk *k, const char *key)
{
	char hash[BADGE_KEY_LEN + 1];
	struct kept_badge b;
	badge_hash(key, hash);
	return journal_badge(k->journal, hash, &b);
}

/* Questions of the desk. */

struct question {
	struct wish wish;
	unsigned number;
};

struct reply {
	struct kiosk_answer answer;
	struct kiosk_menu menu;
};

static bool run_question(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct wish *w = &((const struct question *)args)->wish;
	struct reply *r = *ret = arena_alloc(a, sizeof(*r));
	const char *said = *w->said ? w->said : NULL;
	switch (w->kind) {
	case WISH_IDENTIFY: return kiosk_identify(s, w->key, *w->pin ? w->pin : NULL, a, &r->answer, e);
	case WISH_MENU: return kiosk_menu(s, *w->key ? w->key : NULL, said, a, &r->menu, e);
	default: return kiosk_leave(s, w->pin, a, &r->answer, e);
	}
}

static void answer_alone(struct kiosk *k)
{
	const struct wish *w = &k->question;
	struct kept_badge b;
	char hash[BADGE_KEY_LEN + 1];
	k->asked = 0;
	if (w->kind == WISH_IDENTIFY) {
		badge_hash(w->key, hash);
		bool believed = wall_ms() - journal_kept(k->journal, "badges_ms") < BADGES_HOLD_MS;
		desk_offline(&k->desk, w->turn, believed && journal_badge(k->journal, hash, &b) ? &b : NULL, now_ms());
	} else if (w->kind == WISH_MENU) {
		desk_menu(&k->desk, w->turn, NULL, now_ms());
	} else {
		desk_left(&k->desk, w->turn, NULL, now_ms());
	}
	explicit_bzero(&k->question, sizeof k->question);
	touch(k);
}

static void question_done(struct job *j)
{
	struct kiosk *k = j->owner;
	struct question *q = j->args;
	const struct reply *r = j->result;
	bool awaited = q->number == k->asked;
	explicit_bzero(q->wish.pin, sizeof q->wish.pin);
	if (!j->ok && j->err.code == ERR_OFFLINE)
		go_offline(k);
	else if (!j->ok)
		trouble(k, &j->err);
	if (!awaited)
		return;
	loop_stop_timer(k->loop, k->patience);
	if (!j->ok) {
		answer_alone(k);
	} else {
		unsigned turn = k->question.turn;
		enum wish_kind kind = k->question.kind;
		k->asked = 0;
		k->badges_due |= kind == WISH_IDENTIFY && str_eq(r->answer.verdict, "ok") && !is_kept(k, k->question.key);
		explicit_bzero(&k->question, sizeof k->question);
		if (kind == WISH_IDENTIFY)
			desk_identified(&k->desk, turn, &r->answer, now_ms());
		else if (kind == WISH_MENU)
			desk_menu(&k->desk, turn, &r->menu, now_ms());
		else
			desk_left(&k->desk, turn, &r->answer, now_ms());
	}
	touch(k);
	grant(k);
}

static void lose_patience(void *ctx)
{
	struct kiosk *k = ctx;
	if (k->asked)
		answer_alone(k);
	grant(k);
}

static void ask(struct kiosk *k, const struct wish *w)
{
	k->question = *w;
	k->asked = ++k->questions;
	if (!k->online) {
		answer_alone(k);
		return;
	}
	struct question q = { .wish = *w, .number = k->asked };
	worker_post(k->worker, run_question, &q, sizeof q, NULL, question_done, k, SLOT_ASK);
	explicit_bzero(&q, sizeof q);
	k->patience = loop_after(k->loop, ANSWER_MS, lose_patience, k);
}

/* Punches: kept first, then sent, one at a time and in their order. */

struct parcel {
	struct note note;
	bool live;
};

static bool run_punch(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct parcel *p = args;
	struct kiosk_answer *answer = *ret = arena_alloc(a, sizeof(*answer));
	return kiosk_punch(s, &p->note, p->live, a, answer, e);
}

static void live_ends(struct kiosk *k)
{
	k->live = false;
	explicit_bzero(&k->held, sizeof k->held);
	loop_stop_timer(k->loop, k->live_patience);
}

static void punch_done(struct job *j)
{
	struct kiosk *k = j->owner;
	const struct parcel *p = j->args;
	const struct kiosk_answer *a = j->result;
	struct err e = ERR_INIT;
	bool waited_for = p->live && k->live;
	k->sending = false;
	if (j->ok && !journal_settle(k->journal, p->note.counter, a->verdict, a->problem, wall_ms(), &e))
		trouble(k, &e); /* it is sent again, and known there */
	if (j->ok && waited_for)
		desk_punched(&k->desk, k->live_turn, p->note.deed, a, now_ms());
	else if (!j->ok && waited_for)
		desk_kept(&k->desk, k->live_turn, journal_waiting(k->journal), now_ms());
	if (waited_for)
		live_ends(k);
	if (!j->ok && j->err.code == ERR_OFFLINE) {
		go_offline(k);
	} else if (!j->ok) { /* nobody else must wait for it */
		k->skipped = p->note.counter;
		trouble(k, &j->err);
	}
	touch(k);
	grant(k);
	send_next(k);
}

static void post_punch(struct kiosk *k, const struct note *n, bool live)
{
	struct parcel p = { .note = *n, .live = live };
	k->sending = true;
	worker_post(k->worker, run_punch, &p, sizeof p, NULL, punch_done, k, SLOT_NONE);
}

static void send_next(struct kiosk *k)
{
	struct note n;
	struct err e = ERR_INIT;
	if (!k->online || k->sending || k->lang_due || k->ending)
		return;
	if (journal_next(k->journal, k->skipped, &n, &e))
		post_punch(k, &n, false);
	else if (e.code)
		trouble(k, &e);
}

/* Who stands there is answered in their language: their punch waits until it is spoken, or patience ends. */
static void post_held(struct kiosk *k)
{
	if (!k->online || !*k->held.uuid || k->lang_due)
		return;
	post_punch(k, &k->held, true);
	explicit_bzero(&k->held, sizeof k->held);
}

/* It is on its way still, and it is kept: whoever stands there need not wait. */
static void punch_is_slow(void *ctx)
{
	struct kiosk *k = ctx;
	if (k->live)
		desk_kept(&k->desk, k->live_turn, journal_waiting(k->journal), now_ms());
	k->live = false;
	explicit_bzero(&k->held, sizeof k->held);
	touch(k);
	grant(k);
}

/* What was refused in a way that only time mends holds up nobody but who did it: whose coming is not booked yet would be
 * told, when they go, that they were never here. */
static bool must_wait(struct kiosk *k, const char *key)
{
	struct note n = { .counter = 0 };
	struct err e = ERR_INIT;
	bool before = k->sending || journal_next(k->journal, k->skipped, &n, &e);
	explicit_bzero(&n, sizeof n);
	if (e.code)
		trouble(k, &e);
	return before || e.code || journal_waits_for(k->journal, key);
}

static void take_punch(struct kiosk *k, const struct wish *w)
{
	struct note n = w->punch;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	bool first = !must_wait(k, n.key);
	snprintf(n.uuid, sizeof n.uuid, "%s", store_uuid(&a));
	note_time(&n);
	k->clock_synced = n.synced;
	if (!journal_add(k->journal, &n, &e)) {
		trouble(k, &e);
		desk_failed(&k->desk, w->turn, e.text, now_ms());
	} else if (k->online && first) {
		k->live = true;
		k->live_turn = w->turn;
		k->live_patience = loop_after(k->loop, ANSWER_MS, punch_is_slow, k);
		k->held = n;
		post_held(k);
	} else {
		desk_kept(&k->desk, w->turn, journal_waiting(k->journal), now_ms());
		send_next(k);
	}
	explicit_bzero(&n, sizeof n);
	arena_done(&a);
}

/* One bell is well; what is not is heard twice. */
static void ring(const struct kiosk *k, enum desk_tone tone)
{
	if (str_eq(k->wish.bell, "flash")) {
		term_flash();
		return;
	}
	term_bell();
	if (tone == DESK_BAD)
		term_bell();
}

static void grant(struct kiosk *k)
{
	struct wish w;
	while (desk_wish(&k->desk, &w)) {
		switch (w.kind) {
		case WISH_PUNCH: take_punch(k, &w); break;
		case WISH_RING: ring(k, w.tone); break;
		case WISH_LANGUAGE:
			memcpy(k->lang, w.language, sizeof k->lang);
			k->lang_due = true;
			speak(k);
			break;
		default: ask(k, &w);
		}
		explicit_bzero(&w, sizeof w);
	}
	if (k->desk.left)
		loop_quit(k->loop);
}

/* The terminal. */

/* What looks like an order's number may be what a chip of the house says: its reader passes for a keyboard, too. */
static bool is_chip(const struct kiosk *k, const char *code)
{
	char key[BADGE_KEY_LEN + 1];
	badge_key(code, key);
	bool kept = is_kept(k, key);
	explicit_bzero(key, sizeof key);
	return kept;
}

static void take_scan(struct kiosk *k, const struct event *ev)
{
	struct arena a = ARENA_INIT;
	const char *code = arena_strndup(&a, ev->text, ev->len);
	if (is_chip(k, code))
		code = arena_printf(&a, "BADGE:%s", code);
	desk_scan(&k->desk, code, strlen(code), now_ms());
	arena_done(&a);
}

static void take(struct kiosk *k, const struct event *ev)
{
	(void)desk_clock(&k->desk, now_ms(), wall_ms() / 1000);
	grant(k);
	if (ev->kind == EVENT_SCAN)
		take_scan(k, ev);
	else if (ev->kind == EVENT_KEY)
		desk_key(&k->desk, ev->key, now_ms());
	grant(k);
	touch(k);
}

static void pump(struct kiosk *k)
{
	struct event ev;
	while (!k->ending && term_next(&ev))
		take(k, &ev);
}

static void on_tty(void *ctx, short revents)
{
	struct kiosk *k = ctx;
	bool there = term_read();
	pump(k);
	if (!there || (revents & (POLLERR | POLLNVAL))) {
		k->ending = true;
		loop_quit(k->loop);
	}
}

/* Scanners of their own: pulled out and put in again as people do. */

static void on_code(void *ctx, const char *code, size_t len)
{
	struct kiosk *k = ctx;
	if (!k->ending && !k->desk.left)
		take(k, &(struct event) { .kind = EVENT_SCAN, .text = code, .len = len });
}

static void plug(void *ctx);

static void on_scanner(void *ctx, short revents)
{
	struct reader *r = ctx;
	(void)revents; /* what is gone says so when it is read */
	if (scanner_read(r->scanner, on_code, r->kiosk))
		return;
	loop_unwatch(r->kiosk->loop, scanner_fd(r->scanner));
	scanner_close(r->scanner);
	r->scanner = NULL;
	touch(r->kiosk);
	plug(r);
}

static void plug(void *ctx)
{
	struct reader *r = ctx;
	struct kiosk *k = r->kiosk;
	struct err e = ERR_INIT;
	if (scanner_open(&r->scanner, r->path, &e)) {
		loop_watch(k->loop, scanner_fd(r->scanner), POLLIN, on_scanner, r);
	} else {
		if (!str_eq(r->why, e.text))
			log_err("kiosk", &e);
		loop_after(k->loop, PLUG_MS, plug, r);
	}
	if (!str_eq(r->why, e.text))
		touch(k);
	snprintf(r->why, sizeof r->why, "%s", e.text);
}

/* What the line at the bottom says for the admin. */
static const char *worst_trouble(const struct kiosk *k)
{
	if (*k->trouble)
		return k->trouble;
	for (size_t i = 0; i < k->wish.nscanners; i++)
		if (!k->readers[i].scanner)
			return _("A scanner cannot be read.");
	return NULL;
}

static void plug_all(struct kiosk *k)
{
	for (size_t i = 0; i < k->wish.nscanners; i++) {
		k->readers[i] = (struct reader) { .kiosk = k, .path = k->wish.scanners[i] };
		plug(&k->readers[i]);
	}
}

static void on_worker(void *ctx, short revents)
{
	struct kiosk *k = ctx;
	(void)revents;
	worker_done(k->worker);
	touch(k);
}

/* Only who may end the process ends it: keys of the terminal and their signals do nothing. */
static void on_signal(void *ctx, int sig)
{
	struct kiosk *k = ctx;
	if (sig == SIGWINCH || sig == SIGCONT) {
		term_resize(0, 0);
		paint_again();
		touch(k);
	} else if (sig == SIGTERM || sig == SIGHUP) {
		k->end_signal = sig;
		k->ending = true;
		loop_quit(k->loop);
	}
}

static void alive(void *ctx)
{
	(void)ctx;
	notify_say("WATCHDOG=1");
}

static int sooner(int a, int64_t b)
{
	return b >= INT32_MAX || (a >= 0 && a < b) ? a : (int)(b < 0 ? 0 : b);
}

static int before_wait(void *ctx)
{
	struct kiosk *k = ctx;
	pump(k);
	if (desk_clock(&k->desk, now_ms(), wall_ms() / 1000))
		touch(k);
	grant(k);
	speak(k);
	int64_t minute = wall_ms() / MINUTE_MS;
	if ((k->dirty || minute != k->shown_minute) && !k->ending) {
		struct face f = { .workshop = k->hello.workshop, .terminal = k->hello.terminal, .online = k->online, .waiting = journal_waiting(k->journal),
			.synced = k->clock_synced, .wall = wall_ms() / 1000, .trouble = worst_trouble(k) };
		k->shown_minute = minute;
		k->dirty = false;
		face_paint(&k->desk, &f);
		paint_show();
	}
	int wait = sooner(term_due_ms(), (minute + 1) * MINUTE_MS - wall_ms());
	int64_t due = desk_due(&k->desk);
	return due ? sooner(wait, due - now_ms()) : wait;
}

/* Up and down. */

static bool password_of_command(const char *login, bool refused, char *ret, size_t size)
{
	(void)login;
	return !refused && secret_from_command(ret, size);
}

/* Nothing of people is written where somebody else could read it. */
static void no_core(void)
{
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

static bool begin(struct kiosk *k, struct err *e)
{
	static const int signals[] = { SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTTIN, SIGTTOU, SIGPIPE, 0 };
	struct term_wish wish = { .color = k->wish.color, .plain = k->wish.plain };
	const char *theme = theme_text(k->wish.theme ? k->wish.theme : "dark");
	if (!theme)
		theme = theme_text("dark");
	if (!theme_add(&k->theme, theme, "theme", e) || !journal_open(&k->journal, k->wish.journal, e) || !loop_signals(k->loop, signals, on_signal, k, e) ||
			!term_open(&wish, e))
		return false;
	term_theme(&k->theme);
	term_in_field(false);
	pg_on_password(password_of_command);
	k->worker = worker_new();
	loop_watch(k->loop, worker_fd(k->worker), POLLIN, on_worker, k);
	worker_on_change(k->worker, on_change, k);
	loop_watch(k->loop, term_fd(), POLLIN, on_tty, k);
	plug_all(k);
	loop_every(k->loop, HELLO_MS, ask_hello, k);
	loop_every(k->loop, BADGES_MS, ask_badges, k);
	if (notify_every_ms())
		loop_every(k->loop, notify_every_ms(), alive, k);
	struct note n;
	note_time(&n);
	k->clock_synced = n.synced;
	k->reconnect_ms = RECONNECT_FIRST_MS;
	reconnect(k);
	touch(k);
	return true;
}

static void done(struct kiosk *k)
{
	notify_say("STOPPING=1");
	if (k->worker)
		worker_free(k->worker);
	for (size_t i = 0; i < k->wish.nscanners; i++)
		scanner_close(k->readers[i].scanner);
	term_close();
	loop_free(k->loop);
	journal_close(k->journal);
	explicit_bzero(&k->desk, sizeof k->desk);
}

bool kiosk_run(const struct workbench_wish *wish, int *ret_status, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct kiosk *k = arena_alloc(&arena, sizeof(*k));
	*k = (struct kiosk) { .wish = *wish, .fmt = *wish->fmt, .loop = loop_new() };
	int show = wish->show_s ? wish->show_s * 1000 : SHOW_MS;
	kt_assert(wish->nscanners <= KIOSK_SCANNERS_MAX);
	desk_init(&k->desk, show);
	no_core();
	bool ok = begin(k, e);
	if (ok) {
		notify_say("READY=1");
		loop_run(k->loop, before_wait, k);
	}
	*ret_status = 0;
	int sig = k->end_signal;
	done(k);
	arena_done(&arena);
	if (sig == SIGTERM) {
		signal(sig, SIG_DFL);
		raise(sig); /* whoever waits for us learns why */
	}
	return ok;
}
