/* search.c - the search over everything on an emulated terminal */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "ui/demo.h"

static struct vt *open_search(const char *login, const char *words, const struct vt_look *look)
{
	struct vt *t = demo_open(login, look);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f3");
	cr_assert(vt_wait(t, "Type what you look for"));
	vt_type(t, words);
	return t;
}

static void leave(struct vt *t)
{
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	cr_expect_null(vt_given_back(t));
	vt_close(t);
}

/* Each cell of a text that is on the screen is marked, and the one behind it is not. */
static void expect_marked(struct vt *t, const char *line, size_t from, size_t len, bool color)
{
	int y, x;
	cr_assert(vt_find(t, line, &y, &x), "%s\n%s", line, vt_screen(t));
	for (size_t i = 0; i <= len; i++) {
		struct vt_cell c = vt_cell(t, y, x + (int)(from + i));
		bool marked = c.bold && c.underline;
		cr_expect_eq(marked, i < len, "%s: '%s' in column %d", line, c.text, x + (int)(from + i));
		cr_expect(color || c.fg == -1, "%s", line);
	}
}

Test(search, finds_marks_opens_and_comes_back)
{
	demo_shared();
	struct vt *t = open_search("marta", "muehlenbrock", &(struct vt_look) { .env = (const char *const[]) { "NO_COLOR=1", NULL } });
	cr_assert(vt_wait(t, "Customers 2"));
	cr_assert(vt_wait(t, "Mühlenbrock, Ilse"));
	expect_marked(t, "Muehlenbrock, Ilse · Fra", 0, 12, false);
	expect_marked(t, "Mühlenbrock, Ilse · Han", 0, 11, false);
	cr_expect(vt_wait_cursor(t, 1, 22), "the cursor stands behind the words");
	vt_keys(t, "down down");
	cr_expect(vt_wait_cursor(t, 4, 0), "and on the hit when one has gone there");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Search › Customer K-00007") && vt_wait_gone(t, "Search:"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Search:  muehlenbrock"));
	cr_expect(vt_wait_cursor(t, 4, 0), "as it was");
	vt_keys(t, "2");
	cr_expect(vt_wait(t, "[Customers 2]") && vt_wait_gone(t, "A-2026-0014"));
	vt_keys(t, "7");
	cr_expect(vt_wait(t, "Nothing of this kind is found."));
	vt_keys(t, "0");
	cr_expect(vt_wait(t, "A-2026-0014"));
	leave(t);
}

