/* detail.c - one record and what belongs to it */
#include "config.h"

#include "screen/detail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/audit.h"
#include "domain/person.h"
#include "domain/trail.h"
#include "report/render.h"
#include "screen/history.h"
#include "screen/screens.h"
#include "store/pg.h"
#include "store/store.h"
#include "widget/sheet.h"

enum { VALUE_MOST = 1 << 16, LABEL_MOST = 24, PART_ROWS = 100 };

struct look_job {
	struct detail *detail;
	const struct detail_class *class;
	struct ref id;       /* 0: find `words` first */
	const char *words;
	const struct detail_part *parts[DETAIL_PARTS_MAX]; /* those this person may see, and their lists */
	struct query lists[DETAIL_PARTS_MAX];
	size_t nlists;
};

struct looked {
	struct ref id;
	void *rec;
	const char **labels;
	struct rows lists[DETAIL_PARTS_MAX];
};

static struct detail *detail_of(struct screen *s)
{
	return (struct detail *)s;
}

/* On the worker's thread. */

static bool run_look(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct look_job *j = args;
	const struct entity *ent = j->class->entity;
	struct looked *got = arena_alloc(a, sizeof(*got));
	if (!j->id.id && !store_find(s, ent, j->words, &j->id, e))
		return false;
	char id[24];
	snprintf(id, sizeof(id), "%lld", (long long)j->id.id);
	for (size_t i = 0; i < j->nlists; i++) {
		struct filter *all = arena_copy(a, j->lists[i].filters, j->lists[i].nfilters * sizeof(*all));
		all[0].value = arena_strdup(a, id); /* add_part puts it first */
		j->lists[i].filters = all;
	}
	*got = (struct looked) { .id = j->id, .rec = arena_alloc(a, ent->size), .labels = arena_array(a, ent->nfields, sizeof(char *)) };
	struct look_at at = { .entity = ent, .id = j->id, .lists = j->lists, .nlists = j->nlists };
	if (!store_look(s, &at, a, got->rec, got->labels, got->lists, e))
		return false;
	*ret = got;
	return true;
}

/* What is shown. */

static int label_width(const struct entity *ent, const void *rec)
{
	int most = 0;
	for (size_t i = 0; i < ent->nfields; i++) {
		int w = field_empty(&ent->fields[i], rec) ? 0 : str_width(i18n_label(ent->fields[i].label));
		most = w > most ? w : most;
	}
	return most < LABEL_MOST ? most : LABEL_MOST;
}

static bool is_told(const struct field *f, const void *rec)
{
	return !field_empty(f, rec) && !(f->flags & (F_ID | F_VERSION));
}

/* Of a reference, what people call the record; of a person the name alone. */
static const char *label_words(const struct field *f, const char *label)
{
	const char *name = f->ref == &person_entity ? strchr(label, ' ') : NULL;
	return name ? name + 1 : label;
}

static void show_fields(struct detail *d, const struct detail_class *class)
{
	const struct entity *ent = class->entity;
	int width = label_width(ent, d->rec);
	struct buf value = BUF_INIT(VALUE_MOST);
	for (size_t i = 0; i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		if (!is_told(f, d->rec) || (class->field && class->field(d, f, width)))
			continue;
		buf_clear(&value);
		if (d->labels[i])
			buf_adds(&value, label_words(f, d->labels[i]));
		else
			field_words(f, &d->screen.ui->fmt, d->rec, &value);
		sheet_pair(d->sheet, i18n_label(f->label), width, STYLE_NORMAL, value.data);
	}
	buf_done(&value);
}

/* "2 A-2026-0017 33", "2 #17 33": the part whose screen it is, the record to open, and the line's own id. */
static void link_row(struct detail *d, const struct detail_part *part, size_t i, const struct rows *rows, size_t row)
{
	char target[96];
	const char *words = rows->keys[row].id;
	bool called = false; /* a reference as what people call it: its first word */
	for (size_t c = 0; part->leads && c < rows->ncols; c++)
		if (str_eq(rows->cols[c]->name, part->leads)) {
			words = rows->cells[row * rows->ncols + c];
			called = !part->numbers;
		}
	if (!part->screen || !words)
		return;
	snprintf(target, sizeof(target), "%zu %s%.*s %s", i, called ? "" : "#", (int)strcspn(words, " "), words, rows->keys[row].id);
	sheet_link(d->sheet, target);
}

/* "=due": the field to fill in. */
void detail_link_field(struct detail *d, const struct field *f)
{
	char target[64];
	snprintf(target, sizeof(target), "=%s", f->name);
	sheet_link(d->sheet, target);
}

const char *detail_cell(const struct rows *rows, size_t row, size_t col)
{
	return rows->cells[row * rows->ncols + col];
}

const char *detail_words(const struct rows *rows, size_t row, size_t col, struct words *spell)
{
	const char *wire = detail_cell(rows, row, col);
	struct cell cell = { wire, wire ? strlen(wire) : 0 };
	const struct field *f = rows->cols[col];
	if (!wire)
		return "";
	return f->ref ? label_words(f, wire) : words_for(spell, f, &cell);
}

