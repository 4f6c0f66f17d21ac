/*
 * The examples of docs/typesetting.md are true. Blocks whose first line is
 *
 *     ```classes             "cl-01 CHARACTERS": they are of that class
 *     ```breaks OPTIONS      texts with | and ¦ where lines may be broken, as
 *                            in tests/unicode/breaks.txt
 *     ```spacing OPTIONS     "TEXT | NUMBERS" as in tests/text/spacing.txt
 *     ```lines OPTIONS       a text, then its lines, then a blank line;
 *                            " (narrowed)", " (cut)", " (hung)" stand behind
 *     ```justify OPTIONS     texts, + in front of what moves away
 *
 * OPTIONS are words such as width=8 (em), first=6 (of the first line),
 * hang=0.5 (em behind a line's end), latin=0.25 (em), kinsoku=normal, start=→,
 * end=※, punctuation=full or keep-start, marker (the text goes on behind one).
 */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "text/line.h"
#include "unicode/unicode.h"

#define PAGE "docs/typesetting.md"

/* ---- the page ----------------------------------------------------------- */

/* A block being read: its kind and options, and where it is. */
struct block {
    char kind[16];
    struct text_options options;
    int32_t width; /* 1/1000 em */
    int32_t first;
    int32_t hang;
    int line; /* of the page, 1-based */
};

static int32_t read_em(const char *digits)
{
    return (int32_t)(strtod(digits, NULL) * 1000 + 0.5);
}

static void read_option(struct block *block, const char *word)
{
    const char *value = strchr(word, '=');
    size_t len = value ? (size_t)(value - word) : strlen(word);
    struct text_options *options = &block->options;

    value = arena_strdup(world.arena, value ? value + 1 : "");
    if (!strncmp(word, "width", len))
        block->width = read_em(value);
    else if (!strncmp(word, "first", len))
        block->first = read_em(value);
    else if (!strncmp(word, "hang", len))
        block->hang = read_em(value);
    else if (!strncmp(word, "latin", len))
        options->latin_space = read_em(value);
    else if (!strncmp(word, "kinsoku", len))
        options->kinsoku.strict = strcmp(value, "normal") != 0;
    else if (!strncmp(word, "start", len))
        options->kinsoku.start = value;
    else if (!strncmp(word, "end", len))
        options->kinsoku.end = value;
    else if (!strncmp(word, "punctuation", len))
        options->punctuation = !strcmp(value, "full") ? TEXT_PUNCTUATION_FULL
                                                      : TEXT_PUNCTUATION_START;
    else if (!strncmp(word, "marker", len))
        options->behind_marker = true;
    else
        fail_msg(PAGE ":%d: unknown option %s", block->line, word);
}

/* "```lines width=8"; false for any other line. */
static bool begin_block(struct block *block, const char *text, int line)
{
    static const char *const kinds[] = { "classes", "breaks", "spacing",
                                         "lines", "justify" };
    char *copy = arena_strdup(world.arena, text);
    char *word;

    if (strncmp(copy, "```", 3) != 0 || !(word = strtok(copy + 3, " ")))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(word, kinds[i]) != 0)
            continue;
        *block = (struct block){ .line = line };
        strcpy(block->kind, word);
        block->options.lang = "ja";
        block->options.kinsoku.strict = true;
        block->options.stack = font_set_lookup(world.set, "gothic");
        while ((word = strtok(NULL, " ")))
            read_option(block, word);
        if (!block->first)
            block->first = block->width;
        block->options.hang = block->hang > 0;
        return true;
    }
    return false;
}

/* Calls `try` with every line of the blocks of a kind; how many there are. */
static int each_line(const char *kind,
                     void (*try)(struct block *block, char *text))
{
    FILE *file = fopen(PAGE, "r");
    struct block block = { .line = 0 };
    char text[2048];
    bool inside = false;
    int count = 0;

    assert_non_null(file);
    for (int line = 1; fgets(text, sizeof text, file); line++) {
        text[strcspn(text, "\n")] = '\0';
        if (inside && !strncmp(text, "```", 3)) {
            try(&block, arena_strdup(world.arena, ""));
            inside = false;
        } else if (inside) {
            block.line = line;
            try(&block, arena_strdup(world.arena, text));
            count++;
        } else if (begin_block(&block, text, line)) {
            inside = !strcmp(block.kind, kind);
        }
    }
    fclose(file);
    return count;
}

