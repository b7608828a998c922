/* view.c - where results go and how they look */
#include "config.h"

#include "cli/cli.h"

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

const struct renderer *cli_format(const struct view *v, struct err *e)
{
	const char *name = v->format;
	if (!name && v->output) {
		const char *dot = strrchr(v->output, '.');
		for (const struct renderer *r = renderers; dot && r->name; r++)
			if (str_ieq(r->name, dot + 1))
				return r;
	}
	return renderer_find(name ? name : "table", e);
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

static bool reference(struct cli *c, struct store *s, const struct field *f, const void *rec, struct buf *out,
		struct err *e)
{
	struct ref id = *(const struct ref *)field_in(f, rec);
	char *label;
	struct err miss = ERR_INIT;
	if (f->ref && store_label(s, f->ref, id, &c->arena, &label, &miss)) {
		buf_adds(out, label);
		return true;
	}
	if (miss.code && miss.code != ERR_NOT_FOUND && miss.code != ERR_DENIED)
		return *e = miss, false;
	field_to_wire(f, rec, out); /* no right to see it: its number must do */
	return true;
}

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

static bool show_lines(struct cli *c, struct store *s, struct out *o, const struct entity *ent, const void *rec,
		struct err *e)
{
	int width = label_width(ent, rec);
	struct buf text = BUF_INIT(VALUE_MOST);
	bool ok = true;
	for (size_t i = 0; i < ent->nfields && ok; i++) {
		const struct field *f = &ent->fields[i];
		if (field_empty(f, rec))
			continue;
		buf_clear(&text);
		buf_addf(&text, "%s:", i18n_label(f->label));
		int used = str_width(text.data);
		buf_pad(&text, ' ', used < width ? (size_t)(width - used) : 1);
		out_add(o, text.data, text.len);
		buf_clear(&text);
		if (f->type == &ft_ref && !(f->flags & F_ID))
			ok = reference(c, s, f, rec, &text, e);
		else
			field_to_user(f, &c->fmt, rec, &text);
		put_value(o, text.data, width);
	}
	buf_done(&text);
	return ok;
}

static bool show_as_lines(struct cli *c, struct store *s, const struct view *v, const struct entity *ent,
		const void *rec, struct err *e)
{
	struct out *o;
	if (!out_open(&o, v->output, &c->arena, e))
		return false;
	if (!show_lines(c, s, o, ent, rec, e)) {
		out_drop(o);
		return false;
	}
	return out_end(o, e);
}

bool cli_show(struct cli *c, struct store *s, const struct view *v, const struct entity *ent, const void *rec,
		struct err *e)
{
	const struct renderer *kind = cli_format(v, e);
	if (!kind)
		return false;
	if (str_eq(kind->name, "table"))
		return show_as_lines(c, s, v, ent, rec, e);
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

bool cli_changed(struct cli *c, struct store *s, const struct view *v, const struct entity *ent, const void *rec,
		struct err *e)
{
	if (v->format || v->output)
		return cli_show(c, s, v, ent, rec, e);
	const struct field *key = entity_flagged(ent, F_KEY), *id = entity_flagged(ent, F_ID);
	struct buf name = BUF_INIT(VALUE_MOST);
	field_to_wire(key && !field_empty(key, rec) ? key : id, rec, &name);
	struct out *o = out_fd(STDOUT_FILENO, &c->arena);
	put_value(o, name.data, 0);
	buf_done(&name);
	return out_end(o, e);
}

bool cli_confirm(const char *question, struct err *e)
{
	struct buf safe = BUF_INIT(4096);
	char answer[16] = "";
	str_escape(&safe, question);
	fprintf(stderr, "%s %s ", safe.data, _("[y/N]"));
	buf_done(&safe);
	if (fgets(answer, sizeof answer, stdin) && strchr("yYjJ", *answer) && *answer)
		return true;
	return err_set(e, ERR_CANCELLED, _("You did not say yes, so nothing has been done."));
}
