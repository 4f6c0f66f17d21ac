/*
 * A page is drawn band by band: for each band of rows all rules and glyphs of
 * the page are gone through, and those that reach into it are drawn. Glyphs
 * are drawn once and laid down wherever they stand again.
 *
 * Glyphs stand at whole rows because lines then look alike, and their
 * horizontal strokes are equally sharp; quarters of a column keep the
 * distances of signs. Both are rounded down, as poppler's Splash does: a
 * picture can so be held against pdftoppm's pixel by pixel. Rules are not
 * moved to whole pixels: thin ones would be too heavy in a thumbnail, and
 * two tables that share an edge would part.
 */
#include "raster/raster.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "font/font.h"
#include "layout/layout.h"
#include "raster/canvas.h"
#include "raster/glyph.h"
#include "raster/png.h"
#include "raster/ratio.h"

enum {
    INCH = 72000, /* 1/1000 pt */
    EM = 1000,
    LEAST_REACH = 2 * EM, /* of a glyph from its origin, 1/1000 em */
};

struct raster {
    struct glyphs *glyphs;
};

/* A page on its way to a picture. */
struct drawing {
    struct glyphs *glyphs;
    const struct layout_page *page;
    struct ratio ratio;
    struct canvas band;
};

struct raster *raster_new(void)
{
    struct raster *raster = memory_alloc(sizeof *raster);

    raster->glyphs = glyphs_new();
    return raster;
}

void raster_free(struct raster *raster)
{
    if (!raster)
        return;
    glyphs_free(raster->glyphs);
    free(raster);
}

static struct ratio page_ratio(const struct layout_page *page,
                               const struct raster_options *options)
{
    if (options->width)
        return (struct ratio){ options->width, page->width };
    return (struct ratio){ options->dpi, INCH };
}

struct raster_size raster_measure(const struct layout_page *page,
                                  const struct raster_options *options)
{
    struct ratio ratio = page_ratio(page, options);

    return (struct raster_size){
        .width = ratio_ceil(ratio, page->width, 1),
        .height = ratio_ceil(ratio, page->height, 1),
    };
}

bool raster_size_fits(struct raster_size size)
{
    return size.width > 0 && size.height > 0 &&
           size.width <= RASTER_SIDE_LIMIT && size.height <= RASTER_SIDE_LIMIT;
}

static void draw_rule(struct drawing *drawing, const struct layout_rect *rect)
{
    struct ratio ratio = drawing->ratio;
    int64_t right = (int64_t)rect->x + rect->width;
    int64_t bottom = (int64_t)rect->y + rect->height;
    struct canvas_rect edges = {
        .left = ratio_floor(ratio, rect->x, CANVAS_PARTS),
        .top = ratio_floor(ratio, rect->y, CANVAS_PARTS),
        .right = ratio_floor(ratio, right, CANVAS_PARTS),
        .bottom = ratio_floor(ratio, bottom, CANVAS_PARTS),
    };

    canvas_fill(&drawing->band, &edges);
}

/* How far ink of the run's glyphs can be from their origins, 1/1000 pt. */
static int64_t run_reach(const struct layout_run *run)
{
    int64_t most = LEAST_REACH;

    for (size_t i = 0; i < sizeof run->face->bbox / sizeof *run->face->bbox;
         i++)
        if (labs(run->face->bbox[i]) > most)
            most = labs(run->face->bbox[i]);
    return most * run->size / EM;
}

static void draw_glyph(struct drawing *drawing, const struct layout_run *run,
                       const struct layout_glyph *placed, int64_t y)
{
    int64_t x = (int64_t)run->x + placed->x;
    int64_t column = ratio_floor(drawing->ratio, x, GLYPH_STEPS);
    int64_t row = ratio_floor(drawing->ratio, y, 1);
    struct glyph_key key = {
        .face = run->face,
        .gid = placed->gid,
        .size = run->size,
        .scale = run->scale,
        .step = (uint8_t)(column & (GLYPH_STEPS - 1)),
        .turned = run->turned,
    };
    const struct glyph *glyph = glyphs_draw(drawing->glyphs, &key);

    canvas_blend(&drawing->band, &glyph->mask,
                 (column - key.step) / GLYPH_STEPS + glyph->left,
                 row + glyph->top);
}

static void draw_run(struct drawing *drawing, const struct layout_run *run)
{
    const struct canvas *band = &drawing->band;
    int64_t reach = run_reach(run);

    for (size_t i = 0; i < run->count; i++) {
        int64_t y = (int64_t)run->baseline - run->glyphs[i].y;

        if (ratio_floor(drawing->ratio, y + reach, 1) >= band->top &&
            ratio_floor(drawing->ratio, y - reach, 1) <= band->top + band->rows)
            draw_glyph(drawing, run, &run->glyphs[i], y);
    }
}

static void draw_box(struct drawing *drawing, const struct layout_box *box)
{
    for (size_t i = 0; i < box->count; i++) {
        const struct layout_line *line = &box->lines[i];

        for (size_t j = 0; j < line->count; j++)
            draw_run(drawing, &line->runs[j]);
        for (size_t j = 0; j < line->stroke_count; j++)
            draw_rule(drawing, &line->strokes[j].rect);
    }
}

static void draw_band(struct drawing *drawing)
{
    const struct layout_page *page = drawing->page;

    for (size_t i = 0; i < page->rule_count; i++)
        draw_rule(drawing, &page->rules[i].rect);
    for (size_t i = 0; i < page->box_count; i++)
        draw_box(drawing, &page->boxes[i]);
}

static const unsigned char *draw_row(void *data, int row)
{
    struct drawing *drawing = data;

    if (!canvas_has_row(&drawing->band, row)) {
        canvas_move(&drawing->band, row);
        draw_band(drawing);
    }
    return canvas_row(&drawing->band, row);
}

/* 1 m is 10000/254 inches. */
static uint32_t pixels_per_metre(struct ratio ratio)
{
    int64_t parts = 2 * 254;

    return (
        uint32_t)((ratio_floor(ratio, (int64_t)INCH * 10000, 2) + parts / 2) /
                  parts);
}

/* A character must not be left out without a word. */
static bool report_failure(const struct glyphs *glyphs, struct diags *diags)
{
    const struct glyph_key *failure = glyphs_failure(glyphs);

    if (failure)
        diag_add(diags, DIAG_ERROR, "font-outline", (struct position){ 0 },
                 _("the outline of glyph %u of %s cannot be drawn"),
                 (unsigned)failure->gid, failure->face->name);
    return failure;
}

bool raster_append_png(struct raster *raster, const struct layout_page *page,
                       const struct raster_options *options,
                       struct diags *diags, struct bytes *out)
{
    struct raster_size size = raster_measure(page, options);
    struct drawing drawing = {
        .glyphs = raster->glyphs,
        .page = page,
        .ratio = page_ratio(page, options),
        .band = canvas_make((int)size.width, (int)size.height),
    };
    struct png_picture picture = {
        .width = (int)size.width,
        .height = (int)size.height,
        .per_metre = pixels_per_metre(drawing.ratio),
        .row = draw_row,
        .data = &drawing,
    };

    glyphs_set_ratio(raster->glyphs, drawing.ratio);
    png_append(&picture, out);
    canvas_free(&drawing.band);
    return !report_failure(raster->glyphs, diags);
}
