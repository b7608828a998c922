/* light.c - deadlines at a glance */
#include "config.h"

#include "screen/light.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "screen/detail.h"
#include "widget/sheet.h"

const struct light lights[] = {
	[LIGHT_NONE] = { ' ', STYLE_NORMAL },
	[LIGHT_LATE] = { '!', STYLE_LATE },
	[LIGHT_SOON] = { '+', STYLE_SOON },
	[LIGHT_IN_TIME] = { '=', STYLE_INTIME },
};

struct light light_of(const char *status, const char *held_reason, const char *due)
{
	const struct choice *c = status ? choice_find(order_statuses, status) : NULL;
	struct day day = DAY_NONE;
	if (!c || (due && !day_parse(due, &day)))
		return lights[LIGHT_NONE];
	int n = (int)(c - order_statuses);
	if (held_reason && n != ORDER_DELIVERED && n != ORDER_CANCELLED)
		return (struct light) { '-', STYLE_WARN };
	return lights[order_light(n, false, day, today())];
}

const char *light_words(enum order_light light, struct day due, struct arena *a)
{
	int days = due.n - today().n;
	if (light == LIGHT_NONE)
		return "";
	if (days == 0)
		return _("due today");
	if (days < 0)
		return arena_printf(a, ngettext("%d day overdue", "%d days overdue", (unsigned long)-days), -days);
	return arena_printf(a, ngettext("in %d day", "in %d days", (unsigned long)days), days);
}

enum { DUE, NUMBER, STATUS, HELD, TITLE }; /* of LIGHT_COLUMNS */

void light_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct light light = light_of(detail_cell(rows, row, STATUS), detail_cell(rows, row, HELD), detail_cell(rows, row, DUE));
	struct buf front = BUF_INIT(1024);
	detail_add(&front, rows, row, DUE, spell);
	int lit = str_width(front.data);
	detail_add(&front, rows, row, NUMBER, spell);
	detail_add(&front, rows, row, STATUS, spell);
	sheet_row(d->sheet, front.data, detail_words(rows, row, TITLE, spell));
	sheet_sign(d->sheet, light.sign, light.style, lit);
	buf_done(&front);
}
