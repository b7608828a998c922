/* ui.c - the workbench from its first paint to the terminal given back */
#include "config.h"

#include "core/ui.h"

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "core/input.h"
#include "core/language.h"
#include "core/loop.h"
#include "core/password.h"
#include "core/screen.h"
#include "core/script.h"
#include "core/term.h"
#include "core/worker.h"
#include "domain/person.h"
#include "store/builtin.h"
#include "store/query.h"
#include "store/store.h"
#include "store/url.h"

enum {
	BUSY_SHOWN_MS = 300,      /* work that takes longer is told */
	RECONNECT_SOON_MS = 200,  /* who cut the line may still be about to say why: no more right, no more server */
	RECONNECT_FIRST_MS = 500, /* then twice as long each time */
	RECONNECT_MOST_MS = 30000,
	CONF_MOST = 256 * 1024,
	MESSAGE_MOST = 1024,
};

static void reconnect(void *ctx);
static void on_worker(void *ctx, short revents);

/* Messages. */

void ui_touch(struct ui *ui)
{
	ui->dirty = true;
}

void ui_say(struct ui *ui, enum message_kind kind, const char *fmt, ...)
{
	struct buf text = BUF_INIT(MESSAGE_MOST), safe = BUF_INIT(MESSAGE_MOST);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	str_escape(&safe, text.data);
	struct message *m = &ui->messages[ui->nmessages++ % MESSAGES_KEPT];
	buf_done(&m->text);
	*m = (struct message) { .kind = kind, .at = now(), .text = safe };
	buf_done(&text);
	ui->ring = ui->ring || kind >= MESSAGE_WARN;
	ui_touch(ui);
}

void ui_say_err(struct ui *ui, const struct err *e)
{
	log_err("ui", e);
	if (e->code == ERR_CANCELLED) {
		ui_say(ui, MESSAGE_INFO, "%s", e->text);
		return;
	}
	ui_say(ui, e->code == ERR_DENIED || e->code == ERR_NOT_FOUND ? MESSAGE_WARN : MESSAGE_ERROR, "%s", e->text);
	if (e->code == ERR_OFFLINE && ui->online) {
		ui->online = false;
		ui->reconnect_ms = RECONNECT_FIRST_MS;
		loop_after(ui->loop, RECONNECT_SOON_MS, reconnect, ui);
	}
}

const struct message *ui_message(const struct ui *ui, unsigned *ret_more)
{
	static const int ranks[] = { [MESSAGE_INFO] = 0, [MESSAGE_GOOD] = 0, [MESSAGE_WARN] = 1, [MESSAGE_ERROR] = 2 };
	const struct message *shown = NULL;
	unsigned n = ui->nmessages - ui->nread, kept = n < MESSAGES_KEPT ? n : MESSAGES_KEPT;
	/* A failure must not go under in what is said after it, unless that is good news: the connection is back. */
	for (unsigned i = ui->nmessages - kept; i != ui->nmessages; i++) {
		const struct message *m = &ui->messages[i % MESSAGES_KEPT];
		if (!shown || m->kind == MESSAGE_GOOD || ranks[m->kind] >= ranks[shown->kind])
			shown = m;
	}
	*ret_more = n ? n - 1 : 0;
	return shown;
}

void ui_messages_read(struct ui *ui)
{
	ui->nread = ui->nmessages;
}

/* With the paint that shows why: many messages at once are one sound. */
static void ring(struct ui *ui)
{
	if (ui->ring && str_eq(ui->wish.bell, "sound"))
		term_bell();
	else if (ui->ring && str_eq(ui->wish.bell, "flash"))
		term_flash();
	ui->ring = false;
}

/* Who is signed in. */

const struct session *ui_session(const struct ui *ui)
{
	const struct store *s = worker_store(ui->worker);
	return s ? store_session(s) : NULL;
}

bool ui_may(const struct ui *ui, const char *right)
{
	const struct store *s = worker_store(ui->worker);
	return !right || (s && store_may(s, right));
}

static bool may(void *ctx, const char *right)
{
	return ui_may(ctx, right);
}

bool ui_query(struct ui *ui, const struct entity *ent, const struct query_words *words, struct arena *a, struct query *ret,
		struct err *e)
{
	return query_make(ret, ent, words, may, ui, &ui->fmt, a, e);
}

static uint64_t hash(const char *s, uint64_t h)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h;
}

