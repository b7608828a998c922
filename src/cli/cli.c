/* cli.c - from argv to a command and its exit code */
#include "config.h"

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/secret.h"
#include "cli/version.h"
#include "report/out.h"
#include "store/store.h"

enum {
	COMMANDS_MOST = 32,
	ARGS_MOST = 4096,
	ARG_MOST = 64 * 1024, /* bytes; the longest field has 4000 characters */
	HELP_MOST = 64 * 1024,
};

// clang-format off
static const struct {
	enum err_code code;
	enum exit_code exit;
} exits[] = {
	{ ERR_NONE,      EXIT_DONE },
	{ ERR_USAGE,     EXIT_WORDS },
	{ ERR_INVALID,   EXIT_REFUSED },
	{ ERR_NOT_FOUND, EXIT_REFUSED },
	{ ERR_CONFLICT,  EXIT_REFUSED },
	{ ERR_DENIED,    EXIT_REFUSED },
	{ ERR_OFFLINE,   EXIT_OFFLINE },
	{ ERR_CANCELLED, EXIT_REFUSED },
	{ ERR_OUTPUT,    EXIT_OUTPUT },
	{ ERR_PROTOCOL,  EXIT_BUG },
};
// clang-format on

int cli_exit_code(const struct err *e)
{
	for (size_t i = 0; i < ARRAY_LEN(exits); i++)
		if (exits[i].code == e->code)
			return exits[i].exit;
	return EXIT_BUG;
}

/* Words of the person come back in sentences: nothing in them may steer the terminal. */
static void say_escaped(const char *before, const char *text)
{
	struct buf out = BUF_INIT(HELP_MOST);
	str_escape(&out, text);
	fprintf(stderr, "%s%s\n", before, out.data);
	buf_done(&out);
}

void cli_error(const struct err *e)
{
	log_err("cli", e);
	say_escaped("karat: ", e->text);
}

void cli_say(const char *fmt, ...)
{
	struct buf text = BUF_INIT(HELP_MOST);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	say_escaped("", text.data);
	buf_done(&text);
}

/* Finding and describing commands. */

const struct command *command_find(const struct command *const *table, const char *name)
{
	for (; *table; table++)
		if (str_eq((*table)->name, name))
			return *table;
	return NULL;
}

static bool no_such_command(const struct command *const *table, const char *path, const char *typed, struct err *e)
{
	const char *words[COMMANDS_MOST + 1] = { NULL };
	for (size_t i = 0; table[i] && i < COMMANDS_MOST; i++)
		words[i] = table[i]->name;
	const char *near = str_nearest(typed, words);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no command “%s %s”. Did you mean “%s”?"), path, typed, near);
	return err_set(e, ERR_USAGE, _("There is no command “%s %s”. “%s --help” lists them all."), path, typed, path);
}

static void list_commands(const struct command *const *table, struct buf *out)
{
	struct buf name = BUF_INIT(256);
	int width = 0;
	for (const struct command *const *c = table; *c; c++)
		width = str_width((*c)->name) > width ? str_width((*c)->name) : width;
	for (const struct command *const *c = table; *c; c++) {
		buf_clear(&name);
		buf_addf(&name, "  %s", (*c)->name);
		opts_help_line(name.data, width + 4, i18n_label((*c)->help), out);
	}
	buf_done(&name);
}

void cli_help(const struct command *cmd, const char *path, struct buf *out)
{
	buf_addf(out, "%s %s %s\n\n", _("Usage:"), path, i18n_label(cmd->usage));
	str_wrap(out, i18n_label(cmd->help), HELP_WIDTH, 0);
	buf_addc(out, '\n');
	if (cmd->subs) {
		buf_addf(out, "\n%s\n", _("Commands:"));
		list_commands(cmd->subs, out);
	}
	if (cmd->nopts) {
		buf_addf(out, "\n%s\n", _("Options:"));
		opts_help(cmd->opts, cmd->nopts, out);
	}
}

static void cli_usage(struct buf *out)
{
	buf_addf(out, "%s karat [%s] %s\n\n", _("Usage:"), _("OPTIONS"), _("COMMAND …"));
	str_wrap(out, _("The goldsmith's workbench: orders, customers and the people of a workshop."), HELP_WIDTH, 0);
	buf_addc(out, '\n');
	buf_addf(out, "\n%s\n", _("Commands:"));
	list_commands(commands, out);
	buf_addf(out, "\n%s\n", _("Options:"));
	opts_help(global_opts, global_nopts, out);
	buf_addc(out, '\n');
	str_wrap(out, _("“karat COMMAND --help” tells more; “karat demo” is a workshop to try things in."), HELP_WIDTH, 0);
	buf_addc(out, '\n');
}

