/*
 * content: the content stream of a page.
 *
 * Rules are filled rectangles; text is shown with TJ, in the order of boxes
 * and lines. Each glyph stands within 1/2000 em of where the layout has it:
 * the pen is followed in 1/1000000 em and corrected by the TJ number when
 * it is further off, so that nothing adds up along a line.
 *
 * Where codes alone would not give back the words (a cluster of several
 * glyphs, a glyph that already stands for another text), the cluster is
 * wrapped in /Span with /ActualText (PDF 32000 14.9.4).
 *
 * With tags every run is marked as what the outline says it is, or as an
 * artifact; rules are artifacts.
 */
#ifndef PDF_CONTENT_H
#define PDF_CONTENT_H

#include <stdbool.h>

struct bytes;
struct fontuse;
struct layout_page;
struct outline;
struct tags;

/* What the pages of a document share. */
struct content {
    struct fontuse *fonts; /* named /F1, /F2 ... */
    struct tags *tags;     /* NULL: nothing is marked */
    bool plain;            /* codes in hexadecimal, for reading by people */
};

/* Tells the fonts what a page shows; for all pages before the first is
 * written. */
void content_collect_page(const struct content *content,
                          const struct layout_page *page);

/*
 * Appends the operators of one page. `outline` is that of the page's sheet;
 * it may be NULL without tags.
 */
void content_append_page(const struct content *content,
                         const struct layout_page *page,
                         const struct outline *outline, struct bytes *out);

#endif
