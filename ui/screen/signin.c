/* signin.c - signing in: at the start, after a sign-out, and when the password was changed while the line was down */
#include "config.h"

#include "screen/signin.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/key.h"
#include "core/password.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"
#include "core/worker.h"
#include "screen/screens.h"
#include "screen/workshops.h"
#include "store/store.h"
#include "widget/edit.h"
#include "widget/field.h"

enum { TRIES_MOST = 5, LABELS_MOST = 24 };

enum place { AT_WORKSHOP, AT_USER, AT_PASSWORD };

struct signin {
	struct screen screen;
	struct edit edits[3];      /* by enum place; that of the password stays empty: nothing may remember what is typed */
	char secret[PASSWORD_MAX + 1];
	size_t len;
	enum place at;
	bool again;                /* the line broke: the same person, the same workshop */
	bool trying, typed;        /* typed: with a password */
	unsigned refused;          /* passwords */
	struct err why;            /* the last refusal; code 0: none */
	char reason[sizeof(((struct err *)0)->text)];
	struct workshop_known known[WORKSHOPS_MAX];
	size_t nknown, shown;      /* shown: the next one to be offered */
};

const struct screen_class signin_screen;

static struct signin *of(struct screen *s)
{
	return (struct signin *)s;
}

static const char *text_at(const struct signin *si, enum place at)
{
	return si->edits[at].text.data;
}

/* What is said above the fields. */

static void wipe(struct signin *si)
{
	explicit_bzero(si->secret, sizeof(si->secret));
	si->len = 0;
}

static void tell_reason(struct signin *si, const struct err *why)
{
	const char *user = text_at(si, AT_USER);
	if (!str_eq(why->state, "28P01"))
		snprintf(si->reason, sizeof(si->reason), "%s", why->text);
	else if (si->typed)
		snprintf(si->reason, sizeof(si->reason), _("The password is wrong, or nobody here is called “%s”."), user);
	else if (si->again)
		snprintf(si->reason, sizeof(si->reason), _("The server wants your password again; it may have been changed."));
	else
		snprintf(si->reason, sizeof(si->reason), _("“%s” signs in with a password."), user);
}

static bool is_about_password(const struct err *why)
{
	return str_eq(why->state, "28P01");
}

/* Opening and closing. */

static void begin(struct signin *si, const char *login)
{
	struct ui *ui = si->screen.ui;
	edit_set(&si->edits[AT_WORKSHOP], ui->said);
	edit_set(&si->edits[AT_USER], login);
	si->at = *login ? AT_PASSWORD : AT_USER;
	term_in_field(true);
}

static bool signin_open(struct screen *s, const char *words, struct err *e)
{
	static const size_t most[] = { [AT_WORKSHOP] = WORKSHOP_MAX, [AT_USER] = LOGIN_MAX, [AT_PASSWORD] = 1 };
	struct signin *si = of(s);
	(void)words;
	(void)e;
	for (size_t i = 0; i < ARRAY_LEN(most); i++)
		edit_init(&si->edits[i], most[i], false);
	si->again = s->below != NULL;
	if (!si->again)
		si->nknown = workshops_load(screen_arena(s), si->known);
	password_expect();
	return true;
}

static void signin_close(struct screen *s)
{
	struct signin *si = of(s);
	wipe(si);
	for (size_t i = 0; i < ARRAY_LEN(si->edits); i++)
		edit_done(&si->edits[i]);
}

static struct signin *open_it(struct ui *ui, const char *login)
{
	struct err e = ERR_INIT;
	kt_assert(screen_open(ui, &signin_screen, NULL, &e)); /* it never refuses */
	struct signin *si = of(ui->top);
	begin(si, login);
	return si;
}

void signin_begin(struct ui *ui, const char *login)
{
	open_it(ui, login);
}

static struct signin *find(const struct ui *ui)
{
	return (struct signin *)screen_find(ui, &signin_screen);
}

/* Five wrong passwords are no slip of the finger any more. */
static void refuse(struct signin *si, const struct err *why)
{
	struct ui *ui = si->screen.ui;
	si->trying = false;
	si->why = *why;
	tell_reason(si, why);
	if (is_about_password(why))
		password_forget();
	if (is_about_password(why) && si->typed && ++si->refused == TRIES_MOST) {
		err_set(&si->why, ERR_OFFLINE, _("The password was wrong %d times. An admin sets a new one with “karat user passwd”."), TRIES_MOST);
		ui_give_up(ui, &si->why);
		return;
	}
	if (is_about_password(why))
		si->at = AT_PASSWORD;
	if (si->typed)
		term_bell();
	ui_touch(ui);
}

bool signin_refused(struct ui *ui, const struct err *why)
{
	struct signin *si = find(ui);
	char login[LOGIN_MAX + 1];
	if (!si && !is_about_password(why))
		return false;
	if (!si) {
		password_wanted(login);
		bool kept = password_kept();
		si = open_it(ui, login);
		si->typed = kept && !si->again;
	}
	refuse(si, why);
	return true;
}