/* Help is data: it can be piped into a pager. */
static int print(struct cli *c, const struct buf *text)
{
	struct err e = ERR_INIT;
	struct out *o = out_fd(STDOUT_FILENO, &c->arena);
	out_add(o, text->data, text->len);
	if (out_end(o, &e))
		return EXIT_DONE;
	cli_error(&e);
	return cli_exit_code(&e);
}

static int print_help(struct cli *c, const struct command *cmd, const char *path)
{
	struct buf out = BUF_INIT(HELP_MOST);
	cli_help(cmd, path, &out);
	int code = print(c, &out);
	buf_done(&out);
	return code;
}

/* Running. */

static bool wants_help(int argc, char *const *argv)
{
	for (int i = 1; i < argc && !str_eq(argv[i], "--"); i++)
		if (str_eq(argv[i], "--help"))
			return true;
	return false;
}

static bool check_words(const struct command *cmd, const char *path, size_t n, struct err *e)
{
	if (n < cmd->least)
		return err_set(e, ERR_USAGE, _("Something is missing. Say: %s %s"), path, i18n_label(cmd->usage));
	if (n > cmd->most)
		return err_set(e, ERR_USAGE, _("That is a word too many. Say: %s %s"), path, i18n_label(cmd->usage));
	return true;
}

static bool run_command(struct cli *c, const struct command *cmd, const char *path, int argc, char *const *argv,
		struct err *e)
{
	struct opt_list words;
	void *opts = arena_alloc(&c->arena, cmd->size + 1);
	if (cmd->unsaid)
		memcpy(opts, cmd->unsaid, cmd->size);
	return opts_parse(cmd->opts, cmd->nopts, argc, argv, false, &c->arena, opts, &words, e) &&
			check_words(cmd, path, words.n, e) && cmd->run(c, opts, &words, e);
}

/* Follows argv down to the command that runs, or whose help is wanted. */
static bool walk(struct cli *c, int argc, char *const *argv, struct err *e)
{
	const struct command *const *table = commands;
	const char *path = "karat";
	for (;;) {
		const struct command *cmd = command_find(table, argv[0]);
		if (!cmd)
			return no_such_command(table, path, argv[0], e);
		path = arena_printf(&c->arena, "%s %s", path, cmd->name);
		bool deeper = cmd->subs && argc > 1 && *argv[1] != '-';
		if (!deeper && wants_help(argc, argv)) {
			c->status = print_help(c, cmd, path);
			return true;
		}
		if (!cmd->subs)
			return run_command(c, cmd, path, argc, argv, e);
		if (!deeper)
			return err_set(e, ERR_USAGE, _("Something is missing. Say: %s %s"), path, i18n_label(cmd->usage));
		table = cmd->subs;
		argc--, argv++;
	}
}

static bool check_args(int argc, char *const *argv, struct err *e)
{
	if (argc > ARGS_MOST)
		return err_set(e, ERR_INVALID, _("A command has at most %d words."), ARGS_MOST);
	for (int i = 0; i < argc; i++) {
		if (strlen(argv[i]) > ARG_MOST)
			return err_set(e, ERR_INVALID, _("A word of the command is longer than %d bytes."), ARG_MOST);
		if (!utf8_valid(argv[i], strlen(argv[i])))
			return err_set(e, ERR_INVALID, _("A word of the command is not valid UTF-8: “%s”."), argv[i]);
	}
	return true;
}

/* The first ^C (or TERM, HUP) ends the statement that runs, and whatever waits for input or for somebody who
 * reads: the command ends with its error, so that no half file stays. The second ends the program, and so does
 * the first where there is nothing to clean up. */
static struct cli *volatile watched;

static void on_signal(int sig)
{
	const struct cli *c = watched;
	if (!c || (!c->store && !c->in_shell) || file_stop) {
		signal(sig, SIG_DFL);
		raise(sig);
		return;
	}
	file_stop = sig;
	if (c->store)
		(void)store_cancel(c->store);
}

