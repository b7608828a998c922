/* tapper.c - keys as the kernel tells them */
#include "config.h"

#include "lib/tapper.h"

#include <ctype.h>
#include <linux/input.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

enum { STEP_US = 10000 };

void tap_event(struct tapper *t, int type, int code, int value)
{
	struct input_event ev = { .type = (uint16_t)type, .code = (uint16_t)code, .value = value };
	ev.input_event_sec = (time_t)(t->us / 1000000);
	ev.input_event_usec = (suseconds_t)(t->us % 1000000);
	kt_assert(write(t->fd, &ev, sizeof ev) == sizeof ev);
}

static void stroke(struct tapper *t, int code, int value)
{
	tap_event(t, EV_MSC, MSC_SCAN, 0x70000 + code);
	tap_event(t, EV_KEY, code, value);
	tap_event(t, EV_SYN, SYN_REPORT, 0);
}

/* The rows of the keyboard, as its keys are numbered one after the other. */
static int key_of(int c)
{
	static const struct {
		int first;
		const char *caps;
	} rows[] = {
		{ KEY_1, "1234567890-=" }, { KEY_Q, "qwertyuiop[]\n" }, { KEY_A, "asdfghjkl;'`" }, { KEY_BACKSLASH, "\\zxcvbnm,./" }, { KEY_SPACE, " " },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *at = strchr(rows[i].caps, c);
		if (c && at)
			return rows[i].first + (int)(at - rows[i].caps);
	}
	kt_assert(!"a character of that keyboard");
	return 0;
}

void tap(struct tapper *t, const char *text)
{
	static const char shifted[] = "!@#$%^&*()_+{}:\"~|<>?", plain[] = "1234567890-=[];'`\\,./";
	for (; *text; text++) {
		const char *at = strchr(shifted, *text);
		int c = at ? plain[at - shifted] : tolower((unsigned char)*text);
		bool shift = at || isupper((unsigned char)*text);
		t->us += STEP_US;
		if (shift)
			stroke(t, KEY_LEFTSHIFT, 1);
		stroke(t, key_of(c), 1);
		stroke(t, key_of(c), 0);
		if (shift)
			stroke(t, KEY_LEFTSHIFT, 0);
	}
}
