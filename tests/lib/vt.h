/* vt.h - a terminal for tests: runs a full-screen program, types, and looks at what it shows
 *
 * An emulated xterm (libvterm) behind a pseudo-terminal. Every wait is for an event with a deadline,
 * never for time to pass; it succeeds at once if what it waits for is there already, and fails at once
 * when the program has gone. A wait that fails says on stderr what it waited for and prints the screen.
 *
 *	struct vt *t = vt_open(VT_ARGV("karat", "-w", "demo:"), &(struct vt_look) { .lines = 30 });
 *	cr_assert(vt_wait(t, "Orders"));
 *	vt_keys(t, "down down enter");
 *	cr_assert(vt_wait(t, "Wedding ring"));
 *	vt_keys(t, "q");
 *	cr_assert(vt_wait_exit(t) == 0);
 *	cr_assert_null(vt_given_back(t));
 *	vt_close(t);
 *
 * A picture may arrive in two pieces: what belongs to it is waited for, too. To look without waiting is
 * sound for what an earlier wait has seen, and after the program has ended. Rows and columns count from
 * 0; a row below 0 counts from the bottom (-1 is the last). Text of the screen lives until vt_close.
 *
 * The program leads its session: Ctrl-Z stops it only under a shell that knows jobs (`sh -i`).
 */
#ifndef KT_TESTS_LIB_VT_H
#define KT_TESTS_LIB_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/attr.h"

struct vt;

struct vt_look { /* NULL, 0: the default */
	const char *term;       /* "xterm-256color" */
	int lines, columns;     /* 24 × 80 */
	const char *const *env; /* "NAME=value" sets, "NAME" takes away; NULL at the end */
	const char *dir;        /* where it starts */
	const char *charset;    /* one byte a character, as "ISO-8859-15"; else UTF-8 */
	int wait_ms;            /* 20000: the deadline of each wait */
};

#define VT_ARGV(...) ((const char *const[]) { __VA_ARGS__, NULL })

/* Never NULL: what breaks here ends the test program with 99. A command that is not there exits with 127.
 * LINES, COLUMNS, COLORTERM, NO_COLOR, TMUX and STY of the caller are not handed on. */
struct vt *vt_open(const char *const *argv, const struct vt_look *look);
void vt_close(struct vt *t); /* ends the program if it still runs */

void vt_patience(struct vt *t, int ms); /* the deadline from now on */
bool vt_wait(struct vt *t, const char *text) KT_CHECK; /* may span lines, with \n between them; no blanks at their ends */
bool vt_wait_gone(struct vt *t, const char *text) KT_CHECK;
bool vt_wait_line(struct vt *t, int row, const char *text) KT_CHECK; /* "": the line is empty */
bool vt_wait_screen(struct vt *t, const char *text) KT_CHECK;        /* as vt_screen has it */
bool vt_wait_cursor(struct vt *t, int row, int column) KT_CHECK;
bool vt_wait_title(struct vt *t, const char *text) KT_CHECK;
/* The status as a shell has it: 128 and more for a signal; -1 if it does not end. All it wrote has been taken. */
int vt_wait_exit(struct vt *t) KT_CHECK;
/* Anything else: looked at whenever something has arrived. `what` completes "waited for". */
bool vt_wait_for(struct vt *t, bool (*there)(struct vt *, const void *), const void *ctx, const char *what) KT_CHECK;

/* Names with blanks between them: "down ctrl-x f5 alt-b shift-tab ä". What follows "esc" in the same breath is
 * an Alt key to the program: wait for what Esc does first. */
void vt_keys(struct vt *t, const char *names);
void vt_type(struct vt *t, const char *text);  /* UTF-8; sent in the charset of the terminal */
void vt_paste(struct vt *t, const char *text); /* between marks if the program asked for them */
void vt_mouse(struct vt *t, int button, int row, int column, bool down); /* 0 left, 64 wheel up … */
void vt_focus(struct vt *t, bool focused);
void vt_send(struct vt *t, const char *bytes, size_t len);

void vt_resize(struct vt *t, int lines, int columns);
void vt_signal(struct vt *t, int sig);
void vt_hang_up(struct vt *t); /* the line is cut: nothing comes or goes from now on */

const char *vt_screen(struct vt *t); /* lines with \n between them; blanks and empty lines at the ends cut */
const char *vt_line(struct vt *t, int row);
bool vt_find(struct vt *t, const char *text, int *row, int *column); /* the first place on the screen */
void vt_cursor(const struct vt *t, int *row, int *column);

struct vt_cell {
	char text[32]; /* with its combining characters; "" right of a wide one */
	int width;
	bool bold, underline, reverse, italic, blink;
	int fg, bg; /* palette; -1: the terminal's own; VT_RGB + 0xRRGGBB */
};
enum { VT_RGB = 1 << 24 };
struct vt_cell vt_cell(const struct vt *t, int row, int column);
uint64_t vt_fingerprint(const struct vt *t); /* of all that can be seen, cursor and colours too */

enum vt_mode {
	VT_CURSOR, /* it can be seen; on at the start, as VT_WRAP is */
	VT_WRAP,
	VT_ALTSCREEN,
	VT_MOUSE, /* any way of it */
	VT_MOUSE_SGR,
	VT_PASTE, /* bracketed */
	VT_FOCUS,
	VT_CURSOR_KEYS, /* application mode */
	VT_KEYPAD,
	VT_REVERSED,
	VT_ORIGIN,
	VT_INSERT,
	VT_LINEDRAW, /* letters come out as lines */
	VT_REGION,   /* only a part of the screen scrolls */
	VT_MODES,
};
bool vt_mode(const struct vt *t, enum vt_mode mode);
bool vt_wait_mode(struct vt *t, enum vt_mode mode, bool on) KT_CHECK;

/* NULL if modes, title, pen and the settings of the tty (stty) are what they were at the start; else what is not.
 * Of the tty nothing is known after vt_hang_up. */
const char *vt_given_back(struct vt *t);

const char *vt_title(const struct vt *t); /* of the window, by OSC 0 and 2; the stack of xterm is kept */
const char *vt_clipboard(const struct vt *t); /* the last OSC 52, in base64 as it came; "" if none */
int vt_bells(const struct vt *t);

/* What the program has sent since the last mark (at first: the start); raw keeps the first 4 MiB. */
void vt_mark(struct vt *t);
uint64_t vt_bytes(const struct vt *t);
const char *vt_raw(const struct vt *t, size_t *len);

/* For those who measure: the program, a file to poll for POLLIN (-1: no more), and what has come taken without
 * waiting; false if there was nothing. */
pid_t vt_pid(const struct vt *t);
int vt_fd(const struct vt *t);
bool vt_take(struct vt *t);

#endif
