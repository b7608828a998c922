/* out.c - the buffered writer */
#include "config.h"

#include "report/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

enum { NAME_MOST = 3900 }; /* of the file; Linux ends at 4096 and the temporary name is longer */

struct out *out_fd(int fd, struct arena *a)
{
	struct out *o = arena_alloc(a, sizeof *o);
	o->fd = fd;
	return o;
}

static bool is_special(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* A device or a pipe has no "complete or not at all", and must not be replaced by a file. */
static bool open_special(struct out *o, const char *path, struct err *e)
{
	o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (o->fd < 0)
		return err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), path, strerror(errno));
	o->path = path;
	return true;
}

static bool open_file(struct out *o, const char *path, struct arena *a, struct err *e)
{
	if (strlen(path) > NAME_MOST)
		return err_set(e, ERR_OUTPUT, _("The name of the file is longer than the system allows."));
	o->temp = arena_printf(a, "%s.XXXXXX", path);
	o->fd = mkostemp(o->temp, O_CLOEXEC);
	if (o->fd < 0)
		return err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), path, strerror(errno));
	mode_t mask = umask(0);
	umask(mask);
	(void)!fchmod(o->fd, 0666 & ~mask); /* mkstemp is stricter than what the person asked for */
	o->path = path;
	return true;
}

bool out_open(struct out **ret, const char *path, struct arena *a, struct err *e)
{
	struct out *o = out_fd(STDOUT_FILENO, a);
	if (path && !str_eq(path, "-")) {
		path = arena_strdup(a, path);
		if (is_special(path) ? !open_special(o, path, e) : !open_file(o, path, a, e))
			return false;
	}
	*ret = o;
	return true;
}

static void put(struct out *o, const char *s, size_t len)
{
	while (len && !o->broken) {
		ssize_t n = write(o->fd, s, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			o->broken = errno;
		else
			s += n, len -= (size_t)n;
	}
}

void out_flush(struct out *o)
{
	put(o, o->data, o->len);
	o->len = 0;
}

void out_long(struct out *o, const char *s, size_t len)
{
	out_flush(o);
	if (len >= OUT_SIZE)
		put(o, s, len);
	else
		memcpy(o->data, s, len), o->len = len;
}

bool out_failed(const struct out *o, struct err *e)
{
	if (!o->broken)
		return false;
	if (o->broken == EPIPE)
		err_set(e, ERR_OUTPUT, _("Nobody reads the result any more, so writing has stopped."));
	else if (o->path)
		err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), o->path, strerror(o->broken));
	else
		err_set(e, ERR_OUTPUT, _("The result cannot be written: %s."), strerror(o->broken));
	return true;
}

/* The name stands for the new content only when the disk has it. */
static void settle(struct out *o)
{
	if (o->temp && !o->broken && fsync(o->fd) != 0)
		o->broken = errno;
	if (o->path && close(o->fd) != 0 && !o->broken)
		o->broken = errno;
	if (o->temp && !o->broken && rename(o->temp, o->path) != 0)
		o->broken = errno;
}

bool out_end(struct out *o, struct err *e)
{
	out_flush(o);
	settle(o);
	if (o->temp && o->broken)
		unlink(o->temp);
	o->fd = -1;
	return !out_failed(o, e);
}

void out_drop(struct out *o)
{
	if (!o || o->fd < 0)
		return;
	if (o->path)
		close(o->fd);
	if (o->temp)
		unlink(o->temp);
	o->fd = -1;
}
