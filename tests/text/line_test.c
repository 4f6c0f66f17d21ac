/* Lines: kinsoku at every width, emergencies, hanging spaces, widths. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "unicode/unicode.h"

static struct text_shaped *shape(const char *utf8)
{
    return shape_words(utf8, &world.options);
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

/* Paragraphs: narrowed where that saves a line, no lonely last character. */
static void test_paragraphs(void **state)
{
    static const struct {
        const char *text;
        int32_t first_measure; /* 1/1000 em */
        int32_t measure;
        const char *lines; /* [ ] around a narrowed line */
    } cases[] = {
        { "上田市長野県", 4000, 4000, "上田市長/野県" },
        { "上田市長野", 4000, 4000, "上田市/長野" },
        { "上田市長野。", 4000, 4000, "上田市/長野。" },
        { "上田市長野", 2000, 3000, "上田/市長野" },
        { "上田、長野", 4500, 4500, "[上田、長野]" },
        { "上田、長野", 4400, 4400, "上田、/長野" },
        { "上田。長野", 4500, 4500, "上田。/長野" },
        { "「上」と「田」と", 6500, 6500, "[「上」と「田」と]" },
        { "上田市の、長野県、東", 5000, 5000, "上田市の、/長野県、東" },
        { "上田10人", 3000, 3000, "上田/10人" },
        { "", 4000, 4000, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_shaped *shaped = shape(cases[i].text);
        struct text_lines lines = { 0 };
        char *out = arena_alloc(world.arena, 2 * shaped->len + 20);

        text_break_paragraph(
            world.arena, shaped,
            &(struct text_room){ .measure = cases[i].first_measure },
            &(struct text_room){ .measure = cases[i].measure }, &lines);
        for (size_t l = 0; l < lines.count; l++) {
            const struct text_line *line = &lines.items[l];
            size_t from = text_glyph_offset(shaped, line->first);
            size_t to = text_glyph_offset(shaped, line->end);
            int32_t least = 0;
            bool narrow;
            int32_t pens[64];

            text_place_line(shaped, line, 1000, 0, pens);
            least = pens[line->visible - 1 - line->first] +
                    shaped->glyphs[line->visible - 1].advance -
                    shaped->glyphs[line->visible - 1].after;
            assert_in_range(least, line->width - 1, line->width + 1);
            narrow = line->width <
                         text_next_line(shaped, line->first, 1000000).width &&
                     line->end == shaped->count;
            strcat(out, l ? "/" : "");
            strcat(out, narrow ? "[" : "");
            strncat(out, shaped->utf8 + from, to - from);
            strcat(out, narrow ? "]" : "");
        }
        assert_string_equal(out, cases[i].lines);
    }
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

/* A run that holds together and is wider than the measure was cut there. */
static bool is_cut_rightly(const struct text_shaped *shaped,
                           const struct text_line *line, int32_t measure)
{
    size_t first = line->end;
    size_t end = line->end;

    while (first > 0 &&
           shaped->glyphs[first].break_before != UNICODE_BREAK_ALLOWED)
        first--;
    while (end < shaped->count &&
           shaped->glyphs[end].break_before != UNICODE_BREAK_ALLOWED)
        end++;
    return text_width(shaped, first, end) > measure;
}

/* Lines of a text as paragraphs are broken; checks each. */
static size_t count_lines(const struct text_shaped *shaped, int32_t measure,
                          struct counts *counts)
{
    struct text_lines lines = { 0 };
    size_t at = 0;

    struct text_room room = { .measure = measure };

    text_break_paragraph(world.arena, shaped, &room, &room, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        const struct text_line *line = &lines.items[i];

        assert_int_equal(line->first, at);
        check_line(shaped, line, measure, counts);
        if (line->reason == TEXT_EMERGENCY)
            assert_true(is_cut_rightly(shaped, line, measure));
        at = line->end;
    }
    assert_int_equal(at, shaped->count);
    return lines.count;
}

/*
 * Every text of a file at 8 to 40 em: nothing lost, no kinsoku broken, and
 * never more lines than without trimming. Part of each line behind a tab is
 * not set. Returns lines with and without trimming.
 */
static void sweep(const char *path, size_t *trimmed, size_t *full)
{
    FILE *file = fopen(path, "r");
    char line[8192];
    struct counts counts = { 0 };

    *trimmed = *full = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct text_shaped *shaped;
        struct text_shaped *plain;

        line[strcspn(line, "\t\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        world.options.punctuation = TEXT_PUNCTUATION_TRIM;
        shaped = shape(arena_strdup(world.arena, line));
        world.options.punctuation = TEXT_PUNCTUATION_FULL;
        plain = shape(arena_strdup(world.arena, line));
        for (int32_t measure = 8000; measure <= 40000; measure += 1000) {
            size_t set = count_lines(shaped, measure, &counts);
            size_t untrimmed = count_lines(plain, measure, &counts);

            assert_true(set <= untrimmed);
            *trimmed += set;
            *full += untrimmed;
        }
    }
    fclose(file);
    assert_int_equal(counts.kinsoku, 0);
    assert_int_equal(counts.wide, 0);
    print_message("%s: %zu lines, %zu untrimmed\n", path, *trimmed, *full);
}

static void test_sweeps(void **state)
{
    size_t trimmed;
    size_t full;

    (void)state;
    sweep("tests/fixtures/text/entries.txt", &trimmed, &full);
    if (access("tests/text/hard.txt", R_OK) != 0)
        return;
    sweep("tests/text/hard.txt", &trimmed, &full);
    assert_true(trimmed * 1000 <= full * 975);
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
        TEST(test_lines),        TEST(test_reasons),    TEST(test_min_width),
        TEST(test_real_entries), TEST(test_paragraphs), TEST(test_sweeps),
        TEST(test_adversarial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
