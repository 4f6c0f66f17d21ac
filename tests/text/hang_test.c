/* Marks that hang behind a line's end: which, where, and what it saves. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "unicode/unicode.h"

enum { ENOUGH = 500 }; /* room for any mark's ink, 1/1000 em */

static struct text_shaped *shape(const char *utf8, bool hang)
{
    struct text_options options = world.options;

    options.hang = hang;
    return shape_words(utf8, &options);
}

static struct text_lines break_text(const struct text_shaped *shaped,
                                    int32_t measure, int32_t hang)
{
    struct text_room room = { measure, hang };
    struct text_lines lines = { 0 };

    text_break_paragraph(world.arena, shaped, &room, &room, &lines);
    return lines;
}

/* The lines joined with '/'; '>' stands in front of a mark that hangs. */
static const char *describe(const struct text_shaped *shaped,
                            const struct text_lines *lines)
{
    char *out = arena_alloc(world.arena, 3 * shaped->len + 2);

    for (size_t l = 0; l < lines->count; l++) {
        const struct text_line *line = &lines->items[l];
        size_t from = text_glyph_offset(shaped, line->first);
        size_t mark = text_glyph_offset(shaped, line->visible - 1);
        size_t to = text_glyph_offset(shaped, line->end);

        strcat(out, l ? "/" : "");
        strncat(out, shaped->utf8 + from, mark - from);
        strcat(out, line->hung ? ">" : "");
        strncat(out, shaped->utf8 + mark, to - mark);
    }
    return out;
}

static void test_lines(void **state)
{
    static const struct {
        const char *text;
        int32_t measure; /* 1/1000 em */
        int32_t room;
        const char *lines;
    } cases[] = {
        /* only where it does not fit, and only with room */
        { "上田市長、長野県", 4000, ENOUGH, "上田市長>、/長野県" },
        { "上田市長、長野県", 4000, 100, "上田市/長、長/野県" },
        { "上田市長、長野県", 4000, 0, "上田市/長、長/野県" },
        { "上田市長、長野県", 4500, ENOUGH, "上田市長、/長野県" },
        /* at the end of a paragraph: no line for it alone */
        { "上田市長。", 4000, ENOUGH, "上田市長>。" },
        { "上田市長，長野県．", 4000, ENOUGH, "上田市長>，/長野県．" },
        { "上田市，長野県県．", 4000, ENOUGH, "上田市，/長野県県>．" },
        /* one mark; no bracket, dot or sign; nothing Western */
        { "上田市長。。長", 4000, ENOUGH, "上田市/長。。長" },
        { "上田市長」。長野", 4500, ENOUGH, "上田市長」>。/長野" },
        { "上田市長」長野", 4000, ENOUGH, "上田市/長」長野" },
        { "上田市長・長野", 4000, ENOUGH, "上田市/長・長野" },
        { "上田市長！長野", 4000, ENOUGH, "上田市/長！長野" },
        { "上田市長, 長野", 4000, ENOUGH, "上田市/長, 長野" },
        { "上田市長｡長野", 4000, ENOUGH, "上田市/長｡長野" },
        /* what follows must be able to begin a line */
        { "上田市長、」長", 4000, ENOUGH, "上田市/長、」長" },
        { "第１，２３４回で", 2000, ENOUGH, "第/１，/２３/４回/で" },
        /* spaces behind it take no room */
        { "上田市長。　長野", 4000, ENOUGH, "上田市長>。　/長野" },
        /* narrowed, the rest fits and the mark hangs */
        { "上、田市長。", 4500, ENOUGH, "上、田市長>。" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_shaped *shaped = shape(cases[i].text, true);
        struct text_lines lines =
            break_text(shaped, cases[i].measure, cases[i].room);

        assert_string_equal(describe(shaped, &lines), cases[i].lines);
    }
}

/* A hung mark stands right behind the measure of a justified line. */
static void test_places(void **state)
{
    static const char *const texts[] = { "上田市長、長野県", "上田Abcd、長野県",
                                         "「上田市」、長野県" };
    enum { EM = 8500, MEASURE = 4300, ROUNDING = 2 };

    (void)state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct text_shaped *shaped = shape(texts[t], true);
        struct text_lines lines = break_text(shaped, MEASURE, ENOUGH);
        const struct text_line *line = &lines.items[0];
        int32_t measure = MEASURE * EM / 1000;
        int32_t width = (line->width * EM + 500) / 1000;
        int32_t pens[16];

        assert_true(line->hung);
        text_place_line(shaped, line, EM, measure, pens);
        assert_in_range(pens[line->visible - 1], measure - ROUNDING,
                        measure + ROUNDING);
        text_place_line(shaped, line, EM, 0, pens);
        assert_in_range(pens[line->visible - 1], width - ROUNDING,
                        width + ROUNDING);
    }
}

static void check_line(const struct text_shaped *shaped,
                       const struct text_line *line, int32_t measure)
{
    size_t last = text_glyph_offset(shaped, line->visible - 1);
    size_t n;
    uint32_t c = utf8_decode(shaped->utf8 + last, shaped->len - last, &n);

    assert_true(line->width <= measure || line->visible - line->first == 1);
    if (line->hung)
        assert_true(c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E);
    if (line->end < shaped->count) {
        size_t next = text_glyph_offset(shaped, line->end);

        c = utf8_decode(shaped->utf8 + next, shaped->len - next, &n);
        assert_false(unicode_is_line_start_forbidden(c));
    }
}

/*
 * At all widths: nothing lost, never more lines than without hanging, and
 * without room, or without the option, the same lines.
 */
static void test_sweep(void **state)
{
    FILE *file = fopen("tests/text/hard.txt", "r");
    char line[8192];
    size_t sums[2] = { 0 };

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct text_shaped *hanging;
        struct text_shaped *still;

        line[strcspn(line, "\t\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        hanging = shape(arena_strdup(world.arena, line), true);
        still = shape(arena_strdup(world.arena, line), false);
        for (int32_t measure = 8000; measure <= 40000; measure += 1000) {
            struct text_lines hung = break_text(hanging, measure, ENOUGH);
            struct text_lines usual = break_text(still, measure, ENOUGH);
            struct text_lines roomless = break_text(hanging, measure, 0);
            size_t at = 0;

            for (size_t i = 0; i < hung.count; i++) {
                assert_int_equal(hung.items[i].first, at);
                check_line(hanging, &hung.items[i], measure);
                at = hung.items[i].end;
            }
            assert_int_equal(at, hanging->count);
            assert_true(hung.count <= usual.count);
            assert_string_equal(describe(hanging, &roomless),
                                describe(still, &usual));
            sums[0] += hung.count;
            sums[1] += usual.count;
        }
    }
    fclose(file);
    print_message("%zu lines, %zu without hanging\n", sums[0], sums[1]);
    assert_true(sums[0] < sums[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
        TEST(test_lines),
        TEST(test_places),
        TEST(test_sweep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
