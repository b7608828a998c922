/* cluster.c - the private PostgreSQL: made, started on demand, stopped when the last client has left
 *
 * Whoever starts or stops holds start.lock, so two programs never do it at once. Whoever uses it holds
 * clients.lock, shared; the keeper (cluster_keeper.c) stops the server when nobody does any more.
 */
#include "config.h"

#include "store/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "store/cluster_parts.h"
#include "store/libpq.h"
#include "store/pg.h"

enum {
	ROOM_LEAST_MB = 64,          /* an empty workshop takes 28, its log of changes grows */
	POLL_MOST_MS = 5,
	SAY_AFTER_MS = 1500,
	SILENCE_MOST_MS = 60 * 1000,      /* no process, no word: something is broken */
	ORPHANS_MOST_MS = 20 * 1000,      /* what a killed server leaves ends within seconds */
	RECOVERY_MOST_MS = 30 * 60 * 1000,
	RELOAD_TRIES = 2000,
	VERSION_FILE_MOST = 64,
	CONNINFO_MOST = 4096,
};

struct cluster {
	struct arena mem; /* holds this very struct */
	struct home home;
	const char *socket_dir;
	unsigned flags;
	int clients;      /* our lock that says somebody is there */
	bool made;
};

static void say(const struct cluster *c, const char *sentence)
{
	if (!(c->flags & CLUSTER_QUIET))
		fprintf(stderr, "%s\n", sentence);
}

/* ---- making ---- */

static bool lock_failed(const struct home *h, struct err *e)
{
	if (errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS)
		return err_set(e, ERR_INVALID,
			_("Files in %s cannot be locked, as is so on some network drives. Keep the workshop on a disk of this machine."),
			h->dir);
	if (errno == ENOSPC || errno == EDQUOT)
		return err_set(e, ERR_OUTPUT, _("The disk that holds %s is full. Make room, then try again."), h->dir);
	return err_set(e, ERR_DENIED, _("The workshop's folder %s cannot be used: %s."), h->dir, strerror(errno));
}

static bool has_data(const struct home *h)
{
	struct arena scratch = ARENA_INIT;
	bool there = access(arena_printf(&scratch, "%s/PG_VERSION", h->data), F_OK) == 0 || errno == EACCES;
	arena_done(&scratch);
	return there;
}

static bool has_room(const struct home *h, struct err *e)
{
	struct statvfs fs;
	if (statvfs(h->dir, &fs) != 0)
		return true; /* initdb will tell */
	unsigned long long mb = (unsigned long long)fs.f_bavail * fs.f_frsize / (1024 * 1024);
	return mb >= ROOM_LEAST_MB || err_set(e, ERR_OUTPUT,
		_("The disk that holds %s has %llu MiB left, and a new workshop needs %d. Make room, then try again."),
		h->dir, mb, ROOM_LEAST_MB);
}

/* What was broken off halfway lies in data.new and goes first. */
static bool make_data(struct cluster *c, struct err *e)
{
	const struct home *h = &c->home;
	const char *programs, *socket_dir;
	bool changed;
	if (!has_room(h, e) || !programs_find(h, NULL, &c->mem, &programs, e) || !home_clean(h, e))
		return false;
	say(c, h->scratch ? _("Making a throw-away database; this takes about a second.")
		: _("Making the workshop's own database; this takes about a second."));
	if (!initdb_run(h, programs, e) || !socket_place(h, &c->mem, &socket_dir, e)
		|| !config_write(h, h->fresh, socket_dir, &changed, e))
		return false;
	if (rename(h->fresh, h->data) != 0)
		return err_set(e, ERR_OUTPUT, _("The folder %s cannot be made: %s."), h->data, strerror(errno));
	c->made = true;
	return true;
}

static bool make(struct cluster *c, struct err *e)
{
	struct home *h = &c->home;
	struct err unmarked = ERR_INIT;
	bool marked = home_taken(h, &unmarked);
	if (marked && has_data(h))
		return true;
	if (!(c->flags & CLUSTER_CREATE) || (!marked && unmarked.code != ERR_NOT_FOUND)) {
		if (marked)
			err_set(&unmarked, ERR_NOT_FOUND, _("There is no workshop in the folder %s yet."), h->dir);
		*e = unmarked;
		return false;
	}
	return (marked || home_take(h, c->flags & CLUSTER_SCRATCH, e)) && make_data(c, e);
}

