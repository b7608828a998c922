/* pg.c - one libpq connection */
#include "config.h"

#include "store/options.h"
#include "store/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "store/libpq.h"

struct pg {
	struct arena arena; /* holds this very struct */
	PGconn *conn;
	PGcancel *cancel;
	const char *role; /* that the options name. A pool which lends a connection for one transaction (PgBouncer) knows nothing
	                   * of them, so it is set again with each queue; NULL: none */
	bool piped;       /* between pg_queue and pg_flush */
	bool role_asked;  /* the next answer is that of the role */
	bool synced;      /* all of the queue has been sent, and its end */
	bool in_tx;
};

/* What karat relies on in every session, said while connecting so that it costs no round trip. The
 * server's JIT would compile for longer than our queries run, and to begin a worker takes 40 ms, which is not 1000
 * pages: a day of twenty rows had one as soon as the workshop had ten million. What somebody else holds is waited for as
 * long as a person waits, and then told. */
static const char session_options[] =
	"-c datestyle=ISO,YMD -c timezone=UTC -c intervalstyle=iso_8601 -c extra_float_digits=1 "
	"-c client_min_messages=warning -c jit=off -c parallel_setup_cost=20000 -c lock_timeout=15s -c search_path=pg_catalog,karat";

static void ignore_notice(void *arg, const PGresult *res)
{
	(void)arg;
	const char *text = pq.resultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	log_msg(LOG_INFO, "pg", "notice: %s", text ? text : "");
}

static pg_password_fn *ask_password;

void pg_on_password(pg_password_fn *ask)
{
	ask_password = ask;
}

/* The person's own options, then ours: karat reads what PostgreSQL writes, so ours must win. */
static const char *options_of(const char *conninfo, struct arena *a)
{
	PQconninfoOption *all = pq.conninfoParse(conninfo, NULL);
	const char *theirs = getenv("PGOPTIONS");
	for (PQconninfoOption *o = all; o && o->keyword; o++)
		if (str_eq(o->keyword, "options") && o->val)
			theirs = arena_strdup(a, o->val);
	pq.conninfoFree(all);
	return theirs && *theirs ? arena_printf(a, "%s %s", theirs, session_options) : session_options;
}

static PGconn *dial(const char *conninfo, const char *password)
{
	struct arena a = ARENA_INIT;
	/* What stands later wins in libpq: the words of the person come after our defaults for timeouts. A cable that was
	 * pulled is noticed within half a minute, not within a quarter of an hour (sending) or two hours (waiting). */
	const char *names[] = { "connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count",
		"application_name", "dbname", "options", "client_encoding", password ? "password" : NULL, NULL };
	const char *values[] = { "10", "30000", "15", "5", "3", PACKAGE, conninfo, options_of(conninfo, &a), "UTF8", password, NULL };
	PGconn *conn = pq.connectdbParams(names, values, 1);
	arena_done(&a);
	return conn;
}

/* A second try, with a password, if that is what was missing. */
static PGconn *dial_again(PGconn *conn, const char *conninfo)
{
	enum { PASSWORD_SIZE = 1024 };
	char password[PASSWORD_SIZE];
	bool refused = conn && pg_password_refused(conn);
	if (!conn || !ask_password || (!refused && !pq.connectionNeedsPassword(conn)) ||
			!ask_password(pq.user(conn), refused, password, sizeof(password)))
		return conn;
	pq.finish(conn);
	conn = dial(conninfo, password);
	explicit_bzero(password, sizeof(password));
	return conn;
}

/* The server's words are in its language; the number of what it refused comes only with verbose ones, which it is
 * asked for again. Not with a password: some count the wrong ones and lock the account. */
static void ask_why(PGconn *conn)
{
	if (pq.connectionUsedPassword(conn) || !strstr(pq.errorMessage(conn), "FATAL"))
		return;
	pq.setErrorVerbosity(conn, PQERRORS_VERBOSE);
	pq.reset(conn);
	pq.setErrorVerbosity(conn, PQERRORS_DEFAULT);
}

