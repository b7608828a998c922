/* day.c - a day of the workshop, step by step */
#include "config.h"

#include "db/day.h"

#include <criterion/criterion.h>

#include "base/err.h"
#include "base/str.h"
#include "lib/testdb.h"
#include "store/pg.h"

struct arena day_arena;

const char *const day_people[] = { "gero", "vito", "ofra", "olga", "kira", "karat" };
static struct pg *conns[ARRAY_LEN(day_people)];

struct pg *day_as(const char *login)
{
	for (size_t i = 0; i < ARRAY_LEN(day_people); i++)
		if (str_eq(day_people[i], login))
			return conns[i] ? conns[i] : (conns[i] = testdb_open(login));
	cr_assert_fail("nobody is called %s", login);
	return NULL;
}

const char *said(const char *login, const char *sql)
{
	struct err e = ERR_INIT;
	struct answer got;
	if (!pg_ask(day_as(login), sql, NULL, 0, &day_arena, &got, &e))
		return arena_printf(&day_arena, "!%s", e.state);
	return got.n && got.cells[0] ? got.cells[0] : "";
}

void at(const char *login, const char *when)
{
	said(login, arena_printf(&day_arena, "SELECT set_config('karat.now', '%s', false)", when));
}

void day_begin(void)
{
	testdb_renew();
	said("gero", "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'Erster')");
	said("gero", "INSERT INTO karat.orders (kind, title) VALUES ('ring', 'Zweiter')");
}

void day_end(void)
{
	for (size_t i = 0; i < ARRAY_LEN(day_people); i++)
		if (conns[i])
			pg_close(conns[i]), conns[i] = NULL;
	arena_done(&day_arena);
}

/* The hour is told to who speaks, when it has changed for them. */
void play(const struct step *steps, size_t n)
{
	const char *hour = NULL, *told[ARRAY_LEN(day_people)] = { NULL };
	for (size_t i = 0; i < n; i++) {
		hour = steps[i].when ? steps[i].when : hour;
		for (size_t p = 0; hour && p < ARRAY_LEN(day_people); p++)
			if (str_eq(day_people[p], steps[i].who) && told[p] != hour)
				at(day_people[p], arena_printf(&day_arena, "2026-03-02 %s+01", told[p] = hour));
		const char *got = said(steps[i].who, steps[i].sql);
		cr_expect_str_eq(got, steps[i].want, "step %zu, %s: %s gives %s, not %s", i, steps[i].who, steps[i].sql, got, steps[i].want);
	}
}
