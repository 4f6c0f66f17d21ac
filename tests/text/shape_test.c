/* Shaping: which face, which glyphs, what is said when there is none. */
#include "fixture.h"

#include "base/source.h"
#include "unicode/unicode.h"

/* A text of one span that stands at line 3, column 5 of its source. */
static struct text *make_placed_text(const char *utf8)
{
    struct text *text = arena_alloc(world.arena, sizeof *text);
    struct span span = {
        .utf8 = utf8,
        .len = strlen(utf8),
        .at = { source_from_string(world.arena, "x.yaml", "", 0), 3, 5 },
    };

    *text = text_from_span(world.arena, span);
    return text;
}

static struct text_shaped *shape(const char *utf8)
{
    return text_shape(world.arena, make_placed_text(utf8), &world.options,
                      &world.diags);
}

/* What every shaped text promises. */
static void check_shaped(const struct text_shaped *shaped)
{
    uint32_t before = 0;

    assert_non_null(shaped);
    assert_int_equal(shaped->len, strlen(shaped->utf8));
    for (size_t i = 0; i < shaped->count; i++) {
        const struct text_glyph *glyph = &shaped->glyphs[i];

        assert_true(glyph->gid != 0);
        assert_true(glyph->cluster >= before);
        assert_true(glyph->cluster < shaped->len);
        assert_true(glyph->advance >= 0);
        before = glyph->cluster;
    }
    if (shaped->count)
        assert_int_equal(shaped->glyphs[0].cluster, 0);
    assert_int_equal(text_glyph_offset(shaped, shaped->count), shaped->len);
}

