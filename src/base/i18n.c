/* i18n.c - looking up words that carry a context */
#include "config.h"

#include "base/i18n.h"

#include <string.h>

const char *i18n_label(const char *label)
{
	if (!label || !*label) /* gettext("") is the head of the catalogue */
		return label;
	const char *found = gettext(label), *context = strchr(label, '\004');
	return found == label && context ? context + 1 : found;
}
