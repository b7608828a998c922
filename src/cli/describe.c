/* describe.c - karat describe: the tables of the program, printed
 *
 * Every topic is rows for the renderers, so that it comes as a table to read, as JSON for programs and
 * as a part of the manual alike.
 */
#include "config.h"

#include "cli/describe.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"
#include "domain/right.h"
#include "report/out.h"
#include "report/report.h"
#include "service/verbs.h"
#include "store/pg.h"

enum { COLUMNS_MAX = 8, TEXT_MOST = 64 * 1024 };

struct describe_opts {
	struct view view;
	const char *shell;
};

struct writer {
	struct cli *cli;
	const struct topic *topic;
	const char *only;       /* of the first column; NULL: all */
	struct render *render;  /* NULL: text, or man */
	struct out *out;
	bool man;
	const char *group;      /* the first column of the row before */
	size_t n;
	struct err err;         /* of rows that could not be told */
};

struct topic {
	const char *name, *help;
	const char *columns[COLUMNS_MAX]; /* NULL at the end */
	size_t keys;                      /* so many of them name the thing; the rest tells about it */
	bool grouped;                     /* by the first column */
	void (*rows)(struct writer *w);
};

/* To read, and the manual: the name of a thing, then what there is to say about it. */

enum { NAME_WIDTH = 24 };

static void add_roff(struct buf *out, const char *s)
{
	if (*s == '.' || *s == '\'')
		buf_adds(out, "\\&");
	for (; *s; s++)
		if (*s == '\\')
			buf_adds(out, "\\e");
		else if (*s == '-')
			buf_adds(out, "\\-");
		else
			buf_addc(out, *s);
}

static void add_joined(struct buf *out, const char *const *cells, const char *between)
{
	size_t begun = out->len;
	for (; *cells; cells++)
		if (**cells)
			buf_addf(out, "%s%s", out->len > begun ? between : "", *cells);
}

static void put_group(struct writer *w, const char *name)
{
	if (w->group && str_eq(w->group, name))
		return;
	out_adds(w->out, w->man ? ".SS " : w->group ? "\n" : "");
	out_adds(w->out, name);
	out_addc(w->out, '\n');
	w->group = name;
}

static void put_entry(struct writer *w, const char *const *cells)
{
	const char *name[COLUMNS_MAX] = { NULL }, *rest[COLUMNS_MAX] = { NULL };
	struct buf line = BUF_INIT(TEXT_MOST), text = BUF_INIT(TEXT_MOST);
	size_t nname = 0, nrest = 0;
	for (size_t i = w->topic->grouped; w->topic->columns[i]; i++)
		*(i < w->topic->keys ? &name[nname++] : &rest[nrest++]) = cells[i] ? cells[i] : "";
	if (w->topic->grouped)
		put_group(w, cells[0]);
	add_joined(&text, name, " ");
	if (w->man) {
		buf_adds(&line, text.len ? ".TP\n.B " : "");
		add_roff(&line, text.data);
		buf_adds(&line, text.len ? "\n" : "");
		buf_clear(&text);
		add_joined(&text, rest, "; ");
		add_roff(&line, text.data);
	} else {
		int used = str_width(text.data);
		buf_addf(&line, "  %s", text.data);
		if (used)
			buf_pad(&line, ' ', used < NAME_WIDTH ? (size_t)(NAME_WIDTH - used) + 2 : 2);
		add_joined(&line, rest, "; ");
	}
	out_add(w->out, line.data, line.len);
	out_addc(w->out, '\n');
	buf_done(&line);
	buf_done(&text);
}

static void put(struct writer *w, const char *const *cells)
{
	struct cell row[COLUMNS_MAX];
	if (w->only && !str_eq(w->only, cells[0]))
		return;
	w->n++;
	if (!w->render) {
		put_entry(w, cells);
		return;
	}
	for (size_t i = 0; w->topic->columns[i]; i++)
		row[i] = (struct cell) { .s = str_empty(cells[i]) ? NULL : cells[i], .len = cells[i] ? strlen(cells[i]) : 0 };
	render_row(w->render, row);
}

/* The topics. */

