/* calendar.c - the calendar as a screen over the screen */
#include "config.h"

#include "widget/calendar.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/paint.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"
#include "widget/ask.h"

enum {
	WEEK = 7, WEEKS = 6,
	CELL = 4, WEEK_W = 3,            /* columns: "[12]", " 9 " */
	GRID_W = WEEK_W + 1 + WEEK * CELL,
	HEADS = 2,                       /* rows: month, weekdays */
	BOX_W = 52,                      /* “Wednesday, 30 September 2026, week 40, as it was” */
	FIRST_DAY = -719162, LAST_DAY = 2932896, /* 0001-01-01, 9999-12-31 */
};

static const char *const weekdays[] = {
	N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
};

static const char *const short_weekdays[] = {
	NP_("weekday", "Mo"), NP_("weekday", "Tu"), NP_("weekday", "We"), NP_("weekday", "Th"), NP_("weekday", "Fr"), NP_("weekday", "Sa"),
	NP_("weekday", "Su"),
};

static const char *const months[] = {
	N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"), N_("September"),
	N_("October"), N_("November"), N_("December"),
};

struct calendar {
	struct screen screen;
	struct calendar_wish wish;
	struct day day; /* the cursor */
};

static struct calendar *calendar_of(struct screen *s)
{
	return (struct calendar *)s;
}

const char *calendar_weekday(struct day d)
{
	return i18n_label(weekdays[day_weekday(d) - 1]);
}

const char *calendar_words(struct day d, struct arena *a)
{
	struct civil c = day_civil(d);
	int year;
	/* translators: weekday, day, month, year, number of the week */
	return arena_printf(a, _("%s, %d %s %d, week %d"), calendar_weekday(d), c.day,
		i18n_label(months[c.month - 1]), c.year, day_iso_week(d, &year));
}

/* With what is particular about the day. */
static const char *words_of(const struct calendar *cal, struct day d, struct arena *a)
{
	const char *words = calendar_words(d, a);
	if (d.n == today().n)
		words = arena_printf(a, _("%s, today"), words);
	if (d.n == cal->wish.day.n)
		words = arena_printf(a, _("%s, as it was"), words);
	return words;
}

/* Painting. */

static struct day month_start(struct day d)
{
	return (struct day) { d.n - day_civil(d).day + 1 };
}

static void paint_day(const struct calendar *cal, struct area a, int y, int x, struct day d)
{
	char text[16];
	bool here = d.n == cal->day.n, was = d.n == cal->wish.day.n;
	const char *left = here ? "[" : was ? "(" : " ", *right = here ? "]" : was ? ")" : d.n == today().n ? "*" : " ";
	snprintf(text, sizeof(text), "%s%2d%s", left, day_civil(d).day, right);
	paint_text(a, y, x, here ? STYLE_SELECTED : was ? STYLE_MARKED : d.n == today().n ? STYLE_HEAD : STYLE_NORMAL, text);
	if (here)
		paint_cursor(a, y, x + 1, true);
}

static void paint_heads(const struct calendar *cal, struct area a)
{
	struct arena words = ARENA_INIT;
	struct civil c = day_civil(cal->day);
	/* translators: month and year */
	const char *month = arena_printf(&words, _("%s %d"), i18n_label(months[c.month - 1]), c.year);
	paint_text(a, 0, (GRID_W - str_width(month)) / 2, STYLE_HEAD, month);
	paint_cell(a, 1, 0, WEEK_W, STYLE_DIM, _("Wk"), true);
	for (int i = 0; i < WEEK; i++)
		paint_cell(a, 1, WEEK_W + 1 + i * CELL, CELL - 1, STYLE_LABEL, i18n_label(short_weekdays[i]), true);
	arena_done(&words);
}

static void paint_month(const struct calendar *cal, struct area a)
{
	struct day first = month_start(cal->day);
	int month = day_civil(first).month, begin = first.n - day_weekday(first) + 1, year;
	paint_heads(cal, a);
	for (int week = 0; week < WEEKS; week++) {
		char number[16];
		bool some = false;
		for (int i = 0; i < WEEK; i++) {
			struct day d = { begin + week * WEEK + i };
			if (d.n < FIRST_DAY || d.n > LAST_DAY || day_civil(d).month != month)
				continue;
			some = true;
			paint_day(cal, a, HEADS + week, WEEK_W + 1 + i * CELL, d);
		}
		struct day thursday = { begin + week * WEEK + 3 };
		if (!some || thursday.n < FIRST_DAY || thursday.n > LAST_DAY)
			continue;
		snprintf(number, sizeof(number), "%d", day_iso_week(thursday, &year));
		paint_cell(a, HEADS + week, 0, WEEK_W, STYLE_DIM, number, true);
	}
}

/* A line a day, with the cursor at its beginning: what is read aloud is the date. */
static void paint_days(const struct calendar *cal, struct area a)
{
	struct arena words = ARENA_INIT;
	int rows = a.h > 0 ? a.h : 1, top = (cal->day.n - FIRST_DAY) / rows * rows + FIRST_DAY; /* lines stay while the cursor moves */
	for (int y = 0; y < a.h; y++) {
		struct day d = { top + y };
		bool here = d.n == cal->day.n;
		if (d.n < FIRST_DAY || d.n > LAST_DAY)
			continue;
		paint_cell(a, y, 0, a.w, here ? STYLE_SELECTED : STYLE_NORMAL,
			arena_printf(&words, "%s%s", here ? "> " : "  ", words_of(cal, d, &words)), false);
	}
	paint_cursor(a, cal->day.n - top, 0, true);
	arena_done(&words);
}

