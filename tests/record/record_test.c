/* Sources as records: values, places, levels, addresses, stages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "form/form.h"
#include "record/record.h"
#include "yaml/node.h"

#define JUTEN "templates/juten-mokuhyo"
#define JIGYO "tests/fixtures/forms/jigyo-ichiran"

struct fixture {
    struct arena *arena;
    struct diags diags;
    struct form *form;
    struct record *record;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->arena = arena_new();
    fixture->diags = diags_make(fixture->arena);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static void read_source(struct fixture *fixture, const char *form,
                        const char *stage, const struct source *source)
{
    static const struct node_options strict = { 0 };
    struct node *root;

    fixture->diags = diags_make(fixture->arena);
    fixture->form = form_load(fixture->arena, form, &fixture->diags);
    assert_non_null(fixture->form);
    root = node_read(fixture->arena, source, &strict, &fixture->diags);
    assert_non_null(root);
    fixture->record = record_read(fixture->arena, root, fixture->form, stage,
                                  &fixture->diags);
}

static void read_file(struct fixture *fixture, const char *form,
                      const char *name)
{
    struct source *source = source_load(fixture->arena, name, NODE_FILE_LIMIT);

    assert_non_null(source);
    read_source(fixture, form, NULL, source);
}

static void read_string(struct fixture *fixture, const char *form,
                        const char *stage, const char *text)
{
    read_source(
        fixture, form, stage,
        source_from_string(fixture->arena, "test.yaml", text, strlen(text)));
}

static const struct record *child(const struct record *record, const char *key,
                                  size_t index)
{
    const struct value *value = record_lookup(record, key);

    assert_non_null(value);
    assert_true(index < value->records.count);
    return value->records.items[index];
}

static char *words(struct fixture *fixture, const struct text *text)
{
    return text_join(fixture->arena, text);
}

/* ---- the real sheets -------------------------------------------------- */

static void test_real_sheets(void **state)
{
    struct fixture *fixture = *state;
    const struct record *goal;
    const struct record *item;
    const struct value *value;
    const char *path[] = { "中間報告", "進捗状況" };

    read_file(fixture, JUTEN, "sources/r02/shimin-machizukuri.yaml");
    assert_int_equal(fixture->diags.count, 0);
    read_file(fixture, JUTEN, "sources/r02/seisaku-kikaku.yaml");
    assert_int_equal(fixture->diags.count, 0);
    assert_int_equal(record_lookup_use(fixture->record, "year")->year, 2020);
    goal = child(fixture->record, "重点目標", 2);
    item = child(goal, "取組", 1);
    assert_string_equal(record_address(fixture->arena, fixture->record), "");
    assert_string_equal(record_address(fixture->arena, item),
                        "重点目標[3]/取組[2]");
    value = record_resolve(item, path, 2);
    assert_int_equal(value->entries.items[0].number_from, 1);
    assert_int_equal(value->entries.items[0].number_to, 2);
    assert_string_equal(words(fixture, &value->entries.items[0].marker),
                        "(1)～(2)");
    /* Outwards: the item has no name of its own, the goal has. */
    value = record_resolve(item, (const char *[]){ "名称" }, 1);
    assert_ptr_equal(value, record_lookup(goal, "名称"));
}

/* ---- entries ---------------------------------------------------------- */

#define GOAL                                                                   \
    "様式: 重点目標一覧表\n"                                          \
    "年度: 令和２年度\n部局: 部\n重点目標:\n"                    \
    "  - 名称: 目標\n    取組:\n      - 項目: 項目\n"
#define TARGETS "        期限・数値目標:\n"

static const struct record_entries *targets(struct fixture *fixture)
{
    return &record_lookup(
                child(child(fixture->record, "重点目標", 0), "取組", 0),
                "期限・数値目標")
                ->entries;
}

