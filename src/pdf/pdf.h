/*
 * pdf: a layout as a PDF 1.7 file.
 *
 * libharu is the object store (objstore.c is the only file that sees
 * hpdf.h); glyph ids go out through Type0 fonts of our own, one HarfBuzz
 * subset per face. The files conform to PDF/A-2a and PDF/UA-1. The bytes
 * depend on the sheets and their layouts alone.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct diags;
struct layout;
struct sheet;

/* A sheet and its pages. */
struct pdf_part {
    const struct sheet *sheet;
    const struct layout *layout;
    const char *prefix; /* of its addresses, see tags.h; NULL: none */
};

struct pdf_options {
    const char *title; /* NULL: the first part's */
    const char *date;  /* "D:20201001" style date of the edition, or NULL */
    bool parts;        /* tag each part as one, though there be only one */
    bool plain;        /* streams uncompressed, for reading by people */
    bool untagged;     /* for measuring what tags cost: no PDF/A, no PDF/UA */
};

/*
 * Appends the finished file to `out`: the pages of all parts in order. False,
 * with an error in diags, when a font cannot be subset or libharu fails.
 */
bool pdf_write(const struct pdf_part *parts, size_t count,
               const struct pdf_options *options, struct diags *diags,
               struct bytes *out);

#endif
