/* complete.c - what could come next on a command line: from the tables, and from the store */
#include "config.h"

#include "cli/complete.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"
#include "report/report.h"
#include "service/verbs.h"
#include "store/store.h"

enum { WORDS_MOST = 256, STORE_MOST = 100 };

/* Splitting. */

static bool take_word(const char **at, struct buf *out)
{
	const char *s = *at;
	char quote = '\0';
	for (; *s && (quote || !strchr(" \t\r\n", *s)); s++) {
		if (quote ? *s == quote : *s == '\'' || *s == '"')
			quote = quote ? '\0' : *s;
		else if (*s == '\\' && s[1] && (!quote || (quote == '"' && strchr("\"\\", s[1]))))
			buf_addc(out, *++s);
		else
			buf_addc(out, *s);
	}
	*at = s;
	return !quote;
}

bool line_split(const char *line, struct arena *a, char ***ret_argv, int *ret_argc, struct err *e)
{
	char **argv = arena_array(a, WORDS_MOST + 1, sizeof *argv);
	struct buf word = BUF_INIT(LINE_MOST);
	bool closed = true;
	int n = 0;
	if (strlen(line) > LINE_MOST)
		return err_set(e, ERR_INVALID, _("The line is longer than %d bytes."), LINE_MOST);
	for (const char *s = line + strspn(line, " \t\r\n"); *s && *s != '#';) {
		if (n == WORDS_MOST) {
			buf_done(&word);
			return err_set(e, ERR_INVALID, _("The line has more than %d words."), WORDS_MOST);
		}
		buf_clear(&word);
		closed = take_word(&s, &word);
		argv[n++] = arena_strdup(a, word.data);
		s += strspn(s, " \t\r\n");
		if (*s == '#')
			break;
	}
	buf_done(&word);
	*ret_argv = argv;
	*ret_argc = n;
	return closed || err_set(e, ERR_USAGE, _("A quotation mark is opened and never closed."));
}

/* Candidates. */

struct place { /* where on the line the cursor stands */
	struct cli *cli;
	const char *text;
	const struct command *cmd;
	const struct opt *option; /* whose value is wanted */
	const char *words[WORDS_MOST]; /* said so far, without options */
	size_t n;
	struct candidates *to;
};

static void offer(struct candidates *to, const char *text, const char *word)
{
	if (!word || !str_starts(word, text))
		return;
	for (size_t i = 0; i < to->n; i++)
		if (str_eq(to->items[i], word))
			return;
	if (to->n == to->cap) {
		size_t cap = to->cap ? to->cap * 2 : 32;
		const char **items = arena_array(to->arena, cap, sizeof *items);
		if (to->n)
			memcpy(items, to->items, to->n * sizeof *items);
		to->items = items;
		to->cap = cap;
	}
	to->items[to->n++] = arena_strdup(to->arena, word);
}

static void offer_all(const struct place *p, const char *const *words)
{
	for (; words && *words; words++)
		offer(p->to, p->text, *words);
}

static void offer_commands(const struct place *p, const struct command *const *table)
{
	for (; *table; table++)
		offer(p->to, p->text, (*table)->name);
}

static void offer_options(const struct place *p)
{
	for (size_t i = 0; i < p->cmd->nopts; i++)
		offer(p->to, p->text, arena_printf(p->to->arena, "--%s", p->cmd->opts[i].name));
	offer(p->to, p->text, "--help");
}

static void offer_entities(const struct place *p)
{
	for (const struct entity *const *e = entities; *e; e++)
		offer(p->to, p->text, (*e)->name), offer(p->to, p->text, (*e)->plural);
}

static void offer_verbs(const struct place *p)
{
	const struct verb *v;
	for (size_t i = 0; (v = verb_at(i)); i++)
		offer(p->to, p->text, v->name);
}

/* A word with a blank or quotes in it is quoted by whoever types; only plain ones are offered. */
static void offer_value(const struct place *p, const char *before, const char *value)
{
	if (!strpbrk(value, " \t'\"\\"))
		offer(p->to, p->text, arena_printf(p->to->arena, "%s%s", before, value));
}

/* Keys of records, newest first as their list has it; before them stands `before` ("customer="). */
static void offer_records(const struct place *p, const struct entity *ent, const char *before, const char *begun)
{
	struct store *s;
	struct query q;
	struct rows rows;
	struct err ignored = ERR_INIT;
	struct arena *a = p->to->arena;
	const struct entity *listed = query_listed(ent);
	const struct field *key = entity_flagged(listed, F_KEY);
	if (!key || !cli_store(p->cli, &s, &ignored))
		return;
	const char *where[] = { arena_printf(a, "%s~%s", key->name, begun) };
	struct query_words words = { .columns = key->name, .where = where, .nwhere = *begun ? 1 : 0 };
	if (!query_make(&q, ent, &words, NULL, NULL, &p->cli->fmt, a, &ignored))
		return;
	q.limit = STORE_MOST;
	if (!store_list(s, &q, a, &rows, &ignored))
		return;
	for (size_t i = 0; i < rows.n; i++)
		if (rows.cells[i])
			offer_value(p, before, rows.cells[i]);
}

/* Words of the wire, then as the person spells them. */
static void offer_values(const struct place *p, const struct field *f, const char *before, const char *begun)
{
	for (const struct choice *c = f->choices; c && c->wire; c++)
		offer_value(p, before, c->wire);
	for (const struct choice *c = f->choices; c && c->wire; c++)
		offer_value(p, before, i18n_label(c->label));
	if (f->type == &ft_flag) {
		const char *const flags[] = { "true", "false", _("yes"), _("no") };
		for (size_t i = 0; i < ARRAY_LEN(flags); i++)
			offer_value(p, before, flags[i]);
	}
	if (f->ref)
		offer_records(p, f->ref, before, begun);
}

