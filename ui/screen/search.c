/* search.c - search over everything: one line to type into, the hits below, one round trip for each pause of typing
 *
 * The text has the keys until one goes down into the hits; there letters are commands and 1–9 narrow to a kind.
 */
#include "config.h"

#include "screen/screens.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "core/input.h"
#include "core/ui.h"
#include "core/worker.h"
#include "domain/order.h"
#include "screen/search_view.h"
#include "store/query.h"
#include "widget/edit.h"
#include "widget/field.h"

enum { HEAD_LINES = 2, ORDER_LINES = 2 /* of status and year */, LAST_MOST = 20, TEXT_ROOM = QUERY_TEXT_MAX * 4 + 1 };

/* The searches that led somewhere, the newest first; they go with the person or the program. */
static struct {
	char texts[LAST_MOST][TEXT_ROOM];
	size_t n;
} last;

struct search_screen {
	struct screen screen;
	struct edit edit;
	bool in_list;
	enum search_state state;
	enum search_facet facet;
	const char *status;          /* of orders; NULL: any */
	int year;                    /* 0: any */
	char asked[TEXT_ROOM];       /* what the hits were asked for, or are being; "": nothing */
	bool waiting;                /* for hits of what is asked now: those that are shown are older */
	bool there;                  /* hits have come */
	bool stale;                  /* records were changed since */
	bool open_first;             /* Enter came before the hits */
	struct arena arena;          /* of what was found */
	struct search_found found;
	struct search_view view;
	const struct search_kind *kind; /* of the hit the cursor is on, if it was put there */
	long long id;
	size_t recalled;             /* 0, or 1 + the index of the search that was called back */
};

static struct search_screen *of(struct screen *s)
{
	return (struct search_screen *)s;
}

/* What is shown of what was found. */

static int head_lines(const struct search_screen *q)
{
	return HEAD_LINES + (q->facet == FACET_ORDERS && q->found.norders ? ORDER_LINES : 0);
}

/* Orders of every status and year again; were some left out? */
static bool widen(struct search_screen *q)
{
	bool narrowed = q->status || q->year;
	q->status = NULL;
	q->year = 0;
	return narrowed;
}

static const struct search_hit *selected(const struct search_screen *q)
{
	return q->view.cursor < q->view.n ? &q->found.hits[q->view.shown[q->view.cursor]] : NULL;
}

static void select_hit(struct search_screen *q, size_t i)
{
	q->view.cursor = i < q->view.n ? i : q->view.n ? q->view.n - 1 : 0;
	const struct search_hit *hit = selected(q);
	q->kind = hit ? hit->kind : NULL;
	q->id = hit ? hit->row->id : 0;
}

/* The hits of the facet; the cursor stays on its record if it is among them, else it goes to the best. */
static void narrow(struct search_screen *q)
{
	size_t *shown = arena_array(&q->arena, q->found.n + 1, sizeof(*shown)), n = 0, at = 0;
	for (size_t i = 0; i < q->found.n; i++) {
		const struct search_hit *hit = &q->found.hits[i];
		if (q->facet != FACET_ALL && hit->kind->facet != q->facet)
			continue;
		if (q->in_list && hit->kind == q->kind && hit->row->id == q->id)
			at = n;
		shown[n++] = i;
	}
	q->view = (struct search_view) { .found = &q->found, .shown = shown, .n = n, .top = at && q->view.top <= at ? q->view.top : 0 };
	select_hit(q, at);
	q->in_list = q->in_list && n;
}

static void forget_hits(struct search_screen *q)
{
	arena_done(&q->arena);
	q->found = (struct search_found) { .n = 0 };
	q->there = q->waiting = q->stale = q->open_first = false;
	narrow(q);
}

/* Opening what was found. */

static const struct {
	const char *kind;
	const struct screen_class *screen;
} targets[] = {
	{ "order", &order_screen }, { "customer", &customer_screen }, { "address", &customer_screen },
	{ "comment", &order_screen }, { "measurement", &customer_screen }, { "nogo", &customer_screen },
	{ "person", &person_screen }, { "alloy", &alloy_screen }, { "place", &place_screen }, { "activity", &activity_screen },
};

