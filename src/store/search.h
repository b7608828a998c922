/* search.h - what a search over everything asks for, and the rows it gets: service/search.h ranks them */
#ifndef KT_STORE_SEARCH_H
#define KT_STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct arena;
struct err;
struct store;

enum search_state { SEARCH_ALL, SEARCH_OPEN, SEARCH_CLOSED }; /* of orders, and of what belongs to them */

enum { SEARCH_MORE = 4, SEARCH_MOST = 100 /* of a kind; one more tells that there are more */ };

struct search {
	const char *text, *also; /* the words; the same with those of the database in place of people's (kupfer: copper) */
	enum search_state state;
	const char *status; /* of orders: of this status only, and of this year; NULL and 0: of any */
	int year;
};

struct search_row {
	const char *kind;       /* "order": struct search_kind */
	long long id;
	const char *opens;      /* what people call the record that it leads to */
	const char *key;        /* number, code or login of that record */
	const char *title;      /* NULL: it has none */
	const char *at;         /* PostgreSQL's spelling; NULL: it has no age */
	const char *more[SEARCH_MORE]; /* wire; NULL: empty */
	const char *words;      /* longer texts, with · between */
};

struct search_orders { /* how many of a status were begun in a year */
	const char *status;
	int year;
	size_t n;
};

struct search_rows {
	const char *words, *stems; /* what was looked for, folded, with blanks between */
	const struct search_row *rows;
	size_t n;
	struct search_orders *orders; /* in no order; they count orders that status and year leave out, too */
	size_t norders;
	bool more_orders;             /* and there are more than were counted */
};

/* All that the person may see, in one round trip, at most SEARCH_MOST + 1 of each kind. */
bool store_search(struct store *s, const struct search *q, struct arena *a, struct search_rows *ret, struct err *e) KT_CHECK;

#endif
