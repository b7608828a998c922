/* field.h - the keys of every text that is typed into: in forms, in questions, at the prompt */
#ifndef KT_WIDGET_FIELD_H
#define KT_WIDGET_FIELD_H

#include <stdbool.h>
#include "core/screen.h"
#include "widget/edit.h"

struct event;

/* What can be done to the text in focus: screen_class.typing. False: there was nothing to do. */
struct typing {
	bool (*move)(struct screen *s, enum edit_motion how);
	bool (*cut)(struct screen *s, enum edit_motion how); /* what lies up to there */
	bool (*clear)(struct screen *s);
	bool (*undo)(struct screen *s);
	bool (*redo)(struct screen *s);
};
extern const struct typing edit_typing; /* straight to what screen_class.edited answers */

/* Context "field". */
extern const struct action_table field_actions;

/* Characters, pastes and scans; what does not fit becomes a message. False: not for a text. */
bool field_event(struct screen *s, const struct event *ev);
/* One line of a text in w columns, its signs when there is more at a side, and the cursor in it. */
void field_paint(struct area a, int y, int x, int w, enum style st, struct edit *e, bool cursor);

#endif
