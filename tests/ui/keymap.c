/* keymap.c - bindings: read, replaced, taken away, refused */
#include "config.h"

#include "core/keymap.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/key.h"

static const char built_in[] =
	"# what is compiled in\n"
	"[everywhere]\n"
	"help = f1 ? alt-1\n"
	"quit = q\n"
	"\n"
	"[list]\n"
	"list.down = j down\n"
	"list.up\t=\tk  up\n"
	"list.first = g home\n";

static bool add(struct keymap *m, const char *text, struct err *e)
{
	return keymap_add(m, text, "keys.conf", e);
}

static void expect(const struct keymap *m, const char *const *contexts, const char *key, const char *action)
{
	uint32_t code = 0;
	cr_assert(key_parse(key, &code), "'%s'", key);
	const char *got = keymap_action(m, contexts, code);
	cr_expect(str_eq(got, action), "%s: %s", key, got ? got : "NULL");
}

static const char *const in_list[] = { "list", "everywhere", NULL };

Test(keymap, contexts)
{
	struct arena a = ARENA_INIT;
	struct keymap m = { .arena = &a };
	struct err e = ERR_INIT;
	static const char *const elsewhere[] = { "form", "everywhere", NULL }, *const nowhere[] = { NULL };
	cr_assert(add(&m, built_in, &e), "%s", e.text);
	cr_expect(m.n == 10);
	expect(&m, in_list, "j", "list.down");
	expect(&m, in_list, "down", "list.down");
	expect(&m, in_list, "up", "list.up");
	expect(&m, in_list, "q", "quit");
	expect(&m, in_list, "esc-1", "help");
	expect(&m, in_list, "x", NULL);
	expect(&m, elsewhere, "j", NULL);
	expect(&m, elsewhere, "?", "help");
	expect(&m, nowhere, "q", NULL);
	cr_expect(keymap_key(&m, "list", "list.down", 0) == 'j');
	cr_expect(keymap_key(&m, "list", "list.down", 1) == KT_KEY_DOWN);
	cr_expect(keymap_key(&m, "list", "list.down", 2) == 0);
	cr_expect(keymap_key(&m, "everywhere", "list.down", 0) == 0);
	cr_expect(keymap_key(&m, "list", "quit", 0) == 0);
	cr_expect(m.bindings[0].line == 3 && m.bindings[9].line == 9);
	arena_done(&a);
}

Test(keymap, override)
{
	struct arena a = ARENA_INIT;
	struct keymap m = { .arena = &a };
	struct err e = ERR_INIT;
	cr_assert(add(&m, built_in, &e), "%s", e.text);
	/* The keys change places; one action loses its keys; a context's key hides that of everywhere. */
	cr_assert(add(&m, "[list]\nlist.down = k\nlist.up = j j\nlist.first = none\nlist.quick = q\n", &e),
		"%s", e.text);
	expect(&m, in_list, "k", "list.down");
	expect(&m, in_list, "j", "list.up");
	expect(&m, in_list, "down", NULL);
	expect(&m, in_list, "g", NULL);
	expect(&m, in_list, "q", "list.quick");
	expect(&m, in_list, "f1", "help");
	cr_expect(keymap_key(&m, "list", "list.up", 0) == 'j');
	cr_expect(keymap_key(&m, "list", "list.up", 1) == 0, "one key, said twice, is one");
	cr_expect(keymap_key(&m, "list", "list.first", 0) == 0);
	/* The same name in another context is another thing; named twice, the last one holds. */
	cr_assert(add(&m, "[everywhere]\nlist.down = x\n[list]\nlist.down = y\nlist.down = z\n", &e), "%s", e.text);
	cr_expect(keymap_key(&m, "everywhere", "list.down", 0) == 'x');
	cr_expect(keymap_key(&m, "list", "list.down", 0) == 'z');
	cr_expect(keymap_key(&m, "list", "list.down", 1) == 0);
	arena_done(&a);
}

Test(keymap, spelling)
{
	static const char *const cases[] = {
		"[a]\r\nx = j\r\n", "[a]\nx = j", "\xEF\xBB\xBF[a]\nx = j\n", "  [ a ]  \n\t x\t=\tj\t\n",
		"[b]\nx = k\n[a]\n#x = l\n\n   # ä\nx = j\n[b]\ny = j\n", "[a]\nx=j\n",
		"[a]\nx = j =\n", "[a]\nx = j #\n",
		"[a]\nx = none\nx = j\n", "[a]\ny = j\nx = k\ny = none\nx = j\n",
	};
	static const char *const contexts[] = { "a", NULL };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena a = ARENA_INIT;
		struct keymap m = { .arena = &a };
		struct err e = ERR_INIT;
		cr_expect(add(&m, cases[i], &e), "%zu: %s", i, e.text);
		cr_expect(str_eq(keymap_action(&m, contexts, 'j'), "x"), "%zu", i);
		arena_done(&a);
	}
}

