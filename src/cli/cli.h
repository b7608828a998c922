/* cli.h - the command line: one record per command, one way to open the store, to read k=v, to print
 *
 * Main and the prompt (shell.c) run the same records. Data goes to stdout, everything else to stderr.
 */
#ifndef KT_CLI_CLI_H
#define KT_CLI_CLI_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/fmt.h"
#include "base/opts.h"
#include "cli/workbench.h"
#include "report/render.h"

struct act;
struct entity;
struct err;
struct store;

enum exit_code {
	EXIT_DONE = 0,
	EXIT_WORDS = 1,    /* a command, option, entity, verb, field or column that does not exist */
	EXIT_OFFLINE = 2,  /* no connection, or not let in */
	EXIT_REFUSED = 3,  /* a value, a rule, a right, or not found */
	EXIT_OUTPUT = 4,
	EXIT_NOTHING = 5,  /* nothing found and --fail-if-empty */
	EXIT_PARTLY = 6,
	EXIT_BUG = 70,
};

struct globals {
	const char *workshop, *config, *lang, *color, *script, *size;
	bool readonly, plain, help, version;
	int verbose;
};

struct cli {
	struct globals globals;
	struct fmt fmt;
	struct conf conf;
	struct arena arena;   /* of the command that runs */
	struct arena keep;    /* of the whole process */
	const char *program;  /* as it was called */
	const char *said, *url; /* the workshop: as it was named, and where it is */
	struct store *store;  /* NULL until cli_store */
	bool in_shell;
	const struct workbench *workbench; /* NULL: there are no screens */
	int status;           /* of a command that ran: EXIT_DONE unless it says otherwise */
};

enum word { /* what a place in a command line takes: for completion */
	WORD_NONE,
	WORD_ENTITY,
	WORD_ID,     /* of the entity before */
	WORD_FIELD,  /* field=value of the entity or verb before */
	WORD_VERB,
	WORD_REPORT,
	WORD_PERSON,
	WORD_FILE,
	WORD_COMMAND,
	WORD_TOPIC,  /* of describe */
	WORD_ANY,
};

enum { WORDS_SHOWN = 3, WORDS_ANY = 1000 };

struct command {
	const char *name, *usage; /* usage: what follows the name */
	const char *help;         /* N_(): one line */
	const struct opt *opts;
	size_t nopts, size;       /* size: of the struct that opts fill */
	const void *unsaid;       /* that struct before; NULL: all zero */
	enum word words[WORDS_SHOWN]; /* the last one repeats */
	size_t least, most;       /* words */
	const struct command *const *subs; /* NULL at the end; then run is NULL */
	bool (*run)(struct cli *c, const void *opts, const struct opt_list *words, struct err *e);
};

extern const struct command *const commands[]; /* NULL at the end */
extern const struct opt global_opts[];
extern const size_t global_nopts;
extern const struct conf_item conf_items[];
extern const size_t conf_nitems;

int cli_main(int argc, char *const *argv, const struct workbench *workbench);
struct workbench_wish cli_wish(struct cli *c); /* as the command line and karat.conf say */
int cli_workbench(struct cli *c); /* the screens, until the person leaves them: the exit code */
/* One command, argv[0] its name: what it answers is the exit code; errors are printed. */
int cli_run(struct cli *c, int argc, char *const *argv);
const struct command *command_find(const struct command *const *table, const char *name); /* NULL: no such */
void cli_help(const struct command *cmd, const char *path, struct buf *out); /* path: "karat db migrate" */
int cli_exit_code(const struct err *e);
void cli_error(const struct err *e);                          /* "karat: …", one sentence on stderr */
void cli_say(const char *fmt, ...) KT_PRINTF(1, 2);           /* a line on stderr */

/* The workshop, opened when first needed. Maintenance opens another one beside it, to be closed;
 * under --readonly only with OPEN_READONLY. */
bool cli_store(struct cli *c, struct store **ret, struct err *e) KT_CHECK;
bool cli_maintenance(struct cli *c, unsigned flags, struct store **ret, struct err *e) KT_CHECK;
bool cli_writable(const struct cli *c, struct err *e) KT_CHECK; /* false under --readonly, with the sentence */
/* From now on this is the workshop, at the prompt too; what was open of the one before is closed. */
void cli_go_to(struct cli *c, const char *url);

bool cli_entity(const char *word, const struct entity **ret, struct err *e) KT_CHECK;

enum assign_flag {
	ASSIGN_NEW = 1 << 0,  /* of a record that is being added, or of a verb: F_ONCE may be said */
	ASSIGN_WIRE = 1 << 1, /* the machine's spelling */
};
/* One "field=value"; an empty value empties the field. Unknown fields are ERR_USAGE with the nearest. */
bool cli_assign(struct cli *c, struct store *s, const struct entity *ent, const char *words, unsigned flags,
		void *rec, struct err *e) KT_CHECK;
/* The field, if it may be said. */
bool cli_field(const struct entity *ent, const char *name, unsigned flags, const struct field **ret, struct err *e) KT_CHECK;
void *cli_blank(struct cli *c, const struct entity *ent);

/* What --format, -o say, and where it leads. */
struct view {
	const char *format, *output;
};
bool cli_begin(struct cli *c, const struct view *v, const struct column *cols, size_t ncols, const struct look *look,
		struct render *ret, struct err *e) KT_CHECK;
/* Ends what cli_begin began; after a failure (ok is false) the file goes away and *e stays. */
bool cli_end(struct render *r, bool ok, struct err *e) KT_CHECK;
/* The format said, or told by the ending of the file, or NULL with *e set: also where nobody could read the
 * result, so that nothing is changed before that is known. */
const struct renderer *cli_format(const struct view *v, struct err *e);
/* One record: labelled lines, or a machine's format. labels: what people call the records it refers to, by field, as
 * store_look answers them; NULL: not known. */
bool cli_show(struct cli *c, const struct view *v, const struct entity *ent, const void *rec, const char *const *labels,
		struct err *e) KT_CHECK;
/* What a change leaves: the record's name on a line of its own (on a terminal also its title and status), or the
 * whole of it if a format is said. */
bool cli_changed(struct cli *c, struct store *s, const struct view *v, const struct entity *ent, const void *rec,
		struct err *e) KT_CHECK;

/* y/N on the terminal. False is ERR_CANCELLED. */
bool cli_confirm(const char *question, struct err *e) KT_CHECK;
int cli_width(void); /* of the terminal on stdout, or 80 */

/* The commands, each in its file. */
/* The list of an entity as `karat list` gives it. */
bool cli_list(struct cli *c, const struct entity *ent, const char *text, const struct view *v, struct err *e) KT_CHECK;

extern const struct command list_command, show_command, add_command, set_command, do_command, import_command,
		report_command, timer_command, kiosk_command, db_command, user_command, init_command, demo_command, describe_command,
		doctor_command, shell_command, help_command;

#endif
