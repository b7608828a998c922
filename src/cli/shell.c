/* shell.c - karat shell: the commands at a prompt, with completion and a history
 *
 * From a pipe it reads the same lines without a prompt, so that a file of commands is a script.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/complete.h"
#include "cli/past.h"

static struct cli *shell_cli; /* readline gives its functions no context */
static struct past past;
static struct candidates found;

static char *next_candidate(const char *text, int state)
{
	static size_t i;
	(void)text;
	if (!state)
		i = 0;
	return i < found.n ? strdup(found.items[i++]) : NULL; /* readline frees it */
}

static char **complete_word(const char *text, int start, int end)
{
	struct arena_mark mark = arena_mark(&shell_cli->arena);
	(void)end;
	found = (struct candidates) { .arena = &shell_cli->arena };
	complete(shell_cli, arena_strndup(&shell_cli->arena, rl_line_buffer, (size_t)start), text, &found);
	rl_attempted_completion_over = !found.files;
	rl_completion_suppress_append = found.unfinished;
	char **matches = found.files ? NULL : rl_completion_matches(text, next_candidate);
	arena_rewind(&shell_cli->arena, mark);
	return matches;
}

/* ^C at the prompt leaves the line, not the program; TERM and HUP leave both. readline's own way to read a
 * key goes on waiting after a signal; ours ends the line. */
static bool line_left(void)
{
	if (!file_stop)
		return false;
	rl_replace_line("", 0);
	return true;
}

static int get_key(FILE *in)
{
	for (;;) {
		unsigned char c;
		ssize_t n = read(fileno(in), &c, 1);
		if (n == 1)
			return c;
		if (n == 0 || errno != EINTR)
			return EOF;
		rl_check_signals(); /* hands it on to cli.c, or redraws after a resize */
		if (line_left() && file_stop != SIGINT)
			return EOF;
		if (file_stop) {
			file_stop = 0;
			return '\n';
		}
	}
}

static void start_readline(struct cli *c)
{
	shell_cli = c;
	rl_readline_name = PACKAGE;
	rl_attempted_completion_function = complete_word;
	rl_completer_word_break_characters = " \t";
	rl_completer_quote_characters = "\"'";
	rl_getc_function = get_key;
	past_load(&past, "history");
	using_history();
	stifle_history(PAST_LINES_MAX);
	for (size_t i = 0; i < past.n; i++)
		add_history(past.lines[i]);
}

/* NULL at the end. The line lives in the arena. */
static const char *read_prompt(struct cli *c)
{
	char *line = readline("karat> ");
	if (!line) {
		fputc('\n', stdout);
		return NULL;
	}
	if (!str_empty(line)) {
		add_history(line);
		past_add(&past, line);
	}
	const char *kept = arena_strdup(&c->arena, line);
	rl_free(line);
	return kept;
}

/* What is longer than a line may be is read to its end and left to line_split to refuse. */
static const char *read_pipe(struct cli *c)
{
	char *line = arena_alloc(&c->arena, LINE_MOST + 3);
	if (!fgets(line, LINE_MOST + 3, stdin))
		return NULL;
	for (int ch = '\n'; !strchr(line, '\n') && (ch = fgetc(stdin)) != EOF && ch != '\n';)
		;
	return line;
}

/* False when the line says to leave. */
static bool run_line(struct cli *c, const char *line, int *ret_code)
{
	struct err e = ERR_INIT;
	char **argv;
	int argc;
	if (!line_split(line, &c->arena, &argv, &argc, &e)) {
		cli_error(&e);
		*ret_code = cli_exit_code(&e);
		return true;
	}
	if (argc && (str_eq(argv[0], "quit") || str_eq(argv[0], "exit")))
		return false;
	if (argc && str_eq(argv[0], "karat")) /* copied from a manual */
		argc--, argv++;
	*ret_code = argc ? cli_run(c, argc, argv) : EXIT_DONE;
	return true;
}

/* On a terminal ^C ends the command that runs and the prompt comes back; a script ends with it. */
static bool stops(bool terminal)
{
	if (terminal && file_stop == SIGINT)
		file_stop = 0;
	return file_stop;
}

/* The exit code, and whether the last command failed: one that was stopped has said so itself. */
static int loop(struct cli *c, bool terminal, bool *ret_failed)
{
	int code = EXIT_DONE;
	bool on = true;
	*ret_failed = false;
	while (on && !stops(terminal)) {
		struct arena_mark mark = arena_mark(&c->arena);
		const char *line = terminal ? read_prompt(c) : read_pipe(c);
		int ends = EXIT_DONE;
		on = line && run_line(c, line, &ends);
		*ret_failed = ends != EXIT_DONE;
		code = *ret_failed ? ends : code;
		arena_rewind(&c->arena, mark);
	}
	return code;
}

static bool run_shell(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	(void)opts, (void)words;
	if (c->in_shell)
		return err_set(e, ERR_USAGE, _("You are at the prompt already. “quit” leaves it."));
	c->in_shell = true;
	if (terminal) {
		start_readline(c);
		cli_say("%s", _("“help” lists the commands, Tab completes, “quit” leaves."));
	}
	bool failed;
	int code = loop(c, terminal, &failed);
	if (terminal)
		past_done(&past);
	c->in_shell = false;
	c->status = terminal ? EXIT_DONE : code;
	return failed || !file_stopped(e);
}

const struct command shell_command = {
	.name = "shell", .usage = "", .help = N_("a prompt for all commands, with completion and history"),
	.run = run_shell,
};
