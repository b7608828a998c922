/* db.h - what the commands of `karat db` share */
#ifndef KT_CLI_DB_H
#define KT_CLI_DB_H

#include "cli/cli.h"

struct pg;

/* The workshop's database for maintenance; to be closed by the caller. ERR_USAGE if it has none here. */
bool db_open(struct cli *c, unsigned flags, struct store **ret, struct pg **ret_pg, struct err *e) KT_CHECK;
/* Asks the audit trail whether it is whole; `loud` prints each problem. */
bool db_verify(struct pg *pg, struct arena *a, bool loud, size_t *ret_problems, struct err *e) KT_CHECK;

extern const struct command backup_command, restore_command;

#endif
