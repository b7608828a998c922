/* str.h - UTF-8 text: checked at the edges, measured in columns, compared with folded umlauts */
#ifndef KT_BASE_STR_H
#define KT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"

struct arena;
struct buf;

bool str_eq(const char *a, const char *b);        /* NULL equals only NULL */
bool str_ieq(const char *a, const char *b);       /* ASCII case only: names of commands, columns */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool str_empty(const char *s);                    /* NULL, "" or nothing but white space */

/* One code point from s (len bytes): its value and bytes used in *used; U+FFFD and 1 if broken. */
uint32_t utf8_next(const char *s, size_t len, size_t *used);
void utf8_add(struct buf *out, uint32_t cp);
bool utf8_valid(const char *s, size_t len);       /* no surrogates, no overlong forms, no NUL */
size_t utf8_count(const char *s);                 /* code points: what a field's maximum counts */

int str_width(const char *s);                     /* columns on a terminal; controls count 0 */
size_t str_fit(const char *s, int columns);       /* bytes of the longest prefix (whole graphemes) that fits */
void str_pad(struct buf *out, const char *s, int columns, bool right); /* cut with … or padded to exactly columns */

/* Adds s in lines of at most `columns`, broken at blanks: those after the first begin with `indent` blanks, and the
 * first stands behind as many columns already. A longer word has a line of its own. No newline at the end. */
void str_wrap(struct buf *out, const char *s, int columns, int indent);

/* Input as it is kept: NFC, white space at the ends gone; NULL if it is not UTF-8. */
char *str_nfc(struct arena *a, const char *s);

/* The blanks at both ends of a line go, in place: what is left begins where the answer points. */
char *str_trim(char *s);

/* What search compares: lower case, umlauts and their spellings alike (Müller = Mueller = muller),
 * ß = ss, other accents off. data/sql has the same function; a test compares them. */
char *str_fold(struct arena *a, const char *s);
/* The same but for its last step, which joins two letters (ae to a): what is made of one letter does not depend on
 * those beside it. */
char *str_base(struct arena *a, const char *s);

/* A control byte other than tab and newline (newline only where `lines`); -1 if none, else its offset. */
long str_control(const char *s, bool lines);

/* Writes s with control bytes and broken UTF-8 as \xNN: nothing typed can steer a terminal or log. */
void str_escape(struct buf *out, const char *s);

/* Edits between two words, at most `most` + 1: for "did you mean". */
int str_distance(const char *a, const char *b, int most);

/* The nearest of `words` (NULL-terminated) to a mistyped one, or NULL if none is near. */
const char *str_nearest(const char *typed, const char *const *words);

#endif
