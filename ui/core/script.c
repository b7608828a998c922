/* script.c - a file that plays the person: keys, text, pastes, scans, and looks at the screen */
#include "config.h"

#include "core/script.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/paint.h"
#include "core/picture.h"
#include "core/screen.h"
#include "core/term.h"
#include "core/ui.h"

enum { STEPS_MAX = 10000, SCREEN_MOST = 4 << 20, SIZE_MOST = 1000 };

struct step {
	const struct command *command;
	const char *words; /* what stands behind the command */
	int line;
};

struct script {
	struct arena arena;
	const char *path;
	struct step *steps;
	size_t n, next;
};

struct command {
	const char *name;
	bool (*check)(const char *words); /* NULL: anything goes */
	bool (*run)(struct ui *ui, const char *words); /* false: not as the script wants it */
};

/* Keys by name, one at a time. */
static bool each_key(const char *words, void (*fn)(struct ui *ui, uint32_t key), struct ui *ui)
{
	char name[32];
	for (const char *s = words; *s; s += strspn(s, " ")) {
		size_t len = strcspn(s, " ");
		uint32_t key;
		if (len >= sizeof(name))
			return false;
		memcpy(name, s, len);
		name[len] = '\0';
		if (!key_parse(name, &key))
			return false;
		if (fn)
			fn(ui, key);
		s += len;
	}
	return *words != '\0';
}

static void press(struct ui *ui, uint32_t key)
{
	screen_event(ui, &(struct event) { .kind = EVENT_KEY, .key = key });
}

static bool are_keys(const char *words)
{
	return each_key(words, NULL, NULL);
}

static bool keys(struct ui *ui, const char *words)
{
	return each_key(words, press, ui);
}

static bool type(struct ui *ui, const char *words)
{
	size_t used, len = strlen(words);
	for (size_t i = 0; i < len; i += used)
		press(ui, utf8_next(words + i, len - i, &used));
	return true;
}

static bool paste(struct ui *ui, const char *words)
{
	static const char signs[] = "nt\\", means[] = "\n\t\\";
	struct buf text = BUF_INIT(INPUT_PASTE_MAX);
	for (const char *s = words; *s; s++) {
		const char *sign = *s == '\\' && s[1] ? strchr(signs, s[1]) : NULL;
		buf_addc(&text, sign ? means[sign - signs] : *s);
		s += sign != NULL;
	}
	screen_event(ui, &(struct event) { .kind = EVENT_PASTE, .text = text.data, .len = text.len });
	buf_done(&text);
	return true;
}

static bool scan(struct ui *ui, const char *words)
{
	screen_event(ui, &(struct event) { .kind = EVENT_SCAN, .text = words, .len = strlen(words) });
	return true;
}

bool script_size(const char *words, int *columns, int *lines)
{
	char *end;
	long w = strtol(words, &end, 10), h = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
	if (*end || w < 1 || h < 1 || w > SIZE_MOST || h > SIZE_MOST)
		return false;
	*columns = (int)w;
	*lines = (int)h;
	return true;
}

static bool is_size(const char *words)
{
	int columns, lines;
	return script_size(words, &columns, &lines);
}

static bool resize(struct ui *ui, const char *words)
{
	int columns, lines;
	if (!script_size(words, &columns, &lines))
		return false;
	term_resize(lines, columns);
	ui_touch(ui);
	return true;
}

static bool on_screen(const char *words)
{
	struct buf text = BUF_INIT(SCREEN_MOST);
	paint_dump(&text);
	bool found = strstr(text.data, words);
	buf_done(&text);
	return found;
}

static bool see(struct ui *ui, const char *words)
{
	(void)ui;
	return on_screen(words);
}

static bool unseen(struct ui *ui, const char *words)
{
	(void)ui;
	return !on_screen(words);
}

static bool write_text(struct ui *ui, const char *path, const struct buf *text)
{
	struct err e = ERR_INIT;
	if (str_eq(path, "-"))
		return fputs(text->data, stdout) >= 0;
	if (file_write(path, 0644, text->data, text->len, &e))
		return true;
	ui_say_err(ui, &e);
	return false;
}

static bool write_dump(struct ui *ui, const char *path, void (*dump)(struct buf *out))
{
	struct buf text = BUF_INIT(SCREEN_MOST);
	dump(&text);
	bool ok = write_text(ui, path, &text);
	buf_done(&text);
	return ok;
}

static bool dump(struct ui *ui, const char *words)
{
	return write_dump(ui, words, paint_dump);
}

static bool dump_styles(struct ui *ui, const char *words)
{
	return write_dump(ui, words, paint_dump_styles);
}

/* "orders choose": the screens that can be seen, the lowest first. */
static void add_seen(const struct screen *s, struct buf *out)
{
	if (s->below && (s->class->flags & SCREEN_OVERLAY))
		add_seen(s->below, out);
	buf_addf(out, "%s%s", out->len ? " " : "", s->class->name);
}

