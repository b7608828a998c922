/* sheet.h - lines to read that scroll: a record with what belongs to it, help, messages
 *
 * The cursor is on a line, and the line is in view: who listens to the screen hears line after line.
 */
#ifndef KT_WIDGET_SHEET_H
#define KT_WIDGET_SHEET_H

#include <stdbool.h>
#include "base/attr.h"
#include "core/paint.h"
#include "core/screen.h"

struct event;
struct sheet;

enum { SHEET_LINES_MAX = 5000 };

struct sheet *sheet_new(struct screen *s); /* becomes s->widget */
void sheet_free(struct sheet *sh);         /* NULL: nothing */

void sheet_clear(struct sheet *sh); /* the cursor stays on its line if there is one again */
void sheet_heading(struct sheet *sh, const char *text);
/* A label of so many columns, and words behind it that go on below each other. label may be NULL. */
void sheet_pair(struct sheet *sh, const char *label, int width, enum style st, const char *words);
void sheet_line(struct sheet *sh, enum style st, const char *text);
/* A line whose last part goes on below itself when it is too long. */
void sheet_row(struct sheet *sh, const char *front, const char *last);
/* The last line that was added begins with a sign, or a blank where others of its kind have one, in a column of its own; the
 * columns behind it share its look. */
void sheet_sign(struct sheet *sh, char sign, enum style st, int columns);
/* Enter on the last line that was added leads there; the words are the screen's own. */
void sheet_link(struct sheet *sh, const char *target);
const char *sheet_target(const struct sheet *sh); /* of the line the cursor is on; NULL: leads nowhere */
bool sheet_empty(const struct sheet *sh);
void sheet_to_link(struct sheet *sh); /* the cursor to the first line that leads somewhere, unless it is on one */

void sheet_paint(struct sheet *sh, struct area a);
bool sheet_event(struct sheet *sh, const struct event *ev); /* the wheel */

extern const struct action_table sheet_actions; /* context "sheet" */

#endif
