/*
 * labels: what viewers call the pages (PDF 32000 12.4.2): by the numbers
 * that are printed on them, which go on through a whole book.
 */
#ifndef PDF_LABELS_H
#define PDF_LABELS_H

struct bytes;

/* Appends the entry of the catalogue. */
void labels_append(struct bytes *catalog);

#endif
