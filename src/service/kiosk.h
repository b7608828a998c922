/* kiosk.h - what a terminal on the wall asks the workshop, one round trip each; run on the worker's thread */
#ifndef KT_SERVICE_KIOSK_H
#define KT_SERVICE_KIOSK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"
#include "store/journal.h"

struct arena;
struct err;
struct store;

enum { KIOSK_TEXT = 4 * 200 + 1, KIOSK_WORD = 4 * 80 + 1, KIOSK_ACTIVITIES = 9 };

struct kiosk_hello { /* the idle screen, and the workshop's clock */
	char workshop[KIOSK_TEXT], terminal[KIOSK_WORD], language[8];
	int64_t now_ms;
};

struct kiosk_state { /* what is known of who stands there; seconds since 1970, 0: not */
	bool online;      /* else only the name is known, from what is kept here */
	char name[KIOSK_WORD], language[8];
	int64_t here_since;
	char number[32], title[KIOSK_TEXT], activity[KIOSK_WORD];
	int64_t since;
	int cause;        /* enum pause_cause; -1: no pause */
	int64_t paused_since, worked, proposal;
	int last_deed;    /* enum punch_deed; -1: none that a terminal knows */
	int64_t last_at;
};

struct kiosk_answer {
	char verdict[16];        /* ok, pin, no, locked; done, refused, review */
	char problem[16], detail[KIOSK_TEXT];
	char pass[UUID_ROOM];
	struct kiosk_state state;
};

struct kiosk_activity {
	int64_t id;
	char name[KIOSK_WORD];
};

struct kiosk_menu { /* kinds of work, the likeliest first, and the order that was asked about */
	char number[32], title[KIOSK_TEXT];
	char problem[16];        /* why no work can be done on it; "": it can */
	size_t n;
	struct kiosk_activity activities[KIOSK_ACTIVITIES];
};

bool kiosk_hello(struct store *s, struct arena *a, struct kiosk_hello *ret, struct err *e) KT_CHECK;
bool kiosk_badges(struct store *s, struct arena *a, struct kept_badge **ret, size_t *ret_n, struct err *e) KT_CHECK;
bool kiosk_identify(struct store *s, const char *key, const char *pin, struct arena *a, struct kiosk_answer *ret, struct err *e) KT_CHECK;
bool kiosk_menu(struct store *s, const char *key, const char *said, struct arena *a, struct kiosk_menu *ret, struct err *e) KT_CHECK;
/* live: who did it still reads the answer. */
bool kiosk_punch(struct store *s, const struct note *n, bool live, struct arena *a, struct kiosk_answer *ret, struct err *e) KT_CHECK;
bool kiosk_leave(struct store *s, const char *pin, struct arena *a, struct kiosk_answer *ret, struct err *e) KT_CHECK;

#endif
