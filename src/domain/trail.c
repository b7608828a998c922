/* trail.c - the audit trail in words
 *
 * A reader of its own for the JSON, as numbers must stay as exact as they are written; it takes any bytes.
 */
#include "config.h"

#include "domain/trail.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entities.h"

/* {"name": [value, value], …} as pairs of texts, read as far as it makes sense. */

struct pair {
	const char *name, *values[2]; /* NULL: null, or not there */
};

struct json {
	const char *s;
	struct arena *a;
};

static void skip_blanks(struct json *j)
{
	j->s += strspn(j->s, " \t\r\n");
}

static bool take(struct json *j, char c)
{
	skip_blanks(j);
	if (*j->s != c)
		return false;
	j->s++;
	return true;
}

static uint32_t hex4(const char *s)
{
	uint32_t n = 0;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef", *at = s[i] ? strchr(digits, s[i] | ('A' <= s[i] && s[i] <= 'F' ? 0x20 : 0)) : NULL;
		if (!at)
			return UINT32_MAX;
		n = n << 4 | (uint32_t)(at - digits);
	}
	return n;
}

/* Behind the backslash. Halves of a pair of surrogates become one character; alone they are none. */
static void take_escape(struct json *j, struct buf *out)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *at = strchr(from, *j->s);
	if (*j->s == 'u' && hex4(j->s + 1) != UINT32_MAX) {
		uint32_t c = hex4(j->s + 1), low = c >> 10 == 0x36 && j->s[5] == '\\' && j->s[6] == 'u' ? hex4(j->s + 7) : UINT32_MAX;
		j->s += 5;
		if (low >> 10 == 0x37) {
			c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
			j->s += 6;
		}
		utf8_add(out, !c || c >> 11 == 0x1b ? 0xfffd : c);
		return;
	}
	if (*j->s)
		buf_addc(out, at ? to[at - from] : *j->s++), j->s += at != NULL;
}

/* The text, without its quotes; what is longer than people read is cut. */
static const char *take_string(struct json *j)
{
	struct buf out = BUF_INIT(TRAIL_VALUE_MAX);
	while (*j->s && *j->s != '"') {
		if (*j->s == '\\')
			j->s++, take_escape(j, &out);
		else
			buf_addc(&out, *j->s++);
	}
	j->s += *j->s == '"';
	size_t len = out.len;
	while (out.full && len && (out.data[len - 1] & 0xc0) == 0x80)
		len--;
	buf_cut(&out, len - (out.full && len && (unsigned char)out.data[len - 1] >= 0xc0)); /* no half of a character */
	const char *text = out.full ? arena_printf(j->a, "%s…", out.data) : arena_strdup(j->a, out.data);
	buf_done(&out);
	return text;
}

/* What is neither text nor number is shown as it is spelled: brackets are counted, not descended into. */
static const char *take_other(struct json *j)
{
	const char *from = j->s;
	for (size_t depth = 0; *j->s && (depth || !strchr(",]}", *j->s)); j->s++) {
		if (*j->s == '"')
			for (j->s++; *j->s && *j->s != '"'; j->s++)
				j->s += *j->s == '\\' && j->s[1];
		else if (strchr("[{", *j->s))
			depth++;
		else if (depth && strchr("]}", *j->s))
			depth--;
		if (!*j->s)
			break;
	}
	size_t len = (size_t)(j->s - from);
	while (len && strchr(" \t\r\n", from[len - 1]))
		len--;
	return arena_strndup(j->a, from, len < TRAIL_VALUE_MAX ? len : TRAIL_VALUE_MAX);
}

static const char *take_value(struct json *j)
{
	if (take(j, '"'))
		return take_string(j);
	const char *text = take_other(j);
	return str_eq(text, "null") || !*text ? NULL : text;
}

static size_t read_pairs(const char *text, struct pair *ret, struct arena *a)
{
	struct json j = { .s = text ? text : "", .a = a };
	size_t n = 0;
	if (!take(&j, '{'))
		return 0;
	while (n < TRAIL_FACTS_MAX && take(&j, '"')) {
		struct pair p = { .name = take_string(&j) };
		if (!take(&j, ':') || !take(&j, '['))
			break;
		p.values[0] = take_value(&j);
		if (take(&j, ','))
			p.values[1] = take_value(&j);
		ret[n++] = p;
		if (!take(&j, ']') || !take(&j, ','))
			break;
	}
	return n;
}

/* What the values mean. */

/* Names under which things are kept that nobody may read, whatever table they are in. */
static bool is_secret(const char *column)
{
	static const char *const parts[] = { "password", "passwd", "secret", "token", "pin", "hash", "salt", "badge", NULL };
	for (const char *const *p = parts; *p; p++) {
		const char *at = strstr(column, *p), *end = at ? at + strlen(*p) : NULL;
		if (at && (at == column || at[-1] == '_') && (!*end || *end == '_'))
			return !str_ends(column, "_at"); /* when it was set is no secret */
	}
	return false;
}

