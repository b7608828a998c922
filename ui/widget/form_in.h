/* form_in.h - what the files of the form share; nobody else includes it */
#ifndef KT_WIDGET_FORM_IN_H
#define KT_WIDGET_FORM_IN_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/entity.h"
#include "widget/form.h"

enum { FORM_LISTED_MAX = 50 }; /* suggestions kept; the list shows some of them at a time */

enum form_kind { /* how a value is edited */
	FORM_TEXT, /* typed in the person's spelling: lines, numbers, times */
	FORM_NOTE,
	FORM_DAY,
	FORM_CHOICE, /* the text is the wire's */
	FORM_FLAG,   /* so it is here */
	FORM_REF,    /* the text is a label, or what was typed to find one */
};

struct form_field {
	const struct field *f;
	enum form_kind kind;
	size_t section;
	bool fixed;         /* shown, cannot be changed */
	bool asked;         /* FORM_REF: the screen is looking for what was typed */
	bool whole;         /* FORM_REF: its list was wanted, nothing was typed for it */
	size_t found;       /* FORM_REF: how many it may be, as was answered last */
	struct edit edit;
	const char *orig;   /* the text of the record as it was */
	struct buf said;    /* the text that was read last */
	struct arena value; /* holds what was read, when that is a text */
	int top;            /* FORM_NOTE: the first line shown */
	const char *mark;   /* said until form_mark takes it off; NULL: nothing */
	char error[sizeof(((struct err *)0)->text)]; /* "" is none */
};

struct form_list { /* suggestions for the field in focus */
	struct arena arena;
	struct form_ref *refs;
	size_t n, picked;  /* n == 0: closed */
	bool fresh;        /* for what stands in the field now */
	bool by_hand;      /* the arrows were used */
};

struct form_label { /* words of a record that a reference shows */
	const struct entity *ent;
	int64_t id;
	const char *words;
	struct form_label *next;
};

struct form {
	struct arena arena; /* it lives in it itself */
	struct form_wish wish;
	void *was, *now;
	struct form_field *fields;
	size_t n, at;       /* at == n: nothing has the focus */
	struct form_label *labels;
	struct form_list list;
	struct buf steps;   /* what undo takes back: struct step of form.c */
	size_t done;
	unsigned long changes;
	char refusal[sizeof(((struct err *)0)->text)]; /* why the last key had no effect; "" */
	int top, note_w;    /* first row shown, columns of notes: as painted last */
	struct area area;
};

static inline struct form_field *form_here(const struct form *f)
{
	return f->at < f->n ? &f->fields[f->at] : NULL;
}

struct form_field *form_find(const struct form *f, const struct field *field); /* NULL: not shown */
bool form_is_dirty(const struct form *f, const struct form_field *ff);
struct ref *form_id(const struct form *f, const struct form_field *ff); /* FORM_REF: in `now` */
void form_focus_at(struct form *f, size_t at); /* leaves the field in focus */

/* The text of a value of `rec`, as it stands in the field. */
const char *form_spelled(const struct form *f, const struct form_field *ff, const void *rec, struct arena *a);
/* The same in words: what a person reads of it. */
const char *form_words(const struct form *f, const struct field *field, const void *rec, struct arena *a);
void form_set_said(struct form_field *ff); /* the text in the field now is what `now` has */
bool form_is_text(const struct field *field); /* a value that points to its text */
/* Text into value. False: *e says why, and the value is as it was. */
bool form_read(struct form *f, struct form_field *ff, struct err *e) KT_CHECK;
void form_clean(struct form *f, struct form_field *ff); /* text and value of the record as it was */
void *form_copy(struct form *f, const void *rec);

/* Around each change that undo takes back: form_begin, an edit_…, form_end with its answer. */
struct form_before {
	size_t steps;
	int64_t id;
};
struct form_before form_begin(struct form *f, struct form_field *ff);
void form_end(struct form *f, struct form_field *ff, struct form_before b, int64_t id, enum edit_answer answer);
void form_refuse(struct form *f, const struct form_field *ff, enum edit_answer answer, bool pasted);
/* The reference that a step led to became known later. */
void form_end_later(struct form *f, struct form_field *ff, int64_t id);

/* form_ref.c */
void form_ref_typed(struct form *f, struct form_field *ff); /* another text: look for it */
bool form_ref_read(struct form *f, struct form_field *ff, struct err *e) KT_CHECK;
const char *form_ref_label(const struct form *f, const struct field *field, int64_t id); /* NULL: not known */
void form_ref_ask_label(struct form *f, const struct form_field *ff);
void form_ref_know(struct form *f, const struct field *field, int64_t id, const char *words);
void form_ref_entered(struct form *f, struct form_field *ff);
void form_list_close(struct form *f);
bool form_list_take(struct form *f); /* the picked one; false: the list is not for this text */
bool form_list_pick(struct form *f, int by);

/* form_view.c */
struct form_hit {
	size_t field;   /* (size_t)-1: none */
	size_t listed;  /* a suggestion; (size_t)-1: not one */
	size_t offset;  /* in the text */
};
struct form_hit form_hit(struct form *f, int y, int x); /* of the area painted last */

#endif