static void test_levels(void **state)
{
    struct fixture *fixture = *state;
    static const int levels[] = { 0, 1, 1, 2, 2, 1 };
    static const char *const texts[] = { "推進", "続き", "返礼品",
                                         "２社", "３社", "導入" };

    read_string(fixture, JUTEN, NULL,
                GOAL TARGETS "          - 推進\n"
                             "          - 続き\n"
                             "          - （1）返礼品\n"
                             "          - ２社\n"
                             "          - ３社\n"
                             "          - （２） 導入\n");
    assert_int_equal(fixture->diags.count, 0);
    assert_int_equal(targets(fixture)->count, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct record_entry *entry = &targets(fixture)->items[i];

        assert_int_equal(entry->level, levels[i]);
        assert_string_equal(words(fixture, &entry->text), texts[i]);
        assert_int_equal(entry->at.column, 13);
        assert_int_equal(entry->at.line, 9 + (int)i);
    }
    /* Behind the marker and the one space that is not text. */
    assert_int_equal(targets(fixture)->items[5].number_from, 2);
    assert_int_equal(targets(fixture)->items[5].text.items[0].at.column, 17);
}

static void assert_reported(struct fixture *fixture, const char *entries,
                            enum diag_severity severity, const char *rule,
                            int line, int column)
{
    const struct diag *diag;

    read_string(fixture, JUTEN, NULL,
                arena_printf(fixture->arena, GOAL TARGETS "%s", entries));
    assert_int_equal(fixture->diags.count, 1);
    diag = &fixture->diags.items[0];
    assert_int_equal(diag->severity, severity);
    assert_string_equal(diag->rule, rule);
    assert_int_equal(diag->at.line, line);
    assert_int_equal(diag->at.column, column);
}

#define E "          - "

static void test_marker_rules(void **state)
{
    assert_reported(*state, E "(1)あ\n" E "（2）い\n" E "（3）う\n",
                    DIAG_WARNING, "source-marker-mixed", 10, 13);
    assert_reported(*state, E "(1)あ\n" E "(3)い\n", DIAG_WARNING,
                    "source-marker-gap", 10, 13);
    assert_reported(*state, E "(1)～(3)あ\n" E "(2)い\n", DIAG_ERROR,
                    "source-marker-order", 10, 13);
    assert_reported(*state, E "(1)～(1)あ\n", DIAG_ERROR, "source-marker-order",
                    9, 13);
    assert_reported(*state, E "(1)あ\n" E "(1)い\n", DIAG_ERROR,
                    "source-marker-order", 10, 13);
    assert_reported(*state, E "①あ\n", DIAG_ERROR, "source-generated-number", 9,
                    13);
    assert_reported(*state, E "(1)  あ\n", DIAG_ERROR, "source-space", 9, 17);
    /* Two-digit numbers, and words that begin with a number. */
    read_string(*state, JUTEN, NULL,
                GOAL TARGETS E "１回に開催\n" E "(1)2回以上\n" E "(２)1.5倍\n");
    assert_int_equal(((struct fixture *)*state)->diags.count, 0);
}

/* ---- places behind escapes -------------------------------------------- */

static void test_escapes(void **state)
{
    struct fixture *fixture = *state;
    const struct text *text;

    read_string(fixture, JUTEN, NULL,
                "様式: 重点目標一覧表\n年度: 令和２年度\n"
                "部局: \"あ\\u3044う\\\"え\"\n重点目標:\n"
                "  - 名称: 'い''ろ'\n    取組:\n      - 項目: 項目\n");
    assert_int_equal(fixture->diags.count, 0);
    text = &record_lookup(fixture->record, "部局")->text;
    assert_string_equal(words(fixture, text), "あいう\"え");
    assert_int_equal(text_position(text, 0).column, 6);
    assert_int_equal(text_position(text, 3).column, 7);
    assert_int_equal(text_position(text, 6).column, 13);
    assert_int_equal(text_position(text, 9).column, 14);
    assert_int_equal(text_position(text, 10).column, 16);
    text = &record_lookup(child(fixture->record, "重点目標", 0), "名称")->text;
    assert_string_equal(words(fixture, text), "い'ろ");
    assert_int_equal(text_position(text, 4).column, 13);
}

/* ---- stages ----------------------------------------------------------- */

