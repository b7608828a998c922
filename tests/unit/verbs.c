/* verbs.c - the tables of verbs are sound, and the status machine has a verb for each step */
#include "config.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/str.h"
#include "domain/flow.h"
#include "domain/order.h"
#include "service/verbs.h"

Test(verbs, selftest)
{
	struct arena a = ARENA_INIT;
	const struct verb *v;
	size_t n = 0;
	for (; (v = verb_at(n)); n++)
		cr_expect_null(verb_selftest(v, &a), "%s", verb_selftest(v, &a));
	cr_expect_geq(n, 25);
	arena_done(&a);
}

Test(verbs, each_step_of_the_flow_has_one_with_its_right)
{
	for (const struct flow_step *s = order_flow; s->verb; s++) {
		const struct verb *v = verb_find(s->verb);
		cr_assert(v, "%s", s->verb);
		cr_expect_str_eq(v->right, s->right, "%s", s->verb);
		const struct field *reason = entity_field(v->args, "reason");
		cr_assert(reason, "%s takes a reason", s->verb);
		cr_expect_eq((reason->flags & F_REQUIRED) != 0, (s->guard & GUARD_REASON) != 0, "%s", s->verb);
	}
}

Test(verbs, and_each_step_verb_is_in_the_flow)
{
	for (const struct verb *v = order_steps; v->name; v++) {
		bool used = false;
		for (const struct flow_step *s = order_flow; s->verb; s++)
			used |= str_eq(s->verb, v->name);
		cr_expect(used, "%s", v->name);
	}
}

/* What the status history tells under the same words as the verb. */
Test(verbs, and_the_history_calls_each_step_by_its_label)
{
	for (const struct verb *v = order_steps; v->name; v++) {
		const struct choice *told = choice_find(order_steps_told, v->name);
		cr_expect(told && str_eq(told->label, v->label), "%s", v->name);
	}
	for (const struct choice *c = order_steps_told; c->wire; c++)
		cr_expect(verb_find(c->wire) || str_eq(c->wire, "order.create"), "%s", c->wire);
	cr_expect_eq(entity_field(&order_event_entity, "verb")->choices, order_steps_told);
}

Test(verbs, nearest)
{
	cr_expect_str_eq(verb_nearest("order.confrim"), "order.confirm");
	cr_expect_null(verb_find("order.explode"));
}
