/* trail.h - an entry of the audit trail in words: which field, what it was, what it is
 *
 * The entry is JSON that triggers wrote, long ago perhaps, by other tables than those of today: what is not known any more
 * is shown as it is, made harmless and short.
 */
#ifndef KT_DOMAIN_TRAIL_H
#define KT_DOMAIN_TRAIL_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct entity;
struct fmt;

enum { TRAIL_FACTS_MAX = 128, TRAIL_VALUE_MAX = 2000, TRAIL_LINE_MAX = 4000 };

struct trail_entry { /* as the view audit_list has it; all but table and changes may be NULL */
	const char *table;   /* "orders" */
	const char *changes; /* {"due": ["2026-03-01", "2026-03-08"]} */
	const char *names;   /* {"alloy": ["585-y 585 Gelbgold", null]} */
};

struct trail_reader { /* who reads it */
	const struct fmt *fmt;
	bool (*may)(void *ctx, const char *right); /* NULL: everything */
	void *ctx;
};

struct trail_fact {
	const char *label;         /* of the field; one that is not known: its column */
	const char *before, *after; /* NULL: empty */
	bool hidden;               /* it was changed, but what it was and is, is not for these eyes */
};

/* Whose table it is; NULL: none that is known today. */
const struct entity *trail_entity(const char *table);
/* In the order of the fields; what tells nothing (id, version, when the record was added) is left out. */
size_t trail_facts(const struct trail_entry *entry, const struct trail_reader *who, struct arena *a, struct trail_fact **ret);
/* "01.03.2026 → 08.03.2026", "54 mm", "(empty)" … */
const char *trail_words(const struct trail_fact *fact, struct arena *a);
/* All of it in one line: "Due: 01.03.2026 → 08.03.2026; Status: draft → confirmed". */
const char *trail_line(const struct trail_entry *entry, const struct trail_reader *who, struct arena *a);

#endif