Test(keymap, nothing_said)
{
	static const char *const cases[] = { "", "\n\n", "# only words", "[list]", "[list]\nx = none" };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena a = ARENA_INIT;
		struct keymap m = { .arena = &a };
		struct err e = ERR_INIT;
		cr_expect(add(&m, cases[i], &e) && m.n == 0, "%zu: %s", i, e.text);
		cr_expect(!keymap_action(&m, in_list, 'j') && !keymap_key(&m, "list", "x", 0));
		arena_done(&a);
	}
}

#define FIFTY "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx"

Test(keymap, refused)
{
	static const struct { const char *text; int line; const char *says; } cases[] = {
		{ "[list]\nx = hyper-j\n", 2, "There is no key hyper-j" },
		{ "[list]\nx = j ctrl-\n", 2, "There is no key ctrl-" },
		{ "[list]\nx =\n", 2, "Write the keys of x" },
		{ "[list]\nx = none j\n", 2, "must stand alone" },
		{ "[list]\nx = j none\n", 2, "must stand alone" },
		{ "x = j\n", 1, "Say first where" },
		{ "[list]\nx j\n", 2, "neither a comment" },
		{ "[list]\n= j\n", 2, "neither a comment" },
		{ "[list\nx = y", 1, "must end with ]" },
		{ "[]\n", 1, "needs a name" },
		{ "[ ]\n", 1, "needs a name" },
		{ "[Liste]\n", 1, "The name Liste is wrong" },
		{ "[list of all]\n", 1, "is wrong" },
		{ "[list]\nlist down = y\n", 2, "The name list down is wrong" },
		{ "[list]\nx = y\ny = y\n", 3, "the key y is already that of x" },
		{ "[list]\n\nx = y\n\nz = f3 y\n\n", 5, "In [list] the key y" },
		{ "[everywhere]\nstop = alt-1\n", 2,
			"the key alt-1 is already that of help, so it cannot be that of stop" },
		{ "[everywhere]\nhelp = none\nstop = alt-1\nquit = alt-1\n", 4, "alt-1" },
		{ "[list]\nx = ctrl-i\ny = tab\n", 3, "the key tab" },
		{ "[list]\nx = \xFF\n", 2, "not UTF-8" },
		{ "[list]\nx = \x01\n", 2, "control character" },
		{ "[" FIFTY "]\n", 1, "longer than 32 bytes" },
		{ "[list]\n" FIFTY " = j", 2, "longer than 48 bytes" },
	};
	struct arena a = ARENA_INIT;
	struct keymap m = { .arena = &a };
	struct err good = ERR_INIT;
	cr_assert(add(&m, built_in, &good), "%s", good.text);
	const struct binding *before = m.bindings;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err e = ERR_INIT;
		struct arena_mark mark = arena_mark(&a), after;
		cr_expect(!add(&m, cases[i].text, &e), "%zu", i);
		after = arena_mark(&a);
		cr_expect(after.top == mark.top && after.used == mark.used, "%zu: memory is given back", i);
		cr_expect(strstr(e.text, cases[i].says), "%zu: %s", i, e.text);
		const char *where = arena_printf(&a, "keys.conf, line %d: ", cases[i].line);
		cr_expect(str_starts(e.text, where), "%zu: %s", i, e.text);
		cr_expect(m.bindings == before && m.n == 10, "%zu", i);
		expect(&m, in_list, "j", "list.down");
		expect(&m, in_list, "f1", "help");
	}
	arena_done(&a);
}

Test(keymap, bounds)
{
	struct arena a = ARENA_INIT;
	struct keymap m = { .arena = &a };
	struct err e = ERR_INIT;
	struct buf text = BUF_INIT(KEYMAP_FILE_MAX * 2);
	buf_adds(&text, "[list]\nx = j");
	buf_pad(&text, ' ', 2000);
	cr_expect(!add(&m, text.data, &e) && strstr(e.text, "line 2: The line is longer than"), "%s", e.text);
	buf_clear(&text);
	buf_pad(&text, '\n', KEYMAP_FILE_MAX);
	cr_expect(add(&m, text.data, &e), "%s", e.text);
	buf_addc(&text, '\n');
	cr_expect(!add(&m, text.data, &e) && strstr(e.text, "The file keys.conf is larger than"), "%s", e.text);
	/* As many keys as there may be, one to a context, and one more. */
	buf_clear(&text);
	for (int i = 0; i < KEYMAP_BINDINGS_MAX; i++)
		buf_addf(&text, "[c%d]\nx = j\n", i);
	cr_expect(add(&m, text.data, &e) && m.n == KEYMAP_BINDINGS_MAX, "%s", e.text);
	cr_expect(!add(&m, "[list]\nx = j\n", &e) && strstr(e.text, "more than 1024 keys"), "%s", e.text);
	cr_expect(add(&m, "[c7]\nx = k\n", &e), "replaced is not one more: %s", e.text);
	cr_expect(keymap_key(&m, "c7", "x", 0) == 'k' && m.n == KEYMAP_BINDINGS_MAX);
	buf_done(&text);
	arena_done(&a);
}
