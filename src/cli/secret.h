/* secret.h - passwords: from a terminal without echo or a command, never from argv */
#ifndef KT_CLI_SECRET_H
#define KT_CLI_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct err;

/* Answers a server that wants a password: KARAT_PASSWORD_COMMAND, else a question on the terminal. */
void secret_use(void);

/* What the command in KARAT_PASSWORD_COMMAND says, without a word on the terminal; false: there is none. */
bool secret_from_command(char *ret, size_t size);

/* Reads one from KARAT_PASSWORD_COMMAND or, twice, from the terminal. Wipe it after use; of a failure nothing stays.
 * least: characters. */
bool secret_new(const char *question, size_t least, char *ret, size_t size, struct err *e) KT_CHECK;

#endif
