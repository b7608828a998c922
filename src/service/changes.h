/* changes.h - what a correction of time does to the lines, in words, before it is done */
#ifndef KT_SERVICE_CHANGES_H
#define KT_SERVICE_CHANGES_H

#include <stddef.h>

struct answer;
struct arena;
struct fmt;

/* For verb.tells of what is a correction. */
#define TIME_CHANGES_SQL "SELECT line, was_from, was_to, was_what, is_from, is_to, is_what FROM karat.time_changes()"

/* Of what that answers: a line for each, “2026-03-02 10:00-12:00 A-2026-0002, Löten -> 10:30-12:00”, the hours of now where
 * they are others and the work where it is another. */
const char *time_changes_words(const struct answer *got, const struct fmt *fmt, struct arena *a);
/* How many of them there were before: 0 if all that happens is that something is added. */
size_t time_changes_old(const struct answer *got);

#endif