/* Takes over a connection that stands, or says why there is none. */
static bool keep(struct pg **ret, PGconn *conn, struct err *e)
{
	if (conn && pq.status(conn) != CONNECTION_OK)
		ask_why(conn);
	if (!conn || pq.status(conn) != CONNECTION_OK) {
		pg_error_login(conn, e);
		pq.finish(conn);
		return false;
	}
	struct arena arena = ARENA_INIT;
	struct pg *pg = arena_alloc(&arena, sizeof(*pg));
	pg->arena = arena;
	pg->conn = conn;
	pg->cancel = pq.getCancel(conn);
	pg->role = options_role(pq.options(conn), &pg->arena);
	pq.setNoticeReceiver(conn, ignore_notice, NULL);
	*ret = pg;
	return true;
}

bool pg_open(struct pg **ret, const char *conninfo, struct err *e)
{
	if (!libpq_load(e))
		return false;
	PGconn *conn = dial(conninfo, NULL);
	if (!conn || pq.status(conn) != CONNECTION_OK)
		conn = dial_again(conn, conninfo);
	return keep(ret, conn, e);
}

void pg_close(struct pg *pg)
{
	if (!pg)
		return;
	pq.freeCancel(pg->cancel);
	pq.finish(pg->conn);
	struct arena arena = pg->arena;
	arena_done(&arena);
}

bool pg_verifier(struct pg *pg, const char *login, const char *password, struct arena *a, char **ret,
		struct err *e)
{
	char *made = pq.encryptPasswordConn(pg->conn, password, login, "scram-sha-256");
	if (!made)
		return err_set(e, ERR_PROTOCOL, _("The password could not be prepared. Nothing has been changed.")),
			err_detail(e, "%s", pq.errorMessage(pg->conn));
	*ret = arena_strdup(a, made);
	pq.freemem(made);
	return true;
}

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

char *pg_words(const struct pg *pg, const char *dbname, struct arena *a)
{
	static const char *const ours[] = { "dbname", "application_name", "fallback_application_name", "client_encoding" };
	struct buf out = BUF_INIT(64 * 1024);
	PQconninfoOption *all = pq.conninfo(pg->conn);
	for (PQconninfoOption *o = all; o && o->keyword; o++) {
		/* An empty hostaddr is said on purpose: PGHOSTADDR must not lead away. Secrets are no words. */
		bool said = o->val && (*o->val || str_eq(o->keyword, "hostaddr"));
		bool skip = !said || strchr(o->dispchar, '*') || str_eq(o->val, session_options);
		for (size_t i = 0; i < ARRAY_LEN(ours); i++)
			skip |= str_eq(o->keyword, ours[i]);
		if (!skip)
			add_word(&out, o->keyword, o->val);
	}
	pq.conninfoFree(all);
	add_word(&out, "dbname", dbname ? dbname : pq.db(pg->conn));
	char *words = arena_strdup(a, out.data);
	buf_done(&out);
	return words;
}

char *pg_public(const char *conninfo, struct arena *a)
{
	struct err why = ERR_INIT; /* whoever opens the connection is told it */
	if (!libpq_load(&why))
		return NULL;
	PQconninfoOption *all = pq.conninfoParse(conninfo, NULL);
	struct buf out = BUF_INIT(64 * 1024);
	bool secret = false;
	for (PQconninfoOption *o = all; o && o->keyword; o++) {
		bool hidden = strchr(o->dispchar, '*');
		secret |= hidden && o->val;
		if (o->val && !hidden)
			add_word(&out, o->keyword, o->val);
	}
	char *words = all ? arena_strdup(a, secret ? out.data : conninfo) : NULL;
	for (PQconninfoOption *o = all; o && o->keyword; o++)
		if (o->val)
			explicit_bzero(o->val, strlen(o->val));
	pq.conninfoFree(all);
	buf_done(&out);
	return words;
}

