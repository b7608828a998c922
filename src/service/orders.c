/* orders.c - the verbs of the order: its way through the workshop, who has it, where it lies */
#include "config.h"

#include "service/orders.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/flow.h"
#include "domain/order.h"
#include "domain/person.h"
#include "domain/place.h"
#include "service/deletion.h"
#include "service/verbs.h"
#include "service/warnings.h"
#include "store/pg.h"
#include "store/store.h"
#include "store/tx.h"

struct step_args {
	struct ref order;
	const char *reason;
};

struct assign_args {
	struct ref order, person;
};

struct move_args {
	struct ref order, place;
};

struct comment_args {
	struct ref order;
	const char *body;
};

struct mention_args {
	struct ref mention;
};

// clang-format off
#define ORDER(S) FIELD(S, order, ref, .label = N_("Order"), .flags = F_REQUIRED, .ref = &order_entity)

static const struct field step_fields[] = {
	ORDER(step_args),
	FIELD(step_args, reason, line, .label = N_("Reason"), .max = 200),
};

static const struct field why_fields[] = {
	ORDER(step_args),
	FIELD(step_args, reason, line, .label = N_("Reason"), .flags = F_REQUIRED, .max = 200,
		.hint = N_("Why? The history and the audit trail will show it.")),
};

static const struct field assign_fields[] = {
	ORDER(assign_args),
	FIELD(assign_args, person, ref, .label = N_("Person"), .ref = &person_entity, .hint = N_("Login, such as lena; empty: nobody.")),
};

static const struct field move_fields[] = {
	ORDER(move_args),
	FIELD(move_args, place, ref, .label = N_("Place"), .ref = &place_entity, .hint = N_("Code of the place, such as safe-1; empty: nowhere known.")),
};

static const struct field comment_fields[] = {
	ORDER(comment_args),
	FIELD(comment_args, body, note, .label = N_("Comment"), .flags = F_REQUIRED, .max = 2000, .hint = N_("@name tells a colleague, such as @lena.")),
};

static const struct field mention_fields[] = {
	FIELD(mention_args, mention, ref, .label = N_("Question"), .flags = F_REQUIRED, .ref = &mention_entity),
};

VERB_ARGS(step, step_args);
VERB_ARGS(why, step_args);
VERB_ARGS(assign, assign_args);
VERB_ARGS(move, move_args);
VERB_ARGS(comment, comment_args);
VERB_ARGS(mention, mention_args);
// clang-format on

/* One field of an order, changed. */
static bool change_order(struct tx *tx, struct ref id, void (*change)(struct order *o, const void *args),
		const void *args, struct arena *a, void *ret, struct err *e)
{
	struct order was;
	if (!tx_get(tx, &order_entity, id, a, &was, e))
		return false;
	struct order is = was;
	change(&is, args);
	if (!tx_put(tx, &order_entity, &was, &is, a, e))
		return false;
	*(struct order *)ret = is;
	return true;
}

/* The first mandatory field that is empty becomes the error's field, so that a form can go there. */
static bool complete(const struct order *o, struct err *e)
{
	uint64_t needs = order_needs((enum order_kind)o->kind);
	for (size_t i = 0; i < order_entity.nfields; i++) {
		const struct field *f = &order_entity.fields[i];
		if ((needs >> i & 1) && field_empty(f, o))
			return err_field(e, f->name, _("Before the order is confirmed it needs “%s”. Fill it in first."), i18n_label(f->label));
	}
	return true;
}

/* What the customer must not have is made all the same only if somebody says why; the database asks for it, too, and
 * keeps who and why. */
static bool is_harmless(struct tx *tx, const struct order *o, const char *reason, struct arena *a, struct err *e)
{
	const char *params[] = { arena_printf(a, "%lld", (long long)o->customer.id), arena_printf(a, "%lld", (long long)o->alloy.id) };
	struct answer got;
	if (!str_empty(reason) || !o->customer.id || !o->alloy.id)
		return true;
	if (!tx_ask(tx, "SELECT category, substance, code, name, note FROM karat.conflicts($1, $2)", params, 2, a, &got, e))
		return false;
	const char **row = got.cells;
	return !got.n || err_field(e, "reason", _("%s To confirm it all the same say the reason; else choose another alloy."),
			conflict_words_of(row[0], row[1], row[2], row[3], row[4], a));
}

/* “Ready for fitting”, “To quality check” … */
static const char *steps_from(int status, struct arena *a)
{
	const char *all = NULL;
	for (const struct flow_step *s = order_flow; s->verb; s++)
		if (s->from == status) {
			const char *step = arena_printf(a, _("“%s”"), i18n_label(verb_find(s->verb)->label));
			all = all ? arena_printf(a, "%s, %s", all, step) : step;
		}
	return all;
}

static bool no_such_step(const struct order *o, const struct verb *verb, struct arena *a, struct err *e)
{
	const char *status = i18n_label(order_statuses[o->status].label), *step = i18n_label(verb->label);
	const char *possible = steps_from(o->status, a);
	if (!possible)
		return err_field(e, "status", _("Order %s is “%s”, and nothing leads on from there; “%s” is not possible."),
				o->number, status, step);
	return err_field(e, "status", _("Order %s is “%s”; “%s” is not possible from there. Possible are %s."), o->number,
			status, step, possible);
}

