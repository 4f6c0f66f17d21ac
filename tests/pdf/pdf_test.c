/* The finished file: words, fonts, soundness, same bytes, speed. */
#include "fixture.h"

#include <locale.h>
#include <time.h>

#include "base/utf8.h"

struct state {
    struct arena *arena;
    struct font_face *gothic;
    struct font_face *mincho;
    struct font_face *noto;
};

static int setup(void **out)
{
    struct arena *arena = arena_new();
    struct state *state = arena_alloc(arena, sizeof *state);

    state->arena = arena;
    state->gothic = fixture_face(arena, BIZ_GOTHIC, false, "BIZUDGothic");
    state->mincho = fixture_face(arena, BIZ_MINCHO, false, "BIZUDMincho");
    state->noto = fixture_face(arena, NOTO_SANS, true, "NotoSansCJKjp");
    *out = state;
    return 0;
}

static int teardown(void **in)
{
    struct state *state = *in;

    fixture_face_free(state->gothic);
    fixture_face_free(state->mincho);
    fixture_face_free(state->noto);
    fixture_output(state->arena, "rm -f %s*", fixture_path(state->arena, ""));
    arena_free(state->arena);
    return 0;
}

/* What each hard case of extraction looks like. */
static const char *const words[] = {
    "育成・市民協働・鑑賞", "葛\U000E0100飾区と葛\U000E0101城市",
    "辻\U000E0100堂と辻堂", "\U00020BB7野家と\U00020B9F",
    "か\u309A行のｶﾞｷﾞﾊﾟ",   "①～⑳（仮称）９月25日",
    "AVAWoffice1,234.5%",   "令和２年度㈱㊤㍻Ⅳ",
};

static void add_words(struct arena *arena, struct layout_page *page,
                      const struct font_face *face)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        fixture_text(arena, page, face, 10500, 50000,
                     60000 + (int32_t)i * 20000, words[i]);
}

static char *join_words(struct arena *arena)
{
    char *all = arena_strdup(arena, words[0]);

    for (size_t i = 1; i < sizeof words / sizeof *words; i++)
        all = arena_printf(arena, "%s\n%s", all, words[i]);
    return all;
}

/* Words of one face come back as they went in, and readers are content. */
static void check_face(struct state *state, const struct font_face *face,
                       const char *type)
{
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct bytes packed;
    struct bytes plain;
    const char *path;
    char *fonts;

    add_words(arena, fixture_page(arena, layout), face);
    packed = fixture_write(arena, layout, (struct pdf_options){ 0 });
    plain = fixture_write(arena, layout, (struct pdf_options){ .plain = true });
    path = fixture_check(arena, "plain.pdf", &plain);
    assert_string_equal(fixture_words(arena, path), join_words(arena));
    path = fixture_check(arena, "packed.pdf", &packed);
    assert_string_equal(fixture_words(arena, path), join_words(arena));
    fonts = fixture_output(arena, "pdffonts %s", path);
    assert_non_null(strstr(fonts, type));
    assert_non_null(strstr(fonts, "Identity-H       yes yes yes"));
    bytes_free(&packed);
    bytes_free(&plain);
}

static void test_glyf_face(void **in)
{
    struct state *state = *in;

    check_face(state, state->gothic, "CID TrueType");
    check_face(state, state->mincho, "CID TrueType");
}

static void test_cff_face(void **in)
{
    struct state *state = *in;

    check_face(state, state->noto, "CID Type 0C");
}

/* A line in three faces is one line of words. */
static void test_mixed_faces(void **in)
{
    struct state *state = *in;
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct layout_line *line = fixture_line(arena, fixture_page(arena, layout));
    struct bytes pdf;
    const char *path;
    int32_t x = 40000;

    x = fixture_run(arena, line, state->gothic, 9000, x, 50000, "進捗度：");
    x = fixture_run(arena, line, state->noto, 9000, x, 50000, "✓済");
    x = fixture_run(arena, line, state->gothic, 9000, x, 50000, "（９月）");
    fixture_run(arena, line, state->mincho, 7000, x, 50000, "以上");
    pdf = fixture_write(arena, layout, (struct pdf_options){ 0 });
    path = fixture_check(arena, "mixed.pdf", &pdf);
    assert_string_equal(fixture_words(arena, path), "進捗度：✓済（９月）以上");
    bytes_free(&pdf);
}

