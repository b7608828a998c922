/* punches.c - the verbs of badges, and of punches that wait for the office */
#include "config.h"

#include "service/verbs.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/person.h"
#include "domain/punch.h"
#include "domain/scan_code.h"
#include "service/by_name.h"
#include "store/tx.h"

struct issue_args {
	struct ref person;
	const char *code;
};

struct badge_args {
	struct ref badge;
};

struct punch_args {
	struct ref punch;
	const char *reason;
};

// clang-format off
static const struct field issue_fields[] = {
	FIELD(issue_args, person, ref, .label = N_("Person"), .flags = F_REQUIRED, .ref = &person_entity),
	FIELD(issue_args, code, line, .label = N_("Code"), .max = 40, .hint = N_("What a chip or card says already; empty: a new number.")),
};
static const struct field badge_fields[] = {
	FIELD(badge_args, badge, ref, .label = N_("Badge"), .flags = F_REQUIRED, .ref = &badge_entity),
};
static const struct field retry_fields[] = {
	FIELD(punch_args, punch, ref, .label = N_("Punch"), .flags = F_REQUIRED, .ref = &punch_entity),
};
static const struct field settle_fields[] = {
	FIELD(punch_args, punch, ref, .label = N_("Punch"), .flags = F_REQUIRED, .ref = &punch_entity),
	FIELD(punch_args, reason, line, .label = N_("Reason"), .flags = F_REQUIRED, .max = 200, .hint = N_("What was done about it?")),
};
VERB_ARGS(issue, issue_args);
VERB_ARGS(badge, badge_args);
VERB_ARGS(retry, punch_args);
VERB_ARGS(settle, punch_args);
// clang-format on

enum { CODE_MOST = 80 };

/* A code of the workshop's own is printed with its kind before it; a chip says what it says. */
static void spell(const char *code, struct arena *a, struct badge_code *ret)
{
	struct buf words = BUF_INIT(CODE_MOST), digits = BUF_INIT(CODE_MOST);
	int64_t number;
	if (!scan_code_words(SCAN_BADGE, code, &words))
		buf_adds(&words, code);
	if (*code != '0' && num_parse(code, 0, &number) && scan_code_digits(SCAN_BADGE, number, &digits))
		ret->digits = arena_strdup(a, digits.data);
	ret->code = arena_strdup(a, words.data);
	buf_done(&words);
	buf_done(&digits);
}

static bool issue(struct tx *tx, const void *args, struct arena *a, void *ret, struct err *e)
{
	const char *params[ARRAY_LEN(issue_fields)];
	struct badge_code *made = ret;
	struct answer got;
	for (size_t i = 0; i < ARRAY_LEN(issue_fields); i++)
		params[i] = field_wire(&issue_fields[i], args, a);
	if (!tx_ask(tx, "SELECT karat.badge_issue($1::bigint, $2)", params, ARRAY_LEN(params), a, &got, e))
		return false;
	entity_blank(&badge_code_entity, made);
	made->id = ((const struct issue_args *)args)->person;
	spell(got.cells[0], a, made);
	return true;
}

// clang-format off
const struct verb punch_verbs[] = {
	{ .name = "badge.issue", .label = N_("Give out a badge"), .right = "badge:edit", .subject = &person_entity,
	  .args = &issue_args_entity, .result = &badge_code_entity, .run = issue,
	  .help = N_("A badge for terminals; what it says is shown this once, to be printed.") },
	{ .name = "badge.revoke", .label = N_("Block the badge"), .right = "badge:edit", .subject = &badge_entity, .asks = true,
	  .args = &badge_args_entity, .result = &badge_entity, .run = verb_by_name, .help = N_("Nobody punches with this badge any more.") },
	{ .name = "punch.retry", .label = N_("Book after all"), .right = "punch:edit", .subject = &punch_entity,
	  .args = &retry_args_entity, .result = &punch_entity, .run = verb_by_name,
	  .help = N_("Once more, now that what was in the way is gone.") },
	{ .name = "punch.settle", .label = N_("Settle"), .right = "punch:edit", .subject = &punch_entity,
	  .args = &settle_args_entity, .result = &punch_entity, .run = verb_by_name,
	  .help = N_("It was looked at, and mended by hand where there was something to mend.") },
	{ .name = NULL },
};
// clang-format on
