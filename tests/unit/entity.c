/* entity.c - what every record can do, and that the self-test finds what is wrong with a table */
#include "config.h"
#undef VERSION /* here it is a field */

#include "domain/entity.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/order.h"

struct thing {
	struct ref id, owner;
	const char *name, *memo;
	int kind;
	struct money price, balance;
	struct length size;
	int64_t version;
	struct instant deleted_at;
};

// clang-format off
static const struct entity thing_entity;

static const struct choice kinds[] = { { "plain", "plain" }, { "fancy", "very fancy" }, { NULL, NULL } };
static const struct choice twins[] = { { "muller", "miller" }, { "other", "Müller" }, { NULL, NULL } };
static const struct choice bad_wire[] = { { "Plain", "plain" }, { NULL, NULL } };
static const struct choice no_label[] = { { "plain", "" }, { NULL, NULL } };
static const struct choice with_comma[] = { { "plain, or not", "plain" }, { NULL, NULL } };
static const struct choice no_choice[] = { { NULL, NULL } };

#define T(m, kind, ...) FIELD(thing, m, kind, __VA_ARGS__)
enum { ID, OWNER, NAME, MEMO, KIND, PRICE, BALANCE, SIZE, VERSION, DELETED, FIELDS };
static const struct field thing_fields[FIELDS] = {
	[ID]      = T(id,         ref,     .label = "Id", .flags = F_ID | F_READONLY | F_SORT),
	[OWNER]   = T(owner,      ref,     .label = "Owner", .ref = &thing_entity),
	[NAME]    = T(name,       line,    .label = "Name", .flags = F_TITLE | F_REQUIRED | F_SORT, .max = 10,
		.hint = "Such as ring."),
	[MEMO]    = T(memo,       note,    .label = "Memo", .max = 100),
	[KIND]    = T(kind,       choice,  .label = "Kind", .choices = kinds),
	[PRICE]   = T(price,      money,   .label = "Price", .flags = F_REQUIRED, .right = "order:price"),
	[BALANCE] = T(balance,    money,   .label = "Balance", .flags = F_NEGATIVE),
	[SIZE]    = T(size,       length,  .label = "Size", .least = 30000, .most = 90500),
	[VERSION] = T(version,    count,   .label = "Version", .flags = F_READONLY | F_VERSION),
	[DELETED] = T(deleted_at, instant, .label = "Deleted", .flags = F_READONLY | F_DELETED),
};
// clang-format on

static bool thing_check(const void *rec, struct err *e)
{
	const struct thing *t = rec;
	return !str_eq(t->name, "forbidden") || err_field(e, "name", "Not so.");
}

static const struct entity thing_entity = {
	.name = "thing", .plural = "things", .table = "thing", .label = "Thing", .label_plural = "Things",
	.right = "order", .size = sizeof(struct thing), .nfields = FIELDS, .fields = thing_fields,
	.sort = "-id", .check = thing_check,
};

static struct arena arena;

static void stop(void)
{
	arena_done(&arena);
}

TestSuite(entity, .fini = stop);

Test(entity, finds_fields)
{
	cr_expect(entity_field(&thing_entity, "price") == &thing_fields[PRICE]);
	cr_expect(!entity_field(&thing_entity, "Price") && !entity_field(&thing_entity, "cost"));
	cr_expect(entity_flagged(&thing_entity, F_TITLE) == &thing_fields[NAME]);
	cr_expect(entity_flagged(&thing_entity, F_DELETED) == &thing_fields[DELETED]);
	cr_expect(!entity_flagged(&thing_entity, F_KEY));
	cr_expect(field_index(&thing_entity, &thing_fields[SIZE]) == SIZE);
	cr_expect(choice_find(kinds, "fancy") == &kinds[1] && !choice_find(kinds, "very fancy"));
}

Test(entity, blank_is_empty_and_not_zero)
{
	struct thing t;
	memset(&t, 1, sizeof t);
	entity_blank(&thing_entity, &t);
	for (size_t i = 0; i < FIELDS; i++)
		cr_expect(field_empty(&thing_fields[i], &t), "%s", thing_fields[i].name);
	cr_expect(t.price.ct == NUM_EMPTY && t.kind == CHOICE_NONE && !t.name && !t.id.id);
	t.price.ct = 0;
	cr_expect(!field_empty(&thing_fields[PRICE], &t));
}

Test(entity, changes)
{
	struct thing a, b;
	entity_blank(&thing_entity, &a);
	entity_blank(&thing_entity, &b);
	cr_expect(entity_changes(&thing_entity, &a, &b) == 0);
	b.name = "";
	cr_expect(entity_changes(&thing_entity, &a, &b) == 0);
	b.name = "ring";
	b.price.ct = 0;
	b.deleted_at.us = 1;
	cr_expect(entity_changes(&thing_entity, &a, &b) == (1u << NAME | 1u << PRICE | 1u << DELETED));
	a.name = "ring";
	cr_expect(entity_changes(&thing_entity, &a, &b) == (1u << PRICE | 1u << DELETED));
}

