/*
 * stroke: the lines that mark changed words, inside layout/.
 *
 * An underline stands below the em box: its top is where the faces of the
 * line want it (post table, underlinePosition), and STROKE_GAP further down,
 * as every rule keeps away from ink. Where the pitch has no room for that it
 * comes nearer to its own words, never to those of the next line. A line
 * through stands in the middle of the em box.
 */
#ifndef LAYOUT_STROKE_H
#define LAYOUT_STROKE_H

#include "layout/inside.h"

enum { STROKE_GAP = 250 }; /* between a rule and ink, 1/1000 pt */

/* How far below the em box underlines of a style reach; 0: it has none. */
int32_t stroke_reach(const struct form_style *style);

/*
 * Draws the lines at the changed words of a finished line of text. They
 * reach down to `most` at most; in a vertical text, to the right.
 */
void stroke_line(struct engine *engine, const struct layout_box *box,
                 struct layout_line *line, int32_t most);

#endif
