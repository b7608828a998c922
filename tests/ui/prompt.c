/* prompt.c - the ":" line, the palette and the change of language, on emulated terminals */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "ui/demo.h"

enum { PASTE = 1 << 20 };

static void leave(struct vt *t)
{
	vt_keys(t, "ctrl-q");
	cr_expect_eq(vt_wait_exit(t), 0);
	const char *left = vt_given_back(t);
	cr_expect(!left, "left behind: %s", left ? left : "");
	vt_close(t);
}

static struct vt *open_orders(const char *login, const struct vt_look *look)
{
	struct vt *t = demo_open(login, look);
	cr_assert(vt_wait(t, "My day"));
	vt_keys(t, "f5");
	cr_assert(vt_wait(t, "A-2026-0018"));
	return t;
}

/* The line above the key bar, as it should be. */
static bool line_is(struct vt *t, const char *text)
{
	return vt_wait_line(t, 22, text);
}

static void begin(struct vt *t)
{
	vt_keys(t, ":");
	cr_assert(line_is(t, " :"));
}

static void say(struct vt *t, const char *line)
{
	begin(t);
	vt_type(t, line);
	vt_keys(t, "enter");
}

/* Editing is readline's, for every letter that people write. */
Test(prompt, editing)
{
	static const struct { const char *typed, *keys, *line; int column; } cases[] = {
		{ "orders weber", "ctrl-w", " : orders", 10 },
		{ "größe", "left left backspace", " : grße", 5 },
		{ "größe", "ctrl-a delete right delete", " : rße", 4 },
		{ "e\xcc\x81" "a", "backspace", " : e\xcc\x81", 4 },
		{ "日本語x", "left left backspace", " : 日語x", 5 },
		{ "one two three", "alt-b alt-b alt-d", " : one  three", 7 },
		{ "one two", "ctrl-left ctrl-k", " : one", 7 },
		{ "abc", "ctrl-u", " :", 3 },
		{ "abc", "ctrl-u ctrl-y ctrl-y", " : abcabc", 9 },
		{ "abc", "home x end y", " : xabcy", 8 },
		{ "abc", "backspace ctrl-_", " : abc", 6 },
		{ "abc", "f3 insert ctrl-q pgup alt-x", " : abc", 6 }, /* what means nothing puts nothing in */
	};
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		begin(t);
		vt_type(t, cases[i].typed);
		vt_keys(t, cases[i].keys);
		cr_expect(line_is(t, cases[i].line), "%zu", i);
		cr_expect(vt_wait_cursor(t, 22, cases[i].column), "%zu", i);
		vt_keys(t, "ctrl-c");
		cr_expect(!vt_find(t, " : ", &(int) { 0 }, &(int) { 0 }) || vt_wait_gone(t, cases[i].line), "%zu", i);
	}
	leave(t);
}

Test(prompt, jumps)
{
	static const struct { const char *line, *says; } cases[] = {
		{ "order A-2026-0017", "Order A-2026-0017 Krappen" }, { "A-2026-0011", "Order A-2026-0011 Trauringe" },
		{ "k-00007", "Customer K-00007" }, { "customer grünwald", "Customer K-00006 Grünwald" }, { "orders perlen", "Orders “perlen”" },
		{ "aufträge", "Nothing here is called" }, { "Customers", "Customers" }, { "people", "People" }, { "person ute", "Person ute" },
		{ "alloy 585-y", "Alloy 585-y" }, { "show order A-2026-0010", "Order A-2026-0010" }, { "list customers zobel", "Customers “zobel”" },
		{ "help quit", "Keys “quit”" }, { "home", "Waits for your answer" },
		{ "ordrs", "Nothing here is called “ordrs”. Near it: orders, order" },
		{ "A-2099-0001", "Nothing here is called “A-2099-0001”" },
		{ "xyzzyx", "Nothing here is called “xyzzyx”. Tab lists" },
		{ "quit now", "“quit” takes nothing behind its name." },
		{ "order \"x", "Order “\"x” does not exist" },
		{ "order.move \"x", "A quotation mark is opened and never closed." },
		{ "order.move nowhere=1", "There is no field “nowhere”." },
		{ "lang fr", "There is no language “fr”. There are de and en." },
		{ "set", "Say what to set" },
	};
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		say(t, cases[i].line);
		cr_expect(vt_wait(t, cases[i].says), "%s", cases[i].line);
	}
	leave(t);
}

