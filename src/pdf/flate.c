#include "pdf/flate.h"

#include <libdeflate.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/bytes.h"

/*
 * Level 6: on an embedded font of 147 KB it takes 1.9 ms for 105.5 KB;
 * level 9 takes 2.9 ms for 105.2 KB.
 */
enum { LEVEL = 6 };

/* What a deflated stream's dictionary has more. */
enum { FILTER_ENTRY = sizeof "/Filter/FlateDecode" - 1 };

struct flate {
    struct libdeflate_compressor *compressor;
};

struct flate *flate_new(void)
{
    struct flate *flate = memory_alloc(sizeof *flate);

    flate->compressor = libdeflate_alloc_compressor(LEVEL);
    if (!flate->compressor)
        memory_fail();
    return flate;
}

void flate_free(struct flate *flate)
{
    if (!flate)
        return;
    libdeflate_free_compressor(flate->compressor);
    free(flate);
}

/* Into at most `capacity` bytes; false when they are too few. */
static bool pack(struct flate *flate, struct bytes *data, size_t capacity)
{
    struct bytes packed = { .capacity = capacity };

    packed.data = memory_alloc(packed.capacity);
    packed.len = libdeflate_zlib_compress(
        flate->compressor, data->data, data->len, packed.data, packed.capacity);
    if (!packed.len) {
        bytes_free(&packed);
        return false;
    }
    packed.data = memory_realloc(packed.data, packed.len);
    packed.capacity = packed.len;
    bytes_free(data);
    *data = packed;
    return true;
}

bool flate_pack(struct flate *flate, struct bytes *data)
{
    if (!flate || data->len <= FILTER_ENTRY)
        return false;
    return pack(flate, data, data->len - FILTER_ENTRY);
}

void flate_pack_always(struct flate *flate, struct bytes *data)
{
    pack(flate, data,
         libdeflate_zlib_compress_bound(flate->compressor, data->len));
}
