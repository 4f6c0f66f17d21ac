/*
 * meta: what a document says about itself: catalogue entries, information
 * dictionary and XMP metadata (ISO 16684-1), the last two saying the same.
 */
#ifndef PDF_META_H
#define PDF_META_H

#include <stdbool.h>

#include "base/version.h"

#define META_PRODUCER "chosho " CHOSHO_VERSION

struct bytes;
struct diags;
struct objstore;

struct meta {
    const char *title; /* NULL or "": none; so the next three */
    const char *author;
    const char *subject;
    const char *keywords;
    const char *lang; /* BCP 47; NULL: none */
    const char *date; /* "D:YYYYMMDD" or longer (PDF 32000 7.9.4); or NULL */
    const struct bytes *catalog; /* further entries of the catalogue; or NULL */
    unsigned tree; /* the structure tree root; 0: untagged, and then the
                      document claims no conformance */
};

/* False, with an error in diags, when the date is not one. */
bool meta_write(const struct meta *meta, struct objstore *store,
                struct diags *diags);

#endif
