/*
 * Characters that stand alone (font/alone.c): texts made of what a face
 * remembers of their characters are those that HarfBuzz makes of the whole,
 * in every face of the list.
 */
#include "fixture.h"

#include <hb.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "unicode/unicode.h"

static const char *const stacks[] = {
    "bizud", "bizud-bold", "bizud-mincho", "ipaex",  "ipaex-mincho",
    "ipamj", "noto",       "noto-serif",   "dejavu",
};
enum { STACKS = sizeof stacks / sizeof *stacks };

static int make_faces(void **state)
{
    make_world(state);
    font_set_free(world.set);
    world.set = font_set_load("tests/text/alone.yaml", &world.diags);
    assert_non_null(world.set);
    return 0;
}

static const struct font_face *use_face(const char *stack)
{
    world.options.stack = font_set_lookup(world.set, stack);
    assert_non_null(world.options.stack);
    return font_stack_face(world.options.stack, 0, &world.diags);
}

/* The glyphs of a text of one face, against the whole of it in one run. */
static void compare(const struct font_face *face, const char *words)
{
    struct text_shaped *shaped = shape_words(words, &world.options);
    hb_buffer_t *buffer = hb_buffer_create();
    const hb_glyph_info_t *infos;
    const hb_glyph_position_t *positions;
    unsigned count;

    hb_buffer_add_utf8(buffer, words, -1, 0, -1);
    font_face_shape(face, "ja", buffer);
    infos = hb_buffer_get_glyph_infos(buffer, &count);
    positions = hb_buffer_get_glyph_positions(buffer, NULL);
    if (shaped->count != count)
        fail_msg("%s: %zu glyphs, not %u", words, shaped->count, count);
    for (unsigned i = 0; i < count; i++) {
        const struct text_glyph *glyph = &shaped->glyphs[i];
        int64_t half = face->upem / 2;

        if (glyph->gid != infos[i].codepoint ||
            glyph->cluster != infos[i].cluster ||
            glyph->advance !=
                ((int64_t)positions[i].x_advance * 1000 + half) / face->upem ||
            llabs((int64_t)glyph->dx * face->upem -
                  (int64_t)positions[i].x_offset * 1000) > half)
            fail_msg("%s: glyph %u differs", words, i);
    }
    hb_buffer_destroy(buffer);
}

/* Signs that lookups name, and some that they do not. */
static const char *const signs[] = {
    "1", "2",  "3",  "/",  "f",  "i",  "l",  "æ",  "ɔ",  "ʌ",  "ə",  "ɚ",
    "˩", "˥",  "˦",  "か", "き", "け", "カ", "キ", "セ", "ツ", "ト", "ㇷ",
    "゚",  "゙",   "̀",   "́",   "１", "２", "３", "上", "田", "の", "、", "（",
    "a", "\"", "\'", " ",  "M",  "m",  "Ê",  "〜", "ー", "ᄀ", "ᅡ", "①",
};
enum { SIGNS = sizeof signs / sizeof *signs, WORDS = 4000 };

static bool covers(const struct font_face *face, const char *sign)
{
    size_t n;

    return font_face_covers(face, utf8_decode(sign, strlen(sign), &n), 0);
}

static void test_random_words(void **state)
{
    (void)state;
    for (size_t s = 0; s < STACKS; s++) {
        const struct font_face *face = use_face(stacks[s]);
        uint32_t random = 20260921;

        assert_non_null(face);
        for (int w = 0; w < WORDS; w++) {
            char words[64] = "";

            for (int i = 0; i < 8; i++) {
                const char *sign;

                random = random * 1664525 + 1013904223;
                sign = signs[(random >> 16) % SIGNS];
                if (covers(face, sign))
                    strcat(words, sign);
            }
            if (*words)
                compare(face, words);
        }
    }
}

/* Every character of the first plane, between two that are not touched. */
static void test_every_character(void **state)
{
    (void)state;
    for (size_t s = 0; s < STACKS; s++) {
        const struct font_face *face = use_face(stacks[s]);

        for (uint32_t c = 0x20; c < 0xFFFE; c++) {
            char words[16] = "";
            char *end = words;

            if ((c >= 0xD800 && c < 0xE000) || !font_face_covers(face, c, 0) ||
                !font_face_covers(face, 'x', 0))
                continue;
            *end++ = 'x';
            end += utf8_encode(c, end);
            *end++ = 'x';
            compare(face, words);
        }
    }
}

/* Japanese of a sheet asks HarfBuzz for nothing: that is what it is for. */
static void test_alone(void **state)
{
    static const char words[] = "重点目標プラザの第上田市、（。）";
    size_t n;

    (void)state;
    for (size_t s = 0; s < STACKS - 1; s++) {
        const struct font_face *face = use_face(stacks[s]);
        struct face_alone *memory = font_face_memory(face, "ja");

        for (size_t at = 0; at < sizeof words - 1; at += n) {
            uint32_t c = utf8_decode(words + at, sizeof words - 1 - at, &n);
            const struct font_alone *alone = font_memory_find(memory, c);

            assert_non_null(alone);
            assert_false(alone->joins);
        }
        assert_null(font_face_memory(face, "zh"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_faces, free_world)
        TEST(test_random_words),
        TEST(test_every_character),
        TEST(test_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
