#include "raster/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum {
    BAND_BYTES = 256 * 1024,
    PAPER = 255,
    INK = 255, /* full coverage */
};

struct canvas canvas_make(int width, int height)
{
    struct canvas canvas = { .width = width, .height = height };

    canvas.capacity = BAND_BYTES / width + 1;
    if (canvas.capacity > height)
        canvas.capacity = height;
    canvas.pixels = memory_alloc((size_t)width * (size_t)canvas.capacity);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    free(canvas->pixels);
    *canvas = (struct canvas){ 0 };
}

void canvas_move(struct canvas *canvas, int row)
{
    canvas->top = row;
    canvas->rows = canvas->height - row;
    if (canvas->rows > canvas->capacity)
        canvas->rows = canvas->capacity;
    memset(canvas->pixels, PAPER, (size_t)canvas->width * (size_t)canvas->rows);
}

const unsigned char *canvas_row(const struct canvas *canvas, int row)
{
    return canvas->pixels + (size_t)canvas->width * (size_t)(row - canvas->top);
}

/* How much of pixel `at` lies between two edges: 0 to CANVAS_PARTS. */
static int64_t overlap(int64_t at, int64_t from, int64_t to)
{
    int64_t start = at * CANVAS_PARTS;
    int64_t end = start + CANVAS_PARTS;

    if (from > start)
        start = from;
    if (to < end)
        end = to;
    return end > start ? end - start : 0;
}

static int64_t at_least(int64_t value, int64_t least)
{
    return value > least ? value : least;
}

static int64_t at_most(int64_t value, int64_t most)
{
    return value < most ? value : most;
}

/* value / 255, rounded to the nearest, for products of two bytes. */
static unsigned char divide_255(unsigned value)
{
    return (unsigned char)((value + (value >> 8) + 128) >> 8);
}

static void fill_row(unsigned char *row, int width,
                     const struct canvas_rect *rect, int64_t high)
{
    int64_t first = at_least(rect->left / CANVAS_PARTS, 0);
    int64_t last = at_most(rect->right / CANVAS_PARTS, width - 1);

    for (int64_t x = first; x <= last; x++) {
        int64_t area = high * overlap(x, rect->left, rect->right);
        int64_t full = CANVAS_PARTS * CANVAS_PARTS;
        int64_t ink = (area * INK + full / 2) / full;

        row[x] = divide_255((unsigned)(INK - ink) * row[x]);
    }
}

void canvas_fill(struct canvas *canvas, const struct canvas_rect *rect)
{
    int64_t first = at_least(rect->top / CANVAS_PARTS, canvas->top);
    int64_t last =
        at_most(rect->bottom / CANVAS_PARTS, canvas->top + canvas->rows - 1);

    for (int64_t y = first; y <= last; y++)
        fill_row(canvas->pixels + canvas->width * (y - canvas->top),
                 canvas->width, rect, overlap(y, rect->top, rect->bottom));
}

void canvas_blend(struct canvas *canvas, const struct canvas_mask *mask,
                  int64_t x, int64_t y)
{
    int64_t first_row = at_least(canvas->top - y, 0);
    int64_t end_row = at_most(canvas->top + canvas->rows - y, mask->rows);
    int64_t first = at_least(-x, 0);
    int64_t end = at_most(canvas->width - x, mask->width);

    for (int64_t row = first_row; row < end_row; row++) {
        const unsigned char *ink = mask->pixels + mask->width * row;
        unsigned char *pixels =
            canvas->pixels + canvas->width * (y + row - canvas->top);

        for (int64_t i = first; i < end; i++)
            pixels[x + i] =
                divide_255((unsigned)(INK - ink[i]) * pixels[x + i]);
    }
}
