/* changes.c - what a correction of time does to the lines, in words */
#include "config.h"

#include "service/changes.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/time.h"
#include "store/pg.h"

enum { LINE, WAS_FROM, WAS_TO, WAS_WHAT, IS_FROM, IS_TO, IS_WHAT, COLUMNS, WORDS_MOST = 4000 };

static struct instant instant_of(const char *cell)
{
	struct instant t;
	return cell && instant_parse(cell, &t) ? t : INSTANT_NONE;
}

static void put_hour(struct instant t, struct buf *out)
{
	if (t.us == INSTANT_NONE.us)
		return;
	hour_format(out, t);
	if (instant_civil(t).sec)
		buf_addf(out, ":%02d", instant_civil(t).sec);
}

/* With the day, unless it is that of `beside`. What still runs has no end. */
static void put_span(const char *from, const char *to, const char *beside, const struct fmt *fmt, struct buf *out)
{
	struct instant begin = instant_of(from), end = instant_of(to), other = instant_of(beside);
	if (other.us == INSTANT_NONE.us || instant_day(other).n != instant_day(begin).n) {
		fmt_day(fmt, out, instant_day(begin));
		buf_addc(out, ' ');
	}
	put_hour(begin, out);
	buf_addc(out, '-');
	put_hour(end, out);
}

static void put_what(const char *line, const char *what, struct buf *out)
{
	const struct choice *cause = str_eq(line, "pause") ? choice_find(pause_causes, what) : NULL;
	if (cause)
		buf_addf(out, _("Pause: %s"), i18n_label(cause->label));
	else
		buf_adds(out, what ? what : _("Shift"));
}

static void put_change(const char *const *c, const struct fmt *fmt, struct buf *out)
{
	bool was = c[WAS_FROM], is = c[IS_FROM];
	put_span(c[was ? WAS_FROM : IS_FROM], c[was ? WAS_TO : IS_TO], NULL, fmt, out);
	buf_addc(out, ' ');
	put_what(c[LINE], c[was ? WAS_WHAT : IS_WHAT], out);
	buf_adds(out, " -> ");
	if (!was || !is) {
		buf_adds(out, was ? _("taken back") : _("new"));
		return;
	}
	put_span(c[IS_FROM], c[IS_TO], c[WAS_FROM], fmt, out);
	if (!str_eq(c[WAS_WHAT], c[IS_WHAT])) {
		buf_addc(out, ' ');
		put_what(c[LINE], c[IS_WHAT], out);
	}
}

const char *time_changes_words(const struct answer *got, const struct fmt *fmt, struct arena *a)
{
	struct buf out = BUF_INIT(WORDS_MOST);
	for (size_t i = 0; i < got->n; i++) {
		if (i)
			buf_addc(&out, '\n');
		put_change(got->cells + i * COLUMNS, fmt, &out);
	}
	const char *words = arena_strdup(a, out.data ? out.data : "");
	buf_done(&out);
	return words;
}

size_t time_changes_old(const struct answer *got)
{
	size_t n = 0;
	for (size_t i = 0; i < got->n; i++)
		n += got->cells[i * COLUMNS + WAS_FROM] != NULL;
	return n;
}
