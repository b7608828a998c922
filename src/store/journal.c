/* journal.c - the punches of a terminal on its own disk */
#include "config.h"

#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/time.h"

enum { SCHEMA = 1, BUSY_MS = 5000, DAY_MS = 24 * 3600 * 1000, BOOT_ID_MOST = 64 };

struct journal {
	struct arena arena; /* holds this very struct */
	sqlite3 *db;
	int lock;           /* file that says whose it is; -1: only to read */
	size_t waiting;
};

static const char schema[] =
	"BEGIN IMMEDIATE;"
	"CREATE TABLE IF NOT EXISTS punch (counter INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, key TEXT NOT NULL,"
	" deed TEXT NOT NULL, said TEXT, activity INTEGER, cause TEXT, until INTEGER, wall_ms INTEGER NOT NULL,"
	" boot_ms INTEGER NOT NULL, boot TEXT NOT NULL, synced INTEGER NOT NULL, verdict TEXT, problem TEXT, settled_ms INTEGER) STRICT;"
	"CREATE INDEX IF NOT EXISTS punch_waiting ON punch (counter) WHERE verdict IS NULL;"
	"CREATE INDEX IF NOT EXISTS punch_settled ON punch (settled_ms) WHERE verdict IS NOT NULL;"
	"CREATE TABLE IF NOT EXISTS badge (hash TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT, has_pin INTEGER NOT NULL) STRICT;"
	"CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;"
	"PRAGMA user_version = 1;"
	"COMMIT";

/* Errors. */

static bool failed(struct journal *j, struct err *e)
{
	int code = j->db ? sqlite3_errcode(j->db) : SQLITE_CANTOPEN;
	if (code == SQLITE_FULL)
		err_set(e, ERR_OUTPUT, _("The disk of this terminal is full: nothing can be kept here. Tell the office."));
	else
		err_set(e, ERR_OUTPUT, _("This terminal cannot keep anything on its disk. Tell the office."));
	return err_detail(e, "journal: %s (%d)", j->db ? sqlite3_errmsg(j->db) : "no memory", code);
}

