/* week.c - one week of one person: a line for each day, the sums, and how they stand to the hours of the contract
 *
 * All of it is one question to the database. Enter opens the day, where things are mended.
 */
#include "config.h"

#include "screen/screens.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/time.h"
#include "screen/hours.h"
#include "widget/calendar.h"
#include "widget/list.h"
#include "widget/sheet.h"

enum { LINE_MOST = 1024, DAYS = 7, WEEKDAY_W = 11, DAY_W = 21, SPAN_W = 11, SUM_W = 8 };

/* Of the answer: what is the person's and the balance stand in every row. */
enum week_column { WHO, TARGET, SINCE, WEEKS, BALANCE_WORKED, BALANCE_OWED, DAY, CAME, WENT, MEALS, PRESENT, WORKED, BOOKED, UNBOOKED, FINDINGS,
	WARNINGS, COLUMNS };

static const char week_sql[] =
	"SELECT p.display_name, p.weekly_target, b.since, b.weeks, b.worked, b.target, d.day, d.came, d.went, d.meals, d.present, d.worked, "
	"d.booked, d.unbooked, d.findings, d.warnings FROM karat.person_list p, karat.work_balance(p.id, $2::date + 7) b, "
	"karat.day_sheet(p.id, $2::date, $2::date + 6) d WHERE p.id = $1";

/* The sums, in the order of their columns. */
// clang-format off
static const struct { enum week_column at; const char *label; } sums[] = {
	{ MEALS,    NP_("week", "Breaks") }, /* TRANSLATORS: column heads, at most 7 columns */
	{ PRESENT,  NP_("week", "Here") },
	{ WORKED,   NP_("week", "Worked") },
	{ BOOKED,   NP_("week", "Booked") },
	{ UNBOOKED, NP_("week", "Open") },
};
// clang-format on

struct week_view {
	struct screen screen;
	struct sheet *sheet;
	struct hours hours; /* its day is a Monday */
	bool drawn;
};

static struct week_view *view_of(struct screen *s)
{
	return (struct week_view *)s;
}

static const char *cell(const struct week_view *v, size_t row, enum week_column c)
{
	return v->hours.got.cells[row * COLUMNS + c];
}

/* Of what is shown: another week may have been asked for since. */
static struct day day_of(const struct week_view *v, size_t row)
{
	struct day d;
	return day_parse(cell(v, row, DAY), &d) ? d : DAY_NONE;
}

static struct day monday(struct day d)
{
	return (struct day) { d.n - day_weekday(d) + 1 };
}

static struct duration week_sum(const struct week_view *v, enum week_column c)
{
	struct duration sum = { 0 };
	for (size_t i = 0; i < v->hours.got.n; i++)
		sum.s += hours_seconds(cell(v, i, c)).s;
	return sum;
}

/* The lines. */

static void add_heads(struct week_view *v)
{
	struct buf line = BUF_INIT(LINE_MOST);
	str_pad(&line, _("Day"), DAY_W, false);
	buf_adds(&line, "  ");
	str_pad(&line, _("Come-Go"), SPAN_W, false);
	for (size_t i = 0; i < ARRAY_LEN(sums); i++)
		str_pad(&line, i18n_label(sums[i].label), SUM_W, true);
	sheet_row(v->sheet, line.data, "");
	sheet_sign(v->sheet, ' ', STYLE_NORMAL, 0);
	buf_done(&line);
}

static void put_span(const struct week_view *v, size_t row, struct buf *out)
{
	struct buf span = BUF_INIT(64);
	if (cell(v, row, CAME)) {
		hours_put(hours_instant(cell(v, row, CAME)), false, &span);
		buf_addc(&span, '-');
	}
	if (cell(v, row, WENT))
		hours_put(hours_instant(cell(v, row, WENT)), true, &span);
	str_pad(out, span.data ? span.data : "", SPAN_W, false);
	buf_done(&span);
}

static void put_sum(struct duration d, struct arena *a, struct buf *out)
{
	str_pad(out, d.s ? hours_lasts(d, a) : "", SUM_W, true);
}

