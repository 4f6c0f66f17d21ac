/* Content streams: numbers, positions, marked content. */
#include "fixture.h"

#include "pdf/content.h"
#include "pdf/fontuse.h"
#include "pdf/objstore.h"

struct state {
    struct arena *arena;
    struct font_face *gothic;
};

static int setup(void **out)
{
    struct arena *arena = arena_new();
    struct state *state = arena_alloc(arena, sizeof *state);

    state->arena = arena;
    state->gothic = fixture_face(arena, BIZ_GOTHIC, false, "BIZUDGothic");
    *out = state;
    return 0;
}

static int teardown(void **in)
{
    struct state *state = *in;

    fixture_face_free(state->gothic);
    arena_free(state->arena);
    return 0;
}

static char *content(struct state *state, const struct layout_page *page)
{
    struct objstore *store = objstore_new(true);
    struct fontuse *uses = fontuse_new(store);
    struct bytes out = { 0 };
    char *text;

    content_append_page(&(struct content){ .fonts = uses, .plain = true }, page,
                        NULL, &out);
    text = fixture_string(state->arena, &out);
    bytes_free(&out);
    fontuse_free(uses);
    objstore_free(store);
    return text;
}

static struct layout_page *new_page(struct state *state)
{
    struct layout_page *page =
        fixture_page(state->arena, fixture_layout(state->arena));

    page->height = 500000;
    return page;
}

static void test_rules(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state);

    assert_string_equal(content(state, page), "");
    fixture_rule(state->arena, page,
                 (struct layout_rect){ 22677, 100000, 796536, 800 });
    fixture_rule(state->arena, page,
                 (struct layout_rect){ -500, 499750, 500, 1005 });
    assert_string_equal(content(state, page), "0 g\n"
                                              "22.677 399.2 796.536 0.8 re\n"
                                              "-0.5 -0.755 0.5 1.005 re\n"
                                              "f\n");
}

/* Runs that follow one another in one font are one string. */
static void test_runs(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state);
    struct layout_line *line = fixture_line(state->arena, page);
    int32_t x;

    x = fixture_run(state->arena, line, state->gothic, 7250, 10000, 20000,
                    "①あ");
    x = fixture_run(state->arena, line, state->gothic, 7250, x, 20000, "b");
    fixture_run(state->arena, line, state->gothic, 6000, x, 20000, "b");
    fixture_text(state->arena, page, state->gothic, 6000, 10000, 30005, "b");
    assert_string_equal(content(state, page), "BT\n"
                                              "/F1 7.25 Tf\n"
                                              "10 480 Td\n"
                                              "[<000100020003>]TJ\n"
                                              "/F1 6 Tf\n"
                                              "18.125 0 Td\n"
                                              "[<0003>]TJ\n"
                                              "-18.125 -10.005 Td\n"
                                              "[<0003>]TJ\n"
                                              "ET\n");
}

static void test_offsets(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state);
    struct layout_line *line = fixture_line(state->arena, page);
    struct layout_glyph *glyphs;

    fixture_run(state->arena, line, state->gothic, 10000, 10000, 20000,
                "あああああ");
    glyphs = line->runs[0].glyphs;
    glyphs[1].x += 4;    /* 0.4 of 1/1000 em: close enough */
    glyphs[2].x -= 5000; /* half an em to the left */
    glyphs[3].x -= 5000;
    glyphs[4].y = 1500;
    assert_string_equal(content(state, page), "BT\n"
                                              "/F1 10 Tf\n"
                                              "10 480 Td\n"
                                              "[<00010001>500<00010001>]TJ\n"
                                              "40 1.5 Td\n"
                                              "[<0001>]TJ\n"
                                              "ET\n");
}

static void test_actual_text(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state);
    struct layout_line *line = fixture_line(state->arena, page);

    fixture_run(state->arena, line, state->gothic, 10000, 10000, 20000,
                "第株式号");
    line->runs[0].glyphs[2].cluster -= 3;
    assert_string_equal(content(state, page),
                        "BT\n"
                        "/F1 10 Tf\n"
                        "10 480 Td\n"
                        "[<0001>]TJ\n"
                        "/Span<</ActualText<FEFF682A5F0F>>>BDC\n"
                        "[<00020003>]TJ\n"
                        "EMC\n"
                        "[<0004>]TJ\n"
                        "ET\n");
}