static void test_widths(void **state)
{
    static const struct {
        const char *text;
        size_t glyphs;
        int32_t width;
    } cases[] = {
        { "", 0, 0 },
        { "上田市", 3, 3000 },
        { "①◎○△×※→［］【】～", 12, 11500 },
        { "ﾌﾟﾛｼﾞｪｸﾄﾁｰﾑ", 11, 5500 },
        { "プラサﾞ・ゆう", 7, 6500 },
        { "142,706,825円", 12, 6500 },
        { "fi ffi AV To", 12, 6000 },
        { "回答率　50％", 7, 6000 },
        { "（「、。」）", 6, 4000 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_shaped *shaped = shape(cases[i].text);

        check_shaped(shaped);
        assert_int_equal(shaped->count, cases[i].glyphs);
        assert_int_equal(text_width(shaped, 0, shaped->count), cases[i].width);
    }
    assert_int_equal(world.diags.count, 0);
}

static void test_variants(void **state)
{
    struct text_shaped *plain = shape("葛");
    struct text_shaped *variant = shape("葛󠄀城");
    struct text_shaped *selected = shape("葛󠄁");

    (void)state;
    check_shaped(variant);
    assert_int_equal(variant->count, 2);
    assert_int_equal(variant->glyphs[1].cluster, strlen("葛󠄀"));
    assert_true(variant->glyphs[0].gid != plain->glyphs[0].gid ||
                selected->glyphs[0].gid != plain->glyphs[0].gid);
    assert_int_equal(world.diags.count, 0);
}

static void test_marks(void **state)
{
    struct text_shaped *shaped = shape("か゚き");

    (void)state;
    check_shaped(shaped);
    assert_int_equal(shaped->glyphs[shaped->count - 1].cluster, strlen("か゚"));
    assert_int_equal(text_width(shaped, 0, shaped->count), 2000);
    check_shaped(shape("か\u3099き"));
    assert_int_equal(world.diags.count, 0);
}

static void test_fallback(void **state)
{
    struct text_shaped *shaped = shape("上𠮷野\u2011家");
    size_t kinds = 0;

    (void)state;
    check_shaped(shaped);
    assert_int_equal(shaped->count, 5);
    assert_string_equal(shaped->glyphs[0].face->name, "BIZ UDGothic");
    assert_string_not_equal(shaped->glyphs[1].face->name, "BIZ UDGothic");
    assert_string_equal(shaped->glyphs[2].face->name, "BIZ UDGothic");
    assert_string_not_equal(shaped->glyphs[3].face->name, "BIZ UDGothic");
    for (size_t i = 1; i < shaped->count; i++)
        kinds += shaped->glyphs[i].face != shaped->glyphs[i - 1].face;
    assert_int_equal(kinds, 4);
    assert_int_equal(text_width(shaped, 0, 3), 3000);
    assert_int_equal(world.diags.count, 0);
}

static void test_unsupported_selector(void **state)
{
    struct text_shaped *shaped = shape("あ葛\U000E01EF城");
    const struct diag *diag;

    (void)state;
    check_shaped(shaped);
    assert_int_equal(shaped->count, 3);
    assert_int_equal(shaped->glyphs[2].cluster, strlen("あ葛\U000E01EF"));
    assert_int_equal(world.diags.count, 1);
    diag = &world.diags.items[0];
    assert_int_equal(diag->severity, DIAG_WARNING);
    assert_string_equal(diag->rule, "text-selector");
    assert_int_equal(diag->at.line, 3);
    assert_int_equal(diag->at.column, 6);
    assert_non_null(strstr(diag->message, "U+845B U+E01EF"));
}

static void test_missing(void **state)
{
    const struct diag *diag;

    (void)state;
    assert_null(shape("上田😀市\u0E01😀"));
    assert_int_equal(world.diags.count, 3);
    diag = &world.diags.items[0];
    assert_int_equal(diag->severity, DIAG_ERROR);
    assert_string_equal(diag->rule, "text-missing-glyph");
    assert_int_equal(diag->at.line, 3);
    assert_int_equal(diag->at.column, 7);
    assert_non_null(strstr(diag->message, "😀"));
    assert_non_null(strstr(diag->message, "U+1F600"));
    assert_non_null(strstr(diag->expected,
                           "BIZ UDGothic, IPAexGothic, IPAmjMincho, "
                           "Noto Sans CJK JP"));
    assert_int_equal(world.diags.items[1].at.column, 9);
    assert_non_null(strstr(world.diags.items[1].message, "U+0E01"));
    assert_int_equal(world.diags.items[2].at.column, 10);
}

/* The mark alone is missing: the place is the mark's. */
static void test_missing_mark(void **state)
{
    (void)state;
    assert_null(shape("あ\u0E31い"));
    assert_int_equal(world.diags.count, 1);
    assert_int_equal(world.diags.items[0].at.column, 6);
    assert_non_null(strstr(world.diags.items[0].message, "U+0E31"));
}

static void test_spans(void **state)
{
    struct text *text = make_placed_text("(1)");
    struct span second = text->items[0];

    (void)state;
    second.utf8 = "恒常的😀";
    second.len = strlen(second.utf8);
    second.at.line = 9;
    second.at.column = 2;
    second.lang = "en";
    text_add(world.arena, text, second);
    assert_null(text_shape(world.arena, text, &world.options, &world.diags));
    assert_int_equal(world.diags.items[0].at.line, 9);
    assert_int_equal(world.diags.items[0].at.column, 5);
    text->items[1].len = strlen("恒常的");
    check_shaped(text_shape(world.arena, text, &world.options, &world.diags));
}

/* What shows nothing goes with its neighbour and is lost nowhere. */
static void test_ignorable(void **state)
{
    struct text_shaped *shaped = shape("\u200Bあ\u200Bい\u2060");

    (void)state;
    check_shaped(shaped);
    assert_int_equal(shaped->count, 2);
    assert_int_equal(shaped->glyphs[0].cluster, 0);
    assert_int_equal(text_width(shaped, 0, 2), 2000);
    check_shaped(shape("\u200B"));
    check_shaped(shape("\uFE00"));
    assert_int_equal(world.diags.count, 0);
}

static void test_latin_space(void **state)
{
    static const struct {
        const char *text;
        int32_t width;
    } cases[] = {
        { "上田SNS等", 3000 + 1500 + 500 },
        { "第3回", 2000 + 500 + 500 },
        { "（SNS）", 2000 + 1500 },
        { "上 A", 1000 + 500 + 500 },
        { "ｱA", 1000 },
        { "上３A", 2500 },
        { "か゚A", 1000 + 500 + 250 },
    };

    (void)state;
    world.options.latin_space = 250;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_shaped *shaped = shape(cases[i].text);
        struct text_line line;

        check_shaped(shaped);
        assert_int_equal(text_width(shaped, 0, shaped->count), cases[i].width);
        line = text_next_line(shaped, 0, 100000);
        assert_int_equal(line.width, text_line_width(shaped));
    }
    /* At the end of a line the space falls away. */
    {
        struct text_shaped *shaped = shape("上田SNS等");
        struct text_line line = text_next_line(shaped, 0, 2000);

        assert_int_equal(line.end, 2);
        assert_int_equal(line.width, 2000);
        assert_int_equal(text_next_line(shaped, 2, 2000).width, 1500);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
        TEST(test_widths),       TEST(test_variants),
        TEST(test_marks),        TEST(test_fallback),
        TEST(test_missing),      TEST(test_unsupported_selector),
        TEST(test_missing_mark), TEST(test_spans),
        TEST(test_ignorable),    TEST(test_latin_space),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
