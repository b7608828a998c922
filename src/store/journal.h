/* journal.h - the punches of a terminal on its own disk, before anybody else hears of them
 *
 * A file of SQLite, for this user alone; what journal_add has taken survives a power cut. A punch waits until its verdict
 * is noted, and is forgotten a day later. Beside it: the badges, for the time without a connection, and when what was
 * last told.
 */
#ifndef KT_STORE_JOURNAL_H
#define KT_STORE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"
#include "domain/punch.h"
#include "domain/scan_code.h"

struct arena;
struct err;
struct journal;

enum {
	JOURNAL_MOST = 10000, /* punches that wait: a year of a small workshop */
	JOURNAL_NAME_MOST = 4 * 80,
	UUID_ROOM = 37,
};

struct note { /* a punch as it is kept */
	int64_t counter;              /* one more for each; 0: not kept yet */
	char uuid[UUID_ROOM];
	char key[BADGE_KEY_LEN + 1];
	int deed;                     /* enum punch_deed */
	char said[4 * SCAN_CODE_MAX + 1]; /* the order: # and its id, or its number; "": none */
	int64_t activity;             /* 0: none */
	int cause;                    /* enum pause_cause; -1: none */
	int64_t until;                /* seconds since 1970; 0: none */
	int64_t wall_ms;              /* the clock on the wall, since 1970 */
	int64_t boot_ms;              /* one that nobody can set, since the machine began */
	char boot[UUID_ROOM];         /* which beginning that was */
	bool synced;                  /* the clock on the wall is set by others */
	char pass[UUID_ROOM];         /* of a PIN that was right; "": none. Not kept: it holds for minutes. */
};

struct kept_badge {
	char hash[BADGE_KEY_LEN + 1];
	char name[JOURNAL_NAME_MOST + 1], language[8];
	bool has_pin;
};

/* In the folder, which is made. Another process that has it: an error. What is no journal any more is put aside. */
bool journal_open(struct journal **ret, const char *dir, struct err *e) KT_CHECK;
bool journal_look(struct journal **ret, const char *dir, struct err *e) KT_CHECK; /* only to read, beside who has it */
void journal_close(struct journal *j);

bool journal_add(struct journal *j, struct note *n, struct err *e) KT_CHECK; /* fills in the counter */
/* The oldest that waits, of those behind `after`; false: none, or (e->code) it cannot be read. */
bool journal_next(struct journal *j, int64_t after, struct note *ret, struct err *e);
bool journal_settle(struct journal *j, int64_t counter, const char *verdict, const char *problem, int64_t wall_ms, struct err *e) KT_CHECK;
size_t journal_waiting(const struct journal *j);
bool journal_waits_for(struct journal *j, const char *key); /* something of who has this badge waits, or nobody can tell */
int64_t journal_oldest_ms(struct journal *j); /* of those that wait; 0: none does */

bool journal_set_badges(struct journal *j, const struct kept_badge *badges, size_t n, struct err *e) KT_CHECK;
bool journal_badge(struct journal *j, const char *hash, struct kept_badge *ret);

/* Numbers by name: "told_ms", "offset_ms", "badges_ms"; 0 if never set. */
bool journal_keep(struct journal *j, const char *name, int64_t value, struct err *e) KT_CHECK;
int64_t journal_kept(struct journal *j, const char *name);

/* Now, as a note has it: both clocks. */
void note_time(struct note *n);
/* How long ago a note was made, by the clock that nobody can set; -1: the machine was off since. */
int64_t note_age_ms(const struct note *n);

#endif