struct note_job {
	const char *login, *workshop;
};

static bool run_note(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct note_job *j = args;
	(void)s, (void)a, (void)ret;
	return workshops_note(j->login, j->workshop, e);
}

static void noted(struct job *j)
{
	if (!j->ok)
		ui_say_err(j->owner, &j->err);
}

void signin_let_in(struct ui *ui)
{
	struct signin *si = find(ui);
	if (!si)
		return;
	if (!si->again) {
		struct arena a = ARENA_INIT;
		struct note_job j = { .login = arena_strdup(&a, ui_session(ui)->login), .workshop = arena_strdup(&a, ui->said) };
		worker_post(ui->worker, run_note, &j, sizeof(j), &a, noted, ui, SLOT_NONE);
	}
	screen_close(&si->screen);
}

/* Trying. */

static bool need(struct signin *si, enum place at, const char *sentence)
{
	si->at = at;
	snprintf(si->reason, sizeof(si->reason), "%s", sentence);
	ui_touch(si->screen.ui);
	return false;
}

static bool where_to(struct signin *si, const char **ret_url)
{
	struct ui *ui = si->screen.ui;
	struct err e = ERR_INIT;
	const char *said = text_at(si, AT_WORKSHOP);
	*ret_url = str_eq(said, ui->said) ? ui->wish.url : ui->wish.workshop(ui->wish.cli, said, &e);
	return *ret_url || need(si, AT_WORKSHOP, e.text);
}

static void try(struct signin *si)
{
	struct ui *ui = si->screen.ui;
	const char *url;
	if (si->trying || !where_to(si, &url))
		return;
	if (str_empty(text_at(si, AT_USER))) {
		need(si, AT_USER, _("Type the name by which you sign in."));
		return;
	}
	si->typed = si->len > 0;
	if (si->typed)
		password_keep(text_at(si, AT_USER), si->secret);
	else
		password_forget();
	wipe(si);
	si->trying = true;
	*si->reason = '\0';
	ui_sign_in(ui, text_at(si, AT_WORKSHOP), url, text_at(si, AT_USER));
}

/* Keys. */

static void go(struct signin *si, int by)
{
	int at = (int)si->at + by;
	if (!si->again && at >= AT_WORKSHOP && at <= AT_PASSWORD)
		si->at = (enum place)at;
	ui_touch(si->screen.ui);
}

static void go_next(struct screen *s, const char *words)
{
	(void)words;
	go(of(s), 1);
}

static void go_before(struct screen *s, const char *words)
{
	(void)words;
	go(of(s), -1);
}

static void enter(struct screen *s, const char *words)
{
	struct signin *si = of(s);
	(void)words;
	if (si->at == AT_PASSWORD)
		try(si);
	else
		go(si, 1);
}

static bool has_others(struct screen *s, struct err *why)
{
	return of(s)->nknown || err_set(why, ERR_NOT_FOUND, _("No workshop is remembered yet."));
}

static void show_other(struct screen *s, const char *words)
{
	struct signin *si = of(s);
	const struct workshop_known *k = &si->known[si->shown];
	(void)words;
	si->shown = (si->shown + 1) % si->nknown;
	edit_set(&si->edits[AT_WORKSHOP], k->workshop);
	edit_set(&si->edits[AT_USER], k->login);
	si->at = AT_PASSWORD;
}

/* As from the command line: who is not let in leaves with 2. */
static void leave(struct screen *s, const char *words)
{
	struct signin *si = of(s);
	(void)words;
	ui_give_up(s->ui, si->why.code ? &si->why : NULL);
}

/* Typing. The password knows its end alone: nothing in it is moved in, nothing taken back. */

static struct edit *signin_edited(struct screen *s)
{
	return &of(s)->edits[of(s)->at];
}

static void add(struct signin *si, const char *text, size_t len)
{
	if (si->len + len > PASSWORD_MAX) {
		ui_say(si->screen.ui, MESSAGE_WARN, _("A password has at most %d bytes."), PASSWORD_MAX);
		return;
	}
	memcpy(si->secret + si->len, text, len);
	si->len += len;
	si->secret[si->len] = '\0';
}

static void add_char(struct signin *si, uint32_t c)
{
	struct buf one = BUF_INIT(8);
	utf8_add(&one, c);
	add(si, one.data, one.len);
	explicit_bzero(one.data, one.len);
	buf_done(&one);
}

/* What programs type for people comes as fast as from a scanner. */
static bool take_password(struct signin *si, const struct event *ev)
{
	size_t from;
	switch (ev->kind) {
	case EVENT_KEY:
		if (key_is_text(ev->key))
			add_char(si, ev->key);
		return key_is_text(ev->key);
	case EVENT_PASTE:
		add(si, ev->text, strcspn(ev->text, "\n"));
		return true;
	case EVENT_SCAN:
		from = event_rest(ev);
		add(si, ev->text + from, ev->len - from);
		try(si);
		return true;
	default:
		return false;
	}
}

