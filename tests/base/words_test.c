/* Words in HTML and in patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/markup.h"
#include "base/pattern.h"

static void expect(const char *words, const char *markup)
{
    struct bytes out = { 0 };

    markup_append(&out, words, strlen(words));
    bytes_append_char(&out, '\0');
    assert_string_equal(out.data, markup);
    bytes_free(&out);
}

static void test_words_become_no_markup(void **state)
{
    (void)state;
    expect("", "");
    expect("年度", "年度");
    expect("<b title=\"a & b\">", "&lt;b title=&quot;a &amp; b&quot;&gt;");
    expect("&lt;", "&amp;lt;");
    expect("'", "'"); /* attributes stand in double quotes */
}

static void test_holes_are_filled(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(pattern_fill(arena, "{}（{}）", "PDF", "5KB"),
                        "PDF（5KB）");
    assert_string_equal(pattern_fill(arena, "a{}b", "{}", "c"), "a{}b");
    assert_string_equal(pattern_fill(arena, "{}{}{}", "1", NULL), "1{}");
    assert_string_equal(pattern_fill(arena, "none", "a", "b"), "none");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_become_no_markup),
        cmocka_unit_test(test_holes_are_filled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
