/* time.c - the tables of the two clocks */
#include "config.h"

#include "domain/time.h"

#include "base/i18n.h"
#include "domain/activity.h"
#include "domain/order.h"
#include "domain/person.h"

// clang-format off
#define ORIGINS \
	{ "key",        N_("typed") }, \
	{ "scan",       N_("scanned") }, \
	{ "kiosk",      N_("terminal") }, \
	{ "import",     N_("imported") }, \
	{ "correction", N_("corrected") }

static const struct choice origins[] = {
	ORIGINS,
	{ NULL, NULL },
};

static const struct choice stop_origins[] = {
	ORIGINS,
	{ "order",  N_("order closed") },
	{ "person", N_("person left") },
	{ NULL, NULL },
};

static const struct choice flags[] = {
	{ "forgotten", N_("forgotten to stop") },
	{ "long",      N_("long, and worked") },
	{ "ended",     N_("ended with its order") },
	{ NULL, NULL },
};

const struct choice pause_causes[] = {
	{ "customer",  N_("customer") },
	{ "phone",     N_("telephone") },
	{ "meal",      N_("break") },
	{ "material",  N_("material") },
	{ "emergency", N_("urgent order") },
	{ "tool",      N_("tool") },
	{ "other",     N_("other") },
	{ NULL, NULL },
};

const struct choice period_statuses[] = {
	{ "open",      N_("open") },
	{ "submitted", N_("handed in") },
	{ "approved",  N_("approved") },
	{ "locked",    N_("locked") },
	{ NULL, NULL },
};

/* What a correction is called where nobody was asked for a reason. */
static const struct choice reasons[] = {
	{ "timer.undo",   N_("undone") },
	{ "timer.cancel", N_("started by mistake") },
	{ NULL, NULL },
};

/* The fields of SPAN_MEMBERS; `more` stands where people look for it. */
#define SPAN(S, ent, ...) \
	FIELD(S, id,              ref,     .label = N_("Id"), .flags = F_ID | F_SORT), \
	FIELD(S, uuid,            uuid,    .label = N_("Request")), \
	FIELD(S, person,          ref,     .label = N_("Person"), .ref = &person_entity), \
	__VA_ARGS__ \
	FIELD(S, started_at,      instant, .label = N_("Began")), \
	FIELD(S, stopped_at,      instant, .label = N_("Ended")), \
	FIELD(S, flag,            choice,  .label = N_("Mark"), .choices = flags), \
	FIELD(S, origin,          choice,  .label = N_("Begun by"), .choices = origins), \
	FIELD(S, device,          line,    .label = N_("Device"), .max = 63), \
	FIELD(S, client_at,       instant, .label = N_("Clock of the device")), \
	FIELD(S, arrived_at,      instant, .label = N_("Arrived")), \
	FIELD(S, stop_origin,     choice,  .label = N_("Ended by"), .choices = stop_origins), \
	FIELD(S, stop_device,     line,    .label = N_("Device at the end"), .max = 63), \
	FIELD(S, stop_client_at,  instant, .label = N_("Clock of the device at the end")), \
	FIELD(S, stop_arrived_at, instant, .label = N_("Arrived at the end")), \
	FIELD(S, replaces,        ref,     .label = N_("In place of"), .ref = ent), \
	FIELD(S, reason,          line,    .label = N_("Reason"), .max = 200, .choices = reasons), \
	FIELD(S, voided_at,       instant, .label = N_("Taken back"), .flags = F_DELETED), \
	FIELD(S, voided_by,       ref,     .label = N_("Taken back by"), .ref = &person_entity), \
	FIELD(S, void_reason,     line,    .label = N_("Why taken back"), .max = 200, .choices = reasons), \
	FIELD(S, version,         count,   .label = N_("Version"), .flags = F_VERSION)

static const struct field shift_fields[] = {
	SPAN(shift, &shift_entity, ),
};

static const struct field time_entry_fields[] = {
	SPAN(time_entry, &time_entry_entity,
	FIELD(time_entry, order,      ref,   .label = N_("Order"), .ref = &order_entity),
	FIELD(time_entry, activity,   ref,   .label = N_("Activity"), .ref = &activity_entity),),
	FIELD(time_entry, complexity, count, .label = N_("Difficulty")),
	FIELD(time_entry, quality,    count, .label = N_("Quality")),
	FIELD(time_entry, rework,     flag,  .label = N_("Rework")),
	FIELD(time_entry, note,       line,  .label = N_("Note"), .flags = F_TITLE, .max = 500),
};

static const struct field pause_fields[] = {
	SPAN(pause, &pause_entity,
	FIELD(pause, cause, choice, .label = N_("Cause"), .flags = F_TITLE, .choices = pause_causes),),
};