Test(entity, bounds)
{
	static const struct { int field; const char *s; bool good; const char *says; } cases[] = {
		{ SIZE, "30", true, NULL }, { SIZE, "90,5", true, NULL },
		{ SIZE, "29,999", false, "between 30 and 90,5" },
		{ SIZE, "90,501", false, "between 30 and 90,5" }, { SIZE, "", true, NULL },
		{ PRICE, "0", true, NULL }, { PRICE, "-0,01", false, "below zero" },
		{ BALANCE, "-0,01", true, NULL },
		{ NAME, "äöüäöüäöüä", true, NULL }, { NAME, "äöüäöüäöüäö", false, "10" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = &thing_fields[cases[i].field];
		struct thing t;
		struct err e = ERR_INIT;
		entity_blank(&thing_entity, &t);
		cr_expect(field_from_user(f, fmt_for("de"), cases[i].s, &arena, &t, &e) == cases[i].good, "'%s': %s",
			cases[i].s, e.text);
		cr_expect(cases[i].good || (e.code == ERR_INVALID && str_eq(e.field, f->name) &&
			strstr(e.text, cases[i].says) && strstr(e.text, f->label)), "'%s': %s", cases[i].s, e.text);
		cr_expect(cases[i].good || field_empty(f, &t));
	}
	struct thing t;
	struct err e = ERR_INIT;
	cr_expect(!field_from_wire(&thing_fields[SIZE], "91", &arena, &t, &e));
	cr_expect(strstr(e.text, "between 30 and 90.5"), "%s", e.text);
}

Test(entity, check)
{
	struct thing t;
	struct err e = ERR_INIT;
	entity_blank(&thing_entity, &t);
	cr_expect(!entity_check(&thing_entity, &t, &e));
	cr_expect(e.code == ERR_INVALID && str_eq(e.field, "name") && strstr(e.text, "Name"), "%s", e.text);
	t.name = "ring";
	cr_expect(!entity_check(&thing_entity, &t, &e));
	cr_expect_str_eq(e.field, "price");
	t.price.ct = 0;
	err_clear(&e);
	cr_expect(entity_check(&thing_entity, &t, &e) && e.code == ERR_NONE);
	t.name = "forbidden";
	cr_expect(!entity_check(&thing_entity, &t, &e) && str_eq(e.text, "Not so."));
}

Test(entity, selftest_likes_a_sound_table)
{
	const char *wrong = entity_selftest(&thing_entity, &arena);
	cr_expect(!wrong, "%s", wrong);
}

Test(entity, selftest_lets_a_line_have_words)
{
	static const struct choice steps[] = { { "order.confirm", "Confirm" }, { NULL, NULL } };
	struct field fields[FIELDS];
	memcpy(fields, thing_fields, sizeof fields);
	fields[NAME].choices = steps;
	struct entity ent = thing_entity;
	ent.fields = fields;
	const char *wrong = entity_selftest(&ent, &arena);
	cr_expect(!wrong, "%s", wrong);
}

Test(entity, finds_fields_by_what_people_call_them)
{
	cr_expect(entity_field_called(&thing_entity, "Price") == &thing_fields[PRICE]);
	cr_expect(entity_field_called(&thing_entity, " PRICE ") == &thing_fields[PRICE]);
	cr_expect(!entity_field_called(&thing_entity, "Cost") && !entity_field_called(&thing_entity, ""));
	struct field fields[FIELDS];
	memcpy(fields, thing_fields, sizeof fields);
	fields[BALANCE].label = "amount\004Price";
	struct entity ent = thing_entity;
	ent.fields = fields;
	cr_expect(!entity_field_called(&ent, "price"), "two are called so");
	fields[PRICE].label = "Cost";
	cr_expect(entity_field_called(&ent, "price") == &fields[BALANCE], "the context is no part of the label");
}

Test(entity, words_have_units)
{
	struct thing t;
	struct buf out = BUF_INIT(100);
	entity_blank(&thing_entity, &t);
	field_words(&thing_fields[PRICE], fmt_for("de"), &t, &out);
	cr_expect_str_eq(out.data, "", "nothing has no unit");
	t.price.ct = 129050;
	t.size.um = 54500;
	t.name = "Ring";
	field_words(&thing_fields[PRICE], fmt_for("de"), &t, &out);
	buf_adds(&out, "; ");
	field_words(&thing_fields[SIZE], fmt_for("en"), &t, &out);
	buf_adds(&out, "; ");
	field_words(&thing_fields[NAME], fmt_for("en"), &t, &out);
	cr_expect_str_eq(out.data, "1.290,50 €; 54.5 mm; Ring");
	buf_done(&out);
}

/* One spoiled field at a time; the sentence must name what is wrong. */
static void expect_wrong(int at, struct field f, const char *says)
{
	struct field fields[FIELDS];
	memcpy(fields, thing_fields, sizeof fields);
	fields[at] = f;
	struct entity ent = thing_entity;
	ent.fields = fields;
	const char *wrong = entity_selftest(&ent, &arena);
	cr_expect(wrong && strstr(wrong, says), "field %d, '%s': %s", at, says, wrong ? wrong : "(sound)");
}

#define SPOIL(at, member, value, says) \
	do { \
		struct field f = thing_fields[at]; \
		f.member = value; \
		expect_wrong(at, f, says); \
	} while (0)

Test(entity, selftest_finds_a_bad_field)
{
	SPOIL(NAME, name, NULL, "identifier");
	SPOIL(NAME, name, "Name", "identifier");
	SPOIL(NAME, name, "first name", "identifier");
	SPOIL(NAME, name, "1st", "identifier");
	SPOIL(NAME, name, "a_name_that_is_longer_than_the_forty_seven_bytes_of_an_error", "identifier");
	SPOIL(NAME, name, "owner", "twice");
	SPOIL(NAME, label, "", "label");
	SPOIL(NAME, label, NULL, "label");
	SPOIL(NAME, off, sizeof(struct thing) - 4, "outside");
	SPOIL(NAME, off, thing_fields[OWNER].off, "upon");
	SPOIL(MEMO, off, thing_fields[NAME].off + 4, "upon");
	SPOIL(NAME, max, 0, "maximum");
	SPOIL(PRICE, max, 5, "maximum");
	SPOIL(NAME, hint, "Such as ring", "full stop");
	SPOIL(NAME, width, -1, "width");
	SPOIL(KIND, choices, NULL, "no choices");
	SPOIL(KIND, choices, no_choice, "no choices");
	SPOIL(KIND, choices, twins, "two choices");
	SPOIL(KIND, choices, bad_wire, "good name");
	SPOIL(KIND, choices, no_label, "good name");
	SPOIL(MEMO, choices, kinds, "only a choice");
	SPOIL(NAME, choices, with_comma, "good name");
	SPOIL(NAME, choices, twins, "two choices");
	SPOIL(OWNER, ref, NULL, "target");
	SPOIL(NAME, ref, &thing_entity, "target");
	SPOIL(PRICE, right, "order:prize", "order:prize");
	SPOIL(PRICE, least, 5, "bounds");
	SPOIL(NAME, most, 5, "bounds");
	SPOIL(SIZE, flags, F_NEGATIVE, "negative");
	SPOIL(NAME, flags, F_REQUIRED | F_READONLY, "nobody");
	SPOIL(ID, flags, F_READONLY | F_SORT, "target"); /* a reference to nothing */
	struct field plain = thing_fields[ID];
	plain.flags = F_READONLY | F_SORT;
	plain.ref = &thing_entity;
	expect_wrong(ID, plain, "no field is the id");
	SPOIL(OWNER, flags, F_ID, "already");
	SPOIL(VERSION, flags, F_READONLY, "no version");
	SPOIL(PRICE, flags, F_VERSION, "count");
	SPOIL(ID, flags, F_ID | F_READONLY, "sorted");
	SPOIL(MEMO, flags, F_TITLE, "already");
}

static void expect_wrong_entity(struct entity ent, const char *says)
{
	const char *wrong = entity_selftest(&ent, &arena);
	cr_expect(wrong && strstr(wrong, says), "'%s': %s", says, wrong ? wrong : "(sound)");
}

#define SPOIL_ENTITY(member, value, says) \
	do { \
		struct entity ent = thing_entity; \
		ent.member = value; \
		expect_wrong_entity(ent, says); \
	} while (0)

Test(entity, selftest_finds_a_bad_entity)
{
	SPOIL_ENTITY(name, "Thing", "identifier");
	SPOIL_ENTITY(plural, NULL, "identifier");
	SPOIL_ENTITY(table, "my thing", "identifier");
	SPOIL_ENTITY(label, "", "label");
	SPOIL_ENTITY(label_plural, NULL, "label");
	SPOIL_ENTITY(nfields, 0, "fields");
	SPOIL_ENTITY(nfields, 65, "fields");
	SPOIL_ENTITY(right, NULL, "rights");
	SPOIL_ENTITY(right, "thing", "thing:view");
	SPOIL_ENTITY(right, "audit", "audit:create");
	SPOIL_ENTITY(sort, NULL, "sort");
	SPOIL_ENTITY(sort, "price", "price");
	SPOIL_ENTITY(sort, "cost", "cost");
	SPOIL_ENTITY(size, 16, "outside");
	SPOIL_ENTITY(row, &thing_entity, "read-only");
	SPOIL_ENTITY(row, &order_event_entity, "another name");
}
