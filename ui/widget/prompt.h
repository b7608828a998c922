/* prompt.h - the ":" line: readline's editing, history and search, painted by us
 *
 * readline never sees the terminal: it gets the keys that our decoder delivers, and what it makes of them is painted like
 * any other line. What a person has set in ~/.inputrc holds here, too. Tab asks for words that could stand here; they
 * may come later, as the store is asked, and nobody waits for them.
 */
#ifndef KT_WIDGET_PROMPT_H
#define KT_WIDGET_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

struct screen;
struct screen_class;
struct ui;

enum { PROMPT_MAX = 2000 /* characters */, PROMPT_WORDS_MAX = 400 };

struct prompt_wish {
	const char *history; /* name of its file */
	void (*done)(struct ui *ui, const char *line); /* when the prompt is gone */
	/* Tab: what could stand for `word`, which begins behind `before`? prompt_offer answers, now or later. */
	void (*complete)(struct screen *s, const char *before, const char *word);
};

struct prompt_word {
	const char *word;   /* put in as it is */
	const char *beside; /* what it is; may be NULL */
};

void prompt_open(struct ui *ui, const struct prompt_wish *wish);
/* For the line that `complete` was asked about; if it is another one by now, nothing happens. open: no blank belongs
 * behind the word, as in "due=". Words and texts are copied. */
void prompt_offer(struct screen *s, const struct prompt_word *words, size_t n, bool open);

extern const struct screen_class prompt_dialog;

#endif
