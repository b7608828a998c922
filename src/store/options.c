/* options.c - what the options of a connection say that karat must know */
#include "config.h"

#include "store/options.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

/* The next word, which ends at white space that has no backslash before it; moves *at behind it. NULL: no more. */
static char *next_word(const char **at, struct arena *a)
{
	while (isspace((unsigned char)**at))
		++*at;
	if (!**at)
		return NULL;
	char *word = arena_alloc(a, strlen(*at) + 1), *to = word;
	for (; **at && !isspace((unsigned char)**at); ++*at) {
		if (**at == '\\' && (*at)[1])
			++*at;
		*to++ = **at;
	}
	*to = '\0';
	return word;
}

char *options_role(const char *options, struct arena *a)
{
	static const char name[] = "role=";
	char *role = NULL;
	bool set = false; /* the word before was -c */
	for (char *word; options && (word = next_word(&options, a));) {
		bool dashed = str_starts(word, "-c") || str_starts(word, "--");
		char *setting = set ? word : dashed ? word + 2 : NULL;
		set = !set && str_eq(word, "-c");
		if (setting && !set && str_starts(setting, name))
			role = setting + strlen(name);
	}
	return role;
}
