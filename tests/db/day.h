/* day.h - a day of the workshop, step by step: who asks the database what, when, and what they are told */
#ifndef KT_TESTS_DAY_H
#define KT_TESTS_DAY_H

#include <stddef.h>

#include "base/arena.h"

struct pg;

extern const char *const day_people[]; /* gero, vito, ofra, olga, kira (a terminal), karat */
extern struct arena day_arena;         /* until day_end */

void day_begin(void); /* a database with the orders 1 and 2 */
void day_end(void);
struct pg *day_as(const char *login);
/* The first value that a statement answers, or "!" and the code of the refusal. */
const char *said(const char *login, const char *sql);
void at(const char *login, const char *when);

struct step {
	const char *who, *when, *sql, *want; /* when: on 2 March 2026; NULL: the same hour */
};
void play(const struct step *steps, size_t n);

#define ID "gen_random_uuid()"
#define START(order, activity) "SELECT karat.timer_start(" ID ", " order ", " activity ")"
#define SWITCH(order, activity) "SELECT karat.timer_switch(" ID ", " order ", " activity ")"
#define SPANS(tab, who) "SELECT string_agg(to_char(started_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI:SS') || '-' || " \
	"coalesce(to_char(stopped_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI:SS'), ''), ' ' ORDER BY started_at, id) FROM karat." tab \
	" WHERE voided_at IS NULL AND person = (SELECT id FROM karat.person_list WHERE login = '" who "')"
#define SUMS(who) "SELECT concat_ws(' ', 'here', present, 'worked', worked, 'booked', booked, 'unbooked', unbooked, 'outside', outside) " \
	"FROM karat.time_sums((SELECT id FROM karat.person_list WHERE login = '" who "'), karat.day_begins(karat.today()), karat.clock())"

#endif
