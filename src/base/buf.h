/* buf.h - text that grows, up to a maximum its owner names
 *
 * `data` is always a valid NUL-terminated string. A piece that goes past the maximum, and all after
 * it, are left out and `full` is set: check it once, at the end.
 */
#ifndef KT_BASE_BUF_H
#define KT_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct buf {
	char *data;
	size_t len, cap, max;
	bool full; /* something did not fit */
};

extern char buf_empty[1]; /* what `data` points to before the first byte; never written */

#define BUF_INIT(most) { .data = buf_empty, .max = (most) }

void buf_add(struct buf *b, const char *data, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_pad(struct buf *b, char c, size_t count);
void buf_addf(struct buf *b, const char *fmt, ...) KT_PRINTF(2, 3);
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) KT_PRINTF(2, 0);
void buf_cut(struct buf *b, size_t len); /* shortens to len bytes */
void buf_clear(struct buf *b);           /* keeps the memory, forgets `full` */
void buf_done(struct buf *b);

#endif
