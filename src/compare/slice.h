/*
 * slice: the words of a line as spans that carry their change, for a sheet.
 */
#ifndef COMPARE_SLICE_H
#define COMPARE_SLICE_H

#include "compare/compare.h"
#include "record/record.h"

/* The old entries of a line; what is gone is SPAN_REMOVED. */
struct record_entries slice_old(struct arena *arena,
                                const struct compare_part *part,
                                const struct compare_line *line);

/* The new entries; what is new is SPAN_ADDED. */
struct record_entries slice_new(struct arena *arena,
                                const struct compare_part *part,
                                const struct compare_line *line);

/* One text of both: what is gone in front of what is new in its place. */
struct record_entries slice_both(struct arena *arena,
                                 const struct compare_part *part,
                                 const struct compare_line *line);

/* The new entries as if nothing had been compared. */
struct record_entries slice_clean(struct arena *arena,
                                  const struct compare_part *part,
                                  const struct compare_line *line);

#endif
