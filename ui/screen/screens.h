/* screens.h - every screen, and the workbench made of them */
#ifndef KT_SCREEN_SCREENS_H
#define KT_SCREEN_SCREENS_H

#include "core/screen.h"
#include "core/ui.h"

extern const struct screen_class home_screen, orders_screen, order_screen, customers_screen, customer_screen, order_form, customer_form,
		people_screen, person_screen, person_form, alloys_screen, alloy_screen, alloy_form, activities_screen, activity_screen,
		activity_form, places_screen, place_screen, place_form, workshop_screen, workshop_form, vat_rate_screen, vat_rate_form,
		number_screen, number_form, measurement_screen, measurement_form, nogo_screen, nogo_form, address_screen, address_form, settings_screen, vat_screen, numbers_screen, audit_screen,
		change_screen, help_screen, messages_screen, moves_screen, search_screen, overview_screen, about_screen, history_screen, merge_screen,
		times_screen, time_entry_screen, shifts_screen, shift_screen, periods_screen, period_screen, clocks_screen,
		pauses_screen, pause_screen, day_screen, week_screen, punches_screen, punch_screen, badges_screen, badge_screen,
		rules_screen, working_rule_screen, working_rule_form,
		box_dialog, signin_screen, arrange_screen, many_screen;

/* New and edit, of the entity of a screen's class: context "record" of every list and every record. */
extern const struct action record_actions[];
/* A new record by its form, or by the verb that makes one. presets: field, wire, field, wire … NULL, as it begins; may
 * be NULL. There must be a form. */
void edit_new(struct ui *ui, const struct entity *ent, const char *const *presets);
bool edit_may_new(const struct ui *ui, const struct entity *ent); /* there is a form, and the right */
/* The form of a record that has one, at a field that is to be filled in; once nothing is missing any more, `next` is
 * offered (NULL: nothing). False: there is no such form. */
bool edit_at(struct ui *ui, const struct entity *ent, long long id, const char *field, const struct verb *next);

/* The steps of an order that is in this status; o: the whole order, if it is known. */
struct order;
void steps_menu(struct screen *s, int status, bool held, const struct order *o);
/* The same of all that are selected in a list: to how many of them each step is open. */
void steps_menu_many(struct screen *s);

extern const struct ui_parts workbench_parts; /* all of them, and what works everywhere */

/* Forgets what was looked for: whoever signs in next need not see it. */
void search_forget(void);

/* Looks for the double of this customer, and makes one file of both. */
void merge_open(struct ui *ui, long long id, const char *name);

/* The screens, as cli_main wants them. */
extern const struct workbench workbench;
/* What karat describe tells of them. */
void describe_screens(workbench_row_fn *row, void *ctx);
bool describe_keys(const char *keys, workbench_row_fn *row, void *ctx, struct err *e);

/* Runs a verb on the selected record: asks what it needs, names the record before what cannot be taken back. words: "", or
 * what is said at once and not asked for, as on the command line: "A-2026-0017 place=safe-1". */
void verb_start(struct screen *s, const struct verb *v, const char *words);
/* On those of the selected records for which `why` answers NULL; the others are told with their answer when it is over. */
typedef const char *leave_out_fn(void *ctx, long long id, struct arena *a);
void verb_start_some(struct screen *s, const struct verb *v, leave_out_fn *why, void *ctx);
void verb_start_on(struct ui *ui, const struct verb *v, long long id, const char *name);
/* id 0: the record that is called so. False: the words make no sense, and nothing is asked. */
bool verb_say(struct ui *ui, const struct verb *v, long long id, const char *name, char *const *words, int n, struct err *e) KT_CHECK;

#endif
