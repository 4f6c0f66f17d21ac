/* Line breaks: the table breaks.txt, and rules on texts of all kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ubrk.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "unicode/unicode.h"

static const struct unicode_kinsoku strict_kinsoku = { .strict = true };
static const char emergency_mark[] = "¦";

/* A text without its marks. */
static char *strip_marks(const char *line)
{
    char *out = malloc(strlen(line) + 1);
    size_t len = 0;

    while (*line) {
        if (*line == '|')
            line++;
        else if (strncmp(line, emergency_mark, 2) == 0)
            line += 2;
        else
            out[len++] = *line++;
    }
    out[len] = '\0';
    return out;
}

static char *mark_text(const char *text, bool strict)
{
    size_t len = strlen(text);
    unsigned char *breaks = malloc(len + 1);
    struct bytes out = { 0 };

    unicode_line_breaks(
        text, len, &(struct unicode_kinsoku){ .strict = strict }, breaks, NULL);
    for (size_t i = 0; i < len; i++) {
        if (breaks[i] == UNICODE_BREAK_ALLOWED)
            bytes_append_char(&out, '|');
        if (breaks[i] == UNICODE_BREAK_EMERGENCY)
            bytes_append_string(&out, emergency_mark);
        bytes_append_char(&out, text[i]);
    }
    bytes_append_char(&out, '\0');
    free(breaks);
    return (char *)out.data;
}

