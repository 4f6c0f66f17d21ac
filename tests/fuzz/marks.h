/* marks: what a comparison's record and its page mark as changed. */
#ifndef FUZZ_MARKS_H
#define FUZZ_MARKS_H

#include "base/span.h"

struct bytes;
struct record;

/* What a page marks as gone, or as new, is what has that change. */
void fuzz_hold_marks(const struct record *record, struct bytes *page,
                     enum span_change change);

/* Takes the marks off: prove knows nothing of changes. */
void fuzz_clear_changes(struct record *record);

#endif
