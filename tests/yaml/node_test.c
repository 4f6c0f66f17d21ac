/* Reading YAML: values, styles, places, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "yaml/node.h"

struct fixture {
    struct arena *arena;
    struct diags diags;
    const struct source *source;
    const struct node *root;
};

static struct fixture read_bytes(const char *data, size_t len, bool template)
{
    struct fixture out = { .arena = arena_new() };
    struct node_options options = { .allow_flow = template,
                                    .allow_comments = template };

    out.diags = diags_make(out.arena);
    out.source = source_from_string(out.arena, "test.yaml", data, len);
    out.root = node_read(out.arena, out.source, &options, &out.diags);
    return out;
}

static struct fixture read_text(const char *text)
{
    return read_bytes(text, strlen(text), false);
}

static void done(struct fixture *fixture)
{
    arena_free(fixture->arena);
}

static void assert_place(struct position at, int line, int column)
{
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
}

static void assert_rule(const struct fixture *fixture, const char *rule,
                        int line, int column)
{
    assert_int_equal(fixture->diags.count, 1);
    assert_string_equal(fixture->diags.items[0].rule, rule);
    assert_place(fixture->diags.items[0].at, line, column);
}

static void test_tree(void **state)
{
    struct fixture f = read_text("様式: 重点目標一覧表\n"
                                 "# 注記\n"
                                 "\n"
                                 "重点目標:\n"
                                 "  - 名称: あ\n"
                                 "    取組:\n"
                                 "      - (1)恒常的な検証\n"
                                 "      - ・「鑑賞」\n"
                                 "    空:\n");
    const struct node *goals = node_lookup(f.root, "重点目標");
    const struct node *goal;
    const struct node *entries;

    (void)state;
    assert_int_equal(f.diags.count, 0);
    assert_int_equal(f.root->kind, NODE_MAPPING);
    assert_int_equal(f.root->count, 2);
    assert_string_equal(node_lookup(f.root, "様式")->value, "重点目標一覧表");
    assert_place(node_lookup(f.root, "様式")->at, 1, 5);
    assert_int_equal(goals->kind, NODE_SEQUENCE);
    assert_place(goals->at, 5, 3);
    goal = goals->items[0];
    assert_place(goal->at, 5, 5);
    assert_place(node_lookup_pair(goal, "取組")->key->at, 6, 5);
    entries = node_lookup(goal, "取組");
    assert_int_equal(entries->count, 2);
    assert_string_equal(entries->items[0]->value, "(1)恒常的な検証");
    assert_place(entries->items[1]->at, 8, 9);
    assert_true(node_is_empty(node_lookup(goal, "空")));
    assert_place(node_lookup(goal, "空")->at, 9, 7);
    assert_null(node_lookup(goal, "ない"));
    assert_null(node_lookup_pair(goal, "ない"));
    done(&f);
}

/* Everything is text; what looks like another type stays as typed. */
static void test_everything_is_text(void **state)
{
    static const char *const values[] = {
        "yes",    "12",      "~",         "null",   "0x1F",   "1_000",
        "2020-9", "（1）あ", "・い",      "「う」", "［え］", "１２",
        "-3%",    "a#b",     "12:30開始", "あ：い", "①",      ":x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[64];
        struct fixture f;

        strcpy(text, "a: ");
        strcat(text, values[i]);
        f = read_text(text);
        assert_int_equal(f.diags.count, 0);
        assert_string_equal(node_lookup(f.root, "a")->value, values[i]);
        assert_int_equal(node_lookup(f.root, "a")->style, NODE_PLAIN);
        done(&f);
    }
}

static void test_quoted(void **state)
{
    struct fixture f = read_text("a: '「''あ''」: #い'\n"
                                 "b: \"あ\\u3042\\x41\\\"い\\\\\"\n"
                                 "c: ''\n"
                                 "\"d: e\": 'f'   \n");
    const struct node *a = node_lookup(f.root, "a");
    const struct node *b = node_lookup(f.root, "b");

    (void)state;
    assert_int_equal(f.diags.count, 0);
    assert_string_equal(a->value, "「'あ'」: #い");
    assert_int_equal(a->style, NODE_SINGLE_QUOTED);
    assert_int_equal(a->raw_len, strlen("「''あ''」: #い"));
    assert_place(a->at, 1, 4);
    assert_place(node_position_at(a, 0), 1, 5);
    assert_place(node_position_at(a, strlen("「'")), 1, 8);       /* あ */
    assert_place(node_position_at(a, strlen("「'あ'」")), 1, 12); /* : */
    assert_place(node_position_at(a, a->len), 1, 16);
    assert_string_equal(b->value, "あああ\x41\"い\\" + strlen("あ"));
    assert_place(node_position_at(b, strlen("あ")), 2, 6);
    assert_place(node_position_at(b, strlen("ああ")), 2, 12);
    assert_place(node_position_at(b, strlen("ああA")), 2, 16);
    assert_place(node_position_at(b, strlen("ああA\"")), 2, 18);
    assert_place(node_position_at(b, strlen("ああA\"い")), 2, 19);
    assert_true(node_is_empty(node_lookup(f.root, "c")));
    assert_int_equal(node_lookup(f.root, "c")->style, NODE_SINGLE_QUOTED);
    assert_string_equal(node_lookup(f.root, "d: e")->value, "f");
    done(&f);
}

