/* spacing: how far apart characters are set, inside text/. */
#ifndef TEXT_SPACING_H
#define TEXT_SPACING_H

#include "text/text.h"

/*
 * Fills in class, breaks, bodies and places of all glyphs; `breaks` and
 * `classes` of the text are known.
 */
void spacing_set(struct text_shaped *shaped,
                 const struct text_options *options);

/* Width of a glyph's body, 1/1000 em. */
static inline int32_t spacing_body(const struct text_glyph *glyph)
{
    return glyph->advance - glyph->before - glyph->after;
}

/* Space in front of the body of a glyph that begins a line, 1/1000 em. */
static inline int32_t spacing_line_start(const struct text_shaped *shaped,
                                         size_t i)
{
    const struct text_glyph *glyph = &shaped->glyphs[i];

    if (glyph->class == UNICODE_OPENING && !shaped->keep_start &&
        !(i == 0 && shaped->behind_marker))
        return 0;
    return glyph->before;
}

#endif
