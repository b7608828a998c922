/* ftype.c - texts, choices, flags, references, and the list of all types; numbers and times are next door */
#include "config.h"

#include "domain/ftype.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/i18n.h"
#include "base/str.h"
#include "domain/entity.h"
#include "domain/ftype_in.h"

enum {
	SHOWN_MOST = 60,   /* bytes of what was typed that a sentence repeats */
	LISTED_MOST = 300, /* bytes of a list of choices */
	UUID_SIZE = 37,
	WORDS_MOST = 1 << 20, /* bytes of a text made of choices; longer than any */
};

bool ftype_refuse(const struct field *f, const char *sentence, const char *typed, const char *example,
		struct err *e)
{
	char shown[SHOWN_MOST + sizeof "…"];
	struct buf escaped = BUF_INIT(SHOWN_MOST);
	str_escape(&escaped, typed);
	snprintf(shown, sizeof shown, "%s%s", escaped.data, escaped.full ? "…" : "");
	buf_done(&escaped);
	return err_field(e, f->name, sentence, i18n_label(f->label), shown, example);
}

/* What choices are called. */

enum spelling { SPELLED_LABEL, SPELLED_WIRE, SPELLED_ENGLISH, SPELLINGS };

static const char *choice_spelled(const struct choice *c, enum spelling how)
{
	if (how == SPELLED_LABEL)
		return i18n_label(c->label);
	const char *context = how == SPELLED_ENGLISH ? strchr(c->label, '\004') : NULL;
	return how == SPELLED_WIRE ? c->wire : context ? context + 1 : c->label;
}

/* The choice that a folded text says in full, or NULL. */
static const struct choice *choice_said(const struct choice *choices, const char *folded, struct arena *a)
{
	for (enum spelling how = 0; how < SPELLINGS; how++)
		for (const struct choice *c = choices; c->wire; c++)
			if (str_eq(str_fold(a, choice_spelled(c, how)), folded))
				return c;
	return NULL;
}

/* Texts. NULL and "" are the same: empty. */

static bool text_empty(const void *v)
{
	const char *s = *(const char *const *)v;
	return !s || !*s;
}

static void text_set_empty(void *v)
{
	*(const char **)v = NULL;
}

static bool text_equal(const void *a, const void *b)
{
	return text_empty(a) ? text_empty(b) : str_eq(*(const char *const *)a, *(const char *const *)b);
}

static void text_add(const void *v, struct buf *out)
{
	buf_adds(out, *(const char *const *)v);
}

static void text_to_wire(const struct field *f, const void *v, struct buf *out)
{
	(void)f;
	text_add(v, out);
}

/* A text whose words are choices, with commas between: each as it is spelled on the other side. What is none of them,
 * and the blanks, stay as they are. */
static void add_words(const struct field *f, const char *s, enum spelling how, struct buf *out)
{
	struct arena a = ARENA_INIT;
	while (*s) {
		size_t blanks = strspn(s, ", ");
		buf_add(out, s, blanks);
		s += blanks;
		size_t len = strcspn(s, ",");
		while (len && s[len - 1] == ' ')
			len--;
		const char *word = arena_strndup(&a, s, len);
		const struct choice *c = how == SPELLED_LABEL ? choice_find(f->choices, word)
							      : choice_said(f->choices, str_fold(&a, word), &a);
		buf_adds(out, c ? choice_spelled(c, how) : word);
		s += len;
	}
	arena_done(&a);
}

static void text_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)fmt;
	if (f->choices)
		add_words(f, *(const char *const *)v, SPELLED_LABEL, out);
	else
		text_add(v, out);
}

static bool text_clean(const struct field *f, const char *s, struct err *e)
{
	if (!utf8_valid(s, strlen(s)))
		return ftype_refuse(f, _("%s: “%s” is not UTF-8 text. Type it again."), s, "", e);
	bool lines = f->type == &ft_note;
	if (!lines && (str_control(s, false) >= 0 || strchr(s, '\t')))
		return ftype_refuse(f,
			_("%s: “%s” has line breaks, tabs or control characters. Type it in one line."), s, "", e);
	if (lines && str_control(s, true) >= 0)
		return ftype_refuse(f, _("%s: “%s” has control characters. Type it without them."), s, "", e);
	return true;
}

