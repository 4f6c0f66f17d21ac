/* Words: what ICU cuts, and the numbers that are made whole again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "unicode/unicode.h"

/* The words of a text with bars between. */
static void expect(const char *text, const char *wanted)
{
    struct arena *arena = arena_new();
    size_t *ends;
    size_t count = unicode_words(arena, text, strlen(text), &ends);
    const char *out = "";
    size_t at = 0;

    for (size_t i = 0; i < count; at = ends[i++])
        out = arena_printf(arena, "%s%s%.*s", out, i ? "|" : "",
                           (int)(ends[i] - at), text + at);
    assert_string_equal(out, wanted);
    arena_free(arena);
}

static void test_words(void **state)
{
    (void)state;
    expect("", "");
    expect("条例案を上程し、", "条例|案|を|上程|し|、");
    expect("COVID-19 の Wi-Fi", "COVID|-|19| |の| |Wi|-|Fi");
}

static void test_numbers(void **state)
{
    (void)state;
    expect("2,000人", "2,000|人");
    expect("３，５００円", "３，５００|円");
    expect("1２.5%", "1２.5|%");
    expect("９月25日", "９|月|25|日");
    expect("1,2、3", "1,2|、|3");
    expect("第1.回", "第|1|.|回");
    expect("A4判", "A4|判");
    expect("5Gの", "5G|の");
    assert_true(unicode_is_number("1,000.5", 7));
    assert_false(unicode_is_number("5回", 4));
    assert_false(unicode_is_number("", 0));
}

static void test_width(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(unicode_fold_text(arena, "Ａ４ﾊﾞｽ", 15), "A4バス");
    assert_string_equal(unicode_fold_text(arena, "", 0), "");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_width),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
