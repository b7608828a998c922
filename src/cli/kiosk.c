/* kiosk.c - karat kiosk: a terminal on the wall, and how one is doing */
#include "config.h"

#include "base/date.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "store/journal.h"

enum { SILENT_S = 600, OFF_S = 60, SHOW_LEAST = 3, SHOW_MOST = 60 };

struct kiosk_opts {
	struct view view;
	const char *journal;
	struct opt_list scanners;
	long show;
	bool status;
};

struct kiosk_status {
	struct ref id;
	int64_t waiting;
	struct instant oldest, told_at, badges_at;
	struct duration offset;
};

// clang-format off
#define S(m, kind, ...) FIELD(kiosk_status, m, kind, __VA_ARGS__)
static const struct field status_fields[] = {
	S(id,        ref,      .label = N_("Id"), .flags = F_ID),
	S(waiting,   count,    .label = N_("Waiting"), .hint = N_("Punches that are kept here, not yet sent.")),
	S(oldest,    instant,  .label = N_("The oldest of")),
	S(told_at,   instant,  .label = N_("Last answer")),
	S(badges_at, instant,  .label = N_("Badges of")),
	S(offset,    duration, .label = N_("Clock off by")),
};
#undef S
static const struct entity status_entity = {
	.name = "kiosk_status", .plural = "kiosk_statuses", .label = N_("Terminal"), .label_plural = N_("Terminals"),
	.size = sizeof(struct kiosk_status), .fields = status_fields, .nfields = ARRAY_LEN(status_fields), .readonly = true,
};
// clang-format on

static struct instant of_ms(int64_t ms)
{
	return ms ? (struct instant) { ms * 1000 } : INSTANT_NONE;
}

static bool older(struct instant t, int64_t s)
{
	return t.us != INSTANT_NONE.us && now().us - t.us > s * 1000000;
}

/* What a monitor asks: 0 it does well, 2 nobody has answered it for ten minutes, 6 punches wait or its clock is wrong. */
static int verdict(const struct kiosk_status *s)
{
	if (s->told_at.us == INSTANT_NONE.us || older(s->told_at, SILENT_S))
		return EXIT_OFFLINE;
	return older(s->oldest, SILENT_S) || s->offset.s > OFF_S || s->offset.s < -OFF_S ? EXIT_PARTLY : EXIT_DONE;
}

static bool show_status(struct cli *c, const struct kiosk_opts *o, const char *dir, struct err *e)
{
	struct journal *j;
	struct kiosk_status s;
	if (!journal_look(&j, dir, e))
		return false;
	s = (struct kiosk_status) {
		.waiting = (int64_t)journal_waiting(j), .oldest = of_ms(journal_oldest_ms(j)), .told_at = of_ms(journal_kept(j, "told_ms")),
		.badges_at = of_ms(journal_kept(j, "badges_ms")), .offset = { journal_kept(j, "offset_ms") / 1000 },
	};
	journal_close(j);
	if (!cli_show(c, &o->view, &status_entity, &s, NULL, e))
		return false;
	c->status = verdict(&s);
	return true;
}

static bool run_kiosk(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	const struct kiosk_opts *o = opts;
	const char *dir = o->journal ? o->journal : arena_printf(&c->arena, "%s/kiosk", file_state_dir(&c->arena));
	(void)words;
	if (o->status)
		return cli_format(&o->view, e) && show_status(c, o, dir, e);
	if (o->show && (o->show < SHOW_LEAST || o->show > SHOW_MOST))
		return err_set(e, ERR_USAGE, _("An answer is shown for %d to %d seconds, not %ld."), SHOW_LEAST, SHOW_MOST, o->show);
	if (o->scanners.n > KIOSK_SCANNERS_MAX)
		return err_set(e, ERR_USAGE, _("A terminal has at most %d scanners."), KIOSK_SCANNERS_MAX);
	if (!c->workbench || c->in_shell)
		return err_set(e, ERR_USAGE, _("A terminal on the wall is begun from the command line: karat kiosk"));
	struct workbench_wish wish = cli_wish(c);
	wish.journal = dir;
	wish.show_s = (int)o->show;
	wish.scanners = o->scanners.items;
	wish.nscanners = o->scanners.n;
	return c->workbench->kiosk(&wish, &c->status, e);
}

// clang-format off
static const struct opt kiosk_opts[] = {
	{ "status",  0,   OPT_FLAG, offsetof(struct kiosk_opts, status),      NULL,         N_("says what waits here and when somebody last answered; the exit code is for monitors"), NULL },
	{ "journal", 0,   OPT_TEXT, offsetof(struct kiosk_opts, journal),     N_("FOLDER"), N_("keeps punches there"), NULL },
	{ "show",    0,   OPT_INT,  offsetof(struct kiosk_opts, show),        N_("SECONDS"), N_("shows an answer so long, 3 to 60; 6 if not said"), NULL },
	{ "scanner", 0,   OPT_LIST, offsetof(struct kiosk_opts, scanners),    N_("DEVICE"), N_("reads this input device, which then reaches nothing else; may be repeated"), NULL },
	{ "format",  'f', OPT_TEXT, offsetof(struct kiosk_opts, view.format), N_("FORMAT"), N_("of --status: csv, tsv, json, ndjson or html"), NULL },
	{ "output",  'o', OPT_TEXT, offsetof(struct kiosk_opts, view.output), N_("FILE"),   N_("into this file"), NULL },
};
// clang-format on

const struct command kiosk_command = {
	.name = "kiosk", .usage = "[--status]", .help = N_("a terminal on the wall: badge, order, start and stop"),
	.opts = kiosk_opts, .nopts = ARRAY_LEN(kiosk_opts), .size = sizeof(struct kiosk_opts), .run = run_kiosk,
};