static struct text_shaped *shape(const struct block *block, const char *utf8)
{
    struct text *text = arena_alloc(world.arena, sizeof *text);
    struct text_shaped *shaped;

    *text = text_from_span(world.arena,
                           (struct span){ .utf8 = utf8, .len = strlen(utf8) });
    shaped = text_shape(world.arena, text, &block->options, &world.diags);
    assert_non_null(shaped);
    return shaped;
}

/* `text` without the signs of `marks`. */
static char *without(const char *text, const char *const *marks)
{
    char *out = arena_alloc(world.arena, strlen(text) + 1);
    size_t used = 0;

    while (*text) {
        size_t skip = 0;

        for (size_t i = 0; marks[i] && !skip; i++)
            if (!strncmp(text, marks[i], strlen(marks[i])))
                skip = strlen(marks[i]);
        if (!skip)
            out[used++] = *text;
        text += skip ? skip : 1;
    }
    return out;
}

static void compare(const struct block *block, const char *found,
                    const char *wanted)
{
    if (strcmp(found, wanted) != 0)
        fail_msg(PAGE ":%d: now %s", block->line, found);
}

/* ---- classes ------------------------------------------------------------ */

static int class_number(enum unicode_class class)
{
    static const int numbers[] = {
        [UNICODE_OPENING] = 1,      [UNICODE_CLOSING] = 2,
        [UNICODE_HYPHENS] = 3,      [UNICODE_DIVIDING] = 4,
        [UNICODE_MIDDLE_DOTS] = 5,  [UNICODE_FULL_STOPS] = 6,
        [UNICODE_COMMAS] = 7,       [UNICODE_INSEPARABLE] = 8,
        [UNICODE_ITERATION] = 9,    [UNICODE_LONG_VOWEL] = 10,
        [UNICODE_SMALL_KANA] = 11,  [UNICODE_PREFIXED] = 12,
        [UNICODE_POSTFIXED] = 13,   [UNICODE_IDEOGRAPHIC_SPACE] = 14,
        [UNICODE_HIRAGANA] = 15,    [UNICODE_KATAKANA] = 16,
        [UNICODE_IDEOGRAPHIC] = 19, [UNICODE_NUMERALS] = 24,
        [UNICODE_UNITS] = 25,       [UNICODE_WESTERN_SPACE] = 26,
        [UNICODE_WESTERN] = 27,
    };

    return numbers[class];
}

static void try_classes(struct block *block, char *text)
{
    int wanted = 0;
    int used = 0;
    size_t n;

    if (!*text)
        return;
    if (sscanf(text, "cl-%d %n", &wanted, &used) != 1 || !used)
        fail_msg(PAGE ":%d: no class", block->line);
    for (char *at = text + used; *at; at += n) {
        uint32_t c = utf8_decode(at, strlen(at), &n);
        int found = class_number(unicode_jlreq_class(c));

        if (c != ' ' && found != wanted)
            fail_msg(PAGE ":%d: %.*s is in cl-%02d", block->line, (int)n, at,
                     found);
    }
}

static void test_classes(void **state)
{
    (void)state;
    assert_true(each_line("classes", try_classes) >= 19);
}

/* ---- breaks ------------------------------------------------------------- */

static void try_breaks(struct block *block, char *wanted)
{
    static const char *const marks[] = { "|", "¦", NULL };
    const char *text = without(wanted, marks);
    size_t len = strlen(text);
    unsigned char *breaks = arena_alloc(world.arena, len + 1);
    struct bytes out = { 0 };

    unicode_line_breaks(text, len, &block->options.kinsoku, breaks, NULL);
    for (size_t i = 0; i < len; i++) {
        if (i && breaks[i] == UNICODE_BREAK_ALLOWED)
            bytes_append_string(&out, "|");
        if (i && breaks[i] == UNICODE_BREAK_EMERGENCY)
            bytes_append_string(&out, "¦");
        bytes_append_char(&out, text[i]);
    }
    bytes_append_char(&out, '\0');
    compare(block, (const char *)out.data, wanted);
    bytes_free(&out);
}

