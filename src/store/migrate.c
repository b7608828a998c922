/* migrate.c - numbered migrations: which are applied, which are missing, and how to get there
 *
 * Each runs in a transaction with the line in karat_migration that says so; either both are there or
 * neither. One program at a time, by an advisory lock that goes away with the connection.
 */
#include "config.h"

#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/sha256.h"
#include "base/str.h"
#include "store/builtin.h"
#include "store/pg.h"

enum {
	DIGITS = 4,        /* of NNNN_name */
	NAME_MOST = 100,
	NUMBER_ROOM = 16,
};

static const char folder[] = "sql/";
static const char up_end[] = ".up.sql", down_end[] = ".down.sql";

/* "karat" in hexadecimal: no other program is likely to lock this number. */
#define LOCK_KEY "461196386676"

static const char create_table[] =
	"CREATE TABLE IF NOT EXISTS public.karat_migration ("
	" version integer PRIMARY KEY,"
	" name text NOT NULL,"
	" checksum text NOT NULL,"
	" applied_at timestamptz NOT NULL DEFAULT now(),"
	" applied_by name NOT NULL DEFAULT session_user);"
	"GRANT SELECT ON public.karat_migration TO PUBLIC";

/* ---- those built in ---- */

/* 5 and "orders" of "sql/0005_orders.up.sql"; false for files that are no migration. */
static bool parse_name(const char *file, const char *end, struct arena *a, int *ret_version, const char **ret_name)
{
	if (!str_starts(file, folder) || !str_ends(file, end))
		return false;
	file += strlen(folder);
	size_t digits = strspn(file, "0123456789"), len = strlen(file) - strlen(end);
	kt_assert(digits == DIGITS && file[DIGITS] == '_' && len > DIGITS + 1 && len < NAME_MOST);
	*ret_version = (int)strtol(file, NULL, 10);
	*ret_name = arena_strndup(a, file + DIGITS + 1, len - DIGITS - 1);
	return true;
}

static void fill_checksum(struct migration *m)
{
	struct sha256 s;
	sha256_init(&s);
	sha256_add(&s, m->up, strlen(m->up) + 1); /* with the NUL: text must not wander from up to down */
	sha256_add(&s, m->down, strlen(m->down));
	sha256_hex(&s, m->checksum);
}

static const char *down_of(int version, const char *name, struct arena *a)
{
	const struct builtin *b = builtin_find(arena_printf(a, "%s%04d_%s%s", folder, version, name, down_end));
	kt_assert(b);
	return b->text;
}

const struct migration *migrations(struct arena *a, size_t *ret_n)
{
	size_t ups = 0, downs = 0, n = 0;
	for (const struct builtin *b = builtins; b->name; b++) {
		ups += str_starts(b->name, folder) && str_ends(b->name, up_end);
		downs += str_starts(b->name, folder) && str_ends(b->name, down_end);
	}
	kt_assert(ups == downs);
	struct migration *all = arena_array(a, ups + 1, sizeof *all);
	for (const struct builtin *b = builtins; b->name; b++) {
		struct migration *m = &all[n];
		if (!parse_name(b->name, up_end, a, &m->version, &m->name))
			continue;
		kt_assert(m->version == (int)++n); /* from 1, without gaps */
		m->up = b->text;
		m->down = down_of(m->version, m->name, a);
		fill_checksum(m);
	}
	*ret_n = n;
	return all;
}

/* ---- those applied ---- */

/* All that were applied must be ours, unchanged, and the first of ours. */
static void compare(const struct migration *all, size_t n, const struct answer *applied, struct arena *a,
	struct migration_state *ret)
{
	for (size_t i = 0; i < applied->n; i++) {
		const char *const *row = applied->cells + i * applied->cols;
		int version = (int)strtol(row[0], NULL, 10);
		ret->current = version;
		if (version > (int)n) {
			ret->newer = true;
		} else if (!ret->changed && (version != (int)i + 1 || !str_eq(row[1], all[i].checksum))) {
			ret->changed = true;
			ret->sentence = arena_printf(a,
				_("The tables of this workshop were changed by another karat: its step %d is not the one this program knows. Use the karat that made them, or restore a backup."),
				version);
		}
	}
	if (ret->newer)
		ret->sentence = arena_printf(a,
			_("This workshop was made by a newer karat: its tables are at step %d, and this program knows %d. Install the newer karat to open it."),
			ret->current, ret->latest);
	else if (!ret->changed && ret->current < ret->latest)
		ret->sentence = arena_printf(a,
			_("The tables of this workshop are at step %d of %d. Run “karat db migrate” to bring them up to date."),
			ret->current, ret->latest);
}

