/* day.c - one day of one person by the hour: presence, work, pauses, and what is not booked, as a ribbon and as lines
 *
 * All of it is one question to the database, which also knows the gaps, and what the law finds. Enter opens an entry; on a
 * gap it books the time, on a break that is missing it enters the one that is proposed.
 */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/term.h"
#include "domain/time.h"
#include "screen/detail.h"
#include "screen/hours.h"
#include "service/verbs.h"
#include "widget/calendar.h"
#include "widget/list.h"
#include "widget/sheet.h"

enum { LINE_MOST = 1024, RIBBON_MOST = 300, HOUR_S = 3600, LABEL_W = 6 };

/* Of the answer: the sums stand in every row. In one of kind “law” WHAT is what was found, NUMBER how long it was and TITLE how
 * long it ought to be; FROM and TO where, or where a break is proposed. */
enum day_column { WHO, LOGIN, PRESENT, MEALS, WORKED, BOOKED, UNBOOKED, OUTSIDE, KIND, ID, FROM, TO, WHAT, NUMBER, TITLE, FLAG, RUNS, COLUMNS };

static const char day_sql[] =
	"SELECT p.display_name, p.login, s.present, s.meals, s.worked, s.booked, s.unbooked, s.outside, d.kind, d.id, d.from_at, d.to_at, d.what, "
	"d.number, d.title, d.flag, d.runs FROM karat.person_list p, "
	"karat.time_sums(p.id, karat.day_begins($2::date), karat.day_begins($2::date + 1)) s "
	"LEFT JOIN (SELECT * FROM karat.day_spans($1, $2::date) UNION ALL SELECT 'law', NULL, f.from_at, f.to_at, f.finding, f.\"is\"::text, "
	"f.ought::text, NULL, false FROM karat.day_findings($1, $2::date, $2::date) f) d ON true WHERE p.id = $1";

struct day_view {
	struct screen screen;
	struct sheet *sheet;
	struct hours hours;
	const char **names; /* of the entries, by row: “09:30 A-2026-0017” */
	int width;          /* for which it was drawn */
};

static struct day_view *view_of(struct screen *s)
{
	return (struct day_view *)s;
}

static const char *cell(const struct day_view *v, size_t row, enum day_column c)
{
	return v->hours.got.cells[row * COLUMNS + c];
}

static bool is(const struct day_view *v, size_t row, const char *kind)
{
	return str_eq(cell(v, row, KIND), kind);
}

static struct instant instant_of(const struct day_view *v, size_t row, enum day_column c)
{
	return hours_instant(cell(v, row, c));
}

/* It is on the line of the hours: no presence, and nothing that the law finds. */
static bool is_span(const struct day_view *v, size_t row)
{
	return cell(v, row, KIND) && !is(v, row, "here") && !is(v, row, "law");
}

static struct duration seconds_of(const struct day_view *v, size_t row, enum day_column c)
{
	return hours_seconds(cell(v, row, c));
}

static struct duration sum_of(const struct day_view *v, enum day_column c)
{
	return seconds_of(v, 0, c);
}

