/* sha256.h - SHA-256 (FIPS 180-4) for checksums of files; not for passwords */
#ifndef KT_BASE_SHA256_H
#define KT_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
	uint32_t state[8];
	uint64_t len;            /* bytes taken so far */
	unsigned char block[64]; /* what does not fill one yet */
};

enum { SHA256_HEX = 65 }; /* 64 digits and the NUL */

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *data, size_t len);
void sha256_hex(struct sha256 *s, char ret[static SHA256_HEX]); /* ends it; small letters */

#endif