/* The newest first, each once. */
static void remember(const char *text)
{
	char kept[TEXT_ROOM];
	snprintf(kept, sizeof(kept), "%s", text);
	size_t at = 0;
	while (at < last.n && !str_eq(last.texts[at], kept))
		at++;
	if (at == last.n)
		last.n += last.n < LAST_MOST;
	if (at == LAST_MOST)
		at--;
	memmove(last.texts[1], last.texts[0], at * sizeof(last.texts[0]));
	memcpy(last.texts[0], kept, sizeof(kept));
}

void search_forget(void)
{
	memset(&last, 0, sizeof(last));
}

static void open_hit(struct search_screen *q)
{
	struct ui *ui = q->screen.ui;
	const struct search_hit *hit = selected(q);
	struct err e = ERR_INIT;
	if (!hit)
		return;
	remember(q->asked);
	q->recalled = 0;
	for (size_t i = 0; i < ARRAY_LEN(targets); i++)
		if (str_eq(targets[i].kind, hit->kind->name)) {
			if (!screen_open(ui, targets[i].screen, hit->row->opens, &e))
				ui_say_err(ui, &e);
			return;
		}
}

/* Asking. */

struct search_job {
	struct search_screen *screen;
	struct search search;
};

static bool run_search(struct store *s, void *args, struct arena *a, void **ret, struct err *e)
{
	const struct search_job *j = args;
	struct search_found *found = arena_alloc(a, sizeof(*found));
	*ret = found;
	return search_run(s, &j->search, a, found, e);
}

static void ask(struct search_screen *q);

static void searched(struct job *j)
{
	struct search_screen *q = ((struct search_job *)j->args)->screen;
	struct ui *ui = q->screen.ui;
	bool open_first = q->open_first;
	q->waiting = q->open_first = false;
	ui_touch(ui);
	if (!j->ok) {
		if (j->err.code != ERR_CANCELLED)
			ui_say_err(ui, &j->err);
		return;
	}
	struct search_found *found = j->result;
	struct arena old = q->arena;
	q->arena = job_keep(j);
	q->found = *found;
	q->there = true;
	q->stale = false;
	bool again = false;
	if (q->facet != FACET_ALL && !q->found.counts[q->facet] && open_first) {
		q->facet = FACET_ALL;
		again = widen(q);
	}
	narrow(q);
	arena_done(&old);
	if (again) {
		ask(q);
		q->open_first = true;
		return;
	}
	if (ui->top == &q->screen && open_first)
		open_hit(q);
}

/* The same words again, or others. */
static void ask(struct search_screen *q)
{
	struct arena a = ARENA_INIT;
	const char *text = q->edit.text.data ? q->edit.text.data : "";
	snprintf(q->asked, sizeof(q->asked), "%s", text);
	if (search_sense(text) != SEARCH_SENSE) {
		worker_forget(q->screen.ui->worker, &q->screen);
		if (!*text) { /* another search begins */
			q->facet = FACET_ALL;
			widen(q);
		}
		forget_hits(q);
		arena_done(&a);
		return;
	}
	struct search_job j = { .screen = q, .search = { .text = arena_strdup(&a, text), .also = search_also(text, &a),
		.state = q->state, .status = q->status, .year = q->year } };
	q->waiting = true;
	worker_post(q->screen.ui->worker, run_search, &j, sizeof(j), &a, searched, &q->screen, 0);
}

static void touched(struct screen *s)
{
	struct search_screen *q = of(s);
	if (str_eq(q->asked, q->edit.text.data))
		return;
	q->open_first = false;
	ask(q);
}

/* The screen. */

static bool search_open(struct screen *s, const char *words, struct err *e)
{
	struct search_screen *q = of(s);
	struct arena a = ARENA_INIT;
	(void)e;
	edit_init(&q->edit, QUERY_TEXT_MAX, false);
	const char *end = words;
	for (size_t n = 0, used; *end && n < QUERY_TEXT_MAX; n++, end += used)
		utf8_next(end, strlen(end), &used);
	edit_set(&q->edit, arena_strndup(&a, words, (size_t)(end - words)));
	arena_done(&a);
	narrow(q);
	return true;
}