static bool order_step(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const struct step_args *in = args;
	struct order was;
	if (!tx_get(tx, &order_entity, in->order, a, &was, e))
		return false;
	const struct flow_step *step = flow_find(was.status, tx_verb(tx)->name);
	if (!step)
		return no_such_step(&was, tx_verb(tx), a, e);
	if (was.held_reason)
		return err_field(e, "held_reason", _("Order %s is on hold (%s). Resume it first."), was.number, was.held_reason);
	if ((step->guard & GUARD_COMPLETE) && (!complete(&was, e) || !is_harmless(tx, &was, in->reason, a, e)))
		return false;
	struct order is = was;
	is.status = step->to;
	if (!tx_put(tx, &order_entity, &was, &is, a, e))
		return false;
	*(struct order *)ret = is;
	return true;
}

static void set_held(struct order *o, const void *args)
{
	o->held_reason = ((const struct step_args *)args)->reason;
}

static void set_resumed(struct order *o, const void *args)
{
	(void)args;
	o->held_reason = NULL;
}

static bool order_hold(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return change_order(tx, ((const struct step_args *)args)->order, set_held, args, a, ret, e);
}

static bool order_resume(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return change_order(tx, ((const struct step_args *)args)->order, set_resumed, args, a, ret, e);
}

static void set_assignee(struct order *o, const void *args)
{
	o->assignee = ((const struct assign_args *)args)->person;
}

static bool order_assign(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return change_order(tx, ((const struct assign_args *)args)->order, set_assignee, args, a, ret, e);
}

static void set_place(struct order *o, const void *args)
{
	o->place = ((const struct move_args *)args)->place;
}

static bool order_move(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return change_order(tx, ((const struct move_args *)args)->order, set_place, args, a, ret, e);
}

/* karat.comment_mentions reads a comment with the same pattern; whom it does not find it leaves out. */
static const char nobody_sql[] =
	"SELECT rtrim(m[1], '.-') FROM regexp_matches(lower($1), '(?:^|[^a-z0-9._%+-])@([a-z_][a-z0-9_.-]*)', 'g') m "
	"WHERE NOT EXISTS (SELECT FROM karat.person_list p WHERE p.active AND p.login IN (m[1], rtrim(m[1], '.-'))) LIMIT 1";

/* A question put to nobody would wait for ever, and the person who wrote it would not know. */
static bool asks_somebody(struct tx *tx, const char *body, struct arena *a, struct err *e)
{
	struct answer nobody, people;
	if (!tx_ask(tx, nobody_sql, &body, 1, a, &nobody, e))
		return false;
	if (!nobody.n)
		return true;
	if (!tx_ask(tx, "SELECT login FROM karat.person_list WHERE active ORDER BY login", NULL, 0, a, &people, e))
		return false;
	const char **logins = arena_array(a, people.n + 1, sizeof(*logins));
	for (size_t i = 0; i < people.n; i++)
		logins[i] = people.cells[i];
	const char *typed = nobody.cells[0], *near = str_nearest(typed, logins);
	if (near)
		return err_field(e, "body", _("“@%s” is nobody who could be asked. Did you mean “@%s”?"), typed, near);
	return err_field(e, "body", _("“@%s” is nobody who could be asked. “karat list people” shows who is there."), typed);
}

static bool order_comment(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const struct comment_args *in = args;
	struct order_comment *comment = ret;
	if (!asks_somebody(tx, in->body, a, e))
		return false;
	entity_blank(&order_comment_entity, comment);
	comment->order = in->order;
	comment->body = in->body;
	return tx_put(tx, &order_comment_entity, NULL, comment, a, e);
}

static bool mention_seen(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const struct mention_args *in = args;
	const char *id = arena_printf(a, "%lld", (long long)in->mention.id);
	return tx_ask(tx, "SELECT karat.mention_seen($1)", &id, 1, a, NULL, e) &&
		tx_get(tx, &mention_entity, in->mention, a, ret, e);
}

/* What is made again is copied; what belongs to the one piece (dates, weight, price, place) is not. */
static bool order_copy(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	static const char *const own[] = { "due", "fitting_on", "actual_weight", "price" };
	struct order *copy = ret;
	if (!tx_get(tx, &order_entity, ((const struct step_args *)args)->order, a, copy, e))
		return false;
	for (size_t i = 0; i < order_entity.nfields; i++)
		if (order_entity.fields[i].flags & F_READONLY)
			order_entity.fields[i].type->set_empty(field_at(&order_entity.fields[i], copy));
	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		const struct field *f = entity_field(&order_entity, own[i]);
		f->type->set_empty(field_at(f, copy));
	}
	return tx_put(tx, &order_entity, NULL, copy, a, e);
}

static bool order_delete(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return delete_record(tx, &order_entity, ((const struct step_args *)args)->order, a, ret, e);
}