static void test_table(void **state)
{
    static const char normal[] = "normal: ";
    FILE *file = fopen("tests/unicode/breaks.txt", "r");
    char line[1024];
    int count = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        bool strict = strncmp(line, normal, strlen(normal)) != 0;
        char *expected = line + (strict ? 0 : strlen(normal));
        char *text;
        char *found;

        line[strcspn(line, "\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        text = strip_marks(expected);
        found = mark_text(text, strict);
        assert_string_equal(found, expected);
        free(text);
        free(found);
        count++;
    }
    fclose(file);
    assert_true(count > 80);
}

/* A form's own marks come on top of the strict ones. */
static void test_own_marks(void **state)
{
    static const struct unicode_kinsoku own = { .strict = true,
                                                .start = "→上",
                                                .end = "※" };
    unsigned char breaks[32];

    (void)state;
    unicode_line_breaks("田→※田上っ", 18, &own, breaks, NULL);
    assert_int_equal(breaks[3], UNICODE_BREAK_FORBIDDEN); /* before the arrow */
    assert_int_equal(breaks[6], UNICODE_BREAK_ALLOWED);
    assert_int_equal(breaks[9], UNICODE_BREAK_FORBIDDEN);  /* behind the sign */
    assert_int_equal(breaks[12], UNICODE_BREAK_FORBIDDEN); /* before the own */
    assert_int_equal(breaks[15], UNICODE_BREAK_FORBIDDEN); /* small kana */
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Random text out of everything that breaks in a way of its own. */
static size_t make_text(char *out, uint32_t *seed, int characters)
{
    static const char *const bits[] = {
        "上", "あ",     "っ",     "ー", "。", "（",     "）", "・", "①",
        "～", "A",      "z",      "0",  "９", ",",      ".",  "％", "￥",
        " ",  "　",     "ﾊ",      "ﾞ",  "ﾟ",  "ｯ",      "々", "𠮷", "葛󠄀",
        "か゚", "(",      ")",      "/",  "-",  "―",      "…",  "「", "」",
        "👨",  "\u200d", "👩",      "🇯",  "🇵",  "\u0301", "ก",  "각", "ᄀ",
        "ᅡ", "\u2060", "\u00a0", "\"", "：", "？",     "!",
    };
    size_t len = 0;

    for (int i = 0; i < characters; i++) {
        const char *bit =
            bits[next_random(seed) % (sizeof bits / sizeof *bits)];

        memcpy(out + len, bit, strlen(bit));
        len += strlen(bit);
    }
    return len;
}

static void check_text(const char *text, size_t len)
{
    unsigned char breaks[1024];
    unsigned char classes[1024];
    uint32_t before = 0;
    size_t cluster = 0;
    size_t n;

    unicode_line_breaks(text, len, &strict_kinsoku, breaks, classes);
    assert_int_equal(breaks[0], UNICODE_BREAK_NEVER);
    for (size_t at = 0; at < len; at += n) {
        uint32_t c = utf8_decode(text + at, len - at, &n);
        unsigned char kind = breaks[at];

        assert_int_equal(classes[at], unicode_jlreq_class(c));
        for (size_t i = 1; i < n; i++)
            assert_int_equal(breaks[at + i], UNICODE_BREAK_NEVER);
        if (at == cluster)
            cluster = unicode_cluster_end(text, len, at);
        else
            assert_int_equal(kind, UNICODE_BREAK_NEVER);
        if (unicode_is_line_start_forbidden(c) || unicode_is_space(c) ||
            unicode_is_line_end_forbidden(before))
            assert_true(kind <= UNICODE_BREAK_FORBIDDEN);
        before = c;
    }
}

static void test_random(void **state)
{
    char text[1024];
    uint32_t seed = 4051;

    (void)state;
    for (int i = 0; i < 20000; i++)
        check_text(text, make_text(text, &seed, 1 + i % 40));
}

/* Our own clusters are ICU's. */
static void test_clusters(void **state)
{
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &error);
    uint32_t seed = 29;
    char text[1024];

    (void)state;
    assert_true(U_SUCCESS(error));
    for (int i = 0; i < 20000; i++) {
        size_t len = make_text(text, &seed, 1 + i % 20);
        UText *utext = utext_openUTF8(NULL, text, (int64_t)len, &error);
        size_t at = 0;

        ubrk_setUText(iterator, utext, &error);
        assert_true(U_SUCCESS(error));
        while (at < len) {
            at = unicode_cluster_end(text, len, at);
            assert_int_equal(at, ubrk_next(iterator));
        }
        utext_close(utext);
    }
    ubrk_close(iterator);
}

static void test_marks(void **state)
{
    static const char start[] =
        "、。，．・：；！？!?.,:;)]}」』】］〉》〕｝’”ぁぃぅぇぉっゃゅょゎゕゖ"
        "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ"
        "ーｰ々〻ゝゞヽヾ～〜％‰°′″℃‐–゠ﾞﾟ｡､｣･）";
    static const char end[] = "([{「『（［【〈《〔｛‘“｢";
    size_t n;

    (void)state;
    for (size_t at = 0; at < strlen(start); at += n)
        assert_true(unicode_is_line_start_forbidden(
            utf8_decode(start + at, strlen(start) - at, &n)));
    for (size_t at = 0; at < strlen(end); at += n)
        assert_true(unicode_is_line_end_forbidden(
            utf8_decode(end + at, strlen(end) - at, &n)));
    assert_false(unicode_is_line_start_forbidden('A'));
    assert_false(unicode_is_line_start_forbidden(0x4E00));
    assert_false(unicode_is_line_start_forbidden(0x3042));
    assert_false(unicode_is_line_end_forbidden(0xFF09));
}

static void test_classes(void **state)
{
    static const struct {
        enum unicode_class class;
        const char *characters;
    } cases[] = {
        { UNICODE_OPENING, "（「『【〔［｛〈《“‘([{｢" },
        { UNICODE_CLOSING, "）」』】〕］｝〉》”’)]}｣" },
        { UNICODE_HYPHENS, "～〜゠‐–" },
        { UNICODE_DIVIDING, "！？!?" },
        { UNICODE_MIDDLE_DOTS, "・：；･" },
        { UNICODE_FULL_STOPS, "。．｡" },
        { UNICODE_COMMAS, "、，､" },
        { UNICODE_INSEPARABLE, "―…‥" },
        { UNICODE_ITERATION, "々〻ゝヾ" },
        { UNICODE_LONG_VOWEL, "ーｰ" },
        { UNICODE_SMALL_KANA, "ぁっゃゎゕゖァッャヮヵヶㇷｧｯﾞﾟ" },
        { UNICODE_PREFIXED, "￥＄№$" },
        { UNICODE_POSTFIXED, "％‰℃°%" },
        { UNICODE_IDEOGRAPHIC_SPACE, "　" },
        { UNICODE_HIRAGANA, "あつやん" },
        { UNICODE_KATAKANA, "アツヤンｱﾝ" },
        { UNICODE_IDEOGRAPHIC, "上𠮷◎①→Ａ９" },
        { UNICODE_NUMERALS, "09" },
        { UNICODE_UNITS, "㎡㌔" },
        { UNICODE_WESTERN_SPACE, " " },
        { UNICODE_WESTERN, "aZéΩЖ" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *at = cases[i].characters;
        size_t left = strlen(at);
        size_t n;

        for (; left; at += n, left -= n)
            assert_int_equal(unicode_jlreq_class(utf8_decode(at, left, &n)),
                             cases[i].class);
    }
}

static void test_properties(void **state)
{
    (void)state;
    assert_true(unicode_is_space(' '));
    assert_true(unicode_is_space(0x3000));
    assert_false(unicode_is_space(0xA0));
    assert_true(unicode_is_variation_selector(0xFE00));
    assert_true(unicode_is_variation_selector(0xE0100));
    assert_false(unicode_is_variation_selector(0x3099));
    assert_true(unicode_is_ignorable(0x200D));
    assert_true(unicode_is_ignorable(0xE01EF));
    assert_false(unicode_is_ignorable(' '));
    assert_true(unicode_is_control(0x85));
    assert_true(unicode_is_control('\t'));
    assert_true(unicode_is_control(0x2028));
    assert_true(unicode_is_control(0xFFFF));
    assert_true(unicode_is_control(0x0378));
    assert_false(unicode_is_control(0x20BB7));
    assert_false(unicode_is_control(0xE000));
    assert_true(unicode_is_private_use(0xE000));
    assert_true(unicode_is_private_use(0x10FFFD));
    assert_false(unicode_is_private_use('A'));
}

static void test_broken_utf8(void **state)
{
    static const char text[] = "\xE3\x81"
                               "a\xFF\xF0\x9F";
    unsigned char breaks[sizeof text];

    (void)state;
    unicode_line_breaks(text, sizeof text - 1, &strict_kinsoku, breaks, NULL);
    unicode_line_breaks(text, 0, &strict_kinsoku, breaks, NULL);
    for (size_t at = 0; at < sizeof text - 1;) {
        size_t end = unicode_cluster_end(text, sizeof text - 1, at);

        assert_true(end > at);
        at = end;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),   cmocka_unit_test(test_own_marks),
        cmocka_unit_test(test_random),  cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_marks),   cmocka_unit_test(test_properties),
        cmocka_unit_test(test_classes), cmocka_unit_test(test_broken_utf8),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
