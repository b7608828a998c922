/* timers.c - the verbs of the two clocks: each is the function of the same name in the database */
#include "config.h"

#include "service/changes.h"
#include "service/verbs.h"

#include "base/i18n.h"
#include "domain/activity.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/time.h"
#include "service/by_name.h"

struct timer_args {
	const char *id;
	struct ref order, activity;
	int cause;
	int64_t complexity, quality;
	signed char rework;
	const char *note, *reason;
	int how;
};

struct fix_args {
	struct ref subject;
	const char *id;
	struct ref person, order, activity, other;
	struct instant at, started_at, stopped_at;
	struct day first_day, last_day;
	signed char internal, make_room;
	int cause;
	const char *note, *reason;
};

// clang-format off
static const struct choice hows[] = {
	{ "key",  N_("typed") },
	{ "scan", N_("scanned") },
	{ NULL, NULL },
};

/* What a verb makes bears the UUID of the request; nobody types it, nor how it was typed. */
#define UUID(S) FIELD(S, id, uuid, .label = N_("Request"), .flags = F_READONLY)
#define ORDER(S) FIELD(S, order, ref, .label = N_("Order"), .ref = &order_entity, .hint = N_("Number of the order; empty: work for the house."))
#define ACTIVITY(S) FIELD(S, activity, ref, .label = N_("Activity"), .ref = &activity_entity, .hint = N_("Code such as solder; empty: what is usual."))
#define CAUSE(S) FIELD(S, cause, choice, .label = N_("Cause"), .choices = pause_causes)
#define NOTE(S) FIELD(S, note, line, .label = N_("Note"), .max = 500)
#define HOW FIELD(timer_args, how, choice, .label = N_("Begun by"), .flags = F_READONLY, .choices = hows)
#define WHY(S) FIELD(S, reason, line, .label = N_("Reason"), .flags = F_REQUIRED, .max = 200, \
	.hint = N_("Why? The history and the audit trail will show it."))
#define WHOSE FIELD(fix_args, person, ref, .label = N_("Person"), .ref = &person_entity, .hint = N_("Login, such as lena; empty: oneself."))
#define BEGAN FIELD(fix_args, started_at, instant, .label = N_("Began"))
#define ENDED FIELD(fix_args, stopped_at, instant, .label = N_("Ended"))
/* Of a record that is mended. */
#define BEGAN_ELSE FIELD(fix_args, started_at, instant, .label = N_("Began"), .hint = N_("Empty: as it was."))
#define ENDED_ELSE FIELD(fix_args, stopped_at, instant, .label = N_("Ended"), .hint = N_("Empty: as it was."))
#define ORDER_ELSE FIELD(fix_args, order, ref, .label = N_("Order"), .ref = &order_entity, .hint = N_("Another one; empty: the same."))
#define ACTIVITY_ELSE FIELD(fix_args, activity, ref, .label = N_("Activity"), .ref = &activity_entity, .hint = N_("Another one; empty: the same."))
#define ROOM FIELD(fix_args, make_room, flag, .label = N_("Make room"), .hint = N_("yes: entries that lie there are cut."))
/* The record that is mended is the first argument, under its own name. */
#define SUBJECT(what, entity_of) { .name = what, .type = &ft_ref, .off = offsetof(struct fix_args, subject), \
	.label = N_("Record"), .flags = F_REQUIRED, .ref = &entity_of##_entity }

static const struct field start_fields[] = { ORDER(timer_args), ACTIVITY(timer_args), HOW, UUID(timer_args) };
static const struct field pause_fields[] = { CAUSE(timer_args), HOW, UUID(timer_args) };
static const struct field come_fields[] = { HOW, UUID(timer_args) };
static const struct field plain_fields[] = { HOW };
static const struct field cancel_fields[] = { FIELD(timer_args, reason, line, .label = N_("Reason"), .max = 200), HOW };
static const struct field stop_fields[] = {
	NOTE(timer_args),
	FIELD(timer_args, complexity, count, .label = N_("Difficulty"), .least = 1, .most = 5, .hint = N_("1 (easy) to 5.")),
	FIELD(timer_args, quality, count, .label = N_("Quality"), .least = 1, .most = 5, .hint = N_("1 to 5 (very good).")),
	FIELD(timer_args, rework, flag, .label = N_("Rework"), .hint = N_("yes: it was done before and had to be done again.")),
	HOW,
};
VERB_ARGS(start, timer_args);
VERB_ARGS(pause, timer_args);
VERB_ARGS(come, timer_args);
VERB_ARGS(plain, timer_args);
VERB_ARGS(cancel, timer_args);
VERB_ARGS(stop, timer_args);

