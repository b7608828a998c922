/* doctor.c - karat doctor: is everything as it should be? One line per thing looked at */
#include "config.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/version.h"
#include "report/out.h"
#include "store/pg.h"
#include "store/store.h"

enum {
	ROUNDS = 5,               /* of questions to the database, for its latency */
	SLOW_US = 250000,         /* a screen takes one round trip: more than that is felt */
	ROOM_LEAST = 200,         /* MiB free on the disk of the private workshop */
	GAP = 2,
	WHAT_WIDTH = 14,
};

struct doctor {
	struct cli *cli;
	struct out *out;
	struct err worst; /* the first thing that is wrong */
};

static void look(struct doctor *d, bool good, const char *what, const char *found)
{
	struct buf line = BUF_INIT(8192), safe = BUF_INIT(4096);
	int verdict = str_width(_("good")) > str_width(_("BAD")) ? str_width(_("good")) : str_width(_("BAD"));
	str_pad(&line, good ? _("good") : _("BAD"), verdict + GAP, false);
	str_pad(&line, what, WHAT_WIDTH, false);
	str_escape(&safe, found);
	str_wrap(&line, safe.data, HELP_WIDTH, verdict + GAP + WHAT_WIDTH);
	buf_addc(&line, '\n');
	out_add(d->out, line.data, line.len);
	buf_done(&line);
	buf_done(&safe);
	if (!good && !d->worst.code)
		err_set(&d->worst, ERR_INVALID, _("Something is not as it should be: see the lines marked BAD."));
}

static void look_at_program(struct doctor *d)
{
	struct buf text = BUF_INIT(1024);
	version_text(&text);
	char *end = strchr(text.data, '\n');
	if (end)
		*end = ' ';
	text.data[strcspn(text.data, "\n")] = '\0';
	look(d, true, _("program"), text.data);
	buf_done(&text);
}

static void look_at_terminal(struct doctor *d)
{
	struct arena *a = &d->cli->arena;
	const char *term = getenv("TERM");
	if (!isatty(STDOUT_FILENO))
		look(d, true, _("terminal"), _("none: the output goes to a file or pipe"));
	else
		look(d, term && *term && !str_eq(term, "dumb"), _("terminal"),
				arena_printf(a, "%s, %d %s", term ? term : "TERM?", cli_width(), _("columns")));
}

static void look_at_locale(struct doctor *d)
{
	const char *codeset = nl_langinfo(CODESET);
	look(d, str_eq(codeset, "UTF-8"), _("locale"),
			arena_printf(&d->cli->arena, "%s, %s", codeset, d->cli->fmt.lang));
}

static void look_at_clock(struct doctor *d)
{
	struct buf text = BUF_INIT(64);
	const char *fixed = getenv("KARAT_NOW");
	fmt_instant(&d->cli->fmt, &text, now());
	buf_addf(&text, " %s%s", zone_name(), fixed && *fixed ? _(" (fixed by KARAT_NOW)") : "");
	look(d, true, _("clock"), text.data);
	buf_done(&text);
}

static void look_at_disk(struct doctor *d)
{
	struct statvfs fs;
	struct arena *a = &d->cli->arena;
	const char *dir = file_state_dir(a), *there = dir;
	while (statvfs(there, &fs) != 0) { /* the folder may not be made yet: its parent then */
		const char *slash = strrchr(there, '/');
		if (!slash || slash == there)
			return;
		there = arena_strndup(a, there, (size_t)(slash - there));
	}
	unsigned long long mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	look(d, mib >= ROOM_LEAST, _("disk"), arena_printf(a, _("%llu MiB free in %s"), mib, dir));
}

static int64_t clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool measure(struct pg *pg, int64_t *ret_best, struct err *e)
{
	int64_t best = INT64_MAX;
	for (int i = 0; i < ROUNDS; i++) {
		int64_t begun = clock_us();
		if (!pg_script(pg, "SELECT 1", e))
			return false;
		int64_t took = clock_us() - begun;
		best = took < best ? took : best;
	}
	*ret_best = best;
	return true;
}

static void look_at_latency(struct doctor *d, struct store *s)
{
	struct err e = ERR_INIT;
	int64_t best;
	if (!store_pg(s))
		return;
	if (measure(store_pg(s), &best, &e))
		look(d, best < SLOW_US, _("latency"), arena_printf(&d->cli->arena, _("%lld.%03lld ms to the database and back"),
				(long long)best / 1000, (long long)best % 1000));
	else
		look(d, false, _("latency"), e.text);
}

/* Where the workshop is, without what stands between // and @: there may be a password. */
static const char *shown_url(const char *url, struct arena *a)
{
	const char *at = strrchr(url, '@'), *slashes = strstr(url, "//");
	if (strstr(url, "password"))
		return _("(not shown, as it holds a password)");
	if (!at || !slashes || at < slashes)
		return url;
	return arena_printf(a, "%.*s…%s", (int)(slashes - url) + 2, url, at);
}

static void look_at_store(struct doctor *d)
{
	struct store *s;
	struct err e = ERR_INIT;
	struct arena *a = &d->cli->arena;
	if (!cli_store(d->cli, &s, &e)) {
		if (!d->worst.code)
			d->worst = e;
		look(d, false, _("workshop"), arena_printf(a, "%s (%s)", e.text, shown_url(d->cli->url, a)));
		return;
	}
	const struct session *me = store_session(s);
	look(d, true, _("workshop"), arena_printf(a, "%s (%s)", me->workshop ? me->workshop : "–", shown_url(d->cli->url, a)));
	look(d, true, _("server"), me->server);
	look(d, me->schema == me->schema_known, _("tables"), arena_printf(a, _("step %d of %d"), me->schema, me->schema_known));
	look(d, me->person.id, _("person"), arena_printf(a, "%s (%s)", me->display_name ? me->display_name : "–", me->login));
	look_at_latency(d, s);
}

static bool run_doctor(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct doctor d = { .cli = c, .out = out_fd(STDOUT_FILENO, &c->arena), .worst = ERR_INIT };
	(void)opts, (void)words;
	look_at_program(&d);
	look_at_terminal(&d);
	look_at_locale(&d);
	look_at_disk(&d);
	look_at_store(&d);
	look_at_clock(&d); /* after the store, which knows the zone */
	if (!out_end(d.out, e))
		return false;
	if (d.worst.code)
		*e = d.worst;
	return !d.worst.code;
}

const struct command doctor_command = {
	.name = "doctor", .usage = "", .help = N_("looks whether everything is as it should be; exit code 0 only then"),
	.run = run_doctor,
};
