/* file.c - files: where they live, whole reads, writes that are there complete or not at all */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"

enum { CHUNK = 16 * 1024 };

volatile sig_atomic_t file_stop;

bool file_stopped(struct err *e)
{
	return file_stop && !err_set(e, ERR_CANCELLED, _("Stopped."));
}

/* An absolute path from the environment; XDG wants relative ones ignored. */
static const char *folder_said(const char *name)
{
	const char *dir = getenv(name);
	return dir && *dir == '/' ? dir : NULL;
}

static const char *home(struct arena *a)
{
	const char *dir = folder_said("HOME");
	if (dir)
		return dir;
	struct passwd pw, *found = NULL;
	char space[4096];
	getpwuid_r(geteuid(), &pw, space, sizeof space, &found);
	if (found && *pw.pw_dir == '/')
		return arena_strdup(a, pw.pw_dir);
	return ""; /* as shells do: what is made below will fail and say where */
}

const char *file_state_dir(struct arena *a)
{
	const char *said = folder_said("XDG_STATE_HOME");
	if (said)
		return arena_printf(a, "%s/karat", said);
	if (geteuid() == 0)
		return "/var/lib/karat";
	return arena_printf(a, "%s/.local/state/karat", home(a));
}

const char *file_config_dir(struct arena *a)
{
	const char *said = folder_said("XDG_CONFIG_HOME");
	if (said)
		return arena_printf(a, "%s/karat", said);
	return arena_printf(a, "%s/.config/karat", home(a));
}

static bool make_folder(const char *path, unsigned mode, struct err *e)
{
	struct stat st;
	if (mkdir(path, mode) == 0)
		return true;
	int why = errno;
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return true;
		return err_set(e, ERR_OUTPUT,
			_("%s should be a folder, but a file is in its place."), path);
	}
	return err_set(e, ERR_OUTPUT, _("The folder %s cannot be made: %s."), path, strerror(why));
}

bool file_mkdirs(const char *path, unsigned mode, struct err *e)
{
	char part[PATH_MAX];
	size_t len = strlen(path);
	if (len >= sizeof part)
		return err_set(e, ERR_INVALID, _("The path of a folder is longer than %d bytes."),
			PATH_MAX - 1);
	for (size_t at = 1; at <= len; at++) {
		if (path[at] != '/' && path[at])
			continue;
		memcpy(part, path, at);
		part[at] = '\0';
		if (!make_folder(part, mode, e))
			return false;
	}
	return true;
}

static bool read_failed(const char *path, int why, struct err *e)
{
	if (why == ENOENT || why == ENOTDIR)
		return err_set(e, ERR_NOT_FOUND, _("There is no file %s."), path);
	if (why == EACCES || why == EPERM)
		return err_set(e, ERR_DENIED, _("You may not read the file %s."), path);
	return err_set(e, ERR_INVALID, _("The file %s cannot be read: %s."), path, strerror(why));
}

bool file_read_fd(int fd, const char *path, size_t max, struct arena *a, char **ret,
	size_t *ret_len, struct err *e)
{
	size_t len = 0, cap = 0;
	char *data = NULL;
	for (;;) {
		if (cap - len < CHUNK) {
			cap = cap ? cap * 2 : CHUNK;
			data = realloc(data, cap);
			if (!data)
				kt_panic(__FILE__, __LINE__, "out of memory");
		}
		ssize_t n = read(fd, data + len, cap - len);
		if (n < 0 && errno == EINTR && !file_stop)
			continue;
		if (n < 0) {
			int why = errno;
			free(data);
			return file_stopped(e) ? false : read_failed(path, why, e);
		}
		len += (size_t)n;
		if (n == 0 || len > max)
			break;
	}
	bool fits = len <= max;
	if (fits) {
		char *copy = arena_alloc(a, len + 1);
		memcpy(copy, data, len);
		*ret = copy;
		*ret_len = len;
	}
	free(data);
	if (!fits)
		return err_set(
			e, ERR_INVALID, _("The file %s is larger than %zu bytes."), path, max);
	return true;
}

bool file_read(
	const char *path, size_t max, struct arena *a, char **ret, size_t *ret_len, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return read_failed(path, errno, e);
	bool good = file_read_fd(fd, path, max, a, ret, ret_len, e);
	close(fd);
	return good;
}

static bool write_failed(const char *path, int why, struct err *e)
{
	return err_set(e, ERR_OUTPUT, _("The file %s cannot be written: %s."), path, strerror(why));
}

/* 0 or errno. */
static int write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	while (len) {
		ssize_t n = write(fd, p, len);
		if (n < 0 && errno != EINTR)
			return errno;
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* The new name is safe only when the folder that holds it is on the disk, too. */
static int sync_folder(const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) + 1 : 0;
	memcpy(dir, slash ? path : ".", slash ? len : 1);
	dir[slash ? len : 1] = '\0';
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && errno == EACCES)
		return 0; /* one may write into a folder without reading it */
	if (fd < 0)
		return errno;
	int why = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
	close(fd);
	return why;
}

/* Where the file really is: behind its links. Devices and pipes are written to as they are; a new file renamed
 * over /dev/stdout would be a disaster. */
static int find_place(struct file_draft *d, const char *path)
{
	struct stat st;
	char real[PATH_MAX];
	bool there = stat(path, &st) == 0;
	d->direct = there && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
	if (there && !d->direct && realpath(path, real))
		path = real;
	size_t len = strlen(path);
	if (len >= sizeof d->path)
		return ENAMETOOLONG;
	memcpy(d->path, path, len + 1);
	snprintf(d->temp, sizeof d->temp, "%s.XXXXXX", d->path);
	return 0;
}

int file_begin(struct file_draft *ret, const char *path, unsigned mode)
{
	ret->fd = -1;
	int why = find_place(ret, path);
	if (why)
		return why;
	ret->fd = ret->direct ? open(ret->path, O_WRONLY | O_CLOEXEC | O_NOCTTY) : mkostemp(ret->temp, O_CLOEXEC);
	if (ret->fd < 0)
		return errno;
	if (ret->direct || fchmod(ret->fd, mode) == 0)
		return 0;
	why = errno;
	file_drop(ret);
	return why;
}

int file_commit(struct file_draft *d)
{
	int why = d->direct || fsync(d->fd) == 0 ? 0 : errno;
	if (close(d->fd) != 0 && !why)
		why = errno;
	d->fd = -1;
	if (d->direct)
		return why;
	if (!why && rename(d->temp, d->path) != 0)
		why = errno;
	if (!why)
		return sync_folder(d->path);
	unlink(d->temp);
	return why;
}

void file_drop(struct file_draft *d)
{
	if (d->fd < 0)
		return;
	close(d->fd);
	d->fd = -1;
	if (!d->direct)
		unlink(d->temp);
}

bool file_write(const char *path, unsigned mode, const void *data, size_t len, struct err *e)
{
	struct file_draft d;
	int why = file_begin(&d, path, mode);
	if (!why) {
		why = write_all(d.fd, data, len);
		if (why)
			file_drop(&d);
		else
			why = file_commit(&d);
	}
	return !why || write_failed(path, why, e);
}