static const struct field fix_time_fields[] = {
	SUBJECT("entry", time_entry), BEGAN_ELSE, ENDED_ELSE, ORDER_ELSE, ACTIVITY_ELSE,
	FIELD(fix_args, internal, flag, .label = N_("For the house"), .hint = N_("yes: it was no work on an order.")),
	ROOM, WHY(fix_args),
};
static const struct field resize_fields[] = { SUBJECT("entry", time_entry), BEGAN_ELSE, ENDED_ELSE, ROOM, WHY(fix_args) };
static const struct field move_time_fields[] = {
	SUBJECT("entry", time_entry),
	FIELD(fix_args, started_at, instant, .label = N_("Began"), .flags = F_REQUIRED),
	ROOM, WHY(fix_args),
};
static const struct field split_fields[] = {
	SUBJECT("entry", time_entry),
	FIELD(fix_args, at, instant, .label = N_("Cut at"), .flags = F_REQUIRED),
	FIELD(fix_args, order, ref, .label = N_("Order"), .ref = &order_entity, .hint = N_("Of the second part; empty: the same.")),
	FIELD(fix_args, activity, ref, .label = N_("Activity"), .ref = &activity_entity, .hint = N_("Of the second part; empty: the same.")),
	WHY(fix_args),
};
static const struct field join_fields[] = {
	SUBJECT("entry", time_entry),
	FIELD(fix_args, other, ref, .label = N_("And which"), .flags = F_REQUIRED, .ref = &time_entry_entity),
	WHY(fix_args),
};
static const struct field insert_fields[] = {
	SUBJECT("entry", time_entry), CAUSE(fix_args), BEGAN, ENDED, ROOM, WHY(fix_args), UUID(fix_args),
};
static const struct field void_time_fields[] = { SUBJECT("entry", time_entry), WHY(fix_args) };
static const struct field add_time_fields[] = {
	ORDER(fix_args), ACTIVITY(fix_args), BEGAN, ENDED, NOTE(fix_args), WHOSE, ROOM, WHY(fix_args), UUID(fix_args),
};
static const struct field fix_shift_fields[] = { SUBJECT("shift", shift), BEGAN_ELSE, ENDED_ELSE, ROOM, WHY(fix_args) };
static const struct field void_shift_fields[] = { SUBJECT("shift", shift), WHY(fix_args) };
static const struct field add_shift_fields[] = { BEGAN, ENDED, WHOSE, ROOM, WHY(fix_args), UUID(fix_args) };
static const struct field fix_pause_fields[] = { SUBJECT("pause", pause), BEGAN_ELSE, ENDED_ELSE, CAUSE(fix_args), ROOM, WHY(fix_args) };
static const struct field void_pause_fields[] = { SUBJECT("pause", pause), WHY(fix_args) };
static const struct field add_pause_fields[] = { CAUSE(fix_args), BEGAN, ENDED, WHOSE, ROOM, WHY(fix_args), UUID(fix_args) };
static const struct field submit_fields[] = {
	FIELD(fix_args, first_day, day, .label = N_("First day"), .flags = F_REQUIRED),
	FIELD(fix_args, last_day, day, .label = N_("Last day"), .flags = F_REQUIRED),
	WHOSE,
};
static const struct field period_fields[] = {
	SUBJECT("period", period),
	FIELD(fix_args, reason, line, .label = N_("Reason"), .max = 200),
};
static const struct field period_why_fields[] = { SUBJECT("period", period), WHY(fix_args) };
VERB_ARGS(fix_time, fix_args);
VERB_ARGS(resize, fix_args);
VERB_ARGS(move_time, fix_args);
VERB_ARGS(split, fix_args);
VERB_ARGS(join, fix_args);
VERB_ARGS(insert, fix_args);
VERB_ARGS(void_time, fix_args);
VERB_ARGS(add_time, fix_args);
VERB_ARGS(fix_shift, fix_args);
VERB_ARGS(void_shift, fix_args);
VERB_ARGS(add_shift, fix_args);
VERB_ARGS(fix_pause, fix_args);
VERB_ARGS(void_pause, fix_args);
VERB_ARGS(add_pause, fix_args);
VERB_ARGS(submit, fix_args);
VERB_ARGS(period, fix_args);
VERB_ARGS(period_why, fix_args);
// clang-format on

// clang-format off
#define VERB(verb, text, needs, args_of, gives, sentence, ...) { .name = verb, .label = text, .right = needs, \
	.args = &args_of##_args_entity, .result = &gives##_entity, .help = sentence, .run = verb_by_name, __VA_ARGS__ }
#define ON(thing) .subject = &thing##_entity
#define TELLS .tells = TIME_CHANGES_SQL

