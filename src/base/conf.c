/* conf.c - karat.conf: "name = value" lines, # comments, [sections] */
#include "config.h"

#include "base/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

enum {
	FILE_MOST = 256 * 1024,
	LINE_MOST = 4096,
	NAME_MOST = 64,
};

/* The one section that there may be many of. */
static const char named_section[] = "workshop";

struct reader {
	const struct conf *conf;
	struct arena *arena;
	const char *section, *which;
	struct conf_value *values;
	size_t n;
	int line;
};

static bool has_section(const struct conf *c, const char *section)
{
	for (size_t i = 0; i < c->nitems; i++)
		if (str_eq(c->items[i].section, section))
			return true;
	return false;
}

static bool is_free(const struct conf_item *item)
{
	return str_eq(item->name, CONF_ANY);
}

static const struct conf_item *find_item(
	const struct conf *c, const char *section, const char *name)
{
	for (size_t i = 0; i < c->nitems; i++)
		if (str_eq(c->items[i].section, section) && (str_eq(c->items[i].name, name) || is_free(&c->items[i])))
			return &c->items[i];
	return NULL;
}

/* The nearest name of a section, or with `section` NULL the nearest section. */
static const char *nearest(const struct reader *r, const char *section, const char *typed)
{
	const struct conf *c = r->conf;
	const char **words = arena_array(r->arena, c->nitems + 1, sizeof *words);
	size_t n = 0;
	for (size_t i = 0; i < c->nitems; i++)
		if (!section)
			words[n++] = c->items[i].section;
		else if (str_eq(c->items[i].section, section))
			words[n++] = c->items[i].name;
	return str_nearest(typed, words);
}

static bool read_section(struct reader *r, char *line, struct err *e)
{
	size_t len = strlen(line);
	if (line[len - 1] != ']')
		return err_set(e, ERR_INVALID, _("A section begins with [ and must end with ]."));
	line[len - 1] = '\0';
	char *name = str_trim(line + 1), *which = name + strcspn(name, " \t");
	if (*which)
		*which++ = '\0';
	which = str_trim(which);
	if (!*name)
		return err_set(e, ERR_INVALID, _("A section needs a name between [ and ]."));
	if (!has_section(r->conf, name)) {
		const char *near = nearest(r, NULL, name);
		if (!near || !*near)
			return err_set(e, ERR_USAGE, _("There is no section %s."), name);
		return err_set(
			e, ERR_USAGE, _("There is no section %s. Did you mean %s?"), name, near);
	}
	if (!*which && str_eq(name, named_section))
		return err_set(e, ERR_INVALID, _("Say which one is meant: [%s NAME]."), name);
	if (*which && !str_eq(name, named_section))
		return err_set(
			e, ERR_INVALID, _("There is only one section %s; write [%s]."), name, name);
	if (strlen(which) > NAME_MOST)
		return err_set(e, ERR_INVALID, _("A name is longer than %d bytes."), NAME_MOST);
	r->section = name;
	r->which = which;
	return true;
}

/* Quotes keep blanks at the ends. */
static char *unquote(char *value)
{
	size_t len = strlen(value);
	if (len < 2 || value[0] != '"' || value[len - 1] != '"')
		return value;
	value[len - 1] = '\0';
	return value + 1;
}

static bool read_setting(struct reader *r, char *line, struct err *e)
{
	char *equals = strchr(line, '=');
	if (!equals || equals == line)
		return err_set(e, ERR_INVALID,
			_("This is neither a comment nor a setting of the form “name = value”."));
	*equals = '\0';
	const char *name = str_trim(line);
	const struct conf_item *item = find_item(r->conf, r->section, name);
	if (item && is_free(item) && (strlen(name) > NAME_MOST || strpbrk(name, " \t")))
		return err_set(e, ERR_INVALID, _("The name %s must be one word of at most %d bytes."), name, NAME_MOST);
	if (!item) {
		const char *near = nearest(r, r->section, name);
		if (!near)
			return err_set(e, ERR_USAGE, _("There is no setting %s here."), name);
		return err_set(e, ERR_USAGE, _("There is no setting %s here. Did you mean %s?"),
			name, near);
	}
	r->values[r->n++] = (struct conf_value) {
		.section = item->section,
		.which = r->which,
		.name = is_free(item) ? name : item->name,
		.value = unquote(str_trim(equals + 1)),
		.line = r->line,
	};
	return true;
}

