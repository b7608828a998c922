/* pg_error.c - what PostgreSQL refuses, as a field and a sentence for the person: one table
 *
 * The triggers of data/sql raise their own SQLSTATEs (class KT) with a stable key; constraints are
 * named TABLE_COLUMN_RULE, so that the column can be read from the name.
 */
#include "config.h"

#include "store/pg.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"
#include "store/libpq.h"

struct sentence {
	const char *state;      /* SQLSTATE, or the beginning of it */
	const char *constraint; /* and this one, if not NULL, or this TABLE.COLUMN that a trigger named; "*_end": all that end so */
	enum err_code code;
	const char *text;       /* N_() */
};

// clang-format off
static const struct sentence sentences[] = {
	{ "KT001", NULL, ERR_INVALID,   N_("This step is not possible from the order's present status.") },
	{ "KT002", NULL, ERR_INVALID,   N_("A mandatory field is empty. Fill it in first.") },
	{ "KT003", NULL, ERR_INVALID,   N_("This needs a reason. Say why.") },
	{ "KT004", NULL, ERR_INVALID,   N_("The order is on hold. Resume it first.") },
	{ "KT005", NULL, ERR_DENIED,    N_("You are signed in as nobody of this workshop. Ask the owner to add you.") },
	{ "KT006", NULL, ERR_DENIED,    N_("You do not have the right to do this. Ask the owner of the workshop.") },
	{ "KT007", NULL, ERR_CONFLICT,  N_("The same request number was used for something else before. Nothing has been changed.") },
	{ "KT008", NULL, ERR_INVALID,   N_("This is fixed and cannot be changed any more.") },
	{ "KT009", NULL, ERR_INVALID,   N_("This is still in use and cannot be deleted.") },
	{ "KT010", NULL, ERR_CONFLICT,  N_("Somebody else changed this in the meantime. Look at it again, then repeat your change.") },
	{ "KT011", NULL, ERR_INVALID,   N_("This is the last active admin. Make somebody else an admin first.") },
	{ "KT012", NULL, ERR_NOT_FOUND, N_("There is no such record, or it is not for you.") },
	{ "KT013", "person.login", ERR_INVALID, N_("This login is taken on the server, or kept for the server itself. Choose another one.") },
	{ "KT013", "number_series.pattern", ERR_INVALID, N_("A series that counts by year keeps the year in its pattern, and one without a year stays without.") },
	{ "KT013", NULL, ERR_INVALID,   N_("This value is not allowed here.") },
	{ "KT014", NULL, ERR_INVALID,   N_("The alloy holds what this customer must not have. Choose another alloy, or say the reason why it may be all the same.") },
	{ "KT015", NULL, ERR_INVALID,   N_("These days are handed in or closed. Ask the office to open them again.") },
	{ "KT016", NULL, ERR_INVALID,   N_("This lies in the future.") },
	{ "KT017", NULL, ERR_INVALID,   N_("This order is handed over or cancelled: nobody works on it any more.") },
	{ "KT018", NULL, ERR_INVALID,   N_("A timer runs already. Stop it, or switch.") },
	{ "KT019", NULL, ERR_INVALID,   N_("No timer runs.") },
	{ "KT020", NULL, ERR_INVALID,   N_("This is a pause already. Resume first.") },
	{ "KT021", NULL, ERR_INVALID,   N_("There is no pause to end.") },
	{ "KT022", NULL, ERR_INVALID,   N_("You have come already; you are here.") },
	{ "KT023", NULL, ERR_INVALID,   N_("You have not come, or you have gone already.") },
	{ "KT024", NULL, ERR_INVALID,   N_("There is nothing to undo: that is possible for a minute, and once.") },
	{ "KT025", NULL, ERR_INVALID,   N_("Another entry lies in this span. Say make_room=yes to have it cut, or choose other hours.") },
	{ "KT026", NULL, ERR_INVALID,   N_("These hours make no sense: the end lies before the beginning, or outside of what is to be changed.") },
	{ "KT027", NULL, ERR_INVALID,   N_("This step is not possible from the period's present status.") },
	{ "KT028", NULL, ERR_INVALID,   N_("These days are not over yet.") },
	{ "KT029", NULL, ERR_INVALID,   N_("A clock still runs in these days. Stop it first.") },
	{ "KT030", NULL, ERR_INVALID,   N_("A badge of fewer than eight characters can be guessed: it needs a PIN beside it. Set one first.") },
	{ "KT031", NULL, ERR_INVALID,   N_("A PIN has 4 to 12 digits, and not such as 1111 or 1234.") },
	{ "KT032", NULL, ERR_INVALID,   N_("This punch does not wait for anybody any more.") },
	{ "KT033", NULL, ERR_INVALID,   N_("This punch cannot be booked by itself. Add the time by hand, then settle the punch with a reason.") },
	{ "23P01", "period_person_overlap", ERR_INVALID, N_("Some of these days are handed in already.") },
	{ "23P01", NULL, ERR_INVALID,   N_("Two spans of one person would overlap. Nothing has been changed.") },
	{ "23505", "badge_hash_key", ERR_INVALID, N_("Somebody has this badge already. Block that one first.") },
	{ "23505", "person_login_key", ERR_INVALID, N_("A person with this login exists already.") },
	{ "23505", NULL, ERR_INVALID,   N_("This exists already; it must be unique.") },
	{ "23503", NULL, ERR_INVALID,   N_("The record that this refers to does not exist, or others still refer to it.") },
	{ "23502", NULL, ERR_INVALID,   N_("This field must not be empty.") },
	{ "23514", "*_span_check", ERR_INVALID, N_("A span of time ends after it begins, and lasts a year at most.") },
	{ "23514", "*_started_at_check", ERR_INVALID, N_("Hours before 1990 are not kept here. Is the year right?") },
	{ "23514", NULL, ERR_INVALID,   N_("This value is not allowed here.") },
	{ "22001", NULL, ERR_INVALID,   N_("The text is too long.") },
	{ "22003", NULL, ERR_INVALID,   N_("The number is too large.") },
	{ "22P02", NULL, ERR_INVALID,   N_("The value is of the wrong kind.") },
	{ "22007", NULL, ERR_INVALID,   N_("This is no date.") },
	{ "22008", NULL, ERR_INVALID,   N_("The date is out of range.") },
	{ "22021", NULL, ERR_INVALID,   N_("The text is not valid UTF-8.") },
	{ "22",    NULL, ERR_INVALID,   N_("The value is not valid.") },
	{ "25006", NULL, ERR_DENIED,    N_("This connection may only read. Nothing has been changed.") },
	{ "28",    NULL, ERR_OFFLINE,   N_("You were not let in. Check name and password.") },
	{ "3D000", NULL, ERR_OFFLINE,   N_("There is no such workshop on this server.") },
	{ "3F000", NULL, ERR_OFFLINE,   N_("This database is no workshop yet. Run “karat init” first.") },
	{ "40001", NULL, ERR_CONFLICT,  N_("Two changes met each other. Try again.") },
	{ "40P01", NULL, ERR_CONFLICT,  N_("Two changes met each other. Try again.") },
	{ "42501", NULL, ERR_DENIED,    N_("You do not have the right to do this. Ask the owner of the workshop.") },
	{ "42P01", NULL, ERR_OFFLINE,   N_("This database is no workshop yet, or of another version. Run “karat db status”.") },
	{ "53100", NULL, ERR_OFFLINE,   N_("The disk of the database is full. Nothing has been changed.") },
	{ "53300", NULL, ERR_OFFLINE,   N_("You are signed in too often. End another karat first.") },
	{ "53",    NULL, ERR_OFFLINE,   N_("The database has no room for more at the moment. Try again later.") },
	{ "55P03", NULL, ERR_CONFLICT,  N_("Somebody else is changing this right now. Try again.") },
	{ "57014", NULL, ERR_CANCELLED, N_("Stopped.") },
	{ "57P01", NULL, ERR_OFFLINE,   N_("Your access has been changed, or the server stops. Sign in again.") },
	{ "57",    NULL, ERR_OFFLINE,   N_("The database is shutting down or starting. Try again in a moment.") },
	{ "58",    NULL, ERR_OFFLINE,   N_("The database has trouble with its disk. Nothing has been changed.") },
	{ "08",    NULL, ERR_OFFLINE,   N_("The connection to the workshop's database broke.") },
};
// clang-format on

