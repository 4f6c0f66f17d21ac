/*
 * pdf: a layout as a PDF 1.7 file.
 *
 * libharu is the object store (objstore.c is the only file that sees
 * hpdf.h); glyph ids go out through Type0 fonts of our own, one HarfBuzz
 * subset per face. The bytes depend on the layout alone.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include <stdbool.h>

struct bytes;
struct diags;
struct layout;

struct pdf_options {
    const char *date; /* "D:20201001" style date of the edition, or NULL */
    bool plain;       /* streams uncompressed, for reading by people */
};

/*
 * Appends the finished file to `out`. False, with an error in diags, when
 * a font cannot be subset or libharu fails.
 */
bool pdf_write(const struct layout *layout, const struct pdf_options *options,
               struct diags *diags, struct bytes *out);

#endif
