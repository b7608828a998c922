/* options.h - what the options of a connection (options=…, PGOPTIONS) say that karat must know */
#ifndef KT_STORE_OPTIONS_H
#define KT_STORE_OPTIONS_H

struct arena;

/* The role that the session acts as, read as PostgreSQL reads it: -c role=X, -crole=X or --role=X, the last one counts;
 * NULL: none. */
char *options_role(const char *options, struct arena *a);

#endif