static void walk(const struct command *const *table, const char *before, describe_fn *fn, void *ctx, struct arena *a)
{
	for (; *table; table++) {
		const char *path = arena_printf(a, "%s%s%s", before, *before ? " " : "", (*table)->name);
		if ((*table)->subs)
			walk((*table)->subs, path, fn, ctx, a);
		else
			fn(ctx, *table, path);
	}
}

void describe_commands(describe_fn *fn, void *ctx, struct arena *a)
{
	walk(commands, "", fn, ctx, a);
}

static void put_command(void *ctx, const struct command *cmd, const char *path)
{
	put(ctx, (const char *[]) { path, i18n_label(cmd->usage), i18n_label(cmd->help) });
}

static void rows_commands(struct writer *w)
{
	describe_commands(put_command, w, &w->cli->arena);
}

static void put_option(struct writer *w, const char *path, const struct opt *o)
{
	struct arena *a = &w->cli->arena;
	const char *arg = o->arg ? arena_printf(a, "=%s", i18n_label(o->arg)) : "";
	const char *spelled = o->letter ? arena_printf(a, "-%c, --%s%s", o->letter, o->name, arg)
					: arena_printf(a, "--%s%s", o->name, arg);
	put(w, (const char *[]) { path, spelled, i18n_label(o->help) });
}

static void put_options(void *ctx, const struct command *cmd, const char *path)
{
	for (size_t i = 0; i < cmd->nopts; i++)
		put_option(ctx, path, &cmd->opts[i]);
}

static void rows_options(struct writer *w)
{
	for (size_t i = 0; i < global_nopts; i++)
		put_option(w, "karat", &global_opts[i]);
	describe_commands(put_options, w, &w->cli->arena);
}

