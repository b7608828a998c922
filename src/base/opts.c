/* opts.c - the options of a command as a table */
#include "config.h"

#include "base/opts.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"

enum {
	HELP_COLUMN_MOST = 30, /* options longer than that have their help on the next line */
	SPELLED_SIZE = 48,
	GAP = 2, /* blanks between an option and its help */
};

struct parser {
	const struct opt *table;
	size_t n;
	int argc, at; /* at: the next argument */
	char *const *argv;
	struct arena *arena;
	void *ret;
	struct err *err;
};

static bool takes_value(const struct opt *o)
{
	return o->kind != OPT_FLAG && o->kind != OPT_COUNT;
}

static bool no_such_option(const struct parser *p, const char *name, size_t len)
{
	const char **words = arena_array(p->arena, p->n + 1, sizeof *words);
	for (size_t i = 0; i < p->n; i++)
		words[i] = p->table[i].name;
	const char *typed = arena_strndup(p->arena, name, len), *near = str_nearest(typed, words);
	if (near)
		return err_set(p->err, ERR_USAGE, _("There is no option --%s. Did you mean --%s?"),
			typed, near);
	return err_set(p->err, ERR_USAGE, _("There is no option --%s. Try --help."), typed);
}

/* Room for as many as can still come, so that it need not grow. */
static void add_item(const struct parser *p, struct opt_list *list, const char *item)
{
	if (!list->items)
		list->items = arena_array(p->arena, (size_t)p->argc + 1, sizeof *list->items);
	list->items[list->n++] = item;
}

static bool assign_int(const struct parser *p, void *slot, const char *spelled, const char *value)
{
	int64_t v;
	if (!num_parse(value, 0, &v) || v > LONG_MAX || strchr(value, '.') || *value == '-')
		return err_set(p->err, ERR_INVALID,
			_("The option %s needs a whole number from 0 up, and “%s” is none."),
			spelled, value);
	*(long *)slot = (long)v;
	return true;
}

static bool assign(
	const struct parser *p, const struct opt *o, const char *spelled, const char *value)
{
	void *slot = (char *)p->ret + o->off;
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)slot = true;
		break;
	case OPT_COUNT:
		++*(int *)slot;
		break;
	case OPT_INT:
		return assign_int(p, slot, spelled, value);
	case OPT_TEXT:
		*(const char **)slot = value;
		break;
	case OPT_LIST:
		add_item(p, slot, value);
		break;
	}
	return true;
}

/* `value` hangs on the option, or is NULL: then the next argument is it, whatever it looks like. */
static bool take_value(
	struct parser *p, const struct opt *o, const char *spelled, const char *value)
{
	if (!takes_value(o) && value)
		return err_set(p->err, ERR_USAGE, _("The option %s takes no value."), spelled);
	if (takes_value(o) && !value) {
		if (p->at == p->argc)
			return err_set(p->err, ERR_USAGE, _("The option %s needs a value: %s."),
				spelled, _(o->arg));
		value = p->argv[p->at++];
	}
	return assign(p, o, spelled, value);
}

static bool read_long(struct parser *p, const char *arg)
{
	size_t len = strcspn(arg, "=");
	const char *value = arg[len] ? arg + len + 1 : NULL;
	for (size_t i = 0; i < p->n; i++) {
		const struct opt *o = &p->table[i];
		if (strlen(o->name) != len || memcmp(o->name, arg, len) != 0)
			continue;
		char spelled[SPELLED_SIZE];
		snprintf(spelled, sizeof spelled, "--%s", o->name);
		return take_value(p, o, spelled, value);
	}
	return no_such_option(p, arg, len);
}

static const struct opt *find_letter(const struct parser *p, char letter)
{
	for (size_t i = 0; i < p->n; i++)
		if (letter && p->table[i].letter == letter)
			return &p->table[i];
	return NULL;
}

