/* Pictures of pages made by hand, read back with libpng. */
#include "../pdf/fixture.h"

#include <png.h>

#include "raster/canvas.h"
#include "raster/glyph.h"
#include "raster/raster.h"
#include "raster/ratio.h"

enum { PAPER = 255, POINT = 1000 };

/* At 72 dpi a point is a pixel. */
static const struct raster_options points = { .dpi = 72 };

struct state {
    struct arena *arena;
    struct font_face *gothic;
    struct font_face *noto; /* CFF, in a collection */
    struct raster *raster;
    struct diags diags;
};

static int setup(void **out)
{
    struct arena *arena = arena_new();
    struct state *state = arena_alloc(arena, sizeof *state);

    state->arena = arena;
    state->gothic = fixture_face(arena, BIZ_GOTHIC, false, "BIZUDGothic");
    state->noto = fixture_face(arena, NOTO_SANS, true, "NotoSansCJK");
    state->raster = raster_new();
    state->diags = diags_make(arena);
    *out = state;
    return 0;
}

static int teardown(void **in)
{
    struct state *state = *in;

    raster_free(state->raster);
    fixture_face_free(state->gothic);
    fixture_face_free(state->noto);
    arena_free(state->arena);
    return 0;
}

static struct layout_page *new_page(struct state *state, int width, int height)
{
    struct layout_page *page =
        fixture_page(state->arena, fixture_layout(state->arena));

    page->width = width * POINT;
    page->height = height * POINT;
    return page;
}

struct picture {
    int width;
    int height;
    unsigned char *pixels;
};

static struct picture draw(struct state *state, const struct layout_page *page,
                           const struct raster_options *options)
{
    struct bytes file = { 0 };
    png_image image = { .version = PNG_IMAGE_VERSION };
    struct picture picture;

    assert_true(
        raster_append_png(state->raster, page, options, &state->diags, &file));
    assert_true(png_image_begin_read_from_memory(&image, file.data, file.len));
    image.format = PNG_FORMAT_GRAY;
    picture.width = (int)image.width;
    picture.height = (int)image.height;
    picture.pixels =
        arena_calloc(state->arena, image.height, PNG_IMAGE_ROW_STRIDE(image));
    assert_true(png_image_finish_read(&image, NULL, picture.pixels, 0, NULL));
    bytes_free(&file);
    return picture;
}

static int pixel(const struct picture *picture, int x, int y)
{
    return picture->pixels[y * picture->width + x];
}

/* Edges of what is not white; all 0 for an empty page. */
struct ink {
    int left, top, right, bottom; /* right and bottom are outside */
    long sum;                     /* levels */
};

static struct ink measure_ink(const struct picture *picture)
{
    struct ink ink = { .left = picture->width, .top = picture->height };

    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++) {
            int level = PAPER - pixel(picture, x, y);

            if (!level)
                continue;
            ink.sum += level;
            ink.left = x < ink.left ? x : ink.left;
            ink.right = x >= ink.right ? x + 1 : ink.right;
            ink.top = y < ink.top ? y : ink.top;
            ink.bottom = y + 1;
        }
    return ink.sum ? ink : (struct ink){ 0 };
}

static void assert_about(int value, int wanted)
{
    assert_in_range(value + 1000, wanted + 999, wanted + 1001);
}

/* ------------------------------------------------------------------------ */

static void test_ratio(void **in)
{
    struct ratio third = { 1, 3 };

    (void)in;
    assert_int_equal(ratio_floor(third, 7, 1), 2);
    assert_int_equal(ratio_floor(third, -7, 1), -3);
    assert_int_equal(ratio_floor(third, -6, 1), -2);
    assert_int_equal(ratio_floor(third, 7, 4), 9);
    assert_int_equal(ratio_ceil(third, 7, 1), 3);
    assert_int_equal(ratio_ceil(third, 6, 1), 2);
    assert_int_equal(ratio_ceil(third, -7, 1), -2);
}

static void test_size(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 0, 0);
    struct raster_options dpi = { .dpi = 96 };
    struct raster_options width = { .width = 480 };
    struct raster_size size;

    page->width = 841890;
    page->height = 595276;
    size = raster_measure(page, &dpi);
    assert_int_equal(size.width, 1123);
    assert_int_equal(size.height, 794);
    size = raster_measure(page, &width);
    assert_int_equal(size.width, 480);
    assert_int_equal(size.height, 340);
    assert_true(raster_size_fits(size));
    page->width = page->height = 14400 * POINT;
    dpi.dpi = 1200;
    size = raster_measure(page, &dpi);
    assert_int_equal(size.width, 240000);
    assert_false(raster_size_fits(size));
    page->height = 1;
    assert_int_equal(raster_measure(page, &dpi).height, 1);
}

