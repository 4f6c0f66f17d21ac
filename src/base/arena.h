/*
 * arena: memory that is given back all at once.
 *
 * Each document (a source, a form, a sheet, a layout) owns one arena;
 * everything that belongs to the document is allocated there and nothing
 * is freed singly. Allocation never fails for the caller: when memory
 * runs out, memory_fail() says so and ends the program with status 3.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena. The caller frees it with arena_free(). */
struct arena *arena_new(void);

/* Gives back the arena and all that was allocated in it. NULL is fine. */
void arena_free(struct arena *arena);

/*
 * Empties the arena and keeps its memory for what comes next: asking the
 * system for fresh pages again and again costs more than using them.
 */
void arena_clear(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes each; refuses overflow. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A NUL-terminated copy of `len` bytes. */
char *arena_copy(struct arena *arena, const char *data, size_t len);

/* A copy of a C string. */
char *arena_strdup(struct arena *arena, const char *string);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/*
 * Lists: any struct with the members `items` (pointer), `count` and
 * `capacity` (size_t) can grow in an arena:
 *
 *     *LIST_ADD(arena, &list) = item;
 */
void *list_grow(struct arena *arena, void *items, size_t count,
                size_t *capacity, size_t size);
#define LIST_ADD(arena, list)                                                  \
    ARRAY_ADD(arena, (list)->items, (list)->count, (list)->capacity)

/* The same for three members or variables of any name. */
#define ARRAY_ADD(arena, items, count, capacity)                               \
    ((items) = (count) < (capacity) ? (items)                                  \
                                    : list_grow(arena, items, count,           \
                                                &(capacity), sizeof *(items)), \
     &(items)[(count)++])

/* malloc family for the few buffers that outlive arenas; never NULL. */
void *memory_alloc(size_t size);
void *memory_realloc(void *old, size_t size);

/* 1 in a program that AddressSanitizer watches. GCC and Clang say it apart. */
#ifdef __SANITIZE_ADDRESS__
#define MEMORY_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_SANITIZED 1
#endif
#endif
#ifndef MEMORY_SANITIZED
#define MEMORY_SANITIZED 0
#endif

/* The one place where the program ends for want of memory: status 3. */
_Noreturn void memory_fail(void);

#endif
