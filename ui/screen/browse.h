/* browse.h - a screen that is a list of records: everything but what makes it particular */
#ifndef KT_SCREEN_BROWSE_H
#define KT_SCREEN_BROWSE_H

#include "core/screen.h"
#include "widget/list.h"

struct browse {
	struct screen screen;
	struct list *list;
	bool filled;     /* it has been asked for once */
	char view[128];  /* what the conditions are called; "": none */
	char asked[128]; /* the filter that a question is about */
	const char *columns; /* of this person; NULL: as delivered */
	char before[512]; /* what was searched for when the filter was opened */
};

/* Functions of a screen_class whose `with` is its struct list_class and whose struct begins with struct browse.
 * words: what to search for, and conditions ("status=draft"). */
bool browse_open(struct screen *s, const char *words, struct err *e);
void browse_close(struct screen *s);
void browse_paint(struct screen *s);
bool browse_event(struct screen *s, const struct event *ev);
void browse_shown(struct screen *s);
void browse_changed(struct screen *s, const char *table, const char *ids);

/* Another question; refusals become a message. The words stay until they are asked anew. */
void browse_search(struct screen *s, const char *text);
void browse_where(struct screen *s, const char *view, const char *const *where, size_t n, const char *sort);

/* The same with columns (NULL: as this person has them) and words. */
void browse_show(struct screen *s, const char *view, const struct query_words *words);
const char *browse_columns(const struct browse *b); /* of this person, else as delivered; NULL: those with a width */
void browse_keep_columns(struct browse *b, const char *columns); /* NULL: as delivered */

/* What every such screen can do beside its own: filter, show all. Ends with a NULL name; the screens' tables name
 * these rows first. */
void browse_filter(struct screen *s, const char *words);
void browse_all(struct screen *s, const char *words);

/* Filters of one's own (views.c) and the choice of columns (arrange.c), in the context "browse"; the list's behind them. */
struct kept;
bool views_load(struct browse *b, struct kept *ret, struct arena *a) KT_CHECK;
bool views_save(struct browse *b, const struct kept *k) KT_CHECK;
void views_own(struct screen *s, const char *words);
void views_list(struct screen *s, const char *words);
void views_keep(struct screen *s, const char *words);
void views_forget(struct screen *s, const char *words);
void arrange_columns(struct screen *s, const char *words);
extern const struct action_table browse_read_actions; /* of records that nobody may change by hand */
extern const struct action_table browse_actions;      /* new and edit before them */

#define BROWSE_CLASS BROWSE_CLASS_WITH(&browse_actions)
#define BROWSE_CLASS_WITH(table) \
	.size = sizeof(struct browse), .widget = table, .open = browse_open, .close = browse_close, \
	.paint = browse_paint, .event = browse_event, .shown = browse_shown, .changed = browse_changed, .selected = list_record, \
	.chosen = list_chosen, .status = list_status

#define BROWSE_ACTIONS \
	{ "browse.filter", N_("Filter"), N_("Shows only the records in which words occur."), .flags = ACTION_BAR | ACTION_WORDS, .run = browse_filter }, \
	{ "browse.all", NULL, N_("Shows everything again."), .run = browse_all }

#endif
