/* fuzzy.c - how well some letters stand for a text */
#include "config.h"

#include "widget/fuzzy.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum {
	WHOLE = 400,  /* the text begins with it */
	BEGIN = 300,  /* a word begins with it */
	INSIDE = 150, /* somewhere */
	SPREAD = 60,  /* letters with others between */
	NEXT = 4,     /* of those: for each that follows the one before, or begins a word */
	FAR_MOST = 50,
};

static bool begins_word(const char *text, size_t at)
{
	return at == 0 || strchr(" .-_/,:()\"", text[at - 1]) != NULL;
}

/* The best place of the letters as one piece; 0: none. */
static int piece(const char *typed, size_t len, const char *text)
{
	int best = 0;
	for (size_t at = 0; text[at]; at++) {
		if (strncmp(text + at, typed, len) != 0)
			continue;
		int score = at == 0 ? WHOLE : begins_word(text, at) ? BEGIN : INSIDE;
		score -= at < FAR_MOST ? (int)at / 4 : FAR_MOST / 4;
		best = score > best ? score : best;
	}
	return best;
}

/* One after the other from a beginning of a word on, each as early as it can be. */
static int spread_from(const char *typed, size_t len, const char *text, size_t at)
{
	int score = SPREAD;
	for (size_t i = 0, last = at; i < len; i++) {
		const char *found = strchr(text + at, typed[i]);
		if (!found)
			return 0;
		size_t here = (size_t)(found - text);
		bool good = (i > 0 && here == last + 1) || begins_word(text, here);
		score += good ? NEXT : -1;
		last = here;
		at = here + 1;
	}
	return score > 2 ? score : 2;
}

static int spread(const char *typed, size_t len, const char *text)
{
	int best = 0;
	for (size_t at = 0; text[at]; at++) {
		if (text[at] != *typed || !begins_word(text, at))
			continue;
		int score = spread_from(typed, len, text, at);
		best = score > best ? score : best;
	}
	return best;
}

int fuzzy_score(const char *typed, const char *text)
{
	int sum = 0, words = 0;
	for (size_t len; *typed; typed += len) {
		typed += strspn(typed, " ");
		len = strcspn(typed, " ");
		if (!len)
			break;
		int score = piece(typed, len, text);
		if (!score && len > 1) /* a letter alone would be found everywhere */
			score = spread(typed, len, text);
		if (!score)
			return 0;
		sum += score;
		words++;
	}
	return words ? sum / words : 1;
}
