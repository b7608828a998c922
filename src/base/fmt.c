/* fmt.c - how this person spells numbers, dates and times */
#include "config.h"

#include "base/fmt.h"

#include <inttypes.h>
#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/str.h"

enum {
	GROUP = '\'',    /* stands for every mark that can only be one between groups of digits */
	TYPED_SIZE = 64, /* characters of a number that anybody types */
};

static const struct fmt languages[] = {
	{ .lang = "en", .decimal = ".", .group = ",", .iso_dates = true },
	{ .lang = "de", .decimal = ",", .group = "." },
};

/* Marks between groups of digits that a locale may have and that are read back: blanks, narrow,
 * thin and unbreakable, and the straight and the curly apostrophe of the Swiss. */
static const uint32_t group_marks[] = { ' ', '\'', 0xA0, 0x202F, 0x2009, 0x2019 };

static const struct fmt *known(const char *lang)
{
	for (size_t i = 0; i < ARRAY_LEN(languages); i++)
		if (str_eq(languages[i].lang, lang))
			return &languages[i];
	return NULL;
}

const struct fmt *fmt_for(const char *lang)
{
	const struct fmt *f = known(lang);
	return f ? f : &languages[0];
}

/* If one category has no locale, all of them fail together: then one by one. */
static void use_environment(void)
{
	static const int categories[] = { LC_CTYPE, LC_MESSAGES, LC_NUMERIC, LC_COLLATE, LC_TIME };
	if (!setlocale(LC_ALL, ""))
		for (size_t i = 0; i < ARRAY_LEN(categories); i++)
			setlocale(categories[i], "");
	if (str_eq(nl_langinfo(CODESET), "ANSI_X3.4-1968"))
		setlocale(LC_CTYPE, "C.UTF-8"); /* seven bits carry no umlaut */
}

static bool is_plain(const char *locale)
{
	return str_eq(locale, "C") || str_eq(locale, "POSIX") || str_starts(locale, "C.");
}

/* de, de_AT.UTF-8, de@euro; "len" bytes of it. */
static const char *lang_of(const char *locale, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
		const char *lang = languages[i].lang;
		size_t n = strlen(lang);
		if (len >= n && memcmp(locale, lang, n) == 0 &&
			(len == n || strchr("_.@", locale[n])))
			return lang;
	}
	return NULL;
}

/* As gettext does: LANGUAGE is a list in order of wish, but means nothing in the plain C locale. */
static const char *lang_of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *locale = NULL, *wish = getenv("LANGUAGE"), *lang = NULL;
	for (size_t i = 0; i < ARRAY_LEN(names) && (!locale || !*locale); i++)
		locale = getenv(names[i]);
	if (!locale || !*locale || str_eq(locale, "C") || str_eq(locale, "POSIX"))
		return "en";
	while (wish && *wish && !lang) {
		size_t len = strcspn(wish, ":");
		lang = lang_of(wish, len);
		wish += len + (wish[len] == ':');
	}
	if (!lang)
		lang = lang_of(locale, strlen(locale));
	return lang ? lang : "en";
}

static bool is_group_mark(const char *s)
{
	size_t len = strlen(s), used;
	uint32_t cp = utf8_next(s, len, &used);
	if (used != len)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(group_marks); i++)
		if (group_marks[i] == cp)
			return true;
	return cp == '.' || cp == ',';
}

/* Takes over the locale's separators, if it has its own and they are such as we could read back. */
static void take_separators(struct fmt *f)
{
	if (is_plain(setlocale(LC_NUMERIC, NULL)))
		return;
	const struct lconv *lc = localeconv();
	const char *decimal = lc->decimal_point, *group = lc->thousands_sep;
	if (!str_eq(decimal, ".") && !str_eq(decimal, ","))
		return;
	bool grouped = *group && is_group_mark(group) && !str_eq(group, decimal);
	snprintf(f->decimal, sizeof f->decimal, "%s", decimal);
	snprintf(f->group, sizeof f->group, "%s", grouped ? group : "");
}

