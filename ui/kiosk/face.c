/* face.c - what a terminal on the wall looks like
 *
 * Large digits are made of blanks in the look of what is selected: they need neither a font nor a charset, and can be
 * read across the workshop. Where nobody sees them (plain mode) the hour is words.
 */
#include "config.h"

#include "kiosk/face.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/paint.h"
#include "core/term.h"
#include "domain/time.h"
#include "kiosk/desk.h"

enum { DIGIT_W = 4, DIGIT_H = 5, CLOCK_CHARS = 5, SCALE_MOST = 4, EDGE = 2, LINE_MOST = 2048, DAY_S = 24 * 3600 };

static const struct tone {
	enum style style;
	const char *sign; /* told without colour, too */
} tones[] = {
	[DESK_PLAIN] = { STYLE_NORMAL, "" },
	[DESK_GOOD] = { STYLE_GOOD, "OK" },
	[DESK_KEPT] = { STYLE_WARN, "..." },
	[DESK_QUESTION] = { STYLE_HEAD, "?" },
	[DESK_BAD] = { STYLE_ERROR, "!" },
};

/* Three columns and five rows for each digit, from the left upper corner. */
static const char font[][DIGIT_H][DIGIT_W] = {
	{ "###", "# #", "# #", "# #", "###" }, { "  #", "  #", "  #", "  #", "  #" }, { "###", "  #", "###", "#  ", "###" },
	{ "###", "  #", "###", "  #", "###" }, { "# #", "# #", "###", "  #", "  #" }, { "###", "#  ", "###", "  #", "###" },
	{ "###", "#  ", "###", "# #", "###" }, { "###", "  #", "  #", "  #", "  #" }, { "###", "# #", "###", "# #", "###" },
	{ "###", "# #", "###", "  #", "###" }, { "   ", " # ", "   ", " # ", "   " },
};

static void paint_digit(struct area a, int x, int scale, char c)
{
	const char (*shape)[DIGIT_W] = font[c == ':' ? 10 : c - '0'];
	for (int row = 0; row < DIGIT_H; row++)
		for (int col = 0; col < DIGIT_W - 1; col++)
			if (shape[row][col] == '#')
				paint_clear(area_part(a, row * scale, x + 2 * col * scale, scale, 2 * scale), STYLE_SELECTED);
}

/* As large as fits; 0: not at all. */
static int clock_scale(struct area a)
{
	int scale = SCALE_MOST;
	while (scale && (CLOCK_CHARS * 2 * DIGIT_W * scale > a.w || DIGIT_H * scale > a.h))
		scale--;
	return scale;
}

static void paint_clock(struct area a, int64_t wall)
{
	char text[DESK_HOUR];
	desk_hour(wall, text);
	int scale = term_plain() ? 0 : clock_scale(a);
	if (!scale) {
		paint_text(a, a.h / 2, a.w / 2 - 2, STYLE_TITLE, text);
		return;
	}
	int w = (CLOCK_CHARS * DIGIT_W - 1) * 2 * scale, left = (a.w - w) / 2, top = (a.h - DIGIT_H * scale) / 2;
	struct area inner = area_part(a, top, 0, DIGIT_H * scale, a.w);
	for (int i = 0; i < CLOCK_CHARS; i++)
		paint_digit(inner, left + 2 * i * DIGIT_W * scale, scale, text[i]);
}

static void paint_center(struct area a, int y, enum style st, const char *text)
{
	int w = str_width(text);
	paint_text(a, y, w < a.w ? (a.w - w) / 2 : 0, st, text);
}

/* The line at the bottom: what is known of the line, and what waits here. Never just "ok". */
static void paint_foot(struct area all, const struct face *f)
{
	struct buf left = BUF_INIT(LINE_MOST);
	if (f->waiting)
		buf_addf(&left, ngettext("%zu punch is kept here, not yet sent.", "%zu punches are kept here, not yet sent.", f->waiting), f->waiting);
	else if (!f->online)
		buf_adds(&left, _("Punches are kept here until there is a connection."));
	if (!f->synced)
		buf_addf(&left, "%s%s", left.len ? "  " : "", _("This clock is not synced."));
	if (f->trouble)
		buf_addf(&left, "%s%s", left.len ? "  " : "", f->trouble);
	const char *link = f->online ? _("connected") : _("no connection");
	struct area foot = area_part(all, all.h - 1, 0, 1, all.w);
	int w = str_width(link);
	paint_clear(foot, STYLE_STATUS);
	paint_cell(foot, 0, 1, all.w - w - 3, f->waiting || f->trouble ? STYLE_WARN : STYLE_STATUS, left.data ? left.data : "", false);
	paint_text(foot, 0, all.w - w - 1, f->online ? STYLE_STATUS : STYLE_WARN, link);
	buf_done(&left);
}