static const char *from_to(const struct day_view *v, size_t row, struct arena *a)
{
	struct buf out = BUF_INIT(32);
	hours_put(instant_of(v, row, FROM), false, &out);
	buf_addc(&out, '-');
	hours_put(instant_of(v, row, TO), true, &out);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

/* The ribbon: from the first hour to the last, a sign for what each of its columns mostly is. */

static int64_t hour_below(struct instant t)
{
	struct civil c = instant_civil(t);
	return t.us / 1000000 - c.min * 60 - c.sec;
}

static bool ends_of_ribbon(const struct day_view *v, int64_t *ret_from, int64_t *ret_to)
{
	bool any = false;
	for (size_t i = 0; i < v->hours.got.n && cell(v, i, KIND) && !is(v, i, "law"); i++) {
		int64_t from = hour_below(instant_of(v, i, FROM)), to = instant_of(v, i, TO).us / 1000000;
		to += (HOUR_S - (to - from) % HOUR_S) % HOUR_S;
		*ret_from = any && *ret_from < from ? *ret_from : from;
		*ret_to = any && *ret_to > to ? *ret_to : to;
		any = true;
	}
	return any && *ret_to > *ret_from;
}

/* What is told last lies on top: gaps on presence, pauses on work. */
static void draw_span(const struct day_view *v, size_t row, int64_t from, int64_t to, char *ribbon, int w)
{
	char sign = is(v, row, "work") ? '#' : is(v, row, "pause") ? '=' : is(v, row, "gap") ? '.' : ' ';
	int64_t begin = instant_of(v, row, FROM).us / 1000000, end = instant_of(v, row, TO).us / 1000000;
	for (int x = 0; x < w; x++) {
		int64_t middle = from + (2 * x + 1) * (to - from) / (2 * w);
		if (middle >= begin && middle < end && sign != ' ')
			ribbon[x] = sign;
	}
}

static void add_ribbon(struct day_view *v, int width)
{
	char ribbon[RIBBON_MOST + 1], hours[RIBBON_MOST + 1];
	int64_t from = 0, to = 0;
	int w = width - 4 < RIBBON_MOST ? width - 4 : RIBBON_MOST;
	if (term_plain() || w < LABEL_W || !ends_of_ribbon(v, &from, &to))
		return;
	memset(ribbon, ' ', sizeof(ribbon));
	memset(hours, ' ', sizeof(hours));
	for (size_t i = 0; i < v->hours.got.n; i++)
		if (cell(v, i, KIND) && !is(v, i, "law"))
			draw_span(v, i, from, to, ribbon, w);
	int64_t every = HOUR_S;
	while ((to - from) / every * 3 > w) /* labels of two digits need a blank between them */
		every += HOUR_S;
	for (int64_t t = from; t < to; t += every) {
		char label[8];
		int x = (int)((t - from) * w / (to - from));
		snprintf(label, sizeof(label), "%02d", instant_civil((struct instant) { t * 1000000 }).hour);
		memcpy(hours + x, label, 2);
	}
	ribbon[w] = hours[w] = '\0';
	sheet_line(v->sheet, STYLE_DIM, hours);
	sheet_line(v->sheet, STYLE_NORMAL, ribbon);
	sheet_line(v->sheet, STYLE_DIM, _("# work   = pause   . not booked"));
}

/* The lines. */

static const char *work_words(const struct day_view *v, size_t row, struct arena *a)
{
	const char *number = cell(v, row, NUMBER), *what = cell(v, row, WHAT);
	return number ? arena_printf(a, "%s %s, %s", number, cell(v, row, TITLE), what) : what;
}

static const char *words_of(const struct day_view *v, size_t row, struct arena *a)
{
	if (is(v, row, "work"))
		return work_words(v, row, a);
	if (is(v, row, "pause")) {
		const struct choice *c = choice_find(pause_causes, cell(v, row, WHAT));
		return arena_printf(a, _("Pause: %s"), c ? i18n_label(c->label) : "");
	}
	return _("not booked");
}

static struct list_mark sign_of(const struct day_view *v, size_t row)
{
	if (str_eq(cell(v, row, FLAG), "forgotten"))
		return (struct list_mark) { '!', STYLE_WARN };
	if (str_eq(cell(v, row, RUNS), "t"))
		return (struct list_mark) { '*', STYLE_NORMAL };
	return (struct list_mark) { is(v, row, "gap") ? '.' : is(v, row, "pause") ? '=' : ' ', STYLE_NORMAL };
}

static void link_to(struct day_view *v, size_t row)
{
	char target[24];
	snprintf(target, sizeof(target), "%zu", row);
	sheet_link(v->sheet, target);
}

static void add_span(struct day_view *v, size_t row, struct arena *a)
{
	struct duration d = { (instant_of(v, row, TO).us - instant_of(v, row, FROM).us) / 1000000 };
	struct buf front = BUF_INIT(LINE_MOST);
	buf_addf(&front, "%s  %5s  ", from_to(v, row, a), hours_lasts(d, a));
	sheet_row(v->sheet, front.data, words_of(v, row, a));
	struct list_mark mark = sign_of(v, row);
	sheet_sign(v->sheet, mark.sign, mark.style, 0);
	link_to(v, row);
	buf_done(&front);
}

static void add_sums(struct day_view *v, struct arena *a)
{
	struct buf line = BUF_INIT(LINE_MOST);
	for (size_t i = 0; i < v->hours.got.n; i++) {
		if (!is(v, i, "here"))
			continue;
		buf_adds(&line, line.len ? ", " : _("Here: "));
		hours_put(instant_of(v, i, FROM), false, &line);
		buf_addc(&line, '-');
		if (!str_eq(cell(v, i, RUNS), "t"))
			hours_put(instant_of(v, i, TO), true, &line);
	}
	sheet_line(v->sheet, STYLE_NORMAL, line.len ? line.data : _("Not here by the clock."));
	sheet_line(v->sheet, STYLE_NORMAL, arena_printf(a, _("Worked %s, booked %s, not booked %s, breaks %s"), hours_lasts(sum_of(v, WORKED), a),
		hours_lasts(sum_of(v, BOOKED), a), hours_lasts(sum_of(v, UNBOOKED), a), hours_lasts(sum_of(v, MEALS), a)));
	if (sum_of(v, OUTSIDE).s >= 60) {
		sheet_line(v->sheet, STYLE_WARN, arena_printf(a, _("Booked without being here: %s"), hours_lasts(sum_of(v, OUTSIDE), a)));
		sheet_sign(v->sheet, '!', STYLE_WARN, 0);
	}
	buf_done(&line);
}

/* What the law finds, in words. Nothing of it is deducted anywhere: who knows better, mends. */

/* Of what was too long, a second more is a minute more: “6:00 where 6:00 is allowed” would be no reason. */
static const char *lasted(const struct day_view *v, size_t row, struct arena *a)
{
	return hours_lasts((struct duration) { seconds_of(v, row, NUMBER).s + 59 }, a);
}

static const char *break_words(const struct day_view *v, size_t row, struct arena *a)
{
	struct duration had = seconds_of(v, row, NUMBER), owed = seconds_of(v, row, TITLE);
	const char *missing = hours_lasts((struct duration) { owed.s - had.s + 59 }, a);
	const char *noted = arena_printf(a, _("%s of break is missing (%s of %s noted)."), missing, hours_lasts(had, a), hours_lasts(owed, a));
	struct buf key = BUF_INIT(64);
	uint32_t code = keymap_key(&v->screen.ui->keys, "day", "day.break", 0);
	if (!cell(v, row, FROM))
		return noted;
	if (code)
		key_say(code, &key);
	const char *proposed = arena_printf(a, _("Proposal: %s; %s enters it."), from_to(v, row, a), key.len ? key.data : ":day.break");
	buf_done(&key);
	return arena_printf(a, "%s %s", noted, proposed);
}

static const char *stretch_words(const struct day_view *v, size_t row, struct arena *a)
{
	return arena_printf(a, _("%s without a break (%s): after %s there must be one."), lasted(v, row, a), from_to(v, row, a),
			hours_lasts(seconds_of(v, row, TITLE), a));
}

static const char *normal_words(const struct day_view *v, size_t row, struct arena *a)
{
	return arena_printf(a, _("%s of work: more than %s, to be balanced by shorter days."), lasted(v, row, a), hours_lasts(seconds_of(v, row, TITLE), a));
}

static const char *most_words(const struct day_view *v, size_t row, struct arena *a)
{
	return arena_printf(a, _("%s of work: no day may be longer than %s."), lasted(v, row, a), hours_lasts(seconds_of(v, row, TITLE), a));
}

static const char *rest_words(const struct day_view *v, size_t row, struct arena *a)
{
	return arena_printf(a, _("%s of rest before this day: it ought to be %s."), hours_lasts(seconds_of(v, row, NUMBER), a),
			hours_lasts(seconds_of(v, row, TITLE), a));
}

static const char *week_words(const struct day_view *v, size_t row, struct arena *a)
{
	return arena_printf(a, _("%s of work since Monday: no week may be longer than %s."), lasted(v, row, a), hours_lasts(seconds_of(v, row, TITLE), a));
}

// clang-format off
static const struct { const char *name; const char *(*words)(const struct day_view *v, size_t row, struct arena *a); bool note; } laws[] = {
	{ "break",   break_words,   false },
	{ "stretch", stretch_words, false },
	{ "normal",  normal_words,  true },
	{ "most",    most_words,    false },
	{ "rest",    rest_words,    false },
	{ "week",    week_words,    false },
};
// clang-format on

static bool is_proposal(const struct day_view *v, size_t row)
{
	return is(v, row, "law") && str_eq(cell(v, row, WHAT), "break") && cell(v, row, FROM);
}

static void add_finding(struct day_view *v, size_t row, struct arena *a)
{
	for (size_t i = 0; i < ARRAY_LEN(laws); i++) {
		if (!str_eq(cell(v, row, WHAT), laws[i].name))
			continue;
		sheet_line(v->sheet, laws[i].note ? STYLE_NORMAL : STYLE_WARN, laws[i].words(v, row, a));
		sheet_sign(v->sheet, laws[i].note ? ' ' : '!', STYLE_WARN, 0);
		if (is_proposal(v, row))
			link_to(v, row);
	}
}

static void name_entries(struct day_view *v)
{
	v->names = arena_array(&v->hours.arena, v->hours.got.n, sizeof(*v->names));
	for (size_t i = 0; i < v->hours.got.n; i++) {
		struct buf name = BUF_INIT(LINE_MOST);
		if (is_span(v, i))
			hours_put(instant_of(v, i, FROM), false, &name);
		v->names[i] = arena_printf(&v->hours.arena, "%s %s", name.data, cell(v, i, NUMBER) ? cell(v, i, NUMBER) : cell(v, i, WHAT) ? cell(v, i, WHAT) : "");
		buf_done(&name);
	}
}

static void draw(struct day_view *v, int width)
{
	struct arena a = ARENA_INIT;
	struct buf title = BUF_INIT(LINE_MOST);
	bool any = false;
	v->width = width;
	sheet_clear(v->sheet);
	buf_addf(&title, "%s, %s ", cell(v, 0, WHO), calendar_weekday(v->hours.day));
	fmt_day(&v->screen.ui->fmt, &title, v->hours.day);
	sheet_heading(v->sheet, title.data);
	add_sums(v, &a);
	add_ribbon(v, width);
	for (size_t i = 0; i < v->hours.got.n; i++)
		if (is(v, i, "law"))
			add_finding(v, i, &a);
	for (size_t i = 0; i < v->hours.got.n; i++)
		if (is_span(v, i))
			add_span(v, i, &a), any = true;
	if (!any)
		sheet_line(v->sheet, STYLE_DIM, _("Nothing was noted on this day."));
	sheet_to_link(v->sheet);
	buf_done(&title);
	arena_done(&a);
}

static void told(struct screen *s)
{
	name_entries(view_of(s));
	view_of(s)->width = 0;
}

static void ask(struct screen *s)
{
	hours_ask(s, &view_of(s)->hours, day_sql, told);
}

/* The screen. */

static bool day_open(struct screen *s, const char *words, struct err *e)
{
	struct day_view *v = view_of(s);
	if (!hours_open(&v->hours, words, e))
		return false;
	v->sheet = sheet_new(s);
	return true;
}

static void day_close(struct screen *s)
{
	sheet_free(view_of(s)->sheet);
	hours_close(&view_of(s)->hours);
}

static void day_paint(struct screen *s)
{
	struct day_view *v = view_of(s);
	if (!v->hours.got.n) {
		paint_text(s->area, 0, 1, STYLE_DIM, _("Reading …"));
		paint_cursor(s->area, 0, 0, true);
		return;
	}
	if (v->width != s->area.w)
		draw(v, s->area.w);
	sheet_paint(v->sheet, s->area);
}

static bool day_event(struct screen *s, const struct event *ev)
{
	return sheet_event(view_of(s)->sheet, ev);
}

static void day_changed(struct screen *s, const char *table, const char *ids)
{
	(void)ids;
	if (hours_of(table))
		ask(s);
}

static void day_spoken(struct screen *s, const struct fmt *was)
{
	(void)was;
	view_of(s)->width = 0;
	ui_touch(s->ui);
}

/* The row of the line that the cursor is on; false: it is none. */
static bool row_here(const struct screen *s, size_t *ret)
{
	const struct day_view *v = (const struct day_view *)s;
	const char *target = v->hours.got.n ? sheet_target(v->sheet) : NULL;
	*ret = target ? (size_t)strtoul(target, NULL, 10) : 0;
	return target != NULL;
}

static bool day_selected(const struct screen *s, long long *ret_id, const char **ret_words)
{
	const struct day_view *v = (const struct day_view *)s;
	size_t row;
	if (!row_here(s, &row) || !is(v, row, "work"))
		return false;
	*ret_id = strtoll(cell(v, row, ID), NULL, 10);
	*ret_words = v->names[row];
	return true;
}

static void go_to(struct screen *s, struct day day)
{
	struct day_view *v = view_of(s);
	if (day.n > today().n) {
		ui_say(s->ui, MESSAGE_INFO, _("Tomorrow has not come yet."));
		return;
	}
	v->hours.day = day;
	ask(s);
}

static void day_back(struct screen *s, const char *words)
{
	(void)words;
	go_to(s, (struct day) { view_of(s)->hours.day.n - 1 });
}

static void day_on(struct screen *s, const char *words)
{
	(void)words;
	go_to(s, (struct day) { view_of(s)->hours.day.n + 1 });
}

static void day_today(struct screen *s, const char *words)
{
	(void)words;
	go_to(s, today());
}

/* A verb for the span of a line: its box asks for the rest, and shows what it will do. */
static void start_on_span(struct screen *s, size_t row, const char *verb, const char *said)
{
	const struct day_view *v = view_of(s);
	struct buf words = BUF_INIT(LINE_MOST);
	static const struct { const char *name; enum day_column at; } ends[] = { { "started_at", FROM }, { "stopped_at", TO } };
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct civil c = instant_civil(instant_of(v, row, ends[i].at));
		buf_addf(&words, "%s=%04d-%02d-%02dT%02d:%02d:%02d ", ends[i].name, c.year, c.month, c.day, c.hour, c.min, c.sec);
	}
	buf_addf(&words, "person=%s %s", cell(v, row, LOGIN), said);
	verb_start(s, verb_find(verb), words.data);
	buf_done(&words);
}

