/* proxy.h - a bad line to a PostgreSQL server: slow, cut at a moment that is chosen, or one that answers no
 *
 * It stands between libpq and the socket of a server, in a process of its own, and counts what a line of 40 ms
 * makes people wait for: round trips. One begins when the client says something after it has heard something;
 * what it says until it hears again belongs to the same one. Of requests to cancel nothing is counted or broken.
 *
 *	struct proxy *p = proxy_open("/tmp/x", server_dir);
 *	… "host=/tmp/x dbname=karat user=marta" …
 *	proxy_fail(p, PROXY_CUT, 3);
 */
#ifndef KT_TESTS_LIB_PROXY_H
#define KT_TESTS_LIB_PROXY_H

#include <stdbool.h>

struct proxy;

enum proxy_fault {
	PROXY_CUT,        /* the line is cut, and the server never hears of it */
	PROXY_CUT_ANSWER, /* the server has done it, and nobody hears of that */
	PROXY_REFUSE,     /* an error in the place of the server's answer */
	PROXY_FAULTS,
};

/* DIR is made: its socket is called as that of a server is. What breaks here ends the program with 99. */
struct proxy *proxy_open(const char *dir, const char *server_dir);
void proxy_close(struct proxy *p);

void proxy_delay(struct proxy *p, int ms); /* each way, from now on */
void proxy_mark(struct proxy *p);          /* counts anew */
unsigned proxy_trips(const struct proxy *p);
/* The n-th round trip from now fails in this way, once; 0: none does. */
void proxy_fail(struct proxy *p, enum proxy_fault how, unsigned n);
bool proxy_failed(const struct proxy *p); /* it has */

#endif
