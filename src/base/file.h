/* file.h - files: where they live (XDG), whole reads, writes that are there complete or not at all */
#ifndef KT_BASE_FILE_H
#define KT_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;

/* $XDG_STATE_HOME/karat (or ~/.local/state/karat; /var/lib/karat for root, whose home a service user
 * cannot enter), and $XDG_CONFIG_HOME/karat. Not created. */
const char *file_state_dir(struct arena *a);
const char *file_config_dir(struct arena *a);

bool file_mkdirs(const char *path, unsigned mode, struct err *e) KT_CHECK; /* like mkdir -p */
bool file_read(const char *path, size_t max, struct arena *a, char **ret, size_t *ret_len, struct err *e) KT_CHECK;
/* The same from a file that is open; the path is for the sentence. */
bool file_read_fd(int fd, const char *path, size_t max, struct arena *a, char **ret, size_t *ret_len,
	struct err *e) KT_CHECK;
/* Temporary file beside it, fsync, rename. Devices and pipes are written to; a link stays a link. */
bool file_write(const char *path, unsigned mode, const void *data, size_t len, struct err *e) KT_CHECK;

#endif
