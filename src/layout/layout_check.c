/*
 * The invariants, held against the finished tree (design 1.1). The check
 * uses nothing of the engine: it compares what stands on the pages with
 * the sheet and the record.
 *
 *   words     layout_check_words.c: each cell's runs spell its paragraphs,
 *             in order, and its mark; each span of the record is on runs
 *             exactly once
 *   ink       layout_check_ink.c: no glyph is .notdef; each stands inside
 *             its box's content, but for a mark that hangs, and touches no
 *             rule; boxes stand inside the page's margins, no two overlap
 *   rules     layout_check_rules.c: they meet at corners
 *   strokes   layout_check_strokes.c: lines stand at exactly the characters
 *             that a comparison has changed, and across no other ink
 *   order     layout_check_order.c: as in the sheet, in rows, parts and
 *             repeats
 */
#include "base/arena.h"
#include "base/bytes.h"
#include "layout/check.h"
#include "layout/layout.h"

void check_fault(struct check *check, const char *address, const char *what)
{
    check->faults++;
    bytes_printf(check->out, "page %zu: %s: %s\n", check->page + 1, address,
                 what);
}

size_t layout_check(const struct layout *layout, const struct sheet *sheet,
                    struct bytes *out)
{
    struct check check = {
        .arena = arena_new(), .layout = layout, .sheet = sheet, .out = out
    };

    check_words(&check);
    check_record(&check);
    for (check.page = 0; check.page < layout->page_count; check.page++) {
        check_boxes(&check, &layout->pages[check.page]);
        check_rules(&check, &layout->pages[check.page]);
        check_strokes(&check, &layout->pages[check.page]);
    }
    check_order(&check);
    arena_free(check.arena);
    return check.faults;
}
