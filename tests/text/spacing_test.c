/* Spacing: the table spacing.txt, placed and justified lines, symmetry. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"

static struct text_shaped *shape(const char *utf8, struct text_options options)
{
    options.lang = "ja";
    options.kinsoku.strict = true;
    if (!options.stack)
        options.stack = font_set_lookup(world.set, "gothic");
    return shape_words(arena_strdup(world.arena, utf8), &options);
}

/* ---- the table ---------------------------------------------------------- */

/* Takes "word: " off the front. */
static bool take_word(char **line, const char *word)
{
    size_t len = strlen(word);

    if (strncmp(*line, word, len) != 0 || strncmp(*line + len, ": ", 2) != 0)
        return false;
    *line += len + 2;
    return true;
}

static struct text_options read_options(char **line)
{
    struct text_options options = { 0 };

    options.behind_marker = take_word(line, "marker");
    if (take_word(line, "start"))
        options.punctuation = TEXT_PUNCTUATION_START;
    if (take_word(line, "full"))
        options.punctuation = TEXT_PUNCTUATION_FULL;
    if (take_word(line, "latin"))
        options.latin_space = 250;
    return options;
}

/* "0 1000 1000 | 2000": what the table says of a text. */
static const char *describe(const struct text_shaped *shaped)
{
    struct text_line line = text_next_line(shaped, 0, 1000000);
    struct bytes out = { 0 };
    int32_t pens[64];
    int32_t last = 0; /* start of the body before */
    const char *copy;

    assert_int_equal(line.end, shaped->count);
    text_place_line(shaped, &line, 1000, 0, pens);
    for (size_t i = 0; i < shaped->count; i++) {
        int32_t body = pens[i] + shaped->glyphs[i].before;

        bytes_printf(&out, "%d ", body - last);
        last = body;
    }
    bytes_printf(&out, "%d | %d", line.width - last, line.width);
    bytes_append_char(&out, '\0');
    copy = arena_strdup(world.arena, (const char *)out.data);
    bytes_free(&out);
    return copy;
}

static void test_table(void **state)
{
    FILE *file = fopen("tests/text/spacing.txt", "r");
    char line[1024];
    int count = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char *text = line;
        char *bar = strstr(line, " | ");
        struct text_options options;

        if (line[0] == '#' || line[0] == '\n')
            continue;
        assert_non_null(bar);
        *bar = '\0';
        bar[3 + strcspn(bar + 3, "\n")] = '\0';
        options = read_options(&text);
        if (strcmp(describe(shape(text, options)), bar + 3) != 0)
            fail_msg("%s: %s", line, describe(shape(text, options)));
        count++;
    }
    fclose(file);
    assert_true(count > 40);
}

/* Every face we ship with draws the marks where their class says. */
static void test_faces(void **state)
{
    static const char *const stacks[] = { "gothic", "mincho" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct text_options options = { .stack = font_set_lookup(world.set,
                                                                 stacks[i]) };
        struct text_shaped *shaped =
            shape("」「』『）（】【］［〕〔｝｛〉〈》《、。，．", options);

        assert_int_equal(text_next_line(shaped, 0, 100000).end, shaped->count);
        for (size_t j = 0; j < shaped->count; j++)
            assert_int_equal(shaped->glyphs[j].before + shaped->glyphs[j].after,
                             500);
    }
}

/* ---- lines on paper ----------------------------------------------------- */

/* White between glyphs i - 1 and i, 1/1000 pt. */
static int32_t gap_before(const struct text_shaped *shaped, const int32_t *pens,
                          size_t i, int32_t size)
{
    return pens[i] - pens[i - 1] -
           (int32_t)((int64_t)shaped->glyphs[i - 1].advance * size / 1000);
}

static void test_symmetry(void **state)
{
    static const char *const texts[] = { "第1回", "計23,000件", "上田SNS等",
                                         "前年比2.5%増" };

    (void)state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        for (int32_t size = 5000; size <= 12000; size += 100)
            for (int32_t space = 1; space <= 250; space += 83) {
                struct text_options options = { .latin_space = space };
                struct text_shaped *shaped = shape(texts[t], options);
                struct text_line line = text_next_line(shaped, 0, 100000);
                int32_t pens[32];
                int32_t gaps[2];
                size_t count = 0;

                text_place_line(shaped, &line, size, 0, pens);
                for (size_t i = 1; i < shaped->count; i++) {
                    int32_t gap = gap_before(shaped, pens, i, size);

                    if (gap > 2)
                        gaps[count < 1 ? count++ : 1] = gap;
                }
                if (count)
                    assert_in_range(gaps[0] - gaps[1] + 2, 0, 4);
            }
}

/* Where the last glyph that shows ends. */
static int32_t line_end(const struct text_shaped *shaped,
                        const struct text_line *line, const int32_t *pens,
                        int32_t size)
{
    const struct text_glyph *last = &shaped->glyphs[line->visible - 1];

    return pens[line->visible - 1 - line->first] +
           (int32_t)((int64_t)(last->advance - last->after) * size / 1000);
}

static void test_justified(void **state)
{
    static const struct {
        const char *text;
        int32_t measure;    /* 1/1000 pt at 10 pt */
        const char *places; /* which grow: '+' in front of the character */
    } cases[] = {
        { "上田市", 36000, "上+田+市" },
        { "上田12,345円", 63000, "上+田+12,345円" },
        { "第1回の会", 48000, "第1回+の+会" },
        { "上（田）市", 52000, "上+（田）+市" },
        { "上（田）市町", 62000, "上（田）市+町" },
        { "上、田・市", 60000, "上、+田・市" },
        { "あ、「い", 37000, "あ、+「い" }, /* what was trimmed comes first */
        { "チャー", 33000, "チ+ャ+ー" },
        { "……", 33000, "……" },
    };

    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct text_shaped *shaped =
            shape(cases[c].text, (struct text_options){ 0 });
        struct text_line line = text_next_line(shaped, 0, 100000);
        struct bytes out = { 0 };
        int32_t plain[32];
        int32_t pens[32];

        text_place_line(shaped, &line, 10000, 0, plain);
        text_place_line(shaped, &line, 10000, cases[c].measure, pens);
        assert_int_equal(pens[0], plain[0]);
        for (size_t i = 0; i < shaped->count; i++) {
            size_t from = text_glyph_offset(shaped, i);

            if (i && pens[i] - plain[i] > pens[i - 1] - plain[i - 1])
                bytes_append_char(&out, '+');
            bytes_append(&out, shaped->utf8 + from,
                         text_glyph_offset(shaped, i + 1) - from);
        }
        bytes_append_char(&out, '\0');
        assert_string_equal((const char *)out.data, cases[c].places);
        if (strchr(cases[c].places, '+'))
            assert_int_equal(line_end(shaped, &line, pens, 10000),
                             cases[c].measure);
        bytes_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
        TEST(test_table),
        TEST(test_faces),
        TEST(test_symmetry),
        TEST(test_justified),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
