/* Decoding: every code point there and back, nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        size_t written = utf8_encode(c, bytes);
        size_t len;
        uint32_t read = utf8_decode(bytes, written, &len);

        if (c >= 0xD800 && c <= 0xDFFF) {
            assert_int_equal(read, UTF8_BAD);
            continue;
        }
        assert_int_equal(read, c);
        assert_int_equal(len, written);
    }
}

static void bad_bytes_are_bad_and_one_long(void **state)
{
    static const char *const cases[] = {
        "\x80",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF8\x88\x80\x80",
        "\xFF",
        "\xE3\x81",
        "\xE3(\x81",
        "\xF0\x9F\x98",
        "\xC3(",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t avail = 0;
        size_t len = 0;

        while (cases[i][avail])
            avail++;
        assert_int_equal(utf8_decode(cases[i], avail, &len), UTF8_BAD);
        assert_int_equal(len, 1);
    }
}

static void a_cut_character_is_bad_at_every_cut(void **state)
{
    static const char whole[] = "\xF0\xA0\xAE\xB7";
    size_t len;

    (void)state;
    for (size_t avail = 1; avail < 4; avail++)
        assert_int_equal(utf8_decode(whole, avail, &len), UTF8_BAD);
    assert_int_equal(utf8_decode(whole, 4, &len), 0x20BB7);
}

static void counting_and_validity(void **state)
{
    static const char text[] = "調書 chosho";

    (void)state;
    assert_int_equal(utf8_count(text, sizeof text - 1), 9);
    assert_int_equal(utf8_valid(text, sizeof text - 1), sizeof text - 1);
    assert_int_equal(utf8_valid("ab\xFFz", 4), 2);
    assert_int_equal(utf8_count("\xFF\xFF", 2), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(bad_bytes_are_bad_and_one_long),
        cmocka_unit_test(a_cut_character_is_bad_at_every_cut),
        cmocka_unit_test(counting_and_validity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