static void search_close(struct screen *s)
{
	struct search_screen *q = of(s);
	edit_done(&q->edit);
	arena_done(&q->arena);
}

/* Whoever comes back from a hit finds the search as it was, and the hits as they are now. */
static void search_shown(struct screen *s)
{
	ask(of(s));
}

static void search_changed(struct screen *s, const char *table, const char *ids)
{
	struct search_screen *q = of(s);
	(void)ids;
	for (const struct search_kind *k = search_kinds; k->name; k++)
		q->stale |= q->there && (!table || str_eq(table, k->entity->table));
	ui_touch(s->ui);
}

/* Everything is spelled when it is painted; but words such as Kupfer mean others now. */
static void search_spoken(struct screen *s, const struct fmt *was)
{
	(void)was;
	ask(of(s));
}

static struct edit *search_edited(struct screen *s)
{
	struct search_screen *q = of(s);
	return q->in_list ? NULL : &q->edit;
}

static bool search_event(struct screen *s, const struct event *ev)
{
	struct search_screen *q = of(s);
	if (ev->kind == EVENT_SCAN) { /* no word to look for: it means here what it means everywhere */
		edit_take_back(&q->edit, ev->taken);
		return false;
	}
	if (ev->kind == EVENT_MOUSE && (ev->mouse == MOUSE_WHEEL_UP || ev->mouse == MOUSE_WHEEL_DOWN)) {
		select_hit(q, ev->mouse == MOUSE_WHEEL_DOWN ? q->view.cursor + 3 : q->view.cursor > 3 ? q->view.cursor - 3 : 0);
		return true;
	}
	if (ev->kind == EVENT_MOUSE && ev->mouse == MOUSE_PRESS && ev->y >= s->area.y + head_lines(q)) {
		size_t row = q->view.top + (size_t)(ev->y - s->area.y - head_lines(q));
		bool again = q->in_list && row == q->view.cursor;
		if (row >= q->view.n)
			return false;
		q->in_list = true;
		select_hit(q, row);
		if (again)
			open_hit(q);
		return true;
	}
	return search_edited(s) && field_event(s, ev);
}

static bool search_selected(const struct screen *s, long long *ret_id, const char **ret_words)
{
	const struct search_screen *q = (const struct search_screen *)s;
	const struct search_hit *hit = selected(q);
	*ret_id = hit ? hit->row->id : 0;
	*ret_words = hit ? hit->row->key : "";
	return hit != NULL;
}

/* Painting. */

static const char *state_words(enum search_state state)
{
	switch (state) {
	case SEARCH_OPEN:
		return _("open orders only");
	case SEARCH_CLOSED:
		return _("closed orders only");
	case SEARCH_ALL:
		break;
	}
	return "";
}

static void paint_line(struct search_screen *q, struct area a)
{
	const char *state = state_words(q->state), *stale = q->stale ? _("changed: ^R") : "";
	int right = str_width(state) + str_width(stale) + 3;
	paint_clear(area_part(a, 0, 0, 1, a.w), STYLE_NORMAL);
	int x = paint_text(a, 0, 1, STYLE_LABEL, _("Search:")) + 3;
	field_paint(a, 0, x, a.w - x - right - 1, q->in_list ? STYLE_FIELD : STYLE_FOCUS, &q->edit, !q->in_list);
	paint_text(a, 0, a.w - right, STYLE_WARN, state);
	paint_text(a, 0, a.w - right + str_width(state) + (*state != '\0'), STYLE_WARN, stale);
}

static int say(struct area a, int y, const char *text)
{
	return paint_wrapped(a, y, 2, a.w - 4, 0, STYLE_DIM, text);
}

static void paint_last(struct area a)
{
	int y = say(a, 0, _("Type what you look for: a number, a name, words of a title or of a comment. Tab narrows to a kind, Enter opens."));
	if (!last.n)
		return;
	paint_text(a, ++y, 2, STYLE_HEAD, _("Your last searches (Up)"));
	for (size_t i = 0; i < last.n && y + 2 < a.h; i++)
		paint_text(a, ++y, 2, STYLE_NORMAL, last.texts[i]);
}

