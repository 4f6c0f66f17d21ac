/*
 * fontuse: the fonts of one PDF document.
 *
 * Content streams show glyphs by two-byte codes of a Type0 font with the
 * encoding Identity-H. What is shown is told twice: first all of it, so that
 * the fonts can be subset, then again while it is written, when the codes are
 * known.
 *
 * In a font made from a `glyf` face a code is a slot for a pair of glyph and
 * text: the glyph's index in the subset, so that no CIDToGIDMap is needed,
 * and for further texts of the same glyph a code behind them. So one glyph can
 * stand for several texts and ToUnicode is still exact. In a font made from a
 * CFF face the code must be the glyph's CID in the original program; there
 * only the first text of a glyph is exact, and the caller says any other by
 * /ActualText.
 */
#ifndef PDF_FONTUSE_H
#define PDF_FONTUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diags;
struct font_face;
struct fontuse;
struct objstore;

struct fontuse_glyph {
    unsigned font; /* 1 is resource /F1 */
    uint16_t code;
    bool exact;    /* the code stands for the text that was asked for */
    int64_t width; /* 1/1000000 em, as /W says it */
};

/* Objects go to `store`. The caller frees it with fontuse_free(). */
struct fontuse *fontuse_new(struct objstore *store);
void fontuse_free(struct fontuse *uses);

/*
 * The code for a glyph that stands for `len` bytes of text. The face is
 * borrowed until fontuse_free(). Before fontuse_settle() the pair is
 * taken in and the code may still change; afterwards it must be known.
 */
struct fontuse_glyph fontuse_encode(struct fontuse *uses,
                                    const struct font_face *face, uint32_t gid,
                                    const char *utf8, size_t len);

/*
 * For pages that are written before all is known: codes stay what they were
 * first given, and glyf fonts need a CIDToGIDMap. Settle when all pages are
 * written.
 */
void fontuse_keep_codes(struct fontuse *uses);

/*
 * Makes the subsets and fixes the codes. False, with an error in diags, when
 * a face cannot be subset.
 */
bool fontuse_settle(struct fontuse *uses, struct diags *diags);

/*
 * Says that font /Fn is also used as /Vn: the same glyphs and codes with the
 * encoding Identity-V. Its metrics are the default ones: a glyph's position
 * is the middle of its width, 880/1000 em above its origin, and the pen goes
 * down by one em (PDF 32000 9.7.4.3, /DW2).
 */
void fontuse_need_vertical(struct fontuse *uses, unsigned font);

/*
 * Sets object `resources` to a resource dictionary with all fonts and
 * writes their objects; they are settled.
 */
void fontuse_write(struct fontuse *uses, unsigned resources);

#endif
