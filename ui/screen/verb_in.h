/* verb_in.h - what the files of verbs on the screen share; nobody else includes it */
#ifndef KT_SCREEN_VERB_IN_H
#define KT_SCREEN_VERB_IN_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/entity.h"
#include "screen/screens.h"

struct box;
struct list;
struct store;

struct verb_target {
	long long id;
	const char *name;
	const char *why; /* of one that is left out */
};

/* One run of a verb: a job's arguments, so that it needs nobody else to live. */
struct run {
	struct ui *ui;
	const struct verb *verb;
	struct ref subject;  /* 0: the record is found by its name */
	const char *name;    /* of the record, or "3 records"; "" if there is none yet */
	void *args;          /* all but the subject may be empty */
	const char *given[ENTITY_FIELDS_MAX]; /* what was said at once, by field, to be read there; NULL: nothing */
	const char *said;    /* the answer that matters, in words; NULL: nothing was asked */
	const char *request; /* UUID: a box that sends again after a broken line sends the same */
	struct box *box;     /* where it was asked; NULL: nowhere */
	bool refused;        /* asked only because it was refused without: the answer is not what it is about */
	const struct verb_target *targets; /* of a run on several; NULL: on one */
	size_t ntargets;
	const struct verb_target *left; /* of those that are selected: it is known that they cannot, and they are told at the end */
	size_t nleft;
	struct list *list;   /* in which they were chosen */
};

/* A run with texts and arguments of its own. */
struct run run_copied(const struct run *run, struct arena *a);
/* On the worker's thread: what was said at once is read into args, and the verb runs on one record. */
bool run_call(struct store *s, const struct run *r, void *args, struct ref subject, struct arena *a, void **ret, struct err *e);
/* What it would do, without doing it: of a verb that tells. */
struct ahead {
	const char *question; /* what becomes what, and whether it shall; NULL: nothing that was there before becomes other */
	bool room;            /* others lie in the way: it is done if they are cut */
};
bool run_ahead(struct store *s, struct run *r, struct arena *a, struct ahead *ret, struct err *e);

/* All that are chosen, one after the other. */
void run_many(const struct run *run);

#endif
