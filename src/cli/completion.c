/* completion.c - completion scripts for bash, zsh and fish, made from the tables of commands
 *
 * They know commands, options, entities, verbs, reports and formats; what is in the database the prompt
 * of `karat shell` completes.
 */
#include "config.h"

#include "cli/describe.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"
#include "report/out.h"
#include "report/report.h"
#include "service/verbs.h"

enum { WORDS_MOST = 64 * 1024 };

struct script {
	struct out *out;
	struct arena *arena;
};

static void add(struct buf *out, const char *word)
{
	buf_addf(out, "%s%s", out->len ? " " : "", word);
}

static void add_entities(struct buf *out)
{
	for (const struct entity *const *e = entities; *e; e++)
		add(out, (*e)->name), add(out, (*e)->plural);
}

static void add_verbs(struct buf *out)
{
	const struct verb *v;
	for (size_t i = 0; (v = verb_at(i)); i++)
		add(out, v->name);
}

/* What the words after a command can be. */
static void add_words(struct buf *out, const struct command *cmd, struct arena *a)
{
	switch (cmd->words[0]) {
	case WORD_ENTITY:
		add_entities(out);
		break;
	case WORD_VERB:
		add_verbs(out);
		break;
	case WORD_REPORT:
		for (const char *const *n = report_names(a); *n; n++)
			add(out, *n);
		break;
	case WORD_COMMAND:
		for (const struct command *const *c = commands; *c; c++)
			add(out, (*c)->name);
		break;
	case WORD_TOPIC:
		buf_adds(out, "entities lists verbs rights reports commands options settings formats completion");
		break;
	default:
		break;
	}
}

