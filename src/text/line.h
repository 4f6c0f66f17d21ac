/* line: single lines, inside text/. */
#ifndef TEXT_LINE_H
#define TEXT_LINE_H

#include "text/text.h"

/*
 * text_next_line(), but a mark may hang where there is room, and for
 * `shrink`: then a line may be narrowed by what its gaps can give, so that
 * more fits; its width is then the measure.
 */
struct text_line line_next(const struct text_shaped *shaped, size_t first,
                           const struct text_room *room, bool shrink);

/* The line of glyphs [first, end), not narrowed. */
struct text_line line_make(const struct text_shaped *shaped, size_t first,
                           size_t end, enum text_end reason);

/* The glyphs of a line that its width is of end here: not at a hung mark. */
size_t line_body_end(const struct text_line *line);

/* Width of glyphs [first, visible) as a line of their own, not narrowed. */
int32_t line_set_width(const struct text_shaped *shaped, size_t first,
                       size_t visible);

#endif
