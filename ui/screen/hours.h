/* hours.h - what screens of somebody's hours have in common: whose and from which day on, and one question about it */
#ifndef KT_SCREEN_HOURS_H
#define KT_SCREEN_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "domain/ftype.h"
#include "store/pg.h"

struct buf;
struct err;
struct screen;
struct screen_class;
struct ui;

struct hours {
	struct arena arena; /* of what is shown */
	struct answer got;
	struct day day;
	struct ref person;
	char login[64];     /* whose, until it is known; "": one's own */
};

/* “lena”, her number, “1.4.”, “lena 1.4.” or nothing: one's own of today. */
bool hours_open(struct hours *h, const char *words, struct err *e) KT_CHECK;
void hours_close(struct hours *h);
/* $1 is the person, $2 the day. `told` hears of it once the answer is there; another day that was asked for meanwhile counts. */
void hours_ask(struct screen *s, struct hours *h, const char *sql, void (*told)(struct screen *s));
/* Another screen of somebody's hours, at a day of theirs. */
void hours_show(struct ui *ui, const struct screen_class *class, const struct hours *h, struct day day);
/* The table is one that hours are made of; NULL: anything may have changed. */
bool hours_of(const char *table);

struct instant hours_instant(const char *cell);  /* INSTANT_NONE: empty */
struct duration hours_seconds(const char *cell); /* 0: empty */
/* 08:05; a midnight that ends a day is 24:00. */
void hours_put(struct instant t, bool end, struct buf *out);
/* 1:30 or -0:45, whole minutes as in every language; into the arena. */
const char *hours_lasts(struct duration d, struct arena *a);

#endif
