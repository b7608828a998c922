/* form.c - real records being filled in by keys, in both spellings; what is painted, taken back, kept and merged */
#include "config.h"

#include "widget/form.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/input.h"
#include "core/key.h"
#include "core/term.h"
#include "core/ui.h"
#include "domain/customer.h"
#include "domain/order.h"
#include "widget/form_draft.h"

/* A screen that brings answers: what the form asked for stands in `asked`. */
static struct bench {
	struct arena arena;
	struct form *form;
	struct ui ui; /* which is told when there is nothing to take back */
	struct screen screen;
	struct buf asked, text;
	bool prompt; /* suggestions come at once */
	int y, x;
} b;

static const struct form_ref people[] = {
	{ 17, "K-0017 Müller, Anna", "Pforzheim" },
	{ 18, "K-0018 Müller, Bernd", "Köln" },
	{ 19, "K-0019 Maier, Clara", NULL },
	{ 0, "new customer …", NULL },
};

static void start(void)
{
	setenv("KARAT_NOW", "2026-03-01T09:00:00Z", 1); /* a Sunday */
	cr_assert(zone_use("Europe/Berlin"));
	b = (struct bench) { .asked = BUF_INIT(1 << 16), .text = BUF_INIT(1 << 20), .prompt = true };
}

static void stop(void)
{
	form_free(b.form);
	for (size_t i = 0; i < MESSAGES_KEPT; i++)
		buf_done(&b.ui.messages[i].text);
	buf_done(&b.asked);
	buf_done(&b.text);
	arena_done(&b.arena);
}

TestSuite(form, .init = start, .fini = stop);

static void suggest(const struct field *field, const char *typed)
{
	struct form_ref found[ARRAY_LEN(people)];
	size_t n = 0;
	const char *folded = str_fold(&b.arena, typed);
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		if (!people[i].id || strstr(str_fold(&b.arena, people[i].label), folded))
			found[n++] = people[i];
	form_suggest(b.form, field, typed, found, n);
}

static void resolve(void *ctx, struct form *f, const struct field *field, const char *typed)
{
	cr_assert(ctx == &b);
	(void)f;
	buf_addf(&b.asked, "[%s %s]", field->name, typed);
	if (b.prompt)
		suggest(field, typed);
}

static void create(void *ctx, struct form *f, const struct field *field, const char *typed)
{
	(void)ctx, (void)f;
	buf_addf(&b.asked, "[new %s %s]", field->name, typed);
}

static void label(void *ctx, struct form *f, const struct field *field, int64_t id)
{
	(void)ctx, (void)f;
	buf_addf(&b.asked, "[label %s %lld]", field->name, (long long)id);
}

static bool may(void *ctx, const char *right)
{
	return !str_eq(ctx, right);
}

static struct form *open_wish(struct form_wish w, const char *lang)
{
	form_free(b.form);
	w.fmt = fmt_for(lang);
	if (!w.may) {
		w.resolve = resolve;
		w.create = create;
		w.label = label;
		w.ctx = &b;
	}
	b.form = form_new(&w);
	static const struct screen_class class = { .name = "form", .widget = &form_actions, .typing = &form_typing };
	b.screen = (struct screen) { .class = &class, .ui = &b.ui, .widget = b.form };
	return b.form;
}

static struct form *open_form(const struct entity *ent, const void *rec, const char *lang)
{
	return open_wish((struct form_wish) { .ent = ent, .rec = rec, .adding = !rec }, lang);
}

static void act(const char *name)
{
	for (const struct action_table *t = &form_actions; t; t = t->more)
		for (const struct action *a = t->actions; a->name; a++)
			if (str_eq(a->name, name)) {
				b.ui.running = a;
				a->run(&b.screen, "");
				return;
			}
	cr_assert_fail("no action %s", name);
}

static void key(uint32_t cp)
{
	const struct event ev = { .kind = EVENT_KEY, .key = cp };
	cr_expect(form_event(b.form, &ev), "%x is not taken", cp);
}

/* Text is typed, \t goes on, \n is Enter, <field.undo> is an action. */
static void play(const char *keys)
{
	size_t len = strlen(keys), used;
	for (size_t at = 0; at < len; at += used) {
		const char *end = keys[at] == '<' ? strchr(keys + at, '>') : NULL;
		used = 1;
		if (end) {
			act(arena_strndup(&b.arena, keys + at + 1, (size_t)(end - keys) - at - 1));
			used = (size_t)(end - keys) - at + 1;
		} else if (keys[at] == '\t' || keys[at] == '\n') {
			act(keys[at] == '\t' ? "form.next" : "form.enter");
		} else {
			key(utf8_next(keys + at, len - at, &used));
		}
	}
}

static const struct field *field(const struct entity *ent, const char *name)
{
	const struct field *f = entity_field(ent, name);
	cr_assert(f, "%s", name);
	return f;
}

static void go(const struct entity *ent, const char *name)
{
	cr_assert(form_go(b.form, field(ent, name)), "%s", name);
}

static const char *wire(const struct entity *ent, const char *name)
{
	struct buf out = BUF_INIT(1 << 16);
	field_to_wire(field(ent, name), form_now(b.form), &out);
	const char *s = arena_strdup(&b.arena, out.data);
	buf_done(&out);
	return s;
}

static const char *lines(int h, int w)
{
	buf_clear(&b.text);
	form_lines(b.form, h, w, &b.text, &b.y, &b.x);
	return b.text.data;
}

static bool sees(const char *text)
{
	return strstr(lines(40, 100), text) != NULL;
}

static struct order an_order(void)
{
	struct order o;
	entity_blank(&order_entity, &o);
	o.id.id = 42;
	o.kind = ORDER_RING;
	o.title = "Trauringe";
	o.price.ct = 129000;
	o.customer.id = 17;
	o.due = (struct day) { 20544 }; /* 2026-04-01 */
	o.version = 3;
	return o;
}

