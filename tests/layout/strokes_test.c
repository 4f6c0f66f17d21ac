/*
 * Lines at changed words, in sheets of comparisons: a sound layout has no
 * fault; each way of spoiling it is told; and where their ends stand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"
#include "changed.h"
#include "font/font.h"
#include "layout/layout.h"

#define FOLDER "tests/fixtures/forms/henkou"
#define SOURCE FOLDER "/source.yaml"

struct world {
    struct arena *arena;
    struct diags diags;
    struct font_set *fonts;
    const struct sheet *sheet;
    struct layout *layout; /* made anew for every test */
};

static struct world world;

static int open_world(void **state)
{
    (void)state;
    world.arena = arena_new();
    world.diags = diags_make(world.arena);
    world.fonts = font_set_load("fonts/fonts.yaml", &world.diags);
    world.sheet =
        changed_sheet(world.arena, FOLDER, "ichiran", SOURCE, &world.diags);
    return world.diags.errors ? -1 : 0;
}

static int close_world(void **state)
{
    (void)state;
    font_set_free(world.fonts);
    arena_free(world.arena);
    return 0;
}

static int make_layout(void **state)
{
    (void)state;
    world.layout =
        layout_make(world.arena, world.sheet, world.fonts, &world.diags);
    return world.layout ? 0 : -1;
}

/* All faults are `what`; NULL: there is none. */
static void expect_fault(const char *what)
{
    struct bytes faults = { 0 };
    size_t found = 0;

    layout_check(world.layout, world.sheet, &faults);
    bytes_append(&faults, "", 1);
    for (char *line = strtok((char *)faults.data, "\n"); line;
         line = strtok(NULL, "\n"), found++)
        if (!what || !strstr(line, what))
            fail_msg("another fault: %s", line);
    if (what && !found)
        fail_msg("not found: %s", what);
    bytes_free(&faults);
}

/* ---- finding lines of text ----------------------------------------------- */

static struct layout_box *box_at(const char *address)
{
    struct layout_page *page = &world.layout->pages[0];

    for (size_t i = 0; i < page->box_count; i++)
        if (!strcmp(page->boxes[i].address, address))
            return &page->boxes[i];
    fail_msg("no box %s", address);
    return NULL;
}

static struct layout_line *line_at(const char *address, size_t line)
{
    struct layout_box *box = box_at(address);

    assert_true(line < box->count);
    return &box->lines[line];
}

static int32_t right_of(const struct layout_stroke *stroke)
{
    return stroke->rect.x + stroke->rect.width;
}

/* ---- where they stand ---------------------------------------------------- */

static void a_sound_layout_has_no_faults(void **state)
{
    (void)state;
    expect_fault(NULL);
}

/* A comma that ends the changed words: the line ends with its body. */
static void ends_with_the_body(void **state)
{
    struct layout_line *line = line_at("行[1]/本文", 0);

    (void)state;
    assert_int_equal(line->stroke_count, 1);
    assert_int_equal(line->strokes[0].rect.x, line->x + 2 * 10000);
    assert_int_equal(line->strokes[0].rect.width, 2 * 10000 + 5000);
}

/* The gap between Japanese and Latin behind the words is not theirs. */
static void ends_before_a_gap(void **state)
{
    struct layout_line *line = line_at("行[2]/本文", 0);

    (void)state;
    assert_int_equal(line->stroke_count, 1);
    assert_int_equal(right_of(&line->strokes[0]), line->x + 3 * 10000);
    assert_int_equal(line->runs[2].x, line->x + 3 * 10000 + 2500);
}

/* A bracket that begins a line has no space before it; nor has its line. */
static void begins_with_a_trimmed_bracket(void **state)
{
    struct layout_line *line = line_at("行[3]/本文", 0);

    (void)state;
    assert_int_equal(line->stroke_count, 1);
    assert_int_equal(line->strokes[0].rect.x, line->x);
}

static void goes_on_over_lines(void **state)
{
    struct layout_box *box = box_at("行[4]/本文");

    (void)state;
    assert_true(box->count > 2);
    for (size_t i = 0; i < box->count; i++) {
        assert_int_equal(box->lines[i].stroke_count, 1);
        assert_int_equal(box->lines[i].strokes[0].rect.width,
                         box->lines[i].width);
    }
}

