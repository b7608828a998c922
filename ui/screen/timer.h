/* timer.h - the clocks of who is signed in: a line at the top of every screen, and the keys that work them */
#ifndef KT_SCREEN_TIMER_H
#define KT_SCREEN_TIMER_H

#include <stdbool.h>

struct buf;
struct clock;
struct scan_code;
struct screen;
struct ui;

void timer_take(struct ui *ui, const struct clock *now);   /* what somebody has read: my day, who comes in */
void timer_forget(struct ui *ui);                          /* somebody goes */
void timer_changed(struct ui *ui, const char *table);      /* when somebody changed something */
void timer_beside(const struct ui *ui, struct buf *out);   /* what runs, for the line at the top */

/* A code that is about work: an activity, or a control code. False: it is none. */
bool timer_scanned(struct ui *ui, const struct scan_code *c);

/* Actions of everywhere. Work begins on the selected order, or for the house where none is. */
void timer_work(struct screen *s, const char *words);
void timer_pause(struct screen *s, const char *words);
void timer_stop(struct screen *s, const char *words);
void timer_here(struct screen *s, const char *words); /* comes, or goes */
void timer_undo(struct screen *s, const char *words);
void timer_forgotten(struct screen *s, const char *words); /* asks when work really ended */

#endif