static void paint_head(struct area all, const struct face *f)
{
	struct area head = area_part(all, 0, 0, 1, all.w);
	paint_clear(head, STYLE_TITLE);
	paint_text(head, 0, 1, STYLE_TITLE, f->workshop);
	paint_cell(head, 0, all.w / 2, all.w / 2 - 1, STYLE_TITLE, f->terminal, true);
}

/* What was said, with its sign in front; answers the lines it took. */
static int paint_note(struct area a, int y, const struct desk *d)
{
	const struct tone *t = &tones[d->tone];
	struct buf line = BUF_INIT(LINE_MOST);
	if (!*d->note)
		return 0;
	buf_addf(&line, "%s%s%s", t->sign, *t->sign ? "  " : "", d->note);
	int n = paint_wrapped(a, y, 0, a.w, 0, t->style, line.data);
	buf_done(&line);
	return n + 1;
}

/* What is known of who stands there, a line for each clock. */
static int paint_state(struct area a, int y, const struct desk *d)
{
	const struct kiosk_state *w = &d->who;
	struct buf line = BUF_INIT(LINE_MOST);
	char at[DESK_HOUR], today[DESK_HOUR];
	int first = y;
	if (!w->online)
		return 0;
	if (w->since && *w->number)
		buf_addf(&line, _("%s %s: %s since %s."), w->number, w->title, w->activity, desk_hour(w->since, at));
	else if (w->since)
		buf_addf(&line, _("%s since %s."), w->activity, desk_hour(w->since, at));
	if (w->since)
		y += paint_wrapped(a, y, 0, a.w, 0, STYLE_NORMAL, line.data);
	buf_clear(&line);
	if (w->paused_since) {
		buf_addf(&line, _("Pause (%s) since %s."), w->cause >= 0 ? i18n_label(pause_causes[w->cause].label) : "", desk_hour(w->paused_since, at));
		paint_text(a, y++, 0, STYLE_WARN, line.data);
		buf_clear(&line);
	}
	if (w->here_since)
		buf_addf(&line, _("Here since %s. Today %s."), desk_hour(w->here_since, at), desk_lasts(w->worked, today));
	else
		buf_addf(&line, _("Not here. Today %s."), desk_lasts(w->worked, today));
	paint_text(a, y++, 0, STYLE_NORMAL, line.data);
	buf_done(&line);
	return y - first + 1;
}

static int paint_choices(struct area a, int y, const struct desk *d)
{
	struct desk_choice all[DESK_DEEDS];
	size_t n = desk_choices(d, all);
	int first = y;
	for (size_t i = 0; i < n; i++, y++) {
		char digit[8];
		snprintf(digit, sizeof digit, " %c ", all[i].digit);
		paint_text(a, y, 0, STYLE_KEY, digit);
		paint_text(a, y, 4, STYLE_NORMAL, all[i].label);
		if (i == 0 && d->view == DESK_ACTIVITY)
			paint_text(a, y, 5 + str_width(all[i].label), STYLE_DIM, _("(Enter, or wait)"));
	}
	return y - first;
}

/* What is being typed, as it is or as stars; the cursor stands behind it. */
static void paint_typed(struct area a, int y, const struct desk *d, const char *label, bool secret)
{
	char shown[DESK_TYPED + 1];
	size_t len = strlen(d->typed);
	memcpy(shown, d->typed, len + 1);
	if (secret)
		memset(shown, '*', len);
	int x = paint_text(a, y, 0, STYLE_LABEL, label) + 1;
	paint_cell(a, y, x, DESK_TYPED + 1, STYLE_FOCUS, shown, false);
	paint_cursor(a, y, x + (int)len, true);
}

static const char *heading(const struct desk *d)
{
	switch (d->view) {
	case DESK_BADGE: return _("Now show your badge");
	case DESK_PIN: return _("Your PIN");
	case DESK_ACTIVITY: return _("Which work?");
	case DESK_CAUSE: return _("Which pause? Enter: break");
	case DESK_FORGOT: return _("The clock has been running since an earlier day");
	case DESK_SURE: return _("You have just done the opposite");
	case DESK_LEAVE: return _("End this terminal: the PIN of an admin");
	default: return *d->who.name ? d->who.name : _("Your badge is not known here yet");
	}
}

