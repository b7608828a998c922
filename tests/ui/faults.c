/* faults.c - the whole program on a bad line: what each screen costs of it, and what happens when it breaks at the
 * n-th round trip, for every n until the line holds
 *
 *	FAULTS=all tests/ui/ui --filter 'faults/\*'       every screen, every way to break; else a few
 */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "lib/proxy.h"
#include "ui/demo.h"

enum {
	DELAY_MS = 20,    /* each way: a line of 40 ms */
	TRIPS_START = 3,  /* to sign in, to know who that is and be told of changes, and the first screen */
	TRIPS_MOST = 20,
};

/* From the first screen by some keys to where another one can be opened. */
static const struct way {
	const char *name, *before, *there; /* NULL: from the first screen */
	const char *keys, *shows;
	unsigned trips;
	bool esc; /* leaves it */
} ways[] = {
	{ "orders",        NULL, NULL, "f5", "A-2026-0018", 1 },
	{ "an order",      "f5", "A-2026-0018", "enter", "Status history", 1 },
	{ "order form",    "f5", "A-2026-0018", "e", "What is wanted", 1, true },
	{ "a new order",   "f5", "A-2026-0018", "n", "What is wanted", 0, true },
	{ "a filter",      "f5", "A-2026-0018", "4", "Waiting for a fitting", 1 },
	{ "its status",    "f5", "A-2026-0018", "t", "Confirm", 0, true },
	{ "customers",     NULL, NULL, "f6", "Hasselbach", 1 },
	{ "a customer",    "f6", "Hasselbach", "enter", "Consent", 1 },
	{ "customer form", "f6", "Hasselbach", "e", "First name", 1, true },
	{ "help",          NULL, NULL, "f1", "Keys", 0 },
	{ "messages",      NULL, NULL, "f8", "Messages", 0 },
	{ "everything",    NULL, NULL, "f9", "What is to be done?", 0, true },
	{ "own order",     NULL, NULL, "enter", "Agreed price", 1 },
};

static struct proxy *line;

static struct vt *open_line(void)
{
	demo_own();
	line = demo_proxy();
	return demo_open("marta", NULL);
}

static void close_line(struct vt *t)
{
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	const char *left = vt_given_back(t);
	cr_expect(!left, "left behind: %s", left ? left : "");
	vt_close(t);
	proxy_close(line);
}

static bool seen(struct vt *t, const char *text)
{
	int row, column;
	return vt_find(t, text, &row, &column);
}

static void go_home(struct vt *t, const char *name)
{
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Waits for your answer"), "%s", name);
}

/* To where the screen is opened from; nothing is under way there any more. */
static void go_before(struct vt *t, const struct way *w)
{
	go_home(t, w->name);
	if (!w->before)
		return;
	vt_keys(t, w->before);
	cr_assert(vt_wait(t, w->there), "%s", w->name);
}

/* Where F2 means something else, or nothing. */
static void leave_it(struct vt *t, const struct way *w)
{
	if (!w->esc)
		return;
	vt_keys(t, "esc");
	cr_assert(vt_wait_gone(t, w->shows), "%s", w->name);
}

/* Keys are played one by one, each when there is nothing more to do: all they cost has been counted. */
static unsigned trips_of(const char *before, const char *keys)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/script", getenv("XDG_STATE_HOME"));
	FILE *f = fopen(path, "we");
	cr_assert(f);
	fprintf(f, before ? "keys %s\n" : "# %s\n", before ? before : "");
	fprintf(f, *keys ? "keys %s\n" : "# %s\n", keys);
	cr_assert_eq(fclose(f), 0);
	proxy_mark(line);
	cr_assert_eq(demo_run(VT_ARGV("-w", demo_url("marta"), "--script", path, "--size", "80x24")), 0, "%s", keys);
	return proxy_trips(line);
}

/* What it costs to get there, once for all that begin there. */
static unsigned trips_to(const char *before)
{
	static struct { const char *keys; unsigned trips; } known[4];
	size_t i = 0;
	while (known[i].trips && !(before ? known[i].keys && str_eq(known[i].keys, before) : !known[i].keys))
		cr_assert_lt(++i, ARRAY_LEN(known));
	if (!known[i].trips) {
		known[i].keys = before;
		known[i].trips = trips_of(before, "");
	}
	return known[i].trips;
}

static void tell(const char *name, unsigned trips)
{
	if (getenv("TELL")) /* make bench */
		fprintf(stderr, "trips: %-14s %u\n", name, trips);
}

Test(faults, a_screen_is_one_round_trip)
{
	demo_own();
	line = demo_proxy();
	cr_expect_eq(trips_to(NULL), TRIPS_START, "start: %u", trips_to(NULL));
	tell("start", trips_to(NULL));
	for (const struct way *w = ways; w < ways + ARRAY_LEN(ways); w++) {
		unsigned before = trips_to(w->before), all = trips_of(w->before, w->keys);
		cr_expect_eq(all - before, w->trips, "%s: %u round trips", w->name, all - before);
		tell(w->name, all - before);
	}
	proxy_close(line);
}

/* A slow one is not in the way of the keys: what was read stays, and help and forms open as ever. */
Test(faults, a_line_of_forty_milliseconds)
{
	struct vt *t = open_line();
	cr_assert(vt_wait(t, "Your orders"));
	proxy_delay(line, DELAY_MS);
	vt_keys(t, "f5");
	cr_expect(vt_wait(t, "A-2026-0018"));
	vt_keys(t, "n");
	cr_expect(vt_wait(t, "What is wanted"));
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "What is wanted") && vt_wait(t, "A-2026-0018"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Status history"));
	close_line(t);
}