/* Two lines through removed words, one below what was added. */
static void strikes_and_underlines(void **state)
{
    struct layout_line *line = line_at("行[5]/本文", 0);
    const struct layout_stroke *strokes = line->strokes;

    (void)state;
    assert_int_equal(line->stroke_count, 3);
    assert_true(strokes[0].through && strokes[1].through);
    assert_true(strokes[0].rect.y + strokes[0].rect.height < strokes[1].rect.y);
    assert_true(strokes[1].rect.y < line->baseline);
    assert_int_equal(strokes[2].change, SPAN_ADDED);
    assert_true(strokes[2].rect.y >= line->baseline + 1200);
    assert_int_equal(right_of(&strokes[0]), strokes[2].rect.x);
}

/* Below the base alone, and clear of the reading in the line below. */
static void keeps_off_readings(void **state)
{
    struct layout_box *box = box_at("行[6]/本文");
    const struct layout_stroke *stroke = &box->lines[0].strokes[0];

    (void)state;
    assert_int_equal(box->lines[0].stroke_count, 1);
    assert_true(stroke->rect.width < box->lines[0].width);
    for (size_t r = 0; r < box->lines[1].count; r++) {
        const struct layout_run *run = &box->lines[1].runs[r];

        if (run->ruby)
            assert_true(run->baseline - run->size * 88 / 100 >=
                        stroke->rect.y + stroke->rect.height);
    }
}

static void stands_at_the_right_of_a_column(void **state)
{
    struct layout_line *line = line_at("行[7]/見出し", 0);
    const struct layout_stroke *stroke = &line->strokes[0];

    (void)state;
    assert_true(line->vertical);
    assert_int_equal(line->stroke_count, 1);
    assert_true(stroke->rect.x >= line->x + 5000);
    assert_int_equal(stroke->rect.height, 2 * 10000);
}

/* Where the style shows no changes there is nothing. */
static void is_silent_without_changes(void **state)
{
    (void)state;
    assert_int_equal(line_at("行[1]/備考", 0)->stroke_count, 0);
}

/* ---- broken twins -------------------------------------------------------- */

static void a_line_that_is_gone(void **state)
{
    (void)state;
    line_at("行[1]/本文", 0)->stroke_count = 0;
    expect_fault("changed words are not marked");
}

static void one_line_of_two(void **state)
{
    struct layout_line *line = line_at("行[5]/本文", 0);

    (void)state;
    line->strokes[0] = line->strokes[--line->stroke_count];
    expect_fault("changed words are not marked");
}

static void a_line_that_ends_early(void **state)
{
    (void)state;
    line_at("行[1]/本文", 0)->strokes[0].rect.width -= 12000;
    expect_fault("changed words are not marked");
}

static void a_line_that_goes_too_far(void **state)
{
    (void)state;
    line_at("行[1]/本文", 0)->strokes[0].rect.width += 12000;
    expect_fault("a line marks words that have not changed");
}

static void a_line_through_instead_of_below(void **state)
{
    (void)state;
    line_at("行[1]/本文", 0)->strokes[0].through = true;
    expect_fault("changed words are not marked");
}

static void a_line_on_a_rule(void **state)
{
    struct layout_box *box = box_at("行[1]/本文");
    struct layout_stroke *stroke = &box->lines[box->count - 1].strokes[0];

    (void)state;
    stroke->rect.y = box->rect.y + box->rect.height - stroke->rect.height;
    expect_fault("the line at changed words touches a rule");
}

static void a_line_across_other_words(void **state)
{
    struct layout_box *box = box_at("行[4]/本文");

    (void)state;
    box->lines[0].strokes[0].rect.y = box->lines[1].baseline - 4000;
    expect_fault("the line at changed words crosses others");
}

#define TEST(name) cmocka_unit_test_setup(name, make_layout)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_layout_has_no_faults),
        TEST(ends_with_the_body),
        TEST(ends_before_a_gap),
        TEST(begins_with_a_trimmed_bracket),
        TEST(goes_on_over_lines),
        TEST(strikes_and_underlines),
        TEST(keeps_off_readings),
        TEST(stands_at_the_right_of_a_column),
        TEST(is_silent_without_changes),
        TEST(a_line_that_is_gone),
        TEST(one_line_of_two),
        TEST(a_line_that_ends_early),
        TEST(a_line_that_goes_too_far),
        TEST(a_line_through_instead_of_below),
        TEST(a_line_on_a_rule),
        TEST(a_line_across_other_words),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