/* Why there is nothing to see. */
static void paint_nothing(const struct search_screen *q, struct area a)
{
	const char *text = q->edit.text.data ? q->edit.text.data : "";
	paint_clear(a, STYLE_NORMAL);
	switch (search_sense(text)) {
	case SEARCH_EMPTY:
		paint_last(area_part(a, 1, 0, a.h - 1, a.w));
		return;
	case SEARCH_TOO_SHORT:
		say(a, 1, _("One letter is too little to look for. Type another one, or a number."));
		return;
	case SEARCH_NO_LETTER:
		say(a, 1, _("There is neither a letter nor a digit in this to look for."));
		return;
	case SEARCH_SENSE:
		break;
	}
	if (!q->there)
		say(a, 1, q->waiting ? _("Searching …") : _("The search was broken off. Ctrl-R searches again."));
	else if (q->status || q->year)
		say(a, 1, _("No order of this status and year. Alt-S and Alt-Y show the next."));
	else if (q->found.n)
		say(a, 1, _("Nothing of this kind. Tab shows the next kind."));
	else if (q->state != SEARCH_ALL)
		say(a, 1, _("Nothing is found. Some orders are left out: Alt-O shows all of them."));
	else
		say(a, 1, _("Nothing is found in which all of these words occur. Fewer words, or the beginning of one, find more."));
}

static void search_paint(struct screen *s)
{
	struct search_screen *q = of(s);
	int head = head_lines(q);
	struct area a = s->area, hits = area_part(a, head, 0, a.h - head, a.w);
	snprintf(s->subject, sizeof(s->subject), "%s", "");
	paint_line(q, a);
	if (q->found.n || q->status || q->year)
		search_view_facets(&q->found, q->facet, area_part(a, 1, 0, 1, a.w));
	else
		paint_clear(area_part(a, 1, 0, 1, a.w), STYLE_NORMAL);
	if (head > HEAD_LINES)
		search_view_orders(&q->found, q->status, q->year, area_part(a, HEAD_LINES, 0, ORDER_LINES, a.w));
	q->view.in_list = q->in_list;
	if (!q->view.n) {
		paint_nothing(q, hits);
		return;
	}
	bool more = q->found.more[q->facet] && hits.h > 3;
	search_view_hits(&q->view, &s->ui->fmt, area_part(hits, 0, 0, hits.h - more, hits.w));
	if (more) {
		paint_clear(area_part(hits, hits.h - 1, 0, 1, hits.w), STYLE_NORMAL);
		paint_cell(hits, hits.h - 1, 2, hits.w - 2, STYLE_DIM, _("There are more than a hundred. Another word finds less."), false);
	}
}

/* Actions. */

static void choose(struct screen *s, const char *words)
{
	struct search_screen *q = of(s);
	(void)words;
	if (q->waiting)
		q->open_first = true; /* what is shown belongs to other words */
	else if (q->view.n)
		open_hit(q);
	else
		ui_say(s->ui, MESSAGE_INFO, _("There is nothing to open."));
}

/* From the text into the hits, and on. */
static void go(struct search_screen *q, long delta)
{
	if (!q->view.n)
		return;
	size_t to = q->view.cursor;
	if (!q->in_list)
		delta -= delta == 1; /* the first key goes to where the cursor is */
	q->in_list = true;
	if (delta < 0)
		to -= to < (size_t)-delta ? to : (size_t)-delta;
	else
		to += (size_t)delta;
	select_hit(q, to);
}

static int page(const struct screen *s)
{
	int h = s->area.h - head_lines((const struct search_screen *)s) - 1;
	return h > 1 ? h : 1;
}

static void down(struct screen *s, const char *words)
{
	(void)words;
	go(of(s), 1);
}

