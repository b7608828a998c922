/* doctor.c - karat doctor: is everything as it should be? One line per thing looked at */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/checks.h"
#include "cli/cli.h"
#include "report/out.h"

enum { GAP = 2, WHAT_WIDTH = 14 };

struct doctor {
	struct out *out;
	int verdict; /* columns of the longest word for good and bad */
	bool bad;
};

static const char *verdict_of(enum check_sign sign)
{
	return sign == CHECK_GOOD ? _("good") : sign == CHECK_WARN ? _("look") : _("BAD");
}

static void tell(void *ctx, const struct checked *c)
{
	struct doctor *d = ctx;
	struct buf line = BUF_INIT(8192), safe = BUF_INIT(4096);
	str_pad(&line, verdict_of(c->sign), d->verdict + GAP, false);
	str_pad(&line, c->what, WHAT_WIDTH, false);
	str_escape(&safe, c->found);
	if (c->todo)
		buf_addf(&safe, ". %s", c->todo);
	str_wrap(&line, safe.data, HELP_WIDTH, d->verdict + GAP + WHAT_WIDTH);
	buf_addc(&line, '\n');
	out_add(d->out, line.data, line.len);
	buf_done(&line);
	buf_done(&safe);
	d->bad = d->bad || c->sign == CHECK_BAD;
}

/* A workshop that cannot be reached is what a script wants to know first, whatever else is wrong: exit code 2. */
static bool run_doctor(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct err why = ERR_INIT;
	struct checks_in in = {
		.fmt = &c->fmt, .url = c->url, .why = &why, .terminal = getenv("TERM"), .columns = cli_width(),
		.piped = !isatty(STDOUT_FILENO), .keys = conf_get(&c->conf, "", NULL, "keys"),
	};
	struct doctor d = { .out = out_fd(STDOUT_FILENO, &c->arena) };
	(void)opts, (void)words;
	for (int sign = CHECK_GOOD; sign <= CHECK_BAD; sign++)
		d.verdict = str_width(verdict_of((enum check_sign)sign)) > d.verdict ? str_width(verdict_of((enum check_sign)sign)) : d.verdict;
	bool reached = cli_store(c, &in.store, &why);
	checks_run(&in, &c->arena, tell, &d);
	if (!out_end(d.out, e))
		return false;
	if (!reached)
		return *e = why, false;
	return !d.bad || err_set(e, ERR_INVALID, _("Something is not as it should be: see the lines marked BAD."));
}

const struct command doctor_command = {
	.name = "doctor", .usage = "", .help = N_("looks whether everything is as it should be; exit code 0 only then"),
	.run = run_doctor,
};