static void enter_break(struct screen *s, size_t row)
{
	struct arena a = ARENA_INIT;
	start_on_span(s, row, "pause.add", arena_printf(&a, "cause=meal reason=\"%s\"", _("noted afterwards")));
	arena_done(&a);
}

static void day_break(struct screen *s, const char *words)
{
	const struct day_view *v = view_of(s);
	(void)words;
	for (size_t i = 0; i < v->hours.got.n; i++)
		if (is_proposal(v, i)) {
			enter_break(s, i);
			return;
		}
	ui_say(s->ui, MESSAGE_INFO, _("No break is missing on this day."));
}

static void day_choose(struct screen *s, const char *words)
{
	const struct day_view *v = view_of(s);
	struct err e = ERR_INIT;
	size_t row;
	(void)words;
	if (!row_here(s, &row))
		ui_say(s->ui, MESSAGE_INFO, _("This line leads nowhere."));
	else if (is(v, row, "gap"))
		start_on_span(s, row, "time.add", "");
	else if (is(v, row, "law"))
		enter_break(s, row);
	else if (!screen_open_id(s->ui, is(v, row, "pause") ? &pause_screen : &time_entry_screen, strtoll(cell(v, row, ID), NULL, 10), &e))
		ui_say_err(s->ui, &e);
}

