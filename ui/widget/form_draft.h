/* form_draft.h - a form put in safety and taken up again, and one whose record somebody else changed meanwhile */
#ifndef KT_WIDGET_FORM_DRAFT_H
#define KT_WIDGET_FORM_DRAFT_H

#include <stddef.h>

struct arena;
struct field;
struct form;

struct form_pair { /* a changed field */
	const char *field; /* wire name */
	const char *wire;  /* "" is empty; NULL: what was typed cannot be read (yet) */
	const char *typed; /* what stands in the field: of references, and where wire is NULL; else NULL */
	const char *was;   /* what the record had there; NULL: a new record, or nobody knows */
};

/* Into the arena: answers how many fields are changed, those included that a new record was given to begin with. */
size_t form_wire(struct form *f, struct arena *a, struct form_pair **ret);
/* As if it were typed again, one step each; answers how many fields took theirs: others are gone, or no longer this
 * person's to change. */
size_t form_load_wire(struct form *f, const struct form_pair *pairs, size_t n);

struct form_conflict {
	const struct field *field;
	const char *mine, *theirs, *original; /* in the person's spelling; "" is empty */
};

/* Which of them were typed over something that somebody else has changed since: into the arena, and how many. Mine stays
 * until form_go and form_revert take theirs. */
size_t form_wire_conflicts(struct form *f, const struct form_pair *pairs, size_t n, struct arena *a, struct form_conflict **ret);

/* Somebody else saved the record. What only they changed is taken, what only I changed stays, and what both did
 * is a conflict: mine stays until form_go and form_revert take theirs. From now on changes are measured by
 * their record, and form_was has its version. Into the arena: answers how many conflicts. */
size_t form_merge(struct form *f, const void *theirs, struct arena *a, struct form_conflict **ret);

#endif
