/* keys.c - the keys that are built in, context by context, against the actions that the screens have */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/keymap.h"
#include "core/screen.h"
#include "screen/screens.h"
#include "store/builtin.h"

enum { LABEL_MOST = 12, CONTEXTS_MAX = 64, NAMES_MAX = 400 };

static struct arena mem;

static struct keymap built_in(void)
{
	struct keymap m = { .arena = &mem };
	struct err e = ERR_INIT;
	cr_assert(keymap_add(&m, builtin_find("keys.conf")->text, "keys.conf", &e), "%s", e.text);
	return m;
}

static bool is_f_key(uint32_t key)
{
	uint32_t code = key & KT_KEY_CODE;
	return code >= KT_KEY_F1 && code <= KT_KEY_F12;
}

/* Terminals disagree about F-keys, and a line eats them: each has a twin. */
Test(keys, every_f_key_has_a_twin)
{
	struct keymap m = built_in();
	for (size_t i = 0; i < m.n; i++) {
		const struct binding *b = &m.bindings[i];
		bool twin = !is_f_key(b->key);
		for (size_t j = 0; j < m.n && !twin; j++)
			twin = str_eq(m.bindings[j].context, b->context) && str_eq(m.bindings[j].action, b->action) && !is_f_key(m.bindings[j].key);
		cr_expect(twin, "[%s] %s has an F-key alone", b->context, b->action);
	}
}

Test(keys, none_takes_each_away)
{
	struct keymap all = built_in();
	for (size_t i = 0; i < all.n; i++) {
		struct keymap m = all;
		struct err e = ERR_INIT;
		const struct binding *b = &all.bindings[i];
		const char *const here[] = { b->context, NULL };
		const char *text = arena_printf(&mem, "[%s]\n%s = none\n", b->context, b->action);
		cr_assert(keymap_add(&m, text, "mine.conf", &e), "%s", e.text);
		cr_expect_eq(keymap_key(&m, b->context, b->action, 0), 0, "[%s] %s", b->context, b->action);
		cr_expect_null(keymap_action(&m, here, b->key), "[%s] %s", b->context, b->action);
	}
}

/* A key that is taken already is told with its place, in every context. */
Test(keys, a_conflict_names_its_line)
{
	struct keymap all = built_in();
	for (size_t i = 0; i < all.n; i++) {
		struct keymap m = all;
		struct err e = ERR_INIT;
		struct buf key = BUF_INIT(64);
		key_spell(all.bindings[i].key, &key);
		const char *text = arena_printf(&mem, "# mine\n[%s]\nsomething.new = %s\n", all.bindings[i].context, key.data);
		cr_expect(!keymap_add(&m, text, "mine.conf", &e) && str_starts(e.text, "mine.conf, line 3: "), "%s", e.text);
		cr_expect(strstr(e.text, all.bindings[i].action), "%s", e.text);
		buf_done(&key);
	}
}

struct walk {
	const struct screen_class *class;
	const char *contexts[CONTEXTS_MAX], *names[NAMES_MAX];
	size_t ncontexts, n, from;
};

static bool note(void *ctx, const char *context, const struct action *a)
{
	struct walk *w = ctx;
	size_t i = 0;
	while (i < w->ncontexts && !str_eq(w->contexts[i], context))
		i++;
	cr_assert(i < CONTEXTS_MAX && w->n < NAMES_MAX);
	if (i == w->ncontexts)
		w->contexts[w->ncontexts++] = context;
	for (size_t k = w->from; k < w->n; k++)
		cr_expect(!str_eq(w->names[k], a->name), "%s has %s twice", w->class->name, a->name);
	w->names[w->n++] = a->name;
	cr_expect(a->help || a->label, "%s: %s says nothing about itself", w->class->name, a->name);
	cr_expect(!(a->flags & ACTION_BAR) || str_width(a->label) <= LABEL_MOST, "%s: %s is too long for the key bar", w->class->name, a->label);
	cr_expect(a->run, "%s", a->name);
	return true;
}

/* In the contexts of the screens that have a name, a key leads to an action that is there. */
Test(keys, no_key_without_its_action)
{
	struct keymap m = built_in();
	for (const struct screen_class *const *c = workbench_parts.classes; *c; c++) {
		struct walk w = { .class = *c };
		screen_class_each_action(*c, workbench_parts.everywhere, note, &w);
		for (size_t i = 0; i < m.n; i++) {
			bool ours = false, found = false;
			for (size_t k = 0; k < w.ncontexts; k++)
				ours |= str_eq(w.contexts[k], m.bindings[i].context);
			for (size_t k = 0; k < w.n && ours; k++)
				found |= str_eq(w.names[k], m.bindings[i].action);
			cr_expect(found || !ours, "%s: [%s] %s is no action of it", (*c)->name, m.bindings[i].context, m.bindings[i].action);
		}
	}
}
