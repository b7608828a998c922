/* order.c - the tables of the order and of what hangs on it */
#include "config.h"

#include "domain/order.h"

#include "base/err.h"
#include "base/i18n.h"
#include "domain/alloy.h"
#include "domain/customer.h"
#include "domain/flow.h"
#include "domain/person.h"
#include "domain/place.h"

// clang-format off
const struct choice order_statuses[] = {
	{ "draft",               N_("draft") },
	{ "confirmed",           N_("confirmed") },
	{ "in_progress",         N_("in progress") },
	{ "waiting_for_fitting", N_("waiting for fitting") },
	{ "fitting_done",        N_("fitting done") },
	{ "ready_for_setting",   N_("ready for setting") },
	{ "quality_check",       N_("quality check") },
	{ "completed",           N_("completed") },
	{ "delivered",           N_("delivered") },
	{ "cancelled",           N_("cancelled") },
	{ NULL, NULL },
};

const struct choice order_kinds[] = {
	{ "ring",     N_("ring") },
	{ "chain",    N_("chain") },
	{ "pendant",  N_("pendant") },
	{ "earrings", N_("earrings") },
	{ "bracelet", N_("bracelet") },
	{ "brooch",   N_("brooch") },
	{ "repair",   N_("repair") },
	{ "custom",   N_("custom work") },
	{ NULL, NULL },
};

const struct choice order_finishes[] = {
	{ "high_polish", N_("high polish") },
	{ "matte",       N_("matte") },
	{ "brushed",     N_("brushed") },
	{ "hammered",    N_("hammered") },
	{ "oxidized",    N_("oxidized") },
	{ "mixed",       N_("mixed finish") },
	{ NULL, NULL },
};

const struct choice order_priorities[] = {
	{ "low",    N_("low") },
	{ "normal", N_("normal") },
	{ "high",   N_("high") },
	{ "urgent", N_("urgent") },
	{ NULL, NULL },
};

/* What the status history says has been done: the verbs of the flow, under their labels. */
const struct choice order_steps_told[] = {
	{ "order.create",       N_("Take the order") },
	{ "order.confirm",      N_("Confirm") },
	{ "order.start",        N_("Start work") },
	{ "order.to_fitting",   N_("Ready for fitting") },
	{ "order.fitting_done", N_("Fitting done") },
	{ "order.to_setting",   N_("Ready for setting") },
	{ "order.to_check",     N_("To quality check") },
	{ "order.rework",       N_("Back for rework") },
	{ "order.complete",     N_("Complete") },
	{ "order.deliver",      N_("Hand over") },
	{ "order.cancel",       N_("Cancel the order") },
	{ NULL, NULL },
};

