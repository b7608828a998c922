/* home.c - what the person at the terminal has to do today */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/time.h"
#include "screen/detail.h"
#include "screen/light.h"
#include "screen/timer.h"
#include "service/verbs.h"
#include "store/store.h"
#include "widget/sheet.h"

#define OPEN "status!=delivered", "status!=cancelled"

enum { TALLY_OPEN, TALLY_WEEK, TALLY_LATE, TALLY_MINE }; /* of its columns */

/* All in one line; ! when something is late. */
static void tally_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct arena *a = &d->arena;
	const char *late = detail_cell(rows, row, TALLY_LATE);
	const char *open = arena_strdup(a, detail_words(rows, row, TALLY_OPEN, spell)), *week = arena_strdup(a, detail_words(rows, row, TALLY_WEEK, spell));
	const char *overdue = arena_strdup(a, detail_words(rows, row, TALLY_LATE, spell)), *mine = arena_strdup(a, detail_words(rows, row, TALLY_MINE, spell));
	bool any = late && *late != '0';
	sheet_line(d->sheet, STYLE_NORMAL, arena_printf(a, _("Orders: %s open, %s due this week, %s overdue, %s in your name"), open, week, overdue, mine));
	sheet_sign(d->sheet, any ? lights[LIGHT_LATE].sign : ' ', lights[LIGHT_LATE].style, 0);
}

/* One's own clocks, as far as they show anything; the line at the top of every screen begins with them. */

#define CLOCK_COLUMNS "here_since,order_number,activity_name,since,running,cause,paused_since,worked,booked,unbooked,entry,flag"
enum { CLOCK_WORKED = 7, CLOCK_BOOKED, CLOCK_UNBOOKED };

static void clock_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct arena *a = &d->arena;
	struct clock k;
	struct err e = ERR_INIT;
	entity_blank(&clock_entity, &k);
	const char *name = CLOCK_COLUMNS;
	for (size_t c = 0; c < rows->ncols; c++, name += strcspn(name, ",") + 1) {
		const struct field *f = entity_field(&clock_entity, arena_strndup(a, name, strcspn(name, ",")));
		if (!field_from_wire(f, detail_cell(rows, row, c), a, &k, &e))
			return;
	}
	timer_take(d->screen.ui, &k);
	if (k.here_since.us == INSTANT_NONE.us && !k.worked.s && !k.booked.s)
		return;
	struct civil came = instant_civil(k.here_since.us == INSTANT_NONE.us ? now() : k.here_since);
	const char *here = k.here_since.us == INSTANT_NONE.us ? _("Not here") : arena_printf(a, _("Here since %02d:%02d"), came.hour, came.min);
	const char *worked = arena_strdup(a, detail_words(rows, row, CLOCK_WORKED, spell)), *booked = arena_strdup(a, detail_words(rows, row, CLOCK_BOOKED, spell));
	const char *unbooked = arena_strdup(a, detail_words(rows, row, CLOCK_UNBOOKED, spell));
	sheet_line(d->sheet, STYLE_NORMAL, arena_printf(a, _("%s. Today %s worked, %s booked, %s not booked"), here, worked, booked, unbooked));
	sheet_sign(d->sheet, ' ', STYLE_NORMAL, 0);
}

enum { ASKED_AT, ASKED_WHO, ASKED_NUMBER, ASKED_BODY };
#define ASKED(who) "created_at," who ",order_number,body,order"

static void question_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct buf front = BUF_INIT(1024);
	for (size_t c = ASKED_AT; c < ASKED_BODY; c++)
		detail_add(&front, rows, row, c, spell);
	sheet_row(d->sheet, front.data, detail_words(rows, row, ASKED_BODY, spell));
	sheet_sign(d->sheet, ' ', STYLE_NORMAL, 0);
	buf_done(&front);
}

// clang-format off
enum { PART_CLOCK, PART_TALLY, PART_ASKED };

static const struct detail_part home_parts[] = {
	[PART_CLOCK] = { &clock_entity, "id", NULL, CLOCK_COLUMNS, "id", .above = true, .line = clock_line, .numbers = true },
	[PART_TALLY] = { &tally_entity, "person", NULL, "open_orders,due_this_week,overdue,mine", "id", .above = true, .line = tally_line },
	[PART_ASKED] = { &mention_entity, "person", N_("Waits for your answer"), ASKED("asker_name"), "id", { "seen_at=" },
		.none = N_("Nobody waits for an answer of yours."), .screen = &order_screen, .leads = "order",
		.line = question_line, .numbers = true },
	{ &order_entity, "assignee", N_("Your orders, the most urgent first"), LIGHT_COLUMNS, "due", { OPEN },
		.none = N_("Nothing is assigned to you."), .screen = &order_screen, .line = light_line },
	{ &mention_entity, "asker", N_("What you wait for"), ASKED("person_name"), "id", { "seen_at=" },
		.none = N_("No question of yours is open."), .screen = &order_screen, .leads = "order",
		.line = question_line, .numbers = true },
	{ NULL },
};
// clang-format on

static const struct detail_class home_detail = { .entity = &person_entity, .parts = home_parts, .parts_only = true };

static bool home_open(struct screen *s, const char *words, struct err *e)
{
	const struct session *who = ui_session(s->ui);
	char me[24];
	(void)words;
	snprintf(me, sizeof(me), "#%lld", who ? (long long)who->person.id : 0);
	if (!who || !who->person.id)
		return err_set(e, ERR_DENIED, _("You are signed in as nobody of this workshop. Ask the owner to add you."));
	return detail_open(s, me, e);
}

/* A question that was answered, or needs no answer. */
static void home_seen(struct screen *s, const char *words)
{
	long long id;
	char name[64];
	const struct detail_part *part = detail_line(s, name, sizeof(name), &id);
	(void)words;
	if (part == &home_parts[PART_ASKED])
		verb_start_on(s->ui, verb_find("mention.seen"), id, name);
	else
		ui_say(s->ui, MESSAGE_INFO, _("Only a question that waits for your answer can be ticked off."));
}

// clang-format off
static const struct action home_actions[] = {
	DETAIL_ACTIONS,
	{ "home.seen", N_("Tick off"), N_("Takes a question off the list that needs no answer of yours any more."), .right = "comment:view",
		.flags = ACTION_BAR, .run = home_seen },
	{ NULL },
};
// clang-format on

const struct screen_class home_screen = {
	.name = "home", .title = N_("My day"),
	.help = N_("What waits for you: questions of others, your orders by deadline, and what you asked. ! is overdue, + is due in the next three days, = is in time, - is on hold."),
	.actions = home_actions, .with = &home_detail, DETAIL_CLASS_WITH(home_open, &sheet_actions),
};
