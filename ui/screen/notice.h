/* notice.h - what a form has to tell while it is being filled in: asked of the store at each pause of typing
 *
 * It stands below the form and hinders nobody. Where it is about a record, a key opens that one instead.
 */
#ifndef KT_SCREEN_NOTICE_H
#define KT_SCREEN_NOTICE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/attr.h"
#include "core/paint.h"
#include "core/screen.h"

struct arena;
struct entity;
struct err;
struct form;
struct notice;
struct query;
struct rows;
struct store;

struct noticed {
	const char *words;  /* NULL: nothing */
	const char *record; /* what people call the one it is about; NULL: none */
	int64_t id;
};

struct notice_class {
	bool adding; /* asked while a record is added, not when it is changed */
	const struct screen_class *opens;
	/* On the worker's thread. rec: as far as it is filled in. */
	bool (*ask)(struct store *s, const void *rec, struct arena *a, struct noticed *ret, struct err *e);
	/* What there is to tell of a record as the store has it, where that is a list: it is read together with the record. */
	const struct entity *list; /* NULL: asked when the record is here */
	const char *by, *columns;  /* its field that refers to the record; what tell() wants of it */
	void (*tell)(const struct rows *rows, struct arena *a, struct noticed *ret);
};

struct notice *notice_new(struct screen *s, const struct notice_class *class, const struct entity *ent);
void notice_free(struct notice *n); /* NULL: nothing */
/* Something may have been typed: asks when a pause follows, or at once if another field is typed into now. */
void notice_touched(struct notice *n, struct form *f);
void notice_ask(struct notice *n, struct form *f); /* now */
/* The list to read with a record, but for whose; false: none, or not for this person. */
bool notice_query(struct ui *ui, const struct notice_class *class, struct arena *a, struct query *ret);
/* It has been read: the same as notice_ask, without asking. NULL: there was none to read. */
void notice_tell(struct notice *n, struct form *f, const struct rows *rows);
/* Paints it on the last lines; answers what is left for the form. */
struct area notice_paint(const struct notice *n, struct area a);
/* For forms whose screen can have one, in place of form_actions: context "notice". */
extern const struct action_table notice_actions;

#endif