const char *ui_state_path(const struct ui *ui, const char *folder, const char *name, struct arena *a)
{
	const struct session *who = ui_session(ui);
	uint64_t h = hash(who ? who->login : "", hash(ui->wish.url, UINT64_C(14695981039346656037)));
	return arena_printf(a, "%s/%s/%s-%016llx", file_state_dir(a), folder, name, (unsigned long long)h);
}

void ui_state_words(const struct ui *ui, struct buf *out)
{
	int busy = worker_busy_ms(ui->worker);
	if (ui->wish.readonly)
		buf_adds(out, _("read only"));
	if (!ui->online && ui->reconnect_ms)
		buf_addf(out, "%s%s", out->len ? "  " : "", _("no connection"));
	if (busy >= BUSY_SHOWN_MS)
		buf_addf(out, "%s%s", out->len ? "  " : "", _("working, Esc stops"));
}

static void keep_drafts(struct ui *ui)
{
	for (struct screen *s = ui->top; s; s = s->below)
		if (s->class->hangup)
			s->class->hangup(s);
}

/* At once: drafts are kept. */
static void end_now(struct ui *ui)
{
	keep_drafts(ui);
	ui->ending = true;
	loop_quit(ui->loop);
}

/* The connection: opened beside the first paint, and again when it broke. What is on the screen stays. */

static bool among(const char *ids, int64_t id)
{
	for (char *end; *ids && *ids != '*'; ids = *end ? end + 1 : end)
		if (strtoll(ids, &end, 10) == id)
			return true;
	return *ids == '*';
}

/* With the role go the sessions that had it, but not on each server, and one may have begun in between: the rights are
 * read anew with a new session. */
static bool about_me(const struct ui *ui, const char *table, const char *ids)
{
	const struct session *me = ui_session(ui);
	return me && table && str_eq(table, entity_told(&person_entity)) && among(ids, me->person.id);
}

static void on_change(void *ctx, const char *table, const char *ids)
{
	struct ui *ui = ctx;
	if (!ui->online) /* all is read anew when the connection is back, and with the rights of then */
		return;
	if (about_me(ui, table, ids)) {
		ui->reconnect_ms = RECONNECT_FIRST_MS;
		reconnect(ui);
	}
	ui->parts->changed(ui, table);
	for (struct screen *s = ui->top; s; s = s->below)
		if (s->class->changed)
			s->class->changed(s, table, ids);
	ui_touch(ui);
}

/* Of who comes in. When a line comes back it counts no more: something else may have been said since. */
static void take_language(struct ui *ui)
{
	const struct session *who = ui_session(ui);
	if (ui->wish.lang_said || (ui->speaker && str_eq(ui->speaker, who->login)))
		return;
	ui->speaker = arena_strdup(&ui->arena, who->login);
	language_kept(ui, who->language);
}

static void opened(struct job *j)
{
	struct ui *ui = j->owner;
	if (!j->ok) {
		if (ui->parts->refused(ui, &j->err)) {
			log_err("ui", &j->err);
			return;
		}
		if (j->err.code != ERR_OFFLINE || !ui->was_online) {
			ui_give_up(ui, &j->err); /* nobody lets us in: say so where it can be read */
			return;
		}
		log_err("ui", &j->err);
		if (ui->reconnect_ms == RECONNECT_FIRST_MS) /* the next tries will say the same */
			ui_say(ui, MESSAGE_ERROR, "%s", j->err.text);
		ui->reconnect_ms = ui->reconnect_ms * 2 < RECONNECT_MOST_MS ? ui->reconnect_ms * 2 : RECONNECT_MOST_MS;
		loop_after(ui->loop, ui->reconnect_ms, reconnect, ui);
		return;
	}
	if (ui->was_online && !ui->online)
		ui_say(ui, MESSAGE_GOOD, _("The connection is back."));
	store_zone(worker_store(ui->worker));
	ui->online = ui->was_online = true;
	ui->reconnect_ms = 0;
	take_language(ui);
	ui->parts->let_in(ui);
	struct err e = ERR_INIT;
	bool first = !ui->top;
	if (first && !screen_open(ui, ui->parts->first, NULL, &e)) {
		ui->end_err = e;
		ui->ending = true;
		loop_quit(ui->loop);
	} else if (!first && ui->top->class->shown) {
		ui->top->class->shown(ui->top);
	}
	ui_touch(ui);
}

static void open_line(struct ui *ui)
{
	struct arena a = ARENA_INIT;
	const char *url = ui->login ? url_as(ui->wish.url, ui->login, &a) : ui->wish.url;
	worker_open(ui->worker, url, OPEN_BESIDE | OPEN_WATCH | (ui->wish.readonly ? OPEN_READONLY : 0), opened, ui);
	arena_done(&a);
}

