#include "raster/png.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/bytes.h"

enum { DEPTH = 8, LEVEL = 6 };

static void take(png_structp png, png_bytep data, size_t len)
{
    bytes_append(png_get_io_ptr(png), data, len);
}

static void flush(png_structp png)
{
    (void)png;
}

static void *allocate(png_structp png, png_alloc_size_t size)
{
    (void)png;
    return memory_alloc(size);
}

static void give_back(png_structp png, void *memory)
{
    (void)png;
    free(memory);
}

/* Memory never fails here, and sizes were checked: this is a bug. */
_Noreturn static void stop(png_structp png, const char *message)
{
    (void)png;
    fprintf(stderr, "chosho: libpng: %s\n", message);
    abort();
}

/* Text on paper shrinks best as it is: most bytes equal their neighbours. */
static void set_header(png_structp png, png_infop info,
                       const struct png_picture *picture)
{
    png_set_IHDR(png, info, (uint32_t)picture->width, (uint32_t)picture->height,
                 DEPTH, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, picture->per_metre, picture->per_metre,
                 PNG_RESOLUTION_METER);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, LEVEL);
}

void png_append(const struct png_picture *picture, struct bytes *out)
{
    png_structp png = png_create_write_struct_2(
        PNG_LIBPNG_VER_STRING, NULL, stop, NULL, NULL, allocate, give_back);
    png_infop info;

    if (!png)
        memory_fail();
    info = png_create_info_struct(png);
    png_set_write_fn(png, out, take, flush);
    set_header(png, info, picture);
    png_write_info(png, info);
    for (int y = 0; y < picture->height; y++)
        png_write_row(png, picture->row(picture->data, y));
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
}