/* Conditions behind the name of a list, as --where takes them, with words beside them; what makes no sense is told, and
 * opens nothing.
 */
Test(prompt, conditions)
{
	static const struct { const char *line, *title, *sees, *not; } cases[] = {
		{ "orders status=in_progress", "Orders status=in_progress", "A-2026-0010", "A-2026-0018" },
		{ "orders status=\"in progress\" assignee=lena", "Orders status=in progress assignee=lena", "A-2026-0012", "A-2026-0010" },
		{ "list orders status=in_progress", "Orders status=in_progress", "A-2026-0010", "A-2026-0018" },
		{ "list orders 'status=in progress'", "Orders status=in progress", "A-2026-0010", "A-2026-0018" },
		{ "orders kind=ring memoire", "Orders kind=ring “memoire”", "A-2026-0010", "A-2026-0012" },
		{ "orders due<2026-03-02 status!=delivered status!=cancelled", "Orders due<2026-03-02", "A-2026-0010", "A-2026-0012" },
		{ "customers city~Frankfurt", "Customers city~Frankfurt", "Muehlenbrock", "Zobelmann" },
		{ "browse.filter status=draft", "Orders status=draft", "draft", "A-2026-0010" },
	};
	static const struct { const char *line, *says; } wrong[] = {
		{ "orders staus=draft", "There is no field “staus”." }, { "orders status=drft", "“drft”" },
		{ "orders title=\"x", "A quotation mark is opened and never closed." }, { "orders due<", "Say what “due” is to be compared with." },
		{ "browse.filter staus=draft", "There is no field “staus”." },
	};
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		say(t, "home");
		say(t, "orders");
		cr_assert(vt_wait(t, "A-2026-0018"));
		say(t, cases[i].line);
		cr_expect(vt_wait(t, cases[i].title) && vt_wait(t, cases[i].sees) && vt_wait_gone(t, cases[i].not), "%s", cases[i].line);
	}
	say(t, "home");
	say(t, "orders");
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		say(t, wrong[i].line);
		cr_expect(vt_wait(t, wrong[i].says) && vt_wait(t, "A-2026-0018"), "%s", wrong[i].line);
	}
	leave(t);
}

/* Verbs with what they need, and fields, change the record that is selected or named. */
Test(prompt, does)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	say(t, "order A-2026-0017");
	cr_assert(vt_wait(t, "Agreed price"));
	say(t, "order.move place=safe-1");
	cr_expect(vt_wait(t, "A-2026-0017: done"));
	cr_expect(vt_wait(t, "Place                 safe-1"));
	say(t, "set title=\"Two words\" price=12,5");
	cr_expect(vt_wait(t, "A-2026-0017 is saved.") && vt_wait(t, "Two words") && vt_wait(t, "12.50"));
	say(t, "set customer K-00007 phone=\"030 1234\"");
	cr_expect(vt_wait(t, "K-00007 is saved."));
	say(t, "do order.comment A-2026-0011 body=Hello");
	cr_expect(vt_wait(t, "A-2026-0011: done"));
	say(t, "add customer kind=private last_name=Xylander");
	cr_expect(vt_wait(t, "is saved."));
	say(t, "customer xylander");
	cr_expect(vt_wait(t, "Xylander") && vt_wait(t, "Customer K-"));
	say(t, "order.cancel A-2026-0010 reason=test");
	cr_expect(vt_wait(t, "A-2026-0010”?"), "what is final asks");
	vt_keys(t, "n");
	say(t, "set order A-2026-0017 due=nonsense");
	cr_expect(vt_wait(t, "“nonsense” is not a day."));
	leave(t);
}

