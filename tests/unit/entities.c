/* entities.c - all tables of the domain are sound, and found by name */
#include "config.h"

#include "domain/entities.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/audit.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/right.h"
#include "domain/workshop.h"

static void expect_sound(const struct entity *ent)
{
	struct arena a = ARENA_INIT;
	const char *wrong = entity_selftest(ent, &a);
	cr_expect(!wrong, "%s", wrong);
	arena_done(&a);
}

Test(entities, sound)
{
	size_t n = 0;
	for (; entities[n]; n++) {
		expect_sound(entities[n]);
		if (entities[n]->row)
			expect_sound(entities[n]->row);
	}
	cr_expect(n >= 17);
}

static void expect_words(const struct entity *ent)
{
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		cr_expect(!str_empty(i18n_label(f->label)), "%s.%s", ent->name, f->name);
		cr_expect(!f->hint || strlen(i18n_label(f->hint)) > 5, "%s.%s", ent->name, f->name);
		for (const struct choice *c = f->choices; c && c->wire; c++)
			cr_expect(!str_empty(i18n_label(c->label)), "%s.%s: %s", ent->name, f->name, c->wire);
	}
}

Test(entities, words)
{
	for (const struct entity *const *e = entities; *e; e++) {
		expect_words(*e);
		if ((*e)->row)
			expect_words((*e)->row);
	}
}

Test(entities, each_list_shows_something)
{
	for (const struct entity *const *e = entities; *e; e++) {
		const struct entity *list = (*e)->row ? (*e)->row : *e;
		int columns = 0, width = 0;
		for (size_t i = 0; i < list->nfields; i++) {
			columns += list->fields[i].width > 0;
			width += list->fields[i].width;
		}
		cr_expect(columns >= 2 && width <= 160, "%s: %d columns of %d", list->name, columns, width);
	}
}

Test(entities, names_are_different)
{
	for (size_t i = 0; entities[i]; i++)
		for (size_t j = 0; j < i; j++) {
			const struct entity *a = entities[i], *b = entities[j];
			cr_expect(!str_eq(a->name, b->name) && !str_eq(a->name, b->plural) &&
				!str_eq(a->plural, b->name) && !str_eq(a->plural, b->plural) &&
				!str_eq(a->table, b->table), "%s and %s", a->name, b->name);
		}
}

Test(entities, references_lead_to_what_is_listed)
{
	for (const struct entity *const *e = entities; *e; e++)
		for (size_t i = 0; i < (*e)->nfields; i++) {
			const struct field *f = &(*e)->fields[i];
			cr_expect(!f->ref || entity_find(f->ref->name) == f->ref, "%s.%s", (*e)->name, f->name);
		}
}

Test(entities, find)
{
	cr_expect(entity_find("order") == &order_entity && entity_find("orders") == &order_entity);
	cr_expect(entity_find("people") == &person_entity);
	cr_expect(!entity_find("Order") && !entity_find("order_row") && !entity_find(""));
	cr_expect_str_eq(entity_nearest("oders"), "orders");
	cr_expect_str_eq(entity_nearest("custommer"), "customer");
	cr_expect(!entity_nearest("xyzzy"));
}

static size_t count(const struct choice *choices)
{
	size_t n = 0;
	while (choices[n].wire)
		n++;
	return n;
}

Test(entities, choices_follow_their_enums)
{
	cr_expect(count(person_roles) == ROLE_COUNT);
	for (size_t i = 0; i < ROLE_COUNT; i++)
		cr_expect_str_eq(person_roles[i].wire, role_name((enum role)i));
	cr_expect(count(price_roundings) == ROUND_FULL_UP + 1);
	cr_expect_str_eq(price_roundings[ROUND_99].wire, "cent_99");
	cr_expect_str_eq(price_roundings[ROUND_FULL_UP].wire, "full_up");
	cr_expect_str_eq(customer_kinds[CUSTOMER_BUSINESS].wire, "business");
	cr_expect(count(order_kinds) == ORDER_CUSTOM + 1 && count(order_statuses) == ORDER_CANCELLED + 1);
	cr_expect_str_eq(order_kinds[ORDER_EARRINGS].wire, "earrings");
	cr_expect_str_eq(order_statuses[ORDER_QUALITY_CHECK].wire, "quality_check");
}

/* The audit trail names tables; people read what the entities are called. */
Test(entities, the_audit_trail_knows_every_table)
{
	const struct field *f = entity_field(&audit_entity, "entity");
	for (const struct entity *const *e = entities; *e; e++) {
		size_t len = strlen((*e)->table) - (str_ends((*e)->table, "_list") ? strlen("_list") : 0);
		char table[64];
		snprintf(table, sizeof table, "%.*s", (int)len, (*e)->table);
		const struct choice *c = choice_find(f->choices, table);
		cr_expect((*e)->readonly ? !c : c && str_eq(c->label, (*e)->label), "%s", table);
	}
}

Test(entities, customers)
{
	static const struct {
		int kind;
		const char *last, *company, *email, *field;
	} cases[] = {
		{ CUSTOMER_PRIVATE, "Meier", NULL, NULL, NULL },
		{ CUSTOMER_PRIVATE, NULL, "Gold AG", NULL, "last_name" },
		{ CUSTOMER_BUSINESS, NULL, "Gold AG", NULL, NULL },
		{ CUSTOMER_BUSINESS, "Meier", NULL, NULL, "company" },
		{ CUSTOMER_PRIVATE, "Meier", NULL, "a@example.com", NULL },
		{ CUSTOMER_PRIVATE, "Meier", NULL, "a", "email" },
		{ CUSTOMER_PRIVATE, "Meier", NULL, "@b", "email" },
		{ CUSTOMER_PRIVATE, "Meier", NULL, "a@", "email" },
		{ CUSTOMER_PRIVATE, "Meier", NULL, "a@b@c", "email" },
		{ CUSTOMER_PRIVATE, "Meier", NULL, "a b@c", "email" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct customer c;
		struct err e = ERR_INIT;
		entity_blank(&customer_entity, &c);
		c.kind = cases[i].kind;
		c.last_name = cases[i].last;
		c.company = cases[i].company;
		c.email = cases[i].email;
		cr_expect(entity_check(&customer_entity, &c, &e) == !cases[i].field, "%zu", i);
		cr_expect_str_eq(e.field, cases[i].field ? cases[i].field : "", "%zu", i);
	}
}

Test(entities, nogos_and_series)
{
	struct nogo n;
	struct err e = ERR_INIT;
	entity_blank(&nogo_entity, &n);
	n.customer.id = 1;
	n.category = NOGO_ALLERGY;
	cr_expect(!entity_check(&nogo_entity, &n, &e) && str_eq(e.field, "note"));
	n.substance = 0;
	cr_expect(entity_check(&nogo_entity, &n, &e));

	struct number_series s = { .kind = "order", .pattern = "A-{YYYY}" };
	cr_expect(!entity_check(&number_series_entity, &s, &e) && str_eq(e.field, "pattern"));
	s.pattern = "A-{YYYY}-{NNNN}";
	cr_expect(entity_check(&number_series_entity, &s, &e));
}
