/* init.h - letting the person at this terminal into a private workshop */
#ifndef KT_CLI_INIT_H
#define KT_CLI_INIT_H

#include <stdbool.h>
#include "base/attr.h"

struct cli;
struct err;

/* Lets the OS user sign in as `login` without a password, if the workshop is a private one; else does nothing. */
bool init_admit(struct cli *c, const char *login, struct err *e) KT_CHECK;

#endif
