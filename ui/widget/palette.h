/* palette.h - one of very many things, found by some of its letters
 *
 * What can be chosen is given at the beginning; more may be found while somebody types, and stands among the rest by how
 * well it fits. What was found before stays until something new is there.
 */
#ifndef KT_WIDGET_PALETTE_H
#define KT_WIDGET_PALETTE_H

#include <stddef.h>

struct screen;
struct screen_class;
struct ui;

enum { PALETTE_ITEMS_MAX = 500, PALETTE_FOUND_MAX = 50, PALETTE_TEXT_MAX = 100 };

struct palette_item {
	const char *words;  /* what is read */
	const char *detail; /* more about it, which fits a little less well; NULL: nothing */
	const char *name;   /* what it is also called, and shown where there is no `beside`; may be NULL */
	const char *beside; /* its key; NULL: none */
	const char *why;    /* not possible now; NULL: it is */
	const void *what;   /* handed back */
	const char *key;    /* the same; copied */
};

struct palette_wish {
	const char *title;
	const struct palette_item *items;
	size_t n;
	void (*typed)(struct screen *s, const char *text); /* another text: palette_found may follow; NULL: nothing */
	void (*chosen)(struct ui *ui, const void *what, const char *key);
};

/* All of it is copied. */
void palette_open(struct ui *ui, const struct palette_wish *wish);
/* What was found for a text, the best first: instead of what was found before. */
void palette_found(struct screen *s, const struct palette_item *items, size_t n);

extern const struct screen_class palette_dialog;

#endif
