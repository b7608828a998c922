/* kiosk.h - a terminal on the wall, from the first paint until an admin or the system ends it
 *
 * Its own small program on the same terminal, loop and worker as the workbench: no screens, no prompt, no shell, and
 * nothing that starts another program. A punch goes to the journal first, then to the workshop.
 */
#ifndef KT_KIOSK_KIOSK_H
#define KT_KIOSK_KIOSK_H

#include <stdbool.h>

struct err;
struct workbench_wish;

bool kiosk_run(const struct workbench_wish *wish, int *ret_status, struct err *e);

#endif
