/* i18n.h - the two marks for words that people read */
#ifndef KT_BASE_I18N_H
#define KT_BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text
#define P_(context, text) i18n_context(context, context "\004" text, text)
#define NP_(context, text) context "\004" text /* marked here, looked up by i18n_label */

/* gettext with a context, for words that one language says in two ways ("Order" the noun, the verb). */
const char *i18n_context(const char *context, const char *key, const char *text);
/* A label from a table: N_("…") or NP_("ctx", "…"). NULL stays NULL. */
const char *i18n_label(const char *label);

#endif
