/* Inside of the check: what its files share. Nothing of the engine. */
#ifndef LAYOUT_CHECK_H
#define LAYOUT_CHECK_H

#include <stddef.h>

struct arena;
struct bytes;
struct layout;
struct layout_page;
struct sheet;

struct check {
    struct arena *arena;
    const struct layout *layout;
    const struct sheet *sheet;
    struct bytes *out;
    size_t faults;
    size_t page;
};

/* Writes a fault of the page being checked. */
void check_fault(struct check *check, const char *address, const char *what);

/* layout_check_words.c: the sheet's words, and the record's. */
void check_words(struct check *check);
void check_record(struct check *check);

/* layout_check_ink.c: glyphs, ink, boxes of a page. */
void check_boxes(struct check *check, const struct layout_page *page);

/* layout_check_strokes.c: lines at changed words, and only there. */
void check_strokes(struct check *check, const struct layout_page *page);

/* layout_check_order.c: reading order, parts, rows, repeats, empty lines. */
void check_order(struct check *check);

/* layout_check_rules.c: no gap, no overshoot, no rule twice. */
void check_rules(struct check *check, const struct layout_page *page);

#endif
