/* face.h - what a terminal on the wall looks like */
#ifndef KT_KIOSK_FACE_H
#define KT_KIOSK_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct desk;

struct face { /* what stands around the desk */
	const char *workshop, *terminal;
	bool online;
	size_t waiting;      /* punches that are kept here */
	bool synced;         /* the clock is set by others */
	int64_t wall;        /* seconds since 1970 */
	const char *trouble; /* for the admin, at the bottom; NULL: none */
};

void face_paint(const struct desk *d, const struct face *f);

#endif
