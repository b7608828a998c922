/* fuzz.h - what every fuzz target defines, and libFuzzer or replay.c calls
 *
 * A target feeds the bytes to a parser and checks with kt_assert what must hold for any input.
 * corpus/fuzz_NAME holds inputs picked by hand for fuzz_NAME.c.
 */
#ifndef KT_TESTS_FUZZ_FUZZ_H
#define KT_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