static const char *part(const PGresult *res, int which)
{
	const char *s = pq.resultErrorField(res, which);
	return s ? s : "";
}

static bool is_meant(const char *entry, const char *constraint)
{
	return !entry || (*entry == '*' ? str_ends(constraint, entry + 1) : str_eq(constraint, entry));
}

static const struct sentence *find(const char *state, const char *constraint)
{
	for (size_t i = 0; i < ARRAY_LEN(sentences); i++)
		if (str_starts(state, sentences[i].state) && is_meant(sentences[i].constraint, constraint))
			return &sentences[i];
	return NULL;
}

const char *pg_sentence(const char *state)
{
	const struct sentence *s = find(state, "");
	return s ? _(s->text) : _("This is not possible now. Ask the office.");
}

/* "orders_price_check" of table "orders" is about the column "price". */
static void column_of(const char *constraint, const char *table, char ret[static 48])
{
	size_t lead = strlen(table), len = strlen(constraint);
	const char *rule = strrchr(constraint, '_');
	if (!lead || len <= lead + 1 || !str_starts(constraint, table) || constraint[lead] != '_' ||
			!rule || rule <= constraint + lead)
		return;
	size_t n = (size_t)(rule - (constraint + lead + 1));
	if (n < 48)
		memcpy(ret, constraint + lead + 1, n), ret[n] = '\0';
}

