/* ask.h - small questions over a screen: yes or no, one line of text, one of several things
 *
 * Each names what it is about. Esc leaves everything as it is. The answer comes as a call, when the question is
 * gone from the stack again.
 */
#ifndef KT_WIDGET_ASK_H
#define KT_WIDGET_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"
#include "core/paint.h"

struct screen;
struct screen_class;
struct ui;

enum { ASK_TEXT_MAX = 2000, ASK_CHOICES_MAX = 200 };

/* The inside of a framed box in the middle, cleared; in plain mode the whole area under the title. title: may be NULL. */
struct area ask_box(struct area a, int h, int w, const char *title);

/* “Cancel the order A-2026-0017?”, No being what Enter means. ctx is handed back. no: may be NULL. */
void ask_yes(struct ui *ui, const char *question, void (*yes)(struct ui *ui, void *ctx), void (*no)(struct ui *ui, void *ctx),
		void *ctx);

struct ask_line {
	const char *label;   /* what stands before it: "Filter" */
	const char *text;    /* to begin with; NULL: nothing */
	const char *hint;    /* above it; NULL: none */
	size_t max;          /* characters */
	/* At each change (may be NULL), at Enter, and at Esc (may be NULL). */
	void (*changed)(struct ui *ui, void *ctx, const char *text);
	void (*done)(struct ui *ui, void *ctx, const char *text);
	void (*dropped)(struct ui *ui, void *ctx);
	void *ctx;
};
void ask_line(struct ui *ui, const struct ask_line *ask); /* the struct and its texts are copied */

struct ask_choice {
	const char *words;  /* what is chosen */
	const char *beside; /* its key, or why it cannot be chosen; NULL: nothing */
	bool off;           /* shown, but not to be chosen */
};
struct ask_one {
	const char *title;
	const struct ask_choice *choices;
	size_t n, selected;
	bool numbered;      /* the first nine by their digit alone */
	void (*done)(struct ui *ui, void *ctx, size_t chosen);
	void (*dropped)(struct ui *ui, void *ctx); /* nothing was chosen, however it ended; NULL: nobody wants to know */
	void *ctx;
};
/* Typing narrows what is shown; the struct and its texts are copied. */
void ask_one(struct ui *ui, const struct ask_one *ask);

/* A box in the middle of an area, cleared and framed: its inside. */
struct area ask_box(struct area a, int h, int w, const char *title);
extern const struct screen_class ask_dialog, line_dialog, choose_dialog;

#endif
