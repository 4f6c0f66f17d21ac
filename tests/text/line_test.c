/* Lines: kinsoku at every width, emergencies, hanging spaces, widths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"
#include "base/utf8.h"
#include "font/font.h"
#include "text/text.h"
#include "unicode/unicode.h"

struct world {
    struct arena *arena;
    struct diags diags;
    struct font_set *set;
    struct text_options options;
};

static struct world world;

static int make_world(void **state)
{
    (void)state;
    world.arena = arena_new();
    world.diags = diags_make(world.arena);
    world.set = font_set_load("fonts/fonts.yaml", &world.diags);
    assert_non_null(world.set);
    world.options = (struct text_options){
        .stack = font_set_lookup(world.set, "gothic"),
        .lang = "ja",
        .kinsoku = { .strict = true },
    };
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    font_set_free(world.set);
    arena_free(world.arena);
    return 0;
}

static struct text_shaped *shape(const char *utf8)
{
    struct text *text = arena_alloc(world.arena, sizeof *text);
    struct text_shaped *shaped;

    *text = text_from_span(world.arena,
                           (struct span){ .utf8 = utf8, .len = strlen(utf8) });
    shaped = text_shape(world.arena, text, &world.options, &world.diags);
    assert_non_null(shaped);
    return shaped;
}

static uint32_t char_at(const struct text_shaped *shaped, size_t glyph)
{
    size_t at = text_glyph_offset(shaped, glyph);
    size_t n;

    return utf8_decode(shaped->utf8 + at, shaped->len - at, &n);
}

struct counts {
    size_t lines;
    size_t emergencies;
    size_t wide;    /* wider than the measure */
    size_t kinsoku; /* broken where kinsoku forbids */
};

static void check_line(const struct text_shaped *shaped,
                       const struct text_line *line, int32_t measure,
                       struct counts *counts)
{
    assert_true(line->end > line->first && line->end <= shaped->count);
    assert_true(line->visible >= line->first && line->visible <= line->end);
    assert_true(line->width <= text_width(shaped, line->first, line->visible));
    for (size_t i = line->visible; i < line->end; i++)
        assert_true(unicode_is_space(char_at(shaped, i)));
    assert_int_equal(line->reason == TEXT_END, line->end == shaped->count);
    counts->lines++;
    counts->wide += line->width > measure;
    counts->emergencies += line->reason == TEXT_EMERGENCY;
    if (line->end == shaped->count)
        return;
    assert_true(shaped->breaks[text_glyph_offset(shaped, line->end)] !=
                UNICODE_BREAK_NEVER);
    if (unicode_is_line_start_forbidden(char_at(shaped, line->end)) ||
        (line->visible > line->first &&
         unicode_is_line_end_forbidden(char_at(shaped, line->visible - 1))))
        counts->kinsoku++;
}

/* Breaks a text; its lines joined with '/'. */
static char *break_text(const struct text_shaped *shaped, int32_t measure,
                        struct counts *counts)
{
    char *out = arena_alloc(world.arena, 2 * shaped->len + 2);
    size_t first = 0;

    while (first < shaped->count) {
        struct text_line line = text_next_line(shaped, first, measure);
        size_t from = text_glyph_offset(shaped, first);
        size_t to = text_glyph_offset(shaped, line.end);

        check_line(shaped, &line, measure, counts);
        if (first > 0)
            strcat(out, "/");
        strncat(out, shaped->utf8 + from, to - from);
        first = line.end;
    }
    return out;
}