/* One glyph, two texts: slots in glyf faces, ActualText in CFF faces. */
static void check_two_texts(struct state *state, const struct font_face *face,
                            bool wants_text)
{
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct layout_page *page = fixture_page(arena, layout);
    struct layout_line *line = fixture_line(arena, page);
    struct layout_run *run;
    struct bytes pdf;
    const char *path;

    fixture_run(arena, line, face, 9000, 40000, 50000, "東京市東");
    run = &line->runs[0];
    run->glyphs[3].gid = run->glyphs[0].gid;
    run->utf8 = "東京市区"; /* the last glyph now stands for the last sign */
    pdf = fixture_write(arena, layout, (struct pdf_options){ .plain = true });
    assert_int_equal(
        strstr(fixture_string(arena, &pdf), "/ActualText<FEFF533A>") != NULL,
        wants_text);
    path = fixture_check(arena, "two.pdf", &pdf);
    assert_string_equal(fixture_words(arena, path), "東京市区");
    bytes_free(&pdf);
}

static void test_two_texts_of_a_glyph(void **in)
{
    struct state *state = *in;

    check_two_texts(state, state->gothic, false);
    check_two_texts(state, state->noto, true);
}

/* A cluster of several glyphs gives its text once. */
static void check_several_glyphs(struct state *state,
                                 const struct font_face *face)
{
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct layout_line *line = fixture_line(arena, fixture_page(arena, layout));
    struct bytes pdf;
    const char *path;

    fixture_run(arena, line, face, 9000, 40000, 50000, "第株式号");
    line->runs[0].utf8 = "第㍿号";
    line->runs[0].len = strlen("第㍿号");
    for (size_t i = 2; i < 4; i++)
        line->runs[0].glyphs[i].cluster -= 3;
    pdf = fixture_write(arena, layout, (struct pdf_options){ 0 });
    path = fixture_check(arena, "several.pdf", &pdf);
    assert_string_equal(fixture_words(arena, path), "第㍿号");
    bytes_free(&pdf);
}

static void test_several_glyphs_of_a_text(void **in)
{
    struct state *state = *in;

    check_several_glyphs(state, state->gothic);
    check_several_glyphs(state, state->noto);
}

static void test_empty_page(void **in)
{
    struct state *state = *in;
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct bytes pdf;

    fixture_page(arena, layout);
    pdf = fixture_write(arena, layout, (struct pdf_options){ 0 });
    fixture_check(arena, "empty.pdf", &pdf);
    bytes_free(&pdf);
    pdf = fixture_write(arena, layout, (struct pdf_options){ .plain = true });
    fixture_check(arena, "empty.pdf", &pdf);
    bytes_free(&pdf);
}

static void test_many_pages(void **in)
{
    struct state *state = *in;
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct bytes pdf;
    const char *path;

    for (int i = 0; i < 300; i++)
        fixture_text(arena, fixture_page(arena, layout), state->gothic, 9000,
                     40000, 50000, arena_printf(arena, "%d頁", i + 1));
    pdf = fixture_write(arena, layout, (struct pdf_options){ 0 });
    path = fixture_check(arena, "many.pdf", &pdf);
    assert_non_null(strstr(fixture_output(arena, "pdfinfo %s", path),
                           "Pages:           300\n"));
    assert_non_null(strstr(fixture_words(arena, path), "299頁\n300頁"));
    bytes_free(&pdf);
}

/* The first `count` ideographs the face has, as UTF-8 of 3 bytes each. */
static char *ideographs(struct state *state, size_t count)
{
    char *utf8 = arena_alloc(state->arena, count * 3 + 1);
    size_t len = 0;

    for (uint32_t c = 0x4E00; len < count * 3; c++) {
        hb_codepoint_t gid;

        if (hb_font_get_nominal_glyph(state->gothic->hb_font, c, &gid))
            len += utf8_encode(c, utf8 + len);
    }
    return utf8;
}