static bool run(struct journal *j, const char *sql, struct err *e)
{
	return sqlite3_exec(j->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(j, e);
}

/* Statements. Texts that are empty are NULL there, as are numbers that say nothing. */

static void finish(sqlite3_stmt **st)
{
	sqlite3_finalize(*st);
}
#define STATEMENT KT_CLEANUP(finish) sqlite3_stmt *

static bool prepare(struct journal *j, sqlite3_stmt **ret, const char *sql, struct err *e)
{
	return sqlite3_prepare_v2(j->db, sql, -1, ret, NULL) == SQLITE_OK || failed(j, e);
}

static void put_text(sqlite3_stmt *st, int at, const char *s)
{
	if (str_empty(s))
		sqlite3_bind_null(st, at);
	else
		sqlite3_bind_text(st, at, s, -1, SQLITE_TRANSIENT);
}

static bool step(struct journal *j, sqlite3_stmt *st, struct err *e)
{
	int code = sqlite3_step(st);
	return code == SQLITE_DONE || code == SQLITE_ROW || failed(j, e);
}

static void take_text(sqlite3_stmt *st, int at, char *ret, size_t size)
{
	const unsigned char *s = sqlite3_column_text(st, at);
	snprintf(ret, size, "%s", s ? (const char *)s : "");
}

static int64_t number(struct journal *j, const char *sql)
{
	STATEMENT st = NULL;
	struct err e = ERR_INIT;
	return prepare(j, &st, sql, &e) && sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
}

/* Opening. */

/* WAL: one fsync a punch, and who only looks is not in the way. */
static bool begin(struct journal *j, const char *path, struct err *e)
{
	if (sqlite3_open_v2(path, &j->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE, NULL) != SQLITE_OK)
		return failed(j, e);
	sqlite3_busy_timeout(j->db, BUSY_MS);
	return run(j, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF", e) && run(j, schema, e);
}

static void end(struct journal *j)
{
	sqlite3_close(j->db);
	j->db = NULL;
}

/* What the disk made of it may still be read by people who know how; a new one goes on. */
static bool put_aside(struct journal *j, const char *path, struct err *e)
{
	const char *aside = arena_printf(&j->arena, "%s.broken-%lld", path, (long long)time(NULL));
	end(j);
	log_msg(LOG_ERROR, "journal", "%s is no journal any more; it is kept as %s", path, aside);
	if (rename(path, aside) != 0)
		return err_detail(e, "%s: %s", path, strerror(errno));
	const char *const beside[] = { "-wal", "-shm" };
	for (size_t i = 0; i < ARRAY_LEN(beside); i++)
		(void)rename(arena_printf(&j->arena, "%s%s", path, beside[i]), arena_printf(&j->arena, "%s%s", aside, beside[i]));
	return begin(j, path, e);
}

static bool take_lock(struct journal *j, const char *dir, struct err *e)
{
	const char *path = arena_printf(&j->arena, "%s/journal.lock", dir);
	j->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (j->lock < 0) {
		err_set(e, ERR_OUTPUT, _("This terminal cannot keep anything on its disk. Tell the office."));
		return err_detail(e, "%s: %s", path, strerror(errno));
	}
	return flock(j->lock, LOCK_EX | LOCK_NB) == 0 ||
			err_set(e, ERR_OUTPUT, _("Another “karat kiosk” of this user runs already. End that one first."));
}

static struct journal *blank(void)
{
	struct arena arena = ARENA_INIT;
	struct journal *j = arena_alloc(&arena, sizeof(*j));
	*j = (struct journal) { .arena = arena, .lock = -1 };
	return j;
}

bool journal_open(struct journal **ret, const char *dir, struct err *e)
{
	struct journal *j = blank();
	const char *path = arena_printf(&j->arena, "%s/journal.db", dir);
	mode_t was = umask(077); /* also of what stands beside it */
	bool ok = file_mkdirs(dir, 0700, e) && take_lock(j, dir, e);
	if (ok && !begin(j, path, e)) {
		int code = j->db ? sqlite3_errcode(j->db) : SQLITE_CANTOPEN;
		ok = (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) && put_aside(j, path, e);
	}
	umask(was);
	if (!ok) {
		journal_close(j);
		return false;
	}
	j->waiting = (size_t)number(j, "SELECT count(*) FROM punch WHERE verdict IS NULL");
	*ret = j;
	return true;
}

bool journal_look(struct journal **ret, const char *dir, struct err *e)
{
	struct journal *j = blank();
	const char *path = arena_printf(&j->arena, "%s/journal.db", dir);
	if (access(path, F_OK) != 0) {
		journal_close(j);
		return err_set(e, ERR_NOT_FOUND, _("No terminal has kept anything in %s yet."), dir);
	}
	bool ok = sqlite3_open_v2(path, &j->db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK || failed(j, e);
	if (ok)
		sqlite3_busy_timeout(j->db, BUSY_MS);
	if (ok && number(j, "PRAGMA user_version") != SCHEMA)
		ok = err_set(e, ERR_OUTPUT, _("What lies in %s is no journal of this karat."), dir);
	if (!ok) {
		journal_close(j);
		return false;
	}
	j->waiting = (size_t)number(j, "SELECT count(*) FROM punch WHERE verdict IS NULL");
	*ret = j;
	return true;
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	end(j);
	if (j->lock >= 0)
		close(j->lock);
	struct arena arena = j->arena;
	arena_done(&arena);
}

/* Punches. */

bool journal_add(struct journal *j, struct note *n, struct err *e)
{
	STATEMENT st = NULL;
	if (j->waiting >= JOURNAL_MOST)
		return err_set(e, ERR_OUTPUT, _("%d punches wait here already, more than this terminal keeps. Tell the office."), JOURNAL_MOST);
	if (!prepare(j, &st, "INSERT INTO punch (uuid, key, deed, said, activity, cause, until, wall_ms, boot_ms, boot, synced)"
			" VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, nullif(?7, 0), ?8, ?9, ?10, ?11)", e))
		return false;
	put_text(st, 1, n->uuid);
	put_text(st, 2, n->key);
	put_text(st, 3, punch_deeds[n->deed].wire);
	put_text(st, 4, n->said);
	sqlite3_bind_int64(st, 5, n->activity);
	put_text(st, 6, n->cause < 0 ? NULL : pause_causes[n->cause].wire);
	sqlite3_bind_int64(st, 7, n->until);
	sqlite3_bind_int64(st, 8, n->wall_ms);
	sqlite3_bind_int64(st, 9, n->boot_ms);
	sqlite3_bind_text(st, 10, n->boot, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(st, 11, n->synced);
	if (!step(j, st, e))
		return false;
	n->counter = sqlite3_last_insert_rowid(j->db);
	j->waiting++;
	return true;
}

bool journal_next(struct journal *j, int64_t after, struct note *ret, struct err *e)
{
	STATEMENT st = NULL;
	char word[32];
	if (!prepare(j, &st, "SELECT counter, uuid, key, deed, said, activity, cause, until, wall_ms, boot_ms, boot, synced"
			" FROM punch WHERE verdict IS NULL AND counter > ?1 ORDER BY counter LIMIT 1", e))
		return false;
	sqlite3_bind_int64(st, 1, after);
	int code = sqlite3_step(st);
	if (code != SQLITE_ROW)
		return code == SQLITE_DONE ? false : failed(j, e);
	*ret = (struct note) { .counter = sqlite3_column_int64(st, 0), .activity = sqlite3_column_int64(st, 5),
		.until = sqlite3_column_int64(st, 7), .wall_ms = sqlite3_column_int64(st, 8), .boot_ms = sqlite3_column_int64(st, 9),
		.synced = sqlite3_column_int64(st, 11) };
	take_text(st, 1, ret->uuid, sizeof ret->uuid);
	take_text(st, 2, ret->key, sizeof ret->key);
	take_text(st, 3, word, sizeof word);
	ret->deed = choice_index(punch_deeds, word);
	take_text(st, 4, ret->said, sizeof ret->said);
	take_text(st, 6, word, sizeof word);
	ret->cause = choice_index(pause_causes, word);
	take_text(st, 10, ret->boot, sizeof ret->boot);
	return true;
}

bool journal_settle(struct journal *j, int64_t counter, const char *verdict, const char *problem, int64_t wall_ms, struct err *e)
{
	STATEMENT st = NULL;
	STATEMENT old = NULL;
	if (!prepare(j, &st, "UPDATE punch SET verdict = ?2, problem = ?3, settled_ms = ?4 WHERE counter = ?1 AND verdict IS NULL", e) ||
			!prepare(j, &old, "DELETE FROM punch WHERE verdict IS NOT NULL AND settled_ms < ?1", e))
		return false;
	sqlite3_bind_int64(st, 1, counter);
	put_text(st, 2, verdict);
	put_text(st, 3, problem);
	sqlite3_bind_int64(st, 4, wall_ms);
	if (!step(j, st, e))
		return false;
	if (sqlite3_changes(j->db) && j->waiting)
		j->waiting--;
	sqlite3_bind_int64(old, 1, wall_ms - DAY_MS);
	return step(j, old, e);
}

size_t journal_waiting(const struct journal *j)
{
	return j->waiting;
}

bool journal_waits_for(struct journal *j, const char *key)
{
	STATEMENT st = NULL;
	struct err e = ERR_INIT;
	if (!prepare(j, &st, "SELECT 1 FROM punch WHERE verdict IS NULL AND key = ?1 LIMIT 1", &e))
		return true;
	put_text(st, 1, key);
	return sqlite3_step(st) != SQLITE_DONE;
}

int64_t journal_oldest_ms(struct journal *j)
{
	return number(j, "SELECT min(wall_ms) FROM punch WHERE verdict IS NULL");
}

/* Badges, and what is kept by name. */

static bool add_badge(struct journal *j, const struct kept_badge *b, struct err *e)
{
	STATEMENT st = NULL;
	if (!prepare(j, &st, "INSERT OR REPLACE INTO badge (hash, name, language, has_pin) VALUES (?1, ?2, ?3, ?4)", e))
		return false;
	put_text(st, 1, b->hash);
	put_text(st, 2, b->name);
	put_text(st, 3, b->language);
	sqlite3_bind_int64(st, 4, b->has_pin);
	return step(j, st, e);
}

bool journal_set_badges(struct journal *j, const struct kept_badge *badges, size_t n, struct err *e)
{
	bool ok = run(j, "BEGIN IMMEDIATE; DELETE FROM badge", e);
	for (size_t i = 0; ok && i < n; i++)
		ok = add_badge(j, &badges[i], e);
	ok = ok && run(j, "COMMIT", e);
	if (!ok)
		sqlite3_exec(j->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

bool journal_badge(struct journal *j, const char *hash, struct kept_badge *ret)
{
	STATEMENT st = NULL;
	struct err e = ERR_INIT;
	if (!prepare(j, &st, "SELECT name, language, has_pin FROM badge WHERE hash = ?1", &e))
		return false;
	put_text(st, 1, hash);
	if (sqlite3_step(st) != SQLITE_ROW)
		return false;
	snprintf(ret->hash, sizeof ret->hash, "%s", hash);
	take_text(st, 0, ret->name, sizeof ret->name);
	take_text(st, 1, ret->language, sizeof ret->language);
	ret->has_pin = sqlite3_column_int64(st, 2);
	return true;
}

bool journal_keep(struct journal *j, const char *name, int64_t value, struct err *e)
{
	STATEMENT st = NULL;
	if (!prepare(j, &st, "INSERT INTO kept VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", e))
		return false;
	put_text(st, 1, name);
	sqlite3_bind_int64(st, 2, value);
	return step(j, st, e);
}

int64_t journal_kept(struct journal *j, const char *name)
{
	STATEMENT st = NULL;
	struct err e = ERR_INIT;
	if (!prepare(j, &st, "SELECT value FROM kept WHERE name = ?1", &e))
		return 0;
	put_text(st, 1, name);
	return sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
}

/* Clocks. */

static int64_t clock_ms(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Which start of the machine this is; "" where nobody says it. */
static void read_boot(char *ret, size_t size)
{
	char text[BOOT_ID_MOST] = "";
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	snprintf(ret, size, "%.36s", text);
}

void note_time(struct note *n)
{
	struct timex t = { 0 };
	n->wall_ms = now().us / 1000;
	n->boot_ms = clock_ms(CLOCK_BOOTTIME);
	n->synced = adjtimex(&t) != TIME_ERROR && !(t.status & STA_UNSYNC);
	read_boot(n->boot, sizeof n->boot);
}

int64_t note_age_ms(const struct note *n)
{
	char boot[UUID_ROOM];
	read_boot(boot, sizeof boot);
	int64_t age = clock_ms(CLOCK_BOOTTIME) - n->boot_ms;
	return *boot && str_eq(boot, n->boot) && age >= 0 ? age : -1;
}
