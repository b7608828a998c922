/* checks.c - is everything as it should be? One table of checks for karat doctor and the screen :about */
#include "config.h"

#include "cli/checks.h"

#include <dirent.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/file.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/sha256.h"
#include "base/str.h"
#include "cli/version.h"
#include "store/pg.h"
#include "store/store.h"

enum {
	PINGS = 5,             /* of which the one in the middle counts */
	SLOW_US = 250000,      /* a screen takes one round trip: more than that is felt */
	ROOM_LEAST = 200,      /* MiB free on the disk of the private workshop */
	COLUMNS_WANTED = 80,
	LINES_WANTED = 24,
	QUEUE_MUCH = 50,       /* percent */
	BACKUP_OLD = 7 * 86400, /* seconds */
	NAME_HEX = 16,
	MARK_MOST = 64,
};

struct look {
	const struct checks_in *in;
	struct arena *arena;
	struct checked c;
};

static void found(struct look *l, enum check_sign sign, const char *words, const char *todo)
{
	l->c.sign = sign;
	l->c.found = words;
	l->c.todo = sign == CHECK_GOOD ? NULL : todo;
}

static const char *taken(struct look *l, struct buf *b)
{
	const char *s = arena_strdup(l->arena, b->data);
	buf_done(b);
	return s;
}

/* The program and where it runs. */

static void look_at_program(struct look *l)
{
	struct buf text = BUF_INIT(1024);
	version_text(&text);
	text.data[strcspn(text.data, "\n")] = '\0';
	const char *libraries = text.data + strlen(text.data) + 1;
	const char *all = arena_printf(l->arena, "%s %.*s%s%s", text.data, (int)strcspn(libraries, "\n"), libraries,
			l->in->library ? ", " : "", l->in->library ? l->in->library : "");
	buf_done(&text);
	found(l, CHECK_GOOD, all, NULL);
}

static void look_at_terminal(struct look *l)
{
	const struct checks_in *in = l->in;
	struct buf text = BUF_INIT(512);
	if (in->piped) {
		found(l, CHECK_GOOD, _("none: the output goes to a file or pipe"), NULL);
		return;
	}
	bool known = !str_empty(in->terminal) && !str_eq(in->terminal, "dumb");
	bool small = in->columns < COLUMNS_WANTED || (in->lines && in->lines < LINES_WANTED);
	buf_adds(&text, str_empty(in->terminal) ? "TERM?" : in->terminal);
	if (in->used_as && !str_eq(in->used_as, in->terminal))
		buf_addf(&text, " (%s)", in->used_as);
	if (in->lines)
		buf_addf(&text, ", %dx%d", in->columns, in->lines);
	else
		buf_addf(&text, ", %d %s", in->columns, _("columns"));
	found(l, !known ? CHECK_BAD : small ? CHECK_WARN : CHECK_GOOD, taken(l, &text),
			!known ? _("Set TERM to the type of this terminal, such as xterm-256color.")
			: _("Make the window at least 80 columns wide and 24 lines high: less shows less."));
}

static void look_at_colors(struct look *l)
{
	if (l->in->colors)
		found(l, CHECK_GOOD, l->in->colors < 0 ? _("none: signs and words say the same")
				: arena_printf(l->arena, "%d", l->in->colors), NULL);
}

static void look_at_locale(struct look *l)
{
	const char *codeset = l->in->charset ? l->in->charset : nl_langinfo(CODESET);
	found(l, str_eq(codeset, "UTF-8") ? CHECK_GOOD : CHECK_WARN,
			arena_printf(l->arena, "%s, %s", codeset, l->in->fmt->lang),
			_("A locale with UTF-8, such as de_DE.UTF-8, shows every letter as it is."));
}

static void look_at_keys(struct look *l)
{
	if (!l->in->keys)
		found(l, CHECK_GOOD, _("those that are built in"), NULL);
	else if (access(l->in->keys, R_OK) != 0)
		found(l, CHECK_BAD, l->in->keys, _("karat.conf names this file of keys, and it cannot be read. Mend “keys” there."));
	else if (l->in->nkeys)
		found(l, CHECK_GOOD, arena_printf(l->arena, ngettext("%s changes %zu action", "%s changes %zu actions", l->in->nkeys), l->in->keys, l->in->nkeys), NULL);
	else
		found(l, CHECK_GOOD, l->in->keys, NULL);
}

