/* search.h - search over everything: what is looked for, and how the hits are ranked
 *
 * A number first: the whole one, then its last digits, then its beginning; then names, titles, and the rest. Of
 * the same rank the newer comes before the older; of numbers the order before the customer. Pure but for
 * search_run, which asks the store once.
 */
#ifndef KT_SERVICE_SEARCH_H
#define KT_SERVICE_SEARCH_H

#include "base/match.h"
#include "domain/entity.h"
#include "store/search.h"

enum search_facet { /* kinds as people narrow by them */
	FACET_ALL,
	FACET_ORDERS,
	FACET_CUSTOMERS, /* and their addresses */
	FACET_COMMENTS,
	FACET_SIZES,
	FACET_NOGOS,
	FACET_PEOPLE,
	FACET_ALLOYS,
	FACET_PLACES,
	FACET_ACTIVITIES,
	FACET_COUNT,
};

enum search_rank { RANK_NUMBER, RANK_DIGITS, RANK_BEGINS, RANK_NAME, RANK_TITLE, RANK_TEXT };

struct search_kind {
	const char *name;             /* as karat.search_everything has it */
	const struct entity *entity;
	enum search_facet facet;
	bool own_key;                 /* key is the record's own number, not that of what it belongs to */
	enum search_rank title;       /* of a hit in the title */
	const char *more[SEARCH_MORE]; /* fields whose spelling the cells have; NULL: words as they are */
};
extern const struct search_kind search_kinds[]; /* NULL name at the end */
const struct search_kind *search_kind(const char *name); /* NULL: no such */
const struct field *search_field(const struct search_kind *k, size_t more); /* NULL: words as they are */
/* "Orders", as people read it; of FACET_ALL "Everything". */
const char *search_facet_label(enum search_facet facet);

enum search_sense { SEARCH_SENSE, SEARCH_EMPTY, SEARCH_TOO_SHORT, SEARCH_NO_LETTER };
/* Is there enough in it to look for? Two letters in a row, or a digit. */
enum search_sense search_sense(const char *text);

/* The words where those that people read (Kupfer, in their language) are those of the database (copper). */
char *search_also(const char *text, struct arena *a);

struct search_hit {
	const struct search_kind *kind;
	const struct search_row *row;
	enum search_rank rank;
};

struct search_found {
	struct match_words words;
	const struct search_hit *hits; /* the best first */
	size_t n;
	size_t counts[FACET_COUNT]; /* hits of each */
	bool more[FACET_COUNT];     /* and there are more than were read */
	const struct search_orders *orders; /* the newest year first; they count orders that status and year leave out, too */
	size_t norders;
	bool more_orders;           /* and there are more than were counted */
};

enum search_rank search_rank(const struct search_kind *k, const struct search_row *row, const char *text,
		const struct match_words *w);
/* Ranks and sorts; what rows point to must live as long as the answer. text: as it was typed. */
void search_order(const char *text, const struct search_rows *rows, struct arena *a, struct search_found *ret);

/* Orders of a status (NULL: of any) and of a year (0: of any). */
size_t search_count(const struct search_found *found, const char *status, int year);

bool search_run(struct store *s, const struct search *q, struct arena *a, struct search_found *ret, struct err *e) KT_CHECK;

#endif
