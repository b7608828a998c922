/* fuzz_keymap.c - files of key bindings */
#include "config.h"

#include "fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "core/key.h"
#include "core/keymap.h"

static const char built_in[] = "[everywhere]\nquit = q\n[list]\nlist.down = j down\n";

static void check_binding(const struct keymap *m, const struct binding *b)
{
	const char *const contexts[] = { b->context, NULL };
	struct buf name = BUF_INIT(64);
	uint32_t key;
	key_spell(b->key, &name);
	kt_assert(key_parse(name.data, &key) && key == b->key && b->line > 0);
	buf_done(&name);
	/* One key, one action. */
	kt_assert(str_eq(keymap_action(m, contexts, b->key), b->action));
	size_t n = 0;
	while ((key = keymap_key(m, b->context, b->action, n)) && key != b->key)
		n++;
	kt_assert(key == b->key);
}

static void check(const char *text, struct arena *a)
{
	struct keymap m = { .arena = a };
	struct err e = ERR_INIT;
	kt_assert(keymap_add(&m, built_in, "keys", &e) && m.n == 3);
	if (!keymap_add(&m, text, "mine", &e)) {
		kt_assert(e.code != ERR_NONE && *e.text && m.n == 3);
		kt_assert(keymap_key(&m, "list", "list.down", 1) == KT_KEY_DOWN);
		return;
	}
	kt_assert(e.code == ERR_NONE);
	for (size_t i = 0; i < m.n; i++)
		check_binding(&m, &m.bindings[i]);
	size_t once = m.n;
	kt_assert(keymap_add(&m, text, "mine", &e) && m.n == once); /* it replaces itself */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	check(arena_strndup(&a, (const char *)data, size), &a);
	arena_done(&a);
	return 0;
}