static bool order_restore(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return restore_record(tx, &order_entity, ((const struct step_args *)args)->order, a, ret, e);
}

/* What screens ask. */

static struct order_stand stand_of(const char *const *row)
{
	int64_t id = 0;
	const struct choice *status = choice_find(order_statuses, row[1]);
	kt_assert(num_parse(row[0], 0, &id) && status);
	return (struct order_stand) { .id = { id }, .status = (int)(status - order_statuses), .held = *row[2] == 't' };
}

bool orders_stand(struct store *s, const struct ref *ids, size_t n, struct arena *a, const struct order_stand **ret,
		size_t *ret_n, struct err *e)
{
	struct buf list = BUF_INIT(1 << 16);
	struct answer got;
	buf_addc(&list, '{');
	for (size_t i = 0; i < n; i++)
		buf_addf(&list, "%s%lld", i ? "," : "", (long long)ids[i].id);
	buf_addc(&list, '}');
	const char *said = list.data;
	bool ok = store_ask(s, "SELECT id, status, held_reason IS NOT NULL FROM karat.orders WHERE id = ANY ($1::bigint[]) "
			"AND deleted_at IS NULL", &said, 1, a, &got, e);
	buf_done(&list);
	if (!ok)
		return false;
	struct order_stand *stands = arena_array(a, got.n + 1, sizeof(*stands));
	for (size_t i = 0; i < got.n; i++)
		stands[i] = stand_of(got.cells + i * got.cols);
	*ret = stands;
	*ret_n = got.n;
	return true;
}

// clang-format off
#define STEP(verb, text, args_of, needs, sentence, ...) { .name = "order." verb, .label = text, .right = needs, \
	.subject = &order_entity, .args = &args_of##_args_entity, .result = &order_entity, .help = sentence, .run = order_step, __VA_ARGS__ }

const struct verb order_steps[] = { /* the status machine: domain/flow.c says from where to where */
	STEP("confirm",      N_("Confirm"),            step, "order:edit",    N_("The order is complete and agreed; the workshop may begin.")),
	STEP("start",        N_("Start work"),         step, "order:edit",    N_("Work at the bench begins, or goes on.")),
	STEP("to_fitting",   N_("Ready for fitting"),  step, "order:edit",    N_("The customer is to come for a fitting.")),
	STEP("fitting_done", N_("Fitting done"),       step, "order:edit",    N_("The fitting has taken place.")),
	STEP("to_setting",   N_("Ready for setting"),  step, "order:edit",    N_("The piece goes to the stone setter.")),
	STEP("to_check",     N_("To quality check"),   step, "order:edit",    N_("The piece is made and waits for the last look.")),
	STEP("rework",       N_("Back for rework"),    why,  "order:edit",    N_("Something is not right yet; says what.")),
	STEP("complete",     N_("Complete"),           step, "order:edit",    N_("The piece has passed the check and can be fetched.")),
	STEP("deliver",      N_("Hand over"),          step, "order:deliver", N_("The customer has the piece. This is final."), .asks = true),
	STEP("cancel",       N_("Cancel the order"),   why,  "order:deliver", N_("The order will not be made. This is final."), .asks = true),
	{ .name = NULL },
};
#undef STEP

#define VERB(verb, text, args_of, needs, fn, sentence, ...) { .name = "order." verb, .label = text, .right = needs, \
	.subject = &order_entity, .args = &args_of##_args_entity, .help = sentence, .run = fn, __VA_ARGS__ }

const struct verb order_verbs[] = {
	VERB("hold",    N_("Put on hold"),      why,     "order:edit",     order_hold,    N_("Nothing can be done for now; says why."), .result = &order_entity),
	VERB("resume",  N_("Resume"),           step,    "order:edit",     order_resume,  N_("The order goes on."), .result = &order_entity),
	VERB("assign",  N_("Assign"),           assign,  "order:edit",     order_assign,  N_("Says who makes the piece."), .result = &order_entity),
	VERB("move",    NP_("verb", "Move"),             move,    "order:edit",     order_move,    N_("Says where the piece lies now."), .result = &order_entity),
	VERB("comment", NP_("verb", "Comment"),          comment, "comment:create", order_comment, N_("A note on the order; @name tells a colleague."), .result = &order_comment_entity),
	VERB("copy",    N_("Copy"),             step,    "order:create",   order_copy,    N_("A new draft with the same facts, without dates, actual weight and price."), .result = &order_entity),
	VERB("delete",  N_("Delete the order"), why,     "order:delete",   order_delete,  N_("Takes a draft or a finished order out of sight; it can be restored."), .result = &order_entity, .asks = true),
	VERB("restore", N_("Restore"),          step,    "order:delete",   order_restore, N_("Brings a deleted order back."), .result = &order_entity),
	{ .name = "mention.seen", .label = N_("Seen"), .right = "comment:view", .subject = &mention_entity, .args = &mention_args_entity,
	  .result = &mention_entity, .help = N_("The question asked of you is answered or read."), .run = mention_seen },
	{ .name = NULL },
};
#undef VERB
// clang-format on
