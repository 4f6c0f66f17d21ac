/*
 * bookmarks: the outline of a document (PDF 32000 12.3.3), made of the
 * headings of its sheets: part, goals, items, each leading to where its
 * heading stands. All are closed but the top.
 */
#ifndef PDF_BOOKMARKS_H
#define PDF_BOOKMARKS_H

#include <stddef.h>

#include "pdf/dest.h"

struct arena;
struct dest_page;
struct objstore;
struct pdf_part;

struct bookmark {
    int level;         /* from 1 */
    const char *title; /* UTF-8 */
    struct dest dest;
};

struct bookmarks {
    struct bookmark *items;
    size_t count;
    size_t capacity;
};

/*
 * Adds those of a part whose pages are pages[0 ...]. A part with a name has one
 * above those of its headings. Titles are copied.
 */
void bookmarks_add_part(struct arena *arena, struct bookmarks *bookmarks,
                        const struct pdf_part *part,
                        const struct dest_page *pages);

/* Writes the outline; its object, or 0 when there is no bookmark. */
unsigned bookmarks_write(const struct bookmarks *bookmarks,
                         struct objstore *store);

#endif