/* The search before this one; beyond the oldest nothing. */
static void recall(struct search_screen *q)
{
	size_t i = q->recalled;
	while (i < last.n && str_eq(last.texts[i], q->edit.text.data))
		i++;
	if (i >= last.n) {
		ui_say(q->screen.ui, MESSAGE_INFO, last.n ? _("This is the oldest search of this session.") : _("There was no search before this one."));
		return;
	}
	q->recalled = i + 1;
	edit_replace(&q->edit, last.texts[i]);
	touched(&q->screen);
}

static void up(struct screen *s, const char *words)
{
	struct search_screen *q = of(s);
	(void)words;
	if (!q->in_list)
		recall(q);
	else if (q->view.cursor == 0)
		q->in_list = false;
	else
		go(q, -1);
}

static void page_down(struct screen *s, const char *words)
{
	(void)words;
	go(of(s), page(s));
}

static void page_up(struct screen *s, const char *words)
{
	(void)words;
	if (of(s)->in_list)
		go(of(s), -page(s));
}

static void first(struct screen *s, const char *words)
{
	(void)words;
	go(of(s), -(long)SEARCH_MOST * FACET_COUNT * 2);
}

static void end(struct screen *s, const char *words)
{
	(void)words;
	go(of(s), (long)SEARCH_MOST * FACET_COUNT * 2);
}

static void to_text(struct screen *s, const char *words)
{
	(void)words;
	of(s)->in_list = false;
}

static void show_facet(struct search_screen *q, enum search_facet facet)
{
	q->facet = facet;
	q->kind = NULL;
	narrow(q);
	if (facet != FACET_ORDERS && widen(q))
		ask(q);
}

/* The next kind that has hits, round and round. */
static void turn(struct search_screen *q, int by)
{
	int f = (int)q->facet;
	do
		f = (f + by + FACET_COUNT) % FACET_COUNT;
	while (f != FACET_ALL && f != (int)q->facet && !q->found.counts[f]);
	show_facet(q, (enum search_facet)f);
}

static void next_facet(struct screen *s, const char *words)
{
	(void)words;
	turn(of(s), 1);
}

static void previous_facet(struct screen *s, const char *words)
{
	(void)words;
	turn(of(s), -1);
}

static const char *const facet_actions[FACET_COUNT] = {
	[FACET_ALL] = "search.all", [FACET_ORDERS] = "search.orders", [FACET_CUSTOMERS] = "search.customers",
	[FACET_COMMENTS] = "search.comments", [FACET_SIZES] = "search.sizes", [FACET_NOGOS] = "search.nogos",
	[FACET_PEOPLE] = "search.people", [FACET_ALLOYS] = "search.alloys", [FACET_PLACES] = "search.places",
	[FACET_ACTIVITIES] = "search.activities",
};

static void one_facet(struct screen *s, const char *words)
{
	(void)words;
	for (enum search_facet f = FACET_ALL; f < FACET_COUNT; f++) {
		if (!str_eq(facet_actions[f], s->ui->running->name))
			continue;
		if (f == FACET_ALL || of(s)->found.counts[f])
			show_facet(of(s), f);
		else
			ui_say(s->ui, MESSAGE_INFO, _("Nothing of this kind is found."));
	}
}

/* To the next status that orders of the chosen year have, then to all. */
static const char *status_after(const struct search_screen *q)
{
	const struct choice *c = order_statuses;
	if (q->status)
		c = choice_find(order_statuses, q->status) + 1;
	while (c->wire && !search_count(&q->found, c->wire, q->year))
		c++;
	return c->wire;
}

/* To the year before that orders of the chosen status have, then to all. */
static int year_before(const struct search_screen *q)
{
	for (size_t i = 0; i < q->found.norders; i++) {
		const struct search_orders *o = &q->found.orders[i];
		if ((!q->year || o->year < q->year) && search_count(&q->found, q->status, o->year))
			return o->year;
	}
	return 0;
}

static void show_orders(struct search_screen *q, const char *status, int year)
{
	if (!q->found.norders) {
		ui_say(q->screen.ui, MESSAGE_INFO, _("No order is found."));
		return;
	}
	q->status = status;
	q->year = year;
	q->facet = FACET_ORDERS;
	q->kind = NULL;
	narrow(q);
	ask(q);
}