/* ! is more than a note. */
static char sign_of(const struct week_view *v, size_t row)
{
	return !str_eq(cell(v, row, WARNINGS), "0") ? '!' : !str_eq(cell(v, row, FINDINGS), "0") ? '+' : ' ';
}

static void add_day(struct week_view *v, size_t row, struct arena *a)
{
	struct day d = day_of(v, row);
	struct buf line = BUF_INIT(LINE_MOST);
	str_pad(&line, calendar_weekday(d), WEEKDAY_W, false);
	fmt_day(&v->screen.ui->fmt, &line, d);
	buf_adds(&line, "  ");
	put_span(v, row, &line);
	for (size_t i = 0; i < ARRAY_LEN(sums); i++)
		put_sum(hours_seconds(cell(v, row, sums[i].at)), a, &line);
	sheet_row(v->sheet, line.data, "");
	sheet_sign(v->sheet, sign_of(v, row), STYLE_WARN, 0);
	sheet_link(v->sheet, arena_printf(a, "%d", d.n));
	buf_done(&line);
}

static void add_week_sum(struct week_view *v, struct arena *a)
{
	struct buf line = BUF_INIT(LINE_MOST);
	str_pad(&line, _("Together"), DAY_W + 2 + SPAN_W, false);
	for (size_t i = 0; i < ARRAY_LEN(sums); i++)
		put_sum(week_sum(v, sums[i].at), a, &line);
	sheet_row(v->sheet, line.data, "");
	sheet_sign(v->sheet, ' ', STYLE_NORMAL, 0);
	buf_done(&line);
}

/* The contract. What is less than it has a minus, and says so in words as well. */

static const char *beside(struct duration d, struct arena *a)
{
	const char *lasts = hours_lasts((struct duration) { d.s < 0 ? -d.s : d.s }, a);
	return d.s < 0 ? arena_printf(a, _("-%s, too little"), lasts) : arena_printf(a, "+%s", lasts);
}

static void add_target(struct week_view *v, struct arena *a)
{
	struct duration worked = week_sum(v, WORKED), target = hours_seconds(cell(v, 0, TARGET));
	const char *done = hours_lasts(worked, a), *owed = hours_lasts(target, a);
	if (monday(today()).n <= day_of(v, 0).n)
		sheet_line(v->sheet, STYLE_NORMAL, arena_printf(a, _("So far %s of %s hours a week."), done, owed));
	else
		sheet_line(v->sheet, STYLE_NORMAL, arena_printf(a, _("%s of %s hours a week: %s."), done, owed, beside((struct duration) { worked.s - target.s }, a)));
}

static void add_balance(struct week_view *v, struct arena *a)
{
	struct duration worked = hours_seconds(cell(v, 0, BALANCE_WORKED)), owed = hours_seconds(cell(v, 0, BALANCE_OWED));
	long weeks = cell(v, 0, WEEKS) ? strtol(cell(v, 0, WEEKS), NULL, 10) : 0;
	struct buf since = BUF_INIT(32);
	struct day day;
	if (!weeks || !day_parse(cell(v, 0, SINCE), &day))
		return;
	fmt_day(&v->screen.ui->fmt, &since, day);
	sheet_line(v->sheet, STYLE_NORMAL, arena_printf(a, ngettext("Balance of %ld closed week since %s: %s.", "Balance of %ld closed weeks since %s: %s.",
			(unsigned long)weeks), weeks, since.data, beside((struct duration) { worked.s - owed.s }, a)));
	buf_done(&since);
}

static void draw(struct week_view *v)
{
	struct arena a = ARENA_INIT;
	struct buf title = BUF_INIT(LINE_MOST);
	int year, week = day_iso_week(day_of(v, 0), &year);
	v->drawn = true;
	sheet_clear(v->sheet);
	buf_addf(&title, _("%s, week %d of %d"), cell(v, 0, WHO), week, year);
	sheet_heading(v->sheet, title.data);
	add_heads(v);
	for (size_t i = 0; i < v->hours.got.n && i < DAYS; i++)
		add_day(v, i, &a);
	add_week_sum(v, &a);
	sheet_line(v->sheet, STYLE_NORMAL, "");
	if (cell(v, 0, TARGET)) {
		add_target(v, &a);
		add_balance(v, &a);
	} else {
		sheet_line(v->sheet, STYLE_DIM, _("No hours a week are agreed: there is no balance."));
	}
	sheet_to_link(v->sheet);
	buf_done(&title);
	arena_done(&a);
}

