/* cluster_home.c - the folder of a private cluster: whose it is, what marks it, how it goes away */
#include "config.h"

#include "store/cluster_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"

enum {
	PATH_ROOM = 96,      /* bytes that the names below the folder need at most */
	MARKER_MOST = 256,
	DEPTH_MOST = 16,     /* PostgreSQL nests six deep */
	LOCK_TRIES = 100,
};

static const char marker_head[] = "karat cluster 1\n";
static const char marker_keep[] = "karat cluster 1\nkeep\n";
static const char marker_scratch[] = "karat cluster 1\nscratch\n";

/* All that karat ever makes there; home_remove takes nothing else. The start lock goes last, as it
 * is held meanwhile, the marker just before it, so that what broke off halfway can be taken up again. */
static const char *const ours[] = {
	"data", "data.new", "run", "server.log", "server.log.1", "initdb.log", "roles",
	"clients.lock", "keeper.lock", "karat.cluster", "start.lock",
};

void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Only the ids that file access looks at, and only of this thread: seteuid() would change them for
 * all. The kernel takes the rights of root over files away and gives them back with the id. */
struct coat coat_on(const struct home *h)
{
	uid_t now = (uid_t)setfsuid((uid_t)-1); /* asks only */
	if (!h->drop || now == h->uid)
		return (struct coat) { .on = false };
	setfsgid(h->gid);
	setfsuid(h->uid);
	return (struct coat) { .on = true };
}

void coat_off(struct coat *c)
{
	if (!c->on)
		return;
	setfsuid(geteuid());
	setfsgid(getegid());
	c->on = false;
}

/* ---- who ---- */

static const char *user_name(uid_t uid, struct arena *a)
{
	struct passwd pw, *found = NULL;
	char space[4096];
	if (getpwuid_r(uid, &pw, space, sizeof space, &found) == 0 && found)
		return arena_strdup(a, pw.pw_name);
	return NULL;
}

static bool service_user(const char *name, struct home *h, struct arena *a)
{
	struct passwd pw, *found = NULL;
	char space[4096];
	if (getpwnam_r(name, &pw, space, sizeof space, &found) != 0 || !found || pw.pw_uid == 0)
		return false;
	h->uid = pw.pw_uid;
	h->gid = pw.pw_gid;
	h->user = arena_strdup(a, pw.pw_name);
	h->drop = true;
	return true;
}

/* PostgreSQL does not run as root. */
static bool find_service_user(struct home *h, struct arena *a, struct err *e)
{
	const char *said = getenv("KARAT_SERVICE_USER");
	if (said && *said)
		return service_user(said, h, a) || err_set(e, ERR_INVALID,
			_("KARAT_SERVICE_USER names “%s”, which is not an account of this machine, or is root. Name an account that PostgreSQL may run under."),
			said);
	return service_user("karat", h, a) || service_user("postgres", h, a) || err_set(e, ERR_INVALID,
		_("PostgreSQL does not run as root, and there is no account “karat” or “postgres” to run it under. Make one with “adduser --system karat”, or name one in KARAT_SERVICE_USER."));
}

static bool find_owner(struct home *h, struct arena *a, struct err *e)
{
	if (geteuid() == 0)
		return find_service_user(h, a, e);
	h->uid = geteuid();
	h->gid = getegid();
	h->user = user_name(h->uid, a);
	if (!h->user)
		return err_set(e, ERR_INVALID,
			_("This machine knows no account with the number %lu, and PostgreSQL needs to know under whom it runs. Add the account, then try again."),
			(unsigned long)h->uid);
	return true;
}

/* ---- where ---- */

static const char *absolute(const char *dir, struct arena *a)
{
	char cwd[PATH_MAX];
	if (*dir == '/')
		return dir;
	return getcwd(cwd, sizeof cwd) ? arena_printf(a, "%s/%s", cwd, dir) : NULL;
}

/* True for an empty folder, or one that holds nothing but locks of somebody who makes the same now. */
static bool is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	bool empty = d;
	for (struct dirent *f; empty && (f = readdir(d));)
		empty = str_eq(f->d_name, ".") || str_eq(f->d_name, "..") || str_ends(f->d_name, ".lock");
	if (d)
		closedir(d);
	return empty;
}

