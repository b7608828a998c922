/* url.h - URLs of workshops: with another login, and without what is secret in them */
#ifndef KT_STORE_URL_H
#define KT_STORE_URL_H

struct arena;

/* The same workshop, signed in as somebody. */
char *url_as(const char *url, const char *login, struct arena *a);
/* Without any password, to be shown and kept; NULL if what it says cannot be understood. */
char *url_public(const char *url, struct arena *a);
/* Of embedded:, for the store: the folder, "" if none is said, and who signs in (NULL: nobody is said). */
const char *url_dir(const char *url, struct arena *a, const char **ret_login);

#endif
