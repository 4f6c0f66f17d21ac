/* What a diagnostic looks like, and which word was probably meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"

static void assert_printed(struct diags *diags, const char *expected)
{
    struct bytes out = { 0 };

    diags_print(diags, &out);
    bytes_append_char(&out, '\0');
    assert_string_equal((char *)out.data, expected);
    bytes_free(&out);
}

static struct source *source(struct arena *arena, const char *text)
{
    return source_from_string(arena, "a.yaml", text, strlen(text));
}

static void a_caret_stands_below_wide_characters(void **state)
{
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    struct position at = { source(arena, "部局: 総務部\n"), 1, 5 };
    struct diag *diag = diag_add(&diags, DIAG_ERROR, "rule", at, "wrong %d", 7);

    (void)state;
    diag->width = 3;
    diag->expected = "a word";
    diag->similar = "財務部";
    diag->instead = "部局: 財務部";
    assert_printed(&diags, "a.yaml:1:5: error: wrong 7 [rule]\n"
                           "    部局: 総務部\n"
                           "          ^^^^^^\n"
                           "    expected: a word\n"
                           "    did you mean: 財務部\n"
                           "    write instead: 部局: 財務部\n");
    arena_free(arena);
}

static void messages_stand_in_order_of_place(void **state)
{
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    struct source *text = source(arena, "a\nb\nc\n");

    (void)state;
    diag_add(&diags, DIAG_ERROR, "r", (struct position){ text, 3, 1 }, "z");
    diag_add(&diags, DIAG_WARNING, "r", (struct position){ text, 1, 1 }, "x");
    diag_add(&diags, DIAG_ERROR, "r", (struct position){ text, 0, 0 }, "w");
    assert_int_equal(diags.errors, 2);
    assert_int_equal(diags.warnings, 1);
    assert_printed(&diags, "a.yaml: error: w [r]\n"
                           "a.yaml:1:1: warning: x [r]\n    a\n    ^\n"
                           "a.yaml:3:1: error: z [r]\n    c\n    ^\n");
    arena_free(arena);
}

static void a_long_line_is_cut_around_its_fault(void **state)
{
    struct arena *arena = arena_new();
    struct diags diags = diags_make(arena);
    char line[301];
    struct bytes out = { 0 };

    (void)state;
    memset(line, 'a', 300);
    line[150] = 'X';
    line[300] = '\0';
    diag_add(&diags, DIAG_ERROR, "r",
             (struct position){ source(arena, line), 1, 151 }, "here");
    diags_print(&diags, &out);
    assert_true(out.len < 250);
    assert_non_null(memchr(out.data, 'X', out.len));
    bytes_free(&out);
    arena_free(arena);
}

static void slips_find_their_word(void **state)
{
    static const char *const words[] = { "名称", "取組", "期限・数値目標",
                                         "進捗状況", "進捗度" };
    static const struct {
        const char *typed;
        const char *meant;
    } cases[] = {
        { "取組み", "取組" },
        { "取り組み", "取組" },
        { "期限･数値目標", "期限・数値目標" },
        { "進渉状況", "進捗状況" },
        { "進捗率", "進捗度" },
        { "担当", NULL },
        { "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *near = diag_nearest(cases[i].typed, words, 5);

        if (cases[i].meant)
            assert_string_equal(near, cases[i].meant);
        else
            assert_null(near);
    }
}

static void lines_end_in_any_way(void **state)
{
    struct arena *arena = arena_new();
    struct source *text = source(arena, "a\r\nbb\rccc\n\nd");
    static const size_t lengths[] = { 1, 2, 3, 0, 1 };
    size_t len;

    (void)state;
    for (int line = 1; line <= 5; line++) {
        assert_non_null(source_line(text, line, &len));
        assert_int_equal(len, lengths[line - 1]);
    }
    assert_null(source_line(text, 6, &len));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_caret_stands_below_wide_characters),
        cmocka_unit_test(messages_stand_in_order_of_place),
        cmocka_unit_test(a_long_line_is_cut_around_its_fault),
        cmocka_unit_test(slips_find_their_word),
        cmocka_unit_test(lines_end_in_any_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