static void test_breaks(void **state)
{
    (void)state;
    assert_true(each_line("breaks", try_breaks) >= 7);
}

/* ---- spacing ------------------------------------------------------------ */

static void try_spacing(struct block *block, char *text)
{
    char *bar = strstr(text, " | ");
    struct bytes out = { 0 };
    struct text_shaped *shaped;
    struct text_line line;
    int32_t pens[64];
    int32_t last = 0;

    if (!*text)
        return;
    if (!bar)
        fail_msg(PAGE ":%d: no numbers", block->line);
    *bar = '\0';
    shaped = shape(block, text);
    line = text_next_line(shaped, 0, 1000000);
    assert_true(shaped->count < 64);
    text_place_line(shaped, &line, 1000, 0, pens);
    for (size_t i = 0; i < shaped->count; i++) {
        int32_t body = pens[i] + shaped->glyphs[i].before;

        bytes_printf(&out, "%d ", body - last);
        last = body;
    }
    bytes_printf(&out, "%d | %d", line.width - last, line.width);
    bytes_append_char(&out, '\0');
    compare(block, (const char *)out.data, bar + 3);
    bytes_free(&out);
}

static void test_spacing(void **state)
{
    (void)state;
    assert_true(each_line("spacing", try_spacing) > 5);
}

/* ---- lines -------------------------------------------------------------- */

/* The lines that are still expected of the text that was read last. */
static struct text_shaped *broken;
static struct text_lines lines;
static size_t next;

static void try_lines(struct block *block, char *text)
{
    const struct text_line *line = &lines.items[next];
    const char *found;
    size_t from;

    if (!*text) {
        if (broken && next < lines.count)
            fail_msg(PAGE ":%d: there are %zu lines more", block->line,
                     lines.count - next);
        broken = NULL;
        return;
    }
    if (!broken) {
        broken = shape(block, text);
        text_break_paragraph(
            world.arena, broken,
            &(struct text_room){ .measure = block->first, .hang = block->hang },
            &(struct text_room){ .measure = block->width, .hang = block->hang },
            &lines);
        next = 0;
        return;
    }
    if (next == lines.count)
        fail_msg(PAGE ":%d: there is no such line", block->line);
    from = text_glyph_offset(broken, line->first);
    found = arena_printf(
        world.arena, "%.*s%s%s%s",
        (int)(text_glyph_offset(broken, line->end) - from), broken->utf8 + from,
        !line->hung &&
                line_set_width(broken, line->first, line->visible) > line->width
            ? " (narrowed)"
            : "",
        line->reason == TEXT_EMERGENCY ? " (cut)" : "",
        line->hung ? " (hung)" : "");
    compare(block, found, text);
    next++;
}

static void test_lines(void **state)
{
    (void)state;
    lines = (struct text_lines){ 0 };
    assert_true(each_line("lines", try_lines) > 5);
}

/* ---- justified lines ---------------------------------------------------- */

static void try_justify(struct block *block, char *wanted)
{
    static const char *const marks[] = { "+", NULL };
    struct text_shaped *shaped = shape(block, without(wanted, marks));
    struct text_line line = text_next_line(shaped, 0, 1000000);
    struct bytes out = { 0 };
    int32_t plain[64];
    int32_t pens[64];

    assert_true(shaped->count < 64);
    text_place_line(shaped, &line, 10000, 0, plain);
    text_place_line(shaped, &line, 10000, block->width * 10, pens);
    for (size_t i = 0; i < shaped->count; i++) {
        size_t from = text_glyph_offset(shaped, i);

        if (i && pens[i] - plain[i] > pens[i - 1] - plain[i - 1])
            bytes_append_char(&out, '+');
        bytes_append(&out, shaped->utf8 + from,
                     text_glyph_offset(shaped, i + 1) - from);
    }
    bytes_append_char(&out, '\0');
    compare(block, (const char *)out.data, wanted);
    bytes_free(&out);
}

static void test_justified(void **state)
{
    (void)state;
    assert_true(each_line("justify", try_justify) >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes),   cmocka_unit_test(test_breaks),
        cmocka_unit_test(test_spacing),   cmocka_unit_test(test_lines),
        cmocka_unit_test(test_justified),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
