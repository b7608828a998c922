/* prompt.c - the ":" line */
#include "config.h"

#include "widget/prompt.h"

#include <stdio.h>
#include <string.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/past.h"
#include "core/charset.h"
#include "core/input.h"
#include "core/key.h"
#include "core/paint.h"
#include "core/screen.h"
#include "core/ui.h"
#include "widget/edit.h"
#include "widget/field.h"

enum {
	FED_MAX = 64,       /* bytes of one key */
	LINE_MOST = 16 * 1024,
	LISTED = 10,        /* words on lines of their own */
	WORD_W = 28,
	FIELD_LEAST = 10,
	SEARCH_MOST = 200,  /* characters of a paste into a search */
};

struct prompt {
	struct screen screen;
	struct prompt_wish wish;
	struct edit shown;       /* readline's line, to be painted */
	struct arena offered;    /* what was found by Tab */
	struct prompt_word *words;
	size_t nwords;
	bool open_word;          /* no blank behind it */
	bool listed;
	struct buf asked;        /* the line up to the cursor, as Tab was pressed */
};

/* readline is one for the whole process and gives its functions no context. */
static struct prompt *live;
static struct past past;
static char fed[FED_MAX]; /* the bytes of one key: it must find all of them, or it loses some */
static size_t nfed, fed_at;
static char *line_done;   /* readline's; NULL: none */
static bool line_over;

/* readline's text is in the locale's charset, ours in UTF-8. */

static char *from_locale(struct arena *a, const char *text, size_t len)
{
	uint16_t high[128];
	struct buf out = BUF_INIT(LINE_MOST);
	if (charset_utf8())
		return arena_strndup(a, text, len);
	charset_high(high);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		utf8_add(&out, c < 0x80 ? c : high[c - 0x80]);
	}
	char *kept = arena_strdup(a, out.data);
	buf_done(&out);
	return kept;
}

static char *to_locale(struct arena *a, const char *text)
{
	struct buf out = BUF_INIT(LINE_MOST);
	if (charset_utf8())
		return arena_strdup(a, text);
	charset_encode(&out, text);
	char *kept = arena_strdup(a, out.data);
	buf_done(&out);
	return kept;
}

static const char *line_to(struct arena *a, int end)
{
	return from_locale(a, rl_line_buffer, (size_t)end);
}

/* What readline calls. */

static int next_byte(FILE *in)
{
	(void)in;
	return fed_at < nfed ? (unsigned char)fed[fed_at++] : EOF;
}

static int has_byte(void)
{
	return fed_at < nfed;
}

static void paint_later(void)
{
	if (live)
		ui_touch(live->screen.ui);
}

static void take_line(char *line)
{
	line_done = line;
	line_over = true;
	rl_callback_handler_remove(); /* or it would begin another one */
}

static char *next_word(const char *text, int state)
{
	static size_t at;
	struct arena a = ARENA_INIT;
	(void)text;
	if (!state)
		at = 0;
	char *word = live && at < live->nwords ? strdup(to_locale(&a, live->words[at++].word)) : NULL; /* readline frees it */
	arena_done(&a);
	return word;
}

/* Words need not begin like what they stand for ("web" is K-00007): then what is typed stays until there is one. */
static char **match(const char *text, int start, int end)
{
	(void)start, (void)end;
	rl_attempted_completion_over = 1;
	rl_completion_suppress_append = live && live->open_word;
	rl_sort_completion_matches = 0;
	char **matches = live && live->nwords ? rl_completion_matches(text, next_word) : NULL;
	if (matches && matches[1] && !str_starts(matches[0], text)) {
		rl_free(matches[0]);
		matches[0] = strdup(text);
	}
	return matches;
}

static void list_words(char **matches, int n, int longest)
{
	(void)matches, (void)n, (void)longest;
	if (live)
		live->listed = true;
}

/* Once in a process. */
static void start_readline(void)
{
	static const struct {
		const char *keys;
		rl_command_func_t *run;
	} keys[] = {
		{ "\033[3~", rl_delete }, { "\033[5~", rl_history_search_backward }, { "\033[6~", rl_history_search_forward },
		{ "\033[1;5C", rl_forward_word }, { "\033[1;5D", rl_backward_word },
	};
	FILE *nowhere = fopen("/dev/null", "r+e");
	rl_readline_name = PACKAGE;
	rl_instream = rl_outstream = nowhere;
	rl_catch_signals = rl_catch_sigwinch = rl_change_environment = 0;
	rl_prep_term_function = NULL;
	rl_deprep_term_function = NULL;
	rl_redisplay_function = paint_later; /* before it begins: then it does not ask terminfo either, which is curses' */
	rl_getc_function = next_byte;
	rl_input_available_hook = has_byte;
	rl_attempted_completion_function = match;
	rl_completion_display_matches_hook = list_words;
	rl_completer_word_break_characters = " \t";
	rl_completer_quote_characters = "";
	rl_initialize();
	rl_variable_bind("show-all-if-ambiguous", "on");
	rl_variable_bind("enable-bracketed-paste", "off");
	rl_variable_bind("bell-style", "none");
	rl_variable_bind("input-meta", "on"); /* whatever it thought of the locale */
	rl_variable_bind("output-meta", "on");
	rl_variable_bind("convert-meta", "off");
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		rl_bind_keyseq_if_unbound(keys[i].keys, keys[i].run);
	rl_unbind_function_in_map(rl_quoted_insert, rl_get_keymap()); /* no control character comes into the line */
	rl_unbind_function_in_map(rl_re_read_init_file, rl_get_keymap());
	using_history();
	stifle_history(PAST_LINES_MAX);
}

