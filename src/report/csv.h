/* csv.h - reading separated values, row by row, from whatever a spreadsheet wrote
 *
 * Quotes as in RFC 4180, any line ends, a byte order mark, and ; or , or tab between: what stands in the
 * first line decides. Memory holds one row.
 */
#ifndef KT_REPORT_CSV_H
#define KT_REPORT_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/attr.h"
#include "base/buf.h"

struct err;

enum {
	CSV_CELLS_MAX = 64,
	CSV_ROW_MAX = 256 * 1024, /* bytes */
	CSV_BUFFER = 64 * 1024,
};

struct csv {
	ssize_t (*read)(void *ctx, char *into, size_t size); /* 0: the end; -1: errno */
	void *ctx;
	char separator;
	bool begun, end;
	size_t line, next_line;      /* of the row read last; of what comes, from 1 */
	size_t n;                    /* cells of the row read last */
	size_t at[CSV_CELLS_MAX];    /* where they begin in text */
	struct buf text;             /* NUL after each */
	size_t pos, len;
	char data[CSV_BUFFER];
};

void csv_init(struct csv *c, ssize_t (*read)(void *ctx, char *into, size_t size), void *ctx);
void csv_done(struct csv *c);
ssize_t csv_read_fd(void *fd, char *into, size_t size); /* ctx: an int */

/* The next row that is not blank; *ret_end, and no row, after the last. Errors name the line and end the
 * reading: what follows cannot be trusted. */
bool csv_next(struct csv *c, bool *ret_end, struct err *e) KT_CHECK;
const char *csv_cell(const struct csv *c, size_t i); /* "" for an empty one */

#endif
