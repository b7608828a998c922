/* script.h - karat --script FILE: a file types keys, waits until nothing is left to do, and looks at the screen
 *
 *   # a comment
 *   keys j j enter           keys by name
 *   type Müller              text as a person types it, to the end of the line
 *   paste Zeile 1\nZeile 2   as a terminal pastes; \n \t \\ are understood
 *   scan ORDER:42            as a scanner types, with Enter
 *   resize 132x43
 *   see In Arbeit            fails (exit 1, the screen on stderr) unless the text is on the screen
 *   unseen Fehler
 *   dump FILE                the screen as text; "-" is stdout; dump-styles FILE: one letter a cell;
 *                            dump-svg FILE: a drawing in the colours of the theme
 *   signal TERM
 *
 * Between two lines everything comes to rest: no job runs, nothing is left to paint, no key waits for more.
 */
#ifndef KT_CORE_SCRIPT_H
#define KT_CORE_SCRIPT_H

#include <stdbool.h>
#include "base/attr.h"

struct err;
struct script;
struct ui;

enum { SCRIPT_MAX = 1 << 20 };

/* ERR_USAGE names path and line of what it does not understand, before anything is played. */
bool script_load(struct script **ret, const char *path, struct err *e) KT_CHECK;
void script_free(struct script *sc);
bool script_size(const char *words, int *columns, int *lines) KT_CHECK; /* "132x43"; false: no size */
/* Plays the next line, when all is at rest. True: there is more. False: the end, or a `see` that failed (*ret_status 1). */
bool script_step(struct script *sc, struct ui *ui, int *ret_status);

#endif
