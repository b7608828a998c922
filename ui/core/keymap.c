/* keymap.c - which key does what, from a commented file that is compiled in and may be overridden */
#include "config.h"

#include "core/keymap.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/key.h"

enum { LINE_MOST = 1024 };

struct reader {
	struct binding *b; /* KEYMAP_BINDINGS_MAX of them */
	size_t n, named;
	const char *context; /* NULL before the first section */
	int line;
};

static bool read_name(const char *name, int most, struct err *e)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
	if (strlen(name) > (size_t)most)
		return err_set(e, ERR_INVALID, _("A name is longer than %d bytes."), most);
	if (name[strspn(name, good)])
		return err_set(e, ERR_INVALID,
			_("The name %s is wrong: only small letters, digits, “.”, “_” and “-” make one."),
			name);
	return true;
}

static bool read_section(struct reader *r, char *line, struct err *e)
{
	size_t len = strlen(line);
	if (line[len - 1] != ']')
		return err_set(e, ERR_INVALID, _("A section begins with [ and must end with ]."));
	line[len - 1] = '\0';
	const char *name = str_trim(line + 1);
	if (!*name)
		return err_set(e, ERR_INVALID, _("A section needs a name between [ and ]."));
	if (!read_name(name, KEYMAP_CONTEXT_MAX, e))
		return false;
	r->context = name;
	return true;
}

/* What was said of the action before no longer holds. */
static void forget(struct reader *r, const char *action)
{
	size_t kept = 0;
	for (size_t i = 0; i < r->n; i++)
		if (!str_eq(r->b[i].context, r->context) || !str_eq(r->b[i].action, action))
			r->b[kept++] = r->b[i];
	r->n = kept;
}

/* `from`: the first binding of this action. */
static bool read_key(struct reader *r, const char *action, const char *name, size_t from, struct err *e)
{
	uint32_t key;
	if (!key_parse(name, &key))
		return err_set(e, ERR_INVALID,
			_("There is no key %s. Write keys like j, ctrl-s, alt-1, shift-tab, f2, pgdn or space."),
			name);
	for (size_t i = from; i < r->n; i++)
		if (r->b[i].key == key)
			return true; /* by two of its names */
	if (r->n == KEYMAP_BINDINGS_MAX)
		return err_set(
			e, ERR_INVALID, _("There are more than %d keys. Take some away."), KEYMAP_BINDINGS_MAX);
	r->b[r->n++] = (struct binding) {
		.context = r->context, .action = action, .key = key, .line = r->line };
	return true;
}

static bool read_keys(struct reader *r, const char *action, char *keys, struct err *e)
{
	if (str_eq(keys, "none"))
		return true;
	size_t from = r->n, names = 0;
	char *name;
	while ((name = strsep(&keys, " \t"))) {
		if (!*name)
			continue;
		if (str_eq(name, "none"))
			return err_set(e, ERR_INVALID,
				_("The word none takes all keys away, so it must stand alone."));
		if (!read_key(r, action, name, from, e))
			return false;
		names++;
	}
	return names || err_set(e, ERR_INVALID,
		_("Write the keys of %s behind the “=”, or none to take them away."), action);
}

static bool read_action(struct reader *r, char *line, struct err *e)
{
	char *equals = strchr(line, '=');
	if (!equals || equals == line)
		return err_set(e, ERR_INVALID,
			_("This is neither a comment, nor a section, nor a line of the form “action = keys”."));
	if (!r->context)
		return err_set(e, ERR_INVALID,
			_("Say first where these keys apply, for example [everywhere] or [list]."));
	*equals = '\0';
	const char *action = str_trim(line);
	if (!read_name(action, KEYMAP_ACTION_MAX, e))
		return false;
	forget(r, action);
	r->named++;
	return read_keys(r, action, str_trim(equals + 1), e);
}

static bool read_line(struct reader *r, char *line, struct err *e)
{
	if (strlen(line) > LINE_MOST)
		return err_set(e, ERR_INVALID, _("The line is longer than %d bytes."), LINE_MOST);
	line = str_trim(line);
	if (!*line || *line == '#')
		return true;
	if (!utf8_valid(line, strlen(line)))
		return err_set(e, ERR_INVALID, _("The line is not UTF-8."));
	if (str_control(line, false) >= 0)
		return err_set(e, ERR_INVALID, _("The line holds a control character."));
	return *line == '[' ? read_section(r, line, e) : read_action(r, line, e);
}

/* The second of two bindings of one key in one context: always one of this file, as the others were looked at
 * when they came. */
static bool no_conflict(struct reader *r, struct err *e)
{
	for (size_t j = 1; j < r->n; j++)
		for (size_t i = 0; i < j; i++) {
			const struct binding *a = &r->b[i], *b = &r->b[j];
			if (a->key != b->key || !str_eq(a->context, b->context))
				continue;
			struct buf name = BUF_INIT(64);
			key_spell(b->key, &name);
			err_set(e, ERR_CONFLICT,
				_("In [%s] the key %s is already that of %s, so it cannot be that of %s. "
				  "Give one of the two another key, or none."),
				b->context, name.data, a->action, b->action);
			buf_done(&name);
			r->line = b->line;
			return false;
		}
	return true;
}

static bool read_text(struct reader *r, char *text, struct err *e)
{
	char *line;
	while ((line = strsep(&text, "\n"))) {
		r->line++;
		if (!read_line(r, line, e))
			return false;
	}
	return no_conflict(r, e);
}

bool keymap_add(struct keymap *m, const char *text, const char *path, struct err *e)
{
	if (str_starts(text, "\xEF\xBB\xBF")) /* editors on Windows */
		text += 3;
	if (strlen(text) > KEYMAP_FILE_MAX)
		return err_set(
			e, ERR_INVALID, _("The file %s is larger than %d bytes."), path, KEYMAP_FILE_MAX);
	struct arena scratch = ARENA_INIT;
	struct reader r = { .n = m->n };
	r.b = arena_array(&scratch, KEYMAP_BINDINGS_MAX, sizeof *r.b);
	if (m->n)
		memcpy(r.b, m->bindings, m->n * sizeof *r.b);
	struct arena_mark before = arena_mark(m->arena);
	bool good = read_text(&r, arena_strdup(m->arena, text), e);
	if (good) {
		m->bindings = arena_copy(m->arena, r.b, r.n * sizeof *r.b);
		m->n = r.n;
		m->named = r.named;
	} else {
		arena_rewind(m->arena, before);
		err_prefix(e, _("%s, line %d"), path, r.line);
	}
	arena_done(&scratch);
	return good;
}

const char *keymap_action(const struct keymap *m, const char *const *contexts, uint32_t key)
{
	for (; *contexts; contexts++)
		for (size_t i = 0; i < m->n; i++)
			if (m->bindings[i].key == key && str_eq(m->bindings[i].context, *contexts))
				return m->bindings[i].action;
	return NULL;
}

uint32_t keymap_key(const struct keymap *m, const char *context, const char *action, size_t n)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->bindings[i];
		if (str_eq(b->context, context) && str_eq(b->action, action) && n-- == 0)
			return b->key;
	}
	return 0;
}
