/* describe.h - what describe.c and completion.c share: a walk over every command */
#ifndef KT_CLI_DESCRIBE_H
#define KT_CLI_DESCRIBE_H

#include "cli/cli.h"

struct out;

/* Calls fn for each command that runs; path: "db migrate". */
typedef void describe_fn(void *ctx, const struct command *cmd, const char *path);
void describe_commands(describe_fn *fn, void *ctx, struct arena *a);

/* The completion script of a shell: "bash", "zsh" or "fish". False: no such shell. */
bool completion_put(struct out *o, const char *shell, struct arena *a);
extern const char *const completion_shells[];

#endif
