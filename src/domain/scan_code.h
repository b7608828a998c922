/* scan_code.h - codes on tickets, bags, safes and badges: what a scanner read, and what a label is to say
 *
 * Two forms. In words: ORDER:42, PLACE:safe-1, DO:START. In digits, for scanners whose keyboard is of another country:
 * <kind><number><check>, the number with zeros in front so that there are at least eight digits, and an even number of
 * them (Code 128 packs pairs). The check digit is Damm's: of all ten-digit schemes it alone catches every wrong digit and
 * every swap of two neighbours, without a sign beyond 0–9 (Luhn lets 09 and 90 pass, ISO 7064 mod 11 needs an X).
 * Digits that are no label are an order number, and so is what looks like one on papers: A-2026-0017. Labels begin with no 0
 * and no 2, as padded numbers and years do.
 *
 * A scanner set to another keyboard is understood: ORDERÖ42 and PLACEÖsafeß1 (a US scanner, a German terminal), ORDER>42
 * and PLACE>safe/1 (the reverse), ACTIVITZ, and caps lock. So the case of letters means nothing in a code.
 */
#ifndef KT_DOMAIN_SCAN_CODE_H
#define KT_DOMAIN_SCAN_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/attr.h"

struct buf;
struct entity;

enum scan_kind {
	SCAN_UNKNOWN,
	SCAN_ORDER,
	SCAN_REPAIR,
	SCAN_LOT, /* also METAL: */
	SCAN_MATERIAL,
	SCAN_ACTIVITY,
	SCAN_PLACE,
	SCAN_BADGE,
	SCAN_DO,
};

enum scan_do { SCAN_START = 1, SCAN_PAUSE, SCAN_STOP, SCAN_SWITCH, SCAN_UNDO, SCAN_LEAVE, SCAN_BACK };

enum { SCAN_CODE_LEAST = 4, SCAN_CODE_MAX = 128 }; /* characters of a code that comes from a scanner */

struct scan_code {
	enum scan_kind kind;
	int64_t number;   /* id of the record, SCAN_DO: enum scan_do; 0: only words say it */
	char words[4 * SCAN_CODE_MAX + 1]; /* what people call the record; of an unknown code: what was read */
	bool mangled;     /* by a keyboard of another country */
	bool misread;     /* shaped like a label in digits, but the check digit says no: taken for an order number */
};

/* Never fails: what is no code is unknown. Longer ones are unknown, too, and cut. */
void scan_code_read(const char *text, size_t len, struct scan_code *ret);

/* For labels; false if there is no such code: words that cannot stand in one, a number below 1. */
bool scan_code_words(enum scan_kind kind, const char *words, struct buf *out) KT_CHECK;
bool scan_code_digits(enum scan_kind kind, int64_t number, struct buf *out) KT_CHECK;

/* What a code is about; NULL: nothing that is kept here (yet). */
const struct entity *scan_code_entity(enum scan_kind kind);

/* While it arrives, character by character: may it become a code, is it one? Digits are from four on. */
enum scan_fit { SCAN_FIT_NO, SCAN_FIT_BEGINS, SCAN_FIT_WHOLE };
enum scan_fit scan_code_fit(const uint32_t *chars, size_t n);

#endif
