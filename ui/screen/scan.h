/* scan.h - scans: what one does where no text wants it, and records found by their codes
 *
 * ORDER opens the order. PLACE puts the order whose file is open there, at once; in a list it asks; elsewhere the
 * screen "moves" opens, on which each order that is scanned is put to that place, until somebody leaves it.
 * What was moved by scan can be taken back, step by step. ACTIVITY and the control codes work the timer (timer.h). A scan
 * never answers a question.
 */
#ifndef KT_SCREEN_SCAN_H
#define KT_SCREEN_SCAN_H

#include <stdint.h>
#include "base/attr.h"
#include "domain/entity.h"

struct arena;
struct err;
struct event;
struct scan_code;
struct screen;
struct store;
struct ui;

/* For ui_parts: a scan that the screen on top has not taken. */
void scan_taken(struct ui *ui, const struct event *ev);
/* For the actions of everywhere. */
void scan_undo(struct screen *s, const char *words);

struct scanned { /* a record and what people call it */
	struct ref id;
	void *rec;
	const char **labels; /* of what it refers to, by field */
	const char *key;     /* "A-2026-0017" */
	const char *name;    /* "A-2026-0017 Wedding rings" */
};

/* On the worker's thread: by number, which is its id, before words, which are what people call it. number 0: by words
 * alone. */
bool scan_find(struct store *s, const struct entity *ent, int64_t number, const char *words, struct arena *a,
		struct scanned *ret, struct err *e) KT_CHECK;

#endif