/* The folder with our words: a karat that is not installed has them beside its own. */
static const char *words_dir(char *beside, size_t size)
{
	static const char locale[] = "../locale", words[] = "/de/LC_MESSAGES/" PACKAGE ".mo";
	const char *said = getenv("KARAT_LOCALEDIR");
	if (said && *said)
		return said;
	ssize_t len = readlink("/proc/self/exe", beside, size);
	char *name = len > 0 && (size_t)len < size - sizeof locale - sizeof words ? memrchr(beside, '/', (size_t)len) : NULL;
	if (!name)
		return LOCALEDIR;
	memcpy(name + 1, locale, sizeof locale);
	char *end = name + sizeof locale;
	memcpy(end, words, sizeof words);
	bool there = access(beside, R_OK) == 0;
	*end = '\0';
	return there ? beside : LOCALEDIR;
}

/* LANGUAGE says it to gettext, whatever locales the machine has; only plain C would ignore it. */
static void use_language(const char *lang)
{
	setenv("LANGUAGE", lang, 1);
	const char *locale = setlocale(LC_MESSAGES, NULL);
	if (str_eq(locale, "C") || str_eq(locale, "POSIX"))
		setlocale(LC_MESSAGES, "C.UTF-8");
	char beside[PATH_MAX];
	bindtextdomain(PACKAGE, words_dir(beside, sizeof beside));
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
}

bool fmt_init(struct fmt *ret, const char *lang)
{
	if (lang && !known(lang))
		return false;
	use_environment();
	struct fmt f = *fmt_for(lang ? lang : lang_of_environment());
	if (!lang)
		take_separators(&f);
	/* In German printf would write 4,235 and strtod read 4.235 as 4, in every library. */
	setlocale(LC_NUMERIC, "C");
	use_language(f.lang);
	*ret = f;
	return true;
}

static void add_grouped(struct buf *out, const char *digits, const char *group)
{
	for (size_t left = strlen(digits); left; left--) {
		buf_addc(out, *digits++);
		if (left > 1 && left % 3 == 1)
			buf_adds(out, group);
	}
}

void fmt_decimal(
	const struct fmt *f, struct buf *out, int64_t v, int scale, int least, bool grouped)
{
	struct buf plain = BUF_INIT(TYPED_SIZE);
	num_format(&plain, v, scale, least);
	char *digits = plain.data, *point = strchr(digits, '.');
	if (point)
		*point = '\0';
	if (*digits == '-')
		buf_addc(out, *digits++);
	add_grouped(out, digits, grouped ? f->group : "");
	if (point) {
		buf_adds(out, f->decimal);
		buf_adds(out, point + 1);
	}
	buf_done(&plain);
}

/* One character of a number: a digit, '.', ',', GROUP, or 0 for what has no place there. */
static char symbol(uint32_t cp)
{
	if ((cp >= '0' && cp <= '9') || cp == '.' || cp == ',')
		return (char)cp;
	for (size_t i = 0; i < ARRAY_LEN(group_marks); i++)
		if (group_marks[i] == cp)
			return GROUP;
	return 0;
}

static bool is_space_mark(uint32_t cp)
{
	return cp != '\'' && cp != 0x2019 && symbol(cp) == GROUP;
}

/* The typed number without sign and blanks at its ends, one byte for each character. */
static enum fmt_read simplify(const char *s, char *to, bool *negative)
{
	size_t len = strlen(s), n = 0, end = 0;
	bool sign_seen = false;
	*negative = false;
	for (size_t at = 0, used; at < len; at += used) {
		uint32_t cp = utf8_next(s + at, len - at, &used);
		bool blank = is_space_mark(cp) || cp == '\t';
		if (!n && blank)
			continue;
		if (!n && !sign_seen && (cp == '-' || cp == '+' || cp == 0x2212)) {
			sign_seen = true;
			*negative = cp != '+';
			continue;
		}
		if (n == TYPED_SIZE - 1)
			return FMT_TOO_LARGE;
		char c = blank ? GROUP : symbol(cp);
		if (!c)
			return FMT_NOT_A_NUMBER;
		to[n++] = c;
		if (!blank)
			end = n;
	}
	to[end] = '\0';
	return end ? FMT_OK : FMT_NOT_A_NUMBER;
}

