/* workbench.h - what the command line hands to the screens, of which it knows nothing else */
#ifndef KT_CLI_WORKBENCH_H
#define KT_CLI_WORKBENCH_H

#include <stdbool.h>
#include <stddef.h>

enum { KIOSK_SCANNERS_MAX = 4 };

struct cli;
struct conf;
struct err;
struct fmt;

struct workbench_wish {
	const struct fmt *fmt;  /* how this person spells */
	const char *url;        /* of the workshop */
	const struct conf *conf; /* for what is only the screens': aliases; may be NULL */
	const char *said;       /* how it was named: a URL, or a name of karat.conf */
	/* The URL of another one that is named so; NULL and *e if there is none. */
	const char *(*workshop)(struct cli *cli, const char *said, struct err *e);
	struct cli *cli;        /* for that */
	const char *theme;      /* name or file; NULL: dark */
	const char *keys;       /* file of bindings; NULL: only those built in */
	const char *color;      /* auto, always, never; NULL: auto */
	const char *bell;       /* off, sound, flash: when something goes wrong */
	const char *script;     /* plays this file instead of a person; NULL: none */
	const char *size;       /* of a script's screen, "80x24" */
	bool lang_said;         /* by --lang or karat.conf, so that what the person has kept does not count */
	bool readonly, mouse, plain;
	const char *journal;    /* of a terminal on the wall: the folder of its punches */
	int show_s;             /* how long it shows an answer; 0: as long as is usual */
	const char **scanners;  /* input devices that it holds for itself */
	size_t nscanners;       /* at most KIOSK_SCANNERS_MAX */
};

/* A row of a table for karat describe, cell by cell. */
typedef void workbench_row_fn(void *ctx, const char *const *cells);

struct workbench {
	/* Until the person leaves: *ret_status is the exit code. False: it could not begin, or could not go on. */
	bool (*run)(const struct workbench_wish *wish, int *ret_status, struct err *e);
	/* A terminal on the wall: until an admin or the system ends it. */
	bool (*kiosk)(const struct workbench_wish *wish, int *ret_status, struct err *e);
	/* Every screen and what can be done there: its name; the action, or "" for the screen itself; label, right, help. */
	void (*screens)(workbench_row_fn *row, void *ctx);
	/* Every key: where it works; keys, action, right, help. keys: the person's own file, or NULL. */
	bool (*keys)(const char *keys, workbench_row_fn *row, void *ctx, struct err *e);
};

#endif