/* ---- starting ---- */

static bool start_failed(const struct home *h, int64_t log_from, const struct keeper_note *note, bool *ret_again, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	const char *reason = log_reason(h->log, log_from, &scratch);
	*ret_again = false;
	if (note->word == KEEPER_NO_EXEC || note->word == KEEPER_FAILED) {
		err_set(e, ERR_OFFLINE, _("The database of the workshop in %s cannot be started: %s."), h->dir,
			strerror(note->value));
	} else if (log_full_disk(reason)) {
		err_set(e, ERR_OUTPUT, _("The disk that holds %s is full. Make room, then try again."), h->dir);
	} else {
		/* Connections of a server that was killed notice it a moment later. */
		*ret_again = reason && strstr(reason, "shared memory block");
		err_set(e, ERR_OFFLINE, _("The database of the workshop in %s does not start; the end of the file %s says why."),
			h->dir, h->log);
	}
	if (reason)
		err_detail(e, "%s", reason);
	arena_done(&scratch);
	return false;
}

/* A note of the keeper, or none within ms. False when there will be no more. */
static bool hear(int fd, int ms, struct keeper_note *ret)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	*ret = (struct keeper_note) { .word = -1 };
	if (poll(&wait, 1, ms) <= 0)
		return true;
	return read(fd, ret, sizeof *ret) == sizeof *ret;
}

/* Until the server takes clients. *ret_again: it may work in a moment. */
static bool await_server(const struct cluster *c, int fd, int64_t log_from, struct server *ret, bool *ret_again, struct err *e)
{
	const struct home *h = &c->home;
	struct keeper_note note;
	pid_t pid = 0;
	int64_t begun = clock_ms();
	bool said = false;
	for (int ms = 1;; ms += ms < POLL_MOST_MS) {
		if (!hear(fd, ms, &note) || (note.word >= 0 && note.word != KEEPER_HAS)) {
			if (note.word < 0)
				note = (struct keeper_note) { .word = KEEPER_FAILED, .value = ECHILD };
			return start_failed(h, log_from, &note, ret_again, e);
		}
		if (note.word == KEEPER_HAS)
			pid = (pid_t)note.value;
		server_look(h, ret);
		if (pid && ret->pid == pid && ret->state == SERVER_READY)
			return true;
		int64_t since = clock_ms() - begun;
		if (!said && since > SAY_AFTER_MS) {
			said = true;
			say(c, _("The workshop's database was not shut down properly and is being put in order …"));
		}
		if (since > (ret->state == SERVER_NONE ? SILENCE_MOST_MS : RECOVERY_MOST_MS)) {
			note = (struct keeper_note) { .word = KEEPER_ENDED };
			return start_failed(h, log_from, &note, ret_again, e);
		}
	}
}

static bool find_programs(struct cluster *c, const char **ret, struct err *e)
{
	char *version;
	size_t len;
	const char *path = arena_printf(&c->mem, "%s/PG_VERSION", c->home.data);
	if (!file_read(path, VERSION_FILE_MOST, &c->mem, &version, &len, e))
		return false;
	version[strcspn(version, " \r\n")] = '\0';
	return programs_find(&c->home, version, &c->mem, ret, e);
}

/* What a server that was killed left behind would be believed if its number is in use again. Never under one
 * that lives: PostgreSQL would let a second one in. */
static void clear_traces(const struct home *h, const char *socket_dir, struct arena *a)
{
	unlink(arena_printf(a, "%s/postmaster.pid", h->data));
	unlink(arena_printf(a, "%s/.s.PGSQL.5432.lock", socket_dir));
	unlink(arena_printf(a, "%s/.s.PGSQL.5432", socket_dir));
}

static bool start(struct cluster *c, struct server *ret, struct err *e)
{
	const struct home *h = &c->home;
	const char *programs, *socket_dir;
	bool changed, again = true;
	if (!find_programs(c, &programs, e) || !socket_place(h, &c->mem, &socket_dir, e)
		|| !server_settle(h, socket_dir, ret, e))
		return false;
	if (ret->state != SERVER_NONE)
		return true;
	if (!config_write(h, h->data, socket_dir, &changed, e))
		return false;
	clear_traces(h, socket_dir, &c->mem);
	for (int64_t begun = clock_ms();; nap(POLL_MOST_MS)) {
		int64_t log_from = log_size(h->log);
		KT_CLEANUP(close_fd) int fd = -1;
		if (!keeper_spawn(h, programs, 0, &fd, e) || !libpq_load(e)) /* which takes less time than the server does */
			return false;
		if (await_server(c, fd, log_from, ret, &again, e))
			return true;
		if (!again || clock_ms() - begun > ORPHANS_MOST_MS)
			return false;
	}
}