/* Anew each time, as a line that was changed and left would stay changed. */
static void fill_history(void)
{
	struct arena a = ARENA_INIT;
	rl_clear_history();
	for (size_t i = 0; i < past.n; i++)
		add_history(to_locale(&a, past.lines[i]));
	using_history();
	arena_done(&a);
}

/* Keys. */

static const struct {
	uint32_t key;
	const char *bytes;
} sent[] = {
	{ KT_KEY_ENTER, "\r" }, { KT_KEY_TAB, "\t" }, { KT_KEY_ESC, "\033" }, { KT_KEY_BACKSPACE, "\177" },
	{ KT_KEY_UP, "\033[A" }, { KT_KEY_DOWN, "\033[B" }, { KT_KEY_RIGHT, "\033[C" }, { KT_KEY_LEFT, "\033[D" },
	{ KT_KEY_HOME, "\033[H" }, { KT_KEY_END, "\033[F" }, { KT_KEY_DELETE, "\033[3~" }, { KT_KEY_PGUP, "\033[5~" },
	{ KT_KEY_PGDN, "\033[6~" }, { KT_KEY_CTRL | KT_KEY_RIGHT, "\033[1;5C" }, { KT_KEY_CTRL | KT_KEY_LEFT, "\033[1;5D" },
	{ KT_KEY_ALT | KT_KEY_BACKSPACE, "\033\177" }, { KT_KEY_CTRL | ' ', NULL },
};

/* The bytes that a terminal sends for it; nothing for what readline has no meaning for. */
static size_t bytes_of(uint32_t key, char ret[FED_MAX])
{
	struct buf out = BUF_INIT(FED_MAX - 1);
	uint32_t code = key & KT_KEY_CODE;
	const char *known = NULL;
	bool found = false;
	for (size_t i = 0; i < ARRAY_LEN(sent) && !found; i++)
		if ((found = sent[i].key == key))
			known = sent[i].bytes;
	if (known) {
		buf_adds(&out, known);
	} else if (!found && code < KT_KEY_FIRST) {
		if (key & KT_KEY_ALT)
			buf_addc(&out, '\033');
		if (key & KT_KEY_CTRL)
			buf_addc(&out, (char)(code & 0x1f));
		else if (charset_utf8())
			utf8_add(&out, code);
		else {
			struct buf one = BUF_INIT(8);
			utf8_add(&one, code);
			charset_encode(&out, one.data);
			buf_done(&one);
		}
	}
	size_t len = out.len;
	memcpy(ret, out.data, len);
	buf_done(&out);
	return len;
}

static size_t room(void)
{
	struct arena a = ARENA_INIT;
	size_t used = utf8_count(line_to(&a, rl_end));
	arena_done(&a);
	return used < PROMPT_MAX ? PROMPT_MAX - used : 0;
}

/* The line is there, or was given up: the prompt goes first. */
static void end(struct prompt *p)
{
	struct ui *ui = p->screen.ui;
	struct arena a = ARENA_INIT;
	const char *line = line_done ? from_locale(&a, line_done, strlen(line_done)) : NULL;
	void (*done)(struct ui *ui, const char *line) = p->wish.done;
	rl_free(line_done);
	line_done = NULL;
	screen_close(&p->screen);
	if (line) {
		past_add(&past, line);
		done(ui, line);
	}
	arena_done(&a);
}

static void feed_bytes(const char *bytes, size_t len)
{
	memcpy(fed, bytes, len);
	nfed = len;
	fed_at = 0;
	while (fed_at < nfed && !line_over)
		rl_callback_read_char();
	nfed = fed_at = 0;
}

/* The prompt may be gone afterwards. */
static void feed(struct prompt *p, uint32_t key)
{
	char bytes[FED_MAX];
	p->listed = false;
	if (key_is_text(key) && !room()) {
		ui_say(p->screen.ui, MESSAGE_WARN, _("Here is room for %d characters, no more."), (int)PROMPT_MAX);
		return;
	}
	feed_bytes(bytes, bytes_of(key, bytes));
	ui_touch(p->screen.ui);
	if (line_over)
		end(p);
}

