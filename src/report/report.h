/* report.h - a report is a file: a header of comments and one SELECT
 *
 *   -- title: Morning sheet
 *   -- title[de]: Morgenblatt
 *   -- right: order:view
 *   -- param from day today
 *   -- param round choice none "Rounding" "Rundung"            (has words: stands under the title)
 *   -- column number line:order.number "Number" "Nummer" 12      (like that field; a wish for its width)
 *   -- column days count "Days" "Tage"
 *   -- choice section late "Late" "Überfällig"
 *   -- group: section
 *   SELECT …
 *
 * Those built in are found under reports/NAME.sql; a workshop adds its own by dropping a file into
 * $XDG_CONFIG_HOME/karat/reports or /etc/karat/reports. The first found counts.
 */
#ifndef KT_REPORT_REPORT_H
#define KT_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"
#include "domain/entity.h"
#include "report/render.h"

struct arena;
struct err;
struct fmt;
struct range;
struct store;

enum {
	REPORT_COLUMNS_MAX = 64,
	REPORT_PARAMS_MAX = 16,
	REPORT_CHOICES_MAX = 64,
	REPORT_FILE_MAX = 256 * 1024,
};

struct report_param {
	const char *name;
	struct field field;   /* its type; off is 0 */
	const char *fallback; /* as a person would type it; NULL: empty */
	bool shown;           /* under the title, as it has words of its own */
};

struct report {
	const char *name, *title; /* in the person's language */
	const char *right;        /* NULL: whoever may read what it reads */
	const char *group;        /* NULL: none */
	struct column *columns;
	size_t ncolumns;
	struct report_param *params;
	size_t nparams;
	bool ranged;              /* it has the parameters from and to */
	const char *sql;
};

/* Names of all there are, each once, sorted; NULL at the end. */
const char *const *report_names(struct arena *a);
/* Reads one by name; ERR_USAGE with the nearest if there is none, ERR_INVALID with the line if its header
 * is wrong. `lang`: of titles and labels. */
bool report_find(struct report *ret, const char *name, const char *lang, struct arena *a, struct err *e) KT_CHECK;
bool report_parse(struct report *ret, const char *name, const char *text, const char *lang, struct arena *a,
		struct err *e) KT_CHECK;

/* The values of the parameters in their order, wire: the range, what was said ("name=value"), else the
 * fallbacks. */
bool report_values(const struct report *rep, const struct range *range, const char *const *said, size_t nsaid,
		const struct fmt *fmt, struct arena *a, const char **ret, struct err *e) KT_CHECK;

/* What stands under the title: the days it is about, else today, and the parameters that are to be told. */
const char *report_note(const struct report *rep, const char *const *values, const struct fmt *fmt, struct arena *a);

/* Runs it from one snapshot of the data and gives every row to the renderer, between whose begin and
 * end the caller stands. */
bool report_run(struct store *s, const struct report *rep, const char *const *values, struct render *r,
		struct err *e) KT_CHECK;

#endif
