/* log.c - a log that users can send: one line per event, written in one go */
#include "config.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

enum {
	OFF = -1,
	MESSAGE_SIZE = 8192,                /* longer SQL is cut */
	LINE_MOST = 4 * MESSAGE_SIZE + 256, /* every byte may become \xNN */
};

static const char *const level_names[] = {
	[LOG_ERROR] = "error",
	[LOG_WARN] = "warn",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

/* Written once at the start and the end, read by every thread. */
static atomic_int wanted = OFF;
static atomic_int log_fd = OFF;
static atomic_uint jobs;

bool log_open(const char *path, enum log_level most, struct err *e)
{
	int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)
		      : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (fd < 0)
		return err_set(e, ERR_OUTPUT, _("The log %s cannot be opened: %s."),
			path ? path : "stderr", strerror(errno));
	struct stat st;
	if (path && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && fchmod(fd, 0600) != 0) {
		int why = errno;
		close(fd);
		return err_set(e, ERR_OUTPUT,
			_("The log %s cannot be kept from the eyes of others: %s."), path,
			strerror(why));
	}
	log_close();
	atomic_store(&log_fd, fd);
	atomic_store(&wanted, (int)most);
	return true;
}

void log_close(void)
{
	atomic_store(&wanted, OFF);
	int fd = atomic_exchange(&log_fd, OFF);
	if (fd >= 0)
		close(fd);
}

bool log_wants(enum log_level level)
{
	return (int)level <= atomic_load_explicit(&wanted, memory_order_relaxed);
}

/* Times are UTC: a log travels. */
static void write_line(enum log_level level, const char *module, const char *text, bool cut)
{
	struct buf line = BUF_INIT(LINE_MOST);
	instant_format(&line, now());
	buf_addf(&line, " %-5s %s: ", level_names[level], module);
	str_escape(&line, text);
	buf_adds(&line, cut ? "…\n" : "\n");
	/* One write, so that threads do not mix; a log that fails must not stop the work. */
	ssize_t n = write(atomic_load(&log_fd), line.data, line.len);
	(void)n;
	buf_done(&line);
}

void log_msg(enum log_level level, const char *module, const char *fmt, ...)
{
	if (!log_wants(level))
		return;
	int kept = errno; /* whoever logs is often about to look at it */
	char text[MESSAGE_SIZE];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	write_line(level, module, n < 0 ? fmt : text, n >= (int)sizeof text);
	errno = kept;
}

void log_err(const char *module, const struct err *e)
{
	if (e->detail[0])
		log_msg(LOG_ERROR, module, "%s: %s (%s)", err_code_name(e->code), e->text,
			e->detail);
	else
		log_msg(LOG_ERROR, module, "%s: %s", err_code_name(e->code), e->text);
}

unsigned log_job(void)
{
	return atomic_fetch_add(&jobs, 1) + 1;
}
