/*
 * marked: what a page shows, by marked-content number (PDF 32000 14.6,
 * 14.7.4). Reads the content as a reader for the blind does: the words of a
 * string are what its font's /ToUnicode says, unless an /ActualText around
 * it says otherwise.
 */
#ifndef PROVE_MARKED_H
#define PROVE_MARKED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

struct arena;
struct cmap;

struct marked_font {
    const char *name; /* in the page's resources */
    const struct cmap *cmap;
    bool loose; /* a code may stand for other words than its CMap says: CFF
                   fonts name a glyph by its number in the font */
};

struct marked_fonts {
    struct marked_font *items;
    size_t count;
    size_t capacity;
};

/* One marked-content sequence of the page. */
struct marked_piece {
    bool shown; /* there is such a number on the page */
    bool used;  /* an element has it */
    size_t start;
    size_t end; /* in the words */
};

/* Faults of a page, as bits. */
enum marked_fault {
    MARKED_OUTSIDE = 1 << 0,   /* painted, but in no element or artifact */
    MARKED_TWICE = 1 << 1,     /* a number stands twice, or in another one */
    MARKED_UNKNOWN = 1 << 2,   /* an image or form inside of an element */
    MARKED_DIFFERS = 1 << 3,   /* the glyphs' words are not /ActualText */
    MARKED_INVISIBLE = 1 << 4, /* words that are not painted */
    MARKED_NESTING = 1 << 5,   /* too deep, or the ends do not match */
    MARKED_NO_FONT = 1 << 6,   /* shown in no font of the page */
};

struct marked_page {
    struct bytes words;         /* the caller frees them */
    struct marked_piece *items; /* by number */
    size_t count;
    size_t capacity;
    unsigned faults;
};

/* Reads the content of a page. */
struct marked_page marked_read(struct arena *arena, const void *data,
                               size_t len, const struct marked_fonts *fonts);

#endif
