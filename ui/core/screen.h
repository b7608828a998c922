/* screen.h - what a screen is: a class with one table of actions, and the stack that screens stand on
 *
 * One action table feeds keys, key bar, help, palette, ":" names and the manual. Which key an action has stands in
 * the key map alone. Besides its own actions a screen has those of its widget, every verb of its entity,
 * and those of everywhere.
 */
#ifndef KT_CORE_SCREEN_H
#define KT_CORE_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"
#include "core/paint.h"

struct arena;
struct buf;
struct edit;
struct entity;
struct err;
struct event;
struct fmt;
struct list_chosen;
struct screen;
struct typing;
struct ui;

enum action_flag {
	ACTION_BAR = 1 << 0,    /* in the key bar, if there is room: tables are in the order of importance */
	ACTION_WORDS = 1 << 1,  /* takes what stands behind its name on the ":" line */
	ACTION_RECORD = 1 << 2, /* acts on the selected record: greyed when there is none */
	ACTION_KEPT = 1 << 3,   /* in the key bar before all others, in its own place: help, and the way out */
};

struct action {
	const char *name;  /* "list.down", "orders.new"; the verbs keep theirs: "order.confirm" */
	const char *label; /* N_(): key bar, at most 12 columns; NULL: in help only */
	const char *help;  /* N_(): one sentence */
	const char *right; /* needed; NULL: none */
	unsigned flags;
	bool (*may)(struct screen *s, struct err *why); /* NULL: always; else false and a sentence */
	void (*run)(struct screen *s, const char *words); /* words: "" unless ACTION_WORDS */
};

struct action_table { /* of a context of the key map */
	const char *context;
	const struct action *actions; /* NULL name at the end */
	const struct action_table *more; /* of another context beside it; NULL: none */
	bool (*on)(const struct screen *s); /* holds only now and then, and then before the screen's own; NULL: always */
};

enum screen_flag {
	SCREEN_OVERLAY = 1 << 0, /* the screen below is painted first: dialogs, prompt, help beside */
	SCREEN_MODAL = 1 << 1,   /* actions of everywhere do not apply */
	SCREEN_TYPED = 1 << 2,   /* keys are text for its event(), though it has no struct edit; its own bindings come first */
};

struct screen_class {
	const char *name;   /* "orders": context of the key map, ":" name */
	const char *title;  /* N_() */
	const char *help;   /* N_(): one paragraph at the top of its help */
	const struct entity *entity; /* whose verbs apply to the selected record; NULL: none */
	size_t size;        /* of its struct, which begins with struct screen */
	unsigned flags;
	const char *right;  /* to open it; NULL: none */
	const struct action *actions; /* its own, context = name; may be NULL */
	const struct action_table *widget; /* of the widget that fills it: list, form …; may be NULL */
	const void *with;   /* what its functions want to know: its struct list_class …; may be NULL */
	bool (*open)(struct screen *s, const char *words, struct err *e); /* may be NULL */
	void (*close)(struct screen *s);
	/* Where it may paint is s->area; the frame around it is the stack's. Puts the cursor. */
	void (*paint)(struct screen *s);
	/* What no binding takes: text, pastes, scans, mouse. True: taken. May be NULL. */
	bool (*event)(struct screen *s, const struct event *ev);
	struct edit *(*edited)(struct screen *s); /* the text that characters go into now; NULL: they are commands */
	const struct typing *typing; /* how that text is moved in and cut: widget/field.h */
	void (*edited_changed)(struct screen *s); /* after each event that may have changed it; NULL: nothing */
	void (*shown)(struct screen *s);           /* came to the top (again): reload */
	void (*changed)(struct screen *s, const char *table, const char *ids); /* somebody changed records */
	/* The language is another one: words that it keeps are made anew, of what was typed only the spelling, which was
	 * that of `was`. NULL: changed(s, NULL, NULL). */
	void (*spoken)(struct screen *s, const struct fmt *was);
	/* Leaving would lose something: false, and it asks by itself, then goes on with `then`. NULL: may always go. */
	bool (*leave)(struct screen *s, void (*then)(struct ui *ui));
	void (*hangup)(struct screen *s); /* the program must end now: put what is typed in safety; NULL: nothing */
	/* The selected record for verbs and ":"; false: none. Its words for title and dialogs into the arena. */
	bool (*selected)(const struct screen *s, long long *ret_id, const char **ret_words);
	/* Several chosen for one action; 0, and NULL: the selected one alone. */
	size_t (*chosen)(const struct screen *s, const struct list_chosen **ret);
	void (*status)(const struct screen *s, struct buf *out); /* words at the right of the title; NULL: none */
};

struct screen {
	const struct screen_class *class;
	struct ui *ui;
	struct screen *below;
	void *widget; /* what fills it: its struct list, struct form … */
	struct area area;
	char subject[96]; /* what it shows, for the line at the top: "A-2026-0017 Trauringe"; "" if nothing */
};

/* Opens a screen on top; false and *e (already nothing on the stack) if it refuses. */
bool screen_open(struct ui *ui, const struct screen_class *class, const char *words, struct err *e) KT_CHECK;
/* One record by its number: nobody need be asked which one the words mean. */
bool screen_open_id(struct ui *ui, const struct screen_class *class, long long id, struct err *e) KT_CHECK;
bool screen_words_id(const char *words, int64_t *ret); /* for open(): whether the words are such a number */
void screen_close(struct screen *s);        /* with all that stand on it */
struct arena *screen_arena(struct screen *s); /* goes with the screen */
struct screen *screen_find(const struct ui *ui, const struct screen_class *class); /* on the stack; NULL */

/* An event for the screen on top: binding, then its own event(), then a word that nothing has this key. */
void screen_event(struct ui *ui, const struct event *ev);
void screen_paint(struct ui *ui); /* frame, screens, message line, key bar */

/* Every action of the screen on top, in the order of contexts; false ends the walk. */
typedef bool screen_action_fn(void *ctx, const char *context, const struct action *a);
void screen_each_action(struct screen *s, screen_action_fn *fn, void *ctx);
/* The same of a class, though no such screen is open: for whoever writes about keys. */
void screen_class_each_action(const struct screen_class *class, const struct action *everywhere, screen_action_fn *fn, void *ctx);
/* By its name; NULL: not here. */
const struct action *screen_action(struct screen *s, const char *name, const char **ret_context);
/* The action that a key means now: the nearest context that binds it has it. NULL: none, or it is text. */
const char *screen_meaning(struct screen *s, uint32_t key);
/* Whether it may run now; *why is a sentence if not. */
bool screen_may(struct screen *s, const struct action *a, struct err *why);
void screen_run(struct screen *s, const struct action *a, const char *words); /* refusals become a message */

#endif