/* The screen. */

static void told(struct screen *s)
{
	view_of(s)->drawn = false;
}

static void ask(struct screen *s)
{
	hours_ask(s, &view_of(s)->hours, week_sql, told);
}

static bool week_open(struct screen *s, const char *words, struct err *e)
{
	struct week_view *v = view_of(s);
	if (!hours_open(&v->hours, words, e))
		return false;
	v->hours.day = monday(v->hours.day);
	v->sheet = sheet_new(s);
	return true;
}

static void week_close(struct screen *s)
{
	sheet_free(view_of(s)->sheet);
	hours_close(&view_of(s)->hours);
}

static void week_paint(struct screen *s)
{
	struct week_view *v = view_of(s);
	if (!v->hours.got.n) {
		paint_text(s->area, 0, 1, STYLE_DIM, _("Reading …"));
		paint_cursor(s->area, 0, 0, true);
		return;
	}
	if (!v->drawn)
		draw(v);
	sheet_paint(v->sheet, s->area);
}

static bool week_event(struct screen *s, const struct event *ev)
{
	return sheet_event(view_of(s)->sheet, ev);
}

static void week_changed(struct screen *s, const char *table, const char *ids)
{
	(void)ids;
	if (hours_of(table))
		ask(s);
}

static void week_spoken(struct screen *s, const struct fmt *was)
{
	(void)was;
	view_of(s)->drawn = false;
	ui_touch(s->ui);
}

static void go_to(struct screen *s, struct day day)
{
	if (day.n > today().n) {
		ui_say(s->ui, MESSAGE_INFO, _("Next week has not come yet."));
		return;
	}
	view_of(s)->hours.day = monday(day);
	ask(s);
}

static void week_back(struct screen *s, const char *words)
{
	(void)words;
	go_to(s, (struct day) { view_of(s)->hours.day.n - DAYS });
}

static void week_on(struct screen *s, const char *words)
{
	(void)words;
	go_to(s, (struct day) { view_of(s)->hours.day.n + DAYS });
}

static void week_today(struct screen *s, const char *words)
{
	(void)words;
	go_to(s, today());
}

static void week_choose(struct screen *s, const char *words)
{
	const struct week_view *v = view_of(s);
	const char *target = v->hours.got.n ? sheet_target(v->sheet) : NULL;
	(void)words;
	if (!target)
		ui_say(s->ui, MESSAGE_INFO, _("This line leads nowhere."));
	else
		hours_show(s->ui, &day_screen, &v->hours, (struct day) { (int32_t)strtol(target, NULL, 10) });
}

// clang-format off
static const struct action week_actions[] = {
	{ "week.choose", N_("Open"),      N_("Opens the day."), .flags = ACTION_BAR, .run = week_choose },
	{ "week.back",   N_("Week back"), N_("The week before."), .flags = ACTION_BAR, .run = week_back },
	{ "week.on",     N_("Week on"),   N_("The week after."), .flags = ACTION_BAR, .run = week_on },
	{ "week.today",  N_("Today"),     N_("The week of today."), .run = week_today },
	{ NULL },
};
// clang-format on

const struct screen_class week_screen = {
	.name = "week", .title = N_("Week and balance"),
	.help = N_("One week day by day; ! lacks a break or rest, or is too long, + is longer than a normal day. “:week lena” shows somebody else's, “:week 1.4.” another week."),
	.size = sizeof(struct week_view), .right = "time:view", .actions = week_actions, .widget = &sheet_actions,
	.open = week_open, .close = week_close, .paint = week_paint, .event = week_event,
	.shown = ask, .changed = week_changed, .spoken = week_spoken,
};
