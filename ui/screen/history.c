/* history.c - the history of a record, and one entry of the audit trail, in words */
#include "config.h"

#include "screen/history.h"

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
#include "domain/entities.h"
#include "domain/trail.h"
#include "report/render.h"
#include "screen/detail.h"
#include "screen/screens.h"
#include "store/store.h"
#include "widget/list.h"
#include "widget/sheet.h"

enum { LABEL_MOST = 24, WORDS_MOST = 1 << 16 };

struct history {
	struct screen screen;
	struct sheet *sheet;
	const struct entity *entity;
	struct ref id;
};

struct history_job {
	struct history *history;
	struct query query;
};

static bool may(void *ctx, const char *right)
{
	return ui_may(ctx, right);
}

static bool run_history(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct history_job *j = args;
	struct rows *rows = arena_alloc(a, sizeof(*rows));
	*ret = rows;
	return store_list(s, &j->query, a, rows, e);
}

enum { AT, WHO, ACTION, REASON, PROGRAM, CHANGES, NAMES }; /* of the query's columns */
static const char columns[] = "at,who,action,reason,program,changes,names";

static void show_facts(struct sheet *sh, const struct trail_entry *entry, const struct trail_reader *who, const char *reason, int width)
{
	struct arena a = ARENA_INIT;
	struct trail_fact *facts;
	size_t n = trail_facts(entry, who, &a, &facts);
	for (size_t i = 0; i < n; i++) {
		int w = str_width(facts[i].label);
		width = w > width ? w < LABEL_MOST ? w : LABEL_MOST : width;
	}
	if (reason)
		sheet_pair(sh, _("Reason"), width, STYLE_NORMAL, reason);
	for (size_t i = 0; i < n; i++)
		sheet_pair(sh, facts[i].label, width, facts[i].hidden ? STYLE_DIM : STYLE_NORMAL, trail_words(&facts[i], &a));
	arena_done(&a);
}

/* "02.03.2026 10:00  marta  changed", the reason, and what. */
static void show_entry(struct history *h, const struct rows *rows, size_t row, struct words *spell)
{
	struct ui *ui = h->screen.ui;
	const char *reason = detail_cell(rows, row, REASON), *program = detail_cell(rows, row, PROGRAM);
	struct buf head = BUF_INIT(WORDS_MOST);
	for (size_t c = AT; c <= ACTION; c++)
		buf_addf(&head, "%s%s", c ? "  " : "", detail_words(rows, row, c, spell));
	if (program && !str_starts(program, "karat")) /* not the usual way: psql, say */
		buf_addf(&head, " (%s)", program);
	sheet_heading(h->sheet, head.data);
	buf_done(&head);
	show_facts(h->sheet, &(struct trail_entry) { .table = h->entity->table, .changes = detail_cell(rows, row, CHANGES),
		.names = detail_cell(rows, row, NAMES) }, &(struct trail_reader) { .fmt = &ui->fmt, .may = may, .ctx = ui },
			reason, reason ? str_width(_("Reason")) : 0);
}

static void got_history(struct job *j)
{
	struct history *h = ((const struct history_job *)j->args)->history;
	const struct rows *rows = j->result;
	if (!j->ok) {
		ui_say_err(h->screen.ui, &j->err);
		return;
	}
	struct words *spell = words_new(&h->screen.ui->fmt, j->arena);
	sheet_clear(h->sheet);
	if (!rows->n)
		sheet_line(h->sheet, STYLE_DIM, _("Nothing has been changed here yet."));
	for (size_t r = 0; r < rows->n; r++)
		show_entry(h, rows, r, spell);
	if (rows->next.set)
		sheet_line(h->sheet, STYLE_DIM, _("… and more"));
	words_done(spell);
}