Test(prompt, words)
{
	static const struct { const char *typed, *keys, *sees, *line; } cases[] = {
		{ "ord", "tab", "orders                        Orders", " : order" },
		{ "custom", "tab", "customers", " : customer" },
		{ "pal", "tab", NULL, NULL }, /* the palette needs none */
		{ "aud", "tab", NULL, " : audit" },
		{ "order A-2026-001", "tab", "A-2026-0017                   Krappen erneuern, Fährmann, Gerlinde, draft", " : order A-2026-001" },
		{ "customer grünw", "tab", NULL, " : customer K-00006" },
		{ "order.move pl", "tab", NULL, " : order.move place=" },
		{ "order.move place=sa", "tab", NULL, " : order.move place=safe-1" },
		{ "set pri", "tab", NULL, " : set pri" },
		{ "do order.conf", "tab", NULL, " : do order.confirm" },
		{ "list custo", "tab", NULL, " : list customer" },
		{ "orders stat", "tab", NULL, " : orders status=" },
		{ "orders status=in_", "tab", NULL, " : orders status=in_progress" },
		{ "list orders kind=ring stat", "tab", NULL, " : list orders kind=ring status=" },
		{ "lang ", "tab", "de", " : lang" },
		{ "xyz", "tab", "Nothing begins like that.", " : xyz" },
		{ "order A-2099", "tab", "Nothing begins like that.", " : order A-2099" },
	};
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		begin(t);
		vt_type(t, cases[i].typed);
		vt_keys(t, cases[i].keys);
		cr_expect(!cases[i].sees || vt_wait(t, cases[i].sees), "%s", cases[i].typed);
		cr_expect(!cases[i].line || line_is(t, cases[i].line), "%s", cases[i].typed);
		vt_keys(t, "ctrl-c");
		cr_expect(vt_wait(t, "f Filter"), "%s", cases[i].typed);
	}
	leave(t);
}

/* Kept on disk, for nobody else; searched by its letters; a line left is not changed. */
Test(prompt, history)
{
	struct stat st;
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	say(t, "customers grün");
	cr_assert(vt_wait(t, "Customers “grün”"));
	say(t, "orders");
	say(t, " people");
	cr_assert(vt_wait(t, "People"));
	vt_keys(t, "f5");
	begin(t);
	vt_keys(t, "up up");
	cr_expect(line_is(t, " : customers grün"), "what begins with a blank is not kept");
	vt_keys(t, "backspace ctrl-c");
	begin(t);
	vt_keys(t, "ctrl-r");
	vt_type(t, "grü");
	cr_expect(line_is(t, " The last line with “grü”: customers grün"));
	vt_type(t, "z");
	cr_expect(line_is(t, " No line with “grüz”: customers grün"));
	vt_keys(t, "esc");
	cr_expect(line_is(t, " :"), "Esc leaves the search, and then the line");
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "f Filter"));
	leave(t);
	char path[512];
	snprintf(path, sizeof(path), "%s/karat/screen-history", getenv("XDG_STATE_HOME"));
	cr_expect(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	char *text;
	size_t len;
	cr_assert(file_read(path, PASTE, &a, &text, &len, &e), "%s", e.text);
	cr_expect_str_eq(text, "customers grün\norders\n");
	t = open_orders("marta", NULL);
	begin(t);
	vt_keys(t, "up up");
	cr_expect(line_is(t, " : customers grün"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Customers “grün”"));
	leave(t);
	arena_done(&a);
}

Test(prompt, paste)
{
	static char bomb[PASTE + 1];
	memset(bomb, 'x', PASTE);
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	begin(t);
	vt_paste(t, bomb);
	cr_expect(vt_wait(t, "Here is room for 2000 characters, no more."));
	vt_paste(t, "orders\ngrün\twald\n");
	cr_expect(line_is(t, " : orders grün wald"), "a line end is no Enter");
	vt_keys(t, "ctrl-u ctrl-r");
	vt_paste(t, bomb);
	cr_expect(vt_wait(t, "Here is room for"));
	vt_keys(t, "esc");
	bomb[1999] = '\0';
	vt_paste(t, bomb);
	cr_expect(vt_wait(t, "xxxxxxxxxx"));
	vt_type(t, "yz");
	cr_expect(vt_wait(t, "Here is room for"));
	vt_keys(t, "ctrl-a");
	cr_expect(vt_wait_cursor(t, 22, 3));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "f Filter"));
	leave(t);
}