static void look_at_disk(struct look *l)
{
	struct statvfs fs;
	const char *dir = file_state_dir(l->arena), *there = dir;
	while (statvfs(there, &fs) != 0) { /* the folder may not be made yet: its parent then */
		const char *slash = strrchr(there, '/');
		if (!slash || slash == there)
			return;
		there = arena_strndup(l->arena, there, (size_t)(slash - there));
	}
	unsigned long long mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	found(l, mib >= ROOM_LEAST ? CHECK_GOOD : CHECK_BAD, arena_printf(l->arena, _("%llu MiB free in %s"), mib, dir),
			_("Make room on this disk: a database that cannot write stops."));
}

static void look_at_drafts(struct look *l)
{
	const char *path = arena_printf(l->arena, "%s/drafts", file_state_dir(l->arena));
	DIR *dir = opendir(path);
	unsigned n = 0;
	for (const struct dirent *d; dir && (d = readdir(dir));)
		n += *d->d_name != '.';
	if (dir)
		closedir(dir);
	if (n)
		found(l, CHECK_WARN, arena_printf(l->arena, ngettext("%u form that was not saved", "%u forms that were not saved", n), n),
				_("Each is offered again when its form is opened: save it or throw it away there."));
	else
		found(l, CHECK_GOOD, _("none: everything typed has been saved"), NULL);
}

/* The workshop. */

/* Where it is, without what stands between // and @: there may be a password. */
static const char *shown_url(const char *url, struct arena *a)
{
	const char *at = strrchr(url, '@'), *slashes = strstr(url, "//");
	if (strstr(url, "password"))
		return _("(not shown, as it holds a password)");
	if (!at || !slashes || at < slashes)
		return url;
	return arena_printf(a, "%.*s…%s", (int)(slashes - url) + 2, url, at);
}

static void look_at_workshop(struct look *l)
{
	const struct checks_in *in = l->in;
	if (in->store)
		found(l, CHECK_GOOD, arena_printf(l->arena, "%s (%s)", store_session(in->store)->workshop ? store_session(in->store)->workshop : "–",
				shown_url(in->url, l->arena)), NULL);
	else
		found(l, CHECK_BAD, arena_printf(l->arena, "%s (%s)", in->why->text, shown_url(in->url, l->arena)), NULL);
}

static void look_at_server(struct look *l)
{
	found(l, CHECK_GOOD, store_session(l->in->store)->server, NULL);
}

static void look_at_tables(struct look *l)
{
	const struct session *me = store_session(l->in->store);
	found(l, me->schema == me->schema_known ? CHECK_GOOD : CHECK_BAD,
			arena_printf(l->arena, _("step %d of %d"), me->schema, me->schema_known),
			me->schema < me->schema_known ? _("“karat db migrate” brings the tables up to date.")
			: _("This karat is older than the workshop. Install the newer one."));
}

static void look_at_person(struct look *l)
{
	const struct session *me = store_session(l->in->store);
	found(l, me->person.id ? CHECK_GOOD : CHECK_BAD,
			arena_printf(l->arena, "%s (%s)", me->display_name ? me->display_name : "–", me->login),
			_("Nobody in the workshop has this login. Whoever may add people mends that."));
}

static int64_t clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static bool ping(struct pg *pg, int64_t *ret_middle, struct err *e)
{
	int64_t took[PINGS];
	for (int i = 0; i < PINGS; i++) {
		int64_t begun = clock_us();
		if (!pg_script(pg, "SELECT 1", e))
			return false;
		took[i] = clock_us() - begun;
	}
	qsort(took, PINGS, sizeof(*took), by_size);
	*ret_middle = took[PINGS / 2];
	return true;
}

static void look_at_latency(struct look *l)
{
	struct err e = ERR_INIT;
	int64_t us;
	if (!store_pg(l->in->store))
		return;
	if (ping(store_pg(l->in->store), &us, &e))
		found(l, us < SLOW_US ? CHECK_GOOD : CHECK_WARN, arena_printf(l->arena, _("%lld.%03lld ms to the database and back"),
				(long long)us / 1000, (long long)us % 1000),
				_("Each screen waits that long once. A cable, or a server that is nearer, helps."));
	else
		found(l, CHECK_BAD, arena_strdup(l->arena, e.text), NULL);
}

static bool ask_number(struct look *l, const char *sql, long long *ret)
{
	struct err e = ERR_INIT;
	struct answer got;
	int64_t n;
	if (!store_pg(l->in->store) || !store_ask(l->in->store, sql, NULL, 0, l->arena, &got, &e))
		return false; /* what is not told to this person is no illness */
	if (!got.n || !got.cells[0] || !num_parse(got.cells[0], 0, &n))
		return false;
	*ret = n;
	return true;
}