/* Where the decimals begin, or NULL if every separator stands between groups. A lone one in the person's own
 * spelling is never between groups: 12,555 € would be a thousand times as much. */
static char *decimal_mark(const struct fmt *f, char *text, int scale)
{
	char *dot = strrchr(text, '.'), *comma = strrchr(text, ',');
	if (dot && comma)
		return dot > comma ? dot : comma;
	char *mark = dot ? dot : comma;
	if (!mark || strchr(text, *mark) != mark)
		return NULL;
	size_t before = (size_t)(mark - text), after = strlen(mark + 1);
	bool like_group = before >= 1 && before <= 3 && text[0] != '0' && !strchr(text, GROUP);
	return like_group && after == 3 && scale < 3 && *mark != *f->decimal ? NULL : mark;
}

/* Takes the marks out of the whole part, if one kind stands after every third digit. */
static bool ungroup(char *text)
{
	size_t first = strspn(text, "0123456789"), n = first;
	char mark = text[first];
	if (!mark)
		return true;
	if (first < 1 || first > 3 || text[0] == '0')
		return false;
	const char *s = text + first;
	for (; *s == mark; s += 4) {
		if (strspn(s + 1, "0123456789") < 3)
			return false;
		memmove(text + n, s + 1, 3);
		n += 3;
	}
	text[n] = '\0';
	return !*s;
}

enum fmt_read fmt_read_decimal(const struct fmt *f, const char *s, int scale, int64_t *ret)
{
	char text[TYPED_SIZE], plain[TYPED_SIZE + 4];
	bool negative;
	enum fmt_read how = simplify(s, text, &negative);
	if (how != FMT_OK)
		return how;
	char *mark = decimal_mark(f, text, scale), *decimals = mark ? mark + 1 : text + strlen(text);
	if (mark)
		*mark = '\0';
	size_t n = strlen(decimals);
	if (strspn(decimals, "0123456789") != n || !ungroup(text) || (!*text && !n))
		return FMT_NOT_A_NUMBER;
	while (n && decimals[n - 1] == '0')
		n--;
	if (n > (size_t)scale)
		return FMT_TOO_PRECISE;
	snprintf(plain, sizeof plain, "%s%s%s%.*s", negative ? "-" : "", *text ? text : "0",
		n ? "." : "", (int)n, decimals);
	return num_parse(plain, scale, ret) ? FMT_OK : FMT_TOO_LARGE;
}

static void add_day(const struct fmt *f, struct buf *out, struct civil c)
{
	if (f->iso_dates)
		buf_addf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
	else
		buf_addf(out, "%02d.%02d.%04d", c.day, c.month, c.year);
}

void fmt_day(const struct fmt *f, struct buf *out, struct day d)
{
	if (d.n != DAY_NONE.n)
		add_day(f, out, day_civil(d));
}

void fmt_instant(const struct fmt *f, struct buf *out, struct instant t)
{
	if (t.us == INSTANT_NONE.us)
		return;
	add_day(f, out, instant_civil(t));
	buf_addc(out, ' ');
	hour_format(out, t);
}

void fmt_duration(const struct fmt *f, struct buf *out, struct duration d)
{
	(void)f; /* hours and minutes have a colon in both languages */
	if (d.s == DURATION_NONE.s)
		return;
	int64_t minutes = (d.s < 0 ? -d.s : d.s) / 60;
	buf_addf(out, "%s%" PRId64 ":%02d", d.s < 0 && minutes ? "-" : "", minutes / 60,
		(int)(minutes % 60));
}