/* A long query runs under it: one types, leaves, opens help; words and language come when it is over. */
Test(prompt, over_a_query)
{
	demo_own();
	struct vt *t = open_orders("marta", NULL);
	demo_hold(DEMO_ORDERS);
	vt_keys(t, "ctrl-r");
	cr_assert(vt_wait(t, "working, Esc stops"));
	begin(t);
	vt_type(t, "order A-2026-001");
	vt_keys(t, "tab");
	vt_type(t, "7");
	cr_expect(line_is(t, " : order A-2026-0017"), "nobody waits for words");
	vt_keys(t, "ctrl-c");
	say(t, "help");
	cr_expect(vt_wait(t, "› Keys") && vt_wait(t, "working, Esc stops"));
	vt_keys(t, "q");
	cr_expect(vt_wait_gone(t, "› Keys"));
	say(t, "lang de");
	cr_expect(vt_wait(t, "working, Esc stops"));
	demo_hold(NULL);
	cr_expect(vt_wait(t, "Aufträge") && vt_wait(t, "05.03.2026"));
	leave(t);
}

Test(prompt, over_a_line_that_dropped)
{
	demo_own();
	demo_sql("CHECKPOINT");
	struct vt *t = open_orders("marta", NULL);
	begin(t);
	vt_type(t, "customer grün");
	demo_kill();
	demo_hide(true);
	cr_expect(vt_wait(t, "no connection"));
	vt_type(t, "w");
	cr_expect(line_is(t, " : customer grünw"), "what was typed stays");
	vt_keys(t, "tab");
	cr_expect(vt_wait(t, "There is no connection"));
	vt_keys(t, "ctrl-c");
	say(t, "lang de");
	cr_expect(vt_wait(t, "Aufträge"), "words need no store");
	demo_hide(false);
	cr_expect(vt_wait_gone(t, "keine Verbindung") && vt_wait(t, "05.03.2026"));
	leave(t);
}

Test(prompt, aliases)
{
	char path[512];
	struct err e = ERR_INIT;
	static const char text[] = "[alias]\nw = orders perlen\no = order\nloop = loop\n";
	demo_shared();
	snprintf(path, sizeof(path), "%s/karat/karat.conf", getenv("XDG_CONFIG_HOME"));
	cr_assert(file_write(path, 0600, text, sizeof(text) - 1, &e), "%s", e.text);
	struct vt *t = open_orders("marta", NULL);
	say(t, "w");
	cr_expect(vt_wait(t, "Orders “perlen”"));
	say(t, "o A-2026-0017");
	cr_expect(vt_wait(t, "Order A-2026-0017"));
	begin(t);
	vt_type(t, "o A-2026-0018");
	vt_keys(t, "tab");
	cr_expect(vt_wait_cursor(t, 22, 17), "words behind an alias are those behind its line");
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Order A-2026-0018"));
	say(t, "loop");
	cr_expect(vt_wait(t, "The alias “loop” in karat.conf leads to itself."));
	leave(t);
}