/* Where a password was given nobody asks for the number, so the words must do: those of a server that speaks English
 * or German. A refused password is what is left. */
static const struct {
	const char *state, *words[2];
} login_words[] = {
	{ "3D000", { "database \"", "does not exist" } },
	{ "3D000", { "Datenbank »", "existiert nicht" } },
	{ "42501", { "permission denied for database", "" } },
	{ "42501", { "keine Berechtigung für Datenbank", "" } },
	{ "28000", { "is not permitted to log in", "" } },
	{ "28000", { "hat keine Berechtigung zum Einloggen", "" } },
	{ "28000", { "pg_hba.conf", "" } },
	{ "53300", { "too many", "" } },
	{ "53300", { "zu viele Verbindungen", "" } },
	{ "57P03", { "the database system is", "" } },
	{ "57P03", { "das Datenbanksystem", "" } },
};

static const char *state_of_words(const void *conn, const char *message)
{
	for (size_t i = 0; i < ARRAY_LEN(login_words); i++)
		if (strstr(message, login_words[i].words[0]) && strstr(message, login_words[i].words[1]))
			return login_words[i].state;
	return pq.connectionNeedsPassword(conn) || pq.connectionUsedPassword(conn) ? "28P01" : "28000";
}

/* "FATAL:  28000: role …" */
static const char *state_of(const void *conn, const char *message, char ret[static 6])
{
	static const char fatal[] = "FATAL:  ";
	for (const char *s = message; (s = strstr(s, fatal));) {
		s += strlen(fatal);
		if (strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && s[5] == ':') {
			memcpy(ret, s, 5);
			ret[5] = '\0';
			return ret;
		}
	}
	return state_of_words(conn, message);
}

bool pg_password_refused(const void *conn)
{
	char space[6];
	const char *message = pq.errorMessage(conn);
	return pq.connectionUsedPassword(conn) && strstr(message, "FATAL") && str_eq(state_of(conn, message, space), "28P01");
}

/* Both languages, as above. */
static bool is_shut_out(const char *message)
{
	return strstr(message, "is not permitted to log in") || strstr(message, "hat keine Berechtigung zum Einloggen");
}

