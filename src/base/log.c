/* log.c - a log that users can send: one line per event, written in one go */
#include "config.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
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

/* Read by every thread. The log may be opened and closed while others write: the number of a closed file
 * may be another file's a moment later. */
static atomic_int wanted = OFF;
static atomic_uint jobs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of log_fd */
static int log_fd = OFF;

/* The file goes to `fd`, the one of before is closed. */
static void use_file(int fd)
{
	pthread_mutex_lock(&lock);
	int old = log_fd;
	log_fd = fd;
	pthread_mutex_unlock(&lock);
	if (old >= 0)
		close(old);
}

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
	use_file(fd);
	atomic_store(&wanted, (int)most);
	return true;
}

void log_close(void)
{
	atomic_store(&wanted, OFF);
	use_file(OFF);
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
	/* One write, so that programs do not mix; a log that fails must not stop the work. */
	pthread_mutex_lock(&lock);
	ssize_t n = log_fd >= 0 ? write(log_fd, line.data, line.len) : 0;
	pthread_mutex_unlock(&lock);
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