#define O(m, kind, ...) FIELD(order, m, kind, __VA_ARGS__)
static const struct field order_fields[] = {
	O(id,               ref,      .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	O(number,           line,     .label = N_("Number"), .flags = F_KEY | F_READONLY | F_SORT, .max = 24),
	O(status,           choice,   .label = N_("Status"), .flags = F_READONLY, .choices = order_statuses),
	O(kind,             choice,   .label = N_("Kind"), .flags = F_REQUIRED, .choices = order_kinds,
		.hint = N_("What is to be made: a ring, a chain, a repair …")),
	O(title,            line,     .label = N_("Title"), .flags = F_TITLE | F_REQUIRED | F_SORT, .max = 200,
		.hint = N_("What the workshop calls the piece, such as “Wedding rings, 585 yellow”.")),
	O(description,      note,     .label = N_("Description"), .max = 2000),
	O(customer,         ref,      .label = N_("Customer"), .ref = &customer_entity,
		.hint = N_("Number or name of the customer; empty for work for stock.")),
	O(alloy,            ref,      .label = N_("Alloy"), .ref = &alloy_entity,
		.hint = N_("Code of the alloy, such as 585-y for 585 yellow gold.")),
	O(finish,           choice,   .label = N_("Finish"), .choices = order_finishes),
	O(ring_size,        length,   .label = N_("Ring size"), .least = 30000, .most = 90000,
		.hint = N_("Inner circumference in millimetres, such as 54; US 7 and UK N are understood as well.")),
	O(stones,           note,     .label = N_("Stones"), .max = 1000),
	O(engraving,        line,     .label = N_("Engraving"), .max = 200),
	O(due,              day,      .label = N_("Due"), .flags = F_SORT,
		.hint = N_("Day of the hand-over: 1.4., +14, fri or 2026-04-01.")),
	O(fitting_on,       day,      .label = N_("Fitting on"), .flags = F_SORT),
	O(priority,         choice,   .label = N_("Priority"), .choices = order_priorities),
	O(assignee,         ref,      .label = N_("Assigned to"), .flags = F_READONLY, .ref = &person_entity),
	O(place,            ref,      .label = N_("Place"), .flags = F_READONLY, .ref = &place_entity),
	O(estimated_weight, mass,     .label = N_("Estimated weight"), .most = 10000000000,
		.hint = N_("In grams, such as 4.235; carats with ct: 0.35 ct.")),
	O(actual_weight,    mass,     .label = N_("Actual weight"), .most = 10000000000),
	O(estimated_time,   duration, .label = N_("Estimated time"), .most = 36000000,
		.hint = N_("Such as 1h30, 1:30 or 90m.")),
	O(price,            money,    .label = N_("Agreed price"), .most = 100000000000, .right = "order:price",
		.hint = N_("Gross, as agreed with the customer. Empty means not agreed yet, 0 means free of charge.")),
	O(scrap_gold,       flag,     .label = N_("Scrap gold"),
		.hint = N_("Does the customer bring gold of their own? yes or no.")),
	O(instructions,     note,     .label = N_("Special instructions"), .max = 2000),
	O(held_reason,      line,     .label = N_("On hold"), .flags = F_READONLY, .max = 200),
	O(confirmed_at,     instant,  .label = N_("Confirmed"), .flags = F_READONLY),
	O(completed_at,     instant,  .label = N_("Completed"), .flags = F_READONLY),
	O(delivered_at,     instant,  .label = N_("Delivered"), .flags = F_READONLY),
	O(created_at,       instant,  .label = N_("Created"), .flags = F_READONLY | F_SORT),
	O(updated_at,       instant,  .label = N_("Changed"), .flags = F_READONLY | F_SORT),
	O(deleted_at,       instant,  .label = N_("Deleted"), .flags = F_READONLY | F_DELETED),
	O(deleted_reason,   line,     .label = N_("Reason for deletion"), .flags = F_READONLY, .max = 200),
	O(version,          count,    .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef O

#define R(m, kind, ...) FIELD(order_row, m, kind, __VA_ARGS__)
static const struct field order_row_fields[] = {
	R(id,            ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	R(number,        line,    .label = N_("Number"), .flags = F_KEY | F_SORT, .width = 12, .max = 24),
	R(status,        choice,  .label = N_("Status"), .flags = F_REQUIRED, .width = 12, .choices = order_statuses),
	R(kind,          choice,  .label = N_("Kind"), .choices = order_kinds),
	R(title,         line,    .label = N_("Title"), .flags = F_TITLE | F_SORT, .width = 24, .max = 200),
	R(customer,      ref,     .label = N_("Customer no."), .ref = &customer_entity),
	R(customer_name, line,    .label = N_("Customer"), .flags = F_PRIVATE, .width = 16, .max = 200),
	R(alloy_code,    line,    .label = N_("Alloy"), .width = 8, .max = 16),
	R(due,           day,     .label = N_("Due"), .flags = F_SORT, .width = 10),
	R(fitting_on,    day,     .label = N_("Fitting on"), .flags = F_SORT),
	R(priority,      choice,  .label = N_("Priority"), .choices = order_priorities),
	R(assignee,      ref,     .label = N_("Person no."), .ref = &person_entity),
	R(assignee_name, line,    .label = N_("Who"), .width = 10, .max = 80),
	R(place_code,    line,    .label = N_("Place"), .max = 16),
	R(price,         money,   .label = N_("Agreed price"), .right = "order:price"),
	R(held_reason,   line,    .label = N_("On hold"), .max = 200),
	R(created_at,    instant, .label = N_("Created"), .flags = F_SORT),
	R(updated_at,    instant, .label = N_("Changed"), .flags = F_SORT),
	R(delivered_at,  instant, .label = N_("Delivered")),
	R(deleted_at,    instant, .label = N_("Deleted"), .flags = F_DELETED),
	R(version,       count,   .label = N_("Version"), .flags = F_VERSION),
};
#undef R

#define C(m, kind, ...) FIELD(order_comment, m, kind, __VA_ARGS__)
static const struct field order_comment_fields[] = {
	C(id,         ref,     .label = N_("Id"), .flags = F_ID | F_READONLY | F_SORT),
	C(order,      ref,     .label = N_("Order"), .flags = F_REQUIRED | F_ONCE, .width = 8, .ref = &order_entity),
	C(author,     ref,     .label = N_("Author"), .flags = F_READONLY, .width = 8, .ref = &person_entity),
	C(body,       note,    .label = N_("Comment"), .flags = F_REQUIRED | F_TITLE, .width = 40, .max = 2000,
		.hint = N_("@name tells a colleague, such as @lena.")),
	C(created_at, instant, .label = N_("Written"), .flags = F_READONLY | F_SORT, .width = 16),
	C(version,    count,   .label = N_("Version"), .flags = F_READONLY | F_VERSION),
};
#undef C

#define E(m, kind, ...) FIELD(order_event, m, kind, __VA_ARGS__)
static const struct field order_event_fields[] = {
	E(id,          ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	E(order,       ref,     .label = N_("Order"), .width = 8, .ref = &order_entity),
	E(at,          instant, .label = N_("When"), .width = 16),
	E(from_status, choice,  .label = N_("From"), .choices = order_statuses),
	E(to_status,   choice,  .label = N_("To"), .width = 12, .choices = order_statuses),
	E(verb,        line,    .label = N_("Step"), .width = 20, .max = 40, .choices = order_steps_told),
	E(person,      ref,     .label = N_("By"), .width = 8, .ref = &person_entity),
	E(reason,      line,    .label = N_("Reason"), .width = 20, .max = 200),
};
#undef E

#define M(m, kind, ...) FIELD(order_move, m, kind, __VA_ARGS__)
static const struct field order_move_fields[] = {
	M(id,         ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	M(order,      ref,     .label = N_("Order"), .width = 8, .ref = &order_entity),
	M(at,         instant, .label = N_("When"), .width = 16),
	M(from_place, ref,     .label = N_("From"), .width = 8, .ref = &place_entity),
	M(to_place,   ref,     .label = N_("To"), .width = 8, .ref = &place_entity),
	M(person,     ref,     .label = N_("By"), .width = 8, .ref = &person_entity),
};
#undef M

#define W(m, kind, ...) FIELD(mention, m, kind, __VA_ARGS__)
static const struct field mention_fields[] = {
	W(id,         ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	W(comment,    ref,     .label = N_("Comment"), .width = 8, .ref = &order_comment_entity),
	W(order,      ref,     .label = N_("Order"), .width = 8, .ref = &order_entity),
	W(person,     ref,     .label = N_("Who is asked"), .width = 8, .ref = &person_entity),
	W(created_at, instant, .label = N_("Written"), .width = 16),
	W(seen_at,    instant, .label = N_("Seen"), .width = 16),
};
#undef W

#define Q(m, kind, ...) FIELD(mention_row, m, kind, __VA_ARGS__)
static const struct field mention_row_fields[] = {
	Q(id,           ref,     .label = N_("Id"), .flags = F_ID | F_SORT),
	Q(comment,      ref,     .label = N_("Comment no."), .ref = &order_comment_entity),
	Q(order,        ref,     .label = N_("Order no."), .ref = &order_entity),
	Q(order_number, line,    .label = N_("Order"), .width = 12, .max = 24),
	Q(asker,        ref,     .label = N_("Who asks"), .ref = &person_entity),
	Q(asker_name,   line,    .label = N_("Asker"), .width = 12, .max = 80),
	Q(person,       ref,     .label = N_("Who is asked"), .ref = &person_entity),
	Q(person_name,  line,    .label = N_("Asked"), .width = 12, .max = 80),
	Q(body,         note,    .label = N_("Question"), .flags = F_TITLE, .width = 30, .max = 2000),
	Q(created_at,   instant, .label = N_("Written")),
	Q(seen_at,      instant, .label = N_("Seen"), .width = 16),
};
#undef Q

#define N(m, kind, ...) FIELD(conflict, m, kind, __VA_ARGS__)
static const struct field conflict_fields[] = {
	N(id,         ref,    .label = N_("Id"), .flags = F_ID | F_SORT, .ref = &nogo_entity),
	N(order,      ref,    .label = N_("Order"), .width = 20, .ref = &order_entity),
	N(category,   choice, .label = N_("Category"), .width = 10, .choices = nogo_categories),
	N(substance,  choice, .label = N_("Substance"), .width = 10, .choices = nogo_substances),
	N(alloy_code, line,   .label = N_("Alloy"), .width = 8, .max = 16),
	N(alloy_name, line,   .label = N_("Name of the alloy"), .max = 80),
	N(note,       line,   .label = N_("Note"), .flags = F_TITLE, .width = 30, .max = 200),
};
#undef N

#define T(m, kind, ...) FIELD(tally, m, kind, __VA_ARGS__)
static const struct field tally_fields[] = {
	T(id,            ref,   .label = N_("Id"), .flags = F_ID | F_SORT),
	T(person,        ref,   .label = N_("Person"), .flags = F_TITLE, .width = 16, .ref = &person_entity),
	T(open_orders,   count, .label = N_("Open orders"), .width = 8),
	T(due_this_week, count, .label = N_("Due this week"), .width = 8),
	T(overdue,       count, .label = N_("Overdue"), .width = 8),
	T(mine,          count, .label = N_("In my name"), .width = 8),
};
#undef T
// clang-format on

static uint64_t field_bit(const char *name)
{
	return UINT64_C(1) << field_index(&order_entity, entity_field(&order_entity, name));
}

uint64_t order_needs(enum order_kind kind)
{
	uint64_t needs = field_bit("title") | field_bit("alloy") | field_bit("due");
	return kind == ORDER_RING ? needs | field_bit("ring_size") : needs;
}

enum order_light order_light(int status, bool held, struct day due, struct day today)
{
	if (held || !flow_is_open(status) || due.n == DAY_NONE.n)
		return LIGHT_NONE;
	if (due.n < today.n)
		return LIGHT_LATE;
	return due.n - today.n <= ORDER_SOON_DAYS ? LIGHT_SOON : LIGHT_IN_TIME;
}

static bool order_check(const void *rec, struct err *e)
{
	const struct order *o = rec;
	if (o->fitting_on.n != DAY_NONE.n && o->due.n != DAY_NONE.n && o->fitting_on.n > o->due.n)
		return err_field(e, "fitting_on", _("The fitting lies after the day the order is due. Move one of the two."));
	return true;
}

const struct entity order_row_entity = {
	.name = "order_row", .plural = "order_rows", .table = "order_list", .told = "orders",
	.label = N_("Order"), .label_plural = N_("Orders"), .right = "order",
	.size = sizeof(struct order_row), .fields = order_row_fields, .nfields = ARRAY_LEN(order_row_fields),
	.sort = "-id", .readonly = true,
};

const struct entity order_entity = {
	.name = "order", .plural = "orders", .table = "orders",
	.label = N_("Order"), .label_plural = N_("Orders"), .right = "order",
	.size = sizeof(struct order), .fields = order_fields, .nfields = ARRAY_LEN(order_fields),
	.row = &order_row_entity, .sort = "-id", .search = "search_orders", .find = "find_orders", .check = order_check,
};

const struct entity order_comment_entity = {
	.name = "comment", .plural = "comments", .table = "order_comment",
	.label = N_("Comment"), .label_plural = N_("Comments"), .right = "comment",
	.size = sizeof(struct order_comment), .fields = order_comment_fields,
	.nfields = ARRAY_LEN(order_comment_fields), .sort = "-id",
};

const struct entity order_event_entity = {
	.name = "event", .plural = "events", .table = "order_event",
	.label = N_("Step"), .label_plural = N_("Status history"), .right = "order",
	.size = sizeof(struct order_event), .fields = order_event_fields,
	.nfields = ARRAY_LEN(order_event_fields), .sort = "-id", .readonly = true,
};

const struct entity order_move_entity = {
	.name = "move", .plural = "moves", .table = "order_move",
	.label = N_("Move"), .label_plural = N_("Place history"), .right = "order",
	.size = sizeof(struct order_move), .fields = order_move_fields,
	.nfields = ARRAY_LEN(order_move_fields), .sort = "-id", .readonly = true,
};

const struct entity mention_entity = {
	.name = "mention", .plural = "mentions", .table = "mention",
	.label = N_("Question"), .label_plural = N_("Questions"), .right = "comment",
	.size = sizeof(struct mention), .fields = mention_fields, .nfields = ARRAY_LEN(mention_fields),
	.row = &mention_row_entity, .sort = "-id", .readonly = true,
};

const struct entity mention_row_entity = {
	.name = "mention_row", .plural = "mention_rows", .table = "mention_list", .told = "mention",
	.label = N_("Question"), .label_plural = N_("Questions"), .right = "comment",
	.size = sizeof(struct mention_row), .fields = mention_row_fields, .nfields = ARRAY_LEN(mention_row_fields),
	.sort = "-id", .readonly = true,
};

const struct entity conflict_entity = {
	.name = "conflict", .plural = "conflicts", .table = "order_conflict_list", .told = "orders",
	.label = N_("Conflict"), .label_plural = N_("Alloys that customers must not have"), .right = "nogo",
	.size = sizeof(struct conflict), .fields = conflict_fields, .nfields = ARRAY_LEN(conflict_fields),
	.sort = "id", .readonly = true,
};

const struct entity tally_entity = {
	.name = "day", .plural = "days", .table = "day_list", .told = "orders",
	.label = N_("Day"), .label_plural = N_("The day in numbers"), .right = "order",
	.size = sizeof(struct tally), .fields = tally_fields, .nfields = ARRAY_LEN(tally_fields),
	.sort = "id", .readonly = true,
};