bool pg_error_login(const void *conn, struct err *e)
{
	char space[6];
	const char *message = conn ? pq.errorMessage(conn) : "out of memory", *user = conn ? pq.user(conn) : NULL;
	const char *login = user ? user : "", *state = state_of(conn, message, space);
	bool answered = strstr(message, "FATAL") || pq.connectionNeedsPassword(conn);
	const struct sentence *s = find(state, "");
	if (!answered)
		err_set(e, ERR_OFFLINE, _("No connection to the workshop's database. Is the server running, and is its address right?"));
	else if (is_shut_out(message))
		err_set(e, ERR_OFFLINE, _("“%s” may not sign in any more. An admin lets people in again with “karat user enable”."), login);
	else if (str_eq(state, "42501"))
		err_set(e, ERR_OFFLINE, _("“%s” has no access to this workshop. Its admin gives it with “karat user add”."), login);
	else if (str_eq(state, "22023"))
		err_set(e, ERR_OFFLINE, _("The server does not take an option of the connection. Is what its address says of “options” right?"));
	else if (str_starts(state, "28") || !s)
		err_set(e, ERR_OFFLINE, _("The database does not let “%s” in. Are name and password right? PGUSER=NAME signs in under another name."), login);
	else
		err_set(e, ERR_OFFLINE, "%s", _(s->text));
	if (answered)
		memcpy(e->state, state, sizeof(e->state));
	return err_detail(e, "%s", message);
}

/* What is fixed, by the table and column that the trigger named: "Order: “Agreed price” …". */
static bool tell_frozen(const char *table, const char *column, struct err *e)
{
	for (const struct entity *const *ent = entities; *ent; ent++) {
		const struct field *f = str_eq((*ent)->table, table) ? entity_field(*ent, column) : NULL;
		if (f && (f->flags & F_DELETED))
			return err_set(e, ERR_INVALID, _("%s: this record is deleted. Restore it before you change it."), i18n_label((*ent)->label));
		if (f)
			return err_set(e, ERR_INVALID, _("%s: “%s” is fixed by now and cannot be changed any more."), i18n_label((*ent)->label),
					i18n_label(f->label));
	}
	return err_set(e, ERR_INVALID, _("This is fixed and cannot be changed any more."));
}

/* What is in the way, by name: the work that runs, the entry that lies there. */
static bool tell_in_the_way(const char *state, const char *detail, struct err *e)
{
	if (str_empty(detail))
		return false;
	if (str_eq(state, "KT018"))
		return err_set(e, ERR_INVALID, _("A timer runs already (%s). Stop it, or switch."), detail), true;
	if (str_eq(state, "KT025"))
		return err_set(e, ERR_INVALID, _("Entry %s lies in this span. Say make_room=yes to have it cut, or choose other hours."), detail), true;
	return false;
}

bool pg_error(const void *result, struct err *e)
{
	const PGresult *res = result;
	const char *state = part(res, PG_DIAG_SQLSTATE), *constraint = part(res, PG_DIAG_CONSTRAINT_NAME);
	const char *column = part(res, PG_DIAG_COLUMN_NAME);
	char place[128];
	snprintf(place, sizeof(place), "%s.%s", part(res, PG_DIAG_TABLE_NAME), column);
	const struct sentence *s = find(state, *constraint ? constraint : place);
	if (str_eq(state, "KT008"))
		tell_frozen(part(res, PG_DIAG_TABLE_NAME), column, e);
	else if (tell_in_the_way(state, part(res, PG_DIAG_MESSAGE_DETAIL), e))
		; /* said */
	else if (s)
		err_set(e, s->code, "%s", _(s->text));
	else
		err_set(e, ERR_PROTOCOL, _("The database refused this in a way that karat does not know (%s)."), state);
	if (strlen(state) < sizeof(e->state))
		memcpy(e->state, state, strlen(state) + 1);
	if (*column && strlen(column) < sizeof(e->field))
		memcpy(e->field, column, strlen(column) + 1);
	else
		column_of(constraint, part(res, PG_DIAG_TABLE_NAME), e->field);
	return err_detail(e, "%s %s: %s %s (%s)", state, part(res, PG_DIAG_SEVERITY),
			part(res, PG_DIAG_MESSAGE_PRIMARY), part(res, PG_DIAG_MESSAGE_DETAIL), constraint);
}
