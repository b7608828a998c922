/* tapper.h - says through a pipe what a scanner says as an input device */
#ifndef KT_TESTS_LIB_TAPPER_H
#define KT_TESTS_LIB_TAPPER_H

#include <stddef.h>
#include <stdint.h>

struct tapper {
	int fd;     /* of the pipe, to be written */
	int64_t us; /* when the last key was pressed; 10 ms are between two */
};

/* The keys that a keyboard of the United States has for the text, Shift included; \n is Enter. */
void tap(struct tapper *t, const char *text);
/* One event of the kernel, as linux/input-event-codes.h numbers them. */
void tap_event(struct tapper *t, int type, int code, int value);

#endif
