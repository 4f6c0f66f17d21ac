/* dest: places on pages, which bookmarks and links lead to (PDF 32000 12.3.2).
 */
#ifndef PDF_DEST_H
#define PDF_DEST_H

#include <stdint.h>

struct bytes;

struct dest_page {
    unsigned object;
    int32_t height;
};

struct dest {
    unsigned page; /* its object */
    int32_t top;   /* from the page's lower edge, 1/1000 pt: what is to be at
                      the top of the window */
};

/* Appends /Dest, in whole points, so that the top is not cut off. */
void dest_append(struct bytes *out, const struct dest *dest);

#endif
