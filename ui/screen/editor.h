/* editor.h - a form as a screen: a record added or changed, with drafts, conflicts and references found while typing */
#ifndef KT_SCREEN_EDITOR_H
#define KT_SCREEN_EDITOR_H

#include <stdint.h>
#include "core/screen.h"
#include "domain/entity.h"
#include "screen/notice.h"

struct editor;
struct form_section;

struct editor_class {
	const struct entity *entity;
	const struct form_section *sections; /* pages; NULL: all fields below each other */
	const char *const *presets;          /* of a new record: field, wire, field, wire … NULL; may be NULL */
	uint64_t (*needs)(const void *rec);  /* fields a later step wants; NULL: none */
	const struct screen_class *detail;   /* shown when a new record is saved; NULL: none */
	const struct notice_class *notice;   /* what is told while it is filled in; NULL: nothing */
};

/* Functions of a screen_class whose `with` is its struct editor_class. words: "" for a new record, else what people
 * call it. */
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
extern const struct action editor_actions[];

struct notice *editor_notice(struct screen *s); /* NULL: none */
/* A record that exists already, for the form that wanted a new one here; false: no form did. */
bool editor_answer(struct screen *s, int64_t id, const char *label);
/* A record with texts of its own, in this arena. */
void *editor_clone(const struct entity *ent, const void *rec, struct arena *a);

enum { EDITOR_SIZE = 512 }; /* room for struct editor, which is editor.c's own: it asserts it */

#define EDITOR_CLASS \
	.size = EDITOR_SIZE, .actions = editor_actions, .widget = &notice_actions, .open = editor_open, .close = editor_close, \
	.shown = editor_shown, .paint = editor_paint, .event = editor_event, .edited = editor_edited, .typing = &form_typing, \
	.edited_changed = editor_touched, .leave = editor_leave, .hangup = editor_hangup, \
	.spoken = editor_spoken

#endif