/* A check box: a path with its word, an empty em where it stands. */
static void test_drawn(void **in)
{
    struct state *state = *in;
    struct diags diags = diags_make(state->arena);
    struct font_set *set = font_set_load("fonts/fonts.yaml", &diags);
    struct font_stack *stack = font_set_lookup(set, "gothic");
    const struct font_face *drawn = font_stack_drawn(stack, &diags);
    struct layout_page *page = new_page(state);
    struct layout_line *line = fixture_line(state->arena, page);
    int32_t x =
        fixture_run(state->arena, line, drawn->base, 10000, 10000, 20000, "あ");

    x = fixture_run(state->arena, line, drawn, 10000, x, 20000, "☐");
    fixture_run(state->arena, line, drawn->base, 10000, x, 20000, "あ");
    assert_string_equal(content(state, page),
                        "BT\n"
                        "/F1 10 Tf\n"
                        "10 480 Td\n"
                        "[<0001>]TJ\n"
                        "ET\n"
                        "/Span<</ActualText<FEFF2610>>>BDC\n"
                        "21.1 479.9 m\n21.1 487.7 l\n"
                        "28.9 487.7 l\n28.9 479.9 l\nh\n"
                        "21.55 480.35 m\n28.45 480.35 l\n"
                        "28.45 487.25 l\n21.55 487.25 l\nh\n"
                        "f\n"
                        "BT\n"
                        "20 480 Td\n"
                        "[<0002>]TJ\n"
                        "ET\n"
                        "EMC\n"
                        "BT\n"
                        "30 480 Td\n"
                        "[<0001>]TJ\n"
                        "ET\n");
    font_set_free(set);
}

/*
 * Reads the last TJ of a stream as a reader would and compares where each
 * glyph stands with the run: never more than 0.5/1000 em apart.
 */
static void check_positions(const char *stream, const struct layout_run *run)
{
    const char *at = strrchr(stream, '[');
    const char *spacing = strstr(stream, " Tc\n");
    double x = 0;     /* 1/1000 em */
    double extra = 0; /* likewise, behind each glyph */

    assert_non_null(at);
    at++;
    if (spacing) {
        while (spacing[-1] != '\n')
            spacing--;
        extra = strtod(spacing, NULL) * 1000000 / run->size;
    }
    for (size_t i = 0; i < run->count;) {
        if (*at == '<' || *at == '>') {
            at++;
        } else if (at[-1] == '>') {
            x -= strtod(at, (char **)&at);
        } else {
            double wanted =
                run->glyphs[i].x * 1e6 / (double)(run->size * run->scale);

            assert_true(x - wanted < 0.501 && wanted - x < 0.501);
            x += run->glyphs[i++].advance + extra;
            at += 4;
        }
    }
    assert_string_equal(at, ">]TJ\nET\n");
}

/* Errors of rounding do not add up along a long line. */
static void test_positions(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state);
    struct layout_line *line = fixture_line(state->arena, page);
    struct layout_run *run;
    char text[601];

    for (size_t i = 0; i < 600; i++)
        text[i] = (char)('a' + i * i % 26);
    text[600] = '\0';
    fixture_run(state->arena, line, state->gothic, 7333, 10000, 20000, text);
    run = &line->runs[0];
    check_positions(content(state, page), run);
    for (size_t i = 0; i < run->count; i++)
        run->glyphs[i].x += (int32_t)(i * 3 + i % 7); /* justified */
    run->glyphs[0].x = 0;
    check_positions(content(state, page), run);
    run->scale = 730;
    check_positions(content(state, page), run);
}

/* Tz scales the numbers of TJ with the glyphs, and holds until it is changed.
 */
static void test_condensed(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state);
    struct layout_line *line = fixture_line(state->arena, page);
    struct layout_run *run;

    fixture_run(state->arena, line, state->gothic, 10000, 10000, 20000, "ああ");
    run = &line->runs[0];
    run->scale = 850;
    run->glyphs[1].x = 8500 + 850; /* a tenth of its em behind the first */
    fixture_run(state->arena, line, state->gothic, 10000, 27850, 20000, "あ");
    line->runs[1].scale = 850;
    fixture_run(state->arena, line, state->gothic, 10000, 36350, 20000, "あ");
    assert_string_equal(content(state, page), "BT\n"
                                              "85 Tz\n"
                                              "/F1 10 Tf\n"
                                              "10 480 Td\n"
                                              "[<0001>-100<00010001>]TJ\n"
                                              "100 Tz\n"
                                              "26.35 0 Td\n"
                                              "[<0001>]TJ\n"
                                              "ET\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),     cmocka_unit_test(test_runs),
        cmocka_unit_test(test_offsets),   cmocka_unit_test(test_actual_text),
        cmocka_unit_test(test_drawn),     cmocka_unit_test(test_positions),
        cmocka_unit_test(test_condensed),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