static bool read_state(struct pg *pg, const struct migration *all, size_t n, struct arena *a,
	struct migration_state *ret, struct err *e)
{
	struct answer there, applied;
	struct migration_state state = { .latest = (int)n };
	if (!pg_ask(pg, "SELECT to_regclass('public.karat_migration') IS NOT NULL", NULL, 0, a, &there, e))
		return false;
	if (str_eq(there.cells[0], "t")) {
		if (!pg_ask(pg, "SELECT version, checksum FROM public.karat_migration ORDER BY version", NULL, 0, a,
				&applied, e))
			return false;
		compare(all, n, &applied, a, &state);
	} else if (n) {
		compare(all, n, &(struct answer) { .n = 0 }, a, &state);
	}
	*ret = state;
	return true;
}

bool migrate_state(struct pg *pg, struct arena *a, struct migration_state *ret, struct err *e)
{
	size_t n;
	const struct migration *all = migrations(a, &n);
	return read_state(pg, all, n, a, ret, e);
}

/* ---- the way there ---- */

static bool note_step(struct pg *pg, const struct migration *m, bool up, struct err *e)
{
	char version[NUMBER_ROOM];
	snprintf(version, sizeof version, "%d", m->version);
	const char *const params[] = { version, m->name, m->checksum };
	if (up)
		return pg_ask(pg, "INSERT INTO public.karat_migration (version, name, checksum) VALUES ($1, $2, $3)",
			params, 3, NULL, NULL, e);
	return pg_ask(pg, "DELETE FROM public.karat_migration WHERE version = $1", params, 1, NULL, NULL, e);
}

static bool run_step(struct pg *pg, const struct migration *m, bool up, struct err *e)
{
	if (!pg_begin(pg, e))
		return false;
	if (pg_script(pg, up ? m->up : m->down, e) && note_step(pg, m, up, e) && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return err_prefix(e, "%04d_%s", m->version, m->name);
}

struct way {
	int version;
	bool plan;
	void (*say)(void *ctx, const struct migration *m, bool up);
	void *ctx;
};

static bool walk(struct pg *pg, const struct way *w, struct arena *a, struct err *e)
{
	size_t n;
	struct migration_state state;
	const struct migration *all = migrations(a, &n);
	if (!read_state(pg, all, n, a, &state, e))
		return false;
	if (state.newer || state.changed)
		return err_set(e, ERR_CONFLICT, "%s", state.sentence);
	int to = w->version == -1 ? state.latest : w->version;
	if (to < 0 || to > state.latest)
		return err_set(e, ERR_INVALID, _("This karat knows the steps 0 to %d of a workshop's tables."), state.latest);
	for (int at = state.current; at != to;) {
		bool up = at < to;
		const struct migration *m = &all[up ? at : at - 1];
		if (w->say)
			w->say(w->ctx, m, up);
		if (!w->plan && !run_step(pg, m, up, e))
			return false;
		at += up ? 1 : -1;
	}
	return true;
}

bool migrate_to(struct pg *pg, int version, bool plan, void (*say)(void *ctx, const struct migration *m, bool up),
	void *ctx, struct err *e)
{
	struct way way = { .version = version, .plan = plan, .say = say, .ctx = ctx };
	struct arena scratch = ARENA_INIT;
	struct err unlock = ERR_INIT;
	bool good = pg_wait_turn(pg, LOCK_KEY, e);
	if (good) {
		good = (plan || pg_script(pg, create_table, e)) && walk(pg, &way, &scratch, e);
		if (!pg_ask(pg, "SELECT pg_advisory_unlock(" LOCK_KEY ")", NULL, 0, &scratch, NULL, &unlock) && good) {
			*e = unlock;
			good = false;
		}
	}
	arena_done(&scratch);
	return good;
}
