/* The arena: zeroed memory, before and after a clearing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"

static bool is_zero(const unsigned char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (data[i])
            return false;
    return true;
}

/* Small pieces over several blocks, and one that gets a block of its own. */
static void fill(struct arena *arena)
{
    static const size_t sizes[] = { 1, 24, 1000, 15000, 200000, 40 };

    for (size_t i = 0; i < 120; i++) {
        size_t size = sizes[i % (sizeof sizes / sizeof *sizes)];
        unsigned char *data = arena_alloc(arena, size);

        assert_true(is_zero(data, size));
        assert_int_equal((uintptr_t)data % sizeof(void *), 0);
        memset(data, 0xA5, size);
    }
}

static void test_zeroed(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    fill(arena);
    arena_free(arena);
}

static void test_cleared(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    arena_clear(arena);
    for (int i = 0; i < 5; i++) {
        fill(arena);
        arena_clear(arena);
    }
    fill(arena);
    arena_free(arena);
}

static void test_lists_grow(void **state)
{
    struct arena *arena = arena_new();
    struct {
        int *items;
        size_t count;
        size_t capacity;
    } list = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++)
        *LIST_ADD(arena, &list) = i;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i], i);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed),
        cmocka_unit_test(test_cleared),
        cmocka_unit_test(test_lists_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