/* Without SA_RESTART: who waits shall wake up. */
static void watch_signals(struct cli *c)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = on_signal };
	watched = c;
	for (size_t i = 0; c && i < ARRAY_LEN(signals); i++)
		sigaction(signals[i], &act, NULL);
}

int cli_run(struct cli *c, int argc, char *const *argv)
{
	struct err e = ERR_INIT;
	c->status = EXIT_DONE;
	watch_signals(c);
	struct arena_mark mark = arena_mark(&c->arena); /* the prompt runs commands inside its own */
	int code;
	if (check_args(argc, argv, &e) && walk(c, argc, argv, &e)) {
		code = c->status;
	} else {
		cli_error(&e);
		code = cli_exit_code(&e);
	}
	if (code == EXIT_OFFLINE) /* the prompt's next command opens it again */
		cli_go_to(c, c->url);
	arena_rewind(&c->arena, mark);
	if (!c->in_shell)
		watch_signals(NULL);
	return code;
}

bool cli_store(struct cli *c, struct store **ret, struct err *e)
{
	if (!c->store) {
		unsigned flags = c->globals.readonly ? OPEN_READONLY : 0;
		if (!store_open(&c->store, c->url, flags, e))
			return false;
	}
	*ret = c->store;
	return true;
}

bool cli_writable(const struct cli *c, struct err *e)
{
	return !c->globals.readonly ||
		err_set(e, ERR_DENIED, _("karat was started with --readonly. Nothing has been changed."));
}

bool cli_maintenance(struct cli *c, unsigned flags, struct store **ret, struct err *e)
{
	return (flags & OPEN_READONLY || cli_writable(c, e)) && store_open(ret, c->url, flags | OPEN_MAINTENANCE, e);
}

void cli_go_to(struct cli *c, const char *url)
{
	if (!str_eq(url, c->url))
		c->said = arena_strdup(&c->keep, url);
	c->url = arena_strdup(&c->keep, url);
	struct store *was = c->store;
	c->store = NULL; /* a signal from here on has nothing to cancel */
	store_close(was);
}

/* Setting up. */

static bool load_conf(struct cli *c, struct err *e)
{
	const char *own = arena_printf(&c->keep, "%s/karat.conf", file_config_dir(&c->keep));
	c->conf = (struct conf) { .items = conf_items, .nitems = conf_nitems };
	if (!c->globals.config)
		return conf_load(&c->conf, "/etc/karat/karat.conf", &c->keep, e) && conf_load(&c->conf, own, &c->keep, e);
	if (access(c->globals.config, R_OK) != 0)
		return err_set(e, ERR_USAGE, _("The configuration file “%s” cannot be read."), c->globals.config);
	return conf_load(&c->conf, c->globals.config, &c->keep, e);
}

static bool no_such_workshop(const struct cli *c, const char *name, struct err *e)
{
	const char *words[COMMANDS_MOST + 1] = { NULL };
	for (size_t i = 0, n = 0; i < c->conf.nvalues && n < COMMANDS_MOST; i++)
		if (str_eq(c->conf.values[i].section, "workshop"))
			words[n++] = c->conf.values[i].which;
	const char *near = str_nearest(name, words);
	if (near)
		return err_set(e, ERR_USAGE, _("There is no workshop “%s”. Did you mean “%s”?"), name, near);
	return err_set(e, ERR_USAGE, _("There is no workshop “%s”. It is a URL (embedded:, demo:, postgresql://…), "
			"or a name that karat.conf explains."), name);
}

/* A URL has a colon or, in libpq's words, an equals sign; everything else is a name from karat.conf. */
static const char *workshop_url(struct cli *c, const char *said, struct err *e)
{
	const char *url = strpbrk(said, ":=") ? said : conf_get(&c->conf, "workshop", said, "url");
	return url || no_such_workshop(c, said, e) ? url : NULL;
}

static bool choose_workshop(struct cli *c, struct err *e)
{
	const char *env = getenv("KARAT_WORKSHOP");
	c->said = c->globals.workshop;
	if (!c->said)
		c->said = env && *env ? env : conf_get(&c->conf, "", NULL, "workshop");
	c->url = workshop_url(c, c->said, e);
	return c->url;
}

/* NULL: the environment decides. */
static const char *language_said(const struct cli *c)
{
	return c->globals.lang ? c->globals.lang : conf_get(&c->conf, "", NULL, "language");
}

