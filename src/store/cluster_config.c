/* cluster_config.c - what we tell the server of a private cluster: settings, who may enter, its socket */
#include "config.h"

#include "store/cluster_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "store/cluster.h"

enum {
	FILE_MOST = 1024 * 1024,
	REASON_MOST = 8192,   /* bytes of a log looked at */
	VERSION_MOST = 64,
};

static const char head[] = "# Written by karat at each start; changes here are lost.\n";

/* Small, quiet and without JIT, as the machine is somebody's workbench. UTC, so that a log line
 * means the same in summer and winter. Nobody keeps the others waiting for a change begun and left, or
 * fills the disk with what was to be sorted. */
static const char settings[] =
	"# Own settings go below the line that includes this file, in postgresql.conf.\n"
	"listen_addresses = ''\n"
	"port = 5432\n"
	"unix_socket_permissions = 0700\n"
	"max_connections = 100\n"
	"shared_preload_libraries = 'plpgsql'\n" /* loaded once, not by each who signs in: 2 ms of 12 */
	"jit = off\n"
	"cluster_name = 'karat'\n"
	"max_logical_replication_workers = 0\n"
	"log_checkpoints = off\n"
	"timezone = 'UTC'\n"
	"log_timezone = 'UTC'\n"
	"log_destination = 'stderr'\n"
	"logging_collector = off\n"
	"log_line_prefix = '%m [%p] %q%u@%d '\n"
	"password_encryption = 'scram-sha-256'\n"
	"idle_in_transaction_session_timeout = 10min\n"
	"temp_file_limit = 2GB\n";

/* Who listens and never takes anything keeps what was notified: 64 MiB of it, not 8 GiB. */
static const char settings_17[] = "max_notify_queue_pages = 8192\n";

static const char settings_keep[] =
	"shared_buffers = 32MB\n"
	"wal_level = replica\n"
	"wal_compression = on\n"
	"min_wal_size = 8MB\n"
	"max_wal_size = 256MB\n"
	"checkpoint_timeout = 15min\n";

/* What a power cut may take. */
static const char settings_scratch[] =
	"shared_buffers = 128MB\n"
	"fsync = off\n"
	"synchronous_commit = off\n"
	"full_page_writes = off\n"
	"wal_level = minimal\n"
	"max_wal_senders = 0\n"
	"min_wal_size = 8MB\n"
	"max_wal_size = 512MB\n"
	"checkpoint_timeout = 1h\n";

static void add_quoted(struct buf *out, const char *s, char quote)
{
	buf_addc(out, quote);
	for (; *s; s++) {
		if (*s == quote)
			buf_addc(out, quote);
		buf_addc(out, *s);
	}
	buf_addc(out, quote);
}

static void make_settings(struct buf *out, const struct home *h, long version, const char *socket_dir)
{
	buf_adds(out, head);
	buf_adds(out, settings);
	if (version >= 17)
		buf_adds(out, settings_17);
	buf_adds(out, h->scratch ? settings_scratch : settings_keep);
	buf_adds(out, "unix_socket_directories = ");
	/* A list inside a string: quoted twice, so that blanks and commas of a path stay part of it. */
	struct buf item = BUF_INIT(FILE_MOST), text = BUF_INIT(FILE_MOST);
	add_quoted(&item, socket_dir, '"');
	add_quoted(&text, item.data, '\'');
	for (const char *s = text.data; *s; s++)
		buf_adds(out, *s == '\\' ? "\\\\" : (char[]) { *s, '\0' });
	buf_done(&text);
	buf_done(&item);
	buf_addc(out, '\n');
}

/* Calls add() for each admitted role. */
static void each_role(const char *roles, struct buf *out, const char *os_user,
	void (*add)(struct buf *, const char *role, const char *os_user))
{
	char role[NAME_MOST + 1];
	for (const char *end; *roles; roles = *end ? end + 1 : end) {
		end = roles + strcspn(roles, "\n");
		size_t len = (size_t)(end - roles);
		if (!len || len > NAME_MOST)
			continue;
		memcpy(role, roles, len);
		role[len] = '\0';
		add(out, role, os_user);
	}
}

static void add_hba(struct buf *out, const char *role, const char *os_user)
{
	(void)os_user;
	buf_adds(out, "local all ");
	add_quoted(out, role, '"');
	buf_adds(out, " peer map=karat\n");
}