static bool signin_event(struct screen *s, const struct event *ev)
{
	struct signin *si = of(s);
	if (si->trying)
		return ev->kind != EVENT_FOCUS;
	return si->at == AT_PASSWORD ? take_password(si, ev) : field_event(s, ev);
}

static bool type_move(struct screen *s, enum edit_motion how)
{
	return edit_move(signin_edited(s), how);
}

static bool type_clear(struct screen *s)
{
	if (of(s)->at != AT_PASSWORD)
		return edit_clear(signin_edited(s));
	wipe(of(s));
	return true;
}

static bool type_cut(struct screen *s, enum edit_motion how)
{
	struct signin *si = of(s);
	if (si->at != AT_PASSWORD)
		return edit_cut(signin_edited(s), how);
	if (how == EDIT_WORD_LEFT)
		return type_clear(s);
	if (how != EDIT_LEFT || !si->len)
		return false;
	do
		si->len--;
	while (si->len && ((unsigned char)si->secret[si->len] & 0xc0) == 0x80);
	explicit_bzero(si->secret + si->len, sizeof(si->secret) - si->len);
	return true;
}

static bool type_undo(struct screen *s)
{
	return edit_undo(signin_edited(s));
}

static bool type_redo(struct screen *s)
{
	return edit_redo(signin_edited(s));
}

static const struct typing signin_typing = {
	.move = type_move, .cut = type_cut, .clear = type_clear, .undo = type_undo, .redo = type_redo,
};

/* Painting. */

static const char *const labels[] = { [AT_WORKSHOP] = N_("Workshop"), [AT_USER] = N_("Name"), [AT_PASSWORD] = N_("Password") };

static int labels_width(void)
{
	int most = 0;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		int w = str_width(i18n_label(labels[i]));
		most = w > most ? w : most;
	}
	return most < LABELS_MOST ? most : LABELS_MOST;
}

/* A sign for each character; nothing for those who listen: it would be read out. */
static void paint_password(const struct signin *si, struct area a, int y, int x, int w)
{
	size_t n = term_plain() ? 0 : utf8_count(si->secret);
	int shown = n < (size_t)w - 1 ? (int)n : w - 1;
	struct buf signs = BUF_INIT(PASSWORD_MAX + 1);
	buf_pad(&signs, '*', (size_t)shown);
	paint_cell(a, y, x, w, si->at == AT_PASSWORD ? STYLE_FOCUS : STYLE_NORMAL, signs.data, false);
	if (si->at == AT_PASSWORD)
		paint_cursor(a, y, x + shown, true);
	buf_done(&signs);
}

static void signin_paint(struct screen *s)
{
	struct signin *si = of(s);
	struct area a = area_part(s->area, 0, 1, s->area.h, s->area.w - 2);
	int x = labels_width() + 2, y = 0, w = a.w - x - 2;
	y += paint_wrapped(a, y, 0, a.w, 0, STYLE_NORMAL,
		si->again ? _("The connection was lost. Everything is still here; what was typed is kept.") : _("Who are you, and which workshop is it?"));
	y++;
	for (enum place at = AT_WORKSHOP; at <= AT_PASSWORD; at++, y++) {
		bool here = at == si->at, fixed = si->again && at != AT_PASSWORD;
		paint_text(a, y, 0, here ? STYLE_LABEL : STYLE_DIM, i18n_label(labels[at]));
		if (at == AT_PASSWORD)
			paint_password(si, a, y, x, w);
		else
			field_paint(a, y, x, w, here ? STYLE_FOCUS : fixed ? STYLE_DIM : STYLE_NORMAL, &si->edits[at], here);
	}
	y++;
	if (si->trying)
		paint_text(a, y, 0, STYLE_DIM, _("Signing in …"));
	else if (*si->reason)
		paint_wrapped(a, y, 0, a.w, 0, STYLE_WARN, si->reason);
}

// clang-format off
static const struct action signin_actions[] = {
	{ "signin.enter",  N_("Sign in"),  N_("To the next field; behind the password, in."), .flags = ACTION_BAR, .run = enter },
	{ "signin.next",   N_("Next"),     N_("To the next field."), .flags = ACTION_BAR, .run = go_next },
	{ "signin.before", NULL,           N_("To the field before."), .run = go_before },
	{ "signin.other",  N_("Other"),    N_("Another workshop that you signed in to before."), .flags = ACTION_BAR, .may = has_others, .run = show_other },
	{ "signin.leave",  N_("Leave"),    N_("Leaves karat; drafts are kept."), .flags = ACTION_BAR, .run = leave },
	{ NULL },
};
// clang-format on

const struct screen_class signin_screen = {
	.name = "signin", .title = N_("Sign-in"), .size = sizeof(struct signin), .flags = SCREEN_MODAL,
	.actions = signin_actions, .widget = &field_actions, .open = signin_open, .close = signin_close, .paint = signin_paint,
	.event = signin_event, .edited = signin_edited, .typing = &signin_typing,
};

void sign_out(struct screen *s, const char *words)
{
	(void)words;
	search_forget();
	ui_sign_out(s->ui);
}
