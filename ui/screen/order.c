/* order.c - one order: what is to be made, who said what, how it went through the workshop */
#include "config.h"

#include "screen/screens.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/customer.h"
#include "domain/flow.h"
#include "domain/order.h"
#include "domain/time.h"
#include "screen/detail.h"
#include "screen/editor.h"
#include "screen/light.h"
#include "screen/notice.h"
#include "service/warnings.h"
#include "store/store.h"
#include "widget/form.h"
#include "widget/sheet.h"

static uint64_t order_wants(const void *rec)
{
	const struct order *o = rec;
	return o->kind == CHOICE_NONE ? 0 : order_needs((enum order_kind)o->kind);
}

enum { LASTED = 8 };

/* What was gone through, and for how long each: the step that the order is at has a * and goes on. */

enum { STEP_AT, STEP_STATUS, STEP_PERSON, STEP_REASON };

static const char *lasted(int64_t us, struct arena *a)
{
	int64_t min = us / 60000000;
	if (us < 0)
		return "";
	if (min < 60)
		return arena_printf(a, _("%d min"), (int)min);
	if (min < 48 * 60)
		return arena_printf(a, _("%d h"), (int)(min / 60));
	return arena_printf(a, ngettext("%d day", "%d days", (unsigned long)(min / 1440)), (int)(min / 1440));
}

static const char *step_lasted(const struct detail *d, const struct rows *rows, size_t row, struct arena *a)
{
	const char *from = detail_cell(rows, row, STEP_AT), *to = row + 1 < rows->n ? detail_cell(rows, row + 1, STEP_AT) : NULL;
	struct instant begin, end = now();
	if (!from || !instant_parse(from, &begin) || (to && !instant_parse(to, &end)))
		return "";
	bool over = !to && (rows->next.set || !flow_is_open(((const struct order *)d->rec)->status));
	return over ? "" : lasted(end.us - begin.us, a);
}

static void step_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	bool current = row + 1 == rows->n && !rows->next.set;
	const char *reason = detail_cell(rows, row, STEP_REASON), *who = detail_words(rows, row, STEP_PERSON, spell);
	struct arena a = ARENA_INIT;
	struct buf front = BUF_INIT(1024);
	detail_add(&front, rows, row, STEP_AT, spell);
	detail_add(&front, rows, row, STEP_STATUS, spell);
	buf_adds(&front, "  ");
	str_pad(&front, step_lasted(d, rows, row, &a), LASTED, true);
	sheet_row(d->sheet, front.data, reason ? arena_printf(&a, "%s: %s", who, reason) : who);
	sheet_sign(d->sheet, current ? '*' : ' ', STYLE_TITLE, 0);
	buf_done(&front);
	arena_done(&a);
}

enum { MET_CATEGORY, MET_SUBSTANCE, MET_CODE, MET_NAME, MET_NOTE };
#define MET_COLUMNS "category,substance,alloy_code,alloy_name,note"

static const char *met_words(const struct rows *rows, size_t row, struct arena *a)
{
	return conflict_words_of(detail_cell(rows, row, MET_CATEGORY), detail_cell(rows, row, MET_SUBSTANCE),
			detail_cell(rows, row, MET_CODE), detail_cell(rows, row, MET_NAME), detail_cell(rows, row, MET_NOTE), a);
}

static void conflict_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	(void)spell;
	sheet_line(d->sheet, STYLE_ERROR, met_words(rows, row, &d->arena));
	sheet_sign(d->sheet, '!', STYLE_ERROR, 0);
}

/* What a draft lacks, and what it lacks it for. */
static void missing_lines(struct detail *d)
{
	const struct order *o = d->rec;
	uint64_t needs = o->status == ORDER_DRAFT ? order_wants(o) : 0;
	for (size_t i = 0; i < order_entity.nfields; i++) {
		const struct field *f = &order_entity.fields[i];
		if (!(needs >> i & 1) || !field_empty(f, o))
			continue;
		sheet_line(d->sheet, STYLE_WARN, arena_printf(&d->arena, _("“%s” is missing: needed before the order is confirmed."), i18n_label(f->label)));
		sheet_sign(d->sheet, '+', STYLE_WARN, 0);
		detail_link_field(d, f);
	}
}

static bool order_field(struct detail *d, const struct field *f, int label_width)
{
	const struct order *o = d->rec;
	enum order_light light = order_light(o->status, o->held_reason != NULL, o->due, today());
	struct buf day = BUF_INIT(64);
	if (f->off != offsetof(struct order, due) || light == LIGHT_NONE)
		return false;
	fmt_day(&d->screen.ui->fmt, &day, o->due);
	sheet_pair(d->sheet, i18n_label(f->label), label_width, lights[light].style,
			arena_printf(&d->arena, "%s  %c %s", day.data, lights[light].sign, light_words(light, o->due, &d->arena)));
	buf_done(&day);
	return true;
}

/* Planned and actual time: a line for each kind of work and person, and what it makes together. */

enum { EFFORT_WHAT, EFFORT_WHO, EFFORT_TIME };

