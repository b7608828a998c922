/* kiosks.c - how long people wait at terminals on the wall
 *
 *   kiosks journal FOLDER               a punch that is kept on the terminal's own disk, with its fsync
 *   kiosks punch CONNINFO N SECONDS     N terminals, each with a connection of its own as kiosk-1 …, each punching once
 *                                       within so many seconds (0: in the same instant): "p50 p95 worst errors".
 *                                       Each has punched three times before: they are on all day, and a first one
 *                                       takes a session of PostgreSQL thirty times as long as those after it.
 *   kiosks pooled CONNINFO N SECONDS    the same through a pool, as the login of CONNINFO, acting as kiosk-1 … for each punch
 */
#include "config.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/journal.h"
#include "store/store.h"

enum { KEPT = 300, MOST = 2000, BEFORE = 3, REHEARSAL_S = 10 };

static int64_t micros(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *x, const void *y)
{
	int64_t l = *(const int64_t *)x, r = *(const int64_t *)y;
	return (l > r) - (l < r);
}

static int tell(int64_t *us, int n, int errors)
{
	qsort(us, (size_t)n, sizeof *us, by_size);
	printf("%.1f %.1f %.1f %d\n", (double)us[n / 2] / 1000, (double)us[n * 95 / 100] / 1000, (double)us[n - 1] / 1000, errors);
	return errors != 0;
}

static int keep_some(const char *dir)
{
	static int64_t us[KEPT];
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct journal *j;
	if (!journal_open(&j, dir, &e))
		return fprintf(stderr, "%s (%s)\n", e.text, e.detail), 1;
	for (int i = 0; i < KEPT; i++) {
		struct note n = { .deed = PUNCH_WORK, .cause = -1, .said = "#42" };
		snprintf(n.uuid, sizeof n.uuid, "%s", store_uuid(&a));
		memset(n.key, 'a', BADGE_KEY_LEN);
		int64_t begun = micros();
		note_time(&n);
		if (!journal_add(j, &n, &e))
			return fprintf(stderr, "%s (%s)\n", e.text, e.detail), 1;
		us[i] = micros() - begun;
	}
	journal_close(j);
	arena_done(&a);
	return tell(us, KEPT, 0);
}

static struct terminal {
	PGconn *conn;
	int64_t due, sent, took; /* took 0: not yet */
} all[MOST];

static bool pooled;

/* Two statements that are sent as one text are one transaction, as the queue of karat is. */
static void print_punch(char *ret, size_t size, int i)
{
	char role[80] = "";
	if (pooled)
		snprintf(role, sizeof role, "SELECT set_config('role', 'kiosk-%d', true); ", i + 1);
	snprintf(ret, size, "%sSELECT verdict, problem, (state).* FROM karat.kiosk_punch(gen_random_uuid(), encode(sha256('%d'), 'hex'), "
		"'work', now(), age => 0, live => true, counter => 1)", role, 1000000000 + i);
}

static void connect_all(const char *conninfo, int n)
{
	for (int i = 0; i < n; i++) {
		char words[1000], sql[600];
		if (pooled)
			snprintf(words, sizeof words, "%s", conninfo);
		else
			snprintf(words, sizeof words, "%s user=kiosk-%d", conninfo, i + 1);
		all[i].conn = PQconnectdb(words);
		if (PQstatus(all[i].conn) != CONNECTION_OK) {
			fprintf(stderr, "kiosk-%d: %s", i + 1, PQerrorMessage(all[i].conn));
			exit(1);
		}
		print_punch(sql, sizeof sql, i);
		for (int before = 0; before < BEFORE; before++)
			PQclear(PQexec(all[i].conn, sql));
		PQsetnonblocking(all[i].conn, 1);
	}
}

static void send_punch(struct terminal *t, int i)
{
	char sql[600];
	print_punch(sql, sizeof sql, i);
	t->sent = micros();
	if (!PQsendQuery(t->conn, sql))
		exit(1);
	PQflush(t->conn);
}

/* True once the whole answer is there. */
static bool take(struct terminal *t, int *errors)
{
	if (!PQconsumeInput(t->conn))
		exit(1);
	for (PGresult *r; !PQisBusy(t->conn); PQclear(r)) {
		if (!(r = PQgetResult(t->conn))) {
			t->took = micros() - t->sent;
			return true;
		}
		bool punch = PQresultStatus(r) != PGRES_TUPLES_OK || PQnfields(r) > 1;
		if (punch && (PQresultStatus(r) != PGRES_TUPLES_OK || !str_eq(PQgetvalue(r, 0, 0), "done"))) {
			fprintf(stderr, "%s%s\n", PQresultErrorMessage(r), PQresultStatus(r) == PGRES_TUPLES_OK ? PQgetvalue(r, 0, 1) : "");
			(*errors)++;
		}
	}
	return false;
}

/* All, within so many seconds; how many of them failed. */
static int punch_once(int n, int seconds, int64_t *us)
{
	static struct pollfd fds[MOST];
	int done = 0, errors = 0, sent = 0;
	int64_t begun = micros();
	for (int i = 0; i < n; i++) {
		all[i].due = begun + (int64_t)seconds * 1000000 * i / n;
		all[i].took = 0;
	}
	while (done < n) {
		for (; sent < n && all[sent].due <= micros(); sent++)
			send_punch(&all[sent], sent);
		for (int i = 0; i < n; i++)
			fds[i] = (struct pollfd) { .fd = i < sent && !all[i].took ? PQsocket(all[i].conn) : -1, .events = POLLIN };
		poll(fds, (nfds_t)n, sent < n ? 1 : 1000);
		for (int i = 0; i < sent; i++)
			if (fds[i].revents && take(&all[i], &errors))
				us[done++] = all[i].took;
	}
	return errors;
}

/* Those before came one by one, on one of a pool's connections; the others are warmed by all coming once. */
static int punch_all(const char *conninfo, int n, int seconds)
{
	static int64_t us[MOST];
	connect_all(conninfo, n);
	int errors = pooled ? punch_once(n, REHEARSAL_S, us) : 0;
	errors += punch_once(n, seconds, us);
	for (int i = 0; i < n; i++)
		PQfinish(all[i].conn);
	return tell(us, n, errors);
}

int main(int argc, char **argv)
{
	if (argc == 3 && str_eq(argv[1], "journal"))
		return keep_some(argv[2]);
	pooled = argc > 1 && str_eq(argv[1], "pooled");
	if (argc == 5 && (pooled || str_eq(argv[1], "punch")))
		return punch_all(argv[2], (int)strtol(argv[3], NULL, 10), (int)strtol(argv[4], NULL, 10));
	fputs("kiosks: see the comment at its top\n", stderr);
	return 1;
}