/* Somebody killed the keeper: the server gets a new one. */
static bool see_that_kept(struct cluster *c, pid_t server, struct err *e)
{
	const char *programs;
	int lock = lock_file(c->home.keeper_lock, LOCK_EX | LOCK_NB);
	if (lock < 0)
		return errno == EWOULDBLOCK || lock_failed(&c->home, e);
	close_fd(&lock);
	KT_CLEANUP(close_fd) int fd = -1;
	struct keeper_note note;
	if (!find_programs(c, &programs, e) || !keeper_spawn(&c->home, programs, server, &fd, e))
		return false;
	if (hear(fd, SILENCE_MOST_MS, &note) && note.word == KEEPER_HAS)
		return true;
	return err_set(e, ERR_OFFLINE, _("The database of the workshop in %s cannot be started: %s."), c->home.dir,
		strerror(note.word == KEEPER_FAILED ? note.value : ECHILD));
}

/* A server that is there and does not answer has lost its socket (a tidied /tmp), or is about to end. */
static bool see_that_up(struct cluster *c, struct err *e)
{
	const struct home *h = &c->home;
	struct server s;
	bool cured = false, started = false;
	for (int64_t begun = clock_ms();; nap(POLL_MOST_MS)) {
		server_look(h, &s);
		if (s.state == SERVER_NONE && !(started = start(c, &s, e)))
			return false;
		if (s.state == SERVER_READY && (started || server_answers(&s)))
			break;
		if (s.state == SERVER_READY && !cured) {
			cured = true;
			if (!server_stop(h, e))
				return false;
		}
		if (clock_ms() - begun > RECOVERY_MOST_MS)
			return err_set(e, ERR_OFFLINE, _("The database of the workshop in %s does not answer."), h->dir);
	}
	c->socket_dir = arena_strdup(&c->mem, s.socket_dir);
	return see_that_kept(c, s.pid, e);
}

/* ---- taking part ---- */

static bool take_part(struct cluster *c, struct err *e)
{
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(&c->home);
	KT_CLEANUP(close_fd) int starting = lock_file(c->home.start_lock, LOCK_EX);
	if (starting < 0)
		return lock_failed(&c->home, e);
	if (!make(c, e))
		return false;
	c->clients = lock_file(c->home.client_lock, LOCK_SH);
	return c->clients >= 0 ? see_that_up(c, e) : lock_failed(&c->home, e);
}

bool cluster_join(struct cluster **ret, const char *dir, unsigned flags, struct err *e)
{
	struct arena mem = ARENA_INIT;
	struct cluster *c = arena_alloc(&mem, sizeof *c);
	c->flags = flags;
	c->clients = -1;
	c->mem = mem;
	if (!home_find(&c->home, dir, flags & CLUSTER_CREATE, &c->mem, e) || !take_part(c, e)) {
		cluster_leave(c);
		return false;
	}
	*ret = c;
	return true;
}

/* The keeper may have been killed while we were there, and perhaps nobody comes after us. Who holds
 * start.lock now sees to it, too. */
static void leave_kept(struct cluster *c)
{
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(&c->home);
	struct err nobody_asks = ERR_INIT;
	struct server s;
	server_look(&c->home, &s);
	KT_CLEANUP(close_fd) int starting = s.state == SERVER_READY ? lock_file(c->home.start_lock, LOCK_EX | LOCK_NB) : -1;
	if (starting >= 0 && !see_that_kept(c, s.pid, &nobody_asks))
		return; /* the next one to join tries again */
}

void cluster_leave(struct cluster *c)
{
	if (!c)
		return;
	if (c->clients >= 0)
		leave_kept(c);
	close_fd(&c->clients);
	struct arena mem = c->mem;
	arena_done(&mem);
}

/* ---- using ---- */

static void add_word(struct buf *out, const char *name, const char *value)
{
	buf_addf(out, "%s%s='", out->len ? " " : "", name);
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *value);
	}
	buf_addc(out, '\'');
}

