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

struct bytes;
struct fontuse;
struct layout_page;
struct outline;
struct tags;

/*
 * Appends the operators of one page; fonts are named /F1, /F2 ... `outline`
 * is that of the page's sheet. Without tags (NULL both) nothing is marked.
 */
void content_append_page(const struct layout_page *page, struct fontuse *fonts,
                         struct tags *tags, const struct outline *outline,
                         struct bytes *out);

#endif
