/* Readings: what they do to the widths and breaks of their bases. */
#include "fixture.h"

/* Three spans: words, a base with its reading, words. */
static const struct text_shaped *shape(const char *before, const char *base,
                                       const char *ruby, const char *after,
                                       bool vertical)
{
    struct text *text = arena_alloc(world.arena, sizeof *text);
    struct text_options options = world.options;

    options.punctuation = TEXT_PUNCTUATION_FULL;
    options.vertical = vertical;
    text_add(world.arena, text,
             (struct span){ .utf8 = before, .len = strlen(before) });
    text_add(world.arena, text,
             (struct span){ .utf8 = base, .len = strlen(base), .ruby = ruby });
    text_add(world.arena, text,
             (struct span){ .utf8 = after, .len = strlen(after) });
    return text_shape(world.arena, text, &options, &world.diags);
}

static void test_short_readings_change_no_width(void **state)
{
    const struct text_shaped *shaped =
        shape("山", "別所", "べしょ", "線", false);

    (void)state;
    assert_int_equal(shaped->ruby_count, 1);
    assert_int_equal(shaped->rubies[0].width, 1500);
    assert_int_equal(shaped->rubies[0].first, 1);
    assert_int_equal(shaped->rubies[0].end, 3);
    assert_int_equal(text_line_width(shaped), 4000);
}

static void test_long_readings_widen_their_base(void **state)
{
    const struct text_shaped *shaped =
        shape("山", "志", "こころざし", "市", false);

    (void)state;
    assert_int_equal(shaped->rubies[0].width, 2500);
    assert_int_equal(shaped->glyphs[1].advance, 2500);
    assert_int_equal(shaped->glyphs[1].dx, 750);
    assert_int_equal(text_line_width(shaped), 4500);
}

static void test_long_readings_stand_over_kana(void **state)
{
    const struct text_shaped *one =
        shape("山", "志", "こころざし", "ある", false);
    const struct text_shaped *two =
        shape("の", "志", "こころざし", "ある", false);
    const struct text_shaped *little =
        shape("の", "志", "ここr", "ある", false);

    (void)state;
    assert_int_equal(one->rubies[0].before, 0);
    assert_int_equal(one->rubies[0].after, 250);
    assert_int_equal(one->glyphs[1].advance, 2250);
    assert_int_equal(two->rubies[0].before, 250);
    assert_int_equal(two->glyphs[1].advance, 2000);
    assert_int_equal(little->rubies[0].before + little->rubies[0].after,
                     little->rubies[0].width - 1000);
    assert_int_equal(little->glyphs[1].advance, 1000);
}

static void test_bases_do_not_break(void **state)
{
    const struct text_shaped *shaped =
        shape("山川", "学園都市", "がくえん", "構想", false);
    struct text_line line = text_next_line(shaped, 0, 4000);

    (void)state;
    assert_int_equal(line.end, 2);
    assert_int_equal(text_next_line(shaped, 2, 4500).end, 6);
}

static void test_vertical_texts_refuse_readings(void **state)
{
    size_t errors = world.diags.errors;

    (void)state;
    assert_null(shape("山", "志", "こころざし", "市", true));
    assert_int_equal(world.diags.errors, errors + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_readings_change_no_width),
        cmocka_unit_test(test_long_readings_widen_their_base),
        cmocka_unit_test(test_long_readings_stand_over_kana),
        cmocka_unit_test(test_bases_do_not_break),
        cmocka_unit_test(test_vertical_texts_refuse_readings),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
