/* cluster_parts.h - inside of the private cluster: its folder, its owner, its server, its keeper
 *
 * For cluster*.c only. Everything in the folder belongs to one account, the owner; what root does to
 * files in it is done "in the owner's coat", so that nobody can make root follow a planted link.
 */
#ifndef KT_STORE_CLUSTER_PARTS_H
#define KT_STORE_CLUSTER_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/attr.h"

struct arena;
struct err;

enum { NAME_MOST = 63 }; /* bytes of a name in PostgreSQL */

struct home {
	const char *dir;       /* absolute, without links */
	const char *marker;    /* says that the folder is ours, and whether it is a throw-away */
	const char *data;      /* of the server */
	const char *fresh;     /* becomes data when initdb has succeeded */
	const char *log, *old_log, *initdb_log;
	const char *roles;     /* who signs in without a password, one per line */
	const char *start_lock;  /* held while starting or stopping */
	const char *client_lock; /* shared by all clients */
	const char *keeper_lock; /* held by the keeper while it lives */
	uid_t uid;
	gid_t gid;
	const char *user;      /* the owner's name */
	bool drop;             /* root runs this: the owner is another account */
	bool scratch;
};

/* Paths and owner. With `make` the folder is made, else it must be there. */
bool home_find(struct home *ret, const char *dir, bool make, struct arena *a, struct err *e) KT_CHECK;
bool home_taken(struct home *h, struct err *e) KT_CHECK; /* the marker is there; sets scratch */
bool home_take(struct home *h, bool scratch, struct err *e) KT_CHECK; /* writes it into an empty folder */
bool home_clean(const struct home *h, struct err *e) KT_CHECK; /* what was broken off */
bool home_remove(const struct home *h, struct err *e) KT_CHECK;

/* The owner's coat: files are opened and made with the owner's rights, by this thread only. */
struct coat {
	bool on;
};
struct coat coat_on(const struct home *h);
void coat_off(struct coat *c);

void close_fd(int *fd);
/* Takes the lock of a file, made if need be; -1 and errno. `how` as for flock(2). */
int lock_file(const char *path, int how);

/* Settings, pg_hba.conf and pg_ident.conf in the folder `data`; *ret_changed when one differs. */
bool config_write(const struct home *h, const char *data, const char *socket_dir, bool *ret_changed,
		struct err *e) KT_CHECK;
bool roles_add(const struct home *h, const char *role, struct err *e) KT_CHECK;
/* Where the socket goes: into the folder, or, if its path would be too long, to a private place. Made. */
bool socket_place(const struct home *h, struct arena *a, const char **ret, struct err *e) KT_CHECK;
void socket_leave(const struct home *h, struct arena *a); /* the private place goes, if it is empty */
/* The last line of a log that says why, from a byte on; NULL if it says nothing. */
char *log_reason(const char *path, int64_t from, struct arena *a);
int64_t log_size(const char *path);
bool log_full_disk(const char *reason); /* it is that the disk is full */

/* The folder of server programs that fit the cluster; version NULL: the newest will do. */
bool programs_find(const struct home *h, const char *version, struct arena *a, const char **ret,
		struct err *e) KT_CHECK;
bool initdb_run(const struct home *h, const char *programs, struct err *e) KT_CHECK;

enum server_state {
	SERVER_NONE,
	SERVER_STARTING, /* also: recovers from a crash */
	SERVER_READY,
	SERVER_STOPPING,
};

struct server {
	enum server_state state;
	pid_t pid;
	char socket_dir[1024];
};

void server_look(const struct home *h, struct server *ret);
bool server_lives(const struct home *h, pid_t pid); /* and it is the server of this folder */
bool server_answers(const struct server *s);
/* For who holds start.lock: a server that can be seen, or none, and then nobody keeps one either. False: there is
 * one out of our sight. `socket_dir` may be NULL. */
bool server_settle(const struct home *h, const char *socket_dir, struct server *ret, struct err *e) KT_CHECK;
bool server_stop(const struct home *h, struct err *e) KT_CHECK;

/* Has it ended, or does it within ms? */
typedef bool server_ended(void *ctx, int64_t ms);
/* From `first` to SIGKILL, until it has ended; false and errno when it cannot be signalled. System calls only. */
bool server_end(pid_t pid, int first, server_ended *ended, void *ctx);
void nap(int ms);
int64_t clock_ms(void);

/* A process for this folder: rights dropped, nothing open but the three, its environment our own.
 * Between fork and exec only what is safe in the child of a program with threads. */
struct child {
	const struct home *home;
	const char *const *argv; /* argv[0] is the path */
	int out;                 /* becomes stdout and stderr */
};
extern const char *const child_env[];
void child_exec(const struct child *c) KT_NORETURN;

enum keeper_word {
	KEEPER_HAS,     /* value: pid of the server it keeps */
	KEEPER_NO_EXEC, /* value: errno */
	KEEPER_ENDED,   /* the server ended; value: wait status */
	KEEPER_FAILED,  /* value: errno */
};

struct keeper_note {
	int word, value;
};

/* A process of its own that starts the server (or adopts one that runs) and stops it when nobody has
 * been there for a while. *ret_fd tells notes. */
bool keeper_spawn(const struct home *h, const char *programs, pid_t adopt, int *ret_fd, struct err *e) KT_CHECK;

#endif
