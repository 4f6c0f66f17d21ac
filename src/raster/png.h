/* png: rows of grey pixels as a PNG file, by libpng. Inside raster/. */
#ifndef RASTER_PNG_H
#define RASTER_PNG_H

#include <stdint.h>

struct bytes;

struct png_picture {
    int width;
    int height;
    uint32_t per_metre; /* pixels, both ways */
    /* Gives row `y`, `width` bytes, borrowed until the next call. */
    const unsigned char *(*row)(void *data, int y);
    void *data; /* for row() */
};

/*
 * Appends the file to `out`. Rows are asked for in order, once. No chunk
 * depends on anything but the picture: there is no time and no program name.
 */
void png_append(const struct png_picture *picture, struct bytes *out);

#endif