const char *pg_secret(const struct pg *pg)
{
	const char *secret = pq.pass(pg->conn);
	return secret ? secret : "";
}

bool pg_open_beside(struct pg **ret, const struct pg *pg, const char *dbname, struct err *e)
{
	struct arena a = ARENA_INIT;
	const char *secret = pg_secret(pg);
	PGconn *conn = dial(pg_words(pg, dbname, &a), *secret ? secret : NULL);
	arena_done(&a);
	return keep(ret, conn, e);
}

/* A failed result becomes an error; a connection that broke meanwhile is that first of all. */
static bool failed(struct pg *pg, const PGresult *res, struct err *e)
{
	if (pq.status(pg->conn) != CONNECTION_OK) {
		err_set(e, ERR_OFFLINE, _("The connection to the workshop's database broke. What was not confirmed has not happened; try again."));
		return err_detail(e, "%s", pq.errorMessage(pg->conn));
	}
	return pg_error(res, e);
}

static bool answered(const PGresult *res)
{
	ExecStatusType status = pq.resultStatus(res);
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

static void take_answer(PGresult *res, struct arena *a, struct answer *ret)
{
	size_t n = (size_t)pq.ntuples(res), cols = (size_t)pq.nfields(res);
	*ret = (struct answer) { .n = n, .cols = cols, .cells = arena_array(a, n * cols + 1, sizeof(char *)) };
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < cols; c++)
			if (!pq.getisnull(res, (int)r, (int)c))
				ret->cells[r * cols + c] = arena_strndup(a, pq.getvalue(res, (int)r, (int)c),
						(size_t)pq.getlength(res, (int)r, (int)c));
	const char *touched = pq.cmdTuples(res);
	ret->affected = touched ? strtoull(touched, NULL, 10) : 0;
}

static bool ask_as_role(struct pg *pg, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e)
{
	bool ok = pg_queue(pg, sql, params, nparams, e) && pg_next(pg, a, ret, e);
	pg_flush(pg);
	return ok;
}

bool pg_ask(struct pg *pg, const char *sql, const char *const *params, size_t nparams, struct arena *a,
		struct answer *ret, struct err *e)
{
	if (pg->role && !pg->in_tx)
		return ask_as_role(pg, sql, params, nparams, a, ret, e);
	log_msg(LOG_DEBUG, "pg", "%s", sql);
	PGresult *res = pq.execParams(pg->conn, sql, (int)nparams, NULL, params, NULL, NULL, 0);
	bool ok = answered(res) || failed(pg, res, e);
	if (ok && ret)
		take_answer(res, a, ret);
	pq.clear(res);
	return ok;
}

bool pg_script(struct pg *pg, const char *sql, struct err *e)
{
	PGresult *res = pq.exec(pg->conn, sql);
	bool ok = answered(res) || failed(pg, res, e);
	pq.clear(res);
	return ok;
}

struct stream {
	pg_names_fn *names; /* NULL: nobody asks, or told already */
	pg_row_fn *row;
	void *ctx;
};

enum { STREAM_COLUMNS_MAX = 256 };

static bool tell_names(const PGresult *res, struct stream *to, struct err *e)
{
	const char *names[STREAM_COLUMNS_MAX];
	int n = pq.nfields(res);
	for (int c = 0; c < n; c++)
		names[c] = pq.fname(res, c);
	pg_names_fn *tell = to->names;
	to->names = NULL;
	return tell(to->ctx, names, (size_t)n, e);
}

static bool tell_row(const PGresult *res, struct stream *to, struct err *e)
{
	struct cell cells[STREAM_COLUMNS_MAX];
	int n = pq.nfields(res);
	for (int c = 0; c < n; c++)
		cells[c] = pq.getisnull(res, 0, c)
			? (struct cell) { NULL, 0 }
			: (struct cell) { pq.getvalue(res, 0, c), (size_t)pq.getlength(res, 0, c) };
	return to->row(to->ctx, cells, (size_t)n, e);
}