#define P(m, kind, ...) FIELD(period, m, kind, __VA_ARGS__)
static const struct field period_fields[] = {
	P(id,         ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	P(person,     ref,     .label = N_("Person"), .ref = &person_entity),
	P(first_day,  day,     .label = N_("First day")),
	P(last_day,   day,     .label = N_("Last day")),
	P(status,     choice,  .label = N_("Status"), .choices = period_statuses),
	P(changed_by, ref,     .label = N_("Changed by"), .ref = &person_entity),
	P(changed_at, instant, .label = N_("Changed")),
	P(reason,     line,    .label = N_("Reason"), .max = 200),
	P(version,    count,   .label = N_("Version"), .flags = F_VERSION),
};
#undef P

#define T(m, kind, ...) FIELD(time_row, m, kind, __VA_ARGS__)
static const struct field time_row_fields[] = {
	T(id,            ref,      .label = N_("Id"), .flags = F_ID),
	T(person,        ref,      .label = N_("Person no."), .ref = &person_entity),
	T(person_name,   line,     .label = N_("Who"), .width = 10, .max = 80),
	T(order,         ref,      .label = N_("Order no."), .ref = &order_entity),
	T(order_number,  line,     .label = N_("Order"), .width = 12, .max = 24),
	T(order_title,   line,     .label = N_("Title"), .max = 200),
	T(activity,      ref,      .label = N_("Activity no."), .ref = &activity_entity),
	T(activity_name, line,     .label = N_("Activity"), .width = 14, .max = 80),
	T(started_at,    instant,  .label = N_("Began"), .flags = F_SORT, .width = 16),
	T(stopped_at,    instant,  .label = N_("Ended"), .width = 16),
	T(paused,        duration, .label = N_("Paused")),
	T(worked,        duration, .label = N_("Worked"), .width = 7),
	T(note,          line,     .label = N_("Note"), .flags = F_TITLE, .max = 500),
	T(origin,        choice,   .label = N_("Begun by"), .choices = origins),
	T(flag,          choice,   .label = N_("Mark"), .choices = flags),
	T(reason,        line,     .label = N_("Reason"), .max = 200, .choices = reasons),
	T(voided_at,     instant,  .label = N_("Taken back"), .flags = F_DELETED),
	T(version,       count,    .label = N_("Version"), .flags = F_VERSION),
};
#undef T

#define S(m, kind, ...) FIELD(shift_row, m, kind, __VA_ARGS__)
static const struct field shift_row_fields[] = {
	S(id,          ref,      .label = N_("Id"), .flags = F_ID),
	S(person,      ref,      .label = N_("Person no."), .ref = &person_entity),
	S(person_name, line,     .label = N_("Who"), .flags = F_TITLE, .width = 12, .max = 80),
	S(started_at,  instant,  .label = N_("Came"), .flags = F_SORT, .width = 16),
	S(stopped_at,  instant,  .label = N_("Went"), .width = 16),
	S(meals,       duration, .label = N_("Breaks")),
	S(worked,      duration, .label = N_("Worked"), .width = 7),
	S(booked,      duration, .label = N_("Booked")),
	S(unbooked,    duration, .label = N_("Not booked"), .width = 7),
	S(origin,      choice,   .label = N_("Begun by"), .choices = origins),
	S(flag,        choice,   .label = N_("Mark"), .choices = flags),
	S(reason,      line,     .label = N_("Reason"), .max = 200, .choices = reasons),
	S(voided_at,   instant,  .label = N_("Taken back"), .flags = F_DELETED),
	S(version,     count,    .label = N_("Version"), .flags = F_VERSION),
};
#undef S

#define B(m, kind, ...) FIELD(pause_row, m, kind, __VA_ARGS__)
static const struct field pause_row_fields[] = {
	B(id,          ref,      .label = N_("Id"), .flags = F_ID),
	B(person,      ref,      .label = N_("Person no."), .ref = &person_entity),
	B(person_name, line,     .label = N_("Who"), .width = 12, .max = 80),
	B(cause,       choice,   .label = N_("Cause"), .flags = F_TITLE, .width = 12, .choices = pause_causes),
	B(started_at,  instant,  .label = N_("Began"), .flags = F_SORT, .width = 16),
	B(stopped_at,  instant,  .label = N_("Ended"), .width = 16),
	B(lasted,      duration, .label = N_("Lasted"), .width = 7),
	B(origin,      choice,   .label = N_("Begun by"), .choices = origins),
	B(reason,      line,     .label = N_("Reason"), .max = 200, .choices = reasons),
	B(voided_at,   instant,  .label = N_("Taken back"), .flags = F_DELETED),
	B(version,     count,    .label = N_("Version"), .flags = F_VERSION),
};
#undef B

#define Q(m, kind, ...) FIELD(period_row, m, kind, __VA_ARGS__)
static const struct field period_row_fields[] = {
	Q(id,          ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	Q(person,      ref,     .label = N_("Person no."), .ref = &person_entity),
	Q(person_name, line,    .label = N_("Who"), .flags = F_TITLE, .width = 14, .max = 80),
	Q(first_day,   day,     .label = N_("First day"), .width = 10),
	Q(last_day,    day,     .label = N_("Last day"), .width = 10),
	Q(status,      choice,  .label = N_("Status"), .width = 10, .choices = period_statuses),
	Q(changed_at,  instant, .label = N_("Changed"), .width = 16),
	Q(reason,      line,    .label = N_("Reason"), .width = 12, .max = 200),
	Q(version,     count,   .label = N_("Version"), .flags = F_VERSION),
};
#undef Q

#define C(m, kind, ...) FIELD(clock, m, kind, __VA_ARGS__)
static const struct field clock_fields[] = {
	C(id,            ref,      .label = N_("Id"), .flags = F_ID | F_SORT),
	C(person_name,   line,     .label = N_("Who"), .flags = F_TITLE | F_SORT, .width = 12, .max = 80),
	C(here_since,    instant,  .label = N_("Here since"), .width = 16),
	C(entry,         ref,      .label = N_("Entry"), .ref = &time_entry_entity),
	C(order,         ref,      .label = N_("Order no."), .ref = &order_entity),
	C(order_number,  line,     .label = N_("Order"), .width = 12, .max = 24),
	C(order_title,   line,     .label = N_("Title"), .max = 200),
	C(activity_name, line,     .label = N_("Activity"), .width = 12, .max = 80),
	C(since,         instant,  .label = N_("At it since")),
	C(running,       duration, .label = N_("Runs"), .width = 7),
	C(flag,          choice,   .label = N_("Mark"), .choices = flags),
	C(cause,         choice,   .label = N_("Pause"), .choices = pause_causes),
	C(paused_since,  instant,  .label = N_("Paused since")),
	C(worked,        duration, .label = N_("Worked today"), .width = 7),
	C(booked,        duration, .label = N_("Booked today")),
	C(unbooked,      duration, .label = N_("Not booked today")),
	C(warnings,      count,    .label = N_("Warnings today")),
};
#undef C

#define E(m, kind, ...) FIELD(effort, m, kind, __VA_ARGS__)
static const struct field effort_fields[] = {
	E(id,            ref,      .label = N_("Id"), .flags = F_ID | F_SORT),
	E(order,         ref,      .label = N_("Order"), .width = 20, .ref = &order_entity),
	E(activity,      ref,      .label = N_("Activity no."), .ref = &activity_entity),
	E(activity_name, line,     .label = N_("Activity"), .flags = F_TITLE, .width = 16, .max = 80),
	E(person,        ref,      .label = N_("Person no."), .ref = &person_entity),
	E(person_name,   line,     .label = N_("Who"), .width = 14, .max = 80),
	E(worked,        duration, .label = N_("Worked"), .width = 7),
};
#undef E

#define SPANS(thing, words, words_plural, wire, its_table, its_row, list, order) \
const struct entity thing##_entity = { \
	.name = wire, .plural = wire "s", .table = its_table, .label = words, .label_plural = words_plural, .right = "time", \
	.size = sizeof(struct thing), .fields = thing##_fields, .nfields = ARRAY_LEN(thing##_fields), \
	.row = &its_row##_entity, .sort = order, .readonly = true, \
}; \
const struct entity its_row##_entity = { \
	.name = #its_row, .plural = #its_row "s", .table = list, .told = its_table, .label = words, .label_plural = words_plural, \
	.right = "time", .size = sizeof(struct its_row), .fields = its_row##_fields, .nfields = ARRAY_LEN(its_row##_fields), \
	.sort = order, .own = "time:view_all", .readonly = true, \
}

SPANS(time_entry, N_("Time entry"), N_("Time entries"), "time", "time_entry", time_row, "time_list", "-started_at");
SPANS(shift, N_("Shift"), N_("Shifts"), "shift", "shift", shift_row, "shift_list", "-started_at");
SPANS(pause, N_("Pause"), N_("Pauses"), "pause", "pause", pause_row, "pause_list", "-started_at");
SPANS(period, N_("Period"), N_("Periods"), "period", "period", period_row, "period_list", "-id");

const struct entity effort_entity = {
	.name = "effort", .plural = "efforts", .table = "order_time_list", .told = "time_entry",
	.label = N_("Effort"), .label_plural = N_("Efforts"), .right = "time",
	.size = sizeof(struct effort), .fields = effort_fields, .nfields = ARRAY_LEN(effort_fields),
	.sort = "id", .readonly = true,
};

const struct entity clock_entity = {
	.name = "clock", .plural = "clocks", .table = "clock_list", .told = "time_entry",
	.label = N_("Clock"), .label_plural = N_("Clocks"), .right = "time",
	.size = sizeof(struct clock), .fields = clock_fields, .nfields = ARRAY_LEN(clock_fields),
	.sort = "person_name", .readonly = true,
};
// clang-format on