static void reconnect(void *ctx)
{
	struct ui *ui = ctx;
	if (ui->was_online) /* else somebody has signed out meanwhile */
		open_line(ui);
}

/* Who is at the terminal. */

void ui_sign_in(struct ui *ui, const char *said, const char *url, const char *login)
{
	char wanted[LOGIN_MAX + 1];
	bool same = str_eq(url, ui->wish.url);
	password_wanted(wanted);
	ui->said = arena_strdup(&ui->arena, said);
	ui->wish.url = arena_strdup(&ui->arena, url);
	if (!same || !str_eq(login, ui->login ? ui->login : wanted))
		ui->login = arena_strdup(&ui->arena, login);
	open_line(ui);
}

/* A new thread, whose store nobody has opened: what the old one still did ends, or is left behind. */
static void new_worker(struct ui *ui)
{
	if (ui->worker) {
		loop_unwatch(ui->loop, worker_fd(ui->worker));
		worker_free(ui->worker);
	}
	ui->worker = worker_new();
	loop_watch(ui->loop, worker_fd(ui->worker), POLLIN, on_worker, ui);
	worker_on_change(ui->worker, on_change, ui);
}

static void forget_messages(struct ui *ui)
{
	for (size_t i = 0; i < MESSAGES_KEPT; i++)
		buf_clear(&ui->messages[i].text);
	ui->nmessages = ui->nread = 0;
}

void ui_sign_out(struct ui *ui)
{
	const struct session *who = ui_session(ui);
	const char *login = arena_strdup(&ui->arena, who ? who->login : "");
	struct screen *first = ui->top;
	keep_drafts(ui);
	while (first && first->below)
		first = first->below;
	if (first)
		screen_close(first);
	password_forget();
	forget_messages(ui);
	ui->online = ui->was_online = false;
	ui->reconnect_ms = 0;
	ui->login = login;
	ui->speaker = NULL;
	new_worker(ui);
	ui->parts->sign_in(ui, login);
	ui_touch(ui);
}

/* The end. */

void ui_give_up(struct ui *ui, const struct err *why)
{
	if (why)
		ui->end_err = *why;
	end_now(ui);
}

/* Every screen is asked, from the top down; the one that has something to lose asks and goes on by itself. */
static void go_on_leaving(struct ui *ui)
{
	while (ui->top) {
		struct screen *s = ui->top;
		if (s->class->leave && !s->class->leave(s, go_on_leaving))
			return;
		ui->leaving = true;
		screen_close(s);
		ui->leaving = false;
	}
	loop_quit(ui->loop);
}

void ui_quit(struct ui *ui, int status)
{
	ui->status = status;
	go_on_leaving(ui);
}

static void on_signal(void *ctx, int sig)
{
	struct ui *ui = ctx;
	if (sig == SIGWINCH) {
		term_resize(0, 0);
		ui_touch(ui);
	} else if (sig == SIGTSTP) {
		(void)term_suspend();
		ui_touch(ui);
	} else {
		ui->end_signal = sig;
		end_now(ui);
	}
}

/* The keyboard. */

static void pump(struct ui *ui)
{
	struct event ev;
	while (!ui->ending && term_next(&ev))
		screen_event(ui, &ev);
}

static void on_tty(void *ctx, short revents)
{
	struct ui *ui = ctx;
	bool there = term_read();
	pump(ui); /* what was typed before the line was cut counts */
	if (!there || (revents & (POLLERR | POLLNVAL)))
		end_now(ui);
}

static void on_worker(void *ctx, short revents)
{
	struct ui *ui = ctx;
	(void)revents;
	worker_done(ui->worker);
	ui_touch(ui);
}

bool ui_at_rest(const struct ui *ui)
{
	return !ui->dirty && !ui->waits && term_due_ms() < 0 && !worker_busy(ui->worker);
}