static void test_stages(void **state)
{
    struct fixture *fixture = *state;
    const char *mark[] = { "中間報告", "進捗度" };
    const struct record *item;
    const struct value *value;

    read_string(fixture, JUTEN, NULL, GOAL);
    assert_int_equal(fixture->diags.count, 0);
    read_string(fixture, JUTEN, "tousho", GOAL);
    assert_int_equal(fixture->diags.count, 1); /* the targets only */
    read_string(fixture, JUTEN, "kimatsu", GOAL);
    assert_int_equal(fixture->diags.count, 4); /* both reports, direction */
    read_string(fixture, JUTEN, "chukan", GOAL);
    assert_int_equal(fixture->diags.warnings, 2);
    assert_int_equal(fixture->diags.errors, 0);

    /* The goal's mark is not taken for the item's. */
    read_string(fixture, JUTEN, NULL, GOAL "    中間報告:\n      進捗度: ◎\n");
    assert_int_equal(fixture->diags.count, 0);
    item = child(child(fixture->record, "重点目標", 0), "取組", 0);
    value = record_resolve(item, mark, 2);
    assert_non_null(value);
    assert_false(value->present);
    value = record_resolve(item->parent, mark, 2);
    assert_true(value->present);
    assert_int_equal(value->choice, 0);
    assert_null(record_resolve(item, (const char *[]){ "無" }, 1));
}

/* ---- numbers ---------------------------------------------------------- */

#define JIGYO_HEAD                                                             \
    "様式: 事務事業一覧\n"                                             \
    "年度: 2023年度\n部名: 部\n施策:\n  - 名称: 施策\n"           \
    "    担当課: 課\n    事業:\n      - 名称: 事業\n"                \
    "        指標:\n          - 指標名: 率\n            単位: ％\n"

static void assert_number(struct fixture *fixture, const char *typed,
                          int64_t number, int decimals)
{
    const struct record *record;
    const struct value *value;

    read_string(fixture, JIGYO, NULL,
                arena_printf(fixture->arena,
                             JIGYO_HEAD "            実績: %s\n", typed));
    assert_int_equal(fixture->diags.count, decimals < 0);
    if (decimals < 0) {
        assert_string_equal(fixture->diags.items[0].rule, "source-number");
        assert_int_equal(fixture->diags.items[0].at.column, 17);
        return;
    }
    record = child(fixture->record, "施策", 0);
    record = child(child(record, "事業", 0), "指標", 0);
    value = record_lookup(record, "実績");
    assert_int_equal(value->number, number);
    assert_int_equal(value->decimals, decimals);
    assert_string_equal(words(fixture, &value->text), typed);
}

static void test_numbers(void **state)
{
    assert_number(*state, "12", 12, 0);
    assert_number(*state, "12.5", 125, 1);
    assert_number(*state, "0.25", 25, 2);
    assert_number(*state, "1,234", 1234, 0);
    assert_number(*state, "1,234,567.5", 12345675, 1);
    assert_number(*state, "１２．５", 125, 1);
    assert_number(*state, "△3.5", -35, 1);
    assert_number(*state, "-1", -1, 0);
    assert_number(*state, "1.234", 0, -1);
    assert_number(*state, "12,34", 0, -1);
    assert_number(*state, "1234,567", 0, -1);
    assert_number(*state, "1,234567", 0, -1);
    assert_number(*state, "0,5", 0, -1);
    assert_number(*state, "5.", 0, -1);
    assert_number(*state, ".5", 0, -1);
    assert_number(*state, "約30", 0, -1);
    assert_number(*state, "30件", 0, -1);
    assert_number(*state, "9999999999999999", 0, -1);
}

static void test_other_form(void **state)
{
    struct fixture *fixture = *state;
    const char *path[] = { "問い合わせ", "担当" };
    const struct value *value;

    read_file(fixture, JIGYO, "tests/fixtures/forms/sources/fukushi.yaml");
    assert_int_equal(fixture->diags.count, 0);
    read_file(fixture, JIGYO, "tests/fixtures/forms/sources/kankyo.yaml");
    assert_int_equal(fixture->diags.count, 0);
    value = record_lookup_use(fixture->record, "date");
    assert_int_equal(value->year, 2024);
    assert_int_equal(value->month, 5);
    assert_int_equal(value->day, 31);
    value = record_resolve(fixture->record, path, 2);
    assert_string_equal(words(fixture, &value->text), "環境政策課 計画係");
}

/* ---- years and the edition -------------------------------------------- */

