/* Codes, and the font objects made from them. */
#include "fixture.h"

#include "pdf/fontuse.h"
#include "pdf/objstore.h"

struct state {
    struct arena *arena;
    struct font_face *gothic;
    struct font_face *noto;
};

static int setup(void **out)
{
    struct arena *arena = arena_new();
    struct state *state = arena_alloc(arena, sizeof *state);

    state->arena = arena;
    state->gothic = fixture_face(arena, BIZ_GOTHIC, false, "BIZUDGothic");
    state->noto = fixture_face(arena, NOTO_SANS, true, "NotoSansCJKjp");
    *out = state;
    return 0;
}

static int teardown(void **in)
{
    struct state *state = *in;

    fixture_face_free(state->gothic);
    fixture_face_free(state->noto);
    fixture_output(state->arena, "rm -f %s*", fixture_path(state->arena, ""));
    arena_free(state->arena);
    return 0;
}

static uint32_t glyph(const struct font_face *face, uint32_t c)
{
    hb_codepoint_t gid = 0;

    assert_true(hb_font_get_nominal_glyph(face->hb_font, c, &gid));
    return gid;
}

static void test_slots(void **in)
{
    struct state *state = *in;
    struct objstore *store = objstore_new(true);
    struct fontuse *uses = fontuse_new(store);
    uint32_t a = glyph(state->gothic, 0x3042);
    uint32_t b = glyph(state->gothic, 'b');
    struct fontuse_glyph code;

    code = fontuse_encode(uses, state->gothic, a, "あ", 3);
    assert_int_equal(code.font, 1);
    assert_int_equal(code.code, 1);
    assert_int_equal(code.width, 1000000);
    assert_true(code.exact);
    code = fontuse_encode(uses, state->gothic, b, "b", 1);
    assert_int_equal(code.code, 2);
    assert_int_equal(code.width, 500000);
    code = fontuse_encode(uses, state->gothic, a, "ぁ", 3);
    assert_int_equal(code.code, 3);
    assert_true(code.exact);
    code = fontuse_encode(uses, state->gothic, a, "あ", 3);
    assert_int_equal(code.code, 1);
    code = fontuse_encode(uses, state->noto, 1200, "あ", 3);
    assert_int_equal(code.font, 2);
    assert_int_equal(code.code, 1200);
    assert_true(code.exact);
    code = fontuse_encode(uses, state->noto, 1200, "ぁ", 3);
    assert_int_equal(code.code, 1200);
    assert_false(code.exact);
    code = fontuse_encode(uses, state->noto, 1200, "あ", 3);
    assert_true(code.exact);
    fontuse_free(uses);
    objstore_free(store);
}

/* More slots than a font has codes: the face gets a second font. */
static void test_overflow(void **in)
{
    struct state *state = *in;
    struct objstore *store = objstore_new(false);
    struct fontuse *uses = fontuse_new(store);
    struct fontuse_glyph code = { 0 };

    for (unsigned i = 0; i < 65536; i++) {
        char *text = arena_printf(state->arena, "%u", i);

        code = fontuse_encode(uses, state->gothic, 1 + i % 13000, text,
                              strlen(text));
        assert_int_equal(code.font, i < 65535 ? 1 : 2);
        assert_int_equal(code.code, i < 65535 ? i + 1 : 1);
    }
    code = fontuse_encode(uses, state->gothic, 1, "0", 1);
    assert_int_equal(code.font, 1);
    assert_int_equal(code.code, 1);
    fontuse_free(uses);
    objstore_free(store);
}

/* A plain file of these words, as text. */
static char *plain_file(struct state *state, const struct font_face *face,
                        const char *words)
{
    struct layout *layout = fixture_layout(state->arena);
    struct bytes pdf;
    char *text;

    fixture_text(state->arena, fixture_page(state->arena, layout), face, 9000,
                 40000, 50000, words);
    pdf = fixture_write(state->arena, layout,
                        (struct pdf_options){ .plain = true });
    text = fixture_string(state->arena, &pdf);
    bytes_free(&pdf);
    return text;
}