/* COPY speaks another protocol; left alone it would answer for ever. */
static bool refuse_copy(struct pg *pg, struct err *e)
{
	char *line = NULL;
	pq.putCopyEnd(pg->conn, "no copying");
	while (pq.getCopyData(pg->conn, &line, 0) > 0)
		pq.freemem(line);
	return err_set(e, ERR_INVALID, _("A statement that copies data cannot be shown as rows. Write a SELECT."));
}

static bool take_result(struct pg *pg, const PGresult *res, struct stream *to, struct err *e)
{
	ExecStatusType status = pq.resultStatus(res);
	bool one = status == PGRES_SINGLE_TUPLE;
	if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
		return refuse_copy(pg, e);
	if (!one && !answered(res))
		return failed(pg, res, e);
	if (pq.nfields(res) > STREAM_COLUMNS_MAX)
		return err_set(e, ERR_INVALID, _("A list has at most %d columns."), STREAM_COLUMNS_MAX);
	if (to->names && !tell_names(res, to, e))
		return false;
	return !one || tell_row(res, to, e);
}

bool pg_each_named(struct pg *pg, const char *sql, const char *const *params, size_t nparams, pg_names_fn *names,
		pg_row_fn *row, void *ctx, struct err *e)
{
	struct stream to = { .names = names, .row = row, .ctx = ctx };
	PGresult *res;
	bool ok = true;
	log_msg(LOG_DEBUG, "pg", "%s", sql);
	if (!pq.sendQueryParams(pg->conn, sql, (int)nparams, NULL, params, NULL, NULL, 0))
		return failed(pg, NULL, e);
	pq.setSingleRowMode(pg->conn);
	while ((res = pq.getResult(pg->conn))) {
		if (ok && !take_result(pg, res, &to, e)) {
			ok = false;
			pg_cancel(pg); /* the rest of a million rows need not travel */
		}
		pq.clear(res);
	}
	return ok;
}

bool pg_each(struct pg *pg, const char *sql, const char *const *params, size_t nparams, pg_row_fn *row,
		void *ctx, struct err *e)
{
	return pg_each_named(pg, sql, params, nparams, NULL, row, ctx, e);
}

static bool send(struct pg *pg, const char *sql, const char *const *params, size_t nparams, struct err *e)
{
	log_msg(LOG_DEBUG, "pg", "%s%s", pg->piped ? "+ " : "", sql); /* + travels with the one before */
	pg->piped = true;
	return pq.sendQueryParams(pg->conn, sql, (int)nparams, NULL, params, NULL, NULL, 0) || failed(pg, NULL, e);
}

bool pg_queue(struct pg *pg, const char *sql, const char *const *params, size_t nparams, struct err *e)
{
	kt_assert(!pg->synced);
	if (!pg->piped && !pq.enterPipelineMode(pg->conn))
		return failed(pg, NULL, e);
	if (!pg->piped && pg->role) {
		pg->role_asked = true;
		if (!send(pg, "SELECT set_config('role', $1, true)", &pg->role, 1, e))
			return false;
	}
	return send(pg, sql, params, nparams, e);
}

/* The end travels with the queue: asked for after the answers it would be a round trip of its own. */
static bool end_queue(struct pg *pg)
{
	if (!pg->synced)
		pg->synced = pq.pipelineSync(pg->conn);
	return pg->synced;
}

static bool next(struct pg *pg, struct arena *a, struct answer *ret, struct err *e)
{
	if (!end_queue(pg))
		return failed(pg, NULL, e);
	PGresult *res = pq.getResult(pg->conn);
	bool ok = res && (answered(res) || failed(pg, res, e));
	if (!res)
		failed(pg, NULL, e);
	if (ok && ret)
		take_answer(res, a, ret);
	pq.clear(res);
	if (res)
		pq.clear(pq.getResult(pg->conn)); /* the NULL that ends each statement */
	return ok;
}

