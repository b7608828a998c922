/* err.c - errors travel as values; what cannot happen ends the program */
#include "config.h"

#include "base/err.h"

#include <assert.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = sizeof(((struct err *)0)->text) };

static_assert(sizeof(((struct err *)0)->detail) <= TEXT_SIZE, "the scratch array holds every text");

static const char *const code_names[] = {
	[ERR_NONE] = "none",
	[ERR_USAGE] = "usage",
	[ERR_INVALID] = "invalid",
	[ERR_NOT_FOUND] = "not_found",
	[ERR_CONFLICT] = "conflict",
	[ERR_DENIED] = "denied",
	[ERR_OFFLINE] = "offline",
	[ERR_CANCELLED] = "cancelled",
	[ERR_OUTPUT] = "output",
	[ERR_PROTOCOL] = "protocol",
};

static_assert(ARRAY_LEN(code_names) == ERR_PROTOCOL + 1, "every code has a name");

static void (*panic_restore)(void);

/* What is too long ends in "…", never in half a character. */
static void shorten(char *text, size_t size)
{
	static const char dots[] = "…";
	size_t end = size - sizeof dots;
	while (end && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	memcpy(text + end, dots, sizeof dots);
}

/* Through a scratch array, as the arguments may point into the error itself. */
static void put(char *to, size_t size, const char *fmt, va_list ap) KT_PRINTF(3, 0);
static void put(char *to, size_t size, const char *fmt, va_list ap)
{
	char text[TEXT_SIZE];
	int n = vsnprintf(text, size, fmt, ap);
	if (n < 0)
		text[0] = '\0';
	else if ((size_t)n >= size)
		shorten(text, size);
	memcpy(to, text, strlen(text) + 1);
}

static void append(char *to, size_t size, const char *text)
{
	size_t len = strlen(to), more = strlen(text);
	bool fits = len + more < size;
	if (!fits)
		more = size - 1 - len;
	memcpy(to + len, text, more);
	to[len + more] = '\0';
	if (!fits)
		shorten(to, size);
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	put(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	e->code = code;
	e->field[0] = e->state[0] = e->detail[0] = '\0';
	return false;
}

bool err_field(struct err *e, const char *field, const char *fmt, ...)
{
	char name[sizeof e->field];
	snprintf(name, sizeof name, "%s", field);
	va_list ap;
	va_start(ap, fmt);
	put(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	e->code = ERR_INVALID;
	memcpy(e->field, name, sizeof name);
	e->detail[0] = '\0';
	return false;
}

bool err_detail(struct err *e, const char *fmt, ...)
{
	char text[sizeof e->detail];
	va_list ap;
	va_start(ap, fmt);
	put(text, sizeof text, fmt, ap);
	va_end(ap);
	if (e->detail[0])
		append(e->detail, sizeof e->detail, "; ");
	append(e->detail, sizeof e->detail, text);
	return false;
}

bool err_prefix(struct err *e, const char *fmt, ...)
{
	char text[sizeof e->text];
	va_list ap;
	va_start(ap, fmt);
	put(text, sizeof text, fmt, ap);
	va_end(ap);
	size_t len = strlen(text);
	while (len && (text[len - 1] == ' ' || text[len - 1] == ':'))
		text[--len] = '\0';
	append(text, sizeof text, ": ");
	append(text, sizeof text, e->text);
	memcpy(e->text, text, sizeof text);
	return false;
}

void err_clear(struct err *e)
{
	*e = (struct err)ERR_INIT;
}

const char *err_code_name(enum err_code code)
{
	return (unsigned)code < ARRAY_LEN(code_names) ? code_names[code] : "unknown";
}

void kt_on_panic(void (*restore)(void))
{
	panic_restore = restore;
}

void kt_panic(const char *file, int line, const char *what)
{
	static volatile sig_atomic_t panicking;
	if (!panicking) { /* giving the terminal back may itself fail */
		panicking = 1;
		if (panic_restore)
			panic_restore();
	}
	/* Not translated: memory may be what is missing. */
	fprintf(stderr, "karat has to stop: %s:%d: %s\n", file, line, what);
	abort();
}