static void test_objects(void **in)
{
    struct state *state = *in;
    char *file = plain_file(state, state->gothic,
                            "あbbc葛\U000E0100\U00020B9Fか\u309Aあ");

    assert_non_null(strstr(file, "1 beginbfrange\n<0001><0006>[<0062><0063>"
                                 "<3042><D842DF9F><304B309A><845BDB40DD00>]\n"
                                 "endbfrange\n"));
    assert_non_null(strstr(file, "/W[1[500 500]]/CIDToGIDMap/Identity"));
    assert_non_null(strstr(file, "+BIZUDGothic/Flags 4/FontBBox[-100 -200 "
                                 "1100 900]/ItalicAngle 0/Ascent 880"
                                 "/Descent -120/CapHeight 700/StemV 80"
                                 "/FontFile2 "));
    assert_non_null(strstr(file, "[<00030001000100020006000400050003>]TJ"));
    file = plain_file(state, state->noto, "令和あ");
    assert_non_null(strstr(file, "/Subtype/CIDFontType0C"));
    assert_non_null(strstr(file, "+NotoSansCJKjp-Identity-H/Encoding"));
    assert_non_null(strstr(file, "/W[]"));
    assert_null(strstr(file, "/CIDToGIDMap"));
}

/* A glyph that stands for two texts has a second code behind all glyphs. */
static void test_settled(void **in)
{
    struct state *state = *in;
    struct objstore *store = objstore_new(true);
    struct fontuse *uses = fontuse_new(store);
    struct diags diags = diags_make(state->arena);
    uint32_t a = glyph(state->gothic, 0x3042);
    uint32_t b = glyph(state->gothic, 'b');

    fontuse_encode(uses, state->gothic, a, "あ", 3);
    fontuse_encode(uses, state->gothic, a, "ぁ", 3);
    fontuse_encode(uses, state->gothic, b, "b", 1);
    assert_true(fontuse_settle(uses, &diags));
    assert_int_equal(fontuse_encode(uses, state->gothic, b, "b", 1).code, 1);
    assert_int_equal(fontuse_encode(uses, state->gothic, a, "あ", 3).code, 2);
    assert_int_equal(fontuse_encode(uses, state->gothic, a, "ぁ", 3).code, 3);
    fontuse_write(uses, objstore_reserve(store));
    fontuse_free(uses);
    objstore_free(store);
}

/* A block of ToUnicode holds 100 ranges. */
static void test_blocks(void **in)
{
    struct state *state = *in;
    struct bytes words = { 0 };
    char *file;

    for (int i = 0; i < 140; i++) {
        unsigned c = 0x4E00 + 7 * (unsigned)i;
        const char utf8[3] = { (char)(0xE0 | c >> 12),
                               (char)(0x80 | (c >> 6 & 63)),
                               (char)(0x80 | (c & 63)) };

        bytes_append(&words, utf8, 3);
    }
    bytes_append_char(&words, '\0');
    file = plain_file(state, state->noto, (const char *)words.data);
    assert_non_null(strstr(file, "\n100 beginbfrange\n"));
    assert_non_null(strstr(file, "endbfrange\n"));
    assert_non_null(strstr(file, "endbfrange\nendcmap\n"));
    bytes_free(&words);
}

/* The name's tag tells subsets apart and is always the same for one. */
static void test_tag(void **in)
{
    struct state *state = *in;
    char *a = strstr(plain_file(state, state->gothic, "あ"), "/FontName/");
    char *b = strstr(plain_file(state, state->gothic, "い"), "/FontName/");
    char *c = strstr(plain_file(state, state->gothic, "あ"), "/FontName/");

    assert_memory_equal(a + 16, "+BIZ", 4);
    for (int i = 10; i < 16; i++)
        assert_in_range(a[i], 'A', 'Z');
    assert_memory_equal(a, c, 20);
    assert_memory_not_equal(a, b, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots),   cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_objects), cmocka_unit_test(test_settled),
        cmocka_unit_test(test_blocks),  cmocka_unit_test(test_tag),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