static bool become_role(struct pg *pg, struct err *e)
{
	struct err why = ERR_INIT;
	pg->role_asked = false;
	if (next(pg, NULL, NULL, &why))
		return true;
	if (!*why.state) /* the line broke */
		return *e = why, false;
	err_set(e, ERR_OFFLINE, _("The database does not let this login act as “%s”. Is the role in the connection's options right?"), pg->role);
	return err_detail(e, "%s", why.detail);
}

bool pg_next(struct pg *pg, struct arena *a, struct answer *ret, struct err *e)
{
	return (!pg->role_asked || become_role(pg, e)) && next(pg, a, ret, e);
}

void pg_flush(struct pg *pg)
{
	if (!pg->piped)
		return;
	bool ended = end_queue(pg);
	pg->piped = pg->synced = pg->role_asked = false;
	if (!ended)
		return;
	for (int nulls = 0; nulls < 2;) { /* two in a row: the connection has no more to say */
		PGresult *res = pq.getResult(pg->conn);
		nulls = res ? 0 : nulls + 1;
		bool sync = res && pq.resultStatus(res) == PGRES_PIPELINE_SYNC;
		pq.clear(res);
		if (sync)
			break;
	}
	pq.exitPipelineMode(pg->conn);
}

bool pg_wait_turn(struct pg *pg, const char *key, struct err *e)
{
	char sql[128];
	snprintf(sql, sizeof(sql), "SET lock_timeout = 0; SELECT pg_advisory_lock(%s); RESET lock_timeout", key);
	return pg_script(pg, sql, e);
}

bool pg_begin(struct pg *pg, struct err *e)
{
	pg->in_tx = pg_script(pg, "BEGIN", e);
	return pg->in_tx;
}

bool pg_begin_reading(struct pg *pg, struct err *e)
{
	pg->in_tx = pg_script(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", e);
	return pg->in_tx;
}

bool pg_commit(struct pg *pg, struct err *e)
{
	pg->in_tx = false;
	PGresult *res = pq.exec(pg->conn, "COMMIT");
	bool ok = answered(res) || failed(pg, res, e);
	if (!ok && e->code == ERR_OFFLINE)
		err_set(e, ERR_OFFLINE, _("The connection broke while the change was being kept: it may be there or not. Look before you repeat it."));
	/* COMMIT of a transaction that failed earlier says ROLLBACK and no error. */
	if (ok && strcmp(pq.cmdStatus(res), "COMMIT") != 0)
		ok = err_set(e, ERR_PROTOCOL, _("The change was not kept, as a step of it failed. Nothing has been changed."));
	pq.clear(res);
	pg->in_tx = !ok && pq.transactionStatus(pg->conn) != PQTRANS_IDLE; /* somebody on the way has said no: it lies open */
	pg_rollback(pg);
	return ok;
}

void pg_rollback(struct pg *pg)
{
	if (pg->in_tx && pq.status(pg->conn) == CONNECTION_OK)
		pq.clear(pq.exec(pg->conn, "ROLLBACK"));
	pg->in_tx = false;
}

bool pg_cancel(struct pg *pg)
{
	char why[256];
	return pg->cancel && pq.cancel(pg->cancel, why, sizeof(why));
}

bool pg_told(struct pg *pg, struct arena *a, const char **ret_channel, const char **ret_payload)
{
	pq.consumeInput(pg->conn);
	PGnotify *n = pq.notifies(pg->conn);
	if (!n)
		return false;
	*ret_channel = arena_strdup(a, n->relname);
	*ret_payload = arena_strdup(a, n->extra);
	pq.freemem(n);
	return true;
}

int pg_socket(const struct pg *pg)
{
	return pq.socket(pg->conn);
}

int pg_client_version(void)
{
	struct err why = ERR_INIT;
	return libpq_load(&why) ? pq.libVersion() : 0;
}

int pg_server_version(const struct pg *pg)
{
	return pq.serverVersion(pg->conn);
}