Test(form, fields_shown)
{
	static const struct { const struct entity *ent; bool adding; const char *without, *in, *out; } cases[] = {
		{ &order_entity, true, "", "title", "id" },
		{ &order_entity, true, "", "price", "number" },
		{ &order_entity, true, "", "customer", "status" },
		{ &order_entity, true, "", "customer", "version" },
		{ &order_entity, true, "", "customer", "deleted_at" },
		{ &order_entity, true, "order:price", "title", "price" },
		{ &order_comment_entity, true, "", "order", "author" },
		{ &order_comment_entity, false, "", "body", "order" }, /* said once */
		{ &customer_entity, true, "customer:private", "last_name", "phone" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		open_wish((struct form_wish) { .ent = cases[i].ent, .adding = cases[i].adding, .may = may,
			.ctx = (void *)(uintptr_t)cases[i].without }, "en");
		cr_expect(form_go(b.form, field(cases[i].ent, cases[i].in)), "%zu %s", i, cases[i].in);
		cr_expect(!form_go(b.form, field(cases[i].ent, cases[i].out)), "%zu %s", i, cases[i].out);
	}
	open_wish((struct form_wish) { .ent = &order_entity, .hidden = UINT64_C(1) << field_index(&order_entity, field(&order_entity, "title")) }, "en");
	cr_expect(!form_go(b.form, field(&order_entity, "title")));
}

Test(form, fill_in_and_take)
{
	static const struct { const char *lang, *price, *shown, *weight, *due; } cases[] = {
		{ "de", "1290,5", "1.290,50", "4,235", "1.4." },
		{ "en", "1290.5", "1,290.50", "4.235", "2026-04-01" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct form *f = open_form(&order_entity, NULL, cases[i].lang);
		struct err e = ERR_INIT;
		cr_expect(!form_dirty(f) && form_focus(f) == field(&order_entity, "kind"));
		play("r\tTrauringe 585\tmit Gravur\ninnen\tclara\n");
		go(&order_entity, "due");
		play(cases[i].due);
		go(&order_entity, "estimated_weight");
		play(cases[i].weight);
		go(&order_entity, "price");
		play(cases[i].price);
		go(&order_entity, "scrap_gold");
		play(" ");
		cr_expect(form_check(f, &e), "%s", e.text);
		cr_expect(form_dirty(f) && sees(cases[i].shown));
		const struct order *o = form_now(f);
		cr_expect(o->kind == ORDER_RING && o->price.ct == 129050 && o->due.n == 20544 && o->scrap_gold == 1);
		cr_expect(o->estimated_weight.ug == 4235000 && o->customer.id == 19);
		cr_expect_str_eq(o->title, "Trauringe 585");
		cr_expect_str_eq(o->description, "mit Gravur\ninnen");
	}
}

Test(form, what_cannot_be_read)
{
	static const struct { const char *lang, *field, *typed, *wire, *says; } cases[] = {
		{ "de", "price", "12,5", "12.50", NULL },
		{ "de", "price", "12.5", "12.50", NULL },
		{ "en", "price", "12,5", "12.50", NULL },
		{ "en", "price", "12x", "", "! Agreed price: “12x” is not an amount of money. Type it like 129.90." },
		{ "de", "price", "12x", "", "! Agreed price: “12x” is not an amount of money. Type it like 129,90." },
		{ "de", "price", "-1", "", "! Agreed price: the value must lie between 0,00 and 1.000.000.000,00." },
		{ "de", "due", "31.02.", "", "! Due: “31.02.” is not a day." },
		{ "en", "due", "2026-02-31", "", "! Due: “2026-02-31” is not a day." },
		{ "de", "due", "+14", "2026-03-15", NULL },
		{ "de", "ring_size", "54", "54", NULL },
		{ "de", "ring_size", "20", "", "! Ring size: the value must lie between" },
		{ "en", "estimated_time", "1h30", "5400", NULL },
		{ "en", "estimated_time", "soon", "", "! Estimated time: “soon” is not a duration" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct form *f = open_form(&order_entity, NULL, cases[i].lang);
		struct err e = ERR_INIT;
		play("r\tRing");
		go(&order_entity, cases[i].field);
		play(cases[i].typed);
		cr_expect(!sees("!"), "%zu: not while it is typed", i);
		play("\t");
		cr_expect_str_eq(wire(&order_entity, cases[i].field), cases[i].wire, "%zu: %s", i, wire(&order_entity, cases[i].field));
		if (!cases[i].says) {
			cr_expect(form_check(f, &e), "%zu: %s", i, e.text);
			continue;
		}
		cr_expect(sees(cases[i].says), "%zu: %s", i, b.text.data);
		cr_expect(sees(cases[i].typed), "%zu: what was typed is kept", i);
		cr_expect(!form_check(f, &e) && str_eq(e.field, cases[i].field), "%zu: %s", i, e.field);
		cr_expect(form_focus(f) == field(&order_entity, cases[i].field), "%zu: the focus goes there", i);
		play("<field.clear>");
		cr_expect(!sees("!"), "%zu: it is being mended", i);
		cr_expect(form_check(f, &e), "%zu: %s", i, e.text);
	}
}

Test(form, required)
{
	struct form *f = open_form(&order_entity, NULL, "en");
	struct err e = ERR_INIT;
	go(&order_entity, "price");
	cr_expect(!form_check(f, &e));
	cr_expect(str_eq(e.field, "kind") && form_focus(f) == field(&order_entity, "kind"), "the first of two");
	cr_expect(sees("! Kind *") && sees("! Title *") && sees("! Title is missing. Please fill it in."));
	play("rep");
	play("\t  ");
	cr_expect(!form_check(f, &e) && str_eq(e.field, "title"), "blanks are nothing");
	play("Kette löten");
	cr_expect(form_check(f, &e), "%s", e.text);
	form_need(f, UINT64_C(1) << field_index(&order_entity, field(&order_entity, "alloy")));
	cr_expect(sees("Alloy +"), "needed later");
}

Test(form, rules_of_the_record_and_of_the_store)
{
	struct order o = an_order();
	struct form *f = open_form(&order_entity, &o, "de");
	struct err e = ERR_INIT;
	go(&order_entity, "fitting_on");
	play("2.4.2026");
	cr_expect(!form_check(f, &e) && str_eq(e.field, "fitting_on"));
	cr_expect(sees("! The fitting lies after the day the order is due."));
	go(&order_entity, "due");
	play("<field.clear>3.4.2026");
	cr_expect(form_check(f, &e) && !sees("!"), "%s", e.text);

	err_field(&e, "title", "%s", "This title is taken.");
	cr_expect(form_fail(f, &e) && form_focus(f) == field(&order_entity, "title") && sees("! This title is taken."));
	play("\t");
	cr_expect(sees("! This title is taken."), "it is still what the store refused");
	err_field(&e, "status", "%s", "Not from there.");
	cr_expect(!form_fail(f, &e), "not shown: say it elsewhere");
	err_set(&e, ERR_OFFLINE, "%s", "No connection.");
	cr_expect(!form_fail(f, &e));

	open_form(&customer_entity, NULL, "en");
	play("p");
	cr_expect(!form_check(b.form, &e) && str_eq(e.field, "last_name"), "%s", e.field);
}

Test(form, dirty_and_revert)
{
	struct order o = an_order();
	struct form *f = open_form(&order_entity, &o, "de");
	const struct field *price = field(&order_entity, "price"), *due = field(&order_entity, "due");
	cr_expect(!form_dirty(f) && !sees("~"));
	go(&order_entity, "price");
	play("<field.clear>1290");
	cr_expect(form_field_dirty(f, price), "as long as it is spelled otherwise");
	play("\t");
	cr_expect(!form_field_dirty(f, price) && !form_dirty(f), "the same price");
	go(&order_entity, "price");
	play("<field.clear>1300\t");
	go(&order_entity, "due");
	play("+");
	cr_expect(form_field_dirty(f, price) && form_field_dirty(f, due) && sees("~ Agreed price") && sees("~ Due"));
	cr_expect(sees("02.04.2026") && sees("Thursday"));
	play("<form.revert>");
	cr_expect(!form_field_dirty(f, due) && form_dirty(f) && sees("01.04.2026"));
	play("<field.undo>");
	cr_expect(form_field_dirty(f, due) && sees("02.04.2026"), "that, too, can be taken back");
	o.price.ct = 130000;
	form_reset(f, &o);
	cr_expect(!form_dirty(f) && !form_undo(f) && form_focus(f) == due);
}

Test(form, opening_and_taking_changes_nothing)
{
	struct order o = an_order();
	o.estimated_time.s = 5405;
	o.estimated_weight.ug = 4235001;
	o.description = "e\u0301 two  blanks";
	struct form *f = open_form(&order_entity, &o, "de");
	struct err e = ERR_INIT;
	for (int i = 0; i < 60; i++)
		play(i % 2 ? "x<field.undo>\t" : "\t");
	cr_expect(form_check(f, &e), "%s", e.text);
	cr_expect(!form_dirty(f));
	cr_expect_eq(entity_changes(&order_entity, &o, form_now(f)), 0);
}

Test(form, undo_and_redo)
{
	struct order o = an_order();
	struct form *f = open_form(&order_entity, &o, "en");
	go(&order_entity, "title");
	play(" gelb");
	go(&order_entity, "price");
	play("<field.clear>7\t");
	go(&order_entity, "kind");
	play("<field.right><field.right>");
	go(&order_entity, "customer");
	play("<field.clear>clara\n");
	struct { const char *field, *wire, *title, *price, *kind, *customer; } steps[] = {
		{ "customer", NULL, "Trauringe gelb", "7.00", "pendant", "" },    /* clara is typed no more */
		{ "customer", NULL, "Trauringe gelb", "7.00", "pendant", "17" },  /* and was not cleared */
		{ "kind", NULL, "Trauringe gelb", "7.00", "chain", "17" },
		{ "kind", NULL, "Trauringe gelb", "7.00", "ring", "17" },
		{ "price", NULL, "Trauringe gelb", "", "ring", "17" },
		{ "price", NULL, "Trauringe gelb", "1290.00", "ring", "17" },
		{ "title", NULL, "Trauringe", "1290.00", "ring", "17" },
	};
	cr_expect_str_eq(wire(&order_entity, "customer"), "19");
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		cr_assert(form_undo(f), "%zu", i);
		cr_expect_str_eq(form_focus(f)->name, steps[i].field, "%zu: %s", i, form_focus(f)->name);
		cr_expect_str_eq(wire(&order_entity, "title"), steps[i].title, "%zu", i);
		cr_expect_str_eq(wire(&order_entity, "price"), steps[i].price, "%zu", i);
		cr_expect_str_eq(wire(&order_entity, "kind"), steps[i].kind, "%zu", i);
		cr_expect_str_eq(wire(&order_entity, "customer"), steps[i].customer, "%zu: %s", i, wire(&order_entity, "customer"));
	}
	cr_expect(!form_undo(f) && !form_dirty(f));
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		cr_assert(form_redo(f), "%zu", i);
	cr_expect(!form_redo(f));
	cr_expect_str_eq(wire(&order_entity, "price"), "7.00");
	cr_expect_str_eq(wire(&order_entity, "kind"), "pendant");
	cr_expect_str_eq(wire(&order_entity, "customer"), "19");
	form_undo(f);
	go(&order_entity, "title");
	play("x");
	cr_expect(!form_redo(f), "another change was made");
}

Test(form, choices_and_flags)
{
	static const struct { const char *field, *keys, *wire; } cases[] = {
		{ "kind", " ", "ring" }, { "kind", "<field.right>", "ring" }, { "kind", "<field.left>", "custom" },
		{ "kind", "b", "bracelet" }, { "kind", "bb", "brooch" }, { "kind", "bbb", "bracelet" },
		{ "kind", "bz", "bracelet" }, { "kind", "B", "bracelet" },
		{ "kind", "b<field.back>", "bracelet" }, /* must not be empty */
		{ "kind", "b<field.clear>", "bracelet" },
		{ "kind", " <field.left>", "custom" },
		{ "finish", " ", "high_polish" }, { "finish", "<field.left>", "mixed" },
		{ "finish", " <field.left>", "" }, { "finish", "m<field.back>", "" }, { "finish", "m<field.clear>", "" },
		{ "scrap_gold", " ", "true" }, { "scrap_gold", "  ", "false" }, { "scrap_gold", "   ", "" },
		{ "scrap_gold", "y", "true" }, { "scrap_gold", "n", "false" }, { "scrap_gold", "q", "" },
		{ "scrap_gold", "x<field.delete>", "" }, { "scrap_gold", "<field.left>", "false" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		open_form(&order_entity, NULL, "en");
		go(&order_entity, cases[i].field);
		play(cases[i].keys);
		cr_expect_str_eq(wire(&order_entity, cases[i].field), cases[i].wire, "%zu: %s", i, wire(&order_entity, cases[i].field));
	}
	open_form(&order_entity, NULL, "en");
	go(&order_entity, "scrap_gold");
	cr_expect(sees("[-] not said"));
	play(" ");
	cr_expect(sees("[x] yes"));
	play(" ");
	cr_expect(sees("[ ] no"));
	go(&order_entity, "kind");
	play(" ");
	cr_expect(sees("< ring >"));
}

Test(form, days)
{
	static const struct { const char *lang, *keys, *is; } cases[] = {
		{ "de", "1.4.+", "02.04.2026" }, { "de", "1.4.--", "30.03.2026" }, { "en", "2026-02-28+", "2026-03-01" },
		{ "de", "+14", "+14" }, { "de", "+14\t", "15.03.2026" }, { "de", "+7+", "09.03.2026" },
		{ "en", "2026-04-01", "2026-04-01" }, { "de", "morgen\t", "02.03.2026" }, { "de", "31.12.9999+", "31.12.9999" },
		{ "de", "fr", "Friday 06.03.2026" }, { "de", "-", "-" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		open_form(&order_entity, NULL, cases[i].lang);
		go(&order_entity, "due");
		play(cases[i].keys);
		cr_expect(sees(cases[i].is), "%zu: %s", i, b.text.data);
	}
}

Test(form, notes)
{
	open_form(&order_entity, NULL, "en");
	go(&order_entity, "description");
	play("alpha\nbeta");
	cr_expect_str_eq(wire(&order_entity, "description"), "alpha\nbeta");
	lines(24, 80);
	play("<form.up>");
	cr_expect_eq(form_focus(b.form), field(&order_entity, "description"));
	play("<form.up>");
	cr_expect_eq(form_focus(b.form), field(&order_entity, "title"), "out at the top");
	go(&order_entity, "description");
	play("<form.last><form.down>");
	cr_expect_eq(form_focus(b.form), field(&order_entity, "customer"));
	go(&order_entity, "description");
	play("\n3\n4\n5\n6\n7\n8\nlast");
	cr_expect(sees("last") && !sees("alpha"), "it scrolls in itself");
	play("\t");
	cr_expect(sees("alpha") && !sees("last"));
}

Test(form, pastes_and_scans)
{
	static const struct { const char *field, *text; const char *wire, *says; } cases[] = {
		{ "title", "Ring\nmit Stein\n", "Ring mit Stein", NULL },
		{ "description", "Ring\nmit Stein", "Ring\nmit Stein", NULL },
		{ "title", "a\033[2J", "", "! The pasted text holds control characters. Nothing was pasted." },
		{ "kind", "Repair", "repair", NULL },
		{ "kind", "spoon", "", "! Kind: “spoon” is not one of the choices." },
		{ "scrap_gold", "yes", "true", NULL },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		open_form(&order_entity, NULL, "en");
		go(&order_entity, cases[i].field);
		const struct event ev = { .kind = EVENT_PASTE, .text = cases[i].text, .len = strlen(cases[i].text) };
		cr_expect(form_event(b.form, &ev));
		if (cases[i].says)
			cr_expect(sees(cases[i].says), "%zu: %s", i, b.text.data);
		cr_expect_str_eq(wire(&order_entity, cases[i].field), cases[i].wire, "%zu", i);
		key('x');
		cr_expect(!sees("Nothing was pasted"), "%zu: said once", i);
	}
	/* The first characters of a scan came as keys, and changed what they could. */
	static const struct { const char *field, *before, *scan; size_t taken; const char *wire; } scans[] = {
		{ "title", "Ring ", "ORDER:42", 3, "Ring ORDER:42" },
		{ "kind", "r", "chain", 3, "chain" },
		{ "kind", "r", "+c", 2, "ring" },
		{ "due", "1.4.2026", "+1", 2, "" }, /* +, and then 1 behind the day */
		{ "scrap_gold", "y", "no", 2, "false" },
		{ "customer", "", "K-0019", 3, "19" },
	};
	for (size_t i = 0; i < ARRAY_LEN(scans); i++) {
		open_form(&order_entity, NULL, "de");
		go(&order_entity, scans[i].field);
		play(scans[i].before);
		unsigned long steps = form_changes(b.form);
		for (size_t k = 0; k < scans[i].taken; k++)
			key((uint32_t)scans[i].scan[k]);
		const struct event ev = { .kind = EVENT_SCAN, .text = scans[i].scan, .len = strlen(scans[i].scan),
			.taken = scans[i].taken };
		cr_expect(form_event(b.form, &ev));
		play("\t");
		cr_expect_str_eq(wire(&order_entity, scans[i].field), scans[i].wire, "%zu: %s", i, wire(&order_entity, scans[i].field));
		cr_expect(form_changes(b.form) > steps);
	}
	open_form(&order_entity, NULL, "de"); /* the screen keeps the scan: no trace in the field */
	go(&order_entity, "scrap_gold");
	play("yn");
	form_take_back(b.form, 2);
	cr_expect(!form_dirty(b.form) && !form_undo(b.form));
	go(&order_entity, "due");
	play("1.4.2026");
	play("+");
	form_take_back(b.form, 1);
	play("\t");
	cr_expect_str_eq(wire(&order_entity, "due"), "2026-04-01");
}

Test(form, maximum)
{
	open_form(&customer_entity, NULL, "en");
	go(&customer_entity, "language");
	play("deutsch!");
	cr_expect(!sees("!  ") && !sees("at most"));
	play("x");
	cr_expect(sees("! Language: at most 8 characters fit."), "%s", b.text.data);
	cr_expect_str_eq(wire(&customer_entity, "language"), "deutsch!");
	lines(3, 60);
	cr_expect(strstr(b.text.data, "at most 8"), "also where there is no room for hints:\n%s", b.text.data);
}

Test(form, references)
{
	struct form *f = open_form(&order_entity, NULL, "en");
	go(&order_entity, "customer");
	play("mü");
	cr_expect_str_eq(b.asked.data, "[customer m][customer mü]");
	cr_expect(sees("> K-0017 Müller, Anna   Pforzheim") && sees("  K-0018 Müller, Bernd") && sees("+ new customer …"));
	cr_expect(!sees("K-0019"));
	play("<form.down><form.down>");
	cr_expect(sees("> K-0018") && form_focus(f) == field(&order_entity, "customer"));
	play("\n");
	cr_expect_str_eq(wire(&order_entity, "customer"), "18");
	cr_expect(sees("K-0018 Müller, Bernd") && !sees("K-0017") && form_focus(f) != field(&order_entity, "customer"));
	go(&order_entity, "customer");
	play("x");
	cr_expect_str_eq(wire(&order_entity, "customer"), "", "the words are no longer its own");
	play("<field.undo>");
	cr_expect_str_eq(wire(&order_entity, "customer"), "18");

	static const struct { const char *keys, *wire, *says; } left[] = { /* by Tab */
		{ "clara\t", "19", NULL },                       /* the only one */
		{ "k-0017\t", "17", NULL },
		{ "müller\t", "", "! Customer: “müller” may be several records. Choose one from the list." },
		{ "huber\t", "", "! Customer: nothing is found for “huber”." },
		{ "müller<form.down><form.down>\t", "18", NULL }, /* marked by hand */
		{ "huber<field.clear>\t", "", NULL },
	};
	for (size_t i = 0; i < ARRAY_LEN(left); i++) {
		open_form(&order_entity, NULL, "en");
		go(&order_entity, "customer");
		play(left[i].keys);
		cr_expect_str_eq(wire(&order_entity, "customer"), left[i].wire, "%zu", i);
		cr_expect(left[i].says ? sees(left[i].says) : !sees("!"), "%zu: %s", i, b.text.data);
	}
	open_form(&order_entity, NULL, "en");
	go(&order_entity, "customer");
	buf_clear(&b.asked);
	play("hu<form.up>\n");
	cr_expect(strstr(b.asked.data, "[new customer hu]"), "%s", b.asked.data);
	form_set_ref(b.form, field(&order_entity, "customer"), 20, "K-0020 Huber");
	cr_expect_str_eq(wire(&order_entity, "customer"), "20");
	play("<field.undo>");
	cr_expect_str_eq(wire(&order_entity, "customer"), "");
	cr_expect(sees("hu ") && !sees("Huber"));
}

Test(form, answers_that_come_late)
{
	const struct field *customer = field(&order_entity, "customer");
	struct form *f = open_form(&order_entity, NULL, "en");
	struct err e = ERR_INIT;
	b.prompt = false;
	play("r\tRing");
	go(&order_entity, "customer");
	play("cl");
	suggest(customer, "c");
	cr_expect(!sees("K-0019") && sees("searching"), "an answer to another question");
	play("ara\t");
	cr_expect(form_pending(f) && !sees("!"));
	cr_expect(!form_check(f, &e) && str_eq(e.field, "customer") && form_pending(f));
	go(&order_entity, "title");
	suggest(customer, "clara");
	cr_expect(!form_pending(f) && form_check(f, &e), "%s", e.text);
	cr_expect_str_eq(wire(&order_entity, "customer"), "19");
	go(&order_entity, "customer");
	play("<field.clear>müller\t");
	suggest(customer, "müller");
	cr_expect(sees("! Customer: “müller” may be several"));
	cr_expect(!form_check(f, &e) && form_focus(f) == customer);
	suggest(customer, "müller");
	cr_expect(sees("> K-0017"), "it is asked for again where it stands");
	cr_expect(form_close(f) && !form_close(f) && !sees("> K-0017"));
	play("x");
	form_free(f);
	b.form = NULL;
}

Test(form, words_of_references)
{
	struct order o = an_order();
	struct form *f = open_form(&order_entity, &o, "en");
	cr_expect_str_eq(b.asked.data, "[label customer 17]");
	cr_expect(sees("17") && !sees("Müller"));
	form_label(f, field(&order_entity, "customer"), 17, "K-0017 Müller, Anna");
	cr_expect(sees("K-0017 Müller, Anna") && !form_dirty(f));
	form_label(f, field(&order_entity, "customer"), 18, "K-0018 Müller, Bernd");
	cr_expect(!sees("K-0018"));
	struct form_wish w = { .ent = &order_entity, .fmt = fmt_for("en"), .rec = &o };
	form_free(b.form);
	b.form = form_new(&w); /* nobody looks for it */
	b.screen.widget = b.form;
	go(&order_entity, "customer");
	play("<field.clear>23\t");
	cr_expect_str_eq(wire(&order_entity, "customer"), "23");
	play("<field.undo>");
	cr_expect_str_eq(wire(&order_entity, "customer"), "");
}

/* The list of a reference can be wanted without a word typed; what is taken is a step like any other. */
Test(form, list_by_key)
{
	struct form *f = open_form(&order_entity, NULL, "en");
	cr_expect(!form_open_list(f), "a choice is no reference");
	go(&order_entity, "customer");
	cr_expect(form_open_list(f) && sees("> K-0017") && sees("K-0019") && sees("+ new customer"), "%s", b.text.data);
	cr_expect(!form_dirty(f));
	play("<form.down><form.down>\n");
	cr_expect_str_eq(wire(&order_entity, "customer"), "18");
	cr_expect(form_undo(f) && !form_dirty(f));
	cr_expect_str_eq(wire(&order_entity, "customer"), "");
	cr_expect(form_redo(f));
	cr_expect_str_eq(wire(&order_entity, "customer"), "18");

	open_form(&order_entity, NULL, "en");
	b.prompt = false;
	go(&order_entity, "customer");
	cr_expect(form_open_list(b.form) && form_pending(b.form));
	play("\t");
	const struct form_ref one = people[0];
	form_suggest(b.form, field(&order_entity, "customer"), "", &one, 1);
	cr_expect_str_eq(wire(&order_entity, "customer"), "", "nobody chose the only one");
	cr_expect(!sees("! Customer"));
}

/* What somebody else said of a field stays whatever is typed; a complaint goes with what it was about. */
Test(form, marks)
{
	struct order o = an_order();
	struct form *f = open_form(&order_entity, &o, "en");
	form_mark(f, field(&order_entity, "title"), "Somebody else made this “Hers”.");
	form_complain(f, field(&order_entity, "alloy"), "“Confirm” needs this.");
	cr_expect(form_go_wrong(f) && form_focus(f) == field(&order_entity, "title"));
	cr_expect(sees("! Title *") && sees("! Somebody else made this “Hers”.") && sees("! Alloy") && sees("! “Confirm” needs this."));
	play("x");
	go(&order_entity, "alloy");
	play("k");
	cr_expect(sees("! Somebody else made this “Hers”.") && !sees("needs this"));
	form_mark(f, field(&order_entity, "title"), NULL);
	cr_expect(!sees("Somebody else") && sees("~ Title"));
	cr_expect(form_go_empty(f) && form_focus(f) == field(&order_entity, "description"));
}

/* The questions of a verb: a long line is wrapped but stays one, Enter in the last of them has nowhere to go. */
Test(form, questions)
{
	static const char *const only[] = { "kind", "title", NULL }, *const text[] = { "title", "description", NULL };
	struct form *f = open_wish((struct form_wish) { .ent = &order_entity, .adding = true, .wraps = true, .fields = only }, "en");
	cr_expect(!form_on_last(f));
	play("\t");
	cr_expect(form_on_last(f) && !form_edited(f)->lines);
	play("a line that is longer than the box in which it is asked for, and is wrapped there");
	lines(10, 40);
	cr_expect(strstr(b.text.data, "a line that is longer") && strstr(b.text.data, "and is wrapped\n"), "%s", b.text.data);
	play("\n");
	cr_expect_null(strchr(wire(&order_entity, "title"), '\n'));
	f = open_wish((struct form_wish) { .ent = &order_entity, .adding = true, .wraps = true, .fields = text }, "en");
	go(&order_entity, "description");
	play("one\ntwo");
	cr_expect(!form_on_last(f), "Enter begins a line there");
	cr_expect_str_eq(wire(&order_entity, "description"), "one\ntwo");
	cr_expect_gt(form_height(f), 8);
}

/* Below the form stands what the field wants, which keys are its own, and how much of it there may be. */
Test(form, help_of_a_field)
{
	static const struct { const struct entity *ent; const char *field, *says[2]; } cases[] = {
		{ &order_entity, "title", { "What the workshop calls the piece", "At most 200 characters." } },
		{ &order_entity, "due", { "1.4., +14, fri or 2026-04-01", "F4 opens the" } },
		{ &order_entity, "ring_size", { "US 7 and UK N", "Between 30" } },
		{ &order_entity, "actual_weight", { "In grams, such as 4.235", "Between 0.00 and 10000.00." } },
		{ &order_entity, "kind", { "a ring, a chain, a repair", "F4 shows all." } },
		{ &order_entity, "alloy", { "Code of the alloy, such as 585-y", "F4 opens the list." } },
		{ &order_entity, "scrap_gold", { "yes or no", "Space changes it." } },
		{ &order_entity, "description", { "Enter begins a new line", "At most 2000 characters." } },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		open_form(cases[i].ent, NULL, "en");
		go(cases[i].ent, cases[i].field);
		for (size_t k = 0; k < 2; k++)
			cr_expect(sees(cases[i].says[k]), "%s: %s", cases[i].field, b.text.data + b.text.len - 200);
	}
	open_form(&order_entity, NULL, "en");
	go(&order_entity, "title");
	lines(6, 40);
	cr_expect(strstr(b.text.data, "What the workshop calls") && !strstr(b.text.data, "At most"), "what matters most where there is little room");
}

/* Where there is little room the field in focus is there, with its label. */
Test(form, little_room)
{
	static const struct { int h, w; } sizes[] = { { 8, 38 }, { 5, 20 }, { 3, 18 }, { 2, 10 } };
	struct order o = an_order();
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct form *f = open_form(&order_entity, &o, "en");
		for (size_t n = 0; n < 2 * order_entity.nfields; n++) {
			lines(sizes[i].h, sizes[i].w);
			cr_assert(b.y >= 0 && b.y < sizes[i].h && b.x >= 0 && b.x < sizes[i].w, "%d×%d", sizes[i].h, sizes[i].w);
			form_next(f);
		}
		go(&order_entity, "title");
		play("<field.clear>Ring");
		lines(sizes[i].h, sizes[i].w);
		cr_expect(strstr(b.text.data, "Ring"), "%d×%d: %s", sizes[i].h, sizes[i].w, b.text.data);
		cr_expect(sizes[i].h < 3 || strstr(b.text.data, "Title"), "%d×%d: %s", sizes[i].h, sizes[i].w, b.text.data);
	}
}

/* What a new record was given to begin with belongs to its draft: taken up elsewhere it is not lost. */
Test(form, draft_of_a_new_one)
{
	struct form_pair *pairs;
	struct order o;
	entity_blank(&order_entity, &o);
	o.customer.id = 17;
	struct form *f = open_wish((struct form_wish) { .ent = &order_entity, .rec = &o, .adding = true }, "en");
	form_label(f, field(&order_entity, "customer"), 17, "K-0017 Müller, Anna");
	cr_expect(!form_dirty(f) && form_wire(f, &b.arena, &pairs) == 0);
	go(&order_entity, "title");
	play("Ring");
	size_t n = form_wire(f, &b.arena, &pairs);
	cr_assert_eq(n, 2);
	cr_expect(str_eq(pairs[0].field, "title") && str_eq(pairs[1].field, "customer") && str_eq(pairs[1].wire, "17"));
	f = open_form(&order_entity, NULL, "en");
	cr_expect_eq(form_load_wire(f, pairs, n), 2);
	cr_expect_str_eq(wire(&order_entity, "customer"), "17");
	cr_expect(sees("K-0017 Müller, Anna"));
}

Test(form, drafts)
{
	struct order o = an_order();
	struct form *f = open_form(&order_entity, &o, "de");
	struct form_pair *pairs;
	cr_expect_eq(form_wire(f, &b.arena, &pairs), 0);
	go(&order_entity, "title");
	play("<field.clear>Neu");
	go(&order_entity, "kind");
	play("c");
	go(&order_entity, "due");
	play("<field.clear>");
	go(&order_entity, "price");
	play("<field.clear>12x");
	go(&order_entity, "customer");
	play("<field.clear>clara\n");
	size_t n = form_wire(f, &b.arena, &pairs);
	static const struct form_pair is[] = {
		{ "kind", "chain", NULL }, { "title", "Neu", NULL }, { "customer", "19", "K-0019 Maier, Clara" },
		{ "due", "", NULL }, { "price", NULL, "12x" },
	};
	cr_assert_eq(n, ARRAY_LEN(is));
	for (size_t i = 0; i < n; i++)
		cr_expect(str_eq(pairs[i].field, is[i].field) && str_eq(pairs[i].wire, is[i].wire) && str_eq(pairs[i].typed, is[i].typed),
			"%zu: %s %s %s", i, pairs[i].field, pairs[i].wire, pairs[i].typed);

	f = open_form(&order_entity, &o, "en");
	cr_expect_eq(form_load_wire(f, pairs, n), n);
	cr_expect_str_eq(wire(&order_entity, "title"), "Neu");
	cr_expect_str_eq(wire(&order_entity, "kind"), "chain");
	cr_expect_str_eq(wire(&order_entity, "customer"), "19");
	cr_expect_str_eq(wire(&order_entity, "due"), "");
	cr_expect(sees("12x") && sees("K-0019 Maier, Clara"));
	while (form_undo(f))
		;
	cr_expect(!form_dirty(f), "all of it can be taken back");

	static const struct form_pair odd[] = {
		{ "nonsense", "1", NULL }, { "version", "9", NULL }, { "kind", "spoon", NULL }, { "kind", NULL, "spoon" },
		{ "price", "x", NULL }, { "price", NULL, NULL }, { "title", "a\033b", NULL }, { "customer", "-1", "x" },
	};
	cr_expect_eq(form_load_wire(f, odd, ARRAY_LEN(odd)), 0);
	cr_expect(!form_dirty(f));
}

Test(form, merge)
{
	struct order o = an_order(), theirs = an_order();
	struct form *f = open_form(&order_entity, &o, "de");
	go(&order_entity, "title");
	play(" mine");
	go(&order_entity, "price");
	play("<field.clear>1400\t");
	go(&order_entity, "finish");
	play("m");
	go(&order_entity, "engraving");
	play("for ever\t");
	go(&order_entity, "customer");
	play("<field.clear>clara\n");
	theirs.title = "Trauringe theirs";   /* both */
	theirs.customer.id = 18;             /* both */
	theirs.finish = 1;                   /* both, the same */
	theirs.due = (struct day) { 20545 }; /* only they */
	theirs.status = ORDER_CONFIRMED;     /* only they, not shown */
	theirs.version = 4;
	struct form_conflict *c;
	size_t n = form_merge(f, &theirs, &b.arena, &c);
	cr_assert_eq(n, 2);
	cr_expect_eq(c[0].field, field(&order_entity, "title"));
	cr_expect_str_eq(c[0].mine, "Trauringe mine");
	cr_expect_str_eq(c[0].theirs, "Trauringe theirs");
	cr_expect_str_eq(c[0].original, "Trauringe");
	cr_expect_eq(c[1].field, field(&order_entity, "customer"));
	cr_expect_str_eq(c[1].mine, "K-0019 Maier, Clara");
	cr_expect_str_eq(c[1].theirs, "18");
	const struct order *now = form_now(f), *was = form_was(f);
	cr_expect(now->version == 4 && now->status == ORDER_CONFIRMED && now->due.n == 20545 && was->version == 4);
	cr_expect(now->price.ct == 140000 && now->customer.id == 19 && now->finish == 1);
	cr_expect_str_eq(now->title, "Trauringe mine");
	cr_expect_str_eq(now->engraving, "for ever");
	cr_expect(!form_field_dirty(f, field(&order_entity, "finish")) && !form_field_dirty(f, field(&order_entity, "due")));
	cr_expect(form_field_dirty(f, field(&order_entity, "price")) && sees("02.04.2026"));
	cr_expect(form_go(f, c[0].field));
	form_revert(f);
	cr_expect_str_eq(wire(&order_entity, "title"), "Trauringe theirs");
	cr_expect(!form_field_dirty(f, c[0].field));
	while (form_undo(f))
		;
	cr_expect_str_eq(wire(&order_entity, "due"), "2026-04-02", "what they changed nobody here takes back");
	cr_expect_str_eq(wire(&order_entity, "price"), "1290.00");
}

static const char *const first[] = { "number", "kind", "title", NULL }, *const second[] = { "due", "price", NULL };
static const struct form_section sections[] = { { "The piece", first }, { "Agreement", second }, { NULL, NULL } };

Test(form, pages_and_sections)
{
	struct order o = an_order();
	o.number = "A-2026-0042";
	struct form *f = open_wish((struct form_wish) { .ent = &order_entity, .rec = &o, .sections = sections }, "en");
	cr_expect(sees("The piece") && sees("Agreement") && sees("A-2026-0042"));
	cr_expect(!form_go(f, field(&order_entity, "number")), "shown, not changed");
	play("<form.page_down>");
	cr_expect_str_eq(form_focus(f)->name, "due");
	play("<form.page_down>");
	cr_expect_str_eq(form_focus(f)->name, "price");
	play("<form.page_up><form.page_up>");
	cr_expect_str_eq(form_focus(f)->name, "kind");
	play("<form.previous>");
	cr_expect_str_eq(form_focus(f)->name, "price", "round and round");
	play("\t");
	cr_expect_str_eq(form_focus(f)->name, "kind");

	f = open_wish((struct form_wish) { .ent = &order_entity, .rec = &o, .sections = sections, .paged = true }, "en");
	cr_expect(sees("1/2  The piece") && !sees("Agreed price"));
	play("<form.page_down>");
	cr_expect(sees("2/2  Agreement") && sees("Agreed price") && !sees("Title"));
	go(&order_entity, "title");
	play("<field.clear><form.page_down>");
	struct err e = ERR_INIT;
	cr_expect(!form_check(f, &e) && sees("1/2") && sees("! Title is missing"), "the page of the first error");
}

Test(form, small_areas)
{
	static const struct { int h, w; } sizes[] = {
		{ 24, 80 }, { 10, 40 }, { 43, 132 }, { 6, 24 }, { 4, 20 }, { 3, 10 }, { 2, 5 }, { 1, 1 }, { 1, 200 }, { 50, 3 },
	};
	struct order o = an_order();
	o.description = "Ein langer Text, der umgebrochen wird.\nUnd noch eine Zeile 日本語 dazu.\n\nEnde";
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		open_form(&order_entity, &o, "de");
		go(&order_entity, "price");
		play("x\t");
		go(&order_entity, "kind");
		for (int n = 0; n < 24; n++) {
			int h = sizes[i].h, w = sizes[i].w, seen = 0;
			const char *text = lines(h, w);
			cr_expect(b.y >= 0 && b.y < h && b.x >= 0 && b.x < w, "%dx%d: cursor at %d,%d", h, w, b.y, b.x);
			for (const char *line = text; *line; line += strcspn(line, "\n") + 1, seen++) {
				const char *one = arena_strndup(&b.arena, line, strcspn(line, "\n"));
				cr_expect(str_width(one) <= w, "%dx%d: %s", h, w, one);
			}
			cr_expect_eq(seen, h, "%dx%d: %d lines", h, w, seen);
			play(n % 3 ? "\t" : "ü");
		}
	}
	open_form(&order_entity, &o, "de");
	go(&order_entity, "price");
	cr_expect(strstr(lines(10, 40), "Agreed price"), "%s", b.text.data);
}

Test(form, what_it_looks_like)
{
	struct order o = an_order();
	open_wish((struct form_wish) { .ent = &order_entity, .rec = &o, .sections = sections }, "en");
	go(&order_entity, "price");
	play("x\t<form.previous>");
	cr_expect_str_eq(lines(14, 60),
		"  The piece\n"
		"  Number\n"
		"  Kind *            ring\n"
		"  Title *         Trauringe\n"
		"\n"
		"  Agreement\n"
		"  Due             2026-04-01      Wednesday\n"
		"! Agreed price    1,290.00x\n"
		"                  ! Agreed price: “1,290.00x” is not an\n"
		"                  amount of money. Type it like 129.90.\n"
		"\n"
		"\n"
		"Gross, as agreed with the customer. Empty means not agreed\n"
		"yet, 0 means free of charge.\n", "%s", b.text.data);
	cr_expect(b.y == 7 && b.x == 27, "%d %d", b.y, b.x);
}

Test(form, mouse)
{
	open_form(&order_entity, NULL, "en");
	go(&order_entity, "title");
	play("Ring");
	go(&order_entity, "kind");
	lines(24, 80);
	struct event ev = { .kind = EVENT_MOUSE, .mouse = MOUSE_PRESS, .y = 1, .x = 28 };
	cr_expect(form_event(b.form, &ev));
	play("x");
	cr_expect_str_eq(wire(&order_entity, "title"), "Rixng");
	ev.y = 0;
	form_event(b.form, &ev);
	cr_expect_str_eq(wire(&order_entity, "kind"), "", "first there");
	form_event(b.form, &ev);
	cr_expect_str_eq(wire(&order_entity, "kind"), "ring");
	ev.mouse = MOUSE_WHEEL_DOWN;
	form_event(b.form, &ev);
	cr_expect_str_eq(form_focus(b.form)->name, "title");
	ev.mouse = MOUSE_PRESS;
	ev.y = 23;
	cr_expect(!form_event(b.form, &ev));
}

Test(form, painted)
{
	struct err e = ERR_INIT;
	setlocale(LC_ALL, "");
	cr_assert(term_open(&(struct term_wish) { .nowhere = true, .lines = 24, .columns = 80, .color = "never" }, &e), "%s", e.text);
	struct order o = an_order();
	open_form(&order_entity, &o, "de");
	go(&order_entity, "title");
	play("x");
	form_paint(b.form, area_part(paint_all(), 2, 4, 20, 70));
	paint_show();
	buf_clear(&b.text);
	paint_dump(&b.text);
	cr_expect(strstr(b.text.data, "\n    ~ Title *                 Trauringex\n"), "%s", b.text.data);
	buf_clear(&b.text);
	paint_dump_styles(&b.text);
	const char *line = b.text.data;
	for (int i = 0; i < 3; i++)
		line = strchr(line, '\n') + 1;
	cr_expect(line[4] == style_letters[STYLE_MARKED] && line[6] == style_letters[STYLE_LABEL], "%.80s", line);
	cr_expect(line[30] == style_letters[STYLE_FOCUS], "%.80s", line);
	term_close();
}

/* Whatever is pressed: the cursor stays in the area, what is taken back leads to where it began. */
Test(form, anything_goes)
{
	static const char *const acts[] = {
		"form.next", "form.next", "form.previous", "field.undo", "field.redo", "form.revert", "form.page_down", "form.page_up",
		"form.enter", "form.up", "form.down", "field.left", "field.right", "field.word_left", "field.word_right",
		"field.home", "field.end", "form.first", "form.last", "field.back", "field.delete", "field.word_back",
		"field.word_next", "field.rest", "field.clear",
	};
	static const uint32_t letters[] = { 'm', 'a', '1', '4', '.', ',', '+', '-', ' ', 0xFC, 0x301, 0x65E5, 'x', 'n', 'k' };
	struct order o = an_order();
	uint32_t random = 1;
	for (int round = 0; round < 12; round++) {
		struct form *f = open_form(&order_entity, &o, round % 2 ? "de" : "en");
		b.prompt = round % 3;
		for (int i = 0; i < 400; i++) {
			random = random * 1664525 + 1013904223;
			uint32_t r = random >> 16;
			const struct event scan = { .kind = EVENT_SCAN, .text = "K-0019", .len = 6, .taken = r % 4 };
			struct err e = ERR_INIT;
			if (r % 64 == 0)
				form_event(f, &scan);
			else if (r % 64 == 1 && form_check(f, &e))
				cr_expect(!form_pending(f));
			else if (r % 64 == 2)
				form_now(f);
			else if (r % 64 == 3)
				form_open_list(f);
			else if (r % 64 == 4)
				form_complain(f, form_focus(f), "Not so.");
			else if (r % 2)
				act(acts[r / 2 % ARRAY_LEN(acts)]);
			else
				key(letters[r / 2 % ARRAY_LEN(letters)]);
			lines(1 + (int)(r % 23), 1 + (int)(r % 90));
			cr_assert(b.y >= 0 && b.y < 1 + (int)(r % 23) && b.x >= 0 && b.x < 1 + (int)(r % 90));
		}
		while (form_undo(f))
			;
		cr_expect(!form_dirty(f), "round %d", round);
		cr_expect_eq(entity_changes(&order_entity, &o, form_now(f)), 0, "round %d", round);
	}
}

Test(form, nothing_to_fill_in)
{
	static const char *const only[] = { "number", NULL };
	struct order o = an_order();
	struct form *f = open_wish((struct form_wish) { .ent = &order_entity, .rec = &o, .fields = only }, "en");
	struct err e = ERR_INIT;
	const struct event ev = { .kind = EVENT_KEY, .key = 'x' };
	static const char *const all[] = { "form.next", "form.previous", "form.page_down", "form.page_up", "field.undo", "field.redo",
		"form.revert", "form.enter", "form.up", "form.down", "field.left", "field.clear", "field.back" };
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		act(all[i]);
	cr_expect_eq(b.ui.nmessages, 2, "nothing to take back, nothing to do again");
	cr_expect(!form_event(f, &ev) && !form_focus(f) && !form_edited(f) && !form_dirty(f) && form_check(f, &e));
	lines(5, 20);
	cr_expect(b.y == 0 && b.x == 0);
}
