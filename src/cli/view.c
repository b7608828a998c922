/* view.c - where results go and how they look */
#include "config.h"

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entity.h"
#include "report/out.h"
#include "store/pg.h"
#include "store/store.h"

enum { VALUE_MOST = 1 << 20, WIDTH_LEAST = 20, WIDTH_MOST = 1000 };

int cli_width(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < WIDTH_LEAST)
		return 80;
	return size.ws_col < WIDTH_MOST ? size.ws_col : WIDTH_MOST;
}

static bool cli_color(const struct cli *c)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	if (str_eq(c->globals.color, "always"))
		return true;
	if (str_eq(c->globals.color, "never") || (no && *no))
		return false;
	return isatty(STDOUT_FILENO) && term && *term && !str_eq(term, "dumb");
}

/* Endings that promise what karat does not write. Any other means nothing, and the file holds a table. */
static const char *const foreign[] = {
	"db", "doc", "docx", "gz", "htm", "jpg", "jsonl", "md", "numbers", "ods", "odt", "parquet", "pdf", "png", "ps", "rtf",
	"sql", "sqlite", "svg", "tex", "toml", "xhtml", "xls", "xlsb", "xlsm", "xlsx", "xml", "yaml", "yml", "zip", NULL,
};

static const struct renderer *no_such_ending(const char *ending, struct err *e)
{
	struct buf there = BUF_INIT(1024);
	for (const struct renderer *r = renderers; r->name; r++)
		buf_addf(&there, "%s%s", there.len ? ", " : "", r->name);
	err_set(e, ERR_USAGE, _("Files of the kind “.%s” cannot be written. Say one of these formats: %s."), ending, there.data);
	buf_done(&there);
	return NULL;
}

static const struct renderer *format_of_file(const char *path, struct err *e)
{
	const char *dot = strrchr(path, '.'), *ending = dot && !strchr(dot, '/') ? dot + 1 : "";
	for (const struct renderer *r = renderers; r->name; r++)
		if (str_ieq(r->name, ending))
			return r;
	for (const char *const *f = foreign; *f; f++)
		if (str_ieq(*f, ending))
			return no_such_ending(ending, e);
	return renderer_find("table", e);
}

/* Closed when karat was called (cli.c), or somebody made it a file to read from. */
static bool is_heard(const struct view *v, struct err *e)
{
	if (v->output && !str_eq(v->output, "-"))
		return true;
	int flags = fcntl(STDOUT_FILENO, F_GETFL);
	return (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY) ||
		err_set(e, ERR_OUTPUT, _("The result cannot be written: %s."), strerror(EBADF));
}

const struct renderer *cli_format(const struct view *v, struct err *e)
{
	if (!is_heard(v, e))
		return NULL;
	if (!v->format && v->output)
		return format_of_file(v->output, e);
	return renderer_find(v->format ? v->format : "table", e);
}

bool cli_begin(struct cli *c, const struct view *v, const struct column *cols, size_t ncols, const struct look *look,
		struct render *ret, struct err *e)
{
	struct render r = { .kind = cli_format(v, e), .cols = cols, .ncols = ncols, .arena = &c->arena };
	if (!r.kind || !out_open(&r.out, v->output, &c->arena, e))
		return false;
	if (look)
		r.look = *look;
	r.look.fmt = &c->fmt;
	r.look.color = !r.out->path && cli_color(c);
	r.look.width = r.out->path ? 0 : cli_width();
	*ret = r;
	render_begin(ret);
	return true;
}

/* What failed leaves nothing behind: no heads without rows, as far as they have not gone out yet. */
bool cli_end(struct render *r, bool ok, struct err *e)
{
	struct err late = ERR_INIT;
	if (!ok && r->kind->end)
		r->kind->end(r);
	if (ok && render_end(r, &late))
		return out_end(r->out, e);
	r->out->len = 0;
	out_drop(r->out);
	if (ok)
		*e = late;
	return false;
}

/* One record. */

/* Further lines of a text stand under its first. */
static void put_value(struct out *o, const char *s, int indent)
{
	struct buf line = BUF_INIT(VALUE_MOST), safe = BUF_INIT(VALUE_MOST);
	while (*s) {
		size_t len = strcspn(s, "\n");
		buf_clear(&line);
		buf_add(&line, s, len);
		buf_clear(&safe);
		str_escape(&safe, line.data);
		out_add(o, safe.data, safe.len);
		out_addc(o, '\n');
		s += len + (s[len] == '\n');
		for (int i = 0; *s && i < indent; i++)
			out_addc(o, ' ');
	}
	buf_done(&line);
	buf_done(&safe);
}

static int label_width(const struct entity *ent, const void *rec)
{
	int most = 0;
	for (size_t i = 0; i < ent->nfields; i++) {
		int width = field_empty(&ent->fields[i], rec) ? 0 : str_width(i18n_label(ent->fields[i].label));
		most = width > most ? width : most;
	}
	return most + 2;
}

