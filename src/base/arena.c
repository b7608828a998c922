/* arena.c - memory with one owner: a stack of blocks, of which the newest is filled */
#include "config.h"

#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* The address sanitizer sees only whole blocks; told what is lent and what is not, it also finds
 * use after a rewind and writing past the end. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN
#endif

#ifdef UNDER_ASAN
#include <sanitizer/asan_interface.h>
#define LEND(p, size) __asan_unpoison_memory_region(p, size)
#define TAKE_BACK(p, size) take_back(p, size)
__attribute__((noinline)) static void take_back(unsigned char *p, size_t size)
{
	__asan_poison_memory_region(p, size); /* alone, or gcc thinks that the bytes are read */
}
enum { GAP = 8, LEAST_ALIGN = 8 };
#else
#define LEND(p, size) (void)0
#define TAKE_BACK(p, size) (void)0
enum { GAP = 0, LEAST_ALIGN = 1 };
#endif

struct arena_block {
	struct arena_block *below;
	size_t size; /* bytes in data */
	alignas(max_align_t) unsigned char data[];
};

enum {
	BLOCK_LEAST = 4096 - sizeof(struct arena_block),
	BLOCK_MOST = 256 * 1024, /* what grows by itself, and what arena_clear keeps */
};

static void out_of_memory(void) KT_NORETURN;
static void out_of_memory(void)
{
	kt_panic(__FILE__, __LINE__, "out of memory");
}

static void push_block(struct arena *a, size_t least)
{
	size_t size = a->top ? a->top->size * 2 : BLOCK_LEAST;
	if (size > BLOCK_MOST)
		size = BLOCK_MOST;
	if (size < least)
		size = least;
	struct arena_block *b = malloc(sizeof *b + size);
	if (!b)
		out_of_memory();
	b->below = a->top;
	b->size = size;
	TAKE_BACK(b->data, size);
	a->top = b;
	a->used = 0;
}

static void pop_block(struct arena *a)
{
	struct arena_block *b = a->top;
	a->top = b->below;
	a->used = a->top ? a->top->size : 0;
	free(b);
}

static void *take(struct arena *a, size_t size, size_t align)
{
	if (size > SIZE_MAX / 4)
		out_of_memory();
	if (align < LEAST_ALIGN)
		align = LEAST_ALIGN;
	size_t at = (a->used + align - 1) / align * align, need = size + GAP;
	if (!a->top || at > a->top->size || a->top->size - at < need) {
		push_block(a, need);
		at = 0;
	}
	unsigned char *p = a->top->data + at;
	a->used = at + need;
	LEND(p, size);
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size, alignof(max_align_t)), 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory();
	return arena_alloc(a, total);
}

void *arena_copy(struct arena *a, const void *data, size_t size)
{
	void *p = take(a, size, alignof(max_align_t));
	return size ? memcpy(p, data, size) : p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	len = strnlen(s, len);
	char *copy = take(a, len + 1, 1);
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	kt_assert(len >= 0);
	char *text = take(a, (size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark) { .top = a->top, .used = a->used };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->top != mark.top) {
		kt_assert(a->top); /* the mark is of another arena, or its block was cleared away */
		pop_block(a);
	}
	a->used = mark.used;
	if (a->top)
		TAKE_BACK(a->top->data + a->used, a->top->size - a->used);
}

void arena_clear(struct arena *a)
{
	/* A giant was made for one thing that may never come again. */
	while (a->top && a->top->size > BLOCK_MOST)
		pop_block(a);
	a->used = 0;
	if (!a->top)
		return;
	struct arena rest = { .top = a->top->below };
	arena_done(&rest);
	a->top->below = NULL;
	TAKE_BACK(a->top->data, a->top->size);
}

void arena_done(struct arena *a)
{
	while (a->top)
		pop_block(a);
	a->used = 0;
}
