/* command.h - the language of the ":" line
 *
 *   orders weber            a screen by its name or title, and what to search for or which record
 *   orders status=draft due<+7 weber   the same with conditions, as --where takes them
 *   order A-2026-0017       one record; the number alone does as well
 *   list.sort -due          an action of the screen that is open
 *   order.move place=safe-1 a verb on the selected record; with a number or name before its values, on that one
 *   set due=+3              fields of the selected record; set customer K-00007 phone=…, add customer last_name=…, do, list
 *                           and show as at `karat shell`
 *   w                       what “w = …” below [alias] in karat.conf says
 */
#ifndef KT_SCREEN_COMMAND_H
#define KT_SCREEN_COMMAND_H

struct screen;
struct ui;

void command_run(struct ui *ui, const char *line);
/* For prompt_wish.complete. */
void command_complete(struct screen *prompt, const char *before, const char *word);

/* Opens a screen, or goes back to it if it is on the stack and nothing is said; refusals become a message. */
struct screen_class;
void command_open(struct ui *ui, const struct screen_class *class, const char *words);
/* The list of records that is called so; NULL: none. */
const struct screen_class *command_list(const struct ui *ui, const char *name);

#endif