static bool searching(void)
{
	return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH);
}

/* All of it, or nothing; line ends become blanks, so that a paste never runs anything. */
static void paste(struct prompt *p, const char *text, size_t len)
{
	struct arena a = ARENA_INIT;
	char *plain = arena_strndup(&a, text, len < LINE_MOST ? len : LINE_MOST);
	for (char *c = plain; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	plain = str_trim(plain);
	size_t most = searching() ? SEARCH_MOST : room();
	p->listed = false;
	if (len > LINE_MOST || utf8_count(plain) > most) {
		ui_say(p->screen.ui, MESSAGE_WARN, _("Here is room for %d characters, no more."), (int)PROMPT_MAX);
	} else if (searching()) {
		for (size_t at = 0, n = strlen(plain), used; at < n && live == p; at += used)
			feed(p, utf8_next(plain + at, n - at, &used));
	} else {
		rl_insert_text(to_locale(&a, plain));
	}
	ui_touch(p->screen.ui);
	arena_done(&a);
}

static bool prompt_event(struct screen *s, const struct event *ev)
{
	struct prompt *p = (struct prompt *)s;
	if (ev->kind == EVENT_KEY && ev->key == (KT_KEY_CTRL | 'l'))
		paint_again();
	else if (ev->kind == EVENT_KEY)
		feed(p, ev->key);
	else if (ev->kind == EVENT_PASTE)
		paste(p, ev->text, ev->len);
	else if (ev->kind == EVENT_SCAN) /* its first characters stand there already */
		paste(p, ev->text + event_rest(ev), ev->len - event_rest(ev));
	return ev->kind != EVENT_FOCUS;
}

/* Completion. */

static void ask_words(struct screen *s, const char *words)
{
	struct prompt *p = (struct prompt *)s;
	struct arena a = ARENA_INIT;
	(void)words;
	if (searching()) {
		feed(p, KT_KEY_TAB);
		return;
	}
	const char *line = line_to(&a, rl_point), *blank = strrchr(line, ' ');
	const char *word = blank ? blank + 1 : line;
	buf_clear(&p->asked);
	buf_adds(&p->asked, line);
	p->listed = false;
	p->wish.complete(s, arena_strndup(&a, line, (size_t)(word - line)), word);
	arena_done(&a);
}

void prompt_offer(struct screen *s, const struct prompt_word *words, size_t n, bool open)
{
	struct prompt *p = (struct prompt *)s;
	struct arena a = ARENA_INIT;
	bool same = str_eq(line_to(&a, rl_point), p->asked.data) && !searching();
	arena_done(&a);
	if (!same)
		return;
	arena_clear(&p->offered);
	p->nwords = n < PROMPT_WORDS_MAX ? n : PROMPT_WORDS_MAX;
	p->words = arena_array(&p->offered, p->nwords + 1, sizeof(*p->words));
	for (size_t i = 0; i < p->nwords; i++)
		p->words[i] = (struct prompt_word) { arena_strdup(&p->offered, words[i].word), arena_strdup(&p->offered, words[i].beside) };
	p->open_word = open;
	if (n)
		feed_bytes("\t", 1);
	else
		ui_say(s->ui, MESSAGE_INFO, _("Nothing begins like that."));
	ui_touch(s->ui);
}

/* Painting. */

/* ":"; while the history is searched, what for. readline says it in English: (failed reverse-i-search)`web': */
static const char *label(struct arena *a)
{
	const char *said = rl_display_prompt ? rl_display_prompt : ":", *from = strchr(said, '`'), *to = strrchr(said, '\'');
	if (!RL_ISSTATE(RL_STATE_ISEARCH) || !from || !to || to < from)
		return from_locale(a, said, strlen(said));
	const char *words = from_locale(a, from + 1, (size_t)(to - from - 1));
	return arena_printf(a, str_starts(said, "(failed") ? _("No line with “%s”:") : _("The last line with “%s”:"), words);
}

/* The line as readline has it now; what was in view stays so. */
static void look_at_line(struct prompt *p, struct arena *a)
{
	const char *line = line_to(a, rl_end);
	if (!str_eq(line, p->shown.text.data)) {
		size_t left = p->shown.left;
		edit_set(&p->shown, line);
		p->shown.left = left < p->shown.text.len ? left : 0;
	}
	p->shown.cursor = strlen(line_to(a, rl_point));
}

static void paint_words(const struct prompt *p, struct area whole)
{
	int most = whole.h - 2 < LISTED ? whole.h - 2 : LISTED, n = (int)p->nwords;
	if (!p->listed || most < 1)
		return;
	int lines = n > most ? most : n, shown = n > most ? most - 1 : n;
	struct area a = area_part(whole, whole.h - 1 - lines, 0, lines, whole.w);
	paint_clear(a, STYLE_STATUS);
	for (int i = 0; i < shown; i++) {
		int w = str_width(p->words[i].word);
		w = w > WORD_W ? w : WORD_W;
		paint_cell(a, i, 1, w, STYLE_KEY, p->words[i].word, false);
		if (p->words[i].beside)
			paint_cell(a, i, w + 3, a.w - w - 4, STYLE_STATUS, p->words[i].beside, false);
	}
	if (n > most) {
		struct arena mem = ARENA_INIT;
		paint_cell(a, most - 1, 1, a.w - 2, STYLE_DIM, arena_printf(&mem,
				ngettext("… and %d more; type on to have fewer", "… and %d more; type on to have fewer", (unsigned long)(n - shown)),
				n - shown), false);
		arena_done(&mem);
	}
}

static void prompt_paint(struct screen *s)
{
	struct prompt *p = (struct prompt *)s;
	struct arena mem = ARENA_INIT;
	struct area a = area_part(s->area, s->area.h - 1, 0, 1, s->area.w);
	const char *before = label(&mem);
	int w = str_width(before), most = a.w - FIELD_LEAST - 3;
	w = w > most ? (most > 0 ? most : 0) : w;
	look_at_line(p, &mem);
	paint_words(p, s->area);
	paint_clear(a, STYLE_STATUS);
	paint_cell(a, 0, 1, w, STYLE_LABEL, before, false);
	field_paint(a, 0, w + 2, a.w - w - 4, STYLE_FOCUS, &p->shown, true);
	arena_done(&mem);
}

/* Coming and going. */

static void prompt_close(struct screen *s)
{
	struct prompt *p = (struct prompt *)s;
	if (!line_over) {
		rl_callback_sigcleanup(); /* a search or an argument that was under way */
		rl_callback_handler_remove();
	}
	rl_free(line_done);
	line_done = NULL;
	live = NULL;
	edit_done(&p->shown);
	buf_done(&p->asked);
	arena_done(&p->offered);
}

static void run_key(struct screen *s, const char *words)
{
	(void)words;
	feed((struct prompt *)s, str_eq(s->ui->running->name, "prompt.search") ? KT_KEY_CTRL | 'r' : KT_KEY_ENTER);
}

static bool inserts_as_vi(void)
{
	return rl_editing_mode == 0 && str_eq(rl_get_keymap_name(rl_get_keymap()), "vi-insert");
}

/* In the midst of a search it ends that, and the line stays; to who edits as in vi it first ends the typing. */
static void drop(struct screen *s, const char *words)
{
	(void)words;
	if (searching())
		feed((struct prompt *)s, KT_KEY_CTRL | 'g');
	else if (inserts_as_vi())
		feed((struct prompt *)s, KT_KEY_ESC);
	else
		screen_close(s);
}

// clang-format off
static const struct action prompt_actions[] = {
	{ "prompt.done",   N_("Do it"),  N_("Does what the line says."), .flags = ACTION_BAR, .run = run_key },
	{ "prompt.words",  N_("Words"),  N_("Completes the word, or lists what could stand here."), .flags = ACTION_BAR, .run = ask_words },
	{ "prompt.search", N_("Search"), N_("Searches the lines of before; again for an older one."), .flags = ACTION_BAR, .run = run_key },
	{ "prompt.drop",   N_("Leave"),  N_("Leaves everything as it was."), .flags = ACTION_BAR, .run = drop },
	{ NULL },
};
// clang-format on

const struct screen_class prompt_dialog = {
	.name = "prompt", .title = N_("Line"), .size = sizeof(struct prompt), .flags = SCREEN_OVERLAY | SCREEN_MODAL | SCREEN_TYPED,
	.actions = prompt_actions, .paint = prompt_paint, .event = prompt_event, .close = prompt_close,
};

void prompt_open(struct ui *ui, const struct prompt_wish *wish)
{
	static bool started;
	struct err e = ERR_INIT;
	if (live) /* one line at a time */
		return;
	kt_assert(screen_open(ui, &prompt_dialog, NULL, &e)); /* it does not refuse */
	struct prompt *p = (struct prompt *)ui->top;
	p->wish = *wish;
	p->asked = (struct buf)BUF_INIT(LINE_MOST);
	edit_init(&p->shown, 0, false);
	edit_set(&p->shown, "");
	if (!started) {
		past_load(&past, wish->history);
		start_readline();
	}
	started = true;
	live = p;
	line_over = false;
	fill_history();
	rl_callback_handler_install(":", take_line);
}