static bool dump_svg(struct ui *ui, const char *words)
{
	struct buf text = BUF_INIT(SCREEN_MOST), styles = BUF_INIT(SCREEN_MOST), seen = BUF_INIT(SCREEN_MOST), svg = BUF_INIT(SCREEN_MOST);
	struct picture p = { .lines = term_lines(), .columns = term_columns(), .theme = &ui->theme, .light = str_eq(ui->wish.theme, "light"),
		.title = ui->top ? i18n_label(ui->top->class->title) : "karat" };
	paint_dump(&text);
	paint_dump_styles(&styles);
	paint_cursor_at(&p.cursor_y, &p.cursor_x);
	if (ui->top)
		add_seen(ui->top, &seen);
	p.text = text.data;
	p.styles = styles.data;
	p.screens = seen.data;
	picture_svg(&p, &svg);
	bool ok = write_text(ui, words, &svg);
	buf_done(&text);
	buf_done(&styles);
	buf_done(&seen);
	buf_done(&svg);
	return ok;
}

static const struct {
	const char *name;
	int sig;
} signals[] = { { "TERM", SIGTERM }, { "HUP", SIGHUP }, { "INT", SIGINT }, { "WINCH", SIGWINCH } };

static bool is_signal(const char *words)
{
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		if (str_eq(signals[i].name, words))
			return true;
	return false;
}

static bool send_signal(struct ui *ui, const char *words)
{
	(void)ui;
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		if (str_eq(signals[i].name, words))
			raise(signals[i].sig);
	return true;
}

// clang-format off
static const struct command script_commands[] = {
	{ "keys",        are_keys,  keys },
	{ "type",        NULL,      type },
	{ "paste",       NULL,      paste },
	{ "scan",        NULL,      scan },
	{ "resize",      is_size,   resize },
	{ "see",         NULL,      see },
	{ "unseen",      NULL,      unseen },
	{ "dump",        NULL,      dump },
	{ "dump-styles", NULL,      dump_styles },
	{ "dump-svg",    NULL,      dump_svg },
	{ "signal",      is_signal, send_signal },
};
// clang-format on

static const struct command *find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(script_commands); i++)
		if (strlen(script_commands[i].name) == len && memcmp(script_commands[i].name, name, len) == 0)
			return &script_commands[i];
	return NULL;
}

static bool read_line(struct script *sc, char *line, int number, struct err *e)
{
	line = str_trim(line);
	if (!*line || *line == '#')
		return true;
	size_t len = strcspn(line, " ");
	struct step step = { .command = find(line, len), .words = line + len + strspn(line + len, " "), .line = number };
	if (!step.command)
		return err_set(e, ERR_USAGE, _("%s:%d: A script knows no “%s”."), sc->path, number, line);
	if (!*step.words || (step.command->check && !step.command->check(step.words)))
		return err_set(e, ERR_USAGE, _("%s:%d: “%s” does not understand what stands behind it."), sc->path, number, step.command->name);
	if (sc->n == STEPS_MAX)
		return err_set(e, ERR_USAGE, _("%s: A script has at most %d lines."), sc->path, STEPS_MAX);
	sc->steps[sc->n++] = step;
	return true;
}

bool script_load(struct script **ret, const char *path, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct script *sc = arena_alloc(&arena, sizeof(*sc));
	char *text = NULL;
	size_t len;
	bool ok = file_read(path, SCRIPT_MAX, &arena, &text, &len, e);
	if (ok && !utf8_valid(text, len))
		ok = err_set(e, ERR_USAGE, _("The script “%s” is not UTF-8."), path);
	sc->path = arena_strdup(&arena, path);
	sc->steps = arena_array(&arena, STEPS_MAX, sizeof(*sc->steps));
	for (int number = 1; ok && *text; number++) {
		char *end = text + strcspn(text, "\n");
		bool last = !*end;
		*end = '\0';
		ok = read_line(sc, text, number, e);
		text = last ? end : end + 1;
	}
	sc->arena = arena;
	if (ok)
		*ret = sc;
	else
		arena_done(&arena);
	return ok;
}

void script_free(struct script *sc)
{
	if (!sc)
		return;
	struct arena arena = sc->arena;
	arena_done(&arena);
}

/* What a failed look saw, for whoever reads the test's log. */
static void complain(const struct script *sc, const struct step *step)
{
	struct buf text = BUF_INIT(SCREEN_MOST);
	paint_dump(&text);
	fprintf(stderr, "%s:%d: %s %s\n%s", sc->path, step->line, step->command->name, step->words, text.data);
	buf_done(&text);
}

bool script_step(struct script *sc, struct ui *ui, int *ret_status)
{
	if (sc->next == sc->n)
		return false;
	const struct step *step = &sc->steps[sc->next++];
	if (step->command->run(ui, step->words))
		return true;
	complain(sc, step);
	*ret_status = 1;
	return false;
}
