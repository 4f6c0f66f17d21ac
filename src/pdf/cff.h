/*
 * cff: which CID each glyph of a CFF font program has.
 *
 * In a PDF a CFF program is addressed by CID, not by glyph (PDF 32000
 * 9.7.4.2): a CID-keyed one through its charset, a name-keyed one by glyph
 * index. Tables and numbers here are those of Adobe Technical Note 5176.
 */
#ifndef PDF_CFF_H
#define PDF_CFF_H

#include <stddef.h>
#include <stdint.h>

enum cff_kind {
    CFF_BROKEN, /* not readable as CFF */
    CFF_NAMED,  /* glyphs have names; cids[] is the identity */
    CFF_CID,
};

/* Fills cids[0, count) from the `CFF ` table in `data`. */
enum cff_kind cff_read_cids(const unsigned char *data, size_t len, size_t count,
                            uint16_t *cids);

#endif
