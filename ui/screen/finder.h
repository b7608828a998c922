/* finder.h - references of a form, found while they are typed: what form_wish wants from a screen */
#ifndef KT_SCREEN_FINDER_H
#define KT_SCREEN_FINDER_H

#include <stdbool.h>
#include <stdint.h>
#include "domain/entity.h"

struct event;
struct form;
struct screen;

struct finder { /* lives as long as its screen; form_wish.ctx points to it */
	struct screen *screen;
	struct form *form;               /* NULL until it is made: it asks for nothing before */
	const char *columns;             /* the first two name a record, those behind are details; NULL: key and title */
	struct ref but;                  /* the record that is not meant; 0: none */
	bool creates;                    /* "New: …" is one of the suggestions, where there is a form and the right */
	uint64_t asking;                 /* answers are on their way: a bit for each field */
	void (*found)(struct screen *s); /* it has come, or none will; NULL: nobody wants to know */
};

/* For the form_wish: may, resolve and label. */
bool finder_may(void *ctx, const char *right);
void finder_resolve(void *ctx, struct form *f, const struct field *field, const char *typed);
void finder_label(void *ctx, struct form *f, const struct field *field, int64_t id);

/* A scan into a reference picks the record. False: it is none, or a text for the field. */
bool finder_scan(struct finder *finder, const struct event *ev);

#endif