static void next_status(struct screen *s, const char *words)
{
	struct search_screen *q = of(s);
	(void)words;
	show_orders(q, status_after(q), q->year);
}

static void next_year(struct screen *s, const char *words)
{
	struct search_screen *q = of(s);
	(void)words;
	show_orders(q, q->status, year_before(q));
}

static void turn_state(struct screen *s, const char *words)
{
	struct search_screen *q = of(s);
	(void)words;
	q->state = q->state == SEARCH_CLOSED ? SEARCH_ALL : q->state + 1;
	ask(q);
}

static void again(struct screen *s, const char *words)
{
	(void)words;
	ask(of(s));
}

// clang-format off
static const struct action search_actions[] = {
	{ "search.choose",   N_("Open"),    N_("Opens the hit the cursor is on; while one types, the best."), .flags = ACTION_BAR, .run = choose },
	{ "search.next",     N_("Kind"),    N_("Narrows to the next kind of record that has hits."), .flags = ACTION_BAR, .run = next_facet },
	{ "search.previous", NULL,          N_("Narrows to the kind before."), .run = previous_facet },
	{ "search.state",    N_("Open/all"), N_("All orders, open ones only, closed ones only."), .flags = ACTION_BAR, .run = turn_state },
	{ "search.status",   N_("Status"),  N_("Narrows to orders of the next status, then to those of every status again."), .flags = ACTION_BAR, .run = next_status },
	{ "search.year",     N_("Year"),    N_("Narrows to orders of the year before, then to those of every year again."), .flags = ACTION_BAR, .run = next_year },
	{ "search.down",     NULL,          N_("Into the hits, and one hit down."), .run = down },
	{ "search.up",       NULL,          N_("One hit up, then to the text; in the text: the search before this one."), .run = up },
	{ "search.page_down", NULL,         N_("One screen down."), .run = page_down },
	{ "search.page_up",  NULL,          N_("One screen up."), .run = page_up },
	{ "search.first",    NULL,          N_("To the first hit."), .run = first },
	{ "search.last",     NULL,          N_("To the last hit."), .run = end },
	{ "search.text",     N_("Words"),   N_("Back to the words that are looked for."), .run = to_text },
	{ "search.again",    NULL,          N_("Searches the same again."), .run = again },
	{ "search.all",      NULL,          N_("Hits of every kind."), .run = one_facet },
	{ "search.orders",   NULL,          N_("Orders only."), .run = one_facet },
	{ "search.customers", NULL,         N_("Customers and their addresses only."), .run = one_facet },
	{ "search.comments", NULL,          N_("Comments only."), .run = one_facet },
	{ "search.sizes",    NULL,          N_("Sizes only."), .run = one_facet },
	{ "search.nogos",    NULL,          N_("No-gos and allergies only."), .run = one_facet },
	{ "search.people",   NULL,          N_("People only."), .run = one_facet },
	{ "search.alloys",   NULL,          N_("Alloys only."), .run = one_facet },
	{ "search.places",   NULL,          N_("Places only."), .run = one_facet },
	{ "search.activities", NULL,        N_("Activities only."), .run = one_facet },
	{ NULL },
};
// clang-format on

const struct screen_class search_screen = {
	.name = "search", .title = N_("Search"),
	.help = N_("Everything you may see, by number, name or any word of it: mueller finds Müller, 17 the order A-2026-0017. "
		"The best hits come first: numbers, names, titles, then the rest, the newer before the older. Down goes into the hits; there 1 to 9 narrow to a kind. Alt-S and Alt-Y narrow to orders of one status and of one year, those that the search has found: 12+ are at least 12, and another word tells more."),
	.right = "order:view", .size = sizeof(struct search_screen), .actions = search_actions, .widget = &field_actions,
	.open = search_open, .close = search_close, .paint = search_paint, .event = search_event, .edited = search_edited,
	.typing = &edit_typing, .edited_changed = touched, .shown = search_shown, .changed = search_changed, .spoken = search_spoken, .selected = search_selected,
};
