/* report.c - reading report files and running them */
#include "config.h"

#include "report/report.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "domain/entities.h"
#include "report/out.h"
#include "report/range.h"
#include "store/builtin.h"
#include "store/pg.h"
#include "store/store.h"

enum {
	NAMES_MOST = 256, /* reports that a folder can have */
	NAME_MOST = 60,
	WORDS_MOST = 8,   /* of a header line */
	WIDTH_MOST = 200,
};

static const char built_in[] = "reports/", suffix[] = ".sql";

/* Where reports come from besides those built in; NULL at the end. */
static const char *const *folders(struct arena *a)
{
	const char **dirs = arena_array(a, 3, sizeof *dirs);
	dirs[0] = arena_printf(a, "%s/reports", file_config_dir(a));
	dirs[1] = "/etc/karat/reports";
	return dirs;
}

/* The header. */

struct parser {
	struct report *rep;
	const char *lang;
	struct arena *arena;
	struct err *err;
	int line;
	bool titled; /* in the person's language, which counts wherever the line stands */
	struct {
		const char *of, *wire, *label;
	} choices[REPORT_CHOICES_MAX];
	size_t nchoices;
};

/* Words of a line, blanks between; "…" holds a word with blanks together. Cuts the line up. */
static size_t split(char *s, const char *words[WORDS_MOST])
{
	size_t n = 0;
	while (n < WORDS_MOST) {
		s += strspn(s, " \t\r");
		if (!*s)
			break;
		bool quoted = *s == '"';
		s += quoted;
		words[n++] = s;
		s += strcspn(s, quoted ? "\"" : " \t\r");
		if (*s)
			*s++ = '\0';
	}
	return n;
}

/* Of "English" "German" the one for the person. */
static const char *in_lang(const struct parser *p, const char *const *words, size_t n)
{
	return n > 1 && str_eq(p->lang, "de") ? words[1] : words[0];
}

static const struct ftype *type_find(const char *name)
{
	for (const struct ftype *const *t = ftypes; *t; t++)
		if (str_eq((*t)->name, name))
			return *t;
	return NULL;
}

/* "money", "line", or with an ENTITY.FIELD whose words are taken over, and what it is: "choice:order.status". */
static bool read_type(struct parser *p, const char *words, struct field *ret)
{
	const char *colon = strchr(words, ':'), *dot = colon ? strchr(colon, '.') : NULL;
	const char *name = colon ? arena_strndup(p->arena, words, (size_t)(colon - words)) : words;
	ret->type = type_find(name);
	if (!ret->type)
		return err_set(p->err, ERR_INVALID, _("There is no type “%s”."), name);
	if (!colon)
		return true;
	const struct entity *ent = dot ? entity_find(arena_strndup(p->arena, colon + 1, (size_t)(dot - colon - 1))) : NULL;
	const struct field *like = ent ? entity_field(ent, dot + 1) : NULL;
	if (!like || like->type != ret->type)
		return err_set(p->err, ERR_INVALID, _("“%s” names no field of that type."), words);
	ret->choices = like->choices;
	ret->max = like->max;
	ret->flags = like->flags & (F_KEY | F_TITLE);
	return true;
}

static bool take_title(struct parser *p, const char *const *words, size_t n)
{
	if (!p->titled)
		p->rep->title = words[0];
	return n == 1;
}

static bool take_own_title(struct parser *p, const char *title)
{
	p->rep->title = title;
	p->titled = true;
	return true;
}

static bool take_right(struct parser *p, const char *const *words, size_t n)
{
	p->rep->right = n ? words[0] : NULL;
	return n == 1;
}

static bool take_group(struct parser *p, const char *const *words, size_t n)
{
	p->rep->group = n ? words[0] : NULL;
	return n == 1;
}

/* The wish for a width, if the last of the words is one. */
static int take_width(const char *const *words, size_t *n)
{
	int64_t width;
	if (*n < 4 || !num_parse(words[*n - 1], 0, &width) || width < 1 || width > WIDTH_MOST)
		return 0;
	--*n;
	return (int)width;
}

static bool take_column(struct parser *p, const char *const *words, size_t n)
{
	int width = take_width(words, &n);
	if (n < 3 || p->rep->ncolumns == REPORT_COLUMNS_MAX)
		return false;
	struct field *f = arena_alloc(p->arena, sizeof *f);
	*f = (struct field) { .name = words[0], .label = in_lang(p, words + 2, n - 2) };
	if (!read_type(p, words[1], f))
		return false;
	struct column *c = &p->rep->columns[p->rep->ncolumns++];
	*c = (struct column) { .name = f->name, .label = f->label, .field = f, .right = f->type->right, .width = width };
	return true;
}

