/* language.c - the language of the screens, changed while they run */
#include "config.h"

#include "core/language.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/str.h"
#include "core/loop.h"
#include "core/screen.h"
#include "core/ui.h"
#include "core/worker.h"

enum stage { NOBODY, HELD, FREE };

struct language {
	struct ui *ui;
	char wanted[8];
	bool told;            /* a message says so */
	bool posted;          /* a job is on its way that holds the worker */
	int bell;             /* eventfd: the worker stands still */
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t stir;
	enum stage stage;
	bool over;            /* the program ends: nobody is held any more */
};

/* readline asks the environment for the charset each time a line begins, and sets the locale to it. Where the program
 * did not take what stands there (seven bits became UTF-8), that would turn it back, beside a running thread. */
void language_prepare(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *said = NULL, *used = setlocale(LC_CTYPE, NULL);
	for (size_t i = 0; i < ARRAY_LEN(names) && (!said || !*said); i++)
		said = getenv(names[i]);
	if (said && *said && used && (str_eq(said, "C") || str_eq(said, "POSIX")) && !str_eq(said, used))
		setenv("LC_ALL", used, 1);
}

static void switch_now(struct language *l)
{
	struct ui *ui = l->ui;
	struct fmt was = ui->fmt;
	if (!fmt_init(&ui->fmt, l->wanted))
		return;
	for (struct screen *s = ui->top; s; s = s->below) {
		if (s->class->spoken)
			s->class->spoken(s, &was);
		else if (s->class->changed && ui->online)
			s->class->changed(s, NULL, NULL);
	}
	if (l->told)
		ui_say(ui, MESSAGE_GOOD, _("From now on everything is in English."));
}

/* On the worker's thread: told, and still until the other side has done its work. */
static bool hold(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	struct language *l = *(struct language **)args;
	uint64_t one = 1;
	(void)s, (void)a, (void)ret, (void)e;
	pthread_mutex_lock(&l->lock);
	l->stage = l->over ? FREE : HELD;
	if (l->stage == HELD && write(l->bell, &one, sizeof(one)) != (ssize_t)sizeof(one))
		l->stage = FREE;
	while (l->stage == HELD)
		pthread_cond_wait(&l->stir, &l->lock);
	pthread_mutex_unlock(&l->lock);
	return true;
}

static void let_go(struct language *l)
{
	pthread_mutex_lock(&l->lock);
	l->stage = FREE;
	pthread_cond_broadcast(&l->stir);
	pthread_mutex_unlock(&l->lock);
}

static void on_bell(void *ctx, short revents)
{
	struct language *l = ctx;
	uint64_t times;
	(void)revents;
	if (read(l->bell, &times, sizeof(times)) != (ssize_t)sizeof(times))
		return;
	switch_now(l);
	let_go(l);
}

static void post(struct language *l);

/* Without a connection no job runs: then the thread stands still by itself, or is about to try again. */
static void held(struct job *j)
{
	struct language *l = j->owner;
	l->posted = false;
	if (j->ok)
		return;
	if (worker_busy(l->ui->worker))
		post(l);
	else
		switch_now(l);
}

static void post(struct language *l)
{
	l->posted = true;
	worker_post(l->ui->worker, hold, &l, sizeof(l), NULL, held, l, SLOT_NONE);
}

static struct language *language_of(struct ui *ui)
{
	struct language *l = ui->language;
	if (l)
		return l;
	l = ui->language = arena_alloc(&ui->arena, sizeof(*l));
	l->ui = ui;
	l->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	kt_assert(l->bell >= 0);
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->stir, NULL);
	loop_watch(ui->loop, l->bell, POLLIN, on_bell, l);
	return l;
}

static bool known(const char *lang)
{
	return str_eq(fmt_for(lang)->lang, lang); /* of one that is not known it answers another */
}

static void want(struct ui *ui, const char *lang, bool told)
{
	struct language *l = language_of(ui);
	memcpy(l->wanted, fmt_for(lang)->lang, sizeof(l->wanted));
	l->told = told;
	if (!l->posted)
		post(l);
}

bool language_wish(struct ui *ui, const char *lang, struct err *e)
{
	if (!known(lang))
		return err_set(e, ERR_USAGE, _("There is no language “%s”. There are de and en."), lang);
	want(ui, lang, true);
	return true;
}

void language_kept(struct ui *ui, const char *lang)
{
	if (!lang || !known(lang))
		lang = ui->wish.fmt->lang;
	if (!str_eq(lang, ui->fmt.lang))
		want(ui, lang, false);
}

void language_end(struct ui *ui)
{
	struct language *l = ui->language;
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->over = true;
	l->stage = FREE;
	pthread_cond_broadcast(&l->stir);
	pthread_mutex_unlock(&l->lock);
}
