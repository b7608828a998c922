/* customer.c - one customer's file, and its form */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/customer.h"
#include "domain/measurement.h"
#include "domain/order.h"
#include "screen/detail.h"
#include "screen/editor.h"
#include "screen/file_parts.h"
#include "screen/light.h"
#include "screen/notice.h"
#include "service/warnings.h"
#include "store/store.h"
#include "widget/form.h"
#include "widget/sheet.h"

enum { NOGO_WHAT, NOGO_SUBSTANCE, NOGO_ALLOY, NOGO_NOTE };

/* An allergy has a !, and stands where nobody overlooks it. */
static void nogo_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	bool allergy = str_eq(detail_cell(rows, row, NOGO_WHAT), "allergy");
	struct buf front = BUF_INIT(1024);
	detail_add(&front, rows, row, NOGO_WHAT, spell);
	int lit = str_width(front.data);
	for (size_t c = NOGO_SUBSTANCE; c <= NOGO_ALLOY; c++)
		if (detail_cell(rows, row, c))
			buf_addf(&front, "  %s", detail_words(rows, row, c, spell));
	sheet_row(d->sheet, front.data, detail_words(rows, row, NOGO_NOTE, spell));
	sheet_sign(d->sheet, allergy ? '!' : ' ', STYLE_ERROR, lit);
	buf_done(&front);
}

enum { SIZE_ON, SIZE_KIND, SIZE_HAND, SIZE_FINGER, SIZE_SIZE, SIZE_NOTE };

/* Sizes are not overwritten: the newest of each kind counts, and has a *. */
static bool is_newest(const struct rows *rows, size_t row)
{
	for (size_t r = 0; r < row; r++) {
		bool same = true;
		for (size_t c = SIZE_KIND; c <= SIZE_FINGER; c++)
			same = same && str_eq(detail_cell(rows, r, c), detail_cell(rows, row, c));
		if (same)
			return false;
	}
	return true;
}

static void size_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct buf front = BUF_INIT(1024);
	for (size_t c = SIZE_ON; c < SIZE_NOTE; c++)
		detail_add(&front, rows, row, c, spell);
	sheet_row(d->sheet, front.data, detail_words(rows, row, SIZE_NOTE, spell));
	sheet_sign(d->sheet, is_newest(rows, row) ? '*' : ' ', STYLE_TITLE, 0);
	buf_done(&front);
}

// clang-format off
static const struct detail_part customer_parts[] = {
	{ &nogo_entity,        "customer", NULL, "category,substance,alloy,note", "id", .above = true, .line = nogo_line, .screen = &nogo_screen },
	{ &measurement_entity, "customer", N_("Sizes"), "measured_on,kind,hand,finger,size,note", "-measured_on", .line = size_line, .screen = &measurement_screen },
	{ &order_entity,       "customer", N_("Orders"), LIGHT_COLUMNS, "-id", .screen = &order_screen, .line = light_line },
	{ &address_entity,     "customer", N_("Addresses"), "kind,name,street,postcode,city", "id", .screen = &address_screen },
	{ NULL },
};
// clang-format on

static const struct detail_class customer_detail = { .entity = &customer_entity, .parts = customer_parts };

// clang-format off
static const struct action file_actions[] = {
	DETAIL_ACTIONS,
	CUSTOMER_FILE_ACTIONS,
	{ NULL },
};
// clang-format on

const struct screen_class customer_screen = {
	.name = "customer", .title = N_("Customer"),
	.help = N_("One customer with no-gos, sizes and orders. Beside a size: * is the newest of its kind; beside an order: ! is overdue, + is due in the next three days, = is in time, - is on hold."),
	.entity = &customer_entity, .right = "customer:view", .actions = file_actions, .with = &customer_detail, DETAIL_CLASS,
};

/* The form. */

static const char *const customer_presets[] = { "kind", "private", NULL };

/* Somebody who is here already need not be entered again. */
static bool ask_doubles(struct store *s, const void *rec, struct arena *a, struct noticed *ret, struct err *e)
{
	struct duplicate *found;
	size_t n;
	if (!duplicates_find(s, rec, a, &found, &n, e))
		return false;
	if (!n)
		return true;
	const char *who = str_empty(found->city) ? arena_printf(a, "%s %s", found->number, found->name) :
		arena_printf(a, "%s %s, %s", found->number, found->name, found->city);
	ret->record = found->number;
	ret->id = found->id.id;
	ret->words = n == 1 ? arena_printf(a, _("Already here: %s"), who) :
		arena_printf(a, ngettext("Already here: %s, and %zu other", "Already here: %s, and %zu others", n - 1), who, n - 1);
	return true;
}

static const struct notice_class customer_notice = { .adding = true, .opens = &customer_screen, .ask = ask_doubles };

static const struct editor_class customer_editor = {
	.entity = &customer_entity, .presets = customer_presets, .detail = &customer_screen, .notice = &customer_notice,
};

const struct screen_class customer_form = {
	.name = "customer-form", .title = N_("Customer"),
	.right = "customer:view", .with = &customer_editor, EDITOR_CLASS,
};
