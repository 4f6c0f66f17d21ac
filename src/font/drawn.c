/*
 * Check boxes: signs of the program's own, as no Japanese font of the
 * distribution has them.
 *
 * HarfBuzz gets a face without tables whose functions answer from the shapes
 * below, so that shaping, line breaking and checks know no difference. Outputs
 * fill the shapes. The square's line is that of thin rules at 9 pt, the tick's
 * and the cross's twice that.
 */
#include <hb.h>

#include "base/arena.h"
#include "font/face.h"

enum {
    FIRST_SIGN = 0x2610, /* U+2610, U+2611, U+2612 are glyphs 1, 2, 3 */
    SIGNS = 3,
    EM = 1000,
    ASCENT = 880, /* of the em box the shapes stand in */
    IDEOGRAPHIC_SPACE = 0x3000,
};

#define CONTOUR(points)                                                        \
    {                                                                          \
        points, sizeof points / sizeof *points                                 \
    }

/* Outer edge and inner edge, the other way round. */
static const struct font_point outer[] = {
    { 110, -10 }, { 110, 770 }, { 890, 770 }, { 890, -10 }
};
static const struct font_point inner[] = {
    { 155, 35 }, { 845, 35 }, { 845, 725 }, { 155, 725 }
};
static const struct font_point tick[] = { { 222, 388 }, { 288, 448 },
                                          { 429, 296 }, { 711, 627 },
                                          { 779, 569 }, { 431, 160 } };
static const struct font_point cross[] = {
    { 280, 536 }, { 344, 600 }, { 500, 444 }, { 656, 600 },
    { 720, 536 }, { 564, 380 }, { 720, 224 }, { 656, 160 },
    { 500, 316 }, { 344, 160 }, { 280, 224 }, { 436, 380 },
};

static const struct font_contour contours[] = {
    CONTOUR(outer), CONTOUR(inner), CONTOUR(tick),
    CONTOUR(outer), CONTOUR(inner), CONTOUR(cross),
};

static const struct font_drawing drawings[SIGNS] = { { contours, 2 },
                                                     { contours, 3 },
                                                     { contours + 3, 3 } };

bool font_is_drawn(uint32_t c)
{
    return c >= FIRST_SIGN && c < FIRST_SIGN + SIGNS;
}

const struct font_drawing *font_face_drawing(const struct font_face *face,
                                             uint32_t gid)
{
    return face->base && gid && gid <= SIGNS ? &drawings[gid - 1] : NULL;
}

/* ---- what HarfBuzz asks -------------------------------------------------- */

static hb_bool_t find_glyph(hb_font_t *font, void *data, hb_codepoint_t c,
                            hb_codepoint_t *gid, void *unused)
{
    (void)font, (void)data, (void)unused;
    *gid = font_is_drawn(c) ? c - FIRST_SIGN + 1 : 0;
    return *gid != 0;
}

static hb_position_t advance_across(hb_font_t *font, void *data,
                                    hb_codepoint_t gid, void *unused)
{
    (void)font, (void)data, (void)gid, (void)unused;
    return EM;
}

static hb_position_t advance_down(hb_font_t *font, void *data,
                                  hb_codepoint_t gid, void *unused)
{
    (void)font, (void)data, (void)gid, (void)unused;
    return -EM;
}

static hb_bool_t origin_down(hb_font_t *font, void *data, hb_codepoint_t gid,
                             hb_position_t *x, hb_position_t *y, void *unused)
{
    (void)font, (void)data, (void)gid, (void)unused;
    *x = EM / 2;
    *y = ASCENT;
    return true;
}

/* The square's. */
static hb_bool_t find_extents(hb_font_t *font, void *data, hb_codepoint_t gid,
                              hb_glyph_extents_t *out, void *unused)
{
    const struct font_point *corner = &outer[0];
    const struct font_point *across = &outer[2];

    (void)font, (void)data, (void)unused;
    *out = (hb_glyph_extents_t){ 0 };
    if (gid)
        *out = (hb_glyph_extents_t){
            .x_bearing = corner->x,
            .y_bearing = across->y,
            .width = across->x - corner->x,
            .height = corner->y - across->y,
        };
    return true;
}

static hb_font_t *make_font(void)
{
    hb_blob_t *blob = hb_blob_get_empty();
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font;
    hb_font_funcs_t *funcs = hb_font_funcs_create();

    hb_face_set_upem(face, EM);
    hb_face_set_glyph_count(face, SIGNS + 1);
    font = hb_font_create(face);
    hb_face_destroy(face);
    hb_font_set_scale(font, EM, EM);
    hb_font_funcs_set_nominal_glyph_func(funcs, find_glyph, NULL, NULL);
    hb_font_funcs_set_glyph_h_advance_func(funcs, advance_across, NULL, NULL);
    hb_font_funcs_set_glyph_v_advance_func(funcs, advance_down, NULL, NULL);
    hb_font_funcs_set_glyph_v_origin_func(funcs, origin_down, NULL, NULL);
    hb_font_funcs_set_glyph_extents_func(funcs, find_extents, NULL, NULL);
    hb_font_set_funcs(font, funcs, NULL, NULL);
    hb_font_funcs_destroy(funcs);
    return font;
}

/* The glyph of an empty em; 0 where the face has none. */
static uint32_t find_blank(const struct font_face *base)
{
    hb_codepoint_t gid = 0;
    int32_t ink[4];

    if (!hb_font_get_nominal_glyph(base->hb_font, IDEOGRAPHIC_SPACE, &gid) ||
        !font_face_has(base, gid) ||
        font_face_ink(base, gid, &ink[0], &ink[1], &ink[2], &ink[3]) ||
        hb_font_get_glyph_h_advance(base->hb_font, gid) != (int)base->upem)
        return 0;
    return gid;
}

struct font_face *face_make_drawn(struct arena *arena,
                                  const struct font_face *base)
{
    uint32_t blank = find_blank(base);
    struct font_face *face;
    hb_font_t *font;

    if (!blank)
        return NULL;
    face = arena_alloc(arena, sizeof *face);
    *face = (struct font_face){
        .name = "drawn",
        .ps_name = "",
        .file = "",
        .upem = EM,
        .ascent = base->ascent,
        .descent = base->descent,
        .underline = base->underline,
        .bbox = { outer[0].x, outer[0].y, outer[2].x, outer[2].y },
        .base = base,
        .blank = blank,
    };
    font = make_font();
    face->hb_face = hb_face_reference(hb_font_get_face(font));
    face_take_font(arena, face, font);
    return face;
}
