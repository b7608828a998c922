/* jump.h - records by what people say of them: a number, the beginning of one, a name, a word of the title */
#ifndef KT_SCREEN_JUMP_H
#define KT_SCREEN_JUMP_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"
#include "core/screen.h"

struct fmt;
struct store;

enum { JUMP_TARGETS_MAX = 16, JUMP_HITS_MAX = 24 };

struct jump_target { /* records that have a screen of their own */
	const struct screen_class *class;
	const struct entity *entity;
};

struct jump_hit {
	const struct screen_class *class;
	const char *key;    /* what the screen is opened with */
	const char *words;  /* "A-2026-0017 Wedding rings" */
	const char *detail; /* "Order, Anna Weber, in progress" */
};

/* Those this person may see; entity NULL: all. searched: only those that have a search of their own. */
size_t jump_targets(const struct ui *ui, const struct entity *entity, bool searched, struct jump_target ret[JUMP_TARGETS_MAX]);
/* The class that shows one record of an entity; NULL: none, or no right. */
const struct screen_class *jump_class(const struct ui *ui, const struct entity *entity);

/* On the worker's thread: at most `most` of each, those whose number fits first. ret has JUMP_HITS_MAX. What cannot be
 * asked now is not found. */
size_t jump_find(struct store *s, const struct jump_target *targets, size_t n, const char *text, size_t most,
		const struct fmt *fmt, struct arena *a, struct jump_hit *ret);

/* For who types: asks, and tells what was found unless it was asked again meanwhile, or the screen has gone. */
typedef void jump_found_fn(struct screen *s, const struct jump_hit *hits, size_t n);
void jump_search(struct screen *s, const char *text, size_t most, jump_found_fn *found);

/* Opens the one record that is called so, whatever it is; else says what `sorry` says. */
void jump_open(struct ui *ui, const char *words, const char *sorry);

#endif
