/* arena.h - memory with one owner: whoever lends the arena owns what is made in it
 *
 * Everything comes zeroed and aligned and lives until the arena is cleared, rewound past it, or done.
 * Running out of memory ends the program (kt_panic).
 */
#ifndef KT_BASE_ARENA_H
#define KT_BASE_ARENA_H

#include <stddef.h>
#include "base/attr.h"

struct arena_block;

struct arena {
	struct arena_block *top; /* newest block; NULL while nothing was made */
	size_t used;             /* bytes handed out of the newest block */
};

struct arena_mark {
	struct arena_block *top;
	size_t used;
};

#define ARENA_INIT { .top = NULL }

void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size); /* overflow-checked count * size */
void *arena_copy(struct arena *a, const void *data, size_t size);
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) KT_PRINTF(2, 3);

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark); /* frees what was made since */
void arena_clear(struct arena *a); /* keeps one block for the next round */
void arena_done(struct arena *a);  /* frees all; may be used again afterwards */

#endif
