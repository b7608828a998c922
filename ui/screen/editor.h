/* editor.h - a form as a screen: a record added or changed, with drafts, conflicts and references found while typing */
#ifndef KT_SCREEN_EDITOR_H
#define KT_SCREEN_EDITOR_H

#include <stdint.h>
#include "base/arena.h"
#include "core/screen.h"
#include "domain/entity.h"
#include "screen/draft.h"
#include "screen/finder.h"
#include "screen/notice.h"
#include "widget/form.h"

struct form_conflict;
struct verb;

struct editor_class {
	const struct entity *entity;
	const struct form_section *sections; /* pages; NULL: all fields below each other */
	const char *const *fields;           /* without sections: which, NULL at the end; those that cannot be changed are shown */
	const char *const *presets;          /* of a new record: field, wire, field, wire … NULL; may be NULL */
	uint64_t (*needs)(const void *rec);  /* fields a later step wants; NULL: none */
	const struct screen_class *detail;   /* shown when a new record is saved; NULL: none */
	const struct notice_class *notice;   /* what is told while it is filled in; NULL: nothing */
	/* How a new one comes to be: NULL by this form; "person.add": by that verb; "": not at all. */
	const char *adder;
};

struct editor { /* editor.c's own */
	struct screen screen;
	const struct editor_class *class;
	struct form *form;           /* NULL until the record is here */
	struct finder finder;
	struct draft draft;
	struct ref id;               /* 0: a new one */
	const char *go;              /* the field to begin with; NULL: the first */
	const struct verb *next;     /* to go on with once all it needs is filled in; NULL: nothing */
	bool offered;                /* the draft that was there has been asked about */
	bool unanswered;             /* in vain: it stays, and so nothing is typed here */
	bool saving;
	bool waiting;                /* to be saved as soon as a reference is found */
	const char *request;         /* UUID of the save that is under way: said twice, done once */
	void (*then)(struct ui *ui); /* goes on when all is saved or thrown away */
	struct editor *asker;        /* the form that wants this record in a field of its own; NULL: none */
	const struct field *asked_for;
	struct form_conflict *conflicts;
	size_t nconflicts, conflict;
	struct arena conflict_texts;
	struct notice *notice;       /* NULL: none */
	const char *reason;          /* of a change that the store takes only with one */
};

/* Functions of a screen_class whose `with` is its struct editor_class. words: "" for a new record, "#17" for the
 * one of that number, else what people call it. */
bool editor_open(struct screen *s, const char *words, struct err *e);
void editor_close(struct screen *s);
void editor_shown(struct screen *s);
void editor_paint(struct screen *s);
bool editor_event(struct screen *s, const struct event *ev);
struct edit *editor_edited(struct screen *s);
void editor_touched(struct screen *s);
bool editor_leave(struct screen *s, void (*then)(struct ui *ui));
void editor_hangup(struct screen *s);
void editor_spoken(struct screen *s, const struct fmt *was);
extern const struct action_table editor_actions; /* context "editor" */

struct notice *editor_notice(struct screen *s); /* NULL: none */
/* A record that exists already, for the form that wanted a new one here; false: no form did. */
bool editor_answer(struct screen *s, int64_t id, const char *label);

/* What else a new record begins with: field, wire, field, wire … NULL. The first field that is still empty gets the focus. */
void editor_preset(struct editor *ed, const char *const *presets);
const struct screen_class *editor_form(const struct ui *ui, const struct entity *ent); /* the form of an entity; NULL: none */
bool editor_may(const struct ui *ui, const struct entity *ent, const char *what);      /* what: "create", "edit" */

#define EDITOR_CLASS \
	.size = sizeof(struct editor), .widget = &editor_actions, .open = editor_open, .close = editor_close, \
	.shown = editor_shown, .paint = editor_paint, .event = editor_event, .edited = editor_edited, .typing = &form_typing, \
	.edited_changed = editor_touched, .leave = editor_leave, .hangup = editor_hangup, \
	.spoken = editor_spoken, \
	.help = N_("Signs: * must be filled in, + is needed by a later step, ~ is changed, ! is wrong.")

#endif
