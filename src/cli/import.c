/* import.c - karat import: records from a CSV file, each in a transaction of its own
 *
 * The request id of a row is made of what stands in it, and of how many like it came before, not of the file's
 * name, its line or who imports it: the same file said twice adds nothing twice, and a file whose wrong lines
 * were mended, or that has got new ones, adds just those.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/sha256.h"
#include "base/str.h"
#include "cli/change.h"
#include "domain/entity.h"
#include "report/csv.h"
#include "store/store.h"

struct import_opts {
	bool dry_run, user;
	const char *reason;
};

/* How often each row has come, by the first half of its hash. */
struct seen {
	struct arena arena;
	struct row {
		uint64_t hash;
		uint32_t times; /* 0: a free place */
	} *rows;
	size_t n, size; /* size: a power of two */
};

struct import {
	struct cli *cli;
	const struct import_opts *opts;
	struct store *store;
	struct act act; /* what travels with every row */
	const struct entity *ent;
	const struct field *cols[CSV_CELLS_MAX];
	size_t ncols, good, there, bad; /* there: rows that an earlier import brought */
	struct csv *csv;
	struct seen seen;
	struct arena arena; /* of one row */
};

static struct row *place_of(const struct seen *s, uint64_t hash)
{
	size_t i = hash & (s->size - 1);
	while (s->rows[i].times && s->rows[i].hash != hash)
		i = (i + 1) & (s->size - 1);
	return &s->rows[i];
}

static void grow(struct seen *s)
{
	struct seen more = { .arena = ARENA_INIT, .n = s->n, .size = s->size ? s->size * 2 : 1024 };
	more.rows = arena_array(&more.arena, more.size, sizeof *more.rows);
	for (size_t i = 0; i < s->size; i++)
		if (s->rows[i].times)
			*place_of(&more, s->rows[i].hash) = s->rows[i];
	arena_done(&s->arena);
	*s = more;
}

/* The first of its kind is 1, the second 2: two rings that are alike are two rings. */
static unsigned count_row(struct seen *s, uint64_t hash)
{
	if (s->n * 2 >= s->size)
		grow(s);
	struct row *r = place_of(s, hash);
	r->hash = hash;
	s->n += !r->times;
	return ++r->times;
}

static bool read_header(struct import *im, struct err *e)
{
	bool end;
	if (!csv_next(im->csv, &end, e))
		return false;
	if (end)
		return err_set(e, ERR_INVALID, _("The file is empty. Its first line names the fields, such as title;kind;due."));
	for (size_t i = 0; i < im->csv->n; i++) {
		const char *name = str_nfc(&im->cli->arena, csv_cell(im->csv, i));
		if (!cli_field(im->ent, name, ASSIGN_NEW, &im->cols[i], e))
			return err_prefix(e, _("line %zu"), im->csv->line);
		for (size_t j = 0; j < i; j++)
			if (im->cols[j] == im->cols[i])
				return err_set(e, ERR_INVALID, _("The first line names “%s” twice."), name);
	}
	im->ncols = im->csv->n;
	return true;
}

/* Before anything is written: can the file be read to its end? A pipe cannot be looked at twice. */
static bool look_through(struct import *im, int fd, struct err *e)
{
	bool end = false;
	if (lseek(fd, 0, SEEK_CUR) < 0)
		return true;
	csv_init(im->csv, csv_read_fd, &fd);
	while (!end)
		if (!csv_next(im->csv, &end, e))
			return csv_done(im->csv), false;
	csv_done(im->csv);
	return lseek(fd, 0, SEEK_SET) == 0 || err_set(e, ERR_INVALID, _("The file cannot be read: %s."), strerror(errno));
}

static void add_word(struct sha256 *s, const char *word)
{
	sha256_add(s, word, strlen(word) + 1); /* with the NUL, so that words do not run together */
}

