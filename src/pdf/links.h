/*
 * links: lines of contents as link annotations (PDF 32000 12.5.6.5).
 *
 * A line is a link from its first word to its page number, over as many lines
 * of the page as it takes, to where the heading stands. In the structure tree
 * it belongs to the Link element of its words (14.8.4.4.2).
 */
#ifndef PDF_LINKS_H
#define PDF_LINKS_H

#include <stddef.h>

struct bytes;
struct dest_page;
struct layout_page;
struct objstore;
struct outline;
struct tags;

struct links {
    struct objstore *store;
    struct tags *tags;             /* NULL: links are in no tree */
    const struct outline *outline; /* of the sheet whose pages have links */
    const struct dest_page *pages; /* that links may lead to */
    size_t first;                  /* number in the book of pages[0] */
    size_t count;                  /* of pages */
};

/*
 * Writes the links of a page, the last that tags_begin_page() began, and
 * appends the /Annots of its dictionary to `entries`: nothing where there is
 * none. The page of an entry must be one of links->pages.
 */
void links_append(const struct links *links, const struct layout_page *page,
                  struct bytes *entries);

#endif
