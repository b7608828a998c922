/* workshops.c - the list of workshops on disk: a line each, "login<tab>workshop" */
#include "config.h"

#include "screen/workshops.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"
#include "store/url.h"

enum { FILE_MOST = 64 * 1024 };

static const char *path_of(struct arena *a)
{
	return arena_printf(a, "%s/workshops", file_state_dir(a));
}

static bool is_good(const char *s)
{
	return *s && utf8_valid(s, strlen(s)) && str_control(s, false) < 0 && strlen(s) <= WORKSHOP_MAX;
}

size_t workshops_load(struct arena *a, struct workshop_known ret[static WORKSHOPS_MAX])
{
	struct err e = ERR_INIT;
	char *text, *tab;
	size_t len, n = 0;
	if (!file_read(path_of(a), FILE_MOST, a, &text, &len, &e))
		return 0;
	while (*text && n < WORKSHOPS_MAX) {
		char *line = text, *end = text + strcspn(text, "\n");
		text = *end ? end + 1 : end;
		*end = '\0';
		tab = strchr(line, '\t');
		if (!tab)
			continue;
		*tab = '\0';
		if (is_good(line) && is_good(tab + 1))
			ret[n++] = (struct workshop_known) { .login = line, .workshop = tab + 1 };
	}
	return n;
}

static bool is_same(const struct workshop_known *k, const char *login, const char *workshop)
{
	return str_eq(k->login, login) && str_eq(k->workshop, workshop);
}

static bool write_list(const struct workshop_known *known, size_t n, const char *login, const char *workshop, struct arena *a,
		struct err *e)
{
	struct buf text = BUF_INIT(FILE_MOST);
	buf_addf(&text, "%s\t%s\n", login, workshop);
	for (size_t i = 0, kept = 1; i < n && kept < WORKSHOPS_MAX; i++)
		if (!is_same(&known[i], login, workshop)) {
			buf_addf(&text, "%s\t%s\n", known[i].login, known[i].workshop);
			kept++;
		}
	bool ok = file_mkdirs(file_state_dir(a), 0700, e) && file_write(path_of(a), 0600, text.data, text.len, e);
	buf_done(&text);
	return ok;
}

bool workshops_note(const char *login, const char *workshop, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct workshop_known known[WORKSHOPS_MAX];
	const char *open = strpbrk(workshop, ":=") ? url_public(workshop, &a) : workshop;
	size_t n = workshops_load(&a, known);
	bool ok = true;
	if (open && is_good(open) && is_good(login) && (!n || !is_same(&known[0], login, open)))
		ok = write_list(known, n, login, open, &a, e);
	arena_done(&a);
	return ok;
}
