/* hours.c - whose hours, from which day on, and the question about them */
#include "config.h"

#include "screen/hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/num.h"
#include "base/str.h"
#include "core/screen.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/person.h"
#include "domain/time.h"
#include "screen/command.h"
#include "store/store.h"

enum { SLOT_ASK = 0 };

bool hours_open(struct hours *h, const char *words, struct err *e)
{
	struct arena a = ARENA_INIT;
	char *rest = arena_strdup(&a, words), *word;
	bool ok = true;
	h->day = today();
	while (ok && (word = strsep(&rest, " ")))
		if (*word && !num_parse(word, 0, &h->person.id) && !day_read(word, h->day, &h->day))
			ok = !*h->login && snprintf(h->login, sizeof(h->login), "%s", word) < (int)sizeof(h->login);
	arena_done(&a);
	return ok || err_set(e, ERR_INVALID, _("Say a day, such as 1.4., or a person, such as lena."));
}

void hours_close(struct hours *h)
{
	arena_done(&h->arena);
}

/* Asking. */

struct question {
	struct ref person;
	struct day day;
	char login[64];
	const char *sql;
	struct hours *of; /* for the main thread, while its owner is there */
	void (*told)(struct screen *s);
};

struct reply {
	struct answer got;
	struct ref person;
};

static bool run_ask(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct question *q = args;
	struct reply *r = arena_alloc(a, sizeof(*r));
	struct buf day = BUF_INIT(32);
	r->person = q->person.id ? q->person : store_session(s)->person;
	if (*q->login && !store_find(s, &person_entity, q->login, &r->person, e))
		return false;
	day_format(&day, q->day);
	const char *params[] = { arena_printf(a, "%lld", (long long)r->person.id), arena_strdup(a, day.data) };
	buf_done(&day);
	*ret = r;
	return store_ask(s, q->sql, params, ARRAY_LEN(params), a, &r->got, e);
}

static void asked(struct job *j)
{
	struct screen *s = j->owner;
	const struct question *q = j->args;
	struct hours *h = q->of;
	if (!j->ok) {
		ui_say_err(s->ui, &j->err);
		return;
	}
	struct reply r = *(const struct reply *)j->result;
	if (!r.got.n)
		ui_say(s->ui, MESSAGE_WARN, _("There is no such record, or it is not for you."));
	if (r.got.n && q->day.n == h->day.n) {
		void (*told)(struct screen *) = q->told;
		arena_done(&h->arena);
		h->arena = job_keep(j);
		h->got = r.got;
		h->person = r.person;
		*h->login = '\0';
		told(s);
	}
	ui_touch(s->ui);
}

void hours_ask(struct screen *s, struct hours *h, const char *sql, void (*told)(struct screen *s))
{
	struct question q = { .person = h->person, .day = h->day, .sql = sql, .of = h, .told = told };
	memcpy(q.login, h->login, sizeof(q.login));
	worker_post(s->ui->worker, run_ask, &q, sizeof(q), NULL, asked, s, SLOT_ASK);
}

void hours_show(struct ui *ui, const struct screen_class *class, const struct hours *h, struct day day)
{
	struct buf words = BUF_INIT(64);
	buf_addf(&words, "%lld ", (long long)h->person.id);
	day_format(&words, day);
	command_open(ui, class, words.data);
	buf_done(&words);
}

bool hours_of(const char *table)
{
	static const struct entity *const lines[] = { &time_entry_entity, &shift_entity, &pause_entity };
	bool ours = !table;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		ours = ours || str_eq(table, lines[i]->table);
	return ours;
}

/* Spelling. */

struct instant hours_instant(const char *cell)
{
	struct instant t;
	return cell && instant_parse(cell, &t) ? t : INSTANT_NONE;
}

struct duration hours_seconds(const char *cell)
{
	return (struct duration) { cell ? strtoll(cell, NULL, 10) : 0 };
}

void hours_put(struct instant t, bool end, struct buf *out)
{
	struct civil at = instant_civil(t);
	if (end && !at.hour && !at.min)
		buf_adds(out, "24:00");
	else
		hour_format(out, t);
}

const char *hours_lasts(struct duration d, struct arena *a)
{
	struct buf out = BUF_INIT(64);
	fmt_duration(fmt_for("en"), &out, d); /* the same in every language */
	const char *s = arena_strdup(a, out.data);
	buf_done(&out);
	return s;
}
