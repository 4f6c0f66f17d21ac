/*
 * Arena: a chain of blocks, each handed out from front to back.
 *
 * What is handed out is zero because every block is zero behind `used`: new
 * ones come so from calloc(), which does not touch fresh memory of the
 * system, and used ones are made so when the arena is cleared. A call to
 * memset() for each piece would cost more than the rest of handing it out.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_SIZE = 64 * 1024, EXIT_SYSTEM = 3 };

/*
 * AddressSanitizer finds stale pointers only into what was given back, and
 * steps beyond a piece only where it has a block of its own.
 */
enum {
    KEEPS_BLOCKS = !MEMORY_SANITIZED,
    PIECES_APART = MEMORY_SANITIZED,
};

struct block {
    struct block *next;
    size_t used; /* bytes of data[] handed out; the others are zero */
    size_t size; /* bytes in data[] */
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct block *first; /* the block being filled */
    struct block *spare; /* of the usual size, from before a clearing */
};

_Noreturn void memory_fail(void)
{
    static const char message[] = "chosho: out of memory\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);

    (void)written;
    _exit(EXIT_SYSTEM);
}

void *memory_alloc(size_t size)
{
    void *data = malloc(size ? size : 1);

    if (!data)
        memory_fail();
    return data;
}

void *memory_realloc(void *old, size_t size)
{
    void *data = realloc(old, size ? size : 1);

    if (!data)
        memory_fail();
    return data;
}

struct arena *arena_new(void)
{
    struct arena *arena = memory_alloc(sizeof *arena);

    arena->first = NULL;
    arena->spare = NULL;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;

        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->first);
    free_blocks(arena->spare);
    free(arena);
}

void arena_clear(struct arena *arena)
{
    struct block *block = arena->first;

    arena->first = NULL;
    while (block) {
        struct block *next = block->next;

        if (KEEPS_BLOCKS && block->size == BLOCK_SIZE) {
            memset(block->data, 0, block->used);
            block->used = 0;
            block->next = arena->spare;
            arena->spare = block;
        } else {
            free(block);
        }
        block = next;
    }
}

static struct block *make_block(struct arena *arena, size_t room)
{
    struct block *block = arena->spare;

    if (room == BLOCK_SIZE && block) {
        arena->spare = block->next;
        return block;
    }
    if (room > SIZE_MAX - sizeof *block)
        memory_fail();
    block = calloc(1, sizeof *block + room);
    if (!block)
        memory_fail();
    block->size = room;
    return block;
}

/*
 * A block for `size` bytes. Large requests get a block of their own behind
 * the current one, so that the current one is still filled up.
 */
static struct block *add_block(struct arena *arena, size_t size)
{
    bool apart = PIECES_APART || size > BLOCK_SIZE / 4;
    size_t room = apart ? size : BLOCK_SIZE;
    struct block *block = make_block(arena, room);

    if (room != BLOCK_SIZE && arena->first) {
        block->next = arena->first->next;
        arena->first->next = block;
    } else {
        block->next = arena->first;
        arena->first = block;
    }
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct block *block = arena->first;
    void *data;

    if (size > SIZE_MAX - align)
        memory_fail();
    if (!PIECES_APART)
        size = (size + align - 1) / align * align;
    if (PIECES_APART || !block || block->size - block->used < size)
        block = add_block(arena, size);
    data = block->data + block->used;
    block->used += size;
    return data;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        memory_fail();
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *data, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    if (len)
        memcpy(copy, data, len);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
    return arena_copy(arena, string, strlen(string));
}

/*
 * As a rule the text fits in what is left of the block and is written once.
 * Where it does not, what was written of it is made zero again.
 */
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    struct block *block = arena->first;
    size_t room = block ? block->size - block->used : 0;
    char *out = block ? (char *)block->data + block->used : NULL;
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(out, room, format, again);
    va_end(again);
    if (len >= 0 && (size_t)len < room)
        return arena_alloc(arena, (size_t)len + 1); /* where it stands */
    if (room)
        memset(out, 0, room);
    if (len < 0)
        return arena_strdup(arena, format);
    out = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(out, (size_t)len + 1, format, args);
    return out;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *out;

    va_start(args, format);
    out = arena_vprintf(arena, format, args);
    va_end(args);
    return out;
}

void *list_grow(struct arena *arena, void *items, size_t count,
                size_t *capacity, size_t size)
{
    void *grown;

    if (count < *capacity)
        return items;
    if (*capacity > SIZE_MAX / 2)
        memory_fail();
    *capacity = *capacity ? *capacity * 2 : 4;
    grown = arena_calloc(arena, *capacity, size);
    if (count)
        memcpy(grown, items, count * size);
    return grown;
}