bool cluster_login_check(const char *login, struct err *e)
{
	return (*login && strlen(login) <= NAME_MOST && str_control(login, false) < 0) || err_set(e, ERR_INVALID,
		_("A login has 1 to %d bytes and no control characters."), NAME_MOST);
}

char *cluster_conninfo(const struct cluster *c, const char *role, const char *dbname, struct arena *a)
{
	struct buf text = BUF_INIT(CONNINFO_MOST);
	add_word(&text, "host", c->socket_dir);
	add_word(&text, "hostaddr", ""); /* one in the environment would win over the socket */
	add_word(&text, "port", "5432");
	add_word(&text, "user", role);
	add_word(&text, "dbname", dbname);
	kt_assert(!text.full);
	char *words = arena_strdup(a, text.data);
	buf_done(&text);
	return words;
}

const char *cluster_socket_dir(const struct cluster *c)
{
	return c->socket_dir;
}

bool cluster_made(const struct cluster *c)
{
	return c->made;
}

/* The server reads its files when it is told, and a moment later; who comes before that is refused. */
static bool reload(struct pg *pg, struct arena *a, struct err *e)
{
	struct answer first, now;
	if (!pg_ask(pg, "SELECT pg_conf_load_time()", NULL, 0, a, &first, e)
		|| !pg_ask(pg, "SELECT pg_reload_conf()", NULL, 0, a, NULL, e))
		return false;
	for (int i = 0; i < RELOAD_TRIES; i++) {
		if (!pg_ask(pg, "SELECT pg_conf_load_time()", NULL, 0, a, &now, e))
			return false;
		if (!str_eq(first.cells[0], now.cells[0]))
			return true;
		nap(1);
	}
	return err_set(e, ERR_OFFLINE, _("The workshop's database did not read its new settings."));
}

static bool write_roles(struct cluster *c, const char *role, bool *ret_changed, struct err *e)
{
	const struct home *h = &c->home;
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(h);
	KT_CLEANUP(close_fd) int starting = lock_file(h->start_lock, LOCK_EX);
	if (starting < 0)
		return lock_failed(h, e);
	return roles_add(h, role, e) && config_write(h, h->data, c->socket_dir, ret_changed, e);
}

bool cluster_admit(struct cluster *c, const char *role, struct err *e)
{
	bool changed;
	if (!write_roles(c, role, &changed, e))
		return false;
	if (!changed)
		return true;
	struct arena scratch = ARENA_INIT;
	struct pg *pg = NULL;
	bool good = pg_open(&pg, cluster_conninfo(c, CLUSTER_SUPERUSER, "postgres", &scratch), e)
		&& reload(pg, &scratch, e);
	pg_close(pg);
	arena_done(&scratch);
	return good;
}

/* ---- ending ---- */

static bool is_there(const char *dir, struct home *h, struct arena *a, struct err *e)
{
	if (!home_find(h, dir, false, a, e))
		return false;
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(h);
	return home_taken(h, e);
}

bool cluster_exists(const char *dir)
{
	struct arena scratch = ARENA_INIT;
	struct err e = ERR_INIT;
	struct home h;
	bool there = is_there(dir, &h, &scratch, &e) && has_data(&h);
	arena_done(&scratch);
	return there;
}

static bool stop(const char *dir, bool delete, struct arena *a, struct err *e)
{
	struct home h;
	if (!is_there(dir, &h, a, e))
		return !delete && e->code == ERR_NOT_FOUND;
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(&h);
	KT_CLEANUP(close_fd) int starting = lock_file(h.start_lock, LOCK_EX);
	if (starting < 0)
		return lock_failed(&h, e);
	if (!server_stop(&h, e))
		return false;
	if (delete)
		socket_leave(&h, a);
	coat_off(&coat);
	return !delete || home_remove(&h, e);
}

bool cluster_stop(const char *dir, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	struct err why = ERR_INIT; /* that there is none is no error, and must not look like one */
	bool good = stop(dir, false, &scratch, &why);
	if (!good)
		*e = why;
	arena_done(&scratch);
	return good;
}

bool cluster_remove(const char *dir, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	bool good = stop(dir, true, &scratch, e);
	arena_done(&scratch);
	return good;
}

char *cluster_default_dir(struct arena *a)
{
	return arena_printf(a, "%s/cluster", file_state_dir(a));
}

char *cluster_demo_dir(struct arena *a)
{
	return arena_printf(a, "%s/demo", file_state_dir(a));
}
