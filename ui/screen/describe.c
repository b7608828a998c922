/* describe.c - what the tables of actions and the key map say, row by row, for karat describe and the manual */
#include "config.h"

#include "screen/screens.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"
#include "core/keymap.h"

enum { CONTEXTS_MOST = 128, SEEN_MOST = 2048, KEYS_MOST = 1024 };

static const char everywhere[] = "everywhere";

/* Every class that there is: screens, then dialogs. */
static const struct screen_class *class_at(size_t i)
{
	const struct ui_parts *p = &workbench_parts;
	size_t n = 0;
	while (n < i && p->classes[n])
		n++;
	return p->classes[n] ? p->classes[n] : p->dialogs[i - n];
}

/* Screens. */

struct teller {
	workbench_row_fn *row;
	void *ctx;
	const char *context; /* only what belongs to it */
	const struct keymap *keys;
	struct { const char *context, *action; } seen[SEEN_MOST];
	size_t nseen;
	struct arena arena;
};

static bool tell_action(void *ctx, const char *context, const struct action *a)
{
	const struct teller *t = ctx;
	if (str_eq(context, t->context))
		t->row(t->ctx, (const char *[]) { context, a->name, i18n_label(a->label), a->right, i18n_label(a->help) });
	return true;
}

void describe_screens(workbench_row_fn *row, void *ctx)
{
	for (size_t i = 0; class_at(i); i++) {
		const struct screen_class *c = class_at(i);
		struct teller t = { .row = row, .ctx = ctx, .context = c->name };
		row(ctx, (const char *[]) { c->name, "", i18n_label(c->title), c->right, i18n_label(c->help) });
		screen_class_each_action(c, workbench_parts.everywhere, tell_action, &t);
	}
}

/* Keys: by context, each action once, though many screens share a list. */

static bool seen(struct teller *t, const char *context, const char *action)
{
	for (size_t i = 0; i < t->nseen; i++)
		if (str_eq(t->seen[i].context, context) && str_eq(t->seen[i].action, action))
			return true;
	kt_assert(t->nseen < SEEN_MOST);
	t->seen[t->nseen].context = context;
	t->seen[t->nseen++].action = action;
	return false;
}

static bool tell_keys(void *ctx, const char *context, const struct action *a)
{
	struct teller *t = ctx;
	struct buf keys = BUF_INIT(KEYS_MOST);
	uint32_t key;
	if (!str_eq(context, t->context) || seen(t, context, a->name))
		return true;
	for (size_t i = 0; (key = keymap_key(t->keys, context, a->name, i)); i++) {
		buf_adds(&keys, i ? " " : "");
		key_spell(key, &keys);
	}
	if (keys.len)
		t->row(t->ctx, (const char *[]) { context, arena_strdup(&t->arena, keys.data), a->name, a->right,
				i18n_label(a->help ? a->help : a->label) });
	buf_done(&keys);
	return true;
}

struct contexts {
	const char *names[CONTEXTS_MOST];
	size_t n;
};

static void add_context(struct contexts *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->names[i], name))
			return;
	kt_assert(c->n < CONTEXTS_MOST);
	c->names[c->n++] = name;
}

bool describe_keys(const char *own, workbench_row_fn *row, void *ctx, struct err *e)
{
	struct contexts c = { .n = 0 };
	struct teller t = { .row = row, .ctx = ctx };
	struct keymap keys;
	if (!ui_load_keys(&keys, own, &t.arena, e)) {
		arena_done(&t.arena);
		return false;
	}
	t.keys = &keys;
	add_context(&c, everywhere);
	for (size_t i = 0; class_at(i); i++)
		for (const struct action_table *w = class_at(i)->widget; w; w = w->more)
			add_context(&c, w->context);
	for (size_t i = 0; class_at(i); i++)
		add_context(&c, class_at(i)->name);
	for (size_t n = 0; n < c.n; n++) {
		t.context = c.names[n];
		for (size_t i = 0; class_at(i); i++)
			screen_class_each_action(class_at(i), workbench_parts.everywhere, tell_keys, &t);
	}
	arena_done(&t.arena);
	return true;
}
