/* scanner.h - a scanner or a reader of chips that is an input device of its own
 *
 * Such a device is a keyboard to the system. Read from /dev/input and held exclusively, what it says reaches this program
 * alone, needs no focus, and cannot be taken for typing. A pipe (mkfifo) is read as well: for a program that translates
 * what another kind of device says, and for tests. Both say struct input_event.
 */
#ifndef KT_KIOSK_SCANNER_H
#define KT_KIOSK_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/attr.h"

struct err;
struct scanner;

bool scanner_open(struct scanner **ret, const char *path, struct err *e) KT_CHECK;
void scanner_close(struct scanner *s); /* may be NULL */
int scanner_fd(const struct scanner *s);

/* A code with Enter or Tab behind it, as a keyboard of the United States spells it: UTF-8, gone after the call. */
typedef void scanner_code_fn(void *ctx, const char *code, size_t len);
/* Some of what is there; poll tells of more. False: the device is gone. */
bool scanner_read(struct scanner *s, scanner_code_fn *fn, void *ctx) KT_CHECK;

#endif
