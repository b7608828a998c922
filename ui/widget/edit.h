/* edit.h - a text being edited: what stands in it, where the cursor is, what can be taken back
 *
 * Pure: knows neither keys nor a terminal. The text is valid UTF-8 at all times and the cursor stands between two
 * graphemes, so that no letter loses its accent. What is typed is joined to its neighbours in NFC. Columns
 * are those of base/str.h, a tab being one.
 */
#ifndef KT_WIDGET_EDIT_H
#define KT_WIDGET_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

struct arena;

enum {
	EDIT_BYTES_MAX = 64 * 1024,     /* of a text, whatever its maximum */
	EDIT_RUN_MAX = 200,             /* keys that are taken back together */
	EDIT_KEYS_MAX = 8192,           /* remembered; older ones cannot be taken back */
	EDIT_HISTORY_MAX = 1024 * 1024, /* bytes remembered */
};

struct edit {
	struct buf text;
	size_t cursor;          /* byte offset */
	size_t max;             /* characters, as varchar(max); 0: EDIT_BYTES_MAX alone limits */
	bool lines;             /* \n may stand in it */
	/* What follows is edit.c's own. */
	struct buf log, bytes;  /* changes and their texts, old and new */
	size_t done, steps;     /* changes that are not undone; steps begun */
	unsigned run, skipped;  /* keys in the step that is open; keys without effect since the last change */
	int open;               /* enum kind of a step that goes on */
	int wanted;             /* column that up and down keep; -1: where the cursor is */
	size_t left;            /* first byte that edit_window showed */
};

/* Why a change was not made; then nothing has changed. */
enum edit_answer {
	EDIT_DONE,
	EDIT_NOTHING, /* there was nothing to do */
	EDIT_FULL,    /* more characters than the maximum */
	EDIT_CONTROL, /* a control character */
	EDIT_BROKEN,  /* not UTF-8 */
};

void edit_init(struct edit *e, size_t max, bool lines);
void edit_done(struct edit *e);
/* A new text, and nothing to take back; the cursor at its end. What no text may hold becomes U+FFFD or a blank. */
void edit_set(struct edit *e, const char *text);

enum edit_answer edit_type(struct edit *e, uint32_t cp);                    /* a key; '\n' only with lines */
enum edit_answer edit_choose(struct edit *e, const char *text);             /* a key that changes the whole text */
enum edit_answer edit_paste(struct edit *e, const char *text, size_t len);  /* all of it, or nothing */
enum edit_answer edit_replace(struct edit *e, const char *text);            /* the whole text, as a step */
/* The whole text in another spelling: it belongs to the step before, and is taken back with it. */
void edit_respell(struct edit *e, const char *text);
void edit_skip(struct edit *e); /* a key that had no effect, but is one of those edit_take_back counts */

enum edit_motion {
	EDIT_LEFT,
	EDIT_RIGHT,
	EDIT_WORD_LEFT,
	EDIT_WORD_RIGHT,
	EDIT_HOME, /* of the line */
	EDIT_END,
	EDIT_FIRST, /* of the text */
	EDIT_LAST,
};

bool edit_move(struct edit *e, enum edit_motion how); /* false: the cursor stays where it is */
/* What lies between the cursor and where the motion leads goes; at the end of a line EDIT_END joins the next to it. */
bool edit_cut(struct edit *e, enum edit_motion how);
bool edit_clear(struct edit *e);

/* Runs of typing, and of deleting either way, are one step each. False: there is nothing left. */
bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);
void edit_pause(struct edit *e); /* what comes next is a step of its own */
size_t edit_steps(const struct edit *e); /* that undo would take back, and those forgotten */
/* The last n keys (edit_type, edit_choose, edit_skip) as if they had never come: answers how many it found. */
size_t edit_take_back(struct edit *e, size_t n);

/* Lines of at most w columns, broken behind blanks; blanks at their ends may stand out. */
struct edit_line {
	size_t from, to; /* bytes, without the newline */
};

struct edit_spot {
	size_t line;
	int column;
};

/* At least one line; into the arena. */
size_t edit_wrap(const char *text, int w, struct arena *a, struct edit_line **ret);
struct edit_spot edit_spot(const char *text, const struct edit_line *lines, size_t n, size_t offset);
size_t edit_offset(const char *text, const struct edit_line *lines, size_t n, struct edit_spot spot);
int edit_width(const char *text, size_t from, size_t to); /* columns between two offsets */

/* To the line above or below, as wrapped at w columns; false: there is none. */
bool edit_up(struct edit *e, int w);
bool edit_down(struct edit *e, int w);

/* The part of a text in one line that w columns show; it moves no further than the cursor needs, which stands in
 * a column below w. */
struct edit_window {
	size_t from, to;
	int column;
	bool left, right; /* there is more on that side */
};

struct edit_window edit_window(struct edit *e, int w);

#endif
