/* history.h - what became of a record: every change in words, the newest first */
#ifndef KT_SCREEN_HISTORY_H
#define KT_SCREEN_HISTORY_H

#include "domain/entity.h"

struct arena;
struct detail;
struct list;
struct sheet;
struct ui;

void history_open(struct ui *ui, const struct entity *ent, struct ref id, const char *name);

/* One entry of the audit trail on a screen of its own: detail_class.field. */
bool history_field(struct detail *d, const struct field *f, int label_width);

/* A cell of the list of them: list_class.words. */
const char *history_cell(const struct list *l, size_t row, const struct field *f);

#endif