/* A throw-away is open to all who can reach its socket: the folder's owner, and root. */
static void make_hba(struct buf *out, const struct home *h, const char *roles)
{
	buf_adds(out, head);
	if (h->scratch) {
		buf_adds(out, "local all all trust\n");
		return;
	}
	add_hba(out, "karat", NULL);
	/* Databases that come with PostgreSQL: everybody could fill them, and nobody is served there. */
	buf_adds(out, "local postgres,template1 all reject\n");
	each_role(roles, out, NULL, add_hba);
	buf_adds(out, "local all all scram-sha-256\n");
}

static void add_ident(struct buf *out, const char *role, const char *os_user)
{
	buf_adds(out, "karat ");
	add_quoted(out, os_user, '"');
	buf_addc(out, ' ');
	add_quoted(out, role, '"');
	buf_addc(out, '\n');
}

/* Root could become the owner at any time, so nothing is given away by naming it. */
static void make_ident(struct buf *out, const struct home *h, const char *roles)
{
	const char *const users[] = { h->user, "root" };
	buf_adds(out, head);
	for (size_t i = 0; i < ARRAY_LEN(users); i++) {
		add_ident(out, "karat", users[i]);
		each_role(roles, out, users[i], add_ident);
	}
}

/* Text of a file, empty when it is not there. */
static bool read_if_there(const char *path, struct arena *a, char **ret, size_t *ret_len, struct err *e)
{
	if (access(path, F_OK) != 0 && errno == ENOENT) {
		*ret = arena_strdup(a, "");
		*ret_len = 0;
		return true;
	}
	return file_read(path, FILE_MOST, a, ret, ret_len, e);
}

static bool write_if_other(const char *path, const struct buf *text, bool *ret_changed, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	char *was;
	size_t len;
	bool good = read_if_there(path, &scratch, &was, &len, e);
	if (good && (len != text->len || memcmp(was, text->data, len) != 0)) {
		good = file_write(path, 0600, text->data, text->len, e);
		*ret_changed = true;
	}
	arena_done(&scratch);
	return good;
}

static const char include[] = "include 'karat.conf'";

/* One that the person made a comment does not count. */
static bool has_include(const char *text)
{
	for (;; text++) {
		text += strspn(text, " \t");
		if (str_starts(text, include) && strchr(" \t\r\n#", text[strlen(include)]))
			return true;
		text = strchr(text, '\n');
		if (!text)
			return false;
	}
}

/* Our line in postgresql.conf, once; settings of the person stand below it and win. */
static bool include_settings(const char *data, struct arena *a, struct err *e)
{
	const char *path = arena_printf(a, "%s/postgresql.conf", data);
	char *text;
	size_t len;
	if (!read_if_there(path, a, &text, &len, e))
		return false;
	if (has_include(text))
		return true;
	text = arena_printf(a, "%s%s%s\n", text, len && text[len - 1] != '\n' ? "\n" : "", include);
	return file_write(path, 0600, text, strlen(text), e);
}

/* 15, as initdb has noted it; 0 if it cannot be read. */
static long data_version(const char *data, struct arena *a)
{
	char *text;
	size_t len;
	struct err e = ERR_INIT;
	const char *path = arena_printf(a, "%s/PG_VERSION", data);
	return file_read(path, VERSION_MOST, a, &text, &len, &e) ? strtol(text, NULL, 10) : 0;
}

static bool write_all(const struct home *h, const char *data, const char *socket_dir, struct buf *text,
	struct arena *a, bool *changed, struct err *e)
{
	char *roles;
	size_t len;
	if (!read_if_there(h->roles, a, &roles, &len, e))
		return false;
	make_settings(text, h, data_version(data, a), socket_dir);
	if (!write_if_other(arena_printf(a, "%s/karat.conf", data), text, changed, e))
		return false;
	buf_clear(text);
	make_hba(text, h, roles);
	if (!write_if_other(arena_printf(a, "%s/pg_hba.conf", data), text, changed, e))
		return false;
	buf_clear(text);
	make_ident(text, h, roles);
	return write_if_other(arena_printf(a, "%s/pg_ident.conf", data), text, changed, e)
		&& include_settings(data, a, e);
}

bool config_write(const struct home *h, const char *data, const char *socket_dir, bool *ret_changed, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	struct buf text = BUF_INIT(FILE_MOST);
	bool changed = false;
	bool good = write_all(h, data, socket_dir, &text, &scratch, &changed, e);
	if (good)
		*ret_changed = changed;
	buf_done(&text);
	arena_done(&scratch);
	return good;
}