/* Edges within a pixel are grey by what they cover. */
static void test_rule(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 10, 10);
    struct picture picture;

    fixture_rule(state->arena, page,
                 (struct layout_rect){ 1500, 2000, 3000, 1250 });
    picture = draw(state, page, &points);
    assert_int_equal(picture.width, 10);
    assert_about(pixel(&picture, 1, 2), 127);
    assert_int_equal(pixel(&picture, 2, 2), 0);
    assert_int_equal(pixel(&picture, 3, 2), 0);
    assert_about(pixel(&picture, 4, 2), 127);
    assert_about(pixel(&picture, 2, 3), 191);
    assert_about(pixel(&picture, 1, 3), 223);
    assert_int_equal(pixel(&picture, 0, 2), PAPER);
    assert_int_equal(pixel(&picture, 5, 2), PAPER);
    assert_int_equal(pixel(&picture, 2, 1), PAPER);
    assert_int_equal(pixel(&picture, 2, 4), PAPER);
}

/* Where thin rules cross, a pixel is as black as both cover it. */
static void test_crossing(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 10, 10);
    struct picture picture;

    fixture_rule(state->arena, page,
                 (struct layout_rect){ 0, 5000, 9000, 500 });
    fixture_rule(state->arena, page,
                 (struct layout_rect){ 5000, 0, 500, 9000 });
    picture = draw(state, page, &points);
    assert_about(pixel(&picture, 5, 1), 127);
    assert_about(pixel(&picture, 5, 5), 64);
}

static void test_outside(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 40, 40);
    struct picture picture;

    fixture_rule(state->arena, page,
                 (struct layout_rect){ -5000, -5000, 6000, 90000 });
    fixture_rule(state->arena, page,
                 (struct layout_rect){ 90000, 90000, 1000, 1000 });
    fixture_text(state->arena, page, state->gothic, 30 * POINT, -15 * POINT,
                 10 * POINT, "国");
    fixture_text(state->arena, page, state->gothic, 30 * POINT, 30 * POINT,
                 60 * POINT, "国");
    picture = draw(state, page, &points);
    assert_int_equal(pixel(&picture, 0, 39), 0);
    assert_int_equal(pixel(&picture, 1, 39), PAPER);
    assert_int_equal(measure_ink(&picture).right, 40);
}

/* Ink is where HarfBuzz says it is, whatever the outlines' format. */
static void check_extents(struct state *state, const struct font_face *face)
{
    struct layout_page *page = new_page(state, 200, 200);
    struct picture picture;
    struct ink ink;
    int32_t box[4];
    uint32_t gid;

    fixture_text(state->arena, page, face, 100 * POINT, 50 * POINT, 150 * POINT,
                 "永");
    gid = page->boxes[0].lines[0].runs[0].glyphs[0].gid;
    assert_true(font_face_ink(face, gid, &box[0], &box[1], &box[2], &box[3]));
    picture = draw(state, page, &points);
    ink = measure_ink(&picture);
    assert_about(ink.left, 50 + box[0] / 10);
    assert_about(ink.right, 50 + (box[1] + 9) / 10);
    assert_about(ink.top, 150 - (box[3] + 9) / 10);
    assert_about(ink.bottom, 150 - box[2] / 10);
}

static void test_glyph(void **in)
{
    struct state *state = *in;

    check_extents(state, state->gothic);
    check_extents(state, state->noto);
}

static void test_space(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 50, 50);
    struct picture picture;

    fixture_text(state->arena, page, state->gothic, 20 * POINT, 10 * POINT,
                 30 * POINT, "\xE3\x80\x80 ");
    picture = draw(state, page, &points);
    assert_int_equal(measure_ink(&picture).sum, 0);
}

/* Turned clockwise about its origin: what was right is below. */
static void test_turned(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 200, 200);
    struct layout_run *run;
    struct picture picture;
    struct ink upright;
    struct ink turned;

    fixture_text(state->arena, page, state->gothic, 80 * POINT, 100 * POINT,
                 100 * POINT, "L");
    run = page->boxes[0].lines[0].runs;
    picture = draw(state, page, &points);
    upright = measure_ink(&picture);
    run->vertical = run->turned = true;
    picture = draw(state, page, &points);
    turned = measure_ink(&picture);
    assert_about(turned.left - 100, 100 - upright.bottom);
    assert_about(turned.right - 100, 100 - upright.top);
    assert_about(turned.top - 100, upright.left - 100);
    assert_about(turned.bottom - 100, upright.right - 100);
    assert_true(upright.right - upright.left < upright.bottom - upright.top);
}

