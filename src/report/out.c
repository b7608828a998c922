/* out.c - the buffered writer */
#include "config.h"

#include "report/out.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

struct out *out_fd(int fd, struct arena *a)
{
	struct out *o = arena_alloc(a, sizeof *o);
	o->fd = fd;
	return o;
}

bool out_open(struct out **ret, const char *path, struct arena *a, struct err *e)
{
	struct out *o = out_fd(STDOUT_FILENO, a);
	if (path && !str_eq(path, "-")) {
		mode_t mask = umask(0);
		umask(mask);
		int why = file_begin(&o->file, path, 0666 & ~mask);
		if (why)
			return err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), path, strerror(why));
		o->path = arena_strdup(a, path);
		o->fd = o->file.fd;
	}
	*ret = o;
	return true;
}

static void put(struct out *o, const char *s, size_t len)
{
	while (len && !o->broken) {
		ssize_t n = file_stop ? -1 : write(o->fd, s, len);
		if (file_stop)
			o->broken = ECANCELED;
		else if (n < 0 && errno == EINTR)
			continue;
		else if (n < 0)
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
	if (o->broken == ECANCELED)
		return file_stopped(e);
	if (o->broken == EPIPE)
		err_set(e, ERR_OUTPUT, _("Nobody reads the result any more, so writing has stopped."));
	else if (o->path)
		err_set(e, ERR_OUTPUT, _("“%s” cannot be written: %s."), o->path, strerror(o->broken));
	else
		err_set(e, ERR_OUTPUT, _("The result cannot be written: %s."), strerror(o->broken));
	return true;
}

bool out_end(struct out *o, struct err *e)
{
	out_flush(o);
	if (o->path && o->broken)
		file_drop(&o->file);
	else if (o->path)
		o->broken = file_commit(&o->file);
	o->fd = -1;
	return !out_failed(o, e);
}

void out_drop(struct out *o)
{
	if (!o || o->fd < 0)
		return;
	if (o->path)
		file_drop(&o->file);
	o->fd = -1;
}