static void day_week(struct screen *s, const char *words)
{
	const struct day_view *v = view_of(s);
	(void)words;
	if (v->hours.got.n)
		hours_show(s->ui, &week_screen, &v->hours, v->hours.day);
}

// clang-format off
static const struct action day_actions[] = {
	{ "day.choose", N_("Open"),     N_("Opens the entry; on a gap it books the time, on a break that is missing it enters it."), .flags = ACTION_BAR, .run = day_choose },
	{ "day.back",   N_("Day back"), N_("The day before."), .flags = ACTION_BAR, .run = day_back },
	{ "day.break",  N_("Break"),    N_("Enters the break that is missing, where it is proposed; its hours can be changed."), .right = "time:fix", .run = day_break },
	{ "day.on",     N_("Day on"),   N_("The day after."), .run = day_on },
	{ "day.week",   N_("Week"),     N_("The week of this day, and the balance."), .run = day_week },
	{ "day.today",  N_("Today"),    N_("The day of today."), .run = day_today },
	{ NULL },
};
// clang-format on

const struct screen_class day_screen = {
	.name = "day", .title = N_("Day by the hour"), .entity = &time_entry_entity,
	.help = N_("One day on the clock: # work, = pause, . here and not booked; * runs, ! was forgotten. “:day lena” shows somebody else's, “:day 1.4.” another day."),
	.size = sizeof(struct day_view), .right = "time:view", .actions = day_actions, .widget = &sheet_actions,
	.open = day_open, .close = day_close, .paint = day_paint, .event = day_event,
	.shown = ask, .changed = day_changed, .spoken = day_spoken, .selected = day_selected,
};