static bool text_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	if (!s || !*s)
		return text_set_empty(ret), true;
	if (!text_clean(f, s, e))
		return false;
	*(const char **)ret = arena_strdup(a, s);
	return true;
}

/* Lines end as they do here, wherever the text was copied from. */
static void join_returns(char *s)
{
	char *to = s;
	for (; *s; s++)
		if (s[0] != '\r' || s[1] != '\n')
			*to++ = *s;
	*to = '\0';
}

static char *words_to_wire(const struct field *f, const char *s, struct arena *a)
{
	struct buf out = BUF_INIT(WORDS_MOST);
	add_words(f, s, SPELLED_WIRE, &out);
	char *wire = arena_strdup(a, out.data);
	buf_done(&out);
	return wire;
}

static bool text_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)fmt;
	if (!s)
		return text_set_empty(ret), true;
	char *kept = str_nfc(a, s);
	if (kept && f->type == &ft_note)
		join_returns(kept);
	if (!text_clean(f, kept ? kept : s, e))
		return false;
	if (kept && f->choices)
		kept = words_to_wire(f, kept, a);
	*(const char **)ret = kept && *kept ? kept : NULL;
	return true;
}

/* UUIDs, in lower case. */

static bool uuid_copy(const char *s, char to[UUID_SIZE])
{
	for (int i = 0; i < UUID_SIZE - 1; i++) {
		char c = s[i] >= 'A' && s[i] <= 'F' ? (char)(s[i] - 'A' + 'a') : s[i];
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
		if (hyphen ? c != '-' : !c || !strchr("0123456789abcdef", c))
			return false;
		to[i] = c;
	}
	to[UUID_SIZE - 1] = '\0';
	return !s[UUID_SIZE - 1];
}

static bool uuid_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	char uuid[UUID_SIZE];
	if (!s || !*s)
		return text_set_empty(ret), true;
	if (!uuid_copy(s, uuid))
		return ftype_refuse(f, _("%s: “%s” is not a UUID. It looks like %s."), s,
			"0f8fad5b-d9cb-469f-a165-70867728950e", e);
	*(const char **)ret = arena_strdup(a, uuid);
	return true;
}

static bool uuid_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)fmt;
	const char *trimmed = str_nfc(a, s);
	return uuid_from_wire(f, trimmed ? trimmed : s, a, ret, e);
}

/* Choices. */

static bool choice_empty(const void *v)
{
	return *(const int *)v == CHOICE_NONE;
}

static void choice_set_empty(void *v)
{
	*(int *)v = CHOICE_NONE;
}

static bool choice_equal(const void *a, const void *b)
{
	return *(const int *)a == *(const int *)b;
}

static const struct choice *choice_at(const struct field *f, const void *v)
{
	int at = *(const int *)v;
	kt_assert(at >= 0);
	for (int i = 0; i <= at; i++)
		kt_assert(f->choices[i].wire);
	return &f->choices[at];
}

static void choice_to_wire(const struct field *f, const void *v, struct buf *out)
{
	buf_adds(out, choice_at(f, v)->wire);
}

static void choice_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)fmt;
	buf_adds(out, choice_spelled(choice_at(f, v), SPELLED_LABEL));
}

static bool starts_so(const struct choice *c, const char *folded, struct arena *a)
{
	for (enum spelling how = 0; how < SPELLINGS; how++)
		if (str_starts(str_fold(a, choice_spelled(c, how)), folded))
			return true;
	return false;
}

/* Lists what may be typed; with `folded`, only what begins so. */
static bool choice_refuse(const struct field *f, const char *sentence, const char *typed,
		const char *folded, enum spelling how, struct arena *a, struct err *e)
{
	struct buf list = BUF_INIT(LISTED_MOST);
	for (const struct choice *c = f->choices; c->wire; c++)
		if (!folded || starts_so(c, folded, a))
			buf_addf(&list, "%s%s", list.len ? ", " : "", choice_spelled(c, how));
	ftype_refuse(f, sentence, typed, list.data, e);
	buf_done(&list);
	return false;
}

