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
struct entity;
struct err;
struct form;
struct ui;

/* id 0: a record that is being added. */
const char *draft_path(const struct ui *ui, const struct entity *ent, int64_t id, struct arena *a);
/* Writes the changed fields; none: removes the file. */
bool draft_save(const char *path, struct form *f, struct err *e) KT_CHECK;
bool draft_exists(const char *path);
/* Takes the draft into the form: answers how many fields took theirs. */
bool draft_load(const char *path, struct form *f, size_t *ret, struct err *e) KT_CHECK;
void draft_drop(const char *path);

#endif
