/* form.h - a record being filled in: made from a table of fields, an entity's or a verb's arguments
 *
 * Each field keeps what was typed as text, in the person's spelling, until it is left or the record is taken: then
 * it is read, or says beside itself what is wrong with it. Nothing here waits, asks the store or saves: that is
 * the screen's. Records given to a form are copied with their texts.
 */
#ifndef KT_WIDGET_FORM_H
#define KT_WIDGET_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/paint.h"
#include "core/screen.h"
#include "widget/field.h"

struct arena;
struct buf;
struct entity;
struct err;
struct event;
struct field;
struct fmt;
struct form;

struct form_section { /* a heading, or a page */
	const char *title;         /* N_() */
	const char *const *fields; /* wire names, NULL at the end; NULL ends the array of sections */
};

struct form_wish {
	const struct entity *ent;
	const struct fmt *fmt;
	const void *rec;    /* NULL: every field empty */
	bool adding;        /* what may be said once can be said now */
	bool paged;         /* one section at a time; else all in one column that scrolls */
	bool wraps;         /* a long line is shown in several, as in a question that stands for itself */
	/* What is shown, in which order: sections, or fields (NULL at the end), or, when both are NULL, all that can be
	 * filled in. A field named here that cannot be changed is shown as text. */
	const struct form_section *sections;
	const char *const *fields;
	uint64_t hidden;    /* left out: bits by index, such as 1 for a verb's subject */
	uint64_t needed;    /* may be empty, but a later step needs it: marked with + */
	bool (*may)(void *ctx, const char *right); /* NULL: everything; a field whose right is missing is left out */
	/* A reference was typed, or its list is wanted: find it, answer by form_suggest. NULL: only numbers of records are
	 * understood. */
	void (*resolve)(void *ctx, struct form *f, const struct field *field, const char *typed);
	/* "New …" was chosen of the suggestions: make one, answer by form_set_ref. */
	void (*create)(void *ctx, struct form *f, const struct field *field, const char *typed);
	/* A reference is shown whose words are not known: find them, answer by form_label. NULL: the number stays. */
	void (*label)(void *ctx, struct form *f, const struct field *field, int64_t id);
	void *ctx;
};

struct form *form_new(const struct form_wish *wish);
void form_free(struct form *f); /* NULL: nothing */
/* Another record, or the same as it was saved: nothing is changed, nothing to undo; the focus stays. */
void form_reset(struct form *f, const void *rec);
void form_need(struct form *f, uint64_t needed);
/* wish.fmt has become another one: numbers and days that could be read as `was` had them are spelled anew. */
void form_respell(struct form *f, const struct fmt *was);

/* What has been filled in. */
bool form_dirty(const struct form *f);
bool form_field_dirty(const struct form *f, const struct field *field);
unsigned long form_changes(const struct form *f); /* counts up with each change: is a draft to be written? */
const void *form_was(const struct form *f);       /* the record it began with, or that of form_merge */
/* The record as far as it can be read now; what cannot keeps its last value. Nothing is said about it. Its texts are
 * there until the next change. */
const void *form_now(struct form *f);
/* Everything read, required fields there, the entity's rules kept; else the fields say what is wrong, the first of
 * them has the focus, and *e is its sentence. */
bool form_check(struct form *f, struct err *e) KT_CHECK;
bool form_pending(const struct form *f); /* a reference is still being looked for, so form_check would refuse it */
/* The field is marked as wrong, with a sentence below it, whatever is typed, until the mark is taken off (NULL). */
void form_mark(struct form *f, const struct field *field, const char *sentence);
/* The same until something else stands in the field. */
void form_complain(struct form *f, const struct field *field, const char *sentence);
/* What the store said: to the field it names. False: it names none that is shown, so say it elsewhere. */
bool form_fail(struct form *f, const struct err *e);

/* The focus: NULL only when nothing can be filled in. */
const struct field *form_focus(const struct form *f);
bool form_go(struct form *f, const struct field *field); /* false: it is not shown, or cannot be changed */
bool form_go_empty(struct form *f); /* the first with nothing in it; false: there is none */
bool form_go_wrong(struct form *f); /* the first about which something is said */
void form_next(struct form *f);
void form_previous(struct form *f);
void form_page_down(struct form *f);
void form_page_up(struct form *f);
bool form_undo(struct form *f); /* goes to where the change was; false: there is none */
bool form_redo(struct form *f);
void form_revert(struct form *f); /* the field gets back what the record has */

/* Keys of the field in focus; what they mean depends on its kind. */
void form_left(struct form *f);
void form_right(struct form *f);
void form_up(struct form *f);
void form_down(struct form *f);
void form_enter(struct form *f);
void form_move(struct form *f, enum edit_motion how);
void form_cut(struct form *f, enum edit_motion how);
void form_clear(struct form *f);
/* A list under the field is open; form_close closes it and answers whether it was. For Esc. */
bool form_close(struct form *f);
/* The suggestions for the reference in focus, all of them if nothing stands there; false: it is no reference. */
bool form_open_list(struct form *f);
bool form_on_list(const struct form *f); /* Enter would take one of an open list */
/* Enter has nowhere left to go: it is the last field, and no text of several lines. */
bool form_on_last(const struct form *f);
/* Text, pastes, scans (into the field), mouse. A screen that wants scans for itself calls form_take_back first. */
bool form_event(struct form *f, const struct event *ev);
void form_take_back(struct form *f, size_t keys);

/* References. */
struct form_ref {
	int64_t id;         /* 0: "new …", must be the last */
	const char *label;  /* stands in the field once it is chosen */
	const char *detail; /* beside it in the list; may be NULL */
};

/* What `typed` may mean; ignored if that is no longer what stands in the field. */
void form_suggest(struct form *f, const struct field *field, const char *typed, const struct form_ref *refs, size_t n);
/* Chosen elsewhere, or newly made: a step that can be undone. */
void form_set_ref(struct form *f, const struct field *field, int64_t id, const char *label);
void form_label(struct form *f, const struct field *field, int64_t id, const char *label);
/* A value as a step that can be undone, such as a day of the calendar; false and *e if it is none. */
bool form_set(struct form *f, const struct field *field, const char *wire, struct err *e) KT_CHECK;

/* A value in the words that people read, into the arena; "" if there is none. */
const char *form_say(const struct form *f, const struct field *field, struct arena *a);
/* A record with texts of its own, into the arena. */
void *form_copied(const struct entity *ent, const void *rec, struct arena *a);

void form_paint(struct form *f, struct area a);
int form_height(const struct form *f); /* rows that it wants, with room for a list and for hints */
/* What form_paint paints on h lines of w columns, as text, and where the cursor stands. */
void form_lines(struct form *f, int h, int w, struct buf *out, int *ret_y, int *ret_x);
struct edit *form_edited(const struct form *f); /* for screen_class.edited: characters go into it; NULL: nowhere */

static inline struct form *form_of(struct screen *s)
{
	return s->widget;
}

/* For screens whose `widget` is their form. */
extern const struct action_table form_actions; /* contexts "form" and "field" */
extern const struct typing form_typing;

#endif