static void test_plain_position(void **state)
{
    struct fixture f = read_text("a:\n  - 「𠮟」と葛󠄀城\n");
    const struct node *text = node_lookup(f.root, "a")->items[0];

    (void)state;
    assert_place(node_position_at(text, 0), 2, 5);
    assert_place(node_position_at(text, strlen("「𠮟")), 2, 7);
    assert_place(node_position_at(text, strlen("「𠮟」と葛󠄀")), 2, 11);
    assert_place(node_position_at(text, text->len), 2, 12);
    done(&f);
}

/* A byte order mark is no column; CRLF and CR end lines as LF does. */
static void test_line_ends(void **state)
{
    static const char *const ends[] = { "\n", "\r\n", "\r" };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bytes text = { 0 };
        struct fixture f;

        bytes_printf(&text, "\xEF\xBB\xBF様式: あ%s年度: い%s%s部局: う",
                     ends[i], ends[i], ends[i]);
        f = read_bytes((char *)text.data, text.len, false);
        assert_int_equal(f.diags.count, 0);
        assert_int_equal(f.root->count, 3);
        assert_place(f.root->at, 1, 1);
        assert_place(node_lookup(f.root, "様式")->at, 1, 5);
        assert_string_equal(node_lookup(f.root, "年度")->value, "い");
        assert_place(node_lookup(f.root, "部局")->at, 4, 5);
        bytes_free(&text);
        done(&f);
    }
}

static void test_template_options(void **state)
{
    static const char text[] = "---\n"
                               "columns: [1fr, 2fr]  # widths\n"
                               "fit: {pages: 2,\n"
                               "      size: [7pt, '8,pt']} # more\n"
                               "rows:\n"
                               "  - {text: \"{名称}\", role: title}\n"
                               "  - [a, [b]]\n"
                               "below:\n"
                               "  {a: b, c: d}\n"
                               "last: 'it''s' # done\n";
    struct fixture f = read_bytes(text, strlen(text), true);
    const struct node *rows = node_lookup(f.root, "rows");

    (void)state;
    assert_int_equal(f.diags.count, 0);
    assert_int_equal(node_lookup(f.root, "columns")->count, 2);
    assert_place(node_lookup(f.root, "columns")->at, 2, 10);
    assert_place(node_lookup(f.root, "columns")->items[1]->at, 2, 16);
    assert_string_equal(
        node_lookup(node_lookup(f.root, "fit"), "size")->items[1]->value,
        "8,pt");
    assert_place(rows->items[0]->at, 6, 5);
    assert_string_equal(node_lookup(rows->items[0], "text")->value, "{名称}");
    assert_place(node_lookup(rows->items[0], "role")->at, 6, 26);
    assert_int_equal(node_lookup(f.root, "below")->count, 2);
    assert_string_equal(node_lookup(f.root, "last")->value, "it's");
    done(&f);
}

static void test_refused_options(void **state)
{
    struct fixture f = read_text("a: [b, c]\n");

    (void)state;
    assert_rule(&f, "yaml-flow", 1, 4);
    assert_int_equal(f.diags.items[0].width, 6);
    assert_int_equal(node_lookup(f.root, "a")->count, 2);
    done(&f);
    f = read_text("a: b  # c d\n");
    assert_rule(&f, "yaml-comment", 1, 7);
    assert_int_equal(f.diags.items[0].width, 5);
    assert_string_equal(f.diags.items[0].instead, "a: \"b  # c d\"");
    assert_string_equal(node_lookup(f.root, "a")->value, "b");
    done(&f);
}

/* Later stages get the text that was meant, with its own place. */
static void test_mended_values(void **state)
{
    struct fixture f = read_text("a: *注「い」\n"
                                 "b: >-\n"
                                 "  一行目\n"
                                 "  two\n"
                                 "  three\n"
                                 "c: 前: 後\n"
                                 "*d: \"e\"\n"
                                 "f:g\n");
    const struct node *b = node_lookup(f.root, "b");

    (void)state;
    assert_int_equal(f.diags.errors, 5);
    assert_string_equal(node_lookup(f.root, "a")->value, "*注「い」");
    assert_place(node_position_at(node_lookup(f.root, "a"), 1), 1, 5);
    assert_string_equal(b->value, "一行目two three");
    assert_place(node_position_at(b, 0), 3, 3);
    assert_place(node_position_at(b, strlen("一行目")), 4, 3);
    assert_place(node_position_at(b, strlen("一行目two ")), 5, 3);
    assert_string_equal(f.diags.items[1].instead, "b: 一行目two three");
    assert_string_equal(node_lookup(f.root, "c")->value, "前: 後");
    assert_place(node_lookup(f.root, "c")->at, 6, 4);
    assert_place(node_lookup_pair(f.root, "*d")->key->at, 7, 1);
    assert_place(node_lookup(f.root, "*d")->at, 7, 5);
    assert_string_equal(node_lookup(f.root, "f")->value, "g");
    assert_place(node_lookup(f.root, "f")->at, 8, 3);
    done(&f);
}

