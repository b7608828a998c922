/* file.h - files: where they live (XDG), whole reads, writes that are there complete or not at all */
#ifndef KT_BASE_FILE_H
#define KT_BASE_FILE_H

#include <limits.h>
#include <signal.h>
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
/* A file that is being written and appears under its name complete, or not at all: temporary file beside it,
 * fsync, rename, and the folder on the disk as well. Devices and pipes are written to; a link stays a link.
 * All answer 0 or errno; file_commit, too, ends with nothing left to drop. */
struct file_draft {
	int fd;
	bool direct; /* a device or a pipe */
	char path[PATH_MAX], temp[PATH_MAX + 16];
};
int file_begin(struct file_draft *ret, const char *path, unsigned mode);
int file_commit(struct file_draft *d);
void file_drop(struct file_draft *d);
/* The same at once. */
bool file_write(const char *path, unsigned mode, const void *data, size_t len, struct err *e) KT_CHECK;

/* The signal that asked the program to stop, set by its handler, or 0: reading and writing that wait for
 * somebody give up. file_stopped: true and ERR_CANCELLED once it is set. */
extern volatile sig_atomic_t file_stop;
bool file_stopped(struct err *e);

#endif
