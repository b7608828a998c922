/* overview.c - the workshop at a glance: how many orders stand where, what is due, who has how much, what went out
 *
 * The numbers are those of the report “overview”, asked for in one round trip. Enter on a bar opens the list of the
 * orders that it counts.
 */
#include "config.h"

#include "screen/screens.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "core/term.h"
#include "core/worker.h"
#include "domain/order.h"
#include "report/report.h"
#include "screen/browse.h"
#include "store/builtin.h"
#include "store/pg.h"
#include "store/store.h"
#include "widget/calendar.h"
#include "widget/chart.h"
#include "widget/sheet.h"

enum { LINE_MOST = 1024, BARS_MOST = 500, WHERE_MOST = 4, WORDS_MOST = 160, SLOT_ASK = 0 };

enum overview_column { SECTION, STATUS, DAY, WHO, LOGIN, ORDERS, COLUMNS };

struct overview {
	struct screen screen;
	struct sheet *sheet;
	struct arena arena; /* of what is shown */
	struct answer got;
	int width;          /* for which it was drawn */
};

static const char *cell(const struct overview *o, size_t row, enum overview_column c)
{
	return o->got.cells[row * COLUMNS + c];
}

static int64_t orders_of(const struct overview *o, size_t row)
{
	int64_t n;
	const char *s = cell(o, row, ORDERS);
	return s && num_parse(s, 0, &n) ? n : 0;
}

/* What a bar is called. */

static const char *day_words(const struct overview *o, const char *wire, struct arena *a)
{
	struct buf out = BUF_INIT(64);
	struct day d;
	if (!wire || !day_parse(wire, &d))
		return "";
	buf_addf(&out, "%s ", calendar_weekday(d));
	fmt_day(&o->screen.ui->fmt, &out, d);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static const char *week_words(const struct overview *o, const char *wire, struct arena *a)
{
	struct buf out = BUF_INIT(64);
	struct day d;
	int year;
	if (!wire || !day_parse(wire, &d))
		return "";
	fmt_day(&o->screen.ui->fmt, &out, d);
	const char *s = arena_printf(a, _("week %d, from %s"), day_iso_week(d, &year), out.data);
	buf_done(&out);
	return s;
}

static const char *status_words(const struct overview *o, const char *wire, struct arena *a)
{
	const struct choice *c = wire ? choice_find(order_statuses, wire) : NULL;
	(void)o, (void)a;
	return c ? i18n_label(c->label) : "";
}

/* Which orders it counts: conditions of a list. */

struct condition {
	char words[WHERE_MOST][WORDS_MOST];
	size_t n;
	const char *sort;
};

static void KT_PRINTF(2, 3) where(struct condition *c, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(c->words[c->n++], WORDS_MOST, fmt, ap);
	va_end(ap);
}

static void where_open(struct condition *c)
{
	where(c, "status!=delivered");
	where(c, "status!=cancelled");
	c->sort = "due";
}

static void where_status(const struct overview *o, size_t row, struct condition *c)
{
	where(c, "status=%s", cell(o, row, STATUS));
	c->sort = "due";
}

static void where_late(const struct overview *o, size_t row, struct condition *c)
{
	struct buf day = BUF_INIT(32);
	(void)o, (void)row;
	day_format(&day, today());
	where(c, "due<%s", day.data);
	where_open(c);
	buf_done(&day);
}

static void where_day(const struct overview *o, size_t row, struct condition *c)
{
	where(c, "due=%s", cell(o, row, DAY));
	where_open(c);
}

static void where_person(const struct overview *o, size_t row, struct condition *c)
{
	const char *login = cell(o, row, LOGIN);
	where(c, "assignee=%s", login ? login : "");
	where_open(c);
}

static void where_instant(struct condition *c, const char *field_and_sign, struct day d)
{
	struct buf out = BUF_INIT(64);
	struct civil civil = day_civil(d);
	instant_format(&out, instant_from_civil(&civil));
	where(c, "%s%s", field_and_sign, out.data);
	buf_done(&out);
}

/* By the workshop's clock, as the report counts. An order that was handed over since then has also been changed since
 * then: the list reads that index and not all that was ever delivered. */
static void where_week(const struct overview *o, size_t row, struct condition *c)
{
	struct day from;
	where(c, "status=delivered");
	c->sort = "-updated_at";
	if (!day_parse(cell(o, row, DAY), &from))
		return;
	where_instant(c, "updated_at>=", from);
	where_instant(c, "delivered_at>=", from);
	where_instant(c, "delivered_at<", (struct day) { from.n + 7 });
}

/* What the list is called. */

static const char *view_status(const char *name, struct arena *a)
{
	(void)a;
	return name;
}

static const char *view_late(const char *name, struct arena *a)
{
	(void)name, (void)a;
	return _("late");
}

static const char *view_day(const char *name, struct arena *a)
{
	return arena_printf(a, _("due %s"), name);
}

static const char *view_person(const char *name, struct arena *a)
{
	return arena_printf(a, _("open, %s"), name);
}

static const char *view_week(const char *name, struct arena *a)
{
	return arena_printf(a, _("delivered, %s"), name);
}

// clang-format off
static const struct part {
	const char *section;  /* as the report calls it */
	const char *title;    /* N_(); NULL: goes on with the part before, under its title */
	const char *(*view)(const char *name, struct arena *a); /* what the list is called that it opens */
	enum overview_column names;    /* which column names the bar */
	const char *(*words)(const struct overview *o, const char *wire, struct arena *a); /* NULL: as it is */
	const char *without;  /* N_(): the name of a bar that has none */
	enum style style;
	bool spark;
	void (*where)(const struct overview *o, size_t row, struct condition *c);
} parts[] = {
	{ "by_status", N_("Open orders by status"), view_status, STATUS, status_words, "", STYLE_NORMAL, false, where_status },
	{ "late",      N_("Due in the next 14 days"), view_late, DAY, NULL, N_("! late"), STYLE_LATE, false, where_late },
	{ "by_day",    NULL, view_day, DAY, day_words, "", STYLE_NORMAL, false, where_day },
	{ "by_person", N_("Open orders by person"), view_person, WHO, NULL, N_("nobody yet"), STYLE_NORMAL, false, where_person },
	{ "delivered", N_("Delivered by week, the last 12"), view_week, DAY, week_words, "", STYLE_NORMAL, true, where_week },
};
// clang-format on

static const struct part *part_of(const struct overview *o, size_t row)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (str_eq(parts[i].section, cell(o, row, SECTION)))
			return &parts[i];
	return NULL;
}

