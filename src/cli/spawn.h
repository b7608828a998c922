/* spawn.h - running other programs (pg_dump, psql) without a shell between */
#ifndef KT_CLI_SPAWN_H
#define KT_CLI_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;

struct spawn {
	const char *const *argv; /* argv[0]: a path, or the name of a program of PostgreSQL; NULL at the end */
	const char *password;    /* into its environment as PGPASSWORD; NULL or "": none */
	const char *pgoptions;   /* the same as PGOPTIONS; NULL: what is there already */
	bool capture;            /* its stdout into output; else it shares ours */
	bool quiet;              /* its stderr into complaint; else it shares ours */
	/* what came of it */
	int status;              /* exit code; 128 + signal */
	char *output;            /* in the arena, at most SPAWN_OUTPUT bytes kept */
	size_t output_len;
	char *complaint;         /* first line of what it said on stderr, or "" */
};

enum { SPAWN_OUTPUT = 256 * 1024 };

/* False only if it could not be started. */
bool spawn_run(struct spawn *s, struct arena *a, struct err *e) KT_CHECK;

/* Until spawn_release INT, TERM and HUP do not end us, so that nothing stays half done: the program that runs
 * gets them, file_stop says so (base/file.h), and `also` is called, in the handler; NULL: nothing else. */
void spawn_hold(void (*also)(void));
void spawn_release(void);

#endif