/* A UUID of version 8: its bits are ours to choose (RFC 9562). */
static const char *request_id(struct import *im)
{
	struct sha256 s, nth;
	char hex[SHA256_HEX];
	sha256_init(&s);
	add_word(&s, im->ent->name);
	add_word(&s, im->opts->user ? im->cli->fmt.lang : "wire"); /* 1.234 is not the same in both */
	for (size_t i = 0; i < im->ncols; i++) {
		add_word(&s, im->cols[i]->name);
		add_word(&s, csv_cell(im->csv, i));
	}
	nth = s;
	sha256_hex(&s, hex);
	hex[16] = '\0';
	add_word(&nth, arena_printf(&im->arena, "%u", count_row(&im->seen, strtoull(hex, NULL, 16))));
	sha256_hex(&nth, hex);
	hex[12] = '8';
	hex[16] = "89ab"[hex[16] % 4];
	return arena_printf(&im->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

/* What is not the machine's spelling may be a person's: then the option for that is named. */
static bool read_value(struct import *im, const struct field *f, const char *text, void *rec, struct err *e)
{
	const struct fmt *fmt = &im->cli->fmt;
	struct err why = ERR_INIT, ignored = ERR_INIT;
	if (store_read_field(im->store, f, fmt, !im->opts->user, text, &im->arena, rec, &why))
		return true;
	void *trial = arena_alloc(&im->arena, im->ent->size);
	if (why.code == ERR_INVALID && !im->opts->user && store_read_field(im->store, f, fmt, false, text, &im->arena, trial, &ignored))
		return err_field(e, f->name, _("%s: “%s” is spelled as people do. With --user the file is read so."), i18n_label(f->label), text);
	return *e = why, false;
}

static bool read_row(struct import *im, void *rec, struct err *e)
{
	if (im->csv->n != im->ncols)
		return err_set(e, ERR_INVALID, _("There are %zu values, and the first line names %zu fields."), im->csv->n, im->ncols);
	for (size_t i = 0; i < im->ncols; i++)
		if (!read_value(im, im->cols[i], csv_cell(im->csv, i), rec, e))
			return false;
	return true;
}

/* A row has one request number whoever imports it, and the database lets nobody but its first sender send it again:
 * such a row is there. (What it refers to may be called otherwise today; it stays the row that it was.) */
static bool put_row(struct import *im, void *rec, const struct act *act, struct err *e)
{
	struct err why = ERR_INIT;
	if (store_put(im->store, im->ent, NULL, rec, act, &im->arena, &why))
		return true;
	if (!str_eq(why.state, "KT007"))
		return *e = why, false;
	return *act->replayed = true;
}

static bool take_row(struct import *im, struct err *e)
{
	void *rec = arena_alloc(&im->arena, im->ent->size);
	entity_blank(im->ent, rec);
	bool replayed = false;
	struct act act = im->act;
	if (!read_row(im, rec, e))
		return false;
	act.request = request_id(im);
	act.replayed = &replayed;
	if (!put_row(im, rec, &act, e))
		return false;
	replayed ? im->there++ : im->good++;
	return true;
}

/* A wrong row is told and left out; without a database, or after ^C, there is no sense in going on. */
static bool is_fatal(const struct err *e)
{
	return e->code == ERR_OFFLINE || e->code == ERR_CANCELLED || e->code == ERR_PROTOCOL;
}

static bool take_rows(struct import *im, struct err *e)
{
	bool end;
	while (!file_stopped(e)) {
		struct err wrong = ERR_INIT;
		arena_clear(&im->arena);
		if (!csv_next(im->csv, &end, e))
			return false;
		if (end)
			return true;
		if (take_row(im, &wrong))
			continue;
		err_prefix(&wrong, _("line %zu"), im->csv->line);
		if (is_fatal(&wrong))
			return *e = wrong, false;
		cli_error(&wrong);
		im->bad++;
	}
	return false;
}

static void say_result(const struct import *im)
{
	if (im->opts->dry_run)
		cli_say(ngettext("%zu row could be imported. Nothing has been changed.",
				"%zu rows could be imported. Nothing has been changed.", im->good), im->good);
	else
		cli_say(ngettext("%zu row has been imported.", "%zu rows have been imported.", im->good), im->good);
	if (im->there)
		cli_say(ngettext("%zu row was imported before.", "%zu rows were imported before.", im->there), im->there);
	if (im->bad)
		cli_say(ngettext("%zu row has been left out.", "%zu rows have been left out.", im->bad), im->bad);
}

static bool import(struct import *im, int fd, struct err *e)
{
	if (!look_through(im, fd, e))
		return false;
	csv_init(im->csv, csv_read_fd, &fd);
	bool ok = read_header(im, e) && take_rows(im, e);
	csv_done(im->csv);
	arena_done(&im->arena);
	arena_done(&im->seen.arena);
	if (!ok && e->code == ERR_OFFLINE) /* the prompt's next command opens it again */
		cli_go_to(im->cli, im->cli->url);
	if (!ok && !im->good && !im->there && !im->bad)
		return false;
	say_result(im);
	if (!ok) { /* begun and broken off */
		cli_error(e);
		im->bad++;
	}
	if (im->bad)
		im->cli->status = im->good || im->there ? EXIT_PARTLY : ok ? EXIT_REFUSED : cli_exit_code(e);
	return true;
}

static bool run_import(struct cli *c, const void *opts, const struct opt_list *words, struct err *e)
{
	struct import im = { .cli = c, .opts = opts, .arena = ARENA_INIT, .seen.arena = ARENA_INIT };
	const struct change_opts change = { .reason = im.opts->reason, .dry_run = im.opts->dry_run };
	if (!cli_entity(words->items[0], &im.ent, e) || !change_act(&change, &im.act, e))
		return false;
	if (im.ent->readonly)
		return err_set(e, ERR_INVALID, _("%s cannot be changed by hand; karat writes it itself."), i18n_label(im.ent->label_plural));
	const char *path = words->items[1];
	int fd = str_eq(path, "-") ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_set(e, ERR_INVALID, _("The file “%s” cannot be read: %s."), path, strerror(errno));
	im.csv = arena_alloc(&c->arena, sizeof *im.csv);
	const char *right = arena_printf(&c->arena, "%s:create", im.ent->right);
	bool ok = cli_store(c, &im.store, e) && store_need(im.store, right, e) && import(&im, fd, e);
	if (fd != STDIN_FILENO)
		close(fd);
	return ok;
}

// clang-format off
#define I(m) offsetof(struct import_opts, m)
static const struct opt import_opts[] = {
	{ "dry-run", 0, OPT_FLAG, I(dry_run), NULL,       N_("check every row, in the database as well, and change nothing"), NULL },
	{ "user",    0, OPT_FLAG, I(user),    NULL,       N_("values are spelled as people of your language do, not as programs do"), NULL },
	{ "reason",  0, OPT_TEXT, I(reason),  N_("TEXT"), N_("why; the audit trail keeps it"), NULL },
};
// clang-format on

const struct command import_command = {
	.name = "import", .usage = N_("ENTITY FILE"), .help = N_("adds records from a CSV file whose first line names the fields"),
	.opts = import_opts, .nopts = ARRAY_LEN(import_opts), .size = sizeof(struct import_opts),
	.words = { WORD_ENTITY, WORD_FILE }, .least = 2, .most = 2, .run = run_import,
};
