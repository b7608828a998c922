/* customers.c - the verbs of the customer's file */
#include "config.h"

#include "service/verbs.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/customer.h"
#include "service/customers.h"
#include "service/deletion.h"
#include "store/tx.h"

struct merge_args {
	struct ref customer, other;
};

struct file_args {
	struct ref customer;
	const char *reason;
};

struct remove_args {
	struct ref record;
	const char *reason;
};

// clang-format off
#define CUSTOMER(S) FIELD(S, customer, ref, .label = N_("Customer"), .flags = F_REQUIRED, .ref = &customer_entity)

static const struct field merge_fields[] = {
	CUSTOMER(merge_args),
	FIELD(merge_args, other, ref, .label = N_("The double"), .flags = F_REQUIRED, .ref = &customer_entity,
		.hint = N_("Its orders, addresses, sizes and no-gos go to the first; then it is deleted.")),
};

static const struct field delete_fields[] = {
	CUSTOMER(file_args),
	FIELD(file_args, reason, line, .label = N_("Reason"), .flags = F_REQUIRED, .max = 200),
};

static const struct field restore_fields[] = {
	CUSTOMER(file_args),
	FIELD(file_args, reason, line, .label = N_("Reason"), .max = 200),
};

#define REMOVE(what) static const struct field remove_##what##_fields[] = { \
	FIELD(remove_args, record, ref, .label = N_("Record"), .flags = F_REQUIRED, .ref = &what##_entity), \
	FIELD(remove_args, reason, line, .label = N_("Reason"), .max = 200), \
}
REMOVE(address);
REMOVE(nogo);

VERB_ARGS(merge, merge_args);
VERB_ARGS(delete, file_args);
VERB_ARGS(restore, file_args);
VERB_ARGS(remove_address, remove_args);
VERB_ARGS(remove_nogo, remove_args);
// clang-format on

static const char *number(struct ref id, struct arena *a)
{
	return arena_printf(a, "%lld", (long long)id.id);
}

/* Facts that say something only together: half an address of one and half of the other is nobody's. */
static const char *const together[][5] = {
	{ "street", "postcode", "city", "country", NULL },
	{ "consent", "consent_on", NULL },
};

static bool all_empty(const char *const *names, const struct customer *c)
{
	for (; *names; names++)
		if (!field_empty(entity_field(&customer_entity, *names), c))
			return false;
	return true;
}

static bool may_fill(const struct field *f, const struct customer *keep)
{
	if ((f->flags & F_READONLY) || !field_empty(f, keep))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(together); i++)
		for (const char *const *name = together[i]; *name; name++)
			if (str_eq(*name, f->name))
				return all_empty(together[i], keep);
	return true;
}

void customer_fill_gaps(struct customer *keep, const struct customer *other)
{
	const struct customer was = *keep;
	for (size_t i = 0; i < customer_entity.nfields; i++) {
		const struct field *f = &customer_entity.fields[i];
		if (may_fill(f, &was))
			memcpy(field_at(f, keep), field_in(f, other), f->type->size);
	}
}

static bool customer_merge(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const struct merge_args *in = args;
	struct customer was, other;
	if (in->customer.id == in->other.id)
		return err_field(e, "other", _("These two are the same file. Name the double."));
	if (!tx_get(tx, &customer_entity, in->customer, a, &was, e) ||
			!tx_get(tx, &customer_entity, in->other, a, &other, e))
		return false;
	struct customer is = was;
	customer_fill_gaps(&is, &other);
	const char *loser_winner[] = { number(in->other, a), number(in->customer, a) };
	if (!tx_put(tx, &customer_entity, &was, &is, a, e) ||
			!tx_ask(tx, "SELECT karat.customer_merge($1, $2)", loser_winner, 2, a, NULL, e))
		return false;
	return tx_get(tx, &customer_entity, in->customer, a, ret, e);
}

static bool customer_delete(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return delete_record(tx, &customer_entity, ((const struct file_args *)args)->customer, a, ret, e);
}

static bool customer_restore(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	return restore_record(tx, &customer_entity, ((const struct file_args *)args)->customer, a, ret, e);
}

static bool remove_record(struct tx *tx, const char *sql, const void *args, struct arena *a, struct err *e)
{
	const struct remove_args *in = args;
	const char *id = number(in->record, a);
	return tx_ask(tx, sql, &id, 1, a, NULL, e);
}

static bool address_remove(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	(void)ret;
	return remove_record(tx, "SELECT karat.address_remove($1)", args, a, e);
}

static bool nogo_remove(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	(void)ret;
	return remove_record(tx, "SELECT karat.nogo_remove($1)", args, a, e);
}

// clang-format off
const struct verb customer_verbs[] = {
	{ .name = "customer.merge", .label = N_("Merge with a double"), .right = "customer:merge", .subject = &customer_entity,
	  .args = &merge_args_entity, .result = &customer_entity, .asks = true, .run = customer_merge,
	  .help = N_("Two files of the same customer become one: the first stays, the double is deleted.") },
	{ .name = "customer.delete", .label = N_("Delete the customer"), .right = "customer:delete", .subject = &customer_entity,
	  .args = &delete_args_entity, .result = &customer_entity, .asks = true, .run = customer_delete,
	  .help = N_("Takes a file without open orders out of sight; it can be restored.") },
	{ .name = "customer.restore", .label = N_("Restore"), .right = "customer:delete", .subject = &customer_entity,
	  .args = &restore_args_entity, .result = &customer_entity, .run = customer_restore,
	  .help = N_("Brings a deleted file back.") },
	{ .name = "address.remove", .label = N_("Remove the address"), .right = "address:edit", .subject = &address_entity,
	  .args = &remove_address_args_entity, .asks = true, .run = address_remove, .help = N_("Removes a further address.") },
	{ .name = "nogo.remove", .label = N_("Remove the no-go"), .right = "nogo:edit", .subject = &nogo_entity,
	  .args = &remove_nogo_args_entity, .asks = true, .run = nogo_remove, .help = N_("Removes a no-go or an allergy.") },
	{ .name = NULL },
};
// clang-format on
