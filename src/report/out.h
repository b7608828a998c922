/* out.h - where results go: one buffered writer for stdout, files, pipes and full disks
 *
 * Writing never fails on the spot: the first failure is kept, the rest is dropped, and out_end (or
 * out_failed, between rows) tells. A file is written beside its name and appears under it complete,
 * or not at all.
 */
#ifndef KT_REPORT_OUT_H
#define KT_REPORT_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "base/attr.h"
#include "base/file.h"

struct arena;
struct err;

enum { OUT_SIZE = 128 * 1024 };

struct out {
	int fd;
	int broken;       /* errno of the first failure; 0: none */
	const char *path; /* NULL: stdout, or a descriptor that somebody else owns */
	struct file_draft file;
	size_t len;
	char data[OUT_SIZE];
};

/* path: NULL or "-" is stdout. The writer lives in the arena; out_end or out_drop must follow. */
bool out_open(struct out **ret, const char *path, struct arena *a, struct err *e) KT_CHECK;
struct out *out_fd(int fd, struct arena *a); /* stays open at the end */

void out_flush(struct out *o);
void out_long(struct out *o, const char *s, size_t len); /* what does not fit at once */

static inline void out_add(struct out *o, const char *s, size_t len)
{
	if (len <= OUT_SIZE - o->len)
		memcpy(o->data + o->len, s, len), o->len += len;
	else
		out_long(o, s, len);
}

static inline void out_adds(struct out *o, const char *s)
{
	out_add(o, s, strlen(s));
}

static inline void out_addc(struct out *o, char c)
{
	if (o->len == OUT_SIZE)
		out_flush(o);
	o->data[o->len++] = c;
}

/* At least `len` bytes of room at data + len; false if there can never be so much. */
static inline bool out_room(struct out *o, size_t len)
{
	if (len > OUT_SIZE - o->len)
		out_flush(o);
	return len <= OUT_SIZE - o->len;
}

/* False with ERR_OUTPUT and a sentence once something went wrong. */
bool out_failed(const struct out *o, struct err *e); /* true: it has */
bool out_end(struct out *o, struct err *e) KT_CHECK;
void out_drop(struct out *o); /* a file that was begun goes away; what stood under its name stays */

#endif
