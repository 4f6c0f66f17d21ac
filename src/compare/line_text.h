/* line_text: what a line says on one side, as one string. */
#ifndef COMPARE_LINE_TEXT_H
#define COMPARE_LINE_TEXT_H

#include <stdbool.h>

#include "base/source.h"

struct arena;
struct compare_line;
struct record;

/* The texts of all entries of a side, each behind its marker. */
char *line_text(struct arena *arena, const struct compare_line *line, bool old);

/* Where the side begins in its source. */
struct position line_position(const struct compare_line *line, bool old);

/* What a record is called by; "" where it has no such text. */
char *line_title(struct arena *arena, const struct record *record);

#endif
