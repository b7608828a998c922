/* signin.h - the screen that asks who comes, where to, and with which password */
#ifndef KT_SCREEN_SIGNIN_H
#define KT_SCREEN_SIGNIN_H

#include <stdbool.h>

struct err;
struct screen;
struct ui;

/* For ui_parts. Nobody was let in: true if the screen has taken it up. */
bool signin_refused(struct ui *ui, const struct err *why);
/* Somebody was: the screen goes. */
void signin_let_in(struct ui *ui);
/* After a sign-out, on the empty stack; login: who it was. */
void signin_begin(struct ui *ui, const char *login);
/* For the actions of everywhere. */
void sign_out(struct screen *s, const char *words);

#endif
