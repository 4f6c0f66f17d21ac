/*
 * A display profile with a matrix and curves, made from published numbers:
 * the primaries of sRGB adapted to D50, and its curve as parameters. All
 * values are big-endian; fractions are s15Fixed16.
 */
#include "pdf/srgb.h"

#include <stdint.h>

#include "base/bytes.h"

enum { HEADER = 128, TAG_ENTRY = 12 };

/* Data a tag points at; some tags share theirs. */
enum block {
    BLOCK_NAME,
    BLOCK_RIGHTS,
    BLOCK_WHITE,
    BLOCK_ADAPTATION,
    BLOCK_RED,
    BLOCK_GREEN,
    BLOCK_BLUE,
    BLOCK_CURVE,
    BLOCKS
};

static const struct tag {
    char signature[5];
    enum block block;
} tags[] = {
    { "desc", BLOCK_NAME },  { "cprt", BLOCK_RIGHTS },
    { "wtpt", BLOCK_WHITE }, { "chad", BLOCK_ADAPTATION },
    { "rXYZ", BLOCK_RED },   { "gXYZ", BLOCK_GREEN },
    { "bXYZ", BLOCK_BLUE },  { "rTRC", BLOCK_CURVE },
    { "gTRC", BLOCK_CURVE }, { "bTRC", BLOCK_CURVE },
};

enum { TAGS = sizeof tags / sizeof *tags };

static const int32_t white[] = { 0xF6D6, 0x10000, 0xD32D };
static const int32_t red[] = { 0x6FA0, 0x38F5, 0x0390 };
static const int32_t green[] = { 0x6297, 0xB787, 0x18D9 };
static const int32_t blue[] = { 0x249F, 0x0F84, 0xB6C3 };

/* Bradford, from D65 to D50. */
static const int32_t adaptation[] = { 0x10C42, 0x05DE,  -0x0CDB, 0x0793, 0xFD90,
                                      -0x045F, -0x025E, 0x03DC,  0xC06E };

/* Type 3: (a x + b)^g from d on, below it c x. */
static const int32_t curve[] = { 0x26666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B };

static void append_be(struct bytes *out, uint32_t value, int size)
{
    while (size--)
        bytes_append_char(out, (char)(value >> 8 * size & 0xFF));
}

static void append_numbers(struct bytes *out, const char *type,
                           const int32_t *numbers, int count)
{
    bytes_append_string(out, type);
    append_be(out, 0, 4);
    for (int i = 0; i < count; i++)
        append_be(out, (uint32_t)numbers[i], 4);
}

/* A multi-localized text of one language. */
static void append_text(struct bytes *out, const char *ascii, uint32_t len)
{
    bytes_append_string(out, "mluc");
    append_be(out, 0, 4);
    append_be(out, 1, 4);  /* texts */
    append_be(out, 12, 4); /* bytes of an entry */
    bytes_append_string(out, "enUS");
    append_be(out, 2 * len, 4);
    append_be(out, 28, 4); /* where it begins */
    for (uint32_t i = 0; i < len; i++)
        append_be(out, (unsigned char)ascii[i], 2);
}

static void append_block(struct bytes *out, enum block block)
{
    static const char name[] = "sRGB";
    static const char rights[] = "CC0";

    switch (block) {
    case BLOCK_NAME:
        append_text(out, name, sizeof name - 1);
        break;
    case BLOCK_RIGHTS:
        append_text(out, rights, sizeof rights - 1);
        break;
    case BLOCK_WHITE:
        append_numbers(out, "XYZ ", white, 3);
        break;
    case BLOCK_ADAPTATION:
        append_numbers(out, "sf32", adaptation, 9);
        break;
    case BLOCK_RED:
        append_numbers(out, "XYZ ", red, 3);
        break;
    case BLOCK_GREEN:
        append_numbers(out, "XYZ ", green, 3);
        break;
    case BLOCK_BLUE:
        append_numbers(out, "XYZ ", blue, 3);
        break;
    case BLOCK_CURVE:
        bytes_append_string(out, "para");
        append_be(out, 0, 4);
        append_be(out, 3, 2);
        append_be(out, 0, 2);
        for (int i = 0; i < 5; i++)
            append_be(out, (uint32_t)curve[i], 4);
        break;
    case BLOCKS:
        break;
    }
}

/* Its date and its ID, which may be left out, are zero. */
static void append_header(struct bytes *out, uint32_t size)
{
    append_be(out, size, 4);
    append_be(out, 0, 4); /* preferred CMM */
    append_be(out, 0x04200000, 4);
    bytes_append_string(out, "mntrRGB XYZ ");
    for (int i = 0; i < 3; i++)
        append_be(out, 0, 4); /* date and time */
    bytes_append_string(out, "acsp");
    for (int i = 0; i < 7; i++)
        append_be(out, 0, 4); /* platform ... rendering intent */
    for (int i = 0; i < 3; i++)
        append_be(out, (uint32_t)white[i], 4); /* of the connection space */
    for (int i = 0; i < 12; i++)
        append_be(out, 0, 4); /* creator, ID, reserved */
}

void srgb_append_profile(struct bytes *out)
{
    uint32_t places[BLOCKS];
    uint32_t sizes[BLOCKS];
    struct bytes data = { 0 };
    uint32_t start = HEADER + 4 + TAG_ENTRY * TAGS;

    for (int i = 0; i < BLOCKS; i++) {
        places[i] = start + (uint32_t)data.len;
        append_block(&data, (enum block)i);
        sizes[i] = start + (uint32_t)data.len - places[i];
        while (data.len % 4)
            bytes_append_char(&data, 0);
    }
    append_header(out, start + (uint32_t)data.len);
    append_be(out, TAGS, 4);
    for (int i = 0; i < TAGS; i++) {
        bytes_append_string(out, tags[i].signature);
        append_be(out, places[tags[i].block], 4);
        append_be(out, sizes[tags[i].block], 4);
    }
    bytes_append(out, data.data, data.len);
    bytes_free(&data);
}
