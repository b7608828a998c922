/* list.c - the list on an emulated terminal: what others change, "/", many at once, columns, filters of one's own */
#include "config.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "ui/demo.h"

TestSuite(list, .timeout = 120);

static struct vt *open_orders(const char *login, const struct vt_look *look)
{
	struct vt *t = demo_open(login, look);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "> A-2026-0019") && vt_wait(t, "1 / 30"));
	return t;
}

static void leave(struct vt *t)
{
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	cr_expect_null(vt_given_back(t));
	vt_close(t);
}

/* What others do. */

Test(list, others_change_the_selected_row)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "down down");
	cr_assert(vt_wait(t, ">+A-2026-0017"));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "set", "order", "A-2026-0017", "title=Changed by Ute")), 0);
	cr_expect(vt_wait(t, "Changed by Ute"));
	cr_expect(vt_wait(t, "“A-2026-0017” was changed elsewhere, just now."));
	cr_expect(vt_wait_cursor(t, 4, 0));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "add", "order", "title=A new one above", "kind=ring")), 0);
	cr_expect(vt_wait(t, "4 / 31"), "the cursor is on its record, which is the fourth now");
	cr_expect(vt_wait(t, ">+A-2026-0017"));
	leave(t);
}

/* Whoever presses a key then must not hit the next record. */
Test(list, the_selected_row_goes)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "3");
	cr_assert(vt_wait(t, "1 / 2"));
	cr_assert_eq(demo_run(VT_ARGV("-w", "demo:ute", "do", "order.cancel", "A-2026-0019", "reason=a test")), 0);
	cr_assert(vt_wait(t, "“A-2026-0019” is not in this list any more: it was changed elsewhere."));
	vt_keys(t, "c");
	cr_expect(vt_wait(t, "Nothing is selected."));
	vt_keys(t, "down");
	cr_expect(vt_wait(t, ">+A-2026-0017"), "the row that stands there now is one step away");
	leave(t);
}

/* Searching. */

Test(list, search)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_type(t, "/");
	vt_type(t, "kette l");
	cr_expect(vt_wait(t, ">!A-2026-0008"), "while it is typed");
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "n Next  N Previous  Esc End search"));
	struct vt_cell c;
	int y, x;
	cr_assert(vt_find(t, "Kette löten", &y, &x));
	c = vt_cell(t, y, x);
	cr_expect(c.underline, "what was found can be seen");
	vt_keys(t, "n");
	cr_expect(vt_wait(t, ">+A-2026-0005"));
	vt_type(t, "N");
	cr_expect(vt_wait(t, ">!A-2026-0008"));
	vt_type(t, "N");
	cr_expect(vt_wait(t, "the search went on from the end of the list"));
	vt_keys(t, "n");
	cr_expect(vt_wait(t, "the search went on from the top of the list"));
	cr_expect(vt_wait(t, ">!A-2026-0008"));
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "/kette l"));
	cr_expect(vt_wait(t, ">!A-2026-0008"), "the cursor stays");
	vt_type(t, "/");
	cr_assert(vt_wait_line(t, 22, " /"));
	vt_type(t, "grunwald, T");
	cr_expect(vt_wait(t, "No row of this list has “grunwald, T”."), "a capital is meant");
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "/grunwald") && vt_wait(t, ">!A-2026-0008"), "Esc goes back to where it began");
	vt_type(t, "/");
	cr_assert(vt_wait_line(t, 22, " /"));
	vt_type(t, "GRUEN");
	cr_expect(vt_wait(t, "No row of this list has “GRUEN”."));
	vt_keys(t, "ctrl-u");
	vt_type(t, "Gruenwald");
	cr_expect(vt_wait(t, ">+A-2026-0005"), "ü and ue are the same");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "/Gruenwald  15 / 30"));
	leave(t);
}

/* A match that is not among the rows at hand: the window goes there, and knows where it is. */
Test(list, search_far_away)
{
	demo_own();
	demo_sql("INSERT INTO karat.orders (title, kind) SELECT "
		"CASE i WHEN 7 THEN 'Nadel im Heu' ELSE 'Heu' END, 'ring' FROM generate_series(1, 1100) i");
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "1 / more than 1,000"));
	vt_type(t, "/");
	vt_type(t, "nadel im");
	cr_expect(vt_wait(t, "> A-2026-0026"));
	vt_keys(t, "enter n");
	cr_expect(vt_wait(t, "This is the only row that has “nadel im”."));
	vt_keys(t, "end");
	cr_expect(vt_wait(t, "A-2025-"));
	vt_keys(t, "home");
	cr_expect(vt_wait(t, "> A-2026-1119") && vt_wait(t, "1 / more than 1,000"));
	leave(t);
}

/* Many at once. */

