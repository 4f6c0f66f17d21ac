/*
 * canvas: a band of rows of a page, 8-bit grey, 255 is paper. Inside raster/.
 *
 * Rows and columns are counted on the page; what lies outside the band is
 * left out. The band moves down the page, so that a picture of any size needs
 * the memory of a few rows only.
 */
#ifndef RASTER_CANVAS_H
#define RASTER_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

struct canvas {
    unsigned char *pixels; /* owned */
    int width;
    int height;   /* rows of the page */
    int top;      /* first row of the band */
    int rows;     /* in the band now */
    int capacity; /* rows there is memory for */
};

/* Coverage of a small picture, e.g. a glyph: 255 is all ink. */
struct canvas_mask {
    const unsigned char *pixels;
    int width;
    int rows;
};

/* Edges in 1/CANVAS_PARTS pixels. */
struct canvas_rect {
    int64_t left;
    int64_t top;
    int64_t right;
    int64_t bottom;
};
enum { CANVAS_PARTS = 256 };

/* No row is in the band yet. */
struct canvas canvas_make(int width, int height);
void canvas_free(struct canvas *canvas);

/* Moves the band down, so that `row` is its first, and makes it white. */
void canvas_move(struct canvas *canvas, int row);

static inline bool canvas_has_row(const struct canvas *canvas, int row)
{
    return row >= canvas->top && row - canvas->top < canvas->rows;
}

/* The pixels of a row that is in the band. */
const unsigned char *canvas_row(const struct canvas *canvas, int row);

/*
 * Lays a black rectangle over it. Where two cross within a pixel this is
 * exactly what both cover.
 */
void canvas_fill(struct canvas *canvas, const struct canvas_rect *rect);

/* Lays a mask's black over it; x, y is where the mask's top left pixel is. */
void canvas_blend(struct canvas *canvas, const struct canvas_mask *mask,
                  int64_t x, int64_t y);

#endif
