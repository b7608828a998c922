/* term.h - the terminal: up, down, after a crash, after a pause; and what it can
 *
 * Curses is known here, in terminfo.c, look.c and paint.c only. One terminal a process.
 */
#ifndef KT_CORE_TERM_H
#define KT_CORE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct err;
struct event;
struct theme;

struct term_wish {
	const char *color;   /* "auto" (and NULL), "always", "never"; NO_COLOR is obeyed by auto */
	bool mouse;          /* off unless wished */
	bool plain;          /* no boxes, no second screen: for screen readers and braille lines */
	int esc_ms;          /* 0: 25 */
	bool nowhere;        /* scripts: curses on /dev/null, size from lines × columns */
	int lines, columns;
	/* Called when there is a terminal that can show screens, before curses takes its time: for what may go on beside it. */
	void (*found)(void *ctx);
	void *ctx;
};

/* A type the system does not know is tried as xterm-256color, then vt100; one that cannot place the cursor (dumb) is
 * refused with a way on. The charset is that of the locale; ASCII is taken for UTF-8. Signals of the keyboard
 * (^C ^Z ^\ ^S ^Q) arrive as keys. On a panic, and on the signals that end a program, the terminal is given back. */
bool term_open(const struct term_wish *wish, struct err *e) KT_CHECK;
void term_close(void); /* may be called twice, and before term_open */

int term_lines(void);
int term_columns(void);
int term_colors(void);       /* 0: none */
bool term_utf8(void);
bool term_plain(void);
const char *term_type(void); /* the type in use */
const char *term_library(void); /* that paints, with its version */
int term_fd(void);           /* to poll; -1: nowhere */

/* Takes what has arrived without waiting: false at the end of input (hang-up, EOF, EIO). */
bool term_read(void);
/* The next event of what was read; see input.h. */
bool term_next(struct event *ret);
int term_due_ms(void);       /* until term_next may have one though nothing arrives; -1: never */
void term_in_field(bool field);
/* Scripts: as if these bytes had been typed. What one call brings came at once, like a scan or the sequence of a
 * key; between two calls lies the time between two key presses, without anybody waiting for it. */
void term_type_in(const char *bytes, size_t len);

void term_resize(int lines, int columns); /* 0, 0: ask the system */
/* Gives the terminal back, stops the program (SIGTSTP), takes it again. False: there is no shell to go back to. */
bool term_suspend(void);
void term_mouse(bool on);
void term_theme(const struct theme *t); /* from now on */
void term_title(const char *text); /* of the window, where that is possible; given back at the end */
void term_bell(void);
void term_flash(void); /* the whole screen, or the bell where it cannot */
/* To the clipboard by OSC 52; false if it is too long for the terminal (100,000 bytes) or cannot be. */
bool term_copy(const char *text, size_t len) KT_CHECK;

#endif
