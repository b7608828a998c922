/* cologne.c - Kölner Phonetik
 *
 * Hans Joachim Postel: Die Kölner Phonetik, IBM-Nachrichten 19 (1969), 925–931. The steps, the same in SQL:
 *   1. fold the name (str_fold) and drop all but a–z: blanks and hyphens part nothing
 *   2. code each letter by the table below; h has no code
 *   3. of equal digits side by side keep one, also across a letter without code
 *   4. drop every 0 but a first one
 */
#include "config.h"

#include "domain/cologne.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

static bool any(char c, const char *of)
{
	return c && strchr(of, c);
}

static const char *code_of_c(char before, char after)
{
	if (!before)
		return any(after, "ahkloqrux") ? "4" : "8";
	return !any(before, "sz") && any(after, "ahkoqux") ? "4" : "8";
}

/* before and after are 0 at the ends of the name. */
static const char *code(char before, char c, char after)
{
	switch (c) {
	case 'h':
		return "";
	case 'b':
		return "1";
	case 'p':
		return after == 'h' ? "3" : "1";
	case 'd':
	case 't':
		return any(after, "csz") ? "8" : "2";
	case 'f':
	case 'v':
	case 'w':
		return "3";
	case 'g':
	case 'k':
	case 'q':
		return "4";
	case 'c':
		return code_of_c(before, after);
	case 'x':
		return any(before, "ckq") ? "8" : "48";
	case 'l':
		return "5";
	case 'm':
	case 'n':
		return "6";
	case 'r':
		return "7";
	case 's':
	case 'z':
		return "8";
	default: /* a e i j o u y */
		return "0";
	}
}

static void keep_letters(char *s)
{
	char *to = s;
	for (; *s; s++)
		if (*s >= 'a' && *s <= 'z')
			*to++ = *s;
	*to = '\0';
}

bool cologne_code(const char *name, struct buf *out)
{
	struct arena a = ARENA_INIT;
	size_t start = out->len;
	char *letters = str_fold(&a, name), before = '\0', last = '\0';
	keep_letters(letters);
	for (const char *s = letters; *s; before = *s++)
		for (const char *digit = code(before, s[0], s[1]); *digit; last = *digit++)
			if (*digit != last && (*digit != '0' || out->len == start))
				buf_addc(out, *digit);
	arena_done(&a);
	return out->len > start;
}
