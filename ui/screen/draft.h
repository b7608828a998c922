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
struct form_conflict;
struct screen;
struct ui;

/* what: the entity or verb. id 0: a record that is being added. */
const char *draft_path(const struct ui *ui, const char *what, int64_t id, struct arena *a);
/* Writes the changed fields; none: removes the file. */
bool draft_save(const char *path, struct form *f, struct err *e) KT_CHECK;
bool draft_exists(const char *path);
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
/* What was kept is typed again, and said so. Answers how many fields somebody else has changed since, into the arena. */
size_t draft_take(struct draft *d, struct arena *a, struct form_conflict **ret);
void draft_end(struct draft *d);     /* the file stays */

/* There is one for this form. Who does not answer leaves it where it is. */
enum draft_offered { DRAFT_TAKE, DRAFT_FORGET };
void draft_offer(struct ui *ui, void (*done)(struct ui *ui, void *ctx, size_t chosen), void (*dropped)(struct ui *ui, void *ctx), void *ctx);

/* The form is being left with something in it. */
enum draft_leave { DRAFT_SAVE, DRAFT_KEEP, DRAFT_DISCARD };
void draft_ask(struct ui *ui, const char *save, void (*done)(struct ui *ui, void *ctx, size_t chosen), void *ctx);

#endif
