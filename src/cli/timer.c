/* timer.c - karat timer: words for the verbs of the two clocks, and what they show now */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/change.h"
#include "cli/cli.h"
#include "domain/time.h"
#include "report/out.h"
#include "service/verbs.h"

enum { LINES_MOST = 4096 };

/* Of today the hour is enough. */
static void put_hour(struct cli *c, struct buf *out, struct instant t)
{
	if (instant_day(t).n == today().n)
		hour_format(out, t);
	else
		fmt_instant(&c->fmt, out, t);
}

static const char *hour(struct cli *c, struct instant t)
{
	struct buf out = BUF_INIT(64);
	put_hour(c, &out, t);
	const char *s = arena_strdup(&c->arena, out.data);
	buf_done(&out);
	return s;
}

static const char *lasts(struct cli *c, struct duration d)
{
	struct buf out = BUF_INIT(64);
	fmt_duration(&c->fmt, &out, d);
	const char *s = arena_strdup(&c->arena, out.data);
	buf_done(&out);
	return s;
}

static const char *work_words(struct cli *c, const struct clock *k)
{
	if (!k->order_number)
		return k->activity_name;
	return arena_printf(&c->arena, "%s %s, %s", k->order_number, k->order_title, k->activity_name);
}

/* “A-2026-0017 Wedding rings, filing: 1:24 since 08:05”, and what else there is to say. */
static void put_clock(struct cli *c, const struct clock *k, struct buf *out)
{
	if (k->since.us != INSTANT_NONE.us)
		buf_addf(out, _("%s: %s since %s\n"), work_words(c, k), lasts(c, k->running), hour(c, k->since));
	else
		buf_adds(out, _("No timer runs.\n"));
	if (k->cause != CHOICE_NONE)
		buf_addf(out, _("Pause (%s) since %s\n"), i18n_label(pause_causes[k->cause].label), hour(c, k->paused_since));
	if (k->here_since.us != INSTANT_NONE.us)
		buf_addf(out, _("Here since %s\n"), hour(c, k->here_since));
	if (k->worked.s || k->booked.s)
		buf_addf(out, _("Today: %s worked, %s booked, %s not booked\n"), lasts(c, k->worked), lasts(c, k->booked), lasts(c, k->unbooked));
}

