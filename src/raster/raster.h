/*
 * raster: a page of the layout as a picture, by FreeType's rasteriser.
 *
 * The picture is 8-bit grey, black on white, as large as the page at so many
 * dots per inch, sides rounded up to whole pixels. It comes from the layout
 * alone and is the same on every machine with the same libraries: no clock,
 * no floats.
 *
 * It looks like poppler's page of our PDF: outlines are not hinted, glyphs
 * stand on whole rows and quarters of a column (rounded down), ink is
 * coverage without gamma. tests/raster/pictures_test.py counts what differs.
 */
#ifndef RASTER_RASTER_H
#define RASTER_RASTER_H

#include <stdbool.h>
#include <stdint.h>

struct bytes;
struct diags;
struct layout_page;
struct raster;

enum { RASTER_SIDE_LIMIT = 16384 }; /* pixels along a side of a picture */

struct raster_options {
    int dpi;   /* pixels in an inch; 0 when `width` says it */
    int width; /* of the picture, pixels; 0 when `dpi` says it */
};

/* Width and height of a page's picture. */
struct raster_size {
    int64_t width;
    int64_t height;
};

/*
 * A rasteriser with faces it opened and glyphs it drew before. Layouts it is
 * given must have their faces from one set that is freed after it. The
 * caller frees it.
 */
struct raster *raster_new(void);
void raster_free(struct raster *raster);

struct raster_size raster_measure(const struct layout_page *page,
                                  const struct raster_options *options);

/* Neither side is over the limit. */
bool raster_size_fits(struct raster_size size);

/*
 * Appends the page as a PNG file to `out`; its size must fit. Memory is
 * that of a band of rows and of glyphs, whatever the picture's size. False,
 * with an error in diags, when a font's outline cannot be drawn; then and
 * from then on.
 */
bool raster_append_png(struct raster *raster, const struct layout_page *page,
                       const struct raster_options *options,
                       struct diags *diags, struct bytes *out);

#endif
