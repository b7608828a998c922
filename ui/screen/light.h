/* light.h - the traffic light of an order: a sign and a look, wherever an order is a line */
#ifndef KT_SCREEN_LIGHT_H
#define KT_SCREEN_LIGHT_H

#include <stdbool.h>
#include "core/theme.h"
#include "domain/order.h"

struct arena;
struct detail;
struct rows;
struct words;

struct light {
	char sign; /* ' ': none */
	enum style style;
};

extern const struct light lights[]; /* by enum order_light: ! overdue, + today or soon, = in time */

/* From wire spellings, as lists have them; each may be NULL. On hold it is - . */
struct light light_of(const char *status, const char *held_reason, const char *due);
/* “4 days overdue”, “due today”, “in 3 days”; "" where there is no light. */
const char *light_words(enum order_light light, struct day due, struct arena *a);

/* A line of a detail_part whose columns are LIGHT_COLUMNS: "! 2026-03-02  A-2026-0016  confirmed  Title". */
#define LIGHT_COLUMNS "due,number,status,held_reason,title"
void light_line(struct detail *d, const struct rows *rows, size_t row, struct words *spell);

#endif