static bool choose_language(struct cli *c, struct err *e)
{
	const char *lang = language_said(c);
	return fmt_init(&c->fmt, lang) || err_set(e, ERR_USAGE, _("There is no language “%s”. There are de and en."), lang);
}

static bool open_log(struct cli *c, struct err *e)
{
	if (!c->globals.verbose)
		return true;
	const char *dir = file_state_dir(&c->keep);
	return file_mkdirs(dir, 0700, e) &&
			log_open(arena_printf(&c->keep, "%s/karat.log", dir), c->globals.verbose > 1 ? LOG_DEBUG : LOG_INFO, e);
}

static bool set_up(struct cli *c, int argc, char *const *argv, struct opt_list *words, struct err *e)
{
	static const char *const colors[] = { "auto", "always", "never", NULL };
	if (!fmt_init(&c->fmt, NULL))
		return false;
	if (!check_args(argc, argv, e) ||
			!opts_parse(global_opts, global_nopts, argc, argv, true, &c->keep, &c->globals, words, e))
		return false;
	bool known = !c->globals.color;
	for (size_t i = 0; colors[i] && !known; i++)
		known = str_eq(colors[i], c->globals.color);
	if (!known)
		return err_set(e, ERR_USAGE, _("--color is auto, always or never, not “%s”."), c->globals.color);
	if (c->globals.lang && !fmt_init(&c->fmt, c->globals.lang))
		return err_set(e, ERR_USAGE, _("There is no language “%s”. There are de and en."), c->globals.lang);
	return load_conf(c, e) && choose_language(c, e) && open_log(c, e) && choose_workshop(c, e);
}

static bool says_yes(const struct cli *c, const char *name)
{
	return str_eq(conf_get(&c->conf, "", NULL, name), "yes");
}

struct workbench_wish cli_wish(struct cli *c)
{
	return (struct workbench_wish) {
		.fmt = &c->fmt, .url = c->url, .said = c->said, .workshop = workshop_url, .cli = c, .conf = &c->conf,
		.color = c->globals.color, .script = c->globals.script, .size = c->globals.size,
		.theme = conf_get(&c->conf, "", NULL, "theme"), .keys = conf_get(&c->conf, "", NULL, "keys"), .bell = conf_get(&c->conf, "", NULL, "bell"),
		.lang_said = language_said(c), .readonly = c->globals.readonly, .mouse = says_yes(c, "mouse"), .plain = c->globals.plain || says_yes(c, "plain"),
	};
}

int cli_workbench(struct cli *c)
{
	struct workbench_wish wish = cli_wish(c);
	struct err e = ERR_INIT;
	int code = EXIT_DONE;
	if (!str_eq(wish.bell, "off") && !str_eq(wish.bell, "sound") && !str_eq(wish.bell, "flash")) {
		(void)err_set(&e, ERR_USAGE, _("The setting “bell” in karat.conf is off, sound or flash, not “%s”."), wish.bell);
		cli_error(&e);
		return cli_exit_code(&e);
	}
	if (c->workbench->run(&wish, &code, &e))
		return code;
	cli_error(&e);
	return cli_exit_code(&e);
}

static int run_words(struct cli *c, const struct opt_list *words)
{
	struct buf text = BUF_INIT(HELP_MOST);
	int code;
	if (c->globals.version) {
		version_text(&text);
		code = print(c, &text);
	} else if (c->globals.help) {
		cli_usage(&text);
		code = print(c, &text);
	} else if (words->n) {
		char **argv = arena_array(&c->keep, words->n + 1, sizeof *argv);
		for (size_t i = 0; i < words->n; i++)
			argv[i] = arena_strdup(&c->keep, words->items[i]);
		code = cli_run(c, (int)words->n, argv);
	} else if (c->globals.script || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
		code = cli_workbench(c);
	} else {
		cli_usage(&text);
		fputs(text.data, stderr);
		code = EXIT_WORDS;
	}
	buf_done(&text);
	return code;
}

/* What was closed when we were called fails as such: else the connection to the database would come to be
 * our standard output. */
static void keep_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			exit(EXIT_OUTPUT);
}

int cli_main(int argc, char *const *argv, const struct workbench *workbench)
{
	struct cli c = { .arena = ARENA_INIT, .keep = ARENA_INIT, .program = argc ? argv[0] : PACKAGE, .workbench = workbench };
	struct opt_list words;
	struct err e = ERR_INIT;
	int code;
	keep_standard();
	signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing, told by its exit code */
	secret_use();
	if (set_up(&c, argc, argv, &words, &e)) {
		code = run_words(&c, &words);
	} else {
		cli_error(&e);
		code = cli_exit_code(&e);
	}
	store_close(c.store);
	log_close();
	arena_done(&c.arena);
	arena_done(&c.keep);
	return code;
}