static bool make_folder(const struct home *h, const char *dir, struct arena *a, struct err *e)
{
	size_t len = strlen(dir);
	while (len > 1 && dir[len - 1] == '/')
		len--;
	dir = arena_strndup(a, dir, len);
	const char *slash = strrchr(dir, '/');
	const char *parent = arena_strndup(a, dir, (size_t)(slash - dir));
	/* The service user must be able to walk in. */
	if (*parent && !file_mkdirs(parent, h->drop ? 0755 : 0700, e))
		return false;
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return err_set(e, ERR_OUTPUT, _("The folder %s cannot be made: %s."), dir, strerror(errno));
	return true;
}

static bool belongs_to_another(const struct home *h, uid_t uid, struct arena *a, struct err *e)
{
	const char *name = user_name(uid, a);
	if (!name)
		name = arena_printf(a, "%lu", (unsigned long)uid);
	if (h->drop)
		return err_set(e, ERR_DENIED,
			_("The workshop's folder %s belongs to “%s”, but run by root it must belong to “%s”. Sign in as “%s” to open it, or name that account in KARAT_SERVICE_USER."),
			h->dir, name, h->user, name);
	return err_set(e, ERR_DENIED,
		_("The workshop's folder %s belongs to “%s”. Only that account and root can open it."), h->dir, name);
}

/* Root made the folder and gives it to the service user. Two may do that at once: the one who comes
 * late finds it given away already. */
static bool hand_over(const struct home *h, struct stat *st, struct err *e)
{
	if (is_empty(h->dir) && chown(h->dir, h->uid, h->gid) != 0)
		return err_set(e, ERR_OUTPUT, _("The folder %s cannot be given to “%s”: %s."), h->dir, h->user,
			strerror(errno));
	return stat(h->dir, st) == 0 || err_set(e, ERR_NOT_FOUND, _("There is no folder %s."), h->dir);
}

