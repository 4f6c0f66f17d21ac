/*
 * pdf: layouts as a PDF 1.7 file.
 *
 * libharu is the object store (objstore.c is the only file that sees
 * hpdf.h); glyph ids go out through Type0 fonts of our own, one HarfBuzz
 * subset per face. The files conform to PDF/A-2a and PDF/UA-1. The bytes
 * depend on the sheets and their layouts alone.
 *
 * A book is written part by part, so that only one part is in memory: what
 * stands in front of the parts comes after them, because it tells their
 * pages, and last come the page numbers, which tell how many there are.
 *
 *     struct pdf *pdf = pdf_begin(&options, diags);
 *     for each part: pdf_add(pdf, &part);      the part may go now
 *     pdf_add_front(pdf, &front);
 *     pdf_add_numbers(pdf, numbers);
 *     ok = pdf_end(pdf, &bytes);
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct diags;
struct layout;
struct outline;
struct pdf;
struct sheet;

/* A sheet and its pages. */
struct pdf_part {
    const struct sheet *sheet;     /* NULL: untagged and without bookmarks */
    const struct outline *outline; /* of the sheet; NULL: made here */
    const struct layout *layout;
    const char *prefix; /* of its addresses, see tags.h; NULL: none */
    const char *name;   /* of the bookmark above those of its headings; NULL:
                           these stand at the top */
};

struct pdf_options {
    const char *title; /* NULL: that of the first page's layout */
    const char *date;  /* "D:20201001" style date of the edition, or NULL */
    bool parts;        /* tag each part as one, though there be only one */
    bool plain;        /* streams uncompressed, for reading by people */
    bool untagged;     /* for measuring what tags cost: no PDF/A, no PDF/UA */
};

/* A document without pages. The options' strings are borrowed. */
struct pdf *pdf_begin(const struct pdf_options *options, struct diags *diags);

/* Adds the pages of a part behind, or in front of, those there are. */
void pdf_add(struct pdf *pdf, const struct pdf_part *part);
void pdf_add_front(struct pdf *pdf, const struct pdf_part *part);

/* Page i of `numbers` is printed over page i of the document. */
void pdf_add_numbers(struct pdf *pdf, const struct layout *numbers);

/*
 * Appends the finished file to `out` and frees `pdf`. False, with an error in
 * diags, when a font cannot be subset or libharu fails. With a NULL `out` the
 * document is dropped.
 */
bool pdf_end(struct pdf *pdf, struct bytes *out);

/*
 * The same for parts that are all there: their glyphs are known before the
 * first page is written, which makes the file a little smaller.
 */
bool pdf_write(const struct pdf_part *parts, size_t count,
               const struct pdf_options *options, struct diags *diags,
               struct bytes *out);

#endif