static const char *name_of(const struct overview *o, const struct part *p, size_t row, struct arena *a)
{
	const char *wire = cell(o, row, p->names);
	if (!wire)
		return i18n_label(p->without);
	return p->words ? p->words(o, wire, a) : wire;
}

/* Drawing: parts that share a title share their scale. */

static void add_spark(struct overview *o, const struct chart_bar *bars, size_t n)
{
	int64_t values[BARS_MOST], least = bars[0].value, most = bars[0].value, sum = 0;
	for (size_t i = 0; i < n; i++) {
		values[i] = bars[i].value;
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
		sum += values[i];
	}
	struct buf line = BUF_INIT(LINE_MOST);
	if (!term_plain()) {
		chart_spark(values, n, o->width / 2, chart_blocks(), &line);
		buf_adds(&line, "  ");
	}
	buf_addf(&line, _("%lld in all, a week %lld at least and %lld at most"), (long long)sum, (long long)least, (long long)most);
	sheet_line(o->sheet, STYLE_NORMAL, line.data);
	buf_done(&line);
}

static void add_bar(struct overview *o, const struct part *p, const struct chart *c, const struct chart_bar *bar, size_t row)
{
	struct buf front = BUF_INIT(LINE_MOST), drawn = BUF_INIT(LINE_MOST);
	char target[24];
	if (term_plain()) {
		buf_addf(&front, "%s: %lld", bar->label, (long long)bar->value);
		sheet_line(o->sheet, STYLE_NORMAL, front.data);
	} else {
		chart_words(c, bar, &front);
		chart_draw(c, bar->value, &drawn);
		sheet_pair(o->sheet, front.data, str_width(front.data), p->style, drawn.data);
	}
	snprintf(target, sizeof(target), "%zu", row);
	sheet_link(o->sheet, target);
	buf_done(&front);
	buf_done(&drawn);
}

/* The rows from `first` on that stand under one title; answers where the next title begins. */
static size_t add_part(struct overview *o, size_t first, struct arena *a)
{
	struct chart_bar bars[BARS_MOST];
	struct chart chart;
	const struct part *p = part_of(o, first);
	size_t n = 0, row = first;
	for (; row < o->got.n && n < BARS_MOST; row++, n++) {
		const struct part *at = part_of(o, row);
		if (!at || (row > first && at->title && at != p))
			break;
		bars[n] = (struct chart_bar) { name_of(o, at, row, a), orders_of(o, row) };
	}
	if (!n)
		return first + 1;
	sheet_heading(o->sheet, i18n_label(p->title));
	if (p->spark)
		add_spark(o, bars, n);
	chart_fit(&chart, bars, n, o->width - 4, chart_blocks());
	for (size_t i = 0; i < n; i++)
		add_bar(o, part_of(o, first + i), &chart, &bars[i], first + i);
	return row;
}