static void effort_total(struct detail *d, const struct rows *rows)
{
	const struct order *o = d->rec;
	struct buf spent = BUF_INIT(64), planned = BUF_INIT(64);
	struct duration sum = { 0 };
	for (size_t i = 0; i < rows->n; i++)
		sum.s += strtoll(detail_cell(rows, i, EFFORT_TIME), NULL, 10);
	fmt_duration(&d->screen.ui->fmt, &spent, sum);
	fmt_duration(&d->screen.ui->fmt, &planned, o->estimated_time);
	bool known = o->estimated_time.s != DURATION_NONE.s, over = known && sum.s > o->estimated_time.s;
	const char *words = known ? arena_printf(&d->arena, _("Together %s of %s h"), spent.data, planned.data)
		: arena_printf(&d->arena, _("Together %s h"), spent.data);
	sheet_line(d->sheet, over ? STYLE_WARN : STYLE_NORMAL, words);
	sheet_sign(d->sheet, over ? '!' : ' ', STYLE_WARN, 0);
	buf_done(&spent);
	buf_done(&planned);
}

static void effort_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct buf front = BUF_INIT(1024);
	detail_add(&front, rows, row, EFFORT_TIME, spell);
	detail_add(&front, rows, row, EFFORT_WHAT, spell);
	sheet_row(d->sheet, front.data, detail_words(rows, row, EFFORT_WHO, spell));
	sheet_sign(d->sheet, ' ', STYLE_NORMAL, 0);
	buf_done(&front);
	if (row + 1 == rows->n)
		effort_total(d, rows);
}

// clang-format off
static const struct detail_part order_parts[] = {
	{ &conflict_entity,      "order", NULL, MET_COLUMNS, "id", .above = true, .line = conflict_line },
	{ &order_comment_entity, "order", N_("Comments"),       "created_at,author,body", "id" },
	{ &effort_entity,        "order", N_("Time"), "activity_name,person_name,worked", "id", .line = effort_line },
	{ &order_event_entity,   "order", N_("Status history"), "at,to_status,person,reason", "id", .line = step_line },
	{ &order_move_entity,    "order", N_("Place history"),  "at,to_place,person", "id" },
	{ NULL },
};
// clang-format on

static const struct detail_class order_detail = { .entity = &order_entity, .parts = order_parts, .above = missing_lines, .field = order_field };

static void order_menu(struct screen *s, const char *words)
{
	const struct order *o = ((struct detail *)s)->rec;
	(void)words;
	if (o)
		steps_menu(s, o->status, o->held_reason != NULL, o);
}

// clang-format off
static const struct action order_actions[] = {
	DETAIL_ACTIONS,
	{ "order.steps", N_("Status"), N_("The next steps of the order, and why others are not possible."), .right = "order:edit",
		.flags = ACTION_BAR | ACTION_RECORD, .run = order_menu },
	{ NULL },
};
// clang-format on

const struct screen_class order_screen = {
	.name = "order", .title = N_("Order"), .help = N_("One order with its comments and its way through the workshop."),
	.entity = &order_entity, .right = "order:view", .actions = order_actions, .with = &order_detail, DETAIL_CLASS,
};

/* The form, in the order in which one asks the customer. */

// clang-format off
static const char *const what_fields[] = { "kind", "title", "customer", "due", "fitting_on", "priority", "price", "scrap_gold", "description", NULL };
static const char *const how_fields[] = { "alloy", "finish", "ring_size", "stones", "engraving", "estimated_weight", "actual_weight",
	"estimated_time", "instructions", NULL };
static const struct form_section order_sections[] = {
	{ N_("What is wanted"), what_fields },
	{ N_("How it is made"), how_fields },
	{ NULL },
};
// clang-format on

static void add_words(struct noticed *to, const char *words, struct arena *a)
{
	to->words = to->words ? arena_printf(a, "%s %s", to->words, words) : words;
}

/* The alloy against what the customer must not have. */
static bool ask_conflicts(struct store *s, const void *rec, struct arena *a, struct noticed *ret, struct err *e)
{
	const struct order *o = rec;
	const char **words;
	size_t n;
	if (!conflicts_find(s, o->customer, o->alloy, a, &words, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		add_words(ret, words[i], a);
	return true;
}

/* The same of an order that is read; allergies first, as ask_conflicts has them. */
static void tell_conflicts(const struct rows *rows, struct arena *a, struct noticed *ret)
{
	for (int others = 0; others < 2; others++)
		for (size_t r = 0; r < rows->n; r++)
			if (str_eq(detail_cell(rows, r, MET_CATEGORY), nogo_categories[NOGO_ALLERGY].wire) == !others)
				add_words(ret, met_words(rows, r, a), a);
}

static const struct notice_class order_notice = {
	.ask = ask_conflicts, .list = &conflict_entity, .by = "order", .columns = MET_COLUMNS, .tell = tell_conflicts,
};

static const struct editor_class order_editor = {
	.entity = &order_entity, .sections = order_sections, .needs = order_wants, .detail = &order_screen, .notice = &order_notice,
};

const struct screen_class order_form = {
	.name = "order-form", .title = N_("Order"),
	.right = "order:view", .with = &order_editor, EDITOR_CLASS,
};