static void test_edition(void **state)
{
    struct fixture *fixture = *state;
    static const struct node_options strict = { 0 };
    struct form *form = form_load_fields(
        fixture->arena, "templates/edition/fields.yaml", &fixture->diags);
    struct source *source = source_load(
        fixture->arena, "sources/r02/edition.yaml", NODE_FILE_LIMIT);
    struct node *root =
        node_read(fixture->arena, source, &strict, &fixture->diags);
    struct record *record;
    const struct value *order;

    assert_non_null(form);
    record = record_read(fixture->arena, root, form, NULL, &fixture->diags);
    order = record_lookup_use(record, "order");
    assert_int_equal(fixture->diags.count, 0);
    assert_int_equal(order->string_count, 2);
    assert_string_equal(words(fixture, &order->strings[0]), "seisaku-kikaku");
    assert_null(record_form_name(root, form)); /* it only names another */
}

static void test_several_mistakes(void **state)
{
    struct fixture *fixture = *state;

    read_file(fixture, JUTEN, "tests/record/bad/several-at-once.yaml");
    assert_int_equal(fixture->diags.errors, 4);
}

/* ---- mended lines ------------------------------------------------------ */

/* `bad`, the last line of a source, is reported with `good` instead of it,
   and nobody complains about `good`. */
static void assert_mended(struct fixture *fixture, const char *before,
                          const char *bad, const char *good)
{
    const char *instead;

    read_string(fixture, JUTEN, NULL,
                arena_printf(fixture->arena, "%s%s\n", before, bad));
    assert_int_equal(fixture->diags.count, 1);
    instead = fixture->diags.items[0].instead;
    if (!good) {
        assert_null(instead);
        return;
    }
    assert_string_equal(instead, good);
    read_string(fixture, JUTEN, NULL,
                arena_printf(fixture->arena, "%s%s\n", before, good));
    assert_int_equal(fixture->diags.count, 0);
}

static void test_mended_lines(void **state)
{
    static const struct {
        const char *bad;
        const char *good;
    } entries[] = {
        { E "①あ", E "あ" },
        { E "① *あ", E "\"*あ\"" },
        { E "①担当：「\"課\"」", E "担当：「\"課\"」" },
        { E "\"①あ: \\\"い\\\"\"", E "\"あ: \\\"い\\\"\"" },
        { E "'①い''ろ'", E "'い''ろ'" },
        { E "\"(1) あ \"", E "\"(1) あ\"" },
        { E "(1)　あ", E "(1)あ" },
        { E "あ　", E "あ" },
        { E "  あ　", E "  あ" },
        { E "担当: 課", E "\"担当: 課\"" },
        { E "担当:", E "\"担当:\"" },
        { E "担当: '\"課'", E "'担当: \"課'" },
        { E "①", NULL },
    };
    const char *head = "様式: 重点目標一覧表\n部局: 部\n重点目標:\n"
                       "  - 名称: 目標\n    取組:\n      - 項目: 項目\n";

    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        assert_mended(*state, GOAL TARGETS, entries[i].bad, entries[i].good);
    assert_mended(*state, head, "年度: 平成３２年度", "年度: 令和２年度");
    assert_mended(*state, head, "年度:   \"平成３２年度\"  ",
                  "年度:   \"令和２年度\"");
}

static void test_look_alikes(void **state)
{
    static const char *const signs[][2] = {
        { "〇", "○" }, { "◯", "○" }, { "●", "○" },  { "▲", "△" },
        { "Δ", "△" },  { "✕", "×" }, { "Ｘ", "×" }, { "x", "×" },
    };
    const char *goal = GOAL "        中間報告:\n";
    const char *key = "          進捗度: ";
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        read_string(
            fixture, JUTEN, NULL,
            arena_printf(fixture->arena, "%s%s%s\n", goal, key, signs[i][0]));
        assert_int_equal(fixture->diags.count, 1);
        assert_string_equal(fixture->diags.items[0].similar, signs[i][1]);
        assert_string_equal(
            fixture->diags.items[0].instead,
            arena_printf(fixture->arena, "%s%s", key, signs[i][1]));
    }
    read_string(fixture, JUTEN, NULL,
                arena_printf(fixture->arena, "%s%s〇\n", goal, key));
    assert_non_null(strstr(fixture->diags.items[0].message, "U+3007"));
    assert_non_null(strstr(fixture->diags.items[0].message, "U+25CB"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_real_sheets),      TEST(test_levels),
        TEST(test_marker_rules),     TEST(test_escapes),
        TEST(test_stages),           TEST(test_numbers),
        TEST(test_other_form),       TEST(test_edition),
        TEST(test_several_mistakes), TEST(test_mended_lines),
        TEST(test_look_alikes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