const struct verb timer_verbs[] = {
	VERB("timer.start",  N_("Start the timer"),  "time:track", start, clock, N_("Work on an order begins, or work for the house.")),
	VERB("timer.stop",   N_("Stop the timer"),   "time:track", stop, clock, N_("Work ends; what is to be said about it may be said.")),
	VERB("timer.switch", N_("Switch the timer"), "time:track", start, clock, N_("Work ends and other work begins, in the same instant.")),
	VERB("timer.pause",  NP_("verb", "Pause"),   "time:track", pause, clock, N_("An interruption or a break begins; work is not split by it.")),
	VERB("timer.resume", N_("Go on"),            "time:track", plain, clock, N_("The pause is over.")),
	VERB("timer.cancel", N_("Discard the timer"), "time:track", cancel, clock, N_("The timer was started by mistake and counts for nothing.")),
	VERB("timer.undo",   N_("Undo the last step"), "time:track", plain, clock, N_("Takes back what was done last with the timer, for a minute.")),
	VERB("timer.keep",   N_("It was work"),      "time:track", plain, clock, N_("The timer runs long, and that is right.")),
	VERB("shift.come",   NP_("verb", "Come"),    "time:track", come, clock, N_("The working day begins.")),
	VERB("shift.go",     NP_("verb", "Go"),      "time:track", plain, clock, N_("The working day ends, and every timer with it.")),
	{ .name = NULL },
};

const struct verb time_verbs[] = {
	VERB("time.fix",    N_("Mend"),            "time:fix", fix_time,  time_entry, N_("Other hours, another order or activity for an entry; one that was forgotten ends."), ON(time_entry), TELLS, .mends = true),
	VERB("time.resize", N_("Change the hours"), "time:fix", resize,   time_entry, N_("Lets an entry begin or end at another hour."), ON(time_entry), TELLS, .mends = true),
	VERB("time.move",   N_("Move the hours"),  "time:fix", move_time, time_entry, N_("The entry keeps its length and begins at another hour."), ON(time_entry), TELLS),
	VERB("time.split",  N_("Split"),           "time:fix", split,     time_entry, N_("One entry becomes two; the second may be other work."), ON(time_entry), TELLS),
	VERB("time.join",   N_("Join"),            "time:fix", join,      time_entry, N_("Two entries of the same work become one."), ON(time_entry), TELLS),
	VERB("time.insert_pause", N_("Insert a pause"), "time:fix", insert, pause,    N_("A pause in an entry that nobody noted at the time."), ON(time_entry), TELLS),
	VERB("time.void",   N_("Take back"),       "time:fix", void_time, time_entry, N_("The entry counts no more; it stays to be seen."), ON(time_entry), .asks = true, TELLS),
	VERB("time.add",    N_("Add time"),        "time:add", add_time,  time_entry, N_("Work that nobody noted at the time."), TELLS),
	VERB("shift.fix",   N_("Mend"),            "time:fix", fix_shift, shift,      N_("Somebody came or went at another hour."), ON(shift), TELLS, .mends = true),
	VERB("shift.void",  N_("Take back"),       "time:fix", void_shift, shift,     N_("The shift counts no more; it stays to be seen."), ON(shift), .asks = true, TELLS),
	VERB("shift.add",   N_("Add a shift"),     "time:add", add_shift, shift,      N_("A working day that nobody noted at the time."), TELLS),
	VERB("pause.fix",   N_("Mend"),            "time:fix", fix_pause, pause,      N_("A pause began or ended at another hour, or for another cause."), ON(pause), TELLS, .mends = true),
	VERB("pause.void",  N_("Take back"),       "time:fix", void_pause, pause,     N_("The pause counts no more; it stays to be seen."), ON(pause), .asks = true, TELLS),
	VERB("pause.add",   N_("Add a pause"),     "time:fix", add_pause, pause,      N_("A pause that nobody noted at the time."), TELLS),
	VERB("period.submit",  N_("Hand in"),      "time:track",     submit,     period, N_("Days that are over are complete; from now on only the office changes them.")),
	VERB("period.approve", N_("Approve"),      "time:approve", period,     period, N_("What was handed in is right."), ON(period), .asks = true),
	VERB("period.reject",  N_("Give back"),    "time:approve", period_why, period, N_("Something is missing or wrong; says what."), ON(period)),
	VERB("period.lock",    N_("Lock"),         "time:lock",    period,     period, N_("The books are closed: nobody changes these days."), ON(period)),
	VERB("period.unlock",  N_("Unlock"),       "time:lock",    period_why, period, N_("Opens days that were approved or locked; says why."), ON(period)),
	{ .name = NULL },
};
// clang-format on
