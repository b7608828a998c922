/* demo.c - karat demo: a throw-away workshop with people, customers and orders in it
 *
 * The files demo/NAME.sql of data/ fill it, in the order of their names: the setting karat.demo_size tells
 * them which size is wanted, and each knows whether that is its own. The clock of a demo can be set, so
 * that tests and screenshots are the same every day.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/db.h"
#include "store/builtin.h"
#include "store/cluster.h"
#include "store/migrate.h"
#include "store/pg.h"
#include "store/store.h"

struct demo_opts {
	bool fresh;
	const char *size;
};

static const char *const sizes[] = { "small", "year", "medium", "large", NULL };

static bool check_size(const char *size, struct err *e)
{
	for (const char *const *s = sizes; *s; s++)
		if (str_eq(*s, size))
			return true;
	return err_set(e, ERR_USAGE, _("There is no demo of the size “%s”. There are small, year, medium and large."), size);
}

static bool run_files(struct pg *pg, struct err *e)
{
	for (const struct builtin *b = builtins; b->name; b++)
		if (str_starts(b->name, "demo/") && !pg_script(pg, b->text, e))
			return err_prefix(e, "%s", b->name);
	return true;
}

static bool fill(struct pg *pg, const char *size, struct arena *a, struct err *e)
{
	const char *clock = getenv("KARAT_NOW"); /* said when the store was opened, and forgotten with what failed then */
	const char *settings[] = { size, clock ? clock : "" };
	if (!pg_begin(pg, e))
		return false;
	if (pg_script(pg, "UPDATE karat.meta SET value = 'settable' WHERE key = 'clock'", e) &&
			pg_ask(pg, "SELECT set_config('karat.demo_size', $1, true), set_config('karat.now', $2, false)", settings, 2, a, NULL, e) &&
			run_files(pg, e) &&
			pg_ask(pg, "UPDATE karat.meta SET value = $1 WHERE key = 'demo'", &size, 1, a, NULL, e) &&
			pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return false;
}

/* Made once, filled once; a demo whose making was broken off is finished. */
static bool prepare(struct cli *c, struct pg *pg, const struct demo_opts *o, struct err *e)
{
	struct answer got;
	const char *size = o->size ? o->size : "year";
	if (!migrate_to(pg, -1, false, NULL, NULL, e) ||
			!pg_ask(pg, "SELECT value FROM karat.meta WHERE key = 'demo'", NULL, 0, &c->arena, &got, e))
		return false;
	const char *is = got.n ? got.cells[0] : "false";
	if (str_eq(is, "false") && str_eq(size, "large"))
		cli_say("%s", _("Ten million entries are written and checked against each other; this takes several minutes."));
	if (str_eq(is, "false"))
		return fill(pg, size, &c->arena, e);
	if (o->size && !str_eq(is, o->size))
		return err_set(e, ERR_CONFLICT, _("The demo that is there has the size “%s”. --fresh throws it away and makes a new one."), is);
	return true;
}

/* As they can be typed here: by the name that karat was called by, and at the prompt without it. */
static void say_hints(const struct cli *c)
{
	static const char *const tries[] = { "list orders", "show order A-2026-0001",
		"report morning --format html -o morning.html", "shell" };
	cli_say("%s", "");
	cli_say("%s", _("This is a demo; nothing in it matters. Things to try:"));
	for (size_t i = 0; i < ARRAY_LEN(tries) - c->in_shell; i++)
		c->in_shell ? cli_say("  %s", tries[i]) : cli_say("  %s -w demo: %s", c->program, tries[i]);
	cli_say("%s", _("“karat init” makes a workshop of your own."));
}

static bool run_demo(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct demo_opts *o = opts;
	struct store *s;
	struct pg *pg;
	char report[] = "report", morning[] = "morning", *argv[] = { report, morning, NULL };
	(void)words;
	if (o->size && !check_size(o->size, e))
		return false;
	if (!cli_writable(c, e))
		return false;
	const char *dir = cluster_demo_dir(&c->arena);
	const char *was = c->url;
	cli_go_to(c, "demo:");
	bool ok = (!o->fresh || !cluster_exists(dir) || cluster_remove(dir, e)) && db_open(c, OPEN_CREATE, &s, &pg, e);
	if (ok) {
		ok = prepare(c, pg, o, e);
		store_close(s);
	}
	if (!ok) {
		cli_go_to(c, was);
		return false;
	}
	bool screens = !c->in_shell && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	c->status = screens ? cli_workbench(c) : cli_run(c, 2, argv);
	if (c->status == EXIT_DONE)
		say_hints(c);
	return true;
}

// clang-format off
static const struct opt demo_opts[] = {
	{ "fresh", 0, OPT_FLAG, offsetof(struct demo_opts, fresh), NULL,       N_("throw the old demo away and make a new one"), NULL },
	{ "size",  0, OPT_TEXT, offsetof(struct demo_opts, size),  N_("SIZE"), N_("small, year (if not said), medium or large"), sizes },
};
// clang-format on

const struct command demo_command = {
	.name = "demo", .usage = "[--fresh] [--size small|year|medium|large]", .help = N_("a workshop to try things in, with sample data"),
	.opts = demo_opts, .nopts = ARRAY_LEN(demo_opts), .size = sizeof(struct demo_opts), .run = run_demo,
};
