/* json.c - records as JSON and back */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/order.h"
#include "store/json.h"

static struct arena a;

static void done(void)
{
	arena_done(&a);
}

TestSuite(json, .fini = done);

Test(json, there_and_back)
{
	struct order o, again;
	struct err e = ERR_INIT;
	entity_blank(&order_entity, &o);
	o.id.id = 17;
	o.title = "Ring „Für immer“ \"\\\n";
	o.price.ct = 129990;
	o.estimated_weight.ug = 4235000;
	o.scrap_gold = 1;
	o.status = ORDER_IN_PROGRESS;
	o.version = 3;
	char *text = json_record(&order_entity, &o, &a);
	cr_expect(strstr(text, "\"id\":17,"), "%s", text);
	cr_expect(strstr(text, "\"price\":\"1299.90\""), "money is a string: %s", text);
	cr_expect(strstr(text, "\"scrap_gold\":true"), "%s", text);
	cr_expect(strstr(text, "\"due\":null"), "%s", text);
	entity_blank(&order_entity, &again);
	o.title = again.title = NULL; /* a line has no line break: what the database holds is not judged here */
	cr_assert(json_read(&order_entity, json_record(&order_entity, &o, &a), &a, &again, &e), "%s", e.text);
	cr_expect_eq(entity_changes(&order_entity, &o, &again), 0);
}

Test(json, refusals_name_the_field)
{
	static const struct {
		const char *text, *field;
	} cases[] = {
		{ "{\"price\":12.5}", "price" },
		{ "{\"title\":[1]}", "title" },
		{ "{\"titel\":\"x\"}", "titel" },
		{ "{\"due\":\"2026-02-31\"}", "due" },
		{ "{\"scrap_gold\":1}", "scrap_gold" },
		{ "{\"id\":\"17\"}", "id" },
		{ "[]", "" },
		{ "{", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order o;
		struct err e = ERR_INIT;
		entity_blank(&order_entity, &o);
		cr_expect_not(json_read(&order_entity, cases[i].text, &a, &o, &e), "'%s'", cases[i].text);
		cr_expect_str_eq(e.field, cases[i].field, "'%s'", cases[i].text);
	}
}

Test(json, members_not_there_stay)
{
	struct order o;
	struct err e = ERR_INIT;
	entity_blank(&order_entity, &o);
	o.title = "old";
	o.price.ct = 100;
	cr_assert(json_read(&order_entity, "{\"price\":null}", &a, &o, &e), "%s", e.text);
	cr_expect_str_eq(o.title, "old");
	cr_expect_eq(o.price.ct, NUM_EMPTY);
}