static const char *harmless(const char *text, struct arena *a)
{
	struct buf out = BUF_INIT(TRAIL_VALUE_MAX * 4);
	for (const char *s = text; *s;) { /* line by line: notes have several */
		size_t len = strcspn(s, "\n");
		str_escape(&out, arena_strndup(a, s, len));
		s += len + (s[len] == '\n');
		if (*s)
			buf_addc(&out, '\n');
	}
	const char *safe = arena_strdup(a, out.data);
	buf_done(&out);
	return safe;
}

static const char *value_words(const struct field *f, const struct trail_reader *who, const char *wire, const char *name, struct arena *a)
{
	union { /* room for any type's value, as a record of one field */
		int64_t number;
		const char *text;
		char bytes[32];
	} rec = { .number = 0 };
	struct err ignored = ERR_INIT;
	if (!wire)
		return NULL;
	if (f->ref && !(f->flags & F_ID) && name)
		return harmless(name, a);
	struct field alone = *f;
	alone.off = 0;
	kt_assert(f->type->size <= sizeof(rec));
	f->type->set_empty(&rec);
	if (!f->type->from_wire(&alone, wire, a, &rec, &ignored) || f->type->is_empty(&rec))
		return harmless(wire, a); /* of another time */
	struct buf out = BUF_INIT(TRAIL_VALUE_MAX * 2);
	field_words(&alone, who->fmt, &rec, &out);
	const char *words = harmless(out.data, a);
	buf_done(&out);
	return words;
}

/* What people change by forms, else what verbs change, by its own table sooner than by a list of it. */
const struct entity *trail_entity(const char *table)
{
	const struct entity *found = NULL;
	for (const struct entity *const *e = entities; *e; e++) {
		if (!str_eq(entity_told(*e), table))
			continue;
		if (!(*e)->readonly)
			return *e;
		if (!found || str_eq((*e)->table, table))
			found = *e;
	}
	return found;
}

static const struct pair *pair_named(const struct pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(pairs[i].name, name))
			return &pairs[i];
	return NULL;
}

static struct trail_fact fact_of(const struct field *f, const struct pair *p, const struct pair *names, const struct trail_reader *who,
		struct arena *a)
{
	struct trail_fact fact = { .label = i18n_label(f->label) };
	fact.hidden = is_secret(p->name) || (f->right && who->may && !who->may(who->ctx, f->right));
	if (fact.hidden)
		return fact;
	fact.before = value_words(f, who, p->values[0], names ? names->values[0] : NULL, a);
	fact.after = value_words(f, who, p->values[1], names ? names->values[1] : NULL, a);
	return fact;
}

static struct trail_fact unknown_fact(const struct pair *p, struct arena *a)
{
	struct trail_fact fact = { .label = harmless(p->name, a), .hidden = is_secret(p->name) };
	for (int i = 0; i < 2 && !fact.hidden; i++)
		if (p->values[i])
			*(i ? &fact.after : &fact.before) = harmless(p->values[i], a);
	return fact;
}

static bool tells_nothing(const struct field *f)
{
	return (f->flags & (F_ID | F_VERSION)) || str_eq(f->name, "created_at") || str_eq(f->name, "updated_at");
}

size_t trail_facts(const struct trail_entry *entry, const struct trail_reader *who, struct arena *a, struct trail_fact **ret)
{
	struct pair *pairs = arena_array(a, TRAIL_FACTS_MAX, sizeof(*pairs)), *names = arena_array(a, TRAIL_FACTS_MAX, sizeof(*names));
	struct trail_fact *facts = arena_array(a, TRAIL_FACTS_MAX, sizeof(*facts));
	size_t npairs = read_pairs(entry->changes, pairs, a), nnames = read_pairs(entry->names, names, a), n = 0;
	const struct entity *ent = trail_entity(entry->table);
	for (size_t i = 0; ent && i < ent->nfields; i++) {
		const struct field *f = &ent->fields[i];
		const struct pair *p = tells_nothing(f) ? NULL : pair_named(pairs, npairs, f->name);
		if (p)
			facts[n++] = fact_of(f, p, pair_named(names, nnames, f->name), who, a);
	}
	for (size_t i = 0; i < npairs; i++)
		if ((!ent || !entity_field(ent, pairs[i].name)) && pair_named(pairs, npairs, pairs[i].name) == &pairs[i])
			facts[n++] = unknown_fact(&pairs[i], a);
	*ret = facts;
	return n;
}

const char *trail_words(const struct trail_fact *fact, struct arena *a)
{
	if (fact->hidden)
		return _("(changed, but not for you to see)");
	if (!fact->before)
		return fact->after ? fact->after : _("(empty)");
	return arena_printf(a, "%s → %s", fact->before, fact->after ? fact->after : _("(empty)"));
}

const char *trail_line(const struct trail_entry *entry, const struct trail_reader *who, struct arena *a)
{
	struct trail_fact *facts;
	size_t n = trail_facts(entry, who, a, &facts);
	struct buf out = BUF_INIT(TRAIL_LINE_MAX);
	for (size_t i = 0; i < n; i++)
		buf_addf(&out, "%s%s: %s", i ? "; " : "", facts[i].label, trail_words(&facts[i], a));
	char *line = arena_printf(a, "%s%s", out.data, out.full ? "…" : "");
	buf_done(&out);
	for (char *s = line; *s; s++)
		if (*s == '\n')
			*s = ' ';
	return line;
}
