/*
 * glyph: pictures of glyphs, drawn by FreeType and kept. Inside raster/.
 *
 * Outlines are taken in font units and scaled here in one step, without
 * hinting, to 1/64 pixel: what is drawn does not depend on rounded sizes.
 */
#ifndef RASTER_GLYPH_H
#define RASTER_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

#include "raster/canvas.h"
#include "raster/ratio.h"

struct font_face;
struct glyphs;

enum { GLYPH_STEPS = 4 }; /* places within a pixel, from left to right */

/* What tells one picture of a glyph from another. */
struct glyph_key {
    const struct font_face *face;
    uint32_t gid;
    int32_t size;  /* 1/1000 pt */
    int32_t scale; /* of the widths, 1000 is the face's own */
    uint8_t step;  /* of its origin right of a pixel's edge: 0 to 3 quarters */
    bool turned;   /* clockwise by 90 degrees */
};

struct glyph {
    struct canvas_mask mask;
    int left; /* of the mask, from the origin's pixel */
    int top;  /* the same, downwards: -7 is seven rows above the baseline */
};

struct glyphs *glyphs_new(void);
void glyphs_free(struct glyphs *glyphs);

/* Glyphs are now drawn for pictures of this scale. */
void glyphs_set_ratio(struct glyphs *glyphs, struct ratio ratio);

/*
 * The glyph's picture, borrowed until the next call. A glyph without ink has
 * a mask without rows.
 */
const struct glyph *glyphs_draw(struct glyphs *glyphs,
                                const struct glyph_key *key);

/* The first glyph that could not be drawn and has no ink; NULL: none. */
const struct glyph_key *glyphs_failure(const struct glyphs *glyphs);

#endif
