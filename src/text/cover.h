/* cover: which face serves a character, inside text/. */
#ifndef TEXT_COVER_H
#define TEXT_COVER_H

#include <stddef.h>

#include "text/text.h"

struct cover {
    const struct text *text;
    const char *utf8; /* all spans joined */
    size_t len;
    const struct text_options *options;
    struct diags *diags;
    const struct font_face *first; /* of the stack, once it was asked */
};

/*
 * The first face of the stack that has glyphs for the whole cluster
 * [at, *end): base, marks and variation selector. A face without the
 * variant is taken only when none has it (a warning). NULL when no face
 * will do (an error), or for a cluster that shows nothing: `*ignorable`.
 */
const struct font_face *cover_cluster(struct cover *cover, size_t at,
                                      size_t *end, bool *ignorable);

/*
 * The error that the face which was to serve the character at byte `at` has
 * shaped it into a glyph that it has not: only a damaged font does that.
 */
void cover_report_glyph(const struct cover *cover, size_t at);

#endif