Test(list, a_step_for_many)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "down");
	vt_type(t, " ");
	cr_expect(vt_wait(t, "*-A-2026-0018") && vt_wait(t, "1 selected  3 / 30"));
	vt_keys(t, "down down");
	vt_type(t, "v");
	cr_expect(vt_wait(t, "4 selected") && vt_wait(t, "#-A-2026-0015"));
	vt_type(t, " ");
	cr_expect(vt_wait(t, "3 selected  6 / 30"));
	vt_keys(t, "ctrl-r");
	vt_type(t, "a");
	cr_assert(vt_wait(t, "Start work: 3 records? A-2026-0018, A-2026-0017, A-2026-0016"));
	vt_type(t, "y");
	cr_assert(vt_wait(t, "Start work: 1 of 3 done. The others, and why; they are still selected:"));
	cr_expect(vt_wait(t, "on hold") && vt_wait(t, "“draft”"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "2 selected") && vt_wait(t, " +A-2026-0016  2026-03-02  in progress"));
	vt_type(t, "U");
	cr_expect(vt_wait_gone(t, "selected"));
	vt_type(t, "U");
	cr_expect(vt_wait(t, "No row is selected. The space bar selects one."));
	leave(t);
}

/* Who ends karat meanwhile takes the screen away while the thread is still to begin with the first of them. */
Test(list, left_while_many_are_under_way)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_type(t, " ");
	vt_type(t, " ");
	cr_assert(vt_wait(t, "2 selected"));
	demo_hold(DEMO_ORDERS);
	vt_keys(t, "ctrl-r");
	vt_type(t, "a");
	cr_assert(vt_wait(t, "Start work: 2 records?"));
	vt_type(t, "y");
	cr_assert(vt_wait(t, "Start work: 0 of 2 done."));
	vt_signal(t, SIGTERM);
	demo_hold(NULL);
	cr_expect_eq(vt_wait_exit(t), 128 + SIGTERM);
	vt_close(t);
}

/* The menu counts who can; the others are left alone, stay selected, and are told with the reason. */
Test(list, a_menu_for_many)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "down");
	vt_type(t, " ");
	vt_keys(t, "down down");
	vt_type(t, "v");
	cr_assert(vt_wait(t, "4 selected") && vt_wait(t, "#-A-2026-0015"));
	vt_type(t, "t");
	cr_assert(vt_wait(t, "Status: 4 orders"));
	cr_expect(vt_wait(t, "Start work") && vt_wait(t, "1 of 4"));
	cr_expect(vt_wait(t, "Resume"));
	vt_type(t, "start");
	cr_assert(vt_wait(t, "> Start work") && vt_wait_gone(t, "Resume"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Start work: 1 record? A-2026-0016"));
	vt_type(t, "y");
	cr_assert(vt_wait(t, "Start work: 1 of 4 done. The others, and why; they are still selected:"));
	cr_expect(vt_wait(t, "A-2026-0018  confirmed: the order is on hold") && vt_wait(t, "A-2026-0017  draft: not from this status"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "3 selected") && vt_wait(t, " +A-2026-0016  2026-03-02  in progress"));
	leave(t);
}

Test(list, a_question_for_many)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	vt_type(t, " ");
	cr_assert(vt_wait(t, "1 selected"));
	vt_type(t, " ");
	cr_assert(vt_wait(t, "2 selected"));
	vt_type(t, "p");
	cr_assert(vt_wait(t, "Move: 2 records"));
	vt_type(t, "safe");
	cr_assert(vt_wait(t, "> safe-1 Tresor"));
	vt_keys(t, "f2");
	cr_assert(vt_wait(t, "Move: 2 records? A-2026-0019, A-2026-0018"));
	vt_type(t, "y");
	cr_expect(vt_wait(t, "Move: 2 of 2 done."));
	leave(t);
}

Test(list, clipboard)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "end");
	cr_assert(vt_wait(t, "> A-2025-0001"));
	vt_type(t, "Y");
	cr_assert(vt_wait(t, "What shall be copied?"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "In the clipboard: A-2025-0001"));
	cr_expect_str_eq(vt_clipboard(t), "QS0yMDI1LTAwMDE=");
	vt_type(t, "y");
	cr_expect(vt_wait(t, "In the clipboard: A-2025-0001 2025-04-17 delivered"), "a row has tabs between its columns");
	leave(t);
	t = open_orders("marta", &(struct vt_look) { .term = "vt220" });
	vt_type(t, "y");
	cr_expect(vt_wait(t, "so it was written to the file"));
	leave(t);
}

/* Columns. */

Test(list, columns_are_kept)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_type(t, "C");
	cr_assert(vt_wait(t, ">[x] Number"));
	vt_keys(t, "down down");
	vt_type(t, " ");
	cr_expect(vt_wait(t, ">[ ] Status"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Due         Status"), "nothing was taken");
	vt_type(t, "C");
	cr_assert(vt_wait(t, ">[x] Number"));
	vt_keys(t, "down down");
	vt_type(t, " ");
	vt_keys(t, "down down");
	vt_type(t, "KK");
	cr_expect(vt_wait(t, ">[x] Customer"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "The columns are saved for you.") && vt_wait(t, "Number       Due         Customer"));
	leave(t);
	t = open_orders("marta", NULL);
	cr_expect(vt_wait(t, "Number       Due         Customer"), "the next day, too");
	vt_type(t, "Cd");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "The columns are as they were delivered.") && vt_wait(t, "Number       Due         Status"));
	leave(t);
	t = open_orders("ute", NULL);
	cr_expect(vt_wait(t, "Number       Due         Status"), "somebody else has columns of their own");
	leave(t);
}