/* Whoever has told readline to be vi has it here. */
Test(prompt, as_vi)
{
	char path[512], set[600];
	struct err e = ERR_INIT;
	static const char text[] = "set editing-mode vi\n";
	demo_shared();
	snprintf(path, sizeof(path), "%s/inputrc", getenv("XDG_CONFIG_HOME"));
	snprintf(set, sizeof(set), "INPUTRC=%s", path);
	cr_assert(file_write(path, 0600, text, sizeof(text) - 1, &e), "%s", e.text);
	struct vt *t = open_orders("marta", &(struct vt_look) { .env = (const char *const[]) { set, NULL } });
	begin(t);
	vt_type(t, "orders weber");
	vt_keys(t, "esc");
	cr_expect(vt_wait_cursor(t, 22, 14), "on the last letter");
	vt_type(t, "bcwgrün");
	cr_expect(line_is(t, " : orders grün"));
	vt_keys(t, "esc");
	cr_expect(vt_wait_cursor(t, 22, 13));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "f Filter"));
	leave(t);
}

/* readline looks at the locale: neither seven bits nor Latin-1 may break a letter. */
Test(prompt, charsets)
{
	static const struct { const char *locale, *charset; } cases[] = { { "C", NULL }, { "de_DE.ISO-8859-1", "ISO-8859-1" } };
	demo_shared();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char set[64];
		snprintf(set, sizeof(set), "LC_ALL=%s", cases[i].locale);
		struct vt *t = open_orders("marta", &(struct vt_look) { .charset = cases[i].charset, .env = (const char *const[]) { set, NULL } });
		if (cases[i].charset && !vt_find(t, "...", &(int) { 0 }, &(int) { 0 })) { /* the machine has no such locale */
			leave(t);
			continue;
		}
		begin(t);
		vt_type(t, "customer grünx");
		vt_keys(t, "backspace left backspace");
		vt_type(t, "ü");
		cr_expect(line_is(t, " : customer grün"), "%s", set);
		vt_keys(t, "end tab");
		cr_expect(line_is(t, " : customer K-00006"), "%s", set);
		vt_keys(t, "ctrl-u");
		vt_type(t, "customers grün");
		vt_keys(t, "enter");
		cr_expect(vt_wait(t, "Grünwald") && vt_wait_gone(t, "Zobelmann"), "%s", set);
		begin(t);
		vt_keys(t, "up");
		cr_expect(line_is(t, " : customers grün"), "%s", set);
		vt_keys(t, "ctrl-c");
		leave(t);
	}
}

