/* scan.c - what scanners type, on emulated terminals: wherever the focus is */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ui/demo.h"

/* As a scanner types: all at once, and Enter; and not in one breath with a key, which no hand does. */
static void scan(struct vt *t, const char *code)
{
	vt_focus(t, true);
	vt_send(t, code, strlen(code));
	vt_send(t, "\r", 1);
}

static void leave(struct vt *t)
{
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	vt_close(t);
}

Test(scan, everywhere)
{
	demo_shared();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	scan(t, "ORDER:30");
	cr_expect(vt_wait(t, "Order A-2026-0019") && vt_wait(t, "Status history"));
	scan(t, "30000285"); /* a label in digits */
	cr_expect(vt_wait(t, "Order A-2026-0017"));
	scan(t, "a-2026-0019"); /* and what stands on papers, under caps lock */
	cr_expect(vt_wait(t, "Order A-2026-0019"));
	scan(t, "Aß2026ß0017");
	cr_expect(vt_wait(t, "Order A-2026-0017"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Your orders"), "one took the place of the other");
	vt_keys(t, "f1");
	cr_expect(vt_wait(t, "Everywhere"));
	scan(t, "ORDERÖ30");
	cr_expect(vt_wait(t, "Order A-2026-0019"), "from the help as well");
	leave(t);
}

Test(scan, nothing_to_do)
{
	demo_shared();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	scan(t, "ORDER:4711");
	cr_expect(vt_wait(t, "! Order 4711 does not exist") && vt_bells(t) == 1);
	scan(t, "BADGE:8f3-x");
	cr_expect(vt_wait(t, "This is somebody's badge.") && vt_bells(t) == 2);
	scan(t, "DO:DANCE");
	cr_expect(vt_wait(t, "The code “DO:DANCE” is not known.") && vt_bells(t) == 3);
	leave(t);
}

/* Its characters were typed before it was known: they go again. */
Test(scan, no_answer)
{
	demo_shared();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	vt_keys(t, "q");
	cr_assert(vt_wait(t, "Leave karat?"));
	scan(t, "4711");
	cr_expect(vt_wait(t, "A question is open."));
	vt_keys(t, "n");
	cr_expect(vt_wait_gone(t, "Leave karat?"));
	vt_keys(t, "f9");
	cr_assert(vt_wait(t, "What is to be done?"));
	vt_type(t, "ord");
	cr_assert(vt_wait(t, "> ord"));
	scan(t, "PLACE:safe-1");
	cr_expect(vt_wait_gone(t, "What is to be done?") && vt_wait(t, "Put away safe-1"), "the palette asks nothing");
	leave(t);
}

/* In the line of the filter, and in a form, it is text; where a place is wanted it is the place. */
Test(scan, into_texts)
{
	demo_shared();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	scan(t, "ORDER:30");
	cr_assert(vt_wait(t, "Order A-2026-0019") && vt_wait(t, "Status history"));
	vt_keys(t, "p");
	cr_assert(vt_wait(t, "Code of the place"));
	scan(t, "PLACEÖsafeß1");
	cr_expect(vt_wait(t, "~ Place    safe-1 Tresor"));
	scan(t, "ORDER:29");
	cr_expect(vt_wait(t, "Place: the code that was scanned is of something else.") && vt_wait(t, "~ Place    safe-1 Tresor"));
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "Code of the place"));
	vt_keys(t, "e");
	cr_assert(vt_wait(t, "What is wanted"));
	vt_keys(t, "tab ctrl-u");
	scan(t, "LOT:9");
	cr_expect(vt_wait(t, "~ Title *                 LOT:9"));
	vt_keys(t, "tab");
	scan(t, "ORDER:30");
	cr_expect(vt_wait(t, "Customer: the code that was scanned is of something else.") && vt_wait(t, "Dornseif"));
	vt_keys(t, "ctrl-q");
	cr_expect(vt_wait(t, "Throw away what I typed"));
	vt_keys(t, "down down enter");
	cr_expect_eq(vt_wait_exit(t), 0);
	vt_close(t);
}

/* One after the other, and back; but not what somebody else has moved since. */
Test(scan, moving)
{
	demo_own();
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "Your orders"));
	scan(t, "PLACE:bench-2");
	cr_assert(vt_wait(t, "Put away bench-2"));
	scan(t, "ORDER:30");
	cr_expect(vt_wait(t, "bench-2: A-2026-0019"));
	vt_keys(t, "enter"); /* what is asked for may be scanned as well as typed */
	cr_expect(vt_wait(t, "Its number, or what stands on its label."));
	scan(t, "ORDER:29");
	cr_expect(vt_wait(t, "bench-2: A-2026-0018"));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "do", "order.move", "A-2026-0018", "place=safe-1")), 0);
	vt_keys(t, "u");
	cr_expect(vt_wait(t, "has been moved again since."));
	vt_keys(t, "u");
	cr_expect(vt_wait(t, "A-2026-0019 Perlenkette neu knoten: taken back"));
	scan(t, "PLACE:nowhere");
	cr_expect(vt_wait(t, "Place “nowhere” does not exist"));
	leave(t);
}
