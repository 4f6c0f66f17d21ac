/* vertical: shaping of text set from top to bottom, inside text/. */
#ifndef TEXT_VERTICAL_H
#define TEXT_VERTICAL_H

#include "text/text.h"

/*
 * text_shape() for options->vertical. Advances go down; dx is from the
 * middle of the column to the glyph's origin, dy from the pen, upwards.
 * Digits that stand side by side are one cluster.
 */
struct text_shaped *text_shape_vertical(struct arena *arena,
                                        const struct text *text,
                                        const struct text_options *options,
                                        struct diags *diags);

#endif