/* Filters of one's own. */

static const char *kept_file(struct arena *a)
{
	glob_t found;
	const char *path = NULL;
	if (glob(arena_printf(a, "%s/karat/lists/orders-*", getenv("XDG_STATE_HOME")), 0, NULL, &found) == 0)
		path = arena_strdup(a, found.gl_pathv[0]);
	globfree(&found);
	return path;
}

Test(list, filters_of_ones_own)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_type(t, "7");
	cr_expect(vt_wait(t, "No filter of yours has the key 7 yet."));
	vt_type(t, "1f");
	vt_type(t, "ring");
	vt_keys(t, "enter");
	cr_assert(vt_wait_gone(t, "Enter Take it"));
	vt_type(t, "B");
	cr_assert(vt_wait(t, "Save what is shown as the filter:"));
	vt_type(t, "Ringe");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "“Ringe” is saved. The key 6 shows it."));
	vt_keys(t, "backspace");
	cr_expect(vt_wait(t, "1 / 30"));
	leave(t);
	t = open_orders("marta", NULL);
	vt_type(t, "6");
	cr_expect(vt_wait(t, "Orders Ringe “ring”"));
	vt_type(t, "b");
	cr_expect(vt_wait(t, "6  Ringe"));
	vt_keys(t, "esc");
	cr_assert(vt_wait_gone(t, "Your filters"));
	vt_type(t, ":browse.forget");
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Which filter shall be forgotten?"));
	vt_keys(t, "enter");
	cr_assert(vt_wait(t, "Forget your filter “Ringe”? The records stay."));
	vt_type(t, "y");
	cr_expect(vt_wait(t, "The filter “Ringe” is forgotten."));
	leave(t);
	const char *path = kept_file(&a);
	cr_assert(path);
	cr_assert(file_write(path, 0600, "karat list 1\nrubbish\n", 21, &e));
	t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_expect(vt_wait(t, "> A-2026-0019") && vt_wait(t, "“rubbish”"));
	vt_type(t, "B");
	cr_assert(vt_wait(t, "Save what is shown as the filter:"));
	vt_type(t, "x");
	vt_keys(t, "enter");
	cr_expect(vt_wait_gone(t, "Save what is shown") && vt_wait(t, "“rubbish”"));
	leave(t);
	char *text;
	size_t len;
	cr_assert(file_read(path, 1000, &a, &text, &len, &e));
	cr_expect_str_eq(text, "karat list 1\nrubbish\n");
	arena_done(&a);
}

/* Small windows and slow lines. */

Test(list, forty_columns)
{
	demo_shared();
	struct vt *t = demo_open("marta", &(struct vt_look) { .columns = 40 });
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "> A-2026-0019"));
	cr_expect(vt_wait_line(t, 1, "  Number       Due         Status      >"));
	vt_keys(t, "right");
	cr_expect(vt_wait_line(t, 1, "< Number       Status                  >"));
	vt_keys(t, "right right right right right right right right");
	cr_expect(vt_wait_line(t, 1, "< Number       Alloy"));
	vt_keys(t, "left");
	cr_expect(vt_wait_line(t, 1, "< Number       Who               Alloy"));
	leave(t);
}

Test(list, few_bytes)
{
	enum { ROWS = 10 };
	struct arena a = ARENA_INIT;
	demo_own();
	demo_sql("INSERT INTO karat.orders (title, kind, due) SELECT 'Heu', 'ring', date '2099-12-24' - i % 23 FROM generate_series(1, 300) i");
	struct vt *t = demo_open("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, ">=A-2026-0319") && vt_wait(t, "1 / 330"));
	/* Curses writes a picture in pieces, and the last ones (colours back, cursor home) may come when its text has been
	 * seen and the next bytes are being counted: over some rows that is nothing. */
	vt_mark(t);
	for (int i = 2; i <= 1 + ROWS; i++) {
		vt_keys(t, "down");
		cr_assert(vt_wait(t, arena_printf(&a, ">=A-2026-%04d", 320 - i)) && vt_wait(t, arena_printf(&a, "%d / 330", i)));
	}
	cr_expect(vt_bytes(t) <= 100 * ROWS, "%d rows: %d bytes", ROWS, (int)vt_bytes(t));
	vt_mark(t);
	vt_keys(t, "pgdn");
	cr_assert(vt_wait(t, ">=A-2026-0288"));
	cr_expect(vt_bytes(t) <= 500, "a page whose numbers and days alone differ: %d bytes", (int)vt_bytes(t));
	leave(t);
	arena_done(&a);
}
