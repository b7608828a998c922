/* language.h - the language of the screens, changed while they run
 *
 * The words, the spelling of dates and numbers, and what gettext remembers belong to the whole process, and the worker's
 * thread uses them. So the change is made while that thread stands still between two jobs; the screen waits for
 * nothing meanwhile.
 */
#ifndef KT_CORE_LANGUAGE_H
#define KT_CORE_LANGUAGE_H

#include <stdbool.h>
#include "base/attr.h"

struct err;
struct language;
struct ui;

/* What readline will look for in the environment is put there, as long as there is one thread. */
void language_prepare(void);
/* As soon as no job runs; a message says so. ERR_USAGE: there is no such language. */
bool language_wish(struct ui *ui, const char *lang, struct err *e) KT_CHECK;
/* What the person has kept who was let in; NULL, or one that is not known: that of the start. Nothing is said. */
void language_kept(struct ui *ui, const char *lang);
void language_end(struct ui *ui); /* nobody waits for us any more: before worker_free */

#endif