/* The palette: by letters, with its keys; why not; records; old ones stay. */
Test(palette, finds)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	vt_keys(t, "f9");
	cr_assert(vt_wait(t, "What is to be done?") && vt_wait(t, "> Filter"));
	vt_type(t, "ordcomm");
	cr_expect(vt_wait(t, "> Comment"));
	vt_keys(t, "ctrl-u");
	vt_type(t, "grün");
	cr_expect(vt_wait(t, "K-00006 Grünwald, Theresa"));
	cr_expect(vt_wait(t, "A-2026-0011 Trauringe"));
	vt_keys(t, "ctrl-u");
	vt_type(t, "a-2026-0011");
	cr_expect(vt_wait(t, "> A-2026-0011 Trauringe") && vt_wait_gone(t, "K-00006"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Order A-2026-0011 Trauringe"));
	vt_keys(t, "f9");
	vt_type(t, "customers");
	cr_expect(vt_wait(t, "> Customers") && vt_wait(t, "f6"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Zobelmann"));
	leave(t);
	t = open_orders("jonas", NULL); /* an apprentice */
	vt_keys(t, "f9");
	vt_type(t, "audit");
	cr_expect(vt_wait(t, "You do not have the right to do this."));
	vt_keys(t, "enter");
	cr_expect(vt_wait_line(t, 23, " You do not have the right to do this."));
	vt_keys(t, "esc");
	cr_expect(vt_wait_gone(t, "What is to be done?"));
	leave(t);
}

/* Both ways in one run, with a form that is open and keeps what was typed in it. */
Test(language, changes_everything)
{
	demo_shared();
	struct vt *t = open_orders("marta", NULL);
	say(t, "order A-2026-0018");
	cr_assert(vt_wait(t, "Agreed price"));
	vt_keys(t, "e");
	cr_assert(vt_wait(t, "What is wanted"));
	vt_keys(t, "tab");
	vt_type(t, " für Zoë");
	vt_keys(t, "tab tab");
	cr_assert(vt_wait(t, "für Zoë"));
	vt_keys(t, "f9");
	cr_assert(vt_wait(t, "What is to be done?"));
	vt_type(t, "language");
	cr_assert(vt_wait(t, "> Language"));
	vt_keys(t, "enter");
	cr_expect(vt_wait(t, "Bezeichnung"));
	cr_expect(vt_wait(t, "für Zoë") && vt_wait(t, "05.03.2026") && vt_wait_gone(t, "2026-03-05"));
	vt_keys(t, "f1");
	cr_expect(vt_wait(t, "Im Formular"));
	say(t, "lang en");
	cr_expect(vt_wait(t, "In the form"));
	vt_keys(t, "q");
	cr_expect(vt_wait(t, "für Zoë") && vt_wait(t, "2026-03-05") && vt_wait_gone(t, "05.03.2026"));
	vt_keys(t, "esc");
	cr_expect(vt_wait(t, "This is not saved yet."), "the title alone is changed");
	vt_keys(t, "down down enter");
	cr_expect(vt_wait(t, "Order A-2026-0018") && vt_wait(t, "Agreed price"));
	leave(t);
}

/* Started by the same person with other words and settings; what My day is called then. */
static void expect_start(const char *login, const char *more, const char *lang, const char *title)
{
	struct vt *t = demo_start(login, VT_ARGV(more, lang));
	cr_expect(vt_wait(t, title), "%s %s", more ? more : "", lang ? lang : "");
	leave(t);
}

static const char *kept_by(const char *login)
{
	static char sql[128];
	snprintf(sql, sizeof(sql), "SELECT coalesce(language, '-') FROM karat.person WHERE login = '%s'", login);
	return demo_asked(sql);
}

/* It is there again with the next start, unless that says another one. */
Test(language, is_kept)
{
	demo_own();
	struct vt *t = demo_start("marta", NULL);
	cr_assert(vt_wait(t, "My day"));
	say(t, "lang de");
	cr_expect(vt_wait(t, "Mein Tag") && vt_wait(t, "Ab jetzt ist alles auf Deutsch."));
	leave(t);
	cr_expect_str_eq(kept_by("marta"), "de");
	cr_expect_str_eq(kept_by("ute"), "-", "nobody else's");
	expect_start("marta", NULL, NULL, "Mein Tag");
	expect_start("marta", "--lang", "en", "My day");
	expect_start("ute", NULL, NULL, "My day");
	t = demo_start("marta", VT_ARGV("--readonly"));
	cr_assert(vt_wait(t, "Mein Tag"));
	say(t, "lang en");
	cr_expect(vt_wait(t, "My day") && vt_wait(t, "From now on everything is in English."));
	leave(t);
	cr_expect_str_eq(kept_by("marta"), "de", "who only looks changes nothing");
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	const char *conf = arena_printf(&a, "%s/own.conf", demo_state());
	cr_assert(file_write(conf, 0600, "language = en\n", 14, &e), "%s", e.text);
	expect_start("marta", "--config", conf, "My day");
	arena_done(&a);
	cr_expect_eq(demo_run(VT_ARGV("-w", "demo:marta", "do", "person.language")), 0);
	cr_expect_str_eq(kept_by("marta"), "-");
	expect_start("marta", NULL, NULL, "My day");
}