static bool all_of_it(void)
{
	const char *said = getenv("FAULTS");
	return said && str_eq(said, "all");
}

/* A screen that could not be read says so; it can be had when the line is back. */
static bool opens_at_last(struct vt *t, const struct way *w, enum proxy_fault how)
{
	if (how == PROXY_REFUSE)
		cr_expect(vt_wait(t, "!! The database refused this"), "%s: a sentence", w->name);
	else
		cr_expect(vt_wait(t, "The connection is back."), "%s", w->name);
	go_before(t, w);
	vt_keys(t, w->keys);
	return vt_wait(t, w->shows);
}

static void break_it(struct vt *t, const struct way *w, enum proxy_fault how)
{
	unsigned most = w->trips ? 1 : 0; /* what a form asks behind the person's back fails in silence */
	for (unsigned n = 1; n <= most; n++) {
		go_before(t, w);
		proxy_fail(line, how, n);
		vt_keys(t, w->keys);
		cr_expect(opens_at_last(t, w, how), "%s, broken at %u in the way %d", w->name, n, (int)how);
		cr_expect(proxy_failed(line), "%s, %u", w->name, n);
		proxy_fail(line, how, 0);
		leave_it(t, w);
	}
}

Test(faults, every_screen_on_a_line_that_breaks)
{
	struct vt *t = open_line();
	cr_assert(vt_wait(t, "Your orders"));
	for (const struct way *w = ways; w < ways + ARRAY_LEN(ways); w++)
		for (enum proxy_fault how = 0; how < PROXY_FAULTS; how++)
			if (all_of_it() || (size_t)how == (size_t)(w - ways) % PROXY_FAULTS)
				break_it(t, w, how);
	go_home(t, "the end");
	close_line(t);
}

/* One look for all of them: each look takes what has come. */
static bool any_of(struct vt *t, const void *ctx)
{
	const char *const *texts = ctx, *now = vt_screen(t);
	while (*texts && !strstr(now, *texts))
		texts++;
	return *texts != NULL;
}

#define ANY_OF(...) any_of, (const char *const[]) { __VA_ARGS__, NULL }

/* Broken while it starts: it says why and leaves, or there is no line yet to speak of. */
Test(faults, broken_while_it_starts)
{
	demo_own();
	line = demo_proxy();
	for (enum proxy_fault how = 0; how < PROXY_FAULTS; how++)
		for (unsigned n = 1; n <= TRIPS_START; n++) {
			proxy_fail(line, how, n);
			struct vt *t = demo_open("marta", NULL);
			bool up = vt_wait_for(t, ANY_OF("Your orders", "karat: ", "!! The database refused"), "an end, or its first screen");
			cr_expect(up, "%d, %u", (int)how, n);
			bool left = seen(t, "karat: ");
			if (!left) {
				vt_keys(t, "f2");
				cr_expect(vt_wait(t, "Your orders"), "%d, %u", (int)how, n);
				vt_keys(t, "ctrl-q");
			}
			int status = vt_wait_exit(t);
			cr_expect(left ? status == 2 || status == 70 : status == 0, "%d, %u: %d", (int)how, n, status);
			cr_expect_null(vt_given_back(t));
			vt_close(t);
		}
	proxy_close(line);
}

/* Saving: the record is there once, whatever the line did and how often it is said again. */
static bool save_at(struct vt *t, enum proxy_fault how, unsigned n)
{
	char title[32], sql[120];
	snprintf(title, sizeof(title), "Ring %d.%u", (int)how, n);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM karat.orders WHERE title = '%s'", title);
	go_home(t, title);
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-00"), "%s", title);
	vt_keys(t, "n");
	cr_assert(vt_wait(t, "What is wanted"), "%s", title);
	vt_keys(t, "right tab");
	vt_type(t, title);
	cr_assert(vt_wait(t, title));
	proxy_fail(line, how, n);
	vt_keys(t, "f2");
	if (how == PROXY_REFUSE)
		cr_expect(vt_wait_for(t, ANY_OF("is saved.", "The database refused this"), "an answer"), "%s", title);
	else
		cr_expect(vt_wait_for(t, ANY_OF("is saved.", "The connection is back."), "the line to be back"), "%s", title);
	bool failed = proxy_failed(line);
	proxy_fail(line, how, 0);
	if (seen(t, "What is wanted")) { /* else it is saved, and what broke is what came after that */
		cr_expect(seen(t, title), "%s: nothing that was typed is lost", title);
		vt_keys(t, "f2");
		cr_expect(vt_wait(t, "is saved."), "%s", title);
	}
	cr_expect_str_eq(demo_asked(sql), "1", "%s", title);
	return failed;
}

Test(faults, saved_once_on_a_line_that_breaks)
{
	struct vt *t = open_line();
	cr_assert(vt_wait(t, "Your orders"));
	for (enum proxy_fault how = 0; how < PROXY_FAULTS; how++)
		for (unsigned n = all_of_it() ? 1 : 3; save_at(t, how, n); n += all_of_it() ? 1 : 2)
			cr_assert_lt(n, TRIPS_MOST);
	go_home(t, "the end");
	close_line(t);
}