static bool read_line(struct reader *r, char *line, struct err *e)
{
	size_t len = strlen(line);
	if (len > LINE_MOST)
		return err_set(e, ERR_INVALID, _("The line is longer than %d bytes."), LINE_MOST);
	line = str_trim(line);
	if (!*line || *line == '#')
		return true;
	if (!utf8_valid(line, strlen(line)))
		return err_set(e, ERR_INVALID, _("The line is not UTF-8."));
	if (str_control(line, false) >= 0)
		return err_set(e, ERR_INVALID, _("The line holds a control character."));
	return *line == '[' ? read_section(r, line, e) : read_setting(r, line, e);
}

static size_t count_lines(const char *text)
{
	size_t n = 1;
	for (; *text; text++)
		n += *text == '\n';
	return n;
}

bool conf_parse(struct conf *c, const char *text, const char *path, struct arena *a, struct err *e)
{
	if (str_starts(text, "\xEF\xBB\xBF")) /* editors on Windows */
		text += 3;
	if (strlen(text) > FILE_MOST)
		return err_set(
			e, ERR_INVALID, _("The file %s is larger than %d bytes."), path, FILE_MOST);
	struct reader r = { .conf = c, .arena = a, .section = "", .which = "", .n = c->nvalues };
	r.values = arena_array(a, c->nvalues + count_lines(text), sizeof *r.values);
	if (c->nvalues)
		memcpy(r.values, c->values, c->nvalues * sizeof *r.values);
	char *rest = arena_strdup(a, text), *line;
	while ((line = strsep(&rest, "\n"))) {
		r.line++;
		if (!read_line(&r, line, e))
			return err_prefix(e, _("%s, line %d"), path, r.line);
	}
	c->values = r.values;
	c->nvalues = r.n;
	return true;
}

/* A group of one's own (the usual umask 002) and root's group are not others. */
static bool others_may_write(const struct stat *st)
{
	bool by_group = (st->st_mode & S_IWGRP) && st->st_gid != 0 && st->st_gid != st->st_uid;
	return by_group || (st->st_mode & S_IWOTH);
}

static bool trusted(const struct stat *st, const char *path, struct err *e)
{
	if (!S_ISREG(st->st_mode))
		return err_set(e, ERR_DENIED, _("%s is not a file, so it is not read."), path);
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return err_set(e, ERR_DENIED,
			_("The file %s belongs to somebody else, so it is not read. "
			  "If you trust it, make a copy of your own."),
			path);
	if (others_may_write(st))
		return err_set(e, ERR_DENIED,
			_("Others may write the file %s, so it is not read. "
			  "Take that right away with chmod go-w."),
			path);
	return true;
}

bool conf_load(struct conf *c, const char *path, struct arena *a, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hold us up */
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return true;
	if (fd < 0)
		return err_set(e, ERR_DENIED, _("The file %s cannot be opened: %s."), path,
			strerror(errno));
	struct stat st = { .st_mode = 0 };
	char *text;
	size_t len;
	if (fstat(fd, &st) != 0)
		st.st_mode = 0; /* is then no file */
	bool good = trusted(&st, path, e) && file_read_fd(fd, path, FILE_MOST, a, &text, &len, e);
	close(fd);
	if (good && strlen(text) != len)
		return err_set(e, ERR_INVALID, _("The file %s is not a text file."), path);
	return good && conf_parse(c, text, path, a, e);
}

const char *conf_get(const struct conf *c, const char *section, const char *which, const char *name)
{
	for (size_t i = c->nvalues; i-- > 0;) {
		const struct conf_value *v = &c->values[i];
		if (str_eq(v->section, section) && str_eq(v->name, name) &&
			str_eq(v->which, which ? which : ""))
			return v->value;
	}
	const struct conf_item *item = find_item(c, section, name);
	return item ? item->fallback : NULL;
}
