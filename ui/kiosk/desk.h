/* desk.h - what happens at a terminal on the wall: who stands there, what they have shown so far, what is still missing
 *
 * Pure: knows no screen, no disk and no database. Codes and keys go in, answers go in when they come, and wishes come out:
 * ask who that is, keep this punch, ring. A badge, an order and an activity may be shown in any order; another badge
 * begins anew; whoever walks away is forgotten by itself.
 */
#ifndef KT_KIOSK_DESK_H
#define KT_KIOSK_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "service/kiosk.h"

enum desk_view {
	DESK_IDLE,     /* the clock */
	DESK_BADGE,    /* an order, an activity or a command was shown: whose? */
	DESK_PIN,
	DESK_PERSON,   /* who stands there, what is known, what can be done */
	DESK_ACTIVITY, /* which kind of work: 1 to 9, the first by itself */
	DESK_CAUSE,    /* which kind of pause */
	DESK_FORGOT,   /* it runs since an earlier day: when did you stop? */
	DESK_SURE,     /* the reverse of what was just done */
	DESK_LEAVE,    /* the PIN of an admin, to end the program */
};

enum desk_tone { DESK_PLAIN, DESK_GOOD, DESK_KEPT, DESK_QUESTION, DESK_BAD };

enum wish_kind { WISH_NONE, WISH_IDENTIFY, WISH_MENU, WISH_PUNCH, WISH_LEAVE, WISH_LANGUAGE, WISH_RING };

struct wish {
	enum wish_kind kind;
	unsigned turn;       /* whose: an answer that comes when somebody else stands there is nobody's */
	char key[BADGE_KEY_LEN + 1], pin[PIN_MOST + 1];
	char said[4 * SCAN_CODE_MAX + 1];
	struct note punch;   /* what is done; uuid and hours are the keeper's */
	char language[8];
	enum desk_tone tone; /* WISH_RING */
};

enum { DESK_WISHES = 8, DESK_TYPED = 20, DESK_NOTE = 1024, DESK_DEEDS = 9, DESK_EARLY = 16 };

struct desk {
	enum desk_view view;
	int64_t until;       /* ms: when the view ends by itself; 0: never */
	int show_ms;
	bool busy;           /* an answer is on its way */
	/* Who stands there. */
	bool known;
	char key[BADGE_KEY_LEN + 1], pass[UUID_ROOM];
	struct kiosk_state who;
	/* What they have shown, and what was found about it. */
	char said[4 * SCAN_CODE_MAX + 1];
	struct kiosk_menu menu;
	bool have_menu;
	int64_t activity;
	char activity_name[KIOSK_WORD];
	int deed;            /* enum punch_deed that was asked for; -1: none */
	bool sure;
	/* What is typed, and what is said. */
	char typed[DESK_TYPED + 1];
	bool typing;         /* an order's number, on the person's view */
	char slow[SCAN_CODE_MAX + 1]; /* what came key by key, each soon after the other: a scanner on a slow line */
	int64_t slow_ms;
	char digit;          /* a choice that waits for whether more comes; 0: none */
	int64_t digit_due;
	char note[DESK_NOTE];
	enum desk_tone tone;
	/* The last code: the same within two seconds is one. */
	char last[4 * SCAN_CODE_MAX + 1];
	int64_t last_ms;
	struct {
		uint32_t key;    /* 0: a scan */
		char text[4 * SCAN_CODE_MAX + 1];
	} early[DESK_EARLY]; /* what came while an answer was awaited */
	size_t nearly;
	unsigned turn;       /* one more for each who comes or leaves */
	int64_t now_s;       /* since 1970, for hours */
	bool left;           /* an admin ended it */
	struct wish wishes[DESK_WISHES];
	size_t nwishes;
};

void desk_init(struct desk *d, int show_ms);

enum { DESK_HOUR = 32 };
const char *desk_hour(int64_t s, char ret[static DESK_HOUR]);  /* 09:05 of seconds since 1970 */
const char *desk_lasts(int64_t s, char ret[static DESK_HOUR]); /* 1:30 of seconds */

/* Events; now: milliseconds of a clock that nobody sets, wall: seconds since 1970. */
bool desk_clock(struct desk *d, int64_t now, int64_t wall); /* what is over ends (true); before everything else */
int64_t desk_due(const struct desk *d); /* when desk_clock is to be told the time though nothing happens; 0: never */
void desk_scan(struct desk *d, const char *text, size_t len, int64_t now);
void desk_key(struct desk *d, uint32_t key, int64_t now);

/* Answers, to the wish of this turn. offline: nobody could be asked; badge: what is kept here of it, NULL: nothing. */
void desk_identified(struct desk *d, unsigned turn, const struct kiosk_answer *a, int64_t now);
void desk_offline(struct desk *d, unsigned turn, const struct kept_badge *badge, int64_t now);
void desk_menu(struct desk *d, unsigned turn, const struct kiosk_menu *m, int64_t now); /* NULL: nobody could be asked */
void desk_punched(struct desk *d, unsigned turn, int deed, const struct kiosk_answer *a, int64_t now);
void desk_kept(struct desk *d, unsigned turn, size_t waiting, int64_t now);
void desk_failed(struct desk *d, unsigned turn, const char *sentence, int64_t now);
void desk_left(struct desk *d, unsigned turn, const struct kiosk_answer *a, int64_t now); /* NULL: nobody could be asked */

bool desk_wish(struct desk *d, struct wish *ret); /* the next; false: none */

/* What the keys do now: digit and words; at most DESK_DEEDS. */
struct desk_choice {
	char digit;
	const char *label; /* translated */
};
size_t desk_choices(const struct desk *d, struct desk_choice ret[static DESK_DEEDS]);

#endif