static void show_lines(struct cli *c, struct out *o, const struct entity *ent, const void *rec, const char *const *labels)
{
	int width = label_width(ent, rec);
	struct buf text = BUF_INIT(VALUE_MOST);
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		if (field_empty(f, rec))
			continue;
		buf_clear(&text);
		buf_addf(&text, "%s:", i18n_label(f->label));
		int used = str_width(text.data);
		buf_pad(&text, ' ', used < width ? (size_t)(width - used) : 1);
		out_add(o, text.data, text.len);
		buf_clear(&text);
		if (labels && labels[i])
			buf_adds(&text, labels[i]);
		else if (f->type == &ft_ref) /* no right to see what it is: its number must do */
			field_to_wire(f, rec, &text);
		else
			field_words(f, &c->fmt, rec, &text);
		put_value(o, text.data, width);
	}
	buf_done(&text);
}

static bool show_as_lines(struct cli *c, const struct view *v, const struct entity *ent, const void *rec,
		const char *const *labels, struct err *e)
{
	struct out *o;
	if (!out_open(&o, v->output, &c->arena, e))
		return false;
	show_lines(c, o, ent, rec, labels);
	return out_end(o, e);
}

bool cli_show(struct cli *c, const struct view *v, const struct entity *ent, const void *rec, const char *const *labels,
		struct err *e)
{
	const struct renderer *kind = cli_format(v, e);
	if (!kind)
		return false;
	if (str_eq(kind->name, "table"))
		return show_as_lines(c, v, ent, rec, labels, e);
	struct column cols[ENTITY_FIELDS_MAX];
	struct cell cells[ENTITY_FIELDS_MAX];
	for (size_t i = 0; i < ent->nfields; i++) {
		struct buf text = BUF_INIT(VALUE_MOST);
		field_to_wire(&ent->fields[i], rec, &text);
		cols[i] = column_of(&ent->fields[i]);
		cells[i] = (struct cell) { .len = text.len };
		if (!field_empty(&ent->fields[i], rec))
			cells[i].s = arena_strndup(&c->arena, text.data, text.len);
		buf_done(&text);
	}
	struct render r;
	struct view one = *v;
	if (str_eq(kind->name, "json"))
		one.format = "ndjson"; /* one record is one object, not a list of one */
	if (!cli_begin(c, &one, cols, ent->nfields, &(struct look) { .title = i18n_label(ent->label) }, &r, e))
		return false;
	render_row(&r, cells);
	return cli_end(&r, true, e);
}

/* Behind the number: what it is, and how it stands now. */
static void tell_person(struct cli *c, const struct entity *ent, const void *rec, struct buf *out)
{
	const struct field *key = entity_flagged(ent, F_KEY), *title = entity_flagged(ent, F_TITLE);
	const struct field *status = entity_field(ent, "status");
	if (title && title != key && title->type == &ft_line && !field_empty(title, rec)) {
		buf_addc(out, ' ');
		field_to_user(title, &c->fmt, rec, out);
	}
	if (status && !field_empty(status, rec)) {
		buf_adds(out, ": ");
		field_to_user(status, &c->fmt, rec, out);
	}
}

bool cli_changed(struct cli *c, struct store *s, const struct view *v, const struct entity *ent, const void *rec,
		struct err *e)
{
	const struct field *key = entity_flagged(ent, F_KEY), *id = entity_flagged(ent, F_ID);
	if (v->format || v->output) {
		struct look_at at = { .entity = ent, .id = *(const struct ref *)field_in(id, rec) };
		const char **labels = arena_array(&c->arena, ent->nfields, sizeof(*labels));
		struct err gone = ERR_INIT; /* of a trial nothing has stayed: then references have their numbers */
		bool seen = store_look(s, &at, &c->arena, arena_alloc(&c->arena, ent->size), labels, NULL, &gone);
		return cli_show(c, v, ent, rec, seen ? labels : NULL, e);
	}
	struct buf name = BUF_INIT(VALUE_MOST);
	field_to_wire(key && !field_empty(key, rec) ? key : id, rec, &name);
	if (isatty(STDOUT_FILENO))
		tell_person(c, ent, rec, &name);
	struct out *o = out_fd(STDOUT_FILENO, &c->arena);
	put_value(o, name.data, 0);
	buf_done(&name);
	return out_end(o, e);
}

/* The whole line, as what is left of it would answer the next question. False: there was none, or no end of it. */
static bool read_answer(char *ret, size_t size)
{
	size_t len = 0;
	int c;
	while ((c = fgetc(stdin)) != EOF && c != '\n') {
		ret[len < size - 1 ? len : size - 1] = (char)c;
		len++;
	}
	ret[len < size ? len : 0] = '\0'; /* too long is no answer */
	if (c == EOF) { /* ^C or ^D: it ends this question, not those after it */
		clearerr(stdin);
		fputc('\n', stderr);
	}
	return c != EOF;
}

bool cli_confirm(const char *question, struct err *e)
{
	static const char *const yes[] = { "y", "yes", "j", "ja", NULL };
	struct buf safe = BUF_INIT(4096);
	char answer[16];
	str_escape(&safe, question);
	fprintf(stderr, "%s %s ", safe.data, _("[y/N]"));
	buf_done(&safe);
	bool answered = read_answer(answer, sizeof answer);
	for (size_t i = 0; answered && yes[i]; i++)
		if (str_ieq(yes[i], str_trim(answer)))
			return true;
	return err_set(e, ERR_CANCELLED, _("You did not say yes, so nothing has been done."));
}
