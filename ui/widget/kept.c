/* kept.c - columns and filters of one's own on disk: a line each, its first word says what it is */
#include "config.h"

#include "widget/kept.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

enum { FILE_MOST = 256 * 1024, LINE_MOST = 4000 };

static const char head[] = "karat list 1";

/* The words behind `word`, or NULL: the line begins otherwise. */
static const char *said(const char *line, const char *word)
{
	size_t len = strlen(word);
	return strncmp(line, word, len) == 0 && line[len] == ' ' && line[len + 1] ? line + len + 1 : NULL;
}

static bool begin_view(struct kept *k, const char *name, struct err *e)
{
	if (k->nviews == KEPT_VIEWS_MAX)
		return err_set(e, ERR_INVALID, _("At most %d filters can be saved for a list."), KEPT_VIEWS_MAX);
	if (utf8_count(name) > KEPT_NAME_MAX)
		return err_set(e, ERR_INVALID, _("The name of a filter has at most %d characters."), KEPT_NAME_MAX);
	if (kept_find(k, name) < k->nviews)
		return err_set(e, ERR_INVALID, _("There are two filters called “%s”."), name);
	k->views[k->nviews++] = (struct kept_view) { .name = name };
	return true;
}

static bool take_line(struct kept *k, const char *line, struct err *e)
{
	struct kept_view *v = k->nviews ? &k->views[k->nviews - 1] : NULL;
	const char *words;
	if (strlen(line) > LINE_MOST || str_control(line, false) >= 0)
		return err_set(e, ERR_INVALID, _("The line is too long, or holds a control character."));
	if ((words = said(line, "filter")))
		return begin_view(k, words, e);
	if ((words = said(line, "columns")))
		*(v ? &v->columns : &k->columns) = words;
	else if (v && (words = said(line, "sort")))
		v->sort = words;
	else if (v && (words = said(line, "text")))
		v->text = words;
	else if (v && v->nwhere < QUERY_FILTERS_MAX && (words = said(line, "where")))
		v->where[v->nwhere++] = words;
	else
		return err_set(e, ERR_INVALID, _("“%s” is nothing that belongs here."), line);
	return true;
}

bool kept_parse(struct kept *ret, const char *text, struct arena *a, struct err *e)
{
	struct kept k = { .nviews = 0 };
	char *rest = arena_strdup(a, text), *line;
	if (!utf8_valid(text, strlen(text)))
		return err_set(e, ERR_INVALID, _("It is not UTF-8."));
	for (int n = 1; (line = strsep(&rest, "\n")); n++) {
		if (n == 1 && !str_eq(line, head))
			return err_set(e, ERR_INVALID, _("It does not begin with “%s”."), head);
		if (n > 1 && *line && !take_line(&k, line, e))
			return err_prefix(e, _("line %d"), n);
	}
	*ret = k;
	return true;
}

static void add(struct buf *out, const char *word, const char *words)
{
	if (!str_empty(words))
		buf_addf(out, "%s %s\n", word, words);
}

void kept_format(const struct kept *k, struct buf *out)
{
	buf_addf(out, "%s\n", head);
	add(out, "columns", k->columns);
	for (size_t i = 0; i < k->nviews; i++) {
		const struct kept_view *v = &k->views[i];
		add(out, "filter", v->name);
		add(out, "columns", v->columns);
		add(out, "sort", v->sort);
		add(out, "text", v->text);
		for (size_t w = 0; w < v->nwhere; w++)
			add(out, "where", v->where[w]);
	}
}

bool kept_load(struct kept *ret, const char *path, struct arena *a, struct err *e)
{
	char *text;
	size_t len;
	struct err why = ERR_INIT;
	*ret = (struct kept) { .nviews = 0 };
	if (access(path, F_OK) != 0)
		return true;
	if (!file_read(path, FILE_MOST, a, &text, &len, e))
		return false;
	if (strlen(text) == len && kept_parse(ret, text, a, &why))
		return true;
	return err_set(e, ERR_INVALID, _("The columns and filters that you saved cannot be read from the file %s: %s "
		"Mend or remove it; nothing is written over it."), path, why.code ? why.text : _("It holds a control character."));
}

bool kept_save(const struct kept *k, const char *path, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT(FILE_MOST);
	kept_format(k, &out);
	bool ok = !out.full || err_set(e, ERR_INVALID, _("That is too much to be saved."));
	ok = ok && file_mkdirs(arena_strndup(&a, path, (size_t)(strrchr(path, '/') - path)), 0700, e) &&
		file_write(path, 0600, out.data, out.len, e);
	buf_done(&out);
	arena_done(&a);
	return ok;
}

size_t kept_find(const struct kept *k, const char *name)
{
	size_t i = 0;
	while (i < k->nviews && !str_eq(k->views[i].name, name))
		i++;
	return i;
}

void kept_remove(struct kept *k, size_t i)
{
	k->nviews--;
	memmove(&k->views[i], &k->views[i + 1], (k->nviews - i) * sizeof(k->views[0]));
}