static bool run_help(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	(void)opts;
	struct buf text = BUF_INIT(HELP_MOST);
	const struct command *const *table = commands;
	const char *path = "karat";
	const struct command *cmd = NULL;
	for (size_t i = 0; i < words->n; i++) {
		cmd = table ? command_find(table, words->items[i]) : NULL;
		if (!cmd)
			return no_such_command(table ? table : commands, path, words->items[i], e);
		path = arena_printf(&c->arena, "%s %s", path, cmd->name);
		table = cmd->subs;
	}
	if (cmd)
		cli_help(cmd, path, &text);
	else
		cli_usage(&text);
	c->status = print(c, &text);
	buf_done(&text);
	return true;
}

const struct command help_command = {
	.name = "help", .usage = N_("[COMMAND …]"), .help = N_("tells what a command does and which options it has"),
	.words = { WORD_COMMAND }, .most = 2, .run = run_help,
};

// clang-format off
#define G(m) offsetof(struct globals, m)
static const char *const langs[] = { "de", "en", NULL }, *const color_words[] = { "auto", "always", "never", NULL };

const struct opt global_opts[] = {
	{ "workshop", 'w', OPT_TEXT,  G(workshop), N_("WORKSHOP"), N_("a URL, or a name from karat.conf; embedded: if not said"), NULL },
	{ "config",   'c', OPT_TEXT,  G(config),   N_("FILE"),     N_("read this configuration and no other"), NULL },
	{ "lang",     0,   OPT_TEXT,  G(lang),     N_("LANG"),     N_("de or en"), langs },
	{ "color",    0,   OPT_TEXT,  G(color),    N_("WHEN"),     N_("auto, always or never"), color_words },
	{ "readonly", 0,   OPT_FLAG,  G(readonly), NULL,           N_("look, change nothing"), NULL },
	{ "plain",    0,   OPT_FLAG,  G(plain),    NULL,           N_("screens for screen readers: no boxes, one thing below the other"), NULL },
	{ "script",   0,   OPT_TEXT,  G(script),   N_("FILE"),     N_("the screens play this file instead of a person"), NULL },
	{ "size",     0,   OPT_TEXT,  G(size),     N_("SIZE"),     N_("of a script's screen, such as 80x24"), NULL },
	{ "verbose",  'v', OPT_COUNT, G(verbose),  NULL,           N_("write a log; twice: with SQL"), NULL },
	{ "help",     'h', OPT_FLAG,  G(help),     NULL,           N_("this text"), NULL },
	{ "version",  0,   OPT_FLAG,  G(version),  NULL,           N_("versions of karat and its libraries"), NULL },
};
const size_t global_nopts = ARRAY_LEN(global_opts);

const struct conf_item conf_items[] = {
	{ "",         "workshop", "embedded:", N_("the workshop when none is said: a URL, or NAME of a section [workshop NAME]") },
	{ "",         "language", NULL,        N_("de or en; else what a person keeps with :lang, or the environment") },
	{ "",         "theme",    "dark",      N_("colours of the screens: dark, light, contrast, mono, safe, or a file") },
	{ "",         "keys",     NULL,        N_("a file that gives actions of the screens other keys") },
	{ "",         "mouse",    "no",        N_("yes: the screens take the mouse") },
	{ "",         "bell",     "off",       N_("when something goes wrong: off, sound, or flash the screen") },
	{ "",         "plain",    "no",        N_("yes: screens for screen readers, as --plain") },
	{ "alias",    CONF_ANY,   NULL,        N_("what :NAME stands for on the “:” line of the screens") },
	{ "workshop", "url",      NULL,        N_("where the workshop is: embedded:DIR, postgresql://…, service=…") },
};
const size_t conf_nitems = ARRAY_LEN(conf_items);
// clang-format on

const struct command *const commands[] = {
	&list_command, &show_command, &add_command, &set_command, &do_command, &import_command, &report_command,
	&timer_command, &kiosk_command, &db_command, &user_command, &init_command, &demo_command, &describe_command, &doctor_command,
	&shell_command, &help_command, NULL,
};
