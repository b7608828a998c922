/* match.h - where the words of a search stand in a text as people wrote it
 *
 * Words are compared folded (str_fold), places are told in the text itself: mueller is found in “Müller”, strasse in
 * “Straße”, and the place is that of the letters one sees, never half of one.
 */
#ifndef KT_BASE_MATCH_H
#define KT_BASE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;

enum { MATCH_WORDS_MAX = 16, MATCH_SPANS_MAX = 64 };

struct match_words {
	size_t n;
	const char *full[MATCH_WORDS_MAX]; /* folded, as they were typed */
	const char *stem[MATCH_WORDS_MAX]; /* what was searched for in their place: ring for ringe; may be the same */
};

struct match_span { size_t from, to; }; /* bytes */

/* Of words with blanks between; stems NULL, or with more or fewer words than `full`: there are none. */
void match_make(struct match_words *ret, const char *full, const char *stems, struct arena *a);

/* The first places, from left to right, none touching another. A word that does not occur is looked for by its stem.
 * What has no three letters in a row must begin a word, as in the search itself. */
size_t match_spans(const char *text, const struct match_words *w, struct match_span *ret, size_t most);
bool match_all(const char *text, const struct match_words *w); /* every word, or its stem, occurs; there is one */
/* Those words that do not occur, as words of their own. */
void match_missing(const char *text, const struct match_words *w, struct match_words *ret);

/* A line of at most so many columns around the first place, white space made single blanks: … stands where something
 * was left out. Without a place it begins at the beginning. */
char *match_cut(const char *text, const struct match_words *w, int columns, struct arena *a);

#endif