static bool choice_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	if (!s || !*s)
		return choice_set_empty(ret), true;
	const struct choice *c = choice_find(f->choices, s);
	if (!c)
		return choice_refuse(f, _("%s: “%s” is not one of the choices. They are: %s."), s, NULL,
			SPELLED_WIRE, a, e);
	*(int *)ret = (int)(c - f->choices);
	return true;
}

/* The choice that a folded text says in full, or alone begins; NULL if there is none or *ambiguous. */
static const struct choice *choice_meant(const struct choice *choices, const char *folded, struct arena *a,
		bool *ambiguous)
{
	const struct choice *found = choice_said(choices, folded, a);
	*ambiguous = false;
	if (found)
		return found;
	for (const struct choice *c = choices; c->wire; c++) {
		if (!starts_so(c, folded, a))
			continue;
		*ambiguous = found != NULL;
		if (*ambiguous)
			return NULL;
		found = c;
	}
	return found;
}

static bool choice_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)fmt;
	if (str_empty(s))
		return choice_set_empty(ret), true;
	struct arena_mark mark = arena_mark(a);
	const char *trimmed = str_nfc(a, s), *folded = str_fold(a, trimmed ? trimmed : s);
	bool ambiguous;
	const struct choice *c = choice_meant(f->choices, folded, a, &ambiguous);
	if (ambiguous)
		choice_refuse(f, _("%s: “%s” may mean several: %s. Type some more letters."), s, folded,
			SPELLED_LABEL, a, e);
	else if (!c)
		choice_refuse(f, _("%s: “%s” is not one of the choices. They are: %s."), s, NULL,
			SPELLED_LABEL, a, e);
	arena_rewind(a, mark);
	if (c)
		*(int *)ret = (int)(c - f->choices);
	return c != NULL;
}

/* Flags. */

static bool flag_empty(const void *v)
{
	return *(const signed char *)v == FLAG_NONE;
}

static void flag_set_empty(void *v)
{
	*(signed char *)v = FLAG_NONE;
}

static bool flag_equal(const void *a, const void *b)
{
	return *(const signed char *)a == *(const signed char *)b;
}

static void flag_to_wire(const struct field *f, const void *v, struct buf *out)
{
	(void)f;
	buf_adds(out, *(const signed char *)v ? "true" : "false");
}

static void flag_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)f, (void)fmt;
	buf_adds(out, *(const signed char *)v ? _("yes") : _("no"));
}

/* t and f are how PostgreSQL writes them. */
static bool flag_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	(void)a;
	if (!s || !*s)
		return flag_set_empty(ret), true;
	bool yes = str_eq(s, "true") || str_eq(s, "t");
	if (!yes && !str_eq(s, "false") && !str_eq(s, "f"))
		return ftype_refuse(f, _("%s: “%s” is neither yes nor no. Write true or false."), s, "", e);
	*(signed char *)ret = yes;
	return true;
}

static bool is_one_of(const char *folded, const char *const *words, struct arena *a)
{
	for (; *words; words++)
		if (str_eq(folded, str_fold(a, *words)))
			return true;
	return false;
}

static bool flag_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)fmt;
	if (str_empty(s))
		return flag_set_empty(ret), true;
	const char *const yes_words[] = { _("yes"), "yes", "y", "ja", "j", "true", "1", "x", NULL };
	const char *const no_words[] = { _("no"), "no", "n", "nein", "false", "0", NULL };
	struct arena_mark mark = arena_mark(a);
	const char *trimmed = str_nfc(a, s), *folded = str_fold(a, trimmed ? trimmed : s);
	bool yes = is_one_of(folded, yes_words, a), no = !yes && is_one_of(folded, no_words, a);
	arena_rewind(a, mark);
	if (!yes && !no)
		return ftype_refuse(f, _("%s: “%s” is neither yes nor no. Type yes or no."), s, "", e);
	*(signed char *)ret = yes;
	return true;
}

/* References, by number. */

static bool ref_empty(const void *v)
{
	return !((const struct ref *)v)->id;
}