static const char *words_after(const struct command *cmd, bool options, struct arena *a)
{
	struct buf out = BUF_INIT(WORDS_MOST);
	add_words(&out, cmd, a);
	for (const struct command *const *s = cmd->subs; s && *s; s++)
		add(&out, (*s)->name);
	for (size_t i = 0; options && i < cmd->nopts; i++)
		add(&out, arena_printf(a, "--%s", cmd->opts[i].name));
	if (options)
		add(&out, "--help");
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static const char *formats(struct arena *a)
{
	struct buf out = BUF_INIT(1024);
	for (const struct renderer *r = renderers; r->name; r++)
		add(&out, r->name);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static const char *names(const struct command *const *table, struct arena *a)
{
	struct buf out = BUF_INIT(4096);
	for (; *table; table++)
		add(&out, (*table)->name);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static const char *global_names(struct arena *a)
{
	struct buf out = BUF_INIT(4096);
	for (size_t i = 0; i < global_nopts; i++)
		add(&out, arena_printf(a, "--%s", global_opts[i].name));
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

/* bash; zsh runs the same function through its emulation of bash's completion. */

/* bash cuts words at colons and equals signs (COMP_WORDBREAKS): they are put together again where no blank stands
 * between, and what is offered is cut in the same way. */
static const char bash_words[] =
	"_karat() {\n"
	"\tlocal line=$COMP_LINE said=() n=-1 cur= prev= before= cmd= sub= words= files= i\n"
	"\tfor ((i = 0; i <= COMP_CWORD; i++)); do\n"
	"\t\tcase $line in\n"
	"\t\t[[:blank:]]*) line=${line#\"${line%%[![:blank:]]*}\"}; n=$((n + 1)); said[n]= ;;\n"
	"\t\t*) if ((n < 0)); then n=0; said[0]=; fi ;;\n"
	"\t\tesac\n"
	"\t\tsaid[n]=${said[n]}${COMP_WORDS[i]}\n"
	"\t\tline=${line#\"${COMP_WORDS[i]}\"}\n"
	"\tdone\n"
	"\tcur=${said[n]}\n"
	"\tif ((n > 0)); then prev=${said[n-1]}; fi\n"
	"\tcase $cur in --*=*) prev=${cur%%=*} before=${cur%%=*}= cur=${cur#*=} ;; esac\n"
	"\tfor ((i = 1; i < n; i++)); do\n"
	"\t\tcase ${said[i]} in\n";

static const char bash_command[] =
	"\t\t-*) ;;\n"
	"\t\t*) if [ -z \"$cmd\" ]; then cmd=${said[i]}; elif [ -z \"$sub\" ]; then sub=${said[i]}; fi ;;\n"
	"\t\tesac\n"
	"\tdone\n";

static void bash_case(void *ctx, const struct command *cmd, const char *path)
{
	struct script *s = ctx;
	out_adds(s->out, arena_printf(s->arena, "\t'%s') words='%s' ;;\n", path, words_after(cmd, true, s->arena)));
}

static const char bash_offer[] =
	"\tlocal full=$before$cur cut= to=\n"
	"\tfor i in : =; do\n"
	"\t\tcase $COMP_WORDBREAKS in *$i*) to=${full%\"${full##*$i}\"} ;; *) to= ;; esac\n"
	"\t\tif [ ${#to} -gt ${#cut} ]; then cut=$to; fi\n"
	"\tdone\n"
	"\tCOMPREPLY=($(compgen -P \"$before\" -W \"$words\" -- \"$cur\"))\n"
	"\tif [ -n \"$files\" ]; then COMPREPLY+=($(compgen -P \"$before\" -f -- \"$cur\")); fi\n"
	"\tfor ((i = 0; i < ${#COMPREPLY[@]}; i++)); do COMPREPLY[i]=${COMPREPLY[i]#\"$cut\"}; done\n"
	"}\n";

/* "-w|--workshop" */
static const char *bash_spelled(const struct opt *o, struct arena *a)
{
	return o->letter ? arena_printf(a, "-%c|--%s", o->letter, o->name) : arena_printf(a, "--%s", o->name);
}

static void bash_value(struct script *s, const struct opt *o)
{
	struct buf words = BUF_INIT(1024);
	for (const char *const *w = o->words; w && *w; w++)
		add(&words, *w);
	const char *what = str_eq(o->name, "config") ? "files=1 " : words.len ? arena_printf(s->arena, "words='%s' ", words.data) : "";
	out_adds(s->out, arena_printf(s->arena, "\t%s) %s;;\n", bash_spelled(o, s->arena), what));
	buf_done(&words);
}

static void put_bash(struct script *s)
{
	struct arena *a = s->arena;
	out_adds(s->out, bash_words);
	for (size_t i = 0; i < global_nopts; i++)
		if (global_opts[i].arg)
			out_adds(s->out, arena_printf(a, "\t\t%s) i=$((i + 1)) ;;\n", bash_spelled(&global_opts[i], a)));
	out_adds(s->out, bash_command);
	out_adds(s->out, arena_printf(a, "\tcase $prev in\n\t-f|--format) words='%s' ;;\n", formats(a)));
	out_adds(s->out, "\t-o|--output) files=1 ;;\n");
	for (size_t i = 0; i < global_nopts; i++)
		if (global_opts[i].arg)
			bash_value(s, &global_opts[i]);
	out_adds(s->out, "\t*) case $cmd in\n");
	for (const struct command *const *c = commands; *c; c++)
		if ((*c)->subs)
			out_adds(s->out, arena_printf(a, "\t%s) if [ -n \"$sub\" ]; then cmd=\"%s $sub\"; else words='%s'; fi ;;\n",
					(*c)->name, (*c)->name, names((*c)->subs, a)));
	out_adds(s->out, arena_printf(a, "\t'') words='%s %s' ;;\n\tesac\n\tcase $cmd in\n", names(commands, a), global_names(a)));
	describe_commands(bash_case, s, a);
	out_adds(s->out, "\tesac\n\tcase $cmd in import|'db backup'|'db restore') files=1 ;; esac ;;\n\tesac\n");
	out_adds(s->out, bash_offer);
}

static void bash(struct script *s)
{
	out_adds(s->out, "# bash completion for karat; made by: karat describe completion --shell bash\n");
	put_bash(s);
	out_adds(s->out, "complete -F _karat karat\n");
}

static void zsh(struct script *s)
{
	out_adds(s->out, "#compdef karat\n# zsh completion for karat; made by: karat describe completion --shell zsh\n"
			"autoload -U +X bashcompinit && bashcompinit\n");
	put_bash(s);
	out_adds(s->out, "complete -F _karat karat\n");
}

/* fish has help beside each word. */

static const char *quoted(const char *text, struct arena *a)
{
	struct buf out = BUF_INIT(WORDS_MOST);
	buf_addc(&out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			buf_addc(&out, '\\');
		buf_addc(&out, *text);
	}
	buf_addc(&out, '\'');
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static void fish_option(struct script *s, const char *when, const struct opt *o)
{
	struct arena *a = s->arena;
	const char *value = o->arg ? str_eq(o->name, "output") || str_eq(o->name, "config") ? " -r -F" : " -x" : "";
	if (str_eq(o->name, "format"))
		value = arena_printf(a, " -x -a '%s'", formats(a));
	out_adds(s->out, arena_printf(a, "complete -c karat%s%s -l %s%s -d %s\n", when,
			o->letter ? arena_printf(a, " -s %c", o->letter) : "", o->name, value, quoted(i18n_label(o->help), a)));
}

static void fish_command(void *ctx, const struct command *cmd, const char *path)
{
	struct script *s = ctx;
	struct arena *a = s->arena;
	const char *blank = strchr(path, ' ');
	const char *when = blank ? arena_printf(a, " -n '__fish_seen_subcommand_from %.*s; and __fish_seen_subcommand_from %s'",
			(int)(blank - path), path, blank + 1) : arena_printf(a, " -n '__fish_seen_subcommand_from %s'", path);
	const char *words = words_after(cmd, false, a);
	if (*words)
		out_adds(s->out, arena_printf(a, "complete -c karat%s -f -a '%s'\n", when, words));
	for (size_t i = 0; i < cmd->nopts; i++)
		fish_option(s, when, &cmd->opts[i]);
}

static void fish(struct script *s)
{
	struct arena *a = s->arena;
	out_adds(s->out, "# fish completion for karat; made by: karat describe completion --shell fish\n");
	for (size_t i = 0; i < global_nopts; i++)
		fish_option(s, " -n __fish_use_subcommand", &global_opts[i]);
	for (const struct command *const *c = commands; *c; c++) {
		out_adds(s->out, arena_printf(a, "complete -c karat -f -n __fish_use_subcommand -a %s -d %s\n", (*c)->name,
				quoted(i18n_label((*c)->help), a)));
		for (const struct command *const *sub = (*c)->subs; sub && *sub; sub++)
			out_adds(s->out, arena_printf(a, "complete -c karat -f -n '__fish_seen_subcommand_from %s' -a %s -d %s\n",
					(*c)->name, (*sub)->name, quoted(i18n_label((*sub)->help), a)));
	}
	describe_commands(fish_command, s, a);
}

static const struct {
	const char *name;
	void (*put)(struct script *s);
} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

bool completion_put(struct out *o, const char *shell, struct arena *a)
{
	struct script s = { .out = o, .arena = a };
	for (size_t i = 0; i < ARRAY_LEN(shells); i++)
		if (str_eq(shells[i].name, shell))
			return shells[i].put(&s), true;
	return false;
}

const char *const completion_shells[] = { "bash", "zsh", "fish", NULL };
