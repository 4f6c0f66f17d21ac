/* What fontuse.c (codes) and fontuse_write.c (objects) share. */
#ifndef PDF_FONTUSE_INSIDE_H
#define PDF_FONTUSE_INSIDE_H

#include "base/bytes.h"
#include "pdf/cff.h"
#include "pdf/fontuse.h"

struct fontuse_slot {
    uint32_t gid; /* of the original face */
    uint16_t code;
    int64_t width; /* 1/1000000 em */
    const char *utf8;
    size_t len;
    uint32_t head; /* the first bytes of utf8, see fontuse.c */
    uint32_t next; /* slot of the same glyph, plus 1; 0 ends the chain */
};

struct fontuse_font {
    const struct font_face *face;
    unsigned object;   /* of the Type0 font */
    unsigned vertical; /* of the one with Identity-V; 0: not used */
    struct fontuse_slot *items;
    size_t count;
    size_t capacity;
    uint32_t *first; /* by gid: its first slot plus 1, or 0 */
    size_t glyphs;   /* of the face */
    enum cff_kind kind;
    uint16_t *cids; /* by gid; NULL for glyf */
    /* Once settled: */
    uint32_t *new_gids;   /* of the items, in the subset */
    struct bytes program; /* the subset */
    bool mapped;          /* glyf: codes are not the subset's glyphs */
};

struct fontuse {
    struct arena *arena;
    struct objstore *store;
    bool keeps_codes;
    struct fontuse_font *items;
    size_t count;
    size_t capacity;
};

/* The objects of one font. */
void fontuse_write_font(struct fontuse *uses, struct fontuse_font *font);

#endif
