/* warnings.c - what people are told before it is too late: alloys they must not have, customers who are here already */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/alloy.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "lib/testdb.h"
#include "service/customers.h"
#include "service/warnings.h"
#include "store/store.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(warnings, .fini = done, .timeout = 60);

static struct store *as(const char *login)
{
	struct store *s;
	struct err e = ERR_INIT;
	cr_assert(store_open(&s, testdb_conninfo(login, &a), 0, &e), "%s (%s)", e.text, e.detail);
	return s;
}

static struct ref alloy(struct store *s, const char *code)
{
	struct ref id = { 0 };
	struct err e = ERR_INIT;
	cr_assert(store_find(s, &alloy_entity, code, &id, &e), "%s", e.text);
	return id;
}

static size_t conflicts(struct store *s, struct ref customer, struct ref metal, const char ***words)
{
	size_t n;
	struct err e = ERR_INIT;
	cr_assert(conflicts_find(s, customer, metal, &a, words, &n, &e), "%s (%s)", e.text, e.detail);
	return n;
}

static int substance(const char *wire)
{
	return (int)(choice_find(nogo_substances, wire) - nogo_substances);
}

static struct ref add_customer(struct store *s, int kind, const char *name, const char *first, const char *phone, const char *email)
{
	struct customer c;
	struct err e = ERR_INIT;
	entity_blank(&customer_entity, &c);
	c.kind = kind;
	c.first_name = first;
	*(kind == CUSTOMER_BUSINESS ? &c.company : &c.last_name) = name;
	c.phone = phone;
	c.email = email;
	c.city = "Hanau";
	cr_assert(store_put(s, &customer_entity, NULL, &c, NULL, &a, &e), "%s (%s)", e.text, e.detail);
	return c.id;
}

static struct ref add_berger(struct store *s)
{
	return add_customer(s, CUSTOMER_PRIVATE, "Berger", "Anna", "0171 5550199", "anna.berger@secret.example");
}

static void add_nogo(struct store *s, struct ref customer, int category, int substance, struct ref metal, const char *note)
{
	struct nogo n;
	struct err e = ERR_INIT;
	entity_blank(&nogo_entity, &n);
	n.customer = customer;
	n.category = category;
	n.substance = substance;
	n.alloy = metal;
	n.note = note;
	cr_assert(store_put(s, &nogo_entity, NULL, &n, NULL, &a, &e), "%s (%s)", e.text, e.detail);
}

Test(warnings, conflicts)
{
	struct store *s = as("gero");
	const char **words;
	struct ref berger = add_berger(s), other = add_customer(s, CUSTOMER_BUSINESS, "Juwelier Stein", NULL, NULL, NULL);
	add_nogo(s, berger, NOGO_ALLERGY, substance("nickel"), (struct ref) { 0 }, NULL);
	cr_expect_eq(conflicts(s, berger, alloy(s, "585-y"), &words), 0);
	cr_assert_eq(conflicts(s, berger, alloy(s, "585-w"), &words), 1);
	cr_expect(str_starts(words[0], "Allergy to nickel: 585-w "), "%s", words[0]);
	cr_expect_eq(conflicts(s, other, alloy(s, "585-w"), &words), 0, "another customer");
	cr_expect_eq(conflicts(s, (struct ref) { 0 }, alloy(s, "585-w"), &words), 0, "nobody yet");
	cr_expect_eq(conflicts(s, berger, (struct ref) { 0 }, &words), 0, "no alloy yet");
	add_nogo(s, berger, NOGO_METAL, CHOICE_NONE, alloy(s, "585-w"), "zu blass!");
	add_nogo(s, berger, NOGO_METAL, substance("gold"), (struct ref) { 0 }, "mag kein Gold");
	add_nogo(s, berger, NOGO_STONE, CHOICE_NONE, (struct ref) { 0 }, "keine Perlen"); /* meets no alloy */
	cr_assert_eq(conflicts(s, berger, alloy(s, "585-w"), &words), 3);
	cr_expect(str_starts(words[0], "Allergy"), "allergies come first: %s", words[0]);
	cr_expect(str_ends(words[1], "Note: zu blass!"), "%s", words[1]);
	cr_expect(str_ends(words[2], "holds it. Note: mag kein Gold."), "by its metal: %s", words[2]);
	cr_expect_eq(conflicts(s, berger, alloy(s, "925"), &words), 0);
	store_close(s);
}

Test(warnings, who_may_not_see_no_gos_is_told_nothing)
{
	struct store *gero = as("gero"), *vito = as("vito");
	struct ref berger = add_berger(gero), white = alloy(gero, "585-w");
	const char **words;
	add_nogo(gero, berger, NOGO_ALLERGY, substance("nickel"), (struct ref) { 0 }, NULL);
	cr_expect_eq(conflicts(gero, berger, white, &words), 1);
	cr_expect_eq(conflicts(vito, berger, white, &words), 0);
	store_close(gero);
	store_close(vito);
}

static size_t duplicates(struct store *s, const struct customer *c, struct duplicate **ret)
{
	size_t n;
	struct err e = ERR_INIT;
	cr_assert(duplicates_find(s, c, &a, ret, &n, &e), "%s (%s)", e.text, e.detail);
	return n;
}

Test(warnings, duplicates)
{
	struct store *s = as("gero"), *vito = as("vito");
	struct customer c;
	struct duplicate *d;
	struct ref berger = add_berger(s);
	add_customer(s, CUSTOMER_BUSINESS, "Juwelier Stein", NULL, "030 5550142", NULL);
	entity_blank(&customer_entity, &c);
	cr_expect_eq(duplicates(s, &c, &d), 0, "nothing is typed yet");
	c.last_name = "Perger"; /* sounds so */
	c.first_name = "Anna";
	cr_assert_eq(duplicates(s, &c, &d), 1);
	cr_expect_str_eq(d[0].name, "Berger, Anna");
	cr_expect_str_eq(d[0].city, "Hanau");
	cr_expect_eq(d[0].id.id, berger.id);
	c.last_name = "Ganzanders";
	c.first_name = NULL;
	cr_expect_eq(duplicates(s, &c, &d), 0);
	c.mobile = "+49 171 / 555 01 99"; /* her telephone */
	cr_assert_eq(duplicates(s, &c, &d), 1);
	cr_expect_str_eq(d[0].number, "K-00001");
	c.phone = "030 5550142"; /* and that of Juwelier Stein */
	cr_expect_eq(duplicates(s, &c, &d), 2);
	cr_expect_eq(duplicates(vito, &c, &d), 0, "an answer would tell that the number is known");
	c.phone = c.mobile = NULL;
	c.email = "ANNA.BERGER@secret.example";
	cr_expect_eq(duplicates(s, &c, &d), 1);
	c.last_name = "'; DROP TABLE karat.customer; --";
	cr_expect_eq(duplicates(s, &c, &d), 1);
	store_close(s);
	store_close(vito);
}

/* What belongs together is taken together, and nothing that is there is lost. */
Test(warnings, gaps_are_filled)
{
	struct customer keep, other;
	entity_blank(&customer_entity, &keep);
	entity_blank(&customer_entity, &other);
	keep.last_name = "Berger";
	keep.city = "Hanau";
	other.last_name = "Perger";
	other.first_name = "Anna";
	other.street = "Gasse 1";
	other.number = "K-00002";
	customer_fill_gaps(&keep, &other);
	cr_expect_str_eq(keep.last_name, "Berger");
	cr_expect_str_eq(keep.first_name, "Anna");
	cr_expect_null(keep.street, "half an address of one and half of the other is nobody's");
	cr_expect_null(keep.number);
}
