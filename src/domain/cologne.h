/* cologne.h - Kölner Phonetik: names that sound alike in German get the same digits
 *
 * For finding a customer who is there already as Maier, Mayer or Meyr. data/sql has the same function,
 * step by step; a test compares them.
 */
#ifndef KT_DOMAIN_COLOGNE_H
#define KT_DOMAIN_COLOGNE_H

#include <stdbool.h>

struct buf;

/* Adds the code of a UTF-8 name. False, and nothing is added, if none of its letters makes a sound. */
bool cologne_code(const char *name, struct buf *out);

#endif