static bool take_param(struct parser *p, const char *const *words, size_t n)
{
	if (n < 2 || n > 5 || p->rep->nparams == REPORT_PARAMS_MAX)
		return false;
	struct report_param *param = &p->rep->params[p->rep->nparams++];
	*param = (struct report_param) { .name = words[0], .fallback = n > 2 ? words[2] : NULL, .shown = n > 3 };
	param->field = (struct field) { .name = words[0], .label = n > 3 ? in_lang(p, words + 3, n - 3) : words[0] };
	return read_type(p, words[1], &param->field);
}

static bool take_choice(struct parser *p, const char *const *words, size_t n)
{
	if (n < 3 || p->nchoices == REPORT_CHOICES_MAX)
		return false;
	p->choices[p->nchoices].of = words[0];
	p->choices[p->nchoices].wire = words[1];
	p->choices[p->nchoices++].label = in_lang(p, words + 2, n - 2);
	return true;
}

// clang-format off
static const struct {
	const char *word;
	bool whole; /* the rest of the line is one value */
	bool (*take)(struct parser *p, const char *const *words, size_t n);
} lines[] = {
	{ "title:",  true,  take_title },
	{ "right:",  true,  take_right },
	{ "group:",  true,  take_group },
	{ "column ", false, take_column },
	{ "param ",  false, take_param },
	{ "choice ", false, take_choice },
};
// clang-format on

/* What is no word of ours is an ordinary comment. */
static bool read_line(struct parser *p, char *s)
{
	const char *words[WORDS_MOST];
	const char *titled = arena_printf(p->arena, "title[%s]:", p->lang);
	if (str_starts(s, titled))
		return take_own_title(p, str_trim(s + strlen(titled)));
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (!str_starts(s, lines[i].word))
			continue;
		char *rest = s + strlen(lines[i].word);
		words[0] = str_trim(rest);
		size_t n = lines[i].whole ? 1 : split(rest, words);
		if (lines[i].take(p, words, n))
			return true;
		return p->err->code ? false : err_set(p->err, ERR_INVALID, _("“%s” is not followed by what it needs."), lines[i].word);
	}
	return true;
}

/* Hands the words of "choice" lines to the column or parameter they name. */
static bool settle_choice(struct parser *p, struct field *f)
{
	if (f->type != &ft_choice || f->choices)
		return true;
	struct choice *choices = arena_array(p->arena, p->nchoices + 1, sizeof *choices);
	size_t n = 0;
	for (size_t c = 0; c < p->nchoices; c++)
		if (str_eq(p->choices[c].of, f->name))
			choices[n++] = (struct choice) { p->choices[c].wire, p->choices[c].label };
	f->choices = choices;
	return n || err_set(p->err, ERR_INVALID, _("The report “%s” has no choices for “%s”. Each is a line such as: -- choice %s late \"Late\""),
			p->rep->name, f->name, f->name);
}

static bool settle_choices(struct parser *p)
{
	for (size_t i = 0; i < p->rep->ncolumns; i++) {
		struct column *col = &p->rep->columns[i];
		struct field *f = arena_copy(p->arena, col->field, sizeof *f);
		if (!settle_choice(p, f))
			return false;
		col->field = f;
	}
	for (size_t i = 0; i < p->rep->nparams; i++)
		if (!settle_choice(p, &p->rep->params[i].field))
			return false;
	return true;
}

static bool has_param(const struct report *rep, const char *name)
{
	for (size_t i = 0; i < rep->nparams; i++)
		if (str_eq(rep->params[i].name, name) && rep->params[i].field.type == &ft_day)
			return true;
	return false;
}

static bool whole(const struct parser *p)
{
	if (!p->rep->title || !p->rep->ncolumns)
		return err_set(p->err, ERR_INVALID, _("The report “%s” needs a title and its columns in lines that begin with --."), p->rep->name);
	if (str_empty(p->rep->sql))
		return err_set(p->err, ERR_INVALID, _("The report “%s” has no SELECT."), p->rep->name);
	return true;
}

bool report_parse(struct report *ret, const char *name, const char *text, const char *lang, struct arena *a,
		struct err *e)
{
	struct report rep = { .name = name };
	rep.columns = arena_array(a, REPORT_COLUMNS_MAX, sizeof *rep.columns);
	rep.params = arena_array(a, REPORT_PARAMS_MAX, sizeof *rep.params);
	struct parser p = { .rep = &rep, .lang = lang, .arena = a, .err = e };
	struct err own = ERR_INIT;
	p.err = &own;
	if (!utf8_valid(text, strlen(text)))
		return err_set(e, ERR_INVALID, _("The report “%s” is not UTF-8."), name);
	char *rest = arena_strdup(a, text);
	while (rest && str_starts(rest + strspn(rest, " \t\r\n"), "--")) {
		char *line = strsep(&rest, "\n");
		p.line++;
		line += strspn(line, " \t-");
		if (!read_line(&p, line)) {
			*e = own;
			return err_prefix(e, _("Report “%s”, line %d"), name, p.line);
		}
	}
	rep.sql = rest;
	rep.ranged = has_param(&rep, "from") && has_param(&rep, "to");
	if (!whole(&p) || !settle_choices(&p))
		return *e = own, false;
	*ret = rep;
	return true;
}

