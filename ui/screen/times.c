/* times.c - the lists of the two clocks: entries of work, shifts, pauses, what was handed in, who does what now; and of
 * terminals: punches and badges */
#include "config.h"

#include "screen/screens.h"

#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/punch.h"
#include "domain/time.h"
#include "screen/browse.h"
#include "screen/detail.h"
#include "service/verbs.h"
#include "store/store.h"
#include "widget/sheet.h"

enum { LONG_S = 10 * 3600 }; /* nobody works so long at one thing without a reason */

/* What has to be looked at: ! was forgotten, * runs. */
static struct list_mark span_mark(const struct list *l, size_t row)
{
	if (str_eq(list_cell(l, row, "flag"), "forgotten"))
		return (struct list_mark) { '!', STYLE_WARN };
	return (struct list_mark) { list_cell(l, row, "stopped_at") ? ' ' : '*', STYLE_NORMAL };
}

/* Who has been at it too long, or since another day, or has what must not be on their day. */
static struct list_mark clock_mark(const struct list *l, size_t row)
{
	const char *since = list_cell(l, row, "since"), *warnings = list_cell(l, row, "warnings");
	struct instant at;
	if (warnings && !str_eq(warnings, "0"))
		return (struct list_mark) { '!', STYLE_WARN };
	if (!since || !instant_parse(since, &at))
		return (struct list_mark) { ' ', STYLE_NORMAL };
	bool longer = instant_day(at).n != today().n || now().us - at.us > LONG_S * INT64_C(1000000);
	return longer ? (struct list_mark) { '!', STYLE_WARN } : (struct list_mark) { '*', STYLE_NORMAL };
}

/* ! waits for the office. */
static struct list_mark punch_mark(const struct list *l, size_t row)
{
	bool waits = str_eq(list_cell(l, row, "status"), "review");
	return waits ? (struct list_mark) { '!', STYLE_WARN } : (struct list_mark) { ' ', STYLE_NORMAL };
}

/* A verb without a record, under the name of the action but for its screen: "times.add" is time.add. */
static void add_time(struct screen *s, const char *words)
{
	verb_start(s, verb_find("time.add"), words);
}

static void add_shift(struct screen *s, const char *words)
{
	verb_start(s, verb_find("shift.add"), words);
}

static void submit(struct screen *s, const char *words)
{
	verb_start(s, verb_find("period.submit"), words);
}

// clang-format off
static const struct action record_own[] = { DETAIL_ACTIONS, { NULL } };
static const struct action times_own[] = {
	BROWSE_ACTIONS,
	{ "times.add", N_("Add"), N_("Work that nobody noted at the time."), .right = "time:add", .flags = ACTION_BAR | ACTION_WORDS, .run = add_time },
	{ NULL },
};
static const struct action shifts_own[] = {
	BROWSE_ACTIONS,
	{ "shifts.add", N_("Add"), N_("A working day that nobody noted at the time."), .right = "time:add", .flags = ACTION_BAR | ACTION_WORDS, .run = add_shift },
	{ NULL },
};
static const struct action periods_own[] = {
	BROWSE_ACTIONS,
	{ "periods.submit", N_("Hand in"), N_("Days that are over are complete; from now on only the office changes them."), .right = "time:track",
		.flags = ACTION_BAR | ACTION_WORDS, .run = submit },
	{ NULL },
};
static const struct action pauses_own[] = { BROWSE_ACTIONS, { NULL } };
static const struct action clocks_own[] = { BROWSE_ACTIONS, { NULL } };
static const struct action punches_own[] = { BROWSE_ACTIONS, { NULL } };
static const struct action badges_own[] = { BROWSE_ACTIONS, { NULL } };

/* `called` is its name on the ":" line and in the key map. */
#define RECORD(thing, called, words, needs, sentence) \
	static const struct detail_class thing##_detail = { .entity = &thing##_entity }; \
	const struct screen_class thing##_screen = { .name = called, .title = words, .help = sentence, .entity = &thing##_entity, \
		.right = needs, .actions = record_own, .with = &thing##_detail, DETAIL_CLASS_WITH(detail_open, &sheet_actions) }
#define LIST(things, thing, words, needs, sentence) \
	const struct screen_class things##_screen = { .name = #things, .title = words, .help = sentence, .entity = &thing##_entity, \
		.right = needs, .actions = things##_own, .with = &things##_list, BROWSE_CLASS_WITH(&browse_read_actions) }
// clang-format on

RECORD(time_entry, "time-entry", N_("Time entry"), "time:view", N_("One piece of work on the clock, and where it came from."));
static const struct list_class times_list = {
	.entity = &time_entry_entity, .columns = "started_at,stopped_at,worked,order_number,activity_name,person_name", .frozen = 1, .mark = span_mark, .opens = &time_entry_screen,
};
LIST(times, time_entry, N_("Time"), "time:view", N_("What was worked on, one's own or everybody's. * runs, ! was forgotten to be stopped."));

RECORD(shift, "shift", N_("Shift"), "time:view", N_("One working day on the clock, and where it came from."));
static const struct list_class shifts_list = {
	.entity = &shift_entity, .columns = "started_at,stopped_at,worked,unbooked,person_name", .frozen = 1, .mark = span_mark, .opens = &shift_screen,
};
LIST(shifts, shift, N_("Shifts"), "time:view", N_("Who was here when, and what of it is not booked on work. * is here, ! was forgotten to be ended."));

RECORD(pause, "pause", N_("Pause"), "time:view", N_("One interruption or break, and where it came from."));
static const struct list_class pauses_list = { .entity = &pause_entity, .frozen = 1, .opens = &pause_screen };
LIST(pauses, pause, N_("Pauses"), "time:view", N_("Who paused when, and why."));

RECORD(period, "period", N_("Period"), "time:view", N_("Days that were handed in, and what became of them."));
static const struct list_class periods_list = { .entity = &period_entity, .frozen = 1, .opens = &period_screen };
LIST(periods, period, N_("Periods"), "time:view", N_("Days that were handed in: to be approved, given back, and locked when the books are closed."));

static const struct list_class clocks_list = {
	.entity = &clock_entity, .columns = "person_name,here_since,order_number,activity_name,running,worked,unbooked,cause", .frozen = 1, .mark = clock_mark, .opens = &person_screen,
};
LIST(clocks, clock, N_("Who does what"), "time:view", N_("What the clocks of everybody show now. * works, ! has been at it for long, or since another day, or their day lacks a break or rest."));

RECORD(punch, "punch", N_("Punch"), "punch:view", N_("What a terminal on the wall said that somebody did, and what came of it."));
static const struct list_class punches_list = {
	.entity = &punch_entity, .columns = "at,person_name,deed,order_number,status,problem", .frozen = 1, .mark = punch_mark, .opens = &punch_screen,
};
LIST(punches, punch, N_("Punches"), "punch:view", N_("What terminals on the wall reported. ! could not be booked and waits for a look."));

RECORD(badge, "badge", N_("Badge"), "badge:view", N_("A badge for terminals: whose it is, since when. What it says is kept nowhere."));
static const struct list_class badges_list = { .entity = &badge_entity, .frozen = 1, .opens = &badge_screen };
LIST(badges, badge, N_("Badges"), "badge:view", N_("Who has a badge for terminals. “Give out a badge” is among the steps of a person."));
