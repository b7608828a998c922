/* arena.c - zeroed, aligned, rewound */
#include "config.h"

#include "base/arena.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

static bool all_zero(const unsigned char *p, size_t n)
{
	while (n--)
		if (*p++)
			return false;
	return true;
}

Test(arena, memory_is_zeroed_and_aligned)
{
	struct arena a = ARENA_INIT;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 3000; size = size * 3 / 2 + 1) {
			unsigned char *p = arena_alloc(&a, size);
			cr_expect((uintptr_t)p % alignof(max_align_t) == 0, "%zu", size);
			cr_expect(all_zero(p, size), "%zu", size);
			memset(p, 0xA5, size);
			arena_strdup(&a, "x"); /* unaligned on purpose */
		}
		arena_clear(&a);
	}
	arena_done(&a);
	cr_expect(!a.top && !a.used);
	int *numbers = arena_array(&a, 1000, sizeof *numbers);
	cr_expect(all_zero((unsigned char *)numbers, 1000 * sizeof *numbers));
	arena_done(&a);
}

Test(arena, pieces_do_not_overlap)
{
	struct arena a = ARENA_INIT;
	unsigned char *pieces[200];
	for (size_t i = 0; i < 200; i++) {
		pieces[i] = arena_alloc(&a, i * 7);
		memset(pieces[i], (int)i, i * 7);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j < i * 7; j++)
			cr_assert(pieces[i][j] == i);
	arena_done(&a);
}

Test(arena, copies)
{
	struct arena a = ARENA_INIT;
	cr_expect_null(arena_strdup(&a, NULL));
	cr_expect_str_eq(arena_strdup(&a, "Gold"), "Gold");
	cr_expect_str_eq(arena_strndup(&a, "Goldring", 4), "Gold");
	cr_expect_str_eq(arena_strndup(&a, "Gold", 400), "Gold");
	cr_expect_str_eq(arena_strndup(&a, "Gold", 0), "");
	cr_expect_str_eq(arena_printf(&a, "%d/%s", 585, "Au"), "585/Au");
	cr_expect_str_eq(arena_printf(&a, "%s", ""), "");
	cr_expect_not_null(arena_copy(&a, NULL, 0));
	int64_t n = 42, *copy = arena_copy(&a, &n, sizeof n);
	cr_expect(copy != &n && *copy == 42);
	arena_done(&a);
}

Test(arena, rewind_keeps_what_was_before)
{
	struct arena a = ARENA_INIT;
	struct arena_mark nothing = arena_mark(&a);
	char *kept = arena_strdup(&a, "kept");
	struct arena_mark mark = arena_mark(&a);
	char *first = arena_alloc(&a, 16);
	for (int i = 0; i < 100; i++)
		arena_alloc(&a, 5000);
	arena_rewind(&a, mark);
	cr_expect_str_eq(kept, "kept");
	cr_expect(arena_alloc(&a, 16) == first, "the same place is lent again");
	arena_rewind(&a, nothing);
	cr_expect_null(a.top);
}

Test(arena, clear_keeps_one_block_that_is_no_giant)
{
	struct arena a = ARENA_INIT;
	arena_clear(&a);
	cr_expect_null(a.top);
	for (int i = 0; i < 50; i++)
		arena_alloc(&a, 3000);
	struct arena_block *newest = a.top;
	arena_alloc(&a, 4 * 1024 * 1024);
	cr_expect(a.top != newest);
	arena_clear(&a);
	cr_expect(a.top == newest && a.used == 0);
	arena_done(&a);
	arena_alloc(&a, 4 * 1024 * 1024);
	arena_clear(&a);
	cr_expect_null(a.top);
}

Test(arena, too_much_ends_the_program, .signal = SIGABRT)
{
	struct arena a = ARENA_INIT;
	arena_alloc(&a, SIZE_MAX / 2);
}

Test(arena, an_array_too_large_to_count_ends_the_program, .signal = SIGABRT)
{
	struct arena a = ARENA_INIT;
	arena_array(&a, SIZE_MAX / 2, 3);
}

Test(arena, a_mark_of_another_arena_ends_the_program, .signal = SIGABRT)
{
	struct arena a = ARENA_INIT, b = ARENA_INIT;
	arena_alloc(&a, 1);
	arena_alloc(&b, 1);
	arena_rewind(&b, arena_mark(&a));
}