/* A choice takes as much room as its longest word, so that lines stand below each other in every language. */
static int column_width(const struct field *f)
{
	int w = f->ref ? LABEL_MOST : f->width; /* a number would need less than what it is called */
	for (const struct choice *c = f->type == &ft_choice ? f->choices : NULL; c && c->wire; c++)
		w = str_width(i18n_label(c->label)) > w ? str_width(i18n_label(c->label)) : w;
	return w;
}

void detail_add(struct buf *line, const struct rows *rows, size_t row, size_t col, struct words *spell)
{
	const struct field *f = rows->cols[col];
	const char *words = detail_words(rows, row, col, spell);
	int w = column_width(f);
	if (line->len)
		buf_adds(line, "  ");
	if (w)
		str_pad(line, words, w, f->type->right && !f->ref);
	else
		buf_adds(line, words);
}

/* A record of a part is a line: its columns with two blanks between. */
static void show_row(struct detail *d, const struct rows *rows, size_t row, struct words *spell)
{
	struct buf line = BUF_INIT(VALUE_MOST);
	for (size_t c = 0; c + 1 < rows->ncols; c++)
		detail_add(&line, rows, row, c, spell);
	sheet_row(d->sheet, line.data, detail_words(rows, row, rows->ncols - 1, spell));
	buf_done(&line);
}

static void show_part(struct detail *d, size_t i, const struct rows *rows, struct words *spell)
{
	const struct detail_part *part = d->parts[i];
	if (!rows->n && !part->none)
		return;
	if (part->title)
		sheet_heading(d->sheet, i18n_label(part->title));
	if (!rows->n)
		sheet_line(d->sheet, STYLE_DIM, i18n_label(part->none));
	for (size_t r = 0; r < rows->n; r++) {
		if (part->line)
			part->line(d, rows, r, spell);
		else
			show_row(d, rows, r, spell);
		link_row(d, part, i, rows, r);
	}
	if (rows->next.set)
		sheet_line(d->sheet, STYLE_DIM, _("… and more"));
}

static void show(struct detail *d, const struct look_job *job, const struct looked *got)
{
	const struct detail_class *class = d->screen.class->with;
	struct words *spell = words_new(&d->screen.ui->fmt, &d->arena);
	sheet_clear(d->sheet);
	for (size_t i = 0; i < job->nlists; i++)
		if (d->parts[i]->above)
			show_part(d, i, &got->lists[i], spell);
	if (class->above)
		class->above(d);
	if (!class->parts_only) {
		if (!sheet_empty(d->sheet))
			sheet_line(d->sheet, STYLE_NORMAL, "");
		show_fields(d, class);
	}
	for (size_t i = 0; i < job->nlists; i++)
		if (!d->parts[i]->above)
			show_part(d, i, &got->lists[i], spell);
	words_done(spell);
	if (class->parts_only)
		sheet_to_link(d->sheet);
}

static void name_it(struct detail *d)
{
	const struct detail_class *class = d->screen.class->with;
	const struct field *key = entity_flagged(class->entity, F_KEY), *title = class->title ?
		entity_field(class->entity, class->title) : entity_flagged(class->entity, F_TITLE);
	struct buf name = BUF_INIT(sizeof(d->screen.subject) - 1);
	if (key)
		field_to_wire(key, d->rec, &name);
	bool keyed = name.len > 0;
	if (!keyed && title) /* what has no number goes by its words, or by what it is */
		field_to_wire(title, d->rec, &name);
	snprintf(d->name, sizeof(d->name), "%s", name.len ? name.data : i18n_label(class->entity->label));
	if (class->parts_only) {
		*d->screen.subject = '\0';
		buf_done(&name);
		return;
	}
	if (keyed && title && title != key) {
		buf_adds(&name, " ");
		field_to_wire(title, d->rec, &name);
	}
	snprintf(d->screen.subject, sizeof(d->screen.subject), "%s", name.data);
	buf_done(&name);
}

static void looked(struct job *j)
{
	struct detail *d = ((struct look_job *)j->args)->detail;
	if (!j->ok) {
		ui_say_err(d->screen.ui, &j->err);
		if (!d->rec && j->err.code != ERR_OFFLINE && d->screen.below) /* the first screen stays, and can be read again */
			screen_close(&d->screen);
		return;
	}
	struct looked *got = j->result;
	struct arena old = d->arena;
	d->arena = job_keep(j);
	d->id = got->id;
	d->rec = got->rec;
	d->labels = got->labels;
	memcpy(d->parts, ((const struct look_job *)j->args)->parts, sizeof(d->parts));
	name_it(d);
	show(d, j->args, got);
	arena_done(&old);
}