static void history_read(struct screen *s)
{
	struct history *h = (struct history *)s;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct history_job j = { .history = h };
	const char *where[] = { arena_printf(&a, "entity=%s", h->entity->table), arena_printf(&a, "record=%lld", (long long)h->id.id) };
	struct query_words words = { .columns = columns, .where = where, .nwhere = ARRAY_LEN(where) };
	if (!ui_query(s->ui, &audit_entity, &words, &a, &j.query, &e)) {
		arena_done(&a);
		ui_say_err(s->ui, &e);
		return;
	}
	j.query.limit = PAGE_MOST;
	worker_post(s->ui->worker, run_history, &j, sizeof(j), &a, got_history, s, 0);
}

/* words: "order 17 A-2026-0017", as history_open says them. */
static bool history_screen_open(struct screen *s, const char *words, struct err *e)
{
	struct history *h = (struct history *)s;
	char entity[64] = "";
	size_t len = strcspn(words, " ");
	snprintf(entity, sizeof(entity), "%.*s", (int)len, words);
	char *name;
	h->entity = entity_find(entity);
	h->id = (struct ref) { strtoll(words + len, &name, 10) };
	if (!h->entity || !h->id.id)
		return err_set(e, ERR_USAGE, _("Say which record: its id, number or name."));
	h->sheet = sheet_new(s);
	snprintf(s->subject, sizeof(s->subject), "%s", name + strspn(name, " "));
	return true;
}

static void history_close(struct screen *s)
{
	sheet_free(((struct history *)s)->sheet);
}

static void history_paint(struct screen *s)
{
	const struct history *h = (const struct history *)s;
	if (!sheet_empty(h->sheet)) {
		sheet_paint(h->sheet, s->area);
		return;
	}
	paint_text(s->area, 0, 1, STYLE_DIM, _("Reading …"));
	paint_cursor(s->area, 0, 0, true);
}

static bool history_event(struct screen *s, const struct event *ev)
{
	return sheet_event(((struct history *)s)->sheet, ev);
}

static void history_changed(struct screen *s, const char *table, const char *ids)
{
	(void)ids;
	if (!table || str_eq(table, ((const struct history *)s)->entity->table))
		history_read(s);
}

const struct screen_class history_screen = {
	.name = "history", .title = N_("History"), .help = N_("Every change of one record, the newest first: what it was → what it is."),
	.right = "audit:view", .size = sizeof(struct history), .widget = &sheet_actions, .open = history_screen_open, .close = history_close,
	.paint = history_paint, .event = history_event, .shown = history_read, .changed = history_changed,
};

void history_open(struct ui *ui, const struct entity *ent, struct ref id, const char *name)
{
	char words[256];
	struct err e = ERR_INIT;
	snprintf(words, sizeof(words), "%s %lld %s", ent->name, (long long)id.id, name);
	if (!screen_open(ui, &history_screen, words, &e))
		ui_say_err(ui, &e);
}

bool history_field(struct detail *d, const struct field *f, int label_width)
{
	const struct audit *entry = d->rec;
	struct ui *ui = d->screen.ui;
	if (str_eq(f->name, "changes")) {
		sheet_heading(d->sheet, i18n_label(f->label));
		show_facts(d->sheet, &(struct trail_entry) { .table = entry->entity, .changes = entry->changes, .names = entry->names },
				&(struct trail_reader) { .fmt = &ui->fmt, .may = may, .ctx = ui }, NULL, label_width);
		sheet_line(d->sheet, STYLE_NORMAL, "");
	}
	return str_eq(f->name, "changes") || str_eq(f->name, "names");
}

const char *history_cell(const struct list *l, size_t row, const struct field *f)
{
	static struct arena told; /* the last answer */
	struct ui *ui = list_screen(l)->ui;
	if (!str_eq(f->name, "changes"))
		return NULL;
	arena_clear(&told);
	struct trail_entry entry = { .table = list_cell(l, row, "entity"), .changes = list_cell(l, row, "changes"), .names = list_cell(l, row, "names") };
	return trail_line(&entry, &(struct trail_reader) { .fmt = &ui->fmt, .may = may, .ctx = ui }, &told);
}