static void draw(struct overview *o, int width)
{
	struct arena a = ARENA_INIT;
	o->width = width;
	sheet_clear(o->sheet);
	if (o->got.n && str_eq(cell(o, 0, SECTION), "late"))
		sheet_line(o->sheet, STYLE_DIM, _("No order is open."));
	for (size_t row = 0; row < o->got.n;)
		row = add_part(o, row, &a);
	sheet_to_link(o->sheet);
	arena_done(&a);
}

/* Asking. */

static bool run_ask(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct report rep;
	struct answer *got = arena_alloc(a, sizeof(*got));
	(void)args;
	if (!report_parse(&rep, "overview", builtin_find("reports/overview.sql")->text, "en", a, e) ||
			!store_need(s, rep.right, e) || !store_ask(s, rep.sql, NULL, 0, a, got, e))
		return false;
	kt_assert(got->cols == COLUMNS);
	*ret = got;
	return true;
}

static void asked(struct job *j)
{
	struct overview *o = j->owner;
	if (!j->ok) {
		ui_say_err(o->screen.ui, &j->err);
		return;
	}
	struct answer got = *(struct answer *)j->result;
	arena_done(&o->arena);
	o->arena = job_keep(j);
	o->got = got;
	o->width = 0;
	ui_touch(o->screen.ui);
}

static void ask(struct screen *s)
{
	int nothing = 0;
	worker_post(s->ui->worker, run_ask, &nothing, sizeof(nothing), NULL, asked, s, SLOT_ASK);
}

/* The screen. */

static bool overview_open(struct screen *s, const char *words, struct err *e)
{
	(void)words, (void)e;
	((struct overview *)s)->sheet = sheet_new(s);
	return true;
}

static void overview_close(struct screen *s)
{
	struct overview *o = (struct overview *)s;
	sheet_free(o->sheet);
	arena_done(&o->arena);
}

static void overview_paint(struct screen *s)
{
	struct overview *o = (struct overview *)s;
	if (!o->got.n) {
		paint_text(s->area, 0, 1, STYLE_DIM, _("Reading …"));
		paint_cursor(s->area, 0, 0, true);
		return;
	}
	if (o->width != s->area.w)
		draw(o, s->area.w);
	sheet_paint(o->sheet, s->area);
}

static bool overview_event(struct screen *s, const struct event *ev)
{
	return sheet_event(((struct overview *)s)->sheet, ev);
}

static void overview_changed(struct screen *s, const char *table, const char *ids)
{
	(void)ids;
	if (!table || str_eq(table, order_entity.table))
		ask(s);
}

static void overview_choose(struct screen *s, const char *words)
{
	const struct overview *o = (const struct overview *)s;
	const char *target = sheet_target(o->sheet), *list[WHERE_MOST];
	struct condition c = { .n = 0 };
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	(void)words;
	if (!target) {
		ui_say(s->ui, MESSAGE_INFO, _("This line leads nowhere."));
		return;
	}
	size_t row = (size_t)strtoul(target, NULL, 10);
	const struct part *p = part_of(o, row);
	kt_assert(p);
	p->where(o, row, &c);
	for (size_t i = 0; i < c.n; i++)
		list[i] = c.words[i];
	if (screen_open(s->ui, &orders_screen, NULL, &e))
		browse_where(s->ui->top, p->view(name_of(o, p, row, &a), &a), list, c.n, c.sort);
	else
		ui_say_err(s->ui, &e);
	arena_done(&a);
}

// clang-format off
static const struct action overview_actions[] = {
	{ "overview.choose", N_("Open"), N_("Opens the list of the orders that the bar counts."), .flags = ACTION_BAR, .run = overview_choose },
	{ NULL },
};
// clang-format on

const struct screen_class overview_screen = {
	.name = "overview", .title = N_("Overview"),
	.help = N_("How many orders stand where, what is due, who has how much, and what went out. Enter opens the orders that a bar counts."),
	.size = sizeof(struct overview), .right = "order:view", .actions = overview_actions, .widget = &sheet_actions,
	.open = overview_open, .close = overview_close, .paint = overview_paint, .event = overview_event,
	.shown = ask, .changed = overview_changed,
};
