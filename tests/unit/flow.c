/* flow.c - every status with every verb: what is allowed, and nothing else */
#include "config.h"

#include "domain/flow.h"

#include <criterion/criterion.h>

#include "base/attr.h"
#include "base/str.h"
#include "domain/order.h"
#include "domain/right.h"

enum { STATUSES = ORDER_CANCELLED + 1, NO = -1 };

static const char *const verbs[] = {
	"order.confirm", "order.start", "order.to_fitting", "order.fitting_done", "order.to_setting",
	"order.to_check", "order.rework", "order.complete", "order.deliver", "order.cancel",
};

// clang-format off
static const int leads_to[STATUSES][ARRAY_LEN(verbs)] = { /* NO: not allowed */
#define D ORDER_CONFIRMED
#define P ORDER_IN_PROGRESS
#define W ORDER_WAITING_FOR_FITTING
#define F ORDER_FITTING_DONE
#define S ORDER_READY_FOR_SETTING
#define Q ORDER_QUALITY_CHECK
#define C ORDER_COMPLETED
#define V ORDER_DELIVERED
#define X ORDER_CANCELLED
	/*                             confirm start fitting done setting check rework complete deliver cancel */
	[ORDER_DRAFT]               = {  D,     NO,   NO,     NO,  NO,     NO,   NO,    NO,      NO,     X },
	[ORDER_CONFIRMED]           = {  NO,    P,    NO,     NO,  NO,     NO,   NO,    NO,      NO,     X },
	[ORDER_IN_PROGRESS]         = {  NO,    NO,   W,      NO,  S,      Q,    NO,    NO,      NO,     X },
	[ORDER_WAITING_FOR_FITTING] = {  NO,    NO,   NO,     F,   NO,     NO,   NO,    NO,      NO,     X },
	[ORDER_FITTING_DONE]        = {  NO,    P,    NO,     NO,  S,      Q,    NO,    NO,      NO,     X },
	[ORDER_READY_FOR_SETTING]   = {  NO,    P,    NO,     NO,  NO,     Q,    NO,    NO,      NO,     X },
	[ORDER_QUALITY_CHECK]       = {  NO,    NO,   NO,     NO,  NO,     NO,   P,     C,       NO,     X },
	[ORDER_COMPLETED]           = {  NO,    NO,   NO,     NO,  NO,     NO,   P,     NO,      V,      X },
	[ORDER_DELIVERED]           = {  NO,    NO,   NO,     NO,  NO,     NO,   NO,    NO,      NO,     NO },
	[ORDER_CANCELLED]           = {  NO,    NO,   NO,     NO,  NO,     NO,   NO,    NO,      NO,     NO },
};
// clang-format on

Test(flow, every_pair)
{
	size_t allowed = 0, listed = 0;
	for (int from = 0; from < STATUSES; from++)
		for (size_t v = 0; v < ARRAY_LEN(verbs); v++) {
			const struct flow_step *s = flow_find(from, verbs[v]);
			cr_expect((s ? s->to : NO) == leads_to[from][v], "%s from %s", verbs[v],
				order_statuses[from].wire);
			allowed += s != NULL;
		}
	for (const struct flow_step *s = order_flow; s->verb; s++)
		listed++;
	cr_expect(allowed == listed, "%zu of %zu steps can be found", allowed, listed);
	cr_expect(!flow_find(ORDER_DRAFT, "confirm") && !flow_find(NO, "order.confirm"));
}

Test(flow, no_step_out_of_the_end)
{
	for (const struct flow_step *s = order_flow; s->verb; s++) {
		cr_expect(flow_is_open(s->from), "%s", s->verb);
		cr_expect(s->from != s->to, "%s", s->verb);
	}
	for (int status = 0; status < STATUSES; status++)
		cr_expect(flow_is_open(status) == (status != ORDER_DELIVERED && status != ORDER_CANCELLED));
}

Test(flow, rights_exist)
{
	for (const struct flow_step *s = order_flow; s->verb; s++) {
		cr_expect(right_find(s->right), "%s: %s", s->verb, s->right);
		cr_expect(str_starts(s->verb, "order."));
	}
}

Test(flow, guards)
{
	for (const struct flow_step *s = order_flow; s->verb; s++) {
		bool explains = str_eq(s->verb, "order.cancel") || str_eq(s->verb, "order.rework");
		cr_expect(!(s->guard & GUARD_REASON) == !explains, "%s", s->verb);
		cr_expect(!(s->guard & GUARD_COMPLETE) == (s->from != ORDER_DRAFT || s->to == ORDER_CANCELLED),
			"%s", s->verb);
	}
}

Test(flow, everything_is_reached_and_everything_can_end)
{
	unsigned reached = 1u << ORDER_DRAFT, ends = 1u << ORDER_DELIVERED;
	for (int round = 0; round < STATUSES; round++)
		for (const struct flow_step *s = order_flow; s->verb; s++) {
			if (reached >> s->from & 1)
				reached |= 1u << s->to;
			if (ends >> s->to & 1)
				ends |= 1u << s->from;
		}
	cr_expect(reached == (1u << STATUSES) - 1);
	cr_expect(ends == ((1u << STATUSES) - 1 - (1u << ORDER_CANCELLED))); /* no dead end */
}
