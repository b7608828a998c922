/* render.h - one interface for every format a list or report can have
 *
 * Rows arrive as wire spellings and leave at once: memory does not grow with them. Machine formats
 * never depend on person or locale; `table` and `html` spell for the person.
 */
#ifndef KT_REPORT_RENDER_H
#define KT_REPORT_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"
#include "base/buf.h"

struct arena;
struct cell; /* store/pg.h: wire spelling and its length; NULL: empty */
struct entity;
struct err;
struct field;
struct fmt;
struct ftype;
struct out;
struct renderer;

struct column {
	const char *name;          /* stable key of machine formats */
	const char *label;         /* translated */
	const struct field *field; /* its type and choices */
	bool right;                /* aligned right */
	int width;                 /* wish; 0: what the type needs */
	int least;                 /* a table cuts it no further; 0: what its kind bears */
};

struct look { /* how the person wants it; machine formats look at nothing but the columns */
	const struct fmt *fmt;
	const char *title;  /* NULL: none */
	const char *note;   /* a line under the title, such as the range of a report; NULL: none */
	int width;          /* of the terminal, in columns; 0: 80 */
	bool color;
	const char *group;  /* name of the column whose values become headings; NULL: none */
};

struct render {
	const struct renderer *kind;
	struct out *out;
	const struct column *cols;
	size_t ncols, nrows;
	struct look look;
	struct arena *arena; /* lives from begin to end */
	void *self;          /* the kind's own */
};

struct renderer {
	const char *name;   /* "csv", "csv:excel-de" */
	const char *help;   /* N_(): one line */
	const void *profile;
	void (*begin)(struct render *r);
	void (*row)(struct render *r, const struct cell *cells);
	void (*end)(struct render *r);
};

extern const struct renderer renderers[]; /* NULL name at the end */

/* ERR_USAGE with the nearest name if there is no such format. */
const struct renderer *renderer_find(const char *name, struct err *e) KT_CHECK;

/* A column for a field of an entity, with its label in the person's language. */
struct column column_of(const struct field *f);
/* The same in a list whose references come as what people call the records (query.labels). */
struct column column_labelled(const struct field *f);

void render_begin(struct render *r);
void render_row(struct render *r, const struct cell *cells);
bool render_end(struct render *r, struct err *e) KT_CHECK; /* the writer is flushed but stays open */

/* The user's spelling of one wire value; a value its type does not know is given as it is. The answer
 * is valid until the next call with this `words`. */
struct words;
struct words *words_new(const struct fmt *fmt, struct arena *a);
const char *words_for(struct words *w, const struct field *f, const struct cell *c);
void words_done(struct words *w);

/* Where the values of a group column change. */
struct grouping {
	size_t column; /* its index, or the number of columns */
	bool begun;
	struct buf last;
};
void grouping_init(struct grouping *g, const struct render *r);
bool grouping_next(struct grouping *g, const struct cell *cells); /* true: a heading is due */
void grouping_done(struct grouping *g);

/* Made of the bytes that numbers, days and times are made of? A report's SQL may say what it likes, whatever
 * its header announces, and then needs quotes. */
bool is_plain(const char *s, size_t len);
/* PostgreSQL's or the wire's spelling; false if it is none. */
bool read_flag(const char *s, size_t len, bool *ret);

/* 2026-03-01 09:00:00+00 is PostgreSQL's spelling, 2026-03-01T09:00:00Z the wire's. False, and nothing
 * is written, if it is not PostgreSQL's. */
bool put_instant(struct out *o, const char *s, size_t len);

/* The length of a decimal as the wire has it: PostgreSQL fills up with zeros, 4.235000 for 4.235. */
bool is_decimal(const struct ftype *t); /* money is none here: it keeps its two decimals */
size_t decimal_len(const char *s, size_t len);

/* The families, each in its file. */
extern const struct text_profile text_csv, text_tsv, text_excel_de;
void text_begin(struct render *r);
void text_row(struct render *r, const struct cell *cells);
void text_end(struct render *r);
void json_begin(struct render *r);
void json_row(struct render *r, const struct cell *cells);
void json_end(struct render *r);
void ndjson_begin(struct render *r);
void ndjson_row(struct render *r, const struct cell *cells);
void html_begin(struct render *r);
void html_row(struct render *r, const struct cell *cells);
void html_end(struct render *r);
void table_begin(struct render *r);
void table_row(struct render *r, const struct cell *cells);
void table_end(struct render *r);

#endif