static bool add_part(struct ui *ui, struct look_job *j, const struct detail_part *part, struct arena *a, struct err *e)
{
	struct query *q = &j->lists[j->nlists];
	char right[64];
	snprintf(right, sizeof(right), "%s:view", part->entity->right);
	if (!ui_may(ui, right))
		return true;
	struct query_words words = { .columns = part->columns, .sort = part->sort, .where = part->where };
	while (words.nwhere < ARRAY_LEN(part->where) && part->where[words.nwhere])
		words.nwhere++;
	if (!ui_query(ui, part->entity, &words, a, q, e))
		return false;
	struct filter *all = arena_array(a, q->nfilters + 1, sizeof(*all));
	if (q->nfilters)
		memcpy(all + 1, q->filters, q->nfilters * sizeof(*all));
	all[0] = (struct filter) { .field = entity_field(query_listed(part->entity), part->field), .op = OP_EQ };
	q->filters = all;
	q->nfilters++;
	q->limit = PART_ROWS;
	q->labels = !part->numbers;
	j->parts[j->nlists++] = part;
	return true;
}

static void look(struct detail *d)
{
	const struct detail_class *class = d->screen.class->with;
	struct ui *ui = d->screen.ui;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct look_job j = { .detail = d, .class = class, .id = d->id, .words = arena_strdup(&a, d->words) };
	for (const struct detail_part *p = class->parts; p && p->entity; p++)
		if (!add_part(ui, &j, p, &a, &e)) {
			arena_done(&a);
			ui_say_err(ui, &e);
			return;
		}
	worker_post(ui->worker, run_look, &j, sizeof(j), &a, looked, &d->screen, 0);
}

bool detail_open(struct screen *s, const char *words, struct err *e)
{
	struct detail *d = detail_of(s);
	if (!*words)
		return err_set(e, ERR_USAGE, _("Say which record: its id, number or name."));
	d->words = arena_strdup(screen_arena(s), words);
	d->sheet = sheet_new(s);
	if (!screen_words_id(words, &d->id.id))
		snprintf(s->subject, sizeof(s->subject), "%s", words);
	return true;
}

void detail_close(struct screen *s)
{
	sheet_free(detail_of(s)->sheet);
	arena_done(&detail_of(s)->arena);
}

void detail_paint(struct screen *s)
{
	struct detail *d = detail_of(s);
	if (sheet_empty(d->sheet)) {
		paint_text(s->area, 0, 1, STYLE_DIM, _("Reading …"));
		paint_cursor(s->area, 0, 0, true);
		return;
	}
	sheet_paint(d->sheet, s->area);
}

bool detail_event(struct screen *s, const struct event *ev)
{
	return sheet_event(detail_of(s)->sheet, ev);
}

void detail_shown(struct screen *s)
{
	look(detail_of(s));
}

/* Comments and moves of any order may be those of this one: one statement tells. */
void detail_changed(struct screen *s, const char *table, const char *ids)
{
	const struct detail_class *class = s->class->with;
	bool ours = !table || str_eq(table, entity_told(class->entity));
	(void)ids;
	for (const struct detail_part *p = class->parts; p && p->entity; p++)
		ours |= table && str_eq(table, entity_told(p->entity));
	if (ours)
		look(detail_of(s));
}

bool detail_selected(const struct screen *s, long long *ret_id, const char **ret_words)
{
	const struct detail *d = (const struct detail *)s;
	*ret_id = d->id.id;
	*ret_words = d->name;
	return d->id.id != 0;
}

const struct detail_part *detail_line(const struct screen *s, char *ret_words, size_t size, long long *ret_id)
{
	const struct detail *d = (const struct detail *)s;
	const char *target = sheet_target(d->sheet);
	if (!target || *target == '=')
		return NULL;
	char *words;
	size_t part = (size_t)strtoul(target, &words, 10);
	const char *id = strrchr(words, ' ');
	snprintf(ret_words, size, "%.*s", (int)(id - words - 1), words + 1);
	*ret_id = strtoll(id, NULL, 10);
	return d->parts[part];
}

void detail_choose(struct screen *s, const char *words)
{
	struct detail *d = detail_of(s);
	const struct detail_class *class = s->class->with;
	const char *target = sheet_target(d->sheet);
	struct err e = ERR_INIT;
	char name[64];
	long long id;
	(void)words;
	if (target && *target == '=') {
		if (!edit_at(s->ui, class->entity, d->id.id, target + 1, NULL))
			ui_say(s->ui, MESSAGE_INFO, _("This cannot be filled in here."));
		return;
	}
	const struct detail_part *part = detail_line(s, name, sizeof(name), &id);
	if (!part)
		ui_say(s->ui, MESSAGE_INFO, _("This line leads nowhere."));
	else if (!screen_open(s->ui, part->screen, name, &e))
		ui_say_err(s->ui, &e);
}

void detail_history(struct screen *s, const char *words)
{
	const struct detail *d = detail_of(s);
	const struct detail_class *class = s->class->with;
	(void)words;
	const struct audit *entry = class->entity == &audit_entity ? d->rec : NULL; /* then the record it is about */
	const struct entity *ent = entry ? trail_entity(entry->entity) : class->entity;
	if (ent)
		history_open(s->ui, ent, entry ? entry->record : d->id, !entry ? d->name : entry->about ? entry->about : "");
}

const struct action_table detail_actions = { .context = "record", .actions = record_actions, .more = &sheet_actions };
