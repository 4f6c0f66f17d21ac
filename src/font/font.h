/*
 * font: faces, and the order in which they are asked.
 *
 * fonts/fonts.yaml names faces (file, index, checksum) and stacks (lists of
 * faces). A face is opened only when a character needs it. FreeType judges
 * a file when it is opened (sound, scalable, embeddable); every metric
 * after that comes from HarfBuzz. A face is immutable once open, but for its
 * memories of glyphs and their ink: a set is used by one thread.
 *
 * Metrics are in 1/1000 em. Ascent and descent are those of the em box
 * (OS/2 typographic values), which is what Japanese lines are set by.
 */
#ifndef FONT_FONT_H
#define FONT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct diags;
struct hb_buffer_t;
struct hb_face_t;
struct hb_font_t;
struct font_set;
struct font_stack;

struct font_face {
    const char *name;          /* as fonts.yaml calls it */
    const char *ps_name;       /* PostScript name, for PDF */
    const char *file;          /* path of the file that was opened */
    const char *characters;    /* the only ones it serves; NULL: all it has */
    unsigned index;            /* of the face in a collection */
    const unsigned char *data; /* the whole file, mapped read-only */
    size_t len;
    uint32_t checksum; /* CRC-32 of the whole file */
    unsigned upem;
    int ascent;    /* above the baseline, 1/1000 em, e.g. 880 */
    int descent;   /* below it, e.g. 120 */
    int underline; /* top of an underline below the baseline, 1/1000 em; 0:
                      the face does not say */
    bool is_cff;
    int32_t bbox[4];  /* 1/1000 em: x min, y min, x max, y max */
    int cap_height;   /* 1/1000 em */
    int italic_angle; /* degrees */
    int weight;       /* OS/2 weight class */
    bool fixed_pitch;
    bool serif;
    const struct font_face *base; /* its shapes are drawn, see
                                     font_face_drawing(): the face of the words
                                     they stand among; else NULL */
    uint32_t blank; /* of `base`: a glyph without ink, as wide as they are */
    struct hb_face_t *hb_face;
    struct hb_font_t *hb_font; /* scale = upem */
    struct known_glyph *known; /* memories of its own, see face.c */
    struct known_ink *inks;
    struct face_alone *alone; /* likewise, see alone.c */
};

/*
 * Reads fonts.yaml. The set owns its faces; free it with font_set_free().
 * NULL when the file cannot be used (said in diags).
 */
struct font_set *font_set_load(const char *path, struct diags *diags);
void font_set_free(struct font_set *set);

/* The stack of that name; NULL when there is none. */
struct font_stack *font_set_lookup(struct font_set *set, const char *name);

/* How many faces a stack has. */
size_t font_stack_count(const struct font_stack *stack);

/* Name of the i-th face, without opening it. */
const char *font_stack_name(const struct font_stack *stack, size_t i);

/* The only characters the i-th face is asked for, UTF-8; NULL for any. */
const char *font_stack_characters(const struct font_stack *stack, size_t i);

/*
 * The i-th face, opened on first use. NULL when its file is missing or
 * unfit; that is said in diags once per face: an error for the first face
 * of a stack, a warning for a fallback. A file whose checksum is not the
 * one in fonts.yaml is used, with a warning.
 */
const struct font_face *font_stack_face(struct font_stack *stack, size_t i,
                                        struct diags *diags);

/*
 * The face of the signs that are drawn and not set in type (check boxes, U+2610
 * to U+2612), among words in the first face of the stack. NULL when that cannot
 * be opened or has no ideographic space, which says to readers where such a
 * sign stands.
 */
const struct font_face *font_stack_drawn(struct font_stack *stack,
                                         struct diags *diags);

/* True for the characters that face is for. */
bool font_is_drawn(uint32_t c);

/* Polygons to be filled by the rule of non-zero winding; 1/1000 em, from the
 * glyph's origin. */
struct font_drawing {
    const struct font_contour {
        const struct font_point {
            int16_t x;
            int16_t y; /* upwards */
        } * points;
        size_t count;
    } * contours;
    size_t count;
};

/* The shape of a glyph that is drawn; NULL for glyphs of a font. */
const struct font_drawing *font_face_drawing(const struct font_face *face,
                                             uint32_t gid);

/*
 * HarfBuzz's room for one text at a time, used again for the next one: making
 * a buffer costs as much as shaping a short text. It belongs to the set.
 */
struct hb_buffer_t *font_stack_buffer(const struct font_stack *stack);

/*
 * True when the face may serve `c` and has a glyph for it followed by
 * `selector` (0: none).
 */
bool font_face_covers(const struct font_face *face, uint32_t c,
                      uint32_t selector);

/* False for .notdef, and for glyphs that a damaged table names and the face
 * has not. */
bool font_face_has(const struct font_face *face, uint32_t gid);

/*
 * Shapes the words in the buffer horizontally, in a language (BCP 47).
 * Clusters are kept as fine as HarfBuzz can, so that text extraction stays
 * exact, and the features that would move or join glyphs behind the layout's
 * back (kerning, proportional and half widths, ligatures) are off.
 */
void font_face_shape(const struct font_face *face, const char *lang,
                     struct hb_buffer_t *buffer);

/* What font_face_shape() makes of a character; lengths in 1/1000 em. */
struct font_alone {
    uint32_t gid;
    int32_t advance;
    int32_t dx; /* from the pen to the glyph's origin */
    int32_t dy;
    bool joins; /* beside another of these it may become something else */
};

/* What a face remembers of characters in a language; NULL: it does so for
 * another one. */
struct face_alone *font_face_memory(const struct font_face *face,
                                    const char *lang);

/*
 * What a code point becomes wherever it stands with no mark or selector
 * behind it; NULL when it must be shaped among its neighbours. Until the
 * next call.
 */
const struct font_alone *font_memory_find(struct face_alone *memory,
                                          uint32_t c);

/*
 * Ink of a glyph in 1/1000 em: x min and x max from the glyph's origin.
 * False for glyphs without ink.
 */
bool font_face_ink(const struct font_face *face, uint32_t gid, int32_t *x_min,
                   int32_t *x_max, int32_t *y_min, int32_t *y_max);

#endif