/* -v, -vv, -vo FILE, -voFILE */
static bool read_letters(struct parser *p, const char *arg)
{
	while (*arg) {
		const struct opt *o = find_letter(p, *arg);
		if (!o) {
			size_t used;
			utf8_next(arg, strlen(arg), &used);
			return err_set(p->err, ERR_USAGE,
				_("There is no option -%.*s. Try --help."), (int)used, arg);
		}
		const char spelled[] = { '-', *arg++, '\0' };
		const char *value = takes_value(o) && *arg ? arg : NULL;
		if (!take_value(p, o, spelled, value))
			return false;
		if (takes_value(o))
			return true;
	}
	return true;
}

bool opts_parse(const struct opt *table, size_t n, int argc, char *const *argv, bool stop_at_word,
	struct arena *a, void *ret, struct opt_list *rest, struct err *e)
{
	struct parser p = {
		.table = table,
		.n = n,
		.argc = argc,
		.at = 1,
		.argv = argv,
		.arena = a,
		.ret = ret,
		.err = e,
	};
	struct opt_list words = { .items = arena_array(a, (size_t)argc + 1, sizeof *words.items) };
	bool words_only = false;
	while (p.at < argc) {
		const char *arg = argv[p.at++];
		bool good = true;
		if (words_only || *arg != '-' || !arg[1]) { /* a lone - is a word: standard input */
			words_only = words_only || stop_at_word;
			add_item(&p, &words, arg);
		} else if (arg[1] != '-') {
			good = read_letters(&p, arg + 1);
		} else if (arg[2]) {
			good = read_long(&p, arg + 2);
		} else {
			words_only = true;
		}
		if (!good)
			return false;
	}
	*rest = words;
	return true;
}

/* "  -o, --output=FILE" */
static void spell_option(struct buf *out, const struct opt *o)
{
	if (o->letter)
		buf_addf(out, "  -%c, --%s", o->letter, o->name);
	else
		buf_addf(out, "      --%s", o->name);
	if (o->arg)
		buf_addf(out, "=%s", i18n_label(o->arg));
}

void opts_help_line(const char *name, int column, const char *help, struct buf *out)
{
	int left = column - str_width(name);
	buf_adds(out, name);
	if (left < GAP)
		buf_addc(out, '\n');
	buf_pad(out, ' ', (size_t)(left < GAP ? column : left));
	str_wrap(out, help, HELP_WIDTH, column);
	buf_addc(out, '\n');
}

void opts_help(const struct opt *table, size_t n, struct buf *out)
{
	struct buf one = BUF_INIT(1024);
	int column = 0;
	for (size_t i = 0; i < n; i++) {
		buf_clear(&one);
		spell_option(&one, &table[i]);
		int width = str_width(one.data);
		if (width > column && width <= HELP_COLUMN_MOST)
			column = width;
	}
	for (size_t i = 0; i < n; i++) {
		buf_clear(&one);
		spell_option(&one, &table[i]);
		opts_help_line(one.data, column + GAP, i18n_label(table[i].help), out);
	}
	buf_done(&one);
}

static const char *check_one(const struct opt *o)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	if (!o->name || !*o->name || strlen(o->name) > SPELLED_SIZE - 3)
		return "a name is missing or too long";
	if (strspn(o->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(o->name) ||
		*o->name == '-')
		return "a name is not of small letters, digits and inner dashes";
	if (o->letter && !strchr(letters, o->letter))
		return "a letter is none";
	if ((unsigned)o->kind > OPT_LIST)
		return "a kind does not exist";
	if (takes_value(o) != (o->arg != NULL))
		return o->arg ? "a flag has a value in help" : "a value has no name in help";
	if (o->words && !takes_value(o))
		return "a flag has words to choose from";
	return o->help && *o->help ? NULL : "an option has no help";
}

static const char *check_two(const struct opt *a, const struct opt *b)
{
	if (str_eq(a->name, b->name))
		return "two options have the same name";
	if (a->letter && a->letter == b->letter)
		return "two options have the same letter";
	return a->off == b->off ? "two options have the same place" : NULL;
}

const char *opts_selftest(const struct opt *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *wrong = check_one(&table[i]);
		for (size_t j = 0; j < i && !wrong; j++)
			wrong = check_two(&table[j], &table[i]);
		if (wrong)
			return wrong;
	}
	return NULL;
}