static bool tell(struct cli *c, const struct view *v, const struct clock *k, struct err *e)
{
	if (v->format || v->output)
		return cli_show(c, v, &clock_entity, k, NULL, e);
	struct buf lines = BUF_INIT(LINES_MOST), safe = BUF_INIT(4 * LINES_MOST);
	put_clock(c, k, &lines);
	struct out *o;
	bool ok = out_open(&o, NULL, &c->arena, e);
	for (char *line = lines.data, *end; ok && (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		buf_clear(&safe);
		str_escape(&safe, line); /* a title may hold what steers a terminal */
		out_add(o, safe.data, safe.len);
		out_addc(o, '\n');
	}
	buf_done(&safe);
	buf_done(&lines);
	return ok && out_end(o, e);
}

/* “field=value” may stand anywhere: then the words before it are all there are. */
static size_t plain_words(const struct opt_list *words, size_t most)
{
	size_t n = 0;
	while (n < most && n < words->n && !strchr(words->items[n], '='))
		n++;
	return n;
}

/* names: the arguments that the words fill, in turn; NULL at the end. */
static bool act(struct cli *c, const char *verb, const char *const *names, const struct change_opts *o,
		const struct opt_list *words, struct err *e)
{
	size_t most = 0;
	struct store *s;
	void *clock;
	while (names[most])
		most++;
	if (!change_verb(c, verb_find(verb), names, plain_words(words, most), o, words, &s, &clock, e) || !tell(c, &o->view, clock, e))
		return false;
	if (o->dry_run)
		cli_say(_("It could be done. Nothing has been changed."));
	return true;
}

/* Each with the arguments that words fill, and NULL. */
#define RUN(what, verb, ...) \
	static bool run_##what(struct cli *c, const void *opts, const struct opt_list *words, struct err *e) \
	{ \
		return act(c, verb, (const char *const[]) { __VA_ARGS__ }, opts, words, e); \
	}
RUN(start, "timer.start", "order", "activity", NULL)
RUN(switch, "timer.switch", "order", "activity", NULL)
RUN(pause, "timer.pause", "cause", NULL)
RUN(stop, "timer.stop", NULL)
RUN(resume, "timer.resume", NULL)
RUN(cancel, "timer.cancel", NULL)
RUN(undo, "timer.undo", NULL)
RUN(keep, "timer.keep", NULL)
RUN(come, "shift.come", NULL)
RUN(go, "shift.go", NULL)

struct status_opts {
	struct view view;
	bool fail_if_empty;
};

static bool own_clock(struct cli *c, struct store **ret_store, struct clock *ret, struct err *e)
{
	if (!cli_store(c, ret_store, e))
		return false;
	const char *id = arena_printf(&c->arena, "%lld", (long long)store_session(*ret_store)->person.id);
	return store_get(*ret_store, &clock_entity, id, &c->arena, ret, e);
}

static bool run_status(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct status_opts *o = opts;
	struct store *s;
	struct clock *k = cli_blank(c, &clock_entity);
	(void)words;
	if (!cli_format(&o->view, e) || !own_clock(c, &s, k, e) || !tell(c, &o->view, k, e))
		return false;
	if (o->fail_if_empty && k->since.us == INSTANT_NONE.us)
		c->status = EXIT_NOTHING;
	return true;
}

/* The timer that runs, or an entry that is named, has ended at this hour. */
static bool run_fix(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	static const char *const names[] = { "entry", "stopped_at" };
	struct change_opts o = *(const struct change_opts *)opts;
	const struct verb *verb = verb_find("time.fix");
	const char *items[WORDS_ANY];
	struct opt_list said = { .items = items };
	struct store *s;
	struct clock *k = cli_blank(c, &clock_entity);
	void *entry;
	if (!own_clock(c, &s, k, e))
		return false;
	bool named = plain_words(words, 2) == 2;
	if (!named && !k->entry.id)
		return err_set(e, ERR_INVALID, _("No timer runs. Name the entry that is to be mended: karat timer fix ID HOUR"));
	if (!named)
		items[said.n++] = arena_printf(&c->arena, "%lld", (long long)k->entry.id);
	for (size_t i = 0; i < words->n && said.n < ARRAY_LEN(items) - 1; i++)
		items[said.n++] = words->items[i];
	if (!o.reason && !named)
		items[said.n++] = arena_printf(&c->arena, "reason=%s", _("forgotten to stop"));
	else if (o.reason)
		items[said.n++] = arena_printf(&c->arena, "reason=%s", o.reason);
	return change_verb(c, verb, names, plain_words(&said, 2), &o, &said, &s, &entry, e) &&
			change_told(c, s, &o, verb->result, entry, e);
}

// clang-format off
static const struct opt act_opts[] = { CHANGE_OPTS };
static const struct opt status_opts[] = {
	{ "format", 'f', OPT_TEXT, offsetof(struct status_opts, view.format), N_("FORMAT"), N_("csv, tsv, json, ndjson or html; lines to read if not said"), NULL },
	{ "output", 'o', OPT_TEXT, offsetof(struct status_opts, view.output), N_("FILE"),   N_("into this file"), NULL },
	{ "fail-if-empty", 0, OPT_FLAG, offsetof(struct status_opts, fail_if_empty), NULL, N_("exit code 5 if no timer runs"), NULL },
};

#define SUB(what, words_of, sentence, ...) \
	static const struct command timer_##what = { .name = #what, .usage = words_of, .help = sentence, .run = run_##what, \
		.opts = act_opts, .nopts = ARRAY_LEN(act_opts), .size = sizeof(struct change_opts), __VA_ARGS__ }
SUB(start,  N_("[ORDER [ACTIVITY]]"), N_("work begins; without an order it is for the house"), .words = { WORD_ANY }, .most = 20);
SUB(switch, N_("[ORDER [ACTIVITY]]"), N_("other work begins in the same instant"), .words = { WORD_ANY }, .most = 20);
SUB(pause,  N_("[CAUSE]"),            N_("customer, phone, meal, material, emergency, tool or other"), .words = { WORD_ANY }, .most = 20);
SUB(resume, "",                       N_("the pause is over"), .most = 20);
SUB(stop,   N_("[FIELD=VALUE …]"),    N_("work ends; note, quality, complexity and rework may be said"), .most = 20);
SUB(cancel, "",                       N_("started by mistake: it counts for nothing"), .most = 20);
SUB(undo,   "",                       N_("takes back the last step, for a minute"), .most = 20);
SUB(keep,   "",                       N_("it runs long, and that is right"), .most = 20);
SUB(come,   "",                       N_("the working day begins"), .most = 20);
SUB(go,     "",                       N_("the working day ends, and every timer with it"), .most = 20);
SUB(fix,    N_("[ENTRY] HOUR [FIELD=VALUE …]"), N_("ends a timer that was forgotten, or mends an entry"), .words = { WORD_ANY }, .least = 1, .most = 20);
static const struct command timer_status = {
	.name = "status", .usage = "", .help = N_("what runs, since when, and the hours of today"),
	.opts = status_opts, .nopts = ARRAY_LEN(status_opts), .size = sizeof(struct status_opts), .run = run_status,
};
static const struct command *const timer_commands[] = {
	&timer_start, &timer_stop, &timer_switch, &timer_pause, &timer_resume, &timer_status, &timer_come, &timer_go,
	&timer_cancel, &timer_undo, &timer_keep, &timer_fix, NULL,
};
// clang-format on

const struct command timer_command = {
	.name = "timer", .usage = "start|stop|switch|pause|resume|status|come|go …", .help = N_("the clocks of one's own: come and go, start and stop"),
	.subs = timer_commands,
};