bool roles_add(const struct home *h, const char *role, struct err *e)
{
	if (!cluster_login_check(role, e))
		return false;
	struct arena scratch = ARENA_INIT;
	char *roles;
	size_t len;
	bool good = read_if_there(h->roles, &scratch, &roles, &len, e);
	if (good && !strstr(arena_printf(&scratch, "\n%s", roles), arena_printf(&scratch, "\n%s\n", role))) {
		roles = arena_printf(&scratch, "%s%s\n", roles, role);
		good = file_write(h->roles, 0600, roles, strlen(roles), e);
	}
	arena_done(&scratch);
	return good;
}

/* ---- the socket ---- */

/* A comma would begin another host for libpq. */
static bool socket_fits(const char *dir)
{
	return !strchr(dir, ',') && strlen(dir) + strlen("/.s.PGSQL.5432") < sizeof((struct sockaddr_un *)NULL)->sun_path;
}

/* Somebody else may have made a folder of that name in /tmp before us. */
static bool private_folder(const struct home *h, const char *dir, struct err *e)
{
	struct stat st;
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return err_set(e, ERR_OUTPUT, _("The folder %s cannot be made: %s."), dir, strerror(errno));
	if (lstat(dir, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != h->uid)
		return err_set(e, ERR_DENIED,
			_("The folder %s, where the database of the workshop wants to be reached, belongs to somebody else. Choose a workshop folder with a shorter path."),
			dir);
	if ((st.st_mode & 077) && chmod(dir, 0700) != 0)
		return err_set(e, ERR_OUTPUT, _("The folder %s cannot be made private: %s."), dir, strerror(errno));
	return true;
}

/* The same folder gives the same name; 64-bit FNV-1a. */
static uint64_t path_hash(const char *path)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 0x100000001b3u;
	return hash;
}

/* Places for the socket, the best first; NULL: there is none of that kind. */
enum { PLACES = 3 };

static void name_places(const struct home *h, struct arena *a, const char *places[static PLACES])
{
	const char *runtime = h->drop ? NULL : getenv("XDG_RUNTIME_DIR");
	uint64_t hash = path_hash(h->dir);
	places[0] = arena_printf(a, "%s/run", h->dir);
	places[1] = runtime && *runtime == '/' ? arena_printf(a, "%s/karat-%016" PRIx64, runtime, hash) : NULL;
	places[2] = arena_printf(a, "/tmp/karat-%lu-%016" PRIx64, (unsigned long)h->uid, hash);
}

bool socket_place(const struct home *h, struct arena *a, const char **ret, struct err *e)
{
	const char *places[PLACES];
	size_t i = 0;
	name_places(h, a, places);
	while (i < PLACES - 1 && !(places[i] && socket_fits(places[i])))
		i++;
	if (!private_folder(h, places[i], e))
		return false;
	*ret = places[i];
	return true;
}

void socket_leave(const struct home *h, struct arena *a)
{
	const char *places[PLACES];
	name_places(h, a, places);
	for (size_t i = 1; i < PLACES; i++)
		if (places[i])
			rmdir(places[i]); /* if it was made and is empty */
}

/* ---- the log ---- */

int64_t log_size(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? st.st_size : 0;
}

/* Of what initdb and the server say, the line that names the cause; else the last one. */
static const char *telling_line(char *text)
{
	static const char *const marks[] = { "PANIC:", "FATAL:", "error:" };
	const char *last = NULL, *telling = NULL;
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		for (size_t i = 0; i < ARRAY_LEN(marks); i++)
			if (strstr(line, marks[i]))
				telling = line;
		if (*line)
			last = line;
	}
	return telling ? telling : last;
}

char *log_reason(const char *path, int64_t from, struct arena *a)
{
	char text[REASON_MOST + 1];
	KT_CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return NULL;
	int64_t size = log_size(path);
	if (from > size) /* it was begun anew meanwhile */
		from = 0;
	if (size - from > REASON_MOST)
		from = size - REASON_MOST;
	ssize_t n = pread(fd, text, REASON_MOST, from);
	if (n <= 0)
		return NULL;
	text[n] = '\0';
	return arena_strdup(a, telling_line(text));
}

/* The server speaks English to us (child_env). */
bool log_full_disk(const char *reason)
{
	return reason && strstr(reason, "No space left on device");
}
