/* subset: the font program that goes into the file. */
#ifndef PDF_SUBSET_H
#define PDF_SUBSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;
struct font_face;

/*
 * The outlines of `count` glyphs (and .notdef): a TrueType file, or the
 * bare `CFF ` table for CFF faces. new_gids[i] gets the index gids[i] has
 * in it; with `keep_gids` that is gids[i] itself. False when HarfBuzz
 * cannot subset the face.
 */
bool subset_make(const struct font_face *face, const uint32_t *gids,
                 size_t count, bool keep_gids, uint32_t *new_gids,
                 struct bytes *program);

#endif