static int paint_shown(struct area a, int y, const struct desk *d)
{
	struct buf line = BUF_INIT(LINE_MOST);
	if (d->have_menu && *d->menu.number && *d->said)
		buf_addf(&line, "%s %s", d->menu.number, d->menu.title);
	else if (*d->said)
		buf_addf(&line, _("Order %s"), *d->said == '#' ? d->said + 1 : d->said);
	if (*d->activity_name)
		buf_addf(&line, "%s%s", line.len ? ", " : "", d->activity_name);
	else if (d->activity)
		buf_adds(&line, line.len ? ", " : ""), buf_addf(&line, _("Activity %lld"), (long long)d->activity);
	if (d->deed >= 0)
		buf_addf(&line, "%s%s", line.len ? ", " : "", i18n_label(punch_deeds[d->deed].label));
	int n = line.len ? paint_wrapped(a, y, 0, a.w, 0, STYLE_NORMAL, line.data) + 1 : 0;
	buf_done(&line);
	return n;
}

/* When the clock of an earlier day may have been meant to stop. */
static int paint_proposal(struct area a, int y, const struct desk *d)
{
	struct buf line = BUF_INIT(LINE_MOST);
	struct civil c = instant_civil((struct instant) { d->who.proposal * 1000000 });
	buf_addf(&line, _("Did you stop on %02d.%02d. at %02d:%02d? The office sees that it was forgotten, and can mend it."), c.day, c.month, c.hour, c.min);
	int n = paint_wrapped(a, y, 0, a.w, 0, STYLE_NORMAL, line.data) + 1;
	buf_done(&line);
	return n;
}

static void paint_person(struct area a, const struct desk *d)
{
	int y = 0;
	paint_text(a, y, 0, STYLE_HEAD, heading(d));
	y += 2;
	y += paint_note(a, y, d);
	if (d->busy) {
		paint_text(a, y, 0, STYLE_DIM, _("One moment …"));
		paint_cursor(a, y, 0, false);
		return;
	}
	paint_cursor(a, y, 0, false);
	if (d->view == DESK_PERSON)
		y += paint_state(a, y, d);
	if (d->view == DESK_ACTIVITY || d->view == DESK_BADGE || d->view == DESK_SURE)
		y += paint_shown(a, y, d);
	if (d->view == DESK_FORGOT)
		y += paint_proposal(a, y, d);
	y += paint_choices(a, y, d);
	if (d->view == DESK_PIN || d->view == DESK_LEAVE)
		paint_typed(a, y + 1, d, _("PIN"), true);
	else if (d->view == DESK_BADGE)
		paint_typed(a, y + 1, d, _("Number"), false);
	else if (d->typing)
		paint_typed(a, y + 1, d, _("Order"), false);
	else if (d->view == DESK_PERSON)
		paint_text(a, y + 1, 0, STYLE_DIM, _("Scan an order or an activity, or * and the order's number.  0: done"));
	else
		paint_text(a, y + 1, 0, STYLE_DIM, _("0: leave it"));
}

static void paint_idle(struct area a, const struct desk *d, const struct face *f)
{
	paint_cursor(a, a.h - 1, 0, false);
	int lines = *d->note ? 4 : 2;
	paint_clock(area_part(a, 0, 0, a.h - lines, a.w), f->wall);
	if (*d->note)
		paint_note(area_part(a, a.h - lines, EDGE, lines, a.w - 2 * EDGE), 0, d);
	if (*d->typed)
		paint_typed(area_part(a, a.h - 1, EDGE, 1, a.w - 2 * EDGE), 0, d, _("Number"), false);
	else
		paint_center(a, a.h - 1, STYLE_DIM, _("Show your badge or scan an order. Numbers can be typed, then Enter."));
}

void face_paint(const struct desk *d, const struct face *f)
{
	struct area all = paint_all();
	paint_clear(all, STYLE_NORMAL);
	paint_head(all, f);
	paint_foot(all, f);
	struct area middle = area_part(all, 1, 0, all.h - 2, all.w);
	if (d->view == DESK_IDLE)
		paint_idle(middle, d, f);
	else
		paint_person(area_part(all, 2, EDGE, all.h - 3, all.w - 2 * EDGE), d);
}
