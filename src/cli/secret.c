/* secret.c - reading passwords */
#include "config.h"

#include "cli/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/spawn.h"
#include "store/pg.h"

enum { SECRET_SIZE = 512 };

static const char *password_command(void)
{
	const char *command = getenv("KARAT_PASSWORD_COMMAND");
	return command && *command ? command : NULL;
}

/* The first line of what the command says. */
static bool from_command(const char *command, bool quiet, char *ret, size_t size)
{
	struct arena a = ARENA_INIT;
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	struct spawn s = { .argv = argv, .capture = true, .quiet = quiet };
	struct err ignored = ERR_INIT;
	size_t len = 0;
	bool ok = spawn_run(&s, &a, &ignored) && s.status == 0;
	if (ok)
		len = strcspn(s.output, "\n");
	ok = ok && len && len < size;
	if (ok) {
		memcpy(ret, s.output, len);
		ret[len] = '\0';
	}
	if (s.output)
		explicit_bzero(s.output, s.output_len);
	arena_done(&a);
	return ok;
}

/* While nothing is echoed no signal may take us away: it is kept and raised again when the terminal is as
 * it was. */
static const int kept_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU };

static volatile sig_atomic_t kept[ARRAY_LEN(kept_signals)];

static void keep_signal(int sig)
{
	for (size_t i = 0; i < ARRAY_LEN(kept_signals); i++)
		if (kept_signals[i] == sig)
			kept[i] = 1;
}

static bool is_kept(int sig)
{
	for (size_t i = 0; i < ARRAY_LEN(kept_signals); i++)
		if (kept_signals[i] == sig)
			return kept[i];
	return false;
}

static void keep_signals(struct sigaction was[static ARRAY_LEN(kept_signals)])
{
	struct sigaction act = { .sa_handler = keep_signal }; /* no SA_RESTART: the read ends */
	for (size_t i = 0; i < ARRAY_LEN(kept_signals); i++) {
		kept[i] = 0;
		sigaction(kept_signals[i], &act, &was[i]);
	}
}

/* True after a stop from which we were woken: the question is asked again. */
static bool raise_signals(struct sigaction was[static ARRAY_LEN(kept_signals)])
{
	bool again = is_kept(SIGTSTP) || is_kept(SIGTTIN) || is_kept(SIGTTOU);
	for (size_t i = 0; i < ARRAY_LEN(kept_signals); i++)
		sigaction(kept_signals[i], &was[i], NULL);
	for (size_t i = 0; i < ARRAY_LEN(kept_signals); i++)
		if (kept[i])
			raise(kept_signals[i]);
	return again;
}

static void set_terminal(int fd, const struct termios *to)
{
	while (tcsetattr(fd, TCSAFLUSH, to) != 0 && errno == EINTR && !is_kept(SIGTTOU))
		;
}

static bool read_line(int fd, char *ret, size_t size)
{
	size_t len = 0;
	char c = 0;
	while (read(fd, &c, 1) == 1 && c != '\n')
		if (len + 1 < size)
			ret[len++] = c;
	ret[len] = '\0';
	return c == '\n' && len;
}

static bool ask_once(int fd, const struct termios *was, const char *question, char *ret, size_t size)
{
	struct termios quiet = *was;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
	set_terminal(fd, &quiet);
	dprintf(fd, "%s", question);
	bool ok = read_line(fd, ret, size);
	set_terminal(fd, was);
	dprintf(fd, "\n");
	return ok;
}

/* One line from the terminal itself, whatever stdin is; what is typed is not shown. */
static bool from_terminal(const char *question, char *ret, size_t size)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios was;
	struct sigaction actions[ARRAY_LEN(kept_signals)];
	bool ok = false, again = fd >= 0 && tcgetattr(fd, &was) == 0;
	while (again) {
		keep_signals(actions);
		ok = ask_once(fd, &was, question, ret, size);
		again = raise_signals(actions) && !ok;
	}
	if (fd >= 0)
		close(fd);
	if (!ok)
		explicit_bzero(ret, size);
	return ok;
}

/* What is kept somewhere and is wrong is to be mended there. */
static bool answer(const char *login, bool refused, char *ret, size_t size)
{
	const char *command = password_command();
	if (refused)
		return false;
	if (command)
		return from_command(command, false, ret, size);
	char question[256];
	snprintf(question, sizeof question, _("Password of %s: "), login);
	return from_terminal(question, ret, size);
}

bool secret_from_command(char *ret, size_t size)
{
	const char *command = password_command();
	return command && from_command(command, true, ret, size);
}

void secret_use(void)
{
	pg_on_password(answer);
}

static bool good(const char *secret, size_t least, struct err *e)
{
	if (!utf8_valid(secret, strlen(secret)) || str_control(secret, false) >= 0)
		return err_field(e, "password", _("The password holds characters that cannot be typed everywhere. Take others."));
	if (utf8_count(secret) < least)
		return err_field(e, "password", _("The password is too short. Take at least %zu characters."), least);
	return true;
}

/* Twice from the terminal; the second answer is wiped, whatever comes of it. */
static bool same_again(const char *secret, struct err *e)
{
	char again[SECRET_SIZE];
	bool same = from_terminal(_("Once more: "), again, sizeof again) && str_eq(secret, again);
	explicit_bzero(again, sizeof again);
	return same || (!file_stopped(e) && err_set(e, ERR_INVALID, _("The two entries differ. Nothing has been changed.")));
}

bool secret_new(const char *question, size_t least, char *ret, size_t size, struct err *e)
{
	const char *command = password_command();
	bool ok = command ? from_command(command, false, ret, size) : from_terminal(question, ret, size);
	if (!ok && command)
		err_set(e, ERR_INVALID, _("The command in KARAT_PASSWORD_COMMAND gave no password."));
	else if (!ok && !file_stopped(e))
		err_set(e, ERR_INVALID, _("No password or PIN was given. It is asked for on a terminal, or comes from the command in KARAT_PASSWORD_COMMAND."));
	ok = ok && good(ret, least, e) && (command || same_again(ret, e));
	if (!ok)
		explicit_bzero(ret, size);
	return ok;
}
