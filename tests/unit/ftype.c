/* ftype.c - both spellings of each kind of value */
#include "config.h"

#include "domain/ftype.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "domain/entity.h"

struct all { /* a member of each kind, called like it */
	const char *line, *note, *uuid;
	int choice;
	signed char flag;
	int64_t count;
	struct money money;
	struct mass mass;
	struct fineness fineness;
	struct percent percent;
	struct length length;
	struct density density;
	struct day day;
	struct instant instant;
	struct duration duration;
	struct ref ref;
};

// clang-format off
static const struct choice states[] = {
	{ "draft",       "draft" },
	{ "in_progress", "in progress" },
	{ "on_hold",     "Pause für Kaffee" },
	{ "done",        "adj\004finished" },
	{ "dropped",     "dropped" },
	{ NULL, NULL },
};

#define A(m, ...) FIELD(all, m, m, .label = "The " #m, .flags = F_NEGATIVE, __VA_ARGS__)
static const struct field fields[] = {
	A(line, .max = 20), A(note, .max = 200), A(uuid), A(choice, .choices = states), A(flag), A(count), A(money),
	A(mass), A(fineness), A(percent), A(length), A(density), A(day), A(instant), A(duration), A(ref),
};
// clang-format on

static const struct entity all_entity = {
	.name = "all", .size = sizeof(struct all), .fields = fields, .nfields = ARRAY_LEN(fields),
};

static struct arena arena;
static struct buf out = BUF_INIT(4096);

static void start(void)
{
	setenv("KARAT_NOW", "2026-03-01T09:00:00Z", 1); /* a Sunday, ten o'clock in Berlin */
	cr_assert(zone_use("Europe/Berlin"));
}

static void stop(void)
{
	arena_done(&arena);
	buf_done(&out);
}

TestSuite(ftype, .init = start, .fini = stop);

static const struct field *field(const char *kind)
{
	const struct field *f = entity_field(&all_entity, kind);
	cr_assert(f, "%s", kind);
	return f;
}

static const char *wire_of(const struct field *f, const struct all *rec)
{
	buf_clear(&out);
	field_to_wire(f, rec, &out);
	return arena_strdup(&arena, out.data);
}

static const char *user_of(const struct field *f, const char *lang, const struct all *rec)
{
	buf_clear(&out);
	field_to_user(f, fmt_for(lang), rec, &out);
	return arena_strdup(&arena, out.data);
}

Test(ftype, list)
{
	size_t n = 0;
	for (; ftypes[n]; n++) {
		const struct ftype *t = ftypes[n];
		cr_expect(t->name && t->sql && t->size && t->from_wire && t->from_user && t->to_wire &&
			t->to_user && t->is_empty && t->set_empty && t->equal, "%zu", n);
		cr_expect(field(t->name)->type == t, "%s", t->name);
		for (size_t i = 0; i < n; i++)
			cr_expect(!str_eq(t->name, ftypes[i]->name));
	}
	cr_expect(n == 16 && n == ARRAY_LEN(fields));
}

Test(ftype, exact_amounts_are_strings_in_json)
{
	cr_expect(ft_money.json == JSON_STRING && ft_mass.json == JSON_STRING);
	cr_expect(ft_flag.json == JSON_BOOL && ft_count.json == JSON_NUMBER && ft_ref.json == JSON_NUMBER);
}

Test(ftype, empty)
{
	static const char *const nothing[] = { NULL, "", " ", "\t \n", "\u00A0" };
	for (size_t n = 0; n < ARRAY_LEN(fields); n++) {
		const struct field *f = &fields[n];
		struct all rec;
		struct err e = ERR_INIT;
		for (size_t i = 0; i < ARRAY_LEN(nothing); i++) {
			memset(&rec, 1, sizeof rec);
			cr_expect(field_from_user(f, fmt_for("de"), nothing[i], &arena, &rec, &e),
				"%s: %s", f->name, e.text);
			cr_expect(field_empty(f, &rec), "%s %zu", f->name, i);
		}
		memset(&rec, 1, sizeof rec);
		cr_expect(field_from_wire(f, "", &arena, &rec, &e) && field_empty(f, &rec), "%s", f->name);
		memset(&rec, 1, sizeof rec);
		cr_expect(field_from_wire(f, NULL, &arena, &rec, &e) && field_empty(f, &rec), "%s", f->name);
		cr_expect_str_empty(wire_of(f, &rec));
		cr_expect_str_empty(user_of(f, "en", &rec));
	}
}

