/* search_view.h - what hits of the search look like: one line each, the words found marked */
#ifndef KT_SCREEN_SEARCH_VIEW_H
#define KT_SCREEN_SEARCH_VIEW_H

#include "core/paint.h"
#include "service/search.h"

struct fmt;
struct ui;

struct search_view {
	const struct search_found *found;
	const size_t *shown; /* indices of hits */
	size_t n, top, cursor;
	bool in_list;        /* the cursor of the terminal is here */
	int key_width;       /* 0: measured at the next paint */
};

void search_view_hits(struct search_view *v, const struct fmt *fmt, struct area a);
/* "Everything 23  [Orders 12]  Customers 3": kinds without hits are left out, but for the one that is chosen. */
void search_view_facets(const struct search_found *found, enum search_facet chosen, struct area line);
/* Two lines, of status and of year: " confirmed 3  [in progress 12]". The counts of one are those under the other. */
void search_view_orders(const struct search_found *found, const char *status, int year, struct area a);
/* Text with the places of words marked: bold or coloured, or «so» where nothing but text is shown. Answers the columns. */
int search_view_text(struct area a, int y, int x, int w, enum style st, const char *text, const struct match_words *words);

#endif
