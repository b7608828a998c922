/* i18n.h - the marks for words that people read */
#ifndef KT_BASE_I18N_H
#define KT_BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text
#define NP_(context, text) context "\004" text /* marked here, looked up by i18n_label */

/* A label from a table: N_("…") or NP_("ctx", "…"). NULL stays NULL. */
const char *i18n_label(const char *label);

#endif