/* Finding. */

static bool is_name(const char *s)
{
	return *s && strlen(s) <= NAME_MOST && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(s);
}

/* The name of a report in a folder's or the program's file name, or NULL. */
static const char *name_of(const char *file, struct arena *a)
{
	size_t len = strlen(file), tail = strlen(suffix);
	if (len <= tail || !str_ends(file, suffix))
		return NULL;
	const char *name = arena_strndup(a, file, len - tail);
	return is_name(name) ? name : NULL;
}

static void add_name(const char **names, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(names[i], name))
			return;
	if (name && *n < NAMES_MOST)
		names[(*n)++] = name;
}

static void add_folder(const char **names, size_t *n, const char *path, struct arena *a)
{
	DIR *dir = opendir(path);
	for (struct dirent *d; dir && (d = readdir(dir));)
		add_name(names, n, name_of(d->d_name, a));
	if (dir)
		closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *report_names(struct arena *a)
{
	const char **names = arena_array(a, NAMES_MOST + 1, sizeof *names);
	size_t n = 0;
	for (const char *const *dir = folders(a); *dir; dir++)
		add_folder(names, &n, *dir, a);
	for (const struct builtin *b = builtins; b->name; b++)
		if (str_starts(b->name, built_in))
			add_name(names, &n, name_of(b->name + strlen(built_in), a));
	qsort(names, n, sizeof *names, by_name);
	return names;
}

static bool no_such_report(const char *name, struct arena *a, struct err *e)
{
	const char *near = str_nearest(name, report_names(a));
	if (near)
		return err_set(e, ERR_USAGE, _("There is no report “%s”. Did you mean “%s”?"), name, near);
	return err_set(e, ERR_USAGE, _("There is no report “%s”. “karat report” lists them all."), name);
}

bool report_find(struct report *ret, const char *name, const char *lang, struct arena *a, struct err *e)
{
	if (!is_name(name))
		return no_such_report(name, a, e);
	for (const char *const *dir = folders(a); *dir; dir++) {
		const char *path = arena_printf(a, "%s/%s%s", *dir, name, suffix);
		char *text;
		size_t len;
		if (access(path, F_OK) != 0)
			continue;
		return file_read(path, REPORT_FILE_MAX, a, &text, &len, e) && report_parse(ret, name, text, lang, a, e);
	}
	const struct builtin *b = builtin_find(arena_printf(a, "%s%s%s", built_in, name, suffix));
	return b ? report_parse(ret, name, b->text, lang, a, e) : no_such_report(name, a, e);
}

/* Running. */

static bool no_such_param(const struct report *rep, const char *name, struct err *e)
{
	const char *words[REPORT_PARAMS_MAX + 1] = { NULL };
	for (size_t i = 0; i < rep->nparams; i++)
		words[i] = rep->params[i].name;
	const char *near = str_nearest(name, words);
	if (near)
		return err_set(e, ERR_USAGE, _("The report has no parameter “%s”. Did you mean “%s”?"), name, near);
	return err_set(e, ERR_USAGE, _("The report “%s” has no parameter “%s”."), rep->name, name);
}

/* The index of the parameter in "name=value", or nparams with the error set. */
static size_t said_param(const struct report *rep, const char *said, struct arena *a, struct err *e)
{
	size_t len = strcspn(said, "=");
	const char *name = arena_strndup(a, said, len);
	if (!said[len])
		return err_set(e, ERR_USAGE, _("“%s” is no parameter. It looks like name=value."), said), rep->nparams;
	for (size_t i = 0; i < rep->nparams; i++)
		if (str_eq(rep->params[i].name, name))
			return i;
	return no_such_param(rep, name, e), rep->nparams;
}

static bool to_wire(const struct report_param *p, const struct fmt *fmt, const char *typed, struct arena *a,
		const char **ret, struct err *e)
{
	union {
		int64_t number;
		const char *text;
		char bytes[32];
	} rec = { .number = 0 };
	if (!field_from_user(&p->field, fmt, typed, a, &rec, e))
		return false;
	struct buf out = BUF_INIT(1 << 16);
	field_to_wire(&p->field, &rec, &out);
	*ret = field_empty(&p->field, &rec) ? NULL : arena_strdup(a, out.data);
	buf_done(&out);
	return true;
}

static const char *day_words(struct day d, struct arena *a)
{
	struct buf out = BUF_INIT(32);
	day_format(&out, d);
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}

bool report_values(const struct report *rep, const struct range *range, const char *const *said, size_t nsaid,
		const struct fmt *fmt, struct arena *a, const char **ret, struct err *e)
{
	for (size_t i = 0; i < rep->nparams; i++) {
		const struct report_param *p = &rep->params[i];
		ret[i] = NULL;
		if (p->fallback && !to_wire(p, fmt, p->fallback, a, &ret[i], e))
			return false;
		if (range && rep->ranged && str_eq(p->name, "from"))
			ret[i] = day_words(range->from, a);
		if (range && rep->ranged && str_eq(p->name, "to"))
			ret[i] = day_words(range->to, a);
	}
	for (size_t s = 0; s < nsaid; s++) {
		size_t i = said_param(rep, said[s], a, e);
		if (i == rep->nparams || !to_wire(&rep->params[i], fmt, strchr(said[s], '=') + 1, a, &ret[i], e))
			return false;
	}
	return true;
}

/* The days between which the values lie, whoever said them. */
static bool between(const struct report *rep, const char *const *values, struct day *ret_from, struct day *ret_to)
{
	*ret_from = *ret_to = DAY_NONE;
	for (size_t i = 0; rep->ranged && i < rep->nparams; i++) {
		struct day *end = str_eq(rep->params[i].name, "from") ? ret_from : str_eq(rep->params[i].name, "to") ? ret_to : NULL;
		if (end && (!values[i] || !day_parse(values[i], end)))
			return false;
	}
	return rep->ranged;
}

static void add_shown(const struct report_param *p, const char *value, const struct fmt *fmt, struct arena *a, struct buf *out)
{
	union {
		int64_t number;
		const char *text;
		char bytes[32];
	} rec = { .number = 0 };
	struct err e = ERR_INIT;
	if (!p->shown || !value || !field_from_wire(&p->field, value, a, &rec, &e))
		return;
	buf_addf(out, "; %s: ", p->field.label);
	field_to_user(&p->field, fmt, &rec, out);
}

const char *report_note(const struct report *rep, const char *const *values, const struct fmt *fmt, struct arena *a)
{
	struct buf out = BUF_INIT(1 << 16);
	struct day from, to;
	bool known = between(rep, values, &from, &to);
	fmt_day(fmt, &out, known ? from : today());
	if (known && to.n != from.n) {
		buf_adds(&out, " – ");
		fmt_day(fmt, &out, to);
	}
	for (size_t i = 0; i < rep->nparams; i++)
		add_shown(&rep->params[i], values[i], fmt, a, &out);
	const char *note = arena_strdup(a, out.data);
	buf_done(&out);
	return note;
}

struct run {
	const struct report *rep;
	struct render *render;
};

/* A header that does not tell the truth about its SELECT would put numbers under wrong heads. */
static bool check_names(void *ctx, const char *const *names, size_t n, struct err *e)
{
	const struct report *rep = ((struct run *)ctx)->rep;
	for (size_t i = 0; i < n && i < rep->ncolumns; i++)
		if (!str_eq(names[i], rep->columns[i].name))
			return err_set(e, ERR_INVALID, _("The report “%s” announces the column “%s” where its SELECT gives “%s”."),
					rep->name, rep->columns[i].name, names[i]);
	if (n != rep->ncolumns)
		return err_set(e, ERR_INVALID, _("The report “%s” announces %zu columns and its SELECT gives %zu."),
				rep->name, rep->ncolumns, n);
	return true;
}

static bool take_row(void *ctx, const struct cell *cells, size_t n, struct err *e)
{
	struct run *run = ctx;
	(void)n;
	render_row(run->render, cells);
	return !out_failed(run->render->out, e);
}

/* Neither a bug of karat's nor a strange database: the file is the workshop's own, and names a table that
 * does not exist. A right that is missing (42501) is no mistake. */
static bool is_in_the_file(const struct err *e)
{
	bool unknown = str_starts(e->state, "42") || str_eq(e->state, "3F000");
	return e->code == ERR_PROTOCOL || (unknown && !str_eq(e->state, "42501"));
}

bool report_run(struct store *s, const struct report *rep, const char *const *values, struct render *r, struct err *e)
{
	struct run run = { .rep = rep, .render = r };
	if (rep->right && !store_may(s, rep->right))
		return err_set(e, ERR_DENIED, _("You do not have the right to see the report “%s”. Ask the owner of the workshop."), rep->name);
	struct err why = ERR_INIT;
	if (store_report(s, rep->sql, values, rep->nparams, check_names, take_row, &run, &why))
		return true;
	if (is_in_the_file(&why))
		return err_set(e, ERR_INVALID, _("The report “%s” is wrong: %s"), rep->name, why.detail);
	return *e = why, false;
}
