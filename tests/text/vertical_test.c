/* Vertical shaping: what stands upright, sideways and across. */
#include "fixture.h"

static const struct text_shaped *shape(const char *words, bool vertical,
                                       int tate_chu_yoko)
{
    struct text_options options = world.options;

    options.vertical = vertical;
    options.tate_chu_yoko = tate_chu_yoko;
    return shape_words(words, &options);
}

static void test_signs_take_their_vertical_shapes(void **state)
{
    const char *const signs[] = { "ー", "（", "）", "、", "。", "「", "～" };

    (void)state;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const struct text_shaped *down = shape(signs[i], true, 2);
        const struct text_shaped *across = shape(signs[i], false, 0);

        assert_int_equal(down->count, 1);
        assert_false(down->glyphs[0].turned);
        assert_int_not_equal(down->glyphs[0].gid, across->glyphs[0].gid);
    }
}

static void test_kanji_stand_in_the_middle_of_the_column(void **state)
{
    const struct text_shaped *shaped = shape("事業", true, 2);

    (void)state;
    assert_int_equal(shaped->count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(shaped->glyphs[i].advance, 1000);
        assert_int_equal(shaped->glyphs[i].dx, -500);
        assert_int_equal(shaped->glyphs[i].dy, -880);
        assert_false(shaped->glyphs[i].turned);
    }
}

static void test_words_lie_on_their_side(void **state)
{
    const struct text_shaped *shaped = shape("約PDF件", true, 2);

    (void)state;
    assert_int_equal(shaped->count, 5);
    assert_false(shaped->glyphs[0].turned);
    for (size_t i = 1; i < 4; i++)
        assert_true(shaped->glyphs[i].turned);
    assert_false(shaped->glyphs[4].turned);
}

static void test_two_digits_stand_across(void **state)
{
    const struct text_shaped *shaped = shape("第12回", true, 2);

    (void)state;
    assert_int_equal(shaped->count, 4);
    assert_int_equal(shaped->glyphs[1].cluster, shaped->glyphs[2].cluster);
    assert_int_equal(shaped->glyphs[1].advance + shaped->glyphs[2].advance,
                     1000);
    assert_false(shaped->glyphs[1].turned);
    /* Side by side: both on one baseline, in the middle of the column. */
    assert_int_equal(shaped->glyphs[1].dx, -500);
    assert_int_equal(shaped->glyphs[2].dx, 0);
    assert_int_equal(shaped->glyphs[1].dy,
                     shaped->glyphs[2].dy - shaped->glyphs[1].advance);
}

/* The font has no third widths, so three digits lie on their side. */
static void test_what_is_too_wide_does_not_stand_across(void **state)
{
    const struct text_shaped *three = shape("第100回", true, 3);
    const struct text_shaped *none = shape("第12回", true, 0);
    const struct text_shaped *mixed = shape("R2.9", true, 2);

    (void)state;
    assert_true(three->glyphs[1].turned);
    assert_true(none->glyphs[1].turned);
    for (size_t i = 0; i < mixed->count; i++)
        assert_true(mixed->glyphs[i].turned);
}

static void test_columns_keep_kinsoku(void **state)
{
    const struct text_shaped *shaped = shape("データー、表", true, 2);
    struct text_line column = text_next_line(shaped, 0, 4000);

    (void)state;
    assert_int_equal(column.end, 2); /* neither "ー" nor "、" begins one */
    assert_int_equal(column.width, 2000);
}

static void test_clusters_stay_whole(void **state)
{
    const struct text_shaped *shaped = shape("か゚", true, 2);

    (void)state;
    assert_true(shaped->count >= 1);
    for (size_t i = 0; i < shaped->count; i++)
        assert_false(shaped->glyphs[i].turned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signs_take_their_vertical_shapes),
        cmocka_unit_test(test_kanji_stand_in_the_middle_of_the_column),
        cmocka_unit_test(test_words_lie_on_their_side),
        cmocka_unit_test(test_two_digits_stand_across),
        cmocka_unit_test(test_what_is_too_wide_does_not_stand_across),
        cmocka_unit_test(test_columns_keep_kinsoku),
        cmocka_unit_test(test_clusters_stay_whole),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
