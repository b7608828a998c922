/* query.h - what a list asks for, and what it gets */
#ifndef KT_STORE_QUERY_H
#define KT_STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include "domain/entity.h"

enum filter_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_EMPTY, OP_FILLED, OP_HAS /* contains, folded */ };

struct filter {
	const struct field *field; /* of the listed entity */
	enum filter_op op;
	const char *value;         /* wire spelling; NULL for OP_EMPTY and OP_FILLED */
	bool by_key;               /* of a reference: the value is what people call the record (K-00042) */
};

struct page_key { /* the row after which to go on */
	bool set;
	const char *value; /* of the sort column, wire; NULL: empty */
	const char *id;
};

struct seek { /* rows in which one of the texts has the words, or that one of the conditions lets through */
	const char *text;                 /* compared folded */
	const struct field *const *texts;
	size_t ntexts;
	const struct filter *same;
	size_t nsame;
};

enum {
	QUERY_FILTERS_MAX = 16,
	QUERY_TEXT_MAX = 200,
	PAGE_DEFAULT = 50,
	PAGE_MOST = 500,
};

struct query {
	const struct entity *entity;      /* the one people name; its row entity is what is read */
	const struct field *const *cols;  /* of the row entity */
	size_t ncols;
	const struct filter *filters;
	size_t nfilters;
	const char *text;                 /* search; NULL: none */
	const struct seek *seek;          /* NULL: none; may be slow, as no index helps */
	const struct field *sort;         /* NULL: the entity's own order */
	bool desc;
	struct page_key after;
	bool back;                        /* of a page: the rows before the key (unset: the last ones), nearest first */
	size_t limit;                     /* 0: all */
	bool any_order;                   /* of a stream: as the rows come, which is fastest; sort does not count */
	bool deleted;                     /* soft-deleted ones too */
	bool own;                         /* nothing else is there for who asks; said so that an index finds it */
	bool labels;                      /* of a page: references as what people call them, not as ids */
};

struct rows {
	const struct field *const *cols;
	size_t ncols, n;
	const char **cells;    /* n × ncols wire spellings, row by row; NULL: empty */
	const struct page_key *keys; /* of each row: a page may begin behind any, or end before it */
	struct page_key next;  /* set when there is more */
};

/* The entity whose fields a list of `ent` has: its row entity, or itself. */
const struct entity *query_listed(const struct entity *ent);

/* Fills entity, columns, sort and filters from words: the columns that want room (or those named,
 * "a,b,c", "*" for all), "[-]column", "field=value" and its kin (= != < <= > >= ~). Values are in
 * either spelling. Unknown words are ERR_USAGE with the nearest that exists. `may` says which rights
 * there are, so that a column nobody named is left out rather than refused; NULL: all. `find` tells which
 * record is meant by customer=Weber, as store_find does; NULL: who must not wait has the list look for a key. */
struct fmt;
struct query_words {
	const char *columns, *sort, *text;
	const char *const *where;
	size_t nwhere;
	bool (*find)(void *ctx, const struct entity *ent, const char *words, struct ref *ret, struct err *e);
};
bool query_make(struct query *ret, const struct entity *ent, const struct query_words *words,
		bool (*may)(void *ctx, const char *right), void *ctx, const struct fmt *fmt, struct arena *a,
		struct err *e) KT_CHECK;

#endif
