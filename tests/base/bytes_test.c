/* Buffers, arenas and numbers without a locale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"

static void assert_bytes(struct bytes *bytes, const char *expected)
{
    assert_int_equal(bytes->len, strlen(expected));
    assert_memory_equal(bytes->data, expected, bytes->len);
    bytes_free(bytes);
}

static void milli_has_no_needless_digit(void **state)
{
    static const struct {
        int64_t value;
        const char *written;
    } cases[] = {
        { 0, "0" },
        { 1, "0.001" },
        { -1, "-0.001" },
        { 10, "0.01" },
        { 500, "0.5" },
        { -500, "-0.5" },
        { 7000, "7" },
        { 841890, "841.89" },
        { 1000001, "1000.001" },
        { INT32_MIN, "-2147483.648" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes bytes = { 0 };

        bytes_append_milli(&bytes, cases[i].value);
        assert_bytes(&bytes, cases[i].written);
    }
}

static void integers_reach_their_ends(void **state)
{
    struct bytes bytes = { 0 };

    (void)state;
    bytes_append_int(&bytes, INT64_MIN);
    bytes_append_char(&bytes, ' ');
    bytes_append_int(&bytes, INT64_MAX);
    assert_bytes(&bytes, "-9223372036854775808 9223372036854775807");
}

static void a_buffer_grows(void **state)
{
    struct bytes bytes = { 0 };

    (void)state;
    for (int i = 0; i < 10000; i++)
        bytes_printf(&bytes, "%d,", i % 10);
    assert_int_equal(bytes.len, 20000);
    assert_memory_equal(bytes.data + 19998, "9,", 2);
    bytes_free(&bytes);
    assert_null(bytes.data);
}

static void arenas_hand_out_zeroed_aligned_memory(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        unsigned char *data = arena_alloc(arena, size);

        assert_int_equal((uintptr_t)data % sizeof(void *), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(data[i], 0);
        memset(data, 0xFF, size);
    }
    assert_string_equal(arena_printf(arena, "%s-%d", "a", 7), "a-7");
    arena_free(arena);
}

static void lists_keep_what_they_hold(void **state)
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
        cmocka_unit_test(milli_has_no_needless_digit),
        cmocka_unit_test(integers_reach_their_ends),
        cmocka_unit_test(a_buffer_grows),
        cmocka_unit_test(arenas_hand_out_zeroed_aligned_memory),
        cmocka_unit_test(lists_keep_what_they_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