Test(ftype, from_wire)
{
	static const struct { const char *kind, *s, *wire; } cases[] = {
		{ "line", "Müller", "Müller" }, { "line", " kept like typed text ", "kept like typed text" },
		{ "note", "a\n\tb", "a\n\tb" },
		{ "uuid", "0F8FAD5B-D9CB-469F-A165-70867728950E", "0f8fad5b-d9cb-469f-a165-70867728950e" },
		{ "choice", "in_progress", "in_progress" }, { "flag", "true", "true" },
		{ "flag", "t", "true" },
		{ "flag", "f", "false" }, { "flag", "false", "false" }, { "count", "-12", "-12" },
		{ "count", "2147483647", "2147483647" }, { "money", "129.9", "129.90" },
		{ "money", "0", "0.00" },
		{ "money", "-0.05", "-0.05" }, { "money", "999999999999.99", "999999999999.99" },
		{ "mass", "4.235000", "4.235" }, { "mass", "0.000001", "0.000001" },
		{ "mass", "99999999.999999", "99999999.999999" }, { "fineness", "585.0", "585" },
		{ "fineness", "999.9", "999.9" }, { "percent", "19.00", "19" }, { "percent", "7.5", "7.5" },
		{ "length", "54.000", "54" }, { "length", "54.25", "54.25" }, { "density", "13.100", "13.1" },
		{ "day", "2026-03-01", "2026-03-01" }, { "day", "0001-01-01", "0001-01-01" },
		{ "instant", "2026-03-01 10:00:00.25+01", "2026-03-01T09:00:00.25Z" },
		{ "duration", "5400", "5400" }, { "duration", "0", "0" }, { "ref", "17", "17" },
		{ "ref", "9223372036854775807", "9223372036854775807" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = field(cases[i].kind);
		struct all rec;
		struct err e = ERR_INIT;
		cr_expect(field_from_wire(f, cases[i].s, &arena, &rec, &e), "%s '%s': %s", f->name, cases[i].s,
			e.text);
		cr_expect_str_eq(wire_of(f, &rec), cases[i].wire, "%s '%s'", f->name, cases[i].s);
		cr_expect(e.code == ERR_NONE);
	}
}

static void expect_refusal(const struct field *f, const char *s, const struct all *rec, const struct err *e)
{
	static const struct all untouched;
	cr_expect(e->code == ERR_INVALID, "%s '%s'", f->name, s);
	cr_expect_str_eq(e->field, f->name);
	cr_expect(strstr(e->text, f->label), "%s '%s': %s", f->name, s, e->text);
	cr_expect(str_ends(e->text, "."), "%s '%s': %s", f->name, s, e->text);
	cr_expect(utf8_valid(e->text, strlen(e->text)) && str_control(e->text, false) < 0, "%s", e->text);
	cr_expect(memcmp(rec, &untouched, sizeof *rec) == 0, "%s '%s'", f->name, s);
}

Test(ftype, from_wire_refuses)
{
	static const struct { const char *kind, *s; } cases[] = {
		{ "line", "a\nb" }, { "line", "a\tb" }, { "line", "a\033[2J" }, { "line", "\xC3" },
		{ "line", "\xED\xA0\x80" }, { "line", "more than twenty characters" }, { "line", "a\xC2\x85z" },
		{ "note", "a\rb" }, { "note", "\x7F" }, { "uuid", "0f8fad5b" }, { "uuid", "x" },
		{ "uuid", "0f8fad5b-d9cb-469f-a165-70867728950" },
		{ "uuid", "0f8fad5b-d9cb-469f-a165-70867728950e0" },
		{ "uuid", "0f8fad5bxd9cb-469f-a165-70867728950e" },
		{ "uuid", "0f8fad5b-d9cb-469f-a165-7086772895-e" },
		{ "choice", "Draft" }, { "choice", "in progress" }, { "choice", " draft" }, { "flag", "yes" },
		{ "flag", "1" }, { "flag", "TRUE" }, { "count", "1.5" }, { "count", "2147483648" },
		{ "count", "1e3" },
		{ "money", "129,90" }, { "money", "1.234" }, { "money", "1000000000000.00" },
		{ "money", "12 €" },
		{ "money", " 12" }, { "mass", "0.0000001" }, { "mass", "100000000" }, { "fineness", "10000" },
		{ "fineness", "58.55" }, { "percent", "10000" }, { "length", "54 mm" }, { "length", "US 7" },
		{ "density", "1000" }, { "day", "2026-02-29" }, { "day", "01.03.2026" }, { "day", "today" },
		{ "instant", "2026-03-01" }, { "instant", "2026-03-01T09:00" }, { "instant", "14:30" },
		{ "duration", "1:30" }, { "duration", "1.5" }, { "duration", "2147483648" }, { "ref", "0" },
		{ "ref", "-1" }, { "ref", "+1" }, { "ref", "1.0" }, { "ref", "9223372036854775808" },
		{ "ref", "x" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = field(cases[i].kind);
		struct all rec = { .line = NULL };
		struct err e = ERR_INIT;
		cr_expect(!field_from_wire(f, cases[i].s, &arena, &rec, &e), "%s '%s'", f->name, cases[i].s);
		expect_refusal(f, cases[i].s, &rec, &e);
	}
}

Test(ftype, from_user)
{
	static const struct { const char *kind, *s, *wire; } cases[] = {
		{ "line", "  Mu\u0308ller ", "Müller" }, { "note", " a\r\nb\n ", "a\nb" },
		{ "uuid", " 0F8FAD5B-D9CB-469F-A165-70867728950E ", "0f8fad5b-d9cb-469f-a165-70867728950e" },
		{ "choice", "draft", "draft" }, { "choice", "DRAFT", "draft" },
		{ "choice", " in progress ", "in_progress" },
		{ "choice", "in_progress", "in_progress" }, { "choice", "in", "in_progress" },
		{ "choice", "i", "in_progress" },
		{ "choice", "pause fuer kaffee", "on_hold" }, { "choice", "PAUSE F\u00DC", "on_hold" },
		{ "choice", "on_", "on_hold" }, { "choice", "Finished", "done" }, { "choice", "don", "done" },
		{ "choice", "fin", "done" }, { "choice", "dra", "draft" },
		{ "flag", "yes", "true" }, { "flag", "Ja", "true" }, { "flag", "j", "true" },
		{ "flag", "Y", "true" },
		{ "flag", "1", "true" }, { "flag", "true", "true" }, { "flag", "x", "true" },
		{ "flag", " X ", "true" },
		{ "flag", "no", "false" }, { "flag", "Nein", "false" }, { "flag", "n", "false" },
		{ "flag", "0", "false" },
		{ "flag", "FALSE", "false" }, { "count", " 1 234 ", "1234" }, { "count", "-5", "-5" },
		{ "money", "129,90", "129.90" }, { "money", "129.9", "129.90" },
		{ "money", "129,90 €", "129.90" },
		{ "money", "129.90€", "129.90" }, { "money", "€ 129", "129.00" },
		{ "money", "eur 1.234,50", "1234.50" },
		{ "money", "1,234.50 EUR", "1234.50" }, { "money", "0", "0.00" },
		{ "money", "129,90\u00A0€", "129.90" },
		{ "money", "€129", "129.00" }, { "money", "-5 €", "-5.00" },
		{ "mass", "4,235", "4.235" }, { "mass", "4.235 g", "4.235" }, { "mass", "4,235g", "4.235" },
		{ "mass", "500 mg", "0.5" }, { "mass", "0,001mg", "0.000001" }, { "mass", "1,5 kg", "1500" },
		{ "mass", "0.35 ct", "0.07" }, { "mass", "1CT", "0.2" }, { "mass", "0,001 ct", "0.0002" },
		{ "mass", "1 dwt", "1.555174" }, { "mass", "20 dwt", "31.10348" },
		{ "fineness", "585", "585" }, { "fineness", "999,9", "999.9" },
		{ "fineness", "585 ‰", "585" },
		{ "fineness", "750/1000", "750" }, { "percent", "19", "19" }, { "percent", "19 %", "19" },
		{ "percent", "7,5", "7.5" }, { "percent", "7.5%", "7.5" },
		{ "length", "54", "54" }, { "length", "54,5", "54.5" }, { "length", "54 mm", "54" },
		{ "length", "45 cm", "450" },
		{ "length", "1,5 m", "1500" }, { "length", "US 7", "54.421" },
		{ "length", "us 6 1/2", "53.144" },
		{ "length", "UK N", "53.75" }, { "length", "uk n½", "54.375" },
		{ "density", "13,10", "13.1" }, { "density", "13.1 g/cm³", "13.1" },
		{ "density", "15,5 g/cm3", "15.5" },
		{ "day", "1.4.", "2026-04-01" }, { "day", "2026-04-01", "2026-04-01" },
		{ "day", "morgen", "2026-03-02" },
		{ "day", "+14", "2026-03-15" }, { "day", "fri", "2026-03-06" },
		{ "instant", "14:30", "2026-03-01T13:30:00Z" }, { "instant", "9:05", "2026-03-01T08:05:00Z" },
		{ "instant", "1.4. 14:30", "2026-04-01T12:30:00Z" },
		{ "instant", "1.4.2026 4:30:15", "2026-04-01T02:30:15Z" },
		{ "instant", "2026-04-01 14:30", "2026-04-01T12:30:00Z" },
		{ "instant", "2026-04-01T14:30", "2026-04-01T12:30:00Z" },
		{ "instant", "2026-04-01T14:30:00Z", "2026-04-01T14:30:00Z" },
		{ "instant", "tomorrow 00:00", "2026-03-01T23:00:00Z" },
		{ "instant", "29.3.2026 02:30", "2026-03-29T01:30:00Z" }, /* the hour that spring leaves out */
		{ "duration", "1:30", "5400" }, { "duration", "1h30", "5400" }, { "duration", "90m", "5400" },
		{ "duration", "1,5h", "5400" }, { "duration", "90", "5400" },
		{ "duration", "1:30:15", "5415" },
		{ "ref", " 17 ", "17" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = field(cases[i].kind);
		for (int lang = 0; lang < 2; lang++) {
			struct all rec;
			struct err e = ERR_INIT;
			cr_expect(field_from_user(f, fmt_for(lang ? "de" : "en"), cases[i].s, &arena, &rec, &e),
				"%s '%s': %s", f->name, cases[i].s, e.text);
			if (e.code == ERR_NONE)
				cr_expect_str_eq(wire_of(f, &rec), cases[i].wire, "%s '%s'", f->name, cases[i].s);
		}
	}
}

Test(ftype, from_user_refuses)
{
	static const struct { const char *kind, *s, *says; } cases[] = {
		{ "line", "two\nlines", "one line" }, { "line", "a\tb", "one line" },
		{ "line", "\xFF", "UTF-8" },
		{ "line", "more than twenty characters", "20" }, { "note", "bell\a", "control" },
		{ "uuid", "17", "0f8fad5b" },
		{ "choice", "brooch", "draft, in progress, Pause für Kaffee, finished" },
		{ "choice", "d", "draft, finished, dropped" }, { "choice", "dr", "draft, dropped" },
		{ "choice", "\033", "\\x1B" }, { "flag", "maybe", "yes or no" }, { "flag", "2", "yes or no" },
		{ "count", "1.5", "12" }, { "count", "many", "12" }, { "count", "3000000000", "more" },
		{ "money", "much", "129.90" }, { "money", "1.2345", "decimals" },
		{ "money", "12 $", "129.90" },
		{ "money", "€", "129.90" }, { "money", "€ 1 €", "129.90" },
		{ "money", "10000000000000", "more" },
		{ "mass", "4 oz", "4.235" }, { "mass", "g", "4.235" }, { "mass", "0,0000001", "decimals" },
		{ "mass", "0,1 µg", "4.235" }, { "mass", "100000 kg", "more" },
		{ "fineness", "58,5 %", "585" }, { "fineness", "14k", "585" },
		{ "fineness", "585,55", "decimals" },
		{ "percent", "50 ‰", "7.5" }, { "length", "US 70", "US 7" }, { "length", "UK 7", "UK N" },
		{ "length", "54 in", "54.5" }, { "density", "heavy", "13.10" },
		{ "day", "31.2.", "tomorrow" },
		{ "day", "someday", "tomorrow" }, { "instant", "1.4.", "14:30" },
		{ "instant", "24:00", "14:30" },
		{ "instant", "14:60", "14:30" }, { "instant", "31.2. 14:30", "14:30" },
		{ "instant", "14-30", "14:30" },
		{ "instant", "1.4. 14:30:61", "14:30" }, { "instant", "1.1.0001 00:00", "14:30" },
		{ "instant", "x 9:00", "14:30" },
		{ "duration", "long", "1:30" }, { "duration", "10001 h", "10,000" },
		{ "ref", "Müller", "17" },
		{ "ref", "0", "17" }, { "ref", "1,5", "17" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = field(cases[i].kind);
		struct all rec = { .line = NULL };
		struct err e = ERR_INIT;
		cr_expect(!field_from_user(f, fmt_for("en"), cases[i].s, &arena, &rec, &e), "%s '%s'", f->name,
			cases[i].s);
		cr_expect(strstr(e.text, cases[i].says), "%s '%s': %s", f->name, cases[i].s, e.text);
		expect_refusal(f, cases[i].s, &rec, &e);
	}
}

Test(ftype, long_input_is_refused_and_cut_in_the_sentence)
{
	char longs[3000];
	memset(longs, '9', sizeof longs - 1);
	longs[sizeof longs - 1] = '\0';
	for (size_t n = 0; n < ARRAY_LEN(fields); n++) {
		struct all rec = { .line = NULL };
		struct err e = ERR_INIT;
		cr_expect(!field_from_user(&fields[n], fmt_for("de"), longs, &arena, &rec, &e), "%s", fields[n].name);
		expect_refusal(&fields[n], "9…", &rec, &e);
		if (fields[n].type != &ft_line && fields[n].type != &ft_note)
			cr_expect(strstr(e.text, "9…”"), "%s", e.text);
		err_clear(&e);
		cr_expect(!field_from_wire(&fields[n], longs, &arena, &rec, &e), "%s", fields[n].name);
		expect_refusal(&fields[n], "9…", &rec, &e);
	}
}

Test(ftype, the_example_is_spelled_as_the_person_does)
{
	struct all rec;
	struct err e = ERR_INIT;
	cr_expect(!field_from_user(field("money"), fmt_for("de"), "viel", &arena, &rec, &e));
	cr_expect(strstr(e.text, "129,90"), "%s", e.text);
	cr_expect(!field_from_wire(field("money"), "129,90", &arena, &rec, &e));
	cr_expect(strstr(e.text, "129.90"), "%s", e.text);
}

Test(ftype, to_user)
{
	static const struct { const char *kind, *wire, *de, *en; } cases[] = {
		{ "line", "Müller", "Müller", "Müller" }, { "choice", "done", "finished", "finished" },
		{ "flag", "true", "yes", "yes" }, { "flag", "false", "no", "no" },
		{ "count", "12345", "12345", "12345" },
		{ "money", "1234567.50", "1.234.567,50", "1,234,567.50" }, { "money", "0", "0,00", "0.00" },
		{ "money", "-1", "-1,00", "-1.00" }, { "mass", "4.235", "4,235", "4.235" },
		{ "mass", "15", "15,00", "15.00" },
		{ "mass", "0.000001", "0,000001", "0.000001" }, { "mass", "1234.5", "1234,50", "1234.50" },
		{ "fineness", "585", "585", "585" }, { "fineness", "999.9", "999,9", "999.9" },
		{ "percent", "19", "19", "19" },
		{ "percent", "7.5", "7,5", "7.5" }, { "length", "54", "54", "54" },
		{ "length", "54.25", "54,25", "54.25" },
		{ "density", "13.1", "13,10", "13.10" }, { "day", "2026-03-01", "01.03.2026", "2026-03-01" },
		{ "instant", "2026-03-01T08:05:00Z", "01.03.2026 09:05", "2026-03-01 09:05" },
		{ "duration", "5400", "1:30", "1:30" }, { "duration", "5415", "1:30:15", "1:30:15" },
		{ "duration", "-5415", "-1:30:15", "-1:30:15" }, { "ref", "17", "17", "17" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = field(cases[i].kind);
		struct all rec;
		struct err e = ERR_INIT;
		cr_assert(field_from_wire(f, cases[i].wire, &arena, &rec, &e), "%s", e.text);
		cr_expect_str_eq(user_of(f, "de", &rec), cases[i].de);
		cr_expect_str_eq(user_of(f, "en", &rec), cases[i].en);
	}
}

/* "gold, silver" in the file, "pause für kaffee, finished" for people: each word by itself, the rest as it is. */
Test(ftype, a_line_of_choices)
{
	struct field f = *field("line");
	f.max = 60;
	f.choices = states;
	static const struct { const char *wire, *words; } cases[] = {
		{ "done", "finished" }, { "on_hold, done", "Pause für Kaffee, finished" }, { "done,dropped", "finished,dropped" },
		{ "done ,  more of it, dropped,", "finished ,  more of it, dropped," }, { "undone", "undone" },
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct all rec;
		struct err e = ERR_INIT;
		entity_blank(&all_entity, &rec);
		cr_assert(field_from_wire(&f, cases[i].wire, &arena, &rec, &e), "%s", e.text);
		buf_clear(&out);
		field_to_user(&f, fmt_for("en"), &rec, &out);
		cr_expect_str_eq(out.data, cases[i].words);
		cr_assert(field_from_user(&f, fmt_for("en"), out.data, &arena, &rec, &e), "%s", e.text);
		cr_expect_str_eq(rec.line, cases[i].wire);
	}
	struct all rec;
	struct err e = ERR_INIT;
	entity_blank(&all_entity, &rec);
	cr_assert(field_from_user(&f, fmt_for("en"), " PAUSE fuer kaffee, Done ", &arena, &rec, &e));
	cr_expect_str_eq(rec.line, "on_hold, done");
}

Test(ftype, units)
{
	static const struct { const char *kind, *unit; } cases[] = {
		{ "money", CURRENCY }, { "mass", "g" }, { "fineness", "‰" }, { "percent", "%" }, { "length", "mm" },
		{ "density", "g/cm³" }, { "duration", "h" },
	};
	size_t n = 0;
	for (const struct ftype *const *t = ftypes; *t; t++)
		n += (*t)->unit != NULL;
	cr_expect_eq(n, ARRAY_LEN(cases));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_str_eq(field(cases[i].kind)->type->unit, cases[i].unit, "%s", cases[i].kind);
}

Test(ftype, text_is_copied)
{
	char typed[] = "ring";
	struct all rec;
	struct err e = ERR_INIT;
	cr_expect(field_from_wire(field("line"), typed, &arena, &rec, &e));
	cr_expect(field_from_user(field("note"), fmt_for("en"), typed, &arena, &rec, &e));
	memset(typed, 'x', 4);
	cr_expect_str_eq(rec.line, "ring");
	cr_expect_str_eq(rec.note, "ring");
}

Test(ftype, equal)
{
	const char *none = NULL, *blank = "", *a = "a";
	char also_a[] = "a";
	const char *b = also_a;
	cr_expect(ft_line.equal(&none, &blank) && ft_line.equal(&blank, &none) && ft_line.equal(&a, &b));
	cr_expect(!ft_line.equal(&a, &blank) && !ft_line.equal(&none, &a));
	struct money free_of_charge = { 0 }, unknown = { NUM_EMPTY };
	cr_expect(!ft_money.equal(&free_of_charge, &unknown) && ft_money.equal(&unknown, &unknown));
	cr_expect(!ft_money.is_empty(&free_of_charge) && ft_money.is_empty(&unknown));
}

/* xorshift64: the same values in each run. */
static uint64_t random_bits(void)
{
	static uint64_t state = 0x9E3779B97F4A7C15;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static int64_t random_within(int64_t least, int64_t most)
{
	/* Small ones as often as large ones. */
	uint64_t range = (uint64_t)most - (uint64_t)least + 1, bits = random_bits() >> random_bits() % 60;
	return least + (int64_t)(range ? bits % range : bits);
}

static void expect_wire_back(const struct field *f, const struct all *rec)
{
	struct all back;
	struct err e = ERR_INIT;
	const char *wire = wire_of(f, rec);
	cr_expect(field_from_wire(f, wire, &arena, &back, &e), "%s '%s': %s", f->name, wire, e.text);
	cr_expect(f->type->equal(field_in(f, rec), field_in(f, &back)), "%s '%s'", f->name, wire);
}

static void expect_user_back(const struct field *f, const struct all *rec)
{
	static const char *const langs[] = { "de", "en" };
	for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
		struct all back;
		struct err e = ERR_INIT;
		const char *shown = user_of(f, langs[i], rec);
		cr_expect(field_from_user(f, fmt_for(langs[i]), shown, &arena, &back, &e), "%s '%s': %s", f->name,
			shown, e.text);
		cr_expect(f->type->equal(field_in(f, rec), field_in(f, &back)), "%s '%s' in %s", f->name, shown,
			langs[i]);
	}
}

Test(ftype, numbers_come_back)
{
	static const struct { const char *kind; int64_t most; } cases[] = {
		{ "count", INT32_MAX }, { "money", 99999999999999 }, { "mass", 99999999999999 },
		{ "fineness", 99999 }, { "percent", 999999 }, { "length", 999999999 }, { "density", 999999 },
	};
	static const int64_t edges[] = { 0, 1, -1, 9, 10, 99, 100, 101, 999, 1000, 1234, -1234, 99999 };
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct field *f = field(cases[i].kind);
		for (int n = 0; n < 2000; n++) {
			int64_t v = n < (int)ARRAY_LEN(edges) ? edges[n]
				  : n == ARRAY_LEN(edges)     ? cases[i].most
							      : random_within(-cases[i].most, cases[i].most);
			struct all rec;
			memcpy(field_at(f, &rec), &v, sizeof v);
			expect_wire_back(f, &rec);
			expect_user_back(f, &rec);
		}
		arena_clear(&arena);
	}
}

Test(ftype, times_come_back)
{
	struct day first, last;
	cr_assert(day_from_civil(1, 1, 1, &first) && day_from_civil(9999, 12, 31, &last));
	for (int n = 0; n < 2000; n++) {
		struct all rec;
		rec.day.n = n < 2 ? (n ? last : first).n : (int32_t)random_within(first.n, last.n);
		expect_wire_back(field("day"), &rec);
		expect_user_back(field("day"), &rec);

		rec.duration.s = n < 100 ? n : random_within(0, 36000000);
		expect_wire_back(field("duration"), &rec);
		expect_user_back(field("duration"), &rec);

		rec.instant.us = random_within(first.n, last.n) * INT64_C(86400000000) + random_within(0, 86399999999);
		expect_wire_back(field("instant"), &rec);

		/* People see minutes, and two hours of each autumn look alike: then the first is meant. */
		int64_t minute = random_within(0, INT64_C(4102444800) / 60);
		rec.instant.us = minute * 60 * 1000000;
		struct civil c = instant_civil(rec.instant);
		bool twice = c.month == 10 && c.day >= 24 && c.hour == 2;
		if (!twice)
			expect_user_back(field("instant"), &rec);

		rec.ref.id = n ? random_within(1, INT64_MAX) : INT64_MAX;
		expect_wire_back(field("ref"), &rec);
		expect_user_back(field("ref"), &rec);
	}
}

Test(ftype, words_come_back)
{
	static const char *const lines[] = { "a", "Ä ö ß", "日本", "“quoted”", "'; drop table", "%s %n", "½ ct" };
	static const char *const notes[] = { "a", "two\nlines", "a\n\n\tb", "50 % — “so”" };
	struct all rec;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		rec.line = lines[i];
		expect_wire_back(field("line"), &rec);
		expect_user_back(field("line"), &rec);
	}
	for (size_t i = 0; i < ARRAY_LEN(notes); i++) {
		rec.note = notes[i];
		expect_wire_back(field("note"), &rec);
		expect_user_back(field("note"), &rec);
	}
	for (rec.choice = 0; states[rec.choice].wire; rec.choice++) {
		expect_wire_back(field("choice"), &rec);
		expect_user_back(field("choice"), &rec);
	}
	for (rec.flag = 0; rec.flag < 2; rec.flag++) {
		expect_wire_back(field("flag"), &rec);
		expect_user_back(field("flag"), &rec);
	}
	for (int n = 0; n < 200; n++) {
		uint64_t a = random_bits(), b = random_bits();
		rec.uuid = arena_printf(&arena, "%08x-%04x-%04x-%04x-%012" PRIx64, (unsigned)(a >> 32),
			(unsigned)(a >> 16 & 0xFFFF), (unsigned)(a & 0xFFFF), (unsigned)(b >> 48),
			b & UINT64_C(0xFFFFFFFFFFFF));
		expect_wire_back(field("uuid"), &rec);
		expect_user_back(field("uuid"), &rec);
	}
}
