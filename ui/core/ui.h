/* ui.h - the workbench as a whole: what every screen has at hand
 *
 * Made once, by ui_run. Only the main thread touches it.
 */
#ifndef KT_CORE_UI_H
#define KT_CORE_UI_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "cli/workbench.h"
#include "core/keymap.h"
#include "core/theme.h"

struct action;
struct clocks;
struct entity;
struct event;
struct language;
struct loop;
struct query;
struct query_words;
struct screen;
struct screen_class;
struct script;
struct session;
struct ui;
struct verb;
struct worker;

enum message_kind { MESSAGE_INFO, MESSAGE_GOOD, MESSAGE_WARN, MESSAGE_ERROR };

enum { MESSAGES_KEPT = 200 };

struct message {
	enum message_kind kind;
	struct instant at;
	struct buf text;
};

struct ui_parts { /* what the screens bring: core knows none of them */
	const struct screen_class *const *classes; /* every screen by name; NULL at the end */
	const struct screen_class *const *dialogs; /* those that have no name to be opened by */
	const struct screen_class *first;
	const struct action *everywhere;           /* NULL name at the end */
	void (*run_verb)(struct screen *s, const struct verb *v, const char *words); /* on the selected record */
	void (*scanned)(struct ui *ui, const struct event *ev);   /* a scan that the screen on top did not take */
	/* The sign-in. Nobody was let in: true if it asks who comes, and tries again by ui_sign_in. */
	bool (*refused)(struct ui *ui, const struct err *why);
	void (*let_in)(struct ui *ui);                            /* somebody was: it goes, if it is there */
	void (*sign_in)(struct ui *ui, const char *login);        /* it comes, on the empty stack */
	void (*changed)(struct ui *ui, const char *table);        /* somebody changed records; NULL: perhaps any */
	void (*beside)(const struct ui *ui, struct buf *out);     /* words beside the title, on every screen, with a blank at each end */
};

struct ui {
	struct workbench_wish wish;
	const struct ui_parts *parts;
	const char *said;      /* the workshop as people say it: a name of karat.conf, or a URL without its password */
	const char *login;     /* who signs in, if it is not whom wish.url means */
	struct fmt fmt;
	struct keymap keys;
	struct theme theme;
	struct loop *loop;
	struct worker *worker;
	struct screen *top;
	const struct action *running; /* the action that screen_run runs */
	struct arena arena;    /* lives as long as the program */
	bool online;           /* the store is open and answers */
	bool dirty;            /* paint before the next wait */
	bool was_online;       /* it has been, so that a line that breaks is tried again */
	int reconnect_ms;      /* the wait before the next try; 0: no need */
	bool busy_told;        /* the screen says that work takes long */
	int waits;             /* for what comes by itself in a moment: nothing is at rest before */
	struct clocks *clocks; /* of who is signed in: screen/timer.h; NULL: not known yet */
	bool leaving;          /* one screen after the other is closed */
	bool ending;           /* nothing more is typed or painted */
	int end_signal;        /* that ended it; 0: none */
	struct err end_err;    /* why it could not go on; code 0: nothing */
	int status;            /* exit code when the loop ends */
	struct script *script; /* NULL: a person types */
	struct language *language; /* being changed; NULL: never was */
	const char *speaker;   /* whose kept language was taken; NULL: nobody's yet */
	const struct screen_class *going; /* the screen that is on the way to, while others are left */
	struct message messages[MESSAGES_KEPT];
	unsigned nmessages;    /* ever; the newest is (nmessages − 1) % MESSAGES_KEPT */
	unsigned nread;        /* of these: a key was pressed since, and the line at the bottom belongs to the keys again */
	bool ring;             /* something went wrong: with the next paint, once */
};

/* Runs the workbench until the person leaves it; *ret_status is the exit code. False: it could not begin. */
bool ui_run(const struct workbench_wish *wish, const struct ui_parts *parts, int *ret_status, struct err *e) KT_CHECK;

void ui_touch(struct ui *ui);  /* something changed: paint */
void ui_say(struct ui *ui, enum message_kind kind, const char *fmt, ...) KT_PRINTF(3, 4); /* a translated sentence */
void ui_say_err(struct ui *ui, const struct err *e); /* also takes note of a line that dropped */
/* Another try to open the workshop, as somebody. */
void ui_sign_in(struct ui *ui, const char *said, const char *url, const char *login);
/* Drafts are kept, every screen goes, and the sign-in comes. */
void ui_sign_out(struct ui *ui);
/* Ends at once, drafts being kept; why: what is said on stderr, and its exit code. NULL: nothing, and 0. */
void ui_give_up(struct ui *ui, const struct err *why);
void ui_quit(struct ui *ui, int status); /* asks every screen first; drafts are kept */
/* The key map: what is built in, then the person's own file (NULL: none). */
bool ui_load_keys(struct keymap *ret, const char *own, struct arena *a, struct err *e) KT_CHECK;
bool ui_may(const struct ui *ui, const char *right); /* NULL: yes */
/* query_make as this person may see and spell things. */
bool ui_query(struct ui *ui, const struct entity *ent, const struct query_words *words, struct arena *a, struct query *ret,
		struct err *e) KT_CHECK;
/* A file of this person at this workshop: FOLDER/NAME-… among the state of karat. Which workshop it is need not be readable. */
const char *ui_state_path(const struct ui *ui, const char *folder, const char *name, struct arena *a);
const struct session *ui_session(const struct ui *ui); /* NULL while there is none */
/* How the line to the workshop is, in a word or two; nothing when all is well. */
void ui_state_words(const struct ui *ui, struct buf *out);
/* Nothing is under way: no job, no paint, no key that waits for more. */
bool ui_at_rest(const struct ui *ui);
/* The message that is to be shown now, or NULL: of those since the last key the gravest, and of these the newest; but
 * good news take the place of what went wrong before. *ret_more: how many others there are. */
const struct message *ui_message(const struct ui *ui, unsigned *ret_more);
void ui_messages_read(struct ui *ui); /* a key was pressed */

#endif