static bool check_folder(const struct home *h, bool make, struct arena *a, struct err *e)
{
	struct stat st;
	if (stat(h->dir, &st) != 0)
		return err_set(e, ERR_NOT_FOUND, _("There is no folder %s."), h->dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, ERR_INVALID, _("%s should be a folder, but a file is in its place."), h->dir);
	if (h->drop && make && st.st_uid == 0 && !hand_over(h, &st, e))
		return false;
	if (st.st_uid != h->uid)
		return belongs_to_another(h, st.st_uid, a, e);
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(h);
	KT_CLEANUP(close_fd) int fd = open(h->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 || err_set(e, ERR_DENIED,
		_("The account “%s” cannot enter the workshop's folder %s: %s. Open the folders above it to that account, or choose another place."),
		h->user, h->dir, strerror(errno));
}

static void name_files(struct home *h, struct arena *a)
{
	h->marker = arena_printf(a, "%s/karat.cluster", h->dir);
	h->data = arena_printf(a, "%s/data", h->dir);
	h->fresh = arena_printf(a, "%s/data.new", h->dir);
	h->log = arena_printf(a, "%s/server.log", h->dir);
	h->old_log = arena_printf(a, "%s/server.log.1", h->dir);
	h->initdb_log = arena_printf(a, "%s/initdb.log", h->dir);
	h->roles = arena_printf(a, "%s/roles", h->dir);
	h->start_lock = arena_printf(a, "%s/start.lock", h->dir);
	h->client_lock = arena_printf(a, "%s/clients.lock", h->dir);
	h->keeper_lock = arena_printf(a, "%s/keeper.lock", h->dir);
}

bool home_find(struct home *ret, const char *dir, bool make, struct arena *a, struct err *e)
{
	struct home h = { .scratch = false };
	char real[PATH_MAX];
	const char *path = absolute(dir, a);
	if (!path || strlen(path) > PATH_MAX - PATH_ROOM)
		return err_set(e, ERR_INVALID, _("The path of the workshop's folder is longer than %d bytes."),
			PATH_MAX - PATH_ROOM);
	if (str_control(path, false) >= 0)
		return err_set(e, ERR_INVALID, _("The path of the workshop's folder contains control characters."));
	if (!find_owner(&h, a, e) || (make && !make_folder(&h, path, a, e)))
		return false;
	if (!realpath(path, real)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return err_set(e, ERR_NOT_FOUND, _("There is no folder %s."), path);
		return err_set(e, ERR_DENIED, _("The folder %s cannot be entered: %s."), path, strerror(errno));
	}
	h.dir = arena_strdup(a, real);
	if (!check_folder(&h, make, a, e))
		return false;
	name_files(&h, a);
	*ret = h;
	return true;
}

/* ---- locks ---- */

/* A lock on a file that was deleted meanwhile (somebody removed the cluster) is worth nothing. */
static bool still_there(int fd, const char *path)
{
	struct stat held, named;
	return fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
		&& held.st_dev == named.st_dev;
}

int lock_file(const char *path, int how)
{
	for (int tries = 0; tries < LOCK_TRIES; tries++) {
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			return -1;
		int failed;
		do
			failed = flock(fd, how);
		while (failed && errno == EINTR);
		if (!failed && still_there(fd, path))
			return fd;
		int why = failed ? errno : EAGAIN;
		close(fd);
		errno = why;
		if (failed)
			return -1;
	}
	return -1;
}

/* ---- marker ---- */

bool home_taken(struct home *h, struct err *e)
{
	char text[MARKER_MOST];
	KT_CLEANUP(close_fd) int fd = open(h->marker, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
	if (fd < 0 || n < 0)
		return err_set(e, ERR_NOT_FOUND, _("There is no workshop in the folder %s yet."), h->dir);
	text[n] = '\0';
	if (!str_starts(text, marker_head))
		return err_set(e, ERR_CONFLICT,
			_("The workshop in %s was made by a newer karat. Install that version to open it."), h->dir);
	h->scratch = str_eq(text, marker_scratch);
	return true;
}

bool home_take(struct home *h, bool scratch, struct err *e)
{
	if (!is_empty(h->dir))
		return err_set(e, ERR_INVALID,
			_("The folder %s holds other things already. A new workshop needs an empty folder or one that does not exist yet."),
			h->dir);
	const char *text = scratch ? marker_scratch : marker_keep;
	if (chmod(h->dir, 0700) != 0)
		return err_set(e, ERR_OUTPUT, _("The folder %s cannot be made private: %s."), h->dir, strerror(errno));
	if (!file_write(h->marker, 0600, text, strlen(text), e))
		return false;
	h->scratch = scratch;
	return true;
}

/* ---- removal ---- */

/* Never follows a link, never leaves the folder. */
static bool remove_tree(int at, const char *name, int depth)
{
	if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
		return true;
	if ((errno != EISDIR && errno != EPERM) || depth == DEPTH_MOST)
		return false;
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	if (!d) {
		close_fd(&fd);
		return false;
	}
	bool good = true;
	for (struct dirent *f; good && (f = readdir(d));)
		if (!str_eq(f->d_name, ".") && !str_eq(f->d_name, ".."))
			good = remove_tree(fd, f->d_name, depth + 1);
	closedir(d);
	return good && (unlinkat(at, name, AT_REMOVEDIR) == 0 || errno == ENOENT);
}

static bool remove_names(const struct home *h, const char *const *names, size_t n, struct err *e)
{
	KT_CLEANUP(coat_off) KT_UNUSED struct coat coat = coat_on(h);
	KT_CLEANUP(close_fd) int dir = open(h->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < n; i++)
		if (dir < 0 || !remove_tree(dir, names[i], 0))
			return err_set(e, ERR_OUTPUT, _("The workshop's folder %s cannot be deleted: %s."), h->dir,
				strerror(errno));
	return true;
}

bool home_clean(const struct home *h, struct err *e)
{
	static const char *const broken_off[] = { "data.new" };
	return remove_names(h, broken_off, ARRAY_LEN(broken_off), e);
}

/* What others put into the folder stays, and the folder with it. */
bool home_remove(const struct home *h, struct err *e)
{
	if (!remove_names(h, ours, ARRAY_LEN(ours), e))
		return false;
	if (rmdir(h->dir) == 0 || errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST)
		return true;
	return err_set(e, ERR_OUTPUT, _("The workshop's folder %s cannot be deleted: %s."), h->dir, strerror(errno));
}
