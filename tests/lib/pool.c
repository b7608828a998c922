/* pool.c - PgBouncer before a server: a process of its own, which ends with this one */
#include "config.h"

#include "lib/pool.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SETUP_BROKE = 99, PATH_ROOM = 512 };

struct pool {
	pid_t pid;
	char ini[PATH_ROOM];
	struct sockaddr_un here;
};

static _Noreturn void broke(const char *what)
{
	fprintf(stderr, "pool: %s: %s\n", what, strerror(errno));
	_exit(SETUP_BROKE);
}

/* The file that karat brings, with another server, and at its end what is different here: what is said last counts. */
static void write_ini(const struct pool *p, const char *dir, const char *server_dir, const char *login)
{
	static const char ours[] = TEST_SRCDIR "/data/pgbouncer/karat-kiosk.ini", database[] = "karat = ";
	char line[PATH_ROOM];
	FILE *from = fopen(ours, "re"), *to = fopen(p->ini, "we");
	if (!from || !to)
		broke(from ? p->ini : ours);
	while (fgets(line, sizeof(line), from)) {
		if (strncmp(line, database, strlen(database)) == 0)
			fprintf(to, "%shost=%s dbname=karat user=%s pool_size=4\n", database, server_dir, login);
		else
			fputs(line, to);
	}
	fprintf(to, "listen_addr =\nlisten_port = 5432\nunix_socket_dir = %s\nauth_type = any\nclient_tls_sslmode = disable\n", dir);
	fclose(from);
	if (fclose(to) != 0)
		broke(p->ini);
}

/* It will not be root. Whom the folder of the server's socket belongs to may go in. */
static void become_owner_of(const char *dir)
{
	struct stat st;
	if (geteuid() == 0 && (stat(dir, &st) != 0 || setgroups(0, NULL) != 0 || setgid(st.st_gid) != 0 || setuid(st.st_uid) != 0))
		broke(dir);
}

static _Noreturn void serve(const struct pool *p, const char *server_dir)
{
	become_owner_of(server_dir);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execlp("pgbouncer", "pgbouncer", "-q", p->ini, (char *)NULL);
	execl("/usr/sbin/pgbouncer", "pgbouncer", "-q", p->ini, (char *)NULL); /* not in everybody's PATH */
	broke("pgbouncer");
}

static bool listens(const struct pool *p)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = connect(fd, (const struct sockaddr *)&p->here, sizeof(p->here)) == 0;
	close(fd);
	return there;
}

struct pool *pool_open(const char *dir, const char *server_dir, const char *login)
{
	struct pool *p = calloc(1, sizeof(*p));
	if (!p || (mkdir(dir, 0777) != 0 && errno != EEXIST) || chmod(dir, 0777) != 0)
		broke(dir);
	snprintf(p->ini, sizeof(p->ini), "%s/pool.ini", dir);
	p->here.sun_family = AF_UNIX;
	snprintf(p->here.sun_path, sizeof(p->here.sun_path), "%s/.s.PGSQL.5432", dir);
	write_ini(p, dir, server_dir, login);
	p->pid = fork();
	if (p->pid == 0)
		serve(p, server_dir);
	while (!listens(p))
		if (p->pid < 0 || waitpid(p->pid, NULL, WNOHANG) != 0)
			broke("it ended");
	return p;
}

void pool_close(struct pool *p)
{
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	unlink(p->here.sun_path);
	free(p);
}