static void test_indentation_is_mended(void **state)
{
    struct fixture f = read_text("a:\n"
                                 "  - b: c\n"
                                 "   d: e\n"
                                 "\t\tf: g\n");
    const struct node *item = node_lookup(f.root, "a")->items[0];

    (void)state;
    assert_int_equal(f.diags.errors, 2);
    assert_place(f.diags.items[0].at, 4, 1);
    assert_string_equal(f.diags.items[0].rule, "yaml-tab");
    assert_place(f.diags.items[1].at, 3, 4);
    assert_string_equal(f.diags.items[1].rule, "yaml-indent");
    assert_string_equal(f.diags.items[1].instead, "    d: e");
    assert_int_equal(item->count, 3);
    assert_place(node_lookup(item, "d")->at, 3, 7);
    assert_place(node_lookup(item, "f")->at, 4, 6);
    done(&f);
}

static void test_duplicate_key(void **state)
{
    struct fixture f = read_text("あ: 1\nい: 2\nあ: 3\n\"あ\": 4\n");

    (void)state;
    assert_int_equal(f.diags.errors, 2);
    assert_place(f.diags.items[0].at, 3, 1);
    assert_place(f.diags.items[1].at, 4, 1);
    assert_non_null(strstr(f.diags.items[0].message, "line 1"));
    assert_int_equal(f.root->count, 2);
    assert_string_equal(node_lookup(f.root, "あ")->value, "1");
    done(&f);
}

static void test_limits(void **state)
{
    struct bytes text = { 0 };
    struct fixture f;

    (void)state;
    bytes_append_string(&text, "a: ");
    for (size_t i = 0; i < NODE_SCALAR_LIMIT; i++)
        bytes_append_char(&text, 'x');
    f = read_bytes((char *)text.data, text.len, false);
    assert_int_equal(f.diags.count, 0);
    done(&f);
    bytes_append_char(&text, 'x');
    f = read_bytes((char *)text.data, text.len, false);
    assert_rule(&f, "yaml-size", 1, 4);
    done(&f);

    text.len = 0;
    for (int i = 0; i < 400; i++)
        bytes_printf(&text, "%*sk:\n", i, "");
    f = read_bytes((char *)text.data, text.len, false);
    assert_rule(&f, "yaml-depth", NODE_DEPTH_LIMIT + 1, NODE_DEPTH_LIMIT + 1);
    assert_non_null(f.root);
    done(&f);

    text.len = 0;
    bytes_append_string(&text, "a: ");
    for (int i = 0; i < 100000; i++)
        bytes_append_char(&text, '[');
    f = read_bytes((char *)text.data, text.len, true);
    assert_rule(&f, "yaml-depth", 1, 4);
    done(&f);

    text.len = 0;
    for (int i = 0; i < NODE_COUNT_LIMIT + 10; i++)
        bytes_append_string(&text, "- a\n");
    f = read_bytes((char *)text.data, text.len, false);
    assert_rule(&f, "yaml-count", NODE_COUNT_LIMIT, 3);
    assert_null(f.root);
    done(&f);

    text.len = 0;
    for (int i = 0; i < NODE_FILE_LIMIT / 8 + 1; i++)
        bytes_append_string(&text, "# abcde\n");
    f = read_bytes((char *)text.data, text.len, false);
    assert_rule(&f, "yaml-size", 0, 0);
    done(&f);
    bytes_free(&text);
}

/* Many mistakes cost neither time nor memory without bound. */
static void test_many_mistakes(void **state)
{
    struct bytes text = { 0 };
    struct fixture f;

    (void)state;
    for (int i = 0; i < 100000; i++)
        bytes_printf(&text, "k%d: *\n", i);
    f = read_bytes((char *)text.data, text.len, false);
    assert_int_equal(f.diags.count, 501);
    assert_string_equal(f.diags.items[500].rule, "yaml-count");
    bytes_free(&text);
    done(&f);
}

static void test_empty(void **state)
{
    static const char *const texts[] = { "", "\n\n", "# a\n", "---\n" };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct fixture f = read_text(texts[i]);

        assert_null(f.root);
        assert_rule(&f, "yaml-empty", 0, 0);
        done(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_everything_is_text),
        cmocka_unit_test(test_quoted),
        cmocka_unit_test(test_plain_position),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_template_options),
        cmocka_unit_test(test_refused_options),
        cmocka_unit_test(test_mended_values),
        cmocka_unit_test(test_indentation_is_mended),
        cmocka_unit_test(test_duplicate_key),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_mistakes),
        cmocka_unit_test(test_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
