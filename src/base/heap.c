/*
 * The heap of the whole program, its libraries included: glibc's, but that
 * running out of memory ends the program in memory_fail().
 *
 * Some of the libraries tell when an allocation fails, others (HarfBuzz) go on
 * without a table or a glyph: the sheet would differ and nobody would know.
 * So a failure never comes back to them. The C library calls these
 * definitions, too ("Replacing malloc" in its manual); what they get their
 * memory from is its own allocator, and so free() stays what it is. Valgrind's
 * memcheck wants --soname-synonyms=somalloc=NONE.
 *
 * A sanitizer has an allocator of its own and is left alone, but for the
 * program of tests/fault.
 */
#include <stdlib.h>

#include "base/arena.h"

#if MEMORY_SANITIZED && defined(HEAP_SANITIZED)
#define SYSTEM(name) __interceptor_##name
#elif !MEMORY_SANITIZED && defined(__GLIBC__)
#define SYSTEM(name) __libc_##name
#endif

#ifdef SYSTEM
void *SYSTEM(malloc)(size_t size);
void *SYSTEM(calloc)(size_t count, size_t size);
void *SYSTEM(realloc)(void *old, size_t size);
void *SYSTEM(memalign)(size_t alignment, size_t size);

/* glibc has a piece for everyone who asks for nothing. */
static void *require(void *data)
{
    if (!data)
        memory_fail();
    return data;
}

void *malloc(size_t size)
{
    return require(SYSTEM(malloc)(size));
}

void *calloc(size_t count, size_t size)
{
    return require(SYSTEM(calloc)(count, size));
}

void *realloc(void *old, size_t size)
{
    void *data = SYSTEM(realloc)(old, size);

    return data || (old && !size) ? data : require(data); /* given back */
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return require(SYSTEM(memalign)(alignment, size));
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    *out = aligned_alloc(alignment, size);
    return 0;
}
#else
/* A file must declare something. */
extern int heap_is_the_systems;
#endif