/* "sta" → status=, "status=dr" → status=draft. `all`: also those that cannot be said, for --where. */
static void offer_fields(const struct place *p, const struct entity *ent, bool all)
{
	struct arena *a = p->to->arena;
	size_t len = strcspn(p->text, "=");
	if (p->text[len]) {
		const struct field *f = entity_field(ent, arena_strndup(a, p->text, len));
		if (f)
			offer_values(p, f, arena_strndup(a, p->text, len + 1), p->text + len + 1);
		return;
	}
	for (size_t i = 0; i < ent->nfields; i++)
		if (all || !(ent->fields[i].flags & F_READONLY))
			offer(p->to, p->text, arena_printf(a, "%s=", ent->fields[i].name));
	p->to->unfinished = true;
}

static const struct entity *entity_said(const struct place *p)
{
	return p->n ? entity_find(p->words[0]) : NULL;
}

/* The last of "a,b,c" is what is being typed. */
static void offer_columns(const struct place *p, const struct entity *ent)
{
	const char *comma = strrchr(p->text, ',');
	const char *before = comma ? arena_strndup(p->to->arena, p->text, (size_t)(comma - p->text) + 1) : "";
	for (size_t i = 0; i < ent->nfields; i++)
		offer(p->to, p->text, arena_printf(p->to->arena, "%s%s", before, ent->fields[i].name));
	p->to->unfinished = true;
}

static void offer_sorts(const struct place *p, const struct entity *ent)
{
	for (size_t i = 0; i < ent->nfields; i++) {
		if (!(ent->fields[i].flags & F_SORT))
			continue;
		offer(p->to, p->text, ent->fields[i].name);
		offer(p->to, p->text, arena_printf(p->to->arena, "-%s", ent->fields[i].name));
	}
}

static void offer_option_values(const struct place *p)
{
	const struct entity *ent = entity_said(p);
	const char *name = p->option->name;
	if (p->option->words)
		offer_all(p, p->option->words);
	else if (str_eq(name, "format"))
		for (const struct renderer *r = renderers; r->name; r++)
			offer(p->to, p->text, r->name);
	else if (str_eq(name, "output"))
		p->to->files = true;
	else if (str_eq(name, "where") && ent)
		offer_fields(p, query_listed(ent), true);
	else if (str_eq(name, "columns") && ent)
		offer_columns(p, query_listed(ent));
	else if (str_eq(name, "sort") && ent)
		offer_sorts(p, query_listed(ent));
}

static void offer_kind(const struct place *p, enum word kind)
{
	const struct verb *verb = p->n && str_eq(p->cmd->name, "do") ? verb_find(p->words[0]) : NULL;
	const struct entity *ent = verb ? verb->subject : entity_said(p);
	switch (kind) {
	case WORD_ENTITY:
		offer_entities(p);
		break;
	case WORD_ID:
		if (ent)
			offer_records(p, ent, "", p->text);
		else if (verb) /* on nothing: its arguments come at once */
			offer_fields(p, verb->args, false);
		break;
	case WORD_FIELD:
		if (verb)
			offer_fields(p, verb->args, false);
		else if (ent)
			offer_fields(p, ent, false);
		break;
	case WORD_VERB:
		offer_verbs(p);
		break;
	case WORD_REPORT:
		offer_all(p, report_names(p->to->arena));
		break;
	case WORD_PERSON:
		offer_records(p, entity_find("person"), "", p->text);
		break;
	case WORD_FILE:
		p->to->files = true;
		break;
	case WORD_COMMAND:
		offer_commands(p, commands);
		break;
	case WORD_TOPIC:
	case WORD_ANY:
	case WORD_NONE:
		break;
	}
}

static const struct opt *option_named(const struct command *cmd, const char *word)
{
	for (size_t i = 0; i < cmd->nopts; i++) {
		const struct opt *o = &cmd->opts[i];
		bool takes = o->kind != OPT_FLAG && o->kind != OPT_COUNT;
		bool is_long = str_starts(word, "--") && str_eq(word + 2, o->name);
		bool is_short = o->letter && word[0] == '-' && word[1] == o->letter && !word[2];
		if (takes && (is_long || is_short))
			return o;
	}
	return NULL;
}

/* Sorts what is said into words and options; the last option may wait for its value. */
static void sort_words(struct place *p, char *const *argv, int argc)
{
	for (int i = 0; i < argc; i++) {
		p->option = option_named(p->cmd, argv[i]);
		if (p->option && i + 1 < argc)
			p->option = NULL, i++;
		else if (!p->option && *argv[i] != '-')
			p->words[p->n++] = argv[i];
	}
}

void complete(struct cli *c, const char *before, const char *text, struct candidates *ret)
{
	struct place p = { .cli = c, .text = text, .to = ret };
	struct err ignored = ERR_INIT;
	const struct command *const *table = commands;
	char **argv;
	int argc, at = 0;
	if (!line_split(before, ret->arena, &argv, &argc, &ignored))
		return;
	for (; table && at < argc; at++) {
		p.cmd = command_find(table, argv[at]);
		table = p.cmd ? p.cmd->subs : NULL;
	}
	if (table) {
		offer_commands(&p, table);
		return;
	}
	if (!p.cmd)
		return;
	sort_words(&p, argv + at, argc - at);
	if (p.option) {
		offer_option_values(&p);
	} else if (*text == '-') {
		offer_options(&p);
	} else {
		size_t last = 0;
		while (last + 1 < WORDS_SHOWN && p.cmd->words[last + 1] != WORD_NONE)
			last++;
		offer_kind(&p, p.cmd->words[p.n < last ? p.n : last]);
	}
}
