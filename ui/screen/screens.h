/* screens.h - every screen, and the workbench made of them */
#ifndef KT_SCREEN_SCREENS_H
#define KT_SCREEN_SCREENS_H

#include "core/screen.h"
#include "core/ui.h"

extern const struct screen_class home_screen, orders_screen, order_screen, customers_screen, customer_screen, order_form, customer_form,
		people_screen,
		alloys_screen, activities_screen, places_screen, settings_screen, vat_screen, numbers_screen, audit_screen,
		help_screen, messages_screen;

void edit_new(struct screen *s, const struct screen_class *form);
void edit_selected(struct screen *s, const struct screen_class *form);

/* The form of a record that has one, at a field that is to be filled in; false: there is none. */
bool edit_at(struct ui *ui, const struct entity *ent, const char *words, const char *field);

/* The steps of an order that is in this status; o: the whole order, if it is known. */
struct order;
void steps_menu(struct screen *s, int status, bool held, const struct order *o);

extern const struct ui_parts workbench_parts; /* all of them, and what works everywhere */

/* Looks for the double of this customer, and makes one file of both. */
void merge_open(struct ui *ui, long long id, const char *name);

/* The screens, as cli_main wants them. */
bool workbench_run(const struct workbench_wish *wish, int *ret_status, struct err *e);

/* Runs a verb on the selected record: asks what it needs, names the record before what cannot be taken back. words: "", or
 * what is said at once and not asked for, as on the command line: "A-2026-0017 place=safe-1". */
void verb_start(struct screen *s, const struct verb *v, const char *words);
void verb_start_on(struct ui *ui, const struct verb *v, long long id, const char *name);
/* id 0: the record that is called so. False: the words make no sense, and nothing is asked. */
bool verb_say(struct ui *ui, const struct verb *v, long long id, const char *name, char *const *words, int n, struct err *e) KT_CHECK;

#endif