static int sooner(int a, int b)
{
	return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* Before each wait: what is due, then one paint for all that happened. */
static int before_wait(void *ctx)
{
	struct ui *ui = ctx;
	pump(ui);
	if (ui->dirty && !ui->ending) {
		screen_paint(ui);
		ui->dirty = false; /* what a screen laid out while it painted is painted */
		paint_show();
		ring(ui);
	}
	if (ui->script && !ui->ending && ui_at_rest(ui)) {
		if (!script_step(ui->script, ui, &ui->status))
			end_now(ui);
		return 0;
	}
	int busy = worker_busy_ms(ui->worker), wait = term_due_ms();
	bool told = busy >= BUSY_SHOWN_MS;
	if (told != ui->busy_told) { /* it began or ended to be worth telling */
		ui->busy_told = told;
		ui_touch(ui);
		return 0;
	}
	if (worker_busy(ui->worker) && !told)
		wait = sooner(wait, BUSY_SHOWN_MS - busy);
	return wait;
}

/* Up and down. */

bool ui_load_keys(struct keymap *ret, const char *own, struct arena *a, struct err *e)
{
	char *text;
	size_t len;
	*ret = (struct keymap) { .arena = a };
	if (!keymap_add(ret, builtin_find("keys.conf")->text, "keys.conf", e))
		return false;
	return !own || (file_read(own, CONF_MOST, a, &text, &len, e) && keymap_add(ret, text, own, e));
}

static bool load_theme(struct ui *ui, struct err *e)
{
	const char *name = ui->wish.theme ? ui->wish.theme : "dark", *known = theme_text(name);
	char *text;
	size_t len;
	if (known)
		return theme_add(&ui->theme, known, name, e);
	return theme_add(&ui->theme, theme_text("dark"), "dark", e) &&
			file_read(name, CONF_MOST, &ui->arena, &text, &len, e) && theme_add(&ui->theme, text, name, e);
}

/* The way to the workshop takes longer than all that happens here: it begins as soon as somebody will see it. */
static void set_out(void *ctx)
{
	struct ui *ui = ctx;
	password_use();
	new_worker(ui);
	open_line(ui);
}

static bool open_terminal(struct ui *ui, struct err *e)
{
	struct term_wish wish = { .found = set_out, .ctx = ui, .color = ui->wish.color, .mouse = ui->wish.mouse, .plain = ui->wish.plain, .nowhere = ui->wish.script };
	if (!script_size(ui->wish.size ? ui->wish.size : "80x24", &wish.columns, &wish.lines))
		return err_set(e, ERR_USAGE, _("“%s” is no size of a screen. Say columns x lines, such as 80x24."), ui->wish.size);
	if (!term_open(&wish, e))
		return false;
	term_theme(&ui->theme);
	return true;
}

/* A name of karat.conf, which says nothing that must not be shown. */
static bool says_name(const struct ui *ui)
{
	return ui->wish.said && !strpbrk(ui->wish.said, ":=");
}

static bool begin(struct ui *ui, struct err *e)
{
	static const int signals[] = { SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGINT, SIGQUIT, 0 };
	if ((ui->wish.script && !script_load(&ui->script, ui->wish.script, e)) || !ui_load_keys(&ui->keys, ui->wish.keys, &ui->arena, e) || !load_theme(ui, e) ||
			!loop_signals(ui->loop, signals, on_signal, ui, e) || !open_terminal(ui, e))
		return false;
	if (term_fd() >= 0)
		loop_watch(ui->loop, term_fd(), POLLIN, on_tty, ui);
	ui->said = says_name(ui) ? ui->wish.said : url_public(ui->wish.url, &ui->arena);
	ui->said = ui->said ? ui->said : "";
	ui_touch(ui);
	return true;
}

static void done(struct ui *ui)
{
	password_forget();
	ui->ending = true;
	while (ui->top)
		screen_close(ui->top);
	language_end(ui);
	worker_free(ui->worker);
	term_close();
	loop_free(ui->loop);
	script_free(ui->script);
	for (size_t i = 0; i < MESSAGES_KEPT; i++)
		buf_done(&ui->messages[i].text);
	arena_done(&ui->arena);
}

bool ui_run(const struct workbench_wish *wish, const struct ui_parts *parts, int *ret_status, struct err *e)
{
	language_prepare();
	struct arena arena = ARENA_INIT;
	struct ui *ui = arena_alloc(&arena, sizeof(*ui));
	*ui = (struct ui) { .wish = *wish, .parts = parts, .fmt = *wish->fmt, .loop = loop_new() };
	for (size_t i = 0; i < MESSAGES_KEPT; i++)
		ui->messages[i].text = (struct buf)BUF_INIT(MESSAGE_MOST);
	bool ok = begin(ui, e);
	if (ok)
		loop_run(ui->loop, before_wait, ui);
	int sig = ui->end_signal;
	*ret_status = ui->status;
	if (ok && ui->end_err.code)
		*e = ui->end_err, ok = false;
	done(ui);
	arena_done(&arena);
	if (sig && sig != SIGHUP) {
		signal(sig, SIG_DFL);
		raise(sig); /* whoever waits for us learns why */
	}
	return ok;
}