static void test_lines(void **state)
{
    static const struct {
        const char *text;
        int32_t measure; /* 1/1000 em */
        const char *lines;
    } cases[] = {
        { "", 5000, "" },
        { "上田市長野県", 3000, "上田市/長野県" },
        { "上田市長野県", 2999, "上田/市長/野県" },
        { "上田市。長野", 3000, "上田/市。長/野" },
        { "上「田」市", 2000, "上/「田」/市" },
        { "上田　　市", 2000, "上田　　/市" },
        { "　　上田", 3000, "　　上/田" },
        { "回答率 50％", 3000, "回答率 /50％" },
        { "計142,706,825円", 4000, "計142,70/6,825円" },
        { "計142,706,825円", 6000, "計142,706,82/5円" },
        { "NAGANO", 2000, "NAGA/NO" },
        { "プロジェクト", 3000, "プロ/ジェク/ト" },
        { "ﾌﾟﾛｼﾞｪｸﾄ", 2000, "ﾌﾟﾛ/ｼﾞｪｸ/ﾄ" },
        { "プラサﾞ・ゆう", 3000, "プラ/サﾞ・/ゆう" },
        { "葛󠄀葛󠄀葛󠄀", 2000, "葛󠄀葛󠄀/葛󠄀" },
        { "か゚か゚か゚", 2500, "か゚か゚/か゚" },
        { "（（（上", 2000, "（（（/上" },
        { "上。。。。", 2000, "上。。/。。" },
        { "上田", 500, "上/田" },
        { "あ　", 1000, "あ　" },
        { "　　", 1000, "　　" },
    };
    struct counts counts = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            break_text(shape(cases[i].text), cases[i].measure, &counts),
            cases[i].lines);
}

static void test_reasons(void **state)
{
    struct text_shaped *shaped = shape("上田NAGANO");
    struct text_line line = text_next_line(shaped, 0, 2500);

    (void)state;
    assert_int_equal(line.reason, TEXT_SOFT);
    assert_int_equal(line.end, 2);
    line = text_next_line(shaped, 2, 2500);
    assert_int_equal(line.reason, TEXT_EMERGENCY);
    assert_int_equal(line.end, 7);
    line = text_next_line(shaped, 7, 2500);
    assert_int_equal(line.reason, TEXT_END);
}

static void test_min_width(void **state)
{
    static const struct {
        const char *text;
        int32_t width;
    } cases[] = {
        { "", 0 },
        { "上田市", 1000 },
        { "上田市。", 1500 },
        { "「上田」", 1500 },
        { "計142,706,825円", 7500 },
        { "上　　田", 1000 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_min_width(shape(cases[i].text)), cases[i].width);
}

/* All real entries at every width from 8 to 60 em, in half ems. */
static void test_real_entries(void **state)
{
    FILE *file = fopen("tests/fixtures/text/entries.txt", "r");
    char line[4096];
    struct counts counts = { 0 };
    size_t entries = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct text_shaped *shaped;

        line[strcspn(line, "\n")] = '\0';
        shaped = shape(arena_strdup(world.arena, line));
        entries++;
        for (int32_t measure = 8000; measure <= 60000; measure += 500) {
            char *lines = break_text(shaped, measure, &counts);
            size_t len = 0;

            for (const char *at = lines; *at; at++)
                len += *at != '/';
            for (const char *at = line; *at; at++)
                len += *at == '/';
            assert_int_equal(len, shaped->len);
        }
    }
    fclose(file);
    assert_true(entries > 300);
    assert_int_equal(counts.kinsoku, 0);
    assert_int_equal(counts.wide, 0);
    assert_int_equal(counts.emergencies, 0);
    assert_int_equal(world.diags.count, 0);
    print_message("%zu entries, %zu lines\n", entries, counts.lines);
}

/* Texts made to be hard: always forward, never inside a character. */
static void test_adversarial(void **state)
{
    static const char *const bits[] = {
        "上", "っ",      "ー",     "。", "（", "）", "・", "～",
        "A",  "9",       ",",      "％", " ",  "　", "ﾊ",  "ﾞ",
        "か゚", "葛󠄀", "\u200B", "―",  "「", "￥",
    };
    struct counts counts = { 0 };
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char *text = arena_alloc(world.arena, 400);
        struct text_shaped *shaped;

        for (int i = 0; i < 1 + round % 40; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, bits[(seed >> 8) % (sizeof bits / sizeof *bits)]);
        }
        shaped = shape(text);
        for (int32_t measure = 0; measure <= 20000; measure += 2500)
            break_text(shaped, measure, &counts);
    }
    assert_int_equal(world.diags.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
        TEST(test_lines),        TEST(test_reasons),     TEST(test_min_width),
        TEST(test_real_entries), TEST(test_adversarial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