/* 48 lines of 84 characters, 620 different ones, on rules. */
static struct layout *dense_layout(struct state *state)
{
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct layout_page *page = fixture_page(arena, layout);
    const char *signs = ideographs(state, 620);
    uint32_t random = 1;

    for (int row = 0; row < 48; row++) {
        char *text = arena_alloc(arena, 84 * 3 + 1);

        for (size_t i = 0; i < 84; i++) {
            random = random * 1103515245 + 12345;
            memcpy(text + i * 3, signs + (random >> 8) % 620 * 3, 3);
        }
        fixture_text(arena, page, state->gothic, 7000, 30000,
                     40000 + row * 10000, text);
        fixture_rule(
            arena, page,
            (struct layout_rect){ 30000, 42000 + row * 10000, 780000, 500 });
    }
    return layout;
}

static void test_same_bytes(void **in)
{
    struct state *state = *in;
    struct layout *layout = dense_layout(state);
    static const char *const settings[][2] = { { "UTC", "C" },
                                               { "Asia/Tokyo", "C.UTF-8" },
                                               { "EST5EDT", "de_DE" } };
    struct bytes first =
        fixture_write(state->arena, layout, (struct pdf_options){ 0 });

    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct bytes again;

        setenv("TZ", settings[i][0], 1);
        tzset();
        setlocale(LC_ALL, settings[i][1]);
        again = fixture_write(state->arena, layout, (struct pdf_options){ 0 });
        assert_int_equal(again.len, first.len);
        assert_memory_equal(again.data, first.data, first.len);
        bytes_free(&again);
    }
    setlocale(LC_ALL, "C");
    bytes_free(&first);
}

static double cpu_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int compare_times(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Says what a dense page costs; the limit only catches accidents. */
static void test_dense_page(void **in)
{
    struct state *state = *in;
    struct layout *layout = dense_layout(state);
    double times[15];
    struct bytes pdf = { 0 };

    for (size_t i = 0; i < 15; i++) {
        double start = cpu_ms();

        bytes_free(&pdf);
        pdf = fixture_write(state->arena, layout, (struct pdf_options){ 0 });
        times[i] = cpu_ms() - start;
    }
    fixture_check(state->arena, "dense.pdf", &pdf);
    print_message("dense page: first %.2f ms", times[0]);
    qsort(times, 15, sizeof *times, compare_times);
    print_message(", median %.2f ms, %zu bytes\n", times[7], pdf.len);
    assert_true(times[7] < 200);
    assert_in_range(pdf.len, 20000, 200000);
    bytes_free(&pdf);
}

static void test_out_is_kept(void **in)
{
    struct state *state = *in;
    struct arena *arena = state->arena;
    struct layout *layout = fixture_layout(arena);
    struct font_face broken = *state->gothic;
    struct diags diags = diags_make(arena);
    struct bytes out = { 0 };

    bytes_append_string(&out, "before");
    fixture_text(arena, fixture_page(arena, layout), &broken, 9000, 40000,
                 50000, "あ");
    broken.is_cff = true; /* which it is not */
    assert_false(pdf_write(&(struct pdf_part){ .layout = layout }, 1,
                           &(struct pdf_options){ .untagged = true }, &diags,
                           &out));
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.items[0].rule, "pdf-font");
    assert_int_equal(out.len, 6);
    bytes_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_glyf_face),
        cmocka_unit_test(test_cff_face),
        cmocka_unit_test(test_mixed_faces),
        cmocka_unit_test(test_two_texts_of_a_glyph),
        cmocka_unit_test(test_several_glyphs_of_a_text),
        cmocka_unit_test(test_empty_page),
        cmocka_unit_test(test_many_pages),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_dense_page),
        cmocka_unit_test(test_out_is_kept),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
