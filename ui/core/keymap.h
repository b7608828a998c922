/* keymap.h - which key does what, from a commented file that is compiled in and may be overridden
 *
 *   [list]                      a section is a context: everywhere, list, form, field, or a screen's name
 *   list.down = j down          the action, then its keys; "none" takes all keys away
 */
#ifndef KT_CORE_KEYMAP_H
#define KT_CORE_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"

struct arena;
struct err;

enum { KEYMAP_CONTEXT_MAX = 32, KEYMAP_ACTION_MAX = 48, KEYMAP_BINDINGS_MAX = 1024, KEYMAP_FILE_MAX = 256 * 1024 };

struct binding {
	const char *context, *action;
	uint32_t key;
	int line; /* of the file that said it, for complaints */
};

struct keymap {
	struct binding *bindings; /* in the order of the file: the first key of an action is the one that is shown */
	size_t n;
	size_t named; /* so many actions the text named that was added last */
	struct arena *arena;
};

/* Adds what a text says; an action named again replaces all its keys of before in that context. Broken lines,
 * unknown keys and one key for two actions of a context are errors that name `path` and line; then nothing
 * has changed. */
bool keymap_add(struct keymap *m, const char *text, const char *path, struct err *e) KT_CHECK;

/* The action of a key in the first of the contexts (NULL at the end) that binds it; NULL: none. */
const char *keymap_action(const struct keymap *m, const char *const *contexts, uint32_t key);
/* The n-th key of an action in a context, 0 when there is none (any more). */
uint32_t keymap_key(const struct keymap *m, const char *context, const char *action, size_t n);

#endif
