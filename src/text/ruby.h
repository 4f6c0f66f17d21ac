/* ruby: readings above their bases, inside text/. */
#ifndef TEXT_RUBY_H
#define TEXT_RUBY_H

#include "text/text.h"

/*
 * Shapes the readings of a text, holds each base together and widens the
 * bases that are narrower than what stands above them. Between the shaping
 * of the glyphs and spacing_set(). False when a character has no glyph or
 * the text is vertical (said in diags).
 */
bool ruby_set(struct arena *arena, struct text_shaped *shaped,
              const struct text_options *options, struct diags *diags);

#endif