/* Condensed: half as wide, as high as before; turned, half as high. */
static void test_condensed(void **in)
{
    struct state *state = *in;
    struct glyphs *glyphs = glyphs_new();
    struct glyph_key key = {
        .face = state->gothic,
        .size = 100 * POINT,
        .scale = 1000,
    };
    int width;
    int rows;

    assert_true(
        hb_font_get_nominal_glyph(state->gothic->hb_font, 0x56FD, &key.gid));
    glyphs_set_ratio(glyphs, (struct ratio){ 1, POINT });
    width = glyphs_draw(glyphs, &key)->mask.width;
    rows = glyphs_draw(glyphs, &key)->mask.rows;
    key.scale = 500;
    assert_about(glyphs_draw(glyphs, &key)->mask.width, (width + 1) / 2);
    assert_int_equal(glyphs_draw(glyphs, &key)->mask.rows, rows);
    key.turned = true;
    assert_about(glyphs_draw(glyphs, &key)->mask.rows, (width + 1) / 2);
    assert_int_equal(glyphs_draw(glyphs, &key)->mask.width, rows);
    glyphs_free(glyphs);
}

/* Places are taken to quarters of a column and whole rows. */
static void test_steps(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 60, 40);
    struct layout_run *run;
    struct picture pictures[5];
    size_t size = 60 * 40;

    fixture_text(state->arena, page, state->gothic, 20 * POINT, 10 * POINT,
                 25 * POINT, "上田");
    run = page->boxes[0].lines[0].runs;
    for (int i = 0; i < 5; i++) {
        run->x = 10 * POINT + i * 249;
        pictures[i] = draw(state, page, &points);
    }
    run->x = 10 * POINT + 100;
    run->baseline += 999;
    assert_memory_equal(draw(state, page, &points).pixels, pictures[0].pixels,
                        size);
    assert_memory_equal(pictures[1].pixels, pictures[0].pixels, size);
    for (int i = 2; i < 5; i++) {
        assert_memory_not_equal(pictures[i].pixels, pictures[i - 1].pixels,
                                size);
        assert_in_range(measure_ink(&pictures[i]).sum,
                        measure_ink(&pictures[0]).sum - 200,
                        measure_ink(&pictures[0]).sum + 200);
    }
}

/* A glyph across two bands of rows looks like one within a band. */
static void test_bands(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 1000, 320);
    struct canvas canvas = canvas_make(1000, 320);
    int edge = canvas.capacity; /* first row of the second band */
    struct layout_run *run;
    struct ink wanted;

    canvas_free(&canvas);
    assert_in_range(edge, 100, 280);
    fixture_text(state->arena, page, state->gothic, 30 * POINT, 10 * POINT,
                 (edge - 40) * POINT, "橋龍");
    run = page->boxes[0].lines[0].runs;
    for (int shift = 0; shift < 80; shift++) {
        struct picture picture;
        struct ink ink;

        run->baseline = (edge - 40 + shift) * POINT;
        picture = draw(state, page, &points);
        ink = measure_ink(&picture);
        if (!shift)
            wanted = ink;
        assert_int_equal(ink.sum, wanted.sum);
        assert_int_equal(ink.top, wanted.top + shift);
        assert_int_equal(ink.bottom, wanted.bottom + shift);
    }
}

/* A glyph the face does not have is not left out silently. */
static void test_no_outline(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 50, 50);
    struct bytes file = { 0 };

    fixture_text(state->arena, page, state->gothic, 20 * POINT, 10 * POINT,
                 30 * POINT, "上");
    page->boxes[0].lines[0].runs[0].glyphs[0].gid = 65000;
    assert_false(
        raster_append_png(state->raster, page, &points, &state->diags, &file));
    assert_int_equal(state->diags.errors, 1);
    assert_string_equal(state->diags.items[0].rule, "font-outline");
    bytes_free(&file);
}

/* More glyphs than are kept: the page is the same when drawn again. */
static void test_many_glyphs(void **in)
{
    struct state *state = *in;
    struct layout_page *page = new_page(state, 400, 400);
    struct layout_line *line = fixture_line(state->arena, page);
    struct picture first;
    struct picture second;

    for (int size = 1; size <= 300; size++)
        fixture_run(state->arena, line, state->gothic, size * 50, POINT,
                    (size + 20) * POINT,
                    "上田市政策企画部重点目標一覧表中間報告");
    first = draw(state, page, &points);
    second = draw(state, page, &points);
    assert_memory_equal(first.pixels, second.pixels, 400 * 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ratio),
        cmocka_unit_test_setup_teardown(test_size, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rule, setup, teardown),
        cmocka_unit_test_setup_teardown(test_crossing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_outside, setup, teardown),
        cmocka_unit_test_setup_teardown(test_glyph, setup, teardown),
        cmocka_unit_test_setup_teardown(test_space, setup, teardown),
        cmocka_unit_test_setup_teardown(test_turned, setup, teardown),
        cmocka_unit_test_setup_teardown(test_condensed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_steps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bands, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_outline, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_glyphs, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