Test(search, a_number_opens_at_once)
{
	demo_shared();
	struct vt *t = open_search("lena", "12\r", NULL); /* Enter before the hits are there */
	cr_expect(vt_wait(t, "Search › Order A-2026-0012") && vt_wait_gone(t, "Search:"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Search:  12"));
	vt_keys(t, "ctrl-u");
	cr_expect(vt_wait(t, "Your last searches"));
	vt_keys(t, "up");
	cr_expect(vt_wait(t, "Search:  12") && vt_wait(t, "A-2026-0012"));
	vt_keys(t, "up");
	cr_expect(vt_wait(t, "This is the oldest search"));
	vt_keys(t, "ctrl-z");
	cr_expect(vt_wait(t, "Type what you look for"));
	leave(t);
}

/* All at once, and not in one breath with what was typed before. */
static void scan(struct vt *t, const char *code)
{
	vt_focus(t, true);
	vt_type(t, code);
	vt_type(t, "\r");
}

/* Among the words and among the hits a code means what it means everywhere, and nothing of it stays. */
Test(search, a_scan_opens_its_order)
{
	demo_shared();
	struct vt *t = open_search("lena", "perlen", NULL);
	cr_assert(vt_wait(t, "[Everything"));
	scan(t, "30000285"); /* the label of an order, in digits */
	cr_expect(vt_wait(t, "Search › Order A-2026-0017") && vt_wait_gone(t, "Search:"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "Search:  perlen\n") && vt_wait(t, "[Everything"), "the words that stood there");
	vt_keys(t, "down");
	cr_expect(vt_wait_cursor(t, 3, 0));
	scan(t, "ORDER:30"); /* where letters and digits are commands */
	cr_expect(vt_wait(t, "Search › Order A-2026-0019") && vt_wait_gone(t, "Search:"));
	vt_keys(t, "esc");
	cr_assert(vt_wait(t, "Search:  perlen\n"));
	scan(t, "4711");
	cr_expect(vt_wait(t, "Order 4711 does not exist") && vt_wait(t, "Search:  perlen\n"));
	vt_keys(t, "up");
	cr_expect(vt_wait_cursor(t, 1, 16), "a scan does not leave the hits, a key does");
	vt_keys(t, "ctrl-u");
	cr_assert(vt_wait(t, "Type what you look for"));
	scan(t, "4711");
	cr_expect(vt_wait(t, "Order 4711 does not exist") && vt_wait(t, "Search:\n"));
	leave(t);
}

Test(search, another_person_does_not_see_what_was_looked_for)
{
	demo_shared();
	struct vt *t = open_search("lena", "12\r", NULL);
	cr_assert(vt_wait(t, "Search › Order A-2026-0012"));
	vt_keys(t, ":");
	vt_type(t, "signout\r");
	cr_assert(vt_wait(t, "Who are you"));
	vt_keys(t, "shift-tab ctrl-u");
	vt_type(t, "ute");
	vt_keys(t, "enter enter");
	cr_assert(vt_wait(t, "Ute Kessler"));
	vt_keys(t, "f3");
	cr_assert(vt_wait(t, "Type what you look for"));
	vt_keys(t, "up");
	cr_expect(vt_wait(t, "There was no search before this one.") && vt_wait(t, "Search:\n"));
	leave(t);
}

Test(search, open_and_closed_orders)
{
	demo_shared();
	struct vt *t = open_search("marta", "turmalin", NULL);
	cr_expect(vt_wait(t, "A-2025-0004"));
	vt_keys(t, "alt-o");
	cr_expect(vt_wait(t, "open orders only") && vt_wait_gone(t, "A-2025-0004"));
	cr_expect(vt_wait(t, "Some orders are left out"));
	vt_keys(t, "alt-o");
	cr_expect(vt_wait(t, "closed orders only") && vt_wait(t, "A-2025-0004"));
	vt_keys(t, "alt-o");
	cr_expect(vt_wait_gone(t, "orders only"));
	leave(t);
}

static struct vt *open_rings(void)
{
	demo_shared();
	struct vt *t = open_search("marta", "ring", NULL);
	cr_assert(vt_wait(t, "Orders 9"));
	return t;
}

/* Counts of one are those under the other; another kind has neither. */
Test(search, orders_by_status_and_year)
{
	struct vt *t = open_rings();
	vt_keys(t, "alt-y");
	cr_expect(vt_wait(t, "[2026") && vt_wait_gone(t, "A-2025-") && vt_wait(t, "[Orders"));
	vt_keys(t, "alt-y");
	cr_expect(vt_wait(t, "[2025") && vt_wait_gone(t, "A-2026-") && vt_wait(t, "A-2025-"));
	vt_keys(t, "alt-s");
	cr_expect(vt_wait(t, "[delivered") && vt_wait(t, "A-2025-"));
	vt_keys(t, "alt-s");
	cr_expect(vt_wait_gone(t, "[delivered"), "round and round");
	vt_keys(t, "alt-y");
	cr_expect(vt_wait_gone(t, "[2025") && vt_wait(t, "[Orders 9]"));
	vt_keys(t, "alt-s tab");
	cr_expect(vt_wait_gone(t, "2025 3") && vt_wait(t, "[Customers 2]"));
	vt_keys(t, "0");
	cr_expect(vt_wait(t, "Search:  ring0"), "a digit is typed while the words have the keys");
	leave(t);
}

/* Enter on words that this status does not have opens the best of all. */
Test(search, enter_is_not_kept_from_other_orders)
{
	struct vt *t = open_rings();
	vt_keys(t, "alt-y alt-y");
	cr_assert(vt_wait(t, "[2025") && vt_wait_gone(t, "A-2026-"));
	vt_type(t, "\x15" "A-2026-0012\r"); /* without a pause: the hits come after Enter */
	cr_expect(vt_wait(t, "Search › Order A-2026-0012"));
	leave(t);
}

Test(search, what_cannot_be_looked_for_is_told)
{
	static const struct { const char *text, *says; } cases[] = {
		{ "r", "One letter is too little" }, { "%_\\", "neither a letter nor a digit" }, { "   ", "Type what you look for" },
		{ "gibtesnicht", "Nothing is found in which all" }, { "'; DROP TABLE karat.orders; --", "Nothing is found" },
		{ "ring", "A-2026-0018" },
	};
	static char book[10001];
	demo_shared();
	struct vt *t = open_search("marta", "", NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		vt_type(t, cases[i].text);
		cr_expect(vt_wait(t, cases[i].says), "'%s'", cases[i].text);
		vt_keys(t, "ctrl-u");
		cr_expect(vt_wait(t, "Type what you look for"), "'%s'", cases[i].text);
	}
	memset(book, 'x', sizeof(book) - 1);
	vt_paste(t, book);
	cr_expect(vt_wait(t, "Here is room for 200 characters"));
	leave(t);
}

/* Faster than anybody: only the last answer counts. */
Test(search, one_letter_after_the_other)
{
	demo_shared();
	struct vt *t = open_search("marta", "", NULL);
	for (int i = 0; i < 20; i++) {
		vt_type(t, "trauringe mit mokume");
		vt_keys(t, "ctrl-u");
		vt_type(t, "perlen");
		vt_keys(t, "ctrl-u");
	}
	vt_type(t, "hasselbach");
	cr_expect(vt_wait(t, "Search:  hasselbach") && vt_wait(t, "[Everything") && vt_wait(t, "Hasselbach, Florian"));
	cr_expect(vt_wait_gone(t, "Mokume"));
	leave(t);
}

Test(search, a_viewer_finds_nothing_private)
{
	demo_shared();
	struct vt *t = open_search("tim", "hasselbach", NULL);
	cr_expect(vt_wait(t, "Hasselbach, Florian"));
	cr_expect(vt_wait_gone(t, "0152"), "no telephone");
	vt_keys(t, "ctrl-u");
	cr_expect(vt_wait(t, "Type what you look for"));
	vt_type(t, "nickel");
	cr_expect(vt_wait(t, "750-w"));
	cr_expect(vt_wait_gone(t, "No-go"));
	leave(t);
}

Test(search, plain_marks_with_signs)
{
	demo_shared();
	struct arena a = ARENA_INIT;
	struct vt *t = vt_open(VT_ARGV("sh", "-c", arena_printf(&a, "%s --plain", demo_command("marta"))), NULL);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f3");
	cr_assert(vt_wait(t, "Search:"));
	vt_type(t, "muhlenbrock");
	cr_expect(vt_wait(t, "«Mühlenbrock», Ilse"));
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	vt_close(t);
	arena_done(&a);
}