static void look_at_size(struct look *l)
{
	long long mib;
	if (ask_number(l, "SELECT pg_database_size(current_database()) >> 20", &mib))
		found(l, CHECK_GOOD, arena_printf(l->arena, _("%lld MiB"), mib), NULL);
}

/* Who listens and does not read keeps all that is told on the disk, until nothing can be told any more. */
static void look_at_queue(struct look *l)
{
	long long percent;
	if (ask_number(l, "SELECT ceil(pg_notification_queue_usage() * 100)::bigint", &percent))
		found(l, percent < QUEUE_MUCH ? CHECK_GOOD : CHECK_WARN, arena_printf(l->arena, _("%lld %% of their queue in use"), percent),
				_("A program listens and does not read what it is told. End those that hang."));
}

/* Of each workshop a file that says when: its name tells nobody where the workshop is. */
static const char *mark_path(const char *url, struct arena *a)
{
	struct sha256 s;
	char hex[SHA256_HEX];
	sha256_init(&s);
	sha256_add(&s, url, strlen(url));
	sha256_hex(&s, hex);
	return arena_printf(a, "%s/backup-%.*s", file_state_dir(a), NAME_HEX, hex);
}

bool checks_note_backup(const char *url, struct arena *a, struct err *e)
{
	struct buf text = BUF_INIT(MARK_MOST);
	instant_format(&text, now());
	bool ok = file_mkdirs(file_state_dir(a), 0700, e) && file_write(mark_path(url, a), 0600, text.data, text.len, e);
	buf_done(&text);
	return ok;
}

static void look_at_backup(struct look *l)
{
	struct err e = ERR_INIT;
	struct instant at;
	char *text;
	size_t len;
	if (str_starts(l->in->url, "demo:"))
		return;
	const char *path = mark_path(l->in->url, l->arena), *todo = _("“karat db backup FILE” writes one and reads it back.");
	if (access(path, R_OK) != 0 || !file_read(path, MARK_MOST, l->arena, &text, &len, &e) || !instant_parse(str_trim(text), &at)) {
		/* Whoever runs a server has ways of their own; the private one has nobody else. */
		found(l, str_starts(l->in->url, "embedded:") ? CHECK_WARN : CHECK_GOOD, _("none was made from here"), todo);
		return;
	}
	struct buf when = BUF_INIT(64);
	fmt_instant(l->in->fmt, &when, at);
	found(l, (now().us - at.us) / 1000000 > BACKUP_OLD ? CHECK_WARN : CHECK_GOOD, taken(l, &when), todo);
}

static void look_at_clock(struct look *l)
{
	struct buf text = BUF_INIT(256);
	const char *fixed = getenv("KARAT_NOW");
	fmt_instant(l->in->fmt, &text, now());
	buf_addf(&text, " %s%s", zone_name(), fixed && *fixed ? _(" (fixed by KARAT_NOW)") : "");
	found(l, CHECK_GOOD, taken(l, &text), NULL);
}

// clang-format off
static const struct check {
	const char *what;
	bool store; /* needs an open one */
	void (*look)(struct look *l); /* finds nothing: is not told */
} checks[] = {
	{ N_("program"),  false, look_at_program },
	{ N_("terminal"), false, look_at_terminal },
	{ N_("colours"),  false, look_at_colors },
	{ N_("locale"),   false, look_at_locale },
	{ N_("keys"),     false, look_at_keys },
	{ N_("disk"),     false, look_at_disk },
	{ N_("drafts"),   false, look_at_drafts },
	{ N_("workshop"), false, look_at_workshop },
	{ N_("server"),   true,  look_at_server },
	{ N_("tables"),   true,  look_at_tables },
	{ N_("person"),   true,  look_at_person },
	{ N_("latency"),  true,  look_at_latency },
	{ N_("size"),     true,  look_at_size },
	{ N_("notices"),  true,  look_at_queue },
	{ N_("backup"),   false, look_at_backup },
	{ N_("clock"),    false, look_at_clock }, /* after the workshop, which knows the zone */
};
// clang-format on

void checks_run(const struct checks_in *in, struct arena *a, check_fn *fn, void *ctx)
{
	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		struct look l = { .in = in, .arena = a, .c = { .what = i18n_label(checks[i].what) } };
		if (checks[i].store && !in->store)
			continue;
		checks[i].look(&l);
		if (l.c.found)
			fn(ctx, &l.c);
	}
}