static void calendar_paint(struct screen *s)
{
	const struct calendar *cal = calendar_of(s);
	struct arena words = ARENA_INIT;
	const char *said = words_of(cal, cal->day, &words);
	int room = s->area.h - 2;
	bool grid = !term_plain() && room >= HEADS + WEEKS; /* else there is no room for a month: a list of days has it */
	int h = grid ? HEADS + WEEKS + (room > HEADS + WEEKS) : room < WEEK ? room : WEEK;
	struct area a = ask_box(s->area, h, BOX_W, cal->wish.title);
	if (grid) {
		int left = a.w > GRID_W ? (a.w - GRID_W) / 2 : 0;
		paint_month(cal, area_part(a, 0, left, a.h, a.w - left));
		if (a.h > HEADS + WEEKS)
			paint_text(a, HEADS + WEEKS, 0, STYLE_NORMAL, said);
	} else {
		paint_days(cal, a);
	}
	arena_done(&words);
}

/* Moving. */

static void go(struct screen *s, int64_t to)
{
	int64_t n = to < FIRST_DAY ? FIRST_DAY : to > LAST_DAY ? LAST_DAY : to;
	calendar_of(s)->day.n = (int32_t)n;
	ui_touch(s->ui);
}

/* The arrows follow what is seen: in a list of days the next one stands below, in a month the one of next week. */
static int64_t below(const struct screen *s)
{
	return term_plain() || s->area.h - 2 < HEADS + WEEKS ? 1 : WEEK;
}

#define GO(name, to) \
	static void go_##name(struct screen *s, const char *words) \
	{ \
		struct day d = calendar_of(s)->day; \
		(void)words; \
		go(s, to); \
	}

static int64_t months_on(struct day d, int by)
{
	struct civil c = day_civil(d);
	int month = c.year * 12 + c.month - 1 + by;
	if (month < 12)
		return FIRST_DAY;
	return month > 9999 * 12 + 11 ? LAST_DAY : day_add_months(d, by).n;
}

GO(left, d.n - (below(s) == 1 ? WEEK : 1))
GO(right, d.n + (below(s) == 1 ? WEEK : 1))
GO(up, d.n - below(s))
GO(down, d.n + below(s))
GO(month_back, months_on(d, -1))
GO(month_on, months_on(d, 1))
GO(year_back, months_on(d, -12))
GO(year_on, months_on(d, 12))
GO(first, month_start(d).n)
GO(last, months_on(month_start(d), 1) - 1 + (day_civil(d).year == 9999 && day_civil(d).month == 12))
#undef GO

static void go_today(struct screen *s, const char *words)
{
	(void)words;
	go(s, today().n);
}

static void take(struct screen *s, const char *words)
{
	struct calendar cal = *calendar_of(s);
	struct ui *ui = s->ui;
	(void)words;
	screen_close(s);
	cal.wish.done(ui, cal.wish.ctx, cal.day);
}

static void drop(struct screen *s, const char *words)
{
	(void)words;
	screen_close(s);
}

static bool swallow(struct screen *s, const struct event *ev)
{
	if (ev->kind == EVENT_MOUSE && (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN))
		go(s, months_on(calendar_of(s)->day, ev->mouse == MOUSE_WHEEL_UP ? -1 : 1));
	return ev->kind != EVENT_FOCUS;
}

// clang-format off
static const struct action calendar_actions[] = {
	{ "calendar.take",  N_("Take it"), N_("Takes the day the cursor is on."), .flags = ACTION_BAR, .run = take },
	{ "calendar.drop",  N_("Leave"),   N_("Leaves everything as it was."), .flags = ACTION_BAR, .run = drop },
	{ "calendar.month_on",   N_("Month on"),   N_("One month on."), .flags = ACTION_BAR, .run = go_month_on },
	{ "calendar.month_back", N_("Month back"), N_("One month back."), .flags = ACTION_BAR, .run = go_month_back },
	{ "calendar.today", N_("Today"),   N_("To today."), .flags = ACTION_BAR, .run = go_today },
	{ "calendar.up",    NULL, N_("One week back; in a list of days, one day."), .run = go_up },
	{ "calendar.down",  NULL, N_("One week on; in a list of days, one day."), .run = go_down },
	{ "calendar.left",  NULL, N_("One day back; in a list of days, one week."), .run = go_left },
	{ "calendar.right", NULL, N_("One day on; in a list of days, one week."), .run = go_right },
	{ "calendar.first", NULL, N_("To the first day of the month."), .run = go_first },
	{ "calendar.last",  NULL, N_("To the last day of the month."), .run = go_last },
	{ "calendar.year_back", NULL, N_("One year back."), .run = go_year_back },
	{ "calendar.year_on",   NULL, N_("One year on."), .run = go_year_on },
	{ NULL },
};
// clang-format on

const struct screen_class calendar_dialog = {
	.name = "calendar", .title = N_("Calendar"), .size = sizeof(struct calendar), .flags = SCREEN_OVERLAY | SCREEN_MODAL,
	.actions = calendar_actions, .paint = calendar_paint, .event = swallow,
};

void calendar_open(struct ui *ui, const struct calendar_wish *wish)
{
	struct err e = ERR_INIT;
	kt_assert(screen_open(ui, &calendar_dialog, NULL, &e)); /* it refuses nobody */
	struct calendar *cal = calendar_of(ui->top);
	cal->wish = *wish;
	cal->wish.title = arena_strdup(screen_arena(&cal->screen), wish->title);
	cal->day = wish->day.n == DAY_NONE.n ? today() : wish->day;
}
