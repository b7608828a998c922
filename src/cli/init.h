/* init.h - letting the person at this terminal into a private workshop */
#ifndef KT_CLI_INIT_H
#define KT_CLI_INIT_H

#include <stdbool.h>
#include "base/attr.h"

struct cli;
struct err;

/* Lets the OS user sign in without a password, if the workshop is a private one; else does nothing. */
bool init_admit(struct cli *c, struct err *e) KT_CHECK;
/* The name by which the person at this terminal signs in. */
const char *init_login(struct cli *c);

#endif
