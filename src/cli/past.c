/* past.c - the lines that were typed at a prompt */
#include "config.h"

#include "cli/past.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

enum { KEPT = PAST_LINES_MAX - PAST_LINES_MAX / 10 }; /* of a full past: not every line writes the file anew */

static bool is_kept(const struct past *p, const char *line)
{
	size_t len = strlen(line);
	if (str_empty(line) || *line == ' ' || len > PAST_LINE_MAX || !utf8_valid(line, len) || str_control(line, false) >= 0)
		return false;
	return !p->n || !str_eq(p->lines[p->n - 1], line);
}

/* True: the oldest had to go. */
static bool take(struct past *p, const char *line)
{
	bool full = p->n == PAST_LINES_MAX;
	if (full) {
		memmove(p->lines, p->lines + (PAST_LINES_MAX - KEPT), KEPT * sizeof(*p->lines));
		p->n = KEPT;
	}
	p->lines[p->n++] = arena_strdup(&p->arena, line);
	return full;
}

/* 0600: it holds what was said about customers. */
static void write_all(const struct past *p)
{
	struct buf text = BUF_INIT(PAST_FILE_MAX);
	struct err why = ERR_INIT;
	size_t from = p->n, size = 0;
	while (from > 0 && size + strlen(p->lines[from - 1]) < PAST_FILE_MAX - 1)
		size += strlen(p->lines[--from]) + 1;
	for (; from < p->n; from++)
		buf_addf(&text, "%s\n", p->lines[from]);
	if (!file_write(p->path, 0600, text.data, text.len, &why))
		log_err("past", &why);
	buf_done(&text);
}

static void append(const struct past *p, const char *line)
{
	struct buf text = BUF_INIT(PAST_LINE_MAX + 2);
	int fd = open(p->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	buf_addf(&text, "%s\n", line);
	if (fd < 0 || fchmod(fd, 0600) != 0 || write(fd, text.data, text.len) != (ssize_t)text.len)
		log_msg(LOG_WARN, "past", "%s cannot be written", p->path);
	if (fd >= 0)
		close(fd);
	buf_done(&text);
}

void past_load(struct past *p, const char *name)
{
	struct err ignored = ERR_INIT;
	char *text = NULL, *line;
	size_t len;
	bool full = false;
	*p = (struct past) { .arena = ARENA_INIT };
	p->lines = arena_array(&p->arena, PAST_LINES_MAX, sizeof(*p->lines));
	const char *dir = file_state_dir(&p->arena);
	if (!file_mkdirs(dir, 0700, &ignored))
		return;
	p->path = arena_printf(&p->arena, "%s/%s", dir, name);
	if (!file_read(p->path, 2 * (size_t)PAST_FILE_MAX, &p->arena, &text, &len, &ignored))
		return;
	while ((line = strsep(&text, "\n")))
		if (is_kept(p, line))
			full |= take(p, line);
	if (full || len > PAST_FILE_MAX)
		write_all(p);
}

void past_add(struct past *p, const char *line)
{
	if (!is_kept(p, line))
		return;
	bool full = take(p, line);
	if (p->path && full)
		write_all(p);
	else if (p->path)
		append(p, line);
}

void past_done(struct past *p)
{
	arena_done(&p->arena);
}
