/* secret.c - reading passwords */
#include "config.h"

#include "cli/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/spawn.h"
#include "store/pg.h"

enum { LEAST = 8, SECRET_SIZE = 512 };

static const char *password_command(void)
{
	const char *command = getenv("KARAT_PASSWORD_COMMAND");
	return command && *command ? command : NULL;
}

/* The first line of what the command says. */
static bool from_command(const char *command, char *ret, size_t size)
{
	struct arena a = ARENA_INIT;
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	struct spawn s = { .argv = argv, .capture = true };
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

/* One line from the terminal itself, whatever stdin is; what is typed is not shown. */
static bool from_terminal(const char *question, char *ret, size_t size)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct termios was, quiet;
	if (fd < 0 || tcgetattr(fd, &was) != 0) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
	tcsetattr(fd, TCSAFLUSH, &quiet);
	dprintf(fd, "%s", question);
	size_t len = 0;
	char c = 0;
	while (read(fd, &c, 1) == 1 && c != '\n')
		if (len + 1 < size)
			ret[len++] = c;
	ret[len] = '\0';
	tcsetattr(fd, TCSAFLUSH, &was);
	dprintf(fd, "\n");
	close(fd);
	return c == '\n' && len;
}

static bool answer(const char *login, char *ret, size_t size)
{
	const char *command = password_command();
	if (command)
		return from_command(command, ret, size);
	char question[256];
	snprintf(question, sizeof question, _("Password of %s: "), login);
	return from_terminal(question, ret, size);
}

void secret_use(void)
{
	pg_on_password(answer);
}

static bool good(const char *secret, struct err *e)
{
	if (!utf8_valid(secret, strlen(secret)) || str_control(secret, false) >= 0)
		return err_field(e, "password", _("The password holds characters that cannot be typed everywhere. Take others."));
	if (utf8_count(secret) < LEAST)
		return err_field(e, "password", _("The password is too short. Take at least %d characters."), LEAST);
	return true;
}

bool secret_new(const char *question, char *ret, size_t size, struct err *e)
{
	const char *command = password_command();
	char again[SECRET_SIZE];
	if (command && !from_command(command, ret, size))
		return err_set(e, ERR_INVALID, _("The command in KARAT_PASSWORD_COMMAND gave no password."));
	if (command)
		return good(ret, e);
	if (!from_terminal(question, ret, size))
		return err_set(e, ERR_INVALID, _("No password was given. It is asked for on a terminal, or comes from the command in KARAT_PASSWORD_COMMAND."));
	bool same = good(ret, e) && from_terminal(_("Once more: "), again, sizeof again) && str_eq(ret, again);
	explicit_bzero(again, sizeof again);
	return same || e->code || err_set(e, ERR_INVALID, _("The two passwords differ. Nothing has been changed."));
}
