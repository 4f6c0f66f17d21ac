/* ratio: lengths in pixels, by whole numbers. Inside raster/. */
#ifndef RASTER_RATIO_H
#define RASTER_RATIO_H

#include <stdint.h>

/* Pixels in 1/1000 pt. */
struct ratio {
    int64_t pixels;
    int64_t length;
};

/* value * pixels * parts / length, rounded down: in 1/parts pixels. */
static inline int64_t ratio_floor(struct ratio ratio, int64_t value, int parts)
{
    int64_t product = value * ratio.pixels * parts;
    int64_t quotient = product / ratio.length;

    return quotient - (product % ratio.length < 0);
}

/* The same rounded up. */
static inline int64_t ratio_ceil(struct ratio ratio, int64_t value, int parts)
{
    return -ratio_floor(ratio, -value, parts);
}

#endif
