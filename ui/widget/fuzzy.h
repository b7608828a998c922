/* fuzzy.h - how well some letters stand for a text: "ordcom" for "Comment an order" */
#ifndef KT_WIDGET_FUZZY_H
#define KT_WIDGET_FUZZY_H

/* Both folded (str_fold). The words of `typed`, divided by blanks, must all be found, in any order: as a piece of the text,
 * best where a word of it begins, or as letters that follow each other with others between, the first of which
 * begins a word. 0: not found; more is better; 1 if nothing is typed. */
int fuzzy_score(const char *typed, const char *text);

#endif
