/* draft.h - what was typed into a form and not saved yet, on disk, for after a crash or a line that dropped
 *
 * A file of its own (0600) for each person, workshop and record, in drafts/ of the state folder. It goes when the
 * record is saved or the person throws it away.
 */
#ifndef KT_SCREEN_DRAFT_H
#define KT_SCREEN_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"

struct arena;
struct err;
struct form;
struct screen;
struct ui;

/* what: the entity or verb. id 0: a record that is being added. */
const char *draft_path(const struct ui *ui, const char *what, int64_t id, struct arena *a);
/* Writes the changed fields; none: removes the file. */
bool draft_save(const char *path, struct form *f, struct err *e) KT_CHECK;
bool draft_exists(const char *path);
/* Takes the draft into the form: answers how many fields took theirs. */
bool draft_load(const char *path, struct form *f, size_t *ret, struct err *e) KT_CHECK;
void draft_drop(const char *path);

/* The draft of a form on the screen. */
struct draft {
	struct ui *ui;
	struct form *form; /* NULL: there is none yet, and nothing to keep */
	const char *path;
	unsigned long written; /* form_changes when it was */
	unsigned timer;
};

void draft_begin(struct draft *d, struct screen *s, struct form *form, const char *what, int64_t id);
void draft_touched(struct draft *d); /* something may have been typed: it is written at the next pause */
void draft_write(struct draft *d);   /* now */
void draft_take(struct draft *d);    /* what was kept is typed again, and said so */
void draft_end(struct draft *d);     /* the file stays */

/* The form is being left with something in it. */
enum draft_leave { DRAFT_SAVE, DRAFT_KEEP, DRAFT_DISCARD };
void draft_ask(struct ui *ui, const char *save, void (*done)(struct ui *ui, void *ctx, size_t chosen), void *ctx);

#endif