static void ref_set_empty(void *v)
{
	((struct ref *)v)->id = 0;
}

static bool ref_equal(const void *a, const void *b)
{
	return ((const struct ref *)a)->id == ((const struct ref *)b)->id;
}

static void ref_to_wire(const struct field *f, const void *v, struct buf *out)
{
	(void)f;
	buf_addf(out, "%" PRId64, ((const struct ref *)v)->id);
}

static void ref_to_user(const struct field *f, const struct fmt *fmt, const void *v, struct buf *out)
{
	(void)fmt;
	ref_to_wire(f, v, out);
}

static bool ref_from_wire(const struct field *f, const char *s, struct arena *a, void *ret, struct err *e)
{
	(void)a;
	int64_t id;
	if (!s || !*s)
		return ref_set_empty(ret), true;
	bool digits = strspn(s, "0123456789") == strlen(s);
	if (!digits || !num_parse(s, 0, &id) || !id)
		return ftype_refuse(f, _("%s: “%s” is not the number of a record. Type one such as %s."), s,
			"17", e);
	((struct ref *)ret)->id = id;
	return true;
}

static bool ref_from_user(const struct field *f, const struct fmt *fmt, const char *s, struct arena *a,
		void *ret, struct err *e)
{
	(void)fmt;
	struct arena_mark mark = arena_mark(a);
	const char *trimmed = str_nfc(a, s);
	bool good = ref_from_wire(f, trimmed ? trimmed : s, a, ret, e);
	arena_rewind(a, mark);
	return good;
}

const struct ftype ft_line = {
	.name = "line", .sql = "varchar", .size = sizeof(ct_line), .json = JSON_STRING,
	.from_wire = text_from_wire, .from_user = text_from_user,
	.to_wire = text_to_wire, .to_user = text_to_user,
	.is_empty = text_empty, .set_empty = text_set_empty, .equal = text_equal,
};

const struct ftype ft_note = {
	.name = "note", .sql = "varchar", .size = sizeof(ct_note), .json = JSON_STRING,
	.from_wire = text_from_wire, .from_user = text_from_user,
	.to_wire = text_to_wire, .to_user = text_to_user,
	.is_empty = text_empty, .set_empty = text_set_empty, .equal = text_equal,
};

const struct ftype ft_uuid = {
	.name = "uuid", .sql = "uuid", .size = sizeof(ct_uuid), .json = JSON_STRING,
	.from_wire = uuid_from_wire, .from_user = uuid_from_user,
	.to_wire = text_to_wire, .to_user = text_to_user,
	.is_empty = text_empty, .set_empty = text_set_empty, .equal = text_equal,
};

const struct ftype ft_choice = {
	.name = "choice", .sql = "varchar(24)", .size = sizeof(ct_choice), .json = JSON_STRING,
	.from_wire = choice_from_wire, .from_user = choice_from_user,
	.to_wire = choice_to_wire, .to_user = choice_to_user,
	.is_empty = choice_empty, .set_empty = choice_set_empty, .equal = choice_equal,
};

const struct ftype ft_flag = {
	.name = "flag", .sql = "boolean", .size = sizeof(ct_flag), .json = JSON_BOOL,
	.from_wire = flag_from_wire, .from_user = flag_from_user,
	.to_wire = flag_to_wire, .to_user = flag_to_user,
	.is_empty = flag_empty, .set_empty = flag_set_empty, .equal = flag_equal,
};

const struct ftype ft_ref = {
	.name = "ref", .sql = "bigint", .size = sizeof(ct_ref), .json = JSON_NUMBER, .right = true,
	.from_wire = ref_from_wire, .from_user = ref_from_user,
	.to_wire = ref_to_wire, .to_user = ref_to_user,
	.is_empty = ref_empty, .set_empty = ref_set_empty, .equal = ref_equal,
};

const struct ftype *const ftypes[] = {
	&ft_line, &ft_note, &ft_uuid, &ft_choice, &ft_flag, &ft_count, &ft_money, &ft_mass,
	&ft_fineness, &ft_percent, &ft_length, &ft_density, &ft_day, &ft_instant, &ft_duration, &ft_ref,
	NULL,
};