static const char *flags_of(bool readonly, const struct field *f, struct arena *a)
{
	static const struct {
		unsigned flag;
		const char *word;
	} names[] = {
		{ F_KEY, "key" }, { F_REQUIRED, "required" }, { F_READONLY, "readonly" }, { F_ONCE, "once" },
		{ F_SORT, "sort" }, { F_PRIVATE, "private" },
	};
	struct buf out = BUF_INIT(256);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if ((f->flags & names[i].flag) || (names[i].flag == F_READONLY && readonly))
			buf_addf(&out, "%s%s", out.len ? " " : "", names[i].word);
	if (f->right)
		buf_addf(&out, "%s%s", out.len ? " " : "", f->right);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

/* What a field takes: its words, or the entity it refers to. */
static const char *values_of(const struct field *f, struct arena *a)
{
	struct buf out = BUF_INIT(TEXT_MOST);
	if (f->ref)
		buf_adds(&out, f->ref->name);
	for (const struct choice *c = f->choices; c && c->wire; c++)
		buf_addf(&out, "%s%s", c == f->choices ? "" : "|", c->wire);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static void put_fields(struct writer *w, const struct entity *ent, const char *name, bool readonly)
{
	struct arena *a = &w->cli->arena;
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		put(w, (const char *[]) { name, f->name, f->type->name, flags_of(readonly, f, a), i18n_label(f->label),
				values_of(f, a), i18n_label(f->hint) });
	}
}

static void rows_entities(struct writer *w)
{
	for (const struct entity *const *e = entities; *e; e++)
		put_fields(w, *e, (*e)->name, (*e)->readonly);
}

/* What `karat list` can show and sort by, where that is not the entity itself. */
static void rows_lists(struct writer *w)
{
	for (const struct entity *const *e = entities; *e; e++)
		put_fields(w, (*e)->row ? (*e)->row : *e, (*e)->name, false);
}

static const char *args_of(const struct verb *v, struct arena *a)
{
	struct buf out = BUF_INIT(4096);
	for (size_t i = 0; i < v->args->nfields; i++) {
		const struct field *f = &v->args->fields[i];
		bool needed = f->flags & F_REQUIRED;
		if (f->flags & F_READONLY)
			continue;
		buf_addf(&out, "%s%s%s%s", out.len ? " " : "", needed ? "" : "[", f->name, needed ? "" : "]");
	}
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

static void rows_verbs(struct writer *w)
{
	const struct verb *v;
	for (size_t i = 0; (v = verb_at(i)); i++)
		put(w, (const char *[]) { v->name, args_of(v, &w->cli->arena), i18n_label(v->label), v->right,
				i18n_label(v->help) });
}

static void rows_rights(struct writer *w)
{
	for (const struct right *r = rights; r->name; r++) {
		struct buf roles = BUF_INIT(256);
		for (int role = 0; role < ROLE_COUNT; role++)
			if (r->roles >> role & 1)
				buf_addf(&roles, "%s%s", roles.len ? " " : "", role_name((enum role)role));
		put(w, (const char *[]) { r->name, i18n_label(r->label), arena_strdup(&w->cli->arena, roles.data) });
		buf_done(&roles);
	}
}

static void rows_reports(struct writer *w)
{
	struct arena *a = &w->cli->arena;
	for (const char *const *n = report_names(a); *n; n++) {
		struct report rep;
		struct err broken = ERR_INIT;
		if (!report_find(&rep, *n, w->cli->fmt.lang, a, &broken)) {
			put(w, (const char *[]) { *n, broken.text, NULL, NULL, NULL });
			continue;
		}
		struct buf params = BUF_INIT(4096), cols = BUF_INIT(4096);
		for (size_t i = 0; i < rep.nparams; i++)
			buf_addf(&params, "%s%s", i ? " " : "", rep.params[i].name);
		for (size_t i = 0; i < rep.ncolumns; i++)
			buf_addf(&cols, "%s%s", i ? " " : "", rep.columns[i].name);
		put(w, (const char *[]) { *n, rep.title, rep.right, arena_strdup(a, params.data), arena_strdup(a, cols.data) });
		buf_done(&params);
		buf_done(&cols);
	}
}

static void rows_settings(struct writer *w)
{
	for (size_t i = 0; i < conf_nitems; i++) {
		const struct conf_item *item = &conf_items[i];
		bool own = str_eq(item->name, CONF_ANY); /* the person thinks it up */
		put(w, (const char *[]) { *item->section ? arena_printf(&w->cli->arena, "[%s%s]", item->section, own ? "" : " NAME") : "karat",
				own ? "NAME" : item->name, item->fallback, i18n_label(item->help) });
	}
}

static void put_row(void *ctx, const char *const *cells)
{
	put(ctx, cells);
}

static void rows_screens(struct writer *w)
{
	if (w->cli->workbench)
		w->cli->workbench->screens(put_row, w);
}

/* With the person's own file, if karat.conf names one. */
static void rows_keys(struct writer *w)
{
	if (w->cli->workbench)
		(void)w->cli->workbench->keys(conf_get(&w->cli->conf, "", NULL, "keys"), put_row, w, &w->err);
}

static void rows_formats(struct writer *w)
{
	for (const struct renderer *r = renderers; r->name; r++)
		put(w, (const char *[]) { r->name, i18n_label(r->help) });
}

static const struct topic topics[]; /* itself a topic */
static void rows_topics(struct writer *w)
{
	for (const struct topic *t = topics; t->name; t++)
		put(w, (const char *[]) { t->name, i18n_label(t->help) });
}

// clang-format off
static const struct topic topics[] = {
	{ "entities", N_("everything karat keeps, field by field"), { "entity", "field", "type", "flags", "label", "values", "hint" }, 2, true, rows_entities },
	{ "lists",    N_("the columns that lists can show and be sorted by"), { "entity", "field", "type", "flags", "label", "values", "hint" }, 2, true, rows_lists },
	{ "verbs",    N_("everything that can be done"), { "verb", "arguments", "label", "right", "help" }, 2, false, rows_verbs },
	{ "rights",   N_("every right and the roles that have it"), { "right", "label", "roles" }, 1, false, rows_rights },
	{ "screens",  N_("every screen, its actions and the rights they need"), { "screen", "action", "label", "right", "help" }, 2, true, rows_screens },
	{ "keys",     N_("every key and what it does, by screen"), { "context", "keys", "action", "right", "help" }, 2, true, rows_keys },
	{ "reports",  N_("every report with its parameters and columns"), { "report", "title", "right", "parameters", "columns" }, 1, false, rows_reports },
	{ "commands", N_("every command"), { "command", "usage", "help" }, 2, false, rows_commands },
	{ "options",  N_("every option of every command"), { "command", "option", "help" }, 2, true, rows_options },
	{ "settings", N_("what karat.conf may say"), { "section", "setting", "default", "help" }, 2, false, rows_settings },
	{ "formats",  N_("how lists and reports can be written"), { "format", "help" }, 1, false, rows_formats },
	{ "topics",   N_("what can be described"), { "topic", "help" }, 1, false, rows_topics },
	{ NULL, NULL, { NULL }, 0, false, NULL },
};
// clang-format on

static const struct topic *topic_find(const char *name, struct err *e)
{
	const char *words[ARRAY_LEN(topics)] = { NULL };
	for (size_t i = 0; topics[i].name; i++) {
		if (str_eq(topics[i].name, name))
			return &topics[i];
		words[i] = topics[i].name;
	}
	const char *near = str_nearest(name, words);
	if (near)
		err_set(e, ERR_USAGE, _("“%s” cannot be described. Did you mean “%s”?"), name, near);
	else
		err_set(e, ERR_USAGE, _("“%s” cannot be described. “karat describe” lists what can."), name);
	return NULL;
}

static bool describe_entries(struct writer *w, const struct view *v, struct err *e)
{
	if (!out_open(&w->out, v->output, &w->cli->arena, e))
		return false;
	w->topic->rows(w);
	return out_end(w->out, e);
}

static bool describe_rows(struct writer *w, const struct view *v, struct err *e)
{
	struct field fields[COLUMNS_MAX];
	struct column cols[COLUMNS_MAX];
	struct render r;
	size_t n = 0;
	for (; w->topic->columns[n]; n++) {
		fields[n] = (struct field) { .name = w->topic->columns[n], .type = &ft_line };
		cols[n] = (struct column) { .name = fields[n].name, .label = fields[n].name, .field = &fields[n], .width = n ? 14 : 20 };
	}
	struct look look = { .group = w->topic->grouped ? w->topic->columns[0] : NULL };
	if (!cli_begin(w->cli, v, cols, n, &look, &r, e))
		return false;
	w->render = &r;
	w->topic->rows(w);
	return cli_end(&r, true, e);
}

static bool describe_completion(struct cli *c, const struct describe_opts *o, struct err *e)
{
	struct out *out;
	if (!o->shell)
		return err_set(e, ERR_USAGE, _("Say for which shell: --shell bash, zsh or fish."));
	if (!out_open(&out, o->view.output, &c->arena, e))
		return false;
	if (!completion_put(out, o->shell, &c->arena)) {
		out_drop(out);
		return err_set(e, ERR_USAGE, _("There is no completion for the shell “%s”. There are bash, zsh and fish."), o->shell);
	}
	return out_end(out, e);
}

static bool run_describe(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct describe_opts *o = opts;
	const char *name = words->n ? words->items[0] : "topics";
	if (str_eq(name, "completion"))
		return describe_completion(c, o, e);
	struct writer w = { .cli = c, .topic = topic_find(name, e), .only = words->n > 1 ? words->items[1] : NULL };
	if (!w.topic)
		return false;
	w.man = str_eq(o->view.format, "man");
	bool entries = w.man || !o->view.format || str_eq(o->view.format, "text");
	bool ok = entries ? describe_entries(&w, &o->view, e) : describe_rows(&w, &o->view, e);
	if (ok && w.err.code)
		return *e = w.err, false;
	if (ok && w.only && !w.n)
		return err_set(e, ERR_USAGE, _("There is nothing called “%s”. “karat describe entities” lists everything."), w.only);
	return ok;
}

// clang-format off
#define D(m) offsetof(struct describe_opts, m)
static const struct opt describe_opts[] = {
	{ "format", 'f', OPT_TEXT, D(view.format), N_("FORMAT"), N_("text, json, man or any format of lists"), NULL },
	{ "output", 'o', OPT_TEXT, D(view.output), N_("FILE"),   N_("into this file"), NULL },
	{ "shell",  0,   OPT_TEXT, D(shell),       N_("SHELL"),  N_("for the topic completion: bash, zsh or fish"), completion_shells },
};
// clang-format on

const struct command describe_command = {
	.name = "describe", .usage = N_("[TOPIC [NAME]]"), .help = N_("prints the tables karat is made of: entities, verbs, rights …"),
	.opts = describe_opts, .nopts = ARRAY_LEN(describe_opts), .size = sizeof(struct describe_opts),
	.words = { WORD_TOPIC, WORD_ENTITY }, .most = 2, .run = run_describe,
};
