/* report.c - karat report: lists the reports, or runs one */
#include "config.h"

#include "report/report.h"

#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "report/range.h"
#include "store/pg.h"
#include "store/store.h"

struct report_opts {
	const char *range, *from, *to;
	struct opt_list params;
	struct view view;
	bool fail_if_empty;
};

/* Reports without a word: what there is. Needs no database. */
static bool list_reports(struct cli *c, const struct view *v, struct err *e)
{
	static const struct field name = { .name = "name", .type = &ft_line, .max = 60 };
	static const struct field title = { .name = "title", .type = &ft_line, .max = 200 };
	struct column cols[] = {
		{ .name = "name", .label = _("Report"), .field = &name, .width = 20 },
		{ .name = "title", .label = _("Title"), .field = &title, .width = 50 },
	};
	struct render r;
	if (!cli_begin(c, v, cols, ARRAY_LEN(cols), NULL, &r, e))
		return false;
	for (const char *const *n = report_names(&c->arena); *n; n++) {
		struct report rep;
		struct err broken = ERR_INIT;
		bool ok = report_find(&rep, *n, c->fmt.lang, &c->arena, &broken);
		const char *shown = ok ? rep.title : broken.text;
		render_row(&r, (struct cell[]) { { *n, strlen(*n) }, { shown, strlen(shown) } });
	}
	return cli_end(&r, true, e);
}

static bool read_range(const struct report_opts *o, struct range *ret, struct err *e)
{
	if (o->range && (o->from || o->to))
		return err_set(e, ERR_USAGE, _("Say --range or --from and --to, not both."));
	return o->range ? range_read(o->range, today(), ret, e) : range_between(o->from, o->to, today(), ret, e);
}

static bool run_one(struct cli *c, const struct report *rep, const struct report_opts *o, struct err *e)
{
	struct store *s;
	struct range range;
	struct render r;
	const char *values[REPORT_PARAMS_MAX];
	bool ranged = o->range || o->from || o->to;
	if (ranged && !rep->ranged)
		return err_set(e, ERR_USAGE, _("The report “%s” has no range."), rep->name);
	/* The store first: it knows the zone in which "today" is meant. */
	if (!cli_format(&o->view, e) || !cli_store(c, &s, e) || (ranged && !read_range(o, &range, e)) ||
			!report_values(rep, ranged ? &range : NULL, o->params.items, o->params.n, &c->fmt, &c->arena, values, e))
		return false;
	struct look look = { .title = rep->title, .note = report_note(rep, values, &c->fmt, &c->arena), .group = rep->group };
	if (!cli_begin(c, &o->view, rep->columns, rep->ncolumns, &look, &r, e))
		return false;
	if (!cli_end(&r, report_run(s, rep, values, &r, e), e))
		return false;
	if (!r.nrows && str_eq(r.kind->name, "table"))
		cli_say(_("Nothing was found."));
	if (!r.nrows && o->fail_if_empty)
		c->status = EXIT_NOTHING;
	return true;
}

static bool run_report(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct report_opts *o = opts;
	struct report rep;
	if (!words->n)
		return list_reports(c, &o->view, e);
	return report_find(&rep, words->items[0], c->fmt.lang, &c->arena, e) && run_one(c, &rep, o, e);
}

// clang-format off
#define R(m) offsetof(struct report_opts, m)
static const struct opt report_opts[] = {
	{ "range",         0,   OPT_TEXT, R(range),         N_("RANGE"),      N_("last-month, this-week, 2026, 2026-03, 2026-Q1, 2026-W09 …"), range_words },
	{ "from",          0,   OPT_TEXT, R(from),          N_("DAY"),        N_("from this day on"), NULL },
	{ "to",            0,   OPT_TEXT, R(to),            N_("DAY"),        N_("up to this day, which is in it"), NULL },
	{ "param",         'p', OPT_LIST, R(params),        N_("NAME=VALUE"), N_("a parameter of the report; may be repeated"), NULL },
	{ "format",        'f', OPT_TEXT, R(view.format),   N_("FORMAT"),     N_("table, csv, csv:excel-de, tsv, json, ndjson or html"), NULL },
	{ "output",        'o', OPT_TEXT, R(view.output),   N_("FILE"),       N_("into this file; its ending may say the format"), NULL },
	{ "fail-if-empty", 0,   OPT_FLAG, R(fail_if_empty), NULL,             N_("exit code 5 if nothing is found"), NULL },
};
// clang-format on

const struct command report_command = {
	.name = "report", .usage = N_("[NAME]"), .help = N_("runs a report; without a name it lists them"),
	.opts = report_opts, .nopts = ARRAY_LEN(report_opts), .size = sizeof(struct report_opts),
	.words = { WORD_REPORT }, .most = 1, .run = run_report,
};
